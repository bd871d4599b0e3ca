"""Losses: how far the outputs are from the wish, as one number, each with its gradient below it.

Every ``op_backward`` takes ``d``, the gradient of what follows with respect to the loss; it is 1
when nothing follows.
"""

import numpy as np

from cnnkit.checks import array, class_numbers, finite, floats, real
from cnnkit.functional.probabilities import log_softmax

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


def cross_entropy(logits, targets):
    """Return the mean of ``-log p[target]``, with ``p`` the softmax of each row of scores.

    Parameters
    ----------
    logits : array (N, classes)
        Scores of any size, float32 or float64, at least two classes.
    targets : array (N,)
        The right class of each row: whole numbers from 0 to classes - 1.

    Returns
    -------
    float
        At least 0; ``log(classes)`` for equal scores.

    Raises
    ------
    TypeError, ValueError
        Scores that are no such array; targets that are one-hot, out of range, no whole numbers or
        not as many as the scores.

    Notes
    -----
    `torch.nn.functional.cross_entropy`; Goodfellow, Bengio and Courville, Deep Learning, section
    6.2.2. The largest score of a row is subtracted first, so nothing overflows.

    Examples
    --------
    >>> round(cross_entropy(np.array([[2.0, 0.0]]), np.array([0])), 3)
    0.127
    """
    logits, targets = _scores_and_classes(logits, targets)
    log_p = log_softmax(logits)
    return -_mean(log_p[np.arange(len(targets)), targets])


def cross_entropy_backward(d, logits, targets):
    """Return the gradient of `cross_entropy`: ``(p - onehot(target)) / N``, times ``d``.

    Examples
    --------
    >>> cross_entropy_backward(1.0, np.array([[0.0, 0.0]]), np.array([0]))
    array([[-0.5,  0.5]])
    """
    logits, targets = _scores_and_classes(logits, targets)
    p = np.exp(log_softmax(logits))
    p[np.arange(len(targets)), targets] -= 1
    return p * (real(d, "d") / len(targets))


def binary_cross_entropy_with_logits(logits, targets):
    """Return the mean of ``-t log p - (1 - t) log(1 - p)``, with ``p = sigmoid(logits)``.

    Parameters
    ----------
    logits : array of any shape
        One score for each yes-or-no question.
    targets : array of the same shape
        0 for no, 1 for yes, or a probability between; whole numbers and booleans are fine.

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
    z, t = _scores_and_probabilities(logits, targets)
    return _mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))))


def binary_cross_entropy_with_logits_backward(d, logits, targets):
    """Return the gradient with respect to the logits: ``(sigmoid(z) - t) / count``, times ``d``.

    Examples
    --------
    >>> binary_cross_entropy_with_logits_backward(1.0, np.array([0.0, 0.0]), np.array([1, 0]))
    array([-0.25,  0.25])
    """
    z, t = _scores_and_probabilities(logits, targets)
    e = np.exp(-np.abs(z))  # at most 1, so the quotient below is exact for either sign
    p = np.where(z >= 0, 1, e) / (1 + e)
    return (p - t) * (real(d, "d") / z.size)


def mse(outputs, targets):
    """Return the mean of the squared differences.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they are computed with in the precision of the outputs.

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
    return _mean(_difference(outputs, targets) ** 2)


def mse_backward(d, outputs, targets):
    """Return the gradient of `mse`: ``2 (outputs - targets) / count``, times ``d``.

    Examples
    --------
    >>> mse_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([[1., 2.]])
    """
    difference = _difference(outputs, targets)
    return difference * (2 * real(d, "d") / difference.size)


def sum_squared_error(outputs, targets):
    """Return the sum of the squared differences, over all numbers and all rows.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they are computed with in the precision of the outputs.

    Returns
    -------
    float

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind, different shapes, targets that are not finite.

    Notes
    -----
    `torch.nn.functional.mse_loss` with ``reduction="sum"``. Twice as many rows give twice the
    loss, and twice the gradient.

    Examples
    --------
    >>> sum_squared_error(np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    5.0
    """
    return float(np.sum(_difference(outputs, targets) ** 2, dtype=np.float64))


def sum_squared_error_backward(d, outputs, targets):
    """Return the gradient of `sum_squared_error`: ``2 (outputs - targets)``, times ``d``.

    Examples
    --------
    >>> sum_squared_error_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 1.0]]))
    array([[2., 4.]])
    """
    return _difference(outputs, targets) * (2 * real(d, "d"))


def absolute_error(outputs, targets):
    """Return the mean of the absolute differences.

    Parameters
    ----------
    outputs, targets : arrays of one shape
        Targets may be whole numbers; they are computed with in the precision of the outputs.

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
    return _mean(np.abs(_difference(outputs, targets)))


def absolute_error_backward(d, outputs, targets):
    """Return the gradient of `absolute_error`: ``sign(outputs - targets) / count``, times ``d``.

    Where both are equal the gradient is 0, PyTorch's choice between -1 and 1.

    Examples
    --------
    >>> absolute_error_backward(1.0, np.array([[1.0, 3.0]]), np.array([[0.0, 3.0]]))
    array([[0.5, 0. ]])
    """
    difference = _difference(outputs, targets)
    return np.sign(difference) * (real(d, "d") / difference.size)


def _mean(values):
    # float32 values, summed in float64: a long mean loses no digits
    return float(np.mean(values, dtype=np.float64))


def _scores_and_classes(logits, targets):
    logits = floats(logits, "logits", ("N", "classes"))
    n, classes = logits.shape
    if classes < 2:
        raise ValueError(
            f"logits of shape {logits.shape} score one class, whose probability is always 1; give "
            "two columns or more, or use binary_cross_entropy_with_logits"
        )
    return logits, class_numbers(targets, "targets", n, classes)


def _scores_and_probabilities(logits, targets):
    z, t = _pair(logits, targets, "logits")
    if t.min() < 0 or t.max() > 1:
        wrong = int(np.flatnonzero((t < 0) | (t > 1))[0])
        raise ValueError(
            f"targets hold {t.flat[wrong]:.8g}, but a probability lies between 0 (no) and 1 (yes); "
            "for class numbers use cross_entropy"
        )
    return z, t


def _difference(outputs, targets):
    outputs, targets = _pair(outputs, targets, "outputs")
    return outputs - targets


def _pair(outputs, targets, name):
    outputs = floats(outputs, name)
    targets = array(targets, "targets")
    if outputs.size == 0:
        raise ValueError(f"{name} have shape {outputs.shape}: they are empty; give at least one")
    if targets.shape != outputs.shape:
        classes = targets.ndim == 1 and outputs.ndim == 2 and len(targets) == len(outputs)
        raise ValueError(
            f"targets have shape {targets.shape}, but {name} {outputs.shape}; "
            + (
                f"for class numbers use np.eye({outputs.shape[1]})[targets]"
                if classes and outputs.shape[1] > 1
                else f"use targets.reshape{outputs.shape}"
                if targets.size == outputs.size
                else "every output needs one target"
            )
        )
    if targets.dtype.kind not in "iub":
        targets = floats(targets, "targets")
    with np.errstate(over="ignore"):  # a target that is too large becomes infinite, and is found
        rounded = finite(targets, "targets").astype(outputs.dtype, copy=False)
    return outputs, finite(rounded, f"targets, rounded to {outputs.dtype},")
