"""Loss landscape: contours of the error over two weights with paths, and steps along a curve."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from cnnkit.checks import shown
from cnnkit.plots.colours import CURSOR, DASHES, INK, MUTED, POSITIVE, SERIES, ZERO
from cnnkit.plots.number_text import number
from cnnkit.plots.style import SMALL_SIZE, TEXT, drawable, numbers_of, write_title

__all__ = ["landscape", "steps"]

HEIGHT = LinearSegmentedColormap.from_list("cnnkit height", [ZERO, POSITIVE])
"""Pale is low: a height has no sign, so it uses one half of the signed colours."""


def landscape(errors, ax, *, at, paths=None, names=("weight 1", "weight 2"), title=None):
    """Draw the error of every pair of weights from above: pale is low, lines join equal heights.

    Parameters
    ----------
    errors : (A, B) array, all above 0; rows belong to the first weight, columns to the second
    at : the A weights of the rows and the B weights of the columns, as a pair of sequences
    paths : dict of name to (steps, 2) array of weights; each starts at a dot
    names : of the two weights; the first runs down, the second to the right, as in a matrix
    """
    drawable(ax)
    errors = numbers_of(errors, "errors", 2)
    if not isinstance(at, (tuple, list)) or len(at) != 2:
        raise ValueError(f"at is {shown(at)}; give the weights of the rows and of the columns")
    down, right = (numbers_of(axis, "at", 1) for axis in at)
    if errors.shape != (len(down), len(right)):
        raise ValueError(
            f"errors have shape {errors.shape}, but `at` names {len(down)} × {len(right)} places"
        )
    if errors.min() <= 0:
        raise ValueError("an error is not above 0; heights are drawn in steps of equal ratio")
    levels = np.geomspace(errors.min(), errors.max() * 1.001, 13)
    ax.contourf(right, down, errors, levels=levels, cmap=HEIGHT, norm="log")
    lines = ax.contour(right, down, errors, levels=levels[1:-1], colors=MUTED, linewidths=0.7)
    ax.clabel(lines, lines.levels[2::3], fmt=number, fontsize=SMALL_SIZE - 2)
    for k, (name, path) in enumerate((paths or {}).items()):
        path = np.asarray(path, dtype=float)
        color, dash = SERIES[k % len(SERIES)], DASHES[k % len(DASHES)]
        ax.plot(path[:, 1], path[:, 0], color=color, linestyle=dash, linewidth=2.2, label=name)
        ax.plot(*path[0, ::-1], marker="o", markersize=9, color=CURSOR, linestyle="none")
    if paths and any(paths):
        ax.legend(fontsize=SMALL_SIZE, labelcolor=INK, framealpha=0.9)
    ax.set_xlim(right[0], right[-1])
    ax.set_ylim(down[-1], down[0])
    ax.set_ylabel(names[0], **TEXT)
    ax.set_xlabel(names[1], **TEXT)
    write_title(ax, title)
    return ax


def steps(weights, errors, ax):
    """Mark the places of a walk on a curve that is drawn already: a ring where it starts."""
    weights, errors = numbers_of(weights, "weights", 1), numbers_of(errors, "errors", 1)
    if weights.shape != errors.shape:
        raise ValueError(
            f"{weights.shape} weights have {errors.shape} errors; give one error for each weight"
        )
    ax.plot(weights, errors, color=CURSOR, linewidth=1.2, marker="o", markersize=6)
    ax.plot(weights[:1], errors[:1], color=CURSOR, marker="o", markersize=13, fillstyle="none")
    return ax
