"""The network explorer: any network as linked stacks, each map open to the ground."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import data, functional, xo
from cnnkit.functional import softmax
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    Layer,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.model import Sequential
from cnnkit.widgets import NetworkExplorer
from cnnkit.widgets.board.cell_partners import receptive_areas
from cnnkit.widgets.board.window_products import products_at, window_values
from cnnkit.widgets.network import layer_kinds
from tests.helpers.boards import array, control, panel, send
from tests.helpers.networks import biased


def rng():
    return np.random.default_rng(0)


def conv(*args, **options):
    return Conv2d(*args, rng=rng(), **options)


def lin(*args):
    return Linear(*args, rng=rng())


NETWORKS = {
    "padding, stride, colour": ((3, 8, 8), lambda: [
        conv(3, 4, 3, padding="same"), ReLU(), MaxPool2d(2), conv(4, 2, 2, stride=2),
        Flatten(), lin(8, 5), ReLU(), lin(5, 3)]),
    "every activation": ((1, 6, 6), lambda: [
        conv(1, 2, 3, padding=1), LeakyReLU(0.2), conv(2, 2, 3), RReLU(), conv(2, 2, 1), Sigmoid(),
        Tanh(), Flatten(), lin(32, 2)]),
    "every pool": ((2, 13, 12), lambda: [
        AvgPool2d(2, padding=1, ceil_mode=True), LPPool2d(2, 2, ceil_mode=True),
        LPPool2d(3, 2), MaxPool2d(2, padding=1, ceil_mode=True, stride=1), GlobalAvgPool2d(),
        Flatten(), lin(2, 4)]),
    "nested, dropout": ((1, 7, 7), lambda: [
        Sequential(conv(1, 3, 3, dilation=2), Sequential(ReLU(), Dropout(0.5))), Flatten(),
        Dropout(0.9), Sequential(lin(27, 6), Tanh()), lin(6, 2)]),
    "no convolution": ((1, 5, 4), lambda: [Flatten(), lin(20, 70), ReLU(), lin(70, 3)]),
    "one answer": ((1, 6, 6), lambda: [conv(1, 2, 3), ReLU(), Flatten(), lin(32, 1)]),
    "one answer, Sigmoid": ((1, 6, 6), lambda: [Flatten(), lin(36, 1), Sigmoid()]),
    "ends in maps": ((1, 6, 6), lambda: [conv(1, 2, 3), ReLU()]),
    "ends in a mean": ((1, 6, 6), lambda: [conv(1, 5, 3), GlobalAvgPool2d(), Flatten()]),
    "even kernel, same padding": ((1, 6, 6), lambda: [
        conv(1, 2, 4, padding="same"), Flatten(), lin(72, 2)]),
    "twenty answers": ((1, 4, 4), lambda: [Flatten(), lin(16, 20)]),
    "average without padding": ((1, 7, 7), lambda: [
        AvgPool2d(3, padding=1, stride=2, count_include_pad=False), Flatten(), lin(16, 2)]),
}  # fmt: skip


@pytest.fixture(params=NETWORKS, ids=list(NETWORKS))
def network(request):
    shape, layers = NETWORKS[request.param]
    model = biased(Sequential(*layers()))
    return model, rng().normal(size=shape).astype(np.float32)


# -- the numbers


def test_any_network_shows_its_own_activations(network):
    model, picture = network
    explorer = NetworkExplorer(model, picture)
    for name, expected in model.eval().activations(picture[None]).items():
        shown = array(explorer, name)
        bars = panel(explorer, name)["kind"] == "bars"
        if bars and expected.size > 16:  # the loudest, sorted
            expected = np.sort(expected.ravel())[::-1][: shown.size]
        np.testing.assert_array_equal(shown.ravel(), expected.ravel())
        np.testing.assert_array_equal(
            explorer.activations[name], model.activations(picture[None])[name][0]
        )


def test_every_map_of_any_network_opens_and_is_drawn(network):
    model, picture = network
    explorer = NetworkExplorer(model, picture)
    assert explorer._settings.details
    for name in explorer._settings.details:
        for number in {0, explorer._settings.maps_of(name) - 1}:
            explorer.set(layer=name, map=number)
            scene = explorer.scene
            columns = [one for column in scene["columns"] for one in column]
            assert sorted(columns) == sorted(one["name"] for one in scene["panels"])
            assert 0 < scene["split"] < len(scene["columns"])
            shown = explorer._shown
            for link in shown.links:
                shapes = [shown.arrays[shown.panel(one).array].shape
                          for one in (link.reader, link.source)]  # fmt: skip
                if link.kind == "unflatten":
                    assert np.prod(shapes[0]) == np.prod(shapes[1])
    assert explorer.figure().axes


def test_a_cell_sees_exactly_the_pixels_that_can_change_it(network):
    model, picture = network
    explorer = NetworkExplorer(model, picture)
    found = model.eval().activations(picture[None])
    for name, ledger in zip(model.named_layers(), model.summary(picture.shape).rows, strict=True):
        values = found[name]
        if values.ndim != 4:
            continue
        cell = tuple(int(n) // 2 for n in values.shape[1:])
        ((_, row, col, height, width),) = receptive_areas(explorer._shown, (name, *cell))["input"]
        for axis, seen in enumerate((height, width)):
            side = picture.shape[1 + axis]
            assert min(seen, side) == min(ledger.sees[axis], side)
        outside = rng().normal(size=picture.shape).astype(np.float32) + 3
        area = np.s_[:, max(row, 0) : max(row + height, 0), max(col, 0) : max(col + width, 0)]
        outside[area] = picture[area]
        np.testing.assert_allclose(
            model.activations(outside[None])[name][0][cell], values[0][cell], rtol=1e-5
        )


def test_products_and_bias_add_up_to_the_cell():
    model = biased(Sequential(conv(3, 4, 3, padding=1, stride=2), Flatten(), lin(64, 2)))
    picture = rng().normal(size=(3, 8, 8)).astype(np.float32)
    explorer = NetworkExplorer(model, picture, layer="0", map=2, channel=1)
    link = explorer._shown.links[0]
    for row, col in np.ndindex(4, 4):
        window = window_values(explorer._shown, link, ("0", 2, row, col))
        total = (window * explorer.weights["0.weight"][2]).sum() + explorer.weights["0.bias"][2]
        np.testing.assert_allclose(total, explorer.activations["0"][2, row, col], rtol=1e-4)


def test_the_shares_of_all_maps_are_in_the_figure():
    model = biased(Sequential(conv(6, 4, 3), Flatten(), lin(64, 2)))
    explorer = NetworkExplorer(model, rng().normal(size=(6, 6, 6)), layer="0", map=1, channel=4)

    cursor = ("0", 1, 2, 3)
    shares = products_at(explorer._shown, explorer._shown.panel("shares"), cursor)
    products = products_at(explorer._shown, explorer._shown.panel("products"), cursor)
    np.testing.assert_allclose(shares.ravel()[4], products.sum(), rtol=1e-4)
    total = shares.sum() + explorer.weights["0.bias"][1]
    np.testing.assert_allclose(total, explorer.activations["0"][1, 2, 3], rtol=1e-4)


def test_votes_and_bias_add_up_to_the_answer(network):
    model, picture = network
    explorer = NetworkExplorer(model, picture)
    for name, layer in model.named_layers().items():
        if not isinstance(layer, Linear):
            continue
        last = layer.out_features - 1
        explorer.set(layer=name, map=last)
        votes, tally = array(explorer, "votes"), array(explorer, "tally").ravel()
        answer = explorer.activations[name][last]
        np.testing.assert_allclose(votes.sum() + layer.bias[last], answer, rtol=1e-3, atol=1e-5)
        np.testing.assert_allclose(tally[:-1].sum(), tally[-1], rtol=1e-3, atol=1e-5)
        np.testing.assert_allclose(tally[-1], answer, rtol=1e-5)


@pytest.mark.parametrize("include", [True, False])
@pytest.mark.parametrize(("padding", "ceil"), [(0, False), (1, False), (1, True), (0, True)])
def test_a_mean_is_divided_by_what_the_arithmetic_says(include, padding, ceil):
    layer = AvgPool2d(3, stride=2, padding=padding, ceil_mode=ceil, count_include_pad=include)
    x = rng().normal(size=(1, 1, 8, 9))
    divide = layer_kinds.extra_arrays("0", layer, x[0])["0.divide"][0]
    framed = np.pad(x[0, 0], [(padding, padding + 3)] * 2)
    for (row, col), mean in np.ndenumerate(layer(x)[0, 0]):
        window = framed[2 * row : 2 * row + 3, 2 * col : 2 * col + 3]
        np.testing.assert_allclose(window.sum() / divide[row, col], mean, rtol=1e-9)


@pytest.mark.parametrize("letter", xo.CLASSES)
def test_by_default_it_is_the_lessons_network_with_its_words(letter):
    explorer = NetworkExplorer(image=letter)
    found = xo.network()(xo.picture(letter)[None, None])
    np.testing.assert_allclose(explorer.probabilities, softmax(found)[0], rtol=1e-6)
    titles = [one["title"] for one in explorer.scene["panels"]]
    layers = ["0 · Match", "1 · ReLU", "2 · Pool", "3 · Flatten", "4 · Vote"]
    assert titles == ["Picture", *layers, "Softmax"]
    assert panel(explorer, "softmax")["labels"] == ["X", "O"]
    assert f"It answers {letter} with probability" in explorer.scene["label"]


def test_the_curve_of_an_activation_is_the_layers_own():
    model = Sequential(conv(1, 2, 3), Tanh(), Flatten(), lin(32, 2))
    explorer = NetworkExplorer(model, rng().normal(size=(6, 6)), layer="1")
    (low, high), (y, slope) = panel(explorer, "curve")["x"], array(explorer, "curve")[:, 0]
    z = np.linspace(low, high, y.size)
    np.testing.assert_allclose(y, np.tanh(z), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(slope, 1 - np.tanh(z) ** 2, rtol=1e-4, atol=1e-6)


# -- the picture


def test_a_flipped_pixel_is_computed_through_and_flips_back():
    explorer = NetworkExplorer(image="X")
    send(explorer, "input[4,4]", "flip")
    changed = xo.picture("X").copy()
    changed[4, 4] = -1
    expected = xo.network()(changed[None, None])
    np.testing.assert_array_equal(array(explorer, "4").ravel(), expected.ravel())
    assert explorer.image == "own"
    send(explorer, "input[4,4]", "flip")
    np.testing.assert_array_equal(array(explorer, "input")[0], xo.picture("X"))


def test_what_is_drawn_is_computed_through_and_the_data_stay_as_they_are():
    images = rng().uniform(size=(3, 3, 8, 8)).astype(np.float32)
    before = images.copy()
    model = Sequential(conv(3, 2, 3), Flatten(), lin(72, 2))
    explorer = NetworkExplorer(model, images)
    scene = send(explorer, "colour[draw]", {"cells": [[c, 2, 5, 1.0] for c in range(3)]})
    assert scene["message"] == ["", ""]
    expected = images[0].copy()
    expected[:, 2, 5] = 1
    np.testing.assert_array_equal(explorer.picture, expected)
    np.testing.assert_array_equal(explorer.activations["2"], model(expected[None])[0])
    np.testing.assert_array_equal(images, before)
    send(explorer, "image", "set")
    np.testing.assert_array_equal(explorer.picture, before[0])


def picture_file(width, height):
    file = io.BytesIO()
    Image.new("RGB", (width, height), (255, 0, 0)).save(file, "PNG")
    return file.getvalue()


def test_the_limit_of_uploads_holds_in_python_too_and_long_names_are_cut():
    explorer = NetworkExplorer()
    send(explorer, "upload", "a" * 100_000 + ".png", content=bytes(20_000_001))
    kind, sentence = explorer.scene["message"][:2]
    assert kind == "error"
    assert "has 20 MB; the most is 20 MB, so save it smaller" in sentence
    assert len(sentence) < 200


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_pixels_from_0_to_255_are_refused_with_the_line_to_write(dtype):
    image = np.full((9, 9), 255, dtype)
    with pytest.raises(ValueError, match=r"from 255 to 255; .*give image / 255"):
        NetworkExplorer(image=image)
    NetworkExplorer(image=image / 255)


def test_an_uploaded_picture_gets_the_networks_size():
    model = Sequential(conv(3, 2, 3), Flatten(), lin(72, 2))
    explorer = NetworkExplorer(model, np.zeros((3, 8, 8), np.float32))
    send(explorer, "upload", "a.png", content=picture_file(64, 40))
    assert explorer.image == "own"
    np.testing.assert_allclose(explorer.picture[0], 1, atol=1e-6)
    np.testing.assert_allclose(explorer.picture[1:], 0, atol=1e-6)
    send(explorer, "upload", "a.png", content=b"no picture")
    assert explorer.scene["message"][0] == "error"
    np.testing.assert_allclose(explorer.picture[0], 1, atol=1e-6)


def test_one_can_step_through_a_data_set_and_round_its_ends():
    digits = data.load_digits()
    model = Sequential(Flatten(), lin(64, 10))
    explorer = NetworkExplorer(model, digits)
    assert (explorer.image, explorer.index) == ("set", 0)
    send(explorer, "previous", "")
    assert explorer.index == len(digits.test_images) - 1
    send(explorer, "next", "")
    send(explorer, "next", "")
    np.testing.assert_array_equal(explorer.picture, digits.test_images[1])
    explorer.image = "blank"
    explorer.index = 7
    assert explorer.image == "set"
    np.testing.assert_array_equal(explorer.picture, digits.test_images[7])
    truth = str(digits.test_targets[7])
    right = explorer.probabilities.argmax() == digits.test_targets[7]
    # Beside many classes it stands under the wider bars of the last layer.
    last = list(model.named_layers())[-1]
    note = panel(explorer, last)["note"]
    assert note.endswith(f" · It is {truth}: {'right' if right else 'wrong'}.")


@pytest.mark.parametrize("make", [
    lambda images, targets: images,
    lambda images, targets: (images, targets),
    lambda images, targets: data.Pictures(images, targets, ("a", "b")),
    lambda images, targets: images.astype(np.float64),
])  # fmt: skip
def test_data_sets_come_in_several_forms(make):
    images = rng().uniform(size=(5, 1, 9, 9)).astype(np.float32)
    explorer = NetworkExplorer(xo.network(), make(images, np.arange(5) % 2))
    explorer.index = 4
    np.testing.assert_array_equal(explorer.picture, images[4])


def test_without_a_picture_there_is_a_blank_one_to_draw_on():
    model = Sequential(conv(1, 4, 3, padding=1), MaxPool2d(2), Flatten(), lin(4 * 14 * 14, 10))
    explorer = NetworkExplorer(model)
    assert explorer.image == "blank"
    np.testing.assert_array_equal(explorer.picture, np.zeros((1, 28, 28)))
    assert panel(explorer, "input")["editable"] == "draw"
    small = NetworkExplorer(Sequential(Flatten(), lin(25, 2)))
    assert small.picture.shape == (1, 5, 5)


# -- what can be undone


def test_flipped_pixels_are_counted_and_taken_back_one_by_one():
    explorer = NetworkExplorer(image="O")
    for number, place in enumerate(("4,4", "0,0", "8,1"), 1):
        send(explorer, f"input[{place}]", "flip")
        plural = "s" * (number > 1)
        assert panel(explorer, "input")["note"] == f"{number} pixel{plural} flipped"
    send(explorer, "undo")
    assert panel(explorer, "input")["note"] == "2 pixels flipped"
    send(explorer, "input[0,0]", "flip")  # back again by hand
    assert panel(explorer, "input")["note"] == "1 pixel flipped"
    for _ in range(3):
        send(explorer, "undo")
    assert explorer.image == "O"
    assert panel(explorer, "input")["note"] == "click flips a pixel"
    undo = next(one for one in explorer.scene["controls"] if one["name"] == "undo")
    assert undo["disabled"]
    assert send(explorer, "undo")["message"] == ["", ""]


def test_a_stroke_is_taken_back_whole_and_only_it():
    explorer = NetworkExplorer(image="O", pen="draw")
    for stroke, row in ((1, 0), (1, 1), (2, 2), (2, 3)):
        cells = {"cells": [[0, row, 0, 1.0]], "stroke": f"v{stroke}"}
        send(explorer, "input[draw]", cells)
    send(explorer, "undo")
    assert explorer.picture[0, :4, 0].tolist() == [1, 1, -1, -1]
    assert panel(explorer, "input")["note"] == "2 pixels changed"
    send(explorer, "undo")
    assert explorer.image == "O"


def test_weights_that_were_typed_zeroed_and_restored_are_taken_back():
    explorer = NetworkExplorer(image="X", layer="0", map=1)
    first = explorer.weights["0.weight"]
    send(explorer, "kernel[1,1]", "5")
    typed = explorer.weights["0.weight"]
    send(explorer, "zero")
    explorer.restore()
    np.testing.assert_array_equal(explorer.weights["0.weight"], first)
    explorer.undo()
    assert not explorer.weights["0.weight"][1].any()
    explorer.undo()
    np.testing.assert_array_equal(explorer.weights["0.weight"], typed)
    explorer.undo()
    np.testing.assert_array_equal(explorer.weights["0.weight"], first)
    with pytest.raises(ValueError, match="nothing to undo"):
        explorer.undo()


def test_a_picture_of_ones_own_that_was_left_comes_back():
    explorer = NetworkExplorer(image="X")
    send(explorer, "input[4,4]", "flip")
    mine = explorer.picture
    explorer.image = "O"
    explorer.undo()
    np.testing.assert_array_equal(explorer.picture, mine)


# -- names


def test_maps_with_names_are_chosen_and_told_by_them():
    explorer = NetworkExplorer(image="X", layer="2", map=1)
    shown = control(explorer, "map")
    assert [word for _, word in shown["options"]] == list(xo.features())
    assert shown["value"] == "1"
    assert panel(explorer, "map")["title"] == "2 · Pool: crossing"
    assert panel(explorer, "source")["title"] == "1 · ReLU: crossing"
    assert panel(explorer, "1")["map_names"] == list(xo.features())
    assert "Open: crossing of layer 2 · Pool." in explorer.scene["label"]
    send(explorer, "map", "2")
    assert (explorer.map, panel(explorer, "map")["title"]) == (2, "2 · Pool: /")
    explorer.layer = "4"
    assert set(panel(explorer, "tally")["labels"][:3]) == set(xo.features())


def test_maps_without_names_have_the_numbers_of_code():
    model = Sequential(conv(2, 3, 3), Flatten(), lin(48, 2))
    explorer = NetworkExplorer(model, rng().normal(size=(2, 6, 6)), layer="0", map=2, channel=1)
    assert panel(explorer, "map")["title"] == "0 · Conv 3×3: map 2"
    assert panel(explorer, "kernel")["title"] == "× kernel 2"
    assert panel(explorer, "kernel")["note"] == "its slice for map 1"
    shown = control(explorer, "map")
    assert (shown["kind"], shown["low"], shown["high"], shown["value"]) == ("integer", 0, 2, 2)


def test_the_answer_stands_above_its_bars():
    explorer = NetworkExplorer(image="X")
    assert panel(explorer, "softmax")["headline"] == "X"
    explorer.image = "O"
    assert panel(explorer, "softmax")["headline"] == "O"
    one = NetworkExplorer(Sequential(Flatten(), lin(16, 1)), np.ones((4, 4)))
    assert panel(one, "softmax")["headline"] == ""


# -- the weights


def test_a_typed_weight_changes_the_decision_and_never_the_model():
    model = xo.network()
    before = model.state_dict()
    explorer = NetworkExplorer(model, "X", layer="0", map=1)
    send(explorer, "kernel[1,1]", "0,5")
    changed = xo.network()
    changed[0].weight[1, 0, 1, 1] = 0.5
    expected = softmax(changed(xo.picture("X")[None, None]))[0]
    np.testing.assert_allclose(explorer.probabilities, expected, rtol=1e-6)
    np.testing.assert_array_equal(array(explorer, "kernel")[0], changed[0].weight[1, 0])
    for key, values in before.items():
        np.testing.assert_array_equal(model.state_dict()[key], values)
    assert "Unchanged weights: X 0.97." in panel(explorer, "softmax")["note"]
    send(explorer, "restore", "")
    np.testing.assert_array_equal(explorer.weights["0.weight"], before["0.weight"])
    assert panel(explorer, "softmax")["note"] == ""


def test_a_typed_vote_weight_lands_where_it_was_typed():
    explorer = NetworkExplorer(image="X", layer="4", map=1)
    send(explorer, "weights[2,1,3]", "-4")
    assert explorer.weights["4.weight"][1, 2 * 16 + 1 * 4 + 3] == -4
    assert array(explorer, "weights")[2, 1, 3] == -4


def test_zeroing_a_kernel_leaves_its_bias_and_can_be_taken_back():
    model = biased(Sequential(conv(2, 3, 3), Flatten(), lin(48, 2)))
    explorer = NetworkExplorer(model, rng().normal(size=(2, 6, 6)), layer="0", map=2)
    send(explorer, "zero", "")
    np.testing.assert_array_equal(explorer.activations["0"][2], model[0].bias[2])
    assert np.any(model[0].weight[2])
    explorer.restore()
    np.testing.assert_array_equal(explorer.weights["0.weight"], model[0].weight)


def test_the_models_later_weights_can_be_taken_over():
    model = Sequential(Flatten(), lin(81, 2))
    explorer = NetworkExplorer(model, "X", classes="XO")
    model[1].weight += 1
    assert not np.array_equal(explorer.weights["1.weight"], model[1].weight)
    explorer.set_weights(model.state_dict())
    np.testing.assert_array_equal(explorer.activations["1"], model(xo.picture("X")[None, None])[0])


def test_training_mode_and_memory_of_the_model_stay():
    model = Sequential(conv(1, 2, 3), Dropout(0.5), Flatten(), lin(98, 2))
    y = model(xo.picture("X")[None, None])
    explorer = NetworkExplorer(model, "X")
    explorer.layer = "1" if "1" in explorer._settings.details else "0"
    assert model.training
    model.backward(np.ones_like(y))  # still knows its forward pass
    kept = explorer.activations
    np.testing.assert_array_equal(kept["1"], kept["0"])  # nothing is dropped in evaluation


# -- what is shown


def test_clicks_open_maps_answers_and_shares():
    model = Sequential(conv(1, 4, 3), ReLU(), conv(4, 2, 3), Flatten(), lin(50, 70), lin(70, 10))
    explorer = NetworkExplorer(model, rng().normal(size=(9, 9)), order="sorted")
    send(explorer, "2[1]", "open")
    assert (explorer.layer, explorer.map, explorer.channel) == ("2", 1, 0)
    send(explorer, "shares[1,0]", "choose")
    assert explorer.channel == 2
    send(explorer, "4[13,1]", "choose")  # a hidden list stands in several columns
    assert explorer.layer == "4"
    assert explorer.map == 13 * explorer._shown.arrays["4"].shape[2] + 1
    send(explorer, "5[0]", "open")
    assert explorer.map == explorer.probabilities.argmax()
    send(explorer, "softmax[9]", "open")
    assert explorer.map == explorer.probabilities.argmin()
    send(explorer, "close", "")
    assert (explorer.layer, explorer.scene["split"]) == ("", 0)


def test_the_cursor_goes_to_the_map_that_a_cell_opens():
    explorer = NetworkExplorer(image="X")
    explorer.layer = "0"
    name, channel, row, col = explorer.cursor
    assert (name, channel) == ("0", 0)
    assert explorer.activations["0"][0, row, col] == explorer.activations["0"][0].max()
    explorer.map = 2
    assert explorer.cursor == ("0", 2, row, col)


def test_colour_limits_hold_for_a_map_a_layer_or_the_network():
    model = biased(Sequential(conv(1, 3, 3), ReLU(), Flatten(), lin(147, 2)))
    explorer = NetworkExplorer(model, "X", classes="XO")

    def tops(name):
        shown = panel(explorer, name)
        return [limits[1] for limits in shown["map_limits"]] or [shown["limits"][1]]

    explorer.limits = "map"
    for top, values in zip(tops("0"), explorer.activations["0"], strict=True):
        assert np.abs(values).max() <= top * 1.0001
        assert np.abs(values).max() >= top * 0.6
    explorer.limits = "layer"
    assert len(tops("0")) == 1
    explorer.limits = "network"
    assert tops("0") == tops("1") == tops("2")


def test_answers_can_be_sorted():
    digits = data.load_digits()
    explorer = NetworkExplorer(Sequential(Flatten(), lin(64, 10)), digits)
    explorer.order = "sorted"
    shown = array(explorer, "softmax").ravel()
    np.testing.assert_allclose(shown, np.sort(explorer.probabilities)[::-1], rtol=1e-6)
    best = panel(explorer, "softmax")["labels"][0]
    assert best == str(explorer.probabilities.argmax())


def test_a_layer_of_ones_own_that_is_derived_from_a_known_one_is_shown_like_it():
    class Doubled(ReLU):
        pass

    explorer = NetworkExplorer(Sequential(conv(1, 2, 3), Doubled(), Flatten(), lin(98, 2)), "X")
    assert panel(explorer, "1")["title"] == "1 · Doubled"


# -- what is refused


class Strange(Layer):
    pass


BAD_ARGUMENTS = {
    "no model": (lambda: {"model": "X"}, TypeError, "give a cnnkit Sequential"),
    "a layer nobody knows": (
        lambda: {"model": Sequential(Flatten(), Strange())}, ValueError,
        "layer 1 is a Strange, which the explorer cannot draw"),
    "another size": (lambda: {"image": np.ones((8, 8))}, ValueError, "layer 4"),
    "too few dimensions": (lambda: {"image": np.ones(9)}, ValueError, "channels first"),
    "words": (lambda: {"image": [["a"]]}, TypeError, "give an array of numbers"),
    "not finite": (lambda: {"image": np.full((9, 9), np.nan)}, ValueError, "not finite"),
    "unknown name": (lambda: {"image": "Q"}, ValueError, "image 'Q' is unknown"),
    "a name that needs a set": (lambda: {"image": "set"}, ValueError, "'set' is unknown"),
    "an empty set": (lambda: {"image": np.ones((0, 1, 9, 9))}, ValueError, "(N, C, H, W)"),
    "targets that do not fit": (
        lambda: {"image": (np.ones((2, 1, 9, 9)), [0])}, ValueError, "one whole number"),
    "a class nobody knows": (
        lambda: {"image": (np.ones((2, 1, 9, 9)), [7, 0])}, ValueError, "has class 7"),
    "too many names": (lambda: {"classes": "abc"}, ValueError, "classes has 3 names"),
    "unknown layer": (lambda: {"layer": "9"}, ValueError, "layer '9' is unknown"),
    "a map that is not there": (lambda: {"layer": "0", "map": 3}, ValueError, "from 0 to 2"),
    "half a map": (lambda: {"layer": "0", "map": 0.5}, ValueError, "map 0.5"),
    "limits": (lambda: {"limits": "pixel"}, ValueError, "limits 'pixel' is unknown"),
    "order": (lambda: {"order": 3}, ValueError, "order 3 is unknown"),
    "pen": (lambda: {"pen": "ink"}, ValueError, "pen 'ink' is unknown"),
    "a network without a square": (
        lambda: {"model": Sequential(Flatten(), lin(7, 2))}, ValueError, "no square picture"),
    "a huge picture": (
        lambda: {"model": Sequential(conv(1, 2, 3)), "image": np.ones((300, 10))}, ValueError,
        "at most 256×256"),
    "too many numbers": (
        lambda: {"model": Sequential(conv(1, 64, 3, padding=1)), "image": np.ones((240, 240))},
        ValueError, "at most 3000000"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_ARGUMENTS)
def test_impossible_arguments_are_refused_in_a_sentence(case):
    arguments, kind, words = BAD_ARGUMENTS[case]
    with pytest.raises(kind) as error:
        NetworkExplorer(**arguments())
    assert words in str(error.value)


BAD_CHANGES = {
    "does not fit height 2": {"image": np.ones((2, 2))},
    "image 'own' is unknown": {"image": "own"},
    "no data set": {"index": 1},
    "layer '3' is unknown": {"layer": "3"},  # a Flatten has no maps of its own
    "map 9 is not possible": {"layer": "0", "map": 9},
    "channel 1 is not possible": {"layer": "0", "channel": 1},
    "limits None is unknown": {"limits": None},
    "pen '.' is unknown": {"order": "sorted", "pen": "?"},
    "'colour' is not a setting": {"colour": "red"},
}


@pytest.mark.parametrize("words", BAD_CHANGES)
def test_an_impossible_change_changes_nothing(words):
    explorer = NetworkExplorer(image="O")
    before = {name: getattr(explorer, name) for name in explorer.names}
    scene = explorer.scene
    with pytest.raises(ValueError, match=words):
        explorer.set(**BAD_CHANGES[words])
    assert {name: getattr(explorer, name) for name in explorer.names} == before
    assert explorer.scene is scene
    assert all(getattr(explorer._settings, name) == value for name, value in before.items())


BAD_EDITS = {
    "kernel[1,1]": "a",
    "kernel[9,9]": "1",
    "input[draw]": {"cells": [[0, 9, 9, 1.0]]},
    "input[4]": "flip",
    "input[4,99]": "flip",
    "input[-1,0]": "flip",
    "input[a,b]": "flip",
    "0[7]": "open",
    "4[7]": "open",
    "softmax[9]": "open",
    "ink": "dark",
    "shares[0,3]": "choose",
    "map": "3",
    "next": "",
    "nothing": "1",
    "index": "2",
}


@pytest.mark.parametrize("name", BAD_EDITS)
def test_an_impossible_edit_is_answered_by_a_sentence_and_changes_nothing(name):
    explorer = NetworkExplorer(image="X", layer="0", map=1)
    before = explorer.picture, explorer.weights["0.weight"], explorer.cursor
    scene = send(explorer, name, BAD_EDITS[name])
    assert scene["message"][0] == "error"
    assert "Error in" not in scene["message"][1], scene["message"]
    after = explorer.picture, explorer.weights["0.weight"], explorer.cursor
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


def test_weights_that_do_not_fit_are_refused():
    explorer = NetworkExplorer()
    with pytest.raises(ValueError, match="the weights need the keys"):
        explorer.set_weights({})
    wrong = explorer.weights | {"0.weight": np.ones((3, 1, 5, 5))}
    with pytest.raises(ValueError, match="weight has shape"):
        explorer.set_weights(wrong)
    with pytest.raises(ValueError, match="layer '1' has no kernels"):
        explorer.zero_kernel("1", 0)
    np.testing.assert_array_equal(explorer.weights["0.weight"], xo.network()[0].weight)


def test_float64_models_and_integer_pictures_are_fine():
    model = xo.network().to(np.float64)
    explorer = NetworkExplorer(model, np.array(xo.picture("X"), int))
    np.testing.assert_allclose(explorer.probabilities[0], 0.97, atol=0.005)
    assert functional.softmax(explorer.activations["4"][None]).shape == (1, 2)


def test_a_deep_network_keeps_to_the_width_of_a_page():
    blocks = [layer for _ in range(20) for layer in (conv(1, 1, 3, padding=1), Tanh())]
    explorer = NetworkExplorer(Sequential(*blocks, Flatten(), lin(81, 2)), "X", classes="XO")
    columns = explorer.scene["columns"]
    assert len(columns) <= 12
    names = [name for column in columns for name in column]
    assert sorted(names) == sorted(panel["name"] for panel in explorer.scene["panels"])
    assert names.index("0") < names.index("1") < names.index("39") < names.index("softmax")


NAMES = ["$x^$", "$1 coin, $2 coin", "two\nlines", "x" * 100, "<b>", "%s {}", "", "\\frac", "🙂 中"]


@pytest.mark.parametrize("layer", ["", "1"])
def test_classes_of_any_name_are_shown(layer):
    explorer = NetworkExplorer(
        Sequential(Flatten(), lin(16, len(NAMES))), np.ones((4, 4)), classes=NAMES, layer=layer
    )
    assert explorer._repr_mimebundle_()[0]["image/png"]
    assert explorer.scene["message"][0] != "error"
    assert panel(explorer, "softmax")["labels"] == [" ".join(name.split()) for name in NAMES]


def test_half_a_character_is_no_name():
    with pytest.raises(TypeError, match="half a character; give whole texts"):
        NetworkExplorer(image="O", classes=["\ud800", "b"])


@pytest.mark.parametrize("outputs", [1, 2, 26])
def test_deep_networks_of_any_number_of_classes_open_to_the_ground(outputs):
    layers = [conv(1, 32, 3, padding=1), ReLU(), conv(32, 32, 3, padding=1), ReLU()]
    layers += [conv(32, 32, 3, padding=1), Flatten(), lin(32 * 36, outputs)]
    explorer = NetworkExplorer(Sequential(*layers), rng().normal(size=(6, 6)))
    for layer, last in (("", 0), ("4", 31), ("6", outputs - 1)):
        explorer.set(layer=layer, map=last)
        assert explorer.scene["message"][0] != "error"
    assert explorer.figure().axes


def test_a_long_name_of_a_class_reaches_the_page_whole_which_cuts_it_where_it_has_no_room():
    long = "a really long name of a class"
    explorer = NetworkExplorer(image="O", classes=["X", long])
    for bars in ("4", "softmax"):
        assert panel(explorer, bars)["labels"] == ["X", long]
        assert panel(explorer, bars)["cuts_names"]
    assert long in explorer.scene["label"]
