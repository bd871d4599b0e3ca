"""Gradient descent on one weight: the error as a curve, and its slope by finite differences."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.numbers import around_zero, minus
from cnnkit.widgets.board.panels import Curve, Grid
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.descent.descent_settings import PROBLEMS, DescentSettings
from cnnkit.widgets.descent.learning_rate import choose_rate

RATES = (0.01, 0.1, 0.3, 0.5, 0.9, 1.0, 1.1, 3.0)
SHOWN = 7  # steps in the table
TRAIL = 60  # steps on the curve


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
    weight = Setting(lambda weight: str(round(weight, 4)))
    rate = Setting()

    def __init__(self, problem="perfect fit", weight=0.0, rate=0.1):
        settings = DescentSettings(problem, weight, rate)
        super().__init__(settings, cursor=("curve", 0, *settings.cell))

    @property
    def error(self) -> float:
        """The error at the weight."""
        return self._settings.error(self.weight)

    @property
    def slope(self) -> float:
        """The error's slope at the weight."""
        return self._settings.slope(self.weight)

    def step(self, count: int = 1) -> None:
        """Take `count` steps of gradient descent from the present weight.

        A walk that leaves all bounds ends at the last weight that can be shown.
        """
        with self._lock:
            self.adopt(self._settings.walked(count))

    def edit(self, name: str, value):
        """Return the settings with the point moved, after some steps, or at the start again."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "curve" and place:
            return now.changed(weight=now.axis.number(place[1]))
        if name in ("step", "ten"):
            return now.walked(1 if name == "step" else 10)
        if name == "again":
            return now.changed(weight=now.places[0])
        return super().edit(name, value)

    def cursor_after(self, before):
        """Read the curve where the weight is."""
        return "curve", 0, *self._settings.cell

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the curve with its point, tangent and trail, and a table of the steps."""
        now = self._settings
        errors, slopes, texts = now.curve
        top = float(errors.max())
        table = np.array([(w, now.error(w), now.slope(w)) for w in now.places[-SHOWN:]])
        return Scene(
            label=self._describe(),
            arrays={"curve": np.stack([errors, slopes])[:, None], "steps": table[None]},
            panels=(
                Curve(
                    "curve",
                    "Error E for every weight w: drag the point",
                    (-0.05 * top, top),
                    x=(now.axis.low, now.axis.high),
                    extent=450,
                    tangent=True,
                    point=now.weight,
                    editable="choose",
                    note=self._next_step(),
                    trail=tuple((w, min(now.error(w), 2 * top)) for w in now.path[-TRAIL:]),
                    rule=Text(texts),
                ),
                Grid(
                    "steps",
                    "w, E and slope, step by step",
                    around_zero(table),
                    extent=58 * max(len(table), 3),
                    note=f"after {now.steps} steps"
                    + (f"; the last {len(table)} places" if now.steps >= SHOWN else ""),
                ),
            ),
            columns=(("curve",), ("steps",)),
            controls=self._controls(),
            lead="curve",
            tallest=420,
            message=self._outcome(),
        )

    def _next_step(self) -> str:
        """Spell the step that comes next, with its numbers."""
        now, slope = self._settings, self.slope
        after = now.weight - now.rate * slope
        signed = f"({slope:.3g})" if slope < 0 else f"{slope:.3g}"
        start = f"({now.weight:.4g})" if now.weight < 0 else f"{now.weight:.4g}"
        return minus(f"the next step: w = {start} - {now.rate:g} · {signed} = {after:.4g}")

    def _outcome(self) -> tuple[str, str]:
        path, axis = self._settings.path, self._settings.axis
        if len(path) < 2:
            return "", ""
        if not axis.low <= path[-1] <= axis.high:
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
            f"At w = {now.weight:.3g} the error is {plots.number(self.error)}, its slope "
            f"{plots.number(self.slope)}; "
            f"{now.steps} steps were taken at rate {now.rate:g}."
        )
