"""Batch normalisation: every channel is brought to mean 0 and variance 1, then scaled and shifted.

A channel's mean and variance are over all its numbers: of every picture and every place.
"""

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, like

__all__ = ["batch_norm", "batch_norm_backward"]

CHANNEL = (0, 2, 3)  # the axes of (N, C, H, W) along which a channel's numbers lie


def batch_norm(
    x: Array,
    running_mean: Array | None,
    running_var: Array | None,
    weight: Array | None = None,
    bias: Array | None = None,
    training: bool = False,
    *,
    eps: float = 1e-5,
) -> Array:
    """Return ``weight * (x - mean) / sqrt(variance + eps) + bias``, channel by channel.

    Parameters
    ----------
    x : array (N, C, H, W)
    running_mean, running_var : arrays (C,) or None
        What is subtracted and divided by outside training; the variances are at least 0. They are
        never changed: it is the layer that moves its own.
    weight, bias : arrays (C,), optional
        Without them, 1 and 0.
    training : bool
        True takes the mean and the (biased) variance of ``x`` itself.
    eps : float, above 0

    Returns
    -------
    array (N, C, H, W)

    Raises
    ------
    TypeError, ValueError
        Arrays of the wrong kind or shape; no running statistics outside training; one number per
        channel in training.

    Notes
    -----
    `torch.nn.functional.batch_norm`; Ioffe and Szegedy, "Batch normalization: accelerating deep
    network training by reducing internal covariate shift", ICML 2015, algorithm 1.

    Examples
    --------
    >>> x = np.array([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> batch_norm(x, None, None, training=True).ravel().round(3)
    array([-1.,  1.])
    >>> batch_norm(x, np.array([2.0]), np.array([4.0])).ravel().round(3)
    array([-0.5,  0.5])
    """
    x, running, weight, bias, eps = checks.normalisation(
        x, running_mean, running_var, weight, bias, training, eps
    )
    centred, variance, _ = centre(x, running)
    return normalise(centred, variance, weight, bias, eps)[0]


def batch_norm_backward(
    d: Array,
    x: Array,
    running_mean: Array | None,
    running_var: Array | None,
    weight: Array | None = None,
    bias: Array | None = None,
    training: bool = False,
    *,
    eps: float = 1e-5,
) -> tuple[Array, Array, Array]:
    """Return ``(dx, dweight, dbias)``, with ``z`` the normalised x and ``s`` the root.

    ``dbias = sum(d)``, ``dweight = sum(d z)``, ``dx = weight / s * d``; in training mean and
    variance depend on x, too: ``dx = weight / s * (d - mean(d) - z mean(d z))``.

    Examples
    --------
    >>> x = np.array([1.0, 3.0]).reshape(2, 1, 1, 1)
    >>> dx, dweight, dbias = batch_norm_backward(x, x, None, None, training=True)
    >>> dweight.round(3), dbias
    (array([2.]), array([4.]))
    """
    x, running, weight, bias, eps = checks.normalisation(
        x, running_mean, running_var, weight, bias, training, eps
    )
    centred, variance, _ = centre(x, running)
    _, z, root = normalise(centred, variance, weight, bias, eps)
    return normalise_backward(like(d, x.shape), z, root, weight, running is None)


def centre(x, running=None):
    """Return x less its channels' means, their variances, and the means.

    ``running``, if given, holds the means and the variances to use instead.
    """
    if running is None:
        if x.size == x.shape[1]:
            raise ValueError(
                f"x of shape {x.shape} has one number in each channel, which has no spread to "
                "normalise; give two pictures or more, or larger ones"
            )
        mean = x.mean(axis=CHANNEL)
        centred = x - _channels(mean)
        return centred, (centred * centred).mean(axis=CHANNEL), mean
    mean, variance = running
    return x - _channels(mean), variance, mean


def normalise(centred, variance, weight, bias, eps):
    """Return the output, the normalised input and the root of the variance."""
    root = np.sqrt(variance.astype(centred.dtype) + centred.dtype.type(eps))
    z = centred / _channels(root)
    y = z if weight is None else z * _channels(weight)
    return y if bias is None else y + _channels(bias), z, root


def normalise_backward(d, z, root, weight, training):
    """Return the gradients of `normalise`; in ``training`` also through mean and variance."""
    dbias, dweight = d.sum(axis=CHANNEL), (d * z).sum(axis=CHANNEL)
    scale = 1 / root if weight is None else weight / root
    if training:
        count = d.size // d.shape[1]
        d = d - _channels(dbias / count) - z * _channels(dweight / count)
    return d * _channels(scale), dweight, dbias


def _channels(values):
    """Return one number per channel as it meets (N, C, H, W)."""
    return values[:, None, None]
