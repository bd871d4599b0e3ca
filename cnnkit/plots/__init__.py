"""Figures in one house style: arrays and matplotlib Axes in, Axes out.

`panels` makes a figure with Axes to draw on, the other functions draw arrays on them, and `show`
puts the finished figure into the notebook together with its alternative text. Nothing here uses
pyplot, so no cell leaves a "current figure" behind for the next.

Two kinds of arrays look different on purpose. A *picture* is grey: black is its lowest value, white
its highest. Everything that has a sign, such as kernels, products, maps and votes, is blue below
zero, near white at zero and orange above. Blue is darker than orange, so the sign survives a grey
printer; where they fit, the numbers stand in the cells.
"""

from cnnkit.plots.charts import bars, gallery, lines
from cnnkit.plots.colours import *
from cnnkit.plots.figure import panels, show, to_png
from cnnkit.plots.grids import confusion, heatmap, maps, outline, picture, products
from cnnkit.plots.number_text import decimals_of, number
from cnnkit.plots.surfaces import landscape, steps

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
    "WRONG",
    "ZERO",
    "bars",
    "confusion",
    "decimals_of",
    "gallery",
    "heatmap",
    "landscape",
    "lines",
    "maps",
    "number",
    "outline",
    "panels",
    "picture",
    "products",
    "show",
    "steps",
    "to_png",
]
