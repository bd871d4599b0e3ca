"""Layers: the functions of `cnnkit.functional` that remember what their gradient needs.

A layer is called like a function. ``backward(d)`` takes the gradient of the loss with respect to
the layer's output and returns the one with respect to its input; the gradients of its parameters
are then in ``gradients``, an entry for each of ``parameters()``.
"""

import math

import numpy as np

from cnnkit import functional
from cnnkit.checks import like
from cnnkit.functional import convolution, dense, pooling
from cnnkit.initialisers import he_normal
from cnnkit.shapes import conv_output_size, conv_padding, pair, pool_output_size, pool_padding, whole

__all__ = ["Conv2d", "Flatten", "Layer", "Linear", "MaxPool2d", "ReLU"]


class Layer:
    """What all layers share: modes, parameters, and a memory of the last forward pass.

    A subclass defines ``_forward(x) -> (y, memory)`` and ``_backward(d, memory, input_gradient)``,
    which returns dx and writes its parameters' gradients into ``gradients``.

    Attributes
    ----------
    training : bool
        Only layers with randomness behave differently by it.
    gradients : dict of str to array
        Written anew by every ``backward``; empty before the first.
    """

    names = ()  # the attributes that are parameters

    def __init__(self):
        self.training = True
        self.gradients = {}
        self._memory = None

    def __call__(self, x, *, remember=True):
        return self.forward(x, remember=remember)

    def forward(self, x, *, remember=True):
        """Return the layer's output; ``remember=False`` keeps nothing for a backward pass."""
        y, memory = self._forward(x)
        self._memory = (y.shape, memory) if remember else None
        return y

    def backward(self, d, *, input_gradient=True):
        """Return the gradient with respect to the input and write those of the parameters.

        Parameters
        ----------
        d : array
            The gradient with respect to the output of the last ``forward``, of the same shape.
        input_gradient : bool
            False skips the work and returns None: the first layer of a network needs no dx.

        Raises
        ------
        RuntimeError
            There was no forward pass to go back through.
        ValueError
            ``d`` does not have the output's shape.
        """
        if self._memory is None:
            raise RuntimeError(
                f"{type(self).__name__}.backward was called before forward; call the layer on an "
                "input first (with remember=True, the default)"
            )
        shape, memory = self._memory
        return self._backward(like(d, shape), memory, input_gradient)

    def forget(self):
        """Drop what the last forward pass left in memory."""
        self._memory = None

    def parameters(self):
        """Return the parameters by name: the arrays themselves, which optimisers change in place."""
        values = ((name, getattr(self, name)) for name in self.names)
        return {name: value for name, value in values if value is not None}

    def train(self, mode=True):
        """Switch to training (or, with False, to evaluation); return the layer."""
        self.training = bool(mode)
        return self

    def eval(self):
        """Switch to evaluation, in which nothing is random; return the layer."""
        return self.train(False)

    def output_shape(self, input_shape):
        """Return the shape of the output for an input of ``input_shape``, without computing it."""
        return tuple(input_shape)

    def __repr__(self):
        return f"{type(self).__name__}()"


class Conv2d(Layer):
    """Slide learned kernels over pictures: `cnnkit.functional.conv2d` with its weights.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, dilation : int or (int, int)
    padding : int, (int, int), "same" or "valid"
    bias : bool
        Whether a learned number is added to each output channel; it starts at 0.
    rng : numpy.random.Generator, optional
        Where the first weights are drawn from; without it they differ from run to run.
    initialiser : function (shape, rng) -> array
        See `cnnkit.initialisers`.

    Attributes
    ----------
    weight : array (out_channels, in_channels, kH, kW)
    bias : array (out_channels,) or None

    Examples
    --------
    >>> conv = Conv2d(1, 8, 5, padding="same", rng=np.random.default_rng(0))
    >>> conv
    Conv2d(1, 8, kernel_size=(5, 5), stride=(1, 1), padding=same)
    >>> conv(np.zeros((64, 1, 28, 28), np.float32)).shape
    (64, 8, 28, 28)
    """

    names = ("weight", "bias")

    def __init__(
        self,
        in_channels,
        out_channels,
        kernel_size,
        *,
        stride=1,
        padding=0,
        dilation=1,
        bias=True,
        rng=None,
        initialiser=he_normal,
    ):
        super().__init__()
        self.in_channels = whole(in_channels, "in_channels")
        self.out_channels = whole(out_channels, "out_channels")
        self.kernel_size = pair(kernel_size, "kernel_size")
        self.stride, self.dilation = pair(stride, "stride"), pair(dilation, "dilation")
        conv_padding(self.kernel_size, stride=stride, padding=padding, dilation=dilation)
        self.padding = padding if isinstance(padding, str) else pair(padding, "padding", minimum=0)
        rng = np.random.default_rng() if rng is None else rng
        self.weight = initialiser((self.out_channels, self.in_channels, *self.kernel_size), rng)
        self.bias = np.zeros(self.out_channels, self.weight.dtype) if bias else None

    def _options(self):
        return {"stride": self.stride, "padding": self.padding, "dilation": self.dilation}

    def _forward(self, x):
        geometry = convolution._Geometry(x, self.weight, self.bias, **self._options())
        y, windows = convolution._conv2d(geometry)
        return y, (geometry, windows)

    def _backward(self, d, memory, input_gradient):
        geometry, windows = memory
        dx, dweight, dbias = convolution._conv2d_backward(d, windows, geometry, input_gradient)
        self.gradients = {"weight": dweight}
        if self.bias is not None:
            self.gradients["bias"] = dbias
        return dx

    def output_shape(self, input_shape):
        n, _, h, w = input_shape
        size = conv_output_size((h, w), self.kernel_size, **self._options())
        return n, self.out_channels, *size

    def __repr__(self):
        options = f"kernel_size={self.kernel_size}, stride={self.stride}"
        if self.padding != (0, 0):
            options += f", padding={self.padding}"
        if self.dilation != (1, 1):
            options += f", dilation={self.dilation}"
        if self.bias is None:
            options += ", bias=False"
        return f"Conv2d({self.in_channels}, {self.out_channels}, {options})"


class MaxPool2d(Layer):
    """Keep the largest value of every window: `cnnkit.functional.max_pool2d`.

    Parameters
    ----------
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        By default the kernel's size.
    padding : int or (int, int)
    ceil_mode : bool
        Also pool what is left at the right and bottom.

    Examples
    --------
    >>> MaxPool2d(2)(np.zeros((1, 3, 8, 6), np.float32)).shape
    (1, 3, 4, 3)
    """

    def __init__(self, kernel_size, *, stride=None, padding=0, ceil_mode=False):
        super().__init__()
        self.kernel_size = pair(kernel_size, "kernel_size")
        self.stride = self.kernel_size if stride is None else pair(stride, "stride")
        self.padding = pool_padding(self.kernel_size, padding)
        self.ceil_mode = bool(ceil_mode)

    def _options(self):
        return {"stride": self.stride, "padding": self.padding, "ceil_mode": self.ceil_mode}

    def _forward(self, x):
        geometry = pooling._Geometry(x, self.kernel_size, **self._options())
        y, *seen = pooling._max_pool2d(geometry)
        return y, (geometry, seen)

    def _backward(self, d, memory, input_gradient):
        geometry, seen = memory
        return pooling._max_pool2d_backward(d, *seen, geometry) if input_gradient else None

    def output_shape(self, input_shape):
        n, c, h, w = input_shape
        return n, c, *pool_output_size((h, w), self.kernel_size, **self._options())

    def __repr__(self):
        options = "".join(f", {name}={value}" for name, value in self._options().items())
        return f"{type(self).__name__}(kernel_size={self.kernel_size}{options})"


class ReLU(Layer):
    """Rectify: `cnnkit.functional.relu`.

    Examples
    --------
    >>> relu = ReLU()
    >>> relu(np.array([-1.0, 2.0])), relu.backward(np.array([5.0, 5.0]))
    (array([0., 2.]), array([0., 5.]))
    """

    def _forward(self, x):
        y = functional.relu(x)
        return y, y

    def _backward(self, d, y, input_gradient):
        return d * (y > 0) if input_gradient else None


class Flatten(Layer):
    """Lay every picture out as one row of numbers: `cnnkit.functional.flatten`.

    Examples
    --------
    >>> Flatten()(np.zeros((2, 3, 4, 4))).shape
    (2, 48)
    """

    def _forward(self, x):
        return functional.flatten(x), np.shape(x)

    def _backward(self, d, shape, input_gradient):
        return dense._flatten_backward(d, shape) if input_gradient else None

    def output_shape(self, input_shape):
        n, *rest = input_shape
        return n, math.prod(rest)


class Linear(Layer):
    """Let every output look at every input: `cnnkit.functional.linear` with its weights.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
    rng : numpy.random.Generator, optional
    initialiser : function (shape, rng) -> array

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

    names = ("weight", "bias")

    def __init__(self, in_features, out_features, *, bias=True, rng=None, initialiser=he_normal):
        super().__init__()
        self.in_features = whole(in_features, "in_features")
        self.out_features = whole(out_features, "out_features")
        rng = np.random.default_rng() if rng is None else rng
        self.weight = initialiser((self.out_features, self.in_features), rng)
        self.bias = np.zeros(self.out_features, self.weight.dtype) if bias else None

    def _forward(self, x):
        arguments = dense._fitting(x, self.weight, self.bias)
        return dense._linear(*arguments), arguments

    def _backward(self, d, memory, input_gradient):
        dx, dweight, dbias = dense._linear_backward(d, *memory, input_gradient)
        self.gradients = {"weight": dweight}
        if self.bias is not None:
            self.gradients["bias"] = dbias
        return dx

    def output_shape(self, input_shape):
        return input_shape[0], self.out_features

    def __repr__(self):
        bias = ", bias=False" if self.bias is None else ""
        return f"Linear(in_features={self.in_features}, out_features={self.out_features}{bias})"
