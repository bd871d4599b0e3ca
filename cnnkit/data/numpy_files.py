"""Read files of NumPy: one array (.npy), or several with names (.npz)."""

import contextlib
import math
import re
import zipfile

import numpy as np

from cnnkit.checks import amount, shown
from cnnkit.data.file_kinds import packed_kind
from cnnkit.data.layouts import named_classes, wanted_axes
from cnnkit.data.stored_files import check_room
from cnnkit.files.npz import npy_header

PARTS = {"train": ("train",), "test": ("test",), "val": ("val", "valid", "validation")}
_IMAGES = ("images", "x", "data", "image", "features", "imgs", "arr_0")
_TARGETS = ("targets", "y", "labels", "label", "target", "arr_1")
_CLASSES = ("classes", "class_names", "label_names")
_LARGE, _HOSTILE = 2**26, 400  # bytes; how often smaller an archive that lies is than its content


def read_npy(path):
    """Return the array of a .npy file."""
    try:
        with path.open("rb") as file:
            shape, dtype, start = _header(file)
            expected, size = start + dtype.itemsize * math.prod(shape), path.stat().st_size
            if size != expected:
                raise ValueError(f"it should have {expected} bytes and has {size}")
        if len(shape) > 1:
            check_room(4 * math.prod(shape), shape, path)
        # Not read before it is converted: else it would be in memory twice.
        return np.load(path, mmap_mode="r" if size > _LARGE else None, allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise no_numpy_file(path, error) from None


def read_npz(archive, arrays, path, numpy_name, part):
    """Return images, targets or None, and the classes' names or None, of an open .npz file.

    ``arrays`` maps each array's name to its member of the archive; ``part`` is a key of `PARTS`, or
    None.
    """
    images, targets, classes = _chosen(arrays, path, numpy_name, part, archive.namelist())
    count = None
    if targets is not None:
        shape = _announced(archive, arrays[targets], path)
        count = shape[0] if shape else None
    shape = _announced(archive, arrays[images], path)
    wanted_axes(shape, path, count)  # what is not an array of pictures is not read at all
    check_room(4 * math.prod(shape), shape, path)
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


def only_array(path):
    """Return the array of a .npz file that holds one, as KMNIST has its classes; else None."""
    with contextlib.suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        if len(names) == 1:
            _announced(archive, names[0], path)
            return _member(archive, names[0], path)
    return None


def _chosen(arrays, path, numpy_name, part, inside):
    """Return the names of the images, the targets and the classes of a .npz file."""
    known = {name.lower(): name for name in arrays}
    parts = _of_parts(known)
    if parts:
        images, targets = parts.get(known_part("train" if part is None else part), (None, None))
        if images is None:
            there = ", ".join(parts)
            raise ValueError(f"{path} has no part {part or 'train'!r}; use one of {there}")
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
                f"{path} holds {listed(arrays)}, the weights of a network; load it with "
                f"model.load({str(path)!r})"
            )
        raise ValueError(
            f"{path} holds {listed(arrays)}; name the arrays "
            "images and targets: np.savez(path, images=..., targets=...)"
        )
    return images, targets, next((known[name] for name in _CLASSES if name in known), None)


def _of_parts(known):
    """Return, for each part of a set, the names of its images and of its targets, or None."""
    found = {}
    for part, words in PARTS.items():
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


def known_part(part):
    """Return the part; refuse one that is not in `PARTS`."""
    if part not in PARTS:
        raise ValueError(f"part is {shown(part)}, which is unknown; use 'train', 'test' or 'val'")
    return part


def listed(names):
    """Return names as one text, cut where they are many."""
    text = ", ".join(names) or "nothing"
    return text if len(text) <= 100 else text[:97] + "..."


def _announced(archive, name, path):
    """Return the shape of an archive's array, from its header; refuse one that lies."""
    info = archive.getinfo(name)
    try:
        with archive.open(info) as file:
            shape, dtype, start = _header(file)
    except ValueError as error:
        raise no_numpy_file(path, f"{name}: {error}") from None
    if info.file_size != start + dtype.itemsize * math.prod(shape):
        raise no_numpy_file(path, f"its array {name[:-4]} of shape {shape} is not whole")
    check_honest(info, path)
    return shape


def check_honest(info, path):
    """Refuse what an archive announces in far too few bytes."""
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
        raise no_numpy_file(path, error) from None


def _header(file):
    """Return the shape and the dtype that the header of a .npy file announces, and its length."""
    shape, dtype, start = npy_header(file)
    if dtype.hasobject:
        raise ValueError("it holds Python objects, not numbers")
    return shape, dtype, start


def no_numpy_file(path, error):
    """Return the error that tells why a file is none of NumPy's."""
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
