"""Read-only arrays: what a scene, its settings and its caches hold."""

from __future__ import annotations

import numpy as np


def frozen(values, dtype=None) -> np.ndarray:
    """Return a read-only copy, which later changes of the original do not reach.

    Examples
    --------
    >>> picture = np.zeros(2)
    >>> kept = frozen(picture)
    >>> picture[0] = 5
    >>> kept, kept.flags.writeable
    (array([0., 0.]), False)
    """
    array = np.array(values, dtype)
    array.flags.writeable = False
    return array
