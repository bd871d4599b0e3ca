"""The FilterExplorer in JupyterLab: what is painted is what cnnkit computes, whatever one does."""

import re

import numpy as np
import pytest

from cnnkit.matching import match_map
from cnnkit.widgets import FilterExplorer

from .explorer import READY, ExplorerPage
from .harness import LabPage
from .notebooks import write

IMAGES = ("X", "O", "digit", "cat", "coffee")
SCORINGS = ("mean", "count", "sum")
BACKSLASH = np.where(np.eye(3) > 0, 1, -1)


@pytest.fixture(scope="module")
def page(run_cells):
    """A notebook with one explorer, run once for all tests of this file."""
    return ExplorerPage(run_cells(READY, "explorer"))


@pytest.fixture
def explorer(page):
    """The explorer as it was at first; errors in console or kernel fail the test that made them."""
    with page.lab.no_new_problems():
        page.reset()
        yield page


def by_loops(image, kernel, stride=1, padding=0):
    """The map of sums by the loops of the definition, without cnnkit."""
    image = np.pad(np.asarray(image, float), padding)
    kernel = np.asarray(kernel, float)
    (h, w), (kh, kw) = image.shape, kernel.shape
    return np.array(
        [
            [
                sum(
                    image[i * stride + a, j * stride + b] * kernel[a, b]
                    for a in range(kh)
                    for b in range(kw)
                )
                for j in range((w - kw) // stride + 1)
            ]
            for i in range((h - kh) // stride + 1)
        ]
    )


# ---- painted values --------------------------------------------------------------------------


def test_shows_the_scores_of_the_lesson(explorer):
    painted = explorer.painted("map")[0]
    assert painted.shape == (7, 7)
    np.testing.assert_allclose(painted[0], [0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33], atol=0.005)
    assert [painted[place] for place in ((1, 1), (2, 2), (4, 4), (5, 5))] == [1, 1, 1, 1]
    assert round(float(painted[3, 3]), 2) == 0.56
    image = explorer.painted("image")[0]
    np.testing.assert_allclose(painted, by_loops(image, BACKSLASH) / 9, atol=1e-6)


@pytest.mark.parametrize("image", IMAGES)
def test_paints_the_numbers_of_every_picture_with_every_scoring(explorer, image):
    if image != "X":
        explorer.choose("image", image)
    picture = FilterExplorer(image=image).picture
    np.testing.assert_array_equal(explorer.painted("image")[0], picture)
    for scoring in SCORINGS:
        if scoring != "mean":
            explorer.choose("scoring", scoring)
        expected = match_map(picture, BACKSLASH, scoring=scoring)
        np.testing.assert_array_equal(explorer.painted("map")[0], expected)
    assert explorer.error is None


@pytest.mark.parametrize(("stride", "padding"), [(1, 1), (2, 0), (2, 2), (3, 1)])
def test_paints_the_numbers_of_every_stride_and_padding(explorer, stride, padding):
    if stride != 1:
        explorer.type_into("stride", str(stride))
    if padding:
        explorer.type_into("padding", str(padding))
    image = explorer.painted("image")[0]
    expected = by_loops(image, BACKSLASH, stride, padding) / 9
    np.testing.assert_allclose(explorer.painted("map")[0], expected, atol=1e-6)
    # The window of the last cell lies where the stride says: its products add up to the score.
    rows, cols = expected.shape
    explorer.hover("map", rows - 1, cols - 1)
    assert explorer.cursor == ("map", 0, rows - 1, cols - 1)
    products = explorer.painted("products")
    np.testing.assert_allclose(products.sum() / 9, expected[-1, -1], atol=1e-6)


def test_every_digit_can_be_chosen_by_its_number(explorer):
    assert not explorer.control("digit").is_visible()
    explorer.choose("image", "digit")
    explorer.type_into("digit", "7")
    picture = FilterExplorer(image="digit", digit=7).picture
    np.testing.assert_array_equal(explorer.painted("image")[0], picture)


def test_an_own_array_can_be_set_from_a_cell(explorer):
    own = np.arange(20).reshape(4, 5) / 10
    explorer.python(f"explorer.image = {own.tolist()}")
    np.testing.assert_array_equal(explorer.painted("image")[0], own.astype(np.float32))
    assert explorer.control("image").input_value() == "own"
    explorer.choose("image", "O")
    explorer.choose("image", "own")
    assert explorer.painted("image").shape == (1, 4, 5)


def test_settings_from_a_cell_reach_the_view(explorer):
    explorer.python("explorer.stride = 2")
    assert explorer.control("stride").input_value() == "2"
    assert explorer.painted("map").shape == (1, 4, 4)
    explorer.lab.run_code("explorer.position = (3, 2)")
    explorer.lab.wait_until(
        lambda: explorer.cursor == ("map", 0, 3, 2), "the cursor did not follow explorer.position"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_cells_wear_the_colour_of_their_number(explorer, theme, screenshots):
    explorer.lab.set_theme(theme)
    try:
        explorer.hover("map", 3, 0)
        explorer.page.mouse.move(1, 1)
        ends = [palette(explorer, name) for name in ("negative", "positive")]
        # −0.78 next to the crossing and 1.00 on the diagonal, limits −1 and 1.
        explorer.choose("preset", "crossing")
        low, high = explorer.colour("map", 2, 3), explorer.colour("map", 3, 3)
        assert distance(high, ends[1]) < 12
        assert distance(low, ends[0]) < distance(low, ends[1]) / 3
        # Paper is black or white as its number says, in both themes alike.
        assert distance(explorer.colour("image", 4, 4), (255, 255, 255)) < 6
        assert distance(explorer.colour("image", 0, 4), (0, 0, 0)) < 6
        explorer.lab.screenshot(screenshots / f"explorer-{theme}-1280x720.png")
        explorer.lab.screenshot(screenshots / f"explorer-{theme}-board.png", explorer.root)
    finally:
        explorer.lab.set_theme("light")


def palette(explorer, name):
    text = explorer.root.evaluate(
        "(root, name) => getComputedStyle(root).getPropertyValue(name).trim()", f"--cnnkit-{name}"
    )
    return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))


def distance(first, second):
    return max(abs(a - b) for a, b in zip(first, second, strict=True))


# ---- pointer ---------------------------------------------------------------------------------


def test_hovering_over_the_map_moves_the_window_without_asking_the_kernel(explorer):
    before = explorer.seq
    explorer.hover("map", 3, 3)
    assert explorer.cursor == ("map", 0, 3, 3)
    assert "÷ 9 = 0.56" in explorer.arithmetic
    explorer.hover("map", 0, 1)
    assert "÷ 9 = −0.11" in explorer.arithmetic
    assert explorer.seq == before


def test_dragging_in_the_picture_centres_the_window_on_the_pointer(explorer):
    explorer.drag("image", (1, 1), (4, 4))
    assert explorer.cursor == ("map", 0, 3, 3)
    explorer.drag("image", (4, 4), (7, 2))
    assert explorer.cursor == ("map", 0, 6, 1)
    expected = match_map(explorer.painted("image")[0], BACKSLASH)[6, 1]
    assert explorer.arithmetic.endswith(f"÷ 9 = {expected:.2f}".replace("-", "−"))


def test_dragging_in_the_map_moves_the_window_too(explorer):
    explorer.drag("map", (0, 0), (0, 4), (5, 5))
    assert explorer.cursor == ("map", 0, 5, 5)
    assert "÷ 9 = 1.00" in explorer.arithmetic


def test_a_drag_that_leaves_the_picture_stays_at_its_border(explorer):
    x, y = explorer.centre("image", 4, 4)
    explorer.page.mouse.move(x, y)
    explorer.page.mouse.down()
    explorer.page.mouse.move(2, 2, steps=6)
    explorer.lab.settle()
    assert explorer.cursor == ("map", 0, 0, 0)
    explorer.page.mouse.up()


def test_the_arithmetic_spells_the_window_under_the_pointer(explorer):
    explorer.hover("map", 3, 3)
    image = explorer.painted("image")[0]
    window = image[3:6, 3:6].ravel()

    def sign(number):
        return "1" if number > 0 else "(−1)"

    terms = " + ".join(
        f"{sign(a)}·{sign(b)}" for a, b in zip(window, BACKSLASH.ravel(), strict=True)
    )
    assert explorer.arithmetic == f"{terms} = 5, ÷ 9 = 0.56"


def test_python_learns_where_the_window_rests(explorer):
    explorer.hover("map", 2, 4)
    explorer.lab.wait_until(
        lambda: explorer.value("list(explorer.position)") == [2, 4], "position did not follow"
    )


def test_nothing_is_painted_while_nothing_happens(explorer):
    explorer.page.wait_for_timeout(800)
    before = explorer.draws
    explorer.page.wait_for_timeout(700)
    assert explorer.draws == before


# ---- the kernel's numbers --------------------------------------------------------------------


def test_an_edited_cell_changes_the_map_and_the_preset_turns_custom(explorer):
    assert explorer.control("preset").input_value() == "\\"
    explorer.edit(0, 2, "0.5")
    kernel = BACKSLASH.astype(np.float32)
    kernel[0, 2] = 0.5
    np.testing.assert_array_equal(explorer.painted("kernel")[0], kernel)
    image = explorer.painted("image")[0]
    np.testing.assert_allclose(explorer.painted("map")[0], by_loops(image, kernel) / 9, atol=1e-6)
    assert explorer.control("preset").input_value() == "custom"
    assert explorer.value("explorer.kernel") == kernel.tolist()
    # Typed back to what it was, the kernel has its name again.
    explorer.edit(0, 2, "-1")
    assert explorer.control("preset").input_value() == "\\"


@pytest.mark.parametrize(("text", "value"), [("−2", -2), ("0,25", 0.25), ("1/9", 1 / 9)])
def test_numbers_may_be_typed_as_people_write_them(explorer, text, value):
    explorer.edit(1, 1, text)
    assert explorer.error is None
    np.testing.assert_allclose(explorer.painted("kernel")[0, 1, 1], value, rtol=1e-6)


def test_escape_leaves_a_cell_as_it_was(explorer):
    before = explorer.seq
    explorer.open_editor(1, 1)
    explorer.page.keyboard.type("7")
    explorer.page.keyboard.press("Escape")
    explorer.page.wait_for_timeout(300)
    assert explorer.root.locator("input.cnnkit-editor").count() == 0
    assert explorer.seq == before
    assert explorer.painted("kernel")[0, 1, 1] == 1


def test_tab_goes_on_to_the_next_cell_of_the_kernel(explorer):
    explorer.open_editor(0, 0)
    for text in ("1", "2", "3", "4"):
        with explorer.answer():
            explorer.page.keyboard.press("ControlOrMeta+a")
            explorer.page.keyboard.type(text + ".5")
            explorer.page.keyboard.press("Tab")
        explorer.page.wait_for_timeout(100)
    explorer.page.keyboard.press("Escape")
    np.testing.assert_array_equal(
        explorer.painted("kernel")[0].ravel()[:5], [1.5, 2.5, 3.5, 4.5, 1]
    )


def test_every_preset_paints_its_kernel(explorer):
    from cnnkit.widgets.filters.pictures_and_kernels import presets

    names = [name for name in presets() if name != "\\"]
    assert len(names) >= 6
    for name in names:
        explorer.choose("preset", name)
        np.testing.assert_array_equal(explorer.painted("kernel")[0], presets()[name])
    offered = explorer.control("preset").locator("option").all_inner_texts()
    assert set(offered) == {*presets(), "custom"}


# ---- impossible settings ---------------------------------------------------------------------


def unchanged(explorer):
    np.testing.assert_array_equal(explorer.painted("kernel")[0], BACKSLASH)
    assert explorer.painted("map").shape == (1, 7, 7)
    assert explorer.value("[explorer.stride, explorer.padding]") == [1, 0]


@pytest.mark.parametrize("typed", ["0", "7", "-1", "1.5", "1e9", ""])
def test_an_impossible_stride_is_refused_in_a_sentence(explorer, typed):
    field = explorer.control("stride")
    with explorer.answer():
        field.click()
        field.press("ControlOrMeta+a")
        field.press("Backspace")
        field.press_sequentially(typed)
        field.press("Tab")
    assert "stride" in explorer.error
    assert "1 to 3" in explorer.message
    assert explorer.root.locator(".cnnkit-message[role=alert]").is_visible()
    unchanged(explorer)
    assert field.input_value() == "1"
    # The next good setting takes the sentence away.
    explorer.type_into("stride", "2")
    assert explorer.error is None
    assert explorer.message == ""


@pytest.mark.parametrize("typed", ["NaN", "abc", "inf", "1e999", "", "1/0", "<b>1</b>"])
def test_what_is_no_number_is_refused_in_a_sentence(explorer, typed):
    explorer.open_editor(1, 1)
    with explorer.answer():
        explorer.page.keyboard.press("ControlOrMeta+a")
        explorer.page.keyboard.press("Backspace")
        explorer.page.keyboard.type(typed)
        explorer.page.keyboard.press("Enter")
    assert "not a number" in explorer.error
    assert "row 1, column 1" in explorer.message
    unchanged(explorer)


def test_a_kernel_larger_than_the_picture_is_refused_and_says_what_would_work(explorer):
    explorer.choose("image", "digit")
    explorer.type_into("kernel_size", "9")
    assert "does not fit" in explorer.error
    assert re.search(r"use at most 8\b.*or more padding", explorer.message)
    assert explorer.painted("kernel").shape == (1, 3, 3)
    explorer.type_into("padding", "1")
    explorer.type_into("kernel_size", "9")
    assert explorer.error is None
    assert explorer.painted("kernel").shape == (1, 9, 9)
    assert explorer.painted("map").shape == (1, 2, 2)


def test_a_shrinking_picture_does_not_break_a_large_kernel(explorer):
    explorer.type_into("kernel_size", "9")
    assert explorer.painted("map").shape == (1, 1, 1)
    with explorer.answer():
        explorer.control("image").select_option("digit")
    assert "does not fit" in explorer.error
    assert explorer.control("image").input_value() == "X"
    assert explorer.painted("image").shape == (1, 9, 9)


# ---- play, pause, step -----------------------------------------------------------------------


def test_play_fills_the_map_cell_by_cell_and_pause_stops_it(explorer):
    explorer.control("speed").select_option("24")
    explorer.control("play").click()
    assert explorer.control("play").inner_text() == "Pause"
    explorer.lab.wait_until(lambda: explorer.cursor[2] >= 1, "the window does not move")
    explorer.control("play").click()
    assert explorer.control("play").inner_text() == "Play"
    stopped = explorer.cursor
    explorer.page.wait_for_timeout(300)
    assert explorer.cursor == stopped
    # Cells after the window are still hidden, those before it are not.
    hidden, seen = explorer.colour("map", 6, 6), explorer.colour("map", 0, 0)
    assert distance(hidden, palette(explorer, "hidden")) < 3
    assert distance(seen, palette(explorer, "hidden")) > 10


def test_step_moves_one_cell_at_a_time(explorer):
    for expected in range(9):
        explorer.control("step").click()
        explorer.lab.settle()
        assert explorer.cursor == ("map", 0, *divmod(expected, 7))
    explorer.control("all").click()
    explorer.lab.settle()
    assert distance(explorer.colour("map", 6, 6), palette(explorer, "hidden")) > 10


def test_play_ends_with_the_whole_map(explorer):
    explorer.python("explorer.stride = 3")
    explorer.control("speed").select_option("24")
    explorer.control("play").click()
    explorer.lab.wait_until(
        lambda: explorer.control("play").inner_text() == "Play", "it does not end", timeout=5
    )
    assert explorer.cursor == ("map", 0, 2, 2)


def test_an_edit_while_it_plays_keeps_playing_on_the_new_map(explorer):
    explorer.control("speed").select_option("24")
    explorer.control("play").click()
    explorer.choose("preset", "crossing")
    explorer.lab.wait_until(
        lambda: explorer.control("play").inner_text() == "Play", "it does not end", timeout=8
    )
    expected = match_map(explorer.painted("image")[0], explorer.painted("kernel")[0])
    np.testing.assert_array_equal(explorer.painted("map")[0], expected)


# ---- two views, and the kernel going away ----------------------------------------------------


def test_two_views_of_one_explorer_show_the_same(server, chromium, tmp_path):
    notebook = write(tmp_path / "two.ipynb", READY, "explorer", "explorer")
    with LabPage(server, chromium, notebook) as lab:
        lab.run_all()
        second, first = ExplorerPage(lab, 1), ExplorerPage(lab, 0)
        first.edit(1, 1, "0.5")
        lab.wait_until(lambda: second.seq == first.seq, "the second view did not follow")
        assert first.painted("kernel")[0, 1, 1] == 0.5
        for panel in ("kernel", "map"):
            np.testing.assert_array_equal(first.painted(panel), second.painted(panel))
        lab.show(second.root)
        second.choose("preset", "blur")
        lab.wait_until(lambda: second.seq == first.seq, "the first view did not follow")
        np.testing.assert_array_equal(first.painted("kernel"), second.painted("kernel"))
        assert lab.problems() == []


def test_a_restarted_kernel_is_said_and_run_again_it_works(server, chromium, tmp_path, screenshots):
    notebook = write(tmp_path / "restart.ipynb", READY, "explorer")
    with LabPage(server, chromium, notebook) as lab:
        lab.run_all()
        explorer = ExplorerPage(lab)
        lab.restart_kernel()
        # What needs no kernel goes on …
        explorer.hover("map", 3, 3)
        assert "÷ 9 = 0.56" in explorer.arithmetic
        # … and what needs one says so, keeps the last good state and does not hang.
        explorer.control("preset").select_option("blur")
        lab.wait_until(lambda: explorer.error, "no sentence about the kernel", timeout=6)
        assert "run the cells from the first one" in explorer.message
        assert explorer.control("preset").input_value() == "\\"
        np.testing.assert_array_equal(explorer.painted("kernel")[0], BACKSLASH)
        lab.screenshot(screenshots / "explorer-restarted.png", explorer.root)
        explorer.hover("map", 0, 1)
        assert "−0.11" in explorer.arithmetic
        lab.run_cell(0)
        lab.run_cell(1)
        again = ExplorerPage(lab)
        again.choose("preset", "crossing")
        assert again.error is None
        assert again.painted("map")[0, 3, 3] == 1
        assert lab.problems() == []


def test_running_a_cell_again_and_again_leaves_one_living_view(server, chromium, tmp_path):
    notebook = write(tmp_path / "again.ipynb", READY, "explorer")
    with LabPage(server, chromium, notebook) as lab:
        lab.run_all()
        for _ in range(5):
            lab.run_cell(1)
        lab.wait_until(lambda: lab.boards().count() == 1, "old views are left on the page")
        explorer = ExplorerPage(lab)
        explorer.edit(0, 0, "0")
        assert explorer.painted("kernel")[0, 0, 0] == 0
        assert lab.problems() == []


# ---- room ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1024, 768), (800, 600)])
def test_no_panel_sticks_out_at_any_size(explorer, size, screenshots):
    explorer.lab.set_size(*size)
    try:
        for image in ("cat", "X"):
            explorer.choose("image", image)
            explorer.page.wait_for_timeout(200)
            outside = explorer.root.evaluate(
                """(root) => {
                  const box = root.getBoundingClientRect();
                  return [...root.querySelectorAll('canvas, select, input, button, label, div')]
                    .filter((one) => one.getClientRects().length && !one.closest('.cnnkit-live'))
                    .filter((one) => one.getBoundingClientRect().right > box.right + 1)
                    .map((one) => one.className || one.dataset.control || one.tagName);
                }"""
            )
            assert outside == []
            name = f"explorer-{image}-{size[0]}x{size[1]}.png"
            explorer.lab.screenshot(screenshots / name)
    finally:
        explorer.lab.set_size(1280, 720)
