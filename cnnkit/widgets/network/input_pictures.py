"""Images for the NetworkExplorer: the X and the O, a data set, or one of your own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.examples import xo
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import counted, short
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.network.uploaded_pictures import Upload, prepared, sentence

LETTERS = (1, 9, 9)  # channels, rows and columns of the lessons' X and O
TITLES = {"X": "X", "O": "O", "set": "data set", "blank": "blank", "own": "your own"}

MOST = 16  # beyond are pixels from 0 to 255, which no network here was trained on


@dataclass(frozen=True, eq=False)
class Pictures:
    """What can be shown, and which of it is.

    Parameters
    ----------
    shape : (int, int, int)
        Channels, rows and columns of a blank picture.
    images : array (N, C, H, W) or None
        A data set to step through.
    targets : array (N,) or None
        The class of each picture of the set.
    name : str
        "X", "O", "set", "blank" or "own".
    index : int
        Which picture of the set.
    own : array (C, H, W) or None
        The picture that was drawn, uploaded or given.
    origin : array (C, H, W) or None
        What it was before a hand changed it.
    upload : Upload or None
        The file that it was read from.
    stroke : str or None
        The stroke of the pen that changed it last.
    """

    shape: tuple[int, int, int]
    images: np.ndarray | None = None
    targets: np.ndarray | None = None
    name: str = "blank"
    index: int = 0
    own: np.ndarray | None = None
    origin: np.ndarray | None = None
    upload: Upload | None = None
    stroke: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What `name` may be now."""
        found = ("set",) if self.images is not None else ()
        if self.shape == LETTERS:
            found += xo.CLASSES
        return found + ("blank",) + (("own",) if self.own is not None else ())

    @property
    def low(self) -> float:
        """The value of paper: −1 where pictures have negative numbers, else 0."""
        return self.limits[0]

    @property
    def limits(self) -> tuple[float, float]:
        """Values for black and white: those of all the pictures that there are."""
        known = [array for array in (self.images, self.own) if array is not None]
        lows = [float(array.min()) for array in known] or [0.0]
        highs = [float(array.max()) for array in known] or [1.0]
        if self.shape == LETTERS and self.images is None:
            lows.append(-1.0)
        low, high = min(lows), max(highs)
        top = 1.0 if high <= 1 else float(high)
        return (0.0 if low >= 0 else -top if -low <= top else low), top

    @cached_property
    def pixels(self) -> np.ndarray:
        """The picture that is shown, shape (C, H, W), float32."""
        if self.name == "set":
            return self.images[self.index]
        if self.name == "own":
            return self.own
        if self.name in xo.CLASSES:
            return frozen(xo.picture(self.name)[None])
        return frozen(np.full(self.shape, self.low, np.float32))

    @property
    def truth(self) -> int | None:
        """The class of a picture of the set, where it is known."""
        if self.name != "set" or self.targets is None:
            return None
        return int(self.targets[self.index])

    def shown(self, image) -> Pictures:
        """Return the same with another picture: a name, or an array (C, H, W) or (H, W)."""
        if isinstance(image, str):
            if image not in self.names:
                known = ", ".join(map(repr, self.names))
                raise ValueError(
                    f"image {shown(image)} is unknown; use one of {known}, or an array."
                )
            return replace(self, name=image)
        own = one_picture(image)
        return replace(self, name="own", own=own, origin=own, upload=None, stroke=None)

    def edited(self, pixels, stroke: str | None = None) -> Pictures:
        """Return the same with the picture that a hand made of this one."""
        kept = {"own": one_picture(pixels), "stroke": stroke}
        if self.name == "own" and self.origin is not None:
            return replace(self, **kept)
        return replace(self, name="own", origin=self.pixels, upload=None, **kept)

    @property
    def changes(self) -> int:
        """How many pixels a hand has changed."""
        if self.name != "own" or self.origin is None or self.origin.shape != self.own.shape:
            return 0
        return int((self.own != self.origin).any(axis=0).sum())

    # -- pictures from files

    @property
    def ink(self) -> str:
        """What the data set is drawn with: "dark" where its borders are light, else "light"."""
        if self.images is None:
            return "light"
        borders = self.images[:100, :, [0, -1]], self.images[:100, :, :, [0, -1]]
        paper = np.median(np.concatenate([one.ravel() for one in borders]))
        return "dark" if paper > sum(self.limits) / 2 else "light"

    def uploaded(self, upload: Upload) -> Pictures:
        """Return the same with a picture file, made like the network's pictures."""
        own = one_picture(prepared(upload, self.pixels.shape, self.limits, self.ink))
        return replace(self, name="own", own=own, origin=own, upload=upload, stroke=None)

    @property
    def told(self) -> str:
        """What was done to the file that is shown; empty where none is."""
        if self.name != "own" or self.upload is None:
            return ""
        said = sentence(self.upload, self.pixels.shape[1:], self.ink)
        empty = self.upload.ink and (self.origin == self.origin.flat[0]).all()
        return said + " Nothing on it is ink of that kind." * bool(empty)

    def stepped(self, index) -> Pictures:
        """Return the same with the picture of the set at this index."""
        if self.images is None:
            raise ValueError("there is no data set to take an index of; give image=(N, C, H, W).")
        index = parse_whole(index, 0, len(self.images) - 1, "index")
        return replace(self, name="set", index=index)


def take(image, blank_shape) -> Pictures:
    """Return the pictures that `image` stands for.

    Parameters
    ----------
    image : None, str, array or data set
        Nothing: a blank picture. A name: "X" or "O". An array (H, W) or (C, H, W): a picture.
        (N, C, H, W), or something with `images` and perhaps `targets`, or with `test_images` and
        `test_targets`: a data set.
    blank_shape : function () -> (C, H, W)
        Called where the shape of a picture is not known otherwise.

    Raises
    ------
    TypeError, ValueError
        If it is none of these.
    """
    if image is None:
        pictures = Pictures(blank_shape())
        return pictures.shown("X") if pictures.shape == LETTERS else pictures
    if isinstance(image, str):
        if image in xo.CLASSES:
            return Pictures(LETTERS).shown(image)
        return Pictures(blank_shape()).shown(image)
    images, targets = _as_set(image)
    if images is None:
        own = one_picture(image)
        return Pictures(own.shape, name="own", own=own)
    _check_set(images, targets)
    targets = None if targets is None else frozen(targets)
    return Pictures(images.shape[1:], frozen(images, np.float32), targets, "set")


def one_picture(image) -> np.ndarray:
    """Return an array as one picture (C, H, W) of finite float32, or raise a sentence."""
    try:
        pixels = frozen(image, np.float32)
    except (TypeError, ValueError):
        dtype = getattr(image, "dtype", None)
        what = f"is {type(image).__name__}" if dtype is None else f"holds {dtype} values"
        raise TypeError(
            f"image {what}; give an array of numbers (H, W) or (C, H, W), a name, or a data set "
            "(N, C, H, W)."
        ) from None
    if pixels.ndim == 2:
        pixels = pixels[None]
    if pixels.ndim == 4 and len(pixels) == 1:
        pixels = pixels[0]
    line = _channels_first(np.shape(image))
    if line:
        given = "image" if isinstance(image, np.ndarray) else "np.asarray(image)"
        line = line.replace("image", given, 1) + _scale(pixels)
    if pixels.ndim != 3 or 0 in pixels.shape or line:
        raise ValueError(
            f"image has shape {np.shape(image)}; give one picture (H, W) or (C, H, W), with the "
            f"channels first{line}."
        )
    if not np.isfinite(pixels).all():
        raise ValueError("image holds a number that is not finite; use numbers.")
    _refuse_whites(pixels, "image")
    return pixels


def _channels_first(shape) -> str:
    """Return the line for pictures whose channels are last; empty for others."""
    if len(shape) == 3 and shape[2] in (1, 3, 4) and min(shape[:2]) > 4:
        return ": image.transpose(2, 0, 1)"
    if len(shape) == 4 and shape[3] in (1, 3, 4) and min(shape[1:3]) > 4:
        return ": images.transpose(0, 3, 1, 2)"
    return ""


def _refuse_whites(pixels: np.ndarray, name: str) -> None:
    """Refuse pixels from 0 to 255, or of 16 bits."""
    if scale := _scale(pixels):
        raise ValueError(
            f"{name} holds numbers from {short(pixels.min())} to {short(pixels.max())}; networks "
            f"read pixels from 0 to 1: give {name}{scale}."
        )


def _scale(pixels: np.ndarray) -> str:
    """Return what divides pixels from 0 to 255, or of 16 bits; empty for others."""
    high = pixels.max()
    if not high > MOST:
        return ""
    return f" / {next((n for n in (255, 4095, 65535) if high <= n), f'{high:g}')}"


def _as_set(image):
    """Return images and targets if this is a data set, else None twice."""
    for prefix in ("", "test_"):
        images = getattr(image, f"{prefix}images", None)
        if images is not None:
            return np.asarray(images), getattr(image, f"{prefix}targets", None)
    if isinstance(image, tuple) and len(image) == 2 and np.ndim(image[0]) == 4:
        return np.asarray(image[0]), image[1]
    if getattr(image, "ndim", 0) == 4:
        return np.asarray(image), None
    return None, None


def _check_set(images: np.ndarray, targets) -> None:
    if images.ndim != 4 or 0 in images.shape or images.dtype.kind not in "fiub":
        raise ValueError(
            f"the data set has images of shape {images.shape} and type {images.dtype}; give "
            "numbers of shape (N, C, H, W)."
        )
    if line := _channels_first(images.shape):
        raise ValueError(
            f"the data set has images of shape {images.shape}; put the channels first"
            f"{line}{_scale(images)}."
        )
    if not np.isfinite(images).all():
        raise ValueError("the data set holds a number that is not finite; use numbers.")
    _refuse_whites(images, "images")
    if targets is None:
        return
    targets = np.asarray(targets)
    if targets.shape != (len(images),) or targets.dtype.kind not in "iu":
        raise ValueError(
            f"targets have shape {targets.shape} and type {targets.dtype}; give one whole number "
            f"for each of {counted(len(images), 'picture')}."
        )
