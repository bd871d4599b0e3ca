"""The error of two weights as a map, with lines of equal height, and walks drawn over it.

The first weight runs to the right and the second one up, as on any map. The walks are computed in
`error_functions`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import short
from cnnkit.widgets.board.panels import Line, Path
from cnnkit.widgets.descent.error_functions import two_weights

CELLS = 41
TICK = 10  # cells between two numbers at an axis
# The strokes that plots.landscape gives the first three ways.
STROKES = {
    "plain": ("negative", ()),
    "momentum": ("ink", (7, 4)),
    "Adam": ("frame", (8, 3, 2, 3)),
}


@cache
def landscape(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the places along each axis and the errors: a row for each second weight, from above.

    Examples
    --------
    >>> axis, errors = landscape("ravine")
    >>> problem, _ = two_weights("ravine")
    >>> bool(errors[0, 5] == problem.error(np.array([axis[5], axis[-1]])))
    True
    """
    problem, (low, high) = two_weights(name)
    axis = np.linspace(low, high, CELLS)
    errors = [[problem.error(np.array([a, b])) for a in axis] for b in axis[::-1]]
    return frozen(axis), frozen(np.array(errors))


@cache
def lowest(name: str) -> float:
    """Return the lowest error: at the best place, or on the map where it is lower there."""
    problem, _ = two_weights(name)
    return float(min(problem.error(problem.best), landscape(name)[1].min()))


def ticks(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers at the rows and at the columns; "" at most of them."""
    axis, _ = landscape(name)
    numbers = tuple(
        short(round(w, 6)) if i % TICK == 0 else "" for i, w in enumerate(axis.tolist())
    )
    return numbers[::-1], numbers


def place_of(name: str, weights) -> np.ndarray:
    """Return row and column of two weights, or of many, in fractions of cells."""
    axis, _ = landscape(name)
    col, row = np.moveaxis((np.asarray(weights) - axis[0]) / (axis[1] - axis[0]), -1, 0)
    return np.stack([CELLS - 1 - row, col], -1)


def cell_of(name: str, weights) -> tuple[int, int]:
    """Return the cell of the map that is nearest to two weights."""
    row, col = np.clip(np.rint(place_of(name, weights)), 0, CELLS - 1).astype(int).tolist()
    return row, col


def weights_at(name: str, row: int, col: int) -> tuple[float, float]:
    """Return the two weights of a cell."""
    axis, _ = landscape(name)
    if not (0 <= row < CELLS and 0 <= col < CELLS):
        raise ValueError(
            f"row {row}, column {col} is not on the map; use 0 to {CELLS - 1} for each."
        )
    return float(axis[col]), float(axis[CELLS - 1 - row])


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


def star(name: str) -> tuple[float, float]:
    """Return where the best weights are, in fractions of cells."""
    row, col = place_of(name, two_weights(name)[0].best).round(2).tolist()
    return row, col


def drawn(name: str, way: str, walk: np.ndarray, *, lost: bool = False) -> Path:
    """Return a walk of shape (steps + 1, 2) as a line over the map, in the way's own style.

    One that was lost is drawn until it leaves the map: its jumps would cover the others.
    """
    points = np.clip(place_of(name, walk), -40, 80).round(2)
    if lost:
        outside = ((points < -0.5) | (points > CELLS - 0.5)).any(1)
        points = points[: int(np.argmax(outside)) + 1]
    return Path(points.tolist(), *STROKES[way])


def lines() -> tuple[Line, ...]:
    """Return the strokes of the ways' errors over the steps, and of the lowest error there is."""
    ways = (Line(way, *stroke) for way, stroke in STROKES.items())
    return (*ways, Line("the lowest there is", "muted", (2, 3)))
