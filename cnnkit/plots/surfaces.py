"""Loss landscape: the error over two weights, from above or from the side; steps along a curve."""

from collections.abc import Mapping

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from cnnkit.checks import flag, has_method, shown
from cnnkit.plots.colours import CURSOR, DASHES, INK, MUTED, PAPER, POSITIVE, WAYS, ZERO
from cnnkit.plots.number_text import number
from cnnkit.plots.style import SMALL_SIZE, TEXT, drawable, label, labels, numbers_of, write_title

__all__ = ["landscape", "steps"]

HEIGHT = LinearSegmentedColormap.from_list("cnnkit height", [ZERO, POSITIVE])
"""Pale is low: a height has no sign, so it uses one half of the signed colours."""
MESH = 31  # lines of the mesh on a hill, each way
DOT = {
    "linestyle": "none", "marker": "o", "markersize": 9, "color": INK, "markeredgecolor": PAPER
}  # fmt: skip
STAR = DOT | {"marker": "*", "markersize": 16}


def landscape(
    errors, ax, *, at, paths=None, names=("weight 1", "weight 2"), title=None, star=None, side=False
):
    """Draw the error of every pair of weights from above: pale is low, lines join equal heights.

    Parameters
    ----------
    errors : (A, B) array, all above 0; rows belong to the first weight, columns to the second
    at : the A places of the first weight and the B places of the second, as a pair of sequences
    paths : dict of name to (steps, 2) array of weights; each starts at a dot
    names : of the two weights; the first runs to the right, the second up, as on any map
    star : two weights to mark with a star, such as the best ones
    side : seen from the side, as a hill; ``ax`` has ``projection="3d"`` then
    """
    drawable(ax)
    errors = numbers_of(errors, "errors", 2)
    if not isinstance(at, (tuple, list)) or len(at) != 2:
        raise ValueError(f"at is {shown(at)}; give the weights of the rows and of the columns")
    first, second = (_rising(axis) for axis in at)
    if errors.shape != (len(first), len(second)):
        raise ValueError(
            f"errors have shape {errors.shape}, but `at` names {len(first)} × {len(second)} places"
            "; they must agree"
        )
    if errors.min() <= 0:
        raise ValueError(
            f"an error is {errors.min():g}, but heights are drawn in steps of equal ratio; "
            "give errors above 0"
        )
    if errors.min() == errors.max():
        raise ValueError(f"all errors are {errors.min():g}; give at least two that differ")
    paths, names = _ways(paths), labels(names, "names", 2, "weights")
    title, star = label(title, "title"), _star(star)
    draw = _from_the_side if flag(side, "side") else _from_above
    draw(ax, first, second, errors, paths, star)
    if any(paths):
        legend = ax.legend(fontsize=SMALL_SIZE, labelcolor=INK, framealpha=0.9)
        for text in legend.get_texts():
            text.set_parse_math(False)
    ax.set_xlim(first.min(), first.max())
    ax.set_ylim(second.min(), second.max())
    ax.set_xlabel(names[0], **TEXT)
    ax.set_ylabel(names[1], **TEXT)
    write_title(ax, title)
    return ax


def _from_above(ax, first, second, errors, paths, star):
    """Draw lines of equal height, and the ways over them."""
    levels = np.geomspace(errors.min(), errors.max() * 1.001, 13)
    heights = errors.T  # matplotlib's rows run along the upward axis
    ax.contourf(first, second, heights, levels=levels, cmap=HEIGHT, norm="log")
    lines = ax.contour(first, second, heights, levels=levels[1:-1], colors=MUTED, linewidths=0.7)
    ax.clabel(lines, lines.levels[2::3], fmt=number, fontsize=SMALL_SIZE - 2)
    for k, (name, path) in enumerate(paths.items()):
        ax.plot(*path.T, **_way(k), label=name)
        ax.plot(*path[0], **DOT)
    if star is not None:
        ax.plot(*star, **STAR)


def _from_the_side(ax, first, second, errors, paths, star):
    """Draw the surface as a hill, and the ways on it."""
    has_method(ax, "ax", "plot_surface", 'give Axes with projection="3d" to see it from the side')
    ax.computed_zorder = False  # else the surface hides the ways that lie on it
    grid = np.meshgrid(first, second, indexing="ij")
    look = {"rcount": MESH, "ccount": MESH, "edgecolor": MUTED, "linewidth": 0.3}
    ax.plot_surface(*grid, errors, cmap=HEIGHT, norm="log", **look)
    for k, (name, path) in enumerate(paths.items()):
        heights = [_height(first, second, errors, weights) for weights in path]
        ax.plot(*path.T, heights, **_way(k), label=name, zorder=2)
        ax.plot(*path[:1].T, heights[:1], **DOT, zorder=3)
    if star is not None:
        ax.plot(*star[:, np.newaxis], [_height(first, second, errors, star)], **STAR, zorder=3)
    ax.set_zlabel("error", **TEXT)
    ax.set_zlim(0, errors.max())
    ax.view_init(elev=45, azim=-60)  # high enough to see the floor of a valley
    ax.set_box_aspect((1, 1, 0.7), zoom=0.92)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.pane.set_facecolor(PAPER)


def _way(k):
    """Return how the k-th way is drawn."""
    color, dash = WAYS[k % len(WAYS)], DASHES[k % len(DASHES)]
    return {"color": color, "linestyle": dash, "linewidth": 2.2}


def _height(first, second, errors, weights):
    """Return the error at two weights, between the places of the grid in a straight line."""
    forwards = [slice(None, None, 1 if axis[0] < axis[-1] else -1) for axis in (first, second)]
    rows = errors[forwards[0], forwards[1]]
    along = [np.interp(weights[1], second[forwards[1]], row) for row in rows]
    return np.interp(weights[0], first[forwards[0]], along)


def _rising(axis):
    """Return the places along an axis, which must go up or down all the way."""
    axis = numbers_of(axis, "at", 1)
    if len(axis) < 2 or not (np.all(np.diff(axis) > 0) or np.all(np.diff(axis) < 0)):
        raise ValueError(
            f"at holds {shown(axis)}; give two or more weights that rise (or fall) all the way"
        )
    return axis


def _star(star):
    """Return the two weights to mark, or None."""
    if star is None:
        return None
    star = numbers_of(star, "star", 1)
    if len(star) != 2:
        raise ValueError(f"star has shape {star.shape}; give two weights")
    return star


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
