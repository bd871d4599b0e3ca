"""From a student's function to an outcome: try, compare, and find the misconception.

The order is that of a patient teacher: does it run, does it return numbers, are they right? If not:
is this a mistake that has a name? Does one simple rule lead from the wrong numbers to the right
ones? Is the shape another? And at last: here is the first case in which you differ.
"""

import inspect
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from cnnkit.exercises.engine import compare, evidence, rules, show, stop_button
from cnnkit.exercises.engine.outcome import Detail, Outcome
from cnnkit.exercises.engine.sandbox import Run, run

if TYPE_CHECKING:
    from cnnkit.exercises.engine.exercise import Exercise

NOT_ATTEMPTED = (
    "Write your lines in place of `raise NotImplementedError`, run that cell, then this one again."
)


def diagnose(exercise: "Exercise", function: Callable) -> Outcome:
    """Try ``function`` on all cases of ``exercise``.

    Returns
    -------
    Outcome
        Correct only if every case gave the right numbers in the right shape and no input was
        changed.
    """
    complaint = _not_usable(exercise, function)
    if complaint:
        return Outcome("error", complaint, title=exercise.title)
    runs: list[Run] = []

    def parts(value: object) -> compare.Parts | compare.NotComparableError:
        # Done where the function runs: what it returns may run code of the student's, too.
        try:
            return compare.as_parts(value, exercise.returns)
        except compare.NotComparableError as error:
            return error

    for case in exercise.cases:
        runs.append(run(function, case, then=parts))
        if runs[-1].fault is not None:
            outcome = _stopped(exercise, case, runs)
            break
    else:
        outcome = _judge(exercise, runs)
    return Outcome(
        outcome.status,
        outcome.message,
        outcome.details + tuple(evidence.notes(runs)),
        exercise.title,
        outcome.tried,
    )


def _not_usable(exercise: "Exercise", function: Callable) -> str:
    """Why the function cannot be called with this exercise's arguments, or nothing."""
    name = exercise.name
    if not callable(function):
        return (
            f"`check` needs your function itself, and got {_kind(function)}: "
            f"write `check({name})`, with no brackets behind {name}."
        )
    wanted = list(inspect.signature(exercise.reference).parameters)
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some compiled functions have none: try them
        return ""
    try:
        signature.bind(*exercise.cases[0])
    except TypeError:
        return (
            f"Your function is called as `{name}({', '.join(wanted)})`, "
            f"but it takes `{signature}`: give it these {len(wanted)} "
            f"parameter{'s' if len(wanted) > 1 else ''}."
        )
    return ""


def _stopped(exercise: "Exercise", case: tuple, runs: list[Run]) -> Outcome:
    fault = runs[-1].fault
    assert fault is not None
    if fault.unwritten:
        return Outcome("not attempted", NOT_ATTEMPTED)
    message = fault.sentence()
    if fault.kind == "nested":
        return Outcome("error", message, tried=False)
    if fault.kind in ("interrupted", "held"):  # nothing further is tried
        return Outcome("error", message, tuple(evidence.inputs(exercise, case)), tried=False)
    for part, sentence in exercise.crashes.items():
        if part in fault.error:
            message = message.removesuffix(fault.advice).rstrip() + " " + sentence
    before = _before_the_fault(exercise, runs[:-1])
    return Outcome("error", f"{before}\n{message}".lstrip(), tuple(evidence.inputs(exercise, case)))


def _before_the_fault(exercise: "Exercise", runs: list[Run]) -> str:
    """Say what the cases before the fault show: a known mistake, or that they are right."""
    got = [result.value for result in runs]
    if any(isinstance(value, compare.NotComparableError) for value in got):
        return ""
    expected = [
        _reference(exercise, exercise.reference, case) for case in exercise.cases[: len(got)]
    ]
    if got and all(map(compare.equal, got, expected)):
        return (
            "So far your function is right, but not for this case. Is a size written as a number?"
        )
    return _from_bank(exercise, got, expected)


def _judge(exercise: "Exercise", runs: list[Run]) -> Outcome:
    expected = [_reference(exercise, exercise.reference, case) for case in exercise.cases]
    got = []
    for case, result in zip(exercise.cases, runs, strict=True):
        if isinstance(result.value, compare.NotComparableError):
            return Outcome("incorrect", str(result.value), tuple(evidence.inputs(exercise, case)))
        got.append(result.value)
    if all(compare.equal(a, b) for a, b in zip(got, expected, strict=True)):
        changed = evidence.changed(exercise, runs)
        if changed:
            return Outcome("incorrect", f"The values are right, but {changed}")
        return Outcome("correct", exercise.takeaway or "All cases agree with the reference.")
    outcome = _explain(exercise, got, expected)
    stop_button.checkpoint()
    changed = evidence.changed(exercise, runs)
    if changed:
        note = Detail("Besides", changed[0].upper() + changed[1:])
        return Outcome(outcome.status, outcome.message, (*outcome.details, note))
    return outcome


def _explain(exercise: "Exercise", got: list[compare.Parts], expected: list[compare.Parts]):
    """Say what is wrong with results of which at least one is."""
    wrong = [
        k for k, (a, b) in enumerate(zip(got, expected, strict=True)) if not compare.equal(a, b)
    ]
    # The smallest case is the easiest to follow, but nothing is seen in an empty result.
    k = min(
        wrong,
        key=lambda k: (not all(part.size for part in got[k]), evidence.size(exercise.cases[k])),
    )
    message = _from_bank(exercise, got, expected)
    part, name = _wrong_part(exercise, got[k], expected[k])
    mine, right = got[k][part], expected[k][part]
    if not message:
        message = _by_rule(exercise, got, expected)
    if mine.shape != right.shape:
        message = message or (
            f"{name} should be {show.shape(right.shape)} here, "
            f"but yours is {show.shape(mine.shape)}.{_so_far(len(wrong), len(got))}"
        )
        mark = None
    else:
        mark = compare.first_difference(mine, right)
        a, b = compare.two_numbers(mine[mark], right[mark])
        where = f"At {list(mark)} there" if mark else "It"
        if not np.isfinite(mine[mark]):
            first = f"{where} is {a}, which is no ordinary number; it should be {b}."
        else:
            first = f"{where} should be {b}, but yours is {a}."
        message = message or f"{name} differs. {first}{_so_far(len(wrong), len(got))}"
    details = [
        *evidence.inputs(exercise, exercise.cases[k]),
        Detail(f"expected{_of(name)}", right, mark),
        Detail(f"yours{_of(name)}", mine, mark),
    ]
    return Outcome("incorrect", message, tuple(details))


def _so_far(wrong: int, cases: int) -> str:
    """Say how many cases are right, if any are."""
    right = cases - wrong
    return f" {right} of {cases} cases {'is' if right == 1 else 'are'} right." if right else ""


def _from_bank(
    exercise: "Exercise", got: list[compare.Parts], expected: list[compare.Parts]
) -> str:
    """Return the message of the first known mistake with these very results, or nothing."""
    for mistake in exercise.bank:
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results = [
                    _reference(exercise, mistake.function, case)
                    for case in exercise.cases[: len(got)]
                ]
        except Exception:  # a mistake that cannot do this case has not made these results
            continue
        telling = not all(map(compare.equal, results, expected))
        if telling and all(map(compare.same, got, results)):
            return mistake.message
    return ""


def _by_rule(exercise: "Exercise", got: list[compare.Parts], expected: list[compare.Parts]) -> str:
    """One rule for all wrong parts, or nothing."""
    for part in range(len(expected[0])):
        rule = rules.relation([g[part] for g in got], [e[part] for e in expected])
        if rule:
            name = exercise.returns[part] if exercise.returns else ""
            return f"In `{name}`: {rule}" if name else rule
    return ""


def _reference(exercise: "Exercise", function: Callable, case: tuple) -> compare.Parts:
    stop_button.checkpoint()
    return compare.as_parts(function(*case), exercise.returns)


def _wrong_part(exercise: "Exercise", got: compare.Parts, expected: compare.Parts):
    part = next(
        i for i, (a, b) in enumerate(zip(got, expected, strict=True)) if not compare.equal([a], [b])
    )
    name = f"`{exercise.returns[part]}`" if exercise.returns else "The result"
    return part, name


def _of(name: str) -> str:
    return f" {name}" if name.startswith("`") else ""


def _kind(value: object) -> str:
    if value is None:
        return "nothing (`None`)"
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"
