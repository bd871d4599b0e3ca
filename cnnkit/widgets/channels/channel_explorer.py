"""One kernel over colour channels: the share of each channel, and their sum."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Products, Sum
from cnnkit.widgets.board.controls import button, choose, choose_picture
from cnnkit.widgets.board.edits import place_of, with_cell
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.panel_limits import around_zero
from cnnkit.widgets.board.panels import Details, Grid, OpenMap
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.board.uploads import decode_upload, told_of_file
from cnnkit.widgets.channels.channel_settings import IMAGES, KERNELS, LARGEST, ChannelSettings
from cnnkit.widgets.channels.channel_words import DECIMALS, describe

CHANNELS = ("red", "green", "blue")
WRITTEN = Details(decimals=DECIMALS)  # the shares and their sum


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
    walk = ("map", "shares", "map")

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
        if name == "negative":
            return now.changed(kernel=0 - now.kernel)
        return super().edit(name, value)

    def upload(self, name: str, filename: str, content: bytes):
        """Return the settings with a PNG or JPEG in colour, scaled down if it is large."""
        pixels, original = decode_upload(filename, content, largest=LARGEST)
        notice = ""
        if original != pixels.shape[1:]:
            notice = (
                "{} has {}×{} pixels; it is scaled down to {}×{}, so that three channels fit the "
                "screen.".format(filename, *original, *pixels.shape[1:])
            )
        with told_of_file(filename, pixels.shape[1:]):
            return self._settings.changed(image=pixels, notice=notice)

    def compute(self) -> Scene:
        """Return the channels, the kernel's slices, the shares and their sum."""
        now = self._settings
        share, size = Products("shares", "image", "kernel"), now.kernel.shape[1:]
        return Scene(
            label=describe(now),
            arrays={
                "colour": now.picture,
                "image": now.picture,
                "kernel": now.kernel,
                "shares": now.shares,
                "map": now.map[None],
            },
            panels=(
                OpenMap(
                    "colour",
                    "Picture",
                    (0.0, 1.0),
                    colours="rgb",
                    map_of=("image", -1),
                    window_of=("shares", 0),
                ),
                Grid("image", "Red, green, blue", (0.0, 1.0), colours="channels"),
                Grid(
                    "kernel",
                    "Kernel",
                    around_zero(now.kernel),
                    editable=True,
                    extent=380,
                    note="one slice per channel",
                ),
                Grid(
                    "shares",
                    "Each channel's share",
                    around_zero(now.shares),
                    rule=share,
                    details=WRITTEN,
                ),
                Grid(
                    "map",
                    "Map = sum of the shares",
                    around_zero(now.map),
                    rule=Sum("shares", CHANNELS),
                    details=WRITTEN,
                    note="{}×{}; one map, however many channels".format(*now.map.shape),
                ),
            ),
            links=(
                Link("shares", "image", kernel_size=size, channels="same", snap=True),
                Link("map", "shares"),
            ),
            columns=(("colour",), ("image",), ("kernel",), ("shares",), ("map",)),
            controls=(
                choose("image", "Picture", now.image, IMAGES, own=now.own is not None),
                choose_picture("Your own…"),
                choose("preset", "Kernel", now.preset, (*KERNELS, "custom")),
                button("negative", "Negative"),
            ),
            lead="map",
            leading=("shares", "map"),
            weights="kernel",
            tallest=400,
            message=("notice", now.notice) if now.notice else ("", ""),
        )
