"""One map of a network in detail: its source, its kernel, the products, and their sum."""

from __future__ import annotations

import copy

import numpy as np

from cnnkit.layers import Conv2d, Linear, MaxPool2d
from cnnkit.widgets.board.numbers import writer
from cnnkit.widgets.board.panels import Bars, Curve, Grid, OpenMap, Panel, WindowGrid
from cnnkit.widgets.board.rules import (
    Activate,
    ChannelSums,
    MapProducts,
    Text,
    Times,
    WindowValues,
)
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.network import layer_kinds
from cnnkit.widgets.network.layer_kinds import ACTIVATIONS
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.overview import nice

SAMPLES = 161  # of an activation's curve
TALLIED = 6  # votes in the tally that have a bar of their own


def panels(now: NetworkSettings, overview: dict[str, Panel], height: int):
    """Return panels, links, further arrays and columns of the map that is open."""
    layer = now.layers[now.layer]
    if isinstance(layer, Linear):
        return _votes(now, overview, height)
    source = now.source_of(now.layer)
    reads = now.channel if isinstance(layer, Conv2d) else now.map
    found = [_source(now, overview[source], reads)]
    arrays = {
        "source": now.stacks[source][reads][None],
        "map": now.stacks[now.layer][now.map][None],
    }
    columns = [("source",)]
    if isinstance(layer, Conv2d):
        more, weights = _convolution(now, source, layer)
        found += more
        arrays |= weights
        columns += [(panel.name,) for panel in more]
    links = []
    if isinstance(layer, ACTIVATIONS):
        curve, arrays["curve"] = _curve(layer, arrays["source"])
        found.append(curve)
        columns.append(("curve",))
        links.append(Link("curve", "source", "value"))
    elif isinstance(layer, MaxPool2d):
        found.append(_window(now, source, layer, overview[source]))
        arrays["window"] = np.zeros((1, *layer.kernel_size), np.float32)
        columns.append(("window",))
    of = overview[now.layer]
    found.append(
        OpenMap(
            "map",
            f"{of.title}: map {now.map + 1}",
            _own_limits(of, now.map),
            map_of=(now.layer, now.map),
            keep_mark=True,
            relative_size=1.0,
        )
    )
    columns.append(("map",))
    return found, links, arrays, columns


def _curve(layer, source: np.ndarray):
    """Return the activation as a curve, with the values and slopes that the layer itself gives."""
    reach = nice(float(np.abs(source).max()))
    z = np.linspace(-reach, reach, SAMPLES, dtype=np.float64)
    own = copy.copy(layer)
    y = own(z[None])
    slope = own.backward(np.ones_like(y))
    low, high = float(y.min()), float(y.max())
    rim = 0.06 * (high - low) or 1.0
    panel = Curve(
        "curve",
        layer_kinds.title(layer),
        (low - rim, high + rim),
        x=(-reach, reach),
        tangent=True,
        extent=190,
        rule=Activate("source", layer_kinds.title(layer), **layer_kinds.formula(layer)),
    )
    return panel, np.concatenate([y, slope])[:, None, :]


def _window(now: NetworkSettings, source: str, layer, panel: Panel) -> Panel:
    """Return the panel of the numbers that a pooling window holds."""
    rule = WindowValues(now.layer, source, now.map)
    limits = _own_limits(panel, now.map)
    return WindowGrid("window", "Its window", limits, products=rule, relative_size=0.5)


def _own_limits(panel: Panel, channel: int) -> tuple[float, float]:
    return panel.map_limits[channel] if panel.map_limits else panel.limits


def _source(now: NetworkSettings, panel: Panel, channel: int) -> Panel:
    """Return the panel of the map that is read; a pointer in it moves the window."""
    title = f"{panel.title}: map {channel + 1}"
    if panel.name == "input":
        colour = panel.colours == "channels"
        title = f"Picture: {('red', 'green', 'blue')[channel]}" if colour else "Picture"
    return OpenMap(
        "source",
        title,
        _own_limits(panel, channel),
        colours="gray" if panel.name == "input" else "diverging",
        map_of=(panel.name, channel),
        window_of=(now.layer, now.map),
    )


def _convolution(now: NetworkSettings, source: str, layer: Conv2d):
    """Return kernel, products and the shares of all maps, with their arrays."""
    weight = layer_weight(now)[now.map]
    kernel = weight[now.channel][None]
    reach = nice(float(np.abs(weight).max()))
    loudest = nice(float(np.abs(now.stacks[source]).max() * np.abs(weight).max()))
    of = now.layer, source, f"{now.layer}.weight", now.map
    found = [
        Grid(
            "kernel",
            f"× kernel {now.map + 1}",
            (-reach, reach),
            editable=True,
            relative_size=0.66,
            note="editable" if now.channels == 1 else f"its slice for map {now.channel + 1}",
        ),
        WindowGrid(
            "products",
            "= products",
            (-loudest, loudest),
            products=MapProducts(*of, input=now.channel),
            relative_size=0.66,
        ),
    ]
    arrays = {"kernel": kernel, "products": np.zeros_like(kernel)}
    if now.channels > 1:
        top = nice(float(np.abs(now.stacks[now.layer][now.map]).max()) / 2)
        rows, cols = block(now.channels)
        arrays["shares"] = np.zeros((1, rows, cols), np.float32)
        found.append(
            WindowGrid(
                "shares",
                "Sum of each map",
                (-top, top),
                products=ChannelSums(*of, chosen=now.channel),
                editable="choose",
                relative_size=0.8,
                note=f"+ bias = the cell; click one of {now.channels}",
            )
        )
    return found, arrays


def block(count: int) -> tuple[int, int]:
    """Return rows and columns that hold exactly `count` cells, as square as that goes."""
    rows = next(r for r in range(int(count**0.5), 0, -1) if count % r == 0)
    return rows, count // rows


def layer_weight(now: NetworkSettings) -> np.ndarray:
    """Return the weights of the open layer."""
    return now.layers[now.layer].weight


def vote_shape(now: NetworkSettings) -> tuple[int, int, int]:
    """Return the maps that the open Linear's list came from: then its weights are maps too."""
    names = ["input", *now.layers]
    size = now.found[now.source_of(now.layer)].size
    for name in reversed(names[: names.index(now.layer)]):
        array = now.found[name]
        if array.ndim == 3 and array.shape[1] * array.shape[2] > 1 and array.size == size:
            return array.shape
        if isinstance(now.layers.get(name), Linear):
            break
    return (1, *layer_kinds.list_shape(size))


def _votes(now: NetworkSettings, overview: dict[str, Panel], height: int):
    """Return numbers, weights and votes of one output, and the tally that they add up to."""
    source = now.source_of(now.layer)
    shape = vote_shape(now)
    numbers = now.found[source].reshape(shape)
    weights = layer_weight(now)[now.map].reshape(shape)
    votes = numbers * weights
    who = overview[now.layer].title + f" {now.map + 1}"
    if now.layer == now.last and now.answers:
        who = now.classes[now.map]
    wrap = layer_kinds.list_shape(numbers.size)[1]
    reach, loudest = (nice(float(np.abs(array).max())) for array in (weights, votes))
    tally, labels, texts = _tally(now, votes, who)
    top = nice(float(np.abs(tally).max()))
    stack = {"tiles": "block", "rule": Times("numbers", "weights", "votes", who)}
    found = [
        Grid("numbers", "Numbers", overview[source].limits, **stack),
        Grid(
            "weights",
            f"× weights of {who}",
            (-reach, reach),
            editable=True,
            note="editable",
            **stack,
        ),
        Grid("votes", f"= votes for {who}", (-loudest, loudest), **stack),
        Bars(
            "tally",
            "Tally",
            (-top, top),
            labels=labels,
            extent=200,
            bar_height=int(np.clip(height // len(tally), 14, 24)),
            rule=Text(texts),
        ),
    ]
    links = [
        Link("numbers", source, "unflatten", tiles=shape, wrap=wrap),
        Link("weights", "numbers", channels="same"),
        Link("votes", "weights", channels="same"),
    ]
    arrays = {
        "numbers": numbers,
        "weights": weights,
        "votes": votes,
        "tally": tally[None, :, None],
    }
    return found, links, arrays, [(panel.name,) for panel in found]


def _tally(now: NetworkSettings, votes: np.ndarray, who: str):
    """Return the loudest votes, the rest, the bias and the sum, with names and sentences."""
    by_map = len(votes) > 1
    sums = votes.sum((1, 2)) if by_map else votes.ravel()
    top = np.argsort(-np.abs(sums), kind="stable")[:TALLIED]
    rest, others = float(sums.sum() - sums[top].sum()), len(sums) - len(top)
    bias = now.weights.get(f"{now.layer}.bias")
    what = "map" if by_map else "number"
    values, labels = [float(sums[i]) for i in top], [f"{what} {i + 1}" for i in top]
    total = float(now.found[now.layer][now.map])
    numbers = [*values, *([rest] if others else []), *([] if bias is None else [bias[now.map]])]
    write = writer([*numbers, total])
    texts = [f"The votes of {what} {i + 1} for {who}: {write(sums[i])}" for i in top]
    if others:
        values.append(rest)
        labels.append(f"{others} more")
        texts.append(f"The other {others} {what}s: {write(rest)}")
    if bias is not None:
        values.append(float(bias[now.map]))
        labels.append("bias")
        texts.append(f"The bias of {who} is {write(values[-1])}")
    texts.append(
        f"All votes{' and the bias' if bias is not None else ''}: {write(total)} for {who}"
    )
    return np.array([*values, total], np.float32), (*labels, "sum"), texts
