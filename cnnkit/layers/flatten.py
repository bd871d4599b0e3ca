"""Flatten pictures into rows."""

import math
from collections.abc import Sequence

import numpy as np

from cnnkit import functional
from cnnkit.checks import checked_shape
from cnnkit.functional import dense
from cnnkit.layers.base import Layer

__all__ = ["Flatten"]


class Flatten(Layer):
    """Lay every picture out as one row of numbers: `cnnkit.functional.flatten`.

    Parameters
    ----------
    start_dim, end_dim : int
        1 and the last axis, as in PyTorch; nothing else is possible.

    Examples
    --------
    >>> Flatten()(np.zeros((2, 3, 4, 4))).shape
    (2, 48)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        dense.check_axes(start_dim, end_dim)

    def _forward(self, x):
        return functional.flatten(x), np.shape(x)

    def _backward(self, d, shape, input_gradient):
        return dense.unflatten(d, shape)

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, int]:
        """Return (N, features) for an input of ``input_shape`` (N, ...)."""
        n, *rest = checked_shape(input_shape)
        return n, math.prod(rest)
