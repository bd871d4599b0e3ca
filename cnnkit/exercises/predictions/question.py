"""A question of a lesson: its text, its choices or a number, its answer and the explanation."""

from collections.abc import Mapping, Sequence

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.predictions.typed_answers import as_number
from cnnkit.exercises.predictions.verdict import SHOWN, is_right, rounds_to, verdict

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
            text = text_and_html.number(given).replace("−", "-")  # as one types it
        if not self.choices:
            as_number(text, self.unit)
            return text
        if text not in self.choices:
            raise ValueError(f"{text!r} is not one of the answers: {', '.join(self.choices)}")
        return text

    def is_right(self, given: str) -> bool:
        """Return True if ``given``, as it is kept, is the answer."""
        return is_right(self, given)

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
        found = (said for one, said in self.mistakes.items() if rounds_to(number, one, self.unit))
        return next(found, "")

    def verdict(self, given: str) -> str:
        """One sentence that compares an answer with the right one."""
        return verdict(self, given)
