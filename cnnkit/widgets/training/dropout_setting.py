"""Dropout as a setting of a training, also for a network that has no layer of it.

Dropout belongs to the training, not to the network: when the network answers, nothing is dropped.
So a network without such a layer is trained with one before its last layer that has weights, and
is left without it.
"""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Dropout
from cnnkit.model import Sequential

__all__ = ["built_in", "can_drop", "own_droppers", "with_dropout"]


def own_droppers(network: Sequential) -> list[Dropout]:
    """Return the network's own layers that drop."""
    return [layer for layer in network.named_layers().values() if isinstance(layer, Dropout)]


def built_in(network: Sequential) -> float | None:
    """Return the share that the network drops as it is built; None if its layers differ.

    Examples
    --------
    >>> from cnnkit.layers import Linear
    >>> built_in(Sequential(Dropout(0.5), Linear(2, 2))), built_in(Sequential(Linear(2, 2)))
    (0.5, 0.0)
    """
    shares = {layer.p for layer in own_droppers(network)} or {0.0}
    return shares.pop() if len(shares) == 1 else None


def can_drop(network: Sequential) -> bool:
    """Tell whether dropout can be set: in layers of its own, or before its last weights."""
    return bool(own_droppers(network)) or type(network) is Sequential


def with_dropout(
    network: Sequential, p: float | None, built: list[float], rng: np.random.Generator
) -> Sequential:
    """Return the network to do a step with: the same layers, with dropout.

    Parameters
    ----------
    network : Sequential
        Its own layers of dropout get the share.
    p : float or None
        None for what they had when the network was built.
    built : list of float
        That, for each of them.
    rng : numpy.random.Generator
        What a layer that is put in draws from.

    Examples
    --------
    >>> from cnnkit.layers import Flatten, Linear
    >>> network = Sequential(Flatten(), Linear(4, 2))
    >>> with_dropout(network, 0.5, [], np.random.default_rng(0))
    Sequential(
      (0): Flatten()
      (1): Sequential(
        (0): Dropout(p=0.5)
        (1): Linear(in_features=4, out_features=2)
      )
    )
    """
    own = own_droppers(network)
    for layer, first in zip(own, built, strict=True):
        layer.p = first if p is None else p
    if own or not p:
        return network
    layers = list(network)
    last = max(i for i, layer in enumerate(layers) if layer.parameters())
    layers[last] = Sequential(Dropout(p, rng=rng), layers[last])
    twin = Sequential(*layers)
    twin.turn = network.turn
    return twin
