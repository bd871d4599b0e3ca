"""Gradient descent on one weight: the error as a curve, and its slope by finite differences."""

from __future__ import annotations

from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.descent.descent_scene import compose
from cnnkit.widgets.descent.descent_settings import OWN, DescentSettings
from cnnkit.widgets.descent.own_error import OwnError

FILMED = 20  # steps of a film where none was taken


class DescentExplorer(Explorer):
    """Walk down an error, one weight, one step at a time.

    Move over the curve and read the slope there: nudge the weight by 0.0001 and see how the error
    changes. Drag the point to another weight. Then let the slope decide: a step is minus the rate
    times the slope. The axis grows where a walk leaves it.

    Parameters
    ----------
    problem : {"perfect fit", "compromise", "two valleys", "X/O network"}
        One example that can be met, two that contradict each other, an error with two minima, or
        the real loss of the X/O network for one of its voting weights.
    weight : float
        Where to start.
    rate : float
        The learning rate, above 0.
    compare : float, optional
        A second rate: its walk from the same start, as many steps long, is drawn beside the first.
    between : (float, float), optional
        The lowest and the highest weight to show at first.
    error : function of a number, optional
        An error of your own in place of the problem, such as ``lambda w: (w**2 - 1) ** 2``.
    slope : function of a number, optional
        Its derivative; by default the nudge says it, to both sides.

    Raises
    ------
    TypeError, ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = DescentExplorer("perfect fit", weight=0.0, rate=0.1)
    >>> explorer.step()
    >>> round(explorer.weight, 6), round(explorer.error, 6)
    (0.4, 2.56)
    >>> own = DescentExplorer(error=lambda w: w**4, weight=1.0, rate=0.1)
    >>> own.problem, round(own.slope, 4)
    ('own', 4.0)
    """

    problem = Setting()
    weight = Setting(lambda weight: str(round(weight, 4)))
    rate = Setting()
    compare = Setting()
    between = Setting()

    def __init__(
        self, problem="perfect fit", weight=0.0, rate=0.1, *,
        compare=None, between=None, error=None, slope=None,
    ):  # fmt: skip
        if error is None and slope is not None:
            raise TypeError("slope is that of an error of your own; give error=, too.")
        own = None if error is None else OwnError(error, slope)
        problem = problem if own is None else OWN
        settings = DescentSettings(problem, weight, rate, compare, between, own)
        super().__init__(settings, cursor=("curve", 0, *settings.cell))

    def __repr__(self):
        whole = super().__repr__()  # what is not set is left out
        return whole.replace(", compare=None", "").replace(", between=None", "")

    @property
    def error(self) -> float:
        """The error at the weight."""
        return self._settings.error(self.weight)

    @property
    def slope(self) -> float:
        """The error's slope at the weight."""
        return self._settings.slope(self.weight)

    def given(self) -> dict:
        """Return the functions that were given: no line of code can hold them."""
        own = self._settings.own
        if own is None:
            return {"error": None, "slope": None}
        return {"problem": "perfect fit", "error": own.given_error, "slope": own.given_slope}

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
            axis = now.axis
            return now.changed(weight=axis.number(place[-1]), kept=(axis.low, axis.high))
        if name in ("step", "ten"):
            return now.walked(1 if name == "step" else 10)
        if name == "again":
            return now.changed(weight=now.places[0])
        if name == "compare":
            return now.changed(compare=value or None)
        return super().edit(name, value)

    def cursor_after(self, before):
        """Read the curve where the weight is."""
        return "curve", 0, *self._settings.cell

    def moments(self):
        """Take the steps one by one; the next ones, where none was taken."""
        end = self._settings if self._settings.steps else self._settings.walked(FILMED)
        kept = end.axis.low, end.axis.high  # it holds still
        return self.through(
            [
                {"weight": end.places[count], "path": end.places[: count + 1], "kept": kept}
                for count in range(end.steps + 1)
            ],
            lambda now: ("curve", 0, *now.cell),
        )

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the curve with its point, tangent and trail, and a table of the steps."""
        return compose(self._settings)
