"""Networks that cannot go to or come from another library."""

import numpy as np

import cnnkit
from cnnkit.model import Sequential

from .given import Strange, T, V


def export(e, path="net.onnx", shape=(3, 8, 9), model=None):
    """Write the network of the surroundings, or another."""
    cnnkit.export_onnx(e.model if model is None else model, path, shape)


CASES = {
    "export: path": (lambda e: export(e, "net.pt"), V, ["does not end in .onnx", "'net.onnx'"]),
    "export: path 3": (lambda e: export(e, 3), T, ["path is 3"]),
    "export: no folder": (
        lambda e: export(e, "nowhere/net.onnx"),
        FileNotFoundError,
        ["nowhere", "another folder"],
    ),
    "export: a folder": (
        lambda e: (e.folder / "net.onnx").mkdir() or export(e, e.folder / "net.onnx"),
        IsADirectoryError,
        ["net.onnx cannot be written"],
    ),
    "export: batch": (lambda e: export(e, shape=e.x.shape), V, ["batch", "(3, 8, 9)"]),
    "export: channels": (lambda e: export(e, shape=(1, 8, 9)), V, ["layer 0"]),
    "export: shape 5": (lambda e: export(e, shape=5), T, ["input_shape"]),
    "export: no model": (lambda e: export(e, model="net"), T, ["model is 'net'", "Sequential"]),
    "export: a layer": (lambda e: export(e, model=e.conv), T, ["Sequential"]),
    "fold: nothing": (lambda e: cnnkit.fold_batch_norm(None), T, ["NoneType", "Sequential"]),
    "fold: a layer": (lambda e: cnnkit.fold_batch_norm(e.conv), T, ["Sequential"]),
    "fold: Strange": (
        lambda e: cnnkit.fold_batch_norm(
            {"0.weight": e.w, "1.running_mean": Strange(), "1.running_var": e.b}
        ),
        T,
        ["1.running_mean", "no array today"],
    ),
    "fold: integers": (
        lambda e: cnnkit.fold_batch_norm(
            {"0.weight": e.w, "1.running_mean": np.arange(4), "1.running_var": e.b}
        ),
        T,
        ["1.running_mean", "int64"],
    ),
    "Keras: a dict": (
        lambda e: cnnkit.from_keras(e.model.state_dict(), e.model, (3, 8, 9)),
        V,
        ["0.weight has shape (4, 3, 3, 3) already", "load_state_dict"],
    ),
    "Keras: shapes of PyTorch": (
        lambda e: cnnkit.from_keras([*e.model.state_dict().values()], e.model, (3, 8, 9)),
        V,
        ["0.weight", "match='order'"],
    ),
    "Keras: no model": (
        lambda e: cnnkit.from_keras([], Sequential, (3, 8, 9)),
        T,
        ["model is", "Sequential"],
    ),
    "Keras: Strange": (
        lambda e: cnnkit.from_keras([Strange(), e.b, e.w, e.b], e.model, (3, 8, 9)),
        T,
        ["0.weight", "no array today"],
    ),
}
