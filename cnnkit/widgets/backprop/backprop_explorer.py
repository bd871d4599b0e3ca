"""Follow the backward pass of the X/O network: where every gradient comes from."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.backprop import backprop_scene
from cnnkit.widgets.backprop.backprop_settings import BackpropSettings
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.scene import Scene

NINE = ("kernel", "dkernel", "nudged")  # the panels of the nine weights


class BackpropExplorer(Explorer):
    r"""Follow the gradient of one kernel weight from the loss back to the pixels.

    Above stands what went forward, below it the gradient that comes back. Click a kernel weight:
    the lower left map shows what every window adds to that weight's gradient. Below the kernel's
    gradient stands the same by nudging, and the line says the difference.

    Parameters
    ----------
    image, true : {"X", "O"}
        The picture, and the class that it should be.
    kernel : {"\\", "crossing", "/"}
        The kernel and map that are shown.
    weight : (int, int)
        Row and column of the kernel weight to follow.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = BackpropExplorer(image="X", kernel="crossing", weight=(1, 1))
    >>> bool(np.isclose(explorer.contributions.sum(), explorer.gradient))
    True
    >>> bool(abs(explorer.gradient - explorer.nudged) < 1e-8)
    True
    """

    image = Setting()
    true = Setting()
    kernel = Setting()
    weight = Setting()

    def __init__(self, image="X", true=None, kernel="crossing", weight=(1, 1)):
        true = image if true is None else true
        settings = BackpropSettings(image, true, kernel, weight)
        super().__init__(settings, cursor=("dkernel", 0, *settings.weight))

    @property
    def gradient(self) -> float:
        """The gradient of the weight, by backpropagation."""
        return float(self._settings.kernel_gradient[self._settings.weight])

    @property
    def nudged(self) -> float:
        """The same by nudging: (loss with +0.0001 − loss with −0.0001) / 0.0002."""
        return float(self._settings.kernel_nudged[self._settings.weight])

    @property
    def contributions(self) -> np.ndarray:
        """What every window adds to the weight's gradient, shape (7, 7)."""
        return self._settings.contributions

    def cursor_after(self, before):
        """Point at another weight where it stands, unless the cursor is there already."""
        weight, (panel, _, *place) = self._settings.weight, self.cursor
        if weight != before.weight and (panel not in NINE or tuple(place) != weight):
            return "dkernel", 0, *weight
        return self.cursor

    def edit(self, name: str, value):
        """Return the settings that follow the kernel weight that was clicked, or a control."""
        panel, place = place_of(name)
        if panel in NINE and place:
            return self._settings.changed(weight=place)
        return super().edit(name, value)

    def compute(self) -> Scene:
        """Return what went forward above what comes back, layer by layer."""
        return backprop_scene.compose(self._settings)
