"""What every lesson's file begins with: its questions, its numbers, and how far a reader is."""

import re
from types import ModuleType

import numpy as np

from cnnkit.exercises.engine import saved_answers
from cnnkit.exercises.engine.exercise import LESSONS, Exercise
from cnnkit.exercises.engine.lesson_progress import Progress
from cnnkit.exercises.engine.outcome import SIGNS
from cnnkit.exercises.predictions.question import QUESTIONS
from cnnkit.exercises.predictions.verdict import SHOWN

ORDERS: dict[str, list[str]] = {}
"""Names of exercises by lesson, where a lesson sets them in another order than its file does."""


class Lesson:
    """One lesson: ``lesson = Lesson(__name__, questions)`` heads its file.

    Parameters
    ----------
    name : str
        The ``__name__`` of the lesson's module, which ends in its number: ``"….lesson01"``.
    questions : module
        The lesson's questions to predict.
    limit : int
        ``numbers`` gives whole numbers from ``-limit`` to ``limit``.
    order : str
        Names of exercises as the lesson sets them, ``"match_score best_position"``, where that is
        not the order of the file; those that are not named follow.

    Attributes
    ----------
    name : str
        ``"lesson01"``.
    rng : numpy.random.Generator
        Seeded by the lesson's number, so that its cases are the same for everybody.

    Examples
    --------
    >>> from cnnkit.exercises import lesson01
    >>> lesson01.lesson.name, lesson01.lesson.questions is lesson01.questions
    ('lesson01', True)
    """

    def __init__(self, name: str, questions: ModuleType, *, limit: int = 3, order: str = ""):
        self.name = name.rpartition(".")[2]
        self.questions, self.limit = questions, limit
        number = re.fullmatch("lesson([0-9]+)", self.name)
        if number is None:
            raise ValueError(
                f"{name!r} is not the name of a lesson's module; "
                "write Lesson(__name__, questions) in a file such as lesson01.py"
            )
        self.rng = np.random.default_rng(int(number[1]))
        ORDERS[self.name] = order.split()

    def numbers(self, *shape: int) -> np.ndarray:
        """Return small whole numbers, some negative: easy to follow by hand."""
        return self.rng.integers(-self.limit, self.limit + 1, shape).astype(float)

    def progress(self) -> Progress:
        """Return which exercises of this lesson are solved, and which predictions are made."""
        exercises = {}
        for exercise in exercises_of(self.name):
            status = saved_answers.recall("exercises", exercise.key)
            # Somebody may have edited the file.
            exercises[exercise.title] = status if status in SIGNS else "not attempted"
        predictions = {}
        for question in QUESTIONS.get(self.name, {}).values():
            given = saved_answers.recall("predictions", question.key)
            try:
                predicted = given not in (None, SHOWN)
                verdict = question.verdict(question.accept(given)) if predicted else ""
            except ValueError:  # the question has changed since it was answered
                verdict = ""
            predictions[question.text] = verdict
        return Progress(self.name, exercises, predictions)

    def __repr__(self) -> str:
        return f"Lesson({self.name!r})"


def exercises_of(lesson: str) -> list[Exercise]:
    """Return the exercises of a lesson, such as ``"lesson01"``, as the lesson sets them."""
    found = LESSONS.get(lesson, {})
    first = [name for name in ORDERS.get(lesson, []) if name in found]
    return [found[name] for name in dict.fromkeys([*first, *found])]
