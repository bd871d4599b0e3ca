"""Losses: how far the outputs are from the targets, as one number; each with its gradient below it.

``d`` is the gradient of what follows with respect to the loss: a number, 1 when nothing follows.
Each backward returns the gradient with respect to the first argument, which has its shape, and
raises what its forward does. Cross-entropy does not overflow, for `log_softmax` in
`softmax_functions` subtracts the largest score first.
"""

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, choice, outputs_and_targets, real, scores_and_classes
from cnnkit.functional.softmax_functions import log_softmax

__all__ = [
    "absolute_error",
    "absolute_error_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "cross_entropy",
    "cross_entropy_backward",
    "mse",
    "mse_backward",
    "sum_squared_error",
    "sum_squared_error_backward",
]

REDUCTIONS = ("mean", "sum")


def cross_entropy(logits: Array, targets: Array, *, reduction: str = "mean") -> float:
    """Return the mean of ``-log p[target]``, with ``p`` the softmax of each row of scores.

    Parameters
    ----------
    logits : array (N, classes)
        Scores of any size, float32 or float64, at least two classes.
    targets : array (N,)
        The right class of each row: whole numbers from 0 to classes - 1.
    reduction : {"mean", "sum"}
        Whether the mean or the sum over all is returned.

    Returns
    -------
    float
        At least 0; ``log(classes)`` for equal scores.

    Raises
    ------
    TypeError, ValueError
        Scores that are not such an array; targets that are one-hot, out of range, not whole
        numbers, or whose count differs from that of the rows of scores.

    Notes
    -----
    `torch.nn.functional.cross_entropy`; Goodfellow, Bengio and Courville, Deep Learning, section
    6.2.2. The largest score of a row is subtracted first, so nothing overflows.

    Examples
    --------
    >>> round(cross_entropy(np.array([[2.0, 0.0]]), np.array([0])), 3)
    0.127
    """
    logits, targets = scores_and_classes(logits, targets)
    log_p = log_softmax(logits)
    return -_reduced(log_p[np.arange(len(targets)), targets], reduction)


def cross_entropy_backward(
    d: float, logits: Array, targets: Array, *, reduction: str = "mean"
) -> Array:
    """Return ``d * (p - onehot(target)) / N`` with ``p`` the softmax of each row.

    Examples
    --------
    >>> cross_entropy_backward(1.0, np.array([[0.0, 0.0]]), np.array([0]))
    array([[-0.5,  0.5]])
    """
    logits, targets = scores_and_classes(logits, targets)
    p = np.exp(log_softmax(logits))
    p[np.arange(len(targets)), targets] -= 1
    return p * (real(d, "d") * _share(len(targets), reduction))


def binary_cross_entropy_with_logits(
    logits: Array, targets: Array, *, reduction: str = "mean"
) -> float:
    """Return the mean of ``-t log p - (1 - t) log(1 - p)``, with ``p = sigmoid(logits)``.

    Parameters
    ----------
    logits : array of any shape
        One score for each yes-or-no question.
    targets : array of the same shape
        0 for no, 1 for yes, or a probability between; whole numbers and booleans are fine.
    reduction : {"mean", "sum"}
        Whether the mean or the sum over all is returned.

    Returns
    -------
    float
        At least 0; ``log(2)`` for scores of 0.

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind, different shapes, targets outside 0..1.

    Notes
    -----
    `torch.nn.functional.binary_cross_entropy_with_logits`. Written as
    ``max(z, 0) - z t + log(1 + exp(-|z|))``, which never overflows.

    Examples
    --------
    >>> round(binary_cross_entropy_with_logits(np.array([2.0]), np.array([1])), 3)
    0.127
    """
    z, t = checks.scores_and_probabilities(logits, targets)
    return _reduced(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))), reduction)


def binary_cross_entropy_with_logits_backward(
    d: float, logits: Array, targets: Array, *, reduction: str = "mean"
) -> Array:
    """Return ``d * (sigmoid(logits) - targets) / count``.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_backward(1.0, np.array([0.0, 0.0]), np.array([1, 0]))
    array([-0.25,  0.25])
    """
    z, t = checks.scores_and_probabilities(logits, targets)
    e = np.exp(-np.abs(z))  # at most 1, so the quotient below is exact for either sign
    p = np.where(z >= 0, 1, e) / (1 + e)
    return (p - t) * (real(d, "d") * _share(z.size, reduction))


def mse(outputs: Array, targets: Array, *, reduction: str = "mean") -> float:
    """Return the mean of the squared differences.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they take the precision of the outputs.
    reduction : {"mean", "sum"}
        Whether the mean or the sum over all is returned.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind, different shapes, targets that are not finite.

    Notes
    -----
    `torch.nn.functional.mse_loss`: the mean over all numbers, not over the rows.

    Examples
    --------
    >>> mse(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    2.5
    """
    return _reduced(_difference(outputs, targets) ** 2, reduction)


def mse_backward(d: float, outputs: Array, targets: Array, *, reduction: str = "mean") -> Array:
    """Return ``d * 2 * (outputs - targets) / count``.

    Examples
    --------
    >>> mse_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([[1., 2.]])
    """
    difference = _difference(outputs, targets)
    return difference * (2 * real(d, "d") * _share(difference.size, reduction))


def sum_squared_error(outputs: Array, targets: Array) -> float:
    """Return the sum of the squared differences, over all numbers and all rows.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they take the precision of the outputs.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind, different shapes, targets that are not finite.

    Notes
    -----
    `torch.nn.functional.mse_loss` with ``reduction="sum"``. Twice the rows give twice the
    loss, and twice the gradient.

    Examples
    --------
    >>> sum_squared_error(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    5.0
    """
    return mse(outputs, targets, reduction="sum")


def sum_squared_error_backward(d: float, outputs: Array, targets: Array) -> Array:
    """Return ``d * 2 * (outputs - targets)``.

    Examples
    --------
    >>> sum_squared_error_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([[2., 4.]])
    """
    return mse_backward(d, outputs, targets, reduction="sum")


def absolute_error(outputs: Array, targets: Array, *, reduction: str = "mean") -> float:
    """Return the mean of the absolute differences.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they take the precision of the outputs.
    reduction : {"mean", "sum"}
        Whether the mean or the sum over all is returned.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind, different shapes, targets that are not finite.

    Notes
    -----
    `torch.nn.functional.l1_loss`.

    Examples
    --------
    >>> absolute_error(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    1.5
    """
    return _reduced(np.abs(_difference(outputs, targets)), reduction)


def absolute_error_backward(
    d: float, outputs: Array, targets: Array, *, reduction: str = "mean"
) -> Array:
    """Return ``d * sign(outputs - targets) / count``.

    Where both are equal the gradient is 0, PyTorch's choice between -1 and 1.

    Examples
    --------
    >>> absolute_error_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 3.0]]))
    array([[0.5, 0. ]])
    """
    difference = _difference(outputs, targets)
    return np.sign(difference) * (real(d, "d") * _share(difference.size, reduction))


def _reduced(values, reduction):
    total = np.mean if choice(reduction, "reduction", REDUCTIONS) == "mean" else np.sum
    return float(total(values, dtype=np.float64))  # a long sum of float32 loses no digits


def _share(count, reduction):
    """Return the weight of each of ``count`` values in a mean or a sum."""
    return 1 / count if choice(reduction, "reduction", REDUCTIONS) == "mean" else 1.0


def _difference(outputs, targets):
    outputs, targets = outputs_and_targets(outputs, targets)
    return outputs - targets
