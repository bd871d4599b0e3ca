"""What a person can choose in the filter explorer, checked before anything changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cnnkit import data, matching, xo
from cnnkit.widgets.explorer import choice
from cnnkit.widgets.numbers import parse_whole

LARGEST_PICTURE = 160
LARGEST_UPLOAD = 128
LARGEST_KERNEL = 9
LARGEST_NUMBER = 1e6
IMAGES = {
    "X": "X",
    "O": "O",
    "digit": "a digit",
    "cat": "photo: cat",
    "coffee": "photo: coffee",
}
SCORINGS = {"mean": "mean of products", "count": "count of ones", "sum": "raw sum"}

# Kernels whose weights are made to be summed, not averaged.
WEIGHTED = {
    "vertical edge": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "horizontal edge": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}


@cache
def presets() -> dict[str, np.ndarray]:
    r"""Return the kernels that have a name: the X's three features, then the weighted ones.

    Examples
    --------
    >>> list(presets())[:4]
    ['\\', 'crossing', '/', 'vertical edge']
    """
    return {name: _numbers(kernel, name) for name, kernel in (xo.features() | WEIGHTED).items()}


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


@cache
def _digits() -> np.ndarray:
    return data.load_digits().train_images[:, 0]


def last_digit() -> int:
    """Return the index of the last handwritten digit of the training set."""
    return len(_digits()) - 1


def _kernel(value) -> np.ndarray:
    """Return a preset, or a checked read-only copy of the person's own numbers."""
    if isinstance(value, str):
        known = presets()
        if value not in known:
            names = ", ".join(map(repr, known))
            raise ValueError(f"kernel {value!r} is unknown; use one of {names}, or an array.")
        value = known[value]
    kernel = _numbers(value, "kernel")
    if max(kernel.shape) > LARGEST_KERNEL:
        raise ValueError(
            "kernel is {}×{}; the explorer shows up to {}×{}.".format(
                *kernel.shape, LARGEST_KERNEL, LARGEST_KERNEL
            )
        )
    return kernel


def picture_of(image: str, digit: int = 0) -> np.ndarray:
    """Return the pixels of one of :data:`IMAGES`, shape (H, W)."""
    if image in ("X", "O"):
        return xo.picture(image)
    if image == "digit":
        return _digits()[digit]
    return _photo(image)


def _picture(image, digit, own):
    """Return the picture's name, the person's own picture if there is one, and the pixels."""
    if not isinstance(image, str):
        own = _numbers(image, "image")
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


def _numbers(value, name: str) -> np.ndarray:
    try:
        array = np.array(value, dtype=np.float32)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is no array of numbers; give rows of equal length.") from None
    if array.ndim != 2 or not array.size:
        hint = "; try image[0] or image.mean(0)" if array.ndim == 3 else ""
        raise ValueError(f"{name} has shape {array.shape}; give a 2-D array{hint}.")
    if not (np.abs(array) <= LARGEST_NUMBER).all():
        row, col = np.argwhere(~(np.abs(array) <= LARGEST_NUMBER))[0]
        raise ValueError(
            f"{name} holds {array[row, col]:g} at row {row}, column {col}; "
            f"use numbers from −{LARGEST_NUMBER:.0f} to {LARGEST_NUMBER:.0f}."
        )
    array.flags.writeable = False
    return array


@cache
def _photo(name: str) -> np.ndarray:
    return _halved(data.load_photo(name).mean(0))


def _halved(picture: np.ndarray) -> np.ndarray:
    """Return the mean of every 2×2 block: a photograph small enough to touch its pixels."""
    rows, cols = (size // 2 for size in picture.shape)
    blocks = picture[: 2 * rows, : 2 * cols].reshape(rows, 2, cols, 2)
    return blocks.mean((1, 3), dtype=np.float32)


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
