"""What one student has answered, read from the student's files, whatever is in them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cnnkit.classroom.answers_files import Found, answers_below, student_of
from cnnkit.exercises.engine.result_entries import status_of
from cnnkit.exercises.engine.saved_answers import VERSION

__all__ = ["Class", "Tried", "Work", "read_class"]

STATES = "correct", "incorrect", "error"
NEWER = "it was written by a newer cnnkit; bring this one up to date"


@dataclass
class Tried:
    """What a student did in one exercise.

    Attributes
    ----------
    status : str
        ``"correct"``, ``"incorrect"`` or ``"error"``; once correct it stays correct.
    tries : int
        How many checks, up to the one that was correct; 0 if the file does not tell (version 1).
    solved : str
        When, as the student's computer wrote it; empty if that is not known.
    mistakes : dict of str to int
        How often each mistake was found, by its name.
    """

    status: str
    tries: int = 0
    solved: str = ""
    mistakes: dict[str, int] = field(default_factory=dict)


@dataclass
class Work:
    """What a student did: exercises and predictions by key."""

    student: str
    exercises: dict[str, Tried] = field(default_factory=dict)
    predictions: dict[str, str] = field(default_factory=dict)


@dataclass
class Class:
    """A class: everybody's work, what could not be read, and what mistakes are called in the files.

    Attributes
    ----------
    students : list of Work
    skipped : list of (str, str)
        Where a file is, and why it was not read.
    notes : list of (str, str)
        Where a file is, of which not everything was read, and why.
    sentences : dict of (str, str) to str
        The sentence of a mistake, by the exercise's key and the mistake's name.
    """

    students: list[Work] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sentences: dict[tuple[str, str], str] = field(default_factory=dict)


def read_class(source: Path) -> Class:
    """Return the work of everybody whose file is below a folder, or in a zip file.

    Raises
    ------
    OSError, ValueError
        If there is no such folder, or it is neither folder nor zip file.
    """
    return gather(answers_below(source), home=source.stem)


def gather(files: Iterable[Found], home: str = "") -> Class:
    """Put files together by student; who has several has done what is in any of them."""
    everybody: dict[str, Work] = {}
    seen: set[tuple[str, bytes]] = set()
    found = Class()
    for file in files:
        name = student_of(file.place, home)
        if file.problem:
            found.skipped.append((str(file.place), file.problem))
            continue
        if (name, file.content) in seen:  # a copy, which would count every try twice
            continue
        seen.add((name, file.content))
        try:
            content = _parsed(file.content)
        except ValueError as error:
            found.skipped.append((str(file.place), str(error)))
            continue
        odd = _add(everybody.setdefault(name, Work(name)), content, found.sentences)
        if _is_newer(content):
            found.notes.append((str(file.place), f"may hold more than was read: {NEWER}"))
        elif odd:
            entries = f"{odd} entr{'y' if odd == 1 else 'ies'}"
            problem = f"was changed by hand: {entries} of no known form left out"
            found.notes.append((str(file.place), problem))
    found.students = sorted(everybody.values(), key=lambda work: work.student)
    return found


def _parsed(content: bytes) -> dict:
    if not content.strip(b" \t\r\n\0"):
        raise ValueError("is damaged: it is empty")
    try:
        found = json.loads(content)  # UTF-8, or what an editor on Windows makes of it
    except (ValueError, RecursionError):
        raise ValueError("is damaged: it is not JSON") from None
    sections = ("exercises", "predictions")
    if not isinstance(found, dict) or not any(isinstance(found.get(s), dict) for s in sections):
        if isinstance(found, dict) and _is_newer(found):
            raise ValueError(f"is not known here: {NEWER}")
        raise ValueError("is damaged: it holds neither exercises nor predictions")
    return found


def _is_newer(content: dict) -> bool:
    version = content.get("version")
    return type(version) is int and version > VERSION


def _dict(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _count(value: object) -> int:
    """Return a number of times; what a student may have written instead counts as none."""
    return min(value, 9999) if type(value) is int and value > 0 else 0


def _add(work: Work, content: dict, sentences: dict[tuple[str, str], str]) -> int:
    """Add what a file holds to somebody's work; return how much of it is nothing of ours."""
    odd = sum(not isinstance(content.get(it, {}), dict) for it in ("predictions", "exercises"))
    for key, answer in _dict(content.get("predictions")).items():
        if isinstance(answer, str):
            work.predictions.setdefault(key, answer)
        else:
            odd += 1
    for key, entry in _dict(content.get("exercises")).items():
        status, told = status_of(entry), _dict(entry)
        if status not in STATES:
            odd += 1
            continue
        solved = told.get("solved")
        now = Tried(status, _count(told.get("tries")), solved if isinstance(solved, str) else "")
        for name, met in _dict(told.get("mistakes")).items():
            now.mistakes[name] = max(1, _count(_dict(met).get("times")))
            said = _dict(met).get("says")
            if isinstance(said, str):
                sentences.setdefault((key, name), " ".join(said.split())[:600])
        work.exercises[key] = _joined(work.exercises.get(key), now)
    return odd


def _joined(before: Tried | None, now: Tried) -> Tried:
    if before is None:
        return now
    best = min(before.status, now.status, key=STATES.index)
    mistakes = {
        name: before.mistakes.get(name, 0) + now.mistakes.get(name, 0)
        for name in before.mistakes | now.mistakes
    }
    return Tried(best, before.tries + now.tries, before.solved or now.solved, mistakes)
