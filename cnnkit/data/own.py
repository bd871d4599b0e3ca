"""Your own pictures: image files, a folder of them, NumPy's files, IDX files (MNIST's format)."""

import os
import warnings

import numpy as np

from cnnkit.checks import array
from cnnkit.data.sets import Pictures
from cnnkit.limits import file_path, finite
from cnnkit.memory import check_room
from cnnkit.shapes import flag, pair, whole

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")

_MOST_AXES, _MOST_CLASSES = 32, 2**16
# The third byte of an IDX file says what its numbers are; they come with the high byte first.
_IDX_TYPES = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}


def load_image(path, *, size=None, grey=False):
    """Load one picture.

    Parameters
    ----------
    path : str or pathlib.Path
        An image file: PNG, JPEG, or another format that Pillow reads.
    size : int or (int, int), optional
        Height and width to bring the picture to. Its proportions stay: what sticks out on two
        sides is cut off. Without it the picture keeps its size.
    grey : bool
        One channel of brightness instead of red, green and blue.

    Returns
    -------
    numpy.ndarray
        Shape (3, H, W), or (1, H, W) if `grey`; float32 from 0 (black) to 1. What is transparent
        becomes white; a turned camera's picture is turned back.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is no picture, is damaged, or `size` is not positive.

    Examples
    --------
    >>> from cnnkit.data import data_path
    >>> load_image(data_path("cat.png")).shape
    (3, 170, 256)
    >>> load_image(data_path("cat.png"), size=64, grey=True).shape
    (1, 64, 64)
    """
    path = file_path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no picture {path}; check its name and folder")
    return decode_image(path, path, size=size, grey=grey)[0]


def decode_image(file, name, *, size=None, largest=None, grey=False, formats=None):
    """Decode a picture from a path or an open binary file that people know as `name`.

    Parameters
    ----------
    file : path or binary file
    name : str
        For the sentence that says what is wrong.
    size : (int, int), optional
        As for `load_image`.
    largest : int, optional
        A picture with a longer side is scaled down to it; its proportions stay.
    grey : bool
    formats : sequence of str, optional
        Pillow's names of the formats to accept, such as ``("PNG", "JPEG")``; by default all.

    Returns
    -------
    pixels : numpy.ndarray, shape (3, H, W) or (1, H, W)
        As from `load_image`.
    original : (int, int)
        Height and width before any scaling.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError  # `import cnnkit` loads NumPy alone

    mode = "L" if flag(grey, "grey") else "RGB"
    if size is not None:
        size = pair(size, "size")
        check_room((3, *size), "a picture")
    largest = None if largest is None else whole(largest, "largest")
    try:
        with warnings.catch_warnings():
            # Pillow warns of a picture of 90 million pixels and refuses twice as many.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=formats) as image:
                image = _eight_bits(ImageOps.exif_transpose(image)).convert(mode)
        original = image.size[::-1]
        if size is not None:
            image = ImageOps.fit(image, size[::-1], Image.Resampling.LANCZOS)
        if largest is not None and max(original) > largest:
            image.thumbnail((largest, largest), Image.Resampling.LANCZOS)
        pixels = np.asarray(image, dtype=np.float32) / 255
    except Exception as error:  # Pillow's, of whatever kind: damaged files find them all
        if isinstance(error, UnidentifiedImageError):
            error = "it is no picture" + (f" of type {' or '.join(formats)}" if formats else "")
        raise ValueError(
            f"{name} cannot be read as a picture ({error}); open and save it again as PNG"
        ) from None
    return np.ascontiguousarray(np.atleast_3d(pixels).transpose(2, 0, 1)), original


def _eight_bits(image):
    """Return an image of eight bits a channel, on white where it was transparent."""
    from PIL import Image

    if image.mode == "F":
        raise ValueError("it holds real numbers; hand them on as a .npy file")
    if image.mode[0] == "I":  # 16 bits a pixel; Pillow would cut off all above 255
        numbers = np.asarray(image, dtype=np.float64).clip(0, 65535) / 257
        image = Image.fromarray(numbers.round().astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image


def load_images(source, targets=None, *, size=None, grey=False):
    """Load your own pictures and their classes.

    Parameters
    ----------
    source : str or pathlib.Path
        One of

        - a folder: every folder in it is a class, named after it, and holds image files; or, all
          of one class, the image files themselves;
        - a ``.npz`` file with arrays ``images`` and ``targets`` (or ``x`` and ``y``);
        - a ``.npy`` file or an IDX file (also ``.gz``) with the images alone.
    targets : str, pathlib.Path or array_like, optional
        Only beside a ``.npy`` or IDX file: the classes, as whole numbers from 0, or a file of
        these two formats that holds them. Without it all pictures are of class 0.
    size : int or (int, int), optional
        Only for a folder: height and width of all pictures, as in `load_image`. Without it they
        must all have one size.
    grey : bool
        Only for a folder: one channel instead of three.

    Returns
    -------
    Pictures
        ``images`` (N, C, H, W), float32; ``targets`` (N,), int64; ``classes``, their names.
        Whole numbers from 0 to 255 (uint8) are divided by 255; real numbers stay as they are.
        Arrays may be (N, H, W), (N, C, H, W) or (N, H, W, 3).

    Raises
    ------
    FileNotFoundError
        If a file or folder is missing.
    TypeError, ValueError
        If one cannot be read, or does not hold pictures and their classes.

    Examples
    --------
    >>> from cnnkit.data import data_path
    >>> images, targets, classes = load_images(data_path("cat.png").parent, size=64)
    >>> images.shape, targets.tolist(), classes
    ((2, 3, 64, 64), [0, 0], ('data',))
    """
    source = file_path(source)
    if source.is_dir():
        if targets is not None:
            raise ValueError("a folder names its classes itself; leave targets out")
        return _from_folder(source, size, grey)
    if size is not None or grey:
        raise ValueError(f"size and grey are for a folder of pictures, and {source} is none")
    images = _read_array(source)
    if isinstance(images, tuple):
        if targets is not None:
            raise ValueError(f"{source} holds the targets too; leave targets out")
        images, targets = images
    elif isinstance(targets, (str, os.PathLike)):
        targets = _read_array(file_path(targets))
        if isinstance(targets, tuple):
            raise ValueError("targets come from a .npy or an IDX file, not from a .npz file; use np.save")
    images = _as_images(images, source)
    targets = _as_targets(targets, len(images))
    return Pictures(images, targets, tuple(str(label) for label in range(targets.max() + 1)))


def load_idx(path):
    """Read an IDX file, the format in which MNIST is handed on.

    Parameters
    ----------
    path : str or pathlib.Path
        The file, packed with gzip or not.

    Returns
    -------
    numpy.ndarray
        With the numbers as stored: uint8 of shape (N, H, W) for MNIST's images.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is no IDX file, or is cut short or too long.

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
    import gzip
    import zlib

    path = file_path(path)
    content = _existing(path).read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"{path} is damaged ({error}); get it again") from None
    start = 4 + 4 * content[3] if len(content) > 3 else 4
    known = content[:2] == b"\0\0" and content[2:3] and content[2] in _IDX_TYPES
    if len(content) < start or not known or content[3] > _MOST_AXES:
        raise ValueError(
            f"{path} is no IDX file: it does not start with its header; give one, a .npy or .npz "
            "file, or a folder of pictures"
        )
    dtype = np.dtype(_IDX_TYPES[content[2]])
    shape = [int(n) for n in np.frombuffer(content, ">u4", content[3], 4)]
    expected = start + dtype.itemsize * int(np.prod(shape, dtype=object))
    if len(content) != expected:
        raise ValueError(
            f"{path} is damaged: its header announces shape {tuple(shape)}, which takes "
            f"{expected} bytes, but there are {len(content)}; get it again"
        )
    values = np.frombuffer(content, dtype, offset=start).reshape(shape)
    return values.astype(dtype.newbyteorder("="))


def _from_folder(folder, size, grey):
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    folders = [path for path in inside if path.is_dir()]
    loose = _pictures(inside)
    if folders and loose:
        raise ValueError(
            f"{folder} holds both pictures ({loose[0].name}) and folders ({folders[0].name}); "
            "put every picture into the folder of its class"
        )
    classes = {path.name: _pictures(sorted(path.iterdir())) for path in folders}
    classes = classes or {folder.resolve().name: loose}
    for name, paths in classes.items():
        if not paths:
            raise ValueError(
                f"there is no picture in {folder / name if folders else folder}; files that end "
                f"in {', '.join(SUFFIXES)} count"
            )
    images, targets = [], []
    for target, paths in enumerate(classes.values()):
        for path in paths:
            image = load_image(path, size=size, grey=grey)
            if images and image.shape != images[0].shape:
                raise ValueError(
                    f"{path} has {image.shape[1]}×{image.shape[2]} pixels, the first picture "
                    f"{images[0].shape[1]}×{images[0].shape[2]}; bring all to one size with "
                    "size=(height, width)"
                )
            images.append(image)
            targets.append(target)
    return Pictures(np.stack(images), np.array(targets, np.int64), tuple(classes))


def _pictures(paths):
    return [path for path in paths if path.is_file() and path.suffix.lower() in SUFFIXES]


def _existing(path):
    if not path.is_file():
        raise FileNotFoundError(f"there is no file or folder {path}; check its name")
    return path


def _read_array(path):
    """Array of a .npy or IDX file; images and targets of a .npz file."""
    if path.suffix not in (".npy", ".npz"):
        return load_idx(path)
    stored = _load_numpy(path)
    if isinstance(stored, np.ndarray):
        return stored
    for names in (("images", "targets"), ("x", "y")):
        if all(name in stored for name in names):
            return tuple(stored[name] for name in names)
    raise ValueError(
        f"{path} holds {', '.join(stored) or 'nothing'}; name the arrays images and targets: "
        "np.savez(path, images=..., targets=...)"
    )


def _load_numpy(path):
    import zipfile
    import zlib

    _existing(path)
    try:
        with path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            return stored if isinstance(stored, np.ndarray) else dict(stored)
    except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} cannot be read as a NumPy file ({error}); store numbers with np.save or "
            "np.savez"
        ) from None


def _as_images(images, source):
    if images.ndim == 3:
        images = images[:, np.newaxis]
    if images.ndim == 4 and images.shape[1] not in (1, 3) and images.shape[3] in (1, 3):
        images = images.transpose(0, 3, 1, 2)
    if images.ndim != 4 or 0 in images.shape:
        raise ValueError(
            f"{source} holds an array of shape {images.shape}; give pictures as (N, H, W), "
            "(N, C, H, W) or (N, H, W, 3)"
        )
    if images.dtype == np.uint8:
        return np.ascontiguousarray(images, np.float32) / np.float32(255)
    if images.dtype.kind not in "fb":
        raise TypeError(
            f"{source} holds {images.dtype} values; store uint8 values from 0 to 255, or real "
            "numbers: images.astype(np.float32) / largest"
        )
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is found
        return finite(np.ascontiguousarray(images, np.float32), str(source))


def _as_targets(targets, count):
    if targets is None:
        return np.zeros(count, np.int64)
    targets = array(targets, "targets")
    if targets.shape != (count,):
        hint = "; turn one-hot rows into classes with targets.argmax(axis=1)"
        raise ValueError(
            f"targets have shape {targets.shape}, but there are {count} pictures; give one whole "
            f"number per picture{hint if targets.ndim == 2 else ''}"
        )
    if targets.dtype.kind not in "iu":
        raise TypeError(
            f"targets hold {targets.dtype} values; give whole numbers from 0: "
            "targets.astype(np.int64)"
        )
    if targets.min() < 0 or targets.max() >= _MOST_CLASSES:
        wrong = targets[(targets < 0) | (targets >= _MOST_CLASSES)][0]
        raise ValueError(f"targets hold {wrong}; number the classes from 0, without large gaps")
    return targets.astype(np.int64)
