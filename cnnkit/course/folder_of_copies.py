"""Where the copies of the lessons are: the folder of a student's own, and where none can be."""

import os
import tempfile
from pathlib import Path

__all__ = ["own_folder", "refusal"]

NAME = "cnnkit-lessons"


def own_folder(shipped: Path) -> Path:
    """Return the folder of one's own copies: `cnnkit-lessons` here, else in the home folder.

    It is not here where nothing can be written, such as in a clone on a read-only disk; where it
    would lie among the originals; and where it belongs to another account.

    Parameters
    ----------
    shipped : pathlib.Path
        The folder of the lessons that came with cnnkit.
    """
    here = Path(NAME)
    try:
        if _can_be_ours(here) and not refusal(shipped, here):
            return here
    except OSError:  # read-only, or the folder that we are in is gone
        pass
    try:
        return Path.home() / NAME
    except RuntimeError:  # an account without a home
        return here


def _can_be_ours(folder: Path) -> bool:
    """Tell whether files can be made here, and the folder, if there is one, is this account's.

    Some drives give all files to one account: so the owner of a new file is who counts.
    """
    with tempfile.TemporaryFile(dir=folder if folder.is_dir() else ".") as probe:
        owner = os.fstat(probe.fileno()).st_uid
    if not os.path.lexists(folder):
        return True
    owners = {folder.lstat().st_uid}
    if folder.exists():
        owners.add(folder.stat().st_uid)
    return owners == {owner}


def refusal(shipped: Path, folder: Path) -> str:
    """Say why a folder cannot take copies: it is that of the originals, or in it; "" if it can."""
    try:
        inside = folder.resolve().is_relative_to(shipped.resolve())
    except (OSError, RuntimeError):  # links in a circle: writing will tell
        return ""
    if not inside:
        return ""
    return (
        f"{folder} holds the originals of the lessons, or lies among them; choose another folder, "
        "or open the originals themselves with cnnkit lab --originals"
    )
