"""How much memory is free, and arrays that would need more: refused before NumPy asks for it."""

import os
import sys

__all__ = ["amount", "free_memory"]

_UNKNOWN = 4 * 2**30  # where the system does not tell
_BROWSER = 2**30  # a page has 2 or 4 GB in all


def amount(count: float) -> str:
    """Return a number of bytes as a sentence names it.

    Examples
    --------
    >>> amount(5.76e9), amount(3_200_000), amount(12)
    ('5.8 GB', '3.2 MB', '12 bytes')
    """
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if count >= size:
            return f"{count / size:.1f} {unit}" if count < 1000 * size else f"{count / size:.0f} GB"
    return f"{count:.0f} bytes"


def free_memory() -> int:
    """Return how many bytes this process may still use, as far as the system tells.

    The smallest of what is free in the computer, in the container, and below the process's limit.

    Examples
    --------
    >>> free_memory() > 0
    True
    """
    return max(min(_of_the_computer(), _of_the_container(), _of_the_process()), 0)


def _of_the_computer():
    if sys.platform == "emscripten":
        return _BROWSER
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            for line in file:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:  # how much there is, free or not
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, OSError, ValueError):  # Windows
        return _of_windows()


def _of_windows():
    try:
        import ctypes

        status = (ctypes.c_ulonglong * 8)()  # MEMORYSTATUSEX: its size and load share the first
        ctypes.memmove(status, (64).to_bytes(4, "little"), 4)
        if ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
            return int(status[2])
    except (AttributeError, ImportError, OSError):
        pass
    return _UNKNOWN


def _of_the_container():
    """What the control group of a container (version 2, or 1) leaves of its limit."""
    groups = (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes",
        ),
    )
    for limit, used in groups:
        try:
            return _number(limit) - _number(used) + _cached(os.path.dirname(limit))
        except (OSError, ValueError):  # no such file, or "max"
            continue
    return sys.maxsize


def _number(path):
    with open(path, encoding="ascii") as file:
        return int(file.read())


def _cached(folder):
    """What the group's files in the cache take, which the system gives back when it is needed."""
    with open(os.path.join(folder, "memory.stat"), encoding="ascii") as file:
        found = dict(line.split() for line in file)
    return int(found.get("total_inactive_file", found.get("inactive_file", 0)))


def _of_the_process():
    """What the limit of the process's address space leaves (`ulimit -v`)."""
    try:
        import resource

        limit = resource.getrlimit(resource.RLIMIT_AS)[0]
        if limit == resource.RLIM_INFINITY:
            return sys.maxsize
        with open("/proc/self/statm", encoding="ascii") as file:
            return limit - int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, AttributeError, OSError, ValueError):  # Windows, a browser
        return sys.maxsize
