"""No further processes: a filter of system calls, which Linux keeps for the rest of a process.

Threads stay possible. It holds for whatever the code does, not only through Python's functions.
"""

import ctypes
import errno
import platform
import sys

__all__ = ["without_processes"]

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # where the kernel puts them
THREAD = 0x10000  # a flag of `clone`: a thread of this process, and no process
CLONE3 = 435  # hides its flags in memory; where it is missing, libraries use `clone`
# By machine: what the kernel calls it, `clone`, and the calls that make or become a process.
MACHINES = {
    "x86_64": (0xC000003E, 56, (57, 58, 59, 322)),
    "aarch64": (0xC00000B7, 220, (221, 281)),
}


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def without_processes() -> bool:
    """Refuse this process, for good, to make others; return whether the system enforces it."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    steps = _steps(*machine)
    held = (_Step * len(steps))(*(_Step(*step) for step in steps))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_rights, put = 38, 22
    if prctl(no_new_rights, 1, 0, 0, 0) != 0:
        return False
    return prctl(put, 2, ctypes.byref(_Filter(len(steps), held)), 0, 0) == 0


def _steps(kernel_name: int, clone: int, refused: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the filter: code, how many steps to skip if true and if not, value."""
    no = (RETURN, 0, 0, REFUSE | errno.EPERM)
    steps = [(LOAD, 0, 0, MACHINE), (EQUAL, 1, 0, kernel_name), no, (LOAD, 0, 0, NUMBER)]
    steps += [(AT_LEAST, 0, 1, 0x40000000), no]  # the same calls under other numbers
    for number in refused:
        steps += [(EQUAL, 0, 1, number), no]
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]
    steps += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, FIRST_ARGUMENT), (ANY_BIT, 1, 0, THREAD), no]
    return [*steps, (RETURN, 0, 0, ALLOW)]
