"""Whether numbers are right, in the right shape; and if not, how they differ."""

import types
from collections.abc import Sequence

import numpy as np

from cnnkit.exercises import show

RTOL, ATOL = 1e-5, 1e-6
"""Tolerances: float32 sums in any order pass, numbers rounded by hand do not."""

Parts = list[np.ndarray]
"""A result as a list of arrays: one array, or one for each thing that the function returns."""


class NotComparableError(Exception):
    """The result is no array of numbers; the message says what it is and what would do."""


def as_parts(value: object, names: Sequence[str] = ()) -> Parts:
    """Turn what a function returned into arrays.

    Numbers, NumPy scalars, lists and arrays of any number type will do.

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
        raise NotComparableError(
            "Your function returns nothing (`None`). Does it end with a `return`?"
        )
    if callable(value) and not isinstance(value, np.ndarray):
        raise NotComparableError("Your function returns a function. Call it: add round brackets.")
    if isinstance(value, types.GeneratorType):
        raise NotComparableError(
            "Your function returns a generator. "
            "Put square brackets around the expression to make it a list."
        )
    if isinstance(value, str):
        raise NotComparableError("Your function returns text. Return the number itself.")
    if isinstance(value, (dict, set)):
        raise NotComparableError(
            f"Your function returns a {type(value).__name__}. Return a number, a list or an array."
        )
    try:
        array = np.array(value)
    except Exception:  # ragged lists, tensors that ask for gradients, objects of any sort
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        kind = {"c": "complex numbers", "U": "text", "S": "text"}.get(array.dtype.kind)
        kind = kind or "something that is no array of numbers (rows of different length, perhaps)"
        raise NotComparableError(f"Your function returns {kind}.")
    return array


def equal(got: Parts, expected: Parts) -> bool:
    """Return True if all parts have the same shape and the same finite numbers."""
    return len(got) == len(expected) and all(
        a.shape == b.shape and bool(np.all(close(a, b))) for a, b in zip(got, expected, strict=True)
    )


def same(got: Parts, expected: Parts) -> bool:
    """Return True if two results, right or wrong, are alike, NaN and infinities included."""
    return len(got) == len(expected) and all(
        a.shape == b.shape and np.allclose(_real(a), _real(b), rtol=RTOL, atol=ATOL, equal_nan=True)
        for a, b in zip(got, expected, strict=True)
    )


def close(got: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape agree; NaN agrees with nothing."""
    return np.isclose(_real(got), _real(expected), rtol=RTOL, atol=ATOL)


def first_difference(got: np.ndarray, expected: np.ndarray) -> tuple[int, ...]:
    """Return the index of the first element, in reading order, that differs."""
    wrong = np.argwhere(~close(got, expected))
    return tuple(int(i) for i in wrong[0])


def two_numbers(got: object, expected: object) -> tuple[str, str]:
    """Two different numbers with as many digits as it takes to see the difference."""
    for digits in (4, 6, 9, 17):
        pair = show.number(got, digits), show.number(expected, digits)
        if pair[0] != pair[1]:
            break
    return pair


def relation(got: list[np.ndarray], expected: list[np.ndarray]) -> str:
    """How wrong results hang together with the right ones, if one simple rule fits *every* case.

    Parameters
    ----------
    got, expected : list of ndarray
        One array for each case.

    Returns
    -------
    str
        A sentence such as ``"Every value is 9 times as large as it should be."``, or nothing.
    """
    if _all_equal(list(zip(got, expected, strict=True))):
        return ""
    turned = [(a, _turned(b)) for a, b in zip(got, expected, strict=True) if b.ndim == 2]
    if len(turned) == len(got) and _all_equal(turned):
        return "Rows and columns are exchanged: your result is the transpose of the right one."
    if any(a.shape != b.shape for a, b in zip(got, expected, strict=True)):
        return ""
    a = np.concatenate([_real(array).ravel() for array in got])
    b = np.concatenate([_real(array).ravel() for array in expected])
    if a.size < 2 or not np.isfinite(a).all() or np.ptp(b) == 0:
        return ""
    if np.all(close(a, -b)):
        return "Every value has the wrong sign."
    if np.all(close(a, np.trunc(b))):
        return "Your values lack their decimals: is there an integer type, an `int` or a `//`?"
    if any(_is_rounded(a, b, digits) for digits in range(5)):
        return "Your values are right but rounded: return them as they are."
    for name, axis in (("upside down", -2), ("mirrored, left for right", -1)):
        if all(e.ndim >= -axis for e in expected) and _all_equal(
            [(g, np.flip(e, axis)) for g, e in zip(got, expected, strict=True)]
        ):
            return f"The right numbers, but {name}."
    factor = _constant(a[b != 0] / b[b != 0]) if a.size > 2 else None
    if factor and np.all(close(a, factor * b)):
        if abs(factor) > 1:
            return f"Every value is {show.number(factor)} times as large as it should be."
        return f"Every value is the right one divided by {show.number(1 / factor)}."
    shift = _constant(a - b) if a.size > 2 else None
    if shift:
        word = "large" if shift > 0 else "small"
        return f"Every value is too {word} by {show.number(abs(shift))}."
    return ""


def _is_rounded(a: np.ndarray, b: np.ndarray, digits: int) -> bool:
    step = 10.0**-digits
    near = np.abs(a - b) <= 0.5 * step * (1 + RTOL)
    return bool(np.all(near) and np.all(close(a, np.round(a, digits))))


def _real(array: np.ndarray) -> np.ndarray:
    return np.asarray(array, dtype=np.float64)


def _turned(array: np.ndarray) -> np.ndarray:
    return np.swapaxes(array, -1, -2)


def _all_equal(pairs: list[tuple[np.ndarray, np.ndarray]]) -> bool:
    return bool(pairs) and all(equal([a], [b]) for a, b in pairs)


def _constant(values: np.ndarray) -> float | None:
    """Return the one value that all of these have (tidied, if nearly round), or None."""
    if values.size < 3 or not np.allclose(values, values[0], rtol=RTOL, atol=0):
        return None
    first = float(values[0])
    tidy = float(f"{first:.5g}")
    return tidy if np.isclose(tidy, first, rtol=RTOL, atol=0) else first
