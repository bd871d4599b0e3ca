"""Checked settings of the VoteExplorer, and what the X/O network makes of its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.examples import xo
from cnnkit.functional import linear, softmax
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice

ORDERS = {
    "strongest": "strongest first",
    "for": "largest for it first",
    "against": "largest against it first",
    "list": "as in the list",
}


@cache
def _network():
    return xo.network()  # only to read


def learned_weights() -> np.ndarray:
    """Return the voting weights of the X/O network, shape (2 classes, 48)."""
    return _network().state_dict()["4.weight"]


@dataclass(frozen=True, eq=False)
class VoteSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.VoteExplorer`."""

    image: object
    votes_for: str
    order: str
    weights: np.ndarray
    pixels: np.ndarray | None = None

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the picture's name and pixels, and a copy of the weights."""
        name, pixels = self.image, self.pixels
        if not isinstance(name, str):
            name, pixels = "own", frozen(name, np.float32, "image")
            if pixels.shape != (9, 9):
                raise ValueError(
                    f"image has shape {pixels.shape}; the X/O network reads 9×9 numbers."
                )
            if not np.isfinite(pixels).all():
                raise ValueError("image holds a number that is not finite; use numbers.")
        elif name in xo.CLASSES:
            pixels = frozen(xo.picture(name))
        elif name != "own" or pixels is None:
            raise ValueError(f"image {shown(name)} is unknown; use 'X', 'O' or a 9×9 array.")
        choice(self.votes_for, "votes_for", xo.CLASSES)
        choice(self.order, "order", ORDERS)
        weights = frozen(self.weights, np.float32, "weights")
        if weights.shape != (2, 48) or not np.isfinite(weights).all():
            raise ValueError(f"weights has shape {weights.shape}; give (2, 48) finite numbers.")
        yield from {"image": name, "pixels": pixels, "weights": weights}.items()

    @property
    def who(self) -> int:
        """The row of the class whose votes are shown."""
        return xo.CLASSES.index(self.votes_for)

    # -- the network's own numbers

    @cached_property
    def layers(self) -> dict[str, np.ndarray]:
        """What each layer gives for the picture, the last with the weights as they are now."""
        found = _network().activations(self.pixels[None, None])
        found["4"] = linear(found["3"], self.weights, self.bias)
        return {name: frozen(array[0]) for name, array in found.items()}

    @property
    def bias(self) -> np.ndarray:
        """What is added to the votes, one number per class."""
        return _network()[4].bias

    @property
    def pooled(self) -> np.ndarray:
        """The pooled maps, shape (3, 4, 4)."""
        return self.layers["2"]

    @cached_property
    def votes(self) -> np.ndarray:
        """Each pooled number times its weight, shape (2 classes, 48)."""
        return frozen(self.pooled.reshape(48) * self.weights)

    @property
    def scores(self) -> np.ndarray:
        """What the votes and the bias add up to, one number per class."""
        return self.layers["4"]

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scores."""
        return frozen(softmax(self.scores[None])[0])
