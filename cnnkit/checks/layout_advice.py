"""What to write for an array whose axes are in another order: the line that works."""

import math

__all__ = ["picture_advice", "row_advice"]

Shape = tuple[int, ...]


def picture_advice(shape: Shape, reads: int | None = None, name: str = "x") -> str:
    """Return the line that brings pictures of a shape to (N, C, H, W).

    Parameters
    ----------
    shape : tuple of int
        Of what was given.
    reads : int, optional
        How many channels are wanted, where that is known.
    name : str
        Of the array.

    Examples
    --------
    >>> picture_advice((600, 28, 28), reads=1)
    'write x[:, None] for 600 grey pictures'
    >>> picture_advice((600, 28, 28, 3), reads=3)
    'write x.transpose(0, 3, 1, 2), which puts the channels first'
    """
    name = name if name.isidentifier() else "x"
    find = {1: _of_one, 2: _of_two, 3: _of_three, 4: _of_four, 5: _of_five}.get(len(shape))
    lines = []
    for line, channels, words in find(shape, reads) if find and all(shape) else ():
        change = _CHANGES.get((channels, reads), ("", ""))
        if reads in (None, channels) or change[0]:
            kept = " for pictures" if change[0] and words.startswith(", which") else words
            lines.append(f"{name}{line}{change[0]}{kept}{change[1]}")
    if not lines and len(shape) == 5 and all(shape):
        n, *many, height, width = shape
        slices = math.prod(many)
        return (
            f"write {name}.reshape({n}, {slices}, {height}, {width}) and let the first layer read "
            f"{slices} channels, or give every slice as a picture of its own"
        )
    if not lines:
        return f"give pictures of shape (N, {reads or 'C'}, H, W)"
    return "write " + ", or ".join(lines)


# what turns some channels into others, and how it is called
_GREY, _EQUAL = ".mean(axis=1, keepdims=True)", ".repeat(3, axis=1)"
_CHANGES = {
    (3, 1): (_GREY, " in grey"),
    (1, 3): (_EQUAL, " in three equal channels"),
    (4, 3): ("[:, :3]", " without transparency"),
    (4, 1): ("[:, :3]" + _GREY, " in grey"),
}
_USUAL = (784, 2352, 3072, 12288)  # pixels of usual small pictures, and no usual height of one


def _flat(length, reads):
    """Return the channels and the side of a square picture of ``length`` numbers, or None."""
    for channels in (reads, 1, 3) if reads else (1, 3):
        side = math.isqrt(length // channels)
        if side > 3 and channels * side * side == length:
            return channels, side
    return None


def _of_one(shape, reads):
    if not (found := _flat(shape[0], reads)):
        return []
    channels, side = found
    return [(f".reshape(1, {channels}, {side}, {side})", channels, " for one picture")]


def _of_two(shape, reads):
    rows, length = shape
    lines = [("[None, None]", 1, " for one grey picture")]
    if rows != length and (found := _flat(length, reads)):
        channels, side = found
        line = f".reshape(-1, {channels}, {side}, {side})"
        lines.append((line, channels, f" for {rows} rows of pixels"))
        unusual = channels == 3 and length not in _USUAL  # 1024×768 is a picture, too
        return lines if unusual and reads == 1 else lines[::-1] if channels == 1 else lines[1:]
    if rows != length and (found := _flat(rows, reads)):
        channels, side = found
        line = f".T.reshape(-1, {channels}, {side}, {side})"
        lines.append((line, channels, f" for {length} columns of pixels"))
        return lines[::-1] if rows in _USUAL else lines
    if rows != length and not rows < length < 2 * rows:  # few pictures are so wide
        lines.append(("[:, None, None]", 1, f" for {rows} rows of numbers"))
    return lines


def _of_three(shape, reads):
    first, middle, last = shape
    if rows := _rows_of_channels(shape, reads):
        return [rows]
    channels_last = last in (1, 3, 4) and min(shape[:2]) > 4
    alone = " for one picture of several channels" if first > 1 else " for one picture"
    if first == reads and not (channels_last and last == reads):
        return [("[None]", first, alone)]
    if channels_last and (reads in (None, last) or (last, reads) in _CHANGES):
        return [(".transpose(2, 0, 1)[None]", last, " for one picture with its channels last")]
    if reads is None and first <= 4:
        return [("[None]", first, alone)]
    if first == middle != last > 4:
        if reads == last:
            return [(".transpose(2, 0, 1)[None]", last, " for one picture with its channels last")]
        return [(".transpose(2, 0, 1)[:, None]", 1, f" for {last} grey pictures")]
    return [("[:, None]", 1, f" for {first} grey picture{'s' if first > 1 else ''}")]


def _rows_of_channels(shape, reads):
    """Return the line for rows of pixels that have an axis of channels: (N, C, H·W)."""
    first, middle, last = shape
    channels, side = middle, math.isqrt(last)
    if shape[1:] == (784, 1):
        channels, side = 1, 28
    elif middle == 1 and (found := _flat(last, reads)):
        channels, side = found
    elif (middle not in (3, reads) or first == reads) and middle != 3:
        return None
    if side <= 3 or channels * side * side != middle * last:
        return None
    line = f".reshape(-1, {channels}, {side}, {side})"
    return line, channels, f" for {first} row{'s' if first > 1 else ''} of pixels"


def _of_four(shape, reads):
    first, second, third, last = shape
    if (last == reads and not third == last != second) or (last in (1, 3, 4) and second > 4):
        return [(".transpose(0, 3, 1, 2)", last, ", which puts the channels first")]
    if third in (1, 3) and min(first, second) > 4:  # which ones are the sides of a square?
        pictures_last = (".transpose(3, 2, 0, 1)", third, " for axes (H, W, C, N)")
        between = (".transpose(0, 2, 1, 3)", third, " for axes (N, H, C, W)")
        return _likely(pictures_last, first == second, between, second == last)
    if first in (1, 3) and first == reads and min(shape[1:]) > 4:
        pictures_last = (".transpose(3, 0, 1, 2)", first, " for axes (C, H, W, N)")
        channels_first = (".transpose(1, 0, 2, 3)", first, " for axes (C, N, H, W)")
        return _likely(pictures_last, second == third, channels_first, third == last)
    return [("", second, " for pictures")] if second in (1, 3, 4) else []


def _of_five(shape, reads):
    return [("[0]", shape[2], " for pictures")] if shape[0] == 1 else []


def _likely(one, is_one, other, is_other):
    if is_one == is_other:
        return [one, other]
    return [one if is_one else other]


def row_advice(shape: Shape, reads: int | None = None, name: str = "x") -> str:
    """Return the line that brings an array of a shape to (N, features).

    Examples
    --------
    >>> row_advice((600, 1, 28, 28), reads=784)
    'put a Flatten() layer before, or write x.reshape(len(x), -1)'
    >>> row_advice((28, 28), reads=784)
    'write x.reshape(1, -1) for one example'
    """
    name = name if name.isidentifier() else "x"
    if not all(shape) or not shape:
        return "give rows of numbers of shape (N, features)"
    if len(shape) > 2 and reads in (None, math.prod(shape[1:])):
        return f"put a Flatten() layer before, or write {name}.reshape(len({name}), -1)"
    if len(shape) > 2 and math.prod(shape) != reads:
        return f"put a Flatten() layer before, and Linear({math.prod(shape[1:])}, ...) after it"
    if math.prod(shape) == reads or (len(shape) == 1 and reads is None):
        return f"write {name}.reshape(1, -1) for one example"
    if len(shape) == 1 and reads == 1:
        return f"write {name}[:, None] for {shape[0]} examples"
    if not reads:
        return "give rows of numbers (N, features)"
    if len(shape) == 2 and shape[0] == reads:
        return f"write {name}.T for {shape[1]} examples"
    size = "; behind a Flatten: pictures of the size that the network is made for"
    return f"give rows of {reads} numbers" + (size if len(shape) == 2 else "")
