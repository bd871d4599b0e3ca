"""Checked settings of the NetworkExplorer, and the arrays that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.checks.typed_numbers import read_number
from cnnkit.layers import Conv2d, Dropout, Flatten, Linear
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.network import layer_kinds
from cnnkit.widgets.network.input_pictures import Pictures
from cnnkit.widgets.network.network_copy import Run

LIMITS = {"layer": "a layer", "map": "a map", "network": "the network"}
ORDERS = {"named": "in order", "sorted": "largest first"}
MOST_PAST = 50  # edits that can be undone
PENS = {"flip": "flips a pixel", "draw": "draws", "erase": "erases"}


@dataclass(frozen=True, eq=False)
class NetworkSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.NetworkExplorer`.

    Attributes
    ----------
    first : Run
        The network with the weights that it came with.
    pictures : Pictures
    classes : tuple of str
        A name for each answer.
    layer, map, channel, limits, order, pen
        As in the explorer.
    titles : mapping
        What layers are called, by name, where it is not their kind.
    weights : dict or None
        The weights in use, where they are others.
    run : Run or None
        The network with these weights on this picture; it is made where it is missing or another.
    map_names : mapping
        What the maps of layers are called, by the layer's name, where they are not numbered.
    past : tuple of (Pictures, dict)
        Pictures and weights before each edit that can be undone, the last one last.
    """

    first: Run
    pictures: Pictures
    classes: tuple[str, ...]
    layer: str = ""
    map: int = 0
    channel: int = 0
    limits: str = "layer"
    order: str = "named"
    pen: str = "draw"
    titles: Mapping[str, str] = field(default_factory=dict)
    weights: dict | None = None
    run: Run | None = None
    map_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    past: tuple[tuple[Pictures, dict], ...] = ()

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the run, and numbers as they are kept; raise a sentence for what is impossible."""
        choice(self.limits, "limits", LIMITS)
        choice(self.order, "order", ORDERS)
        choice(self.pen, "pen", PENS)
        yield "weights", self.first.weights if self.weights is None else self.weights
        yield "first", self.first.of(self.first.weights, self.pictures.pixels)
        if self.weights is self.first.weights:
            yield "run", self.first
        else:
            yield "run", (self.run or self.first).of(self.weights, self.pictures.pixels)
        yield "classes", self.classes or tuple(str(i) for i in range(self.answers))
        self._check_classes()
        yield from self._checked_detail()

    def _check_classes(self) -> None:
        outputs = self.answers
        if len(self.classes) != outputs:
            raise ValueError(
                f"classes has {counted(len(self.classes), 'name')}, but the network gives "
                f"{counted(outputs, 'output')}; give one name each."
            )
        truth = self.pictures.truth
        if truth is not None and outputs > 1 and not 0 <= truth < outputs:
            raise ValueError(
                f"picture {self.pictures.index} has class {truth}, but the network knows "
                f"{outputs}; give targets from 0 to {outputs - 1}."
            )

    def _checked_detail(self) -> Iterator[tuple[str, object]]:
        yield "layer", "" if self.layer is None else self.layer
        if not isinstance(self.layer, str) or self.layer:
            choice(self.layer, "layer", ("", *self.details))
            yield "map", parse_whole(self.map, 0, self.maps_of(self.layer) - 1, "map")
            yield "channel", parse_whole(self.channel, 0, self.channels - 1, "channel")
        else:
            for name in ("map", "channel"):
                if (value := getattr(self, name)) is not None and read_number(value) != 0:
                    raise ValueError(
                        f"{name} is {shown(value)}, but no layer is open; give its layer too, or "
                        "leave it out."
                    )
                yield name, 0

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
        if "past" not in changes and self._is_edit(changes):
            changes["past"] = (*self.past, (self.pictures, self.weights))[-MOST_PAST:]
        return replace(self, **changes)

    def _is_edit(self, changes) -> bool:
        """Return whether `changes` make or leave a picture or weights of one's own."""
        pictures = changes.get("pictures", self.pictures)
        drawn = pictures is not self.pictures and "own" in (pictures.name, self.pictures.name)
        return drawn or changes.get("weights", self.weights) is not self.weights

    def undone(self) -> NetworkSettings:
        """Return the settings before the last edit of the picture or of the weights."""
        if not self.past:
            raise ValueError("there is nothing to undo; flip a pixel or change a weight first.")
        *past, (pictures, weights) = self.past
        return self.changed(pictures=pictures, weights=weights, past=tuple(past))

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
    def layers(self) -> dict:
        """The layers by name, with the present weights in them."""
        return self.run.layers

    @property
    def found(self) -> dict[str, np.ndarray]:
        """Every array by its layer's name, as the network returned it."""
        return self.run.found

    @property
    def stacks(self) -> dict[str, np.ndarray]:
        """Every array as maps."""
        return self.run.stacks

    def title(self, name: str) -> str:
        """Return what people call a layer: its number, and a word or two."""
        return f"{name} · {self.titles.get(name, layer_kinds.title(self.layers[name]))}"

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
        """What the network thinks: a number per class, or a network's last maps as they are."""
        return self.found.get("softmax", self.found[self.last])

    @cached_property
    def details(self) -> tuple[str, ...]:
        """Names of the layers that can be opened in detail."""
        return tuple(
            name
            for name, layer in self.layers.items()
            if isinstance(layer, Linear)
            or (self.found[name].ndim == 3 and not isinstance(layer, (Flatten, Dropout)))
        )

    def map_name(self, name: str, index: int) -> str:
        """Return what people call a map of a layer: by its name, else by its number from 0."""
        named = self.map_names.get(name)
        kind = "output" if isinstance(self.layers.get(name), Linear) else "map"
        return named[index] if named else f"{kind} {index}"

    def maps_of(self, name: str) -> int:
        """Return how many maps, or outputs, a layer has."""
        return len(self.found[name])

    def source_of(self, name: str) -> str:
        """Return the name of what a layer reads: the layer before it, or "input"."""
        names = ["input", *self.layers]
        return names[names.index(name) - 1]

    @property
    def channels(self) -> int:
        """How many maps of the source the open map is a sum over; 1 where it is not a sum."""
        layer = self.layers.get(self.layer)
        return layer.in_channels if isinstance(layer, Conv2d) else 1

    @cached_property
    def is_changed(self) -> bool:
        """Whether any weight differs from the ones that the explorer began with."""
        return any(
            array is not self.first.weights[key]
            and not np.array_equal(array, self.first.weights[key])
            for key, array in self.weights.items()
        )
