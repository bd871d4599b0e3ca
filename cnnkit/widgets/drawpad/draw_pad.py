"""Draw a digit and watch a network read it, stroke by stroke."""

from __future__ import annotations

import numpy as np

from cnnkit.examples import digits
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.numbers import writer
from cnnkit.widgets.board.opening import Opening
from cnnkit.widgets.board.panels import Bars, Grid, Pen
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Scene
from cnnkit.widgets.drawpad import draw_opening
from cnnkit.widgets.drawpad.draw_pad_still import draw_pad_picture
from cnnkit.widgets.drawpad.draw_settings import PAPER, TOOLS, DrawSettings
from cnnkit.widgets.drawpad.drawing_network import DrawingNetwork, Reading
from cnnkit.widgets.drawpad.shown_maps import ShownMaps, checked_limits, usual_limit

PENS = {"3": "thin", "5": "medium", "8": "thick"}
MOST_CLASSES = 26
PROMPT = "The paper is empty: draw a digit on it."
BROKEN = "The network has numbers that are not finite: train it again with a smaller learning rate."


class DrawPad(Explorer):
    """Draw with mouse, pen, finger or keys; see what the network sees of it, and what it says.

    At every stroke the drawing is preprocessed as the network's training pictures were. The right
    mouse button erases. By keyboard: arrows move, Space paints, Delete erases, Shift with an arrow
    draws a line.

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
        """One number a class, together 1; None while nothing is drawn."""
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
        return super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return paper, what the network sees, maps and answer."""
        now = self._settings
        shares = np.zeros(len(self.classes)) if self.answer is None else self.probabilities
        arrays = {
            "pad": now.drawing[None],
            "seen": self.picture,
            "answer": shares[None, :MOST_CLASSES, None],
        }
        panels, links = [self._paper(), self._seen(), self._answer(shares)], []
        if now.layers:
            maps = ShownMaps(self._reading, now.layer)
            limit = self._limit(maps.largest)
            arrays |= maps.arrays(limit)
            panels.append(maps.panel(now.layers[now.layer], limit))
            links.append(maps.link)
        return Scene(
            label=f"Draw pad for pictures of {self.size} by {self.size} pixels. {self._says()}",
            arrays=arrays,
            panels=tuple(panels),
            links=tuple(links),
            columns=(("pad",), ("seen", "maps") if now.layers else ("seen",), ("answer",)),
            controls=self._controls(),
            lead="pad",
            leading=("pad", "answer"),
            tallest=420,
        )

    def _paper(self) -> Grid:
        now = self._settings
        return Grid(
            "pad",
            "Draw here",
            (0.0, 1.0),
            colours="gray",
            editable="draw",
            pen=Pen((now.pen, 1.5), eraser=now.tool == "erase", hint="draw a digit here"),
            extent=312,
            note="mouse, pen, finger or Shift + arrow keys; right button erases",
            rule=Text([self._says()]),
        )

    def _seen(self) -> Grid:
        title = f"What the network sees: {self.size}×{self.size}"
        low, high = float(self.picture.min()), float(self.picture.max())
        return Grid("seen", title, (min(0.0, low), max(1.0, high)), colours="gray", extent=132)

    def _answer(self, shares: np.ndarray) -> Bars:
        count, write = len(self.classes), writer(shares)
        texts = [
            f"The network gives {name} a probability of {write(share)}"
            for name, share in zip(self.classes, shares, strict=True)
        ]
        return Bars(
            "answer",
            "No answer" if self.answer is None else f"It says {self.answer}",
            (0.0, 1.0),
            extent=226,
            bar_height=32 if count <= 12 else 20 if count <= 18 else 16,
            note=f"the first {MOST_CLASSES} of {count}" if count > MOST_CLASSES else "",
            labels=self.classes[:MOST_CLASSES],
            rule=Text([self._says()] if self.answer is None else texts),
        )

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

    def opening(self) -> Opening:
        """Return what recreates the view, but for the cell that is marked."""
        now, limits = self._settings, {}
        if now.layers:
            usual = usual_limit(ShownMaps(self._reading, now.layer).largest)
            if self._limits[now.layer] != usual:
                limits = {"limits": {now.layer: self._limits[now.layer]}}
        return draw_opening.opening_of(self, self._given, limits)

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        pens = PENS | ({} if f"{now.pen:g}" in PENS else {f"{now.pen:g}": f"{now.pen:g} wide"})
        return (
            choose("tool", "Tool", now.tool, TOOLS),
            choose("pen", "Pen", f"{now.pen:g}", pens),
            button("clear", "Clear"),
            choose("layer", "Maps of layer", now.layer, now.layers, hidden=len(now.layers) < 2),
        )

    def _says(self) -> str:
        """Return what the network says, in a sentence."""
        shares = self.probabilities
        if shares is None:
            return PROMPT
        if self.answer is None:
            return BROKEN
        order, write = np.argsort(-shares, kind="stable")[:2], writer(shares)
        said = [f"{self.classes[i]} with probability {write(shares[i])}" for i in order]
        return f"The network reads {', then '.join(said)}."

    # -- where no browser runs Python's widgets

    def draw(self, scene, cursor, theme, known={}):
        """Return a figure of paper, picture, maps and answer."""
        return draw_pad_picture(scene, cursor, theme)
