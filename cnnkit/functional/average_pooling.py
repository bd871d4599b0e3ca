"""Average and Lp pooling: every number of a window counts, in a mean or a root of summed powers."""

import numpy as np

from cnnkit.checks import Array, Size, Step, batch, flag, like, real
from cnnkit.functional.max_pooling import PoolGeometry
from cnnkit.windows import batch_outermost, framed, unframed

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "lp_pool2d",
    "lp_pool2d_backward",
]


def avg_pool2d(
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Replace every window by its mean ("subsampling" in LeCun's papers).

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size.
    padding : int or (int, int)
        Zeros on each side; at most half the kernel.
    ceil_mode : bool
        Also pool what is left at the right and bottom.
    count_include_pad : bool
        Whether the zeros of the padding count in the divisor. What a window of ``ceil_mode``
        reaches beyond the padding never counts.

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
    `torch.nn.functional.avg_pool2d`; LeCun, Bottou, Bengio and Haffner, "Gradient-based learning
    applied to document recognition", 1998, section II.B.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 5.0, 2.0], [3.0, 4.0, 6.0]]]]), 2, ceil_mode=True)[0, 0]
    array([[3.25, 4.  ]])
    """
    x = batch(x)
    g = PoolGeometry(x.shape, kernel_size, stride, padding, ceil_mode)
    return avg_forward(x, g, shares(g, x.dtype, count_include_pad))


def avg_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    stride: Step = None,
    padding: Size = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Share each number of ``d`` out evenly over its window: ``d / count`` for each pixel.

    Examples
    --------
    >>> avg_pool2d_backward(np.array([[[[8.0]]]]), np.zeros((1, 1, 2, 2)), 2)[0, 0]
    array([[2., 2.],
           [2., 2.]])
    """
    x = batch(x)
    g = PoolGeometry(x.shape, kernel_size, stride, padding, ceil_mode)
    return avg_backward(like(d, g.output_shape), g, shares(g, x.dtype, count_include_pad))


def avg_forward(x, g, share):
    """Return the mean for geometry ``g`` and its `shares`."""
    return batch_outermost(_slide_sum(framed(x, g.covered, g.before), g) * share)


def avg_backward(d, g, share):
    """Return the gradient of `avg_forward`."""
    return unframed(_slide_sum_backward(d.transpose(2, 1, 3, 0) * share, g), g.size, g.before)


def shares(g, dtype, count_include_pad):
    """Return 1 / (how many numbers each window averages), shaped (H_out, 1, W_out, 1)."""
    count_include_pad = flag(count_include_pad, "count_include_pad")
    counts = []
    for n, k, s, p, out in zip(g.size, g.kernel, g.stride, g.before, g.output_size, strict=True):
        starts = np.arange(out) * s - p
        pad = p if count_include_pad else 0
        inside = np.minimum(starts + k, n + pad) - np.maximum(starts, -pad)
        counts.append(np.maximum(inside, 1))  # a window wholly in the padding sums to 0 anyway
    tall, wide = counts
    return (1 / (tall[:, None] * wide)).astype(dtype)[:, None, :, None]


def lp_pool2d(
    x: Array, kernel_size: Size, *, p: float = 2, stride: Step = None, ceil_mode: bool = False
) -> Array:
    """Replace every window by its Lp norm: ``(sum of x ** p) ** (1 / p)``.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size : int or (int, int)
    p : float, at least 1
        1 is the sum, 2 the root of the sum of squares; the larger, the nearer to the maximum.
    stride : int or (int, int), optional
        By default the kernel's size.
    ceil_mode : bool
        Also pool what is left at the right and bottom; such a sum is scaled up to a full window.

    Returns
    -------
    array (N, C, H_out, W_out)

    Raises
    ------
    TypeError, ValueError
        As `avg_pool2d`; or a negative number would need a root (``p`` other than 1, 2, 4, ...).

    Notes
    -----
    `torch.nn.functional.lp_pool2d` (where PyTorch's root is NaN, this is an error). L2 pooling:
    Goodfellow, Bengio and Courville, Deep Learning, section 9.3.

    Examples
    --------
    >>> lp_pool2d(np.array([[[[3.0, 0.0], [0.0, -4.0]]]]), 2)[0, 0]
    array([[5.]])
    """
    x = batch(x)
    g = PoolGeometry(x.shape, kernel_size, stride, 0, ceil_mode)
    return lp_forward(x, g, real(p, "p", at_least=1))


def lp_pool2d_backward(
    d: Array,
    x: Array,
    kernel_size: Size,
    *,
    p: float = 2,
    stride: Step = None,
    ceil_mode: bool = False,
) -> Array:
    """Give each number of a window its share of ``d``: ``(x / y) ** (p - 1)``.

    Where a whole window is 0 the norm has no slope; the gradient there is 0.

    Examples
    --------
    >>> x = np.array([[[[3.0, 0.0], [0.0, -4.0]]]])
    >>> lp_pool2d_backward(np.array([[[[10.0]]]]), x, 2)[0, 0]
    array([[ 6.,  0.],
           [ 0., -8.]])
    """
    x, p = batch(x), real(p, "p", at_least=1)
    g = PoolGeometry(x.shape, kernel_size, stride, 0, ceil_mode)
    return lp_backward(like(d, g.output_shape), x, lp_forward(x, g, p), g, p)


def lp_forward(x, g, p):
    """Return the Lp pool of a geometry whose arguments are checked."""
    frame = framed(x, g.covered, g.before)
    if p % 1 and frame.min() < 0:
        raise ValueError(f"x has negative values, which have no power {p}; use p=2 or abs(x)")
    try:
        with np.errstate(over="raise"):
            powers = frame**p
            sums = _slide_sum(powers, g)
    except FloatingPointError:
        raise ValueError(
            f"a window's sum of x ** {p:g} overflows {x.dtype}; use a smaller p, or max_pool2d"
        ) from None
    lost = (powers == 0) & (abs(frame) > 1e-6)
    if lost.any() and _slide_sum(lost, g)[sums == 0].any():
        raise ValueError(
            f"a window's sum of x ** {p:g} is rounded to 0 in {x.dtype}; use a smaller p, or "
            "max_pool2d"
        )
    sums = sums * (shares(g, x.dtype, True) * (g.kernel[0] * g.kernel[1]))
    if p != 1 and sums.min() < 0:
        raise ValueError(
            f"a window's sum of x ** {p:g} is negative and has no root; use p=2 or abs(x)"
        )
    return batch_outermost(sums ** (1 / p))


def lp_backward(d, x, y, g, p):
    """Return the gradient of `lp_forward`, whose output was ``y``."""
    d, y = d.transpose(2, 1, 3, 0), y.transpose(2, 1, 3, 0)
    nothing = (y == 0) & (p != 1)  # the sum, p = 1, has its slope everywhere
    d = (
        d
        * ~nothing
        * (y + nothing) ** (1 - p)
        * (shares(g, x.dtype, True) * (g.kernel[0] * g.kernel[1]))
    )
    shared = _slide_sum_backward(d, g) * framed(x, g.covered, g.before) ** (p - 1)
    return unframed(shared, g.size, g.before)


def global_avg_pool2d(x: Array) -> Array:
    """Replace every channel of every picture by its mean.

    Parameters
    ----------
    x : array (N, C, H, W)

    Returns
    -------
    array (N, C, 1, 1)

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array (N, C, H, W).

    Notes
    -----
    Lin, Chen and Yan, "Network in network", ICLR 2014, section 3.2; the shape is that of
    `torch.nn.AdaptiveAvgPool2d(1)`.

    Examples
    --------
    >>> global_avg_pool2d(np.arange(8.0).reshape(1, 2, 2, 2))[0, :, 0, 0]
    array([1.5, 5.5])
    """
    return batch(x).mean(axis=(2, 3), keepdims=True)


def global_avg_pool2d_backward(d: Array, x: Array) -> Array:
    """Share each number of ``d`` out evenly over its channel: ``d / (H * W)`` for each pixel.

    Examples
    --------
    >>> global_avg_pool2d_backward(np.full((1, 1, 1, 1), 8.0), np.zeros((1, 1, 2, 2)))[0, 0]
    array([[2., 2.],
           [2., 2.]])
    """
    shape = batch(x).shape
    return global_avg_backward(like(d, (*shape[:2], 1, 1)), shape)


def global_avg_backward(d, shape):
    """Return ``d`` spread over pictures of ``shape``."""
    h, w = shape[2:]
    return batch_outermost(np.tile(d.transpose(2, 1, 3, 0) / (h * w), (h, 1, w, 1)))


def _slide_sum(frame, g):
    """Sum every window: down its columns, then along what remains."""
    for side in (0, 1):
        first, *others = (frame[place] for place in g.places[side])
        frame = sum(others, start=first)
    return frame


def _slide_sum_backward(d, g):
    for side in (1, 0):
        shape = list(d.shape)
        shape[2 * side] = g.covered[side]
        total = np.zeros(shape, d.dtype)
        for place in g.places[side]:
            total[place] += d
        d = total
    return d
