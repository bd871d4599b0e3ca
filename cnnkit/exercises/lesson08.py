"""Exercises of lesson 08, backpropagate: the gradient of every layer, and what a step will do."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises._softmax_mistakes import both_ways as _both_ways
from cnnkit.exercises._softmax_mistakes import overflowing as _overflowing
from cnnkit.exercises.predictions import questions08 as questions

lesson = Lesson(
    __name__, questions, order="loss_backward linear_backward max_pool_backward relu_backward"
)
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="The gate of ReLU",
    task="d is the gradient behind ReLU, x what came into it. Which gradient is in front of it?",
    cases=[
        (np.array([1.5, -2.25, 3.0, 4.0, -6.0]), np.array([2.0, 3.0, -1.0, 0.0, -0.5])),
        (lesson.numbers(2, 3), lesson.numbers(2, 3)),
        (lesson.numbers(1, 2, 2, 3), lesson.numbers(1, 2, 2, 3)),
    ],
    hints=[
        "Where x was positive, ReLU's slope is 1; elsewhere it is 0.",
        "The gate is a mask: `x > 0`. What comes from behind is multiplied by it.",
    ],
    takeaway="The gate opens by what went *in*; what passes is what comes *back*.",
)
def relu_backward(d, x):
    """Return the gradient with respect to x; d and x have one shape."""
    return d * (x > 0)


@relu_backward.mistake("The gate stands at the wrong array. It opens where x was positive, not d.")
def gate_on_d(d, x):
    return d * (d > 0)


@relu_backward.mistake("This is the slope alone. Multiply it by what comes from behind, d.")
def gate_alone(d, x):
    return (x > 0).astype(float)


@relu_backward.mistake("You let x through the gate. The gradient d passes.")
def gate_lets_x_through(d, x):
    return x * (x > 0)


@relu_backward.mistake("At x = 0 your gate is open. There ReLU counts as off: x > 0.")
def gate_open_at_zero(d, x):
    return d * (x >= 0)


@relu_backward.mistake("Your gate is closed where it should be open.")
def gate_inverted(d, x):
    return d * (x <= 0)


@relu_backward.mistake("Nothing is held back. Where x was not positive, the gradient is 0.")
def gate_missing(d, x):
    return d * 1.0


@relu_backward.mistake("You multiplied by x itself. The slope of ReLU is 1 or 0.")
def gate_scaled_by_x(d, x):
    return d * np.maximum(x, 0)


@relu_backward.mistake(
    "Your gate also asks whether d is positive. Negative gradients pass as well."
)
def gate_on_both(d, x):
    return d * (x > 0) * (d > 0)


@relu_backward.mistake("A little passes where the gate is shut: that is a leaky ReLU.")
def gate_leaky(d, x):
    return np.where(x > 0, d, 0.01 * d)


@relu_backward.mistake(
    "You multiplied by the sign of x. Where x is negative, *nothing* comes back."
)
def gate_by_sign(d, x):
    return d * np.sign(x)


@relu_backward.mistake("d and x are exchanged: d goes through the gate that x opens.")
def gate_exchanged(d, x):
    return x * (d > 0)


@relu_backward.mistake("You added the gate to d. It is a factor, 1 or 0.")
def gate_added(d, x):
    return d + (x > 0)


@relu_backward.mistake("You kept only what passes. The others stay in their place, as 0.")
def gate_filters(d, x):
    return d[x > 0]


@relu_backward.mistake("The gradient lost its decimals. Zeros of whole numbers cannot hold them.")
def gate_whole_numbers(d, x):
    return (d * (x > 0)).astype(int)


@relu_backward.mistake("Your gate opens where x is *negative*. It opens where x > 0.")
def gate_of_negatives(d, x):
    return d * (x < 0)


@relu_backward.mistake("You multiplied d by x. The gate is 1 where x > 0, else 0: `d * (x > 0)`.")
def gate_times_x(d, x):
    return d * x


@relu_backward.mistake(
    "You took the ReLU of d · x. Only x opens the gate, and d passes as it is: `d * (x > 0)`."
)
def gate_relu_of_product(d, x):
    return np.maximum(d * x, 0)


@relu_backward.mistake("You took the smaller of d and x. x only opens the gate; what passes is d.")
def gate_smaller(d, x):
    return np.minimum(d, x)


@relu_backward.mistake("You took the larger of d and x. x only opens the gate; what passes is d.")
def gate_larger(d, x):
    return np.maximum(d, x)


@relu_backward.mistake("Where the gate is shut you kept x. There the gradient is 0.")
def gate_keeps_x(d, x):
    return np.where(x > 0, d, x)


@relu_backward.mistake("You added everything up. Return one number for each place.")
def gate_summed(d, x):
    return np.sum(d * (x > 0))


@relu_backward.mistake("The gradients lost their signs. They pass the gate as they are.")
def gate_sizes(d, x):
    return np.abs(d) * (x > 0)


@relu_backward.mistake("A tenth passes where the gate is shut: that is a leaky ReLU.")
def gate_leaky_a_tenth(d, x):
    return np.where(x > 0, d, 0.1 * d)


@relu_backward.mistake("Your gate opens from 1 on. It opens wherever x is above 0.")
def gate_above_one(d, x):
    return d * (x > 1)


@relu_backward.mistake("Where the gate is shut you put 1. There the gradient is 0.")
def gate_closed_is_one(d, x):
    return np.where(x > 0, d, 1.0)


@relu_backward.mistake("Where x is negative you let -d through. *Nothing* comes back there.")
def gate_sign_flipped(d, x):
    return np.where(x > 0, d, -d)


@relu_backward.mistake(
    "That is the slope of a sigmoid. The slope of ReLU is 1 where x > 0, else 0."
)
def gate_of_sigmoid(d, x):
    return (s := 1 / (1 + np.exp(-x))) * (1 - s) * d


@relu_backward.mistake("Only the first number is there: `return` is inside the loop.")
def gate_first_only(d, x):
    return float(d.flat[0] * (x.flat[0] > 0))


@relu_backward.mistake("The numbers are right, but stand in one row: give them the shape of x.")
def gate_flat(d, x):
    return (d * (x > 0)).ravel()


@relu_backward.mistake("Your gate also opens where d is positive. Only x counts: `x > 0`.")
def gate_both_open(d, x):
    return d * ((x > 0) | (d > 0))


@relu_backward.mistake(
    "You let 1 through where x > 0, and x elsewhere. What passes is d; elsewhere it is 0."
)
def gate_where_x(d, x):
    return np.where(x > 0, 1.0, x)


@relu_backward.mistake("You took the ReLU of d after the gate. Negative gradients pass, too.")
def gate_relu_of_both(d, x):
    return np.maximum(d, 0) * np.maximum(x, 0)


@relu_backward.mistake(
    "This is the slope alone, and open at x = 0. Multiply by what comes from behind: `d * (x > 0)`."
)
def gate_alone_open_at_zero(d, x):
    return (x >= 0).astype(float)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="The linear layer, backwards",
    task="Forward it was x @ weight.T + bias. Return the gradients of its input, weight and bias.",
    cases=[
        (lesson.numbers(3, 2) / 4, lesson.numbers(3, 2), lesson.numbers(2, 2)),
        (lesson.numbers(4, 3), lesson.numbers(4, 3), lesson.numbers(3, 3)),
        (lesson.numbers(2, 3), lesson.numbers(2, 4), lesson.numbers(3, 4)),
        (lesson.numbers(5, 2), lesson.numbers(5, 3), lesson.numbers(2, 3)),
    ],
    returns=("dx", "dweight", "dbias"),
    hints=[
        "A gradient has the shape of what it belongs to: dx (N, D), dweight (K, D), dbias (K,).",
        "weight[k, d] met x[n, d] and changed output k: dweight[k, d] adds up d[n, k] · x[n, d].",
        "`d @ weight`, `d.T @ x`, `d.sum(axis=0)`",
    ],
    crashes={
        "matmul": "Look at the shapes: d is (N, K), x is (N, D), weight is (K, D). Which transpose "
        "makes the inner sizes equal?"
    },
    takeaway="The weights that voted bring the blame back, each to its own value.",
)
def linear_backward(d, x, weight):
    """Return (dx, dweight, dbias); d (N, K), x (N, D), weight (K, D)."""
    return d @ weight, d.T @ x, d.sum(axis=0)


@linear_backward.mistake("`dweight` is transposed: it has the shape of weight, (K, D).")
def dweight_transposed(d, x, weight):
    return d @ weight, x.T @ d, d.sum(axis=0)


@linear_backward.mistake(
    "`dx` uses the transposed weight. Forward it was weight.T; backward it is weight."
)
def dx_transposed(d, x, weight):
    return d @ weight.T, d.T @ x, d.sum(axis=0)


@linear_backward.mistake(
    "You took the batch mean once more. The mean is in the loss, so d is divided by N already."
)
def linear_mean_again(d, x, weight):
    return d @ weight, d.T @ x / len(x), d.mean(axis=0)


@linear_backward.mistake("`dbias` is a mean. The bias served every picture: add up.")
def dbias_mean(d, x, weight):
    return d @ weight, d.T @ x, d.mean(axis=0)


@linear_backward.mistake("`dbias` has a value per picture. Sum over the batch, axis 0.")
def dbias_over_classes(d, x, weight):
    return d @ weight, d.T @ x, d.sum(axis=1)


@linear_backward.mistake("`dweight` must know the input: d[n, k] · x[n, d], summed over n.")
def dweight_without_x(d, x, weight):
    return d @ weight, np.repeat(d.sum(axis=0)[:, None], x.shape[1], axis=1), d.sum(axis=0)


@linear_backward.mistake("These are the gradients of the last picture only. Sum over the batch.")
def linear_last_picture(d, x, weight):
    return d @ weight, np.outer(d[-1], x[-1]), d[-1]


@linear_backward.mistake(
    "`dbias` is one number. Each output has its bias: sum over the batch only."
)
def dbias_of_all(d, x, weight):
    return d @ weight, d.T @ x, d.sum()


@linear_backward.mistake("`dbias` is 1 for each output. Multiply by what comes back: sum d.")
def dbias_ones(d, x, weight):
    return d @ weight, d.T @ x, np.ones(d.shape[1])


@linear_backward.mistake("`dbias` is not summed yet. It has the bias's shape: sum over the batch.")
def dbias_not_summed(d, x, weight):
    return d @ weight, d.T @ x, d


@linear_backward.mistake("These are the gradients of the first picture only. Add up the batch.")
def linear_first_picture(d, x, weight):
    return d @ weight, np.outer(d[0], x[0]), d[0]


@linear_backward.mistake("`dweight` keeps the last picture only. Add up over the batch: `+=`.")
def dweight_overwritten(d, x, weight):
    return d @ weight, np.outer(d[-1], x[-1]), d.sum(axis=0)


@linear_backward.mistake("`dx` is averaged over the batch. Each picture has a row of its own.")
def dx_averaged(d, x, weight):
    return d @ weight / len(x), d.T @ x, d.sum(axis=0)


@linear_backward.mistake("`dweight` is the weight itself. How it counted depends on x and d.")
def dweight_is_weight(d, x, weight):
    return d @ weight, weight, d.sum(axis=0)


@linear_backward.mistake(
    "All signs are turned round. The minus comes with the step of descent, not with the gradient."
)
def linear_reversed(d, x, weight):
    return -d @ weight, -d.T @ x, -d.sum(axis=0)


@linear_backward.mistake("The order is dx, dweight, dbias: yours begins with dweight.")
def linear_other_order(d, x, weight):
    return d.T @ x, d @ weight, d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` is divided by N. The mean is in the loss, and so in d already: add up, `d.T @ x`."
)
def dweight_mean(d, x, weight):
    return d @ weight, d.T @ x / len(x), d.sum(axis=0)


@linear_backward.mistake(
    "`dx` is the forward pass again, x @ weight.T. What goes back is d: `d @ weight`."
)
def dx_forward_again(d, x, weight):
    return x @ weight.T, d.T @ x, d.sum(axis=0)


@linear_backward.mistake("`dx` is the weight alone. Multiply it by what comes back: `d @ weight`.")
def dx_is_weight(d, x, weight):
    return weight, d.T @ x, d.sum(axis=0)


@linear_backward.mistake("`dx` is d, as it came. It passes the weights on its way: `d @ weight`.")
def dx_is_d(d, x, weight):
    return d, d.T @ x, d.sum(axis=0)


@linear_backward.mistake(
    "`dx` is summed over the batch. Each picture has a row of its own, as x has."
)
def dx_summed(d, x, weight):
    return (d @ weight).sum(axis=0), d.T @ x, d.sum(axis=0)


@linear_backward.mistake(
    "`dbias` is 1, one number. Each output has a bias; sum d over the batch: `d.sum(axis=0)`."
)
def dbias_single_one(d, x, weight):
    return d @ weight, d.T @ x, 1.0


@linear_backward.mistake(
    "`dbias` is one mean number. Each output has a bias; sum d over the batch: `d.sum(axis=0)`."
)
def dbias_single_mean(d, x, weight):
    return d @ weight, d.T @ x, d.mean()


@linear_backward.mistake("`dbias` has an axis too many: (K,), without `keepdims`.")
def dbias_kept_axis(d, x, weight):
    return d @ weight, d.T @ x, d.sum(axis=0, keepdims=True)


@linear_backward.mistake(
    "`dbias` is that of the first picture only. Sum over the batch: `d.sum(axis=0)`."
)
def dbias_first_row(d, x, weight):
    return d @ weight, d.T @ x, d[0]


@linear_backward.mistake(
    "`dbias` is that of the last picture only. Sum over the batch: `d.sum(axis=0)`."
)
def dbias_last_row(d, x, weight):
    return d @ weight, d.T @ x, d[-1]


@linear_backward.mistake("`dbias` sums x. The bias was added to the outputs: sum d over the batch.")
def dbias_of_inputs(d, x, weight):
    return d @ weight, d.T @ x, x.sum(axis=0)


@linear_backward.mistake(
    "`dbias` counts the pictures. Sum what comes back from each: `d.sum(axis=0)`."
)
def dbias_counted(d, x, weight):
    return d @ weight, d.T @ x, np.full(len(weight), len(d))


@linear_backward.mistake(
    "`dweight` is that of the first picture only. Add up the batch: `d.T @ x`."
)
def dweight_first_picture(d, x, weight):
    return d @ weight, np.outer(d[0], x[0]), d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` is x. It has the shape of weight, and adds d[n, k] · x[n, d] over n: `d.T @ x`."
)
def dweight_is_x(d, x, weight):
    return d @ weight, x, d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` is the sum of x. Each weight counts with its own d, too: `d.T @ x`."
)
def dweight_is_sum_of_x(d, x, weight):
    return d @ weight, x.sum(axis=0), d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` forgets d: each row is the sum of x. Multiply by what comes back: `d.T @ x`."
)
def dweight_sum_of_x_repeated(d, x, weight):
    return d @ weight, np.ones(weight.shape) * x.sum(axis=0), d.sum(axis=0)


@linear_backward.mistake("`dweight` is d. It has the shape of weight: `d.T @ x`.")
def dweight_is_d(d, x, weight):
    return d @ weight, d, d.sum(axis=0)


@linear_backward.mistake("`dweight` has a part for each picture. Add them up over the batch.")
def dweight_each_picture(d, x, weight):
    return d @ weight, d[:, :, None] * x[:, None, :], d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` multiplies sums. Multiply each picture's d by its own x, then add."
)
def dweight_sums_multiplied(d, x, weight):
    return d @ weight, np.outer(d.sum(axis=0), x.sum(axis=0)), d.sum(axis=0)


@linear_backward.mistake(
    "`dweight` multiplies a sum by a mean. Multiply each picture's d by its own x, then add."
)
def dweight_sum_and_mean_multiplied(d, x, weight):
    return d @ weight, np.outer(d.sum(axis=0), x.mean(axis=0)), d.sum(axis=0)


@linear_backward.mistake("`dweight` used the weight. It depends on d and x only: `d.T @ x`.")
def dweight_with_weight(d, x, weight):
    return d @ weight, (d.sum(axis=0)[:, None] * weight), d.sum(axis=0)


@linear_backward.mistake("`dweight` is a step, weight - gradient. Only the gradient is asked for.")
def dweight_is_step(d, x, weight):
    return d @ weight, weight - d.T @ x, d.sum(axis=0)


@linear_backward.mistake("The sign of `dweight` is turned round. The minus belongs to the step.")
def dweight_reversed(d, x, weight):
    return d @ weight, -d.T @ x, d.sum(axis=0)


@linear_backward.mistake(
    "You closed a gate in `dx`: that is ReLU's. A linear layer passes all back."
)
def dx_gated(d, x, weight):
    return (d @ weight) * (x > 0), d.T @ x, d.sum(axis=0)


@linear_backward.mistake("The order is dx, dweight, dbias: yours ends with `dx`.")
def linear_with_bias_first(d, x, weight):
    return d.T @ x, d.sum(axis=0), d @ weight


@linear_backward.mistake("The order is dx, dweight, dbias: yours begins with `dbias`.")
def linear_other_end(d, x, weight):
    return d.sum(axis=0), d.T @ x, d @ weight


@linear_backward.mistake("All three are averaged over the batch; the mean is in d already.")
def linear_all_averaged(d, x, weight):
    return d @ weight / len(x), d.T @ x / len(x), d.mean(axis=0)


@linear_backward.mistake(
    "`return` is inside the loop over the batch: only the first picture is there."
)
def linear_returned_too_early(d, x, weight):
    return (
        np.concatenate([d[:1] @ weight, np.zeros((len(x) - 1, x.shape[1]))]),
        np.outer(d[0], x[0]),
        d[0],
    )


# --- 3 -------------------------------------------------------------------------------------------


def _conv_dx(d, weight):
    kH, kW = weight.shape[2:]
    dx = np.zeros((len(d), weight.shape[1], d.shape[2] + kH - 1, d.shape[3] + kW - 1))
    for i, j in np.ndindex(*d.shape[2:]):
        dx[:, :, i : i + kH, j : j + kW] += np.einsum("no,ochw->nchw", d[:, :, i, j], weight)
    return dx


def _conv_dweight(d, x, weight):
    kH, kW = weight.shape[2:]
    dweight = np.zeros(weight.shape)
    for i, j in np.ndindex(*d.shape[2:]):
        window = x[:, :, i : i + kH, j : j + kW]
        dweight += np.einsum("no,nchw->ochw", d[:, :, i, j], window)
    return dweight


@exercise(
    title="The convolution, backwards",
    task="Stride 1, no padding. Return the gradients of the input, the kernels and the biases.",
    cases=[
        (lesson.numbers(1, 1, 2, 2) / 4, lesson.numbers(1, 1, 3, 3), lesson.numbers(1, 1, 2, 2)),
        (lesson.numbers(2, 2, 2, 3), lesson.numbers(2, 2, 3, 4), lesson.numbers(2, 2, 2, 2)),
        (lesson.numbers(1, 1, 3, 2), lesson.numbers(1, 2, 5, 3), lesson.numbers(1, 2, 3, 2)),
        (lesson.numbers(2, 3, 1, 2), lesson.numbers(2, 1, 3, 4), lesson.numbers(3, 1, 3, 3)),
    ],
    returns=("dx", "dweight", "dbias"),
    hints=[
        "Go through all places (i, j) of d, as forward did. One window of x was read there.",
        "dweight adds up, over all places, d[n, o, i, j] · window. dbias adds up d itself.",
        "dx: at each place, d[n, o, i, j] · weight[o] is *added* to the window's place in dx. "
        "Windows overlap, so use `+=`.",
        "With einsum: `'no,nchw->ochw'` for dweight, `'no,ochw->nchw'` for dx.",
    ],
    takeaway="dx is a convolution again, with the kernels turned by half a turn; dweight is a "
    "convolution of x with d.",
)
def conv_backward(d, x, weight):
    """Return (dx, dweight, dbias); d (N, O, H', W'), x (N, C, H, W), weight (O, C, kH, kW)."""
    dx, dweight = np.zeros(x.shape), np.zeros(weight.shape)
    kH, kW = weight.shape[2:]
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            window = x[:, :, i : i + kH, j : j + kW]
            dweight += np.einsum("no,nchw->ochw", d[:, :, i, j], window)
            dx[:, :, i : i + kH, j : j + kW] += np.einsum("no,ochw->nchw", d[:, :, i, j], weight)
    return dx, dweight, d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "In `dx` the kernel lies the wrong way round. If you convolve d with it, turn it by half a "
    "turn "
    "first."
)
def conv_dx_not_flipped(d, x, weight):
    dx = _conv_dx(d, weight[:, :, ::-1, ::-1])
    return dx, _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dweight` is turned by half a turn. Only dx wants the turned kernel.")
def conv_dweight_flipped(d, x, weight):
    dweight = _conv_dweight(d, x, weight)[:, :, ::-1, ::-1]
    return _conv_dx(d, weight), dweight, d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dx` keeps only the last window at each pixel. A pixel was read by many: add, `+=`."
)
def conv_dx_overwritten(d, x, weight):
    kH, kW = weight.shape[2:]
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape[2:]):
        dx[:, :, i : i + kH, j : j + kW] = np.einsum("no,ochw->nchw", d[:, :, i, j], weight)
    return dx, _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dweight` keeps the last window only. The kernel is shared by all places: add, `+=`."
)
def conv_dweight_overwritten(d, x, weight):
    kH, kW = weight.shape[2:]
    window = x[:, :, -kH:, -kW:]
    dweight = np.einsum("no,nchw->ochw", d[:, :, -1, -1], window)
    return _conv_dx(d, weight), dweight, d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dweight` and `dbias` are averaged over the batch; d holds the mean already."
)
def conv_mean_again(d, x, weight):
    dweight = _conv_dweight(d, x, weight) / len(x)
    return _conv_dx(d, weight), dweight, d.sum(axis=(0, 2, 3)) / len(x)


@conv_backward.mistake("`dbias` is a mean over the places. Each place used the bias: add up.")
def conv_dbias_mean(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.mean(axis=(0, 2, 3))


@conv_backward.mistake("`dbias` is one number for each picture and map. Sum over the batch, too.")
def conv_dbias_per_picture(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=(2, 3))


@conv_backward.mistake("Both `dx` and `dweight` keep the last place only. Add up in both: `+=`.")
def conv_both_overwritten(d, x, weight):
    kH, kW = weight.shape[2:]
    dx = conv_dx_overwritten(d, x, weight)[0]
    dweight = np.einsum("no,nchw->ochw", d[:, :, -1, -1], x[:, :, -kH:, -kW:])
    return dx, dweight, d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dweight` is averaged over the places. A shared weight *adds up*.")
def conv_dweight_mean(d, x, weight):
    places = d.shape[2] * d.shape[3]
    return _conv_dx(d, weight), _conv_dweight(d, x, weight) / places, d.sum(axis=(0, 2, 3))


@conv_backward.mistake("All three are averaged over the batch; d holds the mean already.")
def conv_all_averaged(d, x, weight):
    n = len(x)
    return _conv_dx(d, weight) / n, _conv_dweight(d, x, weight) / n, d.sum(axis=(0, 2, 3)) / n


@conv_backward.mistake("Only the first picture of the batch came back. Add up over all pictures.")
def conv_first_picture(d, x, weight):
    dx = np.zeros(x.shape)
    dx[:1] = _conv_dx(d[:1], weight)
    return dx, _conv_dweight(d[:1], x[:1], weight), d[:1].sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "The last row and column of d are left out: the loops run to `d.shape[2]`, `d.shape[3]`."
)
def conv_last_places_missing(d, x, weight):
    short = d.copy()
    short[:, :, -1], short[:, :, :, -1] = 0, 0
    return _conv_dx(short, weight), _conv_dweight(short, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`return` is inside the outer loop: only the first row of d came back.")
def conv_returned_too_early(d, x, weight):
    first = np.zeros(d.shape)
    first[:, :, 0] = d[:, :, 0]
    return _conv_dx(first, weight), _conv_dweight(first, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dbias` is one number for all kernels. Each has its own: keep axis 1.")
def conv_dbias_of_all(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum()


@conv_backward.mistake("`dx` is 0 everywhere. Each window gets back d times the kernel.")
def conv_dx_left_zero(d, x, weight):
    return np.zeros(x.shape), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("All signs are turned round. The minus belongs to the step, not in here.")
def conv_reversed(d, x, weight):
    return -_conv_dx(d, weight), -_conv_dweight(d, x, weight), -d.sum(axis=(0, 2, 3))


@conv_backward.mistake("The order is dx, dweight, dbias: `dweight` came first.")
def conv_other_order(d, x, weight):
    return _conv_dweight(d, x, weight), _conv_dx(d, weight), d.sum(axis=(0, 2, 3))


def _all_at_once(d):
    """All of a map's numbers added up at its first place."""
    out = np.zeros(d.shape)
    out[:, :, 0, 0] = d.sum(axis=(2, 3))
    return out


def _first_place(d):
    out = np.zeros(d.shape)
    out[:, :, 0, 0] = d[:, :, 0, 0]
    return out


def _first_row(d):
    out = np.zeros(d.shape)
    out[:, :, 0] = d[:, :, 0]
    return out


def _without_last(d):
    out = np.zeros(d.shape)
    out[:, :, :-1, :-1] = d[:, :, :-1, :-1]
    return out


@conv_backward.mistake(
    "`dweight` is divided by N. The mean is in the loss, and so in d already: add up."
)
def conv_dweight_averaged(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight) / len(x), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dbias` is divided by N. The mean is in the loss, and so in d already: add up."
)
def conv_dbias_averaged(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3)) / len(d)


@conv_backward.mistake(
    "`dx` is divided by N. Each picture keeps its own, and the mean is in d already."
)
def conv_dx_averaged(d, x, weight):
    return _conv_dx(d, weight) / len(x), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dbias` still has a number for each place. Each kernel has one bias: sum over the places, "
    "too, `axis=(0, 2, 3)`."
)
def conv_dbias_over_batch(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=0)


@conv_backward.mistake(
    "`dbias` is summed over the kernels. Each keeps its own bias: sum over the others, `axis=(0, "
    "2, 3)`."
)
def conv_dbias_over_kernels(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=1)


@conv_backward.mistake(
    "`dbias` has one number per picture. It has one per *kernel*: `d.sum(axis=(0, 2, 3))`."
)
def conv_dbias_a_picture(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=(1, 2, 3))


@conv_backward.mistake("`dbias` still has the columns. Sum over them as well: `axis=(0, 2, 3)`.")
def conv_dbias_columns_left(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d.sum(axis=(0, 2))


@conv_backward.mistake(
    "`dbias` is d, not summed. Each kernel has one bias: `d.sum(axis=(0, 2, 3))`."
)
def conv_dbias_is_d(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d


@conv_backward.mistake("`dbias` is 1 for each kernel. Multiply by what comes back: sum d.")
def conv_dbias_ones(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), np.ones(d.shape[1])


@conv_backward.mistake(
    "`dbias` counts the places. Sum what comes back from them: `d.sum(axis=(0, 2, 3))`."
)
def conv_dbias_places(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), np.full(d.shape[1], d[:, 0].size)


@conv_backward.mistake("`dbias` is that of the first place and picture only. Add up all of d.")
def conv_dbias_first_place(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d[0, :, 0, 0]


@conv_backward.mistake("`dbias` is that of the last place only: add up in the loop, `+=`.")
def conv_dbias_last_place(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d, x, weight), d[:, :, -1, -1].sum(axis=0)


@conv_backward.mistake(
    "`dweight` adds up the windows, without d. Each counts with what comes back from its place."
)
def conv_dweight_without_d(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(np.ones(d.shape), x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dweight` is 0 everywhere. Each place adds d times its window.")
def conv_dweight_zero(d, x, weight):
    return _conv_dx(d, weight), np.zeros(weight.shape), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "In `dweight` kernels and channels are exchanged: (O, C, kH, kW), as in weight."
)
def conv_dweight_axes_exchanged(d, x, weight):
    return (
        _conv_dx(d, weight),
        _conv_dweight(d, x, weight).transpose(1, 0, 2, 3),
        d.sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake("The sign of `dweight` is turned round. The minus belongs to the step.")
def conv_dweight_reversed(d, x, weight):
    return _conv_dx(d, weight), -_conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dweight` is a step, weight - gradient. Only the gradient is asked for.")
def conv_dweight_is_step(d, x, weight):
    return _conv_dx(d, weight), weight - _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`dweight` is that of the first picture only. Add up over the batch.")
def conv_dweight_first_picture(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(d[:1], x[:1], weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dweight` reads the upper left window at every place. Move it: rows i to i + kH, columns j "
    "to j + kW."
)
def conv_dweight_upper_left(d, x, weight):
    return _conv_dx(d, weight), _conv_dweight(_all_at_once(d), x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dx` adds at the upper left window at every place. Move it: rows i to i + kH, columns j to "
    "j + kW."
)
def conv_dx_upper_left(d, x, weight):
    return _conv_dx(_all_at_once(d), weight), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "Your window stays in the upper left corner. At place (i, j) it covers rows i to i + kH and "
    "columns j to j + kW."
)
def conv_windows_do_not_move(d, x, weight):
    return (
        _conv_dx(_all_at_once(d), weight),
        _conv_dweight(_all_at_once(d), x, weight),
        d.sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake(
    "`dx` adds d itself, without the kernel. Each window gets back d *times* weight[o]."
)
def conv_dx_without_weight(d, x, weight):
    return _conv_dx(d, np.ones(weight.shape)), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("You closed a gate in `dx`: that is ReLU's. A convolution passes all back.")
def conv_dx_gated(d, x, weight):
    return _conv_dx(d, weight) * (x > 0), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake(
    "`dx` is as small as d. It has the shape of x: the windows reach further than d."
)
def conv_dx_as_small_as_d(d, x, weight):
    return (
        _conv_dx(d, weight)[:, :, : d.shape[2], : d.shape[3]],
        _conv_dweight(d, x, weight),
        d.sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake("`dx` is summed over the batch. Each picture keeps its own, as in x.")
def conv_dx_summed(d, x, weight):
    return _conv_dx(d, weight).sum(axis=0), _conv_dweight(d, x, weight), d.sum(axis=(0, 2, 3))


@conv_backward.mistake("`return` is inside the inner loop: only the first place of d came back.")
def conv_first_window_only(d, x, weight):
    return (
        _conv_dx(_first_place(d), weight),
        _conv_dweight(_first_place(d), x, weight),
        d.sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake(
    "Only the first place of d came back, in `dbias` as well: is `return` inside the loops?"
)
def conv_first_window_all(d, x, weight):
    return (
        _conv_dx(_first_place(d), weight),
        _conv_dweight(_first_place(d), x, weight),
        _first_place(d).sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake(
    "Only the first row of d came back, in `dbias` as well: is `return` inside the outer loop?"
)
def conv_first_row_all(d, x, weight):
    return (
        _conv_dx(_first_row(d), weight),
        _conv_dweight(_first_row(d), x, weight),
        _first_row(d).sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake(
    "The last row and column of d are left out, in `dbias` as well: the loops run to "
    "`d.shape[2]`, `d.shape[3]`."
)
def conv_last_places_missing_everywhere(d, x, weight):
    return (
        _conv_dx(_without_last(d), weight),
        _conv_dweight(_without_last(d), x, weight),
        _without_last(d).sum(axis=(0, 2, 3)),
    )


@conv_backward.mistake("The order is dx, dweight, dbias: yours begins with `dbias`.")
def conv_other_end(d, x, weight):
    return d.sum(axis=(0, 2, 3)), _conv_dweight(d, x, weight), _conv_dx(d, weight)


@conv_backward.mistake(
    "Both `dx` and `dweight` are turned by half a turn. In the loops nothing is turned."
)
def conv_both_turned(d, x, weight):
    return (
        _conv_dx(d, weight[:, :, ::-1, ::-1]),
        _conv_dweight(d, x, weight)[:, :, ::-1, ::-1],
        d.sum(axis=(0, 2, 3)),
    )


# --- 4 -------------------------------------------------------------------------------------------


def _blocks(x):
    """The 2×2 windows of a map as rows of four, in reading order."""
    H, W = x.shape
    return x.reshape(H // 2, 2, W // 2, 2).transpose(0, 2, 1, 3).reshape(H // 2, W // 2, 4)


def _unblocks(b):
    rows, columns = b.shape[:2]
    return b.reshape(rows, columns, 2, 2).transpose(0, 2, 1, 3).reshape(2 * rows, 2 * columns)


@exercise(
    title="The winner's route",
    task="Max pooling 2×2, stride 2, both sides even. Send each number of d to the winner of its "
    "window; of equal ones the first, in reading order.",
    cases=[
        (np.array([[5.5]]), np.array([[1.0, 3.0], [2.0, 0.0]])),
        (np.array([[7.0, -2.0]]), np.array([[0.0, 0.0, -4.0, -1.0], [0.0, 0.0, -1.0, -3.0]])),
        (lesson.numbers(2, 3), lesson.rng.integers(-2, 3, (4, 6)).astype(float)),
        (lesson.numbers(3, 2), lesson.rng.integers(-1, 2, (6, 4)).astype(float)),
        (np.arange(1.0, 7).reshape(3, 2), np.arange(24.0).reshape(6, 4)),
    ],
    hints=[
        "Begin with zeros of x's shape. In each window one place gets the number.",
        "`np.argmax(window)` finds the first of the largest, counted through the window; "
        "`np.unravel_index` makes row and column of it.",
    ],
    takeaway="Only winners are to blame. Backgrounds are full of ties, and even then one number "
    "goes to one place.",
)
def max_pool_backward(d, x):
    """Return the gradient (H, W) of the input; d (H/2, W/2), x (H, W)."""
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), window.shape)
            dx[2 * i + r, 2 * j + c] = d[i, j]
    return dx


@max_pool_backward.mistake(
    "Where several are largest, each got the whole number: ties are counted twice. One winner "
    "per window."
)
def pool_ties_twice(d, x):
    b = _blocks(x)
    return _unblocks((b == b.max(axis=2, keepdims=True)) * d[:, :, None])


@max_pool_backward.mistake(
    "Where several are largest, you shared the number out. It goes whole to the first of them."
)
def pool_ties_shared(d, x):
    b = _blocks(x)
    mask = b == b.max(axis=2, keepdims=True)
    return _unblocks(mask / mask.sum(axis=2, keepdims=True) * d[:, :, None])


@max_pool_backward.mistake("Of equal ones the *last* got the number; the first should.")
def pool_last_winner(d, x):
    winner = 3 - np.argmax(_blocks(x)[:, :, ::-1], axis=2)
    return _unblocks(np.eye(4)[winner] * d[:, :, None])


@max_pool_backward.mistake("All four places got the number. Only the winner does.")
def pool_to_all(d, x):
    return np.kron(d, np.ones((2, 2)))


@max_pool_backward.mistake("You gave each place a quarter. That is average pooling, backwards.")
def pool_average(d, x):
    return np.kron(d, np.ones((2, 2))) / 4


@max_pool_backward.mistake("The upper left place always got it. Look for the winner in x.")
def pool_upper_left(d, x):
    return np.kron(d, np.array([[1.0, 0.0], [0.0, 0.0]]))


@max_pool_backward.mistake("You took the value furthest from 0. The winner is the largest.")
def pool_largest_size(d, x):
    winner = np.argmax(np.abs(_blocks(x)), axis=2)
    return _unblocks(np.eye(4)[winner] * d[:, :, None])


@max_pool_backward.mistake("You sent the winner's own value back. Send d.")
def pool_sends_x(d, x):
    b = _blocks(x)
    return _unblocks(np.eye(4)[np.argmax(b, axis=2)] * b)


@max_pool_backward.mistake("The *smallest* got the number. The winner is the largest.")
def pool_to_the_smallest(d, x):
    return _unblocks(np.eye(4)[np.argmin(_blocks(x), axis=2)] * d[:, :, None])


@max_pool_backward.mistake("Row and column inside the window are exchanged.")
def pool_exchanged(d, x):
    winner = np.argmax(_blocks(x), axis=2)
    return _unblocks(np.eye(4)[winner % 2 * 2 + winner // 2] * d[:, :, None])


@max_pool_backward.mistake("Of equal ones you took the first *down the column*. Read row by row.")
def pool_first_down(d, x):
    down = np.argmax(_blocks(x)[:, :, [0, 2, 1, 3]], axis=2)
    return _unblocks(np.eye(4)[down % 2 * 2 + down // 2] * d[:, :, None])


@max_pool_backward.mistake("The winner got 1. It gets the number that comes back, d.")
def pool_ones(d, x):
    return _unblocks(np.eye(4)[np.argmax(_blocks(x), axis=2)])


@max_pool_backward.mistake("You multiplied d by the values. Nothing is scaled: d goes as it is.")
def pool_scaled(d, x):
    return np.kron(d, np.ones((2, 2))) * x


@max_pool_backward.mistake("The losers kept their values of x. Begin with zeros.")
def pool_began_with_x(d, x):
    won = np.eye(4)[np.argmax(_blocks(x), axis=2)]
    return _unblocks(np.where(won == 1, d[:, :, None], _blocks(x)))


@max_pool_backward.mistake("Your windows move by 1. They move by 2: rows 2·i and 2·i + 1.")
def pool_stride_one(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        r, c = np.unravel_index(np.argmax(x[i : i + 2, j : j + 2]), (2, 2))
        dx[i + r, j + c] = d[i, j]
    return dx


@max_pool_backward.mistake("Nothing came back: all are 0. Put d[i, j] at each winner.")
def pool_left_zero(d, x):
    return np.zeros(x.shape)


@max_pool_backward.mistake("`return` is inside the outer loop: only the first row of windows.")
def pool_returned_too_early(d, x):
    dx = max_pool_backward.reference(d, x)
    dx[2:] = 0
    return dx


@max_pool_backward.mistake(
    "Winners that are not positive got nothing: that is ReLU's gate, or a search that begins at "
    "0. Begin with `-np.inf`."
)
def pool_with_a_gate(d, x):
    return max_pool_backward.reference(d, x) * (x > 0)


@max_pool_backward.mistake(
    "You looked for the largest number in the *whole* map: every place that equals it got d. Stay "
    "in the window."
)
def pool_equal_anywhere(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        dx[x == x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()] = d[i, j]
    return dx


def _routes(d, x, place, add=False):
    """Put each number of d where `place` says: (row, column) from i, j and the window."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        row, column = place(i, j, x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])
        dx[row, column] = d[i, j] + (dx[row, column] if add else 0)
    return dx


def _winner(window):
    return divmod(int(np.argmax(window)), 2)


@max_pool_backward.mistake(
    "Your search begins at 0, and a window without a positive number keeps its first place. "
    "Begin with `-np.inf`."
)
def pool_search_from_zero(d, x):
    return _routes(d, x, lambda i, j, w: np.add((2 * i, 2 * j), _winner(np.maximum(w, 0))))


@max_pool_backward.mistake(
    "The winner's row and column count inside the window. Add where the window begins: `dx[2 * i "
    "+ r, 2 * j + c]`."
)
def pool_offset_forgotten(d, x):
    return _routes(d, x, lambda i, j, w: _winner(w))


@max_pool_backward.mistake(
    "The winner's row and column count inside the window, so all numbers pile up in one corner. "
    "Add where the window begins: `2 * i + r`, `2 * j + c`."
)
def pool_offset_forgotten_added(d, x):
    return _routes(d, x, lambda i, j, w: _winner(w), add=True)


@max_pool_backward.mistake(
    "The window of (i, j) begins at (2 · i, 2 · j): write `dx[2 * i + r, 2 * j + c]`."
)
def pool_offset_not_doubled(d, x):
    return _routes(d, x, lambda i, j, w: np.add((i, j), _winner(w)))


@max_pool_backward.mistake(
    "Your windows move by 1, and overlap. They move by 2: rows 2·i and 2·i + 1."
)
def pool_stride_one_added(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        r, c = _winner(x[i : i + 2, j : j + 2])
        dx[i + r, j + c] += d[i, j]
    return dx


@max_pool_backward.mistake(
    "You multiplied d by the winner's value. Its slope is 1: d goes as it is."
)
def pool_times_winner(d, x):
    return max_pool_backward.reference(d, x) * x


@max_pool_backward.mistake("You added the winner's value to d. d goes as it is.")
def pool_plus_winner(d, x):
    return _routes(
        d + _blocks(x).max(axis=2), x, lambda i, j, w: np.add((2 * i, 2 * j), _winner(w))
    )


@max_pool_backward.mistake(
    "`dx[np.argmax(window)] = d[i, j]` fills a row of dx. `np.unravel_index` makes row and "
    "column of the number; add 2 · i and 2 · j."
)
def pool_whole_row(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        dx[np.argmax(x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])] = d[i, j]
    return dx


@max_pool_backward.mistake(
    "You unravelled by the shape of x. The number counts through the *window*: "
    "`np.unravel_index(…, window.shape)`."
)
def pool_unravelled_by_map(d, x):
    return _routes(
        d, x, lambda i, j, w: np.add((2 * i, 2 * j), np.unravel_index(np.argmax(w), x.shape))
    )


@max_pool_backward.mistake("`return` is inside the inner loop: only the first window was done.")
def pool_first_window_only(d, x):
    dx = np.zeros(x.shape)
    dx[:2, :2] = max_pool_backward.reference(d, x)[:2, :2]
    return dx


@max_pool_backward.mistake("Only the last window is left: make the zeros once, above the loops.")
def pool_last_window_only(d, x):
    dx = np.zeros(x.shape)
    dx[-2:, -2:] = max_pool_backward.reference(d, x)[-2:, -2:]
    return dx


@max_pool_backward.mistake(
    "You sent d wherever x is positive: that is ReLU's gate. Only the *winner* of each window "
    "gets it."
)
def pool_relu_gate(d, x):
    return np.kron(d, np.ones((2, 2))) * (x > 0)


@max_pool_backward.mistake("You looked for one winner in the whole map. Each window has its own.")
def pool_one_winner_in_all(d, x):
    return (x == x.max()) * d.sum()


@max_pool_backward.mistake(
    "You looked for one winner in the whole map. Each window of 2×2 has its own."
)
def pool_one_winner_gets_each(d, x):
    return (x == x.max()) * np.kron(d, np.ones((2, 2)))


@max_pool_backward.mistake(
    "This is d as it came. The gradient of the input is four times as large, mostly 0."
)
def pool_is_d(d, x):
    return d


@max_pool_backward.mistake("This is max pooling forward. Send the numbers of d back.")
def pool_is_forward(d, x):
    return _blocks(x).max(axis=2)


@max_pool_backward.mistake("The lower right place always got it. Look for the winner in x.")
def pool_lower_right(d, x):
    return np.kron(d, np.array([[0.0, 0.0], [0.0, 1.0]]))


@max_pool_backward.mistake(
    "The numbers lost their decimals: begin with `np.zeros(x.shape)`, without `dtype=int`."
)
def pool_whole_numbers(d, x):
    return max_pool_backward.reference(d, x).astype(int)


@max_pool_backward.mistake("The losers got -d. They get 0.")
def pool_losers_minus(d, x):
    return 2 * max_pool_backward.reference(d, x) - np.kron(d, np.ones((2, 2)))


@max_pool_backward.mistake(
    "You multiplied all by x and took the winners: d goes as it is, to the winner only."
)
def pool_winners_and_values(d, x):
    return np.kron(d, np.ones((2, 2))) * (x == np.kron(_blocks(x).max(axis=2), np.ones((2, 2)))) * x


@max_pool_backward.mistake("The sign is turned round. A pool passes d as it is.")
def pool_reversed(d, x):
    return -max_pool_backward.reference(d, x)


@max_pool_backward.mistake(
    "You looked for the winner in each *row* of the window. There is one winner in all four."
)
def pool_rows_only(d, x):
    return _unblocks(
        np.concatenate(
            [np.eye(2)[_blocks(x)[:, :, k : k + 2].argmax(axis=2)] * d[:, :, None] for k in (0, 2)],
            axis=2,
        )
    )


@max_pool_backward.mistake("All four places got half of it. Only the winner gets it, whole.")
def pool_halves(d, x):
    return np.kron(d, np.full((2, 2), 0.5))


@max_pool_backward.mistake("Your windows are 3 wide. They are 2 wide: rows 2·i and 2·i + 1.")
def pool_windows_too_large(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        window = x[2 * i : 2 * i + 3, 2 * j : 2 * j + 3]
        r, c = np.unravel_index(np.argmax(window), window.shape)
        dx[2 * i + r, 2 * j + c] = d[i, j]
    return dx


@max_pool_backward.mistake(
    "`argmax` counts inside the *window*, not through dx: `np.unravel_index` makes row and "
    "column of it; add 2 · i and 2 · j."
)
def pool_flat_place(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        dx.flat[np.argmax(x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])] = d[i, j]
    return dx


# --- 5 -------------------------------------------------------------------------------------------


def _hot(logits, targets):
    return np.eye(logits.shape[1])[targets]


@exercise(
    title="From the loss to the logits",
    task="The loss is the mean cross-entropy of a batch. Its gradient with respect to the logits?",
    cases=[
        (np.array([[0.0, 1.0], [2.0, 0.0]]), np.array([1, 1])),
        (lesson.numbers(3, 3), np.array([0, 2, 2])),
        (lesson.numbers(4, 3), np.array([1, 1, 0, 2])),
        (np.array([[900.0, 901.0, 0.0], [0.0, 1.0, 2.0]]), np.array([0, 1])),
        (
            np.array([[1.0, 3000.0, 0.0, 2.0], [-3000.0, -3001.0, -2999.0, -3002.0]]),
            np.array([1, 0]),
        ),
    ],
    hints=[
        "Softmax each row; subtract 1 at the true class.",
        "The loss is a mean over N pictures, so each row's share is 1/N.",
    ],
    takeaway="(p - y) / N starts the way back. Everything before it is passed on by the layers.",
)
def loss_backward(logits, targets):
    """Return the gradient (N, K); logits (N, K), targets (N,)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    gradient = e / e.sum(axis=1, keepdims=True)
    gradient[np.arange(len(targets)), targets] -= 1
    return gradient / len(targets)


@loss_backward.mistake("exp overflowed: subtract each row's largest logit before it.")
def loss_overflows(logits, targets):
    return (_overflowing(logits) - _hot(logits, targets)) / len(targets)


@loss_backward.mistake("Your softmax shares one sum among all rows. Each row has its own.")
def loss_softmax_over_everything(logits, targets):
    e = np.exp(logits - logits.max())
    return (e / e.sum() - _hot(logits, targets)) / len(targets)


@loss_backward.mistake("The softmax is missing: subtract the target from probabilities.")
def loss_of_raw_logits(logits, targets):
    return (logits - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "The batch mean is missing: the loss is a mean, so divide by N.",
)
def loss_without_mean(softmax, logits, targets):
    return softmax(logits) - _hot(logits, targets)


@_both_ways(
    loss_backward,
    "You took y - p. It is p - y: the logits of wrong classes must go down.",
)
def loss_reversed(softmax, logits, targets):
    return (_hot(logits, targets) - softmax(logits)) / len(targets)


@_both_ways(
    loss_backward,
    "You forgot to subtract the target: these are probabilities over N.",
)
def loss_without_target(softmax, logits, targets):
    return softmax(logits) / len(targets)


@_both_ways(
    loss_backward,
    "You divided by all numbers, N · K. The mean is over the N pictures.",
)
def loss_mean_of_all(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)) / logits.size


@_both_ways(
    loss_backward,
    "Your softmax goes over the batch. Each row has its own sum.",
)
def loss_softmax_over_batch(softmax, logits, targets):
    return (softmax(logits, axis=0) - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "You divided by the number of classes. The mean is over the pictures.",
)
def loss_divided_by_classes(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)) / logits.shape[1]


@_both_ways(
    loss_backward,
    "You subtracted the *number* of the class. Subtract 1, at the true class of each row.",
)
def loss_class_number(softmax, logits, targets):
    return (softmax(logits) - targets[:, None]) / len(targets)


@_both_ways(
    loss_backward,
    "`[:, targets]` takes these columns of every row. One number per row: "
    "`[np.arange(n), targets]`.",
)
def loss_of_columns(softmax, logits, targets):
    return (softmax(logits) - np.isin(np.arange(logits.shape[1]), targets)) / len(targets)


@_both_ways(
    loss_backward,
    "1/N was subtracted, but the probabilities are not divided by N: both are.",
)
def loss_target_divided(softmax, logits, targets):
    return softmax(logits) - _hot(logits, targets) / len(targets)


@_both_ways(
    loss_backward,
    "You averaged the rows. Each picture keeps its own row, divided by N.",
)
def loss_rows_averaged(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)).mean(axis=0)


@_both_ways(
    loss_backward,
    "This is the loss. Its gradient is asked for: a number for each logit.",
)
def loss_itself(softmax, logits, targets):
    return -np.mean(np.log(softmax(logits)[np.arange(len(targets)), targets]))


@_both_ways(
    loss_backward,
    "You multiplied by N. The loss is a mean: divide.",
)
def loss_times_n(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)) * len(targets)


@_both_ways(
    loss_backward,
    "These are the probabilities. Subtract 1 at the true class of each row, and divide by N.",
)
def loss_probabilities(softmax, logits, targets):
    return softmax(logits)


@_both_ways(
    loss_backward,
    "`gradient[targets] -= 1` takes 1 off whole *rows*. One number per row: "
    "`gradient[np.arange(n), targets] -= 1`.",
)
def loss_of_rows(softmax, logits, targets):
    return (softmax(logits) - np.isin(np.arange(len(logits)), targets)[:, None]) / len(targets)


@_both_ways(
    loss_backward,
    "`gradient[targets] -= 1` takes 1 off whole *rows*, and the mean is missing. One number a "
    "row: `gradient[np.arange(n), targets] -= 1`; then divide by N.",
)
def loss_of_rows_without_mean(softmax, logits, targets):
    return softmax(logits) - np.isin(np.arange(len(logits)), targets)[:, None]


@_both_ways(
    loss_backward,
    "There is a factor p · (1 - p) too many. That comes with squared errors.",
)
def loss_saturating(softmax, logits, targets):
    return (p := softmax(logits)) * (1 - p) * (p - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "A factor 2 comes with squared errors. Here it is (p - y) / N.",
)
def loss_doubled(softmax, logits, targets):
    return 2 * (softmax(logits) - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "This is -1/p at the true classes, the step before softmax. Go on to the logits: p - y.",
)
def loss_of_probabilities(softmax, logits, targets):
    return -_hot(logits, targets) / softmax(logits) / len(targets)


@_both_ways(
    loss_backward,
    "Only the true classes get a gradient. The others are pushed down: p - 0 each.",
)
def loss_true_class_only(softmax, logits, targets):
    return (softmax(logits) - 1) * _hot(logits, targets) / len(targets)


@_both_ways(
    loss_backward,
    "You kept one number per picture. Return one for *each* logit, (N, K).",
)
def loss_picked(softmax, logits, targets):
    return (softmax(logits)[np.arange(len(targets)), targets] - 1) / len(targets)


@_both_ways(
    loss_backward,
    "`return` is inside the loop: 1 is subtracted in the first row only.",
)
def loss_first_row_only(softmax, logits, targets):
    return (
        softmax(logits) - _hot(logits, targets) * (np.arange(len(targets)) == 0)[:, None]
    ) / len(targets)


@_both_ways(
    loss_backward,
    "You added y. The gradient is p - y: *subtract* 1 at the true class.",
)
def loss_target_added(softmax, logits, targets):
    return (softmax(logits) + _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "You subtracted 1 everywhere. Subtract it at the true class of each row.",
)
def loss_one_everywhere(softmax, logits, targets):
    return (softmax(logits) - 1) / len(targets)


@_both_ways(
    loss_backward,
    "You always take class 0 for the true one. It is `targets[n]`.",
)
def loss_first_class(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, 0 * targets)) / len(targets)


@_both_ways(
    loss_backward,
    "You count the classes from 1: the 1 is subtracted one place too early.",
)
def loss_place_before(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets - 1)) / len(targets)


@_both_ways(
    loss_backward,
    "You took the logarithms of the probabilities. The logarithm is gone from the gradient: p - y.",
)
def loss_of_logarithms(softmax, logits, targets):
    return (np.log(softmax(logits)) - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "You left out the sign. The true class is pushed the other way.",
)
def loss_sizes(softmax, logits, targets):
    return np.abs(softmax(logits) - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "You added everything up, which gives 0. Return one number for each logit.",
)
def loss_added_up(softmax, logits, targets):
    return np.sum(softmax(logits) - _hot(logits, targets))


@_both_ways(
    loss_backward,
    "You *set* the true class to -1. Subtract 1 from what it has: `-=`.",
)
def loss_set_to_minus_one(softmax, logits, targets):
    return np.where(_hot(logits, targets) == 1, -1.0, softmax(logits)) / len(targets)


@_both_ways(
    loss_backward,
    "You took y - p, and the batch mean is missing: (p - y) / N.",
)
def loss_reversed_without_mean(softmax, logits, targets):
    return _hot(logits, targets) - softmax(logits)


@_both_ways(
    loss_backward,
    "You divided by N twice. The loss has one mean.",
)
def loss_mean_twice(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)) / len(targets) ** 2


@_both_ways(
    loss_backward,
    "These are the losses, one per picture. The gradient with respect to the logits is asked for: "
    "(p - y) / N.",
)
def loss_each_picture(softmax, logits, targets):
    return -np.log(softmax(logits)[np.arange(len(targets)), targets])


@_both_ways(
    loss_backward,
    "You squared p - y. The gradient is p - y itself, over N.",
)
def loss_square(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, targets)) ** 2 / len(targets)


@_both_ways(
    loss_backward,
    "This is p · (1 - p), the slope of a sigmoid. The gradient of the loss is (p - y) / N.",
)
def loss_saturating_of_sigmoid(softmax, logits, targets):
    return (p := softmax(logits)) * (1 - p) / len(targets)


@loss_backward.mistake("The probabilities are missing: this is -y / N. It is (p - y) / N.")
def loss_of_the_truth(logits, targets):
    return -_hot(logits, targets) / len(targets)


@loss_backward.mistake(
    "You used the sigmoid for each logit. The classes share one sum: p is the softmax."
)
def loss_with_sigmoid(logits, targets):
    return (1 / (1 + np.exp(-logits)) - _hot(logits, targets)) / len(targets)


@loss_backward.mistake("These are powers, not probabilities: divide each row by its sum first.")
def loss_of_powers(logits, targets):
    with np.errstate(all="ignore"):
        return (np.exp(logits) - _hot(logits, targets)) / len(targets)


@_both_ways(
    loss_backward,
    "Your softmax goes over the batch, and the mean is missing. Each row has its own sum; then "
    "divide by N.",
)
def loss_over_batch_without_mean(softmax, logits, targets):
    return softmax(logits, axis=0) - _hot(logits, targets)


@_both_ways(
    loss_backward,
    "You subtracted 1 at the largest logit of each row. Subtract it at the *true* class.",
)
def loss_at_the_winners(softmax, logits, targets):
    return (softmax(logits) - _hot(logits, logits.argmax(axis=1))) / len(targets)


@_both_ways(
    loss_backward,
    "These are logarithms of the probabilities. The gradient is (p - y) / N.",
)
def loss_logarithms_only(softmax, logits, targets):
    return np.log(softmax(logits)) / len(targets)


# --- 6 -------------------------------------------------------------------------------------------


def _bowl(w):
    """sum of w²"""  # noqa: D400, D403
    return np.sum(w**2)


def _product(w):
    """product of all w, plus the first"""  # noqa: D400, D403
    return np.prod(w) + w.flat[0]


def _waves(w):
    """sum of sin(k · w), k = 1, 2, …"""  # noqa: D400, D403
    return np.sum(np.sin(np.arange(1, w.size + 1) * w.ravel()))


@exercise(
    title="Check it by nudging",
    task="Nudge each weight of an array up and down by delta, one at a time, and return the "
    "array of "
    "slopes.",
    cases=[
        (_bowl, np.array([1.0, -2.0]), 1e-4),
        (_product, np.array([[1.0, 2.0], [-1.0, 0.5]]), 1e-4),
        (_waves, np.array([0.5, 0.25, -1.0]), 0.05),
        (_product, np.array([2.0, -1.5, 1.0]), 0.5),
    ],
    hints=[
        "Make zeros of w's shape. `np.ndindex(*w.shape)` goes through all places.",
        "Copy w, change one place in the copy: `up = w.copy(); up[place] += delta`.",
        "(loss(up) - loss(down)) / (2 · delta) is that place's slope.",
    ],
    takeaway="Two forward passes per weight: right, slow, and the judge of every backward pass.",
)
def numerical_gradient(loss, w, delta):
    """Return the slopes, an array of w's shape; `loss` is a function of such an array."""
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += delta
        down[place] -= delta
        gradient[place] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


def _nudged(loss, w, high, low, width):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        step = np.zeros(w.shape)
        step[place] = 1.0
        gradient[place] = (loss(w + high * step) - loss(w - low * step)) / width
    return gradient


@numerical_gradient.mistake("All weights were nudged together. One at a time.")
def nudged_all_together(loss, w, delta):
    return np.full(w.shape, (loss(w + delta) - loss(w - delta)) / (2 * delta))


@numerical_gradient.mistake("You nudged upwards only: up *and* down is far more exact.")
def nudged_up_only(loss, w, delta):
    return _nudged(loss, w, delta, 0.0, delta)


@numerical_gradient.mistake("You divided by delta. From below to above it is 2 · delta.")
def nudged_half_the_distance(loss, w, delta):
    return _nudged(loss, w, delta, delta, delta)


@numerical_gradient.mistake(
    "Earlier nudges are still in place when the next weight is tried. Begin each with a fresh copy."
)
def nudged_and_left(loss, w, delta):
    gradient, w = np.zeros(w.shape), w.copy()
    for place in np.ndindex(*w.shape):
        w[place] += delta
        above = loss(w)
        w[place] -= 2 * delta
        gradient[place] = (above - loss(w)) / (2 * delta)
    return gradient


@numerical_gradient.mistake("These are changes of the loss. Divide them by 2 · delta.")
def nudged_not_divided(loss, w, delta):
    return _nudged(loss, w, delta, delta, 1.0)


@numerical_gradient.mistake("The sign is turned round: loss above minus loss below.")
def nudged_reversed(loss, w, delta):
    return -_nudged(loss, w, delta, delta, 2 * delta)


@numerical_gradient.mistake("You nudged downwards only: up *and* down is far more exact.")
def nudged_down_only(loss, w, delta):
    return _nudged(loss, w, 0.0, delta, delta)


@numerical_gradient.mistake(
    "All slopes are 0. Does it say `up = w`? That is not a copy but the same array, and both "
    "nudges cancel in it: use `w.copy()`."
)
def nudged_without_copy(loss, w, delta):
    return np.zeros(w.shape)


@numerical_gradient.mistake("Brackets: `/ 2 * delta` multiplies by delta. Divide by `(2 * delta)`.")
def nudged_divided_and_multiplied(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 / delta)


@numerical_gradient.mistake(
    "You nudged whole rows. Every single number is a weight: go through all indices of w.shape."
)
def nudged_rows(loss, w, delta):
    gradient = np.zeros(w.shape)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += delta
        down[i] -= delta
        gradient[i] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake("You added the slopes up. Return one for each weight.")
def nudged_summed(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta).sum()


@numerical_gradient.mistake(
    "You nudged all weights at once, and got one number. Nudge one at a time: one slope for each."
)
def nudged_at_once(loss, w, delta):
    return (loss(w + delta) - loss(w - delta)) / (2 * delta)


@numerical_gradient.mistake(
    "You nudged all weights at once, and upwards only. Nudge one at a time, up and down: one "
    "slope for each."
)
def nudged_at_once_up(loss, w, delta):
    return (loss(w + delta) - loss(w)) / delta


@numerical_gradient.mistake(
    "All weights were nudged together, and upwards only. One at a time, up *and* down."
)
def nudged_at_once_up_filled(loss, w, delta):
    return np.full(w.shape, (loss(w + delta) - loss(w)) / delta)


@numerical_gradient.mistake(
    "You nudged up only, and divided by 2 · delta. Nudge down as well: (loss(up) - loss(down)) / "
    "(2 · delta)."
)
def nudged_up_over_two(loss, w, delta):
    return _nudged(loss, w, delta, 0.0, 2 * delta)


@numerical_gradient.mistake(
    "These are changes of the loss for one nudge up. Nudge down as well, and divide by 2 · delta."
)
def nudged_up_not_divided(loss, w, delta):
    return _nudged(loss, w, delta, 0.0, 1.0)


@numerical_gradient.mistake("You divided by 2. From below to above it is 2 · delta.")
def nudged_halved(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2.0)


@numerical_gradient.mistake("You multiplied by 2 · delta. Divide by it.")
def nudged_multiplied(loss, w, delta):
    return _nudged(loss, w, delta, delta, 1 / (2 * delta))


@numerical_gradient.mistake(
    "`up` and `down` are made once, so earlier nudges stay in them. Make fresh copies of both "
    "in each turn of the loop."
)
def nudged_kept_in_copies(loss, w, delta):
    gradient, up, down = np.zeros(w.shape), w.copy(), w.copy()
    for place in np.ndindex(*w.shape):
        up[place] += delta
        down[place] -= delta
        gradient[place] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake(
    "Your array is as long as w, one axis only. Make zeros of w's *shape*, and go through all "
    "its places: `np.ndindex(*w.shape)`."
)
def nudged_one_axis(loss, w, delta):
    gradient = np.zeros(len(w))
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += delta
        down[i] -= delta
        gradient[i] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake("The slopes are right, but stand in one row. Give them the shape of w.")
def nudged_flat(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta).ravel()


@numerical_gradient.mistake(
    "You *set* the weight to delta and -delta. Add and subtract: `up[place] += delta`."
)
def nudged_replaced(loss, w, delta):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place], down[place] = delta, -delta
        gradient[place] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake(
    "You gave the loss single weights. It wants the *whole* array, with one place nudged."
)
def nudged_alone(loss, w, delta):
    return np.array([(loss(v + delta) - loss(v - delta)) / (2 * delta) for v in np.asarray(w)])


@numerical_gradient.mistake("You added the two losses. A change is their difference.")
def nudged_added(loss, w, delta):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += delta
        down[place] -= delta
        gradient[place] = (loss(up) + loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake("Brackets: only `loss(down)` is divided. The whole difference is.")
def nudged_brackets(loss, w, delta):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += delta
        down[place] -= delta
        gradient[place] = loss(up) - loss(down) / (2 * delta)
    return gradient


@numerical_gradient.mistake("Only the last slope is there: make the zeros once, above the loop.")
def nudged_last_only(loss, w, delta):
    gradient = np.zeros(w.shape)
    gradient.flat[-1] = _nudged(loss, w, delta, delta, 2 * delta).flat[-1]
    return gradient


@numerical_gradient.mistake(
    "Only the first slope is there: `return` is inside the loop. Move it left."
)
def nudged_first_only(loss, w, delta):
    gradient = np.zeros(w.shape)
    gradient.flat[0] = _nudged(loss, w, delta, delta, 2 * delta).flat[0]
    return gradient


@numerical_gradient.mistake("That is a step, w minus the slopes. Only the slopes are asked for.")
def nudged_is_step(loss, w, delta):
    return w - _nudged(loss, w, delta, delta, 2 * delta)


@numerical_gradient.mistake("The slopes lost their signs. They say which way to go.")
def nudged_sizes(loss, w, delta):
    return np.abs(_nudged(loss, w, delta, delta, 2 * delta))


@numerical_gradient.mistake(
    "These are the signs of the slopes only. How steep they are counts, too."
)
def nudged_signs(loss, w, delta):
    return np.sign(_nudged(loss, w, delta, delta, 2 * delta))


@numerical_gradient.mistake(
    "2 · w is the gradient of one loss only, the sum of squares. Yours has to work for every "
    "`loss`: nudge."
)
def nudged_formula(loss, w, delta):
    return 2 * w


@numerical_gradient.mistake("You divided by the number of weights. Each slope stands for itself.")
def nudged_averaged(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta) / w.size


@numerical_gradient.mistake("The slopes lost their decimals: make the zeros without `dtype=int`.")
def nudged_whole_numbers(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta).astype(int)


@numerical_gradient.mistake(
    "You nudged by half of delta each way. Nudge by the whole delta; then the distance is 2 · "
    "delta."
)
def nudged_by_half(loss, w, delta):
    return _nudged(loss, w, delta / 2, delta / 2, delta)


@numerical_gradient.mistake("You stretched each weight by a share of itself. Add delta to it.")
def nudged_by_a_share(loss, w, delta):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] *= 1 + delta
        down[place] *= 1 - delta
        gradient[place] = (loss(up) - loss(down)) / (2 * delta)
    return gradient


@numerical_gradient.mistake(
    "These are the bends, how the slopes change. A slope is (loss(up) - loss(down)) / (2 · delta)."
)
def nudged_bends(loss, w, delta):
    gradient = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += delta
        down[place] -= delta
        gradient[place] = (loss(up) - 2 * loss(w) + loss(down)) / delta**2
    return gradient


@numerical_gradient.mistake(
    "These are losses after a nudge up. Take the difference to a nudge down, over 2 · delta."
)
def nudged_loss_after(loss, w, delta):
    return _nudged(loss, w, delta, 0.0, 1.0) + loss(w)


def _add_own_deltas():
    for own, name in ((1.0, "1"), (0.1, "0.1"), (0.01, "0.01"), (1e-4, "a small number")):

        def nudge(loss, w, delta, own=own):
            return _nudged(loss, w, own, own, 2 * own)

        nudge.__name__ = f"nudged_by_{name.replace(' ', '_')}"
        numerical_gradient.mistake(
            f"You nudged by {name} of your own. Nudge by the `delta` that is given."
        )(nudge)


_add_own_deltas()


@numerical_gradient.mistake("You multiplied by delta. Divide by 2 · delta.")
def nudged_times_delta(loss, w, delta):
    return _nudged(loss, w, delta, delta, 1 / delta)


@numerical_gradient.mistake(
    "The slopes are right, but rows and columns are exchanged: return the array in w's shape as "
    "it is."
)
def nudged_transposed(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta).T


# --- 7 -------------------------------------------------------------------------------------------


@exercise(
    title="What the gradient promises",
    task="All weights take one step of gradient descent. By how much will the loss change, if the "
    "step is short?",
    cases=[
        (np.array([3.0, -4.0]), 0.1),
        (lesson.numbers(2, 3), 0.01),
        (lesson.numbers(4), 0.5),
        (np.array([0.0, 0.0]), 0.5),
    ],
    hints=[
        "Each weight moves by -learning_rate · g, and a move of 1 changes the loss by g.",
        "So each weight changes the loss by -learning_rate · g². Add them all up.",
    ],
    takeaway="The loss goes down by learning_rate · (length of the gradient)², as long as the "
    "slope "
    "stays what it was.",
)
def predicted_change(gradient, learning_rate):
    """Return the expected change of the loss, a number that is never positive."""
    return -learning_rate * np.sum(gradient**2)


@predicted_change.mistake("The loss goes *down*: the change is negative.")
def change_upwards(gradient, learning_rate):
    return learning_rate * np.sum(gradient**2)


@predicted_change.mistake(
    "You added the gradients. A weight counts with its slope *and* its step: g²."
)
def change_not_squared(gradient, learning_rate):
    return -learning_rate * np.sum(gradient)


@predicted_change.mistake("You took the gradient's length. Its square is needed: no root.")
def change_of_length(gradient, learning_rate):
    return -learning_rate * np.sqrt(np.sum(gradient**2))


@predicted_change.mistake("You took the mean over the weights. Each adds its share.")
def change_mean(gradient, learning_rate):
    return -learning_rate * np.mean(gradient**2)


@predicted_change.mistake("The learning rate counts once: it is in the step, not in the slope.")
def change_rate_squared(gradient, learning_rate):
    return -(learning_rate**2) * np.sum(gradient**2)


@predicted_change.mistake("You added first and squared then. Square each slope.")
def change_squared_sum(gradient, learning_rate):
    return -learning_rate * np.sum(gradient) ** 2


@predicted_change.mistake("The learning rate is missing: a short step changes little.")
def change_without_rate(gradient, learning_rate):
    return -np.sum(gradient**2)


@predicted_change.mistake("You took sizes. Each weight counts with the *square* of its slope.")
def change_of_sizes(gradient, learning_rate):
    return -learning_rate * np.sum(np.abs(gradient))


@predicted_change.mistake("You took the steepest weight only. All of them move: add up.")
def change_of_the_steepest(gradient, learning_rate):
    return -learning_rate * np.max(gradient**2)


@predicted_change.mistake("You halved it. No derivative of a square is taken here.")
def change_halved(gradient, learning_rate):
    return -learning_rate * np.sum(gradient**2) / 2


@predicted_change.mistake("These are the shares of each weight. Add them up.")
def change_not_added(gradient, learning_rate):
    return -learning_rate * gradient**2


@predicted_change.mistake("These are the steps of the weights. Times the slope, and added up.")
def change_is_step(gradient, learning_rate):
    return -learning_rate * gradient


@predicted_change.mistake("Twice the gradient is not its square: `gradient**2`.")
def change_doubled(gradient, learning_rate):
    return -learning_rate * np.sum(2 * gradient)


@predicted_change.mistake("You squared the steps. A step meets the slope once: step · g.")
def change_of_squared_steps(gradient, learning_rate):
    return learning_rate**2 * np.sum(gradient**2)


@predicted_change.mistake("You divided by the learning rate. A longer step changes more: multiply.")
def change_divided_by_rate(gradient, learning_rate):
    return -np.sum(gradient**2) / learning_rate


@predicted_change.mistake("You added along one axis only. The weights are all the array's numbers.")
def change_along_one_axis(gradient, learning_rate):
    return -learning_rate * np.sum(gradient**2, axis=0)


@predicted_change.mistake(
    "You added the gradients. Each weight counts with its slope squared, and the loss goes down: "
    "a minus."
)
def change_not_squared_upwards(gradient, learning_rate):
    return learning_rate * np.sum(gradient)


@predicted_change.mistake("The learning rate is missing, and the minus: the loss goes *down*.")
def change_without_rate_upwards(gradient, learning_rate):
    return np.sum(gradient**2)


@predicted_change.mistake(
    "These are learning_rate · g, one per weight. Times -g, and added up: one number."
)
def change_is_plain_step(gradient, learning_rate):
    return learning_rate * gradient


@predicted_change.mistake(
    "These are the shares of each weight, without their minus. Add them up, with a minus before."
)
def change_not_added_upwards(gradient, learning_rate):
    return learning_rate * gradient**2


@predicted_change.mistake(
    "You added the gradients, and the learning rate is missing. It is -learning_rate · g², added "
    "up."
)
def change_of_gradients(gradient, learning_rate):
    return np.sum(gradient)


@predicted_change.mistake(
    "You added the gradients, without rate and square. It is -learning_rate · g², added up."
)
def change_of_gradients_downwards(gradient, learning_rate):
    return -np.sum(gradient)


@predicted_change.mistake(
    "`gradient.T @ gradient` is one number only for a single row of weights. Square each number "
    "and add: `np.sum(gradient**2)`."
)
def change_matrix(gradient, learning_rate):
    return -learning_rate * (gradient.T @ gradient)


@predicted_change.mistake(
    "`gradient.T @ gradient` is one number only for a single row of weights, and the loss goes "
    "down: `-learning_rate * np.sum(gradient**2)`."
)
def change_matrix_upwards(gradient, learning_rate):
    return learning_rate * (gradient.T @ gradient)


@predicted_change.mistake(
    "You took the largest slope only, not squared. All weights move: -learning_rate · g², added up."
)
def change_of_the_largest(gradient, learning_rate):
    return -learning_rate * np.max(np.abs(gradient))


@predicted_change.mistake(
    "You took the largest gradient only. All weights move: -learning_rate · g², added up."
)
def change_of_the_largest_signed(gradient, learning_rate):
    return -learning_rate * np.max(gradient)


@predicted_change.mistake(
    "You took the gradient's length. Its *square* is needed, with a minus: the loss goes down."
)
def change_of_length_upwards(gradient, learning_rate):
    return learning_rate * np.sqrt(np.sum(gradient**2))


@predicted_change.mistake(
    "You took the mean of the gradients. Square each, add, times -learning_rate."
)
def change_mean_gradient(gradient, learning_rate):
    return -learning_rate * np.mean(gradient)


@predicted_change.mistake(
    "You took the mean, without the minus. Each weight adds its share, and the loss goes down."
)
def change_mean_upwards(gradient, learning_rate):
    return learning_rate * np.mean(gradient**2)


@predicted_change.mistake(
    "You doubled it. A move of -learning_rate · g changes the loss by that times g, once."
)
def change_twice(gradient, learning_rate):
    return -2 * learning_rate * np.sum(gradient**2)


@predicted_change.mistake("You multiplied the shares. Add them up.")
def change_product(gradient, learning_rate):
    return -learning_rate * np.prod(gradient**2)


@predicted_change.mistake("You subtracted the rate. It *multiplies* the sum of squares.")
def change_rate_added(gradient, learning_rate):
    return -learning_rate + np.sum(gradient**2)


@predicted_change.mistake(
    "You subtracted the sum from the rate. It is -learning_rate *times* the sum of squares."
)
def change_minus_the_rate(gradient, learning_rate):
    return learning_rate - np.sum(gradient**2)


@predicted_change.mistake("You took 1 - learning_rate. The step is learning_rate · g.")
def change_complement(gradient, learning_rate):
    return -(1 - learning_rate) * np.sum(gradient**2)


@predicted_change.mistake("You cubed. A weight counts with its slope *and* its step: g².")
def change_cubed(gradient, learning_rate):
    return -learning_rate * np.sum(np.abs(gradient) ** 3)


@predicted_change.mistake("You took the root of the rate. It counts once, as it is.")
def change_root_of_rate(gradient, learning_rate):
    return -np.sqrt(learning_rate) * np.sum(gradient**2)


@predicted_change.mistake(
    "You took off the mean first, as a variance does. Square the slopes as they are."
)
def change_variance(gradient, learning_rate):
    return -learning_rate * np.var(gradient) * gradient.size


@predicted_change.mistake("That is a variance. Square the slopes as they are, and add.")
def change_plain_variance(gradient, learning_rate):
    return -learning_rate * np.var(gradient)


@predicted_change.mistake(
    "You added first and squared then, and the minus is missing. Square each slope, add, and the "
    "loss goes down."
)
def change_squared_sum_upwards(gradient, learning_rate):
    return learning_rate * np.sum(gradient) ** 2


@predicted_change.mistake(
    "You added the steps and squared their sum. Square the slopes only, add them, times "
    "-learning_rate."
)
def change_squared_after_rate(gradient, learning_rate):
    return -((learning_rate * np.sum(gradient)) ** 2)


@predicted_change.mistake("It changes: each weight adds -learning_rate · g².")
def change_nothing(gradient, learning_rate):
    return 0.0


@predicted_change.mistake(
    "You took the first weight only. All of them move: -learning_rate · g², added up."
)
def change_of_the_first(gradient, learning_rate):
    return -learning_rate * float(gradient.flat[0]) ** 2


@predicted_change.mistake(
    "You took the last weight only: the loop overwrites. Add up with `+=`: -learning_rate · g²."
)
def change_of_the_last(gradient, learning_rate):
    return -learning_rate * float(gradient.flat[-1]) ** 2
