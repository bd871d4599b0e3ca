"""A draw pad as a matplotlib figure, for pages without widgets."""

from __future__ import annotations

from cnnkit import plots
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.scene import Scene


def draw_pad_picture(scene: Scene):
    """Return a figure of the panels side by side: paper, picture, maps in a block, bars."""
    panels = {panel.name: panel for panel in scene.panels}
    order = [name for name in ("pad", "seen", "maps", "answer") if name in panels]
    figure, axes = plots.panels(1, len(order), size=(3.1, 3.5))
    for name, ax in zip(order, axes, strict=True):
        panel, values = panels[name], scene.arrays[panels[name].array]
        (low, high), title = panel.limits, panel.title
        if name == "answer":
            plots.bars(values[0, :, 0], panel.labels, ax, title=title, limit=1)
        elif name == "maps":
            block, _ = montage(values, between=0)
            plots.heatmap(block, ax, title=title, limit=high, numbers=False)
        else:
            title = title.replace("Draw here", "Drawn").replace("What the network sees", "Seen")
            plots.picture(values[0], ax, title=title, low=low, high=high, numbers=False)
    return figure
