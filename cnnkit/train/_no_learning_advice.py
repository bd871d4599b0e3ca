"""Why a training learns nothing, where the cause can be named: one sentence that says what to do.

A loss that stands at that of guessing may have many reasons. Only those are told that can be seen:
inputs far from 0..1, weights that are all 0, units that are dead, steps that were far too long.
"""

import warnings

import numpy as np

from cnnkit.checks import Array, LossFunction, Model, Trainer
from cnnkit.train._classes_from_one import class_advice
from cnnkit.train._input_scale import largest, scale_advice
from cnnkit.train.epoch_records import Record
from cnnkit.train.evaluation import is_mean

__all__ = ["Adviser", "Warner", "scale_advice"]

TINY = 0.02  # inputs below it look as if they had been divided twice
LOOK = 64  # rows that are looked at
STEPS = 8  # with fewer, tiny inputs may just need time


class Adviser:
    """Look at a training after each of its epochs.

    Parameters
    ----------
    model : Sequential
        Before its first step.
    x, y : arrays (N, ...)
        All training examples.
    loss, optimizer
        As for `fit`.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> from cnnkit.losses import CrossEntropyLoss
    >>> from cnnkit.model import Sequential
    >>> from cnnkit.optim import SGD
    >>> x, y = np.eye(2), np.array([0, 1])
    >>> model = Sequential(Linear(2, 2), Linear(2, 2))
    >>> model[0].weight[:] = 0
    >>> adviser = Adviser(model, x, y, CrossEntropyLoss(), SGD(model, lr=0.1))
    >>> print(adviser.after(Record(1, 0.7, 0.5, 0.7, 0.5), None, steps=10))
    after epoch 1 the loss, 0.7, is at that of guessing (0.693): every weight of layer 0, Linear(in_features=2, out_features=2), is 0, so nothing before it can learn; draw them again, as a new layer does
    """  # noqa: E501

    def __init__(
        self, model: Model, x: Array, y: Array, loss: LossFunction, optimizer: Trainer
    ) -> None:
        self.model, self.optimizer, self._x, self._y = model, optimizer, x, y
        self._rows = 1 if is_mean(loss) else len(x)
        self._guess = _guessing(loss, y)
        self._start, self._stillborn = {}, ""
        if self._guess:
            self._start = {key: np.abs(w).max() for key, w in _weights(model)}
            self._stillborn = self._dead()

    def after(self, record: Record, before: Record | None, steps: int) -> str:
        """Return the sentence after an epoch; mostly an empty one.

        Parameters
        ----------
        record, before : Record
            Of this epoch and of the one before it, if there is one.
        steps : int
            How many steps were done since the start.
        """
        value, guess = record.loss / self._rows, self._guess
        if not guess or not value > 0.97 * guess:
            return ""
        lost = before is not None and self._worse(record) and self._worse(before)
        cause = self._cause(value, steps, lost)
        where = "above" if value > 1.2 * guess else "at"
        told = f"after epoch {record.epoch} the loss, {value:.3g}, is {where} that of guessing"
        return f"{told} ({guess:.3g}): {cause}" if cause else ""

    def _worse(self, record):
        """Whether the network was worse than guessing for a whole epoch."""
        common = _counts(self._y).max() / len(self._y) if self._y.ndim == 1 else 0.5
        return record.loss / self._rows > 1.2 * self._guess and not record.accuracy > common + 0.1

    def _cause(self, value, steps, lost):
        most = largest(self._x)
        if most <= TINY and steps >= STEPS:
            told = f"x holds values up to {most:.2g} only" if most else "every number of x is 0"
            return f"{told}, as if the pictures had been divided twice; give them as 0..1"
        if value < 0.99 * self._guess:
            return ""
        layers = self.model.named_layers()
        for key, weight in list(_weights(self.model))[:-1]:  # the last layer may start at 0
            if not weight.any():
                name = key.rpartition(".")[0]
                return (
                    f"every weight of layer {name}, {layers[name]}, is 0, so nothing before it "
                    "can learn; draw them again, as a new layer does"
                )
        grown, dead = self._grown(), self._dead()
        shorter = "the steps were far too long; make a new model and try a smaller lr"
        if (lr := getattr(self.optimizer, "lr", None)) is not None:
            decay = getattr(self.optimizer, "weight_decay", 0)
            if lr * decay > 1:
                return (
                    f"weight_decay={decay:g} is far too large for lr={lr:g}; make a new model and "
                    "try weight_decay=0.001"
                )
            good = min(lr / 10, 0.01 if hasattr(self.optimizer, "betas") else 0.1)
            shorter = f"lr={lr:g} is far too large; make a new model and try lr={good:.2g}"
        if dead and dead != self._stillborn:
            return f"{dead}, because {shorter}"
        if dead:
            return (
                f"{dead} from the start, so nothing before it can learn; make a new model, with "
                "biases of 0 and pictures scaled to 0..1"
            )
        if lost and grown > 2:
            return f"the largest weight has grown {grown:.3g} times, because {shorter}"
        return ""

    def _grown(self):
        """How many times larger the largest number of a weight is than at the start."""
        pairs = [(np.abs(w).max(), self._start.get(key)) for key, w in _weights(self.model)]
        return max((float(now / start) for now, start in pairs if start), default=1.0)

    def _dead(self):
        """Say which layer returns the same for different pictures, if one does."""
        size = max(1, self._x[0].size)
        rows = min(LOOK, max(8, 2**20 // size))
        x = self._x[:: max(1, len(self._x) // rows)][:rows]
        if np.ptp(x, axis=0).max() == 0:
            return ""
        layers = self.model.named_layers()
        twin = self.model.replica().eval()  # nothing is drawn, and no mode changes
        with np.errstate(over="ignore", invalid="ignore"):
            for name, y in list(twin.activations(x).items())[1:]:
                if np.ptp(y, axis=0).max() == 0:
                    what = "0" if not y.any() else "the same"
                    return f"layer {name}, {layers[name]}, returns {what} for every picture"
        return ""


def _weights(model):
    return ((key, array) for key, array in model.parameters().items() if array.ndim > 1)


def _counts(y):
    return np.bincount(y.astype(np.intp, copy=False))  # indices have 32 bits in a browser


def _guessing(loss, y):
    """The loss of a network that knows how often each class comes, and nothing of the inputs."""
    from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss  # here: it is quicker to import

    if isinstance(loss, CrossEntropyLoss) and y.ndim == 1:
        share = _counts(y) / len(y)
        share = share[share > 0]
        return float(-(share * np.log(share)).sum())
    if isinstance(loss, BCEWithLogitsLoss):
        p = np.clip(y.mean(axis=0, dtype=float), 1e-12, 1 - 1e-12)
        return float(-(p * np.log(p) + (1 - p) * np.log(1 - p)).mean())
    return 0.0


class Warner:
    """Warn once in a training, at the line of the person who trains.

    Made by `fit`, it warns of inputs that are far beyond 1 and of classes that seem to be counted
    from 1; called after an epoch, of the rest.
    """

    def __init__(self, model, x, y, loss, optimizer, validation):
        self._adviser, self._before = Adviser(model, x, y, loss, optimizer), None
        self._told = scale_advice(x, validation)
        for told in (self._told, class_advice(model, x, y, loss)):
            if told:
                warnings.warn(told, RuntimeWarning, stacklevel=4)  # fit is `spoken`

    def __call__(self, record: Record, steps: int) -> None:
        """Look at the training after the ``steps``-th step, the last one of an epoch."""
        if not self._told:
            self._told = self._adviser.after(record, self._before, steps)
            self._before = record
            if self._told:
                warnings.warn(self._told, RuntimeWarning, stacklevel=4)
