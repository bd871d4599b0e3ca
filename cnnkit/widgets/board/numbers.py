"""Parse numbers as people type them, and format them for reading."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np

from cnnkit import plots
from cnnkit.checks.typed_numbers import read_number
from cnnkit.plots.number_text import text_of

LARGEST = 1e6  # that is typed into a cell


def quoted(value) -> str:
    """Return the beginning of what was typed or given, on one line."""
    try:
        return " ".join(str(value).split())[:20]
    except ValueError:  # a whole number of so many digits is not written out
        return f"a huge {type(value).__name__}"


def parse_number(text, what: str = "a cell", most: float = LARGEST) -> float:
    """Return the number that was typed: `0.5`, `0,5`, `−1`, `1/9`, `95 %`.

    The grammar is that of predictions: :data:`cnnkit.checks.typed_numbers.GRAMMAR`.

    Parameters
    ----------
    text : str or float
        What was typed.
    what : str
        What it was typed into, for the sentence that says what is wrong.
    most : float
        The largest magnitude; infinity where the caller says what its own limits are.

    Raises
    ------
    ValueError
        If it is not a finite number.

    Examples
    --------
    >>> parse_number("−1"), parse_number("0,5"), round(parse_number("1/9"), 4)
    (-1.0, 0.5, 0.1111)
    """
    number = read_number(text)
    if number is None:
        raise ValueError(
            f"{quoted(text)!r} in {what} is not a number; type one like 1, −0.5 or 1/9."
        )
    if abs(number) > most:
        raise ValueError(
            f"{short(number)} in {what} is too large to show; use {short(-most)} to {short(most)}."
        )
    return number


def parse_whole(value, low: int, high: int, what: str) -> int:
    """Return a whole number from `low` to `high`.

    Examples
    --------
    >>> parse_whole("2", 1, 3, "stride")
    2
    >>> parse_whole(0, 1, 3, "stride")
    Traceback (most recent call last):
        ...
    ValueError: stride 0 is not possible here; use a whole number from 1 to 3.
    """
    number = read_number(value)
    if number is None or number != int(number) or not low <= number <= high:
        given = quoted(value)
        wrong = f"{what} {given} is not possible here" if given else f"there is no number in {what}"
        use = f"a whole number from {low} to {high}" if low < high else f"{low}"
        raise ValueError(f"{wrong}; use {use}.")
    return int(number)


def parse_between(value, low: float, high: float, what: str) -> float:
    """Return a number from `low` to `high`.

    Examples
    --------
    >>> parse_between("0,5", 0.01, 100, "temperature")
    0.5
    >>> parse_between(0, 0.01, 100, "temperature")
    Traceback (most recent call last):
        ...
    ValueError: temperature 0 is not possible; use 0.01 to 100.
    """
    number = parse_number(value, what, math.inf)
    if not low <= number <= high:
        raise ValueError(
            f"{what} {short(number)} is not possible; use {short(low)} to {short(high)}."
        )
    return number


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


def largest(values) -> float:
    """Return the largest magnitude, for the limits of colours and bars: 1 where all are 0."""
    return float(np.abs(values).max()) or 1.0


def around_zero(values) -> tuple[float, float]:
    """Return the limits of colours or bars on which zero is in the middle.

    Examples
    --------
    >>> around_zero([0.5, -2.0])
    (-2.0, 2.0)
    """
    return -largest(values), largest(values)


def nice_above(limit: float, steps=(1, 2, 3, 5, 10)) -> float:
    """Return the first round number that is not below `limit`; 1 if there is none above 0.

    Parameters
    ----------
    limit : float
    steps : sequence of float
        What is round between 1 and 10, these two included.

    Examples
    --------
    >>> nice_above(2.4), nice_above(0.11), nice_above(30)
    (3.0, 0.2, 30.0)
    """
    if not 0 < limit < np.inf:
        return 1.0
    power = 10.0 ** np.floor(np.log10(limit))
    return float(next(step * power for step in steps if step * power >= limit * (1 - 1e-6)))
