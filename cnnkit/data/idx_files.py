"""Read IDX files, the format of MNIST: a header that tells what numbers follow, and how many."""

import contextlib
import gzip
import math
import zlib

import numpy as np

from cnnkit.data.file_kinds import HEAD, file_kind, text_kind
from cnnkit.data.stored_files import check_room, existing, first_bytes
from cnnkit.data.table_words import in_one_field, of_one_field
from cnnkit.data.target_tables import of_files

__all__ = ["load_idx"]

_MOST_AXES = 32
# The third byte of an IDX file says what its numbers are; they come with the high byte first.
_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def begins_as_idx(head):
    """Tell whether these are the first bytes of an IDX file."""
    return head[:2] == b"\0\0" and len(head) > 2 and head[2] in _TYPES


def load_idx(path):
    """Read an IDX file, the format of MNIST.

    Parameters
    ----------
    path : str or pathlib.Path
        The file, compressed with gzip or not.

    Returns
    -------
    numpy.ndarray
        With the numbers as stored: uint8 of shape (N, H, W) for MNIST's images.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If it is not an IDX file, or is truncated or too long.
    MemoryError
        If its header announces more than there is room for; nothing was read then.

    References
    ----------
    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", section "File
    formats".

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "three-bytes"
    ...     count = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 2]))
    ...     load_idx(path)
    array([7, 0, 2], dtype=uint8)
    """
    path = existing(path)
    head, packed = first_bytes(path, HEAD), False
    try:
        with path.open("rb") as raw:
            packed = head[:2] == b"\x1f\x8b"
            with gzip.open(raw) if packed else contextlib.nullcontext(raw) as file:
                return _idx(file, path, None if packed else path.stat().st_size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path} is damaged ({error}); get it again") from None


def _idx(file, path, size):
    head = file.read(HEAD)
    start = 4 + 4 * head[3] if len(head) > 3 else 4
    if len(head) < start or not begins_as_idx(head) or head[3] > _MOST_AXES:
        kind = file_kind(head)
        if kind:
            raise ValueError(f"{path} is not an IDX file: it is {kind.what}; {kind.advice}")
        if told := text_kind(head, path):
            raise ValueError(told)
        line, _, rest = head.decode("utf-8-sig", "replace").strip().partition("\n")
        if in_one_field(rest.partition("\n")[0], ","):
            raise ValueError(of_one_field(path))
        line = line.strip()
        if line.isprintable() and line.count(",") == 1 and ", " not in line:
            raise ValueError(of_files(path))
        raise ValueError(
            f"{path} is not an IDX file: it does not start with that header; give one, a .npy, "
            ".npz or .csv file, or a folder of pictures"
        )
    dtype = np.dtype(_TYPES[head[2]])
    shape = tuple(int(n) for n in np.frombuffer(head, ">u4", head[3], 4))
    expected = start + dtype.itemsize * math.prod(shape)
    told = f"{path} is damaged: its header announces shape {shape}, which takes {expected} bytes"
    if size is not None and size != expected:
        raise ValueError(f"{told}, but there are {size}; get it again")
    check_room(expected, shape, path)
    content = head + file.read(expected + 1 - len(head)) if expected >= len(head) else head
    if len(content) != expected:
        more = "more than that" if len(content) > expected else f"{len(content)}"
        raise ValueError(f"{told}, but there are {more}; get it again")
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return values.astype(dtype.newbyteorder("="))
