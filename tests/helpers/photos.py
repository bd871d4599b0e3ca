"""Photographs of drawings as a class takes them: uneven light, squared paper, any pen."""

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 600, 800
PENS = {  # red, green and blue of the ink, from 0 to 1
    "black": (0.12, 0.12, 0.14),
    "blue": (0.15, 0.22, 0.6),
    "red": (0.75, 0.12, 0.12),
    "green": (0.1, 0.5, 0.25),
    "pencil": (0.42, 0.42, 0.44),
}
PAPERS = {"white": (0.93, 0.93, 0.92), "grey": (0.62, 0.62, 0.62), "yellow": (0.93, 0.87, 0.68)}


def enlarged(picture, height):
    """Enlarge a picture of ink (H, W) smoothly to so many rows."""
    width = round(picture.shape[1] * height / picture.shape[0])
    large = Image.fromarray(np.float32(picture)).resize((width, height), Image.Resampling.BICUBIC)
    return np.clip(np.asarray(large), 0, 1)


def page(ink, rng, shape=(HEIGHT, WIDTH), share=(0.4, 0.65)):
    """Lay ink (H, W) somewhere on an empty page, so high that it takes a share of its height."""
    large = enlarged(ink, round(shape[0] * rng.uniform(*share)))
    laid = np.zeros(shape)
    top, left = (
        rng.integers(n // 10, n - m - n // 10 + 1) for n, m in zip(shape, large.shape, strict=True)
    )
    laid[top : top + large.shape[0], left : left + large.shape[1]] = large
    return laid


def light(kind, rng, shape=(HEIGHT, WIDTH)):
    """Return how much light falls on every place."""
    rows, cols = np.mgrid[: shape[0], : shape[1]] / max(shape)
    if kind == "even":
        return np.ones(shape)
    if kind == "vignette":
        away = np.hypot(rows - rows.mean(), cols - cols.mean())
        return 1 - rng.uniform(0.4, 0.6) * (away / away.max()) ** 2
    if kind == "lamp":
        return 0.45 + 0.55 * np.exp(
            -((rows - rng.random()) ** 2 + (cols - rng.random()) ** 2) / 0.4
        )
    angle, depth = rng.uniform(0, 2 * np.pi), rng.uniform(0.4, 0.6)
    along = rows * np.sin(angle) + cols * np.cos(angle)
    edge = np.quantile(along, rng.uniform(0.4, 0.75))
    soft = {"shadow": 0.05, "hard shadow": 0.006}[kind]
    return 1 - depth / (1 + np.exp(np.clip(-(along - edge) / soft, -50, 50)))


def photograph(
    laid,
    rng,
    *,
    paper="white",
    pen="black",
    lit="even",
    squares=None,
    lines=None,
    table=False,
    noise=0.012,
):
    """Return a photograph of a page of ink: uint8 of shape (H, W, 3).

    ``squares`` and ``lines`` are the distance of the printed ones in pixels; ``table`` shows the
    dark table at two sides of the sheet.
    """
    shape = laid.shape
    sheet = np.ones((*shape, 1)) * PAPERS[paper]
    for distance, axes in ((squares, (0, 1)), (lines, (0,))):
        if distance:
            start = rng.integers(0, distance)
            for axis in axes:
                for at in range(start, shape[axis], distance):
                    place = [slice(None)] * 2
                    place[axis] = slice(at, at + max(round(distance / 20), 1))
                    sheet[tuple(place)] = np.array(PAPERS[paper]) * (0.72, 0.8, 0.88)
    colour = sheet * (1 - laid[..., None]) + laid[..., None] * np.array(PENS[pen])
    if table:
        top, left = (rng.integers(n // 25, n // 12) for n in shape)
        wood = np.array((0.35, 0.22, 0.12))
        colour[:top] = colour[:, -left:] = wood * rng.uniform(0.8, 1.2)
    seen = colour * light(lit, rng, shape)[..., None] + rng.normal(0, noise, (*shape, 3))
    return np.uint8(np.clip(seen, 0, 1) * 255)
