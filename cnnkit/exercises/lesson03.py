"""Exercises of lesson 03, rectify: activations, their slopes, zeros, and a good start."""

import numpy as np

from cnnkit import matching
from cnnkit.examples.xo import features, picture
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions03 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress

_MAPS = np.stack([matching.match_map(picture("X"), feature) for feature in features().values()])

# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Rectify a map",
    task="Every negative value becomes 0; the others stay.",
    cases=[
        (np.array([[1.5, -2.0, 0.0], [-0.25, 3.0, -4.0]]),),
        (_MAPS[0],),
        (lesson.numbers(2, 3, 2),),
        (np.array([-1.0, -5.0]),),
    ],
    hints=[
        "For one number z: the larger of 0 and z.",
        "`np.maximum(z, 0)` does that for every number of an array.",
    ],
    crashes={
        "truth value": "An `if` decides once, and here every number wants its own decision: "
        "`np.maximum`."
    },
    takeaway="ReLU: max(0, z). The rule is an if, and the whole stack of maps goes through it.",
)
def relu(z):
    """Return max(0, z), element by element."""
    return np.maximum(z, 0)


@relu.mistake("You took the absolute value. A negative score is no match: it becomes 0.")
def relu_absolute(z):
    return np.abs(z)


@relu.mistake("Negative values are still there. They become 0.")
def relu_identity(z):
    return z + 0.0


@relu.mistake(
    "You kept the negative values and removed the positive ones. It is the other way round."
)
def relu_minimum(z):
    return np.minimum(z, 0)


@relu.mistake(
    "This is a step, 0 or 1. ReLU keeps the *size* of what is positive. The step is its slope."
)
def relu_step(z):
    return (z > 0).astype(float)


@relu.mistake("You cut off above 1, too. ReLU has no upper limit.")
def relu_clipped(z):
    return np.clip(z, 0, 1)


@relu.mistake("You moved all values up until the smallest is 0. Only the negative ones change.")
def relu_shifted(z):
    return z - np.min(z)


@relu.mistake("You threw the negative values away. They stay in their places, as zeros.")
def relu_removed(z):
    return z[z > 0]


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Leaky ReLU",
    task="Negative values are multiplied by a small slope instead of becoming 0.",
    cases=[
        (np.array([-2.0, -0.5, 0.0, 1.0, 3.0]), 0.01),
        (lesson.numbers(3, 3), 0.2),
        (lesson.numbers(2, 2, 2), 0.1),
    ],
    hints=[
        "For positive z nothing changes; for negative z the result is `negative_slope * z`.",
        "`np.where(z > 0, a, b)` takes from a where z is positive, from b elsewhere.",
    ],
    takeaway="A negative input keeps a small slope, so a unit that is off can learn again.",
)
def leaky_relu(z, negative_slope):
    """Return z where it is positive, else negative_slope * z."""
    return np.where(z > 0, z, negative_slope * z)


@leaky_relu.mistake("The negative values became 0. Here they keep a part: slope · z.")
def leaky_not_leaking(z, negative_slope):
    return np.maximum(z, 0)


@leaky_relu.mistake("You put the slope on the positive side.")
def leaky_on_the_positive_side(z, negative_slope):
    return np.where(z > 0, negative_slope * z, z)


@leaky_relu.mistake("The slope itself stands where slope · z should.")
def leaky_constant(z, negative_slope):
    return np.where(z > 0, z, negative_slope)


@leaky_relu.mistake("Your leak points upwards: a negative z times the slope stays negative.")
def leaky_upwards(z, negative_slope):
    return np.where(z > 0, z, -negative_slope * z)


@leaky_relu.mistake("You multiplied everything by the slope; positive values stay as they are.")
def leaky_everywhere(z, negative_slope):
    return negative_slope * z


@leaky_relu.mistake("You used 0.01. Here the slope is an argument: `negative_slope`.")
def leaky_by_a_hundredth(z, negative_slope):
    return np.where(z > 0, z, 0.01 * z)


@leaky_relu.mistake("You divided by the slope. Multiply: the leak is small.")
def leaky_divided(z, negative_slope):
    return np.where(z > 0, z, z / negative_slope)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Randomised leaky ReLU, evaluated",
    task="Training draws the slope between `lower` and `upper`. Evaluation uses the middle of the "
    "two: compute that.",
    cases=[
        (np.array([-4.0, -1.0, 0.0, 2.0]), 0.125, 0.375),
        (lesson.numbers(3, 2), 0.1, 0.3),
        (lesson.numbers(2, 4), 0.0, 0.5),
    ],
    hints=[
        "The middle of two numbers is half their sum.",
        "With that slope it is the leaky ReLU.",
    ],
    takeaway="Chance in training, none in evaluation: the same picture always gets the same "
    "answer.",
)
def rrelu_evaluation(z, lower, upper):
    """Return z where it is positive, else the mean slope times z."""
    return np.where(z > 0, z, (lower + upper) / 2 * z)


@rrelu_evaluation.mistake("You used the lower slope. Evaluation uses the middle of both.")
def rrelu_lower(z, lower, upper):
    return np.where(z > 0, z, lower * z)


@rrelu_evaluation.mistake("You used the upper slope. Evaluation uses the middle of both.")
def rrelu_upper(z, lower, upper):
    return np.where(z > 0, z, upper * z)


@rrelu_evaluation.mistake("You added both slopes. The middle is half of that.")
def rrelu_sum(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) * z)


@rrelu_evaluation.mistake("You took half the *difference*. The middle is half the sum.")
def rrelu_half_difference(z, lower, upper):
    return np.where(z > 0, z, (upper - lower) / 2 * z)


@rrelu_evaluation.mistake(
    "This is ReLU without a leak. Negative z keeps its part, with the mean slope."
)
def rrelu_without_leak(z, lower, upper):
    return np.maximum(z, 0)


@rrelu_evaluation.mistake(
    "You used 11/48, the middle of PyTorch's limits. Here the limits are `lower` and `upper`."
)
def rrelu_fixed_limits(z, lower, upper):
    return np.where(z > 0, z, 11 / 48 * z)


@rrelu_evaluation.mistake("You used the difference of the slopes. Evaluation wants their middle.")
def rrelu_difference(z, lower, upper):
    return np.where(z > 0, z, (upper - lower) * z)


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="The slope of the sigmoid",
    task="How much does sigmoid(z) = 1 / (1 + exp(-z)) grow when z grows a little?",
    cases=[
        (np.array([0.0]),),
        (np.array([-4.0, -1.0, 0.5, 2.0]),),
        (np.array([[-700.0, 700.0], [-30.0, 30.0]]),),
        (np.array([[-800.0, 1000.0]]),),
    ],
    hints=[
        "Compute s = sigmoid(z) first. The slope needs s and nothing else.",
        "s · (1 - s): at most 0.25, at z = 0.",
        "exp(1000) is too large for any float, so write sigmoid with `np.exp(-np.abs(z))`, or use "
        "`cnnkit.functional.sigmoid`.",
    ],
    takeaway="At z = ±4 the slope is below 0.02, further out nothing: the unit is saturated, and "
    "the "
    "gradient starves.",
)
def sigmoid_slope(z):
    """Return the derivative of the sigmoid, element by element."""
    small = np.exp(-np.abs(z))  # at most 1, so it never overflows
    return small / (1 + small) ** 2


def _sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


@sigmoid_slope.mistake("This is the sigmoid itself. Its slope is s · (1 - s).")
def slope_sigmoid_itself(z):
    return _sigmoid(z)


@sigmoid_slope.mistake("This is 1 - s, one of the two factors: the slope is s · (1 - s).")
def slope_one_factor(z):
    return 1 - _sigmoid(z)


@sigmoid_slope.mistake("You put z into s · (1 - s). First squeeze z: s = sigmoid(z).")
def slope_of_the_input(z):
    return z * (1 - z)


@sigmoid_slope.mistake("This is the slope of tanh, 1 - t². The sigmoid's is s · (1 - s).")
def slope_of_tanh(z):
    return 1 - np.tanh(z) ** 2


@sigmoid_slope.mistake("You took 1 - s². That belongs to tanh; the sigmoid's slope is s · (1 - s).")
def slope_squared(z):
    return 1 - _sigmoid(z) ** 2


@sigmoid_slope.mistake(
    "`exp` overflows for large z, and infinity divided by infinity is not a number. Use "
    "`np.exp(-np.abs(z))`, which is at most 1."
)
def slope_overflows(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z)) ** 2


@sigmoid_slope.mistake(
    "`exp` overflows for very negative z, and infinity divided by infinity is not a number. Use "
    "`np.exp(-np.abs(z))`, which is at most 1."
)
def slope_overflows_below(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z)) ** 2


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="How many zeros?",
    task="After ReLU, which share of all values in the stack of maps is 0?",
    cases=[
        (_MAPS,),
        (lesson.numbers(2, 3, 3),),
        (np.array([[[0.0, -1.0, 2.0]], [[3.0, 0.0, 0.0]]]),),
        (np.array([[[1.0, -2.0]]]),),
    ],
    hints=[
        "A value is 0 afterwards if it was negative, or 0 already.",
        "`np.maximum(maps, 0) == 0` says where. The mean of True and False is a share.",
    ],
    takeaway="On the X more than a third of the values: the maps become sparse, and what is left "
    "stands out.",
)
def share_of_zeros(maps):
    """Return the share, between 0 and 1, of zeros after ReLU; maps (C, H, W) before it."""
    return np.mean(np.maximum(maps, 0) == 0)


@share_of_zeros.mistake("This is the number of zeros. A share is divided by the number of values.")
def zeros_counted(maps):
    return np.sum(maps <= 0)


@share_of_zeros.mistake("You counted the negative values only. A 0 stays 0, and counts as well.")
def zeros_of_negatives(maps):
    return np.mean(maps < 0)


@share_of_zeros.mistake("This is the share that is *not* 0.")
def zeros_inverted(maps):
    return np.mean(maps > 0)


@share_of_zeros.mistake("You counted the zeros before ReLU. It makes many more.")
def zeros_before(maps):
    return np.mean(maps == 0)


@share_of_zeros.mistake("This is one share a map. Take the share over the whole stack.")
def zeros_of_each_map(maps):
    return np.mean(maps <= 0, axis=(1, 2))


@share_of_zeros.mistake(
    "You divided by `len(maps)`, the number of maps. The number of values is `maps.size`."
)
def zeros_by_map(maps):
    return np.sum(maps <= 0) / len(maps)


@share_of_zeros.mistake("This is a percentage. A share lies between 0 and 1.")
def zeros_in_percent(maps):
    return 100 * np.mean(maps <= 0)


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="A good start",
    task="He initialisation: which standard deviation do the first weights get, for a layer with "
    "this weight shape before a ReLU?",
    cases=[((8, 1, 3, 3),), ((16, 8, 5, 5),), ((4, 32, 1, 1),), ((6, 2, 3, 2),)],
    hints=[
        "Fan-in: how many inputs does one output add up? in_channels × kernel height × width.",
        "The variance is 2 / fan-in. The standard deviation is its square root.",
    ],
    takeaway="ReLU removes half of the signal; the 2 makes up for it, and the spread stays the "
    "same "
    "from layer to layer.",
)
def he_scale(weight_shape):
    """Return the standard deviation for weights of shape (out, in, kH, kW)."""
    fan_in = weight_shape[1] * weight_shape[2] * weight_shape[3]
    return np.sqrt(2 / fan_in)


def _fans(shape):
    return shape[1] * shape[2] * shape[3], shape[0] * shape[2] * shape[3]


@he_scale.mistake("This is the variance. The standard deviation is its square root.")
def he_variance(weight_shape):
    return 2 / _fans(weight_shape)[0]


@he_scale.mistake(
    "The 2 is missing. Without it half of the signal is lost in each ReLU, and after 20 layers "
    "nothing is left."
)
def he_without_two(weight_shape):
    return np.sqrt(1 / _fans(weight_shape)[0])


@he_scale.mistake("You left out the kernel's pixels. One output adds in · kH · kW products.")
def he_channels_only(weight_shape):
    return np.sqrt(2 / weight_shape[1])


@he_scale.mistake(
    "You counted the output's side. What counts are the inputs that are added: axis 1 is "
    "in_channels."
)
def he_fan_out(weight_shape):
    return np.sqrt(2 / _fans(weight_shape)[1])


@he_scale.mistake("You divided by axis 0, the number of outputs. Fan-in begins at axis 1.")
def he_outputs_only(weight_shape):
    return np.sqrt(2 / weight_shape[0])


@he_scale.mistake("You took the kernel for a square. Its sides are axis 2 *and* axis 3.")
def he_square_kernel(weight_shape):
    return np.sqrt(2 / (weight_shape[1] * weight_shape[2] ** 2))


@he_scale.mistake("The root covers the 2 only: sqrt(2 / fan_in), not sqrt(2) / fan_in.")
def he_root_of_two(weight_shape):
    return np.sqrt(2) / _fans(weight_shape)[0]


@he_scale.mistake(
    "This is Glorot's rule, with inputs and outputs. It suits tanh; before ReLU it is He's."
)
def he_glorot(weight_shape):
    return np.sqrt(2 / sum(_fans(weight_shape)))


@he_scale.mistake("You used the number of all weights. One output sees in · kH · kW of them.")
def he_all_weights(weight_shape):
    return np.sqrt(2 / np.prod(weight_shape))
