"""Montage: the maps of a stack side by side in one array."""

from __future__ import annotations

import numpy as np


def montage(stack, across: int | None = None, *, between: float = np.nan):
    """Return the maps in a block with a row of cells between them, and where each map begins.

    Parameters
    ----------
    stack : array of shape (maps, rows, cols)
    across : int or None
        How many maps stand side by side; None for a nearly square block.
    between : float
        What stands between the maps, and in the places that are left over.

    Returns
    -------
    values : array of shape (height, width)
    corners : list of (int, int)
        Row and column of the upper left cell of each map.

    Examples
    --------
    >>> values, corners = montage(np.ones((3, 2, 2)))
    >>> values.shape, corners
    ((5, 5), [(0, 0), (0, 3), (3, 0)])
    """
    count, rows, cols = np.shape(stack)
    across = across or int(np.ceil(np.sqrt(count)))
    down = -(-count // across)
    shape = down * (rows + 1) - 1, across * (cols + 1) - 1
    values = np.full(shape, between, np.result_type(stack, np.float32))
    corners = [(i // across * (rows + 1), i % across * (cols + 1)) for i in range(count)]
    for one, (top, left) in zip(stack, corners, strict=True):
        values[top : top + rows, left : left + cols] = one
    return values, corners
