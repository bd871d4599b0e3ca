"""The curves of a TrainingLab: loss and right answers over epochs, of this run and of another."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.panel_limits import nice_above
from cnnkit.widgets.training.comparison import said
from cnnkit.widgets.training.lab_panels import Lines, thinned
from cnnkit.widgets.training.run_progress import Path


def curves(run, pin: int, beside: tuple[str, Path] | None):
    """Return the panels of loss and accuracy, and their arrays.

    Parameters
    ----------
    run : TrainingRun
    pin : int
        The epoch to compare with.
    beside : (str, Path) or None
        Another run that is drawn too, and what it is called.
    """
    name, other = beside or ("", None)
    loss, right = _both(run.curve)
    thin = thinned(run.batches)
    arrays = {"loss": loss[:, None], "accuracy": right[:, None], "batches": thin}
    arrays["loss before"], arrays["accuracy before"] = _both(other.judged if other else ())
    last = max(run.position, other.epochs if other else 0, 5)
    # A loss that explodes leaves the picture at its top; the start stays readable.
    highest = max(loss[np.isfinite(loss)], default=1.0)
    top = min(nice_above(1.02 * highest), nice_above(3 * max(loss[:, 0].max(), 1e-9)))
    common = {
        "names": ("training", run.held_out),
        "x": (0.0, nice_above(last)),
        "beside": name,
        "pin": pin,
        "extent": 302,
    }
    changed = marks(run.changes)
    silent = tuple((position, "") for position, _ in changed)  # what it became stands above
    panels = (
        Lines("loss", "Loss", (0.0, top), thin="batches", before="loss before",
                   marks=changed, note=_how_judged(run), **common),
        Lines("accuracy", "Right answers in %", (0.0, 100.0), unit="%",
                   before="accuracy before", marks=silent, **common),
    )  # fmt: skip
    return panels, arrays


def _both(records) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses and the right answers in percent: (2, epochs), training pictures first."""
    loss = [[record.loss, record.validation_loss] for record in records]
    right = [[record.accuracy, record.validation_accuracy] for record in records]
    found = (np.array(pairs, np.float32).reshape(-1, 2).T for pairs in (loss, right))
    lost, share = (np.ascontiguousarray(pairs) for pairs in found)
    return lost, 100 * share


def _how_judged(run) -> str:
    seen, unseen = run.judged_sizes
    pictures = f"{counted(seen, 'picture')} each"
    if seen != unseen:
        pictures = f"{seen} training, {counted(unseen, f'{run.held_out} picture')}"
    return f"both after each epoch, on {pictures}; thin: while training"


SHORT = {
    "lr": "rate", "momentum": "momentum", "batch_size": "batch", "weight_decay": "decay",
    "dropout": "dropout", "augment": "pictures",
}  # fmt: skip


def marks(changes) -> tuple[tuple[float, str], ...]:
    """Return where settings were changed, and to what."""
    return tuple(
        (change.position, f"{SHORT.get(change.name, '')} {said(change.name, change.after)}".strip())
        for change in changes[-12:]
    )
