"""Gradient descent on one weight: the error as a curve, and its slope by finite differences."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import largest, minus, parse_number
from cnnkit.widgets.board.panels import Curve, Grid
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.descent.error_functions import one_weight, walk
from cnnkit.widgets.descent.learning_rate import choose_rate, parse_rate

PROBLEMS = ("perfect fit", "compromise", "two valleys", "X/O network")
RATES = (0.01, 0.1, 0.3, 0.5, 0.9, 1.0, 1.1, 3.0)
SAMPLES = 241
NUDGE = 1e-4
SHOWN = 7  # steps in the table
LARGEST = 1e6  # a weight that is still shown


@dataclass(frozen=True)
class DescentSettings(Settings):
    """What a person can choose: see :class:`DescentExplorer`."""

    problem: str
    weight: float
    rate: float
    path: tuple[float, ...] = ()

    def __post_init__(self):
        choice(self.problem, "problem", PROBLEMS)
        weight = parse_number(self.weight, "weight")
        self._take(weight=weight, rate=parse_rate(self.rate, 100))

    def changed(self, **changes) -> DescentSettings:
        """Return checked settings with `changes`; a new place or problem starts a new path."""
        if "path" not in changes and {"problem", "weight"} & set(changes):
            changes["path"] = ()
        return super().changed(**changes)

    @property
    def places(self) -> tuple[float, ...]:
        """The weights from the start of the walk to the present one."""
        return self.path or (self.weight,)

    def walked(self, count: int) -> DescentSettings:
        """Return the settings after `count` steps; those that cannot be shown are left out."""
        problem, _ = one_weight(self.problem)
        path = walk(problem, [self.weight], "plain", self.rate, count)[1:, 0]
        taken = (*self.places, *(float(w) for w in path if abs(w) <= LARGEST))
        return self.changed(weight=taken[-1], path=taken)


class DescentExplorer(Explorer):
    """Walk down an error, one weight, one step at a time.

    Move over the curve and read the slope there: nudge the weight by 0.0001 and see how the error
    changes. Drag the point to another weight. Then let the slope decide: a step is minus the rate
    times the slope.

    Parameters
    ----------
    problem : {"perfect fit", "compromise", "two valleys", "X/O network"}
        One example that can be met, two that contradict each other, an error with two minima, or
        the real loss of the X/O network for one of its voting weights.
    weight : float
        Where to start.
    rate : float
        The learning rate, above 0.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = DescentExplorer("perfect fit", weight=0.0, rate=0.1)
    >>> explorer.step()
    >>> round(explorer.weight, 6), round(explorer.error, 6)
    (0.4, 2.56)
    """

    problem = Setting()
    weight = Setting()
    rate = Setting()

    def __init__(self, problem="perfect fit", weight=0.0, rate=0.1):
        settings = DescentSettings(problem, weight, rate)
        super().__init__(settings, cursor=("curve", 0, 0, self._nearest(settings)))

    def __repr__(self):
        now = self._settings
        return (
            f"DescentExplorer(problem={now.problem!r}, weight={round(now.weight, 4)}, "
            f"rate={now.rate:g})"
        )

    @property
    def error(self) -> float:
        """The error at the weight."""
        return one_weight(self._settings.problem)[0].error(np.array([self._settings.weight]))

    @property
    def slope(self) -> float:
        """The error's slope at the weight."""
        problem, _ = one_weight(self._settings.problem)
        return float(problem.slope(np.array([self._settings.weight]))[0])

    def step(self, count: int = 1) -> None:
        """Take `count` steps of gradient descent from the present weight.

        A walk that leaves all bounds ends at the last weight that can be shown.
        """
        with self._lock:
            self.adopt(self._settings.walked(count))

    @staticmethod
    def _nearest(settings: DescentSettings) -> int:
        """Return the sample of the curve that is nearest to the weight."""
        low, high = one_weight(settings.problem)[1]
        at = (settings.weight - low) / (high - low) * (SAMPLES - 1)
        return int(np.clip(round(at), 0, SAMPLES - 1))

    def cursor_after(self, before):
        """Read the curve where the weight is."""
        return "curve", 0, 0, self._nearest(self._settings)

    def edit(self, name: str, value):
        """Return the settings with the point moved, after some steps, or at the start again."""
        panel, place = place_of(name)
        if panel == "curve" and place:
            low, high = one_weight(self._settings.problem)[1]
            weight = low + (high - low) * place[1] / (SAMPLES - 1)
            return self._settings.changed(weight=round(weight, 6))
        if name in ("step", "ten"):
            return self._settings.walked(1 if name == "step" else 10)
        if name == "again":
            return self._settings.changed(weight=self._settings.places[0])
        return super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the curve with its point, tangent and trail, and a table of the steps."""
        now = self._settings
        problem, (low, high) = one_weight(now.problem)
        errors, slopes, texts = _curve(now.problem)
        top = float(errors.max())
        trail = tuple((w, problem.error(np.array([w]))) for w in now.path[-60:])
        table = self._table(problem)
        return Scene(
            label=self._describe(),
            arrays={
                "curve": np.stack([errors, slopes])[:, None],
                "steps": table[None],
            },
            panels=(
                Curve(
                    "curve",
                    "Error E for every weight w: drag the point",
                    (-0.05 * top, top),
                    x=(low, high),
                    extent=450,
                    tangent=True,
                    point=now.weight,
                    editable="choose",
                    note=self._next_step(),
                    trail=tuple((float(w), float(min(e, 2 * top))) for w, e in trail),
                    rule=Text(texts),
                ),
                Grid(
                    "steps",
                    "w, E and slope, step by step",
                    (-largest(table), largest(table)),
                    extent=58 * max(len(table), 3),
                    note=self._note(len(table)),
                ),
            ),
            columns=(("curve",), ("steps",)),
            controls=self._controls(),
            lead="curve",
            tallest=420,
            message=self._outcome(low, high),
        )

    def _table(self, problem) -> np.ndarray:
        """Weight, error and slope of the last steps, the present place last."""
        places = (self._settings.path or (self._settings.weight,))[-SHOWN:]
        rows = [
            (w, problem.error(np.array([w])), float(problem.slope(np.array([w]))[0]))
            for w in places
        ]
        return np.array(rows)

    def _next_step(self) -> str:
        """Spell the step that comes next, with its numbers."""
        now, slope = self._settings, self.slope
        after = now.weight - now.rate * slope
        signed = f"({slope:.3g})" if slope < 0 else f"{slope:.3g}"
        start = f"({now.weight:.4g})" if now.weight < 0 else f"{now.weight:.4g}"
        return minus(f"the next step: w = {start} - {now.rate:g} · {signed} = {after:.4g}")

    def _note(self, rows: int) -> str:
        count = max(len(self._settings.path) - 1, 0)
        return f"after {count} steps" + (f"; the last {rows} places" if count >= SHOWN else "")

    def _outcome(self, low: float, high: float) -> tuple[str, str]:
        path = self._settings.path
        if len(path) < 2:
            return "", ""
        if not low <= path[-1] <= high:
            return "notice", minus(
                f"The walk has left the picture: w is {path[-1]:.4g}. Each step jumps over the "
                "valley and lands higher than before. That is divergence; use a smaller rate."
            )
        if len(path) > 3 and (path[-1] - path[-2]) * (path[-2] - path[-3]) < 0:
            return "notice", "The steps jump from one side of the valley to the other."
        return "", ""

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        return (
            choose("problem", "Error", now.problem, PROBLEMS),
            choose_rate(now.rate, RATES),
            button("step", "Step"),
            button("ten", "10 steps"),
            button("again", "Start again"),
        )

    def _describe(self) -> str:
        now = self._settings
        return minus(
            f"Descent explorer. The error of the problem {now.problem} as a curve over one weight. "
            f"At w = {now.weight:.3g} the error is {self.error:.3g}, its slope {self.slope:.3g}; "
            f"{max(len(now.path) - 1, 0)} steps were taken at rate {now.rate:g}."
        )


@cache
def _curve(name: str) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Return the error and slope along a problem's range, and a sentence for every place."""
    problem, (low, high) = one_weight(name)
    grid = np.linspace(low, high, SAMPLES)
    errors = np.array([problem.error(np.array([w])) for w in grid])
    slopes = np.array([problem.slope(np.array([w]))[0] for w in grid])
    texts = []
    for w, error, slope in zip(grid, errors, slopes, strict=True):
        nudged = problem.error(np.array([w + NUDGE]))
        change = nudged - error
        way = "flat: stay" if abs(slope) < 5e-3 else "go left" if slope > 0 else "go right"
        texts.append(
            minus(
                f"E({w:.2f}) = {error:.5f}, E({w:.2f} + {NUDGE:g}) = {nudged:.5f}: change "
                f"{change:.6f} ÷ {NUDGE:g} = slope {change / NUDGE:.2f} → {way}"
            )
        )
    return frozen(errors), frozen(slopes), tuple(texts)
