"""Weight initialisation: random, at a scale that keeps signals alive through many layers.

Each function draws an array of the given shape, ``(outputs, inputs)`` of a linear layer or
``(O, C, kH, kW)`` of a convolution. ``fan_in`` is how many numbers one output reads, ``fan_out``
how many outputs one number of the input reaches.
"""

import math

import numpy as np

from cnnkit.checks import check_room, float_type, generator, no_attribute, shown, speak, whole

__all__ = ["he_normal", "he_uniform", "xavier_normal", "xavier_uniform"]


def he_normal(
    shape: tuple[int, ...], rng: "np.random.Generator", dtype: type | np.dtype = np.float32
) -> np.ndarray:
    """Draw from a normal distribution of variance ``2 / fan_in``: for layers before a ReLU.

    Parameters
    ----------
    shape : tuple of int
    rng : numpy.random.Generator
    dtype : np.float32 or np.float64

    Returns
    -------
    array of that shape

    Raises
    ------
    TypeError, ValueError
        ``rng`` is not a Generator, the shape has fewer than two axes, or the dtype is not a float
        type.

    Notes
    -----
    He, Zhang, Ren and Sun, "Delving deep into rectifiers", ICCV 2015, equation 10: the factor 2
    makes up for the half of the signal that a ReLU removes.

    Examples
    --------
    >>> w = he_normal((8, 50), np.random.default_rng(0))
    >>> bool(abs(w.std() - (2 / 50) ** 0.5) < 0.02)
    True
    """
    return _normal(shape, rng, math.sqrt(2 / _fans(shape)[0]), dtype)


def he_uniform(
    shape: tuple[int, ...], rng: "np.random.Generator", dtype: type | np.dtype = np.float32
) -> np.ndarray:
    """Draw uniformly between ``±sqrt(6 / fan_in)``: the variance of `he_normal`.

    Parameters
    ----------
    shape : tuple of int
    rng : numpy.random.Generator
    dtype : np.float32 or np.float64

    Returns
    -------
    array of that shape

    Raises
    ------
    TypeError, ValueError
        As `he_normal`.

    Notes
    -----
    He, Zhang, Ren and Sun, ICCV 2015; a uniform distribution of variance v reaches ``±sqrt(3 v)``.

    Examples
    --------
    >>> w = he_uniform((8, 6), np.random.default_rng(0))
    >>> bool(abs(w).max() <= 1)
    True
    """
    return _uniform(shape, rng, math.sqrt(6 / _fans(shape)[0]), dtype)


def xavier_normal(
    shape: tuple[int, ...], rng: "np.random.Generator", dtype: type | np.dtype = np.float32
) -> np.ndarray:
    """Draw from a normal distribution of variance ``2 / (fan_in + fan_out)``: for tanh and sigmoid.

    Parameters
    ----------
    shape : tuple of int
    rng : numpy.random.Generator
    dtype : np.float32 or np.float64

    Returns
    -------
    array of that shape

    Raises
    ------
    TypeError, ValueError
        As `he_normal`.

    Notes
    -----
    Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks",
    AISTATS 2010, equation 12.

    Examples
    --------
    >>> xavier_normal((8, 50), np.random.default_rng(0)).shape
    (8, 50)
    """
    return _normal(shape, rng, math.sqrt(2 / sum(_fans(shape))), dtype)


def xavier_uniform(
    shape: tuple[int, ...], rng: "np.random.Generator", dtype: type | np.dtype = np.float32
) -> np.ndarray:
    """Draw uniformly between ``±sqrt(6 / (fan_in + fan_out))``: for tanh and sigmoid.

    Parameters
    ----------
    shape : tuple of int
    rng : numpy.random.Generator
    dtype : np.float32 or np.float64

    Returns
    -------
    array of that shape

    Raises
    ------
    TypeError, ValueError
        As `he_normal`.

    Notes
    -----
    Glorot and Bengio, AISTATS 2010, equation 16.

    Examples
    --------
    >>> w = xavier_uniform((3, 3), np.random.default_rng(0))
    >>> bool(abs(w).max() <= 1)
    True
    """
    return _uniform(shape, rng, math.sqrt(6 / sum(_fans(shape))), dtype)


def _fans(shape):
    if not isinstance(shape, (tuple, list)):
        raise TypeError(f"shape {shown(shape)} is not a tuple; use (outputs, inputs, ...)")
    if len(shape) < 2:
        raise ValueError(f"shape {shape} has no inputs and outputs; use (outputs, inputs, ...)")
    outputs, inputs, *window = (whole(n, "shape") for n in shape)
    check_room(shape, "the weight")
    return inputs * math.prod(window), outputs * math.prod(window)


def _normal(shape, rng, scale, dtype):
    dtype = float_type(dtype)
    return (generator(rng).standard_normal(shape) * scale).astype(dtype)


def _uniform(shape, rng, limit, dtype):
    dtype = float_type(dtype)
    return generator(rng).uniform(-limit, limit, shape).astype(dtype)


speak(globals(), __all__)


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.initialisers'", name)
