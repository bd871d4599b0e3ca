"""What each explorer is for, done by hand: flip a pixel, drag a point, shift or load a picture."""

import io
import re

import numpy as np
import pytest
from PIL import Image

from cnnkit import functional, xo

from .explorer import ExplorerPage

NAMES = (
    "FilterExplorer",
    "NetworkExplorer",
    "ActivationExplorer",
    "PoolingExplorer",
    "ChannelExplorer",
    "SoftmaxExplorer",
    "VoteExplorer",
    "DescentExplorer",
    "LandscapeExplorer",
    "BackpropExplorer",
    "LossExplorer",
    "ReceptiveFieldExplorer",
)


@pytest.fixture(scope="module")
def page(run_cells):
    """One notebook with an explorer a cell, all of them called by name in the kernel."""
    cells = ["import json\nfrom cnnkit.widgets import *"]
    cells += [f"{name.lower()} = {name}()\n{name.lower()}" for name in NAMES]
    return run_cells(*cells)


@pytest.fixture
def explorer(page, request):
    """The Board at the index that the test asks for; a new error fails the test that made it."""
    with page.no_new_problems():
        yield ExplorerPage(page, request.param)


def on(index):
    return pytest.mark.parametrize("explorer", [index], indirect=True)


FILTER, NETWORK, ACTIVATION, POOLING, CHANNELS = map(on, range(5))
SOFTMAX, VOTE, DESCENT, LANDSCAPE, BACKPROP, LOSS = map(on, range(5, 11))
FIELD = on(11)


# ---- a picture of one's own ------------------------------------------------------------------


def encoded(pixels, kind):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def choose_file(explorer, name, content):
    files = [{"name": name, "mimeType": "image/png", "buffer": content}]
    explorer.control("upload-file").set_input_files(files)


@FILTER
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_an_uploaded_picture_is_shown_in_grey(explorer, kind):
    pixels = np.zeros((20, 30, 3), np.uint8)
    pixels[:, 15:] = 255
    with explorer.answer():
        choose_file(explorer, f"half.{kind.lower()}", encoded(pixels, kind))
    assert explorer.error is None
    shown = explorer.painted("image")[0]
    assert shown.shape == (20, 30)
    np.testing.assert_allclose(shown, pixels[..., 0] / 255, atol=0.02)
    assert explorer.control("image").input_value() == "own"


@FILTER
def test_a_large_picture_is_scaled_down_and_says_so(explorer):
    with explorer.answer():
        choose_file(explorer, "wide.png", encoded(np.full((600, 900), 128, np.uint8), "PNG"))
    assert explorer.error is None
    assert "wide.png has 600×900 pixels; it is scaled down" in explorer.message
    rows, cols = explorer.painted("image")[0].shape
    assert max(rows, cols) <= 160
    assert abs(rows / cols - 600 / 900) < 0.02


@FILTER
def test_a_file_that_is_no_picture_is_refused_and_nothing_is_lost(explorer):
    explorer.choose("image", "O")
    with explorer.answer():
        choose_file(explorer, "notes.png", b"these are no pixels")
    assert "notes.png" in explorer.error
    assert explorer.control("image").input_value() == "O"
    np.testing.assert_array_equal(explorer.painted("image")[0], xo.picture("O"))


@FILTER
def test_a_file_that_is_far_too_large_never_leaves_the_browser(explorer):
    before = explorer.seq
    explorer.control("upload-file").evaluate(
        """(input) => {
          const files = new DataTransfer();
          files.items.add(new File([new Uint8Array(21e6)], 'film.png', {type: 'image/png'}));
          input.files = files.files;
          input.dispatchEvent(new Event('change'));
        }"""
    )
    explorer.lab.wait_until(lambda: explorer.error, "no sentence about the size")
    assert "film.png has" in explorer.message
    assert explorer.seq == before
    another = "O" if explorer.control("image").input_value() == "X" else "X"
    explorer.choose("image", another)
    assert explorer.error is None


# ---- the network, the curve, the pools, the channels -----------------------------------------


def values(explorer, panel, name):
    """The panel's numbers, with the shape that Python gives them."""
    shape = explorer.value(f"{name}._shown.arrays[{panel!r}].shape")
    return np.array(
        explorer.root.evaluate(
            """(root, [panel, [channels, rows, cols]]) => {
              const out = [];
              for (let c = 0; c < channels; c += 1)
                for (let r = 0; r < rows; r += 1)
                  for (let i = 0; i < cols; i += 1) out.push(root.cnnkit.cell(panel, c, r, i));
              return out;
            }""",
            [panel, shape],
        ),
        np.float32,
    ).reshape(shape)


@NETWORK
def test_a_flipped_pixel_runs_through_the_whole_network(explorer):
    picture = xo.picture("X")
    for row, col, by in [(4, 4, "mouse"), (0, 0, "mouse"), (0, 1, "keyboard")]:
        picture[row, col] *= -1
        with explorer.answer():
            if by == "mouse":
                explorer.page.mouse.click(*explorer.centre("input", row, col))
            else:
                explorer.hover("input", 0, 0)
                explorer.canvas("input").focus()
                explorer.page.keyboard.press("ArrowRight")
                explorer.page.keyboard.press("Enter")
        np.testing.assert_array_equal(values(explorer, "input", "networkexplorer")[0], picture)
    expected = xo.network().activations(picture[None, None])
    for name, array in expected.items():
        shown = values(explorer, name, "networkexplorer")
        np.testing.assert_allclose(shown.ravel(), np.asarray(array).ravel(), atol=1e-6)
    softmax = functional.softmax(list(expected.values())[-1])
    shown = values(explorer, "softmax", "networkexplorer")
    np.testing.assert_allclose(shown.ravel(), softmax.ravel(), atol=1e-6)
    explorer.choose("image", "O")
    np.testing.assert_array_equal(values(explorer, "input", "networkexplorer")[0], xo.picture("O"))


@NETWORK
def test_every_cell_of_the_network_spells_where_its_number_comes_from(explorer):
    explorer.choose("image", "X")
    expected = {
        # A cell of the match, the same after ReLU and pooling, its place in the vote.
        ("0", 0, 3, 3): r"= 0.56",
        ("1", 0, 3, 3): r"max\(0, 0.56\) = 0.56",
        ("2", 0, 0, 2): r"max\(.*0.56.*\) = 0.56",
        ("3", 0, 0, 2): r"number 2 of 48 is \\ \(0, 2\) = 0.56",
        ("softmax", 0, 0, 0): r"e\^.* ÷ \(.*\) = 0.97",
    }
    for (panel, channel, row, col), pattern in expected.items():
        rect = explorer.rect(panel, row, col, channel)
        explorer.page.mouse.move(rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2)
        explorer.lab.settle()
        assert explorer.cursor == (panel, channel, row, col)
        assert re.search(pattern, explorer.arithmetic), explorer.arithmetic


@ACTIVATION
def test_the_point_on_the_curve_can_be_dragged_and_its_numbers_are_the_functions(explorer):
    box = explorer.canvas("curve").bounding_box()
    y = box["y"] + box["height"] / 2
    explorer.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    explorer.page.mouse.down()
    seen = []
    for share in (0.4, 0.6, 0.8):
        explorer.page.mouse.move(box["x"] + share * box["width"], y, steps=4)
        explorer.lab.settle()
        assert explorer.cursor[0] == "curve"
        seen.append(explorer.cursor[3])
    explorer.page.mouse.up()
    assert seen == sorted(set(seen))
    for name in ("relu", "leaky_relu", "sigmoid", "tanh"):
        if explorer.control("activation").input_value() != name:
            explorer.choose("activation", name)
        curve = values(explorer, "curve", "activationexplorer")
        z = np.linspace(-1, 1, curve.shape[-1], dtype=np.float32)  # as far as the map goes
        np.testing.assert_allclose(curve[0, 0], getattr(functional, name)(z), atol=1e-6)
        before, after = (values(explorer, p, "activationexplorer") for p in ("before", "after"))
        np.testing.assert_allclose(after, getattr(functional, name)(before), atol=1e-6)
    explorer.choose("activation", "relu")


@POOLING
def test_shifting_the_picture_shifts_the_map_and_pools_are_what_cnnkit_computes(explorer):
    name = "poolingexplorer"
    still = values(explorer, "map", name)
    for control, text in (("down", "1"), ("right", "2")):
        explorer.type_into(control, text)
        assert explorer.error is None
    shown = {panel: values(explorer, panel, name) for panel in ("map", "max", "average", "l2")}
    np.testing.assert_array_equal(shown["map"][:, 1:, 2:], still[:, :-1, :-2])
    x = shown["map"][None]
    expected = {
        "max": functional.max_pool2d(x, 2, ceil_mode=True),
        "average": functional.avg_pool2d(x, 2, ceil_mode=True),
        "l2": functional.lp_pool2d(x, 2, ceil_mode=True),
    }
    for panel, array in expected.items():
        np.testing.assert_allclose(shown[panel], array[0], atol=1e-6, err_msg=panel)


@CHANNELS
def test_the_shares_of_the_channels_add_up_to_the_map(explorer):
    shares = values(explorer, "shares", "channelexplorer")
    total = values(explorer, "map", "channelexplorer")
    assert shares.shape[0] == 3
    np.testing.assert_allclose(shares.sum(0), total[0], atol=1e-5)
    kernel = values(explorer, "kernel", "channelexplorer")
    image = values(explorer, "image", "channelexplorer")
    expected = functional.conv2d(image[None], kernel[None])
    np.testing.assert_allclose(total, expected[0], atol=1e-5)


@FIELD
def test_a_cell_is_chosen_and_layers_are_stacked_by_mouse_and_by_keyboard(explorer):
    name = "receptivefieldexplorer"
    seq = explorer.seq
    explorer.hover("map1", 0, 4)
    assert "sees rows 0 to 4, columns 4 to 8" in explorer.arithmetic
    assert explorer.seq == seq  # hovering asks nothing of Python
    with explorer.answer():
        explorer.page.mouse.click(*explorer.centre("map1", 0, 4))
    found = values(explorer, "ways", name)[0]
    expected = np.outer([1, 2, 3, 2, 1], [1, 2, 3, 2, 1])
    np.testing.assert_array_equal(found[:5, 4:], expected)
    assert found.sum() == 81
    with explorer.answer():
        explorer.control("add").click()
    assert explorer.cursor == ("map2", 0, 1, 1)
    explorer.type_into("kernel", "7")
    assert "layer 2, conv 7, needs 7×7 numbers" in explorer.error
    assert explorer.control("kernel").input_value() == "3"
    explorer.canvas("map0").focus()
    explorer.page.keyboard.press("PageUp")
    explorer.page.keyboard.press("Home")
    with explorer.answer():
        explorer.page.keyboard.press("Enter")
    assert explorer.cursor == ("map0", 0, 0, 0)
    assert values(explorer, "ways", name).sum() == 9
    assert explorer.control("layer").input_value() == "0"


# ---- votes, shares, descents, gradients ------------------------------------------------------


@SOFTMAX
def test_dragging_a_score_changes_the_shares(explorer):
    name = "softmaxexplorer"
    box = explorer.canvas("logits").bounding_box()
    first = values(explorer, "logits", name).ravel()
    y = explorer.centre("logits", 1, 0)[1]
    with explorer.answer():
        explorer.page.mouse.move(box["x"] + 0.5 * box["width"], y)
        explorer.page.mouse.down()
        explorer.page.mouse.move(box["x"] + 0.7 * box["width"], y, steps=8)
        explorer.page.mouse.up()
    explorer.page.wait_for_timeout(300)
    logits = values(explorer, "logits", name).ravel()
    assert logits[1] != first[1]
    np.testing.assert_array_equal(logits[[0, 2]], first[[0, 2]])
    shares = values(explorer, "probabilities", name).ravel()
    np.testing.assert_allclose(shares, functional.softmax(logits), atol=1e-6)
    # The same with the keyboard.
    explorer.canvas("logits").focus()
    explorer.page.keyboard.press("PageUp")
    explorer.page.keyboard.press("Enter")
    explorer.root.locator("input.cnnkit-editor").wait_for()
    explorer.page.keyboard.press("ControlOrMeta+a")
    explorer.page.keyboard.type("-1,5")
    with explorer.answer():
        explorer.page.keyboard.press("Enter")
    assert values(explorer, "logits", name).ravel()[0] == -1.5


@VOTE
def test_a_pixel_and_a_weight_change_the_vote(explorer):
    name = "voteexplorer"
    before = values(explorer, "scores", name).ravel()
    with explorer.answer():
        explorer.page.mouse.click(*explorer.centre("image", 4, 4))
    flipped = values(explorer, "scores", name).ravel()
    assert not np.array_equal(flipped, before)
    picture = xo.picture("X")
    picture[4, 4] = -1
    expected = list(xo.network().activations(picture[None, None]).values())[-1]
    np.testing.assert_allclose(flipped, expected.ravel(), atol=1e-5)
    explorer.page.mouse.click(*explorer.centre("weights", 1, 1))
    explorer.root.locator("input.cnnkit-editor").wait_for()
    explorer.page.keyboard.press("ControlOrMeta+a")
    explorer.page.keyboard.type("5")
    with explorer.answer():
        explorer.page.keyboard.press("Enter")
    weights, pooled = (values(explorer, p, name) for p in ("weights", "pooled"))
    assert weights[0, 1, 1] == 5
    np.testing.assert_allclose(values(explorer, "votes", name), weights * pooled, atol=1e-5)
    with explorer.answer():
        explorer.control("reset").click()
    assert values(explorer, "weights", name)[0, 1, 1] != 5


@DESCENT
def test_each_step_goes_down_the_curve(explorer):
    name = "descentexplorer"
    with explorer.answer():
        explorer.root.locator('[data-control="again"]:visible').click()
    errors = [values(explorer, "steps", name)[0, -1, 1]]
    for _ in range(3):
        with explorer.answer():
            explorer.root.locator('[data-control="step"]:visible').click()
        errors.append(values(explorer, "steps", name)[0, -1, 1])
    assert errors == sorted(errors, reverse=True)
    assert len(set(errors)) == 4


@DESCENT
def test_a_pointer_that_passes_reads_and_one_that_drags_moves_the_weight(explorer):
    name = "descentexplorer"
    explorer.page.wait_for_timeout(300)
    held = values(explorer, "steps", name)
    box = explorer.canvas("curve").bounding_box()
    y = box["y"] + 0.5 * box["height"]
    explorer.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    explorer.page.mouse.move(box["x"] + 0.5 * box["width"], y, steps=5)
    explorer.page.wait_for_timeout(400)
    np.testing.assert_array_equal(values(explorer, "steps", name), held)
    with explorer.answer():
        explorer.page.mouse.down()
        explorer.page.mouse.move(box["x"] + 0.7 * box["width"], y, steps=8)
        explorer.page.mouse.up()
    explorer.page.wait_for_timeout(300)
    moved = values(explorer, "steps", name)
    assert moved.shape == (1, 1, 3)
    assert moved[0, 0, 0] > 2.5
    # With the keyboard: arrows read, Enter moves the point.
    explorer.canvas("curve").focus()
    explorer.page.keyboard.press("Home")
    explorer.page.wait_for_timeout(300)
    np.testing.assert_array_equal(values(explorer, "steps", name), moved)
    with explorer.answer():
        explorer.page.keyboard.press("Enter")
    assert values(explorer, "steps", name)[0, 0, 0] == -1


@DESCENT
def test_the_place_where_the_hand_lets_go_counts(explorer):
    """Also when Python answers an earlier place of the same drag, and moves the cursor there."""
    box = explorer.canvas("curve").bounding_box()
    y = box["y"] + 0.5 * box["height"]
    explorer.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    with explorer.answer():
        explorer.page.mouse.down()
        explorer.page.mouse.move(box["x"] + 0.6 * box["width"], y, steps=4)
    explorer.page.wait_for_timeout(500)
    held = values(explorer, "steps", "descentexplorer")
    explorer.lab.run_code('descentexplorer.cursor = ("curve", 0, 0, 5)')
    explorer.lab.wait_until(
        lambda: explorer.root.evaluate("(root) => root.cnnkit.cursor().col") == 5,
        "the cursor does not follow Python",
    )
    with explorer.answer():
        explorer.page.mouse.up()
    np.testing.assert_array_equal(values(explorer, "steps", "descentexplorer"), held)


@pytest.mark.parametrize(
    ("explorer", "panel", "before", "held", "expected"),
    [
        (9, ("kernel1", 0), "weight=(0, 0)", "list(backpropexplorer.weight)", [1, 2]),
        (1, ("0", 2), "layer=''", "[networkexplorer.layer, networkexplorer.map]", ["0", 2]),
        (1, ("input", 0), "image='X'", "networkexplorer.picture[..., 1, 2].ravel().tolist()", [1]),
    ],
    ids=["choose", "open", "flip"],
    indirect=["explorer"],
)
def test_a_click_means_the_cell_under_the_hand(explorer, panel, before, held, expected):
    """Also when Python moves the cursor between the press and the release."""
    name = held.strip("list([").partition(".")[0]
    explorer.python(f"{name}.set({before})")
    rect = explorer.rect(panel[0], 1, 2, panel[1])
    explorer.page.mouse.move(rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2)
    explorer.page.mouse.down()
    explorer.page.wait_for_timeout(300)  # Python is told where the cursor rests
    explorer.lab.run_code(f"{name}.cursor = ({panel[0]!r}, 0, 0, 0)")
    here = "(root) => root.cnnkit.cursor().row"
    explorer.lab.wait_until(lambda: explorer.root.evaluate(here) == 0, "Python moves nothing")
    with explorer.answer():
        explorer.page.mouse.up()
    assert explorer.value(held) == expected


@LOSS
def test_one_loss_stalls_while_the_other_learns(explorer):
    name = "lossexplorer"
    with explorer.answer():
        explorer.root.locator('[data-control="hundred"]:visible').click()
    said = values(explorer, "p", name).ravel()
    assert said[0] > 0.98
    assert said[1] < 0.002
    assert "stalls" in explorer.root.locator(".cnnkit-message").inner_text()
    with explorer.answer():
        box = explorer.canvas("squared").bounding_box()
        middle = box["y"] + box["height"] / 2
        explorer.page.mouse.click(box["x"] + 0.9 * box["width"], middle)
    assert values(explorer, "p", name).ravel().min() > 0.9


@LANDSCAPE
def test_a_click_on_the_map_starts_the_descent_there(explorer):
    before = values(explorer, "walks", "landscapeexplorer")
    with explorer.answer():
        explorer.page.mouse.click(*explorer.centre("error", 30, 33))
    explorer.page.wait_for_timeout(200)
    assert not np.array_equal(values(explorer, "walks", "landscapeexplorer"), before)


@BACKPROP
def test_what_adds_to_a_weight_sums_up_to_its_gradient(explorer):
    name = "backpropexplorer"
    for row, col in [(0, 0), (1, 2)]:
        with explorer.answer():
            explorer.page.mouse.click(*explorer.centre("kernel1", row, col))
        parts = values(explorer, "contributions", name)
        gradient = values(explorer, "dkernel1", name)
        np.testing.assert_allclose(parts.sum(), gradient[0, row, col], atol=1e-4)


@BACKPROP
def test_each_press_of_a_step_lets_the_loss_fall(explorer):
    name = "backpropexplorer"
    losses = [values(explorer, "loss", name).ravel()[-1]]
    for _ in range(2):
        with explorer.answer():
            explorer.control("descend").click()
        first, before, now = values(explorer, "loss", name).ravel()
        assert (first, before) == (pytest.approx(losses[0]), pytest.approx(losses[-1]))
        assert now < before
        losses.append(now)
    assert explorer.message.startswith("Step 2, of rate 0.1: ")
    with explorer.answer():
        explorer.control("again").click()
    assert values(explorer, "loss", name).ravel()[-1] == pytest.approx(losses[0])


@SOFTMAX
def test_letters_typed_into_a_score_are_answered_with_a_sentence(explorer):
    explorer.canvas("logits").focus()
    before = values(explorer, "logits", "softmaxexplorer")
    for typed in ("abc", "nan"):
        explorer.page.keyboard.type(typed)
        assert explorer.root.locator("input.cnnkit-editor").input_value() == typed
        with explorer.answer():
            explorer.page.keyboard.press("Enter")
        assert f"'{typed}' in the score of" in explorer.error
    np.testing.assert_array_equal(values(explorer, "logits", "softmaxexplorer"), before)
    explorer.page.keyboard.press("Escape")
