"""The FilterExplorer with the keyboard alone, and for people who do not see it."""

import numpy as np
import pytest

from cnnkit.matching import match_map

from .explorer import READY, ExplorerPage
from .harness import LabPage
from .notebooks import write

FOCUS = """() => {
  const one = document.activeElement;
  const board = one.closest('.cnnkit-board');
  if (!board) return null;
  if (one.matches('input.cnnkit-editor')) return 'editor';
  return one.dataset.control ?? one.closest('[data-panel]')?.dataset.panel;
}"""
STOPS = [
    "image",
    "upload",
    "preset",
    "negative",
    "back",
    "kernel_size",
    "stride",
    "padding",
    "scoring",
    "play",
    "step",
    "all",
    "speed",
]
PANELS = ["image", "kernel", "products", "map"]


@pytest.fixture(scope="module")
def page(run_cells):
    return ExplorerPage(run_cells(READY, "explorer"))


@pytest.fixture
def explorer(page):
    with page.lab.no_new_problems():
        page.reset()
        yield page


def focused(explorer):
    return explorer.page.evaluate(FOCUS)


def press(explorer, *keys):
    for key in keys:
        explorer.page.keyboard.press(key)
    explorer.lab.settle()


def test_tab_walks_from_the_notebook_through_every_control_and_panel_and_out_again(explorer):
    explorer.lab.evaluate(
        """() => {
          nb.content.activeCellIndex = 1;
          nb.content.mode = 'command';
          nb.content.activate();
        }"""
    )
    visited = []
    for _ in range(30):
        press(explorer, "Tab")
        where = focused(explorer)
        if where:
            visited.append(where)
        elif visited:
            break
    assert visited == STOPS + PANELS
    press(explorer, "Shift+Tab")
    assert focused(explorer) == "map"
    for expected in ["products", "kernel", "image", "speed"]:
        press(explorer, "Shift+Tab")
        assert focused(explorer) == expected


def test_the_whole_way_without_a_mouse(explorer):
    """Move the window, edit a number, choose a preset, change the stride, play, leave."""
    explorer.control("speed").focus()
    press(explorer, "Tab")
    assert focused(explorer) == "image"
    press(explorer, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight")
    assert explorer.cursor == ("map", 0, 3, 3)
    assert "÷ 9 = 0.56" in explorer.arithmetic
    press(explorer, "Tab", "ArrowRight", "ArrowDown")
    assert "row 1, column 1: 1" in explorer.label("kernel").lower()
    press(explorer, "Enter")
    assert focused(explorer) == "editor"
    explorer.page.keyboard.press("ControlOrMeta+a")
    explorer.page.keyboard.type("3")
    with explorer.answer():
        explorer.page.keyboard.press("Enter")
    assert focused(explorer) == "kernel"
    assert "row 1, column 1: 3" in explorer.label("kernel").lower()
    assert explorer.control("preset").input_value() == "custom"
    # Typing a digit opens the cell too; Escape takes it back.
    press(explorer, "5")
    assert explorer.root.locator("input.cnnkit-editor").input_value() == "5"
    press(explorer, "Escape")
    assert focused(explorer) == "kernel"
    assert explorer.painted("kernel")[0, 1, 1] == 3
    # The stride, with the arrow keys of a number field.
    explorer.control("stride").focus()
    with explorer.answer():
        press(explorer, "ArrowUp")
    assert explorer.painted("map").shape == (1, 4, 4)
    # A choice by typing its first letters.
    explorer.control("preset").focus()
    with explorer.answer():
        explorer.page.keyboard.type("cros")
    assert explorer.control("preset").input_value() == "crossing"
    explorer.control("play").focus()
    press(explorer, "Space")
    assert explorer.control("play").inner_text() == "Pause"
    press(explorer, "Space")
    assert explorer.control("play").inner_text() == "Play"


def test_every_arrow_key_redraws(explorer):
    explorer.canvas("map").focus()
    place = [0, 0]
    for key, (down, right) in {
        "ArrowRight": (0, 1),
        "ArrowDown": (1, 0),
        "ArrowLeft": (0, -1),
        "ArrowUp": (-1, 0),
    }.items():
        before = explorer.draws
        press(explorer, key)
        place = [place[0] + down, place[1] + right]
        assert explorer.cursor[2:] == tuple(place)
        assert explorer.draws > before


def test_keys_jump_to_the_ends_and_stop_at_the_border(explorer):
    explorer.canvas("map").focus()
    for key, place in [
        ("End", (0, 6)),
        ("ArrowRight", (0, 6)),
        ("PageDown", (6, 6)),
        ("ArrowDown", (6, 6)),
        ("Home", (6, 0)),
        ("PageUp", (0, 0)),
        ("ArrowUp", (0, 0)),
    ]:
        press(explorer, key)
        assert explorer.cursor[2:] == place, key


@pytest.mark.parametrize("where", STOPS + PANELS)
def test_no_key_reaches_the_notebook(explorer, where):
    cells = explorer.lab.cell_sources()
    target = explorer.canvas(where) if where in PANELS[1:] else explorer.control(where)
    target.focus()
    # Insert above and below, cut, delete, change to Markdown, merge: harmless only here.
    press(explorer, "a", "b", "x", "d", "d", "m", "y", "Shift+M", "z")
    explorer.page.wait_for_timeout(100)
    press(explorer, "Escape")
    assert explorer.lab.cell_sources() == cells


def test_every_control_has_a_label_and_every_button_a_text(explorer):
    names = explorer.root.evaluate(
        """(root) => [...root.querySelectorAll('select, input, button')]
             .filter((one) => one.type !== 'file') // a button stands for it
             .map((one) => [one.dataset.control,
               one.labels?.[0]?.innerText || one.getAttribute('aria-label')
              || one.innerText])"""
    )
    assert len(names) >= 10
    assert all(text and text.strip() for _, text in names), names
    assert explorer.root.get_attribute("role") == "group"
    assert len(explorer.root.get_attribute("aria-label")) > 40


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_says_what_it_is_and_follows_the_state(explorer, panel):
    canvas = explorer.canvas(panel)
    assert canvas.get_attribute("tabindex") == "0"
    assert canvas.get_attribute("role")
    before = explorer.label(panel)
    title = explorer.root.locator(f'[data-panel="{panel}"] figcaption').inner_text()
    assert title in before
    canvas.focus()
    press(explorer, "ArrowDown", "ArrowRight")
    assert explorer.label(panel) != before


def test_the_focus_can_be_seen_on_everything(explorer):
    for where in STOPS + PANELS:
        target = explorer.canvas(where) if where in PANELS[1:] else explorer.control(where)
        explorer.control("image").focus()
        # Focus that comes from a key press, as a keyboard's user gets it.
        explorer.page.keyboard.press("Shift")
        target.focus()
        style = target.evaluate(
            """(one) => {
              const style = getComputedStyle(one);
              return [one.matches(':focus-visible'), style.outlineStyle,
                      parseFloat(style.outlineWidth)];
            }"""
        )
        assert style[0], where
        assert style[1] != "none", where
        assert style[2] >= 2, where


def test_a_screen_reader_hears_where_the_window_rests_once(explorer):
    live = explorer.root.locator("[aria-live]")
    assert live.get_attribute("aria-live") == "polite"
    explorer.page.wait_for_timeout(700)
    explorer.root.evaluate(
        """(root) => {
          root.heard = [];
          new MutationObserver(() => root.heard.push(
            root.querySelector('[aria-live]').textContent))
            .observe(root.querySelector('[aria-live]'), {childList: true, characterData: true,
                                                         subtree: true});
        }"""
    )
    explorer.canvas("map").focus()
    press(explorer, *["ArrowRight"] * 5)
    explorer.page.wait_for_timeout(900)
    heard = explorer.root.evaluate("(root) => root.heard")
    # Said once, when the keys rest; not at every step.
    assert len(heard) == 1
    assert "row 0, column 5" in heard[0].lower()
    assert "−0.11" in heard[0]


def test_the_arithmetic_and_the_sentences_are_text(explorer):
    assert explorer.root.locator(".cnnkit-message").get_attribute("role") == "alert"
    explorer.canvas("map").focus()
    press(explorer, "End")
    score = match_map(explorer.painted("image")[0], explorer.painted("kernel")[0])[0, 6]
    text = explorer.root.locator(".cnnkit-arithmetic").inner_text()
    assert text.endswith(f"{score:.2f}")


def test_negative_numbers_are_told_apart_without_colour(explorer):
    """The two ends of the colours differ in lightness, in both themes."""
    for theme in ("light", "dark"):
        explorer.lab.set_theme(theme)
        try:
            ends = [
                explorer.root.evaluate(
                    "(root, name) => getComputedStyle(root).getPropertyValue(name).trim()",
                    f"--cnnkit-{name}",
                )
                for name in ("negative", "positive")
            ]
        finally:
            explorer.lab.set_theme("light")
        low, high = (luminance(end) for end in ends)
        assert abs(low - high) > 0.05


def luminance(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_a_finger_drags_the_window_and_does_not_scroll_the_page(server, chromium, tmp_path):
    notebook = write(tmp_path / "touch.ipynb", READY, "explorer")
    with LabPage(server, chromium, notebook, size=(1280, 720), touch=True) as lab:
        lab.run_all()
        explorer = ExplorerPage(lab)
        before = explorer.root.bounding_box()["y"]
        session = lab.context.new_cdp_session(lab.page)
        start, end = explorer.centre("image", 2, 2), explorer.centre("image", 6, 5)

        def touch(kind, points):
            session.send(
                "Input.dispatchTouchEvent",
                {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]},
            )

        touch("touchStart", [start])
        for share in np.linspace(0.1, 1, 10):
            touch("touchMove", [tuple(np.add(start, np.subtract(end, start) * share))])
        lab.settle()
        assert explorer.cursor == ("map", 0, 5, 4)
        touch("touchEnd", [])
        lab.settle()
        assert explorer.cursor == ("map", 0, 5, 4)
        assert explorer.root.bounding_box()["y"] == before
        assert lab.problems() == []
