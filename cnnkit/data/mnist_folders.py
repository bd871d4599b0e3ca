"""What lies in a folder that is given for MNIST: its four files, or others that hold its pictures.

Nothing here downloads, and no pickle is opened.
"""

import contextlib
import csv
import gzip
import hashlib
import zipfile
import zlib
from pathlib import Path

import numpy as np

from cnnkit.checks import full_name
from cnnkit.data.file_kinds import HEAD, file_kind
from cnnkit.data.file_notes import tell
from cnnkit.data.idx_files import load_idx

__all__ = [
    "FILES",
    "check_set",
    "found_files",
    "hash_of",
    "holds_arrays",
    "is_whole",
    "other_file",
    "other_files",
]

FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
_PUBLISHED = 60_000, 10_000  # pictures
_MOST = 2000  # names that are looked at in a folder
_PIXELS = 28 * 28
_FLOATS = "np.float32(255)"


def hash_of(path):
    """Return the SHA-256 of a file; None if it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def is_whole(path):
    """Tell whether a file is there and no part of it is missing."""
    try:
        return load_idx(path).size > 0
    except (OSError, ValueError):
        return False


def found_files(which, folder, function):
    """Return the four files, packed or not, as other programs leave them; None if none is there.

    Or the path of Keras' file.
    """
    places = [folder, folder / "raw", *(folder / name / "raw" for name in which["names"])]
    found = [_found(places, name.removesuffix(".gz")) for name in FILES]
    if not any(found):
        archives = (place / name for place in places for name in which["archives"])
        return next((path for path in archives if path.is_file()), None)
    missing = [
        name.removesuffix(".gz") for name, path in zip(FILES, found, strict=True) if not path
    ]
    if missing:
        pairs = (pair for pair in (found[:2], found[2:]) if all(pair))
        alone = next((f"{str(images)!r}, {str(targets)!r}" for images, targets in pairs), "")
        raise FileNotFoundError(
            f"{full_name(folder)} lacks {' and '.join(missing)}; put all four files there and call "
            f"{function} again" + (f", or load_images({alone}) for what is there" if alone else "")
        )
    return found


def _found(places, name):
    """Return the path of an unpacked file: also with a dot in its name, also in its own folder."""
    names = name, name.replace("-idx", ".idx"), f"{name}.idx"
    return next(
        (
            path
            for place in places
            for spelt in names
            for path in (place / spelt, place / spelt / spelt, place / f"{spelt}.gz")
            if path.is_file()
        ),
        None,
    )


def check_set(which, other, targets, source):
    """Refuse another set's targets, and tell of a whole set that begins as none that is known.

    Parameters
    ----------
    which, other : dict
        What was asked for, and what has files of the same names.
    targets : two arrays
        The training and the test targets.
    source : path
        Of the folder or file, as the other function takes it.
    """
    begins = tuple(tuple(part[:10].tolist()) for part in targets)
    if begins == other["begins"]:
        raise ValueError(
            f"{full_name(source)} holds {other['title']}, whose first targets are "
            f"{_first(other)}, and not {which['title']} ({_first(which)}); call "
            f"{other['function']}({str(source)!r})"
        )
    if begins != which["begins"] and tuple(map(len, targets)) == _PUBLISHED:
        tell(
            f"{full_name(source)} holds as many pictures as {which['title']}, whose first targets "
            f"are {_first(which)}, but its own are {', '.join(map(str, begins[0][:5]))}; it is "
            "another set, or in another order"
        )


def _first(which):
    return ", ".join(map(str, which["begins"][0][:5]))


def _pickled(path):
    """Say how a pickle is read, such as deeplearning.net's mnist.pkl.gz; "" of other files."""
    opened = gzip.open if _start(path).startswith(b"\x1f\x8b") else open
    with contextlib.suppress(OSError, EOFError, zlib.error), opened(path, "rb") as file:
        kind = file_kind(file.read(HEAD))
        if kind is None or "pickle" not in kind.what:
            return ""
        read = f"loads(pathlib.Path({str(path)!r}).read_bytes()"
        if opened is gzip.open:
            read = f"load(gzip.open({str(path)!r})"
        return (
            f"{full_name(path)} is {kind.what}; if you trust its source, write train, *_, test = "
            f"pickle.{read}, encoding='latin1'), and x, y = train[0].reshape(-1, 1, 28, 28), "
            "train[1]; then store them with np.savez(path, images=x, targets=y)"
        )
    return ""


def _start(path):
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(HEAD)
    return b""


def other_files(which, folder, function):
    """Say how the set is loaded from files of other kinds in a folder; "" if there are none."""
    names = which["names"]
    places = [folder, folder / "processed", folder / "raw"]
    places += [folder / name / inside for name in names for inside in ("", "processed", "raw")]
    for place in places:
        if (place / "training.pt").is_file():
            return _of_torch(place / "training.pt")
        for path in sorted(_files(place), key=lambda path: ("test" in path.name.lower(), path)):
            if told := _told(path, which, folder, function):
                return told
        if told := _digits_in_folders(place):
            return told
    return ""


def _files(folder):
    with contextlib.suppress(OSError):
        for _, path in zip(range(_MOST), folder.iterdir(), strict=False):
            if path.is_file():
                yield path


def other_file(path, which, function):
    """Say how the set is loaded from a file of another kind, which was given for it; or ""."""
    return _told(path, which, path.parent, function, asked=True)


def holds_arrays(path):
    """Tell whether a zip archive holds NumPy's arrays."""
    return any(name.endswith(".npy") for name in _names(path))


def _names(path):
    """Return what a zip archive holds; nothing of other files."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return []


def _told(path, which, folder, function, asked=False):
    name, start = path.name.lower(), _start(path)
    known = asked or any(word.lower() in name for word in ("mnist", *which["names"]))
    if known and name.endswith((".pt", ".pth")):
        return _of_torch(path)
    if known and (told := _pickled(path)):
        return told
    if name.endswith((".csv", ".csv.gz")) and _wide(path):
        return f"{full_name(path)} is a table of pictures; write {_loaded(path)}"
    if start.startswith(b"PK\x03\x04"):
        return _of_archive(path, known, folder, function)
    if name.endswith((".tar", ".tar.gz", ".tgz")) and known:
        return _unpack(path, "an archive", folder, function)
    if (known or "train-0" in name) and start.startswith(b"PAR1"):
        return (
            f"{full_name(path)} is a Parquet file; write table = pandas.read_parquet({str(path)!r})"
            ", x = np.stack([load_image(row['bytes'], grey=True) for row in table['image']]), and "
            "y = table['label'].to_numpy()"
        )
    if known and start.startswith(b"MATLAB 5"):
        return (
            f"{full_name(path)} is a MATLAB file; write found = scipy.io.loadmat({str(path)!r}), "
            f"x = found['data'].T.reshape(-1, 1, 28, 28) / {_FLOATS}, and "
            "y = found['label'][0].astype(int)"
        )
    if told := _of_pair(path):
        return told
    kind = file_kind(start) if known else None
    return f"{full_name(path)} is {kind.what}; {kind.advice}" if kind else ""


def _loaded(path):
    return f"x, y, classes = load_images({str(path)!r})"


def _wide(path):
    """Tell whether the first line of a table has as many fields as a picture has pixels."""
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8", errors="replace") as file:
            return _PIXELS <= len(next(csv.reader([file.readline(2**16)]), [])) <= _PIXELS + 2
    except (OSError, EOFError, zlib.error, csv.Error):
        return False


def _of_archive(path, known, folder, function):
    inside = [Path(name).name for name in _names(path)]
    bare = {name.removesuffix(".gz").replace(".idx", "-idx") for name in inside}
    if bare >= {name.removesuffix(".gz") for name in FILES}:
        return _unpack(path, "a zip archive of the four files", folder, function)
    if {"x_train.npy", "y_train.npy", "x_test.npy", "y_test.npy"} <= {*inside}:
        return f"{full_name(path)} is Keras' file; call {function}({str(path)!r})"
    tables = [name for name in inside if name.endswith(".csv") and "train" in name]
    if len(tables) == 1 and (known or "digit" in path.name.lower()):
        return f"{full_name(path)} is a zip archive of tables; write {_loaded(path)}"
    if known and inside and not any(name.endswith(".npy") for name in inside):
        return f"{full_name(path)} is a zip archive; unpack it, and give the folder of its files"
    return ""


def _unpack(path, what, folder, function):
    return (
        f"{full_name(path)} is {what}; unpack it, shutil.unpack_archive({str(path)!r}, "
        f"{str(folder)!r}), and call {function}({str(folder)!r}) again"
    )


def _of_torch(path):
    return (
        f"{full_name(path)} is a file of PyTorch; if it is torchvision's, write x, y = "
        f"torch.load({str(path)!r}), and give x.numpy()[:, None] / {_FLOATS} and y.numpy()"
        + (" (test.pt likewise)" if (path.parent / "test.pt").is_file() else "")
    )


def _of_pair(path):
    """Say how pictures in IDX files of other names are read, such as those of EMNIST."""
    images, mark = path.name, "-images"
    targets = path.with_name(images.replace(mark, "-labels").replace("idx3", "idx1"))
    if mark not in images or targets == path or not targets.is_file():
        return ""
    return (
        f"{full_name(path)} has another name than MNIST's files; write x, y, classes = "
        f"load_images({str(path)!r}, {str(targets)!r})"
    )


def _digits_in_folders(place):
    """Say how pictures are loaded that lie in ten folders, one for each class."""
    for inside in ("", "train", "training", "trainingSet"):
        if all((place / inside / str(digit)).is_dir() for digit in np.arange(10)):
            return (
                f"{full_name(place / inside)} holds ten folders of pictures; write x, y, classes = "
                f"load_images({str(place / inside)!r}, grey=True)"
            )
    return ""
