"""Operations on numbers that can be worked by hand or were published, and the laws they obey."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as random_arrays

from cnnkit import functional as F
from cnnkit.functional import block_sizes, convolution_products, max_pooling
from tests.helpers.operations import OPERATIONS

X = np.array([[-1.0] * 9] * 9)
for place in range(1, 8):
    X[place, place] = X[place, 8 - place] = 1.0
DIAGONAL = np.where(np.eye(3, dtype=bool), 1.0, -1.0)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_a_perfect_match_of_the_diagonal_in_the_x_scores_one():
    scores = F.conv2d(X[None, None], DIAGONAL[None, None] / 9)[0, 0]
    assert scores.shape == (7, 7)
    assert scores[1, 1] == pytest.approx(1.0)
    assert scores[0, 0] == pytest.approx(7 / 9)
    assert scores[3, 3] == pytest.approx(5 / 9)


def test_convolution_does_not_flip_the_kernel():
    x = np.array([[[[0.0, 0.0, 1.0, 0.0, 0.0]]]])
    y = F.conv2d(x, np.array([[[[1.0, 2.0, 3.0]]]]))
    np.testing.assert_array_equal(y, [[[[3.0, 2.0, 1.0]]]])


def test_a_dilated_kernel_reads_every_second_pixel():
    x = np.arange(5.0).reshape(1, 1, 1, 5)
    y = F.conv2d(x, np.array([[[[1.0, 10.0, 100.0]]]]), dilation=(1, 2))
    np.testing.assert_array_equal(y, [[[[420.0]]]])


def test_an_integer_option_is_the_pair_of_itself(rng):
    x, weight = rng.standard_normal((1, 1, 9, 9)), rng.standard_normal((1, 1, 3, 3))
    one = F.conv2d(x, weight, stride=2, padding=1, dilation=2)
    two = F.conv2d(x, weight, stride=(2, 2), padding=[1, 1], dilation=(2, 2))
    np.testing.assert_array_equal(one, two)


def test_convolution_equals_scipys_correlate2d(rng):
    signal = pytest.importorskip("scipy.signal", reason="needs SciPy: pip install scipy")
    for size, kernel in [((9, 9), (3, 3)), ((6, 11), (5, 2)), ((4, 4), (4, 4))]:
        x, w = rng.standard_normal(size), rng.standard_normal(kernel)
        np.testing.assert_allclose(
            F.conv2d(x[None, None], w[None, None])[0, 0],
            signal.correlate2d(x, w, mode="valid"),
            rtol=1e-12,
            atol=1e-12,
        )
        np.testing.assert_allclose(
            F.conv2d(x[None, None], w[None, None], padding=(kernel[0] - 1, kernel[1] - 1))[0, 0],
            signal.correlate2d(x, w, mode="full"),
            rtol=1e-12,
            atol=1e-12,
        )


def test_max_pooling_of_the_classic_four_by_four():
    x = np.array([[1.0, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]])
    np.testing.assert_array_equal(F.max_pool2d(x[None, None], 2)[0, 0], [[6, 8], [3, 4]])
    np.testing.assert_array_equal(F.avg_pool2d(x[None, None], 2)[0, 0], [[3.25, 5.25], [2, 2]])


def test_a_tie_sends_its_gradient_to_the_first_winner_only():
    d = np.full((1, 1, 2, 2), 3.0)
    dx = F.max_pool2d_backward(d, np.zeros((1, 1, 4, 4)), 2)[0, 0]
    np.testing.assert_array_equal(dx, np.kron(d[0, 0], [[1, 0], [0, 0]]))


def test_a_tie_across_rows_goes_to_the_upper_row():
    x = np.array([[[[0.0, 1.0], [1.0, 0.0]]]])
    dx = F.max_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2)
    np.testing.assert_array_equal(dx, [[[[0, 1], [0, 0]]]])


def test_overlapping_windows_add_up_at_a_shared_winner():
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    dx = F.max_pool2d_backward(np.ones((1, 1, 2, 2)), x, 2, stride=1)
    assert dx[0, 0, 1, 1] == 4
    assert dx.sum() == 4


def test_padding_never_wins_a_maximum():
    x = np.full((1, 1, 3, 3), -5.0)
    np.testing.assert_array_equal(F.max_pool2d(x, 3, stride=1, padding=1), x)


@pytest.mark.parametrize("where", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_nan_is_not_hidden_by_a_maximum(where):
    x = np.zeros((1, 1, 2, 2))
    x[0, 0][where] = np.nan
    assert np.isnan(F.max_pool2d(x, 2)).all()
    assert np.isnan(F.relu(x)[0, 0][where])
    assert F.max_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2).sum() == 1


def test_padding_counts_in_a_mean_unless_told_otherwise():
    x = np.ones((1, 1, 2, 2))
    options = {"stride": 2, "padding": 1}
    assert F.avg_pool2d(x, 2, **options)[0, 0, 0, 0] == 0.25
    assert F.avg_pool2d(x, 2, **options, count_include_pad=False)[0, 0, 0, 0] == 1


def test_a_pool_copies_its_input_only_where_it_must_pad(rng):
    x = rng.standard_normal((2, 3, 7, 6))
    for options, copies in [((2, None, 0, False), False), ((2, None, 0, True), True)]:
        geometry = max_pooling.PoolGeometry(x.shape, *options)
        frame = max_pooling.max_forward(x, geometry)[1]
        assert np.shares_memory(frame, x) is not copies
        assert frame.shape[::2] == ((8, 6) if copies else (6, 6))


def test_an_lp_pool_of_large_p_comes_near_the_maximum(rng):
    x = rng.uniform(0.1, 1, (1, 1, 6, 6))
    np.testing.assert_allclose(F.lp_pool2d(x, 2, p=200), F.max_pool2d(x, 2), rtol=0.01)


def test_an_lp_pool_of_a_black_window_has_no_gradient():
    dx = F.lp_pool2d_backward(np.ones((1, 1, 1, 1)), np.zeros((1, 1, 2, 2)), 2)
    np.testing.assert_array_equal(dx, np.zeros((1, 1, 2, 2)))


@pytest.mark.parametrize("p", [1.5, 2, 3])
def test_a_black_window_has_no_gradient_whatever_the_power(p):
    x, d = np.zeros((1, 1, 2, 4)), np.ones((1, 1, 1, 2))
    x[..., 2:] = 1
    assert F.lp_pool2d(x, 2, p=p)[0, 0, 0, 0] == 0
    dx = F.lp_pool2d_backward(d, x, 2, p=p)
    np.testing.assert_array_equal(dx[..., :2], 0)
    assert (dx[..., 2:] > 0).all()


def test_negative_numbers_have_an_odd_power_if_their_window_has_a_root(rng):
    x = np.array([[[[-1.0, 3.0], [2.0, -2.0]]]])
    np.testing.assert_allclose(F.lp_pool2d(x, 2, p=3), 26 ** (1 / 3))
    dx = F.lp_pool2d_backward(np.ones((1, 1, 1, 1)), x, 2, p=3)
    np.testing.assert_allclose(dx, x**2 / 26 ** (2 / 3))
    np.testing.assert_allclose(F.lp_pool2d(-x, 2, p=1), -2)


def test_a_sum_pool_has_its_gradient_also_where_the_sum_is_zero():
    x = np.array([[[[1.0, -1.0], [0.0, 0.0]]]])
    dx = F.lp_pool2d_backward(np.full((1, 1, 1, 1), 3.0), x, 2, p=1)
    np.testing.assert_array_equal(dx, np.full((1, 1, 2, 2), 3.0))


def test_relu_has_no_gradient_at_zero():
    x = np.array([-1.0, -0.0, 0.0, 1e-300])
    np.testing.assert_array_equal(F.relu_backward(np.ones(4), x), [0, 0, 0, 1])
    np.testing.assert_array_equal(F.leaky_relu_backward(np.ones(4), x), [0.01, 0.01, 0.01, 1])


def test_random_slopes_lie_between_the_limits_and_differ(rng):
    x = np.full((100, 100), -1.0)
    y = F.rrelu(x, 0.2, 0.4, training=True, rng=rng)
    assert y.min() >= -0.4
    assert y.max() <= -0.2
    assert y.mean() == pytest.approx(-0.3, abs=0.002)
    assert len(np.unique(y)) > 9000


def test_the_gradient_of_rrelu_uses_the_slopes_that_were_drawn(rng):
    x = rng.standard_normal((50, 40))
    y = F.rrelu(x, training=True, rng=rng)
    dx = F.rrelu_backward(np.ones_like(x), x, output=y)
    np.testing.assert_allclose(dx * x, y, rtol=1e-14)
    np.testing.assert_array_equal(dx[x > 0], 1)
    zero = F.rrelu_backward(np.ones(1), np.zeros(1), output=np.zeros(1))
    assert np.isfinite(zero).all()


def test_slopes_below_zero_are_read_off_too(rng):
    x = np.array([-2.0, -1.0, 0.0, 3.0])
    y = F.rrelu(x, -0.5, -0.25, training=True, rng=rng)
    assert (y[:2] > 0).all()
    gradient = F.rrelu_backward(np.ones(4), x, -0.5, -0.25, output=y)
    np.testing.assert_allclose(gradient, [*(y[:2] / x[:2]), 0, 1])


def test_rrelu_is_reproducible_by_its_rng():
    x = np.full((4, 3), -1.0)
    draws = [F.rrelu(x, training=True, rng=np.random.default_rng(3)) for _ in range(2)]
    np.testing.assert_array_equal(*draws)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("size", [1e4, 1e30])
def test_probabilities_stay_finite_for_huge_scores(dtype, size):
    x = np.array([[-size, 0.0, size]], dtype)
    np.testing.assert_array_equal(F.softmax(x), [[0, 0, 1]])
    np.testing.assert_allclose(F.log_softmax(x), [[-2 * size, -size, 0]], rtol=1e-6)
    np.testing.assert_array_equal(F.sigmoid(x), [[0, 0.5, 1]])
    np.testing.assert_array_equal(F.tanh(x), [[-1, 0, 1]])
    for name in ("softmax", "log_softmax", "sigmoid", "tanh"):
        assert np.isfinite(getattr(F, f"{name}_backward")(np.ones_like(x), x)).all()


def test_sigmoid_keeps_its_digits_far_from_zero():
    x = np.array([-700.0, -40.0, 40.0])
    np.testing.assert_allclose(F.sigmoid(x), [np.exp(-700), np.exp(-40), 1], rtol=1e-12)
    np.testing.assert_allclose(
        F.sigmoid_backward(np.ones(3), x), [np.exp(-700), np.exp(-40), np.exp(-40)], rtol=1e-12
    )


def test_the_classes_are_on_the_last_axis_unless_said_otherwise(rng):
    x, d = rng.standard_normal((2, 2, 3, 4))
    for name in ("softmax", "log_softmax"):
        function, backward = getattr(F, name), getattr(F, f"{name}_backward")
        for axis in (2, -1):
            np.testing.assert_array_equal(function(x), function(x, axis=axis))
            np.testing.assert_array_equal(backward(d, x), backward(d, x, axis=axis))
        np.testing.assert_array_equal(function(x, axis=-3), function(x, axis=0))


def test_rows_of_very_different_scores_do_not_disturb_each_other():
    x = np.array([[0.0, 1.0], [1e4, 1e4 + 1]])
    np.testing.assert_allclose(F.softmax(x)[0], F.softmax(x)[1])
    np.testing.assert_allclose(F.log_softmax(x)[0], F.log_softmax(x)[1])


def test_flatten_goes_channel_by_channel_then_row_by_row(rng):
    x = rng.standard_normal((2, 3, 4, 5))
    np.testing.assert_array_equal(F.flatten(x), x.reshape(2, 60))
    inner = np.ascontiguousarray(x.transpose(2, 1, 3, 0)).transpose(3, 1, 0, 2)
    np.testing.assert_array_equal(F.flatten(inner), x.reshape(2, 60))
    np.testing.assert_array_equal(F.flatten_backward(x.reshape(2, 60), x), x)


# Laws

numbers = st.floats(-100, 100, allow_nan=False, width=32)
scores = random_arrays(
    np.float64, st.tuples(st.integers(1, 4), st.integers(1, 5)), elements=numbers
)
relaxed = settings(deadline=None)


@relaxed
@given(scores, numbers)
def test_softmax_is_a_distribution_that_shifts_do_not_change(x, shift):
    p = F.softmax(x)
    np.testing.assert_allclose(p.sum(axis=-1), 1)
    assert (p >= 0).all()
    np.testing.assert_allclose(F.softmax(x + shift), p, atol=1e-12)
    np.testing.assert_allclose(np.exp(F.log_softmax(x)), p, atol=1e-12)
    np.testing.assert_allclose(F.softmax_backward(np.ones_like(x), x), 0, atol=1e-12)


LINEAR = [op for op in OPERATIONS if op.name in ("conv2d", "avg_pool2d", "global_avg_pool2d")]


@pytest.mark.parametrize("operation", LINEAR, ids=str)
def test_a_linear_operation_and_its_gradient_are_adjoint(operation, rng):
    x, *rest = operation.arrays()
    if operation.name == "conv2d":
        rest = [rest[0], np.zeros(len(rest[0]))]
    y = operation.forward(x, *rest)
    d = rng.standard_normal(y.shape)
    dx = operation.backward(d, x, *rest)[0]
    assert (y * d).sum() == pytest.approx((x * dx).sum(), rel=1e-12)


@pytest.mark.parametrize("operation", LINEAR, ids=str)
def test_a_linear_operation_keeps_sums_and_multiples(operation, rng):
    x, *rest = operation.arrays()
    rest = [rest[0], np.zeros(len(rest[0]))] if operation.name == "conv2d" else rest
    other = rng.standard_normal(x.shape)
    together = operation.forward(2 * x - 3 * other, *rest)
    apart = 2 * operation.forward(x, *rest) - 3 * operation.forward(other, *rest)
    np.testing.assert_allclose(together, apart, rtol=1e-12, atol=1e-12)


def test_a_shifted_picture_gives_a_shifted_map(rng):
    x, weight = rng.standard_normal((1, 2, 12, 12)), rng.standard_normal((3, 2, 3, 3))
    y, shifted = F.conv2d(x, weight), F.conv2d(np.roll(x, (2, 1), (2, 3)), weight)
    np.testing.assert_allclose(shifted[:, :, 2:, 1:], y[:, :, :-2, :-1], atol=1e-12)
    y, shifted = F.max_pool2d(x, 2), F.max_pool2d(np.roll(x, (2, 4), (2, 3)), 2)
    np.testing.assert_array_equal(shifted[:, :, 1:, 2:], y[:, :, :-1, :-2])


def test_two_convolutions_are_one_with_the_kernels_convolved(rng):
    x = rng.standard_normal((1, 1, 9, 9))
    a, b = rng.standard_normal((2, 1, 1, 3, 3))
    both = F.conv2d(b, a[:, :, ::-1, ::-1], padding=2)
    np.testing.assert_allclose(F.conv2d(F.conv2d(x, a), b), F.conv2d(x, both), atol=1e-12)


@relaxed
@given(random_arrays(np.float64, (2, 1, 5, 6), elements=st.integers(-2, 2).map(float)))
def test_every_window_of_a_max_pool_gives_its_gradient_to_exactly_one_pixel(x):
    options = {"kernel_size": 3, "stride": 2, "padding": 1, "ceil_mode": True}
    shape = F.max_pool2d(x, **options).shape
    for index in np.ndindex(shape):
        d = np.zeros(shape)
        d[index] = 1
        dx = F.max_pool2d_backward(d, x, **options)
        assert np.count_nonzero(dx) == 1
        assert x[dx == 1] == F.max_pool2d(x, **options)[index]


@pytest.mark.parametrize("options", [{}, {"stride": 2}, {"dilation": 2}, {"padding": (3, 0)}])
@pytest.mark.parametrize(
    "limits",
    [
        {"CACHE_FLOATS": 1},
        {"CACHE_FLOATS": 800},
        {"CACHE_FLOATS": 1, "SMALL_GEMM": 1},
        {"CACHE_FLOATS": 800, "SMALL_GEMM": 1},
        {"L1_FLOATS": 1, "MIN_COLUMNS": 4},
    ],
)
def test_large_convolutions_are_done_a_few_columns_at_a_time(rng, monkeypatch, options, limits):
    x, weight = rng.standard_normal((2, 3, 9, 8)), rng.standard_normal((4, 3, 3, 3))
    y = F.conv2d(x, weight, **options)
    d = rng.standard_normal(y.shape)
    at_once = F.conv2d_backward(d, x, weight, **options)

    parts, real = [], convolution_products.rows_of_windows

    def rows_of_windows(frame, kernel_size, output_size, *, first, columns, **options):
        assert output_size[1] % columns == 0
        parts.append((columns, output_size[1], len(frame) * 3 * frame.shape[1] * columns * 2))
        return real(frame, kernel_size, output_size, first=first, columns=columns, **options)

    for name, value in limits.items():
        monkeypatch.setattr(block_sizes, name, value)
    monkeypatch.setattr(convolution_products, "rows_of_windows", rows_of_windows)
    np.testing.assert_allclose(F.conv2d(x, weight, **options), y, rtol=1e-12, atol=1e-13)
    for part, whole in zip(F.conv2d_backward(d, x, weight, **options), at_once, strict=True):
        np.testing.assert_allclose(part, whole, rtol=1e-12, atol=1e-13)
    assert parts
    for columns, together, numbers in parts:
        assert together == columns or numbers * together // columns <= limits.get(
            "CACHE_FLOATS", 2**19
        )
        if "SMALL_GEMM" in limits:  # a single column where even that is too much
            assert numbers <= 1.5 * limits["CACHE_FLOATS"] or columns == 1
    if "MIN_COLUMNS" in limits:
        assert min(columns for columns, _, _ in parts) * 2 <= 4


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"padding": (1, 2)},
        {"padding": 3},
        {"padding": "same", "dilation": (2, 1)},
        {"stride": (1, 3)},
        {"stride": (4, 1), "padding": (1, 0)},  # of 3 rows the last is not read
        {"stride": (1, 4), "padding": (0, 1)},
    ],
)
@pytest.mark.parametrize("size", [(6, 7), (3, 3)])
def test_one_picture_comes_out_as_in_a_batch(rng, monkeypatch, options, size):
    x, weight, bias = (rng.standard_normal(shape) for shape in ((2, 3, *size), (4, 3, 3, 2), 4))
    y = F.conv2d(x, weight, bias, **options)
    d = rng.standard_normal(y.shape)
    d[1] = 0  # so that the weights' gradients are those of the first picture
    dx, *gradients = F.conv2d_backward(d, x, weight, bias, **options)
    for room in (block_sizes.CACHE_FLOATS, 1):  # in one product where that is possible, then never
        monkeypatch.setattr(block_sizes, "CACHE_FLOATS", room)
        one = F.conv2d(x[:1], weight, bias, **options)
        np.testing.assert_allclose(one, y[:1], rtol=1e-12, atol=1e-13)
        found = F.conv2d_backward(d[:1], x[:1], weight, bias, **options)
        for part, whole in zip(found, (dx[:1], *gradients), strict=True):
            np.testing.assert_allclose(part, whole, rtol=1e-12, atol=1e-13)
        single = F.conv2d(x[:1].astype(np.float32), weight.astype(np.float32), **options)
        whole = F.conv2d(x[:1], weight, **options)
        np.testing.assert_allclose(single, whole, rtol=1e-5, atol=1e-5)
        mixed = F.conv2d(x[:1].astype(np.float32).astype(np.float64), weight, **options)
        np.testing.assert_array_equal(F.conv2d(x[:1].astype(np.float32), weight, **options), mixed)


@pytest.mark.parametrize("options", [{}, {"padding": "same"}, {"padding": 2, "dilation": 2}])
def test_one_picture_needs_one_product_where_its_windows_fit(rng, monkeypatch, options):
    x, weight = rng.standard_normal((1, 2, 6, 5)), rng.standard_normal((3, 2, 3, 3))
    calls, real = [], convolution_products.rows_of_windows

    def rows_of_windows(*arguments, **options):
        calls.append(options)
        return real(*arguments, **options)

    monkeypatch.setattr(convolution_products, "rows_of_windows", rows_of_windows)
    F.conv2d(x, weight, **options)
    assert not calls
    monkeypatch.setattr(block_sizes, "CACHE_FLOATS", 100)
    F.conv2d(x, weight, **options)
    assert calls


def test_a_width_that_has_no_divisor_is_summed_once(rng, monkeypatch):
    x, weight = rng.standard_normal((2, 3, 6, 9)), rng.standard_normal((4, 3, 3, 3))
    d = rng.standard_normal((2, 4, 4, 7))
    at_once = F.conv2d_backward(d, x, weight)
    monkeypatch.setattr(
        block_sizes, "CACHE_FLOATS", 300
    )  # one column in a block, two blocks at a time
    for part, whole in zip(F.conv2d_backward(d, x, weight), at_once, strict=True):
        np.testing.assert_allclose(part, whole, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("wide", ["x", "weight", "d"])
def test_gradients_of_mixed_types_have_the_wider_one(wide):
    arrays = {
        name: np.ones(shape, np.float64 if name == wide else np.float32)
        for name, shape in (("d", (1, 1, 2, 2)), ("x", (1, 1, 3, 3)), ("weight", (1, 1, 2, 2)))
    }
    dx, dweight, dbias = F.conv2d_backward(**arrays)
    assert dx.dtype == np.result_type(arrays["d"], arrays["weight"])
    assert dweight.dtype == np.result_type(arrays["d"], arrays["x"])
    assert dbias.dtype == arrays["d"].dtype


def test_what_vanishes_beside_larger_numbers_is_no_loss():
    x = np.array([[[[1e-30, 2.0], [0.0, 0.0]]]], np.float32)
    assert F.lp_pool2d(x, 2, p=20) == pytest.approx(2)
    assert F.lp_pool2d(np.full_like(x, 1e-30), 2) == 0  # too small to matter


def test_slopes_near_zero_may_be_lost_in_rounding():
    x = np.array([-1e-45, -1e-38, -1.0], np.float32)
    y = F.rrelu(x, training=True, rng=np.random.default_rng(0))
    assert np.isfinite(F.rrelu_backward(np.ones_like(x), x, output=y)).all()
