"""Whether an answer to a question is right, and the sentence about it.

The page judges by itself, with or without a kernel: its twin is ``js/prediction/verdict.js``.
"""

import re
from typing import Protocol

from cnnkit.checks.typed_numbers import split_number
from cnnkit.exercises.predictions.typed_answers import as_number, rounding

SHOWN = "(shown)"
"""In place of an answer: the reader had it shown, and has not predicted."""


class Judged(Protocol):
    """What a verdict needs of a question: see ``Question``."""

    choices: tuple[str, ...]
    answer: str
    unit: str
    value: float
    tolerance: float
    exact: float | None

    @property
    def right(self) -> str:
        """The answer with its unit."""


def is_right(question: Judged, given: str) -> bool:
    """Return True if ``given``, as it is kept, is the answer."""
    if given == SHOWN:
        return False
    if question.choices:
        return given == question.answer
    number = as_number(given, question.unit)
    return _close(question, 100 * number if _is_share(question, given) else number)


def verdict(question: Judged, given: str) -> str:
    """One sentence that compares an answer with the right one."""
    right = question.right
    if given == SHOWN:
        return f"The answer: {right}."
    if question.choices:
        return f"Right: {given}." if given == question.answer else _differs(given, right)
    number, (_, typed) = as_number(given, question.unit), split_number(given)
    said, share = given if typed else f"{given} {question.unit}".strip(), ""
    if _is_share(question, given):
        number *= 100
        said, share = given, f"{number:.6g} %"
    if _equal(number, question.value):
        return f"Right: {given} is {share}." if share else f"Right: {said}."
    if question.exact is not None and _equal(number, question.exact):
        return f"Right: {said}, exactly; rounded {right}."
    if not _close(question, number):
        far = abs(number - question.value) <= _coarse(given)
        rounded = ", rounded a little too far" if far else ""
        return _differs(f"{said}, which is {share}" if share else said + rounded, right)
    if rounds_to(number, question.answer, question.unit):
        return f"Right: {said}, rounded {right}."
    said = f"{given} is {share}" if share else said
    return f"{said}: close enough. The answer: {right}."


def rounds_to(number: float, text: str, unit: str) -> bool:
    """Return True if a number is another one, to the digits that this is written with.

    >>> rounds_to(0.778, "0.78", ""), rounds_to(0.77, "0.78", "")
    (True, False)
    """
    return abs(number - as_number(text, unit)) <= rounding(text)


def _differs(said: str, right: str) -> str:
    return f"Your answer: {said}. The answer: {right}."


def _close(question: Judged, number: float) -> bool:
    return abs(number - question.value) <= question.tolerance * (1 + 1e-9)


def _is_share(question: Judged, given: str) -> bool:
    """Return True for 0.95 where percent are asked for: a share of 1, which says the same."""
    number, typed = split_number(given)
    return question.unit == "%" and not typed and 0 < number < 1 and not _close(question, number)


def _equal(number: float, other: float) -> bool:
    return abs(number - other) <= 1e-9 * max(1.0, abs(other))


def _coarse(text: str) -> float:
    """Return how far a number that is typed with decimals may be from what it was rounded from."""
    decimal = re.fullmatch(r"[+\-−–]?\d*[.,](\d+)", text)
    return 0.5 * 10.0 ** -len(decimal[1]) * (1 + 2e-9) if decimal else -1.0
