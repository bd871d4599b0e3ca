"""Numbers that a lesson prints after ≈ may differ a little from one processor to the next.

    print(f"right on the test pictures: ≈ {100 * accuracy:.0f} %")

nbval compares what a lesson prints letter by letter (tests/helpers/about.py). A number after ≈ may
differ by 2 in its last printed digit, or by what a tag of its cell allows: ``about=1.5``,
``about=5%``. The reader is told the same: "about". Everything else, also the words around such a
number, stays letter by letter.
"""

from __future__ import annotations

import re

NEARLY = 2  # units of the last printed digit
NUMBER = re.compile(r"(?<=≈)(\s*)([-−+]?)(\d[\d,]*(?:\.\d+)?)")
TAG = re.compile(r"about=(\d+(?:\.\d+)?)(%?)")


def allowed(tags, text: str) -> float:
    """Return by how much a printed number may differ, from the cell's tags or its last digit."""
    for tag in tags:
        found = TAG.fullmatch(tag)
        if found:
            most = float(found[1])
            return most / 100 * abs(_value("", text)) if found[2] else most
    _, _, decimals = text.partition(".")
    return NEARLY * 10.0 ** -len(decimals)


def reconciled(now: str, stored: str, tags=()) -> str:
    """Return the text of now, with the stored numbers where those after ≈ differ as allowed."""
    were = list(NUMBER.finditer(stored))
    if len(were) != len(NUMBER.findall(now)):
        return now
    turn = iter(were)

    def nearly(found):
        was = next(turn)
        difference = abs(_value(found[2], found[3]) - _value(was[2], was[3]))
        # A number of other decimals is another way of printing it, and seen as such.
        alike = _decimals(found[3]) == _decimals(was[3])
        close = difference <= allowed(tags, was[3]) * (1 + 1e-9)
        return was[0] if alike and close else found[0]

    return NUMBER.sub(nearly, now)


def _value(sign: str, digits: str) -> float:
    return float(digits.replace(",", "")) * (-1 if sign in ("-", "−") else 1)


def _decimals(digits: str) -> int:
    return len(digits.partition(".")[2])


def reconcile(now, stored, tags=()) -> None:
    """Give an output the stored numbers where they are allowed to differ, in place.

    Parameters
    ----------
    now, stored : dict
        Outputs of a notebook's cell.
    tags : sequence of str
        The cell's tags.
    """
    for key in ("text", "text/plain", "text/html"):
        if isinstance(now.get(key), str) and isinstance(stored.get(key), str):
            now[key] = reconciled(now[key], stored[key], tags)
    if "data" in now and "data" in stored:
        reconcile(now["data"], stored["data"], tags)
