"""Exercises of lesson 04, pool: the largest, the mean, the length; edges, shifts, what is saved."""

import warnings

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
    (matching.match_map(picture("X"), features()["\\"])[:4, :5], 2, 1),
    (lesson.numbers(5, 7), 3, 2),
    (-np.abs(lesson.numbers(6, 6)) - 1, 3, 3),
    (np.arange(72.0).reshape(9, 8) * 7 % 29 / 4 - 2.5, 4, 3),
]
_CRASHES = {
    "truth value": "Python's own `max` compares whole rows of the window. An array has its own: "
    "`window.max()`.",
    "broadcast": "How many windows fit? (side - size) // stride + 1, in each direction.",
    "out of bounds": "How many windows fit? (side - size) // stride + 1, in each direction.",
    "zero-size": "There is nothing in this window: it begins beyond the end of the map, or its "
    "slice ends where it begins. It is `a[top : top + size, left : left + size]`, and "
    "(side - size) // stride + 1 of them fit, in each direction.",
    "iterable argument is empty": "There is nothing in this window: it begins beyond the end. "
    "(side - size) // stride + 1 of them fit, in each direction.",
    "cannot reshape": "Cutting into blocks works only where size and stride are equal and the "
    "sides are multiples of them. Walk with two loops.",
    "cannot be interpreted as an integer": "A number of windows is whole: divide with `//`.",
    "setting an array element": "One number is kept of each window: take it of the whole window, "
    "not of its rows.",
}


def _walks(exercise, function, kept):
    """Add the mistakes of the walk, which all three poolings share, to an exercise's bank."""

    def count(side, size, stride):
        return (side - size) // stride + 1

    def size_is_two(a, size, stride):
        return _pool(a, 2, stride, function)

    def size_is_three(a, size, stride):
        return _pool(a, 3, stride, function)

    def two_by_two(a, size, stride):
        return _pool(a, 2, 2, function)

    def stride_is_two(a, size, stride):
        return _pool(a, size, 2, function)

    def steps_by_size(a, size, stride):
        return _pool(a, size, size, function)

    def window_as_large_as_the_step(a, size, stride):
        return _pool(a, stride, stride, function)

    def size_and_stride_exchanged(a, size, stride):
        return _pool(a, stride, size, function)

    def stride_forgotten(a, size, stride):
        return _pool(a, size, 1, function)

    def stride_not_in_the_slice(a, size, stride):
        rows, columns = (count(side, size, stride) for side in a.shape)
        return _pool(a, size, 1, function)[:rows, :columns]

    def stride_in_rows_only(a, size, stride):
        return _pool(a, size, stride, function, stride_across=1)

    def stride_in_columns_only(a, size, stride):
        return _pool(a, size, 1, function, stride_across=stride)

    def stride_across_not_in_the_slice(a, size, stride):
        columns = count(a.shape[1], size, stride)
        return _pool(a, size, stride, function, stride_across=1)[:, :columns]

    def partial_kept(a, size, stride):
        return _pool_partial(a, size, stride, function)

    def one_partial_kept(a, size, stride):
        tall, wide = (max(-(-(side - size) // stride), 0) for side in a.shape)
        rows, columns = range(0, tall * stride + 1, stride), range(0, wide * stride + 1, stride)
        return [[function(a[i : i + size, j : j + size]) for j in columns] for i in rows]

    def windows_miscounted(a, size, stride):
        rows, columns = (range(0, side // stride * stride, stride) for side in a.shape)
        return [[function(a[i : i + size, j : j + size]) for j in columns] for i in rows]

    def parts_by_size(a, size, stride):
        rows, columns = (range(0, side // size * stride, stride) for side in a.shape)
        return [[function(a[i : i + size, j : j + size]) for j in columns] for i in rows]

    def last_missing(a, size, stride):
        return _pool(a, size, stride, function)[:-1, :-1]

    def last_left_empty(a, size, stride):
        found = _pool(a, size, stride, function).astype(float)
        found[-1], found[:, -1] = 0, 0
        return found

    def square_by_the_rows(a, size, stride):
        found, n = _pool(a, size, stride, function), count(len(a), size, stride)
        if found.shape[1] < n:
            raise ValueError("columns that are not there")
        return found[:, :n]

    def one_window_only(a, size, stride):
        return function(a[:size, :size])

    def first_row_only(a, size, stride):
        return _pool(a, size, stride, function)[0]

    def last_window_only(a, size, stride):
        return _pool(a, size, stride, function)[-1, -1]

    def same_window(a, size, stride):
        found = _pool(a, size, stride, function)
        return np.full(found.shape, found[0, 0])

    def column_stays(a, size, stride):
        found = _pool(a, size, stride, function)
        return np.repeat(found[:, :1], found.shape[1], axis=1)

    def row_stays(a, size, stride):
        found = _pool(a, size, stride, function)
        return np.repeat(found[:1], len(found), axis=0)

    def rows_overwritten(a, size, stride):
        found = _pool(a, size, stride, function)
        return np.repeat(found[:, -1:], found.shape[1], axis=1)

    def last_row_missing(a, size, stride):
        return _pool(a, size, stride, function)[:-1]

    def last_column_missing(a, size, stride):
        return _pool(a, size, stride, function)[:, :-1]

    def one_row_more(a, size, stride):
        found = _pool(a, size, stride, function).astype(float)
        return np.pad(found, [(0, 1), (0, 1)])

    def result_as_large_as_rows_by_stride(a, size, stride):
        result = np.zeros([side // stride for side in a.shape])
        found = _pool(a, size, stride, function)[: len(result), : result.shape[1]]
        result[: len(found), : found.shape[1]] = found
        return result

    def one_more_in_the_slice(a, size, stride):
        rows, columns = (range(0, side - size + 1, stride) for side in a.shape)
        more = size + 1
        return [[function(a[i : i + more, j : j + more]) for j in columns] for i in rows]

    def slice_of_the_step(a, size, stride):
        rows, columns = (range(0, side - size + 1, stride) for side in a.shape)
        return [[function(a[i : i + stride, j : j + stride]) for j in columns] for i in rows]

    def slice_to_size(a, size, stride):
        rows, columns = (range(0, side - size + 1, stride) for side in a.shape)
        return [[function(a[i:size, j:size]) for j in columns] for i in rows]

    def slice_to_the_end(a, size, stride):
        rows, columns = (range(0, side - size + 1, stride) for side in a.shape)
        return [[function(a[i:, j:]) for j in columns] for i in rows]

    def slice_from_the_beginning(a, size, stride):
        rows, columns = (range(0, side - size + 1, stride) for side in a.shape)
        return [[function(a[: i + size, : j + size]) for j in columns] for i in rows]

    def starts_at_sums(a, size, stride):
        rows, columns = (range(stride, stride + count(side, size, stride)) for side in a.shape)
        return [[function(a[i : i + size, j : j + size]) for j in columns] for i in rows]

    def kept_in_its_place(a, size, stride):
        result = np.zeros(a.shape)
        found = _pool(a, size, stride, function)
        result[: len(found), : found.shape[1]] = found
        return result

    def kept_where_the_window_begins(a, size, stride):
        result = np.zeros(a.shape)
        found = _pool(a, size, stride, function)
        result[: len(found) * stride : stride, : found.shape[1] * stride : stride] = found
        return result

    def upper_left_values(a, size, stride):
        return _pool(a, size, stride, lambda window: window[0, 0])

    def diagonals(a, size, stride):
        return _pool(a, size, stride, lambda window: function(np.diag(window)))

    def first_rows(a, size, stride):
        return _pool(a, size, stride, lambda window: function(window[0]))

    def one_column_less(a, size, stride):
        return _pool(a, size, stride, lambda window: function(window[:-1, :-1]))

    def padded(a, size, stride):
        return _pool(np.pad(a, 1), size, stride, function)

    def rectified(a, size, stride):
        return _pool(np.maximum(a, 0), size, stride, function)

    def rows_of_windows(a, size, stride):
        return _pool(a, size, stride, lambda window: [function(row) for row in window])

    def columns_of_windows(a, size, stride):
        return _pool(a, size, stride, lambda window: [function(row) for row in window.T])

    messages = {
        size_is_two: "Your windows are 2×2 always. Use `size`",
        two_by_two: "You pool 2×2 with stride 2 always. Use `size` and `stride`",
        size_is_three: "Your windows are 3×3 always. Use `size`",
        stride_is_two: "Your step is 2 always. Use `stride`",
        steps_by_size: "Your window moves by its own size. Here the step is `stride`",
        window_as_large_as_the_step: "Your windows are as large as the step. Their side is `size`",
        size_and_stride_exchanged: "`size` and `stride` are exchanged: the window is size × size",
        stride_forgotten: "Your window moves by one pixel at a time. It moves by `stride`",
        stride_not_in_the_slice: "The number of windows is right, but window (i, j) begins at "
        "(i, j). It begins at row i * stride, column j * stride",
        stride_in_rows_only: "Your stride works downwards only. Walk across with it, too",
        stride_in_columns_only: "Your stride works across only. Walk downwards with it, too",
        stride_across_not_in_the_slice: "Across, your windows begin at column j. They begin at "
        "j * stride, as downwards",
        partial_kept: "You kept windows that stick out. Leave out what does not fit whole: "
        "(side - size) // stride + 1 windows",
        one_partial_kept: "You rounded the number of windows up, and the last one sticks out. "
        "Round down: (side - size) // stride + 1",
        windows_miscounted: "You have side // stride windows in a row. That is right only where "
        "the window is as large as its step: (side - size) // stride + 1",
        parts_by_size: "You have side // size windows in a row. That is right only where the step "
        "is as large as the window: (side - size) // stride + 1",
        last_missing: "The last row and column are missing. There is one window more than steps: "
        "(side - size) // stride + 1",
        last_left_empty: "The last row and column are 0. Let the loops run to the end: "
        "`range((side - size) // stride + 1)`",
        square_by_the_rows: "You counted the columns of the result by the map's rows. Its width "
        "is `a.shape[1]`",
        one_window_only: "This is the first window only. Is `return` inside the loops? "
        "Move it left, and return all windows' values",
        first_row_only: "This is the first row only. Is `return` inside the loop? Move it left",
        last_window_only: "This is the last window only. Keep each value: `result[i, j] = …`",
        same_window: "Every value is that of the upper left window. Use i and j in the slice",
        column_stays: "Your window does not move across: j is missing in the slice, "
        "`left = j * stride`",
        row_stays: "Your window does not move down: i is missing in the slice, `top = i * stride`",
        rows_overwritten: "Every value of a row is that of its last window: write "
        "`result[i, j] = …`, not `result[i] = …`",
        last_row_missing: "The last row is missing: (side - size) // stride + 1 windows, "
        "in each direction",
        last_column_missing: "The last column is missing: (side - size) // stride + 1 windows, "
        "in each direction",
        one_row_more: "Your result has a row and a column too many, which stay 0: "
        "(side - size) // stride + 1 windows, and not + 2",
        result_as_large_as_rows_by_stride: "Your result has side // stride rows, and some of them "
        "stay 0: (side - size) // stride + 1 windows",
        one_more_in_the_slice: "Your windows are one row and column too large. They end at "
        "`top + size`, which a slice leaves out",
        slice_of_the_step: "Your windows are as large as the step: `a[top : top + stride, …]`. "
        "Their side is `size`",
        slice_to_size: "Your slice ends at `size`. It ends at `top + size`: "
        "`a[top : top + size, left : left + size]`",
        slice_to_the_end: "Your windows reach to the end of the map. They end at `top + size` and "
        "`left + size`",
        slice_from_the_beginning: "Your windows begin at row 0 and column 0 (or what you keep goes "
        "on from window to window). They begin at `top` and `left`",
        starts_at_sums: "Window (i, j) begins at i + stride, j + stride. Multiply: i * stride, "
        "j * stride",
        kept_in_its_place: "Your result is as large as the map, and partly empty. It has one value "
        "per window: (side - size) // stride + 1 rows and columns",
        kept_where_the_window_begins: "Your result is as large as the map, with gaps. Put window "
        "(i, j) at [i, j] of a smaller one",
        upper_left_values: "You kept the upper left value of each window. All of its values count",
        diagonals: "You went along the window's diagonal only. Take all of its size × size values",
        first_rows: "You looked at the first row of each window only. It has `size` rows: "
        "`a[top : top + size, left : left + size]`",
        one_column_less: "Your windows are one row and column too small. A slice leaves its end "
        "out: `top : top + size`",
        padded: "You put zeros around the map. Nothing is added here",
        rectified: "You set negative values to 0 first. They count as they are",
        rows_of_windows: "You keep one value for each *row* of a window. Keep one of the whole "
        "window: leave `axis` out",
        columns_of_windows: "You keep one value for each *column* of a window. Keep one of the "
        "whole window: leave `axis` out",
    }
    known = {mistake.name.partition("_")[2] for mistake in exercise.bank}
    if exercise is max_pool:  # rectified before or after: the same; and nothing has no maximum
        known |= {"rectified", "slice_to_size"}
    for walk, message in messages.items():
        if walk.__name__ not in known:
            walk.__name__ = f"{kept}_{walk.__name__}"
            exercise.mistake(f"{message}.")(walk)


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Max pooling",
    task="Walk a window over the map, `stride` pixels per step, and keep the largest value. Leave "
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
    "You kept the value furthest from 0, without its sign. A large negative value is not a match."
)
def max_without_sign(a, size, stride):
    return _pool(np.abs(a), size, stride, np.max)


@max_pool.mistake(
    "Your result is never below 0. Does it begin with zeros, or was the map rectified first? "
    "Compare the values of the window only with each other."
)
def max_starts_at_zero(a, size, stride):
    return np.maximum(_pool(a, size, stride, np.max), 0)


@max_pool.mistake(
    "You kept *where* the largest value is. Keep the value: `.max()`, not `.argmax()`."
)
def max_place_instead(a, size, stride):
    return _pool(a, size, stride, np.argmax)


@max_pool.mistake("You added the window's values. Max pooling keeps the largest.")
def max_sum_instead(a, size, stride):
    return _pool(a, size, stride, np.sum)


@max_pool.mistake("You kept the middle value of each window. Max pooling keeps the largest.")
def max_median_instead(a, size, stride):
    return _pool(a, size, stride, np.median)


@max_pool.mistake(
    "You kept the value furthest from 0. Max pooling keeps the largest, sign and all."
)
def max_largest_size_kept_with_sign(a, size, stride):
    return _pool(a, size, stride, lambda w: w.ravel()[np.argmax(np.abs(w))])


@max_pool.mistake("This is the largest of each row of the map. Keep the largest of each window.")
def max_of_rows(a, size, stride):
    return np.max(a, axis=1)


@max_pool.mistake("This is the largest of each column of the map. Keep the largest of each window.")
def max_of_columns(a, size, stride):
    return np.max(a, axis=0)


@max_pool.mistake(
    "You kept the last value of each window: each value replaced the one before. Keep the largest."
)
def max_lower_right_values(a, size, stride):
    return _pool(a, size, stride, lambda w: w[-1, -1])


@max_pool.mistake(
    "You looked at the first column of each window only. Keep the largest of all its values."
)
def max_largest_of_the_first_column(a, size, stride):
    return _pool(a, size, stride, lambda w: w[:, 0].max())


@max_pool.mistake("You kept the second largest value. Keep the largest.")
def max_second_largest(a, size, stride):
    return _pool(a, size, stride, lambda w: np.sort(w.ravel())[-2] if w.size > 1 else w.max())


@max_pool.mistake("You kept largest minus smallest. Keep the largest.")
def max_difference(a, size, stride):
    return _pool(a, size, stride, np.ptp)


_walks(max_pool, np.max, "max")


@max_pool.mistake(
    "Your largest so far begins at 0, and is carried from window to window. Set it to `-np.inf` "
    "for each window, inside the loops."
)
def max_never_started_again_at_zero(a, size, stride):
    found = np.maximum(_pool(a, size, stride, np.max), 0)
    return np.maximum.accumulate(found.ravel()).reshape(found.shape)


@max_pool.mistake(
    "Your largest so far begins with `a[0, 0]`. Begin with a value of the window itself."
)
def max_started_with_the_corner_of_the_map(a, size, stride):
    return np.maximum(_pool(a, size, stride, np.max), a[0, 0])


@max_pool.mistake("You cut the values off at 1. Keep the largest as it is.")
def max_clipped(a, size, stride):
    return np.minimum(_pool(a, size, stride, np.max), 1)


@max_pool.mistake("You kept the value nearest to 0. Keep the largest.")
def max_absolute_with_minus(a, size, stride):
    return _pool(a, size, stride, lambda w: w.ravel()[np.argmin(np.abs(w))])


@max_pool.mistake(
    "You took the maximum of each row's sum. Keep the largest single value of the window."
)
def max_of_row_sums(a, size, stride):
    return _pool(a, size, stride, lambda w: w.sum(axis=1).max())


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


@average_pool.mistake("You divided by stride × stride. A window has size × size values.")
def average_divided_by_stride(a, size, stride):
    return _pool(a, size, stride, np.sum) / stride**2


@average_pool.mistake("You divided by 2 · size. A window has size × size values: `size**2`.")
def average_divided_by_two_sizes(a, size, stride):
    return _pool(a, size, stride, np.sum) / (2 * size)


@average_pool.mistake("You divided by 9. That is right for 3×3 only: divide by size × size.")
def average_divided_by_nine(a, size, stride):
    return _pool(a, size, stride, np.sum) / 9


@average_pool.mistake("You divided by the number of the map's values. A window has size × size.")
def average_divided_by_the_map(a, size, stride):
    return _pool(a, size, stride, np.sum) / a.size


@average_pool.mistake("You divided by the number of windows. Each has size × size values.")
def average_divided_by_the_windows(a, size, stride):
    found = _pool(a, size, stride, np.sum)
    return found / found.size


@average_pool.mistake("You divided twice: `.mean()` divides by the number of values already.")
def average_divided_twice(a, size, stride):
    return _pool(a, size, stride, np.mean) / size**2


@average_pool.mistake("`//` throws the decimals away. Divide with `/`.")
def average_divided_with_floor(a, size, stride):
    return np.floor(_pool(a, size, stride, np.mean))


@average_pool.mistake("The decimals are gone: is there an `int`, or an array of whole numbers?")
def average_cut_to_whole_numbers(a, size, stride):
    return np.trunc(_pool(a, size, stride, np.mean))


@average_pool.mistake("You kept the smallest value. Here it is the mean.")
def average_minimum_instead(a, size, stride):
    return _pool(a, size, stride, np.min)


@average_pool.mistake("You averaged the values without their signs. A mean keeps them.")
def average_of_the_sizes(a, size, stride):
    return _pool(np.abs(a), size, stride, np.mean)


@average_pool.mistake("You averaged the positive values only. All values of the window count.")
def average_of_the_positive(a, size, stride):
    return _pool(a, size, stride, lambda w: w[w > 0].mean() if np.any(w > 0) else 0)


@average_pool.mistake("Your means are never below 0. Keep the negative ones.")
def average_rectified_afterwards(a, size, stride):
    return np.maximum(_pool(a, size, stride, np.mean), 0)


@average_pool.mistake("You took squares and roots. The mean is the sum over the count.")
def average_root_of_squares(a, size, stride):
    return np.sqrt(_pool(a**2, size, stride, np.mean))


@average_pool.mistake("This is the mean of each row of the map. Each window has its own mean.")
def average_of_rows(a, size, stride):
    return np.mean(a, axis=1)


@average_pool.mistake("This is the mean of each column of the map. Each window has its own mean.")
def average_of_columns(a, size, stride):
    return np.mean(a, axis=0)


@average_pool.mistake(
    "Only the last value of each window is there: each replaced the one before. Add them, `+=`, "
    "and divide."
)
def average_last_values_divided(a, size, stride):
    return _pool(a, size, stride, lambda w: w[-1, -1] / w.size)


@average_pool.mistake(
    "You kept the last value of each window. Add all of them, and divide by their number."
)
def average_last_values(a, size, stride):
    return _pool(a, size, stride, lambda w: w[-1, -1])


@average_pool.mistake(
    "You divided by one less than the number of values. A mean divides by size × size."
)
def average_weighted(a, size, stride):
    return _pool(a, size, stride, np.sum) / (size**2 - 1)


@average_pool.mistake(
    "You divided the *largest* value. Add all values of the window, then divide by size × size."
)
def average_maximum_divided(a, size, stride):
    return _pool(a, size, stride, np.max) / size**2


_walks(average_pool, np.mean, "average")


@average_pool.mistake(
    "Your sum goes on from window to window. Start it at 0 for each of them, inside the loops "
    "over i and j."
)
def average_never_started_again(a, size, stride):
    found = _pool(a, size, stride, np.sum)
    return np.cumsum(found).reshape(found.shape) / size**2


@average_pool.mistake(
    "Your sum goes on from window to window, and is not divided. Start it at 0 for each of them, "
    "and divide by size × size."
)
def average_sums_never_started_again(a, size, stride):
    found = _pool(a, size, stride, np.sum)
    return np.cumsum(found).reshape(found.shape)


@average_pool.mistake("You halved the sums. Divide by size × size.")
def average_halved(a, size, stride):
    return _pool(a, size, stride, np.sum) / 2


@average_pool.mistake("You divided by 3. Divide by size × size.")
def average_divided_by_three(a, size, stride):
    return _pool(a, size, stride, np.sum) / 3


@average_pool.mistake("You averaged the corners. All values of the window count.")
def average_of_the_corners(a, size, stride):
    return _pool(a, size, stride, lambda w: np.mean(w[[0, 0, -1, -1], [0, -1, 0, -1]]))


@average_pool.mistake("You rounded the means. Return them as they are.")
def average_rounded(a, size, stride):
    return np.round(_pool(a, size, stride, np.mean))


@average_pool.mistake(
    "You divide inside the loop over the window's rows. Divide once, when all values are added."
)
def average_divided_after_each_row(a, size, stride):
    def divided(window):
        total = 0
        for row in window:
            total = (total + row.sum()) / size**2
        return total

    return _pool(a, size, stride, divided)


@average_pool.mistake(
    "You divide after every value. Divide once, when all values of the window are added."
)
def average_divided_after_each_value(a, size, stride):
    def divided(window):
        total = 0
        for value in window.flat:
            total = (total + value) / size**2
        return total

    return _pool(a, size, stride, divided)


@average_pool.mistake("You divided by the map's rows. A window has size × size values.")
def average_divided_by_the_rows(a, size, stride):
    return _pool(a, size, stride, np.sum) / len(a)


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


@l2_pool.mistake(
    "You took the *mean* of the squares, or divided the root by `size`. L2 pooling adds them, and "
    "divides by nothing."
)
def l2_mean_of_squares(a, size, stride):
    return np.sqrt(_pool(a**2, size, stride, np.mean))


@l2_pool.mistake("Your walk includes windows that stick out. Take only those that fit whole.")
def l2_partial_kept(a, size, stride):
    return _pool_partial(a, size, stride, lambda window: np.sqrt(np.sum(window**2)))


@l2_pool.mistake(
    "You added sizes, or the root of each square. Square each value, add, and take the root last."
)
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


@l2_pool.mistake(
    "You took the mean of the squares, and no root. Add the squares, and take the root."
)
def l2_mean_of_squares_only(a, size, stride):
    return _pool(a**2, size, stride, np.mean)


@l2_pool.mistake("You divided. The root of the sum is all: `np.sqrt(np.sum(window**2))`.")
def l2_divided_by_size(a, size, stride):
    return np.sqrt(_pool(a**2, size, stride, np.sum)) / size**2


@l2_pool.mistake("You took the root of the sum, without squares. Square each value first.")
def l2_of_rooted_sums(a, size, stride):
    return np.sqrt(np.abs(_pool(a, size, stride, np.sum)))


@l2_pool.mistake(
    "A sum can be negative, and then it has no root. Square each value first: the squares are "
    "never negative."
)
def l2_of_rooted_sums_not_numbers(a, size, stride):
    with np.errstate(all="ignore"):
        return np.sqrt(_pool(a, size, stride, np.sum))


@l2_pool.mistake(
    "You added first and squared then, and took no root: square each value, add, and take the root."
)
def l2_squared_sum_kept(a, size, stride):
    return _pool(a, size, stride, np.sum) ** 2


@l2_pool.mistake("These are the sums. Square each value, add the squares, take the root.")
def l2_sums(a, size, stride):
    return _pool(a, size, stride, np.sum)


@l2_pool.mistake("You kept the mean. Square each value, add the squares, take the root.")
def l2_mean(a, size, stride):
    return _pool(a, size, stride, np.mean)


@l2_pool.mistake("You kept the largest value. Square each value, add the squares, take the root.")
def l2_maximum(a, size, stride):
    return _pool(a, size, stride, np.max)


@l2_pool.mistake(
    "You took the mean of the sizes. Square each value, add the squares, take the root."
)
def l2_mean_of_sizes(a, size, stride):
    return _pool(np.abs(a), size, stride, np.mean)


@l2_pool.mistake("You halved the sum of squares. The root is `np.sqrt(…)` or `(…) ** 0.5`.")
def l2_halved_instead_of_root(a, size, stride):
    return _pool(a**2, size, stride, np.sum) / 2


@l2_pool.mistake("You took the largest of the squares. Add them all.")
def l2_root_of_the_largest_square(a, size, stride):
    return _pool(a**2, size, stride, np.max)


@l2_pool.mistake("You doubled the values instead of squaring them: `window**2`.")
def l2_doubled(a, size, stride):
    return np.sqrt(np.abs(_pool(2 * a, size, stride, np.sum)))


@l2_pool.mistake(
    "This is the standard deviation: the mean is taken away and the squares averaged. Add the "
    "squares as they are."
)
def l2_spread(a, size, stride):
    return _pool(a, size, stride, np.std)


@l2_pool.mistake("`window @ window` is a matrix product. `window**2` squares each value.")
def l2_matrix_product(a, size, stride):
    return _pool(a, size, stride, lambda w: np.sqrt(np.abs(np.sum(w @ w))))


@l2_pool.mistake(
    "`np.linalg.norm(window, 2)` is another norm, for matrices. Leave the 2 out, or square, add "
    "and take the root."
)
def l2_largest_singular(a, size, stride):
    return _pool(a, size, stride, lambda w: np.linalg.norm(w, 2) if w.ndim == 2 and w.size else 0.0)


@l2_pool.mistake("This is the length of the whole map. Each window has its own.")
def l2_of_the_whole_map(a, size, stride):
    return np.sqrt(np.sum(a**2))


@l2_pool.mistake("You took the third power or root. L2: squares, and the square root.")
def l2_cubed(a, size, stride):
    return np.cbrt(_pool(a**2, size, stride, np.sum))


@l2_pool.mistake(
    "Only the last value of each window is there: each replaced the one before. Add the squares, "
    "`+=`."
)
def l2_last_values(a, size, stride):
    return _pool(np.abs(a), size, stride, lambda w: w[-1, -1])


@l2_pool.mistake(
    "The decimals are gone: is there an `int`, or an array of whole numbers? Roots have decimals."
)
def l2_cut_to_whole_numbers(a, size, stride):
    return np.trunc(np.sqrt(_pool(a**2, size, stride, np.sum)))


@l2_pool.mistake("You added along one axis only. Add all squares of the window.")
def l2_root_after_rows(a, size, stride):
    return _pool(a**2, size, stride, lambda w: np.sum(np.sqrt(np.sum(w, axis=0))))


@l2_pool.mistake(
    "You took a root for each row, and added those. Add all squares first, then take one root."
)
def l2_root_after_columns(a, size, stride):
    return _pool(a**2, size, stride, lambda w: np.sum(np.sqrt(np.sum(w, axis=1))))


@l2_pool.mistake("You took the root twice. Once: squares, sum, root.")
def l2_root_twice(a, size, stride):
    return _pool(a**2, size, stride, np.sum) ** 0.25


@l2_pool.mistake("You gave the sums of squares a sign. Lengths are never negative.")
def l2_signed(a, size, stride):
    return np.sign(_pool(a, size, stride, np.sum)) * np.sqrt(_pool(a**2, size, stride, np.sum))


_walks(l2_pool, np.linalg.norm, "l2")


@l2_pool.mistake("`* 2` doubles, and a negative sum has no root. `window**2` squares each value.")
def l2_doubled_not_numbers(a, size, stride):
    with np.errstate(all="ignore"):
        return np.sqrt(_pool(2 * a, size, stride, np.sum))


@l2_pool.mistake("You squared twice. Square each value once, add, take the root.")
def l2_fourth_power(a, size, stride):
    return _pool(a**4, size, stride, lambda w: np.sqrt(np.sum(w)))


@l2_pool.mistake(
    "Your sum goes on from window to window. Start it at 0 for each of them, inside the loops "
    "over i and j."
)
def l2_never_started_again(a, size, stride):
    found = _pool(a**2, size, stride, np.sum)
    return np.sqrt(np.cumsum(found).reshape(found.shape))


@l2_pool.mistake("You took a root of the mean. Add the squares, and take the root.")
def l2_root_of_the_mean_size(a, size, stride):
    return np.sqrt(np.abs(_pool(a, size, stride, np.mean)))


@l2_pool.mistake("You squared the result. Take the root last.")
def l2_squared_again(a, size, stride):
    return _pool(a**2, size, stride, np.sum) ** 2


@l2_pool.mistake("You squared the mean. Square each value, add, take the root.")
def l2_of_the_squared_mean(a, size, stride):
    return _pool(a, size, stride, np.mean) ** 2


@l2_pool.mistake(
    "Only the last square is there: each replaced the one before. Add them, `+=`, and take the "
    "root."
)
def l2_last_square(a, size, stride):
    return _pool(a**2, size, stride, lambda w: w[-1, -1])


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Keep the partial windows",
    task="Max pooling 2×2 with stride 2 again, but a window that sticks out at the end counts with "
    "the part that lies inside.",
    cases=[
        (_MAP,),
        (np.sign(matching.match_map(picture("X"), features()["\\"])[1:4, 1:4]),),
        (lesson.numbers(5, 4),),
        (lesson.numbers(4, 7),),
        (-np.abs(lesson.numbers(3, 5)) - 1,),
        (np.arange(20.0).reshape(4, 5) % 7 / 4 - 1,),
    ],
    hints=[
        "How many windows now? The side divided by 2, rounded *up*: `-(-H // 2)` or "
        "`(H + 1) // 2`.",
        "A slice that reaches beyond the end is cut off by NumPy: `a[top : top + 2]` works at the "
        "edge as well.",
    ],
    crashes={
        "cannot reshape": "Blocks of 2×2 need even sides. Walk with two loops: a slice at the edge "
        "is cut off by itself.",
        "zero-size": "There is nothing in this window: it begins beyond the end. There are "
        "(side + 1) // 2 of them in each direction.",
        "iterable argument is empty": "There is nothing in this window: it begins beyond the end. "
        "There are (side + 1) // 2 of them in each direction.",
        "truth value": "Python's own `max` compares whole rows of the window. An array has its "
        "own: `window.max()`.",
        "out of bounds": "`a[i, j + 1]` does not exist beyond the edge; a slice "
        "`a[top : top + 2, left : left + 2]` is cut off by itself. And there are (side + 1) // 2 "
        "windows in each direction.",
        "cannot be interpreted as an integer": "A number of windows is whole: `(side + 1) // 2`.",
        "not callable": "`max` and the window need round brackets and square brackets at their "
        "places: `a[top : top + 2, left : left + 2].max()`.",
    },
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
    "You moved the last window back inside, or filled it up with values from there. It keeps its "
    "place and counts with a part of itself."
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


@max_pool_ceil.mistake(
    "The size is right, but the partial windows are 0. Let the loops run over them, too: their "
    "slices are cut off by themselves."
)
def ceil_dropped_and_left_empty(a):
    found = _pool_partial(a, 2, 2, np.max)
    H, W = a.shape
    found[H // 2 :], found[:, W // 2 :] = 0, 0
    return found


@max_pool_ceil.mistake(
    "`round` rounds a half to the even neighbour: 2.5 to 2, 3.5 to 4. Round up: `(side + 1) // 2`."
)
def ceil_rounded_to_the_nearest(a):
    found = _pool_partial(a, 2, 2, np.max)
    return found[: round(a.shape[0] / 2), : round(a.shape[1] / 2)]


@max_pool_ceil.mistake(
    "You have a window more even where the side is even. (side + 1) // 2 of them is right for both."
)
def ceil_always_one_more(a):
    padded = np.pad(a, [(0, 2), (0, 2)], mode="edge")
    H, W = a.shape
    return _pool(padded, 2, 2, np.max)[: H // 2 + 1, : W // 2 + 1]


@max_pool_ceil.mistake(
    "You have a window more even where the side is even, and it is empty. (side + 1) // 2 of them "
    "is right for both."
)
def ceil_always_one_more_zeros(a):
    found = _pool_partial(a, 2, 2, np.max)
    result = np.zeros((a.shape[0] // 2 + 1, a.shape[1] // 2 + 1))
    result[: len(found), : found.shape[1]] = found
    return result


@max_pool_ceil.mistake("You kept the mean of each window. Keep the largest.")
def ceil_mean_instead(a):
    return _pool_partial(a, 2, 2, np.mean)


@max_pool_ceil.mistake("You kept the smallest value of each window. Keep the largest.")
def ceil_minimum_instead(a):
    return _pool_partial(a, 2, 2, np.min)


@max_pool_ceil.mistake("You added the values. Keep the largest of each window.")
def ceil_sum_instead(a):
    return _pool_partial(a, 2, 2, np.sum)


@max_pool_ceil.mistake("You kept *where* the largest value is, `argmax`. Keep the value itself.")
def ceil_place_instead(a):
    return _pool_partial(a, 2, 2, np.argmax)


@max_pool_ceil.mistake(
    "Your values are never below 0. Does the search begin with 0? Compare the values of the "
    "window only with each other."
)
def ceil_starts_at_zero(a):
    return np.maximum(_pool_partial(a, 2, 2, np.max), 0)


@max_pool_ceil.mistake("You dropped the signs. A large negative value is not a match.")
def ceil_without_sign(a):
    return _pool_partial(np.abs(a), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You kept the upper left value of each window, or windows of one value. Keep the largest of "
    "2×2: `a[top : top + 2, left : left + 2]`."
)
def ceil_upper_left(a):
    return a[::2, ::2]


@max_pool_ceil.mistake(
    "You kept the last value of each window: each replaced the one before. Keep the largest."
)
def ceil_lower_right(a):
    return _pool_partial(a, 2, 2, lambda w: w[-1, -1])


@max_pool_ceil.mistake("Your windows are 3×3. They are 2×2: `top : top + 2`.")
def ceil_of_three_by_three(a):
    return _pool_partial(a, 3, 2, np.max)


@max_pool_ceil.mistake(
    "You filled up with values from the other end. A partial window counts with its own part only."
)
def ceil_wrapped(a):
    return _pool(np.pad(a, [(0, a.shape[0] % 2), (0, a.shape[1] % 2)], mode="wrap"), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You filled up with -1, and that can win. Take the maximum of the pixels that are there."
)
def ceil_filled_with_minus_one(a):
    return _pool(_padded_even(a, -1), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You put a frame around the map, which moves all windows. They begin at row 0 and column 0."
)
def ceil_padded_around(a):
    return _pool(np.pad(a, 1, constant_values=-np.inf), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You put zeros around the map, which moves all windows. They begin at row 0 and column 0."
)
def ceil_padded_around_with_zeros(a):
    return _pool(np.pad(a, 1), 2, 2, np.max)


@max_pool_ceil.mistake(
    "You filled up above and at the left. The windows begin at row 0 and column 0; the last ones "
    "are partial."
)
def ceil_padded_above(a):
    return _pool(
        np.pad(a, [(a.shape[0] % 2, 0), (a.shape[1] % 2, 0)], constant_values=-99), 2, 2, np.max
    )


@max_pool_ceil.mistake("This is the largest of the whole map. Each window has its own.")
def ceil_whole_map(a):
    return np.max(a)


@max_pool_ceil.mistake(
    "The number of windows is right, but window (i, j) begins at (i, j). It begins at row 2i, "
    "column 2j."
)
def ceil_stride_not_in_the_slice(a):
    found = _pool_partial(a, 2, 2, np.max)
    padded = np.pad(a, [(0, 1), (0, 1)], mode="edge")
    return _pool(padded, 2, 1, np.max)[: len(found), : found.shape[1]]


@max_pool_ceil.mistake("This is the first window only. Is `return` inside the loops? Move it left.")
def ceil_one_window_only(a):
    return np.max(a[:2, :2])


@max_pool_ceil.mistake("This is the first row only. Is `return` inside the loop? Move it left.")
def ceil_first_row_only(a):
    found = _pool_partial(a, 2, 2, np.max)
    return found[0]


@max_pool_ceil.mistake(
    "The corner is missing: the last window of the last row, which holds a single value if both "
    "sides are odd."
)
def ceil_without_the_corner(a):
    found = _pool_partial(a, 2, 2, np.max)
    if a.shape[0] % 2 and a.shape[1] % 2:
        found[-1, -1] = 0
    return found


@max_pool_ceil.mistake(
    "Your window moves by one pixel, and only whole windows are there. The stride is 2, and "
    "partial windows count."
)
def ceil_stride_one_and_whole(a):
    return _pool(a, 2, 1, np.max)


@max_pool_ceil.mistake("You kept the value furthest from 0, with its sign. Keep the largest.")
def ceil_second_largest_size(a):
    return _pool_partial(a, 2, 2, lambda w: w.ravel()[np.argmax(np.abs(w))])


@max_pool_ceil.mistake("You pooled down only, or across only. A window is 2×2.")
def ceil_each_row(a):
    return _pool_partial(a, 2, 2, lambda w: w[0].max())


@max_pool_ceil.mistake("You looked at the first column of each window only. A window is 2×2.")
def ceil_first_columns(a):
    return _pool_partial(a, 2, 2, lambda w: w[:, 0].max())


@max_pool_ceil.mistake(
    "Your windows reach to the end of the map. They end at `top + 2` and `left + 2`."
)
def ceil_slice_to_the_end(a):
    rows, columns = (range(0, side, 2) for side in a.shape)
    return [[np.max(a[i:, j:]) for j in columns] for i in rows]


@max_pool_ceil.mistake("Your windows begin at row 0 and column 0. They begin at `top` and `left`.")
def ceil_slice_from_the_beginning(a):
    rows, columns = (range(0, side, 2) for side in a.shape)
    return [[np.max(a[: i + 2, : j + 2]) for j in columns] for i in rows]


@max_pool_ceil.mistake(
    "Your window does not move across: j is missing in the slice, `left = 2 * j`."
)
def ceil_column_stays(a):
    found = _pool_partial(a, 2, 2, np.max)
    return np.repeat(found[:, :1], found.shape[1], axis=1)


@max_pool_ceil.mistake(
    "Your largest so far is carried from window to window. Reset it for each window, inside the "
    "loops."
)
def ceil_never_started_again(a):
    found = _pool_partial(a, 2, 2, np.max)
    return np.maximum.accumulate(found.ravel()).reshape(found.shape)


@max_pool_ceil.mistake("Only the last column is kept, and the last row is 0: it counts as well.")
def ceil_last_row_dropped(a):
    found = _pool_partial(a, 2, 2, np.max)
    if a.shape[0] % 2:
        found[-1] = 0
    return found


@max_pool_ceil.mistake("Only the last row is kept, and the last column is 0: it counts as well.")
def ceil_last_column_dropped(a):
    found = _pool_partial(a, 2, 2, np.max)
    if a.shape[1] % 2:
        found[:, -1] = 0
    return found


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
        (np.array([[2.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 1.0], [1.0, 2.0]])),
        (np.array([[1.0, 0, 2, 0], [0, 0, 0, 5]]), np.array([[3.0, 0, 0, 5], [0, 0, 2, 0]])),
        (np.array([[1.0, 0, 2, 0], [0, 0, 0, 5]]), np.array([[0.0, 5, 1, 0], [2, 0, 0, 0]])),
        (np.array([[2.0, 1, 1, 0], [1, 0, 3, 0.5]]), np.array([[0.0, 1, 0.5, 2], [1, 2, 1, 0]])),
        (-np.ones((6, 2)), -np.array([[1.0, 2], [3, 1], [2, 2], [3, 4], [1, 1], [5, 1]])),
    ],
    hints=[
        "Pool first, compare then.",
        "For even sides: `a.reshape(H // 2, 2, W // 2, 2).max(axis=(1, 3))`, or your `max_pool`.",
        "The share of equal values is the mean of `pooled == pooled_shifted`.",
    ],
    crashes={
        "truth value": "Two arrays are equal in some places and not in others: the mean of "
        "`pooled == pooled_shifted` is the share.",
        "cannot reshape": "Blocks of 2×2: `a.reshape(H // 2, 2, W // 2, 2)`, with "
        "`H, W = a.shape`, and the maximum over axes 1 and 3.",
        "has no len": "A number has no length. Take the mean of `pooled == pooled_shifted`.",
        "has no attribute 'mean'": "`==` of two lists is one yes or no: make arrays of them first, "
        "`np.array(…)`.",
        "has no attribute 'sum'": "`==` of two lists is one yes or no: make arrays of them first, "
        "`np.array(…)`.",
        "'float' object": "Divide with `//` where a size is meant: sizes are whole numbers.",
        "zero-size": "There is nothing in this window: there are H // 2 × W // 2 of them.",
    },
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


@share_kept.mistake(
    "You asked whether *all* are equal, or `//` has rounded the share down. The share is the mean "
    "of `==`."
)
def kept_all_or_nothing(a, shifted):
    return np.array_equal(_pooled(a), _pooled(shifted))


@share_kept.mistake(
    "You compared the means, or the sums, of the windows. Max pooling keeps the largest value of "
    "each."
)
def kept_averages(a, shifted):
    return np.mean(_pool(a, 2, 2, np.mean) == _pool(shifted, 2, 2, np.mean))


@share_kept.mistake("You compared the smallest values of the windows. Keep the largest of each.")
def kept_smallest(a, shifted):
    return np.mean(_pool(a, 2, 2, np.min) == _pool(shifted, 2, 2, np.min))


@share_kept.mistake("Your windows move by one pixel. The stride is 2.")
def kept_stride_one(a, shifted):
    return np.mean(_pool(a, 2, 1, np.max) == _pool(shifted, 2, 1, np.max))


@share_kept.mistake(
    "This is the share in percent. Leave the factor 100 out: it lies between 0 and 1."
)
def kept_in_percent(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return 100 * np.mean(p == q)


@share_kept.mistake(
    "You divided by the number of rows, `len`. Divide by the number of pooled values: `.size`."
)
def kept_by_rows(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / len(p)


@share_kept.mistake(
    "You divided by the number of columns. Divide by the number of pooled values: `.size`."
)
def kept_by_columns(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / p.shape[1]


@share_kept.mistake("You left the zeros out. Each pooled value counts, also a 0 that stays 0.")
def kept_of_the_nonzero(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where there are none
        return np.mean(p[p > 0] == q[p > 0])


@share_kept.mistake("You left out the zeros that stay zeros. Each equal pair counts.")
def kept_of_the_nonzero_among_all(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean((p == q) & (p > 0))


@share_kept.mistake(
    "You counted the values above 0 that stay. Count all equal pairs, and divide by their number."
)
def kept_nonzero_counted(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum((p == q) & (p > 0))


@share_kept.mistake(
    "You divided the sums of the two maps. Which share of the *values* is equal, place by place?"
)
def kept_sums_divided(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    with np.errstate(all="ignore"):
        return q.sum() / p.sum()


@share_kept.mistake(
    "You averaged the differences. Which share of the values is equal: the mean of `==`."
)
def kept_differences(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return 1 - np.mean(np.abs(p - q))


@share_kept.mistake(
    "This is the mean difference. Which share of the values is equal: the mean of `==`."
)
def kept_mean_difference(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(np.abs(p - q))


@share_kept.mistake(
    "You counted the values that change. Count the equal ones, and divide by their number."
)
def kept_changed_counted(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p != q)


@share_kept.mistake("This is one share a row. Take it over the whole pooled map: leave `axis` out.")
def kept_row_by_row(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(p == q, axis=1)


@share_kept.mistake(
    "This is one share a column. Take it over the whole pooled map: leave `axis` out."
)
def kept_column_by_column(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(p == q, axis=0)


@share_kept.mistake("You compared whole rows. Compare value by value.")
def kept_whole_rows(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(np.all(p == q, axis=1))


@share_kept.mistake("You compared whole columns. Compare value by value.")
def kept_whole_columns(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(np.all(p == q, axis=0))


@share_kept.mistake(
    "You compared the largest values of the two maps. Pool them, and compare value by value."
)
def kept_largest_only(a, shifted):
    return float(np.max(a) == np.max(shifted))


@share_kept.mistake(
    "You cut the map into (H/2, W/2, 2, 2) by `reshape`. That is not a window of neighbours: "
    "`reshape(H // 2, 2, W // 2, 2)`, and axes 1 and 3."
)
def kept_blocks_cut_across(a, shifted):
    H, W = a.shape
    p, q = (m.reshape(H // 2, W // 2, 2, 2).max(axis=(2, 3)) for m in (a, shifted))
    return np.mean(p == q)


@share_kept.mistake("You pooled in one direction only. A window is 2×2.")
def kept_pairs_of_rows_only(a, shifted):
    H, W = a.shape
    p, q = (m.reshape(H // 2, 2, W).max(axis=1) for m in (a, shifted))
    return np.mean(p == q)


@share_kept.mistake("You pooled across only. A window is 2×2: two rows and two columns.")
def kept_pairs_of_columns_only(a, shifted):
    H, W = a.shape
    p, q = (m.reshape(H, W // 2, 2).max(axis=2) for m in (a, shifted))
    return np.mean(p == q)


@share_kept.mistake("You took every other pixel. Keep the *largest* of each 2×2 window.")
def kept_every_other(a, shifted):
    return np.mean(a[::2, ::2] == shifted[::2, ::2])


@share_kept.mistake(
    "You pooled, but you return the pooled map. Which share of it is equal in both?"
)
def kept_pooled_and_kept(a, shifted):
    return _pooled(a)


@share_kept.mistake("You asked whether *any* value is equal. The share of equal ones is the mean.")
def kept_any(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.any(p == q)


@share_kept.mistake("You divided by the values that change. A share is of all values.")
def kept_by_changed(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / max(np.sum(p != q), 1)


@share_kept.mistake(
    "You looked whether a value occurs anywhere in the other map. Compare them place by place."
)
def kept_same_values_anywhere(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(np.isin(p, q))


@share_kept.mistake("You compared the values without their places. Compare them place by place.")
def kept_sorted(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(np.sort(p, axis=None) == np.sort(q, axis=None))


@share_kept.mistake(
    "You divided by 4, the pixels of a window. Divide by the number of pooled values."
)
def kept_by_the_window(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / 4


@share_kept.mistake(
    "You took the maximum over the wrong axes: of `reshape(H // 2, 2, W // 2, 2)` the window is "
    "axes 1 and 3."
)
def kept_whole_axes(a, shifted):
    H, W = a.shape
    p, q = (m.reshape(H // 2, 2, W // 2, 2).max(axis=(0, 2)) for m in (a, shifted))
    return np.mean(p == q)


@share_kept.mistake("You compared where something is above 0. Compare the values themselves.")
def kept_only_above_zero(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean((p > 0) == (q > 0))


@share_kept.mistake("You pooled the difference of the maps. Pool each map, then compare.")
def kept_signed_difference_pooled(a, shifted):
    return np.mean(_pooled(a - shifted) == 0)


@share_kept.mistake("You pooled shifted - a. Pool each map, then compare.")
def kept_reversed_difference_pooled(a, shifted):
    return np.mean(_pooled(shifted - a) == 0)


@share_kept.mistake(
    "You counted down the columns only (Python's own `sum`). The share is `.mean()` over all."
)
def kept_counted_in_columns(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q, axis=0)


@share_kept.mistake("You counted along the rows only. The share is `.mean()` over all.")
def kept_counted_in_rows(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q, axis=1)


@share_kept.mistake(
    "You counted down the columns only (Python's own `sum`) and divided then. The share is "
    "`.mean()` over all."
)
def kept_counted_in_columns_by_all(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q, axis=0) / p.size


@share_kept.mistake("Only the first row was compared. Is `return` inside the loop? Move it left.")
def kept_first_row(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p[0] == q[0]) / p.size


@share_kept.mistake(
    "Only the first window was compared. Is `return` inside the loops? Move it left."
)
def kept_first_value(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return float(p[0, 0] == q[0, 0])


@share_kept.mistake(
    "You divided the sums of the two maps. Which share of the *values* is equal, place by place? "
    "The mean of `==`."
)
def kept_sums_the_other_way(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    with np.errstate(all="ignore"):
        return p.sum() / q.sum()


@share_kept.mistake(
    "You asked whether the shifted value is at least as large. Ask whether they are equal."
)
def kept_larger_values(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(q >= p)


@share_kept.mistake(
    "You asked whether the value before is at least as large. Ask whether they are equal."
)
def kept_larger_values_before(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(p >= q)


@share_kept.mistake(
    "You divided by half the pixels. After pooling a quarter of them is left: `pooled.size`."
)
def kept_halves(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / (a.size / 2)


@share_kept.mistake(
    "You compared the means, or sums, of the pooled maps. Compare value by value: the mean of `==`."
)
def kept_means_compared(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return float(p.mean() == q.mean())


@share_kept.mistake(
    "You compared a map with itself. Compare the pooled map with the pooled shifted one."
)
def kept_with_itself(a, shifted):
    return 1.0


@share_kept.mistake(
    "You divided by rows × rows. The pooled map need not be a square: `.size`, or the mean."
)
def kept_by_rows_squared(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.sum(p == q) / len(p) ** 2


@share_kept.mistake(
    "You averaged the differences, signs and all. Which share of the values is equal: the mean of "
    "`==`."
)
def kept_mean_of_differences(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean(p - q)


@share_kept.mistake(
    "You counted equal pixels before pooling. Pool both maps first, and divide by the number of "
    "values."
)
def kept_unpooled_counted(a, shifted):
    return np.sum(a == shifted)


@share_kept.mistake("You compared the maps before pooling, and divided by 4. Pool both first.")
def kept_unpooled_quarter(a, shifted):
    return np.mean(a == shifted) / 4


@share_kept.mistake("You looked where both are above 0. Compare the values themselves.")
def kept_both_above_zero(a, shifted):
    p, q = _pooled(a), _pooled(shifted)
    return np.mean((p > 0) & (q > 0))


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


@weights_saved.mistake("These are the weights *before* pooling. Subtract those after it.")
def saved_before_only(height, width, maps, classes):
    return height * width * maps * classes


@weights_saved.mistake(
    "You counted a bias for each class on one side only. Biases are the same before and after: "
    "they cancel."
)
def saved_with_biases_less(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps * classes - classes


@weights_saved.mistake(
    "You added a bias for each class. Only weights are asked for, and biases are the same before "
    "and after."
)
def saved_with_biases_more(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps * classes + classes


@weights_saved.mistake("You counted a bias for each map. Only the weights of the values count.")
def saved_with_biases_of_maps(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps * classes + maps


@weights_saved.mistake("You took off a bias for each map. Only the weights of the values count.")
def saved_without_map_biases(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps * classes - maps


@weights_saved.mistake(
    "You subtracted before from after. Fewer weights are *left*: before minus after."
)
def saved_reversed(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (after - height * width) * maps * classes


@weights_saved.mistake("You rounded a quarter of the values. Round each *side* up, then multiply.")
def saved_quarter_rounded_down(height, width, maps, classes):
    return (height * width - height * width // 4) * maps * classes


@weights_saved.mistake(
    "You rounded a quarter of the values up. Round each *side* up, then multiply."
)
def saved_quarter_rounded_up(height, width, maps, classes):
    return (height * width - -(-height * width // 4)) * maps * classes


@weights_saved.mistake("You took three quarters, rounded. Round each *side* up after halving it.")
def saved_three_quarters_rounded(height, width, maps, classes):
    return 3 * height * width * maps * classes // 4


@weights_saved.mistake(
    "These are the weights that are *left*, rounded down. Subtract them from those before, and "
    "round both sides up."
)
def saved_left_rounded_down(height, width, maps, classes):
    return (height // 2) * (width // 2) * maps * classes


@weights_saved.mistake("You halved the width only. Pooling halves both sides, a quarter is left.")
def saved_columns_halved(height, width, maps, classes):
    return (height * width - height * -(-width // 2)) * maps * classes


@weights_saved.mistake(
    "You halved the number of values. Pooling halves *both* sides, a quarter is left."
)
def saved_half_exactly(height, width, maps, classes):
    return height * width * maps * classes / 2


@weights_saved.mistake(
    "You counted side // 2 + 1 windows. That is one too many for an even side: (side + 1) // 2."
)
def saved_one_more_window(height, width, maps, classes):
    return (height * width - (height // 2 + 1) * (width // 2 + 1)) * maps * classes


@weights_saved.mistake(
    "`round` rounds a half to the even neighbour: 2.5 to 2. Round up: (side + 1) // 2."
)
def saved_rounded_to_the_nearest(height, width, maps, classes):
    return (height * width - round(height / 2) * round(width / 2)) * maps * classes


@weights_saved.mistake("You rounded the height down. Both sides are rounded up.")
def saved_height_rounded_down(height, width, maps, classes):
    return (height * width - (height // 2) * -(-width // 2)) * maps * classes


@weights_saved.mistake("You rounded the width down. Both sides are rounded up.")
def saved_width_rounded_down(height, width, maps, classes):
    return (height * width - -(-height // 2) * (width // 2)) * maps * classes


@weights_saved.mistake("You took the map for a square of `height`. Its other side is `width`.")
def saved_square_by_the_height(height, width, maps, classes):
    return (height**2 - (-(-height // 2)) ** 2) * maps * classes


@weights_saved.mistake("You took the map for a square of `width`. Its other side is `height`.")
def saved_square_by_the_width(height, width, maps, classes):
    return (width**2 - (-(-width // 2)) ** 2) * maps * classes


@weights_saved.mistake("This is a share. How many weights fewer are there: before minus after?")
def saved_share(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return 1 - after / (height * width)


@weights_saved.mistake("This is how many *times* fewer. Subtract: before minus after.")
def saved_times_smaller(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width / after


@weights_saved.mistake("You counted the values of one map. Multiply by maps and by classes.")
def saved_values_of_one_map(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width - after


@weights_saved.mistake(
    "Your window moves by one pixel. The stride is 2: half the side, rounded up."
)
def saved_stride_one(height, width, maps, classes):
    return (height * width - (height - 1) * (width - 1)) * maps * classes


@weights_saved.mistake("You added the maps. Each map has its own values: multiply.")
def saved_maps_added(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * (maps + classes)


@weights_saved.mistake("You added the classes. Each value has a weight for each class: multiply.")
def saved_classes_added(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return (height * width - after) * maps + classes


@weights_saved.mistake(
    "Brackets are missing: only what is left was multiplied by maps and classes."
)
def saved_brackets_missing(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width - after * maps * classes


@weights_saved.mistake(
    "Brackets are missing: only the weights before were multiplied by maps and classes."
)
def saved_brackets_missing_before(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width * maps * classes - after


@weights_saved.mistake(
    "You multiplied what is left by the maps only. Both, before and after, times maps and classes."
)
def saved_classes_on_one_side(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width * maps * classes - after * maps


@weights_saved.mistake(
    "You multiplied what is left by the classes only. Both, before and after, times maps and "
    "classes."
)
def saved_maps_on_one_side(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return height * width * maps * classes - after * classes


@weights_saved.mistake("You added the sides. A map has height · width values.")
def saved_sides_halved_and_added(height, width, maps, classes):
    return (height + width - -(-height // 2) - -(-width // 2)) * maps * classes


@weights_saved.mistake(
    "You counted 4 weights for each window. Pooling has no weights: count those of the values, "
    "before minus after."
)
def saved_of_the_window(height, width, maps, classes):
    after = -(-height // 2) * -(-width // 2)
    return 4 * after * maps * classes


@weights_saved.mistake(
    "198 is the answer for the X and O. Count with height, width, maps and classes."
)
def saved_x_and_o(height, width, maps, classes):
    return 198


@weights_saved.mistake("You added the halved sides. A pooled map has rows · columns values.")
def saved_sides_after_added(height, width, maps, classes):
    return (height * width - (-(-height // 2) + -(-width // 2))) * maps * classes


@weights_saved.mistake("You added what is left. Subtract it from the weights before.")
def saved_added(height, width, maps, classes):
    return (height * width + -(-height // 2) * -(-width // 2)) * maps * classes


@weights_saved.mistake("You took thirds. Pooling 2×2 halves both sides.")
def saved_thirds(height, width, maps, classes):
    return (height * width - -(-height // 3) * -(-width // 3)) * maps * classes


@weights_saved.mistake(
    "These are the weights that are *left*, as a quarter rounded up. Subtract, and round each "
    "*side* up."
)
def saved_left_rounded_up_quarter(height, width, maps, classes):
    return -(-height * width // 4) * maps * classes


@weights_saved.mistake(
    "You halved the sides but took one of them only. Half the height times half the width is left."
)
def saved_one_side_of_each(height, width, maps, classes):
    return (height * width - -(-height // 2)) * maps * classes


@weights_saved.mistake(
    "These are the values that are left in one map. Multiply by maps and classes, and subtract "
    "from those before."
)
def saved_without_maps_and_classes_left(height, width, maps, classes):
    return -(-height // 2) * -(-width // 2)


@weights_saved.mistake(
    "These are the values that are left. Each has a weight for each class, and the question is "
    "how many are *saved*."
)
def saved_values_left(height, width, maps, classes):
    return -(-height // 2) * -(-width // 2) * maps


@weights_saved.mistake(
    "This is the share that is left. How many weights fewer are there: before minus after?"
)
def saved_share_that_is_left(height, width, maps, classes):
    return -(-height // 2) * -(-width // 2) / (height * width)


@weights_saved.mistake("You took 2 off each side. Pooling halves the sides, rounded up.")
def saved_edge_lost(height, width, maps, classes):
    return (height * width - (height - 2) * (width - 2)) * maps * classes


@weights_saved.mistake("You rounded down, and counted a bias for each class on one side only.")
def saved_rounded_down_and_biases_less(height, width, maps, classes):
    return (height * width - (height // 2) * (width // 2)) * maps * classes - classes


@weights_saved.mistake("You rounded down, and these are values: each has a weight for each class.")
def saved_rounded_down_and_values(height, width, maps, classes):
    return (height * width - (height // 2) * (width // 2)) * maps
