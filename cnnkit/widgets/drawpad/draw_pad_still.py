"""Static matplotlib figure of a DrawPad."""

from __future__ import annotations

from cnnkit.widgets.board.cell_partners import marks
from cnnkit.widgets.board.geometry import Cell, clipped
from cnnkit.widgets.board.montage import montage
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.still_names import names_within
from cnnkit.widgets.board.still_sheet import INCH, Box, Sheet
from cnnkit.widgets.board.still_tiles import draw_bars
from cnnkit.widgets.board.themes import LIGHT, Theme

WIDE, HIGH = 3.1 * INCH, 3.5 * INCH  # of a panel, with its title
ABOVE, RIM, FRAME = 34, 8, 3.5
TITLE = 15


def draw_pad_picture(scene: Scene, cursor: Cell, theme: Theme = LIGHT):
    """Return a figure of the panels side by side: paper, picture, maps in a block, bars.

    A cell of a map is framed with what it sees, a pixel with the cells that see it.
    """
    framed = marks(scene, cursor)
    panels = {panel.name: panel for panel in scene.panels}
    order = [name for name in ("pad", "seen", "maps", "answer") if name in panels]
    sheet = Sheet(WIDE * len(order), HIGH, theme)
    for column, name in enumerate(order):
        panel, values = panels[name], scene.arrays[panels[name].array]
        place = Box(column * WIDE + RIM, ABOVE, WIDE - 2 * RIM, HIGH - ABOVE - RIM)
        if name == "answer":
            draw_bars(sheet, panel, values, place, [], size=13)
            _title(sheet, place, panel.title)
            continue
        (low, high), title, whole, corners = panel.limits, panel.title, values[0], [(0, 0)]
        colours = "signed" if name == "maps" else "gray"
        if name == "maps":
            (whole, corners), low = montage(values, between=0), -high
        title = title.replace("Draw here", "Drawn").replace("What the network sees", "Seen")
        box = place.around(*whole.shape)
        sheet.image(name, box, whole, colours, (low, high))
        sheet.lines(box, whole.shape)
        sheet.outline(box)
        _title(sheet, box, title)
        for area in framed.get(name, ()) if name in ("seen", "maps") else ():
            for channel, row, col, height, width in clipped(area, values.shape):
                for top, left in corners if channel is None else corners[channel : channel + 1]:
                    part = box.part(whole.shape, top + row, left + col, height, width)
                    sheet.frame(name, part, FRAME)
    return sheet.finished()


def _title(sheet: Sheet, box: Box, text: str) -> None:
    """Write above a panel; a name in it may be longer than there is room."""
    [short] = names_within(sheet, [text], TITLE, WIDE - RIM)
    sheet.title(box, short, TITLE, 10)
