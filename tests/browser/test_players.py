"""Playing the steps of a landscape, and a map: on one plain page, without a kernel."""

import pytest

from cnnkit.widgets import FilterExplorer, LandscapeExplorer

from .board_page import BoardPage, packed


@pytest.fixture(scope="module")
def boards(chromium):
    """A page with both players; what a test moves it puts back."""
    explorers = LandscapeExplorer(steps=12), FilterExplorer()
    with BoardPage(chromium, [packed(type(one).__name__, one) for one in explorers]) as page:
        yield page


def at(boards, name):
    """Where the cursor is."""
    return boards.board(name).evaluate("(root) => root.cnnkit.cursor()")


def press(boards, name, button):
    """Press a button of the player, also one that has nothing to do."""
    boards.board(name).locator(f"[data-control={button}]").click(force=True)
    boards.settle()


def said(boards, name):
    return boards.board(name).locator(".cnnkit-message").inner_text()


def test_steps_of_a_landscape_are_walked_one_by_one_and_all_at_once(boards):
    name = "LandscapeExplorer"
    for step in range(3):
        press(boards, name, "step")
        assert at(boards, name) == {"panel": "walks", "channel": 0, "row": 0, "col": step}
    line = boards.board(name).locator(".cnnkit-arithmetic").inner_text()
    assert line.startswith("Step 2: plain at w1")
    press(boards, name, "all")
    assert at(boards, name)["col"] == 12


@pytest.mark.parametrize("name", ["LandscapeExplorer", "FilterExplorer"])
def test_a_button_with_nothing_to_show_says_why(boards, name):
    button = boards.board(name).locator("[data-control=all]")
    press(boards, name, "all")
    press(boards, name, "all")
    assert button.get_attribute("aria-disabled") == "true"
    assert "shown already" in button.get_attribute("title")
    assert "shown already" in said(boards, name)
    press(boards, name, "step")
    assert button.get_attribute("aria-disabled") == "false"
    assert not button.get_attribute("title")
    press(boards, name, "all")


def test_play_moves_along_the_steps_unless_motion_is_reduced(boards):
    name = "LandscapeExplorer"
    press(boards, name, "play")
    boards.page.wait_for_function(
        """(name) => { const root = document.querySelector(`[data-name=${name}] .cnnkit-board`);
             return root.cnnkit.cursor().col >= 3 && root.cnnkit.cursor().col < 12; }""",
        arg=name,
    )
    press(boards, name, "play")
    press(boards, name, "all")
    boards.page.emulate_media(reduced_motion="reduce")
    press(boards, name, "play")
    assert at(boards, name)["col"] == 12
    assert "less motion" in said(boards, name)
    assert boards.board(name).locator("[data-control=play]").inner_text() == "Play"
    boards.page.emulate_media(reduced_motion="no-preference")


def test_a_slider_says_where_it_is_while_it_is_moved(boards):
    board = boards.board("LandscapeExplorer")
    slider = board.locator("[data-control=momentum]")
    assert (slider.get_attribute("min"), slider.get_attribute("max")) == ("0", "0.99")
    slider.focus()
    boards.page.keyboard.press("ArrowLeft")
    assert "Momentum 0.89" in board.locator("label:has([data-control=momentum])").inner_text()
