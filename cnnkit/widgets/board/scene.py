"""The scene of a board as plain data: arrays, the panels that draw them, the links between them.

A scene is one dictionary. It travels to the browser in one message, arrays as binary buffers, and
is stored in the notebook, so that a saved page draws without a kernel.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.controls import Control
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.panels import Panel
from cnnkit.widgets.board.scene_checks import check_scene, check_word
from cnnkit.widgets.board.setting_words import APART, in_words

LINK_KINDS = ("window", "flatten", "unflatten", "dense", "value")


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
    kernel_size, stride, padding, dilation : int or (int, int)
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

    Examples
    --------
    >>> Link("map", "image", kernel_size=3).kernel_size
    (3, 3)
    """

    reader: str
    source: str
    kind: str = "window"
    kernel_size: int | tuple[int, int] = (1, 1)
    stride: int | tuple[int, int] = (1, 1)
    padding: int | tuple[int, int] = (0, 0)
    dilation: int | tuple[int, int] = (1, 1)
    channels: str = "all"
    snap: bool = False
    order: tuple[int, ...] = ()
    tiles: tuple[int, ...] = ()
    wrap: int = 1

    def __post_init__(self):
        check_word("the link of", self.reader, "kind", self.kind, LINK_KINDS)
        check_word("the link of", self.reader, "channels", self.channels, ("all", "same"))
        for name in ("kernel_size", "stride", "padding", "dilation"):
            value = getattr(self, name)
            if isinstance(value, int):
                object.__setattr__(self, name, (value, value))


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
    wide_columns : sequence of sequences of str
        The same for a page that has the room to show cells with numbers in more columns.
    lead : str
        The panel that the window slides over (the map), where the cursor lives.
    weights : str or None
        The panel of the window's weights.
    player : bool or str
        Whether the board offers to slide the window by itself; "steps" where the leading panel is a
        curve over steps.
    largest_cell, tallest : int
        Pixels that a cell, and a column of panels, may take: one screen at 1280×720.
    fit : {"cells", "tiles"}
        Whether the cells of all panels have one size, or the stacks' tiles fill the width.
    split : int
        Columns from this one on stand in a row of their own, below; 0 for none.
    tall_detail : int
        Pixels that a column of that row may take.
    draws_links : bool
        Whether lines join what is marked in a panel with what is marked in the one that reads it.
    leading : sequence of str
        The panels that a low window, as of a projector, shows beside each other above all others,
        in one view with the arithmetic.
    grids_of_values : tuple of str
        Beside a curve: the grids that hold its z, its value and its slope, cell by cell.
    message : ("error" | "notice" | "", str)
        A sentence below the arithmetic line, for the eye and for screen readers. Why an edit was
        refused stands there instead, until the next scene.
    moment : str
        Which moment is seen, where no control says it: a saved picture does.

    Raises
    ------
    ValueError
        If a name stands for no panel or array, or a panel's array has not three axes.
    """

    label: str
    arrays: dict[str, np.ndarray]
    panels: tuple[Panel, ...]
    columns: tuple[tuple[str, ...], ...]
    lead: str
    links: tuple[Link, ...] = ()
    controls: tuple[Control, ...] = ()
    weights: str | None = None
    player: bool | str = False
    largest_cell: int = 38
    tallest: int = 352
    fit: str = "cells"
    split: int = 0
    tall_detail: int = 200
    grids_of_values: tuple[str, ...] = ()
    message: tuple[str, str] = ("", "")
    wide_columns: tuple[tuple[str, ...], ...] = ()
    draws_links: bool = False
    leading: tuple[str, ...] = ()
    moment: str = ""

    def __post_init__(self):
        copies = {name: frozen(array) for name, array in self.arrays.items()}
        object.__setattr__(self, "arrays", copies)
        check_word("the scene", self.label, "fit", self.fit, ("cells", "tiles"))
        check_scene(self)

    def panel(self, name: str) -> Panel:
        """Return the panel of that name.

        Raises
        ------
        KeyError
            If there is none.
        """
        found = next((panel for panel in self.panels if panel.name == name), None)
        if found is None:
            names = ", ".join(shown(panel.name) for panel in self.panels)
            raise KeyError(f"there is no panel {shown(name)}; there are {names}")
        return found

    @property
    def settings(self) -> str:
        """What is set, in a line of words: a saved picture has no toolbar."""
        return APART.join(filter(None, (self.moment, in_words(self.controls))))

    def to_dict(self) -> dict:
        """Return the scene as JSON with arrays as float32 bytes, for the browser."""
        plain = {key: value for key, value in vars(self).items() if key not in _STRUCTURED}
        return plain | {
            "arrays": {
                name: {"shape": list(array.shape), "data": _bytes(array)}
                for name, array in self.arrays.items()
            },
            "panels": [_listed(panel.to_dict()) for panel in self.panels],
            "links": [_plain(link) for link in self.links],
            "controls": [_plain(control) for control in self.controls],
            "settings": self.settings,
            "columns": [list(column) for column in self.columns],
            "wide_columns": [list(column) for column in self.wide_columns],
            "leading": list(self.leading),
            "message": list(self.message),
            "grids_of_values": list(self.grids_of_values),
        }


_SCALARS = {str, int, float, bool, type(None)}  # most of what there is, texts of every cell too
_STRUCTURED = {"arrays", "panels", "links", "controls", "columns", "message", "grids_of_values"}
_STRUCTURED |= {"wide_columns", "leading"}


def _bytes(array: np.ndarray) -> bytes:
    return np.ascontiguousarray(array, dtype="<f4").tobytes()


def _plain(record) -> dict:
    """Return a dataclass as JSON: tuples become lists, so that stored and live states agree."""
    return _listed(vars(record))


def _listed(value):
    if isinstance(value, (tuple, list)):
        return [item if type(item) in _SCALARS else _listed(item) for item in value]
    if isinstance(value, dict):
        return {n: item if type(item) in _SCALARS else _listed(item) for n, item in value.items()}
    return value
