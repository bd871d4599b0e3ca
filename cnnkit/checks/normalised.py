"""Checks of what a batch norm takes."""

from typing import Any

import numpy as np

from cnnkit.checks.arrays import array, batch, floats
from cnnkit.checks.values import flag, real, shown

__all__ = ["batch_count", "normalisation"]


def batch_count(value: Any, name: str) -> np.ndarray | None:
    """Return a number of batches as an int64 array of shape (), itself if it is one; or None.

    Examples
    --------
    >>> batch_count(3, "num_batches_tracked")
    array(3)
    >>> batch_count([1, 2], "num_batches_tracked")
    Traceback (most recent call last):
        ...
    ValueError: num_batches_tracked [1, 2] is not a number of batches; use one such as 0, or None
    """
    if value is None:
        return None
    found = array(value, name)
    if found.shape != () or found.dtype.kind not in "iu" or found < 0:
        raise ValueError(
            f"{name} {shown(value)} is not a number of batches; use one such as 0, or None"
        )
    return found.astype(np.int64, copy=False)


def normalisation(
    x: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any,
    bias: Any,
    training: bool,
    eps: float,
) -> tuple:
    """Return the checked x, pair of running statistics, weight, bias and eps.

    In training, the pair is None.

    Examples
    --------
    >>> import numpy as np
    >>> normalisation(np.ones((1, 2, 3, 3)), None, None, np.ones(3), None, True, 1e-5)
    Traceback (most recent call last):
        ...
    ValueError: weight has shape (3,), but there are 2 channels; use shape (2,)
    """
    x, training = batch(x), flag(training, "training")
    given = {"running_mean": running_mean, "running_var": running_var}
    given |= {"weight": weight, "bias": bias}
    for name, value in given.items():
        if value is not None:
            given[name] = _one_a_channel(value, name, x.shape[1])
    mean, variance, weight, bias = given.values()
    running = _pair(mean, variance)
    if running is None and not training:
        raise ValueError(
            "running_mean and running_var are None, but outside training they are what x is "
            "normalised by; give both, or training=True"
        )
    return x, None if training else running, weight, bias, real(eps, "eps", above=0)


def _pair(mean, variance):
    """Return the pair, or None if there is none; of two arrays, both are needed."""
    if (mean is None) != (variance is None):
        lacking = "running_mean" if mean is None else "running_var"
        raise ValueError(f"{lacking} is None, but the other is not; give both, or neither")
    if variance is not None and variance.min() < 0:
        raise ValueError(
            f"running_var holds {variance.min():g}, but a variance is at least 0; "
            "check which array is which"
        )
    return None if mean is None else (mean, variance)


def _one_a_channel(value, name, channels):
    """Return one float for each channel."""
    value = floats(value, name, ("C",))
    if len(value) != channels:
        raise ValueError(
            f"{name} has shape {value.shape}, but there are {channels} channels; use shape "
            f"({channels},)"
        )
    return value
