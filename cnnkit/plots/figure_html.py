"""A figure as a page shows it: its words for those who cannot see it, dark on a dark page.

JupyterLab gives an ``image/png`` output no alternative text, whatever its metadata say; an ``img``
in ``text/html`` keeps its own, also where the notebook is not trusted. On a dark page a veil over
the figure turns light and dark around and keeps the hues. It has holes where the colours are the
data: heat maps, pictures, landscapes, the surface of a hill. So no second picture is drawn or
stored.
"""

import base64
import html

import numpy as np
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

from cnnkit.plots.colours import PAPER

__all__ = ["HTML_CLASS", "figure_html"]

HTML_CLASS = "cnnkit-figure"
MARGIN = 0.1  # inches around a figure that is saved "tight"
FINE, SMOOTH = 150, 0.7  # dots per inch in which a hill is traced; how far the line may be off
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
    """Return CSS for the whole figure without the places whose colours are data.

    >>> from matplotlib.figure import Figure
    >>> figure = Figure((1, 1))
    >>> veil(figure)
    'polygon(evenodd,0% 0%,100% 0%,100% 100%,0% 100%,0% 0%)'
    """
    outlines = [_corners([[0.0, 0.0], [100.0, 100.0]]), *coloured(figure)]
    # One line through all corners: what lies between two outlines is walked there and back.
    back = [outline[:1] for outline in outlines[-2::-1]]
    line = np.concatenate([*outlines, *back])
    return "polygon(evenodd," + ",".join(f"{x:.4g}% {y:.4g}%" for x, y in line) + ")"


def coloured(figure) -> list[np.ndarray]:
    """Return closed outlines, in per cent, of all pictures, colour maps and hills."""
    axes = [ax for ax in figure.axes if ax.get_visible() and _holds_colours(ax)]
    if not axes:
        return []
    renderer = figure.canvas.get_renderer()
    whole = figure.get_tightbbox(renderer).padded(MARGIN)
    start, size = np.array([whole.x0, whole.y1]), np.array([whole.width, -whole.height])
    to_inches = figure.dpi_scale_trans.inverted()
    found = []
    for ax in axes:
        box = _corners(ax.get_window_extent(renderer).get_points())
        outlines = _surface(ax, to_inches) if ax.name == "3d" else [to_inches.transform(box)]
        found += [np.clip(100 * (outline - start) / size, 0, 100) for outline in outlines]
    return found


def _corners(box) -> np.ndarray:
    """Return the corners of a box, the first one again at the end."""
    (left, low), (right, high) = box
    return np.array([[left, low], [right, low], [right, high], [left, high], [left, low]])


def _surface(ax, to_inches) -> list[np.ndarray]:
    """Return the outlines, in inches, of what a hill covers: the numbers around it are not data."""
    tiles = [
        FINE * to_inches.transform(ax.transData.transform(path.vertices))
        for one in ax.collections
        if one.get_array() is not None
        for path in one.get_paths()
    ]
    corner = np.min([tile.min(axis=0) for tile in tiles], axis=0) - 2
    width, height = np.ceil(np.max([tile.max(axis=0) for tile in tiles], axis=0) - corner + 2)
    mask = Image.new("1", (int(width), int(height)))
    for tile in tiles:
        ImageDraw.Draw(mask).polygon([tuple(at) for at in tile - corner], fill=1, outline=1)
    traced = Figure().subplots().contour(np.array(mask, float), levels=[0.5]).allsegs[0]
    return [(_smooth(line) + corner) / FINE for line in traced]


def _smooth(line) -> np.ndarray:
    """Return a line with fewer corners, nowhere further off than `SMOOTH` (Douglas and Peucker)."""
    if len(line) < 3:
        return line
    along, offset = line[-1] - line[0], line - line[0]
    length = np.hypot(*along)
    across = offset @ [-along[1], along[0]] / length if length else np.hypot(*offset.T)
    k = int(np.abs(across).argmax())
    if abs(across[k]) <= SMOOTH:
        return line[[0, -1]]
    return np.concatenate([_smooth(line[: k + 1])[:-1], _smooth(line[k:])])


def _holds_colours(ax) -> bool:
    """Return True where colours stand for numbers: a picture, a heat map, a filled landscape."""
    return bool(ax.images) or any(one.get_array() is not None for one in ax.collections)
