"""Exercises of lesson 08, backpropagate: the gradient of every layer, and what a step will do."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions08 as questions

lesson = Lesson(__name__, questions)
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


@linear_backward.mistake("`dbias` has a value a picture. Sum over the batch, axis 0.")
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


@conv_backward.mistake("`return` stands inside the outer loop: only the first row of d came back.")
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
    "Where several are largest, each got the whole number: ties are counted twice. One winner a "
    "window."
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


@max_pool_backward.mistake("`return` stands inside the outer loop: only the first row of windows.")
def pool_returned_too_early(d, x):
    dx = max_pool_backward.reference(d, x)
    dx[2:] = 0
    return dx


@max_pool_backward.mistake("You closed a gate as well: that is ReLU's. A pool passes d as it is.")
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


# --- 5 -------------------------------------------------------------------------------------------


def _probabilities(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


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


@loss_backward.mistake("The batch mean is missing: the loss is a mean, so divide by N.")
def loss_without_mean(logits, targets):
    return _probabilities(logits) - _hot(logits, targets)


@loss_backward.mistake("You took y - p. It is p - y: the logits of wrong classes must go down.")
def loss_reversed(logits, targets):
    return (_hot(logits, targets) - _probabilities(logits)) / len(targets)


@loss_backward.mistake("You forgot to subtract the target: these are probabilities over N.")
def loss_without_target(logits, targets):
    return _probabilities(logits) / len(targets)


@loss_backward.mistake("You divided by all numbers, N · K. The mean is over the N pictures.")
def loss_mean_of_all(logits, targets):
    return (_probabilities(logits) - _hot(logits, targets)) / logits.size


@loss_backward.mistake("Your softmax goes over the batch. Each row has its own sum.")
def loss_softmax_over_batch(logits, targets):
    return (_probabilities(logits.T).T - _hot(logits, targets)) / len(targets)


@loss_backward.mistake("You divided by the number of classes. The mean is over the pictures.")
def loss_divided_by_classes(logits, targets):
    return (_probabilities(logits) - _hot(logits, targets)) / logits.shape[1]


@loss_backward.mistake("exp overflowed: subtract each row's largest logit before it.")
def loss_overflows(logits, targets):
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return (p - _hot(logits, targets)) / len(targets)


@loss_backward.mistake("Your softmax shares one sum among all rows. Each row has its own.")
def loss_softmax_over_everything(logits, targets):
    e = np.exp(logits - logits.max())
    return (e / e.sum() - _hot(logits, targets)) / len(targets)


@loss_backward.mistake(
    "You subtracted the *number* of the class. Subtract 1, at the true class of each row."
)
def loss_class_number(logits, targets):
    return (_probabilities(logits) - targets[:, None]) / len(targets)


@loss_backward.mistake("The softmax is missing: subtract the target from probabilities.")
def loss_of_raw_logits(logits, targets):
    return (logits - _hot(logits, targets)) / len(targets)


@loss_backward.mistake(
    "`[:, targets]` takes these columns of every row. One number a row: `[np.arange(n), targets]`."
)
def loss_of_columns(logits, targets):
    gradient = _probabilities(logits)
    gradient[:, targets] -= 1
    return gradient / len(targets)


@loss_backward.mistake("1/N was subtracted, but the probabilities are not divided by N: both are.")
def loss_target_divided(logits, targets):
    return _probabilities(logits) - _hot(logits, targets) / len(targets)


@loss_backward.mistake("You averaged the rows. Each picture keeps its own row, divided by N.")
def loss_rows_averaged(logits, targets):
    return (_probabilities(logits) - _hot(logits, targets)).mean(axis=0)


@loss_backward.mistake("This is the loss. Its gradient is asked for: a number for each logit.")
def loss_itself(logits, targets):
    return -np.mean(np.log(_probabilities(logits)[np.arange(len(targets)), targets]))


@loss_backward.mistake("You multiplied by N. The loss is a mean: divide.")
def loss_times_n(logits, targets):
    return (_probabilities(logits) - _hot(logits, targets)) * len(targets)


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
        (_waves, np.array([0.5, 0.25, -1.0]), 1e-3),
        (_product, np.array([2.0, -1.5, 1.0]), 1e-4),
    ],
    hints=[
        "Make zeros of w's shape. `np.ndindex(*w.shape)` goes through all places.",
        "Copy w, change one place in the copy: `up = w.copy(); up[place] += delta`.",
        "(loss(up) - loss(down)) / (2 · delta) is that place's slope.",
    ],
    takeaway="Two forward passes a weight: right, slow, and the judge of every backward pass.",
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


@numerical_gradient.mistake("You took another delta. Nudge by the one that is given.")
def nudged_far(loss, w, delta):
    return _nudged(loss, w, 0.1, 0.1, 0.2)


@numerical_gradient.mistake("You added the slopes up. Return one for each weight.")
def nudged_summed(loss, w, delta):
    return _nudged(loss, w, delta, delta, 2 * delta).sum()


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
