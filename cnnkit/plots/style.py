"""The house style: colours, fonts, an empty figure, and how a finished one reaches the notebook."""

import html
import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from cnnkit.checks import array
from cnnkit.limits import able, real
from cnnkit.shapes import shown, whole

NEGATIVE, ZERO, POSITIVE = "#2166ac", "#f7f7f7", "#e08214"
"""Ends and middle of the signed colours."""
INK, MUTED, PAPER, GRID = "#1a1a1a", "#595959", "#ffffff", "#d0d0d0"
"""Text, secondary text, background and lines."""
CURSOR = "#b5179e"
"""Windows and marks: far from grey, blue and orange alike."""
SERIES = ("#2166ac", "#c2610c", "#1b7837", "#762a83", "#595959")
"""Lines of a chart, in this order; each also has its own dash and marker."""
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")

SIGNED = LinearSegmentedColormap.from_list("cnnkit signed", [NEGATIVE, ZERO, POSITIVE], N=257)
"""An odd number of steps, so that exactly zero has the colour ZERO."""
SCREEN_DPI, FILE_DPI = 100, 150
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 15, 13, 11
MOST_AXES = 400


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
        raise ValueError(f"{rows} × {columns} Axes are too many to see; use at most {MOST_AXES}")
    if not isinstance(size, (tuple, list)) or len(size) != 2:
        raise ValueError(f"size is {shown(size)}; give (width, height) of one Axes in inches")
    width, height = (real(inches, "size", above=0) for inches in size)
    if widths is not None and len(widths) != columns:
        raise ValueError(
            f"widths is {shown(widths)}; give one number for each of {columns} columns"
        )
    figure = Figure(
        figsize=(width * columns, height * rows),
        dpi=SCREEN_DPI,
        layout="constrained",
        facecolor=PAPER,
    )
    figure.get_layout_engine().set(w_pad=0.1, h_pad=0.08)
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=True, gridspec_kw={"width_ratios": widths})
    for ax in np.ravel(axes):
        ax.tick_params(labelsize=SMALL_SIZE, colors=MUTED, length=0)
        ax.spines[:].set_color(GRID)
    return figure, axes


def show(figure, alt):
    """Put `figure` into the notebook's output, with `alt`: words that say what its data show.

    The words travel three ways, because readers do: as the plain text of the output, as its `alt`
    metadata, which some exporters turn into the image's alternative text, and as a line "In words"
    below the figure that anybody can open. (JupyterLab itself ignores the metadata.)
    """
    from IPython.display import display

    if not isinstance(alt, str) or len(alt.split()) < 3:
        raise ValueError(f"alt is {alt!r}; it must say in words what the data of the figure show")
    alt = " ".join(alt.split())
    png = to_png(figure)
    width = round(int.from_bytes(png[16:20]) * SCREEN_DPI / FILE_DPI)  # the PNG header holds pixels
    display(
        {"image/png": png, "text/plain": f"Figure: {alt}"},
        metadata={"image/png": {"alt": alt, "width": width}},
        raw=True,
    )
    words = f"<details><summary>In words</summary><p>{html.escape(alt)}</p></details>"
    display({"text/html": words, "text/plain": "(the figure in words)"}, raw=True)


def to_png(figure):
    """The figure as PNG bytes; the same figure gives the same bytes."""
    able(figure, "figure", "savefig", "give the figure that panels() returned")
    buffer = io.BytesIO()
    figure.savefig(
        buffer, format="png", dpi=FILE_DPI, bbox_inches="tight", metadata={"Software": None}
    )
    return buffer.getvalue()


def number(value, decimals=None):
    """A number as the course writes it: a true minus sign, two decimals unless it is whole.

    >>> number(-1.0), number(0.5555), number(-0.001), number(1, decimals=2)
    ('−1', '0.56', '0.00', '1.00')
    """
    value = float(value) if isinstance(value, np.floating | float) else real(value, "value")
    if decimals is None:
        decimals = 0 if value.is_integer() else 2
    text = f"{value:.{whole(decimals, 'decimals', 0)}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def numbers_of(value, name, axes):
    """Return ``value`` as a float array of as many axes, not empty; NaN may stand for gaps."""
    found = array(value, name)
    if found.dtype.kind not in "fiub":
        raise TypeError(f"{name} holds {found.dtype} values; give numbers")
    if found.ndim != axes or not found.size:
        wanted = {1: "one dimension", 2: "two dimensions (height, width)"}[axes]
        raise ValueError(f"{name} has shape {found.shape}; it needs {wanted}, none of them empty")
    return found.astype(float)


def drawable(ax):
    """Return ``ax`` if it is one Axes of matplotlib."""
    return able(ax, "ax", "imshow", "give one Axes, as panels() returns them")


def readable_on(rgba):
    """Black or white, whichever contrasts more (WCAG 2 relative luminance); at least 4.5 : 1."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba[:3]
    )
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def write_title(ax, title):
    """Write the title above the Axes, if there is one."""
    if title is not None:
        ax.set_title(title, fontsize=TITLE_SIZE, color=INK, pad=10)
