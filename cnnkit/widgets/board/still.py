"""Static matplotlib figure of a scene, with the same panels, cells and marks."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import accumulate

import numpy as np

from cnnkit import plots
from cnnkit.plots.number_text import text_of
from cnnkit.widgets.board.areas import Area, Cell, clip, clipped, marks
from cnnkit.widgets.board.panels import Bars, Curve, Grid, Panel, PathGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.sheet import INCH, SPACED, Box, Sheet
from cnnkit.widgets.board.shown_numbers import shown_numbers
from cnnkit.widgets.board.still_curve import draw_curve
from cnnkit.widgets.board.still_names import draw_paths, room_for_names, write_names
from cnnkit.widgets.board.still_tiles import draw_tiles
from cnnkit.widgets.board.themes import LIGHT, Theme

MOST_IN_A_ROW = 5
MANY = 12  # more frames than this are thin, as in js/board/grid.js
MANY_MAPS = 8  # and frames in all maps of a stack of more than this
TITLE, ABOVE = 15, 10  # points: the size of a title, and from it to its panel
LARGE, SMALL = (3.1, 3.4), (2.3, 2.6)  # inches of a panel alone, and of one of a stack
RIMS = 7.2, 5.8  # points beside a panel and above it
TICKS = 26, 14  # points for the numbers beside and below a chart
FRAME, THIN = 3.5, 1.5
SMALLEST = 7  # points of a number that can be read


def draw_scene(scene: Scene, cursor: Cell, theme: Theme = LIGHT, known: Mapping = {}):
    """Return a figure of `scene`: a panel a column, with the cell at `cursor` and its partners.

    Many panels without stacks stand below each other as they do on the board. A cursor beside the
    panels is moved to the nearest cell.

    Parameters
    ----------
    scene : Scene
    cursor : (str, int, int, int)
    theme : Theme
    known : dict of str to int
        How many cells of a panel's maps are known already, in reading order; the others are empty.
    """
    cursor = clip(scene, cursor)
    if scene.fit == "tiles":
        return draw_tiles(scene, cursor, theme, known)
    framed = marks(scene, cursor)
    places, table = _table(scene)
    sheet = Sheet(*(INCH * inches for inches in _size(table)), theme)
    boxes = _boxes(sheet, scene, places, table)
    for name, places_of_maps in boxes.items():
        panel = scene.panel(name)
        if isinstance(panel, Curve):
            ax = sheet.axes(places_of_maps[0])
            ax.tick_params(labelsize=11, colors=theme.muted, length=0)
            draw_curve(scene, panel, cursor, ax, theme)
            sheet.title(places_of_maps[0], _wrapped(panel.title), TITLE, ABOVE)
            continue
        stack = shown_numbers(scene, panel, cursor, known)
        decimals = panel.decimals
        if decimals is None:  # of all numbers, also of those that are not known yet
            decimals = plots.decimals_of(scene.arrays[panel.array] if name in known else stack)
        for channel, (values, place) in enumerate(zip(stack, places_of_maps, strict=False)):
            if name in known:
                rows, cols = np.add(values.shape, np.multiply(2, _padding(panel)))
                sheet.ground(place.around(rows, cols), theme.hidden)
            box, shape = _draw(sheet, panel, values, decimals, place)
            if isinstance(panel, PathGrid):
                draw_paths(sheet, panel, cursor, box, shape)
            if channel == 0:
                sheet.title(box, _wrapped(panel.title), TITLE, ABOVE)
            areas = framed.get(name, [])
            _frame(sheet, panel, shape, box, channel, len(stack), areas)
    return sheet.finished()


# -- where each panel stands


def _table(scene: Scene) -> tuple[dict, tuple[int, int]]:
    """Return the (row, column) of each map by panel, and how many rows and columns there are.

    A single array beside stacks has the row None: it stands in the middle of its column.
    """
    order = [name for column in scene.columns for name in column]
    counts = [_maps(scene, name) for name in order]
    rows = max(counts)
    if rows == 1 and len(order) > MOST_IN_A_ROW:
        places = {name: [(i, j)] for j, column in enumerate(scene.columns)
                  for i, name in enumerate(column)}  # fmt: skip
        return places, (max(map(len, scene.columns)), len(scene.columns))
    places = {
        name: [(None, j)] if count == 1 < rows else [(i, j) for i in range(count)]
        for j, (name, count) in enumerate(zip(order, counts, strict=True))
    }
    return places, (rows, len(order))


def _maps(scene: Scene, name: str) -> int:
    panel = scene.panel(name)
    return 1 if isinstance(panel, Curve) else len(scene.arrays[panel.array])


def _size(table) -> tuple[float, float]:
    """Return the inches of the whole sheet."""
    rows, columns = table
    width, height = LARGE if rows == 1 else SMALL
    return width * columns, height * rows


def _boxes(sheet: Sheet, scene: Scene, places, table) -> dict[str, list[Box]]:
    """Return the boxes of each panel's maps: all alike, as far as titles and labels leave room."""
    rows, columns = table
    left, above, below = [0.0] * columns, [0.0] * rows, [0.0] * rows
    for name, of_maps in places.items():
        panel, (row, col) = scene.panel(name), of_maps[0]
        lines = _wrapped(panel.title).count("\n") + 1
        if row is not None or rows == 1:
            above[row or 0] = max(above[row or 0], ABOVE + TITLE * (SPACED * lines - 0.3))
        if isinstance(panel, Curve):
            left[col] = max(left[col], TICKS[0])
            below[-1 if row is None else row] = TICKS[1]
        elif isinstance(panel, Bars) and panel.labels:
            widest = max(sheet.text_width(label, TITLE) for label in panel.labels)
            left[col] = max(left[col], widest + 3.5)
        else:
            beside, under = room_for_names(sheet, panel)
            left[col] = max(left[col], beside)
            below[-1 if row is None else row] = max(below[-1 if row is None else row], under)
    beside, over = RIMS
    width = (sheet.width - sum(left)) / columns - 2 * beside
    height = (sheet.height - sum(above) - sum(below)) / rows - 2 * over
    wide = [width + label + 2 * beside for label in left]
    tall = [height + a + b + 2 * over for a, b in zip(above, below, strict=True)]
    x = [start + beside + label for start, label in zip(_starts(wide), left, strict=True)]
    y = [start + over + title for start, title in zip(_starts(tall), above, strict=True)]
    whole = y[-1] - y[0] + height
    return {
        name: [Box(x[j], y[0], width, whole) if i is None else Box(x[j], y[i], width, height)
               for i, j in of_maps]
        for name, of_maps in places.items()
    }  # fmt: skip


def _starts(lengths: list[float]) -> list[float]:
    """Return where each of several lengths begins, from 0 on."""
    return [0.0, *accumulate(lengths[:-1])]


def _wrapped(title: str) -> str:
    return textwrap.fill(
        title.removesuffix(": drag the point").removesuffix(": drag the start"), 26
    )


def _padding(panel: Panel) -> tuple[int, int]:
    return panel.padding if isinstance(panel, Grid) else (0, 0)


# -- one map


def _draw(sheet: Sheet, panel: Panel, values: np.ndarray, decimals: int, place: Box):
    """Draw one map of a grid; bars as a column of numbers with their names.

    Returns
    -------
    box : Box
    shape : (int, int)
        Rows and columns in it, with the padding around them.
    """
    low, high = panel.limits
    values = np.pad(values, [(p, p) for p in _padding(panel)])
    box = place.around(*values.shape)
    if isinstance(panel, Grid) and panel.colours == "plain":
        shown, colours = values, None
    elif isinstance(panel, Bars) or panel.colours == "diverging":
        shown, colours, low = np.where(np.isfinite(values), values, np.nan), "signed", -high
    else:
        shown, colours = values, "gray"
    inks = sheet.image(panel.name, box, shown, colours, (low, high))
    size = _number_size(shown, decimals, box.height / len(values))
    named = isinstance(panel, Bars) and panel.labels
    if size >= SMALLEST or named:
        sheet.numbers(box, shown, decimals, max(size, SMALLEST), inks)
    for row, col in np.argwhere(np.isinf(values)):
        cell = box.part(values.shape, row, col)
        x, y = cell.left + cell.width / 2, cell.top + cell.height / 2
        sheet.text(x, y, text_of(float(values[row, col])), 13, sheet.theme.ink, 0.5)
    sheet.lines(box, values.shape)
    sheet.outline(box)
    if isinstance(panel, Grid):
        write_names(sheet, panel, box, values.shape)
    for row, name in enumerate(panel.labels if named else ()):
        middle = box.top + (row + 0.5) * box.height / len(values)
        sheet.text(box.left - 3.5, middle, name, TITLE, sheet.theme.ink, 1)
    return box, values.shape


def _number_size(values: np.ndarray, decimals: int, cell: float) -> float:
    """Return the size of font at which the longest number fits its cell."""
    finite = values[np.isfinite(values)]
    longest = max((len(text_of(float(value), decimals)) for value in finite), default=1)
    return min(TITLE, 0.45 * cell, 0.86 * cell / (0.6 * longest))


def _frame(sheet: Sheet, panel: Panel, shape, box: Box, channel: int, maps: int,
           areas: list[Area]) -> None:  # fmt: skip
    """Frame the areas in one map, as much of them as lies on it or on the padding around it."""
    thin = len(areas) > MANY or (maps > MANY_MAPS and any(area[0] is None for area in areas))
    above, left = _padding(panel)
    for owner, row, col, height, width in areas:
        padded = 0, row + above, col + left, height, width
        for _, *part in clipped(padded, (1, *shape)) if owner in (None, channel) else ():
            sheet.frame(panel.name, box.part(shape, *part), THIN if thin else FRAME)
