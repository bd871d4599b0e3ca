"""The DescentExplorer in words: a sentence for every place of its curve, and how a walk goes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from cnnkit.widgets.board.agreeing_digits import Equation, agrees, settled, written
from cnnkit.widgets.board.number_words import minus
from cnnkit.widgets.descent.own_error import NUDGE

FLAT = 5e-3  # a slope that leads nowhere


def few(number: float) -> str:
    """Return a number with four digits, a large one without powers of ten unless it is huge.

    Examples
    --------
    >>> few(0.4), few(-472.81), few(-470184.98)
    ('0.4', '-472.8', '-470185')
    """
    if abs(number) >= 1e9:
        return f"{number:.1e}".replace("e+", "e")
    return f"{number:.4g}" if abs(number) < 1e4 else f"{number:.0f}"


def place_texts(weights, errors, slopes, error: Callable[[float], float]) -> tuple[str, ...]:
    """Return a sentence for every place: how a nudge changes the error, and where to go."""
    decimals = _decimals(weights)
    texts = []
    for w, here, slope in zip(weights, errors, slopes, strict=True):
        at = f"{w:.{decimals}f}"
        nudged = error(w + NUDGE)
        if not all(map(math.isfinite, (here, slope, nudged))):
            texts.append(minus(f"E({at}): the function has no number, or no slope, here"))
            continue
        change = nudged - here
        way = "flat: stay" if abs(slope) < FLAT else "go left" if slope > 0 else "go right"
        texts.append(
            minus(
                f"E({at}) = {here:.5f}, E({at} + {NUDGE:g}) = {nudged:.5f}: change "
                f"{_changed(change)} ÷ {NUDGE:g} = slope {change / NUDGE:.2f} → {way}"
            )
        )
    return tuple(texts)


def _decimals(weights) -> int:
    """Return the decimals that tell the places of an axis apart, and exactly where 4 do."""
    exact = (d for d in (2, 3, 4) if np.allclose(weights, np.round(weights, d), atol=1e-9))
    return next(exact, 3 if np.ptp(weights) < 50 else 1)


def _changed(change: float) -> str:
    """Return a change of the error with the digits that give its slope."""
    slope = f"{change / NUDGE:.2f}"
    texts = [f"{change:.{decimals}f}" for decimals in (6, 7, 8, 9)]
    right = (one for one in texts if agrees([one], slope, change / NUDGE, lambda n: n[0] / NUDGE))
    return next(right, texts[0])


def decimals_of_steps(now, table: np.ndarray) -> int:
    """Return the decimals of a table of weights, errors and slopes, and of the next step.

    With them the sentence of :func:`next_step` can be worked out.
    """
    slope, rate = now.slope(now.weight), now.rate
    after = now.weight - rate * slope
    step = Equation(
        [("all", now.weight), ("all", slope)], ("all", after), lambda n: n[0] - rate * n[1]
    )
    return settled({"all": np.array([*table.ravel(), after])}, [step])["all"]


def next_step(now, decimals: int) -> str:
    """Spell the step that comes next, with its numbers, as the table of the steps has them."""
    slope = now.slope(now.weight)
    start, signed, after = (
        written(float(one), decimals) for one in (now.weight, slope, now.weight - now.rate * slope)
    )
    signed = f"({signed})" if signed.startswith("−") else signed
    return f"the next step: w = {start} − {minus(f'{now.rate:g}')} · {signed} = {after}"


def outcome(now) -> tuple[str, str]:
    """Return a notice of where the walk has come to, or none."""
    own = _of_the_own_slope(now)
    if own:
        return "notice", own
    path, (low, high) = now.path, now.range
    if not path:  # no step was asked for
        return "", ""
    after = path[-1] - now.rate * now.slope(path[-1])
    runs = len(path) > 1 and now.error(path[-1]) > now.error(path[0])
    if not now.stands(after) and not runs:
        return "notice", minus(
            f"The walk ends here: the next weight, {few(after)}, is too large to be shown, or the "
            "error has no number or no slope there. Use a smaller rate, or start elsewhere."
        )
    if len(path) < 2:
        return "", ""
    jumps = len(path) > 3 and (path[-1] - path[-2]) * (path[-2] - path[-3]) < 0
    outside = not low <= path[-1] <= high
    if outside and runs:
        return "notice", minus(
            f"The walk runs away: w is {few(path[-1])}. Each step jumps over the "
            "valley and lands higher than before. That is divergence; use a smaller rate."
        )
    if jumps:
        return "notice", "The steps jump from one side of the valley to the other."
    if outside:
        return "notice", minus(
            f"The walk goes downhill beyond the first picture, so the axis has grown: w is "
            f"{few(path[-1])}."
        )
    return "", ""


def _of_the_own_slope(now) -> str:
    """Say that a slope of one's own is not that of the error, where it is not."""
    own = now.function
    if getattr(own, "given_slope", None) is None:
        return ""
    said, nudged = now.slope(now.weight), own.nudged(now.weight)
    if not math.isfinite(nudged) or abs(said - nudged) <= 1e-3 * (1 + abs(said) + abs(nudged)):
        return ""
    return minus(
        f"At w = {few(now.weight)} your slope says {few(said)}, but a nudge of the weight says "
        f"{few(nudged)}: one of the two functions is not what it is meant to be."
    )
