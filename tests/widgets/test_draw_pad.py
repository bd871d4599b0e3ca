"""The draw pad: what is drawn, what the network sees of it, what it says."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import load_digits
from cnnkit.data import draw_strokes, to_digits, to_mnist
from cnnkit.data.resizing import resize
from cnnkit.examples import digits
from cnnkit.examples.digits import STROKES
from cnnkit.functional import softmax
from cnnkit.layers import Conv2d, Flatten, GlobalAvgPool2d, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential
from cnnkit.widgets import DrawPad
from cnnkit.widgets.board.cell_partners import receptive_areas
from cnnkit.widgets.board.edits import painted
from tests.helpers.boards import array, control, panel, send

SEVEN = [[(0.12, 0.24), (0.12, 0.74), (0.9, 0.42)]]


def cells_of(page):
    return [[0, int(i), int(j), float(page[i, j])] for i, j in np.argwhere(page > 0)]


def deep(size, *, channels=1, classes=10):
    """A network for pictures of a certain size."""
    rng = np.random.default_rng(0)
    after = (size - 2) // 2 - 2
    return Sequential(
        Conv2d(channels, 4, 3, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Conv2d(4, 40, 3, dilation=1, rng=rng),
        Flatten(),
        Linear(40 * after * after, classes, rng=rng),
    )


def test_empty_paper_gives_no_answer_and_says_what_to_do():
    pad = DrawPad()
    assert pad.answer is None
    assert pad.probabilities is None
    assert not array(pad, "answer").any()
    assert "draw a digit" in pad.scene["label"]
    assert repr(pad) == "DrawPad(size=8)"


def test_strokes_from_the_browser_are_read():
    pad = DrawPad()
    page = draw_strokes(SEVEN)
    scene = send(pad, "pad[draw]", {"cells": cells_of(page)})
    assert scene["message"] == ["", ""]
    assert scene["ack"] == {"view": "v", "number": 1}
    np.testing.assert_array_equal(pad.drawing, page)
    np.testing.assert_array_equal(array(pad, "pad")[0], page)
    np.testing.assert_array_equal(array(pad, "seen"), to_digits(page))
    expected = softmax(digits.network()(to_digits(page)[None]))[0]
    np.testing.assert_allclose(array(pad, "answer").ravel(), expected, rtol=1e-6)
    assert pad.answer == "7"
    assert "reads 7 with a probability of 9" in pad.scene["label"]


def test_the_maps_are_the_networks_own():
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    found = pad.model.activations(pad.picture[None])
    for name in ("0", "1", "2", "3", "4", "5"):
        pad.layer = name
        np.testing.assert_array_equal(array(pad, "maps"), found[name][0])


@pytest.mark.parametrize(("layer", "side"), [("0", 3), ("2", 4), ("3", 8), ("5", 10)])
def test_a_cell_of_a_map_sees_the_pixels_that_change_it(layer, side):
    pad = DrawPad(layer=layer)
    rng = np.random.default_rng(0)
    x = rng.uniform(size=(1, 1, 8, 8)).astype(np.float32)
    rows = pad.model.activations(x)[layer].shape[2]
    ((_, top, left, height, width),) = receptive_areas(pad._shown, ("maps", 1, rows - 1, 1))["seen"]
    assert (height, width) == (side, side)
    other = rng.uniform(size=x.shape).astype(np.float32)
    inside = (slice(max(top, 0), top + height), slice(max(left, 0), left + width))
    other[0, 0][inside] = x[0, 0][inside]
    before, after = (pad.model.activations(picture)[layer][0, 1, -1, 1] for picture in (x, other))
    assert before == after


# -- what it says


def answers(shares):
    """A pad whose network gives these probabilities, whatever is drawn."""
    model = Sequential(Flatten(), Linear(64, len(shares)))
    model[1].weight[:], model[1].bias[:] = 0, np.log(shares)
    return DrawPad(model, drawing=draw_strokes(SEVEN))


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.7, 0.3), "reads 0 with a probability of 70 %, then 1 with 30 %."),
        ((0.02, 0.98), "reads 1 with a probability of 98 %, then 0 with 2 %."),
        ((0.005, 0.994, 0.001), "reads 1 with a probability of more than 99 %."),
        ((1e-30, 1.0), "reads 1 with a probability of more than 99 %."),
    ],
)
def test_only_what_is_worth_naming_is_named(shares, said):
    pad = answers(shares)
    assert pad.scene["label"].endswith(f"The network {said}")
    assert panel(pad, "answer")["headline"] == pad.answer
    texts = panel(pad, "answer")["rule"]["texts"]
    texts += panel(pad, "answer")["written"]
    assert not any(text.endswith((" 0 %", " 100 %")) for text in texts)
    assert not any(text in ("0 %", "100 %", "0.00", "1.00", "0", "1") for text in texts)


def test_an_answer_is_large_and_an_empty_pad_has_none():
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    assert panel(pad, "answer")["headline"] == "7"
    pad.clear()
    assert panel(pad, "answer")["headline"] == "?"  # and nothing moves with the first stroke
    assert panel(pad, "answer")["title"] == "No answer"
    assert panel(pad, "answer")["rule"]["texts"] == [panel(pad, "pad")["rule"]["texts"][0]]


# -- a picture file


def photo(digit, *, paper, ink, side=240, size=120):
    """A PNG of a digit, as a scanner or a drawing program writes it."""
    page = np.zeros((side, side), np.float32)
    drawn = resize(draw_strokes(STROKES[digit]), size, size)
    page[30 : 30 + size, 70 : 70 + size] = np.clip(drawn, 0, 1)
    grey = paper + page * (ink - paper)
    file = io.BytesIO()
    Image.fromarray(np.uint8(np.round(255 * grey))).save(file, "PNG")
    return file.getvalue()


def put(pad, content, name="scan.png"):
    return send(pad, "upload", name, content=content)


@pytest.mark.parametrize(("paper", "ink"), [(1.0, 0.0), (0.85, 0.2), (0.0, 1.0), (0.1, 0.9)])
def test_a_picture_of_dark_or_of_light_ink_is_read_alike(paper, ink):
    right = 0
    for digit in range(10):
        pad = DrawPad()
        scene = put(pad, photo(digit, paper=paper, ink=ink))
        assert scene["message"][0] == "notice"
        right += pad.answer == str(digit)
        assert pad.drawing[0].max() < 0.5  # the paper is paper
    assert right >= 9


def test_how_a_picture_was_read_is_said_and_can_be_switched():
    pad = DrawPad()
    assert control(pad, "ink")["hidden"]
    scene = put(pad, photo(3, paper=1.0, ink=0.0))
    assert "dark ink on light paper, and inverted" in scene["message"][1]
    assert control(pad, "ink")["value"] == "dark"
    before = pad.drawing
    assert "light ink on dark paper" in send(pad, "ink", "light")["message"][1]
    assert (pad.drawing != before).any()
    send(pad, "ink", "dark")
    np.testing.assert_array_equal(pad.drawing, before)
    assert send(pad, "ink", "green")["message"][0] == "error"


def test_what_is_drawn_on_a_picture_makes_it_a_drawing():
    pad = DrawPad()
    put(pad, photo(3, paper=1.0, ink=0.0))
    scene = send(pad, "pad[draw]", {"cells": [[0, 0, 0, 1.0]]})
    assert scene["message"] == ["", ""]
    assert control(pad, "ink")["hidden"]
    assert "choose one first" in send(pad, "ink", "light")["message"][1]
    assert pad.drawing[0, 0] == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no picture", "scan.png"),
        (photo(3, paper=0.9, ink=0.9), "no drawing is found"),
        (photo(3, paper=0.9, ink=0.85), "no drawing is found"),
        (b"", "scan.png"),
    ],
)
def test_a_file_without_a_drawing_is_refused_and_changes_nothing(content, said):
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    scene = put(pad, content)
    assert scene["message"][0] == "error"
    assert said in scene["message"][1]
    assert pad.answer == "7"


def test_clear_takes_a_new_sheet():
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    send(pad, "clear", "")
    assert pad.answer is None
    assert not pad.drawing.any()
    pad.drawing = draw_strokes(SEVEN)
    pad.clear()
    assert pad.answer is None


def test_a_picture_of_any_size_can_be_drawn_from_a_cell():
    pad = DrawPad()
    data = load_digits()
    answers = []
    for image in data.test_images[:20]:
        pad.drawing = image
        answers.append(int(pad.answer))
    assert np.mean(answers == data.test_targets[:20]) >= 0.8
    pad.drawing = np.ones((30, 10))
    assert pad.drawing.shape == (64, 64)
    assert pad.drawing[:, :20].sum() == 0


def test_the_drawing_cannot_be_changed_behind_the_pads_back():
    page = draw_strokes(SEVEN)
    pad = DrawPad(drawing=page)
    page[:] = 0
    assert pad.answer == "7"
    with pytest.raises(ValueError, match="read-only"):
        pad.drawing[0, 0] = 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("drawing", np.zeros(64), r"two axes, rows and columns; this has shape \(64,\)"),
        ("drawing", np.zeros((2, 3, 4)), "two axes"),
        ("drawing", np.full((64, 64), np.nan), "from 0"),
        ("drawing", np.full((64, 64), 255), "from 0 .paper. to 1 .ink."),
        ("drawing", "a 7", "array of numbers"),
        ("drawing", None, "this is not a drawing; give an array"),
        ("pen", 0, "width from 1 to 16"),
        ("pen", "wide", "not a number"),
        ("tool", "spray", "tool 'spray' is unknown; use one of 'draw', 'erase'"),
        ("layer", "6", "layer '6' is unknown; use one of '0', '1'"),
        ("layer", 3, "layer 3 is unknown"),
    ],
)
def test_an_impossible_setting_is_refused_and_changes_nothing(name, value, said):
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    scene = pad.scene
    with pytest.raises(ValueError, match=said):
        setattr(pad, name, value)
    assert pad.scene is scene
    assert pad.answer == "7"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"cells": [[0, 64, 0, 1.0]]}, "not on a picture"),
        ({"cells": [[0, -1, 0, 1.0]]}, "not on a picture"),
        ({"cells": [[1, 0, 0, 1.0]]}, "not on a picture"),
        ({"cells": [[0, 0, 0]]}, "this is not a drawing"),
        ({"cells": [[0, 0, 0, "ink"]]}, "this is not a drawing"),
        ({"cells": [[0, 0, 0, float("nan")]]}, "which is not a finite number"),
        ({"cells": [[0, 0, 0, 7.0]]}, "from 0"),
        ({}, "this is not a drawing"),
        ("all", "this is not a drawing"),
        (None, "this is not a drawing"),
    ],
)
def test_impossible_strokes_are_refused_in_a_sentence(value, said):
    pad = DrawPad()
    scene = send(pad, "pad[draw]", value)
    assert scene["message"][0] == "error"
    assert said in scene["message"][1]
    assert not pad.drawing.any()


def test_strokes_are_put_into_a_copy():
    picture = np.zeros((1, 2, 2), np.float32)
    assert painted(picture, {"cells": [[0, 1, 1, 0.5]]})[0, 1, 1] == 0.5
    assert not picture.any()


def test_pen_and_tool_reach_the_panel():
    pad = DrawPad()
    send(pad, "tool", "erase")
    send(pad, "pen", "8")
    shown = panel(pad, "pad")
    assert shown["eraser"]
    assert shown["brush"] == [8.0, 1.5]
    assert shown["editable"] == "draw"


@pytest.mark.parametrize("size", [28, 32, 16])
def test_the_size_is_told_from_the_network(size):
    pad = DrawPad(deep(size), drawing=draw_strokes(SEVEN))
    assert pad.size == size
    np.testing.assert_array_equal(pad.picture, to_mnist(draw_strokes(SEVEN), size))


def test_an_unusual_size_is_given():
    with pytest.raises(ValueError, match=r"reads no grey picture of 8×8, 28×28.* give its size"):
        DrawPad(deep(22))
    assert DrawPad(deep(22), size=22).size == 22
    with pytest.raises(ValueError, match=r"no grey picture of 9×9 pixels .*; use another size"):
        DrawPad(deep(22), size=9)


def test_a_network_of_any_size_is_given_one():
    rng = np.random.default_rng(0)
    conv, votes = Conv2d(1, 3, 3, rng=rng), Linear(3, 2, rng=rng)
    model = Sequential(conv, ReLU(), GlobalAvgPool2d(), Flatten(), votes)
    pad = DrawPad(model, size=28, classes=("cat", "dog"))
    assert pad.size == 28
    with pytest.raises(ValueError, match="layer '2' is unknown; use one of '0', '1'"):
        pad.layer = "2"  # a single number a map is no map to look at


def test_a_network_of_colours_is_refused():
    with pytest.raises(ValueError, match="no grey picture"):
        DrawPad(deep(28, channels=3))


@pytest.mark.parametrize("model", ["a network", np.zeros(3), lambda x: x])
def test_what_is_no_network_is_refused(model):
    with pytest.raises(TypeError, match="give a Sequential network"):
        DrawPad(model)


def test_a_network_without_a_list_of_outputs_is_refused():
    with pytest.raises(ValueError, match="one number per class"):
        DrawPad(Sequential(Conv2d(1, 3, 3, rng=np.random.default_rng(0))))


def test_there_is_a_name_for_every_output():
    with pytest.raises(ValueError, match="classes has 2 names, but the network gives 10 outputs"):
        DrawPad(classes=("X", "O"))
    pad = DrawPad(classes="abcdefghij", drawing=draw_strokes(SEVEN))
    assert pad.answer == "h"


def test_a_network_without_maps_has_none_to_show():
    model = Sequential(Flatten(), Linear(64, 10, rng=np.random.default_rng(0)))
    pad = DrawPad(model, drawing=draw_strokes(SEVEN))
    assert [panel["name"] for panel in pad.scene["panels"]] == ["pad", "seen", "answer"]
    assert pad.figure().axes


def test_many_maps_are_shown_in_part():
    pad = DrawPad(deep(28), layer="3")
    assert array(pad, "maps").shape[0] == 36
    note = panel(pad, "maps")["note"]
    assert "36 of 40" in note


def test_many_classes_are_shown_in_part():
    pad = DrawPad(deep(28, classes=100), drawing=draw_strokes(SEVEN))
    assert array(pad, "answer").shape == (1, 26, 1)
    shown = panel(pad, "answer")
    assert shown["note"] == "the first 26 of 100"
    assert shown["title"] == f"It says {pad.answer}"


def test_the_preparation_can_be_ones_own():
    pad = DrawPad(prepare=lambda page: page[None, ::8, ::8], drawing=np.ones((64, 64)))
    assert pad.picture.min() == 1
    with pytest.raises(ValueError, match=r"prepare gave a picture of shape \(64, 64\)"):
        DrawPad(prepare=lambda page: page)
    with pytest.raises(TypeError, match="not a function"):
        DrawPad(prepare="mnist")


def test_a_preparation_that_fails_changes_nothing():
    def fussy(page):
        if page[0, 0]:
            raise ValueError("not in the corner")
        return to_digits(page)

    pad = DrawPad(prepare=fussy, drawing=draw_strokes(SEVEN))
    with pytest.raises(ValueError, match="not in the corner"):
        pad.drawing = np.ones((64, 64))
    assert pad.answer == "7"
    assert not pad.drawing[0, 0]
    scene = send(pad, "pad[draw]", {"cells": [[0, 0, 0, 1.0]]})
    assert scene["message"] == ["error", "not in the corner"]
    np.testing.assert_array_equal(array(pad, "pad")[0], draw_strokes(SEVEN))


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 3e38])
def test_a_network_that_ran_away_gives_no_answer_and_says_why(wrong):
    pad = DrawPad(digits.untrained_network(rng=np.random.default_rng(0)))
    pad.drawing = draw_strokes(SEVEN)
    pad.model[0].weight[:] = wrong
    scene = send(pad, "pad[draw]", {"cells": []})
    assert scene["message"] == ["", ""]
    assert pad.answer is None
    assert "not finite" in scene["label"]
    assert pad.figure().axes
    assert all(np.isfinite(p["limits"]).all() for p in scene["panels"])
    assert np.isfinite(array(pad, "maps")).all()


def test_a_network_that_goes_on_learning_is_asked_anew():
    model = digits.untrained_network(rng=np.random.default_rng(0))
    pad = DrawPad(model, drawing=draw_strokes(SEVEN))
    before = pad.probabilities
    model.load_state_dict(digits.network().state_dict())
    send(pad, "pad[draw]", {"cells": []})
    assert pad.answer == "7"
    assert pad.probabilities[7] > before[7]


def test_colours_of_the_maps_do_not_flicker():
    pad = DrawPad(drawing=draw_strokes(SEVEN))

    def limits():
        return panel(pad, "maps")["limits"]

    first = limits()
    send(pad, "pad[draw]", {"cells": [[0, 0, 0, 1.0]]})
    assert limits() == first
    pad.clear()
    assert limits() == first


def texts_of(figure):
    """What is written on the page of a still picture, one by one."""
    return [text.get_text() for text in figure.axes[0].texts]


def framed(figure, name):
    """Width and height of every frame in a panel of a still picture, in cells of that panel."""
    page = figure.axes[0]
    image = next(one for one in page.images if one.get_gid() == name)
    left, right, bottom, top = image.get_extent()
    rows, cols = image.get_array().shape
    found = next((one for one in page.collections if one.get_gid() == f"frames of {name}"), None)
    boxes = []
    for path in found.get_paths() if found else ():
        (x0, y0), (x1, y1) = path.get_extents().get_points()
        across, down = (right - left) / cols, (bottom - top) / rows
        boxes.append(np.round([(y0 - top) / down, (x0 - left) / across,
                               (y1 - y0) / down, (x1 - x0) / across], 3).tolist())  # fmt: skip
    return boxes


def test_the_still_shows_the_same_and_changes_nothing():
    pad = DrawPad(drawing=draw_strokes(SEVEN))
    scene = pad.scene
    titles = texts_of(pad.figure())
    for title in ("Drawn", "Seen: 8×8", "Its maps, layer 0 (Conv2d)", "It says 7"):
        assert title in titles
    assert pad.scene is scene
    assert "No answer" in texts_of(DrawPad().figure())


def test_a_cell_of_a_map_is_framed_with_what_it_sees():
    pad = DrawPad(drawing=draw_strokes(SEVEN), layer="0")
    assert framed(pad.figure(), "maps") == []  # the cursor is on the paper
    pad.cursor = ("maps", 1, 0, 2)
    figure = pad.figure()
    side = pad.scene["arrays"]["maps"]["shape"][2]
    assert framed(figure, "seen") == [[0, 1, 2, 3]]  # one row of it is padding
    assert framed(figure, "maps") == [[0, side + 1 + 2, 1, 1]]  # in the second map of the block
