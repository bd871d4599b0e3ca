"""The network board: every array of the network, linked to what it reads."""

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.functional import softmax
from cnnkit.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sigmoid
from cnnkit.model import Sequential
from cnnkit.widgets import NetworkBoard
from cnnkit.widgets.still import receptive_areas


def array(board, name):
    packed = board.scene["arrays"][name]
    return np.frombuffer(packed["data"], "<f4").reshape(packed["shape"])


def send(board, name, value):
    board._on_message(
        board, {"kind": "edit", "name": name, "value": value, "view": "v", "number": 1}, []
    )
    return board.scene


@pytest.mark.parametrize("letter", xo.CLASSES)
def test_the_board_shows_the_networks_own_activations(letter):
    board = NetworkBoard(image=letter)
    found = xo.network().activations(xo.picture(letter)[None, None])
    for name, expected in found.items():
        np.testing.assert_array_equal(array(board, name).ravel(), expected.ravel())
    np.testing.assert_allclose(board.probabilities, softmax(found["4"])[0], rtol=1e-6)
    assert xo.CLASSES[board.probabilities.argmax()] == letter


def test_a_flipped_pixel_is_computed_through():
    board = NetworkBoard(image="X")
    send(board, "input[4,4]", "flip")
    changed = xo.picture("X").copy()
    changed[4, 4] *= -1
    expected = xo.network()(changed[None, None])
    np.testing.assert_array_equal(array(board, "4").ravel(), expected.ravel())
    assert board.image == "own"
    send(board, "input[4,4]", "flip")
    np.testing.assert_array_equal(array(board, "input")[0], xo.picture("X"))


def test_the_area_that_a_cell_sees_is_the_one_whose_pixels_change_it():
    board = NetworkBoard(image="X")
    cursor = ("2", 1, 1, 2)
    ((_, row, col, height, width),) = receptive_areas(board._shown, cursor)["input"]
    model, rng = xo.network(), np.random.default_rng(0)
    x = rng.normal(size=(1, 1, 9, 9)).astype(np.float32)
    value = model.activations(x)["2"][0, 1, 1, 2]
    outside = rng.normal(size=x.shape).astype(np.float32)
    outside[..., row : row + height, col : col + width] = x[
        ..., row : row + height, col : col + width
    ]
    assert model.activations(outside)["2"][0, 1, 1, 2] == value
    assert (height, width) == (4, 4)


def test_a_colour_network_with_padding_and_stride_is_linked():
    rng = np.random.default_rng(0)
    model = Sequential(
        Conv2d(3, 4, 3, padding="same", rng=rng),
        ReLU(),
        MaxPool2d(2),
        Conv2d(4, 2, 2, stride=2, rng=rng),
        Flatten(),
        Linear(8, 5, rng=rng),
        ReLU(),
        Linear(5, 3, rng=rng),
    )
    image = rng.uniform(size=(3, 8, 8)).astype(np.float32)
    board = NetworkBoard(model, image, classes="abc")
    found = model.activations(image[None])
    for name in model.named_layers():
        np.testing.assert_array_equal(array(board, name).ravel(), found[name].ravel())
    ((channel, *area),) = receptive_areas(board._shown, ("3", 1, 1, 0))["input"]
    assert (channel, area) == (None, [3, -1, 6, 6])  # 2×2 pooled cells, twice as wide, plus a rim
    assert board.figure().axes


def test_a_layer_that_it_cannot_draw_is_named():
    with pytest.raises(ValueError, match="layer 1 is a Sigmoid, which the board cannot draw"):
        NetworkBoard(Sequential(Flatten(), Sigmoid()))


def test_pictures_that_do_not_fit_change_nothing():
    board = NetworkBoard(image="O")
    with pytest.raises(ValueError, match="3"):
        board.image = np.ones((2, 2))
    with pytest.raises(ValueError, match="image 'Q' is unknown"):
        board.image = "Q"
    assert board.image == "O"
    np.testing.assert_array_equal(array(board, "input")[0], xo.picture("O"))


def test_there_is_a_name_for_every_output():
    with pytest.raises(ValueError, match="classes has 3 names, but the network gives 2"):
        NetworkBoard(classes=("X", "O", "?"))
