"""Files that are shipped with the code: `data/` and `notebooks/`, in a repository or a wheel."""

import hashlib
from pathlib import Path

import numpy as np

_PACKAGE = Path(__file__).resolve().parent.parent


def root() -> Path:
    """Folder that holds `data/` and `notebooks/`.

    A wheel carries them inside the package, in `cnnkit/_files/`; a repository (and so an editable
    install) has them beside the package.

    Returns
    -------
    pathlib.Path
    """
    inside = _PACKAGE / "_files"
    return inside if inside.is_dir() else _PACKAGE.parent


def installed() -> bool:
    """Tell whether this is an installed wheel rather than a repository.

    Returns
    -------
    bool
    """
    return (_PACKAGE / "_files").is_dir()


def checksums() -> dict[str, str]:
    """SHA-256 of every data file, as `data/SHA256SUMS` lists them.

    Returns
    -------
    dict of str to str
        File name to hexadecimal hash.

    Raises
    ------
    FileNotFoundError
        If `data/SHA256SUMS` is missing.
    """
    text = _read(root() / "data" / "SHA256SUMS").decode("ascii")
    return {name: digest for digest, name in (line.split() for line in text.splitlines())}


def data_path(name: str) -> Path:
    """Find a file of `data/` and check it against its listed SHA-256.

    Parameters
    ----------
    name : str
        Name of the file, such as `"digits.npz"`.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    FileNotFoundError
        If the file is missing.
    ValueError
        If the file is not the one that was shipped.
    """
    if not isinstance(name, str) or not name:
        raise TypeError(f"name is {name!r}, which is not a file name; use one such as 'digits.npz'")
    if name in (".", "..") or set(name) & set("/\\\0"):
        raise ValueError(f"name {name!r} leads out of data/; use a name alone, as 'digits.npz'")
    path = root() / "data" / name
    found, listed = hashlib.sha256(_read(path)).hexdigest(), checksums().get(name)
    if found != listed:
        raise ValueError(
            f"{path} is damaged or was changed: its SHA-256 starts with {found[:12]}, "
            f"data/SHA256SUMS says {listed[:12] if listed else 'nothing about it'}; {_cure(path)}"
        )
    return path


def stored_arrays(name: str) -> dict[str, np.ndarray]:
    """Arrays of a `.npz` file of `data/`, by name.

    Parameters
    ----------
    name : str

    Returns
    -------
    dict of str to numpy.ndarray

    Raises
    ------
    FileNotFoundError, ValueError
        As `data_path`.
    """
    with np.load(data_path(name), allow_pickle=False) as stored:
        return dict(stored)


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        raise FileNotFoundError(f"{path} is missing; {_cure(path)}") from None


def _cure(path):
    if installed():
        return "reinstall with `pip install --force-reinstall cnnkit`"
    return f"restore it with `git checkout -- data/{path.name}`"
