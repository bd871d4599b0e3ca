"""Draw a digit and watch a network read it, stroke by stroke."""

from __future__ import annotations

import numpy as np

from cnnkit.examples import digits
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.film_moments import cell_by_cell
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.view_recipe import ViewRecipe
from cnnkit.widgets.drawpad import drawing_recipe
from cnnkit.widgets.drawpad.draw_pad_still import draw_pad_picture
from cnnkit.widgets.drawpad.draw_settings import PAPER, DrawSettings
from cnnkit.widgets.drawpad.drawing_network import DrawingNetwork, Reading
from cnnkit.widgets.drawpad.pad_scene import compose
from cnnkit.widgets.drawpad.pad_upload import read_upload
from cnnkit.widgets.drawpad.shown_maps import ShownMaps, checked_limits, usual_limit


class DrawPad(Explorer):
    """Draw with mouse, pen, finger or keys; see what the network sees of it, and what it says.

    At every stroke the drawing is preprocessed as the network's training pictures were. The right
    mouse button erases. By keyboard: arrows move, Space paints, Delete erases, Shift with an arrow
    draws a line. A picture file can be put on the pad, of dark ink or of light ink.

    Parameters
    ----------
    model : Sequential, optional
        Any network for grey pictures of one size; by default one that reads digits of 8×8 pixels.
    size : int, optional
        Side of the pictures that it reads, where that cannot be told from the network.
    classes : sequence of str, optional
        A name for each output; by default they are numbered from 0.
    prepare : callable, optional
        Turns the drawing, an array of shape (64, 64), into the input of the network, of shape
        (1, size, size). By default :func:`cnnkit.data.to_digits` for 8×8 pixels and
        :func:`cnnkit.data.to_mnist` for others.
    drawing : array of shape (H, W), optional
        From 0 (paper) to 1 (ink).
    layer : str, optional
        Whose maps are shown: a name such as "0"; by default the first convolution.

    Attributes
    ----------
    drawing, pen, tool, layer
        What is drawn, the pen's width in cells, "draw" or "erase", the layer shown. A cell can set
        them; a drawing of another size is scaled to the paper.

    Raises
    ------
    ValueError
        If the network cannot read a drawing or a setting is impossible; the message says what
        would work, and nothing has changed.

    Examples
    --------
    >>> from cnnkit.data import draw_strokes
    >>> pad = DrawPad()
    >>> pad.answer is None
    True
    >>> pad.drawing = draw_strokes([[(0.1, 0.3), (0.1, 0.7), (0.9, 0.4)]])
    >>> pad.answer, pad
    ('7', DrawPad(size=8, answer='7'))
    """

    more = ("limits",)

    drawing = Setting()
    pen = Setting()
    tool = Setting()
    layer = Setting()

    def __init__(
        self, model=None, *, size=None, classes=None, prepare=None, drawing=None, layer=None
    ):
        self.model = digits.network() if model is None else model
        network = DrawingNetwork(self.model, size, classes, prepare)
        self.size, self.classes = network.size, network.classes
        names = None if classes is None else network.classes
        self._given = {"size": size, "classes": names, "prepare": prepare}
        self._limits: dict[str, float] = {}
        page = np.zeros((PAPER, PAPER)) if drawing is None else drawing
        settings = DrawSettings(page, 5, "draw", network.first if layer is None else layer, network)
        super().__init__(settings, cursor=("pad", 0, 12, 20))

    def __repr__(self):
        answer = f", answer={self.answer!r}" if self.answer is not None else ""
        return f"DrawPad(size={self.size}{answer})"

    @property
    def picture(self) -> np.ndarray:
        """What the network sees, shape (1, size, size)."""
        return self._reading.picture

    @property
    def probabilities(self) -> np.ndarray | None:
        """One number per class, together 1; None while nothing is drawn."""
        return self._settings.probabilities

    @property
    def answer(self) -> str | None:
        """The class with the largest probability; None while nothing is drawn."""
        return self._settings.answer

    @property
    def _reading(self) -> Reading:
        return self._settings.reading

    # -- what a person does

    def clear(self) -> None:
        """Take a new sheet of paper."""
        self.drawing = np.zeros((PAPER, PAPER), np.float32)

    def edit(self, name: str, value):
        """Return the settings after strokes, called "pad[draw]", a new sheet, or a control."""
        now = self._settings
        if name == "pad[draw]":
            return now.changed(drawing=painted(now.drawing[None], value)[0])
        if name == "clear":
            return now.changed(drawing=np.zeros_like(now.drawing))
        if name == "ink":
            return now.with_ink(value)
        return super().edit(name, value)

    def upload(self, name: str, filename: str, content: bytes) -> DrawSettings:
        """Return the settings with the drawing that is on a picture file."""
        return self._settings.uploaded(read_upload(filename, content))

    # -- what the board shows

    def compute(self) -> Scene:
        """Return paper, what the network sees, maps and answer."""
        now = self._settings
        if not now.layers:
            return compose(now, None, 0.0)
        maps = ShownMaps(self._reading, now.layer)
        return compose(now, maps, self._limit(maps.largest))

    def _limit(self, largest: float) -> float:
        """Return the value of the two end colours: it grows with what is seen, never flickers."""
        name = self._settings.layer
        self._limits[name] = max(self._limits.get(name, 0.0), usual_limit(largest))
        return self._limits[name]

    @property
    def limits(self) -> dict[str, float]:
        """The value of the end colours of the maps, by layer; it grows with what was seen."""
        return dict(self._limits)

    @limits.setter
    def limits(self, limits: dict[str, float]) -> None:
        self._limits = checked_limits(limits, self._settings.layers)
        self.publish()

    def recipe(self) -> ViewRecipe:
        """Return what recreates the view, but for the cell that is marked."""
        now, limits = self._settings, {}
        if now.layers:
            usual = usual_limit(ShownMaps(self._reading, now.layer).largest)
            if self._limits[now.layer] != usual:
                limits = {"limits": {now.layer: self._limits[now.layer]}}
        return drawing_recipe.recipe_of(self, self._given, limits)

    # -- where no browser runs Python's widgets

    def moments(self):
        """Go through a map: each of its cells sees a part of the picture."""
        return cell_by_cell(self._shown, "maps") if self._settings.layers else ()

    def draw(self, scene, cursor, theme, known=None):
        """Return a figure of paper, picture, maps and answer."""
        return draw_pad_picture(scene, cursor, theme)
