"""Cells that an edit changes are painted over what was there: as if all were painted anew."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import Sequential, widgets
from cnnkit.data import load_xo
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.widgets import FilterExplorer, TrainingLab

from .board_page import BoardPage, packed

# Other numbers in a few places of every array; a panel that lies over others keeps its shape.
CHANGE = """(root, [seed, share, look]) => {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const host = root.closest('.host'), scene = host.scene();
  const arrays = {};
  for (const [name, {shape, data}] of Object.entries(scene.arrays)) {
    const values = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset
      + data.byteLength));
    const low = Math.min(...values), high = Math.max(...values);
    const held = values.slice();
    for (let i = 0; i < values.length; i += 1) {
      if (random() < share) values[i] = held[Math.floor(random() * values.length)];
    }
    const one = Math.floor(random() * values.length);
    if (random() < 0.3) values[one] = low + (high - low) * random();
    arrays[name] = {shape, data: new DataView(values.buffer)};
  }
  const looks = {
    limits: ({limits}) => limits && {limits: limits.map((one) => 0.8 * one)},
    colours: ({colours}) => colours === 'diverging' && {colours: 'gray'},
    padding: ({padding}) => padding && {padding: [2, 2]},
    names: ({kind, row_names}) => kind === 'grid' && {row_names: row_names ? [] : ['a', 'b']},
  };
  const panels = scene.panels.map((panel) => ({...panel, ...looks[look]?.(panel)}));
  window.written = 0;
  window.cleared = new Set();
  host.show({...scene, arrays, panels, seq: scene.seq + 1});
}"""

# All that is painted on a board.
PIXELS = """(root) => {
  return Object.fromEntries([...root.querySelectorAll('[data-panel]')].map((one) =>
    [one.dataset.panel, one.querySelector('canvas').toDataURL()]));
}"""

# Numbers that are written from now on,
# and grids of which not a single cell stays.
COUNT = """() => {
  const {clearRect} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...given) {
    if (!this.canvas.isConnected) window.cleared?.add(this.canvas);
    return clearRect.apply(this, given);
  };
  const {fillText} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    window.written = (window.written ?? 0) + 1;
    return fillText.apply(this, given);
  };
}"""


@pytest.fixture(scope="module")
def boards():
    """All explorers, a padded picture, and a lab that has trained."""
    ready = {name: getattr(widgets, name)() for name in widgets.__all__ if name != "Board"}
    ready["padded"] = FilterExplorer(image="digit", kernel="sharpen", padding=1)
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(1, 2, 3, rng=rng), ReLU(), Flatten(), Linear(98, 2, rng=rng))
    ready["trained"] = TrainingLab(model, load_xo())
    ready["trained"].run(epochs=3)
    yield [packed(name, board) for name, board in ready.items()]
    ready["trained"].close()


@pytest.fixture(scope="module", params=[1, 1.5, 2])
def page(request, chromium, boards):
    with BoardPage(chromium, boards, ratio=request.param) as page:
        yield page


def pixels(url):
    """The picture in an address, shape (rows, columns, 4)."""
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))), np.int16)


def assert_as_painted_anew(page, away=0):
    """What is on each board is what all of it painted anew is, up to so many of 255 levels."""
    before = page.measured(PIXELS)
    seen = []
    for theme in ("dark", "light"):  # other colours: nothing that is painted stays
        page.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        page.settle(6)
        seen.append(page.measured(PIXELS))
    for name, board in before.items():
        dark, anew = (one[name] for one in seen)
        assert board.keys() == anew.keys()
        assert dark != anew, f"{name} was not painted anew"
        for panel, url in anew.items():
            found, wanted = pixels(board[panel]), pixels(url)
            assert found.shape == wanted.shape
            worst = np.abs(found - wanted).max()
            assert worst <= away, f"{name}: {panel} is not as if painted anew, by {worst}"


@pytest.mark.parametrize("share", [0.0, 0.02, 0.2, 0.9])
def test_changed_cells_look_as_if_all_were_painted(page, share):
    page.measured(CHANGE, [1 + round(100 * share), share, ""])
    page.settle(6)
    assert_as_painted_anew(page)


@pytest.mark.parametrize("look", ["limits", "colours", "padding", "names"])
def test_cells_that_look_otherwise_are_all_painted(page, look):
    """Their numbers are the same but for a few."""
    page.measured(CHANGE, [7, 0.02, look])
    page.settle(6)
    assert_as_painted_anew(page)


def test_cells_that_a_person_uncovers_and_moves_over(page, boards):
    """The player, a cursor that products follow, and a pin that films follow."""
    for name in (board["name"] for board in boards):
        step = page.board(name).locator(".cnnkit-player [data-control=step]")
        for _ in range(3):
            if step.is_visible():
                step.click()
        for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home"):
            page.board(name).locator("canvas").last.press(key)
            page.board(name).locator("canvas").first.press(key)
            page.settle(2)
    assert_as_painted_anew(page)


@pytest.mark.parametrize("name", ["NetworkExplorer", "padded"])
def test_an_edit_writes_only_what_it_changes(chromium, boards, name):
    written = []
    with BoardPage(chromium, [board for board in boards if board["name"] == name]) as page:
        page.page.evaluate(COUNT)
        for share in (0.05, 1.0):
            page.measured(CHANGE, [5, share, ""])
            page.settle(6)
            written.append(page.page.evaluate("() => [window.written, window.cleared.size]"))
    (few, kept), (most, anew) = written
    assert 0 < few < most / 3
    assert kept < anew
    assert most > 50


# Empties what is seen of a panel, and what its cells are copied from.
LOSE = """(root) => {
  const canvas = root.querySelector('[data-panel="0"] canvas');
  const {drawImage} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (image, ...given) {
    if (this.canvas === canvas) window.base = image;
    return drawImage.call(this, image, ...given);
  };
  canvas.dispatchEvent(new Event('contextrestored'));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
    CanvasRenderingContext2D.prototype.drawImage = drawImage;
    for (const one of [canvas, window.base]) {
      const context = one.getContext('2d');
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, one.width, one.height);
    }
    done(canvas.toDataURL());
  })));
}"""


@pytest.mark.parametrize("told", ["canvas", "base"])
def test_a_canvas_that_the_graphics_card_lost_is_painted_again(page, told):
    board = page.board("NetworkExplorer")
    before = board.evaluate(PIXELS)
    assert board.evaluate(LOSE) != before["0"]
    board.evaluate(
        """(root, told) => {
          const canvas = root.querySelector('[data-panel="0"] canvas');
          (told === 'base' ? window.base : canvas).dispatchEvent(new Event('contextrestored'));
        }""",
        told,
    )
    page.settle(4)
    assert board.evaluate(PIXELS) == before


def test_boards_with_larger_letters(page):
    root = page.board("NetworkExplorer")
    root.get_by_role("button", name="Larger").click()
    page.settle(6)
    for seed in (3, 4):
        page.measured(CHANGE, [seed, 0.03, ""])
        page.settle(6)
        # A line of 1.25 pixels covers parts of two, which are rounded.
        assert_as_painted_anew(page, away=2)
    root.get_by_role("button", name="Smaller").click()
