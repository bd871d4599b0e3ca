"""Heat maps, pictures, kernels, products, maps and the confusion matrix."""

import numpy as np
from matplotlib.colors import Normalize
from matplotlib.patches import Rectangle

from cnnkit.checks import array, real
from cnnkit.plots.colours import CURSOR, GRID, INK, MUTED, SIGNED
from cnnkit.plots.number_text import decimals_of, number
from cnnkit.plots.style import (
    TEXT,
    TEXT_SIZE,
    TITLE_SIZE,
    drawable,
    numbers_of,
    write_title,
)

__all__ = ["confusion", "heatmap", "maps", "outline", "picture", "products"]


def heatmap(
    values, ax, *,
    title=None, limit=None, numbers="auto", decimals=None, indices=False, window=None,
):  # fmt: skip
    """Draw the 2-D array `values` with the signed colours, its numbers in the cells where they fit.

    Parameters
    ----------
    values : (H, W) array; NaN cells stay empty
    limit : colours run from -limit to limit; default the largest magnitude in `values`
    numbers : True, False, or "auto" for "when they can be read"
    decimals : of the numbers; default what `decimals_of` says of `values`
    indices : whether to write row and column numbers at the edges
    window : (row, column, height, width) to outline, or a list of such
    """
    values = numbers_of(values, "values", 2)
    finite = np.abs(values[np.isfinite(values)])
    limit = finite.max(initial=0) if limit is None else real(limit, "limit", at_least=0)
    limit = float(limit) or 1.0
    norm = Normalize(-limit, limit)
    return _cells(values, ax, SIGNED, norm, title, numbers, decimals, indices, window)


def picture(
    image, ax, *,
    title=None, low=None, high=None, numbers=False, decimals=None, indices=False, window=None,
):  # fmt: skip
    """Draw a picture: (H, W) or (1, H, W) in greys, (3, H, W) with values 0 to 1 in colour.

    Black is `low` and white is `high`; by default -1 and 1 when the picture has negative values,
    else 0 and 1 or, where values exceed 1, the largest one.
    """
    image = array(image, "image")
    if image.ndim == 3 and image.shape[0] == 3:
        drawable(ax).imshow(np.clip(image.transpose(1, 2, 0), 0, 1), interpolation="nearest")
        return _frame(ax, title, None, None)
    image = image[0] if image.ndim == 3 and image.shape[0] == 1 else image
    values = numbers_of(image, "image", 2)
    low = low if low is not None else (-1.0 if values.min() < 0 else 0.0)
    high = high if high is not None else max(1.0, float(values.max()))
    norm = Normalize(low, high)
    return _cells(values, ax, "gray", norm, title, numbers, decimals, indices, window)


def outline(ax, row, column, height=1, width=None, *, color=CURSOR):
    """Outline the window of `height` × `width` cells whose upper left cell is (row, column)."""
    row, column = real(row, "row"), real(column, "column")
    box = Rectangle(
        (column - 0.5, row - 0.5), width or height, height,
        fill=False, edgecolor=color, linewidth=3.5, zorder=4,
    )  # fmt: skip
    ax.add_patch(box).set_clip_on(False)
    return ax


def products(patch, feature, axes):
    """Patch, feature and their products on three Axes; sum and mean stand below the products."""
    patch, feature = numbers_of(patch, "patch", 2), numbers_of(feature, "feature", 2)
    axes = _as_many(3, "grids", axes)
    if patch.shape != feature.shape:
        raise ValueError(
            f"patch {patch.shape} and feature {feature.shape} must have the same shape"
        )
    product = patch * feature
    picture(patch, axes[0], title="patch", numbers=True)
    heatmap(feature, axes[1], title="× feature", limit=1, numbers=True)
    heatmap(product, axes[2], title="= products", limit=1, numbers=True)
    total, mean = number(product.sum()), number(product.mean(), decimals=2)
    text = f"sum {total},  ÷ {product.size} = {mean}"
    axes[2].set_xlabel(text, **TEXT, labelpad=8)
    return axes


def maps(stack, axes, *, titles=None, limit=None, numbers="auto", indices=False):
    """Draw the maps of `stack` (C, H, W) side by side, with common colours to compare them."""
    stack = array(stack, "stack")
    if stack.ndim != 3:
        raise ValueError(f"stack has shape {stack.shape}; it needs (channels, height, width)")
    axes = _as_many(len(stack), "maps", axes)
    if titles is not None and len(titles) != len(stack):
        raise ValueError(f"there are {len(titles)} titles for {len(stack)} maps; give one for each")
    limit = limit if limit is not None else float(np.abs(stack).max())
    common = {"limit": limit, "numbers": numbers, "decimals": decimals_of(stack)}
    for channel, ax in enumerate(axes):
        title = titles[channel] if titles is not None else f"map {channel}"
        heatmap(stack[channel], ax, title=title, indices=indices, **common)
    return axes


def _as_many(count, what, axes):
    axes = np.ravel(axes)
    if len(axes) != count:
        raise ValueError(f"{count} {what} need {count} axes, but there are {len(axes)}")
    return axes


def _cells(values, ax, cmap, norm, title, numbers, decimals, indices, window):
    height, width = values.shape
    image = drawable(ax).imshow(values, cmap=cmap, norm=norm, interpolation="nearest")
    decimals = decimals_of(values) if decimals is None else decimals
    size = _number_size(values, decimals, ax)
    if numbers is True or (numbers == "auto" and size >= 7.5):
        for (i, j), value in np.ndenumerate(values):
            if np.isfinite(value):
                ink = _readable_on(image.cmap(norm(value)))
                text = number(value, decimals)
                ax.text(j, i, text, ha="center", va="center", fontsize=max(size, 7), color=ink)
    if _cell_size(values, ax) >= 12:
        ax.set_xticks(np.arange(width + 1) - 0.5, minor=True)
        ax.set_yticks(np.arange(height + 1) - 0.5, minor=True)
        ax.grid(True, which="minor", color=GRID, linewidth=0.8)
        ax.tick_params(which="minor", length=0)
    windows = [] if window is None else [window] if np.isscalar(window[0]) else window
    for box in windows:
        outline(ax, *box)
    return _frame(ax, title, *(values.shape if indices else (None, None)))


def _readable_on(rgba):
    """Black or white, whichever contrasts more (WCAG 2 relative luminance); at least 4.5 : 1."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgba[:3]
    )
    return "black" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "white"


def _cell_size(values, ax):
    """About how many points a cell will measure; the layout is not yet known."""
    grid = ax.get_subplotspec().get_gridspec()
    width = 0.92 * 72 * ax.figure.get_figwidth() / grid.ncols
    height = 0.82 * 72 * ax.figure.get_figheight() / grid.nrows
    return min(width / values.shape[1], height / values.shape[0])


def _number_size(values, decimals, ax):
    """The font size at which the longest number fits its cell."""
    cell = _cell_size(values, ax)
    longest = max((len(number(v, decimals)) for v in values[np.isfinite(values)]), default=1)
    return min(TITLE_SIZE, 0.45 * cell, 0.86 * cell / (0.6 * longest))


def _frame(ax, title, rows, columns):
    ax.set_xticks([] if columns is None else range(columns))
    ax.set_yticks([] if rows is None else range(rows))
    if columns is not None:
        ax.xaxis.tick_top()
    ax.spines[:].set_color(MUTED)
    write_title(ax, title)
    return ax


def confusion(matrix, classes, ax, *, title=None):
    """Draw a confusion matrix: rows are true classes, columns answers, cells hold the counts.

    Right answers lie on the diagonal and stay plain; only mistakes are coloured, to be found.
    """
    matrix = array(matrix, "matrix")
    if matrix.shape != (len(classes),) * 2 or matrix.dtype.kind not in "iu" or matrix.min() < 0:
        raise ValueError(
            f"matrix of shape {matrix.shape} holds {matrix.dtype} values; it needs counts, a row "
            f"and a column for each of {len(classes)} classes"
        )
    mistakes = matrix - np.diag(np.diag(matrix))
    colours = Normalize(-mistakes.max(initial=1), mistakes.max(initial=1))
    _cells(mistakes.astype(float), ax, SIGNED, colours, title, False, 0, False, None)
    for (i, j), count in np.ndenumerate(matrix):
        if count:
            color, weight = (MUTED, "normal") if i == j else (INK, "bold")
            ax.text(
                j, i, str(count),
                ha="center", va="center", fontsize=TEXT_SIZE, color=color, weight=weight,
            )  # fmt: skip
    ax.set_xticks(range(len(classes)), classes, fontsize=TEXT_SIZE)
    ax.set_yticks(range(len(classes)), classes, fontsize=TEXT_SIZE)
    ax.set_xlabel("answer of the network", **TEXT)
    ax.set_ylabel("true class", **TEXT)
    return ax
