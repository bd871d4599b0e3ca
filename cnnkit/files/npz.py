"""Headers of .npy files; and .npz files, looked at before they are unpacked.

Two megabytes of zip can hold two gigabytes of zeros.
"""

import io
import math
import zipfile
from typing import IO

import numpy as np

__all__ = ["Archive", "npy_header"]

_ENCRYPTED = 1
_LONGEST = 10_000  # bytes of an array's header: NumPy's own limit
_WIDTHS = {b"\x01\x00": 2, b"\x02\x00": 4, b"\x03\x00": 4}
"""Bytes of the header's length, by the version of the format."""


class Archive:
    """The arrays of an open .npz file, whose headers have been read and nothing else.

    Attributes
    ----------
    arrays : dict of str to Announced
        What the headers say of each: its ``shape`` and ``dtype``.

    Raises
    ------
    ValueError
        If something in it is not an array, or a header is damaged or announces another size.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> np.savez(file, bias=np.arange(2.0))
    >>> archive = Archive(file)
    >>> archive.arrays["bias"].shape, archive.read("bias")
    ((2,), array([0., 1.]))
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file)
        self.arrays = {}
        for info in self._zip.infolist():
            name = info.filename.removesuffix(".npy")
            if name in self.arrays:
                raise ValueError(f"it holds {name} twice")
            self.arrays[name] = self._look(info)

    def read(self, name: str) -> np.ndarray:
        """Unpack an array, of no more than its header announces."""
        with self._zip.open(self.arrays[name].info) as stream:
            return np.lib.format.read_array(stream, allow_pickle=False)

    def _look(self, info):
        if not info.filename.endswith(".npy"):
            raise ValueError(f"it holds {info.filename}, which is not an array")
        if info.flag_bits & _ENCRYPTED:
            raise ValueError(f"{info.filename} is encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ValueError(f"{info.filename} is compressed in a way that NumPy does not use")
        with self._zip.open(info) as stream:
            shape, dtype, start = npy_header(stream)
        if dtype.hasobject:
            raise ValueError(f"{info.filename} holds Python objects, which could run as code")
        size = start + math.prod(shape) * dtype.itemsize
        if size != info.file_size:
            raise ValueError(
                f"{info.filename} announces shape {shape!r:.60}, which takes {size} bytes, but "
                f"there are {info.file_size}"
            )
        return Announced(info, shape, dtype)


class Announced:
    """What a header says of one array."""

    def __init__(self, info, shape, dtype):
        self.info, self.shape, self.dtype = info, shape, dtype


def npy_header(stream: IO[bytes]) -> tuple[tuple[int, ...], np.dtype, int]:
    """Return the shape and dtype of a .npy file, and where its numbers begin.

    Raises
    ------
    ValueError
        If there is no such header.

    Examples
    --------
    >>> import io
    >>> file = io.BytesIO()
    >>> np.save(file, np.arange(2.0))
    >>> file.seek(0)
    0
    >>> npy_header(file)
    ((2,), dtype('float64'), 128)
    """
    first = stream.read(8)
    if first[:6] != b"\x93NUMPY":
        raise ValueError("it holds no array of plain numbers")
    if len(first) == 8 and first[6:] not in _WIDTHS:
        raise ValueError(f"its format {first[6]}.{first[7]} is not known")
    # No more is read than is announced: asked for a negative count, an archive unpacks everything.
    width = _WIDTHS.get(first[6:], 0)
    length = int.from_bytes(told := stream.read(width), "little")
    if not width or len(told) < width:
        raise ValueError("it should have a header, and ends before it")
    if length > _LONGEST:
        raise ValueError(f"it announces a header of {length} bytes")
    text = stream.read(length)
    if len(text) < length:
        raise ValueError(f"it should have a header of {length} bytes, and ends after {len(text)}")
    try:
        shape, dtype = _parsed(text)
    except Exception as error:  # of Python's parser, of NumPy's dtype: all mean damage
        raise ValueError(f"its header cannot be read ({error})") from None
    return shape, dtype, 8 + width + length


def _parsed(text):
    framed = len(text).to_bytes(4, "little") + text
    shape, _, dtype = np.lib.format.read_array_header_2_0(io.BytesIO(framed))
    if not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError(f"a shape of {shape!r:.60}")
    return shape, dtype
