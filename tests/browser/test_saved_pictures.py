"""What is taken away from a board: its code on the clipboard, its picture in a file."""

import io
import json
import re

import numpy as np
import pytest
from PIL import Image

from cnnkit.widgets import FilterExplorer, SoftmaxExplorer

from .board_page import BoardPage, packed

CELLS = ("from cnnkit.widgets import FilterExplorer\nexplorer = FilterExplorer()\nexplorer",)


@pytest.fixture(scope="module")
def lab(run_cells):
    """A board that the kernel calls `explorer`, on a page that may use the clipboard."""
    page = run_cells(*CELLS)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


@pytest.fixture(scope="module")
def saved(chromium):
    """Two explorers on a page without a kernel, which may not write the clipboard."""
    boards = [packed("FilterExplorer", FilterExplorer(position=(2, 3))),
              packed("SoftmaxExplorer", SoftmaxExplorer())]  # fmt: skip
    with BoardPage(chromium, boards) as page:
        yield page


def downloaded(page, button):
    """Press a button; return the name and the bytes of the file that comes."""
    with page.expect_download() as coming:
        button.click()
    with open(coming.value.path(), "rb") as file:
        return coming.value.suggested_filename, file.read()


def copied(lab, board):
    """Press Copy code; return what is on the clipboard."""
    lab.page.evaluate("() => navigator.clipboard.writeText('')")
    board.locator("[data-action=copy]").click()
    read = "() => navigator.clipboard.readText()"
    return lab.wait_until(lambda: lab.page.evaluate(read), "nothing was copied")


def scene_of(lab, code):
    """What a cell with this code shows, but for its number, and its cursor."""
    *before, line = code.split("\n")
    ask = "\n".join([
        *before, f"found = {line}",
        "shown = {k: v for k, v in found.scene.items() if k not in ('seq', 'ack')}",
        "print(repr((shown, found.cursor)))",
    ])  # fmt: skip
    return lab.run_code(ask)


def test_the_line_on_the_clipboard_gives_what_is_on_the_screen(lab):
    board = lab.board()
    lab.run_code("explorer.set(kernel=[[1, 2], [0, 0.5]], stride=2)")
    rect = board.evaluate("(root) => root.cnnkit.rect('map', 0, 1, 2)")
    lab.page.mouse.move(rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2)
    lab.settle()
    code = copied(lab, board)
    assert code == (
        "from cnnkit.widgets import FilterExplorer\n"
        "FilterExplorer(kernel=[[1, 2], [0, 0.5]], stride=2, position=(1, 2))"
    )
    lab.wait_until(lambda: lab.run_code("print(explorer.position)").strip() == "(1, 2)", "moved")
    assert scene_of(lab, code) == scene_of(lab, "\nexplorer")
    assert board.locator(".cnnkit-said").inner_text().startswith("Copied")


def test_an_edit_of_the_moment_before_is_in_the_line(lab):
    board = lab.board()
    lab.run_code("explorer.set(kernel='crossing', stride=1)")
    board.locator("[data-control=padding]").fill("2")
    board.locator("[data-control=padding]").press("Enter")
    lab.wait_until(lambda: "padding=2" in copied(lab, board), "the padding is not in the line")


def test_a_picture_of_ones_own_is_written_beside_the_notebook(lab):
    board = lab.board()
    lab.run_code("import numpy as np; explorer.image = np.linspace(0, 1, 900).reshape(30, 30)")
    lab.settle(6)
    code = copied(lab, board)
    assert 'image=kept("filter_explorer.npz", "image")' in code
    found = lab.run_code(
        "import os; print(os.path.exists('filter_explorer.npz'))\n"
        f"{code.splitlines()[0]}\nprint(np.array_equal({code.splitlines()[1]}.picture, "
        "explorer.picture))"
    )
    assert found.split() == ["True", "True"]
    lab.run_code("explorer.image = 'X'")


def test_an_svg_comes_from_python(lab):
    name, content = downloaded(lab.page, lab.board().locator("[data-action=svg]"))
    assert name == "filter_explorer.svg"
    assert re.match(rb"<\?xml.*<svg", content, re.DOTALL)
    assert b"Kernel" in content or b"<path" in content


def test_a_png_comes_from_the_page_as_large_as_its_panels(saved):
    board = saved.board("FilterExplorer")
    name, content = downloaded(saved.page, board.locator("[data-action=png]"))
    assert name == "filter_explorer.png"
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
    stage = board.locator(".cnnkit-stage").first.bounding_box()
    assert pixels.shape[1] > 1.5 * stage["width"]
    assert pixels.shape[0] > 2 * stage["height"]
    assert (pixels == (0xE0, 0x82, 0x14)).all(axis=2).sum() > 500  # orange cells
    ink = (pixels.astype(int).sum(axis=2) < 300).any(axis=1)
    assert ink[-60:].any()  # the arithmetic below the panels


def test_a_png_says_below_all_else_what_is_set(saved):
    board = saved.board("FilterExplorer")
    _, content = downloaded(saved.page, board.locator("[data-action=png]"))
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("L"))
    ends = board.evaluate(
        """(root) => {
          const words = document.createRange();
          words.selectNodeContents(root.querySelector('.cnnkit-arithmetic'));
          const top = root.querySelector('.cnnkit-title').getBoundingClientRect().top;
          return words.getBoundingClientRect().bottom - top;
        }"""
    )
    inked = np.flatnonzero((pixels < 150).any(axis=1)) / 2  # two pixels for one of the page
    said = inked[inked > 12 + ends]
    assert 6 < np.ptp(said) < 17  # one line
    wide = np.ptp(np.flatnonzero((pixels[int(2 * said[0]) :] < 150).any(axis=0))) / 2
    assert wide > 350  # Picture X; Kernel \\; Size 3; Stride 1; Padding 0; Score mean of products


def test_where_the_clipboard_is_closed_the_line_stands_there_selected(saved):
    board = saved.board("FilterExplorer")
    board.locator("[data-action=copy]").click()
    field = board.locator(".cnnkit-code")
    field.wait_for()
    assert field.input_value().endswith("\nFilterExplorer(position=(2, 3))")
    chosen = field.evaluate("(one) => one.value.slice(one.selectionStart, one.selectionEnd)")
    assert chosen == field.input_value()
    assert field.evaluate("(one) => one === document.activeElement")
    saved.page.keyboard.press("Escape")
    assert not field.is_visible()
    assert board.locator("[data-action=copy]").evaluate("(one) => one === document.activeElement")


def test_an_svg_without_a_kernel_is_a_sentence(saved):
    board = saved.board("SoftmaxExplorer")
    board.locator("[data-action=svg]").click()
    message = board.locator(".cnnkit-message")
    message.filter(has_text="An SVG is drawn by Python").wait_for()
    assert "Save PNG needs no Python" in message.inner_text()


def test_the_foot_is_reached_and_used_with_the_keyboard_alone(saved):
    board = saved.board("SoftmaxExplorer")
    board.locator(".cnnkit-panel canvas").last.focus()
    names = []
    for _ in range(4):
        saved.page.keyboard.press("Tab")
        names.append(saved.page.evaluate("() => document.activeElement.dataset.action"))
    assert names[:3] == ["copy", "png", "svg"], json.dumps(names)
    board.locator("[data-action=copy]").focus()
    saved.page.keyboard.press("Enter")
    board.locator(".cnnkit-code").wait_for()
    ring = board.locator(".cnnkit-code").evaluate("(one) => getComputedStyle(one).outlineWidth")
    assert ring == "3px"
