"""What a check says of a wrong answer without a bank: by numbers, by shapes, by one's own lines."""

# ruff: noqa: C416, F821, RET503, RET504, RUF059, SIM115 (students write so)

import functools
import math

import numpy as np
import pytest

from cnnkit.exercises.engine import (
    error_advice,
    fix_by_one_change,
    own_source,
    wrong_shapes,
    wrong_values,
)
from cnnkit.exercises.engine.diagnose import diagnose
from cnnkit.exercises.engine.problem import Mistake, Problem

RNG = np.random.default_rng(0)


def windows_of(a, size, stride, function=np.sum):
    rows = range(0, a.shape[0] - size + 1, stride)
    columns = range(0, a.shape[1] - size + 1, stride)
    return np.array([[function(a[i : i + size, j : j + size]) for j in columns] for i in rows])


def pool(a, size, stride):
    return windows_of(a, size, stride)


def weighted(maps, weights):
    return sum(w * m for w, m in zip(weights, maps, strict=True))


def share(a, b):
    return np.mean(a == b) + a.sum() / a.size


POOL = [(RNG.normal(size=s), k, t) for s, k, t in (((5, 7), 2, 2), ((6, 4), 3, 1), ((8, 9), 3, 2))]
WEIGHTED = [(RNG.normal(size=(n, 2, 3)), RNG.normal(size=n)) for n in (3, 2, 4)]
SHARE = [(RNG.normal(size=s), RNG.normal(size=s)) for s in ((2, 3), (4, 3), (3, 3))]
SOFT = [(RNG.normal(size=s),) for s in ((3,), (4,), (5,))]
PROBLEMS = {
    reference: Problem(reference, title="", task="", cases=cases)
    for reference, cases in ((pool, POOL), (weighted, WEIGHTED), (share, SHARE))
}
logs = Problem(lambda z: np.log(np.abs(z) + 1), title="", task="", cases=SOFT)


def said(problem, answer, source=True):
    answer = answer if source else functools.partial(answer)
    return diagnose(problem, answer)


def of_sizes(rows, columns, function=np.sum):
    """Make an answer with as many windows as these functions of (side, size, stride) say."""

    def answer(a, k, s):
        shape = rows(a.shape[0], k, s), columns(a.shape[1], k, s)
        return [
            [function(a[i * s : i * s + k, j * s : j * s + k]) for j in range(shape[1])]
            for i in range(shape[0])
        ]

    return answer


@pytest.mark.parametrize(
    ("answer", "name", "part"),
    [
        (of_sizes(*[lambda n, k, s: (n - k) // s] * 2), "shape.no_plus_one", "a `+ 1` is missing"),
        (of_sizes(*[lambda n, k, s: -((k - n) // s) + 1] * 2), "shape.partial", "beyond the edge"),
        (of_sizes(*[lambda n, k, s: (n - k) // s + 2] * 2), "shape.one_more", "too many"),
        (of_sizes(*[lambda n, k, s: n + k - 1] * 2), "shape.full", "only touch the edge"),
        (
            lambda a, k, s: of_sizes(
                lambda n, k, s: (a.shape[0] - k) // s + 1, lambda n, k, s: (a.shape[0] - k) // s + 1
            )(a, k, s),
            "shape.square",
            "the columns have a number of their own",
        ),
        (lambda a, k, s: windows_of(a, k, k), "what_if.other_parameter", "does `size` stand where"),
        (lambda a, k, s: windows_of(a, k, 1), "what_if.ignored", "for `stride = 1`"),
        (lambda a, k, s: windows_of(a, 2, s), "what_if.ignored", "for `size = 2`"),
        (lambda a, k, s: windows_of(a, s, k), "what_if.exchanged", "`size` and `stride`"),
        (lambda a, k, s: windows_of(a.T, k, s), "rule.transposed", "Rows and columns"),
        (lambda a, k, s: windows_of(a, k, s)[1:, 1:], "shape.first_missing", "begin at 1"),
        (lambda a, k, s: windows_of(a, k, s).sum(), "shape.not_sum", "stay apart"),
        (lambda a, k, s: windows_of(a, k, s)[0], "shape.first_part", "`return`"),
        (lambda a, k, s: windows_of(a, k, s)[-1], "shape.last_part", "overwrite"),
        (lambda a, k, s: np.zeros((2, 2)), "shape.fixed", "2×2 in every case"),
        (lambda a, k, s: windows_of(np.abs(a), k, s), "what_if.input_absolute", "`abs(a)`"),
        (lambda a, k, s: windows_of(a, k, s, np.mean), "rule.size_divisor", "`size ** 2`"),
        (lambda a, k, s: 0 * windows_of(a, k, s), "rule.constant", "is 0, whatever comes in"),
    ],
)
def test_the_numbers_tell_how_windows_were_laid(answer, name, part):
    outcome = said(PROBLEMS[pool], answer, source=False)
    assert part in outcome.message
    assert outcome.mistake == name


@pytest.mark.parametrize(
    ("answer", "name", "part"),
    [
        (lambda m, w: w[-1] * m[-1], "what_if.last_only", "Only the last"),
        (lambda m, w: w[0] * m[0], "what_if.first_only", "Only the first"),
        (
            lambda m, w: weighted(m[1:], w[1:]),
            "what_if.first_left_out",
            "does the loop begin at 1?",
        ),
        (lambda m, w: weighted(m[:-1], w[:-1]), "what_if.last_left_out", "one too early"),
        (lambda m, w: [a * b for a, b in zip(w, m, strict=True)], "shape.sum", "`.sum(axis=0)`"),
        (lambda m, w: weighted(m, w) / len(w), "rule.size_divisor", "`maps.shape[0]`"),
        (lambda m, w: weighted(m, w[::-1]), "what_if.input_reversed", "`maps` in reverse order"),
        (lambda m, w: sum(m), "what_if.input_ones", "ones in place of `weights`"),
        (lambda m, w: weighted(m, w).T, "rule.transposed", "transpose"),
        (lambda m, w: weighted(m, w).astype(int), "rule.no_decimals", "`//`"),
        (lambda m, w: weighted(m, w) * math.sqrt(3), "rule.factor", "√3 times"),
        (lambda m, w: weighted(m, w) / math.log(10), "rule.factor", "divided by ln 10"),
        (lambda m, w: weighted(m, w) ** 2, "rule.squared", "squares"),
        (lambda m, w: RNG.normal(size=(2, 3)), "rule.by_chance", "left to chance"),
    ],
)
def test_the_numbers_tell_what_became_of_a_sum(answer, name, part):
    outcome = said(PROBLEMS[weighted], answer, source=False)
    assert part in outcome.message
    assert outcome.mistake == name


def test_log_to_the_base_of_ten_is_told():
    outcome = said(logs, lambda z: np.log10(np.abs(z) + 1), source=False)
    assert "divided by ln 10: `np.log` is the natural logarithm" in outcome.message


def returned(maps, weights):
    total = 0
    for m, w in zip(maps, weights, strict=True):
        total = total + w * m
        return total


def overwritten(maps, weights):
    total = 0
    for m, w in zip(maps, weights, strict=True):
        total = w * m
    return total


def overwritten_at_places(maps, weights):
    total = np.zeros(maps[0].shape)
    for m, w in zip(maps, weights, strict=True):
        total[:] = w * m
    return total


def whole(maps, weights):
    total = np.zeros(maps[0].shape, dtype=int)
    total = total + weighted(maps, weights)
    return total.astype(int)


def too_short(maps, weights):
    total = 0
    for k in range(len(weights) - 1):
        total = total + weights[k] * maps[k]
    return total


def begun_anew(maps, weights):
    for m, w in zip(maps, weights, strict=True):
        total = 0
        total = total + w * m
    return total


def exchanged(maps, weights):
    out = np.zeros((2, 3))
    for i in range(2):
        for j in range(3):
            for k in range(len(weights)):
                out[i, j] += weights[k - 1] * maps[k, i, j]
    return out


@pytest.mark.parametrize(
    ("answer", "name", "part"),
    [
        (returned, "slip.return_in_loop", "`return` on line {4} is inside the loop"),
        (overwritten, "slip.overwritten", "Line {3}, `total = …`: every round overwrites"),
        (overwritten_at_places, "slip.overwritten", "Line {3}, `total[:] = …`"),
        (begun_anew, "slip.begun_anew", "Line {2}, `total = 0`, is inside the loop"),
        (whole, "slip.integer_type", "`total.astype(…)` on line {3}"),
        (lambda m, w: weighted(m, w // 1), "slip.floor_division", "`//` on line {0}"),
        (lambda m, w: w[0] * (m[0] + weighted(m[1:], w[1:])), "slip.brackets", "write `w[0] * m["),
        (exchanged, "near.too_much", "look at `- 1` on line {5}"),
    ],
)
def test_a_slip_is_found_in_the_students_own_lines(answer, name, part):
    outcome = said(PROBLEMS[weighted], answer)
    first = answer.__code__.co_firstlineno
    part = part.format(*range(first, first + 9))
    assert part in outcome.message
    assert outcome.mistake == name


def test_a_slip_in_a_function_inside_another_with_names_from_outside_is_found():
    power = 2

    def answer(a, b):
        return np.mean(a == b) + (a ^ power if power == 3 else a.sum()) // a.size

    assert said(PROBLEMS[share], answer).mistake == "slip.floor_division"


def test_a_mended_function_has_its_defaults_and_its_keyword():
    def answer(a, b, *, more=1, less=(0,)):
        total = 0
        for _ in less:
            total = np.mean(a == b) + a.sum() / a.size * more
            return total + more

    tree = own_source.tree_of(answer)
    made = own_source.made_of(tree, answer)
    assert made(*SHARE[0]) == answer(*SHARE[0])


@pytest.mark.parametrize(
    "answer",
    [
        functools.partial(weighted),
        np.add,
        len,
        lambda m, w: __import__("os").getcwd(),
        lambda m, w: open("x") if m is None else weighted(m, w),
    ],
)
def test_what_is_no_plain_function_that_calculates_is_not_looked_into(answer):
    assert own_source.tree_of(answer) is None


def test_changes_that_never_end_are_given_up():
    calls = []

    def answer(maps, weights):
        calls.append(1)
        k = 3
        while k > 0:
            k = k - 1
        return maps[0] * weights[0] + 7 * weights[-1] ** 3

    assert said(PROBLEMS[weighted], answer).mistake == "differs"
    assert len(calls) < 300


def test_models_are_never_tried_again():
    class Model:
        def __call__(self, x):
            return x

    problem = Problem(
        lambda model, x: model(x) + 1,
        title="",
        task="",
        cases=[(Model(), x) for x in (1.0, 2.0, 5.0)],
    )
    assert diagnose(problem, lambda model, x: model(x) // 1 + 2).mistake == "rule.shift"
    assert fix_by_one_change.slip(problem, lambda model, x: 1, []) is None


def test_a_single_finished_case_shows_no_mistake_that_would_not_fail_as_well():
    problem = Problem(lambda x: x + 1, title="", task="", cases=[(1.0,), (np.ones((2, 3)),)])
    problem.bank.append(Mistake(lambda x: x * 3, "You tripled."))
    problem.bank.append(Mistake(lambda x: x * 3 @ x, "You tripled, and more."))
    outcome = diagnose(problem, lambda x: x + 2 if np.ndim(x) == 0 else x @ x)
    assert outcome.message.startswith("Your function stopped")
    assert outcome.mistake == "fault.ValueError"


def test_two_wrong_results_before_an_error_name_the_mistake():
    problem = Problem(lambda x: x + 1, title="", task="", cases=[(1.0,), (2.0,), (3.0,)])
    problem.bank.append(Mistake(lambda x: x * 3, "You tripled."))
    outcome = diagnose(problem, lambda x: x * 3 if x < 3 else [][0])
    assert outcome.message.startswith("You tripled.\nYour function stopped")
    assert outcome.mistake == "<lambda>"


def test_nothing_is_said_of_sizes_where_a_number_got_too_large():
    problem = Problem(lambda x: 1 / (1 + np.exp(-x)), title="", task="", cases=[(1.0,), (-800.0,)])
    outcome = diagnose(problem, lambda x: 1 / (1 + math.exp(-x)))
    assert "So far" not in outcome.message
    assert "`exp` of more than 709" in outcome.message


@pytest.mark.parametrize(
    ("answer", "name", "sentence"),
    [
        (
            lambda x: math.exp(x),
            "TypeError",
            "`math.exp` takes one number. For a whole array: `np.",
        ),
        (lambda x: np.dot(x, x), "ValueError", "For products element by element write `*`."),
        (lambda x: x @ x, "ValueError", "For products element by element write `*`."),
        (lambda x: x.reshape(4, 2), "ValueError", "`reshape` keeps every number"),
        (lambda x: x[5:].max(), "ValueError", "does a slice begin beyond the end"),
        (lambda x: max([]), "ValueError", "does a slice begin beyond the end"),
        (lambda x: range(x.shape[0] / 2), "TypeError", "`/` gives a float, `//` a whole number"),
        (lambda x: x[: len(x) / 2], "TypeError", "`/` gives a float, `//` a whole number"),
        (lambda x: x[0.5], "IndexError", "`/` gives a float, `//` a whole number"),
        (lambda x: np.zeros(x.shape[0] / 2), "TypeError", "`/` gives a float"),
        (lambda x: x / x.sum, "TypeError", "call it, as in `a.sum()`"),
        (lambda x: x * math.sqrt, "TypeError", "without its round brackets"),
        (lambda x: math.exp(1000), "OverflowError", "`exp` of more than 709"),
        (lambda x: 1 if x > 0 else 0, "ValueError", "`np.where(condition, this, that)`"),
        (lambda x: (x > 0) and x, "ValueError", "`and`, `or`, `not` decide once"),
        (lambda x: max(x), "ValueError", "`a.max()`"),
        (lambda x: range(x.shape), "TypeError", "`range(a.shape[0])`"),
        (lambda x: np.zeros(x.shape[0], x.shape[1]), "TypeError", "one pair of brackets more"),
        (lambda x: np.max(x, 0.0), "TypeError", "`np.maximum(a, b)`"),
        (lambda x: [1, 2] * 1.5, "TypeError", "Lists do not calculate"),
        (lambda x: [1, 2] - x.tolist(), "TypeError", "Lists do not calculate"),
        (lambda x: x.tolist()[0, 1], "TypeError", "a list of lists takes `a[i][j]`"),
        (lambda x: x.tolist().shape, "AttributeError", "A list is not an array"),
        (lambda x: x.append(1), "AttributeError", "An array does not grow"),
        (lambda x: x.exp(), "AttributeError", "The function is NumPy's: `np.exp(...)`."),
        (lambda x: np.maximun(x, 0), "AttributeError", "NumPy has `np.maximum`."),
        (lambda x: x(0), "TypeError", "An element is picked with square brackets"),
        (lambda x: x.shape(0), "TypeError", "An element is picked with square brackets"),
        (lambda x: x.size(x + 1), "TypeError", "is a `*` missing"),
        (lambda x: x ^ 2, "TypeError", "A power is `**`"),
        (lambda x: x[0, 0] ^ 2, "TypeError", "A power is `**`"),
        (lambda x: x > 0 & x < 2, "TypeError", "round brackets around each comparison"),
        (lambda x: (x > 0) - (x < 0), "TypeError", "`mask.astype(float)`"),
        (lambda x: len(3), "TypeError", "A single number has no length"),
        (lambda x: [i for i in 3], "TypeError", "for 0, 1, 2, … write `range(n)`"),
        (lambda x: x.size[0], "TypeError", "a single number, and has no elements"),
        (lambda x: np.sum[x], "TypeError", "A function is called with round brackets"),
        (lambda x: [].append(1) + x, "TypeError", "Something is `None` there"),
        (lambda x: x[0, 0].item() + "1", "TypeError", "Text and numbers do not mix"),
        (lambda x: np.ones(3) + x[:, :2], "ValueError", "print both shapes"),
        (lambda x: x[0, 0, 0], "IndexError", "fewer axes than the line asks for"),
        (lambda x: x.sum(axis=2), "AxisError", "fewer axes than the line asks for"),
        (lambda x: x[7], "IndexError", "Indices run from 0 to the size minus 1"),
        (lambda x: x[0].shape[1], "IndexError", "one number for each axis"),
        (lambda x: x[x.T > 0], "IndexError", "needs the shape of the array"),
        (lambda x: np.array([[1, 2], [3]]), "ValueError", "rows of a list have different lengths"),
        (lambda x: np.concatenate(x, x), "TypeError", "The arrays go into one list"),
        (lambda x: np.stack([x, x.T]), "ValueError", "need equal shapes"),
        (lambda x: math.sqrt(-1), "ValueError", "no root of a negative number"),
        (lambda x: np.zeros(-1), "ValueError", "A size got below 0"),
        (lambda x: np.arange(3) ** -1, "ValueError", "no negative powers"),
        (lambda x: np.einsum("i,j->ij", x, x), "ValueError", "one letter for each of its axes"),
        (lambda x: range(0, 3, 0), "ValueError", "A step of 0 goes nowhere"),
        (lambda x: (lambda a, b: a)(x), "TypeError", "too few arguments"),
        (lambda x: (lambda a: a)(x, 1), "TypeError", "too many arguments"),
        (lambda x: x.sum(axes=0), "TypeError", "no argument of this name"),
        (lambda x: sqrt(x), "NameError", "In NumPy it is `np.sqrt`."),
        (lambda x: true, "NameError", "Python writes `True`"),
        (lambda x: x.sum.mean(), "AttributeError", "call it, as in `a.sum()`"),
        (lambda x: 1 / 0, "ZeroDivisionError", "when is it 0?"),
        (lambda x: np.linalg.inv(x), "LinAlgError", "Is the matrix square"),
        (lambda x: {}["a"], "KeyError", "no such key"),
        (lambda x: int("a"), "ValueError", "That is text, not a number."),
        (lambda x: int(np.nan), "ValueError", "A NaN comes of 0 / 0"),
        (lambda x: int(np.inf), "OverflowError", "An infinity comes of a division by 0"),
    ],
)
def test_an_error_of_python_comes_with_advice_for_beginners(answer, name, sentence):
    problem = Problem(lambda x: x, title="", task="", cases=[(np.ones((2, 3)),)])
    outcome = diagnose(problem, answer)
    assert outcome.mistake == f"fault.{name}"
    assert sentence in outcome.message


def _assigned(x):
    total = total + x
    return total


def _whole(x):
    a = np.zeros(3, dtype=int)
    a += 0.5
    return a


def _unpacked(x):
    a, b, c = x.shape
    return a


def _one_place(x):
    out = np.zeros(3)
    out[0] = x
    return out


def _too_wide(x):
    out = np.zeros((2, 2))
    out[:] = x
    return out


def _tuple(x):
    size = x.shape
    size[0] = 1
    return size


def _number(x):
    total = 0
    total[0] = 1
    return total


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (_assigned, "`total` has no value yet when this line runs"),
        (_whole, "holds whole numbers only"),
        (_unpacked, "As many names on the left as there are axes"),
        (_one_place, "One place holds one number"),
        (_too_wide, "does not fit into its place on the left"),
        (_tuple, "A tuple cannot be changed"),
        (_number, "Only an array or a list has places to write to"),
    ],
)
def test_an_error_of_an_assignment_comes_with_advice(answer, sentence):
    problem = Problem(lambda x: x, title="", task="", cases=[(np.ones((2, 3)),)])
    assert sentence in diagnose(problem, answer).message


def test_advice_has_braces_only_for_what_its_patterns_hold():
    for _, said_, line, sentence in error_advice.ADVICE:
        assert sentence.count("{0}") <= said_.count("(\\w") + line.count("(\\w") + (
            said_.count("'(") + line.count(r"\.(")
        )


def test_rounding_to_whole_numbers_is_believed_of_many_values_only():
    right = [np.array([4.75, 2.25, 3.1])]
    assert wrong_values.relation([np.rint(right[0])], right) is None
    many = [RNG.normal(scale=9, size=20)]
    assert wrong_values.relation([np.rint(many[0])], many).name == "rule.rounded"


def test_of_two_numbers_none_is_called_the_largest():
    assert wrong_shapes.reason([np.array([1.0, 2.0])] * 3, [np.array(2.0)] * 3).name != "shape.max"


def test_a_nudge_too_small_to_see_is_written_with_more_digits_in_both_tables():
    problem = Problem(lambda x: x, title="", task="", cases=[(np.array([-4.0, 1.5]),)])
    outcome = diagnose(problem, functools.partial(lambda x: x + 3e-6 * x**2 * (x < 0)))
    assert "should be −4, but yours is −3.99995" in outcome.message
    expected, yours = outcome._repr_html_().split("expected")[1].split("yours")
    assert "−3.99995" in yours
    assert "−4" in expected


def test_the_first_case_like_those_of_the_lessons_is_shown():
    large, small = RNG.normal(size=(2, 2)), np.where(np.eye(9), 1.0, -1.0)
    other = np.ones((3, 3))
    problem = Problem(lambda x: x, title="", task="", cases=[(large,), (small,), (other,)])
    outcome = diagnose(problem, functools.partial(lambda x: x + np.arange(len(x)) ** 3))
    assert np.array_equal(outcome.details[0].value, small)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (np.ones(2), "got an array:"),
        (PROBLEMS[pool], "got the exercise itself:"),
        ([1], "got a list:"),
        (1.5, "got a float:"),
        (None, "got nothing (`None`):"),
    ],
)
def test_what_is_no_function_is_told_in_english(given, words):
    assert words in diagnose(PROBLEMS[pool], given).message
