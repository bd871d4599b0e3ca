"""Max pooling: of every window of the picture, its largest number.

`PoolGeometry` is that of all pooling: average and Lp pooling are in `average_pooling`.

A maximum over a window is a maximum over each of its rows, then over those: so both the pool and
its gradient go along one axis at a time, in as many slices as the kernel is wide.
"""

import functools

import numpy as np

from cnnkit.checks import Array, Size, Step, batch, check_room, like, pair
from cnnkit.shapes import pool_output_size, pool_padding
from cnnkit.windows import batch_outermost, framed, unframed

__all__ = ["max_pool2d", "max_pool2d_backward"]


def max_pool2d(
    x: Array, kernel_size: Size, stride: Step = None, padding: Size = 0, *, ceil_mode: bool = False
) -> Array:
    """Keep the largest value of every window.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size: windows touch without overlapping.
    padding : int or (int, int)
        At most half the kernel; padding never wins.
    ceil_mode : bool
        Also pool what is left at the right and bottom when the windows do not divide the picture.

    Returns
    -------
    array (N, C, H_out, W_out)
        Sizes by `cnnkit.shapes.pool_output_size`.

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array (N, C, H, W), a window does not fit, an option is out of range.

    Notes
    -----
    `torch.nn.functional.max_pool2d`. NaN wins, so that it is not hidden.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 2.0], [3.0, 4.0, 6.0]]]])
    >>> max_pool2d(x, 2)[0, 0]
    array([[5.]])
    >>> max_pool2d(x, 2, ceil_mode=True)[0, 0]
    array([[5., 6.]])
    """
    x = batch(x)
    return max_forward(x, PoolGeometry(x.shape, kernel_size, stride, padding, ceil_mode))[0]


def max_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    *,
    ceil_mode: bool = False,
) -> Array:
    """Send each number of ``d`` to the winner of its window: its slope is 1, that of others 0.

    Among equals the first wins, reading row by row as PyTorch does: one winner per window.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 2.0], [3.0, 5.0, 6.0]]]])
    >>> max_pool2d_backward(np.array([[[[10.0]]]]), x, 2)[0, 0]
    array([[ 0., 10.,  0.],
           [ 0.,  0.,  0.]])
    """
    x = batch(x)
    g = PoolGeometry(x.shape, kernel_size, stride, padding, ceil_mode)
    return max_backward(like(d, g.output_shape), *max_forward(x, g)[1:], g)


class PoolGeometry:
    """How the windows of one pool lie: all that follows from shapes and options alone."""

    def __init__(self, shape, kernel_size, stride, padding, ceil_mode):
        n, c, *self.size = shape
        self.kernel = pair(kernel_size, "kernel_size")
        self.stride = self.kernel if stride is None else pair(stride, "stride")
        self.before = pool_padding(self.kernel, padding)
        self.output_size = pool_output_size(
            self.size, self.kernel, stride=self.stride, padding=padding, ceil_mode=ceil_mode
        )
        self.output_shape = n, c, *self.output_size
        self.covered = tuple(
            (out - 1) * s + k
            for out, s, k in zip(self.output_size, self.stride, self.kernel, strict=True)
        )
        check_room((n, c, *self.covered), "the padded picture")
        # for each place in the kernel, down or across: where in the frame its values lie
        self.places = [
            _places(*along)
            for along in zip((0, 2), self.kernel, self.stride, self.output_size, strict=True)
        ]


def _places(axis, kernel, stride, out):
    ends = ((k, k + (out - 1) * stride + 1) for k in range(kernel))
    return [(slice(None),) * axis + (slice(start, stop, stride),) for start, stop in ends]


known_geometry = functools.lru_cache(PoolGeometry)  # for layers, whose options are checked already


def max_forward(x, g):
    """Return the output, the frame and the maxima of its rows, which the gradient needs again."""
    frame = framed(x, g.covered, g.before, fill=-np.inf)
    across = _slide_max(frame, 1, g)
    y = _slide_max(across, 0, g)
    return batch_outermost(y), frame, across, y


def max_backward(d, frame, across, y, g):
    """Return the gradient of `max_forward`."""
    d = _slide_max_backward(d.transpose(2, 1, 3, 0), across, y, 0, g)
    d = _slide_max_backward(d, frame, across, 1, g)
    return unframed(d, g.size, g.before)


def _slide_max(x, side, g):
    first, *others = g.places[side]
    y = x[first] if others else x[first].copy()  # never a view of the input
    for other in others:
        y = np.maximum(y, x[other])
    return y


def _slide_max_backward(d, x, y, side, g):
    kernel, stride = g.kernel[side], g.stride[side]
    alone = stride >= kernel  # no two windows share a pixel: write, do not add
    dx = (np.empty if stride == kernel else np.zeros)(x.shape, d.dtype)
    *places, last = g.places[side]
    for place in places:
        won = d * (x[place] >= y)
        dx[place] = won if alone else dx[place] + won
        d = d - won  # what is given away is not given twice
    dx[last] = d if alone else dx[last] + d
    return dx
