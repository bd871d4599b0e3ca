"""Output sizes and padding: how large an output is.

Sizes are integers or ``(height, width)`` pairs. The formulas are those of Dumoulin and Visin, "A
guide to convolution arithmetic for deep learning" (arXiv 1603.07285).
"""

from cnnkit.checks import Padding, Size, Step, flag, pair, shown

__all__ = [
    "conv_output_size",
    "conv_padding",
    "pool_output_size",
    "pool_padding",
]


def conv_padding(
    kernel_size: Size, *, stride: Size = 1, padding: Padding = 0, dilation: Size = 1
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the zeros around the input as ``((top, bottom), (left, right))``.

    ``"valid"`` means no padding; ``"same"`` keeps the size at stride 1 and, like PyTorch, puts the
    odd zero of an even kernel at the bottom and on the right.

    Examples
    --------
    >>> conv_padding(3, padding="same"), conv_padding(2, padding="same")
    (((1, 1), (1, 1)), ((0, 1), (0, 1)))
    """
    if isinstance(padding, str):
        if padding == "valid":
            return (0, 0), (0, 0)
        if padding != "same":
            raise ValueError(
                f"padding {shown(padding)} is unknown; use 'same', 'valid' or integers"
            )
        if pair(stride, "stride") != (1, 1):
            raise ValueError(f"padding 'same' needs stride 1, not {stride}; give integer padding")
        spans = zip(pair(kernel_size, "kernel_size"), pair(dilation, "dilation"), strict=True)
        totals = [(k - 1) * d for k, d in spans]
        return tuple((total // 2, total - total // 2) for total in totals)
    top, left = pair(padding, "padding", minimum=0)
    return (top, top), (left, left)


def conv_output_size(
    size: Size, kernel_size: Size, *, stride: Size = 1, padding: Padding = 0, dilation: Size = 1
) -> Size:
    """Return the size of a convolution's output.

    One axis: ``(size + padding on both sides - dilation * (kernel - 1) - 1) // stride + 1``.

    Parameters
    ----------
    size : int or (int, int)
        The size of the input.
    kernel_size, stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"

    Returns
    -------
    int or (int, int)
        A pair if any argument is a pair.

    Raises
    ------
    ValueError
        The kernel is larger than the padded input, or an argument is out of range.

    Examples
    --------
    >>> conv_output_size(9, 3), conv_output_size((28, 20), 5, stride=2, padding=2)
    (7, (14, 10))
    """
    sizes = pair(size, "size")
    kernel = pair(kernel_size, "kernel_size")
    steps = pair(stride, "stride")
    gaps = pair(dilation, "dilation")
    pads = conv_padding(kernel, stride=stride, padding=padding, dilation=gaps)
    out = tuple(
        _positions(n, k, s, before + after, d, axis)
        for n, k, s, (before, after), d, axis in zip(
            sizes, kernel, steps, pads, gaps, ("height", "width"), strict=True
        )
    )
    return _as_given(out, size, kernel_size, stride, padding, dilation)


def _positions(n, k, s, pad, d, axis):
    span = d * (k - 1) + 1
    if span > n + pad:
        spread = f" at dilation {d} spans {span} and" if d > 1 else ""
        needed = -(-(span - n) // 2)
        around = f" with padding {pad} in all" if pad else ""
        raise ValueError(
            f"kernel_size {k}{spread} does not fit {axis} {n}{around}; use padding >= {needed}"
        )
    return (n + pad - span) // s + 1


def _as_given(out, *arguments):
    return out if any(isinstance(a, (tuple, list)) for a in arguments) else out[0]


def pool_padding(kernel_size: Size, padding: Size) -> tuple[int, int]:
    """Return the padding of a pool as ``(h, w)``; it must not exceed half of the kernel.

    Examples
    --------
    >>> pool_padding(3, 1)
    (1, 1)
    """
    pads = pair(padding, "padding", minimum=0)
    for p, k in zip(pads, pair(kernel_size, "kernel_size"), strict=True):
        if 2 * p > k:
            raise ValueError(
                f"padding {p} is more than half of kernel_size {k}, so a window could see no "
                f"picture at all; use at most {k // 2}"
            )
    return pads


def pool_output_size(
    size: Size,
    kernel_size: Size,
    *,
    stride: Step = None,
    padding: Size = 0,
    ceil_mode: bool = False,
) -> Size:
    """Return the size of a pool's output; the stride defaults to the kernel's size.

    ``ceil_mode=True`` keeps a last window that hangs over the edge, if it starts inside the
    picture or its padding on the left (PyTorch's rule).

    Examples
    --------
    >>> pool_output_size(7, 2), pool_output_size(7, 2, ceil_mode=True)
    (3, 4)
    >>> pool_output_size((9, 7), (3, 2), stride=2)
    (4, 3)
    """
    stride = kernel_size if stride is None else stride
    ceil_mode = flag(ceil_mode, "ceil_mode")
    pads = pool_padding(kernel_size, padding)
    out = []
    for n, k, s, p, axis in zip(
        pair(size, "size"),
        pair(kernel_size, "kernel_size"),
        pair(stride, "stride"),
        pads,
        ("height", "width"),
        strict=True,
    ):
        last = n + 2 * p - k
        if last < 0:
            raise ValueError(
                f"kernel_size {k} does not fit {axis} {n} with padding {p}; use a kernel of at "
                f"most {n + 2 * p}"
            )
        count = (-(-last // s) if ceil_mode else last // s) + 1
        if ceil_mode and (count - 1) * s >= n + p:
            count -= 1  # a window that starts in the padding beyond the picture sees nothing
        out.append(count)
    return _as_given(tuple(out), size, kernel_size, stride, padding)
