"""Layers with weights to learn."""

from collections.abc import Callable, Sequence

import numpy as np

from cnnkit import checks
from cnnkit.checks import (
    Array,
    Checked,
    Padding,
    ReadOnly,
    Size,
    finite,
    flag,
    pair,
    seeded,
    shown,
    whole,
)
from cnnkit.functional import convolution, dense
from cnnkit.initialisers import he_normal
from cnnkit.layers.base import Layer
from cnnkit.shapes import conv_padding

__all__ = ["Conv2d", "Linear"]


def _parameter(value, name, axes):
    """Return ``value`` as an array of floats, itself if it is one; a bias may also be None."""
    if value is None and name == "bias":
        return None
    found = checks.floats(value, name, axes)
    return value if isinstance(value, np.ndarray) and value.dtype == found.dtype else found


def _padding(value, name):
    conv_padding(1, padding=value)  # knows the words
    return value if isinstance(value, str) else pair(value, name, minimum=0)


_ANEW = "make a new layer, or replace weight and bias"


def _size(axis):
    """Return an attribute that is the weight's size along an axis, or along some."""
    return ReadOnly(lambda layer: layer.weight.shape[axis], _ANEW)


def _same(stride, padding):
    conv_padding(1, stride=stride, padding=padding)  # "same" has its limits


class Weighted(Layer):
    """What both share: a weight drawn at random, and perhaps a bias that starts at 0."""

    names = ("weight", "bias")
    bias = Checked(_parameter, axes=("outputs",), length="weight")

    def _start(self, shape, bias, rng, initialiser):
        if not callable(initialiser):
            raise TypeError(
                f"initialiser {shown(initialiser)} is not a function; use he_normal or the like"
            )
        drawn = checks.drawn(initialiser, shape, seeded(rng))
        drawn = checks.floats(drawn, "the initialiser's array")
        self.weight = finite(drawn, "the initialiser's array")
        if self.weight.shape != shape:
            raise ValueError(
                f"the initialiser's array has shape {self.weight.shape}; it must have the shape "
                f"that it was given, {shape}"
            )
        self.bias = np.zeros(len(self.weight), self.weight.dtype) if flag(bias, "bias") else None

    def _write(self, dweight, dbias):
        self.gradients = {"weight": dweight}
        if self.bias is not None:
            self.gradients["bias"] = dbias


class Conv2d(Weighted):
    """Slide learned kernels over pictures: `cnnkit.functional.conv2d` with its weights.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"
    groups : int
        Divides both numbers of channels; each group of kernels sees its share of the channels.
    bias : bool
        Whether a learned number is added to each output channel; it starts at 0.
    rng : numpy.random.Generator, optional
        Where the first weights are drawn from; without it they differ from run to run.
    initialiser : function (shape, rng) -> array
        What draws the first weights; by default `cnnkit.initialisers.he_normal`, where PyTorch
        draws evenly between ``±1 / sqrt(fan_in)``.

    Attributes
    ----------
    weight : array (out_channels, in_channels / groups, kH, kW)
    bias : array (out_channels,) or None

    Examples
    --------
    >>> conv = Conv2d(1, 8, 5, padding="same", rng=np.random.default_rng(0))
    >>> conv
    Conv2d(1, 8, kernel_size=(5, 5), stride=(1, 1), padding=same)
    >>> conv(np.zeros((64, 1, 28, 28), np.float32)).shape
    (64, 8, 28, 28)
    """

    weight = Checked(_parameter, axes=("O", "C", "kH", "kW"))
    out_channels, kernel_size = _size(0), _size(slice(2, None))
    in_channels = ReadOnly(lambda layer: layer.weight.shape[1] * layer.groups, _ANEW)
    groups = ReadOnly(lambda layer: layer._groups, "make a new layer")
    stride, padding = Checked(pair, together=_same), Checked(_padding, together=_same)
    dilation = Checked(pair)

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
        groups: int = 1,
        bias: bool = True,
        *,
        rng: "np.random.Generator | None" = None,
        initialiser: Callable[..., Array] = he_normal,
    ) -> None:
        super().__init__()
        out, channels = whole(out_channels, "out_channels"), whole(in_channels, "in_channels")
        self.stride, self.padding, self.dilation = stride, padding, dilation
        self._groups = checks.dividing(groups, channels, out)
        shape = out, channels // self.groups, *pair(kernel_size, "kernel_size")
        self._start(shape, bias, rng, initialiser)

    def _forward(self, x):
        x, weight, bias = checks.convolution(x, self.weight, self.bias, self._groups)
        geometry = self._geometry(x.shape)
        return convolution.conv_forward(x, weight, bias, geometry), (x, weight, geometry)

    def _backward(self, d, memory, input_gradient):
        dx, dweight, dbias = convolution.conv_backward(d, *memory, input_gradient)
        self._write(dweight, dbias)
        return dx

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for pictures of ``input_shape`` (N, C, H, W)."""
        shape = checks.checked_shape(input_shape, ("N", "C", "H", "W"), self.in_channels)
        return self._geometry(shape).output_shape

    def _geometry(self, shape):
        return convolution.known_geometry(
            shape, self.weight.shape, self.stride, self.padding, self.dilation, self._groups
        )

    def __repr__(self) -> str:
        options = f"kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0, 0):
            options += f", padding={self.padding}"
        if self.dilation != (1, 1):
            options += f", dilation={self.dilation}"
        if self.groups != 1:
            options += f", groups={self.groups}"
        if self.bias is None:
            options += ", bias=False"
        return f"Conv2d({self.in_channels}, {self.out_channels}, {options})"


class Linear(Weighted):
    """Let every output look at every input: `cnnkit.functional.linear` with its weights.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
        Whether a learned number is added to each output; it starts at 0.
    rng : numpy.random.Generator, optional
        Where the first weights are drawn from; without it they differ from run to run.
    initialiser : function (shape, rng) -> array
        What draws the first weights, as for `Conv2d`.

    Attributes
    ----------
    weight : array (out_features, in_features)
    bias : array (out_features,) or None

    Examples
    --------
    >>> linear = Linear(48, 2, rng=np.random.default_rng(0))
    >>> linear
    Linear(in_features=48, out_features=2)
    >>> linear(np.zeros((5, 48), np.float32)).shape
    (5, 2)
    """

    weight = Checked(_parameter, axes=("outputs", "features"))
    out_features, in_features = _size(0), _size(1)

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        rng: "np.random.Generator | None" = None,
        initialiser: Callable[..., Array] = he_normal,
    ) -> None:
        super().__init__()
        shape = whole(out_features, "out_features"), whole(in_features, "in_features")
        self._start(shape, bias, rng, initialiser)

    def _forward(self, x):
        arguments = checks.dense(x, self.weight, self.bias)
        return dense.affine(*arguments), arguments

    def _backward(self, d, memory, input_gradient):
        dx, dweight, dbias = dense.linear_gradients(d, *memory, input_gradient)
        self._write(dweight, dbias)
        return dx

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return (N, out_features) for rows of ``input_shape`` (N, in_features)."""
        n, _ = checks.checked_shape(input_shape, ("N", "features"), self.in_features)
        return n, self.out_features

    def __repr__(self) -> str:
        bias = ", bias=False" if self.bias is None else ""
        return f"Linear(in_features={self.in_features}, out_features={self.out_features}{bias})"
