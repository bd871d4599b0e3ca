"""Draw a digit and watch a network read it, stroke by stroke."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnnkit.data import to_digits, to_mnist
from cnnkit.data.drawn import INK
from cnnkit.examples import digits
from cnnkit.functional import softmax
from cnnkit.layers import Conv2d
from cnnkit.shapes import receptive_field
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import painted
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.panels import Bars, Grid, Pen
from cnnkit.widgets.board.rules import Products, Text
from cnnkit.widgets.board.scene import Control, Link, Scene
from cnnkit.widgets.drawpad.draw_pad_still import draw_pad_picture
from cnnkit.widgets.drawpad.draw_settings import (
    PAPER,
    TOOLS,
    DrawSettings,
    layers_with_maps,
    read_size,
)

PENS = {"3": "thin", "5": "medium", "8": "thick"}
MOST_MAPS, MOST_CLASSES = 36, 26
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

    drawing = Setting()
    pen = Setting()
    tool = Setting()
    layer = Setting()

    def __init__(
        self, model=None, *, size=None, classes=None, prepare=None, drawing=None, layer=None
    ):
        self.model = digits.network() if model is None else model
        self.size, outputs = read_size(self.model, size)
        self.classes = tuple(map(str, range(outputs) if classes is None else classes))
        if len(self.classes) != outputs:
            raise ValueError(
                f"classes has {len(self.classes)} names, but the network gives {outputs} outputs; "
                "give one name each."
            )
        if prepare is not None and not callable(prepare):
            raise TypeError(f"prepare {prepare!r} is not a function of a drawing; leave it out.")
        standard = to_digits if self.size == 8 else lambda page: to_mnist(page, self.size)
        self._prepare = prepare or standard
        self._layers = layers_with_maps(self.model, self.size)
        first = next(
            (name for name in self._layers if isinstance(self._layers[name], Conv2d)),
            next(iter(self._layers), ""),
        )
        titles = {name: f"{name} ({type(layer).__name__})" for name, layer in self._layers.items()}
        page = np.zeros((PAPER, PAPER)) if drawing is None else drawing
        self._limits: dict[str, float] = {}
        settings = DrawSettings(page, 5, "draw", layer or first, titles, self._read)
        super().__init__(settings, cursor=("pad", 0, 12, 20))

    def __repr__(self):
        answer = f", answer={self.answer!r}" if self.answer is not None else ""
        return f"DrawPad(size={self.size}{answer})"

    # -- what is read

    def _read(self, drawing: np.ndarray) -> tuple[dict, dict]:
        """Let the network, as it is now, read a drawing; return its arrays and its layers."""
        picture = frozen(self._prepare(drawing), np.float32)
        if picture.shape != (1, self.size, self.size) or not np.isfinite(picture).all():
            raise ValueError(
                f"prepare gave a picture of shape {picture.shape}; the network reads finite "
                f"numbers of shape {(1, self.size, self.size)}."
            )
        network = self.model.replica().eval()
        for layer in network.named_layers().values():
            for key, array in layer.parameters().items():
                setattr(layer, key, frozen(array))
        with np.errstate(over="ignore", invalid="ignore"):  # a network may have diverged
            found = network.activations(picture[None])
        return found, network.named_layers()

    @property
    def _reading(self) -> tuple[dict, dict]:
        return self._settings.reading

    @property
    def _found(self) -> dict[str, np.ndarray]:
        """Every array between the prepared drawing and the votes."""
        return self._reading[0]

    @property
    def _empty(self) -> bool:
        return not (self._settings.drawing >= INK).any()

    @property
    def picture(self) -> np.ndarray:
        """What the network sees, shape (1, size, size)."""
        return self._found["input"][0]

    @property
    def probabilities(self) -> np.ndarray | None:
        """One number a class, together 1; None while nothing is drawn."""
        if self._empty:
            return None
        votes = list(self._found.values())[-1]
        return softmax(votes)[0] if np.isfinite(votes).all() else np.full(votes.shape[1], np.nan)

    @property
    def answer(self) -> str | None:
        """The class with the largest probability; None while nothing is drawn."""
        shares = self.probabilities
        if shares is None or np.isnan(shares).any():
            return None
        return self.classes[int(shares.argmax())]

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
        shown = np.zeros(len(self.classes)) if self.answer is None else self.probabilities
        count = len(self.classes)
        panels = [
            Grid(
                "pad",
                "Draw here",
                (0.0, 1.0),
                colours="gray",
                editable="draw",
                pen=Pen((now.pen, 1.5), eraser=now.tool == "erase", hint="draw a digit here"),
                extent=312,
                note="mouse, pen, finger or Shift + arrow keys; right button erases",
                rule=Text([self._sentence()]),
            ),
            Grid(
                "seen",
                f"What the network sees: {self.size}×{self.size}",
                (min(0.0, float(self.picture.min())), max(1.0, float(self.picture.max()))),
                colours="gray",
                extent=132,
            ),
            Bars(
                "answer",
                "No answer" if self.answer is None else f"It says {self.answer}",
                (0.0, 1.0),
                extent=226,
                bar_height=32 if count <= 12 else 20 if count <= 18 else 16,
                note=f"the first {MOST_CLASSES} of {count}" if count > MOST_CLASSES else "",
                labels=self.classes[:MOST_CLASSES],
                rule=Text(self._texts(shown)),
            ),
        ]
        arrays = {
            "pad": now.drawing[None],
            "seen": self.picture,
            "answer": shown[None, :MOST_CLASSES, None],
        }
        links = []
        if self._layers:
            maps, link, rule = self._maps()
            limit = self._limit(maps)
            arrays["maps"] = np.nan_to_num(maps[:MOST_MAPS], posinf=limit, neginf=-limit)
            if rule:
                layer = self._reading[1][now.layer]
                arrays["weight"] = layer.weight
                if layer.bias is not None:
                    arrays["bias"] = layer.bias
            links.append(link)
            more = f"{MOST_MAPS} of {len(maps)}; " if len(maps) > MOST_MAPS else ""
            panels.append(
                Grid(
                    "maps",
                    f"Its maps, layer {now.layers[now.layer]}",
                    (-limit, limit),
                    tiles="block",
                    extent=212,
                    rule=rule,
                    note=f"{more}blue below 0, orange above",
                )
            )
        return Scene(
            label=self._describe(),
            arrays=arrays,
            panels=tuple(panels),
            links=tuple(links),
            columns=(("pad",), ("seen", "maps") if self._layers else ("seen",), ("answer",)),
            controls=self._controls(),
            lead="pad",
            tallest=420,
        )

    def _texts(self, shown: np.ndarray) -> list[str]:
        if self.answer is None:
            return [self._sentence()]
        return [
            f"The network gives {name} a probability of {share:.3f}"
            for name, share in zip(self.classes, shown, strict=True)
        ]

    def _maps(self) -> tuple[np.ndarray, Link, Products | None]:
        """The layer's maps, their link to the picture, and the rule that spells a cell."""
        name = self._settings.layer
        windows, before = [], []
        layers = self._reading[1]
        for key, layer in layers.items():
            before.append(key)
            if hasattr(layer, "kernel_size"):
                windows.append(
                    (layer.kernel_size, layer.stride, layer.padding, getattr(layer, "dilation", 1))
                )
            if key == name:
                break
        size, jump, start = receptive_field(windows)
        link = Link(
            "maps", "seen", kernel_size=size, stride=jump, padding=tuple(-at for at in start)
        )
        rule = None
        if isinstance(layers[name], Conv2d) and len(before) == 1:
            rule = Products("maps", "seen", "weight")
            link = replace(
                link,
                kernel_size=layers[name].kernel_size,
                dilation=layers[name].dilation,
            )
            if layers[name].bias is not None:
                rule = replace(rule, bias="bias")
        return self._found[name][0], link, rule

    def _limit(self, maps: np.ndarray) -> float:
        """The value of the two end colours: it grows with what is seen, and never flickers."""
        name = self._settings.layer
        largest = float(np.abs(maps[np.isfinite(maps)]).max(initial=0))
        self._limits[name] = max(self._limits.get(name, 0.5), np.ceil(2 * largest) / 2)
        return self._limits[name]

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        pens = PENS | ({} if f"{now.pen:g}" in PENS else {f"{now.pen:g}": f"{now.pen:g} wide"})
        return (
            choose("tool", "Tool", now.tool, TOOLS),
            choose("pen", "Pen", f"{now.pen:g}", pens),
            button("clear", "Clear"),
            choose("layer", "Maps of layer", now.layer, now.layers, hidden=len(now.layers) < 2),
        )

    def _sentence(self) -> str:
        if self._empty:
            return PROMPT
        if self.answer is None:
            return BROKEN
        order = np.argsort(-self.probabilities, kind="stable")[:2]
        said = [f"{self.classes[i]} with probability {self.probabilities[i]:.2f}" for i in order]
        return f"The network reads {', then '.join(said)}."

    def _describe(self) -> str:
        return f"Draw pad for pictures of {self.size} by {self.size} pixels. {self._sentence()}"

    # -- where no browser runs Python's widgets

    def figure(self):
        """Return the same view as a matplotlib figure: paper, picture, maps, answer."""
        with self._lock:
            return draw_pad_picture(self._shown, self.cursor)
