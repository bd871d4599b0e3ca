"""Panels of the TrainingLab: curves over epochs, films of maps, images with their answers."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import ClassVar

import numpy as np

from cnnkit.widgets.board.numbers import nice_above
from cnnkit.widgets.board.panels import WIDTH, Grid, Panel
from cnnkit.widgets.board.scene import Control, Scene

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
        Name of an array (lines, epochs): what there was before the training went back.
    marks : tuple of (float, str)
        Where a setting was changed, and to what.
    now : float
        How far the training is.
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
    marks: tuple[tuple[float, str], ...] = ()
    now: float
    pin: int
    unit: str = ""


@dataclass(frozen=True)
class Moment(Grid):
    """What shows another moment when the pin of the curves is moved.

    Parameters
    ----------
    extent : int
        Longest side in pixels.
    pin : int
        The epoch that is shown.
    """

    _: KW_ONLY
    extent: int = WIDTH
    pin: int = 0

    def to_dict(self) -> dict:
        """Return the panel as JSON, for the browser; tuples stay tuples."""
        sent = {"film": "", "heading": "", "captions": (), "answers": (), "pin": 0, "chosen": 0}
        found = super().to_dict()
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
class Gallery(Moment):
    """Pictures with what the network says of them, now and at the pin.

    Parameters
    ----------
    captions : tuple of (str, str, str)
        Under each picture: what it is, the answer now, the answer then.
    answers : tuple of tuple of str
        The answers then, for every epoch.
    chosen : int
        The picture that is framed, whose maps are shown.
    """

    kind: ClassVar[str] = "gallery"
    _: KW_ONLY
    captions: tuple[tuple[str, str, str], ...]
    answers: tuple[tuple[str, ...], ...]
    chosen: int


@dataclass(frozen=True)
class LabControl(Control):
    """A button whose state can be seen and heard.

    Parameters
    ----------
    pressed : bool or None
        None for a button that is not one of two states.
    disabled : bool
    """

    pressed: bool | None = None
    disabled: bool = False


@dataclass(frozen=True)
class LabScene(Scene):
    """A scene that may change many times a second.

    Parameters
    ----------
    quiet : bool
        While it does: screen readers are told nothing, and what is being typed stays.
    """

    quiet: bool = False


def thinned(points, most=MOST_BATCHES) -> np.ndarray:
    """Return at most so many points (2, n): means over neighbours."""
    every = max(len(points) // (8 * most), 1)  # a long list is sampled, for it is drawn often
    array = np.array(points[::every], np.float64).reshape(-1, 2)
    group = -(-len(array) // most) if len(array) else 1
    starts = np.arange(0, len(array), group)
    if not len(starts):
        return np.zeros((2, 0), np.float32)
    sums = np.add.reduceat(array, starts, axis=0)
    counts = np.diff(np.append(starts, len(array)))[:, None]
    return np.ascontiguousarray((sums / counts).T, np.float32)


def curves(run, pin: int) -> tuple[tuple[Lines, ...], dict[str, np.ndarray]]:
    """Return the panels of loss and accuracy, and their arrays."""
    records = run.history
    loss = np.array([[r.loss for r in records], [r.validation_loss for r in records]])
    right = 100 * np.array(
        [[r.accuracy for r in records], [r.validation_accuracy for r in records]]
    )
    thin = thinned(run.batches)
    arrays = {
        "loss": loss[:, None].astype(np.float32),
        "accuracy": right[:, None].astype(np.float32),
        "batches": thin,
        "loss before": np.array([[r.loss, r.validation_loss] for r in run.earlier]).T,
        "accuracy before": 100 * np.array(
            [[r.accuracy, r.validation_accuracy] for r in run.earlier]
        ).T,
    }  # fmt: skip
    for name in ("loss before", "accuracy before"):
        arrays[name] = arrays[name].reshape(2, -1).astype(np.float32)
    last = max(run.position, len(run.earlier) - 1, 5)
    # A loss that explodes leaves the picture at its top; the start stays readable.
    highest = max(loss[np.isfinite(loss)], default=1.0)
    top = min(nice_above(1.02 * highest), nice_above(3 * max(loss[:, 0].max(), 1e-9)))
    common = {
        "names": ("training", "validation"),
        "x": (0.0, nice_above(last)),
        "now": float(run.position),
        "pin": pin,
        "extent": 302,
    }
    changed = marks(run.changes)
    silent = tuple((position, "") for position, _ in changed)  # what it became stands above
    panels = (
        Lines("loss", "Loss", (0.0, top), thin="batches", before="loss before",
                   marks=changed, **common),
        Lines("accuracy", "Right answers in %", (0.0, 100.0), unit="%",
                   before="accuracy before", marks=silent, **common),
    )  # fmt: skip
    return panels, arrays


SHORT = {"lr": "rate", "momentum": "momentum", "batch_size": "batch", "optimizer": ""}


def marks(changes) -> tuple[tuple[float, str], ...]:
    """Return where settings were changed; those of one moment share a mark."""
    found: dict[float, dict[str, str]] = {}
    for change in changes[-12:]:
        value = change.after if isinstance(change.after, str) else f"{change.after:g}"
        found.setdefault(change.position, {})[change.name] = f"{SHORT[change.name]} {value}".strip()
    return tuple((position, ", ".join(texts.values())) for position, texts in found.items())
