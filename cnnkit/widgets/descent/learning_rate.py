"""The learning rate: parse it, and offer it as a control."""

from __future__ import annotations

import math

from cnnkit.widgets.board.controls import Control, choose_number
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.typed_values import parse_number


def parse_rate(value, most: float, name: str = "rate") -> float:
    """Return the rate that was typed or assigned.

    Examples
    --------
    >>> parse_rate("0,5", 10)
    0.5
    >>> parse_rate(0, 10)
    Traceback (most recent call last):
        ...
    ValueError: rate 0 is not possible; use a number above 0, at most 10.
    """
    rate = parse_number(value, name, math.inf)
    if not 0 < rate <= most:
        raise ValueError(
            f"{name} {short(rate)} is not possible; use a number above 0, at most {most}."
        )
    return rate


def choose_rate(rate: float, usual) -> Control:
    """Return the list of the usual rates and the present one."""
    return choose_number("rate", "Learning rate", rate, usual)
