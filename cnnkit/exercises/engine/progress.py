"""How far a reader is: one line for each exercise and each prediction of a lesson."""

import html
from dataclasses import dataclass

from cnnkit.exercises.engine import answers, show
from cnnkit.exercises.engine.exercise import LESSONS
from cnnkit.exercises.engine.outcome import SIGNS
from cnnkit.exercises.predictions.question import QUESTIONS


@dataclass(frozen=True, repr=False)
class Progress:
    """The state of one lesson.

    Attributes
    ----------
    lesson : str
        ``"lesson01"``.
    exercises : dict of str to str
        Each exercise's title and status; once correct it stays correct.
    predictions : dict of str to str
        Each question and its verdict, empty as long as it is unanswered.
    """

    lesson: str
    exercises: dict[str, str]
    predictions: dict[str, str]

    @property
    def solved(self) -> int:
        """How many exercises are correct."""
        return sum(status == "correct" for status in self.exercises.values())

    @property
    def predicted(self) -> int:
        """How many questions are answered."""
        return sum(bool(verdict) for verdict in self.predictions.values())

    def _headline(self) -> str:
        text = f"{self.solved} of {len(self.exercises)} exercises solved"
        if self.predictions:
            text += f", {self.predicted} of {len(self.predictions)} predictions made"
        return text

    def __repr__(self) -> str:
        width = max((len(title) for title in self.exercises), default=0)
        lines = [f"{self.lesson}: {self._headline()}"]
        for title, status in self.exercises.items():
            sign, word = SIGNS[status]
            lines.append(f"  {sign} {title.ljust(width)}  {word.lower()}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = []
        for title, status in self.exercises.items():
            sign, word = SIGNS[status]
            rows.append(
                f'<li><span aria-hidden="true">{sign}</span> {html.escape(title)} · '
                f"{word.lower()}</li>"
            )
        items = f'<ul style="list-style: none; padding: 0; margin: 0.3em 0">{"".join(rows)}</ul>'
        body = show.paragraphs(self._headline() + ".") + items
        return show.panel("→", "Progress", self.lesson, body)


def progress(lesson: str) -> Progress:
    """Return the state of the exercises and predictions of a lesson, such as ``"lesson01"``."""
    exercises = {
        exercise.title: answers.recall("exercises", exercise.key) or "not attempted"
        for exercise in LESSONS.get(lesson, {}).values()
    }
    for title, status in exercises.items():
        if status not in SIGNS:  # an edited file
            exercises[title] = "not attempted"
    predictions = {}
    for question in QUESTIONS.get(lesson, {}).values():
        given = answers.recall("predictions", question.key)
        try:
            predictions[question.text] = (
                "" if given is None else question.verdict(question.accept(given))
            )
        except ValueError:
            predictions[question.text] = ""
    return Progress(lesson, exercises, predictions)
