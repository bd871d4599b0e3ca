"""Read the numbers that a person types into cells and fields, and refuse what is out of range.

The ways to write a number are in `cnnkit/checks/typed_numbers.py`, which predictions use, too.
"""

from __future__ import annotations

import math

from cnnkit.checks.typed_numbers import read_number
from cnnkit.widgets.board.number_words import LARGEST, short


def quoted(value) -> str:
    """Return the beginning of what was typed or given, on one line."""
    try:
        return " ".join(str(value).split())[:20]
    except ValueError:  # a whole number of too many digits is not written out
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
