"""Exercises of lesson 02, filter images: size, stride and padding, channels, the flip, learning."""

import numpy as np

from cnnkit import matching
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions02 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress


def _sums(image, kernel, *, stride=1, padding=0):
    return matching.match_map(image, kernel, stride=stride, padding=padding, scoring="sum")


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="How large is the map?",
    task="How many places does a kernel have along one side, with this stride and padding?",
    cases=[(9, 3, 1, 0), (9, 3, 2, 0), (8, 3, 2, 1), (28, 5, 3, 2), (7, 4, 2, 0), (5, 5, 1, 0)],
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


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Filter with stride and padding",
    task="Put zeros around the image, move the kernel by `stride` pixels, and sum the products.",
    cases=[
        (lesson.numbers(4, 5), lesson.numbers(3, 3), 1, 1),
        (lesson.numbers(6, 7), lesson.numbers(3, 3), 2, 0),
        (lesson.numbers(5, 4), lesson.numbers(2, 3), 2, 1),
        (lesson.numbers(7, 9), lesson.numbers(3, 2), 3, 2),
        (lesson.numbers(4, 4), lesson.numbers(2, 2), 1, 0),
    ],
    hints=[
        "`np.pad(image, padding)` puts zeros around the image, on all four sides.",
        "How many rows does the map have? That is your `output_size`, once for the rows and once "
        "for the columns.",
        "The window of output (i, j) begins at row `i * stride` and column `j * stride` of the "
        "padded image.",
    ],
    crashes={
        "broadcast together": "A window was cut off at the edge. Is the map's size counted from "
        "the padded image, and with the stride?",
        "into shape (0": "With a padding of 0 the slice `padded[padding:-padding]` is empty. "
        "`np.pad` has no such trap.",
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


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="A kernel with depth",
    task="Filter a picture of several channels: one slice of the kernel a channel, one map as the "
    "result.",
    cases=[
        (lesson.numbers(3, 4, 4), lesson.numbers(3, 2, 2)),
        (lesson.numbers(2, 5, 4), lesson.numbers(2, 3, 2)),
        (lesson.numbers(3, 4, 6), lesson.numbers(3, 3, 3)),
        (lesson.numbers(1, 3, 4), lesson.numbers(1, 2, 3)),
    ],
    hints=[
        "`image[c]` and `kernel[c]` are what belongs to channel c: filter the one with the other.",
        "That gives one map a channel. The result is one map: their sum.",
        "Or take a window of all channels at once, `image[:, i : i + h, j : j + w]`, and sum all "
        "products with `kernel`.",
    ],
    crashes={"unpack": "The image has three axes here, (channels, H, W), and so has the kernel."},
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
    "This is one map a channel. A kernel with depth adds them up to one map: `sum(axis=0)`."
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


@filter_channels.mistake("You used the first channel only.")
def channels_first_only(image, kernel):
    return _sums(image[0], kernel[0])


@filter_channels.mistake(
    "You used the kernel's first layer for every channel. Each channel has its own layer."
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


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="A 1×1 convolution",
    task="Mix C maps into O maps: each new pixel is a weighted sum of the C old ones at its place.",
    cases=[
        (lesson.numbers(3, 2, 2), lesson.numbers(2, 3)),
        (lesson.numbers(2, 2, 3), lesson.numbers(2, 2)),
        (lesson.numbers(4, 3, 2), lesson.numbers(1, 4)),
        (lesson.numbers(3, 2, 4), lesson.numbers(3, 3)),
    ],
    hints=[
        "New map o is `weights[o, 0] * maps[0] + weights[o, 1] * maps[1] + …`.",
        "`np.tensordot(weights, maps, axes=1)` or `np.einsum('oc,chw->ohw', weights, maps)` do it "
        "in one call.",
    ],
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


@mix_channels.mistake("Your new maps are averages. The weights say how much; nothing is divided.")
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


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="The flip",
    task="Compute the mathematicians' convolution: turn the kernel by half a turn, then filter.",
    cases=[
        (lesson.numbers(4, 4), lesson.numbers(2, 2)),
        (lesson.numbers(4, 5), lesson.numbers(3, 3)),
        (lesson.numbers(5, 4), lesson.numbers(2, 3)),
    ],
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
    "You turned the image and not the kernel: the map comes out turned round as well."
)
def convolve_image_flipped(image, kernel):
    return _sums(image[::-1, ::-1], kernel)


@convolve.mistake("You divided by the kernel's pixels. Here the products are summed.")
def convolve_divided(image, kernel):
    return matching.match_map(image, kernel[::-1, ::-1])


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Count the parameters",
    task="How many numbers does a layer learn: all kernels, and one bias a kernel?",
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


@parameters.mistake("You counted a bias for each channel of the input. There is one a kernel.")
def parameters_bias_of_the_input(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + in_channels


@parameters.mistake("You counted one bias for the layer. There is one a kernel.")
def parameters_one_bias(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size**2 + 1


@parameters.mistake("You counted kernel_size numbers in a kernel's layer: there are kernel_size².")
def parameters_one_row(in_channels, out_channels, kernel_size):
    return out_channels * in_channels * kernel_size + out_channels


@parameters.mistake("You counted a bias for every single weight of a kernel.")
def parameters_bias_a_weight(in_channels, out_channels, kernel_size):
    return 2 * out_channels * in_channels * kernel_size**2


# --- 7 -------------------------------------------------------------------------------------------


@exercise(
    title="Learn a kernel, one step",
    task="Move the kernel one step of the gradient, so that the filtered image comes nearer to the "
    "target. The loss is the mean of the squared errors.",
    cases=[
        (lesson.numbers(4, 4), lesson.numbers(3, 3), lesson.numbers(2, 2), 0.5),
        (lesson.numbers(5, 4), lesson.numbers(4, 2), lesson.numbers(2, 3), 0.125),
        (lesson.numbers(5, 6), lesson.numbers(3, 4), lesson.numbers(3, 3), 0.25),
    ],
    hints=[
        "error = filtered - target, where filtered is "
        '`matching.match_map(image, kernel, scoring="sum")`.',
        "A kernel pixel (r, c) meets, over all windows, the image pixels "
        "`image[r : r + H, c : c + W]`, with `H, W = error.shape`.",
        "Its gradient is the mean of 2 · error · those pixels. The step goes against the gradient: "
        "`kernel - learning_rate * gradient`.",
    ],
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


@learning_step.mistake("You went uphill. The gradient points to a larger loss: subtract it.")
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
