"""Stack layers, choose a cell, and see its receptive field, layer by layer."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.receptive_field import field_scene
from cnnkit.widgets.receptive_field.field_settings import PRESETS, FieldSettings
from cnnkit.widgets.receptive_field.window_stack import RANGES, field


class ReceptiveFieldExplorer(Explorer):
    """Stack convolutions and pools, and see what a cell sees in every map and in the picture.

    Hover a cell: frames show what it sees. Click one: the numbers tell how many ways lead from
    each place to it, which is how strongly the place counts. A click on a map also chooses its
    layer for the settings in the toolbar.

    Parameters
    ----------
    layers : sequence of str, or the name of a preset
        From the picture on: "conv 3", "conv 3 stride 2", "conv 3 dilation 2", "pool 2". Presets
        are "two 3×3", "one 5×5", "three 3×3", "one 7×7", "with pooling", "with strides",
        "dilated", "with 1×1".
    size : int, 3 to 24, optional
        Side of the picture; by default 9, or what suits the preset.
    padding : {"none", "half"}
        "half": zeros around, half a kernel wide, so that a convolution of stride 1 keeps the size.
    channels : int, 1 to 512
        How many maps every array has, the picture included: for parameters and multiply-adds.
    image : {"X", "cat", "coffee"}
    layer : int, optional
        The chosen layer, from 0; by default the last.
    cell : (int, int), optional
        Row and column of the chosen cell in that layer's map; by default its middle.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = ReceptiveFieldExplorer(("conv 3", "conv 3"), 9)
    >>> explorer.field, explorer.parameters, explorer.multiply_adds
    ((5, 1), 20, 666)
    >>> explorer.ways[4, 2:7].tolist()
    [3.0, 6.0, 9.0, 6.0, 3.0]
    """

    layers = Setting()
    size = Setting()
    padding = Setting()
    channels = Setting()
    image = Setting()
    layer = Setting()
    cell = Setting()

    def __init__(
        self,
        layers=("conv 3", "conv 3"),
        size=None,
        *,
        padding="none",
        channels=1,
        image="X",
        layer=None,
        cell=None,
    ):
        if size is None:
            size = PRESETS[layers][1] if isinstance(layers, str) and layers in PRESETS else 9
        settings = FieldSettings(layers, size, padding, channels, image, layer, cell)
        super().__init__(settings, cursor=(f"map{settings.layer}", 0, *settings.cell))

    def __repr__(self):
        return f"ReceptiveFieldExplorer(layers={self.layers!r}, size={self.size})"

    # -- what it computes

    @property
    def field(self) -> tuple[int, int]:
        """Side of what a cell of the last map sees, and the step between two neighbours.

        It never sees more than all of the picture.
        """
        reach, step, _ = field(self._settings.windows, self._settings.padding)
        return min(reach, self.size), step

    @property
    def parameters(self) -> int:
        """Numbers to learn, biases included."""
        return self._settings.parameters

    @property
    def multiply_adds(self) -> int:
        """Products of a weight and a value, for one picture."""
        return self._settings.multiply_adds

    @property
    def ways(self) -> np.ndarray:
        """How many ways lead from each pixel to the chosen cell, shape (size, size)."""
        return self._settings.ways[0]

    # -- what a person's hand does

    def edit(self, name: str, value):
        """Return the settings after a setting, a button, or the choice of a cell, ``map2[3,4]``."""
        now = self._settings
        panel, place = place_of(name)
        if name == "preset":
            return now if value == "own" else now.changed(layers=value)
        if name == "add":
            layers = [*now.layers[: now.layer + 1], "conv 3", *now.layers[now.layer + 1 :]]
            return now.changed(layers=layers, layer=now.layer + 1)
        if name == "remove":
            layers = [*now.layers[: now.layer], *now.layers[now.layer + 1 :]]
            if not layers:
                raise ValueError("this is the only layer; change it, or add another one first.")
            return now.changed(layers=layers, layer=min(now.layer, len(layers) - 1))
        if name in ("kind", *RANGES):
            return now.with_setting(name, value)
        if panel.startswith("map") and place:
            return now.changed(layer=panel[3:], cell=place)
        return super().edit(name, value)

    def cursor_after(self, before):
        """Mark a cell that was newly chosen."""
        now = self._settings
        if (now.layer, now.cell) != (before.layer, before.cell):
            return f"map{now.layer}", 0, *now.cell
        return self.cursor

    def moments(self):
        """Choose every cell of the last map, one after another."""
        now = self._settings
        last, side = len(now.layers) - 1, now.sides[-1]
        return self.through(
            [{"layer": last, "cell": cell} for cell in np.ndindex(side, side)],
            lambda now: (f"map{now.layer}", 0, *now.cell),
        )

    def compute(self) -> Scene:
        """Return picture, the ways through it, and a map a layer, linked by their windows."""
        return field_scene.compose(self._settings)
