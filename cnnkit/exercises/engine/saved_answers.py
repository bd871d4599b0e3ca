"""Answers and results, kept in a small file next to the notebook.

The file is ``cnnkit_answers.json`` in the folder in which the kernel was started, which is the
notebook's own. It survives a restart of the kernel. Delete it to start over. A teacher switches it
off with the environment variable ``CNNKIT_ANSWERS=off`` or with ``keep_answers(False)``: then
answers last as long as the kernel does.

Where several accounts share a folder, everybody has a file of their own: the first one has
``cnnkit_answers.json``; whoever finds that this belongs to another account writes
``cnnkit_answers_<account>.json``, and goes on with it from then on. A file of another account is
neither read nor written. Where the system does not tell who made a file, there is one for all.

Several notebooks may answer at once: while one of them writes, a hidden file
``.cnnkit_answers.json.lock`` keeps the others waiting. A damaged file is renamed to
``cnnkit_answers.damaged.json``. Entries that this version of cnnkit does not recognise are kept.

The file is plain JSON, of version 2: under ``"predictions"`` each answer as it was given, or
``"(shown)"`` where the reader had it shown; under ``"exercises"`` what :mod:`.result_entries`
describes. A file of version 1 is read, and becomes one of version 2 when something is added to it.
"""

import atexit
import codecs
import contextlib
import hashlib
import json
import os
import re
import tempfile
import threading
from pathlib import Path

from cnnkit.exercises.engine import result_entries
from cnnkit.files import atomic_writing
from cnnkit.files.locks import WINDOWS, locked

FILE = "cnnkit_answers.json"
SECTIONS = "predictions", "exercises"

_lock = threading.RLock()  # widgets answer in another thread than cells
VERSION = 2

_memory: dict[str, dict[str, str | dict]] = {section: {} for section in SECTIONS}
# What the file does not hold yet; a list holds checks that are to be added to an entry.
_unwritten: dict[tuple[str, str], str | list[dict[str, str]] | None] = {}
_settings: dict[str, object] = {"folder": Path.cwd(), "on": None, "said": set()}


class _Damaged(ValueError):
    """What is in the file was not written by any version of cnnkit."""


def keep_answers(keep: bool = True, *, folder: str | os.PathLike | None = None) -> None:
    """Switch the file with answers and results on or off.

    Parameters
    ----------
    keep : bool
        False: read and write no file; answers last as long as the kernel.
    folder : path, optional
        Where the file is; by default next to the notebook.
    """
    with _lock:
        _settings["on"] = bool(keep)
        if folder is not None:
            _settings["folder"] = Path(folder)
        _settings["said"] = set()
        _unwritten.clear()
        for section in _memory.values():
            section.clear()


def is_kept() -> bool:
    """Return True if answers go to the file."""
    if _settings["on"] is not None:
        return bool(_settings["on"])
    return os.environ.get("CNNKIT_ANSWERS", "").strip().lower() not in ("off", "0", "no", "false")


def path() -> Path:
    """Return this account's file, whether it exists or not."""
    common = Path(_settings["folder"]) / FILE  # type: ignore[arg-type]
    if not hasattr(os, "geteuid"):
        return common
    own = common.with_name(f"{common.stem}_{_account()}.json")
    if _is_there(own) and _is_ours(own):
        return own
    return common if not _is_there(common) or _is_ours(common) else own


def recall(section: str, key: str) -> str | None:
    """Return the answer, or the exercise's status, that was kept under ``key``, or None.

    Parameters
    ----------
    section : {"predictions", "exercises"}
    key : str
        Such as ``"lesson01.match_score"``.
    """
    entry = _recall(section, key)
    return result_entries.status_of(entry) if section == "exercises" else entry  # type: ignore[return-value]


def _recall(section: str, key: str) -> str | dict | None:
    with _lock:
        if key not in _memory[section] and (section, key) not in _unwritten and is_kept():
            value = _entry(_read_or_say(), section, key)
            if isinstance(value, str) or (
                section == "exercises" and result_entries.status_of(value)
            ):
                _memory[section][key] = value
        return _memory[section].get(key)


def record(section: str, key: str, value: str | None) -> None:
    """Keep ``value`` under ``key``; None forgets it. An unwritable file is not an error."""
    with _lock:
        if value is None:
            _memory[section].pop(key, None)
        else:
            _memory[section][key] = value
        if is_kept():
            _unwritten[section, key] = value
            _save()


def record_result(key: str, status: str, mistake: str = "", sentence: str = "") -> None:
    """Keep what a check of an exercise has found; once correct it stays correct.

    Parameters
    ----------
    key : str
    status : str
        Of a stub, ``"not attempted"``, nothing is kept.
    mistake, sentence : str
        What was wrong, by its name and in words.
    """
    with _lock:
        if status == "not attempted" or recall("exercises", key) == "correct":
            return
        one = result_entries.checked(status, mistake, sentence)
        _memory["exercises"][key] = result_entries.folded(_memory["exercises"].get(key), [one])
        if is_kept():
            waiting = _unwritten.get(("exercises", key))
            _unwritten["exercises", key] = [*(waiting if isinstance(waiting, list) else []), one]
            _save()


# -- writing


@atexit.register
def _save_the_last() -> None:
    """Try once more, when the kernel ends, to write what could not be written before."""
    with _lock:
        if _unwritten and is_kept():
            _save()


def _save() -> None:
    """Put what is not written yet into the file, as it is now: others write it too."""
    try:
        with _file_to_ourselves() as file:
            try:
                present = _read(file)
            except _Damaged:
                _set_aside(file)
                present = {}
            except OSError as error:
                _say(_not_kept(f"{file.name} could not be read", error))
                return
            changed, homeless = _merged(present)
            if changed is not None:
                atomic_writing.replace(file, _text(changed))
    except OSError as error:
        _say(_not_kept(f"{path().name} cannot be written", error))
        return
    if homeless:
        _say(
            f"{file.name} was written by a newer cnnkit, and is kept as that wrote it; what it has "
            "no place for lasts until the kernel ends."
        )
    else:
        _settings["said"].clear()  # type: ignore[attr-defined]
    _unwritten.clear()


def _not_kept(what: str, error: OSError) -> str:
    return (
        f"{what} ({error.strerror or error}): what it holds stays as it is; new answers last until "
        "the kernel ends, and are written with the next one as soon as that can be done."
    )


@contextlib.contextmanager
def _file_to_ourselves():
    """Lock the file against other notebooks; another account may have made it meanwhile."""
    while True:
        file = path()
        with locked(file):
            if path() == file:
                yield file
                return


def _merged(present: dict) -> tuple[dict | None, bool]:
    """Return the file's new content, None if nothing changes, and whether something has no place.

    What we do not know stays: other sections, and whatever is not text.
    """
    merged = {"version": VERSION, **present}
    if merged["version"] in (1, VERSION):
        merged["version"] = VERSION
        for section in SECTIONS:
            merged[section] = dict(merged.get(section, {}))
    changed = homeless = False
    for (section, key), value in _unwritten.items():
        entries = merged.get(section, {})
        before = entries.get(key) if isinstance(entries, dict) else entries
        known = result_entries.is_entry if section == "exercises" else _is_text
        if not isinstance(entries, dict) or not known(before):
            homeless = True
            continue
        if section == "exercises" and result_entries.status_of(before) == "correct":
            _memory[section][key] = before  # another notebook may have solved it
            continue
        if isinstance(value, list):
            _memory[section][key] = value = result_entries.folded(before, value)
        if before != value:
            merged[section] = entries = dict(entries)
            entries.pop(key, None)
            entries.update({} if value is None else {key: value})
            changed = True
    return (merged if changed else None), homeless


def _is_text(entry: object) -> bool:
    return isinstance(entry, str | None)


def _text(content: dict) -> bytes:
    try:
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # half a character, which JSON can write, but UTF-8 cannot
        return (json.dumps(content, indent=1) + "\n").encode()


def _set_aside(old: Path) -> None:
    """Rename a damaged file, so that nothing in it is lost and a new one can begin."""
    aside = old.with_name(f"{old.stem}.damaged.json")
    number = 2
    while os.path.lexists(aside):
        aside = old.with_name(f"{old.stem}.damaged-{number}.json")
        number += 1
    old.rename(aside)
    _say(f"{old.name} was damaged: it is now {aside.name}, and a new one begins.")


# -- reading


def _read_or_say() -> dict:
    """Return the file's content; empty if it cannot be read, which is said."""
    try:
        return _read(path())
    except _Damaged:
        with contextlib.suppress(OSError), _file_to_ourselves() as file:
            try:
                return _read(file)  # mended by somebody meanwhile
            except _Damaged:
                _set_aside(file)
    except OSError as error:
        _say(_not_kept(f"{path().name} could not be read", error))
    return {}


def _read(file: Path) -> dict:
    """Return the file's content, empty if there is none.

    Raises
    ------
    OSError
        If it is there but cannot be read: then nothing is known about it.
    _Damaged
        If no version of cnnkit, this or a newer one, has written it.
    """
    if not _is_there(file):
        return {}
    if not _is_ours(file):
        raise PermissionError(13, "it belongs to another account")
    try:
        content = atomic_writing.patiently(file.read_bytes) if WINDOWS else file.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        found = json.loads(content.decode(_encoding(content)))
    except (ValueError, RecursionError) as error:
        raise _Damaged(str(error)) from None
    if not isinstance(found, dict) or (
        found.get("version", 1) in (1, VERSION) and not _is_known(found)
    ):
        raise _Damaged
    return found


def _encoding(content: bytes) -> str:
    """Editors on Windows write a byte-order mark, and some write UTF-16."""
    marks = {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
        codecs.BOM_UTF32_BE: "utf-32",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }
    return next((name for mark, name in marks.items() if content.startswith(mark)), "utf-8")


def _is_known(content: dict) -> bool:
    """Tell whether this version's sections are what it writes, entries of others beside them."""
    for section in SECTIONS:
        entries = content.get(section, {})
        if not isinstance(entries, dict):
            return False
        found = [
            isinstance(it, str) or result_entries.status_of(it) is not None
            for it in entries.values()
        ]
        if entries and not any(found):
            return False
    return True


def _entry(content: dict, section: str, key: str):
    entries = content.get(section)
    return entries.get(key) if isinstance(entries, dict) else None


# -- accounts


def _account() -> str:
    """Return the account's name as a part of a file name: another one for every account."""
    try:
        import pwd

        name = pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):  # a container may run under a number without a name
        name = str(os.geteuid())
    safe = re.sub(r"[^a-z0-9_-]", "-", name.lower())[:40]
    return safe if safe == name else f"{safe}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}"


def _is_there(file: Path) -> bool:
    return os.path.lexists(file)


def _is_ours(file: Path) -> bool:
    """Tell whether the file, or the link and the file that it leads to, are this account's."""
    if not hasattr(os, "geteuid"):
        return True
    with contextlib.suppress(OSError):
        owners = {file.lstat().st_uid}
        with contextlib.suppress(OSError):
            owners.add(file.stat().st_uid)
        return owners == {os.geteuid()} or owners == {_owner_of_new_files(file.parent)}
    return True


def _owner_of_new_files(folder: Path) -> int:
    """Some drives, such as those that a virtual machine shares, give all files to one account."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_uid
    except OSError:
        return os.geteuid()


def _say(sentence: str) -> None:
    """Print a sentence, once."""
    said: set = _settings["said"]  # type: ignore[assignment]
    if sentence not in said:
        said.add(sentence)
        print(sentence)
