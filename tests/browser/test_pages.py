"""`cnnkit export` in a browser without a network: explorers move, predictions work, slides fit."""

import os
import re

import nbformat
import pytest

from cnnkit.course import export
from tools import notebooks as build

from .notebooks import write

CELLS = [
    "from cnnkit import plots, xo\nfrom cnnkit.exercises import lesson01, predict\n"
    "from cnnkit.widgets import FilterExplorer, VoteExplorer, BackpropExplorer",
    "FilterExplorer()",
    "with predict(lesson01.questions.agreement):\n    print('held back')\n"
    "    plots.show_row(plots.Picture(xo.picture('X'), 'the X'))",
    "VoteExplorer()",
    "BackpropExplorer()",
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    path = write(folder / "lesson.ipynb", *CELLS)
    made = nbformat.read(path, as_version=4)
    kept = dict(os.environ)
    try:
        build.set_clean_environment(folder)
        build.execute(made, folder)
    finally:
        os.environ.clear()
        os.environ.update(kept)
    made.cells.insert(1, nbformat.v4.new_markdown_cell("# A lesson\n\nOf $x^2$."))
    made.cells.insert(
        4,
        nbformat.v4.new_markdown_cell(
            "## Another section\n\n" + "Words, and more of them.\n\n" * 40
        ),
    )
    return made


@pytest.fixture
def open_page(chromium, tmp_path):
    """A function that opens a page's text as a file, and the requests that it makes."""
    context = chromium.browser.new_context(viewport={"width": 1280, "height": 720})
    asked, wrong = [], []
    context.route(re.compile("^(?!file:|blob:|data:)"), lambda route: route.abort())
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))

    def open_text(text):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        page.goto(path.as_uri())
        return page

    open_text.foreign = lambda: [u for u in asked if not u.startswith(("file:", "blob:", "data:"))]
    open_text.wrong = wrong
    yield open_text
    context.close()


def test_a_page_can_be_touched_without_python(notebook, open_page, screenshots):
    page = open_page(export.page_of(notebook))
    for number in range(3):
        view = page.locator(".view:has(.cnnkit-hosted .cnnkit-page), .view:not(.cnnkit-has-live)")
        view.nth(number).scroll_into_view_if_needed()
        board = page.locator(".cnnkit-hosted .cnnkit-board").nth(number)
        board.wait_for()
        canvas = board.locator("[data-panel] canvas").first
        canvas.scroll_into_view_if_needed()
        page.wait_for_timeout(200)
        before = int(board.get_attribute("data-draws"))
        canvas.hover(position={"x": 20, "y": 20})
        canvas.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "([index, before]) => Number(document.querySelectorAll("
            "'.cnnkit-hosted .cnnkit-board')[index].dataset.draws) > before",
            arg=[number, before],
        )
        assert board.locator(".cnnkit-arithmetic").inner_text()
    assert page.locator("math").count() == 1
    page.screenshot(path=str(screenshots / "page.png"))
    assert open_page.foreign() == []
    assert open_page.wrong == []


def test_a_change_says_where_it_can_be_made(notebook, open_page):
    page = open_page(export.page_of(notebook))
    board = page.locator(".cnnkit-hosted .cnnkit-board").first
    board.locator('[data-control="preset"]').select_option("identity")
    page.wait_for_function("() => document.querySelector('.cnnkit-board').dataset.error")
    assert board.get_attribute("data-error").startswith("This page has no Python behind it")


def test_a_prediction_is_made_and_shows_what_it_held(notebook, open_page):
    page = open_page(export.page_of(notebook))
    box = page.locator(".cnnkit-predict")
    box.scroll_into_view_if_needed()
    assert not box.get_by_text("held back", exact=True).is_visible()
    box.locator("input").fill("55")
    box.get_by_role("button", name="Commit").click()
    box.get_by_text("held back", exact=True).wait_for()
    assert box.locator("img").get_attribute("alt")
    assert "✓" in box.inner_text()


def test_what_is_printed_are_the_pictures(notebook, open_page):
    page = open_page(export.page_of(notebook))
    page.locator(".cnnkit-hosted .cnnkit-board").first.wait_for()
    still = page.locator(".cnnkit-has-live > .still").first
    assert not still.is_visible()
    page.emulate_media(media="print")
    assert still.is_visible()
    assert not page.locator(".cnnkit-hosted").first.is_visible()


def test_slides_are_at_most_720_high_and_live(notebook, open_page, screenshots):
    page = open_page(export.page_of(notebook, slides=True))
    page.locator("main[data-deck]").wait_for(timeout=20000)
    slides = page.locator(".slide")
    seen, boards = slides.count(), 0
    assert seen > 4
    for number in range(seen):
        slide = slides.nth(number)
        assert slide.is_visible()
        inner, outer = slide.evaluate("(one) => [one.scrollHeight, one.clientHeight]")
        assert inner <= outer <= 720
        boards += slide.locator(".cnnkit-board").count()
        page.locator("body").press("ArrowRight")
    assert boards == 3
    assert page.get_by_text(f"{seen} of {seen}").is_visible()
    page.screenshot(path=str(screenshots / "slides.png"))
    assert open_page.foreign() == []
    assert open_page.wrong == []
