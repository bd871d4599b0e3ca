"""Parse a stack of layers such as "conv 3 dilation 2", and tell what its cells see.

The formula of the receptive field is in `cnnkit/shapes/receptive_fields.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from cnnkit.checks import shown
from cnnkit.functional import conv2d_backward
from cnnkit.shapes import conv_output_size, pool_output_size, receptive_field
from cnnkit.widgets.board.typed_values import parse_whole

KINDS = {"conv": "convolution", "pool": "pooling"}
RANGES = {"kernel": (1, 9), "stride": (1, 4), "dilation": (1, 4)}
MOST_LAYERS = 6
PADDING = {"none": "none", "half": "half a kernel"}

_WORDS = re.compile(
    r"(?P<kind>[a-z]+)\s+(?P<kernel>\d+)(\s*[x×]\s*(?P=kernel))?"
    r"(\s+stride\s+(?P<stride>\d+))?(\s+dilation\s+(?P<dilation>\d+))?"
)
_HOW = 'write it like "conv 3", "conv 5 stride 2", "conv 3 dilation 2" or "pool 2"'


@dataclass(frozen=True)
class Window:
    """One layer: its windows are `kernel` wide, `stride` apart, and skip with `dilation`."""

    kind: str = "conv"
    kernel: int = 3
    stride: int = 1
    dilation: int = 1

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(
                f"a layer of kind {shown(self.kind)} is unknown; use 'conv' or 'pool'."
            )
        for name, (low, high) in RANGES.items():
            object.__setattr__(self, name, parse_whole(getattr(self, name), low, high, name))
        if self.kind == "pool" and self.dilation > 1:
            raise ValueError("a pool looks at every place of its window; use dilation 1.")

    @classmethod
    def parse(cls, words) -> Window:
        """Return the layer that the words mean; a pool's stride is its kernel unless it is said.

        Examples
        --------
        >>> Window.parse("pool 2")
        Window(kind='pool', kernel=2, stride=2, dilation=1)
        >>> str(Window.parse("conv 3x3 stride 1 dilation 2"))
        'conv 3 dilation 2'
        """
        if isinstance(words, Window):
            return words
        found = _WORDS.fullmatch(words.strip().lower()) if isinstance(words, str) else None
        if found is None:
            raise ValueError(f"the layer {shown(words)} cannot be read; {_HOW}.")
        kind, kernel = found["kind"], found["kernel"]
        stride = found["stride"] or (kernel if kind == "pool" else 1)
        return cls(kind, kernel, stride, found["dilation"] or 1)

    def __str__(self):
        usual = self.kernel if self.kind == "pool" else 1
        stride = f" stride {self.stride}" if self.stride != usual else ""
        dilation = f" dilation {self.dilation}" if self.dilation > 1 else ""
        return f"{self.kind} {self.kernel}{stride}{dilation}"

    @property
    def title(self) -> str:
        """The words with the kernel as a square: "conv 3×3"."""
        return str(self).replace(f" {self.kernel}", f" {self.kernel}×{self.kernel}", 1)

    def changed(self, **changes) -> Window:
        """Return a checked layer with `changes`; what belongs together changes together."""
        kind = changes.get("kind", self.kind)
        if kind != self.kind and kind in KINDS:
            return Window(kind, 2, 2) if kind == "pool" else Window()
        if "kernel" in changes and self.kind == "pool" and self.stride == self.kernel:
            kernel = parse_whole(changes["kernel"], *RANGES["kernel"], "kernel")
            changes.setdefault("stride", min(kernel, RANGES["stride"][1]))
        return replace(self, **changes)

    def padded(self, padding: str) -> int:
        """Zeros on each side of what the layer reads."""
        return self.dilation * (self.kernel - 1) // 2 if self.uses(padding) else 0

    def uses(self, padding: str) -> bool:
        """Whether the layer pads at all."""
        return padding == "half" and self.kind == "conv"


def sizes(layers: tuple[Window, ...], size: int, padding: str) -> list[int]:
    """Return the side of the picture and of every map.

    Raises
    ------
    ValueError
        If a layer's window does not fit; the sentence names the layer.

    Examples
    --------
    >>> sizes((Window(), Window("pool", 2, 2)), 9, "none")
    [9, 7, 3]
    """
    found = [size]
    for number, layer in enumerate(layers):
        side, span = found[-1], (layer.kernel - 1) * layer.dilation + 1
        pad = layer.padded(padding)
        if span > side + 2 * pad:
            raise ValueError(
                f"layer {number}, {layer}, needs {span}×{span} numbers, but only {side}×{side} are "
                f"left there; use a larger picture, a smaller kernel or fewer layers."
            )
        if layer.kind == "pool":
            found.append(pool_output_size(side, layer.kernel, stride=layer.stride))
        else:
            options = {"stride": layer.stride, "padding": pad, "dilation": layer.dilation}
            found.append(conv_output_size(side, layer.kernel, **options))
    return found


def field(layers: tuple[Window, ...], padding: str) -> tuple[int, int, int]:
    """Return side, step and start of what a cell behind these layers sees of the picture.

    Examples
    --------
    >>> field((Window(), Window("pool", 2, 2), Window()), "none")
    (8, 2, 0)
    """
    stack = [(one.kernel, one.stride, one.padded(padding), one.dilation) for one in layers]
    (side, _), (step, _), (start, _) = receptive_field(stack)
    return side, step, start


def sights(layers: tuple[Window, ...], sides: list[int], padding: str) -> list[np.ndarray]:
    """Return, for every map, which rows of the picture (columns) each of its rows sees.

    Parameters
    ----------
    layers : tuple of Window
    sides : list of int
        From :func:`sizes`.
    padding : str

    Returns
    -------
    list of array of bool, shape (side of the map, side of the picture)
        Padding is nothing of the picture, be it around the picture or around a map.

    Examples
    --------
    >>> first, last = sights((Window(), Window()), [3, 3, 3], "half")
    >>> first[0].tolist(), last[0].tolist()
    ([True, True, False], [True, True, True])
    """
    found, sees = [], np.eye(sides[0], dtype=bool)
    for layer, read, side in zip(layers, sides, sides[1:], strict=False):
        starts = np.arange(side) * layer.stride - layer.padded(padding)
        places = starts[:, None] + np.arange(layer.kernel) * layer.dilation
        reads = (places[..., None] == np.arange(read)).any(axis=1)
        sees = reads @ sees
        found.append(sees)
    return found


def ways(layers: tuple[Window, ...], sides: list[int], padding: str, cell) -> list[np.ndarray]:
    """Return, for the picture and every map, how many ways lead from each place to `cell`.

    That is the gradient of the cell when every weight is 1: each step backward adds, at each
    place, what all windows that hold it have.

    Parameters
    ----------
    layers : tuple of Window
    sides : list of int
        From :func:`sizes`.
    padding : str
    cell : (int, int)
        In the last map.

    Examples
    --------
    >>> stack = (Window(), Window())
    >>> ways(stack, [5, 3, 1], "none", (0, 0))[0][2].tolist()
    [3.0, 6.0, 9.0, 6.0, 3.0]
    """
    counts = np.zeros((sides[-1], sides[-1]))
    counts[tuple(cell)] = 1
    found = [counts]
    for layer, side in zip(reversed(layers), reversed(sides[:-1]), strict=True):
        ones = np.ones((1, 1, layer.kernel, layer.kernel))
        counts = conv2d_backward(
            found[0][None, None],
            np.zeros((1, 1, side, side)),
            ones,
            stride=layer.stride,
            padding=layer.padded(padding),
            dilation=layer.dilation,
        )[0][0, 0]
        found.insert(0, np.rint(counts))
    return found
