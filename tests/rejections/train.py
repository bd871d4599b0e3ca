"""Trainings, their schedules and their evaluation called wrongly."""

from types import SimpleNamespace

import numpy as np

import cnnkit
from cnnkit import functional as F
from cnnkit import layers
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import StepLR

from .given import NAN, M, Own, OwnLoss, T, V


def step(e, **changed):
    """Do one training step with something wrong."""
    parts = {"model": e.model, "x": e.x, "y": [0, 5], "loss": e.loss, "optimizer": e.optimizer}
    return cnnkit.train_step(**(parts | changed))


def fit(e, **changed):
    """Start a training with something wrong: it is rejected before its loop starts."""
    options = {"x": e.x, "y": e.targets, "loss": e.loss, "optimizer": e.optimizer, "epochs": 1}
    return cnnkit.fit(e.model, **(options | changed))


def evaluate(e, **changed):
    """Evaluate a model with something wrong."""
    options = {"model": e.model, "x": e.x, "y": e.targets, "loss": e.loss}
    return cnnkit.evaluate(**(options | changed))


def tied(e):
    """Train a model of which two layers share their weights."""
    model = Sequential(layers.Linear(6, 6), layers.ReLU(), layers.Linear(6, 6))
    model[2].weight = model[0].weight.T
    return cnnkit.train_step(
        model, e.rows, e.classes, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1)
    )


CASES = {
    "schedule: optimiser": (lambda e: StepLR(e.model, 2), T, ["SGD or Adam"]),
    "schedule: step": (lambda e: StepLR(e.optimizer, 0), V, ["step_size", "0"]),
    "schedule: half an epoch": (lambda e: StepLR(e.optimizer, 2).rate(1.5), T, ["epoch 1.5"]),
    "schedule: before the first": (lambda e: StepLR(e.optimizer, 2).rate(-1), V, ["epoch -1"]),
    "schedule: rate too large": (
        lambda e: StepLR(e.optimizer, 1, gamma=2.0).rate(5000),
        V,
        ["epoch 5000", "gamma of at most 1"],
    ),
    "schedule: epoch 10**400": (
        lambda e: e.cosine.rate(10**400),
        V,
        ["epoch 1000", "too large", "smaller"],
    ),
    "step: other model": (lambda e: step(e, model=e.other), V, ["another model"]),
    "step: last target": (lambda e: step(e, y=[0, 6], micro_batch=1), V, ["6", "0 to 5"]),
    "step: nan": (
        lambda e: step(e, x=e.x * np.float32(NAN)),
        FloatingPointError,
        ["the input holds nan", "(0, 0, 0, 0)"],
    ),
    "step: no model": (lambda e: step(e, model=None), T, ["model is None", "Sequential"]),
    "step: a layer": (lambda e: step(e, model=e.linear), T, ["Linear"]),
    "step: targets missing": (lambda e: step(e, y=None), V, ["a single target"]),
    "step: ragged targets": (lambda e: step(e, y=[[1], [1, 2]]), V, ["y", "lengths"]),
    "step: masked targets": (lambda e: step(e, y=np.ma.array([0, 1])), T, ["y", "filled"]),
    "step: loss function": (lambda e: step(e, loss=F.cross_entropy), T, ["CrossEntropyLoss()"]),
    "step: optimizer by name": (lambda e: step(e, optimizer="sgd"), T, ["'sgd'"]),
    "step: foreign optimizer": (
        lambda e: step(e, optimizer=SimpleNamespace(step=lambda: None)),
        V,
        ["another model"],
    ),
    "step: loss is None": (lambda e: step(e, loss=OwnLoss(None)), T, ["returned None", "a float"]),
    "step: loss is text": (lambda e: step(e, loss=OwnLoss("1")), T, ["returned '1' (str)"]),
    "step: loss is an array": (lambda e: step(e, loss=OwnLoss(np.ones(2))), T, ["(ndarray)"]),
    "step: loss is complex": (lambda e: step(e, loss=OwnLoss(1j)), T, ["1j"]),
    "step: no gradient": (
        lambda e: step(e, loss=OwnLoss(1.0, lambda outputs: None)),
        T,
        [".backward()", "NoneType"],
    ),
    "step: gradient of another shape": (
        lambda e: step(e, loss=OwnLoss(1.0, lambda outputs: outputs[:1])),
        V,
        ["(1, 6)", "(2, 6)"],
    ),
    "step: targets in a set": (lambda e: step(e, y={0, 5}), V, ["a single target (set)"]),
    "step: tied weights": (tied, V, ["0.weight and 2.weight share memory", "copy()"]),
    "fit: epochs": (lambda e: fit(e, epochs=0), V, ["epochs", "0"]),
    "fit: rng": (lambda e: fit(e, rng=42), T, ["rng is 42", "default_rng(42)"]),
    "fit: validation": (lambda e: fit(e, validation=e.x), V, ["validation", "(pictures"]),
    "fit: patience": (lambda e: fit(e, patience=2), V, ["patience", "validation="]),
    "fit: epochs inf": (lambda e: fit(e, epochs=np.inf), T, ["epochs inf"]),
    "fit: batch of 0": (lambda e: fit(e, batch_size=0), V, ["batch_size 0"]),
    "fit: validation share": (lambda e: fit(e, validation=0.2), V, ["0.2", "(x_val, y_val)"]),
    "fit: validation numbers": (lambda e: fit(e, validation=(1, 2)), T, ["validation: x", "int64"]),
    "fit: validation classes": (
        lambda e: fit(e, validation=(e.x, e.targets + 9)),
        V,
        ["validation: targets[0] is 9"],
    ),
    "fit: schedule by name": (lambda e: fit(e, schedule="cosine"), V, ["'cosine'", "StepLR"]),
    "fit: progress": (lambda e: fit(e, progress="yes"), T, ["progress 'yes'"]),
    "fit: RandomState": (lambda e: fit(e, rng=np.random.RandomState(0)), T, ["default_rng"]),
    "fit: half an epoch": (lambda e: fit(e, epochs=2.5), T, ["epochs 2.5"]),
    "fit: batch by text": (lambda e: fit(e, batch_size="64"), T, ["batch_size '64'"]),
    "fit: validation lengths": (
        lambda e: fit(e, validation=(e.x, e.targets[:-1])),
        V,
        ["validation: x has 2 examples", "1 targets"],
    ),
    "fit: validation counted from 1": (
        lambda e: fit(e, validation=(e.x, e.targets + 1)),
        V,
        ["validation: targets[1] is 6", "count classes from 0"],
    ),
    "fit: validation size": (
        lambda e: fit(e, validation=(e.x[:, :, :6], e.targets)),
        V,
        ["validation: layer 3"],
    ),
    "fit: patience 0": (
        lambda e: fit(e, patience=0, validation=(e.x, e.targets)),
        V,
        ["patience 0"],
    ),
    "fit: schedule 0.9": (
        lambda e: fit(e, schedule=0.9),
        V,
        ["schedule is 0.9", "StepLR(optimizer"],
    ),
    "fit: schedule of another optimiser": (
        lambda e: fit(e, schedule=StepLR(SGD(e.other, lr=0.1), 2)),
        V,
        ["schedule is", "same optimiser"],
    ),
    "evaluate: no model": (
        lambda e: cnnkit.evaluate(None, e.x, e.targets, loss=e.loss),
        T,
        ["model is None"],
    ),
    "evaluate: batch of -1": (lambda e: evaluate(e, batch_size=-1), V, ["batch_size -1"]),
    "predict: rows": (lambda e: cnnkit.predict(e.model, e.rows), V, ["layer 0", "(5, 6)"]),
    "predict: no model": (lambda e: cnnkit.predict("m", e.x), T, ["model is 'm'"]),
    "predict: nan": (
        lambda e: cnnkit.predict(e.model, e.x * np.float32(NAN)),
        V,
        ["outputs", "nan"],
    ),
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
    "predict: one picture": (
        lambda e: cnnkit.predict(e.model, e.x[0]),
        V,
        ["layer 0", "it needs 4 axes"],
    ),
    "predict: no examples": (
        lambda e: cnnkit.predict(e.model, e.x[:0]),
        V,
        ["(0, 3, 8, 9)", "no example"],
    ),
    "predict: pictures come out": (
        lambda e: cnnkit.predict(Sequential(e.relu), e.x),
        V,
        ["(2, 3, 8, 9)", "Flatten()"],
    ),
    "confusion: lengths": (
        lambda e: cnnkit.confusion_matrix([0, 1], [0], 2),
        V,
        ["(1,)", "2 rows"],
    ),
    "confusion: range": (lambda e: cnnkit.confusion_matrix([2], [0], 2), V, ["2", "0 to 1"]),
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
    "confusion: nothing": (lambda e: cnnkit.confusion_matrix([], [], 2), V, ["empty"]),
    "confusion: prediction -1": (
        lambda e: cnnkit.confusion_matrix([0, 1], [0, -1], 2),
        V,
        ["predictions[1] is -1"],
    ),
    "confusion: floats": (
        lambda e: cnnkit.confusion_matrix([0.0, 1], [0, 1], 2),
        T,
        ["targets", "float64"],
    ),
    "confusion: one-hot": (
        lambda e: cnnkit.confusion_matrix([0, 1], np.eye(2), 2),
        V,
        ["predictions", "argmax"],
    ),
    "confusion: one class": (lambda e: cnnkit.confusion_matrix([0], [0], 1), V, ["classes 1"]),
}

# what train_step, fit and evaluate reject alike: the arguments that are changed
ALIKE = {
    "lengths": (lambda e: {"y": [0]}, V, ["2 examples", "1 targets"]),
    "a single target": (lambda e: {"y": 1}, V, ["2 examples", "single target"]),
    "no examples": (
        lambda e: {"x": e.x[:0], "y": e.targets[:0]},
        V,
        ["(0, 3, 8, 9)", "no example"],
    ),
    "integers": (lambda e: {"x": e.integers}, T, ["x holds int64", "float32"]),
    "rank": (lambda e: {"x": e.x[:, 0]}, V, ["layer 0, Conv2d", "8, 9)"]),
    "text": (lambda e: {"x": "X"}, T, ["x of type str"]),
    "one-hot": (lambda e: {"y": np.eye(6)[e.targets]}, V, ["one-hot", "argmax"]),
    "class 6": (lambda e: {"y": e.targets + 1}, V, ["targets[1] is 6", "from 0"]),
    "classes in floats": (lambda e: {"y": e.targets / 1}, T, ["targets", "float64"]),
    "loss class": (lambda e: {"loss": MSELoss}, T, ["loss is", "MSELoss()"]),
    "class of the usual loss": (
        lambda e: {"loss": CrossEntropyLoss},
        T,
        ["loss is", "CrossEntropyLoss()"],
    ),
    "loss by name": (lambda e: {"loss": "mse"}, T, ["loss is 'mse'", "MSELoss()"]),
    "loss of other targets": (lambda e: {"loss": MSELoss()}, V, ["np.eye(6)[y]"]),
}
# and what train_step and fit alone are given
MOVING = {
    "no optimizer": (lambda e: {"optimizer": None}, T, ["optimizer is None", "SGD(model"]),
    "optimizer class": (lambda e: {"optimizer": SGD}, T, ["optimizer is", "SGD(model"]),
    "optimizer of another model": (
        lambda e: {"optimizer": SGD(e.other, lr=0.1)},
        V,
        ["another model"],
    ),
    "micro_batch 0": (lambda e: {"micro_batch": 0}, V, ["micro_batch 0"]),
    "micro_batch 1.5": (lambda e: {"micro_batch": 1.5}, T, ["micro_batch 1.5"]),
    "threads 0": (lambda e: {"threads": 0}, V, ["threads 0"]),
}


def changed(call, change):
    """Return the call with the changed arguments."""
    return lambda e: call(e, **change(e))


CASES |= {
    f"{name}: {mistake}": (changed(call, change), error, words)
    for name, call, mistakes in (
        ("step", step, ALIKE | MOVING),
        ("fit", fit, ALIKE | MOVING),
        ("evaluate", evaluate, ALIKE),
    )
    for mistake, (change, error, words) in mistakes.items()
}
