"""Follow the backward pass of the X/O network: where every gradient comes from."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.backprop import backprop_scene
from cnnkit.widgets.backprop.backprop_scene import GRADIENT_PANELS, KERNEL_PANELS
from cnnkit.widgets.backprop.backprop_settings import BackpropSettings
from cnnkit.widgets.backprop.forward_and_backward import KERNELS
from cnnkit.widgets.backprop.weights_after_steps import SIDE, in_words
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.scene import Scene

NINE = (*KERNEL_PANELS, *GRADIENT_PANELS, "nudged")  # the panels of nine weights


class BackpropExplorer(Explorer):
    r"""Follow the gradient of one kernel weight from the loss back to the pixels.

    Above stands what went forward, below it the gradient that comes back, times 100. Click a weight
    of one of the kernels: the lower left map shows what every window adds to its gradient. One
    step moves every number of the network, kernels and votes alike, by −rate · its gradient, and
    the loss falls.

    Parameters
    ----------
    image, true : {"X", "O"}
        The picture, and the class that it should be.
    kernel : {"\\", "crossing", "/"}
        The kernel whose map is shown.
    weight : (int, int)
        Row and column of the kernel weight to follow.
    rate : float
        How far a step goes, 0.001 to 100.
    flipped : sequence of (int, int)
        Rows and columns of the picture's pixels that are flipped.
    steps : int or sequence of str
        Steps that have been taken: how many like the next one, or a text for each run of equal
        ones, such as "X as X, rate 0.1, 3 times".

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
    >>> before = explorer.loss
    >>> explorer.step()
    >>> explorer.loss < before
    True
    """

    image = Setting()
    true = Setting()
    kernel = Setting()
    weight = Setting()
    rate = Setting()
    flipped = Setting()
    steps = Setting()

    def __init__(
        self,
        image="X",
        true=None,
        kernel="crossing",
        weight=(1, 1),
        *,
        rate=0.1,
        flipped=(),
        steps=(),
    ):
        true = image if true is None else true
        settings = BackpropSettings(image, true, kernel, weight, rate, flipped, steps)
        super().__init__(settings, cursor=self._place(settings))

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

    @property
    def loss(self) -> float:
        """The loss of the picture, with the weights as they are now."""
        return self._settings.passes.loss

    @property
    def weights(self) -> dict[str, np.ndarray]:
        """A copy of the weights as they are now, under the keys of `model.state_dict()`."""
        return {key: array.copy() for key, array in self._settings.passes.weights.items()}

    def step(self, count: int = 1) -> None:
        """Move every number of the network by −rate · its gradient, ``count`` times."""
        self.adopt(self._settings.stepped(count))

    def start_again(self) -> None:
        """Go back to the weights before all steps."""
        self.steps = ()

    @staticmethod
    def _place(settings) -> tuple[str, int, int, int]:
        return GRADIENT_PANELS[settings.which], 0, *settings.weight

    def cursor_after(self, before):
        """Point at another weight where it stands, unless the cursor is there already."""
        now, (panel, _, *place) = self._settings, self.cursor
        if (now.weight, now.which) == (before.weight, before.which):
            return self.cursor
        here = panel == "nudged" or panel[-1:] == str(now.which)
        return (
            self.cursor
            if panel in NINE and here and tuple(place) == now.weight
            else (self._place(now))
        )

    def edit(self, name: str, value):
        """Return the settings after a weight was clicked, a pixel flipped, or a button pressed."""
        now = self._settings
        panel, place = place_of(name)
        if panel in NINE and place:
            kernel = now.kernel if panel == "nudged" else KERNELS[int(panel[-1])]
            return now.changed(weight=place, kernel=kernel)
        if panel == "image" and place:
            if len(place) != 2 or not all(0 <= at < SIDE for at in place):
                raise ValueError(f"there is no pixel at {list(place)}; click one of 9×9.")
            return now.changed(flipped=tuple(set(now.flipped) ^ {place}))
        if name == "unflip":
            return now.changed(flipped=())
        if name == "descend":
            return now.stepped()
        if name == "again":
            return now.changed(steps=())
        return super().edit(name, value)

    def moments(self):
        """Take the steps one by one; where none was taken, choose every weight of the kernel."""
        now = self._settings
        if now.steps:
            after = [{"steps": in_words(now.walk[:n])} for n in range(len(now.walk) + 1)]
            return self.through(after, lambda _: self.cursor, _after)
        weights = [{"weight": place} for place in np.ndindex(3, 3)]
        return self.through(weights, self._place)

    def compute(self) -> Scene:
        """Return what went forward above what comes back, layer by layer."""
        return backprop_scene.compose(self._settings)


def _after(now: BackpropSettings) -> str:
    return f"after step {len(now.walk)}: loss {now.passes.loss:.3f}"
