"""Read array files as images and targets: .npy, .npz, CSV, and IDX, the format of MNIST."""

import contextlib
import gzip
import math
import re
import zipfile
import zlib

import numpy as np

from cnnkit.checks import amount, file_path, free_memory, full_name, not_found, shown
from cnnkit.data.cifar import read_cifar
from cnnkit.data.csv_files import looks_like_csv, read_csv
from cnnkit.data.file_kinds import HEAD, file_kind, named_kind, packed_kind, text_kind
from cnnkit.data.layouts import named_classes, wanted_axes
from cnnkit.data.table_words import in_one_field, of_one_field
from cnnkit.data.target_tables import looks_like_targets, of_files, read_targets

__all__ = ["load_idx"]

_MOST_AXES = 32
# The third byte of an IDX file says what its numbers are; they come with the high byte first.
_IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
_IDX_MARKS = [bytes([number]) for number in _IDX_TYPES]
_IMAGES = ("images", "x", "data", "image", "features", "imgs", "arr_0")
_TARGETS = ("targets", "y", "labels", "label", "target", "arr_1")
_CLASSES = ("classes", "class_names", "label_names")
_PARTS = {"train": ("train",), "test": ("test",), "val": ("val", "valid", "validation")}
_LARGE, _HOSTILE = 2**26, 400  # bytes; how often smaller an archive that lies is than its content


def load_idx(path):
    """Read an IDX file, the format of MNIST.

    Parameters
    ----------
    path : str or pathlib.Path
        The file, compressed with gzip or not.

    Returns
    -------
    numpy.ndarray
        With the numbers as stored: uint8 of shape (N, H, W) for MNIST's images.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If it is not an IDX file, or is truncated or too long.
    MemoryError
        If its header announces more than there is room for; nothing was read then.

    References
    ----------
    Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten digits", section "File
    formats".

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder) / "three-bytes"
    ...     count = path.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 2]))
    ...     load_idx(path)
    array([7, 0, 2], dtype=uint8)
    """
    path = existing(path)
    head, packed = first_bytes(path, HEAD), False
    try:
        with path.open("rb") as raw:
            packed = head[:2] == b"\x1f\x8b"
            with gzip.open(raw) if packed else contextlib.nullcontext(raw) as file:
                return _idx(file, path, None if packed else path.stat().st_size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path} is damaged ({error}); get it again") from None


def _idx(file, path, size):
    head = file.read(HEAD)
    start = 4 + 4 * head[3] if len(head) > 3 else 4
    known = head[:2] == b"\0\0" and head[2:3] and head[2] in _IDX_TYPES
    if len(head) < start or not known or head[3] > _MOST_AXES:
        kind = file_kind(head)
        if kind:
            raise ValueError(f"{path} is not an IDX file: it is {kind.what}; {kind.advice}")
        if told := text_kind(head, path):
            raise ValueError(told)
        line, _, rest = head.decode("utf-8-sig", "replace").strip().partition("\n")
        if in_one_field(rest.partition("\n")[0], ","):
            raise ValueError(of_one_field(path))
        line = line.strip()
        if line.isprintable() and line.count(",") == 1 and ", " not in line:
            raise ValueError(of_files(path))
        raise ValueError(
            f"{path} is not an IDX file: it does not start with that header; give one, a .npy, "
            ".npz or .csv file, or a folder of pictures"
        )
    dtype = np.dtype(_IDX_TYPES[head[2]])
    shape = tuple(int(n) for n in np.frombuffer(head, ">u4", head[3], 4))
    expected = start + dtype.itemsize * math.prod(shape)
    told = f"{path} is damaged: its header announces shape {shape}, which takes {expected} bytes"
    if size is not None and size != expected:
        raise ValueError(f"{told}, but there are {size}; get it again")
    _check_room(expected, shape, path)
    content = head + file.read(expected + 1 - len(head)) if expected >= len(head) else head
    if len(content) != expected:
        more = "more than that" if len(content) > expected else f"{len(content)}"
        raise ValueError(f"{told}, but there are {more}; get it again")
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return values.astype(dtype.newbyteorder("="))


def existing(path):
    """Return the path of a file that must be there."""
    path = file_path(path)
    if not path.is_file():
        raise FileNotFoundError(not_found(path, "file or folder"))
    return path


def first_bytes(path, count):
    """Return the first bytes of a file."""
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise ValueError(
            f"{full_name(path)} cannot be read ({error.strerror}); check its permissions"
        ) from None


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
    if head[:2] == b"\0\0" and head[2:3] and head[2] in _IDX_TYPES and head[3:4]:
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
        found = _npy(path), None, None
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
    alone = _only_array(path) if head.startswith(b"PK\x03\x04") else None
    if alone is not None:
        return named_classes(alone)
    stored, more, _ = read_array(path)
    if more is not None or path.suffix.lower() == ".npz":
        raise ValueError(
            "targets come from a .npy, an IDX or a text file, not from a .npz file; use np.save"
        )
    return named_classes(stored)


def _only_array(path):
    """Return the array of a .npz file that holds one, as KMNIST has its classes; else None."""
    with contextlib.suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        if len(names) == 1:
            _announced(archive, names[0], path)
            return _member(archive, names[0], path)
    return None


def _csv(file, source):
    images, targets = read_csv(file, source)
    return images, *((None, None) if targets is None else named_classes(targets))


def _by_name(path, head):
    """Tell what a file of arrays is by its name, if it does not begin as an IDX file."""
    return None if head[:2] == b"\0\0" and head[2:3] in _IDX_MARKS else named_kind(path.name)


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


def _npy(path):
    try:
        with path.open("rb") as file:
            shape, dtype, start = _header(file)
            expected, size = start + dtype.itemsize * math.prod(shape), path.stat().st_size
            if size != expected:
                raise ValueError(f"it should have {expected} bytes and has {size}")
        if len(shape) > 1:
            _check_room(4 * math.prod(shape), shape, path)
        # Not read before it is converted: else it would be in memory twice.
        return np.load(path, mmap_mode="r" if size > _LARGE else None, allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise _no_numpy_file(path, error) from None


def _no_numpy_file(path, error):
    reason = str(error).split(". If")[0].rstrip(".")  # NumPy goes on to advise what is not safe
    if isinstance(error, (zipfile.BadZipFile, EOFError)) or "it should have" in reason:
        return ValueError(
            f"{path} cannot be read as a NumPy file ({' '.join(reason.split())[:200]}); it is "
            "damaged, so get it again, or store it again with np.save or np.savez"
        )
    return ValueError(
        f"{path} cannot be read as a NumPy file ({' '.join(reason.split())[:200]}); store numbers "
        "with np.save or np.savez"
    )


def _header(file):
    """Return the shape and the dtype that the header of a .npy file announces, and its length."""
    version = np.lib.format.read_magic(file)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(file)
    elif version == (2, 0):
        shape, _, dtype = np.lib.format.read_array_header_2_0(file)
    else:
        raise ValueError(f"its format {version[0]}.{version[1]} is not known")
    if dtype.hasobject:
        raise ValueError("it holds Python objects, not numbers")
    return shape, dtype, file.tell()


def _check_room(count, shape, path):
    if count > free_memory():
        raise MemoryError(
            f"{path} of shape {tuple(shape)} needs {amount(count)}, and {amount(free_memory())} "
            "are free; give a part of it"
        )


def _zip(path, numpy_name, part):
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.namelist()
            arrays = {name[:-4]: name for name in inside if name.endswith(".npy")}
            tables = [name for name in inside if name.lower().endswith(".csv")]
            if numpy_name or arrays or not tables:
                return _npz(archive, arrays, path, numpy_name, part)
            name = _table(tables, path, part)
            _check_honest(archive.getinfo(name), path)
            with archive.open(name) as file:
                return _csv(file, f"{path} ({name})")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zlib.error) as error:
        if numpy_name:
            raise _no_numpy_file(path, error) from None
        raise ValueError(f"{path} is damaged ({error}); get it again") from None
    except RuntimeError as error:  # a password
        raise ValueError(f"{path} cannot be read ({error}); unpack it first") from None


def _table(tables, path, part):
    """Return the name of the table to read: the only one, or that of the part."""
    tables = [name for name in tables if "submission" not in name and "__MACOSX" not in name]
    if len(tables) == 1 and part is None:
        return tables[0]
    wanted = _PARTS[_part("train" if part is None else part)]
    found = [name for name in tables if any(word in name.lower() for word in wanted)]
    if len(found) == 1:
        return found[0]
    raise ValueError(f"{path} holds {_listed(tables)}; unpack it and give one of the files")


def _part(part):
    if part not in _PARTS:
        raise ValueError(f"part is {shown(part)}, which is unknown; use 'train', 'test' or 'val'")
    return part


def _npz(archive, arrays, path, numpy_name, part):
    images, targets, classes = _chosen(arrays, path, numpy_name, part, archive.namelist())
    count = None
    if targets is not None:
        shape = _announced(archive, arrays[targets], path)
        count = shape[0] if shape else None
    shape = _announced(archive, arrays[images], path)
    wanted_axes(shape, path, count)  # what is not an array of pictures is not read at all
    _check_room(4 * math.prod(shape), shape, path)
    found = [
        None if name is None else _member(archive, arrays[name], path)
        for name in (images, targets, classes)
    ]
    names = found[2]
    words = names is not None and names.ndim == 1 and names.dtype.kind == "U"
    names = tuple(names.tolist()) if words else None
    if found[1] is not None:
        found[1], names = named_classes(found[1], names)
    return found[0], found[1], names


def _chosen(arrays, path, numpy_name, part, inside):
    """Return the names of the images, the targets and the classes of a .npz file."""
    known = {name.lower(): name for name in arrays}
    parts = _of_parts(known)
    if parts:
        images, targets = parts.get(_part("train" if part is None else part), (None, None))
        if images is None:
            listed = ", ".join(parts)
            raise ValueError(f"{path} has no part {part or 'train'!r}; use one of {listed}")
    else:
        if part is not None:
            raise ValueError(f"part is {shown(part)}, but {path} has no parts; leave it out")
        images = next((known[name] for name in _IMAGES if name in known), None)
        targets = next((known[name] for name in _TARGETS if name in known), None)
    alone = len(arrays) == 1 and images is not None
    if images is None or (targets is None and not alone):
        if not arrays and not numpy_name:
            raise ValueError(f"{path} {packed_kind(inside, path)}")
        if arrays and all(
            re.fullmatch(r"(\w+\.)+(weight|bias|running_\w+|num_\w+)", a) for a in arrays
        ):
            raise ValueError(
                f"{path} holds {_listed(arrays)}, the weights of a network; load it with "
                f"model.load({str(path)!r})"
            )
        raise ValueError(
            f"{path} holds {_listed(arrays)}; name the arrays "
            "images and targets: np.savez(path, images=..., targets=...)"
        )
    return images, targets, next((known[name] for name in _CLASSES if name in known), None)


def _listed(names):
    text = ", ".join(names) or "nothing"
    return text if len(text) <= 100 else text[:97] + "..."


def _of_parts(known):
    """Return, for each part of a set, the names of its images and of its targets, or None."""
    found = {}
    for part, words in _PARTS.items():
        pair = []
        for kinds in (_IMAGES, _TARGETS):
            names = (
                name.format(word=word, kind=kind)
                for word in words
                for kind in kinds
                for name in ("{kind}_{word}", "{word}_{kind}", "{kind}{word}", "{word}{kind}")
            )
            pair.append(next((known[name] for name in names if name in known), None))
        if pair[0] is not None:
            found[part] = tuple(pair)
    return found


def _announced(archive, name, path):
    """Return the shape of an archive's array, from its header; refuse one that lies."""
    info = archive.getinfo(name)
    try:
        with archive.open(info) as file:
            shape, dtype, start = _header(file)
    except ValueError as error:
        raise _no_numpy_file(path, error) from None
    if info.file_size != start + dtype.itemsize * math.prod(shape):
        raise _no_numpy_file(path, f"its array {name[:-4]} of shape {shape} is not whole")
    _check_honest(info, path)
    return shape


def _check_honest(info, path):
    if info.file_size > _LARGE and info.file_size > _HOSTILE * info.compress_size:
        raise ValueError(
            f"{path} announces {amount(info.file_size)} in {amount(info.compress_size)}, as "
            "damaged and hostile files do; store its arrays again with np.savez"
        )


def _member(archive, name, path):
    try:
        with archive.open(name) as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except ValueError as error:
        raise _no_numpy_file(path, error) from None
