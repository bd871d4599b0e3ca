"""A question of a lesson: its text, its choices or a number, its answer and the explanation."""

import fractions
import math
from collections.abc import Mapping, Sequence

from cnnkit.exercises.engine import show

QUESTIONS: dict[str, dict[str, "Question"]] = {}
"""All questions by lesson and name, in the order in which they are written."""


class Question:
    """A question with its answer: choices, or a number.

    Parameters
    ----------
    key : str
        ``"lesson01.crossing"``: lesson and name, under which the answer is kept.
    text : str
        The question.
    answer : str or number
        The right choice, or the right number.
    explanation : str
        What opens after the answer: why it is so.
    choices : sequence of str, or mapping of str to str
        The answers to choose from; a mapping tells, for each wrong one, what it overlooks. Without
        choices the reader types a number.
    tolerance : float
        How far a number may be from ``answer`` and still be right.
    unit : str
        Stands behind the number's field.

    Raises
    ------
    ValueError
        If the answer is not among the choices; or, where there are none, is not a number.
    """

    def __init__(
        self,
        key: str,
        text: str,
        *,
        answer: str | float,
        explanation: str,
        choices: Sequence[str] | Mapping[str, str] = (),
        tolerance: float = 0.005,
        unit: str = "",
    ):
        self.key, self.text, self.explanation = key, text, explanation
        remarks = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
        self.choices = tuple(str(choice) for choice in remarks)
        self.remarks = {str(choice): remark for choice, remark in remarks.items() if remark}
        self.answer = str(answer)
        self.tolerance, self.unit = float(tolerance), unit
        if self.choices and self.answer not in self.choices:
            raise ValueError(f"answer {self.answer!r} is not among the choices {self.choices}")
        if not self.choices:
            as_number(self.answer)
        lesson, _, name = key.rpartition(".")
        QUESTIONS.setdefault(lesson, {})[name] = self

    def accept(self, given: object) -> str:
        """Return the answer as it is kept: one of the choices, or a number's text.

        Raises
        ------
        ValueError
            If ``given`` is neither.
        """
        text = show.number(given) if isinstance(given, (int, float)) else str(given).strip()
        if not self.choices:
            as_number(text)
            return text
        if text not in self.choices:
            raise ValueError(f"{text!r} is not one of the answers: {', '.join(self.choices)}")
        return text

    def is_right(self, given: str) -> bool:
        """Return True if ``given``, as it is kept, is the answer."""
        if self.choices:
            return given == self.answer
        return abs(as_number(given) - as_number(self.answer)) <= self.tolerance * (1 + 1e-9)

    def verdict(self, given: str) -> str:
        """One sentence that compares an answer with the right one."""
        unit = f" {self.unit}" if self.unit else ""
        if self.is_right(given):
            if given == self.answer:
                return f"You said {given}{unit}, and so it is."
            return f"You said {given}{unit}; it is {self.answer}{unit}. That is close enough."
        remark = f" {self.remarks[given]}" if given in self.remarks else ""
        return f"You said {given}{unit}; it is {self.answer}{unit}.{remark}"


def as_number(text: str) -> float:
    """Return a number as people write it: ``0.56``, ``0,56``, ``5/9``, ``-1``.

    >>> as_number("5/8"), as_number(" 0,5 "), as_number("−1")
    (0.625, 0.5, -1.0)

    Raises
    ------
    ValueError
        If the text is not a finite number.
    """
    tidy = str(text).strip().replace(",", ".").replace("−", "-").replace(" ", "")
    try:
        value = float(fractions.Fraction(tidy)) if "/" in tidy else float(tidy)
    except (ValueError, ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is not a number; write one such as 0.56 or 5/9")
    return value
