"""What a student reads, mistake by mistake, on a small exercise made for this file."""

import functools
import threading

import numpy as np
import pytest

from cnnkit.exercises import Exercise, exercise
from cnnkit.exercises.engine.exercise import LESSONS

A = np.array([[1.0, -2.0, 3.0], [0.5, 5.0, -6.0]])
B = np.array([[0.25, 2.0], [-3.0, 4.5], [1.0, 1.0]])


@pytest.fixture
def halve():
    @exercise(
        title="Halve",
        task="Halve the array.",
        cases=[(A,), (B,), (np.array([[3.0, 1.0], [7.0, -1.0]]),)],
        hints=["Half of 2 is 1.", "Divide by 2."],
        crashes={"shapes (2,3)": "Here is an explanation of this exercise's own."},
        takeaway="Halves.",
    )
    def halve(x):
        """Return half of x."""
        return x / 2

    @halve.mistake("You doubled.")
    def doubled(x):
        return x * 2

    yield halve
    del LESSONS[halve.lesson]


@pytest.fixture
def sum_and_rows():
    @exercise(
        title="Two things",
        task="Return two things.",
        cases=[(A,), (B,)],
        hints=["a", "b"],
        returns=("total", "rows"),
    )
    def sum_and_rows(x):
        """Return the sum and the row sums."""
        return x.sum(), x.sum(axis=1)

    @sum_and_rows.mistake("You added down the columns.")
    def columns(x):
        return x.sum(), x.sum(axis=0)

    yield sum_and_rows
    del LESSONS[sum_and_rows.lesson]


def unread(function):
    """The function without the source that a check may look into."""
    return functools.partial(function)


def test_an_exercise_knows_its_lesson_and_name(halve):
    assert isinstance(halve, Exercise)
    assert halve.key == "test_diagnose.halve"


def test_correct_says_what_was_shown(halve):
    outcome = halve.check(lambda x: x * 0.5)
    assert (outcome.status, outcome.message) == ("correct", "Halves.")
    assert repr(outcome) == "✓ Correct · Halve\nHalves."


def test_a_mistake_of_the_bank_is_named(halve):
    outcome = halve.check(lambda x: x + x)
    assert (outcome.status, outcome.message) == ("incorrect", "You doubled.")


def test_a_mistake_must_fit_every_case(halve):
    outcome = halve.check(lambda x: x * 2 if x.shape == (2, 3) else x * 3)
    assert outcome.message.startswith("The result differs. At [0, 0] there should be")


def test_the_smallest_wrong_case_is_shown_with_input_expected_and_yours(halve):
    outcome = halve.check(unread(lambda x: x / 2 + (x == 7)))
    assert [detail.label for detail in outcome.details] == ["x", "expected", "yours"]
    assert outcome.message == (
        "The result differs. At [1, 0] there should be 3.5, but yours is 4.5. 2 of 3 cases are "
        "right."
    )
    text = repr(outcome)
    assert "[4.5]" in text.replace(" ", "")
    assert "<u>4.5</u>" in outcome._repr_html_()


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda x: -x / 2, "Every value has the wrong sign."),
        (lambda x: x * 1.5, "Every value is 3 times as large as it should be."),
        (lambda x: x / 8, "Every value is the right one divided by 4."),
        (lambda x: x / 2 + 1, "Every value is too large by 1."),
        (lambda x: x / 2 - 0.25, "Every value is too small by 0.25."),
        (lambda x: x.T / 2, "Rows and columns are exchanged"),
        (lambda x: x[::-1] / 2, "upside down"),
        (lambda x: x[:, ::-1] / 2, "mirrored, left for right"),
        (lambda x: [x[0] / 2], "Is `return` inside a loop?"),
        (lambda x: np.where(np.arange(len(x))[:, None] == 0, x / 2, 0), "Only the beginning"),
        (lambda x: np.where(x == x[0, 0], x / 2, 0), "Only the beginning"),
        (lambda x: x.ravel() / 2, "in the wrong shape: 6 numbers instead of 2×3."),
        (lambda x: x[None] / 2, "in the wrong shape: 1×2×3 instead of 2×3."),
        (lambda x: np.trunc(x / 2), "lack their decimals"),
        (lambda x: np.round(x / 2 + 1e-9, 1), "rounded"),
    ],
)
def test_a_simple_rule_is_named(halve, function, sentence):
    outcome = halve.check(unread(function))
    assert outcome.status == "incorrect"
    assert sentence in outcome.message


def test_a_wrong_shape_is_told(halve):
    outcome = halve.check(unread(lambda x: x[:1, 1:] * 7))
    assert outcome.message == "The result should be 2×3 here, but yours is 1×2."


def test_nan_is_told(halve):
    outcome = halve.check(lambda x: np.where(x == 5, np.nan, x / 2))
    assert "is nan, which is not an ordinary number" in outcome.message


def test_a_difference_too_small_to_see_is_shown_with_more_digits(halve):
    outcome = halve.check(unread(lambda x: x / 2 + 1e-4 * (x == 7)))
    assert "should be 3.5, but yours is 3.5001" in outcome.message


def test_a_stub_is_not_attempted(halve):
    def stub(x):
        raise NotImplementedError

    outcome = halve.check(stub)
    assert outcome.status == "not attempted"
    assert repr(outcome).startswith("○ Not attempted · Halve")


def test_an_exception_is_one_sentence_with_its_line_and_the_input(halve):
    def broken(x):
        return x / len(nothing)  # noqa: F821

    outcome = halve.check(broken)
    assert outcome.status == "error"
    assert "`return x / len(nothing)  # noqa: F821`" in outcome.message
    assert "NameError: name 'nothing' is not defined" in outcome.message
    assert "Is the name spelled" in outcome.message
    assert outcome.details[0].label == "x"


def test_what_was_right_before_an_exception_is_said(halve):
    outcome = halve.check(lambda x: x[:2] / 2 + np.zeros((2, 3)))
    assert outcome.status == "error"
    assert outcome.message.startswith(
        "So far your function is right. Does it count on the size or the shape of the first cases?"
    )


def test_a_mistake_before_an_exception_is_named_if_two_cases_show_it(halve):
    outcome = halve.check(lambda x: x * 2 + np.zeros((3 - x.shape[0] % 2, 1))[: len(x)])
    assert outcome.message.startswith("Your function stopped")
    outcome = halve.check(lambda x: x * 2 if x[0, 0] != 3 else [][0])
    assert outcome.message.startswith("You doubled.\nYour function stopped")


def test_an_exercise_explains_its_own_crashes(halve):
    outcome = halve.check(lambda x: x + np.ones((5, 5)))
    assert "this exercise's own" in outcome.message
    assert "print both shapes" not in outcome.message


def test_the_wrong_number_of_parameters_is_told(halve):
    outcome = halve.check(lambda x, y: x)
    assert outcome.status == "error"
    assert "called as `halve(x)`, but it takes `(x, y)`" in outcome.message


@pytest.mark.parametrize("what", [3, None, "halve", A, [1]])
def test_something_that_is_no_function_is_told(halve, what):
    outcome = halve.check(what)
    assert outcome.status == "error"
    assert "`check(halve)`, with no brackets" in outcome.message


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "returns nothing"),
        ("3", "returns text"),
        ({1: 2}, "a dict"),
        (print, "returns a function"),
        ((x for x in "a"), "a generator"),
        ([[1, 2], [3]], "parts of different shapes: the first is 2 numbers, number 2 is 1 number."),
        ([[[1], 2], [3]], "its rows have different lengths"),
        ([1, None], "`None` is among its elements"),
        ([object()], "something that is not an array of numbers."),
        (1j, "complex numbers. Is an absolute value missing, `np.abs`"),
        (np.array(["a"]), "text"),
    ],
)
def test_what_holds_no_numbers_is_told(halve, value, sentence):
    outcome = halve.check(lambda x: value)
    assert outcome.status == "incorrect"
    assert sentence in outcome.message


def test_a_case_without_a_return_among_others_with_one_is_told(halve):
    outcome = halve.check(lambda x: x / 2 if x.shape == (2, 3) else None)
    assert "comes to its end without a `return`" in outcome.message
    assert outcome.details[0].value is B


def test_right_values_with_a_changed_input_are_not_correct(halve):
    def in_place(x):
        x /= 2
        return x

    outcome = halve.check(in_place)
    assert outcome.status == "incorrect"
    assert "changes its input `x`" in outcome.message
    assert A[0, 0] == 1


def test_one_changed_number_of_an_input_is_noticed(halve):
    def in_place(x):
        half = x / 2
        x[-1, -1] += 1
        return half

    assert "changes its input `x`" in halve.check(in_place).message


def test_an_input_that_is_put_back_up_to_rounding_is_not_changed(halve):
    def there_and_back(x):
        x += 0.1
        x -= 0.1
        return x / 2

    assert halve.check(there_and_back).status == "correct"


def test_wrong_values_with_a_changed_input_tell_both(halve):
    def in_place(x):
        x *= 2
        return x

    outcome = halve.check(in_place)
    assert outcome.message == "You doubled."
    assert outcome.details[-1].label == "Besides"


def test_prints_and_warnings_are_shown_after_the_verdict(halve):
    def noisy(x):
        for i in range(30):
            print("shape", x.shape, i)
        np.log(np.zeros(1))
        return x / 2

    outcome = halve.check(noisy)
    assert outcome.status == "correct"
    printed, warned = outcome.details
    assert printed.value.splitlines()[0] == "shape (2, 3) 0"
    assert len(printed.value.splitlines()) == 11
    assert warned.value == "divide by zero encountered in log"


def test_what_is_printed_cannot_become_markup(halve):
    outcome = halve.check(lambda x: print("<script>alert(1)</script>") or x / 2)
    assert "<script>" not in outcome._repr_html_()


def test_half_characters_that_are_printed_or_raised_can_be_shown(halve):
    def raises(x):
        raise ValueError("\ud800")

    for outcome in (halve.check(lambda x: print("\ud800") or x), halve.check(raises)):
        assert "?" in repr(outcome).encode().decode()
        assert "?" in outcome._repr_html_().encode().decode()


def test_several_returned_values_are_compared_by_name(sum_and_rows):
    assert sum_and_rows.check(lambda x: [x.sum(), list(x.sum(1))]).status == "correct"
    wrong_rows = sum_and_rows.check(unread(lambda x: (x.sum(), x.sum(1) + (x[:, 0] == 1))))
    assert wrong_rows.message.startswith("`rows` differs. At [0] there should be 2")
    assert wrong_rows.details[1].label == "expected `rows`"
    swapped = sum_and_rows.check(lambda x: (x.sum(1), x.sum()))
    assert swapped.message == (
        "In `total`: Your function returns several numbers: they are still to be added up: "
        "`.sum()`."
    )
    assert (
        sum_and_rows.check(lambda x: (x.sum(), x.sum(0))).message == "You added down the columns."
    )
    one = sum_and_rows.check(lambda x: x.sum())
    assert one.message == (
        "Your function returns one value; it should return 2: `return total, rows`."
    )
    assert "In `rows`" in sum_and_rows.check(lambda x: (x.sum(), None)).message


def test_checking_works_in_a_callback_thread(halve):
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.append(halve.check(lambda x: x / 2)))
    thread.start()
    thread.join()
    assert outcomes[0].status == "correct"


def test_a_callable_object_and_a_numpy_function_can_be_checked(halve):
    class Half:
        def __call__(self, x):
            return x / 2

    assert halve.check(Half()).status == "correct"
    assert halve.check(np.negative).status == "incorrect"


def test_a_large_array_is_shown_around_the_difference():
    @exercise(title="Copy", task="", cases=[(np.zeros((3, 40, 50)),)], hints=["a"])
    def copy(x):
        """Return x."""
        return x

    try:

        def nearly(x):
            y = x.copy()
            y[2, 30, 40] = 1
            return y

        outcome = copy.check(unread(nearly))
        assert "At [2, 30, 40] there should be 0, but yours is 1." in outcome.message
        assert "[2] of 3×40×50, rows 25 to 34 of 40, columns 35 to 44 of 50" in repr(outcome)
    finally:
        del LESSONS[copy.lesson]


def test_an_exercise_shows_its_task_and_its_stub(halve):
    assert repr(halve).startswith("Halve\nHalve the array.\n  def halve(x):")
    assert "raise NotImplementedError" in halve._repr_html_()


def test_two_mistakes_at_once_have_no_name_but_an_example(halve):
    outcome = halve.check(lambda x: x[:, ::-1] * 3)
    assert outcome.status == "incorrect"
    assert outcome.message.startswith("The result differs. At [0, 0] there should be")


def test_a_strict_check_raises_one_sentence_unless_all_is_right(halve):
    assert halve.check(lambda x: x / 2, strict=True).status == "correct"

    def stub(x):
        raise NotImplementedError

    with pytest.raises(
        AssertionError, match=r"test_diagnose.halve is not solved \(incorrect\): You"
    ):
        halve.check(lambda x: x * 2, strict=True)
    with pytest.raises(AssertionError, match=r"is not solved \(error\): Your function stopped"):
        halve.check(lambda x: x / 0 if x is None else [][0], strict=True)
    with pytest.raises(AssertionError, match=r"is not solved \(not attempted\): Write your"):
        halve.check(stub, strict=True)


def test_a_teacher_can_switch_solutions_off_and_hints_stay(halve, monkeypatch):
    assert "return x / 2" in halve.solution().code
    monkeypatch.setenv("CNNKIT_SOLUTIONS", "off")
    note = halve.solution()
    assert note.code == ""
    assert "switched off here, by CNNKIT_SOLUTIONS=off; hints are not" in note.text
    assert halve.hint().text == "1. Half of 2 is 1."
    assert halve.hint().text.endswith("That was the last hint.")


def test_a_list_that_holds_itself_is_told_and_fills_no_memory():
    from cnnkit.exercises.engine import compare

    itself = [1.0] * 4
    for _ in range(5):
        itself.append(itself)
    doubled = [1.0]
    for _ in range(60):
        doubled = [doubled, doubled]
    for value in (itself, doubled):
        with pytest.raises(compare.NotComparableError, match="a list that holds itself"):
            compare.as_parts(value)
