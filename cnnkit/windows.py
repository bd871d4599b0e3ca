"""All windows of a picture as one matrix per output row: the one trick that makes cnnkit fast.

Arrays are (N, C, H, W) for everybody who looks at them. In memory they lie as (H, C, W, N), batch
innermost, so that the kW values under a kernel's row, in all C channels and for the whole batch,
are one block of memory and windows of neighbouring output rows can share it.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided

__all__ = [
    "add_columns",
    "batch_innermost",
    "batch_outermost",
    "draw",
    "rows_of_windows",
    "spread_rows",
]


def batch_innermost(x):
    """Return ``x`` (N, C, H, W) as a contiguous (H, C, W, N) array; a copy only if needed.

    Examples
    --------
    >>> x = np.zeros((2, 1, 5, 4))
    >>> batch_innermost(x).shape
    (5, 1, 4, 2)
    """
    return np.ascontiguousarray(x.transpose(2, 1, 3, 0))


def batch_outermost(x):
    """Return an (H, C, W, N) array as its (N, C, H, W) view; never a copy.

    Examples
    --------
    >>> batch_outermost(np.zeros((5, 1, 4, 2))).shape
    (2, 1, 5, 4)
    """
    return x.transpose(3, 1, 0, 2)


def rows_of_windows(x, kernel_size, output_size, *, stride=(1, 1), before=(0, 0), dilation=(1, 1)):
    """Return the windows of ``x``, one matrix for every row of the output.

    Parameters
    ----------
    x : array (N, C, H, W)
    kernel_size, output_size, stride, dilation : (int, int)
    before : (int, int)
        Zeros above and to the left of the picture; a negative number crops it instead. What
        the windows reach beyond the picture on any side counts as 0.

    Returns
    -------
    array (H_out, kH * C * kW, W_out * N), read-only
        Entry ``[h, (i, c, j), (w, n)]`` is the padded
        ``x[n, c, h * stride + i * dilation, w * stride + j * dilation]``.

    Notes
    -----
    Memory: kW copies of the picture, not kH * kW as with im2col; a vertical dilation above 1
    needs the full copy. The matrices overlap in memory, hence read-only.

    Examples
    --------
    >>> x = np.arange(12.0).reshape(1, 1, 3, 4)
    >>> rows_of_windows(x, (2, 2), (2, 3))[0]
    array([[0., 1., 2.],
           [1., 2., 3.],
           [4., 5., 6.],
           [5., 6., 7.]])
    """
    x = batch_innermost(x)
    (height, channels, width, n), (k_h, k_w), (out_h, out_w) = x.shape, kernel_size, output_size
    (s_h, s_w), (d_h, d_w), (top, left) = stride, dilation, before
    tall = (out_h - 1) * s_h + (k_h - 1) * d_h + 1
    first = min(tall, max(0, top))
    last = max(first, min(tall, height + top))
    copies = np.empty((tall, channels, k_w, out_w, n), x.dtype)
    copies[:first] = 0
    copies[last:] = 0
    inside, rows = copies[first:last], x[first - top : last - top]
    for j, out, into in _meetings(k_w, out_w, width, s_w, left, d_w):
        inside[:, :, j, : out.start] = 0
        inside[:, :, j, out] = rows[:, :, into]
        inside[:, :, j, out.stop :] = 0
    row, step = copies.strides[0], copies.strides[2]
    windows = as_strided(
        copies,
        (out_h, k_h, channels * k_w, out_w * n),
        (s_h * row, d_h * row, step, copies.itemsize),
        writeable=False,
    )
    # free when d_h is 1: the k_h rows of copies under a window then follow each other in memory
    return windows.reshape(out_h, k_h * channels * k_w, out_w * n)


def add_columns(total, given, *, stride=1, before=0, dilation=1):
    """Add to the columns of a picture what every place of a kernel's row gives back to them.

    The opposite of the copies in `rows_of_windows`: there output column ``w`` reads column
    ``w * stride + j * dilation - before`` of the picture, here it gives to it.

    Parameters
    ----------
    total : array (H, C, width, N)
        Changed in place; what is given to padding beyond it is lost.
    given : array (H, kW, C, W_out, N)
        Entry ``[h, j, c, w, n]`` is what the output in column w gives through place j.
    stride, before, dilation : int

    Examples
    --------
    >>> total = np.zeros((1, 1, 4, 1))
    >>> add_columns(total, np.ones((1, 2, 1, 3, 1)))
    >>> total[0, 0, :, 0]
    array([1., 2., 2., 1.])
    """
    for j, out, into in _meetings(*given.shape[1::2], total.shape[2], stride, before, dilation):
        total[:, :, into] += given[:, j, :, out]


def _meetings(k_w, out_w, width, stride, before, dilation):
    """Yield for each place j of a kernel's row the output columns and the input columns it joins.

    Output columns whose place j falls into the padding are left out on both sides.
    """
    for j in range(k_w):
        shift = j * dilation - before  # output column w meets input column w * stride + shift
        lo = min(out_w, max(0, -(shift // stride)))
        hi = max(lo, min(out_w, (width - 1 - shift) // stride + 1))
        into = slice(lo * stride + shift, (hi - 1) * stride + shift + 1, stride)
        yield j, slice(lo, hi), into if hi > lo else slice(0)


def spread_rows(d, stride):
    """Put ``stride - 1`` rows of zeros between the rows of ``d`` (N, C, H, W): undoes a step.

    Examples
    --------
    >>> spread_rows(np.ones((1, 1, 2, 3)), 2)[0, 0]
    array([[1., 1., 1.],
           [0., 0., 0.],
           [1., 1., 1.]])
    """
    if stride == 1:
        return d
    n, c, h, w = d.shape
    out = np.zeros(((h - 1) * stride + 1, c, w, n), d.dtype)
    out[::stride] = d.transpose(2, 1, 3, 0)
    return batch_outermost(out)


def draw(rng, x):
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
