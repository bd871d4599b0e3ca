"""Exercises of lesson 10, design a network: reach, parameters, work, 1×1, and an honest choice."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions10 as questions

lesson = Lesson(__name__, questions, order="field_size choose")
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
    "This is right for the layers in reverse order. `size = (size - 1) * stride + kernel` goes "
    "from "
    "the last layer to the picture, `size += (kernel - 1) * jump` from the picture on."
)
def field_backwards(layers):
    return field_size.reference(list(reversed(layers)))


@field_size.mistake("You looked at the largest kernel only. Every layer widens the view.")
def field_largest_kernel(layers):
    return max(kernel for kernel, _ in layers)


def _grown(layers, start=1, grow=lambda k: k - 1, jump=lambda j, s: j * s):
    size, step = start, 1
    for kernel, stride in layers:
        size += grow(kernel) * step
        step = jump(step, stride)
    return size


@field_size.mistake(
    "You added whole kernels. Neighbouring windows overlap: each layer adds k - 1, times the "
    "strides before it."
)
def field_kernels_added_and_one(layers):
    return 1 + sum(kernel for kernel, _ in layers)


@field_size.mistake(
    "You added k for each layer, to a cell of 1. It is k - 1: the cell in the middle was seen "
    "before."
)
def field_k_and_one(layers):
    return _grown(layers, grow=lambda k: k)


@field_size.mistake(
    "You multiplied each layer by its *own* stride. Multiply by the strides of the layers "
    "*before* it."
)
def field_own_stride(layers):
    return 1 + sum((kernel - 1) * stride for kernel, stride in layers)


@field_size.mistake(
    "You added the strides to the jump. Two steps of 2 make 4 pixels: `jump *= stride`."
)
def field_jump_added(layers):
    return _grown(layers, jump=lambda j, s: j + s)


@field_size.mistake(
    "This is the first layer only. Is `return` inside the loop? Each layer widens the view."
)
def field_first_layer(layers):
    return layers[0][0]


@field_size.mistake("This is the last layer only. Every layer widens the view.")
def field_last_layer(layers):
    return layers[-1][0]


@field_size.mistake("Only the last layer counts: write `size += …`, not `size = …`.")
def field_overwritten(layers):
    out = 1
    for kernel, _ in layers:
        last, out = (kernel - 1) * out, out * _
    return last


@field_size.mistake(
    "Only the last layer counts, and the first pixel: write `size += …`, not `size = 1 + …`."
)
def field_overwritten_and_one(layers):
    out = 1
    for kernel, stride in layers:
        last, out = 1 + (kernel - 1) * out, out * stride
    return last


@field_size.mistake("This is how many pixels there are in the square. Its side is asked for.")
def field_area(layers):
    return field_size.reference(layers) ** 2


@field_size.mistake("Kernel and stride are exchanged: `for kernel, stride in layers:`.")
def field_exchanged(layers):
    return field_size.reference([(stride, kernel) for kernel, stride in layers])


@field_size.mistake("A layer adds k - 1, not k + 1: of its k cells one was there before.")
def field_k_plus_one(layers):
    return _grown(layers, grow=lambda k: k + 1)


@field_size.mistake(
    "You divided by the strides. One cell further is *more* pixels further: `jump *= stride`."
)
def field_jump_divided(layers):
    return _grown(layers, jump=lambda j, s: j / s)


@field_size.mistake(
    "You divided by the strides. One cell further is *more* pixels further; `jump *= stride`, "
    "without `//`."
)
def field_jump_divided_whole(layers):
    return _grown(layers, jump=lambda j, s: j // s)


@field_size.mistake(
    "You added k · stride. Each layer adds k - 1, times the strides *before* it; begin at 1."
)
def field_kernels_times_strides(layers):
    return sum(kernel * stride for kernel, stride in layers)


@field_size.mistake(
    "You multiplied all. Windows overlap, so reach adds up: k - 1 for each layer, times the "
    "strides before it."
)
def field_everything_multiplied(layers):
    return int(np.prod([kernel * stride for kernel, stride in layers]))


@field_size.mistake(
    "You added half a kernel for each layer. A cell sees on *both* sides: k - 1 more."
)
def field_halves(layers):
    return _grown(layers, grow=lambda k: k // 2)


@field_size.mistake("You counted the pixels of each kernel. Along a side it adds k - 1.")
def field_squares(layers):
    return _grown(layers, grow=lambda k: k * k - 1)


@field_size.mistake(
    "You stretched the whole view by each stride. Only *later* layers step further: `jump *= "
    "stride`."
)
def field_grown_then_stretched(layers):
    size = 1
    for kernel, stride in layers:
        size = (size + kernel - 1) * stride
    return size


@field_size.mistake(
    "You stretched the view by each layer's own stride. Only *later* layers step further: `jump "
    "*= stride`."
)
def field_stretched_then_grown(layers):
    size = 1
    for kernel, stride in layers:
        size = size * stride + kernel - 1
    return size


@field_size.mistake(
    "From the last layer on it is `(size - 1) * stride + kernel`: between `size` cells there are "
    "size - 1 steps."
)
def field_stretched_from_behind(layers):
    size = 1
    for kernel, stride in reversed(layers):
        size = size * stride + kernel - 1
    return size


@field_size.mistake(
    "From the last layer on it is `(size - 1) * stride + kernel`: between `size` cells lie size "
    "- 1 steps."
)
def field_kernel_from_behind(layers):
    size = 1
    for kernel, stride in reversed(layers):
        size = size * stride + kernel
    return size


@field_size.mistake(
    "You got 1 everywhere. Does the jump begin at 1, and is something added to the size?"
)
def field_always_one(layers):
    return 1


@field_size.mistake("The last layer is missing.")
def field_last_layer_missing(layers):
    return field_size.reference(layers[:-1])


@field_size.mistake("This is the number of layers. How far does each widen the view?")
def field_layers_counted(layers):
    return len(layers)


@field_size.mistake(
    "Every kernel counts as 3. A layer of kernel k adds k - 1 times the strides before it."
)
def field_two_a_layer(layers):
    return _grown(layers, grow=lambda k: 2)


@field_size.mistake("You added 2 for each layer, as if all were 3 wide with stride 1.")
def field_two_a_layer_flat(layers):
    return 1 + 2 * len(layers)


@field_size.mistake(
    "You added kernels *and* strides. Strides multiply: they tell how far later layers step."
)
def field_all_added(layers):
    return sum(kernel + stride for kernel, stride in layers)


@field_size.mistake("Return the side only, one number.")
def field_as_a_pair(layers):
    return (field_size.reference(layers), field_size.reference(layers))


@field_size.mistake("The strides counted twice. Each multiplies the jump once.")
def field_of_square_strides(layers):
    return _grown(layers, jump=lambda j, s: j * s * s)


@field_size.mistake("You multiplied by *all* strides. Only those before a layer widen it.")
def field_all_strides(layers):
    return 1 + sum(k - 1 for k, _ in layers) * int(np.prod([s for _, s in layers]))


@field_size.mistake("You doubled the jump in each layer, as if every stride were 2.")
def field_doubling(layers):
    return 1 + sum((k - 1) * 2**i for i, (k, _) in enumerate(layers))


@field_size.mistake(
    "You took k // 2 on either side. An even kernel adds k - 1 as well, and the strides before "
    "it count."
)
def field_odd_kernels(layers):
    return 1 + 2 * sum(k // 2 for k, _ in layers)


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
    "You gave a bias to each pair of an input map and an output map. It is one per output map."
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


@parameters.mistake("There is one bias in all. Each map that a layer makes has its own.")
def learned_single_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k) + 1


@parameters.mistake("This is the first layer alone. Is `return` inside the loop?")
def learned_first_layer(channels, kernels):
    return channels[1] * (channels[0] * kernels[0] ** 2 + 1)


@parameters.mistake(
    "The last layer is missing: there are as many layers as kernels, `range(len(kernels))`."
)
def learned_last_layer_missing(channels, kernels):
    return _count(channels[:-1], kernels[:-1], lambda i, o, k: o * (i * k * k + 1))


@parameters.mistake("You took 3 for every kernel. Its size stands in `kernels`.")
def learned_three_fixed(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * 9 + 1))


@parameters.mistake("You took 2 · k where it should be k · k: a kernel is a square.")
def learned_twice_k(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * 2 * k + 1))


@parameters.mistake("You gave every weight a bias. Each map that is made has one.")
def learned_bias_a_weight(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: 2 * o * i * k * k)


@parameters.mistake(
    "You counted biases for the picture, too. Only the maps that layers make have one."
)
def learned_bias_of_the_picture(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k) + sum(channels)


@parameters.mistake("You left out how many maps each layer makes: a kernel for each of them.")
def learned_outputs_only_of_inputs(channels, kernels):
    return sum(c * (k * k + 1) for c, k in zip(channels, kernels, strict=False))


@parameters.mistake(
    "You counted one kernel a layer, without a bias. There is one for each map that it makes."
)
def learned_one_kernel_without_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: i * k * k)


@parameters.mistake(
    "You counted the weights of one kernel a layer. There is one for each map that it makes."
)
def learned_one_kernel_all_biases(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: i * k * k + o)


@parameters.mistake(
    "Your kernels read one map only, and have no bias. A kernel has k·k weights for *each* map "
    "of its input, and a bias."
)
def learned_inputs_ignored_without_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * k * k)


@parameters.mistake("These are the counts of each layer. Add them up.")
def learned_layers_apart(channels, kernels):
    return [
        o * (i * k * k + 1) for i, o, k in zip(channels[:-1], channels[1:], kernels, strict=True)
    ]


@parameters.mistake(
    "You took the last number of maps for every layer. Layer n makes `channels[n + 1]`."
)
def learned_last_maps_everywhere(channels, kernels):
    return sum(channels[-1] * (i * k * k + 1) for i, k in zip(channels[:-1], kernels, strict=True))


@parameters.mistake(
    "Every layer reads the first number of maps in yours. Layer n reads `channels[n]`."
)
def learned_first_maps_everywhere(channels, kernels):
    return sum(o * (channels[0] * k * k + 1) for o, k in zip(channels[1:], kernels, strict=True))


@parameters.mistake("You multiplied the layers. Each is a product; the layers are added.")
def learned_everything_multiplied(channels, kernels):
    return int(
        np.prod(
            [
                float(o * i * k * k)
                for i, o, k in zip(channels[:-1], channels[1:], kernels, strict=True)
            ]
        )
    )


@parameters.mistake(
    "You multiplied all channels. Each layer has in · out · k · k weights; the layers are added."
)
def learned_all_numbers_multiplied(channels, kernels):
    return float(np.prod(np.array(channels, float)) * np.prod(np.array(kernels, float) ** 2))


@parameters.mistake("You gave each map k biases. It has one.")
def learned_bias_k(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * k * k + k))


@parameters.mistake("You subtracted the biases. They are learned as well: add.")
def learned_bias_subtracted(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * k * k - 1))


@parameters.mistake("These are the biases only. Add the weights: in · out · k · k for each layer.")
def learned_biases_only(channels, kernels):
    return sum(channels[1:])


@parameters.mistake("A kernel has k · k weights for each map, not k · k · k.")
def learned_cubes(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * k**3 + 1))


@parameters.mistake("You took the maps that come out twice. A kernel reads the maps that go *in*.")
def learned_outputs_twice(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (o * k * k + 1))


@parameters.mistake(
    "You took the maps that go in twice. There is a kernel for each map that comes *out*."
)
def learned_inputs_twice(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: i * (i * k * k + 1))


@parameters.mistake("Return one number: weights and biases together.")
def learned_weights_and_biases(channels, kernels):
    return (_count(channels, kernels, lambda i, o, k: o * i * k * k), sum(channels[1:]))


@parameters.mistake(
    "You added 1 to k. The bias is one number beside the weights: `in * k * k + 1`."
)
def learned_larger_kernels(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * (k + 1) ** 2)


@parameters.mistake(
    "You counted the bias as one more input map of k · k weights. It is a single number."
)
def learned_bias_as_a_map(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i + 1) * k * k)


@parameters.mistake("You gave each map two biases. It has one.")
def learned_two_biases(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * (i * k * k + 2))


@parameters.mistake("You added the layers' kernels first. Each layer is counted on its own.")
def learned_kernels_added(channels, kernels):
    return channels[-1] * (channels[0] * sum(k * k for k in kernels) + 1)


@parameters.mistake(
    "You added the maps that go in and come out, and the biases are missing. Each reads each: in "
    "· out · k · k, and out biases."
)
def learned_maps_added_without_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: (i + o) * k * k)


@parameters.mistake(
    "You left out how many maps a kernel reads, and counted biases for the maps that go in. It "
    "is out · (in · k · k + 1)."
)
def learned_ones_added(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * k * k + i)


@parameters.mistake("You got 0. Does the loop run? There are `len(kernels)` layers.")
def learned_nothing(channels, kernels):
    return 0


@parameters.mistake(
    "You added one bias for each entry of `channels`. Each map that a layer makes has one."
)
def learned_bias_a_layer_list(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k) + len(channels)


@parameters.mistake(
    "Only the last layer has biases in yours. Each layer has one for every map that it makes."
)
def learned_last_biases_only(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: o * i * k * k) + channels[-1]


@parameters.mistake("You took the first kernel size for all layers. Layer n has `kernels[n]`.")
def learned_first_kernel(channels, kernels):
    first = [kernels[0]] * len(kernels)
    return _count(channels, first, lambda i, o, k: o * (i * k * k + 1))


@parameters.mistake(
    "You added the maps that go in and come out. Each reads each: out · (in · k · k + 1)."
)
def learned_maps_added_with_bias(channels, kernels):
    return _count(channels, kernels, lambda i, o, k: (i + o) * (k * k + 1))


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


@multiply_adds.mistake(
    "You forgot stride and padding: the side is `(size + 2 * padding - k) // stride + 1`."
)
def work_without_stride_and_padding(size, inputs, outputs, k, stride, padding):
    return (s := size - k + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "You counted products and additions. A multiply-add is one: the product, added at once."
)
def work_with_additions(size, inputs, outputs, k, stride, padding):
    return 2 * multiply_adds.reference(size, inputs, outputs, k, stride, padding)


@multiply_adds.mistake("You counted the additions as well. Only the products are asked for.")
def work_with_fewer_additions(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * outputs * (
        2 * inputs * k * k - 1
    )


@multiply_adds.mistake("These are the additions, one less than the products. Count the products.")
def work_additions_only(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * outputs * (
        inputs * k * k - 1
    )


@multiply_adds.mistake("You divided with `/`. Half a window is none: `//`.")
def work_with_a_slash(size, inputs, outputs, k, stride, padding):
    return (s := (size + 2 * padding - k) / stride + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake("You rounded up. A window that sticks out does not count: `//`.")
def work_rounded_up(size, inputs, outputs, k, stride, padding):
    return (s := -(-(size + 2 * padding - k) // stride) + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake("Brackets: `(size + 2 * padding - k) // stride + 1`. `//` comes before `-`.")
def work_brackets(size, inputs, outputs, k, stride, padding):
    return (s := size + 2 * padding - k // stride + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "The + 1 stands outside of the division: `(size + 2 * padding - k) // stride + 1`."
)
def work_one_inside(size, inputs, outputs, k, stride, padding):
    return (s := (size + 2 * padding - k + 1) // stride) * s * outputs * inputs * k * k


@multiply_adds.mistake("Brackets: you divided by stride + 1. It is `(…) // stride + 1`.")
def work_one_in_the_divisor(size, inputs, outputs, k, stride, padding):
    return (s := (size + 2 * padding - k) // (stride + 1)) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "You added inputs and outputs. Every output map reads every input map: multiply."
)
def work_maps_added(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * (
        inputs + outputs
    ) * k * k


@multiply_adds.mistake(
    "These are the numbers of the output. Each is a sum of inputs · k · k products."
)
def work_numbers_only(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * outputs


@multiply_adds.mistake(
    "You took size / stride for the side. It is `(size + 2 * padding - k) // stride + 1`."
)
def work_size_over_stride(size, inputs, outputs, k, stride, padding):
    return (s := size // stride) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "You counted one input map and one output map. Every output map reads every input map."
)
def work_one_map(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * k * k


@multiply_adds.mistake("You subtracted the padding. It makes the picture *larger*.")
def work_padding_subtracted(size, inputs, outputs, k, stride, padding):
    return (s := (size - 2 * padding - k) // stride + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "This is the output's side. Count the products: side · side · outputs · inputs · k · k."
)
def work_is_side(size, inputs, outputs, k, stride, padding):
    return _work(size, inputs, outputs, k, stride, padding)[0]


@multiply_adds.mistake("You added k. A window of k fits size - k + 1 times: subtract it.")
def work_kernel_added(size, inputs, outputs, k, stride, padding):
    return (s := (size + 2 * padding + k) // stride + 1) * s * outputs * inputs * k * k


@multiply_adds.mistake("It is + 1, not - 1: the first window counts as well.")
def work_one_subtracted(size, inputs, outputs, k, stride, padding):
    return (s := (size + 2 * padding - k) // stride - 1) * s * outputs * inputs * k * k


@multiply_adds.mistake("You added the biases. They are added, not multiplied: leave them out.")
def work_biases_once(size, inputs, outputs, k, stride, padding):
    return multiply_adds.reference(size, inputs, outputs, k, stride, padding) + outputs


@multiply_adds.mistake(
    "The stride divides both sides, so the work by its square: put it into the side, `(size + 2 "
    "* padding - k) // stride + 1`."
)
def work_stride_once(size, inputs, outputs, k, stride, padding):
    return (s := size + 2 * padding - k + 1) * s * outputs * inputs * k * k // stride


@multiply_adds.mistake(
    "You divided the work by stride². That is so only nearly: count windows, `(size + 2 * "
    "padding - k) // stride + 1` a side."
)
def work_stride_squared_away(size, inputs, outputs, k, stride, padding):
    return (s := size + 2 * padding - k + 1) * s * outputs * inputs * k * k // stride**2


@multiply_adds.mistake("The padding is laid on before the windows move: it is inside the division.")
def work_padding_behind(size, inputs, outputs, k, stride, padding):
    return (s := (size - k) // stride + 1 + 2 * padding) * s * outputs * inputs * k * k


@multiply_adds.mistake(
    "You counted a window for every pixel of the padded input. There is one for each number of "
    "the output."
)
def work_padded_input(size, inputs, outputs, k, stride, padding):
    return (s := size + 2 * padding) * s * outputs * inputs * k * k


@multiply_adds.mistake("You took the inputs twice. The work is done for every *output* map.")
def work_inputs_twice(size, inputs, outputs, k, stride, padding):
    return (
        s := _work(size, inputs, outputs, k, stride, padding)[0]
    ) and s * s * inputs * inputs * k * k


@multiply_adds.mistake("You took the outputs twice. Every window goes through all *input* maps.")
def work_outputs_twice(size, inputs, outputs, k, stride, padding):
    return (
        s := _work(size, inputs, outputs, k, stride, padding)[0]
    ) and s * s * outputs * outputs * k * k


@multiply_adds.mistake("You took k · k twice. A window has k · k values for each input map.")
def work_kernel_fourth(size, inputs, outputs, k, stride, padding):
    return (
        s := _work(size, inputs, outputs, k, stride, padding)[0]
    ) and s * s * outputs * inputs * k**4


@multiply_adds.mistake("You took 2 · k. A window has k · k values.")
def work_twice_k(size, inputs, outputs, k, stride, padding):
    return (
        s := _work(size, inputs, outputs, k, stride, padding)[0]
    ) and s * s * outputs * inputs * 2 * k


@multiply_adds.mistake(
    "You counted the numbers of the input. Count output numbers, times inputs · k · k."
)
def work_of_the_input_numbers(size, inputs, outputs, k, stride, padding):
    return size * size * inputs


@multiply_adds.mistake(
    "You added output numbers and weights. Each output number uses inputs · k · k of them: "
    "multiply."
)
def work_sum_of_parts(size, inputs, outputs, k, stride, padding):
    return (
        s := _work(size, inputs, outputs, k, stride, padding)[0]
    ) and s * s * outputs + inputs * k * k


@multiply_adds.mistake("You halved. Every product counts.")
def work_halved(size, inputs, outputs, k, stride, padding):
    return multiply_adds.reference(size, inputs, outputs, k, stride, padding) / 2


@multiply_adds.mistake(
    "You counted weights and biases, as for learning. Here each weight is used again at every "
    "place."
)
def work_with_biases_of_weights(size, inputs, outputs, k, stride, padding):
    return outputs * (inputs * k * k + 1)


@multiply_adds.mistake(
    "The kernel's k · k is missing: each window has that many values in every input map."
)
def work_without_kernel(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and s * s * outputs * inputs


@multiply_adds.mistake("Return one number, the product.")
def work_of_shapes(size, inputs, outputs, k, stride, padding):
    return (s := _work(size, inputs, outputs, k, stride, padding)[0]) and (outputs, s, s)


@multiply_adds.mistake(
    "The side is `(size + 2 * padding - k) // stride + 1`: padding, stride and + 1 are missing."
)
def work_without_plus_one_stride_padding(size, inputs, outputs, k, stride, padding):
    return (size - k) ** 2 * outputs * inputs * k * k


@multiply_adds.mistake("You took twice the side. The output is a square: side · side numbers.")
def work_side_doubled(size, inputs, outputs, k, stride, padding):
    return 2 * _work(size, inputs, outputs, k, stride, padding)[0] * outputs * inputs * k * k


# --- 4 -------------------------------------------------------------------------------------------

_STACK = lesson.rng.integers(-4, 5, (3, 2, 4)).astype(float)
_MIX = lesson.rng.integers(-2, 3, (2, 3)).astype(float)


@exercise(
    title="Through the bottleneck",
    task="`maps` has shape (C, H, W), `weights` has shape (O, C). First mix the maps into O "
    "mixtures: each is a sum of the maps, with the weights of its row. Then make C maps of the "
    "mixtures again, with the same weights turned round: each is a sum of the mixtures, with the "
    "weights of its column. Return the maps that come back.",
    cases=[
        (np.arange(8.0).reshape(2, 2, 2), np.array([[1.0, 0.5]])),
        (_STACK, _MIX),
        (
            lesson.rng.integers(-4, 5, (3, 3, 3)).astype(float),
            lesson.rng.integers(-2, 3, (3, 3)).astype(float),
        ),
        (
            lesson.rng.integers(0, 9, (4, 1, 5)).astype(float),
            lesson.rng.integers(-2, 3, (2, 4)).astype(float),
        ),
        (np.arange(12.0).reshape(2, 3, 2) / 4, np.array([[1, 0.25], [-0.5, 1], [2, -0.75]])),
    ],
    hints=[
        "Two 1×1 convolutions, one after the other. Mixture o is "
        "`weights[o, 0] * maps[0] + weights[o, 1] * maps[1] + …`.",
        "On the way back the axes of the weights change places: map c is "
        "`weights[0, c] * mixtures[0] + weights[1, c] * mixtures[1] + …`.",
        "All at once: `np.tensordot(weights, maps, axes=1)`, then the same with `weights.T`.",
    ],
    crashes={
        "matmul": "Flatten the maps to (C, H · W) first: `weights @ …` mixes, `weights.T @ …` "
        "leads back. Reshape at the end.",
        "not aligned": "Flatten the maps to (C, H · W) first: `weights @ …` mixes, `weights.T @ …` "
        "leads back. Reshape at the end.",
        "shape-mismatch": "The columns of weights, (O, C), go with the maps, (C, H, W): "
        "`np.tensordot(weights, maps, axes=1)`. On the way back it is `weights.T`, (C, O), with "
        "the mixtures.",
        "operand has a mismatch": "The columns of weights, (O, C), go with the maps; its rows go "
        "with the mixtures.",
        "must be square": "No inverse is asked for: the way back uses the same weights, turned "
        "round, `weights.T`.",
        "dimension": "On the way down `'oc,chw->ohw'`, on the way back `'oc,ohw->chw'`.",
        "broadcast": "Multiply one whole map, (H, W), by one single weight.",
        "out of bounds": "`weights[o, c]`: o counts the mixtures, c the maps, on both ways. There "
        "are O mixtures, and C maps come back.",
    },
    takeaway="Only what the mixtures carry comes back. With nothing that bends between them, the "
    "two layers are one: `weights.T @ weights` at every pixel.",
)
def mix_maps(maps, weights):
    """Return the maps that come back, shape (C, H, W)."""
    mixtures = np.tensordot(weights, maps, axes=1)
    return np.tensordot(weights.T, mixtures, axes=1)


def _down(maps, weights):
    return np.einsum("oc,chw->ohw", weights, maps)


def _back(mixtures, weights):
    return np.einsum("oc,ohw->chw", weights, mixtures)


@mix_maps.mistake(
    "These are the mixtures, the first half of the way. Lead them back to C maps: map c is their "
    "sum with the weights of column c."
)
def mixed_only(maps, weights):
    return _down(maps, weights)


@mix_maps.mistake("You rectified the mixtures. Here nothing bends between the two layers.")
def mixed_rectified_between(maps, weights):
    return _back(np.maximum(_down(maps, weights), 0), weights)


@mix_maps.mistake("You rectified the maps that come back. ReLU is not part of a convolution.")
def mixed_rectified(maps, weights):
    return np.maximum(_back(_down(maps, weights), weights), 0)


@mix_maps.mistake("You rectified after both layers. ReLU is not part of a convolution.")
def mixed_rectified_twice(maps, weights):
    return np.maximum(_back(np.maximum(_down(maps, weights), 0), weights), 0)


@mix_maps.mistake(
    "`reshape` does not turn the weights round: it reads the same numbers in another grid. Rows "
    "become columns by `weights.T`."
)
def mixed_back_by_reshape(maps, weights):
    turned = weights.reshape(weights.shape[::-1])
    return np.einsum("co,ohw->chw", turned, _down(maps, weights))


@mix_maps.mistake(
    "You reshaped the weights where they should meet the maps. Row o holds the weights of mixture "
    "o: `weights[o, c]`."
)
def mixed_both_by_reshape(maps, weights):
    turned = weights.reshape(weights.shape[::-1])
    return _back(np.einsum("co,chw->ohw", turned, maps), weights)


@mix_maps.mistake(
    "You undid the mixing as well as it can be undone, with an inverse. The way back uses the "
    "*same* weights, turned round: `weights.T`."
)
def mixed_back_by_inverse(maps, weights):
    inverse = np.linalg.pinv(weights)
    return np.einsum("co,ohw->chw", inverse, _down(maps, weights))


@mix_maps.mistake(
    "You divided by the number of maps on the way down. Both ways are sums with weights."
)
def mixed_mean_down(maps, weights):
    return _back(_down(maps, weights), weights) / len(maps)


@mix_maps.mistake(
    "You divided by the number of mixtures on the way back. Both ways are sums with weights."
)
def mixed_mean_back(maps, weights):
    return _back(_down(maps, weights), weights) / len(weights)


@mix_maps.mistake("You took means on both ways. Both are sums with weights.")
def mixed_means(maps, weights):
    return _back(_down(maps, weights), weights) / len(weights) / len(maps)


@mix_maps.mistake("You divided by 2. Nothing is divided here.")
def mixed_halves(maps, weights):
    return _back(_down(maps, weights), weights) / 2


@mix_maps.mistake("Only the first mixture comes back. Add up over all rows of the weights.")
def mixed_first_mixture(maps, weights):
    return _back(_down(maps, weights)[:1], weights[:1])


@mix_maps.mistake(
    "Only the last mixture comes back: on the way back, add up over them, `+=`, not `=`."
)
def mixed_last_mixture(maps, weights):
    return _back(_down(maps, weights)[-1:], weights[-1:])


@mix_maps.mistake("Only the last map is in your mixtures: add up over the maps, `+=`, not `=`.")
def mixed_last_map(maps, weights):
    return _back(weights[:, -1, None, None] * maps[-1], weights)


@mix_maps.mistake("Only the last product is there, on both ways: add up, `+=`, not `=`.")
def mixed_last_of_both(maps, weights):
    last = weights[-1, -1] * maps[-1]
    return weights[-1][:, None, None] * last


@mix_maps.mistake("Only the first map is in your mixtures. Add up over all of them.")
def mixed_first_map(maps, weights):
    return _back(weights[:, 0, None, None] * maps[0], weights)


@mix_maps.mistake("The last map is not in your mixtures: `range(len(maps))` runs to the last one.")
def mixed_without_last_map(maps, weights):
    return _back(_down(maps[:-1], weights[:, :-1]), weights)


@mix_maps.mistake("Only the first map has come back: `return` is inside the loop over them.")
def mixed_first_back(maps, weights):
    result = np.zeros(maps.shape)
    result[0] = _back(_down(maps, weights), weights)[0]
    return result


@mix_maps.mistake("This is the first of the maps that come back. Return all C of them.")
def mixed_first_back_alone(maps, weights):
    return _back(_down(maps, weights), weights)[0]


@mix_maps.mistake(
    "This is the last of the maps that come back. Keep each of them: `result[c] = …`."
)
def mixed_last_back_alone(maps, weights):
    return _back(_down(maps, weights), weights)[-1]


@mix_maps.mistake(
    "You added all maps that come back into one. Keep one for each column of the weights."
)
def mixed_back_into_one(maps, weights):
    return _back(_down(maps, weights), weights).sum(axis=0)


@mix_maps.mistake(
    "You added the mixtures up, and gave that to all maps. The way back has weights, too: "
    "`weights[o, c] * mixtures[o]`."
)
def mixed_mixtures_into_one(maps, weights):
    return np.stack([_down(maps, weights).sum(axis=0)] * len(maps))


@mix_maps.mistake(
    "You added the maps without weights on the way down. Mixture o has the weights of row o."
)
def mixed_without_weights_down(maps, weights):
    return _back(np.stack([maps.sum(axis=0)] * len(weights)), weights)


@mix_maps.mistake("You added the maps, without any weights.")
def mixed_without_weights(maps, weights):
    return np.stack([maps.sum(axis=0) * len(weights)] * len(maps))


@mix_maps.mistake(
    "You squared the weights, so each map comes back from itself alone. In a mixture all maps are "
    "added up *before* it is led back."
)
def mixed_squares(maps, weights):
    return (weights**2).sum(axis=0)[:, None, None] * maps


@mix_maps.mistake(
    "You multiplied each map by the sum of its weights. Add all maps up to a mixture first, then "
    "lead the mixtures back."
)
def mixed_sums_of_weights(maps, weights):
    return weights.sum(axis=0)[:, None, None] * maps


@mix_maps.mistake(
    "You multiplied the sum of the weights by the sum of the maps. Multiply each map by its own "
    "weight, then add."
)
def mixed_sums_multiplied(maps, weights):
    return _back(weights.sum(axis=1)[:, None, None] * maps.sum(axis=0), weights)


@mix_maps.mistake(
    "You kept the products of the way back apart. Add them up over the mixtures: `sum(axis=0)`."
)
def mixed_not_added_back(maps, weights):
    return weights[:, :, None, None] * _down(maps, weights)[:, None]


@mix_maps.mistake(
    "On the way back you added over the maps. Add over the mixtures: axis 0 of (O, C, H, W)."
)
def mixed_added_over_maps(maps, weights):
    return (weights[:, :, None, None] * _down(maps, weights)[:, None]).sum(axis=1)


@mix_maps.mistake("You took the strongest product on the way back, in place of the sum of all.")
def mixed_strongest_back(maps, weights):
    return (weights[:, :, None, None] * _down(maps, weights)[:, None]).max(axis=0)


@mix_maps.mistake("You took the strongest product as a mixture, in place of the sum of all.")
def mixed_strongest_down(maps, weights):
    return _back((weights[:, :, None, None] * maps).max(axis=1), weights)


@mix_maps.mistake("You multiplied the products on the way down. Add them.")
def mixed_multiplied(maps, weights):
    return _back((weights[:, :, None, None] * maps).prod(axis=1), weights)


@mix_maps.mistake("You *added* weights and maps on the way down. Multiply.")
def mixed_weights_added(maps, weights):
    return _back((weights[:, :, None, None] + maps).sum(axis=1), weights)


@mix_maps.mistake("The maps come last in your array. PyTorch and cnnkit put them first: (C, H, W).")
def mixed_maps_last(maps, weights):
    return np.moveaxis(_back(_down(maps, weights), weights), 0, -1)


@mix_maps.mistake("The numbers are right, but each map stands in one row: reshape to (C, H, W).")
def mixed_flat(maps, weights):
    return _back(_down(maps, weights), weights).reshape(len(maps), -1)


@mix_maps.mistake(
    "You reshaped the maps to (H · W, C), which mixes up maps and places. Reshape to (C, H · W), "
    "then `weights @ …`."
)
def mixed_cut_across(maps, weights):
    rows = maps.reshape(-1, len(maps)) @ weights.T @ weights
    return rows.T.reshape(maps.shape)


@mix_maps.mistake(
    "You reshaped the maps to (H · W, C) and back, which mixes up maps and places. Reshape to (C, "
    "H · W), then `weights @ …`."
)
def mixed_cut_across_and_left(maps, weights):
    return (maps.reshape(-1, len(maps)) @ weights.T @ weights).reshape(maps.shape)


@mix_maps.mistake(
    "Your rows are pixels, and (C, H, W) has the maps first: turn round before `reshape`, "
    "`.T.reshape(…)`."
)
def mixed_pixels_first(maps, weights):
    pixels = maps.reshape(len(maps), -1).T
    return (pixels @ weights.T @ weights).reshape(maps.shape)


@mix_maps.mistake(
    "You added over the pixels. A 1×1 convolution looks at one place only: the maps keep their "
    "size."
)
def mixed_over_pixels(maps, weights):
    return _back(_down(maps, weights), weights).sum(axis=(1, 2))


@mix_maps.mistake(
    "You took means over the pixels. A 1×1 convolution looks at one place only: the maps keep "
    "their size."
)
def mixed_mean_of_pixels(maps, weights):
    return _back(_down(maps, weights), weights).mean(axis=(1, 2))


@mix_maps.mistake(
    "Your result holds the mixtures in the first maps, and zeros. Lead them back: every map gets "
    "something of every mixture."
)
def mixed_in_place_of_maps(maps, weights):
    result = np.zeros((max(len(maps), len(weights)), *maps.shape[1:]))
    result[: len(weights)] = _down(maps, weights)
    return result[: len(maps)]


@mix_maps.mistake(
    "You added the maps as they were. Return only what has come through the mixtures."
)
def mixed_and_maps(maps, weights):
    return maps + _back(_down(maps, weights), weights)


@mix_maps.mistake("This is what is *lost* on the way, or its negative. Return what comes back.")
def mixed_what_is_lost(maps, weights):
    return maps - _back(_down(maps, weights), weights)


@mix_maps.mistake("You took the old maps off. Return what comes back, as it is.")
def mixed_what_is_gained(maps, weights):
    return _back(_down(maps, weights), weights) - maps


@mix_maps.mistake("These are the maps as they went in. They have to go through the mixtures.")
def mixed_unchanged(maps, weights):
    return maps.copy()


@mix_maps.mistake("You made the weights of each row add up to 1. They count as they are.")
def mixed_shares(maps, weights):
    with np.errstate(all="ignore"):
        shares = weights / weights.sum(axis=1, keepdims=True)
        return _back(_down(maps, shares), shares)


@mix_maps.mistake(
    "You gave each row of the weights the length 1, as principal components have it. Here they "
    "count as they are."
)
def mixed_of_length_one(maps, weights):
    unit = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    return _back(_down(maps, unit), unit)


@mix_maps.mistake(
    "You took the mean of each map off first, as for principal components. Here the maps go in as "
    "they are."
)
def mixed_means_off(maps, weights):
    return _back(_down(maps - maps.mean(axis=(1, 2), keepdims=True), weights), weights)


@mix_maps.mistake(
    "You took the mean of each map off, and added it again at the end. Here the maps go in as "
    "they are."
)
def mixed_means_off_and_on(maps, weights):
    mean = maps.mean(axis=(1, 2), keepdims=True)
    return _back(_down(maps - mean, weights), weights) + mean


@mix_maps.mistake("You went down and back twice. Once is asked for.")
def mixed_twice(maps, weights):
    return _back(_down(_back(_down(maps, weights), weights), weights), weights)


@mix_maps.mistake("You added 1. There is no bias here.")
def mixed_biased(maps, weights):
    return _back(_down(maps, weights), weights) + 1


@mix_maps.mistake("The sums lost their decimals: an array of whole numbers cuts them off.")
def mixed_rounded_down(maps, weights):
    return np.trunc(_back(_down(maps, weights), weights))


@mix_maps.mistake("The sums lost their signs at the end.")
def mixed_sizes(maps, weights):
    return np.abs(_back(_down(maps, weights), weights))


@mix_maps.mistake("The mixtures lost their signs. They go back as they are.")
def mixed_sizes_between(maps, weights):
    return _back(np.abs(_down(maps, weights)), weights)


@mix_maps.mistake("You dropped the signs of the weights. They count with their sign.")
def mixed_sizes_of_weights(maps, weights):
    return _back(_down(maps, np.abs(weights)), np.abs(weights))


@mix_maps.mistake("The way back has the sign turned round. Both ways use the weights as they are.")
def mixed_negative(maps, weights):
    return -_back(_down(maps, weights), weights)


@mix_maps.mistake("The maps come back in reverse order: column c of the weights makes map c.")
def mixed_backwards(maps, weights):
    return _back(_down(maps, weights), weights)[::-1]


@mix_maps.mistake(
    "On the way back you paired mixtures and weights in reverse order: `weights[o, c]` goes with "
    "`mixtures[o]`."
)
def mixed_back_reversed(maps, weights):
    return _back(_down(maps, weights)[::-1], weights)


@mix_maps.mistake(
    "On the way down you paired maps and weights in reverse order: `weights[o, c]` goes with "
    "`maps[c]`."
)
def mixed_weights_backwards(maps, weights):
    return _back(_down(maps[::-1], weights), weights)


@mix_maps.mistake("Rows and columns of the maps are exchanged.")
def mixed_turned_maps(maps, weights):
    return _back(_down(maps, weights), weights).transpose(0, 2, 1)


@mix_maps.mistake("You used the first row of the weights for all mixtures. Row o makes mixture o.")
def mixed_first_row_everywhere(maps, weights):
    return _back(np.stack([_down(maps, weights)[0]] * len(weights)), weights)


@mix_maps.mistake("All your maps are 0. Add `weights[o, c] * mixtures[o]` to `result[c]`.")
def mixed_left_zero(maps, weights):
    return np.zeros(maps.shape)


@mix_maps.mistake("You gave the result an axis more. Its shape is (C, H, W).")
def mixed_one_more_axis(maps, weights):
    return _back(_down(maps, weights), weights)[None]


@mix_maps.mistake("Your total goes on from one map to the next. Start it at 0 for each of them.")
def mixed_running_sums(maps, weights):
    return np.cumsum(_back(_down(maps, weights), weights), axis=0)


@mix_maps.mistake(
    "Your total goes on from one mixture to the next. Start it at 0 for each of them."
)
def mixed_running_mixtures(maps, weights):
    return _back(np.cumsum(_down(maps, weights), axis=0), weights)


@mix_maps.mistake("This is the one matrix of both ways. Apply it to the maps, at every pixel.")
def mixed_matrix_alone(maps, weights):
    return weights.T @ weights


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


@ways.mistake(
    "Every pixel has one way in yours. Those in the middle have several: where ways meet, add "
    "them, `+=`, not `=`."
)
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


@ways.mistake(
    'You cut the counts back to the larger length (`mode="same"`). Each layer of kernel k makes '
    "the list k - 1 *longer*: `np.convolve(counts, np.ones(k))`."
)
def ways_same(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="same")
    return counts


@ways.mistake(
    "You began with ones on the whole field. Begin at the cell, with `[1]`, and let each layer "
    'spread it: no `mode="same"`.'
)
def ways_same_on_the_field(kernels):
    counts = np.ones(1 + sum(k - 1 for k in kernels))
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="same")
    return counts


@ways.mistake(
    'You kept only places where all overlaps (`mode="valid"`). Each layer makes the list k - 1 '
    "*longer*: `np.convolve(counts, np.ones(k))`."
)
def ways_valid(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="valid")
    return counts


@ways.mistake("You took 3 for every kernel. Each is as long as `kernels` says.")
def ways_threes(kernels):
    return ways.reference([3] * len(kernels))


@ways.mistake("The last layer is missing: go through all kernels.")
def ways_last_layer_missing(kernels):
    return ways.reference(kernels[:-1])


@ways.mistake("The first layer is missing: begin with `[1]`, and go through all kernels.")
def ways_first_layer_missing(kernels):
    return ways.reference(kernels[1:])


@ways.mistake(
    "The first layer counts twice: you begin with its ones and spread them by it again. Begin "
    "with `[1]`."
)
def ways_first_layer_twice(kernels):
    return ways.reference([kernels[0], *kernels])


@ways.mistake("This is the last layer only. Every layer spreads the counts further.")
def ways_last_layer_only(kernels):
    return np.ones(kernels[-1])


@ways.mistake(
    "You set the windows end to end. They overlap: a layer makes the list k - 1 longer, not k "
    "times as long."
)
def ways_end_to_end(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.repeat(counts, k)
    return counts


@ways.mistake("This is how many pixels the cell sees. Return one count for each of them.")
def ways_field_size(kernels):
    return 1 + sum(k - 1 for k in kernels)


@ways.mistake("1, 2, 3, 2, 1 is the answer for [3, 3]. Count for any list.")
def ways_of_the_example(kernels):
    return [1, 2, 3, 2, 1]


@ways.mistake(
    "You counted up to the middle and down again. That is so for two equal kernels only; in "
    "general, spread the counts layer by layer."
)
def ways_triangle(kernels):
    n = 1 + sum(k - 1 for k in kernels)
    return [min(i, n - 1 - i) + 1 for i in range(n)]


@ways.mistake("Your list does not grow. Each layer of kernel k makes it k - 1 longer.")
def ways_without_growth(kernels):
    counts = np.ones(1)
    for _ in kernels:
        wider = np.zeros(1)
        wider += counts
        counts = wider
    return counts


@ways.mistake("Your list grows by k in each layer, and ends in zeros. It grows by k - 1.")
def ways_grown_by_k(kernels):
    return np.pad(ways.reference(kernels), (0, len(kernels)))


@ways.mistake(
    "You spread with 1, 2, 1. Each of the k places is used once: spread with ones, `np.ones(k)`."
)
def ways_with_hats(kernels):
    counts = np.ones(1)
    for _ in kernels:
        counts = np.convolve(counts, [1, 2, 1])
    return counts


@ways.mistake("You began with more than one way. At the cell there is one: `[1]`.")
def ways_begun_with_many(kernels):
    return len(kernels) * ways.reference(kernels)


@ways.mistake("You began with the first kernel's *size*. At the cell there is one way: `[1]`.")
def ways_begun_with_k(kernels):
    return kernels[0] * ways.reference(kernels)


@ways.mistake("All counts are 0. Begin with one way: `[1]`.")
def ways_begun_with_nothing(kernels):
    return 0 * ways.reference(kernels)


@ways.mistake("This is the largest count only. Return the count of every pixel.")
def ways_largest(kernels):
    return ways.reference(kernels).max()


@ways.mistake("This is the left half only. Return the counts up to the right end.")
def ways_left_half(kernels):
    return (counts := ways.reference(kernels))[: len(counts) // 2 + 1]


@ways.mistake(
    "You spread the *sizes* of the kernels. Spread with ones, as many as each kernel is long: "
    "`np.ones(k)`."
)
def ways_of_the_sizes(kernels):
    return np.convolve(kernels, np.ones(len(kernels)))


@ways.mistake("You convolved the list of sizes. Spread `[1]` with `np.ones(k)`, for each k.")
def ways_of_the_sizes_with_themselves(kernels):
    return np.convolve(kernels, kernels)


@ways.mistake(
    "`np.ones(kernels)` makes a block with these sides. Spread along *one* line, layer by layer."
)
def ways_grid(kernels):
    return np.ones(kernels)


@ways.mistake("Your list is as long as all kernels together. They overlap: each layer adds k - 1.")
def ways_sums_of_kernels(kernels):
    return np.ones(sum(kernels))


@ways.mistake("You counted one too few everywhere: begin with `[1]`.")
def ways_one_less(kernels):
    return ways.reference(kernels) - 1


@ways.mistake("You added the counts up from the left. Return each pixel's own.")
def ways_cumulated(kernels):
    return np.cumsum(ways.reference(kernels))


@ways.mistake("These are the numbers of the pixels. Count the ways from each.")
def ways_numbered(kernels):
    return np.arange(1, 2 + sum(k - 1 for k in kernels))


@ways.mistake("You sorted the counts. Return them from left to right.")
def ways_sorted(kernels):
    return np.sort(ways.reference(kernels))


@ways.mistake("You spread with means, 1 / k. Spread with ones: counts, not shares.")
def ways_as_means(kernels):
    return np.ones(1) * ways.reference(kernels) / len(kernels)


@ways.mistake("You multiplied overlapping ways. *Add* them.")
def ways_products(kernels):
    return np.ones(1 + sum(k - 1 for k in kernels)) * np.prod(kernels)


@ways.mistake("You counted pairs of ways, the squares. Return the counts.")
def ways_squares(kernels):
    return ways.reference(kernels) ** 2


@ways.mistake("Return the counts only, without their places.")
def ways_with_places(kernels):
    return list(enumerate(ways.reference(kernels)))


@ways.mistake("Your counts have an axis too many: one list.")
def ways_two_dimensional(kernels):
    return ways.reference(kernels)[None]


@ways.mistake("You used the first and the last layer only. Go through all kernels.")
def ways_first_and_last(kernels):
    return np.convolve(np.ones(kernels[0]), np.ones(kernels[-1]))


@ways.mistake(
    "Every pixel has one way in yours, and the list is one too short: the cell sees 1 + the sum "
    "of k - 1 pixels."
)
def ways_one_short(kernels):
    return np.ones(sum(k - 1 for k in kernels))


@ways.mistake("You counted down from left to right. The middle has the most ways.")
def ways_downwards(kernels):
    return np.arange(1 + sum(k - 1 for k in kernels), 0, -1)


@ways.mistake("The last layer is missing. Every layer spreads the counts, the last one as well.")
def ways_without_the_last(kernels):
    counts = np.ones(kernels[0])
    for k in kernels[1:-1]:
        counts = np.convolve(counts, np.ones(k))
    return counts


@ways.mistake(
    "You spread the counts with 1, 2, 3, …. Each pixel of a kernel is one way: `np.ones(k)`."
)
def ways_rising_kernels(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.arange(1, k + 1))
    return counts


@ways.mistake(
    "You laid the kernels on top of each other, around one middle, and counted. Each layer "
    "*spreads* what is there: every count goes to k places, and they add up."
)
def ways_boxes_added(kernels):
    field = 1 + sum(k - 1 for k in kernels)
    counts = np.zeros(field)
    for k in kernels:
        begin = (field - k) // 2
        counts[begin : begin + k] += 1
    return counts


# --- 6 -------------------------------------------------------------------------------------------


def _mistakes(rows, test):
    return np.array(rows), np.array(test)


@exercise(
    title="An honest choice",
    task="`validation[d, s]` holds the mistakes of design d from seed s. `test[d]` holds the "
    "mistakes that design d would make in the test. Choose a design by the mean of its validation "
    "mistakes, of equal means the first. Return its number, and its mistakes in the test.",
    cases=[
        _mistakes([[7, 10, 12], [5, 30, 31], [9, 9, 9]], [16, 11, 14]),
        _mistakes([[20, 22], [14, 10], [12, 13], [3, 40]], [19, 13, 8, 12]),
        _mistakes([[5, 5, 6, 7], [7, 7, 1, 7]], [3, 4]),
        _mistakes([[12], [7], [9]], [6, 10, 5]),
        _mistakes([[4, 6], [6, 6], [8, 1]], [9, 2, 5]),
        _mistakes([[9, 7], [4, 8], [6, 6], [5, 7]], [8, 9, 2, 4]),
    ],
    returns=("design", "mistakes"),
    hints=[
        "One mean for each design: over the seeds, which run along axis 1.",
        "`np.argmin` gives the place of the smallest.",
        "Look at `test` once, at the place that is already chosen.",
    ],
    crashes={
        "out of bounds": "No design has that number: `argmin` of the whole table counts "
        "through all its numbers, and a mean over `axis=0` gives one for each seed. Take one mean "
        "for each design, `validation.mean(axis=1)`.",
    },
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


@choose.mistake(
    "You chose by the worst seed of each design, or by mean plus spread. Compare the means alone."
)
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


def _pick(scores, test, pick=np.argmin):
    design = int(pick(scores))
    return design, test[design]


@choose.mistake("You chose by the median. Compare the means: `validation.mean(axis=1)`.")
def chosen_by_median(validation, test):
    return _pick(np.median(validation, axis=1), test)


@choose.mistake("You looked at the last seed only. Take the mean of all of them.")
def chosen_by_the_last_seed(validation, test):
    return _pick(validation[:, -1], test)


@choose.mistake(
    "You averaged over the *designs* (`axis=0`). One mean for each design: over the seeds, "
    "`axis=1`."
)
def chosen_by_seed(validation, test):
    return _pick(validation.mean(axis=0), test)


@choose.mistake(
    "You averaged over the designs (`axis=0`), which gives the best *seed*. One mean for each "
    "design: `axis=1`."
)
def chosen_by_seed_wrapped(validation, test):
    seed = int(np.argmin(validation.mean(axis=0)))
    return seed, test[seed % len(test)]


@choose.mistake(
    "You always take design 0. Is `axis=1` missing in the mean, does a search begin with 0 as "
    "the lowest, or is `return` inside the loop?"
)
def chosen_always_first(validation, test):
    return (0, test[0])


@choose.mistake(
    "You always end with the last design. Keep the lowest mean as well, and compare with it."
)
def chosen_always_last(validation, test):
    return (len(validation) - 1, test[-1])


@choose.mistake("The order is turned round: first the design's number, then its mistakes.")
def chosen_order(validation, test):
    return choose.reference(validation, test)[::-1]


@choose.mistake("You return the smallest mean. Its *place* is the design: `argmin`.")
def chosen_mean_for_number(validation, test):
    return (validation.mean(axis=1).min(), choose.reference(validation, test)[1])


@choose.mistake(
    "You return the smallest mean, and the best test. Return the *place* of the smallest mean, "
    "and the test there."
)
def chosen_mean_and_best_test(validation, test):
    return (validation.mean(axis=1).min(), test.min())


@choose.mistake("You number the designs from 1. The first is design 0.")
def chosen_from_one(validation, test):
    return (choose.reference(validation, test)[0] + 1, choose.reference(validation, test)[1])


@choose.mistake("You report the test of *all* designs. Look at `test[design]` only.")
def chosen_whole_test(validation, test):
    return (choose.reference(validation, test)[0], test)


@choose.mistake("You report the mean of all tests. Look at `test[design]` only.")
def chosen_mean_test(validation, test):
    return (choose.reference(validation, test)[0], test.mean())


@choose.mistake(
    "You report the validation of the design, seed by seed. Ask the test: `test[design]`."
)
def chosen_validation_row(validation, test):
    return (
        choose.reference(validation, test)[0],
        validation[choose.reference(validation, test)[0]],
    )


@choose.mistake("You report the sum of the validation mistakes. Ask the test: `test[design]`.")
def chosen_validation_sum(validation, test):
    return (choose.reference(validation, test)[0], validation.sum(axis=1).min())


@choose.mistake("You report the luckiest seed of the validation. Ask the test: `test[design]`.")
def chosen_luckiest_reported(validation, test):
    return (
        choose.reference(validation, test)[0],
        validation[choose.reference(validation, test)[0]].min(),
    )


@choose.mistake("You chose the design whose seeds agree best. Choose by the *mean*.")
def chosen_by_spread(validation, test):
    return _pick(validation.std(axis=1), test)


@choose.mistake(
    "Between equal means you let the test decide. Then its verdict is no longer honest: take the "
    "first."
)
def chosen_tie_by_test(validation, test):
    means = validation.mean(axis=1)
    best = np.flatnonzero(means == means.min())
    return _pick(np.where(np.isin(np.arange(len(test)), best), test, np.inf), test)


@choose.mistake("Of equal means you took the last. Take the first: `<`, not `<=`.")
def chosen_last_of_equals(validation, test):
    return _pick(
        validation.mean(axis=1)[::-1], test, lambda means: len(means) - 1 - np.argmin(means)
    )


@choose.mistake(
    "You chose the design whose test is nearest to its validation. The test must not take part."
)
def chosen_by_agreement(validation, test):
    return _pick(np.abs(validation.mean(axis=1) - test), test)


@choose.mistake(
    "You chose by the test, and the *most* mistakes. Choose by the mean of the validation."
)
def chosen_worst_test(validation, test):
    return _pick(test, test, np.argmax)


@choose.mistake("You took the second best. The design has the *fewest* mistakes.")
def chosen_second_best(validation, test):
    return _pick(
        validation.mean(axis=1),
        test,
        lambda means: np.argsort(means, kind="stable")[min(1, len(means) - 1)],
    )


@choose.mistake("You multiplied the seeds. Take their mean.")
def chosen_by_product(validation, test):
    return _pick(validation.prod(axis=1), test)


@choose.mistake(
    "You took the design with the luckiest seed, and the best test of all. Compare means, and "
    "look at `test[design]`."
)
def chosen_by_luckiest_and_best_test(validation, test):
    return (int(np.argmin(validation.min(axis=1))), test.min())


@choose.mistake("You chose by the test and report the validation. It is the other way round.")
def chosen_by_test_validation_reported(validation, test):
    return (int(np.argmin(test)), validation[int(np.argmin(test))].mean())


@choose.mistake("You report the most mistakes of the validation. Ask the test: `test[design]`.")
def chosen_most_mistakes_reported(validation, test):
    return (
        choose.reference(validation, test)[0],
        validation[choose.reference(validation, test)[0]].max(),
    )


@choose.mistake("You looked at the first two seeds only. Take the mean of all of them.")
def chosen_by_two_seeds(validation, test):
    return _pick(validation[:, :2].mean(axis=1), test)


@choose.mistake("You chose rightly, but report the worst test result of all designs.")
def chosen_worst_test_reported(validation, test):
    return (choose.reference(validation, test)[0], test.max())


@choose.mistake(
    "You report the *number* of the design that is best in the test. Return `test[design]`."
)
def chosen_best_test_place(validation, test):
    return (choose.reference(validation, test)[0], int(np.argmin(test)))


@choose.mistake("You return the design's number twice. The second thing is `test[design]`.")
def chosen_number_twice(validation, test):
    return (choose.reference(validation, test)[0], choose.reference(validation, test)[0])


@choose.mistake(
    "You looked for the best seed of each design. One mean for each design, "
    "`validation.mean(axis=1)`, then one `argmin`."
)
def chosen_seeds(validation, test):
    return (validation.argmin(axis=1), test)


@choose.mistake(
    "You return all means and all tests. Choose one: `argmin` of the means, and the test there."
)
def chosen_nothing(validation, test):
    return (validation.mean(axis=1), test)
