"""Files in a zip file, read in memory and within limits: nothing is unpacked to the disk."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

__all__ = ["ARCHIVES", "ASIDE", "FOREIGN", "SET_ASIDE", "Found", "hidden", "in_zip", "why_not"]

ASIDE = re.compile(r"cnnkit_answers.*\.damaged(-\d+)?\.json")
SET_ASIDE = "was set aside as damaged on the student's computer"
ARCHIVES = re.compile(r"(?i).+\.(rar|7z|tar|tgz|tar\.gz|tar\.xz)")
FOREIGN = "is an archive that is not read here; unpack it beside the others, or ask for a zip file"
ENTRIES = 200_000
DEPTH = 3
"""This many zip files in each other are opened: the platform's, a student's, one in it."""


@dataclass(frozen=True)
class Found:
    """One file that was found.

    Attributes
    ----------
    place : pathlib.PurePosixPath
        Where it is, below the folder or in the zip file.
    content : bytes
    problem : str
        Why it was not read; empty if it was.
    """

    place: PurePosixPath
    content: bytes = b""
    problem: str = ""


def hidden(part: str) -> bool:
    """Tell whether a system has left this file or folder behind, and not a student.

    Examples
    --------
    >>> hidden("__MACOSX"), hidden(".ipynb_checkpoints"), hidden("ada")
    (True, True, False)
    """
    return part.startswith(".") or part == "__MACOSX"


def why_not(error: Exception) -> str:
    """Say why a zip file, or a file in it, cannot be unpacked.

    Examples
    --------
    >>> why_not(NotImplementedError("That compression method is not supported"))
    'is packed in a way that is not known here; ask for an ordinary zip file'
    """
    if isinstance(error, NotImplementedError):
        return "is packed in a way that is not known here; ask for an ordinary zip file"
    if isinstance(error, _TooMuchError):
        return str(error)
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror or error})"
    return "is damaged and cannot be unzipped"


def in_zip(
    archive: zipfile.ZipFile,
    wanted: Callable[[str], bool],
    largest: int,
    left: list[int],
    depth: int = DEPTH,
) -> Iterator[Found]:
    """Yield the files of a zip file whose name is ``wanted``, also in zip files within.

    Parameters
    ----------
    archive : zipfile.ZipFile
    wanted : function of a name
    largest : int
        Bytes of one file.
    left : list of one int
        Counts down how many bytes may be unpacked in all.
    depth : int
        How many zip files in each other are opened.
    """
    entries = archive.infolist()
    if len(entries) > ENTRIES:
        place = PurePosixPath(entries[ENTRIES].filename or "?")
        yield Found(place, problem=f"and all after it are left out: more than {ENTRIES:,} files")
    for entry in entries[:ENTRIES]:
        parts = _parts(entry.filename)
        if entry.is_dir() or not parts or any(map(hidden, parts)):
            continue
        place = PurePosixPath(*parts)
        inner = place.suffix.lower() == ".zip"
        if ARCHIVES.fullmatch(place.name):
            yield Found(place, problem=FOREIGN)
        elif inner or wanted(place.name):
            yield from _entry(archive, entry, place, inner, wanted, largest, left, depth)


def _parts(name: str) -> list[str]:
    """Return the folders and the name of an entry, without what would lead out or to a drive."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return [it for it in parts if it not in ("/", "//", "..", ".") and it[1:] != ":"]


def _entry(archive, entry, place, inner, wanted, largest, left, depth) -> Iterator[Found]:
    """Yield one file of a zip file, or what is in it; or why not."""
    problem = ""
    if ASIDE.fullmatch(place.name):
        problem = SET_ASIDE
    elif entry.flag_bits & 1:
        problem = "is protected by a password; ask for a zip file without one"
    elif inner and depth <= 1:
        problem = f"is not opened: it lies in {DEPTH} zip files, one in another"
    if problem:
        yield Found(place, problem=problem)
        return
    try:
        content = _unpacked(archive, entry, 50 * largest if inner else largest, left)
        if not inner:
            yield Found(place, content)
            return
        with zipfile.ZipFile(io.BytesIO(content)) as within:
            for one in in_zip(within, wanted, largest, left, depth - 1):
                yield replace(one, place=place.with_suffix("") / one.place)
    except Exception as error:  # a zip file can be damaged in many ways
        yield Found(place, problem=why_not(error))


class _TooMuchError(ValueError):
    """What is packed is far larger than it looks."""


def _unpacked(archive, entry, largest: int, left: list[int]) -> bytes:
    """Unpack one file; how large it says that it is counts for nothing."""
    if left[0] <= 0:
        raise _TooMuchError("is left out: too much has been unpacked of this zip file already")
    limit = min(largest, left[0])
    with archive.open(entry) as file:
        content = file.read(limit + 1)
    left[0] -= len(content)
    if len(content) > limit:
        raise _TooMuchError(f"unpacks to more than {limit:,} bytes, which no such file has")
    return content
