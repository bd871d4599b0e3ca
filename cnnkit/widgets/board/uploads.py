"""Decode a picture file that a person uploads; its limits hold for forged messages, too."""

from __future__ import annotations

import contextlib
import io
import warnings

import numpy as np

from cnnkit import data
from cnnkit.data import pillow
from cnnkit.widgets.board.controls import LARGEST_FILE

MOST_PIXELS = 50_000_000  # of a file: a large camera's
FORMATS = ("PNG", "JPEG")


def decode_upload(filename: str, content: bytes, **options) -> tuple[np.ndarray, tuple[int, int]]:
    """Return pixels (C, H, W) from 0 to 1, and height and width before any scaling.

    How many bytes and pixels there are is looked at before a pixel is decoded.

    Parameters
    ----------
    filename : str
        For sentences.
    content : bytes
        A PNG or JPEG.
    **options
        `size`, `largest` and `grey` of :func:`cnnkit.data.decode_image`.

    Raises
    ------
    ValueError
        If it is too large, or no such picture; the sentence says what would work.

    Examples
    --------
    >>> from cnnkit.data import data_path
    >>> cat = data_path("cat.png").read_bytes()
    >>> decode_upload("cat.png", cat, largest=64)[0].shape
    (3, 43, 64)
    """
    check_bytes(filename, len(content))
    height, width = _announced(content)
    if height * width > MOST_PIXELS:
        raise ValueError(
            f"{filename} has {height}×{width} pixels, {height * width / 1e6:.0f} million; the most "
            f"is {MOST_PIXELS / 1e6:.0f} million, so save it smaller."
        )
    return data.decode_image(io.BytesIO(content), filename, formats=FORMATS, **options)


def check_bytes(filename: str, size: int) -> None:
    """Raise a sentence for a file of too many bytes.

    Examples
    --------
    >>> check_bytes("cat.png", 30_000_000)
    Traceback (most recent call last):
        ...
    ValueError: cat.png has 30 MB; the most is 20 MB, so save it smaller.
    """
    if size > LARGEST_FILE:
        raise ValueError(
            f"{filename} has {size / 1e6:.0f} MB; the most is {LARGEST_FILE / 1e6:.0f} MB, so save "
            "it smaller."
        )


@contextlib.contextmanager
def told_of_file(filename: str, shape: tuple[int, int]):
    """Have a sentence about a picture name the file, and the size at which it is shown.

    Examples
    --------
    >>> with told_of_file("strip.png", (1, 128)):
    ...     raise ValueError("a kernel of 3×3 does not fit")
    Traceback (most recent call last):
        ...
    ValueError: strip.png cannot be used at 1×128 pixels: a kernel of 3×3 does not fit
    """
    try:
        yield
    except ValueError as error:
        rows, cols = shape
        raise ValueError(f"{filename} cannot be used at {rows}×{cols} pixels: {error}") from None


def _announced(content: bytes) -> tuple[int, int]:
    """Return height and width by the file's header; (0, 0) where decoding says what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pillow.Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return image.size[::-1]
    except Exception:  # Pillow's, of whatever kind
        return 0, 0
