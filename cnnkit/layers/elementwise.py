"""Layers that bend: without them a stack of layers would be one linear function."""

import numpy as np  # noqa: F401  for the examples

from cnnkit import functional
from cnnkit.checks import Checked, floats, real, seeded
from cnnkit.functional import activations
from cnnkit.layers.base import Layer

__all__ = ["LeakyReLU", "RReLU", "ReLU", "Sigmoid", "Tanh"]


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


class LeakyReLU(Layer):
    """Rectify, but let a little of the negative through: `cnnkit.functional.leaky_relu`.

    Parameters
    ----------
    negative_slope : float

    Examples
    --------
    >>> LeakyReLU(0.1)(np.array([-1.0, 2.0]))
    array([-0.1,  2. ])
    """

    negative_slope = Checked(real)

    def __init__(self, negative_slope=0.01):
        super().__init__()
        self.negative_slope = negative_slope

    def _forward(self, x):
        x = floats(x, "x")
        return activations.leaky(x, self.negative_slope), x

    def _backward(self, d, x, input_gradient):
        return activations.leaky_backward(d, x, self.negative_slope) if input_gradient else None

    def options(self):
        """Return the options as ``repr`` shows them."""
        return {"negative_slope": self.negative_slope}


class RReLU(Layer):
    """Leak at random in training, by the middle slope afterwards: `cnnkit.functional.rrelu`.

    Parameters
    ----------
    lower, upper : float
        The slopes of training lie between them.
    rng : numpy.random.Generator, optional
        Where the slopes are drawn from; without it they differ from run to run.

    Examples
    --------
    >>> RReLU().eval()(np.array([-24.0, 2.0]))
    array([-5.5,  2. ])
    """

    lower, upper, rng = Checked(real), Checked(real), Checked(seeded)

    def __init__(self, lower=1 / 8, upper=1 / 3, *, rng=None):
        super().__init__()
        self.lower, self.upper = activations.slope_range(lower, upper)
        self.rng = rng

    def _forward(self, x):
        x = floats(x, "x")
        slopes = activations.slopes(x, self.lower, self.upper, self.training, self.rng)
        return activations.leaky(x, slopes), (x, slopes)

    def _backward(self, d, memory, input_gradient):
        return activations.leaky_backward(d, *memory) if input_gradient else None

    def options(self):
        """Return the options as ``repr`` shows them."""
        return {"lower": self.lower, "upper": self.upper}


class Sigmoid(Layer):
    """Squeeze every number into 0..1: `cnnkit.functional.sigmoid`.

    Examples
    --------
    >>> Sigmoid()(np.array([0.0]))
    array([0.5])
    """

    def _forward(self, x):
        return functional.sigmoid(x), x

    def _backward(self, d, x, input_gradient):
        return functional.sigmoid_backward(d, x) if input_gradient else None


class Tanh(Layer):
    """Squeeze every number into -1..1: `cnnkit.functional.tanh`.

    Examples
    --------
    >>> Tanh()(np.array([0.0]))
    array([0.])
    """

    def _forward(self, x):
        y = functional.tanh(x)
        return y, y

    def _backward(self, d, y, input_gradient):
        return d * (1 - y * y) if input_gradient else None
