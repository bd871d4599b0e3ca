"""What the tables of bad input use: surroundings that could be changed, and strange objects."""

from types import SimpleNamespace

import numpy as np

import cnnkit
from cnnkit import layers
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import CosineAnnealingLR, StepLR

V, T, R, M, A = ValueError, TypeError, RuntimeError, MemoryError, AttributeError
NAN = float("nan")


def surroundings(folder):
    """Return arrays, layers and models in the middle of their work: all that could be changed."""
    rng = np.random.default_rng(0)
    e = SimpleNamespace(folder=folder, rng=np.random.default_rng(1))
    e.x = rng.normal(size=(2, 3, 8, 9)).astype(np.float32)
    e.w = rng.normal(size=(4, 3, 3, 3)).astype(np.float32)
    e.b = rng.normal(size=4).astype(np.float32)
    e.d = rng.normal(size=(2, 4, 6, 7)).astype(np.float32)
    e.rows = rng.normal(size=(5, 6)).astype(np.float32)
    e.matrix = rng.normal(size=(3, 6)).astype(np.float32)
    e.classes, e.targets = np.array([0, 1, 2, 3, 5]), np.array([0, 5])
    e.integers = np.arange(2 * 3 * 8 * 9).reshape(2, 3, 8, 9)
    e.conv, e.fresh = layers.Conv2d(3, 4, 3, rng=rng), layers.Conv2d(3, 4, 3, rng=rng)
    e.linear, e.dropout = layers.Linear(6, 3, rng=rng), layers.Dropout(0.5)
    e.norm = layers.BatchNorm2d(3)
    e.pool, e.average, e.lp = layers.MaxPool2d(2), layers.AvgPool2d(2), layers.LPPool2d(2, 2)
    e.relu, e.leaky, e.rrelu = layers.ReLU(), layers.LeakyReLU(), layers.RReLU()
    e.model = Sequential(
        layers.Conv2d(3, 4, 3, rng=rng),
        layers.ReLU(),
        layers.Flatten(),
        layers.Linear(168, 6, rng=rng),
    )
    e.other = Sequential(layers.Flatten(), layers.Linear(216, 6, rng=rng))
    e.loss = CrossEntropyLoss()
    e.optimizer, e.adam = SGD(e.model, lr=0.1, momentum=0.9), Adam(e.other)
    e.schedule, e.cosine = StepLR(e.optimizer, 2), CosineAnnealingLR(e.adam, 5)
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
    made = {name: v for name, v in vars(e).items() if name not in arrays}
    plain = {
        "rng": e.rng.bit_generator.state,
        "reprs": {name: repr(v) for name, v in made.items()},
        "optimisers": [(o.steps, o.lr, len(o._state)) for o in (e.optimizer, e.adam)],
        "schedules": [repr(vars(s)) for s in (e.schedule, e.cosine)],
        "modes": [v.training for v in made.values() if isinstance(v, layers.Layer)],
        "modes of the models": [layer.training for m in (e.model, e.other) for layer in m],
        "without a memory": [layer._memory is None for layer in e.other],
    }
    return arrays, plain


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


class Own(layers.Layer):
    """A layer of a reader's own, which returns what it is told to."""

    def __init__(self, forward=lambda x: (x, x), backward=lambda d: d):
        super().__init__()
        self.there, self.back = forward, backward

    def _forward(self, x):
        return self.there(x)

    def _backward(self, d, memory, input_gradient):
        return self.back(d)


def model_with(layer):
    """Return a model that ends in a layer of a reader's own."""
    return Sequential(layers.Flatten(), layers.Linear(216, 6, rng=np.random.default_rng(0)), layer)


class OwnLoss:
    """A loss that returns what it is told to."""

    def __init__(self, value=1.0, gradient=np.ones_like):
        self.value, self.gradient = value, gradient

    def __call__(self, outputs, targets):
        self.outputs = outputs
        return self.value

    def backward(self):
        return self.gradient(self.outputs)
