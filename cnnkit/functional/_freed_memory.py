"""Reuse the memory of freed arrays, which a training step needs again and again."""

import functools
import sys

import numpy as np


@functools.cache
def keep_freed_memory():
    """Make arrays of up to 32 MB come from memory that was used before; done once a process.

    A training step makes and frees the same large arrays every time. On Linux, glibc hands a large
    freed block back to the system and gets it again page by page, which costs up to half of a step.
    It stops doing so for blocks up to the size of the largest one freed so far (the "dynamic mmap
    threshold" of mallopt(3), at most 32 MB), so freeing one that was never touched is enough. The
    price: the process keeps up to twice that, 64 MB, which it does not use. Elsewhere nothing is
    done.

    Examples
    --------
    >>> keep_freed_memory()
    """
    if sys.platform.startswith("linux"):
        np.empty(2**25 - 2**16, np.uint8)


keep_freed_memory()  # at import: a traced step would otherwise show it as its own memory
