"""A function is tried on the cases of a problem: what went in, what happened, what came out."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from cnnkit.exercises.engine import stop_button
from cnnkit.exercises.engine.compare import NotComparableError, Parts, as_parts, equal
from cnnkit.exercises.engine.faults import Fault
from cnnkit.exercises.engine.problem import Problem
from cnnkit.exercises.engine.run_record import Run
from cnnkit.exercises.engine.sandbox import run_all

FINAL = "nested", "interrupted", "held"
"""Kinds of faults after which nothing further is tried, and nothing is said about the function."""


@dataclass(frozen=True)
class Attempt:
    """What a student's function made of one case.

    Attributes
    ----------
    case : tuple
        The arguments, by the problem's parameters.
    run : Run
        What happened: prints, warnings, changed arguments, a fault.
    got : list of ndarray, NotComparableError or None
        The result; or why it cannot be compared; None if there is none.
    expected : list of ndarray or None
        The reference's result; None if there is nothing to compare with it.
    """

    case: tuple
    run: Run
    got: Parts | NotComparableError | None = None
    expected: Parts | None = None

    @property
    def fault(self) -> Fault | None:
        """How the function ended, if it did not return."""
        return self.run.fault

    @functools.cached_property
    def is_right(self) -> bool:
        """True if the result is the expected one."""
        return isinstance(self.got, list) and equal(self.got, self.expected or [])


def try_cases(problem: Problem, function: Callable) -> list[Attempt]:
    """Try the cases up to the first in which the function does not return."""

    def parts(value: object) -> Parts | NotComparableError:
        # Done where the function runs: what it returns may run code of the student's, too.
        try:
            return as_parts(value, problem.returns)
        except NotComparableError as error:
            return error

    runs = run_all(function, problem.cases, then=parts)
    if runs[-1].fault is None:
        stop_button.checkpoint()
    fault = runs[-1].fault
    if fault is not None and (fault.unwritten or fault.kind in FINAL):
        return [Attempt(case, it) for case, it in zip(problem.cases, runs, strict=False)]
    finished = sum(it.fault is None for it in runs)
    rights = _expected(problem, finished)
    return [
        Attempt(case, it, it.value, right) if it.fault is None else Attempt(case, it)
        for case, it, right in zip(problem.cases, runs, [*rights[:finished], None], strict=False)
    ]


def _expected(problem: Problem, count: int) -> list[Parts]:
    """Return the reference's results for the first cases; each is worked out once."""
    for case in problem.cases[len(problem.expected) : count]:
        right = result_of(problem, problem.reference, case)
        for part in right:
            part.flags.writeable = False
        problem.expected.append(right)
    return problem.expected


def result_of(problem: Problem, function: Callable, case: tuple) -> Parts:
    """Call the reference, or a function of the bank, unless Stop was pressed meanwhile."""
    stop_button.checkpoint()
    return as_parts(function(*case), problem.returns)
