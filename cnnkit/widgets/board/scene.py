"""The scene of a board as plain data: arrays, the panels that draw them, the links between them.

A scene is one dictionary. It travels to the browser in one message, arrays as binary buffers, and
is stored in the notebook, so that a saved page draws without a kernel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.widgets.board.frozen_arrays import frozen


@dataclass(frozen=True)
class Panel:
    """A grid of coloured cells, a curve or bars: what draws one array of the scene.

    Parameters
    ----------
    name, title : str
        `name` is how links and tests speak of the panel, `title` is what people read.
    array : str
        Name of the array in :attr:`Scene.arrays`; panels take (channels, rows, cols).
    limits : (float, float)
        Values that get the two end colours.
    map_limits : sequence of (float, float)
        The same for every map of the stack, where they differ.
    colours : {"diverging", "gray", "channels", "rgb"}
        Diverging for signed numbers (blue, pale, orange), gray for pictures, channels for the
        red, green and blue of a colour picture; rgb draws the three as one picture.
    padding : (int, int)
        Rows and columns of zeros to draw around the array.
    editable : bool, "flip", "choose", "open" or "draw"
        Whether a person may type into the cells (and drag bars), flips a pixel with a click,
        chooses a cell to be told more of, opens a map in detail, or paints: see
        :mod:`cnnkit.widgets.board.edits`.
    brush : (float, float)
        Diameter and soft edge, in cells, of the brush that paints with the upper of the limits.
    eraser : bool
        Whether the brush paints with the lower one instead, as the right button always does.
    hint : str
        Words on such a panel while it is empty.
    products : dict or None
        For the panel of products: which reader, source and weights it multiplies; for one "map"
        of the reader, and one "input" of the source or summed "by" its channels.
    map_of : (str, int) or ()
        A panel that shows one map of the stack of another panel: its name, and which (−1: all).
        The cursor is shared with that map.
    window_of : (str, int) or ()
        A pointer in such a panel moves the window of this reader, in this map of it.
    keep_mark : bool
        Whether such a panel keeps marking the cursor's last place after the cursor left.
    relative_size : float
        Size of a tile relative to the largest in its row, where a scene fits tiles.
    bar_height : int
        Pixels of a bar's row; 0 for the usual height.
    rule : dict or None
        How the arithmetic line spells a cell of this panel.
    extent : int or None
        Longest side in pixels; None shares the board's one scale.
    tiles : {"row", "column", "block"}
        How a stack of several channels is laid out; a block is nearly square.
    note : str
        A line under the panel.
    labels : tuple of str
        A word for every row, written in its cell above the number.
    stacked : bool
        Whether each bar begins where the one before it ends; the last, their sum, begins at 0.
    kind : {"grid", "curve", "bars"}
        A curve draws (lines, 1, samples): the function first, its slope second. Bars draw
        (1, rows, 1), a bar a row.
    x : (float, float)
        Where a curve's samples begin and end.
    tangent : bool
        Whether a curve draws its slope at the point as a tangent instead of as a second line.
    point : float or None
        Where a curve's own point is; None where its point is the cursor's.
    trail : sequence of (float, float)
        Steps that were taken along a curve.
    paths : sequence of dict
        Lines over a grid: "points" as (row, column) in cells, "dash", and the "colour" by name;
        "thin" for lines of equal height.
    """

    name: str
    title: str
    array: str
    limits: tuple[float, float] = (-1.0, 1.0)
    colours: str = "diverging"
    padding: tuple[int, int] = (0, 0)
    editable: bool | str = False
    brush: tuple[float, float] = (1.0, 0.0)
    eraser: bool = False
    hint: str = ""
    map_limits: tuple[tuple[float, float], ...] = ()
    products: dict | None = None
    map_of: tuple[str, int] | tuple[()] = ()
    window_of: tuple[str, int] | tuple[()] = ()
    keep_mark: bool = False
    relative_size: float = 1.0
    bar_height: int = 0
    rule: dict | None = None
    extent: int | None = None
    tiles: str = "column"
    note: str = ""
    labels: tuple[str, ...] = ()
    stacked: bool = False
    kind: str = "grid"
    x: tuple[float, float] = (0.0, 1.0)
    tangent: bool = False
    point: float | None = None
    trail: tuple[tuple[float, float], ...] = ()
    paths: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Link:
    """Cell (i, j) of `reader` reads the window at (i, j) * stride - padding of `source`.

    Parameters
    ----------
    reader, source : str
        Names of panels.
    kind : {"window", "flatten", "unflatten", "dense", "value"}
        A window of the source; one cell of the source's maps, in reading order; one cell of the
        source's list; all of it; the place on a curve that a cell's value has.
    kernel_size, stride, padding, dilation : (int, int)
        The window, as in :func:`cnnkit.functional.conv2d`.
    channels : {"all", "same"}
        Whether a cell reads every channel of the source (convolution) or its own (pooling).
    snap : bool
        Whether a pointer in the source moves the window instead of marking one cell.
    order : tuple of int
        Flatten: which number of the maps each row shows, -1 for none; default reading order.
    tiles : tuple of int
        Unflatten: the (channels, rows, columns) of the reader.
    wrap : int
        Columns of the list where it goes on in the next row.
    """

    reader: str
    source: str
    kind: str = "window"
    kernel_size: tuple[int, int] = (1, 1)
    stride: tuple[int, int] = (1, 1)
    padding: tuple[int, int] = (0, 0)
    dilation: tuple[int, int] = (1, 1)
    channels: str = "all"
    snap: bool = False
    order: tuple[int, ...] = ()
    tiles: tuple[int, ...] = ()
    wrap: int = 1


@dataclass(frozen=True)
class Control:
    """A setting in the toolbar.

    Its `kind` is "choice" (one of `options`), "integer" (`low` to `high`), "button", or "file" (of
    the types `accept`, up to `high` bytes).
    """

    name: str
    label: str
    value: object
    kind: str = "choice"
    low: int = 0
    high: int = 0
    options: tuple[tuple[str, str], ...] = ()
    accept: str = ""
    hidden: bool = False


@dataclass(frozen=True)
class Scene:
    """Everything on a board at one moment.

    Parameters
    ----------
    label : str
        What a screen reader says of the whole board.
    arrays : dict of str to array
        Numbers by name; panels need three axes. The scene keeps read-only copies: whatever is done
        later to a network, a cache or a person's array, it shows one moment.
    panels, links, controls : sequences
        What is drawn, which cells belong together, what can be set.
    columns : sequence of sequences of str
        Panels from left to right, and from top to bottom within a column.
    lead : str
        The panel that the window slides over (the map), where the cursor lives.
    weights : str or None
        The panel of the window's weights.
    player : bool
        Whether the board offers to slide the window by itself.
    largest_cell, tallest : int
        Pixels that a cell, and a column of panels, may take: one screen at 1280×720.
    fit : {"cells", "tiles"}
        Whether the cells of all panels have one size, or the stacks' tiles fill the width.
    split : int
        Columns from this one on stand in a row of their own, below; 0 for none.
    tall_detail : int
        Pixels that a column of that row may take.
    grids_of_values : tuple of str
        Beside a curve: the grids that hold its z, its value and its slope, cell by cell.
    """

    label: str
    arrays: dict[str, np.ndarray]
    panels: tuple[Panel, ...]
    columns: tuple[tuple[str, ...], ...]
    lead: str
    links: tuple[Link, ...] = ()
    controls: tuple[Control, ...] = ()
    weights: str | None = None
    player: bool = False
    largest_cell: int = 38
    tallest: int = 352
    fit: str = "cells"
    split: int = 0
    tall_detail: int = 200
    grids_of_values: tuple[str, ...] = ()
    message: tuple[str, str] = ("", "")

    def __post_init__(self):
        copies = {name: frozen(array) for name, array in self.arrays.items()}
        object.__setattr__(self, "arrays", copies)

    def panel(self, name: str) -> Panel:
        """Return the panel of that name."""
        return next(panel for panel in self.panels if panel.name == name)

    def to_dict(self) -> dict:
        """Return the scene as JSON with arrays as float32 bytes, for the browser."""
        plain = {key: value for key, value in vars(self).items() if key not in _STRUCTURED}
        return plain | {
            "arrays": {
                name: {"shape": list(array.shape), "data": _bytes(array)}
                for name, array in self.arrays.items()
            },
            "panels": [_plain(panel) for panel in self.panels],
            "links": [_plain(link) for link in self.links],
            "controls": [_plain(control) for control in self.controls],
            "columns": [list(column) for column in self.columns],
            "message": list(self.message),
            "grids_of_values": list(self.grids_of_values),
        }


_STRUCTURED = {"arrays", "panels", "links", "controls", "columns", "message", "grids_of_values"}


def _bytes(array: np.ndarray) -> bytes:
    return np.ascontiguousarray(array, dtype="<f4").tobytes()


def _plain(record) -> dict:
    """Return a dataclass as JSON: tuples become lists, so that stored and live states agree."""
    return {name: _listed(value) for name, value in vars(record).items()}


def _listed(value):
    if isinstance(value, dict):
        return {name: _listed(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_listed(item) for item in value]
    return value
