"""Line charts, bar charts, and a gallery of images."""

from collections.abc import Mapping

import numpy as np

from cnnkit.checks import flag, shown
from cnnkit.plots.colours import DASHES, GRID, MARKERS, MUTED, NEGATIVE, POSITIVE, SERIES, WAYS
from cnnkit.plots.grids import checked_picture, picture
from cnnkit.plots.number_text import number
from cnnkit.plots.style import (
    SMALL_SIZE,
    TEXT,
    all_drawable,
    drawable,
    label,
    labels,
    limit_of,
    numbers_of,
    write_title,
)

__all__ = ["bars", "gallery", "lines"]

LETTER = 0.11  # inches of a digit, about


def lines(series, ax, *, x=None, xlabel="", ylabel="", title=None, markers=True, ways=False):
    """Draw each named sequence of `series` (a dict) as a line, its name at its right end.

    `x` gives the positions, common to all; default 1, 2, 3, ... as for epochs. With `ways` the
    lines have the colours of the paths over a `landscape`: the same names look the same.
    """
    drawable(ax)
    if not isinstance(series, Mapping) or not series:
        raise TypeError(f'series is {shown(series)}; give a dict such as {{"loss": [2.3, 1.1]}}')
    markers, title = flag(markers, "markers"), label(title, "title")
    colors = WAYS if flag(ways, "ways") else SERIES
    xlabel, ylabel = label(xlabel, "xlabel"), label(ylabel, "ylabel")
    places = None if x is None else numbers_of(x, "x", 1)
    ways = {}
    for name, y in series.items():
        text = label(name, "a name of series") or ""  # None: a line without a name
        y = numbers_of(y, text or "a line", 1, gaps=True)
        at = np.arange(1, len(y) + 1) if places is None else places
        if len(at) != len(y):
            raise ValueError(
                f"x has {len(at)} values, {name} has {len(y)}; give the same number of both"
            )
        ways[text] = at, y
    ends = []
    for k, (name, (at, y)) in enumerate(ways.items()):
        color, dash = colors[k % len(colors)], DASHES[k % len(DASHES)]
        marker = MARKERS[k % len(MARKERS)] if markers else None
        ax.plot(at, y, color=color, linestyle=dash, marker=marker, markersize=6, linewidth=2.4)
        last = np.flatnonzero(np.isfinite(y))[-1]
        if name:
            ends.append((at[last], y[last], name, color))
    if np.all(np.mod(at, 1) == 0) and ax.get_xscale() == "linear":
        ax.xaxis.get_major_locator().set_params(integer=True)
    _name_ends(ax, ends)
    ax.grid(True, color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_xlabel(xlabel, **TEXT)
    ax.set_ylabel(ylabel, **TEXT)
    write_title(ax, title)
    return ax


def bars(values, names, ax, *, title=None, limit=None, decimals=None):
    """Horizontal bars with a name to the left and the number at the end of each; signed colours.

    `decimals` of the numbers is by default what `decimals_of` says of `values`.
    """
    values = numbers_of(values, "values", 1)
    drawable(ax)
    names, title = labels(names, "names", len(values), "values"), label(title, "title")
    at = np.arange(len(values))
    limit = limit_of(limit, float(np.abs(values).max()))
    texts = [number(value, decimals, of=values) for value in values]
    ax.barh(at, values, color=[POSITIVE if v >= 0 else NEGATIVE for v in values], height=0.6)
    for k, value in enumerate(values):
        left = value < 0
        ax.annotate(
            texts[k], (value, k),
            xytext=(-6 if left else 6, 0), textcoords="offset points",
            ha="right" if left else "left", va="center", **TEXT,
        )  # fmt: skip
    ax.set_yticks(at, names, **TEXT)
    ax.invert_yaxis()
    ax.axvline(0, color=MUTED, linewidth=1)
    # Each number gets its room, on the left as well where a bar goes there.
    inches = ax.get_position().width * ax.figure.get_figwidth()
    room = min(0.4, (LETTER * max(map(len, texts)) + 0.15) / inches)
    lowest = min(0, values.min())
    span = (limit - lowest) / (1 - room * (2 if lowest < 0 else 1))
    ax.set_xlim(lowest - room * span if lowest < 0 else 0, limit + room * span)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    write_title(ax, title)
    return ax


def gallery(images, titles, axes):
    """Draw pictures, each with its title, one on each Axes; leftover Axes stay empty."""
    if not isinstance(images, (list, tuple, np.ndarray)) or len(images) == 0:
        raise TypeError(f"images is {shown(images)}; give a list or an array of pictures")
    axes = all_drawable(axes, len(images), "images", more=True)
    titles = labels(titles, "titles", len(images), "images", blank=True)
    for image in images:
        checked_picture(image)
    for ax in axes[len(images) :]:
        ax.set_axis_off()
    for image, title, ax in zip(images, titles, axes[: len(images)], strict=True):
        picture(image, ax, title=title)
    return axes


def _name_ends(ax, ends):
    """Write the names of lines at their right ends, pushed apart where they would overlap."""
    ax.figure.draw_without_rendering()
    scale, back = ax.transData, ax.transData.inverted()
    step, last = 1.35 * SMALL_SIZE * ax.figure.dpi / 72, -np.inf
    for x, y, name, color in sorted(ends, key=lambda end: end[1]):
        px, py = scale.transform((x, y))
        last = max(py, last + step)
        offset = (last - py) / ax.figure.dpi * 72
        ax.annotate(
            name, back.transform((px, py)), xytext=(9, offset), textcoords="offset points",
            va="center", annotation_clip=False, **TEXT | {"color": color},
        )  # fmt: skip
