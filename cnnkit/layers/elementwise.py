"""Activation layers: without them a stack of layers would be one linear function.

Each computes ``y = f(x)`` for every number by itself, so its backward pass is the chain rule at
every number: ``dx = d * f'(x)``.
"""

import numpy as np

from cnnkit import functional
from cnnkit.checks import Checked, flag, floats, real, seeded
from cnnkit.functional import activations
from cnnkit.layers.base import Layer

__all__ = ["LeakyReLU", "RReLU", "ReLU", "Sigmoid", "Tanh"]


class Elementwise(Layer):
    """What they share: a subclass says ``_value(x)`` and ``_gradient(d, kept)``.

    Attributes
    ----------
    keeps_output : bool
        Whether the gradient is computed from the output rather than from the input.

    Examples
    --------
    >>> class Square(Elementwise):
    ...     def _value(self, x):
    ...         return x * x
    ...     def _gradient(self, d, x):
    ...         return d * 2 * x
    >>> square = Square()
    >>> square(np.array([1.0, 3.0])), square.backward(np.array([1.0, 1.0]))
    (array([1., 9.]), array([2., 6.]))
    """

    keeps_output = False

    def _forward(self, x):
        x = floats(x, "x")
        y = self._value(x)
        return y, y if self.keeps_output else x

    def _backward(self, d, kept, input_gradient):
        return self._gradient(d, kept)


class ReLU(Elementwise):
    """Rectify: `cnnkit.functional.relu`; ``dx = d`` where ``y > 0``, else 0.

    Parameters
    ----------
    inplace : bool
        Accepted as in PyTorch; the output is a new array all the same.

    Examples
    --------
    >>> relu = ReLU()
    >>> relu(np.array([-1.0, 2.0])), relu.backward(np.array([5.0, 5.0]))
    (array([0., 2.]), array([0., 5.]))
    """

    keeps_output = True

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        flag(inplace, "inplace")  # PyTorch saves memory by it; here nothing given is changed

    def _value(self, x):
        return activations.rectified(x)

    def _gradient(self, d, y):
        return d * (y > 0)


class LeakyReLU(Elementwise):
    """Rectify, but let a little of the negative through: `cnnkit.functional.leaky_relu`.

    Parameters
    ----------
    negative_slope : float
    inplace : bool
        Accepted as in PyTorch; the output is a new array all the same.

    Examples
    --------
    >>> LeakyReLU(0.1)(np.array([-1.0, 2.0]))
    array([-0.1,  2. ])
    """

    negative_slope = Checked(real)

    def __init__(self, negative_slope: float = 0.01, inplace: bool = False) -> None:
        super().__init__()
        flag(inplace, "inplace")
        self.negative_slope = negative_slope

    def _value(self, x):
        return activations.leaky(x, self.negative_slope)

    def _gradient(self, d, x):
        return activations.leaky_backward(d, x, self.negative_slope)

    def options(self) -> dict[str, float]:
        """Return the options as ``repr`` shows them."""
        return {"negative_slope": self.negative_slope}


class RReLU(Layer):
    """Leak at random in training, by the middle slope afterwards: `cnnkit.functional.rrelu`.

    Parameters
    ----------
    lower, upper : float
        The slopes of training lie between them.
    inplace : bool
        Accepted as in PyTorch; the output is a new array all the same.
    rng : numpy.random.Generator, optional
        Where the slopes are drawn from; without it they differ from run to run.

    Examples
    --------
    >>> RReLU().eval()(np.array([-24.0, 2.0]))
    array([-5.5,  2. ])
    """

    lower, upper = (Checked(real, together=activations.slope_range) for _ in range(2))
    rng = Checked(seeded)

    def __init__(
        self,
        lower: float = 1 / 8,
        upper: float = 1 / 3,
        inplace: bool = False,
        *,
        rng: "np.random.Generator | None" = None,
    ) -> None:
        super().__init__()
        flag(inplace, "inplace")
        self.lower, self.upper, self.rng = lower, upper, rng

    def _forward(self, x):
        x = floats(x, "x")
        slopes = activations.slopes(x, self.lower, self.upper, self.training, self.rng)
        return activations.leaky(x, slopes), (x, slopes)

    def _backward(self, d, memory, input_gradient):
        return activations.leaky_backward(d, *memory)

    def options(self) -> dict[str, float]:
        """Return the options as ``repr`` shows them."""
        return {"lower": self.lower, "upper": self.upper}


class Sigmoid(Elementwise):
    """Squeeze every number into 0..1: `cnnkit.functional.sigmoid`.

    Examples
    --------
    >>> Sigmoid()(np.array([0.0]))
    array([0.5])
    """

    def _value(self, x):
        return functional.sigmoid(x)

    def _gradient(self, d, x):
        return functional.sigmoid_backward(d, x)


class Tanh(Elementwise):
    """Squeeze every number into -1..1: `cnnkit.functional.tanh`; ``dx = d * (1 - y²)``.

    Examples
    --------
    >>> Tanh()(np.array([0.0]))
    array([0.])
    """

    keeps_output = True

    def _value(self, x):
        return functional.tanh(x)

    def _gradient(self, d, y):
        return d * (1 - y * y)
