"""Command line: `cnnkit lab` opens the lessons, `cnnkit export` writes them as pages.

`cnnkit class` and `cnnkit questions` are for teachers: see `cnnkit.classroom`.
"""

import argparse
import importlib.metadata
import sys
from pathlib import Path

from cnnkit.classroom import command as classroom
from cnnkit.course import export, folder_of_copies, lab
from cnnkit.course.lessons import START, named
from cnnkit.files.printing import heard, say

__all__ = ["START", "main"]


def main(arguments=None):
    """Run the command `cnnkit`; where its reader leaves early, such as `head`, it ends quietly.

    Parameters
    ----------
    arguments : list of str, optional
        What stands behind the name of the command; without them, those of the process.

    Returns
    -------
    int or str
        The exit code, or the sentence that says why it failed, as `sys.exit` takes them.
    """
    return heard(lambda: _run(arguments))


def _run(arguments):
    parser = argparse.ArgumentParser(
        prog="cnnkit", description="Lessons on convolutional networks.", allow_abbrev=False
    )
    version = importlib.metadata.version("cnnkit")
    parser.add_argument("--version", action="version", version=f"cnnkit {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    opens = commands.add_parser(
        "lab",
        help="open the lessons in JupyterLab",
        description="Open the lessons in JupyterLab. Further arguments go to JupyterLab, such as "
        "--no-browser or --port=9999; `jupyter lab --help-all` lists them.",
        allow_abbrev=False,
    )
    where = opens.add_mutually_exclusive_group()
    where.add_argument(
        "--folder",
        type=_folder,
        metavar="DIR",
        help="copy the lessons to this folder and open them there; what you changed in it is kept "
        f"(default: {folder_of_copies.NAME} here, or in your home folder where nothing can be "
        "written here)",
    )
    where.add_argument(
        "--originals",
        action="store_true",
        help="for those who write lessons: open those of the repository themselves, no copies",
    )
    copied = commands.add_parser(
        "copy",
        help="copy the lessons to a folder and trust them, and start nothing",
        description="Copy the lessons to a folder, or bring those in it up to date, and trust "
        "them: as `cnnkit lab --folder DIR` does, but without JupyterLab. For hubs.",
        allow_abbrev=False,
    )
    copied.add_argument("folder", type=_folder, metavar="DIR", help="where to")
    over = commands.add_parser(
        "reset",
        help="start a lesson over, and keep the old one aside",
        description="Put a lesson back as the course has it and forget its answers. What was "
        "there is kept beside it, as 03_rectify.old.ipynb and cnnkit_answers.old.json.",
        allow_abbrev=False,
    )
    over.add_argument("lessons", nargs="+", metavar="LESSON", help="its number, such as 03; or all")
    over.add_argument(
        "--folder",
        type=_folder,
        metavar="DIR",
        help="the folder of your copies (default: the one that cnnkit lab opens)",
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
        return lab.copied(options.folder) or say(f"The lessons are in {options.folder}.")
    if options.command == "reset":
        return lab.reset(options.lessons, options.folder)
    if options.command == "export":
        return _export(options.lessons, options.to, options.slides)
    return lab.open_lab(options.folder, further, originals=options.originals)


def _folder(text):
    """Return the folder that is meant; `~` is expanded here, where no shell has done it."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "the name is empty (an unset variable?); give a folder such as lessons, or . for here"
        )
    if "\0" in text:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not the name of a folder; give one such as lessons"
        )
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise argparse.ArgumentTypeError(
            f"there is no home folder for {text}; write the whole path"
        ) from None


def _export(lessons, folder, slides):
    if not export.can_export():
        return export.MISSING
    try:
        sources = [source for name in lessons for source in named(name)]
    except LookupError as error:
        return error.args[0]
    for source in dict.fromkeys(sources):
        try:
            say(str(export.write(source, folder, slides=slides)))
        except ValueError as error:
            return str(error)
        except OSError as error:
            return (
                f"cannot write the page of {source.name} to {folder} ({error.strerror or error}); "
                "choose another folder with --to DIR"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
