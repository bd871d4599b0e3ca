"""The scene of a NetworkExplorer: the overview, the map that is open, toolbar and sentences."""

from __future__ import annotations

import numpy as np

from cnnkit.layers import Conv2d, Linear
from cnnkit.widgets.board.controls import (
    Control,
    as_tool,
    button,
    choose,
    choose_picture,
    choose_whole,
)
from cnnkit.widgets.board.number_words import counted, writer
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.network import map_detail, overview
from cnnkit.widgets.network.input_pictures import TITLES
from cnnkit.widgets.network.network_settings import LIMITS, ORDERS, PENS, NetworkSettings
from cnnkit.widgets.network.uploaded_pictures import INKS

TALL, TALL_WITH_DETAIL, DETAIL = 400, 156, 206  # pixels: one screen of a projector
TALL_IF_MANY, MANY = 290, 120  # of more maps than that, which may take two rows


def compose(now: NetworkSettings) -> Scene:
    """Return the overview, and below it the map that is open."""
    many = sum(array.shape[0] for array in now.stacks.values()) > MANY
    tall = TALL_WITH_DETAIL if now.layer else TALL_IF_MANY if many else TALL
    panels, links, arrays, columns = overview.panels(now, tall)
    split = 0
    if now.layer:
        above = {panel.name: panel for panel in panels}
        more = map_detail.panels(now, above, DETAIL)
        split = len(columns)
        panels, links = panels + more[0], links + more[1]
        arrays, columns = arrays | more[2], columns + more[3]
    names = {panel.name for panel in panels}
    return Scene(
        label=_describe(now),
        arrays=now.stacks | arrays,
        panels=tuple(panels),
        links=tuple(links),
        columns=tuple(columns),
        controls=_controls(now),
        lead="input",
        leading=_leading(names, columns),
        weights="kernel" if "kernel" in names else None,
        fit="tiles",
        tallest=tall,
        split=split,
        tall_detail=DETAIL,
        largest_cell=40,
        grids_of_values=("source", "map") if "curve" in names else (),
        draws_links=True,
        message=("notice", told) if (told := now.pictures.told) else ("", ""),
    )


def _leading(names: set[str], columns) -> tuple[str, str]:
    """Return the panels that a low window shows first: of what is open, else picture and answer."""
    for pair in (("source", "map"), ("votes", "tally")):
        if names.issuperset(pair):
            return pair
    return "input", columns[-1][-1]


def _controls(now: NetworkSettings) -> tuple[Control, ...]:
    count = 0 if now.pictures.images is None else len(now.pictures.images)
    images = {name: TITLES[name] for name in now.pictures.names}
    opened = now.layers.get(now.layer)
    details = {"": "no layer"} | {name: now.title(name) for name in now.details}
    weighted = isinstance(opened, (Conv2d, Linear))
    upload = now.pictures.upload if now.image == "own" else None
    ink = upload.ink if upload else ""
    last = max(count - 1, 0)
    one = now.channels == 1
    source = now.source_of(now.layer) if opened else ""
    return (
        choose("image", "Picture", now.image, images),
        button("previous", "‹ Back", hidden=not count),
        choose_whole("index", "No.", now.index, 0, last, hidden=not count),
        button("next", "Next ›", hidden=not count),
        choose_picture("Upload…"),
        choose("ink", "Its ink is", ink, INKS, hidden=not ink),
        as_tool(choose("pen", "Pen", now.pen, PENS)),
        choose("layer", "Open", now.layer, details),
        button("close", "Close", hidden=opened is None),
        _choose_map(
            "map", "Output" if isinstance(opened, Linear) else "Map", now, now.layer, now.map
        ),
        _choose_map("channel", "from map", now, "" if one else source, now.channel),
        button("zero", "Zero its weights", hidden=not weighted),
        button("restore", "Restore weights", hidden=not now.is_changed),
        button("undo", "Undo", disabled=not now.past),
        choose("limits", "Colours by", now.limits, LIMITS),
        choose("order", "Answers", now.order, ORDERS, hidden=now.answers < 3),
    )


def _choose_map(name: str, label: str, now: NetworkSettings, layer: str, index: int) -> Control:
    """Return the choice of a map of a layer: by its name, else by its number; hidden for none."""
    named = now.classes if layer == now.last and now.answers else now.map_names.get(layer)
    if named:
        return choose(name, label, str(index), {str(i): one for i, one in enumerate(named)})
    maps = now.maps_of(layer) if layer else 1
    return choose_whole(name, label, index, 0, maps - 1, hidden=not layer)


def _describe(now: NetworkSettings) -> str:
    text = f"Network explorer. Picture {TITLES[now.image]}"
    text += f" number {now.index}" if now.image == "set" else ""
    text += f" → {' → '.join(map(now.title, now.layers))}"
    if now.answers > 1:
        winner = int(np.argmax(now.probabilities))
        text += (
            f" → Softmax. It answers {now.classes[winner]} with probability "
            f"{writer(now.probabilities)(now.probabilities[winner])}."
        )
    elif now.answers == 1:
        text += f". It answers {writer(now.probabilities)(now.probabilities[0])}."
    else:
        count, rows, cols = now.found[now.last].shape
        text += f". It ends in {counted(count, 'map')} of {rows}×{cols}."
    if now.is_changed:
        text += " Its weights were changed here."
    if now.layer:
        text += f" Open: {now.map_name(now.layer, now.map)} of layer {now.title(now.layer)}."
    return text
