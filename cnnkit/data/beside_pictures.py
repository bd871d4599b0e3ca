"""What lies beside pictures in a folder and is no class: marks, tables, arrays.

People keep masks and boxes in folders of their own, classes in a table, and spectrograms as .npy.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from cnnkit.checks import full_name
from cnnkit.data.notes import tell

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
}
_PAIRS = ("X", "y"), ("x", "y"), ("images", "labels"), ("images", "targets"), ("data", "labels")
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
    pictures, marks = names.keys() & _PICTURES, names.keys() & _MARKS
    if len(names) > 1 and pictures and marks and names.keys() <= _PICTURES | _MARKS:
        held = " and ".join(path.name for path in folders)
        raise ValueError(
            f"{folder} holds {held}, which are pictures and marks on them and no classes; load the "
            f"pictures alone: load_images({str(names[min(pictures)])!r})"
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
    if len(found) != 1:
        return
    place, pictures = next(iter(found.items()))
    known = {name for path in pictures for name in (path.name, path.stem)}
    for beside in dict.fromkeys((folder, place, folder.resolve().parent)):
        for table in sorted(beside.glob("*.csv")):
            columns = _columns(table, known)
            if columns is not None:
                tell(
                    f"{full_name(table)} names pictures of {folder}, and all of them are of one "
                    "class; to take the classes from it, write "
                    + _lines(table, pictures[0], *columns)
                )
                return


def _columns(table, known):
    """Return which column of a table holds names of pictures, which their classes; None if none."""
    try:
        with table.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = list(csv.reader(file.read(_MOST).splitlines()))[:5]
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
    return names[0], (named or others)[0], Path(rows[1][names[0]].strip()).suffix == ""


def _lines(table, picture, name, label, bare):
    ending = f" + {picture.suffix!r}" if bare else ""
    return (
        f"rows = list(csv.reader(open({str(table)!r})))[1:], and load_images([pathlib.Path("
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
