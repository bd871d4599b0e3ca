"""The FilterExplorer as a person meets it: pointer, keyboard, controls, and what is painted."""

import json

import numpy as np

READY = """
import json
from cnnkit.widgets import FilterExplorer
explorer = FilterExplorer()
"""


class ExplorerPage:
    """One FilterExplorer in an open notebook, whose kernel calls it `explorer`."""

    def __init__(self, lab, index=0):
        self.lab = lab
        self.page = lab.page
        self.root = lab.board(index)

    # ---- what is painted -----------------------------------------------------------------------

    def painted(self, panel):
        """The values that a panel shows, as a (channels, rows, cols) float32 array."""
        values = self.root.evaluate(
            """(root, panel) => {
              const canvas = root.querySelector(`[data-panel="${panel}"] canvas`);
              const box = canvas.getBoundingClientRect();
              const channels = [];
              // A panel's shape is what its cells say: undefined lies outside.
              for (let c = 0; root.cnnkit.cell(panel, c, 0, 0) !== undefined; c += 1) {
                const {w, h} = root.cnnkit.rect(panel, c, 0, 0);
                const at = root.cnnkit.rect(panel, c, 0, 0);
                const cols = Math.round((box.right - at.x - (at.x - box.left)) / w);
                const rows = [];
                for (let r = 0; root.cnnkit.cell(panel, c, r, 0) !== undefined; r += 1) {
                  const row = [];
                  for (let i = 0; i < cols; i += 1) row.push(root.cnnkit.cell(panel, c, r, i));
                  rows.push(row);
                }
                channels.push(rows);
                if (channels.length > 64) break;
              }
              return channels;
            }""",
            panel,
        )
        return np.array(values[:1], np.float32)

    def colour(self, panel, row, col):
        """The colour on screen near a cell's corner, beside the number and inside the frame."""
        rect = self.rect(panel, row, col)
        return tuple(
            self.root.evaluate(
                """(root, [panel, x, y]) => {
                  const canvas = root.querySelector(`[data-panel="${panel}"] canvas`);
                  const box = canvas.getBoundingClientRect();
                  const scale = canvas.width / box.width;
                  const data = canvas.getContext('2d').getImageData(
                    Math.round((x - box.x) * scale), Math.round((y - box.y) * scale), 1, 1).data;
                  return [...data].slice(0, 3);
                }""",
                [panel, rect["x"] + 0.2 * rect["w"], rect["y"] + 0.2 * rect["h"]],
            )
        )

    def rect(self, panel, row, col, channel=0):
        return self.root.evaluate(
            "(root, at) => root.cnnkit.rect(...at)", [panel, channel, row, col]
        )

    @property
    def cursor(self):
        """(panel, channel, row, col) of the marked cell."""
        found = self.root.evaluate("(root) => root.cnnkit.cursor()")
        return found["panel"], found["channel"], found["row"], found["col"]

    @property
    def arithmetic(self):
        return self.root.evaluate("(root) => root.cnnkit.arithmetic()")

    @property
    def message(self):
        return self.root.locator(".cnnkit-message").inner_text()

    @property
    def error(self):
        return self.root.get_attribute("data-error")

    @property
    def seq(self):
        return int(self.root.get_attribute("data-seq"))

    @property
    def draws(self):
        return int(self.root.get_attribute("data-draws"))

    def canvas(self, panel):
        return self.root.locator(f'[data-panel="{panel}"] canvas')

    def label(self, panel):
        """What a screen reader says of a panel."""
        return self.canvas(panel).get_attribute("aria-label")

    def control(self, name):
        return self.root.locator(f'[data-control="{name}"]')

    # ---- what a person does --------------------------------------------------------------------

    def centre(self, panel, row, col):
        rect = self.rect(panel, row, col)
        return rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2

    def hover(self, panel, row, col):
        self.page.mouse.move(*self.centre(panel, row, col))
        self.lab.settle()

    def drag(self, panel, *places):
        """Press on the first place, pass over the others, release on the last."""
        self.page.mouse.move(*self.centre(panel, *places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.centre(panel, *place), steps=4)
        self.lab.settle()
        self.page.mouse.up()
        self.lab.settle()

    def open_editor(self, row, col):
        """Click a cell of the kernel; return the input that opens."""
        self.page.mouse.click(*self.centre("kernel", row, col))
        editor = self.root.locator("input.cnnkit-editor")
        editor.wait_for()
        self.lab.wait_until(
            lambda: editor.evaluate("(input) => input === document.activeElement"),
            "the editor did not take the focus",
        )
        return editor

    def edit(self, row, col, text):
        """Type a number into a cell of the kernel and wait for the answer."""
        self.open_editor(row, col)
        with self.answer():
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(text)
            self.page.keyboard.press("Enter")

    def choose(self, name, value):
        """Choose in a list and wait for the answer."""
        with self.answer():
            self.control(name).select_option(value)

    def type_into(self, name, text):
        """Type into a number field, leave it with Enter and wait for the answer."""
        with self.answer():
            field = self.control(name)
            field.click()
            field.press("ControlOrMeta+a")
            field.press_sequentially(text)
            field.press("Enter")

    def answer(self):
        return _Answer(self)

    # ---- the kernel's side ---------------------------------------------------------------------

    def python(self, code):
        """Run code in the notebook's kernel and wait for the scene that it sends."""
        with self.answer():
            printed = self.lab.run_code(code)
            assert "Traceback" not in printed, printed

    def value(self, expression):
        """The value of an expression in the notebook's kernel, by way of JSON."""
        printed = self.lab.run_code(
            f"print(json.dumps({expression}, default=lambda array: array.tolist()))"
        )
        return json.loads(printed)

    def reset(self):
        """Back to the X and its first feature, with the whole map shown."""
        self.page.mouse.move(1, 1)
        self.page.keyboard.press("Escape")
        self.python(
            "explorer.set(image='X', kernel='\\\\', digit=0, stride=1, padding=0, scoring='mean')"
        )
        self.root.evaluate(
            """(root) => {
              const all = root.querySelector('[data-control="all"]');
              if (all.getAttribute('aria-disabled') !== 'true') all.click();
              document.activeElement?.blur();
            }"""
        )
        # More than once if need be: Python hears of the pointer's last place only when it rests.
        self.lab.wait_until(self._moved_to_origin, "the cursor is not reset")
        self.lab.show(self.root)

    def _moved_to_origin(self):
        if self.cursor != ("map", 0, 0, 0):
            self.lab.run_code("explorer.position = (1, 1); explorer.position = (0, 0)")
            self.lab.settle()
        return self.cursor == ("map", 0, 0, 0)


class _Answer:
    """Wait until a scene that is newer than at the block's begin is painted."""

    def __init__(self, explorer):
        self.explorer = explorer

    def __enter__(self):
        self.before = self.explorer.seq

    def __exit__(self, kind, *rest):
        if kind is None:
            self.explorer.lab.wait_until(
                lambda: self.explorer.seq > self.before, "Python sent no new scene", timeout=10
            )
            self.explorer.lab.settle()
