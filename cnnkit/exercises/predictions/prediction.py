"""Predict before you look: a question, one committed answer, then the explanation.

A lesson's questions are in ``questions01.py`` and so on; a cell asks one of them::

    from cnnkit.exercises import lesson01, predict

    with predict(lesson01.questions.crossing):
        plots.show(figure, alt="...")

The reader clicks an answer, or types a number; the answer is kept. Only then comes what the block
has shown, and the explanation. *Show me* opens both without an answer. ``predict(question)`` alone
asks, too. From a cell, ``p = predict(...)`` and ``p.answer = "0.56"`` or ``p.show()`` do the same.
An unanswered question is fine: the block has run, and the cells below do not wait.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from cnnkit.checks import shown
from cnnkit.exercises.engine import sandbox, saved_answers, text_and_html
from cnnkit.exercises.predictions.asked_before import AskedBefore
from cnnkit.exercises.predictions.held_back import Held, as_html, as_text
from cnnkit.exercises.predictions.question import Question
from cnnkit.exercises.predictions.verdict import SHOWN


class Prediction:
    """One asked question; made by :func:`predict`.

    Attributes
    ----------
    answer : str or None
        What was answered. Setting it commits the answer; it cannot be changed afterwards, until
        ``clear()``. ``"(shown)"`` where the reader had the answer shown instead.
    reveal : list of dict
        What the block of ``with predict(question):`` has shown; see :mod:`.held_back`.
    """

    def __init__(self, question: Question):
        self.question = question
        self.reveal: list[dict[str, str]] = []
        self._view: Any = None
        self._held: Held | None = None
        kept = saved_answers.recall("predictions", question.key)
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
        saved_answers.record("predictions", self.question.key, accepted)
        if self._view is not None:
            self._view.answer = accepted

    @property
    def correct(self) -> bool | None:
        """True or False; None as long as there is no answer, or it was shown."""
        return None if self._answer in (None, SHOWN) else self.question.is_right(self._answer)

    def show(self) -> None:
        """Show the answer and what the block held, without a prediction."""
        self.answer = SHOWN

    def clear(self) -> None:
        """Forget the answer, to predict again."""
        self._answer = None
        saved_answers.record("predictions", self.question.key, None)
        if self._view is not None:
            self._view.answer = ""

    def __enter__(self) -> "Prediction":
        sandbox.refuse_inside("predict")
        self._held = Held().__enter__()
        return self

    def __exit__(self, kind, error, trace) -> None:
        held, self._held = self._held, None
        held.__exit__()
        if error is not None:
            held.release()
            return
        self.reveal = held.items
        if self._view is not None:
            self._view.reveal = self.reveal
        if "IPython" in sys.modules:
            from IPython.display import display

            display(self)
        else:
            print(self)

    def __repr__(self) -> str:
        question = self.question
        ask = " / ".join(question.choices) if question.choices else f"a number {question.unit}"
        lines = [f"? Predict: {question.text}", f"  {ask.strip()}"]
        if self._answer is not None:
            lines += question.told(self._answer)
            lines += [text for text in (as_text(self.reveal),) if text]
            lines += [f"  {question.explanation}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the question for a page without a kernel; the answer is folded away."""
        question = self.question
        body = text_and_html.paragraphs(question.text)
        if question.choices:
            items = "".join(
                f"<li>{text_and_html.inline(choice)}</li>" for choice in question.choices
            )
            body += f"<ul>{items}</ul>"
        if self._answer is None:
            summary = "The answer (decide first)"
        else:
            summary = text_and_html.inline(" ".join(question.told(self._answer)))
        body += (
            f"<details{' open' if self._answer is not None else ''}><summary>{summary}</summary>"
            f"<p><b>{text_and_html.inline(question.right)}</b></p>{as_html(self.reveal)}"
            f"{text_and_html.paragraphs(question.explanation)}</details>"
        )
        return text_and_html.panel("?", "Predict", "", body)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        bundle = {"text/plain": repr(self), "text/html": self._repr_html_()}
        view = self._live()
        if view is not None:
            view.hold()
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
                from cnnkit.exercises.predictions.prediction_view import PredictionView
            except ImportError:
                return None
            self._view = PredictionView.of(self.question, self._answer or "", self.reveal)
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
    *inputs: Any,
    answer: str | float | None = None,
    explanation: str = "",
    choices: Sequence[str] | Mapping[str, str] = (),
    key: str = "",
    tolerance: float = 0.005,
    unit: str = "",
    mistakes: Mapping[str, str] | None = None,
    exact: str = "",
    **options: Any,
) -> Prediction | AskedBefore:
    """Ask a question before its answer is revealed.

    ``with predict(question):`` keeps what the block shows until the question is answered.

    Parameters
    ----------
    question : Question or str
        A lesson's question, such as ``lesson01.questions.crossing``; or the text of a new one, for
        which the other arguments are those of :class:`Question` (a question of a lesson is better
        kept in its questions module, out of the reader's sight).
    *inputs, **options
        There are two functions of this name. Called as that of models, ``predict(model, x)``, this
        one gives what :func:`cnnkit.predict` does.

    Returns
    -------
    Prediction
        As the last line of a cell it shows the question with its answers to click. A question of
        an earlier edition of the lesson is not asked: what the block shows stands there at once.

    Raises
    ------
    TypeError
        If ``question`` is neither, or a new question has no answer.
    ValueError
        If the answer is not among the choices.
    """
    if hasattr(question, "in_mode"):
        from cnnkit.train import predict as classes_of

        return classes_of(question, *inputs, **options)
    sandbox.refuse_inside("predict")
    if inputs or options:
        raise TypeError(
            f"a question takes no {shown([*inputs, *options][0])}; for a model's answers "
            "give the model first: predict(model, x)"
        )
    if isinstance(question, Question):
        return Prediction(question)
    if isinstance(question, AskedBefore):
        return question
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
            mistakes=mistakes,
            exact=exact,
        )
    )
