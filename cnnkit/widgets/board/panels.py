"""Panels: what draws one array of a scene, as a grid of cells, as bars, or as a curve."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, replace
from typing import ClassVar

from cnnkit.widgets.board.arithmetic_rules import Rule
from cnnkit.widgets.board.scene_checks import check_word

COLOURS = ("diverging", "gray", "channels", "rgb", "plain")
TILES = ("row", "column", "block")
EDITABLE = (False, True, "flip", "choose", "open", "draw")

# What the browser gets of every panel, also of one that has no such field.
_SENT = {
    "name": "", "title": "", "array": "", "limits": (-1.0, 1.0), "colours": "diverging",
    "padding": (0, 0), "editable": False, "brush": (1.0, 0.0), "eraser": False, "hint": "",
    "map_limits": (), "products": None, "map_of": (), "window_of": (), "keep_mark": False,
    "relative_size": 1.0, "bar_height": 0, "rule": None, "extent": None, "tiles": "column",
    "note": "", "labels": (), "stacked": False, "kind": "grid", "x": (0.0, 1.0),
    "tangent": False, "point": None, "trail": (), "paths": (), "decimals": None,
    "row_names": (), "column_names": (), "star": None, "follows": "", "whole": False,
    "log": False, "lines": (), "map_names": (), "headline": "", "written": (), "named": True,
    "cuts_names": False,
}  # fmt: skip

WIDTH = 216  # pixels of bars, curves and films that say nothing else


@dataclass(frozen=True)
class Panel:
    """What all panels have.

    Parameters
    ----------
    name, title : str
        `name` is how links and tests speak of the panel, `title` is what people read.
    limits : (float, float)
        Values that get the two end colours, or that the two ends of bars and curves stand for.
    array : str
        Name of the array in :attr:`Scene.arrays`, of shape (channels, rows, cols); by default the
        panel's own name.
    editable : bool, "flip", "choose", "open" or "draw"
        Whether a person may type into the cells (and drag bars), flips a pixel with a click,
        chooses a cell to be told more of, opens a map in detail, or paints: see
        :mod:`cnnkit.widgets.board.edits`.
    extent : int or None
        Longest side in pixels. A grid with None shares the board's one scale of cells; bars,
        curves and films do not, so they have a size of their own.
    note : str
        A line under the panel.
    rule : Rule or None
        How the arithmetic line spells a cell of this panel: see
        :mod:`cnnkit.widgets.board.arithmetic_rules`.

    Examples
    --------
    >>> Grid("map", "Map").array
    'map'
    """

    kind: ClassVar[str] = ""
    name: str
    title: str
    limits: tuple[float, float] = (-1.0, 1.0)
    _: KW_ONLY
    array: str = ""
    editable: bool | str = False
    extent: int | None = None
    note: str = ""
    rule: Rule | None = None

    def __post_init__(self):
        object.__setattr__(self, "array", self.array or self.name)
        check_word("panel", self.name, "editable", self.editable, EDITABLE)

    @property
    def caption(self) -> str:
        """The title, as a still picture has it."""
        return self.title

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        found = _SENT | vars(self)
        found["kind"], found["rule"] = self.kind, self.rule and self.rule.to_dict()
        return found


@dataclass(frozen=True)
class Pen:
    """The brush that paints in a grid.

    Parameters
    ----------
    brush : (float, float)
        Diameter and soft edge, in cells, of the brush that paints with the upper of the limits.
    eraser : bool
        Whether it paints with the lower one instead, as the right button always does.
    hint : str
        Words on the grid while it is empty.
    """

    brush: tuple[float, float] = (1.0, 0.0)
    eraser: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Details:
    """What is said of single maps, rows and columns of a grid, and how its numbers are written.

    Parameters
    ----------
    map_limits : sequence of (float, float)
        Limits of every map of a stack, where they differ.
    map_names : tuple of str
        What the maps of a stack are called, where they are not numbered.
    row_names, column_names : tuple of str
        What is written to the left of each row and below each column, and told to a screen reader;
        "" for none.
    decimals : int or None
        Of its numbers; None for as many as belong to its array.
    """

    map_limits: tuple[tuple[float, float], ...] = ()
    map_names: tuple[str, ...] = ()
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    decimals: int | None = None


@dataclass(frozen=True)
class Grid(Panel):
    """A grid of coloured cells, or a stack of them, with their numbers where there is room.

    Parameters
    ----------
    colours : {"diverging", "gray", "channels", "rgb", "plain"}
        Diverging for signed numbers (blue, pale, orange), gray for pictures, channels for the
        red, green and blue of a colour picture; rgb draws the three as one picture. Plain cells
        have no colour: a table.
    padding : (int, int)
        Rows and columns of zeros to draw around the array.
    tiles : {"row", "column", "block"}
        How a stack of several channels is laid out; a block is nearly square.
    relative_size : float
        Size of a tile relative to the largest in its row, where a scene fits tiles.
    pen : Pen or None
        What paints, where the grid can be painted on.
    details : Details
        Names and limits of maps, names of rows and columns, decimals.
    """

    kind: ClassVar[str] = "grid"
    _: KW_ONLY
    colours: str = "diverging"
    padding: tuple[int, int] = (0, 0)
    tiles: str = "column"
    relative_size: float = 1.0
    pen: Pen | None = None
    details: Details = Details()

    def __post_init__(self):
        super().__post_init__()
        check_word("panel", self.name, "colours", self.colours, COLOURS)
        check_word("panel", self.name, "tiles", self.tiles, TILES)

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        found = super().to_dict()
        found |= vars(found.pop("details"))
        pen = found.pop("pen")
        return found | vars(pen) if pen else found


def with_decimals(panel: Panel, decimals: int) -> Panel:
    """Return a grid or bars with this many decimals in its numbers.

    Examples
    --------
    >>> with_decimals(Grid("map", "Map"), 3).details.decimals
    3
    """
    if isinstance(panel, Grid):
        return replace(panel, details=replace(panel.details, decimals=decimals))
    return replace(panel, decimals=decimals)


@dataclass(frozen=True)
class OpenMap(Grid):
    """One map of the stack of another panel; the cursor is shared with that map.

    Parameters
    ----------
    map_of : (str, int)
        Name of that panel, and which map of it (−1: all, as one picture in colour).
    window_of : (str, int) or ()
        A pointer in this panel moves the window of this reader, in this map of it.
    keep_mark : bool
        Whether the panel keeps marking the cursor's last place after the cursor left.
    """

    _: KW_ONLY
    map_of: tuple[str, int]
    window_of: tuple[str, int] | tuple[()] = ()
    keep_mark: bool = False


@dataclass(frozen=True)
class WindowGrid(Grid):
    """A grid that the browser fills in as the window moves.

    Parameters
    ----------
    products : Products, MapProducts, ChannelSums or WindowValues
        What is in it: see :mod:`cnnkit.widgets.board.arithmetic_rules`.
    """

    _: KW_ONLY
    products: Rule

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        return super().to_dict() | {"products": self.products.to_dict()}


@dataclass(frozen=True)
class Path:
    """A line over a grid.

    Parameters
    ----------
    points : sequence of (float, float)
        Row and column, in cells.
    colour : {"frame", "ink", "negative", "muted"}
    dash : sequence of int
        Pixels that are drawn and left out, in turn.
    thin : bool
        Whether it is a line of equal height, without an end.
    """

    points: tuple[tuple[float, float], ...]
    colour: str
    dash: tuple[int, ...] = ()
    thin: bool = False

    def to_dict(self) -> dict:
        """Return the line as JSON, for the browser."""
        found = {"points": self.points, "dash": self.dash, "colour": self.colour}
        return found | {"thin": True} if self.thin else found


@dataclass(frozen=True)
class PathGrid(Grid):
    """A grid over two axes, with lines over it.

    Parameters
    ----------
    paths : sequence of Path
    star : (float, float) or None
        A place that is marked: row and column, in cells.
    follows : str
        A curve over the steps of the paths: while the cursor is on it, they are drawn as far as
        there.
    """

    _: KW_ONLY
    paths: tuple[Path, ...]
    star: tuple[float, float] | None = None
    follows: str = ""

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        return super().to_dict() | {"paths": [path.to_dict() for path in self.paths]}


@dataclass(frozen=True)
class Bars(Panel):
    """A column of numbers as horizontal bars from zero: draws (1, rows, 1), a bar a row.

    Parameters
    ----------
    labels : tuple of str
        A word for every bar.
    extent : int
        Width in pixels.
    stacked : bool
        Whether each bar begins where the one before it ends; the last, their sum, begins at 0.
    bar_height : int
        Pixels of a bar's row; 0 for the usual height.
    headline : str
        A word in large letters above the bars: the answer.
    written : tuple of str
        What stands behind each bar, where that is not its number.
    named : bool
        Whether the words stand beside the bars; else bars to the left have the same ones.
    cuts_names : bool
        Whether long words are cut beside the bars where the page is narrow. They are said whole.
    decimals : int or None
        Of its numbers; None for as many as belong to its array.
    """

    kind: ClassVar[str] = "bars"
    _: KW_ONLY
    extent: int = WIDTH
    labels: tuple[str, ...]
    stacked: bool = False
    bar_height: int = 0
    headline: str = ""
    written: tuple[str, ...] = ()
    named: bool = True
    cuts_names: bool = False
    decimals: int | None = None

    @property
    def caption(self) -> str:
        """The title, as a still picture has it: with the headline."""
        return f"{self.title}: {self.headline}" if self.headline else self.title


@dataclass(frozen=True)
class Line:
    """One of several lines of equal rank over one axis.

    Parameters
    ----------
    name : str
        What the legend calls it.
    colour, dash
        As those of a :class:`Path`.
    """

    name: str
    colour: str
    dash: tuple[int, ...] = ()


@dataclass(frozen=True)
class Curve(Panel):
    """A curve: draws (lines, 1, samples), the function first; its slope second, where there is one.

    Parameters
    ----------
    x : (float, float)
        Where the samples begin and end.
    extent : int
        Width in pixels.
    tangent : bool
        Whether the slope at the point is drawn as a tangent instead of as a second line.
    point : float or None
        Where the curve's own point is; None where its point is the cursor's.
    trail : sequence of (float, float)
        Steps that were taken along the curve.
    whole : bool
        Whether the axis counts steps: only whole numbers are written at it.
    log : bool
        Whether heights are drawn in powers of ten; the limits are above 0 then.
    lines : sequence of Line
        Names and strokes, where the lines are several of a kind instead of a curve and its slope.
    """

    kind: ClassVar[str] = "curve"
    _: KW_ONLY
    extent: int = WIDTH
    x: tuple[float, float]
    tangent: bool = False
    point: float | None = None
    trail: tuple[tuple[float, float], ...] = ()
    whole: bool = False
    log: bool = False
    lines: tuple[Line, ...] = ()

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        return super().to_dict() | {"lines": [vars(line) for line in self.lines]}
