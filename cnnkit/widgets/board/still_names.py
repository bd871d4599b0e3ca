"""What stands over and beside the cells of a grid in a static figure: ways, a star, names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox, TransformedBbox

from cnnkit.widgets.board.cut_names import cut_names, one_line
from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.panels import Bars, Grid, Panel, PathGrid
from cnnkit.widgets.board.still_sheet import SPACED, Box, Sheet
from cnnkit.widgets.board.themes import Theme

MOST_NAMES = 16  # that can be read beside each other
LONG = 24  # characters of the names of columns that are written upright
SIZE, AWAY = 11, 4  # points of a name, and from it to the cells
LONGEST = 170  # points of one that may be cut, beside bars


def colour_of(word: str, theme: Theme) -> str:
    """Return the colour that a path or line names by its role."""
    return theme.cursor if word == "frame" else getattr(theme, word)


def dashes(dash: Sequence[int]):
    """Return a dash as matplotlib has it."""
    return (0, tuple(dash)) if dash else "-"


def draw_paths(sheet: Sheet, panel: PathGrid, cursor: Cell, box: Box, shape) -> None:
    """Draw lines of equal height, ways as far as the cursor is on the curve over them, a star."""
    theme, side = sheet.theme, box.height / shape[0]
    window = TransformedBbox(Bbox([box.corners[0], box.corners[2]]), sheet.page.transData)
    shown = cursor[3] + 1 if panel.follows and cursor[0] == panel.follows else None

    def draw(points, **style):
        down, across = (np.transpose(points) + 0.5) * side
        line = Line2D(box.left + across, box.top + down, **style)
        sheet.page.add_artist(line)
        line.set_clip_box(window)  # a way may leave the map

    for path in panel.paths:
        if path.thin:
            draw(path.points, color=theme.muted, linewidth=0.7)
            continue
        points, color = path.points[:shown], colour_of(path.colour, theme)
        draw(points, color=color, linestyle=dashes(path.dash), linewidth=2)
        draw(points[-1:], color=color, linestyle="", marker="o")
    if panel.star is not None:
        style = {"markersize": 14, "markeredgecolor": theme.paper}
        draw([panel.star], color=theme.ink, linestyle="", marker="*", **style)


def room_for_names(sheet: Sheet, panel: Panel) -> tuple[float, float]:
    """Return the points that the names of rows take to the left, those of columns below."""
    if not isinstance(panel, Grid):
        return 0, 0
    least = (
        sheet.text_width("00", SIZE) if any(panel.details.row_names) else 0
    )  # numbers grow on the way
    longest = [
        max((sheet.text_width(name, SIZE) for name in names if name), default=-AWAY) + AWAY
        for names in (panel.details.row_names, panel.details.column_names)
    ]
    upright = _upright(panel.details.column_names)
    below = longest[1] if upright or not longest[1] else SIZE * SPACED + AWAY
    return max(longest[0], least + AWAY if least else 0), below


def names_beside(sheet: Sheet, panel: Bars, size: float) -> Sequence[str]:
    """Return what is written beside bars; nothing where others on their left have the same."""
    if not panel.named:
        return ()
    labels = one_line(panel.labels)
    return names_within(sheet, labels, size, LONGEST) if panel.cuts_names else labels


def names_within(sheet: Sheet, names: Sequence[str], size: float, room: float) -> list[str]:
    """Return names, cut where they are wider than ``room`` points."""
    widths: dict[str, float] = {}  # of letters: a text is about as wide as they are together

    def width(letter: str) -> float:
        if letter not in widths:
            widths[letter] = sheet.text_width(letter, size)
        return widths[letter]

    return cut_names(names, lambda text: sum(map(width, text)) <= room)


def write_names(sheet: Sheet, panel: Grid, box: Box, shape) -> None:
    """Write the names of rows and columns at the edges; of many every second, third, ..."""
    (above, left), colour = panel.padding, sheet.theme.muted
    down, across = box.height / shape[0], box.width / shape[1]
    for i in _some(panel.details.row_names):
        y = box.top + (above + i + 0.5) * down
        sheet.text(box.left - AWAY, y, panel.details.row_names[i], SIZE, colour, 1)
    upright, edge = _upright(panel.details.column_names), box.top + box.height + AWAY
    for i in _some(panel.details.column_names):
        x, name = box.left + (left + i + 0.5) * across, panel.details.column_names[i]
        if upright:
            sheet.upright(x, edge, name, SIZE, colour)
        else:
            sheet.text(x, edge + SIZE * SPACED / 2, name, SIZE, colour, 0.5)


def _upright(names: Sequence[str]) -> bool:
    some = _some(names)
    dense = len(some) == len(names)  # a name for each column needs room beside its neighbours
    return sum(len(names[i]) + dense for i in some) > LONG


def _some(names: Sequence[str]) -> list[int]:
    """Return the places of the names that are written, at most `MOST_NAMES`."""
    named = [i for i, name in enumerate(names) if name]
    return named[:: -(-len(named) // MOST_NAMES)] if named else []
