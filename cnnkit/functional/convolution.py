"""Convolution (strictly: cross-correlation, as in every deep learning library) and its gradient.

The sums of products, and the gradient of the kernels, are computed by `Sweep` in
`convolution_products`.
"""

import functools

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, Padding, Size, check_room, flag, pair
from cnnkit.functional.convolution_products import Sweep
from cnnkit.shapes import conv_output_size, conv_padding
from cnnkit.windows import batch_innermost, batch_outermost, spread

__all__ = ["conv2d", "conv2d_backward"]


def conv2d(
    x: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Array:
    """Slide every kernel over every picture and sum the products.

    ``y[n, o, h, w] = bias[o] + sum over c, i, j of
    weight[o, c, i, j] * x[n, c, h * stride + i * dilation, w * stride + j * dilation]``
    with ``x`` padded by zeros.

    Parameters
    ----------
    x : array (N, C, H, W)
        Any finite range; float32 or float64.
    weight : array (O, C / groups, kH, kW)
        One kernel for every output channel.
    bias : array (O,), optional
    stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"
        Zeros on each side; "same" needs stride 1.
    groups : int
        Divides C and O: the channels are cut into this many groups, each with its share of the
        kernels, which see that group alone; ``groups = C`` is called depthwise.

    Returns
    -------
    array (N, O, H_out, W_out)
        Sizes by `cnnkit.shapes.conv_output_size`. In memory a batch lies as (H, O, W, N).

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind or shape, a kernel that does not fit, options out of range.

    Notes
    -----
    Formula: Goodfellow, Bengio and Courville, Deep Learning, equation 9.6, with the options of
    `torch.nn.functional.conv2d`. How it is computed: `cnnkit.functional.convolution_products`.

    Examples
    --------
    >>> x = np.arange(9.0).reshape(1, 1, 3, 3)
    >>> conv2d(x, np.ones((1, 1, 2, 2)), np.array([0.5]))[0, 0]
    array([[ 8.5, 12.5],
           [20.5, 24.5]])
    """
    x, weight, bias = checks.convolution(x, weight, bias, groups)
    g = ConvGeometry(x.shape, weight.shape, stride, padding, dilation, groups)
    return conv_forward(x, weight, bias, g)


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
    """Return ``(dx, dweight, dbias)``, the gradients with respect to x, weight and bias.

    ``dbias[o]`` is the sum of ``d[:, o]``; ``dweight`` correlates the windows of ``x`` with ``d``;
    ``dx`` is ``d`` convolved with the kernels turned by 180 degrees, input and output channels
    swapped, where a stride first puts zeros between the numbers of ``d`` (Dumoulin and Visin,
    arXiv 1603.07285, chapter 4). ``input_gradient=False`` skips ``dx``, which the first layer of a
    network does not need: it is None then.

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
    x, weight, bias = checks.convolution(x, weight, bias, groups)
    g = ConvGeometry(x.shape, weight.shape, stride, padding, dilation, groups)
    d = checks.like(d, g.output_shape)
    return conv_backward(d, x, weight, g, flag(input_gradient, "input_gradient"))


class ConvGeometry:
    """How the windows of one convolution lie: all that follows from shapes and options alone."""

    def __init__(self, shape, weight_shape, stride, padding, dilation, groups=1):
        (n, _, *size), (out, channels, *kernel) = shape, weight_shape
        self.groups = groups
        self.stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
        (top, _), (left, _) = conv_padding(
            kernel, stride=stride, padding=padding, dilation=dilation
        )
        output_size = conv_output_size(
            size, kernel, stride=self.stride, padding=padding, dilation=dilation
        )
        self.output_shape = n, out, *output_size
        out //= groups  # the sweeps are those of one group
        # where there is one window only, no step is made, however long
        self.stride = tuple(
            1 if out == 1 else s for s, out in zip(self.stride, output_size, strict=True)
        )
        self.forward = Sweep(
            n, channels, out, kernel, output_size, (top, left), self.stride, dilation
        )
        check_room((n, groups * max(out, channels), *self.forward.covered), "the padded picture")
        # the other way the first pixel of a kernel comes last
        after = (kernel[0] - 1) * dilation[0] - top, (kernel[1] - 1) * dilation[1] - left
        self.backward = Sweep(n, out, channels, kernel, size, after, (1, 1), dilation)


known_geometry = functools.lru_cache(ConvGeometry)  # for layers, whose options are checked already


def conv_forward(x, weight, bias, g):
    """Return the output for checked arrays and their geometry."""
    if g.groups == 1:
        y = g.forward.correlate(x, weight)
    else:
        y = _together([g.forward.correlate(*part) for part in _groups(g, x, weight)])
    if bias is not None:
        y += bias[:, None, None]
    return y


def conv_backward(d, x, weight, g, input_gradient):
    """Return the gradients of `conv_forward`."""
    if g.groups == 1:
        return _gradients(d, x, weight, g, input_gradient)
    parts = [_gradients(*part, g, input_gradient) for part in _groups(g, d, x, weight)]
    dx, dweight, dbias = zip(*parts, strict=True)
    dx = _together(dx) if input_gradient else None
    return dx, np.concatenate(dweight), np.concatenate(dbias)


def _gradients(d, x, weight, g, input_gradient):
    dweight, dbias = g.forward.weight_gradients(d, x, weight.shape)
    if not input_gradient:
        return None, dweight, dbias
    turned = weight[:, :, ::-1, ::-1].swapaxes(0, 1)
    return g.backward.correlate(spread(d, g.stride), turned), dweight, dbias


def _groups(g, *arrays):
    """Return the channels of pictures, and the kernels (which come last), of each group."""
    *pictures, weight = arrays
    parts = [np.split(x, g.groups, axis=1) for x in pictures]
    return zip(*parts, np.split(weight, g.groups), strict=True)


def _together(parts):
    """Put the channels of all groups into one array, which lies in memory as the parts do."""
    return batch_outermost(np.concatenate([batch_innermost(part) for part in parts], axis=1))
