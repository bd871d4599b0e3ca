"""How each kind of layer is drawn: its title, its windows, its arithmetic.

One function a question, each a short walk over the kinds of layer; a layer of your own, derived
from one of ours, is shown like it.
"""

from __future__ import annotations

import numpy as np

from cnnkit.checks import kind_of
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.shapes import conv_padding
from cnnkit.widgets.board.arithmetic_rules import (
    Apply,
    Copy,
    Max,
    Mean,
    Norm,
    Power,
    Products,
    Rule,
)
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.scene import Link

POOLS = (GlobalAvgPool2d, LPPool2d, AvgPool2d, MaxPool2d)  # the first that fits: they inherit
ACTIVATIONS = (ReLU, LeakyReLU, RReLU, Sigmoid, Tanh)
KNOWN = (Conv2d, Linear, Flatten, Dropout, *POOLS, *ACTIVATIONS)
COLUMN = 24  # a list of up to this many numbers stands in one column


def check_known(layers: dict) -> None:
    """Raise a sentence that names the first layer that cannot be drawn."""
    for name, layer in layers.items():
        if not isinstance(layer, KNOWN):
            known = ", ".join(kind.__name__ for kind in KNOWN)
            raise ValueError(
                f"layer {name} is {kind_of(layer)}, which the explorer cannot draw; "
                f"use a network of {known}."
            )
        if isinstance(layer, Conv2d) and layer.groups > 1:
            raise ValueError(
                f"layer {name} has groups={layer.groups}, which the explorer cannot draw; "
                "use a network with groups=1."
            )


def title(layer) -> str:
    """Return what people call the layer, in a word or two."""
    if isinstance(layer, GlobalAvgPool2d):
        return "Mean"
    if isinstance(layer, Conv2d):
        return "Conv {}×{}".format(*layer.kernel_size)
    names = {LPPool2d: "LP pool", AvgPool2d: "Avg pool", MaxPool2d: "Max pool"}
    return next((names[kind] for kind in names if isinstance(layer, kind)), type(layer).__name__)


def list_shape(count: int) -> tuple[int, int]:
    """Return rows and columns to write a list in: one column, or several that fill it.

    Examples
    --------
    >>> list_shape(48), list_shape(2048), list_shape(101)
    ((16, 3), (128, 16), (101, 1))
    """
    if count <= COLUMN:
        return count, 1
    wanted = (count / 6) ** 0.5  # columns, for a list six times as high as it is wide
    columns = min(
        (c for c in range(1, int(count**0.5) + 1) if count % c == 0),
        key=lambda c: abs(np.log(c / wanted)),
    )
    return count // columns, columns


def as_stack(array: np.ndarray) -> np.ndarray:
    """Return maps (C, H, W) as they are; a vector as the one map that it is written in."""
    if array.ndim != 3:
        array = array.reshape(1, *list_shape(array.size))
    return frozen(array, np.float32)


def link(name: str, source: str, layer, read: np.ndarray) -> Link:
    """Return how a cell of the layer reads its source, which is the array `read`."""
    if isinstance(layer, Linear):
        return Link(name, source, "dense")
    if isinstance(layer, Flatten):
        if read.ndim == 1:
            return Link(name, source, channels="same")
        return Link(name, source, "flatten", wrap=list_shape(read.size)[1])
    if isinstance(layer, GlobalAvgPool2d):
        return Link(name, source, kernel_size=read.shape[1:], channels="same")
    if isinstance(layer, POOLS):
        return Link(
            name,
            source,
            kernel_size=layer.kernel_size,
            stride=layer.stride,
            padding=layer.padding,
            channels="same",
        )
    if isinstance(layer, Conv2d):
        options = {"stride": layer.stride, "dilation": layer.dilation}
        padding = conv_padding(layer.kernel_size, padding=layer.padding, **options)
        before = tuple(first for first, _ in padding)
        return Link(name, source, kernel_size=layer.kernel_size, padding=before, **options)
    return Link(name, source, channels="same")


def rule(name: str, source: str, layer, read: np.ndarray) -> Rule:
    """Return how the arithmetic line spells a cell of the layer."""
    if isinstance(layer, (Conv2d, Linear)):
        biased = layer.bias is not None and np.any(layer.bias)
        several = isinstance(layer, Conv2d) and layer.in_channels > 1
        return Products(
            name,
            source,
            f"{name}.weight",
            bias=f"{name}.bias" if biased else None,
            vector=isinstance(layer, Linear),
            inputs=layer.in_channels if several else None,
        )
    if isinstance(layer, Flatten):
        return Copy(source) if read.ndim == 3 else Apply(source, "{z}")
    if isinstance(layer, GlobalAvgPool2d):
        return Mean(source)
    if isinstance(layer, LPPool2d):
        full = int(np.prod(layer.kernel_size))
        return Norm(source, full) if layer.p == 2 else Power(source, full, layer.p)
    if isinstance(layer, AvgPool2d):
        return Mean(source, f"{name}.divide")
    if isinstance(layer, MaxPool2d):
        return Max(source)
    return Apply(source, **formula(layer))


def formula(layer) -> dict:
    """Return an activation's formula as the arithmetic line fills it in."""
    if isinstance(layer, ReLU):
        return {"formula": "max(0, {z})"}
    if isinstance(layer, (LeakyReLU, RReLU)):
        slope = getattr(layer, "negative_slope", None)
        slope = (layer.lower + layer.upper) / 2 if slope is None else slope
        return {"formula": f"{{z}} × {slope:.3g}", "positive": "{z} stays {z}"}
    if isinstance(layer, Sigmoid):
        return {"formula": "1 ÷ (1 + e^−{(z)})"}
    if isinstance(layer, Tanh):
        return {"formula": "tanh {(z)}"}
    return {"formula": "{z}, nothing is dropped outside training:"}


def extra_arrays(name: str, layer, read: np.ndarray) -> dict[str, np.ndarray]:
    """Return what the arithmetic of a layer needs beside the numbers that are shown."""
    arrays = {f"{name}.{key}": array for key, array in layer.parameters().items()}
    if isinstance(layer, AvgPool2d):
        # The mean over ones is the number of cells in the window over what it divides by.
        ones = np.ones((1, 1, *read.shape[1:]), np.float64)
        inside = [
            _inside(size, *axis)
            for size, axis in zip(
                read.shape[1:],
                zip(layer.kernel_size, layer.stride, layer.padding, strict=True),
                strict=True,
            )
        ]
        share = layer(ones, remember=False)[0, 0]
        rows, cols = (count[:length] for count, length in zip(inside, share.shape, strict=True))
        arrays[f"{name}.divide"] = np.rint(np.outer(rows, cols) / share)[None]
    return arrays


def _inside(size: int, kernel: int, stride: int, padding: int) -> np.ndarray:
    """Return how many cells of each window along an axis lie on the map, not on its padding."""
    first = np.arange(0, size + 2 * padding, stride) - padding
    return np.clip(first + kernel, 0, size) - np.clip(first, 0, size)
