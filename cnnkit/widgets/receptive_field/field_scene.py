"""The scene of a ReceptiveFieldExplorer: its maps, its toolbar and its sentences."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import Control, button, choose, choose_whole
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.receptive_field.field_settings import (
    CHANNELS,
    IMAGES,
    PRESETS,
    SIZES,
    FieldSettings,
    costs,
    picture,
)
from cnnkit.widgets.receptive_field.window_stack import KINDS, MOST_LAYERS, PADDING, field


def compose(now: FieldSettings) -> Scene:
    """Return picture, the ways through it, and a map a layer, linked by their windows."""
    deeper = [np.zeros((side, side)) for side in now.sides[now.layer + 2 :]]
    ways, *found = now.ways
    maps = dict(enumerate((*found, *deeper)))
    pixels = picture(now.image, now.size)
    total = int(np.prod([window.kernel**2 for window in now.windows[: now.layer + 1]]))
    note = f"{_all_ways(int(ways.sum()), total)}; click in a map to choose another"
    return Scene(
        label=_describe(now),
        arrays={"image": pixels[None], "ways": ways[None]}
        | {f"map{number}": array[None] for number, array in maps.items()},
        panels=(
            Grid("image", "Picture", (min(float(pixels.min()), 0.0), 1.0), colours="gray"),
            Grid(
                "ways",
                "How strongly",
                _limits(ways),
                note=note,
                rule=Text(_ways_in_words(ways, total)),
            ),
            *(_map_panel(now, number, array) for number, array in maps.items()),
        ),
        links=tuple(link for number in maps for link in _links(now, number)),
        columns=(
            ("image",),
            ("ways",),
            *((f"map{number}",) for number in maps),
        ),
        controls=_controls(now),
        lead=f"map{now.layer}",
        draws_links=True,
        leading=("ways", f"map{now.layer}"),
        tallest=360,
        message=("notice", _total(now)),
    )


def _links(now: FieldSettings, number: int) -> list[Link]:
    """Return how a map reads the one before it, or the picture and the ways through it."""
    window = now.windows[number]
    return [
        Link(
            f"map{number}",
            source,
            kernel_size=window.kernel,
            stride=window.stride,
            padding=window.padded(now.padding),
            dilation=window.dilation,
            channels="same",
        )
        for source in ((f"map{number - 1}",) if number else ("image", "ways"))
    ]


def _map_panel(now: FieldSettings, number: int, array: np.ndarray) -> Grid:
    _, step, _ = field(now.windows[: number + 1], now.padding)
    parameters, work = now.costs[number]
    learns = "learns nothing"
    if parameters:
        learns = f"{_counted(parameters, 'parameter')}; {_counted(work, 'multiply-add')}"
    mark = "▸ " if number == now.layer else ""
    return Grid(
        f"map{number}",
        f"{mark}{number} · {now.windows[number].title}",
        _limits(array),
        editable="choose",
        note=f"{_square(len(array))}; {_sees(now, number)}, jump {step}; {learns}",
        rule=Text(_sight_in_words(now, number, array)),
    )


def _controls(now: FieldSettings) -> tuple[Control, ...]:
    count, window = len(now.layers), now.window

    def up_to(name, label, *, hidden=False):
        most = now.largest(name)
        return choose_whole(name, label, getattr(window, name), 1, most, hidden=hidden)

    return (
        choose("preset", "Layers", now.preset, PRESETS.keys(), own=now.preset == "own"),
        choose("image", "Picture", now.image, IMAGES),
        choose_whole("size", "Size", now.size, now.smallest_size(), SIZES[1]),
        choose("padding", "Padding", now.padding, PADDING),
        choose_whole("channels", "Maps", now.channels, *CHANNELS),
        choose_whole("layer", "Layer", now.layer, 0, count - 1),
        choose("kind", "Kind", window.kind, KINDS),
        up_to("kernel", "Kernel"),
        up_to("stride", "Stride"),
        up_to("dilation", "Dilation", hidden=window.kind == "pool"),
        button("add", "Add a layer", hidden=count == MOST_LAYERS),
        button("remove", "Remove it", hidden=count == 1),
    )


# -- in words


def _total(now: FieldSettings) -> str:
    reach, step, _ = field(now.windows, now.padding)
    text = (
        f"In all: {_sees(now, len(now.layers) - 1)}, jump {step}; "
        f"{_counted(now.parameters, 'parameter')}; "
        f"{_counted(now.multiply_adds, 'multiply-add')}."
    )
    if len(now.layers) > 1:
        side = min(reach, now.size)
        parameters, work = costs(side, now.sides[-1], now.channels)
        text += (
            f" One convolution of {_square(side)}{f', stride {step},' if step > 1 else ''} "
            f"sees as far: {_counted(parameters, 'parameter')}; "
            f"{_counted(work, 'multiply-add')}."
        )
    return text


def _describe(now: FieldSettings) -> str:
    (_, step, _), (row, col) = field(now.windows[: now.layer + 1], now.padding), now.cell
    down, across = (_seen(now.sights[now.layer][place]) for place in now.cell)
    all_of_it = down == across == now.size
    return (
        f"Receptive field explorer. A picture of {_square(now.size)} goes through "
        f"{', then '.join(now.layers)}. The chosen cell, row {row}, column {col} of "
        f"layer {now.layer}, sees {down}×{across}{', all' * all_of_it} of it; its neighbours see "
        f"{step} further. "
        f"{_counted(now.parameters, 'parameter')} in all."
    )


def _limits(array: np.ndarray) -> tuple[float, float]:
    top = max(float(array.max()), 1.0)
    return -top, top


def _sees(now: FieldSettings, number: int) -> str:
    """Say what a cell of a map sees, or, where some see less at the rim, what the others do."""
    counts = {_seen(span) for span in now.sights[number]}
    most = max(counts)
    return (
        f"sees {'up to ' if len(counts) > 1 else ''}{_square(most)}{', all' * (most == now.size)}"
    )


def _seen(span: tuple[int, int] | None) -> int:
    """Return how many rows of the picture there are from the first to the last."""
    return span[1] - span[0] + 1 if span else 0


def _square(side: int) -> str:
    return f"{side}×{side}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _all_ways(count: int, total: int) -> str:
    """Say how many ways lead to the chosen cell; some of them may begin at padding."""
    if count == total:
        return f"{_counted(count, 'way')} to the chosen cell"
    return f"{count:,} of {_counted(total, 'way')} to the chosen cell, the others from zeros around"


def _ways_in_words(counts: np.ndarray, total: int) -> list[str]:
    return [
        f"Pixel in row {i}, column {j}: {int(count):,} of {_counted(total, 'way')} to the chosen "
        f"cell, {count / total:.1%}"
        for (i, j), count in np.ndenumerate(counts)
    ]


def _sight_in_words(now: FieldSettings, number: int, array: np.ndarray) -> list[str]:
    """Say what each cell of a map sees of the picture."""
    reach, _, _ = field(now.windows[: number + 1], now.padding)
    counted, spans = number <= now.layer, now.sights[number]
    texts = []
    for (i, j), count in np.ndenumerate(array):
        rows, cols = spans[i], spans[j]
        ways_on = f"; {_counted(int(count), 'way')} to the chosen cell" if counted else ""
        sees = "only zeros around the picture"
        if rows and cols:
            sees = f"rows {rows[0]} to {rows[1]}, columns {cols[0]} to {cols[1]} of the picture"
            less = min(_seen(rows), _seen(cols)) < reach
            sees += " and zeros around it" if less else ""
        texts.append(f"Layer {number}, row {i}, column {j} sees {sees}{ways_on}")
    return texts
