"""Checked settings of the ChannelExplorer: a colour picture, a kernel, and the maps they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from cnnkit import data, functional
from cnnkit.checks import shown
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.settings import Settings

IMAGES = {"coffee": "photo: coffee", "cat": "photo: cat"}
LARGEST = 48  # pixels a side: three channels have to fit the screen
_BLOCK = 6  # photographs are averaged over blocks of 6×6 pixels

_EDGE = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4
_DOT = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
KERNELS = {
    "vertical edge, all channels": np.stack([_EDGE / 3] * 3),
    "vertical edge, red only": np.stack([_EDGE, 0 * _EDGE, 0 * _EDGE]),
    "red minus blue": np.stack([_DOT, 0 * _DOT, -_DOT]),
    "blur": np.full((3, 3, 3), 1 / 27),
    "brightness, 1×1": np.array([0.299, 0.587, 0.114]).reshape(3, 1, 1),
    "red minus green, 1×1": np.array([1.0, -1.0, 0.0]).reshape(3, 1, 1),
}


@cache
def _photo(name: str) -> np.ndarray:
    pixels = data.load_photo(name)
    _, rows, cols = (size // _BLOCK for size in pixels.shape)
    blocks = pixels[:, : rows * _BLOCK, : cols * _BLOCK].reshape(3, rows, _BLOCK, cols, _BLOCK)
    return frozen(blocks.mean((2, 4), dtype=np.float32))


@dataclass(frozen=True, eq=False)
class ChannelSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.ChannelExplorer`."""

    image: object
    kernel: object
    own: np.ndarray | None = None  # the person's picture, kept while another one is shown
    notice: str = ""  # what is to be said of it, until the next change

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield the picture's name and pixels, and the kernel's numbers."""
        name = self.image
        if not isinstance(name, str):
            yield "own", _stack(name, "image", LARGEST)
            yield "image", "own"
        elif name not in IMAGES and (name != "own" or self.own is None):
            names = ", ".join(map(repr, IMAGES))
            raise ValueError(
                f"image {shown(name)} is unknown; use one of {names}, or a (3, H, W) array."
            )
        kernel = self.kernel
        if isinstance(kernel, str):
            if kernel not in KERNELS:
                names = ", ".join(map(repr, KERNELS))
                raise ValueError(
                    f"kernel {shown(kernel)} is unknown; use one of {names}, or a (3, kH, kW) "
                    "array."
                )
            kernel = KERNELS[kernel]
        kernel, picture = _stack(kernel, "kernel", 7), self.picture
        if kernel.shape[1] > picture.shape[1] or kernel.shape[2] > picture.shape[2]:
            raise ValueError(
                "a kernel of {}×{} does not fit a picture of {}×{}; use a smaller one.".format(
                    *kernel.shape[1:], *picture.shape[1:]
                )
            )
        yield "kernel", kernel

    def changed(self, **changes) -> ChannelSettings:
        """Return checked settings with `changes`; a notice is given once."""
        return super().changed(**{"notice": ""} | changes)

    @cached_property
    def picture(self) -> np.ndarray:
        """The pixels that `image` stands for, shape (3, H, W)."""
        return self.own if self.image == "own" else _photo(self.image)

    @cached_property
    def preset(self) -> str:
        """Name of the kernel, or "custom"."""
        same = (
            name
            for name, kernel in KERNELS.items()
            if np.array_equal(kernel.astype(np.float32), self.kernel)
        )
        return next(same, "custom")

    @cached_property
    def shares(self) -> np.ndarray:
        """Each channel's part of the map, shape (3, H_out, W_out)."""
        # One channel at a time: a batch of three grey pictures would share one kernel.
        parts = [
            functional.conv2d(x[None, None], w[None, None])[0, 0]
            for x, w in zip(self.picture, self.kernel, strict=True)
        ]
        return frozen(np.stack(parts))

    @cached_property
    def map(self) -> np.ndarray:
        """The map of the whole kernel, shape (H_out, W_out)."""
        return frozen(functional.conv2d(self.picture[None], self.kernel[None])[0, 0])


def _stack(value, name: str, most: int) -> np.ndarray:
    """Return a checked read-only (3, H, W) array."""
    try:
        array = frozen(value, np.float32)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is not an array of numbers; give rows of equal length.") from None
    if array.ndim != 3 or len(array) != 3 or not array.size:
        hint = _three_channels(array.shape).format(name)
        raise ValueError(f"{name} has shape {array.shape}; give (3, height, width){hint}.")
    if max(array.shape) > most:
        raise ValueError(f"{name} has shape {array.shape}; the explorer shows up to {most}×{most}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a number that is not finite; use numbers.")
    return array


def _three_channels(shape: tuple[int, ...]) -> str:
    """Return the line that makes three channels of an array of another shape; empty for others."""
    if len(shape) == 2:
        return "; try np.stack([{}] * 3)"
    if len(shape) == 4:
        return "; try {}[0]"
    if len(shape) != 3 or 0 in shape:
        return ""
    if shape[2] in (3, 4):
        return "; try {}" + "[..., :3]" * (shape[2] == 4) + ".transpose(2, 0, 1)"
    if shape[0] == 4:
        return "; try {}[:3]"
    if shape[0] == 1:
        return "; try {}.repeat(3, axis=0)"
    return "; try {}.transpose(2, 0, 1).repeat(3, axis=0)" if shape[2] == 1 else ""
