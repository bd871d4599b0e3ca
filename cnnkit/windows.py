"""All windows of a picture as one matrix for each output row: the trick that makes cnnkit fast.

Arrays have shape (N, C, H, W) for everybody who looks at them. In memory they lie as (H, C, W, N),
batch innermost, so that the kW values under a kernel's row, in all C channels and for the whole
batch, are one block of memory, which windows of neighbouring output rows can share. How many
windows there are, and where they begin, is in `shapes`.
"""

import functools

import numpy as np

from cnnkit.checks import Array

__all__ = [
    "batch_innermost",
    "batch_outermost",
    "framed",
    "rows_of_windows",
    "spread",
    "unframed",
]


def batch_innermost(x: Array) -> Array:
    """Return ``x`` (N, C, H, W) as a contiguous (H, C, W, N) array; a copy only if needed.

    Examples
    --------
    >>> x = np.zeros((2, 1, 5, 4))
    >>> batch_innermost(x).shape
    (5, 1, 4, 2)
    """
    return np.ascontiguousarray(x.transpose(2, 1, 3, 0))


def batch_outermost(x: Array) -> Array:
    """Return an (H, C, W, N) array as its (N, C, H, W) view; never a copy.

    Examples
    --------
    >>> batch_outermost(np.zeros((5, 1, 4, 2))).shape
    (2, 1, 5, 4)
    """
    return x.transpose(3, 1, 0, 2)


def framed(x: Array, size: tuple[int, int], before: tuple[int, int], fill: float = 0) -> Array:
    """Put pictures into a frame, which pads them where it is larger and crops where it is smaller.

    Parameters
    ----------
    x : array (N, C, H, W)
    size, before : (int, int)
        Height and width of the frame, and where in it the picture's first row and column lie;
        negative when they are cropped.
    fill : float
        What the frame holds around the picture.

    Returns
    -------
    array (H_frame, C, W_frame, N)
        A view of ``x`` where nothing has to be filled.

    Examples
    --------
    >>> framed(np.ones((1, 1, 2, 2)), (3, 4), (1, 1))[:, 0, :, 0]
    array([[0., 0., 0., 0.],
           [0., 1., 1., 0.],
           [0., 1., 1., 0.]])
    """
    x = x.transpose(2, 1, 3, 0)  # (H, C, W, N)
    height, channels, width, n = x.shape
    tall, wide = size
    if (height, width, *before) == (tall, wide, 0, 0):
        return x
    rows, into_rows = _overlap(height, tall, before[0])
    columns, into_columns = _overlap(width, wide, before[1])
    inside = x[rows, :, columns]
    if inside.shape[::2] == (tall, wide):
        return inside
    frame = np.zeros((tall, channels, wide, n), x.dtype)  # (H_frame, C, W_frame, N)
    if fill:
        frame[...] = fill
    frame[into_rows, :, into_columns] = inside
    return frame


def unframed(frame: Array, size: tuple[int, int], before: tuple[int, int]) -> Array:
    """Take pictures out of their frame: the opposite of `framed`, and its gradient.

    Parameters
    ----------
    frame : array (H_frame, C, W_frame, N)
    size, before : (int, int)
        Height and width of the pictures, and where in the frame they lie.

    Returns
    -------
    array (N, C, H, W)
        A view of ``frame`` where it covers the pictures.

    Examples
    --------
    >>> unframed(np.ones((1, 1, 3, 1)), (1, 3), (0, 1))
    array([[[[1., 1., 0.]]]])
    """
    tall, channels, wide, n = frame.shape
    (rows, in_rows), (columns, in_columns) = map(_overlap, size, (tall, wide), before)
    inside = frame[in_rows, :, in_columns]
    if inside.shape[::2] == tuple(size):
        return batch_outermost(inside)
    x = np.zeros((size[0], channels, size[1], n), frame.dtype)  # (H, C, W, N)
    x[rows, :, columns] = inside
    return batch_outermost(x)


@functools.lru_cache  # the same few sizes, over and over
def _overlap(length, frame, before):
    """Return which part of an axis of the picture lies in its frame, and where it lies there."""
    start = max(0, -before)
    stop = max(start, min(length, frame - before))
    return slice(start, stop), slice(start + before, stop + before)


def rows_of_windows(
    frame: Array,
    kernel_size: tuple[int, int],
    output_size: tuple[int, int],
    *,
    stride: tuple[int, int] = (1, 1),
    dilation: tuple[int, int] = (1, 1),
    first: int = 0,
    columns: int | None = None,
) -> Array:
    """Return all windows of a frame as matrices, one for every output row or part of it.

    Parameters
    ----------
    frame : array (H, C, W, N)
        At least as large as the windows reach.
    kernel_size, output_size, stride, dilation : (int, int)
    first : int
        The column of the whole output at which ``output_size`` begins.
    columns : int, optional
        How many columns of the output make one matrix, a divisor of ``W_out``; by default all.

    Returns
    -------
    array (H_out, W_out / columns, kH * C * kW, columns * N), read-only
        Entry ``[h, b, (i, c, j), (w, n)]`` is ``frame[h * stride + i * dilation, c,
        (first + b * columns + w) * stride + j * dilation, n]``.

    Notes
    -----
    Memory: kW copies of the picture, not kH * kW as with im2col; a vertical dilation above 1
    needs the full copy. The matrices overlap in memory, hence read-only.

    Examples
    --------
    >>> x = np.arange(12.0).reshape(3, 1, 4, 1)
    >>> rows_of_windows(x, (2, 2), (2, 3))[0, 0]
    array([[0., 1., 2.],
           [1., 2., 3.],
           [4., 5., 6.],
           [5., 6., 7.]])
    """
    frame = np.ascontiguousarray(frame)
    (_, channels, wide, n), (k_h, k_w), (out_h, out_w) = frame.shape, kernel_size, output_size
    (s_h, s_w), (d_h, d_w), item = stride, dilation, frame.itemsize
    tall, columns = (out_h - 1) * s_h + (k_h - 1) * d_h + 1, columns or out_w
    # views by distances in memory; NumPy checks that they stay inside
    column, row = n * item, channels * wide * n * item
    seen = (out_w // columns, tall, channels, k_w, columns, n)  # of copies, one for each block
    steps = (columns * s_w * column, row, wide * column, d_w * column, s_w * column, item)
    copies = np.ascontiguousarray(np.ndarray(seen, frame.dtype, frame, first * s_w * column, steps))
    column, row = columns * n * item, channels * k_w * columns * n * item
    seen = (out_h, out_w // columns, k_h, channels * k_w, columns * n)  # of the matrices
    steps = (s_h * row, tall * row, d_h * row, column, item)
    windows = np.ndarray(seen, frame.dtype, copies, 0, steps)
    # free when d_h is 1: the k_h rows of copies under a window then follow each other in memory
    # (H_out, blocks, kH*C*kW, columns*N)
    windows = windows.reshape(*seen[:2], k_h * channels * k_w, columns * n)
    windows.flags.writeable = False
    return windows


def spread(d: Array, stride: tuple[int, int]) -> Array:
    """Put ``stride - 1`` zeros between the numbers of ``d`` (N, C, H, W): undoes a stride.

    Examples
    --------
    >>> spread(np.ones((1, 1, 2, 3)), (2, 1))[0, 0]
    array([[1., 1., 1.],
           [0., 0., 0.],
           [1., 1., 1.]])
    """
    if stride == (1, 1):
        return d
    n, c, h, w = d.shape
    out = np.zeros(((h - 1) * stride[0] + 1, c, (w - 1) * stride[1] + 1, n), d.dtype)
    out[:: stride[0], :, :: stride[1]] = d.transpose(2, 1, 3, 0)  # (H, C, W, N)
    return batch_outermost(out)
