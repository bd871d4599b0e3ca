"""What an exercise is made of, and what is refused when one is written."""

import dataclasses
import re

import numpy as np
import pytest

from cnnkit.exercises import Exercise, exercise
from cnnkit.exercises.engine import diagnose
from cnnkit.exercises.engine.exercise import LESSONS
from cnnkit.exercises.engine.problem import Mistake, Problem


@pytest.fixture(autouse=True)
def lessons_stay_as_they_are():
    before = set(LESSONS)
    yield
    for name in set(LESSONS) - before:
        del LESSONS[name]


def double(x, times):
    """Return x, doubled so many times."""
    return x * 2**times


def made_of(cases, make=Problem, **more):
    return make(double, title="Double", task="Double it.", cases=cases, **more)


NO_CASES = "^" + re.escape(
    "the exercise double has no cases, so every answer to it would be correct; "
    "give cases=[...] with at least one tuple of arguments"
)


@pytest.mark.parametrize("cases", [[], (), iter([])])
def test_an_exercise_without_cases_is_refused(cases):
    with pytest.raises(ValueError, match=NO_CASES):
        made_of(cases, Exercise, hints=["Multiply."])
    assert __name__.rpartition(".")[2] not in LESSONS


def test_the_decorator_refuses_no_cases_too():
    with pytest.raises(ValueError, match=NO_CASES):
        exercise(title="Double", task="", cases=[], hints=["Multiply."])(double)


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ((1.0,), "case 1 of double(x, times) has 1 argument; give 2, one for each parameter"),
        ((1, 2, 3), "case 1 of double(x, times) has 3 arguments; give 2, one for each parameter"),
        ((), "case 1 of double(x, times) has 0 arguments; give 2, one for each parameter"),
    ],
)
def test_a_case_with_too_few_or_too_many_arguments_is_refused(case, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        made_of([(1.0, 2), case])


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (3, "an int"),
        (np.ones(2), "an ndarray"),
        ("12", "a str"),
        (None, "a NoneType"),
        ({1: 2, 3: 4}, "a dict"),
    ],
)
def test_a_case_that_is_not_a_tuple_is_refused(case, kind):
    with pytest.raises(TypeError) as error:
        made_of([case])
    assert str(error.value) == (
        f"case 0 of double(x, times) is {kind}; a case is a tuple of arguments, (x,) for one"
    )


def test_a_problem_is_judged_without_being_an_exercise():
    problem = made_of([(1.0, 2), (3.0, 3)])
    problem.bank.append(Mistake(lambda x, times: x * 2 * times, "You multiplied."))
    assert diagnose.diagnose(problem, double).status == "correct"
    assert diagnose.diagnose(problem, lambda x, n: x * 2 * n).status == "incorrect"
    assert LESSONS.get(problem.lesson) is None


def test_problems_and_mistakes_hold_data_and_exercises_add_what_a_student_calls():
    assert dataclasses.is_dataclass(Problem)
    assert dataclasses.is_dataclass(Mistake)
    own = {name for name in vars(Problem) if not name.startswith("_")}
    assert not own & {"check", "hint", "solution", "stub"}
    assert issubclass(Exercise, Problem)
    assert {"check", "hint", "solution", "stub"} <= set(vars(Exercise))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda x, times: x * 2**times, "correct"),
        (lambda x, times: x * 3**times, "incorrect"),
        (lambda x, times: x * 2**times / (times - 1), "error"),
    ],
)
def test_the_reference_is_computed_once_a_case(answer, status):
    asked = []

    def reference(x, times):
        asked.append((x, times))
        return double(x, times)

    cases = [(1.0, 2), (3.0, 3), (5.0, 1)]
    problem = Problem(reference, title="Double", task="", cases=cases)
    problem.bank.append(Mistake(lambda x, times: x * 2 * times, "You multiplied."))
    assert diagnose.diagnose(problem, answer).status == status
    there = cases[:2] if status == "error" else cases
    assert asked[: len(there)] == there
    assert status == "incorrect" or asked == there  # a wrong one asks about other inputs, too


def test_the_bank_is_asked_only_about_wrong_answers():
    asked = []
    problem = made_of([(1.0, 2), (3.0, 3)])
    problem.bank.append(Mistake(lambda *case: asked.append(case) or 0, "Nothing."))
    diagnose.diagnose(problem, double)
    assert asked == []
    diagnose.diagnose(problem, lambda x, times: x * 3**times)
    assert asked == problem.cases[:1]  # the first shows that this was another mistake


def test_an_exercise_without_hints_says_so():
    note = made_of([(1.0, 2)], Exercise, hints=[]).hint()
    assert note.text == "There are no hints. `test_problem.double.solution()` shows a way."


def test_a_reference_without_a_docstring_makes_a_stub_without_one():
    @exercise(title="Same", task="", cases=[(1,)], hints=["x"])
    def same(x):
        return x

    assert same.stub() == "def same(x):\n    raise NotImplementedError"
