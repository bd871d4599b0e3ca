"""The LossExplorer in words: what has become of both neurons, and a sentence for each step."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.number_words import counted, minus
from cnnkit.widgets.descent.loss_settings import LossSettings
from cnnkit.widgets.descent.sigmoid_losses import FORMULAS, LOGITS


def outcome(now: LossSettings) -> tuple[str, str]:
    """Return a notice of where both have come to, or none."""
    shares = now.shares
    since = {name: int(np.argmax(p > 0.5)) for name, p in shares.items() if (p > 0.5).any()}
    if not now.steps or shares["cross-entropy"][0] > 0.5:
        return "", ""
    beyond = [name for name, path in now.paths.items() if path[-1] > LOGITS.high]
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
        p, push = shares["squared"][-1], -now.at["squared"][1]
        return "notice", (
            f"Cross-entropy is above one half since step {since['cross-entropy']}. The squared "
            f"error stalls: 2·(1 − p)·p·(1 − p) = {push:.4f} is all its push at p = {p:.4f}, "
            "because the sigmoid is saturated there."
        )
    return "", ""


def here(now: LossSettings, name: str) -> str:
    """Say where the neuron of a loss is now, and how its next step comes about."""
    z, p, (loss, slope) = now.paths[name][-1], now.shares[name][-1], now.at[name]
    beyond = "" if LOGITS.low <= z <= LOGITS.high else " (beyond the picture)"
    write = 4 + max(0, int(np.ceil(np.log10(now.rate))))  # so that the step can be checked
    return minus(
        f"Now, after {counted(now.steps, 'step')}, z = {z:.4f}{beyond}: p = {p:.4f}, loss "
        f"{loss:.4f}, slope {FORMULAS[name]} = {slope:.{write}f}; next z = {z:.4f} - "
        f"{now.rate:g} · {_bracketed(slope, write)} = {z - now.rate * slope:.4f}"
    )


def _bracketed(number: float, decimals: int) -> str:
    """Return a factor; a negative one wears parentheses."""
    text = f"{number:.{decimals}f}"
    return f"({text})" if text.startswith("-") else text


def step_texts(now: LossSettings, axis: np.ndarray) -> list[str]:
    """Return a sentence for every place of the curve: of the step that is nearest to it."""
    found = list(zip(*now.shares.values(), strict=True))
    taken = np.minimum(np.rint(axis).astype(int), len(found) - 1)
    return [
        "Step {}: p is {:.4f} with cross-entropy, {:.4f} with the squared error".format(
            step, *found[step]
        )
        for step in taken
    ]


def describe(now: LossSettings) -> str:
    """Return the board in one line, for a screen reader."""
    parts = "; ".join(
        f"{name}: p {now.shares[name][-1]:.4f}, loss {loss:.4f}, push {-slope:.4f}"
        for name, (loss, slope) in now.at.items()
    )
    return minus(
        f"Loss explorer. Two sigmoid neurons start at logit {now.start:g}, truth 1, and have "
        f"taken {counted(now.steps, 'step')} at rate {now.rate:g}. {parts}."
    )
