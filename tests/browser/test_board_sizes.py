"""Every board on pages of several widths, text sizes and themes, in its plainest host.

Half of a projector's screen, which JupyterLab leaves beside its file browser at 1280×720, is 848
pixels wide; 600 pixels are seen of it at once. Zoomed to 150 % it has 359.
"""

import itertools

import numpy as np
import pytest

from cnnkit import Sequential, widgets
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.widgets import NetworkExplorer, ReceptiveFieldExplorer, SoftmaxExplorer, TrainingLab
from tests.helpers.boards import send

from .board_page import BoardPage, packed
from .test_layout import MEASURE

HALF, TALL, LOW = 848, 600, 359
WIDTHS = (HALF, 1100, 1440)
NAMES = (
    "aeroplane (large)", "automobile, red", "bird of paradise", "domestic cat", "fallow deer",
    "retriever puppy", "common frog", "horse and rider", "container ship", "articulated lorry",
)  # fmt: skip


def deep(layer=""):
    """Three layers of 32 maps, and classes of long names."""
    rng = np.random.default_rng(0)
    model = Sequential(
        *(Conv2d(1, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2)),
        *(Conv2d(32, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2)),
        *(Conv2d(32, 32, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2)),
        *(Flatten(), Linear(32 * 9, 10, rng=rng)),
    )
    images = rng.uniform(size=(2, 1, 28, 28)).astype(np.float32)
    return NetworkExplorer(model, (images, [0, 1]), classes=NAMES, layer=layer)


def changed(explorer):
    """The same after a click: what is said of the answer is longest then."""
    explorer.set(limits="map")
    send(explorer, "zero")
    return explorer


@pytest.fixture(scope="module")
def explorers():
    usual = {name: getattr(widgets, name)() for name in widgets.__all__ if name != "Board"}
    assert len(usual) == 14
    four = ("conv 3", "pool 2", "conv 3", "pool 2")
    return usual | {
        "a map open": NetworkExplorer(layer="0"),
        "an answer open": NetworkExplorer(layer="4"),
        "32 maps": deep(),
        "32 maps, one open": deep("3"),
        "32 maps, an answer open": deep("10"),
        "32 maps, changed": changed(deep("3")),
        "four layers": ReceptiveFieldExplorer(four, size=18),
        "eight long names": SoftmaxExplorer(range(-4, 4), NAMES[:8]),
    }


@pytest.fixture(scope="module")
def open_page(chromium, explorers):
    """One page with all boards, at another width when a test asks for it."""
    with BoardPage(
        chromium, [packed(name, explorer) for name, explorer in explorers.items()]
    ) as page:
        yield page.resize


BOXES = """(root) => {
  const frame = root.getBoundingClientRect();
  const boxes = {};
  for (const panel of root.querySelectorAll('.cnnkit-panel')) {
    const {left, top, right, bottom} = panel.getBoundingClientRect();
    const canvas = panel.querySelector('canvas').getBoundingClientRect();
    boxes[panel.dataset.panel] = {left: left - frame.left, top: top - frame.top,
      right: Math.max(right, canvas.right) - frame.left, bottom: bottom - frame.top};
  }
  const said = root.querySelector('.cnnkit-arithmetic').getBoundingClientRect().bottom;
  return {boxes, width: frame.width, height: frame.height, said: said - frame.top};
}"""


def rows_of(scene, boxes):
    """The columns of a scene as they stand: the lists of their boxes, a list a row."""
    columns = scene["columns"]
    if scene["wide_columns"]:
        wide = [boxes[column[0]]["top"] for column in scene["wide_columns"]]
        columns = scene["wide_columns"] if max(wide) - min(wide) < 60 else columns
    rows = []
    for column in columns:
        box = boxes[column[0]]
        if not rows or box["left"] < rows[-1][-1]["right"] - 1:
            rows.append([])
        rows[-1].append(box | {"bottom": boxes[column[-1]]["bottom"]})
    return rows


def test_at_848_pixels_every_board_is_seen_at_once(open_page):
    heights = {name: found["height"] for name, found in open_page().measured(BOXES).items()}
    assert {name: height for name, height in heights.items() if height > TALL} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pipeline_reads_from_left_to_right_and_row_by_row(open_page, explorers, width):
    """A further row begins at the left, below all of the row before, and is about as wide."""
    wrong = []
    for name, found in open_page(width).measured(BOXES).items():
        scene = explorers[name].scene
        rows = rows_of(scene, found["boxes"])
        for above, row in itertools.pairwise(rows):
            if row[0]["left"] > 20 or row[0]["top"] < max(box["bottom"] for box in above) - 1:
                wrong.append(f"{name}: a panel stands at {row[0]}, after {above[-1]}")
        wides = [row[-1]["right"] for row in rows[: -1 if scene["split"] else None]]
        if len(wides) > 1 and wides[-1] < 0.6 * max(wides):
            wrong.append(f"{name}: its last row ends at {wides[-1]} of {max(wides)} pixels")
    assert wrong == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_frame_ends_where_its_panels_end(open_page, width):
    """Or at most a quarter of it is blank, where settings and sentences have it wider."""
    blank = {}
    for name, found in open_page(width).measured(BOXES).items():
        right = max(box["right"] for box in found["boxes"].values())
        blank[name] = 1 - right / found["width"]
    assert {name: share for name, share in blank.items() if not 0 <= share <= 0.25} == {}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [HALF, 1440])
def test_nothing_is_cut_or_lies_on_something_else(open_page, width, scale):
    found = open_page(width, scale=scale).measured(MEASURE)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


COPY = """async (root) => {
  root.querySelector('[data-action=copy]').click();
  await new Promise((done) => setTimeout(done, 50));
  const field = root.querySelector('.cnnkit-code');
  const {left, right, height} = field.getBoundingClientRect();
  const frame = root.getBoundingClientRect();
  const found = {selected: field.selectionEnd - field.selectionStart === field.value.length,
    hidden: field.scrollHeight - field.clientHeight + field.scrollWidth - field.clientWidth,
    inside: left >= frame.left && right <= frame.right, lines: height / 18};
  field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
  return found;
}"""


@pytest.mark.parametrize("name", ["FilterExplorer", "VoteExplorer", "four layers"])
def test_a_line_that_a_hand_has_to_copy_is_seen_whole_and_selected(open_page, name):
    """A page without a server may not write the clipboard."""
    found = open_page().board(name).evaluate(COPY)
    assert found.pop("lines") >= 2  # the import stands above it
    assert found == {"selected": True, "hidden": 0, "inside": True}


LETTERS = """(root) => Object.fromEntries([...root.querySelectorAll('.cnnkit-panel')]
  .map(({dataset: {panel}}) => [panel, root.cnnkit.letters(panel) ?? null]))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_names_beside_bars_are_at_least_11_pixels_high(open_page, explorers, width):
    letters = open_page(width).measured(LETTERS)
    bars = [
        (name, panel["name"])
        for name, explorer in explorers.items()
        for panel in explorer.scene["panels"]
        if panel["kind"] == "bars"
    ]
    assert len(bars) > 20
    assert [at for at in bars if letters[at[0]][at[1]] < 11] == []


NUMBERED = {
    "VoteExplorer": ("pooled", "list", "weights", "votes"),
    "NetworkExplorer": ("input", "0", "1", "2", "3"),
    "ActivationExplorer": ("before", "after", "slope"),
    "FilterExplorer": ("image", "kernel", "products", "map"),
    "PoolingExplorer": ("image", "map", "max", "average", "l2"),
    "BackpropExplorer": ("image", "map", "dmap", "rectified", "drectified", "pool", "dpool"),
    "a map open": ("source", "kernel", "products", "map"),
    "an answer open": ("numbers", "weights", "votes"),
}


@pytest.mark.parametrize(("width", "least"), [(HALF, 9), (640, 8), (565, 8)])
def test_numbers_stand_in_the_cells_also_on_half_a_screen_and_on_a_phone_held_across(
    open_page, width, least
):
    letters = open_page(width).measured(LETTERS)
    for name, panels in NUMBERED.items():
        if name == "BackpropExplorer" and width == HALF:
            continue  # 18 panels, in the test below
        small = {panel: letters[name][panel] for panel in panels if letters[name][panel] < least}
        assert small == {}, name


COVERED = """(root) => [...root.querySelectorAll('.cnnkit-panel')].flatMap((panel) => {
  const canvas = panel.querySelector('canvas').getBoundingClientRect();
  const note = panel.querySelector('.cnnkit-note'), title = panel.querySelector('.cnnkit-title');
  const [above, below] = [title, note].map((node) => node.getBoundingClientRect());
  return (note.getClientRects().length && below.top < canvas.bottom - 0.5)
    || above.bottom > canvas.top + 0.5 ? [panel.dataset.panel] : [];
})"""


@pytest.mark.parametrize(("width", "size"), [(HALF, (1280, 720)), (565, (1280, 1.5 * LOW))])
def test_a_frame_around_all_maps_hides_nothing_of_the_words_above_and_below(open_page, width, size):
    """Its halo reaches to the edge of the canvas, which lies over what would be under it."""
    found = open_page(width, size=size).measured(COVERED)
    assert {name: panels for name, panels in found.items() if panels} == {}


def test_a_smaller_map_looks_smaller_also_in_another_row(open_page):
    """On a phone held across a network takes two rows, in which the cells are of one size."""
    cell = "(root) => ['input', '0', '1', '2'].map((name) => root.cnnkit.rect(name, 0, 0, 0).w)"
    for width in (340, 400, 480):
        cells = open_page(width).board("NetworkExplorer").evaluate(cell)
        assert len(set(cells)) == 1, f"{width}: {cells}"


@pytest.mark.parametrize("width", WIDTHS)
def test_all_grids_of_a_backward_pass_have_numbers(open_page, width):
    letters = open_page(width).measured(LETTERS)["BackpropExplorer"]
    least = 8 if width == HALF else 9
    assert {panel: size for panel, size in letters.items() if size < least} == {}
    assert len(letters) == 18


CELLS = """(root) => Object.fromEntries([...root.querySelectorAll('.cnnkit-panel')]
  .map(({dataset: {panel}}) => [panel, root.cnnkit.rect(panel, 0, 0, 0).w]))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_picture_and_maps_of_a_small_network_have_cells_of_one_size(open_page, width):
    cells = open_page(width).measured(CELLS)
    for name in ("NetworkExplorer", "a map open", "an answer open"):
        assert len({cells[name][panel] for panel in ("input", "0", "1", "2")}) == 1, name


def test_a_smaller_map_looks_smaller(open_page, explorers):
    """Cells of all panels that share the board's scale have one size."""
    cells = open_page().measured(CELLS)
    compared = 0
    for name, explorer in explorers.items():
        scene = explorer.scene
        if scene["fit"] == "tiles":
            continue
        free = [one for one in scene["panels"] if one["kind"] == "grid" and not one["extent"]]
        assert len({cells[name][one["name"]] for one in free}) <= 1, name
        compared += len(free) > 1
    assert compared > 4


def test_in_a_low_window_the_leading_panels_and_the_arithmetic_are_seen_at_once(
    open_page, explorers
):
    """1280×720 at 150 %: what leads is above the line of arithmetic, all other panels below it."""
    for width in (HALF, 1180):
        for name, found in (
            open_page(width, size=(1280, 1.5 * LOW), scale=1.5).measured(BOXES).items()
        ):
            leading, boxes = explorers[name].scene["leading"], found["boxes"]
            assert len(leading) == 2, name
            assert found["said"] <= LOW, name
            above = [panel for panel, box in boxes.items() if box["bottom"] <= found["said"]]
            assert sorted(above) == sorted(leading), name
            one, other = (boxes[panel] for panel in leading)
            assert one["right"] <= other["left"], name
            assert found["height"] > found["said"], name


def test_boards_grow_with_the_text_of_the_page(open_page, chromium, explorers):
    """JupyterLab's presentation mode has letters of 17 pixels instead of 14."""
    board = [packed("filter", explorers["FilterExplorer"])]
    letters = "(root) => root.querySelector('.cnnkit-title').getBoundingClientRect().height"
    with BoardPage(chromium, board) as page:
        before = page.measured(letters)["filter"]
        page.page.add_style_tag(content="body {--jp-content-font-size1: 17px}")
        page.settle(8)
        assert page.measured(letters)["filter"] == pytest.approx(before * 17 / 14, rel=0.02)
        assert page.measured(MEASURE)["filter"] == []


def test_one_board_makes_all_of_a_page_larger_and_smaller_again(chromium, explorers):
    boards = [packed(name, explorers[name]) for name in ("FilterExplorer", "VoteExplorer")]
    shown = "(root) => root.getBoundingClientRect().height / root.offsetHeight"
    with BoardPage(chromium, boards) as page:
        first = page.board("FilterExplorer")
        smaller, larger = (first.locator(f"[data-size='{step}']") for step in (-1, 1))
        assert smaller.get_attribute("aria-disabled") == "true"
        for _ in range(6):
            larger.evaluate("(button) => button.click()")
        page.settle(8)
        assert larger.get_attribute("aria-disabled") == "true"
        assert page.measured(shown) == pytest.approx(
            dict.fromkeys(page.measured(shown), 2), rel=0.01
        )
        assert set(map(len, page.measured(MEASURE).values())) == {0}
        # The pointer still hits the cell over which it stands, and its number is sharp.
        canvas = first.locator("[data-panel=map] canvas")
        canvas.scroll_into_view_if_needed()
        spot = first.evaluate("(root) => root.cnnkit.rect('map', 0, 2, 3)")
        page.page.mouse.move(spot["x"] + spot["w"] / 2, spot["y"] + spot["h"] / 2)
        page.settle()
        assert first.evaluate("(root) => Object.values(root.cnnkit.cursor())") == ["map", 0, 2, 3]
        assert canvas.evaluate("(one) => one.width >= one.getBoundingClientRect().width - 1")
        for _ in range(6):
            smaller.evaluate("(button) => button.click()")
        page.settle(8)
        assert page.measured(shown) == pytest.approx(
            dict.fromkeys(page.measured(shown), 1), rel=0.01
        )


# -- dark where the host is dark

HOSTS = {
    "JupyterLab": "document.body.dataset.jpThemeLight = 'false'",
    "VS Code": "document.body.dataset.vscodeThemeKind = 'vscode-dark'",
    "VS Code, older": "document.body.className = 'vscode-dark'",
    "Colab": "document.documentElement.setAttribute('theme', 'dark')",
    "pages made by Sphinx": "document.documentElement.dataset.theme = 'dark'",
    "a page that says nothing": "document.body.style.background = '#101014'",
}
CONTRAST = """(root) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => {
      const s = Number(one) / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const {color, backgroundColor} = getComputedStyle(root);
  const [low, high] = [light(color), light(backgroundColor)].sort((a, b) => a - b);
  return {contrast: (high + 0.05) / (low + 0.05), dark: light(backgroundColor) < 0.1};
}"""


@pytest.fixture
def host(chromium, explorers):
    with BoardPage(chromium, [packed("filter", explorers["LossExplorer"])]) as page:
        yield page


@pytest.mark.parametrize("name", HOSTS)
def test_a_board_turns_dark_with_its_host_and_can_be_read(host, name):
    assert not host.measured(CONTRAST)["filter"]["dark"]
    host.page.evaluate(HOSTS[name])
    host.settle()
    found = host.measured(CONTRAST)["filter"]
    assert found["dark"]
    assert found["contrast"] >= 7


def test_a_host_that_says_that_it_is_light_is_believed(host):
    host.page.evaluate("document.body.style.background = '#101014'")
    host.page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    host.settle()
    assert not host.measured(CONTRAST)["filter"]["dark"]


def test_the_theme_of_the_operating_system_is_not_asked(host):
    host.page.emulate_media(color_scheme="dark")
    host.settle()
    assert not host.measured(CONTRAST)["filter"]["dark"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_that_a_person_forces_leave_words_and_curves_legible(host, scheme):
    host.page.emulate_media(forced_colors="active", color_scheme=scheme)
    host.settle(6)
    found = host.measured(CONTRAST)["filter"]
    assert found["contrast"] >= 7
    # Ink on a canvas is forced by nobody: it is the page's own.
    inked = host.board("filter").evaluate(
        """(root) => {
          const canvas = root.querySelector('[data-panel=p] canvas');
          const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let [dark, light] = [0, 0];
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] < 250) continue;
            const grey = Math.max(data[i], data[i + 1], data[i + 2]);
            if (grey < 60) dark += 1;
            if (Math.min(data[i], data[i + 1], data[i + 2]) > 195) light += 1;
          }
          return {dark, light};
        }"""
    )
    assert inked["light" if found["dark"] else "dark"] > 50


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cells_and_frames_are_those_for_the_ground_that_a_person_forces(host, scheme):
    """Also on a page that says nothing of its own ground."""
    host.page.emulate_media(forced_colors="active", color_scheme=scheme)
    host.settle(6)
    dark = host.board("filter").evaluate("(root) => root.classList.contains('cnnkit-dark')")
    assert dark == (scheme == "dark")


BUTTONS = """(root) => [...root.querySelectorAll('button')].map((one) => {
  const {borderTopStyle, borderTopColor, opacity, color} = getComputedStyle(one);
  const disabled = one.getAttribute('aria-disabled') === 'true';
  return {disabled, borderTopStyle, borderTopColor, opacity: Number(opacity), color};
})"""


@pytest.mark.parametrize("asked", [{"forced_colors": "active"}, {"contrast": "more"}], ids=str)
def test_every_button_has_an_edge_where_a_person_asks_for_more_contrast(host, asked):
    host.page.emulate_media(**asked)
    host.settle(6)
    buttons = host.measured(BUTTONS)["filter"]
    for one in buttons:
        assert one["borderTopColor"] not in ("rgba(0, 0, 0, 0)", "transparent")
        assert one["borderTopStyle"] == ("dashed" if one["disabled"] else "solid")
        assert one["opacity"] >= (0.75 if one["disabled"] else 1)
    assert {one["disabled"] for one in buttons} == {True, False}


def test_no_word_is_grey_where_a_person_asks_for_more_contrast(host):
    host.page.emulate_media(contrast="more")
    host.settle(6)
    colours = host.measured(
        """(root) => ['.cnnkit-title', '.cnnkit-note', '.cnnkit-control span'].map((one) =>
             getComputedStyle(root.querySelector(one)).color)"""
    )["filter"]
    assert colours == ["rgb(0, 0, 0)"] * 3


def test_black_paper_on_a_black_page_has_an_edge(chromium, explorers):
    with BoardPage(chromium, [packed("DrawPad", explorers["DrawPad"])]) as page:
        page.page.emulate_media(forced_colors="active", color_scheme="dark")
        page.settle(6)
        edge = page.board("DrawPad").evaluate(
            """(root) => {
              const canvas = root.querySelector('[data-panel=pad] canvas');
              const at = (x) => canvas.getContext('2d').getImageData(x, 60, 1, 1).data[0];
              return Math.max(at(3), at(4));
            }"""
        )
        assert edge >= 100


def test_one_frame_stands_around_all_of_many_maps(open_page):
    """A vote reads all of every layer; 32 frames would hide 32 small maps."""
    inside = open_page().measured(
        """(root) => {
          const canvas = root.querySelector('[data-panel="0"] canvas');
          if (!canvas) return null;
          const {width, height} = canvas;
          const {data} = canvas.getContext('2d').getImageData(8, 8, width - 16, height - 16);
          let frame = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i] > 150 && data[i + 1] < 90 && data[i + 2] > 130) frame += 1;
          }
          return frame;
        }"""
    )
    assert inside["32 maps, an answer open"] == 0
    assert inside["an answer open"] > 100  # of three maps each has its own


def test_charts_that_a_low_window_cannot_show_at_once_stay_as_high_as_can_be_read(chromium):
    """At 200 % with two runs to compare: a page that is scrolled anyway."""
    lab = TrainingLab()
    lab.run(1)
    send(lab, "keep")
    send(lab, "reset")
    lab.lr = 0.3
    lab.run(1)
    with BoardPage(chromium, [packed("lab", lab)], 848, scale=2.0) as page:
        chart = page.board("lab").locator("[data-panel='loss'] canvas").bounding_box()
        assert chart["height"] > 110
    lab.close()
