"""Layers that shrink pictures: every window becomes one number."""

import numpy as np

from cnnkit import functional
from cnnkit.functional import averaging, pooling
from cnnkit.layers.base import Layer, checked_shape
from cnnkit.limits import real
from cnnkit.shapes import flag, pair, pool_output_size, pool_padding

__all__ = ["AvgPool2d", "GlobalAvgPool2d", "LPPool2d", "MaxPool2d"]


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

    def __init__(self, kernel_size, *, stride=None, padding=0, ceil_mode=False):
        super().__init__()
        self.kernel_size = pair(kernel_size, "kernel_size")
        self.stride = self.kernel_size if stride is None else pair(stride, "stride")
        self.padding = pool_padding(self.kernel_size, padding)
        self.ceil_mode = flag(ceil_mode, "ceil_mode")

    def _window(self):
        return {"stride": self.stride, "padding": self.padding, "ceil_mode": self.ceil_mode}

    def _forward(self, x):
        geometry = pooling.PoolGeometry(x, self.kernel_size, **self._window())
        y, *seen = pooling.max_forward(geometry)
        return y, (geometry, seen)

    def _backward(self, d, memory, input_gradient):
        geometry, seen = memory
        return pooling.max_backward(d, *seen, geometry) if input_gradient else None

    def output_shape(self, input_shape):
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W)."""
        n, c, h, w = checked_shape(input_shape, ("N", "C", "H", "W"))
        return n, c, *pool_output_size((h, w), self.kernel_size, **self._window())

    def options(self):
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

    def __init__(
        self, kernel_size, *, stride=None, padding=0, ceil_mode=False, count_include_pad=True
    ):
        super().__init__(kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode)
        self.count_include_pad = flag(count_include_pad, "count_include_pad")

    def _forward(self, x):
        y = functional.avg_pool2d(
            x, self.kernel_size, **self._window(), count_include_pad=self.count_include_pad
        )
        return y, pooling.PoolGeometry(x, self.kernel_size, **self._window())

    def _backward(self, d, geometry, input_gradient):
        if not input_gradient:
            return None
        return averaging.avg_backward(
            d, geometry, averaging.shares(geometry, self.count_include_pad)
        )

    def options(self):
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

    def __init__(self, p, kernel_size, *, stride=None, ceil_mode=False):
        super().__init__(kernel_size, stride=stride, ceil_mode=ceil_mode)
        self.p = real(p, "p", at_least=1)

    def _forward(self, x):
        geometry = pooling.PoolGeometry(x, self.kernel_size, **self._window())
        y = averaging.lp_forward(geometry, self.p)
        return y, (geometry, y)

    def _backward(self, d, memory, input_gradient):
        geometry, y = memory
        return averaging.lp_backward(d, y, geometry, self.p) if input_gradient else None

    def options(self):
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
        return averaging.global_avg_backward(d, shape) if input_gradient else None

    def output_shape(self, input_shape):
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W)."""
        n, c, _, _ = checked_shape(input_shape, ("N", "C", "H", "W"))
        return n, c, 1, 1
