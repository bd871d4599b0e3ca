"""Limits for a process that runs a student's code: `rerun` sets them before it runs the code.

Whatever the system offers is used, and :func:`isolate` tells what that was:

- *Landlock* (Linux 5.13 and newer): no file outside of a few folders can be read, and none but the
  process's own folder written, whatever the code does.
- A *network namespace* (Linux, where the system allows it): there is no network.
- A *filter of system calls* (Linux): there are no further processes, see `seccomp`.
- *Limits of resources* (Linux, macOS): memory, seconds of computing, size of files.
- An *audit hook* of Python (everywhere): the same rules for what goes through Python's own
  functions. It stops what a student writes in a notebook, not somebody who sets out to break it.
"""

import contextlib
import ctypes
import os
import sys
from pathlib import Path

from cnnkit.classroom.seccomp import without_processes

__all__ = ["isolate"]

SYSTEM = ["/usr", "/lib", "/lib64", "/bin", "/proc/self", "/sys/devices/system/cpu"]
SINGLE = ["/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom", "/dev/random"]
DENIED = (
    *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile"),
    *("os.system", "subprocess.Popen", "socket.bind", "socket.connect", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.sendto", "socket.sendmsg", "os.kill", "os.killpg"),
)
FILES = (
    *("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir"),
    *("os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "shutil.rmtree"),
    *("glob.glob", "sqlite3.connect"),
)


def isolate(own: Path, forbidden: Path, *, memory: int, seconds: int) -> dict[str, bool]:
    """Limit this process for good; return what the system enforces.

    Parameters
    ----------
    own : pathlib.Path
        The one folder that may be written.
    forbidden : pathlib.Path
        The class's folder: nothing in it is read, even where it lies in an allowed one.
    memory, seconds : int
        Bytes, and seconds of computing.

    Returns
    -------
    dict of str to bool
        For ``"files"``, ``"network"``, ``"processes"`` and ``"memory"``, whether the system itself
        enforces it.
    """
    allowed = _readable()
    told = {
        "memory": _limit(memory, seconds),
        "network": _without_network(),
        "processes": without_processes(),
        "files": sys.platform == "linux" and _landlock(own, [*allowed, *map(Path, SINGLE)]),
    }
    # Where the class's folder lies in a folder that is allowed, the hook alone keeps it closed.
    told["files"] &= not any(forbidden.is_relative_to(it) for it in allowed)
    _listen(own, forbidden, [own, *allowed, *map(Path, SINGLE)])
    return told


def _readable() -> list[Path]:
    """Return the folders of Python, of the system's libraries and of cnnkit with its data."""
    from cnnkit import files

    package = Path(__file__).resolve().parents[1]
    folders = [sys.prefix, sys.base_prefix, sys.exec_prefix, package, files.root() / "data"]
    folders += [it for it in sys.path if it.rstrip("/\\").endswith(("-packages", ".zip"))]
    folders += SYSTEM if os.name == "posix" else [os.environ.get("SYSTEMROOT", "C:\\Windows")]
    found = {Path(it).resolve() for it in folders if it and os.path.exists(it)}
    return sorted(found)


def _limit(memory: int, seconds: int) -> bool:
    try:
        import resource
    except ImportError:
        return False
    wanted = {"RLIMIT_AS": memory, "RLIMIT_CPU": seconds, "RLIMIT_FSIZE": 10_000_000}
    done = {}
    for name, most in {**wanted, "RLIMIT_CORE": 0}.items():
        with contextlib.suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (most, most))
            done[name] = True
    return done.get("RLIMIT_AS", False) and sys.platform == "linux"  # macOS does not heed it


def _without_network() -> bool:
    """Leave the network behind; an ordinary account needs a namespace of accounts for it."""
    if sys.platform != "linux":
        return False
    user, net = 0x10000000, 0x40000000
    call = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    return call is not None and (call(net) == 0 or call(user | net) == 0)


class _Ruleset(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_uint64) for name in ("fs", "net", "scoped"))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("access", ctypes.c_uint64), ("parent", ctypes.c_int32))


CREATE, ADD, RESTRICT = 444, 445, 446  # system calls, the same on every architecture
EXECUTE, READ_FILE, READ_DIR = 1, 4, 8


def _landlock(own: Path, allowed: list[Path]) -> bool:
    """Close all files but those allowed, for this process and for good."""
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = (1 << {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16)) - 1
    rules = _Ruleset(rights, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    handle = libc.syscall(CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if handle < 0:
        return False
    for path in [own, *allowed]:
        one = READ_FILE | EXECUTE | (READ_DIR if path.is_dir() else 0)
        with contextlib.suppress(OSError):
            opened = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
            rule = _Beneath(rights if path == own else one, opened)
            libc.syscall(ADD, handle, 1, ctypes.byref(rule), 0)
            os.close(opened)
    no_new_rights = libc.prctl(38, 1, 0, 0, 0) == 0
    done = no_new_rights and libc.syscall(RESTRICT, handle, 0) == 0
    os.close(handle)
    return done


def _listen(own: Path, forbidden: Path, readable: list[Path]) -> None:
    """Refuse, by an audit hook that cannot be taken off, what the rules do not allow."""
    inside = tuple(os.path.join(os.path.realpath(it), "") for it in readable)
    mine = os.path.join(os.path.realpath(own), "")
    closed = os.path.join(os.path.realpath(forbidden), "")
    real, join, fsdecode, named = os.path.realpath, os.path.join, os.fsdecode, (str, bytes)
    nowhere, change = real(os.devnull), os.O_WRONLY | os.O_RDWR
    looks = "os.listdir", "os.scandir", "glob.glob"

    def hook(event, arguments):
        if event in DENIED:
            raise PermissionError(f"{event} is not allowed while a notebook is verified")
        if event not in FILES or not arguments or not isinstance(arguments[0], named):
            return
        path = real(fsdecode(arguments[0]))
        inner = join(path, "")
        if inner.startswith(mine) or path == nowhere:
            return
        reads = event in looks or (event == "open" and not (arguments[2] or 0) & change)
        if not reads or inner.startswith(closed) or not inner.startswith(inside):
            raise PermissionError(f"{path} is closed while a notebook is verified")

    sys.addaudithook(hook)
