"""Every exercise of every lesson: right answers pass, wrong ones are told apart by name."""

import builtins
import dis
import html.parser
import importlib
import itertools
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnkit.exercises
from cnnkit.exercises.engine import compare
from cnnkit.exercises.engine.exercise import LESSONS

NAMES = sorted(
    name
    for _, name, _ in pkgutil.iter_modules(cnnkit.exercises.__path__)
    if name.startswith("lesson") and name != "lesson"
)
MODULES = {name: importlib.import_module(f"cnnkit.exercises.{name}") for name in NAMES}
SOLUTIONS = {
    name: importlib.import_module(f".solutions{name[-2:]}", __package__).SOLUTIONS for name in NAMES
}
EXERCISES = [exercise for name in NAMES for exercise in LESSONS[name].values()]
# A wrong answer to one question that is the right one to another.
RIGHT_ELSEWHERE = {
    ("mixed_only", "mix_channels"),  # the first half of the way
    ("relu_clipped_at_six", "relu6"),  # the exercise that CONTRIBUTING's recipe adds
    ("position_score_instead", "match_score"),  # of a picture as small as the feature
    ("map_best_only", "match_score"),  # the one place of such a picture
    ("map_first_window_only", "match_score"),
    ("map_last_window_only", "match_score"),
    ("convolve_not_flipped_and_divided", "match_map"),
    ("position_the_map", "match_map"),
    ("map_flipped_and_summed", "convolve"),
    ("gate_summed", "count_ones"),
    ("nudged_at_once", "slope_by_nudge"),
    ("zeros_rectified", "relu"),
    ("l2_maximum", "max_pool"),
    ("l2_mean", "average_pool"),
    ("score_not_divided", "count_ones"),
    ("map_sum_not_divided", "count_ones"),
    ("ones_divided", "match_score"),
    ("entropy_is_accuracy", "accuracy"),
    ("average_maximum_instead", "max_pool"),
    ("max_mean_instead", "average_pool"),
    ("phrase_best_only", "count_ones"),  # where the phrase has a single place
    ("phrase_added_up", "count_ones"),
    ("phrase_last_alone", "count_ones"),
    ("phrase_first_alone", "count_ones"),
    ("conv3d_mean_of_depths", "filter_channels"),
    ("conv3d_largest_of_depths", "filter_channels"),
    ("conv3d_depth_summed", "filter_channels"),  # slices as channels
}
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.key)
every_mistake = pytest.mark.parametrize(
    ("exercise", "mistake"),
    [
        pytest.param(exercise, mistake, id=f"{exercise.key}-{mistake.name}")
        for exercise in EXERCISES
        for mistake in exercise.bank
    ],
)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_at_least_four_exercises(name):
    assert len(LESSONS[name]) >= 4
    for exercise_name, exercise in LESSONS[name].items():
        assert getattr(MODULES[name], exercise_name) is exercise


@every_exercise
def test_the_reference_is_correct(exercise):
    assert exercise.check(exercise.reference).status == "correct"


@every_exercise
def test_the_right_answers_cannot_be_guessed_from_a_few(exercise):
    answers = {repr([part.tolist() for part in a]) for a in _answers(exercise, exercise.reference)}
    assert len(answers) >= 3


@every_exercise
def test_three_other_ways_to_write_it_are_correct(exercise):
    solutions = SOLUTIONS[exercise.lesson][exercise.name]
    assert len(solutions) >= 3
    for solution in solutions:
        outcome = exercise.check(solution)
        assert outcome.status == "correct", f"{solution.__name__}: {outcome}"


@every_exercise
def test_the_bank_is_rich_and_its_functions_named_apart(exercise):
    names = [mistake.name for mistake in exercise.bank]
    assert len(names) >= 4
    assert len(set(names)) == len(names)


@every_mistake
def test_a_wrong_answer_gets_its_own_message(exercise, mistake):
    outcome = exercise.check(mistake.function)
    if outcome.status == "error":  # a mistake that gets through the first cases only
        assert outcome.message.startswith(mistake.message + "\n")
    else:
        assert outcome.status == "incorrect"
        assert outcome.message == mistake.message


@every_exercise
def test_no_message_stands_for_two_mistakes(exercise):
    messages = [mistake.message for mistake in exercise.bank]
    assert len(set(messages)) == len(messages)


def _answers(exercise, function):
    """All results as parts, or None if the function cannot do these cases."""
    try:
        return [compare.as_parts(function(*case), exercise.returns) for case in exercise.cases]
    except Exception:
        return None


@every_exercise
def test_no_wrong_answer_of_another_exercise_is_taken_for_correct(exercise):
    right = _answers(exercise, exercise.reference)
    for other in EXERCISES:
        if other is exercise:
            continue
        for mistake in other.bank:
            with np.errstate(all="ignore"):
                given = _answers(exercise, mistake.function)
            if given and all(map(compare.equal, given, right)):
                assert (mistake.name, exercise.name) in RIGHT_ELSEWHERE


@every_exercise
def test_the_stub_is_not_attempted(exercise):
    space = {"np": np}
    exec(exercise.stub(), space)
    outcome = exercise.check(space[exercise.name])
    assert outcome.status == "not attempted"


@every_exercise
def test_the_shown_solution_is_whole(exercise):
    source = exercise.source()
    assert source.startswith(f"def {exercise.name}(")
    compile(source, "solution", "exec")
    used = {i.argval for i in dis.get_instructions(exercise.reference) if i.opname == "LOAD_GLOBAL"}
    assert used <= {"np", "matching", *dir(builtins)}


@every_exercise
def test_hints_say_more_and_more(exercise):
    exercise._hints_given = 0
    assert len(exercise.hints) >= 2
    texts = [exercise.hint().text for _ in exercise.hints]
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(texts))
    assert exercise.hint().text == texts[-1]
    assert "solution()" in texts[-1]


def _altered(value, part, index, amount):
    """The same result with one of its numbers changed."""
    values = value if isinstance(value, tuple) else (value,)
    parts = [np.array(p, dtype=float, order="C") for p in values]
    array = parts[part % len(parts)]
    if array.size:
        flat = array.reshape(-1)
        flat[index % flat.size] += amount
    return tuple(parts) if isinstance(value, tuple) else parts[0]


@every_exercise
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_one_wrong_number_in_one_case_is_never_correct(exercise, data):
    which = data.draw(st.integers(0, len(exercise.cases) - 1))
    part, index = data.draw(st.integers(0, 9)), data.draw(st.integers(0, 999))
    amount = data.draw(st.sampled_from([1e-3, -1e-3, 1.0, -2.0, 100.0, np.nan, np.inf]))
    calls = iter(range(len(exercise.cases)))

    def nearly(*arguments):
        value = exercise.reference(*arguments)
        if next(calls) != which:
            return value
        if not exercise.returns and isinstance(value, tuple):
            value = np.array(value)
        return _altered(value, part, index, amount)

    scale = max(np.abs(p).max(initial=1) for p in _answers(exercise, exercise.reference)[which])
    if abs(amount) <= 2e-5 * scale:
        amount = scale  # so small a share of a large number is within tolerance
    assert exercise.check(nearly).status == "incorrect"


def _as_lists(value):
    if isinstance(value, (list, tuple)):
        return [_as_lists(part) for part in value]
    return np.asarray(value).tolist()


@every_exercise
def test_lists_and_float32_are_welcome(exercise):
    def single(value):
        if isinstance(value, tuple) and exercise.returns:
            return tuple(single(part) for part in value)
        return np.asarray(value, dtype=np.float32)

    assert exercise.check(lambda *a: _as_lists(exercise.reference(*a))).status == "correct"
    assert exercise.check(lambda *a: single(exercise.reference(*a))).status == "correct"


class _Balanced(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@every_exercise
@pytest.mark.parametrize(
    "trap",
    [
        lambda *a: None,
        lambda *a: "text",
        lambda *a: [[1, 2], [3]],
        lambda *a: {"a": 1},
        lambda *a: np.nan,
        lambda *a: np.zeros((2, 3, 4, 5)),
        lambda *a: np.zeros(0),
        lambda *a: 1j,
        lambda *a: object(),
        lambda *a: print,
        lambda *a: (x for x in a),
        lambda *a: 1 / 0,
        lambda *a: undefined_name,  # noqa: F821
        lambda: 1,
        lambda *a: (0, 1, 2, 3, 4, 5, 6),
    ],
)
def test_no_trap_is_correct_or_crashes(exercise, trap):
    outcome = exercise.check(trap)
    assert outcome.status in ("incorrect", "error")
    text, page = repr(outcome), outcome._repr_html_()
    for leak in ("Traceback", "0x", "/cnnkit/", "site-packages", __file__):
        assert leak not in text
        assert leak not in page
    parser = _Balanced()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    assert (text, page) == (repr(again := exercise.check(trap)), again._repr_html_())
