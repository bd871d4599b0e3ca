"""The safetensors format: a header in JSON, then the numbers; nothing in it can run as code.

Eight bytes say how long the header is; the header says of each array its type, its shape and where
its bytes lie. All of it is checked before a number is read: github.com/huggingface/safetensors.
"""

import json
import math
import os
import struct
from collections.abc import Mapping
from typing import IO, Any

import numpy as np

__all__ = ["Archive", "write"]

# In the order in which the safetensors package sorts arrays: the largest numbers first.
_TYPES = {
    "U64": "<u8",
    "I64": "<i8",
    "F64": "<f8",
    "F32": "<f4",
    "U32": "<u4",
    "I32": "<i4",
    "BF16": "<u2",  # the upper half of a float32
    "F16": "<f2",
    "U16": "<u2",
    "I16": "<i2",
    "I8": "|i1",
    "U8": "|u1",
    "BOOL": "|b1",
}
_WRITTEN = {np.dtype(text): name for name, text in _TYPES.items() if name != "BF16"}
_RANKS = {name: rank for rank, name in enumerate(_TYPES)}
_LONGEST = 100_000_000  # bytes of a header; the format allows no more
_MOST_AXES = 32


def write(arrays: Mapping[str, np.ndarray], file: IO[bytes]) -> None:
    """Write arrays by name to a binary file, byte for byte as the safetensors package does.

    Raises
    ------
    ValueError
        If an array holds numbers that the format does not know.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> write({"0.bias": np.zeros(2, np.float32)}, file)
    >>> file.getvalue()[8:67]
    b'{"0.bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    """
    entries = []
    for name, array in arrays.items():
        kind = _WRITTEN.get(array.dtype.newbyteorder("<"))
        if kind is None:
            raise ValueError(f"{name} holds {array.dtype} values; use float32 or float64")
        entries.append((_RANKS[kind], name, kind, array))
    entries.sort(key=lambda entry: entry[:2])
    header, end = {}, 0
    for _, name, kind, array in entries:
        start, end = end, end + array.nbytes
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    for _, _, kind, array in entries:
        file.write(np.ascontiguousarray(array, _TYPES[kind]).data)


class Archive:
    """The arrays of an open safetensors file, whose header has been checked.

    Attributes
    ----------
    arrays : dict of str to Announced
        What the header says of each: its ``shape`` and ``dtype``.

    Raises
    ------
    ValueError
        If the file is not what the format says.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> write({"0.bias": np.arange(2.0)}, file)
    >>> archive = Archive(file)
    >>> archive.arrays["0.bias"].shape, archive.read("0.bias")
    ((2,), array([0., 1.]))
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        start = file.read(8)
        if len(start) < 8:
            raise ValueError("it is too short to hold a header")
        (length,) = struct.unpack("<Q", start)
        if length > min(_LONGEST, size - 8):
            raise ValueError(f"it announces a header of {length} bytes, and has {size} in all")
        self._start = 8 + length
        self.arrays = _arrays(_header(file.read(length)), size - self._start)

    def read(self, name: str) -> np.ndarray:
        """Return an array; float16 and bfloat16 become float32, which can hold them exactly."""
        found = self.arrays[name]
        self._file.seek(self._start + found.start)
        content = self._file.read(found.size)
        if len(content) != found.size:  # it has become shorter meanwhile
            raise ValueError(f"it ends within {name}")
        array = np.frombuffer(content, _TYPES[found.kind]).reshape(found.shape)
        if found.kind == "BF16":
            return (array.astype(np.uint32) << 16).view(np.float32)
        return array.astype(found.dtype.newbyteorder("="))


class Announced:
    """What a header says of one array."""

    def __init__(self, kind: str, shape: tuple[int, ...], start: int, size: int) -> None:
        self.kind, self.shape, self.start, self.size = kind, shape, start, size
        self.dtype = np.dtype(np.float32 if kind in ("F16", "BF16") else _TYPES[kind])


def _header(text):
    if text[:1] != b"{":
        raise ValueError("it does not begin with a header of arrays")
    try:
        return json.loads(
            text.decode("utf-8"), object_pairs_hook=_without_twins, parse_constant=_no_number
        )
    except RecursionError:
        raise ValueError("its header is nested too deeply") from None
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"its header is not JSON: {error}") from None


def _without_twins(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"its header names {twin!r:.60} twice")
    return found


def _no_number(text):
    raise ValueError(f"its header holds {text}")


def _arrays(header: Any, room: int) -> dict[str, Announced]:
    """Return what the header says of each array, if their bytes fill the rest of the file."""
    notes = header.pop("__metadata__", {})
    if not isinstance(notes, dict) or not all(isinstance(note, str) for note in notes.values()):
        raise ValueError("its __metadata__ is not a dict of texts")
    found = {name: _announced(name, entry) for name, entry in header.items()}
    end = 0
    for name, one in sorted(found.items(), key=lambda item: (item[1].start, item[1].size)):
        if one.start != end:
            kind = "overlaps another" if one.start < end else "leaves a gap before it"
            raise ValueError(f"{name!r:.60} {kind} at byte {one.start}")
        end = one.start + one.size
    if end != room:
        raise ValueError(f"its arrays take {end} bytes, but {room} follow the header")
    return found


def _announced(name, entry):
    if not isinstance(entry, dict) or entry.keys() != {"dtype", "shape", "data_offsets"}:
        raise ValueError(f"{name!r:.60} needs dtype, shape and data_offsets, and nothing else")
    kind, shape, offsets = entry["dtype"], entry["shape"], entry["data_offsets"]
    if not isinstance(kind, str) or kind not in _TYPES:
        raise ValueError(f"{name!r:.60} is of type {kind!r:.20}, not one of {', '.join(_TYPES)}")
    if not _counts(shape) or len(shape) > _MOST_AXES:
        raise ValueError(f"{name!r:.60} has the shape {shape!r:.60}")
    size = math.prod(shape) * np.dtype(_TYPES[kind]).itemsize
    if not _counts(offsets) or len(offsets) != 2 or offsets[1] - offsets[0] != size:
        raise ValueError(
            f"{name!r:.60}, {kind} of shape {shape!r:.60}, lies at data_offsets {offsets!r:.60}"
        )
    return Announced(kind, tuple(shape), offsets[0], size)


def _counts(values):
    """Tell whether these are whole numbers that are not negative and that an index can hold."""
    return isinstance(values, list) and all(type(n) is int and 0 <= n < 2**62 for n in values)
