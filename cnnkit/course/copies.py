"""Copy the lessons for a student: updated with cnnkit, never overwritten once edited."""

import contextlib
import hashlib
import json

from cnnkit.files import atomic_writing

__all__ = ["RECORD", "beside", "copy", "put", "trust"]

RECORD = ".cnnkit-lessons.json"


def copy(shipped, folder, edited=None):
    """Copy the lessons to a folder; keep every file in it that somebody changed.

    A small record in the folder remembers the hash of what was copied. A file that still has this
    hash is replaced when cnnkit brings a newer one; so is a notebook in which only outputs differ:
    one that was run. Beside a changed file the newer one is put, under the name given by `beside`.

    Parameters
    ----------
    shipped : pathlib.Path
        The folder of the lessons that came with cnnkit.
    folder : pathlib.Path
        Where they go; made if there is none.
    edited : dict of str to bytes, optional
        Of lessons that somebody has changed in ``shipped`` itself, the course's own content by
        name: what was changed is copied as that person's work.

    Returns
    -------
    list of str
        The files that were changed and therefore kept.

    Raises
    ------
    OSError
        If the folder or a file in it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copied, kept = _recorded(folder / RECORD), []
    for source in _lessons(shipped):
        name = source.relative_to(shipped).as_posix()
        content, target = source.read_bytes(), folder / name
        if name in (edited or {}):
            work, content = content, edited[name]
            if not target.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                atomic_writing.replace(target, work)
                copied |= _entry(name, content)
                continue
        shipped_hash, before = _hash(content), copied.get(name)
        present = _hash(target.read_bytes()) if target.is_file() else None
        if present not in (None, shipped_hash, before):
            cells = _cells(target.read_bytes())
            same = cells is not None and cells in (_cells(content), copied.get(f"{name} cells"))
            if not same:
                kept.append(name)
                if before != shipped_hash:
                    _put(beside(target), content)
                continue
            if before in (None, shipped_hash):  # it was run, and there is no newer one
                continue
        if present != shipped_hash:
            target.parent.mkdir(parents=True, exist_ok=True)
            atomic_writing.replace(target, content)
        copied |= _entry(name, content)
    atomic_writing.replace(folder / RECORD, json.dumps(copied, indent=1, sort_keys=True).encode())
    return kept


def beside(path):
    """Return where the course's own edition of a changed file is put: ``03_rectify.new.ipynb``."""
    return path.with_name(f"{path.stem}.new{path.suffix}")


def put(folder, name, content):
    """Put one lesson in the place of what is in the folder, and remember it as `copy` does.

    Parameters
    ----------
    folder : pathlib.Path
        As in `copy`.
    name : str
        The lesson's file.
    content : bytes
        What the course has.
    """
    atomic_writing.replace(folder / name, content)
    copied = _recorded(folder / RECORD) | _entry(name, content)
    atomic_writing.replace(folder / RECORD, json.dumps(copied, indent=1, sort_keys=True).encode())


def trust(shipped, folder):
    """Sign those notebooks of a folder that are the ones shipped, as `jupyter trust` does.

    JupyterLab shows the stored views of a notebook as they were stored only if it is signed or
    was run here. A file that differs from the shipped one is not signed.

    Parameters
    ----------
    shipped, folder : pathlib.Path
        As in `copy`.
    """
    import nbformat
    from nbformat.sign import NotebookNotary

    # Whatever is wrong with the file of signatures, the lessons open without them.
    with contextlib.suppress(Exception):
        notary = NotebookNotary()
        with contextlib.closing(notary.store):
            for source in _lessons(shipped):
                own = folder / source.relative_to(shipped)
                for target in (own, beside(own)) if source.suffix == ".ipynb" else ():
                    if target.is_file() and target.read_bytes() == source.read_bytes():
                        notary.sign(nbformat.read(target, as_version=4))


def _lessons(shipped):
    return sorted(
        path
        for path in shipped.rglob("*")
        if path.is_file()
        and not path.name.startswith("cnnkit_answers")  # somebody's own, in a repository
        and not any(part.startswith(".") for part in path.relative_to(shipped).parts)
    )


def _recorded(path):
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}  # then nothing but equal bytes proves that a file is unchanged
    return record if isinstance(record, dict) else {}


def _entry(name, content):
    """Return what the record remembers of a file that was copied."""
    cells = _cells(content)
    return {name: _hash(content)} | ({} if cells is None else {f"{name} cells": cells})


def _cells(content):
    """Return the hash of a notebook's cells without their outputs; None if it is not a notebook."""
    try:
        cells = json.loads(content)["cells"]
        sources = [[cell["cell_type"], "".join(cell["source"])] for cell in cells]
    except (ValueError, KeyError, TypeError):
        return None
    return _hash(json.dumps(sources).encode())


def _put(path, content):
    if not path.is_file() or path.read_bytes() != content:
        atomic_writing.replace(path, content)


def _hash(content):
    return hashlib.sha256(content).hexdigest()
