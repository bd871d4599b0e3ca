"""What a person painted on a panel, put into the picture.

A panel whose ``editable`` is "draw" posts edits called ``"{panel}[draw]"``. Their value holds the
cells that changed since the edit before: ``{"cells": [[channel, row, column, value], ...]}``.
"""

from __future__ import annotations

import math

import numpy as np


def painted(picture: np.ndarray, value) -> np.ndarray:
    """Return a copy of the picture with the painted cells.

    Parameters
    ----------
    picture : array of shape (C, H, W)
    value : dict
        What a "[draw]" edit brings.

    Raises
    ------
    ValueError
        If it is no such dictionary, or a cell is not on the picture.

    Examples
    --------
    >>> painted(np.zeros((1, 2, 2), np.float32), {"cells": [[0, 1, 0, 0.5]]})
    array([[[0. , 0. ],
            [0.5, 0. ]]], dtype=float32)
    """
    try:
        cells = [(int(c), int(i), int(j), float(ink)) for c, i, j, ink in value["cells"]]
    except (TypeError, ValueError, KeyError, OverflowError):
        raise ValueError(
            'a drawing is {"cells": [[channel, row, column, value], ...]}; this is none.'
        ) from None
    new = np.array(picture)
    for *place, ink in cells:
        if not all(0 <= at < length for at, length in zip(place, new.shape, strict=True)):
            raise ValueError(f"cell {place} is not on a picture of shape {new.shape}.")
        if not math.isfinite(ink):
            raise ValueError(f"cell {place} was given {ink}, which is no number; use a finite one.")
        new[tuple(place)] = ink
    return new
