"""Layers, initialisers and shapes called wrongly."""

import copy

import numpy as np

from cnnkit import initialisers, layers, shapes

from .given import M, R, T, V


def with_weight(e, weight):
    """Return a copy of a layer whose weight was replaced."""
    layer = copy.copy(e.linear)
    layer.weight = weight
    return layer


CASES = {
    # construction
    "Conv2d: channels 0": (lambda e: layers.Conv2d(0, 4, 3), V, ["in_channels", "0"]),
    "Conv2d: channels 1.0": (lambda e: layers.Conv2d(1.0, 4, 3), T, ["in_channels", "1.0"]),
    "Conv2d: channels -4": (lambda e: layers.Conv2d(1, -4, 3), V, ["out_channels", "-4"]),
    "Conv2d: kernel 0": (lambda e: layers.Conv2d(1, 4, 0), V, ["kernel_size", "0"]),
    "Conv2d: kernel 3.0": (lambda e: layers.Conv2d(1, 4, 3.0), T, ["kernel_size", "3.0"]),
    "Conv2d: kernel (3,)": (lambda e: layers.Conv2d(1, 4, (3,)), V, ["kernel_size", "(3,)"]),
    "Conv2d: stride 0": (lambda e: layers.Conv2d(1, 4, 3, stride=0), V, ["stride", "0"]),
    "Conv2d: padding": (lambda e: layers.Conv2d(1, 4, 3, padding="SAME"), V, ["'SAME'", "'same'"]),
    "Conv2d: same, stride": (
        lambda e: layers.Conv2d(1, 4, 3, padding="same", stride=2),
        V,
        ["'same'", "stride"],
    ),
    "Conv2d: dilation -1": (lambda e: layers.Conv2d(1, 4, 3, dilation=-1), V, ["dilation", "-1"]),
    "Conv2d: rng": (lambda e: layers.Conv2d(1, 4, 3, rng=0), T, ["rng", "default_rng(0)"]),
    "Conv2d: bias": (lambda e: layers.Conv2d(1, 4, 3, bias="no"), T, ["bias", "'no'"]),
    "Conv2d: positional stride": (lambda e: layers.Conv2d(1, 4, 3, 2), T, ["positional"]),
    "Conv2d: 10**9 channels": (lambda e: layers.Conv2d(10**9, 10**9, 3), M, ["too large"]),
    "Conv2d: channels True": (lambda e: layers.Conv2d(True, 2, 3), T, ["in_channels True"]),
    "Conv2d: initialiser": (
        lambda e: layers.Conv2d(1, 2, 3, initialiser=lambda shape, rng: "x"),
        T,
        ["initialiser's array"],
    ),
    "Linear: features 0": (lambda e: layers.Linear(0, 3), V, ["in_features", "0"]),
    "Linear: features text": (lambda e: layers.Linear("6", 3), T, ["in_features", "'6'"]),
    "Linear: rng": (lambda e: layers.Linear(6, 3, rng=np.random), T, ["rng"]),
    "Linear: 10**30 features": (lambda e: layers.Linear(10**30, 1), M, ["too large"]),
    "MaxPool2d: kernel": (lambda e: layers.MaxPool2d(-2), V, ["kernel_size", "-2"]),
    "MaxPool2d: padding": (lambda e: layers.MaxPool2d(2, padding=2), V, ["padding", "half"]),
    "MaxPool2d: stride": (lambda e: layers.MaxPool2d(2, stride=0.5), T, ["stride", "0.5"]),
    "AvgPool2d: kernel": (lambda e: layers.AvgPool2d((2, 0)), V, ["kernel_size", "0"]),
    "LPPool2d: p": (lambda e: layers.LPPool2d(-1, 2), V, ["p is -1"]),
    "LeakyReLU: slope": (lambda e: layers.LeakyReLU(None), T, ["negative_slope", "None"]),
    "RReLU: limits": (lambda e: layers.RReLU(0.5, 0.25), V, ["lower", "upper"]),
    "RReLU: rng": (lambda e: layers.RReLU(rng="x"), T, ["rng", "'x'"]),
    "Dropout: p 1": (lambda e: layers.Dropout(1.0), V, ["p is 1.0", "below 1"]),
    "Dropout: p -0.1": (lambda e: layers.Dropout(-0.1), V, ["p is -0.1"]),
    "Dropout: rng": (lambda e: layers.Dropout(0.5, rng=1), T, ["rng", "default_rng(1)"]),
    # use
    "layer: backward first": (lambda e: e.fresh.backward(e.d), R, ["Conv2d", "before forward"]),
    "layer: backward shape": (lambda e: e.conv.backward(e.x), V, ["(2, 3, 8, 9)", "(2, 4, 6, 7)"]),
    "layer: backward integers": (lambda e: e.relu.backward(e.integers), T, ["int64"]),
    "layer: backward None": (lambda e: e.pool.backward(None), T, ["d of type NoneType"]),
    "layer: wrong channels": (lambda e: e.conv(e.x[:, :1]), V, ["1 channels", "3"]),
    "layer: empty batch": (lambda e: e.conv(e.x[:0]), V, ["(0, 3, 8, 9)"]),
    "layer: small picture": (lambda e: e.conv(e.x[:, :, :2]), V, ["kernel_size 3", "height 2"]),
    "layer: linear on pictures": (lambda e: e.linear(e.x), V, ["(2, 3, 8, 9)"]),
    "layer: linear features": (lambda e: e.linear(e.rows[:, 1:]), V, ["5 features", "6"]),
    "layer: pool of rows": (lambda e: e.pool(e.rows), V, ["(5, 6)"]),
    "layer: relu of integers": (lambda e: e.relu(e.integers), T, ["int64"]),
    "layer: shape of rows": (lambda e: e.conv.output_shape((5, 6)), V, ["(5, 6)"]),
    "layer: remember": (lambda e: e.relu(e.x, remember="no"), T, ["remember 'no'"]),
    "layer: weight lost": (lambda e: with_weight(e, None)(e.rows), T, ["weight", "NoneType"]),
    "layer: weight of integers": (
        lambda e: with_weight(e, np.ones((3, 6), int))(e.rows),
        T,
        ["weight", "int64"],
    ),
    "layer: shape by text": (lambda e: e.conv.output_shape("abcd"), T, ["'abcd'"]),
    "layer: shape of floats": (lambda e: e.conv.output_shape((2.0, 3, 8, 9)), T, ["2.0"]),
    "average pool: integers": (lambda e: layers.AvgPool2d(2)(e.integers), T, ["int64"]),
    "Lp pool: integers": (lambda e: layers.LPPool2d(2, 2)(e.integers), T, ["int64"]),
    "average: integers": (lambda e: layers.GlobalAvgPool2d()(e.integers), T, ["int64"]),
    # initialisers
    "initialiser: dtype": (
        lambda e: initialisers.he_normal((3, 3), e.rng, "nonsense"),
        T,
        ["'nonsense'", "np.float32"],
    ),
    "initialiser: dtype None": (
        lambda e: initialisers.he_uniform((3, 3), e.rng, None),
        T,
        ["dtype is None"],
    ),
    "initialiser: 10**18": (
        lambda e: initialisers.xavier_normal((10**9, 10**9), e.rng),
        M,
        ["too large"],
    ),
    "he_normal: no rng": (lambda e: initialisers.he_normal((3, 3), None), T, ["rng"]),
    "he_uniform: 1-D": (lambda e: initialisers.he_uniform((3,), e.rng), V, ["(3,)"]),
    "xavier_normal: seed": (lambda e: initialisers.xavier_normal((3, 3), 0), T, ["default_rng"]),
    "xavier_uniform: 1-D": (lambda e: initialisers.xavier_uniform((3,), e.rng), V, ["(3,)"]),
    # shapes
    "size: kernel": (lambda e: shapes.conv_output_size(2, 3), V, ["kernel_size 3", "padding >= 1"]),
    "size: 0": (lambda e: shapes.conv_output_size(0, 1), V, ["size", "0"]),
    "size: three": (lambda e: shapes.conv_output_size((1, 2, 3), 1), V, ["size", "3"]),
    "size: pool": (lambda e: shapes.pool_output_size(3, 4), V, ["kernel_size 4"]),
    "size: pool padding": (lambda e: shapes.pool_output_size(9, 2, padding=2), V, ["half"]),
    "field: kernel": (lambda e: shapes.receptive_field([(0,)]), V, ["kernel_size", "0"]),
    "field: number": (lambda e: shapes.receptive_field(3), T, ["stack 3", "(3,)"]),
    "field: numbers": (lambda e: shapes.receptive_field([3, 3]), T, ["layer 3"]),
    "field: a layer": (lambda e: shapes.receptive_field([e.conv]), T, ["Conv2d"]),
    "field: five entries": (lambda e: shapes.receptive_field([(3, 1, 0, 1, 7)]), T, ["7"]),
    "pair: text": (lambda e: shapes.pair("34"), T, ["'34'"]),
    "pair: array": (lambda e: shapes.pair(np.array([1, 2])), T, ["ndarray"]),
}
