"""Forward pass, backward pass and finite differences of the X/O network on one image."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cnnkit.examples import xo
from cnnkit.functional import conv2d, cross_entropy, cross_entropy_backward, log_softmax, softmax
from cnnkit.widgets.backprop.edited_xo import network, picture
from cnnkit.widgets.backprop.weights_after_steps import Steps, weights_after
from cnnkit.widgets.board.frozen_arrays import frozen

KERNELS = tuple(xo.features())
NUDGE = 1e-4
AGREE = 1e-6  # a larger difference between the two gradients is a kink of the loss
KEPT = 64  # pictures, classes and weights that are not computed again


@dataclass(frozen=True, eq=False)
class Passes:
    """One picture through the X/O network, forward and back, in float64.

    The `wish` is 1 for the class that it should be, else 0; `weights` and `slopes` are the
    network's parameters and their gradients, by name.
    """

    wish: np.ndarray
    arrays: dict[str, np.ndarray]
    gradients: dict[str, np.ndarray]
    weights: dict[str, np.ndarray]
    slopes: dict[str, np.ndarray]
    probabilities: np.ndarray
    loss: float


@lru_cache(maxsize=KEPT)
def passes(image: str, flipped: tuple, true: str, steps: Steps = ()) -> Passes:
    """Return both passes for a picture and the class that it should be, after some steps."""
    weights = weights_after(steps)
    model = network(weights)
    x = picture(image, flipped)
    target = np.array([xo.CLASSES.index(true)])
    arrays = {"input": x}
    for name, layer in model.named_layers().items():
        arrays[name] = x = layer(x)
    d = cross_entropy_backward(1.0, x, target)
    gradients = {}
    for name, layer in reversed(model.named_layers().items()):
        gradients[name] = d
        d = layer.backward(d)
    gradients["input"] = d
    return Passes(
        wish=frozen(np.eye(len(xo.CLASSES))[target[0]]),
        arrays={name: frozen(array[0]) for name, array in arrays.items()},
        gradients={name: frozen(array[0]) for name, array in gradients.items()},
        weights=weights,
        slopes={key: frozen(array) for key, array in model.gradients().items()},
        probabilities=frozen(softmax(x)[0]),
        loss=float(cross_entropy(x, target)) + 0.0,  # not −0
    )


@lru_cache(maxsize=KEPT)
def nudged(image: str, flipped: tuple, true: str, kernel: str, steps: Steps = ()) -> np.ndarray:
    """Return the slope for each of a kernel's nine weights, by nudging, shape (3, 3).

    That is (loss with the weight + 0.0001 − loss with the weight − 0.0001) / 0.0002: eighteen
    networks that differ in one weight. Their forward passes go side by side, as a batch.
    """
    weights, which = weights_after(steps), KERNELS.index(kernel)
    nudges = NUDGE * np.eye(9).reshape(9, 1, 3, 3)
    kernels = weights["0.weight"][which] + np.concatenate([nudges, -nudges])  # (18, 1, 3, 3)
    maps = np.repeat(passes(image, flipped, true, steps).arrays["0"][None], 18, axis=0)
    maps[:, which] = conv2d(picture(image, flipped), kernels)[0] + weights["0.bias"][which]
    logits = maps
    for layer in list(network(weights).named_layers().values())[1:]:
        logits = layer(logits)
    losses = -log_softmax(logits)[:, xo.CLASSES.index(true)]
    return frozen((losses[:9] - losses[9:]).reshape(3, 3) / (2 * NUDGE))
