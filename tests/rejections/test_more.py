"""More bad input: what is set after construction, what layers and losses of your own return, files
that lie. One sentence each time, and everything is as it was before."""

import copy
import io
import pickle
import warnings
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

import cnnkit
from cnnkit import data, layers, naive, shapes
from cnnkit import functional as F
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss, SumSquaredError
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import CosineAnnealingLR, StepLR
from tests.rejections.given import ADVICE, assert_rejected

MORE = "set|store|hand|open|save|put|bring|define|name"  # advice of single sentences
V, T, M, A = ValueError, TypeError, MemoryError, AttributeError
NAN, INF = float("nan"), float("inf")


class Own(layers.Layer):
    """A layer of a reader's own, which returns what it is told to."""

    def __init__(self, forward=lambda x: (x, x), backward=lambda d: d):
        super().__init__()
        self.there, self.back = forward, backward

    def _forward(self, x):
        return self.there(x)

    def _backward(self, d, memory, input_gradient):
        return self.back(d)


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


class OwnLoss:
    """A loss that returns what it is told to."""

    def __init__(self, value=1.0, gradient=np.ones_like):
        self.value, self.gradient = value, gradient

    def __call__(self, outputs, targets):
        self.outputs = outputs
        return self.value

    def backward(self):
        return self.gradient(self.outputs)


def surroundings(folder):
    """Return layers, models and files in the middle of their work: all that could be changed."""
    rng = np.random.default_rng(0)
    e = SimpleNamespace(folder=folder, rng=np.random.default_rng(1))
    e.x = rng.normal(size=(2, 3, 8, 9)).astype(np.float32)
    e.rows = rng.normal(size=(5, 6)).astype(np.float32)
    e.classes, e.targets = np.array([0, 1, 2, 3, 5]), np.array([0, 5])
    e.conv, e.pool = layers.Conv2d(3, 4, 3, rng=rng), layers.MaxPool2d(2)
    e.average, e.lp = layers.AvgPool2d(2), layers.LPPool2d(2, 2)
    e.linear, e.dropout = layers.Linear(6, 3, rng=rng), layers.Dropout(0.5)
    e.leaky, e.rrelu = layers.LeakyReLU(), layers.RReLU()
    e.model = Sequential(e.conv, layers.ReLU(), layers.Flatten(), layers.Linear(168, 6, rng=rng))
    e.loss = CrossEntropyLoss()
    e.sgd, e.adam = SGD(e.model, lr=0.1, momentum=0.9), Adam(e.model)
    e.step, e.cosine = StepLR(e.sgd, 2), CosineAnnealingLR(e.adam, 5)
    e.loss(e.model(e.x), e.targets)
    e.model.backward(e.loss.backward())
    e.rewritten = folder / "model.npz"
    e.model.save(e.rewritten)
    return e


def everything(e):
    """Return a copy of all that a rejected call must not change."""
    arrays = {f"model.{key}": a.copy() for key, a in e.model.parameters().items()}
    arrays |= {f"model.d{key}": a.copy() for key, a in e.model.gradients().items()}
    arrays |= {f"linear.{key}": a.copy() for key, a in e.linear.parameters().items()}
    arrays |= {name: a.copy() for name, a in vars(e).items() if isinstance(a, np.ndarray)}
    plain = [repr(v) for v in vars(e).values() if not isinstance(v, np.random.Generator)]
    plain += [repr(vars(s)) for s in (e.step, e.cosine)]
    plain += [(layer.training, layer._memory is None) for layer in e.model]
    plain += [(o.steps, o.lr, len(o._state)) for o in (e.sgd, e.adam)]
    return arrays, plain


def model_with(layer):
    """Return a model that ends in a layer of a reader's own."""
    return Sequential(layers.Flatten(), layers.Linear(216, 6, rng=np.random.default_rng(0)), layer)


def train(e, model=None, y=(0, 5), **changed):
    """Do one training step with something wrong."""
    model = model or e.model
    parts = {"loss": e.loss, "optimizer": SGD(model, lr=0.1)} | changed
    return cnnkit.train_step(model, e.x, y, **parts)


def back(e, layer):
    """Go forward and back through a model that holds a layer of a reader's own."""
    model = model_with(layer)
    return model.backward(np.ones_like(model(e.x)))


def tied(e):
    """Train a model of which two layers share their weights."""
    model = Sequential(layers.Linear(6, 6), layers.ReLU(), layers.Linear(6, 6))
    model[2].weight = model[0].weight.T
    return cnnkit.train_step(
        model, e.rows, e.classes, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1)
    )


def with_reduction(e, loss, reduction):
    loss.reduction = reduction
    return loss(e.rows, e.rows)


def zipped(e, **members):
    """Write a file of arrays whose members are the bytes that are given."""
    with zipfile.ZipFile(e.folder / "bad.npz", "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return e.folder / "bad.npz"


def header(text):
    """Return a .npy file that is its header alone."""
    return b"\x93NUMPY\x01\x00v\x00" + text.ljust(117).encode() + b"\n"


def flagged(e, *changes):
    """Change bytes of the model's file at places counted from each header of a member."""
    content = bytearray(e.rewritten.read_bytes())
    for mark, offset, value in changes:
        start = content.find(mark)
        while start >= 0:
            content[start + offset] = value
            start = content.find(mark, start + 1)
    (e.folder / "bad.npz").write_bytes(content)
    return e.folder / "bad.npz"


def pictures(e, *names, size=(4, 4)):
    """Draw small pictures into the folder and return it."""
    for name in names:
        path = e.folder / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", size).save(path)
    return e.folder / "pictures"


def stored(e, name, array):
    np.save(e.folder / name, array)
    return e.folder / name


def linked(e):
    folder = pictures(e, "a/1.png", "b/1.png")
    (folder / "a" / "2.png").symlink_to(folder / "nowhere.png")
    return folder


def deep(e, value):
    """Store a picture of whole numbers of 32 bits."""
    Image.fromarray(np.full((2, 2), value, np.int32)).save(e.folder / "deep.tif")
    return e.folder / "deep.tif"


def bomb(e):
    Image.new("1", (20000, 20000)).save(e.folder / "bomb.png")
    return e.folder / "bomb.png"


def set_to(name, option, value):
    """Return a call that sets an attribute of something that is already made."""
    return lambda e: setattr(getattr(e, name), option, value)


# what is set after construction: the object, its attribute, the value, the error, words
LATER = [
    ("conv", "stride", [2], V, "stride [2] has 1 entries"),
    ("conv", "stride", np.array([1, 1]), T, "stride array([1, 1])"),
    ("conv", "stride", 0, V, "stride 0"),
    ("conv", "stride", None, T, "stride None"),
    ("conv", "padding", "full", V, "'full'"),
    ("conv", "padding", -1, V, "padding -1"),
    ("conv", "dilation", (1, 0), V, "dilation 0"),
    ("conv", "dilation", 1.5, T, "dilation 1.5"),
    ("conv", "kernel_size", 5, A, "kernel_size cannot be set to 5"),
    ("conv", "in_channels", 7, A, "replace weight and bias"),
    ("conv", "out_channels", 7, A, "make a new layer"),
    ("conv", "weight", None, T, "weight of type NoneType"),
    ("conv", "weight", "he_normal", T, "weight of type str"),
    ("conv", "weight", np.ones((3, 3)), V, "weight has shape (3, 3); it needs 4 axes"),
    ("conv", "weight", np.ones((4, 3, 3, 3), np.float16), T, "float16"),
    ("conv", "weight", np.ones((4, 3, 3, 3), int), T, "weight holds int64 values"),
    ("conv", "bias", 0.5, V, "bias has shape ()"),
    ("conv", "bias", True, T, "bias holds bool values; convert them first: np.array(bias"),
    ("linear", "weight", [[1.0], [1.0, 2.0]], V, "lengths"),
    ("linear", "in_features", 99, A, "in_features cannot be set to 99"),
    ("pool", "kernel_size", 2.5, T, "kernel_size 2.5"),
    ("pool", "kernel_size", (2.0, 2.0), T, "kernel_size 2.0"),
    ("pool", "stride", (2.0, 2.0), T, "stride 2.0"),
    ("pool", "stride", None, T, "stride None"),
    ("pool", "padding", "same", T, "padding 'same'"),
    ("pool", "ceil_mode", [], T, "ceil_mode []"),
    ("pool", "ceil_mode", 1, T, "ceil_mode 1"),
    ("average", "count_include_pad", 3, T, "count_include_pad 3"),
    ("lp", "p", "a", T, "p is 'a'"),
    ("lp", "p", 0.5, V, "p is 0.5"),
    ("lp", "p", NAN, V, "p is nan"),
    ("dropout", "p", 2, V, "p is 2"),
    ("dropout", "p", 1, V, "p is 1"),
    ("dropout", "p", -1, V, "p is -1"),
    ("dropout", "p", None, T, "p is None"),
    ("dropout", "rng", 3, T, "rng is 3"),
    ("dropout", "rng", np.random.RandomState(0), T, "RandomState"),
    ("dropout", "training", 3, T, "training 3"),
    ("dropout", "training", "eval", T, "training 'eval'"),
    ("rrelu", "lower", "a", T, "lower is 'a'"),
    ("rrelu", "upper", NAN, V, "upper is nan"),
    ("leaky", "negative_slope", np.ones(3), T, "negative_slope is array"),
    ("leaky", "negative_slope", NAN, V, "negative_slope is nan"),
    ("leaky", "negative_slope", 1e39, V, "1e+39"),
    ("model", "layers", (), A, "Sequential(*layers)"),
    ("sgd", "lr", "a", T, "lr is 'a'"),
    ("sgd", "momentum", 2, V, "momentum is 2"),
    ("sgd", "momentum", None, T, "momentum is None"),
    ("sgd", "weight_decay", -1, V, "weight_decay is -1"),
    ("sgd", "weight_decay", NAN, V, "weight_decay is nan"),
    ("sgd", "nesterov", "yes", T, "nesterov 'yes'"),
    ("sgd", "steps", -1, V, "steps -1"),
    ("sgd", "model", None, T, "model is None"),
    ("adam", "betas", 0.9, V, "betas is 0.9"),
    ("adam", "betas", (1, 1), V, "betas is 1"),
    ("adam", "betas", (0.1, 0.2, 0.3), V, "(0.1, 0.2, 0.3)"),
    ("adam", "eps", 0, V, "eps is 0"),
    ("step", "step_size", 0, V, "step_size 0"),
    ("step", "gamma", -1, V, "gamma is -1"),
    ("step", "epoch", "a", T, "epoch 'a'"),
    ("step", "base_lr", -1, V, "base_lr is -1"),
    ("step", "optimizer", None, T, "optimizer is None"),
    ("cosine", "T_max", 0, V, "T_max 0"),
    ("cosine", "eta_min", "a", T, "eta_min is 'a'"),
]

CASES = {
    f"{name}.{option} = {shapes.shown(value)}": (set_to(name, option, value), error, [words])
    for name, option, value, error, words in LATER
}

CASES |= {
    # functions
    "lp pool: powers lost": (
        lambda e: F.lp_pool2d(np.full((1, 1, 2, 2), 0.5, np.float32), 2, p=200),
        V,
        ["x ** 200", "rounded to 0", "max_pool2d"],
    ),
    "rrelu backward: foreign output": (
        lambda e: F.rrelu_backward(np.ones(2), np.array([-2.0, 3.0]), output=np.array([5.0, 3.0])),
        V,
        ["slopes from -2.5", "what rrelu returned"],
    ),
    "rrelu backward: other limits": (
        lambda e: F.rrelu_backward(e.rows, -abs(e.rows), 0.1, 0.2, output=-0.9 * abs(e.rows)),
        V,
        ["0.9", "lower is 0.1", "upper 0.2"],
    ),
    "leaky relu: beyond float32": (
        lambda e: F.leaky_relu(e.rows, 1e39),
        V,
        ["negative_slope is 1e+39", "float32 can hold"],
    ),
    "mse backward: beyond float32": (
        lambda e: F.mse_backward(1e300, e.rows, e.rows),
        V,
        ["1e+300"],
    ),
    "bce: a little more than 1": (
        lambda e: F.binary_cross_entropy_with_logits(np.zeros(1), np.array([1.0000001])),
        V,
        ["1.0000001", "between 0 (no) and 1"],
    ),
    "softmax: one score": (lambda e: F.softmax(np.float64(3)), V, ["()", "an array of scores"]),
    "cross entropy: used-up generator": (
        lambda e: F.cross_entropy(e.rows, (i for i in range(5))),
        V,
        ["(5,)", "not a generator"],
    ),
    "cross entropy: set": (lambda e: F.cross_entropy(e.rows, {0, 1}), V, ["not a set"]),
    "loops: conv2d flag": (
        lambda e: naive.conv2d_backward(
            np.ones((2, 4, 6, 7)), e.x, e.conv.weight, input_gradient="no"
        ),
        T,
        ["input_gradient 'no'"],
    ),
    "loops: linear flag": (
        lambda e: naive.linear_backward(np.ones((5, 3)), e.rows, e.linear.weight, input_gradient=3),
        T,
        ["input_gradient 3"],
    ),
    # layers of your own
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
    "layer: no weight any more": (
        lambda e: delattr(e.conv, "weight"),
        A,
        ["weight cannot be deleted"],
    ),
    "own layer: a parameter that is no array": (
        lambda e: SGD(Sequential(Learning()), lr=0.1),
        T,
        ["0.weight is (1.0, 2.0)", "NumPy array"],
    ),
    "own layer: a whole number as parameter": (
        lambda e: SGD(Sequential(Counting()), lr=0.1),
        T,
        ["0.weight holds int64 values"],
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
    "pool: wider than the memory": (
        lambda e: F.max_pool2d(e.x, 3 * 10**6, padding=10**6 + 5 * 10**5),
        M,
        ["the padded picture of shape", "use smaller sizes"],
    ),
    # models
    "model: layer 9": (lambda e: e.model[9], IndexError, ["no layer 9", "0 to 3"]),
    "model: layer by name": (lambda e: e.model["0"], T, ["no layer '0'"]),
    "model: backward flag": (
        lambda e: e.model.backward(np.ones((2, 6)), input_gradient="no"),
        T,
        ["input_gradient 'no'"],
    ),
    "gradients: missing": (
        lambda e: e.model.set_gradients({"0.weight": e.conv.weight}),
        V,
        ["gradients lacks 0.bias"],
    ),
    "gradients: list": (lambda e: e.model.set_gradients([e.x]), T, ["gradients is a list"]),
    "load: a thousand keys": (
        lambda e: e.model.load_state_dict(
            e.model.state_dict() | {f"k{i}": e.x for i in range(1000)}
        ),
        V,
        ["k19 and 980 more"],
    ),
    "load: header announces 4 TB": (
        lambda e: e.model.load(
            zipped(
                e,
                **{"0.bias.npy": header("{'descr':'<f4','fortran_order':False,'shape':(10**12,)}")},
            )
        ),
        V,
        ["bad.npz", "damaged"],
    ),
    "load: header cut": (
        lambda e: e.model.load(zipped(e, **{"0.bias.npy": header("{'descr': '<f4', 'fortr")})),
        V,
        ["bad.npz", "damaged"],
    ),
    "load: encrypted": (
        lambda e: e.model.load(flagged(e, (b"PK\x01\x02", 8, 1), (b"PK\x03\x04", 6, 1))),
        V,
        ["bad.npz", "encrypted"],
    ),
    "load: unknown compression": (
        lambda e: e.model.load(flagged(e, (b"PK\x01\x02", 10, 99), (b"PK\x03\x04", 8, 99))),
        V,
        ["bad.npz", "damaged"],
    ),
    "save: a suffix alone": (lambda e: e.model.save(".npz"), V, ["use 'model.npz'"]),
    "save: nothing": (lambda e: e.model.save(""), V, ["use 'model.npz'"]),
    "save: half a character": (lambda e: e.model.save("a\ud800.npz"), V, ["no file name can have"]),
    # losses, training, evaluation
    "loss: reduction": (
        lambda e: with_reduction(e, MSELoss(), "sum"),
        V,
        ["set to 'sum'", "MSELoss() computes the mean", "SumSquaredError()"],
    ),
    "loss: reduction None": (
        lambda e: with_reduction(e, SumSquaredError(), None),
        V,
        ["set to None", "the sum"],
    ),
    "correct: class 9": (lambda e: e.loss.correct(e.rows, [9] * 5), V, ["targets[0] is 9"]),
    "correct: texts": (lambda e: e.loss.correct(e.rows, ["a"] * 5), T, ["<U1"]),
    "correct: one row": (lambda e: e.loss.correct(e.rows[:, 0], e.classes), V, ["2 axes"]),
    "step: loss is None": (lambda e: train(e, loss=OwnLoss(None)), T, ["returned None", "a float"]),
    "step: loss is text": (lambda e: train(e, loss=OwnLoss("1")), T, ["returned '1' (str)"]),
    "step: loss is an array": (lambda e: train(e, loss=OwnLoss(np.ones(2))), T, ["(ndarray)"]),
    "step: loss is complex": (lambda e: train(e, loss=OwnLoss(1j)), T, ["1j"]),
    "step: no gradient": (
        lambda e: train(e, loss=OwnLoss(1.0, lambda outputs: None)),
        T,
        [".backward()", "NoneType"],
    ),
    "step: gradient of another shape": (
        lambda e: train(e, loss=OwnLoss(1.0, lambda outputs: outputs[:1])),
        V,
        ["(1, 6)", "(2, 6)"],
    ),
    "step: targets in a set": (lambda e: train(e, y={0, 5}), V, ["a single target (set)"]),
    "step: tied weights": (tied, V, ["0.weight and 2.weight share memory", "copy()"]),
    "predict: too many rows": (
        lambda e: cnnkit.predict(Sequential(Own(lambda x: (np.ones((7, 3)), x))), e.x),
        V,
        ["7 rows for 2 examples"],
    ),
    "predict: no classes": (
        lambda e: cnnkit.predict(Sequential(Own(lambda x: (np.ones((2, 0)), x))), e.x),
        V,
        ["(2, 0)", "Linear"],
    ),
    "confusion: nothing": (lambda e: cnnkit.confusion_matrix([], [], 2), V, ["empty"]),
    "gradcheck: a loss": (lambda e: cnnkit.check_layer(MSELoss(), e.x), T, ["no forward()"]),
    "gradcheck: function of integers": (
        lambda e: cnnkit.check_function(lambda a: np.ones(3, int), lambda d, a: d, e.rows),
        T,
        ["what function returned holds int64 values; use float32"],
    ),
    "schedule: rate too large": (
        lambda e: StepLR(e.sgd, 1, gamma=2.0).rate(5000),
        V,
        ["epoch 5000", "gamma of at most 1"],
    ),
    "schedule: epoch 10**400": (
        lambda e: e.cosine.rate(10**400),
        V,
        ["too large for a float", "smaller epoch"],
    ),
    # files
    "data: out of the folder": (lambda e: data.data_path("../README.md"), V, ["leads out"]),
    "data: absolute": (lambda e: data.data_path("/etc/hosts"), V, ["leads out"]),
    "data: zero byte": (lambda e: data.data_path("a\0"), V, ["leads out"]),
    "image: numbers of 32 bits": (
        lambda e: data.load_image(deep(e, 70000)),
        V,
        ["from 0 to 65535", ".npy"],
    ),
    "image: negative numbers": (lambda e: data.load_image(deep(e, -7)), V, ["from 0 to 65535"]),
    "image: 400 million pixels": (lambda e: data.load_image(bomb(e)), V, ["save it smaller"]),
    "images: link to nowhere": (
        lambda e: data.load_images(linked(e)),
        FileNotFoundError,
        ["2.png"],
    ),
    "images: folder in a class": (
        lambda e: data.load_images(pictures(e, "a/1.png", "b/deep/1.png")),
        V,
        ["holds a folder (deep)", "above its classes"],
    ),
    "images: transparency": (
        lambda e: data.load_images(stored(e, "a.npy", np.zeros((2, 9, 9, 4), np.uint8))),
        V,
        ["(2, 9, 9, 4)", "images[..., :-1]"],
    ),
    "images: texts in .npz": (
        lambda e: data.load_images(zipped(e, images=b"x", targets=b"y")),
        V,
        ["holds nothing", "np.savez"],
    ),
    "images: header announces 4 TB": (
        lambda e: data.load_images(
            zipped(
                e, **{"x.npy": header("{'descr':'<f4','fortran_order':False,'shape':(10**12,)}")}
            )
        ),
        V,
        ["bad.npz", "np.save"],
    ),
    "images: set of targets": (
        lambda e: data.load_images(stored(e, "a.npy", np.zeros((2, 4, 4))), {0, 1}),
        V,
        ["(2,)", "not a set"],
    ),
    "mnist: a file": (
        lambda e: data.load_mnist(stored(e, "a.npy", np.zeros(2))),
        NotADirectoryError,
        ["a.npy is a file", "folder"],
    ),
    "split: negative classes": (
        lambda e: cnnkit.split(np.tile(e.x, (2, 1, 1, 1)), [-1, -1, 0, 0], rng=e.rng),
        V,
        ["from -1 to 0", "count classes from 0"],
    ),
    "split: 2**63": (
        lambda e: cnnkit.split(
            np.tile(e.x, (2, 1, 1, 1)), np.array([2**63] * 2 + [0, 0], np.uint64), rng=e.rng
        ),
        V,
        ["count classes from 0"],
    ),
    "split: no pixels": (
        lambda e: cnnkit.split(np.zeros((4, 1, 0, 5)), [0, 0, 1, 1], rng=e.rng),
        V,
        ["give at least"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_is_rejected_in_one_sentence_and_changes_nothing(case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    e = surroundings(tmp_path)
    assert_rejected(CASES[case], e, everything, f"{ADVICE}|{MORE}", longest=500)


# What was silently wrong, and is right now


def test_options_set_later_are_brought_to_the_form_of_the_constructors():
    conv = layers.Conv2d(3, 4, 3, rng=np.random.default_rng(0))
    conv.stride, conv.padding, conv.dilation = 2, [1, 1], 1
    assert repr(conv) == "Conv2d(3, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))"
    x = np.ones((2, 3, 8, 9), np.float32)
    expected = F.conv2d(x, conv.weight, conv.bias, stride=2, padding=1)
    np.testing.assert_array_equal(conv(x), expected)


def test_lists_set_as_weights_become_arrays_that_learn():
    model = Sequential(layers.Linear(2, 1))
    model[0].weight, model[0].bias = [[1.0, 2.0]], [0.5]
    x = np.ones((1, 2))
    assert model(x).item() == 3.5
    model.backward(np.ones((1, 1)))
    SGD(model, lr=0.5).step()
    np.testing.assert_array_equal(model[0].weight, [[0.5, 1.5]])


def test_sizes_follow_the_weight():
    conv = layers.Conv2d(3, 4, 3)
    conv.weight, conv.bias = np.ones((2, 1, 5, 4)), np.zeros(2)
    assert repr(conv) == "Conv2d(1, 2, kernel_size=(5, 4), stride=(1, 1))"
    assert conv.output_shape((7, 1, 9, 9)) == (7, 2, 5, 6)
    assert Sequential(conv).summary((1, 9, 9)).rows[0].sees == (5, 4)


def test_a_weight_that_fits_is_kept_itself():
    linear, weight = layers.Linear(2, 2), np.ones((2, 2), np.float32)
    linear.weight = weight
    assert linear.weight is weight


@pytest.mark.parametrize(
    ("loss", "outputs", "targets", "right"),
    [
        (CrossEntropyLoss(), [[NAN, 0.0], [1.0, 0.0]], [0, 0], [False, True]),
        (BCEWithLogitsLoss(), [[NAN], [-1.0]], [[0], [0]], [[False], [True]]),
        (MSELoss(), [[NAN, 0.0], [1.0, 0.0]], np.eye(2)[[0, 0]], [False, True]),
        (CrossEntropyLoss(), [[INF, 0.0], [1.0, 0.0]], [0, 0], [True, True]),
    ],
)
def test_an_output_that_is_not_a_number_is_no_right_answer(loss, outputs, targets, right):
    np.testing.assert_array_equal(loss.correct(np.array(outputs), targets), right)


def test_a_loop_over_a_fit_that_has_ended_is_told_so():
    x, y = np.ones((2, 4), np.float32), np.array([0, 1])
    model = Sequential(layers.Linear(4, 2))
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model, lr=0.1), "epochs": 2}
    run = cnnkit.fit(model, x, y, **options)
    next(run)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(run)) == 1  # going on half-way is fine
    with pytest.warns(RuntimeWarning, match="ended after its last epoch.*call fit"):
        assert list(run) == []
    run = cnnkit.fit(model, x, y, **options)
    run.close()
    with pytest.warns(RuntimeWarning, match=r"ended by close\(\)"):
        assert list(run) == []
    run = cnnkit.fit(model, x, y, **options)
    next(run)
    model[0].weight[:] = NAN
    with pytest.raises(FloatingPointError):
        next(run)
    with pytest.warns(RuntimeWarning, match="ended by an error"):
        assert list(run) == []


def test_optimisers_in_the_middle_of_their_work_can_be_copied_and_written():
    x, y = np.ones((2, 4), np.float32), np.array([0, 1])
    model = Sequential(layers.Linear(4, 2, rng=np.random.default_rng(0)))
    optimizer = Adam(model, lr=0.1)
    loss = CrossEntropyLoss()
    cnnkit.train_step(model, x, y, loss=loss, optimizer=optimizer)
    twins = copy.deepcopy(optimizer), pickle.loads(pickle.dumps(optimizer))
    cnnkit.train_step(model, x, y, loss=loss, optimizer=optimizer)
    for twin in twins:
        cnnkit.train_step(twin.model, x, y, loss=loss, optimizer=twin)
        assert twin.steps == 2
        np.testing.assert_array_equal(twin.model[0].weight, model[0].weight)


def test_a_failing_layer_leaves_the_gradients_of_those_behind_it():
    model = Sequential(
        Own(backward=lambda d: 1 / 0), layers.Linear(6, 3, rng=np.random.default_rng(0))
    )
    y = model(np.ones((2, 6)))
    model[1].gradients = before = {"weight": np.zeros((3, 6)), "bias": np.zeros(3)}
    with pytest.raises(ZeroDivisionError):
        model.backward(np.ones_like(y))
    assert model[1].gradients is before


def test_the_sigmoid_of_no_number_is_none_by_loops_too():
    assert np.isnan(naive.sigmoid(np.array([NAN]))).all()
    np.testing.assert_array_equal(naive.sigmoid(np.array([-INF, INF, -800.0])), [0, 1, 0])


def test_what_vanishes_beside_larger_numbers_is_no_loss():
    x = np.array([[[[1e-30, 2.0], [0.0, 0.0]]]], np.float32)
    assert F.lp_pool2d(x, 2, p=20) == pytest.approx(2)
    assert F.lp_pool2d(np.full_like(x, 1e-30), 2) == 0  # too small to matter


def test_slopes_near_zero_may_be_lost_in_rounding():
    x = np.array([-1e-45, -1e-38, -1.0], np.float32)
    y = F.rrelu(x, training=True, rng=np.random.default_rng(0))
    assert np.isfinite(F.rrelu_backward(np.ones_like(x), x, output=y)).all()


def test_hidden_files_are_no_pictures(tmp_path):
    e = SimpleNamespace(folder=tmp_path)
    folder = pictures(e, "a/1.png", "b/1.png")
    (folder / "a" / "._1.png").write_bytes(b"left behind by another system")
    (folder / "b" / ".ipynb_checkpoints").mkdir()
    assert data.load_images(folder).targets.tolist() == [0, 1]


def test_capital_suffixes_are_known_too(tmp_path):
    buffer = io.BytesIO()
    np.savez(buffer, images=np.zeros((2, 4, 4), np.uint8), targets=[0, 1])
    (tmp_path / "SET.NPZ").write_bytes(buffer.getvalue())
    assert data.load_images(tmp_path / "SET.NPZ").targets.tolist() == [0, 1]
