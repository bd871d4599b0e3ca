"""One kernel over colour channels: the share of each channel, and their sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from cnnkit import data, functional
from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import largest, parse_number
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.rules import Products, Sum
from cnnkit.widgets.board.scene import Link, Scene

CHANNELS = ("red", "green", "blue")
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
    """What a person can choose: see :class:`ChannelExplorer`."""

    image: object
    kernel: object
    picture: np.ndarray | None = None

    def __post_init__(self):
        name, picture = self.image, self.picture
        if not isinstance(name, str):
            name, picture = "own", _stack(name, "image", LARGEST)
        elif name in IMAGES:
            picture = _photo(name)
        elif name != "own" or picture is None:
            names = ", ".join(map(repr, IMAGES))
            raise ValueError(
                f"image {name!r} is unknown; use one of {names}, or a (3, H, W) array."
            )
        kernel = self.kernel
        if isinstance(kernel, str):
            if kernel not in KERNELS:
                names = ", ".join(map(repr, KERNELS))
                raise ValueError(
                    f"kernel {kernel!r} is unknown; use one of {names}, or a (3, kH, kW) array."
                )
            kernel = KERNELS[kernel]
        kernel = _stack(kernel, "kernel", 7)
        if kernel.shape[1] > picture.shape[1] or kernel.shape[2] > picture.shape[2]:
            raise ValueError(
                "a kernel of {}×{} does not fit a picture of {}×{}; use a smaller one.".format(
                    *kernel.shape[1:], *picture.shape[1:]
                )
            )
        self._take(image=name, kernel=kernel, picture=picture)

    @property
    def preset(self) -> str:
        """Name of the kernel, or "custom"."""
        same = (
            name
            for name, kernel in KERNELS.items()
            if np.array_equal(kernel.astype(np.float32), self.kernel)
        )
        return next(same, "custom")


class ChannelExplorer(Explorer):
    """See how one kernel reads all channels of a colour picture.

    The kernel has a slice for every channel. Each slice makes its own map, the channel's share;
    the layer's map is their sum. Hover any of them; type into the kernel.

    Parameters
    ----------
    image : {"coffee", "cat"} or array of shape (3, H, W)
        Red, green and blue from 0 to 1; your own picture may be up to 48×48.
    kernel : str or array of shape (3, kH, kW)
        A key of :data:`KERNELS`, or your own numbers, up to 7×7.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = ChannelExplorer("coffee", "red minus green, 1×1")
    >>> explorer.shares.shape, explorer.map.shape
    ((3, 28, 42), (28, 42))
    >>> bool(np.allclose(explorer.shares.sum(0), explorer.map, atol=1e-6))
    True
    """

    image = Setting()
    kernel = Setting()

    def __init__(self, image="coffee", kernel="vertical edge, all channels"):
        super().__init__(ChannelSettings(image, kernel), cursor=("map", 0, 0, 0))

    def __repr__(self):
        now = self._settings
        kernel = repr(now.preset)
        if now.preset == "custom":
            kernel = "<custom {}×{}×{}>".format(*now.kernel.shape)
        return f"ChannelExplorer(image={now.image!r}, kernel={kernel})"

    @property
    def picture(self) -> np.ndarray:
        """The picture in use, shape (3, H, W)."""
        return self._settings.picture

    @property
    def shares(self) -> np.ndarray:
        """Each channel's part of the map, shape (3, H_out, W_out)."""
        now = self._settings
        # One channel at a time: a batch of three grey pictures would share one kernel.
        parts = [
            functional.conv2d(x[None, None], w[None, None])[0, 0]
            for x, w in zip(now.picture, now.kernel, strict=True)
        ]
        return np.stack(parts)

    @property
    def map(self) -> np.ndarray:
        """The map of the whole kernel, shape (H_out, W_out)."""
        now = self._settings
        return functional.conv2d(now.picture[None], now.kernel[None])[0, 0]

    def edit(self, name: str, value):
        """Return the settings after a control, or one weight, ``kernel[channel,row,col]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "kernel" and place:
            kernel = now.kernel.copy()
            where = f"the kernel's slice for {CHANNELS[place[0]]}"
            kernel[place] = parse_number(value, where)
            return now.changed(kernel=kernel)
        if name == "preset":
            return now if value == "custom" else now.changed(kernel=value)
        return super().edit(name, value)

    def compute(self) -> Scene:
        """Return the channels, the kernel's slices, the shares and their sum."""
        now = self._settings
        shares, total = self.shares, self.map
        limit, sum_limit, strongest = largest(shares), largest(total), largest(now.kernel)
        size = now.kernel.shape[1:]
        share_rule = Products("shares", "image", "kernel")
        panels = (
            Grid("image", "Red, green, blue", (0.0, 1.0), colours="channels"),
            Grid(
                "kernel",
                "Kernel",
                (-strongest, strongest),
                editable=True,
                extent=380,
                note="a slice a channel",
            ),
            Grid("shares", "Each channel's share", (-limit, limit), rule=share_rule),
            Grid(
                "map",
                "Map = sum of the shares",
                (-sum_limit, sum_limit),
                rule=Sum("shares", CHANNELS),
                note=f"{total.shape[0]}×{total.shape[1]}; one map, however many channels",
            ),
        )
        images = IMAGES | ({"own": "your own"} if now.image == "own" else {})
        return Scene(
            label=self._describe(total),
            arrays={
                "image": now.picture,
                "kernel": now.kernel,
                "shares": shares,
                "map": total[None],
            },
            panels=panels,
            links=(
                Link("shares", "image", kernel_size=size, channels="same", snap=True),
                Link("map", "shares"),
            ),
            columns=(("image",), ("kernel",), ("shares",), ("map",)),
            controls=(
                choose("image", "Picture", now.image, images),
                choose("preset", "Kernel", now.preset, (*KERNELS, "custom")),
            ),
            lead="map",
            weights="kernel",
            tallest=400,
        )

    def _describe(self, total) -> str:
        now = self._settings
        return (
            f"Channel explorer. A kernel of 3×{now.kernel.shape[1]}×{now.kernel.shape[2]} "
            f"({now.preset}) over {IMAGES.get(now.image, 'your own picture')} in red, green and "
            f"blue: three shares that add up to one map, from {total.min():.2f} to "
            f"{total.max():.2f}."
        )


def _stack(value, name: str, most: int) -> np.ndarray:
    """Return a checked read-only (3, H, W) array."""
    try:
        array = frozen(value, np.float32)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is not an array of numbers; give rows of equal length.") from None
    if array.ndim != 3 or len(array) != 3 or not array.size:
        hint = "; try image.transpose(2, 0, 1)" if array.ndim == 3 and array.shape[2] == 3 else ""
        raise ValueError(f"{name} has shape {array.shape}; give (3, height, width){hint}.")
    if max(array.shape) > most:
        raise ValueError(f"{name} has shape {array.shape}; the explorer shows up to {most}×{most}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a number that is not finite; use numbers.")
    return array
