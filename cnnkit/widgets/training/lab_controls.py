"""The toolbar of a TrainingLab: what trains, the hyperparameters, what to compare with."""

from __future__ import annotations

from dataclasses import replace

from cnnkit.widgets.board.controls import Control, choose, choose_number
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.training.augmentation import AUGMENTS
from cnnkit.widgets.training.dropout_setting import can_drop
from cnnkit.widgets.training.lab_panels import LabControl
from cnnkit.widgets.training.lab_settings import SPEEDS
from cnnkit.widgets.training.run_settings import OPTIMIZERS

RATES = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCHES = (1, 8, 16, 32, 64, 128, 256)
MOMENTA = (0.0, 0.5, 0.9, 0.99)
DECAYS = (0.0, 0.0001, 0.001, 0.01, 0.03)
DROPS = (0.0, 0.1, 0.25, 0.5, 0.75)
FEW = (10, 50, 200)
PLAYS = (1, 2, 5, 10, 20, 50, 100, 200)

TOOLS = ("play_epochs", "speed")  # how it plays: nothing of the network
TIPS = {
    "one step": "One batch of pictures: the weights move once",
    "one epoch": "Every training picture once",
    "reset": "Back to the first weights; the same pictures come in the same order",
    "lr": "How far a step follows the gradient; from the next step on",
    "momentum": "How much of the last step is done again; from the next step on",
    "weight_decay": "Draws every weight towards 0 a little at each step, so that none grows large "
    "for the sake of single pictures; from the next step on",
    "dropout": "While training, this share of the numbers that go into the last layer (or into the "
    "network's own dropout layers) is set to 0 at random. Curves and answers are without it",
    "augment": "Each training picture is shifted by up to 10 % of its sides, rotated by up to 10°, "
    "or bent, differently in each epoch. Curves and answers are of pictures as they are",
    "batch_size": "Training pictures of one step",
    "images": "Other numbers of pictures start the training over",
    "keep": "Keep these curves to compare other settings with; then Reset, change, and Play",
    "forget": "Take the kept run off the board",
}


def controls(state, layers: dict[str, tuple[str, int]]) -> tuple[Control, ...]:
    """Return the toolbar of a state; `layers` are those with maps, each with its label."""
    now, run = state.settings, state.run
    adam, without_maps = now.optimizer == "Adam", not now.layer
    labels = {name: label for name, (label, _) in layers.items()}
    found = (
        _button("playing", "Pause" if state.playing else "Play", pressed=state.playing),
        choose_number("play_epochs", "for", now.play_epochs, PLAYS,
                      words=lambda text: counted(int(text), "epoch")),
        _button("one step", "Step"),
        _button("one epoch", "Epoch"),
        _button("reset", "Reset", disabled=not run.steps),
        _button("continue", f"Continue from epoch {state.then}",
                disabled=state.then >= run.position),
        _button("keep", "Keep this run", disabled=not run.epochs),
        _button("forget", "Forget it", hidden=state.kept is None),
        choose("speed", "Speed", now.speed, tuple(SPEEDS)),
        choose_number("lr", "Learning rate", now.lr, RATES),
        choose("optimizer", "Optimiser", now.optimizer, OPTIMIZERS),
        choose_number("momentum", "Momentum", now.momentum, MOMENTA, hidden=adam),
        choose_number("batch_size", "Batch", now.batch_size, BATCHES),
        choose_number("weight_decay", "Weight decay", now.weight_decay, DECAYS),
        _dropout(now, run),
        choose("augment", "Pictures", now.augment, AUGMENTS | {"both": "both"}),
        choose("images", "Train on", str(now.images), _images(now)),
        choose("layer", "Maps of", now.layer, labels, hidden=without_maps),
    )  # fmt: skip
    return tuple(replace(one, tip=TIPS.get(one.name, ""), tool=one.name in TOOLS) for one in found)


def _images(now) -> dict[str, str]:
    few = {n for n in FEW if n < now.available} | ({now.count} - {now.available})
    images = {"all": f"all {now.available}"}
    return images | {str(n): str(n) for n in sorted(few)}


def _dropout(now, run) -> Control:
    hidden = not can_drop(run.network)
    built = {"as built": "as built"} if now.dropout is None or run.drops_variously else {}
    usual = {f"{p:g}": f"{p:g}" for p in sorted({*DROPS, now.dropout or 0.0})}
    value = "as built" if now.dropout is None else f"{now.dropout:g}"
    return choose("dropout", "Dropout", value, built | usual, hidden=hidden)


def _button(name, label, **state) -> LabControl:
    return LabControl(name, label, "", "button", **state)
