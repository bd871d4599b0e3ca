"""Static matplotlib figure of a scene, with the same panels, cells and marks."""

from __future__ import annotations

import textwrap

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.areas import (
    Area,
    Cell,
    clip,
    clipped,
    marks,
    products_at,
)
from cnnkit.widgets.board.panels import Bars, Curve, Grid, Panel, PathGrid, WindowGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_curve import draw_curve
from cnnkit.widgets.board.still_png import plain
from cnnkit.widgets.board.still_tiles import draw_tiles

MOST_IN_A_ROW = 5
MANY = 12  # more frames than this are thin, as in js/board/grid.js
MANY_MAPS = 8  # and frames in all maps of a stack of more than this


def draw_scene(scene: Scene, cursor: Cell):
    """Return a figure of `scene`: a panel a column, with the cell at `cursor` and its partners.

    Many panels without stacks stand below each other as they do on the board. A cursor beside the
    panels is moved to the nearest cell.
    """
    cursor = clip(scene, cursor)
    if scene.fit == "tiles":
        return draw_tiles(scene, cursor)
    framed = marks(scene, cursor)
    order = [scene.panel(name) for column in scene.columns for name in column]
    rows = max(_tiles(scene, panel) for panel in order)
    if rows == 1 and len(order) > MOST_IN_A_ROW:
        places = [(i, j) for j, column in enumerate(scene.columns) for i in range(len(column))]
        rows = max(len(column) for column in scene.columns)
        figure, axes = _axes(rows, len(scene.columns))
        taken = [[axes[place]] for place in places]
        for place in np.ndindex(axes.shape):
            if place not in places:
                axes[place].remove()
    else:
        figure, axes = _axes(rows, len(order))
        # A single array stands in the middle, beside the stacks.
        taken = [
            column if _tiles(scene, panel) == rows else [_merged(figure, column)]
            for panel, column in zip(order, axes.T, strict=True)
        ]
    for panel, places in zip(order, taken, strict=True):
        if isinstance(panel, Curve):
            draw_curve(scene, panel, cursor, places[0])
            places[0].set_title(_wrapped(panel.title), fontsize=15, color=plots.INK, pad=10)
            continue
        stack = np.float32(scene.arrays[panel.array])  # as the browser has it
        if isinstance(panel, WindowGrid):
            stack = products_at(scene, panel, cursor)
        decimals = plots.decimals_of(stack)
        for channel, ax in enumerate(places[: len(stack)]):
            values = stack[channel]
            title = _wrapped(panel.title) if channel == 0 else None
            _draw(panel, values, decimals, ax, title)
            _frame(panel, values.shape, ax, channel, len(stack), framed.get(panel.name, []))
        for ax in places[len(stack) :]:
            ax.remove()
    return plain(figure)


def _axes(rows: int, columns: int):
    side = 3.1 if rows == 1 else 2.3
    figure, axes = plots.panels(rows, columns, size=(side, side + 0.3))
    return figure, np.reshape(axes, (rows, columns))


def _tiles(scene: Scene, panel: Panel) -> int:
    return 1 if isinstance(panel, Curve) else len(scene.arrays[panel.array])


def _wrapped(title: str) -> str:
    return textwrap.fill(
        title.removesuffix(": drag the point").removesuffix(": drag the start"), 26
    )


def _merged(figure, column):
    """Return one Axes in the place of a whole column of them."""
    grid = column[0].get_subplotspec().get_gridspec()
    index = column[0].get_subplotspec().colspan.start
    for ax in column:
        ax.remove()
    return figure.add_subplot(grid[:, index])


def _draw(panel: Grid | Bars, values: np.ndarray, decimals: int, ax, title: str | None) -> None:
    """Draw one map of a grid; bars as a column of numbers with their names."""
    low, high = panel.limits
    common = {"title": title, "decimals": decimals, "numbers": "auto"}
    if isinstance(panel, Bars):
        numbers = {"numbers": True} if panel.labels else {}
        _draw_signed(values, ax, limit=high, **common | numbers)
        ax.set_yticks(range(len(panel.labels)), panel.labels, fontsize=15)
        return
    values = np.pad(values, [(p, p) for p in panel.padding])
    if panel.colours != "diverging":
        plots.picture(values, ax, low=low, high=high, **common)
    else:
        _draw_signed(values, ax, limit=high, **common)
    if isinstance(panel, PathGrid):
        _draw_paths(panel, ax)
        # A path that leaves the map must not shrink it.
        ax.set_xlim(-0.5, values.shape[1] - 0.5)
        ax.set_ylim(values.shape[0] - 0.5, -0.5)


def _draw_signed(values: np.ndarray, ax, **options) -> None:
    """Draw signed numbers; a cell whose number is not finite stays empty, but for an ∞."""
    finite = np.isfinite(values)
    if finite.any():
        plots.heatmap(np.where(finite, values, np.nan), ax, **options)
    else:
        plots.heatmap(np.zeros_like(values), ax, **options | {"numbers": False})
    for row, col in np.argwhere(np.isinf(values)):
        ax.text(col, row, plots.number(values[row, col]), ha="center", va="center", fontsize=13)


def _draw_paths(panel: PathGrid, ax) -> None:
    for path in panel.paths:
        rows, cols = np.transpose(path.points)
        if path.thin:
            ax.plot(cols, rows, color=plots.MUTED, linewidth=0.7)
            continue
        color = {"frame": plots.CURSOR, "ink": plots.INK}.get(path.colour, plots.NEGATIVE)
        style = (0, path.dash) if path.dash else "-"
        ax.plot(cols, rows, linestyle=style, color=color, linewidth=2)
        ax.plot(cols[-1], rows[-1], "o", color=color)


def _frame(panel: Grid | Bars, shape, ax, channel: int, maps: int, areas: list[Area]) -> None:
    """Frame the areas in one map, as much of them as lies on it or on the padding around it."""
    thin = len(areas) > MANY or (maps > MANY_MAPS and any(area[0] is None for area in areas))
    above, left = padding = panel.padding if isinstance(panel, Grid) else (0, 0)
    rows, cols = np.add(shape, 2 * np.array(padding))
    for owner, row, col, height, width in areas:
        padded = 0, row + above, col + left, height, width
        for _, *box in clipped(padded, (1, rows, cols)) if owner in (None, channel) else ():
            plots.outline(ax, *box)
            if thin:
                ax.patches[-1].set_linewidth(1.5)
