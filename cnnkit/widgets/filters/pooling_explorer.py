"""Max, mean and Lp pooling of one map, and what a shift of the image does to each."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Max, Mean, Norm, Products
from cnnkit.widgets.board.controls import Control, choose, choose_whole
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.number_words import counted, short
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.filters.pictures_and_kernels import presets
from cnnkit.widgets.filters.pooling_settings import (
    IMAGES,
    KERNELS,
    PARTIAL,
    RANGES,
    PoolingSettings,
)


class PoolingExplorer(Explorer):
    r"""Pool one rectified map by maximum, average and L2 norm, side by side.

    Hover a pooled cell to see its window in the map (under the maximum, the winner is dashed) and
    what it sees of the picture. Shift the picture and compare how many numbers change before and
    after pooling.

    Parameters
    ----------
    image : {"X", "O", "digit"}
    kernel : {"\\", "crossing", "/"}
        The feature whose map is pooled.
    window, stride : int, 1 to 4
        The pooling window and its step.
    partial : {"keep", "drop"}
        What happens to windows that stick out: kept (``ceil_mode=True``, as in the lessons) or
        dropped (PyTorch's default).
    down, right : int, -3 to 3
        By how many pixels the picture is shifted.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = PoolingExplorer()
    >>> explorer.pooled["max"].shape, round(float(explorer.pooled["max"][0, 2]), 2)
    ((4, 4), 0.56)
    """

    image = Setting()
    kernel = Setting()
    window = Setting()
    stride = Setting()
    partial = Setting()
    down = Setting()
    right = Setting()
    walk = ("max", "max", "average", "l2")

    def __init__(
        self, image="X", kernel="\\", *, window=2, stride=2, partial="keep", down=0, right=0
    ):
        settings = PoolingSettings(image, kernel, window, stride, partial, down, right)
        super().__init__(settings, cursor=("max", 0, 0, 0))

    @property
    def picture(self) -> np.ndarray:
        """The shifted picture, shape (H, W)."""
        return self._settings.picture

    @property
    def map(self) -> np.ndarray:
        """The rectified map of the shifted picture."""
        return self._settings.map

    @property
    def pooled(self) -> dict[str, np.ndarray]:
        """The map pooled by "max", "average" and "l2"."""
        return dict(self._settings.pooled)

    def compute(self) -> Scene:
        """Return picture, map and the three pooled maps, linked by their windows."""
        now = self._settings
        notes = _notes(now)
        limit = max(float(now.pooled["l2"].max()), 1.0)
        scored = Products("map", "image", "weights", divide=9, sums="sums", rectify=True)
        panels = (
            Grid(
                "image",
                "Picture",
                (min(float(now.picture.min()), 0.0), 1.0),
                colours="gray",
                note=notes["image"],
            ),
            Grid("map", "Map after ReLU", note=notes["map"], rule=scored),
            Grid("max", "Maximum", note=notes["max"], rule=Max("map")),
            Grid("average", "Average", note=notes["average"], rule=Mean("map")),
            Grid(
                "l2", "L2 norm", (-limit, limit), note=notes["l2"], rule=Norm("map", now.window**2)
            ),
        )
        window = {"kernel_size": now.window, "stride": now.stride, "channels": "same"}
        weights = presets()[now.kernel]
        arrays = {"image": now.picture, "map": now.map, "weights": weights, "sums": now.sums}
        return Scene(
            label=_describe(now),
            arrays={name: array[None] for name, array in (arrays | now.pooled).items()},
            panels=panels,
            links=(
                Link("map", "image", kernel_size=weights.shape),
                *(Link(name, "map", **window) for name in now.pooled),
            ),
            columns=(("image",), ("map",), ("max", "l2"), ("average",)),
            wide_columns=(("image",), ("map",), ("max",), ("average",), ("l2",)),
            controls=_controls(now),
            lead="max",
            leading=("map", "max"),
        )


def _controls(now: PoolingSettings) -> tuple[Control, ...]:
    return (
        choose("image", "Picture", now.image, IMAGES),
        choose("kernel", "Kernel", now.kernel, KERNELS),
        choose_whole("window", "Window", now.window, *RANGES["window"]),
        choose_whole("stride", "Stride", now.stride, *RANGES["stride"]),
        choose("partial", "Partial windows", now.partial, PARTIAL),
        choose_whole("down", "Down", now.down, *RANGES["down"]),
        choose_whole("right", "Right", now.right, *RANGES["right"]),
    )


def _notes(now: PoolingSettings) -> dict[str, str]:
    """Say under each array what the shift changed, or how many numbers and weights there are."""
    if now.is_shifted:
        changed = "{} of {} changed by the shift"
        return {name: changed.format(*counts) for name, counts in now.changes.items()}
    weights = {name: f"{2 * array.size} weights" for name, array in now.arrays.items()}
    return dict.fromkeys(now.arrays, "") | {
        "map": f"{counted(now.map.size, 'number')}: {weights['map']} for 2 classes",
        "max": f"{counted(now.pooled['max'].size, 'number')}: {weights['max']}",
    }


def _describe(now: PoolingSettings) -> str:
    (rows, cols), (high, wide) = now.map.shape, now.pooled["max"].shape
    text = (
        f"Pooling explorer. The map of feature {now.kernel} on {IMAGES[now.image]}, "
        f"{rows}×{cols} numbers, pooled by windows of {now.window} with stride "
        f"{now.stride} to {high}×{wide}."
    )
    if now.is_shifted:
        parts = (f"{count} of {of} in {name}" for name, (count, of) in now.changes.items())
        by = f"{short(now.down)} down, {short(now.right)} right"
        text += f" Shifted by {by}, what changed: "
        text += ", ".join(parts) + "."
    return text
