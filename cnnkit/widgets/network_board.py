"""A whole network on one board: every array between picture and probabilities, linked."""

from __future__ import annotations

import numpy as np
import traitlets

from cnnkit import xo
from cnnkit.functional import softmax
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.shapes import conv_padding
from cnnkit.widgets.board import Board
from cnnkit.widgets.explorer import Setting
from cnnkit.widgets.scene import Control, Link, Panel, Scene

TITLES = {Conv2d: "Match", ReLU: "ReLU", MaxPool2d: "Pool", Flatten: "Flatten", Linear: "Vote"}
VECTOR_LENGTH = 336  # pixels for a flattened list


class NetworkBoard(Board):
    """Show every number of a small network at once, and how the numbers hang together.

    Hover any cell: what it reads lights up in all earlier layers, what it reaches in all later
    ones, and a line spells its arithmetic. Click a pixel of the picture to flip it; everything
    after it is computed anew.

    Parameters
    ----------
    model : Sequential, optional
        Made of Conv2d, ReLU, MaxPool2d, Flatten and Linear; by default the X/O network.
    image : {"X", "O"} or array of shape (C, H, W) or (H, W)
        The picture to look at.
    classes : sequence of str
        A name for each output.

    Attributes
    ----------
    image : str
        "X", "O" or "own"; may be set to a name or an array.

    Raises
    ------
    ValueError
        If the board cannot show a layer, or the picture does not fit the network.

    Examples
    --------
    >>> board = NetworkBoard(image="X")
    >>> board.probabilities.argmax().item(), board
    (0, NetworkBoard(image='X', layers=5))
    """

    image = Setting()

    def __init__(self, model=None, image="X", *, classes=xo.CLASSES):
        self.model = xo.network() if model is None else model
        self.classes = tuple(classes)
        self._layers = self.model.named_layers()
        for name, layer in self._layers.items():
            if type(layer) not in TITLES:
                known = ", ".join(kind.__name__ for kind in TITLES)
                raise ValueError(
                    f"layer {name} is a {type(layer).__name__}, which the board cannot draw; "
                    f"use a network of {known}."
                )
        self._adopting = True
        name = self._take(image)
        first = next(
            (key for key, layer in self._layers.items() if isinstance(layer, MaxPool2d)),
            next(iter(self._layers)),
        )
        strongest = np.unravel_index(self._arrays[first].argmax(), self._arrays[first].shape)
        super().__init__(image=name, cursor=(first, *(int(i) for i in strongest)))
        self._adopting = False

    def __repr__(self):
        return f"NetworkBoard(image={self._name!r}, layers={len(self._layers)})"

    @property
    def probabilities(self) -> np.ndarray:
        """What the network thinks of the picture: one number a class, together 1."""
        return self._arrays["softmax"].ravel()

    # -- the picture

    def _take(self, image) -> str:
        """Adopt a picture and run the network on it; nothing changes if that fails."""
        if isinstance(image, str):
            if image == "own" and getattr(self, "_own", None) is not None:
                name, pixels = image, self._own
            elif image in xo.CLASSES:
                name, pixels = image, xo.picture(image)
            else:
                raise ValueError(f"image {image!r} is unknown; use 'X', 'O' or an array.")
        else:
            name, pixels = "own", np.array(image, np.float32)
        stack = pixels[None] if pixels.ndim == 2 else pixels
        if not np.isfinite(stack).all():
            raise ValueError("image holds a number that is not finite; use numbers.")
        found = self.model.activations(stack[None])
        arrays = {key: _as_stack(array[0]) for key, array in found.items()}
        last = list(found.values())[-1]
        arrays["softmax"] = _as_stack(softmax(last.reshape(1, -1))[0])
        if len(self.classes) != arrays["softmax"].size:
            raise ValueError(
                f"classes has {len(self.classes)} names, but the network gives "
                f"{arrays['softmax'].size} outputs; give one name each."
            )
        self._arrays, self._name = arrays, name
        if name == "own":
            self._own = stack
        return name

    @traitlets.validate("image")
    def _accept(self, proposal):
        if self._adopting:
            return proposal["value"]
        with self._lock:
            name = self._take(proposal["value"])
            if not self._editing:
                self.publish()
        return name

    def edit(self, name: str, value) -> None:
        """Apply a choice of picture, or the flip of one pixel, called ``input[row,col]``."""
        if name == "image":
            self.image = value
        elif name.startswith("input["):
            row, col = (int(part) for part in name[6:-1].split(","))
            pixels = self._arrays["input"].copy()
            low = -1.0 if pixels.min() < 0 else 0.0
            pixels[:, row, col] = low + 1.0 - pixels[:, row, col]
            self.image = pixels
        else:
            super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return every array of the network as a panel, each linked to the one before it."""
        pixels = self._arrays["input"]
        low = -1.0 if pixels.min() < 0 else 0.0
        panels = [
            Panel(
                "input",
                "Picture",
                "input",
                (low, 1.0),
                "gray",
                editable="flip",
                note="click a pixel to flip it",
            ),
        ]
        links, arrays, source = [], dict(self._arrays), "input"
        for name, layer in self._layers.items():
            link, rule = _link(name, source, layer, self._arrays[source].shape)
            for key, array in layer.parameters().items():
                arrays[f"{name}.{key}"] = array
            links.append(link)
            panels.append(self._panel(name, layer, rule))
            source = name
        links.append(Link("softmax", source, "dense"))
        panels.append(
            Panel(
                "softmax",
                "Softmax",
                "softmax",
                (-1.0, 1.0),
                labels=self.classes,
                extent=116,
                rule={"kind": "softmax", "source": source},
            )
        )
        images = {name: name for name in xo.CLASSES}
        if self._name == "own":
            images["own"] = "your own"
        return Scene(
            label=self._describe(),
            arrays=arrays,
            panels=tuple(panels),
            links=tuple(links),
            columns=tuple((panel.name,) for panel in panels),
            controls=(Control("image", "Picture", self._name, options=tuple(images.items())),),
            lead="input",
        )

    def _panel(self, name: str, layer, rule: dict) -> Panel:
        array = self._arrays[name]
        limit = max(float(np.abs(array).max()), 1.0)
        title = TITLES[type(layer)]
        if isinstance(layer, Linear):
            last = array.shape[1] == len(self.classes)
            return Panel(
                name,
                title,
                name,
                (-limit, limit),
                rule=rule,
                labels=self.classes if last else (),
                extent=116,
            )
        if isinstance(layer, Flatten):
            return Panel(name, title, name, (-limit, limit), rule=rule, extent=VECTOR_LENGTH)
        return Panel(name, title, name, (-limit, limit), rule=rule)

    def _describe(self) -> str:
        answer = self.classes[int(self.probabilities.argmax())]
        steps = " → ".join(TITLES[type(layer)] for layer in self._layers.values())
        return (
            f"A network, number by number. Picture {self._name} → {steps} → Softmax. "
            f"It answers {answer} with probability {self.probabilities.max():.2f}."
        )


def _as_stack(array: np.ndarray) -> np.ndarray:
    """Return (channels, rows, columns): a vector stands upright."""
    return np.ascontiguousarray(array if array.ndim == 3 else array.reshape(1, -1, 1))


def _link(name: str, source: str, layer, shape: tuple[int, ...]) -> tuple[Link, dict]:
    """Return how a cell of the layer reads its source, and how to spell its arithmetic."""
    rule = {"reader": name, "source": source, "weights": f"{name}.weight"}
    if getattr(layer, "bias", None) is not None and np.any(layer.bias):
        rule["bias"] = f"{name}.bias"
    if isinstance(layer, Linear):
        return Link(name, source, "dense"), rule | {"kind": "products", "vector": True}
    if isinstance(layer, Flatten):
        return Link(name, source, "flatten"), {"kind": "copy", "source": source}
    if isinstance(layer, ReLU):
        return Link(name, source, channels="same"), {"kind": "relu", "source": source}
    window = {"kernel_size": layer.kernel_size, "stride": layer.stride}
    if isinstance(layer, MaxPool2d):
        link = Link(name, source, padding=layer.padding, channels="same", **window)
        return link, {"kind": "max", "source": source}
    padding = conv_padding(
        layer.kernel_size, stride=layer.stride, padding=layer.padding, dilation=layer.dilation
    )
    link = Link(
        name,
        source,
        padding=tuple(before for before, _ in padding),
        dilation=layer.dilation,
        **window,
    )
    return link, rule | {"kind": "products"}
