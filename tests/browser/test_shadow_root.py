"""Boards in a shadow tree, where some hosts of widgets put them. There `window.event` is undefined,
and the document takes the tree's host for the focused element."""

import base64

import pytest

from cnnkit.widgets import FilterExplorer, LossExplorer

HOST = """
async ({esm, code, scene, cursor}) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  for (const array of Object.values(scene.arrays)) {
    array.data = new DataView(bytes(array.data).buffer);
  }
  const root = document.body.appendChild(document.createElement('div'))
    .attachShadow({mode: 'open'});
  const module = await import(URL.createObjectURL(new Blob([esm], {type: 'text/javascript'})));
  const traits = {scene, cursor, _code: 'IPY_MODEL_code'};
  window.sent = [];
  const model = {
    get: (name) => traits[name],
    set: (name, value) => { traits[name] = value; },
    save_changes() {}, on() {}, off() {}, send: (edit) => window.sent.push(edit),
    widget_manager: {get_model: async () => ({get: (name) => code[name]})},
  };
  const el = root.appendChild(document.createElement('div'));
  await module.default.render({model, el});
}
"""


@pytest.fixture
def show(chromium):
    """Show an explorer in a shadow tree of an empty page, without a kernel; returns the page."""
    context = chromium.browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))

    def open_page(explorer):
        arrays = {
            name: {"shape": array["shape"], "data": base64.b64encode(array["data"]).decode()}
            for name, array in explorer.scene["arrays"].items()
        }
        page.set_content("<!doctype html><title>a host</title><body></body>")
        code = {"javascript": explorer.javascript, "css": explorer.css}
        given = {"esm": explorer._esm, "code": code, "cursor": list(explorer.cursor)}
        page.evaluate(HOST, {**given, "scene": {**explorer.scene, "arrays": arrays}})
        page.locator(".cnnkit-board[data-ready]").wait_for()
        return page

    yield open_page
    context.close()
    assert wrong == []


def canvas(page, panel):
    return page.locator(f'[data-panel="{panel}"] canvas')


def test_a_click_chooses_the_cell_under_the_hand(show):
    page = show(LossExplorer())
    box = canvas(page, "cross-entropy").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    (edit,) = page.evaluate("() => window.sent")
    panel, _, col = edit["name"].removesuffix("]").replace("[", ",").split(",")
    assert (panel, edit["value"]) == ("cross-entropy", "choose")
    assert int(col) > 0


def test_a_weight_stays_marked_while_the_keyboard_is_on_it(show):
    page = show(FilterExplorer())
    kernel = canvas(page, "kernel")
    kernel.hover()
    kernel.focus()
    mark = page.locator(".cnnkit-arithmetic mark")
    mark.wait_for()
    page.mouse.move(1, 1)
    page.wait_for_timeout(100)
    assert mark.count() == 1


def test_the_styles_of_explorers_are_in_their_tree_once(show):
    page = show(FilterExplorer())
    colour = "(root) => getComputedStyle(root).getPropertyValue('--cnnkit-fg')"
    assert page.locator(".cnnkit-board").evaluate(colour)
    assert page.evaluate("() => document.head.querySelectorAll('style').length") == 0
