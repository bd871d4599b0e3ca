"""Max, mean and Lp pooling of one map, and what a shift of the image does to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit import functional, matching
from cnnkit.shapes import pool_output_size
from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.numbers import parse_whole
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.rules import Max, Mean, Norm, Products
from cnnkit.widgets.board.scene import Control, Link, Scene
from cnnkit.widgets.filters.pictures_and_kernels import picture_of, presets

IMAGES = {"X": "X", "O": "O", "digit": "a digit"}
KERNELS = ("\\", "crossing", "/")
PARTIAL = {"keep": "kept", "drop": "dropped"}
_RANGES = {"window": (1, 4), "stride": (1, 4), "down": (-3, 3), "right": (-3, 3)}


@dataclass(frozen=True)
class PoolingSettings(Settings):
    """What a person can choose: see :class:`PoolingExplorer`."""

    image: str
    kernel: str
    window: int
    stride: int
    partial: str
    down: int
    right: int

    def __post_init__(self):
        choice(self.image, "image", IMAGES)
        choice(self.kernel, "kernel", KERNELS)
        choice(self.partial, "partial", PARTIAL)
        for name, (low, high) in _RANGES.items():
            self._take(**{name: parse_whole(getattr(self, name), low, high, name)})
        if self.stride > self.window:
            raise ValueError(
                f"stride {self.stride} with a window of {self.window} would skip numbers that no "
                f"window sees; use a stride of at most {self.window}."
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

    def __init__(
        self, image="X", kernel="\\", *, window=2, stride=2, partial="keep", down=0, right=0
    ):
        settings = PoolingSettings(image, kernel, window, stride, partial, down, right)
        super().__init__(settings, cursor=("max", 0, 0, 0))

    def __repr__(self):
        settings = ", ".join(f"{name}={getattr(self._settings, name)!r}" for name in self.names)
        return f"PoolingExplorer({settings})"

    @property
    def picture(self) -> np.ndarray:
        """The shifted picture, shape (H, W)."""
        return self._picture(self._settings.down, self._settings.right)

    @property
    def map(self) -> np.ndarray:
        """The rectified map of the shifted picture."""
        return self._map(self.picture)

    @property
    def pooled(self) -> dict[str, np.ndarray]:
        """The map pooled by "max", "average" and "l2"."""
        return self._pool(self.map)

    # -- picture → map → pooled, all by cnnkit

    def _picture(self, down: int, right: int) -> np.ndarray:
        picture = picture_of(self._settings.image)
        rows, cols = picture.shape
        reach = _RANGES["down"][1]
        framed = np.pad(picture, reach, constant_values=picture.min())
        return framed[reach - down : reach - down + rows, reach - right : reach - right + cols]

    def _map(self, picture: np.ndarray) -> np.ndarray:
        return functional.relu(
            matching.match_map(picture, presets()[self._settings.kernel], scoring="mean")
        )

    def _pool(self, scores: np.ndarray) -> dict[str, np.ndarray]:
        size = self._settings.window
        options = {
            "stride": self._settings.stride,
            "ceil_mode": self._settings.partial == "keep",
        }
        stack = scores[None, None]
        return {
            "max": functional.max_pool2d(stack, size, **options)[0, 0],
            "average": functional.avg_pool2d(stack, size, **options)[0, 0],
            "l2": functional.lp_pool2d(stack, size, p=2, **options)[0, 0],
        }

    # -- what the board shows

    def compute(self) -> Scene:
        """Return picture, map and the three pooled maps, linked by their windows."""
        now = self._settings
        picture = self._picture(now.down, now.right)
        scores = self._map(picture)
        pooled = self._pool(scores)
        before = self._picture(0, 0)
        map_before = self._map(before)
        changes = {
            "image": _changed(picture, before),
            "map": _changed(scores, map_before),
        } | {name: _changed(pooled[name], array) for name, array in self._pool(map_before).items()}
        shifted = now.down or now.right
        notes = {
            name: f"{count} of {size} changed by the shift" if shifted else ""
            for name, (count, size) in changes.items()
        }
        if not shifted:
            notes["map"] = f"{scores.size} numbers: {2 * scores.size} weights for 2 classes"
            notes["max"] = f"{pooled['max'].size} numbers: {2 * pooled['max'].size} weights"
        window = {"kernel_size": (now.window,) * 2, "stride": (now.stride,) * 2}
        low = float(picture.min())
        limit = max(float(pooled["l2"].max()), 1.0)
        panels = [
            Grid("image", "Picture", (min(low, 0.0), 1.0), colours="gray", note=notes["image"]),
            Grid(
                "map",
                "Map after ReLU",
                (-1.0, 1.0),
                note=notes["map"],
                rule=Products("map", "image", "weights", divide=9, sums="sums", rectify=True),
            ),
        ]
        titles = {"max": "Maximum", "average": "Average", "l2": "L2 norm"}
        rules = {"max": Max("map"), "average": Mean("map"), "l2": Norm("map", now.window**2)}
        links = [Link("map", "image", kernel_size=(3, 3))]
        for name in pooled:
            top = limit if name == "l2" else 1.0
            panels.append(
                Grid(
                    name,
                    titles[name],
                    (-top, top),
                    note=notes[name],
                    rule=rules[name],
                )
            )
            links.append(Link(name, "map", channels="same", **window))
        return Scene(
            label=self._describe(changes),
            arrays={
                "image": picture[None],
                "map": scores[None],
                "weights": presets()[now.kernel][None],
                "sums": matching.match_map(picture, presets()[now.kernel], scoring="sum")[None],
            }
            | {name: array[None] for name, array in pooled.items()},
            panels=tuple(panels),
            links=tuple(links),
            columns=(("image",), ("map",), ("max", "l2"), ("average",)),
            controls=self._controls(),
            lead="max",
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        return (
            choose("image", "Picture", now.image, IMAGES),
            choose("kernel", "Kernel", now.kernel, KERNELS),
            Control("window", "Window", now.window, "integer", *_RANGES["window"]),
            Control("stride", "Stride", now.stride, "integer", *_RANGES["stride"]),
            choose("partial", "Partial windows", now.partial, PARTIAL),
            Control("down", "Down", now.down, "integer", *_RANGES["down"]),
            Control("right", "Right", now.right, "integer", *_RANGES["right"]),
        )

    def _describe(self, changes: dict) -> str:
        now = self._settings
        rows, cols = self.map.shape
        size = pool_output_size(
            (rows, cols), now.window, stride=now.stride, ceil_mode=now.partial == "keep"
        )
        text = (
            f"Pooling explorer. The map of feature {now.kernel} on {IMAGES[now.image]}, "
            f"{rows}×{cols} numbers, pooled by windows of {now.window} with stride "
            f"{now.stride} to {size[0]}×{size[1]}."
        )
        if now.down or now.right:
            parts = (f"{count} of {of} in {name}" for name, (count, of) in changes.items())
            text += f" Shifted by {now.down} down, {now.right} right, what changed: "
            text += ", ".join(parts) + "."
        return text


def _changed(new: np.ndarray, old: np.ndarray) -> tuple[int, int]:
    """Return how many numbers differ, and of how many."""
    return int((np.abs(new - old) > 1e-6).sum()), new.size
