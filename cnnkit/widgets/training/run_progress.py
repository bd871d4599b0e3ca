"""How far a training is, and what one can go back to: values that are never changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from cnnkit.train.epoch_records import Tally
from cnnkit.widgets.training.run_history import Stage
from cnnkit.widgets.training.run_settings import RunSettings
from cnnkit.widgets.training.snapshots import Snapshots

__all__ = ["Change", "Moment", "Path", "Progress", "noted"]


class Change(NamedTuple):
    """A setting that was changed while the training ran."""

    position: float
    """When: in epochs, with the fraction of the epoch that had begun."""
    name: str
    before: object
    after: object


def noted(changes, position, pairs):
    """Return the changes with those of a moment; what is undone at once is none.

    Parameters
    ----------
    changes : sequence of Change
    position : float
    pairs : dict of str to (object, object)
        By the name of a setting, what it was and what it is.

    Examples
    --------
    >>> changes = noted((), 1.5, {"lr": (0.1, 0.2)})
    >>> changes[0].after, noted(changes, 1.5, {"lr": (0.2, 0.1)})
    (0.2, ())
    """
    found = list(changes)
    for name, (before, after) in pairs.items():
        first = before
        for same in [one for one in found if (one.position, one.name) == (position, name)]:
            found.remove(same)
            first = same.before
        if first != after:
            found.append(Change(position, name, first, after))
    return tuple(found)


class Path(NamedTuple):
    """What is told of a training beside another one: its curves, and with which settings."""

    judged: tuple
    """A `Record` of each epoch: both kinds of pictures judged after it."""
    settings: RunSettings
    changes: tuple[Change, ...]
    way: tuple[Stage, ...] = ()
    """How it came there."""
    steps: int = 0
    """Of the epoch that has begun."""
    judging: bool = False
    """Whether they are all of its steps, and its pictures are not all judged."""

    @property
    def epochs(self):
        """How many epochs are complete."""
        return self.judged[-1].epoch


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
    curve: tuple  # the same epochs, with training pictures judged after each
    earlier: tuple
    left: Path | None
    changes: tuple
    snapshots: Snapshots
    steps: int = 0
    order: object = None  # of the pictures in this epoch
    start: int = 0  # how many of them came by
    tally: Tally | None = None
    advice: str = ""
    judged: tuple | None = None  # outputs for the pictures to judge, once the steps are done
    began: int = 0  # steps done when this epoch began
    way: tuple[Stage, ...] = ()

    def changed(self, **changes):
        """Return the progress with some changes."""
        return replace(self, **changes)

    @property
    def path(self):
        """The way so far."""
        told = self.curve, self.settings, self.changes
        return Path(*told, self.way, self.steps - self.began, self.judged is not None)

    @property
    def at(self):
        """Complete epochs, and steps of the next one; one that is being judged counts as over."""
        epoch = self.history[-1].epoch
        return (epoch, self.steps - self.began) if self.judged is None else (epoch + 1, 0)

    @property
    def position(self):
        """In epochs, with the fraction of the running one."""
        return self.history[-1].epoch + min(self.start / self.settings.count, 1.0)
