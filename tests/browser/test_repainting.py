"""Cells that an edit changes are painted over what was there: as if all were painted anew."""

import pytest

from cnnkit import widgets
from cnnkit.widgets import FilterExplorer

from .board_page import BoardPage, packed

# Other numbers in a few places of every array; a panel that lies over others keeps its shape.
CHANGE = """(root, [seed, share, limits]) => {
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
  const panels = scene.panels.map((panel) => (limits && panel.limits
    ? {...panel, limits: panel.limits.map((one) => 0.8 * one)} : panel));
  window.written = 0;
  host.show({...scene, arrays, panels, seq: scene.seq + 1});
}"""

# All that is painted on a board.
PIXELS = """(root) => {
  return Object.fromEntries([...root.querySelectorAll('[data-panel]')].map((one) =>
    [one.dataset.panel, one.querySelector('canvas').toDataURL()]));
}"""

# Numbers that are written from now on.
COUNT = """() => {
  const {fillText} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    window.written = (window.written ?? 0) + 1;
    return fillText.apply(this, given);
  };
}"""


@pytest.fixture(scope="module", params=[1, 1.5, 2])
def page(request, chromium):
    boards = {name: getattr(widgets, name)() for name in widgets.__all__ if name != "Board"}
    boards["padded"] = FilterExplorer(image="digit", kernel="sharpen", padding=1)
    ready = [packed(name, board) for name, board in boards.items()]
    with BoardPage(chromium, ready, ratio=request.param) as page:
        page.page.evaluate(COUNT)
        yield page


def repainted(page, *change):
    """What each board shows after a change, and after all of it was painted anew."""
    page.measured(CHANGE, list(change))
    page.settle(6)
    before = page.measured(PIXELS)
    seen = []
    for theme in ("dark", "light"):  # other colours: nothing that is painted stays
        page.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        page.settle(6)
        seen.append(page.measured(PIXELS))
    for name, board in before.items():
        dark, anew = (one[name] for one in seen)
        assert board.keys() == anew.keys()
        for panel, pixels in anew.items():
            assert dark[panel] != pixels, f"{name}: {panel} was not painted anew"
            assert board[panel] == pixels, f"{name}: {panel} is not as if painted anew"
    return before


@pytest.mark.parametrize("share", [0.0, 0.02, 0.2, 0.9])
def test_changed_cells_look_as_if_all_were_painted(page, share):
    before = repainted(page, 1 + round(100 * share), share, False)
    assert len(before) == 15
    # Other limits are other colours in every cell.
    repainted(page, 7, 0.02, True)


@pytest.mark.parametrize("name", ["NetworkExplorer", "padded"])
def test_an_edit_writes_only_what_it_changes(page, name):
    board = page.board(name)
    written = []
    for share in (0.02, 1.0):
        board.evaluate(CHANGE, [5, share, False])
        page.settle(6)
        written.append(page.page.evaluate("() => window.written"))
    few, all_ = written
    assert 0 < few < all_ / 3
    assert all_ > 50


def test_larger_letters_are_painted_whole(page):
    page.board("NetworkExplorer").get_by_role("button", name="Larger").click()
    page.settle(6)
    for seed in (3, 4):
        repainted(page, seed, 0.03, False)
