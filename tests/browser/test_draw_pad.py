"""Drawing as a person does it: by mouse, by finger, by keyboard, while Python is busy."""

import json

import numpy as np
import pytest

SEVEN = [(12, 16), (12, 46), (56, 26)]
CODE = """
import json, time
from cnnkit.widgets import DrawPad
pad = DrawPad()
pad
"""


class Pad:
    """One DrawPad in an open notebook, whose kernel calls it `pad`."""

    def __init__(self, lab):
        self.lab, self.page = lab, lab.page
        self.root = lab.board()

    def at(self, row, col):
        rect = self.root.evaluate("(root, at) => root.cnnkit.rect('pad', 0, ...at)", [row, col])
        return rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2

    def shown(self):
        """What is on the screen, shape (64, 64)."""
        values = self.root.evaluate(
            """(root) => Array.from({length: 4096},
                 (_, i) => root.cnnkit.cell('pad', 0, Math.floor(i / 64), i % 64))"""
        )
        return np.array(values, np.float32).reshape(64, 64)

    def held(self):
        """What Python holds."""
        return np.array(json.loads(self.lab.run_code("print(json.dumps(pad.drawing.tolist()))")))

    def answer(self):
        return self.lab.run_code("print(pad.answer)").strip()

    def title(self):
        return self.root.locator('[data-panel="answer"] figcaption').inner_text()

    def arrived(self):
        """Wait until Python holds what the screen shows."""
        self.lab.wait_until(
            lambda: np.array_equal(self.shown(), self.held().astype(np.float32)),
            "screen and Python differ",
        )

    def stroke(self, places, button="left", steps=6):
        self.page.mouse.move(*self.at(*places[0]))
        self.page.mouse.down(button=button)
        for place in places[1:]:
            self.page.mouse.move(*self.at(*place), steps=steps)
        self.page.mouse.up(button=button)
        self.lab.settle()

    def clear(self):
        self.lab.show(self.root)
        self.root.locator('[data-control="clear"]').click()
        self.lab.wait_until(lambda: not self.shown().any(), "the paper is not cleared")

    @property
    def canvas(self):
        return self.root.locator('[data-panel="pad"] canvas')


@pytest.fixture(scope="module")
def opened(run_cells):
    return Pad(run_cells(CODE, touch=True))


@pytest.fixture
def pad(opened):
    """The pad with empty paper; errors in console or kernel fail the test that made them."""
    with opened.lab.no_new_problems():
        opened.lab.run_code("pad.set(tool='draw', pen=5, layer='0')")
        opened.clear()
        yield opened


def connected(page):
    """Whether all ink hangs together."""
    ink = {tuple(place) for place in np.argwhere(page > 0.5)}
    waiting = [next(iter(ink))]
    ink.discard(waiting[0])
    while waiting:
        row, col = waiting.pop()
        for place in [(row + i, col + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
            if place in ink:
                ink.discard(place)
                waiting.append(place)
    return not ink


def keep_busy(pad, seconds):
    """Have Python answer nothing for some seconds; return as soon as they begin.

    A cell that only sleeps is not enough: edits arrive in a thread of their own.
    """
    pad.lab.evaluate(
        """(seconds) => new Promise((begun) => {
             const code = `with pad._lock: print('begun', flush=True); time.sleep(${seconds})`;
             nb.sessionContext.session.kernel.requestExecute({code, store_history: false})
               .onIOPub = ({header}) => { if (header.msg_type === 'stream') begun(); };
           })""",
        seconds,
    )


def test_a_seven_by_mouse_is_read(pad):
    assert "No answer" in pad.title()
    pad.stroke(SEVEN)
    pad.arrived()
    assert pad.answer() == "7"
    pad.lab.wait_until(lambda: pad.title() == "It says 7", pad.title())
    assert "reads 7" in pad.root.get_attribute("aria-label")


def test_a_fast_stroke_has_no_gaps(pad):
    pad.stroke([(6, 6), (58, 58), (6, 58)], steps=1)
    assert connected(pad.shown())
    assert (pad.shown().max(axis=1)[6:58] == 1).all()
    pad.arrived()


def test_ink_shows_before_python_answers(pad):
    pad.arrived()  # the answer to the empty paper is no answer to the ink
    pad.lab.settle()
    keep_busy(pad, seconds=2)
    seq = pad.root.get_attribute("data-seq")
    pad.page.mouse.move(*pad.at(30, 30))
    pad.page.mouse.down()
    pad.lab.settle(2)
    try:
        assert pad.shown()[30, 30] == 1
        assert pad.root.get_attribute("data-seq") == seq, "Python has answered meanwhile"
    finally:
        pad.page.mouse.up()
    pad.arrived()


def test_nothing_is_lost_while_the_kernel_is_busy(pad):
    """Strokes while a cell runs, longer than the board waits for an answer."""
    keep_busy(pad, seconds=4)
    pad.stroke([(10, 10), (10, 50)])
    pad.stroke([(30, 10), (30, 50)])
    pad.page.wait_for_timeout(300)
    pad.stroke([(50, 10), (50, 50)])
    shown = pad.shown()
    assert all(shown[row, 12:48].all() for row in (10, 30, 50))
    pad.arrived()
    assert (pad.held() > 0).sum() >= (shown > 0).sum()


def test_a_scene_in_the_middle_of_a_stroke_takes_nothing_away(pad):
    pad.page.mouse.move(*pad.at(10, 10))
    pad.page.mouse.down()
    pad.page.mouse.move(*pad.at(10, 30), steps=4)
    pad.lab.run_code("pad.layer = '2'")
    pad.page.mouse.move(*pad.at(40, 30), steps=4)
    pad.page.mouse.up()
    pad.lab.settle()
    shown = pad.shown()
    assert shown[10, 12:28].all()
    assert shown[12:38, 30].all()
    pad.arrived()


def test_the_right_button_erases_and_opens_no_menu(pad):
    pad.stroke([(20, 10), (20, 50)])
    pad.arrived()
    pad.stroke([(10, 30), (30, 30)], button="right")
    assert pad.shown()[20, 30] == 0
    assert pad.shown()[20, 15] == 1
    assert pad.page.locator(".lm-Menu:visible").count() == 0
    pad.arrived()


def test_the_eraser_is_a_tool_too(pad):
    pad.stroke([(20, 10), (20, 50)])
    tool = pad.root.locator('[data-control="tool"]')
    tool.select_option("erase")
    pad.lab.wait_until(lambda: pad.lab.run_code("print(pad.tool)").strip() == "erase", "no eraser")
    pad.lab.settle()
    pad.stroke([(10, 30), (30, 30)])
    assert pad.shown()[20, 30] == 0
    pad.arrived()


def test_clear_gives_a_new_sheet(pad):
    pad.stroke(SEVEN)
    pad.arrived()
    pad.clear()
    pad.arrived()
    assert pad.answer() == "None"
    assert "No answer" in pad.title()


def test_clear_right_after_a_stroke_clears_it(pad):
    pad.stroke([(10, 10), (50, 50)])
    pad.root.locator('[data-control="clear"]').click()
    pad.lab.wait_until(lambda: pad.answer() == "None", "the stroke is still there")
    pad.arrived()
    assert not pad.held().any()


def test_a_digit_by_keyboard_is_read(pad):
    pad.canvas.focus()
    for key in ("PageUp", "Home"):
        pad.page.keyboard.press(key)
    for key, count in (("ArrowDown", 10), ("ArrowRight", 16)):
        for _ in range(count):
            pad.page.keyboard.press(key)
    assert not pad.shown().any()
    for key, count in (("ArrowRight", 30), ("ArrowDown", 44)):
        for _ in range(count):
            pad.page.keyboard.press(f"Shift+{key}")
    pad.lab.settle()
    assert pad.shown()[10, 20:44].all()
    pad.arrived()
    assert pad.answer() in ("7", "9")


def test_space_paints_and_delete_erases(pad):
    pad.canvas.focus()
    for key in ("PageUp", "Home", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "Space"):
        pad.page.keyboard.press(key)
    pad.lab.settle()
    assert pad.shown()[2, 2] == 1
    assert "row 2, column 2: 1" in pad.canvas.get_attribute("aria-label")
    assert "Space paints" in pad.canvas.get_attribute("aria-label")
    pad.arrived()
    pad.page.keyboard.press("Delete")
    pad.lab.settle()
    assert pad.shown()[2, 2] == 0
    pad.page.keyboard.press("Enter")
    pad.page.keyboard.press("Backspace")
    pad.lab.settle()
    assert pad.shown()[2, 2] == 0
    pad.arrived()
    pad.page.keyboard.press("Tab")
    assert pad.canvas.evaluate("(canvas) => document.activeElement !== canvas")


def test_a_finger_draws_and_does_not_scroll(pad):
    session = pad.page.context.new_cdp_session(pad.page)
    top = pad.lab.evaluate("() => nb.content.node.scrollTop")
    points = [pad.at(row, col) for row, col in [(50, 30), (30, 30), (10, 30)]]

    def touch(kind, places):
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]},
        )

    touch("touchStart", points[:1])
    for point in points[1:]:
        touch("touchMove", [point])
        pad.lab.settle(1)
    touch("touchEnd", [])
    pad.lab.settle()
    assert (pad.shown()[10:51, 30] == 1).all()
    assert pad.lab.evaluate("() => nb.content.node.scrollTop") == top
    assert pad.canvas.evaluate("(canvas) => getComputedStyle(canvas).touchAction") == "none"
    pad.arrived()
    assert pad.answer() == "1"


def test_two_fingers_draw_two_strokes(pad):
    session = pad.page.context.new_cdp_session(pad.page)
    left, right = ([pad.at(row, col) for row in (15, 30, 45)] for col in (15, 45))
    for kind, i in (("touchStart", 0), ("touchMove", 1), ("touchMove", 2)):
        points = [{"x": p[i][0], "y": p[i][1], "id": k} for k, p in enumerate((left, right))]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        pad.lab.settle(1)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    pad.lab.settle()
    shown = pad.shown()
    assert (shown[15:46, 15] == 1).all()
    assert (shown[15:46, 45] == 1).all()
    assert not shown[:, 25:35].any()
    pad.arrived()


def test_a_stroke_may_leave_the_paper_and_come_back(pad):
    x, y = pad.at(0, 30)
    pad.page.mouse.move(*pad.at(30, 30))
    pad.page.mouse.down()
    pad.page.mouse.move(x, y - 40, steps=3)
    pad.page.mouse.move(*pad.at(30, 50), steps=3)
    pad.page.mouse.up()
    pad.lab.settle()
    assert pad.shown()[:30, 30].all()
    assert pad.shown()[0].any()
    pad.arrived()


def test_a_cell_can_draw(pad):
    pad.lab.run_code(
        "from cnnkit.data import draw_strokes\n"
        "pad.drawing = draw_strokes([[(0.12, 0.24), (0.12, 0.74), (0.9, 0.42)]])"
    )
    pad.lab.wait_until(lambda: pad.title() == "It says 7", "the answer did not follow")
    pad.arrived()


def test_the_pen_of_the_panel_is_used(pad):
    widths = []
    for pen in ("3", "8"):
        pad.root.locator('[data-control="pen"]').select_option(pen)
        pad.lab.wait_until(
            lambda pen=pen: pad.lab.run_code("print(pad.pen)").strip() == f"{pen}.0", "no such pen"
        )
        pad.lab.settle()
        pad.stroke([(30, 10), (30, 50)])
        widths.append((pad.shown()[:, 30] >= 0.5).sum())
        pad.arrived()
        pad.clear()
    assert widths[0] in (3, 4)
    assert widths[1] in (7, 8, 9)  # a pixel more or less, as the pointer lies


def test_the_hint_is_on_empty_paper_only(pad):
    def bright():
        return pad.canvas.evaluate(
            """(canvas) => {
              const {width, height} = canvas;
              const data = canvas.getContext('2d')
                .getImageData(width * 0.3, height * 0.45, width * 0.4, height * 0.1).data;
              return data.some((value, i) => i % 4 === 1 && value > 100);
            }"""
        )

    pad.page.mouse.move(1, 1)
    pad.lab.settle()
    assert bright()
    pad.stroke([(5, 5), (5, 20)])
    assert not bright()
    pad.arrived()
