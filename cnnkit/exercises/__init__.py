"""Exercises that diagnose, and predictions that are kept.

>>> from cnnkit.exercises import lesson01
>>> lesson01.match_score.check(lambda patch, feature: (patch * feature).sum()).status
'incorrect'

A lesson's exercises are in ``lesson01.py`` and so on, its questions to predict in
``predictions/questions01.py``. To see how an answer is judged, read in ``engine/``: ``problem``
(what is asked), ``attempts`` (what came out), ``diagnose`` (what it means), ``exercise`` (what a
student calls).
"""

import importlib

from cnnkit.exercises.engine.exercise import Exercise, exercise
from cnnkit.exercises.engine.outcome import Outcome
from cnnkit.exercises.engine.saved_answers import keep_answers
from cnnkit.exercises.lesson import Lesson
from cnnkit.exercises.predictions.prediction import Prediction, predict
from cnnkit.exercises.predictions.question import Question

__all__ = [
    "Exercise",
    "Lesson",
    "Outcome",
    "Prediction",
    "Question",
    "exercise",
    "keep_answers",
    "predict",
    "questions00",  # lesson 00 has questions and no exercises
]


def __getattr__(name):
    if name == "questions00":  # here: a word changed there leaves the other lessons fresh
        return importlib.import_module("cnnkit.exercises.predictions.questions00")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
