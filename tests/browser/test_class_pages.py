"""The two pages of a class in a browser: what a teacher projects, and what it watches with."""

import re
import threading

import pytest

from cnnkit.classroom import contents, student_answers, watch
from cnnkit.classroom.report_page import page_of
from cnnkit.classroom.tally import tally
from tests.helpers import classes

NAMES = re.compile(rf"\b(?:{'|'.join(classes.FIVE)})\b", re.I)  # Adam is an optimiser
BLUR = "lesson02.blur"


@pytest.fixture(scope="module")
def course():
    return contents.contents()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return classes.write_five(tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def address(folder, course):
    """Where the page for watching is served."""
    with watch.server(watch.Watch(folder, course, every=0)) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}/"
        running.shutdown()
        thread.join()


@pytest.fixture
def open_page(chromium):
    """A function that opens an address; what the page asks others for, or complains of, fails."""
    context = chromium.browser.new_context(
        viewport={"width": 1280, "height": 720}, reduced_motion="reduce"
    )
    page, foreign, wrong = context.new_page(), [], []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: message.type == "error" and wrong.append(message.text))

    def opened(url):
        own = re.compile(f"{re.escape(url)}|data:|about:")
        page.on("request", lambda asked: own.match(asked.url) or foreign.append(asked.url))
        page.goto(url)
        return page

    yield opened
    context.close()
    assert (foreign, wrong) == ([], [])


@pytest.fixture
def told(open_page, folder, course, tmp_path):
    """The page that `cnnkit class --html` writes."""
    path = tmp_path / "class.html"
    path.write_text(
        page_of(tally(student_answers.read_class(folder), course), course), encoding="utf-8"
    )
    return open_page(path.as_uri())


@pytest.fixture
def watched(open_page, address):
    """The page of `cnnkit class --watch`, on the question that most have answered."""
    page = open_page(address)
    page.locator("#bars li").first.wait_for()
    return page


def fits(page):
    """Whether nothing goes beyond the page's width."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def text_of(page):
    return page.locator("body").inner_text()


def colours(page):
    """The lightness of the page's ink and of its paper, 0 to 255."""
    found = page.evaluate(
        "[getComputedStyle(document.documentElement).color,"
        " getComputedStyle(document.documentElement).backgroundColor]"
    )
    return [max(map(int, re.findall(r"\d+", it)[:3])) for it in found]


def test_the_report_shows_misconceptions_and_no_name(told, screenshots):
    text = text_of(told)
    assert "3 of 5 made this mistake, 2 not past it yet." in text and not NAMES.search(text)
    assert "it becomes a ramp of greys" in text and fits(told)
    told.screenshot(path=str(screenshots / "class.png"))


def test_the_arrows_walk_through_the_report(told):
    cards = told.locator("article").count()
    for key, at in [("ArrowRight", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0)]:
        told.keyboard.press(key)
        focused = "[...document.querySelectorAll('article')].indexOf(document.activeElement)"
        assert told.evaluate(focused) == at
    assert cards > 2
    for _ in range(cards + 1):
        told.keyboard.press("PageDown")
    assert told.evaluate(focused) == cards - 1


@pytest.mark.parametrize("page", ["told", "watched"])
def test_t_and_the_button_make_it_dark_and_light_again(page, request):
    page = request.getfixturevalue(page)
    ink, paper = colours(page)
    assert ink < 60 and paper > 200
    page.keyboard.press("t")
    ink, paper = colours(page)
    assert ink > 200 and paper < 60 and fits(page)
    page.locator("#theme").click()
    assert colours(page)[1] > 200


def test_while_the_class_answers_only_counts_are_seen(watched, screenshots):
    text = text_of(watched)
    assert "4 of 5 have predicted, 1 had the answer shown" in text
    assert re.search(r"it moves\s+3", text) and not NAMES.search(text)
    assert "✓" not in text and not watched.locator("#explanation").is_visible()
    assert fits(watched)
    watched.screenshot(path=str(screenshots / "watch.png"))


@pytest.mark.parametrize("how", ["click", "key"])
def test_the_teacher_opens_the_answer_and_closes_it(watched, course, how, screenshots):
    def turn():
        return watched.locator("#open").click() if how == "click" else watched.keyboard.press("o")

    turn()
    watched.locator("#explanation:visible").wait_for()
    right = watched.locator("#bars li.right")
    assert course.questions[BLUR].right in right.inner_text() and "✓" in right.inner_text()
    assert watched.locator("#open").get_attribute("aria-pressed") == "true" and fits(watched)
    watched.screenshot(path=str(screenshots / f"watch_open_{how}.png"))
    turn()
    watched.locator("#bars.closed").wait_for()
    assert "✓" not in text_of(watched) and not watched.locator("#explanation").is_visible()


def test_another_question_is_closed_again(watched, course):
    watched.keyboard.press("o")
    watched.locator("#explanation:visible").wait_for()
    watched.keyboard.press("ArrowRight")
    watched.locator("#bars.closed").wait_for(state="attached")
    keys = list(course.questions)
    assert watched.locator("#question").input_value() == keys[keys.index(BLUR) + 1]
    watched.locator("#question").select_option(BLUR)
    watched.locator("#bars.closed li").first.wait_for()
    assert not watched.locator("#explanation").is_visible()


def test_an_answer_given_meanwhile_is_drawn(watched, folder):
    new = folder / "submitted" / "new"
    path = classes.put(new, {"predictions": {BLUR: "it becomes black"}})
    watched.get_by_text("5 of 6 have predicted").wait_for(timeout=60_000)
    path.unlink()


def test_a_slow_answer_is_waited_for_before_another_is_asked(watched):
    watched.clock.install()
    watched.reload()
    watched.locator("#bars li").first.wait_for()
    held = []
    watched.context.route("**/question/*", lambda route: held.append(route))
    for _ in range(10):
        watched.clock.run_for(2000)
    assert len(held) == 1  # an older answer is not drawn: were more asked for, none would be


def test_a_small_screen_needs_no_scrolling_sideways(watched):
    watched.set_viewport_size({"width": 640, "height": 360})
    watched.keyboard.press("o")
    watched.locator("#explanation:visible").wait_for()
    assert fits(watched)
