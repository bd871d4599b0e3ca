"""A picture file on the DrawPad: dark ink or light ink becomes the ink of the pad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.data.dark_or_light_ink import ink_of, inked
from cnnkit.data.prepared_drawings import INK
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.uploads import decode_upload

__all__ = ["INKS", "Upload", "read_upload"]

LARGEST = 1024  # pixels of the longer side that are kept
MARGIN = 0.15  # of the drawing's side, around it
INKS = {"dark": "dark: inverted", "light": "light: as it is"}


@dataclass(frozen=True, eq=False)
class Upload:
    """A picture that a person chose.

    Parameters
    ----------
    filename : str
    grey : array (H, W)
        From 0 (black) to 1.
    ink : {"dark", "light"}
        What it is drawn with.
    """

    filename: str
    grey: np.ndarray
    ink: str

    @property
    def drawing(self) -> np.ndarray:
        """The drawing, cut out: 0 is paper, 1 is ink."""
        page = inked(self.grey, self.ink)
        rows, cols = (np.flatnonzero((page >= INK).any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return page
        side = max(np.ptp(rows), np.ptp(cols)) + 1
        size = round(side * (1 + 2 * MARGIN))
        found = np.zeros((size, size), np.float32)
        height, width = np.ptp(rows) + 1, np.ptp(cols) + 1
        top, left = (size - height) // 2, (size - width) // 2
        cut = page[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
        found[top : top + height, left : left + width] = cut
        return found

    @property
    def sentence(self) -> str:
        """What was done to the file.

        Examples
        --------
        >>> print(Upload("scan.png", np.ones((40, 40)), "dark").sentence)
        scan.png is read as dark ink on light paper, and inverted: on this pad, ink is light.
        """
        if self.ink == "dark":
            return (
                f"{self.filename} is read as dark ink on light paper, and inverted: on this pad, "
                "ink is light."
            )
        return f"{self.filename} is read as light ink on dark paper, as it is on this pad."


def read_upload(filename: str, content: bytes) -> Upload:
    """Return a PNG or JPEG with the ink that is found on it.

    Raises
    ------
    ValueError
        If it is no such picture, or nothing is drawn on it.
    """
    (grey,), _ = decode_upload(filename, content, largest=LARGEST, grey=True)
    ink = ink_of(grey)
    if ink is None:
        raise ValueError(
            f"{filename}: nothing on it differs much from its border, so no drawing is found; use "
            "one with dark ink on light paper, or light ink on dark."
        )
    return Upload(filename, frozen(grey), ink)
