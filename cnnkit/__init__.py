"""cnnkit: touch every number of a convolutional network.

A small, vectorised NumPy package with PyTorch's names, shapes and defaults. Read it in this order:

1. ``shapes``: how large the output of a convolution or pooling layer is;
2. ``naive``: every operation as plain loops, which say what the fast ones compute;
3. ``windows``: all windows of a picture as one view, the trick that makes them fast;
4. ``functional/``: each operation, and directly below it its gradient;
5. ``layers/``: the operations as objects that remember what their gradient needs;
6. ``losses``: how far the outputs are from the targets;
7. ``model/sequential``: layers in a row, forward and back;
8. ``optim``: how the weights follow their gradients;
9. ``train/step`` and ``train/loop``: forward, loss, backward, step; and that for many epochs.

Files whose name begins with an underscore, and ``checks/``, keep promises to the user: bad input
gets one clear sentence, and what fails half-way leaves nothing half done. They can wait.

``plots``, ``widgets`` and ``exercises``, which load matplotlib and ipywidgets, and what most
programs do without are imported when first used.
"""

import importlib
from typing import Any

from cnnkit import checks, functional, initialisers, layers, losses, optim, shapes
from cnnkit.layers import *
from cnnkit.losses import *
from cnnkit.model import Residual, Sequential
from cnnkit.optim import *

checks.speak(vars(shapes), shapes.__all__)
checks.answer_imports(optim)  # torch.optim.lr_scheduler

__version__ = "0.1.0"

# Imported when first used: `import cnnkit` is quick without them.
_LAZY = (
    "data",
    "exercises",
    "gradcheck",
    "interop",
    "matching",
    "naive",
    "plots",
    "train",
    "widgets",
)
_NAMES = {
    "data": (
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
    ),
    "examples": ("xo",),
    "gradcheck": ("check_function", "check_layer", "check_model", "numerical_gradient"),
    "interop": ("export_onnx", "fold_batch_norm", "from_keras"),
    "matching": ("match_map", "match_score"),
    "train": (
        "CosineAnnealingLR",
        "StepLR",
        "confusion_matrix",
        "evaluate",
        "fit",
        "predict",
        "train_step",
    ),
}
_MODULES = {"schedules": "cnnkit.train.schedules", "xo": "cnnkit.examples.xo"}
_HOMES = {name: room for room, names in _NAMES.items() for name in names}

__all__ = sorted(
    [
        *layers.__all__,
        *losses.__all__,
        *optim.__all__,
        *_HOMES,
        "Residual",
        "Sequential",
        "functional",
        "initialisers",
        "naive",
        "shapes",
    ]
)


def __getattr__(name: str) -> Any:
    """Import what is heavy when it is first touched."""
    if name in _LAZY:
        return importlib.import_module(f"cnnkit.{name}")
    if name in _MODULES:  # handed on from their rooms
        return importlib.import_module(_MODULES[name])
    if name in _HOMES:
        return getattr(importlib.import_module(f"cnnkit.{_HOMES[name]}"), name)
    raise checks.no_attribute("module 'cnnkit'", name, _elsewhere(name))


def _elsewhere(name):
    """Return what to write for a name that one of the rooms has."""
    if name.startswith("_"):
        return ""
    for room in ("functional", "data", "train", "gradcheck", "initialisers", "shapes", "widgets"):
        if name in importlib.import_module(f"cnnkit.{room}").__all__:
            return f"write cnnkit.{room}.{name}"
    return ""


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY, *_HOMES, *_MODULES})
