"""A question of a lesson: its text, its choices or a number, its answer and the explanation."""

from collections.abc import Mapping, Sequence

from cnnkit.checks.typed_numbers import read_number, split_number
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
            self.value = as_number(self.answer, unit)
        lesson, _, name = key.rpartition(".")
        QUESTIONS.setdefault(lesson, {})[name] = self

    def accept(self, given: object) -> str:
        """Return the answer as it is kept: one of the choices, or a number's text.

        Raises
        ------
        ValueError
            If ``given`` is neither.
        """
        text = str(given).strip()
        if isinstance(given, (int, float)):
            text = show.number(given).replace("−", "-")  # as one types it
        if not self.choices:
            as_number(text, self.unit)
            return text
        if text not in self.choices:
            raise ValueError(f"{text!r} is not one of the answers: {', '.join(self.choices)}")
        return text

    def is_right(self, given: str) -> bool:
        """Return True if ``given``, as it is kept, is the answer."""
        if self.choices:
            return given == self.answer
        number = as_number(given, self.unit)
        return self._close(100 * number if self._is_share(given) else number)

    def verdict(self, given: str) -> str:
        """One sentence that compares an answer with the right one.

        The page says the same: ``js/prediction/verdict.js``.
        """
        right = f"{self.answer} {self.unit}".strip()
        if self.choices:
            said = f"{given} {self.unit}".strip()
            if given == self.answer:
                return f"You said {said}, and so it is."
            remark = f" {self.remarks[given]}" if given in self.remarks else ""
            return f"You said {said}; it is {right}.{remark}"
        number, (_, typed) = as_number(given, self.unit), split_number(given)
        said, share = given if typed else f"{given} {self.unit}".strip(), ""
        if self._is_share(given):
            number *= 100
            said, share = given, f"{number:.6g} %"
        if abs(number - self.value) <= 1e-9 * max(1.0, abs(self.value)):
            return f"You said {said}, and so it is{share and f': {given} is {share}'}."
        start = f"You said {said}{share and f', which is {share}'}; it is {right}."
        return f"{start} That is close enough." if self._close(number) else start

    def _close(self, number: float) -> bool:
        return abs(number - self.value) <= self.tolerance * (1 + 1e-9)

    def _is_share(self, given: str) -> bool:
        """Return True for 0.95 where percent are asked for: a share of 1, which says the same."""
        number, typed = split_number(given)
        return self.unit == "%" and not typed and 0 < number < 1 and not self._close(number)


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
