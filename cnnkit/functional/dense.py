"""The fully connected layer: every output looks at every input."""

import math

import numpy as np

from cnnkit import checks
from cnnkit.checks import flag

__all__ = ["flatten", "flatten_backward", "linear", "linear_backward"]


def flatten(x):
    """Lay every picture out as one row of numbers: channel by channel, row by row.

    Parameters
    ----------
    x : array (N, ...)

    Returns
    -------
    array (N, features)

    Raises
    ------
    TypeError, ValueError
        ``x`` is no float array of at least one axis, or is empty.

    Examples
    --------
    >>> flatten(np.arange(8.0).reshape(2, 1, 2, 2))
    array([[0., 1., 2., 3.],
           [4., 5., 6., 7.]])
    """
    x = checks.floats(x, "x")
    if x.ndim == 0 or x.size == 0:
        raise ValueError(f"x has shape {x.shape}; flatten needs at least one picture (N, ...)")
    # (N, C, H, W) -> (C, H, W, N) -> (features, N): long runs of memory, batch still innermost
    columns = x.transpose(*range(1, x.ndim), 0).reshape(math.prod(x.shape[1:]), len(x))
    return columns.T


def flatten_backward(d, x):
    """Give the gradient ``d`` (N, features) the shape of ``x`` again.

    Parameters
    ----------
    d : array (N, features)
    x : array (N, ...)

    Returns
    -------
    array (N, ...)

    Examples
    --------
    >>> flatten_backward(np.ones((2, 4)), np.zeros((2, 1, 2, 2))).shape
    (2, 1, 2, 2)
    """
    shape = flatten(x).shape
    return unflatten(checks.like(d, shape), np.shape(x))


def unflatten(d, shape):
    n, *rest = shape
    return np.moveaxis(d.T.reshape(*rest, n), -1, 0)


def linear(x, weight, bias=None):
    """Multiply by a matrix and add a vector: ``y = x @ weight.T + bias``.

    Parameters
    ----------
    x : array (N, features)
    weight : array (outputs, features)
    bias : array (outputs,), optional

    Returns
    -------
    array (N, outputs)

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind or of shapes that do not fit together.

    Notes
    -----
    `torch.nn.functional.linear`; Goodfellow, Bengio and Courville, Deep Learning, section 6.1.

    Examples
    --------
    >>> linear(np.array([[1.0, 2.0]]), np.array([[3.0, 4.0], [0.0, 1.0]]), np.array([0.5, 0.0]))
    array([[11.5,  2. ]])
    """
    return affine(*checks.dense(x, weight, bias))


def linear_backward(d, x, weight, bias=None, *, input_gradient=True):
    """Return (dx, dweight, dbias) of `linear`; dx is None if ``input_gradient`` is False.

    Parameters
    ----------
    d : array (N, outputs)
    x, weight, bias
        As given to `linear`.
    input_gradient : bool

    Returns
    -------
    dx : array (N, features) or None
    dweight : array (outputs, features)
    dbias : array (outputs,)

    Examples
    --------
    >>> x, weight = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    >>> linear_backward(np.ones((1, 1)), x, weight)
    (array([[3., 4.]]), array([[1., 2.]]), array([1.]))
    """
    x, weight, bias = checks.dense(x, weight, bias)
    d, wanted = checks.like(d, (len(x), len(weight))), flag(input_gradient, "input_gradient")
    return linear_gradients(d, x, weight, bias, wanted)


def affine(x, weight, bias):
    y = weight.dot(x.T)  # (outputs, N), the batch innermost here too; @ starts more slowly
    if bias is not None:
        y += bias[:, None]
    return y.T


def linear_gradients(d, x, weight, bias, input_gradient):
    dbias = d.sum(axis=0)
    dweight = d.T @ x
    dx = (weight.T @ d.T).T if input_gradient else None
    return dx, dweight, dbias
