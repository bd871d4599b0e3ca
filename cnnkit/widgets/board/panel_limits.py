"""Limits of colours, bars and axes: the largest magnitude, around zero, the next round number."""

from __future__ import annotations

import numpy as np


def largest(values) -> float:
    """Return the largest magnitude, for the limits of colours and bars: 1 where all are 0."""
    return float(np.abs(values).max()) or 1.0


def around_zero(values) -> tuple[float, float]:
    """Return the limits of colours or bars on which zero is in the middle.

    Examples
    --------
    >>> around_zero([0.5, -2.0])
    (-2.0, 2.0)
    """
    return -largest(values), largest(values)


def nice_above(limit: float, steps=(1, 2, 3, 5, 10)) -> float:
    """Return the first round number that is not below `limit`; 1 if there is none above 0.

    Parameters
    ----------
    limit : float
    steps : sequence of float
        What is round between 1 and 10, these two included.

    Examples
    --------
    >>> nice_above(2.4), nice_above(0.11), nice_above(30)
    (3.0, 0.2, 30.0)
    """
    if not 0 < limit < np.inf:
        return 1.0
    power = 10.0 ** np.floor(np.log10(limit))
    return float(next(step * power for step in steps if step * power >= limit * (1 - 1e-6)))
