"""What a DrawPad says of a drawing."""

from __future__ import annotations

import numpy as np

__all__ = ["brief", "chance", "says"]

PROMPT = "The paper is empty: draw a digit on it."
BROKEN = "The network has numbers that are not finite: train it again with a smaller learning rate."
WORTH = 0.01  # the second answer is named from this probability on


def chance(share: float) -> str:
    """Return a probability as people say it: no answer is certain, and none is impossible.

    Examples
    --------
    >>> chance(0.67), chance(0.9999), chance(1.0), chance(0.002)
    ('67 %', 'more than 99 %', 'more than 99 %', 'less than 1 %')
    """
    if share > 0.99:
        return "more than 99 %"
    return "less than 1 %" if share < WORTH else f"{100 * share:.0f} %"


def brief(share: float) -> str:
    """Return the same in signs.

    Examples
    --------
    >>> brief(0.67), brief(1.0), brief(0.0)
    ('67 %', '> 99 %', '< 1 %')
    """
    return chance(share).replace("more than", ">").replace("less than", "<")


def says(shares: np.ndarray | None, classes: tuple[str, ...]) -> str:
    """Return what a network says, in a sentence.

    Parameters
    ----------
    shares : array (classes,) or None
        A probability each; None where nothing is drawn.
    classes : tuple of str

    Examples
    --------
    >>> print(says(np.array([0.3, 0.7]), ("X", "O")))
    The network reads O with a probability of 70 %, then X with 30 %.
    >>> print(says(np.array([0.001, 0.999]), ("X", "O")))
    The network reads O with a probability of more than 99 %.
    """
    if shares is None:
        return PROMPT
    if np.isnan(shares).any():
        return BROKEN
    first, *others = np.argsort(-shares, kind="stable")[:2]
    told = f"The network reads {classes[first]} with a probability of {chance(shares[first])}"
    for other in others:
        if shares[other] >= WORTH:
            told += f", then {classes[other]} with {chance(shares[other])}"
    return f"{told}."
