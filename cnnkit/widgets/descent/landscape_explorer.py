"""Gradient descent on two weights: the error as a landscape, with three optimisers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import parse_whole
from cnnkit.widgets.board.panels import Bars, Path, PathGrid
from cnnkit.widgets.board.rules import Places
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.descent.error_functions import OPTIMISERS, two_weights, walk
from cnnkit.widgets.descent.learning_rate import choose_rate, parse_rate

PROBLEMS = ("bowl", "ravine", "X/O network")
RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0)
BATCHES = {"all": "all examples", "8": "8 at random", "1": "1 at random"}
CELLS = 41
_DASHES = {"plain": [], "momentum": [7, 4], "Adam": [2, 3]}
_COLOURS = {"plain": "frame", "momentum": "ink", "Adam": "negative"}


@cache
def _landscape(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the places along each axis and the error at every pair, rows for the first weight."""
    problem, (low, high) = two_weights(name)
    axis = np.linspace(low, high, CELLS)
    errors = np.array([[problem.error(np.array([a, b])) for b in axis] for a in axis])
    return frozen(axis), frozen(errors)


@cache
def _contours(name: str) -> tuple[Path, ...]:
    """Return the lines of equal error, each height the same multiple of the one before."""
    _, errors = _landscape(name)
    levels = np.geomspace(errors.min(), errors.max(), 13)[1:-1]
    # matplotlib follows the heights; its figure is not drawn.
    found = Figure().add_subplot().contour(range(CELLS), range(CELLS), errors, levels=levels)
    return tuple(
        Path(
            [[round(float(row), 2), round(float(col), 2)] for col, row in line],
            "muted",
            thin=True,
        )
        for lines in found.allsegs
        for line in lines
        if len(line) > 1
    )


@dataclass(frozen=True)
class LandscapeSettings(Settings):
    """What a person can choose: see :class:`LandscapeExplorer`."""

    problem: str
    start: tuple[float, float]
    rate: float
    steps: int
    batch: str

    def __post_init__(self):
        choice(self.problem, "problem", PROBLEMS)
        choice(self.batch, "batch", BATCHES)
        low, high = two_weights(self.problem)[1]
        try:
            start = tuple(float(w) for w in self.start)
        except (TypeError, ValueError):
            start = ()
        if len(start) != 2 or not all(low <= w <= high for w in start):
            raise ValueError(
                f"start {self.start!r} is not on the map; use two weights from {low:g} to {high:g}."
            )
        rate, steps = parse_rate(self.rate, 10), parse_whole(self.steps, 1, 200, "steps")
        self._take(start=start, rate=rate, steps=steps)

    def changed(self, **changes) -> LandscapeSettings:
        """Return checked settings with `changes`; another problem has another map."""
        if "problem" in changes and "start" not in changes and changes["problem"] in PROBLEMS:
            low, high = two_weights(changes["problem"])[1]
            changes["start"] = (low + (high - low) * 0.1, low + (high - low) * 0.15)
        return super().changed(**changes)


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
    start = Setting()
    rate = Setting()
    steps = Setting()
    batch = Setting()

    def __init__(self, problem="ravine", start=(-2.4, 2.1), rate=0.1, steps=30, batch="all"):
        settings = LandscapeSettings(problem, start, rate, steps, batch)
        super().__init__(settings, cursor=("error", 0, *_cell(settings)))

    def __repr__(self):
        now = self._settings
        start = tuple(round(w, 3) for w in now.start)
        return (
            f"LandscapeExplorer(problem={now.problem!r}, start={start}, rate={now.rate:g}, "
            f"steps={now.steps}, batch={now.batch!r})"
        )

    def paths(self) -> dict[str, np.ndarray]:
        """Return the weights along each way, shape (steps + 1, 2)."""
        now = self._settings
        batch = None if now.batch == "all" else int(now.batch)
        problem, _ = two_weights(now.problem)
        return {
            name: walk(problem, now.start, name, now.rate, now.steps, batch=batch)
            for name in OPTIMISERS
        }

    def ends(self) -> dict[str, float]:
        """Return the error at the end of each way."""
        return self._ends(self.paths())

    def _ends(self, paths) -> dict[str, float]:
        problem, _ = two_weights(self._settings.problem)
        return {name: problem.error(path[-1]) for name, path in paths.items()}

    def edit(self, name: str, value):
        """Return the settings that start from a cell of the map, or those after a control."""
        panel, place = place_of(name)
        if panel == "error" and place:
            row, col = place
            axis, _ = _landscape(self._settings.problem)
            return self._settings.changed(start=(axis[row], axis[col]))
        return super().edit(name, value)

    def cursor_after(self, before):
        """Mark the start of a newly chosen problem."""
        if self.problem != before.problem:
            return "error", 0, *_cell(self._settings)
        return self.cursor

    def compute(self) -> Scene:
        """Return the landscape with the ways on it, and the errors where they end."""
        now = self._settings
        axis, errors = _landscape(now.problem)
        paths = self.paths()
        ends = self._ends(paths)
        step = axis[1] - axis[0]
        limit = float(np.quantile(errors, 0.85))
        drawn = tuple(
            Path(
                [
                    [round(float(p), 2) for p in np.clip((w - axis[0]) / step, -40, 80)]
                    for w in path
                ],
                _COLOURS[name],
                _DASHES[name],
            )
            for name, path in paths.items()
        )
        heights = np.array(list(ends.values()))
        whole = all(len(path) > now.steps for path in paths.values())
        at_start = two_weights(now.problem)[0].error(np.array(now.start))
        top = max(at_start, 1e-6)
        return Scene(
            label=self._describe(ends),
            arrays={"error": errors[None], "ends": heights[None, :, None]},
            panels=(
                PathGrid(
                    "error",
                    "Error for every pair of weights: drag the start",
                    (-limit, limit),
                    editable="choose",
                    paths=_contours(now.problem) + drawn,
                    rule=Places(("w1", "w2"), (float(axis[0]), float(axis[-1])), "error"),
                    note="down: weight 1, right: weight 2; the stronger the colour, the higher; "
                    "thin lines join equal errors. Solid: plain, dashed: momentum, dotted: Adam",
                ),
                Bars(
                    "ends",
                    f"Error after {now.steps} steps" + ("" if whole else ", or where it was lost"),
                    (0.0, top),
                    labels=tuple(ends),
                    extent=300,
                    note=f"at the start it is {at_start:.3g}, the lowest on the map "
                    f"{errors.min():.3g}",
                ),
            ),
            columns=(("error",), ("ends",)),
            controls=self._controls(),
            lead="error",
            tallest=400,
            message=self._outcome(paths),
        )

    def _outcome(self, paths) -> tuple[str, str]:
        now = self._settings
        low, high = two_weights(now.problem)[1]
        lost = [
            name + (f" (lost after {len(path) - 1} steps)" if len(path) <= now.steps else "")
            for name, path in paths.items()
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
            Control("steps", "Steps", now.steps, "integer", 1, 200),
            choose("batch", "Slope from", now.batch, BATCHES),
        )

    def _describe(self, ends: dict[str, float]) -> str:
        now = self._settings
        parts = ", ".join(f"{name} {error:.3g}" for name, error in ends.items())
        return (
            f"Landscape explorer. The error of the problem {now.problem} over two weights. After "
            f"{now.steps} steps at rate {now.rate:g}, or where a way was lost, it is, by way of "
            f"descent: {parts}."
        )


def _cell(settings: LandscapeSettings) -> tuple[int, int]:
    """Return the cell of the map nearest to the start."""
    axis, _ = _landscape(settings.problem)
    return tuple(int(np.abs(axis - w).argmin()) for w in settings.start)
