"""Line charts, bar charts, and a gallery of images."""

from collections.abc import Mapping

import numpy as np

from cnnkit.checks import finite, shown
from cnnkit.plots.colours import DASHES, GRID, MARKERS, MUTED, NEGATIVE, POSITIVE, SERIES
from cnnkit.plots.grids import picture
from cnnkit.plots.number_text import number
from cnnkit.plots.style import SMALL_SIZE, TEXT, drawable, numbers_of, write_title

__all__ = ["bars", "gallery", "lines"]


def lines(series, ax, *, x=None, xlabel="", ylabel="", title=None, markers=True):
    """Draw each named sequence of `series` (a dict) as a line, its name at its right end.

    `x` gives the positions, common to all; default 1, 2, 3, ... as for epochs.
    """
    drawable(ax)
    if not isinstance(series, Mapping) or not series:
        raise TypeError(f'series is {shown(series)}; give a dict such as {{"loss": [2.3, 1.1]}}')
    ends = []
    for k, (name, y) in enumerate(series.items()):
        y = numbers_of(y, name, 1)
        at = np.arange(1, len(y) + 1) if x is None else numbers_of(x, "x", 1)
        if len(at) != len(y):
            raise ValueError(
                f"x has {len(at)} values, {name} has {len(y)}; give the same number of both"
            )
        color, dash = SERIES[k % len(SERIES)], DASHES[k % len(DASHES)]
        marker = MARKERS[k % len(MARKERS)] if markers else None
        ax.plot(at, y, color=color, linestyle=dash, marker=marker, markersize=6, linewidth=2.4)
        ends.append((at[-1], y[-1], name, color))
    if np.all(np.mod(at, 1) == 0):
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
    values = finite(numbers_of(values, "values", 1), "values")
    drawable(ax)
    if len(names) != len(values):
        raise ValueError(f"{len(values)} values have {len(names)} names; give one for each")
    at = np.arange(len(values))
    limit = limit or float(np.abs(values).max()) or 1.0
    ax.barh(at, values, color=[POSITIVE if v >= 0 else NEGATIVE for v in values], height=0.6)
    for k, value in enumerate(values):
        left = value < 0
        ax.annotate(
            number(value, decimals, of=values), (value, k),
            xytext=(-6 if left else 6, 0), textcoords="offset points",
            ha="right" if left else "left", va="center", **TEXT,
        )  # fmt: skip
    ax.set_yticks(at, names, **TEXT)
    ax.invert_yaxis()
    ax.axvline(0, color=MUTED, linewidth=1)
    lowest = min(0, values.min())
    ax.set_xlim(lowest - 0.45 * limit if lowest < 0 else 0, 1.45 * limit)
    ax.set_xticks([])
    ax.spines[:].set_visible(False)
    write_title(ax, title)
    return ax


def gallery(images, titles, axes):
    """Draw pictures, each with its title, one on each Axes; leftover Axes stay empty."""
    axes = np.ravel(axes)
    if not isinstance(images, (list, tuple, np.ndarray)):
        raise TypeError(f"images is {shown(images)}; give a list or an array of pictures")
    if len(images) > len(axes):
        raise ValueError(f"{len(images)} images do not fit {len(axes)} axes; use as many axes")
    titles = list(titles)
    if len(titles) != len(images):
        raise ValueError(
            f"there are {len(images)} images and {len(titles)} titles; give one title for each"
        )
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
