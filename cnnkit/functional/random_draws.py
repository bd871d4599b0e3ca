"""Random numbers for every entry of an array, which dropout and the randomised ReLU draw."""

import numpy as np

from cnnkit.checks import Array
from cnnkit.windows import batch_outermost

__all__ = ["draw"]


def draw(rng: "np.random.Generator", x: Array) -> Array:
    """Return random numbers in 0..1 for every entry of ``x``, in the package's memory order.

    Which number goes where depends on the shape of ``x`` alone, not on how it lies in memory.

    Examples
    --------
    >>> draw(np.random.default_rng(0), np.zeros((2, 1, 5, 4))).shape
    (2, 1, 5, 4)
    """
    if x.ndim != 4:
        return rng.random(x.shape[::-1], x.dtype).T
    n, c, h, w = x.shape
    return batch_outermost(rng.random((h, c, w, n), x.dtype))
