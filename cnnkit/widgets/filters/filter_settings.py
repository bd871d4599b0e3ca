"""Checked settings of the FilterExplorer, with the picture, the kernel and the map of scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnkit import matching
from cnnkit.checks import shown
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.settings import Settings, choice, names_of
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.filters.pictures_and_kernels import (
    IMAGES,
    OTHER_NAMES,
    last_digit,
    numbers,
    picture_of,
    presets,
)

LARGEST_PICTURE = 160
LARGEST_UPLOAD = 128
LARGEST_KERNEL = 9
SCORINGS = {"mean": "mean of products", "count": "count of ones", "sum": "raw sum"}


@dataclass(frozen=True, eq=False)
class FilterSettings(Settings):
    """One possible state of the explorer.

    Attributes
    ----------
    image : str
        A key of :data:`IMAGES`, or "own".
    digit : int
        Index of the handwritten digit among the training pictures.
    kernel : array, shape (kH, kW)
    stride, padding : int
    scoring : str
        A key of :data:`SCORINGS`.
    own : array or None
        The person's own picture, kept while another one is shown.
    notice : str
        What is to be said of the last change, until the next one.
    row_names, column_names : tuple of str
        What the rows and columns of that picture are called.
    base : array or None
        The kernel that one comes back to: the last that was not made by hand on the board.
    """

    image: str
    digit: int
    kernel: np.ndarray
    stride: int
    padding: int
    scoring: str
    own: np.ndarray | None = None
    notice: str = ""
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    base: np.ndarray | None = None

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield numbers and arrays as they are kept; raise a sentence for what is impossible."""
        if not isinstance(self.image, str):
            yield "own", _own_picture(self.image)
            yield "image", "own"
        elif self.image not in IMAGES and (self.image != "own" or self.own is None):
            names = ", ".join(map(repr, IMAGES))
            raise ValueError(
                f"image {shown(self.image)} is unknown; use one of {names}, or an array of numbers."
            )
        yield "digit", parse_whole(self.digit, 0, last_digit(), "digit")
        yield "kernel", _kernel(self.kernel)
        yield "base", self.kernel if self.base is None else _kernel(self.base)
        for axis, name in enumerate(("row_names", "column_names")):
            yield name, self._checked_names(name, axis)
        yield "stride", parse_whole(self.stride, 1, 3, "stride")
        yield "padding", parse_whole(self.padding, 0, 2, "padding")
        choice(self.scoring, "scoring", SCORINGS)
        for axis, side in enumerate(("row", "column")):
            size, length = self.kernel.shape[axis], self.picture.shape[axis]
            room = length + 2 * self.padding
            if size > room:
                raise ValueError(
                    f"a kernel of {counted(size, side)} does not fit a picture of "
                    f"{counted(length, side)} with padding {self.padding}; use at most "
                    f"{counted(room, side)}, or more padding."
                )

    def _checked_names(self, name: str, axis: int) -> tuple[str, ...]:
        """Return one name for each row or column of the own picture, or none."""
        names, side = names_of(getattr(self, name), name), ("rows", "columns")[axis]
        if names and self.own is None:
            raise ValueError(f"{name} belong to a picture of your own; give one as image=.")
        if names and len(names) != self.own.shape[axis]:
            raise ValueError(
                f"there are {len(names)} {name} for {self.own.shape[axis]} {side}; give one for "
                'each, "" for none.'
            )
        return names

    def changed(self, **changes) -> FilterSettings:
        """Return checked settings with `changes`; a notice is given once.

        Another picture of one's own has no names yet, and another kernel is what one comes back to.
        """
        fresh = {"notice": ""}
        if not isinstance(changes.get("image", ""), str):
            fresh |= {"row_names": (), "column_names": ()}
        if "kernel" in changes:
            fresh["base"] = None
        return replace(self, **fresh | changes)

    # -- kernels that are made by hand

    def by_hand(self, kernel: np.ndarray) -> FilterSettings:
        """Return the settings with a kernel from which one can come back."""
        return self.changed(kernel=kernel, base=self.base)

    def resized(self, size: int) -> FilterSettings:
        """Return the settings with the kernel cut, or framed by zeros, to size × size."""
        return self.by_hand(_resized(self.kernel, size))

    def negative(self) -> FilterSettings:
        """Return the settings with every weight of the other sign."""
        return self.by_hand(0 - self.kernel)

    def back(self) -> FilterSettings:
        """Return the settings with the kernel as it was before it was changed by hand."""
        if np.array_equal(self.kernel, self.base):
            return self.changed(notice="The kernel has not been changed since it was chosen.")
        return self.changed(kernel=self.base)

    @property
    def names(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What rows and columns of the picture in use are called."""
        return (self.row_names, self.column_names) if self.image == "own" else ((), ())

    @cached_property
    def picture(self) -> np.ndarray:
        """The picture that `image` and `digit` stand for, shape (H, W)."""
        return self.own if self.image == "own" else picture_of(self.image, self.digit)

    @cached_property
    def preset(self) -> str:
        """Name of the kernel, or "custom"."""
        return preset_of(self.kernel) or "custom"

    # -- what is matched, and the map

    @cached_property
    def seen(self) -> tuple[np.ndarray, np.ndarray]:
        """Picture and kernel as the scoring sees them: counting sees a one above 0.5, else zero."""
        both = self.picture, self.kernel
        if self.scoring != "count":
            return both
        return tuple(frozen(array > 0.5, np.float32) for array in both)

    @cached_property
    def sums(self) -> np.ndarray:
        """The sum of the products at every place, by :func:`cnnkit.matching.match_map`."""
        options = {"stride": self.stride, "padding": self.padding}
        return frozen(matching.match_map(*self.seen, scoring="sum", **options))

    @cached_property
    def scores(self) -> np.ndarray:
        """The map: these sums, or their means."""
        return frozen(self.sums / self.kernel.size) if self.scoring == "mean" else self.sums


def preset_of(kernel: np.ndarray) -> str:
    """Return the name of a kernel; "" if it has none."""
    return next((name for name, one in presets().items() if np.array_equal(one, kernel)), "")


def _kernel(value) -> np.ndarray:
    """Return a preset, or a checked read-only copy of the person's own numbers."""
    if isinstance(value, str):
        known = presets()
        name = OTHER_NAMES.get(value, value)
        if name not in known:
            names = ", ".join(map(repr, known))
            raise ValueError(f"kernel {shown(value)} is unknown; use one of {names}, or an array.")
        value = known[name]
    kernel = numbers(value, "kernel")
    if max(kernel.shape) > LARGEST_KERNEL:
        raise ValueError(
            "kernel is {}×{}; the explorer shows up to {}×{}.".format(
                *kernel.shape, LARGEST_KERNEL, LARGEST_KERNEL
            )
        )
    return kernel


def _own_picture(image) -> np.ndarray:
    """Return a checked read-only copy of the person's own picture."""
    own = numbers(image, "image")
    if max(own.shape) > LARGEST_PICTURE:
        step = -(-max(own.shape) // LARGEST_PICTURE)
        raise ValueError(
            "image is {}×{}; the explorer shows up to {}×{}: try image[::{}, ::{}].".format(
                *own.shape, LARGEST_PICTURE, LARGEST_PICTURE, step, step
            )
        )
    return own


def _resized(kernel: np.ndarray, size: int) -> np.ndarray:
    """Return a size × size kernel with the old one in its middle, cut or framed by zeros."""
    new = np.zeros((size, size), np.float32)
    into, out_of = [], []
    for length in kernel.shape:
        kept, shift = min(length, size), (size - length) // 2
        into.append(slice(max(shift, 0), max(shift, 0) + kept))
        out_of.append(slice(max(-shift, 0), max(-shift, 0) + kept))
    new[tuple(into)] = kernel[tuple(out_of)]
    return new
