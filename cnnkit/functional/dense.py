"""The fully connected layer, where every output looks at every input; and flattening before it."""

import math

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, flag, shown

__all__ = ["flatten", "flatten_backward", "linear", "linear_backward"]


def flatten(x: Array, start_dim: int = 1, end_dim: int = -1) -> Array:
    """Lay every picture out as one row of numbers: channel by channel, row by row.

    Parameters
    ----------
    x : array (N, ...)
    start_dim, end_dim : int
        1 and the last axis, as in PyTorch's layer: whole pictures are laid out, nothing else.

    Returns
    -------
    array (N, features)

    Raises
    ------
    TypeError, ValueError
        ``x`` is not a float array of at least one axis, or is empty; other axes are asked for.

    Examples
    --------
    >>> flatten(np.arange(8.0).reshape(2, 1, 2, 2))
    array([[0., 1., 2., 3.],
           [4., 5., 6., 7.]])
    """
    x = checks.floats(x, "x")
    check_axes(start_dim, end_dim, x.ndim)
    if x.ndim == 0 or x.size == 0:
        raise ValueError(f"x has shape {x.shape}; flatten needs at least one picture (N, ...)")
    # (N, C, H, W) -> (C, H, W, N) -> (features, N): long runs of memory, batch still innermost
    columns = x.transpose(*range(1, x.ndim), 0).reshape(math.prod(x.shape[1:]), len(x))
    return columns.T


def flatten_backward(d: Array, x: Array, start_dim: int = 1, end_dim: int = -1) -> Array:
    """Give ``d`` (N, features) the shape of ``x`` again.

    Examples
    --------
    >>> flatten_backward(np.ones((2, 4)), np.zeros((2, 1, 2, 2))).shape
    (2, 1, 2, 2)
    """
    shape = flatten(x, start_dim, end_dim).shape
    return unflatten(checks.like(d, shape), np.shape(x))


def check_axes(start_dim, end_dim, axes=4):
    """Reject axes that leave out some of a picture's, or that include the batch."""
    if start_dim != 1 or end_dim not in (-1, axes - 1):
        raise ValueError(
            f"start_dim {shown(start_dim)} and end_dim {shown(end_dim)} are not possible, every "
            "picture is laid out whole; leave them out, or use x.reshape(...)"
        )


def unflatten(d, shape):
    """Return rows ``d`` (N, features) as an array of ``shape``, (N, ...)."""
    n, *rest = shape
    return d.T.reshape(*rest, n).transpose(-1, *range(len(rest)))


def linear(x: Array, weight: Array, bias: Array | None = None) -> Array:
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


def linear_backward(
    d: Array, x: Array, weight: Array, bias: Array | None = None, *, input_gradient: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return ``dx = d @ weight``, ``dweight = d.T @ x`` and ``dbias``, the sum of d's rows.

    ``input_gradient=False`` skips ``dx``: it is None then.

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
    """Return `linear` of checked arrays."""
    y = weight.dot(x.T)  # (outputs, N), the batch innermost here too; @ starts more slowly
    if bias is not None:
        y += bias[:, None]
    return y.T


def linear_gradients(d, x, weight, bias, input_gradient):
    """Return the gradients of `affine`."""
    dbias = d.sum(axis=0)
    dweight = d.T @ x
    dx = (weight.T @ d.T).T if input_gradient else None
    return dx, dweight, dbias
