"""Checked settings of the DescentExplorer: a weight, its error, and the walk that led to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import minus, parse_number
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.descent.axis import Axis
from cnnkit.widgets.descent.error_functions import one_weight, walk
from cnnkit.widgets.descent.learning_rate import parse_rate

PROBLEMS = ("perfect fit", "compromise", "two valleys", "X/O network")
NUDGE = 1e-4
LARGEST = 1e6  # a weight that is still shown


@dataclass(frozen=True)
class DescentSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.DescentExplorer`."""

    problem: str
    weight: float
    rate: float
    path: tuple[float, ...] = ()

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the numbers; raise a sentence for what is impossible."""
        choice(self.problem, "problem", PROBLEMS)
        yield "weight", parse_number(self.weight, "weight")
        yield "rate", parse_rate(self.rate, 100)

    def changed(self, **changes) -> DescentSettings:
        """Return checked settings with `changes`; a new place or problem starts a new path."""
        if "path" not in changes and {"problem", "weight"} & set(changes):
            changes["path"] = ()
        return super().changed(**changes)

    def walked(self, count: int) -> DescentSettings:
        """Return the settings after `count` steps; those that cannot be shown are left out."""
        problem, _ = one_weight(self.problem)
        path = walk(problem, [self.weight], "plain", self.rate, count)[1:, 0]
        taken = (*self.places, *(float(w) for w in path if abs(w) <= LARGEST))
        return self.changed(weight=taken[-1], path=taken)

    @property
    def places(self) -> tuple[float, ...]:
        """The weights from the start of the walk to the present one."""
        return self.path or (self.weight,)

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.places) - 1

    @property
    def axis(self) -> Axis:
        """The weights along the curve."""
        return Axis(*one_weight(self.problem)[1], samples=241)

    @property
    def cell(self) -> tuple[int, int]:
        """The place on the curve that is nearest to the weight."""
        return 0, self.axis.nearest(self.weight)

    def error(self, weight: float) -> float:
        """Return the error at a weight."""
        return one_weight(self.problem)[0].error(np.array([weight]))

    def slope(self, weight: float) -> float:
        """Return the error's slope at a weight."""
        return float(one_weight(self.problem)[0].slope(np.array([weight]))[0])

    @property
    def curve(self) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
        """Error and slope along the axis, and a sentence for every place of it."""
        return _curve(self.problem)


@cache
def _curve(name: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    now = DescentSettings(name, weight=0.0, rate=1.0)
    weights = now.axis.numbers
    errors, slopes = (np.array([of(w) for w in weights]) for of in (now.error, now.slope))
    texts = []
    for w, error, slope in zip(weights, errors, slopes, strict=True):
        nudged = now.error(w + NUDGE)
        change = nudged - error
        way = "flat: stay" if abs(slope) < 5e-3 else "go left" if slope > 0 else "go right"
        texts.append(
            minus(
                f"E({w:.2f}) = {error:.5f}, E({w:.2f} + {NUDGE:g}) = {nudged:.5f}: change "
                f"{change:.6f} ÷ {NUDGE:g} = slope {change / NUDGE:.2f} → {way}"
            )
        )
    return frozen(errors), frozen(slopes), tuple(texts)
