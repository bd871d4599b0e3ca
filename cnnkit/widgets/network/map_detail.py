"""One map of a network in detail: its source, its kernel, the products, and their sum."""

from __future__ import annotations

import copy

import numpy as np

from cnnkit.layers import Conv2d, Linear, MaxPool2d
from cnnkit.widgets.board.arithmetic_rules import (
    Activate,
    ChannelSums,
    MapProducts,
    WindowValues,
)
from cnnkit.widgets.board.panels import Curve, Grid, OpenMap, Panel, WindowGrid
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.network import layer_kinds, votes_detail
from cnnkit.widgets.network.layer_kinds import ACTIVATIONS
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.steady_limits import around, nice

SAMPLES = 161  # of an activation's curve


def panels(now: NetworkSettings, overview: dict[str, Panel], height: int):
    """Return panels, links, further arrays and columns of the map that is open."""
    layer = now.layers[now.layer]
    if isinstance(layer, Linear):
        return votes_detail.panels(now, overview, height)
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
            f"{of.title}: {now.map_name(now.layer, now.map)}",
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
    limits = panel.details.map_limits
    return limits[channel] if limits else panel.limits


def _source(now: NetworkSettings, panel: Panel, channel: int) -> Panel:
    """Return the panel of the map that is read; a pointer in it moves the window."""
    title = f"{panel.title}: {now.map_name(panel.name, channel)}"
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
    part = "editable"
    if now.channels > 1:
        part = f"its slice for {now.map_name(source, now.channel)}"
    weight = layer.weight[now.map]
    kernel = weight[now.channel][None]
    loudest = nice(float(np.abs(now.stacks[source]).max() * np.abs(weight).max()))
    of = now.layer, source, f"{now.layer}.weight", now.map
    found = [
        Grid(
            "kernel",
            f"× kernel {_kernel_name(now)}",
            around(weight),
            editable=True,
            relative_size=0.66,
            note=part,
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


def _kernel_name(now: NetworkSettings) -> str:
    return now.map_name(now.layer, now.map).removeprefix("map ")


def block(count: int) -> tuple[int, int]:
    """Return rows and columns that hold exactly `count` cells, as square as that goes."""
    rows = next(r for r in range(int(count**0.5), 0, -1) if count % r == 0)
    return rows, count // rows
