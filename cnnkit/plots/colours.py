"""Colours and the signed colormap; dashes and markers of a chart's lines.

The board's light theme has the same ones (``js/board/board.css``), and mixes them and chooses the
ink on them in the same way (``js/board/colours.js``): ``tests/shared/colours.json`` holds both.
"""

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
    "WAYS",
    "WRONG",
    "ZERO",
]

NEGATIVE, ZERO, POSITIVE = "#2166ac", "#f7f7f7", "#e08214"
"""Ends and middle of the signed colours."""
INK, MUTED, PAPER, GRID = "#1a1a1a", "#595959", "#ffffff", "#d0d0d0"
"""Text, secondary text, background and lines."""
CURSOR = "#b5179e"
"""Windows and marks: far from grey, blue and orange alike."""
WRONG = "#b3261e"
"""The ground behind a wrong answer."""
SERIES = ("#2166ac", "#c2610c", "#1b7837", "#762a83", "#595959")
"""Lines of a chart, in this order; each also has its own dash and marker."""
WAYS = (NEGATIVE, INK, CURSOR, "#1b7837", MUTED)
"""Paths over a landscape, whose hills are orange; the first three are plain, momentum and Adam."""
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")

SIGNED = LinearSegmentedColormap.from_list("cnnkit signed", [NEGATIVE, ZERO, POSITIVE], N=257)
"""An odd number of steps, so that exactly zero has the colour ZERO."""


def ink_on(rgb):
    """Black or white, whichever contrasts more (WCAG 2 relative luminance); at least 4.5 : 1.

    >>> ink_on((1.0, 0.9, 0.8)), ink_on((0.1, 0.2, 0.5))
    ('#000000', '#ffffff')
    """
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb[:3]
    )
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
