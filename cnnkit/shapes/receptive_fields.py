"""The receptive field: what one number of an output sees of the input."""

from collections.abc import Sequence

from cnnkit.checks import pair, shown
from cnnkit.shapes.output_sizes import conv_padding

__all__ = ["receptive_field"]


def receptive_field(stack: Sequence[tuple]) -> tuple[tuple[int, int], ...]:
    """Return what one output number of a stack of windows sees of the input.

    Parameters
    ----------
    stack : sequence of (kernel_size, stride, padding, dilation)
        One entry per layer, first layer first; a shorter entry takes the defaults 1, 1, 0, 1.

    Returns
    -------
    size, jump, start : (int, int) each
        Height and width of the field; how far the fields of two neighbours lie apart; row and
        column at which the first field begins (negative inside the padding).

    Notes
    -----
    Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks",
    Distill 2019: ``size += (k - 1) * dilation * jump``, ``jump *= stride``.

    Examples
    --------
    >>> receptive_field([(3,), (2, 2), (3,), (2, 2)])
    ((10, 10), (4, 4), (0, 0))
    """
    size, jump, start = [1, 1], [1, 1], [0, 0]
    if not isinstance(stack, (tuple, list)):
        raise TypeError(f"stack {shown(stack)} is not a list; use one such as [(3,), (2, 2)]")
    for layer in stack:
        if not isinstance(layer, (tuple, list)) or len(layer) > 4:
            raise TypeError(
                f"layer {shown(layer)} of the stack is not a tuple; use (kernel_size, stride)"
            )
        kernel, stride, padding, dilation = (*layer, *(1, 1, 0, 1)[len(layer) :])
        kernels, gaps = pair(kernel, "kernel_size"), pair(dilation, "dilation")
        steps = pair(stride, "stride")
        pads = conv_padding(kernels, stride=steps, padding=padding, dilation=gaps)
        for axis in (0, 1):
            size[axis] += (kernels[axis] - 1) * gaps[axis] * jump[axis]
            start[axis] -= pads[axis][0] * jump[axis]
            jump[axis] *= steps[axis]
    return tuple(size), tuple(jump), tuple(start)
