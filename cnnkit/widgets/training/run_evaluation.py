"""How good a network is after an epoch: on pictures it trains on and on others, alike.

Both kinds are judged in evaluation mode, with the weights at the end of the epoch, unchanged and
without dropout, and as far as there are enough, as many of one kind as of the other. So the two
curves of a training can be compared. (The loss that `fit` records is a mean over the running epoch,
with weights that get better meanwhile; it lies above the loss after the epoch.)
"""

from __future__ import annotations

import numpy as np

from cnnkit.checks import Array
from cnnkit.train import Record
from cnnkit.train.evaluation import evaluate_outputs, outputs

__all__ = ["Judge"]

ROWS = 64  # judged at a time, as `evaluate` does


class Judge:
    """Judges a network on the pictures that are held out, then on as many training pictures.

    Parameters
    ----------
    loss : a loss such as CrossEntropyLoss()
    training, held_out : (array, array)
        Pictures and targets.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> from cnnkit.data import load_xo
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> x, y, test_x, test_y = load_xo()
    >>> judge = Judge(CrossEntropyLoss(), (x, y), (test_x, test_y))
    >>> judge.sizes(len(x))
    (100, 100)
    >>> record = judge.at_once(xo.network(), len(x), epoch=0)
    >>> f"{record.accuracy:.0%}, {record.validation_accuracy:.0%}"
    '100%, 100%'
    """

    def __init__(self, loss, training: tuple[Array, Array], held_out: tuple[Array, Array]):
        self._loss, self._training, self._held_out = loss, training, held_out

    def sizes(self, count: int) -> tuple[int, int]:
        """Return how many of ``count`` training pictures are judged, and how many held-out ones."""
        held_out = len(self._held_out[0])
        return min(count, held_out), held_out

    def pieces(self, count: int) -> int:
        """Return how many calls of `piece` judge a network once."""
        return sum(-(-size // ROWS) for size in self.sizes(count))

    def piece(self, network, count: int, number: int) -> Array:
        """Return the network's outputs for some pictures; the first calls judge those held out."""
        x, _ = self._held_out
        first = -(-len(x) // ROWS)
        rows = slice(ROWS * number, ROWS * (number + 1))
        if number >= first:
            rows = self._sample(count)[ROWS * (number - first) : ROWS * (number - first + 1)]
            x, _ = self._training
        with network.in_mode(False), np.errstate(over="ignore", invalid="ignore"):
            return network(x[rows], remember=False)

    def result(self, judged: tuple[Array, ...], count: int, epoch: int) -> Record:
        """Return what all pieces tell."""
        with np.errstate(over="ignore", invalid="ignore"):
            found = np.concatenate(judged)
            (_, y), sample, split = self._training, self._sample(count), len(self._held_out[0])
            seen = evaluate_outputs(self._loss, found[split:], y[sample])
            unseen = evaluate_outputs(self._loss, found[:split], self._held_out[1])
        return Record(epoch, *seen, *unseen)

    def at_once(self, network, count: int, epoch: int) -> Record:
        """Judge a network in one go; what does not fit it is refused with a sentence."""
        sample = self._sample(count)
        (x, y), (test_x, test_y) = self._training, self._held_out
        seen = evaluate_outputs(self._loss, outputs(network, x[sample], ROWS), y[sample])
        unseen = evaluate_outputs(self._loss, outputs(network, test_x, ROWS), test_y)
        return Record(epoch, *seen, *unseen)

    def _sample(self, count):
        """The places of the training pictures: evenly apart among the first ``count``."""
        size = self.sizes(count)[0]
        return np.arange(size) * count // size
