"""Layers made and called wrongly, and layers of a reader's own that return the wrong things."""

import copy

import numpy as np

import cnnkit
from cnnkit import layers
from cnnkit.model import Sequential
from cnnkit.optim import SGD

from .given import NAN, A, M, Own, R, T, V, model_with


class Unready(layers.Layer):
    """A layer that forgot its base class."""

    def __init__(self):
        pass


class Learning(Own):
    """A layer whose parameter is a list."""

    names = ("weight",)
    weight = (1.0, 2.0)


class Counting(Own):
    """A layer whose parameter is a whole number: a step would be cut off."""

    names = ("weight",)
    weight = np.ones(1, int)


def with_weight(e, weight):
    """Return a copy of a layer whose weight was replaced."""
    layer = copy.copy(e.linear)
    layer.weight = weight
    return layer


def back(e, layer):
    """Go forward and back through a model that holds a layer of a reader's own."""
    model = model_with(layer)
    return model.backward(np.ones_like(model(e.x)))


CASES = {
    "Conv2d: channels 0": (lambda e: layers.Conv2d(0, 4, 3), V, ["in_channels 0 is too small"]),
    "Conv2d: channels 1.0": (
        lambda e: layers.Conv2d(1.0, 4, 3),
        T,
        ["in_channels 1.0 is a float; use an integer"],
    ),
    "Conv2d: channels -4": (lambda e: layers.Conv2d(1, -4, 3), V, ["out_channels", "-4"]),
    "Conv2d: kernel 0": (lambda e: layers.Conv2d(1, 4, 0), V, ["kernel_size 0 is too small"]),
    "Conv2d: kernel 3.0": (lambda e: layers.Conv2d(1, 4, 3.0), T, ["kernel_size", "3.0"]),
    "Conv2d: kernel (3,)": (lambda e: layers.Conv2d(1, 4, (3,)), V, ["kernel_size", "(3,)"]),
    "Conv2d: stride 0": (lambda e: layers.Conv2d(1, 4, 3, stride=0), V, ["stride 0 is too small"]),
    "Conv2d: padding": (lambda e: layers.Conv2d(1, 4, 3, padding="SAME"), V, ["'SAME'", "'same'"]),
    "Conv2d: same, stride": (
        lambda e: layers.Conv2d(1, 4, 3, padding="same", stride=2),
        V,
        ["needs stride 1", "'same'"],
    ),
    "Conv2d: dilation -1": (lambda e: layers.Conv2d(1, 4, 3, dilation=-1), V, ["dilation", "-1"]),
    "Conv2d: rng": (lambda e: layers.Conv2d(1, 4, 3, rng=0), T, ["rng", "default_rng(0)"]),
    "Conv2d: bias": (lambda e: layers.Conv2d(1, 4, 3, bias="no"), T, ["bias", "'no'"]),
    "Conv2d: groups 2 of 3": (
        lambda e: layers.Conv2d(3, 4, 3, groups=2),
        V,
        ["groups 2 does not divide in_channels 3"],
    ),
    "Conv2d: groups 3 into 4": (
        lambda e: layers.Conv2d(3, 4, 3, groups=3),
        V,
        ["groups 3 does not divide out_channels 4"],
    ),
    "Conv2d: groups 0": (lambda e: layers.Conv2d(3, 4, 3, groups=0), V, ["groups 0 is too small"]),
    "Conv2d: groups text": (lambda e: layers.Conv2d(4, 4, 3, groups="2"), T, ["groups '2'"]),
    "Conv2d: 10**9 channels": (lambda e: layers.Conv2d(10**9, 10**9, 3), M, ["too large"]),
    "Conv2d: channels True": (lambda e: layers.Conv2d(True, 2, 3), T, ["in_channels True"]),
    "Conv2d: initialiser": (
        lambda e: layers.Conv2d(1, 2, 3, initialiser=lambda shape, rng: "x"),
        T,
        ["initialiser's array"],
    ),
    "Conv2d: initialiser by name": (
        lambda e: layers.Conv2d(1, 8, 3, initialiser="he"),
        T,
        ["initialiser 'he'", "he_normal"],
    ),
    "Conv2d: channels (1, 1)": (
        lambda e: layers.Conv2d((1, 1), 8, 3),
        T,
        ["in_channels (1, 1) is a tuple; use an"],
    ),
    "Conv2d: padding -1": (
        lambda e: layers.Conv2d(1, 8, 3, padding=-1),
        V,
        ["padding -1 is too small"],
    ),
    "Conv2d: bias 0.5": (
        lambda e: layers.Conv2d(1, 8, 3, bias=0.5),
        T,
        ["bias 0.5 is a float; use True or False"],
    ),
    "Conv2d: dilation 0": (
        lambda e: layers.Conv2d(1, 8, 3, dilation=0),
        V,
        ["dilation 0 is too small"],
    ),
    "Linear: features 0": (lambda e: layers.Linear(0, 3), V, ["in_features 0 is too small"]),
    "Linear: features text": (lambda e: layers.Linear("6", 3), T, ["in_features", "'6'"]),
    "Linear: rng": (lambda e: layers.Linear(6, 3, rng=np.random), T, ["rng"]),
    "Linear: 10**30 features": (lambda e: layers.Linear(10**30, 1), M, ["too large"]),
    "Linear: initialiser's shape": (
        lambda e: layers.Linear(3, 2, initialiser=lambda shape, rng: np.ones((3, 2))),
        V,
        ["the initialiser's array has shape (3, 2); it must have the shape that it was"],
    ),
    "Linear: initialiser's integers": (
        lambda e: layers.Linear(3, 2, initialiser=lambda shape, rng: np.ones(shape, int)),
        T,
        ["the initialiser's array holds int64 values"],
    ),
    "Linear: outputs by text": (lambda e: layers.Linear(5, "2"), T, ["out_features '2' is a str"]),
    "Linear: bias None": (lambda e: layers.Linear(5, 2, bias=None), T, ["bias None is a NoneType"]),
    "MaxPool2d: kernel": (lambda e: layers.MaxPool2d(-2), V, ["kernel_size", "-2"]),
    "MaxPool2d: padding": (
        lambda e: layers.MaxPool2d(2, padding=2),
        V,
        ["more than half", "padding"],
    ),
    "MaxPool2d: stride": (lambda e: layers.MaxPool2d(2, stride=0.5), T, ["stride", "0.5"]),
    "MaxPool2d: stride 0": (lambda e: layers.MaxPool2d(2, stride=0), V, ["stride 0 is too small"]),
    "MaxPool2d: ceil_mode 2": (
        lambda e: layers.MaxPool2d(2, ceil_mode=2),
        T,
        ["ceil_mode 2 is an int"],
    ),
    "AvgPool2d: kernel": (lambda e: layers.AvgPool2d((2, 0)), V, ["kernel_size 0 is too small"]),
    "AvgPool2d: flag": (
        lambda e: layers.AvgPool2d(2, count_include_pad="yes"),
        T,
        ["count_include_pad 'yes'"],
    ),
    "LPPool2d: p": (lambda e: layers.LPPool2d(-1, 2), V, ["p is -1"]),
    "LPPool2d: p 0.5": (lambda e: layers.LPPool2d(0.5, 2), V, ["p is 0.5, which is out of range"]),
    "LeakyReLU: slope": (lambda e: layers.LeakyReLU(None), T, ["negative_slope", "None"]),
    "LeakyReLU: slope text": (lambda e: layers.LeakyReLU("a"), T, ["negative_slope is 'a'"]),
    "RReLU: limits": (lambda e: layers.RReLU(0.5, 0.25), V, ["lower", "upper"]),
    "RReLU: rng": (lambda e: layers.RReLU(rng="x"), T, ["rng", "'x'"]),
    "RReLU: seed": (lambda e: layers.RReLU(rng=1), T, ["rng is 1", "default_rng(1)"]),
    "Dropout: p 1": (lambda e: layers.Dropout(1.0), V, ["p is 1.0", "below 1"]),
    "Dropout: p -0.1": (lambda e: layers.Dropout(-0.1), V, ["p is -0.1"]),
    "Dropout: rng": (lambda e: layers.Dropout(0.5, rng=1), T, ["rng", "default_rng(1)"]),
    "Dropout: p 1 as a whole number": (
        lambda e: layers.Dropout(1),
        V,
        ["p is 1, which is out of range; use a number at least"],
    ),
    "Dropout: p text": (lambda e: layers.Dropout("half"), T, ["p is 'half'"]),
    "Dropout: rng a module": (
        lambda e: layers.Dropout(0.5, rng=np.random),
        T,
        ["is not a random generator", "rng is <module"],
    ),
    "layer: backward first": (lambda e: e.fresh.backward(e.d), R, ["Conv2d", "before forward"]),
    "layer: backward shape": (lambda e: e.conv.backward(e.x), V, ["(2, 3, 8, 9)", "(2, 4, 6, 7)"]),
    "layer: backward integers": (lambda e: e.relu.backward(e.integers), T, ["int64"]),
    "layer: backward None": (lambda e: e.pool.backward(None), T, ["d of type NoneType"]),
    "layer: wrong channels": (lambda e: e.conv(e.x[:, :1]), V, ["1 channels", "3"]),
    "layer: empty batch": (lambda e: e.conv(e.x[:0]), V, ["(0, 3, 8, 9)"]),
    "layer: small picture": (lambda e: e.conv(e.x[:, :, :2]), V, ["kernel_size 3", "height 2"]),
    "layer: linear on pictures": (
        lambda e: e.linear(e.x),
        V,
        ["needs 2 axes (N, features); put a Flatten()", "(2, 3, 8, 9)"],
    ),
    "layer: linear features": (lambda e: e.linear(e.rows[:, 1:]), V, ["5 features", "6"]),
    "layer: pool of rows": (lambda e: e.pool(e.rows), V, ["(5, 6)"]),
    "layer: relu of integers": (lambda e: e.relu(e.integers), T, ["x holds int64 values"]),
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
    "layer: no weight any more": (
        lambda e: delattr(e.conv, "weight"),
        A,
        ["weight cannot be deleted"],
    ),
    "layer: an initialiser of NaN": (
        lambda e: layers.Linear(2, 1, initialiser=lambda shape, rng: np.full(shape, NAN)),
        V,
        ["the initialiser's array holds nan at index (0, 0)"],
    ),
    "layer: shape of nothing": (lambda e: layers.Flatten().output_shape(()), V, ["input_shape ()"]),
    "layer: long shape": (lambda e: e.conv.output_shape("x" * 500), T, ["'xxx"]),
    "layer: backward flag": (
        lambda e: e.conv.backward(np.ones_like(e.conv(e.x)), input_gradient="no"),
        T,
        ["input_gradient 'no'"],
    ),
    "layer: dropout of integers": (
        lambda e: layers.Dropout()(np.ones(3, int)),
        T,
        ["x holds int64 values"],
    ),
    "layer: large pool": (
        lambda e: layers.MaxPool2d(9)(e.x),
        V,
        ["kernel_size 9 does not fit height 8"],
    ),
    "layer: pictures into Linear": (
        lambda e: layers.Linear(216, 2)(e.x),
        V,
        ["needs 2 axes (N, features); put a Flatten() layer"],
    ),
    "layer: shape of other channels": (
        lambda e: e.conv.output_shape((2, 1, 9, 9)),
        V,
        ["has 1 channels, but the layer reads 3"],
    ),
    "layer: shape of a number": (lambda e: e.conv.output_shape(9), T, ["input_shape 9"]),
    "layer: shape of one picture in a pool": (
        lambda e: e.pool.output_shape((3, 6, 5)),
        V,
        ["input_shape (3, 6, 5) needs 4 axes (N, C, H, W)"],
    ),
    "layer: shape of other features": (
        lambda e: e.linear.output_shape((1, 5)),
        V,
        ["has 5 features, but the layer reads 6"],
    ),
    "layer: shape of pictures in Linear": (
        lambda e: e.linear.output_shape((1, 5, 5)),
        V,
        ["needs 2 axes (N, features)"],
    ),
    "layer: shape with a 0": (
        lambda e: layers.Flatten().output_shape((2, 0, 3)),
        V,
        ["input_shape 0 is too small"],
    ),
    "layer: mode": (lambda e: e.relu.train("yes"), T, ["mode 'yes' is a str; use True or False"]),
    "average pool: integers": (
        lambda e: layers.AvgPool2d(2)(e.integers),
        T,
        ["x holds int64 values"],
    ),
    "Lp pool: integers": (lambda e: layers.LPPool2d(2, 2)(e.integers), T, ["x holds int64 values"]),
    "average: integers": (
        lambda e: layers.GlobalAvgPool2d()(e.integers),
        T,
        ["x holds int64 values"],
    ),
    "own layer: None": (lambda e: Own(lambda x: None)(e.x), T, ["Own._forward returned None"]),
    "own layer: array alone": (
        lambda e: Own(lambda x: x)(e.x),
        T,
        ["it must `return y, memory`"],
    ),
    "own layer: three things": (lambda e: Own(lambda x: (x, x, x))(e.x), T, ["it must `return"]),
    "own layer: list": (lambda e: Own(lambda x: ([1.0], x))(e.x), T, ["[1.0]", "an array and"]),
    "own layer: None in a model": (
        lambda e: model_with(Own(lambda x: None)).activations(e.x),
        T,
        ["layer 2", "returned None"],
    ),
    "own layer: None in an evaluation": (
        lambda e: cnnkit.evaluate(model_with(Own(lambda x: None)), e.x, e.targets, loss=e.loss),
        T,
        ["layer 2", "returned None"],
    ),
    "own layer: None in a check": (
        lambda e: cnnkit.check_layer(Own(lambda x: None), e.rows),
        T,
        ["returned None"],
    ),
    "own layer: backward None": (
        lambda e: back(e, Own(backward=lambda d: None)),
        T,
        ["Own._backward returned None", "gradient of its input"],
    ),
    "own layer: backward list": (
        lambda e: back(e, Own(backward=lambda d: [1.0])),
        T,
        ["Own._backward returned [1.0]"],
    ),
    "own layer: no forward": (
        lambda e: layers.Layer()(e.x),
        NotImplementedError,
        ["Layer has no _forward; define _forward(self, x)"],
    ),
    "own layer: no backward": (
        lambda e: back(e, type("Short", (layers.Layer,), {"_forward": lambda self, x: (x, x)})()),
        NotImplementedError,
        ["Short has no _backward", "define _backward(self, d, memory"],
    ),
    "own layer: base class forgotten": (
        lambda e: Sequential(Unready()),
        T,
        ["layer 0, Unready", "super().__init__()"],
    ),
    "own layer: names without a comma": (
        lambda e: type("Short", (layers.Layer,), {"names": ("weight")}),  # no comma: a text
        T,
        ["names of Short", "('weight',)"],
    ),
    "own layer: forward as in PyTorch": (
        lambda e: type("Short", (layers.Layer,), {"forward": lambda self, x: x}),
        T,
        ["Short has a forward", "call yours _forward"],
    ),
    "own layer: a parameter that is not an array": (
        lambda e: SGD(Sequential(Learning()), lr=0.1),
        T,
        ["0.weight is (1.0, 2.0)", "NumPy array"],
    ),
    "own layer: a whole number as parameter": (
        lambda e: SGD(Sequential(Counting()), lr=0.1),
        T,
        ["0.weight holds int64 values"],
    ),
}
