"""Panels of the TrainingLab: curves over epochs, films of maps, images with their answers."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np

from cnnkit.widgets.board.controls import Control
from cnnkit.widgets.board.panels import WIDTH, Grid, Panel
from cnnkit.widgets.board.scene import Scene

MOST_BATCHES = 400  # points of the thin line
LARGEST_FILM = 200_000  # bytes that the frames of all epochs may take in a stored notebook


@dataclass(frozen=True)
class Lines(Panel):
    """Curves over epochs: draws (lines, 1, epochs + 1), from epoch 0 on.

    Parameters
    ----------
    extent : int
        Width in pixels.
    names : tuple of str
        A name for each line.
    x : (float, float)
        Where the axis of epochs begins and ends.
    thin : str
        Name of an array (2, points): where and how high, of a thin line behind the others.
    before : str
        Name of an array (lines, epochs): another run, to compare with.
    beside : str
        What that is called.
    marks : tuple of (float, str)
        Where a setting was changed, and to what.
    pin : int
        The epoch to compare with; dragging and arrow keys move it.
    unit : str
        After each number: "" or "%".
    """

    kind: ClassVar[str] = "lines"
    _: KW_ONLY
    extent: int = WIDTH
    names: tuple[str, ...]
    x: tuple[float, float]
    thin: str = ""
    before: str
    beside: str = ""
    marks: tuple[tuple[float, str], ...] = ()
    pin: int
    unit: str = ""


@dataclass(frozen=True)
class Pager:
    """Which of many maps or pictures are shown; others by an edit.

    Parameters
    ----------
    name : str
        Of the edit that asks for another page; its value is the page.
    page, pages : int
        Which page is shown, from 0 on, and how many there are.
    first, total : int
        The number of the first one that is shown, from 0 on, and how many there are in all.
    """

    name: str = ""
    page: int = 0
    pages: int = 1
    first: int = 0
    total: int = 1


@dataclass(frozen=True)
class Moment(Grid):
    """What shows another moment when the pin of the curves is moved.

    Parameters
    ----------
    extent : int
        Longest side in pixels.
    pin : int
        The epoch that is shown.
    pager : Pager
        Which of all that there are is shown.
    """

    _: KW_ONLY
    extent: int = WIDTH
    pin: int = 0
    pager: Pager = Pager()

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        sent = {"film": "", "heading": "", "captions": (), "answers": (), "names": (), "pin": 0,
                "chosen": 0}  # fmt: skip
        found = super().to_dict()
        found["pager"] = vars(self.pager)
        own = {name: found.pop(name) for name in sent if name in found}
        return found | sent | own


@dataclass(frozen=True)
class Film(Moment):
    """A stack of grids.

    Parameters
    ----------
    film : str
        Name of an array (epochs + 1, ...) with the stack of every epoch; "" if it is not here.
    heading : str
        The title, with "{}" for the epoch.
    """

    kind: ClassVar[str] = "film"
    _: KW_ONLY
    film: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Told:
    """What a network says of some pictures, now and at the pin.

    Parameters
    ----------
    captions : tuple of (str, str, str)
        Of each picture: what it is, the answer now, the answer then.
    answers : tuple of tuple of str
        The answers then, for every epoch.
    names : tuple of str
        All answers that a network can give: the captions have room for the longest.
    chosen : int
        The picture that is framed, whose maps are shown; -1 for one of another page.
    """

    captions: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    chosen: int


@dataclass(frozen=True)
class Gallery(Moment):
    """Pictures with what the network says of them, now and at the pin.

    Parameters
    ----------
    told : Told
    """

    kind: ClassVar[str] = "gallery"
    _: KW_ONLY
    told: Told

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        found = super().to_dict()
        del found["told"]
        return found | vars(self.told)


@dataclass(frozen=True)
class LabControl(Control):
    """A button whose state can be seen and heard.

    Parameters
    ----------
    pressed : bool or None
        None for a button that is not one of two states.
    """

    pressed: bool | None = None


@dataclass(frozen=True)
class LabScene(Scene):
    """A scene that may change many times a second.

    Parameters
    ----------
    quiet : bool
        While it does: screen readers are told nothing, and what is being typed stays.
    table : tuple of tuple of str
        Two runs side by side: a row of headings, then a row a run. Empty for none.
    """

    quiet: bool = False
    table: tuple[tuple[str, ...], ...] = ()

    def to_dict(self) -> dict:
        """Return the scene as JSON, for the browser."""
        return super().to_dict() | {"table": [list(row) for row in self.table]}


def thinned(points, most=MOST_BATCHES) -> np.ndarray:
    """Return at most ``most`` points (2, n): means over neighbours."""
    every = max(len(points) // (8 * most), 1)  # a long list is sampled, for it is drawn often
    array = np.array(points[::every], np.float64).reshape(-1, 2)
    group = -(-len(array) // most) if len(array) else 1
    starts = np.arange(0, len(array), group)
    if not len(starts):
        return np.zeros((2, 0), np.float32)
    sums = np.add.reduceat(array, starts, axis=0)
    counts = np.diff(np.append(starts, len(array)))[:, None]
    return np.ascontiguousarray((sums / counts).T, np.float32)
