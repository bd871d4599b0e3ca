"""The X/O network with any weights, and its pictures with pixels flipped, in float64."""

from __future__ import annotations

import numpy as np

from cnnkit.examples import xo
from cnnkit.model import Sequential


def picture(image: str, flipped=()) -> np.ndarray:
    """Return a letter with some pixels flipped, as a batch of one.

    Examples
    --------
    >>> (picture("X", ((4, 4),)) != picture("X")).sum().item()
    1
    """
    pixels = xo.picture(image)[None, None].astype(np.float64)
    for row, col in flipped:
        pixels[0, 0, row, col] *= -1
    return pixels


def network(weights: dict[str, np.ndarray]) -> Sequential:
    """Return the X/O network with these weights."""
    model = xo.untrained_network().to(np.float64)
    for name, layer in model.named_layers().items():
        for key in layer.parameters():
            setattr(layer, key, weights[f"{name}.{key}"].copy())
    return model
