"""Simple rules that lead from wrong results to the right ones: a sign, a factor, a transpose."""

from collections.abc import Iterator

import numpy as np

from cnnkit.exercises.engine import show
from cnnkit.exercises.engine.compare import ATOL, RTOL, close, equal, real

Results = list[np.ndarray]
"""One array for each case."""


def relation(got: Results, expected: Results) -> str:
    """Say how wrong results are related to the right ones.

    Parameters
    ----------
    got, expected : list of ndarray
        One array for each case.

    Returns
    -------
    str
        A sentence such as ``"Every value is 9 times as large as it should be."`` if one rule fits
        *every* case, or an empty string.

    Examples
    --------
    >>> relation([np.array([2.0, -3.0, 0.0])], [np.array([-2.0, 3.0, 0.0])])
    'Every value has the wrong sign.'
    """
    if _all_equal(got, expected):
        return ""
    return next(
        (sentence for rule in (_of_shapes, _of_values) for sentence in rule(got, expected)), ""
    )


def _of_shapes(got: Results, expected: Results) -> Iterator[str]:
    if all(e.ndim == 2 for e in expected) and _all_equal(got, [e.T for e in expected]):
        yield "Rows and columns are exchanged: your result is the transpose of the right one."
    if all(map(_first_only, got, expected)):
        yield "Only the beginning is filled. Does `return` stand inside a loop? Move it left."
    if _all_equal([g.ravel() for g in got], [e.ravel() for e in expected]):
        g, e = next((g, e) for g, e in zip(got, expected, strict=True) if g.shape != e.shape)
        shapes = f"{show.shape(g.shape)} instead of {show.shape(e.shape)}"
        yield f"The right numbers in the wrong shape: {shapes}."


def _of_values(got: Results, expected: Results) -> Iterator[str]:
    if any(g.shape != e.shape for g, e in zip(got, expected, strict=True)):
        return
    a = np.concatenate([real(array).ravel() for array in got])
    b = np.concatenate([real(array).ravel() for array in expected])
    if a.size < 2 or not np.isfinite(a).all() or np.ptp(b) == 0 or not a.any():
        return
    if np.all(close(a, -b)):
        yield "Every value has the wrong sign."
    if np.all(close(a, np.trunc(b))):
        yield "Your values lack their decimals: is there an integer type, an `int` or a `//`?"
    if any(_is_rounded(a, b, digits) for digits in range(5)):
        yield "Your values are right but rounded: return them as they are."
    for name, axis in (("upside down", -2), ("mirrored, left for right", -1)):
        there = all(e.ndim >= -axis for e in expected)
        if there and _all_equal(got, [np.flip(e, axis) for e in expected]):
            yield f"The right numbers, but {name}."
    factor = _constant(a[b != 0] / b[b != 0])
    if factor and np.all(close(a, factor * b)):
        if abs(factor) > 1:
            yield f"Every value is {show.number(factor)} times as large as it should be."
        else:
            yield f"Every value is the right one divided by {show.number(1 / factor)}."
    shift = _constant(a - b)
    if shift:
        word = "large" if shift > 0 else "small"
        yield f"Every value is too {word} by {show.number(abs(shift))}."


def _all_equal(got: Results, expected: Results) -> bool:
    return all(equal([a], [b]) for a, b in zip(got, expected, strict=True))


def _first_only(got: np.ndarray, expected: np.ndarray) -> bool:
    """Tell whether only the first element, or the first row, is right and the rest 0 or missing."""
    if got.ndim != expected.ndim or 0 in (got.ndim, got.size) or got.size > expected.size:
        return False
    row = expected[0].size
    g, e = got.ravel(), expected.ravel()
    return any(equal([g[:n]], [e[:n]]) and not g[n:].any() for n in (1, row) if n <= g.size)


def _is_rounded(a: np.ndarray, b: np.ndarray, digits: int) -> bool:
    near = np.abs(a - b) <= 0.5 * 10.0**-digits * (1 + RTOL)
    return bool(np.all(near) and np.all(close(a, np.round(a, digits))))


def _constant(values: np.ndarray) -> float | None:
    """Return the one value that all of these have (tidied, if nearly round), or None."""
    if values.size < 3 or not np.allclose(values, values[0], rtol=RTOL, atol=ATOL):
        return None
    first = float(values[0])
    tidy = float(f"{first:.5g}")
    return tidy if np.isclose(tidy, first, rtol=RTOL, atol=0) else first
