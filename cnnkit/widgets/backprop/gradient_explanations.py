"""Sentences that explain each number of the backward pass; each is written once."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.backprop.forward_and_backward import AGREE, KERNELS, Passes
from cnnkit.widgets.backprop.gradient_decimals import SCALE, votes_of, writers
from cnnkit.widgets.board.agreeing_digits import enough
from cnnkit.widgets.board.number_words import minus, short, writer

kept = lru_cache(maxsize=64)
TIMES = f"{SCALE} × gradient"


def weight_texts(both: Passes, which: int, slopes: np.ndarray, rate: float) -> list[str]:
    """Compare each gradient of a kernel with the slope by nudging; say what a step does."""
    write = writers(both, which)["dkernel"]
    texts = []
    for place in np.ndindex(3, 3):
        exact, slope = float(both.slopes["0.weight"][which, 0][place]), float(slopes[place])
        said = (
            f"Weight {place} of {KERNELS[which]}, {TIMES}: backpropagation says {write(exact)}; "
            f"nudged by ±0.0001 the loss changes at {write(slope)}; "
        )
        if abs(exact - slope) > AGREE:
            said += (
                f"difference {write(exact - slope)}, because two numbers tie in a pooling window: "
                "the loss has a kink there, and the nudge sees the middle of two slopes"
            )
        else:
            said += "they agree"
        texts.append(f"{said}. {step_text(both, which, place, rate)}")
    return texts


def step_text(both: Passes, which: int, place: tuple[int, int], rate: float) -> str:
    """Spell what the next step makes of a weight: the weight minus the rate times its gradient."""
    weight = float(both.weights["0.weight"][which, 0][place])
    slope = float(both.slopes["0.weight"][which, 0][place])
    after = weight - rate * slope
    shown = minus(f"{after:.4f}")
    now, moved = enough([(weight, 4), (slope, 4)], shown, after, lambda n: n[0] - rate * n[1])
    return f"A step of rate {short(rate)}: {now} − {short(rate)} × {factor(moved)} = {shown}"


@kept
def contribution_texts(both: Passes, which: int, weight: tuple[int, int]) -> tuple[str, ...]:
    """What every window adds to the gradient of a kernel weight."""
    row, col = weight
    pixels, d = both.arrays["input"][0], both.gradients["0"][which]
    pixel_text, write = writer(pixels), writers(both, which)["dmap"]
    texts = []
    for i, j in np.ndindex(7, 7):
        pixel = pixels[i + row, j + col]
        texts.append(
            f"Window ({i}, {j}), {TIMES}: {factor(write(d[i, j]))} × pixel "
            f"{factor(pixel_text(pixel))} = {write(d[i, j] * pixel)}"
        )
    return tuple(texts)


@kept
def gate_texts(both: Passes, which: int) -> tuple[str, ...]:
    """What ReLU lets through: the slope behind it, where the score was above 0."""
    scores, arrives = both.arrays["0"][which], both.gradients["1"][which]
    write = writers(both, which)
    texts = []
    for i, j in np.ndindex(7, 7):
        d, score = arrives[i, j], write["map"](scores[i, j])
        if scores[i, j] > 0:
            passes = f"{score} is above 0, the gate of ReLU is open: "
            through = f"{write['dmap'](d)} passes ({TIMES})"
            texts.append(passes + (through if d else "but only 0 arrives"))
        else:
            shut = f"{score} is not above 0, the gate of ReLU is shut: "
            arrived = f"{write['drectified'](d)} arrives, 0 passes ({TIMES})"
            texts.append(shut + (arrived if d else "0 comes back"))
    return tuple(texts)


@kept
def route_texts(both: Passes, which: int) -> tuple[str, ...]:
    """Which place of a pooling window the slope goes to."""
    rectified, arrives = both.arrays["1"][which], both.gradients["2"][which]
    texts, slopes = [], writers(both, which)["dpool"]
    write = writers(both, which)["rectified"]
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
                f"{slopes(arrives[i // 2, j // 2])}, goes here ({TIMES})"
            )
        else:
            texts.append(f"{value} did not win its window {listed}: 0 comes back")
    return tuple(texts)


@kept
def winner_texts(both: Passes, which: int) -> tuple[str, ...]:
    """What each pooling window kept."""
    rectified, write = both.arrays["1"][which], writers(both, which)
    texts = []
    for i, j in np.ndindex(4, 4):
        window = rectified[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].ravel()
        listed = ", ".join(map(write["rectified"], window))
        texts.append(f"the largest of the rectified {listed} is {write['pool'](window.max())}")
    return tuple(texts)


@kept
def pool_texts(both: Passes, which: int) -> tuple[str, ...]:
    """How the slope of a pooled number comes from the slopes of the logits, by its two votes."""
    votes, write = votes_of(both, which), writers(both, which)
    x, o = (factor(write["dscores"](slope)) for slope in both.probabilities - both.wish)
    texts = []
    for i, j in np.ndindex(4, 4):
        for_x, for_o = (factor(write["votes"](vote)) for vote in votes[:, i, j])
        total = write["dpool"](both.gradients["2"][which, i, j])
        texts.append(f"{TIMES}: {x} × weight for X {for_x} + {o} × weight for O {for_o} = {total}")
    return tuple(texts)


def score_texts(both: Passes, which: int) -> list[str]:
    """How the slope of each score follows from its probability."""
    write = writers(both, which)
    return [
        f"{SCALE} × (probability of {name} − wish) = {SCALE} × "
        f"({write['probabilities'](p)} − {w:.0f}) = {write['dscores'](p - w)}"
        for name, p, w in zip(xo.CLASSES, both.probabilities, both.wish, strict=True)
    ]


def factor(text: str) -> str:
    """Return a number that was written as a factor: a negative one wears parentheses."""
    return f"({text})" if text.startswith("−") else text


def text(value: float) -> str:
    """Return a number with four digits that count."""
    if value == 0:
        return "0"
    digits = max(2, 3 - int(np.floor(np.log10(abs(value)))))
    return minus(f"{value:.{min(digits, 7)}f}")
