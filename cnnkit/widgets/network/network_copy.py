"""A private copy of a network, and what it makes of a picture with edited weights."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnkit.checks import kind_of
from cnnkit.functional import sigmoid, softmax
from cnnkit.layers import Linear, Sigmoid
from cnnkit.model import Sequential
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.network.layer_kinds import as_stack, check_known

MOST = 3_000_000  # numbers on one board: 12 MB to the browser
LARGEST = 256  # pixels a side
SIDES = range(1, LARGEST + 1)


class NetworkCopy:
    """Run a network with edited weights; the network that was given stays as it is.

    Nothing here is changed in place: edited weights are new read-only arrays in new layers. So
    arrays that were returned earlier still belong to the weights of that moment.

    Parameters
    ----------
    model : Sequential
        It is copied, in evaluation mode; what is done to it later changes nothing here.

    Raises
    ------
    TypeError, ValueError
        If it is not a Sequential, or has a layer that cannot be drawn.
    """

    def __init__(self, model: Sequential):
        if not isinstance(model, Sequential):
            raise TypeError(f"model is {kind_of(model)}; give a cnnkit Sequential of layers.")
        check_known(model.named_layers())
        self._model = copy.deepcopy(model.replica()).eval()
        self.weights = {key: frozen(array) for key, array in self._model.parameters().items()}

    def with_weights(self, weights: dict) -> Sequential:
        """Return layers of its own with these weights in them."""
        model = self._model.replica()
        for name, layer in model.named_layers().items():
            for key in layer.parameters():
                setattr(layer, key, weights[f"{name}.{key}"])
        return model

    def run(self, model: Sequential, pixels: np.ndarray) -> dict[str, np.ndarray]:
        """Return every array between the picture (C, H, W) and the answer, without the batch.

        The `model` is this network :meth:`with_weights`. The last entry, "softmax", holds
        probabilities if the network ends in a list.
        """
        if pixels.ndim == 3 and max(pixels.shape[1:]) > LARGEST:
            raise ValueError(
                "image has {1}×{2} pixels; the explorer shows at most {0}×{0}: make it smaller "
                "first.".format(LARGEST, *pixels.shape[1:])
            )
        total = self._count(pixels.shape)
        if total > MOST:
            raise ValueError(
                f"this network makes {total} numbers of the picture; the explorer shows at most "
                f"{MOST}: use a smaller picture."
            )
        found = {name: array[0] for name, array in model.activations(pixels[None]).items()}
        last = list(found.values())[-1]
        if last.ndim == 1 and not isinstance(list(model.named_layers().values())[-1], Sigmoid):
            one = last.size == 1
            shares = sigmoid(last) if one else softmax(last[None].astype(np.float64))[0]
            found["softmax"] = frozen(shares)
        return found

    def _count(self, shape: tuple[int, ...]) -> int:
        """Return how many numbers a picture of this shape becomes, without computing them."""
        total, picture, shape = 0, shape, (1, *shape)
        for name, layer in self._model.named_layers().items():
            try:
                shape = layer.output_shape(shape)
            except (TypeError, ValueError) as error:
                raise type(error)(
                    f"the picture does not fit: layer {name}, {layer}: {error}"
                    + _fitting(picture, layer)
                ) from None
            total += int(np.prod(shape))
        return total

    def outputs(self, shape: tuple[int, int, int]) -> tuple[int, ...]:
        """Return the shape of the answer to a picture of this shape (C, H, W)."""
        return self._model.output_shape((1, *shape))[1:]

    def blank_shape(self) -> tuple[int, int, int]:
        """Return the shape of the smallest square picture that fits, 28×28 if any does.

        Raises
        ------
        ValueError
            If none does: then a picture has to be given.
        """
        first = next(iter(self._model.named_layers().values()))
        channels = (getattr(first, "in_channels", 0),) if hasattr(first, "in_channels") else (1, 3)
        for depth in channels:
            for side in (28, *SIDES):
                try:
                    self.outputs((depth, side, side))
                except (TypeError, ValueError):
                    continue
                return depth, side, side
        raise ValueError("no square picture fits this network; give one: image=array (C, H, W).")


@dataclass(frozen=True, eq=False)
class Run:
    """A network with some weights on one picture: each of its arrays is computed once."""

    network: NetworkCopy
    weights: dict[str, np.ndarray]
    pixels: np.ndarray
    model: Sequential | None = None  # the network with these weights

    def __post_init__(self):
        if self.model is None:
            object.__setattr__(self, "model", self.network.with_weights(self.weights))

    @cached_property
    def layers(self) -> dict:
        """The layers by name, with these weights in them."""
        return self.model.named_layers()

    @cached_property
    def found(self) -> dict[str, np.ndarray]:
        """Every array by its layer's name, as the network returned it."""
        return self.network.run(self.model, self.pixels)

    @cached_property
    def stacks(self) -> dict[str, np.ndarray]:
        """Every array as maps, as the board draws them."""
        return {name: as_stack(array) for name, array in self.found.items()}

    def of(self, weights: dict[str, np.ndarray], pixels: np.ndarray) -> Run:
        """Return the run of other weights or another picture; this one if they are the same."""
        if weights is not self.weights:
            return Run(self.network, weights, pixels)
        return self if pixels is self.pixels else replace(self, pixels=pixels)


def _fitting(shape: tuple[int, int, int], layer) -> str:
    """Return the line that makes a picture (C, H, W) one that a layer reads; often an empty one."""
    channels, reads = shape[0], getattr(layer, "in_channels", None)
    if isinstance(layer, Linear):
        return "; give a picture of the size that the network is made for"
    if reads == 1 and channels > 4:
        return f"; give image[:, None] for {channels} grey pictures"
    if reads == 1 and channels > 1:
        return f"; give its grey: image{'[:3]' * (channels == 4)}.mean(axis=0)"
    if reads == 3 and channels == 1:
        return f"; give three equal channels: np.broadcast_to(image, {(3, *shape[1:])})"
    return "; give image[:3]" if (channels, reads) == (4, 3) else ""
