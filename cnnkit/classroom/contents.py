"""What the course asks: its exercises and questions, by lesson, with their titles."""

import importlib
import re
from dataclasses import dataclass

from cnnkit import files
from cnnkit.exercises.engine.exercise import Exercise
from cnnkit.exercises.lesson import exercises_of
from cnnkit.exercises.predictions.question import QUESTIONS, Question

__all__ = ["LESSON", "Contents", "contents"]

LESSON = re.compile("lesson([0-9]{2})")


@dataclass(frozen=True)
class Contents:
    """The course's exercises and questions by key, lesson by lesson, and the lessons' titles."""

    titles: dict[str, str]
    exercises: dict[str, Exercise]
    questions: dict[str, Question]

    def of(self, lesson: str) -> tuple[list[Exercise], list[Question]]:
        """Return a lesson's exercises and questions, in the order in which they are written."""
        start = f"{lesson}."
        return (
            [one for key, one in self.exercises.items() if key.startswith(start)],
            [one for key, one in self.questions.items() if key.startswith(start)],
        )


def contents() -> Contents:
    """Return what the course asks.

    Examples
    --------
    >>> course = contents()
    >>> course.titles["lesson03"], course.exercises["lesson01.match_score"].title
    ('Rectify', 'Score of one window')
    """
    titles = {}
    for path in sorted((files.root() / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        number, _, name = path.stem.partition("_")
        titles[f"lesson{number}"] = name.replace("_", " ").capitalize()
    for lesson in titles:
        kind = "lesson" if lesson != "lesson00" else "predictions.questions"
        importlib.import_module(f"cnnkit.exercises.{kind}{lesson[-2:]}")
    return Contents(
        titles,
        {exercise.key: exercise for lesson in titles for exercise in exercises_of(lesson)},
        {
            question.key: question
            for lesson in titles
            for question in QUESTIONS.get(lesson, {}).values()
        },
    )
