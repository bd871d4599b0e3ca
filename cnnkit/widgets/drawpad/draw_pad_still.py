"""Static matplotlib figure of a DrawPad."""

from __future__ import annotations

from cnnkit import plots
from cnnkit.widgets.board.areas import Cell, clipped, marks
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_png import plain


def draw_pad_picture(scene: Scene, cursor: Cell):
    """Return a figure of the panels side by side: paper, picture, maps in a block, bars.

    A cell of a map is framed with what it sees, a pixel with the cells that see it.
    """
    framed = marks(scene, cursor)
    panels = {panel.name: panel for panel in scene.panels}
    order = [name for name in ("pad", "seen", "maps", "answer") if name in panels]
    figure, axes = plots.panels(1, len(order), size=(3.1, 3.5))
    for name, ax in zip(order, axes, strict=True):
        panel, values = panels[name], scene.arrays[panels[name].array]
        (low, high), title = panel.limits, panel.title
        if name == "answer":
            plots.bars(values[0, :, 0], panel.labels, ax, title=title, limit=1)
        elif name == "maps":
            block, corners = montage(values, between=0)
            plots.heatmap(block, ax, title=title, limit=high, numbers=False)
        else:
            title = title.replace("Draw here", "Drawn").replace("What the network sees", "Seen")
            plots.picture(values[0], ax, title=title, low=low, high=high, numbers=False)
            corners = [(0, 0)]
        for area in framed.get(name, ()) if name in ("seen", "maps") else ():
            for channel, row, col, height, width in clipped(area, values.shape):
                for top, left in corners if channel is None else corners[channel : channel + 1]:
                    plots.outline(ax, top + row, left + col, height, width)
    return plain(figure)
