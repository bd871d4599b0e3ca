"""Whether numbers are right, in the right shape; and if not, how they differ."""

import contextlib
import math
import types
from collections.abc import Sequence

import numpy as np

from cnnkit.exercises.engine import text_and_html

RTOL, ATOL = 1e-5, 1e-6
"""Tolerances: float32 sums in any order pass, numbers rounded by hand do not."""

MOST = 10_000_000
"""Numbers in nested lists that are made an array of."""

NOTHING = "Your function returns nothing (`None`). Does it end with a `return`?"

Parts = list[np.ndarray]
"""A result as a list of arrays: one array, or one for each thing that the function returns."""


class NotComparableError(Exception):
    """The result is not an array of numbers; the message says what it is and what to return."""


def as_parts(value: object, names: Sequence[str] = ()) -> Parts:
    """Turn what a function returned into arrays.

    Numbers, NumPy scalars, lists and arrays of any numeric type are accepted.

    Parameters
    ----------
    value : object
        What the function returned.
    names : sequence of str
        The names of the things that it should return, if there are several of different shape.

    Raises
    ------
    NotComparableError
        If the value holds no numbers, or not as many parts as there are names.
    """
    if not names:
        return [_as_array(value)]
    wanted = ", ".join(names)
    if not isinstance(value, (tuple, list)) or len(value) != len(names):
        count = f"{len(value)} values" if isinstance(value, (tuple, list)) else "one value"
        count = "nothing" if value is None else count
        raise NotComparableError(
            f"Your function returns {count}; it should return {len(names)}: `return {wanted}`."
        )
    parts = []
    for name, part in zip(names, value, strict=True):
        try:
            parts.append(_as_array(part))
        except NotComparableError as error:
            raise NotComparableError(f"In `{name}`: {error}") from None
    return parts


def _as_array(value: object) -> np.ndarray:
    if value is None:
        raise NotComparableError(NOTHING)
    if callable(value) and not isinstance(value, np.ndarray):
        raise NotComparableError("Your function returns a function. Call it: add round brackets.")
    if isinstance(value, types.GeneratorType):
        raise NotComparableError(
            "Your function returns a generator. "
            "Put square brackets around the expression to make it a list."
        )
    if isinstance(value, (types.CoroutineType, types.AsyncGeneratorType)):
        if isinstance(value, types.CoroutineType):
            value.close()  # or Python warns that nobody waited for it
        raise NotComparableError(
            "Your function begins with `async def`, and nobody waits for what it promises: write "
            "a plain `def`."
        )
    if isinstance(value, str):
        raise NotComparableError("Your function returns text. Return the number itself.")
    if isinstance(value, (dict, set)):
        raise NotComparableError(
            f"Your function returns a {type(value).__name__}. Return a number, a list or an array."
        )
    if _elements(value, {}) > MOST:
        raise NotComparableError(
            "Your function returns a list that holds itself, or ten million numbers and more. "
            "Do you append the list to itself?"
        )
    if type(value) is np.ndarray and value.dtype.kind in "biuf":  # nearly always
        return value.copy()
    try:
        array = np.array(value)
    except Exception:  # ragged lists, tensors that ask for gradients, objects of any sort
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        kind = {"U": "text", "S": "text"}.get(array.dtype.kind, _mixture(value))
        if array.dtype.kind == "c":
            kind = (
                "complex numbers. Is an absolute value missing, `np.abs`, or a square root of a "
                "negative number taken"
            )
        asks = kind.endswith(("taken", "again and again"))
        raise NotComparableError(f"Your function returns {kind}{'?' if asks else '.'}")
    return array


def _mixture(value: object) -> str:
    """Say what a list that makes no array consists of."""
    other = "something that is not an array of numbers"
    if isinstance(value, int):
        return "a whole number too large for an array. What is multiplied there again and again"
    if isinstance(value, np.ndarray):
        return f"an array of `{value.dtype}`, not of numbers"
    if not isinstance(value, (list, tuple)):
        kind = type(value).__name__
        known = kind not in ("object", "type") and kind.isidentifier()
        return (
            f"an object of the type `{kind}`: a number or an array is asked for" if known else other
        )
    try:
        shapes = [np.shape(part) for part in value]
    except Exception:  # its parts are of different lengths themselves
        return f"{other}: its rows have different lengths"
    if any(part is None for part in value):
        return f"{other}: `None` is among its elements"
    if len(set(shapes)) < 2:
        return other
    odd = next(k for k, shape in enumerate(shapes) if shape != shapes[0])
    return (
        f"parts of different shapes: the first is {text_and_html.shape(shapes[0])}, "
        f"number {odd + 1} is {text_and_html.shape(shapes[odd])}"
    )


def equal(got: Parts, expected: Parts) -> bool:
    """Return True if all parts have the same shape and the same finite numbers."""
    return len(got) == len(expected) and all(
        # Equal to the last bit is the usual case, and seen ten times as fast.
        a.shape == b.shape and bool((a == b).all() or close(a, b).all())
        for a, b in zip(got, expected, strict=True)
    )


def same(got: Parts, expected: Parts) -> bool:
    """Return True if two results, right or wrong, are alike, NaN and infinities included."""
    return len(got) == len(expected) and all(
        a.shape == b.shape and _alike(real(a), real(b)) for a, b in zip(got, expected, strict=True)
    )


def _alike(got: np.ndarray, expected: np.ndarray) -> bool:
    """Do what `np.allclose` with ``equal_nan`` does, in a fifth of the time."""
    with np.errstate(invalid="ignore"):
        near = np.abs(got - expected) <= ATOL + RTOL * np.abs(expected)
    near &= np.abs(expected) < math.inf
    near |= (got == expected) | ((got != got) & (expected != expected))
    return bool(near.all())


def close(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape agree; NaN agrees with nothing."""
    return np.isclose(real(got), real(expected), rtol=RTOL, atol=ATOL)


def first_difference(got: np.ndarray, expected: np.ndarray) -> tuple[int, ...]:
    """Return the index of the first element, in reading order, that differs."""
    wrong = np.argwhere(~close(got, expected))
    return tuple(int(i) for i in wrong[0])


def digits_that_differ(got: object, expected: object) -> int:
    """Return with how many digits two different numbers look different, too.

    >>> digits_that_differ(-4.0, -4.00003), digits_that_differ(1.0, 2.0)
    (6, 4)
    """
    for digits in (4, 6, 9, 17):
        if text_and_html.number(got, digits) != text_and_html.number(expected, digits):
            break
    return digits


def real(array: np.ndarray) -> np.ndarray:
    """Return the numbers as float64, so that differences do not overflow or lose a sign."""
    return np.asarray(array, dtype=np.float64)


def _elements(value: object, known: dict[int, float]) -> float:
    """Return how many numbers nested lists hold; infinitely many if one holds itself.

    A list that stands in itself several times would fill all memory if NumPy tried to unfold it.
    """
    if not isinstance(value, (list, tuple)):
        return 1
    if id(value) not in known:
        known[id(value)] = math.inf  # what is met again before it is counted
        with contextlib.suppress(RecursionError):  # nested a thousand times
            known[id(value)] = sum(_elements(item, known) for item in value)
    return known[id(value)]
