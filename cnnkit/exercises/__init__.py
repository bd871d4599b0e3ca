"""Exercises that diagnose, and predictions that are kept.

>>> from cnnkit.exercises import lesson01
>>> lesson01.match_score.check(lambda patch, feature: (patch * feature).sum()).status
'incorrect'

Start reading with :mod:`cnnkit.exercises.exercise`; a lesson's exercises are in ``lesson01.py`` and
so on, its predictions in ``questions01.py`` and so on.
"""

from cnnkit.exercises.answers import keep_answers
from cnnkit.exercises.exercise import Exercise, exercise
from cnnkit.exercises.outcome import Outcome
from cnnkit.exercises.prediction import Prediction, predict
from cnnkit.exercises.question import Question

__all__ = [
    "Exercise",
    "Outcome",
    "Prediction",
    "Question",
    "exercise",
    "keep_answers",
    "predict",
]
