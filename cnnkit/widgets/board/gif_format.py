"""A film as a GIF: one palette for all pictures, and of each only what has changed.

Pillow compresses the pictures. Put together by its ``save_all`` the file would be several times as
large: a palette for every picture, and no transparency where a pixel stays.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Sequence

import numpy as np

COLOURS = 255  # and one number for what stays as it was
STAYS = 255
HEADER = 13  # bytes before the palette


class Reel:
    """Pictures of one size, each kept as what it changes.

    Parameters
    ----------
    sure : sequence of (red, green, blue)
        Colours that stay exactly as they are, where there are too many.

    Examples
    --------
    >>> reel = Reel()
    >>> for shade in (0, 255):
    ...     reel.add(np.full((2, 3, 3), shade, np.uint8))
    >>> reel.gif([50, 100])[:6]
    b'GIF89a'
    """

    def __init__(self, sure: Sequence[tuple[int, int, int]] = ()):
        self._sure = np.array(sure, np.uint8).reshape(-1, 3)
        self._last: np.ndarray | None = None
        self._changes: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, pixels: np.ndarray) -> None:
        """Take the next picture, shape (H, W, 3) of bytes."""
        red, green, blue = np.moveaxis(pixels.astype(np.uint32), -1, 0)
        colours = red << 16 | green << 8 | blue
        changed = np.ones(colours.shape, bool) if self._last is None else colours != self._last
        self._changes.append((np.packbits(changed), colours[changed]))
        self._last = colours

    def gif(self, delays: Sequence[int], comment: str = "", rows=None, cols=None) -> bytes:
        """Return the file.

        Parameters
        ----------
        delays : sequence of int
            How many hundredths of a second each picture stays.
        comment : str
            Words that are kept in the file.
        rows, cols : arrays of int, optional
            Which rows and columns are kept, in this order; all by default.
        """
        shape = self._last.shape
        rows = np.arange(shape[0]) if rows is None else rows
        cols = np.arange(shape[1]) if cols is None else cols
        counted = [np.unique(colours, return_counts=True) for _, colours in self._changes]
        colours, where = np.unique(np.concatenate([one for one, _ in counted]), return_inverse=True)
        counts = np.bincount(where, np.concatenate([count for _, count in counted]))
        palette = _palette(_split(colours), counts, self._sure)
        numbers = _nearest(_split(colours), palette)
        frames: list[list] = []
        for (packed, values), delay in zip(self._changes, delays, strict=True):
            changed = np.unpackbits(packed, count=shape[0] * shape[1]).reshape(shape).astype(bool)
            picture = np.full(shape, STAYS, np.uint8)
            picture[changed] = numbers[np.searchsorted(colours, values)]
            picture = picture[np.ix_(rows, cols)]
            high, wide = (np.flatnonzero((picture != STAYS).any(axis=axis)) for axis in (1, 0))
            if not high.size:
                frames[-1][-1] += delay  # nothing has changed
                continue
            part = picture[high[0] : high[-1] + 1, wide[0] : wide[-1] + 1]
            frames.append([int(wide[0]), int(high[0]), part, delay])
        return _file((len(rows), len(cols)), palette, frames, comment)


def _split(colours: np.ndarray) -> np.ndarray:
    """Return numbers 0xrrggbb as rows of three bytes."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1).astype(np.uint8)


def _palette(colours: np.ndarray, counts: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """Return at most `COLOURS` colours: some as they are, the rest by median cut."""
    from PIL import Image  # here: a browser's Python may lack it until it films

    if len(colours) <= COLOURS:
        return colours
    often = colours[np.argsort(-counts, kind="stable")]
    kept, others = often[: COLOURS // 2], often[COLOURS // 2 :]
    left = COLOURS - len(kept) - len(sure)
    cut = Image.fromarray(others[None]).quantize(left, Image.Quantize.MEDIANCUT)
    found = np.array(cut.getpalette()[: 3 * left], np.uint8).reshape(-1, 3)
    return np.concatenate([sure, kept, found])


def _nearest(colours: np.ndarray, palette: np.ndarray) -> np.ndarray:
    """Return the number of the nearest colour in the palette for each colour."""
    numbers, wanted = np.empty(len(colours), np.uint8), palette.astype(np.int32)
    for first in range(0, len(colours), 2048):
        some = colours[first : first + 2048, None].astype(np.int32)
        numbers[first : first + 2048] = ((some - wanted) ** 2).sum(-1).argmin(1)
    return numbers


def _file(shape, palette: np.ndarray, frames: Iterable, comment: str) -> bytes:
    """Put the parts of a GIF together: header, palette, endless loop, comment, pictures."""
    height, width = shape
    table = palette.tobytes().ljust(3 * 256, b"\0")
    parts = [b"GIF89a", struct.pack("<HHBBB", width, height, 0xF7, 0, 0), table]
    parts.append(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00")
    if comment:
        parts.append(b"\x21\xfe" + _blocks(comment.encode()))
    for left, top, picture, delay in frames:
        # The last picture stays where this one has the number STAYS.
        parts.append(b"\x21\xf9\x04" + struct.pack("<BHBB", 0b101, delay, STAYS, 0))
        size = picture.shape[1], picture.shape[0]
        parts += [b"\x2c", struct.pack("<HHHHB", left, top, *size, 0), _compressed(picture, table)]
    return b"".join([*parts, b"\x3b"])


def _blocks(content: bytes) -> bytes:
    pieces = [content[i : i + 255] for i in range(0, len(content), 255)]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def _compressed(picture: np.ndarray, table: bytes) -> bytes:
    """Return a picture as the data that follow its size in a GIF: what Pillow makes of it alone."""
    from PIL import Image

    image, buffer = Image.fromarray(np.ascontiguousarray(picture)), io.BytesIO()
    image = image.convert("P") if image.mode != "P" else image
    image.putpalette(table)
    image.save(buffer, "GIF", optimize=False, interlace=0)
    content = buffer.getvalue()
    start = HEADER + 3 * 2 ** ((content[10] & 7) + 1)
    while content[start] == 0x21:  # an extension: its label, then blocks to an empty one
        start += 2
        while content[start]:
            start += content[start] + 1
        start += 1
    return content[start + 10 : -1]
