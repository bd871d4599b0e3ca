"""Static figure of a curve, with its point, its slope and the value that is read off."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.cell_partners import value_point
from cnnkit.widgets.board.geometry import Cell
from cnnkit.widgets.board.panels import Curve
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_names import colour_of, dashes
from cnnkit.widgets.board.themes import Theme

STROKES = ((), (6, 4), (2, 3), (2, 3))  # of the lines, as in js/board/curve.js
LEGEND = 36  # points above a chart for the names of its lines
REACH = 6  # a tangent reaches to each side a sixth of the axis, as in js/board/curve.js


def draw_curve(scene: Scene, panel: Curve, cursor: Cell, ax, theme: Theme) -> None:
    """Draw the lines, with the point that the cursor stands for, there or in a map."""
    lines = scene.arrays[panel.array][:, 0]
    x = np.linspace(*panel.x, lines.shape[1])
    if panel.lines:
        _draw_lines(panel, cursor, x, lines, ax, theme)
        return
    strokes = STROKES[:1] if panel.tangent else STROKES
    for line, dash in zip(lines, strokes, strict=False):
        ax.plot(x, line, linestyle=dashes(dash), color=theme.muted if dash else theme.ink)
    if panel.trail:
        ax.plot(*np.transpose(panel.trail), "o-", color=theme.positive, markersize=5)
    if cursor[0] == panel.name:  # read off the curve
        at, height = x[cursor[3]], lines[0, cursor[3]]
        ax.plot([at, at, x[0]], [panel.limits[0], height, height], ":", color=theme.cursor)
    z, y, slope = _point(scene, panel, cursor, x, lines)
    if panel.tangent and slope is not None:
        reach = (panel.x[1] - panel.x[0]) / REACH * np.array([-1, 1])
        ax.plot(z + reach, y + slope * reach, color=theme.cursor)
    if z is not None:  # on the rim, if it lies beyond
        place = np.clip(z, *panel.x), np.clip(y, *panel.limits)
        ax.plot(*place, "o", color=theme.cursor, markersize=9)
    _draw_axes(panel, ax, theme)


def _draw_axes(panel: Curve, ax, theme: Theme) -> None:
    ax.set_xlim(*panel.x)
    ax.set_ylim(*panel.limits)
    ax.grid(color=theme.grid)
    if panel.whole:
        ax.xaxis.get_major_locator().set_params(integer=True)


def _draw_lines(panel: Curve, cursor: Cell, x, lines, ax, theme: Theme) -> None:
    """Draw several lines of a kind with their names, and where the cursor reads them."""
    for one, line in zip(panel.lines, lines, strict=True):
        style = {"linestyle": dashes(one.dash), "color": colour_of(one.colour, theme)}
        ax.plot(x, line, label=one.name, **style)
    if cursor[0] == panel.name:
        ax.axvline(x[cursor[3]], linestyle=":", color=theme.cursor)
    if panel.log:
        ax.set_yscale("log")
    _draw_axes(panel, ax, theme)
    ax.legend(
        fontsize=9, labelcolor=theme.ink, frameon=False, ncols=2, columnspacing=0.8,
        handlelength=1.8, loc="lower center", bbox_to_anchor=(0.5, 1), borderaxespad=0.2,
    )  # fmt: skip


def _point(scene: Scene, panel: Curve, cursor: Cell, x, lines) -> tuple:
    """Return the curve's point and its slope there; None for a curve without one in the picture."""
    if panel.point is not None:
        if not x[0] <= panel.point <= x[-1]:
            return None, None, None  # no sample knows how high it is there
        y, *slope = (np.interp(panel.point, x, line) for line in lines[:2])
        return panel.point, y, slope[0] if slope else None
    if any(link.kind == "value" and link.reader == panel.name for link in scene.links):
        return value_point(scene, cursor)[:3]
    return None, None, None
