"""`cnnkit lab`, `cnnkit copy` and `cnnkit reset`: copies of the lessons, and JupyterLab on them."""

import importlib.util
import os
from collections.abc import Sequence
from pathlib import Path

from cnnkit import files
from cnnkit.course import clone, copies, resetting
from cnnkit.course.folder_of_copies import own_folder, refusal
from cnnkit.course.lessons import START, named, shipped
from cnnkit.files.printing import say
from cnnkit.train.worker_processes import ONE_THREAD

__all__ = ["copied", "open_lab", "reset"]


def open_lab(
    folder: Path | None, further: Sequence[str], *, originals: bool = False
) -> int | str | None:
    """Open copies of the lessons in JupyterLab; return the sentence that says why that failed.

    Parameters
    ----------
    folder : pathlib.Path, optional
        Where the copies are; by default in the person's own folder.
    further : sequence of str
        What is passed on to JupyterLab.
    originals : bool
        Open those of the repository themselves.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        wanted = "cnnkit[lab]" if files.installed() else f"{files.root()}[lab]"
        return f'JupyterLab is not installed; get it with: pip install "{wanted}"'
    if originals:
        failed, folder = _originals(), shipped()
    elif folder is None:
        folder = own_folder(shipped())
        failed = _own(folder)
    else:
        failed = copied(folder)
    return failed or _start(folder.resolve(), further)


def _missing() -> str:
    if (shipped() / START).is_file():
        return ""
    return f"the lessons are missing: there is no {shipped() / START}; install cnnkit again"


def _originals() -> str:
    """Trust the originals; return why nobody can work on them."""
    if files.installed():
        return (
            "there are no originals to work on, because cnnkit is installed as a package; leave "
            "out --originals, or install it from a copy of its repository: pip install -e ."
        )
    if not _missing() and not os.access(shipped(), os.W_OK):
        return (
            f"the originals in {shipped()} cannot be written; leave out --originals to work on "
            "copies"
        )
    if not _missing():
        copies.trust(shipped(), shipped())
    return _missing()


def _own(folder: Path) -> str | None:
    """Copy the lessons to the person's own folder; the first time, their work in a clone too."""
    first = not (folder / copies.RECORD).is_file()
    edited = {} if files.installed() else clone.changed(shipped())
    failed = copied(folder, edited)
    if failed:
        return failed
    say(f"Your copies of the lessons are in {folder.resolve()}.")
    if first and not files.installed():
        brought = [name for name in edited if (folder / name).is_file()]
        try:
            answers = clone.bring_answers(shipped(), folder)
        except OSError as error:
            answers = ""
            say(f"Your answers in {shipped()} stay there ({error.strerror or error}).")
        brought += [answers] if answers else []
        if brought:
            say(f"What you did in {shipped()} is in them: {', '.join(brought)}.")
    return None


def copied(folder: Path, edited: dict[str, bytes] | None = None) -> str | None:
    """Copy the lessons to a folder and trust them; return the sentence that says why that failed.

    Parameters
    ----------
    folder : pathlib.Path
    edited : dict of str to bytes, optional
        See `copies.copy`.
    """
    if failed := _missing() or refusal(shipped(), folder):
        return failed
    try:
        kept = copies.copy(shipped(), folder, edited)
    except OSError as error:
        return (
            f"cannot write the lessons to {folder} ({error.strerror or error}); "
            "choose another folder with --folder DIR"
        )
    if kept:
        new = [copies.beside(folder / name) for name in kept]
        new = [path.name for path in new if path.is_file()]
        newer = f" The course's newer ones are beside them: {', '.join(new)}." if new else ""
        say(
            f"Kept as you changed them: {', '.join(kept)}; "
            f"rename or delete one to get the course's own.{newer}"
        )
    copies.trust(shipped(), folder)
    return None


def reset(names: Sequence[str], folder: Path | None) -> int | str:
    """Start lessons over in a folder of copies; return 0, or why that failed."""
    edited = {}
    if folder is None:
        folder = own_folder(shipped())
        edited = {} if files.installed() else clone.changed(shipped())
    if not folder.is_dir():
        return f"there is no folder {folder.absolute()}; name that of your copies with --folder DIR"
    if folder.resolve() == shipped().resolve():
        return f"{folder} holds the course's own lessons; reset works on copies"
    try:
        lessons = [source.name for name in names for source in named(name)]
        if any(not (shipped() / name).is_file() for name in lessons):
            raise LookupError(f"give the number of a lesson, such as 03, and not {names[0]!r}")
        for name in dict.fromkeys(lessons):
            aside = resetting.reset(shipped(), folder, name, edited.get(name))
            kept = f"; kept aside: {', '.join(aside)}" if aside else ""
            say(f"{name} starts over{kept}.")
    except LookupError as error:
        return error.args[0]
    except OSError as error:
        return f"cannot start over in {folder} ({error.strerror or error})"
    copies.trust(shipped(), folder)
    return 0


def _start(folder: Path, further: Sequence[str]):
    from jupyterlab.labapp import LabApp

    arguments = [
        f"--ServerApp.root_dir={folder}",
        # Not as a file to open: so the address that is printed leads to the lesson too.
        f"--LabApp.default_url=/lab/tree/{START}",
        # No request for news or updates, and no question whether there should be one.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container, say
        arguments.append("--allow-root")
    for name, value in ONE_THREAD.items():  # for the kernels; a setting of your own is kept
        os.environ.setdefault(name, value)
    # In this process, so that Ctrl+C asks and stops as in JupyterLab itself, also on Windows.
    return LabApp.launch_instance(argv=[*arguments, *further])
