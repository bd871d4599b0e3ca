"""The SoftmaxExplorer in words: a sentence for every number, notes, and a warning."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.numbers import minus, writer
from cnnkit.widgets.softmax.softmax_settings import SoftmaxSettings


def sentences(now: SoftmaxSettings) -> dict[str, list[str]]:
    """Return a sentence for each number of each step, by the step's name."""
    z, e, shares = now.exponents, now.exponentials, now.shares
    total = " + ".join(number_text(value) for value in e)
    shift = f" + {number_text(now.shift)}" if now.shift else ""
    scale = f" ÷ {now.temperature:g}" if now.temperature != 1 else ""
    largest = f" − {number_text(now.scaled.max())}" if now.form == "stable" else ""
    found: dict[str, list[str]] = {
        "logits": [], "exponents": [], "exponentials": [], "probabilities": [], "gradient": []
    }  # fmt: skip
    for i, (name, wish) in enumerate(zip(now.classes, now.wish, strict=True)):
        score, power, raised, share = map(number_text, (now.logits[i], z[i], e[i], shares[i]))
        found["logits"].append(f"The score of {name} is {score}")
        found["exponents"].append(f"z = ({score}{shift}){scale}{largest} = {power}")
        found["exponentials"].append(f"e^({power}) = {raised}")
        found["probabilities"].append(f"{raised} ÷ ({total}) = {share}")
        found["gradient"].append(
            f"probability − wish = {share} − {wish:.0f} = {number_text(shares[i] - wish)}"
        )
    return found


def notes(now: SoftmaxSettings) -> dict[str, str]:
    """Return the line under each step that has one."""
    loss = "no probabilities, no loss"
    if np.isfinite(now.shares).all():
        share = number_text(now.probabilities[now.target])
        loss = f"loss = −ln {share} = {number_text(now.loss)}"
    total = number_text(now.exponentials.sum())
    return {"exponentials": f"they add up to {total}", "probabilities": loss}


def warning(now: SoftmaxSettings) -> tuple[str, str]:
    """Return what to say where the naive form fails."""
    if np.isfinite(now.shares).all():
        return "", ""
    return "notice", (
        "The exponentials are too large (or all too small) for the computer, and ∞ ÷ ∞ is no "
        "number. Choose Form: subtract the largest. It is the same formula, and it never fails."
    )


def describe(now: SoftmaxSettings) -> str:
    """Return the board in one line, for a screen reader."""
    shares = zip(now.classes, map(writer(now.shares), now.shares), strict=True)
    parts = ", ".join(f"{name} {share}" for name, share in shares)
    return (
        f"Softmax explorer. The scores {', '.join(map(number_text, now.logits))} become the "
        f"probabilities {parts}. The true class is {now.true}; the loss is {now.loss:.2f}."
    )


def number_text(value) -> str:
    """Return a number as the explorer writes it, also one that is not finite."""
    value = float(value)
    if np.isnan(value):
        return "no number"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1e5 or 0 < size < 5e-4:
        return minus(f"{value:.1e}")
    return minus(f"{value:.3f}".rstrip("0").rstrip(".")) or "0"
