"""A scene as a matplotlib figure: the same panels, cells and marks, for pages without widgets."""

from __future__ import annotations

import textwrap

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.scene import Link, Panel, Scene
from cnnkit.widgets.board.still_tiles import draw_tiles

MOST_IN_A_ROW = 5
Area = tuple[int | None, int, int, int, int]  # channel (None: all), row, column, height, width


def draw_scene(scene: Scene, cursor: tuple[str, int, int, int]):
    """Return a figure of `scene`: a panel a column, with the cell at `cursor` and what it reads.

    Many panels without stacks stand below each other as they do on the board.
    """
    marks = receptive_areas(scene, cursor)
    if scene.fit == "tiles":
        return draw_tiles(scene, marks, lambda panel: products_at(scene, panel, cursor))
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
        if panel.kind == "curve":
            _draw_curve(scene, panel, cursor, places[0])
            continue
        stack = scene.arrays[panel.array]
        for channel, ax in enumerate(places[: len(stack)]):
            values = _products(scene, panel, cursor) if panel.products else stack[channel]
            windows = [
                tuple(rest)
                for owner, *rest in marks.get(panel.name, ())
                if owner is None or owner == channel
            ]
            title = _wrapped(panel.title) if channel == 0 else None
            _draw(panel, values, ax, title, windows)
        for ax in places[len(stack) :]:
            ax.remove()
    return figure


def _axes(rows: int, columns: int):
    side = 3.1 if rows == 1 else 2.3
    figure, axes = plots.panels(rows, columns, size=(side, side + 0.3))
    return figure, np.reshape(axes, (rows, columns))


def _tiles(scene: Scene, panel: Panel) -> int:
    return 1 if panel.kind == "curve" else len(scene.arrays[panel.array])


def _draw_curve(scene: Scene, panel: Panel, cursor, ax) -> None:
    """Draw the lines, with the point that the cursor stands for, there or in a map."""
    lines = scene.arrays[panel.array][:, 0]
    x = np.linspace(*panel.x, lines.shape[1])
    name, channel, row, col = cursor
    point = slope = None
    if panel.point is not None:
        point, slope = _between(x, lines, panel.point)
    elif name == panel.name and _shares_cursor(scene, panel):
        point, slope = (x[col], lines[0, col]), lines[1, col]
    elif scene.grids_of_values:
        before, after, _ = (scene.arrays[grid] for grid in scene.grids_of_values)
        point = before[channel, row, col], after[channel, row, col]
    styles = ("-",) if panel.tangent else ("-", "--", ":", ":")
    for line, style in zip(lines, styles, strict=False):
        ax.plot(x, line, style, color=plots.INK if style == "-" else plots.MUTED)
    if panel.trail:
        ax.plot(*np.transpose(panel.trail), "o-", color=plots.POSITIVE, markersize=5)
    if panel.tangent and slope is not None:
        reach = (panel.x[1] - panel.x[0]) / 6 * np.array([-1, 1])
        ax.plot(point[0] + reach, point[1] + slope * reach, color=plots.CURSOR)
    if point is not None:
        ax.plot(*point, "o", color=plots.CURSOR, markersize=9)
    ax.set_xlim(*panel.x)
    ax.set_ylim(*panel.limits)
    ax.grid(color=plots.GRID)
    ax.set_title(_wrapped(panel.title), fontsize=15, color=plots.INK, pad=10)


def _shares_cursor(scene: Scene, panel: Panel) -> bool:
    return any(link.kind == "value" and link.reader == panel.name for link in scene.links)


def _between(x, lines, place: float):
    """Return the point of a curve at `place`, held inside of the picture, and its slope there."""
    held = float(np.clip(place, x[0], x[-1]))
    return (held, np.interp(held, x, lines[0])), np.interp(held, x, lines[1])


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


def receptive_areas(scene: Scene, cursor: tuple[str, int, int, int]) -> dict[str, list[Area]]:
    """Return, for every panel upstream of the cursor, the area that its cell depends on."""
    name, channel, row, col = cursor
    found: dict[str, list[Area]] = {name: [(channel, row, col, 1, 1)]}
    waiting = [name]
    while waiting:
        reader = waiting.pop()
        for link in scene.links:
            if link.reader == reader and link.source not in found and link.kind != "value":
                shape = scene.arrays[scene.panel(link.source).array].shape
                found[link.source] = [_read(link, area, shape) for area in found[reader]]
                waiting.append(link.source)
    for panel in scene.panels:  # one map of a stack is marked as it is there
        if panel.of:
            owner, only = panel.of
            found[panel.name] = [
                (0, *rest)
                for channel, *rest in found.get(owner, ())
                if only < 0 or channel in (None, only)
            ]
    return found


def _read(link: Link, area: Area, shape: tuple[int, int, int]) -> Area:
    channel, row, col, height, width = area
    _, rows, cols = shape
    if link.kind == "dense" or (link.kind == "flatten" and height * width > 1):
        return None, 0, 0, rows, cols
    if link.kind == "flatten":
        owner, rest = divmod(row * link.wrap + col, rows * cols)
        return owner, *divmod(rest, cols), 1, 1
    if link.kind == "unflatten":
        if height * width > 1:
            return None, 0, 0, rows, cols
        index = int(np.ravel_multi_index((channel or 0, row, col), link.tiles))
        return 0, *divmod(index, link.wrap), 1, 1
    spans = [(k - 1) * d + 1 for k, d in zip(link.kernel_size, link.dilation, strict=True)]
    (sh, sw), (ph, pw) = link.stride, link.padding
    return (
        None if link.channels == "all" else channel,
        row * sh - ph,
        col * sw - pw,
        (height - 1) * sh + spans[0],
        (width - 1) * sw + spans[1],
    )


def window_values(scene: Scene, link: Link, cursor: tuple[str, int, int, int]) -> np.ndarray:
    """Return the window of the source, zeros where it sticks out, that the cursor's cell reads."""
    _, _, row, col = cursor if cursor[0] == link.reader else (link.reader, 0, 0, 0)
    (sh, sw), (ph, pw) = link.stride, link.padding
    (kh, kw), (dh, dw) = link.kernel_size, link.dilation
    after = ph + kh * dh + sh, pw + kw * dw + sw  # an even kernel's padding is longer at the end
    frame = [(0, 0), (ph, after[0]), (pw, after[1])]
    source = np.pad(scene.arrays[scene.panel(link.source).array], frame)
    top, left = row * sh, col * sw
    return source[:, top : top + (kh - 1) * dh + 1 : dh, left : left + (kw - 1) * dw + 1 : dw]


def _products(scene: Scene, panel: Panel, cursor) -> np.ndarray:
    return products_at(scene, panel, cursor)[0]


def products_at(scene: Scene, panel: Panel, cursor) -> np.ndarray:
    """Return the window's numbers times the weights, or the sum of each channel's products."""
    rule = panel.products
    link = next(
        one for one in scene.links if (one.reader, one.source) == (rule["reader"], rule["source"])
    )
    if "window" in rule:
        return window_values(scene, link, cursor)[rule["map"]][None]
    weights = scene.arrays[rule["weights"]]
    if "map" in rule:
        weights = weights[rule["map"]]
    products = window_values(scene, link, cursor) * weights
    if "by" in rule:
        return products.sum((1, 2)).reshape(scene.arrays[panel.array].shape)
    return products[rule["input"]][None] if "input" in rule else products


def _draw(panel: Panel, values: np.ndarray, ax, title: str | None, windows: list) -> None:
    values = np.pad(values, [(p, p) for p in panel.padding])
    windows = [(r + panel.padding[0], c + panel.padding[1], h, w) for r, c, h, w in windows]
    low, high = panel.limits
    if panel.colours != "diverging":
        plots.picture(
            values, ax, title=title, low=low, high=high, window=windows or None, numbers="auto"
        )
    else:
        numbers = True if panel.labels else "auto"
        plots.heatmap(values, ax, title=title, limit=high, window=windows or None, numbers=numbers)
    for path in panel.paths:
        rows, cols = np.transpose(path["points"])
        if path.get("thin"):
            ax.plot(cols, rows, color=plots.MUTED, linewidth=0.7)
            continue
        color = {"frame": plots.CURSOR, "ink": plots.INK}.get(path["colour"], plots.NEGATIVE)
        style = (0, path["dash"]) if path["dash"] else "-"
        ax.plot(cols, rows, linestyle=style, color=color, linewidth=2)
        ax.plot(cols[-1], rows[-1], "o", color=color)
    if panel.paths:  # a path that leaves the map must not shrink it
        ax.set_xlim(-0.5, values.shape[1] - 0.5)
        ax.set_ylim(values.shape[0] - 0.5, -0.5)
    if panel.labels:
        ax.set_yticks(range(len(panel.labels)), panel.labels, fontsize=15)
