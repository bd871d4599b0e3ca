"""Static figure of a whole network: a block of maps per layer, bars, one map in detail."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.gridspec import GridSpec, GridSpecFromSubplotSpec

from cnnkit import plots
from cnnkit.plots.number_text import without_zero
from cnnkit.widgets.board.cell_partners import marks
from cnnkit.widgets.board.cut_names import cut_names, one_line
from cnnkit.widgets.board.geometry import Area, Cell, clipped
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.panel_values import panel_values
from cnnkit.widgets.board.panels import Bars, Curve, Grid, Panel
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_curve import draw_curve
from cnnkit.widgets.board.still_names import names_within
from cnnkit.widgets.board.still_sheet import INCH, Box, Sheet
from cnnkit.widgets.board.themes import Theme

FRAME = 1.5
LONG = 20  # letters of a title that takes two lines
SMALLEST = 4.5  # points of these
USUAL, MOST = 6, 24  # letters of a bar's name for which a column has room, and may get it
LETTER = 0.1  # inches that each of these takes
NAMES = 0.62  # share of a panel's width that names have at most
LEAST_BARS = 0.1  # share of a panel's width that bars have, whatever names and numbers take


def draw_tiles(scene: Scene, cursor: Cell, theme: Theme, known: Mapping):
    """Return a figure of a scene that fits tiles, with the cell at `cursor` and its partners."""
    framed = marks(scene, cursor)
    split = scene.split or len(scene.columns)
    rows = [row for row in (scene.columns[:split], scene.columns[split:]) if row]
    width = max(sum(_width(scene, column) for column in row) for row in rows)
    height = max(3.2, 1.4 * max(len(column) for row in rows for column in row))
    sheet = Sheet(INCH * max(width, 7.0), INCH * height * len(rows), theme)
    places = _boxes(sheet, scene, rows)
    cell = _common_cell(scene, {name: places[name] for column in rows[0] for name in column})
    for name, box in places.items():
        panel, areas = scene.panel(name), framed.get(name, [])
        if isinstance(panel, Curve):
            ax = sheet.axes(box)
            ax.tick_params(labelsize=10, colors=theme.muted, length=0)
            draw_curve(scene, panel, cursor, ax, theme)
        else:
            stack = panel_values(scene, panel, cursor, known)
            if isinstance(panel, Bars):
                box = draw_bars(sheet, panel, stack, box, areas)
            else:
                shared = cell if _stands_above(scene, name) else None
                box = _draw_maps(sheet, panel, stack, box, areas, shared)
        sheet.title(box, _title(panel), 11, 6)
    return sheet.finished()


def _title(panel: Panel) -> str:
    """Return the words over a panel, long ones in two lines, of which an answer may be cut."""
    title = panel.caption
    if isinstance(panel, Bars) and panel.headline:
        answer = cut_names(one_line([panel.headline]), lambda text: len(text) <= MOST)[0]
        title = f"{panel.title}: {answer}"
    return title if len(title) < LONG else title.replace(" ", "\n", 1)


def _boxes(sheet: Sheet, scene: Scene, rows) -> dict[str, Box]:
    """Return the box of each panel: columns of their own widths, panels of one height in them."""
    rim = 0.25 * INCH / sheet.width
    outer = GridSpec(
        len(rows), 1, sheet.figure,
        left=rim, right=1 - rim, bottom=0.02, top=1 - 0.16 / len(rows), hspace=0.22,
    )  # fmt: skip
    boxes = {}
    for place, row in zip(outer, rows, strict=True):
        ratios = [_width(scene, column) for column in row]
        inner = GridSpecFromSubplotSpec(1, len(row), place, width_ratios=ratios, wspace=0.16)
        for cell, column in zip(inner, row, strict=True):
            parts = GridSpecFromSubplotSpec(len(column), 1, cell, hspace=0.35)
            for part, name in zip(parts, column, strict=True):
                left, bottom, wide, high = part.get_position(sheet.figure).bounds
                boxes[name] = Box(
                    left * sheet.width, (1 - bottom - high) * sheet.height,
                    wide * sheet.width, high * sheet.height,
                )  # fmt: skip
    return boxes


def _width(scene: Scene, column: tuple[str, ...]) -> float:
    """Return inches for a column: lists are narrow, a block of many maps is wide."""
    widths = []
    for name in column:
        panel = scene.panel(name)
        count, rows, cols = scene.arrays[panel.array].shape
        if isinstance(panel, Bars):
            longest = max(map(len, one_line(panel.labels)), default=0)
            widths.append(1.8 + LETTER * max(min(longest, MOST) - USUAL, 0))
        elif isinstance(panel, Curve):
            widths.append(1.8)
        elif cols * 4 <= rows:
            widths.append(0.9)
        else:
            widths.append(2.2 if count > 4 or name == "input" else 1.9)
    return max(widths)


def _stands_above(scene: Scene, name: str) -> bool:
    """Return whether a panel is a stack of maps in the overview, and no list."""
    panel = scene.panel(name)
    above = scene.columns[: scene.split or len(scene.columns)]
    return isinstance(panel, Grid) and panel.extent is None and any(name in one for one in above)


def _common_cell(scene: Scene, places: dict[str, Box]) -> float | None:
    """Return the edge of the cells of all maps that are to have one size; None if they are not."""
    cells, shares = [], []
    for name, place in places.items():
        if _stands_above(scene, name):
            panel, stack = scene.panel(name), scene.arrays[scene.panel(name).array]
            cells.append(place.cell(*_block(panel, stack)[0].shape[:2]))
            shares.append(panel.relative_size / max(stack.shape[1:]))
    return min(cells) if len(cells) > 1 and np.ptp(shares) < 1e-6 else None


def _block(panel: Grid, stack: np.ndarray):
    """Return what is drawn of a stack as one array, and the corner of each map in it."""
    low, high = panel.limits
    if panel.colours == "rgb":
        return np.clip((np.moveaxis(stack, 0, -1) - low) / (high - low), 0, 1), [(0, 0)]
    # Two maps stand below each other, two numbers side by side.
    across = 1 if len(stack) == 2 and stack[0].size > 4 else None
    return montage(_scaled(panel, stack), across)


def _draw_maps(sheet: Sheet, panel: Grid, stack: np.ndarray, place: Box, areas: list[Area],
               cell: float | None) -> Box:  # fmt: skip
    """Draw a block of maps, with cells of a size of its own or of all maps'; return its box."""
    low, high = panel.limits
    values, origins = _block(panel, stack)
    shape = values.shape[:2]
    box = place.around(*shape, cell)
    if panel.colours == "diverging":
        inks = sheet.image(panel.name, box, values, "signed", (-high, high))
    else:
        inks = sheet.image(panel.name, box, values, "gray", (low, high))
    if panel.colours != "rgb":
        _write_numbers(sheet, box, shape, stack, origins, inks)
    for channel, *area in areas:
        for i, (top, left) in enumerate(origins):
            if channel is None or channel == i:
                for _, row, col, *size in clipped((0, *area), (1, *stack.shape[1:])):
                    part = box.part(shape, top + row, left + col, *size)
                    sheet.frame(panel.name, part, FRAME)
    return box


def draw_bars(sheet: Sheet, panel: Bars, stack: np.ndarray, box: Box, areas: list[Area],
              size: float = 10) -> Box:  # fmt: skip
    """Draw the bars with their names on the left and their numbers on the right."""
    (low, high), values, theme = panel.limits, stack[0, :, 0], sheet.theme
    labels = one_line(panel.labels or map(str, range(len(values))))
    room = max(NAMES * box.width, INCH * LETTER * USUAL)
    names = names_within(sheet, labels, size, room)
    texts = panel.written or [plots.number(value, of=values) for value in values]
    left = max(sheet.text_width(name, size) for name in names) + size
    right = max(sheet.text_width(text, size - 1) for text in texts) + size / 2
    scale = max(box.width - left - right, LEAST_BARS * box.width) / (high - low)
    row, zero = box.height / (len(values) + 0.2), box.left + left - low * scale

    for place, (value, name, text) in enumerate(zip(values, names, texts, strict=True)):
        middle = box.top + (place + 0.6) * row
        length = np.clip(value, low, high) * scale
        if np.isfinite(length):
            start = zero + min(length, 0)
            colour = theme.negative if value < 0 else theme.positive
            sheet.bar(Box(start, middle - 0.35 * row, abs(length), 0.7 * row), colour)
        sheet.text(box.left, middle, name, size, theme.ink, 0)
        sheet.text(box.left + box.width, middle, text, size - 1, theme.ink, 1)
    sheet.bar(Box(zero - 0.4, box.top, 0.8, box.height), theme.muted)
    for _, first, _, count, _ in areas:
        part = Box(box.left, box.top + (first + 0.1) * row, box.width, count * row)
        sheet.frame(panel.name, part, FRAME)
    return box


def _scaled(panel: Grid, stack: np.ndarray) -> np.ndarray:
    """Return the stack with every map in units of the panel's limits."""
    if not panel.details.map_limits:
        return stack
    tops = np.array([limits[1] for limits in panel.details.map_limits]).reshape(-1, 1, 1)
    return stack / tops * panel.limits[1]


def _write_numbers(sheet: Sheet, box: Box, shape, stack: np.ndarray, origins, inks) -> None:
    """Write the numbers of all maps of a stack into their cells, where they fit."""
    decimals, cell = plots.decimals_of(stack), box.width / shape[1]
    if min(9.0, 0.6 * cell, 1.66 * cell) < SMALLEST:
        return  # not even one figure fits
    texts = [plots.number(value, decimals) for value in stack[np.isfinite(stack)]]
    for short in (False, True):
        longest = max((len(without_zero(text) if short else text) for text in texts), default=1)
        size = min(9.0, 0.6 * cell, 1.66 * cell / longest)
        if size < SMALLEST:
            continue
        for values, (top, left) in zip(stack, origins, strict=True):
            rows, cols = values.shape
            part = box.part(shape, top, left, rows, cols)
            colours = inks[top : top + rows, left : left + cols]
            sheet.numbers(part, values, decimals, size, colours, short)
        return
