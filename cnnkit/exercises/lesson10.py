"""Exercises of lesson 10, design a network: reach, parameters, work, 1×1, and an honest choice."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions10 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="How much does a cell see?",
    task="`layers` lists (kernel size, stride) from the picture on. Return the side of the square "
    "of pixels that one cell behind the last layer sees. Begin with 1 pixel and a step of 1.",
    cases=[
        ([(3, 1), (3, 1)],),
        ([(3, 1), (2, 2), (3, 1)],),
        ([(5, 1)],),
        ([(3, 2), (3, 2), (3, 1)],),
        ([(3, 1), (2, 2), (3, 1), (2, 2), (5, 1)],),
        ([(7, 3), (1, 1), (2, 1)],),
    ],
    hints=[
        "A layer of kernel k lets a cell see k − 1 *more cells* of the map before it.",
        "How many pixels is one cell of that map? As many as the product of the strides *before* "
        "this layer. Keep it in a variable, `jump`, that starts at 1.",
        "For each layer: `size += (kernel - 1) * jump`, and then `jump *= stride`.",
    ],
    crashes={
        "not enough values to unpack": "Each entry of `layers` is a pair: "
        "`for kernel, stride in layers:`."
    },
    takeaway="`cnnkit.shapes.receptive_field` does this for height and width, with dilation.",
)
def field_size(layers):
    """Return the side of what one cell sees; layers are (kernel, stride), first layer first."""
    size, jump = 1, 1
    for kernel, stride in layers:
        size += (kernel - 1) * jump
        jump *= stride
    return size


@field_size.mistake(
    "You forgot the strides: after a stride of 2, one cell further is two pixels further. Multiply "
    "k − 1 by the strides that came before."
)
def field_strides_ignored(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


@field_size.mistake(
    "You added the kernel sizes. Neighbouring windows overlap: each layer adds k − 1, not k."
)
def field_kernels_added(layers):
    return sum(kernel for kernel, _ in layers)


@field_size.mistake(
    "You added k for each layer. It is k − 1: the cell in the middle of the window was seen before."
)
def field_k_instead_of_less_one(layers):
    size, jump = 0, 1
    for kernel, stride in layers:
        size += kernel * jump
        jump *= stride
    return size


@field_size.mistake("You multiplied the kernel sizes. Windows overlap, so reach adds up.")
def field_kernels_multiplied(layers):
    return int(np.prod([kernel for kernel, _ in layers]))


@field_size.mistake(
    "Each layer's own stride already widens its own window in your sum. A stride counts from the "
    "*next* layer on: first add, then multiply the jump."
)
def field_stride_too_early(layers):
    size, jump = 1, 1
    for kernel, stride in layers:
        jump *= stride
        size += (kernel - 1) * jump
    return size


@field_size.mistake(
    "You counted only the stride of the layer right before. Strides multiply up: all of them count."
)
def field_last_stride_only(layers):
    size, before = 1, 1
    for kernel, stride in layers:
        size += (kernel - 1) * before
        before = stride
    return size


@field_size.mistake("You added the strides up. Two steps of 2 make 4 pixels by multiplying.")
def field_strides_added(layers):
    size, jump = 1, 1
    for kernel, stride in layers:
        size += (kernel - 1) * jump
        jump += stride - 1 if jump == 1 else stride
    return size


@field_size.mistake(
    "You began with 0 pixels. With no layer at all, a cell sees itself: begin at 1."
)
def field_begins_at_zero(layers):
    return field_size.reference(layers) - 1


@field_size.mistake("This is the step from one cell to the next, not what one cell sees.")
def field_jump_instead(layers):
    return int(np.prod([stride for _, stride in layers]))


@field_size.mistake(
    "You went from the last layer to the picture, but with the rule for the other way."
)
def field_backwards(layers):
    return field_size.reference(list(reversed(layers)))


@field_size.mistake("You looked at the largest kernel only. Every layer widens the view.")
def field_largest_kernel(layers):
    return max(kernel for kernel, _ in layers)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="What a stack learns",
    task="`channels` tells how many maps there are, from the picture on: [1, 16, 32] is one "
    "picture, then 16 maps, then 32. `kernels` holds the kernel size of each convolution. Return "
    "how many numbers all of them learn, biases included.",
    cases=[
        ([1, 16], [3]),
        ([16, 16, 16], [3, 3]),
        ([16, 16], [5]),
        ([64, 16, 16, 64], [1, 3, 1]),
        ([3, 8, 12, 4], [7, 2, 5]),
    ],
    hints=[
        "One kernel reads *all* maps of its input: it has maps · k · k weights, and 1 bias.",
        "A layer has as many kernels as it makes maps.",
        "Add `out * (inputs * k * k + 1)` over the layers.",
    ],
    takeaway="Two 3×3 with 16 maps: 4,640. One 5×5: 6,416. The same reach, a quarter less.",
)
def parameters(channels, kernels):
    """Return the number of weights and biases of a stack of convolutions."""
    total = 0
    for inputs, outputs, k in zip(channels[:-1], channels[1:], kernels, strict=True):
        total += outputs * (inputs * k * k + 1)
    return total


def _count(channels, kernels, rule):
    pairs = zip(channels[:-1], channels[1:], kernels, strict=True)
    return sum(rule(inputs, outputs, k) for inputs, outputs, k in pairs)


@parameters.mistake("The biases are missing: one for each map that a layer makes.")
def learned_without_biases(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k)


@parameters.mistake(
    "Your kernels read one map only. A kernel has k·k weights for *each* map of its input."
)
def learned_inputs_ignored(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (k * k + 1))


@parameters.mistake("You counted one kernel a layer. There is one for each map that it makes.")
def learned_one_kernel(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: i * k * k + 1)


@parameters.mistake("You took k where it should be k·k: a kernel is a square.")
def learned_kernel_not_squared(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * k + 1))


@parameters.mistake("You gave each layer a single bias. Each of its maps has its own.")
def learned_one_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k + 1)


@parameters.mistake(
    "You gave a bias to each pair of an input map and an output map. It is one an output map."
)
def learned_bias_a_pair(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * (k * k + 1))


@parameters.mistake("These are the biases only for the maps that go in. They belong to those made.")
def learned_biases_of_the_inputs(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k + i)


@parameters.mistake("This is the last layer alone. Add all of them.")
def learned_last_layer(channels, kernels):
    i, o, k = channels[-2], channels[-1], kernels[-1]
    return o * (i * k * k + 1)


@parameters.mistake("You added the maps that go in and come out. Each reads each: multiply.")
def learned_maps_added(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: (i + o) * k * k + o)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="What a layer costs",
    task="Count the multiply-adds of one convolution on one square picture: every number of the "
    "output is a sum of products, one for each weight that it uses. Do not count the biases.",
    cases=[
        (9, 1, 3, 3, 1, 0),
        (28, 16, 16, 5, 1, 2),
        (28, 16, 32, 3, 2, 1),
        (8, 64, 16, 1, 1, 0),
        (15, 3, 4, 4, 3, 2),
    ],
    hints=[
        "How long is the output's side? `(size + 2 * padding - k) // stride + 1`.",
        "There are side · side · outputs numbers to compute.",
        "Each of them is a sum of inputs · k · k products.",
    ],
    takeaway="Parameters do not depend on the picture's size. The work does, with its square.",
)
def multiply_adds(size, inputs, outputs, k, stride, padding):
    """Return the products of a weight and a value in one convolution of one picture."""
    side = (size + 2 * padding - k) // stride + 1
    return side * side * outputs * inputs * k * k


def _work(size, inputs, outputs, k, stride, padding):
    side = (size + 2 * padding - k) // stride + 1
    return side, inputs, outputs, k


@multiply_adds.mistake(
    "You counted a window for every pixel of the *input*. There is one for each number of the "
    "output."
)
def work_at_the_input(size, inputs, outputs, k, stride, padding):
    return size * size * outputs * inputs * k * k


@multiply_adds.mistake(
    "You forgot the stride: with a stride of 2 there are a quarter as many windows."
)
def work_without_stride(size, inputs, outputs, k, stride, padding):
    side = size + 2 * padding - k + 1
    return side * side * outputs * inputs * k * k


@multiply_adds.mistake("You forgot the padding. It makes the output larger.")
def work_without_padding(size, inputs, outputs, k, stride, padding):
    side = (size - k) // stride + 1
    return side * side * outputs * inputs * k * k


@multiply_adds.mistake("You added the padding once. It lies on both sides.")
def work_padding_on_one_side(size, inputs, outputs, k, stride, padding):
    side = (size + padding - k) // stride + 1
    return side * side * outputs * inputs * k * k


@multiply_adds.mistake("You counted one row of the output. It is a square: side · side numbers.")
def work_of_one_row(size, inputs, outputs, k, stride, padding):
    side, inputs, outputs, k = _work(size, inputs, outputs, k, stride, padding)
    return side * outputs * inputs * k * k


@multiply_adds.mistake("You left out the input maps: every window goes through all of them.")
def work_of_one_input(size, inputs, outputs, k, stride, padding):
    side, inputs, outputs, k = _work(size, inputs, outputs, k, stride, padding)
    return side * side * outputs * k * k


@multiply_adds.mistake("You made one map only. The work is done again for every output map.")
def work_of_one_output(size, inputs, outputs, k, stride, padding):
    side, inputs, outputs, k = _work(size, inputs, outputs, k, stride, padding)
    return side * side * inputs * k * k


@multiply_adds.mistake("Your window has k values. It has k · k of them.")
def work_kernel_not_squared(size, inputs, outputs, k, stride, padding):
    side, inputs, outputs, k = _work(size, inputs, outputs, k, stride, padding)
    return side * side * outputs * inputs * k


@multiply_adds.mistake("These are the weights. Each is used again at every place of the output.")
def work_weights_instead(size, inputs, outputs, k, stride, padding):
    return outputs * inputs * k * k


@multiply_adds.mistake("You counted the biases as well. They are added, not multiplied.")
def work_with_biases(size, inputs, outputs, k, stride, padding):
    side, inputs, outputs, k = _work(size, inputs, outputs, k, stride, padding)
    return side * side * outputs * (inputs * k * k + 1)


@multiply_adds.mistake("The +1 is missing in the output's side: the first window counts as well.")
def work_side_too_small(size, inputs, outputs, k, stride, padding):
    side = (size + 2 * padding - k) // stride
    return side * side * outputs * inputs * k * k


# --- 4 -------------------------------------------------------------------------------------------

_STACK = lesson.rng.integers(-4, 5, (3, 2, 4)).astype(float)
_MIX = lesson.rng.integers(-2, 3, (2, 3)).astype(float)


@exercise(
    title="A 1×1 convolution",
    task="`maps` has shape (C, H, W), `weights` has shape (O, C). Each new map is a sum of the old "
    "ones, with the weights of its row. Return the O new maps.",
    cases=[
        (_STACK, _MIX),
        (np.arange(8.0).reshape(2, 2, 2), np.array([[1.0, 0.5]])),
        (
            lesson.rng.integers(-4, 5, (3, 3, 3)).astype(float),
            lesson.rng.integers(-2, 3, (3, 3)).astype(float),
        ),
        (
            lesson.rng.integers(0, 9, (4, 1, 5)).astype(float),
            lesson.rng.integers(-2, 3, (2, 4)).astype(float),
        ),
    ],
    hints=[
        "New map o is `weights[o, 0] * maps[0] + weights[o, 1] * maps[1] + …`.",
        "No neighbours are involved: the same sum at every place.",
        'All at once: `np.einsum("oc,chw->ohw", weights, maps)`.',
    ],
    crashes={
        "matmul": "Flatten the maps to (C, H · W) first, and reshape the product.",
        "broadcast": "Multiply one whole map, (H, W), by one single weight.",
    },
    takeaway="A linear layer at every pixel: in PyTorch, `conv2d(x, w[:, :, None, None])`.",
)
def mix_maps(maps, weights):
    """Return the mixed maps, shape (O, H, W)."""
    outputs, height, width = len(weights), *maps.shape[1:]
    result = np.zeros((outputs, height, width))
    for o in range(outputs):
        for c in range(len(maps)):
            result[o] += weights[o, c] * maps[c]
    return result


def _mix(maps, weights):
    return np.einsum("oc,chw->ohw", weights, maps)


@mix_maps.mistake("You divided by the number of maps. It is a sum with weights, not a mean.")
def mixed_mean(maps, weights):
    return _mix(maps, weights) / len(maps)


@mix_maps.mistake("You added the old maps without their weights.")
def mixed_without_weights(maps, weights):
    return np.stack([maps.sum(axis=0)] * len(weights))


@mix_maps.mistake("You used the columns of `weights`. Row o holds the weights of new map o.")
def mixed_transposed(maps, weights):
    if len(weights) != len(maps):
        return np.einsum("co,chw->ohw", weights.reshape(weights.shape[::-1]), maps)
    return np.einsum("co,chw->ohw", weights, maps)


@mix_maps.mistake("You added up all new maps into one. Keep one for each row of the weights.")
def mixed_into_one(maps, weights):
    return _mix(maps, weights).sum(axis=0, keepdims=True)


@mix_maps.mistake("You rectified the sums. ReLU follows a convolution, but is not part of it.")
def mixed_rectified(maps, weights):
    return np.maximum(_mix(maps, weights), 0)


@mix_maps.mistake("You kept the products apart. Add them up over the old maps.")
def mixed_not_added(maps, weights):
    return weights[:, :, None, None] * maps


@mix_maps.mistake("You took the strongest product in place of the sum of all of them.")
def mixed_strongest(maps, weights):
    return (weights[:, :, None, None] * maps).max(axis=1)


@mix_maps.mistake("The new maps come last in your array. PyTorch and cnnkit put maps first.")
def mixed_maps_last(maps, weights):
    return np.moveaxis(_mix(maps, weights), 0, -1)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="How many ways lead in?",
    task="Convolutions along one line, stride 1, kernels as listed. In how many ways does each "
    "pixel that a cell sees reach that cell? Return the counts from left to right. For [3, 3] they "
    "are 1, 2, 3, 2, 1.",
    cases=[([3, 3],), ([5],), ([3, 3, 3],), ([2, 3],), ([3, 5, 2],), ([1, 4, 1, 4],)],
    hints=[
        "Start at the cell: one way, `[1]`. Go back layer by layer.",
        "A layer with kernel 3: each place hands its count to three neighbours, who add up what "
        "they are handed.",
        "That is a convolution with ones: `np.convolve(counts, np.ones(k))`.",
    ],
    takeaway="The middle counts most, the rim hardly at all: what a cell *can* see is more than "
    "what it sees *well*.",
)
def ways(kernels):
    """Return how many ways lead from each pixel of the field to the cell."""
    counts = np.ones(1)
    for k in kernels:
        wider = np.zeros(len(counts) + k - 1)
        for place, count in enumerate(counts):
            wider[place : place + k] += count
        counts = wider
    return counts


@ways.mistake("You gave every pixel one way. Those in the middle have several.")
def ways_all_equal(kernels):
    return np.ones(1 + sum(k - 1 for k in kernels))


@ways.mistake("These are shares, which add up to 1. Return the counts.")
def ways_as_shares(kernels):
    counts = ways.reference(kernels)
    return counts / counts.sum()


@ways.mistake("These are shares of the largest count. Return the counts themselves.")
def ways_by_the_largest(kernels):
    counts = ways.reference(kernels)
    return counts / counts.max()


@ways.mistake("This is the whole square. The task asks for one line.")
def ways_as_a_square(kernels):
    counts = ways.reference(kernels)
    return np.outer(counts, counts)


@ways.mistake("This is how many ways there are in all: one number. Tell them apart by pixel.")
def ways_in_all(kernels):
    return np.prod(kernels)


@ways.mistake("You went through the first layer only. Every layer spreads the counts further.")
def ways_of_one_layer(kernels):
    return np.ones(kernels[0])


@ways.mistake(
    "You kept the length of the first layer's window. Each layer makes the field k − 1 longer."
)
def ways_cut_off(kernels):
    counts = np.ones(kernels[0])
    for k in kernels[1:]:
        counts = np.convolve(counts, np.ones(k))[(k - 1) // 2 :][: kernels[0]]
    return counts


@ways.mistake("These are the rows of Pascal's triangle: right for kernels of 2, not for others.")
def ways_binomial(kernels):
    counts = np.ones(1)
    for _ in range(sum(k - 1 for k in kernels)):
        counts = np.convolve(counts, [1, 1])
    return counts


# --- 6 -------------------------------------------------------------------------------------------


def _mistakes(rows, test):
    return np.array(rows), np.array(test)


@exercise(
    title="An honest choice",
    task="`validation[d, s]` holds the mistakes of design d from seed s. `test[d]` holds the "
    "mistakes that design d would make in the test. Choose a design by the mean of its validation "
    "mistakes. Return its number, and its mistakes in the test.",
    cases=[
        _mistakes([[9, 8, 12], [5, 30, 31], [9, 9, 9]], [16, 11, 14]),
        _mistakes([[20, 22], [14, 10], [11, 14], [3, 40]], [19, 13, 8, 12]),
        _mistakes([[5, 5, 6, 7], [7, 7, 1, 7]], [3, 4]),
        _mistakes([[12], [7], [9]], [6, 10, 5]),
        _mistakes([[4, 6], [6, 6], [8, 1]], [9, 2, 5]),
    ],
    returns=("design", "mistakes"),
    hints=[
        "One mean for each design: over the seeds, which run along axis 1.",
        "`np.argmin` gives the place of the smallest.",
        "Look at `test` once, at the place that is already chosen.",
    ],
    takeaway="The test had no say in the choice; so its verdict is one that you may quote.",
)
def choose(validation, test):
    """Return the chosen design's number, and its test mistakes."""
    design = int(np.argmin(validation.mean(axis=1)))
    return design, test[design]


@choose.mistake(
    "You chose by the test. Then its verdict is no longer honest: you picked the design that these "
    "very pictures happen to flatter."
)
def chosen_by_the_test(validation, test):
    design = int(np.argmin(test))
    return design, test[design]


@choose.mistake(
    "You chose the design with the luckiest seed. One good start says little: compare the means."
)
def chosen_by_the_luckiest_seed(validation, test):
    design = int(np.argmin(validation.min(axis=1)))
    return design, test[design]


@choose.mistake("You chose the design with the *most* mistakes.")
def chosen_the_worst(validation, test):
    design = int(np.argmax(validation.mean(axis=1)))
    return design, test[design]


@choose.mistake("You report the validation mistakes. The choice has flattered them; ask the test.")
def chosen_validation_reported(validation, test):
    design = int(np.argmin(validation.mean(axis=1)))
    return design, validation[design].mean()


@choose.mistake("You chose rightly, but report the best test result of all designs.")
def chosen_best_test_reported(validation, test):
    return int(np.argmin(validation.mean(axis=1))), test.min()


@choose.mistake("You chose by the worst seed of each design. Compare the means.")
def chosen_by_the_worst_seed(validation, test):
    design = int(np.argmin(validation.max(axis=1)))
    return design, test[design]


@choose.mistake("You looked at the first seed only. Take the mean of all of them.")
def chosen_by_the_first_seed(validation, test):
    design = int(np.argmin(validation[:, 0]))
    return design, test[design]


@choose.mistake("You mixed validation and test into one mean. The test must not take part.")
def chosen_by_both(validation, test):
    design = int(np.argmin(validation.mean(axis=1) + test))
    return design, test[design]
