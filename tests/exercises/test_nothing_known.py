"""Where no cause is known a check still says what the result is, where it is wrong, and by what."""

import functools

import numpy as np
import pytest

from cnnkit.exercises.engine.diagnose import diagnose
from cnnkit.exercises.engine.problem import Problem


def problem(reference, *cases):
    made = [tuple(np.array(x) if isinstance(x, list) else x for x in case) for case in cases]
    return Problem(reference, title="", task="", cases=made)


def spread(x):
    return np.ptp(x)


def half_turn(x, stride):
    return np.cos(x) * stride


LISTS = [1.0, 4.0, -2.0], [0.5, 0.5, 3.0, -1.0], [7.0, -2.0], [-3.0, -4.0, -5.5]
VECTORS = problem(spread, *[(x,) for x in LISTS])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda x: np.mean(x), "Your result is the mean of `x`. It should be 6, but yours is 1, "
         "for `x` = [1, 4, −2]."),
        (lambda x: x, "Your result is `x` itself, unchanged. The result should be a single number"),
        (lambda x: sorted(x), "Your result is `x`, sorted. "),
        (lambda x: np.var(x), "Your result is the variance of `x`. "),
        (lambda x: np.linalg.norm(x), "Your result is the length of `x`, "),
    ],
)  # fmt: skip
def test_a_result_that_is_something_simple_is_told_as_that(answer, words):
    outcome = diagnose(VECTORS, answer)
    assert outcome.message.startswith(words)
    assert outcome.mistake == "rule.is_of_input"


def test_what_fits_all_cases_but_one_is_not_told():
    outcome = diagnose(VECTORS, lambda x: np.mean(x) + 1.3 * (len(x) == 2))
    assert "Your result is" not in outcome.message


NUMBERS = problem(lambda n, k: n**2 + 3 * k + 1, (3, 2), (5, 1), (4, 7), (2, 2))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda n, k: n * k, "Your result is `n` times `k`. It should be 16, but yours is 6, for "
         "`n` = 3, `k` = 2."),
        (lambda n, k: n + k, "Your result is `n` plus `k`."),
        (lambda n, k: n**3, "Your result is `n` to the power of 3."),
        (lambda n, k: n - k, "Your result is `n` minus `k`."),
    ],
)  # fmt: skip
def test_a_number_made_of_two_others_is_told(answer, words):
    assert diagnose(NUMBERS, answer).message.startswith(words)


PICTURES = problem(
    half_turn,
    *[(np.arange(12.0).reshape(3, 4) + k - 6, stride) for k, stride in enumerate([1, 1, 2, 3, 2])],
)


def noise(x):
    return 0.37 + np.sin(3 * np.asarray(x)) ** 2


def with_wrong(place):
    """The right answer, with something odd added where ``place`` says, given x, row, column."""

    def answer(x, stride):
        rows, columns = np.indices(x.shape)
        return half_turn(x, stride) + noise(x) * place(x, rows, columns, stride)

    return functools.partial(answer)  # its lines are not known, so none can be named


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (lambda x, i, j, s: i == 2, "Only the last row is wrong."),
        (lambda x, i, j, s: i > 0, "Only the first row is right."),
        (lambda x, i, j, s: j == 0, "Only the first column is wrong."),
        (lambda x, i, j, s: x < 0, "Wrong is every value where `x` is below 0, and only these."),
        (lambda x, i, j, s: s > 1, "Right are the cases with `stride` up to 1, wrong the others."),
    ],
)
def test_where_a_result_is_wrong_is_told(place, words):
    outcome = diagnose(PICTURES, with_wrong(place))
    assert outcome.message.endswith(words)
    assert outcome.mistake == "differs"


def test_where_nothing_is_special_the_right_cases_are_counted():
    answer = functools.partial(lambda x: spread(x) + (x[0] > 0.9) * noise(x[0]))
    outcome = diagnose(VECTORS, answer)
    assert outcome.message.endswith("2 of 4 cases are right.")


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (lambda x: np.log(0 * x[0]), "A logarithm of 0 is taken."),
        (lambda x: np.sqrt(-np.abs(x[0])), "A root of a negative number is taken."),
        (lambda x: x[0] * 0 / (x[1] * 0), "0 is divided by 0, or infinity by infinity."),
        (lambda x: np.exp(np.abs(x[0]) + 1000), "`exp` gets too large for any float"),
        (lambda x: x[x > 100].mean(), "The mean of nothing is taken. Is nothing picked?"),
    ],
)
def test_a_number_that_is_none_is_told_by_its_cause(answer, cause):
    outcome = diagnose(VECTORS, answer)
    assert cause in outcome.message
    assert outcome.mistake == "rule.not_finite"


def test_a_caret_is_told_also_where_it_joins_a_whole_line():
    squares = problem(lambda n, k: n * k**2 + n, (3, 2), (5, 3), (4, 7))

    def answer(n, k):
        return n * k ^ 2 + n

    assert diagnose(squares, answer).mistake == "slip.caret"


def test_a_factor_is_named_also_where_it_is_the_root_of_a_size():
    answer = functools.partial(lambda x: spread(x) * np.sqrt(len(x)))
    sentence = "Every value is the root of `x.size` times as large as it should be"
    assert diagnose(VECTORS, answer).message.startswith(sentence)
