"""The error of two weights as a map, with lines of equal height, and walks over it."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.panels import Path
from cnnkit.widgets.descent.error_functions import two_weights

CELLS = 41
_DASHES = {"plain": [], "momentum": [7, 4], "Adam": [2, 3]}
_COLOURS = {"plain": "frame", "momentum": "ink", "Adam": "negative"}


@cache
def landscape(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the places along each axis and the error at every pair, rows for the first weight."""
    problem, (low, high) = two_weights(name)
    axis = np.linspace(low, high, CELLS)
    errors = np.array([[problem.error(np.array([a, b])) for b in axis] for a in axis])
    return frozen(axis), frozen(errors)


@cache
def contours(name: str) -> tuple[Path, ...]:
    """Return the lines of equal error, each height the same multiple of the one before."""
    _, errors = landscape(name)
    levels = np.geomspace(errors.min(), errors.max(), 13)[1:-1]
    # matplotlib follows the heights; its figure is not drawn.
    found = Figure().add_subplot().contour(range(CELLS), range(CELLS), errors, levels=levels)
    return tuple(
        Path(
            [[round(float(row), 2), round(float(col), 2)] for col, row in line],
            "muted",
            thin=True,
        )
        for lines in found.allsegs
        for line in lines
        if len(line) > 1
    )


def drawn(name: str, way: str, walk: np.ndarray) -> Path:
    """Return a walk of shape (steps + 1, 2) as a line over the map, in the way's own style."""
    axis, _ = landscape(name)
    cells = np.clip((walk - axis[0]) / (axis[1] - axis[0]), -40, 80)
    points = [[round(float(row), 2), round(float(col), 2)] for row, col in cells]
    return Path(points, _COLOURS[way], _DASHES[way])
