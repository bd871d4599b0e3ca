"""Optimisers, schedules and trainings called wrongly."""

from types import SimpleNamespace

import numpy as np

import cnnkit
from cnnkit import functional as F
from cnnkit.losses import MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import StepLR

from .given import NAN, M, R, T, V


def step(e, **changed):
    """Do one training step with something wrong."""
    parts = {"model": e.model, "x": e.x, "y": [0, 5], "loss": e.loss, "optimizer": e.optimizer}
    return cnnkit.train_step(**(parts | changed))


def fit(e, **changed):
    """Start a training with something wrong."""
    options = {"loss": e.loss, "optimizer": e.optimizer, "epochs": 1} | changed
    return cnnkit.fit(e.model, e.x, e.targets, **options)


CASES = {
    # optimisers and schedules
    "SGD: negative": (lambda e: SGD(e.model, lr=-0.1), V, ["lr is -0.1", "above 0"]),
    "SGD: rate set": (lambda e: setattr(e.optimizer, "lr", -1.0), V, ["lr is -1.0"]),
    "SGD: nan": (lambda e: SGD(e.model, lr=NAN), V, ["lr is nan"]),
    "SGD: momentum 1": (lambda e: SGD(e.model, lr=0.1, momentum=1), V, ["momentum is 1"]),
    "SGD: nesterov": (lambda e: SGD(e.model, lr=0.1, nesterov=True), V, ["momentum above 0"]),
    "SGD: parameters": (lambda e: SGD(e.model.parameters(), lr=0.1), T, ["Sequential itself"]),
    "SGD: nothing to learn": (lambda e: SGD(Sequential(e.relu), lr=0.1), V, ["no parameters"]),
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
    "Adam: betas": (lambda e: Adam(e.model, betas=(0.9, 1)), V, ["betas is 1"]),
    "Adam: eps": (lambda e: Adam(e.model, eps=-1), V, ["eps is -1"]),
    "Adam: one beta": (lambda e: Adam(e.model, betas=0.9), V, ["betas is 0.9"]),
    "optimiser: no gradients": (lambda e: SGD(e.other, lr=0.1).step(), R, ["no gradient"]),
    "schedule: optimiser": (lambda e: StepLR(e.model, 2), T, ["SGD or Adam"]),
    "schedule: step": (lambda e: StepLR(e.optimizer, 0), V, ["step_size", "0"]),
    "schedule: half an epoch": (lambda e: StepLR(e.optimizer, 2).rate(1.5), T, ["epoch 1.5"]),
    "schedule: before the first": (lambda e: StepLR(e.optimizer, 2).rate(-1), V, ["epoch -1"]),
    # training
    "step: other model": (lambda e: step(e, model=e.other), V, ["another model"]),
    "step: lengths": (lambda e: step(e, y=[0]), V, ["2 examples", "1 targets"]),
    "step: last target": (lambda e: step(e, y=[0, 6], micro_batch=1), V, ["6", "0 to 5"]),
    "step: loss class": (lambda e: step(e, loss=MSELoss), T, ["MSELoss()"]),
    "step: micro_batch": (lambda e: step(e, micro_batch=0), V, ["micro_batch", "0"]),
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
    "fit: epochs": (lambda e: fit(e, epochs=0), V, ["epochs", "0"]),
    "fit: rng": (lambda e: fit(e, rng=42), T, ["rng is 42", "default_rng(42)"]),
    "fit: validation": (lambda e: fit(e, validation=e.x), V, ["validation", "(pictures"]),
    "fit: patience": (lambda e: fit(e, patience=2), V, ["patience", "validation="]),
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
    # how good
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
    "evaluate: no model": (
        lambda e: cnnkit.evaluate(None, e.x, e.targets, loss=e.loss),
        T,
        ["model is None"],
    ),
    "predict: rows": (lambda e: cnnkit.predict(e.model, e.rows), V, ["layer 0", "(5, 6)"]),
    "predict: no model": (lambda e: cnnkit.predict("m", e.x), T, ["model is 'm'"]),
    "predict: nan": (
        lambda e: cnnkit.predict(e.model, e.x * np.float32(NAN)),
        V,
        ["outputs", "nan"],
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
}
