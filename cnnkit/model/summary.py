"""The ledger of a network: each layer's output shape, parameters, work and receptive field."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from cnnkit.checks import shown, whole
from cnnkit.files.tables import Table
from cnnkit.model._transaction import label
from cnnkit.shapes import receptive_field

__all__ = ["Row", "Summary"]


class Row(NamedTuple):
    """One line of the ledger."""

    name: str
    """The layer's name in the model, such as ``"0"``."""
    layer: str
    """The layer with its options."""
    output_shape: tuple
    """Without the batch."""
    parameters: int
    """How many numbers the layer learns."""
    counted: str
    """How that number comes about: ``"3·1·3·3 + 3"``, shape by shape."""
    multiply_adds: int
    """Products of a weight and a value, for one picture."""
    sees: tuple
    """Height and width of the part of the input on which one output number depends, at most all of
    it; ``()`` for inputs that are not pictures."""


_WINDOW = {"kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1}


class Summary(Table):
    """The ledger of a model for one input shape; prints as text, shows as a table in a notebook.

    Parameters
    ----------
    model : Sequential
    input_shape : tuple of int
        (C, H, W) or (features,), without the batch.

    Attributes
    ----------
    rows : list of Row
    parameters, multiply_adds : int
        The totals.

    Raises
    ------
    TypeError, ValueError
        If the shape includes a batch, is not a shape, or does not fit a layer.

    Examples
    --------
    >>> from cnnkit.layers import Conv2d, ReLU
    >>> from cnnkit.model.sequential import Sequential
    >>> ledger = Sequential(Conv2d(1, 3, 3), ReLU()).summary((1, 9, 9))
    >>> ledger.rows[0].counted, ledger.parameters, ledger.rows[0].multiply_adds
    ('3·1·3·3 + 3', 30, 1323)
    """

    numbers, totals = (False, False, True, True, False), 1

    def __init__(self, model: Any, input_shape: Sequence[int]) -> None:
        self.input_shape = without_batch(input_shape, model)
        self.rows = []
        picture = self.input_shape[1:]
        shapes = {"input": (1, *self.input_shape)} | model.output_shapes((1, *self.input_shape))
        # on the way to each array: the windows, and whether all of the picture was voted on
        ways, sources = {"input": ([], not picture)}, model.sources()
        for name, layer in model.named_layers().items():
            output, read = shapes[name], sources[name]
            windows, whole = max((ways[one] for one in read), key=_field)
            # what a sum adds has been counted
            arrays = list(layer.parameters().values()) if len(read) == 1 else []
            if hasattr(layer, "kernel_size"):
                one = [getattr(layer, option, least) for option, least in _WINDOW.items()]
                windows = [*windows, one]
            elif any(a.ndim > 1 for a in arrays) or math.prod(output) != math.prod(shapes[read[0]]):
                whole = True  # voted or averaged, not only rearranged or scaled
            ways[name] = windows, whole
            count = sum(a.size for a in arrays)
            counted = " + ".join("·".join(map(str, a.shape)) for a in arrays)
            work = sum(a.size for a in arrays if a.ndim > 1) * math.prod(output[2:])
            sees = picture if whole else tuple(map(min, receptive_field(windows)[0], picture))
            self.rows.append(Row(name, label(layer), output[1:], count, counted, work, sees))
        self.parameters = sum(row.parameters for row in self.rows)
        self.multiply_adds = sum(row.multiply_adds for row in self.rows)

    def table(self) -> list[tuple[str, ...]]:
        """Return the ledger as rows of text: a heading, the input, the layers, the totals."""
        lines = [("layer", "output", "parameters", "multiply-adds", "sees")]
        lines.append(("input", _times(self.input_shape), "", "", ""))
        for row in self.rows:
            counted = f"{row.counted} = " if row.counted else ""
            numbers = f"{counted}{row.parameters:,}", f"{row.multiply_adds:,}", _times(row.sees)
            lines.append((f"{row.name}  {row.layer}", _times(row.output_shape), *numbers))
        return [*lines, ("total", "", f"{self.parameters:,}", f"{self.multiply_adds:,}", "")]


def _field(way):
    """Return how much is seen along a way, all of the picture being the most."""
    windows, whole = way
    return whole, receptive_field(windows)[0]


def without_batch(shape, model=None):
    """Return the shape of one example; what is wrong with it is said as the model would have it."""
    if not isinstance(shape, (tuple, list)):
        raise TypeError(
            f"input_shape is {shown(shape)}, which is not a shape; give "
            + ("that of one picture: x.shape[1:]" if hasattr(shape, "shape") else "")
            + ("" if hasattr(shape, "shape") else "a tuple such as (1, 28, 28)")
        )
    if shape and shape[0] is None:
        raise TypeError(f"input_shape {shape} begins with None; leave the batch out: {shape[1:]}")
    shape, reads = tuple(whole(n, "input_shape") for n in shape), _first_reads(model)
    if len(shape) == 3 and reads and shape[0] != reads == shape[2]:
        raise ValueError(
            f"input_shape {shape} has its channels last; put them first: {(reads, *shape[:2])}"
        )
    if len(shape) not in (1, 3):
        raise ValueError(
            f"input_shape {shape} has {len(shape)} entries, but one picture has three "
            f"(C, H, W) and one row of numbers has one; {_advice(shape, reads, model)}"
        )
    return shape


def _advice(shape, reads, model):
    """Return the shape to write, with what it changes: the first that the model takes."""
    if len(shape) not in (2, 4):
        return "use one"
    without = f"leave the batch out: {shape[1:]}", shape[1:]
    if len(shape) == 4:
        last = shape[3], *shape[1:3]
        ways = [without, (f"leave the batch out, and put the channels first: {last}", last)]
        likely = shape[1] != reads == shape[3]
    else:
        picture, row = (reads or 1, *shape), (math.prod(shape),)
        ways = [without, (f"add the channels: {picture}", picture)]
        ways.append((f"give rows of numbers: {row}", row))
        likely = reads is not None
    return next((words for words, way in ways if _takes(model, way)), ways[likely][0])


def _takes(model, shape):
    try:
        return model is not None and bool(model.output_shapes((1, *shape)))
    except (TypeError, ValueError):
        return False


def _first_reads(model):
    """How many channels the first layer with weights reads, if it is a convolution."""
    for layer in model.named_layers().values() if model is not None else ():
        for weight in layer.parameters().values():
            if weight.ndim > 1:
                channels = weight.shape[1] * getattr(layer, "groups", 1)
                return channels if weight.ndim == 4 else None
    return None


def _times(shape):
    return "×".join(map(str, shape))
