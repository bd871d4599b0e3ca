"""Checked settings of the BackpropExplorer, and the numbers of both passes for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import index

import numpy as np

from cnnkit.checks import shown
from cnnkit.examples import xo
from cnnkit.widgets.backprop.forward_and_backward import KERNELS, Passes, nudged, passes
from cnnkit.widgets.backprop.weights_after_steps import (
    Places,
    Step,
    Steps,
    checked_places,
    checked_rate,
    checked_steps,
    in_words,
    weights_after,
)
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice


@dataclass(frozen=True)
class BackpropSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.BackpropExplorer`."""

    image: str
    true: str
    kernel: str
    weight: tuple[int, int]
    rate: float = 0.1
    flipped: Places = ()
    steps: tuple[str, ...] = ()

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield numbers and places as they are kept; raise a sentence for what is impossible."""
        choice(self.image, "image", xo.CLASSES)
        choice(self.true, "true", xo.CLASSES)
        choice(self.kernel, "kernel", KERNELS)
        try:
            weight = tuple(index(place) for place in self.weight)
        except (TypeError, ValueError):
            weight = ()
        if len(weight) != 2 or not all(0 <= place <= 2 for place in weight):
            raise ValueError(
                f"weight {shown(self.weight)} is not a position in a 3×3 kernel; "
                "use (row, column), 0 to 2."
            )
        yield "weight", weight
        yield "rate", checked_rate(self.rate)
        yield "flipped", checked_places(self.flipped)
        walk = checked_steps(self.steps, self.next_step)
        weights_after(walk)  # raises if they run away
        yield "steps", in_words(walk)

    def changed(self, **changes) -> BackpropSettings:
        """Return checked settings with `changes`; another letter has no pixels flipped."""
        if changes.get("image", self.image) != self.image:
            changes.setdefault("flipped", ())
        return super().changed(**changes)

    @property
    def next_step(self) -> Step:
        """What a step from here would be."""
        return self.image, self.flipped, self.true, self.rate

    @cached_property
    def walk(self) -> Steps:
        """The steps one by one."""
        return checked_steps(self.steps, self.next_step)

    def stepped(self, count=1) -> BackpropSettings:
        """Return the settings after this many more steps."""
        return self.changed(steps=in_words(self.walk + checked_steps(count, self.next_step)))

    @property
    def passes(self) -> Passes:
        """Both passes of the whole network."""
        return self.passes_after(len(self.walk))

    def passes_after(self, count: int) -> Passes:
        """Return both passes of this picture through the network after ``count`` steps."""
        return passes(self.image, self.flipped, self.true, self.walk[:count])

    @property
    def losses(self) -> tuple[float, float, float]:
        """The loss of this picture before all steps, before the last one, and now."""
        last = len(self.walk)
        return tuple(self.passes_after(count).loss for count in (0, max(last - 1, 0), last))

    @property
    def which(self) -> int:
        """The index of the kernel, and of its map."""
        return KERNELS.index(self.kernel)

    @property
    def kernel_gradient(self) -> np.ndarray:
        """The gradient of the nine weights, by backpropagation, shape (3, 3)."""
        return self.passes.slopes["0.weight"][self.which, 0]

    @property
    def kernel_nudged(self) -> np.ndarray:
        """The same by nudging."""
        return self.nudged_of(self.kernel)

    def nudged_of(self, kernel: str) -> np.ndarray:
        """Return the slopes of a kernel's nine weights by nudging, shape (3, 3)."""
        return nudged(self.image, self.flipped, self.true, kernel, self.walk)

    @cached_property
    def contributions(self) -> np.ndarray:
        """What every window adds to the gradient of the weight, shape (7, 7)."""
        row, col = self.weight
        pixels = self.passes.arrays["input"][0, row : row + 7, col : col + 7]
        return frozen(self.passes.gradients["0"][self.which] * pixels)
