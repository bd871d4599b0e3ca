"""The bytes of a still picture: drawn once, because it follows every cell run."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.colors import to_rgb

from cnnkit.plots.figure import FILE_DPI

RIM = 15  # pixels of paper around what is drawn, a tenth of an inch
WIDEST = 2400  # pixels from left to right: twice what a page is wide
MOST = 2.4e6  # pixels in all
QUICK = 3  # of PNG's nine levels: a few percent larger, and half the time


def drawn(figure, dpi: float) -> np.ndarray:
    """Return the pixels of a figure, shape (H, W, 4); it is used up."""
    figure.dpi = dpi
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())


def inked(pixels: np.ndarray, figure) -> tuple[slice, slice]:
    """Return the rows and columns of all that is not the figure's paper; nothing of a blank one."""
    paper = np.array([*paper_of(figure), 255], np.uint8).view(np.uint32)
    found = pixels.view(np.uint32)[..., 0] != paper  # a pixel at once
    rows = np.flatnonzero(found.any(axis=1))
    if not rows.size:
        return slice(0, 0), slice(0, 0)
    cols = np.flatnonzero(found[rows[0] : rows[-1] + 1].any(axis=0))
    return slice(rows[0], rows[-1] + 1), slice(cols[0], cols[-1] + 1)


def paper_of(figure) -> tuple[int, ...]:
    """Return red, green and blue of the figure's ground, 0 to 255."""
    return tuple(round(255 * part) for part in to_rgb(figure.get_facecolor()))


def still_png(figure, description: str = "") -> bytes:
    """Return a figure as PNG, cropped to what is drawn; the same figure gives the same bytes.

    ``savefig(bbox_inches="tight")`` would draw it twice, and measure every text once more.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Not used further: it stays as large as it was drawn.
    description : str
        What it shows in words, kept in the file.
    """
    from PIL import Image, PngImagePlugin  # here: a browser's Python may lack it until it draws

    wide, high = figure.get_size_inches()
    dpi = min(FILE_DPI, WIDEST / wide, (MOST / (wide * high)) ** 0.5)
    pixels = drawn(figure, dpi)
    rows, cols = inked(pixels, figure)
    height, width = rows.stop - rows.start, cols.stop - cols.start
    page = Image.new("RGB", (width + 2 * RIM, height + 2 * RIM), paper_of(figure))
    size = pixels.shape[1], pixels.shape[0]
    whole = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    page.paste(whole.crop((cols.start, rows.start, cols.stop, rows.stop)), (RIM, RIM))
    words = PngImagePlugin.PngInfo()
    if description:
        words.add_itxt("Description", description)
    buffer = io.BytesIO()
    page.save(buffer, "png", dpi=(dpi, dpi), compress_level=QUICK, pnginfo=words)
    return buffer.getvalue()
