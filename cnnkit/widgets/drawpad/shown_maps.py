"""The maps of a layer on the DrawPad: what each cell sees of the picture, and how it is spelled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.checks import shown
from cnnkit.layers import Conv2d
from cnnkit.shapes import receptive_field
from cnnkit.widgets.board.arithmetic_rules import Products
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.drawpad.drawing_network import Reading

MOST_MAPS = 36


class ShownMaps:
    """The maps of the layer `name` in a reading: their arrays, panel and link.

    The link goes past all layers before it, to the picture. The first layer of the network, a
    convolution, has each cell spelled as the sum of its products.
    """

    def __init__(self, reading: Reading, name: str):
        layers = list(reading.layers)
        self._before = [reading.layers[key] for key in layers[: layers.index(name) + 1]]
        self._maps = reading.found[name][0]
        *earlier, layer = self._before
        self._first = layer if isinstance(layer, Conv2d) and not earlier else None

    @property
    def largest(self) -> float:
        """The largest magnitude."""
        return float(np.abs(self._maps[np.isfinite(self._maps)]).max(initial=0))

    def arrays(self, limit: float) -> dict[str, np.ndarray]:
        """Return the maps, and the weights and biases that spell them."""
        maps = np.nan_to_num(self._maps[:MOST_MAPS], posinf=limit, neginf=-limit)
        found = {"maps": maps}
        if self._first:
            found["weight"] = self._first.weight
            if self._first.bias is not None:
                found["bias"] = self._first.bias
        return found

    def panel(self, title: str, limit: float) -> Grid:
        """Return the grid that draws them."""
        count, rule = len(self._maps), None
        if self._first:
            bias = None if self._first.bias is None else "bias"
            rule = Products("maps", "seen", "weight", bias=bias)
        more = f"{MOST_MAPS} of {count}; " if count > MOST_MAPS else ""
        return Grid(
            "maps",
            f"Its maps, layer {title}",
            (-limit, limit),
            tiles="block",
            extent=212,
            rule=rule,
            note=f"{more}blue below 0, orange above",
        )

    @property
    def link(self) -> Link:
        """From each cell to what it sees of the picture."""
        windows = [
            (layer.kernel_size, layer.stride, layer.padding, getattr(layer, "dilation", 1))
            for layer in self._before
            if hasattr(layer, "kernel_size")
        ]
        size, jump, start = receptive_field(windows)
        padding = tuple(-at for at in start)
        link = Link("maps", "seen", kernel_size=size, stride=jump, padding=padding)
        if self._first:  # read with gaps, not as the square that they span
            window = {"kernel_size": self._first.kernel_size, "dilation": self._first.dilation}
            link = replace(link, **window)
        return link


def usual_limit(largest: float) -> float:
    """Return the value of the two end colours for maps whose largest magnitude is this.

    Examples
    --------
    >>> usual_limit(0.2), usual_limit(1.1)
    (0.5, 1.5)
    """
    return max(0.5, float(np.ceil(2 * largest) / 2))


def checked_limits(limits, layers) -> dict[str, float]:
    """Return limits of colours by layer as they are kept, or raise a sentence."""
    good = isinstance(limits, dict) and all(
        isinstance(one, (int, float)) and 0 < one < np.inf for one in limits.values()
    )
    if not good or set(limits) - set(layers):
        raise ValueError(
            f"limits {shown(limits)} are none; give a number above 0 by layer, such as "
            f"{dict.fromkeys(list(layers)[:1], 1.5)}."
        )
    return {name: float(one) for name, one in limits.items()}
