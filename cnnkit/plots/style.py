"""Style of the figures: font sizes, and the checks of what is drawn."""

from cnnkit.checks import array, has_method
from cnnkit.plots.colours import INK

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 15, 13, 11
TEXT = {"fontsize": TEXT_SIZE, "color": INK}


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
