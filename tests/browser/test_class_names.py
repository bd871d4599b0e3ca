"""Long names of classes beside a network's bars: whole where a page has room, and always said."""

import numpy as np
import pytest

from cnnkit import Sequential
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.widgets import NetworkExplorer

from .board_page import BoardPage, packed
from .test_board_sizes import NAMES, WIDTHS, deep
from .test_layout import MEASURE

ENDLESS = tuple(f"a photograph of {one}, as it was taken on the way" for one in NAMES)


def small(classes, layer=""):
    """A small network with some maps and as many answers as classes."""
    rng = np.random.default_rng(0)
    layers = Conv2d(1, 4, 3, rng=rng), ReLU(), MaxPool2d(2), Flatten()
    model = Sequential(*layers, Linear(36, len(classes), rng=rng))
    images = rng.uniform(size=(1, 1, 8, 8)).astype(np.float32)
    return NetworkExplorer(model, (images, [0]), classes=classes, layer=layer)


@pytest.fixture(scope="module")
def open_page(chromium):
    explorers = {
        "deep": deep(),
        "deep, one open": deep("3"),
        "small": small(NAMES),
        "two": small(NAMES[:2]),
        "endless": small(ENDLESS),
        "endless, open": small(ENDLESS, "0"),
    }
    last = {name: one._settings.last for name, one in explorers.items()}
    with BoardPage(chromium, [packed(name, one) for name, one in explorers.items()]) as page:
        page.last = last
        yield page.resize


NAMES_OF = "(root, panel) => root.cnnkit.names(panel)"


@pytest.mark.parametrize("width", WIDTHS)
def test_names_are_whole_where_the_page_has_room(open_page, width):
    page = open_page(width)
    for board in ("deep", "deep, one open", "small"):
        names = page.board(board).evaluate(NAMES_OF, page.last[board])
        assert names == list(NAMES), board


@pytest.mark.parametrize("width", WIDTHS)
def test_a_name_without_room_is_cut_and_no_two_are_alike(open_page, width):
    page = open_page(width)
    for board in ("endless", "endless, open"):
        names = page.board(board).evaluate(NAMES_OF, page.last[board])
        assert all(
            name == whole or ("…" in name and len(name) >= 10)
            for name, whole in zip(names, ENDLESS, strict=True)
        )
        assert len(set(names)) == len(names)
        assert set(names) - set(ENDLESS)
        assert page.measured(MEASURE)[board] == []


def test_the_whole_of_a_cut_name_is_said_and_stands_where_the_pointer_rests(open_page):
    page = open_page()
    board, bars = page.board("endless"), page.last["endless"]
    spot = board.evaluate("(root, name) => root.cnnkit.rect(name, 0, 3, 0)", bars)
    canvas = board.locator(f"[data-panel='{bars}'] canvas")
    canvas.scroll_into_view_if_needed()
    canvas.hover(position={"x": 20, "y": 3.5 * spot["h"] + 4})
    page.settle()
    assert ENDLESS[3] in board.evaluate("(root) => root.cnnkit.arithmetic()")
    assert ENDLESS[3] in canvas.get_attribute("aria-label")
    assert canvas.get_attribute("title") == ENDLESS[3]


def test_bars_that_leave_their_names_to_others_on_their_left_stand_at_the_same_height(open_page):
    page = open_page()
    for board in ("deep", "small"):
        tops = [
            page.board(board).evaluate("(root, name) => root.cnnkit.rect(name, 0, 4, 0).y", name)
            for name in (page.last[board], "softmax")
        ]
        assert tops[0] == pytest.approx(tops[1], abs=1), board
