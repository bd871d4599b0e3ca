"""The values of the window that the cursor's cell reads, and their products with the weights.

Python's twin of ``windowValues`` in ``js/board/cell_partners.js``; `products` is an array where
``pairsOf`` lists pairs.
"""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import ChannelSums, MapProducts, Products, WindowValues
from cnnkit.widgets.board.cell_partners import array_of, clip, cursor_in, link_of
from cnnkit.widgets.board.geometry import Cell, window_of
from cnnkit.widgets.board.panels import WindowGrid
from cnnkit.widgets.board.scene import Link, Scene


def window_values(scene: Scene, link: Link, cursor: Cell, outside: float = 0.0) -> np.ndarray:
    """Return the window of the source that the cursor's cell reads, `outside` where it sticks out.

    Returns
    -------
    array of shape (channels, rows, columns)
    """
    _, _, row, col = cursor_in(scene, cursor, link.reader)
    top, left, *_ = window_of(link, (0, row, col, 1, 1))
    source = array_of(scene, link.source)
    rows = top + np.arange(link.kernel_size[0]) * link.dilation[0]
    cols = left + np.arange(link.kernel_size[1]) * link.dilation[1]
    inside = np.logical_and.outer(
        (rows >= 0) & (rows < source.shape[1]), (cols >= 0) & (cols < source.shape[2])
    )
    rows, cols = rows.clip(0, source.shape[1] - 1), cols.clip(0, source.shape[2] - 1)
    return np.where(inside, source[:, rows[:, None], cols], np.float32(outside))


def products(scene: Scene, rule: Products | MapProducts | ChannelSums, cursor: Cell) -> np.ndarray:
    """Return every source value times its weight that the cursor's cell adds up.

    For the map of the rule if it names one, else for the map that the cursor is in.

    Returns
    -------
    array of shape (channels, rows, columns)
    """
    link = link_of(scene, rule.reader, rule.source)
    weights = scene.arrays[rule.weights]
    if weights.ndim == 4:
        if isinstance(rule, Products):
            weights = weights[cursor_in(scene, cursor, rule.reader)[1]]
        else:
            weights = weights[rule.map]
    return window_values(scene, link, cursor) * weights


def products_at(scene: Scene, panel: WindowGrid, cursor: Cell) -> np.ndarray:
    """Return what a panel of products shows: products, what each channel adds, or a window."""
    cursor, rule = clip(scene, cursor), panel.products
    if isinstance(rule, WindowValues):
        link = link_of(scene, rule.reader, rule.source)
        return window_values(scene, link, cursor, np.nan)[rule.map][None]
    found = products(scene, rule, cursor)
    if isinstance(rule, ChannelSums):
        return found.sum((1, 2)).reshape(scene.arrays[panel.array].shape)
    return found[rule.input if isinstance(rule, MapProducts) else 0][None]
