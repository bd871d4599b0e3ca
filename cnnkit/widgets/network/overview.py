"""Overview of a network: a stack of maps per layer, from the image to the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.layers import Dropout, Linear
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.panels import Details, Grid, OpenMap, Panel, Pen
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.network import answer_bars, layer_kinds
from cnnkit.widgets.network.network_settings import NetworkSettings
from cnnkit.widgets.network.steady_limits import nice

MOST_COLUMNS = 10  # of layers, beside picture and answers
WIDE_BARS = 130  # pixels; then there is room for a column less
WORDS = 50  # pixels for a title and a note
LIST_WIDTH = 66  # pixels that a list may be wide
ONE_SIZE = 3  # times the smallest map that the largest one may be, for cells of one size


def panels(now: NetworkSettings, height: int):
    """Return panels, links, further arrays and columns of the overview, `height` pixels tall."""
    found, columns, arrays = _pictures(now)
    first = len(columns)
    links, source = [], "input"
    largest = max(_side(array) for array in now.found.values() if array.ndim == 3)
    limits = _limits(now)
    order = answer_bars.bar_order(now)
    for name, layer in now.layers.items():
        read = now.found[source]
        arrays |= layer_kinds.extra_arrays(name, layer, read)
        link = layer_kinds.link(name, source, layer, read)
        if name == now.last and now.answers and link.kind != "dense":
            # A bar is one number of what the layer reads; bars may stand in another order.
            link = Link(name, source, "flatten", order=tuple(int(i) for i in order))
        links.append(link)
        common = {
            "title": now.title(name),
            "rule": layer_kinds.rule(name, source, layer, read),
            **limits[name],
        }
        if name == now.last and now.answers:
            found.append(answer_bars.last_layer(now, common, order, height))
            arrays[name] = now.stacks[name].reshape(-1)[order][None, :, None]
        else:
            found.append(_stack(name, now, common, largest, height, layer))
        columns.append((name,))
        source = name
    lists = columns.pop() if now.answers else None
    columns[first:] = _grouped(columns[first:], now)
    share = {name: len(column) for column in columns for name in column}
    found = [_lower(panel, share.get(panel.name, 1), height) for panel in found]
    columns += [lists] if lists else []
    if "softmax" in now.found:
        arrays["softmax"] = np.float32(now.found["softmax"])[order][None, :, None]
        found.append(answer_bars.probabilities(now, order, height))
        links.append(Link("softmax", source, "dense"))
        if now.answers <= answer_bars.FEW:
            columns[-1] = (*columns[-1], "softmax")
        else:
            columns.append(("softmax",))
    return found, links, arrays, columns


def _pictures(now: NetworkSettings):
    """Return panels, columns and arrays of the picture; in colour it is also shown as one."""
    pictures, pixels = now.pictures, now.pictures.pixels
    brush = max(1.0, pixels.shape[1] / 14), 1.0 if pixels.shape[1] >= 16 else 0.0
    drawn_on = {
        "editable": {"erase": "draw"}.get(now.pen, now.pen),
        "pen": Pen(brush, eraser=now.pen == "erase"),
        "note": _picture_note(now),
    }
    look = {"limits": pictures.limits, "tiles": "block"}
    if len(pixels) != 3:
        return [Grid("input", "Picture", colours="gray", **look, **drawn_on)], [("input",)], {}
    whole = {"limits": pictures.limits, "colours": "rgb", "map_of": ("input", -1)}
    found = [
        OpenMap("colour", "Picture", **whole, **drawn_on),
        Grid("input", "R, G, B", colours="channels", **look),
    ]
    return found, [("colour", "input")], {"colour": pixels}


def _lower(panel: Panel, among: int, height: int) -> Panel:
    """Return a list's panel, lower where it shares its column."""
    if among == 1 or not isinstance(panel, Grid) or not panel.extent:
        return panel
    return replace(panel, extent=min(panel.extent, max(height // among - WORDS, 12)))


def _grouped(columns: list, now: NetworkSettings) -> list:
    """Return the layers' columns, of deep networks with several layers below each other."""
    layers = now.layers
    most = MOST_COLUMNS - (answer_bars.bar_width(now) > WIDE_BARS)
    if len(columns) > most:  # what changes number by number stands under what it reads
        joined = []
        for column in columns:
            pixelwise = isinstance(layers[column[0]], (*layer_kinds.ACTIVATIONS, Dropout))
            if joined and pixelwise and len(joined[-1]) == 1:
                joined[-1] = joined[-1] + column
            else:
                joined.append(column)
        columns = joined
    while len(columns) > most:
        columns = [sum(columns[i : i + 2], ()) for i in range(0, len(columns), 2)]
    return columns


def _side(array: np.ndarray) -> int:
    return max(array.shape[1:])


def _limits(now: NetworkSettings) -> dict[str, dict]:
    """Return the colour limits of each layer: of each map, of the layer, or of all layers."""
    reach = {name: float(np.abs(now.stacks[name]).max()) for name in now.layers}
    if now.limits == "network":
        shared = nice(max(reach.values()))
        return {name: {"limits": (-shared, shared)} for name in reach}
    found = {}
    for name, most in reach.items():
        found[name] = {"limits": (-nice(most), nice(most))}
        if now.limits == "map" and len(now.stacks[name]) > 1:
            tops = (nice(float(np.abs(one).max())) for one in now.stacks[name])
            found[name]["details"] = Details(map_limits=tuple((-top, top) for top in tops))
    return found


def _scale(now: NetworkSettings) -> float:
    """Return to which power of its side a map is drawn: 1 is cells of one size everywhere.

    Maps that become very small are drawn smaller than others, but not by as much: one still wants
    to see them.
    """
    sides = [_side(array) for array in now.found.values() if array.ndim == 3]
    return 1.0 if max(sides) <= ONE_SIZE * min(sides) else 0.35


def _stack(name, now, common, largest, height, layer) -> Panel:
    array = now.found[name]
    if array.ndim == 3:
        scale = _scale(now)
        details = common.get("details", Details())
        return Grid(
            name,
            tiles="block",
            relative_size=(_side(array) / largest) ** scale,
            note="{} of {}×{}".format(*array.shape),
            editable="open" if name in now.details else False,
            **common | {"details": replace(details, map_names=now.map_names.get(name, ()))},
        )
    rows, columns = layer_kinds.list_shape(array.size)
    tall = min(height - 16, 28 * rows, LIST_WIDTH * rows // columns)
    note = counted(array.size, "number")
    editable = "choose" if isinstance(layer, Linear) else False
    return Grid(name, extent=tall, note=note, editable=editable, **common)


def _picture_note(now: NetworkSettings) -> str:
    if now.pictures.name == "set":
        return f"no. {now.pictures.index}"
    if count := now.pictures.changes:
        done = "flipped" if now.pen == "flip" else "changed"
        return f"{count} pixel{'s' * (count > 1)} {done}"
    return {"flip": "click flips a pixel", "draw": "drag draws", "erase": "drag erases"}[now.pen]
