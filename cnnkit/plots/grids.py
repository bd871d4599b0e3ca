"""Heat maps, pictures, kernels, products and maps."""

import numpy as np
from matplotlib.colors import Normalize, is_color_like
from matplotlib.patches import Rectangle

from cnnkit.checks import array, flag, has_method, real, shown
from cnnkit.plots.colours import CURSOR, GRID, MUTED, SIGNED, ink_on
from cnnkit.plots.number_text import decimals_of, number
from cnnkit.plots.style import (
    TEXT,
    TITLE_SIZE,
    all_drawable,
    all_finite,
    drawable,
    label,
    labels,
    limit_of,
    numbers_of,
    switch,
    write_title,
)

FAR = 16.0  # colours beyond it are 0..255; a little above 1 is what a sharpened picture has
LEGIBLE = 7.5  # points

__all__ = ["heatmap", "maps", "outline", "picture", "products"]


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
    values = numbers_of(values, "values", 2, gaps=True)
    limit = limit_of(limit, float(np.nanmax(np.abs(values))))
    norm = Normalize(-limit, limit)
    return draw_cells(values, ax, SIGNED, norm, title, numbers, decimals, indices, window)


def picture(
    image, ax, *,
    title=None, low=None, high=None, numbers=False, decimals=None, indices=False, window=None,
):  # fmt: skip
    """Draw a picture: (H, W) or (1, H, W) in greys, (3, H, W) with values 0 to 1 in colour.

    Black is `low` and white is `high`; by default -1 and 1 when the picture has negative values,
    else 0 and 1 or, where values exceed 1, the largest one.
    """
    image = checked_picture(image)
    if image.ndim == 3:
        title = label(title, "title")
        drawable(ax).imshow(np.clip(image.transpose(1, 2, 0), 0, 1), interpolation="nearest")
        return _frame(ax, title, None, None)
    low = (-1.0 if image.min() < 0 else 0.0) if low is None else real(low, "low")
    high = max(1.0, float(image.max())) if high is None else real(high, "high")
    if low >= high:
        raise ValueError(f"low is {low:g} and high {high:g}; make black lower than white")
    norm = Normalize(low, high)
    return draw_cells(image, ax, "gray", norm, title, numbers, decimals, indices, window)


def checked_picture(image):
    """Return a grey picture as (H, W), a colour picture as (3, H, W); reject everything else."""
    image = array(image, "image")
    if image.ndim == 3 and image.shape[0] == 3 and image.size:
        if image.dtype.kind not in "fiub":
            raise TypeError(f"image holds {image.dtype} values; give numbers")
        if (most := all_finite(image.astype(float), "image").max()) > FAR:
            raise ValueError(
                f"image holds values up to {most:g}, but colours run from 0 to 1; give image / 255"
            )
        return image
    if image.ndim == 3 and image.shape[0] != 1:
        turned = "; this one has its channels last: image.transpose(2, 0, 1)"
        raise ValueError(
            f"image has shape {image.shape}; give (H, W), (1, H, W) or (3, H, W)"
            + (turned if image.shape[2] in (1, 3) else "")
        )
    return numbers_of(image[0] if image.ndim == 3 else image, "image", 2)


def outline(ax, row, column, height=1, width=None, *, color=CURSOR):
    """Outline the window of `height` × `width` cells whose upper left cell is (row, column)."""
    box = _box(row, column, height, width)
    if not is_color_like(color):
        raise ValueError(
            f"color is {shown(color)}, which is not a colour; use one such as '#b5179e'"
        )
    rectangle = Rectangle(*box, fill=False, edgecolor=color, linewidth=3.5, zorder=4)
    has_method(ax, "ax", "add_patch", "give one Axes, as panels() returns them")
    ax.add_patch(rectangle).set_clip_on(False)
    return ax


def _box(row, column, height=1, width=None):
    """Return the corner, width and height of a window."""
    row, column = real(row, "row"), real(column, "column")
    height = real(height, "height", above=0)
    width = height if width is None else real(width, "width", above=0)
    return (column - 0.5, row - 0.5), width, height


def _boxes(window):
    """Return windows as a list of (row, column, height, width), each of them checked."""
    if window is None:
        return []
    try:
        found = [] if isinstance(window, str) else list(window)
        one = bool(found) and not any(np.ndim(part) for part in found)
        boxes = [tuple(box) for box in ([found] if one else found)]
    except (TypeError, ValueError):
        boxes = [()]
    if isinstance(window, str) or any(len(box) not in (2, 3, 4) for box in boxes):
        raise TypeError(
            f"window is {shown(window)}; give (row, column, height, width), or a list of such"
        )
    for box in boxes:
        _box(*box)
    return boxes


def products(patch, feature, axes):
    """Patch, feature and their products on three Axes; sum and mean stand below the products."""
    patch, feature = numbers_of(patch, "patch", 2), numbers_of(feature, "feature", 2)
    axes = all_drawable(axes, 3, "grids")
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
    if not len(stack):
        raise ValueError(f"stack has shape {stack.shape}; give at least one map")
    stack = np.array([numbers_of(one, "stack", 2, gaps=True) for one in stack])
    axes = all_drawable(axes, len(stack), "maps")
    if titles is not None:
        titles = labels(titles, "titles", len(stack), "maps", blank=True)
    limit, numbers = limit_of(limit, float(np.nanmax(np.abs(stack)))), switch(numbers, "numbers")
    common = {"limit": limit, "numbers": numbers, "decimals": decimals_of(stack)}
    indices = flag(indices, "indices")
    for channel, ax in enumerate(axes):
        title = titles[channel] if titles is not None else f"map {channel}"
        heatmap(stack[channel], ax, title=title, indices=indices, **common)
    return axes


def draw_cells(values, ax, cmap, norm, title, numbers, decimals, indices, window):
    height, width = values.shape
    numbers, indices = switch(numbers, "numbers"), flag(indices, "indices")
    title, windows = label(title, "title"), _boxes(window)
    if decimals is not None:
        number(0, decimals)  # a bad one is refused before anything is drawn
    image = drawable(ax).imshow(values, cmap=cmap, norm=norm, interpolation="nearest")
    decimals = decimals_of(values) if decimals is None else decimals
    cell = _cell_size(values, ax)
    _write(values, decimals, ax, cell, image, numbers)
    if cell >= 12:
        style = {"colors": GRID, "linewidth": 0.8, "zorder": 1.5, "in_layout": False}
        # Not by minor ticks: these would be measured and drawn one by one.
        ax.vlines(np.arange(width + 1) - 0.5, -0.5, height - 0.5, **style)
        ax.hlines(np.arange(height + 1) - 0.5, -0.5, width - 0.5, **style)
        ax.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    for box in windows:
        outline(ax, *box)
    return _frame(ax, title, *(values.shape if indices else (None, None)))


def _write(values, decimals, ax, cell, image, numbers):
    """Write the numbers into their cells, if they are wanted and can be read there."""
    least = 0 if numbers is True else LEGIBLE
    if numbers is False or _number_size(cell, 1) < least:
        return  # before every number of a large map is turned into text
    finite = [(place, value) for place, value in np.ndenumerate(values) if np.isfinite(value)]
    texts = [number(value, decimals) for _, value in finite]
    size = _number_size(cell, max(map(len, texts), default=1))
    if size < least:
        return
    for ((i, j), value), text in zip(finite, texts, strict=True):
        ink = ink_on(image.cmap(image.norm(value)))
        ax.text(
            j, i, text,
            ha="center", va="center", fontsize=max(size, 7), color=ink, in_layout=False,
        )  # fmt: skip


def _cell_size(values, ax):
    """How many points a cell will measure: about, where a layout is not yet known."""
    place = ax.get_subplotspec()
    if place is None:  # it was placed by hand
        across, up = ax.get_position().width, ax.get_position().height
    else:
        across, up = 0.92 / place.get_gridspec().ncols, 0.82 / place.get_gridspec().nrows
    width = 72 * ax.figure.get_figwidth() * across
    height = 72 * ax.figure.get_figheight() * up
    return min(width / values.shape[1], height / values.shape[0])


def _number_size(cell, longest):
    """The font size at which numbers of ``longest`` characters fit into a cell."""
    return min(TITLE_SIZE, 0.45 * cell, 0.86 * cell / (0.6 * longest))


def _frame(ax, title, rows, columns):
    ax.set_xticks([] if columns is None else range(columns))
    ax.set_yticks([] if rows is None else range(rows))
    if columns is not None:
        ax.xaxis.tick_top()
    ax.spines[:].set_color(MUTED)
    write_title(ax, title)
    return ax
