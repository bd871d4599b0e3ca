"""Small networks for the tests: the same numbers in every run, and biases if asked for."""

import numpy as np

from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential


def small_cnn(shape, maps, classes, *, padding=0, ceil_mode=False, seed=0):
    """One block and the votes, for pictures of shape (C, H, W)."""
    rng = np.random.default_rng(seed)
    block = Sequential(
        Conv2d(shape[0], maps, 3, padding=padding, rng=rng),
        ReLU(),
        MaxPool2d(2, ceil_mode=ceil_mode),
        Flatten(),
    )
    _, features = block.output_shape((1, *shape))
    return Sequential(*block, Linear(features, classes, rng=rng))


def biased(model, seed=0):
    """Draw a bias for every layer that has one: a gradient or a sum without it cannot hide at 0."""
    rng = np.random.default_rng(seed)
    for layer in model.named_layers().values():
        if getattr(layer, "bias", None) is not None:
            layer.bias[:] = rng.normal(size=layer.bias.shape)
    return model
