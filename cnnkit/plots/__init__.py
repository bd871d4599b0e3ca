"""Figures in one house style: arrays and matplotlib Axes in, Axes out.

`show_row` shows parts side by side (a `Picture`, a `Map`, `Lines`, `Bars` and so on) and says them
in words. Step by step: `panels` makes a figure with Axes, the other functions draw arrays on them,
and `show` puts the finished figure into the notebook together with its alternative text. Nothing
here uses pyplot, so no cell leaves a "current figure" behind for the next.

Two kinds of arrays look different on purpose. A *picture* is grey: black is its lowest value, white
its highest. Everything that has a sign, such as kernels, products, maps and votes, is blue below
zero, near white at zero and orange above. Blue is darker than orange, so the sign survives a grey
printer; where they fit, the numbers are in the cells.
"""

from cnnkit.plots.charts import bars, gallery, lines
from cnnkit.plots.colours import *
from cnnkit.plots.confusion_matrix import confusion
from cnnkit.plots.figure import panels, show, to_png
from cnnkit.plots.figure_parts import Bars, Confusion, Landscape, Lines, Map, Picture
from cnnkit.plots.figure_rows import maps_of, show_products, show_row
from cnnkit.plots.grids import heatmap, maps, outline, picture, products
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
    "Bars",
    "Confusion",
    "Landscape",
    "Lines",
    "Map",
    "Picture",
    "bars",
    "confusion",
    "decimals_of",
    "gallery",
    "heatmap",
    "landscape",
    "lines",
    "maps",
    "maps_of",
    "number",
    "outline",
    "panels",
    "picture",
    "products",
    "show",
    "show_products",
    "show_row",
    "steps",
    "to_png",
]
