"""A picture file for a network: inked, cut out and centred as its training pictures were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.data import to_digits, to_mnist, to_xo
from cnnkit.data.dark_or_light_ink import ink_of, inked, is_drawing
from cnnkit.data.resizing import resize
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.uploads import decode_upload

LARGEST = 1024  # pixels of the longer side that are kept
INKS = {"dark": "dark: inverted", "light": "light: as it is"}
LIKE = {  # by the size of grey pictures: how they were prepared, and what they are
    (9, 9): (lambda page: (to_xo(page) + 1) / 2, "the 9×9 letters"),
    (8, 8): (to_digits, "the 8×8 digits"),
    (28, 28): (to_mnist, "the 28×28 digits of MNIST"),
}


@dataclass(frozen=True, eq=False)
class Upload:
    """A picture that a person chose.

    Parameters
    ----------
    filename : str
    pixels : array (C, H, W)
        From 0 to 1, at most 1024 of them along a side.
    ink : {"dark", "light", ""}
        Shade of the ink; "" if it is not a drawing.
    """

    filename: str
    pixels: np.ndarray
    ink: str = ""


def read_upload(filename: str, content: bytes, shape: tuple[int, int, int]) -> Upload:
    """Return a PNG or JPEG for a network that reads pictures of this shape, and find its ink."""
    channels, *size = shape
    if channels not in (1, 3):
        raise ValueError(
            f"this network reads pictures of {channels} channels; {filename} has 1 or 3."
        )
    pixels, _ = decode_upload(filename, content, largest=LARGEST, grey=channels == 1)
    ink = ""
    if channels == 1:
        ink = ink_of(pixels[0]) or ""
        if tuple(size) not in LIKE and not is_drawing(pixels[0]):
            ink = ""  # a photograph stays one
    return Upload(filename, frozen(pixels), ink)


def prepared(upload: Upload, shape, limits: tuple[float, float], ink: str) -> np.ndarray:
    """Return the picture as the network reads it.

    Parameters
    ----------
    upload : Upload
    shape : (int, int, int)
        Of the network's pictures.
    limits : (float, float)
        Their darkest and their lightest number.
    ink : {"light", "dark"}
        What the network's training pictures were drawn with.
    """
    _, *size = shape
    low, high = limits
    if not upload.ink:
        shares = np.stack([_fitted(plane, *size) for plane in upload.pixels])
        return (low + shares * (high - low)).astype(np.float32)
    (grey,) = upload.pixels
    if grey.shape == tuple(size):
        page = grey if upload.ink == "light" else 1 - grey
    elif tuple(size) in LIKE:
        page = LIKE[tuple(size)][0](inked(grey, upload.ink))[0]
    else:
        page = _fitted(grey if upload.ink == "light" else 1 - grey, *size)
    paper, drawn = (low, high) if ink == "light" else (high, low)
    return (paper + page * (drawn - paper)).astype(np.float32)[None]


def sentence(upload: Upload, size: tuple[int, int], ink: str) -> str:
    """Say what was done to a file to make it a picture of the network's.

    Examples
    --------
    >>> scan = Upload("scan.png", np.ones((1, 40, 40)), "dark")
    >>> print(sentence(scan, (9, 9), "light"))
    scan.png is read as dark ink and inverted: ink is light for this network. It is cut out and \
centred as the 9×9 letters were.
    """
    name = upload.filename
    rows, cols = upload.pixels.shape[1:]
    scaled = f"Its {rows}×{cols} pixels are cropped and scaled to {size[0]}×{size[1]}."
    if not upload.ink:
        if tuple(size) in LIKE and len(upload.pixels) == 1:
            return f"{name}: nothing on it differs much from its border, so no drawing is found."
        return f"{name}: {scaled[0].lower()}{scaled[1:]}"
    said = f"{name} is read as {upload.ink} ink, as ink is for this network."
    if upload.ink != ink:
        said = f"{name} is read as {upload.ink} ink and inverted: ink is {ink} for this network."
    if (rows, cols) == tuple(size):
        return said
    if tuple(size) in LIKE:
        return f"{said} It is cut out and centred as {LIKE[tuple(size)][1]} were."
    return f"{said} {scaled}"


def _fitted(plane: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return a plane cropped to these proportions, around its middle, and scaled."""
    rows, cols = plane.shape
    tall = min(rows, max(round(cols * height / width), 1))
    wide = min(cols, max(round(rows * width / height), 1))
    top, left = (rows - tall) // 2, (cols - wide) // 2
    return np.clip(resize(plane[top : top + tall, left : left + wide], height, width), 0, 1)
