"""The cursor of a board as a trait: panel, channel, row and column, counted from 0."""

from __future__ import annotations

from operator import index

import traitlets

from cnnkit.checks import shown

FARTHEST = 10**9  # no panel has that many cells; the browser counts no further than 2⁵³


class CursorTrait(traitlets.Tuple):
    """Four values that name a cell; what cannot name one is refused in a sentence.

    Examples
    --------
    >>> class Pointer(traitlets.HasTraits):
    ...     cursor = CursorTrait()
    >>> Pointer(cursor=["map", 0, 3, 4]).cursor
    ('map', 0, 3, 4)
    >>> Pointer(cursor=("map", 3, 4))
    Traceback (most recent call last):
        ...
    traitlets.traitlets.TraitError: cursor ('map', 3, 4) names no cell; give panel, channel, row \
and column, such as ('map', 0, 3, 4).
    """

    def __init__(self):
        super().__init__(default_value=("", 0, 0, 0))

    def validate(self, obj, value):
        """Return the cell, as plain whole numbers, or raise a sentence."""
        try:
            panel, *place = value
            if not isinstance(panel, str) or any(isinstance(at, bool) for at in place):
                raise TypeError
            channel, row, col = (max(-1, min(index(at), FARTHEST)) for at in place)
        except (TypeError, ValueError):
            raise traitlets.TraitError(
                f"cursor {shown(value)} names no cell; give panel, channel, row and column, such "
                "as ('map', 0, 3, 4)."
            ) from None
        return panel, channel, row, col
