"""From a photograph of a drawing to ink on paper: flatten the light, find the ink, cut it out.

`prepared_drawings` then brings it to the size, place and stroke width of the training pictures.
"""

import numpy as np

from cnnkit.checks import array, choice
from cnnkit.data import pillow
from cnnkit.data.components import components
from cnnkit.data.image_files import decode_image, readable

__all__ = ["from_photo"]

_SIDE = 480  # pixels of the longer side of what is looked at
_SMALL = 0.2  # of the height: a lower drawing is cut out of the photograph and looked at again
_FAINT = 0.12  # ink takes at least this share of the light that paper sends back
_MOST_INK, _MOST_GREY = 0.35, 0.17  # shares of a photograph of a drawing on paper
_THIN, _MOST_PARTS = 0.4, 50  # parts so much thinner than the thickest are printed lines
_SPECK = 0.03  # parts under this share of the largest are dirt, or a printed line
_APART, _FOREIGN = 0.15, 0.25  # shares of its side: farther and smaller is not a stroke
_FRAMED = 0.3  # of a frame's side is at least what it surrounds
_STRAIGHT, _OBLIQUE, _NEAR_RING = 0.35, 0.5, 0.5  # of a slash: width, lean, distance from a zero


def from_photo(photo, *, ink="dark"):
    """Turn a photograph of one drawing on paper into a drawing for `to_digits` or `to_mnist`.

    The light is flattened, so shadows, grey and tinted paper vanish; printed lines and squares,
    which are paler than the ink, too, and the table at the border. Small marks far from the
    drawing, such as punched holes, and a frame around it are left out. The rest is cut out and laid
    in the middle of a square page.

    Parameters
    ----------
    photo : path, PIL image, bytes, or array
        What `load_image` takes, or an array of shape (3, H, W), (1, H, W), (H, W) or (H, W, 3):
        real numbers from 0 (black) to 1, or uint8 from 0 to 255.
    ink : {"dark", "light"}
        "light" for chalk on a blackboard.

    Returns
    -------
    numpy.ndarray
        Shape (side, side), float32 from 0 (paper) to 1 (ink).

    Raises
    ------
    TypeError, ValueError
        If it is not a photograph, nothing is drawn on it, more than one thing is, it cannot be told
        from the paper, or `ink` is the other one; the message says what to do.

    Notes
    -----
    The paper is what a grey-scale closing leaves: the darkest light that fills a window wider than
    the strokes. Ink is the share of the paper's light that is missing, over its own darkest.
    The window is made for the strokes that the window before has found. Ink and paper are told
    apart as by Otsu; parts that touch the border are table or shadow.

    References
    ----------
    P. Soille, "Morphological Image Analysis", 2nd edition, Springer 2004, chapters 4 and 6.
    N. Otsu, "A threshold selection method from gray-level histograms", IEEE Transactions on
    Systems, Man, and Cybernetics 9, 1979.

    Examples
    --------
    >>> from cnnkit.data import draw_strokes, to_digits
    >>> one = draw_strokes([[(0.3, 0.5), (0.7, 0.5)]], size=90)
    >>> shadow = np.linspace(1, 0.3, 90)  # from the left to the right
    >>> drawing = from_photo((1 - 0.8 * one) * shadow)
    >>> drawing.shape[0] == drawing.shape[1], bool(drawing.max() > 0.9)
    (True, True)
    >>> (to_digits(drawing)[0, 4] > 0.5).astype(int)
    array([0, 0, 0, 1, 1, 0, 0, 0])
    """
    pixels = _pixels(photo)
    ink = choice(ink, "ink", ("dark", "light"))
    reduced = _reduced(pixels)
    _refuse_other_ink(reduced, ink)
    if ink == "light":
        pixels, reduced = 1 - pixels, 1 - reduced
    dark, level, inside = _drawing(reduced)
    box, high = _box(inside), _height(inside)
    shape = inside.shape
    if high < _SMALL * shape[0] and max(pixels.shape[1:]) > 1.5 * _SIDE:
        near = tuple(
            slice(int(max(start - high, 0) * full / n), int(min(end + high, n) * full / n))
            for (start, end), full, n in zip(box, pixels.shape[1:], shape, strict=True)
        )
        dark, level, inside = _drawing(_reduced(pixels[:, near[0], near[1]]))
        box, high = _box(inside), _height(inside)
    near = _largest(inside.astype(np.float32), 5) > 0
    found = np.where(near, np.clip(dark / level, 0, 1), 0)[slice(*box[0]), slice(*box[1])]
    side = round(1.5 * high)
    page = np.zeros((side, side), np.float32)
    top, left = ((side - n) // 2 for n in found.shape)
    page[top : top + found.shape[0], left : left + found.shape[1]] = found
    return page


def _pixels(photo):
    """Return a photograph as floats (C, H, W) from 0 to 1."""
    if isinstance(photo, (list, tuple)):
        photo = array(photo, "photo")
    if not isinstance(photo, np.ndarray):
        return decode_image(*readable(photo, "from_photo"))[0]
    pixels = array(photo, "photo")
    if pixels.ndim == 3 and pixels.shape[0] not in (1, 3, 4) and pixels.shape[2] in (1, 3, 4):
        pixels = pixels.transpose(2, 0, 1)
    pixels = pixels[np.newaxis] if pixels.ndim == 2 else pixels
    if pixels.ndim != 3 or not pixels.size or len(pixels) not in (1, 3, 4):
        several = ": from_photo(photo[0])" if pixels.ndim in (3, 4) and pixels.size else ""
        raise ValueError(
            f"photo has shape {photo.shape}; give one photograph of shape (3, H, W), (1, H, W) or "
            f"(H, W){several}"
        )
    if min(pixels.shape[1:]) < 16:
        raise ValueError(
            f"photo has shape {photo.shape}, too few pixels for a photograph of paper; give one of "
            "at least 16×16, or a drawing to to_digits"
        )
    pixels = pixels[:3]
    if pixels.dtype == np.uint8:
        return pixels / np.float32(255)
    if pixels.dtype.kind not in "fb" or not np.isfinite(pixels).all():
        white = next((n for n in (255, 4095, 65535) if pixels.dtype.kind in "iu"
                      and pixels.min() >= 0 and pixels.max() <= n), None)  # fmt: skip
        raise TypeError(
            f"photo holds {pixels.dtype} values that are not pixels; give real numbers from 0 to "
            "1, or uint8 from 0 to 255" + (f": photo / {white}" if white else "")
        )
    if pixels.min() < -1e-3 or pixels.max() > 1.001:
        raise ValueError(
            f"photo holds numbers from {pixels.min():g} to {pixels.max():g}; give pixels from 0 to "
            f"1: photo / {pixels.max():g}"
        )
    return pixels.astype(np.float32)


def _reduced(pixels):
    """Return pixels of at most 480 rows or columns: the mean of those that each replaces."""
    scale = max(max(pixels.shape[1:]) / _SIDE, 1)
    size = tuple(max(round(n / scale), 1) for n in pixels.shape[:0:-1])
    found = []
    for plane in np.ascontiguousarray(pixels, np.float32):
        image = pillow.Image.fromarray(plane)
        found.append(np.asarray(image.resize(size, pillow.Image.Resampling.BOX)))
    return np.stack(found)


def _drawing(pixels):
    """Return how dark every place is, how dark ink is, and where the one drawing is."""
    dark, level, inside = _ink(pixels)
    labels, count = components(inside)
    kept = _without_frames(labels, count)
    _refuse_several(kept[labels], count)
    return dark, level, _near(labels, kept)[labels]


def _ink(pixels):
    """Return how dark every place is, how dark ink is, and which places are the drawing."""
    shortest = min(pixels.shape[1:])
    width, inside = shortest // 7 * 2 + 1, None
    for _ in range(3):
        dark = _darkness(pixels, width)
        level = _level(dark)
        if level < _FAINT:
            raise ValueError(_nothing)
        labels, count = components(dark >= level / 2)
        inner = _inner(labels, count)
        if not inner.any():
            raise ValueError(_nothing)
        inside = inner[labels]
        fitting = min(int(2.6 * _thickness(inside)) + 5, shortest // 5 * 2) | 1
        if abs(fitting - width) <= 4:
            break
        width = fitting
    wide = -_largest(-dark, 5)  # without printed lines and soft edges
    grey = np.mean((wide > 0.35 * level) & (wide < 0.6 * level))
    if inside.mean() > _MOST_INK or grey > _MOST_GREY:
        raise ValueError(
            f"{max(inside.mean(), grey):.0%} of this photograph is neither paper nor a line of "
            "ink; give one of a drawing on plain paper, in even light, that fills the picture"
        )
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    inner &= areas >= _SPECK * areas[inner].max()
    numbers = np.flatnonzero(inner)
    parts = [_cut(labels == number) for number in numbers[:_MOST_PARTS]]
    widths = [_thickness(part) for part in parts]
    # A round blot, such as a punched hole, says nothing of the pen.
    lines = [n for n, part in zip(widths, parts, strict=True) if n < 0.6 * max(part.shape)]
    for number, width in zip(numbers, widths, strict=False):
        inner[number] = width >= _THIN * max(lines or widths)
    return dark, level, inner[labels]


_nothing = (
    "nothing is drawn on this photograph, or it touches its border; give one with the whole "
    'drawing inside, in dark ink, or set ink="light" for chalk'
)


def _darkness(pixels, width):
    """Which share of the paper's light is missing at every place, in the mean of the colours."""
    found = 0
    for plane in pixels:
        plane = np.maximum(_mean(plane, 3), 0.01)
        paper = -_largest(-_largest(plane, width), width)  # its closing
        found = found + 1 - np.minimum(plane / _mean(paper, 5), 1)
    return found / len(pixels)


def _level(dark):
    """How dark ink is: of what is darker than paper, the darker part."""
    first = _otsu(dark.ravel())
    labels, count = components(dark >= first)
    inner = dark[_inner(labels, count)[labels]]
    darker = inner if inner.size >= 30 else dark[dark >= first]
    return float(np.quantile(darker[darker >= _otsu(darker)], 0.7))


def _otsu(values):
    """The threshold that splits numbers into the two groups that differ most (Otsu's method)."""
    values = np.sort(values)[:: max(len(values) // 20_000, 1)]
    counts, sums = np.arange(1, len(values)), np.cumsum(values, dtype=float)
    below, above = sums[:-1] / counts, (sums[-1] - sums[:-1]) / (len(values) - counts)
    return values[(counts * (len(values) - counts) * (above - below) ** 2).argmax() + 1]


def _inner(labels, count):
    """Which parts touch no border, and are more than single specks."""
    inner = np.bincount(labels.ravel(), minlength=count + 1) >= 12
    for border in (0, labels[:2], labels[-2:], labels[:, :2], labels[:, -2:]):
        inner[np.unique(border)] = False
    return inner


def _refuse_other_ink(pixels, ink):
    """Reject strokes of the other kind, which would leave the gaps between them for a drawing.

    Strokes are light if it is dark at the border, and light nowhere that is wider than they are.
    """
    grey = pixels.mean(axis=0)
    top, wide = _mean(grey, 3).max(), min(grey.shape) // 20 * 2 + 1
    edge = max(min(grey.shape) // 20, 1)
    middle = np.zeros(grey.shape, bool)
    middle[edge:-edge, edge:-edge] = True
    border = np.median(grey[~middle])
    if ink == "light" and border > 0.7 * top:
        raise ValueError(
            'it is light at the border of this photograph, as paper is; leave ink="light" out if '
            "the strokes are darker than the paper"
        )
    if ink == "dark" and border < 0.5 * top > np.quantile(-_largest(-grey, wide), 0.995):
        try:
            _drawing(1 - pixels)
        except ValueError:  # neither reading works: what follows says why
            return
        raise ValueError(
            'the strokes on this photograph are lighter than what is around them; set ink="light"'
        )


def _without_frames(labels, count):
    """Which parts are there, but for those that surround another one, as a drawn frame does."""
    kept = np.arange(count + 1) > 0
    masks = [labels == number for number in range(1, min(count, _MOST_PARTS) + 1)]
    for number, frame in enumerate(masks, 1):
        for other, mask in enumerate(masks, 1):
            if other != number and _surrounds(frame, mask) and not _slashes(frame, mask):
                kept[number] = False
    return kept


def _slashes(ring, mask):
    """Whether a part in a ring is the stroke of a slashed zero: straight, oblique, nearly as long.

    A one in a frame is upright, and has more room around it.
    """
    places = np.argwhere(mask)
    away = places - places.mean(axis=0)
    widths, axes = np.linalg.eigh(away.T @ away / len(away))
    down, right = abs(axes[:, 1])
    if widths[0] > (_STRAIGHT**2) * widths[1] or not _OBLIQUE < right / max(down, 1e-9) < 4:
        return False
    along = away @ axes[:, 1]
    ends = places[[along.argmin(), along.argmax()]]
    inked = np.argwhere(ring)
    gaps = [np.abs(inked - end).max(axis=1).min() for end in ends]
    return max(gaps) <= _NEAR_RING * np.ptp(along)


def _surrounds(frame, mask):
    """Whether one part lies on all four sides of another; a gap in it may be there."""
    (top, bottom), (left, right) = box = _box(mask)
    outer = _box(frame)
    if any(o[0] >= i[0] or o[1] <= i[1] for o, i in zip(outer, box, strict=True)):
        return False
    if _height(mask) < _FRAMED * _height(frame) or frame[top:bottom, left:right].any():
        return False
    rows, cols = frame[top:bottom], frame[:, left:right]
    sides = (rows[:, :left], 1), (rows[:, right:], 1), (cols[:top], 0), (cols[bottom:], 0)
    return all(side.any(axis=axis).mean() >= 0.8 for side, axis in sides)


def _near(labels, kept):
    """Which parts belong to the largest, each near those before; a small one far away is dirt."""
    boxes = {number: _box(labels == number) for number in np.flatnonzero(kept)}
    start = max(boxes, key=lambda number: _side(boxes[number]))
    whole, near = boxes.pop(start), np.zeros_like(kept)
    near[start] = True
    while joined := [n for n, box in boxes.items() if _gap(box, whole) <= _APART * _side(whole)]:
        for number in joined:
            box = boxes.pop(number)
            whole = tuple(
                (min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(whole, box, strict=True)
            )
            near[number] = True
    if any(_side(box) >= _FOREIGN * _side(whole) for box in boxes.values()):
        raise ValueError(_several(1 + len(boxes)))
    return near


def _refuse_several(inside, found):
    """Reject parts of about one size that stand beside or below each other."""
    labels, count = components(inside)
    boxes = [_box(labels == number) for number in range(1, min(count, _MOST_PARTS) + 1)]
    largest = max(map(_side, boxes))
    large = [box for box in boxes if _side(box) >= 0.5 * largest]
    apart = any(
        _gap(one, other) > 0.12 * largest
        for number, one in enumerate(large)
        for other in large[:number]
    )
    if apart or found > 12:
        raise ValueError(_several(count))


def _several(count):
    return (
        f"{count} separate things are drawn on this photograph; cut it so that each picture "
        "holds one digit, and give them one by one"
    )


def _side(box):
    return max(end - start for start, end in box)


def _gap(one, other):
    """How far apart two boxes are, in the direction where the gap is larger."""
    return max(max(a[0], b[0]) - min(a[1], b[1]) for a, b in zip(one, other, strict=True))


def _box(inside):
    """First and last row, first and last column of what is True, as pairs for slices."""
    places = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    return tuple((int(line[0]), int(line[-1]) + 1) for line in places)


def _cut(mask):
    """The part of a mask that holds it, with a frame of what is not."""
    rows, cols = _box(mask)
    return np.pad(mask[slice(*rows), slice(*cols)], 1)


def _height(inside):
    return _side(_box(inside))


def _thickness(mask):
    """Width of the widest stroke: how often a mask can be made thinner on both sides."""
    count = 0
    while mask.any():
        thinner = mask[1:-1, 1:-1] & mask[:-2, 1:-1] & mask[2:, 1:-1]
        thinner &= mask[1:-1, :-2] & mask[1:-1, 2:]
        mask, count = thinner, count + 2
    return count


def _largest(plane, width):
    """The largest number of the square window around every pixel, in a few steps."""
    for _ in range(2):  # rows, then columns
        line = np.pad(plane, ((width // 2,) * 2, (0, 0)), constant_values=-np.inf)
        reach = 1
        while reach < width:
            step = min(reach, width - reach)
            line, reach = np.maximum(line[:-step], line[step:]), reach + step
        plane = line.T
    return plane


def _mean(plane, width):
    """The mean of the square window around every pixel; beyond the border the border goes on."""
    for _ in range(2):
        line = np.pad(plane, ((width // 2 + 1, width // 2), (0, 0)), mode="edge")
        sums = np.cumsum(line, axis=0, dtype=float)
        plane = ((sums[width:] - sums[:-width]) / width).T
    return plane.astype(np.float32)
