"""How many rows of a batch go through a model at a time."""

import math

from cnnkit.checks import Array, Model, whole

__all__ = ["part_rows", "rows_at_once"]

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
