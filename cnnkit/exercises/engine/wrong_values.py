"""Simple rules that lead from wrong numbers to the right ones: a sign, a factor, an order."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from cnnkit.exercises.engine import text_and_html
from cnnkit.exercises.engine.compare import ATOL, RTOL, close, equal, real
from cnnkit.exercises.engine.finding import Finding

Results = Sequence[np.ndarray]
"""One array for each case."""

NAMED = {
    "√2": (math.sqrt(2), ""),
    "√3": (math.sqrt(3), ""),
    "π": (math.pi, ""),
    "ln 2": (math.log(2), "`np.log` is the natural logarithm, `np.log2` another"),
    "ln 10": (math.log(10), "`np.log` is the natural logarithm, `np.log10` another"),
    "e": (math.e, ""),
}
"""Factors that are known by name, and what they tell."""

FUNCTIONS: tuple[tuple[str, Callable, str, str], ...] = (
    # name, f, what to say if yours is f of the right one, and if the right one is f of yours
    (
        "absolute",
        np.abs,
        "No value of yours is negative: the signs are lost. Is there an `abs`, or a square?",
        "Take the absolute values: the signs do not count here.",
    ),
    (
        "cut_at_zero",
        lambda x: np.maximum(x, 0),
        "Your negative values have become 0.",
        "Negative values are to become 0.",
    ),
    (
        "squared",
        np.square,
        "Your values are the squares of the right ones: is a square too many, or a root missing?",
        "The right values are the squares of yours: is a square missing, or a root too many?",
    ),
    (
        "exponential",
        np.exp,
        "Your values are e to the power of the right ones: is a logarithm missing?",
        "The right values are e to the power of yours: is an `np.exp` missing?",
    ),
    (
        "reciprocal",
        np.reciprocal,
        "Your values are 1 divided by the right ones: is a fraction upside down?",
        "",
    ),
    (
        "complement",
        lambda x: 1 - x,
        "Your values and the right ones add up to 1: you took the other share.",
        "",
    ),
    (
        "summed_up",
        lambda x: np.cumsum(x, axis=-1) if x.ndim else x,
        "Each value of yours also holds those before it.",
        "Each value is to hold those before it, too.",
    ),
    (
        "divided_by_sum",
        lambda x: x / x.sum(),
        "Your values are the right ones divided by their sum.",
        "Your values are still to be divided by their sum.",
    ),
    (
        "mean_taken_off",
        lambda x: x - x.mean(),
        "Your values are the right ones less their mean.",
        "The mean is still to be taken off your values.",
    ),
)


def relation(
    got: Results, expected: Results, quantities: Sequence[Mapping[str, float]] = ()
) -> Finding | None:
    """Say how wrong numbers in the right shapes are related to the right ones.

    Parameters
    ----------
    got, expected : sequence of ndarray
        One array for each case.
    quantities : sequence of dict, optional
        For each case, the sizes and numbers of its input by name.

    Returns
    -------
    Finding or None
        A rule that fits *every* case.

    Examples
    --------
    >>> relation([np.array([2.0, -3.0, 0.0])], [np.array([-2.0, 3.0, 0.0])])
    Finding(name='rule.wrong_sign', sentence='Every value has the wrong sign.')
    """
    if any(g.shape != e.shape for g, e in zip(got, expected, strict=True)):
        return None
    got, expected = [real(g) for g in got], [real(e) for e in expected]
    a, b = (np.concatenate([array.ravel() for array in arrays]) for arrays in (got, expected))
    if a.size < 2 or not np.isfinite(a).all() or np.ptp(b) == 0 or np.all(close(a, b)):
        return None
    return next(_rules(got, expected, a, b, quantities), None)


def _rules(got, expected, a, b, quantities) -> Iterator[Finding]:
    if np.ptp(a) == 0:
        always = "Every value of your result is 0" if a[0] == 0 else _always(got, a[0])
        yield Finding(
            "rule.constant",
            f"{always}, whatever comes in: is what you compute kept, and returned?",
        )
        return
    if np.all(close(a, -b)):
        yield Finding("rule.wrong_sign", "Every value has the wrong sign.")
    yield from _of_digits(a, b)
    yield from _of_order(got, expected)
    yield from _of_factors(a, b)
    yield from _of_sizes(got, expected, quantities)
    yield from _of_functions(got, expected, b)


def _always(got: Results, value: float) -> str:
    one = all(g.size == 1 for g in got)
    return (
        f"{'Your result' if one else 'Every value of your result'} is {text_and_html.number(value)}"
    )


def _of_digits(a: np.ndarray, b: np.ndarray) -> Iterator[Finding]:
    if np.count_nonzero(b != np.rint(b)) >= 2 and (
        np.all(close(a, np.trunc(b))) or np.all(close(a, np.floor(b)))
    ):
        yield Finding(
            "rule.no_decimals",
            "Your values lack their decimals: is there an integer type, an `int` or a `//`?",
        )
    if any(_is_rounded(a, b, digits) for digits in range(5)):
        yield Finding("rule.rounded", "Your values are right but rounded: return them as they are.")


def _is_rounded(a: np.ndarray, b: np.ndarray, digits: int) -> bool:
    """Tell whether ``a`` is ``b`` rounded. To whole numbers much is near: that takes many."""
    near = np.abs(a - b) <= 0.5 * 10.0**-digits * (1 + RTOL)
    if not np.all(near) or not np.all(close(a, np.round(a, digits))):
        return False
    cut = np.count_nonzero(~close(b, np.round(b, digits)))
    return bool(cut >= (8 if digits == 0 else 3))


def _of_order(got: Results, expected: Results) -> Iterator[Finding]:
    def all_are(change: Callable, least: int = 1) -> bool:
        there = all(e.ndim >= least for e in expected)
        return there and _all_equal(got, [change(e) for e in expected])

    if all_are(lambda e: np.flip(e, -2), 2):
        yield Finding("rule.upside_down", "The right numbers, but upside down.")
    if all_are(lambda e: np.flip(e, -1), 2):
        yield Finding("rule.mirrored", "The right numbers, but mirrored, left for right.")
    if all_are(lambda e: np.flip(e, (-2, -1)), 2):
        yield Finding("rule.turned", "The right numbers, but turned by 180 degrees.")
    if all_are(lambda e: np.swapaxes(e, -2, -1), 3):
        yield Finding("rule.transposed", "Rows and columns are exchanged.")
    if all_are(lambda e: np.flip(e, 0)):
        yield Finding("rule.reversed", "The right numbers in reverse order.")
    for step, where in ((1, "late"), (-1, "early")):
        if all_are(lambda e, step=step: np.roll(e, step, -1)):
            yield Finding("rule.shifted", f"The right numbers, each one place too {where}.")
    if all(map(_is_reordered, got, expected)):
        yield Finding("rule.reordered", "The right numbers in another order.")


def _is_reordered(got: np.ndarray, expected: np.ndarray) -> bool:
    enough = np.unique(expected).size >= 3
    return enough and bool(np.all(close(np.sort(got, axis=None), np.sort(expected, axis=None))))


def _of_factors(a: np.ndarray, b: np.ndarray) -> Iterator[Finding]:
    factor = _constant(a[b != 0] / b[b != 0])
    if factor and np.all(close(a, factor * b)):
        yield Finding("rule.factor", _times(factor))
    shift = _constant(a - b)
    if shift:
        word = "large" if shift > 0 else "small"
        amount = text_and_html.number(abs(shift))
        yield Finding("rule.shift", f"Every value is too {word} by {amount}.")


def _times(factor: float) -> str:
    for name, (value, why) in NAMED.items():
        because = f": {why}." if why else "."
        if np.isclose(abs(factor), value, rtol=RTOL, atol=0):
            return f"Every value is {_minus(factor)}{name} times as large as it should be{because}"
        if np.isclose(abs(factor), 1 / value, rtol=RTOL, atol=0):
            return f"Every value is the right one divided by {_minus(factor)}{name}{because}"
    if abs(factor) > 1:
        return f"Every value is {text_and_html.number(factor)} times as large as it should be."
    return f"Every value is the right one divided by {text_and_html.number(_tidy(1 / factor))}."


def _minus(factor: float) -> str:
    return "−" if factor < 0 else ""


def _of_sizes(got: Results, expected: Results, quantities) -> Iterator[Finding]:
    """A factor, or a difference, that is another one in each case, and known by name."""
    if len(quantities) != len(got):
        return
    factors = [_one(g[e != 0] / e[e != 0]) if e.any() else None for g, e in zip(got, expected)]  # noqa: B905
    fits = all(
        close(g, e * f).all() if f is not None else not g.any()
        for g, e, f in zip(got, expected, factors, strict=True)
        if f is None or np.isfinite(f)
    )
    known = [(f, q) for f, q in zip(factors, quantities, strict=True) if f is not None]
    if fits and len(known) >= 2 and np.isfinite([f for f, _ in known]).all():
        for name in _names([q for _, q in known]):
            if all(np.isclose(f, q[name], rtol=RTOL) for f, q in known):
                sentence = f"Every value is {name} times as large as it should be"
                yield Finding("rule.size_factor", f"{sentence}: is a division missing?")
            if all(q[name] and np.isclose(f, 1 / q[name], rtol=RTOL) for f, q in known):
                sentence = f"Every value is the right one divided by {name}"
                yield Finding("rule.size_divisor", f"{sentence}: is this division asked for?")
    shifts = [_one((g - e).ravel()) for g, e in zip(got, expected, strict=True)]
    if np.isfinite(shifts).all() and len(shifts) >= 2:
        for name in _names(quantities):
            for sign, word in ((1, "large"), (-1, "small")):
                if all(
                    np.isclose(s, sign * q[name], rtol=RTOL)
                    for s, q in zip(shifts, quantities, strict=True)
                ):
                    yield Finding("rule.size_shift", f"Every value is too {word} by {name}.")


def _names(quantities: Sequence[Mapping[str, float]]) -> list[str]:
    """Names of what is known in every case, and is not the same in all."""
    return [
        name
        for name in quantities[0]
        if all(name in q for q in quantities) and len({q[name] for q in quantities}) > 1
    ]


def _one(values: np.ndarray) -> float:
    """Return the one number that all of these are, or NaN."""
    alike = values.size and np.allclose(values, values[0], rtol=RTOL, atol=ATOL)
    return float(values[0]) if alike else math.nan


def _of_functions(got: Results, expected: Results, b: np.ndarray) -> Iterator[Finding]:
    if np.unique(b).size < 3:
        return
    with np.errstate(all="ignore"):
        for name, function, yours, rights in FUNCTIONS:
            if _all_equal(got, [function(e) for e in expected]):
                yield Finding(f"rule.{name}", yours)
            if rights and _all_equal([function(g) for g in got], expected):
                yield Finding(f"rule.not_{name}", rights)


def _all_equal(got: Results, expected: Results) -> bool:
    return all(equal([a], [b]) for a, b in zip(got, expected, strict=True))


def _constant(values: np.ndarray) -> float | None:
    """Return the one value that all of these have (tidied, if nearly round), or None."""
    if values.size < 3 or not np.allclose(values, values[0], rtol=RTOL, atol=ATOL):
        return None
    return _tidy(float(values[0]))


def _tidy(value: float) -> float:
    tidy = float(f"{value:.5g}")
    return tidy if np.isclose(tidy, value, rtol=RTOL, atol=0) else value
