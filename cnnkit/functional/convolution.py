"""Convolution (strictly: cross-correlation, as in every deep learning library) and its gradient."""

import functools

import numpy as np

from cnnkit import checks
from cnnkit.memory import check_room
from cnnkit.shapes import conv_output_size, conv_padding, flag, pair
from cnnkit.windows import (
    batch_innermost,
    batch_outermost,
    framed,
    rows_of_windows,
    spread,
)

__all__ = ["conv2d", "conv2d_backward"]

# How much is computed at a time, in numbers; found by measuring, with OpenBLAS on x86 processors.
ROOM = 2**18  # of windows laid out: 1 MB of float32 fits a cache
NEAR = 2**14  # of windows in one matrix: they lie in the cache nearest to the processor
SMALL = 10**6  # of multiply-adds in a product that OpenBLAS does at once, copying nothing
NARROW = 64  # of columns in a matrix, where NEAR would allow fewer


def conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1):
    """Slide every kernel over every picture and sum the products.

    ``y[n, o, h, w] = bias[o] + sum over c, i, j of
    weight[o, c, i, j] * x[n, c, h * stride + i * dilation, w * stride + j * dilation]``
    with ``x`` padded by zeros.

    Parameters
    ----------
    x : array (N, C, H, W)
        Any finite range; float32 or float64.
    weight : array (O, C, kH, kW)
        One kernel for every output channel.
    bias : array (O,), optional
    stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"
        Zeros on each side; "same" needs stride 1.

    Returns
    -------
    array (N, O, H_out, W_out)
        A view of memory ordered (H, O, W, N); sizes by `cnnkit.shapes.conv_output_size`.

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind or shape, a kernel that does not fit, options out of range.

    Notes
    -----
    Formula: Goodfellow, Bengio and Courville, Deep Learning, equation 9.6, with the options of
    `torch.nn.functional.conv2d`. Windows are read by `cnnkit.windows.rows_of_windows`.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.ones((1, 1, 2, 2)), np.array([0.5]))[0, 0]
    array([[ 8.5, 12.5],
           [20.5, 24.5]])
    """
    x, weight, bias = checks.convolution(x, weight, bias)
    g = ConvGeometry(x.shape, weight.shape, stride, padding, dilation)
    return conv_forward(x, weight, bias, g)


def conv2d_backward(
    d, x, weight, bias=None, *, stride=1, padding=0, dilation=1, input_gradient=True
):
    """Return the gradients of `conv2d`: how the loss changes with x, weight and bias.

    Parameters
    ----------
    d : array (N, O, H_out, W_out)
        The gradient of the loss with respect to the output.
    x, weight, bias, stride, padding, dilation
        As given to `conv2d`.
    input_gradient : bool
        False skips dx, which the first layer of a network does not need.

    Returns
    -------
    dx : array (N, C, H, W) or None
    dweight : array (O, C, kH, kW)
    dbias : array (O,)

    Raises
    ------
    TypeError, ValueError
        As `conv2d`, or ``d`` does not have the output's shape.

    Notes
    -----
    dweight correlates the windows with d. dx is d convolved with the kernels turned by 180 degrees
    and their input and output channels swapped; a stride first puts zeros between the numbers of d
    (Dumoulin and Visin, arXiv 1603.07285, chapter 4).

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> dx, dweight, dbias = conv2d_backward(np.ones((1, 1, 2, 2)), x, np.ones((1, 1, 2, 2)))
    >>> dx[0, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    >>> dweight[0, 0], dbias
    (array([[ 8., 12.],
           [20., 24.]]), array([4.]))
    """
    x, weight, bias = checks.convolution(x, weight, bias)
    g = ConvGeometry(x.shape, weight.shape, stride, padding, dilation)
    d = checks.like(d, g.output_shape)
    return conv_backward(d, x, weight, g, flag(input_gradient, "input_gradient"))


class ConvGeometry:
    """How the windows of one convolution lie: all that follows from shapes and options alone."""

    def __init__(self, shape, weight_shape, stride, padding, dilation):
        (n, channels, *size), (out, _, *kernel) = shape, weight_shape
        self.stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
        (top, _), (left, _) = conv_padding(
            kernel, stride=stride, padding=padding, dilation=dilation
        )
        output_size = conv_output_size(
            size, kernel, stride=self.stride, padding=padding, dilation=dilation
        )
        self.output_shape = n, out, *output_size
        # where there is one window only, no step is made, however long
        self.stride = tuple(
            1 if out == 1 else s for s, out in zip(self.stride, output_size, strict=True)
        )
        self.there = Sweep(
            n, channels, out, kernel, output_size, (top, left), self.stride, dilation
        )
        # the other way the first pixel of a kernel comes last
        after = (kernel[0] - 1) * dilation[0] - top, (kernel[1] - 1) * dilation[1] - left
        self.back = Sweep(n, out, channels, kernel, size, after, (1, 1), dilation)


known_geometry = functools.lru_cache(ConvGeometry)  # for layers, whose options are checked already


class Sweep:
    """How kernels go over pictures: from where, in which steps, how many columns at a time."""

    def __init__(self, n, channels, out, kernel, size, before, stride, dilation):
        self.n, self.channels, self.kernel, self.size = n, channels, kernel, size
        self.before, self.stride, self.dilation = before, stride, dilation
        self.covered = tuple(
            (o - 1) * s + (k - 1) * d + 1
            for o, s, k, d in zip(size, stride, kernel, dilation, strict=True)
        )
        check_room((n, max(out, channels), *self.covered), "the padded picture")
        across = kernel[0] * channels * kernel[1]
        most = min(max(NEAR // across, NARROW), SMALL // (out * across))
        self.column = self.covered[0] * channels * kernel[1] * n  # numbers of its windows
        self.wide = _divisor(size[1], 3 * ROOM // (2 * self.column))  # when there is one block
        self.columns = _divisor(size[1], most // n) if most >= n else self.wide

    def windows(self, x, columns):
        """Yield the matrices of some blocks of columns, and which blocks they are, as a slice."""
        frame, blocks = framed(x, self.covered, self.before), self.size[1] // columns
        frame = np.ascontiguousarray(frame)
        some = max(1, ROOM // (self.column * columns))
        for b in range(0, blocks, some):
            end = min(b + some, blocks)
            windows = rows_of_windows(
                frame,
                self.kernel,
                (self.size[0], (end - b) * columns),
                stride=self.stride,
                dilation=self.dilation,
                first=b * columns,
                columns=columns,
            )
            yield slice(b, end), windows


def _divisor(number, most):
    return max((d for d in range(1, min(number, most) + 1) if number % d == 0), default=1)


def _correlate(x, weight, sweep):
    """Return the sums of products of all windows with all kernels, (H_out, O, W_out * N)."""
    (out, *_), (height, width), columns = weight.shape, sweep.size, sweep.columns
    kernels = weight.transpose(0, 2, 1, 3).reshape(out, -1)  # in the order of the windows: i, c, j
    blocks = width // columns
    y = np.empty((height, out, blocks, columns * len(x)), np.result_type(x, weight))
    for some, windows in sweep.windows(x, columns):
        np.matmul(kernels, windows, out=y[:, :, some].swapaxes(1, 2))
    return y.reshape(height, out, -1)


def conv_forward(x, weight, bias, g):
    """Return the output for checked arrays and their geometry."""
    y = _correlate(x, weight, g.there)
    if bias is not None:
        y += bias[:, None]
    return _pictures(y, len(x))


def conv_backward(d, x, weight, g, input_gradient):
    """Return the gradients of `conv_forward`."""
    d_rows = batch_innermost(d)
    d_rows = d_rows.reshape(*d_rows.shape[:2], -1)  # (H_out, O, W_out * N), as forward's y
    dbias = d_rows.sum(axis=0).sum(axis=1)  # twice as fast as both axes at once
    dweight = _weight_gradient(d_rows, x, weight.shape, g.there)
    dx = None
    if input_gradient:
        turned = weight[:, :, ::-1, ::-1].swapaxes(0, 1)
        dx = _pictures(_correlate(spread(d, g.stride), turned, g.back), len(x))
    return dx, dweight, dbias


def _weight_gradient(d_rows, x, shape, sweep):
    (out, channels, k_h, k_w), (height, width), columns = shape, sweep.size, sweep.wide
    d_blocks = d_rows.reshape(height, out, width // columns, -1).transpose(0, 2, 3, 1)
    dweight = sum(
        np.matmul(windows, d_blocks[:, some]).sum(axis=(0, 1))
        for some, windows in sweep.windows(x, columns)
    )  # (kH * C * kW, O)
    return dweight.reshape(k_h, channels, k_w, out).transpose(3, 1, 0, 2)


def _pictures(rows, n):
    height, channels, _ = rows.shape
    return batch_outermost(rows.reshape(height, channels, -1, n))
