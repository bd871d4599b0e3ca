"""Load your own images: an image file, a folder of them, or an array file."""

import os
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from cnnkit.checks import check_room, file_path, flag, pair, whole
from cnnkit.data.array_files import as_images, as_targets, read_array
from cnnkit.data.sets import Pictures

__all__ = ["decode_image", "load_image", "load_images"]

SUFFIXES = (".bmp", ".gif", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp")


def load_image(path, *, size=None, grey=False):
    """Load one picture.

    Parameters
    ----------
    path : str or pathlib.Path
        An image file: PNG, JPEG, or another format that Pillow reads.
    size : int or (int, int), optional
        Height and width to scale the picture to. Its proportions stay: what sticks out on two
        sides is cropped. Without it the picture keeps its size.
    grey : bool
        One channel of brightness instead of red, green and blue.

    Returns
    -------
    numpy.ndarray
        Shape (3, H, W), or (1, H, W) if `grey`; float32 from 0 (black) to 1. What is transparent
        becomes white; a turned camera's picture is turned back; an animation is its first picture.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If the file is not a picture, is damaged, or `size` is not positive.

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
    """Decode a picture from a path or an open binary file; errors call it `name`.

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
            error = "it is not a picture" + (f" of type {' or '.join(formats)}" if formats else "")
        bomb = isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning))
        raise ValueError(
            f"{name} cannot be read as a picture ({error}); open "
            + ("it and save it smaller" if bomb else "and save it again as PNG")
        ) from None
    return np.ascontiguousarray(np.atleast_3d(pixels).transpose(2, 0, 1)), original


def _eight_bits(image):
    """Return an image of eight bits a channel, on white where it was transparent."""
    if image.mode == "F":
        raise ValueError("it holds real numbers; hand them on as a .npy file")
    if image.mode[0] == "I":  # 16 bits a pixel; Pillow would cut off all above 255
        numbers = np.asarray(image, dtype=np.float64) / 257
        if not 0 <= numbers.min() <= numbers.max() <= 255:
            raise ValueError("its numbers are not from 0 to 65535; hand them on as a .npy file")
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
    images = read_array(source)
    if isinstance(images, tuple):
        if targets is not None:
            raise ValueError(f"{source} holds the targets too; leave targets out")
        images, targets = images
    elif isinstance(targets, (str, os.PathLike)):
        targets = read_array(file_path(targets))
        if isinstance(targets, tuple):
            raise ValueError(
                "targets come from a .npy or an IDX file, not from a .npz file; use np.save"
            )
    images = as_images(images, source)
    targets = as_targets(targets, len(images))
    return Pictures(images, targets, tuple(str(label) for label in range(targets.max() + 1)))


def _from_folder(folder, size, grey):
    inside = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    folders = [path for path in inside if path.is_dir()]
    loose = _pictures(inside)
    if folders and loose:
        raise ValueError(
            f"{folder} holds both pictures ({loose[0].name}) and folders ({folders[0].name}); "
            "put every picture into the folder of its class"
        )
    for path in folders:
        for deeper in path.iterdir():
            if deeper.is_dir() and not deeper.name.startswith("."):
                raise ValueError(
                    f"{path} holds a folder ({deeper.name}), but a class has pictures only; give "
                    "the folder above its classes, or put the pictures beside each other"
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
    """Return the image files, by name; hidden files, which systems make, are left out."""
    return [
        path
        for path in paths
        if path.suffix.lower() in SUFFIXES and path.name[0] != "." and not path.is_dir()
    ]
