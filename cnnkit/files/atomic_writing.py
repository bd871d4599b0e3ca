"""Atomic writing: a file is written whole or not at all."""

import contextlib
import errno
import os
import re
import stat
import time
import zlib
from collections.abc import Callable
from typing import Any

from cnnkit.files.locks import NO_LINK, WINDOWS, lock

__all__ = ["patiently", "replace", "save"]

A_DAY = 24 * 3600
_in_use = set()  # the scratch files that threads of this process are writing


def replace(path: str | os.PathLike, content: bytes | Callable) -> None:
    """Write a file whole or not at all: a new file takes the old one's place.

    An existing file's mode and owner are kept. Where the path is a link, the file that it leads to
    is replaced, unless another account made the link. However the process ends, either the old
    file or the new one is there, whole; a scratch file that a killed process left behind is
    removed by the next call.

    Parameters
    ----------
    path : str or path
    content : bytes, or a function that writes them to the binary file that it is given

    Raises
    ------
    OSError
        If the file cannot be written. The old one is unchanged then, as after any other error of
        ``content``.

    Notes
    -----
    The scratch file lies in the same folder, because only there is the replacement one operation.
    Its name cannot be guessed, and it is never opened through a link. While it is written, its
    process holds a lock on it, which the system releases however the process ends: a scratch file
    without a lock is left over. Where there are no locks, or when the file comes from another
    computer, it counts as left over after a day.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     replace(f"{folder}/a.txt", b"whole")
    ...     pathlib.Path(folder, "a.txt").read_bytes()
    b'whole'
    """
    target = _end_of_links(path)
    try:
        present = os.stat(target)
    except FileNotFoundError:
        present = None
    if present is not None and not stat.S_ISREG(present.st_mode):
        if stat.S_ISDIR(present.st_mode):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    _remove_left_over(target)
    while not _written(target, present, content):
        pass  # taken to be left over in the moment before it was locked


def save(path: str | os.PathLike, content: bytes | Callable) -> None:
    """Do what `replace` does; where that fails, one sentence says why and what would work."""
    try:
        replace(path, content)
    except OSError as error:
        folder = os.path.dirname(os.path.abspath(path))
        if isinstance(error, FileNotFoundError) and not os.path.isdir(folder):
            raise FileNotFoundError(
                f"{path} cannot be written, there is no folder {folder}; make it first, with "
                "os.makedirs, or choose another folder"
            ) from None
        raise type(error)(
            f"{path} cannot be written ({error.strerror or error}); choose another folder or name"
        ) from None


def _written(target, present, content):
    scratch = _scratch(target, os.urandom(8).hex())
    # An ordinary file's mode is the umask's; one that is private is so from its first moment.
    mode = 0o666 if present is None else stat.S_IMODE(present.st_mode) | stat.S_IWUSR
    _in_use.add(scratch)
    try:
        with open(scratch, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            if not WINDOWS and lock(file, wait=True) and not os.path.lexists(scratch):
                return False
            file.write(content) if isinstance(content, bytes) else content(file)
            file.flush()
            _sync(file)
            if present is not None:
                _make_alike(scratch, present)
            if WINDOWS:
                file.close()  # an open one cannot be moved there
            patiently(os.replace, scratch, target)
        return True
    except BaseException:
        with contextlib.suppress(OSError):
            os.remove(scratch)
        raise
    finally:
        _in_use.discard(scratch)


def patiently(action: Callable, *arguments: Any) -> Any:
    """Return ``action(*arguments)``; try again for 0.6 s while permission is denied.

    On Windows a file cannot be replaced while somebody reads it, nor read while it is replaced.

    Examples
    --------
    >>> patiently(len, "abc")
    3
    """
    for wait in (0.01, 0.02, 0.04, 0.08, 0.16, 0.32):
        try:
            return action(*arguments)
        except PermissionError:
            time.sleep(wait)
    return action(*arguments)


def _end_of_links(path):
    """Follow the links at the end of a path, but none of another account."""
    path = os.fspath(path)
    for _ in range(40):
        folder, name = os.path.split(path)
        folder = os.path.realpath(folder)
        path = os.path.join(folder, name)
        if not os.path.islink(path):
            return path
        if hasattr(os, "geteuid") and os.lstat(path).st_uid not in (os.geteuid(), 0):
            raise PermissionError(errno.EPERM, "it is a link that another account has made")
        path = os.path.join(folder, os.readlink(path))
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _scratch(target, token):
    """Name a scratch file after its target, this computer and something that nobody can guess."""
    folder, name = os.path.split(target)
    computer = zlib.crc32(os.uname().nodename.encode()) if hasattr(os, "uname") else 0
    return os.path.join(folder, f".{name[:40]}.{computer:08x}-{token}.unfinished")


def _sync(file):
    """Bring the content to the disk before the name leads to it: no power cut can empty it then."""
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):  # knows no such thing
            raise


def _make_alike(scratch, present):
    """Give the new file the owner and the mode of the present one, as far as that is allowed."""
    with contextlib.suppress(OSError):
        if hasattr(os, "chown"):
            os.chown(scratch, present.st_uid, present.st_gid)
    with contextlib.suppress(OSError):
        os.chmod(scratch, stat.S_IMODE(present.st_mode))


def _remove_left_over(target):
    """Remove the scratch files of this target that a process left when it was killed."""
    here = os.path.basename(_scratch(target, ""))
    before, after = here[: -len("00000000-.unfinished")], r"[0-9a-f]{8}-[0-9a-f]{16}\.unfinished"
    pattern = re.compile(re.escape(before) + after)
    folder = os.path.dirname(target)
    with contextlib.suppress(OSError):
        for name in filter(pattern.fullmatch, os.listdir(folder)):
            path = os.path.join(folder, name)
            if path not in _in_use:
                with contextlib.suppress(OSError):
                    _remove_if_left_over(path, name.startswith(here[: -len(".unfinished")]))


def _remove_if_left_over(path, from_here):
    status = os.lstat(path)
    old = time.time() - status.st_mtime > A_DAY
    if not stat.S_ISREG(status.st_mode):
        return
    if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
        return
    if WINDOWS:  # where one that is open cannot be removed
        if old:
            os.remove(path)
        return
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | NO_LINK)) as file:
        free = lock(file, wait=False)
        if (free and from_here) or (free is not False and old):
            os.remove(path)
