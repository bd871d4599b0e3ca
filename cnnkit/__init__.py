"""cnnkit: touch every number of a convolutional network.

A small, vectorised NumPy package with PyTorch's names, shapes and defaults. To read it, start with
`cnnkit.shapes`, then `naive` (every operation as loops), `windows` (the trick that makes it fast),
`functional` (operations and their gradients), `layers`, `losses`, `model`, `optim`, `train`.

`plots`, `widgets` and `exercises`, which load matplotlib and ipywidgets, `naive` and `data` are
imported when first used.
"""

import importlib

from cnnkit import functional, initialisers, shapes, xo
from cnnkit.gradcheck import check_function, check_layer, check_model, numerical_gradient
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, L1Loss, MSELoss, SumSquaredError
from cnnkit.matching import match_map, match_score
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.schedules import CosineAnnealingLR, StepLR
from cnnkit.train import confusion_matrix, evaluate, fit, predict, train_step

__version__ = "0.1.0"

_LAZY = ("data", "exercises", "naive", "plots", "widgets")
_DATA = (
    "load_digits",
    "load_fashion_mnist",
    "load_idx",
    "load_image",
    "load_images",
    "load_mnist",
    "load_photo",
    "load_wine",
    "load_xo",
    "split",
)

__all__ = [
    "SGD",
    "Adam",
    "AvgPool2d",
    "BCEWithLogitsLoss",
    "Conv2d",
    "CosineAnnealingLR",
    "CrossEntropyLoss",
    "Dropout",
    "Flatten",
    "GlobalAvgPool2d",
    "L1Loss",
    "LPPool2d",
    "LeakyReLU",
    "Linear",
    "MSELoss",
    "MaxPool2d",
    "RReLU",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "StepLR",
    "SumSquaredError",
    "Tanh",
    "check_function",
    "check_layer",
    "check_model",
    "confusion_matrix",
    "evaluate",
    "fit",
    "functional",
    "initialisers",
    "load_digits",
    "load_fashion_mnist",
    "load_idx",
    "load_image",
    "load_images",
    "load_mnist",
    "load_photo",
    "load_wine",
    "load_xo",
    "match_map",
    "match_score",
    "naive",
    "numerical_gradient",
    "predict",
    "shapes",
    "split",
    "train_step",
    "xo",
]


def __getattr__(name):
    """Import what is heavy when it is first touched."""
    if name in _LAZY:
        return importlib.import_module(f"cnnkit.{name}")
    if name in _DATA:
        return getattr(importlib.import_module("cnnkit.data"), name)
    raise AttributeError(f"module 'cnnkit' has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_LAZY, *_DATA})
