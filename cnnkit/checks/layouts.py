"""What to write for an array whose axes stand in another order: the line that works."""

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
    find = {2: _of_two, 3: _of_three, 4: _of_four}.get(len(shape))
    line, words = (find(shape, reads) if find and all(shape) else None) or ("", "")
    if not line:
        return f"give pictures of shape (N, {reads or 'C'}, H, W)"
    return f"write {name}{line}" + words.replace("{name}", name)


def _of_two(shape, reads):
    rows, length = shape
    for channels in (1, 3) if reads is None else (reads,):
        side = math.isqrt(length // channels)
        if rows != length and side > 3 and channels * side * side == length:
            one = "" if reads == 3 else ", {name}[None, None] for one grey picture"
            return f".reshape(-1, {channels}, {side}, {side})", f" for {rows} rows of pixels{one}"
    if reads in (None, 1):
        return "[None, None]", " for one grey picture"
    return _thrice("[None, None]", " for one grey picture", reads)


def _of_three(shape, reads):
    first, _, last = shape
    channels_last = last in (1, 3) and min(shape[:2]) > 4
    if reads is None:
        if channels_last:
            return ".transpose(2, 0, 1)[None]", " for one picture with its channels last"
        several = first > 4
        return ("[:, None]", f" for {first} grey pictures") if several else _one(first)
    if first == reads and not (channels_last and last == reads):
        return _one(first)
    if channels_last and last == reads:
        return ".transpose(2, 0, 1)[None]", " for one picture with its channels last"
    if channels_last and reads == 1:
        return ".mean(axis=2)[None, None]", " for one picture in grey"
    if channels_last and last == 1 and reads == 3:
        return ".transpose(2, 0, 1)[None].repeat(3, axis=1)", " for one grey picture"
    if reads == 1:
        return "[:, None]", f" for {first} grey picture{'s' if first > 1 else ''}"
    if last == 4 and reads == 3 and min(shape[:2]) > 4:
        return "[..., :3].transpose(2, 0, 1)[None]", " for one picture without its transparency"
    return _thrice("[:, None]", f" for {first} grey pictures", reads)


def _one(channels):
    return "[None]", " for one picture of several channels" if channels > 1 else " for one picture"


def _thrice(line, words, reads):
    return (f"{line}.repeat(3, axis=1)", words) if reads == 3 else None


def _of_four(shape, reads):
    count, channels, height, last = shape
    if last == reads:
        return ".transpose(0, 3, 1, 2)", ", which puts the channels first"
    if last == 3 and reads == 1 and channels > 4:
        return ".mean(axis=3)[:, None]", " for pictures in grey"
    if last == 1 and reads == 3 and channels > 4:
        return ".transpose(0, 3, 1, 2).repeat(3, axis=1)", " for grey pictures"
    if last == 4 and reads == 3 and channels > 4:
        return "[..., :3].transpose(0, 3, 1, 2)", " for pictures without their transparency"
    if height == reads and min(count, channels) > 4:
        return ".transpose(3, 2, 0, 1)", ", which puts the pictures and the channels first"
    if (channels, reads) == (3, 1):
        return ".mean(axis=1, keepdims=True)", " for pictures in grey"
    if (channels, reads) == (1, 3):
        return ".repeat(3, axis=1)", " for grey pictures"
    if (channels, reads) == (4, 3):
        return "[:, :3]", " for pictures without their transparency"
    return None


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
    return f"give rows of {reads} numbers" if reads else "give rows of numbers (N, features)"
