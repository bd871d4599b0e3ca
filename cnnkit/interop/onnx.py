"""A network as a file of ONNX, the exchange format of onnx.ai, which many programs run."""

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnkit import layers
from cnnkit.checks import file_path, has_method, kind_of, nonfinite
from cnnkit.files import atomic_writing
from cnnkit.functional.average_pooling import shares
from cnnkit.interop.protobuf import Float, message
from cnnkit.model import Residual, Sequential
from cnnkit.model.summary import without_batch
from cnnkit.shapes import conv_padding

__all__ = ["export_onnx"]

_IR_VERSION, _OPSET = 8, 17  # of 2022: what runs ONNX reads them
_TYPES = {np.dtype(np.float32): 1, np.dtype(np.float64): 11}
_LARGEST = 2**31 - 2**20  # bytes: no message of protocol buffers can be larger than 2 GB
_OPERATIONS: dict[type, Callable] = {}


def export_onnx(
    model: Sequential, path: str | os.PathLike[str], input_shape: Sequence[int]
) -> None:
    """Write a network, as it is in evaluation, to a file of ONNX, whole or not at all.

    Parameters
    ----------
    model : Sequential
        Of the layers of `cnnkit.layers`, and `cnnkit.Residual`.
    path : str or path
        Ends in ".onnx".
    input_shape : tuple of int
        One picture (C, H, W) or one row of numbers (features,); the batch may have any size.

    Raises
    ------
    TypeError, ValueError, OSError
        If a layer cannot be written, the shape does not fit, a weight is NaN or infinite, or the
        file cannot be written.

    Notes
    -----
    Opset 17. The input is called "input", the output "output", and every weight as in
    ``model.state_dict()``. Numbers have the model's precision.

    Examples
    --------
    >>> import tempfile
    >>> from cnnkit.layers import Flatten, Linear
    >>> model = Sequential(Flatten(), Linear(81, 2))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export_onnx(model, f"{folder}/net.onnx", (1, 9, 9))
    """
    if hasattr(path, "in_mode") or hasattr(path, "shape"):
        raise TypeError(
            f"path is {kind_of(path)}; give the model, the name of the file and the shape of one "
            "picture: export_onnx(model, 'net.onnx', (1, 28, 28))"
        )
    path = file_path(path)
    if path.suffix.lower() != ".onnx":
        raise ValueError(f"path {str(path)!r} does not end in .onnx; use {path.stem + '.onnx'!r}")
    has_method(model, "model", "named_layers", "give a Sequential")
    if found := nonfinite(model.state_dict()):
        raise ValueError(
            f"{found}, so every answer of the exported network might be that; load the weights "
            "again, or make a new model"
        )
    content = _Graph(model, without_batch(input_shape, model)).model()
    if len(content) > _LARGEST:
        raise ValueError(
            f"the file would have {len(content):,} bytes, and ONNX files end at 2 GB; save the "
            "weights with model.save instead"
        )
    atomic_writing.save(path, content)


class _Graph:
    """The nodes and arrays of a network, gathered layer by layer."""

    def __init__(self, model, input_shape):
        self.nodes, self.arrays = [], []
        with model.turn.lock:  # no training in another thread changes the weights meanwhile
            found = model.named_layers()
            _refuse_others(found)
            floats = [array for array in model.state_dict().values() if array.dtype in _TYPES]
            self.dtype = np.result_type(*floats) if floats else np.dtype(np.float32)
            self.shapes = {"input": (1, *input_shape)}
            self.shapes |= model.output_shapes((1, *input_shape))
            names = {"input": "input"}
            for name, layer in found.items():
                sources = model.sources()[name]
                self.shape, self.layer = self.shapes[sources[0]], name
                names[name] = _OPERATIONS[type(layer)](
                    self, layer, *(names[source] for source in sources)
                )
            self.node("Identity", [names[name]], output="output")
            self.out = self.shapes[name]

    def node(self, kind: str, inputs: list[str], output: str | None = None, **attributes) -> str:
        """Add an operation; return the name of its output, which is the layer's by default."""
        output = output or self._free(f"layer {self.layer}")
        self.nodes.append(
            message(
                (1, inputs),
                (2, output),
                (3, output),
                (4, kind),
                (5, [_attribute(name, value) for name, value in attributes.items()]),
            )
        )
        return output

    def array(self, name: str, values: Any) -> str:
        """Add an array under the layer's name; return its own."""
        values = np.ascontiguousarray(values, self.dtype.newbyteorder("<"))
        name = f"{self.layer}.{name}"
        self.arrays.append(
            message(
                (1, list(np.shape(values))),
                (2, _TYPES[self.dtype]),
                (8, name),
                (9, values.tobytes()),
            )
        )
        return name

    def _free(self, name):
        used = sum(name == other or other.startswith(f"{name}, ") for other in self._outputs)
        self._outputs.append(f"{name}, {used}" if used else name)
        return self._outputs[-1]

    @property
    def _outputs(self):
        return self.__dict__.setdefault("names", [])

    def model(self) -> bytes:
        """Return the whole file."""
        graph = message(
            (1, self.nodes),
            (2, "cnnkit"),
            (5, self.arrays),
            (11, self._value("input", self.shapes["input"])),
            (12, self._value("output", self.out)),
        )
        return message(
            (1, _IR_VERSION),
            (2, "cnnkit"),
            (7, graph),
            (8, message((1, ""), (2, _OPSET))),
        )

    def _value(self, name, shape):
        sizes = [message((2, "N")), *(message((1, size)) for size in shape[1:])]
        tensor = message((1, _TYPES[self.dtype]), (2, message((1, sizes))))
        return message((1, name), (2, message((1, tensor))))


def _attribute(name, value):
    """Return an attribute: a float, an integer, or a list of integers."""
    if isinstance(value, Float):
        return message((1, name), (2, value), (20, 1))
    if isinstance(value, int):
        return message((1, name), (3, value), (20, 2))
    return message((1, name), (8, [int(n) for n in value]), (20, 7))


def _refuse_others(found):
    others = [name for name, layer in found.items() if type(layer) not in _OPERATIONS]
    if others:
        named = ", ".join(f"{name} ({type(found[name]).__name__})" for name in others)
        raise ValueError(
            f"ONNX has no word for layer{'s' if others[1:] else ''} {named}; use layers of "
            "cnnkit.layers in place of your own"
        )


def _writes(*kinds):
    """Make a function ``(graph, layer, x) -> name`` the one that writes layers of these kinds."""

    def register(write):
        _OPERATIONS.update(dict.fromkeys(kinds, write))
        return write

    return register


@_writes(layers.Conv2d)
def _conv(graph, layer, x):
    inputs = [x, graph.array("weight", layer.weight)]
    if layer.bias is not None:
        inputs.append(graph.array("bias", layer.bias))
    (top, bottom), (left, right) = conv_padding(
        layer.kernel_size, stride=layer.stride, padding=layer.padding, dilation=layer.dilation
    )
    return graph.node(
        "Conv",
        inputs,
        kernel_shape=layer.kernel_size,
        strides=layer.stride,
        dilations=layer.dilation,
        pads=(top, left, bottom, right),
        group=layer.groups,
    )


@_writes(layers.Linear)
def _linear(graph, layer, x):
    inputs = [x, graph.array("weight", layer.weight)]
    if layer.bias is not None:
        inputs.append(graph.array("bias", layer.bias))
    return graph.node("Gemm", inputs, transB=1)


@_writes(layers.BatchNorm2d)
def _batch_norm(graph, layer, x):
    if layer.running_mean is None:
        raise ValueError(
            f"layer {graph.layer}, {layer}, takes each batch's own mean, which ONNX cannot; make "
            "it with track_running_stats=True"
        )
    count = layer.num_features
    values = {
        "weight": np.ones(count) if layer.weight is None else layer.weight,
        "bias": np.zeros(count) if layer.bias is None else layer.bias,
        "running_mean": layer.running_mean,
        # ONNX has a float32 for eps: what that lacks is added here, where a float64 can hold it
        "running_var": layer.running_var + (layer.eps - float(np.float32(layer.eps))),
    }
    inputs = [x, *(graph.array(name, array) for name, array in values.items())]
    return graph.node("BatchNormalization", inputs, epsilon=Float(layer.eps))


@_writes(layers.ReLU, layers.Sigmoid, layers.Tanh, layers.GlobalAvgPool2d)
def _plain(graph, layer, x):
    kinds = {"ReLU": "Relu", "GlobalAvgPool2d": "GlobalAveragePool"}
    name = type(layer).__name__
    return graph.node(kinds.get(name, name), [x])


@_writes(layers.LeakyReLU)
def _leaky(graph, layer, x):
    return _sloped(graph, x, layer.negative_slope)


@_writes(layers.RReLU)
def _random_leaky(graph, layer, x):
    return _sloped(graph, x, (layer.lower + layer.upper) / 2)


def _sloped(graph, x, slope):
    if graph.dtype == np.float32:
        return graph.node("LeakyRelu", [x], alpha=Float(slope))
    return graph.node("PRelu", [x, graph.array("slope", slope)])  # its slope may be a float64


@_writes(layers.Dropout)
def _dropout(graph, layer, x):
    return graph.node("Identity", [x])  # which it is in evaluation


@_writes(layers.Flatten)
def _flatten(graph, layer, x):
    return graph.node("Flatten", [x], axis=1)


@_writes(Residual)
def _sum(graph, layer, inner, around):
    return graph.node("Add", [inner, around])


@_writes(layers.MaxPool2d)
def _max_pool(graph, layer, x):
    geometry = layer._geometry(graph.shape)
    return graph.node("MaxPool", [x], **_windows(geometry))


@_writes(layers.AvgPool2d)
def _avg_pool(graph, layer, x):
    geometry = layer._geometry(graph.shape)
    return _mean(graph, x, geometry, shares(geometry, np.float64, layer.count_include_pad))


@_writes(layers.LPPool2d)
def _lp_pool(graph, layer, x):
    """Write the root of a mean of powers times the kernel's size: LpPool knows whole ``p`` only."""
    geometry, p = layer._geometry(graph.shape), layer.p
    if p != 1:
        x = graph.node("Pow", [x, graph.array("p", p)])
    mean = _mean(graph, x, geometry, shares(geometry, np.float64, True))
    size = geometry.kernel[0] * geometry.kernel[1]
    total = graph.node("Mul", [mean, graph.array("size", size)])
    return total if p == 1 else graph.node("Pow", [total, graph.array("root", 1 / p)])


def _mean(graph, x, geometry, share):
    """Write a mean of windows, corrected where a window hangs over the edge."""
    mean = graph.node("AveragePool", [x], count_include_pad=1, **_windows(geometry))
    scale = share[:, 0, :, 0] * (geometry.kernel[0] * geometry.kernel[1])
    if np.allclose(scale, 1, rtol=1e-12):
        return mean
    return graph.node("Mul", [mean, graph.array("scale", scale)])


def _windows(geometry) -> dict[str, Any]:
    """Return where the windows of a pool lie; what hangs over the edge is padding, too."""
    after = [
        max(covered - size - before, 0)
        for covered, size, before in zip(
            geometry.covered, geometry.size, geometry.before, strict=True
        )
    ]
    return {
        "kernel_shape": geometry.kernel,
        "strides": geometry.stride,
        "pads": (*geometry.before, *after),
    }
