"""Boards hold together in every font: no word or panel sticks out, and the pointer hits its cell.

What a board shows is laid out by the width of its words. So each is measured in a wide and in two
narrow fonts, on the page of a projector and on a larger one, and with the page zoomed.
"""

import json
import sys

import pytest

from cnnkit import widgets

from .explorer import ExplorerPage
from .fonts import FIRST, WIDTHS

# The same network in colour as test_network_explorer.py has: many stacks, many words.
COLOURS = """
import json
import numpy as np
from cnnkit import Sequential
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.widgets import *
rng = np.random.default_rng(0)
model = Sequential(
    Conv2d(3, 8, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
    Conv2d(8, 16, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
    Flatten(), Linear(16 * 16, 70, rng=rng), ReLU(), Linear(70, 10, rng=rng),
)
images = rng.uniform(size=(4, 3, 16, 16)).astype(np.float32)
boards = []
"""
EXPLORERS = (
    *(f"{name}()" for name in widgets.__all__ if name != "Board"),
    "NetworkExplorer(model, (images, [0, 1, 2, 3]))",
)
SIZES = {"projector": (1280, 720), "large": (1440, 900)}
BOARDS = dict(enumerate(EXPLORERS))

# Kind, shape and number of tiles of each panel, and the one that the cursor starts in.
PANELS = """
print(json.dumps([boards[{0}]._shown.lead, [
    [panel.name, panel.kind, panel.to_dict()["colours"] == "rgb",
     list(boards[{0}]._shown.arrays[panel.array].shape)]
    for panel in boards[{0}]._shown.panels
]]))
"""

# Everything that is wrong with how a board is laid out, in words.
MEASURE = """(root) => {
  const found = [];
  const rim = root.getBoundingClientRect();
  const right = rim.right - parseFloat(getComputedStyle(root).paddingRight) + 1;
  const shown = (node) => node && node.getClientRects().length;
  const words = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  };
  for (const node of root.querySelectorAll('select, input, button, label, .cnnkit-message')) {
    const box = node.getBoundingClientRect();
    if (!shown(node) || box.right <= right) continue;
    found.push(`${node.dataset.control ?? node.className} ends ${box.right - right} px outside`);
  }
  const panels = [...root.querySelectorAll('.cnnkit-panel')].map((panel) => {
    const [title, note] = ['.cnnkit-title', '.cnnkit-note'].map((it) => panel.querySelector(it));
    return [panel.dataset.panel, [panel.querySelector('canvas').getBoundingClientRect(),
      words(title), ...(shown(note) ? [words(note)] : [])]];
  });
  panels.forEach(([name, parts], i) => {
    for (const part of parts) {
      if (part.right > right + 4) found.push(`${name} ends ${part.right - right} px outside`);
    }
    for (const [other, others] of panels.slice(i + 1)) {
      for (const a of parts) {
        for (const b of others) {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          // The rims of two canvases, on which frames are drawn, may meet.
          if (wide > 4 && tall > 8) found.push(`${name} lies on ${other}: ${wide} × ${tall} px`);
        }
      }
    }
  });
  if (root.scrollWidth > root.clientWidth) found.push(`scrolls by ${root.scrollWidth}`);
  return found;
}"""

# Where the pointer does not hit the cell over which it stands: first and last of each panel.
MISSES = """(root, panels) => {
  const missed = [];
  for (const [name, kind, colour, [channels, rows, cols]] of panels) {
    const canvas = root.querySelector(`[data-panel="${name}"] canvas`);
    const cells = kind === 'curve' || kind === 'lines' ? [] : [[0, 0, 0],
      [colour ? 0 : channels - 1, rows - 1, cols - 1]];
    for (const [channel, row, col] of cells) {
      canvas.scrollIntoView({block: row ? 'end' : 'start'});
      const {x, y, w, h} = root.cnnkit.rect(name, channel, row, col);
      const at = [x + w / 2, y + h / 2];
      const cell = root.cnnkit.cellAt(name, ...at);
      const under = document.elementFromPoint(...at);
      const hit = cell.channel === channel && cell.row === row && cell.col === col;
      if (under !== canvas || !hit) {
        missed.push(`${name} ${[channel, row, col]}: ${JSON.stringify(cell)}, ${under?.className}`);
      }
    }
  }
  return missed;
}"""


@pytest.fixture(scope="module")
def page(run_cells):
    cells = [COLOURS, *(f"boards.append({one})\nboards[-1]" for one in EXPLORERS)]
    return run_cells(*cells)


@pytest.fixture(scope="module")
def panels(page):
    """The panels of each board, as Python holds them."""
    return [json.loads(page.run_code(PANELS.format(i))) for i in BOARDS]


@pytest.fixture
def dressed(page, request):
    """The page in one of the fonts, at a size and a zoom; as it was again at the end."""
    devtools = page.context.new_cdp_session(page.page)

    def dress(font=FIRST, size="projector", zoom=1.0):
        width, height = SIZES[size]
        page.set_font(font)
        devtools.send(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": round(width / zoom),
                "height": round(height / zoom),
                "deviceScaleFactor": zoom,
                "mobile": False,
            },
        )
        page.settle()
        return page

    with page.no_new_problems():
        yield dress
    devtools.send("Emulation.clearDeviceMetricsOverride")
    devtools.detach()
    page.set_font("")
    page.settle()


def room(page):
    return page.evaluate("() => nb.content.node.getBoundingClientRect().height")


@pytest.mark.parametrize("zoom", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("font", WIDTHS)
def test_every_board_holds_together(dressed, panels, font, size, zoom):
    page = dressed(font, size, zoom)
    wrong = {}
    for index, name in BOARDS.items():
        board = page.board(index)
        found = board.evaluate(MEASURE) + board.evaluate(MISSES, panels[index][1])
        height = board.bounding_box()["height"]
        if zoom == 1 and height > room(page):
            found.append(f"{height} px high in {room(page)} px")
        if found:
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize("font", WIDTHS)
def test_the_pointer_marks_the_cell_over_which_it_stands(dressed, panels, font):
    page = dressed(font)
    moved = 0
    for index, (lead, held) in enumerate(panels):
        (kind, shape), *_ = [(one[1], one[3]) for one in held if one[0] == lead]
        if kind != "grid":
            continue
        explorer = ExplorerPage(page, index)
        row, col = shape[-2] - 1, shape[-1] - 1
        explorer.hover(lead, row, col)
        assert explorer.cursor == (lead, 0, row, col), EXPLORERS[index]
        moved += 1
    assert moved > 5


@pytest.mark.parametrize("font", WIDTHS)
@pytest.mark.parametrize("index", [i for i, one in BOARDS.items() if "model" in one])
def test_an_open_map_holds_together_below_its_network(dressed, font, index):
    page = dressed(font)
    try:
        for layer in ("0", "3", "4", "5", "7", "9"):
            page.run_code(f"boards[{index}].layer = {layer!r}")
            page.settle()
            board = page.board(index)
            assert board.evaluate(MEASURE) == [], layer
            assert board.bounding_box()["height"] <= room(page), layer
            lines = board.evaluate(
                """(root) => [...root.querySelectorAll('.cnnkit-row')].map((row) =>
                     new Set([...row.children].map((one) => one.offsetTop)).size)"""
            )
            assert lines == [1, 1], layer
    finally:
        page.run_code(f"boards[{index}].layer = ''")


def test_a_low_notebook_shows_what_leads_and_the_arithmetic_at_once(dressed):
    """1280×720 at 150 %, with JupyterLab's own bars and its file browser."""
    page = dressed(zoom=1.5)
    assert room(page) < 400
    for index, name in BOARDS.items():
        said, above = page.board(index).evaluate(
            """(root) => {
              const said = root.querySelector('.cnnkit-arithmetic').getBoundingClientRect().bottom;
              const panels = [...root.querySelectorAll('.cnnkit-panel')].map((one) =>
                one.getBoundingClientRect().bottom);
              return [said - root.getBoundingClientRect().top,
                panels.filter((bottom) => bottom <= said).length];
            }"""
        )
        assert said <= room(page), name
        assert above == 2, name


def test_a_title_is_whole_and_its_letters_are_not_small(dressed):
    for font in WIDTHS:
        page = dressed(font)
        for index in BOARDS:
            titles = page.board(index).evaluate(
                """(root) => [...root.querySelectorAll('.cnnkit-title, .cnnkit-note')]
                     .filter((one) => one.getClientRects().length)
                     .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 11
                       || one.scrollWidth > one.clientWidth + 1
                       || one.scrollHeight > one.clientHeight + 1)
                     .map((one) => one.textContent)"""
            )
            assert titles == [], (font, EXPLORERS[index])


def widths(page):
    """The widths of all panels of all boards, once the page is at rest."""
    page.settle(6)
    return page.evaluate(
        """() => [...document.querySelectorAll('.cnnkit-board .cnnkit-panel')]
             .map((panel) => panel.style.width)"""
    )


def test_a_font_that_arrives_late_is_laid_out_as_if_it_had_been_there(dressed):
    page = dressed("cnnkit Narrowest")
    expected = widths(page)
    page = dressed("Late")
    assert widths(page) != expected
    page.evaluate(
        """async () => {
          const faces = [['', '400'], [' Bold', '600']].map(([style, weight]) =>
            new FontFace('Late', `local("cnnkitNarrowest${style.replace(' ', '-')}")`, {weight}));
          for (const face of faces) {
            await face.load();
            document.fonts.add(face);
          }
        }"""
    )
    assert widths(page) == expected


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux does Chromium ask fontconfig")
def test_the_page_is_written_in_the_tests_own_fonts(page):
    measured = page.evaluate(
        """(families) => families.map((family) => {
          const pen = document.createElement('canvas').getContext('2d');
          pen.font = `100px ${family}`;
          return pen.measureText('the width of some usual words').width;
        })""",
        ["system-ui", "sans-serif", "Helvetica, sans-serif", *(f'"{one}"' for one in WIDTHS)],
    )
    *names, wide, narrow, narrowest = measured
    assert names == [wide] * 3
    assert narrow / wide == pytest.approx(WIDTHS["cnnkit Narrow"], abs=0.01)
    assert narrowest / wide == pytest.approx(WIDTHS["cnnkit Narrowest"], abs=0.01)
