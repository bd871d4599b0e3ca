"""Whether a grey picture is dark ink on light paper or the other way round; its ink from 0 to 1.

The ink of a photograph is found by `photographed_drawings`.
"""

import numpy as np

from cnnkit.data.photographed_drawings import from_photo

_RIM = 0.06  # of the shorter side: what is paper, if anything is
_CONTRAST = 0.15  # of the way from black to white lies at least between paper and ink
_EXTREME = 0.9995  # quantile that counts as the largest: a small drawing is few pixels
_FULL = 0.5  # from here on of the way from paper to the darkest ink it is ink
_TWO_TONES = 0.8  # share of a drawing's variance that lies between ink and paper


def ink_of(grey):
    """Return "dark" or "light", what the ink of a grey picture is; None if nothing is drawn on it.

    The paper is what most of its border shows; ink is what differs from it.

    Parameters
    ----------
    grey : array of shape (H, W)
        From 0 (black) to 1.

    Examples
    --------
    >>> page = np.full((20, 20), 0.9)
    >>> ink_of(page)
    >>> page[5:15, 9:11] = 0.1
    >>> ink_of(page), ink_of(1 - page)
    ('dark', 'light')
    """
    paper = float(np.median(_border(grey)))
    away = grey - paper
    # A few pixels are enough to be drawn, but not so few that they are noise.
    low, high = np.quantile(away, (1 - _EXTREME, _EXTREME))
    if max(-low, high) < _CONTRAST:
        return None
    return "dark" if -low > high else "light"


def inked(grey, ink):
    """Return how much ink is at each place of a picture of one drawing, from 0 to 1.

    A photograph is read by `from_photo`, which knows shadows, printed lines and dirt. What it
    refuses, such as a clean drawing that touches the border, is told from its paper by brightness.

    Parameters
    ----------
    grey : array of shape (H, W)
        From 0 (black) to 1.
    ink : {"dark", "light"}

    Examples
    --------
    >>> page = np.full((9, 9), 0.9)
    >>> page[2:7, 4] = 0.1
    >>> inked(page, "dark")[4].round(2).tolist()
    [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    """
    try:
        return from_photo(np.asarray(grey, np.float32), ink=ink)
    except ValueError:
        pass
    paper = float(np.median(_border(grey)))
    away = (paper - grey) if ink == "dark" else (grey - paper)
    darkest = float(np.quantile(away, _EXTREME))
    if darkest < _CONTRAST:
        return np.zeros(grey.shape, np.float32)
    return np.clip(away / darkest, 0, 1).astype(np.float32)


def is_drawing(grey):
    """Return whether a picture is ink on paper: two tones, and far more paper than ink.

    Examples
    --------
    >>> page = np.full((20, 20), 0.9)
    >>> page[5:15, 9:11] = 0.1
    >>> is_drawing(page), is_drawing(np.linspace(0, 1, 400).reshape(20, 20))
    (True, False)
    """
    paper = float(np.median(_border(grey)))
    away = np.abs(grey - paper)
    most = float(np.quantile(away, _EXTREME))
    if most < _CONTRAST:
        return False
    drawn = away >= _FULL * most
    share = drawn.mean()
    between = share * (1 - share) * (grey[drawn].mean() - grey[~drawn].mean()) ** 2
    return bool(share < 0.4 and between >= _TWO_TONES * grey.var())


def _border(grey):
    """The pixels along the border."""
    rim = max(round(_RIM * min(grey.shape)), 1)
    sides = grey[:rim], grey[-rim:], grey[:, :rim], grey[:, -rim:]
    return np.concatenate([side.ravel() for side in sides])
