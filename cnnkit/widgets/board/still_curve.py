"""Static figure of a curve, with its point, its slope and the value that is read off."""

from __future__ import annotations

import numpy as np

from cnnkit import plots
from cnnkit.widgets.board.areas import Cell, value_point
from cnnkit.widgets.board.panels import Curve
from cnnkit.widgets.board.scene import Scene

REACH = 6  # a tangent reaches to each side a sixth of the axis, as in js/board/curve.js


def draw_curve(scene: Scene, panel: Curve, cursor: Cell, ax) -> None:
    """Draw the lines, with the point that the cursor stands for, there or in a map."""
    lines = scene.arrays[panel.array][:, 0]
    x = np.linspace(*panel.x, lines.shape[1])
    styles = ("-",) if panel.tangent else ("-", "--", ":", ":")
    for line, style in zip(lines, styles, strict=False):
        ax.plot(x, line, style, color=plots.INK if style == "-" else plots.MUTED)
    if panel.trail:
        ax.plot(*np.transpose(panel.trail), "o-", color=plots.POSITIVE, markersize=5)
    if cursor[0] == panel.name:  # read off the curve
        at, height = x[cursor[3]], lines[0, cursor[3]]
        ax.plot([at, at, x[0]], [panel.limits[0], height, height], ":", color=plots.CURSOR)
    z, y, slope = _point(scene, panel, cursor, x, lines)
    if panel.tangent and slope is not None:
        reach = (panel.x[1] - panel.x[0]) / REACH * np.array([-1, 1])
        ax.plot(z + reach, y + slope * reach, color=plots.CURSOR)
    if z is not None:  # on the rim, if it lies beyond
        place = np.clip(z, *panel.x), np.clip(y, *panel.limits)
        ax.plot(*place, "o", color=plots.CURSOR, markersize=9)
    ax.set_xlim(*panel.x)
    ax.set_ylim(*panel.limits)
    ax.grid(color=plots.GRID)


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
