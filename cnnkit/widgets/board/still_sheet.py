"""A sheet of paper for a still picture: few artists on one Axes, because it follows every cell run.

Places are in points from the upper left corner. What is alike, such as frames, lines between cells
and numbers in them, is gathered and becomes one artist: an Axes for each map and a Text for each
number take several times as long.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from cnnkit.plots.colours import ink_on
from cnnkit.plots.figure import SCREEN_DPI
from cnnkit.plots.number_text import text_of, without_zero
from cnnkit.widgets.board.cell_texts import Texts
from cnnkit.widgets.board.themes import Theme

INCH = 72  # points
SMALLEST_CELL = 12  # points: cells from here on have lines between them
SPACED = 1.2  # times the size of a font from one line to the next


class Box(NamedTuple):
    """A rectangle on the sheet, in points."""

    left: float
    top: float
    width: float
    height: float

    def cell(self, rows: int, cols: int) -> float:
        """Return the edge of the largest square cells that fit."""
        return min(self.width / cols, self.height / rows)

    def around(self, rows: int, cols: int, cell: float | None = None) -> Box:
        """Return the largest box for square cells that fits, in the middle of this one.

        With smaller cells of a given edge it stands at the top.
        """
        side = self.cell(rows, cols) if cell is None else cell
        wide, high = side * cols, side * rows
        left, spare = self.left + (self.width - wide) / 2, self.height - high
        return Box(left, self.top + (spare / 2 if cell is None else 0), wide, high)

    def wider(self, more: float) -> Box:
        """Return the box with so much more to its left."""
        return self._replace(left=self.left - more, width=self.width + more)

    def upper(self, rows: int, most: int) -> Box:
        """Return the box of a table, from the top on: rows are as high as if there were most."""
        return self._replace(height=self.height * rows / max(rows, most))

    def part(self, shape, row: float, col: float, height: float = 1, width: float = 1) -> Box:
        """Return the box of some cells of a grid of that shape which fills this one."""
        down, across = self.height / shape[0], self.width / shape[1]
        return Box(self.left + col * across, self.top + row * down, width * across, height * down)

    @property
    def corners(self) -> list[tuple[float, float]]:
        """The four corners, all the way round."""
        right, bottom = self.left + self.width, self.top + self.height
        return [(self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)]


class Sheet:
    """A figure to draw grids of cells on.

    Parameters
    ----------
    width, height : float
        In points.
    theme : Theme

    Attributes
    ----------
    figure : matplotlib.figure.Figure
    page : matplotlib.axes.Axes
        Covers all of it.
    """

    def __init__(self, width: float, height: float, theme: Theme):
        self.width, self.height, self.theme = width, height, theme
        inches = width / INCH, height / INCH
        self.figure = Figure(inches, SCREEN_DPI, facecolor=theme.paper, layout="none")
        FigureCanvasAgg(self.figure)
        self.page = self.figure.add_axes((0, 0, 1, 1))
        self.page.set_axis_off()
        self.page.set(xlim=(0, width), ylim=(height, 0))
        self._frames: dict = defaultdict(list)
        self._lines: list = []
        self._bars: list = []
        self._texts: dict = defaultdict(list)

    def widen(self, more: float) -> None:
        """Make the sheet wider, in points, before anything is drawn."""
        self.width += more
        self.figure.set_size_inches(self.width / INCH, self.height / INCH)
        self.page.set_xlim(0, self.width)

    def axes(self, box: Box):
        """Return an Axes of its own, for a chart that fills the box."""
        left, bottom = box.left / self.width, 1 - (box.top + box.height) / self.height
        shares = left, bottom, box.width / self.width, box.height / self.height
        ax = self.figure.add_axes(shares, facecolor=self.theme.paper)
        ax.spines[:].set_color(self.theme.grid)
        return ax

    def text_width(self, text: str, size: float) -> float:
        """Return how wide a text will be, in points."""
        renderer, font = self.figure.canvas.get_renderer(), FontProperties(size=size)
        width, _, _ = renderer.get_text_width_height_descent(text, font, False)
        return width * INCH / self.figure.dpi

    # -- what is drawn at once

    def title(self, box: Box, text: str, size: float, pad: float) -> None:
        """Write above a box; names are people's own, and a dollar sign in them is not a formula."""
        self.page.text(
            box.left + box.width / 2, box.top - pad, text,
            ha="center", va="baseline", fontsize=size, color=self.theme.ink, parse_math=False,
        )  # fmt: skip

    def upright(self, x: float, y: float, text: str, size: float, colour: str) -> None:
        """Write a text from below upwards, which ends at y."""
        style = {"ha": "center", "va": "top", "rotation": 90, "parse_math": False}
        self.page.text(x, y, text, fontsize=size, color=colour, **style)

    def image(self, name: str, box: Box, values, colours: str | None = None, limits=(0.0, 1.0)):
        """Draw cells, or an (H, W, 3) picture; return the colour of each.

        Cells are "signed" or "gray", or None for no colour.
        """
        values = np.asarray(values, float)  # float32 cannot hold the distance of its two ends
        plain = ListedColormap([self.theme.paper])
        colormap = {"signed": self.theme.signed, None: plain}.get(colours, colours)
        left, top, width, height = box
        image = AxesImage(
            self.page, cmap=colormap, norm=Normalize(*limits), interpolation="nearest",
            origin="upper", extent=(left, left + width, top + height, top),
        )  # fmt: skip
        image.set_data(values)
        image.set_gid(name)
        self.page.add_image(image)
        return image.cmap(image.norm(values)) if np.ndim(values) == 2 else values

    def ground(self, box: Box, colour: str) -> None:
        """Colour a box behind what will be drawn on it."""
        left, top, width, height = box
        self.page.add_patch(Rectangle((left, top), width, height, color=colour, lw=0, zorder=-1))

    # -- what is gathered

    def outline(self, box: Box) -> None:
        """Draw the thin edge of a map."""
        self._frames["", self.theme.muted, 0.8, 2.5].append(box.corners)

    def frame(self, name: str, box: Box, width: float) -> None:
        """Frame some cells of a panel."""
        self._frames[name, self.theme.cursor, width, 4].append(box.corners)

    def bar(self, box: Box, colour: str) -> None:
        """Fill a box, such as a bar of a chart."""
        self._bars.append((box.corners, colour))

    def lines(self, box: Box, shape: tuple[int, int]) -> None:
        """Draw the lines between cells, unless these are small."""
        rows, cols = shape
        if min(box.height / rows, box.width / cols) < SMALLEST_CELL:
            return
        left, top, right, bottom = *box[:2], box.left + box.width, box.top + box.height
        self._lines += [((x, top), (x, bottom)) for x in np.linspace(left, right, cols + 1)]
        self._lines += [((left, y), (right, y)) for y in np.linspace(top, bottom, rows + 1)]

    def numbers(
        self, box: Box, values, decimals: int | None, size: float, inks, short: bool = False
    ) -> None:
        """Write the finite numbers into their cells, in black or white by the cell's colour.

        A `short` number has no zero before its point.
        """
        down, across = box.height / values.shape[0], box.width / values.shape[1]
        for (row, col), value in np.ndenumerate(values):
            if np.isfinite(value):
                x, y = box.left + (col + 0.5) * across, box.top + (row + 0.5) * down
                text = text_of(float(value), decimals)
                text = without_zero(text) if short else text
                self.text(x, y, text, size, ink_on(inks[row, col]), 0.5)

    def text(self, x: float, y: float, text: str, size: float, colour: str, before: float) -> None:
        """Write a text whose share `before` lies left of x, centred on y."""
        self._texts[round(size, 2)].append((x, y, text, colour, before))

    # -- and drawn at last

    def finished(self) -> Figure:
        """Return the figure with all that was gathered."""
        page = self.page
        if self._lines:
            style = {"colors": self.theme.grid, "linewidths": 0.8, "zorder": 1.5}
            page.add_collection(LineCollection(self._lines, **style), autolim=False)
        if self._bars:
            boxes, colours = zip(*self._bars, strict=True)
            page.add_collection(PolyCollection(boxes, facecolors=colours, lw=0), autolim=False)
        for (name, colour, width, order), boxes in self._frames.items():
            frames = PolyCollection(
                boxes, facecolors="none", edgecolors=colour, linewidths=width, zorder=order,
                joinstyle="miter", clip_on=False,
            )  # fmt: skip
            frames.set_gid(f"frames of {name}" if name else "edges")
            page.add_collection(frames, autolim=False)
        for size, items in self._texts.items():
            page.add_artist(Texts(size, items))
        return self.figure
