"""Checked settings of the TrainingLab: its hyperparameters and its view."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cnnkit.checks import choice, shown, whole
from cnnkit.widgets.board.typed_values import parse_number
from cnnkit.widgets.training.epoch_frames import KERNELS, MAPS
from cnnkit.widgets.training.run_settings import RunSettings
from cnnkit.widgets.training.shown_pictures import PICTURES

PAGES = {"kernel_page": KERNELS, "map_page": MAPS, "picture_page": PICTURES}
NUMBERS = (
    "lr", "momentum", "weight_decay", "dropout", "batch_size", "images", "play_epochs", "picture",
    *PAGES,
)  # fmt: skip
SPEEDS = {"full": 0.0, "10 steps/s": 0.1, "2 steps/s": 0.5}


@dataclass(frozen=True)
class LabSettings(RunSettings):
    """The hyperparameters of the training, and the settings of its view.

    Parameters
    ----------
    play_epochs : int
        How many epochs a press on Play trains.
    speed : {"full", "10 steps/s", "2 steps/s"}
    layer : str
        Whose maps are shown, by its name in the model.
    picture : int
        For which of the pictures.
    kernel_page, map_page, picture_page : int
        Which page of the kernels, of the maps and of the pictures is shown, from 0 on.
    layers : tuple of str
        The layers that have maps.
    maps : tuple of int
        How many each of them has.
    kernels, pictures : int
        How many there are.
    """

    play_epochs: int = 20
    speed: str = "full"
    layer: str = ""
    picture: int = 0
    kernel_page: int = 0
    map_page: int = 0
    picture_page: int = 0
    layers: tuple[str, ...] = ()
    maps: tuple[int, ...] = ()
    kernels: int = 1
    pictures: int = 1

    @classmethod
    def of(cls, run: RunSettings, layers: dict, kernels: int, pictures: int) -> LabSettings:
        """Return the settings of a new lab for a training, its first layer with maps shown."""
        maps = tuple(count for _, count in layers.values())
        first = next(iter(layers), "")
        counts = {"maps": maps, "kernels": kernels, "pictures": pictures}
        return cls(**vars(run), layer=first, layers=tuple(layers), **counts)

    def typed(self, name: str, value) -> LabSettings:
        """Return the settings with a number that was typed or chosen, as one of :data:`NUMBERS`."""
        number = parse_number(value, name, math.inf)
        return self.changed(**{name: int(number) if number == int(number) else number})

    def changed(self, **changes) -> LabSettings:
        """Return checked settings with some changes; another layer begins with its first maps."""
        layer = changes.get("layer")
        if isinstance(layer, str) and layer != self.layer:
            changes = {"map_page": 0, **changes}
        return super().changed(**changes)

    def checked(self):
        """Yield the numbers; raise a sentence for what is impossible."""
        yield from super().checked()
        choice(self.speed, "speed", tuple(SPEEDS))
        yield "play_epochs", whole(self.play_epochs, "play_epochs")
        if self.layers:
            choice(self.layer, "layer", self.layers)
        elif self.layer:
            raise ValueError(f"layer is {shown(self.layer)}, but no layer of this model has maps")
        yield "picture", _place(self.picture, "picture", self.pictures)
        for name in PAGES:
            yield name, _place(getattr(self, name), name, self.pages(name))

    def total(self, name: str) -> int:
        """Return how many kernels, maps of the layer, or pictures there are, by the page's name."""
        maps = self.maps[self.layers.index(self.layer)] if self.layers else 1
        return {"kernel_page": self.kernels, "map_page": maps, "picture_page": self.pictures}[name]

    def pages(self, name: str) -> int:
        """Return on how many pages they are."""
        return -(-self.total(name) // PAGES[name])


def _place(value, name: str, count: int) -> int:
    """Return a whole number below `count`."""
    value = whole(value, name, minimum=0)
    if value >= count:
        raise ValueError(f"{name} is {shown(value)}; use 0 to {count - 1}")
    return value
