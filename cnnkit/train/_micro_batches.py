"""How many rows of a batch go through a model at a time; ``step.batch_gradient`` splits it so."""

import math

from cnnkit.checks import Array, Model, whole

__all__ = ["mixes_rows", "part_rows", "refuse_threads", "rows_at_once"]

PIXELS = 2**15  # of one channel: about what the caches hold together with all maps


def rows_at_once(shape: tuple[int, ...]) -> int:
    """Return how many rows of such a batch are computed quickest together, with little memory.

    Tiny pictures in large parts: a part of few of them is mostly the starts of NumPy's functions.
    Large ones one by one: more would leave the processor's cache. Powers of two, because matrix
    products go in such blocks.

    Parameters
    ----------
    shape : tuple of int
        Of the batch: (N, C, H, W), (N, features) or any other.

    Examples
    --------
    >>> [rows_at_once((64, 1, side, side)) for side in (8, 16, 28, 224)]
    [512, 128, 32, 1]
    """
    few = PIXELS // max(1, math.prod(shape[2:]))
    return 1 if few < 3 else max(32, 2 ** (few.bit_length() - 1))


def mixes_rows(model: Model) -> bool:
    """Tell whether a row of a batch depends on the others in training, as with batch norm.

    Examples
    --------
    >>> from cnnkit.layers import BatchNorm2d
    >>> from cnnkit.model import Sequential
    >>> mixes_rows(Sequential(BatchNorm2d(3)))
    True
    """
    return any(getattr(layer, "mixes_rows", False) for layer in model.named_layers().values())


def refuse_threads(model: Model) -> None:
    """Reject several threads for a model whose batches cannot be cut into parts.

    Examples
    --------
    >>> from cnnkit.layers import BatchNorm2d
    >>> from cnnkit.model import Sequential
    >>> refuse_threads(Sequential(BatchNorm2d(3)))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: layer 0, BatchNorm2d(3), mixes the rows of a batch, so that threads cannot share...
    """
    for name, layer in model.named_layers().items():
        if getattr(layer, "mixes_rows", False):
            raise ValueError(
                f"layer {name}, {layer}, mixes the rows of a batch, so that threads cannot share "
                "it; use threads=1"
            )


def part_rows(model: Model, x: Array, micro_batch: int | None) -> int:
    """Return how many rows of the batch go through the model at a time.

    A layer that mixes rows, such as a batch norm, computes another thing from a part than from the
    whole: then all go together, and a smaller ``micro_batch`` is refused.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnkit.layers import Flatten
    >>> from cnnkit.model import Sequential
    >>> part_rows(Sequential(Flatten()), np.zeros((1000, 1, 8, 8)), None)
    512
    """
    if micro_batch is not None:
        micro_batch = whole(micro_batch, "micro_batch")
    for name, layer in model.named_layers().items():
        if getattr(layer, "mixes_rows", False):
            if micro_batch is not None and micro_batch < len(x):
                raise ValueError(
                    f"micro_batch {micro_batch} would cut a batch of {len(x)}, whose rows layer "
                    f"{name}, {layer}, mixes; leave micro_batch out"
                )
            return len(x)
    return rows_at_once(x.shape) if micro_batch is None else micro_batch
