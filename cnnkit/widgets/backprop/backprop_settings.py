"""Checked settings of the BackpropExplorer, and the numbers of both passes for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import index

import numpy as np

from cnnkit.checks import shown
from cnnkit.examples import xo
from cnnkit.widgets.backprop.passes import KERNELS, Passes, nudged, passes
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice


@dataclass(frozen=True)
class BackpropSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.BackpropExplorer`."""

    image: str
    true: str
    kernel: str
    weight: tuple[int, int]

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the weight as two whole numbers; raise a sentence for what is impossible."""
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

    @property
    def passes(self) -> Passes:
        """Both passes of the whole network."""
        return passes(self.image, self.true)

    @property
    def which(self) -> int:
        """The index of the kernel, and of its map."""
        return KERNELS.index(self.kernel)

    @property
    def kernel_gradient(self) -> np.ndarray:
        """The gradient of the nine weights, by backpropagation, shape (3, 3)."""
        return self.passes.weight_gradient[self.which]

    @property
    def kernel_nudged(self) -> np.ndarray:
        """The same by nudging."""
        return nudged(self.image, self.true, self.kernel)

    @cached_property
    def contributions(self) -> np.ndarray:
        """What every window adds to the gradient of the weight, shape (7, 7)."""
        row, col = self.weight
        pixels = self.passes.arrays["input"][0, row : row + 7, col : col + 7]
        return frozen(self.passes.gradients["0"][self.which] * pixels)
