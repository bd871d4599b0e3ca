"""Figures in one house style: arrays and matplotlib Axes in, Axes out.

`panels` makes a figure with Axes to draw on, the other functions draw arrays on them, and `show`
puts the finished figure into the notebook together with words that say what it shows. Nothing here
uses pyplot, so there is no "current figure" that one cell could leave behind for the next.

Two kinds of arrays look different on purpose. A *picture* is grey: black is its lowest value, white
its highest. Everything that has a sign, such as kernels, products, maps and votes, is blue below
zero, near white at zero and orange above. Blue is darker than orange, so the sign survives a grey
printer; where they fit, the numbers stand in the cells.
"""

import html
import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

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


# ---- figures -------------------------------------------------------------------------------------


def panels(rows=1, columns=1, *, size=(3.0, 3.2), widths=None):
    """A figure with `rows` × `columns` Axes, each of `size` (width, height) in inches.

    An inch is 100 pixels on the screen. Returns `(figure, axes)`: one Axes alone, or an array of
    them (1-D when there is one row or one column). `widths` makes columns unequal: their ratios.

    >>> figure, axes = panels(1, 3)
    >>> axes.shape
    (3,)
    """
    figure = Figure(
        figsize=(size[0] * columns, size[1] * rows),
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
    buffer = io.BytesIO()
    figure.savefig(
        buffer, format="png", dpi=FILE_DPI, bbox_inches="tight", metadata={"Software": None}
    )
    return buffer.getvalue()


# ---- grids of numbers ----------------------------------------------------------------------------


def heatmap(values, ax, *, title=None, limit=None, numbers="auto", indices=False, window=None):
    """Draw the 2-D array `values` with the signed colours, its numbers in the cells where they fit.

    Parameters
    ----------
    values : (H, W) array; NaN cells stay empty
    limit : colours run from -limit to limit; default the largest magnitude in `values`
    numbers : True, False, or "auto" for "when they can be read"
    indices : whether to write row and column numbers at the edges
    window : (row, column, height, width) to outline, or a list of such
    """
    values = _grid(values)
    finite = np.abs(values[np.isfinite(values)])
    limit = float(limit if limit is not None else finite.max(initial=0)) or 1.0
    return _cells(values, ax, SIGNED, Normalize(-limit, limit), title, numbers, indices, window)


def picture(
    image, ax, *, title=None, low=None, high=None, numbers=False, indices=False, window=None
):
    """Draw a picture: (H, W) or (1, H, W) in greys, (3, H, W) with values 0 to 1 in colour.

    Black is `low` and white is `high`; by default -1 and 1 when the picture has negative values,
    else 0 and 1 or, where values exceed 1, the largest one.
    """
    image = np.asarray(image)
    if image.ndim == 3 and image.shape[0] == 3:
        ax.imshow(np.clip(image.transpose(1, 2, 0), 0, 1), interpolation="nearest")
        return _frame(ax, title, None, None)
    values = _grid(image[0] if image.ndim == 3 and image.shape[0] == 1 else image)
    low = low if low is not None else (-1.0 if values.min() < 0 else 0.0)
    high = high if high is not None else max(1.0, float(values.max()))
    return _cells(values, ax, "gray", Normalize(low, high), title, numbers, indices, window)


def outline(ax, row, column, height=1, width=None, *, color=CURSOR):
    """Outline the window of `height` × `width` cells whose upper left cell is (row, column)."""
    box = Rectangle(
        (column - 0.5, row - 0.5),
        width or height,
        height,
        fill=False,
        edgecolor=color,
        linewidth=3.5,
        zorder=4,
    )
    ax.add_patch(box).set_clip_on(False)
    return ax


def products(patch, feature, axes):
    """Patch, feature and their products on three Axes; sum and mean stand below the products."""
    patch, feature = _grid(patch), _grid(feature)
    if patch.shape != feature.shape:
        raise ValueError(
            f"patch {patch.shape} and feature {feature.shape} must have the same shape"
        )
    product = patch * feature
    heatmap(patch, axes[0], title="patch", limit=1, numbers=True)
    heatmap(feature, axes[1], title="× feature", limit=1, numbers=True)
    heatmap(product, axes[2], title="= products", limit=1, numbers=True)
    total, mean = number(product.sum()), number(product.mean(), decimals=2)
    text = f"sum {total},  ÷ {product.size} = {mean}"
    axes[2].set_xlabel(text, fontsize=TEXT_SIZE, color=INK, labelpad=8)
    return axes


def maps(stack, axes, *, titles=None, limit=None, numbers="auto", indices=False):
    """Draw the maps of `stack` (C, H, W) side by side, with common colours to compare them."""
    stack = np.asarray(stack)
    if stack.ndim != 3:
        raise ValueError(f"stack has shape {stack.shape}; maps draws (channels, height, width)")
    limit = limit if limit is not None else float(np.abs(stack).max())
    for channel, ax in zip(range(len(stack)), np.ravel(axes), strict=True):
        title = titles[channel] if titles is not None else f"map {channel}"
        heatmap(stack[channel], ax, title=title, limit=limit, numbers=numbers, indices=indices)
    return axes


# ---- charts --------------------------------------------------------------------------------------


def lines(series, ax, *, x=None, xlabel="", ylabel="", title=None, markers=True):
    """Draw each named sequence of `series` (a dict) as a line, its name at its right end.

    `x` gives the positions, common to all; default 1, 2, 3, ... as for epochs.
    """
    ends = []
    for k, (name, y) in enumerate(series.items()):
        y = np.asarray(y, dtype=float)
        at = np.arange(1, len(y) + 1) if x is None else np.asarray(x)
        color, dash = SERIES[k % len(SERIES)], DASHES[k % len(DASHES)]
        marker = MARKERS[k % len(MARKERS)] if markers else None
        ax.plot(at, y, color=color, linestyle=dash, marker=marker, markersize=6, linewidth=2.4)
        ends.append((at[-1], y[-1], name, color))
    _name_ends(ax, ends)
    ax.grid(True, color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_xlabel(xlabel, fontsize=TEXT_SIZE, color=INK)
    ax.set_ylabel(ylabel, fontsize=TEXT_SIZE, color=INK)
    _title(ax, title)
    return ax


def bars(values, names, ax, *, title=None, limit=None):
    """Horizontal bars with a name to the left and the number at the end of each; signed colours."""
    values = np.asarray(values, dtype=float)
    at = np.arange(len(values))
    limit = limit or float(np.abs(values).max()) or 1.0
    ax.barh(at, values, color=[POSITIVE if v >= 0 else NEGATIVE for v in values], height=0.6)
    for k, value in enumerate(values):
        left = value < 0
        ax.annotate(
            number(value, decimals=2), (value, k),
            xytext=(-6 if left else 6, 0), textcoords="offset points",
            ha="right" if left else "left", va="center", fontsize=TEXT_SIZE, color=INK,
        )  # fmt: skip
    ax.set_yticks(at, names, fontsize=TEXT_SIZE, color=INK)
    ax.invert_yaxis()
    ax.axvline(0, color=MUTED, linewidth=1)
    ax.set_xlim(min(0, values.min() - 0.45 * limit), 1.45 * limit)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    _title(ax, title)
    return ax


def confusion(matrix, classes, ax, *, title=None):
    """Draw a confusion matrix: rows are true classes, columns answers, cells hold the counts.

    Right answers lie on the diagonal and stay plain; only mistakes are coloured, to be found.
    """
    matrix = np.asarray(matrix)
    mistakes = matrix - np.diag(np.diag(matrix))
    colours = Normalize(-mistakes.max(initial=1), mistakes.max(initial=1))
    _cells(mistakes.astype(float), ax, SIGNED, colours, title, False, False, None)
    for (i, j), count in np.ndenumerate(matrix):
        if count:
            color, weight = (MUTED, "normal") if i == j else (INK, "bold")
            ax.text(
                j,
                i,
                str(count),
                ha="center",
                va="center",
                fontsize=TEXT_SIZE,
                color=color,
                weight=weight,
            )
    ax.set_xticks(range(len(classes)), classes, fontsize=TEXT_SIZE)
    ax.set_yticks(range(len(classes)), classes, fontsize=TEXT_SIZE)
    ax.set_xlabel("answer of the network", fontsize=TEXT_SIZE, color=INK)
    ax.set_ylabel("true class", fontsize=TEXT_SIZE, color=INK)
    return ax


def gallery(images, titles, axes):
    """Draw pictures, each with its title, one on each Axes; Axes that are left over stay empty."""
    axes = np.ravel(axes)
    if len(images) > len(axes):
        raise ValueError(f"{len(images)} images do not fit {len(axes)} axes")
    for ax in axes[len(images) :]:
        ax.set_axis_off()
    for image, title, ax in zip(images, titles, axes, strict=False):
        picture(image, ax, title=title)
    return axes


# ---- parts ---------------------------------------------------------------------------------------


def number(value, decimals=None):
    """A number as the course writes it: a true minus sign, two decimals unless it is whole.

    >>> number(-1.0), number(0.5555), number(-0.001), number(1, decimals=2)
    ('−1', '0.56', '0.00', '1.00')
    """
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
    text = f"{float(value):.{decimals}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def _grid(values):
    values = np.asarray(values, dtype=float)
    if values.ndim != 2:
        raise ValueError(
            f"values has shape {values.shape}; a grid needs two dimensions (height, width)"
        )
    return values


def _cells(values, ax, cmap, norm, title, numbers, indices, window):
    height, width = values.shape
    image = ax.imshow(values, cmap=cmap, norm=norm, interpolation="nearest")
    whole = bool(np.all(np.mod(values[np.isfinite(values)], 1) == 0))
    decimals = 0 if whole else 2
    size = _number_size(values, decimals, ax)
    if numbers is True or (numbers == "auto" and size >= 8):
        for (i, j), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = _readable_on(image.cmap(norm(value)))
                text = number(value, decimals)
                ax.text(j, i, text, ha="center", va="center", fontsize=max(size, 7), color=ink)
    if max(height, width) <= 16:
        ax.set_xticks(np.arange(width + 1) - 0.5, minor=True)
        ax.set_yticks(np.arange(height + 1) - 0.5, minor=True)
        ax.grid(True, which="minor", color=GRID, linewidth=0.8)
        ax.tick_params(which="minor", length=0)
    windows = [] if window is None else [window] if np.isscalar(window[0]) else window
    for box in windows:
        outline(ax, *box)
    return _frame(ax, title, *(values.shape if indices else (None, None)))


def _number_size(values, decimals, ax):
    """The font size at which the longest number fits its cell."""
    grid = ax.get_subplotspec().get_gridspec()
    width = 0.92 * 72 * ax.figure.get_figwidth() / grid.ncols
    height = 0.82 * 72 * ax.figure.get_figheight() / grid.nrows
    cell = min(width / values.shape[1], height / values.shape[0])
    longest = max((len(number(v, decimals)) for v in values[np.isfinite(values)]), default=1)
    return min(TITLE_SIZE, 0.5 * cell, 0.9 * cell / (0.6 * longest))


def _readable_on(rgba):
    """Black or white, whichever contrasts more (WCAG 2 relative luminance); at least 4.5 : 1."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba[:3]
    )
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def _frame(ax, title, rows, columns):
    ax.set_xticks([] if columns is None else range(columns))
    ax.set_yticks([] if rows is None else range(rows))
    if columns is not None:
        ax.xaxis.tick_top()
    ax.spines[:].set_color(MUTED)
    _title(ax, title)
    return ax


def _title(ax, title):
    if title is not None:
        ax.set_title(title, fontsize=TITLE_SIZE, color=INK, pad=10)


def _name_ends(ax, ends):
    """Write the names of lines at their right ends, pushed apart where they would overlap."""
    ax.figure.draw_without_rendering()
    scale, back = ax.transData, ax.transData.inverted()
    step, last = 1.35 * SMALL_SIZE * ax.figure.dpi / 72, -np.inf
    for x, y, name, color in sorted(ends, key=lambda end: end[1]):
        px, py = scale.transform((x, y))
        last = max(py, last + step)
        offset = (last - py) / ax.figure.dpi * 72
        ax.annotate(
            name, back.transform((px, py)), xytext=(9, offset), textcoords="offset points",
            va="center", fontsize=TEXT_SIZE, color=color, annotation_clip=False,
        )  # fmt: skip
