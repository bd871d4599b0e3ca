"""The toolbar of a LandscapeExplorer."""

from __future__ import annotations

from cnnkit.widgets.board.controls import Control, choose, choose_along, choose_whole
from cnnkit.widgets.descent.landscape_settings import (
    BATCHES,
    MOST,
    MOST_MOMENTUM,
    PROBLEMS,
    LandscapeSettings,
)
from cnnkit.widgets.descent.learning_rate import choose_rate

RATES = (0.01, 0.03, 0.1, 0.3, 0.5, 1.0)


def controls(now: LandscapeSettings) -> tuple[Control, ...]:
    """Return problem, rate, momentum, steps and batch."""
    return (
        choose("problem", "Error", now.problem, PROBLEMS),
        choose_rate(now.rate, RATES),
        choose_along("momentum", "Momentum", now.momentum, 0, MOST_MOMENTUM, 0.01),
        choose_whole("steps", "Steps", now.steps, 1, MOST),
        choose("batch", "Slope from", now.batch, BATCHES),
    )
