"""Exercises of lesson 02, filter images: size, stride and padding, channels, the flip, learning."""

import numpy as np

from cnnkit import matching
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions02 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress

_BARS = np.array([[1.0, 1, -1], [1, -1, -1], [1, 1, -1]])
_EDGE = np.array([[-1.0, 1, 1], [-1, 1, 1], [-1, -1, 1]])
_FRACTIONS = np.arange(42.0).reshape(6, 7) % 11 / 4 - 1


def _sums(image, kernel, *, stride=1, padding=0):
    return matching.match_map(image, kernel, stride=stride, padding=padding, scoring="sum")


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="How large is the map?",
    task="How many places does a kernel have along one side, with this stride and padding?",
    cases=[
        (9, 3, 1, 0),
        (9, 3, 1, 1),
        (9, 3, 2, 0),
        (11, 4, 3, 3),
        (10, 5, 1, 2),
        (8, 3, 2, 1),
        (28, 5, 3, 2),
        (7, 4, 2, 0),
        (5, 5, 1, 0),
    ],
    hints=[
        "Padding makes the side longer, at both ends.",
        "From the first to the last place the kernel moves at most (padded size - kernel_size) "
        "pixels.",
        "Count the whole steps in that distance, `//`, and add 1 for the place before the first "
        "step.",
    ],
    takeaway="(size + 2 · padding - kernel_size) // stride + 1 holds for every filter and pooling.",
)
def output_size(size, kernel_size, stride, padding):
    """Return the number of outputs along a side of `size` pixels."""
    return (size + 2 * padding - kernel_size) // stride + 1


@output_size.mistake("Padding stands at both ends of the side: it counts twice.")
def size_padded_at_one_end(size, kernel_size, stride, padding):
    return (size + padding - kernel_size) // stride + 1


@output_size.mistake("These are the steps. There is one place more, the one before the first step.")
def size_without_the_first(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride


@output_size.mistake("You left the stride out: divide the distance by it.")
def size_stride_forgotten(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size + 1


@output_size.mistake("You left the padding out.")
def size_padding_forgotten(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride + 1


@output_size.mistake(
    "You rounded up. The last step would push the kernel over the edge: round down."
)
def size_rounded_up(size, kernel_size, stride, padding):
    return -(-(size + 2 * padding - kernel_size) // stride) + 1


@output_size.mistake(
    "You did not round. A fraction of a step is not a place: use `//`, which rounds down."
)
def size_not_rounded(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) / stride + 1


@output_size.mistake(
    "You divided the +1, too. Divide the distance by the stride first, then add 1."
)
def size_all_divided(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size + 1) // stride


@output_size.mistake(
    "Brackets are missing: `//` comes before `-`. Divide the whole distance: (size + 2 * padding "
    "- kernel_size) // stride + 1."
)
def size_brackets_missing(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size // stride + 1


@output_size.mistake(
    "Brackets are missing: `/` comes before `-`. And a part of a step does not count: divide the "
    "whole distance with `//`."
)
def size_brackets_missing_in_division(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size / stride + 1


@output_size.mistake(
    "Brackets stand at the wrong place: only (size + 2 * padding - kernel_size) is divided by the "
    "stride, the 1 is added afterwards."
)
def size_kernel_and_first_in_the_division(size, kernel_size, stride, padding):
    return size + 2 * padding - (kernel_size // (stride + 1))


@output_size.mistake(
    "The 1 is added to the stride, for want of brackets. Divide first, then add it: (…) // stride "
    "+ 1."
)
def size_first_in_the_divisor(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // (stride + 1)


@output_size.mistake(
    "You left the kernel out: it has to fit whole, so the last place begins kernel_size before "
    "the end."
)
def size_kernel_not_subtracted(size, kernel_size, stride, padding):
    return (size + 2 * padding) // stride + 1


@output_size.mistake(
    "You divided the whole padded side by the stride. The kernel has to fit: (… - kernel_size) // "
    "stride + 1."
)
def size_kernel_not_subtracted_nor_first(size, kernel_size, stride, padding):
    return (size + 2 * padding) // stride


@output_size.mistake(
    "You divided the side by the stride. The kernel has to fit whole, and padding counts: (size + "
    "2 · padding - kernel_size) // stride + 1."
)
def size_side_by_stride(size, kernel_size, stride, padding):
    return size // stride


@output_size.mistake(
    "This is the rule for `same` padding, the side divided by the stride and rounded up. Here "
    "`padding` and `kernel_size` count."
)
def size_side_by_stride_rounded_up(size, kernel_size, stride, padding):
    return -(-size // stride)


@output_size.mistake("You left stride and padding out: both change the number of places.")
def size_stride_and_padding_forgotten(size, kernel_size, stride, padding):
    return size - kernel_size + 1


@output_size.mistake("You left the stride out, and the + 1 for the first place.")
def size_stride_and_first_forgotten(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size


@output_size.mistake("You left the padding out, and the + 1 for the first place.")
def size_padding_and_first_forgotten(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride


@output_size.mistake(
    "This is size - kernel_size. Padding adds to the size, the stride divides the distance, and 1 "
    "is added."
)
def size_all_forgotten(size, kernel_size, stride, padding):
    return size - kernel_size


@output_size.mistake("You left the padding out, and did not round: use `//`.")
def size_padding_forgotten_not_rounded(size, kernel_size, stride, padding):
    return (size - kernel_size) / stride + 1


@output_size.mistake("You left the padding out, and divided the + 1 as well.")
def size_padding_forgotten_all_divided(size, kernel_size, stride, padding):
    return (size - kernel_size + 1) // stride


@output_size.mistake("Padding counts twice, once at each end; and round down, with `//`.")
def size_padded_once_not_rounded(size, kernel_size, stride, padding):
    return (size + padding - kernel_size) / stride + 1


@output_size.mistake("You took the padding away. It makes the side longer: + 2 · padding.")
def size_padding_subtracted(size, kernel_size, stride, padding):
    return (size - 2 * padding - kernel_size) // stride + 1


@output_size.mistake(
    "You took the padding away. It makes the side longer, at both ends: + 2 · padding."
)
def size_padding_subtracted_once(size, kernel_size, stride, padding):
    return (size - padding - kernel_size) // stride + 1


@output_size.mistake(
    "You added the padding to the number of places. It makes the *side* longer: add it before you "
    "divide."
)
def size_padding_added_at_the_end(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride + 1 + 2 * padding


@output_size.mistake(
    "You added the padding once, to the number of places. It makes the side longer at both ends: "
    "add 2 · padding before you divide."
)
def size_padding_added_once_at_the_end(size, kernel_size, stride, padding):
    return (size - kernel_size) // stride + 1 + padding


@output_size.mistake("You squared the padding. It stands at both ends: 2 · padding.")
def size_padding_squared(size, kernel_size, stride, padding):
    return (size + padding**2 - kernel_size) // stride + 1


@output_size.mistake(
    "You rounded to the nearest. A step that does not fit whole is none: round down, with `//`."
)
def size_rounded_to_the_nearest(size, kernel_size, stride, padding):
    return round((size + 2 * padding - kernel_size) / stride) + 1


@output_size.mistake(
    "You took off one too many, or rounded up and left out the + 1. Round down, `//`, then add 1 "
    "for the first place."
)
def size_rounded_up_without_first(size, kernel_size, stride, padding):
    return -(-(size + 2 * padding - kernel_size) // stride)


@output_size.mistake(
    "These are the steps, not rounded. Round down, with `//`, and add 1 for the first place."
)
def size_not_rounded_without_first(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) / stride


@output_size.mistake("You divided the + 1 too, and did not round. Divide with `//`, then add 1.")
def size_all_divided_not_rounded(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size + 1) / stride


@output_size.mistake(
    "You took off kernel_size - 1 *and* added 1. Take off kernel_size, divide, then add 1."
)
def size_kernel_less_one(size, kernel_size, stride, padding):
    return (size + 2 * padding - (kernel_size - 1)) // stride + 1


@output_size.mistake(
    "You added 2, or the stride as well as 1. There is one place before the first step: + 1."
)
def size_two_added(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride + 2


@output_size.mistake(
    "You took 1 off. There is one place more than steps, the one before the first: + 1."
)
def size_one_subtracted(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride - 1


@output_size.mistake("You added the kernel's size. It has to fit inside: subtract it.")
def size_kernel_added(size, kernel_size, stride, padding):
    return (size + 2 * padding + kernel_size) // stride + 1


@output_size.mistake("You multiplied by the stride. Longer steps give *fewer* places: divide.")
def size_stride_multiplied(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) * stride + 1


@output_size.mistake(
    "You subtracted the stride. How often does it fit into the distance? Divide, with `//`."
)
def size_stride_subtracted(size, kernel_size, stride, padding):
    return size + 2 * padding - kernel_size - stride + 1


@output_size.mistake(
    "You divided by the kernel's size: its windows overlap, and it moves by `stride`."
)
def size_kernel_divides(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // kernel_size + 1


@output_size.mistake("This is the number of places of a whole square map. One side is asked for.")
def size_squared(size, kernel_size, stride, padding):
    return ((size + 2 * padding - kernel_size) // stride + 1) ** 2


@output_size.mistake("You return two numbers. One side is asked for: one number.")
def size_both_sides(size, kernel_size, stride, padding):
    return [(size + 2 * padding - kernel_size) // stride + 1] * 2


@output_size.mistake(
    "Brackets are missing: only 2 · padding is divided by the stride. Divide the whole distance, "
    "then add 1."
)
def size_brackets_only_round_the_padding(size, kernel_size, stride, padding):
    return size - kernel_size + 2 * padding // stride + 1


@output_size.mistake(
    "Only the side was divided by the stride. Divide the whole distance, size + 2 · padding - "
    "kernel_size."
)
def size_padding_and_kernel_outside(size, kernel_size, stride, padding):
    return size // stride + 2 * padding - kernel_size + 1


@output_size.mistake("You took off half a kernel. The whole kernel has to fit: - kernel_size.")
def size_half_kernel(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size // 2) // stride + 1


@output_size.mistake("You counted the padding four times. Along one side it stands at two ends.")
def size_four_paddings(size, kernel_size, stride, padding):
    return (size + 4 * padding - kernel_size) // stride + 1


@output_size.mistake("You took the remainder, `%`. How often does the stride fit: `//`?")
def size_remainder(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) % stride + 1


@output_size.mistake("This is the padded side. How many places has the kernel in it?")
def size_padded_side(size, kernel_size, stride, padding):
    return size + 2 * padding


@output_size.mistake("You halved the side. Divide the distance by the stride.")
def size_side_halved(size, kernel_size, stride, padding):
    return size // 2


@output_size.mistake("Padding stands at both ends, and there is one place more than steps.")
def size_padding_once_and_steps(size, kernel_size, stride, padding):
    return (size + padding - kernel_size) // stride


@output_size.mistake("Padding counts twice, and round down.")
def size_rounded_up_with_padding_once(size, kernel_size, stride, padding):
    return -(-(size + padding - kernel_size) // stride) + 1


@output_size.mistake(
    "You added the padding to the number of places, and did not round. It makes the *side* "
    "longer: add it before you divide, with `//`."
)
def size_padding_added_at_the_end_not_rounded(size, kernel_size, stride, padding):
    return (size - kernel_size) / stride + 1 + 2 * padding


@output_size.mistake(
    "You added the stride instead of 1. There is one place before the first step: + 1."
)
def size_stride_added_again(size, kernel_size, stride, padding):
    return (size + 2 * padding - kernel_size) // stride + stride


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Filter with stride and padding",
    task="Put zeros around the image, move the kernel by `stride` pixels, and sum the products.",
    cases=[
        (_BARS, _EDGE, 1, 1),
        (lesson.numbers(6, 7), lesson.numbers(3, 3), 2, 0),
        (lesson.numbers(5, 4), lesson.numbers(2, 3), 2, 1),
        (lesson.numbers(7, 9), lesson.numbers(3, 2), 3, 2),
        (lesson.numbers(4, 4), lesson.numbers(2, 2), 1, 0),
        (_FRACTIONS, np.arange(20.0).reshape(4, 5) % 3 / 4, 1, 1),
    ],
    hints=[
        "`np.pad(image, padding)` puts zeros around the image, on all four sides.",
        "How many rows does the map have? That is your `output_size`, once for the rows and once "
        "for the columns.",
        "The window of output (i, j) begins at row `i * stride` and column `j * stride` of the "
        "padded image.",
    ],
    crashes={
        "into shape (0": "With a padding of 0 the slice `padded[padding:-padding]` is empty. "
        "`np.pad` has no such trap.",
        "broadcast together": "This window is not as large as the kernel. It is "
        "`padded[top : top + h, left : left + w]`, and it is cut off at the edge if there are too "
        "many windows: count them from the *padded* image, and with the stride.",
        "out of bounds": "Rows and columns have their own counts: "
        "(side + 2 * padding - kernel's side) // stride + 1.",
        "cannot be interpreted as an integer": "A size is a whole number: divide with `//`.",
        "matmul": "`@` is the matrix product; `*` multiplies the pixels at the same place.",
        "setting an array element": "`result[i, j]` holds one number: the sum of window × kernel.",
    },
    takeaway="In PyTorch: `conv2d(x, weight, stride=stride, padding=padding)`.",
)
def filter_image(image, kernel, stride, padding):
    """Return the map of sums of products; nothing is divided, the kernel is not turned."""
    padded = np.pad(image, padding)
    (H, W), (h, w) = padded.shape, kernel.shape
    result = np.zeros(((H - h) // stride + 1, (W - w) // stride + 1))
    for i in range(result.shape[0]):
        for j in range(result.shape[1]):
            top, left = i * stride, j * stride
            result[i, j] = np.sum(padded[top : top + h, left : left + w] * kernel)
    return result


@filter_image.mistake(
    "You turned the kernel by half a turn first. That is the mathematicians' convolution; a "
    "network's filter lies on the image as it is."
)
def filter_kernel_flipped(image, kernel, stride, padding):
    return _sums(image, kernel[::-1, ::-1], stride=stride, padding=padding)


@filter_image.mistake("You left the padding out: put `padding` rows and columns of zeros around.")
def filter_padding_forgotten(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride)


@filter_image.mistake(
    "You left the stride out: window (i, j) begins at `i * stride`, `j * stride`."
)
def filter_stride_forgotten(image, kernel, stride, padding):
    return _sums(image, kernel, padding=padding)


@filter_image.mistake("Your stride works downwards only. It holds for the columns, too.")
def filter_stride_in_rows_only(image, kernel, stride, padding):
    return _sums(image, kernel, stride=(stride, 1), padding=padding)


@filter_image.mistake(
    "You padded below and at the right only. Zeros stand on all four sides: "
    "`np.pad(image, padding)`."
)
def filter_padded_at_one_end(image, kernel, stride, padding):
    return _sums(np.pad(image, [(0, padding)] * 2), kernel, stride=stride)


@filter_image.mistake("You repeated the pixels of the edge. Here the padding is zeros.")
def filter_padded_with_the_edge(image, kernel, stride, padding):
    return _sums(np.pad(image, padding, mode="edge"), kernel, stride=stride)


@filter_image.mistake(
    "You divided by the number of the kernel's pixels. A general filter is a sum of products; an "
    "average has its 1/9 in the kernel."
)
def filter_divided(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding) / kernel.size


@filter_image.mistake(
    "The map's size is right, but window (i, j) begins at (i, j). It begins at row i * stride, "
    "column j * stride."
)
def filter_window_at_i_j(image, kernel, stride, padding):
    rows, columns = (
        output_size.reference(image.shape[0], kernel.shape[0], stride, padding),
        output_size.reference(image.shape[1], kernel.shape[1], stride, padding),
    )
    return _sums(image, kernel, padding=padding)[:rows, :columns]


@filter_image.mistake("Your stride works across only. It holds for the rows, too.")
def filter_stride_in_columns_only(image, kernel, stride, padding):
    return _sums(image, kernel, stride=(1, stride), padding=padding)


@filter_image.mistake(
    "The map's size is right, but across the windows begin at j. They begin at j * stride."
)
def filter_stride_missing_in_the_columns(image, kernel, stride, padding):
    columns = output_size.reference(image.shape[1], kernel.shape[1], stride, padding)
    return _sums(image, kernel, stride=(stride, 1), padding=padding)[:, :columns]


@filter_image.mistake(
    "You counted the windows from the image without its padding. Count them from the padded one."
)
def filter_counted_without_padding(image, kernel, stride, padding):
    rows, columns = (
        output_size.reference(image.shape[0], kernel.shape[0], stride, 0),
        output_size.reference(image.shape[1], kernel.shape[1], stride, 0),
    )
    return _sums(image, kernel, stride=stride, padding=padding)[:rows, :columns]


@filter_image.mistake(
    "The last row and column are missing: there is one place more than steps, + 1."
)
def filter_last_missing(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding)[:-1, :-1]


@filter_image.mistake(
    "You padded by half a kernel, which keeps the size. Here the padding is given: `padding`."
)
def filter_padded_for_the_same_size(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=(kernel.shape[0] // 2, kernel.shape[1] // 2))


@filter_image.mistake("You padded by 1. Use `padding`.")
def filter_padded_by_one(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=1)


@filter_image.mistake(
    "You padded by 2 · padding. `np.pad(image, padding)` puts it on all four sides already."
)
def filter_padded_twice(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=2 * padding)


@filter_image.mistake("You put zeros above and below only. They stand at the left and right, too.")
def filter_padded_rows_only(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=(padding, 0))


@filter_image.mistake("You put zeros at the left and right only. They stand above and below, too.")
def filter_padded_columns_only(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=(0, padding))


@filter_image.mistake("You padded above and at the left only. Zeros stand on all four sides.")
def filter_padded_above_only(image, kernel, stride, padding):
    return _sums(np.pad(image, [(padding, 0)] * 2), kernel, stride=stride)


@filter_image.mistake("You padded with ones. Here the padding is zeros.")
def filter_padded_with_ones(image, kernel, stride, padding):
    return _sums(np.pad(image, padding, constant_values=1), kernel, stride=stride)


@filter_image.mistake("You padded with -1, the paper of the pictures. Here the padding is zeros.")
def filter_padded_with_minus_ones(image, kernel, stride, padding):
    return _sums(np.pad(image, padding, constant_values=-1), kernel, stride=stride)


@filter_image.mistake(
    "You put the zeros around the *map*. They belong around the image, before it is filtered."
)
def filter_padded_result(image, kernel, stride, padding):
    return np.pad(_sums(image, kernel, stride=stride), padding)


@filter_image.mistake(
    "You left out pixels of the image and filtered then. The kernel lies on neighbouring pixels; "
    "only its steps are longer."
)
def filter_every_other_pixel(image, kernel, stride, padding):
    padded = np.pad(image, padding)[::stride, ::stride]
    return _sums(padded, kernel)


@filter_image.mistake("Your window moves by the kernel's size. It moves by `stride`.")
def filter_steps_by_kernel(image, kernel, stride, padding):
    return _sums(image, kernel, stride=kernel.shape, padding=padding)


@filter_image.mistake("Your stride is 2 always. Use `stride`.")
def filter_stride_of_two(image, kernel, stride, padding):
    return _sums(image, kernel, stride=2, padding=padding)


@filter_image.mistake("You left stride and padding out.")
def filter_neither(image, kernel, stride, padding):
    return _sums(image, kernel)


@filter_image.mistake(
    "You rounded the number of windows up, and the last one sticks out: round down, with `//`."
)
def filter_rounded_up(image, kernel, stride, padding):
    h, w = kernel.shape
    tall, wide = image.shape[0] + 2 * padding, image.shape[1] + 2 * padding
    more = (-(tall - h) % stride, -(wide - w) % stride)
    padded = np.pad(image, padding)
    return _sums(np.pad(padded, [(0, n) for n in more]), kernel, stride=stride)


@filter_image.mistake("You exchanged the kernel's rows and columns. It lies on the image as it is.")
def filter_transposed_kernel(image, kernel, stride, padding):
    return _sums(image, kernel.T, stride=stride, padding=padding)


@filter_image.mistake("You turned the kernel upside down. It lies on the image as it is.")
def filter_kernel_upside_down(image, kernel, stride, padding):
    return _sums(image, kernel[::-1], stride=stride, padding=padding)


@filter_image.mistake("You mirrored the kernel, left for right. It lies on the image as it is.")
def filter_kernel_mirrored(image, kernel, stride, padding):
    return _sums(image, kernel[:, ::-1], stride=stride, padding=padding)


@filter_image.mistake(
    "You divided by 9. A general filter is a sum of products; nothing is divided."
)
def filter_divided_by_nine(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding) / 9


@filter_image.mistake(
    "You divided by the sum of the kernel. A general filter is a sum of products; nothing is "
    "divided."
)
def filter_divided_by_the_weights(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding) / np.sum(kernel)


@filter_image.mistake("You added window and kernel. Multiply them pixel by pixel, then sum.")
def filter_kernel_added(image, kernel, stride, padding):
    return _sums(image, np.ones(kernel.shape), stride=stride, padding=padding) + np.sum(kernel)


@filter_image.mistake("These are sums of the windows. Multiply each window by the kernel first.")
def filter_windows_only(image, kernel, stride, padding):
    return _sums(image, np.ones(kernel.shape), stride=stride, padding=padding)


@filter_image.mistake("You set negative sums to 0. That is ReLU; a filter keeps them.")
def filter_rectified(image, kernel, stride, padding):
    return np.maximum(_sums(image, kernel, stride=stride, padding=padding), 0)


@filter_image.mistake("You dropped the signs of the sums. A filter keeps them.")
def filter_signs_dropped(image, kernel, stride, padding):
    return np.abs(_sums(image, kernel, stride=stride, padding=padding))


@filter_image.mistake("You cut the sums off at 0 and 1. Nothing is cut off here.")
def filter_clipped(image, kernel, stride, padding):
    return np.clip(_sums(image, kernel, stride=stride, padding=padding), 0, 1)


@filter_image.mistake(
    "Every number is that of the upper left window. Use i and j in the slice: it begins at i * "
    "stride, j * stride."
)
def filter_same_window(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return np.full(found.shape, found[0, 0])


@filter_image.mistake(
    "Your map is as large as for stride 1, with zeros between. Put output (i, j) at [i, j] of a "
    "smaller map."
)
def filter_gaps_left(image, kernel, stride, padding):
    found, large = (
        _sums(image, kernel, stride=stride, padding=padding),
        _sums(image, kernel, padding=padding) * 0,
    )
    large[::stride, ::stride] = found
    return large


@filter_image.mistake(
    "Your map is as large as for stride 1, and only its upper left part is filled. Count the "
    "windows with the stride: (side - kernel's side) // stride + 1."
)
def filter_corner_filled(image, kernel, stride, padding):
    found, large = (
        _sums(image, kernel, stride=stride, padding=padding),
        _sums(image, kernel, padding=padding) * 0,
    )
    large[: len(found), : found.shape[1]] = found
    return large


@filter_image.mistake("You cut the image's decimals off, with `int`. Filter it as it is.")
def filter_image_as_whole_numbers(image, kernel, stride, padding):
    return _sums(np.trunc(image), kernel, stride=stride, padding=padding)


@filter_image.mistake("You counted the columns by the rows: the image need not be a square.")
def filter_square_image(image, kernel, stride, padding):
    rows = output_size.reference(image.shape[0], kernel.shape[0], stride, padding)
    found = _sums(image, kernel, stride=stride, padding=padding)
    if found.shape[1] < rows:
        raise ValueError
    return found[:, :rows]


@filter_image.mistake(
    "This is the sum over one window only. Is `return` inside the loops? Move it left, "
    "and return the map."
)
def filter_one_number(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding)[0, 0]


@filter_image.mistake(
    "This is the first row only. Is `return` inside the loop over the rows? Move it left."
)
def filter_first_row(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=padding)[0]


@filter_image.mistake("This is one sum over everything. Return the map: a sum for each window.")
def filter_total(image, kernel, stride, padding):
    return np.sum(_sums(image, kernel, stride=stride, padding=padding))


@filter_image.mistake(
    "Your window does not move across: j is missing in the slice. It begins at column j * stride."
)
def filter_column_stays(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return np.repeat(found[:, :1], found.shape[1], axis=1)


@filter_image.mistake(
    "Your window does not move down: i is missing in the slice. It begins at row i * stride."
)
def filter_row_stays(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return np.repeat(found[:1], len(found), axis=0)


@filter_image.mistake(
    "Every number of a row is that of its last window: write `result[i, j] = …`, not `result[i] = "
    "…`."
)
def filter_rows_overwritten(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return np.repeat(found[:, -1:], found.shape[1], axis=1)


@filter_image.mistake(
    "Your total goes on from window to window. Start it at 0 for each of them, inside the loops "
    "over i and j."
)
def filter_never_started_again(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return np.cumsum(found).reshape(found.shape)


@filter_image.mistake(
    "You turned the kernel, and left the padding out. It lies on the padded image as it is."
)
def filter_flipped_and_padding_forgotten(image, kernel, stride, padding):
    return _sums(image, kernel[::-1, ::-1], stride=stride)


@filter_image.mistake("You turned the kernel, and left the stride out.")
def filter_flipped_and_stride_forgotten(image, kernel, stride, padding):
    return _sums(image, kernel[::-1, ::-1], padding=padding)


@filter_image.mistake("You padded by `stride`. It is the step; pad by `padding`.")
def filter_padded_by_the_stride(image, kernel, stride, padding):
    return _sums(image, kernel, stride=stride, padding=stride)


@filter_image.mistake("`stride` and `padding` are exchanged.")
def filter_stride_and_padding_exchanged(image, kernel, stride, padding):
    return _sums(image, kernel, stride=max(padding, 1), padding=stride)


@filter_image.mistake("The last row is missing: there is one place more than steps, + 1.")
def filter_last_row_missing(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return found[:-1]


@filter_image.mistake("The last column is missing: there is one place more than steps, + 1.")
def filter_last_column_missing(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    return found[:, :-1]


@filter_image.mistake(
    "The last row and column are 0. Let the loops run over all places of the map."
)
def filter_last_left_empty(image, kernel, stride, padding):
    found = _sums(image, kernel, stride=stride, padding=padding)
    found[-1], found[:, -1] = 0, 0
    return found


@filter_image.mistake("These are the windows. Multiply each by the kernel, and sum.")
def filter_windows_kept(image, kernel, stride, padding):
    padded, (h, w) = np.pad(image, padding), kernel.shape
    rows, columns = (
        range(0, n - k + 1, stride) for n, k in zip(padded.shape, kernel.shape, strict=True)
    )
    return np.array([[padded[i : i + h, j : j + w] for j in columns] for i in rows])


@filter_image.mistake("These are all the products. Sum them for each window.")
def filter_products_kept(image, kernel, stride, padding):
    padded, (h, w) = np.pad(image, padding), kernel.shape
    rows, columns = (
        range(0, n - k + 1, stride) for n, k in zip(padded.shape, kernel.shape, strict=True)
    )
    return np.array([[padded[i : i + h, j : j + w] * kernel for j in columns] for i in rows])


@filter_image.mistake("You kept the largest product of each window. Sum them.")
def filter_largest_products(image, kernel, stride, padding):
    padded, (h, w) = np.pad(image, padding), kernel.shape
    rows, columns = (
        range(0, n - k + 1, stride) for n, k in zip(padded.shape, kernel.shape, strict=True)
    )
    return np.array(
        [[(padded[i : i + h, j : j + w] * kernel).max() for j in columns] for i in rows]
    )


@filter_image.mistake("This is the padded image. Now move the kernel over it.")
def filter_padded_image(image, kernel, stride, padding):
    return np.pad(image, padding)


@filter_image.mistake(
    "You left the padding out, and divided by the kernel's pixels (`match_map` does, unless "
    '`scoring="sum"`).'
)
def filter_divided_and_padding_forgotten(image, kernel, stride, padding):
    return matching.match_map(image, kernel, stride=stride)


@filter_image.mistake(
    "You left the stride out, and divided by the kernel's pixels (`match_map` does, unless "
    '`scoring="sum"`).'
)
def filter_divided_and_stride_forgotten(image, kernel, stride, padding):
    return matching.match_map(image, kernel, padding=padding)


@filter_image.mistake(
    "You left stride and padding out, and divided by the kernel's pixels (`match_map` does, "
    'unless `scoring="sum"`).'
)
def filter_divided_and_both_forgotten(image, kernel, stride, padding):
    return matching.match_map(image, kernel)


@filter_image.mistake(
    "You turned the kernel, and divided. It lies on the image as it is, and the products are "
    "summed."
)
def filter_flipped_and_divided(image, kernel, stride, padding):
    return matching.match_map(image, kernel[::-1, ::-1], stride=stride, padding=padding)


@filter_image.mistake(
    "You left out pixels of the image, padded and filtered then. The kernel lies on neighbouring "
    "pixels; only its steps are longer."
)
def filter_every_other_pixel_then_padded(image, kernel, stride, padding):
    return _sums(image[::stride, ::stride], kernel, padding=padding)


@filter_image.mistake(
    "You padded with mirrored pixels. Here the padding is zeros: `np.pad(image, padding)`."
)
def filter_padded_with_a_mirror(image, kernel, stride, padding):
    return _sums(np.pad(image, padding, mode="reflect"), kernel, stride=stride)


@filter_image.mistake(
    "You padded with a mean. Here the padding is zeros: `np.pad(image, padding)`."
)
def filter_padded_with_the_mean(image, kernel, stride, padding):
    return _sums(np.pad(image, padding, mode="mean"), kernel, stride=stride)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="A kernel with depth",
    task="Filter a picture of several channels: one slice of the kernel a channel, one map as the "
    "result.",
    cases=[
        (np.stack([_BARS, -_BARS, _EDGE]), np.array([_BARS, _EDGE, -_BARS])[:, :2, :2]),
        (lesson.numbers(3, 4, 4), lesson.numbers(3, 2, 2)),
        (lesson.numbers(2, 5, 4), lesson.numbers(2, 3, 2)),
        (lesson.numbers(1, 3, 4), lesson.numbers(1, 2, 3)),
        (lesson.numbers(5, 3, 3), lesson.numbers(5, 2, 2)),
        (np.stack([_FRACTIONS, _FRACTIONS[::-1]]), np.arange(40.0).reshape(2, 4, 5) % 7 / 4),
    ],
    hints=[
        "`image[c]` and `kernel[c]` are what belongs to channel c: filter the one with the other.",
        "That gives one map per channel. The result is one map: their sum.",
        "Or take a window of all channels at once, `image[:, i : i + h, j : j + w]`, and sum all "
        "products with `kernel`.",
    ],
    crashes={
        "unpack": "The image has three axes here, (channels, H, W), and so has the kernel.",
        "does not fit the padded image": "The picture comes first, then the feature: "
        "`matching.match_map(image[c], kernel[c])`.",
        "-D; give a 2-D array": "`match_map` takes one channel: `image[c]` with `kernel[c]`.",
        "broadcast": "This window is not as large as the kernel. A window of all channels is "
        "`image[:, i : i + h, j : j + w]`, with `h, w = kernel.shape[1:]`: the channel is the "
        "first axis.",
        "out of bounds": "Count the channels, `len(image)`, and the places, H - h + 1 and "
        "W - w + 1: the shape is (channels, H, W).",
        "setting an array element": "`result[i, j]` holds one number: the sum over all channels.",
    },
    takeaway="A kernel is as deep as its input, and gives one map however deep that is.",
)
def filter_channels(image, kernel):
    """Return the one map of an image (C, H, W) and a kernel (C, h, w), no padding, stride 1."""
    (_, H, W), (_, h, w) = image.shape, kernel.shape
    result = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            result[i, j] = np.sum(image[:, i : i + h, j : j + w] * kernel)
    return result


def _channel_maps(image, kernel):
    return np.stack([_sums(*pair) for pair in zip(image, kernel, strict=True)])


@filter_channels.mistake(
    "This is one map per channel. A kernel with depth adds them up to one map: `sum(axis=0)`."
)
def channels_kept_apart(image, kernel):
    return _channel_maps(image, kernel)


@filter_channels.mistake("You averaged over the channels. Add them: the kernel holds the weights.")
def channels_averaged(image, kernel):
    return _channel_maps(image, kernel).mean(axis=0)


@filter_channels.mistake(
    "You took the mean of each channel's products. Here they are summed, as with "
    '`matching.match_map(..., scoring="sum")`.'
)
def channels_divided(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0) / kernel[0].size


@filter_channels.mistake(
    "You used the first channel only. Is `return` inside the loop over the channels? Add "
    "the maps of all."
)
def channels_first_only(image, kernel):
    return _sums(image[0], kernel[0])


@filter_channels.mistake(
    "You used the kernel's first layer for every channel, or for their sum. Each channel has its "
    "own layer: `kernel[c]`."
)
def channels_share_a_layer(image, kernel):
    return _channel_maps(image, np.broadcast_to(kernel[:1], kernel.shape)).sum(axis=0)


@filter_channels.mistake(
    "The channels meet the kernel's layers in reverse order, as in blue-green-red files."
)
def channels_reversed(image, kernel):
    return _channel_maps(image, kernel[::-1]).sum(axis=0)


@filter_channels.mistake(
    "You made the picture grey first and so lost the colours: multiply each channel by its own "
    "layer, then add."
)
def channels_added_first(image, kernel):
    return _sums(image.sum(axis=0), kernel.sum(axis=0))


@filter_channels.mistake(
    "You took the largest over the channels. The shares of all channels are added."
)
def channels_maximum(image, kernel):
    return _channel_maps(image, kernel).max(axis=0)


@filter_channels.mistake(
    "Only the last channel is there: each map replaced the one before. Add them: `+=` instead of "
    "`=`."
)
def channels_last_only(image, kernel):
    return _sums(image[-1], kernel[-1])


@filter_channels.mistake(
    "You turned the kernel round (each layer by half a turn). It lies on the image as it is."
)
def channels_turned(image, kernel):
    return _channel_maps(image, kernel[:, ::-1, ::-1]).sum(axis=0)


@filter_channels.mistake(
    "You turned the kernel round in all three axes. It lies on the image as it is."
)
def channels_turned_in_all_axes(image, kernel):
    return _channel_maps(image, kernel[::-1, ::-1, ::-1]).sum(axis=0)


@filter_channels.mistake("You multiplied the channels' maps. Add them.")
def channels_multiplied(image, kernel):
    return _channel_maps(image, kernel).prod(axis=0)


@filter_channels.mistake(
    "You divided by the number of all products, or took means over products and channels. They "
    "are summed here, and nothing is divided."
)
def channels_divided_by_all(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0) / kernel.size


@filter_channels.mistake("You divided by 9. The products are summed here.")
def channels_divided_by_nine(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0) / 9


@filter_channels.mistake(
    "You took the mean of the channels first. Filter each channel with its own layer, then add."
)
def channels_grey_by_the_mean(image, kernel):
    return _sums(image.mean(axis=0), kernel.mean(axis=0))


@filter_channels.mistake(
    "You made the picture grey by a mean and used one layer. Filter each channel with its own "
    "layer, then add."
)
def channels_grey_by_the_mean_and_first_layer(image, kernel):
    return _sums(image.mean(axis=0), kernel[0])


@filter_channels.mistake(
    "You averaged the channels first. Each meets its own layer, and the results are added."
)
def channels_grey_and_every_layer(image, kernel):
    return _sums(image.mean(axis=0), kernel.sum(axis=0))


@filter_channels.mistake(
    "You used the image's first channel for every layer. Layer c belongs to channel c: `image[c]`."
)
def channels_first_channel_every_layer(image, kernel):
    return _sums(image[0], kernel.sum(axis=0))


@filter_channels.mistake("You added along a wrong axis. The channels are axis 0: `sum(axis=0)`.")
def channels_each_row_summed(image, kernel):
    return _channel_maps(image, kernel).sum(axis=1)


@filter_channels.mistake(
    "You added along the last axis. The channels are the first: `sum(axis=0)`."
)
def channels_each_column_summed(image, kernel):
    return _channel_maps(image, kernel).sum(axis=2)


@filter_channels.mistake(
    "This is one sum over everything. Add over the channels only: `sum(axis=0)`."
)
def channels_all_in_one_number(image, kernel):
    return _channel_maps(image, kernel).sum()


@filter_channels.mistake(
    "You added each channel's map up. Add the maps to *each other*: `sum(axis=0)`."
)
def channels_one_number_a_channel(image, kernel):
    return _channel_maps(image, kernel).sum(axis=(1, 2))


@filter_channels.mistake(
    "The last row and column are missing: there are H - h + 1 rows and W - w + 1 columns."
)
def channels_last_missing(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0)[:-1, :-1]


@filter_channels.mistake(
    "The last row and column are 0: let the loops run to H - h and W - w: `range(H - h + 1)`."
)
def channels_last_left_empty(image, kernel):
    result = _channel_maps(image, kernel).sum(axis=0)
    result[-1], result[:, -1] = 0, 0
    return result


@filter_channels.mistake(
    "Your map is as large as the image, filled up with zeros. Nothing is padded here."
)
def channels_as_large_as_the_image(image, kernel):
    h, w = kernel.shape[1:]
    H, W = image.shape[1:]
    around = np.pad(image, [(0, 0), ((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return _channel_maps(around, kernel).sum(axis=0)[:H, :W]


@filter_channels.mistake(
    "Your map is as large as the image, with zeros at its lower and right edge. Make it (H - h + "
    "1) × (W - w + 1)."
)
def channels_with_an_empty_edge(image, kernel):
    found, result = _channel_maps(image, kernel).sum(axis=0), np.zeros(image.shape[1:])
    result[: len(found), : found.shape[1]] = found
    return result


@filter_channels.mistake("You put zeros around the image. Nothing is padded here.")
def channels_padded(image, kernel):
    return _channel_maps(np.pad(image, [(0, 0), (1, 1), (1, 1)]), kernel).sum(axis=0)


@filter_channels.mistake("You took two channels only. Go through all of them: `range(len(image))`.")
def channels_first_two_only(image, kernel):
    return _channel_maps(image[:2], kernel[:2]).sum(axis=0)


@filter_channels.mistake("The last channel is missing: `range(len(image))` runs to the last one.")
def channels_without_the_last(image, kernel):
    return (
        _channel_maps(image[:-1], kernel[:-1]).sum(axis=0)
        if len(image) > 1
        else np.zeros(_sums(image[0], kernel[0]).shape)
    )


@filter_channels.mistake("The first channel is missing: it has number 0.")
def channels_without_the_first(image, kernel):
    return (
        _channel_maps(image[1:], kernel[1:]).sum(axis=0)
        if len(image) > 1
        else np.zeros(_sums(image[0], kernel[0]).shape)
    )


@filter_channels.mistake(
    "You used the kernel's last layer for every channel. Each channel has its own layer."
)
def channels_last_layer_for_all(image, kernel):
    return _channel_maps(image, np.broadcast_to(kernel[-1:], kernel.shape)).sum(axis=0)


@filter_channels.mistake("You set negative values to 0. That is ReLU; here all are kept.")
def channels_rectified(image, kernel):
    return np.maximum(_channel_maps(image, kernel).sum(axis=0), 0)


@filter_channels.mistake(
    "You set negative values of each channel to 0 before you added. They count as they are."
)
def channels_rectified_each(image, kernel):
    return np.maximum(_channel_maps(image, kernel), 0).sum(axis=0)


@filter_channels.mistake(
    "You dropped the signs before you added. The channels count with their signs."
)
def channels_signs_dropped(image, kernel):
    return np.abs(_channel_maps(image, kernel)).sum(axis=0)


@filter_channels.mistake("You kept the channel's axis: (1, H, W). The one map is (H, W).")
def channels_one_map_kept_in_a_stack(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0, keepdims=True)


@filter_channels.mistake(
    "This is the sum over one window. Is `return` inside the loops? Move it left."
)
def channels_one_window_only(image, kernel):
    return np.sum(image[:, : kernel.shape[1], : kernel.shape[2]] * kernel)


@filter_channels.mistake(
    "You exchanged rows and columns of the kernel's layers. They lie on the image as they are."
)
def channels_transposed_layers(image, kernel):
    return _channel_maps(image, kernel.transpose(0, 2, 1)).sum(axis=0)


@filter_channels.mistake(
    "You took the smallest over the channels. The shares of all channels are added."
)
def channels_minimum(image, kernel):
    return _channel_maps(image, kernel).min(axis=0)


@filter_channels.mistake("You put the channels' maps below each other. Add them to one map.")
def channels_concatenated(image, kernel):
    return np.concatenate(list(_channel_maps(image, kernel)))


@filter_channels.mistake(
    "Your total goes on from window to window. Start it at 0 for each place, inside the loops "
    "over i and j."
)
def channels_never_started_again(image, kernel):
    found = _channel_maps(image, kernel).sum(axis=0)
    return np.cumsum(found).reshape(found.shape)


@filter_channels.mistake(
    "You added the running sum again for each channel. Add each channel's map once."
)
def channels_growing_by_channels(image, kernel):
    return np.cumsum(_channel_maps(image, kernel), axis=0).sum(axis=0)


@filter_channels.mistake(
    "These are the running sums, one per channel. Return the last of them: one map."
)
def channels_running_sums(image, kernel):
    return np.cumsum(_channel_maps(image, kernel), axis=0)


@filter_channels.mistake(
    "You turned the kernel, and kept the channels apart. Lay it on as it is, and add the maps."
)
def channels_turned_and_kept_apart(image, kernel):
    return _channel_maps(image, kernel[:, ::-1, ::-1])


@filter_channels.mistake(
    "You used the image's last channel for every layer. Layer c belongs to channel c."
)
def channels_last_channel_for_all(image, kernel):
    return _channel_maps(np.broadcast_to(image[-1:], image.shape), kernel).sum(axis=0)


@filter_channels.mistake(
    "This is the first row of the map. Is `return` inside the loop? Move it left."
)
def channels_first_row_only(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0)[0]


@filter_channels.mistake(
    "Every number is that of the upper left window. Use i and j in the slice: `image[:, i : i + "
    "h, j : j + w]`."
)
def channels_same_window(image, kernel):
    found = _channel_maps(image, kernel).sum(axis=0)
    return np.full(found.shape, found[0, 0])


@filter_channels.mistake("Rows and columns of the map are exchanged.")
def channels_transposed(image, kernel):
    return _channel_maps(image, kernel).sum(axis=0).T


@filter_channels.mistake("You subtracted the other channels. Add them.")
def channels_differences(image, kernel):
    maps = _channel_maps(image, kernel)
    return 2 * maps[0] - maps.sum(axis=0)


@filter_channels.mistake("You added window and kernel. Multiply them, then sum.")
def channels_kernel_added(image, kernel):
    result = _channel_maps(image, np.ones(kernel.shape)).sum(axis=0)
    return result + np.sum(kernel)


@filter_channels.mistake("These are sums of the windows. Multiply each by the kernel first.")
def channels_windows_only(image, kernel):
    return _channel_maps(image, np.ones(kernel.shape)).sum(axis=0)


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="A 1×1 convolution",
    task="Mix C maps into O maps: each new pixel is a weighted sum of the C old ones at its place.",
    cases=[
        (np.stack([_BARS, _EDGE]), np.array([[1.0, -1], [1, 1], [0, 2]])),
        (lesson.numbers(3, 2, 2), lesson.numbers(2, 3)),
        (lesson.numbers(2, 2, 3), lesson.numbers(2, 2)),
        (lesson.numbers(4, 3, 2), lesson.numbers(1, 4)),
        (lesson.numbers(3, 2, 4), lesson.numbers(3, 3)),
        (_FRACTIONS.reshape(3, 7, 2), np.array([[0.5, 0.25, -1.75], [1, 0, 2.5]])),
    ],
    hints=[
        "New map o is `weights[o, 0] * maps[0] + weights[o, 1] * maps[1] + …`.",
        "`np.tensordot(weights, maps, axes=1)` or `np.einsum('oc,chw->ohw', weights, maps)` do it "
        "in one call.",
    ],
    crashes={
        "matmul": "`@` joins the last two axes, and the maps' channels are the first. Flatten the "
        "pixels, `weights @ maps.reshape(C, -1)`, or add up in a loop.",
        "not aligned": "`np.dot` joins the last but one axis of the maps, and their channels are "
        "the first: `np.tensordot(weights, maps, axes=1)`.",
        "shape-mismatch for sum": "The C weights of a row meet the C maps: axis 1 of weights, "
        "axis 0 of maps; `np.tensordot(weights, maps, axes=1)`.",
        "dimension": "weights has the axes (new map o, old map c): `'oc,chw->ohw'`.",
        "broadcast": "`weights[o, c]` is one number for a whole map: "
        "`result[o] += weights[o, c] * maps[c]`.",
        "out of bounds": "weights[o, c]: the row o is the new map, the column c the old one.",
        "setting an array element": "`weights[o, c] * maps[c]` is a whole map: add it to "
        "`result[o]`.",
    },
    takeaway="No neighbours are looked at: a 1×1 convolution changes the depth only. After it, "
    "fewer maps are left to compute with.",
)
def mix_channels(maps, weights):
    """Return maps of shape (O, H, W) from maps (C, H, W) and weights (O, C)."""
    result = np.zeros((len(weights), *maps.shape[1:]))
    for o in range(len(weights)):
        for c in range(len(maps)):
            result[o] += weights[o, c] * maps[c]
    return result


def _mix(maps, weights):
    return np.einsum("oc,chw->ohw", weights, maps)


@mix_channels.mistake(
    "Your new maps are averages of the old ones. The weights say how much; nothing is divided."
)
def mix_averaged(maps, weights):
    return _mix(maps, weights) / len(maps)


@mix_channels.mistake("The axes stand as (H, W, O). The channel comes first: (O, H, W).")
def mix_channels_last(maps, weights):
    return _mix(maps, weights).transpose(1, 2, 0)


@mix_channels.mistake(
    "You added all the new maps up. Each row of the weights gives a map of its own."
)
def mix_all_in_one(maps, weights):
    return _mix(maps, weights).sum(axis=0)


@mix_channels.mistake(
    "You added over the pixels, too. A 1×1 kernel looks at one place only, and the maps keep their "
    "size."
)
def mix_over_all_pixels(maps, weights):
    return weights @ maps.sum(axis=(1, 2))


@mix_channels.mistake(
    "Your new maps stand in reverse order: map o comes from row o of the weights."
)
def mix_reversed(maps, weights):
    return _mix(maps, weights)[::-1]


@mix_channels.mistake(
    "You used the weights by columns. Row o holds the weights of new map o: `weights[o, c]`."
)
def mix_by_columns(maps, weights):
    O, C = weights.shape  # noqa: E741
    return _mix(maps, weights.ravel().reshape(C, O).T)


@mix_channels.mistake(
    "Only the last old map is there: each one replaced the one before. Add them: `+=` instead of "
    "`=`."
)
def mix_last_map_only(maps, weights):
    return weights[:, -1, None, None] * maps[-1]


@mix_channels.mistake(
    "Only the first old map is there. Is `return` inside the loop over them? Add all of them."
)
def mix_first_map_only(maps, weights):
    return weights[:, 0, None, None] * maps[0]


@mix_channels.mistake(
    "You kept every product of a weight and a map. Add those of the C old maps: `sum(axis=1)`."
)
def mix_not_added(maps, weights):
    return weights[:, :, None, None] * maps


@mix_channels.mistake(
    "You added over the new maps instead of the old ones. Row o of the weights gives map o: add "
    "over c."
)
def mix_added_over_the_new(maps, weights):
    return weights.sum(axis=0)[:, None, None] * maps


@mix_channels.mistake(
    "You added the old maps up before you weighed them. Multiply each by its weight first, then "
    "add."
)
def mix_added_first(maps, weights):
    return weights.sum(axis=1)[:, None, None] * maps.sum(axis=0)


@mix_channels.mistake(
    "You averaged the old maps before you weighed them. Multiply each by its weight first, then "
    "add."
)
def mix_maps_averaged_first(maps, weights):
    return weights.sum(axis=1)[:, None, None] * maps.mean(axis=0)


@mix_channels.mistake("You added weights and maps. Multiply each map by its weight, then add.")
def mix_weights_added(maps, weights):
    return (weights[:, :, None, None] + maps).sum(axis=1)


@mix_channels.mistake("You kept the largest of the weighted maps. Add them.")
def mix_largest(maps, weights):
    return (weights[:, :, None, None] * maps).max(axis=1)


@mix_channels.mistake("You multiplied the weighted maps with each other. Add them.")
def mix_multiplied(maps, weights):
    return (weights[:, :, None, None] * maps).prod(axis=1)


@mix_channels.mistake("You divided by the sum of the weights. Nothing is divided.")
def mix_normalised(maps, weights):
    total = weights.sum(axis=1)[:, None, None]
    return _mix(maps, weights) / np.where(total == 0, np.nan, total)


@mix_channels.mistake("You divided by the number of new maps. Nothing is divided.")
def mix_by_rows_of_weights(maps, weights):
    return _mix(maps, weights) / len(weights)


@mix_channels.mistake(
    "You flattened the pixels, and did not turn the result round before `reshape`: its rows are "
    "pixels, and (O, H, W) has the maps first. Use `.T.reshape(…)`."
)
def mix_reshaped(maps, weights):
    pixels = maps.reshape(len(maps), -1)
    return (pixels.T @ weights.T).reshape(len(weights), *maps.shape[1:])


@mix_channels.mistake(
    "You reshaped (C, H, W) to (pixels, C). That cuts across the maps: `maps.reshape(C, -1)` "
    "keeps each map in a row."
)
def mix_pixels_cut_across(maps, weights):
    pixels = maps.reshape(-1, len(maps))
    return (pixels @ weights.T).T.reshape(len(weights), *maps.shape[1:])


@mix_channels.mistake(
    "You reshaped (C, H, W) to (pixels, C) and back. That cuts across the maps: move the axis "
    "with `transpose` instead."
)
def mix_pixels_cut_and_left(maps, weights):
    pixels = maps.reshape(-1, len(maps))
    return (pixels @ weights.T).reshape(len(weights), *maps.shape[1:])


@mix_channels.mistake(
    "Each new map is a list of its pixels. Give it back its rows: `.reshape(O, H, W)`."
)
def mix_flat(maps, weights):
    return _mix(maps, weights).reshape(len(weights), -1)


@mix_channels.mistake(
    "This is the first new map only. Is `return` inside the loop? Return all O maps."
)
def mix_first_new_map_only(maps, weights):
    return _mix(maps, weights)[0]


@mix_channels.mistake("This is the last new map only. Keep each of them: `result[o] = …`.")
def mix_last_new_map_only(maps, weights):
    return _mix(maps, weights)[-1]


@mix_channels.mistake(
    "Only the first new map is there. Is `return` inside the loop over them? Move it left."
)
def mix_first_new_map_in_a_stack(maps, weights):
    return _mix(maps, weights)[:1]


@mix_channels.mistake(
    "The weights meet the old maps in reverse order: weight c of a row belongs to map c."
)
def mix_old_maps_reversed(maps, weights):
    return _mix(maps[::-1], weights)


@mix_channels.mistake("Rows and columns of the new maps are exchanged.")
def mix_rows_and_columns_exchanged(maps, weights):
    return _mix(maps, weights).transpose(0, 2, 1)


@mix_channels.mistake(
    "You set negative values of the new maps to 0. That is ReLU; a 1×1 convolution keeps them."
)
def mix_rectified(maps, weights):
    return np.maximum(_mix(maps, weights), 0)


@mix_channels.mistake("You dropped the signs of the weights. They count with their sign.")
def mix_signs_dropped(maps, weights):
    return _mix(maps, np.abs(weights))


@mix_channels.mistake("You added something to the weighted sum. There is no bias here.")
def mix_bias_added(maps, weights):
    return _mix(maps, weights) + 1


@mix_channels.mistake(
    "Each new map is one number. A 1×1 kernel works at each place for itself: (O, H, W)."
)
def mix_one_number_a_map(maps, weights):
    return _mix(maps, weights).mean(axis=(1, 2))


@mix_channels.mistake(
    "You return the axes in another order: (O, W, H) or (H, O, W). They stand as (O, H, W)."
)
def mix_pixel_last_two(maps, weights):
    return _mix(maps, weights).transpose(1, 0, 2)


@mix_channels.mistake("You gave each new map an axis of its own more. The shape is (O, H, W).")
def mix_new_maps_listed(maps, weights):
    return _mix(maps, weights)[None]


@mix_channels.mistake(
    "You used only the weights with equal numbers, `weights[c, c]`. Every new map takes something "
    "of every old one."
)
def mix_weights_by_the_maps(maps, weights):
    n = min(weights.shape)
    return np.diagonal(weights)[:n, None, None] * maps[:n]


@mix_channels.mistake("You added the running sum again for each map. Add each weighted map once.")
def mix_running_sums(maps, weights):
    return (np.cumsum(weights[:, :, None, None] * maps, axis=1)).sum(axis=1)


@mix_channels.mistake(
    "Your total goes on from one new map to the next. Start it at 0 for each of them."
)
def mix_new_maps_grow(maps, weights):
    return np.cumsum(_mix(maps, weights), axis=0)


@mix_channels.mistake(
    "You used the first weight of each row for all maps. Weight c of a row belongs to map c."
)
def mix_first_weight_for_all(maps, weights):
    return weights[:, 0, None, None] * maps.sum(axis=0)


@mix_channels.mistake("All new maps are alike: you used row 0 for each. New map o takes row o.")
def mix_first_row_for_all(maps, weights):
    return np.repeat(_mix(maps, weights)[:1], len(weights), axis=0)


@mix_channels.mistake(
    "All new maps are alike: you used the last row for each. New map o takes row o."
)
def mix_last_row_for_all(maps, weights):
    return np.repeat(_mix(maps, weights)[-1:], len(weights), axis=0)


@mix_channels.mistake(
    "You gave each new map an axis for the old ones still. Add over them: `sum(axis=1)`."
)
def mix_one_more_axis(maps, weights):
    return (weights[:, :, None, None] * maps).sum(axis=1, keepdims=True)


@mix_channels.mistake(
    "You multiplied by the sum of the weights, map by map. Each new map has C weights, one for "
    "each old map."
)
def mix_sums_of_weights(maps, weights):
    return weights.sum(axis=1)[:, None, None, None] * maps


@mix_channels.mistake("The last old map is missing: `range(len(maps))` runs to the last one.")
def mix_without_the_last(maps, weights):
    return _mix(maps[:-1], weights[:, :-1])


@mix_channels.mistake("The first old map is missing: it has number 0.")
def mix_without_the_first(maps, weights):
    return _mix(maps[1:], weights[:, 1:])


@mix_channels.mistake(
    "You weighed the maps with row 0, and did not add. New map o is the sum of `weights[o, c] * "
    "maps[c]` over c."
)
def mix_first_row_not_added(maps, weights):
    return weights[0][:, None, None] * maps


@mix_channels.mistake(
    "You added over the pixels, and kept the products apart. Add over c, and keep the pixels: (O, "
    "H, W)."
)
def mix_summed_to_one_number_each(maps, weights):
    return weights * maps.sum(axis=(1, 2))


@mix_channels.mistake(
    "You took the map with the largest weight. Every old map counts, with its weight."
)
def mix_strongest_only(maps, weights):
    return maps[np.argmax(weights, axis=1)]


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="The flip",
    task="Compute the mathematicians' convolution: turn the kernel by half a turn, then filter.",
    cases=[
        (np.pad(_BARS, 1, constant_values=-1), _EDGE),
        (lesson.numbers(4, 4), lesson.numbers(2, 2)),
        (lesson.numbers(4, 5), lesson.numbers(3, 3)),
        (lesson.numbers(5, 4), lesson.numbers(2, 3)),
        (_FRACTIONS, np.arange(20.0).reshape(4, 5) % 7 / 4),
    ],
    crashes={
        "does not fit the padded image": "The picture comes first, then the feature: "
        "`matching.match_map(image, flipped)`.",
        "broadcast": "This window is not as large as the kernel: a half turn keeps its shape, and "
        "the windows are `image[i : i + h, j : j + w]`, i from 0 to H - h, j from 0 to W - w.",
        "matmul": "`@` is the matrix product; `*` multiplies the pixels at the same place.",
        "out of bounds": "The map has H - h + 1 rows and W - w + 1 columns.",
    },
    hints=[
        "`kernel[::-1]` turns the rows round. The columns want the same.",
        "`kernel[::-1, ::-1]`, and then filter as always: "
        '`matching.match_map(..., scoring="sum")` sums the products.',
    ],
    takeaway="What networks call convolution leaves out this flip (its name is cross-correlation). "
    "A learned kernel does not care: it would be learned flipped.",
)
def convolve(image, kernel):
    """Return the true convolution, only where the kernel fits whole, with sums of products."""
    flipped = kernel[::-1, ::-1]
    return matching.match_map(image, flipped, scoring="sum")


@convolve.mistake(
    "The kernel is not turned. This is cross-correlation, what the libraries compute under the "
    "name of convolution."
)
def convolve_not_flipped(image, kernel):
    return _sums(image, kernel)


@convolve.mistake("You turned the rows only. The columns are turned round, too.")
def convolve_rows_only(image, kernel):
    return _sums(image, kernel[::-1])


@convolve.mistake("You turned the columns only. The rows are turned round, too.")
def convolve_columns_only(image, kernel):
    return _sums(image, kernel[:, ::-1])


@convolve.mistake("This is a quarter of a turn. Half a turn is two of them.")
def convolve_quarter_turn(image, kernel):
    return _sums(image, np.rot90(kernel))


@convolve.mistake("You exchanged rows and columns. Half a turn reverses both instead.")
def convolve_transposed(image, kernel):
    return _sums(image, kernel.T)


@convolve.mistake(
    "You turned the image and not the kernel, or the map as well: it comes out turned round. Turn "
    "the kernel only."
)
def convolve_image_flipped(image, kernel):
    return _sums(image[::-1, ::-1], kernel)


@convolve.mistake("You divided by the kernel's pixels. Here the products are summed.")
def convolve_divided(image, kernel):
    return matching.match_map(image, kernel[::-1, ::-1])


@convolve.mistake(
    "Your kernel sticks out on all sides (`full`). Keep only the places where it fits whole."
)
def convolve_full(image, kernel):
    h, w = kernel.shape
    around = np.pad(image, [(h - 1, h - 1), (w - 1, w - 1)])
    return _sums(around, kernel[::-1, ::-1])


@convolve.mistake(
    "Your kernel sticks out on all sides, and it is not turned. Turn it by half a turn, and keep "
    "the places where it fits whole."
)
def convolve_full_not_flipped(image, kernel):
    h, w = kernel.shape
    around = np.pad(image, [(h - 1, h - 1), (w - 1, w - 1)])
    return _sums(around, kernel)


@convolve.mistake(
    "Your map is as large as the image (`same`): zeros were put around. Keep only the places "
    "where the kernel fits whole."
)
def convolve_same_size(image, kernel):
    h, w = kernel.shape
    around = np.pad(image, [((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return _sums(around, kernel[::-1, ::-1])


@convolve.mistake(
    "Your map is as large as the image, with zeros put around it (`same`). Keep only the places "
    "where the kernel fits whole."
)
def convolve_same_size_beginning_later(image, kernel):
    h, w = kernel.shape
    around = np.pad(image, [(h // 2, (h - 1) // 2), (w // 2, (w - 1) // 2)])
    return _sums(around, kernel[::-1, ::-1])


@convolve.mistake(
    "Your map is as large as the image, and the kernel is not turned. Turn it, and put no zeros "
    "around."
)
def convolve_same_size_not_flipped(image, kernel):
    h, w = kernel.shape
    around = np.pad(image, [((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return _sums(around, kernel)


@convolve.mistake(
    "You turned the map, or the image as well as the kernel. Turn the kernel only, and before it "
    "is used."
)
def convolve_result_turned(image, kernel):
    return _sums(image, kernel)[::-1, ::-1]


@convolve.mistake(
    "This is a quarter of a turn, to the other side. Half a turn is two of them: "
    "`np.rot90(kernel, 2)`."
)
def convolve_quarter_turn_back(image, kernel):
    return _sums(image, np.rot90(kernel, -1))


@convolve.mistake(
    "You exchanged rows and columns and turned then. Half a turn alone is enough: `kernel[::-1, "
    "::-1]`."
)
def convolve_transposed_and_turned(image, kernel):
    return _sums(image, kernel[::-1, ::-1].T)


@convolve.mistake(
    "You took the negative of the kernel. Half a turn moves its numbers, and keeps their signs."
)
def convolve_negative(image, kernel):
    return -_sums(image, kernel)


@convolve.mistake("The kernel is turned, but its signs are changed as well. Keep them.")
def convolve_negative_and_turned(image, kernel):
    return -_sums(image, kernel[::-1, ::-1])


@convolve.mistake(
    "You moved the kernel's numbers round by one. Half a turn reverses the rows and the columns: "
    "`kernel[::-1, ::-1]`."
)
def convolve_rolled(image, kernel):
    return _sums(image, np.roll(kernel, 1, axis=(0, 1)))


@convolve.mistake(
    "The kernel is not turned, and you divided by its pixels. Turn it by half a turn, and sum."
)
def convolve_not_flipped_and_divided(image, kernel):
    return matching.match_map(image, kernel)


@convolve.mistake("The last row and column are missing: H - h + 1 rows and W - w + 1 columns.")
def convolve_last_missing(image, kernel):
    return _sums(image, kernel[::-1, ::-1])[:-1, :-1]


@convolve.mistake(
    "The last row and column are 0. Let the loops run to H - h and W - w: `range(H - h + 1)`."
)
def convolve_last_left_empty(image, kernel):
    found = _sums(image, kernel[::-1, ::-1])
    found[-1], found[:, -1] = 0, 0
    return found


@convolve.mistake(
    "You turned the image upside down and not the kernel. Turn the kernel, rows and columns."
)
def convolve_image_upside_down(image, kernel):
    return _sums(image[::-1], kernel)


@convolve.mistake("Your windows do not overlap. Move the kernel by one pixel.")
def convolve_steps_by_kernel(image, kernel):
    return _sums(image, kernel[::-1, ::-1], stride=kernel.shape)


@convolve.mistake("This is the turned kernel. Now filter the image with it.")
def convolve_kernel_only(image, kernel):
    return kernel[::-1, ::-1]


@convolve.mistake(
    "You put zeros around the image. Only the places where the kernel fits whole are wanted."
)
def convolve_padded(image, kernel):
    return _sums(np.pad(image, 1), kernel[::-1, ::-1])


@convolve.mistake(
    "You sorted the kernel. Half a turn reverses its rows and columns, `kernel[::-1, ::-1]`."
)
def convolve_sorted(image, kernel):
    return _sums(image, np.sort(kernel.ravel())[::-1].reshape(kernel.shape))


@convolve.mistake("This is one number. Return the map: a sum for each place.")
def convolve_total(image, kernel):
    return np.sum(_sums(image, kernel[::-1, ::-1]))


@convolve.mistake(
    "This is one window's sum only. Is `return` inside the loops? Move it left, and return the map."
)
def convolve_one_window(image, kernel):
    return np.sum(image[: kernel.shape[0], : kernel.shape[1]] * kernel[::-1, ::-1])


@convolve.mistake("You set negative sums to 0. Here they are kept.")
def convolve_rectified(image, kernel):
    return np.maximum(_sums(image, kernel[::-1, ::-1]), 0)


@convolve.mistake("Rows and columns of the map are exchanged.")
def convolve_turned_and_transposed_map(image, kernel):
    return _sums(image, kernel[::-1, ::-1]).T


@convolve.mistake(
    "You turned the map upside down. Turn the kernel by half a turn, and leave the map."
)
def convolve_map_upside_down(image, kernel):
    return _sums(image, kernel)[::-1]


@convolve.mistake("You mirrored the map. Turn the kernel by half a turn, and leave the map.")
def convolve_map_mirrored(image, kernel):
    return _sums(image, kernel)[:, ::-1]


@convolve.mistake("You mirrored the image, left for right. Turn the kernel, rows and columns.")
def convolve_image_mirrored(image, kernel):
    return _sums(image[:, ::-1], kernel)


@convolve.mistake("Your total goes on from window to window. Start it at 0 for each of them.")
def convolve_never_started_again(image, kernel):
    found = _sums(image, kernel[::-1, ::-1])
    return np.cumsum(found).reshape(found.shape)


@convolve.mistake("You divided by 9. Here the products are summed.")
def convolve_divided_by_nine(image, kernel):
    return _sums(image, kernel[::-1, ::-1]) / 9


@convolve.mistake("You divided by the sum of the kernel. Here the products are summed.")
def convolve_divided_by_the_sum(image, kernel):
    return _sums(image, kernel[::-1, ::-1]) / np.sum(kernel)


@convolve.mistake("You turned the rows only, and divided. Turn the columns as well, and sum.")
def convolve_rows_only_and_divided(image, kernel):
    return matching.match_map(image, kernel[::-1])


@convolve.mistake("You turned the columns only, and divided. Turn the rows as well, and sum.")
def convolve_columns_only_and_divided(image, kernel):
    return matching.match_map(image, kernel[:, ::-1])


@convolve.mistake("You counted the ones that meet. Here the products are summed.")
def convolve_counted(image, kernel):
    return matching.match_map(image, kernel[::-1, ::-1], scoring="count")


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Count the parameters",
    task="How many numbers does a layer learn: all kernels, and one bias per kernel?",
    cases=[(1, 3, 3), (3, 8, 5), (16, 32, 3), (64, 16, 1), (2, 2, 2)],
    hints=[
        "One kernel is as deep as the input: in_channels × kernel_size × kernel_size numbers.",
        "There are out_channels kernels, and each has one bias.",
    ],
    takeaway="The picture's size does not occur: the same weights are used at every place.",
)
def parameters(in_channels, out_channels, kernel_size):
    """Return how many parameters `Conv2d(in_channels, out_channels, kernel_size)` has."""
    weights = out_channels * in_channels * kernel_size * kernel_size
    return weights + out_channels


@parameters.mistake("The biases are missing: one for each of the out_channels kernels.")
def parameters_without_bias(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2


@parameters.mistake("You counted flat kernels. A kernel is as deep as the input has channels.")
def parameters_of_flat_kernels(in_channels, out_channels, kernel_size):
    return out_channels * kernel_size**2 + out_channels


@parameters.mistake("You counted a bias for each channel of the input. There is one per kernel.")
def parameters_bias_of_the_input(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + in_channels


@parameters.mistake("You counted one bias for the layer. There is one per kernel.")
def parameters_one_bias(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + 1


@parameters.mistake("You counted kernel_size numbers in a kernel's layer: there are kernel_size².")
def parameters_one_row(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size + out_channels


@parameters.mistake("You counted a bias for every single weight of a kernel.")
def parameters_bias_a_weight(in_channels, out_channels, kernel_size):
    return 2 * out_channels * in_channels * kernel_size**2


@parameters.mistake(
    "You counted a bias for each layer of a kernel. There is one for a whole kernel: out_channels "
    "of them."
)
def parameters_bias_per_slice(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * (kernel_size**2 + 1)


@parameters.mistake(
    "You counted biases for the input's channels as well. There is one per kernel: out_channels of "
    "them."
)
def parameters_bias_of_both(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + in_channels + out_channels


@parameters.mistake(
    "You added in_channels and out_channels. Each of the out_channels kernels is in_channels "
    "deep: multiply."
)
def parameters_channels_added(in_channels, out_channels, kernel_size):
    return (in_channels + out_channels) * kernel_size**2 + out_channels


@parameters.mistake(
    "You added in_channels and out_channels, and left the biases out. Multiply, and add one bias "
    "a kernel."
)
def parameters_channels_added_without_bias(in_channels, out_channels, kernel_size):
    return (in_channels + out_channels) * kernel_size**2


@parameters.mistake(
    "You counted the bias as one more channel, with kernel_size² numbers. A bias is a single "
    "number."
)
def parameters_bias_as_a_channel(in_channels, out_channels, kernel_size):
    return out_channels * (in_channels + 1) * kernel_size**2


@parameters.mistake("This is one kernel with its bias. There are out_channels of them.")
def parameters_of_one_kernel(in_channels, out_channels, kernel_size):
    return in_channels * kernel_size**2 + 1


@parameters.mistake(
    "This is one kernel without its bias. There are out_channels kernels, each with a bias."
)
def parameters_of_one_kernel_without_bias(in_channels, out_channels, kernel_size):
    return in_channels * kernel_size**2


@parameters.mistake(
    "You counted one kernel only, and the biases of all. Multiply the kernel by out_channels."
)
def parameters_of_one_kernel_and_all_biases(in_channels, out_channels, kernel_size):
    return in_channels * kernel_size**2 + out_channels


@parameters.mistake(
    "You counted flat kernels and no biases. A kernel is as deep as the input, and has a bias."
)
def parameters_of_flat_kernels_without_bias(in_channels, out_channels, kernel_size):
    return out_channels * kernel_size**2


@parameters.mistake(
    "You counted one flat kernel for each channel of the input. There are out_channels kernels, "
    "each in_channels deep."
)
def parameters_of_input_kernels(in_channels, out_channels, kernel_size):
    return in_channels * (kernel_size**2 + 1)


@parameters.mistake(
    "You counted kernel_size numbers in a layer, and no biases. There are kernel_size² numbers, "
    "and one bias per kernel."
)
def parameters_one_row_without_bias(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size


@parameters.mistake("kernel_size² is kernel_size × kernel_size, not 2 · kernel_size.")
def parameters_two_rows(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * 2 * kernel_size + out_channels


@parameters.mistake(
    "You multiplied by kernel_size three times. A layer of a kernel has kernel_size² numbers."
)
def parameters_cubed(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**3 + out_channels


@parameters.mistake("You wrote 9 numbers per layer: that is 3×3. Use kernel_size².")
def parameters_of_nine(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * 9 + out_channels


@parameters.mistake("You wrote 3 channels. The input has in_channels.")
def parameters_of_colour_pictures(in_channels, out_channels, kernel_size):
    return out_channels * 3 * kernel_size**2 + out_channels


@parameters.mistake("You multiplied by the number of biases. Add them.")
def parameters_bias_multiplied(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 * out_channels


@parameters.mistake("You counted kernel_size biases. There is one per kernel: out_channels.")
def parameters_bias_of_a_row(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + kernel_size


@parameters.mistake("You counted a bias for each row of a kernel. There is one per kernel.")
def parameters_bias_of_kernel_rows(in_channels, out_channels, kernel_size):
    return out_channels * (in_channels * kernel_size**2 + kernel_size)


@parameters.mistake("You counted kernel_size² biases. There is one per kernel: out_channels.")
def parameters_bias_of_kernel_pixels(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + kernel_size**2


@parameters.mistake(
    "These are the biases. Add the weights: out_channels · in_channels · kernel_size²."
)
def parameters_biases_only(in_channels, out_channels, kernel_size):
    return out_channels


@parameters.mistake(
    "You counted two biases for each channel of the input. There is one per kernel: out_channels."
)
def parameters_in_and_out_exchanged(in_channels, out_channels, kernel_size):
    return in_channels * (out_channels * kernel_size**2 + 1) + in_channels


@parameters.mistake("You counted two biases a kernel. There is one.")
def parameters_two_biases(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + 2 * out_channels


@parameters.mistake(
    "You multiplied by out_channels twice. There are out_channels kernels, each with in_channels "
    "· kernel_size² numbers and a bias."
)
def parameters_kernels_squared(in_channels, out_channels, kernel_size):
    return out_channels * (out_channels * kernel_size**2 + 1)


@parameters.mistake(
    "You added where you should multiply: a kernel has in_channels · kernel_size · kernel_size "
    "numbers."
)
def parameters_sides_added(in_channels, out_channels, kernel_size):
    return out_channels * (in_channels + kernel_size**2 + 1)


@parameters.mistake(
    "You multiplied by in_channels twice, or squared too much: only kernel_size is squared."
)
def parameters_all_squared(in_channels, out_channels, kernel_size):
    return (in_channels * kernel_size) ** 2 * out_channels + out_channels


@parameters.mistake(
    "You counted a weight for each pair of channels only. Each pair has kernel_size² weights."
)
def parameters_of_a_linear_layer(in_channels, out_channels, kernel_size):
    return in_channels * out_channels + out_channels


@parameters.mistake(
    "You multiplied the biases by out_channels as well. There is one per kernel: out_channels · "
    "(in_channels · kernel_size² + 1)."
)
def parameters_of_a_picture(in_channels, out_channels, kernel_size):
    return (in_channels * kernel_size**2 + out_channels) * out_channels


@parameters.mistake("You wrote 9 numbers per layer, and left the biases out.")
def parameters_without_bias_of_nine(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * 9


@parameters.mistake(
    "You counted flat kernels and one bias. A kernel is in_channels deep, and each has a bias."
)
def parameters_one_bias_and_flat(in_channels, out_channels, kernel_size):
    return out_channels * kernel_size**2 + 1


@parameters.mistake(
    "You added where you should multiply: out_channels · in_channels · kernel_size², plus "
    "out_channels."
)
def parameters_weights_plus_channels(in_channels, out_channels, kernel_size):
    return out_channels + in_channels + kernel_size**2


@parameters.mistake(
    "You added in_channels and out_channels. Each of the out_channels kernels is in_channels "
    "deep: multiply; and it has one bias."
)
def parameters_channels_added_with_all_biases(in_channels, out_channels, kernel_size):
    return (in_channels + out_channels) * (kernel_size**2 + 1)


@parameters.mistake(
    "You added the depth. A kernel has in_channels · kernel_size² numbers: multiply, and add one "
    "bias."
)
def parameters_depth_added(in_channels, out_channels, kernel_size):
    return out_channels * (kernel_size**2 + in_channels)


@parameters.mistake(
    "You added 1 to the kernel's side. The bias is one number per kernel: out_channels · "
    "(in_channels · kernel_size² + 1)."
)
def parameters_bias_in_the_side(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * (kernel_size + 1) ** 2


# --- 7 -------------------------------------------------------------------------------------------


@exercise(
    title="Learn a kernel, one step",
    task="Move the kernel one step of the gradient, so that the filtered image comes nearer to the "
    "target. The loss is the mean of the squared errors.",
    cases=[
        (_BARS, np.array([[2.0, 0], [1, -2]]), np.array([[1.0, -1], [-1, 1]]), 0.5),
        (lesson.numbers(4, 4), lesson.numbers(3, 3), lesson.numbers(2, 2), 0.5),
        (lesson.numbers(5, 4), lesson.numbers(4, 2), lesson.numbers(2, 3), 0.125),
        (lesson.numbers(5, 6), lesson.numbers(3, 4), lesson.numbers(3, 3), 0.25),
        (_FRACTIONS[:4, :5], _FRACTIONS[1:4, 2:5] / 2, np.array([[0.5, 1, -0.25], [1, 0, 2]]), 0.3),
    ],
    hints=[
        "error = filtered - target, where filtered is "
        '`matching.match_map(image, kernel, scoring="sum")`.',
        "A kernel pixel (r, c) meets, over all windows, the image pixels "
        "`image[r : r + H, c : c + W]`, with `H, W = error.shape`.",
        "Its gradient is the mean of 2 · error · those pixels. The step goes against the gradient: "
        "`kernel - learning_rate * gradient`.",
    ],
    crashes={
        "does not fit the padded image": "The picture comes first, then the feature: "
        "`matching.match_map(image, kernel)`.",
        "broadcast": "The errors have the target's shape. What pixel (r, c) of the kernel meets "
        "has that shape, too: `image[r : r + H, c : c + W]`, with `H, W = error.shape`.",
        "setting an array element": "`gradient[r, c]` is one number: the mean over all errors.",
        "out of bounds": "The gradient has the kernel's shape: one number for each of its pixels.",
    },
    takeaway="This is all that training does. Lesson 07 takes many such steps, lesson 08 does it "
    "for every layer.",
)
def learning_step(image, target, kernel, learning_rate):
    """Return the kernel after one step of gradient descent."""
    error = matching.match_map(image, kernel, scoring="sum") - target
    H, W = error.shape
    gradient = np.zeros(kernel.shape)
    for r in range(kernel.shape[0]):
        for c in range(kernel.shape[1]):
            gradient[r, c] = np.mean(2 * error * image[r : r + H, c : c + W])
    return kernel - learning_rate * gradient


def _gradient(image, target, kernel):
    error = _sums(image, kernel) - target
    return 2 * _sums(image, error) / error.size


@learning_step.mistake(
    "You went uphill: subtract the gradient (of errors counted as filtered - target)."
)
def step_uphill(image, target, kernel, learning_rate):
    return kernel + learning_rate * _gradient(image, target, kernel)


@learning_step.mistake("You summed where the loss takes the mean over all errors.")
def step_summed(image, target, kernel, learning_rate):
    return kernel - learning_rate * target.size * _gradient(image, target, kernel)


@learning_step.mistake("The 2 is missing: the derivative of error² is 2 · error.")
def step_without_two(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) / 2


@learning_step.mistake("This is the gradient. Return the new kernel.")
def step_gradient_only(image, target, kernel, learning_rate):
    return _gradient(image, target, kernel)


@learning_step.mistake("You left the learning rate out: it scales the step.")
def step_without_rate(image, target, kernel, learning_rate):
    return kernel - _gradient(image, target, kernel)


@learning_step.mistake(
    "Your gradient is turned by half a turn: kernel pixel (r, c) meets the image pixels that begin "
    "at row r and column c."
)
def step_flipped(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel)[::-1, ::-1]


@learning_step.mistake(
    "You divided by the kernel's pixels. The mean is over the errors, one for each output."
)
def step_divided_by_kernel(image, target, kernel, learning_rate):
    gradient = _gradient(image, target, kernel) * target.size / kernel.size
    return kernel - learning_rate * gradient


@learning_step.mistake(
    "You moved all kernel pixels by the same amount. Each has a gradient of its own: it meets "
    "image pixels that the others do not."
)
def step_one_for_all(image, target, kernel, learning_rate):
    return kernel - learning_rate * np.mean(2 * (_sums(image, kernel) - target))


@learning_step.mistake(
    'You filtered with the mean of the products. Here they are summed: `scoring="sum"`.'
)
def step_mean_scoring(image, target, kernel, learning_rate):
    error = matching.match_map(image, kernel) - target
    gradient = 2 * _sums(image, error) / error.size
    return kernel - learning_rate * gradient


@learning_step.mistake(
    'You filtered with the mean of the products (use `scoring="sum"`), and the 2 of the '
    "derivative is missing."
)
def step_mean_scoring_without_two(image, target, kernel, learning_rate):
    error = matching.match_map(image, kernel) - target
    gradient = 2 * _sums(image, error) / error.size
    return kernel - learning_rate * gradient / 2


@learning_step.mistake(
    'You filtered with the mean of the products (use `scoring="sum"`), and you went uphill: '
    "subtract the gradient."
)
def step_mean_scoring_uphill(image, target, kernel, learning_rate):
    error = matching.match_map(image, kernel) - target
    gradient = 2 * _sums(image, error) / error.size
    return kernel + learning_rate * gradient


@learning_step.mistake(
    "This is the change only. Return the new kernel: `kernel - learning_rate * gradient`."
)
def step_change_only(image, target, kernel, learning_rate):
    return -learning_rate * _gradient(image, target, kernel)


@learning_step.mistake(
    "This is learning_rate · gradient. Subtract it from the kernel, and return that."
)
def step_change_only_uphill(image, target, kernel, learning_rate):
    return learning_rate * _gradient(image, target, kernel)


@learning_step.mistake(
    "This is the gradient, without its 2. Return the new kernel: `kernel - learning_rate * "
    "gradient`."
)
def step_gradient_without_two(image, target, kernel, learning_rate):
    return _gradient(image, target, kernel) / 2


@learning_step.mistake(
    "This is the negative of the gradient. Return the new kernel: `kernel - learning_rate * "
    "gradient`."
)
def step_negative_gradient(image, target, kernel, learning_rate):
    return -_gradient(image, target, kernel)


@learning_step.mistake(
    "You subtracted the kernel from the step. It is `kernel - learning_rate * gradient`."
)
def step_turned_round(image, target, kernel, learning_rate):
    return learning_rate * _gradient(image, target, kernel) - kernel


@learning_step.mistake(
    "You divided by the learning rate. Multiply: a small rate means a small step."
)
def step_divided_by_rate(image, target, kernel, learning_rate):
    return kernel - _gradient(image, target, kernel) / learning_rate


@learning_step.mistake(
    "You summed over the errors, and the 2 is missing. The loss is a mean: 2 · error · pixels, "
    "and the mean of that."
)
def step_summed_without_two(image, target, kernel, learning_rate):
    return kernel - learning_rate * target.size * _gradient(image, target, kernel) / 2


@learning_step.mistake(
    "You summed where the loss takes the mean, and you went uphill: subtract the mean."
)
def step_summed_uphill(image, target, kernel, learning_rate):
    return kernel + learning_rate * target.size * _gradient(image, target, kernel)


@learning_step.mistake(
    "The 2 is missing, and you went uphill: subtract learning_rate · mean(2 · error · pixels)."
)
def step_without_two_uphill(image, target, kernel, learning_rate):
    return kernel + learning_rate * _gradient(image, target, kernel) / 2


@learning_step.mistake("You took the 2 twice: the derivative of error² is 2 · error.")
def step_four_times(image, target, kernel, learning_rate):
    return kernel - 2 * learning_rate * _gradient(image, target, kernel)


@learning_step.mistake("You left the learning rate out, and went uphill.")
def step_without_rate_uphill(image, target, kernel, learning_rate):
    return kernel + _gradient(image, target, kernel)


@learning_step.mistake("You took two steps. One is asked for.")
def step_two_steps(image, target, kernel, learning_rate):
    kernel = kernel - learning_rate * _gradient(image, target, kernel)
    return kernel - learning_rate * _gradient(image, target, kernel)


@learning_step.mistake("You used the gradient's sign only. Its size counts as well.")
def step_signs_only(image, target, kernel, learning_rate):
    return kernel - learning_rate * np.sign(_gradient(image, target, kernel))


@learning_step.mistake(
    "Every kernel pixel got the pixels of the upper left window. Pixel (r, c) meets `image[r : r "
    "+ H, c : c + W]`."
)
def step_same_pixels(image, target, kernel, learning_rate):
    error = _sums(image, kernel) - target
    H, W = error.shape
    return kernel - learning_rate * np.mean(2 * error * image[:H, :W])


@learning_step.mistake(
    "You left the image out: the gradient is the mean of 2 · error · *the pixels* that the kernel "
    "pixel meets."
)
def step_error_without_the_image(image, target, kernel, learning_rate):
    return kernel - learning_rate * np.mean(_sums(image, kernel) - target)


@learning_step.mistake(
    "You subtracted the loss itself. Its gradient is wanted: the mean of 2 · error · pixels, for "
    "each kernel pixel."
)
def step_by_the_loss(image, target, kernel, learning_rate):
    return kernel - learning_rate * np.mean((_sums(image, kernel) - target) ** 2)


@learning_step.mistake(
    "You used the squared errors. Their derivative is 2 · error: multiply it by the pixels, and "
    "take the mean."
)
def step_by_the_loss_of_each(image, target, kernel, learning_rate):
    return kernel - learning_rate * _sums(image, (_sums(image, kernel) - target) ** 2) / target.size


@learning_step.mistake(
    "You squared the errors in the gradient. The derivative of error² is 2 · error."
)
def step_squared_with_two(image, target, kernel, learning_rate):
    return (
        kernel
        - 2 * learning_rate * _sums(image, (_sums(image, kernel) - target) ** 2) / target.size
    )


@learning_step.mistake(
    "You used the errors without their signs. The derivative of error² is 2 · error, with its sign."
)
def step_sizes_of_errors(image, target, kernel, learning_rate):
    return (
        kernel
        - 2 * learning_rate * _sums(image, np.abs(_sums(image, kernel) - target)) / target.size
    )


@learning_step.mistake(
    "You used the signs of the errors: that is the gradient of the absolute error. Here it is the "
    "squared one, 2 · error."
)
def step_error_signs(image, target, kernel, learning_rate):
    return (
        kernel - learning_rate * _sums(image, np.sign(_sums(image, kernel) - target)) / target.size
    )


@learning_step.mistake("You left the target out: error = filtered - target.")
def step_target_forgotten(image, target, kernel, learning_rate):
    return kernel - 2 * learning_rate * _sums(image, _sums(image, kernel)) / target.size


@learning_step.mistake("You used the target in place of the error: error = filtered - target.")
def step_target_only(image, target, kernel, learning_rate):
    return kernel - 2 * learning_rate * _sums(image, target) / target.size


@learning_step.mistake(
    "You divided by the image's pixels. The mean is over the errors, one for each output."
)
def step_divided_by_the_image(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) * target.size / image.size


@learning_step.mistake(
    "You divided twice: by the errors, as the mean does, and by the kernel's pixels. The mean "
    "over the errors is enough."
)
def step_divided_by_both(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) / kernel.size


@learning_step.mistake("You divided by the number of errors twice. The mean does that once.")
def step_divided_by_both_sizes(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) / target.size


@learning_step.mistake(
    "You divided by the number of rows. The mean is over all errors: `error.size`."
)
def step_divided_by_rows(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) * target.size / len(target)


@learning_step.mistake(
    "You multiplied the gradient by the kernel. Subtract learning_rate · gradient from it."
)
def step_times_kernel(image, target, kernel, learning_rate):
    return kernel - learning_rate * _gradient(image, target, kernel) * kernel


@learning_step.mistake(
    "You multiplied the kernel by 1 - learning_rate · gradient, or by the gradient. Subtract the "
    "step instead."
)
def step_kernel_scaled(image, target, kernel, learning_rate):
    return kernel * learning_rate * _gradient(image, target, kernel)


def _transposed_gradient(image, target, kernel):
    error = _sums(image, kernel) - target
    (H, W), (h, w) = error.shape, kernel.shape
    return np.array(
        [
            [
                np.mean(2 * error * np.pad(image, ((0, h + w), (0, h + w)))[c : c + H, r : r + W])
                for c in range(w)
            ]
            for r in range(h)
        ]
    )


@learning_step.mistake(
    "Rows and columns of your gradient are exchanged: pixel (r, c) meets the image from row r and "
    "column c on."
)
def step_transposed(image, target, kernel, learning_rate):
    return kernel - learning_rate * _transposed_gradient(image, target, kernel)


@learning_step.mistake(
    "You took one mean of the whole gradient and moved every pixel by it. Each has its own."
)
def step_one_mean_of_all(image, target, kernel, learning_rate):
    return kernel - learning_rate * np.mean(_gradient(image, target, kernel))


@learning_step.mistake("The kernel is as it was. Return `kernel - learning_rate * gradient`.")
def step_kernel_kept(image, target, kernel, learning_rate):
    return kernel.copy()


@learning_step.mistake(
    "Only one kernel pixel moved. Does the step stand behind the loops, and is every `gradient[r, "
    "c]` filled?"
)
def step_last_pixel_only(image, target, kernel, learning_rate):
    change = _gradient(image, target, kernel)
    kept = np.zeros(kernel.shape)
    kept[-1, -1] = change[-1, -1]
    return kernel - learning_rate * kept


@learning_step.mistake(
    "Only the first kernel pixel moved. Is `return` inside the loops? Move it left."
)
def step_first_pixel_only(image, target, kernel, learning_rate):
    change = _gradient(image, target, kernel)
    kept = np.zeros(kernel.shape)
    kept[0, 0] = change[0, 0]
    return kernel - learning_rate * kept


@learning_step.mistake(
    "You turned the kernel before filtering. It lies on the image as it is, here and in the error."
)
def step_convolved(image, target, kernel, learning_rate):
    return (
        kernel
        - 2 * learning_rate * _sums(image, _sums(image, kernel[::-1, ::-1]) - target) / target.size
    )


@learning_step.mistake(
    "Your gradient goes on from pixel to pixel. Start it at 0 for each kernel pixel."
)
def step_added_up_over_pixels(image, target, kernel, learning_rate):
    change = _gradient(image, target, kernel)
    return kernel - learning_rate * np.cumsum(change).reshape(change.shape)


@learning_step.mistake(
    "You computed the error again after each pixel. All pixels of one step use the same error: "
    "compute it once, before the loops."
)
def step_while_the_error_changes(image, target, kernel, learning_rate):
    new = kernel.copy()
    for place in np.ndindex(kernel.shape):
        new[place] -= learning_rate * _gradient(image, target, new)[place]
    return new


@learning_step.mistake(
    "You took 1 - learning_rate of the kernel. Subtract learning_rate · gradient from the whole "
    "kernel."
)
def step_change_added_to_kernel_twice(image, target, kernel, learning_rate):
    return (1 - learning_rate) * kernel - learning_rate * _gradient(image, target, kernel)


@learning_step.mistake(
    "You made the kernel smaller by the learning rate. Subtract learning_rate · gradient."
)
def step_kernel_shrunk(image, target, kernel, learning_rate):
    return kernel * (1 - learning_rate)


@learning_step.mistake(
    "You divided the gradient by its length, or its largest value. Subtract learning_rate · "
    "gradient itself."
)
def step_smaller_gradient(image, target, kernel, learning_rate):
    change = _gradient(image, target, kernel)
    return kernel - learning_rate * change / np.linalg.norm(change)


@learning_step.mistake(
    "The gradient is turned, and you went uphill. Pixel (r, c) meets the image from (r, c) on; "
    "subtract."
)
def step_gradient_uphill_flipped(image, target, kernel, learning_rate):
    return kernel + learning_rate * _gradient(image, target, kernel)[::-1, ::-1]


@learning_step.mistake(
    "You subtracted the rate and the gradient. Multiply them, and subtract the product."
)
def step_rate_subtracted(image, target, kernel, learning_rate):
    return kernel - (learning_rate + _gradient(image, target, kernel))


@learning_step.mistake("You subtracted the learning rate alone. Subtract learning_rate · gradient.")
def step_rate_only(image, target, kernel, learning_rate):
    return kernel - learning_rate


@learning_step.mistake("These are the errors. Return the new kernel.")
def step_errors_returned(image, target, kernel, learning_rate):
    return _sums(image, kernel) - target


@learning_step.mistake("This is the loss. Return the new kernel.")
def step_loss_returned(image, target, kernel, learning_rate):
    return np.mean((_sums(image, kernel) - target) ** 2)


@learning_step.mistake("This is the filtered image. Return the new kernel.")
def step_filtered_returned(image, target, kernel, learning_rate):
    return _sums(image, kernel)
