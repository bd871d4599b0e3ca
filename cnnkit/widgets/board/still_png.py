"""The bytes of a still picture: laid out once and drawn once, because it follows every cell run."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.text import Text

from cnnkit.plots.figure import FILE_DPI

RIM = 15  # pixels of paper around what is drawn, a tenth of an inch
QUICK = 3  # of PNG's nine levels: a few percent larger, and half the time


def plain(figure):
    """Return the figure, in which no text is a formula: people's names may hold dollar signs."""
    for text in figure.findobj(Text):
        text.set_parse_math(False)
    return figure


def still_png(figure) -> bytes:
    """Return a figure as PNG, cropped to what is drawn; the same figure gives the same bytes.

    ``savefig(bbox_inches="tight")`` would draw it twice, and measure every text once more.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Not used further: it stays as large as it was drawn.
    """
    from PIL import Image  # here: a browser's Python may lack it until it draws

    figure.dpi = FILE_DPI
    engine = figure.get_layout_engine()
    if hasattr(engine, "get"):
        engine.execute(figure)
    figure.set_layout_engine("none")
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[..., :3]
    inked = (pixels != 255).any(axis=-1)
    rows, columns = (np.flatnonzero(inked.any(axis=axis)) for axis in (1, 0))
    if rows.size:
        pixels = pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    page = np.pad(pixels, ((RIM, RIM), (RIM, RIM), (0, 0)), constant_values=255)
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "png", dpi=(FILE_DPI, FILE_DPI), compress_level=QUICK)
    return buffer.getvalue()
