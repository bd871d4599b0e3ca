"""Load your own images and their classes: a folder, a list of pictures, or an array file."""

import math
import os

import numpy as np

from cnnkit.checks import array, file_path, flag, full_name, kind_of, shown
from cnnkit.data import pillow
from cnnkit.data.array_files import array_ending, read_array, read_classes
from cnnkit.data.datasets import Pictures
from cnnkit.data.file_kinds import HEAD
from cnnkit.data.image_files import decode_image, picture_size, readable
from cnnkit.data.image_folders import class_names, from_files, from_folder, refuse_parts
from cnnkit.data.layouts import Words, as_images, as_targets, named_classes
from cnnkit.data.stored_files import existing, first_bytes

__all__ = ["load_images"]


def load_images(source, targets=None, *, size=None, grey=False, classes=None, part=None):
    """Load your own pictures and their classes.

    Parameters
    ----------
    source : str, pathlib.Path, list or dict
        One of

        - a folder: every folder in it is a class, named after it, and holds image files; or, all
          of one class, the image files themselves;
        - pictures: a list of image files, of their contents as bytes or open files, or of PIL
          images; or a dict of names and such pictures, as an upload gives it;
        - a ``.npz`` file with arrays ``images`` and ``targets`` (or ``x`` and ``y``, ``data`` and
          ``labels``), or with those of several parts: ``x_train, y_train, x_test, y_test`` as
          Keras stores MNIST, ``train_images, train_labels, val_images`` … as MedMNIST does;
        - a CSV file, plain, ``.gz`` or ``.zip``: one picture per row, its class in the column
          ``label`` if there is one, as Kaggle's digits come; classes may be words such as A to Z;
        - a ``.bin`` file of CIFAR's binary version;
        - a ``.npy`` file or an IDX file (also ``.gz``) with the images alone.
    targets : str, pathlib.Path or array_like, optional
        Beside a list of pictures, a ``.npy`` or an IDX file: the classes, as whole numbers from 0
        or as words; or a file of these two formats that holds them, or a text with one per line or
        in a column ``label``. Without it all pictures are of class 0.
    size : int or (int, int), optional
        Only for pictures: height and width of all, as in `load_image`. Without it they must all
        have one size.
    grey : bool
        Only for pictures: one channel instead of three.
    classes : sequence of str, optional
        The names of the classes in their order. Give those of the training pictures when you load
        the test pictures, which may lack a class: ``classes=train.classes``.
    part : {"train", "test", "val"}, optional
        Of a file with several parts; by default "train".

    Returns
    -------
    Pictures
        ``images`` (N, C, H, W), float32; ``targets`` (N,), int64; ``classes``, their names.
        Pixels from 0 to 255 (uint8) are divided by 255, those of 16 bits by 255, 4095 or 65535,
        whichever they stay below; real numbers stay as they are. Arrays may be (N, H, W),
        (N, C, H, W), (N, H, W, 3) or, with targets or of 28×28 pixels, (N, H·W); an array
        (H, W, 3) is one picture.

    Raises
    ------
    FileNotFoundError
        If a file or folder is missing.
    TypeError, ValueError
        If one cannot be read, or does not hold pictures and their classes.
    MemoryError
        If the pictures would take more than half of the memory that is free. The sentence says
        how much they need and which `size` fits; nothing was loaded.

    Warns
    -----
    UserWarning
        Once, if files of a folder are left out because Pillow cannot read them; and if numbers do
        not have the range of their type.

    Notes
    -----
    Classes and files come in natural order: 2 before 10, whatever the capital letters. Hidden
    files, texts, and what systems leave behind (``Thumbs.db``, ``__MACOSX``) are passed over.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from PIL import Image
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("class 10", "class 2"):
    ...         pathlib.Path(folder, name).mkdir()
    ...         Image.new("RGB", (40, 30)).save(f"{folder}/{name}/a.png")
    ...     images, targets, classes = load_images(folder, size=8)
    >>> images.shape, targets.tolist(), classes
    ((2, 3, 8, 8), [0, 1], ('class 2', 'class 10'))
    """
    flag(grey, "grey")
    pictures = _pictures(source)
    if pictures is None:
        source = file_path(source)
        if source.is_dir():
            if targets is not None:
                raise ValueError(_beside_a_folder(source))
            if part is not None:
                refuse_parts(source)
            _refuse_part(part, source)
            return from_folder(source, size, grey, classes)
        if picture_size(existing(source), source) is not None:
            pictures = [source]
    if pictures is not None:
        _refuse_part(part, "a picture")
        return _from_pictures(pictures, targets, size, grey, classes)
    if size is not None or grey:
        raise ValueError(
            f"size and grey are for a folder of pictures, and {full_name(source)} is none; leave "
            "them out"
        )
    images, found, names = read_array(source, part)
    if found is not None and targets is not None:
        raise ValueError(f"{source} holds the targets too; leave targets out")
    targets, names = (found, names) if found is not None else _beside(targets)
    given = None if targets is None else np.shape(array(targets, "targets"))
    images = as_images(images, source, given[0] if given else None)
    targets = _renumbered(as_targets(targets, len(images)), names, classes, source)
    return Pictures(images, targets, _named(targets, classes, names))


def _refuse_part(part, what):
    if part is not None:
        raise ValueError(f"part is {part!r}, but {what} has no parts; leave it out")


def _pictures(source):
    """Return the pictures of a list, a dict or a single picture in memory; None for a path."""
    if hasattr(source, "to_numpy"):  # of pandas
        _refuse_table(source)
        source = source.to_numpy()
    if isinstance(source, np.ndarray) and source.ndim == 1 and source.dtype.kind in "UO":
        source = source.tolist()
    if isinstance(source, (set, frozenset)):
        raise TypeError("source is a set, which has no order; give a list: sorted(paths)")
    if isinstance(source, np.ndarray):
        raise TypeError(
            f"source is an array of shape {source.shape} already; use it as it is, or give the "
            "path of a file or folder"
        )
    if hasattr(source, "__next__") and not hasattr(source, "read"):
        raise TypeError("source is a generator of paths; give a list of them: sorted(paths)")
    if isinstance(source, dict):
        if "content" in source:  # of an upload by ipywidgets
            return [source["content"]]
        _refuse_arrays(source)
        _refuse_folders(source)
        source = list(source.values())
    if isinstance(source, (bytes, bytearray, memoryview)) or hasattr(source, "read"):
        return [source]
    if not isinstance(source, (str, os.PathLike, list, tuple)) and _is_open(source):
        return [source]
    if not isinstance(source, (list, tuple)):
        return None
    if not source:
        raise ValueError("source is an empty list; give at least one picture")
    return [item["content"] if isinstance(item, dict) else item for item in source]


def _refuse_table(table):
    """Refuse a table in memory, which is an array already, with the line that makes pictures."""
    shape = getattr(table, "shape", ())
    columns = getattr(table, "columns", ()) if shape and shape[0] else ()
    words = [n for n in columns if isinstance(table[n].to_numpy()[0], str)]
    files = [n for n in words if os.path.splitext(table[n].to_numpy()[0])[1]]
    if files:
        others = [n for n in columns if n != files[0]]
        classes = f", list(table[{others[0]!r}])" if others else ""
        raise TypeError(
            f"source is {kind_of(table)} in memory; write load_images(list(table[{files[0]!r}])"
            f"{classes}), with the folder of the files before their names"
        )
    side = math.isqrt(shape[1]) if len(shape) == 2 else 0
    for pixels, label in ((side, ""), (math.isqrt(max(0, shape[-1] - 1)) if shape else 0, "label")):
        if pixels > 2 and len(shape) == 2 and pixels**2 + bool(label) == shape[1]:
            rows = f"table.drop(columns={label!r})" if label else "table"
            raise TypeError(
                f"source is {kind_of(table)} in memory; write x = {rows}.to_numpy(np.float32)"
                f".reshape(-1, 1, {pixels}, {pixels}) / 255"
                + (f", and y = table[{label!r}].to_numpy()" if label else "")
            )


def _refuse_arrays(source):
    """Refuse a dict of arrays, such as scikit-learn's load functions return."""
    names = [name for name in ("images", "data", "x", "X") if name in source]
    if names and np.ndim(source[names[0]]) > 1:
        y = next((name for name in ("target", "targets", "labels", "y") if name in source), None)
        raise TypeError(
            f"source is {kind_of(source)} with arrays already; write "
            f"x = np.asarray(source[{names[0]!r}], np.float32)"
            + (f" and y = source[{y!r}]" if y else "")
            + ", and divide x by its largest number"
        )


def _is_open(source):
    return isinstance(source, pillow.Image.Image)


def _from_pictures(pictures, targets, size, grey, classes):
    files = []
    _refuse_folders(dict(enumerate(pictures)))
    for number, picture in enumerate(pictures):
        if isinstance(picture, (list, tuple)):
            raise TypeError(
                f"picture {number} is {shown(picture)}; give all pictures in one list and their "
                "classes in another: load_images(['a.png', 'b.png'], ['cat', 'dog'])"
            )
        try:
            file, name = readable(picture, "load_images")
        except FileNotFoundError as error:
            alone = isinstance(picture, str) and os.path.basename(picture) == picture
            if alone and str(error).endswith("check its name and folder"):
                raise FileNotFoundError(
                    f"{error}: os.listdir gives names without it, so put the folder before them"
                ) from None
            raise
        if name == "the picture" and len(pictures) > 1:
            name = f"picture {number}"
        shape = picture_size(file, name)
        if shape is None:
            _refuse_pair(pictures)
            _refuse_array(file, name)
            decode_image(file, name)  # says what is wrong with it
        files.append((file, name, 0, shape))
    found, names = _beside(targets)
    found = _renumbered(as_targets(found, len(files)), names, classes, "targets")
    files = [(*file[:2], target, file[3]) for file, target in zip(files, found, strict=True)]
    return from_files(files, _named(found, classes, names), size, grey)


def _beside_a_folder(folder):
    """Say how classes are given to the loose pictures of a folder, or that its own folders do."""
    inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
    if any(path.is_dir() for path in inside) or not inside:
        return "a folder names its classes itself; leave targets out"
    return (
        "a folder names its classes itself, and the order of loose pictures is not known; give the "
        f"list of its files: load_images(sorted(pathlib.Path({str(folder)!r}).iterdir()), targets)"
    )


def _refuse_folders(found):
    """Refuse folders, or lists of pictures, in place of pictures: of classes, one each."""
    for name, one in found.items():
        several = isinstance(name, str) and isinstance(one, (list, tuple))
        if several:
            raise TypeError(
                f"source has a list of pictures for {shown(name)}; give all in one list and their "
                "classes in another: load_images(['a.png', 'b.png'], ['cat', 'dog'])"
            )
        if isinstance(one, (str, os.PathLike)) and os.path.isdir(one):
            above = os.path.dirname(os.path.abspath(one))
            raise ValueError(
                f"{full_name(one)} is a folder and no picture; give the folder that holds it, in "
                f"which every folder is a class: load_images({above!r})"
            )


def _refuse_pair(pictures):
    """Refuse a list of an array file and of that of its classes."""
    paths = [os.fspath(path) for path in pictures if isinstance(path, (str, os.PathLike))]
    arrays = [path for path in paths if os.path.isfile(path)]
    arrays = [path for path in arrays if array_ending(first_bytes(file_path(path), HEAD))]
    if len(arrays) == len(pictures) == 2:
        images, targets = arrays
        raise ValueError(
            f"{full_name(images)} and {full_name(targets)} are array files and no pictures; if "
            f"these are pictures and their classes, write load_images({images!r}, {targets!r})"
        )


def _refuse_array(file, name):
    """Refuse the content of an array file where pictures are: it is read by its name alone."""
    if isinstance(file, os.PathLike):
        head = first_bytes(file, HEAD)
    else:
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
    ending = array_ending(head)
    if ending is None:
        return
    path = file if isinstance(file, os.PathLike) else getattr(file, "name", None)
    if isinstance(path, (str, os.PathLike)):
        told = f"give its name alone: load_images({os.fspath(path)!r})"
    else:
        told = (
            f"store its bytes, and give the name: pathlib.Path('upload{ending}').write_bytes"
            f"(content), then load_images('upload{ending}')"
        )
    raise ValueError(f"{name} is an array file and no picture; {told}")


def _beside(targets):
    """Return the targets that were given beside the images, and the names of words among them."""
    if isinstance(targets, (str, os.PathLike)):
        return read_classes(file_path(targets))
    if hasattr(targets, "to_numpy"):  # of pandas
        targets = targets.to_numpy()
    objects = isinstance(targets, np.ndarray) and targets.ndim == 1 and targets.dtype == object
    listed = objects or isinstance(targets, (list, tuple))
    if listed and all(isinstance(word, str) for word in targets):
        targets = np.array(targets, str)
    words = isinstance(targets, np.ndarray) and targets.dtype.kind in "US"
    return named_classes(targets) if words else (targets, None)


def _renumbered(targets, names, classes, source):
    """Return the targets as places among the classes that are given, and not among their own."""
    if names is None or classes is None:
        return targets
    wanted = class_names(classes)
    used = np.unique(targets).tolist()
    others = not isinstance(names, Words) and not {*names} & {*wanted}  # new names for all
    if others or used[-1] >= len(names):  # of the latter `_named` complains
        return targets
    unknown = [names[number] for number in used if names[number] not in wanted]
    if unknown:
        raise ValueError(
            f"{source} holds the class {shown(unknown[0])}, which is none of classes "
            f"({shown(', '.join(wanted))}); name it there too, or leave classes out"
        )
    places = [wanted.index(name) if name in wanted else -1 for name in names]
    return np.array(places, np.int64)[targets]


def _named(targets, classes, names):
    """Return the classes' names: those given, those stored, or their numbers."""
    names = class_names(classes) if classes is not None else names
    count = int(targets.max()) + 1
    if names is not None and count <= len(names):
        return tuple(names)
    if classes is not None:
        raise ValueError(
            f"classes has {len(names)} names, but the targets go to {count - 1}; give {count}"
        )
    return tuple(str(label) for label in range(count))
