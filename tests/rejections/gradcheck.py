"""Gradient checks called wrongly."""

import numpy as np

import cnnkit
from cnnkit import functional as F
from cnnkit import layers
from cnnkit.losses import MSELoss
from cnnkit.model import Sequential

from .given import NAN, T, V

CASES = {
    "gradcheck: delta": (
        lambda e: cnnkit.numerical_gradient(np.sum, e.rows, delta=0),
        V,
        ["delta is 0"],
    ),
    "gradcheck: array": (
        lambda e: cnnkit.numerical_gradient(np.sin, e.b),
        V,
        ["(4,)", "one number"],
    ),
    "gradcheck: layer": (lambda e: cnnkit.check_layer("conv", e.x), T, ["'conv'"]),
    "gradcheck: random": (
        lambda e: cnnkit.check_layer(layers.Dropout(0.5), e.rows),
        V,
        ["random", ".eval()"],
    ),
    "gradcheck: no function": (
        lambda e: cnnkit.numerical_gradient(3, e.rows),
        T,
        ["function is 3"],
    ),
    "gradcheck: text": (lambda e: cnnkit.numerical_gradient(lambda a: "x", e.rows), T, ["'x'"]),
    "gradcheck: nan": (lambda e: cnnkit.numerical_gradient(lambda a: NAN, e.rows), V, ["nan"]),
    "gradcheck: lost delta": (
        lambda e: cnnkit.numerical_gradient(np.sum, e.rows, delta=1e-300),
        V,
        ["1e-300", "larger delta"],
    ),
    "gradcheck: no backward": (
        lambda e: cnnkit.check_function(F.relu, None, e.rows),
        T,
        ["backward is None"],
    ),
    "gradcheck: no gradient": (
        lambda e: cnnkit.check_function(F.relu, lambda d, x: None, e.rows),
        T,
        ["gradient of input", "NoneType"],
    ),
    "gradcheck: no gradients": (
        lambda e: cnnkit.check_function(F.relu, lambda d, x: (), e.rows),
        V,
        ["0 gradients", "1 arrays"],
    ),
    "gradcheck: three gradients": (
        lambda e: cnnkit.check_function(F.relu, lambda d, x: (d, d, d), e.rows),
        V,
        ["3 gradients"],
    ),
    "gradcheck: no numbers": (
        lambda e: cnnkit.check_function(F.relu, F.relu_backward, e.rows[:0]),
        V,
        ["(0, 6)"],
    ),
    "gradcheck: a model": (lambda e: cnnkit.check_layer(e.model, e.x), T, ["check_model"]),
    "gradcheck: no loss": (
        lambda e: cnnkit.check_model(e.model, e.x, e.targets, loss=None),
        T,
        ["loss is None"],
    ),
    "gradcheck: nothing learns": (
        lambda e: cnnkit.check_model(Sequential(layers.Flatten()), e.x, e.targets, loss=e.loss),
        V,
        ["no parameters", "check_layer"],
    ),
    "gradcheck: all entries": (
        lambda e: cnnkit.check_model(e.model, e.x, e.targets, loss=e.loss, entries="all"),
        T,
        ["entries 'all'"],
    ),
    "gradcheck: a loss": (lambda e: cnnkit.check_layer(MSELoss(), e.x), T, ["no forward()"]),
    "gradcheck: function of integers": (
        lambda e: cnnkit.check_function(lambda a: np.ones(3, int), lambda d, a: d, e.rows),
        T,
        ["what function returned holds int64 values; use float32"],
    ),
}
