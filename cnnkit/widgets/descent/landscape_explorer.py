"""Gradient descent on two weights: the error as a landscape, with three optimisers."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.controls import choose, choose_whole
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.panels import Bars, PathGrid
from cnnkit.widgets.board.rules import Places
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.descent.landscape import contours, drawn, landscape
from cnnkit.widgets.descent.landscape_settings import BATCHES, MOST, PROBLEMS, LandscapeSettings
from cnnkit.widgets.descent.learning_rate import choose_rate

RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0)


class LandscapeExplorer(Explorer):
    """Compare three ways down the same landscape of two weights.

    Click or drag in the map to choose a start; plain gradient descent, momentum and Adam walk
    from there, with cnnkit's own optimisers.

    Parameters
    ----------
    problem : {"bowl", "ravine", "X/O network"}
        A straight-line model whose two inputs vary alike, or very differently, or the real loss
        of the X/O network for two of its voting weights.
    start : (float, float)
        The two weights to start from.
    rate : float
        The learning rate, above 0.
    steps : int, 1 to 200
    batch : {"all", "8", "1"}
        How many examples each step's slope is taken from; few make it stochastic.

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

    def __init__(self, problem="ravine", start=(-2.4, 2.1), rate=0.1, steps=30, batch="all"):
        settings = LandscapeSettings(problem, start, rate, steps, batch)
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
            row, col = place
            axis, _ = landscape(self._settings.problem)
            return self._settings.changed(start=(axis[row], axis[col]))
        return super().edit(name, value)

    def cursor_after(self, before):
        """Mark the start of a newly chosen problem."""
        now = self._settings
        return self.cursor if now.problem == before.problem else ("error", 0, *now.cell)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the landscape with the ways on it, and the errors where they end."""
        now = self._settings
        axis, errors = landscape(now.problem)
        limit = float(np.quantile(errors, 0.85))
        ways = tuple(drawn(now.problem, name, path) for name, path in now.paths.items())
        heights = np.array(list(now.ends.values()))
        whole = all(len(path) > now.steps for path in now.paths.values())
        at_start = now.error(now.start)
        return Scene(
            label=self._describe(),
            arrays={"error": errors[None], "ends": heights[None, :, None]},
            panels=(
                PathGrid(
                    "error",
                    "Error for every pair of weights: drag the start",
                    (-limit, limit),
                    editable="choose",
                    paths=contours(now.problem) + ways,
                    rule=Places(("w1", "w2"), (float(axis[0]), float(axis[-1])), "error"),
                    note="down: weight 1, right: weight 2; the stronger the colour, the higher; "
                    "thin lines join equal errors. Solid: plain, dashed: momentum, dotted: Adam",
                ),
                Bars(
                    "ends",
                    f"Error after {now.steps} steps" + ("" if whole else ", or where it was lost"),
                    (0.0, max(at_start, 1e-6)),
                    labels=tuple(now.ends),
                    extent=300,
                    note=f"at the start it is {plots.number(at_start)}, the lowest on the map "
                    f"{plots.number(errors.min())}",
                ),
            ),
            columns=(("error",), ("ends",)),
            controls=self._controls(),
            lead="error",
            tallest=400,
            message=self._outcome(),
        )

    def _outcome(self) -> tuple[str, str]:
        now = self._settings
        low, high = now.range
        lost = [
            name + (f" (lost after {len(path) - 1} steps)" if len(path) <= now.steps else "")
            for name, path in now.paths.items()
            if np.abs(path[-1]).max() > 3 * (high - low)
        ]
        if not lost:
            return "", ""
        return "notice", (
            f"Diverged: {' and '.join(lost)}. Each step jumps over the valley and lands higher; "
            "use a smaller rate."
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        return (
            choose("problem", "Error", now.problem, PROBLEMS),
            choose_rate(now.rate, RATES),
            choose_whole("steps", "Steps", now.steps, 1, MOST),
            choose("batch", "Slope from", now.batch, BATCHES),
        )

    def _describe(self) -> str:
        now = self._settings
        parts = ", ".join(f"{name} {plots.number(error)}" for name, error in now.ends.items())
        return (
            f"Landscape explorer. The error of the problem {now.problem} over two weights. After "
            f"{now.steps} steps at rate {now.rate:g}, or where a way was lost, it is, by way of "
            f"descent: {parts}."
        )
