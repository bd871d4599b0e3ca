"""The fast operations equal the loops of their equations, over random shapes and options."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnkit import functional, naive
from tests.helpers.operations import OPERATIONS

small = st.integers(1, 3)
pairs = st.tuples(small, small)
sizes = st.tuples(st.integers(1, 7), st.integers(1, 7))
seeds = st.integers(0, 2**32 - 1)
# Too short for loops, or a loop would be the same lines again.
NO_LOOPS = {"rrelu", "global_avg_pool2d", "flatten"}
NO_LOOPS_BACK = NO_LOOPS | {"batch_norm", "sigmoid", "tanh", "log_softmax"}
thorough = settings(max_examples=3 * settings.default.max_examples // 2, deadline=None)


def equal(actual, expected):
    """Compare arrays, or tuples of arrays that may hold None."""
    if isinstance(expected, tuple):
        assert isinstance(actual, tuple)
        for a, e in zip(actual, expected, strict=True):
            equal(a, e)
    elif expected is None:
        assert actual is None
    else:
        assert actual.shape == expected.shape
        np.testing.assert_allclose(actual, expected, rtol=1e-11, atol=1e-12)


def both(name, *arrays, **options):
    """Compare an operation and its gradient with the loops."""
    rng = np.random.default_rng(len(name))
    expected = getattr(naive, name)(*arrays, **options)
    equal(getattr(functional, name)(*arrays, **options), expected)
    backward = f"{name}_backward"
    if name not in NO_LOOPS_BACK:
        d = rng.standard_normal(expected.shape)
        equal(
            getattr(functional, backward)(d, *arrays, **options),
            getattr(naive, backward)(d, *arrays, **options),
        )


@thorough
@given(
    small,
    small,
    small,
    small,
    sizes,
    pairs,
    pairs,
    pairs,
    st.booleans(),
    st.booleans(),
    st.data(),
    seeds,
)
def test_conv2d(n, c, o, groups, size, kernel, stride, dilation, bias, same, data, seed):
    if same:
        stride, padding = 1, "same"
    else:  # at least what a kernel larger than the picture needs
        spans = [(k - 1) * d + 1 for k, d in zip(kernel, dilation, strict=True)]
        needed = [max(0, (s - m + 1) // 2) for s, m in zip(spans, size, strict=True)]
        padding = tuple(data.draw(st.integers(least, max(least, 4))) for least in needed)
    rng = np.random.default_rng(seed)
    o *= groups
    x, weight = rng.standard_normal((n, c * groups, *size)), rng.standard_normal((o, c, *kernel))
    both(
        "conv2d",
        x,
        weight,
        rng.standard_normal(o) if bias else None,
        stride=stride,
        padding=padding,
        dilation=dilation,
        groups=groups,
    )


@st.composite
def pools(draw, padded=True):
    """Return pictures full of ties, and the options of a pool that fits."""
    n, c, size, seed = draw(small), draw(small), draw(sizes), draw(seeds)
    kernel = tuple(draw(st.integers(1, 4 if padded else min(4, m))) for m in size)
    options = {"kernel_size": kernel, "ceil_mode": draw(st.booleans())}
    if padded:  # by as much as a kernel larger than the picture needs, and by half of it at most
        options["padding"] = tuple(
            draw(st.integers(max(0, (k - m + 1) // 2), k // 2))
            for k, m in zip(kernel, size, strict=True)
        )
    if draw(st.booleans()):
        options["stride"] = tuple(draw(st.integers(1, 5)) for _ in range(2))
    x = np.random.default_rng(seed).integers(-2, 3, (n, c, *size)).astype(float)
    return x, options


@thorough
@given(pools())
def test_max_pool2d(case):
    x, options = case
    both("max_pool2d", x, **options)


@thorough
@given(pools(), st.booleans())
def test_avg_pool2d(case, count_include_pad):
    x, options = case
    both("avg_pool2d", x, **options, count_include_pad=count_include_pad)


@thorough
@given(pools(padded=False), st.sampled_from([1, 2, 2.5, 3, 4]))
def test_lp_pool2d(case, p):
    x, options = case
    x = x if p in (1, 2, 4) else abs(x)
    both("lp_pool2d", x, p=p, **options)


@thorough
@given(small, small, small, st.booleans(), seeds)
def test_linear(n, features, outputs, bias, seed):
    rng = np.random.default_rng(seed)
    x, weight = rng.standard_normal((n, features)), rng.standard_normal((outputs, features))
    both("linear", x, weight, rng.standard_normal(outputs) if bias else None)


@thorough
@given(st.integers(1, 4), st.integers(1, 4), seeds, st.floats(0.01, 20))
def test_activations_and_softmax(n, k, seed, scale):
    x = np.random.default_rng(seed).standard_normal((n, k)) * scale
    for name in ("relu", "leaky_relu", "sigmoid", "tanh", "softmax", "log_softmax"):
        both(name, x)
    both("leaky_relu", x, negative_slope=-0.3)


def test_the_first_of_the_layers_needs_no_input_gradient():
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((1, 2, 4, 4)), rng.standard_normal((3, 2, 2, 2))
    d = rng.standard_normal((1, 3, 3, 3))
    expected = naive.conv2d_backward(d, x, weight, input_gradient=False)
    equal(functional.conv2d_backward(d, x, weight, input_gradient=False), expected)
    x, weight, d = x.reshape(2, 16), rng.standard_normal((3, 16)), rng.standard_normal((2, 3))
    expected = naive.linear_backward(d, x, weight, input_gradient=False)
    equal(functional.linear_backward(d, x, weight, input_gradient=False), expected)


def test_the_loops_take_every_option_of_the_fast_ones():
    for operation in OPERATIONS:
        if operation.name not in NO_LOOPS and "axis" not in operation.options:
            expected = operation.forward(*operation.arrays(), room=naive)
            equal(operation.forward(*operation.arrays()), expected)


def test_the_operations_that_are_compared_with_loops_are_all_but_the_named():
    names = {operation.name for operation in OPERATIONS}
    assert {name for name in names if not hasattr(naive, name)} == NO_LOOPS
    assert {name for name in names if not hasattr(naive, f"{name}_backward")} == NO_LOOPS_BACK
