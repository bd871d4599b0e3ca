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
        (np.array([[-300.5, 6.5, 300.25], [12.0, -1.0, 0.5]]),),
        (lesson.numbers(2, 3, 2),),
        (np.array([-1.0, -5.0]),),
        (np.array([2.0, 0.5]),),
    ],
    hints=[
        "For one number z: the larger of 0 and z.",
        "`np.maximum(z, 0)` does that for every number of an array.",
    ],
    crashes={
        "truth value": "An `if` decides once, and here every number wants its own decision: "
        "`np.maximum`.",
        "either both or neither": "`np.where` needs both: what stands where it is true, and what "
        "stands elsewhere.",
    },
    takeaway="ReLU: max(0, z). The rule is an if, and the whole stack of maps goes through it.",
)
def relu(z):
    """Return max(0, z), element by element."""
    return np.maximum(z, 0)


@relu.mistake("You took the absolute value. A negative score is not a match: it becomes 0.")
def relu_absolute(z):
    return np.abs(z)


@relu.mistake("Nothing has changed: negative values are still there. They become 0.")
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


@relu.mistake("Negative values became small, but not 0. ReLU has no leak: max(0, z).")
def relu_leaking(z):
    return np.where(z > 0, z, 0.01 * z)


@relu.mistake("Negative values became a tenth. ReLU has no leak: max(0, z).")
def relu_leaking_a_tenth(z):
    return np.where(z > 0, z, 0.1 * z)


@relu.mistake(
    "`np.max(z, 0)` is the largest of each column: its 0 is an axis. `np.maximum(z, 0)` compares "
    "every number with 0."
)
def relu_largest_of_columns(z):
    return np.max(z, 0)


@relu.mistake(
    "This is one number, the largest of all or 0. `np.maximum(z, 0)` compares every number with 0."
)
def relu_largest_or_zero(z):
    return max(0, np.max(z))


@relu.mistake(
    "You rectified -z: the positive values became 0 and the negative ones positive. It is max(0, "
    "z)."
)
def relu_of_the_sign_changed(z):
    return np.maximum(-z, 0)


@relu.mistake(
    "This is a step, 0 or 1 (at 0 itself you say 1). ReLU keeps the *size* of what is positive."
)
def relu_step_from_zero_on(z):
    return (z >= 0).astype(float)


@relu.mistake(
    "This is the sign, -1, 0 or 1. ReLU keeps the size of what is positive, and the rest is 0."
)
def relu_signs(z):
    return np.sign(z)


@relu.mistake("You cut off above 6. That is ReLU6; ReLU has no upper limit.")
def relu_clipped_at_six(z):
    return np.clip(z, 0, 6)


@relu.mistake("You cut off above 10. ReLU has no upper limit.")
def relu_clipped_at_ten(z):
    return np.clip(z, 0, 10)


@relu.mistake("You cut off above 255, as for pictures. ReLU has no upper limit.")
def relu_clipped_at_255(z):
    return np.clip(z, 0, 255)


@relu.mistake(
    "You cut off at -1 and 1. ReLU: negative values become 0, and there is no upper limit."
)
def relu_clipped_both_ways(z):
    return np.clip(z, -1, 1)


@relu.mistake("Negative values became 1. They become 0.")
def relu_ones_for_the_negative(z):
    return np.where(z > 0, z, 1)


@relu.mistake("Negative values became -1. They become 0.")
def relu_minus_ones_for_the_negative(z):
    return np.where(z > 0, z, -1)


@relu.mistake("Negative values became nan. They become 0.")
def relu_not_numbers(z):
    return np.where(z >= 0, z, np.nan)


@relu.mistake("Positive values became 1. They keep their size.")
def relu_ones_for_the_positive(z):
    return np.where(z > 0, 1, z)


@relu.mistake("You keep what is above 1 only. The threshold is 0.")
def relu_thresholded_at_one(z):
    return np.where(z > 1, z, 0)


@relu.mistake("You keep what is above 0.5 only. The threshold is 0.")
def relu_thresholded_at_a_half(z):
    return np.where(z > 0.5, z, 0)


@relu.mistake("You took max(1, z). Negative values become 0: max(0, z).")
def relu_raised_to_one(z):
    return np.maximum(z, 1)


@relu.mistake("You squared the positive values. They stay as they are.")
def relu_squared(z):
    return np.maximum(z, 0) ** 2


@relu.mistake("You squared the values. Negative ones become 0, the others stay.")
def relu_product_squared(z):
    return z**2


@relu.mistake("This is the sigmoid. ReLU is max(0, z): nothing is squeezed.")
def relu_sigmoid(z):
    return _sigmoid(z)


@relu.mistake("This is tanh. ReLU is max(0, z): nothing is squeezed.")
def relu_tanh(z):
    return np.tanh(z)


@relu.mistake("This is softplus, the smooth ReLU. ReLU is max(0, z).")
def relu_softplus(z):
    return np.logaddexp(0, z)


@relu.mistake("This is the ELU, which goes down to -1. ReLU gives 0 for negative values.")
def relu_exponential(z):
    return np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1)


@relu.mistake("You scaled the values to 0 … 1 as well. They keep their size.")
def relu_scaled(z):
    return np.maximum(z, 0) / max(np.max(z), 1e-9)


@relu.mistake("You added the rectified values up. Return them all, each in its place.")
def relu_summed(z):
    return np.sum(np.maximum(z, 0))


@relu.mistake(
    "You threw the negative values away and kept the rest as a list. They stay in their places, "
    "as zeros."
)
def relu_kept_and_listed(z):
    return z[z >= 0]


@relu.mistake("This is the first value only. Is `return` inside a loop? Rectify them all.")
def relu_first_only(z):
    return max(0, z.ravel()[0])


@relu.mistake("This is the first row only. Is `return` inside a loop? Move it left.")
def relu_first_row_only(z):
    return np.maximum(z[0], 0)


@relu.mistake("The shape is lost: the rectified values stand in one list. Each stays in its place.")
def relu_flat(z):
    return np.maximum(z, 0).ravel()


@relu.mistake("You took the mean away first. ReLU compares each number with 0.")
def relu_mean_subtracted(z):
    return np.maximum(z - np.mean(z), 0)


@relu.mistake(
    "You decided once for the whole array. Every number decides for itself: `np.maximum(z, 0)`."
)
def relu_decided_once(z):
    return z + 0.0 if np.any(z > 0) else np.zeros(z.shape)


@relu.mistake(
    "All is 0 as soon as one value is negative. Every number decides for itself: `np.maximum(z, "
    "0)`."
)
def relu_decided_once_for_all(z):
    return z + 0.0 if np.all(z > 0) else np.zeros(z.shape)


@relu.mistake("Everything is 0. The positive values stay as they are.")
def relu_zeros(z):
    return np.zeros(z.shape)


@relu.mistake(
    "You took |z| away: negative values are doubled, and positive ones are 0. It is max(0, z)."
)
def relu_size_taken_away(z):
    return z - np.abs(z)


@relu.mistake("This is exp(z). ReLU is max(0, z).")
def relu_exponent(z):
    return np.exp(z)


@relu.mistake("You averaged the rectified values. Return them all, each in its place.")
def relu_averaged(z):
    return np.mean(np.maximum(z, 0))


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Leaky ReLU",
    task="Negative values are multiplied by a small slope instead of becoming 0.",
    cases=[
        (np.array([-2.0, -0.5, 0.0, 1.0, 3.0]), 0.01),
        (lesson.numbers(3, 3), 0.2),
        (lesson.numbers(2, 2, 2), 0.1),
        (np.array([[-300.5, 6.5], [300.25, -0.125]]), 0.25),
        (np.array([-1.0, -3.0]), 0.5),
        (np.array([0.25, 2.0]), 0.5),
    ],
    hints=[
        "For positive z nothing changes; for negative z the result is `negative_slope * z`.",
        "`np.where(z > 0, a, b)` takes from a where z is positive, from b elsewhere.",
    ],
    crashes={
        "truth value": "An `if` decides once, and here every number decides for itself: "
        "`np.where(z > 0, …, …)`.",
        "either both or neither": "`np.where` needs both: what stands where it is true, and what "
        "stands elsewhere.",
        "broadcast": "`z[z > 0]` is shorter than z. `np.where` keeps every number in its place.",
    },
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


@leaky_relu.mistake(
    "You added slope · z to the positive values, too: there you return z + slope · z. Positive "
    "values stay as they are."
)
def leaky_added_to_all(z, negative_slope):
    return np.maximum(z, 0) + negative_slope * z


@leaky_relu.mistake(
    "Your leak also touches the positive values, and it points upwards. Positive values stay as "
    "they are."
)
def leaky_subtracted_from_all(z, negative_slope):
    return np.maximum(z, 0) - negative_slope * z


@leaky_relu.mistake("The positive values became 0. They stay as they are.")
def leaky_negative_part_only(z, negative_slope):
    return np.where(z > 0, 0, negative_slope * z)


@leaky_relu.mistake("Nothing has changed. Negative values are multiplied by the slope.")
def leaky_identity(z, negative_slope):
    return z + 0.0


@leaky_relu.mistake(
    "You took the absolute value. A negative z becomes slope · z, which is still negative."
)
def leaky_absolute(z, negative_slope):
    return np.abs(z)


@leaky_relu.mistake("These are the slopes, 1 or `negative_slope`. Multiply z by them.")
def leaky_slopes_themselves(z, negative_slope):
    return np.where(z > 0, 1, negative_slope)


@leaky_relu.mistake("These are the slopes of each value. Multiply z by them.")
def leaky_slopes_from_zero_on(z, negative_slope):
    return np.where(z >= 0, 1, negative_slope)


@leaky_relu.mistake("You added the slope to the negative values. Multiply: slope · z.")
def leaky_added_slope(z, negative_slope):
    return np.where(z > 0, z, z + negative_slope)


@leaky_relu.mistake("You added the slope to all values. Multiply the negative ones by it.")
def leaky_added_slope_everywhere(z, negative_slope):
    return z + negative_slope


@leaky_relu.mistake("You subtracted the slope from the negative values. Multiply: slope · z.")
def leaky_subtracted_slope(z, negative_slope):
    return np.where(z > 0, z, z - negative_slope)


@leaky_relu.mistake("-slope itself stands where slope · z should: z is missing.")
def leaky_negative_constant(z, negative_slope):
    return np.where(z > 0, z, -negative_slope)


@leaky_relu.mistake("You took max(z, slope). Negative values are *multiplied* by the slope.")
def leaky_floor_at_the_slope(z, negative_slope):
    return np.maximum(z, negative_slope)


@leaky_relu.mistake("You cut off at -slope. Negative values are *multiplied* by the slope.")
def leaky_floor_at_minus_slope(z, negative_slope):
    return np.maximum(z, -negative_slope)


@leaky_relu.mistake("You rectified and added the slope. Negative values become slope · z.")
def leaky_rectified_and_raised(z, negative_slope):
    return np.maximum(z, 0) + negative_slope


@leaky_relu.mistake(
    "You rectified and multiplied by the slope. The slope is for the negative values."
)
def leaky_rectified_and_scaled(z, negative_slope):
    return negative_slope * np.maximum(z, 0)


@leaky_relu.mistake("You used 0.1. Here the slope is an argument: `negative_slope`.")
def leaky_by_a_tenth(z, negative_slope):
    return np.where(z > 0, z, 0.1 * z)


@leaky_relu.mistake("You used 0.2. The slope is an argument: `negative_slope`.")
def leaky_by_a_fifth(z, negative_slope):
    return np.where(z > 0, z, 0.2 * z)


@leaky_relu.mistake("You multiplied by 1 - slope. What is left of a negative z is slope · z.")
def leaky_by_one_minus_slope(z, negative_slope):
    return np.where(z > 0, z, (1 - negative_slope) * z)


@leaky_relu.mistake("This is the ELU, with an exponential. The leak is a straight line: slope · z.")
def leaky_exponential(z, negative_slope):
    return np.where(z > 0, z, negative_slope * (np.exp(np.minimum(z, 0)) - 1))


@leaky_relu.mistake("`**` is a power. Multiply: `negative_slope * z`.")
def leaky_power(z, negative_slope):
    return np.where(z > 0, z, negative_slope ** np.minimum(z, 0))


@leaky_relu.mistake("You multiplied by the slope twice, or squared z. It is slope · z.")
def leaky_squared(z, negative_slope):
    return np.where(z > 0, z, negative_slope**2 * z)


@leaky_relu.mistake("You squared z. It is slope · z.")
def leaky_z_squared(z, negative_slope):
    return np.where(z > 0, z, negative_slope * z * z)


@leaky_relu.mistake(
    "This is a step. Positive values keep their size, negative ones become slope · z."
)
def leaky_step(z, negative_slope):
    return (z > 0).astype(float)


@leaky_relu.mistake("You compared z with the slope. The border is 0.")
def leaky_threshold_at_slope(z, negative_slope):
    return np.where(z > negative_slope, z, negative_slope * z)


@leaky_relu.mistake("You compared z with 1. The border is 0.")
def leaky_threshold_at_one(z, negative_slope):
    return np.where(z > 1, z, negative_slope * z)


@leaky_relu.mistake(
    "You return the negative values alone, as a list. All keep their places: `np.where`."
)
def leaky_negative_only(z, negative_slope):
    return negative_slope * z[z < 0]


@leaky_relu.mistake(
    "You decided once for the whole array. Every number decides for itself: `np.where(z > 0, …, "
    "…)`."
)
def leaky_decided_once(z, negative_slope):
    return z + 0.0 if np.any(z > 0) else negative_slope * z


@leaky_relu.mistake(
    "You scaled the whole array because some of it is negative. Every number decides for itself: "
    "`np.where(z > 0, …, …)`."
)
def leaky_decided_once_for_all(z, negative_slope):
    return z + 0.0 if np.all(z > 0) else negative_slope * z


@leaky_relu.mistake("The signs are changed: positive values stay positive.")
def leaky_opposite_signs(z, negative_slope):
    return -np.where(z > 0, z, negative_slope * z) + 0.0


@leaky_relu.mistake("This is one value only. Is `return` inside a loop?")
def leaky_one_value(z, negative_slope):
    return max(z.ravel()[0], negative_slope * z.ravel()[0])


@leaky_relu.mistake("This is the first row of z only. Is `return` inside the loop? Move it left.")
def leaky_first_row(z, negative_slope):
    return np.where(z[0] > 0, z[0], negative_slope * z[0])


@leaky_relu.mistake("Negative values became the slope itself. They become slope · z: multiply.")
def leaky_constant_below_zero(z, negative_slope):
    return np.where(z < 0, negative_slope, z)


@leaky_relu.mistake("Negative values became -slope. They become slope · z: multiply.")
def leaky_negative_constant_below_zero(z, negative_slope):
    return np.where(z < 0, -negative_slope, z)


@leaky_relu.mistake("You added the slope to what is negative. Multiply by it: slope · z.")
def leaky_added_slope_below_zero(z, negative_slope):
    return np.where(z < 0, z + negative_slope, z)


@leaky_relu.mistake("You subtracted the slope from what is negative. Multiply by it: slope · z.")
def leaky_subtracted_slope_below_zero(z, negative_slope):
    return np.where(z < 0, z - negative_slope, z)


@leaky_relu.mistake(
    "You divided the positive values by the slope. They stay as they are; negative ones are "
    "multiplied."
)
def leaky_divided_for_the_positive(z, negative_slope):
    return np.where(z > 0, z / negative_slope, z)


@leaky_relu.mistake("You added slope · z to a negative z. It *becomes* slope · z.")
def leaky_part_taken_away(z, negative_slope):
    return np.where(z > 0, z, z + negative_slope * z)


@leaky_relu.mistake(
    "You took slope · z away from every value. Positive values stay; negative ones *become* slope "
    "· z."
)
def leaky_slope_times_z_taken_away(z, negative_slope):
    return z - negative_slope * z


@leaky_relu.mistake("You took the smaller of z and the slope below 0. Multiply: slope · z.")
def leaky_cut_off_and_not_multiplied(z, negative_slope):
    return np.maximum(z, 0) + np.minimum(z, negative_slope)


@leaky_relu.mistake(
    "`**` is a power, and a negative number has no broken ones. Multiply: `negative_slope * z`."
)
def leaky_power_of_z(z, negative_slope):
    with np.errstate(all="ignore"):
        return np.where(z > 0, z, z**negative_slope)


@leaky_relu.mistake("You used 0.3. The slope is an argument: `negative_slope`.")
def leaky_by_three_tenths(z, negative_slope):
    return np.where(z > 0, z, 0.3 * z)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Randomised leaky ReLU, evaluated",
    task="Training draws the slope between `lower` and `upper`. Evaluation uses the middle of the "
    "two: compute that.",
    cases=[
        (np.array([-4.0, -1.0, 0.0, 2.0]), 0.125, 0.375),
        (lesson.numbers(3, 2), 0.1, 0.3),
        (lesson.numbers(2, 4), 0.0, 0.5),
        (np.array([[-300.5, 6.5], [300.25, -0.5]]), 0.5, 0.7),
        (np.array([-1.0, -3.0]), 0.25, 0.75),
        (np.array([0.25, 2.0]), 0.25, 0.75),
    ],
    hints=[
        "The middle of two numbers is half their sum.",
        "With that slope it is the leaky ReLU.",
    ],
    crashes={
        "truth value": "An `if` decides once, and here every number decides for itself: "
        "`np.where(z > 0, …, …)`.",
        "either both or neither": "`np.where` needs both: what stands where it is true, and what "
        "stands elsewhere.",
        "broadcast": "`z[z > 0]` is shorter than z. `np.where` keeps every number in its place.",
        "integer argument": "`np.mean` takes one list: `np.mean([lower, upper])`.",
        "as an integer": "`np.mean` takes one list: `np.mean([lower, upper])`.",
    },
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
    "This is ReLU without a leak; or `//` rounds (lower + upper) / 2 down to 0. Negative z keeps "
    "the mean slope · z."
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


@rrelu_evaluation.mistake(
    "Brackets are missing: `/` comes before `+`. The middle is (lower + upper) / 2."
)
def rrelu_brackets_missing(z, lower, upper):
    return np.where(z > 0, z, (lower + upper / 2) * z)


@rrelu_evaluation.mistake(
    "Brackets are missing, or only one of the two is halved. The middle is (lower + upper) / 2."
)
def rrelu_half_of_lower(z, lower, upper):
    return np.where(z > 0, z, (lower / 2 + upper) * z)


@rrelu_evaluation.mistake(
    "You halved one slope and subtracted. The middle is half the sum, (lower + upper) / 2."
)
def rrelu_brackets_missing_in_the_difference(z, lower, upper):
    return np.where(z > 0, z, (upper - lower / 2) * z)


@rrelu_evaluation.mistake("You multiplied by 2. The middle is *half* the sum.")
def rrelu_doubled(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) * 2 * z)


@rrelu_evaluation.mistake(
    "You multiplied the whole array by the slope. Positive values stay as they are."
)
def rrelu_everywhere(z, lower, upper):
    return (lower + upper) / 2 * z


@rrelu_evaluation.mistake("You put the slope on the positive side. It is for negative z.")
def rrelu_on_the_positive_side(z, lower, upper):
    return np.where(z > 0, (lower + upper) / 2 * z, z)


@rrelu_evaluation.mistake("The mean slope itself stands where slope · z should.")
def rrelu_constant(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) / 2)


@rrelu_evaluation.mistake("-slope itself stands where slope · z should: multiply z by the slope.")
def rrelu_negative_constant(z, lower, upper):
    return np.where(z > 0, z, -(lower + upper) / 2)


@rrelu_evaluation.mistake(
    "Your leak points upwards: a negative z times the mean slope stays negative."
)
def rrelu_upwards(z, lower, upper):
    return np.where(z > 0, z, -(lower + upper) / 2 * z)


@rrelu_evaluation.mistake("You added the leak to the positive values, too. They stay as they are.")
def rrelu_added_to_all(z, lower, upper):
    return np.maximum(z, 0) + (lower + upper) / 2 * z


@rrelu_evaluation.mistake("These are the slopes. Multiply z by them.")
def rrelu_slopes_themselves(z, lower, upper):
    return np.where(z > 0, 1, (lower + upper) / 2)


@rrelu_evaluation.mistake("You divided by the mean slope. Multiply: the leak is small.")
def rrelu_divided(z, lower, upper):
    return np.where(z > 0, z, z / ((lower + upper) / 2))


@rrelu_evaluation.mistake("You multiplied the two slopes. The middle is half their sum.")
def rrelu_product(z, lower, upper):
    return np.where(z > 0, z, lower * upper * z)


@rrelu_evaluation.mistake("You took the root of the product. The middle is half the sum.")
def rrelu_geometric(z, lower, upper):
    return np.where(z > 0, z, np.sqrt(lower * upper) * z)


@rrelu_evaluation.mistake("You rounded the middle. Keep its decimals.")
def rrelu_rounded(z, lower, upper):
    return np.where(z > 0, z, round((lower + upper) / 2) * z)


@rrelu_evaluation.mistake("The positive values became 0. They stay as they are, here as well.")
def rrelu_negative_part_only(z, lower, upper):
    return np.where(z > 0, 0, (lower + upper) / 2 * z)


@rrelu_evaluation.mistake("Nothing has changed. Negative z is multiplied by the mean slope.")
def rrelu_identity(z, lower, upper):
    return z + 0.0


@rrelu_evaluation.mistake(
    "You took the absolute value. Negative z becomes slope · z, still negative."
)
def rrelu_absolute(z, lower, upper):
    return np.abs(z)


@rrelu_evaluation.mistake("You used 0.01. Here the slope is the middle of `lower` and `upper`.")
def rrelu_by_a_hundredth(z, lower, upper):
    return np.where(z > 0, z, 0.01 * z)


@rrelu_evaluation.mistake("You used 0.25. Here the slope is the middle of `lower` and `upper`.")
def rrelu_by_a_quarter(z, lower, upper):
    return np.where(z > 0, z, 0.25 * z)


@rrelu_evaluation.mistake("You added the slope to negative z. Multiply by it.")
def rrelu_added_slope(z, lower, upper):
    return np.where(z > 0, z, z + (lower + upper) / 2)


@rrelu_evaluation.mistake("You clipped z between the limits. They are limits of the *slope*.")
def rrelu_between_the_limits(z, lower, upper):
    return np.where(z > 0, z, np.clip(z, lower, upper))


@rrelu_evaluation.mistake(
    "You clipped all values between the limits. They are limits of the *slope* for negative z."
)
def rrelu_clipped(z, lower, upper):
    return np.clip(z, lower, upper)


@rrelu_evaluation.mistake("You divided by 3. The middle of two numbers is half their sum.")
def rrelu_thirds(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) / 3 * z)


@rrelu_evaluation.mistake("You subtracted the slopes. Add them, and halve.")
def rrelu_reversed_difference(z, lower, upper):
    return np.where(z > 0, z, (lower - upper) / 2 * z)


@rrelu_evaluation.mistake("You took lower - upper. The middle is half the *sum*.")
def rrelu_reversed_whole_difference(z, lower, upper):
    return np.where(z > 0, z, (lower - upper) * z)


@rrelu_evaluation.mistake("You compared z with the mean slope. The border is 0.")
def rrelu_threshold_at_the_slope(z, lower, upper):
    return np.where(z > (lower + upper) / 2, z, (lower + upper) / 2 * z)


@rrelu_evaluation.mistake(
    "You took the lower slope for some values and the upper for others. Evaluation uses the "
    "middle for all."
)
def rrelu_larger_of_both(z, lower, upper):
    return np.where(z > 0, z, np.where(z < -1, upper, lower) * z)


@rrelu_evaluation.mistake(
    "You spread the slopes evenly from lower to upper over the values. Evaluation uses the middle "
    "for all of them."
)
def rrelu_evenly_spread(z, lower, upper):
    return np.where(z > 0, z, np.linspace(lower, upper, z.size).reshape(z.shape) * z)


@rrelu_evaluation.mistake("This is the first value only. Is `return` inside a loop?")
def rrelu_first_value(z, lower, upper):
    return z.ravel()[0] * ((lower + upper) / 2 if z.ravel()[0] < 0 else 1)


@rrelu_evaluation.mistake(
    "You decided once for the whole array z. Each number decides for itself: `np.where(z > 0, …, "
    "…)`."
)
def rrelu_decided_once(z, lower, upper):
    return z + 0.0 if np.any(z > 0) else (lower + upper) / 2 * z


@rrelu_evaluation.mistake("Negative values became the mean slope itself. Multiply z by it.")
def rrelu_constant_below_zero(z, lower, upper):
    return np.where(z < 0, (lower + upper) / 2, z)


@rrelu_evaluation.mistake("Negative values became minus the mean slope. Multiply z by it.")
def rrelu_negative_constant_below_zero(z, lower, upper):
    return np.where(z < 0, -(lower + upper) / 2, z)


@rrelu_evaluation.mistake("You added the mean slope to what is negative. Multiply z by it.")
def rrelu_added_slope_below_zero(z, lower, upper):
    return np.where(z < 0, z + (lower + upper) / 2, z)


@rrelu_evaluation.mistake(
    "You used the lower slope, and for the whole array. Negative z gets the middle of both; the "
    "rest stays."
)
def rrelu_lower_everywhere(z, lower, upper):
    return lower * z


@rrelu_evaluation.mistake(
    "You gave positive values one slope and negative ones the other. Positive values stay; "
    "negative ones get the middle of both."
)
def rrelu_slopes_exchanged(z, lower, upper):
    return np.where(z > 0, upper * z, lower * z)


@rrelu_evaluation.mistake("You used 0.5. Here the slope is the middle of `lower` and `upper`.")
def rrelu_by_a_half(z, lower, upper):
    return np.where(z > 0, z, 0.5 * z)


@rrelu_evaluation.mistake(
    "The slope itself stands where slope · z should, and brackets are missing: (lower + upper) / "
    "2 * z."
)
def rrelu_constant_without_brackets(z, lower, upper):
    return np.where(z > 0, z, lower + upper / 2)


@rrelu_evaluation.mistake(
    "You compared z with the slope itself, `np.maximum(z, slope)`. Compare it with slope * z, or "
    "better: `np.where(z > 0, z, slope * z)`."
)
def rrelu_maximum_with_slope(z, lower, upper):
    return np.maximum(z, (lower + upper) / 2)


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
    crashes={
        "truth value": "An `if` decides once, and here every number decides for itself. "
        "`np.exp(-np.abs(z))` needs no decision.",
        "-dimensional array": "`math.exp` takes one number; `np.exp` takes a whole array.",
        "length-1 array": "`math.exp` takes one number; `np.exp` takes a whole array.",
        "math range error": "exp of a large number is too large for any float. "
        "`np.exp(-np.abs(z))` is at most 1.",
        "Result too large": "exp of a large number is too large for any float. "
        "`np.exp(-np.abs(z))` is at most 1.",
        "Numerical result out of range": "exp of a large number is too large for any float. "
        "`np.exp(-np.abs(z))` is at most 1.",
        "numerical gradient": "`np.gradient` compares neighbours in an array. The slope at one z "
        "has a formula, s · (1 - s).",
        "cannot convert": "`math.exp` takes one number; `np.exp` takes a whole array.",
    },
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


@sigmoid_slope.mistake(
    "You took s · (1 + s). It is s · (1 - s): steep in the middle, flat at both ends."
)
def slope_plus(z):
    s = _sigmoid(z)
    return s * (1 + s)


@sigmoid_slope.mistake("The sign is wrong: s · (s - 1). The sigmoid rises everywhere: s · (1 - s).")
def slope_wrong_sign(z):
    s = _sigmoid(z)
    return s * (s - 1)


@sigmoid_slope.mistake("This is s². The slope is s · (1 - s).")
def slope_square_of_s(z):
    s = _sigmoid(z)
    return s**2


@sigmoid_slope.mistake("This is (1 - s)². The slope is s · (1 - s).")
def slope_square_of_one_minus_s(z):
    s = _sigmoid(z)
    return (1 - s) ** 2


@sigmoid_slope.mistake("You squared one of the factors. The slope is s · (1 - s).")
def slope_squared_s_times_one_minus_s(z):
    s = _sigmoid(z)
    return s**2 * (1 - s)


@sigmoid_slope.mistake("You squared s · (1 - s). Leave the square out.")
def slope_squared_product(z):
    s = _sigmoid(z)
    return (s * (1 - s)) ** 2


@sigmoid_slope.mistake("Brackets are missing: s · 1 - s is 0. Write s * (1 - s).")
def slope_brackets_missing(z):
    s = _sigmoid(z)
    return s * 1 - s


@sigmoid_slope.mistake("You mixed s and z: both factors are made of s, s · (1 - s).")
def slope_s_and_z(z):
    s = _sigmoid(z)
    return s * (1 - z)


@sigmoid_slope.mistake(
    "You multiplied by z instead of s: the slope is s · (1 - s), with s = sigmoid(z)."
)
def slope_z_and_s(z):
    s = _sigmoid(z)
    return z * (1 - s)


@sigmoid_slope.mistake("You multiplied by z as well. The slope is s · (1 - s).")
def slope_z_times_slope(z):
    s = _sigmoid(z)
    return z * s * (1 - s)


@sigmoid_slope.mistake("This is z · s. The slope is s · (1 - s).")
def slope_z_times_s(z):
    s = _sigmoid(z)
    return z * s


@sigmoid_slope.mistake(
    "You squeezed twice: the sigmoid of the sigmoid. With s = sigmoid(z) the slope is s · (1 - s)."
)
def slope_twice(z):
    s = _sigmoid(z)
    t = _sigmoid(s)
    return t * (1 - t)


@sigmoid_slope.mistake("This is the slope of ReLU, 0 or 1. The sigmoid's is s · (1 - s).")
def slope_step(z):
    return (z > 0).astype(float)


@sigmoid_slope.mistake("This is tanh. The sigmoid's slope is s · (1 - s).")
def slope_of_tanh_itself(z):
    return np.tanh(z)


@sigmoid_slope.mistake("You scaled the slope to 1 at the top. Its largest value is 0.25.")
def slope_times_four(z):
    s = _sigmoid(z)
    return 4 * s * (1 - s)


@sigmoid_slope.mistake("This is the slope at 0. Every z has a slope of its own: s · (1 - s).")
def slope_a_quarter(z):
    return np.full(z.shape, 0.25)


@sigmoid_slope.mistake("This is exp(-z), the inside of the sigmoid. The slope is s · (1 - s).")
def slope_exponential_only(z):
    return np.exp(-z)


@sigmoid_slope.mistake(
    "You made z grow by 1, which is not a little. The slope has a formula: s · (1 - s)."
)
def slope_grown_by_one(z):
    return _sigmoid(z + 1) - _sigmoid(z)


@sigmoid_slope.mistake(
    "You compared two values 0.1 apart: that is near the slope only. It has a formula, s · (1 - s)."
)
def slope_grown_by_a_tenth(z):
    return (_sigmoid(z + 0.1) - _sigmoid(z)) / 0.1


@sigmoid_slope.mistake(
    "You compared two values 0.01 apart: near the slope, but not exact. It has a formula, s · (1 "
    "- s)."
)
def slope_grown_by_a_hundredth(z):
    return (_sigmoid(z + 0.01) - _sigmoid(z)) / 0.01


@sigmoid_slope.mistake(
    "You compared two values 0.001 apart: close, but not exact. It has a formula, s · (1 - s)."
)
def slope_grown_by_a_thousandth(z):
    return (_sigmoid(z + 0.001) - _sigmoid(z)) / 0.001


@sigmoid_slope.mistake(
    "You compared two values 0.0001 apart: very close, but not exact. It has a formula, s · (1 - "
    "s)."
)
def slope_grown_by_one_in_ten_thousand(z):
    return (_sigmoid(z + 1e-4) - _sigmoid(z)) / 1e-4


@sigmoid_slope.mistake(
    "You compared z + 0.1 with z - 0.1: near the slope only. It has a formula, s · (1 - s)."
)
def slope_grown_both_ways(z):
    return (_sigmoid(z + 0.1) - _sigmoid(z - 0.1)) / 0.2


@sigmoid_slope.mistake("You compared z + 1 with z - 1. The slope has a formula: s · (1 - s).")
def slope_grown_both_ways_by_one(z):
    return (_sigmoid(z + 1) - _sigmoid(z - 1)) / 2


@sigmoid_slope.mistake("This is how much s grows, not how much for each step of z: s · (1 - s).")
def slope_not_divided_by_the_step(z):
    return _sigmoid(z + 0.01) - _sigmoid(z)


@sigmoid_slope.mistake(
    "You compared neighbouring numbers of the array. Each z has a slope of its own: s · (1 - s)."
)
def slope_of_neighbours(z):
    return np.gradient(_sigmoid(z).ravel()).reshape(z.shape) if z.size > 1 else z * 0


@sigmoid_slope.mistake(
    "`exp` overflows for large z; and the square is missing: exp(z) / (1 + exp(z))²."
)
def slope_overflows_without_square(z):
    with np.errstate(all="ignore"):
        return np.exp(z) / (1 + np.exp(z))


@sigmoid_slope.mistake(
    "The square is missing: exp(-z) / (1 + exp(-z)) is 1 - s. And for very negative z `exp` "
    "overflows: use `np.exp(-np.abs(z))`."
)
def slope_overflows_below_without_square(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z))


@sigmoid_slope.mistake(
    "The minus is wrong: the sigmoid rises, its slope is positive. And for very negative z `exp` "
    "overflows: use s · (1 - s)."
)
def slope_overflows_with_minus(z):
    with np.errstate(all="ignore"):
        return -np.exp(-z) / (1 + np.exp(-z)) ** 2


@sigmoid_slope.mistake(
    "The numerator is missing: this is 1 / (1 + exp(-z))², which is s². The slope is s · (1 - s)."
)
def slope_square_only(z):
    return 1 / (1 + np.exp(-np.abs(z))) ** 2


@sigmoid_slope.mistake(
    "You took the sigmoid of |z|: for negative z it is 1 - s. Multiply by the other factor: s · "
    "(1 - s)."
)
def slope_sign_lost(z):
    return 1 / (1 + np.exp(-np.abs(z)))


@sigmoid_slope.mistake("This is one number. Every z has a slope of its own.")
def slope_whole_mean(z):
    s = _sigmoid(z)
    return np.mean(s * (1 - s))


@sigmoid_slope.mistake(
    "You divided by the sum of all. Each z is squeezed for itself: s = 1 / (1 + exp(-z))."
)
def slope_softmax(z):
    e = np.exp(z - z.max())
    s = e / e.sum()
    return s * (1 - s)


@sigmoid_slope.mistake(
    "Brackets are missing: `1 / 1 + exp(-z)` is 1 + exp(-z). Write `1 / (1 + np.exp(-z))`."
)
def slope_sigmoid_without_brackets(z):
    with np.errstate(all="ignore"):
        s = 1 / 1 + np.exp(-z)
        return s * (1 - s)


@sigmoid_slope.mistake("There is a plus inside the sigmoid: 1 / (1 + exp(-z)).")
def slope_sigmoid_with_minus(z):
    with np.errstate(all="ignore"):
        s = 1 / (1 - np.exp(-z))
        return s * (1 - s)


@sigmoid_slope.mistake("This is the slope of exp(-z). The slope of the sigmoid is s · (1 - s).")
def slope_exponential_slope(z):
    with np.errstate(all="ignore"):
        return -np.exp(-z)


@sigmoid_slope.mistake("You took a logarithm. The slope is s · (1 - s), with s = sigmoid(z).")
def slope_logarithm(z):
    return np.log1p(np.exp(-np.abs(z))) + np.maximum(z, 0)


@sigmoid_slope.mistake(
    "You took s where the slope is wanted, and 0 below 0. The slope is s · (1 - s)."
)
def slope_of_relu_z(z):
    return np.where(z > 0, _sigmoid(z), 0)


@sigmoid_slope.mistake("You took 1 - s · (1 - s). Leave the first 1 out.")
def slope_one_minus_twice(z):
    s = _sigmoid(z)
    return 1 - s * (1 - s)


@sigmoid_slope.mistake("The square is missing: exp(-|z|) / (1 + exp(-|z|))².")
def slope_without_square_stable(z):
    small = np.exp(-np.abs(z))
    return small / (1 + small)


@sigmoid_slope.mistake("You doubled where you should square: exp(-z) / (1 + exp(-z))².")
def slope_double_instead_of_square(z):
    small = np.exp(-np.abs(z))
    return small / (2 * (1 + small))


@sigmoid_slope.mistake(
    "The square is inside the brackets: it is (1 + exp(-z))², not 1 + exp(-z)². And for very "
    "negative z `exp` overflows: s · (1 - s) does not."
)
def slope_square_inside_the_brackets(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 + np.exp(-z) ** 2)


@sigmoid_slope.mistake("The square is inside the brackets: it is (1 + exp(-|z|))².")
def slope_square_inside_stable(z):
    small = np.exp(-np.abs(z))
    return small / (1 + small**2)


@sigmoid_slope.mistake(
    "You put exp(-z) into s · (1 - s). s is the whole sigmoid, 1 / (1 + exp(-z))."
)
def slope_exponential_for_s(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) * (1 - np.exp(-z))


@sigmoid_slope.mistake("The sign is wrong, and the square is missing: exp(-z) / (1 + exp(-z))².")
def slope_minus_without_square(z):
    with np.errstate(all="ignore"):
        return -np.exp(-z) / (1 + np.exp(-z))


@sigmoid_slope.mistake("There is a plus in the brackets: (1 + exp(-z))².")
def slope_minus_in_the_square(z):
    with np.errstate(all="ignore"):
        return np.exp(-z) / (1 - np.exp(-z)) ** 2


@sigmoid_slope.mistake("This is one number. Every z has a slope of its own: do not add them up.")
def slope_whole_sum(z):
    s = _sigmoid(z)
    return np.sum(s * (1 - s))


@sigmoid_slope.mistake("You took s - 2s. The slope is s - s², which is s · (1 - s).")
def slope_doubled_s(z):
    s = _sigmoid(z)
    return s - 2 * s


@sigmoid_slope.mistake("You doubled the slope. It is s · (1 - s).")
def slope_twice_the_slope(z):
    s = _sigmoid(z)
    return 2 * s * (1 - s)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="How many zeros?",
    task="After ReLU, which share of all values in the stack of maps is 0?",
    cases=[
        (_MAPS,),
        (lesson.numbers(2, 3, 3),),
        (np.array([[[0.0, -1.0, 2.0]], [[3.0, 0.0, 0.0]]]),),
        (np.array([[[1.0, -2.0]]]),),
        (np.array([[[-1.0, 0.0], [-2.0, -0.5]]]),),
    ],
    hints=[
        "A value is 0 afterwards if it was negative, or 0 already.",
        "`np.maximum(maps, 0) == 0` says where. The mean of True and False is a share.",
    ],
    crashes={
        "truth value": "An `if` decides once, and an array has many values: `maps <= 0` says it "
        "for each, and the mean of True and False is a share.",
        "unpack": "The stack has three axes: C, H, W = maps.shape.",
        "has no len": "A number has no length. Count with `.size`, `np.sum` or `np.mean`.",
    },
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


@share_of_zeros.mistake(
    "This is the number of negative values. A 0 counts as well, and a share is divided by the "
    "number of values."
)
def zeros_of_negatives_counted(maps):
    return np.sum(maps < 0)


@share_of_zeros.mistake(
    "You counted the values above 0. The zeros are the others; divide their number by `maps.size`."
)
def zeros_positives_counted(maps):
    return np.sum(maps > 0)


@share_of_zeros.mistake(
    "You counted the zeros before ReLU. It makes many more, and a share is divided by `maps.size`."
)
def zeros_before_counted(maps):
    return np.sum(maps == 0)


@share_of_zeros.mistake("This is the share that is not 0 before ReLU. Count the zeros, after it.")
def zeros_nonzero_before(maps):
    return np.mean(maps != 0)


@share_of_zeros.mistake("This says for each value whether it is 0. The share is the mean of that.")
def zeros_not_averaged(maps):
    return maps <= 0


@share_of_zeros.mistake(
    "You divided by the pixels of one map, or added the maps' shares up. The share is of all "
    "values: `maps.size`."
)
def zeros_of_one_map(maps):
    return np.sum(maps <= 0) / maps[0].size


@share_of_zeros.mistake("You looked at the first map only. Take the share over the whole stack.")
def zeros_first_map_only(maps):
    return np.mean(maps[0] <= 0)


@share_of_zeros.mistake("You looked at the last map only. Take the share over the whole stack.")
def zeros_last_map_only(maps):
    return np.mean(maps[-1] <= 0)


@share_of_zeros.mistake("You divided by the number of rows. The number of values is `maps.size`.")
def zeros_by_rows(maps):
    return np.sum(maps <= 0) / maps.shape[1]


@share_of_zeros.mistake(
    "You divided by the number of columns. The number of values is `maps.size`."
)
def zeros_by_columns(maps):
    return np.sum(maps <= 0) / maps.shape[2]


@share_of_zeros.mistake(
    "You divided by the number of values that are *not* 0. A share is of all values."
)
def zeros_to_the_others(maps):
    with np.errstate(all="ignore"):
        return np.sum(maps <= 0) / np.sum(maps > 0)


@share_of_zeros.mistake("This is the mean after ReLU. Count the zeros: the mean of `… == 0`.")
def zeros_mean_after(maps):
    return np.mean(np.maximum(maps, 0))


@share_of_zeros.mistake(
    "This is the mean of the maps. Count the zeros after ReLU: the mean of `… == 0`."
)
def zeros_mean_before(maps):
    return np.mean(maps)


@share_of_zeros.mistake(
    "This is 0 for every stack: zeros add up to 0, and after ReLU nothing is below 0. Count the "
    "zeros: the mean of `… == 0`."
)
def zeros_zeros_added(maps):
    return 0.0


@share_of_zeros.mistake(
    "This is one share a row. Take the share over the whole stack: leave `axis` out."
)
def zeros_rows_apart(maps):
    return np.mean(maps <= 0, axis=2)


@share_of_zeros.mistake("This is one share a column. Take the share over the whole stack.")
def zeros_columns_apart(maps):
    return np.mean(maps <= 0, axis=1)


@share_of_zeros.mistake(
    "This is one share a place, over the maps. Take the share over the whole stack."
)
def zeros_places_apart(maps):
    return np.mean(maps <= 0, axis=0)


@share_of_zeros.mistake("This is one count per map. Take the share over the whole stack.")
def zeros_each_map_counted(maps):
    return np.sum(maps <= 0, axis=(1, 2))


@share_of_zeros.mistake("This says whether there is any 0. Which *share* is 0? Take the mean.")
def zeros_anywhere(maps):
    return np.any(maps <= 0)


@share_of_zeros.mistake(
    "You asked whether *all* are 0, or `//` has rounded the share down. It is the mean of True "
    "and False, or a count divided with `/`."
)
def zeros_everywhere(maps):
    return np.all(maps <= 0)


@share_of_zeros.mistake("This is the share that is *not* 0, in percent.")
def zeros_inverted_in_percent(maps):
    return 100 * np.mean(maps > 0)


@share_of_zeros.mistake(
    "You counted 0 as positive. After ReLU the zeros are the negative values *and* the zeros."
)
def zeros_positives_and_zeros(maps):
    return np.mean(maps >= 0)


@share_of_zeros.mistake(
    "You took `len` of a mask: that is the number of maps. Add the mask up, or take its mean."
)
def zeros_length_of_the_stack(maps):
    return len(maps)


@share_of_zeros.mistake(
    "You took `len` of a mask: that is the number of maps. Take the mask's mean."
)
def zeros_length_over_size(maps):
    return len(maps) / maps.size


@share_of_zeros.mistake("You counted the zeros of the first map only and divided by all values.")
def zeros_first_map_of_all(maps):
    return np.sum(maps[0] <= 0) / maps.size


@share_of_zeros.mistake(
    "You divided by the number of maps, and left out the values that are 0 already. The number of "
    "values is `maps.size`."
)
def zeros_negatives_by_map(maps):
    return np.sum(maps < 0) / len(maps)


@share_of_zeros.mistake("You counted the zeros twice.")
def zeros_negatives_of_all_and_zeros(maps):
    return (np.sum(maps <= 0) + np.sum(maps == 0)) / maps.size


@share_of_zeros.mistake("You took a half for granted. Count the zeros of these maps.")
def zeros_halved(maps):
    return 0.5


@share_of_zeros.mistake("These are the maps after ReLU. Which share of them is 0?")
def zeros_rectified(maps):
    return np.maximum(maps, 0)


@share_of_zeros.mistake(
    "This is one count per place, over the maps (Python's own `sum`). Take the share over the "
    "whole stack: `.mean()`."
)
def zeros_places_counted(maps):
    return np.sum(maps <= 0, axis=0)


@share_of_zeros.mistake(
    "You divided the negative values by the positive ones. A share is of all values, and a 0 "
    "counts."
)
def zeros_of_the_negative_to_positive(maps):
    with np.errstate(all="ignore"):
        return np.sum(maps < 0) / np.sum(maps > 0)


@share_of_zeros.mistake(
    "You left out what was 0 already, in both counts. The share is of all values: zeros by "
    "`maps.size`."
)
def zeros_without_the_zeros(maps):
    with np.errstate(all="ignore"):
        return np.sum(maps < 0) / np.sum(maps != 0)


@share_of_zeros.mistake(
    "You divided the negative values by those that are 0 or more. A share is of all values, and a "
    "0 counts."
)
def zeros_negative_to_the_others(maps):
    with np.errstate(all="ignore"):
        return np.sum(maps < 0) / np.sum(maps >= 0)


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="A good start",
    task="He initialisation: which standard deviation do the first weights get, for a layer with "
    "this weight shape before a ReLU?",
    cases=[((8, 1, 3, 3),), ((16, 8, 5, 5),), ((4, 32, 1, 1),), ((6, 2, 3, 2),), ((5, 3, 2, 7),)],
    hints=[
        "Fan-in: how many inputs does one output add up? in_channels × kernel height × width.",
        "The variance is 2 / fan-in. The standard deviation is its square root.",
    ],
    crashes={
        "has no attribute 'shape'": "`weight_shape` is the shape itself: (out, in, kH, kW).",
        "out of range": "The shape has four numbers, counted from 0: (out, in, kH, kW).",
        "can't multiply sequence": "`weight_shape` is a tuple: take its numbers, "
        "`weight_shape[1]` and so on, or `np.prod(weight_shape[1:])`.",
        "unsupported operand": "`weight_shape` is a tuple: take its numbers, `weight_shape[1]` "
        "and so on, or `np.prod(weight_shape[1:])`.",
        "unpack": "The shape has four numbers: out, in, kH, kW.",
    },
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


@he_scale.mistake(
    "The root covers fan-in only: sqrt(2 / fan_in), not 2 / sqrt(fan_in). (`**` comes before `/`.)"
)
def he_root_of_fan_in_only(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return 2 / np.sqrt(fan_in)


@he_scale.mistake(
    "The fraction is upside down: the more inputs, the *smaller* the weights. sqrt(2 / fan_in)."
)
def he_inverted(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(fan_in / 2)


@he_scale.mistake("The fraction is upside down, and the root is missing: sqrt(2 / fan_in).")
def he_inverted_variance(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return fan_in / 2


@he_scale.mistake(
    "This is sqrt(fan_in). The more inputs, the *smaller* the weights: sqrt(2 / fan_in)."
)
def he_inverted_without_half(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(fan_in)


@he_scale.mistake("You multiplied 2 and fan-in. Divide: sqrt(2 / fan_in).")
def he_multiplied(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(2 * fan_in)


@he_scale.mistake("The 2 belongs on top: 2 / fan_in, not 1 / (2 · fan_in).")
def he_one_over_twice(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(1 / (2 * fan_in))


@he_scale.mistake("This is fan-in. The standard deviation is sqrt(2 / fan_in).")
def he_fan_in_itself(weight_shape):
    return _fans(weight_shape)[0]


@he_scale.mistake("This is 1 / fan_in. The 2 is missing, and the root: sqrt(2 / fan_in).")
def he_variance_without_two(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return 1 / fan_in


@he_scale.mistake("You squared. The standard deviation is the square *root* of the variance.")
def he_squared(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return (2 / fan_in) ** 2


@he_scale.mistake(
    "You took 6, which gives the limit of an even (uniform) draw. The standard deviation is "
    "sqrt(2 / fan_in)."
)
def he_uniform(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(6 / fan_in)


@he_scale.mistake(
    "This is Glorot's limit, sqrt(6 / (in + out)). Before ReLU it is He's: sqrt(2 / fan_in)."
)
def he_glorot_uniform(weight_shape):
    return np.sqrt(6 / sum(_fans(weight_shape)))


@he_scale.mistake(
    "You counted the bias as one more input. Fan-in counts the weights of one output."
)
def he_with_the_bias(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(2 / (fan_in + 1))


@he_scale.mistake("You counted one side of the kernel. One output adds in · kH · kW products.")
def he_one_side_of_the_kernel(weight_shape):
    return np.sqrt(2 / (weight_shape[1] * weight_shape[2]))


@he_scale.mistake("You counted the kernel's width only. One output adds in · kH · kW products.")
def he_other_side_of_the_kernel(weight_shape):
    return np.sqrt(2 / (weight_shape[1] * weight_shape[3]))


@he_scale.mistake(
    "You took the kernel for a square of its width. Its sides are axis 2 *and* axis 3."
)
def he_square_by_the_width(weight_shape):
    return np.sqrt(2 / (weight_shape[1] * weight_shape[3] ** 2))


@he_scale.mistake("You counted the kernel's pixels only. One output adds in · kH · kW products.")
def he_kernel_only(weight_shape):
    return np.sqrt(2 / (weight_shape[2] * weight_shape[3]))


@he_scale.mistake("You counted in · out channels. One output adds in · kH · kW products.")
def he_channels_of_both(weight_shape):
    return np.sqrt(2 / (weight_shape[0] * weight_shape[1]))


@he_scale.mistake(
    "You left out the last axis, and took the first in. Fan-in is in · kH · kW: axes 1, 2 and 3."
)
def he_first_three(weight_shape):
    return np.sqrt(2 / np.prod(weight_shape[:3]))


@he_scale.mistake("You added the numbers. Fan-in is their product, in · kH · kW.")
def he_sum_of_sides(weight_shape):
    return np.sqrt(2 / sum(weight_shape[1:]))


@he_scale.mistake("You added all numbers of the shape. Fan-in is a product, in · kH · kW.")
def he_sum_of_all(weight_shape):
    return np.sqrt(2 / sum(weight_shape))


@he_scale.mistake("Brackets are missing: `2 / a * b` multiplies by b. Write 2 / (a * b * c).")
def he_brackets_missing(weight_shape):
    return np.sqrt(2 / weight_shape[1] * weight_shape[2] * weight_shape[3])


@he_scale.mistake("Brackets are missing, `2 / a * b` multiplies by b; and the root is missing.")
def he_variance_brackets_missing(weight_shape):
    return 2 / weight_shape[1] * weight_shape[2] * weight_shape[3]


@he_scale.mistake("This is a variance, and of the outputs. sqrt(2 / (in · kH · kW)).")
def he_variance_of_fan_out(weight_shape):
    return 2 / _fans(weight_shape)[1]


@he_scale.mistake("You took the number of all weights, and no 2. sqrt(2 / (in · kH · kW)).")
def he_root_of_two_over_root_all(weight_shape):
    return np.sqrt(1 / np.prod(weight_shape))


@he_scale.mistake("You halved 1 / sqrt(fan_in). The 2 belongs inside, on top: sqrt(2 / fan_in).")
def he_one_over(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(1 / fan_in) / 2


@he_scale.mistake("You took the root twice. Once: sqrt(2 / fan_in).")
def he_root_twice(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return (2 / fan_in) ** 0.25


@he_scale.mistake("You counted axis 3 as the channels. The shape is (out, in, kH, kW).")
def he_width_as_channels(weight_shape):
    return np.sqrt(2 / weight_shape[3])


@he_scale.mistake("You counted the outputs, and the 2 is missing: sqrt(2 / (in · kH · kW)).")
def he_without_two_fan_out(weight_shape):
    return np.sqrt(1 / _fans(weight_shape)[1])


@he_scale.mistake("You left out the kernel's pixels and the 2: sqrt(2 / (in · kH · kW)).")
def he_without_two_channels_only(weight_shape):
    return np.sqrt(1 / weight_shape[1])


@he_scale.mistake("`//` rounds 2 / fan_in down to 0. Divide with `/`.")
def he_with_floor(weight_shape):
    fan_in = _fans(weight_shape)[0]
    return np.sqrt(2 // fan_in)


@he_scale.mistake("This is a fixed number. The scale depends on the inputs: sqrt(2 / fan_in).")
def he_hundredth(weight_shape):
    return 0.01


@he_scale.mistake(
    "You used the number of all weights, and the root covers it alone: sqrt(2 / (in · kH · kW))."
)
def he_all_weights_and_two_outside(weight_shape):
    return 2 / np.sqrt(np.prod(weight_shape))


@he_scale.mistake(
    "Brackets are missing: the kernel's sides stand below the fraction, under the root: sqrt(2 / "
    "(in · kH · kW))."
)
def he_brackets_missing_outside(weight_shape):
    return np.sqrt(2 / weight_shape[1]) * weight_shape[2] * weight_shape[3]


@he_scale.mistake("You left out the kernel's pixels, and the root covers the 2 only.")
def he_two_outside_channels_only(weight_shape):
    return np.sqrt(2) / weight_shape[1]
