"""Softmax and its logarithm, without overflow; cross-entropy is in `loss_functions`."""

import numpy as np

from cnnkit.checks import Array, floats, kind_of, like, shown

__all__ = ["log_softmax", "log_softmax_backward", "softmax", "softmax_backward"]


def softmax(x: Array, dim: int = -1, *, axis: int | None = None) -> Array:
    """Turn scores into probabilities that sum to 1 along ``dim``.

    Parameters
    ----------
    x : array of at least one axis
        Scores of any size; only their differences matter.
    dim : int
        The axis of the classes.
    axis : int, optional
        NumPy's word for ``dim``.

    Returns
    -------
    array
        The shape of ``x``, values in 0..1.

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array, or has no such axis.

    Notes
    -----
    ``exp(x) / sum(exp(x))``, the largest score subtracted first so that nothing overflows:
    Goodfellow, Bengio and Courville, Deep Learning, section 4.1.

    Examples
    --------
    >>> softmax(np.array([1.0, 2.0, 3.0])).round(3)
    array([0.09 , 0.245, 0.665])
    """
    x, axis = _scores(x, dim, axis)
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def softmax_backward(d: Array, x: Array, dim: int = -1, *, axis: int | None = None) -> Array:
    """Return ``p * (d - sum(d * p))`` with ``p = softmax(x)``.

    Examples
    --------
    >>> softmax_backward(np.array([1.0, 0.0]), np.zeros(2))
    array([ 0.25, -0.25])
    """
    p, axis = softmax(x, dim, axis=axis), dim if axis is None else axis
    d = like(d, p.shape)
    return p * (d - (d * p).sum(axis=axis, keepdims=True))


def log_softmax(x: Array, dim: int = -1, *, axis: int | None = None) -> Array:
    """Return the logarithm of `softmax` without ever rounding a probability to 0.

    Parameters
    ----------
    x : array of at least one axis
    dim : int
        The axis of the classes.
    axis : int, optional
        NumPy's word for ``dim``.

    Returns
    -------
    array
        The shape of ``x``, values <= 0.

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array, or has no such axis.

    Notes
    -----
    ``x - log(sum(exp(x)))``, the largest score subtracted first; `torch.nn.functional.log_softmax`.

    Examples
    --------
    >>> log_softmax(np.array([0.0, 1e4]))
    array([-10000.,      0.])
    """
    x, axis = _scores(x, dim, axis)
    return x - np.log(np.exp(x).sum(axis=axis, keepdims=True))


def log_softmax_backward(d: Array, x: Array, dim: int = -1, *, axis: int | None = None) -> Array:
    """Return ``d - p * sum(d)`` with ``p = softmax(x)``.

    Examples
    --------
    >>> log_softmax_backward(np.array([1.0, 0.0]), np.zeros(2))
    array([ 0.5, -0.5])
    """
    p, axis = softmax(x, dim, axis=axis), dim if axis is None else axis
    d = like(d, p.shape)
    return d - p * d.sum(axis=axis, keepdims=True)


def _scores(x, dim, axis):
    """Return x less the largest score along the axis (NaN as in PyTorch if infinite); the axis."""
    x, name = floats(x, "x"), "dim" if axis is None else "axis"
    axis = dim if axis is None else axis
    if not isinstance(axis, (int, np.integer)) or isinstance(axis, bool):
        raise TypeError(f"{name} {shown(axis)} is {kind_of(axis)}; use an integer")
    if not -x.ndim <= axis < x.ndim:
        advice = f"use one of its {x.ndim} axes" if x.ndim else "give an array of scores"
        raise ValueError(f"x of shape {x.shape} has no axis {axis}; {advice}")
    if x.size == 0:
        raise ValueError(f"x has shape {x.shape}: it is empty; give at least one score")
    with np.errstate(over="ignore", invalid="ignore"):  # the distance -inf is right: exp gives 0
        return x - x.max(axis=axis, keepdims=True), axis
