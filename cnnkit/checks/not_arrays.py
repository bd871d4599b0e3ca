"""What was given in place of an array of numbers: what it is, and the line that makes one of it."""

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnkit.checks.values import library, shown

__all__ = ["no_array", "other_lengths", "unreadable"]

_PLAIN = "give an array of float32 or float64"


def no_array(value: Any, found: np.ndarray, name: str) -> str:
    """Say what holds no real numbers, and what to give instead.

    Parameters
    ----------
    value : object
        What was given.
    found : array
        What NumPy makes of it.
    name : str

    Examples
    --------
    >>> print(no_array({"x": 1}, np.array({}), "x"))
    x of type dict holds object values; give one of its arrays: x['x']
    """
    told = f"{name} of type {type(value).__name__} holds {found.dtype} values"
    if value is None:
        return f"{told}: it is None; {_PLAIN}"
    if isinstance(value, (str, os.PathLike)):
        text = value if isinstance(value, str) else os.fspath(value)
        what = "text" if isinstance(value, str) else "path"
        return (
            f"{name} of type {type(value).__name__} is the {what} {shown(text)}; {_PLAIN}, such as "
            "np.load returns of a file, or data.load_images(path).images"
        )
    if isinstance(value, Mapping):
        keys = [key for key in value if isinstance(key, str)]
        one = name if name.isidentifier() else "it"
        line = f"one of its arrays: {one}[{keys[0]!r}]" if keys else "an array"
        return f"{told}; give {line}"
    if hasattr(value, "toarray"):
        return f"{told}, few of which are not 0; give {name}.toarray()"
    if found.ndim == 0 and found.dtype == object and hasattr(value, "__iter__"):
        return (
            f"{told}: it gives its rows one by one; give one array: np.array([row for row in "
            f"{name}], np.float32)"
        )
    kind = found.dtype.kind
    if kind == "c":
        return f"{told}; use float32 or float64: {name}.real or abs({name})"
    if kind in "US" and found.size and found.ndim:
        return (
            f"{told}, such as {shown(str(found.flat[0]))}; use an array of float32 or float64: "
            f"data.load_images({name}).images if these are files"
        )
    if kind == "O" and found.size and found.ndim:
        return f"{told}{_of_objects(found, name)}"
    return f"{told}; use an array of float32 or float64"


def _of_objects(found, name):
    shapes = [np.shape(one) if isinstance(one, np.ndarray) else None for one in found.flat]
    if any(one is None for one in found.flat):
        place = next(n for n, one in enumerate(found.flat) if one is None)
        return f", None at {place}; leave such rows out, and use an array of float32 or float64"
    if shapes[0] and all(shape == shapes[0] for shape in shapes):
        return f"; use an array of float32 or float64: np.stack({name}).astype(np.float32)"
    if None not in shapes and len({*shapes}) > 1:
        other = next(shape for shape in shapes if shape != shapes[0])
        return f"; {_one_shape(shapes[0], other)}"
    for one in found.flat:
        try:
            float(one)
        except (TypeError, ValueError):
            return f", such as {shown(one)}; use an array of float32 or float64"
    return f"; use an array of float32 or float64: {name}.astype(np.float32)"


def _one_shape(one, other):
    if len(one) == len(other) == 2 and one[0] == other[0]:  # of sounds of different lengths
        return (
            f"there are arrays of shape {one} and {other}, so bring all to one size: write "
            "np.stack([a[:, : min(b.shape[1] for b in x)] for a in x]) to cut sounds, or "
            "data.load_images(files, size=28) for pictures"
        )
    if len(one) == len(other) and len(one) > 1:
        return (
            f"there are pictures of shape {one} and {other}, so bring all to one size: "
            "data.load_images(files, size=28)"
        )
    return f"there are arrays of shape {one} and {other}; give an array with a fixed shape"


def other_lengths(value: list | tuple, name: str) -> str:
    """Say of a list that its rows have different lengths, or its pictures different sizes.

    Examples
    --------
    >>> other_lengths([[1], [1, 2]], "x")
    'x: the rows have different lengths; give an array with a fixed shape'
    """
    if fields := getattr(value, "_fields", ()):
        arrays = [field for field in fields if isinstance(getattr(value, field), np.ndarray)]
        lines = " or ".join(f"data.{field}" for field in arrays[:4])
        return f"{name} is a whole {type(value).__name__}; give one of its arrays: {lines}"
    shapes = [one.shape if isinstance(one, np.ndarray) else None for one in value]
    if shapes and None not in shapes and len({*shapes}) > 1 and all(len(s) > 1 for s in shapes):
        other = next(shape for shape in shapes if shape != shapes[0])
        return f"{name}: {_one_shape(shapes[0], other)}"
    return f"{name}: the rows have different lengths; give an array with a fixed shape"


def unreadable(value: Any, name: str, error: Exception) -> str:
    """Say that somebody else's object cannot become an array.

    Examples
    --------
    >>> unreadable(3, "x", ValueError("no"))
    'x of type int cannot become an array (no); give a NumPy array'
    """
    line = f": {name}.detach().cpu().float().numpy()" if library(value) == "torch" else ""
    text = " ".join(str(error).split()).rstrip(".")
    kind = type(value).__name__
    return f"{name} of type {kind} cannot become an array ({text}); give a NumPy array{line}"
