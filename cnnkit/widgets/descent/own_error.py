"""An error function of one's own, of one weight: checked, and its slope by central differences."""

from __future__ import annotations

import math
from collections.abc import Callable
from numbers import Number

import numpy as np

from cnnkit.checks import shown
from cnnkit.widgets.board.error_words import words_of
from cnnkit.widgets.board.number_words import short

NUDGE = 1e-4
LOUDEST = 1e30  # an error that is still drawn


class OwnError:
    """A function of one weight, with what the other problems have: an error and a slope.

    Parameters
    ----------
    error : function of a number
        Returns a number: ``lambda w: (w - 1) ** 2``, ``np.cos``.
    slope : function of a number, optional
        Its derivative; by default central differences with a nudge of 0.0001.

    Raises
    ------
    TypeError, ValueError
        If one of them is not a function of one number, or returns something else than a number.

    Examples
    --------
    >>> own = OwnError(lambda w: w**3)
    >>> own.error([2.0]), round(float(own.slope([2.0])[0]), 6)
    (8.0, 12.0)
    """

    def __init__(self, error: Callable[[float], float], slope=None):
        self.given_error = _function(error, "error")
        self.given_slope = None if slope is None else _function(slope, "slope")

    def error(self, w, rows=None) -> float:
        """Return the error at a weight; NaN where the function has none."""
        return _called(self.given_error, float(w[0]), "error")

    def slope(self, w, rows=None) -> np.ndarray:
        """Return the error's slope, shape (1,); NaN where it cannot be told."""
        w = float(w[0])
        if self.given_slope is not None:
            return np.array([_called(self.given_slope, w, "slope")])
        return np.array([self.nudged(w)])

    def nudged(self, w: float) -> float:
        """Return the slope that nudging the weight to both sides gives."""
        above, below = self.error([w + NUDGE]), self.error([w - NUDGE])
        return (above - below) / (2 * NUDGE)

    def __len__(self):
        return 1


def _function(value, name: str) -> Callable[[float], float]:
    if not callable(value):
        raise TypeError(
            f"{name} is {shown(value)}; give a function of one number, such as "
            "lambda w: (w - 1) ** 2."
        )
    return value


def _called(function: Callable, w: float, name: str) -> float:
    """Return what the function says; NaN where it is not defined; a sentence for a mistake."""
    try:
        with np.errstate(all="ignore"):
            found = function(w)
    except (ArithmeticError, ValueError) as problem:
        if isinstance(problem, ValueError) and "domain" not in words_of(problem):
            raise _failed(name, w, problem) from None
        return math.nan  # such as the logarithm of 0: there is no number there
    except Exception as problem:
        raise _failed(name, w, problem) from None
    if isinstance(found, np.ndarray) and found.size == 1:
        found = found.item()
    if isinstance(found, (bool, np.bool_)) or not isinstance(found, Number):
        raise TypeError(
            f"{name} returned {shown(found)} at w = {short(w)}; return one number for each weight."
        )
    if isinstance(found, (complex, np.complexfloating)):
        return math.nan  # such as w**0.5 below 0: there is no real number there
    try:
        number = float(found)
    except OverflowError:  # a whole number of hundreds of digits
        return math.nan
    return number if abs(number) <= LOUDEST else math.nan


def _failed(name: str, w: float, problem: Exception) -> ValueError:
    reason = words_of(problem, 120) or "no reason"
    return ValueError(
        f"{name} failed at w = {short(w)} with {type(problem).__name__}: {reason}; "
        "give a function of one number that returns one number."
    )
