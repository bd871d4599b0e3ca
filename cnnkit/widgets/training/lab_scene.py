"""The scene of a TrainingLab: its panels, controls and sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.panel_limits import nice_above
from cnnkit.widgets.training.comparison import compared, said
from cnnkit.widgets.training.curve_words import read_curves
from cnnkit.widgets.training.epoch_frames import Frames, View
from cnnkit.widgets.training.lab_controls import controls
from cnnkit.widgets.training.lab_curves import curves
from cnnkit.widgets.training.lab_panels import (
    LARGEST_FILM,
    Film,
    Gallery,
    LabScene,
    Pager,
    Told,
)
from cnnkit.widgets.training.lab_settings import PAGES, LabSettings
from cnnkit.widgets.training.run_player import Player
from cnnkit.widgets.training.run_progress import Path
from cnnkit.widgets.training.training_run import TrainingRun

# Seconds for the frames of past epochs: while it plays, when a hand waits, when a cell is done.
GLANCE, MOMENT, PATIENCE = 0.004, 0.05, 10.0


@dataclass(frozen=True)
class State:
    """All that the view depends on.

    Parameters
    ----------
    run : TrainingRun
    settings : LabSettings
    then : int
        The epoch that is compared with now.
    playing : bool
    goal : (str, int) or None
        What it trains towards: ("epochs", number) or ("steps", number).
    trouble : str
        Why it cannot go on.
    patience : float
        Seconds that the frames of past epochs may take.
    kept : Path or None
        Another run that was kept, to compare with.
    """

    run: TrainingRun
    settings: LabSettings
    then: int
    playing: bool
    goal: tuple[str, int] | None
    trouble: str
    patience: float
    kept: Path | None

    @classmethod
    def of(cls, player: Player, settings: LabSettings, patience: float, kept) -> State:
        """Return the present state; while it plays, frames may take a glance only."""
        busy = player.busy
        more = player.goal, player.trouble, GLANCE if busy else patience, kept
        return cls(player.run, settings, player.then, busy, *more)

    @property
    def beside(self) -> tuple[str, Path] | None:
        """The run to compare with, and what it is called: the one kept, or the one left behind."""
        if self.kept is not None:
            return "kept run", self.kept
        return None if self.run.left is None else ("run before", self.run.left)


def compose(state: State, frames: Frames, layers: dict[str, tuple[str, int]]) -> LabScene:
    """Return the whole board."""
    now, then, view = state.settings, state.then, View.of(state.settings)
    lines, arrays = curves(state.run, then, state.beside)
    fresh, old = frames.now(view), frames.at(then, view)
    # While it plays there is a new epoch at any moment: its frame is made, the film follows at the
    # end, when most of it is ready.
    film = frames.all(view, state.patience)
    film = None if state.playing else film
    stacks, more = _stacks(fresh, old, film, then, now)
    gallery, pictures = _gallery(frames.album, fresh, old, film, then, now)
    arrays |= more | {"pictures": pictures}
    columns = [("loss", "accuracy"), ("kernels", "kernels then"), ("maps", "maps then")]
    return LabScene(
        label=_describe(state),
        arrays={name: np.asarray(array, np.float32) for name, array in arrays.items()},
        panels=(*lines, *stacks, gallery),
        columns=(*columns[: 1 + len(stacks) // 2], ("pictures",)),
        controls=controls(state, layers),
        lead="loss",
        leading=("loss", "accuracy"),
        tallest=330,
        message=("notice", _says(state)),
        moment=f"Epoch {(epochs := state.run.epochs)}" + f" beside epoch {then}" * (then != epochs),
        quiet=state.playing,
        table=_table(state),
    )


def _table(state):
    """Return the kept run, or the one before, beside this one."""
    if state.beside is None:
        return ()
    name, path = state.beside
    return compared(path, state.run.path, (name, "this run"), state.run.held_out)


def _pager(name, settings) -> Pager:
    page = getattr(settings, name)
    return Pager(name, page, settings.pages(name), page * PAGES[name], settings.total(name))


def _stacks(fresh, old, film, then, settings):
    """Return the panels of kernels and maps, now and then, and their arrays."""
    panels, arrays, room = [], {}, LARGEST_FILM
    kinds = (("kernels", "Kernels", "kernel_page"), ("maps", "Maps", "map_page"))
    for name, title, page in kinds if settings.layer else kinds[:1]:
        pair = getattr(fresh, name), getattr(old, name)
        arrays[name], arrays[f"{name} then"] = pair
        limit = nice_above(max(float(np.abs(stack).max()) for stack in pair))
        common = {
            "limits": (-limit, limit), "tiles": "block", "extent": 122,
            "pager": _pager(page, settings),
        }  # fmt: skip
        reel = ""
        if film and (size := len(film) * pair[0].nbytes) <= room:
            reel, room = f"{name} film", room - size
            arrays[reel] = np.stack([getattr(frame, name) for frame in film])
        panels += [
            Film(name, f"{title} now", **common),
            Film(f"{name} then", f"{title}, epoch {then}", film=reel,
                      pin=then, heading=f"{title}, epoch {{}}", **common),
        ]  # fmt: skip
    return panels, arrays


def _gallery(album, fresh, old, film, then, settings):
    """Return the panel of pictures with their answers, and its array."""
    page = settings.picture_page
    rows = album.rows(page)

    def answers(frame):
        return album.answers(page, frame.answers, frame.sure)

    truths = (f"is {album.classes[truth]}" for truth in album.truth[rows])
    chosen = settings.picture - page * PAGES["picture_page"]
    pictures = album.images[rows]
    told = Told(
        tuple(zip(truths, answers(fresh), answers(old), strict=True)),
        tuple(answers(frame) for frame in film or ()),
        album.classes,
        chosen if 0 <= chosen < len(rows) else -1,
    )
    panel = Gallery(
        "pictures", "New pictures", album.shades, colours="gray", tiles="block",
        editable="choose", pin=then, pager=_pager("picture_page", settings), told=told,
    )  # fmt: skip
    return panel, pictures.mean(axis=1)


def _says(state) -> str:
    """Say what to know at this moment, in a sentence."""
    run = state.run
    if state.playing:
        kind, goal = state.goal
        at = f"Training: epoch {run.epochs + 1}" + (f" of {goal}." if kind == "epochs" else ".")
        told = read_curves(run.curve, run.held_out)
        urgent = told.startswith(("Diverging", "Getting worse"))
        return f"{at} {_on_the_board(run.advice) or (told if urgent else '')}".rstrip()
    hint = "Drag in the curves to compare with another epoch, or press Play."
    if run.epochs == 0:
        hint = "An untrained network, at the start. Press Play."
    advice = _on_the_board(run.advice)
    return state.trouble or advice or read_curves(run.curve, run.held_out) or hint


def _on_the_board(advice: str) -> str:
    """Return the advice of `fit` as a sentence for who has buttons; "" for none.

    Examples
    --------
    >>> print(_on_the_board("lr=5 is far too large; make a new model and try lr=0.1"))
    Lr=5 is far too large; press Reset and try the learning rate 0.1.
    """
    advice = advice.replace(
        "make a new model and try lr=", "press Reset and try the learning rate "
    )
    return advice and f"{advice[0].upper()}{advice[1:]}."


def _describe(state) -> str:
    """Say the whole board for a screen reader."""
    now, run, last = state.settings, state.run, state.run.curve[-1]
    if state.playing:
        return "Training lab. The network is training; press Pause to hear how far it is."
    regular = (
        (now.weight_decay, f"weight decay {now.weight_decay:g}"),
        (now.dropout, f"dropout {now.dropout or 0:g}"),
        (now.augment != "off", f"pictures {said('augment', now.augment)}"),
    )
    more = "".join(f", {words}" for there, words in regular if there)
    right = f"{last.validation_accuracy:.0%} of the {run.held_out} pictures right"
    right = "" if np.isnan(last.validation_accuracy) else f", {right}"
    return (
        f"Training lab after {counted(last.epoch, 'epoch')}: loss {last.loss:.2f} on training "
        f"pictures and {last.validation_loss:.2f} on {run.held_out} pictures{right}. "
        f"{now.optimizer} with learning rate {now.lr:g} and batches of {now.batch_size}{more}, "
        f"on {counted(now.count, 'picture')}. Compared with epoch {state.then}."
    )
