"""Wrong calls are rejected in one sentence: what was given, why it fails, what would work."""

import re

import numpy as np
import pytest

from cnnkit import functional as F
from cnnkit import initialisers, layers, naive

x = np.ones((2, 3, 6, 5))
w = np.ones((4, 3, 3, 3))
b = np.ones(4)
rows = np.ones((4, 5))
m = np.ones((3, 5))
rng = np.random.default_rng(0)


def conv(*arrays, **options):
    return lambda: F.conv2d(*arrays, **options)


def pool(*arguments, **options):
    return lambda: F.max_pool2d(*arguments, **options)


def backward(d, **options):
    return lambda: F.conv2d_backward(d, x, w, b, **options)


REJECTED = [
    # kinds of array
    (conv("picture", w), TypeError, "x of type str holds <U7 values"),
    (conv(None, w), TypeError, "x of type NoneType holds object values"),
    (conv(x.astype(object), w), TypeError, "x of type ndarray holds object values"),
    (conv(x.astype(complex), w), TypeError, "x of type ndarray holds complex128 values"),
    (conv(x.astype(np.uint8), w), TypeError, "x holds uint8 values; convert them first: x.astype"),
    (conv(x.astype(int), w), TypeError, "x holds int64 values; convert them first"),
    (conv(x > 0, w), TypeError, "x holds bool values; convert them first"),
    (conv(x.astype(np.float16), w), TypeError, "x holds float16 values; use x.astype(np.float32)"),
    (conv(x.astype("datetime64[s]"), w), TypeError, "x of type ndarray holds datetime64"),
    (conv(np.ma.masked_array(x), w), TypeError, "x: a masked array has gaps; fill it first"),
    (conv([[1.0], [1.0, 2.0]], w), ValueError, "x: the rows have different lengths"),
    (conv(x, w.astype(int)), TypeError, "weight holds int64 values"),
    (conv(x, w, b.astype(int)), TypeError, "bias holds int64 values"),
    (conv(x, w, "0.5"), TypeError, "bias of type str"),
    (conv(lambda: x, w), TypeError, "x of type function holds object values"),
    (conv({}, w), TypeError, "x of type dict holds object values"),
    # shapes of arrays
    (conv(x[0, 0], w), ValueError, "x has shape (6, 5); it needs 4 axes (N, C, H, W); write x[No"),
    (conv(x[0], w), ValueError, "x has shape (3, 6, 5); it needs 4 axes (N, C, H, W); write x[Non"),
    (conv(x[None], w), ValueError, "x has shape (1, 2, 3, 6, 5); it needs 4 axes"),
    (conv(np.float64(1), w), ValueError, "x has shape (); it needs 4 axes"),
    (conv(x[:0], w), ValueError, "x has shape (0, 3, 6, 5): N is empty; give at least one"),
    (conv(x[:, :0], w), ValueError, "C is empty"),
    (conv(x[:, :, :0], w), ValueError, "H is empty"),
    (conv(x[:, :, :0, :0], w), ValueError, "H, W is empty"),
    (conv(x, w[0]), ValueError, "weight has shape (3, 3, 3); it needs 4 axes (O, C, kH, kW)"),
    (conv(x, w[:0]), ValueError, "weight has shape (0, 3, 3, 3): O is empty"),
    (conv(x, w[..., :0]), ValueError, "kW is empty"),
    (conv(x, w[:, :1]), ValueError, "x of shape (2, 3, 6, 5) has 3 channels, but weight of shape"),
    (conv(x[:, :1], w), ValueError, "has 1 channels, but weight of shape (4, 3, 3, 3) reads 3"),
    (conv(x, w, b[:3]), ValueError, "bias has shape (3,), but weight of shape (4, 3, 3, 3) has 4"),
    (conv(x, w, b[:, None]), ValueError, "bias has shape (4, 1); it needs 1 axes"),
    (conv(x, w, np.float64(1)), ValueError, "bias has shape (); it needs 1 axes"),
    # convolution options
    (conv(x[:, :, :2], w), ValueError, "kernel_size 3 does not fit height 2; use padding >= 1"),
    (conv(x[..., :1], w), ValueError, "kernel_size 3 does not fit width 1; use padding >= 1"),
    (conv(x, w, dilation=3), ValueError, "kernel_size 3 at dilation 3 spans 7 and does not fit"),
    (conv(x, w, stride=0), ValueError, "stride 0 is too small; use 1 or more"),
    (conv(x, w, stride=-1), ValueError, "stride -1 is too small"),
    (conv(x, w, stride=(1, 0)), ValueError, "stride 0 is too small"),
    (conv(x, w, stride=1.0), TypeError, "stride 1.0 is a float; use an integer or a pair (h, w)"),
    (conv(x, w, stride="2"), TypeError, "stride '2' is a str"),
    (conv(x, w, stride=True), TypeError, "stride True is a bool"),
    (conv(x, w, stride=None), TypeError, "stride None is a NoneType"),
    (conv(x, w, stride=(1, 1, 1)), ValueError, "stride (1, 1, 1) has 3 entries"),
    (conv(x, w, stride=()), ValueError, "stride () has 0 entries"),
    (conv(x, w, padding=-1), ValueError, "padding -1 is too small; use 0 or more"),
    (conv(x, w, padding=(0, -2)), ValueError, "padding -2 is too small"),
    (conv(x, w, padding=0.5), TypeError, "padding 0.5 is a float"),
    (conv(x, w, padding=None), TypeError, "padding None is a NoneType"),
    (conv(x, w, padding="full"), ValueError, "padding 'full' is unknown; use 'same', 'valid' or"),
    (conv(x, w, padding="Same"), ValueError, "padding 'Same' is unknown"),
    (conv(x, w, padding="same", stride=2), ValueError, "padding 'same' needs stride 1, not 2"),
    (conv(x, w, dilation=0), ValueError, "dilation 0 is too small"),
    (conv(x, w, dilation=1.5), TypeError, "dilation 1.5 is a float"),
    (conv(x, w, dilation=float("nan")), TypeError, "dilation nan is a float"),
    # gradients of a convolution
    (backward(np.ones((2, 4, 4, 2))), ValueError, "d has shape (2, 4, 4, 2), but the output has"),
    (backward(np.ones((1, 4, 4, 3))), ValueError, "but the output has shape (2, 4, 4, 3)"),
    (backward(np.ones((4, 4, 3))), ValueError, "d has shape (4, 4, 3)"),
    (backward(1.0), ValueError, "d has shape ()"),
    (backward(np.ones((2, 4, 4, 3), int)), TypeError, "d holds int64 values"),
    (backward(np.ones((2, 4, 4, 3)), stride=2), ValueError, "the output has shape (2, 4, 2, 2)"),
    (lambda: F.conv2d_backward(x, x.astype(int), w), TypeError, "x holds int64 values"),
    (lambda: F.conv2d_backward(x, x, w[:, :1]), ValueError, "has 3 channels, but weight of shape"),
    (lambda: F.conv2d_backward(x, x, w, b[:3]), ValueError, "bias has shape (3,), but weight of"),
    # pools
    (pool(x[0], 2), ValueError, "x has shape (3, 6, 5); it needs 4 axes"),
    (pool(x.astype(int), 2), TypeError, "x holds int64 values"),
    (pool(x, 6), ValueError, "kernel_size 6 does not fit width 5 with padding 0; use a kernel of"),
    (pool(x, (7, 2)), ValueError, "kernel_size 7 does not fit height 6"),
    (pool(x, 0), ValueError, "kernel_size 0 is too small"),
    (pool(x, -2), ValueError, "kernel_size -2 is too small"),
    (pool(x, 2.0), TypeError, "kernel_size 2.0 is a float"),
    (pool(x, None), TypeError, "kernel_size None is a NoneType"),
    (pool(x, [2, 2, 2]), ValueError, "kernel_size [2, 2, 2] has 3 entries"),
    (pool(x, 2, stride=0), ValueError, "stride 0 is too small"),
    (pool(x, 2, stride=-1), ValueError, "stride -1 is too small"),
    (pool(x, 2, stride=1.5), TypeError, "stride 1.5 is a float"),
    (pool(x, 2, padding=-1), ValueError, "padding -1 is too small"),
    (pool(x, 2, padding=2), ValueError, "padding 2 is more than half of kernel_size 2"),
    (pool(x, 2, padding="same"), TypeError, "padding 'same' is a str"),
    (pool(x, 2, ceil_mode=1), TypeError, "ceil_mode 1 is an int; use True or False"),
    (lambda: F.avg_pool2d(x, 9), ValueError, "kernel_size 9 does not fit height 6"),
    (lambda: F.avg_pool2d(x, 2, padding=2), ValueError, "more than half"),
    (lambda: F.avg_pool2d(x, 2, ceil_mode="no"), TypeError, "ceil_mode 'no' is a str"),
    (lambda: F.avg_pool2d(x, 2, count_include_pad=None), TypeError, "count_include_pad None is"),
    (lambda: F.avg_pool2d_backward(x, x, 2), ValueError, "d has shape (2, 3, 6, 5), but the outp"),
    (lambda: F.max_pool2d_backward(x, x, 2), ValueError, "the output has shape (2, 3, 3, 2)"),
    (lambda: F.lp_pool2d(x, 2, p=0), ValueError, "p is 0, which is out of range; use a number at"),
    (lambda: F.lp_pool2d(x, 2, p=-1), ValueError, "p is -1"),
    (lambda: F.lp_pool2d(x, 2, p=float("inf")), ValueError, "p is inf"),
    (lambda: F.lp_pool2d(x, 2, p="2"), TypeError, "p is '2'"),
    (lambda: F.lp_pool2d(-x, 2, p=3), ValueError, "sum of x ** 3 is negative and has no root"),
    (lambda: F.lp_pool2d(-x, 2, p=2.5), ValueError, "x has negative values, which have no power"),
    (lambda: F.lp_pool2d_backward(x, x, 2, p=0.5), ValueError, "p is 0.5, which is out of range"),
    (lambda: F.lp_pool2d_backward(x, x, 2), ValueError, "d has shape (2, 3, 6, 5)"),
    (lambda: F.global_avg_pool2d(rows), ValueError, "x has shape (4, 5); it needs 4 axes"),
    (lambda: F.global_avg_pool2d_backward(x, x), ValueError, "the output has shape (2, 3, 1, 1)"),
    # activations and probabilities
    (lambda: F.relu(None), TypeError, "x of type NoneType"),
    (lambda: F.relu(np.array([1, 2])), TypeError, "x holds int64 values"),
    (lambda: F.relu_backward(rows[0], rows), ValueError, "d has shape (5,), but the output has"),
    (lambda: F.sigmoid("0.5"), TypeError, "x of type str"),
    (lambda: F.sigmoid_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    (lambda: F.tanh([1, 2]), TypeError, "x holds int64 values"),
    (lambda: F.tanh_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    (lambda: F.leaky_relu(rows, "0.1"), TypeError, "negative_slope is '0.1'"),
    (lambda: F.leaky_relu(rows, float("nan")), ValueError, "negative_slope is nan"),
    (lambda: F.leaky_relu_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    (lambda: F.rrelu(rows, 0.5, 0.1), ValueError, "lower 0.5 is above upper 0.1; swap them"),
    (lambda: F.rrelu(rows, None), TypeError, "lower is None"),
    (
        lambda: F.rrelu(rows, training=True),
        TypeError,
        "rng is None, which is not a random generator",
    ),
    (lambda: F.rrelu(rows, training=True, rng=42), TypeError, "use numpy.random.default_rng(42)"),
    (lambda: F.rrelu_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    (lambda: F.rrelu_backward(rows, rows, output=m), ValueError, "output has shape (3, 5)"),
    (lambda: F.softmax(rows, axis=2), ValueError, "x of shape (4, 5) has no axis 2; use one of"),
    (lambda: F.softmax(rows, axis=-3), ValueError, "has no axis -3"),
    (lambda: F.softmax(rows, axis=1.0), TypeError, "axis 1.0 is a float; use an integer"),
    (lambda: F.softmax(rows, axis=None), TypeError, "axis None is a NoneType"),
    (lambda: F.softmax(rows, axis=True), TypeError, "axis True is a bool"),
    (lambda: F.softmax(np.float64(1)), ValueError, "x of shape () has no axis -1"),
    (lambda: F.softmax(rows[:0]), ValueError, "it is empty"),
    (lambda: F.softmax_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    (lambda: F.log_softmax(rows, axis=5), ValueError, "has no axis 5"),
    (lambda: F.log_softmax_backward(rows[0], rows), ValueError, "d has shape (5,)"),
    # dense
    (lambda: F.linear(x, m), ValueError, "x has shape (2, 3, 6, 5); it needs 2 axes (N, features)"),
    (lambda: F.linear(rows[0], m), ValueError, "x has shape (5,); it needs 2 axes"),
    (lambda: F.linear(rows[:0], m), ValueError, "N is empty"),
    (lambda: F.linear(rows, m[0]), ValueError, "weight has shape (5,); it needs 2 axes"),
    (lambda: F.linear(rows, m[:, :4]), ValueError, "has 5 features, but weight of shape (3, 4) re"),
    (lambda: F.linear(rows, m, b), ValueError, "bias has shape (4,), but weight of shape (3, 5)"),
    (lambda: F.linear_backward(rows, rows, m), ValueError, "the output has shape (4, 3)"),
    (lambda: F.flatten(np.float64(1)), ValueError, "flatten needs at least one picture"),
    (lambda: F.flatten(x[:0]), ValueError, "flatten needs at least one picture"),
    (lambda: F.flatten_backward(rows, x), ValueError, "the output has shape (2, 90)"),
    # the loops reject alike
    (lambda: naive.conv2d(x[0], w), ValueError, "x has shape (3, 6, 5)"),
    (lambda: naive.conv2d(x, w[:, :1]), ValueError, "has 3 channels"),
    (lambda: naive.conv2d_backward(x, x, w), ValueError, "the output has shape (2, 4, 4, 3)"),
    (lambda: naive.max_pool2d(x, 9), ValueError, "kernel_size 9 does not fit"),
    (lambda: naive.max_pool2d_backward(x, x, 2), ValueError, "the output has shape"),
    (lambda: naive.avg_pool2d(x, 2, padding=2), ValueError, "more than half"),
    (lambda: naive.lp_pool2d(x, 2, p=0.5), ValueError, "p is 0.5"),
    (lambda: naive.lp_pool2d(-x, 2, p=3), ValueError, "has no root"),
    (lambda: naive.lp_pool2d(-x, 2, p=1.5), ValueError, "no power"),
    (lambda: naive.relu([1, 2]), TypeError, "x holds int64"),
    (lambda: naive.softmax(rows[0]), ValueError, "x has shape (5,); it needs 2 axes"),
    (lambda: naive.linear(rows, m[:, :4]), ValueError, "has 5 features"),
    # layers
    (lambda: layers.Conv2d(0, 1, 3), ValueError, "in_channels 0 is too small"),
    (lambda: layers.Conv2d(1, -8, 3), ValueError, "out_channels -8 is too small"),
    (lambda: layers.Conv2d(1.0, 8, 3), TypeError, "in_channels 1.0 is a float; use an integer"),
    (
        lambda: layers.Conv2d(1, 8, 3, initialiser="he"),
        TypeError,
        "initialiser 'he' is not a function; use he_normal or the like",
    ),
    (
        lambda: layers.Linear(3, 2, initialiser=lambda shape, rng: np.ones((3, 2))),
        ValueError,
        "the initialiser's array has shape (3, 2); it must have the shape that it was",
    ),
    (
        lambda: layers.Linear(3, 2, initialiser=lambda shape, rng: np.ones(shape, int)),
        TypeError,
        "the initialiser's array holds int64 values",
    ),
    (lambda: layers.Conv2d((1, 1), 8, 3), TypeError, "in_channels (1, 1) is a tuple; use an inte"),
    (lambda: layers.Conv2d(1, 8, 0), ValueError, "kernel_size 0 is too small"),
    (lambda: layers.Conv2d(1, 8, 2.5), TypeError, "kernel_size 2.5 is a float"),
    (lambda: layers.Conv2d(1, 8, 3, stride=0), ValueError, "stride 0 is too small"),
    (lambda: layers.Conv2d(1, 8, 3, dilation=0), ValueError, "dilation 0 is too small"),
    (lambda: layers.Conv2d(1, 8, 3, padding=-1), ValueError, "padding -1 is too small"),
    (lambda: layers.Conv2d(1, 8, 3, padding="sane"), ValueError, "padding 'sane' is unknown"),
    (lambda: layers.Conv2d(1, 8, 3, padding="same", stride=2), ValueError, "needs stride 1"),
    (lambda: layers.Conv2d(1, 8, 3, bias=0.5), TypeError, "bias 0.5 is a float; use True or False"),
    (lambda: layers.Conv2d(1, 8, 3, rng=0), TypeError, "rng is 0, which is not a random generator"),
    (lambda: layers.Conv2d(1, 8, 3)(x), ValueError, "x of shape (2, 3, 6, 5) has 3 channels, but"),
    (lambda: layers.Conv2d(3, 8, 7)(x), ValueError, "kernel_size 7 does not fit height 6"),
    (
        lambda: layers.Conv2d(3, 8, 3).output_shape((2, 1, 9, 9)),
        ValueError,
        "has 1 channels, but the layer reads",
    ),
    (lambda: layers.Conv2d(3, 8, 3).output_shape((9, 9)), ValueError, "input_shape (9, 9) needs 4"),
    (lambda: layers.Conv2d(3, 8, 3).output_shape(9), TypeError, "input_shape 9 is not a tuple"),
    (lambda: layers.MaxPool2d(0), ValueError, "kernel_size 0 is too small"),
    (lambda: layers.MaxPool2d(2, stride=0), ValueError, "stride 0 is too small"),
    (lambda: layers.MaxPool2d(2, padding=2), ValueError, "more than half"),
    (lambda: layers.MaxPool2d(2, ceil_mode=2), TypeError, "ceil_mode 2 is an int"),
    (lambda: layers.MaxPool2d(2).output_shape((3, 6, 5)), ValueError, "needs 4 axes (N, C, H, W)"),
    (lambda: layers.MaxPool2d(9)(x), ValueError, "kernel_size 9 does not fit height 6"),
    (lambda: layers.AvgPool2d(2, count_include_pad="yes"), TypeError, "count_include_pad 'yes'"),
    (lambda: layers.LPPool2d(0.5, 2), ValueError, "p is 0.5, which is out of range"),
    (lambda: layers.LeakyReLU("a"), TypeError, "negative_slope is 'a'"),
    (lambda: layers.RReLU(0.5, 0.1), ValueError, "lower 0.5 is above upper 0.1"),
    (lambda: layers.RReLU(rng=1), TypeError, "rng is 1"),
    (lambda: layers.Dropout(1), ValueError, "p is 1, which is out of range; use a number at least"),
    (lambda: layers.Dropout(-0.1), ValueError, "p is -0.1"),
    (lambda: layers.Dropout("half"), TypeError, "p is 'half'"),
    (lambda: layers.Dropout(0.5, rng=np.random), TypeError, "is not a random generator"),
    (lambda: layers.Dropout()(np.ones(3, int)), TypeError, "x holds int64 values"),
    (lambda: layers.Linear(0, 2), ValueError, "in_features 0 is too small"),
    (lambda: layers.Linear(5, "2"), TypeError, "out_features '2' is a str"),
    (lambda: layers.Linear(5, 2, bias=None), TypeError, "bias None is a NoneType"),
    (
        lambda: layers.Linear(4, 2)(rows),
        ValueError,
        "has 5 features, but weight of shape (2, 4) re",
    ),
    (
        lambda: layers.Linear(90, 2)(x),
        ValueError,
        "needs 2 axes (N, features); put a Flatten() lay",
    ),
    (lambda: layers.Linear(4, 2).output_shape((1, 5)), ValueError, "has 5 features, but the layer"),
    (lambda: layers.Linear(4, 2).output_shape((1, 5, 5)), ValueError, "needs 2 axes (N, features)"),
    (lambda: layers.Flatten().output_shape((2, 0, 3)), ValueError, "input_shape 0 is too small"),
    (lambda: layers.ReLU().train("yes"), TypeError, "mode 'yes' is a str; use True or False"),
    # initialisers
    (lambda: initialisers.he_normal((3,), rng), ValueError, "shape (3,) has no inputs and outputs"),
    (lambda: initialisers.he_uniform(3, rng), TypeError, "shape 3 is not a tuple"),
    (lambda: initialisers.xavier_normal((3, 0), rng), ValueError, "shape 0 is too small"),
    (lambda: initialisers.xavier_uniform((3, 2), 0), TypeError, "rng is 0, which is not a random"),
    (
        lambda: initialisers.he_normal((3, 2), rng, int),
        TypeError,
        "dtype is <class 'int'>, which is not a float type",
    ),
]


@pytest.mark.parametrize(("call", "error", "message"), REJECTED, ids=[r[2][:40] for r in REJECTED])
def test_a_wrong_call_is_rejected_in_one_sentence(call, error, message):
    with pytest.raises(error, match=re.escape(message)) as caught:
        call()
    text = str(caught.value)
    assert "\n" not in text
    assert not text.endswith(".")
    assert len(text) < 260


def test_rejected_calls_changed_nothing():
    for call, error, _ in REJECTED:
        with pytest.raises(error):
            call()
    assert (x == 1).all()
    assert (w == 1).all()
    assert (b == 1).all()
    assert (rows == 1).all()
    assert (m == 1).all()
