"""Stack layers, choose a cell, and see its receptive field, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cnnkit import data
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import parse_whole
from cnnkit.widgets.board.panels import Grid, Panel
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Link, Scene
from cnnkit.widgets.receptive_field.window_stack import (
    KINDS,
    MOST_LAYERS,
    PADDING,
    RANGES,
    Window,
    field,
    sizes,
    ways,
)

IMAGES = {"X": "X", "cat": "photo: cat", "coffee": "photo: coffee"}
SIZES, CHANNELS = (3, 24), (1, 512)

# Each with the side of a picture that leaves a few cells at the end.
PRESETS: dict[str, tuple[tuple[str, ...], int]] = {
    "two 3×3": (("conv 3", "conv 3"), 9),
    "one 5×5": (("conv 5",), 9),
    "three 3×3": (("conv 3", "conv 3", "conv 3"), 11),
    "one 7×7": (("conv 7",), 11),
    "with pooling": (("conv 3", "pool 2", "conv 3", "pool 2"), 18),
    "with strides": (("conv 3 stride 2", "conv 3 stride 2", "conv 3"), 21),
    "dilated": (("conv 3", "conv 3 dilation 2", "conv 3 dilation 4"), 19),
    "with 1×1": (("conv 3", "conv 1", "conv 3"), 9),
}


@cache
def picture(name: str, size: int) -> np.ndarray:
    """Return the picture at this size: an X of ±1, or the middle of a photograph in greys.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> bool((picture("X", 9) == xo.picture("X")).all()), picture("cat", 12).shape
    (True, (12, 12))
    """
    if name == "X":
        pixels = np.full((size, size), -1.0, np.float32)
        inside = np.arange(1, size - 1)
        pixels[inside, inside] = pixels[inside, size - 1 - inside] = 1
        return frozen(pixels)
    grey = data.load_photo(name).mean(axis=0)
    side = min(grey.shape)
    top, left = ((length - side) // 2 for length in grey.shape)
    grey = grey[top : top + side, left : left + side]
    edges = np.arange(size) * side // size
    sums = np.add.reduceat(np.add.reduceat(grey, edges, axis=0), edges, axis=1)
    counts = np.diff([*edges, side])
    return frozen(sums / np.outer(counts, counts))


@dataclass(frozen=True)
class FieldSettings(Settings):
    """What a person can choose: see :class:`ReceptiveFieldExplorer`."""

    layers: tuple[str, ...]
    size: int
    padding: str
    channels: int
    image: str
    layer: int | None
    cell: tuple[int, int] | None

    def __post_init__(self):
        layers = self.layers
        if isinstance(layers, str):
            layers = PRESETS[choice(layers, "layers", PRESETS)][0]
        listed = isinstance(layers, (list, tuple))
        if not listed or not 1 <= len(layers) <= MOST_LAYERS:
            count = f"has {len(layers)} layers" if listed else "is not a list"
            raise ValueError(
                f"layers {count}; give 1 to {MOST_LAYERS}, such as ('conv 3', 'pool 2')."
            )
        self._take(layers=tuple(str(Window.parse(one)) for one in layers))
        self._take(size=parse_whole(self.size, *SIZES, "size"))
        self._take(channels=parse_whole(self.channels, *CHANNELS, "channels"))
        choice(self.padding, "padding", PADDING)
        choice(self.image, "image", IMAGES)
        layer = len(self.layers) if self.layer is None else self.layer
        self._take(layer=parse_whole(layer, 1, len(self.layers), "layer"))
        side = self.sides[self.layer]
        cell = (side // 2, side // 2) if self.cell is None else self.cell
        if not isinstance(cell, (list, tuple)) or len(cell) != 2:
            raise ValueError(f"cell {cell!r} is not a position; give (row, column).")
        self._take(cell=tuple(parse_whole(part, 0, side - 1, "cell") for part in cell))

    @property
    def windows(self) -> tuple[Window, ...]:
        """The layers, read."""
        return tuple(Window.parse(one) for one in self.layers)

    @property
    def sides(self) -> list[int]:
        """The side of the picture and of every map."""
        return sizes(self.windows, self.size, self.padding)

    def changed(self, **changes) -> FieldSettings:
        """Return checked settings with `changes`; a chosen cell goes where it fits."""
        if isinstance(changes.get("layers"), str) and "size" not in changes:
            changes["size"] = PRESETS[choice(changes["layers"], "layers", PRESETS)][1]
        if "layers" in changes:
            changes.setdefault("layer", None)
        if set(changes) & {"layers", "size", "padding", "layer"}:
            changes.setdefault("cell", None)
        return replace(self, **changes)

    def with_size(self, size: int) -> FieldSettings:
        """Return checked settings with a picture of another size."""
        return self.changed(size=size)

    def with_setting(self, name: str, value) -> FieldSettings:
        """Return checked settings in which the chosen layer has another kind or number."""
        layers = list(self.layers)
        layers[self.layer - 1] = str(self.windows[self.layer - 1].changed(**{name: value}))
        return self.changed(layers=layers, layer=self.layer)


class ReceptiveFieldExplorer(Explorer):
    """Stack convolutions and pools, and see what a cell sees in every map and in the picture.

    Hover a cell: frames show what it sees. Click one: the numbers tell how many ways lead from
    each place to it, which is how strongly the place counts. A click on a map also chooses its
    layer for the settings in the toolbar.

    Parameters
    ----------
    layers : sequence of str, or the name of a preset
        From the picture on: "conv 3", "conv 3 stride 2", "conv 3 dilation 2", "pool 2". Presets
        are "two 3×3", "one 5×5", "three 3×3", "one 7×7", "with pooling", "with strides",
        "dilated", "with 1×1".
    size : int, 3 to 24, optional
        Side of the picture; by default 9, or what suits the preset.
    padding : {"none", "half"}
        "half": zeros around, half a kernel wide, so that a convolution of stride 1 keeps the size.
    channels : int, 1 to 512
        How many maps every array has, the picture included: for parameters and multiply-adds.
    image : {"X", "cat", "coffee"}
    layer : int, optional
        The chosen layer, from 1; by default the last.
    cell : (int, int), optional
        Row and column of the chosen cell in that layer's map; by default its middle.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = ReceptiveFieldExplorer(("conv 3", "conv 3"), 9)
    >>> explorer.field, explorer.parameters, explorer.multiply_adds
    ((5, 1), 20, 666)
    >>> explorer.ways[4, 2:7].tolist()
    [3.0, 6.0, 9.0, 6.0, 3.0]
    """

    layers = Setting()
    size = Setting()
    padding = Setting()
    channels = Setting()
    image = Setting()
    layer = Setting()
    cell = Setting()

    def __init__(
        self,
        layers=("conv 3", "conv 3"),
        size=None,
        *,
        padding="none",
        channels=1,
        image="X",
        layer=None,
        cell=None,
    ):
        if size is None:
            size = PRESETS[layers][1] if isinstance(layers, str) and layers in PRESETS else 9
        settings = FieldSettings(layers, size, padding, channels, image, layer, cell)
        super().__init__(settings, cursor=(f"map{settings.layer}", 0, *settings.cell))

    def __repr__(self):
        return f"ReceptiveFieldExplorer(layers={self.layers!r}, size={self.size})"

    # -- what it computes

    @property
    def field(self) -> tuple[int, int]:
        """Side of what a cell of the last map sees, and the step between two neighbours."""
        return field(self._settings.windows, self._settings.padding)[:2]

    @property
    def parameters(self) -> int:
        """Numbers to learn, biases included."""
        return sum(row[0] for row in self._ledger())

    @property
    def multiply_adds(self) -> int:
        """Products of a weight and a value, for one picture."""
        return sum(row[1] for row in self._ledger())

    @property
    def ways(self) -> np.ndarray:
        """How many ways lead from each pixel to the chosen cell, shape (size, size)."""
        return self._ways()[0]

    def _ledger(self) -> list[tuple[int, int]]:
        now = self._settings
        return [
            costs(window.kernel, side, now.channels) if window.kind == "conv" else (0, 0)
            for window, side in zip(now.windows, now.sides[1:], strict=True)
        ]

    def _ways(self) -> list[np.ndarray]:
        now = self._settings
        depth = now.layer
        return ways(now.windows[:depth], now.sides[: depth + 1], now.padding, now.cell)

    # -- what a person's hand does

    def edit(self, name: str, value):
        """Return the settings after a setting, a button, or the choice of a cell, ``map2[3,4]``."""
        now = self._settings
        panel, place = place_of(name)
        if name == "preset":
            return now if value == "own" else now.changed(layers=value)
        if name == "add":
            layers = [*now.layers[: now.layer], "conv 3", *now.layers[now.layer :]]
            return now.changed(layers=layers, layer=now.layer + 1)
        if name == "remove":
            layers = [*now.layers[: now.layer - 1], *now.layers[now.layer :]]
            if not layers:
                raise ValueError("this is the only layer; change it, or add another one first.")
            return now.changed(layers=layers, layer=min(now.layer, len(layers)))
        if name in ("kind", *RANGES):
            return now.with_setting(name, value)
        if panel.startswith("map") and place:
            return now.changed(layer=panel[3:], cell=place)
        return super().edit(name, value)

    def cursor_after(self, before):
        """Mark a cell that was newly chosen."""
        now = self._settings
        if (now.layer, now.cell) != (before.layer, before.cell):
            return f"map{now.layer}", 0, *now.cell
        return self.cursor

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the picture, the ways through it, and a map a layer, linked by their windows."""
        now = self._settings
        counts, sides = self._ways(), now.sides
        deeper = [np.zeros((side, side)) for side in sides[now.layer + 1 :]]
        total = int(np.prod([window.kernel**2 for window in now.windows[: now.layer]]))
        reach, step, _ = field(now.windows[: now.layer], now.padding)
        pixels = picture(now.image, now.size)
        panels = [
            Grid("image", "Picture", (min(float(pixels.min()), 0.0), 1.0), colours="gray"),
            Grid(
                "ways",
                "How strongly",
                _limits(counts[0]),
                note=f"{_all_ways(int(counts[0].sum()), total)}; click in a map to choose another",
                rule=Text(_ways_in_words(counts[0], total)),
            ),
        ]
        links = []
        for number, window in enumerate(now.windows, 1):
            name, source = f"map{number}", f"map{number - 1}"
            array = (*counts, *deeper)[number]
            panels.append(self._map_panel(number, array))
            for read in (source,) if number > 1 else ("image", "ways"):
                links.append(
                    Link(
                        name,
                        read,
                        kernel_size=(window.kernel,) * 2,
                        stride=(window.stride,) * 2,
                        padding=(window.padded(now.padding),) * 2,
                        dilation=(window.dilation,) * 2,
                        channels="same",
                    )
                )
        arrays = {"image": pixels[None], "ways": counts[0][None]}
        arrays |= {f"map{k}": a[None] for k, a in enumerate((*counts, *deeper)) if k}
        first = (("image",), ("ways",)) if len(now.layers) < 3 else (("image", "ways"),)
        return Scene(
            label=self._describe(reach, step),
            arrays=arrays,
            panels=tuple(panels),
            links=tuple(links),
            columns=(*first, *((f"map{k + 1}",) for k in range(len(now.layers)))),
            controls=self._controls(),
            lead=f"map{now.layer}",
            tallest=360,
            message=("notice", self._total()),
        )

    def _map_panel(self, number: int, array: np.ndarray) -> Panel:
        now = self._settings
        window = now.windows[number - 1]
        reach, step, start = field(now.windows[:number], now.padding)
        parameters, work = self._ledger()[number - 1]
        mark = "▸ " if number == now.layer else ""
        return Grid(
            f"map{number}",
            f"{mark}{number} · {window.title}",
            _limits(array),
            editable="choose",
            note=f"{_square(len(array))}; sees {_square(reach)}, step {step}; "
            + (
                f"{_counted(parameters, 'parameter')}; {_counted(work, 'multiply-add')}"
                if parameters
                else "learns nothing"
            ),
            rule=Text(
                _sight_in_words(number, array, reach, step, start, now.size, number <= now.layer)
            ),
        )

    def _total(self) -> str:
        now = self._settings
        reach, step = self.field
        text = (
            f"In all: sees {_square(reach)}, step {step}; "
            f"{_counted(self.parameters, 'parameter')}; "
            f"{_counted(self.multiply_adds, 'multiply-add')}."
        )
        if len(now.layers) > 1:
            parameters, work = costs(reach, now.sides[-1], now.channels)
            text += (
                f" One convolution of {_square(reach)}{f', stride {step},' if step > 1 else ''} "
                f"sees as far: {_counted(parameters, 'parameter')}; "
                f"{_counted(work, 'multiply-add')}."
            )
        return text

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        window = now.windows[now.layer - 1]
        preset = next(
            (name for name, (layers, _) in PRESETS.items() if layers == now.layers), "own"
        )
        presets = {name: name for name in PRESETS}
        if preset == "own":
            presets["own"] = "your own"
        return (
            choose("preset", "Layers", preset, presets),
            choose("image", "Picture", now.image, IMAGES),
            Control("size", "Size", now.size, "integer", self._smallest(), SIZES[1]),
            choose("padding", "Padding", now.padding, PADDING),
            Control("channels", "Maps", now.channels, "integer", *CHANNELS),
            Control("layer", "Layer", now.layer, "integer", 1, len(now.layers)),
            choose("kind", "Kind", window.kind, KINDS),
            self._up_to("kernel", "Kernel"),
            self._up_to("stride", "Stride"),
            self._up_to("dilation", "Dilation", hidden=window.kind == "pool"),
            button("add", "Add a layer", hidden=len(now.layers) == MOST_LAYERS),
            button("remove", "Remove it", hidden=len(now.layers) == 1),
        )

    def _up_to(self, name: str, label: str, *, hidden: bool = False) -> Control:
        """A number of the chosen layer, up to the largest with which all layers still fit."""
        now, (low, high) = self._settings, RANGES[name]
        window = now.windows[now.layer - 1]
        top = high
        while top > low and not _possible(now.with_setting, name, top):
            top -= 1
        return Control(name, label, getattr(window, name), "integer", low, top, hidden=hidden)

    def _smallest(self) -> int:
        """The smallest picture into which all layers fit."""
        now, size = self._settings, SIZES[0]
        while not _possible(now.with_size, size):
            size += 1
        return size

    def _describe(self, reach: int, step: int) -> str:
        now = self._settings
        row, col = now.cell
        return (
            f"Receptive field explorer. A picture of {_square(now.size)} goes through "
            f"{', then '.join(now.layers)}. The chosen cell, row {row + 1}, column {col + 1} of "
            f"layer {now.layer}, sees {_square(reach)} of it; its neighbours see {step} further. "
            f"{_counted(self.parameters, 'parameter')} in all."
        )


def costs(kernel: int, side: int, channels: int) -> tuple[int, int]:
    """Return the parameters and multiply-adds of a convolution that gives maps of this side.

    Examples
    --------
    >>> costs(3, 7, 16)
    (2320, 112896)
    """
    weights = kernel**2 * channels**2
    return weights + channels, weights * side**2


def _possible(change, *values) -> bool:
    try:
        change(*values)
    except ValueError:
        return False
    return True


def _limits(array: np.ndarray) -> tuple[float, float]:
    top = max(float(array.max()), 1.0)
    return -top, top


def _square(side: int) -> str:
    return f"{side}×{side}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _all_ways(count: int, total: int) -> str:
    """Say how many ways lead to the chosen cell; some of them may begin at padding."""
    if count == total:
        return f"{_counted(count, 'way')} to the chosen cell"
    return f"{count:,} of {total:,} ways to the chosen cell, the others from zeros around"


def _ways_in_words(counts: np.ndarray, total: int) -> list[str]:
    return [
        f"Pixel in row {i + 1}, column {j + 1}: {int(count):,} of {total:,} ways to the chosen "
        f"cell, {count / total:.1%}"
        for (i, j), count in np.ndenumerate(counts)
    ]


def _sight_in_words(number, array, reach, step, start, size, counted) -> list[str]:
    spans = []
    for place in range(len(array)):
        first = start + place * step
        low, high = max(first, 0), min(first + reach, size)
        out = reach - (high - low)
        spans.append((f"{low + 1} to {high}", out))
    texts = []
    for (i, j), count in np.ndenumerate(array):
        (rows, above), (cols, beside) = spans[i], spans[j]
        padding = " and zeros around it" if above or beside else ""
        ways_on = f"; {_counted(int(count), 'way')} to the chosen cell" if counted else ""
        texts.append(
            f"Layer {number}, row {i + 1}, column {j + 1} sees rows {rows}, columns {cols} of the "
            f"picture{padding}{ways_on}"
        )
    return texts
