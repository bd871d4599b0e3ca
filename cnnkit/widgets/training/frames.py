"""Kernels, maps and answers of a network at one moment of its training."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from cnnkit.checks import shown
from cnnkit.functional import softmax
from cnnkit.train.evaluation import outputs
from cnnkit.widgets.board.settings import names_of

KERNELS, MAPS, PICTURES = 16, 8, 6  # shown, at most


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


@dataclass(frozen=True)
class SampleImages:
    """A few pictures that are not trained on, always the same.

    Parameters
    ----------
    pictures : array (P, C, H, W)
    truth : array (P,)
        The class of each.
    classes : tuple of str
        The names of all classes.
    """

    pictures: np.ndarray
    truth: np.ndarray
    classes: tuple[str, ...]

    def answers(self, frame: Frame) -> tuple[str, ...]:
        """Return the predicted class of each picture, ✓ or ✗, and its probability."""
        return tuple(
            f"{self.classes[answer]} {'✓' if answer == truth else '✗'} {sure:.0%}"
            for answer, truth, sure in zip(frame.answers, self.truth, frame.sure, strict=True)
        )


def choose_sample_images(run, classes=None) -> SampleImages:
    """Return a few validation pictures, of different classes as far as there are.

    Raises
    ------
    ValueError
        If these are not pictures with a class each, or there are not as many names as the network
        has classes.
    """
    x, y = run.validation
    truth = np.asarray(y).reshape(-1).astype(np.int64)
    if truth.size != len(x) or x.ndim != 4:
        raise ValueError(
            f"the lab shows pictures (N, C, H, W) and their classes (N,), but it got {x.shape} and "
            f"{shown(np.shape(y))}; train on these with fit"
        )
    known = max(run.network.output_shape(x.shape)[-1], 2)
    names = names_of(range(known) if classes is None else classes)
    if len(names) != known:
        raise ValueError(
            f"classes has {len(names)} names, but the network tells {known} classes apart; give "
            "one name each"
        )
    firsts = [int(np.flatnonzero(truth == kind)[0]) for kind in np.unique(truth)]
    others = [i for i in range(min(len(x), PICTURES)) if i not in firsts]
    chosen = sorted((firsts + others)[:PICTURES], key=lambda i: (truth[i], i))
    return SampleImages(x[chosen], truth[chosen], names)


class Frames:
    """Makes frames of a run, and keeps those of past epochs.

    Parameters
    ----------
    run : TrainingRun
    handful : SampleImages
        The pictures to look at.
    """

    def __init__(self, run, handful):
        self._run, self.handful = run, handful
        self._pictures = pictures = handful.pictures
        self._twin = run.model_at(0)  # for weights of other epochs than now
        self._made = {}
        self._chosen = None
        self.kernel_layer, self._view = _first_weights(run.weights_at(0), pictures.shape[1:])

    def now(self, layer: str, picture: int) -> Frame:
        """Return the frame of the present weights."""
        network = self._run.look()
        return self._frame(network, network.parameters(), layer, picture)

    def at(self, epoch: int, layer: str, picture: int) -> Frame:
        """Return the frame of the weights after an epoch."""
        if self._chosen != (layer, picture):
            self._made, self._chosen = {}, (layer, picture)
        weights = self._run.weights_at(epoch)
        known = self._made.get(epoch)
        if (
            known is None or known[0] is not weights
        ):  # the training was rewound and took another path
            self._twin.load_state_dict(weights)
            self._made[epoch] = weights, self._frame(self._twin, weights, layer, picture)
        return self._made[epoch][1]

    def all(self, layer: str, picture: int, patience: float) -> list[Frame] | None:
        """Return the frame of every epoch; None if some are gone or it takes so many seconds.

        What was made is kept, so the next call gets further.
        """
        count = self._run.epochs + 1
        if len(self._run.kept) < count:
            return None
        begin, frames = time.monotonic(), []
        for epoch in range(count):
            frames.append(self.at(epoch, layer, picture))
            if time.monotonic() - begin > patience:
                return None
        return frames

    def _frame(self, model, weights, layer, picture) -> Frame:
        with np.errstate(over="ignore", invalid="ignore"):
            logits = outputs(model, self._pictures, len(self._pictures))
            logits = logits.reshape(len(logits), -1)
            if logits.shape[1] == 1:  # one output: the second class against the first
                logits = np.concatenate([np.zeros_like(logits), logits], axis=1)
            chances = softmax(logits)
        maps = np.zeros((1, 1, 1), np.float32)
        if layer:
            with model.in_mode(False):
                maps = model.activations(self._pictures[picture : picture + 1])[layer][0, :MAPS]
        answers = logits.argmax(axis=1)
        sure = np.take_along_axis(chances, answers[:, None], axis=1)[:, 0]
        return Frame(
            np.array(self._view(weights[self.kernel_layer]), np.float32),
            np.array(maps, np.float32),
            answers,
            sure,
        )


def _first_weights(weights, picture_shape):
    """Return the name of the first weights, and how to see them as a stack of small pictures."""
    name, first = next((name, array) for name, array in weights.items() if name.endswith("weight"))
    if first.ndim == 4:  # every kernel, channel by channel
        return name, lambda array: array.reshape(-1, *array.shape[2:])[:KERNELS]
    if first.shape[1] == np.prod(picture_shape):  # votes of every pixel
        return name, lambda array: array.reshape(-1, *picture_shape[1:])[:KERNELS]
    return name, lambda array: array[None]


def layers_with_maps(model, pictures) -> dict[str, str]:
    """Return name and label of the layers whose output is a stack of maps."""
    found = model.activations(pictures[:1])
    kinds = model.named_layers()
    return {
        name: f"{name} {type(kinds[name]).__name__}"
        for name, array in found.items()
        if name != "input" and array.ndim == 4 and array.shape[2] * array.shape[3] > 1
    }
