"""The running example of every lesson: a 9×9 X, an O, three features and the network they feed.

Pixels are +1 (ink) and -1 (paper), float32. Class 0 is "X", class 1 is "O".
"""

from typing import NamedTuple

import numpy as np

from cnnkit.checks import Array, check_room, choice, generator, speak, whole
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential

CLASSES = ("X", "O")
VARIANTS = ("exact", "shifted", "thickened", "rotated", "noisy")

_DRAWINGS = {
    "X": """
        .........
        .#.....#.
        ..#...#..
        ...#.#...
        ....#....
        ...#.#...
        ..#...#..
        .#.....#.
        .........""",
    "O": """
        .........
        ...###...
        ..#...#..
        .#.....#.
        .#.....#.
        .#.....#.
        ..#...#..
        ...###...
        .........""",
    "\\": """
        #..
        .#.
        ..#""",
    "crossing": """
        #.#
        .#.
        #.#""",
    "/": """
        ..#
        .#.
        #..""",
}


class XOSet(NamedTuple):
    """Generated pictures with what they show and how they were changed."""

    images: np.ndarray
    """float32, shape (n, 1, 9, 9), every pixel +1 or -1."""
    targets: np.ndarray
    """int64, shape (n,): 0 for an X, 1 for an O."""
    variants: np.ndarray
    """Text, shape (n,): one of ``VARIANTS``."""


def picture(name: str) -> Array:
    """Return the 9×9 picture of an X (13 pixels of ink) or an O (16).

    Parameters
    ----------
    name : {"X", "O"}
        The X runs from (1, 1) to (7, 7) and from (1, 7) to (7, 1).

    Returns
    -------
    numpy.ndarray, shape (9, 9), float32
        +1 where there is ink, -1 elsewhere; a new array at each call.

    Raises
    ------
    ValueError
        If `name` is neither "X" nor "O".

    Examples
    --------
    >>> picture("X")[1]
    array([-1.,  1., -1., -1., -1., -1., -1.,  1., -1.], dtype=float32)
    """
    choice(name, "picture", CLASSES)
    return _pixels(_DRAWINGS[name])


def features() -> dict[str, Array]:
    r"""Return the three 3×3 features that an X is made of.

    Returns
    -------
    dict of str to numpy.ndarray, shape (3, 3), float32
        "\\" (ones on the main diagonal), "crossing" and "/", in this order; new arrays at each
        call.

    Examples
    --------
    >>> features()["\\"]
    array([[ 1., -1., -1.],
           [-1.,  1., -1.],
           [-1., -1.,  1.]], dtype=float32)
    """
    return {name: _pixels(_DRAWINGS[name]) for name in ("\\", "crossing", "/")}


def make_dataset(count: int, *, rng: "np.random.Generator") -> XOSet:
    """Draw X's and O's, each as drawn or changed in one way.

    Parameters
    ----------
    count : int
        How many pictures, at least 1. Classes and variants take turns, so ten in a row hold
        every pair once; the order is then shuffled.
    rng : numpy.random.Generator
        The source of every random choice: ``numpy.random.default_rng(seed)``.

    Returns
    -------
    XOSet
        ``images`` (count, 1, 9, 9), ``targets`` (count,) and ``variants`` (count,).

    Raises
    ------
    TypeError, ValueError
        If `count` is not an integer of at least 1, or `rng` is not a Generator.

    Notes
    -----
    exact: as drawn. shifted: moved by one pixel in one of the eight directions. thickened: every
    ink pixel also inks its neighbour on one side. rotated: turned about the centre by 8 to 20
    degrees. noisy: 2 to 6 pixels flipped.

    Examples
    --------
    >>> made = make_dataset(20, rng=np.random.default_rng(0))
    >>> made.images.shape, made.targets.sum().item(), (made.variants == "noisy").sum().item()
    ((20, 1, 9, 9), 10, 4)
    """
    count = whole(count, "count")
    check_room((count, 1, 9, 9), "a set of pictures")
    generator(rng)
    order = rng.permutation(count)
    targets = order % 2
    variants = np.array(VARIANTS)[order // 2 % len(VARIANTS)]
    images = np.stack(
        [_CHANGES[v](picture(CLASSES[t]), rng) for t, v in zip(targets, variants, strict=True)]
    )
    return XOSet(images[:, np.newaxis], targets.astype(np.int64), variants)


def network() -> Sequential:
    """Return the 128-parameter network that tells X from O.

    Returns
    -------
    Sequential
        Conv2d 1→3 3×3 (the three features / 9, bias 0), ReLU, MaxPool2d 2×2 that keeps partial
        windows, Flatten to 48, Linear 48→2. Its voting weights were trained once on pictures of
        `make_dataset` and rounded to two decimals; they are read from ``data/xo_network.npz``.

    Raises
    ------
    FileNotFoundError, ValueError
        If the file of voting weights is missing or damaged.

    Examples
    --------
    >>> logits = network()(picture("X")[np.newaxis, np.newaxis])
    >>> CLASSES[logits.argmax()]
    'X'
    """
    from cnnkit.files import stored_arrays  # here: its hashlib would slow `import cnnkit` down

    model = untrained_network()
    model.load_state_dict(model.state_dict() | stored_arrays("xo_network.npz"))
    return model


def untrained_network() -> Sequential:
    """Return `network()` before its training: the features as kernels, all votes zero."""
    layers = Conv2d(1, 3, 3), ReLU(), MaxPool2d(2, ceil_mode=True), Flatten(), Linear(48, 2)
    model = Sequential(*layers)
    for array in model.parameters().values():
        array[:] = 0
    model[0].weight[:, 0] = list(features().values())
    model[0].weight /= 9
    return model


def _pixels(drawing):
    rows = [[1 if mark == "#" else -1 for mark in line] for line in drawing.split()]
    return np.array(rows, np.float32)


def _shift(image, rng):
    neighbours = [(r, c) for r in (-1, 0, 1) for c in (-1, 0, 1) if (r, c) != (0, 0)]
    return np.roll(image, neighbours[rng.integers(8)], (0, 1))  # its border is paper all around


def _thicken(image, rng):
    side = ((1, 0), (-1, 0), (0, 1), (0, -1))[rng.integers(4)]
    return np.maximum(image, np.roll(image, side, (0, 1)))


def _rotate(image, rng):
    angle = np.radians(rng.integers(8, 21) * rng.choice((-1, 1)))
    centre = (image.shape[0] - 1) / 2
    down, right = np.indices(image.shape) - centre
    # Every new pixel asks where it comes from, between four old ones, and is ink if enough of
    # their ink is near; 0.4 keeps thin strokes whole.
    row = np.cos(angle) * down + np.sin(angle) * right + centre
    column = np.cos(angle) * right - np.sin(angle) * down + centre
    ink = np.zeros(image.shape)
    border = 3
    framed = np.pad(image, border, constant_values=-1) == 1
    for r in (np.floor(row), np.floor(row) + 1):
        for c in (np.floor(column), np.floor(column) + 1):
            near = (1 - abs(row - r)) * (1 - abs(column - c))
            ink += near * framed[r.astype(int) + border, c.astype(int) + border]
    return np.where(ink > 0.4, 1, -1).astype(np.float32)


def _flip(image, rng):
    flipped = image.copy()
    cells = rng.choice(image.size, rng.integers(2, 7), replace=False)
    flipped.flat[cells] *= -1
    return flipped


_CHANGES = {
    "exact": lambda image, rng: image,
    "shifted": _shift,
    "thickened": _thicken,
    "rotated": _rotate,
    "noisy": _flip,
}


speak(globals(), ("features", "make_dataset", "network", "picture", "untrained_network"))
