"""Every argument of every plot, given what it is not: one sentence of our own, nothing drawn."""

import inspect
import traceback
from pathlib import Path

import numpy as np
import pytest

import cnnkit
from cnnkit import plots

PACKAGE = str(Path(cnnkit.__file__).parent)
NAN, INF = float("nan"), float("inf")
GRID = np.arange(12.0).reshape(3, 4) + 1


class Odd:
    def __repr__(self):
        return "odd\nthing"


RAGGED = [[1.0], [1.0, 2.0]]
ANY = {
    "an object": Odd(), "complex": 1j, "a function": len, "bytes": b"x", "a set": {1},
    "ragged": RAGGED, "infinite": INF, "NaN": NAN, "objects": np.array([Odd(), None]),
}  # fmt: skip
WORD = ANY | {"text": "a word", "empty text": ""}
NONE = {"None": None}
NUMBERS = {"-1": -1, "1.5": 1.5, "true": True, "huge": 10**400}
ARRAYS = {
    "no array": 5, "empty": [], "texts": ["a", "b"], "0-d": np.array(1.0), "5-d": np.ones([1] * 5),
    "NaNs": GRID * NAN, "infinities": GRID + INF, "complexes": GRID * 1j,
    "masked": np.ma.masked_array(GRID, GRID > 3), "a dict": {"a": 1},
    "dates": np.array(["2020"], "M8"),
}  # fmt: skip
SWITCH = WORD | NONE | {"1": 1, "3": 3, "a list": [True]}
AXES = WORD | NONE | {"number": 3, "no Axes": [], "other things": [1, 2, 3], "a figure": None}
LIMIT = WORD | {"-1": -1, "a list": [1], "huge": 10**400}
TITLE = {key: ANY[key] for key in ("an object", "a function", "bytes", "a set", "ragged")} | {
    "a list": ["a"], "a tuple": (1,)
}  # fmt: skip
NAMES = WORD | NONE | {
    "5": 5, "few": ["a"], "many": list("abcdefg"), "no texts": [[1], [2]],
    "Nones": [None] * 2, "none": [],
}  # fmt: skip
PLACE = WORD | NONE | {"a list": [1], "huge": 10**400}
SIZE = LIMIT | {"0": 0}
WINDOW = {k: v for k, v in WORD.items() if k != "ragged"} | {
    "5": 5, "short": (1,), "long": (1,) * 5, "texts": ("a", "b", 1, 1), "flat": (0, 0, 0, 1),
    "negative": (0, 0, -1, 1), "NaN in it": (0, NAN, 1, 1), "a dict": {"row": 1},
    "list of short": [(0, 0, 1, 1), (0,)], "Nones": [None],
}  # fmt: skip
DECIMALS = WORD | {"-1": -1, "1.5": 1.5, "huge": 10**9, "a list": [1]}


(FIGURE, AX), THREE = plots.panels(), plots.panels(1, 3)[1]


GRIDS = ARRAYS | WORD | NONE | {"a row": [1.0, 2.0], "3-d": np.ones((2, 3, 4)), "no rows": GRID[:0]}
ROWS = ARRAYS | WORD | NONE | {"2-d": GRID}
PICTURES = {k: v for k, v in GRIDS.items() if k != "3-d"} | {
    "channels last": np.ones((4, 4, 3)), "two channels": np.ones((2, 4, 4)),
    "a NaN": np.where(GRID > 3, NAN, GRID), "0..255 in colour": np.full((3, 4, 4), 255.0),
    "complex colours": np.ones((3, 4, 4)) * 1j, "texts in colour": np.full((3, 4, 4), "a"),
    "NaN in colour": np.full((3, 4, 4), NAN), "objects in colour": np.full((3, 4, 4), None),
}  # fmt: skip
COMMON = {"title": TITLE, "indices": SWITCH, "window": WINDOW, "decimals": DECIMALS}

# For each function what works, and for each of its arguments what does not.
CALLS = {
    "heatmap": (
        lambda: {"values": GRID, "ax": AX},
        {"values": GRIDS, "ax": AXES, "limit": LIMIT, "numbers": SWITCH | {"yes": "yes"}} | COMMON,
    ),
    "picture": (
        lambda: {"image": GRID, "ax": AX},
        {"image": PICTURES, "ax": AXES, "low": WORD | {"above high": 99}, "high": WORD | {"-9": -9},
         "numbers": SWITCH} | COMMON,
    ),
    "outline": (
        lambda: {"ax": AX, "row": 1, "column": 1},
        {"ax": AXES, "row": PLACE, "column": PLACE, "height": SIZE | NONE, "width": SIZE,
         "color": WORD | NONE | {"5": 5, "a short list": [1, 2]}},
    ),
    "products": (
        lambda: {"patch": GRID, "feature": GRID, "axes": THREE},
        {"patch": GRIDS | {"other": GRID[:2]}, "feature": GRIDS | {"other": GRID[:2]},
         "axes": AXES},
    ),
    "maps": (
        lambda: {"stack": np.ones((3, 2, 2)), "axes": THREE},
        {"stack": ARRAYS | WORD | NONE | {"2-d": GRID, "none": np.ones((0, 2, 2)),
                                          "texts in it": np.full((3, 2, 2), "a")},
         "axes": AXES, "titles": {k: v for k, v in NAMES.items() if k != "None"}, "limit": LIMIT,
         "numbers": SWITCH, "indices": SWITCH},
    ),
    "confusion": (
        lambda: {"matrix": np.eye(2, dtype=int), "classes": ["a", "b"], "ax": AX},
        {"matrix": ARRAYS | WORD | NONE | {"floats": np.eye(2), "oblong": np.ones((2, 3), int),
                                           "negative": -np.eye(2, dtype=int),
                                           "0×0": np.ones((0, 0), int)},
         "classes": NAMES, "ax": AXES, "title": TITLE},
    ),
    "lines": (
        lambda: {"series": {"a": [1.0, 2.0]}, "ax": AX},
        {"series": WORD | NONE | {"a list": [1, 2], "no lines": {}, "NaN only": {"a": [NAN, NAN]},
                                  "infinite values": {"a": [1, INF]}, "text": {"a": "b"},
                                  "empty line": {"a": []}, "name": {("a",): [1, 2]}},
         "ax": AXES, "x": {k: v for k, v in ROWS.items() if k != "None"} | {"long": [1, 2, 3]},
         "xlabel": TITLE, "ylabel": TITLE, "title": TITLE, "markers": SWITCH | {"o": "o"},
         "ways": SWITCH},
    ),
    "bars": (
        lambda: {"values": [1.0, -2.0], "names": ["a", "b"], "ax": AX},
        {"values": ROWS | {"a NaN": [1, NAN]}, "names": NAMES, "ax": AXES, "title": TITLE,
         "limit": LIMIT, "decimals": DECIMALS},
    ),
    "gallery": (
        lambda: {"images": [GRID, GRID], "titles": ["a", "b"], "axes": THREE},
        {"images": WORD | NONE | {"5": 5, "none": [], "a bad one": [GRID, GRID * NAN],
                                  "texts": ["a", "b"], "rows": [[1], [2]]},
         "titles": NAMES, "axes": AXES},
    ),
    "landscape": (
        lambda: {"errors": GRID, "ax": AX, "at": ([0, 1, 2], [0, 1, 2, 3])},
        {"errors": GRIDS | {"0": GRID - 1, "equal": GRID * 0 + 1, "other": GRID[:2]}, "ax": AXES,
         "at": WORD | NONE | {"equal places": ([0, 0, 2], [0, 1, 2, 3]), "one": ([0, 1, 2],),
                              "to and fro": ([0, 2, 1], [0, 1, 2, 3]),
                              "NaN in it": ([0, 1, NAN],) * 2,
                              "texts": ("abc", "abcd"), "fewer": ([0, 1], [0, 1, 2, 3])},
         "paths": WORD | {"a list": [[1, 2]], "1-d": {"a": [1, 2]}, "empty": {"a": []},
                          "three weights": {"a": [[1, 2, 3]]}, "NaN": {"a": [[1, NAN]]},
                          "texts": {"a": [["b", "c"]]}},
         "names": NAMES, "title": TITLE,
         "star": {k: v for k, v in ROWS.items() if k != "None"} | {"three": [1, 2, 3]},
         "side": WORD | NONE | {"2": 2}},
    ),
    "steps": (
        lambda: {"weights": [0.0, 1.0], "errors": [1.0, 2.0], "ax": AX},
        {"weights": ROWS | {"long": [1, 2, 3]}, "errors": ROWS | {"long": [1, 2, 3]}, "ax": AXES},
    ),
    "panels": (
        lambda: {},
        {"rows": WORD | NONE | NUMBERS | {"0": 0, "many": 401}, "columns": WORD | NONE | NUMBERS,
         "size": WORD | NONE | {"5": 5, "long": (1, 2, 3), "0": (0, 1), "negative": (-1, 1),
                                "huge": (1e9, 1), "tiny": (1e-9, 1), "NaN in it": (NAN, 1),
                                "texts": ("a", "b"), "too tall": (1, 400)},
         "widths": WORD | {"5": 5, "many": [1, 2], "negative": [-1], "0": [0], "NaN in it": [NAN]}},
    ),
    "maps_of": (
        lambda: {"stack": np.ones((3, 2, 2))},
        {"stack": ARRAYS | WORD | NONE | {"2-d": GRID, "none": np.ones((0, 2, 2)),
                                          "texts in it": np.full((3, 2, 2), "a")},
         "titles": {k: v for k, v in NAMES.items() if k != "None"}, "limit": LIMIT,
         "options": {}},
    ),
    "show_products": (
        lambda: {"patch": GRID, "feature": GRID},
        {"patch": GRIDS | {"other": GRID[:2]}, "feature": GRIDS | {"other": GRID[:2]},
         "say": ANY | NONE},
    ),
    "show": (
        lambda: {"figure": FIGURE, "alt": "three words or more"},
        {"figure": WORD | NONE | {"5": 5}, "alt": ANY | NONE | {"": "", "one": "one", "5": 5}},
    ),
    "to_png": (
        lambda: {"figure": FIGURE},
        {"figure": WORD | NONE | {"5": 5, "a class": type(FIGURE)}},
    ),
    "number": (
        lambda: {"value": 1.0},
        {"value": {k: v for k, v in (WORD | NONE).items() if k not in ("infinite", "NaN")},
         "decimals": DECIMALS},
    ),
}  # fmt: skip
# What would not do elsewhere is right here.
RIGHT = {
    ("maps", "titles", "Nones"), ("maps_of", "titles", "Nones"),
    ("gallery", "titles", "Nones"), ("outline", "height", "None"),
    ("lines", "x", "None"),
}  # fmt: skip
BAD = [(function, argument) for function, (_, rows) in CALLS.items() for argument in rows]


def test_every_function_and_every_argument_is_tried():
    functions = {name for name in plots.__all__ if inspect.isfunction(getattr(plots, name))}
    # The first takes what `numbers_of` has checked, the parts of the other are tried below.
    assert functions - set(CALLS) == {"decimals_of", "show_row"}
    for name, (_, arguments) in CALLS.items():
        known = set(inspect.signature(getattr(plots, name)).parameters)
        assert known - set(arguments) <= {"of"}, name


def taken(function, what, arguments):
    getattr(plots, function)(**arguments)
    pytest.fail(f"{what} was taken")


def drawn():
    return [len(ax.get_children()) for ax in (AX, *THREE)]


@pytest.mark.parametrize(("function", "argument"), BAD)
def test_is_refused_in_one_sentence_of_our_own(function, argument, monkeypatch):
    monkeypatch.setattr("IPython.display.display", lambda *a, **k: pytest.fail("it was shown"))
    make, arguments = CALLS[function]
    for what, value in arguments[argument].items():
        if (function, argument, what) in RIGHT:
            continue
        before = drawn()
        with pytest.raises((TypeError, ValueError)) as caught:
            pytest.fail(
                f"{what} was taken: {getattr(plots, function)(**make() | {argument: value})}"
            )
        message = f"{what}: {caught.value}"
        assert "\n" not in message
        assert 15 < len(message) < 300, message
        assert not message.endswith("."), message
        last = traceback.extract_tb(caught.value.__traceback__)[-1]
        assert last.filename.startswith(PACKAGE), message
        assert drawn() == before, message


@pytest.mark.parametrize("name", ["$x^$", "$1 and $2", r"$\nope$"])
def test_names_are_no_formulas(name):
    figure, axes = plots.panels(2, 3)
    a, b, c, d, e, f = axes.ravel()
    plots.heatmap(GRID, a, title=name)
    plots.bars([1.0, 2.0], [name, name], b, title=name)
    plots.confusion(np.eye(2, dtype=int), [name, "b"], c, title=name)
    plots.lines({name: [1.0, 2.0]}, d, title=name, xlabel=name, ylabel=name)
    plots.landscape(GRID, e, at=([0, 1, 2], [0, 1, 2, 3]), names=(name, name), title=name,
                    paths={name: [[0, 1], [1, 2]]})  # fmt: skip
    plots.gallery([GRID], [name], f)
    assert plots.to_png(figure).startswith(b"\x89PNG")


# A part hands its arguments to the function that draws it; for each kind what works.
PARTS = {
    "Picture": ("picture", lambda: {"image": GRID}),
    "Map": ("heatmap", lambda: {"values": GRID}),
    "Lines": ("lines", lambda: {"series": {"a": [1.0, 2.0]}}),
    "Bars": ("bars", lambda: {"values": [1.0, -2.0], "names": ["a", "b"]}),
    "Confusion": ("confusion", lambda: {"matrix": np.eye(2, dtype=int), "classes": ["a", "b"]}),
    "Landscape": ("landscape", lambda: {"errors": GRID, "at": ([0, 1, 2], [0, 1, 2, 3])}),
}
ITS_OWN = {"log", "marks", "walk"}  # of Lines


@pytest.mark.parametrize("kind", PARTS)
def test_a_bad_part_of_a_row_is_refused_as_its_drawing_refuses_it(kind, monkeypatch):
    monkeypatch.setattr("IPython.display.display", lambda *a, **k: pytest.fail("it was shown"))
    function, make = PARTS[kind]
    arguments = set(inspect.signature(getattr(plots, kind)).parameters) - ITS_OWN
    assert arguments <= set(CALLS[function][1])
    for argument in arguments:
        for what, value in CALLS[function][1][argument].items():
            if (function, argument, what) in RIGHT:
                continue
            with pytest.raises((TypeError, ValueError)) as caught:
                pytest.fail(
                    f"{what} was taken: "
                    f"{plots.show_row(getattr(plots, kind)(**make() | {argument: value}))}"
                )
            message = f"{argument}, {what}: {caught.value}"
            assert "\n" not in message
            last = traceback.extract_tb(caught.value.__traceback__)[-1]
            assert last.filename.startswith(PACKAGE), message
