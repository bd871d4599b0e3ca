"""Checked settings of the ActivationExplorer: a map, and what an activation makes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit import functional, matching
from cnnkit.checks import shown, whole
from cnnkit.checks.typed_numbers import read_number
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.filters.pictures_and_kernels import IMAGES, picture_of, presets

MODES = ("evaluation", "training")
SATURATED = 0.05  # a neuron with a smaller slope is saturated: it passes almost no gradient back


@dataclass(frozen=True)
class Activation:
    """An activation: its name, its formula, its values and its slopes.

    In the formula {z} stands for the number, {(z)} for it in parentheses if it is negative, {slope}
    for the slope there; `positive` is the formula of positive numbers where that is another.
    """

    title: str
    formula: str
    positive: str = ""

    def apply(self, name: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return f(z) and its slope at z, both computed by :mod:`cnnkit.functional`."""
        if name == "identity":
            return z, np.ones_like(z)
        forward = getattr(functional, name)
        backward = getattr(functional, f"{name}_backward")
        return forward(z), backward(np.ones_like(z), z)


ACTIVATIONS = {
    "relu": Activation("ReLU", "max(0, {z})"),
    "leaky_relu": Activation("leaky ReLU", "{z} × {slope}", "{z} stays {z}"),
    "rrelu": Activation("randomised leaky ReLU", "{z} × {slope}", "{z} stays {z}"),
    "sigmoid": Activation("sigmoid", "1 ÷ (1 + e^−{(z)})"),
    "tanh": Activation("tanh", "tanh {(z)}"),
    "identity": Activation("none", "{z}"),
}


@dataclass(frozen=True)
class ActivationSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.ActivationExplorer`."""

    image: str
    kernel: str
    activation: str
    gain: float
    mode: str
    seed: int = 0

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the gain; raise a sentence for what is impossible."""
        choice(self.image, "image", IMAGES)
        choice(self.kernel, "kernel", presets())
        choice(self.activation, "activation", ACTIVATIONS)
        choice(self.mode, "mode", MODES)
        gain = read_number(self.gain) or 0.0
        if not 0.1 <= gain <= 20:
            raise ValueError(
                f"gain {shown(self.gain)} is not possible; use a number from 0.1 to 20."
            )
        yield "gain", gain
        yield "seed", whole(self.seed, "seed", minimum=0)

    @property
    def kind(self) -> Activation:
        """The activation: its words and its formula."""
        return ACTIVATIONS[self.activation]

    @property
    def is_random(self) -> bool:
        """Whether each cell has a slope that was drawn."""
        return self.activation == "rrelu" and self.mode == "training"

    @cached_property
    def before(self) -> np.ndarray:
        """The map that the activation is given, shape (H, W)."""
        kernel = presets()[self.kernel]
        scores = matching.match_map(picture_of(self.image), kernel, scoring="mean")
        return frozen(scores * np.float32(self.gain))

    @cached_property
    def after_and_slope(self) -> tuple[np.ndarray, np.ndarray]:
        """What it returns, and its slope at every cell; random slopes are drawn here."""
        z = self.before
        if self.is_random:
            y = functional.rrelu(z, training=True, rng=np.random.default_rng(self.seed))
            return frozen(y), frozen(functional.rrelu_backward(np.ones_like(z), z, output=y))
        y, slope = self.kind.apply(self.activation, z)
        return frozen(y), frozen(slope)

    def lines(self, z: np.ndarray) -> list[np.ndarray]:
        """Return the function and its slope at `z`; also the limits of random slopes."""
        lines = list(self.kind.apply(self.activation, z))
        if self.activation == "rrelu":
            lines += [functional.leaky_relu(z, slope) for slope in (1 / 8, 1 / 3)]
        return lines
