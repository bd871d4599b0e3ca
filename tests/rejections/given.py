"""What the tables of bad input use: surroundings that could be changed, and strange objects."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

import cnnkit
from cnnkit import layers
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD

V, T, R, M = ValueError, TypeError, RuntimeError, MemoryError
NAN = float("nan")

# Words that tell the reader what would work.
ADVICE = (
    "use|give|try|convert|write|call|make|create|fill|needs?|must|choose|add|load|replace|leave|"
    "count|at least one|check|has the shape"
)


def assert_rejected(case, e, everything, advice, longest=400):
    """Run a case: one sentence of what was given and what would work, and nothing is changed."""
    call, error, words = case
    arrays, plain = everything(e)
    with pytest.raises(error) as caught:
        call(e)
    assert type(caught.value) is error
    message = str(caught.value).replace(str(e.folder), "")
    assert "\n" not in message
    assert 15 < len(message) < longest
    assert all(word in message for word in words), message
    # a call by position where names are needed gets Python's own sentence
    advised = "positional" in words or re.search(rf"\b({advice})\b", message)
    assert advised, message
    arrays_after, plain_after = everything(e)
    assert plain_after == plain
    assert arrays_after.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(arrays_after[name], array, err_msg=name)


def surroundings(folder):
    """Return arrays and a model in the middle of its work: all that could be changed."""
    rng = np.random.default_rng(0)
    e = SimpleNamespace(folder=folder, rng=np.random.default_rng(1))
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
