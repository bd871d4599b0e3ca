"""What went wrong inside a student's function, as one friendly sentence with its line."""

import dis
import functools
import linecache
import os
import re
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

from cnnkit.exercises.engine.error_advice import advise
from cnnkit.exercises.engine.stop_button import Interrupted

_LIBRARY = tuple(
    os.path.normcase(path)
    for path in (
        *{sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")},
        str(Path(__file__).resolve().parents[2]),
        "<frozen",
    )
)


@dataclass(frozen=True)
class Fault:
    """How a function ended other than by returning.

    Attributes
    ----------
    kind : str
        ``"raised"``, ``"endless"`` (too many steps), ``"slow"`` (too much time), ``"memory"`` (too
        much of it), ``"stuck"``
        (inside one call that cannot be stopped), ``"interrupted"``, ``"held"`` (interrupted inside
        such a call), ``"nested"`` (a check inside the checked function) or ``"exit"``.
    error : str
        The exception's own text, ``"IndexError: index 3 is out of bounds"``, what was called
        where it may not be, or nothing.
    line : int or None
        The line, counted as the student's cell or file counts it.
    source : str
        The text of that line, if it is known.
    advice : str
        A further sentence, or nothing.
    unwritten : bool
        True if the student's own ``raise NotImplementedError`` was reached.
    """

    kind: str
    error: str = ""
    line: int | None = None
    source: str = ""
    advice: str = ""
    unwritten: bool = False

    @property
    def name(self) -> str:
        """A name that stays, such as ``"fault.IndexError"`` or ``"fault.endless"``."""
        return f"fault.{self.error.partition(':')[0] if self.kind == 'raised' else self.kind}"

    def sentence(self) -> str:
        """Put the fault into words."""
        where = f" on line {self.line}" if self.line else ""
        if self.source:
            where += f", `{self.source}`"
        if self.kind == "raised":
            text = f"Your function stopped{where}: {self.error}."
        elif self.kind == "endless":
            text = f"Your function did not come to an end and was stopped{where}."
            text += " Which loop runs there, and does its condition ever become false?"
        elif self.kind == "memory":
            text = f"Your function was stopped{where}: it has filled 1 GB of memory."
            text += " What grows there with every round, and has all of it to be kept?"
        elif self.kind == "slow":
            text = f"Your function took too long and was stopped{where}."
        elif self.kind == "stuck":
            text = f"Your function is still busy{where}, inside one call that cannot be stopped: "
            text += "it goes on until it ends. Does that call wait for something that never comes, "
            text += "or are the arrays too large? A restart of the kernel (menu Kernel) ends it."
        elif self.kind == "interrupted":
            text = f"Your function was interrupted{where}."
        elif self.kind == "held":
            text = f"Your function was interrupted{where}, inside one call that cannot be stopped: "
            text += "it goes on until it ends. You can work on meanwhile."
        elif self.kind == "nested":
            text = f"{self.error}: move it to the left margin."
            text += f" It is on line {self.line}." if self.line else ""
        else:
            text = f"Your function asked to leave Python{where}: return a value instead of `exit`."
        return f"{text} {self.advice}".rstrip()


@functools.cache
def is_library(filename: str) -> bool:
    """Return True for files of Python, installed packages and cnnkit: not the student's."""
    return os.path.normcase(filename).startswith(_LIBRARY)


def from_exception(error: BaseException) -> Fault:
    """Describe an exception that came out of a student's function."""
    code, lineno = _last_own_line(error.__traceback__)
    source = _source(code, lineno)
    if isinstance(error, SystemExit):
        return Fault("exit", "", lineno, source)
    if isinstance(error, KeyboardInterrupt):
        return Fault("interrupted", "", lineno, source)
    said = re.sub(r" at 0x[0-9a-fA-F]+", "", " ".join(words(error).split()))
    said = said if len(said) <= 200 else said[:199] + "…"
    name = type(error).__name__
    text = f"{name}: {said.rstrip('.')}" if said else name
    advice = advise(error, said, source)
    unwritten = isinstance(error, NotImplementedError) and _raised_by_hand(error)
    return Fault("raised", text, lineno, source, advice, unwritten)


def words(error: object) -> str:
    """Return what an exception or a warning says, or nothing if its own ``__str__`` fails."""
    try:
        return str.__str__(str(error))  # whatever subclass of str it may be
    except Interrupted:
        raise
    except BaseException:
        return ""


def from_trace(kind: str, trace: TracebackType | None) -> Fault:
    """Describe where a function was stopped by an exception."""
    code, lineno = _last_own_line(trace)
    return Fault(kind, "", lineno, _source(code, lineno))


def from_frame(kind: str, frame: FrameType | None, error: str = "") -> Fault:
    """Describe where a function that had to be stopped was at that moment."""
    while frame is not None and is_library(frame.f_code.co_filename):
        frame = frame.f_back
    if frame is None:
        return Fault(kind, error)
    return Fault(kind, error, frame.f_lineno, _source(frame.f_code.co_filename, frame.f_lineno))


def _last_own_line(trace: TracebackType | None) -> tuple[str, int | None]:
    """File and line of the innermost frame of the student's own code."""
    filename, lineno = "", None
    while trace is not None:
        here = trace.tb_frame.f_code.co_filename
        if not is_library(here):
            filename, lineno = here, trace.tb_lineno
        trace = trace.tb_next
    return filename, lineno


def _raised_by_hand(error: BaseException) -> bool:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or is_library(trace.tb_frame.f_code.co_filename):
        return False
    # Compiled code has no frame of its own: there the last instruction is a call, not a raise.
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]


def _source(filename: str, lineno: int | None) -> str:
    text = linecache.getline(filename, lineno).strip() if filename and lineno else ""
    return text if len(text) <= 100 else text[:99] + "…"
