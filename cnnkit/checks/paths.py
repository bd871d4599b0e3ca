"""Checks of paths: of files and folders that are given, and of those that are not there."""

import os
import re
from typing import TYPE_CHECKING, Any

from cnnkit.checks.values import shown

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["file_path", "full_name", "not_found"]

_MOST = 255  # bytes of one name in a path
_LONGEST = 160  # characters of a path in a sentence; what is cut off is in the middle


def file_path(value: Any) -> "Path":
    """Return ``value`` as the path of a file or folder; ``~`` stands for the home folder.

    Examples
    --------
    >>> file_path(3)
    Traceback (most recent call last):
        ...
    TypeError: path is 3 (int), which is not a path; give a str or a pathlib.Path
    """
    from pathlib import Path  # here: it takes 4 ms, and `import cnnkit` does not need it

    try:
        text = os.fsdecode(value)
    except TypeError:
        raise TypeError(
            f"path is {shown(value)} ({type(value).__name__}), which is not a path; "
            "give a str or a pathlib.Path"
        ) from None
    if not text:
        raise ValueError("path is empty; give the name of a file or folder")
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        raise ValueError(
            f"path {shown(text)} holds a character that no file name can have; leave it out"
        ) from None
    if "\0" in text:
        raise ValueError(
            f"path {shown(text)} holds a zero byte, which no file name can have; leave it out"
        )
    if text.startswith("file:/"):
        raise ValueError(
            f"path {shown(text)} is an address; leave out file:// and give the path: "
            f"{'/' + text[5:].lstrip('/')!r:.80}"
        )
    if any(len(os.fsencode(name)) > _MOST for name in re.split(r"[/\\]", text)):
        how = "store it and give its name: pathlib.Path('a.csv').write_text(content)"
        if re.fullmatch(r"[A-Za-z0-9+/=\s]+", text):
            how = "give its bytes: base64.b64decode(content)"
        raise ValueError(
            f"path {shown(text)} of {len(text)} characters is not a name that a file can have; if "
            f"it is the content itself, {how}"
        )
    if re.match("[A-Za-z][A-Za-z0-9+.-]+:/", text):  # one letter is a drive of Windows
        raise ValueError(
            f"path {shown(text)} is a web address; download the file and give the path of the copy"
        )
    return Path(os.path.expanduser(text))


def full_name(path: "str | os.PathLike[str]") -> str:
    r"""Return the whole path as a sentence names it: on one line, cut where it is very long.

    Examples
    --------
    >>> full_name("/lessons/a\nb.png")
    '/lessons/a\\nb.png'
    """
    text = os.path.abspath(path)
    if not text.isprintable():  # a line break, as "C:\new" has one
        text = text.encode("unicode_escape").decode("ascii")
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else f"{text[:half]}...{text[-half:]}"


def not_found(path: "Path", what: str) -> str:
    """Say that there is no such file, where it was looked for, and what was probably meant.

    Examples
    --------
    >>> from pathlib import Path
    >>> not_found(Path('/lessons/"cat.png"'), "picture")
    'there is no picture /lessons/"cat.png"; leave out the quotation marks around the path'
    """
    return f"there is no {what} {full_name(path)}; {_meant(path)}"


def _meant(path):
    text = os.fspath(path)
    if os.path.lexists(path) and not (path.is_dir() or path.is_symlink() or path.is_file()):
        return "it is a device or a pipe and no plain file, so give the name of one"
    if "$" in text and os.path.expandvars(text) != text:
        return f"write os.path.expandvars({text!r})"
    if any(mark in path.name for mark in "*?"):
        folder = os.fspath(path.parent)
        return (
            "a pattern is not a name, so give the list: "
            f"sorted(pathlib.Path({folder!r}).glob({path.name!r}))"
        )
    if text != text.strip():
        return "leave out the spaces around the path"
    if text.startswith("data:"):
        return "it is the content itself, so give base64.b64decode(text.split(',')[1])"
    if "\\" in text and os.sep == "/":
        return "write the path with forward slashes"
    if (text[:1] in "'\"" and text[-1:] in "'\"") or {path.name[:1], path.name[-1:]} & {"'", '"'}:
        return "leave out the quotation marks around the path"
    if not text.isprintable():
        return 'write the path with forward slashes, or as r"..."'
    if path.is_symlink() and not path.exists():
        target = full_name(path.parent / os.readlink(path))
        return f"it is a link to {target}, which is not there, so give the file itself"
    if path.is_dir():
        return "that is a folder, so check its name or give a file in it"
    if not path.parent.is_dir():
        return f"there is no folder {full_name(path.parent)}, so check its name"
    try:
        others = os.listdir(path.parent)
    except OSError:
        others = []
    import unicodedata  # here: of use only when something is wrong

    for name in others:
        same = unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", path.name)
        if same and name != path.name:
            return "there is one whose accents are stored otherwise, so take the name of os.listdir"
        if name.lower() == path.name.lower():
            return f"there is {name}, and capital letters count, so write it like that"
    for name in others:
        if name.lower().rpartition(".")[0] == path.name.lower():
            return f"there is {name}, so write the name with its ending"
    for name in others:
        if os.path.splitext(name)[0].lower() == path.stem.lower():
            return f"there is {name}, so check the ending"
    return "check its name and folder"
