"""Weights by name: copied into a model, saved as a checkpoint, read back. All of them, or none."""

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnkit.checks import Array, file_path, finite, floats, kind_of, shown
from cnnkit.model._transaction import finish

__all__ = ["check_names", "copy_into", "read", "save"]


def copy_into(parameters: Mapping[str, Array], state: Mapping[str, Array]) -> None:
    """Copy the values of ``state`` into the arrays of ``parameters``, once all are known to fit.

    Parameters
    ----------
    parameters : dict of str to array
        Changed in place.
    state : dict of str to array
        The same keys and shapes.

    Raises
    ------
    TypeError, ValueError
        See `cnnkit.model.Sequential.load_state_dict`.

    Examples
    --------
    >>> weights = {"0.bias": np.zeros(2, np.float32)}
    >>> copy_into(weights, {"0.bias": np.array([1.0, 2.0])})
    >>> weights
    {'0.bias': array([1., 2.], dtype=float32)}
    """
    check_names(parameters, state, "state")
    values = {key: _fitting(key, state[key], array) for key, array in parameters.items()}
    finish(lambda: _write(parameters, values))


def check_names(parameters: Mapping[str, Any], state: Mapping[str, Any], name: str) -> None:
    """Reject a ``state`` that is not a dict, or has other keys than ``parameters``.

    Examples
    --------
    >>> check_names({"0.bias": 1}, {"bias": 1}, "state")
    Traceback (most recent call last):
        ...
    ValueError: state lacks 0.bias and has unknown bias; give exactly this model's keys: 0.bias
    """
    if not isinstance(state, Mapping):
        raise TypeError(
            f"{name} is {kind_of(state)}, but arrays by name are needed; "
            "give a dict as model.state_dict() returns it"
        )
    if state.keys() == parameters.keys():
        return
    missing = [key for key in parameters if key not in state]
    unknown = [key for key in state if key not in parameters]
    parts = [f"lacks {_listed(missing)}"] if missing else []
    parts += [f"has unknown {_listed(unknown)}"] if unknown else []
    raise ValueError(
        f"{name} {' and '.join(parts)}; give exactly this model's keys: "
        f"{_listed(parameters) or '(none)'}"
    )


def _listed(keys, most=20):
    first = ", ".join(str(key) for key in list(keys)[:most])
    return first + (f" and {len(keys) - most} more" if len(keys) > most else "")


def _write(parameters, values):
    for key, array in parameters.items():
        array[...] = values[key]


def _fitting(key, value, array):
    """Return ``value`` as it can be copied into the parameter ``array``, or say why it cannot."""
    value = floats(value, key)
    if value.shape != array.shape:
        raise ValueError(
            f"{key} has shape {value.shape}, but this model's has {array.shape}; "
            "load into a model of the same layers"
        )
    if not array.flags.writeable:
        raise ValueError(f"this model's {key} is read-only; replace it by a copy: array.copy()")
    with np.errstate(over="ignore"):
        return finite(finite(value, key).astype(array.dtype), f"{key}, rounded to {array.dtype},")


def save(parameters: Mapping[str, Array], path: str | os.PathLike[str]) -> None:
    """Write arrays by name to an .npz file, which is replaced only when all is written.

    Examples
    --------
    >>> save({}, "model.txt")
    Traceback (most recent call last):
        ...
    ValueError: path 'model.txt' does not end in .npz; use 'model.txt.npz'
    """
    from cnnkit.files import writing  # here: it takes 5 ms, and `import cnnkit` does not need it

    path = _npz(path)
    try:
        writing.replace(path, lambda file: np.savez(file, **parameters))
    except OSError as error:
        raise type(error)(
            f"{path} cannot be written ({error.strerror or error}); choose another folder or name"
        ) from None


def read(path: str | os.PathLike[str]) -> dict[str, Array]:
    """Return the arrays of an .npz file by name; nothing in it is run as code (no pickle).

    Examples
    --------
    >>> read("lost.npz")
    Traceback (most recent call last):
        ...
    FileNotFoundError: lost.npz does not exist; write it with model.save, or check the folder
    """
    path = _npz(path)
    try:
        with open(path, "rb") as stream:
            file = np.load(stream, allow_pickle=False)
            return {key: file[key] for key in file.files}
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{path} does not exist; write it with model.save, or check the folder"
        ) from None
    except OSError as error:
        raise type(error)(
            f"{path} cannot be read ({error.strerror or error}); give another file"
        ) from None
    except Exception as error:  # of zipfile, of zlib, of the parser of headers: all mean damage
        raise ValueError(
            f"{path} is damaged or not an .npz file of plain numbers ({shown(error)}); "
            "save the model again"
        ) from None


def _npz(path):
    path = file_path(path)
    if path.suffix != ".npz":
        name = f"{path.name}.npz" if path.stem not in ("", ".npz") else "model.npz"
        raise ValueError(f"path {str(path)!r} does not end in .npz; use {name!r}")
    return path
