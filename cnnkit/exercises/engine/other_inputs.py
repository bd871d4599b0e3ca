"""Is a wrong result the right one for another input? Then that is what the answer computes.

The reference is called with a changed input: one parameter for another, only the last row of a
picture, a kernel turned round. Where it then gives the very results of the student in every case,
these tell what was done.
"""

import time
import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from cnnkit.exercises.engine import compare, evidence, stop_button
from cnnkit.exercises.engine.attempts import Attempt
from cnnkit.exercises.engine.finding import Finding
from cnnkit.exercises.engine.input_facts import are_plain, is_number
from cnnkit.exercises.engine.problem import Problem

Change = Callable[[list], list]
"""From a case's arguments to others."""

CONSTANTS = 0, 1, 2, 3, 0.5, 5, 10, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6
"""What students write in place of a parameter."""

SCALED: tuple[tuple[str, Callable], ...] = (
    ("{0} + 1", lambda p: p + 1),
    ("{0} - 1", lambda p: p - 1),
    ("2 * {0}", lambda p: 2 * p),
    ("{0} / 2", lambda p: p // 2 if isinstance(p, int) and p % 2 == 0 else p / 2),
    ("{0} ** 2", lambda p: p**2),
    ("1 / {0}", lambda p: 1 / p),
    ("1 - {0}", lambda p: 1 - p),
    ("-{0}", lambda p: -p),
)
worked = getattr(time, "thread_time", time.process_time)  # however busy the computer is
MOST, SECONDS = 250, 0.2
"""Changes that are tried, and how long."""


def another_input(problem: Problem, attempts: Sequence[Attempt], part: int) -> Finding | None:
    """Return the change of the input after which the reference gives the student's results.

    Parameters
    ----------
    problem : Problem
    attempts : sequence of Attempt
        All cases; of at least one the result is wrong.
    part : int
        Which of the returned things is compared.
    """
    wrong = [it for it in attempts if not _agrees(it.expected, it, part)]
    alone = len(wrong) == 1 and wrong[0].expected[part].size == 1
    right = [it for it in attempts if _agrees(it.expected, it, part)]
    order = [*sorted(wrong, key=evidence.size), *right]
    tried, deadline = 0, worked() + SECONDS
    if not are_plain(attempts):
        return None
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for finding, change in _changes(problem.parameters, [it.case for it in attempts]):
            tried += 1
            if tried > MOST or worked() > deadline:
                break
            if alone and finding.name != "what_if.ignored":  # one number agrees by chance
                continue
            if all(_agrees(_answer(problem, change, it.case), it, part) for it in order):
                return finding
    return None


def _agrees(result: compare.Parts | None, attempt: Attempt, part: int) -> bool:
    return result is not None and compare.same([attempt.got[part]], [result[part]])


def _answer(problem: Problem, change: Change, case: tuple) -> compare.Parts | None:
    stop_button.checkpoint()
    try:
        arguments = change(list(case))
        return compare.as_parts(problem.reference(*arguments), problem.returns)
    except Exception:  # the reference cannot do this
        return None


def _changes(names: Sequence[str], cases: Sequence[tuple]) -> Iterator[tuple[Finding, Change]]:
    columns = list(zip(*cases, strict=True))
    numbers = [k for k, values in enumerate(columns) if all(map(is_number, values))]
    arrays = [k for k, values in enumerate(columns) if all(map(_is_array, values))]
    lists = [k for k, v in enumerate(columns) if all(isinstance(x, (list, tuple)) for x in v)]
    yield from _of_numbers(names, columns, numbers)
    yield from _of_pairs(names, columns, arrays)
    for k in lists:
        yield from _of_lists(k, names[k])
    for k in arrays:
        yield from _of_axes(k, names[k], max(x.ndim for x in columns[k]), columns[k])
    yield from _of_batches(names, columns, arrays)
    for k in arrays:
        yield from _of_arrays(k, names[k], columns[k])
    for k in numbers:
        for text, function in SCALED:
            yield (
                Finding(
                    "what_if.scaled",
                    f"Your result is the one for `{text.format(names[k])}` in place of "
                    f"`{names[k]}`.",
                ),
                _at(k, function),
            )


def _is_array(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _at(k: int, function: Callable) -> Change:
    """Change argument ``k``."""

    def change(case: list) -> list:
        case[k] = function(case[k])
        return case

    return change


def _of_numbers(names, columns, numbers) -> Iterator[tuple[Finding, Change]]:
    for k in numbers:
        if len(set(columns[k])) == 1:
            continue
        for value in dict.fromkeys([*columns[k], *CONSTANTS]):
            whole = all(isinstance(x, (int, np.integer)) for x in columns[k])
            if whole and value != int(value):
                continue
            value = int(value) if whole else float(value)
            yield (
                Finding(
                    "what_if.ignored",
                    f"`{names[k]}` makes no difference to your result: it is always the one for "
                    f"`{names[k]} = {value:g}`.",
                ),
                _at(k, lambda _, value=value: value),
            )
    for k in numbers:
        for other in numbers:
            if k < other:
                yield _exchanged(k, other, names)
            if k != other:
                yield _other(k, other, names)


def _exchanged(k: int, other: int, names) -> tuple[Finding, Change]:
    def change(case: list) -> list:
        case[k], case[other] = case[other], case[k]
        return case

    return (
        Finding("what_if.exchanged", f"You exchanged `{names[k]}` and `{names[other]}`."),
        change,
    )


def _other(k: int, other: int, names) -> tuple[Finding, Change]:
    def change(case: list) -> list:
        case[k] = case[other]
        return case

    return (
        Finding(
            "what_if.other_parameter",
            f"Your result is right only where `{names[k]}` equals `{names[other]}`: does "
            f"`{names[other]}` stand where `{names[k]}` belongs?",
        ),
        change,
    )


def _of_pairs(names, columns, arrays) -> Iterator[tuple[Finding, Change]]:
    for k in arrays:
        for other in arrays:
            alike = all(a.shape == b.shape for a, b in zip(columns[k], columns[other], strict=True))
            if k < other:
                yield _exchanged(k, other, names)
            if k != other and alike:
                yield _other_array(k, other, names)


def _other_array(k: int, other: int, names) -> tuple[Finding, Change]:
    return (
        Finding(
            "what_if.other_parameter",
            f"`{names[other]}` stands where `{names[k]}` belongs: your result is the one for "
            f"`{names[k]}` = `{names[other]}`.",
        ),
        _other(k, other, names)[1],
    )


ENDS: tuple[tuple[str, slice, str], ...] = (
    (
        "first_only",
        slice(0, 1),
        "Only {the} first {of} counts in your result. Is `return` inside the loop, or is "
        "a loop missing?",
    ),
    (
        "last_only",
        slice(-1, None),
        "Only {the} last {of} counts in your result: does every round overwrite the one before, "
        "with `=` in place of `+=`?",
    ),
    (
        "last_left_out",
        slice(0, -1),
        "{The} last {of} does not count in your result: does the loop end one too early?",
    ),
    (
        "first_left_out",
        slice(1, None),
        "{The} first {of} does not count in your result: does the loop begin at 1?",
    ),
)
"""Parts of an axis, or of a list, that may be all that an answer looks at."""


def _end(name: str, text: str, of: str, the: str = "the") -> Finding:
    return Finding(f"what_if.{name}", text.format(of=of, the=the, The=the.capitalize()))


def _of_lists(k: int, name: str) -> Iterator[tuple[Finding, Change]]:
    for key, part, text in ENDS:
        yield _end(key, text, f"of `{name}`"), _at(k, lambda x, part=part: x[part])
    yield (
        Finding("what_if.reversed", f"Your result is the one for `{name}` in reverse order."),
        _at(k, lambda x: x[::-1]),
    )


def _of_axes(k: int, name: str, ndim: int, values) -> Iterator[tuple[Finding, Change]]:
    words = {1: ("number",), 2: ("row", "column")}.get(ndim, ())
    floats = all(x.dtype.kind == "f" for x in values)
    for axis in range(ndim):
        if all(x.ndim > axis and x.shape[axis] < 2 for x in values):
            continue
        where = f"`{name}[{':, ' * axis}{{}}]`"
        for key, part, text in ENDS:
            if words:
                finding = _end(key, text, f"{words[axis]} of `{name}`")
            else:
                index = where.format(-1 if "last" in key else 0)
                finding = _end(key, text, f"along axis {axis} of `{name}`, {index},")
            if floats:
                yield finding, _at(k, lambda x, a=axis, p=part: _rest_zero(x, a, p))
            yield finding, _at(k, lambda x, a=axis, p=part: _slice(x, a, p))


def _slice(x: np.ndarray, axis: int, part: slice) -> np.ndarray:
    return x[(slice(None),) * axis + (part,)]


def _rest_zero(x: np.ndarray, axis: int, part: slice) -> np.ndarray:
    zeros = np.zeros_like(x)
    place = (slice(None),) * axis + (part,)
    zeros[place] = x[place]
    return zeros


def _of_batches(names, columns, arrays) -> Iterator[tuple[Finding, Change]]:
    """Arrays of equal length belong together, element by element."""
    together = [
        k
        for k in arrays
        if all(len(a) == len(b) for a, b in zip(columns[arrays[0]], columns[k]))  # noqa: B905
    ]
    if len(together) < 2:
        return
    words = " and ".join(f"`{names[k]}`" for k in together)
    for key, part, text in ENDS:

        def change(case: list, part=part) -> list:
            for k in together:
                case[k] = case[k][part]
            return case

        yield _end(key, text, f"of {words}"), change


def _of_arrays(k: int, name: str, values) -> Iterator[tuple[Finding, Change]]:
    def one(key: str, words: str, function: Callable) -> tuple[Finding, Change]:
        return Finding(f"what_if.{key}", f"Your result is the one for {words}."), _at(k, function)

    if values[0].ndim >= 2:
        yield one(
            "input_transposed",
            f"`{name}` with rows and columns exchanged",
            lambda x: np.swapaxes(x, -2, -1),
        )
        yield one(
            "input_turned",
            f"`{name}` turned by 180 degrees",
            lambda x: np.flip(x, (-2, -1)),
        )
        yield one("input_upside_down", f"`{name}` upside down", lambda x: np.flip(x, -2))
        yield one("input_mirrored", f"`{name}` mirrored, left for right", lambda x: np.flip(x, -1))
    if any(len(x) > 1 for x in values):
        yield one("input_reversed", f"`{name}` in reverse order", lambda x: x[::-1])
    if any(x.dtype.kind != "f" for x in values):
        return
    yield (
        Finding(
            "what_if.input_zero",
            f"`{name}` makes no difference to your result: it is the one for zeros.",
        ),
        _at(k, np.zeros_like),
    )
    yield one("input_whole", f"`{name}` cut to whole numbers, as an `int` does it", np.trunc)
    yield one("input_negative", f"`-{name}`: a sign is wrong", np.negative)
    yield one("input_absolute", f"`abs({name})`: its signs are lost", np.abs)
    yield one("input_ones", f"ones in place of `{name}`", np.ones_like)
    yield one("input_squared", f"the squares of `{name}`", np.square)
