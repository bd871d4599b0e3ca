"""What a view holds that no line can hold: pictures and networks in an .npz beside the notebook."""

from __future__ import annotations

import io
import os
import re
import zipfile
from itertools import count
from pathlib import Path

import numpy as np

from cnnkit.checks import shown
from cnnkit.files.atomic_writing import replace
from cnnkit.files.locks import locked
from cnnkit.files.npz import Archive
from cnnkit.widgets.board.network_plan import PLAN, network_of

LARGEST = 100_000_000  # bytes of what is kept


def keep(arrays: dict[str, np.ndarray], stem: str) -> str:
    """Write arrays to a new .npz file in the present folder, whole or not at all; return its name.

    Nothing is ever replaced: ``stem.npz`` is followed by ``stem_2.npz``. A file that holds the very
    same arrays is used again.

    Raises
    ------
    OSError
        If the folder cannot be written.
    ValueError
        If they take more than 100 MB.
    """
    size = sum(array.nbytes for array in arrays.values())
    if size > LARGEST:
        raise ValueError(
            f"this view holds {size / 1e6:.0f} MB of pictures; at most {LARGEST / 1e6:.0f} MB are "
            "written to a file"
        )
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    content = stream.getvalue()
    paths = (Path(f"{stem}_{n}.npz" if n > 1 else f"{stem}.npz") for n in count(1))
    return next(path.name for path in paths if _holds(path, content) or _is_made(path, content))


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _is_made(path: Path, content: bytes) -> bool:
    """Write a new file; False, and nothing is done, where there is one of that name."""
    with locked(path):
        new = not os.path.lexists(path)
        if new:
            replace(path, content)
        return new


def kept(path, name: str):
    """Return what a line of *Copy code* has kept in a file: an array, arrays, or a network.

    Parameters
    ----------
    path : str or path
        The .npz file, beside the notebook.
    name : str
        What is wanted of it, such as "image" or "model".

    Returns
    -------
    array, dict of str to array, or Sequential
        Nothing in the file is ever run as code.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    TypeError, ValueError
        If it is none of these files, or holds nothing of that name.

    Examples
    --------
    >>> import os, tempfile
    >>> before = os.getcwd()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     os.chdir(folder)
    ...     file = keep({"image": np.eye(2)}, "filter_explorer")
    ...     print(file, kept(file, "image").tolist())
    ...     os.chdir(before)
    filter_explorer.npz [[1.0, 0.0], [0.0, 1.0]]
    """
    if not isinstance(path, (str, os.PathLike)) or not isinstance(name, str):
        raise TypeError(
            f"kept got {shown(path)} and {shown(name)}; give a file and a name in it, such as "
            'kept("filter_explorer.npz", "image").'
        )
    try:
        with open(path, "rb") as file:
            return _taken(Archive(file), name)
    except FileNotFoundError:
        raise FileNotFoundError(
            f"there is no {shown(os.fspath(path))} here; put the file that Copy code has written "
            "beside this notebook."
        ) from None
    except (OSError, EOFError, zipfile.BadZipFile, ValueError) as error:
        reason = re.sub(r"\s+", " ", str(error)).rstrip(".")
        raise ValueError(
            f"{shown(os.fspath(path))} gives no {shown(name)}: {reason}; copy the code again."
        ) from None


def _taken(archive: Archive, name: str):
    if name in archive.arrays:
        return archive.read(name)
    inside = [one for one in archive.arrays if one.startswith(f"{name}/")]
    if not inside:
        names = sorted({one.partition("/")[0] for one in archive.arrays})
        raise ValueError(f"it holds {', '.join(names)}")
    found = {one.partition("/")[2]: archive.read(one) for one in inside}
    return network_of(found) if PLAN in found else found
