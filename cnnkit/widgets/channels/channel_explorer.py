"""One kernel over colour channels: the share of each channel, and their sum."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.edits import place_of, with_cell
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.numbers import around_zero, writer
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.rules import Products, Sum
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.channels.channel_settings import IMAGES, KERNELS, ChannelSettings

CHANNELS = ("red", "green", "blue")


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
        return self._settings.shares

    @property
    def map(self) -> np.ndarray:
        """The map of the whole kernel, shape (H_out, W_out)."""
        return self._settings.map

    def edit(self, name: str, value):
        """Return the settings after a control, or one weight, ``kernel[channel,row,col]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "kernel" and place:
            where = f"the kernel's slice for {CHANNELS[place[0]]}"
            return now.changed(kernel=with_cell(now.kernel, place, value, where))
        if name == "preset":
            return now if value == "custom" else now.changed(kernel=value)
        return super().edit(name, value)

    def compute(self) -> Scene:
        """Return the channels, the kernel's slices, the shares and their sum."""
        now = self._settings
        share, size = Products("shares", "image", "kernel"), now.kernel.shape[1:]
        return Scene(
            label=self._describe(),
            arrays={
                "image": now.picture,
                "kernel": now.kernel,
                "shares": now.shares,
                "map": now.map[None],
            },
            panels=(
                Grid("image", "Red, green, blue", (0.0, 1.0), colours="channels"),
                Grid(
                    "kernel",
                    "Kernel",
                    around_zero(now.kernel),
                    editable=True,
                    extent=380,
                    note="a slice a channel",
                ),
                Grid("shares", "Each channel's share", around_zero(now.shares), rule=share),
                Grid(
                    "map",
                    "Map = sum of the shares",
                    around_zero(now.map),
                    rule=Sum("shares", CHANNELS),
                    note="{}×{}; one map, however many channels".format(*now.map.shape),
                ),
            ),
            links=(
                Link("shares", "image", kernel_size=size, channels="same", snap=True),
                Link("map", "shares"),
            ),
            columns=(("image",), ("kernel",), ("shares",), ("map",)),
            controls=(
                choose("image", "Picture", now.image, IMAGES, own=now.image == "own"),
                choose("preset", "Kernel", now.preset, (*KERNELS, "custom")),
            ),
            lead="map",
            weights="kernel",
            tallest=400,
        )

    def _describe(self) -> str:
        now, write = self._settings, writer(self._settings.map)
        return (
            f"Channel explorer. A kernel of 3×{now.kernel.shape[1]}×{now.kernel.shape[2]} "
            f"({now.preset}) over {IMAGES.get(now.image, 'your own picture')} in red, green and "
            f"blue: three shares that add up to one map, from {write(now.map.min())} to "
            f"{write(now.map.max())}."
        )
