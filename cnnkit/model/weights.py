"""Weights by name: copied into a model, serialized to a checkpoint, read back. All, or none."""

import contextlib
import os
from collections.abc import Mapping
from errno import EINVAL
from typing import Any

import numpy as np

from cnnkit import checks
from cnnkit.checks import Array, file_path, finite, floats, full_name, kind_of, nonfinite, not_found
from cnnkit.model import foreign_file_advice
from cnnkit.model._transaction import finish
from cnnkit.model.state_dict_matching import Matches, check_names, matched, transposed

__all__ = ["Matches", "check_names", "copy_into", "read", "save"]


def copy_into(
    parameters: Mapping[str, Array],
    state: Mapping[str, Array],
    match: str | Mapping[str, str] = "name",
    strict: bool = True,
) -> Matches:
    """Copy the values of ``state`` into the arrays of ``parameters``, once all are known to fit.

    Parameters
    ----------
    parameters : dict of str to array
        Changed in place.
    state : dict of str to array
        The same keys and shapes.
    match, strict
        See `cnnkit.model.Sequential.load_state_dict`.

    Returns
    -------
    Matches
        What went where.

    Raises
    ------
    TypeError, ValueError
        See `cnnkit.model.Sequential.load_state_dict`.

    Examples
    --------
    >>> weights = {"0.bias": np.zeros(2, np.float32)}
    >>> copy_into(weights, {"0.bias": np.array([1.0, 2.0])})
    this model  shape  loaded from
    0.bias      2      0.bias
    >>> weights
    {'0.bias': array([1., 2.], dtype=float32)}
    """
    plan = matched(parameters, state, match, strict)
    values = {key: _fitting(key, state[plan[key]], parameters[key]) for key in plan}
    finish(lambda: _write(parameters, values))
    return Matches(plan, {key: array.shape for key, array in parameters.items()})


def _write(parameters, values):
    for key, value in values.items():
        parameters[key][...] = value


def _fitting(key, value, array):
    """Return ``value`` as it can be copied into the parameter ``array``, or say why it cannot."""
    value = _plain(value)
    found = checks.array(value, key)
    if array.dtype.kind == "i" and found.dtype.kind in "iuf" and np.all(found == np.rint(found)):
        value = found.astype(array.dtype)  # a count, such as that of batch norm's batches
    else:  # a float32 holds every float16
        try:
            value = floats(found.astype(np.float32) if found.dtype == np.float16 else value, key)
        except TypeError as error:
            what, mark, advice = str(error).partition("; ")
            raise TypeError(what + mark + advice.replace(key, f"state[{key!r}]")) from None
    _check_shape(key, value.shape, array.shape)
    if not array.flags.writeable:
        raise ValueError(f"this model's {key} is read-only; replace it by a copy: array.copy()")
    with np.errstate(over="ignore"):
        return finite(finite(value, key).astype(array.dtype), f"{key}, rounded to {array.dtype},")


def _plain(value):
    """Return a tensor of PyTorch as one that NumPy can read, and anything else as it is."""
    if type(value).__module__.partition(".")[0] == "torch" and hasattr(value, "detach"):
        value = value.detach().cpu()
        return value.float() if str(value.dtype) == "torch.bfloat16" else value
    return value


def _check_shape(key, shape, wanted):
    if shape == wanted:
        return
    axes = transposed(shape, wanted)
    if axes is None:
        name = key.rpartition(".")[0]
        raise ValueError(
            f"{key} has shape {shape}, but this model's has {wanted}; load into a model of the "
            "same layers, or load the others: model.load_state_dict({k: v for k, v in "
            f"state.items() if not k.startswith('{name}.')}}, strict=False)"
        )
    if len(axes) == 4:
        order = " as in Keras, (kH, kW, in, out)" if axes == (3, 2, 0, 1) else " in another order"
        raise ValueError(
            f"{key} has shape {shape}, but this model's has {wanted}: its axes are{order}; give "
            f"{key} as array.transpose{axes}, and every other kernel too "
            "(arrays of a whole Keras model: cnnkit.from_keras)"
        )
    raise ValueError(
        f"{key} has shape {shape}, but this model's has {wanted}: it is transposed, as in Keras "
        f"(in, out); give {key} as array.T, and every other weight too, square ones as well; "
        f"behind a Flatten, whose order differs too, first reshape(H, W, C, {wanted[0]})"
        f".transpose(3, 2, 0, 1).reshape({wanted[0]}, -1) instead "
        "(arrays of a whole Keras model: cnnkit.from_keras)"
    )


def save(parameters: Mapping[str, Array], path: str | os.PathLike[str]) -> None:
    """Write arrays by name to an .npz or .safetensors file, replaced only when all is written.

    Examples
    --------
    >>> save({}, "model.txt")
    Traceback (most recent call last):
        ...
    ValueError: path 'model.txt' does not end in .npz or .safetensors; use 'model.txt.npz'
    """
    if hasattr(path, "write") and not isinstance(path, (str, os.PathLike)):
        raise TypeError(
            f"path is {kind_of(path)}, an open file; write into it with "
            "np.savez(file, **model.state_dict())"
        )
    path = file_path(path)
    ending = path.suffix.lower()
    if ending not in (".npz", ".safetensors"):
        raise ValueError(_other_ending(path))
    if found := nonfinite(parameters):
        raise ValueError(
            f"{found}, and load refuses a file with that, so nothing was written; load the weights "
            "again, or make a new model"
        )
    from cnnkit.files import atomic_writing, safetensors  # here: `import cnnkit` does not need them

    def write(file):
        if ending == ".npz":
            np.savez(file, **parameters)
        else:
            safetensors.write(parameters, file)

    atomic_writing.save(path, write)


def read(
    path: str | os.PathLike[str],
    parameters: Mapping[str, Array],
    match: str | Mapping[str, str] = "name",
    strict: bool = True,
) -> dict[str, Any]:
    """Return those arrays of a file that go into ``parameters``, by their names in the file.

    Nothing in the file is run as code (no pickle), and nothing is unpacked before names and shapes
    are known to fit.

    Raises
    ------
    FileNotFoundError, ValueError
        See `cnnkit.model.Sequential.load`.

    Examples
    --------
    >>> read("/lost.npz", {})
    Traceback (most recent call last):
        ...
    FileNotFoundError: there is no file of weights /lost.npz; check its name and folder
    """
    _refuse_others(path)
    path = file_path(path)
    if path.suffix.lower() not in (".npz", ".safetensors"):
        raise ValueError(foreign_file_advice.by_ending(path, parameters) or _unknown(path))
    with contextlib.ExitStack() as stack:
        with _told(path):
            file = stack.enter_context(open(path, "rb"))
            archive = _archive(path, file)
        try:
            plan = matched(parameters, archive.arrays, match, strict)
            for key, source in plan.items():
                _check_shape(key, archive.arrays[source].shape, parameters[key].shape)
                _check_kind(key, archive.arrays[source].dtype)
        except (TypeError, ValueError) as error:
            load = "np.load" if path.suffix.lower() == ".npz" else "safetensors.numpy.load_file"
            told = str(error).replace("state.items()", f"{load}({str(path)!r}).items()")
            told = told.replace("from_keras(state,", f"from_keras(dict({load}({str(path)!r})),")
            raise type(error)(f"{path}: {told}") from None
        wanted = set(plan.values())
        with _told(path):
            return {name: archive.read(name) for name in archive.arrays if name in wanted}


def _refuse_others(path):
    """Refuse weights in place of a path: an open file, or arrays by name."""
    if hasattr(path, "read") and not isinstance(path, (str, os.PathLike)):
        raise TypeError(
            f"path is {kind_of(path)}, an open file; read it here: state = dict(np.load(file)), "
            "then model.load_state_dict(state)"
        )
    if isinstance(path, Mapping):
        raise TypeError(
            f"path is {kind_of(path)} and no name of a file; write model.load_state_dict(it)"
        )
    if callable(getattr(path, "state_dict", None)):
        raise TypeError(
            f"path is {kind_of(path)} and no name of a file; write "
            "model.load_state_dict(it.state_dict())"
        )


def _archive(path, file):
    from cnnkit.files import npz, safetensors  # here: `import cnnkit` does not need them

    return (npz if path.suffix.lower() == ".npz" else safetensors).Archive(file)


@contextlib.contextmanager
def _told(path):
    """Run a block that reads a file; its errors become sentences that name the file."""
    try:
        yield
    except FileNotFoundError:
        raise FileNotFoundError(not_found(path, "file of weights")) from None
    except Exception as error:  # of zipfile, of zlib, of the parser of headers: all mean damage
        # and so does a place before the file's beginning, to which a damaged one can lead
        if isinstance(error, OSError) and (error.filename or error.errno not in (None, EINVAL)):
            raise type(error)(
                f"{full_name(path)} cannot be read ({error.strerror or error}); give another file"
            ) from None
        if "holds Python objects" in str(error):
            raise ValueError(_of_objects(path, error)) from None
        raise ValueError(
            foreign_file_advice.by_content(path)
            or f"{path} is damaged or no {path.suffix} file of plain numbers ({_reason(error)}); "
            "save the model again"
        ) from None


def _of_objects(path, error):
    """Say how a state comes out of a file in which it is stored as one object."""
    name = str(error).partition(".npy")[0]
    return (
        f"{path} holds {name} as Python objects, which could run code when they are read; store "
        "the arrays by name, np.savez(path, **state), or, if you trust whoever made it, write "
        f"model.load_state_dict(np.load({str(path)!r}, allow_pickle=True)[{name!r}].item())"
    )


def _reason(error):
    """Return why a file cannot be read: our own words, or another's with the kind of its error."""
    text = " ".join(str(error).split())
    text = text if type(error) is ValueError else f"{type(error).__name__}: {text}"
    return text if len(text) <= 160 else f"{text[:157]}..."


def _check_kind(key, dtype):
    """Reject what is not a number before it is unpacked: one text can take gigabytes."""
    if dtype.kind not in "fiub":
        raise TypeError(f"{key} holds {dtype!s:.20} values; use float32 or float64")


def _unknown(path):
    """Say what to give in place of a file whose ending nothing is known of."""
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix in (".npz", ".safetensors"))
        named = f"one in it: {str(inside[0])!r}" if inside else "a file that model.save wrote"
        return f"path {str(path)!r} is a folder; give {named}"
    for ending in (".npz", ".safetensors") if path.name else ():
        if path.with_name(path.name + ending).is_file():
            return f"path {str(path)!r} has no ending of weights; use {path.name + ending!r}"
    return (
        f"path {str(path)!r} does not end in .npz or .safetensors, the files of weights that can "
        "be loaded; give one that model.save wrote"
    )


def _other_ending(path):
    if path.suffix.lower() == ".onnx":
        return f"path {str(path)!r} is for ONNX; use cnnkit.export_onnx(model, path, input_shape)"
    name = path.name.strip()
    if path.is_dir():
        return f"path {str(path)!r} is a folder; use {str(path / 'model.npz')!r}"
    if os.path.splitext(name)[1].lower() not in (".npz", ".safetensors"):
        name = f"{name}.npz" if path.stem not in ("", ".npz") else "model.npz"
    return f"path {str(path)!r} does not end in .npz or .safetensors; use {name!r}"
