"""Gradient descent on two weights: the error as a landscape, with three optimisers."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Places, Text
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.panels import Curve, Details, PathGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.descent.landscape_controls import controls
from cnnkit.widgets.descent.landscape_map import (
    contours,
    drawn,
    landscape,
    lines,
    star,
    ticks,
    weights_at,
)
from cnnkit.widgets.descent.landscape_settings import LandscapeSettings
from cnnkit.widgets.descent.landscape_words import (
    describe,
    ends_note,
    map_note,
    outcome,
    step_texts,
)


class LandscapeExplorer(Explorer):
    """Compare three ways down the same landscape of two weights.

    Click or drag in the map to choose a start; plain gradient descent, momentum and Adam walk
    from there, with cnnkit's own optimisers. Move along the curves of the error, or press Play, and
    the map shows the ways as far as that step.

    Parameters
    ----------
    problem : {"bowl", "ravine", "X/O network"}
        A straight-line model whose two inputs vary alike, or very differently, or the real loss
        of the X/O network for two of its voting weights.
    start : (float, float)
        The two weights to start from: the first runs to the right, the second one up.
    rate : float
        The learning rate, above 0.
    steps : int, 1 to 200
    batch : {"all", "8", "1"}
        How many examples each step's slope is taken from; few make it stochastic.
    momentum : float, 0 to 0.99
        Which share of the step before is added to each step of "momentum".

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = LandscapeExplorer("bowl", steps=50)
    >>> ends = explorer.ends()
    >>> sorted(ends) == ["Adam", "momentum", "plain"] and ends["plain"] < 0.2
    True
    """

    problem = Setting()
    start = Setting(lambda start: str(tuple(round(w, 3) for w in start)))
    rate = Setting()
    steps = Setting()
    batch = Setting()
    momentum = Setting()
    walk = ("walks",)

    def __init__(
        self, problem="ravine", start=(-2.4, 2.1), rate=0.1, steps=30, batch="all", *, momentum=0.9
    ):
        settings = LandscapeSettings(problem, start, rate, steps, batch, momentum)
        super().__init__(settings, cursor=("error", 0, *settings.cell))

    def paths(self) -> dict[str, np.ndarray]:
        """Return the weights along each way, shape (steps + 1, 2)."""
        return dict(self._settings.paths)

    def ends(self) -> dict[str, float]:
        """Return the error at the end of each way."""
        return dict(self._settings.ends)

    def edit(self, name: str, value):
        """Return the settings that start from a cell of the map, or those after a control."""
        panel, place = place_of(name)
        if panel == "error" and place:
            weights = weights_at(self._settings.problem, *place[-2:])
            return self._settings.changed(start=weights)
        return super().edit(name, value)

    def cursor_after(self, before):
        """Mark the start of a newly chosen problem."""
        now = self._settings
        return self.cursor if now.problem == before.problem else ("error", 0, *now.cell)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the landscape with the ways on it, and the errors along them."""
        now = self._settings
        axis, heights = landscape(now.problem)
        limit = float(np.quantile(heights, 0.85))
        ways = tuple(
            drawn(now.problem, name, path, lost=name in now.lost)
            for name, path in now.paths.items()
        )
        rows, columns = ticks(now.problem)
        errors = np.array([*now.errors.values(), np.full(now.steps + 1, now.floor)])
        return Scene(
            label=describe(now),
            arrays={"error": heights[None], "walks": errors[:, None]},
            panels=(
                PathGrid(
                    "error",
                    "Error for every pair of weights: drag the start",
                    (-limit, limit),
                    editable="choose",
                    paths=contours(now.problem) + ways,
                    star=star(now.problem),
                    follows="walks",
                    details=Details(row_names=rows, column_names=columns),
                    rule=Places(("w1", "w2"), (float(axis[0]), float(axis[-1])), "error"),
                    note=map_note(now),
                ),
                Curve(
                    "walks",
                    "Error after each step",
                    (0.8 * float(np.nanmin(errors)), 1.25 * float(np.nanmax(errors))),
                    x=(0.0, float(now.steps)),
                    extent=340,
                    whole=True,
                    log=True,
                    lines=lines(),
                    rule=Text(step_texts(now)),
                    note=ends_note(now),
                ),
            ),
            columns=(("error",), ("walks",)),
            controls=controls(now),
            lead="walks",
            leading=("error", "walks"),
            player="steps",
            tallest=400,
            message=outcome(now),
        )
