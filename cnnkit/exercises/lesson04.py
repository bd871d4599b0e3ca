"""Exercises of lesson 04, pool: the largest, the mean, the length; edges, shifts, what is saved."""

import numpy as np

from cnnkit import matching
from cnnkit.examples.xo import features, picture
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions04 as questions

lesson = Lesson(__name__, questions, limit=9)
progress = lesson.progress

_MAP = np.maximum(matching.match_map(picture("X"), features()["\\"]), 0)


def _pool(a, size, stride, function, stride_across=None):
    """Apply a function to every window that fits."""
    across = stride if stride_across is None else stride_across
    rows = range(0, a.shape[0] - size + 1, stride)
    columns = range(0, a.shape[1] - size + 1, across)
    return np.array([[function(a[i : i + size, j : j + size]) for j in columns] for i in rows])


def _pool_partial(a, size, stride, function):
    """Apply a function to every window that begins inside, cut off where it sticks out."""
    rows, columns = range(0, a.shape[0], stride), range(0, a.shape[1], stride)
    return np.array([[function(a[i : i + size, j : j + size]) for j in columns] for i in rows])


_CASES = [
    (_MAP, 2, 2),
    (lesson.numbers(4, 6), 2, 2),
    (lesson.numbers(5, 7), 3, 2),
    (-np.abs(lesson.numbers(6, 6)) - 1, 3, 3),
    (lesson.numbers(4, 5), 2, 1),
]
_CRASHES = {
    "truth value": "Python's own `max` compares whole rows of the window. An array has its own: "
    "`window.max()`.",
    "broadcast": "How many windows fit? (side - size) // stride + 1, in each direction.",
    "out of bounds": "How many windows fit? (side - size) // stride + 1, in each direction.",
}

# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Max pooling",
    task="Walk a window over the map, `stride` pixels a step, and keep the largest value. Leave "
    "out "
    "windows that do not fit whole.",
    cases=_CASES,
    hints=[
        "The number of windows in a row is the output-size rule of lesson 02, without padding.",
        "Window (i, j) begins at row `i * stride`, column `j * stride`; keep its `.max()`.",
    ],
    crashes=_CRASHES,
    takeaway="In PyTorch: `max_pool2d(x, size, stride=stride)`. The same pattern, smaller.",
)
def max_pool(a, size, stride):
    """Return the largest value of each window of size × size; a is (H, W)."""
    rows, columns = (a.shape[0] - size) // stride + 1, (a.shape[1] - size) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = a[top : top + size, left : left + size].max()
    return result


@max_pool.mistake("You kept the mean of each window. Max pooling keeps the largest.")
def max_mean_instead(a, size, stride):
    return _pool(a, size, stride, np.mean)


@max_pool.mistake("You kept the smallest value of each window.")
def max_minimum_instead(a, size, stride):
    return _pool(a, size, stride, np.min)


@max_pool.mistake(
    "You kept the partial windows, as the lesson does. Here a window that does not fit whole is "
    "left out."
)
def max_partial_kept(a, size, stride):
    return _pool_partial(a, size, stride, np.max)


@max_pool.mistake(
    "You have side // stride windows in a row. That is right only where the window is as large as "
    "its step: (side - size) // stride + 1."
)
def max_windows_miscounted(a, size, stride):
    rows, columns = range(a.shape[0] // stride), range(a.shape[1] // stride)
    return np.array(
        [
            [
                a[stride * i : stride * i + size, stride * j : stride * j + size].max()
                for j in columns
            ]
            for i in rows
        ]
    )


@max_pool.mistake(
    "The number of windows is right, but window (i, j) begins at (i, j). It begins at row "
    "i * stride, column j * stride."
)
def max_stride_not_in_the_slice(a, size, stride):
    rows, columns = (a.shape[0] - size) // stride + 1, (a.shape[1] - size) // stride + 1
    return _pool(a, size, 1, np.max)[:rows, :columns]


@max_pool.mistake("You took the maximum over the whole map. Each window has its own.")
def max_of_the_whole_map(a, size, stride):
    return np.max(a)


@max_pool.mistake("Your window moves by one pixel. It moves by `stride`.")
def max_stride_forgotten(a, size, stride):
    return _pool(a, size, 1, np.max)


@max_pool.mistake("Your window moves by its own size. Here the step is `stride`, another number.")
def max_steps_by_size(a, size, stride):
    return _pool(a, size, size, np.max)


@max_pool.mistake("Your stride works downwards only. Walk across with it, too.")
def max_stride_in_rows_only(a, size, stride):
    return _pool(a, size, stride, np.max, stride_across=1)


@max_pool.mistake(
    "You kept the value furthest from 0, without its sign. A large negative value is no match."
)
def max_without_sign(a, size, stride):
    return _pool(np.abs(a), size, stride, np.max)


@max_pool.mistake(
    "Your result is never below 0. Does it begin with zeros? Compare the values of the window only "
    "with each other."
)
def max_starts_at_zero(a, size, stride):
    return np.maximum(_pool(a, size, stride, np.max), 0)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Average pooling",
    task="The same walk, but keep the mean of each window.",
    cases=_CASES,
    hints=["Only the last step differs from max pooling.", "The mean of a window is `.mean()`."],
    crashes=_CRASHES,
    takeaway="Averaging keeps what is everywhere a little; the maximum keeps what is somewhere "
    "clearly. The older name is subsampling.",
)
def average_pool(a, size, stride):
    """Return the mean of each window of size × size; a is (H, W)."""
    rows, columns = (a.shape[0] - size) // stride + 1, (a.shape[1] - size) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            result[i, j] = a[top : top + size, left : left + size].mean()
    return result


@average_pool.mistake("These are the sums. A mean is divided by size × size.")
def average_summed(a, size, stride):
    return _pool(a, size, stride, np.sum)


@average_pool.mistake("You divided by `size`. A window has size × size values.")
def average_divided_by_size(a, size, stride):
    return _pool(a, size, stride, np.sum) / size


@average_pool.mistake("You divided by 4. That is right for 2×2 only: divide by size × size.")
def average_of_four(a, size, stride):
    return _pool(a, size, stride, np.sum) / 4


@average_pool.mistake("You left the zeros out. They count: divide by all values of the window.")
def average_without_zeros(a, size, stride):
    return _pool(a, size, stride, lambda window: window.sum() / max(np.count_nonzero(window), 1))


@average_pool.mistake("You averaged the partial windows, too. Leave out what does not fit whole.")
def average_partial_kept(a, size, stride):
    return _pool_partial(a, size, stride, np.mean)


@average_pool.mistake("You kept the largest value. Here it is the mean.")
def average_maximum_instead(a, size, stride):
    return _pool(a, size, stride, np.max)


@average_pool.mistake("You kept the middle value, the median. The mean is the sum over the count.")
def average_median_instead(a, size, stride):
    return _pool(a, size, stride, np.median)


@average_pool.mistake("This is the mean of the whole map. Each window has its own mean.")
def average_of_the_whole_map(a, size, stride):
    return np.mean(a)


@average_pool.mistake("Your window moves by one pixel at a time; the step is `stride`.")
def average_stride_forgotten(a, size, stride):
    return _pool(a, size, 1, np.mean)


@average_pool.mistake("You averaged the largest and the smallest value only.")
def average_of_the_extremes(a, size, stride):
    return _pool(a, size, stride, lambda window: (window.max() + window.min()) / 2)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="L2 pooling",
    task="The same walk, but keep the root of the sum of the squares in the window.",
    cases=_CASES,
    hints=[
        "Square every value, add the squares, take the root: in this order.",
        "`np.sqrt(np.sum(window**2))`",
    ],
    crashes=_CRASHES,
    takeaway="The length of the window as a vector: strong values count more, and none is ignored.",
)
def l2_pool(a, size, stride):
    """Return the root of the sum of squares of each window of size × size; a is (H, W)."""
    rows, columns = (a.shape[0] - size) // stride + 1, (a.shape[1] - size) // stride + 1
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * stride, j * stride
            window = a[top : top + size, left : left + size]
            result[i, j] = np.sqrt(np.sum(window**2))
    return result


@l2_pool.mistake("The root is missing: these are sums of squares.")
def l2_without_root(a, size, stride):
    return _pool(a**2, size, stride, np.sum)


@l2_pool.mistake("You took the *mean* of the squares. L2 pooling adds them.")
def l2_mean_of_squares(a, size, stride):
    return np.sqrt(_pool(a**2, size, stride, np.mean))


@l2_pool.mistake("Your walk includes windows that stick out. Take only those that fit whole.")
def l2_partial_kept(a, size, stride):
    return _pool_partial(a, size, stride, lambda window: np.sqrt(np.sum(window**2)))


@l2_pool.mistake("You added sizes without squaring them. Square first, and take the root last.")
def l2_sum_of_sizes(a, size, stride):
    return _pool(np.abs(a), size, stride, np.sum)


@l2_pool.mistake("You added first and squared then: the signs cancel. Square each value first.")
def l2_squared_sum(a, size, stride):
    return np.abs(_pool(a, size, stride, np.sum))


@l2_pool.mistake("This is the largest size in the window. L2 pooling lets every value count.")
def l2_largest(a, size, stride):
    return _pool(np.abs(a), size, stride, np.max)


@l2_pool.mistake("You took the root of each value, and added those.")
def l2_sum_of_roots(a, size, stride):
    return _pool(np.sqrt(np.abs(a)), size, stride, np.sum)


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Keep the partial windows",
    task="Max pooling 2×2 with stride 2 again, but a window that sticks out at the end counts with "
    "the part that lies inside.",
    cases=[
        (_MAP,),
        (lesson.numbers(5, 4),),
        (lesson.numbers(4, 7),),
        (-np.abs(lesson.numbers(3, 5)) - 1,),
        (lesson.numbers(3, 3),),
    ],
    hints=[
        "How many windows now? The side divided by 2, rounded *up*: `-(-H // 2)` or "
        "`(H + 1) // 2`.",
        "A slice that reaches beyond the end is cut off by NumPy: `a[top : top + 2]` works at the "
        "edge as well.",
    ],
    takeaway="In PyTorch this is `ceil_mode=True`. The 7×7 map becomes 4×4, and not 3×3.",
)
def max_pool_ceil(a):
    """Return the largest value of each 2×2 window, partial ones included; a is (H, W)."""
    rows, columns = -(-a.shape[0] // 2), -(-a.shape[1] // 2)
    result = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            result[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return result


def _padded_even(a, fill):
    return np.pad(a, [(0, a.shape[0] % 2), (0, a.shape[1] % 2)], constant_values=fill)


@max_pool_ceil.mistake("The partial windows are missing: the last row or column is lost.")
def ceil_dropped(a):
    found = _pool(a, 2, 2, np.max)
    return found.reshape(a.shape[0] // 2, a.shape[1] // 2)


@max_pool_ceil.mistake(
    "You filled up with zeros, and a zero wins over negative values. Take the maximum of the "
    "pixels that are there."
)
def ceil_filled_with_zeros(a):
    return _pool(_padded_even(a, 0), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You moved the last window back inside. It keeps its place and counts with a part of itself."
)
def ceil_moved_inside(a):
    tops = [min(i, max(a.shape[0] - 2, 0)) for i in range(0, a.shape[0], 2)]
    lefts = [min(j, max(a.shape[1] - 2, 0)) for j in range(0, a.shape[1], 2)]
    return np.array([[a[i : i + 2, j : j + 2].max() for j in lefts] for i in tops])


@max_pool_ceil.mistake("Only the last *column* is kept. The last row counts as well.")
def ceil_columns_only(a):
    found = _pool(np.pad(a, [(0, 0), (0, a.shape[1] % 2)], mode="edge"), 2, 2, np.max)
    return found.reshape(a.shape[0] // 2, -(-a.shape[1] // 2))


@max_pool_ceil.mistake("Only the last *row* is kept. The last column counts as well.")
def ceil_rows_only(a):
    found = _pool(np.pad(a, [(0, a.shape[0] % 2), (0, 0)], mode="edge"), 2, 2, np.max)
    return found.reshape(-(-a.shape[0] // 2), a.shape[1] // 2)


@max_pool_ceil.mistake("Your window moves by one pixel. The stride is 2.")
def ceil_stride_one(a):
    padded = np.pad(a, [(0, 1), (0, 1)], mode="edge")
    return _pool(padded, 2, 1, np.max)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="What survives a shift",
    task="Pool two maps 2×2 with stride 2 (both sides are even). Which share of the pooled "
    "values is "
    "equal in both?",
    cases=[
        (np.eye(4), np.roll(np.eye(4), 1, axis=1)),
        (
            np.array([[5.0, 0, 0, 0], [0, 0, 0, 3], [0, 0, 0, 0], [1, 0, 0, 0]]),
            np.array([[0.0, 5, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]]),
        ),
        (
            lesson.rng.integers(0, 3, (4, 6)).astype(float),
            lesson.rng.integers(0, 3, (4, 6)).astype(float),
        ),
        (np.eye(6, 8), np.roll(np.eye(6, 8), 1, axis=0)),
        (np.array([[2.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 2.0]])),
    ],
    hints=[
        "Pool first, compare then.",
        "For even sides: `a.reshape(H // 2, 2, W // 2, 2).max(axis=(1, 3))`, or your `max_pool`.",
        "The share of equal values is the mean of `pooled == pooled_shifted`.",
    ],
    takeaway="A feature may move inside its window and nothing changes: pooling forgets where "
    "exactly.",
)
def share_kept(a, shifted):
    """Return the share, between 0 and 1, of equal values in the two pooled maps."""
    H, W = a.shape
    pooled = a.reshape(H // 2, 2, W // 2, 2).max(axis=(1, 3))
    pooled_shifted = shifted.reshape(H // 2, 2, W // 2, 2).max(axis=(1, 3))
    return np.mean(pooled == pooled_shifted)


def _pooled(a):
    return _pool(a, 2, 2, np.max)


@share_kept.mistake("You compared the maps before pooling. Pool both first.")
def kept_without_pooling(a, shifted):
    return np.mean(a == shifted)


@share_kept.mistake("This is the number of equal values. Divide it by how many there are.")
def kept_counted(a, shifted):
    return np.sum(_pooled(a) == _pooled(shifted))


@share_kept.mistake("This is the share that *changes*.")
def kept_inverted(a, shifted):
    return np.mean(_pooled(a) != _pooled(shifted))


@share_kept.mistake("You pooled the difference. Pool each map, then compare.")
def kept_difference_pooled(a, shifted):
    return np.mean(_pooled(np.abs(a - shifted)) == 0)


@share_kept.mistake("You divided by the number of values *before* pooling: a quarter is left.")
def kept_divided_by_all(a, shifted):
    return np.sum(_pooled(a) == _pooled(shifted)) / a.size


@share_kept.mistake("You say for each value whether it is kept. The share is the mean of that.")
def kept_value_by_value(a, shifted):
    return _pooled(a) == _pooled(shifted)


@share_kept.mistake("You asked whether all are equal. The share of equal ones is the mean.")
def kept_all_or_nothing(a, shifted):
    return np.array_equal(_pooled(a), _pooled(shifted))


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="What pooling saves",
    task="Each value of each map has a weight for each class. How many weights fewer are there "
    "after 2×2 pooling with stride 2, partial windows kept?",
    cases=[(7, 7, 3, 2), (6, 4, 8, 10), (5, 8, 1, 3), (28, 28, 16, 10), (9, 2, 4, 1)],
    hints=[
        "Before: height · width · maps · classes.",
        "After: half the height and half the width, both rounded up. Subtract.",
    ],
    takeaway="Of 294 weights for the X and O, 96 are left: quicker, and less to learn by heart.",
)
def weights_saved(height, width, maps, classes):
    """Return the weights before pooling minus those after it."""
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps * classes


@weights_saved.mistake("These are the weights that are *left*. How many are saved?")
def saved_left(height, width, maps, classes):
    return -(-height // 2) * -(-width // 2) * maps * classes


@weights_saved.mistake("You rounded down. The partial windows are kept: round up.")
def saved_rounded_down(height, width, maps, classes):
    return (height * width - (height // 2) * (width // 2)) * maps * classes


@weights_saved.mistake(
    "You saved three quarters exactly. Half of an odd side is not a whole number: round it up."
)
def saved_not_rounded(height, width, maps, classes):
    return 0.75 * height * width * maps * classes


@weights_saved.mistake("You halved one side only. Pooling halves both, a quarter is left.")
def saved_half(height, width, maps, classes):
    return (height * width - -(-height // 2) * width) * maps * classes


@weights_saved.mistake("These are the values that are saved. Each has a weight for each class.")
def saved_values(height, width, maps, classes):
    return (height * width - -(-height // 2) * -(-width // 2)) * maps


@weights_saved.mistake("You counted one map. Each map has its own values.")
def saved_of_one_map(height, width, maps, classes):
    return (height * width - -(-height // 2) * -(-width // 2)) * classes


@weights_saved.mistake("You pooled the maps, too. Their number stays; only their sides are halved.")
def saved_maps_pooled(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2) * -(-maps // 2)
    return (height * width * maps - after) * classes


@weights_saved.mistake(
    "You subtracted a quarter. A quarter is *left*, so three quarters are saved, but for the "
    "partial windows."
)
def saved_a_quarter(height, width, maps, classes):
    return height * width * maps * classes / 4
