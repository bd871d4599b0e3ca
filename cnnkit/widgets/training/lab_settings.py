"""Checked settings of the TrainingLab: its hyperparameters and its view."""

from __future__ import annotations

from dataclasses import dataclass

from cnnkit.checks import choice, shown, whole
from cnnkit.widgets.board.numbers import parse_number
from cnnkit.widgets.training.run_settings import RunSettings

NUMBERS = ("lr", "momentum", "batch_size", "images", "play_epochs", "picture")
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
    layers : tuple of str
        The layers that have maps.
    pictures : int
        How many pictures there are.
    """

    play_epochs: int = 20
    speed: str = "full"
    layer: str = ""
    picture: int = 0
    layers: tuple[str, ...] = ()
    pictures: int = 1

    @classmethod
    def of(cls, run: RunSettings, layers: tuple[str, ...], pictures: int) -> LabSettings:
        """Return the settings of a new lab for a training, its first layer with maps shown."""
        return cls(**vars(run), layer=next(iter(layers), ""), layers=layers, pictures=pictures)

    def typed(self, name: str, value) -> LabSettings:
        """Return the settings with a number that was typed or chosen, as one of :data:`NUMBERS`."""
        number = parse_number(value, name)
        return self.changed(**{name: int(number) if number == int(number) else number})

    def checked(self):
        """Yield the numbers; raise a sentence for what is impossible."""
        yield from super().checked()
        choice(self.speed, "speed", tuple(SPEEDS))
        yield "play_epochs", whole(self.play_epochs, "play_epochs")
        yield "picture", whole(self.picture, "picture", minimum=0)
        if self.picture >= self.pictures:
            raise ValueError(f"picture is {self.picture}; use 0 to {self.pictures - 1}")
        if self.layers:
            choice(self.layer, "layer", self.layers)
        elif self.layer:
            raise ValueError(f"layer is {shown(self.layer)}, but no layer of this model has maps")
