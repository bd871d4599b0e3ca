"""Where each panel of a still picture stands: a table whose places are alike."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from itertools import accumulate

from cnnkit.widgets.board.panels import Bars, Curve, Grid, Panel
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_curve import LEGEND
from cnnkit.widgets.board.still_names import names_beside, room_for_names
from cnnkit.widgets.board.still_sheet import INCH, SPACED, Box, Sheet

MOST_IN_A_ROW = 5
TITLE, ABOVE = 15, 10  # points: the size of a title, and from it to its panel
AWAY = 3.5  # points from a name to the bar that it names
LARGE, SMALL = (3.1, 3.4), (2.3, 2.6)  # inches of a panel alone, and of one of a stack
RIMS = 7.2, 5.8  # points beside a panel and above it
TICKS = 26, 14  # points for the numbers beside and below a chart
LINES = 7  # rows for which a table leaves room
NAMES = 30  # points beside a panel that its place has for them; longer ones widen the sheet
GAP = 8  # points between two titles
EDGE = 20  # points left and right of all, for what reaches beyond its place; what is blank is cut


@dataclass(frozen=True)
class Placed:
    """The place of one panel.

    Parameters
    ----------
    boxes : list of Box
        One for each of its maps.
    title : str
        In as many lines as it needs.
    above : float
        Points from the title to the panel.
    names : float
        Points that the names of bars, or the ticks of a chart, take to the left under the title.
    """

    boxes: list[Box]
    title: str
    above: float
    names: float


class Table:
    """The panels of a scene side by side, their maps below each other.

    Many panels without stacks stand below each other as they do on the board. A single array beside
    stacks stands in the middle of its column.

    Parameters
    ----------
    scene : Scene

    Attributes
    ----------
    size : (float, float)
        Width and height of the sheet, in points.
    """

    def __init__(self, scene: Scene):
        self._scene = scene
        order = [name for column in scene.columns for name in column]
        counts = [self._maps(name) for name in order]
        self._rows, self._columns = rows, _ = max(counts), len(order)
        self._places: dict[str, list] = {
            name: [(None, j)] if count == 1 < rows else [(i, j) for i in range(count)]
            for j, (name, count) in enumerate(zip(order, counts, strict=True))
        }
        wide, high = LARGE if rows == 1 else SMALL
        if rows == 1 and len(order) > MOST_IN_A_ROW:
            self._rows, self._columns = max(map(len, scene.columns)), len(scene.columns)
            self._places = {
                name: [(i, j)]
                for j, column in enumerate(scene.columns)
                for i, name in enumerate(column)
            }
            wide, high = SMALL
        self.size = wide * self._columns * INCH, high * self._rows * INCH

    def _maps(self, name: str) -> int:
        panel = self._scene.panel(name)
        one = isinstance(panel, Curve) or (isinstance(panel, Grid) and panel.colours == "rgb")
        return 1 if one else len(self._scene.arrays[panel.array])

    def placed(self, sheet: Sheet) -> dict[str, Placed]:
        """Return where each panel stands: all alike, as far as titles and names leave room."""
        beside, over = RIMS
        left, below = [0.0] * self._columns, [0.0] * self._rows
        for name, ((row, col), *_) in self._places.items():
            wide, high = _room(sheet, self._scene.panel(name))
            left[col] = max(left[col], wide)
            below[-1 if row is None else row] = max(below[-1 if row is None else row], high)
        sheet.widen(2 * EDGE + sum(max(names - NAMES, 0) for names in left))
        width = (sheet.width - 2 * EDGE - sum(left)) / self._columns - 2 * beside
        titles, gaps, above = {}, {}, [0.0] * self._rows
        for name, ((row, col), *_) in self._places.items():
            panel = self._scene.panel(name)
            names = left[col] if isinstance(panel, (Bars, Curve)) else 0
            titles[name] = _wrapped(sheet, panel.caption, width + names + 2 * beside - GAP)
            gaps[name] = ABOVE + (LEGEND if isinstance(panel, Curve) and panel.lines else 0)
            if row is not None or self._rows == 1:
                lines = titles[name].count("\n") + 1
                needs = gaps[name] + TITLE * (SPACED * lines - 0.3)
                above[row or 0] = max(above[row or 0], needs)
        height = (sheet.height - sum(above) - sum(below)) / self._rows - 2 * over
        wide = [width + label + 2 * beside for label in left]
        tall = [height + a + b + 2 * over for a, b in zip(above, below, strict=True)]
        x = [
            EDGE + start + beside + label for start, label in zip(_starts(wide), left, strict=True)
        ]
        y = [start + over + title for start, title in zip(_starts(tall), above, strict=True)]
        whole = y[-1] - y[0] + height
        found = {}
        for name, places in self._places.items():
            boxes = [
                Box(x[j], y[0], width, whole) if i is None else Box(x[j], y[i], width, height)
                for i, j in places
            ]
            panel = self._scene.panel(name)
            names = _room(sheet, panel)[0] if isinstance(panel, (Bars, Curve)) else 0
            found[name] = Placed(boxes, titles[name], gaps[name], names)
        return found


def _room(sheet: Sheet, panel: Panel) -> tuple[float, float]:
    """Return the points that names and ticks of a panel take to its left, and below it."""
    if isinstance(panel, Curve):
        return TICKS
    if isinstance(panel, Bars):
        names = names_beside(sheet, panel, TITLE)
        return max((sheet.text_width(one, TITLE) + AWAY for one in names), default=0), 0
    return room_for_names(sheet, panel)


def _starts(lengths: list[float]) -> list[float]:
    """Return where each of several lengths begins, from 0 on."""
    return [0.0, *accumulate(lengths[:-1])]


def _wrapped(sheet: Sheet, title: str, room: float) -> str:
    """Return a title in lines of at most ``room`` points, without what a hand would do."""
    title = re.sub(r": drag( the \w+)?$", "", title)
    needs = sheet.text_width(title, TITLE)
    return title if needs <= room else textwrap.fill(title, max(int(len(title) * room / needs), 8))


def padding_of(panel: Panel) -> tuple[int, int]:
    """Return the rows and columns of zeros around a panel."""
    return panel.padding if isinstance(panel, Grid) else (0, 0)
