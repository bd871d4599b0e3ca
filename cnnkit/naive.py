"""Every operation as the loops of its equation: slow, plain, and what the fast ones must equal.

Names, arguments, results and the meaning of ``d`` are those of `cnnkit.functional`, so
`naive.conv2d` can take the place of `functional.conv2d` in any example. Read these first; the fast
ones only rearrange them.
"""

import math

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, Padding, Size, Step, flag, pair, real
from cnnkit.shapes import conv_output_size, conv_padding, pool_output_size, pool_padding


def conv2d(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Array:
    """Slide every kernel over every picture: six loops (`cnnkit.functional.conv2d`).

    Examples
    --------
    >>> conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), np.array([0.5]))[0, 0]
    array([[4.5, 4.5],
           [4.5, 4.5]])
    """
    x, weight, bias = checks.convolution(x, weight, bias, groups)
    y = np.zeros(_conv_shape(x, weight, stride, padding, dilation), np.result_type(x, weight))
    for n, o, h, w in np.ndindex(y.shape):
        first = _first_channel(weight, o, groups)
        if bias is not None:
            y[n, o, h, w] = bias[o]
        for c, i, j, row, column in _under_kernel(x, weight, h, w, stride, padding, dilation):
            y[n, o, h, w] += weight[o, c, i, j] * x[n, first + c, row, column]
    return y


def conv2d_backward(
    d: Array,
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
    *,
    input_gradient: bool = True,
) -> tuple[Array | None, Array, Array]:
    """Each product of `conv2d` passes d times the one factor on to the other.

    Examples
    --------
    >>> ones = np.ones((1, 1, 2, 2))
    >>> dx, dweight, dbias = conv2d_backward(np.full((1, 1, 1, 1), 3.0), ones, 2 * ones)
    >>> dx[0, 0], dbias
    (array([[6., 6.],
           [6., 6.]]), array([3.]))
    """
    x, weight, bias = checks.convolution(x, weight, bias, groups)
    d = checks.like(d, _conv_shape(x, weight, stride, padding, dilation))
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros(len(weight), d.dtype)
    for n, o, h, w in np.ndindex(d.shape):
        first = _first_channel(weight, o, groups)
        dbias[o] += d[n, o, h, w]
        for c, i, j, row, column in _under_kernel(x, weight, h, w, stride, padding, dilation):
            dweight[o, c, i, j] += d[n, o, h, w] * x[n, first + c, row, column]
            dx[n, first + c, row, column] += d[n, o, h, w] * weight[o, c, i, j]
    return dx if flag(input_gradient, "input_gradient") else None, dweight, dbias


def _conv_shape(x, weight, stride, padding, dilation):
    size = conv_output_size(
        x.shape[2:], weight.shape[2:], stride=stride, padding=padding, dilation=dilation
    )
    return len(x), len(weight), *size


def _first_channel(weight, o, groups):
    """Return the first channel that kernel o sees: that of its group."""
    return o // (len(weight) // groups) * weight.shape[1]


def _under_kernel(x, weight, h, w, stride, padding, dilation):
    """Yield the places of the kernel, each with the pixel under it when output (h, w) is made."""
    (top, _), (left, _) = conv_padding(
        weight.shape[2:], stride=stride, padding=padding, dilation=dilation
    )
    (s_h, s_w), (d_h, d_w) = pair(stride), pair(dilation)
    for c, i, j in np.ndindex(weight.shape[1:]):
        row = h * s_h + i * d_h - top
        column = w * s_w + j * d_w - left
        if 0 <= row < x.shape[2] and 0 <= column < x.shape[3]:  # elsewhere is padding: zeros
            yield c, i, j, row, column


def max_pool2d(
    x: Array, kernel_size: Size, stride: Step = None, padding: Size = 0, *, ceil_mode: bool = False
) -> Array:
    """Keep the largest value of every window (`cnnkit.functional.max_pool2d`).

    Examples
    --------
    >>> max_pool2d(np.array([[[[1.0, 5.0], [3.0, 4.0]]]]), 2)
    array([[[[5.]]]])
    """
    x = checks.batch(x)
    y = np.zeros(_pool_shape(x, kernel_size, stride, padding, ceil_mode), x.dtype)
    for place in np.ndindex(y.shape):
        window = _window(x, place, kernel_size, stride, padding)
        y[place] = np.max([x[pixel] for pixel in window], initial=-math.inf)  # NaN wins
    return y


def max_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    *,
    ceil_mode: bool = False,
) -> Array:
    """Send each number of d to the first largest value of its window, reading row by row.

    Examples
    --------
    >>> max_pool2d_backward(np.full((1, 1, 1, 1), 7.0), np.zeros((1, 1, 2, 2)), 2)[0, 0]
    array([[7., 0.],
           [0., 0.]])
    """
    x = checks.batch(x)
    d = checks.like(d, _pool_shape(x, kernel_size, stride, padding, ceil_mode))
    dx = np.zeros_like(x)
    for place in np.ndindex(d.shape):
        if window := _window(x, place, kernel_size, stride, padding):
            dx[max(window, key=x.__getitem__)] += d[place]  # of equals, max takes the first
    return dx


def avg_pool2d(
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Replace every window by its mean (`cnnkit.functional.avg_pool2d`).

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 5.0], [2.0, 4.0]]]]), 2)
    array([[[[3.]]]])
    """
    x = checks.batch(x)
    y = np.zeros(_pool_shape(x, kernel_size, stride, padding, ceil_mode), x.dtype)
    for place in np.ndindex(y.shape):
        count = _count(x, place, kernel_size, stride, padding, count_include_pad)
        y[place] = sum(x[p] for p in _window(x, place, kernel_size, stride, padding)) / count
    return y


def avg_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Share each number of d out evenly over its window.

    Examples
    --------
    >>> avg_pool2d_backward(np.full((1, 1, 1, 1), 8.0), np.zeros((1, 1, 2, 2)), 2)[0, 0]
    array([[2., 2.],
           [2., 2.]])
    """
    x = checks.batch(x)
    d = checks.like(d, _pool_shape(x, kernel_size, stride, padding, ceil_mode))
    dx = np.zeros_like(x)
    for place in np.ndindex(d.shape):
        count = _count(x, place, kernel_size, stride, padding, count_include_pad)
        for pixel in _window(x, place, kernel_size, stride, padding):
            dx[pixel] += d[place] / count
    return dx


def lp_pool2d(
    x: Array, kernel_size: Size, *, p: float = 2, stride: Step = None, ceil_mode: bool = False
) -> Array:
    """Replace every window by the root of its sum of powers (`cnnkit.functional.lp_pool2d`).

    Examples
    --------
    >>> lp_pool2d(np.array([[[[3.0, 0.0], [0.0, 4.0]]]]), 2)
    array([[[[5.]]]])
    """
    x, p = checks.batch(x), real(p, "p", at_least=1)
    full = math.prod(pair(kernel_size))
    y = np.zeros(_pool_shape(x, kernel_size, stride, 0, ceil_mode), x.dtype)
    for place in np.ndindex(y.shape):
        window = _window(x, place, kernel_size, stride, 0)
        if p % 1 and any(x[pixel] < 0 for pixel in window):
            raise ValueError(f"x has negative values, which have no power {p}; use p=2 or abs(x)")
        total = sum(x[pixel] ** p for pixel in window)
        if p != 1 and total < 0:
            raise ValueError(f"a window's sum {total} is negative and has no root; use p=2")
        y[place] = (total * full / len(window)) ** (1 / p)
    return y


def lp_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    *,
    p: float = 2,
    stride: Step = None,
    ceil_mode: bool = False,
) -> Array:
    """Give each number of a window its share of d: ``(x / y) ** (p - 1)``.

    Examples
    --------
    >>> x = np.array([[[[3.0, 0.0], [0.0, 4.0]]]])
    >>> lp_pool2d_backward(np.full((1, 1, 1, 1), 5.0), x, 2)[0, 0]
    array([[3., 0.],
           [0., 4.]])
    """
    x = checks.batch(x)
    full = math.prod(pair(kernel_size))
    y = lp_pool2d(x, kernel_size, p=p, stride=stride, ceil_mode=ceil_mode)
    d = checks.like(d, y.shape)
    dx = np.zeros_like(x)
    for place in np.ndindex(d.shape):
        window = _window(x, place, kernel_size, stride, 0)
        for pixel in window:
            if p == 1 or y[place] != 0:
                share = 1 if p == 1 else (x[pixel] / y[place]) ** (p - 1)
                dx[pixel] += d[place] * share * full / len(window)
    return dx


def _pool_shape(x, kernel_size, stride, padding, ceil_mode):
    size = pool_output_size(
        x.shape[2:], kernel_size, stride=stride, padding=padding, ceil_mode=ceil_mode
    )
    return *x.shape[:2], *size


def _window(x, place, kernel_size, stride, padding):
    """Return the pixels, row by row, that the window of one output of a pool holds."""
    (n, c, h, w), (k_h, k_w) = place, pair(kernel_size)
    (p_h, p_w), (s_h, s_w) = pool_padding(kernel_size, padding), pair(stride or kernel_size)
    places = ((h * s_h + i - p_h, w * s_w + j - p_w) for i, j in np.ndindex(k_h, k_w))
    height, width = x.shape[2:]
    return [(n, c, row, col) for row, col in places if 0 <= row < height and 0 <= col < width]


def _count(x, place, kernel_size, stride, padding, count_include_pad):
    """Return how many numbers a mean is over: padding may count, what lies beyond it never does."""
    if not flag(count_include_pad, "count_include_pad"):
        return max(1, len(_window(x, place, kernel_size, stride, padding)))
    padded = np.pad(x, [(0, 0), (0, 0), *((p, p) for p in pool_padding(kernel_size, padding))])
    return len(_window(padded, place, kernel_size, stride or kernel_size, 0))


def batch_norm(
    x: Array,
    running_mean: Array | None,
    running_var: Array | None,
    weight: Array | None = None,
    bias: Array | None = None,
    training: bool = False,
    *,
    eps: float = 1e-5,
) -> Array:
    """Bring each channel to mean 0 and variance 1 (`cnnkit.functional.batch_norm`).

    Examples
    --------
    >>> x = np.array([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> batch_norm(x, None, None, training=True).ravel().round(3)
    array([-1.,  1.])
    """
    x = checks.batch(x)
    y = np.zeros_like(x)
    for c in range(x.shape[1]):
        numbers = x[:, c].ravel()
        if flag(training, "training"):
            mean = sum(numbers) / len(numbers)
            variance = sum((v - mean) ** 2 for v in numbers) / len(numbers)
        else:
            mean, variance = float(running_mean[c]), float(running_var[c])
        scale, shift = 1 if weight is None else weight[c], 0 if bias is None else bias[c]
        for n, h, w in np.ndindex(x[:, c].shape):
            y[n, c, h, w] = scale * (x[n, c, h, w] - mean) / math.sqrt(variance + eps) + shift
    return y


def relu(x: Array) -> Array:
    """Rectify, one number at a time (`cnnkit.functional.relu`).

    Examples
    --------
    >>> relu(np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    return _each(x, lambda v: max(v, 0))


def relu_backward(d: Array, x: Array) -> Array:
    """Let d pass where x was positive.

    Examples
    --------
    >>> relu_backward(np.array([5.0, 5.0]), np.array([-1.0, 2.0]))
    array([0., 5.])
    """
    return checks.like(d, np.shape(x)) * _each(x, lambda v: v > 0)


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Array:
    """Rectify with a leak, one number at a time (`cnnkit.functional.leaky_relu`).

    Examples
    --------
    >>> leaky_relu(np.array([-1.0, 2.0]), 0.5)
    array([-0.5,  2. ])
    """
    slope = real(negative_slope, "negative_slope")
    return _each(x, lambda v: v if v > 0 else slope * v)


def leaky_relu_backward(d: Array, x: Array, negative_slope: float = 0.01) -> Array:
    """Multiply d by 1 where x was positive and by the slope elsewhere.

    Examples
    --------
    >>> leaky_relu_backward(np.array([1.0, 1.0]), np.array([-1.0, 2.0]), 0.5)
    array([0.5, 1. ])
    """
    slope = real(negative_slope, "negative_slope")
    return checks.like(d, np.shape(x)) * _each(x, lambda v: 1 if v > 0 else slope)


def sigmoid(x: Array) -> Array:
    """Squeeze into 0..1, one number at a time (`cnnkit.functional.sigmoid`).

    Examples
    --------
    >>> sigmoid(np.array([0.0]))
    array([0.5])
    """
    return _each(x, lambda v: 0 if v < -700 else 1 / (1 + math.exp(-v)))


def tanh(x: Array) -> Array:
    """Squeeze into -1..1, one number at a time (`cnnkit.functional.tanh`).

    Examples
    --------
    >>> tanh(np.array([0.0]))
    array([0.])
    """
    return _each(x, math.tanh)


def _each(x, function):
    x = checks.floats(x, "x")
    y = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        y[index] = function(float(x[index]))
    return y


def softmax(x: Array) -> Array:
    """Turn each row of scores (N, classes) into probabilities (`cnnkit.functional.softmax`).

    Examples
    --------
    >>> softmax(np.array([[1.0, 1.0]]))
    array([[0.5, 0.5]])
    """
    return _each(log_softmax(x), math.exp)


def softmax_backward(d: Array, x: Array) -> Array:
    """Sum, for each score, how it moves every probability: ``p_i (1 - p_i)`` or ``-p_i p_k``.

    Examples
    --------
    >>> softmax_backward(np.array([[1.0, 0.0]]), np.zeros((1, 2)))
    array([[ 0.25, -0.25]])
    """
    p = softmax(x)
    d = checks.like(d, p.shape)
    dx = np.zeros_like(p)
    for n, k in np.ndindex(p.shape):
        for i in range(p.shape[1]):
            dx[n, k] += d[n, i] * p[n, i] * ((1 if i == k else 0) - p[n, k])
    return dx


def log_softmax(x: Array) -> Array:
    """Return the logarithm of each row's `softmax`.

    Examples
    --------
    >>> log_softmax(np.zeros((1, 2))).round(4)
    array([[-0.6931, -0.6931]])
    """
    x = checks.floats(x, "x", ("N", "classes"))
    y = np.zeros_like(x)
    for n, k in np.ndindex(x.shape):
        largest = max(x[n])  # taken off first, so that no power overflows
        y[n, k] = x[n, k] - largest - math.log(sum(math.exp(v - largest) for v in x[n]))
    return y


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
    """Multiply by a matrix and add a vector: three loops (`cnnkit.functional.linear`).

    Examples
    --------
    >>> linear(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([0.5]))
    array([[11.5]])
    """
    x, weight, bias = checks.dense(x, weight, bias)
    y = np.zeros((len(x), len(weight)), np.result_type(x, weight))
    for n, o in np.ndindex(y.shape):
        if bias is not None:
            y[n, o] = bias[o]
        for k in range(x.shape[1]):
            y[n, o] += weight[o, k] * x[n, k]
    return y


def linear_backward(
    d: Array, x: Array, weight: Array, bias: Array | None = None, *, input_gradient: bool = True
) -> tuple[Array | None, Array, Array]:
    """Each product of `linear` passes d times the one factor on to the other.

    Examples
    --------
    >>> linear_backward(np.array([[1.0]]), np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]))
    (array([[3., 4.]]), array([[1., 2.]]), array([1.]))
    """
    x, weight, bias = checks.dense(x, weight, bias)
    d = checks.like(d, (len(x), len(weight)))
    dx, dweight, dbias = np.zeros_like(x), np.zeros_like(weight), np.zeros(len(weight), d.dtype)
    for n, o in np.ndindex(d.shape):
        dbias[o] += d[n, o]
        for k in range(x.shape[1]):
            dweight[o, k] += d[n, o] * x[n, k]
            dx[n, k] += d[n, o] * weight[o, k]
    return dx if flag(input_gradient, "input_gradient") else None, dweight, dbias
