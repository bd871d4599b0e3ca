"""Convolution (strictly: cross-correlation, as in every deep learning library) and its gradient."""

import functools

import numpy as np

from cnnkit import checks
from cnnkit.memory import check_room
from cnnkit.shapes import conv_output_size, conv_padding, flag, pair
from cnnkit.windows import (
    add_columns,
    batch_innermost,
    batch_outermost,
    framed,
    rows_of_windows,
    spread_rows,
    unframed,
)

__all__ = ["conv2d", "conv2d_backward"]

ROOM = 2**18  # how many numbers of windows are laid out at a time: 1 MB of float32 fits a cache


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
    and their input and output channels swapped (Dumoulin and Visin, arXiv 1603.07285, chapter 4):
    one matrix product collects over the rows, then each place of a kernel's row gives its share to
    the columns. A vertical stride first puts zero rows between those of d.

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
        (n, _, *self.size), (out, self.channels, *self.kernel) = shape, weight_shape
        self.stride, self.dilation = pair(stride, "stride"), pair(dilation, "dilation")
        (top, _), (left, _) = conv_padding(
            self.kernel, stride=stride, padding=padding, dilation=self.dilation
        )
        self.before = top, left
        self.output_size = conv_output_size(
            self.size, self.kernel, stride=self.stride, padding=padding, dilation=self.dilation
        )
        self.output_shape = n, out, *self.output_size
        # where there is one window only, no step is made, however long
        self.stride = tuple(
            1 if out == 1 else s for s, out in zip(self.stride, self.output_size, strict=True)
        )
        self.covered = tuple(
            (out - 1) * s + (k - 1) * d + 1
            for out, s, k, d in zip(
                self.output_size, self.stride, self.kernel, self.dilation, strict=True
            )
        )
        check_room((n, max(out, self.channels), *self.covered), "the padded picture")

    def windows(self, x):
        """Yield some rows of the output, as a slice, with the matrices of their windows."""
        frame = framed(x, self.covered, self.before)
        step, reach = self.stride[0], (self.kernel[0] - 1) * self.dilation[0] + 1
        height, width = self.output_size
        some = max(1, ROOM // (x.shape[1] * self.kernel[1] * width * len(x)))
        for h in range(0, height, some):
            end = min(h + some, height)
            yield (
                slice(h, end),
                rows_of_windows(
                    frame[h * step : (end - 1) * step + reach],
                    self.kernel,
                    (end - h, width),
                    stride=self.stride,
                    dilation=self.dilation,
                ),
            )


known_geometry = functools.lru_cache(ConvGeometry)  # for layers, whose options are checked already


def _matrix(weight):
    """Return the kernels as a matrix whose rows lie in the order of the windows: (i, c, j)."""
    return weight.transpose(0, 2, 1, 3).reshape(len(weight), -1)


def conv_forward(x, weight, bias, g):
    """Return the output for checked arrays and their geometry."""
    n, out, height, width = g.output_shape
    kernels = _matrix(weight)
    y = np.empty((height, out, width * n), np.result_type(x, weight))
    for rows, windows in g.windows(x):
        np.matmul(kernels, windows, out=y[rows])
    if bias is not None:
        y += bias[:, None]
    return batch_outermost(y.reshape(height, out, width, n))


def conv_backward(d, x, weight, g, input_gradient):
    """Return the gradients of `conv_forward`."""
    d_rows = batch_innermost(d)
    d_rows = d_rows.reshape(*d_rows.shape[:2], -1)  # (H_out, O, W_out * N), as forward's y
    dbias = d_rows.sum(axis=(0, 2))
    dweight = sum(
        np.matmul(windows, d_rows[rows].transpose(0, 2, 1)).sum(axis=0)
        for rows, windows in g.windows(x)
    )  # (kH * C * kW, O)
    (k_h, k_w), out = g.kernel, len(weight)
    dweight = dweight.reshape(k_h, g.channels, k_w, out).transpose(3, 1, 0, 2)
    return _input_gradient(d, weight, g) if input_gradient else None, dweight, dbias


def _input_gradient(d, weight, g):
    (k_h, k_w), (s_h, s_w), (d_h, d_w), height = g.kernel, g.stride, g.dilation, g.size[0]
    n, out, _, out_w = d.shape
    # the rows of d that a row of the picture met, times the kernels: what each place j gives back
    reach = (k_h - 1) * d_h
    met = rows_of_windows(
        framed(spread_rows(d, s_h), (height + reach, out_w), (reach - g.before[0], 0)),
        (k_h, 1),
        (height, out_w),
        dilation=(d_h, 1),
    )
    turned = weight[:, :, ::-1].transpose(3, 1, 2, 0).reshape(k_w * g.channels, k_h * out)
    frame = np.zeros((height, g.channels, g.covered[1], n), np.result_type(d, weight))
    some = max(1, ROOM // (k_w * g.channels * out_w * n))
    for h in range(0, height, some):
        given = np.matmul(turned, met[h : h + some]).reshape(-1, k_w, g.channels, out_w, n)
        add_columns(frame[h : h + some], given, stride=s_w, dilation=d_w)
    return unframed(frame, g.size, (0, g.before[1]))
