"""Checked settings of the DescentExplorer: a weight, its error, and the walk that led to it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.panel_limits import nice_above
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_number
from cnnkit.widgets.descent.curve_axis import Axis
from cnnkit.widgets.descent.descent_words import place_texts
from cnnkit.widgets.descent.error_functions import one_weight, walk
from cnnkit.widgets.descent.learning_rate import parse_rate
from cnnkit.widgets.descent.own_error import OwnError

PROBLEMS = ("perfect fit", "compromise", "two valleys", "X/O network")
OWN = "own"  # an error function that a person gave
OWN_RANGE = (-5.0, 5.0)
MOST_RATE = 100
LARGEST = 1e6  # a weight that is still shown
SAMPLES = 241


@dataclass(frozen=True)
class DescentSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.DescentExplorer`."""

    problem: str
    weight: float
    rate: float
    compare: float | None = None
    between: tuple[float, float] | None = None
    own: OwnError | None = None
    path: tuple[float, ...] = ()
    kept: tuple[float, float] | None = None  # the axis under a hand that drags the point

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the numbers; raise a sentence for what is impossible."""
        choice(self.problem, "problem", PROBLEMS if self.own is None else (*PROBLEMS, OWN))
        yield "weight", parse_number(self.weight, "weight")
        yield "rate", parse_rate(self.rate, MOST_RATE)
        if self.compare is not None:
            yield "compare", parse_rate(self.compare, MOST_RATE, "compare")
        yield "between", _range(self.between)
        for what, number in (("error", self.error), ("slope", self.slope)):
            if not math.isfinite(number(self.weight)):
                raise ValueError(
                    f"{what} is not a finite real number at weight {short(self.weight)}; start "
                    "where the function has one."
                )

    def changed(self, **changes) -> DescentSettings:
        """Return checked settings with `changes`; a new place or problem starts a new path."""
        if "path" not in changes and {"problem", "weight"} & set(changes):
            changes = {"path": (), "kept": None} | changes
        if "problem" in changes and "between" not in changes:
            changes["between"] = None
        return super().changed(**changes)

    def walked(self, count: int) -> DescentSettings:
        """Return the settings after `count` steps; those that cannot be shown are left out."""
        path = walk(self.function, [self.weight], "plain", self.rate, count)[1:, 0]
        taken = (*self.places, *self._shown(path))
        return self.changed(weight=taken[-1], path=taken)

    def _shown(self, path) -> list[float]:
        """Return the weights up to the first that cannot be shown."""
        found = []
        for w in map(float, path):
            if not self.stands(w):
                break
            found.append(w)
        return found

    def stands(self, weight: float) -> bool:
        """Return whether a weight can be shown: it is not too large, and has error and slope."""
        return abs(weight) <= LARGEST and math.isfinite(self.error(weight) + self.slope(weight))

    # -- the error

    @property
    def function(self):
        """The problem: its errors and slopes."""
        return self.own if self.problem == OWN else one_weight(self.problem)[0]

    def error(self, weight: float) -> float:
        """Return the error at a weight."""
        return self.function.error(np.array([weight]))

    def slope(self, weight: float) -> float:
        """Return the error's slope at a weight."""
        return float(self.function.slope(np.array([weight]))[0])

    # -- the walk

    @property
    def places(self) -> tuple[float, ...]:
        """The weights from the start of the walk to the present one."""
        return self.path or (self.weight,)

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.places) - 1

    @cached_property
    def others(self) -> tuple[float, ...]:
        """The weights of as many steps from the same start at the rate to compare with."""
        if self.compare is None:
            return ()
        path = walk(self.function, self.places[:1], "plain", self.compare, self.steps)[1:, 0]
        return (self.places[0], *self._shown(path))

    # -- the picture

    @property
    def range(self) -> tuple[float, float]:
        """The weights that are shown before a walk leaves them."""
        if self.between is not None:
            return self.between
        return OWN_RANGE if self.problem == OWN else one_weight(self.problem)[1]

    @cached_property
    def axis(self) -> Axis:
        """The weights along the curve."""
        return self.picture.axis

    @property
    def cell(self) -> tuple[int, int]:
        """The place on the curve that is nearest to the weight."""
        return 0, self.axis.nearest(self.weight)

    @cached_property
    def picture(self) -> Picture:
        """The curve as far as the walk needs it, and as it was under a hand that drags."""
        return Picture(self.function, _around(self.places, *self.range, self.kept))

    def texts_at(self, picture: Picture, weight: float) -> tuple[str, ...]:
        """Return the sentences of a curve; that of the nearest sample speaks of the weight."""
        at = picture.axis.nearest(weight)
        (text,) = place_texts([weight], [self.error(weight)], [self.slope(weight)], self.error)
        return (*picture.texts[:at], text, *picture.texts[at + 1 :])

    @cached_property
    def other_picture(self) -> Picture:
        """The curve as far as the walk at the other rate needs it."""
        return Picture(self.function, _around(self.others, *self.range, self.kept))


@dataclass(frozen=True)
class Picture:
    """An error along an axis.

    Parameters
    ----------
    function : Squares, Valleys, Votes or OwnError
    axis : Axis
    """

    function: object
    axis: Axis

    @property
    def lines(self) -> np.ndarray:
        """Error and slope at every sample, shape (2, samples)."""
        return _curve(self.function, self.axis)[0]

    @property
    def texts(self) -> tuple[str, ...]:
        """A sentence for every sample."""
        return _curve(self.function, self.axis)[1]

    @property
    def heights(self) -> tuple[float, float]:
        """The lowest and the highest error, with a rim."""
        low, high = float(np.nanmin(self.lines[0])), float(np.nanmax(self.lines[0]))
        if low >= 0:
            low = 0.0  # an error by its usual scale
        rim = 0.05 * ((high - low) or 1.0)
        return low - rim, (high if high > low else low + 1.0)


def _range(value) -> tuple[float, float] | None:
    if value is None:
        return None
    try:
        low, high = (parse_number(end, "between") for end in value)
    except (TypeError, ValueError):
        low = high = 0.0
    if not low < high:
        raise ValueError(
            f"between is {shown(value)}; give the lowest and the highest weight to show, such as "
            "(-5, 5)."
        )
    return low, high


def _around(places, low: float, high: float, kept) -> Axis:
    """Return the range, and as far beyond it as a walk has gone or the hand sees."""
    if kept is not None:
        low, high = min(low, kept[0]), max(high, kept[1])
    if min(places) < low:
        low = _beyond(min(places))
    if max(places) > high:
        high = _beyond(max(places))
    return Axis(low, high, SAMPLES)


def _beyond(weight: float) -> float:
    """Return a round number a little further out than a weight."""
    return math.copysign(nice_above(1.05 * abs(weight), (1, 1.5, 2, 3, 5, 7, 10)), weight)


@lru_cache(maxsize=64)
def _curve(function, axis: Axis) -> tuple[np.ndarray, tuple[str, ...]]:
    weights = axis.numbers
    errors = np.array([function.error(np.array([w])) for w in weights])
    slopes = np.array([float(function.slope(np.array([w]))[0]) for w in weights])
    texts = place_texts(weights, errors, slopes, lambda w: function.error(np.array([w])))
    return frozen(np.stack([errors, slopes])), texts
