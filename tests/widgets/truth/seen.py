"""A scene as a person sees it: decoded from what is sent to the browser, and nothing else."""

from __future__ import annotations

import re

import numpy as np


class Seen:
    """The panels, links and arrays of one scene; arrays in float64, to compute with."""

    def __init__(self, scene: dict):
        self.scene = scene
        self.arrays = {
            name: np.frombuffer(packed["data"], "<f4").reshape(packed["shape"]).astype(np.float64)
            for name, packed in scene["arrays"].items()
        }
        self.panels = {panel["name"]: panel for panel in scene["panels"]}

    def of(self, name: str) -> np.ndarray:
        """Return what a panel shows, (channels, rows, columns)."""
        return self.arrays[self.panels[name]["array"]]

    def link(self, reader: str, source: str) -> dict:
        """Return how a panel reads another one."""
        (link,) = (
            link
            for link in self.scene["links"]
            if (link["reader"], link["source"]) == (reader, source)
        )
        return link

    def sources(self, reader: str) -> list[str]:
        """Return the panels that a panel reads."""
        return [link["source"] for link in self.scene["links"] if link["reader"] == reader]

    def links_to(self, reader: str):
        """Return all links of a reader."""
        return [link for link in self.scene["links"] if link["reader"] == reader]


def window_places(link: dict, size: tuple[int, int], shape: tuple[int, int]):
    """Return row and column of every cell of every window, and whether it lies on the source.

    Three arrays (rows, columns, kernel rows, kernel columns), by the definition of a link: cell
    (i, j) reads what begins at (i, j) · stride − padding.
    """
    axes = []
    for axis in (0, 1):
        stride, padding = link["stride"][axis], link["padding"][axis]
        kernel, dilation = link["kernel_size"][axis], link["dilation"][axis]
        starts = np.arange(shape[axis]) * stride - padding
        axes.append(starts[:, None] + np.arange(kernel) * dilation)
    rows = np.broadcast_to(axes[0][:, None, :, None], (*shape, *link["kernel_size"]))
    cols = np.broadcast_to(axes[1][None, :, None, :], (*shape, *link["kernel_size"]))
    inside = (rows >= 0) & (rows < size[0]) & (cols >= 0) & (cols < size[1])
    return rows, cols, inside


def windows(link: dict, source: np.ndarray, shape: tuple[int, int], outside: float = 0.0):
    """Return what each cell reads: (channels, rows, columns, kernel rows, kernel columns)."""
    rows, cols, inside = window_places(link, source.shape[1:], shape)
    found = source[:, np.where(inside, rows, 0), np.where(inside, cols, 0)]
    return np.where(inside, found, outside)


N = r"(\(?[−-]?(?:\d+/\d+|[\d.,]*[\d∞](?:e[−+-]?\d+)?))\)?"  # a number in a pattern
NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>[−-])?(?P<digits>∞|(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
    r"(?:e(?P<power>[−+-]?\d+)|/(?P<below>\d+)(?![\d.]))?"
)


def printed(text: str) -> list[tuple[float, float]]:
    """Return each number of a text with what its last digit may hide: (value, half a unit).

    A minus between two numbers belongs to no number; one in parentheses or after a sign does.
    """
    found = []
    for match in NUMBER.finditer(text):
        digits = match["digits"]
        if digits == "∞":
            found.append((-np.inf if match["sign"] else np.inf, 0.0))
            continue
        plain = digits.replace(",", "")
        power = int((match["power"] or "0").replace("−", "-"))
        value = float(plain) * 10.0**power / int(match["below"] or 1)
        decimals = len(plain.partition(".")[2])
        sign = -1 if match["sign"] else 1
        half = 0.0 if match["below"] else 0.5 * 10.0 ** (power - decimals)
        found.append((sign * value, half))
    return found


def says(shown: tuple[float, float], value: float) -> bool:
    """Whether a printed number is this value, rounded to as many digits as it has."""
    number, half = shown
    value = float(value)
    if not np.isfinite(value) or not np.isfinite(number):
        return number == value
    # float32 on the way, and halves that fall to either side
    slack = half * 1.001 + 2e-6 * abs(value) + 1e-7
    return abs(number - value) <= slack


def near(found, wanted, scale=1.0, what="", tolerance=2e-5):
    """Assert that numbers agree within what float32 sums of this size can lose."""
    found, wanted = np.broadcast_arrays(np.asarray(found, float), np.asarray(wanted, float))
    same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    with np.errstate(invalid="ignore"):
        close = np.abs(found - wanted) <= tolerance * np.maximum(scale, np.abs(wanted)) + 1e-7
    wrong = ~(same | close)
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise AssertionError(
            f"{what}: {int(wrong.sum())} of {wrong.size} numbers are false; at {place} "
            f"{found[place]!r} is shown, {wanted[place]!r} is true"
        )
    return found.size
