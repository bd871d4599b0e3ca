"""A network that reads drawings, and what it makes of one of them at one moment."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cnnkit.checks import kind_of, shown
from cnnkit.data import to_digits, to_mnist
from cnnkit.functional import softmax
from cnnkit.layers import Conv2d
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.settings import names_of
from cnnkit.widgets.board.typed_values import parse_whole

SIZES = (8, 28, 32, 16, 14, 20, 24, 64)  # of pictures that networks for drawings read
LARGEST = 1024  # pixels of a side: more than any network for drawings reads


class Reading(NamedTuple):
    """What a network made of a drawing: every array by layer, and the layers as they were then."""

    found: dict
    layers: dict

    @property
    def picture(self) -> np.ndarray:
        """The prepared drawing, shape (1, size, size)."""
        return self.found["input"][0]

    @property
    def probabilities(self) -> np.ndarray:
        """One number per class; not numbers where the network gives none."""
        votes = list(self.found.values())[-1]
        return softmax(votes)[0] if np.isfinite(votes).all() else np.full(votes.shape[1], np.nan)


class DrawingNetwork:
    """A network for grey pictures of one size; it may go on learning between two drawings.

    Parameters
    ----------
    model, size, classes, prepare
        As for :class:`~cnnkit.widgets.DrawPad`.

    Attributes
    ----------
    titles : dict of str to str
        What to call each layer that has maps, by its name.
    """

    def __init__(self, model, size, classes, prepare):
        self.model = model
        self.size, outputs = read_size(model, size)
        self.classes = names_of(range(outputs) if classes is None else classes)
        if len(self.classes) != outputs:
            raise ValueError(
                f"classes has {counted(len(self.classes), 'name')}, but the network gives "
                f"{counted(outputs, 'output')}; give one name each."
            )
        if prepare is not None and not callable(prepare):
            raise TypeError(
                f"prepare {shown(prepare)} is not a function of a drawing; leave it out."
            )
        standard = to_digits if self.size == 8 else lambda page: to_mnist(page, self.size)
        self._prepare = prepare or standard
        layers = layers_with_maps(model, self.size)
        self.titles = {name: f"{name} ({type(layer).__name__})" for name, layer in layers.items()}
        convolutions = (name for name in layers if isinstance(layers[name], Conv2d))
        self.first = next(convolutions, next(iter(layers), ""))

    def read(self, drawing: np.ndarray) -> Reading:
        """Let the network, as it is now, read a drawing."""
        picture = frozen(self._prepare(drawing), np.float32)
        if picture.shape != (1, self.size, self.size) or not np.isfinite(picture).all():
            raise ValueError(
                f"prepare gave a picture of shape {picture.shape}; the network reads finite "
                f"numbers of shape {(1, self.size, self.size)}."
            )
        network = self.model.replica().eval()
        for layer in network.named_layers().values():
            for key, array in layer.parameters().items():
                setattr(layer, key, frozen(array))
        with np.errstate(over="ignore", invalid="ignore"):  # a network may have diverged
            found = network.activations(picture[None])
        return Reading(found, network.named_layers())


def read_size(model, size) -> tuple[int, int]:
    """Return the side of the pictures that a network reads and how many outputs it gives."""
    if not hasattr(model, "activations"):
        raise TypeError(f"model is {kind_of(model)}; give a Sequential network.")
    if size is not None:
        size = parse_whole(size, 1, LARGEST, "size")
    reasons = []
    for side in SIZES if size is None else (size,):
        try:
            outputs = list(model.activations(np.zeros((1, 1, side, side), np.float32)).values())[-1]
        except (TypeError, ValueError) as error:
            reasons.append(error)
            continue
        if outputs.ndim != 2:
            raise ValueError(
                f"the network gives an array of shape {outputs.shape} for a picture; its last "
                "layer must give one number per class."
            )
        return side, outputs.shape[1]
    advice = "give its size" if size is None else "use another size"
    raise ValueError(
        f"the network reads no grey picture of {_sides(size)} pixels ({reasons[0]}); {advice}."
    )


def _sides(size) -> str:
    sides = SIZES if size is None else (size,)
    return ", ".join(f"{side}×{side}" for side in sides)


def layers_with_maps(model, size) -> dict:
    """Return the layers whose outputs are stacks of maps, by name; a single number is not a map."""
    found = model.activations(np.zeros((1, 1, size, size), np.float32))
    return {
        name: layer
        for name, layer in model.named_layers().items()
        if found[name].ndim == 4 and found[name].shape[-1] > 1
    }
