"""A question of a lesson: its text, its choices or a number, its answer and the explanation."""

import re
from collections.abc import Mapping, Sequence

from cnnkit.checks.typed_numbers import read_number, split_number
from cnnkit.exercises.engine import show

SHOWN = "(shown)"
"""In place of an answer: the reader had it shown, and has not predicted."""

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
    mistakes : mapping of str to str
        Numbers that a known misconception leads to, and what each overlooks. It is met by every
        number that rounds to it.
    exact : str
        What ``answer`` is rounded from, such as ``"7/9"``.

    Raises
    ------
    ValueError
        If the answer is not among the choices; or, where there are none, is not a number; or if a
        mistake is right.
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
        mistakes: Mapping[str, str] | None = None,
        exact: str = "",
    ):
        self.key, self.text, self.explanation = key, text, explanation
        remarks = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
        self.choices = tuple(str(choice) for choice in remarks)
        self.remarks = {str(choice): remark for choice, remark in remarks.items() if remark}
        self.answer = str(answer)
        self.tolerance, self.unit = float(tolerance), unit
        if self.choices and self.answer not in self.choices:
            raise ValueError(f"answer {self.answer!r} is not among the choices {self.choices}")
        self.mistakes: dict[str, str] = {}
        if not self.choices:
            self.value = as_number(self.answer, unit)
            self.exact = as_number(exact, unit) if exact else None
            self.mistakes = dict(mistakes or {})
            for number in self.mistakes:
                if self.is_right(number):
                    raise ValueError(f"{number} is the mistake of a question and its answer")
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
        if text == SHOWN:
            return text
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
        if given == SHOWN:
            return False
        if self.choices:
            return given == self.answer
        number = as_number(given, self.unit)
        return self._close(100 * number if self._is_share(given) else number)

    @property
    def right(self) -> str:
        """The answer with its unit."""
        return f"{self.answer} {self.unit}".strip()

    def told(self, given: str) -> list[str]:
        """Return the verdict behind its sign, and the remark on a line of its own if there is one.

        >>> question = Question("own.sum", "1 + 1?", answer=2, unit="dots", explanation="Count.",
        ...                     mistakes={"11": "Add the numbers, not their digits."})
        >>> for line in question.told("11 dots"):
        ...     print(line)
        ✗ Your answer: 11 dots. The answer: 2 dots.
        11 dots? Add the numbers, not their digits.
        """
        sign = "→" if given == SHOWN else "✓" if self.is_right(given) else "✗"
        remark = self.remark(given)
        return [f"{sign} {self.verdict(given)}"] + ([f"{given}? {remark}"] if remark else [])

    def remark(self, given: str) -> str:
        """Return what a wrong answer overlooks, if that is known; else an empty text."""
        if given == SHOWN or self.is_right(given):
            return ""
        if self.choices:
            return self.remarks.get(given, "")
        number = as_number(given, self.unit)
        found = [said for one, said in self.mistakes.items() if self._rounds_to(number, one)]
        return found[0] if found else ""

    def verdict(self, given: str) -> str:
        """One sentence that compares an answer with the right one.

        The page says the same: ``js/prediction/verdict.js``.
        """
        if given == SHOWN:
            return f"The answer: {self.right}."
        if self.choices:
            return f"Right: {given}." if given == self.answer else self._differs(given)
        number, (_, typed) = as_number(given, self.unit), split_number(given)
        said, share = given if typed else f"{given} {self.unit}".strip(), ""
        if self._is_share(given):
            number *= 100
            said, share = given, f"{number:.6g} %"
        if _equal(number, self.value):
            return f"Right: {given} is {share}." if share else f"Right: {said}."
        if self.exact is not None and _equal(number, self.exact):
            return f"Right: {said}, exactly; rounded {self.right}."
        if not self._close(number):
            far = ", rounded a little too far" if abs(number - self.value) <= _coarse(given) else ""
            return self._differs(f"{said}, which is {share}" if share else said + far)
        if self._rounds_to(number, self.answer):
            return f"Right: {said}, rounded {self.right}."
        said = f"{given} is {share}" if share else said
        return f"{said}: close enough. The answer: {self.right}."

    def _differs(self, said: str) -> str:
        return f"Your answer: {said}. The answer: {self.right}."

    def _rounds_to(self, number: float, text: str) -> bool:
        """Return True if a number is another one, to the digits that this is written with."""
        return abs(number - as_number(text, self.unit)) <= rounding(text)

    def _close(self, number: float) -> bool:
        return abs(number - self.value) <= self.tolerance * (1 + 1e-9)

    def _is_share(self, given: str) -> bool:
        """Return True for 0.95 where percent are asked for: a share of 1, which says the same."""
        number, typed = split_number(given)
        return self.unit == "%" and not typed and 0 < number < 1 and not self._close(number)


def _equal(number: float, other: float) -> bool:
    return abs(number - other) <= 1e-9 * max(1.0, abs(other))


def _coarse(text: str) -> float:
    """Return how far a number that is typed with decimals may be from what it was rounded from."""
    decimal = re.fullmatch(r"[+\-−–]?\d*[.,](\d+)", text)
    return 0.5 * 10.0 ** -len(decimal[1]) * (1 + 2e-9) if decimal else -1.0


def rounding(text: str) -> float:
    """Return how far a number may be from one that is written so, and still round to it.

    >>> rounding("0.78"), rounding("55")
    (0.00500000001, 0.500000001)
    """
    decimal = re.fullmatch(r"[-−]?\d*(?:\.(\d+))?", text)
    return 0.5 * 10.0 ** -len(decimal[1] or "") * (1 + 2e-9) if decimal else 1e-9


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
