"""The TrainingLab in JupyterLab: it trains while one does other things, and nothing hangs."""

import json

import numpy as np
import pytest

MAKE = """
import json, threading, time
import numpy as np
from cnnkit.widgets import TrainingLab

def state():
    return {"epochs": lab.training.epochs, "steps": lab.training.steps, "playing": lab.playing,
            "epoch": lab.epoch, "lr": lab.lr, "images": lab.images,
            "threads": sum(t.name == "cnnkit-trainer" for t in threading.enumerate())}

lab = TrainingLab()
lab
"""
RESTORED = """
from cnnkit import SGD, CrossEntropyLoss, fit, load_digits
from cnnkit.examples.digits import untrained_network
model, digits = untrained_network(rng=np.random.default_rng(2)), load_digits()
list(fit(model, *digits[:2], loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.05, momentum=0.9),
         epochs={epochs}, validation=digits[2:]))
pairs = zip(model.parameters().values(), lab.model.parameters().values(), strict=True)
print("same:", all(np.array_equal(a, b) for a, b in pairs))
"""


class Page:
    """A notebook with a TrainingLab in its first cell."""

    def __init__(self, lab):
        self.lab = lab
        self.lab.run_cell(0)
        self.board = lab.board()

    def state(self):
        # After a cell that failed, the kernel refuses for a moment what was asked meanwhile.
        ask = "print(json.dumps(state()))"
        return json.loads(self.lab.wait_until(lambda: self.lab.run_code(ask), "no answer"))

    def control(self, name):
        return self.board.locator(f'[data-control="{name}"]')

    def press(self, name):
        self.control(name).click()

    def seq(self):
        return int(self.board.get_attribute("data-seq"))

    def says(self, word):
        return self.control("playing").inner_text() == word

    def until(self, condition, message, **options):
        return self.lab.wait_until(condition, message, **options)

    def play(self):
        before = self.seq()
        self.press("playing")
        self.until(lambda: self.seq() > before + 5, "no views arrive while it trains")

    def play_on(self):
        """Play for longer than a test takes."""
        self.control("play_epochs").select_option("200")
        self.play()

    def paused(self):
        self.until(lambda: self.says("Play"), "it does not pause")
        steps = self.state()["steps"]
        self.lab.page.wait_for_timeout(250)
        state = self.state()
        assert state["steps"] == steps
        assert state["playing"] is False
        assert state["threads"] == 0
        return state


@pytest.fixture
def page(open_lab, write_notebook):
    return Page(open_lab(write_notebook(MAKE, "time.sleep(60)"), size=(1280, 720)))


def test_the_curve_grows_while_it_plays_and_stops_when_told(page):
    page.play_on()
    page.until(lambda: page.state()["epochs"] > 1, "no epoch is done")
    grown = "(root) => root.cnnkit.cell('loss', 0, 0, 1)"
    page.until(lambda: page.board.evaluate(grown) < 2, "no epoch is drawn")
    page.press("playing")
    state = page.paused()
    assert state["epochs"] >= 1
    assert "epochs: loss" in page.board.get_attribute("aria-label")


def test_it_ends_by_itself_with_the_numbers_of_fit(page):
    page.control("play_epochs").select_option("5")
    page.press("playing")
    page.until(lambda: page.state()["epochs"] == 5, "five epochs are not trained")
    page.paused()
    assert "same: True" in page.lab.run_code(RESTORED.format(epochs=5))


def test_step_epoch_and_reset(page):
    page.press("one step")
    page.until(lambda: page.state()["steps"] == 1, "no step")
    page.press("one epoch")
    page.until(lambda: page.state()["epochs"] == 1, "no epoch")
    page.paused()
    page.press("reset")
    page.until(lambda: page.state()["steps"] == 0, "no reset")
    assert page.control("reset").get_attribute("aria-disabled") == "true"


def test_a_setting_is_changed_while_it_plays_and_marked(page):
    page.play_on()
    for name, value in (("lr", "0.01"), ("batch_size", "32"), ("optimizer", "Adam")):
        page.control(name).select_option(value)
        page.lab.page.wait_for_timeout(200)
        assert page.control(name).input_value() == value
    assert page.says("Pause")
    page.press("playing")
    assert page.paused()["lr"] == 0.01
    marks = page.lab.run_code("print(lab.training.changes)")
    assert all(word in marks for word in ("'lr'", "'batch_size'", "'optimizer'"))


def test_the_pin_is_dragged_at_once_and_python_follows(page):
    page.lab.run_code("lab.run(epochs=4)")
    page.until(lambda: "4 epochs" in page.board.get_attribute("aria-label"), "no epochs")
    page.lab.show(page.board)
    canvas = page.board.locator('[data-panel="loss"] canvas')
    box = canvas.bounding_box()
    mouse = page.lab.page.mouse
    first = kernel(page, "kernels then")
    mouse.move(box["x"] + 45, box["y"] + 70)
    mouse.down()
    mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 70, steps=4)
    page.lab.settle()
    # The browser has the frames of all epochs: it shows them without being told.
    assert kernel(page, "kernels then") != first
    mouse.up()
    epoch = page.until(lambda: page.state()["epoch"], "Python does not follow")
    assert 0 < epoch < 4
    wanted = page.lab.run_code("print(lab.model_at(lab.epoch)[0].weight[0, 0, 0, 0].item())")
    assert np.float32(kernel(page, "kernels then")) == np.float32(wanted)
    assert page.control("continue").inner_text() == f"Continue from epoch {epoch}"
    page.press("continue")
    page.until(lambda: page.state()["epochs"] == epoch, "it does not go back")


def kernel(page, panel):
    return page.board.evaluate("(root, panel) => root.cnnkit.cell(panel, 0, 0, 0)", panel)


def test_the_keyboard_alone_trains_compares_and_goes_back(page):
    keyboard = page.lab.page.keyboard
    page.control("one epoch").focus()
    for epoch in (1, 2):
        keyboard.press("Space")
        page.until(lambda epoch=epoch: page.state()["epochs"] == epoch, "no epoch")
        page.paused()
    assert page.lab.page.evaluate("() => document.activeElement.dataset.control") == "one epoch"
    page.board.locator('[data-panel="loss"] canvas').focus()
    keyboard.press("End")
    page.until(lambda: page.state()["epoch"] == 2, "End does not lead to the last epoch")
    keyboard.press("ArrowLeft")
    page.until(lambda: page.state()["epoch"] == 1, "the arrow does not lead back")
    page.control("continue").focus()
    keyboard.press("Enter")
    page.until(lambda: page.state()["epochs"] == 1, "it does not go back")


def test_a_screen_reader_is_left_in_peace_while_it_plays(page):
    page.play_on()
    page.lab.page.wait_for_timeout(600)
    said = page.board.evaluate(
        """async (root) => {
          const said = [];
          const watch = new MutationObserver((all) => said.push(...all.map((one) =>
            one.target.textContent || one.target.getAttribute('aria-label'))));
          watch.observe(root.querySelector('.cnnkit-live'), {childList: true, subtree: true});
          watch.observe(root, {attributes: true, attributeFilter: ['aria-label']});
          await new Promise((done) => setTimeout(done, 1200));
          watch.disconnect();
          return [said, root.querySelector('.cnnkit-message').getAttribute('role')];
        }"""
    )
    assert page.says("Pause"), "the training ended before it could be listened to"
    assert said == [[], "none"]
    page.lab.run_code("lab.pause()")
    page.paused()


# -- nothing hangs


def test_an_interrupt_while_no_cell_runs_stops_it(page):
    page.play_on()
    page.lab.evaluate("async () => { await nb.sessionContext.session.kernel.interrupt(); }")
    page.until(lambda: page.state()["threads"] == 0, "the trainer did not end")
    page.lab.run_code("lab.pause()")
    page.paused()
    page.play()  # and it can be started again
    page.press("playing")
    page.paused()


def test_an_interrupt_of_a_cell_stops_it_too(page):
    page.lab.expect_problems = True
    page.play_on()
    page.lab.page.evaluate(
        """() => {
          const nb = window.jupyterapp.shell.currentWidget;
          nb.content.activeCellIndex = 1;
          window.jupyterapp.commands.execute('notebook:run-cell');
        }"""
    )
    before = page.seq()
    page.until(lambda: page.seq() > before + 5, "a running cell stops the views")
    page.lab.evaluate("async () => { await nb.sessionContext.session.kernel.interrupt(); }")
    page.until(lambda: "KeyboardInterrupt" in str(page.lab.cell_errors()), "the cell goes on")
    page.until(lambda: page.state()["threads"] == 0, "the trainer did not end")


def test_a_cell_that_trains_can_be_paused_from_the_board(page):
    page.lab.page.evaluate(
        """() => {
          const nb = window.jupyterapp.shell.currentWidget;
          nb.sessionContext.session.kernel.requestExecute({code: 'lab.run(epochs=500)'});
        }"""
    )
    page.until(lambda: page.says("Pause"), "the board does not tell that it trains")
    page.press("playing")
    page.paused()


def test_a_restart_while_it_plays_leaves_a_notebook_that_runs(page):
    page.lab.expect_problems = True  # edits of a kernel that is gone
    page.play_on()
    page.lab.restart_kernel()
    page.lab.run_cell(0)
    fresh = Page.__new__(Page)
    fresh.lab, fresh.board = page.lab, page.lab.board()
    assert fresh.state() == {"epochs": 0, "steps": 0, "playing": False, "epoch": 0, "lr": 0.05,
                             "images": "all", "threads": 0}  # fmt: skip
    fresh.play()
    fresh.press("playing")
    fresh.paused()


def test_running_the_cell_again_while_it_plays_leaves_one_trainer_at_most(page):
    page.play_on()
    page.lab.run_cell(0)
    page.board = page.lab.board()
    page.until(lambda: page.state()["threads"] == 0, "the first one trains on")
    page.play()
    assert page.state()["threads"] == 1
    page.press("playing")
    page.paused()


def test_closing_it_while_it_plays_stops_it(page):
    page.play_on()
    page.lab.run_code("lab.close()")
    page.until(lambda: page.state()["threads"] == 0, "it trains on")


# -- without a kernel


def test_a_stored_view_can_be_scrubbed_without_a_kernel(page):
    page.lab.expect_problems = True  # JupyterLab logs that the cursor cannot be told
    page.lab.run_code("lab.run(epochs=3)")
    page.until(lambda: "3 epochs" in page.board.get_attribute("aria-label"), "no epochs")
    start = kernel(page, "kernels then")
    page.lab.shut_down_kernel()
    page.board.locator('[data-panel="loss"] canvas').focus()
    page.lab.page.keyboard.press("End")
    page.lab.settle()
    assert kernel(page, "kernels then") != start
    assert kernel(page, "kernels then") == kernel(page, "kernels")
    assert "Loss after epoch 3" in page.board.locator(".cnnkit-arithmetic").inner_text()
    page.lab.page.wait_for_timeout(3000)
    assert page.board.get_attribute("data-error") is None
