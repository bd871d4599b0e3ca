"""Outputs and gradients equal PyTorch's in float64, over several hundred random configurations."""

import numpy as np
import pytest

from cnnkit import functional, layers

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[bench]'")
peer = torch.nn.functional

ROUNDS = range(110)  # of every operation below


def agree(ours, theirs, what):
    theirs = theirs.detach().numpy()
    assert ours.shape == theirs.shape, what
    scale = max(1.0, abs(theirs).max(initial=0))
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * scale, err_msg=what)


def compare(name, arrays, options, *, theirs=None, rng):
    """Run an operation and its gradient in both libraries."""
    tensors = [torch.tensor(array, requires_grad=True) for array in arrays]
    expected = (theirs or getattr(peer, name))(*tensors, **options)
    y = getattr(functional, name)(*arrays, **options)
    what = f"{name}({', '.join(str(a.shape) for a in arrays)}, {options})"
    agree(y, expected, what)
    d = rng.standard_normal(y.shape)
    expected.backward(torch.tensor(d))
    gradients = getattr(functional, f"{name}_backward")(d, *arrays, **options)
    gradients = gradients if isinstance(gradients, tuple) else (gradients,)
    for gradient, tensor in zip(gradients[: len(tensors)], tensors, strict=True):
        agree(gradient, tensor.grad, f"gradient of {what}")


def integers(rng, low, high):
    return tuple(int(i) for i in rng.integers(low, high, 2))


def pool_options(rng, size):
    """Return the options of a pool that fits pictures of ``size``."""
    kernel = tuple(int(rng.integers(1, min(4, n) + 1)) for n in size)
    options = {"kernel_size": kernel, "ceil_mode": bool(rng.integers(2))}
    if rng.integers(2):
        options["stride"] = integers(rng, 1, 5)
    return options, tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")  # its own
@pytest.mark.parametrize("seed", ROUNDS)
def test_conv2d(seed):
    rng = np.random.default_rng(seed)
    n, c, o = (int(i) for i in rng.integers(1, 5, 3))
    kernel, size = integers(rng, 1, 6), integers(rng, 1, 14)
    groups = int(rng.integers(1, 4))
    options = {"dilation": integers(rng, 1, 4), "groups": groups}
    spans = [(k - 1) * d + 1 for k, d in zip(kernel, options["dilation"], strict=True)]
    if seed % 5 == 0:
        options["padding"] = "same"
    elif seed % 5 == 1:
        options["padding"] = "valid"
        size = tuple(max(m, s) for m, s in zip(size, spans, strict=True))
    else:
        least = [max(0, -((m - s) // 2)) for m, s in zip(size, spans, strict=True)]
        options["padding"] = tuple(p + int(rng.integers(0, 3)) for p in least)
    if seed % 5:
        options["stride"] = integers(rng, 1, 5)
    shapes = (n, c * groups, *size), (o * groups, c, *kernel), (o * groups,)
    arrays = [rng.standard_normal(s) for s in shapes]
    compare("conv2d", arrays[: 2 + seed % 2], options, rng=rng)


@pytest.mark.parametrize("seed", ROUNDS)
def test_max_pool2d_also_where_values_are_equal(seed):
    rng = np.random.default_rng(seed)
    size = integers(rng, 1, 14)
    options, padding = pool_options(rng, size)
    x = rng.integers(-2, 3, (*rng.integers(1, 4, 2), *size)).astype(float)
    compare("max_pool2d", [x], options | {"padding": padding}, rng=rng)


@pytest.mark.parametrize("seed", ROUNDS)
def test_avg_pool2d(seed):
    rng = np.random.default_rng(seed)
    size = integers(rng, 1, 14)
    options, padding = pool_options(rng, size)
    options |= {"padding": padding, "count_include_pad": bool(rng.integers(2))}
    compare("avg_pool2d", [rng.standard_normal((2, 3, *size))], options, rng=rng)


@pytest.mark.parametrize("seed", ROUNDS)
def test_lp_pool2d(seed):
    rng = np.random.default_rng(seed)
    size = integers(rng, 1, 14)
    options, _ = pool_options(rng, size)
    options["p"] = (1, 2, 3, 4, 1.5)[seed % 5]
    x = rng.uniform(0.1, 1, (2, 3, *size))
    x = x if options["p"] in (3, 1.5) else x * rng.choice([-1, 1], x.shape)

    def theirs(x, p, **options):
        return peer.lp_pool2d(x, float(p), **options)

    compare("lp_pool2d", [x], options, theirs=theirs, rng=rng)


@pytest.mark.parametrize("seed", ROUNDS)
def test_dense_and_pointwise_operations(seed):
    rng = np.random.default_rng(seed)
    n, k, o = (int(i) for i in rng.integers(1, 9, 3))
    x = rng.standard_normal((n, k)) * rng.choice([0.1, 1, 30])
    arrays = [x, rng.standard_normal((o, k)), rng.standard_normal(o)]
    compare("linear", arrays[: 2 + seed % 2], {}, rng=rng)
    axis = int(rng.integers(-2, 2))
    for name in ("softmax", "log_softmax"):
        compare(name, [x], {"axis": axis}, theirs=_along_dim(name), rng=rng)
    compare("leaky_relu", [x], {"negative_slope": float(rng.standard_normal())}, rng=rng)
    limits = sorted(rng.uniform(0, 1, 2).tolist())
    compare("rrelu", [x], {"lower": limits[0], "upper": limits[1]}, rng=rng)
    for name in ("relu", "sigmoid", "tanh"):
        compare(name, [x], {}, rng=rng)


def _along_dim(name):
    return lambda x, axis: getattr(peer, name)(x, dim=axis)


def test_defaults_are_pytorchs():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, 9, 8))
    compare("conv2d", [x, rng.standard_normal((4, 3, 3, 3))], {}, rng=rng)
    for name in ("max_pool2d", "avg_pool2d"):
        compare(name, [x], {"kernel_size": 3}, rng=rng)
    for name in ("leaky_relu", "rrelu"):
        compare(name, [x], {}, rng=rng)
    compare("softmax", [x], {}, theirs=lambda x: peer.softmax(x, -1), rng=rng)


LAYERS = [
    (layers.Conv2d, (3, 4, 3), {"stride": 2, "padding": 1, "dilation": 2}, torch.nn.Conv2d),
    (layers.Conv2d, (3, 4, (2, 3)), {"padding": "same", "bias": False}, torch.nn.Conv2d),
    (layers.Conv2d, (6, 4, 3, 2, 1, 1, 2, False), {}, torch.nn.Conv2d),
    (layers.Conv2d, (3, 6, 3), {"groups": 3}, torch.nn.Conv2d),
    (layers.BatchNorm2d, (3,), {}, torch.nn.BatchNorm2d),
    (layers.BatchNorm2d, (3, 0.1, 0.2, False), {}, torch.nn.BatchNorm2d),
    (layers.MaxPool2d, (2, 2), {}, torch.nn.MaxPool2d),
    (layers.AvgPool2d, (3, 2, 1, True, False), {}, torch.nn.AvgPool2d),
    (layers.LPPool2d, (2, 3, 2, True), {}, torch.nn.LPPool2d),
    (layers.ReLU, (True,), {}, torch.nn.ReLU),
    (layers.Flatten, (1,), {}, torch.nn.Flatten),
    (layers.Linear, (8, 5, False), {}, torch.nn.Linear),
    (layers.MaxPool2d, (3,), {"stride": 2, "padding": 1, "ceil_mode": True}, torch.nn.MaxPool2d),
    (layers.AvgPool2d, (2,), {"padding": 1, "count_include_pad": False}, torch.nn.AvgPool2d),
    (layers.AvgPool2d, (3,), {"stride": 2, "ceil_mode": True}, torch.nn.AvgPool2d),
    (layers.LPPool2d, (2, 3), {"stride": 2, "ceil_mode": True}, torch.nn.LPPool2d),
    (layers.GlobalAvgPool2d, (), {}, lambda: torch.nn.AdaptiveAvgPool2d(1)),
    (layers.ReLU, (), {}, torch.nn.ReLU),
    (layers.LeakyReLU, (), {}, torch.nn.LeakyReLU),
    (layers.RReLU, (), {}, torch.nn.RReLU),
    (layers.Sigmoid, (), {}, torch.nn.Sigmoid),
    (layers.Tanh, (), {}, torch.nn.Tanh),
    (layers.Flatten, (), {}, torch.nn.Flatten),
    (layers.Dropout, (0.3,), {}, torch.nn.Dropout),
    (layers.Linear, (8, 5), {}, torch.nn.Linear),
    (layers.Linear, (8, 5), {"bias": False}, torch.nn.Linear),
]


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel:UserWarning")
@pytest.mark.parametrize(("ours", "arguments", "options", "theirs"), LAYERS)
def test_a_layer_equals_pytorchs_of_the_same_name_and_arguments(ours, arguments, options, theirs):
    rng = np.random.default_rng(0)
    layer, module = (
        ours(*arguments, **options).eval(),
        theirs(*arguments, **options).double().eval(),
    )
    for name, parameter in module.named_parameters():
        assert getattr(layer, name).shape == tuple(parameter.shape)
        getattr(layer, name)[...] = rng.standard_normal(parameter.shape)
        parameter.data = torch.tensor(getattr(layer, name).astype(float))
        setattr(layer, name, parameter.detach().numpy().copy())
    assert set(layer.parameters()) == {name for name, _ in module.named_parameters()}
    channels = getattr(layer, "in_channels", 3)
    x = rng.standard_normal((2, 8) if ours is layers.Linear else (2, channels, 11, 8))
    tensor = torch.tensor(x, requires_grad=True)
    y, expected = layer(x), module(tensor * 1)  # which a module may change in place
    agree(y, expected, repr(layer))
    assert layer.output_shape(x.shape) == y.shape
    d = rng.standard_normal(y.shape)
    expected.backward(torch.tensor(d))
    agree(layer.backward(d), tensor.grad, f"input gradient of {layer!r}")
    for name, parameter in module.named_parameters():
        agree(layer.gradients[name], parameter.grad, f"{name} of {layer!r}")
