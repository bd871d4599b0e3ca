"""Whatever a cell gives to an explorer: refused in one sentence with nothing changed, or shown."""

import numpy as np
import pytest
import traitlets
from matplotlib.text import Text

from cnnkit import widgets
from tests.widgets.test_bad_calls import BAD

EVERY = [name for name in widgets.__all__ if name != "Board"]
NAMES = ("$x^$", "{}", "<b>", "{result}", "%s", "\\frac", "$\\frac$", "a & b", "_^", "∞", "'", '"')
REFUSALS = (ValueError, TypeError, traitlets.TraitError)
CURSORS = {
    "far": ("map", 0, 50, 50), "very far": ("map", 10**12, 99999, 10**30),
    "before": ("map", -1, -9, -9), "no panel": ("nowhere", 0, 0, 0),
    "numpy": ("map", np.int64(0), np.int32(2), np.int8(3)), "a list": ["map", 0, 1, 1],
    "too short": ("map", 1, 1), "empty": (), "none": None, "a number": 5, "a set": {1, 2},
    "halves": ("map", 0, 0.5, 0), "NaN": ("map", 0, float("nan"), 0), "a text": "map",
    "texts": ("map", "a", "b", "c"), "no name": (0, 0, 0, 0), "truth": ("map", True, 0, 0),
    "deep": (("map",), (0,), (0,), (0,)), "infinite": ("map", 0, 0, float("inf")),
}  # fmt: skip


@pytest.fixture(scope="module", params=EVERY)
def explorer(request):
    made = getattr(widgets, request.param)()
    yield made
    made.close()


def state(explorer):
    return id(explorer._settings), explorer.cursor, explorer.scene["arrays"]


def tried(explorer, name, value):
    """Set a trait; return the sentence of a refusal, None if it was taken."""
    before = state(explorer)
    try:
        setattr(explorer, name, value)
    except REFUSALS as error:
        assert state(explorer) == before, f"{name} = {value!r} was refused, and changed something"
        return str(error)
    if name == "playing" and explorer.playing:
        explorer.pause()  # else the training changes what the next value is compared with
    return None


def one_sentence(text):
    assert "\n" not in text, text
    assert 25 < len(text) < 400, text


def test_a_setting_is_refused_in_one_sentence_or_shown(explorer):
    first = explorer._settings
    for name in explorer._properties:
        if isinstance(getattr(type(explorer), name, None), property):
            continue
        for what, value in BAD.items():
            sentence = tried(explorer, name, value)
            if sentence is not None:
                one_sentence(f"{name}, {what}: {sentence}")
        explorer.adopt(first)
    assert explorer.figure() is not None


def test_a_cursor_is_refused_in_one_sentence_or_on_a_cell(explorer):
    panels = {panel["name"]: panel for panel in explorer.scene["panels"]}
    for panel in panels:
        for what, cursor in CURSORS.items():
            if isinstance(cursor, tuple) and cursor and cursor[0] == "map":
                cursor = (panel, *cursor[1:])
            sentence = tried(explorer, "cursor", cursor)
            if sentence is not None:
                one_sentence(f"{panel}, {what}: {sentence}")
            name, *place = explorer.cursor
            shape = explorer._shown.arrays[panels[name]["array"]].shape
            assert all(0 <= at < length for at, length in zip(place, shape, strict=True))


@pytest.mark.parametrize("what", ["far", "before", "very far"])
def test_a_cursor_beside_its_panel_is_drawn_at_the_nearest_cell(explorer, what):
    lead = explorer.scene["lead"]
    explorer.cursor = (lead, *CURSORS[what][1:])
    assert explorer.figure() is not None


@pytest.mark.parametrize("name", ["NetworkExplorer", "SoftmaxExplorer", "DrawPad", "TrainingLab"])
def test_classes_with_any_names_are_drawn_as_they_are_written(name):
    count = {"NetworkExplorer": 2, "SoftmaxExplorer": 3}.get(name, 10)
    for first in range(0, len(NAMES) - count + 1, count):
        classes = NAMES[first : first + count]
        made = getattr(widgets, name)(classes=classes)
        figure = made.figure()
        figure.canvas.draw()  # texts at axes are written only now
        drawn = [text for text in figure.findobj(Text) if "$" in text.get_text()]
        assert [text.get_text() for text in drawn if text.get_parse_math()] == []
        assert made._repr_mimebundle_()[0]["image/png"].startswith(b"\x89PNG")
        made.close()
