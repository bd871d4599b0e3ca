"""Bad input, all over the package: one sentence that says what was given, why it fails and what
would work; and afterwards everything is as it was before."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

import cnnkit
from cnnkit import functional as F
from cnnkit import initialisers, layers, shapes, xo
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


V, T, R = ValueError, TypeError, RuntimeError
NAN = float("nan")

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
        ["2 targets", "1 predictions"],
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
}


def test_there_are_enough_cases():
    assert len(CASES) >= 120


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
