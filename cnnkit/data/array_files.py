"""Read any array file as images and targets: NumPy's, IDX, CSV, also packed, and CIFAR's."""

import gzip
import zipfile
import zlib

import numpy as np

from cnnkit.checks import shown
from cnnkit.data.cifar import read_cifar
from cnnkit.data.csv_files import looks_like_csv, read_csv
from cnnkit.data.file_kinds import HEAD, file_kind, named_kind
from cnnkit.data.idx_files import begins_as_idx, load_idx
from cnnkit.data.layouts import named_classes
from cnnkit.data.numpy_files import (
    PARTS,
    check_honest,
    known_part,
    listed,
    no_numpy_file,
    only_array,
    read_npy,
    read_npz,
)
from cnnkit.data.stored_files import existing, first_bytes
from cnnkit.data.target_tables import looks_like_targets, read_targets


def array_ending(head):
    r"""Return how the name of an array file ends, from its first bytes; None for another.

    Examples
    --------
    >>> array_ending(b"label,p0,p1"), array_ending(b"\x89PNG")
    ('.csv', None)
    """
    for mark, ending in ((b"\x93NUMPY", ".npy"), (b"\x1f\x8b", ".gz")):
        if head.startswith(mark):
            return ending
    if head.startswith(b"PK\x03\x04") and (b".npy" in head or b".csv" in head):
        return ".npz" if b".npy" in head else ".zip"
    if begins_as_idx(head) and head[3:4]:
        return "-idx-ubyte" if 0 < head[3] <= 4 else None
    return ".csv" if file_kind(head) is None and looks_like_csv(head) else None


def read_array(path, part=None):
    """Return images, targets or None, and the classes' names or None, of any array file.

    ``part`` is "train", "test" or "val" of a file that holds several.
    """
    path = existing(path)
    head = first_bytes(path, HEAD)
    numpy_name = path.suffix.lower() in (".npy", ".npz")
    if head.startswith(b"\x93NUMPY"):
        found = read_npy(path), None, None
    elif head.startswith(b"PK\x03\x04"):
        found, part = _zip(path, numpy_name, part), None
    elif numpy_name:
        kind = file_kind(head)
        reason = f"it is {kind.what}" if kind else "it does not begin as one"
        advice = kind.advice if kind else "store numbers with np.save or np.savez"
        raise ValueError(f"{path} cannot be read as a NumPy file ({reason}); {advice}")
    elif head.startswith(b"\x1f\x8b"):
        found = _gzip(path)
    elif file_kind(head) is None and looks_like_csv(head):
        with path.open("rb") as file:
            found = _csv(file, path)
    else:
        found = read_cifar(path)
        kind = None if found else file_kind(head) or _by_name(path, head)
        if kind is not None:
            raise ValueError(f"{path} is {kind.what}; {kind.advice}")
        found = found or (_grey(load_idx(path)), None, None)
    if part is not None:
        raise ValueError(f"part is {shown(part)}, but {path} has no parts; leave it out")
    return found


def read_classes(path):
    """Return the classes of pictures, and their names or None, of an array file or a text."""
    path = existing(path)
    head = first_bytes(path, HEAD)
    text = array_ending(head) in (None, ".csv") and file_kind(head) is None
    if text and looks_like_targets(head):
        with path.open("rb") as file:
            return named_classes(read_targets(file, path))
    alone = only_array(path) if head.startswith(b"PK\x03\x04") else None
    if alone is not None:
        return named_classes(alone)
    stored, more, _ = read_array(path)
    if more is not None or path.suffix.lower() == ".npz":
        raise ValueError(
            "targets come from a .npy, an IDX or a text file, not from a .npz file; use np.save"
        )
    return named_classes(stored)


def _csv(file, source):
    images, targets = read_csv(file, source)
    return images, *((None, None) if targets is None else named_classes(targets))


def _by_name(path, head):
    """Tell what a file of arrays is by its name, if it does not begin as an IDX file."""
    return None if begins_as_idx(head) else named_kind(path.name)


def _gzip(path):
    try:
        with gzip.open(path) as file:
            head = file.read(HEAD)
            kind = file_kind(head) or _by_name(path, head)
            if kind is not None:
                raise ValueError(f"{path} is {kind.what}, packed with gzip; {kind.advice}")
            if file_kind(head) is None and looks_like_csv(head):
                file.seek(0)
                return _csv(file, path)
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{path} is damaged ({error}); get it again") from None
    return _grey(load_idx(path)), None, None


def _grey(values):
    """Give pictures of an IDX file their channel, so that three are not one colour picture."""
    return values[:, np.newaxis] if values.ndim == 3 else values


def _zip(path, numpy_name, part):
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.namelist()
            arrays = {name[:-4]: name for name in inside if name.endswith(".npy")}
            tables = [name for name in inside if name.lower().endswith(".csv")]
            if numpy_name or arrays or not tables:
                return read_npz(archive, arrays, path, numpy_name, part)
            name = _table(tables, path, part)
            check_honest(archive.getinfo(name), path)
            with archive.open(name) as file:
                return _csv(file, f"{path} ({name})")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zlib.error) as error:
        if numpy_name:
            raise no_numpy_file(path, error) from None
        raise ValueError(f"{path} is damaged ({error}); get it again") from None
    except RuntimeError as error:  # a password
        raise ValueError(f"{path} cannot be read ({error}); unpack it first") from None


def _table(tables, path, part):
    """Return the name of the table to read: the only one, or that of the part."""
    tables = [name for name in tables if "submission" not in name and "__MACOSX" not in name]
    if len(tables) == 1 and part is None:
        return tables[0]
    wanted = PARTS[known_part("train" if part is None else part)]
    found = [name for name in tables if any(word in name.lower() for word in wanted)]
    if len(found) == 1:
        return found[0]
    raise ValueError(f"{path} holds {listed(tables)}; unpack it and give one of the files")
