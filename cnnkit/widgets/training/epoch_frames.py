"""Kernels, maps and answers of a network at one moment of its training."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from cnnkit.functional import softmax
from cnnkit.train.evaluation import outputs
from cnnkit.widgets.training.shown_pictures import Album

KERNELS, MAPS = 16, 8  # shown at a time


@dataclass(frozen=True)
class View:
    """What is looked at: the same at every moment.

    Parameters
    ----------
    layer : str
        Whose maps; "" where no layer has some.
    picture : int
        For which picture of the album.
    kernel_page, map_page, picture_page : int
        Which of the kernels, maps and pictures.
    """

    layer: str
    picture: int
    kernel_page: int
    map_page: int
    picture_page: int

    @classmethod
    def of(cls, settings) -> View:
        """Return the view of `LabSettings`."""
        return cls(*(getattr(settings, name) for name in cls.__dataclass_fields__))


@dataclass(frozen=True)
class Frame:
    """One moment.

    Parameters
    ----------
    kernels : array (K, kH, kW)
        Of the first layer that has weights.
    maps : array (M, H, W)
        What the chosen layer makes of the chosen picture.
    answers, sure : arrays (P,)
        The predicted class of each picture, and its probability.
    """

    kernels: np.ndarray
    maps: np.ndarray
    answers: np.ndarray
    sure: np.ndarray


class Frames:
    """Makes frames of a run, and keeps those of past epochs.

    Parameters
    ----------
    run : TrainingRun
    album : Album
        The pictures to look at.
    """

    def __init__(self, run, album: Album):
        self._run, self.album = run, album
        self._twin = run.model_at(0)  # for weights of other epochs than now
        self._made = {}
        self._chosen = None
        first = run.weights_at(0)
        self.kernel_layer, self._stack = _first_weights(first, album.images.shape[1:])
        self.kernels = len(self._stack(first[self.kernel_layer]))

    def now(self, view: View) -> Frame:
        """Return the frame of the present weights."""
        network = self._run.look()
        return self._frame(network, network.parameters(), view)

    def at(self, epoch: int, view: View) -> Frame:
        """Return the frame of the weights after an epoch."""
        if self._chosen != view:
            self._made, self._chosen = {}, view
        weights = self._run.weights_at(epoch)
        known = self._made.get(epoch)
        if (
            known is None or known[0] is not weights
        ):  # the training was rewound and took another path
            self._twin.load_state_dict(weights)
            self._made[epoch] = weights, self._frame(self._twin, weights, view)
        return self._made[epoch][1]

    def all(self, view: View, patience: float) -> list[Frame] | None:
        """Return the frame of every epoch; None if some are gone or it takes longer.

        ``patience`` is how many seconds it may take. What was made is kept, so the next call gets
        further.
        """
        count = self._run.epochs + 1
        if len(self._run.kept) < count:
            return None
        begin, frames = time.monotonic(), []
        for epoch in range(count):
            frames.append(self.at(epoch, view))
            if time.monotonic() - begin > patience:
                return None
        return frames

    def _frame(self, model, weights, view) -> Frame:
        pictures = self.album.images[self.album.rows(view.picture_page)]
        with np.errstate(over="ignore", invalid="ignore"):
            logits = outputs(model, pictures, len(pictures))
            logits = logits.reshape(len(logits), -1)
            if logits.shape[1] == 1:  # one output: the second class against the first
                logits = np.concatenate([np.zeros_like(logits), logits], axis=1)
            chances = softmax(logits)
            maps = np.zeros((1, 1, 1), np.float32)
            if view.layer:
                with model.in_mode(False):
                    found = model.activations(self.album.picture(view.picture))
                maps = _page(found[view.layer][0], view.map_page, MAPS)
        answers = logits.argmax(axis=1)
        sure = np.take_along_axis(chances, answers[:, None], axis=1)[:, 0]
        kernels = _page(self._stack(weights[self.kernel_layer]), view.kernel_page, KERNELS)
        return Frame(np.array(kernels, np.float32), np.array(maps, np.float32), answers, sure)


def _page(stack, page, size):
    return stack[page * size : (page + 1) * size]


def _first_weights(weights, picture_shape):
    """Return the name of the first weights, and how to see them as a stack of small pictures."""
    name, first = next((name, array) for name, array in weights.items() if name.endswith("weight"))
    if first.ndim == 4:  # every kernel, channel by channel
        return name, lambda array: array.reshape(-1, *array.shape[2:])
    if first.shape[1] == np.prod(picture_shape):  # votes of every pixel
        return name, lambda array: array.reshape(-1, *picture_shape[1:])
    return name, lambda array: array[None]


def layers_with_maps(model, pictures) -> dict[str, tuple[str, int]]:
    """Return by name the layers whose output is a stack of maps: what to call each, how many."""
    found = model.activations(pictures[:1])
    kinds = model.named_layers()
    return {
        name: (f"{name} {type(kinds[name]).__name__}", array.shape[1])
        for name, array in found.items()
        if name != "input" and array.ndim == 4 and array.shape[2] * array.shape[3] > 1
    }
