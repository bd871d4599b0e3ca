"""Messages of protocol buffers, written: as much of the format as a file of ONNX needs.

A message is a row of fields; each begins with its number and how its length is told. The format:
protobuf.dev/programming-guides/encoding.
"""

import struct
from collections.abc import Iterable
from typing import Any

__all__ = ["Float", "message"]

_VARINT, _BYTES, _FLOAT = 0, 2, 5


class Float(float):
    """A number to be written as a float32; a plain whole number is written as an integer."""


def message(*fields: tuple[int, Any]) -> bytes:
    r"""Return a message of fields.

    Parameters
    ----------
    *fields : (int, value)
        A value is an int, a `Float`, a str, the bytes of another message, a list of such, or None,
        which is not written.

    Examples
    --------
    >>> message((1, 150), (2, "testing"), (3, [1, 2]), (4, None))
    b'\x08\x96\x01\x12\x07testing\x18\x01\x18\x02'
    """
    return b"".join(_fields(fields))


def _fields(fields: Iterable[tuple[int, Any]]) -> Iterable[bytes]:
    for number, value in fields:
        if isinstance(value, (list, tuple)):
            yield from _fields((number, one) for one in value)
        elif isinstance(value, Float):
            yield _varint(number << 3 | _FLOAT) + struct.pack("<f", value)
        elif isinstance(value, int):
            yield _varint(number << 3 | _VARINT) + _varint(value)
        elif value is not None:
            content = value.encode("utf-8") if isinstance(value, str) else bytes(value)
            yield _varint(number << 3 | _BYTES) + _varint(len(content))
            yield content


def _varint(number):
    """Write seven bits a byte, the lowest first; a negative number as its complement of 64 bits."""
    number %= 2**64
    parts = []
    while number >= 128:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes([*parts, number])
