"""Examples and targets that do not fit each other: which line of code makes them fit."""

import os
import re
from typing import Any

import numpy as np

from cnnkit.checks import Array, kind_of
from cnnkit.checks.layout_advice import picture_advice

__all__ = ["layout_too", "of_y", "other_count", "refuse_places"]


_LOSSES = {
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss() with y.reshape(-1, 1)",
    "cross_entropy": "CrossEntropyLoss()",
}


def of_y(text: str) -> str:
    """Return a sentence about a loss's targets with lines that are about ``y``.

    Examples
    --------
    >>> of_y("targets hold words; use targets.astype(int)")
    'targets hold words; use y.astype(int)'
    """
    what, mark, advice = text.partition("; ")
    for function, loss in _LOSSES.items():
        advice = re.sub(rf"\b{function}\b", loss, advice)
    return what + mark + re.sub(r"\btargets(?=[\[.,)\]]| [-+>!])", "y", advice)


def layout_too(shape: tuple[int, ...], model: Any) -> str:
    """Say what else pictures of whole numbers need, for a model that begins with a convolution.

    Examples
    --------
    >>> from cnnkit.layers import Conv2d
    >>> from cnnkit.model import Sequential
    >>> layout_too((600, 28, 28), Sequential(Conv2d(1, 2, 3)))
    '; then write x[:, None] for 600 grey pictures (its shape is (600, 28, 28))'
    """
    reads = _reads(model)
    if reads is None or not shape or (len(shape) == 4 and shape[1] == reads):
        return ""
    return f"; then {picture_advice(shape, reads)} (its shape is {shape})"


def _reads(model):
    """Return how many channels the first layer reads; None if it is not a convolution."""
    first = next(iter(model), None) if hasattr(model, "__iter__") else None
    return getattr(first, "in_channels", None)


def other_count(x: Array, y: Array, given: Any, model: Any) -> str:
    """Say that there are not as many targets as examples, and which line gives as many.

    Examples
    --------
    >>> print(other_count(np.ones((5, 2)), np.ones((1, 5)), None, None))
    x has 5 examples, but y has 1 targets; give one target per example: y[0]
    """
    kind = type(given).__name__
    count = f"{len(y)} targets" if y.ndim else f"a single target ({kind})"
    told = f"x has {len(x)} examples, but y has {count}; "
    return told + (_way(x, y, given, model) or "give one target per example")


def _way(x, y, given, model):
    if not y.ndim:
        return _of_one(x, given)
    if y.ndim > 1 and y.shape[1:] == x.shape[1:]:
        return (
            "y holds pictures, too, so give the targets; what data.split returns is x, y, test_x, "
            "test_y in this order"
        )
    if y.ndim == 2 and y.shape[1] == len(x):
        return f"give one target per example: {'y[0]' if len(y) == 1 else 'y.T'}"
    if (_reads(model) is not None and x.ndim != 4) or x.ndim == 5:
        if len(y) == 1 and x.ndim in (2, 3):
            line = "x[None, None]" if x.ndim == 2 else "x[None]"
            return f"if x is one picture, give {line}"
        if x.ndim == 5 and len(x) == 1 and x.shape[1] == len(y):
            return "the examples lie in the second axis of x, so give x[0]"
    axes = [axis for axis, size in enumerate(x.shape) if size == len(y)]
    if len(axes) == 1 and len(y) > 4:
        moved = f"np.moveaxis(x, {axes[0]}, 0)"
        moved += "[:, None]" if _reads(model) == 1 and x.ndim == 3 else ""
        return (
            f"axis {axes[0]} of x has {len(y)} entries, so if it counts the examples give {moved}"
        )
    return ""


def _of_one(x, given):
    if hasattr(given, "toarray"):
        return "give one target per example: y.toarray().argmax(axis=1) of one-hot rows"
    if isinstance(given, (set, frozenset)):
        return "a set has no order, so give a list, one target per example"
    if isinstance(given, (str, os.PathLike)):
        return f"it is the name of a file, so read it first: np.load({os.fspath(given)!r})"
    if hasattr(given, "keys"):
        key = next((key for key in given if isinstance(key, str)), "label")
        return f"give one of its arrays: y[{key!r}]"
    if hasattr(given, "__next__") or type(given).__name__.startswith("dict_"):
        return "give one target per example: list(y)"
    if len(x) == 1 and isinstance(given, (int, np.integer)):
        return "give one target per example: [y]"
    return ""


def refuse_places(x: Any, y: Any, model: Any) -> None:
    """Reject examples, targets and a model in each other's place, or two in one argument.

    Examples
    --------
    >>> refuse_places([1], [2], None)
    """
    if hasattr(x, "in_mode") or hasattr(y, "in_mode"):
        raise TypeError("x or y is a network; give it first: (model, x, y, ...)")
    if hasattr(x, "__next__"):
        pairs = isinstance(x, zip)
        raise TypeError(
            f"x is {kind_of(x)}, which gives its rows one by one; give one array of all examples, "
            "and one of all targets" + ": x, y = map(np.array, zip(*pairs))" * pairs
        )
    if y is None and hasattr(x, "keys") and not hasattr(x, "_fields"):
        keys = [key for key in x if isinstance(key, str) and hasattr(x[key], "__len__")]
        if len(keys) > 1:
            raise TypeError(
                f"x is {kind_of(x)}, and y is None; give two of its arrays: "
                + ", ".join(f"x[{key!r}]" for key in keys[:2])
            )
    if hasattr(x, "__len__") and not isinstance(x, (np.ndarray, list, tuple)):
        _refuse_loader(x)
    pairs = isinstance(x, list) and all(isinstance(row, tuple) and len(row) == 2 for row in x)
    if y is None and pairs and x:
        raise TypeError(
            "x is a list of pairs, and y is None; write x, y = map(np.array, zip(*pairs))"
        )
    for name, value in (("x", x), ("y", y)):
        if hasattr(value, "_fields"):
            _refuse_set(name, value, y)
    if y is None and isinstance(x, tuple) and len(x) == 2:
        raise TypeError("x is a pair, and y is None; unpack it: x, y = pair")
    both = [_looked_at(x), _looked_at(y)]
    if any(one is None for one in both) or not both[0].ndim == 1 < both[1].ndim:
        return
    if both[0].dtype.kind in "iu" and both[1].dtype.kind == "f" and len(x) == len(y):
        raise TypeError(
            f"x of shape {both[0].shape} holds whole numbers and y of shape {both[1].shape} real "
            "ones, as if they were swapped; give the examples first, then their classes"
        )


def _refuse_loader(x):
    """Refuse PyTorch's loaders, which give batches, and its data sets, which give pairs."""
    many = hasattr(x, "batch_size") and hasattr(x, "dataset")
    if hasattr(x, "keys") or not (many or hasattr(type(x), "__getitem__")):
        return
    both = "map(np.concatenate, zip(*x))" if many else "map(np.stack, zip(*x))"
    try:
        first = next(iter(x))
    except Exception:  # somebody else's: whoever needs an array of it says so
        return
    if isinstance(first, (list, tuple)) and len(first) == 2:
        what = "batches" if many else "pairs"
        raise TypeError(f"x is {kind_of(x)}, which gives {what} of both; write x, y = {both}")


def _refuse_set(name, value, y):
    names = [n for n in value._fields if n.endswith(("images", "values", "targets"))]
    told = f"{name} is of type {type(value).__name__}" + ", and y is None" * (y is None)
    wanted = (
        names[:2] if y is None else [n for n in names if n.endswith("targets") == (name == "y")]
    )
    raise TypeError(
        f"{told}; give {'two' if y is None else 'one'} of its arrays: "
        + ", ".join(f"data.{n}" for n in wanted)
    )


def _looked_at(value):
    """Return an array, or a list that is short to look at, as an array; None for anything else."""
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, list) and value and isinstance(value[0], (int, float)):
        return np.array(value[:1]).repeat(len(value))
    return None
