"""One small change of the student's own lines after which all is right.

If there is one, then this is what was wrong: it has been tried, on every case.
"""

import copy
import itertools
import time
from collections.abc import Callable, Iterator, Sequence

from cnnkit.exercises.engine import (
    compare,
    evidence,
    input_facts,
    own_source,
    sandbox,
    stop_button,
)
from cnnkit.exercises.engine.attempts import Attempt
from cnnkit.exercises.engine.common_slips import Edit, slips
from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.near_misses import near_misses
from cnnkit.exercises.engine.problem import Problem

MOST = 300
"""Changes that are tried."""

SECONDS, ENDLESS = 0.2, 4
"""Seconds of work for all of them together, and how many may run for ever."""

PATIENCE = 2.0
"""Seconds by the clock, on a computer that is busy with other things."""

worked = getattr(time, "thread_time", time.process_time)
"""Seconds that this thread has worked: the same answer however busy the computer is."""

LINES = 20_000
"""A function that runs more lines than this is not run again and again."""


def slip(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Finding | None:
    """Return the slip of the pen without which the function is right: a `return` in the loop."""
    return _first_that_mends(problem, function, attempts, slips)


def near_miss(problem: Problem, function: Callable, attempts: Sequence[Attempt]) -> Finding | None:
    """Return the one sign, number or name that keeps the function from being right."""
    sizes = _sizes(problem.parameters, [it.case for it in attempts])
    return _first_that_mends(problem, function, attempts, lambda node: near_misses(node, sizes))


def _sizes(names: Sequence[str], cases: Sequence[tuple]) -> list[str]:
    found = []
    for name, values in zip(names, zip(*cases, strict=True), strict=True):
        if all(isinstance(value, (int, float)) for value in values):
            found.append(name)
        elif all(hasattr(value, "shape") for value in values):
            found += [f"{name}.size", f"len({name})"]
            found += [f"{name}.shape[1]"] if all(value.ndim > 1 for value in values) else []
        elif all(isinstance(value, (list, tuple)) for value in values):
            found.append(f"len({name})")
    return found


def _first_that_mends(
    problem: Problem,
    function: Callable,
    attempts: Sequence[Attempt],
    changes: Callable[[own_source.Node], Iterator[Edit]],
) -> Finding | None:
    lines = sum(it.run.lines for it in attempts)
    node = (
        own_source.tree_of(function) if lines <= LINES and input_facts.are_plain(attempts) else None
    )
    if node is None:
        return None
    edits = list(itertools.islice(changes(node), MOST))
    order = sorted(attempts, key=lambda it: (it.is_right, evidence.size(it)))
    at, spent = -1, 0.0

    def search(begin: int) -> Finding | None:
        nonlocal at, spent
        started = worked() - spent
        for at in range(begin, len(edits)):
            spent = worked() - started
            if spent > SECONDS:
                return None
            undo = edits[at].do()
            try:
                mended = own_source.made_of(node, function)
                if all(_is_right(problem, mended, it) for it in order):
                    return edits[at].finding
            except Exception:  # this change leads to an error
                continue
            finally:
                undo()
        return None

    for _ in range(ENDLESS):
        run = sandbox.run(search, (at + 1,), steps=2000 + 20 * lines, seconds=PATIENCE)
        stop_button.checkpoint()
        if run.fault is None or run.fault.kind != "endless":
            return run.value
    return None


def _is_right(problem: Problem, function: Callable, attempt: Attempt) -> bool:
    value = function(*copy.deepcopy(attempt.case))
    return compare.equal(compare.as_parts(value, problem.returns), attempt.expected or [])
