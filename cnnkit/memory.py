"""What the computer's memory holds: not more than it has, and freed memory stays at hand."""

import functools
import math
import os

import numpy as np

__all__ = ["check_room", "keep_freed_memory"]


def check_room(shape, name):
    """Reject an array that this computer's memory cannot hold, before NumPy asks for it.

    Examples
    --------
    >>> check_room((10**9, 10**9), "the weight")
    Traceback (most recent call last):
        ...
    MemoryError: the weight of shape (1000000000, 1000000000) is too large; use smaller sizes
    """
    if 4 * math.prod(shape) > _memory():
        raise MemoryError(f"{name} of shape {tuple(shape)} is too large; use smaller sizes")


@functools.cache
def _memory():
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows does not tell
        return 2**38


@functools.cache
def keep_freed_memory():
    """Make arrays of up to 32 MB come from memory that was used before; done once a process.

    A training step makes and frees the same large arrays every time. On Linux, glibc hands a large
    freed block back to the system and gets it again page by page, which costs up to a third of a
    step. It stops doing so for blocks up to the size of the largest one freed so far (the "dynamic
    mmap threshold" of mallopt(3), at most 32 MB), so freeing one that was never touched is enough.
    Elsewhere this does nothing.

    Examples
    --------
    >>> keep_freed_memory()
    """
    np.empty(2**25 - 2**16, np.uint8)
