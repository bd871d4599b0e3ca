"""Sixty letters X and O, and a small network that can learn them: what training is tried on."""

import numpy as np

from cnnkit import xo
from tests.helpers.networks import small_cnn

X, Y = xo.make_dataset(60, rng=np.random.default_rng(0))[:2]


def make_model(dtype=np.float32, classes=2):
    """Return a small network that has not learned yet."""
    return small_cnn((1, 9, 9), 3, classes, ceil_mode=True).to(dtype)


def has_weights(model, state):
    """Whether the model's parameters are these, bit for bit."""
    return all(np.array_equal(model.parameters()[key], p) for key, p in state.items())


def same_weights(model, other):
    """Whether two models have the same parameters, bit for bit."""
    return has_weights(model, other.parameters())
