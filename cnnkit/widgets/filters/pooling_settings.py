"""Checked settings of the PoolingExplorer: a picture, its map, and the map pooled in three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit import functional, matching
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings, choice
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.filters.pictures_and_kernels import picture_of, presets

IMAGES = {"X": "X", "O": "O", "digit": "a digit"}
KERNELS = ("\\", "crossing", "/")
PARTIAL = {"keep": "kept", "drop": "dropped"}
REACH = 3  # pixels of a shift, each way
RANGES = {"window": (1, 4), "stride": (1, 4), "down": (-REACH, REACH), "right": (-REACH, REACH)}


@dataclass(frozen=True)
class PoolingSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.PoolingExplorer`."""

    image: str
    kernel: str
    window: int
    stride: int
    partial: str
    down: int
    right: int

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the numbers; raise a sentence for what is impossible."""
        choice(self.image, "image", IMAGES)
        choice(self.kernel, "kernel", KERNELS)
        choice(self.partial, "partial", PARTIAL)
        for name, (low, high) in RANGES.items():
            yield name, parse_whole(getattr(self, name), low, high, name)
        if self.stride > self.window:
            raise ValueError(
                f"stride {self.stride} with a window of {self.window} would skip numbers that no "
                f"window sees; use a stride of at most {self.window}."
            )

    # -- picture → map → pooled, all by cnnkit

    @cached_property
    def picture(self) -> np.ndarray:
        """The shifted picture, shape (H, W)."""
        picture = picture_of(self.image)
        rows, cols = picture.shape
        framed = np.pad(picture, REACH, constant_values=picture.min())
        top, left = REACH - self.down, REACH - self.right
        return frozen(framed[top : top + rows, left : left + cols])

    @cached_property
    def sums(self) -> np.ndarray:
        """The sums of the products of each window and the kernel."""
        kernel = presets()[self.kernel]
        return frozen(matching.match_map(self.picture, kernel, scoring="sum"))

    @cached_property
    def map(self) -> np.ndarray:
        """The map of scores, the means of the products, after ReLU."""
        return frozen(functional.relu(self.sums / presets()[self.kernel].size))

    @cached_property
    def pooled(self) -> dict[str, np.ndarray]:
        """The map pooled by "max", "average" and "l2"."""
        stack, size = self.map[None, None], self.window
        options = {"stride": self.stride, "ceil_mode": self.partial == "keep"}
        found = {
            "max": functional.max_pool2d(stack, size, **options),
            "average": functional.avg_pool2d(stack, size, **options),
            "l2": functional.lp_pool2d(stack, size, p=2, **options),
        }
        return {name: frozen(array[0, 0]) for name, array in found.items()}

    # -- what a shift does to each

    @property
    def is_shifted(self) -> bool:
        """Whether the picture is not in its place."""
        return bool(self.down or self.right)

    @cached_property
    def changes(self) -> dict[str, tuple[int, int]]:
        """How many numbers of each array the shift changes, and of how many."""
        before = self.changed(down=0, right=0) if self.is_shifted else self
        return {
            name: (int((np.abs(array - before.arrays[name]) > 1e-6).sum()), array.size)
            for name, array in self.arrays.items()
        }

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """Picture, map and pooled maps."""
        return {"image": self.picture, "map": self.map} | self.pooled
