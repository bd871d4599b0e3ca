"""What a wrong result is: one of the inputs, its mean, a product of two numbers that came in.

This says nothing of why it is wrong, but it is so in every case, and tells what the function does.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations

import numpy as np

from cnnkit.exercises.engine import compare, input_facts, stop_button
from cnnkit.exercises.engine.attempts import Attempt
from cnnkit.exercises.engine.finding import Finding

Guess = tuple[str, Callable[[tuple], object]]
"""Words for it, and how it comes of a case's arguments."""

WHOLE: tuple[tuple[str, Callable], ...] = (
    ("how many numbers there are in {0}", np.size),
    ("the sum of {0}", np.sum),
    ("the mean of {0}", np.mean),
    ("the largest number of {0}", np.max),
    ("the smallest number of {0}", np.min),
    ("the median of {0}", np.median),
    ("the product of all numbers of {0}", np.prod),
    ("the standard deviation of {0}", np.std),
    ("the variance of {0}", np.var),
    ("the sum of the squares of {0}", lambda x: np.sum(np.square(x))),
    ("the length of {0}, the root of its squares' sum", lambda x: np.sqrt(np.sum(np.square(x)))),
    ("where the largest number of {0} is", np.argmax),
    ("where the smallest number of {0} is", np.argmin),
    ("how many numbers of {0} are not 0", np.count_nonzero),
)
"""What one number may be of a whole array or list."""

ALONG: tuple[tuple[str, Callable], ...] = (
    ("the sum", np.sum),
    ("the mean", np.mean),
    ("the largest", np.max),
    ("the smallest", np.min),
)

EACH: tuple[tuple[str, Callable], ...] = (
    ("the absolute values of {0}", np.abs),
    ("the squares of {0}", np.square),
    ("the roots of {0}", np.sqrt),
    ("`exp` of {0}", np.exp),
    ("the logarithm of {0}", np.log),
    ("`tanh` of {0}", np.tanh),
    ("the sigmoid of {0}", lambda x: 1 / (1 + np.exp(-x))),
    ("the softmax of {0}", lambda x: np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)),
    ("the signs of {0}", np.sign),
    ("ReLU of {0}", lambda x: np.maximum(x, 0)),
    ("where {0} is above 0", lambda x: x > 0),
    ("{0} with its sign turned round", np.negative),
    ("{0}, sorted", lambda x: np.sort(x, axis=-1)),
    ("{0}, transposed", np.transpose),
    ("{0} in one row", np.ravel),
)
"""What an array may be of another."""

PAIRS: tuple[tuple[str, Callable], ...] = (
    ("{0} plus {1}", np.add),
    ("{0} times {1}", np.multiply),
    ("the larger of {0} and {1}", np.maximum),
    ("the matrix product of {0} and {1}", lambda a, b: a @ b),
    ("the outer product of {0} and {1}", np.outer),
    ("the correlation of {0} and {1}", lambda a, b: np.corrcoef(a.ravel(), b.ravel())[0, 1]),
    (
        "the correlation of {0} and {1}, not divided",
        lambda a, b: np.correlate(a.ravel(), b.ravel()),
    ),
)
ORDERED: tuple[tuple[str, Callable], ...] = (
    ("{0} minus {1}", np.subtract),
    ("{0} divided by {1}", np.divide),
    ("{0} to the power of {1}", np.float_power),
    ("{0} // {1}", np.floor_divide),
    ("{0} % {1}", np.mod),
)


def what_it_is(names: Sequence[str], attempts: Sequence[Attempt], part: int) -> Finding | None:
    """Return what a wrong result is in every case, if it is anything simple.

    Parameters
    ----------
    names : sequence of str
        The parameters.
    attempts : sequence of Attempt
    part : int
        Which of the returned things is meant.

    Returns
    -------
    Finding or None
        Where the results differ from case to case, and something fits them all.
    """
    got = [it.got[part] for it in attempts]  # type: ignore[index]
    if not input_facts.are_plain(attempts) or len({str(g.tolist()) for g in got}) < min(
        3, len(got)
    ):
        return None
    order = sorted(zip(attempts, got, strict=True), key=lambda pair: pair[1].size)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for words, function in _guesses(names, [it.case for it in attempts]):
            stop_button.checkpoint()
            if all(_is(function, it.case, g) for it, g in order):
                return Finding("rule.is_of_input", f"Your result is {words}.")
    return None


def _is(function: Callable, case: tuple, got: np.ndarray) -> bool:
    try:
        value = np.asarray(function(case))
        return value.dtype.kind in "biuf" and compare.same([got], [value])
    except Exception:  # what it cannot be for this case, it is not
        return False


def _guesses(names: Sequence[str], cases: Sequence[tuple]) -> Iterator[Guess]:
    columns = list(zip(*cases, strict=True))
    numbers = [k for k, values in enumerate(columns) if all(map(input_facts.is_number, values))]
    many = [k for k, values in enumerate(columns) if all(map(_is_many, values))]
    for k in many:
        yield from _of_many(k, f"`{names[k]}`", columns[k])
    for k in numbers:
        yield from _of_number(k, f"`{names[k]}`")
    for a, b in combinations(many, 2):
        yield from _of_two(PAIRS, a, b, names, np.asarray)
    for a, b in permutations(many, 2):
        yield from _of_two(ORDERED[:2], a, b, names, np.asarray)
    if len(numbers) > 2:
        words = ", ".join(f"`{names[k]}`" for k in numbers)
        yield f"the sum of {words}", lambda case: sum(case[k] for k in numbers)
        yield f"the product of {words}", lambda case: np.prod([case[k] for k in numbers])
    for a, b in combinations(numbers, 2):
        yield from _of_two(PAIRS[:3], a, b, names, float)
    for a, b in permutations(numbers, 2):
        yield from _of_two(ORDERED, a, b, names, float)


def _is_many(value: object) -> bool:
    return (isinstance(value, np.ndarray) and value.ndim > 0 and value.size > 0) or (
        isinstance(value, (list, tuple))
        and len(value) > 0
        and all(map(input_facts.is_number, value))
    )


def _of_many(k: int, name: str, values: Sequence) -> Iterator[Guess]:
    yield f"{name} itself, unchanged", lambda case: case[k]
    for words, function in (*WHOLE, *EACH):
        yield words.format(name), lambda case, f=function: f(np.asarray(case[k]))
    ndim = min(np.ndim(value) for value in values)
    for axis in range(ndim if ndim > 1 else 0):
        yield f"`{name[1:-1]}.shape[{axis}]`", lambda case, a=axis: case[k].shape[a]
        for word, function in ALONG:
            yield (
                f"{word} of {name} along axis {axis}",
                lambda case, f=function, a=axis: f(case[k], axis=a),
            )


def _of_number(k: int, name: str) -> Iterator[Guess]:
    yield f"{name} itself, unchanged", lambda case: case[k]
    yield f"{name} squared", lambda case: float(case[k]) ** 2
    yield f"{name} to the power of 3", lambda case: float(case[k]) ** 3
    yield f"the root of {name}", lambda case: np.sqrt(float(case[k]))
    yield f"1 divided by {name}", lambda case: 1 / float(case[k])


def _of_two(rows: Sequence, a: int, b: int, names: Sequence[str], kind: Callable) -> Iterator:
    for words, function in rows:
        yield (
            words.format(f"`{names[a]}`", f"`{names[b]}`"),
            lambda case, f=function: f(kind(case[a]), kind(case[b])),
        )
