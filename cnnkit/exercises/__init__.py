"""Exercises that diagnose, and predictions that are kept.

>>> from cnnkit.exercises import lesson01
>>> lesson01.match_score.check(lambda patch, feature: (patch * feature).sum()).status
'incorrect'

A lesson's exercises are in ``lesson01.py`` and so on, its questions to predict in
``predictions/questions01.py``. Start reading with ``engine/exercise.py``.
"""

from cnnkit.exercises.engine.answers import keep_answers
from cnnkit.exercises.engine.exercise import Exercise, exercise
from cnnkit.exercises.engine.outcome import Outcome
from cnnkit.exercises.predictions.prediction import Prediction, predict
from cnnkit.exercises.predictions.question import Question


def __getattr__(name):
    if name == "questions00":  # lesson 00 has questions and no exercises
        from cnnkit.exercises.predictions import questions00

        return questions00
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "Exercise",
    "Outcome",
    "Prediction",
    "Question",
    "exercise",
    "keep_answers",
    "predict",
]
