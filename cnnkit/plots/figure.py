"""Make an empty figure in the house style; show a finished one with its alternative text."""

import io
import logging
import sys

import numpy as np

if sys.platform == "emscripten":  # a new page has no cache of fonts, and tells every student so
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cnnkit.checks import has_method, real, shown, whole
from cnnkit.plots.colours import GRID, MUTED, PAPER
from cnnkit.plots.figure_html import figure_html
from cnnkit.plots.number_text import with_minus_signs
from cnnkit.plots.style import SMALL_SIZE

__all__ = ["panels", "show", "to_png"]

SCREEN_DPI, FILE_DPI = 100, 150
MOST_AXES = 400
SMALLEST, LARGEST = 0.1, 300.0  # inches of a figure; a PNG has at most 65,536 pixels a side


def panels(rows=1, columns=1, *, size=(3.0, 3.2), widths=None):
    """A figure with `rows` × `columns` Axes, each of `size` (width, height) in inches.

    An inch is 100 pixels on the screen. Returns `(figure, axes)`: one Axes alone, or an array of
    them (1-D when there is one row or one column). `widths` makes columns unequal: their ratios.

    >>> figure, axes = panels(1, 3)
    >>> axes.shape
    (3,)
    """
    rows, columns = whole(rows, "rows"), whole(columns, "columns")
    if rows * columns > MOST_AXES:
        raise ValueError(
            f"{shown(rows)} × {shown(columns)} Axes are too many to see; use at most {MOST_AXES}"
        )
    if not isinstance(size, (tuple, list)) or len(size) != 2:
        raise ValueError(f"size is {shown(size)}; give (width, height) of one Axes in inches")
    width, height = (real(inches, "size", above=0) for inches in size)
    if widths is not None:
        if not isinstance(widths, (tuple, list, np.ndarray)) or len(widths) != columns:
            raise ValueError(
                f"widths is {shown(widths)}; give one number for each of {columns} columns"
            )
        widths = [real(one, "widths", above=0) for one in widths]
    inches = width * columns, height * rows
    if not (min(inches) >= SMALLEST and max(inches) <= LARGEST):
        raise ValueError(
            f"a figure of {inches[0]:g} × {inches[1]:g} inches cannot be drawn; "
            f"use sizes that add up to {SMALLEST:g} to {LARGEST:g}"
        )
    figure = Figure(inches, SCREEN_DPI, facecolor=PAPER, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.1, h_pad=0.08)
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=True, gridspec_kw={"width_ratios": widths})
    for ax in np.ravel(axes):
        ax.tick_params(labelsize=SMALL_SIZE, colors=MUTED, length=0)
        ax.spines[:].set_color(GRID)
    return figure, axes


def show(figure, alt):
    """Put `figure` into the notebook's output, with `alt`: words that say what its data show.

    The words are the alternative text that a screen reader speaks, a line "In words" below the
    figure that anybody can open, and the output's plain text. On a dark page the figure is dark,
    but for its pictures and maps. Where HTML is not shown, the picture alone is there.
    """
    from IPython.display import display

    if not isinstance(alt, str) or len(alt.split()) < 3:
        raise ValueError(
            f"alt is {shown(alt)}; it must say in words what the data of the figure show"
        )
    alt = with_minus_signs(" ".join(alt.split()))
    png = to_png(figure)
    width = round(int.from_bytes(png[16:20]) * SCREEN_DPI / FILE_DPI)  # the PNG header holds pixels
    bundle = {
        "image/png": png,
        "text/html": figure_html(figure, png, alt, width),
        "text/plain": f"Figure: {alt}",
    }
    display(bundle, metadata={"image/png": {"alt": alt, "width": width}}, raw=True)


def to_png(figure):
    """The figure as PNG bytes; the same figure gives the same bytes."""
    has_method(figure, "figure", "savefig", "give the figure that panels() returned")
    buffer = io.BytesIO()
    figure.savefig(
        buffer, format="png", dpi=FILE_DPI, bbox_inches="tight", metadata={"Software": None}
    )
    return buffer.getvalue()
