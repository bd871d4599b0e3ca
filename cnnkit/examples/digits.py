"""A network that reads handwritten digits: the one of lesson 09, trained once and stored."""

from __future__ import annotations

import numpy as np

from cnnkit.checks import generator
from cnnkit.files import stored_arrays
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential

CLASSES = tuple("0123456789")

STROKES = {
    0: [[(0.1, 0.5), (0.25, 0.3), (0.6, 0.28), (0.85, 0.42), (0.85, 0.6), (0.6, 0.72), (0.25, 0.68),
         (0.1, 0.5)]],
    1: [[(0.25, 0.38), (0.1, 0.52), (0.9, 0.5)]],
    2: [[(0.25, 0.3), (0.12, 0.42), (0.12, 0.58), (0.3, 0.7), (0.5, 0.6), (0.88, 0.28),
         (0.88, 0.74)]],
    3: [[(0.15, 0.3), (0.1, 0.5), (0.2, 0.68), (0.4, 0.64), (0.47, 0.46), (0.55, 0.64),
         (0.75, 0.7), (0.9, 0.5), (0.85, 0.3)]],
    4: [[(0.1, 0.58), (0.62, 0.26), (0.62, 0.78)], [(0.4, 0.62), (0.92, 0.6)]],
    5: [[(0.12, 0.7), (0.12, 0.36), (0.45, 0.33), (0.42, 0.52), (0.55, 0.7), (0.75, 0.68),
         (0.9, 0.5), (0.85, 0.3)]],
    6: [[(0.1, 0.6), (0.35, 0.36), (0.65, 0.28), (0.87, 0.42), (0.85, 0.62), (0.68, 0.7),
         (0.55, 0.55), (0.65, 0.34)]],
    7: [[(0.12, 0.26), (0.12, 0.74), (0.5, 0.54), (0.9, 0.44)]],
    8: [[(0.18, 0.66), (0.1, 0.5), (0.2, 0.34), (0.36, 0.4), (0.56, 0.64), (0.76, 0.68), (0.9, 0.5),
         (0.78, 0.32), (0.6, 0.38), (0.4, 0.62), (0.18, 0.66)]],
    9: [[(0.2, 0.68), (0.1, 0.5), (0.22, 0.32), (0.4, 0.34), (0.46, 0.52), (0.34, 0.66),
         (0.18, 0.68), (0.55, 0.66), (0.9, 0.58)]],
}  # fmt: skip
"""The ten digits as lines through (row, column), in shares of a paper, for `draw_strokes`."""


def network() -> Sequential:
    """Return the 6,090-parameter network that reads digits of 8×8 pixels.

    Returns
    -------
    Sequential
        As `untrained_network`; its weights were trained once on `load_digits().train_images`, each
        a little turned, sheared, scaled and moved, and rounded to three decimals. They are read
        from ``data/digits_network.npz``.

    Raises
    ------
    FileNotFoundError, ValueError
        If the file of weights is missing or damaged.

    Examples
    --------
    >>> from cnnkit import load_digits
    >>> digits = load_digits()
    >>> right = network()(digits.test_images).argmax(axis=1) == digits.test_targets
    >>> bool(right.mean() > 0.98)
    True
    """
    model = untrained_network(rng=np.random.default_rng(0))
    model.load_state_dict(stored_arrays("digits_network.npz"))
    return model


def untrained_network(*, rng: np.random.Generator | None) -> Sequential:
    """Return `network()` before its training.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws kernels and votes: ``numpy.random.default_rng(seed)``.

    Returns
    -------
    Sequential
        Conv2d 1→16 3×3 padding 1, ReLU, MaxPool2d 2, Conv2d 16→32 3×3 padding 1, ReLU,
        MaxPool2d 2, Flatten to 128, Linear 128→10. The votes start ten times smaller than drawn,
        so that the first loss is about ln 10.

    Raises
    ------
    TypeError
        If `rng` is not a Generator.

    Examples
    --------
    >>> untrained_network(rng=np.random.default_rng(0))(np.zeros((1, 1, 8, 8), np.float32)).shape
    (1, 10)
    """
    generator(rng)
    model = Sequential(
        Conv2d(1, 16, 3, padding=1, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Conv2d(16, 32, 3, padding=1, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(128, 10, rng=rng),
    )
    model[-1].weight *= np.float32(0.1)
    return model
