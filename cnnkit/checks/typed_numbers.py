"""The grammar of numbers as people type them, for Python and for the page.

`GRAMMAR` holds rules of rewriting and one regular expression, in what Python's and JavaScript's
regular expressions share. The page is given it as it stands here, and ``js/prediction/`` only
applies it: there is no second grammar. What is read is listed in ``tests/shared/numbers.json``.
"""

from __future__ import annotations

import math
import re
from functools import cache

__all__ = ["GRAMMAR", "read_number", "split_number"]

_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)

GRAMMAR = {
    "rules": [  # every match of the first becomes the second, one rule after the other
        ["[\u2212\u2013\u2014]", "-"],  # a true minus, dashes
        ["[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]", " "],  # other spaces
        ["[\u00f7\u2044\u2215]", "/"],  # other signs of division
        [r"(?:\.\.\.+|\u2026)\s*$", ""],  # 0.777...
        [r"(?<=\d) ?(?:\u00bd|(?<= )1/2$)", ".5"],  # 2½ and 2 1/2
        [r"(?<=\d) ?(?:\u00bc|(?<= )1/4$)", ".25"],
        [r"(?<=\d) ?(?:\u00be|(?<= )3/4$)", ".75"],
        [r"(?<![\d,.])\u00bd", "1/2"],
        [r"(?<![\d,.])\u00bc", "1/4"],
        [r"(?<![\d,.])\u00be", "3/4"],
        [r"(?<![\d,.])\u2153", "1/3"],
        [r"(?<![\d,.])\u2154", "2/3"],
        [r"(?<=[\da-z%])\.\s*$", ""],  # the full stop of a sentence
        [r"^\s*(?:exactly|about|around|nearly|almost|maybe)\b\s*", ""],
        [r"^\s*(?:approximately|approx\.?|roughly|circa|ca\.?|≈|~|=)\s*", ""],
        [r"^\s*minus\b", "-"],
        [r"(?<=[+-]) +(?=[\d.a-z])", ""],  # - 3
        [r"\b(?:an? |one )?half$", "1/2"],
        [r"\b(?:a |one )?third$", "1/3"],
        [r"\b(?:a |one )?quarter$", "1/4"],
        [r"\btwo thirds$", "2/3"],
        [r"\bthree quarters$", "3/4"],
        *[[rf"(?<=^[+-])\b{word}\b|^{word}\b", str(n)] for n, word in enumerate(_WORDS)],
        [r"(?<=\d)(?: or so|-?ish)\b", ""],  # 20 or so, 20-ish
        [r"(?<=\d)[ '’](?=\d{3}(?!\d))", ""],  # 37 500 and 37'500
        [r"(?<=\d)\.(?=\d{3},\d)", ""],  # 1.234,5
        [r"(?<!\d)0,(?=\d)", "0."],  # 0,125 is a fraction, not 125
        [r"(?<=\d)(?<!\d\d\d\d),(?=\d{3}(?!\d))", ""],  # 1,323 and 1,234.5
        [",", "."],  # 12,5
    ],
    "number": r"^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?: ?/ ?([+-]?\d+\.?\d*))?"
    r"\s*(%|per ?cent|[^\d\s].*)?$",
    "units": {"px": "pixels", "pct": "%"},
}
"""Rules as [pattern, replacement], the pattern of a number: its top, its bottom, its unit, and what
units are also called.

All patterns take ASCII digits and spaces only, and upper case as lower case.
"""

_LONGEST = 60  # characters; nobody types more for a number


@cache
def _patterns():
    flags = re.ASCII | re.IGNORECASE
    rules = [(re.compile(pattern, flags), into) for pattern, into in GRAMMAR["rules"]]
    return rules, re.compile(GRAMMAR["number"], flags)


def split_number(text: object) -> tuple[float, str] | None:
    """Return the number and the unit that were typed; None where there is no finite number.

    Parameters
    ----------
    text : str
        What was typed. Anything else is read as it is printed.

    Examples
    --------
    >>> split_number("≈ 5/8"), split_number("1,323 pixels"), split_number("12,5 per cent")
    ((0.625, ''), (1323.0, 'pixels'), (12.5, '%'))
    >>> split_number("½"), split_number("7 ÷ 8."), split_number("-1/-2"), split_number("about nine")
    ((0.5, ''), (0.875, ''), (0.5, ''), (9.0, ''))
    >>> split_number("nan"), split_number("1e999"), split_number("١")
    (None, None, None)
    """
    tidy = str(text)
    if len(tidy) > _LONGEST:
        return None
    rules, number = _patterns()
    for pattern, into in rules:
        tidy = pattern.sub(into, tidy)
    found = number.fullmatch(tidy.strip(" \t\n\r\f\v"))
    if found is None:
        return None
    top, bottom, unit = float(found[1]), float(found[2] or 1), (found[3] or "").lower()
    if bottom == 0 or not math.isfinite(top / bottom):
        return None
    return top / bottom, "%" if unit in ("percent", "per cent") else unit


def read_number(text: object, unit: str = "") -> float | None:
    """Return the number that was typed, in this unit; None if it is not one.

    Parameters
    ----------
    text : str
        What was typed: ``0.56``, ``0,56``, ``−7/9``, ``1,323``, ``about 95 %``. A unit may be left
        out, and its plural s. Percent of no unit are hundredths.
    unit : str
        The unit of what was asked for.

    Examples
    --------
    >>> read_number("55 Pixel", "pixels"), read_number("95 %", "%"), read_number("95 %")
    (55.0, 95.0, 0.95)
    >>> read_number("55 dogs", "pixels") is read_number("5 of 9") is read_number("nan") is None
    True
    """
    found = split_number(text)
    if found is None:
        return None
    value, typed = found
    if typed in ("", unit.lower(), unit.lower().removesuffix("s")):
        return value
    typed = GRAMMAR["units"].get(typed, typed)
    if typed == unit.lower():
        return value
    return value / 100 if typed == "%" and not unit else None
