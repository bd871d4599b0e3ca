"""What an activation does to one number, to a whole map, and to the gradient."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from cnnkit import functional, matching
from cnnkit.checks.typed_numbers import read_number
from cnnkit.widgets.board.controls import button, choose, choose_number
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.panels import Curve, Grid
from cnnkit.widgets.board.rules import Activate
from cnnkit.widgets.board.scene import Control, Link, Scene
from cnnkit.widgets.filters.pictures_and_kernels import IMAGES, picture_of, presets

REACH, SAMPLES = 4.0, 161  # the curve runs from −4 to 4 in steps of 0.05
MODES = ("evaluation", "training")
GAINS = (0.5, 1, 2, 5, 10)
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
    """What a person can choose: see :class:`ActivationExplorer`."""

    image: str
    kernel: str
    activation: str
    gain: float
    mode: str
    rng: np.random.Generator = field(repr=False)

    def __post_init__(self):
        choice(self.image, "image", IMAGES)
        choice(self.kernel, "kernel", presets())
        choice(self.activation, "activation", ACTIVATIONS)
        choice(self.mode, "mode", MODES)
        gain = read_number(self.gain) or 0.0
        if not 0.1 <= gain <= 20:
            raise ValueError(f"gain {self.gain!r} is not possible; use a number from 0.1 to 20.")
        self._take(gain=gain)

    @cached_property
    def maps(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Map, activated map and slopes; in training, randomised ReLU draws its slopes here."""
        picture = picture_of(self.image)
        scores = matching.match_map(picture, presets()[self.kernel], scoring="mean")
        z = frozen(scores * np.float32(self.gain))
        if self.activation == "rrelu" and self.mode == "training":
            y = functional.rrelu(z, training=True, rng=self.rng)
            return z, frozen(y), frozen(functional.rrelu_backward(np.ones_like(z), z, output=y))
        return z, *map(frozen, ACTIVATIONS[self.activation].apply(self.activation, z))


class ActivationExplorer(Explorer):
    r"""Drag a point along an activation's curve; see the same rule on every cell of a map.

    Hover a cell of a map and its number slides to its place on the curve; drag the point and the
    cells with that number light up. The third map is the slope of each cell: the share of a
    gradient that gets through it on the way back.

    Parameters
    ----------
    image : {"X", "O", "digit", "cat", "coffee"}
        The picture; the digit is number 0 of the training set.
    kernel : str
        A preset of the filter explorer; its map is what the activation works on.
    activation : {"relu", "leaky_relu", "rrelu", "sigmoid", "tanh", "identity"}
    gain : float
        What the map is multiplied by first, 0.1 to 20: large numbers saturate.
    mode : {"evaluation", "training"}
        Only "rrelu" cares: training draws a slope for every cell, evaluation uses their mean.

    Raises
    ------
    ValueError
        If a setting is unknown; the message lists what there is.

    Examples
    --------
    >>> explorer = ActivationExplorer(activation="relu")
    >>> float(explorer.after.min()), explorer
    (0.0, ActivationExplorer(image='X', kernel='\\', activation='relu', gain=1.0))
    """

    image = Setting()
    kernel = Setting()
    activation = Setting()
    gain = Setting()
    mode = Setting()

    def __init__(
        self, image="X", kernel="\\", activation="relu", *, gain=1.0, mode="evaluation", seed=0
    ):
        rng = np.random.default_rng(seed)
        settings = ActivationSettings(image, kernel, activation, gain, mode, rng)
        super().__init__(settings, cursor=("before", 0, 0, 0))

    def __repr__(self):
        now = self._settings
        mode = f", mode={now.mode!r}" if now.activation == "rrelu" else ""
        return (
            f"ActivationExplorer(image={now.image!r}, kernel={now.kernel!r}, "
            f"activation={now.activation!r}, gain={now.gain}{mode})"
        )

    @property
    def before(self) -> np.ndarray:
        """The map that the activation is given, shape (H, W)."""
        return self._settings.maps[0]

    @property
    def after(self) -> np.ndarray:
        """The map that it returns, shape (H, W)."""
        return self._settings.maps[1]

    @property
    def slope(self) -> np.ndarray:
        """The activation's slope at every cell, shape (H, W)."""
        return self._settings.maps[2]

    def edit(self, name: str, value):
        """Return the settings after a control; the same draw their random slopes again."""
        return self._settings.changed() if name == "draw" else super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return curve, map, activated map and slopes."""
        now = self._settings
        kind = ACTIVATIONS[now.activation]
        z = np.linspace(-REACH, REACH, SAMPLES, dtype=np.float32)
        lines = np.stack(self._lines(z))
        limit = max(_nice(np.abs(self.before).max()), 1e-6)
        low, high = (-1.25, 1.25) if now.activation in ("sigmoid", "tanh") else (-1.0, REACH)
        low = {"identity": -REACH, "rrelu": -1.5}.get(now.activation, low)
        rule = Activate("before", kind.title, kind.formula, kind.positive)
        same = {"channels": "same"}
        zeros = int((self.after == 0).sum())
        shut = int((np.abs(self.slope) < SATURATED).sum())
        cells = self.after.size
        return Scene(
            label=self._describe(zeros, shut),
            arrays={
                "curve": lines[:, None, :],
                "before": self.before[None],
                "after": self.after[None],
                "slope": self.slope[None],
            },
            panels=(
                Curve(
                    "curve",
                    "Curve: drag the point",
                    (low, high),
                    x=(-REACH, REACH),
                    extent=250,
                    rule=rule,
                    note="dashed: its slope" + self._band(),
                ),
                Grid(
                    "before",
                    "Map before",
                    (-limit, limit),
                    rule=rule,
                    note=f"{int((self.before < 0).sum())} of {cells} below zero",
                ),
                Grid(
                    "after",
                    "Map after",
                    (-limit, limit),
                    rule=rule,
                    note=f"{zeros} of {cells} are zero",
                ),
                Grid(
                    "slope",
                    "Slope",
                    (-1.0, 1.0),
                    extent=156,
                    rule=rule,
                    note=f"{shut} of {cells} are under {SATURATED:g}",
                ),
            ),
            links=(
                Link("curve", "before", "value"),
                Link("after", "before", **same),
                Link("slope", "before", **same),
            ),
            columns=(("curve", "slope"), ("before",), ("after",)),
            tallest=412,
            controls=self._controls(),
            lead="before",
            grids_of_values=("before", "after", "slope"),
        )

    def _lines(self, z: np.ndarray) -> list[np.ndarray]:
        """The function and its slope; for randomised ReLU also the limits of its random slopes."""
        now = self._settings
        lines = list(ACTIVATIONS[now.activation].apply(now.activation, z))
        if now.activation == "rrelu":
            lines += [functional.leaky_relu(z, slope) for slope in (1 / 8, 1 / 3)]
        return lines

    def _band(self) -> str:
        if self._settings.activation != "rrelu":
            return ""
        return "; dotted: slopes 1/8 and 1/3"

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        randomised = now.activation == "rrelu"
        names = {name: kind.title for name, kind in ACTIVATIONS.items()}
        return (
            choose("activation", "Activation", now.activation, names),
            choose("image", "Picture", now.image, IMAGES),
            choose("kernel", "Kernel", now.kernel, tuple(presets())),
            choose_number("gain", "Map", now.gain, GAINS, words="× {}".format),
            choose("mode", "Mode", now.mode, MODES, hidden=not randomised),
            button("draw", "Draw again", hidden=not (randomised and now.mode == "training")),
        )

    def _describe(self, zeros: int, shut: int) -> str:
        kind = ACTIVATIONS[self._settings.activation]
        return (
            f"Activation explorer. {kind.title} on the map of kernel {self._settings.kernel} "
            f"over {IMAGES[self._settings.image]}: {zeros} of {self.after.size} numbers become "
            f"zero, {shut} have a slope below {SATURATED:g}. Before, they run from "
            f"{self.before.min():.2f} to {self.before.max():.2f}; after, from "
            f"{self.after.min():.2f} to {self.after.max():.2f}."
        )


def _nice(limit: float) -> float:
    return 1.0 if limit <= 1 else float(np.ceil(limit))
