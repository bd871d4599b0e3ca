"""Checked settings of the NetworkExplorer, and the arrays that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from cnnkit.layers import Conv2d, Dropout, Flatten, Linear
from cnnkit.widgets.board.explorer import Settings, choice
from cnnkit.widgets.board.numbers import parse_whole
from cnnkit.widgets.network.input_pictures import Pictures
from cnnkit.widgets.network.network_copy import NetworkCopy, stacks

LIMITS = {"layer": "a layer", "map": "a map", "network": "the network"}
ORDERS = {"named": "in order", "sorted": "largest first"}
PENS = {"flip": "flips a pixel", "draw": "draws", "erase": "erases"}


@dataclass(frozen=True, eq=False)
class NetworkSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.NetworkExplorer`.

    `layers` (those of the network, by name, with the present weights in them), `found` (every
    array, as the network returned it), `stacks` (every array as maps) and `probabilities` follow
    from the rest.
    """

    network: NetworkCopy
    pictures: Pictures
    weights: dict
    first_weights: dict
    classes: tuple[str, ...]
    layer: str = ""
    map: int = 0
    channel: int = 0
    limits: str = "layer"
    order: str = "named"
    pen: str = "draw"
    ran: tuple = field(default=(None, None, None, None, None), repr=False)

    def __post_init__(self):
        choice(self.limits, "limits", LIMITS)
        choice(self.order, "order", ORDERS)
        choice(self.pen, "pen", PENS)
        pictures, weights, *results = self.ran
        if pictures is not self.pictures or weights is not self.weights:
            found = self.network.run(self.weights, self.pictures.pixels)
            results = self.network.layers(self.weights), found, stacks(found)
        layers, found, stacked = results
        self._take(ran=(self.pictures, self.weights, *results))
        self._take(layers=layers, found=found, stacks=stacked)
        self._check_classes()
        self._check_detail()

    def _check_classes(self) -> None:
        outputs = self.answers
        if not self.classes:
            self._take(classes=tuple(str(i) for i in range(outputs)))
        if len(self.classes) != outputs:
            raise ValueError(
                f"classes has {len(self.classes)} names, but the network gives {outputs} "
                f"output{'s' if outputs != 1 else ''}; give one name each."
            )
        truth = self.pictures.truth
        if truth is not None and outputs > 1 and not 0 <= truth < outputs:
            raise ValueError(
                f"picture {self.pictures.index} has class {truth}, but the network knows "
                f"{outputs}; give targets from 0 to {outputs - 1}."
            )

    def _check_detail(self) -> None:
        if self.layer is None:
            self._take(layer="")
        if self.layer != "":
            choice(self.layer, "layer", ("", *self.details))
            count = self.maps_of(self.layer)
            self._take(map=parse_whole(self.map, 0, count - 1, "map"))
            self._take(channel=parse_whole(self.channel, 0, self.channels - 1, "channel"))
        else:
            self._take(map=0, channel=0)

    def changed(self, **changes) -> NetworkSettings:
        """Return checked settings with `changes`; another layer starts at its first map."""
        pictures = self.pictures
        if "image" in changes:
            pictures = pictures.shown(changes.pop("image"))
        if "index" in changes:
            pictures = pictures.stepped(changes.pop("index"))
        if pictures is not self.pictures:
            changes["pictures"] = pictures
        if changes.get("layer", self.layer) != self.layer:
            changes = {"map": 0, "channel": 0} | changes
        return replace(self, **changes)

    # -- the traits that live in the pictures
    @property
    def image(self) -> str:
        """Name of the picture that is shown."""
        return self.pictures.name

    @property
    def index(self) -> int:
        """Which picture of the data set is, or was last, shown."""
        return self.pictures.index

    # -- what follows
    @property
    def answers(self) -> int:
        """How many numbers the answer has; 0 for a network that ends in maps."""
        last = self.found[self.last]
        return last.size if last.ndim == 1 else 0

    @property
    def last(self) -> str:
        """Name of the last layer."""
        return list(self.layers)[-1]

    @property
    def probabilities(self) -> np.ndarray:
        """What the network thinks: a number a class, or a network's last maps as they are."""
        return self.found.get("softmax", self.found[self.last])

    @property
    def details(self) -> tuple[str, ...]:
        """Names of the layers that can be opened in detail."""
        return tuple(
            name
            for name, layer in self.layers.items()
            if isinstance(layer, Linear)
            or (self.found[name].ndim == 3 and not isinstance(layer, (Flatten, Dropout)))
        )

    def maps_of(self, name: str) -> int:
        """Return how many maps, or outputs, a layer has."""
        array = self.found[name]
        return len(array)

    def source_of(self, name: str) -> str:
        """Return the name of what a layer reads: the layer before it, or "input"."""
        names = ["input", *self.layers]
        return names[names.index(name) - 1]

    @property
    def channels(self) -> int:
        """How many maps of the source the open map is a sum over; 1 where it is not a sum."""
        layer = self.layers.get(self.layer)
        return layer.in_channels if isinstance(layer, Conv2d) else 1

    @property
    def is_changed(self) -> bool:
        """Whether any weight differs from the ones that the explorer began with."""
        return any(
            array is not self.first_weights[key]
            and not np.array_equal(array, self.first_weights[key])
            for key, array in self.weights.items()
        )
