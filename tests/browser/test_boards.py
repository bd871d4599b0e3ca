"""What every explorer owes, whichever it is: its numbers, panels, keyboard and sentences."""

import functools
import json

import numpy as np
import pytest

from cnnkit import widgets

EXPLORERS = (
    "FilterExplorer(image='digit', kernel='sharpen', padding=1)",
    *(f"{name}()" for name in widgets.__all__ if name not in ("Board", "FilterExplorer")),
)

# The numbers that Python holds, panel by panel.
HELD = """
print(json.dumps({{
    panel.name: boards[{0}]._shown.arrays[panel.array].tolist()
    for panel in boards[{0}]._shown.panels if not hasattr(panel, 'products')
}}))
"""


@pytest.fixture(scope="module")
def lab(run_cells):
    """One notebook with all explorers, a cell each."""
    cells = ["import json\nfrom cnnkit.widgets import *\nboards = []"]
    cells += [f"boards.append({explorer})\nboards[-1]" for explorer in EXPLORERS]
    return run_cells(*cells)


@pytest.fixture(params=range(len(EXPLORERS)), ids=lambda i: EXPLORERS[i].partition("(")[0])
def board(request, lab):
    """One Board; errors in console or kernel fail the test that made them."""
    root = lab.board(request.param)
    root.index = request.param
    with lab.no_new_problems():
        yield root


def canvases(board):
    panels = board.locator("[data-panel] canvas")
    assert panels.count()
    return [panels.nth(i) for i in range(panels.count())]


def painted(board, panel, shape):
    return np.array(
        board.evaluate(
            """(root, [panel, channels, rows, cols]) => {
              const out = [];
              for (let c = 0; c < channels; c += 1) {
                for (let r = 0; r < rows; r += 1) {
                  for (let i = 0; i < cols; i += 1) out.push(root.cnnkit.cell(panel, c, r, i));
                }
              }
              return out;
            }""",
            [panel, *shape],
        ),
        np.float32,
    ).reshape(shape)


def test_paints_the_numbers_that_python_holds(lab, board):
    assert_painted(lab, board)


def test_moving_in_any_panel_is_painted_and_asks_nothing_of_python(lab, board):
    seq = board.get_attribute("data-seq")
    for canvas in canvases(board):
        lab.show(canvas)
        box = canvas.bounding_box()
        before = int(board.get_attribute("data-draws"))
        for share in (0.15, 0.35, 0.55, 0.75, 0.95):
            lab.page.mouse.move(box["x"] + share * box["width"], box["y"] + share * box["height"])
            lab.settle(2)
        assert int(board.get_attribute("data-draws")) > before
        assert board.locator(".cnnkit-arithmetic").inner_text().strip()
    assert board.get_attribute("data-seq") == seq


def test_every_panel_answers_the_arrow_keys_and_says_so(lab, board):
    for canvas in canvases(board):
        lab.show(canvas)
        assert canvas.get_attribute("tabindex") == "0"
        assert canvas.get_attribute("role")
        canvas.focus()
        labels = set()
        for key in ("PageUp", "Home"):
            lab.page.keyboard.press(key)
        lab.settle(2)
        labels.add(canvas.get_attribute("aria-label"))
        for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowRight", "End", "PageDown"):
            lab.page.keyboard.press(key)
            lab.settle(2)
            labels.add(canvas.get_attribute("aria-label"))
        assert len(labels) > 1, labels


def test_every_control_that_python_holds_is_there(lab, board):
    ask = f"print(json.dumps([one.name for one in boards[{board.index}]._shown.controls]))"
    held = json.loads(lab.run_code(ask))
    named = board.locator("[data-control]")
    found = named.evaluate_all("(all) => all.map((one) => one.dataset.control)")
    assert set(held) <= set(found)


def test_every_control_has_a_label(board):
    names = board.evaluate(
        """(root) => [...root.querySelectorAll('select, input, button')]
             .filter((one) => one.getClientRects().length)
             .map((one) => [one.dataset.control ?? one.className,
               one.labels?.[0]?.innerText || one.getAttribute('aria-label') || one.innerText])"""
    )
    assert names
    assert all(text and text.strip() for _, text in names), names
    assert len(board.get_attribute("aria-label")) > 30


def test_no_key_on_a_control_or_panel_reaches_the_notebook(lab, board):
    cells = lab.cell_sources()
    targets = [
        one
        for one in board.locator("select, input, button, canvas[tabindex]").element_handles()
        if one.is_visible() and one.is_enabled()
    ]
    assert targets
    for target in targets:
        if not target.is_visible():
            continue  # a letter in a list has chosen something without it
        lab.show(target)
        target.focus()
        for key in ("a", "b", "x", "m", "y"):
            lab.page.keyboard.press(key)
        lab.page.keyboard.press("Escape")
        for _ in range(2 * (target.evaluate("(one) => one.localName") == "select")):
            lab.run_code("pass")  # what was chosen is on the board: one edit flew, one waited
        lab.settle()
    lab.page.wait_for_timeout(300)
    assert lab.cell_sources() == cells


def test_axe_finds_nothing(lab, board, node_modules):
    """Labels, roles and contrast by the rules of WCAG, as far as a program can judge them."""
    if not lab.page.evaluate("() => Boolean(window.axe)"):
        lab.page.add_script_tag(path=node_modules / "axe-core" / "axe.min.js")
    try:
        for theme in ("dark", "light"):
            lab.set_theme(theme)
            lab.show(board)
            found = board.evaluate(
                """async (root) => (await axe.run(root)).violations.map((one) =>
                     `${one.id}: ${one.help}; ${one.nodes[0].html.slice(0, 120)}`)"""
            )
            assert found == [], theme
    finally:
        lab.set_theme("light")


def answered(lab, board, act, what):
    """Do something and wait for the scene that Python sends back."""
    seq = int(board.get_attribute("data-seq"))
    act()
    lab.wait_until(
        lambda: int(board.get_attribute("data-seq")) > seq, f"{what} brought no new scene"
    )
    lab.settle()


def assert_painted(lab, board):
    """Every panel shows the numbers that Python holds."""
    held = json.loads(lab.run_code(HELD.format(board.index)))
    assert held
    for panel, values in held.items():
        values = np.array(values, np.float32)
        np.testing.assert_array_equal(painted(board, panel, values.shape), values, err_msg=panel)


def controls(board, selector):
    """The controls that can be seen, by name."""
    names = board.locator(selector).evaluate_all(
        "(all) => all.filter((one) => one.getClientRects().length && !one.disabled"
        " && one.getAttribute('aria-disabled') !== 'true')"
        ".map((one) => one.dataset.control)"
    )
    return {name: board.locator(f'[data-control="{name}"]:visible') for name in names}


def room(lab):
    """Pixels between JupyterLab's own bars."""
    return lab.evaluate("() => nb.content.node.getBoundingClientRect().height")


def below(choices, index):
    return choices.locator("option").nth(index + 1).get_attribute("value")


def test_every_choice_can_be_made_with_the_keyboard(lab, board):
    """Each option of each list: painted, as Python holds it, on one screen, and no error."""
    for name, choices in controls(board, "select[data-control]:not([data-control=speed])").items():
        lab.show(board)
        first = choices.input_value()
        count = choices.locator("option").count()
        choices.focus()
        for key in ["ArrowUp"] * count + ["ArrowDown"] * count:
            index = choices.evaluate("(list) => list.selectedIndex")
            if index == (0 if key == "ArrowUp" else count - 1):
                continue
            if key == "ArrowDown" and below(choices, index) == "custom":
                break  # not to be chosen, only to be reached by editing
            answered(lab, board, functools.partial(lab.page.keyboard.press, key), name)
            assert board.get_attribute("data-error") is None
            assert_painted(lab, board)
            assert board.bounding_box()["height"] <= room(lab), f"{name}: choice {index}"
        if choices.input_value() != first:
            restore = functools.partial(choices.select_option, first)
            answered(lab, board, restore, name)


def test_every_number_field_takes_its_range_and_refuses_the_rest(lab, board):
    for name, field in controls(board, "input[type=number][data-control]").items():
        lab.show(board)
        first = field.input_value()
        low, high = (int(field.get_attribute(end)) for end in ("min", "max"))

        def enter(value, field=field):
            field.click()
            field.press("ControlOrMeta+a")
            field.press_sequentially(str(value))
            field.press("Enter")

        for wrong in (low - 1, high + 1, f"{low}.5"):
            answered(lab, board, functools.partial(enter, wrong), f"{name} {wrong}")
            assert board.get_attribute("data-error"), f"{name} took {wrong}"
            assert field.input_value() == first
        for right in sorted({low, high} - {int(first)}):
            before = field.input_value()
            answered(lab, board, functools.partial(enter, right), f"{name} {right}")
            # A setting may be impossible together with the others; then a sentence says so.
            refused = board.get_attribute("data-error")
            assert field.input_value() == (before if refused else str(right))
            assert_painted(lab, board)
        if field.input_value() != first:
            answered(lab, board, functools.partial(enter, first), name)
        assert board.get_attribute("data-error") is None


def test_every_button_can_be_pressed_with_mouse_and_keyboard(lab, board):
    for button in controls(board, "button[data-control]:not([data-control=upload])").values():
        lab.show(board)
        draws = int(board.get_attribute("data-draws"))
        button.click()
        button.focus()
        lab.page.keyboard.press("Space")
        lab.wait_until(
            lambda draws=draws: int(board.get_attribute("data-draws")) > draws, "nothing happened"
        )
    lab.page.wait_for_timeout(200)
    assert board.get_attribute("data-error") is None


def test_fits_one_screen_of_a_projector(lab, board):
    """At 1280×720, with JupyterLab's own bars and the file browser, no scrolling inside."""
    lab.show(board)
    assert board.bounding_box()["height"] <= room(lab)


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (800, 600)])
def test_nothing_sticks_out(lab, board, size, screenshots):
    lab.set_size(*size)
    try:
        lab.show(board)
        outside = board.evaluate(
            """(root) => {
              const box = root.getBoundingClientRect();
              return [...root.querySelectorAll('canvas, select, input, button, label, div')]
                .filter((one) => one.getClientRects().length && !one.closest('.cnnkit-live'))
                .filter((one) => one.getBoundingClientRect().right > box.right + 1)
                .map((one) => one.className || one.dataset.control || one.tagName);
            }"""
        )
        name = EXPLORERS[board.index].partition("(")[0]
        for theme in ("light", "dark") if size == (1280, 720) else ("light",):
            lab.set_theme(theme)
            lab.screenshot(screenshots / f"{name}-{theme}-{size[0]}x{size[1]}.png", board)
        assert outside == []
    finally:
        lab.set_theme("light")
        lab.set_size(1280, 720)
