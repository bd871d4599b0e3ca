"""Copy the lessons for a student: updated with cnnkit, never overwritten once edited."""

import contextlib
import hashlib
import json

from cnnkit.files import writing

__all__ = ["copy", "copy_one", "trust"]

RECORD = ".cnnkit-lessons.json"


def copy(shipped, folder):
    """Copy the lessons to a folder; keep every file in it that somebody changed.

    A small record in the folder remembers the hash of what was copied. A file that still has this
    hash is replaced when cnnkit brings a newer one.

    Parameters
    ----------
    shipped : pathlib.Path
        The folder of the lessons that came with cnnkit.
    folder : pathlib.Path
        Where they go; made if there is none.

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
        shipped_hash = _hash(content)
        present = _hash(target.read_bytes()) if target.is_file() else None
        if present not in (None, shipped_hash, copied.get(name)):
            kept.append(name)
            continue
        if present != shipped_hash:
            target.parent.mkdir(parents=True, exist_ok=True)
            writing.replace(target, content)
        copied[name] = shipped_hash
    writing.replace(folder / RECORD, json.dumps(copied, indent=1, sort_keys=True).encode())
    return kept


def copy_one(shipped, folder, name):
    """Copy one lesson over what is in the folder, and remember it as `copy` does.

    Parameters
    ----------
    shipped, folder : pathlib.Path
        As in `copy`.
    name : str
        The lesson's file.
    """
    content = (shipped / name).read_bytes()
    writing.replace(folder / name, content)
    copied = _recorded(folder / RECORD) | {name: _hash(content)}
    writing.replace(folder / RECORD, json.dumps(copied, indent=1, sort_keys=True).encode())


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
                target = folder / source.relative_to(shipped)
                if source.suffix == ".ipynb" and target.read_bytes() == source.read_bytes():
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


def _hash(content):
    return hashlib.sha256(content).hexdigest()
