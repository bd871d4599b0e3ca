"""Checked settings of the LossExplorer, and how far both neurons have come."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.functional import sigmoid
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.settings import Settings
from cnnkit.widgets.board.typed_values import parse_number, parse_whole
from cnnkit.widgets.descent.learning_rate import parse_rate
from cnnkit.widgets.descent.sigmoid_losses import LOGITS, LOSSES, value_and_slope, walk_of

MOST = 2000  # steps
MOST_SAMPLES = 200  # of the curve over them


@dataclass(frozen=True)
class LossSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.LossExplorer`."""

    start: float
    rate: float
    steps: int

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the numbers; raise a sentence for what is impossible."""
        start = parse_number(self.start, "start", math.inf)
        rate = parse_rate(self.rate, 1000)
        if not LOGITS.low <= start <= LOGITS.high:
            reach = f"{LOGITS.high:g}"
            raise ValueError(
                f"start {short(start)} is not in the picture; use a logit from −{reach} to {reach}."
            )
        yield "start", start
        yield "rate", rate
        yield "steps", parse_whole(self.steps, 0, MOST, "steps")

    def walked(self, more: int) -> LossSettings:
        """Return the settings after more steps."""
        if self.steps == MOST:
            raise ValueError(f"{MOST} steps are enough; press Start again.")
        return self.changed(steps=min(self.steps + more, MOST))

    # -- by loss

    @cached_property
    def paths(self) -> dict[str, np.ndarray]:
        """The logits from the start to the last step."""
        walks = {name: walk_of(name, self.start, self.rate) for name in LOSSES}
        return {name: frozen(walk.after(self.steps)) for name, walk in walks.items()}

    @property
    def axis(self) -> np.ndarray:
        """The steps along the curve of p: all of them, of very many only some."""
        last = max(self.steps, 1)
        return np.linspace(0, last, min(last, MOST_SAMPLES) + 1)

    def cell(self, name: str) -> int:
        """The sample of a loss's curve that is nearest to where its neuron is now."""
        return LOGITS.nearest(float(self.paths[name][-1]))

    def seen(self, name: str) -> list[float]:
        """Return the logits of a walk in the picture, without those drawn over each other."""
        first, *others = self.paths[name]
        kept = [float(first)]
        for z in others:
            if abs(z - kept[-1]) > 0.2:
                kept.append(float(z))
        return [z for z in kept if LOGITS.low <= z <= LOGITS.high]

    @cached_property
    def shares(self) -> dict[str, np.ndarray]:
        """What each neuron said after each step."""
        return {name: sigmoid(path) for name, path in self.paths.items()}

    @cached_property
    def at(self) -> dict[str, tuple[float, float]]:
        """The loss at the last step, and its slope there."""
        return {name: value_and_slope(name, path[-1]) for name, path in self.paths.items()}
