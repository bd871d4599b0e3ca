"""Networks by hand: every layer from its definition, in NumPy and float64."""

from __future__ import annotations

import numpy as np

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

ACTIVATIONS = {
    Sigmoid: lambda x: 1 / (1 + np.exp(-x)),
    Tanh: np.tanh,
}


def correlate(x, weight, stride=(1, 1), before=(0, 0), after=None, dilation=(1, 1)):
    """Return the maps (O, h, w) of kernels (O, C, kh, kw) over a picture (C, H, W)."""
    after = before if after is None else after
    x = np.pad(np.asarray(x, float), [(0, 0), (before[0], after[0]), (before[1], after[1])])
    _, _, kh, kw = weight.shape
    spans = (kh - 1) * dilation[0] + 1, (kw - 1) * dilation[1] + 1
    rows, cols = (
        (n - span) // s + 1 for n, span, s in zip(x.shape[1:], spans, stride, strict=True)
    )
    y = np.zeros((len(weight), rows, cols))
    for i, j in np.ndindex(kh, kw):
        top, left = i * dilation[0], j * dilation[1]
        part = x[:, top : top + (rows - 1) * stride[0] + 1 : stride[0],
                 left : left + (cols - 1) * stride[1] + 1 : stride[1]]  # fmt: skip
        y += np.einsum("oc,crs->ors", np.asarray(weight[:, :, i, j], float), part)
    return y


def pooled(x, size, stride, padding, ceil, reduce):
    """Return what `reduce(window, on the map and its padding, full)` makes of every window."""
    channels, *sides = x.shape
    counts = []
    for axis in (0, 1):
        room = sides[axis] + 2 * padding[axis] - size[axis]
        count = (-(-room // stride[axis]) if ceil else room // stride[axis]) + 1
        if ceil and (count - 1) * stride[axis] >= sides[axis] + padding[axis]:
            count -= 1  # no window begins on the padding behind
        counts.append(count)
    y = np.zeros((channels, *counts))
    for i, j in np.ndindex(*counts):
        spans, padded = [], 1
        for axis, at in enumerate((i, j)):
            start = at * stride[axis] - padding[axis]
            stop = min(start + size[axis], sides[axis] + padding[axis])
            padded *= stop - start
            spans.append(slice(max(start, 0), min(stop, sides[axis])))
        y[:, i, j] = [reduce(one, padded) for one in x[:, spans[0], spans[1]]]
    return y


def forward(layer, x, weights: dict):
    """Return what a layer in evaluation mode makes of one example."""
    w, b = weights.get("weight"), weights.get("bias")
    if isinstance(layer, Conv2d):
        before = after = layer.padding
        if isinstance(before, str):
            totals = [d * (k - 1) for d, k in zip(layer.dilation, layer.kernel_size, strict=True)]
            if layer.padding == "valid":
                totals = [0, 0]
            before = tuple(t // 2 for t in totals)
            after = tuple(t - t // 2 for t in totals)
        y = correlate(x, w, layer.stride, before, after, layer.dilation)
        return y if b is None else y + np.asarray(b, float)[:, None, None]
    if isinstance(layer, Linear):
        y = np.asarray(w, float) @ x
        return y if b is None else y + b
    if isinstance(layer, Flatten):
        return x.reshape(-1)
    if isinstance(layer, Dropout):
        return x
    if isinstance(layer, GlobalAvgPool2d):
        y = x.mean((1, 2))
        return y[:, None, None]
    if isinstance(layer, (MaxPool2d, AvgPool2d, LPPool2d)):
        full = int(np.prod(layer.kernel_size))

        def reduce(window, padded):
            if isinstance(layer, LPPool2d):  # the kinds inherit from each other
                return ((np.abs(window) ** layer.p).sum() * full / window.size) ** (1 / layer.p)
            if isinstance(layer, AvgPool2d):
                return window.sum() / (padded if layer.count_include_pad else window.size)
            return window.max()

        return pooled(x, layer.kernel_size, layer.stride, layer.padding, layer.ceil_mode, reduce)
    if type(layer) in ACTIVATIONS:
        return ACTIVATIONS[type(layer)](x)
    slope = 0.0
    if isinstance(layer, RReLU):
        slope = (layer.lower + layer.upper) / 2
    elif isinstance(layer, LeakyReLU):
        slope = layer.negative_slope
    else:
        assert isinstance(layer, ReLU), f"no recomputation for {layer}"
    return np.where(x > 0, x, slope * x)


def run(layers: dict, weights: dict, x) -> dict[str, np.ndarray]:
    """Return every array between a picture and the answer."""
    found = {"input": np.asarray(x, float)}
    x = found["input"]
    for name, layer in layers.items():
        own = {
            key.rpartition(".")[2]: array
            for key, array in weights.items()
            if key.rpartition(".")[0] == name
        }
        found[name] = x = forward(layer, x, own)
    return found


def softmax(z):
    """Return the shares of exponentials along the last axis."""
    e = np.exp(z - np.max(z, -1, keepdims=True))
    return e / e.sum(-1, keepdims=True)
