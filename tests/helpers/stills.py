"""What is drawn on a still picture of a board, read off matplotlib's artists."""

import numpy as np
from matplotlib.text import Text


def images(figure, name):
    """The images of a panel, its maps from top to bottom."""
    return [image for image in figure.axes[0].images if image.get_gid() == name]


def frames(figure, name, *, first=False):
    """(row, column, height, width) of the frames on a panel, a list for each of its images.

    With `first` only the list of the first one.
    """
    found = []
    boxes = [
        path.vertices[:4]
        for artist in figure.axes[0].collections
        if artist.get_gid() == f"frames of {name}"
        for path in artist.get_paths()
    ]
    for image in images(figure, name):
        left, right, bottom, top = image.get_extent()
        rows, cols = np.shape(image.get_array())[:2]
        cells = [(box - [left, top]) / [right - left, bottom - top] * [cols, rows] for box in boxes]
        corners = [(*cell.min(0), *np.ptp(cell, axis=0)) for cell in np.round(cells, 3)]
        found.append(
            [
                tuple(float(size) for size in (row, col, height, width))
                for col, row, width, height in corners
                if -0.01 <= row <= rows - 0.99 and -0.01 <= col <= cols - 0.99
            ]
        )
    return found[0] if first else found


def titles(figure):
    """The titles of the panels, and what else has an artist of its own."""
    texts = [text for text in figure.axes[0].texts if isinstance(text, Text)]
    return [" ".join(text.get_text().split()) for text in texts]


def words(figure):
    """The numbers and names that are gathered in a few artists."""
    return [item[2] for one in figure.axes[0].artists for item in getattr(one, "items", ())]
