"""Checked settings of the FilterExplorer: image, kernel, stride, padding, dilation."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from cnnkit import matching
from cnnkit.widgets.board.explorer import choice
from cnnkit.widgets.board.numbers import parse_whole
from cnnkit.widgets.filters.pictures_and_kernels import (
    IMAGES,
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
class FilterSettings:
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
    picture : array, shape (H, W)
        The picture that `image` and `digit` stand for.
    own : array or None
        The person's own picture, kept while another one is shown.
    """

    image: str
    digit: int
    kernel: np.ndarray
    stride: int
    padding: int
    scoring: str
    picture: np.ndarray
    own: np.ndarray | None = None

    @classmethod
    def checked(cls, image, digit, kernel, stride, padding, scoring, own=None) -> FilterSettings:
        """Return the settings, or raise one sentence that says what is wrong and what works."""
        image, own, picture = _picture(image, digit, own)
        settings = cls(
            image=image,
            digit=parse_whole(digit, 0, last_digit(), "digit"),
            kernel=_kernel(kernel),
            stride=parse_whole(stride, 1, 3, "stride"),
            padding=parse_whole(padding, 0, 2, "padding"),
            scoring=choice(scoring, "scoring", SCORINGS),
            picture=picture,
            own=own,
        )
        for axis, side in enumerate(("rows", "columns")):
            size, length = settings.kernel.shape[axis], picture.shape[axis]
            room = length + 2 * settings.padding
            if size > room:
                raise ValueError(
                    f"a kernel of {size} {side} does not fit a picture of {length} {side} with "
                    f"padding {settings.padding}; use at most {room} {side}, or more padding."
                )
        return settings

    def changed(self, **changes) -> FilterSettings:
        """Return the checked settings with `changes`; these here stay as they are."""
        names = ("image", "digit", "kernel", "stride", "padding", "scoring", "own")
        return self.checked(**{name: getattr(self, name) for name in names} | changes)

    def resized(self, size: int) -> FilterSettings:
        """Return the settings with the kernel cut, or framed by zeros, to size × size."""
        return self.changed(kernel=_resized(self.kernel, size))

    @property
    def preset(self) -> str:
        """Name of the kernel, or "custom"."""
        same = (name for name, kernel in presets().items() if np.array_equal(kernel, self.kernel))
        return next(same, "custom")

    def as_ones(self) -> FilterSettings:
        """Return what counting sees: one where a number is above 0.5, else zero."""
        ones = {"picture": self.picture > 0.5, "kernel": self.kernel > 0.5}
        return replace(self, **{name: array.astype(np.float32) for name, array in ones.items()})

    def map(self, scoring: str | None = None) -> np.ndarray:
        """Return the map of scores, computed by :func:`cnnkit.matching.match_map`."""
        return matching.match_map(
            self.picture,
            self.kernel,
            stride=self.stride,
            padding=self.padding,
            scoring=scoring or self.scoring,
        )


def _kernel(value) -> np.ndarray:
    """Return a preset, or a checked read-only copy of the person's own numbers."""
    if isinstance(value, str):
        known = presets()
        if value not in known:
            names = ", ".join(map(repr, known))
            raise ValueError(f"kernel {value!r} is unknown; use one of {names}, or an array.")
        value = known[value]
    kernel = numbers(value, "kernel")
    if max(kernel.shape) > LARGEST_KERNEL:
        raise ValueError(
            "kernel is {}×{}; the explorer shows up to {}×{}.".format(
                *kernel.shape, LARGEST_KERNEL, LARGEST_KERNEL
            )
        )
    return kernel


def _picture(image, digit, own):
    """Return the picture's name, the person's own picture if there is one, and the pixels."""
    if not isinstance(image, str):
        own = numbers(image, "image")
        if max(own.shape) > LARGEST_PICTURE:
            step = -(-max(own.shape) // LARGEST_PICTURE)
            raise ValueError(
                "image is {}×{}; the explorer shows up to {}×{}: try image[::{}, ::{}].".format(
                    *own.shape, LARGEST_PICTURE, LARGEST_PICTURE, step, step
                )
            )
        return "own", own, own
    if image == "own" and own is not None:
        return image, own, own
    if isinstance(image, str) and image in IMAGES:
        return image, own, picture_of(image, parse_whole(digit, 0, last_digit(), "digit"))
    names = ", ".join(map(repr, IMAGES))
    raise ValueError(f"image {image!r} is unknown; use one of {names}, or an array of numbers.")


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
