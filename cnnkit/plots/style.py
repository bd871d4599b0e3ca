"""Style of the figures: font sizes, number format, and the checks of what is drawn."""

import numpy as np

from cnnkit.checks import array, has_method, real, whole
from cnnkit.plots.colours import INK

__all__ = ["number"]

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 15, 13, 11
TEXT = {"fontsize": TEXT_SIZE, "color": INK}


def number(value, decimals=None):
    """A number as the course writes it: a true minus sign, two decimals unless it is whole.

    >>> number(-1.0), number(0.5555), number(-0.001), number(1, decimals=2)
    ('−1', '0.56', '0.00', '1.00')
    """
    value = float(value) if isinstance(value, np.floating | float) else real(value, "value")
    if decimals is None:
        decimals = 0 if value.is_integer() else 2
    text = f"{value:.{whole(decimals, 'decimals', 0)}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def numbers_of(value, name, axes):
    """Return ``value`` as a float array with this many axes, not empty; NaN stands for a gap."""
    found = array(value, name)
    if found.dtype.kind not in "fiub":
        raise TypeError(f"{name} holds {found.dtype} values; give numbers")
    if found.ndim != axes or not found.size:
        wanted = {1: "one dimension", 2: "two dimensions (height, width)"}[axes]
        raise ValueError(f"{name} has shape {found.shape}; it needs {wanted}, none of them empty")
    return found.astype(float)


def drawable(ax):
    """Return ``ax`` if it is one Axes of matplotlib."""
    return has_method(ax, "ax", "imshow", "give one Axes, as panels() returns them")


def write_title(ax, title):
    """Write the title above the Axes, if there is one."""
    if title is not None:
        ax.set_title(title, fontsize=TITLE_SIZE, color=INK, pad=10)
