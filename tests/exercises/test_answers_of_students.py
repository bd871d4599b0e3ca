"""Answers as students write them, from the prompt alone: the classic mistakes, and right ones.

Each file of `answers/` holds a lesson's: ``ANSWERS[exercise][tier][what was done] = function``.
*Core* mistakes are those a teacher would bet on, *plausible* ones come now and then, *far* ones
seldom; *right* ones are unusual. ``SAYS[exercise, what was done]`` is a part of the explanation
which that answer has to meet, where a false one would be near.
"""

import functools
import importlib
import re
from pathlib import Path

import pytest

from cnnkit.exercises.engine import attempts
from cnnkit.exercises.engine.exercise import LESSONS

NAMES = sorted(path.stem for path in (Path(__file__).parent / "answers").glob("lesson*.py"))
FILES = {name: importlib.import_module(f".answers.{name}", __package__) for name in NAMES}
AT_LEAST = {"core": 10, "plausible": 6, "far": 4, "right": 4}
GENERIC = re.compile(
    r".* differs\. (At \[.*\] there|It) .*|"
    r".* should be .* here, but yours is [^.]*\."
    r"( \d+ of \d+ cases (is|are) right\.| (Right|Wrong) (is|are) .*| Only the .*)?"
)
"""Where the result differs, or which shape it should have, and nothing of why."""

every_lesson = pytest.mark.parametrize("lesson", NAMES)


@functools.cache
def outcomes(lesson):
    """What the check says to each answer of a lesson, by (exercise, tier, what was done)."""
    importlib.import_module(f"cnnkit.exercises.{lesson}")
    return {
        (exercise, tier, done): LESSONS[lesson][exercise].check(function)
        for exercise, tiers in FILES[lesson].ANSWERS.items()
        for tier, functions in tiers.items()
        for done, function in functions.items()
    }


def is_explained(exercise, function, outcome):
    """Tell whether the check says more than where the result differs, or Python's own words."""
    if any(outcome.message.startswith(mistake.message) for mistake in exercise.bank):
        return True
    if outcome.status == "error":
        fault = attempts.try_cases(exercise, function)[-1].fault
        return bool(fault) and (
            fault.kind != "raised"
            or bool(fault.advice)
            or any(part in fault.error for part in exercise.crashes)
        )
    return outcome.mistake == "rule.not_finite" or GENERIC.fullmatch(outcome.message) is None


@every_lesson
def test_every_exercise_has_answers_of_every_kind(lesson):
    importlib.import_module(f"cnnkit.exercises.{lesson}")
    answers = FILES[lesson].ANSWERS
    assert list(answers) == list(LESSONS[lesson])
    short = {
        (exercise, tier): len(tiers[tier])
        for exercise, tiers in answers.items()
        for tier, least in AT_LEAST.items()
        if len(tiers[tier]) < least
    }
    assert short == {}


@every_lesson
def test_no_wrong_answer_of_a_student_is_accepted(lesson):
    accepted = [
        key
        for key, outcome in outcomes(lesson).items()
        if key[1] != "right" and outcome.status == "correct"
    ]
    assert accepted == []


@every_lesson
def test_no_right_answer_of_a_student_is_rejected(lesson):
    rejected = {
        key: outcome.message
        for key, outcome in outcomes(lesson).items()
        if key[1] == "right" and outcome.status != "correct"
    }
    assert rejected == {}


@every_lesson
def test_nine_of_ten_classic_mistakes_meet_an_explanation_of_their_own(lesson):
    core = {key: outcome for key, outcome in outcomes(lesson).items() if key[1] == "core"}
    unexplained = {
        key: outcome.message
        for key, outcome in core.items()
        if not is_explained(
            LESSONS[lesson][key[0]], FILES[lesson].ANSWERS[key[0]]["core"][key[2]], outcome
        )
    }
    assert len(unexplained) <= len(core) / 10, unexplained


@every_lesson
def test_an_explanation_fits_the_answer_where_a_false_one_would_be_near(lesson):
    said = {key[::2]: outcome.message for key, outcome in outcomes(lesson).items()}
    wrong = {
        key: said[key]
        for key, part in getattr(FILES[lesson], "SAYS", {}).items()
        if part not in said[key]
    }
    assert wrong == {}
