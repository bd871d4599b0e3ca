"""Sentences that explain each number of the backward pass; each is written once."""

from __future__ import annotations

from functools import cache

import numpy as np

from cnnkit.widgets.backprop.passes import AGREE, Passes, network
from cnnkit.widgets.board.numbers import minus, writer


def weight_text(place: tuple[int, int], exact: float, slope: float) -> str:
    """Compare a kernel weight's gradient with the slope that nudging gives."""
    row, col = place
    said = (
        f"Weight in row {row + 1}, column {col + 1}: backpropagation says {text(exact)}; "
        f"nudged by ±0.0001 the loss changes at {text(slope)}; "
    )
    if abs(exact - slope) > AGREE:
        return said + (
            f"difference {text(exact - slope)}, because two numbers tie in a pooling window: "
            "the loss has a kink there, and the nudge sees the middle of two slopes"
        )
    return said + "difference below 0.000001"


@cache
def contribution_texts(both: Passes, which: int, weight: tuple[int, int]) -> tuple[str, ...]:
    """What every window adds to the gradient of a kernel weight."""
    row, col = weight
    pixels, d = both.arrays["input"][0], both.gradients["0"][which]
    texts = []
    for i, j in np.ndindex(7, 7):
        pixel = pixels[i + row, j + col]
        texts.append(
            f"Window {i + 1}, {j + 1}: gradient {text(d[i, j])} × pixel {text(pixel)} = "
            f"{text(d[i, j] * pixel)}"
        )
    return tuple(texts)


@cache
def gate_texts(both: Passes, which: int) -> tuple[str, ...]:
    """What ReLU lets through: the slope behind it, where the score was above 0."""
    scores, arrives = both.arrays["0"][which], both.gradients["1"][which]
    texts = []
    for i, j in np.ndindex(7, 7):
        score, d = scores[i, j], arrives[i, j]
        if score > 0:
            passes = f"{text(score)} is above 0, the gate of ReLU is open: "
            texts.append(passes + (f"{text(d)} passes" if d else "but only 0 arrives"))
        else:
            shut = f"{text(score)} is not above 0, the gate of ReLU is shut: "
            texts.append(shut + (f"{text(d)} arrives, 0 passes" if d else "0 comes back"))
    return tuple(texts)


@cache
def route_texts(both: Passes, which: int) -> tuple[str, ...]:
    """Which place of a pooling window the slope goes to."""
    rectified, arrives = both.arrays["1"][which], both.gradients["2"][which]
    texts, write = [], writer(both.arrays["1"])
    for i, j in np.ndindex(7, 7):
        top, left = i // 2 * 2, j // 2 * 2
        window = rectified[top : top + 2, left : left + 2]
        wins = (i - top, j - left) == np.unravel_index(window.argmax(), window.shape)
        value, listed = write(rectified[i, j]), ", ".join(map(write, window.ravel()))
        if wins:
            tie = (window == window.max()).sum() > 1
            how = "is the first of the largest" if tie else "is the largest"
            texts.append(
                f"{value} {how} of {listed}: the slope of its window, "
                f"{text(arrives[i // 2, j // 2])}, goes here"
            )
        else:
            texts.append(f"{value} did not win its window {listed}: 0 comes back")
    return tuple(texts)


@cache
def winner_texts(both: Passes, which: int) -> tuple[str, ...]:
    """What each pooling window kept."""
    rectified, write = both.arrays["1"][which], writer(both.arrays["1"])
    texts = []
    for i, j in np.ndindex(4, 4):
        window = rectified[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].ravel()
        listed = ", ".join(map(write, window))
        texts.append(f"the largest of the rectified {listed} is {write(window.max())}")
    return tuple(texts)


@cache
def pool_texts(both: Passes, which: int) -> tuple[str, ...]:
    """How the slope of a pooled number comes from the slopes of the logits, by its two votes."""
    votes = network()[4].weight.reshape(2, 3, 4, 4)[:, which]
    x, o = both.probabilities - both.wish
    return tuple(
        f"{text(x)} × weight for X {text(votes[0, i, j])} + {text(o)} × weight for O "
        f"{text(votes[1, i, j])} = {text(both.gradients['2'][which, i, j])}"
        for i, j in np.ndindex(4, 4)
    )


def text(value: float) -> str:
    """Return a number with four digits that count."""
    if value == 0:
        return "0"
    digits = max(2, 3 - int(np.floor(np.log10(abs(value)))))
    return minus(f"{value:.{min(digits, 7)}f}")
