"""What lies beside pictures in a folder and is not a class: marks, tables, arrays.

People keep masks and boxes in folders of their own, classes in a table, and spectrograms as .npy.
"""

import csv
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cnnkit.checks import full_name
from cnnkit.data.file_notes import tell

__all__ = ["arrays_advice", "refuse_marks", "tell_tables"]

_PICTURES = {
    "images",
    "image",
    "imgs",
    "img",
    "pictures",
    "photos",
    "jpegimages",
    "input",
    "inputs",
}
_MARKS = {
    *("masks", "mask", "labels", "label", "annotations", "annotation", "segmentations", "gt"),
    *("ground_truth", "groundtruth", "bboxes", "boxes", "segmentationclass", "segmentationobject"),
    *("imagesets", "trimaps", "polygons"),
}
_PART = re.compile(r"(^|[^a-z])(train|test|val|valid)([^a-z]|$)")
_LOTS = re.compile(r"(part|batch|chunk|split)\D*\d+\D*$")  # a name of one of several heaps
_PAIRS = ("X", "y"), ("x", "y"), ("images", "labels"), ("images", "targets"), ("data", "labels")
_TABLES = {".csv", ".tsv", ".txt"}
_MOST = 4096  # bytes of a table that are looked at


def refuse_marks(folder: Path, folders: Sequence[Path]) -> None:
    """Refuse folders that hold pictures and what is marked on them, such as images and masks.

    Examples
    --------
    >>> refuse_marks(Path("pets"), [Path("pets/cat"), Path("pets/dog")])
    >>> refuse_marks(Path("pets"), [Path("pets/images"), Path("pets/masks")])
    Traceback (most recent call last):
        ...
    ValueError: pets holds images and masks, which are pictures and marks on them and no classes; \
load the pictures alone: load_images('pets/images')
    """
    names = {path.name.lower(): path for path in folders}
    pictures = sorted(names.keys() - _MARKS, key=lambda name: ("train" not in name, name))
    known = all(name in _PICTURES or _PART.search(name) for name in pictures)
    if pictures and known and len(pictures) < len(names):
        held = " and ".join(path.name for path in folders)
        raise ValueError(
            f"{folder} holds {held}, which are pictures and marks on them and no classes; load the "
            f"pictures alone: load_images({str(names[pictures[0]])!r})"
        )


def tell_tables(folder: Path, found: Mapping[Path, Sequence[Path]]) -> None:
    """Tell of a table that names the pictures, if all of them came as one class.

    Parameters
    ----------
    folder : Path
        That was given.
    found : dict of Path to list of Path
        The pictures of each folder that is a class.
    """
    if len(found) > 1 and all(_LOTS.search(path.name.lower()) for path in found):
        endings = {path.suffix for pictures in found.values() for path in pictures}
        tell(
            f"{folder} holds {' and '.join(path.name for path in found)}, which seem to be lots of "
            "one set and no classes; to load them as one, write load_images(sorted(pathlib.Path("
            f"{str(folder)!r}).glob('*/*{min(endings, default='')}')))"
        )
    if len(found) != 1:
        return
    place, pictures = next(iter(found.items()))
    known = {name for path in pictures for name in (path.name, path.stem)}
    for beside in dict.fromkeys((folder, place, folder.resolve().parent)):
        for table in sorted(path for path in beside.glob("*.*") if path.suffix in _TABLES):
            line = _of_table(table, pictures, known)
            if line:
                tell(
                    f"{full_name(table)} seems to hold the classes of the pictures in {folder}, "
                    f"and all of them are of one class; to take them from it, write {line}"
                )
                return


def _of_table(table, pictures, known):
    """Return the line that takes the classes from a table; "" if it does not name pictures."""
    for mark in ",;\t ":
        columns = _columns(table, known, mark)
        if columns is not None:
            return _lines(table, pictures[0], mark, *columns)
    return _of_lines(table, pictures)


def _of_lines(table, pictures):
    """Return the line that takes a text with one class in each of its lines; "" of others."""
    if not re.search("label|class|target|truth", table.name.lower()):
        return ""
    try:
        lines = table.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return ""
    lines = [line.strip() for line in lines if line.strip()]
    plain = pictures == sorted(pictures) and len({path.suffix for path in pictures}) == 1
    if len(lines) != len(pictures) or not plain or any(len(line.split()) > 1 for line in lines):
        return ""
    place, ending = str(pictures[0].parent), pictures[0].suffix
    return f"load_images(sorted(pathlib.Path({place!r}).glob('*{ending}')), {str(table)!r})"


def _columns(table, known, mark):
    """Return which column of a table holds names of pictures, which their classes; None if none."""
    try:
        with table.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            lines = file.read(_MOST).splitlines()
            rows = list(csv.reader(lines, delimiter=mark))[:5]
    except (OSError, csv.Error):
        return None
    if len(rows) < 2 or not 2 <= len(rows[1]) <= 20:
        return None
    names = [n for n, field in enumerate(rows[1]) if Path(field.strip()).name in known]
    if not names:
        return None
    heads = [field.strip().lower() for field in rows[0]]
    likely = ("label", "class", "target", "breed", "category", "diagnosis", "level", "species")
    others = [n for n in range(len(rows[1])) if n != names[0]]
    named = [n for word in likely for n in others if n < len(heads) and word in heads[n]]
    headed = Path(rows[0][names[0]].strip()).name not in known
    return names[0], (named or others)[0], Path(rows[1][names[0]].strip()).suffix == "", headed


def _lines(table, picture, mark, name, label, bare, headed):
    ending = f" + {picture.suffix!r}" if bare else ""
    how = "" if mark == "," else f", delimiter={mark!r}"
    return (
        f"rows = list(csv.reader(open({str(table)!r}){how})){'[1:]' * headed}, and "
        f"load_images([pathlib.Path("
        f"{str(picture.parent)!r}, row[{name}]{ending}) for row in rows], [row[{label}] for row in "
        "rows])"
    )


def arrays_advice(folder: Path, arrays: Sequence[Path], is_class: bool) -> str:
    """Say how array files are loaded that lie where pictures were looked for.

    Examples
    --------
    >>> arrays_advice(Path("a"), [Path("a/X_train.npy"), Path("a/y_train.npy")], False)
    "give its files: load_images('a/X_train.npy', 'a/y_train.npy')"
    """
    if is_class and all(path.suffix.lower() == ".npy" for path in arrays):
        above = str(folder.parent)
        return (
            f"its .npy files are read by: files = sorted(pathlib.Path({above!r}).glob('*/*.npy')); "
            "x = np.stack([np.load(file) for file in files]); y = np.unique([file.parent.name for "
            "file in files], return_inverse=True)[1], where all have one shape; give fit these"
        )
    for one in arrays:
        for pictures, classes in _PAIRS:
            other = one.with_name(one.name.replace(pictures, classes, 1))
            if other != one and other in arrays:
                return f"give its files: load_images({str(one)!r}, {str(other)!r})"
    return f"give a file in it: load_images({str(arrays[0])!r})"
