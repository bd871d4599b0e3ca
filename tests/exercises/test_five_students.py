"""Answers of five students to exercises of all lessons, each written before its bank was seen."""

import functools
import importlib

from cnnkit.exercises.engine.exercise import LESSONS
from tests.exercises.answers.five_students import ANSWERS
from tests.exercises.test_answers_of_students import is_explained


def exercise_of(key):
    lesson, _, name = key.partition(".")
    importlib.import_module(f"cnnkit.exercises.{lesson}")
    return LESSONS[lesson][name]


@functools.cache
def answered():
    """(exercise, tier, function, outcome) of each answer."""
    return [
        (exercise_of(key), tier, function, exercise_of(key).check(function))
        for key, tiers in ANSWERS.items()
        for tier, functions in tiers.items()
        for function in functions.values()
    ]


def test_each_of_twenty_exercises_in_all_lessons_has_eight_wrong_answers():
    assert len(ANSWERS) >= 20
    assert {key[:8] for key in ANSWERS} == {f"lesson{n:02d}" for n in range(1, 12)}
    for tiers in ANSWERS.values():
        assert sum(len(tiers[tier]) for tier in ("core", "plausible", "far")) >= 8
        assert tiers["right"]


def test_none_is_judged_wrongly():
    wrongly = [
        (exercise.key, function.__name__, outcome.message)
        for exercise, tier, function, outcome in answered()
        if (outcome.status == "correct") != (tier == "right")
    ]
    assert wrongly == []


def test_nearly_all_are_explained():
    for tier, least in (("core", 0.97), ("plausible", 0.9), ("far", 0.8)):
        tried = [it for it in answered() if it[1] == tier]
        known = [it for it in tried if is_explained(it[0], it[2], it[3])]
        assert len(known) >= least * len(tried), tier
