"""What every lesson's file begins with: its questions, its numbers, and how far a reader is."""

import re
from types import ModuleType

import numpy as np

from cnnkit.exercises.engine import answers
from cnnkit.exercises.engine.exercise import LESSONS
from cnnkit.exercises.engine.outcome import SIGNS
from cnnkit.exercises.engine.progress import Progress
from cnnkit.exercises.predictions.question import QUESTIONS, SHOWN


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

    def __init__(self, name: str, questions: ModuleType, *, limit: int = 3):
        self.name = name.rpartition(".")[2]
        self.questions, self.limit = questions, limit
        number = re.fullmatch("lesson([0-9]+)", self.name)
        if number is None:
            raise ValueError(
                f"{name!r} is not the name of a lesson's module; "
                "write Lesson(__name__, questions) in a file such as lesson01.py"
            )
        self.rng = np.random.default_rng(int(number[1]))

    def numbers(self, *shape: int) -> np.ndarray:
        """Return small whole numbers, some negative: easy to follow by hand."""
        return self.rng.integers(-self.limit, self.limit + 1, shape).astype(float)

    def progress(self) -> Progress:
        """Return which exercises of this lesson are solved, and which predictions are made."""
        exercises = {}
        for exercise in LESSONS.get(self.name, {}).values():
            status = answers.recall("exercises", exercise.key)
            # Somebody may have edited the file.
            exercises[exercise.title] = status if status in SIGNS else "not attempted"
        predictions = {}
        for question in QUESTIONS.get(self.name, {}).values():
            given = answers.recall("predictions", question.key)
            try:
                predicted = given not in (None, SHOWN)
                verdict = question.verdict(question.accept(given)) if predicted else ""
            except ValueError:  # the question has changed since it was answered
                verdict = ""
            predictions[question.text] = verdict
        return Progress(self.name, exercises, predictions)

    def __repr__(self) -> str:
        return f"Lesson({self.name!r})"
