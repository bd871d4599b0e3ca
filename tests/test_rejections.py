"""Bad input, all over the package: one sentence that says what was given, why it fails and what
would work; and afterwards everything is as it was before."""

import copy
import io
import re
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

import cnnkit
from cnnkit import functional as F
from cnnkit import initialisers, layers, naive, plots, shapes, xo
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.schedules import StepLR

# Words that tell the reader what would work.
ADVICE = re.compile(
    r"\b(use|give|try|convert|write|call|make|create|fill|needs?|must|choose|add|end|load|pass|"
    r"replace|unpack|count|one of|has the shape|agree|leave|clean|at least one|check|read|swap)\b"
)


def surroundings():
    """Return arrays and a model in the middle of its work: all that could be changed."""
    rng = np.random.default_rng(0)
    e = SimpleNamespace(rng=np.random.default_rng(1))
    e.x = rng.normal(size=(2, 3, 8, 9)).astype(np.float32)
    e.w = rng.normal(size=(4, 3, 3, 3)).astype(np.float32)
    e.b = rng.normal(size=4).astype(np.float32)
    e.d = rng.normal(size=(2, 4, 6, 7)).astype(np.float32)
    e.rows = rng.normal(size=(5, 6)).astype(np.float32)
    e.matrix = rng.normal(size=(3, 6)).astype(np.float32)
    e.classes = np.array([0, 1, 2, 3, 5])
    e.integers = np.arange(2 * 3 * 8 * 9).reshape(2, 3, 8, 9)
    e.conv = layers.Conv2d(3, 4, 3, rng=rng)
    e.linear = layers.Linear(6, 3, rng=rng)
    e.pool = layers.MaxPool2d(2)
    e.relu = layers.ReLU()
    e.fresh = layers.Conv2d(3, 4, 3, rng=rng)
    e.model = Sequential(
        layers.Conv2d(3, 4, 3, rng=rng),
        layers.ReLU(),
        layers.Flatten(),
        layers.Linear(168, 6, rng=rng),
    )
    e.other = Sequential(layers.Flatten(), layers.Linear(216, 6, rng=rng))
    e.targets = np.array([0, 5])
    e.loss = CrossEntropyLoss()
    e.optimizer = SGD(e.model, lr=0.1, momentum=0.9)
    cnnkit.train_step(e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer)
    e.loss(e.model(e.x), e.targets)
    e.model.backward(e.loss.backward())
    e.conv.backward(np.ones_like(e.conv(e.x)))
    e.linear.backward(np.ones_like(e.linear(e.rows)))
    e.pool.backward(np.ones_like(e.pool(e.x)))
    e.relu.backward(np.ones_like(e.relu(e.x)))
    return e


def everything(e):
    """Return a copy of all that a rejected call must not change, gradients by backward included."""
    arrays = {
        name: value.copy() for name, value in vars(e).items() if isinstance(value, np.ndarray)
    }
    for name in ("conv", "linear", "pool", "relu", "fresh"):
        layer = getattr(e, name)
        arrays |= {f"{name}.{key}": a.copy() for key, a in layer.parameters().items()}
        arrays |= {f"{name}.d{key}": a.copy() for key, a in layer.gradients.items()}
    arrays |= {f"model.{key}": a.copy() for key, a in e.model.parameters().items()}
    arrays |= {f"model.d{key}": a.copy() for key, a in e.model.gradients().items()}
    arrays |= {f"other.{key}": a.copy() for key, a in e.other.parameters().items()}
    arrays |= {f"v.{key}": v.copy() for key, (v,) in e.optimizer._state.items()}
    # what a backward pass gives now: the memories of loss, model and layers
    d = e.loss.backward()
    arrays |= {"loss": d.copy(), "dx": e.model.backward(d)}
    arrays |= {"conv.dx": e.conv.backward(np.ones((2, 4, 6, 7), np.float32))}
    arrays |= {"linear.dx": e.linear.backward(np.ones((5, 3), np.float32))}
    arrays |= {"pool.dx": e.pool.backward(np.ones((2, 3, 4, 4), np.float32))}
    arrays |= {"relu.dx": e.relu.backward(np.ones_like(e.x))}
    plain = {
        "rng": repr(e.rng.bit_generator.state),
        "steps": (e.optimizer.steps, e.optimizer.lr, e.optimizer.momentum),
        "modes": [layer.training for layer in e.model],
    }
    return arrays, plain


V, T, R, M = ValueError, TypeError, RuntimeError, MemoryError
NAN = float("nan")


class Strange:
    """An object that may have an array, and cannot even say what it is."""

    def __init__(self, array=None):
        self.array = array

    def __array__(self, dtype=None, copy=None):
        if self.array is None:
            raise RuntimeError("no array today")
        return self.array

    def __repr__(self):
        raise RuntimeError("no repr")


def with_weight(e, weight):
    """Return a copy of a layer whose weight was replaced."""
    layer = copy.copy(e.linear)
    layer.weight = weight
    return layer


def step(e, y=(0, 5), **changed):
    """Do one training step with something wrong."""
    parts = {"model": e.model, "loss": e.loss, "optimizer": e.optimizer} | changed
    return cnnkit.train_step(parts.pop("model"), e.x, y, **parts)


def fit(e, **changed):
    """Start a training with something wrong."""
    options = {"loss": e.loss, "optimizer": e.optimizer, "epochs": 1} | changed
    return cnnkit.fit(e.model, e.x, e.targets, **options)


CASES = {
    # conv2d
    "conv2d: 2-D picture": (lambda e: F.conv2d(e.x[0, 0], e.w), V, ["(8, 9)", "x[None, None]"]),
    "conv2d: 3-D picture": (lambda e: F.conv2d(e.x[0], e.w), V, ["(3, 8, 9)", "x[None]"]),
    "conv2d: 5-D picture": (lambda e: F.conv2d(e.x[None], e.w), V, ["(1, 2, 3, 8, 9)", "4"]),
    "conv2d: no pictures": (lambda e: F.conv2d(e.x[:0], e.w), V, ["(0, 3, 8, 9)", "N"]),
    "conv2d: no rows": (lambda e: F.conv2d(e.x[:, :, :0], e.w), V, ["(2, 3, 0, 9)", "H"]),
    "conv2d: integers": (lambda e: F.conv2d(e.integers, e.w), T, ["int64", "astype"]),
    "conv2d: bytes": (lambda e: F.conv2d(e.x.astype(np.uint8), e.w), T, ["uint8", "255"]),
    "conv2d: booleans": (lambda e: F.conv2d(e.x > 0, e.w), T, ["bool", "astype"]),
    "conv2d: complex": (lambda e: F.conv2d(e.x * 1j, e.w), T, ["complex64"]),
    "conv2d: objects": (lambda e: F.conv2d(e.x.astype(object), e.w), T, ["object"]),
    "conv2d: text": (lambda e: F.conv2d("picture.png", e.w), T, ["str"]),
    "conv2d: None": (lambda e: F.conv2d(None, e.w), T, ["x"]),
    "conv2d: ragged": (lambda e: F.conv2d([[[[1.0, 2.0], [3.0]]]], e.w), V, ["lengths"]),
    "conv2d: half": (lambda e: F.conv2d(e.x.astype(np.float16), e.w), T, ["float16"]),
    "conv2d: masked": (lambda e: F.conv2d(np.ma.array(e.x), e.w), T, ["masked", "filled"]),
    "conv2d: channels": (lambda e: F.conv2d(e.x[:, :2], e.w), V, ["2 channels", "3"]),
    "conv2d: 2-D kernel": (lambda e: F.conv2d(e.x, e.w[0, 0]), V, ["weight", "(3, 3)"]),
    "conv2d: integer kernel": (lambda e: F.conv2d(e.x, np.ones((4, 3, 3, 3), int)), T, ["weight"]),
    "conv2d: empty kernel": (lambda e: F.conv2d(e.x, e.w[:, :, :0]), V, ["weight", "kH"]),
    "conv2d: short bias": (lambda e: F.conv2d(e.x, e.w, e.b[:3]), V, ["bias", "(3,)", "(4,)"]),
    "conv2d: 2-D bias": (lambda e: F.conv2d(e.x, e.w, e.b[None]), V, ["bias", "(1, 4)"]),
    "conv2d: integer bias": (lambda e: F.conv2d(e.x, e.w, [1, 2, 3, 4]), T, ["bias", "int64"]),
    "conv2d: large kernel": (
        lambda e: F.conv2d(e.x, np.ones((1, 3, 9, 3), np.float32)),
        V,
        ["kernel_size 9", "height 8", "padding >= 1"],
    ),
    "conv2d: dilated out": (lambda e: F.conv2d(e.x, e.w, dilation=5), V, ["dilation 5", "height"]),
    "conv2d: stride 0": (lambda e: F.conv2d(e.x, e.w, stride=0), V, ["stride", "0"]),
    "conv2d: stride -1": (lambda e: F.conv2d(e.x, e.w, stride=-1), V, ["stride", "-1"]),
    "conv2d: stride 1.5": (lambda e: F.conv2d(e.x, e.w, stride=1.5), T, ["stride", "1.5"]),
    "conv2d: stride '2'": (lambda e: F.conv2d(e.x, e.w, stride="2"), T, ["stride", "'2'"]),
    "conv2d: stride True": (lambda e: F.conv2d(e.x, e.w, stride=True), T, ["stride", "True"]),
    "conv2d: stride None": (lambda e: F.conv2d(e.x, e.w, stride=None), T, ["stride", "None"]),
    "conv2d: three strides": (lambda e: F.conv2d(e.x, e.w, stride=(1, 1, 1)), V, ["stride", "3"]),
    "conv2d: padding -1": (lambda e: F.conv2d(e.x, e.w, padding=-1), V, ["padding", "-1"]),
    "conv2d: padding 0.5": (lambda e: F.conv2d(e.x, e.w, padding=0.5), T, ["padding", "0.5"]),
    "conv2d: padding 'full'": (
        lambda e: F.conv2d(e.x, e.w, padding="full"),
        V,
        ["'full'", "'same'", "'valid'"],
    ),
    "conv2d: same and stride": (
        lambda e: F.conv2d(e.x, e.w, padding="same", stride=2),
        V,
        ["'same'", "stride 1"],
    ),
    "conv2d: dilation 0": (lambda e: F.conv2d(e.x, e.w, dilation=0), V, ["dilation", "0"]),
    "conv2d backward: shape": (
        lambda e: F.conv2d_backward(e.d[:, :, 1:], e.x, e.w),
        V,
        ["(2, 4, 5, 7)", "(2, 4, 6, 7)"],
    ),
    "conv2d backward: integers": (
        lambda e: F.conv2d_backward(np.ones((2, 4, 6, 7), int), e.x, e.w),
        T,
        ["d", "int64"],
    ),
    # pooling
    "max pool: 3-D": (lambda e: F.max_pool2d(e.x[0], 2), V, ["(3, 8, 9)"]),
    "max pool: integers": (lambda e: F.max_pool2d(e.integers, 2), T, ["int64"]),
    "max pool: kernel 0": (lambda e: F.max_pool2d(e.x, 0), V, ["kernel_size", "0"]),
    "max pool: kernel 2.0": (lambda e: F.max_pool2d(e.x, 2.0), T, ["kernel_size", "2.0"]),
    "max pool: kernel None": (lambda e: F.max_pool2d(e.x, None), T, ["kernel_size", "None"]),
    "max pool: large": (lambda e: F.max_pool2d(e.x, 10), V, ["kernel_size 10", "height 8"]),
    "max pool: wide": (lambda e: F.max_pool2d(e.x, (2, 10)), V, ["kernel_size 10", "width 9"]),
    "max pool: padding": (lambda e: F.max_pool2d(e.x, 2, padding=2), V, ["padding", "half"]),
    "max pool: stride 0": (lambda e: F.max_pool2d(e.x, 2, stride=0), V, ["stride", "0"]),
    "max pool: ceil_mode": (lambda e: F.max_pool2d(e.x, 2, ceil_mode="yes"), T, ["ceil_mode"]),
    "max pool backward: shape": (
        lambda e: F.max_pool2d_backward(e.x, e.x, 2),
        V,
        ["(2, 3, 8, 9)", "(2, 3, 4, 4)"],
    ),
    "avg pool: 2-D": (lambda e: F.avg_pool2d(e.rows, 2), V, ["(5, 6)"]),
    "avg pool: large": (lambda e: F.avg_pool2d(e.x, 9), V, ["kernel_size 9", "height 8"]),
    "avg pool: padding": (lambda e: F.avg_pool2d(e.x, 3, padding=2), V, ["padding", "half"]),
    "avg pool: flag": (lambda e: F.avg_pool2d(e.x, 2, count_include_pad=2), T, ["count_include"]),
    "lp pool: p 0": (lambda e: F.lp_pool2d(e.x, 2, p=0), V, ["p is 0"]),
    "lp pool: p text": (lambda e: F.lp_pool2d(e.x, 2, p="2"), T, ["p is '2'"]),
    "lp pool: kernel -1": (lambda e: F.lp_pool2d(e.x, -1), V, ["kernel_size", "-1"]),
    "global average: 3-D": (lambda e: F.global_avg_pool2d(e.x[0]), V, ["(3, 8, 9)"]),
    # activations and probabilities
    "relu: integers": (lambda e: F.relu(e.integers), T, ["int64"]),
    "relu: text": (lambda e: F.relu("x"), T, ["x"]),
    "relu backward: shape": (lambda e: F.relu_backward(e.rows, e.x), V, ["(5, 6)", "(2, 3, 8, 9)"]),
    "leaky relu: slope text": (lambda e: F.leaky_relu(e.x, "a"), T, ["negative_slope", "'a'"]),
    "leaky relu: slope nan": (lambda e: F.leaky_relu(e.x, NAN), V, ["negative_slope", "nan"]),
    "rrelu: limits": (lambda e: F.rrelu(e.x, 0.5, 0.1), V, ["lower", "upper"]),
    "rrelu: rng": (lambda e: F.rrelu(e.x, training=True, rng=3), T, ["rng", "default_rng"]),
    "sigmoid: booleans": (lambda e: F.sigmoid(e.x > 0), T, ["bool"]),
    "tanh: complex": (lambda e: F.tanh(e.x * 1j), T, ["complex"]),
    "tanh backward: shape": (lambda e: F.tanh_backward(e.x[:1], e.x), V, ["(1, 3, 8, 9)"]),
    "softmax: axis 4": (lambda e: F.softmax(e.x, axis=4), V, ["axis 4", "4 axes"]),
    "softmax: axis 1.0": (lambda e: F.softmax(e.x, axis=1.0), T, ["axis", "1.0"]),
    "softmax: empty": (lambda e: F.softmax(e.rows[:0]), V, ["(0, 6)"]),
    "softmax: integers": (lambda e: F.softmax([1, 2]), T, ["int64"]),
    "log softmax: axis": (lambda e: F.log_softmax(e.rows, axis=-3), V, ["axis -3", "2 axes"]),
    # linear and flatten
    "linear: pictures": (lambda e: F.linear(e.x, e.matrix), V, ["(2, 3, 8, 9)", "2 axes"]),
    "linear: one row": (lambda e: F.linear(e.rows[0], e.matrix), V, ["(6,)", "2 axes"]),
    "linear: features": (lambda e: F.linear(e.rows[:, :5], e.matrix), V, ["5 features", "6"]),
    "linear: transposed": (lambda e: F.linear(e.rows, e.matrix.T), V, ["6 features", "(6, 3)"]),
    "linear: no rows": (lambda e: F.linear(e.rows[:0], e.matrix), V, ["(0, 6)"]),
    "linear: bias": (lambda e: F.linear(e.rows, e.matrix, e.b), V, ["bias", "(4,)", "(3,)"]),
    "linear backward: shape": (
        lambda e: F.linear_backward(e.rows, e.rows, e.matrix),
        V,
        ["(5, 6)", "(5, 3)"],
    ),
    "flatten: a number": (lambda e: F.flatten(np.float32(3)), V, ["()"]),
    "flatten: empty": (lambda e: F.flatten(e.x[:0]), V, ["(0, 3, 8, 9)"]),
    "flatten backward: shape": (lambda e: F.flatten_backward(e.rows, e.x), V, ["(5, 6)", "216"]),
    # losses
    "cross entropy: one-hot": (
        lambda e: F.cross_entropy(e.rows, np.eye(6)[e.classes]),
        V,
        ["one-hot", "argmax"],
    ),
    "cross entropy: class 6": (
        lambda e: F.cross_entropy(e.rows, e.classes + 1),
        V,
        ["6", "0 to 5"],
    ),
    "cross entropy: class -1": (lambda e: F.cross_entropy(e.rows, e.classes - 1), V, ["-1"]),
    "cross entropy: floats": (lambda e: F.cross_entropy(e.rows, e.classes / 1), T, ["float64"]),
    "cross entropy: rows": (lambda e: F.cross_entropy(e.rows, e.classes[1:]), V, ["(4,)", "(5,)"]),
    "cross entropy: pictures": (lambda e: F.cross_entropy(e.x, [0, 1]), V, ["(2, 3, 8, 9)"]),
    "cross entropy: d": (
        lambda e: F.cross_entropy_backward(e.rows, e.rows, e.classes),
        T,
        ["d is"],
    ),
    "bce: classes": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows[:, 0], e.classes),
        V,
        ["2", "cross_entropy"],
    ),
    "bce: shape": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows[:, :1], e.rows[:, 0]),
        V,
        ["(5,)", "(5, 1)"],
    ),
    "mse: classes": (lambda e: F.mse(e.rows, e.classes), V, ["np.eye(6)[targets]"]),
    "mse: broadcasting": (lambda e: F.mse(e.rows, e.rows[:1]), V, ["(1, 6)", "(5, 6)"]),
    "loss: backward first": (lambda e: CrossEntropyLoss().backward(), R, ["call the loss first"]),
    "loss: rejected call": (lambda e: e.loss(e.rows, e.classes[:2]), V, ["(2,)", "(5,)"]),
    # layers: construction
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
    "Linear: features 0": (lambda e: layers.Linear(0, 3), V, ["in_features", "0"]),
    "Linear: features text": (lambda e: layers.Linear("6", 3), T, ["in_features", "'6'"]),
    "Linear: rng": (lambda e: layers.Linear(6, 3, rng=np.random), T, ["rng"]),
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
    # layers: use
    "layer: backward first": (lambda e: e.fresh.backward(e.d), R, ["Conv2d", "before forward"]),
    "layer: backward shape": (lambda e: e.conv.backward(e.x), V, ["(2, 3, 8, 9)", "(2, 4, 6, 7)"]),
    "layer: backward integers": (lambda e: e.relu.backward(e.integers), T, ["int64"]),
    "layer: backward None": (lambda e: e.pool.backward(None), T, ["d"]),
    "layer: wrong channels": (lambda e: e.conv(e.x[:, :1]), V, ["1 channels", "3"]),
    "layer: empty batch": (lambda e: e.conv(e.x[:0]), V, ["(0, 3, 8, 9)"]),
    "layer: small picture": (lambda e: e.conv(e.x[:, :, :2]), V, ["kernel_size 3", "height 2"]),
    "layer: linear on pictures": (lambda e: e.linear(e.x), V, ["(2, 3, 8, 9)"]),
    "layer: linear features": (lambda e: e.linear(e.rows[:, 1:]), V, ["5 features", "6"]),
    "layer: pool of rows": (lambda e: e.pool(e.rows), V, ["(5, 6)"]),
    "layer: relu of integers": (lambda e: e.relu(e.integers), T, ["int64"]),
    "layer: shape of rows": (lambda e: e.conv.output_shape((5, 6)), V, ["(5, 6)"]),
    # initialisers
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
    "pair: text": (lambda e: shapes.pair("34"), T, ["'34'"]),
    # model
    "Sequential: nothing": (lambda e: Sequential(), V, ["no layers"]),
    "Sequential: a class": (lambda e: Sequential(layers.ReLU), T, ["ReLU(...)"]),
    "Sequential: a list": (lambda e: Sequential([e.relu]), T, ["Sequential(*layers)"]),
    "Sequential: twice": (lambda e: Sequential(e.relu, e.relu), V, ["0 and 1", "same object"]),
    "model: picture size": (lambda e: e.model(e.x[:, :, 1:]), V, ["layer 3, Linear", "168"]),
    "model: rank": (lambda e: e.model(e.x[0]), V, ["layer 0, Conv2d", "(3, 8, 9)"]),
    "model: integers": (lambda e: e.model(e.integers), T, ["layer 0", "int64"]),
    "model: backward shape": (lambda e: e.model.backward(e.rows), V, ["(5, 6)", "(2, 6)"]),
    "model: backward first": (lambda e: e.other.backward(e.rows), R, ["model(x) first"]),
    "model: gradients first": (lambda e: e.other.gradients(), R, ["1.weight", "no gradient"]),
    "model: activations": (lambda e: e.model.activations(e.rows), V, ["layer 0"]),
    "model: summary rank": (lambda e: e.model.summary((8, 9)), V, ["(8, 9)", "(C, H, W)"]),
    "model: summary channels": (lambda e: e.model.summary((1, 8, 9)), V, ["layer 0"]),
    "model: summary batch": (lambda e: e.model.summary(e.x.shape), V, ["batch", "(3, 8, 9)"]),
    "model: dtype": (lambda e: e.model.to(np.int32), T, ["int32", "float32"]),
    "load: missing key": (
        lambda e: e.model.load_state_dict({"0.weight": e.w}),
        V,
        ["lacks 0.bias", "3.weight"],
    ),
    "load: other model": (
        lambda e: e.model.load_state_dict(e.other.state_dict()),
        V,
        ["unknown 1.weight"],
    ),
    "load: shape": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": e.b}),
        V,
        ["3.bias", "(4,)", "(6,)"],
    ),
    "load: nan": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": np.full(6, NAN)}),
        V,
        ["3.bias", "nan", "(0,)"],
    ),
    "load: infinite": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": np.full(4, np.inf)}),
        V,
        ["0.bias", "inf"],
    ),
    "load: integers": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"3.bias": np.arange(6)}),
        T,
        ["3.bias", "int64"],
    ),
    "load: list": (lambda e: e.model.load_state_dict([e.w, e.b]), T, ["list", "dict"]),
    "load: no file": (lambda e: e.model.load("nowhere.npz"), FileNotFoundError, ["nowhere.npz"]),
    "load: name": (lambda e: e.model.load("model.pth"), V, ["model.pth.npz"]),
    "save: name": (lambda e: e.model.save("model"), V, ["model.npz"]),
    # optimisers and schedules
    "SGD: negative": (lambda e: SGD(e.model, lr=-0.1), V, ["lr is -0.1", "above 0"]),
    "SGD: rate set": (lambda e: setattr(e.optimizer, "lr", -1.0), V, ["lr is -1.0"]),
    "SGD: nan": (lambda e: SGD(e.model, lr=NAN), V, ["lr is nan"]),
    "SGD: momentum 1": (lambda e: SGD(e.model, lr=0.1, momentum=1), V, ["momentum is 1"]),
    "SGD: nesterov": (lambda e: SGD(e.model, lr=0.1, nesterov=True), V, ["momentum above 0"]),
    "SGD: parameters": (lambda e: SGD(e.model.parameters(), lr=0.1), T, ["Sequential itself"]),
    "SGD: nothing to learn": (lambda e: SGD(Sequential(e.relu), lr=0.1), V, ["no parameters"]),
    "Adam: betas": (lambda e: Adam(e.model, betas=(0.9, 1)), V, ["betas is 1"]),
    "Adam: eps": (lambda e: Adam(e.model, eps=-1), V, ["eps is -1"]),
    "optimiser: no gradients": (lambda e: SGD(e.other, lr=0.1).step(), R, ["no gradient"]),
    "schedule: optimiser": (lambda e: StepLR(e.model, 2), T, ["SGD or Adam"]),
    "schedule: step": (lambda e: StepLR(e.optimizer, 0), V, ["step_size", "0"]),
    # training
    "step: other model": (
        lambda e: cnnkit.train_step(e.other, e.x, e.targets, loss=e.loss, optimizer=e.optimizer),
        V,
        ["another model"],
    ),
    "step: lengths": (
        lambda e: cnnkit.train_step(e.model, e.x, [0], loss=e.loss, optimizer=e.optimizer),
        V,
        ["2 examples", "1 targets"],
    ),
    "step: last target": (
        lambda e: cnnkit.train_step(
            e.model, e.x, [0, 6], loss=e.loss, optimizer=e.optimizer, micro_batch=1
        ),
        V,
        ["6", "0 to 5"],
    ),
    "step: loss class": (
        lambda e: cnnkit.train_step(e.model, e.x, e.targets, loss=MSELoss, optimizer=e.optimizer),
        T,
        ["MSELoss()"],
    ),
    "step: micro_batch": (
        lambda e: cnnkit.train_step(
            e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer, micro_batch=0
        ),
        V,
        ["micro_batch", "0"],
    ),
    "step: nan": (
        lambda e: cnnkit.train_step(
            e.model, e.x * np.float32(NAN), e.targets, loss=e.loss, optimizer=e.optimizer
        ),
        FloatingPointError,
        ["the input holds nan", "(0, 0, 0, 0)"],
    ),
    "fit: epochs": (
        lambda e: cnnkit.fit(e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer, epochs=0),
        V,
        ["epochs", "0"],
    ),
    "fit: rng": (
        lambda e: cnnkit.fit(
            e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer, epochs=1, rng=42
        ),
        T,
        ["rng is 42", "default_rng(42)"],
    ),
    "fit: validation": (
        lambda e: cnnkit.fit(
            e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer, epochs=1, validation=e.x
        ),
        V,
        ["validation", "(pictures, targets)"],
    ),
    "fit: patience": (
        lambda e: cnnkit.fit(
            e.model, e.x, e.targets, loss=e.loss, optimizer=e.optimizer, epochs=1, patience=2
        ),
        V,
        ["patience", "validation="],
    ),
    "evaluate: no examples": (
        lambda e: cnnkit.evaluate(e.model, e.x[:0], e.targets[:0], loss=e.loss),
        V,
        ["(0, 3, 8, 9)"],
    ),
    "evaluate: one-hot": (
        lambda e: cnnkit.evaluate(e.model, e.x, np.eye(6)[e.targets], loss=e.loss),
        V,
        ["one-hot", "argmax"],
    ),
    "predict: rows": (lambda e: cnnkit.predict(e.model, e.rows), V, ["layer 0", "(5, 6)"]),
    "confusion: lengths": (
        lambda e: cnnkit.confusion_matrix([0, 1], [0], 2),
        V,
        ["(1,)", "2 rows"],
    ),
    "confusion: range": (lambda e: cnnkit.confusion_matrix([2], [0], 2), V, ["2", "0 to 1"]),
    # gradient checks
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
    # matching, the running example, data
    "match: shapes": (lambda e: cnnkit.match_score(e.rows, e.matrix), V, ["(5, 6)", "(3, 6)"]),
    "match: rank": (lambda e: cnnkit.match_map(e.x, e.matrix), V, ["(2, 3, 8, 9)", "2-D"]),
    "match: large": (lambda e: cnnkit.match_map(e.matrix, e.rows), V, ["5 pixels", "padding >= 1"]),
    "match: nan": (lambda e: cnnkit.match_map(e.rows, [[NAN]]), V, ["feature", "nan"]),
    "match: scoring": (
        lambda e: cnnkit.match_map(e.rows, e.matrix, scoring="product"),
        V,
        ["'product'", "'mean'"],
    ),
    "match: stride": (lambda e: cnnkit.match_map(e.rows, e.matrix, stride=0), V, ["stride", "0"]),
    "xo: picture": (lambda e: xo.picture("Z"), V, ["'Z'", "'X' or 'O'"]),
    "xo: count": (lambda e: xo.make_dataset(-5, rng=e.rng), V, ["count", "-5"]),
    "xo: rng": (lambda e: xo.make_dataset(5, rng=5), T, ["default_rng(5)"]),
    "photo: name": (lambda e: cnnkit.load_photo("dog"), V, ["'dog'", "'cat'"]),
    "images: nowhere": (lambda e: cnnkit.load_images("nowhere"), FileNotFoundError, ["nowhere"]),
    "image: nowhere": (lambda e: cnnkit.load_image("no.png"), FileNotFoundError, ["no.png"]),
    "idx: nowhere": (lambda e: cnnkit.load_idx("no-idx"), FileNotFoundError, ["no-idx"]),
    "split: lengths": (
        lambda e: cnnkit.split(e.x, e.classes, rng=e.rng),
        V,
        ["5", "2"],
    ),
    "split: share": (
        lambda e: cnnkit.split(e.rows, e.classes, test=1.5, rng=e.rng),
        V,
        ["test", "1.5"],
    ),
    "split: rng": (lambda e: cnnkit.split(e.rows, e.classes, rng=0), T, ["rng", "default_rng"]),
    # what is no array, though it comes along as one
    "array: needs its torch": (lambda e: F.relu(Strange()), T, ["Strange", "no array today"]),
    "array: pandas-like": (lambda e: F.conv2d(Strange(e.x > 0), e.w), T, ["bool"]),
    "array: generator": (lambda e: F.conv2d((a for a in e.x), e.w), T, ["generator"]),
    "array: set": (lambda e: F.softmax({1.0}), T, ["set", "object"]),
    "array: bytes": (lambda e: F.relu(b"abc"), T, ["bytes"]),
    "array: fractions": (lambda e: F.relu([Fraction(1, 2)]), T, ["list", "object"]),
    "array: longdouble": (lambda e: F.relu(e.x.astype(np.longdouble)), T, ["astype(np.float32)"]),
    "array: records": (lambda e: F.relu(np.zeros(3, [("a", "f4")])), T, ["'a'"]),
    "array: None inside": (lambda e: F.relu([1.0, None]), T, ["object"]),
    "array: text inside": (lambda e: F.relu([1.0, "a"]), T, ["<U"]),
    "array: a whole number": (lambda e: F.relu(3), T, ["int64"]),
    "array: values of a dict": (lambda e: F.tanh({"a": 1.0}.values()), T, ["dict_values"]),
    "array: no repr": (lambda e: F.conv2d(e.x, e.w, stride=Strange()), T, ["stride <Strange>"]),
    # sizes and options
    "conv2d: padding 10**5": (lambda e: F.conv2d(e.x, e.w, padding=10**6), M, ["too large"]),
    "conv2d: padding 10**30": (lambda e: F.conv2d(e.x, e.w, padding=10**30), M, ["too large"]),
    "conv2d: four paddings": (lambda e: F.conv2d(e.x, e.w, padding=(1, 1, 1, 1)), V, ["4 entries"]),
    "conv2d: pairs of paddings": (
        lambda e: F.conv2d(e.x, e.w, padding=((1, 1), (1, 1))),
        T,
        ["(1, 1)", "a pair"],
    ),
    "conv2d: padding by words": (
        lambda e: F.conv2d(e.x, e.w, padding=["same", "valid"]),
        T,
        ["'same'"],
    ),
    "conv2d: padding in bytes": (lambda e: F.conv2d(e.x, e.w, padding=b"same"), T, ["b'same'"]),
    "conv2d: stride array": (lambda e: F.conv2d(e.x, e.w, stride=np.ones((9, 9))), T, ["ndarray"]),
    "conv2d: stride 2.0 in 0-D": (lambda e: F.conv2d(e.x, e.w, stride=np.array(2.0)), T, ["2."]),
    "conv2d: stride np.True_": (lambda e: F.conv2d(e.x, e.w, stride=np.True_), T, ["bool"]),
    "conv2d: stride range": (lambda e: F.conv2d(e.x, e.w, stride=range(1, 3)), T, ["range"]),
    "conv2d: dilation 10**30": (
        lambda e: F.conv2d(e.x, e.w, dilation=10**30),
        V,
        ["does not fit height 8"],
    ),
    "conv2d: a bias for all": (lambda e: F.conv2d(e.x, e.w, 0.5), V, ["bias", "()"]),
    "conv2d backward: flag": (
        lambda e: F.conv2d_backward(e.d, e.x, e.w, input_gradient="no"),
        T,
        ["input_gradient", "'no'"],
    ),
    "linear backward: flag": (
        lambda e: F.linear_backward(np.ones((5, 3)), e.rows, e.matrix, input_gradient=None),
        T,
        ["input_gradient", "None"],
    ),
    "max pool: kernel 10**9": (lambda e: F.max_pool2d(e.x, 10**9), V, ["height 8"]),
    "max pool: padding (1,)": (lambda e: F.max_pool2d(e.x, 2, padding=(1,)), V, ["1 entries"]),
    "max pool: 'True'": (lambda e: F.max_pool2d(e.x, 2, ceil_mode="True"), T, ["'True'"]),
    "lp pool: p True": (lambda e: F.lp_pool2d(e.x, 2, p=True), T, ["p is True"]),
    "lp pool: p complex": (lambda e: F.lp_pool2d(e.x, 2, p=2 + 0j), T, ["(2+0j)"]),
    "lp pool: p 400": (lambda e: F.lp_pool2d(2 + abs(e.x), 2, p=400), V, ["400", "smaller p"]),
    "lp pool backward: p 400": (
        lambda e: F.lp_pool2d_backward(e.x[..., :4, :4], 2 + abs(e.x), 2, p=400),
        V,
        ["400", "smaller p"],
    ),
    "leaky relu: slope True": (lambda e: F.leaky_relu(e.x, True), T, ["True"]),
    "leaky relu: slopes": (lambda e: F.leaky_relu(e.x, np.array([0.1, 0.2])), T, ["0.2"]),
    "rrelu: training 1": (lambda e: F.rrelu(e.x, training=1, rng=e.rng), T, ["training 1"]),
    "rrelu: RandomState": (
        lambda e: F.rrelu(e.x, training=True, rng=np.random.RandomState(0)),
        T,
        ["default_rng"],
    ),
    "rrelu: lower -inf": (lambda e: F.rrelu(e.x, -np.inf), V, ["lower is -inf"]),
    "softmax: two axes": (lambda e: F.softmax(e.x, axis=(0, 1)), T, ["(0, 1)"]),
    "softmax: axis 10**40": (lambda e: F.softmax(e.rows, axis=10**40), V, ["2 axes"]),
    "softmax: axis np.True_": (lambda e: F.softmax(e.rows, axis=np.True_), T, ["bool"]),
    "flatten backward: a number": (
        lambda e: F.flatten_backward(e.rows, np.float64(3)),
        V,
        ["()", "at least one"],
    ),
    # losses
    "cross entropy: texts": (lambda e: F.cross_entropy(e.rows, ["a"] * 5), T, ["whole"]),
    "cross entropy: None": (lambda e: F.cross_entropy(e.rows, None), V, ["(5,)"]),
    "cross entropy: booleans": (lambda e: F.cross_entropy(e.rows, e.classes > 2), T, ["bool"]),
    "cross entropy: objects": (
        lambda e: F.cross_entropy(e.rows, e.classes.astype(object)),
        T,
        ["object"],
    ),
    "cross entropy: masked": (
        lambda e: F.cross_entropy(e.rows, np.ma.array(e.classes)),
        T,
        ["targets", "filled"],
    ),
    "cross entropy: column": (lambda e: F.cross_entropy(e.rows, e.classes[:, None]), V, ["(5, 1)"]),
    "cross entropy: 2**64 - 1": (
        lambda e: F.cross_entropy(e.rows, np.array([0, 0, 0, 0, 2**64 - 1], np.uint64)),
        V,
        ["targets[4]", "0 to 5"],
    ),
    "cross entropy: ragged": (lambda e: F.cross_entropy(e.rows, [[1], [1, 2]]), V, ["lengths"]),
    "cross entropy: Strange": (lambda e: F.cross_entropy(e.rows, Strange()), T, ["Strange"]),
    "cross entropy: one class": (
        lambda e: F.cross_entropy(e.rows[:, :1], e.classes * 0),
        V,
        ["one class", "binary"],
    ),
    "cross entropy: swapped": (lambda e: F.cross_entropy(e.classes, e.rows), T, ["logits"]),
    "bce: pixels": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows, np.full((5, 6), 255)),
        V,
        ["255", "0 (no)"],
    ),
    "bce: nan": (
        lambda e: F.binary_cross_entropy_with_logits(e.rows, e.rows * NAN),
        V,
        ["nan", "(0, 0)"],
    ),
    "mse: rounds to inf": (
        lambda e: F.mse(e.rows, np.full((5, 6), 1e300)),
        V,
        ["float32", "inf"],
    ),
    "mse: complex": (lambda e: F.mse(e.rows, e.rows * 1j), T, ["complex"]),
    "correct: lengths": (lambda e: e.loss.correct(e.rows, e.classes[:3]), V, ["(3,)", "(5, 6)"]),
    "correct: column": (lambda e: e.loss.correct(e.rows, e.classes[:, None]), V, ["(5, 1)"]),
    "correct: None": (lambda e: MSELoss().correct(e.rows, None), V, ["()", "(5, 6)"]),
    # loops
    "loops: slope": (lambda e: naive.leaky_relu(e.rows, "a"), T, ["negative_slope", "'a'"]),
    "loops: flag": (lambda e: naive.avg_pool2d(e.x, 2, count_include_pad=2), T, ["count_include"]),
    # layers
    "Conv2d: 10**9 channels": (lambda e: layers.Conv2d(10**9, 10**9, 3), M, ["too large"]),
    "Linear: 10**30 features": (lambda e: layers.Linear(10**30, 1), M, ["too large"]),
    "Conv2d: channels True": (lambda e: layers.Conv2d(True, 2, 3), T, ["in_channels True"]),
    "Conv2d: initialiser": (
        lambda e: layers.Conv2d(1, 2, 3, initialiser=lambda shape, rng: "x"),
        T,
        ["initialiser's array"],
    ),
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
    # shapes
    "field: number": (lambda e: shapes.receptive_field(3), T, ["stack 3", "(3,)"]),
    "field: numbers": (lambda e: shapes.receptive_field([3, 3]), T, ["layer 3"]),
    "field: a layer": (lambda e: shapes.receptive_field([e.conv]), T, ["Conv2d"]),
    "field: five entries": (lambda e: shapes.receptive_field([(3, 1, 0, 1, 7)]), T, ["7"]),
    "pair: array": (lambda e: shapes.pair(np.array([1, 2])), T, ["ndarray"]),
    # model
    "Sequential: None": (lambda e: Sequential(None), T, ["layer 0 is None"]),
    "Sequential: function": (lambda e: Sequential(F.relu), T, ["function", "no layer"]),
    "Sequential: Strange": (lambda e: Sequential(Strange()), T, ["<Strange>"]),
    "model: None": (lambda e: e.model(None), T, ["layer 0", "NoneType"]),
    "model: remember": (lambda e: e.model(e.x, remember=2), T, ["remember 2"]),
    "model: ragged": (lambda e: e.model.activations([[1.0], [2.0, 3.0]]), V, ["lengths"]),
    "model: mode": (lambda e: e.model.train("on"), T, ["mode 'on'"]),
    "model: to nothing": (lambda e: e.model.to(None), T, ["dtype is None"]),
    "model: to nonsense": (lambda e: e.model.to("nonsense"), T, ["'nonsense'"]),
    "model: shape": (lambda e: e.model.output_shape(5), T, ["layer 0", "input_shape 5"]),
    "model: summary of None": (lambda e: e.model.summary(None), T, ["None"]),
    "model: summary of floats": (lambda e: e.model.summary((3, 8.0, 9)), T, ["8.0"]),
    "load: a class": (lambda e: e.model.load_state_dict(dict), T, ["type", "dict"]),
    "load: None inside": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": None}),
        T,
        ["0.bias", "NoneType"],
    ),
    "load: Strange inside": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": Strange()}),
        T,
        ["0.bias", "no array today"],
    ),
    "load: row": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {"0.bias": e.b[None]}),
        V,
        ["0.bias", "(1, 4)"],
    ),
    "load: key 5": (
        lambda e: e.model.load_state_dict(e.model.state_dict() | {5: e.b}),
        V,
        ["unknown 5"],
    ),
    "load: path None": (lambda e: e.model.load(None), T, ["path is None"]),
    "load: open file": (lambda e: e.model.load(io.BytesIO()), T, ["BytesIO"]),
    "load: zero byte": (lambda e: e.model.load("a\0.npz"), V, ["zero byte"]),
    "save: path 3": (lambda e: e.model.save(3), T, ["path is 3"]),
    "save: zero byte": (lambda e: e.model.save("a\0.npz"), V, ["zero byte"]),
    "save: no folder": (
        lambda e: e.model.save("nowhere/a.npz"),
        FileNotFoundError,
        ["nowhere", "another folder"],
    ),
    # optimisers and schedules
    "SGD: text": (lambda e: SGD(e.model, lr="0.1"), T, ["lr is '0.1'"]),
    "SGD: True": (lambda e: SGD(e.model, lr=True), T, ["lr is True"]),
    "SGD: array": (lambda e: SGD(e.model, lr=np.array([0.1])), T, ["ndarray"]),
    "SGD: 10**400": (lambda e: SGD(e.model, lr=10**400), V, ["out of range"]),
    "SGD: nesterov text": (
        lambda e: SGD(e.model, lr=0.1, momentum=0.9, nesterov="no"),
        T,
        ["nesterov 'no'"],
    ),
    "SGD: a layer": (lambda e: SGD(e.linear, lr=0.1), T, ["Linear", "Sequential itself"]),
    "SGD: a class": (lambda e: SGD(Sequential, lr=0.1), T, ["Sequential"]),
    "Adam: one beta": (lambda e: Adam(e.model, betas=0.9), V, ["betas is 0.9"]),
    "schedule: half an epoch": (lambda e: StepLR(e.optimizer, 2).rate(1.5), T, ["epoch 1.5"]),
    "schedule: before the first": (lambda e: StepLR(e.optimizer, 2).rate(-1), V, ["epoch -1"]),
    # training
    "step: no model": (lambda e: step(e, model=None), T, ["model is None", "Sequential"]),
    "step: a layer": (lambda e: step(e, model=e.linear), T, ["Linear"]),
    "step: targets missing": (lambda e: step(e, y=None), V, ["a single target"]),
    "step: ragged targets": (lambda e: step(e, y=[[1], [1, 2]]), V, ["y", "lengths"]),
    "step: masked targets": (lambda e: step(e, y=np.ma.array([0, 1])), T, ["y", "filled"]),
    "step: loss by name": (lambda e: step(e, loss="cross_entropy"), T, ["'cross_entropy'"]),
    "step: loss function": (lambda e: step(e, loss=F.cross_entropy), T, ["CrossEntropyLoss()"]),
    "step: optimizer by name": (lambda e: step(e, optimizer="sgd"), T, ["'sgd'"]),
    "step: optimizer class": (lambda e: step(e, optimizer=SGD), T, ["SGD(model"]),
    "step: foreign optimizer": (
        lambda e: step(e, optimizer=SimpleNamespace(step=lambda: None)),
        V,
        ["another model"],
    ),
    "step: threads 0": (lambda e: step(e, threads=0), V, ["threads 0"]),
    "step: half a part": (lambda e: step(e, micro_batch=1.5), T, ["micro_batch 1.5"]),
    "fit: epochs inf": (lambda e: fit(e, epochs=np.inf), T, ["epochs inf"]),
    "fit: batch of 0": (lambda e: fit(e, batch_size=0), V, ["batch_size 0"]),
    "fit: validation share": (lambda e: fit(e, validation=0.2), V, ["0.2", "(pictures, targets)"]),
    "fit: validation numbers": (lambda e: fit(e, validation=(1, 2)), T, ["validation: x", "int64"]),
    "fit: validation classes": (
        lambda e: fit(e, validation=(e.x, e.targets + 9)),
        V,
        ["validation: targets[0] is 9"],
    ),
    "fit: schedule by name": (lambda e: fit(e, schedule="cosine"), V, ["'cosine'", "StepLR"]),
    "fit: progress": (lambda e: fit(e, progress="yes"), T, ["progress 'yes'"]),
    "fit: RandomState": (lambda e: fit(e, rng=np.random.RandomState(0)), T, ["default_rng"]),
    "evaluate: no model": (
        lambda e: cnnkit.evaluate(None, e.x, e.targets, loss=e.loss),
        T,
        ["model is None"],
    ),
    "predict: no model": (lambda e: cnnkit.predict("m", e.x), T, ["model is 'm'"]),
    "predict: nan": (
        lambda e: cnnkit.predict(e.model, e.x * np.float32(NAN)),
        V,
        ["outputs", "nan"],
    ),
    "confusion: ragged": (lambda e: cnnkit.confusion_matrix([[1], [1, 2]], [0], 2), V, ["lengths"]),
    "confusion: masked": (
        lambda e: cnnkit.confusion_matrix(np.ma.array([0, 1]), [0, 1], 2),
        T,
        ["targets", "filled"],
    ),
    "confusion: names": (lambda e: cnnkit.confusion_matrix([0], [0], ["X", "O"]), T, ["classes"]),
    "confusion: 10**9": (lambda e: cnnkit.confusion_matrix([0], [0], 10**9), M, ["too large"]),
    "confusion: 2**64 - 1": (
        lambda e: cnnkit.confusion_matrix(np.array([2**64 - 1], np.uint64), [0], 2),
        V,
        ["0 to 1"],
    ),
    # gradient checks
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
    # drawings and views
    "drawing: ragged": (lambda e: cnnkit.data.to_digits([[1], [1, 2]]), V, ["drawing", "lengths"]),
    "drawing: Strange": (lambda e: cnnkit.data.to_mnist(Strange()), T, ["no array today"]),
    "drawing: 10**7": (lambda e: cnnkit.data.to_mnist(e.rows, 10**7), M, ["too large"]),
    "drawing: size 4": (lambda e: cnnkit.data.to_mnist(e.rows, 4), V, ["size 4", "5 or more"]),
    "strokes: None": (lambda e: cnnkit.data.draw_strokes(None), T, ["strokes is None"]),
    "strokes: texts": (lambda e: cnnkit.data.draw_strokes([[("a", "b")]]), V, ["(row, column)"]),
    "strokes: width": (lambda e: cnnkit.data.draw_strokes([], width=NAN), V, ["width is nan"]),
    "strokes: size": (lambda e: cnnkit.data.draw_strokes([], size=0), V, ["size 0"]),
    "views: None": (lambda e: cnnkit.data.find_matches(None, None), T, ["first"]),
    "views: points": (
        lambda e: cnnkit.data.find_matches(e.rows, e.rows, points=0),
        V,
        ["points 0"],
    ),
    # matching, the running example, data, plots
    "match: Strange": (lambda e: cnnkit.match_score(Strange(), [[1]]), T, ["patch", "Strange"]),
    "match: ragged": (lambda e: cnnkit.match_score([[1], [1, 2]], [[1]]), V, ["lengths"]),
    "match: 2**70": (lambda e: cnnkit.match_score([[2**70]], [[1]]), T, ["object"]),
    "match: padding": (lambda e: cnnkit.match_map(e.rows, [[1]], padding="same"), T, ["'same'"]),
    "match: 10**12": (lambda e: cnnkit.match_map(e.rows, [[1]], padding=10**12), M, ["too large"]),
    "xo: 10**15": (lambda e: xo.make_dataset(10**15, rng=e.rng), M, ["too large"]),
    "xo: list": (lambda e: xo.picture(["X"]), V, ["['X']"]),
    "image: None": (lambda e: cnnkit.load_image(None), T, ["path is None"]),
    "image: bytes in memory": (lambda e: cnnkit.load_image(io.BytesIO()), T, ["BytesIO"]),
    "image: a folder": (lambda e: cnnkit.load_image("."), FileNotFoundError, ["no picture"]),
    "images: 3": (lambda e: cnnkit.load_images(3), T, ["path is 3"]),
    "idx: a folder": (lambda e: cnnkit.load_idx("."), FileNotFoundError, ["check its name"]),
    "mnist: folder": (lambda e: cnnkit.load_mnist(3), T, ["path is 3"]),
    "data: nothing": (lambda e: cnnkit.data.data_path(""), T, ["names no file"]),
    "data: None": (lambda e: cnnkit.data.data_path(None), T, ["None"]),
    "split: ragged": (lambda e: cnnkit.split([[1], [1, 2]], [0, 1], rng=e.rng), V, ["images"]),
    "split: objects": (
        lambda e: cnnkit.split(e.x.astype(object), e.targets, rng=e.rng),
        V,
        ["object"],
    ),
    "split: masked": (
        lambda e: cnnkit.split(np.ma.array(e.x), e.targets, rng=e.rng),
        T,
        ["images", "filled"],
    ),
    "split: nothing": (lambda e: cnnkit.split(e.x[:0], e.targets[:0], rng=e.rng), V, ["at least"]),
    "plots: ragged": (lambda e: plots.heatmap([[1], [1, 2]], plots.panels()[1]), V, ["lengths"]),
    "plots: complex": (lambda e: plots.heatmap(e.rows * 1j, plots.panels()[1]), T, ["complex"]),
    "plots: no rows": (lambda e: plots.heatmap(e.rows[:0], plots.panels()[1]), V, ["(0, 6)"]),
    "plots: no Axes": (lambda e: plots.heatmap(e.rows, None), T, ["ax is None", "panels()"]),
    "plots: many Axes": (lambda e: plots.picture(e.rows, plots.panels(1, 2)[1]), T, ["one Axes"]),
    "plots: two grids": (
        lambda e: plots.products(e.rows, e.rows, plots.panels(1, 2)[1]),
        V,
        ["need 3 axes"],
    ),
    "plots: titles": (
        lambda e: plots.maps(e.x[0, :2], plots.panels(1, 2)[1], titles=["a"]),
        V,
        ["1 titles", "2 maps"],
    ),
    "plots: confusion": (
        lambda e: plots.confusion(e.rows, ["X", "O"], plots.panels()[1]),
        V,
        ["(5, 6)", "2 classes"],
    ),
    "plots: a list of lines": (lambda e: plots.lines([1, 2], plots.panels()[1]), T, ["a dict"]),
    "plots: an empty line": (lambda e: plots.lines({"a": []}, plots.panels()[1]), V, ["(0,)"]),
    "plots: places": (
        lambda e: plots.lines({"a": [1, 2]}, plots.panels()[1], x=[1]),
        V,
        ["1 places", "a 2"],
    ),
    "plots: names": (lambda e: plots.bars([1, 2], ["a"], plots.panels()[1]), V, ["1 names"]),
    "plots: nan bar": (lambda e: plots.bars([NAN], ["a"], plots.panels()[1]), V, ["nan"]),
    "plots: no panels": (lambda e: plots.panels(0), V, ["rows 0"]),
    "plots: a million": (lambda e: plots.panels(10**3, 10**3), V, ["at most 400"]),
    "plots: number": (lambda e: plots.number("x"), T, ["'x'"]),
}


def test_there_are_enough_cases():
    assert len(CASES) >= 350


@pytest.mark.parametrize("case", CASES)
def test_is_rejected_in_one_sentence_and_changes_nothing(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, error, words = CASES[case]
    e = surroundings()
    arrays, plain = everything(e)
    with pytest.raises(error) as caught:
        call(e)
    assert type(caught.value) is error
    message = str(caught.value)
    assert "\n" not in message
    assert 15 < len(message) < 400
    assert all(word in message for word in words), message
    if case != "Conv2d: positional stride":  # Python's own sentence
        assert ADVICE.search(message), message
    arrays_after, plain_after = everything(e)
    assert plain_after == plain
    assert arrays_after.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(arrays_after[name], array, err_msg=name)
    assert list(tmp_path.iterdir()) == []
