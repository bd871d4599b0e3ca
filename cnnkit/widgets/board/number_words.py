"""How the sentences of explorers write numbers.

How many decimals an array gets is decided in `cnnkit/plots/number_text.py`, the twin of
``js/board/number_text.js``; `agreeing_digits` gives a sentence as many as its arithmetic needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from cnnkit import plots
from cnnkit.plots.number_text import text_of

LARGEST = 1e6  # the largest magnitude that may be typed into a cell


def writer(array) -> Callable[[float], str]:
    """Return what writes the numbers of an array, as its cells on the board do.

    Examples
    --------
    >>> write = writer([1.5, -0.0449])
    >>> write(-0.0449), write(1)
    ('−0.04', '1.00')
    """
    decimals = plots.decimals_of(np.float32(array))
    return lambda value: text_of(float(np.float32(value)), decimals)


def minus(text: str) -> str:
    """Write minus signs; a hyphen between two letters stays one.

    Examples
    --------
    >>> minus("cross-entropy falls by -1.5e-05")
    'cross-entropy falls by −1.5e−05'
    """
    return re.sub(r"(?<![a-z])-|-(?![a-z])", "−", text)


def short(number: float) -> str:
    """Return a number that belongs to no array as a sentence has it: six digits at most.

    A million has its zeros; larger and very small numbers are written as axes write them.

    Examples
    --------
    >>> short(-0.5), short(-1e6), short(1e9), short(-1e-7)
    ('−0.5', '−1000000', '1e9', '−1e−7')
    """
    if abs(number) == LARGEST:
        return minus(f"{number:.0f}")
    return minus(re.sub(r"e([+-])0*", lambda sign: "e" + sign[1].strip("+"), f"{number:g}"))


def counted(number: int, what: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    Examples
    --------
    >>> counted(1, "step"), counted(0, "step"), counted(12, "test picture")
    ('1 step', '0 steps', '12 test pictures')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
