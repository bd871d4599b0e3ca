"""Style of the figures: font sizes, and the checks of what is drawn."""

from numbers import Number

import numpy as np

from cnnkit.checks import array, choice, flag, has_method, real, shown
from cnnkit.plots.colours import INK

TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 15, 13, 11
# Names are chosen by people: a dollar sign in them does not begin a formula.
PLAIN = {"parse_math": False}
TEXT = {"fontsize": TEXT_SIZE, "color": INK} | PLAIN


def numbers_of(value, name, axes, *, gaps=False):
    """Return ``value`` as a float array with ``axes`` axes, not empty and finite.

    With ``gaps`` NaN stands for a gap; not all numbers may be gaps.
    """
    found = array(value, name)
    if found.dtype.kind not in "fiub":
        raise TypeError(f"{name} holds {found.dtype} values; give numbers")
    if found.ndim != axes or not found.size:
        wanted = {1: "one dimension", 2: "two dimensions (height, width)"}[axes]
        raise ValueError(f"{name} has shape {found.shape}; it needs {wanted}, none of them empty")
    return all_finite(found.astype(float), name, gaps)


def all_finite(values, name, gaps=False):
    """Return ``values`` unless one is infinite or, without ``gaps``, NaN."""
    bad = np.isinf(values) if gaps else ~np.isfinite(values)
    if bad.any():
        index = tuple(int(i) for i in np.argwhere(bad)[0])
        raise ValueError(
            f"{name} holds {values[index]} at index {index}, which cannot be drawn; "
            "give finite numbers"
        )
    if gaps and np.isnan(values).all():
        raise ValueError(f"{name} holds nothing but NaN; give at least one number to draw")
    return values


def drawable(ax):
    """Return ``ax`` if it is one Axes of matplotlib."""
    return has_method(ax, "ax", "imshow", "give one Axes, as panels() returns them")


def all_drawable(axes, count, what, *, more=False):
    """Return the array of Axes if there is one for each of ``count`` things, or more of them."""
    axes = np.ravel(np.asarray(axes, dtype=object))
    for ax in axes:
        drawable(ax)
    if len(axes) < count or (len(axes) > count and not more):
        raise ValueError(
            f"{count} {what} need {count} axes, but there are {len(axes)}; use panels(1, {count})"
        )
    return axes


def label(value, name):
    """Return a title or a name as a text; None stays None. Numbers are written as they are."""
    if value is not None and not isinstance(value, (str, Number, np.generic)):
        raise TypeError(f"{name} is {shown(value)}, which is not a text; give one such as 'loss'")
    return value if value is None else str(value)


def labels(values, name, count, what, *, blank=False):
    """Return the names of ``count`` things as texts; with ``blank`` some may be None."""
    if isinstance(values, (str, bytes)) or not hasattr(values, "__len__"):
        raise TypeError(f"{name} is {shown(values)}; give a list of texts, one for each of {what}")
    if len(values) != count:
        raise ValueError(f"{count} {what} have {len(values)} {name}; give one for each")
    found = [label(value, name) for value in values]
    if None in found and not blank:
        raise TypeError(f"{name} holds None at place {found.index(None)}; give a text for each")
    return found


def switch(value, name):
    """Return True, False or "auto"."""
    return choice(value, name, ["auto"]) if isinstance(value, str) else flag(value, name)


def limit_of(value, found):
    """Return the limit of the colours or bars: the given one, else the found one; never 0."""
    return (found if value is None else real(value, "limit", at_least=0)) or 1.0


def write_title(ax, title):
    """Write the title above the Axes, if there is one."""
    if title is not None:
        ax.set_title(title, fontsize=TITLE_SIZE, color=INK, pad=10, **PLAIN)
