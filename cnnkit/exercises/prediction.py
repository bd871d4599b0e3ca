"""Predict before you look: a question, one committed answer, then the explanation.

A lesson's questions are in ``questions01.py`` and so on; a cell asks one of them::

    from cnnkit.exercises import lesson01, predict

    predict(lesson01.questions.crossing)

The reader clicks an answer, or types a number; the answer is kept, and the explanation opens. From
a cell, ``p = predict(...)`` and ``p.answer = "0.56"`` do the same. An unanswered question is fine:
the cells below do not wait for it.
"""

import fractions
import html
import math
from collections.abc import Mapping, Sequence
from typing import Any

from cnnkit.exercises import answers, show

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
        If the answer is not among the choices, or is no number where there are none.
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
            raise ValueError(f"{text!r} is none of the answers: {', '.join(self.choices)}")
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
        If the text is no finite number.
    """
    tidy = str(text).strip().replace(",", ".").replace("−", "-").replace(" ", "")
    try:
        value = float(fractions.Fraction(tidy)) if "/" in tidy else float(tidy)
    except (ValueError, ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is no number; write one such as 0.56 or 5/9")
    return value


class Prediction:
    """One asked question; made by :func:`predict`.

    Attributes
    ----------
    answer : str or None
        What was answered. Setting it commits the answer; it cannot be changed afterwards, until
        ``clear()``.
    """

    def __init__(self, question: Question):
        self.question = question
        self._view: Any = None
        kept = answers.recall("predictions", question.key)
        try:
            self._answer = None if kept is None else question.accept(kept)
        except ValueError:  # the question has changed since it was answered
            self._answer = None

    @property
    def answer(self) -> str | None:
        """The committed answer, or None."""
        return self._answer

    @answer.setter
    def answer(self, given: object) -> None:
        accepted = self.question.accept(given)
        if self._answer == accepted:
            return
        if self._answer is not None:
            raise ValueError(
                f"you have answered {self._answer!r} already; clear() lets you predict again"
            )
        self._answer = accepted
        answers.record("predictions", self.question.key, accepted)
        if self._view is not None:
            self._view.answer = accepted

    @property
    def correct(self) -> bool | None:
        """True or False; None as long as there is no answer."""
        return None if self._answer is None else self.question.is_right(self._answer)

    def clear(self) -> None:
        """Forget the answer, to predict again."""
        self._answer = None
        answers.record("predictions", self.question.key, None)
        if self._view is not None:
            self._view.answer = ""

    def __repr__(self) -> str:
        question = self.question
        ask = " / ".join(question.choices) if question.choices else f"a number {question.unit}"
        lines = [f"? Predict: {question.text}", f"  {ask.strip()}"]
        if self._answer is not None:
            sign = "✓" if self.correct else "✗"
            lines += [f"{sign} {question.verdict(self._answer)}", f"  {question.explanation}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the question for a page without a kernel; the answer is folded away."""
        question = self.question
        body = show.paragraphs(question.text)
        if question.choices:
            items = "".join(f"<li>{show.inline(choice)}</li>" for choice in question.choices)
            body += f"<ul>{items}</ul>"
        if self._answer is None:
            summary = "The answer (decide first)"
        else:
            summary = html.escape(question.verdict(self._answer))
        right = f"{question.answer} {question.unit}".strip()
        body += (
            f"<details{' open' if self._answer is not None else ''}><summary>{summary}</summary>"
            f"<p><b>{show.inline(right)}</b></p>{show.paragraphs(question.explanation)}</details>"
        )
        return show.panel("?", "Predict", "", body)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        bundle = {"text/plain": repr(self), "text/html": self._repr_html_()}
        view = self._live()
        if view is not None:
            bundle["application/vnd.jupyter.widget-view+json"] = {
                "version_major": 2,
                "version_minor": 0,
                "model_id": view.model_id,
            }
        return bundle

    def _live(self):
        """Return the widget, made when first shown; None where anywidget is missing."""
        if self._view is None:
            try:
                from cnnkit.exercises.prediction_view import PredictionView
            except ImportError:
                return None
            self._view = PredictionView.of(self.question, self._answer or "")
            self._view.observe(self._answered, names="answer")
        return self._view

    def _answered(self, change) -> None:
        """Take the answer that the reader gave in the browser."""
        if change["new"] and change["new"] != self._answer:
            try:
                self.answer = change["new"]
            except ValueError as error:
                self._view.answer = self._answer or ""
                self._view.problem = str(error)


def predict(
    question: Question | str,
    *,
    answer: str | float | None = None,
    explanation: str = "",
    choices: Sequence[str] | Mapping[str, str] = (),
    key: str = "",
    tolerance: float = 0.005,
    unit: str = "",
) -> Prediction:
    """Ask a question before its answer is revealed.

    Parameters
    ----------
    question : Question or str
        A lesson's question, such as ``lesson01.questions.crossing``; or the text of a new one, for
        which the other arguments are those of :class:`Question` (a question of a lesson is better
        kept in its questions module, out of the reader's sight).

    Returns
    -------
    Prediction
        As the last line of a cell it shows the question with its answers to click.

    Raises
    ------
    TypeError
        If ``question`` is neither, or a new question has no answer.
    ValueError
        If the answer is not among the choices.
    """
    if isinstance(question, Question):
        return Prediction(question)
    if not isinstance(question, str):
        raise TypeError(f"question must be a Question or a text, not {type(question).__name__}")
    if answer is None:
        raise TypeError("a new question needs answer=...")
    return Prediction(
        Question(
            key or f"own.{question}",
            question,
            answer=answer,
            explanation=explanation,
            choices=choices,
            tolerance=tolerance,
            unit=unit,
        )
    )
