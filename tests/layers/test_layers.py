"""Layers remember what backward needs, and nothing more than they are asked to."""

import copy

import numpy as np
import pytest

from cnnkit import functional, initialisers, layers
from cnnkit.layers import (
    AvgPool2d,
    BatchNorm2d,
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

PICTURES = (4, 3, 7, 6)


def make(kind, dtype=np.float32):
    """Return a layer of each kind that takes `PICTURES`, or rows of 5 for Linear."""
    rng = np.random.default_rng(0)
    layer = {
        AvgPool2d: lambda: AvgPool2d(2, padding=1, count_include_pad=False),
        BatchNorm2d: lambda: BatchNorm2d(3),
        Conv2d: lambda: Conv2d(3, 2, (3, 2), stride=2, padding=1, rng=rng),
        Dropout: lambda: Dropout(0.4, rng=rng),
        Linear: lambda: Linear(5, 2, rng=rng),
        LPPool2d: lambda: LPPool2d(2, 2),
        MaxPool2d: lambda: MaxPool2d(2, ceil_mode=True),
        RReLU: lambda: RReLU(rng=rng),
    }.get(kind, kind)()
    for name, value in layer.parameters().items():
        setattr(layer, name, rng.standard_normal(value.shape).astype(dtype))
    return layer


def data(layer, dtype=np.float32, seed=1):
    shape = (4, 5) if isinstance(layer, Linear) else PICTURES
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


KINDS = [
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    Dropout,
    Flatten,
    GlobalAvgPool2d,
    LeakyReLU,
    Linear,
    LPPool2d,
]
KINDS += [MaxPool2d, ReLU, RReLU, Sigmoid, Tanh]
every_layer = pytest.mark.parametrize("kind", KINDS)


def test_every_public_layer_is_tried():
    public = {getattr(layers, name) for name in layers.__all__} - {Layer}
    assert set(KINDS) == public


@every_layer
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_goes_through_forward_and_backward(kind, dtype):
    layer = make(kind, dtype)
    y = layer(data(layer, dtype))
    assert y.dtype == dtype
    assert layer.backward(np.ones_like(y)).dtype == dtype
    assert all(gradient.dtype == dtype for gradient in layer.gradients.values())


@every_layer
def test_the_output_shape_is_known_without_computing(kind):
    layer = make(kind)
    x = data(layer)
    assert layer.output_shape(x.shape) == layer(x).shape
    assert layer.output_shape(list(x.shape)) == layer(x).shape


@every_layer
@pytest.mark.parametrize("training", [True, False])
def test_backward_is_the_derivative_of_forward(kind, training):
    layer = make(kind, np.float64).train(training)
    x = data(layer, np.float64)

    def output():
        again = copy.copy(layer)
        again.rng = np.random.default_rng(5)  # the same draw each time, where there is one
        return again, again(x)

    again, y = output()
    d = np.random.default_rng(2).standard_normal(y.shape)
    dx = again.backward(d)
    for array, gradient in [(x, dx)] + [
        (value, again.gradients[name]) for name, value in layer.parameters().items()
    ]:
        for index in list(np.ndindex(array.shape))[::7]:
            value, losses = array[index], []
            for step in (1e-5, -1e-5):
                array[index] = value + step
                losses.append((output()[1] * d).sum())
            array[index] = value
            assert gradient[index] == pytest.approx((losses[0] - losses[1]) / 2e-5, abs=1e-6)


@every_layer
def test_backward_before_forward_is_a_clear_error(kind):
    with pytest.raises(RuntimeError, match=rf"{kind.__name__}.backward was called before forward"):
        make(kind).backward(np.ones((1, 1)))


@every_layer
def test_without_remembering_nothing_is_kept(kind):
    layer = make(kind)
    y = layer(data(layer), remember=False)
    with pytest.raises(RuntimeError, match="before forward"):
        layer.backward(np.ones_like(y))
    layer(data(layer))
    layer.forget()
    with pytest.raises(RuntimeError, match="before forward"):
        layer.backward(np.ones_like(y))


@every_layer
def test_a_gradient_of_the_wrong_shape_is_rejected_and_nothing_is_lost(kind):
    layer = make(kind)
    y = layer(data(layer))
    d = np.ones_like(y)
    expected = layer.backward(d)
    gradients = copy.deepcopy(layer.gradients)
    for wrong in (d[:-1], d[None], d[..., :0]):
        with pytest.raises(ValueError, match="but the output has shape"):
            layer.backward(wrong)
    with pytest.raises(TypeError, match="d holds int64 values"):
        layer.backward(np.ones(d.shape, np.int64))
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(layer.gradients[name], gradient)
    np.testing.assert_array_equal(layer.backward(d), expected)


@every_layer
def test_a_rejected_input_leaves_the_last_one_in_memory(kind):
    layer = make(kind)
    y = layer(data(layer))
    expected = layer.backward(np.ones_like(y))
    with pytest.raises((TypeError, ValueError)):
        layer(np.array("picture"))
    np.testing.assert_array_equal(layer.backward(np.ones_like(y)), expected)


@every_layer
def test_no_input_gradient_is_computed_when_none_is_wanted(kind):
    layer = make(kind)
    y = layer(data(layer))
    layer.backward(np.ones_like(y))
    gradients = copy.deepcopy(layer.gradients)
    assert layer.backward(np.ones_like(y), input_gradient=False) is None
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(layer.gradients[name], gradient)


@every_layer
def test_neither_pass_changes_its_arguments(kind):
    layer = make(kind)
    x = data(layer)
    x.flags.writeable = False
    d = np.ones_like(layer(x))
    d.flags.writeable = False
    weights = copy.deepcopy(layer.parameters())
    layer.backward(d)
    for name, value in weights.items():
        np.testing.assert_array_equal(layer.parameters()[name], value)


@every_layer
def test_modes_switch_and_return_the_layer(kind):
    layer = make(kind)
    assert layer.training
    assert layer.eval() is layer
    assert not layer.training
    assert layer.train() is layer
    assert layer.training
    assert not layer.train(False).training


@every_layer
def test_evaluation_gives_the_same_twice(kind):
    layer = make(kind).eval()
    x = data(layer)
    np.testing.assert_array_equal(layer(x), layer(x))


@every_layer
def test_gradients_are_written_anew_and_named_like_the_parameters(kind):
    layer = make(kind)
    assert layer.gradients == {}
    y = layer(data(layer))
    layer.backward(np.ones_like(y))
    first = {name: gradient.copy() for name, gradient in layer.gradients.items()}
    assert list(first) == list(layer.parameters())
    layer.backward(np.ones_like(y))
    for name, gradient in first.items():
        np.testing.assert_array_equal(layer.gradients[name], gradient)
        assert gradient.shape == layer.parameters()[name].shape


@every_layer
def test_a_shallow_copy_is_a_replica_that_shares_the_weights_alone(kind):
    layer = make(kind)
    replica = copy.copy(layer)
    replica.gradients = {}
    y = layer(data(layer))
    expected = layer.backward(np.ones_like(y))
    assert replica.gradients == {}
    with pytest.raises(RuntimeError, match="before forward"):
        replica.backward(np.ones_like(y))
    replica(data(layer, seed=9))
    np.testing.assert_array_equal(layer.backward(np.ones_like(y)), expected)
    for name, value in layer.parameters().items():
        assert replica.parameters()[name] is value


def test_parameters_are_the_arrays_themselves():
    conv = Conv2d(1, 2, 3)
    assert conv.parameters()["weight"] is conv.weight
    assert conv.parameters()["bias"] is conv.bias
    assert list(Linear(2, 1, bias=False).parameters()) == ["weight"]
    assert ReLU().parameters() == {}


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (
            Conv2d(1, 8, 5, padding="same"),
            "Conv2d(1, 8, kernel_size=(5, 5), stride=(1, 1), padding=same)",
        ),
        (
            Conv2d(3, 4, (1, 3), stride=2, padding=1, dilation=2, bias=False),
            "Conv2d(3, 4, kernel_size=(1, 3), stride=(2, 2), padding=(1, 1), dilation=(2, 2), "
            "bias=False)",
        ),
        (Conv2d(1, 1, 3), "Conv2d(1, 1, kernel_size=(3, 3), stride=(1, 1))"),
        (MaxPool2d(2), "MaxPool2d(kernel_size=(2, 2), stride=(2, 2))"),
        (
            MaxPool2d(3, stride=2, padding=1, ceil_mode=True),
            "MaxPool2d(kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), ceil_mode=True)",
        ),
        (
            AvgPool2d(2, count_include_pad=False),
            "AvgPool2d(kernel_size=(2, 2), stride=(2, 2), count_include_pad=False)",
        ),
        (AvgPool2d(2), "AvgPool2d(kernel_size=(2, 2), stride=(2, 2))"),
        (LPPool2d(2, 3), "LPPool2d(p=2.0, kernel_size=(3, 3), stride=(3, 3))"),
        (GlobalAvgPool2d(), "GlobalAvgPool2d()"),
        (ReLU(), "ReLU()"),
        (LeakyReLU(), "LeakyReLU(negative_slope=0.01)"),
        (RReLU(0.1, 0.3), "RReLU(lower=0.1, upper=0.3)"),
        (Dropout(), "Dropout(p=0.5)"),
        (Flatten(), "Flatten()"),
        (Linear(48, 2), "Linear(in_features=48, out_features=2)"),
        (Linear(48, 2, bias=False), "Linear(in_features=48, out_features=2, bias=False)"),
    ],
)
def test_a_layer_shows_its_options(layer, text):
    assert repr(layer) == text


def test_first_weights_follow_he_and_the_rng():
    a, b = (Conv2d(8, 64, 5, rng=np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(a.weight, b.weight)
    assert a.weight.std() == pytest.approx((2 / (8 * 25)) ** 0.5, rel=0.05)
    assert not a.bias.any()
    linear = Linear(200, 100, rng=np.random.default_rng(0))
    assert linear.weight.std() == pytest.approx(0.1, rel=0.05)
    assert not linear.bias.any()
    assert (Conv2d(1, 1, 3).weight != Conv2d(1, 1, 3).weight).any()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_bias_has_the_type_of_the_weight(dtype):
    def draw(shape, rng):
        return rng.standard_normal(shape).astype(dtype)

    for layer in (Conv2d(3, 2, 3, initialiser=draw), Linear(3, 2, initialiser=draw)):
        assert layer.weight.dtype == layer.bias.dtype == dtype


def test_another_initialiser_can_be_chosen():
    rng = np.random.default_rng(0)
    conv = Conv2d(8, 64, 5, rng=rng, initialiser=initialisers.xavier_uniform)
    assert abs(conv.weight).max() <= (6 / (25 * 72)) ** 0.5
    linear = Linear(20, 30, rng=rng, initialiser=initialisers.xavier_normal)
    assert linear.weight.std() == pytest.approx((2 / 50) ** 0.5, rel=0.1)


@pytest.mark.parametrize(
    ("name", "variance"),
    [
        ("he_normal", 2 / (30 * 9)),
        ("he_uniform", 2 / (30 * 9)),
        ("xavier_normal", 2 / (90 * 9)),
        ("xavier_uniform", 2 / (90 * 9)),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_initialiser_has_the_variance_of_its_paper(name, variance, dtype):
    w = getattr(initialisers, name)((60, 30, 3, 3), np.random.default_rng(0), dtype)
    assert w.dtype == dtype
    assert w.shape == (60, 30, 3, 3)
    assert w.var() == pytest.approx(variance, rel=0.03)
    assert abs(w.mean()) < 0.1 * variance**0.5
    if name.endswith("uniform"):
        limit = (3 * variance) ** 0.5
        assert 0.99 * limit < abs(w).max() <= limit


def test_dropout_drops_the_asked_share_and_keeps_the_mean():
    drop = Dropout(0.25, rng=np.random.default_rng(0))
    y = drop(np.ones((10, 1, 50, 50)))
    assert (y == 0).mean() == pytest.approx(0.25, abs=0.01)
    assert np.unique(y).tolist() == pytest.approx([0, 4 / 3])
    np.testing.assert_array_equal(drop.backward(np.ones_like(y)), y)
    assert (drop(np.ones((10, 1, 50, 50))) != y).any()


@pytest.mark.parametrize("drop", [Dropout(0.9).eval(), Dropout(0)], ids=["evaluation", "p=0"])
def test_dropout_that_does_nothing_passes_all_and_shares_no_memory(drop):
    x = np.ones((2, 3))
    y = drop(x)
    d = np.full_like(y, 3)
    dx = drop.backward(d)
    np.testing.assert_array_equal(y, x)
    np.testing.assert_array_equal(dx, d)
    assert not np.shares_memory(x, y)
    assert not np.shares_memory(d, dx)


def test_random_layers_draw_the_same_for_every_memory_layout():
    x = np.random.default_rng(0).standard_normal(PICTURES)
    for kind in (Dropout, RReLU):
        a, b = make(kind)(x), make(kind)(np.asfortranarray(x))
        np.testing.assert_array_equal(a, b)


def test_a_layer_equals_its_function():
    x = np.random.default_rng(0).standard_normal((2, 3, 8, 8)).astype(np.float32)
    conv = make(Conv2d)
    np.testing.assert_array_equal(
        conv(x), functional.conv2d(x, conv.weight, conv.bias, stride=2, padding=1)
    )
    np.testing.assert_array_equal(MaxPool2d(3, stride=1)(x), functional.max_pool2d(x, 3, stride=1))
    np.testing.assert_array_equal(RReLU().eval()(x), functional.rrelu(x))


@every_layer
def test_forward_by_its_name_remembers_too(kind):
    layer = make(kind).eval()
    x = data(layer)
    y = layer.forward(x)
    assert layer.backward(np.ones_like(y)).shape == x.shape


@every_layer
def test_whole_numbers_are_no_input(kind):
    layer = make(kind)
    for training in (True, False):
        with pytest.raises(TypeError, match="x holds int64 values"):
            layer.train(training)(data(layer).astype(int))


WINDOWS = {"stride": (2, 3), "padding": (1, 0), "ceil_mode": True}
WITH_OPTIONS = [
    (MaxPool2d((3, 2), **WINDOWS), functional.max_pool2d, ((3, 2),), WINDOWS),
    (
        AvgPool2d((3, 2), **WINDOWS, count_include_pad=False),
        functional.avg_pool2d,
        ((3, 2),),
        WINDOWS | {"count_include_pad": False},
    ),
    (
        LPPool2d(1, (3, 2), stride=(2, 3), ceil_mode=True),
        functional.lp_pool2d,
        ((3, 2),),
        {"p": 1, "stride": (2, 3), "ceil_mode": True},
    ),
    (LeakyReLU(0.3), functional.leaky_relu, (0.3,), {}),
    (RReLU(0.2, 0.4).eval(), functional.rrelu, (0.2, 0.4), {}),
]


@pytest.mark.parametrize(
    ("layer", "function", "arguments", "options"), WITH_OPTIONS, ids=lambda v: str(v)[:12]
)
def test_a_layer_hands_every_option_to_its_function(layer, function, arguments, options):
    rng = np.random.default_rng(6)
    x = rng.standard_normal((2, 3, 6, 9))
    y = layer(x)
    np.testing.assert_array_equal(y, function(x, *arguments, **options))
    assert layer.output_shape(x.shape) == y.shape
    d = rng.standard_normal(y.shape)
    dx = getattr(functional, f"{function.__name__}_backward")(d, x, *arguments, **options)
    np.testing.assert_array_equal(layer.backward(d), dx)


def test_a_convolution_layer_hands_every_option_to_its_function():
    rng = np.random.default_rng(7)
    options = {"stride": (2, 1), "padding": (1, 3), "dilation": (1, 2)}
    layer = Conv2d(3, 4, (3, 2), **options, rng=rng, initialiser=initialisers.xavier_uniform)
    x = rng.standard_normal((2, 3, 6, 9)).astype(np.float32)
    y = layer(x)
    arrays = layer.weight, layer.bias
    np.testing.assert_array_equal(y, functional.conv2d(x, *arrays, **options))
    assert layer.output_shape(x.shape) == y.shape
    d = rng.standard_normal(y.shape).astype(np.float32)
    dx, dweight, dbias = functional.conv2d_backward(d, x, *arrays, **options)
    np.testing.assert_array_equal(layer.backward(d), dx)
    np.testing.assert_array_equal(layer.gradients["weight"], dweight)
    np.testing.assert_array_equal(layer.gradients["bias"], dbias)


def test_dropout_keeps_a_number_whose_draw_is_exactly_p():
    class Halves(np.random.Generator):
        def random(self, size=None, dtype=np.float64, out=None):
            return np.full(size, 0.5, dtype)

    drop = Dropout(0.5, rng=Halves(np.random.PCG64(0)))
    np.testing.assert_array_equal(drop(np.ones(4)), np.full(4, 2.0))


def test_dropout_of_nothing_draws_nothing():
    rng = np.random.default_rng(8)
    before = rng.bit_generator.state
    Dropout(0, rng=rng)(np.ones(4))
    assert rng.bit_generator.state == before


@pytest.mark.parametrize("layer", [GlobalAvgPool2d(), MaxPool2d(2), Conv2d(3, 1, 1)])
def test_a_shape_that_is_no_batch_of_pictures_is_named(layer):
    with pytest.raises(ValueError, match=r"\(2, 3, 4\) needs 4 axes \(N, C, H, W\)"):
        layer.output_shape((2, 3, 4))
