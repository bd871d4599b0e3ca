"""The numbers of a panel at one moment, as the browser has them.

With how many decimals they are written: `cnnkit/plots/number_text.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.panels import Panel, WindowGrid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.window_products import products_at


def panel_values(scene: Scene, panel: Panel, cursor: Cell, known: Mapping) -> np.ndarray:
    """Return the maps of a panel, shape (channels, rows, cols).

    Parameters
    ----------
    scene : Scene
    panel : Panel
        One of the scene; a panel of products is filled for the window at the cursor.
    cursor : (str, int, int, int)
    known : dict of str to int
        How many cells of a panel's maps are known, in reading order; the others are NaN.
    """
    if isinstance(panel, WindowGrid):
        return products_at(scene, panel, cursor)
    stack = np.float32(scene.arrays[panel.array])
    if panel.name in known:
        stack = stack.copy()
        stack.reshape(len(stack), -1)[:, known[panel.name] :] = np.nan
    return stack
