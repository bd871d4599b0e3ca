"""Command line: `cnnkit lab` opens the lessons, `cnnkit export` writes them as pages.

`cnnkit class` and `cnnkit questions` are for teachers: see `cnnkit.classroom`.
"""

import argparse
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path

from cnnkit import files
from cnnkit.classroom import command as classroom
from cnnkit.course import anew, copies, export
from cnnkit.train.worker_processes import ONE_THREAD

__all__ = ["main"]

START = "00_start_here.ipynb"


def main(arguments=None):
    """Run the command `cnnkit`.

    Parameters
    ----------
    arguments : list of str, optional
        What stands behind the name of the command; without them, those of the process.

    Returns
    -------
    int or str
        The exit code, or the sentence that says why it failed, as `sys.exit` takes them.
    """
    parser = argparse.ArgumentParser(
        prog="cnnkit", description="Lessons on convolutional networks.", allow_abbrev=False
    )
    version = importlib.metadata.version("cnnkit")
    parser.add_argument("--version", action="version", version=f"cnnkit {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    lab = commands.add_parser(
        "lab",
        help="open the lessons in JupyterLab",
        description="Open the lessons in JupyterLab. Further arguments go to JupyterLab, such as "
        "--no-browser or --port=9999; `jupyter lab --help-all` lists them.",
        allow_abbrev=False,
    )
    lab.add_argument(
        "--folder",
        type=_folder,
        metavar="DIR",
        help="copy the lessons to this folder and open them there; what you changed in it is kept "
        f"(default: {_default_folder() or 'no copy, open those of the repository'})",
    )
    copied = commands.add_parser(
        "copy",
        help="copy the lessons to a folder and trust them, and start nothing",
        description="Copy the lessons to a folder, or bring those in it up to date, and trust "
        "them: as `cnnkit lab --folder DIR` does, but without JupyterLab. For hubs.",
        allow_abbrev=False,
    )
    copied.add_argument("folder", type=_folder, metavar="DIR", help="where to")
    anew_ = commands.add_parser(
        "reset",
        help="begin a lesson anew, and keep the old one aside",
        description="Put a lesson back as the course has it and forget its answers. What was "
        "there is kept beside it, as 03_rectify.old.ipynb and cnnkit_answers.old.json.",
        allow_abbrev=False,
    )
    anew_.add_argument(
        "lessons", nargs="+", metavar="LESSON", help="its number, such as 03; or all"
    )
    anew_.add_argument(
        "--folder",
        type=_folder,
        metavar="DIR",
        default=Path("cnnkit-lessons"),
        help="the folder of your copies (default: cnnkit-lessons)",
    )
    page = commands.add_parser(
        "export",
        help="write lessons as single HTML files that open offline",
        description="Write lessons as HTML files, each complete in itself: they open offline, "
        "explorers can be moved and predictions made.",
        allow_abbrev=False,
    )
    page.add_argument(
        "lessons",
        nargs="+",
        metavar="LESSON",
        help="its number, such as 03; or all; or a notebook of your own, my/03_rectify.ipynb",
    )
    page.add_argument(
        "--to", type=_folder, metavar="DIR", default=Path(), help="where to (default: here)"
    )
    page.add_argument("--slides", action="store_true", help="slides by section instead of a page")
    classroom.add_to(commands, _folder)
    options, further = parser.parse_known_args(arguments)
    if further and options.command != "lab":
        parser.error(f"unknown arguments: {' '.join(further)}")
    if options.command is None:
        parser.print_help()
        return 0
    if options.command in classroom.COMMANDS:
        return classroom.run(options)
    if options.command == "copy":
        return _copied(options.folder) or _say(f"The lessons are in {options.folder}.")
    if options.command == "reset":
        return _reset(options.lessons, options.folder)
    if options.command == "export":
        return _export(options.lessons, options.to, options.slides)
    return _lab(options.folder or _default_folder(), further)


def _folder(text):
    """Return the folder that is meant; `~` is expanded here, where no shell has done it."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "the name is empty (an unset variable?); give a folder such as lessons, or . for here"
        )
    if "\0" in text:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no name of a folder; give one such as lessons"
        )
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(
            f"there is no home folder for {text}; write the whole path"
        ) from None


def _default_folder():
    return Path("cnnkit-lessons") if files.installed() else None


def _lab(folder, further):
    if importlib.util.find_spec("jupyterlab") is None:
        wanted = "cnnkit[lab]" if files.installed() else f"{files.root()}[lab]"
        return f'JupyterLab is not installed; get it with: pip install "{wanted}"'
    shipped = files.root() / "notebooks"
    failed = _copied(folder)
    return failed or _start((folder or shipped).resolve(), further)


def _copied(folder):
    """Copy the lessons to a folder, if one is given, and trust them; return why that failed."""
    shipped = files.root() / "notebooks"
    if not (shipped / START).is_file():
        return f"the lessons are missing: there is no {shipped / START}; install cnnkit again"
    if folder is not None:
        try:
            kept = copies.copy(shipped, folder)
        except OSError as error:
            return (
                f"cannot write the lessons to {folder} ({error.strerror or error}); "
                "choose another folder with --folder DIR"
            )
        if kept:
            new = [copies.beside(folder / name) for name in kept]
            new = [path.name for path in new if path.is_file()]
            newer = f" The course's newer ones are beside them: {', '.join(new)}." if new else ""
            _say(
                f"Kept as you changed them: {', '.join(kept)}; "
                f"rename or delete one to get the course's own.{newer}"
            )
    copies.trust(shipped, folder or shipped)
    return None


def _reset(names, folder):
    shipped = files.root() / "notebooks"
    if not folder.is_dir():
        return f"there is no folder {folder.absolute()}; name that of your copies with --folder DIR"
    if folder.resolve() == shipped.resolve():
        return f"{folder} holds the course's own lessons; reset works on copies"
    try:
        lessons = [source.name for name in names for source in _notebooks(name)]
        if any(not (shipped / name).is_file() for name in lessons):
            raise LookupError(f"give the number of a lesson, such as 03, and not {names[0]!r}")
        for name in dict.fromkeys(lessons):
            aside = anew.reset(shipped, folder, name)
            kept = f"; kept aside: {', '.join(aside)}" if aside else ""
            _say(f"{name} begins anew{kept}.")
    except LookupError as error:
        return error.args[0]
    except OSError as error:
        return f"cannot begin anew in {folder} ({error.strerror or error})"
    copies.trust(shipped, folder)
    return 0


def _say(sentence):
    print(sentence, flush=True)
    return 0


def _export(lessons, folder, slides):
    if not export.can_export():
        return export.MISSING
    try:
        sources = [source for name in lessons for source in _notebooks(name)]
    except LookupError as error:
        return error.args[0]
    for source in dict.fromkeys(sources):
        try:
            print(export.write(source, folder, slides=slides), flush=True)
        except ValueError as error:
            return str(error)
        except OSError as error:
            return (
                f"cannot write the page of {source.name} to {folder} ({error.strerror or error}); "
                "choose another folder with --to DIR"
            )
    return 0


def _notebooks(name):
    """Return the notebooks that a person means: a lesson's number, all, or a file."""
    shipped = sorted((files.root() / "notebooks").glob("*.ipynb"))
    if name == "all":
        return shipped
    if name.endswith(".ipynb") or Path(name).is_file():
        if not Path(name).is_file():
            raise LookupError(f"there is no file {Path(name).absolute()}")
        return [Path(name)]
    number = name.zfill(2)
    found = [path for path in shipped if number in (path.stem, path.stem.split("_")[0])]
    if not found:
        known = ", ".join(path.stem.split("_")[0] for path in shipped)
        raise LookupError(f"there is no lesson {name!r}; give one of {known}, or all")
    return found


def _start(folder, further):
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
    return LabApp.launch_instance(argv=arguments + further)


if __name__ == "__main__":
    sys.exit(main())
