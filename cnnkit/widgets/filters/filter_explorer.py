"""Slide a filter over an image: window, kernel, products and map, every number editable."""

from __future__ import annotations

from operator import index

import numpy as np
import traitlets

from cnnkit.checks import shown
from cnnkit.widgets.board.cell_partners import clip
from cnnkit.widgets.board.edits import place_of, with_cell
from cnnkit.widgets.board.explorer import Explorer, Property, Setting
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.typed_values import parse_whole
from cnnkit.widgets.board.uploads import decode_upload, told_of_file
from cnnkit.widgets.board.view_code import POSITION
from cnnkit.widgets.filters import filter_scene
from cnnkit.widgets.filters.filter_settings import LARGEST_KERNEL, LARGEST_UPLOAD, FilterSettings


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
    row_names, column_names : sequence of str, optional
        What the rows and columns of your own picture are called, such as pitches or words; they
        stand beside it, and a screen reader hears them.

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

    cursor_words = POSITION

    image = Setting()
    digit = Setting()
    kernel = Setting()
    stride = Setting()
    padding = Setting()
    scoring = Setting()
    row_names = Setting()
    column_names = Setting()
    position = Property(lambda explorer: explorer.cursor[2:], lambda explorer, at: explorer._go(at))
    walk = ("map", "map")

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
        row_names=(),
        column_names=(),
    ):
        names = {"row_names": row_names, "column_names": column_names}
        super().__init__(FilterSettings(image, digit, kernel, stride, padding, scoring, **names))
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
        return self._settings.scores

    @property
    def preset(self) -> str:
        """Name of the kernel in use, or "custom"."""
        return self._settings.preset

    # -- where the window is: the cursor marks it, in the map

    def _go(self, position) -> None:
        try:
            row, col = map(index, position)
        except (TypeError, ValueError):
            raise ValueError(
                f"position {shown(position)} is not a position; use (row, column) of the map."
            ) from None
        rows, cols = self.map.shape
        if not (0 <= row < rows and 0 <= col < cols):
            raise ValueError(
                f"position {(row, col)} lies outside the map; use rows 0 to {rows - 1} and "
                f"columns 0 to {cols - 1}."
            )
        self.cursor = ("map", 0, row, col)

    @traitlets.validate("cursor")
    def _accept_cursor(self, proposal):
        """Take the cursor to the map, wherever it was put, and keep it on a cell there."""
        _, *place = clip(self._shown, proposal["value"])
        return clip(self._shown, ("map", *place))

    @traitlets.observe("cursor")
    def _cursor_moved(self, _change):
        self.tell()

    # -- what a person does in the browser

    def edit(self, name: str, value):
        """Return the settings after a control, or one cell of the kernel, ``kernel[row,col]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "kernel" and place:
            row, col = place
            where = f"row {row}, column {col} of the kernel"
            return now.by_hand(with_cell(now.kernel, place, value, where))
        if name == "preset":
            # "custom" is the name of any kernel that has no other
            return now if value == "custom" else now.changed(kernel=value)
        if name in ("negative", "back"):
            return getattr(now, name)()
        if name == "kernel_size":
            return now.resized(parse_whole(value, 1, LARGEST_KERNEL, "kernel size"))
        return super().edit(name, value)

    def upload(self, name: str, filename: str, content: bytes):
        """Return the settings with a PNG or JPEG, in grey, scaled down if it is large."""
        pixels, original = decode_upload(filename, content, largest=LARGEST_UPLOAD, grey=True)
        notice = ""
        if original != pixels.shape[1:]:
            notice = (
                "{} has {}×{} pixels; it is scaled down to {}×{}, so that every pixel can be "
                "seen.".format(filename, *original, *pixels.shape[1:])
            )
        with told_of_file(filename, pixels.shape[1:]):
            return self._settings.changed(image=pixels[0], notice=notice)

    def compute(self) -> Scene:
        """Return picture, kernel, products and map, with the window that belongs to a cell."""
        return filter_scene.compose(self._settings)
