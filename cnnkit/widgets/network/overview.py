"""Overview of a network: a stack of maps per layer, from the image to the probabilities."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.layers import Dropout, Flatten, Linear
from cnnkit.widgets.board.numbers import nice_above, writer
from cnnkit.widgets.board.panels import Bars, Grid, OpenMap, Panel, Pen
from cnnkit.widgets.board.rules import Softmax
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.network import layer_kinds
from cnnkit.widgets.network.network_settings import NetworkSettings

STEPS = (1, 1.5, 2, 3, 5, 7.5, 10)  # limits that hold still while numbers change a little
FEW = 4  # answers up to which votes and probabilities stand below each other
MOST_BARS = 16
MOST_COLUMNS = 10  # of layers, beside picture and answers
WIDE_BARS = 130  # pixels; then there is room for a column less
WORDS = 50  # pixels for a title and a note
LONGEST_NAME = 12  # letters of an answer's name on its bar
LIST_WIDTH = 46  # pixels that a list may be wide


def panels(now: NetworkSettings, height: int):
    """Return panels, links, further arrays and columns of the overview, `height` pixels tall."""
    pictures, pixels = now.pictures, now.pictures.pixels
    colour = len(pixels) == 3
    found, arrays = [], {}
    brush = max(1.0, pixels.shape[1] / 14), 1.0 if pixels.shape[1] >= 16 else 0.0
    marks = {
        "editable": {"erase": "draw"}.get(now.pen, now.pen),
        "pen": Pen(brush, eraser=now.pen == "erase"),
    }
    note = _picture_note(now)
    picture = Grid(
        "input",
        "Picture",
        pictures.limits,
        colours="channels" if colour else "gray",
        tiles="block",
        **({} if colour else marks | {"note": note}),
    )
    columns = [("input",)]
    if colour:
        arrays["colour"] = pixels
        found.append(
            OpenMap(
                "colour",
                "Picture",
                pictures.limits,
                colours="rgb",
                map_of=("input", -1),
                note=note,
                **marks,
            )
        )
        columns = [("colour", "input")]
        picture = replace(picture, title="R, G, B")
    found.append(picture)
    first = len(columns)
    links, source = [], "input"
    largest = max(_side(array) for array in now.found.values() if array.ndim == 3)
    limits = _limits(now)
    order = bar_order(now)
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
            found.append(_bars(name, now, common, order, height, layer))
            arrays[name] = now.stacks[name].reshape(-1)[order][None, :, None]
            columns.append((name,))
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
        found.append(_probabilities(now, source, order, height))
        links.append(Link("softmax", source, "dense"))
        if now.answers <= FEW:
            columns[-1] = (*columns[-1], "softmax")
        else:
            columns.append(("softmax",))
    return found, links, arrays, columns


def _lower(panel: Panel, among: int, height: int) -> Panel:
    """Return a list's panel, lower where it shares its column."""
    if among == 1 or not isinstance(panel, Grid) or not panel.extent:
        return panel
    return replace(panel, extent=min(panel.extent, max(height // among - WORDS, 12)))


def _grouped(columns: list, now: NetworkSettings) -> list:
    """Return the layers' columns, of deep networks with several layers below each other."""
    layers = now.layers
    most = MOST_COLUMNS - (_bar_width(now) > WIDE_BARS)
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


def bar_order(now: NetworkSettings) -> np.ndarray:
    """Return which answer each bar shows."""
    order = np.arange(now.answers)
    if now.order == "sorted" or now.answers > MOST_BARS:
        order = np.argsort(-now.found[now.last].ravel(), kind="stable")[:MOST_BARS]
    return order


def nice(limit: float) -> float:
    """Return a round number that is not below `limit`.

    Examples
    --------
    >>> nice(0.6), nice(1.82), nice(43.0)
    (0.75, 2.0, 50.0)
    """
    return nice_above(limit, STEPS)


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
            found[name]["map_limits"] = tuple((-top, top) for top in tops)
    return found


def _stack(name, now, common, largest, height, layer) -> Panel:
    array = now.found[name]
    if array.ndim == 3:
        return Grid(
            name,
            tiles="block",
            # Smaller maps are drawn smaller, but not by as much: one still wants to see them.
            relative_size=(_side(array) / largest) ** 0.35,
            note="{} of {}×{}".format(*array.shape),
            editable="open" if name in now.details else False,
            **common,
        )
    rows, columns = layer_kinds.list_shape(array.size)
    tall = min(height - 16, 28 * rows, LIST_WIDTH * rows // columns)
    note = f"{array.size} numbers"
    editable = "choose" if isinstance(layer, Linear) else False
    return Grid(name, extent=tall, note=note, editable=editable, **common)


def _bars(name, now, common, order, height, layer) -> Panel:
    rule = common["rule"]
    if isinstance(layer, Linear):
        rule = replace(rule, order=[int(i) for i in order])
    elif not isinstance(layer, Flatten):
        rule = None
    top = max(abs(limit) for limit in common["limits"])
    low = -top if float(now.found[name].min()) < 0 else 0.0
    opens = "open" if name in now.details else False
    return Bars(
        name,
        labels=tuple(_short(now.classes[i]) for i in order),
        extent=_bar_width(now),
        bar_height=_bar_height(now, height),
        editable=opens,
        note="click for votes" if opens else "",
        **common | {"rule": rule, "limits": (low, top)},
    )


def _probabilities(now, source, order, height) -> Panel:
    complete = len(order) == now.answers > 1
    return Bars(
        "softmax",
        "Softmax" if now.answers > 1 else "Sigmoid",
        (0.0, 1.0),
        labels=tuple(_short(now.classes[i]) for i in order),
        extent=_bar_width(now),
        bar_height=_bar_height(now, height),
        rule=Softmax(source) if complete else None,
        editable="open" if now.last in now.details else False,
        note=_answer_note(now),
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _bar_width(now: NetworkSettings) -> int:
    longest = min(max(map(len, now.classes), default=0), LONGEST_NAME)
    return min((74 if now.answers > FEW else 104) + 8 * longest, 190)


def _bar_height(now: NetworkSettings, height: int) -> int:
    bars = min(now.answers, MOST_BARS)
    room = height / 2 - 40 if now.answers <= FEW else height - 28
    return int(np.clip(room // bars, 11, 30))


def _picture_note(now: NetworkSettings) -> str:
    if now.pictures.name == "set":
        return f"no. {now.pictures.index}"
    return {"flip": "click flips a pixel", "draw": "drag draws", "erase": "drag erases"}[now.pen]


def _answer_note(now: NetworkSettings) -> str:
    """Return what is to be said of the answer: the truth, and what it was before a change."""
    words = []
    winner = int(np.argmax(now.probabilities))
    truth = now.pictures.truth
    if truth is not None and now.answers > 1:
        right = "right" if truth == winner else "wrong"
        words.append(f"It is {now.classes[truth]}: {right}.")
    if now.is_changed:
        before = now.first.found.get("softmax")
        if before is not None:
            best = int(np.argmax(before))
            words.append(f"Unchanged weights: {now.classes[best]} {writer(before)(before[best])}.")
    return " ".join(words)
