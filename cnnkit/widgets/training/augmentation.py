"""Training pictures that are changed before each step, as a setting: "off", "shift", ...

The changes are those of `cnnkit.data.augment`, with fixed amounts that keep letters and digits what
they are. They draw from the generator that also orders the pictures, as in `cnnkit.train.fit`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cnnkit.checks import Array
from cnnkit.data import augment

__all__ = ["AUGMENTS", "change_of", "paper_of"]

SHARE, DEGREES = 0.1, 10.0
AUGMENTS = {
    "off": "as they are",
    "shift": "shifted",
    "rotate": "rotated",
    "both": "shifted and rotated",
    "bend": "bent",
}
LOOK = 500  # pictures that the value of paper is read from


def change_of(name: str, fill: float) -> Callable[[Array, np.random.Generator], Array] | None:
    """Return the change of that name, for ``fit(..., augment=...)``; None for "off".

    Parameters
    ----------
    name : {"off", "shift", "rotate", "both", "bend"}
        Shifted by up to 10 % of the sides, rotated by up to 10 degrees, both, or bent as if drawn
        on rubber.
    fill : float
        What comes in from outside of a picture.

    Examples
    --------
    >>> change = change_of("shift", fill=0.0)
    >>> change(np.ones((2, 1, 8, 8)), np.random.default_rng(0)).shape
    (2, 1, 8, 8)
    >>> change_of("off", 0.0) is None
    True
    """

    def shift(images, rng):
        return augment.shift(images, rng, SHARE, fill=fill)

    def rotate(images, rng):
        return augment.rotate(images, rng, DEGREES, fill=fill)

    def bend(images, rng):
        return augment.bend(images, rng, fill=fill)

    both = augment.compose(rotate, shift)
    return {"off": None, "shift": shift, "rotate": rotate, "both": both, "bend": bend}[name]


def paper_of(images: Array) -> float:
    """Return the value of paper: the median of the outermost pixels of some pictures.

    Examples
    --------
    >>> paper_of(np.pad(np.ones((2, 1, 2, 2)), ((0, 0), (0, 0), (1, 1), (1, 1))))
    0.0
    """
    images = images[:LOOK]
    sides = images[:, :, [0, -1]], images[:, :, :, [0, -1]]
    return float(np.median(np.concatenate([side.ravel() for side in sides])))
