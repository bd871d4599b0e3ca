"""From a student's function to an outcome: try, compare, and find the misconception.

The order is that of a patient teacher: does it run, does it return numbers, are they right? If not:
is this a mistake that has a name? Does one simple rule lead from the wrong numbers to the right
ones? Is the shape another? And at last: here is the first case in which you differ.
"""

import dataclasses
import inspect
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from cnnkit.exercises.engine import compare, evidence, rules, show, stop_button
from cnnkit.exercises.engine.attempt import Attempt
from cnnkit.exercises.engine.outcome import Detail, Outcome
from cnnkit.exercises.engine.problem import Problem
from cnnkit.exercises.engine.sandbox import Run, run

NOT_ATTEMPTED = (
    "Write your lines in place of `raise NotImplementedError`, run that cell, then this one again."
)
FINAL = "nested", "interrupted", "held"
"""Kinds of faults after which nothing further is tried, and nothing is said about the function."""


def diagnose(problem: Problem, function: Callable) -> Outcome:
    """Try ``function`` on all cases of ``problem``.

    Returns
    -------
    Outcome
        Correct only if every case gave the right numbers in the right shape and no input was
        changed.
    """
    complaint = _not_usable(problem, function)
    if complaint:
        return Outcome("error", complaint, title=problem.title)
    attempts = _try_cases(problem, function)
    judge = _judge if attempts[-1].fault is None else _stopped
    outcome = judge(problem, attempts)
    details = outcome.details + tuple(evidence.notes(attempts))
    return dataclasses.replace(outcome, details=details, title=problem.title)


def _not_usable(problem: Problem, function: Callable) -> str:
    """Why the function cannot be called with this problem's arguments, or an empty string."""
    name = problem.name
    if not callable(function):
        return (
            f"`check` needs your function itself, and got {_kind(function)}: "
            f"write `check({name})`, with no brackets behind {name}."
        )
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some compiled functions have none: try them
        return ""
    try:
        signature.bind(*problem.cases[0])
    except TypeError:
        wanted = problem.parameters
        return (
            f"Your function is called as `{name}({', '.join(wanted)})`, "
            f"but it takes `{signature}`: give it these {len(wanted)} "
            f"parameter{'s' if len(wanted) > 1 else ''}."
        )
    return ""


def _try_cases(problem: Problem, function: Callable) -> list[Attempt]:
    """Try the cases up to the first in which the function does not return."""

    def parts(value: object) -> compare.Parts | compare.NotComparableError:
        # Done where the function runs: what it returns may run code of the student's, too.
        try:
            return compare.as_parts(value, problem.returns)
        except compare.NotComparableError as error:
            return error

    runs: list[Run] = []
    for case in problem.cases:
        runs.append(run(function, case, then=parts))
        if runs[-1].fault is not None:
            break
    fault = runs[-1].fault
    if fault is not None and (fault.unwritten or fault.kind in FINAL):
        return [Attempt(case, it) for case, it in zip(problem.cases, runs, strict=False)]
    return [
        Attempt(case, it, it.value, _result(problem, problem.reference, case))
        if it.fault is None
        else Attempt(case, it)
        for case, it in zip(problem.cases, runs, strict=False)
    ]


def _stopped(problem: Problem, attempts: Sequence[Attempt]) -> Outcome:
    """Say what is known of a function that did not return from its last attempt."""
    *before, last = attempts
    fault = last.fault
    assert fault is not None
    if fault.unwritten:
        return Outcome("not attempted", NOT_ATTEMPTED)
    message = fault.sentence()
    if fault.kind == "nested":
        return Outcome("error", message, tried=False)
    inputs = tuple(evidence.inputs(problem.parameters, last))
    if fault.kind in FINAL:
        return Outcome("error", message, inputs, tried=False)
    for part, sentence in problem.crashes.items():
        if part in fault.error:
            message = message.removesuffix(fault.advice).rstrip() + " " + sentence
    return Outcome("error", f"{_before_the_fault(problem, before)}\n{message}".lstrip(), inputs)


def _before_the_fault(problem: Problem, attempts: Sequence[Attempt]) -> str:
    """Say what the cases before the fault show: a known mistake, or that they are right."""
    if any(isinstance(it.got, compare.NotComparableError) for it in attempts):
        return ""
    if attempts and all(it.is_right for it in attempts):
        return (
            "So far your function is right, but not for this case. Is a size written as a number?"
        )
    return _from_bank(problem, attempts)


def _judge(problem: Problem, attempts: Sequence[Attempt]) -> Outcome:
    """Judge a function that returned from every case."""
    for attempt in attempts:
        if isinstance(attempt.got, compare.NotComparableError):
            inputs = tuple(evidence.inputs(problem.parameters, attempt))
            return Outcome("incorrect", str(attempt.got), inputs)
    changed = evidence.changed(problem.parameters, attempts)
    if all(it.is_right for it in attempts):
        if changed:
            return Outcome("incorrect", f"The values are right, but {changed}")
        return Outcome("correct", problem.takeaway or "All cases agree with the reference.")
    outcome = _explain(problem, attempts)
    stop_button.checkpoint()
    if changed:
        note = Detail("Besides", changed[0].upper() + changed[1:])
        return dataclasses.replace(outcome, details=(*outcome.details, note))
    return outcome


def _explain(problem: Problem, attempts: Sequence[Attempt]) -> Outcome:
    """Say what is wrong with results of which at least one is."""
    wrong = [it for it in attempts if not it.is_right]
    # The smallest case is the easiest to follow, but nothing is seen in an empty result.
    shown = min(
        wrong,
        key=lambda it: (not all(part.size for part in it.got), evidence.size(it)),
    )
    part, name = _wrong_part(problem, shown)
    mine, right = shown.got[part], shown.expected[part]
    message = _from_bank(problem, attempts) or _by_rule(problem, attempts)
    if mine.shape != right.shape:
        message = message or (
            f"{name} should be {show.shape(right.shape)} here, "
            f"but yours is {show.shape(mine.shape)}.{_so_far(len(wrong), len(attempts))}"
        )
        mark = None
    else:
        mark = compare.first_difference(mine, right)
        a, b = compare.two_numbers(mine[mark], right[mark])
        where = f"At {list(mark)} there" if mark else "It"
        if not np.isfinite(mine[mark]):
            first = f"{where} is {a}, which is not an ordinary number; it should be {b}."
        else:
            first = f"{where} should be {b}, but yours is {a}."
        message = message or f"{name} differs. {first}{_so_far(len(wrong), len(attempts))}"
    details = [
        *evidence.inputs(problem.parameters, shown),
        Detail(f"expected{_of(name)}", right, mark),
        Detail(f"yours{_of(name)}", mine, mark),
    ]
    return Outcome("incorrect", message, tuple(details))


def _so_far(wrong: int, cases: int) -> str:
    """Say how many cases are right, if any are."""
    right = cases - wrong
    return f" {right} of {cases} cases {'is' if right == 1 else 'are'} right." if right else ""


def _from_bank(problem: Problem, attempts: Sequence[Attempt]) -> str:
    """Return the message of the first known mistake with these very results, or an empty string."""
    for mistake in problem.bank:
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                results = [_result(problem, mistake.function, it.case) for it in attempts]
        except Exception:  # a mistake that cannot do this case has not made these results
            continue
        pairs = list(zip(attempts, results, strict=True))
        telling = not all(compare.equal(result, it.expected) for it, result in pairs)
        if telling and all(compare.same(it.got, result) for it, result in pairs):
            return mistake.message
    return ""


def _by_rule(problem: Problem, attempts: Sequence[Attempt]) -> str:
    """One rule for all wrong parts, or an empty string."""
    for part in range(len(attempts[0].expected)):
        rule = rules.relation(
            [it.got[part] for it in attempts], [it.expected[part] for it in attempts]
        )
        if rule:
            name = problem.returns[part] if problem.returns else ""
            return f"In `{name}`: {rule}" if name else rule
    return ""


def _result(problem: Problem, function: Callable, case: tuple) -> compare.Parts:
    """Call the reference, or a function of the bank, unless Stop was pressed meanwhile."""
    stop_button.checkpoint()
    return compare.as_parts(function(*case), problem.returns)


def _wrong_part(problem: Problem, attempt: Attempt) -> tuple[int, str]:
    """Return which of the returned things is the first wrong one, and what to call it."""
    pairs = zip(attempt.got, attempt.expected, strict=True)
    part = next(i for i, (a, b) in enumerate(pairs) if not compare.equal([a], [b]))
    name = f"`{problem.returns[part]}`" if problem.returns else "The result"
    return part, name


def _of(name: str) -> str:
    return f" {name}" if name.startswith("`") else ""


def _kind(value: object) -> str:
    if value is None:
        return "nothing (`None`)"
    article = "an" if type(value).__name__[0] in "aeiou" else "a"
    return f"{article} {type(value).__name__}"
