"""Pillow, imported when it is first touched: what reads no pictures does without it."""

import importlib
from typing import Any

_PARTS = ("Image", "ImageFile", "ImageOps", "UnidentifiedImageError")


def __getattr__(name: str) -> Any:
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        pillow = importlib.import_module("PIL")
        return getattr(pillow, name) if name[-5:] == "Error" else _part(name)
    except ModuleNotFoundError:
        raise ImportError(
            "pictures are read with Pillow, which is not installed; get it with: pip install pillow"
        ) from None


def _part(name):
    return importlib.import_module(f"PIL.{name}")
