"""The pictures that a lab shows: all that are held out, some at a time, in one order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.settings import names_of

__all__ = ["PICTURES", "Album", "make_album"]

PICTURES = 6  # shown at a time
SHADED = 500  # pictures that tell what is black and what is white


@dataclass(frozen=True)
class Album:
    """Pictures that are not trained on.

    Parameters
    ----------
    images : array (P, C, H, W)
    truth : array (P,)
        The class of each.
    order : array (P,)
        Which of them comes first: one of each class, as far as a page goes, then the others.
    classes : tuple of str
        The names of all classes.
    """

    images: np.ndarray
    truth: np.ndarray
    order: np.ndarray
    classes: tuple[str, ...]

    def __len__(self):
        return len(self.order)

    @cached_property
    def shades(self) -> tuple[float, float]:
        """The values that are drawn black and white."""
        some = self.images[:SHADED]
        low, high = float(some.min()), float(some.max())
        return low, high if high > low else low + 1

    def rows(self, page: int) -> np.ndarray:
        """Return the rows of `images` that are on a page, counted from 0."""
        return self.order[page * PICTURES : (page + 1) * PICTURES]

    def picture(self, number: int) -> np.ndarray:
        """Return the picture with that place in the order, shape (1, C, H, W)."""
        return self.images[self.order[number : number + 1]]

    def answers(self, page: int, found: np.ndarray, sure: np.ndarray) -> tuple[str, ...]:
        """Return the predicted class of each picture of a page, ✓ or ✗, and its probability."""
        return tuple(
            f"{self.classes[answer]} {'✓' if answer == truth else '✗'} {share:.0%}"
            for answer, truth, share in zip(found, self.truth[self.rows(page)], sure, strict=True)
        )


def make_album(run, classes=None) -> Album:
    """Return the pictures that a run holds out, the first ones of different classes.

    Raises
    ------
    ValueError
        If these are not pictures with a class each, or there are not as many names as the network
        has classes.
    """
    x, y = run.validation
    truth = np.asarray(y).reshape(-1).astype(np.int64)
    if truth.size != len(x) or x.ndim != 4:
        raise ValueError(
            f"the lab shows pictures (N, C, H, W) and their classes (N,), but it got {x.shape} and "
            f"{shown(np.shape(y))}; train on these with fit"
        )
    known = max(run.network.output_shape(x.shape)[-1], 2)
    names = names_of(range(known) if classes is None else classes)
    if len(names) != known:
        raise ValueError(
            f"classes has {counted(len(names), 'name')}, but the network tells {known} classes "
            "apart; give one name each"
        )
    firsts = [int(np.flatnonzero(truth == kind)[0]) for kind in np.unique(truth)]
    others = [i for i in range(min(len(x), PICTURES)) if i not in firsts]
    chosen = sorted((firsts + others)[:PICTURES], key=lambda i: (truth[i], i))
    order = np.concatenate([chosen, np.setdiff1d(np.arange(len(x)), chosen)]).astype(np.int64)
    return Album(x, truth, order, names)
