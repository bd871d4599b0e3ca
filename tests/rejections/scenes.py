"""Scenes of a board that would stay empty: names that stand for nothing, words of no meaning."""

import numpy as np

from cnnkit.widgets.board import arithmetic_rules
from cnnkit.widgets.board.panels import Bars, Grid, OpenMap, WindowGrid
from cnnkit.widgets.board.scene import Link, Scene

from .given import V

ZEROS = np.zeros((1, 2, 2), np.float32)


def scene(*panels, **changes):
    """A scene of the panels "p" and "r", of these and of these changes."""
    given = {
        "label": "A scene.",
        "arrays": {"p": ZEROS, "r": ZEROS},
        "panels": (Grid("p", "P"), Grid("r", "R"), *panels),
        "columns": (("p", "r"),),
        "lead": "p",
    }
    return Scene(**given | changes)


def ruled(rule):
    """Such a scene, with a third panel that has this rule."""
    return scene(Grid("s", "S", array="p", rule=rule))


NONE = ["'q'", "not a panel", "'p'", "'r'"]
CASES = {
    "scene: lead": (lambda e: scene(lead="q"), V, ["lead", *NONE]),
    "scene: weights": (lambda e: scene(weights="q"), V, ["weights", *NONE]),
    "scene: columns": (lambda e: scene(columns=(("p",), ("r", "q"))), V, ["columns", *NONE]),
    "scene: grids": (lambda e: scene(grids_of_values=("q",)), V, ["grids_of_values", *NONE]),
    "scene: reader": (lambda e: scene(links=(Link("q", "p"),)), V, ["reader of a link", *NONE]),
    "scene: source": (lambda e: scene(links=(Link("p", "q"),)), V, ["source of a link", *NONE]),
    "scene: fit": (lambda e: scene(fit="page"), V, ["fit='page'", "'cells', 'tiles'"]),
    "scene: a name twice": (lambda e: scene(Grid("p", "P")), V, ["two panels", "'p'"]),
    "scene: an open map of nothing": (
        lambda e: scene(OpenMap("s", "S", array="p", map_of=("q", 0))),
        V,
        ["map_of panel of 's'", *NONE],
    ),
    "scene: no array": (
        lambda e: scene(Grid("s", "S")),
        V,
        ["panel 's' draws", "not an array", "'r'"],
    ),
    "scene: a flat array": (lambda e: scene(arrays={"p": ZEROS, "r": ZEROS[0]}), V, ["(2, 2)"]),
    "scene: the source of a rule": (
        lambda e: ruled(arithmetic_rules.Max("q")),
        V,
        ["rule of panel 's'", *NONE],
    ),
    "scene: the array of a rule": (
        lambda e: ruled(arithmetic_rules.Products("p", "r", "kernel")),
        V,
        ["weights in the rule of panel 's'", "'kernel'", "not an array"],
    ),
    "scene: the reader of products": (
        lambda e: scene(
            WindowGrid("s", "S", array="p", products=arithmetic_rules.WindowValues("q", "p", 0)),
        ),
        V,
        ["reader in the rule of panel 's'", *NONE],
    ),
    "panel: colours": (lambda e: Grid("p", "P", colours="blue"), V, ["colours='blue'", "'gray'"]),
    "panel: tiles": (lambda e: Grid("p", "P", tiles="rows"), V, ["'p'", "tiles='rows'", "'block'"]),
    "panel: editable": (
        lambda e: Bars("p", "P", labels=(), editable="drag"),
        V,
        ["panel 'p'", "editable='drag'", "True", "'flip'"],
    ),
    "link: kind": (lambda e: Link("p", "r", "sum"), V, ["link of 'p'", "kind='sum'", "'dense'"]),
    "link: channels": (lambda e: Link("p", "r", channels="one"), V, ["channels='one'", "'same'"]),
}
