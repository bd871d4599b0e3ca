"""Checked settings of the ReceptiveFieldExplorer: the layers, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from cnnkit import data
from cnnkit.checks import shown
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.receptive_field.window_stack import (
    MOST_LAYERS,
    PADDING,
    RANGES,
    Window,
    sights,
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
    """What a person can choose: see :class:`~cnnkit.widgets.ReceptiveFieldExplorer`."""

    layers: tuple[str, ...]
    size: int
    padding: str
    channels: int
    image: str
    layer: int | None
    cell: tuple[int, int] | None

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield layers, numbers and cell as they are kept; raise a sentence for impossible ones."""
        layers = self.layers
        if isinstance(layers, str):
            layers = PRESETS[choice(layers, "layers", PRESETS)][0]
        listed = isinstance(layers, (list, tuple))
        if not listed or not 1 <= len(layers) <= MOST_LAYERS:
            count = f"has {len(layers)} layers" if listed else "is not a list"
            raise ValueError(
                f"layers {count}; give 1 to {MOST_LAYERS}, such as ('conv 3', 'pool 2')."
            )
        yield "layers", tuple(str(Window.parse(one)) for one in layers)
        yield "size", parse_whole(self.size, *SIZES, "size")
        yield "channels", parse_whole(self.channels, *CHANNELS, "channels")
        choice(self.padding, "padding", PADDING)
        choice(self.image, "image", IMAGES)
        last = len(self.layers) - 1
        yield "layer", parse_whole(last if self.layer is None else self.layer, 0, last, "layer")
        side = self.sides[self.layer + 1]
        cell = (side // 2, side // 2) if self.cell is None else self.cell
        if not isinstance(cell, (list, tuple)) or len(cell) != 2:
            raise ValueError(f"cell {shown(cell)} is not a position; give (row, column).")
        yield "cell", tuple(parse_whole(part, 0, side - 1, "cell") for part in cell)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """The layers, read."""
        return tuple(Window.parse(one) for one in self.layers)

    @cached_property
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
        layers[self.layer] = str(self.window.changed(**{name: value}))
        return self.changed(layers=layers, layer=self.layer)

    # -- what follows

    @property
    def preset(self) -> str:
        """Name of these layers, or "own"."""
        same = (name for name, (layers, _) in PRESETS.items() if layers == self.layers)
        return next(same, "own")

    @property
    def window(self) -> Window:
        """The chosen layer."""
        return self.windows[self.layer]

    @cached_property
    def ways(self) -> list[np.ndarray]:
        """How many ways lead from each place to the chosen cell, in picture and maps up to it."""
        depth = self.layer + 1
        found = ways(self.windows[:depth], self.sides[: depth + 1], self.padding, self.cell)
        return [frozen(counts) for counts in found]

    @cached_property
    def sights(self) -> list[list[tuple[int, int] | None]]:
        """First and last row of the picture that each row of each map sees; None for none."""
        return [
            [(int(rows[0]), int(rows[-1])) if (rows := np.flatnonzero(one)).size else None
             for one in sees]
            for sees in sights(self.windows, self.sides, self.padding)
        ]  # fmt: skip

    @cached_property
    def costs(self) -> list[tuple[int, int]]:
        """Parameters and multiply-adds of each layer."""
        return [
            costs(window.kernel, side, self.channels) if window.kind == "conv" else (0, 0)
            for window, side in zip(self.windows, self.sides[1:], strict=True)
        ]

    @property
    def parameters(self) -> int:
        """Numbers to learn, biases included."""
        return sum(parameters for parameters, _ in self.costs)

    @property
    def multiply_adds(self) -> int:
        """Products of a weight and a value, for one picture."""
        return sum(work for _, work in self.costs)

    # -- what still fits

    def largest(self, name: str) -> int:
        """Return the largest number of the chosen layer with which all layers still fit."""
        low, top = RANGES[name]
        while top > low and not _possible(self.with_setting, name, top):
            top -= 1
        return top

    def smallest_size(self) -> int:
        """Return the side of the smallest picture into which all layers fit."""
        size = SIZES[0]
        while not _possible(self.with_size, size):
            size += 1
        return size


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
