"""Files of weights that other libraries write: which lines read them there."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cnnkit.checks import full_name

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["by_content", "by_ending"]

_ENDINGS = {
    ".pt": "torch",
    ".pth": "torch",
    ".ckpt": "torch",
    ".bin": "torch",
    ".h5": "keras",
    ".hdf5": "keras",
    ".keras": "keras",
    ".onnx": "onnx",
    ".npy": "npy",
    ".joblib": "joblib",
    ".pkl": "pickle",
    ".pickle": "pickle",
}
_LINES = {
    "torch": (
        "is a file of PyTorch: read it there, state = torch.load({path!r}, map_location='cpu', "
        "weights_only=True), then model.load_state_dict(state)"
    ),
    "keras": (
        "is a file of Keras: read it there, arrays = keras.saving.load_model({path!r})"
        ".get_weights(), then model.load_state_dict(cnnkit.from_keras(arrays, model, "
        "input_shape)), where input_shape is one picture's (C, H, W)"
    ),
    "keras weights": (
        "holds the weights of a Keras model: read it there, keras_model.load_weights({path!r}), "
        "then model.load_state_dict(cnnkit.from_keras(keras_model.get_weights(), model, "
        "input_shape)), where input_shape is one picture's (C, H, W)"
    ),
    "onnx": (
        "is a file of ONNX: read it with the onnx package, state = {{t.name: "
        "onnx.numpy_helper.to_array(t) for t in onnx.load({path!r}).graph.initializer}}, then "
        "model.load_state_dict(state, match='order')"
    ),
    "npy": (
        "holds one array without a name: state = model.state_dict(); state[{key!r}] = "
        "np.load({path!r}); model.load_state_dict(state)"
    ),
    "objects": (
        "holds Python objects, which can run code when they are read; if you trust whoever made "
        "it: model.load_state_dict(np.load({path!r}, allow_pickle=True).item())"
    ),
    "pickle": (
        "holds Python objects, which can run code when they are read; if you trust whoever made "
        "it: model.load_state_dict(pickle.load(open({path!r}, 'rb')))"
    ),
    "joblib": (
        "holds Python objects, which can run code when they are read; if you trust whoever made "
        "it: model.load_state_dict(joblib.load({path!r}))"
    ),
    "page": (
        "is a web page (HTML), not the file; open its address in a browser and download the file "
        "itself"
    ),
    "pointer": (
        "is a pointer of Git LFS, which stands for the file; call git lfs pull, which fetches it"
    ),
    "npz": "is an .npz file under another name; rename it to end in .npz",
    "safetensors": "is a safetensors file under another name; rename it to end in .safetensors",
}


def by_ending(path: "Path", parameters: Mapping[str, np.ndarray]) -> str:
    """Say how to load a file with the ending of another library; "" if the ending is unknown.

    Examples
    --------
    >>> from pathlib import Path
    >>> by_ending(Path("net.pt"), {})[:54]
    'net.pt is a file of PyTorch: read it there, state = to'
    """
    kind = _ENDINGS.get(path.suffix.lower(), "")
    if path.name.lower().endswith(".weights.h5"):
        kind = "keras weights"
    if (found := _kind(path)) in ("page", "pointer"):  # in place of the file, whatever its ending
        return _told(path, found)
    if kind == "npy":
        return _told(path, *_one_array(path, parameters))
    return _told(path, kind) if kind else ""


def by_content(path: "Path") -> str:
    """Say how to load a file whose content is another library's than its ending says; or ""."""
    kind = _kind(path)
    if kind == "npy":
        return f"{path} holds one array without a name; save all of them: model.save({str(path)!r})"
    ours = kind in ("npz", "safetensors")
    return "" if not kind or (ours and path.suffix.lower() == f".{kind}") else _told(path, kind)


def _told(path, kind, key=""):
    text = f"{path} {_LINES[kind]}".replace("{path!r}", repr(str(path)))
    text = text.replace("{key!r}", repr(key)).replace("{{", "{").replace("}}", "}")
    if os.path.lexists(path):
        return text
    return f"{text}; but there is no {full_name(path)}: check its name and folder"


def _one_array(path, parameters):
    """Return what a .npy file holds, and the name of the model's array that it could be."""
    from cnnkit.files.npz import npy_header  # here: `import cnnkit` does not need it

    shape = None
    try:
        with open(path, "rb") as file:
            shape, dtype, _ = npy_header(file)
        if dtype.hasobject:
            return ("objects",)
    except (OSError, ValueError):
        pass
    alike = [key for key, array in parameters.items() if array.shape == shape]
    return "npy", next(iter(alike or parameters), "0.weight")


def _kind(path):
    """Recognise a file by how it begins."""
    import zipfile

    try:
        with open(path, "rb") as file:
            start = file.read(512)
            names = zipfile.ZipFile(file).namelist() if start.startswith(b"PK") else []
    except Exception:  # whatever is wrong with it, somebody else says so
        return ""
    if names:
        if any(name.endswith("/data.pkl") for name in names):
            return "torch"
        return "keras" if "model.weights.h5" in names else "npz"
    if start.startswith(b"version https://git-lfs"):
        return "pointer"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--")):
        return "page"
    if start.startswith(b"\x93NUMPY"):
        return "npy"
    if start.startswith(b"\x89HDF\r\n"):
        return "keras"
    if start[:1] == b"\x80" and start[1:2] in b"\x02\x03\x04\x05":
        return "pickle"
    return "safetensors" if start[8:10] == b'{"' else ""
