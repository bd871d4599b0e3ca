"""Round limits of colours and bars, which hold still while numbers change a little."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.panel_limits import nice_above

STEPS = (1, 1.5, 2, 3, 5, 7.5, 10)


def nice(limit: float) -> float:
    """Return a round number that is not below `limit`.

    Examples
    --------
    >>> nice(0.6), nice(1.82), nice(43.0)
    (0.75, 2.0, 50.0)
    """
    return nice_above(limit, STEPS)


def around(array: np.ndarray) -> tuple[float, float]:
    """Return such limits for an array, with zero in the middle.

    Examples
    --------
    >>> around(np.array([0.3, -1.82]))
    (-2.0, 2.0)
    """
    top = nice(float(np.abs(array).max()))
    return -top, top
