"""Find the answers files of a class: below a folder, or in the zip file of a learning platform.

Links are not followed, and a zip file is never unpacked to the disk: what is in it is read in
memory, within limits. Whatever cannot be read is named, and the others are read.
"""

import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from cnnkit.classroom.archives import (
    ARCHIVES,
    ASIDE,
    FOREIGN,
    SET_ASIDE,
    Found,
    hidden,
    in_zip,
    why_not,
)

__all__ = ["Found", "answers_below", "files_below", "student_of"]

# Also as systems name a second copy: "cnnkit_answers (1).json", "cnnkit_answers - Copy.json".
ANSWERS = re.compile(
    r"cnnkit_answers(?:_(?P<account>[A-Za-z0-9_-]+?))?(?: ?\(\d+\)| [^.]{1,40})?\.json"
)
LARGEST = 2_000_000
"""Bytes of one answers file; a finished course takes about 40 thousand."""
UNPACKED = 500_000_000
"""Bytes that are unpacked of one zip file, all in all."""
COPIES = {"autograded", "feedback", "release", "source"}
"""nbgrader's other folders: what they hold is the teacher's, or a copy of what was submitted."""


def answers_below(source: Path) -> list[Found]:
    """Return every answers file of a folder or a zip file.

    Raises
    ------
    OSError, ValueError
        If ``source`` itself is not there, or is neither.
    """
    found = list(files_below(source, _is_answers))
    inside = {part for one in found for part in one.place.parts[:-1]}
    if "submitted" in inside:
        found = [one for one in found if not COPIES & set(one.place.parts[:-1])]
    return found


def files_below(source: Path, wanted, largest: int = LARGEST) -> Iterator[Found]:
    """Yield the files below a folder, and in zip files in it, whose name is ``wanted``.

    Raises
    ------
    OSError, ValueError
        As `answers_below`.
    """
    if source.is_dir():
        yield from _in_folder(source, wanted, largest)
        return
    if not source.exists():
        raise FileNotFoundError(f"there is no folder {source.absolute()}")
    try:
        with zipfile.ZipFile(source) as archive:
            yield from in_zip(archive, wanted, largest, [UNPACKED])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        raise ValueError(
            f"{source} is neither a folder nor a zip file that can be read; "
            "give the folder that holds your students' folders, or the zip file of your platform"
        ) from None


def student_of(place: PurePosixPath, home: str = "") -> str:
    """Return whose file it is, by the folders that it lies in.

    Examples
    --------
    >>> student_of(PurePosixPath("submitted/ada/lesson01/cnnkit_answers.json"))
    'ada'
    >>> student_of(PurePosixPath("Ada Byron_412_assignsubmission_file_/cnnkit_answers.json"))
    'Ada Byron'
    >>> student_of(PurePosixPath("ada/notebooks/cnnkit_answers.json"))
    'ada'
    >>> student_of(PurePosixPath("cnnkit_answers_grace.json"))
    'grace'
    """
    parts = list(place.parts[:-1])
    if "submitted" in parts[:-1]:
        parts = parts[parts.index("submitted") + 1 :]
    first = re.sub(r"_\d+_assignsubmission_.*", "", parts[0]) if parts else ""
    match = ANSWERS.fullmatch(place.name)
    account = (match["account"] if match else "") or ""
    if account and first and account.lower() != first.lower():
        return f"{first}/{account}"
    return first or account or home or "the folder's own"


def _is_answers(name: str) -> bool:
    return bool(ANSWERS.fullmatch(name) or ASIDE.fullmatch(name))


def _in_folder(root: Path, wanted, largest) -> Iterator[Found]:
    denied: list[OSError] = []
    for folder, below, names in os.walk(root, onerror=denied.append):
        below[:] = sorted(name for name in below if not hidden(name))
        for name in sorted(names):
            path = Path(folder, name)
            place = PurePosixPath(path.relative_to(root).as_posix())
            if hidden(name):
                continue
            if wanted(name):
                yield _read(path, place, largest)
            elif ARCHIVES.fullmatch(name):
                yield Found(place, problem=FOREIGN)
            elif name.lower().endswith(".zip"):
                yield from _zip_in_folder(path, place, wanted, largest)
        for error in denied:
            there = Path(error.filename or folder)
            place = there.relative_to(root).as_posix() if there.is_relative_to(root) else "."
            yield Found(PurePosixPath(place), problem=_reason(error))
        denied.clear()


def _reason(error: OSError) -> str:
    return f"cannot be read ({error.strerror or error})"


def _read(path: Path, place: PurePosixPath, largest: int) -> Found:
    if ASIDE.fullmatch(path.name):
        return Found(place, problem=SET_ASIDE)
    try:
        kind = path.lstat()
        if not stat.S_ISREG(kind.st_mode):
            return Found(place, problem="is a link or a device, which is not followed")
        if kind.st_size > largest:
            return Found(place, problem=_too_large(kind.st_size))
        # Not through a link that was put there meanwhile, and not waiting for a pipe.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
            return Found(place, file.read(largest))
    except OSError as error:
        return Found(place, problem=_reason(error))


def _too_large(size: int) -> str:
    return f"is too large to be an answers file ({size:,} bytes)"


def _zip_in_folder(path, place, wanted, largest) -> Iterator[Found]:
    if path.is_symlink():
        yield Found(place, problem="is a link or a device, which is not followed")
        return
    try:
        with zipfile.ZipFile(path) as archive:
            for one in in_zip(archive, wanted, largest, [UNPACKED]):
                yield replace(one, place=_below(place, one.place))
    except Exception as error:  # a zip file can be damaged in many ways
        yield Found(place, problem=why_not(error))


def _below(place: PurePosixPath, inside: PurePosixPath) -> PurePosixPath:
    """Say where a file of a zip is: the platform's zip, alone in the folder, is not a student."""
    if len(place.parts) == 1 and "_assignsubmission_" in inside.parts[0]:
        return inside
    return place.with_suffix("") / inside
