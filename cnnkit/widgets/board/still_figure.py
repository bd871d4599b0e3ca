"""Static matplotlib figure of a scene, with the same panels, cells and marks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cnnkit import plots
from cnnkit.plots.number_text import text_of, without_zero
from cnnkit.widgets.board.cell_partners import clip, marks
from cnnkit.widgets.board.geometry import Area, Cell, clipped
from cnnkit.widgets.board.panel_values import panel_values
from cnnkit.widgets.board.panels import Bars, Curve, Grid, Panel, PathGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_curve import draw_curve
from cnnkit.widgets.board.still_names import draw_paths, names_beside, write_names
from cnnkit.widgets.board.still_sheet import Box, Sheet
from cnnkit.widgets.board.still_table import AWAY, LINES, TITLE, Table, padding_of
from cnnkit.widgets.board.still_tiles import draw_tiles
from cnnkit.widgets.board.themes import LIGHT, Theme

MANY = 12  # more frames than this are thin, as in js/board/grid.js
MANY_MAPS = 8  # and frames in all maps of a stack of more than this
FRAME, THIN = 3.5, 1.5
SMALLEST = 7  # points of a number that can be read

LEAST_SHARE = 0.4  # of its own size that a grid keeps beside larger ones


def draw_scene(scene: Scene, cursor: Cell, theme: Theme = LIGHT, known: Mapping | None = None):
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
    cursor, known = clip(scene, cursor), known or {}
    if scene.fit == "tiles":
        return draw_tiles(scene, cursor, theme, known)
    framed = marks(scene, cursor)
    table = Table(scene)
    sheet = Sheet(*table.size, theme)
    places = table.placed(sheet)
    cell = _common_cell(scene, places)
    for name, place in places.items():
        panel, box = scene.panel(name), place.boxes[0]
        shared = cell if _shares_scale(panel) else None
        if isinstance(panel, Curve):
            ax = sheet.axes(box)
            ax.tick_params(labelsize=11, colors=theme.muted, length=0)
            draw_curve(scene, panel, cursor, ax, theme)
            sheet.title(box.wider(place.names), place.title, TITLE, place.above)
            continue
        stack, whole = (panel_values(scene, panel, cursor, some) for some in (known, {}))
        decimals = plots.decimals_of(whole) if (own := _decimals(panel)) is None else own
        if isinstance(panel, Grid) and panel.colours == "rgb":
            stack = [stack]
        for channel, values in enumerate(stack):
            if name in known:
                rows, cols = np.add(values.shape, np.multiply(2, padding_of(panel)))
                sheet.ground(place.boxes[channel].around(rows, cols, shared), theme.hidden)
            box, shape = _draw(
                sheet, panel, values, whole[channel], decimals, place.boxes[channel], shared
            )
            if isinstance(panel, PathGrid):
                draw_paths(sheet, panel, cursor, box, shape)
            if channel == 0:
                sheet.title(box.wider(place.names), place.title, TITLE, place.above)
            areas = framed.get(name, [])
            _frame(sheet, panel, shape, box, channel, len(stack), areas)
    return sheet.finished()


def _shares_scale(panel: Panel) -> bool:
    """Return whether the cells of a panel are as large as those of others: it is one of a kind."""
    return isinstance(panel, Grid) and panel.extent is None


def _common_cell(scene: Scene, places) -> float | None:
    """Return the edge of the cells of all grids that share a scale: a smaller map looks smaller.

    None where that would take away the numbers of one, or nearly all of its size.
    """
    sides = {}
    for name, place in places.items():
        panel = scene.panel(name)
        if _shares_scale(panel):
            rows, cols = scene.arrays[panel.array].shape[1:]
            above, left = padding_of(panel)
            sides[name] = place.boxes[0].cell(rows + 2 * above, cols + 2 * left)
    cell = min(sides.values(), default=0.0)
    if cell <= LEAST_SHARE * max(sides.values(), default=0.0):
        return None
    kept = (
        _readable(scene, name, cell) or not _readable(scene, name, own)
        for name, own in sides.items()
    )
    return cell if all(kept) else None


def _readable(scene: Scene, name: str, cell: float) -> bool:
    """Return whether the numbers of a grid can be read in cells of this size."""
    panel = scene.panel(name)
    whole = np.float32(scene.arrays[panel.array])
    decimals = plots.decimals_of(whole) if (own := _decimals(panel)) is None else own
    return _number_size(whole, decimals, Box(0, 0, cell, cell)) >= SMALLEST


def _decimals(panel: Panel) -> int | None:
    """Return the decimals that a panel asks for, if it does."""
    return panel.details.decimals if isinstance(panel, Grid) else getattr(panel, "decimals", None)


def _draw(sheet: Sheet, panel: Panel, values: np.ndarray, whole: np.ndarray, decimals: int,
          place: Box, cell: float | None):  # fmt: skip
    """Draw one map of a grid; bars as a column of numbers with their names.

    Parameters
    ----------
    values : array
        NaN where a number is not known yet, of those in `whole`.
    cell : float or None
        The edge of its cells in points, where others have the same.

    Returns
    -------
    box : Box
    shape : (int, int)
        Rows and columns in it, with the padding around them.
    """
    low, high = panel.limits
    if values.ndim == 3:  # a picture in colour
        box, shape = place.around(*values.shape[1:], cell), values.shape[1:]
        pixels = np.clip((np.moveaxis(values, 0, -1) - low) / (high - low), 0, 1)
        sheet.image(panel.name, box, pixels)
        sheet.outline(box)
        return box, shape
    values = np.pad(values, [(p, p) for p in padding_of(panel)])
    table = isinstance(panel, Grid) and panel.colours == "plain"
    bars = isinstance(panel, Bars)
    box = place.upper(len(values), LINES) if table else place.around(*values.shape, cell)
    box = _wide_enough(box, place, whole, decimals) if bars else box
    shown, colours = values, None if table else "gray"
    if bars or panel.colours == "diverging":
        shown, colours, low = np.where(np.isfinite(values), values, np.nan), "signed", -high
    inks = sheet.image(panel.name, box, shown, colours, (low, high))
    cell, short = box.part(values.shape, 0, 0), False
    size = _number_size(whole, decimals, cell)
    if size < SMALLEST:
        short = _number_size(whole, decimals, cell, short=True) >= SMALLEST
    if size >= SMALLEST or short or bars:
        sheet.numbers(box, shown, decimals, max(size, SMALLEST), inks, short)
    for row, col in np.argwhere(np.isinf(values)):
        part = box.part(values.shape, row, col)
        x, y = part.left + part.width / 2, part.top + part.height / 2
        sheet.text(x, y, text_of(float(values[row, col])), 13, sheet.theme.ink, 0.5)
    sheet.lines(box, values.shape)
    sheet.outline(box)
    if isinstance(panel, Grid):
        write_names(sheet, panel, box, values.shape)
    for row, name in enumerate(names_beside(sheet, panel, TITLE) if bars else ()):
        middle = box.top + (row + 0.5) * box.height / len(values)
        sheet.text(box.left - AWAY, middle, name, TITLE, sheet.theme.ink, 1)
    return box, values.shape


def _wide_enough(box: Box, place: Box, values: np.ndarray, decimals: int) -> Box:
    """Return the box of bars with cells as wide as their numbers need, where its place is."""
    high = box.height / len(values)
    texts = [text_of(float(value), decimals) for value in values[np.isfinite(values)]]
    needs = min(TITLE, 0.45 * high) * 0.6 / 0.86 * max(map(len, texts), default=1)
    width = min(max(box.width, needs), place.width)
    return box._replace(left=box.left - (width - box.width) / 2, width=width)


def _number_size(values: np.ndarray, decimals: int, cell: Box, short: bool = False) -> float:
    """Return the size of font at which the longest of the numbers fits its cell.

    A `short` number has no zero before its point. If one digit would be too small to read, that
    digit's: a large map has many numbers to look at.
    """

    def size(longest):
        return min(TITLE, 0.45 * cell.height, 0.86 * cell.width / (0.6 * longest))

    if size(1) < SMALLEST:
        return size(1)
    texts = (text_of(float(value), decimals) for value in values[np.isfinite(values)])
    return size(max((len(without_zero(text) if short else text) for text in texts), default=1))


def _frame(sheet: Sheet, panel: Panel, shape, box: Box, channel: int, maps: int,
           areas: list[Area]) -> None:  # fmt: skip
    """Frame the areas in one map, as much of them as lies on it or on the padding around it."""
    thin = len(areas) > MANY or (maps > MANY_MAPS and any(area[0] is None for area in areas))
    above, left = padding_of(panel)
    for owner, row, col, height, width in areas:
        padded = 0, row + above, col + left, height, width
        for _, *part in clipped(padded, (1, *shape)) if owner in (None, channel) else ():
            sheet.frame(panel.name, box.part(shape, *part), THIN if thin else FRAME)
