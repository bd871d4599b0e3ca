"""Pooling layers: every window of a picture becomes one number."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnkit import functional
from cnnkit.checks import Checked, Size, Step, batch, checked_shape, flag, pair, real
from cnnkit.functional import average_pooling, max_pooling
from cnnkit.layers.base import Layer
from cnnkit.shapes import pool_padding

__all__ = ["AvgPool2d", "GlobalAvgPool2d", "LPPool2d", "MaxPool2d"]


def _within_half(kernel_size, padding):
    pool_padding(kernel_size, padding)


class MaxPool2d(Layer):
    """Keep the largest value of every window: `cnnkit.functional.max_pool2d`.

    Parameters
    ----------
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size.
    padding : int or (int, int)
    ceil_mode : bool
        Also pool what is left at the right and bottom.

    Examples
    --------
    >>> MaxPool2d(2)(np.zeros((1, 3, 8, 6), np.float32)).shape
    (1, 3, 4, 3)
    """

    kernel_size = Checked(pair, together=_within_half)
    stride, padding = Checked(pair), Checked(pair, together=_within_half, minimum=0)
    ceil_mode = Checked(flag)

    def __init__(
        self,
        kernel_size: Size,
        stride: Step = None,
        padding: Size = 0,
        *,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = self.kernel_size if stride is None else stride
        self.padding = pool_padding(self.kernel_size, padding)
        self.ceil_mode = ceil_mode

    def _geometry(self, shape):
        return max_pooling.known_geometry(
            shape, self.kernel_size, self.stride, self.padding, self.ceil_mode
        )

    def _forward(self, x):
        x = batch(x)
        geometry = self._geometry(x.shape)
        y, *seen = max_pooling.max_forward(x, geometry)
        return y, (*seen, geometry)

    def _backward(self, d, memory, input_gradient):
        return max_pooling.max_backward(d, *memory)

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W)."""
        return self._geometry(checked_shape(input_shape, ("N", "C", "H", "W"))).output_shape

    def options(self) -> dict[str, Any]:
        """Return the options as ``repr`` shows them; those at their default are left out."""
        shown = {"kernel_size": self.kernel_size, "stride": self.stride}
        if self.padding != (0, 0):
            shown["padding"] = self.padding
        if self.ceil_mode:
            shown["ceil_mode"] = True
        return shown


class AvgPool2d(MaxPool2d):
    """Replace every window by its mean: `cnnkit.functional.avg_pool2d`.

    Parameters
    ----------
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size.
    padding : int or (int, int)
    ceil_mode, count_include_pad : bool

    Examples
    --------
    >>> AvgPool2d(3, stride=2, padding=1)(np.zeros((1, 3, 8, 6), np.float32)).shape
    (1, 3, 4, 3)
    """

    count_include_pad = Checked(flag)

    def __init__(
        self,
        kernel_size: Size,
        stride: Step = None,
        padding: Size = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(kernel_size, stride, padding, ceil_mode=ceil_mode)
        self.count_include_pad = count_include_pad

    def _forward(self, x):
        x = batch(x)
        geometry = self._geometry(x.shape)
        share = average_pooling.shares(geometry, x.dtype, self.count_include_pad)
        return average_pooling.avg_forward(x, geometry, share), (geometry, share)

    def _backward(self, d, memory, input_gradient):
        return average_pooling.avg_backward(d, *memory)

    def options(self) -> dict[str, Any]:
        """Return the options as ``repr`` shows them; those at their default are left out."""
        return super().options() | ({} if self.count_include_pad else {"count_include_pad": False})


class LPPool2d(MaxPool2d):
    """Replace every window by its Lp norm: `cnnkit.functional.lp_pool2d`.

    Parameters
    ----------
    p : float, at least 1
        PyTorch's ``norm_type``.
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size.
    ceil_mode : bool

    Examples
    --------
    >>> LPPool2d(2, 2)(np.full((1, 1, 2, 2), 3.0))
    array([[[[6.]]]])
    """

    p = Checked(real, at_least=1)

    def __init__(
        self,
        p: float,
        kernel_size: Size,
        stride: Step = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, ceil_mode=ceil_mode)
        self.p = p

    def _forward(self, x):
        x = batch(x)
        geometry = self._geometry(x.shape)
        y = average_pooling.lp_forward(x, geometry, self.p)
        return y, (x, y, geometry, self.p)

    def _backward(self, d, memory, input_gradient):
        return average_pooling.lp_backward(d, *memory)

    def options(self) -> dict[str, Any]:
        """Return the options as ``repr`` shows them; those at their default are left out."""
        return {"p": self.p} | super().options()


class GlobalAvgPool2d(Layer):
    """Replace every channel by its mean, (N, C, 1, 1): `cnnkit.functional.global_avg_pool2d`.

    Examples
    --------
    >>> GlobalAvgPool2d()(np.zeros((2, 3, 8, 6), np.float32)).shape
    (2, 3, 1, 1)
    """

    def _forward(self, x):
        return functional.global_avg_pool2d(x), np.shape(x)

    def _backward(self, d, shape, input_gradient):
        return average_pooling.global_avg_backward(d, shape)

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W)."""
        n, c, _, _ = checked_shape(input_shape, ("N", "C", "H", "W"))
        return n, c, 1, 1
