"""Slide a filter over an image: window, kernel, products and map, every number editable."""

from __future__ import annotations

import io

import numpy as np
import traitlets

from cnnkit import data
from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.numbers import parse_number, parse_whole
from cnnkit.widgets.board.panels import Grid, WindowGrid
from cnnkit.widgets.board.rules import Products
from cnnkit.widgets.board.scene import Control, Link, Scene
from cnnkit.widgets.filters.filter_settings import (
    LARGEST_KERNEL,
    LARGEST_UPLOAD,
    SCORINGS,
    FilterSettings,
)
from cnnkit.widgets.filters.pictures_and_kernels import IMAGES, WEIGHTED, last_digit, presets

LARGEST_FILE = 20_000_000  # bytes of an upload
_FORMATS = ("PNG", "JPEG")
_TYPES = ",".join(f"image/{name.lower()}" for name in _FORMATS)


class FilterExplorer(Explorer):
    """Slide a filter over a picture and watch the map fill in.

    Drag, hover or use the arrow keys in the picture or in the map. Type into the kernel. Every
    setting is also an attribute that a cell can read and set; an impossible one is refused in a
    sentence and changes nothing.

    Parameters
    ----------
    image : {"X", "O", "digit", "cat", "coffee"} or array of shape (H, W)
        The picture; your own array may be up to 160×160.
    kernel : str or array of shape (kH, kW)
        A preset's name (see `pictures_and_kernels.presets`) or your own numbers, up to 9×9.
    digit : int
        Which handwritten digit of the training set, when `image` is "digit".
    stride : int, 1 to 3
        Steps between neighbouring windows.
    padding : int, 0 to 2
        Rows and columns of zeros around the picture.
    scoring : {"mean", "count", "sum"}
        Mean of the products, count of ones that meet ones, or the plain sum of the products.
    position : (int, int)
        Row and column of the map that the window belongs to.

    Raises
    ------
    ValueError
        If a setting is impossible, alone or with the others; the message says what would work.

    Examples
    --------
    >>> explorer = FilterExplorer(image="X", kernel="crossing")
    >>> float(explorer.map[3, 3])
    1.0
    >>> explorer.stride = 2
    >>> explorer
    FilterExplorer(image='X', kernel='crossing', stride=2, padding=0, scoring='mean')
    """

    image = Setting()
    digit = Setting()
    kernel = Setting()
    stride = Setting()
    padding = Setting()
    scoring = Setting()
    position = traitlets.TraitType((0, 0))

    def __init__(
        self,
        image="X",
        kernel="\\",
        *,
        digit=0,
        stride=1,
        padding=0,
        scoring="mean",
        position=(0, 0),
    ):
        self._notice = ""
        super().__init__(FilterSettings.checked(image, digit, kernel, stride, padding, scoring))
        self.position = position

    def __repr__(self):
        now = self._settings
        image = f"'digit', digit={now.digit}" if now.image == "digit" else repr(now.image)
        kernel = repr(now.preset)
        if now.preset == "custom":
            kernel = "<custom {}×{}>".format(*now.kernel.shape)
        return (
            f"FilterExplorer(image={image}, kernel={kernel}, stride={now.stride}, "
            f"padding={now.padding}, scoring={now.scoring!r})"
        )

    @property
    def picture(self) -> np.ndarray:
        """The picture in use, shape (H, W)."""
        return self._settings.picture

    @property
    def map(self) -> np.ndarray:
        """The map of scores for the present settings, shape (H_out, W_out)."""
        return self._settings.map()

    @property
    def preset(self) -> str:
        """Name of the kernel in use, or "custom"."""
        return self._settings.preset

    # -- where the window is

    @traitlets.validate("position")
    def _accept_position(self, proposal):
        rows, cols = self.map.shape
        try:
            row, col = (int(number) for number in proposal["value"])
        except (TypeError, ValueError):
            raise ValueError(
                f"position {proposal['value']!r} is not a position; use (row, column) of the map."
            ) from None
        if not (0 <= row < rows and 0 <= col < cols):
            raise ValueError(
                f"position {(row, col)} lies outside the map; use rows 0 to {rows - 1} and "
                f"columns 0 to {cols - 1}."
            )
        return row, col

    @traitlets.observe("position")
    def _position_changed(self, change):
        self.cursor = ("map", 0, *change["new"])

    @traitlets.observe("cursor")
    def _cursor_changed(self, _change):
        """Keep the window inside a map that may have become smaller."""
        rows, cols = self.map.shape
        _, _, row, col = self.cursor
        self.position = min(max(row, 0), rows - 1), min(max(col, 0), cols - 1)
        self.cursor = ("map", 0, *self.position)  # it marks the window, wherever it was put

    # -- what a person does in the browser

    def edit(self, name: str, value):
        """Return the settings after a control, or one cell of the kernel, ``kernel[row,col]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "kernel" and place:
            row, col = place
            kernel = now.kernel.copy()
            kernel[row, col] = parse_number(value, f"row {row + 1}, column {col + 1} of the kernel")
            return now.changed(kernel=kernel)
        if name == "preset":
            # "custom" is the name of any kernel that has no other
            return now if value == "custom" else now.changed(kernel=value)
        if name == "kernel_size":
            return now.resized(parse_whole(value, 1, LARGEST_KERNEL, "kernel size"))
        return super().edit(name, value)

    def upload(self, name: str, filename: str, content: bytes):
        """Return the settings with a PNG or JPEG, in grey, scaled down if it is large."""
        pixels, original = data.decode_image(
            io.BytesIO(content),
            filename,
            largest=LARGEST_UPLOAD,
            grey=True,
            formats=("PNG", "JPEG"),
        )
        after = self._settings.changed(image=pixels[0])
        if original != pixels.shape[1:]:
            self._notice = (
                "{} has {}×{} pixels; it is scaled down to {}×{}, so that every pixel can be "
                "seen.".format(filename, *original, *pixels.shape[1:])
            )
        return after

    # -- what the board shows

    def compute(self) -> Scene:
        """Return the scene of the present settings; the numbers are cnnkit's own."""
        now = self._settings
        scores = now.map()
        seen = now.as_ones() if now.scoring == "count" else now
        picture, kernel = seen.picture, seen.kernel
        rule = Products(
            "map",
            "image",
            "kernel",
            sums="sums",
            divide=kernel.size if now.scoring == "mean" else None,
        )
        link = Link(
            "map",
            "image",
            kernel_size=kernel.shape,
            stride=(now.stride,) * 2,
            padding=(now.padding,) * 2,
            snap=True,
        )
        strongest, brightest = _round_up(kernel), _round_up(picture)
        darkest = -brightest if picture.min() < 0 else 0.0
        border = f" with {now.padding} of zeros around" if now.padding else ""
        colours, limits, note = _map_colours(now, scores)
        panels = (
            Grid(
                "image",
                "Picture",
                (darkest, brightest),
                colours="gray",
                padding=(now.padding,) * 2,
                note=_size(picture) + border,
            ),
            Grid("kernel", "Kernel", (-strongest, strongest), editable=True, extent=132),
            WindowGrid(
                "products",
                "Window × kernel",
                (-strongest * brightest, strongest * brightest),
                products=rule,
                extent=132,
            ),
            Grid("map", "Map", limits, colours=colours, rule=rule, note=note),
        )
        return Scene(
            label=_describe(now, scores),
            arrays={
                "image": picture[None],
                "kernel": kernel[None],
                "products": np.zeros_like(kernel)[None],
                "map": scores[None],
                "sums": seen.map("sum")[None],
            },
            panels=panels,
            links=(link,),
            columns=(("image",), ("kernel", "products"), ("map",)),
            controls=_controls(now),
            lead="map",
            weights="kernel",
            player=True,
            message=self._said() or _hint(now),
        )

    def _said(self) -> tuple[str, str] | None:
        """Return what an upload has to say, once."""
        notice, self._notice = self._notice, ""
        return ("notice", notice) if notice else None


def _map_colours(now: FilterSettings, scores) -> tuple[str, tuple[float, float], str]:
    """Colours, limits and the line that explains them; they hold still while one drags."""
    size = _size(scores)
    if now.scoring == "count":
        most = max(float((now.kernel > 0.5).sum()), 1.0)
        ones = "1 one" if most == 1 else f"{most:.0f} ones"
        return "diverging", (-most, most), f"{size}; at most {ones} can meet"
    averages = now.scoring == "sum" and abs(now.kernel.sum() - 1) < 1e-3
    if averages and now.picture.min() >= 0:
        return "gray", (0.0, 1.0), f"{size}; grey like the picture: the weights add up to 1"
    matches = now.scoring == "mean" and now.picture.min() < 0 and np.abs(scores).max() <= 1
    limit = 1.0 if matches else _round_up(scores)
    return "diverging", (-limit, limit), f"{size}; colours from −{limit:g} to {limit:g}"


def _controls(now: FilterSettings) -> tuple[Control, ...]:
    images = IMAGES | ({} if now.own is None else {"own": "your own"})
    return (
        choose("image", "Picture", now.image, images),
        Control("upload", "Your own…", "", "file", high=LARGEST_FILE, accept=_TYPES),
        Control("digit", "No.", now.digit, "integer", 0, last_digit(), hidden=now.image != "digit"),
        choose("preset", "Kernel", now.preset, (*presets(), "custom")),
        Control("kernel_size", "Size", max(now.kernel.shape), "integer", 1, LARGEST_KERNEL),
        Control("stride", "Stride", now.stride, "integer", 1, 3),
        Control("padding", "Padding", now.padding, "integer", 0, 2),
        choose("scoring", "Score", now.scoring, SCORINGS),
    )


def _hint(now: FilterSettings) -> tuple[str, str]:
    if now.preset in WEIGHTED and now.scoring == "mean":
        return "notice", (
            f"The weights of “{now.preset}” are made to be summed, and the mean divides once more. "
            "Choose Score: raw sum to see its usual result."
        )
    if now.scoring == "count" and not np.isin(now.kernel, (-1, 0, 1)).all():
        return "notice", "Counting sees a number above 0.5 as a one, and any other as none."
    return "", ""


def _describe(now: FilterSettings, scores) -> str:
    row, col = np.unravel_index(np.argmax(scores), scores.shape)
    return (
        f"Filter explorer. A {_size(now.kernel)} kernel ({now.preset}) over a picture of "
        f"{_size(now.picture)} ({IMAGES.get(now.image, 'your own')}) gives a map of "
        f"{_size(scores)}. Its highest score is {scores[row, col]:.2f}, in row {row + 1}, "
        f"column {col + 1}; its lowest is {scores.min():.2f}."
    )


def _size(array) -> str:
    return "{}×{}".format(*array.shape)


def _round_up(values) -> float:
    """Largest magnitude, rounded up to two digits so that colours do not flicker with each edit."""
    limit = float(np.abs(values).max())
    if limit == 0:
        return 1.0
    step = 10.0 ** (np.floor(np.log10(limit)) - 1)
    return float(np.round(np.ceil(limit / step - 1e-4) * step, 6))
