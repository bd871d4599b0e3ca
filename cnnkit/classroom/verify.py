"""Run the checks of the notebooks that were handed in once more, each in a process of its own.

An answers file is plain text, so it can be edited; what a notebook's functions do cannot. This runs
the students' code: see `isolation` for what is protected, and by what.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from cnnkit.classroom.answers_files import COPIES, Found, files_below, student_of
from cnnkit.classroom.contents import contents
from cnnkit.classroom.pseudonyms import labels
from cnnkit.classroom.student_answers import read_class
from cnnkit.classroom.terminal import plain
from cnnkit.files.printing import say
from cnnkit.files.tables import columns

__all__ = ["Verified", "report", "rerun", "verified"]

LARGEST = 20_000_000
"""Bytes of one notebook."""
MEMORY, SECONDS = 2_000_000_000, 60
"""Bytes, and seconds of computing, that one notebook may take; three times as long on the clock."""
PACKAGE = Path(__file__).resolve().parents[2]
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from cnnkit.classroom.rerun import main; main(*sys.argv[1:])"
)
KEPT = "PATH", "SYSTEMROOT", "LANG", "LC_ALL"


@dataclass
class Verified:
    """What came out when a student's notebooks were run again.

    Attributes
    ----------
    student : str
    statuses : dict of str to str
        By exercise; the best of several checks.
    problems : list of str
        What was wrong with a notebook.
    enforced : dict of str to bool
        See `isolation.isolate`.
    """

    student: str
    statuses: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    enforced: dict[str, bool] = field(default_factory=dict)


def rerun(content: bytes, forbidden: Path, *, memory: int = MEMORY, seconds: int = SECONDS) -> dict:
    """Run the checks of one notebook in a process of its own, in an empty folder.

    Parameters
    ----------
    content : bytes
        The notebook.
    forbidden : pathlib.Path
        The folder of the class, which the process may not read.
    memory, seconds : int

    Returns
    -------
    dict
        ``"results"``, pairs of an exercise's key and a status, and what is ``"enforced"``; or the
        ``"problem"``.
    """
    own = tempfile.TemporaryDirectory(prefix="cnnkit-verify-", ignore_cleanup_errors=True)
    # A file, whose size has a limit, and not a pipe, into which the code could write for ever.
    with own as folder, tempfile.TemporaryFile() as answer:
        settings = {"CNNKIT_ANSWERS": "off", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}
        settings |= {"HOME": folder, "MPLCONFIGDIR": folder, "TMPDIR": folder}
        settings |= {name: os.environ[name] for name in KEPT if name in os.environ}
        paths = str(PACKAGE), folder, str(forbidden.resolve())
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", START, *paths, str(memory), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=settings,
            start_new_session=True,
        )
        try:
            process.communicate(content, timeout=3 * seconds)
        except subprocess.TimeoutExpired:
            return {"problem": f"took longer than {3 * seconds} seconds"}
        finally:
            _end(process)
        answer.seek(0)
        said = answer.read()
    try:
        told = json.loads(said)
        return told if isinstance(told, dict) else {"problem": "ended early"}
    except ValueError:
        return {"problem": "ended early: memory, time, or the code ended its process"}


def _end(process: subprocess.Popen) -> None:
    """End a process, and what it may have started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()


def verified(source: Path, **limits) -> list[Verified]:
    """Run the notebooks of everybody below a folder again; return one result for each student.

    Raises
    ------
    OSError, ValueError
        As `finding.files_below`.
    """
    with ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as pool:
        jobs = [(file, _job(pool, file, source, limits)) for file in _notebooks(source)]
        everybody: dict[str, Verified] = {}
        for file, job in jobs:
            name = student_of(file.place, source.stem)
            _take(everybody.setdefault(name, Verified(name)), file.place, job.result())
    return sorted(everybody.values(), key=lambda one: one.student)


def _job(pool: ThreadPoolExecutor, file: Found, source: Path, limits: dict) -> Future:
    if file.problem:
        return pool.submit(dict, problem=file.problem)
    return pool.submit(rerun, file.content, source, **limits)


def _notebooks(source: Path) -> Iterator[Found]:
    found = list(files_below(source, lambda name: name.endswith(".ipynb"), LARGEST))
    submitted = any("submitted" in file.place.parts[:-1] for file in found)
    for file in found:
        if not (submitted and COPIES & set(file.place.parts[:-1])):
            yield file


def _take(one: Verified, place: PurePosixPath, told: dict) -> None:
    if "problem" in told:
        one.problems.append(f"{place.name} {told['problem']}")
        return
    enforced = told["enforced"]
    one.enforced = {it: enforced[it] and one.enforced.get(it, True) for it in enforced}
    for key, result in told["results"]:
        if one.statuses.get(key) != "correct":
            one.statuses[key] = result["status"]


def report(source: Path, *, names: bool = False) -> int | str:
    """Print who has solved what when it is run again, and what the answers files say."""
    say(
        "This runs the students' code: the cells that their exercises need, each notebook in a "
        "process of its own, in an empty folder."
    )
    results = verified(source)
    if not results:
        return f"no notebook was found below {source}; give the folder that the class handed in"
    claimed = {work.student: work.exercises for work in read_class(source).students}
    course = contents()
    label = labels({one.student for one in results} | set(claimed), names=names)
    rows = [("student", "exercise", "answers file", "run again")]
    for one in results:
        claims = claimed.get(one.student, {})
        for key in [it for it in course.exercises if it in one.statuses or it in claims]:
            said = claims[key].status if key in claims else "nothing"
            now = one.statuses.get(key, "not in the notebook")
            if (said == "correct") != (now == "correct"):
                rows.append((plain(label[one.student]), key, said, now))
    solved = sum(status == "correct" for one in results for status in one.statuses.values())
    people, tasks = ("" if n == 1 else "s" for n in (len(results), solved))
    say(f"\n{len(results)} student{people}, {solved} exercise{tasks} solved when run again.")
    if rows[1:]:
        say("\nWhere the answers file and the notebook differ:\n")
        say(columns(rows, (False,) * 4))
    for one in results:
        for problem in one.problems:
            say(f"{plain(label[one.student])}: {plain(problem)}")
    say(f"\n{_protection(results)}")
    return 0


def _protection(results: list[Verified]) -> str:
    told = [one.enforced for one in results if one.enforced]
    kinds = {
        "files": "files of others",
        "network": "the network",
        "processes": "starting programs",
        "memory": "too much memory",
    }
    system = [said for it, said in kinds.items() if told and all(one[it] for one in told)]
    python = [said for it, said in kinds.items() if said not in system]
    lines = []
    if system:
        lines.append(f"The system kept the code from {', '.join(system)}.")
    if python:
        lines.append(
            f"From {', '.join(python)} only Python kept it, which code that is made for it can "
            "get around: run this in a container, or under an account of its own."
        )
    lines.append("Code that is made to look right, such as a table of answers, is not found out.")
    return "\n".join(lines)
