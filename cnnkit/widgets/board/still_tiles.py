"""Static figure of a whole network: a block of maps per layer, bars, one map in detail."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.plots.colours import ink_on
from cnnkit.widgets.board.areas import Area, Cell, clipped, marks, products_at
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.panels import Bars, Curve, Grid, WindowGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_curve import draw_curve
from cnnkit.widgets.board.still_png import plain


def draw_tiles(scene: Scene, cursor: Cell):
    """Return a figure of a scene that fits tiles, with the cell at `cursor` and its partners."""
    from matplotlib.gridspec import GridSpecFromSubplotSpec

    framed = marks(scene, cursor)
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
                panel = scene.panel(name)
                if isinstance(panel, Curve):
                    draw_curve(scene, panel, cursor, ax)
                else:
                    draw = _draw_bars if isinstance(panel, Bars) else _draw_maps
                    stack = np.float32(scene.arrays[panel.array])  # as the browser has it
                    if isinstance(panel, WindowGrid):
                        stack = products_at(scene, panel, cursor)
                    draw(panel, stack, ax, framed.get(name, []))
                title = panel.title
                title = title if len(title) < 20 else title.replace(" ", "\n", 1)
                ax.set_title(title, fontsize=11, color=plots.INK)
    return plain(figure)


def _width(scene: Scene, column: tuple[str, ...]) -> float:
    """Return inches for a column: lists are narrow, a block of many maps is wide."""
    widths = []
    for name in column:
        panel = scene.panel(name)
        count, rows, cols = scene.arrays[panel.array].shape
        if isinstance(panel, (Bars, Curve)):
            widths.append(1.8)
        elif cols * 4 <= rows:
            widths.append(0.9)
        else:
            widths.append(2.2 if count > 4 or name == "input" else 1.9)
    return max(widths)


def _draw_maps(panel: Grid, stack: np.ndarray, ax, areas: list[Area]) -> None:
    low, high = panel.limits
    if panel.colours == "rgb":
        ax.imshow(np.clip((np.moveaxis(stack, 0, -1) - low) / (high - low), 0, 1))
        origins = [(0, 0)]
    else:
        # Two maps stand below each other, two numbers side by side.
        across = 1 if len(stack) == 2 and stack[0].size > 4 else None
        values, origins = montage(_scaled(panel, stack), across)
        ax.set_facecolor(plots.PAPER)
        if panel.colours == "diverging":
            image = ax.imshow(values, cmap=plots.SIGNED, vmin=-high, vmax=high)
        else:
            image = ax.imshow(values, cmap="gray", vmin=low, vmax=high)
        if len(stack) == 1:
            _write_numbers(ax, stack[0], image.cmap(image.norm(values)))
        ax.spines[:].set_visible(False)
    for channel, *area in areas:
        for i, origin in enumerate(origins):
            if channel is None or channel == i:
                _frame(ax, stack.shape[1:], origin, area)
    ax.set_xticks([])
    ax.set_yticks([])


def _draw_bars(panel: Bars, stack: np.ndarray, ax, areas: list[Area]) -> None:
    """Draw the bars with their names on the left and their numbers on the right."""
    (low, high), values = panel.limits, stack[0, :, 0]
    places = np.arange(len(values))
    colours = [plots.NEGATIVE if value < 0 else plots.POSITIVE for value in values]
    ax.barh(places, np.clip(values, low, high), color=colours, height=0.7)
    ax.axvline(0, color=plots.MUTED, linewidth=0.8)
    names = panel.labels or [str(i) for i in places]
    room = (0.1 + 0.075 * max(map(len, names))) * (high - low)  # for the names
    left, right = low - room, high + 0.45 * (high - low)
    ax.set_xlim(left, right)
    ax.set_ylim(len(values) - 0.4, -0.6)
    for place, value, name in zip(places, values, names, strict=True):
        ax.text(left, place, name, va="center", fontsize=10, color=plots.INK)
        ax.text(
            right, place, plots.number(value, of=values),
            ha="right", va="center", fontsize=9, color=plots.INK,
        )  # fmt: skip
    for _, row, _, height, _ in areas:
        _outline(ax, left, row - 0.5, right - left, height)
    ax.set_yticks([])
    ax.set_xticks([])
    ax.spines[:].set_visible(False)


def _scaled(panel: Grid, stack: np.ndarray) -> np.ndarray:
    """Return the stack with every map in units of the panel's limits."""
    if not panel.map_limits:
        return stack
    tops = np.array([limits[1] for limits in panel.map_limits]).reshape(-1, 1, 1)
    return stack / tops * panel.limits[1]


def _write_numbers(ax, values: np.ndarray, colours: np.ndarray) -> None:
    """Write the numbers of a small map into its cells, where they fit."""
    side, decimals = max(values.shape), plots.decimals_of(values)
    texts = {
        place: plots.number(value, decimals)
        for place, value in np.ndenumerate(values)
        if np.isfinite(value)
    }
    longest = max(map(len, texts.values()), default=1)
    size = min(9.0, min(46, 183 / longest) / side)  # a map is about 110 points wide
    if side > 10 or size < 4.5:
        return
    for (i, j), text in texts.items():
        ink = ink_on(colours[i, j])
        ax.text(j, i, text, ha="center", va="center", fontsize=size, color=ink)


def _frame(ax, shape, origin, area) -> None:
    """Frame an area of one map, as much of it as lies on the map."""
    for _, row, col, height, width in clipped((0, *area), (1, *shape)):
        _outline(ax, origin[1] + col - 0.5, origin[0] + row - 0.5, width, height)


def _outline(ax, left, top, width, height) -> None:
    x, y = [0, width, width, 0, 0], [0, 0, height, height, 0]
    ax.plot(left + np.array(x), top + np.array(y), color=plots.CURSOR, linewidth=1.5, clip_on=False)
