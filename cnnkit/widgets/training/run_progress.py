"""How far a training is, and what one can go back to: values that are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from cnnkit.train.records import Tally
from cnnkit.widgets.training.run_settings import RunSettings
from cnnkit.widgets.training.snapshots import Snapshots

__all__ = ["Change", "Moment", "Progress"]


class Change(NamedTuple):
    """A setting that was changed while the training ran."""

    position: float
    """When: in epochs, with the fraction of the epoch that had begun."""
    name: str
    before: object
    after: object


@dataclass(frozen=True)
class Moment:
    """All that the next step depends on, after a whole epoch."""

    weights: dict
    optimizer: object
    draws: list

    @property
    def bytes(self):
        """What it takes: optimisers keep up to two arrays for each of weights."""
        return 3 * sum(array.nbytes for array in self.weights.values())


@dataclass(frozen=True)
class Progress:
    """How far a training is, but for its weights.

    It is replaced as a whole and never changed, so an interrupt finds the old or the new one.
    """

    settings: RunSettings
    network: object
    optimizer: object
    history: tuple
    earlier: tuple
    changes: tuple
    snapshots: Snapshots
    steps: int = 0
    order: object = None  # of the pictures in this epoch
    start: int = 0  # how many of them came by
    tally: Tally | None = None
    advice: str = ""
    judged: tuple | None = None  # outputs for the validation pictures, once the steps are done

    @property
    def position(self):
        """In epochs, with the fraction of the running one."""
        return self.history[-1].epoch + min(self.start / self.settings.count, 1.0)
