"""Checks of arrays: their dtype, axes, finite values, and shapes that must agree."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnkit.checks.sizes import whole

__all__ = [
    "Array",
    "array",
    "batch",
    "convolution",
    "dense",
    "finite",
    "floats",
    "like",
    "nonfinite",
]

Array = np.ndarray


def array(value: Any, name: str) -> Array:
    """Return ``value`` as an array of whatever it holds, or say why it cannot become one.

    Examples
    --------
    >>> array([[1, 2], [3]], "targets")
    Traceback (most recent call last):
        ...
    ValueError: targets: the rows have different lengths; give an array with a fixed shape
    """
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name}: a masked array has gaps; fill it first: {name}.filled(0)")
    try:
        return np.asarray(value)
    except Exception as error:  # whatever the conversion of somebody else's object raises
        from cnnkit.checks import not_arrays  # here: of use only when something is wrong

        if isinstance(value, (list, tuple)) and isinstance(error, ValueError):
            raise ValueError(not_arrays.other_lengths(value, name)) from None
        raise TypeError(not_arrays.unreadable(value, name, error)) from None


def _shape(value):
    """Return the shape of numbers, also of those in lists or pictures; () of anything else."""
    value = np.asarray(value)
    return value.shape if value.dtype.kind in "iubf" else ()


def floats(
    value: Any, name: str, axes: tuple[str, ...] | None = None, reads: int | None = None
) -> Array:
    """Return ``value`` as a native float32 or float64 array with the named axes.

    Parameters
    ----------
    value : array_like
        Read-only, strided and byte-swapped arrays are fine. Integers and booleans are rejected,
        because a picture of 0..255 and one of 0..1 need different conversions.
    name : str
        What to call the array in an error message.
    axes : tuple of str, optional
        One letter an axis, such as ``("N", "C", "H", "W")``; the array must have that many axes and
        none of them empty.
    reads : int, optional
        How many channels or features are wanted, for the advice.

    Raises
    ------
    TypeError, ValueError

    Examples
    --------
    >>> floats([[0.5, 1.0]], "x", ("N", "features")).dtype
    dtype('float64')
    """
    given = value
    if type(value) is not np.ndarray or value.dtype.char not in "fd" or not value.dtype.isnative:
        try:
            value = _converted(value, name)
        except TypeError as error:
            shape = _shape(value) if axes else ()
            if axes and len(shape) not in (0, len(axes)):
                then = _hint(shape, axes, reads, name).replace("; ", "; then ", 1)
                raise TypeError(f"{error}{then} (its shape is {shape})") from None
            raise
    if axes is not None:
        if value.ndim != len(axes):
            raise ValueError(
                f"{name} has shape {value.shape}; it needs {len(axes)} axes ({', '.join(axes)})"
                + _hint(value.shape, axes, reads, name, isinstance(given, (list, tuple)))
            )
        if value.size == 0:
            empty = ", ".join(a for a, n in zip(axes, value.shape, strict=True) if n == 0)
            raise ValueError(f"{name} has shape {value.shape}: {empty} is empty; give at least one")
    return value


def _hint(shape, axes, reads, name, in_lists=False):
    from cnnkit.checks import layout_advice  # here: of use only when something is wrong

    if in_lists:  # which have no [:, None]
        said = _hint(shape, axes, reads, name)
        return re.sub(rf"\b{name}(?=[.\[])", f"np.array({name})", said)
    if axes == ("N", "C", "H", "W"):
        return "; " + layout_advice.picture_advice(shape, reads, name)
    if axes == ("N", "features"):
        return "; " + layout_advice.row_advice(shape, reads, name)
    if axes == ("N", "classes") and len(shape) == 4:
        return "; end the network with Flatten() and Linear(..., classes)"
    if axes == ("O", "C", "kH", "kW"):
        if len(shape) == 2:
            return f"; write {name}[None, None] for one kernel of one channel"
        if len(shape) == 3:
            return (
                f"; write {name}[:, None] for {shape[0]} kernels of one channel, or {name}[None] "
                f"for one kernel of {shape[0]} channels"
            )
        return "; give kernels of shape (O, C, kH, kW)"
    return ""


def _converted(value, name):
    found = array(value, name)
    kind, size = found.dtype.kind, found.dtype.itemsize
    if kind in "iub":
        is_array = isinstance(value, np.ndarray)
        advice = f"{name}.astype(np.float32)" if is_array else f"np.array({name}, np.float32)"
        span, scale = _pixels(found) if name in ("x", "images") and kind != "b" else ("", "")
        raise TypeError(
            f"{name} holds {found.dtype} values{span}; "
            + ("use float32 or float64" if " " in name else f"convert them first: {advice}{scale}")
        )
    if kind != "f":
        from cnnkit.checks import not_arrays  # here: of use only when something is wrong

        raise TypeError(not_arrays.no_array(value, found, name))
    if size not in (4, 8):
        raise TypeError(f"{name} holds {found.dtype} values; use {name}.astype(np.float32)")
    return np.asarray(found, found.dtype.newbyteorder("="))


def _pixels(found):
    """Return the range of whole numbers that may be pixels, and what divides them into 0 to 1."""
    if not found.size:
        return "", ""
    low, high = int(found.min()), int(found.max())
    whites = (255, 4095, 65535)
    if found.itemsize > 2 or (high <= 1 and found.ndim > 2):  # masks, too, are of small numbers
        whites = (1, 16, *whites)
    white = next((n for n in whites if high <= n), None)
    if low < 0 or white is None:
        return f" from {low} to {high}", ""
    scale = f" / {white}" if white > 1 else ""
    if scale and found.ndim < 3:  # rows of numbers need not be pictures
        scale = f", and divide by {white} if they are pixels" if high >= 16 else ""
    return f" from {low} to {high}", scale


def finite(array: Array, name: str) -> Array:
    """Return ``array`` if it holds neither NaN nor infinity, else say where the first one is.

    Examples
    --------
    >>> finite(np.array([1.0, float("nan")]), "kernel")
    Traceback (most recent call last):
        ...
    ValueError: kernel holds nan at index (1,); use finite numbers
    """
    good = np.isfinite(array)
    if not good.all():
        index = tuple(int(i) for i in np.argwhere(~good)[0])
        raise ValueError(f"{name} holds {array[index]} at index {index}; use finite numbers")
    return array


def nonfinite(arrays: Mapping[str, Array]) -> str:
    """Say which of some arrays holds NaN or infinity, and where; "" if none does.

    Examples
    --------
    >>> nonfinite({"0.weight": np.ones(2), "0.bias": np.array([0.0, np.inf])})
    '0.bias holds inf at (1,)'
    """
    for key, array in arrays.items():
        bad = ~np.isfinite(array)
        if bad.any():
            index = tuple(int(i) for i in np.argwhere(bad)[0])
            return f"{key} holds {array[index]} at {index}"
    return ""


def batch(value: Any, name: str = "x", reads: int | None = None) -> Array:
    """Return pictures as a float array of shape (N, C, H, W); ``reads`` of C is for the advice.

    Examples
    --------
    >>> import numpy as np
    >>> batch(np.ones((1, 1, 9, 9))).shape
    (1, 1, 9, 9)
    """
    return floats(value, name, ("N", "C", "H", "W"), reads)


def like(d: Any, shape: tuple[int, ...], name: str = "d") -> Array:
    """Return the incoming gradient, which must have the shape of the output that it belongs to.

    Examples
    --------
    >>> import numpy as np
    >>> like(np.ones((2, 3)), (2, 3)).shape
    (2, 3)
    """
    if not isinstance(d, np.ndarray) and hasattr(d, "backward"):
        raise TypeError(
            f"{name} is the loss itself, but its gradient is needed; with criterion = "
            "CrossEntropyLoss(), call criterion(model(x), y) and give criterion.backward()"
        )
    d = floats(d, name)
    if d.shape != tuple(shape):
        raise ValueError(
            f"{name} has shape {d.shape}, but the output has shape {tuple(shape)}; "
            "a gradient has the shape of its array"
        )
    return d


def convolution(x: Any, weight: Any, bias: Any = None, groups: int = 1) -> tuple[Array, ...]:
    """Return the checked arrays of a convolution: x (N, C, H, W), weight, bias (O,).

    The weight is (O, C, kH, kW), its C that of one group.

    Examples
    --------
    >>> import numpy as np
    >>> convolution(np.ones((1, 3, 9, 9)), np.ones((8, 1, 3, 3)))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    ValueError: x of shape (1, 3, 9, 9) has 3 channels, but weight of shape (8, 1, 3, 3) reads 1...
    """
    weight = floats(weight, "weight", ("O", "C", "kH", "kW"))
    reads = weight.shape[1]
    if type(groups) is not int or groups != 1:
        reads *= whole(groups, "groups")
    x = batch(x, "x", reads)
    if x.shape[1] != reads:
        inside = f" in {groups} groups" if groups > 1 else ""
        raise ValueError(
            f"x of shape {x.shape} has {x.shape[1]} channels, but weight of shape {weight.shape} "
            f"reads {reads}{inside}; they must agree: "
            + _hint(x.shape, ("N", "C", "H", "W"), reads, "x").removeprefix("; ")
        )
    if len(weight) % groups:
        raise ValueError(
            f"weight of shape {weight.shape} has {len(weight)} kernels, which {groups} groups "
            "cannot share evenly; use a number of groups that divides both channel counts"
        )
    return x, weight, _one_for_each(bias, weight)


def dense(x: Any, weight: Any, bias: Any = None) -> tuple[Array, ...]:
    """Return the checked arrays of a linear layer: x (N, inputs), weight (outputs, inputs), bias.

    Examples
    --------
    >>> import numpy as np
    >>> x, weight, bias = dense(np.ones((5, 48)), np.ones((2, 48)), np.zeros(2))
    """
    weight = floats(weight, "weight", ("outputs", "features"))
    x = floats(x, "x", ("N", "features"), weight.shape[1])
    if x.shape[1] != weight.shape[1]:
        advice = _hint(x.shape, ("N", "features"), weight.shape[1], "x").removeprefix("; ")
        if x.shape[1] == len(weight) and x.shape[0] != weight.shape[1]:
            advice = f"{advice}; or give weight.T, if its shape is (inputs, outputs)"
        raise ValueError(
            f"x of shape {x.shape} has {x.shape[1]} features, but weight of shape {weight.shape} "
            f"reads {weight.shape[1]}; they must agree: {advice}"
        )
    return x, weight, _one_for_each(bias, weight)


def _one_for_each(bias, weight):
    if bias is None:
        return None
    bias = floats(bias, "bias", ("outputs",))
    if len(bias) != len(weight):
        raise ValueError(
            f"bias has shape {bias.shape}, but weight of shape {weight.shape} has {len(weight)} "
            f"outputs; use shape ({len(weight)},)"
        )
    return bias
