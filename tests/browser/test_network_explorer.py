"""The NetworkExplorer by hand: hover, open a map, change a kernel, draw, step through a set."""

import json

import numpy as np
import pytest

from cnnkit import xo

from .explorer import ExplorerPage

SETUP = """
import json
import numpy as np
from cnnkit import Sequential
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.widgets import NetworkExplorer
rng = np.random.default_rng(0)
model = Sequential(
    Conv2d(3, 8, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
    Conv2d(8, 16, 3, padding=1, rng=rng), ReLU(), MaxPool2d(2),
    Flatten(), Linear(16 * 16, 70, rng=rng), ReLU(), Linear(70, 10, rng=rng),
)
images = rng.uniform(size=(4, 3, 16, 16)).astype(np.float32)
"""
LETTERS, COLOURS = range(2)


@pytest.fixture(scope="module")
def page(run_cells):
    return run_cells(
        SETUP,
        "letters = NetworkExplorer(image='X')\nletters",
        "colours = NetworkExplorer(model, (images, [0, 1, 2, 3]))\ncolours",
    )


@pytest.fixture
def explorer(page, request):
    found = ExplorerPage(page, request.param)
    with page.no_new_problems():
        page.run_code(
            "letters.set(image='X', layer='', limits='layer', pen='flip'); letters.restore()\n"
            "colours.set(index=0, layer='', pen='draw', order='named'); colours.restore()"
        )
        page.settle()
        page.show(found.root)
        yield found


LETTER = pytest.mark.parametrize("explorer", [LETTERS], indirect=True)
COLOUR = pytest.mark.parametrize("explorer", [COLOURS], indirect=True)


def at(explorer, panel, channel, row, col):
    rect = explorer.rect(panel, row, col, channel)
    return rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2


def hover(explorer, *place):
    explorer.page.mouse.move(*at(explorer, *place))
    explorer.lab.settle()


def click(explorer, *place):
    with explorer.answer():
        explorer.page.mouse.click(*at(explorer, *place))


def number(explorer, panel, channel, row, col):
    return explorer.root.evaluate(
        "(root, at) => root.cnnkit.cell(...at)", [panel, channel, row, col]
    )


def held(explorer, expression):
    return json.loads(explorer.lab.run_code(f"print(json.dumps({expression}))"))


@LETTER
def test_hovering_a_cell_tells_every_panel_what_belongs_to_it(explorer):
    hover(explorer, "2", 1, 1, 2)
    assert explorer.cursor == ("2", 1, 1, 2)
    assert explorer.arithmetic.startswith("2 · Pool: max(")
    assert "Rows 2 to 5, columns 4 to 7 are framed" in explorer.label("input")
    assert "Rows 2 to 3, columns 4 to 5 are framed" in explorer.label("0")
    assert "row 7, column 1" in explorer.label("3")  # 1·16 + 1·4 + 2, three a row


@LETTER
def test_a_click_opens_a_map_and_its_sum_is_spelled(explorer):
    click(explorer, "0", 2, 3, 4)
    assert held(explorer, "[letters.layer, letters.map]") == ["0", 2]
    products = [number(explorer, "products", 0, i, j) for i in range(3) for j in range(3)]
    kernel = xo.features()["/"] / 9
    np.testing.assert_allclose(products, (xo.picture("X")[3:6, 4:7] * kernel).ravel(), rtol=1e-6)
    assert explorer.arithmetic.startswith("0 · Match: ")
    np.testing.assert_allclose(number(explorer, "0", 2, 3, 4), sum(products), rtol=1e-5)
    # The pointer in the large picture moves the window of that map.
    hover(explorer, "source", 0, 1, 1)
    assert explorer.cursor == ("0", 2, 0, 0)
    hover(explorer, "map", 0, 5, 6)
    assert explorer.cursor == ("0", 2, 5, 6)


@LETTER
def test_a_changed_kernel_changes_the_decision_until_it_is_restored(explorer):
    click(explorer, "0", 1, 0, 0)
    before = number(explorer, "softmax", 0, 0, 0)
    explorer.edit(1, 1, "-1")
    after = number(explorer, "softmax", 0, 0, 0)
    assert after < before
    assert "Unchanged weights: X 0.97" in explorer.root.inner_text()
    with explorer.answer():
        explorer.control("zero").click()
    np.testing.assert_allclose(number(explorer, "softmax", 0, 0, 0), 0.863, atol=0.002)
    with explorer.answer():
        explorer.control("restore").click()
    assert number(explorer, "softmax", 0, 0, 0) == before
    assert not explorer.control("restore").is_visible()


@LETTER
def test_all_of_it_by_keyboard(explorer):
    keyboard = explorer.page.keyboard
    hover(explorer, "0", 0, 6, 3)
    explorer.canvas("0").focus()
    keyboard.press("ArrowDown")  # over the edge, into the map below or beside
    explorer.lab.settle()
    _, channel, row, col = explorer.cursor
    assert (channel > 0, row, col) == (True, 0, 3)
    with explorer.answer():
        keyboard.press("Enter")
    assert held(explorer, "[letters.layer, letters.map]") == ["0", channel]
    explorer.canvas("source").focus()
    keyboard.press("ArrowRight")
    explorer.lab.settle()
    assert explorer.cursor == ("0", channel, 0, 4)
    explorer.canvas("kernel").focus()
    keyboard.press("5")
    with explorer.answer():
        keyboard.press("Enter")
    assert held(explorer, f"letters.weights['0.weight'][{channel}, 0, 0, 0].item()") == 5
    explorer.canvas("softmax").focus()
    keyboard.press("ArrowDown")
    with explorer.answer():
        keyboard.press("Enter")
    assert held(explorer, "[letters.layer, letters.map]") == ["4", 1]


@LETTER
def test_the_curve_of_an_activation_follows_the_cursor(explorer):
    click(explorer, "1", 0, 2, 2)
    np.testing.assert_allclose(number(explorer, "0", 0, 2, 2), 1, rtol=1e-6)
    assert "At 1 it is 1" in explorer.label("curve")
    canvas = explorer.canvas("curve").bounding_box()
    explorer.page.mouse.move(canvas["x"] + 60, canvas["y"] + 60)
    explorer.lab.settle()
    assert "the slope there is" in explorer.arithmetic


@COLOUR
def test_a_map_of_many_tells_what_each_map_before_it_adds(explorer):
    click(explorer, "3", 5, 4, 4)
    shares = [number(explorer, "shares", 0, i, j) for i in range(2) for j in range(4)]
    bias = held(explorer, "colours.weights['3.bias'][5].item()")
    np.testing.assert_allclose(
        sum(shares) + bias, number(explorer, "3", 5, 4, 4), rtol=1e-4, atol=1e-5
    )
    click(explorer, "shares", 0, 1, 2)
    assert held(explorer, "colours.channel") == 6
    products = [number(explorer, "products", 0, i, j) for i in range(3) for j in range(3)]
    np.testing.assert_allclose(sum(products), shares[6], rtol=1e-4, atol=1e-6)
    assert explorer.arithmetic.startswith("From map 6: ")


@COLOUR
def test_the_votes_of_an_answer_open_and_add_up(explorer):
    click(explorer, "9", 0, 3, 0)
    assert held(explorer, "[colours.layer, colours.map]") == ["9", 3]
    hover(explorer, "votes", 0, 10, 0)
    assert "for 3" in explorer.arithmetic
    assert explorer.cursor[0] == "votes"
    # A hidden layer's numbers open theirs.
    click(explorer, "7", 0, 2, 0)
    assert held(explorer, "colours.layer") == "7"


@COLOUR
def test_stepping_through_the_set_tells_the_truth(explorer):
    for index, button in [(1, "next"), (2, "next"), (1, "previous"), (0, "previous")]:
        with explorer.answer():
            explorer.control(button).click()
        assert held(explorer, "colours.index") == index
        assert f"It is {index}: " in explorer.root.inner_text()
    with explorer.answer():
        explorer.control("previous").click()
    assert held(explorer, "colours.index") == 3  # round the end
    shown = [number(explorer, "input", c, 5, 7) for c in range(3)]
    np.testing.assert_allclose(shown, held(explorer, "images[3, :, 5, 7].tolist()"))


@COLOUR
def test_drawing_on_a_colour_picture_paints_all_channels_and_runs_through(explorer):
    before = [number(explorer, "9", 0, i, 0) for i in range(10)]
    with explorer.answer():
        explorer.drag("colour", (3, 3), (3, 12), (12, 12))
    explorer.lab.page.wait_for_timeout(400)
    assert [number(explorer, "input", c, 3, 8) for c in range(3)] == [1, 1, 1]
    assert held(explorer, "colours.image") == "own"
    assert held(explorer, "colours.picture[:, 3, 8].tolist()") == [1, 1, 1]
    assert held(explorer, "bool((images <= 1).all() and images[0, 0, 3, 8] < 1)")
    assert [number(explorer, "9", 0, i, 0) for i in range(10)] != before


@COLOUR
def test_it_fits_a_projector_also_with_a_map_open(explorer, screenshots):
    for layer in ("", "3", "9", "4", "5"):
        explorer.lab.run_code(f"colours.layer = {layer!r}")
        explorer.lab.settle()
        explorer.lab.show(explorer.root)
        explorer.lab.screenshot(screenshots / f"network-{layer}.png", explorer.root)
        room = explorer.lab.evaluate("() => nb.content.node.getBoundingClientRect().height")
        assert explorer.root.bounding_box()["height"] <= room, layer
        outside = explorer.root.evaluate(
            """(root) => [...root.querySelectorAll('canvas')].filter((one) =>
                 one.getBoundingClientRect().right > root.getBoundingClientRect().right).length"""
        )
        assert outside == 0
        tops = explorer.root.evaluate(
            """(root) => [...root.querySelectorAll('.cnnkit-row')].map((row) =>
                 new Set([...row.children].map((one) =>
                   Math.round(one.getBoundingClientRect().top))).size)"""
        )
        # The network above and the open map below, each with its columns side by side.
        assert tops == ([1, 1] if layer else [1]), layer


@LETTER
def test_lines_join_a_cell_with_what_it_reads_while_it_is_pointed_at(explorer):
    explorer.page.mouse.move(1, 1)
    explorer.lab.settle()
    lines = explorer.root.locator("svg.cnnkit-joints")
    seen = "(one) => getComputedStyle(one).visibility"
    assert lines.evaluate(seen) == "hidden"
    hover(explorer, "2", 1, 2, 1)
    assert lines.evaluate(seen) == "visible"
    paths = "(one) => [...one.querySelectorAll('path')].map((path) => path.getAttribute('d'))"
    explorer.lab.page.wait_for_timeout(100)  # those of a quick pointer come where it rests
    halo, line = lines.evaluate(paths)
    assert halo == line
    assert line.count("M") >= 4  # two to the cell from each of at least two panels
    stroke = "(one) => getComputedStyle(one.querySelector('path + path')).stroke"
    assert lines.evaluate(stroke) in ("rgb(181, 23, 158)", "rgb(255, 122, 227)")  # light, dark
    hover(explorer, "2", 1, 3, 1)
    explorer.page.wait_for_function(  # at the latest where the pointer rests
        "([line, gone]) => !gone.includes(line.getAttribute('d'))",
        arg=[lines.locator("path").first.element_handle(), [halo, ""]],
    )


@LETTER
def test_flipped_pixels_are_counted_and_undone_and_the_answer_is_large(explorer):
    explorer.python("letters.set(image='X', layer='', pen='flip')")
    note = explorer.root.locator('[data-panel="input"] .cnnkit-note')
    for row, told in ((0, "1 pixel flipped"), (4, "2 pixels flipped")):
        click(explorer, "input", 0, row, 4)
        assert note.inner_text() == told
    with explorer.answer():
        explorer.control("undo").click()
    assert note.inner_text() == "1 pixel flipped"
    answer = explorer.root.locator('[data-panel="softmax"] .cnnkit-headline')
    assert answer.inner_text() == "X"
    assert answer.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= 24
    explorer.python("letters.image = 'O'")
    assert answer.inner_text() == "O"
