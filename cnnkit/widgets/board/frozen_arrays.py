"""Read-only arrays: what a scene, its settings and its caches hold."""

from __future__ import annotations

import numpy as np

from cnnkit import checks


def frozen(values, dtype=None, name: str = "the array") -> np.ndarray:
    """Return a read-only copy, which later changes of the original do not reach.

    With a `dtype` it is one of real numbers; what cannot become one, and gaps, are refused.

    Examples
    --------
    >>> picture = np.zeros(2)
    >>> kept = frozen(picture)
    >>> picture[0] = 5
    >>> kept, kept.flags.writeable
    (array([0., 0.]), False)
    """
    if dtype is None:
        array = np.array(values)
    else:
        found = checks.array(values, name)
        if found.dtype.kind not in "fiub":
            raise TypeError(f"{name} holds {found.dtype} values; give real numbers.")
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite
            array = found.astype(dtype)
    array.flags.writeable = False
    return array
