"""The scene of a TrainingLab: its panels, controls and sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.widgets.board.controls import choose, choose_number
from cnnkit.widgets.board.numbers import nice_above
from cnnkit.widgets.board.scene import Control
from cnnkit.widgets.training.frames import Frames
from cnnkit.widgets.training.lab_panels import (
    LARGEST_FILM,
    Film,
    Gallery,
    LabControl,
    LabScene,
    curves,
)
from cnnkit.widgets.training.lab_settings import SPEEDS, LabSettings
from cnnkit.widgets.training.learning_curves import read_curves
from cnnkit.widgets.training.player import Player
from cnnkit.widgets.training.run_settings import OPTIMIZERS
from cnnkit.widgets.training.training_run import TrainingRun

RATES = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 8, 16, 32, 64, 128, 256)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
FEW = (10, 50, 200)
PLAYS = (1, 2, 5, 10, 20, 50, 100, 200)
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
    """

    run: TrainingRun
    settings: LabSettings
    then: int
    playing: bool
    goal: tuple[str, int] | None
    trouble: str
    patience: float

    @classmethod
    def of(cls, player: Player, settings: LabSettings, patience: float) -> State:
        """Return the present state; while it plays, frames may take a glance only."""
        busy = player.busy
        more = player.goal, player.trouble, GLANCE if busy else patience
        return cls(player.run, settings, player.then, busy, *more)


def compose(state: State, frames: Frames, layers: dict[str, str]) -> LabScene:
    """Return the whole board."""
    now, then = state.settings, state.then
    lines, arrays = curves(state.run, then)
    fresh, old = frames.now(now.layer, now.picture), frames.at(then, now.layer, now.picture)
    # While it plays there is a new epoch at any moment: its frame is made, the film follows at the
    # end, when most of it is ready.
    film = frames.all(now.layer, now.picture, state.patience)
    film = None if state.playing else film
    stacks, more = _stacks(fresh, old, film, then, with_maps=bool(now.layer))
    handful = frames.handful
    gallery = Gallery(
        "pictures", "New pictures", _shades(handful.pictures), colours="gray", tiles="block",
        editable="choose", pin=then, chosen=now.picture,
        captions=tuple(
            (f"is {handful.classes[truth]}", *answers)
            for truth, *answers in zip(
                handful.truth, handful.answers(fresh), handful.answers(old), strict=True
            )
        ),
        answers=tuple(handful.answers(frame) for frame in film or ()),
    )  # fmt: skip
    arrays |= more | {"pictures": handful.pictures.mean(axis=1)}
    columns = [("loss", "accuracy"), ("kernels", "kernels then"), ("maps", "maps then")]
    return LabScene(
        label=_describe(state),
        arrays={name: np.asarray(array, np.float32) for name, array in arrays.items()},
        panels=(*lines, *stacks, gallery),
        columns=(*columns[: 1 + len(stacks) // 2], ("pictures",)),
        controls=_controls(state, layers),
        lead="loss",
        tallest=330,
        message=("notice", _says(state)),
        quiet=state.playing,
    )


def _stacks(fresh, old, film, then, *, with_maps):
    """Return the panels of kernels and maps, now and then, and their arrays."""
    panels, arrays, room = [], {}, LARGEST_FILM
    for name, title in (("kernels", "Kernels"), ("maps", "Maps"))[: 1 + with_maps]:
        pair = getattr(fresh, name), getattr(old, name)
        arrays[name], arrays[f"{name} then"] = pair
        limit = nice_above(max(float(np.abs(stack).max()) for stack in pair))
        common = {"limits": (-limit, limit), "tiles": "block", "extent": 122}
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


def _shades(pictures) -> tuple[float, float]:
    low, high = float(pictures.min()), float(pictures.max())
    return low, high if high > low else low + 1


def _says(state) -> str:
    """Say what to know at this moment, in a sentence."""
    run = state.run
    if state.playing:
        kind, goal = state.goal
        at = f"Training: epoch {run.epochs + 1}" + (f" of {goal}." if kind == "epochs" else ".")
        told = read_curves(run.history)
        urgent = told.startswith(("Diverging", "Getting worse"))
        return f"{at} {run.advice or (told if urgent else '')}".rstrip()
    hint = "Drag in the curves to compare with another epoch, or press Play."
    if run.epochs == 0:
        hint = "An untrained network, at the start. Press Play."
    return state.trouble or run.advice or read_curves(run.history) or hint


def _describe(state) -> str:
    """Say the whole board for a screen reader."""
    now, last = state.settings, state.run.history[-1]
    if state.playing:
        return "Training lab. The network is training; press Pause to hear how far it is."
    return (
        f"Training lab after {last.epoch} epochs: loss {last.loss:.2f} in training and "
        f"{last.validation_loss:.2f} in validation, {last.validation_accuracy:.0%} of the "
        f"validation pictures right. {now.optimizer} with learning rate {now.lr:g} and batches "
        f"of {now.batch_size}, on {now.count} pictures. Compared with epoch {state.then}."
    )


def _controls(state, layers) -> tuple[Control, ...]:
    now, run = state.settings, state.run
    few = {n for n in FEW if n < now.available} | ({now.count} - {now.available})
    images = {"all": f"all {now.available} pictures"}
    images |= {str(n): f"{n} picture" + "s" * (n > 1) for n in sorted(few)}
    adam = now.optimizer == "Adam"
    return (
        _button("playing", "Pause" if state.playing else "Play", pressed=state.playing),
        choose_number("play_epochs", "for", now.play_epochs, PLAYS, words="{} epochs".format),
        _button("one step", "Step"),
        _button("one epoch", "Epoch"),
        _button("reset", "Reset", disabled=not run.steps),
        _button("continue", f"Continue from epoch {state.then}",
                disabled=state.then >= run.position),
        choose("speed", "Speed", now.speed, tuple(SPEEDS)),
        choose_number("lr", "Learning rate", now.lr, RATES),
        choose("optimizer", "Optimiser", now.optimizer, OPTIMIZERS),
        choose_number("momentum", "Momentum", now.momentum, MOMENTA, hidden=adam),
        choose_number("batch_size", "Batch", now.batch_size, BATCHES),
        choose("images", "Train on", str(now.images), images),
        choose("layer", "Maps of", now.layer, layers, hidden=not now.layer),
    )  # fmt: skip


def _button(name, label, **state) -> LabControl:
    return LabControl(name, label, "", "button", **state)
