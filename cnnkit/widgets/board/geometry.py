"""Which cells a cell reads through a link, and which read it: windows and receptive fields.

Python's twin of ``js/board/geometry.js``, for the static figures of pages without widgets. A
function has the name of its twin, ``window_of`` that of ``windowOf``. Both are tested on the same
vectors, and on every cursor of every explorer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from cnnkit.widgets.board.scene import Link

Area = tuple[int | None, int, int, int, int]  # channel (None: all), row, column, height, width
Shape = tuple[int, int, int]  # channels, rows, columns
Cell = tuple[str, int | None, int, int]  # panel, channel (None: all), row, column
Found = dict[str, list[Area]]


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
