"""Colours and the signed colormap; dashes and markers of a chart's lines."""

from matplotlib.colors import LinearSegmentedColormap

__all__ = [
    "CURSOR",
    "DASHES",
    "GRID",
    "INK",
    "MARKERS",
    "MUTED",
    "NEGATIVE",
    "PAPER",
    "POSITIVE",
    "SERIES",
    "SIGNED",
    "ZERO",
]

NEGATIVE, ZERO, POSITIVE = "#2166ac", "#f7f7f7", "#e08214"
"""Ends and middle of the signed colours."""
INK, MUTED, PAPER, GRID = "#1a1a1a", "#595959", "#ffffff", "#d0d0d0"
"""Text, secondary text, background and lines."""
CURSOR = "#b5179e"
"""Windows and marks: far from grey, blue and orange alike."""
SERIES = ("#2166ac", "#c2610c", "#1b7837", "#762a83", "#595959")
"""Lines of a chart, in this order; each also has its own dash and marker."""
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")

SIGNED = LinearSegmentedColormap.from_list("cnnkit signed", [NEGATIVE, ZERO, POSITIVE], N=257)
"""An odd number of steps, so that exactly zero has the colour ZERO."""
