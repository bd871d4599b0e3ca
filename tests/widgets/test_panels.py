"""Panels and rules as the browser gets them: the same keys from every panel, a rule's own."""

import dataclasses

import pytest

from cnnkit.widgets.board import arithmetic_rules
from cnnkit.widgets.board.panels import Bars, Curve, Grid, OpenMap, Path, PathGrid, Pen, WindowGrid
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.training.lab_panels import Film, Gallery, Lines, Told

SENT = set(Grid("a", "A").to_dict())
EVERY = [
    Grid("a", "A", pen=Pen((3, 1), hint="draw")),
    OpenMap("a", "A", map_of=("b", 0)),
    WindowGrid("a", "A", products=arithmetic_rules.WindowValues("b", "c", 0)),
    PathGrid("a", "A", paths=(Path(((0, 0), (1, 2)), "ink"),)),
    Bars("a", "A", labels=("one",)),
    Curve("a", "A", x=(-1, 1)),
    Lines("a", "A", names=("one",), x=(0, 5), before="b", pin=0),
    Film("a", "A", film="b"),
    Gallery("a", "A", told=Told((), (), (), chosen=0)),
]


def short(value):
    """The name of a kind, for a test's id."""
    return type(value).__name__


@pytest.mark.parametrize("panel", EVERY, ids=short)
def test_every_panel_sends_what_the_browser_reads_of_any(panel):
    sent = panel.to_dict()
    assert set(sent) >= SENT
    assert (sent["name"], sent["array"], sent["kind"]) == ("a", "a", type(panel).kind)


@pytest.mark.parametrize("panel", EVERY, ids=short)
def test_a_panel_that_is_not_painted_on_has_the_usual_brush(panel):
    sent = panel.to_dict()
    brush = (sent["brush"], sent["eraser"], sent["hint"])
    assert brush == (((3, 1), False, "draw") if panel is EVERY[0] else ((1.0, 0.0), False, ""))


def test_films_and_galleries_send_the_same_keys():
    film, gallery = (set(panel.to_dict()) for panel in EVERY[-2:])
    assert film == gallery > SENT


@pytest.mark.parametrize("panel", EVERY[4:], ids=short)
def test_what_does_not_share_the_scale_of_cells_has_a_size_of_its_own(panel):
    assert panel.to_dict()["extent"] > 0  # without one the browser has nothing to draw on


def test_a_panel_may_draw_an_array_of_another_name():
    assert Grid("a", "A", array="b").to_dict()["array"] == "b"
    assert dataclasses.replace(Grid("a", "A"), title="B").array == "a"


def test_a_thin_path_says_so_and_another_does_not():
    paths = [Path(((0, 0),), "muted", thin=True), Path(((0, 0),), "ink", (7, 4))]
    sent = PathGrid("a", "A", paths=tuple(paths)).to_dict()["paths"]
    assert [path.get("thin") for path in sent] == [True, None]
    assert sent[1]["dash"] == (7, 4)


# -- rules


def test_a_rule_leaves_out_what_it_does_not_say():
    assert arithmetic_rules.Products("map", "image", "kernel", sums="sums").to_dict() == {
        "kind": "products", "reader": "map", "source": "image", "weights": "kernel",
        "sums": "sums",
    }  # fmt: skip


def test_the_first_map_is_said():
    sent = arithmetic_rules.MapProducts("0", "input", "0.weight", 0, 0).to_dict()
    assert (sent["map"], sent["input"]) == (0, 0)
    assert (
        arithmetic_rules.ChannelSums("0", "input", "0.weight", 0, chosen=0).to_dict()["chosen"] == 0
    )


def test_an_empty_sentence_is_said():
    assert arithmetic_rules.Activate("before", "ReLU", "max(0, {z})").to_dict()["positive"] == ""


# -- links


def test_one_number_is_a_square_window():
    link = Link("map", "image", kernel_size=3, stride=2, padding=1, dilation=1)
    pairs = link.kernel_size, link.stride, link.padding, link.dilation
    assert pairs == ((3, 3), (2, 2), (1, 1), (1, 1))
    assert Link("map", "image", kernel_size=(2, 3)).kernel_size == (2, 3)
