"""Weights of Keras, whose kernels and pictures have their axes in another order."""

import os
from collections.abc import Mapping, Sequence, ValuesView

import numpy as np

from cnnkit.checks import Array, array, has_method, shown
from cnnkit.layers import Conv2d, Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.model.state_dict_matching import in_order
from cnnkit.model.summary import without_batch

__all__ = ["from_keras"]


def from_keras(
    arrays: Sequence[Array] | Mapping[str, Array], model: Sequential, input_shape: Sequence[int]
) -> dict[str, Array]:
    """Return the weights of a Keras model as a state of a network of the same layers.

    Parameters
    ----------
    arrays : list of array, or dict of str to array
        What the Keras model's ``get_weights()`` returns; or such arrays by name, as a file has
        them, where the names or the shapes tell the order of the layers.
    model : Sequential
        The same layers in the same order; it is not changed.
    input_shape : tuple of int
        One picture (C, H, W) or one row of numbers (features,), as ``model`` takes it.

    Returns
    -------
    dict of str to array
        For ``model.load_state_dict``.

    Raises
    ------
    TypeError, ValueError
        If there are more or fewer arrays than the network's, or one has another shape.

    Notes
    -----
    Kernels (kH, kW, in, out) become (out, in, kH, kW), depthwise ones (kH, kW, in, times) too, and
    dense weights (in, out) become (out, in). Behind a Flatten the inputs are also put in another
    order: Keras lays a picture out as (H, W, C), PyTorch and cnnkit as (C, H, W). All of this is
    done to every kernel, also to one that is as high as wide and reads as much as it returns: its
    shape does not tell in which order its axes are, so ``load_state_dict`` and ``load`` would take
    it as it is.

    Examples
    --------
    >>> model = Sequential(Flatten(), Linear(8, 1))
    >>> weight = np.arange(8.0).reshape(8, 1)  # of pictures (2, 2, 2) in Keras
    >>> from_keras([weight, np.zeros(1)], model, (2, 2, 2))["1.weight"]
    array([[0., 2., 4., 6., 1., 3., 5., 7.]])
    """
    hint = "give a Sequential, second: from_keras(arrays, model, input_shape)"
    has_method(model, "model", "named_layers", hint)
    shapes = {"input": (1, *without_batch(input_shape, model))}
    shapes |= model.output_shapes(shapes["input"])
    state = model.state_dict()
    wanted = [key for key in state if not key.endswith("num_batches_tracked")]
    if isinstance(arrays, Mapping):
        arrays = _ordered(arrays, {key: state[key] for key in wanted})
    if isinstance(arrays, ValuesView):
        arrays = list(arrays)
    if not isinstance(arrays, (list, tuple)):
        raise TypeError(f"arrays is {shown(arrays)}; {_instead(arrays)}")
    if len(arrays) != len(wanted):
        raise ValueError(
            f"arrays holds {len(arrays)} arrays, but this model has {len(wanted)}; give "
            f"get_weights() of a Keras model of the same layers: {', '.join(wanted[:8])}"
            + (" and so on" if wanted[8:] else "")
        )
    found = model.named_layers()
    for key, given in zip(wanted, arrays, strict=True):
        name, _, last = key.rpartition(".")
        given = array(given, key)
        moved = _moved(given, last, found[name], _flattened(model, name, shapes))
        if moved is None or moved.shape != state[key].shape:
            if given.shape == state[key].shape:
                raise ValueError(
                    f"{key} has shape {given.shape} already, so its axes are not in Keras' order; "
                    "load such arrays with model.load_state_dict(arrays, match='order')"
                )
            raise ValueError(
                f"an array of Keras has shape {given.shape}, but it would be {key}, which has "
                f"{state[key].shape} here; give the weights of a model of the same layers"
            )
        state[key] = moved
    return state


def _instead(arrays):
    """Say what to give in place of a model, or of the name of a file."""
    if isinstance(arrays, (str, os.PathLike)):
        return f"read it with Keras: keras.saving.load_model({str(arrays)!r}).get_weights()"
    if hasattr(arrays, "get_weights"):
        return "give its get_weights()"
    if hasattr(arrays, "state_dict"):
        return "write model.load_state_dict(arrays.state_dict(), match='order')"
    return "give keras_model.get_weights(), a list"


def _ordered(arrays, wanted):
    """Return named arrays in the order of the model's."""
    try:
        plan = in_order(wanted, arrays)
    except ValueError as error:
        why = str(error).partition(";")[0]
        raise ValueError(
            f"the names of arrays do not tell which belongs where ({why}); give "
            "keras_model.get_weights(), a list"
        ) from None
    return [arrays[plan[key]] for key in wanted]


def _moved(given, last, layer, picture):
    """Return an array of Keras with its axes in PyTorch's order, or None if it has others."""
    if last != "weight" or not isinstance(layer, (Conv2d, Linear)):
        return given
    if given.ndim != layer.weight.ndim:
        return None
    if isinstance(layer, Linear):
        if picture is not None and len(given) == np.prod(picture):
            c, h, w = picture
            given = given.reshape(h, w, c, -1).transpose(2, 0, 1, 3).reshape(len(given), -1)
        return np.ascontiguousarray(given.T)
    depthwise = layer.groups > 1 and given.shape[2] == layer.in_channels == layer.groups
    if depthwise and given.size == layer.weight.size:
        return given.transpose(2, 3, 0, 1).reshape(layer.weight.shape)
    return np.ascontiguousarray(given.transpose(3, 2, 0, 1))


def _flattened(model, name, shapes):
    """Return (C, H, W) of the pictures that a Flatten lays out for a layer; None if none does."""
    found, sources = model.named_layers(), model.sources()
    while (source := sources[name][0]) != "input":
        if isinstance(found[source], Flatten):
            before = shapes[sources[source][0]]
            return before[1:] if len(before) == 4 else None
        if found[source].parameters() or shapes[source] != shapes[sources[source][0]]:
            return None  # its numbers are others
        name = source
    return None
