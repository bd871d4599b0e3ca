"""Loss landscape: contours of the error over two weights with paths, and steps along a curve."""

from collections.abc import Mapping

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from cnnkit.checks import shown
from cnnkit.plots.colours import CURSOR, DASHES, INK, MUTED, POSITIVE, SERIES, ZERO
from cnnkit.plots.number_text import number
from cnnkit.plots.style import SMALL_SIZE, TEXT, drawable, label, labels, numbers_of, write_title

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
    down, right = (_rising(axis) for axis in at)
    if errors.shape != (len(down), len(right)):
        raise ValueError(
            f"errors have shape {errors.shape}, but `at` names {len(down)} × {len(right)} places; "
            "they must agree"
        )
    if errors.min() <= 0:
        raise ValueError(
            f"an error is {errors.min():g}, but heights are drawn in steps of equal ratio; "
            "give errors above 0"
        )
    if errors.min() == errors.max():
        raise ValueError(f"all errors are {errors.min():g}; give at least two that differ")
    paths, names = _ways(paths), labels(names, "names", 2, "weights")
    title = label(title, "title")
    levels = np.geomspace(errors.min(), errors.max() * 1.001, 13)
    ax.contourf(right, down, errors, levels=levels, cmap=HEIGHT, norm="log")
    lines = ax.contour(right, down, errors, levels=levels[1:-1], colors=MUTED, linewidths=0.7)
    ax.clabel(lines, lines.levels[2::3], fmt=number, fontsize=SMALL_SIZE - 2)
    for k, (name, path) in enumerate(paths.items()):
        color, dash = SERIES[k % len(SERIES)], DASHES[k % len(DASHES)]
        ax.plot(path[:, 1], path[:, 0], color=color, linestyle=dash, linewidth=2.2, label=name)
        ax.plot(*path[0, ::-1], marker="o", markersize=9, color=CURSOR, linestyle="none")
    if any(paths):
        legend = ax.legend(fontsize=SMALL_SIZE, labelcolor=INK, framealpha=0.9)
        for text in legend.get_texts():
            text.set_parse_math(False)
    ax.set_xlim(right[0], right[-1])
    ax.set_ylim(down[-1], down[0])
    ax.set_ylabel(names[0], **TEXT)
    ax.set_xlabel(names[1], **TEXT)
    write_title(ax, title)
    return ax


def _rising(axis):
    """Return the places along an axis, which must go up or down all the way."""
    axis = numbers_of(axis, "at", 1)
    if len(axis) < 2 or not (np.all(np.diff(axis) > 0) or np.all(np.diff(axis) < 0)):
        raise ValueError(
            f"at holds {shown(axis)}; give two or more weights that rise (or fall) all the way"
        )
    return axis


def _ways(paths):
    """Return the paths by name, each an array (steps, 2)."""
    if paths is None:
        return {}
    if not isinstance(paths, Mapping):
        raise TypeError(f'paths is {shown(paths)}; give a dict such as {{"SGD": [[1, 2], [0, 1]]}}')
    found = {}
    for name, path in paths.items():
        text = label(name, "a name of paths") or ""
        found[text] = numbers_of(path, f"the path {text!r}", 2)
        if found[text].shape[1] != 2:
            raise ValueError(
                f"the path {text!r} has shape {found[text].shape}; give two weights for each step"
            )
    return found


def steps(weights, errors, ax):
    """Mark the places of a walk on a curve that is drawn already: a ring where it starts."""
    weights, errors = numbers_of(weights, "weights", 1), numbers_of(errors, "errors", 1)
    if weights.shape != errors.shape:
        raise ValueError(
            f"{weights.shape} weights have {errors.shape} errors; give one error for each weight"
        )
    drawable(ax)
    ax.plot(weights, errors, color=CURSOR, linewidth=1.2, marker="o", markersize=6)
    ax.plot(weights[:1], errors[:1], color=CURSOR, marker="o", markersize=13, fillstyle="none")
    return ax
