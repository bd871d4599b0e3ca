"""Named images and kernels to choose from, and the check of your own."""

from __future__ import annotations

from functools import cache

import numpy as np

from cnnkit import data
from cnnkit.examples import xo
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short

LARGEST_NUMBER = 1e6
IMAGES = {
    "X": "X",
    "O": "O",
    "digit": "a digit",
    "cat": "photo: cat",
    "coffee": "photo: coffee",
}

# Kernels whose weights are made to be summed, not averaged.
WEIGHTED = {
    "vertical edge": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "horizontal edge": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
    "emboss": [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]],
    "outline": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    "left sobel": [[1, 0, -1], [2, 0, -2], [1, 0, -1]],
    "top sobel": [[1, 2, 1], [0, 0, 0], [-1, -2, -1]],
    "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
}


# Names that kernels have elsewhere, which are taken for them; the other two Sobels are presets.
OTHER_NAMES = {"right sobel": "vertical edge", "bottom sobel": "horizontal edge"}


@cache
def presets() -> dict[str, np.ndarray]:
    r"""Return the kernels that have a name: the X's three features, then the weighted ones.

    Examples
    --------
    >>> list(presets())[:4]
    ['\\', 'crossing', '/', 'vertical edge']
    """
    return {name: numbers(kernel, name) for name, kernel in (xo.features() | WEIGHTED).items()}


@cache
def _digits() -> np.ndarray:
    return frozen(data.load_digits().train_images[:, 0])


def last_digit() -> int:
    """Return the index of the last handwritten digit of the training set."""
    return len(_digits()) - 1


def picture_of(image: str, digit: int = 0) -> np.ndarray:
    """Return the pixels of one of :data:`IMAGES`, shape (H, W)."""
    if image in ("X", "O"):
        return frozen(xo.picture(image))
    if image == "digit":
        return _digits()[digit]
    return _photo(image)


@cache
def _photo(name: str) -> np.ndarray:
    return frozen(_halved(data.load_photo(name).mean(0)))


def _halved(picture: np.ndarray) -> np.ndarray:
    """Return the mean of every 2×2 block: a photograph small enough to touch its pixels."""
    rows, cols = (size // 2 for size in picture.shape)
    blocks = picture[: 2 * rows, : 2 * cols].reshape(rows, 2, cols, 2)
    return blocks.mean((1, 3), dtype=np.float32)


def numbers(value, name: str) -> np.ndarray:
    """Return a checked read-only copy of a picture or kernel, shape (rows, cols)."""
    try:
        array = frozen(value, np.float32)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is not an array of numbers; give rows of equal length.") from None
    if array.ndim != 2 or not array.size:
        hint = ""
        if array.ndim == 3 and array.shape[2] in (1, 3, 4) and array.shape[0] > 4:
            hint = (
                f"; try {name}[..., :3].mean(2), its grey, or one of its channels: {name}[..., 0]"
            )
        elif array.ndim == 3:
            hint = f"; try {name}[0]" + f" or {name}.mean(0)" * (array.shape[0] <= 4)
        elif array.ndim == 4:
            hint = (
                f"; try {name}[0, 0]"
                if array.shape[3] not in (1, 3, 4)
                else (f"; try {name}[0, ..., :3].mean(2)")
            )
        raise ValueError(f"{name} has shape {array.shape}; give a 2-D array{hint}.")
    if not (np.abs(array) <= LARGEST_NUMBER).all():
        row, col = np.argwhere(~(np.abs(array) <= LARGEST_NUMBER))[0]
        raise ValueError(
            f"{name} holds {short(array[row, col])} at row {row}, column {col}; "
            f"use numbers from −{LARGEST_NUMBER:.0f} to {LARGEST_NUMBER:.0f}."
        )
    return array
