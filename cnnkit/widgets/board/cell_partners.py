"""Which cells of a scene belong to the cursor's cell, and which are framed for it.

Python's twin of ``js/board/cell_partners.js``, and of ``clip`` and ``linkOf`` in ``scene.js``. A
function has the name of its twin; only `array_of` and `receptive_areas` have none. Both are
tested on the same vectors, and on every cursor of every explorer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import ChannelSums
from cnnkit.widgets.board.geometry import (
    Area,
    Cell,
    Found,
    backward,
    clipped,
    receptive,
    trace,
    window_of,
)
from cnnkit.widgets.board.panels import OpenMap, WindowGrid
from cnnkit.widgets.board.scene import Link, Scene

MOST_VALUES = 60  # cells that are marked for one place on a curve, as in cell_partners.js


def clip(scene: Scene, cursor: Cell) -> Cell:
    """Return the nearest existing cell; one of the lead panel where there is no such panel.

    A panel's cells are those of its array, also of a list of bars and of a curve.
    """
    name, *place = cursor
    if name not in {panel.name for panel in scene.panels}:
        name = scene.lead
    shape = array_of(scene, name).shape
    return name, *(min(max(at, 0), length - 1) for at, length in zip(place, shape, strict=True))


def cell_of(scene: Scene, cursor: Cell) -> Cell:
    """Return the cursor's cell; in a panel that shows one map of a stack, that of the stack."""
    name, _, row, col = cursor
    panel = scene.panel(name)
    if not isinstance(panel, OpenMap):
        return cursor
    owner, channel = panel.map_of
    return owner, None if channel < 0 else channel, row, col


def partners(scene: Scene, cursor: Cell) -> Found:
    """Return the cells of every panel that belong to the cursor's cell."""
    return _partners(scene, cursor, trace)


def _partners(scene: Scene, cursor: Cell, follow: Callable) -> Found:
    values = _value_link(scene)
    if values is None or cursor[0] != values.reader:
        links = [link for link in scene.links if link.kind != "value"]
        shapes = {panel.name: scene.arrays[panel.array].shape for panel in scene.panels}
        return follow(links, shapes, cell_of(scene, cursor))
    if values.source == values.reader:
        return {}  # a curve by itself
    # On a curve: the cells of the map that hold the value under the point.
    point = value_point(scene, cursor)
    close = np.abs(np.float64(array_of(scene, values.source)) - point.z) <= point.step / 2 + 1e-6
    areas = [(*map(int, place), 1, 1) for place in np.argwhere(close)[:MOST_VALUES]]
    return dict.fromkeys(scene.grids_of_values, areas)


class Point(NamedTuple):
    """A point of a curve: where, how high, how steep (if known), how far its neighbours are."""

    z: float
    y: float
    slope: float | None
    step: float


def value_point(scene: Scene, cursor: Cell) -> Point:
    """Return the point on the curve that the cursor stands for, there or in a map."""
    link = _value_link(scene)
    low, high = scene.panel(link.reader).x
    line, *slopes = array_of(scene, link.reader)[:2, 0]
    step = (high - low) / (len(line) - 1)
    if link.reader in (cursor[0], link.source):
        col = cursor[3] if cursor[0] == link.reader else 0
        steep = float(slopes[0][col]) if slopes else None
        return Point(low + col * step, float(line[col]), steep, step)
    before, after, *slope = (array_of(scene, name)[0] for name in scene.grids_of_values)
    # One map of a stack: where the cursor is in it.
    shown = scene.panel(scene.grids_of_values[1])
    stack = shown.map_of[0] if isinstance(shown, OpenMap) else link.source
    _, _, row, col = cursor_in(scene, cursor, stack)
    z = float(before[row, col])
    steep = float(slope[0][row, col]) if slope else None
    if steep is None and slopes:
        steep = float(np.interp(z, low + step * np.arange(len(line)), slopes[0]))
    return Point(z, float(after[row, col]), steep, step)


def areas_of_one(scene: Scene, panel: OpenMap, cursor: Cell, areas: Found) -> list[Area]:
    """Return what is marked in a panel that shows one map of a stack.

    In the map that is open in detail and in what it reads, something always is.
    """
    own, owner = _own(panel, areas), panel.map_of[0]
    reader = panel.window_of[0] if panel.window_of else owner if panel.keep_mark else None
    if reader is None or (own and cursor[0] != reader):
        return own
    _, _, row, col = cursor_in(scene, cursor, reader)
    if reader == owner:
        return [(0, row, col, 1, 1)]
    return [(0, *window_of(link_of(scene, reader, owner), (0, row, col, 1, 1)))]


def areas_of_choice(scene: Scene, panel: WindowGrid) -> list[Area]:
    """Return the chosen cell of a panel to choose from."""
    cols = scene.arrays[panel.array].shape[2]
    return [(0, *divmod(panel.products.chosen, cols), 1, 1)]


def marks(scene: Scene, cursor: Cell) -> Found:
    """Return what is framed in every panel; nothing in those that show the window itself."""
    cursor = clip(scene, cursor)
    areas = partners(scene, cursor)
    for panel in scene.panels:
        if isinstance(panel, OpenMap) and panel.name not in areas:
            areas[panel.name] = areas_of_one(scene, panel, cursor, areas)
        windowed = isinstance(panel, WindowGrid)
        if windowed and isinstance(panel.products, ChannelSums):
            areas[panel.name] = areas_of_choice(scene, panel)
        elif windowed or panel.name == scene.weights:
            areas[panel.name] = []
    return areas


def receptive_areas(scene: Scene, cursor: Cell) -> Found:
    """Return what the cursor's cell depends on, in every panel upstream.

    Examples
    --------
    >>> from cnnkit.widgets import PoolingExplorer
    >>> receptive_areas(PoolingExplorer()._shown, ("max", 0, 1, 1))["image"]
    [(None, 2, 2, 4, 4)]
    """
    cursor = clip(scene, cursor)
    areas = _partners(scene, cursor, receptive)
    for panel in scene.panels:  # one map of a stack is marked as it is there
        if isinstance(panel, OpenMap) and panel.name not in areas:
            own = _own(panel, areas)
            if own:
                areas[panel.name] = own
    return areas


def cursor_in(scene: Scene, cursor: Cell, name: str) -> Cell:
    """Return the cursor as a cell of another panel: the one cell that its own cell reads there.

    If it reads none there, or several, the first cell: where the cursor was, Python does not know.
    """
    cell = cell_of(scene, cursor)
    if cell[0] == name:
        return name, cell[1] or 0, *cell[2:]
    link = link_of(scene, cell[0], name)
    shape = array_of(scene, name).shape
    read = backward(link, (*cell[1:], 1, 1), shape) if link else []
    if len(read) == 1 and read[0][3:] == (1, 1) and clipped(read[0], shape):
        return name, 0, *read[0][1:3]
    return name, 0, 0, 0


def array_of(scene: Scene, name: str) -> np.ndarray:
    """Return the array of a panel as the browser has it."""
    return np.asarray(scene.arrays[scene.panel(name).array], np.float32)


def link_of(scene: Scene, reader: str, source: str) -> Link | None:
    """Return the link by which one panel reads another; None where there is none."""
    return next((one for one in scene.links if (one.reader, one.source) == (reader, source)), None)


def _own(panel: OpenMap, areas: Found) -> list[Area]:
    """Return the areas of a stack in the panel that shows one map of it."""
    owner, channel = panel.map_of
    found = areas.get(owner, ())
    return [(0, *rest) for of, *rest in found if channel < 0 or of in (None, channel)]


def _value_link(scene: Scene) -> Link | None:
    return next((one for one in scene.links if one.kind == "value"), None)
