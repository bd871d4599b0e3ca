"""Load a folder of pictures: which files count, in which order, and with how much memory."""

import gzip
import re
import unicodedata
import zlib
from collections import Counter

import numpy as np

from cnnkit.checks import amount, free_memory, full_name, pair, shown
from cnnkit.data.array_files import array_ending
from cnnkit.data.beside_pictures import arrays_advice, refuse_marks, tell_tables
from cnnkit.data.datasets import Pictures
from cnnkit.data.file_kinds import HEAD, file_kind, named_kind
from cnnkit.data.file_notes import tell
from cnnkit.data.image_files import decode_image, picture_size, tell_dark, tell_white
from cnnkit.data.stored_files import first_bytes

__all__ = ["from_files", "from_folder", "natural", "refuse_parts"]

# What systems and programs leave beside pictures; hidden files too.
_LEFT_BEHIND = {
    *("thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "picasa.ini", "icon\r"),
    *("__macosx", "__pycache__", "@eadir", "$recycle.bin", "system volume information"),
    *("lost+found", "lost.dir"),
}
# What people write beside pictures, and nobody takes for one.
_TEXTS = {
    *(".csv", ".htm", ".html", ".ini", ".ipynb", ".json", ".lnk", ".log", ".md", ".py", ".rst"),
    *(".tsv", ".txt", ".url", ".xml", ".yaml", ".yml"),
}
# How people call the folder, in that of a class, which holds the pictures; and parts of a set.
_PLAIN = ("images", "image", "imgs", "img", "pictures", "photos", "jpegimages")
_PART = re.compile(r"(^|[^a-z])(train|training|tests?|testing|val|valid|validation)([^a-z]|$)")
_NUMBERED = re.compile(r"([^\W\d]+)([._ -])\d+\.\w+")  # cat.0.jpg
_MNIST = [
    f"{part}-{kind}-ubyte" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1")
]
_SIDES = (1024, 768, 512, 384, 256, 224, 128, 64, 32, 16, 8)


def natural(name):
    """Sort names as people do: 2 before 10, small letters beside capital ones, ä beside a.

    Examples
    --------
    >>> sorted(["class 10", "Class 2", "zoo", "Ähre"], key=natural)
    ['Ähre', 'Class 2', 'class 10', 'zoo']
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = re.split(r"(\d+)", plain)
    return [(int(part), "") if n % 2 else (0, part) for n, part in enumerate(parts)], name


def from_folder(folder, size, grey, classes):
    """Return the pictures of a folder: those of every class, or loose ones."""
    inside = _visible(folder)
    folders = [path for path in inside if path.is_dir()]
    refuse_parts(folder)
    refuse_marks(folder, folders)
    loose, left = _pictures([path for path in inside if not path.is_dir()])
    if folders and loose:
        raise ValueError(
            f"{folder} holds both pictures ({loose[0][0].name}) and folders ({folders[0].name}); "
            "put every picture into the folder of its class"
        )
    found, places = {}, _places(folders)
    for path in folders:
        pictures, others = _pictures(_visible(places[path]))
        left += others
        found[unicodedata.normalize("NFC", path.name)] = path, pictures
    if not folders:
        found[unicodedata.normalize("NFC", folder.resolve().name)] = folder, loose
    names = _classes(folder, found, classes)
    if classes is None or not any(pictures for _, pictures in found.values()):
        for path, pictures in found.values():
            if not pictures:
                raise ValueError(_empty(path, left, tuple(found)))
    if left:
        tell(_left_out(folder, left))
    if not folders:
        _tell_numbered(folder, [path for path, _ in loose])
    tell_tables(folder, {path: [one for one, _ in inside] for path, inside in found.values()})
    files = [
        (path, path, names.index(name), shape)
        for name, (_, pictures) in sorted(found.items(), key=lambda item: names.index(item[0]))
        for path, shape in pictures
    ]
    return from_files(files, names, size, grey)


def _visible(folder):
    """Return the files and folders that a person has put there, in natural order."""
    try:
        inside = list(folder.iterdir())
    except OSError as error:
        raise ValueError(
            f"{full_name(folder)} cannot be read ({error.strerror}); check its permissions"
        ) from None
    return sorted(
        (
            path
            for path in inside
            if not path.name.startswith((".", "~$")) and path.name.lower() not in _LEFT_BEHIND
        ),
        key=lambda path: natural(path.name),
    )


def _folders(folder):
    return [path for path in _visible(folder) if path.is_dir()]


def refuse_parts(folder):
    """Refuse a folder of folders such as train and test; say how each is loaded."""
    folders = _folders(folder)
    parts = sorted(
        (path for path in folders if _PART.search(path.name.lower())),
        key=lambda path: ("train" not in path.name.lower(), natural(path.name)),
    )
    if len(parts) != len(folders) or "train" not in parts[0].name.lower() if parts else True:
        return
    if len(parts) == 1 and not _folders(parts[0]):
        return
    train = _deepest(parts[0])
    names = {path.name for path in _folders(train)}
    line = f"load_images({str(train)!r})"
    for part in map(_deepest, parts[1:]):
        if names and names >= {path.name for path in _folders(part)} > set():
            line = f"train = {line}, then load_images({str(part)!r}, classes=train.classes)"
            break
    raise ValueError(
        f"{folder} holds {' and '.join(part.name for part in parts)}, which is a part of the "
        f"pictures and no class; give the folder above its classes: {line}"
    )


def _deepest(folder):
    """Return the folder that holds the classes, below others that hold but one folder."""
    while True:
        folders = _folders(folder)
        if len(folders) != 1 or _place(folders[0]) == folders[0]:
            return folder
        if _place(folders[0]) is not None and _place(folders[0]).name.lower() in _PLAIN:
            return folder
        folder = folders[0]


def _place(path):
    """Return where the pictures of a class are, itself or a lone folder in it; None if nowhere."""
    folders = _folders(path)
    if not folders:
        return path
    files = [file for file in _visible(path) if not file.is_dir()]
    return _place(folders[0]) if len(folders) == 1 and not _pictures(files)[0] else None


def _places(folders):
    """Return where the pictures of each class are; refuse a folder that is above its classes."""
    places = {path: _place(path) for path in folders}
    alone = len(folders) == 1 and places[folders[0]] not in (None, folders[0])
    if alone and places[folders[0]].name.lower() in _PLAIN:
        alone = False
    for path, place in places.items():
        if place is None or alone:
            inner = _folders(path)
            above = all(place != path for path, place in places.items())
            raise ValueError(
                f"{path} holds a folder ({inner[0].name}), but a class has pictures only; give "
                "the folder above its classes"
                + (f": load_images({str(_deepest(path))!r})" if above else ", or put the pictures")
                + ("" if above else " beside each other")
            )
    return places


def _tell_numbered(folder, paths):
    """Tell of loose pictures whose names begin with their classes, as cat.0.jpg and dog.0.jpg."""
    found = [_NUMBERED.fullmatch(path.name) for path in paths]
    if not all(found):
        return
    marks, kinds = {match[2] for match in found}, sorted({match[1] for match in found}, key=natural)
    if len(marks) != 1 or len(kinds) < 2 or (len(paths) < 2 * len(kinds) and marks != {"."}):
        return
    mark, ending = marks.pop(), {path.suffix for path in paths}
    ending = ending.pop() if len(ending) == 1 else ""
    tell(
        f"{folder} holds pictures whose names begin with {shown(', '.join(kinds))}, and all are "
        "of one class; if those are the classes, move each into a folder of its own, or write "
        f"paths = sorted(pathlib.Path({str(folder)!r}).glob('*{ending}')) and load_images(paths, "
        f"np.unique([path.name.split({mark!r})[0] for path in paths], return_inverse=True)[1])"
    )


def _pictures(paths):
    """Return the pictures with their heights and widths, and what was left out, with the reason."""
    pictures, left = [], []
    for path in paths:
        if path.is_dir():
            continue
        shape = picture_size(path, path) if path.is_file() else None
        if shape is not None:
            pictures.append((path, shape))
        elif path.suffix.lower() not in _TEXTS and (reason := _reason(path)):
            left.append((path, reason))
    return pictures, left


def _reason(path):
    if not path.is_file():
        return "a link to nowhere" if path.is_symlink() else "not a file"
    head = first_bytes(path, HEAD)
    named = named_kind(path.name)
    kind = named if head[:2] == b"\x1f\x8b" and named else file_kind(head) or named
    if kind is not None:
        return f"{kind.what}: {kind.advice}"
    text = not path.suffix and head.decode("utf-8", "replace")[:-1].replace("\n", "").isprintable()
    return None if text else "Pillow cannot read it"  # a text such as LICENSE


def _left_out(folder, left):
    """Say once how many files were left out, of which types, why, and which was the first."""
    kinds = Counter((path.suffix.lower() or path.name, reason) for path, reason in left)
    parts = [f"{count} {suffix} ({reason})" for (suffix, reason), count in kinds.most_common(6)]
    first = left[0][0].relative_to(folder)
    files = "file is" if len(left) == 1 else "files are"
    more = ", …" if len(kinds) > 6 else ""
    return f"{len(left)} {files} left out of {folder}: {', '.join(parts)}{more}; see {first}"


def _empty(path, left, names):
    others = [other for other in left if other[0].is_relative_to(path)]
    advice = "files that end in .jpg, .png, .webp or as others that Pillow reads count"
    if others:
        advice += f", and {others[0][0].name} does not: {others[0][1]}"
    elif len(names) > 1:
        advice += f"; remove it, or keep it as a class without pictures: classes={list(names)}"
    idx = [other for other, _ in left if "idx" in other.name and "ubyte" in other.name]
    if idx:
        advice = _idx_advice(idx)
    elif arrays := [file for file in _visible(path) if _is_array_file(file)]:
        advice = arrays_advice(path, arrays, len(names) > 1)
    return f"there is no picture in {full_name(path)}; {advice}"


def _is_array_file(path):
    if not path.is_file():
        return False
    if path.suffix.lower() == ".gz":
        try:
            with gzip.open(path) as file:
                head = file.read(HEAD)
        except (OSError, EOFError, zlib.error):
            return False
        return array_ending(head) not in (None, ".gz") and named_kind(path.name) is None
    if path.suffix.lower() in (".npy", ".npz", ".csv", ".zip"):
        return array_ending(first_bytes(path, HEAD)) is not None
    return path.suffix.lower() == ".bin" and path.stat().st_size % 3073 == 0


def _idx_advice(paths):
    """Say how the IDX files of a folder are loaded: MNIST's four, or one pair of others."""
    plain = {path.name.removesuffix(".gz").replace(".idx", "-idx") for path in paths}
    if plain >= set(_MNIST) and len({path.parent for path in paths}) == 1:
        return "MNIST's files are read by load_mnist(folder)"
    for images in sorted(paths, key=lambda path: ("train" not in path.name, path.name)):
        if "images" in images.name:
            labels = images.with_name(
                images.name.replace("images", "labels").replace("idx3", "idx1")
            )
            beside = f", {str(labels)!r}" if labels.is_file() else ""
            return f"give its files: load_images({str(images)!r}{beside})"
    return f"give its file of images and {paths[0].name} beside it: load_images(images, labels)"


def _classes(folder, found, classes):
    """Return the names of the classes in their order: that of the training folder, if given."""
    if classes is None:
        return tuple(found)
    names = class_names(classes)
    unknown = [name for name in found if name not in names]
    if unknown:
        raise ValueError(
            f"{folder} holds {shown(unknown[0])}, which is none of the classes "
            f"({shown(', '.join(names))}); rename its folder, or leave classes out"
        )
    return names


def class_names(classes):
    """Return the names of classes as a tuple: given as one, or by pictures that have them.

    Examples
    --------
    >>> class_names(["cat", "dog"])
    ('cat', 'dog')
    """
    given = getattr(classes, "classes", classes)
    listed = isinstance(given, (list, tuple)) and all(isinstance(name, str) for name in given)
    if not listed or not given or len(set(given)) != len(given):
        if isinstance(given, (dict, set, frozenset)) and all(isinstance(n, str) for n in given):
            names = list(given) if isinstance(given, dict) else sorted(given)
            raise TypeError(f"classes is {shown(given)}; give a list in its order: {names!r:.200}")
        raise TypeError(
            f"classes is {shown(given)}; give different names, such as those of the training "
            "pictures: classes=train.classes"
        )
    return tuple(unicodedata.normalize("NFC", name) for name in given)


def from_files(files, names, size, grey):
    """Load pictures one by one into one array.

    Parameters
    ----------
    files : list of (file, name, target, (height, width))
    names : tuple of str
    size : int, (int, int) or None
    grey : bool
    """
    size = None if size is None else pair(size, "size")
    shape = size or _one_size(files)
    wanted = (len(files), 1 if grey is True else 3, *shape)
    decoding = max(12 * height * width for *_, (height, width) in files)
    try:
        if 4 * np.prod(wanted, dtype=object) + decoding > free_memory() // 2:
            raise MemoryError
        images = np.empty(wanted, np.float32)
    except (MemoryError, ValueError):
        raise MemoryError(_too_large(wanted)) from None
    whites = []
    for place, (file, name, _, _) in enumerate(files):
        decode_image(file, name, size=size, grey=grey, out=images[place], whites=whites)
    _one_scale(images, whites)
    several = f"every one of {len(files)} pictures"
    tell_dark(images, several if len(files) > 1 else files[0][1], len(files))
    return Pictures(images, np.array([file[2] for file in files], np.int64), names)


def _one_scale(images, whites):
    """Divide all pictures of 16 bits by one number, if each alone was divided by its own."""
    found = sorted({white for white in whites if white})
    if len(found) < 2:
        if found and images.any():
            tell_white(found[0], "some pictures hold" if len(whites) > 1 else "the picture holds")
        return
    for image, white in zip(images, whites, strict=True):
        if white:
            image *= white / found[-1]
    tell(
        f"some pictures of 16 bits hold numbers up to {found[0]}, others up to {found[-1]}; all of "
        f"these are divided by {found[-1]}"
    )


def _one_size(files):
    """Height and width of all pictures, which must agree."""
    shape = files[0][3]
    for _, name, _, other in files:
        if other != shape:
            raise ValueError(
                f"{name} has {other[0]}×{other[1]} pixels, the first picture "
                f"{shape[0]}×{shape[1]}; bring all to one size with size=(height, width)"
            )
    return shape


def _too_large(wanted):
    """Say how much memory pictures need, how much there is, and the size that would fit."""
    count, channels, height, width = wanted
    room = min(free_memory() // 8, 2**30)
    for side in _SIDES:
        scale = side / max(height, width)
        fits = tuple(max(round(n * scale), 1) for n in (height, width))
        if scale < 1 and 4 * count * channels * fits[0] * fits[1] <= room:
            break
    return (
        f"{count} pictures of {height}×{width} pixels need "
        f"{amount(4 * count * channels * height * width)}, and {amount(free_memory())} are free; "
        f"load them smaller: size={fits}"
    )
