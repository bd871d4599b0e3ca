"""Activations: functions that look at one number at a time and keep the shape.

``x`` is a float32 or float64 array of any shape; ``d`` and every result have its shape.
"""

import numpy as np

from cnnkit.checks import Array, flag, floats, generator, like, real
from cnnkit.functional.random_draws import draw

__all__ = [
    "leaky_relu",
    "leaky_relu_backward",
    "relu",
    "relu_backward",
    "rrelu",
    "rrelu_backward",
    "sigmoid",
    "sigmoid_backward",
    "tanh",
    "tanh_backward",
]


def relu(x: Array) -> Array:
    """Rectify: keep what is positive, make the rest 0.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array
        The shape of ``x``, values >= 0. NaN stays NaN.

    Raises
    ------
    TypeError
        ``x`` is not a float array.

    Notes
    -----
    ``max(0, x)``: Nair and Hinton, "Rectified linear units improve restricted Boltzmann
    machines", ICML 2010.

    Examples
    --------
    >>> relu(np.array([-1.0, 0.0, 2.5]))
    array([0. , 0. , 2.5])
    """
    return rectified(floats(x, "x"))


def relu_backward(d: Array, x: Array) -> Array:
    """Return ``d`` where ``x > 0`` and 0 elsewhere, also at 0 itself.

    Examples
    --------
    >>> relu_backward(np.array([1.0, 2.0, 3.0]), np.array([-1.0, 0.0, 2.5]))
    array([0., 0., 3.])
    """
    x = floats(x, "x")
    return like(d, x.shape) * (x > 0)


def rectified(x):
    """Return `relu` of a checked array."""
    return x.clip(0, np.inf)  # 3 times as fast as np.maximum(x, 0)


def leaky_relu(x: Array, negative_slope: float = 0.01) -> Array:
    """Keep what is positive and let a little of the rest through, so that its gradient is not 0.

    Parameters
    ----------
    x : array of any shape
    negative_slope : float
        What negative numbers are multiplied by.

    Returns
    -------
    array
        The shape of ``x``.

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array, or the slope not a finite number.

    Notes
    -----
    ``max(0, x) + negative_slope * min(0, x)``: Maas, Hannun and Ng, "Rectifier nonlinearities
    improve neural network acoustic models", ICML 2013.

    Examples
    --------
    >>> leaky_relu(np.array([-2.0, 3.0]))
    array([-0.02,  3.  ])
    """
    return leaky(floats(x, "x"), real(negative_slope, "negative_slope"))


def leaky_relu_backward(d: Array, x: Array, negative_slope: float = 0.01) -> Array:
    """Return ``d`` where ``x > 0`` and ``negative_slope * d`` elsewhere.

    Examples
    --------
    >>> leaky_relu_backward(np.array([1.0, 1.0]), np.array([-2.0, 3.0]))
    array([0.01, 1.  ])
    """
    x = floats(x, "x")
    return leaky_backward(like(d, x.shape), x, real(negative_slope, "negative_slope"))


def leaky(x, slope):
    """Return `leaky_relu` for a checked ``x`` and a slope, or an array of slopes."""
    return np.maximum(x, 0) + slope * np.minimum(x, 0)


def leaky_backward(d, x, slope):
    """Return the gradient of `leaky`."""
    positive = x > 0
    return d * positive + slope * d * ~positive


def rrelu(
    x: Array,
    lower: float = 1 / 8,
    upper: float = 1 / 3,
    training: bool = False,
    *,
    rng: "np.random.Generator | None" = None,
) -> Array:
    """Leak at random: in training every negative number has its own slope, drawn uniformly.

    Parameters
    ----------
    x : array of any shape
    lower, upper : float
        The slopes lie between them.
    training : bool
        False (evaluation) uses the middle, ``(lower + upper) / 2``, everywhere.
    rng : numpy.random.Generator
        Needed in training.

    Returns
    -------
    array
        The shape of ``x``.

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array, ``lower`` is above ``upper``, training without an ``rng``.

    Notes
    -----
    Xu, Wang, Chen and Li, "Empirical evaluation of rectified activations in convolutional
    network", arXiv 1505.00853. The defaults are PyTorch's.

    Examples
    --------
    >>> rrelu(np.array([-24.0, 3.0]))
    array([-5.5,  3. ])
    >>> y = rrelu(np.array([-24.0, 3.0]), training=True, rng=np.random.default_rng(0))
    >>> bool(-8 <= y[0] <= -3), float(y[1])
    (True, 3.0)
    """
    x = floats(x, "x")
    return leaky(x, slopes(x, *slope_range(lower, upper), training, rng))


def rrelu_backward(
    d: Array, x: Array, lower: float = 1 / 8, upper: float = 1 / 3, *, output: Array | None = None
) -> Array:
    """Return ``d`` where ``x > 0`` and ``slope * d`` elsewhere.

    ``output`` is what `rrelu` returned in training: the slopes that it drew are read off from it.
    Without it the slope is that of evaluation, ``(lower + upper) / 2``.

    Examples
    --------
    >>> rrelu_backward(np.array([1.0, 1.0]), np.array([-2.0, 3.0]), output=np.array([-0.5, 3.0]))
    array([0.25, 1.  ])
    """
    x = floats(x, "x")
    low, high = slope_range(lower, upper)
    slope = (low + high) / 2
    if output is not None:
        leaks, output = x < 0, like(output, x.shape, "output")
        slope = np.where(leaks, output, 0) / np.where(leaks, x, 1)
        drawn = slope[x < -1e-30]  # nearer to 0 the slope is lost in rounding
        rounding = 1e-5 * max(abs(low), abs(high))
        if drawn.size and not low - rounding <= drawn.min() <= drawn.max() <= high + rounding:
            raise ValueError(
                f"output holds slopes from {drawn.min():g} to {drawn.max():g}, but lower is "
                f"{low:g} and upper {high:g}; give what rrelu returned for this x"
            )
    return leaky_backward(like(d, x.shape), x, slope)


def slope_range(lower, upper):
    """Return the checked limits of the random slopes."""
    lower, upper = real(lower, "lower"), real(upper, "upper")
    if lower > upper:
        raise ValueError(f"lower {lower:g} is above upper {upper:g}; swap them, or set upper first")
    return lower, upper


def slopes(x, lower, upper, training, rng):
    """Return the slope of evaluation, or in training an array of random ones."""
    if not flag(training, "training"):
        return (lower + upper) / 2
    return draw(generator(rng), x) * (upper - lower) + lower


def sigmoid(x: Array) -> Array:
    """Squeeze every number into 0..1.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array
        The shape of ``x``, values in 0..1.

    Raises
    ------
    TypeError
        ``x`` is not a float array.

    Notes
    -----
    ``1 / (1 + exp(-x))``; computed from ``exp(-|x|)``, which cannot overflow: Goodfellow, Bengio
    and Courville, Deep Learning, equation 3.30.

    Examples
    --------
    >>> sigmoid(np.array([-1e4, 0.0, 1e4]))
    array([0. , 0.5, 1. ])
    """
    x = floats(x, "x")
    e = np.exp(-np.abs(x))
    return np.maximum(e, x >= 0) / (1 + e)


def sigmoid_backward(d: Array, x: Array) -> Array:
    """Return ``d * y * (1 - y)`` with ``y = sigmoid(x)``; the slope is at most 1/4.

    Examples
    --------
    >>> sigmoid_backward(np.array([1.0]), np.array([0.0]))
    array([0.25])
    """
    y = sigmoid(x)
    return like(d, y.shape) * y * sigmoid(-floats(x, "x"))  # 1 - y, exact also where y is near 1


def tanh(x: Array) -> Array:
    """Squeeze every number into -1..1, keeping its sign.

    Parameters
    ----------
    x : array of any shape

    Returns
    -------
    array
        The shape of ``x``, values in -1..1.

    Raises
    ------
    TypeError
        ``x`` is not a float array.

    Notes
    -----
    ``(exp(x) - exp(-x)) / (exp(x) + exp(-x))``: LeCun, Bottou, Orr and Müller, "Efficient
    BackProp", 1998, section 4.4.

    Examples
    --------
    >>> tanh(np.array([0.0, 1e4]))
    array([0., 1.])
    """
    return np.tanh(floats(x, "x"))


def tanh_backward(d: Array, x: Array) -> Array:
    """Return ``d * (1 - y ** 2)`` with ``y = tanh(x)``.

    Examples
    --------
    >>> tanh_backward(np.array([2.0]), np.array([0.0]))
    array([2.])
    """
    y = tanh(x)
    return like(d, y.shape) * (1 - y * y)
