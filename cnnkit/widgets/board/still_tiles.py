"""A whole network as a matplotlib figure: a block of maps a layer, bars, one map open below."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.scene import Panel, Scene


def draw_tiles(scene: Scene, marks: dict, products):
    """Return a figure of a scene that fits tiles; `products` computes a panel of products.

    Parameters
    ----------
    scene : Scene
    marks : dict of str to list of areas
        What the cursor's cell depends on, panel by panel.
    products : function (Panel) -> array (1, rows, cols)
    """
    from matplotlib.gridspec import GridSpecFromSubplotSpec

    split = scene.split or len(scene.columns)
    rows = [row for row in (scene.columns[:split], scene.columns[split:]) if row]
    width = max(sum(_width(scene, column) for column in row) for row in rows)
    height = max(3.2, 1.4 * max(len(column) for row in rows for column in row))
    figure, axes = plots.panels(1, 1, size=(max(width, 7.0), height * len(rows)))
    axes.remove()
    # Margins of our own: matplotlib's solver for them gives other last digits from run to run.
    figure.set_layout_engine("none")
    rim = 0.25 / figure.get_figwidth()
    outer = figure.add_gridspec(
        len(rows), 1, left=rim, right=1 - rim, bottom=0.02, top=1 - 0.16 / len(rows), hspace=0.22
    )
    for place, row in zip(outer, rows, strict=True):
        ratios = [_width(scene, column) for column in row]
        inner = GridSpecFromSubplotSpec(1, len(row), place, width_ratios=ratios, wspace=0.16)
        for cell, column in zip(inner, row, strict=True):
            parts = GridSpecFromSubplotSpec(len(column), 1, cell, hspace=0.35)
            for part, name in zip(parts, column, strict=True):
                ax = figure.add_subplot(part)
                ax.tick_params(labelsize=10, colors=plots.MUTED, length=0)
                _draw(scene, scene.panel(name), ax, marks.get(name, []), products)
    return figure


def _width(scene: Scene, column: tuple[str, ...]) -> float:
    """Return inches for a column: lists are narrow, a block of many maps is wide."""
    widths = []
    for name in column:
        panel = scene.panel(name)
        count, rows, cols = scene.arrays[panel.array].shape
        if panel.kind in ("bars", "curve"):
            widths.append(1.8)
        elif cols * 4 <= rows:
            widths.append(0.9)
        else:
            widths.append(2.2 if count > 4 or name == "input" else 1.9)
    return max(widths)


def _draw(scene: Scene, panel: Panel, ax, areas: list, products) -> None:
    stack = scene.arrays[panel.array] if not panel.products else products(panel)
    title = panel.title if len(panel.title) < 20 else panel.title.replace(" ", "\n", 1)
    if panel.kind == "bars":
        _draw_bars(panel, stack[0, :, 0], ax, title)
        return
    if panel.kind == "curve":
        ax.plot(np.linspace(*panel.x, stack.shape[2]), stack[0, 0], color=plots.INK)
        ax.set_ylim(*panel.limits)
        ax.grid(color=plots.GRID)
        ax.set_title(title, fontsize=11, color=plots.INK)
        return
    if panel.colours == "rgb":
        low, high = panel.limits
        ax.imshow(np.clip((np.moveaxis(stack, 0, -1) - low) / (high - low), 0, 1))
        ax.set_xticks([])
        ax.set_yticks([])
        ax.set_title(title, fontsize=11, color=plots.INK)
        return
    # Two maps stand below each other, two numbers side by side.
    across = 1 if len(stack) == 2 and stack[0].size > 4 else None
    values, origins = montage(_scaled(panel, stack), across)
    low, high = panel.limits
    ax.set_facecolor(plots.PAPER)
    if panel.colours == "diverging":
        ax.imshow(values, cmap=plots.SIGNED, vmin=-high, vmax=high)
    else:
        ax.imshow(values, cmap="gray", vmin=low, vmax=high)
    if len(stack) == 1:
        _write_numbers(ax, values, high)
    for channel, row, col, height, width in areas:
        for i, (top, left) in enumerate(origins):
            if channel is None or channel == i:
                _frame(ax, stack.shape[1:], (top, left), (row, col, height, width))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.set_title(title, fontsize=11, color=plots.INK)


def _draw_bars(panel: Panel, values: np.ndarray, ax, title: str) -> None:
    """Draw the bars with their names on the left and their numbers on the right."""
    low, high = panel.limits
    places = np.arange(len(values))
    colours = [plots.NEGATIVE if value < 0 else plots.POSITIVE for value in values]
    ax.barh(places, np.clip(values, low, high), color=colours, height=0.7)
    ax.axvline(0, color=plots.MUTED, linewidth=0.8)
    names = panel.labels or [str(i) for i in places]
    room = (0.1 + 0.075 * max(map(len, names))) * (high - low)  # for the names
    ax.set_xlim(low - room, high + 0.45 * (high - low))
    ax.set_ylim(len(values) - 0.4, -0.6)
    for place, value, name in zip(places, values, names, strict=True):
        ax.text(low - room, place, name, va="center", fontsize=10, color=plots.INK)
        ax.text(
            high + 0.45 * (high - low), place, plots.number(value, decimals=2),
            ha="right", va="center", fontsize=9, color=plots.INK,
        )  # fmt: skip
    ax.set_yticks([])
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    ax.set_title(title, fontsize=11, color=plots.INK)


def _scaled(panel: Panel, stack: np.ndarray) -> np.ndarray:
    """Return the stack with every map in units of the panel's limits."""
    if not panel.map_limits:
        return stack
    tops = np.array([limits[1] for limits in panel.map_limits]).reshape(-1, 1, 1)
    return stack / tops * panel.limits[1]


def _write_numbers(ax, values: np.ndarray, high: float) -> None:
    """Write the numbers of a small map into its cells."""
    if max(values.shape) > 10:
        return
    size = min(9.0, 46 / max(values.shape))
    if size < 4.5:
        return
    for (i, j), value in np.ndenumerate(values):
        if np.isfinite(value):
            dark = value < -0.6 * high
            ax.text(
                j, i, plots.number(value), ha="center", va="center", fontsize=size,
                color="white" if dark else "black",
            )  # fmt: skip


def _frame(ax, shape, origin, area) -> None:
    """Frame an area of one map, as much of it as lies on the map."""
    (rows, cols), (top, left), (row, col, height, width) = shape, origin, area
    first, last = max(row, 0), min(row + height, rows)
    start, end = max(col, 0), min(col + width, cols)
    if first >= last or start >= end:
        return
    x, y = [start, end, end, start, start], [first, first, last, last, first]
    ax.plot(np.array(x) + left - 0.5, np.array(y) + top - 0.5, color=plots.CURSOR, linewidth=1.5)
