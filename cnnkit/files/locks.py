"""Locks: one process, and one thread of it, changes a file at a time."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from typing import IO

try:
    import fcntl

    fcntl.flock  # noqa: B018  # a browser has the module without it
except (ImportError, AttributeError):  # Windows, a browser
    fcntl = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

__all__ = ["NO_LINK", "WINDOWS", "lock", "locked"]

WINDOWS = os.name == "nt"
STALE = 3.0  # seconds; a lock is held for some milliseconds
NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)  # neither a link nor a pipe


@contextlib.contextmanager
def locked(path: str | os.PathLike, patience: float = 5.0) -> Iterator[None]:
    """Hold a file's lock, so that no other process or thread changes the file meanwhile.

    It only works if all of them ask for it. The lock is on a hidden file beside the given one,
    which exists only while somebody holds the lock; the system releases it however the process
    ends. Where the file system has no locks, the existence of a file is the lock, and one that has
    not changed for three seconds counts as left over. Where no file can be made, there is no lock
    and no error.

    Parameters
    ----------
    path : str or path
    patience : float
        How many seconds to wait for the lock.

    Raises
    ------
    TimeoutError
        If somebody else holds the lock for longer.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with locked(f"{folder}/a.txt"):
    ...         os.listdir(folder)
    ...     os.listdir(folder)
    ['.a.txt.lock']
    []
    """
    folder, name = os.path.split(os.fspath(path))
    name, end = os.path.join(folder, f".{name}.lock"), time.monotonic() + patience
    with contextlib.ExitStack() as stack:
        if not _hold(name, end, stack):
            _hold_by_existence(f"{name}ed", end, stack)
        yield


def lock(file: IO, *, wait: bool = False) -> bool | None:
    """Lock an open file; the system unlocks it when the file is closed, or its process ends.

    Returns
    -------
    bool or None
        True if the lock is ours, False if it is somebody else's, None where there are no locks.
    """
    try:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        elif msvcrt is not None:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            return None
    except OSError as error:
        return False if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK) else None
    return True


def _hold(name, end, stack):
    """Hold the lock of the file ``name`` until the stack is closed; False if there are no locks."""
    while True:
        ours = False
        try:
            file = stack.enter_context(_opened(name))
        except FileExistsError:  # made by somebody else this very moment
            pass
        except PermissionError:  # nothing may be made here; or Windows, while it is being removed
            late = time.monotonic() > end
            if not os.path.lexists(name) and (late or not WINDOWS):
                return True
        except OSError:  # the folder is read-only, full, missing: writing the file itself will tell
            return True
        else:
            ours = lock(file)
            if ours and _is_still(file, name):
                stack.callback(_release, file, name)
                return True
            file.close()
            if ours is None:
                _remove(name)
                return False
        if not ours:  # else whoever held it before has removed it: make another
            _wait(end)


def _opened(name):
    """Open the file of a lock, or make one that every account can open."""
    for way in (os.O_RDWR, os.O_RDONLY):
        with contextlib.suppress(PermissionError, FileNotFoundError):
            return os.fdopen(os.open(name, way | NO_LINK), "rb", 0)
    number = os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666)
    with contextlib.suppress(OSError):
        os.chmod(name, 0o666)  # whatever the umask: nothing is in it
    return os.fdopen(number, "rb", 0)


def _is_still(file, name):
    try:
        return os.path.samestat(os.fstat(file.fileno()), os.lstat(name))
    except OSError:
        return False


def _release(file, name):
    if WINDOWS:  # where an open file cannot be removed
        with contextlib.suppress(OSError):
            msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
        file.close()
    _remove(name)  # elsewhere while it is ours: whoever waits for it sees that it is gone
    file.close()


def _hold_by_existence(name, end, stack):
    """Hold a lock that is the existence of a file."""
    seen = since = None
    while True:
        try:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        except FileExistsError:
            present = _state(name)
            if present != seen:
                seen, since = present, time.monotonic()
            elif time.monotonic() - since > STALE:
                _remove(name)
            _wait(end)
        except OSError:
            return
        else:
            stack.callback(_remove, name)
            return


def _state(name):
    with contextlib.suppress(OSError):
        status = os.lstat(name)
        return status.st_ino, status.st_mtime_ns
    return None


def _remove(name):
    with contextlib.suppress(OSError):
        os.remove(name)


def _wait(end):
    if time.monotonic() > end:
        raise TimeoutError(errno.ETIMEDOUT, "another program has held its lock for too long")
    time.sleep(0.001 + os.urandom(1)[0] / 30_000)  # up to 10 ms, so that two do not keep step
