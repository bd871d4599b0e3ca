"""A scene as a matplotlib figure: the same panels, cells and marks, for pages without widgets."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.scene import Link, Panel, Scene

Area = tuple[int | None, int, int, int, int]  # channel (None: all), row, column, height, width


def draw_scene(scene: Scene, cursor: tuple[str, int, int, int]):
    """Return a figure of `scene`: a panel a column, with the cell at `cursor` and what it reads."""
    marks = receptive_areas(scene, cursor)
    order = [scene.panel(name) for column in scene.columns for name in column]
    rows = max(_tiles(scene, panel) for panel in order)
    side = 3.1 if rows == 1 else 2.3
    figure, axes = plots.panels(rows, len(order), size=(side, side + 0.3))
    axes = np.reshape(axes, (rows, len(order)))
    for panel, column in zip(order, axes.T, strict=True):
        stack = scene.arrays[panel.array]
        if _tiles(scene, panel) < rows:
            column = [_merged(figure, column)]  # a single array stands in the middle
        if panel.kind == "curve":
            _draw_curve(scene, panel, cursor, column[0])
            continue
        for channel, ax in enumerate(column):
            values = _products(scene, panel, cursor) if panel.products else stack[channel]
            windows = [
                tuple(rest)
                for owner, *rest in marks.get(panel.name, ())
                if owner is None or owner == channel
            ]
            title = panel.title if channel == 0 else None
            _draw(panel, values, ax, title, windows)
    return figure


def _tiles(scene: Scene, panel: Panel) -> int:
    return 1 if panel.kind == "curve" else len(scene.arrays[panel.array])


def _draw_curve(scene: Scene, panel: Panel, cursor, ax) -> None:
    """Draw the lines, with the point that the cursor stands for, there or in a map."""
    lines = scene.arrays[panel.array][:, 0]
    x = np.linspace(*panel.x, lines.shape[1])
    name, channel, row, col = cursor
    if name == panel.name:
        point = x[col], lines[0, col]
    else:
        before, after, _ = (scene.arrays[grid] for grid in scene.grids_of_values)
        point = before[channel, row, col], after[channel, row, col]
    for line, style in zip(lines, ("-", "--", ":", ":"), strict=False):
        ax.plot(x, line, style, color=plots.INK if style == "-" else plots.MUTED)
    ax.plot(*point, "o", color=plots.CURSOR, markersize=9)
    ax.set_ylim(*panel.limits)
    ax.grid(color=plots.GRID)
    ax.set_title(panel.title.split(":")[0], fontsize=15, color=plots.INK, pad=10)


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
    return found


def _read(link: Link, area: Area, shape: tuple[int, int, int]) -> Area:
    channel, row, col, height, width = area
    _, rows, cols = shape
    if link.kind == "dense" or (link.kind == "flatten" and height > 1):
        return None, 0, 0, rows, cols
    if link.kind == "flatten":
        owner, rest = divmod(row, rows * cols)
        return owner, *divmod(rest, cols), 1, 1
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
    source = np.pad(scene.arrays[scene.panel(link.source).array], [(0, 0), (ph, ph), (pw, pw)])
    (kh, kw), (dh, dw) = link.kernel_size, link.dilation
    top, left = row * sh, col * sw
    return source[:, top : top + (kh - 1) * dh + 1 : dh, left : left + (kw - 1) * dw + 1 : dw]


def _products(scene: Scene, panel: Panel, cursor) -> np.ndarray:
    rule = panel.products
    link = next(
        one for one in scene.links if (one.reader, one.source) == (rule["reader"], rule["source"])
    )
    return (window_values(scene, link, cursor) * scene.arrays[rule["weights"]])[0]


def _draw(panel: Panel, values: np.ndarray, ax, title: str | None, windows: list) -> None:
    values = np.pad(values, [(p, p) for p in panel.padding])
    windows = [(r + panel.padding[0], c + panel.padding[1], h, w) for r, c, h, w in windows]
    low, high = panel.limits
    if panel.colours != "diverging":
        plots.picture(
            values, ax, title=title, low=low, high=high, window=windows or None, numbers="auto"
        )
    else:
        plots.heatmap(values, ax, title=title, limit=high, window=windows or None)
    if panel.labels:
        ax.set_yticks(range(len(panel.labels)), panel.labels, fontsize=15)
