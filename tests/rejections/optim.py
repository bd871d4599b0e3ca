"""Optimisers made wrongly."""

import numpy as np

from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam

from .given import NAN, R, T, V

CASES = {
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
}
