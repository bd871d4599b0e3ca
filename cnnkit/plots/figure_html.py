"""A figure as a page shows it: its words for those who cannot see it, dark on a dark page.

JupyterLab gives an ``image/png`` output no alternative text, whatever its metadata say; an ``img``
in ``text/html`` keeps its own, also where the notebook is not trusted. On a dark page a veil over
the figure turns light and dark around and keeps the hues. It has holes where the colours are the
data: heat maps, pictures, landscapes. So no second picture is drawn or stored.
"""

import base64
import html

import numpy as np

from cnnkit.plots.colours import PAPER

__all__ = ["HTML_CLASS", "figure_html"]

HTML_CLASS = "cnnkit-figure"
MARGIN = 0.1  # inches around a figure that is saved "tight"
DARK_PAGES = (  # JupyterLab, Sphinx and Colab, VS Code
    '[data-jp-theme-light="false"]',
    'html[data-theme="dark"]',
    'html[theme="dark"]',
    ".vscode-dark",
)
DARK = f":is({','.join(DARK_PAGES)})"
# The box behind the picture has its colour: the veil may reach a part of a pixel beyond it.
NIGHT = (
    f"<style>{DARK} .{HTML_CLASS}{{background:{PAPER}}}"
    f"{DARK} .cnnkit-night{{display:block!important;position:absolute;"
    "inset:0;pointer-events:none;backdrop-filter:invert(.92) hue-rotate(180deg)}</style>"
)


def figure_html(figure, png: bytes, alt: str, width: int) -> str:
    """Return the figure with its alternative text, and these words below it to open.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Just drawn.
    png : bytes
        What was drawn, saved "tight".
    alt : str
        What its data show.
    width : int
        Pixels on the screen.
    """
    words = html.escape(alt)
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    return (
        f'{NIGHT}<div class="{HTML_CLASS}" style="position:relative;width:fit-content">'
        f'<img src="{source}" alt="{words}" width="{width}" style="display:block">'
        f'<span class="cnnkit-night" style="display:none;clip-path:{veil(figure)}"></span></div>'
        f"<details><summary>In words</summary><p>{words}</p></details>"
    )


def veil(figure) -> str:
    """Return CSS for the whole figure without the Axes whose colours are data.

    >>> from matplotlib.figure import Figure
    >>> figure = Figure((1, 1))
    >>> veil(figure)
    'polygon(evenodd,0% 0%,100% 0%,100% 100%,0% 100%,0% 0%)'
    """
    rectangles = [(0.0, 0.0, 100.0, 100.0), *coloured(figure)]
    # One line through all corners: what lies between two rectangles is walked there and back.
    corners = [
        (x, y)
        for left, top, right, bottom in rectangles
        for x, y in ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    ]
    corners += [(left, top) for left, top, _, _ in reversed(rectangles[:-1])]
    corners = corners[:5] if len(rectangles) == 1 else corners
    return "polygon(evenodd," + ",".join(f"{x:.4g}% {y:.4g}%" for x, y in corners) + ")"


def coloured(figure) -> list[tuple[float, float, float, float]]:
    """Return left, top, right and bottom, in per cent, of all Axes with pictures or colour maps."""
    axes = [ax for ax in figure.axes if ax.get_visible() and _holds_colours(ax)]
    if not axes:
        return []
    renderer = figure.canvas.get_renderer()
    whole = figure.get_tightbbox(renderer).padded(MARGIN)
    boxes = [_box(ax, renderer).transformed(figure.dpi_scale_trans.inverted()) for ax in axes]
    start, size = np.array([whole.x0, whole.y1]), np.array([whole.width, -whole.height])
    found = [100 * (np.array([[box.x0, box.y1], [box.x1, box.y0]]) - start) / size for box in boxes]
    return [tuple(np.clip(corners, 0, 100).ravel().tolist()) for corners in found]


def _box(ax, renderer):
    """Return where the colours are; numbers stand around a hill in its Axes, and stay whole."""
    return ax.get_tightbbox(renderer) if ax.name == "3d" else ax.get_window_extent(renderer)


def _holds_colours(ax) -> bool:
    """Return True where colours stand for numbers: a picture, a heat map, a filled landscape."""
    return bool(ax.images) or any(one.get_array() is not None for one in ax.collections)
