"""Change training pictures a little, so that few go further: shift, turn, bend, noise, and more.

Every change takes pictures (N, C, H, W) and a random generator, draws afresh for each picture, and
returns an array of the same shape and type; the pictures that it was given stay as they are. A
change that is prepared with its amount, such as ``partial(rotate, degrees=10)``, and several of
them in a row, ``compose(...)``, are functions of ``(images, rng)``: what `cnnkit.train.fit` takes
as ``augment``. Change training pictures only.

References
----------
P. Y. Simard, D. Steinkraus and J. C. Platt, "Best practices for convolutional neural networks
applied to visual document analysis", ICDAR 2003 (shift, rotate, shear, scale, and `bend`).
A. Krizhevsky, I. Sutskever and G. E. Hinton, "ImageNet classification with deep convolutional
neural networks", NeurIPS 2012 (`crop`, `flip`).
C. Shorten and T. M. Khoshgoftaar, "A survey on image data augmentation for deep learning", Journal
of Big Data 6, 2019.
"""

from collections.abc import Callable

import numpy as np

from cnnkit.checks import Array, batch, generator, no_attribute, pair, real, shown

__all__ = ["bend", "compose", "crop", "flip", "noise", "pen", "rotate", "scale", "shear", "shift"]

FAR = 16.0  # beyond it a number belongs to pictures from 0 to 255 and not to those from 0 to 1
Change = Callable[[Array, np.random.Generator], Array]


def shift(
    images: Array, rng: np.random.Generator, share: float = 0.1, *, fill: float = 0.0
) -> Array:
    """Move every picture by a random share of its sides, up or down and left or right.

    Parameters
    ----------
    images : float array (N, C, H, W)
    rng : numpy.random.Generator
    share : float
        At most this far, as a share of the height and of the width, from 0 to 1.
    fill : float
        What comes in from outside: the value of paper.

    Returns
    -------
    array (N, C, H, W)
        The values in between are mixed of the four nearest (bilinear interpolation).

    Raises
    ------
    TypeError, ValueError
        If the pictures are not a float array of four axes, `rng` is not a generator, or a number
        is out of range. The same holds for every change here.

    Examples
    --------
    >>> moved = shift(np.ones((1, 1, 9, 9)), np.random.default_rng(0), share=0.3)
    >>> int((moved > 0.5).sum()) < 81
    True
    """
    images, share = _checked(images, rng, fill), _either_way(share, "share", 1)
    maps, moves = _identity(images), rng.uniform(-share, share, (len(images), 2))
    return _mapped(images, maps, moves * images.shape[2:], fill)


def rotate(
    images: Array, rng: np.random.Generator, degrees: float = 10.0, *, fill: float = 0.0
) -> Array:
    """Rotate every picture about its middle by at most this many degrees, either way.

    Parameters and errors as for `shift`.

    Examples
    --------
    >>> rotate(np.ones((2, 1, 5, 5)), np.random.default_rng(0), degrees=5).shape
    (2, 1, 5, 5)
    """
    images, degrees = _checked(images, rng, fill), _either_way(degrees, "degrees", 180)
    angles = np.radians(rng.uniform(-degrees, degrees, len(images)))
    cos, sin = np.cos(angles), np.sin(angles)
    return _mapped(images, np.stack([cos, -sin, sin, cos], 1).reshape(-1, 2, 2), None, fill)


def scale(
    images: Array, rng: np.random.Generator, share: float = 0.1, *, fill: float = 0.0
) -> Array:
    """Make every picture larger or smaller by at most a share, about its middle.

    Parameters and errors as for `shift`; the share is below 1.

    Examples
    --------
    >>> scale(np.ones((2, 1, 5, 5)), np.random.default_rng(0), share=0.2).shape
    (2, 1, 5, 5)
    """
    share = real(_either_way(share, "share", 0.99, middle=1), "share", at_least=0, below=1)
    images = _checked(images, rng, fill)
    factors = 1 + rng.uniform(-share, share, (len(images), 1, 1))
    return _mapped(images, _identity(images) / factors, None, fill)


def shear(
    images: Array, rng: np.random.Generator, amount: float = 0.1, *, fill: float = 0.0
) -> Array:
    """Lean every picture: rows move sideways by at most the amount times their height.

    Parameters and errors as for `shift`.

    Examples
    --------
    >>> shear(np.ones((2, 1, 5, 5)), np.random.default_rng(0)).shape
    (2, 1, 5, 5)
    """
    images, amount = _checked(images, rng, fill), _either_way(amount, "amount", 2)
    maps = _identity(images)
    maps[:, 1, 0] = rng.uniform(-amount, amount, len(images))
    return _mapped(images, maps, None, fill)


def flip(images: Array, rng: np.random.Generator, probability: float = 0.5) -> Array:
    """Mirror some pictures, left for right. Not for letters and digits, which it changes.

    Parameters
    ----------
    images, rng
        As for `shift`.
    probability : float
        That a picture is mirrored, from 0 to 1.

    Returns
    -------
    array (N, C, H, W)

    Examples
    --------
    >>> flip(np.arange(3.0).reshape(1, 1, 1, 3), np.random.default_rng(0), probability=1)
    array([[[[2., 1., 0.]]]])
    """
    images = _checked(images, rng)
    probability = real(probability, "probability", at_least=0, at_most=1)
    mirrored = rng.random(len(images)) < probability
    return np.where(mirrored[:, None, None, None], images[..., ::-1], images)


def crop(
    images: Array, rng: np.random.Generator, margin: int | tuple[int, int] = 1, *, fill: float = 0.0
) -> Array:
    """Put a margin around every picture and cut one of its old size out, anywhere.

    So it moves by whole pixels, and none is mixed with others.

    Parameters
    ----------
    images, rng, fill
        As for `shift`.
    margin : int or (int, int)
        Pixels above and below, left and right.

    Returns
    -------
    array (N, C, H, W)

    Examples
    --------
    >>> crop(np.ones((1, 1, 4, 4)), np.random.default_rng(0), margin=2).sum() < 16
    np.True_
    """
    images, margin = _checked(images, rng, fill), pair(margin, "margin", minimum=0)
    height, width = images.shape[2:]
    if margin[0] >= max(height, 4) or margin[1] >= max(width, 4):
        raise ValueError(
            f"margin {margin} is no less than the pictures of {height}×{width}, of which nothing "
            "might be left; use a smaller one"
        )
    padding = ((0, 0), (0, 0), (margin[0],) * 2, (margin[1],) * 2)
    wide = np.pad(images, padding, constant_values=real(fill, "fill"))
    rows = rng.integers(0, 2 * margin[0] + 1, (len(images), 1)) + np.arange(height)
    cols = rng.integers(0, 2 * margin[1] + 1, (len(images), 1)) + np.arange(width)
    first = np.arange(len(images))[:, None, None]
    found = wide[first, :, rows[:, :, None], cols[:, None, :]]  # channels come last
    return np.ascontiguousarray(found.transpose(0, 3, 1, 2))


def noise(images: Array, rng: np.random.Generator, sd: float = 0.1) -> Array:
    """Add a random number to every pixel, normally distributed; nothing is clipped.

    Parameters
    ----------
    images, rng
        As for `shift`.
    sd : float
        Standard deviation of the numbers.

    Returns
    -------
    array (N, C, H, W)

    Examples
    --------
    >>> noise(np.zeros((1, 1, 2, 2)), np.random.default_rng(0), sd=0).sum()
    np.float64(0.0)
    """
    images, sd = _checked(images, rng), real(sd, "sd", at_least=0)
    if sd > FAR and sd > 16 * (most := float(abs(images).max())):
        raise ValueError(
            f"sd is {sd:g}, in which pictures of numbers up to {most:g} would drown; give it in "
            "their units, such as 0.1"
        )
    return images + sd * rng.standard_normal(images.shape, images.dtype)


def pen(images: Array, rng: np.random.Generator, amount: float = 1.0) -> Array:
    """Make the strokes of bright ink thicker or thinner, as another pen would.

    Parameters
    ----------
    images, rng
        As for `shift`.
    amount : float
        From 0 to 1. Every picture is mixed with its largest (thicker) or smallest (thinner) numbers
        of the cross of five pixels around each, by a random share of at most this.

    Returns
    -------
    array (N, C, H, W)

    Examples
    --------
    >>> dot = np.zeros((1, 1, 3, 3))
    >>> dot[0, 0, 1, 1] = 1
    >>> pen(dot, np.random.default_rng(0)).sum().round(1)  # thicker
    np.float64(2.1)
    """
    images, amount = _checked(images, rng), real(amount, "amount", at_least=0, at_most=1)
    share = rng.uniform(-amount, amount, len(images)).astype(images.dtype)[:, None, None, None]
    wide = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)), mode="edge")
    cross = (
        wide[..., 1:-1, 1:-1],
        wide[..., :-2, 1:-1],
        wide[..., 2:, 1:-1],
        wide[..., 1:-1, :-2],
        wide[..., 1:-1, 2:],
    )
    thick, thin = np.maximum.reduce(cross), np.minimum.reduce(cross)
    return images + abs(share) * (np.where(share > 0, thick, thin) - images)


def bend(
    images: Array,
    rng: np.random.Generator,
    amount: float = 0.05,
    smooth: float = 0.15,
    *,
    fill: float = 0.0,
) -> Array:
    """Bend every picture as if it were drawn on rubber (elastic deformation).

    Parameters
    ----------
    images, rng, fill
        As for `shift`.
    amount : float
        How far pixels move, as a share of the sides: the standard deviation.
    smooth : float
        Over which share of the sides neighbours move alike, above 0.

    Returns
    -------
    array (N, C, H, W)

    Notes
    -----
    Each pixel's move is white noise, smoothed with a Gaussian, and scaled: Simard, Steinkraus and
    Platt, ICDAR 2003, section 2.

    Examples
    --------
    >>> bend(np.ones((2, 3, 8, 8)), np.random.default_rng(0)).shape
    (2, 3, 8, 8)
    """
    images, amount = _checked(images, rng, fill), real(amount, "amount", at_least=0, at_most=1)
    smooth = real(smooth, "smooth", above=0, at_most=10)
    moves = rng.standard_normal((len(images), 2, *images.shape[2:]))
    for axis, size in ((2, images.shape[2]), (3, images.shape[3])):
        places = np.arange(size)
        weights = np.exp(-((places[:, None] - places) ** 2) / (2 * (smooth * size) ** 2))
        weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True))  # the sd stays 1
        moves = np.moveaxis(np.moveaxis(moves, axis, -1) @ weights.T, -1, axis)
    sides = np.array(images.shape[2:])[:, None, None]
    return _sampled(images, _grid(images) + amount * sides * moves, real(fill, "fill"))


def compose(*changes: Change) -> Change:
    """Return a change that does several in a row.

    Parameters
    ----------
    *changes : functions of (images, rng)
        Such as ``shift`` or ``functools.partial(rotate, degrees=5)``.

    Returns
    -------
    function of (images, rng)

    Raises
    ------
    TypeError
        If one is not a function.

    Examples
    --------
    >>> from functools import partial
    >>> change = compose(partial(shift, share=0.05), partial(rotate, degrees=5), noise)
    >>> change(np.ones((2, 1, 8, 8)), np.random.default_rng(0)).shape
    (2, 1, 8, 8)
    """
    for change in changes:
        if isinstance(change, (list, tuple)):
            raise TypeError(
                f"a change is {shown(change)}, which is not a function but several; unpack them: "
                "compose(*changes)"
            )
        if not callable(change):
            raise TypeError(
                f"a change is {shown(change)}, which is not a function; give functions of "
                "(images, rng), such as functools.partial(rotate, degrees=5)"
            )

    def composed(images: Array, rng: np.random.Generator) -> Array:
        for change in changes:
            images = change(images, rng)
        return images

    return composed


def _either_way(value, name, most, middle=0):
    """Return by how much a change goes at most, either way; refuse a pair of ends."""
    pair_of_ends = isinstance(value, (list, tuple)) and len(value) == 2
    ends = value if pair_of_ends else (value,)
    numbers = all(isinstance(end, (int, float)) and not isinstance(end, bool) for end in ends)
    middle = middle if numbers and pair_of_ends and min(ends) > 0 else 0  # scales: (0.9, 1.1)
    wide = max(abs(end - middle) for end in ends) if numbers else most + 1
    if wide <= most and (pair_of_ends or value < 0):
        raise (TypeError if pair_of_ends else ValueError)(
            f"{name} is {shown(value)}, but one number is enough, which goes either way; write "
            f"{name}={wide:.4g}"
        )
    return value if most < 1 else real(value, name, at_least=0, at_most=most)


def _checked(images, rng, fill=0.0):
    generator(rng)
    images = batch(images, "images")
    _, height, width, channels = images.shape
    if channels in (1, 3, 4) and min(height, width) > 4:
        raise ValueError(
            f"images has shape {images.shape}, which looks like (N, H, W, C); put the channels "
            "first: images.transpose(0, 3, 1, 2)"
        )
    _refuse_far(real(fill, "fill"), images)
    return images


def _refuse_far(fill, images):
    """Refuse what cannot be the paper of these pictures: 255 where they go from 0 to 1."""
    if abs(fill) > FAR and abs(fill) > 16 * (most := float(abs(images).max())):
        raise ValueError(
            f"fill is {fill:g}, but the pictures hold numbers up to {most:g}; give the value that "
            "paper has in them, such as 0 or 1"
        )


def _identity(images):
    return np.tile(np.eye(2), (len(images), 1, 1))


def _grid(images):
    """Row and column of every pixel: (2, H, W)."""
    return np.indices(images.shape[2:]).astype(float)


def _mapped(images, maps, moves, fill):
    """Fetch every pixel from where a picture's own matrix sends it, about the middle."""
    middle = (np.array(images.shape[2:]) - 1) / 2
    away = (_grid(images) - middle[:, None, None]).reshape(2, -1)
    places = maps @ away + middle[:, None]
    if moves is not None:
        places += moves[:, :, None]
    return _sampled(images, places.reshape(-1, 2, *images.shape[2:]), real(fill, "fill"))


def _sampled(images, places, fill):
    """Mix the four pixels around each place (N, 2, H, W); beyond the border is the fill."""
    count, _, height, width = images.shape
    wide = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=fill)
    found = np.zeros((count, height, width, images.shape[1]), images.dtype)
    rows, cols = (
        np.clip(places[:, axis] + 1, 0, size)
        for axis, size in ((0, height + 1 - 1e-9), (1, width + 1 - 1e-9))
    )
    top, left = rows.astype(int), cols.astype(int)
    first = np.arange(count)[:, None, None]
    for down in (0, 1):
        for right in (0, 1):
            share = abs(1 - down - (rows - top)) * abs(1 - right - (cols - left))
            pixels = wide[first, :, top + down, left + right]
            found += share[..., None].astype(images.dtype) * pixels
    return np.ascontiguousarray(found.transpose(0, 3, 1, 2))


def __getattr__(name: str) -> None:
    raise no_attribute("module 'cnnkit.data.augment'", name)
