"""Two losses of one sigmoid neuron whose truth is 1: their curves, and how each walks down."""

from __future__ import annotations

import threading
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
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import minus
from cnnkit.widgets.descent.curve_axis import Axis

LOSSES = ("cross-entropy", "squared")
LOGITS = Axis(-8.0, 8.0, samples=161)  # those that are drawn
FORMULAS = {"cross-entropy": "p − 1", "squared": "2·(p − 1)·p·(1 − p)"}  # of the slopes
TRUTH = np.ones(1)


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


@cache
def walk_of(loss: str, start: float, rate: float) -> Walk:
    """Return the walk that all explorers with this loss, start and rate share."""
    return Walk(loss, start, rate)


@cache
def loss_curve(name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return a loss and its slope over the logits that are drawn, and a sentence for each."""
    formula = FORMULAS[name]
    lines, texts = [], []
    for z in LOGITS.numbers:
        loss, slope = value_and_slope(name, z)
        lines.append((loss, slope))
        texts.append(
            minus(
                f"z = {z:.1f}: p = {sigmoid(np.array([z]))[0]:.4f}, loss {loss:.4f}, "
                f"slope {formula} = {slope:.4f}"
            )
        )
    return frozen(np.transpose(lines)), tuple(texts)
