"""Which cells belong to a cell: windows, receptive fields, products.

Python's twin of what the static figures of pages without widgets need of ``geometry.js``,
``cell_partners.js`` and ``scene.js`` in ``js/board/``. A function has the name of its twin,
``window_of`` that of ``windowOf``; only :func:`products` is an array where ``pairsOf`` lists pairs,
and :func:`receptive_areas` has no twin. Both are tested on the same vectors, and on every cursor of
every explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from cnnkit.widgets.board.panels import OpenMap, WindowGrid
from cnnkit.widgets.board.rules import ChannelSums, MapProducts, Products, WindowValues
from cnnkit.widgets.board.scene import Link, Scene

Area = tuple[int | None, int, int, int, int]  # channel (None: all), row, column, height, width
Shape = tuple[int, int, int]  # channels, rows, columns
Cell = tuple[str, int | None, int, int]  # panel, channel (None: all), row, column
Found = dict[str, list[Area]]

MOST_VALUES = 60  # cells that are marked for one place on a curve, as in cell_partners.js


# -- js/board/geometry.js


class _Axis(NamedTuple):
    stride: int
    padding: int
    span: int


def axis_of(link: Link, axis: int) -> _Axis:
    """Return the window options along one axis (0 rows, 1 columns)."""
    span = (link.kernel_size[axis] - 1) * link.dilation[axis] + 1
    return _Axis(link.stride[axis], link.padding[axis], span)


def window_of(link: Link, area: Area) -> tuple[int, int, int, int]:
    """Return the source cells that an area reads: first to last window, hull of all."""
    _, row, col, height, width = area
    r, c = axis_of(link, 0), axis_of(link, 1)
    return (
        row * r.stride - r.padding,
        col * c.stride - c.padding,
        (height - 1) * r.stride + r.span,
        (width - 1) * c.stride + c.span,
    )


def readers_of(link: Link, area: Area, shape: Shape) -> tuple[int, int, int, int] | None:
    """Return the reader's cells whose windows touch an area; None when none does."""

    def along(axis, first, count):
        stride, padding, span = axis_of(link, axis)
        length = shape[1 + axis]
        low = min(max(-((span - 1 - first - padding) // stride), 0), length)
        high = min((first + count - 1 + padding) // stride, length - 1)
        return low, high - low + 1

    _, row, col, height, width = area
    (row, height), (col, width) = along(0, row, height), along(1, col, width)
    return (row, col, height, width) if height > 0 and width > 0 else None


def whole(shape: Shape) -> Area:
    """Return the area of all cells."""
    return None, 0, 0, *shape[1:]


def clipped(area: Area, shape: Shape) -> list[Area]:
    """Return the part of an area that lies on a panel; nothing where all of it sticks out."""
    channel, row, col, height, width = area
    top, left = max(row, 0), max(col, 0)
    height, width = min(row + height, shape[1]) - top, min(col + width, shape[2]) - left
    return [(channel, top, left, height, width)] if height > 0 and width > 0 else []


def runs_of(area: Area, shape: Shape) -> list[tuple[int, int]]:
    """Return the numbers of an area in reading order, as runs of (first, count)."""
    return [
        ((channel * shape[1] + i) * shape[2] + col, width)
        for _, row, col, height, width in clipped(area, shape)
        for channel in (range(shape[0]) if area[0] is None else [area[0]])
        for i in range(row, row + height)
    ]


def areas_of(runs: Iterable[tuple[int, int]], shape: Shape) -> list[Area]:
    """Return the areas that runs of numbers fill: pieces of rows, and whole rows together."""
    joined: list[tuple[int, int]] = []
    for first, count in runs:
        if joined and sum(joined[-1]) == first:
            joined[-1] = joined[-1][0], joined[-1][1] + count
        else:
            joined.append((first, count))
    channels, rows, cols = shape
    areas: list[Area] = []
    for first, count in joined:
        if channels > 1 and count == channels * rows * cols:
            return [whole(shape)]
        while count > 0:
            row, col = first // cols % rows, first % cols
            full = 0 if col else min(count // cols, rows - row)
            height, width = max(full, 1), min(cols - col, count)
            areas.append((first // (rows * cols), row, col, height, width))
            first += height * width
            count -= height * width
    return areas


def list_shape(link: Link, maps: Shape) -> Shape:
    """Return rows and columns of a list; a long one goes on in the next row."""
    count = len(link.order) or int(np.prod(maps))
    return 1, -(-count // link.wrap), link.wrap


def list_of(link: Link, area: Area, maps: Shape) -> list[Area]:
    """Return the cells of a list that an area of maps becomes, in reading order or `order`."""
    runs = runs_of(area, maps)
    if link.order:
        runs = [
            (place, 1)
            for place, index in enumerate(link.order)
            if any(first <= index < first + count for first, count in runs)
        ]
    return [(0, *rest) for _, *rest in areas_of(runs, list_shape(link, maps))]


def maps_of(link: Link, area: Area, maps: Shape) -> list[Area]:
    """Return the cells of maps that cells of their list came from; none for an order of −1."""
    runs = runs_of(area, list_shape(link, maps))
    if link.order:
        places = [i for first, count in runs for i in link.order[first : first + count]]
        runs = [(index, 1) for index in sorted(places) if index >= 0]
    return areas_of(runs, maps)


def backward(link: Link, area: Area, source: Shape) -> list[Area]:
    """Return what an area of the reader reads in the source."""
    if link.kind == "dense":
        return [whole(source)]
    if link.kind == "flatten":
        return maps_of(link, area, source)
    if link.kind == "unflatten":
        return list_of(link, area, link.tiles)
    return [(None if link.channels == "all" else area[0], *window_of(link, area))]


def reads(link: Link, area: Area, source: Shape, reader: Shape) -> list[Area]:
    """Return what an area reads in the source, where a part of it may stick out of the reader.

    That part is padding, which reads nothing: what only padding would reach is left out.
    """
    areas = [one for inside in clipped(area, reader) for one in backward(link, inside, source)]
    if link.kind != "window" or not areas:
        return areas
    (real,), (all_,) = areas, backward(link, area, source)

    def along(axis):
        first, end = real[axis], real[axis] + real[axis + 2]
        low = first if first > 0 else all_[axis]
        return low, (end if end < source[axis] else all_[axis] + all_[axis + 2]) - low

    (row, height), (col, width) = along(1), along(2)
    return [(real[0], row, col, height, width)]


def forward(link: Link, area: Area, source: Shape, reader: Shape) -> list[Area]:
    """Return the reader's cells that an area of the source takes part in."""
    if link.kind == "dense":
        return [whole(reader)]
    if link.kind == "flatten":
        return list_of(link, area, source)
    if link.kind == "unflatten":
        return maps_of(link, area, link.tiles)
    rect = readers_of(link, area, reader)
    return [(None if link.channels == "all" else area[0], *rect)] if rect else []


def tidy(areas: Iterable[Area]) -> list[Area]:
    """Return each area once, and those that stand on one another as one."""
    found: list[Area] = []
    for area in dict.fromkeys(areas):
        channel, row, col, height, width = area
        last = found[-1] if found else None
        if last and (channel, row, col, width) == (last[0], last[1] + last[3], last[2], last[4]):
            found[-1] = channel, last[1], col, last[3] + height, width
        else:
            found.append(area)
    return found


def holds(area: Area, one: Area) -> bool:
    """Return whether an area holds another one."""
    return (
        area[0] in (None, one[0])
        and area[1] <= one[1] <= one[1] + one[3] <= area[1] + area[3]
        and area[2] <= one[2] <= one[2] + one[4] <= area[2] + area[4]
    )


def spread(found: Found, panel: str, areas: list[Area], step: Callable) -> Found:
    """Add to `found` the partners of the areas, by one link and all further ones."""
    for following, partners in step(panel, areas):
        known = found.get(following, [])  # by another way
        fresh = [one for one in tidy(partners) if not any(holds(area, one) for area in known)]
        if fresh:
            found[following] = tidy([*known, *fresh])
            spread(found, following, fresh, step)
    return found


def receptive(links: Iterable[Link], shapes: dict[str, Shape], cell: Cell) -> Found:
    """Return what a cell depends on, in every panel upstream."""

    def step(panel, areas):
        for link in links:
            if link.reader == panel:
                both = shapes[link.source], shapes[panel]
                yield link.source, [one for area in areas for one in reads(link, area, *both)]

    name, *place = cell
    start: list[Area] = [(*place, 1, 1)]
    return spread({name: start}, name, start, step)


def reached(links: Iterable[Link], shapes: dict[str, Shape], cell: Cell) -> Found:
    """Return what a cell takes part in, in every panel downstream."""

    def step(panel, areas):
        for link in links:
            if link.source == panel:
                both = shapes[panel], shapes[link.reader]
                yield link.reader, [one for area in areas for one in forward(link, area, *both)]

    name, *place = cell
    start: list[Area] = [(*place, 1, 1)]
    return spread({name: start}, name, start, step)


def trace(links: Iterable[Link], shapes: dict[str, Shape], cell: Cell) -> Found:
    """Return a cell's partners: its receptive field upstream, what it reaches downstream.

    Examples
    --------
    >>> links = [Link("map", "image", kernel_size=(3, 3)), Link("list", "map", "flatten")]
    >>> shapes = {"image": (1, 5, 5), "map": (2, 3, 3), "list": (1, 18, 1)}
    >>> for name, areas in trace(links, shapes, ("map", 1, 0, 2)).items():
    ...     print(name, areas)
    map [(1, 0, 2, 1, 1)]
    list [(0, 11, 0, 1, 1)]
    image [(None, 0, 2, 3, 3)]
    """
    return reached(links, shapes, cell) | receptive(links, shapes, cell)


# -- js/board/cell_partners.js, and `clip` of js/board/scene.js


def clip(scene: Scene, cursor: Cell) -> Cell:
    """Return the nearest existing cell; one of the lead panel where there is no such panel.

    A panel's cells are those of its array, also of a list of bars and of a curve.
    """
    name, *place = cursor
    if name not in {panel.name for panel in scene.panels}:
        name = scene.lead
    shape = _array(scene, name).shape
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
    close = np.abs(np.float64(_array(scene, values.source)) - point.z) <= point.step / 2 + 1e-6
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
    line, *slopes = _array(scene, link.reader)[:2, 0]
    step = (high - low) / (len(line) - 1)
    if link.reader in (cursor[0], link.source):
        col = cursor[3] if cursor[0] == link.reader else 0
        steep = float(slopes[0][col]) if slopes else None
        return Point(low + col * step, float(line[col]), steep, step)
    before, after, *slope = (_array(scene, name)[0] for name in scene.grids_of_values)
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
    return [(0, *window_of(_link(scene, reader, owner), (0, row, col, 1, 1)))]


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
    link = _link(scene, cell[0], name)
    shape = _array(scene, name).shape
    read = backward(link, (*cell[1:], 1, 1), shape) if link else []
    if len(read) == 1 and read[0][3:] == (1, 1) and clipped(read[0], shape):
        return name, 0, *read[0][1:3]
    return name, 0, 0, 0


def window_values(scene: Scene, link: Link, cursor: Cell, outside: float = 0.0) -> np.ndarray:
    """Return the window of the source that the cursor's cell reads, `outside` where it sticks out.

    Returns
    -------
    array of shape (channels, rows, columns)
    """
    _, _, row, col = cursor_in(scene, cursor, link.reader)
    top, left, *_ = window_of(link, (0, row, col, 1, 1))
    source = _array(scene, link.source)
    rows = top + np.arange(link.kernel_size[0]) * link.dilation[0]
    cols = left + np.arange(link.kernel_size[1]) * link.dilation[1]
    inside = np.logical_and.outer(
        (rows >= 0) & (rows < source.shape[1]), (cols >= 0) & (cols < source.shape[2])
    )
    rows, cols = rows.clip(0, source.shape[1] - 1), cols.clip(0, source.shape[2] - 1)
    return np.where(inside, source[:, rows[:, None], cols], np.float32(outside))


def products(scene: Scene, rule: Products | MapProducts | ChannelSums, cursor: Cell) -> np.ndarray:
    """Return every source value times its weight that the cursor's cell adds up.

    For the map of the rule if it names one, else for the map that the cursor is in.

    Returns
    -------
    array of shape (channels, rows, columns)
    """
    link = _link(scene, rule.reader, rule.source)
    weights = scene.arrays[rule.weights]
    if weights.ndim == 4:
        if isinstance(rule, Products):
            weights = weights[cursor_in(scene, cursor, rule.reader)[1]]
        else:
            weights = weights[rule.map]
    return window_values(scene, link, cursor) * weights


def products_at(scene: Scene, panel: WindowGrid, cursor: Cell) -> np.ndarray:
    """Return what a panel of products shows: products, what each channel adds, or a window."""
    cursor, rule = clip(scene, cursor), panel.products
    if isinstance(rule, WindowValues):
        link = _link(scene, rule.reader, rule.source)
        return window_values(scene, link, cursor, np.nan)[rule.map][None]
    found = products(scene, rule, cursor)
    if isinstance(rule, ChannelSums):
        return found.sum((1, 2)).reshape(scene.arrays[panel.array].shape)
    return found[rule.input if isinstance(rule, MapProducts) else 0][None]


def _array(scene: Scene, name: str) -> np.ndarray:
    """Return the array of a panel as the browser has it."""
    return np.asarray(scene.arrays[scene.panel(name).array], np.float32)


def _own(panel: OpenMap, areas: Found) -> list[Area]:
    """Return the areas of a stack in the panel that shows one map of it."""
    owner, channel = panel.map_of
    found = areas.get(owner, ())
    return [(0, *rest) for of, *rest in found if channel < 0 or of in (None, channel)]


def _link(scene: Scene, reader: str, source: str) -> Link | None:
    return next((one for one in scene.links if (one.reader, one.source) == (reader, source)), None)


def _value_link(scene: Scene) -> Link | None:
    return next((one for one in scene.links if one.kind == "value"), None)
