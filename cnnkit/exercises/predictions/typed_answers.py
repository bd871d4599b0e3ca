"""Numbers that readers type as answers: what they are, how exact, or why they cannot be read."""

import re

from cnnkit.checks.typed_numbers import read_number


def as_number(text: object, unit: str = "") -> float:
    """Return a number as people write it: ``0.56``, ``0,56``, ``5/9``, ``-1``, ``55 pixels``.

    >>> as_number("5/8"), as_number(" 0,5 "), as_number("−1"), as_number("55 pixels", "pixels")
    (0.625, 0.5, -1.0, 55.0)

    Raises
    ------
    ValueError
        If the text is not a finite number, or one of another unit.
    """
    number = read_number(text, unit)
    if number is None:
        raise ValueError(refusal(str(text), unit))
    return number


def refusal(text: str, unit: str) -> str:
    """One sentence about what cannot be read as a number; the page says the same.

    >>> refusal("55 dogs", "pixels")
    "I can't read '55 dogs' as a number of pixels; write a number such as 12, 0.5 or 3/4."
    """
    wanted = {"": "a number", "%": "a percentage"}.get(unit, f"a number of {unit}")
    shown = text if len(text) <= 20 else f"{text[:20]}…"
    return f"I can't read '{shown}' as {wanted}; write a number such as 12, 0.5 or 3/4."


def rounding(text: str) -> float:
    """Return how far a number may be from one that is written so, and still round to it.

    >>> rounding("0.78"), rounding("55")
    (0.00500000001, 0.500000001)
    """
    decimal = re.fullmatch(r"[-−]?\d*(?:\.(\d+))?", text)
    return 0.5 * 10.0 ** -len(decimal[1] or "") * (1 + 2e-9) if decimal else 1e-9
