"""Pictures and films of boards that cannot be made; nothing is drawn, nothing written."""

from functools import cache

from cnnkit.layers import Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets import DrawPad, FilterExplorer, TrainingLab

from .given import T, V


@cache
def explorer():
    """One explorer for all cases: none of them changes it."""
    return FilterExplorer(stride=3)


def film(**options):
    """A film with something wrong."""
    return explorer().film("walk.gif", **options)


def nothing_walks():
    """A pad of a network without maps."""
    return DrawPad(Sequential(Flatten(), Linear(64, 10)))


CASES = {
    "film: ending": (
        lambda e: explorer().film("walk.mp4"),
        V,
        ["'walk.mp4'", ".gif", "'walk.gif'"],
    ),
    "film: no ending": (lambda e: explorer().film("walk"), V, ["'walk'", "use 'walk.gif'"]),
    "film: no path": (lambda e: explorer().film(None), T, ["None", "str"]),
    "film: a folder": (
        lambda e: explorer().film("nowhere/walk.gif"),
        FileNotFoundError,
        ["no folder"],
    ),
    "film: no time": (lambda e: film(seconds=0), V, ["seconds is 0", "at least 0.1"]),
    "film: an hour": (lambda e: film(seconds=3600), V, ["seconds is 3600", "at most 600"]),
    "film: fast": (lambda e: film(fps=120), V, ["fps is 120", "at most 50"]),
    "film: stands": (lambda e: film(fps="slow"), T, ["fps is 'slow'"]),
    "film: one picture": (lambda e: film(seconds=0.1, fps=1), V, ["less than two pictures", "fps"]),
    "film: wide": (lambda e: film(width=90_000), V, ["width is 90000", "100 to 4000"]),
    "film: half a pixel": (lambda e: film(width=99.5), T, ["width", "99.5"]),
    "film: dim": (lambda e: film(dark="dim"), T, ["dark", "'dim'", "True or False"]),
    "film: nothing walks": (
        lambda e: nothing_walks().film("walk.gif"),
        V,
        ["DrawPad has nothing that walks", "save_picture"],
    ),
    "film: untrained": (
        lambda e: TrainingLab().film("walk.gif"),
        V,
        ["nothing was trained yet", "run(epochs=5)"],
    ),
    "picture: ending": (
        lambda e: explorer().save_picture("board.jpg"),
        V,
        ["'board.jpg'", ".png or .svg", "'board.png'"],
    ),
    "picture: format": (lambda e: explorer().picture_bytes("pdf"), V, ["'pdf'", "'svg'"]),
    "picture: dark": (lambda e: explorer().figure(dark=1), T, ["dark 1", "True or False"]),
    "picture: a folder": (
        lambda e: explorer().save_picture("nowhere/board.svg"),
        FileNotFoundError,
        ["no folder", "nowhere"],
    ),
}
