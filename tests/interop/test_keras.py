"""Weights of Keras: kernels, dense layers behind a Flatten, depthwise ones."""

import re

import numpy as np
import pytest

import cnnkit
from cnnkit.interop import from_keras
from cnnkit.layers import BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU
from cnnkit.model import Sequential
from tests.helpers.sentences import one_sentence

RNG = np.random.default_rng(0)
KERNEL, DEEP = RNG.normal(size=(3, 3, 2, 4)), RNG.normal(size=(3, 3, 4, 2))
BIAS, DEEP_BIAS = RNG.normal(size=4), RNG.normal(size=8)
GAMMA, BETA, MEAN, VARIANCE = (RNG.uniform(0.5, 2, 4) for _ in range(4))
DENSE, DENSE_BIAS = RNG.normal(size=(3 * 4 * 8, 5)), RNG.normal(size=5)
LAST, LAST_BIAS = RNG.normal(size=(5, 3)), RNG.normal(size=3)
WEIGHTS = [KERNEL, BIAS, GAMMA, BETA, MEAN, VARIANCE, DEEP, DEEP_BIAS, DENSE, DENSE_BIAS, LAST,
           LAST_BIAS]  # fmt: skip


def make_model():
    return Sequential(
        Conv2d(2, 4, 3), BatchNorm2d(4, eps=1e-3), ReLU(), Conv2d(4, 8, 3, groups=4), MaxPool2d(2),
        Flatten(), Dropout(), ReLU(), Linear(96, 5), ReLU(), Linear(5, 3),
    ).eval()  # fmt: skip


def windows(x):
    """All 3×3 windows of pictures (N, H, W, C): (N, H, W, C, 3, 3)."""
    return np.lib.stride_tricks.sliding_window_view(x, (3, 3), (1, 2))


def keras(x):
    """What Keras computes of pictures (N, H, W, C) by its documentation."""
    x = np.einsum("nhwcij,ijco->nhwo", windows(x), KERNEL) + BIAS
    x = np.maximum((x - MEAN) / np.sqrt(VARIANCE + 1e-3) * GAMMA + BETA, 0)
    x = np.einsum("nhwcij,ijcm->nhwcm", windows(x), DEEP)
    x = x.reshape(*x.shape[:3], 8) + DEEP_BIAS
    n, h, w, c = x.shape
    x = x.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4)).reshape(n, -1)
    x = np.maximum(x, 0) @ DENSE + DENSE_BIAS
    return np.maximum(x, 0) @ LAST + LAST_BIAS


def test_a_network_with_the_weights_of_keras_computes_what_keras_does():
    x = RNG.normal(size=(3, 10, 12, 2))
    model = make_model().to("float64")
    model.load_state_dict(from_keras(WEIGHTS, model, (2, 10, 12)))
    np.testing.assert_allclose(model(x.transpose(0, 3, 1, 2)), keras(x), rtol=1e-10)


def test_rows_that_were_no_pictures_keep_their_order():
    model = Sequential(Flatten(), Linear(5, 3))
    state = from_keras([LAST, LAST_BIAS], model, (5,))
    np.testing.assert_array_equal(state["1.weight"], LAST.T)


@pytest.mark.parametrize(
    ("arrays", "shape", "error", "words"),
    [
        (np.ones(3), (2, 10, 12), TypeError, ["get_weights()"]),
        (WEIGHTS[:-1], (2, 10, 12), ValueError, ["holds 11 arrays", "12", "same layers"]),
        ([KERNEL[:2], *WEIGHTS[1:]], (2, 10, 12), ValueError, ["(2, 3, 2, 4)", "0.weight"]),
        ([BIAS, *WEIGHTS[1:]], (2, 10, 12), ValueError, ["(4,)", "0.weight"]),
        ([*WEIGHTS[:-1], BIAS], (2, 10, 12), ValueError, ["(4,)", "10.bias"]),
        (WEIGHTS, (3, 10, 12, 2), ValueError, ["(3, 10, 12, 2)"]),
        (WEIGHTS, (2, 9, 9), ValueError, ["layer 8"]),
    ],
)
def test_other_weights_are_rejected(arrays, shape, error, words):
    with one_sentence(error, words):
        from_keras(arrays, make_model(), shape)


# Arrays by name, and kernels whose shape does not tell how they lie


def named_square():
    """Return Keras' arrays by name, and the network: a square kernel in each of its layers."""
    rng = np.random.default_rng(4)
    shapes = {"conv2d": (2, 2, 2, 2), "dense": (8, 8), "dense_1": (8, 3)}
    arrays = {}
    for name, shape in shapes.items():
        arrays[f"sequential/{name}/kernel"] = rng.normal(size=shape)
        arrays[f"sequential/{name}/bias"] = rng.normal(size=shape[-1])
    return arrays, Sequential(Conv2d(2, 2, 2), Flatten(), Linear(8, 8), Linear(8, 3))


def test_arrays_by_name_are_put_in_the_models_order():
    arrays, model = named_square()
    listed = from_keras(list(arrays.values()), model, (2, 3, 3))
    for given in (arrays, dict(sorted(arrays.items())), arrays.values()):
        found = from_keras(given, model, (2, 3, 3))
        assert found.keys() == listed.keys()
        assert all(np.array_equal(found[key], listed[key]) for key in listed)
    kernel = arrays["sequential/conv2d/kernel"]
    assert np.array_equal(listed["0.weight"], kernel.transpose(3, 2, 0, 1))


def test_names_that_tell_no_order_are_told():
    arrays, model = named_square()
    del arrays["sequential/dense/bias"]
    with one_sentence(ValueError, ["do not tell which belongs where", "get_weights(), a list"]):
        from_keras(arrays, model, (2, 3, 3))


@pytest.mark.parametrize("how", [{}, {"match": "order"}, {"match": {"2": "sequential.dense"}}])
@pytest.mark.parametrize("stored", [False, True])
def test_a_state_with_keras_names_is_told_the_line_that_loads_it(how, stored, tmp_path):
    arrays, model = named_square()
    before = model.state_dict()
    np.savez(tmp_path / "k.npz", **arrays)
    with pytest.raises(ValueError, match="write model") as told:
        model.load(tmp_path / "k.npz", **how) if stored else model.load_state_dict(arrays, **how)
    assert all(np.array_equal(before[key], value) for key, value in model.state_dict().items())
    line = re.search(r"write (.*\)\)), where", str(told.value))[1]
    names = {"np": np, "cnnkit": cnnkit, "model": model, "state": arrays, "input_shape": (2, 3, 3)}
    exec(line, names)
    wanted = from_keras(list(arrays.values()), model, (2, 3, 3))
    assert all(np.allclose(wanted[key], value) for key, value in model.state_dict().items())


def test_a_square_kernel_that_is_turned_already_loads_under_the_models_name():
    model, weight = Sequential(Linear(2, 2)), np.arange(4.0).reshape(2, 2)
    state = {"kernel": weight.T, "bias": np.zeros(2)}
    with one_sentence(ValueError, ["(2, 2) is called kernel", "give it as 0.weight if it is turn"]):
        model.load_state_dict(state, match="order")
    model.load_state_dict({"0.weight": state["kernel"], "0.bias": state["bias"]})
    assert np.array_equal(model[0].weight, weight.T)
