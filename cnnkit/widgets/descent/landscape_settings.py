"""Checked settings of the LandscapeExplorer, and the three ways down from its start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_between, parse_whole
from cnnkit.widgets.descent.error_functions import MOMENTUM, OPTIMISERS, two_weights, walk
from cnnkit.widgets.descent.landscape_map import cell_of, lowest
from cnnkit.widgets.descent.learning_rate import parse_rate

PROBLEMS = ("bowl", "ravine", "X/O network")
BATCHES = {"all": "all examples", "8": "8 at random", "1": "1 at random"}
MOST = 200  # steps
MOST_MOMENTUM = 0.99


@dataclass(frozen=True)
class LandscapeSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.LandscapeExplorer`."""

    problem: str
    start: tuple[float, float]
    rate: float
    steps: int
    batch: str
    momentum: float = MOMENTUM

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield start, rate and steps; raise a sentence for what is impossible."""
        choice(self.problem, "problem", PROBLEMS)
        choice(self.batch, "batch", BATCHES)
        low, high = self.range
        try:
            start = tuple(float(w) for w in self.start)
        except (TypeError, ValueError):
            start = ()
        if len(start) != 2 or not all(low <= w <= high for w in start):
            raise ValueError(
                f"start {shown(self.start)} is not on the map; use two weights from "
                f"{short(low)} to {short(high)}."
            )
        yield "start", start
        yield "rate", parse_rate(self.rate, 10)
        yield "steps", parse_whole(self.steps, 1, MOST, "steps")
        yield "momentum", parse_between(self.momentum, 0, MOST_MOMENTUM, "momentum")

    def changed(self, **changes) -> LandscapeSettings:
        """Return checked settings with `changes`; another problem has another map."""
        if "problem" in changes and "start" not in changes and changes["problem"] in PROBLEMS:
            low, high = two_weights(changes["problem"])[1]
            changes["start"] = (low + (high - low) * 0.1, low + (high - low) * 0.15)
        return super().changed(**changes)

    @property
    def range(self) -> tuple[float, float]:
        """The smallest and the largest of each weight on the map."""
        return two_weights(self.problem)[1]

    @property
    def cell(self) -> tuple[int, int]:
        """The cell of the map that is nearest to the start."""
        return cell_of(self.problem, self.start)

    @cached_property
    def paths(self) -> dict[str, np.ndarray]:
        """The weights along each way, shape (steps + 1, 2); fewer where a way was lost."""
        batch = None if self.batch == "all" else int(self.batch)
        problem, _ = two_weights(self.problem)
        options = {"momentum": self.momentum, "batch": batch}
        return {
            name: frozen(walk(problem, self.start, name, self.rate, self.steps, **options))
            for name in OPTIMISERS
        }

    @cached_property
    def errors(self) -> dict[str, np.ndarray]:
        """The error after 0, 1, ... steps of each way; NaN where it was lost before."""
        found = {}
        for name, path in self.paths.items():
            found[name] = np.full(self.steps + 1, np.nan)
            found[name][: len(path)] = [self.error(w) for w in path]
        return found

    @property
    def lost(self) -> list[str]:
        """The ways that end far outside of the map."""
        low, high = self.range
        return [
            name for name, path in self.paths.items() if np.abs(path[-1]).max() > 3 * (high - low)
        ]

    @property
    def floor(self) -> float:
        """The lowest error there is: where the examples allow no lower one, or on the map."""
        return lowest(self.problem)

    @cached_property
    def ends(self) -> dict[str, float]:
        """The error at the end of each way."""
        return {name: float(self.errors[name][len(path) - 1]) for name, path in self.paths.items()}

    def error(self, weights) -> float:
        """Return the error at two weights."""
        return two_weights(self.problem)[0].error(np.array(weights))
