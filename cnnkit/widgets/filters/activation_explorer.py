"""What an activation does to one number, to a whole map, and to the gradient."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Activate
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.panel_limits import around_zero, nice_above
from cnnkit.widgets.board.panels import Curve, Grid
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.filters.activation_settings import SATURATED, ActivationSettings
from cnnkit.widgets.filters.activation_words import controls, counts, describe

SAMPLES = 161  # of the curve, from one side of zero to the other
ROUND = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)  # where its axis may end
SHORT = 0.5  # an axis on which the slope is not drawn over the function


class ActivationExplorer(Explorer):
    r"""Drag a point along an activation's curve; see the same rule on every cell of a map.

    Hover a cell of a map and its number slides to its place on the curve; drag the point and the
    cells with that number light up. The third map is the slope of each cell: the share of a
    gradient that gets through it on the way back.

    Parameters
    ----------
    image : {"X", "O", "digit", "cat", "coffee"}
        The picture; the digit is number 0 of the training set.
    kernel : str
        A preset of the filter explorer; its map is what the activation works on.
    activation : {"relu", "leaky_relu", "rrelu", "sigmoid", "tanh", "identity"}
    gain : float
        What the map is multiplied by first, 0.1 to 20: large numbers saturate.
    mode : {"evaluation", "training"}
        Only "rrelu" cares: training draws a slope for every cell, evaluation uses their mean.
    seed : int
        Of these draws.

    Raises
    ------
    ValueError
        If a setting is unknown; the message lists what there is.

    Examples
    --------
    >>> explorer = ActivationExplorer(activation="relu")
    >>> float(explorer.after.min()), explorer
    (0.0, ActivationExplorer(image='X', kernel='\\', activation='relu', gain=1.0))
    """

    image = Setting()
    kernel = Setting()
    activation = Setting()
    gain = Setting(str)
    mode = Setting()
    walk = ("before", "after", "slope")

    def __init__(
        self, image="X", kernel="\\", activation="relu", *, gain=1.0, mode="evaluation", seed=0
    ):
        settings = ActivationSettings(image, kernel, activation, gain, mode, seed)
        super().__init__(settings, cursor=("before", 0, 0, 0))

    def __repr__(self):
        whole = super().__repr__()  # only "rrelu" has a mode
        return whole if self.activation == "rrelu" else whole.replace(f", mode={self.mode!r}", "")

    @property
    def before(self) -> np.ndarray:
        """The map that the activation is given, shape (H, W)."""
        return self._settings.before

    @property
    def after(self) -> np.ndarray:
        """The map that it returns, shape (H, W)."""
        return self._settings.after_and_slope[0]

    @property
    def slope(self) -> np.ndarray:
        """The activation's slope at every cell, shape (H, W)."""
        return self._settings.after_and_slope[1]

    def edit(self, name: str, value):
        """Return the settings after a control; *Draw again* takes the next seed."""
        now = self._settings
        return now.changed(seed=now.seed + 1) if name == "draw" else super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return curve, map, activated map and slopes."""
        now, kind = self._settings, self._settings.kind
        reach = nice_above(float(np.abs(self.before).max()), ROUND)
        lines = np.stack(now.lines(np.linspace(-reach, reach, SAMPLES, dtype=np.float32)))
        # Over so short an axis a slope of 1 would press the function flat: a tangent shows it.
        tangent = reach < SHORT
        drawn = lines[:1] if tangent else lines
        low, high = min(float(drawn.min()), 0.0), float(drawn.max())
        rim = 0.06 * ((high - low) or 1.0)
        rule = Activate("before", kind.title, kind.formula, kind.positive)
        negative, zeros, shut = counts(now)
        of = f"of {self.before.size} are"
        dotted = "; dotted: slopes 1/8 and 1/3" if now.activation == "rrelu" else ""
        return Scene(
            label=describe(now),
            arrays={
                "curve": lines[:, None, :],
                "before": self.before[None],
                "after": self.after[None],
                "slope": self.slope[None],
            },
            panels=(
                Curve(
                    "curve",
                    "Curve: drag the point",
                    (low - rim, high + rim),
                    x=(-reach, reach),
                    extent=210,
                    tangent=tangent,
                    rule=rule,
                    note="the tangent is its slope" if tangent else "dashed: its slope" + dotted,
                ),
                Grid(
                    "before",
                    "Map before",
                    around_zero(self.before),
                    rule=rule,
                    note=f"{negative} of {self.before.size} below zero",
                ),
                Grid(
                    "after",
                    "Map after",
                    around_zero(self.after),
                    rule=rule,
                    note=f"{zeros} {of} zero",
                ),
                Grid("slope", "Slope", rule=rule, note=f"{shut} {of} under {SATURATED:g}"),
            ),
            links=(
                Link("curve", "before", "value"),
                Link("after", "before", channels="same"),
                Link("slope", "before", channels="same"),
            ),
            columns=(("curve",), ("before",), ("after",), ("slope",)),
            tallest=412,
            controls=controls(now),
            lead="before",
            leading=("curve", "before"),
            grids_of_values=("before", "after", "slope"),
        )
