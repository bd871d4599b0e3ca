"""Two sigmoid neurons: one learns by cross-entropy, the other by the squared error."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnkit.functional import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
    mse,
    mse_backward,
    sigmoid,
    sigmoid_backward,
)
from cnnkit.widgets.board.controls import button
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import minus, parse_number, parse_whole
from cnnkit.widgets.board.panels import Bars, Curve, Panel
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.descent.learning_rate import choose_rate, parse_rate

LOSSES = ("cross-entropy", "squared")
RATES = (0.1, 0.5, 1.0, 2.0, 10.0, 100.0, 500.0)
REACH = 8.0  # logits from −8 to 8 are drawn
SAMPLES = 161
MOST = 2000  # steps
TRUTH = np.ones(1)


@dataclass(frozen=True)
class LossSettings(Settings):
    """What a person can choose: see :class:`LossExplorer`."""

    start: float
    rate: float
    steps: int

    def __post_init__(self):
        start, rate = parse_number(self.start, "start"), parse_rate(self.rate, 1000)
        if abs(start) > REACH:
            raise ValueError(
                f"start {start:g} is not in the picture; use a logit from −{REACH:g} to {REACH:g}."
            )
        self._take(start=start, rate=rate, steps=parse_whole(self.steps, 0, MOST, "steps"))


def value_and_slope(loss: str, z: float) -> tuple[float, float]:
    """Return a loss of the sigmoid neuron at logit `z`, truth 1, and its slope in `z`.

    Examples
    --------
    >>> [round(number, 4) for number in value_and_slope("cross-entropy", -7.0)]
    [7.0009, -0.9991]
    >>> [round(number, 4) for number in value_and_slope("squared", -7.0)]
    [0.9982, -0.0018]
    """
    z = np.array([z])
    if loss == "cross-entropy":
        slope = binary_cross_entropy_with_logits_backward(1.0, z, TRUTH)
        return float(binary_cross_entropy_with_logits(z, TRUTH)), float(slope[0])
    p = sigmoid(z)
    slope = sigmoid_backward(mse_backward(1.0, p, TRUTH), z)
    return float(mse(p, TRUTH)), float(slope[0])


class Walk:
    """The logit after 0, 1, 2 … steps; as many as anybody has asked for are kept."""

    def __init__(self, loss: str, start: float, rate: float):
        self._loss, self._rate, self._path = loss, rate, [start]
        self._lock = threading.Lock()  # explorers with the same start and rate share the walk

    def after(self, steps: int) -> np.ndarray:
        """Return the logits after 0 to `steps` steps, shape (steps + 1,)."""
        path = self._path
        with self._lock:
            while len(path) <= steps:
                path.append(path[-1] - self._rate * value_and_slope(self._loss, path[-1])[1])
            return np.array(path[: steps + 1])


class LossExplorer(Explorer):
    """Let two losses train the same sigmoid neuron from the same badly wrong start.

    The truth is 1. The curves on the left are the two losses over the logit z, each with its own
    point, its slope there and the way that it has come. Drag in either to choose the start of
    both, then take steps: minus the slope, times the learning rate.

    Parameters
    ----------
    start : float, −8 to 8
        The logit that both start from; −7 is badly wrong, and sure of it.
    rate : float
        The learning rate of both, above 0.
    steps : int, 0 to 2000
        How many steps both have taken.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = LossExplorer(start=-7.0, steps=20)
    >>> {name: round(float(p), 3) for name, p in explorer.probabilities.items()}
    {'cross-entropy': 0.922, 'squared': 0.001}
    """

    start = Setting()
    rate = Setting()
    steps = Setting()

    def __init__(self, start=-7.0, rate=1.0, steps=0):
        settings = LossSettings(start, rate, steps)
        place = round((settings.start + REACH) / (2 * REACH) * (SAMPLES - 1))
        super().__init__(settings, cursor=(LOSSES[0], 0, 0, place))

    def __repr__(self):
        now = self._settings
        return f"LossExplorer(start={now.start:g}, rate={now.rate:g}, steps={now.steps})"

    def paths(self) -> dict[str, np.ndarray]:
        """Return the logits by loss, from the start to the last step."""
        now = self._settings
        return {name: _walk(name, now.start, now.rate).after(now.steps) for name in LOSSES}

    @property
    def probabilities(self) -> dict[str, float]:
        """What each neuron says now; the truth is 1."""
        return {name: float(sigmoid(path[-1:])[0]) for name, path in self.paths().items()}

    def edit(self, name: str, value):
        """Return the settings with a start chosen on a curve, with more steps, or with none."""
        now = self._settings
        panel, place = place_of(name)
        if panel in LOSSES and place:
            start = -REACH + 2 * REACH * place[1] / (SAMPLES - 1)
            return now.changed(start=round(start, 6), steps=0)
        if name in ("step", "ten", "hundred"):
            more = {"step": 1, "ten": 10, "hundred": 100}[name]
            if now.steps == MOST:
                raise ValueError(f"{MOST} steps are enough; press Start again.")
            return now.changed(steps=min(now.steps + more, MOST))
        if name == "again":
            return now.changed(steps=0)
        return super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return both losses with their points, what they say and push now, and p by step."""
        now, paths = self._settings, self.paths()
        at = {name: value_and_slope(name, path[-1]) for name, path in paths.items()}
        shares = {name: sigmoid(path) for name, path in paths.items()}
        axis = np.linspace(0, max(now.steps, 1), SAMPLES)
        by_step = np.array([np.interp(axis, range(len(p)), p) for p in shares.values()])
        bars = {
            "p": [share[-1] for share in shares.values()],
            "loss": [loss for loss, _ in at.values()],
            "push": [-slope for _, slope in at.values()],
        }
        curves = {name: _curve(name)[0] for name in LOSSES}
        return Scene(
            label=self._describe(at),
            arrays={
                **{name: lines[:, None] for name, lines in curves.items()},
                "by_step": by_step[:, None],
                **{name: np.array(values)[None, :, None] for name, values in bars.items()},
            },
            panels=(
                *(self._curve_panel(name, paths[name]) for name in LOSSES),
                Curve(
                    "by_step",
                    "p, step by step",
                    (-0.05, 1.05),
                    x=(0.0, float(axis[-1])),
                    extent=340,
                    rule=Text(_step_texts(axis, shares)),
                    note=f"{now.steps} steps; solid: −ln p, dashed: (p − 1)²",
                ),
                self._bars("p", "p now; the truth is 1", 1.0),
                self._bars("loss", "Loss now", max(1.0, *bars["loss"])),
                self._bars("push", "Push: minus the slope", 1.0),
            ),
            columns=(LOSSES, ("p", "loss", "push"), ("by_step",)),
            controls=self._controls(),
            lead=LOSSES[0],
            message=self._outcome(paths, shares, at),
        )

    def _curve_panel(self, name: str, path: np.ndarray) -> Panel:
        lines, texts = _curve(name)
        top = float(lines[0].max())
        trail = [(z, value_and_slope(name, z)[0]) for z in _spread(path) if abs(z) <= REACH]
        titles = {"cross-entropy": "Cross-entropy", "squared": "Squared error"}
        formulas = {"cross-entropy": "−ln p", "squared": "(p − 1)²"}
        return Curve(
            name,
            titles[name],
            (-0.05 * top, 1.05 * top),
            x=(-REACH, REACH),
            extent=216,
            tangent=True,
            point=float(path[-1]),
            trail=tuple(trail) if len(path) > 1 else (),
            editable="choose",
            rule=Text(texts),
            note=f"{formulas[name]} over z: drag the start",
        )

    def _bars(self, name: str, title: str, high: float) -> Panel:
        labels = ("−ln p", "(p − 1)²")
        return Bars(name, title, (0.0, high), extent=216, labels=labels)

    def _outcome(self, paths, shares, at) -> tuple[str, str]:
        steps = self._settings.steps
        since = {name: int(np.argmax(p > 0.5)) for name, p in shares.items() if (p > 0.5).any()}
        if not steps or shares["cross-entropy"][0] > 0.5:
            return "", ""
        beyond = [name for name, path in paths.items() if path[-1] > REACH]
        if beyond:
            return "notice", (
                f"So large a rate throws z far out of the picture ({' and '.join(beyond)}). Here "
                "that is the right side. On the wrong one the squared error would have no push "
                "left to come back."
            )
        if len(since) == 2:
            return "notice", (
                f"p is above one half since step {since['cross-entropy']} with cross-entropy, "
                f"since step {since['squared']} with the squared error."
            )
        if "cross-entropy" in since:
            p, push = shares["squared"][-1], -at["squared"][1]
            return "notice", (
                f"Cross-entropy is above one half since step {since['cross-entropy']}. The squared "
                f"error stalls: 2·(1 − p)·p·(1 − p) = {push:.4f} is all its push at p = {p:.4f}, "
                "because the sigmoid is saturated there."
            )
        return "", ""

    def _controls(self) -> tuple[Control, ...]:
        return (
            choose_rate(self._settings.rate, RATES),
            button("step", "Step"),
            button("ten", "10 steps"),
            button("hundred", "100 steps"),
            button("again", "Start again"),
        )

    def _describe(self, at) -> str:
        now, p = self._settings, self.probabilities
        parts = "; ".join(
            f"{name}: p {p[name]:.3f}, loss {loss:.3f}, push {-slope:.4f}"
            for name, (loss, slope) in at.items()
        )
        return minus(
            f"Loss explorer. Two sigmoid neurons start at logit {now.start:g}, truth 1, and have "
            f"taken {now.steps} steps at rate {now.rate:g}. {parts}."
        )


@cache
def _walk(loss: str, start: float, rate: float) -> Walk:
    return Walk(loss, start, rate)


@cache
def _curve(name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return a loss and its slope over the logits that are drawn, and a sentence for each."""
    formula = {"cross-entropy": "p − 1", "squared": "2·(p − 1)·p·(1 − p)"}[name]
    lines, texts = [], []
    for z in np.linspace(-REACH, REACH, SAMPLES):
        loss, slope = value_and_slope(name, z)
        lines.append((loss, slope))
        texts.append(
            minus(
                f"z = {z:.1f}: p = {sigmoid(np.array([z]))[0]:.4f}, loss {loss:.4f}, "
                f"slope {formula} = {slope:.4f}"
            )
        )
    return frozen(np.transpose(lines)), tuple(texts)


def _spread(path: np.ndarray) -> list[float]:
    """Return the places of a walk without those that are drawn over each other."""
    kept = [float(path[0])]
    for z in path[1:]:
        if abs(z - kept[-1]) > 0.2:
            kept.append(float(z))
    return kept


def _step_texts(axis: np.ndarray, shares: dict[str, np.ndarray]) -> list[str]:
    """Return a sentence for every place of the curve: of the step that is nearest to it."""
    found = list(zip(*shares.values(), strict=True))
    taken = np.minimum(np.rint(axis).astype(int), len(found) - 1)
    return [
        "Step {}: p is {:.4f} with cross-entropy, {:.4f} with the squared error".format(
            step, *found[step]
        )
        for step in taken
    ]
