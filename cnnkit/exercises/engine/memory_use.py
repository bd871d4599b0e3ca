"""How much memory this process fills, where the system tells it."""

import sys

try:
    import resource
except ImportError:  # Windows, a browser
    resource = None  # type: ignore[assignment]

MOST = 2**30
"""Bytes by which one call of a student's function may let the memory grow."""


def filled() -> int:
    """Return how many bytes are in use; 0 where that is not known.

    Where the system tells only the most there ever was (macOS), that is returned.
    """
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        pass
    if sys.platform == "darwin" and resource is not None:
        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return 0


def is_too_much(before: int) -> bool:
    """Tell whether more than ``MOST`` bytes have been added since ``filled`` gave ``before``."""
    return filled() - before > MOST


_PAGE = resource.getpagesize() if hasattr(resource, "getpagesize") else 4096  # not in a browser
