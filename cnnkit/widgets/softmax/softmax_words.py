"""The SoftmaxExplorer in words: a sentence for every number, notes, and a warning."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from cnnkit.widgets.board.agreeing_digits import Equation, settled, written
from cnnkit.widgets.board.number_words import minus, short
from cnnkit.widgets.softmax.softmax_settings import SoftmaxSettings

TINY = 1e-37  # smaller numbers have hardly any digits in 32 bits
SMALL = 1e-3  # below it a probability is written with a power of ten: its logarithm needs digits


def columns(now: SoftmaxSettings) -> dict[str, np.ndarray]:
    """Return the numbers of each step, and of what the sentences need beside them."""
    return {
        "logits": np.array(now.logits),
        "scaled": now.scaled,
        "exponents": now.exponents,
        "exponentials": now.exponentials,
        "probabilities": now.shares,
        "gradient": now.slopes,
        "loss": np.array([now.loss]),
    }


@lru_cache(maxsize=8)
def decimals(now: SoftmaxSettings) -> dict[str, int]:
    """Return the decimals of each step with which every sentence can be worked out."""
    found = columns(now)
    z, e, shares, slopes = now.exponents, now.exponentials, now.shares, now.slopes
    raised = [("exponentials", value) for value in map(float, e)]
    equations = []
    for i in range(len(z)):
        share, wish = ("probabilities", float(shares[i])), float(now.wish[i])
        power = ("exponents", float(z[i]))
        score = [("logits", now.logits[i])]
        if now.form == "stable":
            score.append(("scaled", float(now.scaled.max())))
        equations += [
            Equation(score, power, lambda n: (n[0] + now.shift) / now.temperature - sum(n[1:])),
            Equation([power], raised[i], lambda n: math.exp(n[0])),
            Equation([raised[i], *raised], share, lambda n: n[0] / sum(n[1:])),
            Equation([share], ("gradient", float(slopes[i])), lambda n, w=wish: n[0] - w),
        ]
    p = float(now.probabilities[now.target])
    if p >= SMALL:
        equations.append(
            Equation([("probabilities", p)], ("loss", now.loss), lambda n: -math.log(n[0]))
        )
    return settled(found, equations)


def sentences(now: SoftmaxSettings) -> dict[str, list[str]]:
    """Return a sentence for each number of each step, by the step's name."""
    text = _writers(now)
    total = " + ".join(map(text["exponentials"], now.exponentials))
    shift = f" + {_factor(short(now.shift))}" if now.shift else ""
    scale = f" ÷ {short(now.temperature)}" if now.temperature != 1 else ""
    largest = text["scaled"](now.scaled.max())
    found: dict[str, list[str]] = {
        "logits": [], "exponents": [], "exponentials": [], "probabilities": [], "gradient": []
    }  # fmt: skip
    for i, (name, wish) in enumerate(zip(now.classes, now.wish, strict=True)):
        numbers = columns(now)
        score, power, raised, share, slope = (text[step](numbers[step][i]) for step in found)
        z = f"({score}{shift})" if shift and scale else f"{score}{shift}"
        less = f" − {_factor(largest)}" if now.form == "stable" else ""
        found["logits"].append(f"The score of {name} is {score}")
        found["exponents"].append(f"z = {z}{scale}{less} = {power}")
        found["exponentials"].append(f"e^{_factor(power)} = {raised}")
        found["probabilities"].append(f"{raised} ÷ ({total}) = {share}")
        found["gradient"].append(f"probability − wish = {share} − {wish:.0f} = {slope}")
    return found


def notes(now: SoftmaxSettings) -> dict[str, str]:
    """Return the line under each step that has one."""
    text = _writers(now)
    loss = "no probabilities, no loss"
    if np.isfinite(now.shares).all():
        p = float(now.probabilities[now.target])
        share = text["probabilities"](p) if p >= SMALL else minus(f"{p:.3e}".replace("e-0", "e-"))
        loss = text["loss"](now.loss)
        loss = f"loss = −ln {share} = {loss}" if p > TINY else f"loss {loss}: the share is ≈ 0"
    total = text["exponentials"](now.exponentials.sum())
    return {"exponentials": f"they add up to {total}", "probabilities": loss}


def _writers(now: SoftmaxSettings) -> dict[str, Callable[[float], str]]:
    """Return what writes the numbers of each step, as its bars do."""
    return {
        name: lambda value, places=places: written(float(value), places)
        for name, places in decimals(now).items()
    }


def _factor(text: str) -> str:
    return f"({text})" if text.startswith("−") else text


def warning(now: SoftmaxSettings) -> tuple[str, str]:
    """Return what to say where the naive form fails."""
    if np.isfinite(now.shares).all():
        return "", ""
    return "notice", (
        "The exponentials are too large (or all too small) for the computer, and ∞ ÷ ∞ is not a "
        "number. Choose Form: subtract the largest. It is the same formula, and it never fails."
    )


def describe(now: SoftmaxSettings) -> str:
    """Return the board in one line, for a screen reader."""
    text = _writers(now)
    parts = ", ".join(
        f"{name} {text['probabilities'](share)}"
        for name, share in zip(now.classes, now.shares, strict=True)
    )
    scores, loss = ", ".join(map(text["logits"], now.logits)), text["loss"](now.loss)
    return (
        f"Softmax explorer. The scores {scores} become the probabilities {parts}. The true class "
        f"is {now.true}; the loss is {loss}."
    )
