"""Answers and results, kept in a small file next to the notebook.

The file is ``cnnkit_answers.json`` in the folder in which the kernel was started, which is the
notebook's own. It survives a restart of the kernel. Delete it to begin anew. A teacher switches it
off with the environment variable ``CNNKIT_ANSWERS=off`` or with ``keep_answers(False)``: then
answers last as long as the kernel does.
"""

import contextlib
import json
import os
import tempfile
import threading
from pathlib import Path

FILE = "cnnkit_answers.json"

_lock = threading.RLock()  # widgets answer in another thread than cells
_memory: dict[str, dict[str, str]] = {"predictions": {}, "exercises": {}}
_settings: dict[str, object] = {"folder": Path.cwd(), "on": None, "said": set()}


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
        for section in _memory.values():
            section.clear()


def is_kept() -> bool:
    """Return True if answers go to the file."""
    if _settings["on"] is not None:
        return bool(_settings["on"])
    return os.environ.get("CNNKIT_ANSWERS", "").strip().lower() not in ("off", "0", "no", "false")


def path() -> Path:
    """Return the file, whether it exists or not."""
    return Path(_settings["folder"]) / FILE  # type: ignore[arg-type]


def recall(section: str, key: str) -> str | None:
    """Return what was kept under ``key``, or None.

    Parameters
    ----------
    section : {"predictions", "exercises"}
    key : str
        Such as ``"lesson01.match_score"``.
    """
    with _lock:
        if key not in _memory[section] and is_kept():
            value = _read()[section].get(key)
            if value is not None:
                _memory[section][key] = value
        return _memory[section].get(key)


def record(section: str, key: str, value: str | None) -> None:
    """Keep ``value`` under ``key``; None forgets it. A file that cannot be written is no error."""
    with _lock:
        if value is None:
            _memory[section].pop(key, None)
        else:
            _memory[section][key] = value
        if not is_kept():
            return
        # Read again before writing: another notebook in this folder may have written meanwhile.
        kept = _read()
        if kept[section].get(key) == value:
            return
        kept[section][key] = value  # type: ignore[assignment]
        if value is None:
            del kept[section][key]
        _write(kept)


def record_result(key: str, status: str) -> None:
    """Keep an exercise's status; once correct it stays correct, and a stub is not kept."""
    if status != "not attempted" and recall("exercises", key) != "correct":
        record("exercises", key, status)


def _read() -> dict[str, dict[str, str]]:
    """Return the file's content, without whatever does not belong there."""
    kept: dict[str, dict[str, str]] = {"predictions": {}, "exercises": {}}
    try:
        content = json.loads(path().read_text(encoding="utf-8"))
        for section, entries in kept.items():
            for key, value in content.get(section, {}).items():
                if not isinstance(value, str):
                    raise TypeError(f"{key} is no text")
                entries[key] = value
    except FileNotFoundError:
        pass
    except OSError as error:
        _say(
            f"{FILE} could not be read ({error.strerror}); answers are kept until the kernel ends."
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        kept = {"predictions": {}, "exercises": {}}
        _set_aside()
    return kept


def _set_aside() -> None:
    """Rename a damaged file, so that nothing in it is lost and a new one can begin."""
    old = path()
    aside = old.with_name(f"{old.stem}.damaged.json")
    number = 2
    while aside.exists():
        aside = old.with_name(f"{old.stem}.damaged-{number}.json")
        number += 1
    with contextlib.suppress(OSError):
        old.replace(aside)
        _say(f"{old.name} was damaged: it is now {aside.name}, and a new one begins.")


def _write(kept: dict[str, dict[str, str]]) -> None:
    """Write the file so that it is never half written: a new file takes the old one's place."""
    text = json.dumps({"version": 1, **kept}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    scratch = None
    try:
        number, scratch = tempfile.mkstemp(prefix=f".{FILE}.", dir=path().parent)
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(scratch, path())
    except OSError as error:
        if scratch is not None:
            with contextlib.suppress(OSError):
                os.unlink(scratch)
        _say(f"{FILE} cannot be written ({error.strerror}); answers last until the kernel ends.")


def _say(sentence: str) -> None:
    """Print a sentence, once."""
    said: set = _settings["said"]  # type: ignore[assignment]
    if sentence not in said:
        said.add(sentence)
        print(sentence)
