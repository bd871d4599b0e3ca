"""From a student's function to an outcome: try, compare, and find the misconception.

The order is that of a patient teacher: does it run, does it return numbers, are they right? If not:
is this a mistake that has a name? Does one simple rule lead from the wrong numbers to the right
ones? Is the shape another? And at last: here is the first case in which you differ.
"""

import dataclasses
import inspect
import warnings
from collections.abc import Callable, Sequence
from types import FunctionType

import numpy as np

from cnnkit.checks import kind_of
from cnnkit.exercises.engine import (
    compare,
    evidence,
    fix_by_one_change,
    input_facts,
    not_finite,
    stop_button,
    text_and_html,
    wrong_shapes,
    wrong_values,
)
from cnnkit.exercises.engine.attempts import FINAL, Attempt, result_of, try_cases
from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.other_inputs import another_input
from cnnkit.exercises.engine.outcome import Detail, Outcome
from cnnkit.exercises.engine.problem import Mistake, Problem
from cnnkit.exercises.engine.recognised_results import what_it_is
from cnnkit.exercises.engine.sandbox import run_all
from cnnkit.exercises.engine.wrong_places import where

NOT_ATTEMPTED = (
    "Write your lines in place of `raise NotImplementedError`, run that cell, then this one again."
)
SHAPE_ERRORS = "AxisError", "IndexError", "TypeError", "ValueError"
COUNTS_ON_SHAPES = (
    "So far your function is right. Does it count on the size or the shape of the first cases?"
)
NO_RETURN = (
    "Here your function comes to its end without a `return`: what if nothing is found, or no `if` "
    "is true?"
)
HOMELY = -1, -0.5, 0, 0.5, 1
"""The numbers of the lessons' little pictures and features."""


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
        return Outcome("error", complaint, title=problem.title, mistake="not_usable")
    attempts = try_cases(problem, function)
    judge = _judge if attempts[-1].fault is None else _stopped
    outcome = judge(problem, function, attempts)
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
    if _takes(function, len(problem.parameters)):
        return ""
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


def _takes(function: Callable, count: int) -> bool:
    """Tell whether a plain function takes ``count`` arguments, faster than a signature would."""
    code = function.__code__ if type(function) is FunctionType else None
    return (
        code is not None
        and not vars(function)  # a decorated function may tell another's signature
        and code.co_argcount == count
        and not code.co_kwonlyargcount
    )


def _stopped(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Outcome:
    """Say what is known of a function that did not return from its last attempt."""
    *before, last = attempts
    fault = last.fault
    assert fault is not None
    if fault.unwritten:
        return Outcome("not attempted", NOT_ATTEMPTED)
    message = fault.sentence()
    if fault.kind == "nested":
        return Outcome("error", message, tried=False)
    shown = tuple(evidence.inputs(problem.parameters, last))
    if fault.kind in FINAL:
        return Outcome("error", message, shown, tried=False)
    own = next((say for part, say in problem.crashes.items() if part in fault.error), "")
    if own:
        message = f"{message.removesuffix(fault.advice).rstrip()} {own}"
    known = _before_the_fault(problem, attempts)
    if not known and not own and fault.kind == "raised":
        known = fix_by_one_change.slip(problem, function, attempts)
    name, first = known or Finding(fault.name, "")
    if not first and _counts_on_shapes(before, last):
        first = COUNTS_ON_SHAPES
    return Outcome("error", f"{first}\n{message}".lstrip(), shown, mistake=name)


def _before_the_fault(problem: Problem, attempts: Sequence[Attempt]) -> Finding | None:
    """Return the known mistake that the cases before the fault show.

    A single wrong result agrees by chance with many a mistake: then this has to fail as well.
    """
    *before, last = attempts
    if not before or any(isinstance(it.got, compare.NotComparableError) for it in before):
        return None
    alike = None
    if sum(not it.is_right for it in before) < 2:
        alike = last.fault.error.partition(":")[0] if last.fault else ""
    return _from_bank(problem, before, last.case, alike)


def _counts_on_shapes(before: Sequence[Attempt], last: Attempt) -> bool:
    """Tell whether all was right before, and an error comes with the first case of this shape."""
    fault = last.fault
    return (
        bool(before)
        and all(it.is_right for it in before)
        and fault is not None
        and fault.error.partition(":")[0] in SHAPE_ERRORS
        and all(_shapes(it) != _shapes(last) for it in before)
    )


def _shapes(attempt: Attempt) -> list:
    return [np.shape(x) if isinstance(x, np.ndarray) else np.size(x) for x in attempt.case]


def _judge(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Outcome:
    """Judge a function that returned from every case."""
    for attempt in attempts:
        if isinstance(attempt.got, compare.NotComparableError):
            shown = tuple(evidence.inputs(problem.parameters, attempt))
            sometimes = any(isinstance(it.got, list) for it in attempts)
            if sometimes and str(attempt.got) == compare.NOTHING:
                return Outcome("incorrect", NO_RETURN, shown, mistake="returns.sometimes")
            return Outcome("incorrect", str(attempt.got), shown, mistake="returns.no_numbers")
    changed = evidence.changed(problem.parameters, attempts)
    if all(it.is_right for it in attempts):
        if changed:
            message = f"The values are right, but {changed}"
            return Outcome("incorrect", message, mistake="changes_input")
        return Outcome("correct", problem.takeaway or "All cases agree with the reference.")
    outcome = _explain(problem, function, attempts)
    stop_button.checkpoint()
    if changed:
        note = Detail("Besides", changed[0].upper() + changed[1:])
        return dataclasses.replace(outcome, details=(*outcome.details, note))
    return outcome


def _explain(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Outcome:
    """Say what is wrong with results of which at least one is."""
    known = (
        _from_bank(problem, attempts)
        or _by_chance(problem, function, attempts)
        or fix_by_one_change.slip(problem, function, attempts)
        or _by_rule(problem, attempts)
    )
    wrong = [it for it in attempts if not it.is_right]
    about_shapes = known is not None and known.name.startswith("shape.")
    shown = min(wrong, key=lambda it: (about_shapes and _shaped_right(it), *_strangeness(it)))
    part, name = _wrong_part(problem, shown)
    mine, right = shown.got[part], shown.expected[part]
    mark, digits = None, 4
    if mine.shape == right.shape:
        mark = compare.first_difference(mine, right)
        digits = compare.digits_that_differ(mine[mark], right[mark])
    if known is None and (mark is None or np.isfinite(mine[mark])):
        known = fix_by_one_change.near_miss(problem, function, attempts)
    known = known or _generic(problem, attempts, shown, part, mark, digits)
    details = [
        *evidence.inputs(problem.parameters, shown),
        Detail(f"expected{_of(name)}", right, mark, digits),
        Detail(f"yours{_of(name)}", mine, mark, digits),
    ]
    return Outcome("incorrect", known.sentence, tuple(details), mistake=known.name)


def _generic(problem: Problem, attempts, shown: Attempt, part: int, mark, digits: int) -> Finding:
    """Say where a result differs, and what it is, where nothing is known of why."""
    name = f"`{problem.returns[part]}`" if problem.returns else "The result"
    mine, right = shown.got[part], shown.expected[part]
    wrong = sum(not it.is_right for it in attempts)
    so_far = _so_far(wrong, len(attempts))
    is_what = what_it_is(problem.parameters, attempts, part)
    located = where(problem.parameters, attempts, part)
    rest = f" {located}" if located else so_far
    if mark is None:
        wanted, given = text_and_html.shape(right.shape), text_and_html.shape(mine.shape)
        should = f"should be {wanted} here, but yours is {given}."
        if is_what:
            return Finding(is_what.name, f"{is_what.sentence} {name} {should}{so_far}")
        return Finding("differs.shape", f"{name} {should}{rest}")
    a, b = text_and_html.number(mine[mark], digits), text_and_html.number(right[mark], digits)
    at = f"At {list(mark)} there" if mark else "It"
    given = _given(problem.parameters, shown)
    of = f", for {given}." if given else "."
    if not np.isfinite(mine[mark]):
        first = f"{at} is {a}, which is not an ordinary number; it should be {b}{of}"
        because = not_finite.cause(shown.run.warned)
        if because:
            because = because[0].upper() + because[1:]
            return Finding("rule.not_finite", f"{name} differs. {first} {because}{so_far}")
    else:
        first = f"{at} should be {b}, but yours is {a}{of}"
    if is_what:
        return Finding(is_what.name, f"{is_what.sentence} {first}{so_far}")
    return Finding("differs", f"{name} differs. {first}{rest}")


def _given(names: Sequence[str], shown: Attempt) -> str:
    """Write what went in, where it is short enough to be read in a sentence."""
    parts = []
    for name, value in zip(names, shown.case, strict=True):
        if input_facts.is_number(value):
            parts.append(f"`{name}` = {text_and_html.number(value)}")
            continue
        flat = isinstance(value, (list, tuple)) and all(map(input_facts.is_number, value))
        if not flat and not (isinstance(value, np.ndarray) and value.ndim == 1):
            return ""
        parts.append(f"`{name}` = [{', '.join(map(text_and_html.number, value))}]")
    words = ", ".join(parts)
    return words if len(words) <= 80 else ""


def _shaped_right(attempt: Attempt) -> bool:
    return [g.shape for g in attempt.got] == [e.shape for e in attempt.expected]


def _strangeness(attempt: Attempt) -> tuple[bool, bool]:
    """What makes a case less fit to be shown; of equal ones the first is.

    Nothing is seen in an empty result. A case like those of the lessons, small and of numbers such
    as 1 and -1, is followed more easily than another.
    """
    empty = not all(part.size for part in attempt.got)
    arrays = [x for x in attempt.case if isinstance(x, np.ndarray) and x.ndim]
    homely = all(x.size <= 81 and bool(np.isin(x, HOMELY).all()) for x in arrays)
    return empty, not homely


def _so_far(wrong: int, cases: int) -> str:
    """Say how many cases are right, if any are."""
    right = cases - wrong
    return f" {right} of {cases} cases {'is' if right == 1 else 'are'} right." if right else ""


def _from_bank(
    problem: Problem,
    attempts: Sequence[Attempt],
    failing: tuple = (),
    error: str | None = None,
) -> Finding | None:
    """Return the first known mistake with these very results.

    Parameters
    ----------
    failing, error : optional
        A further case in which a mistake has to raise an error of this name.
    """
    for mistake in problem.bank:
        if _gives(problem, mistake, attempts) and (
            error is None or error == _error_of(mistake.function, failing)
        ):
            return Finding(mistake.name, mistake.message)
    return None


def _gives(problem: Problem, mistake: Mistake, attempts: Sequence[Attempt]) -> bool:
    """Tell whether a mistake of the bank gives the very results of the student, some wrong."""
    telling = False
    for number, attempt in enumerate(attempts):
        result = _of_mistake(problem, mistake, number)
        if result is None or not compare.same(attempt.got, result):
            return False
        telling = telling or not compare.equal(result, attempt.expected)
    return telling


def _of_mistake(problem: Problem, mistake: Mistake, number: int) -> compare.Parts | None:
    """Return what a mistake gives in a case, worked out once; None if it cannot do that case."""
    known = mistake.results
    if number not in known:
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                known[number] = result_of(problem, mistake.function, problem.cases[number])
        except Exception:  # it has not made the student's results
            known[number] = None
    return known[number]


def _error_of(function: Callable, case: tuple) -> str:
    """Return the name of the error that a function of the bank raises."""
    stop_button.checkpoint()
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            function(*case)
    except Exception as error:
        return type(error).__name__
    return ""


def _by_chance(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Finding | None:
    """Say that a function gives another result for the same input, if it does."""
    first = next(it for it in attempts if not it.is_right)

    def parts(value: object) -> compare.Parts:
        return compare.as_parts(value, problem.returns)

    # Twice: after each check the generators of random numbers are put back.
    again = run_all(function, [first.case, first.case], then=parts)
    stop_button.checkpoint()
    if again[-1].fault is not None:
        return None
    if all(compare.same(first.got, it.value) for it in again):
        return None
    return Finding(
        "rule.by_chance",
        "Two calls with the same input give different numbers. Nothing is left to chance here: is "
        "something drawn at random, or kept from one call to the next?",
    )


def _by_rule(problem: Problem, attempts: Sequence[Attempt]) -> Finding | None:
    """One rule for a wrong part."""
    stop_button.checkpoint()
    parameters = problem.parameters
    sides = [input_facts.sides(parameters, it.case) for it in attempts]
    for part in range(len(attempts[0].expected)):
        got, expected = (
            [x[part] for x in (it.got for it in attempts)],
            [x[part] for x in (it.expected for it in attempts)],
        )
        if all(compare.equal([g], [e]) for g, e in zip(got, expected, strict=True)):
            continue
        sizes = [
            input_facts.quantities(parameters, it.case, e.size)
            for it, e in zip(attempts, expected, strict=True)
        ]
        found = (
            wrong_shapes.arranged(got, expected)
            or wrong_values.relation(got, expected, sizes)
            or another_input(problem, attempts, part)
            or wrong_shapes.reason(got, expected, sides)
        )
        if found:
            name = problem.returns[part] if problem.returns else ""
            sentence = f"In `{name}`: {found.sentence}" if name else found.sentence
            return Finding(found.name, sentence)
    return None


def _wrong_part(problem: Problem, attempt: Attempt) -> tuple[int, str]:
    """Return which of the returned things is the first wrong one, and what to call it."""
    pairs = zip(attempt.got, attempt.expected, strict=True)
    part = next(i for i, (a, b) in enumerate(pairs) if not compare.equal([a], [b]))
    name = f"`{problem.returns[part]}`" if problem.returns else "The result"
    return part, name


def _of(name: str) -> str:
    return f" {name}" if name.startswith("`") else ""


def _kind(value: object) -> str:
    """Say what was given in place of a function."""
    if value is None:
        return "nothing (`None`)"
    if isinstance(value, Problem):
        return "the exercise itself"
    return "an array" if isinstance(value, np.ndarray) else kind_of(value)
