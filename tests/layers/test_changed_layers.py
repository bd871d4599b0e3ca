"""What is set in a layer that is made already takes the form that the constructor gives it."""

import numpy as np

from cnnkit import functional
from cnnkit.layers import Conv2d, Linear
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from tests.helpers.sentences import one_sentence


def test_options_set_later_are_brought_to_the_form_of_the_constructors():
    conv = Conv2d(3, 4, 3, rng=np.random.default_rng(0))
    conv.stride, conv.padding, conv.dilation = 2, [1, 1], 1
    assert repr(conv) == "Conv2d(3, 4, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1))"
    x = np.ones((2, 3, 8, 9), np.float32)
    expected = functional.conv2d(x, conv.weight, conv.bias, stride=2, padding=1)
    np.testing.assert_array_equal(conv(x), expected)


def test_lists_set_as_weights_become_arrays_that_learn():
    model = Sequential(Linear(2, 1))
    model[0].weight, model[0].bias = [[1.0, 2.0]], [0.5]
    x = np.ones((1, 2))
    assert model(x).item() == 3.5
    model.backward(np.ones((1, 1)))
    SGD(model, lr=0.5).step()
    np.testing.assert_array_equal(model[0].weight, [[0.5, 1.5]])


def test_sizes_follow_the_weight():
    conv = Conv2d(3, 4, 3)
    conv.weight, conv.bias = np.ones((2, 1, 5, 4)), np.zeros(2)
    assert repr(conv) == "Conv2d(1, 2, kernel_size=(5, 4), stride=(1, 1))"
    assert conv.output_shape((7, 1, 9, 9)) == (7, 2, 5, 6)
    assert Sequential(conv).summary((1, 9, 9)).rows[0].sees == (5, 4)


def test_a_bias_follows_a_new_weight_and_not_the_other_way_round():
    linear = Linear(2, 2)
    with one_sentence(ValueError, ["bias has shape (3,)", "or replace weight first"]):
        linear.bias = np.zeros(3)
    assert len(linear.bias) == 2
    linear.weight, linear.bias = np.ones((3, 2)), np.zeros(3)
    assert linear(np.ones((1, 2))).shape == (1, 3)
    linear.bias = None
    assert linear(np.ones((1, 2))).shape == (1, 3)


def test_a_weight_that_fits_is_kept_itself():
    linear, weight = Linear(2, 2), np.ones((2, 2), np.float32)
    linear.weight = weight
    assert linear.weight is weight
