"""The ChannelExplorer in words."""

from __future__ import annotations

from cnnkit import plots
from cnnkit.widgets.channels.channel_settings import IMAGES, ChannelSettings

DECIMALS = 3  # of the shares and their sum: two would not add up as they are printed


def describe(now: ChannelSettings) -> str:
    """Return the board in one line, for a screen reader."""
    lowest, highest = (plots.number(end, DECIMALS) for end in (now.map.min(), now.map.max()))
    return (
        f"Channel explorer. A kernel of 3×{now.kernel.shape[1]}×{now.kernel.shape[2]} "
        f"({now.preset}) over {IMAGES.get(now.image, 'your own picture')} in red, green and "
        f"blue: three shares that add up to one map, from {lowest} to {highest}."
    )
