"""What a command prints: in any terminal, and into a pipe whose reader may leave early."""

import errno
import os
import sys
from collections.abc import Callable

from cnnkit.files.locks import WINDOWS

__all__ = ["Unread", "heard", "say"]

LEFT = 141
"""What a shell on Unix reports of a program that was ended because its reader had left."""


class Unread(Exception):
    """What was printed reaches nobody; no OSError, so that no file is blamed for it.

    Attributes
    ----------
    status : int or str
        What the command returns then: nothing is said where a reader such as `head` has seen
        enough.
    """

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        left = error.errno == errno.EPIPE or (WINDOWS and error.errno == errno.EINVAL)
        self.status = LEFT if left else f"cannot print ({error.strerror or error})"


def say(text: str) -> int:
    """Print, also where the terminal has not all of the characters; return 0.

    Raises
    ------
    Unread
        If nobody can read it.

    Examples
    --------
    >>> say("3 of 5 × ✓")
    3 of 5 × ✓
    0
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        print(text.encode(encoding, "replace").decode(encoding), flush=True)
    except OSError as error:
        raise Unread(error) from None
    return 0


def heard(command: Callable[[], int | str | None]) -> int | str | None:
    """Return ``command()``; if what it prints can no longer be read, end it without a traceback.

    Examples
    --------
    >>> heard(lambda: say("done"))
    done
    0
    """
    try:
        try:
            return command()
        finally:  # also of `--help`, which leaves by SystemExit
            _flush()
    except Unread as error:
        _print_nowhere()
        return error.status


def _flush():
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise Unread(error) from None


def _print_nowhere():
    """Let what is still to be printed vanish: at its end Python would complain about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
