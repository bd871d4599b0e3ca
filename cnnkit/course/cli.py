"""Command line: `cnnkit lab` opens the lessons in JupyterLab."""

import argparse
import importlib.metadata
import importlib.util
import os
import sys
from pathlib import Path

from cnnkit import files
from cnnkit.course import copies
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
    options, further = parser.parse_known_args(arguments)
    if options.command is None:
        if further:
            parser.error(f"unknown arguments: {' '.join(further)}")
        parser.print_help()
        return 0
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
    if not (shipped / START).is_file():
        return f"the lessons are missing: there is no {shipped / START}; install cnnkit again"
    if folder is None:
        folder = shipped
    else:
        try:
            kept = copies.copy(shipped, folder)
        except OSError as error:
            return (
                f"cannot write the lessons to {folder} ({error.strerror or error}); "
                "choose another folder with --folder DIR"
            )
        if kept:
            print(
                f"Kept as you changed them: {', '.join(kept)}; "
                "rename or delete one to get the course's own.",
                flush=True,
            )
    copies.trust(shipped, folder)
    return _start(folder.resolve(), further)


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
