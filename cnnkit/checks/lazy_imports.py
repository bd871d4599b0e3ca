"""What `cnnkit` imports only when it is first used, so that `import cnnkit` is quick."""

import importlib
import sys
from typing import Any

from cnnkit.checks.pytorch_habits import no_attribute

_ROOMS = (
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


def lazy_names() -> list[str]:
    """Return the public names of `cnnkit` that are imported when they are first used."""
    return [*_HOMES, "naive"]


def import_when_used(name: str) -> Any:
    """Import a room, or a name of one, when it is first used: ``cnnkit.__getattr__``."""
    if name in _ROOMS:
        return importlib.import_module(f"cnnkit.{name}")
    if name in _MODULES:  # handed on from their rooms
        return importlib.import_module(_MODULES[name])
    if name in _HOMES:
        return getattr(importlib.import_module(f"cnnkit.{_HOMES[name]}"), name)
    raise no_attribute("module 'cnnkit'", name, _elsewhere(name))


def _elsewhere(name):
    """Return what to write for a name that one of the rooms has."""
    if name.startswith("_"):
        return ""
    for room in ("functional", "data", "train", "gradcheck", "initialisers", "shapes", "widgets"):
        if name in importlib.import_module(f"cnnkit.{room}").__all__:
            return f"write cnnkit.{room}.{name}"
    return ""


def all_names() -> list[str]:
    """Return the names of `cnnkit`, also of what is not imported yet: ``cnnkit.__dir__``."""
    return sorted({*vars(sys.modules["cnnkit"]), *_ROOMS, *_HOMES, *_MODULES})
