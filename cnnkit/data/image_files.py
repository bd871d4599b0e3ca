"""Load one image of your own: a file of any format that Pillow reads, or one that is open."""

import contextlib
import io
import os
import warnings

import numpy as np

from cnnkit.checks import (
    amount,
    check_room,
    file_path,
    flag,
    free_memory,
    full_name,
    kind_of,
    not_found,
    pair,
    shown,
    whole,
)
from cnnkit.data import pillow
from cnnkit.data.csv_files import looks_like_csv
from cnnkit.data.file_kinds import HEAD, file_kind, named_kind
from cnnkit.data.file_notes import tell

__all__ = ["decode_image", "load_image"]

_LONG_NAME = 200
# A file with this many pixels that is this small for them was made to fill the memory.
_MANY_PIXELS, _PIXELS_A_BYTE = 25_000_000, 50
_DARK, _DARK_SET = 16, 63  # pixels of one, or of many, that all stay up to here, go not to 255
_WHITES = 255, 4095, 65535  # of pictures of 16 bits
_THIN = 8  # rows or columns that must be left of a picture that had more


def load_image(path, *, size=None, grey=False):
    """Load one picture.

    Parameters
    ----------
    path : str, pathlib.Path, PIL.Image.Image, bytes or binary file
        An image file: PNG, JPEG, or another format that Pillow reads; or its content, or a picture
        that is open already.
    size : int or (int, int), optional
        Height and width to scale the picture to. Its proportions stay: what sticks out on two
        sides is cropped. Without it the picture keeps its size.
    grey : bool
        One channel of brightness instead of red, green and blue.

    Returns
    -------
    numpy.ndarray
        Shape (3, H, W), or (1, H, W) if `grey`; float32 from 0 (black) to 1. What is transparent
        becomes white; a turned camera's picture is turned back; an animation is its first picture;
        pixels of 16 bits are divided by 255, 4095 or 65535, whichever they stay below; if it is not
        65535, a warning says so.

    Raises
    ------
    FileNotFoundError
        If the file does not exist.
    ValueError
        If the file is not a picture, is damaged, or `size` is not positive.
    MemoryError
        If the picture is too large for the memory that is free.

    Examples
    --------
    >>> from cnnkit.data import data_path
    >>> load_image(data_path("cat.png")).shape
    (3, 170, 256)
    >>> load_image(data_path("cat.png"), size=64, grey=True).shape
    (1, 64, 64)
    """
    (file, name), whites = readable(path), []
    pixels = decode_image(file, name, size=size, grey=grey, whites=whites)[0]
    if pixels.any():
        tell_white(whites[0], f"{_short(name)} holds")
    tell_dark(pixels, _short(name))
    return pixels


def tell_white(white, what):
    """Warn of 16 bits a pixel that were divided by less than their largest number."""
    if white not in (None, _WHITES[-1]):
        tell(
            f"{what} 16 bits a pixel, but none above {white}, which is taken for white; if "
            f"{_WHITES[-1]} is white, multiply by {white} / {_WHITES[-1]}"
        )


def tell_dark(pixels, source, count=1):
    """Warn of pixels that are not from 0 to 255, as those of a mask of 0 and 1."""
    high = round(255 * float(pixels.max()))
    if 0 < high <= (_DARK if count == 1 else _DARK_SET):
        tell(
            f"{source} holds pixels from 0 to {high} only, and not to 255, so it is nearly black; "
            f"if {high} stands for white, divide by the largest: images / images.max()"
        )


def readable(source, call="load_image"):
    """Return a picture's path, open file or PIL image, and how to call it in a sentence."""
    if not isinstance(source, (str, os.PathLike)) and isinstance(source, pillow.Image.Image):
        return source, "the picture"
    if isinstance(source, (bytes, bytearray, memoryview)):
        return io.BytesIO(source), "the picture"
    if isinstance(source, io.TextIOBase):  # its bytes are lost
        name = getattr(source, "name", None)
        known = isinstance(name, str)
        raise TypeError(
            f"{name if known else 'the file'} is open as text; "
            + (f"give its name: {call}({name!r})" if known else "give the file's name")
        )
    if hasattr(source, "read") and hasattr(source, "seek"):
        name = getattr(source, "name", None)
        return source, name if isinstance(name, str) else "the picture"
    if isinstance(getattr(source, "shape", None), tuple):  # also of another library
        raise TypeError(
            f"path is an array of shape {tuple(source.shape)} already; use it as it is, divided by "
            "255 if it holds uint8 pixels"
        )
    if isinstance(source, (list, tuple, set, dict)) or hasattr(source, "content"):
        raise TypeError(_wrapped(source, call))
    path = file_path(source)
    if not path.is_file():
        raise FileNotFoundError(not_found(path, "picture"))
    return path, path


def _wrapped(source, call):
    """Say how the picture is taken out of what holds it: an upload, an answer, a list."""
    if hasattr(source, "content"):
        return f"path is {kind_of(source)}; give its bytes: {call}(it.content)"
    found = f"path is {shown(source)} ({type(source).__name__}), which is not a path"
    first = source[0] if isinstance(source, (list, tuple)) and source else source
    if isinstance(first, dict) and "content" in first:  # of ipywidgets
        place = "[0]" * (first is not source)
        return f"{found}; give the content of one: {call}(upload{place}['content'])"
    if isinstance(source, dict):
        key = next(iter(source), "a.png")
        return f"{found}; give one of its pictures: {call}(upload[{key!r}])"
    several = "; give its pictures one by one, or all to data.load_images(list(paths), size=28)"
    return found + several


def decode_image(
    file, name, *, size=None, largest=None, grey=False, formats=None, out=None, whites=None
):
    """Decode a picture from a path or an open binary file; errors call it `name`.

    Parameters
    ----------
    file : path, binary file or PIL.Image.Image
    name : str
        For the sentence that says what is wrong.
    size : (int, int), optional
        As for `load_image`.
    largest : int, optional
        A picture with a longer side is scaled down to it; its proportions stay.
    grey : bool
    formats : sequence of str, optional
        Pillow's names of the formats to accept, such as ``("PNG", "JPEG")``; by default all.
    out : numpy.ndarray, optional
        Where the pixels go: float32, of the shape that is returned.
    whites : list, optional
        To which is added what a picture of 16 bits was divided by, and None for others.

    Returns
    -------
    pixels : numpy.ndarray, shape (3, H, W) or (1, H, W)
        As from `load_image`.
    original : (int, int)
        Height and width before any scaling.

    Raises
    ------
    ValueError
        If it is not a picture, is damaged, announces more pixels than it can hold, or is so thin
        that scaling to `largest` leaves a line of it.
    MemoryError
        If it is too large for the memory that is free.
    """
    mode = "L" if flag(grey, "grey") else "RGB"
    if size is not None:
        size = pair(size, "size")
        check_room((3, *size), "a picture")
    largest = None if largest is None else whole(largest, "largest")
    with _sentences(file, name, formats):
        with _opened(file, formats) as image:
            _refuse_hostile(image, file)
            check_free(size or oriented(image), len(mode), name)
            lost = _white_on_nothing(image)
            image, white = _eight_bits(pillow.ImageOps.exif_transpose(image))
            image = image.convert(mode)
        original = image.size[::-1]
        if size is not None:
            image = pillow.ImageOps.fit(image, size[::-1], pillow.Image.Resampling.LANCZOS)
        if largest is not None and max(original) > largest:
            _refuse_thin(original, largest)
            image.thumbnail((largest, largest), pillow.Image.Resampling.LANCZOS)
        levels = np.asarray(image)
        levels = levels.reshape(*levels.shape[:2], len(mode)).transpose(2, 0, 1)
        if out is None:
            out = np.empty(levels.shape, np.float32)
        np.divide(levels, np.float32(255), out=out, dtype=np.float32, casting="unsafe")
    if whites is not None:
        whites.append(white)
    if lost:
        tell(
            f"{_short(name)} is white wherever it can be seen, and what is transparent becomes "
            "white too, so nothing is left of it; save it on a dark background"
        )
    return out, original


def oriented(image):
    """Height and width of an opened picture, turned as its camera was; no pixel is read.

    Examples
    --------
    >>> from PIL import Image
    >>> oriented(Image.new("L", (40, 30)))
    (30, 40)
    """
    turned = 5 <= image.getexif().get(0x0112, 1) <= 8
    return image.size if turned else image.size[::-1]


def picture_size(file, name):
    """Height and width of a picture, from its header; None if it is not one that Pillow reads."""
    if isinstance(file, pillow.Image.Image):
        return oriented(file)
    try:
        with _opened(file, None) as image:
            _refuse_hostile(image, file)
            if isinstance(
                image, pillow.ImageFile.StubImageFile
            ):  # read by another program, if at all
                image.load()
            return None if image.format == "MPEG" else oriented(image)
    except ImportError:  # of Pillow
        raise
    except _hostile_errors() as error:
        raise ValueError(_bomb(name, error)) from None
    except Exception:  # not a picture: whoever asks says so
        return None


@contextlib.contextmanager
def _opened(file, formats):
    if isinstance(file, pillow.Image.Image):
        yield file
        return
    if hasattr(file, "seek"):
        file.seek(0)
    with warnings.catch_warnings():
        # Pillow warns of a picture of 90 million pixels and refuses one of twice that.
        warnings.simplefilter("error", pillow.Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)  # of tags that say nothing of the pixels
        with pillow.Image.open(file, formats=formats) as image:
            yield image


class _HostileError(ValueError):
    """A picture announces more than it can hold."""


def _hostile_errors():
    bombs = pillow.Image.DecompressionBombError, pillow.Image.DecompressionBombWarning
    return *bombs, _HostileError


@contextlib.contextmanager
def _sentences(file, name, formats):
    """Turn whatever a file brings about into one sentence."""
    try:
        yield
    except ImportError:  # of Pillow
        raise
    except MemoryError as error:
        raise MemoryError(
            str(error) or f"{_short(name)} is too large for the memory that is free; give size="
        ) from None
    except _hostile_errors() as error:
        raise ValueError(_bomb(name, error)) from None
    except Exception as error:  # Pillow's, of whatever kind: damaged files find them all
        reason, advice = error, "open and save it again as PNG"
        if "truncated" in str(error) or "broken data" in str(error):
            advice = "it is damaged, so download or copy it again"
        if "too long and thin" in str(error):
            advice = "cut out a part of it"
        if "closed" in str(error):
            advice = "open it again, or give its name"
        if str(error).startswith("it holds "):  # real numbers, or more than 16 bits
            path = str(file) if isinstance(file, (str, os.PathLike)) else "a.tif"
            advice = (
                "read its numbers: x = np.asarray(PIL.Image.open("
                f"{path!r}), np.float32), and scale them: (x - x.min()) / np.ptp(x)"
            )
        if isinstance(error, pillow.UnidentifiedImageError):
            reason = "it is not a picture" + (f" of type {' or '.join(formats)}" if formats else "")
            head = _head(file)
            if kind := file_kind(head) or named_kind(str(name)):
                reason, advice = f"it is {kind.what}", kind.advice
            elif looks_like_csv(head):
                reason, advice = "it is a table", "give it to load_images"
            elif head.isascii() and head.decode().replace("\n", "").replace("\r", "").isprintable():
                reason, advice = "it is a text", "give the name of a picture"
        raise ValueError(
            f"{_short(name)} cannot be read as a picture ({reason}); {advice}"
        ) from None


def _bomb(name, error):
    return f"{_short(name)} cannot be read as a picture ({error}); open it and save it smaller"


def _short(name):
    text = full_name(name) if isinstance(name, os.PathLike) else str(name)
    return text if len(text) <= _LONG_NAME else f"{text[:80]}...{text[-80:]}"


def _head(file):
    with contextlib.suppress(Exception):
        if hasattr(file, "seek"):
            file.seek(0)
            return file.read(HEAD)
        with open(file, "rb") as opened:
            return opened.read(HEAD)
    return b"?"


def _refuse_hostile(image, file):
    pixels = image.size[0] * image.size[1]
    if pixels > _MANY_PIXELS and not isinstance(file, pillow.Image.Image):
        length = file.seek(0, os.SEEK_END) if hasattr(file, "seek") else os.stat(file).st_size
        if hasattr(file, "seek"):
            file.seek(0)
        if pixels > _PIXELS_A_BYTE * length:
            raise _HostileError(
                f"its {amount(length)} announce {pixels / 1e6:.0f} million pixels, as files do "
                "that are made to fill the memory"
            )


def check_free(shape, channels, name):
    """Reject a picture that would not fit into the memory that is free."""
    needed = 4 * channels * shape[0] * shape[1]
    if needed > free_memory():
        raise MemoryError(
            f"{_short(name)} of {shape[0]}×{shape[1]} pixels needs {amount(needed)}, and "
            f"{amount(free_memory())} are free; load it smaller: size=(256, 256)"
        )


def _white_on_nothing(image):
    """Tell whether a picture is white strokes on nothing, which cannot be seen on white."""
    if not image.has_transparency_data:
        return False
    pixels = np.asarray(image.convert("RGBA"))
    seen = pixels[..., 3] > 128
    return bool(seen.any() and not seen.all() and pixels[..., :3][seen].min() > 250)


def _refuse_thin(original, largest):
    left = min(original) * largest // max(original)
    if left < _THIN <= min(original):
        raise ValueError(
            f"its {original[0]}×{original[1]} pixels are too long and thin: scaled to {largest}, "
            f"{max(left, 1)} {'rows' if original[0] < original[1] else 'columns'} would be left"
        )


def _eight_bits(image):
    """Return an image of eight bits a channel, on white where it was transparent.

    And what stood for white in it, if it had 16 bits.
    """
    white = None
    if image.mode == "F":
        raise ValueError("it holds real numbers")
    if image.mode[0] == "I":  # 16 bits a pixel; Pillow would cut off all above 255
        numbers = np.asarray(image, dtype=np.float64)
        if not 0 <= numbers.min() <= numbers.max() <= 65535:
            raise ValueError("it holds numbers below 0 or beyond 65535")
        # A camera of 12 bits, or a converted picture of 8, stores its numbers as they are.
        white = next(largest for largest in _WHITES if numbers.max() <= largest)
        image = pillow.Image.fromarray((numbers * (255 / white)).round().astype(np.uint8))
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = pillow.Image.alpha_composite(pillow.Image.new("RGBA", image.size, "white"), image)
    return image, white
