"""Exercises of lesson 07, descend the gradient: nudge, slope, step, and how far is too far."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions07 as questions

lesson = Lesson(__name__, questions, order="slope_by_nudge descend largest_rate momentum_step")
progress = lesson.progress


def _valley(w):
    """(w - 3)²"""  # noqa: D400
    return (w - 3) ** 2


def _steep(w):
    """0.5 · (w + 1)² + 2"""  # noqa: D400
    return 0.5 * (w + 1) ** 2 + 2


def _bend(w):
    """w³ - 2 w"""  # noqa: D400
    return w**3 - 2 * w


def _valley_slope(w):
    """2 · (w - 3)"""  # noqa: D400
    return 2 * (w - 3)


def _steep_slope(w):
    """w + 1"""  # noqa: D400, D403
    return w + 1


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="The slope by a nudge",
    task="Nudge the weight up and down by delta, and watch the error: how much does it change for "
    "one unit of weight?",
    cases=[
        (_valley, 1.0, 1e-4),
        (_valley, 3.0, 1e-4),
        (_steep, 2.0, 1e-4),
        (_bend, 1.2, 1e-4),
        (_bend, -0.5, 1e-2),
    ],
    hints=[
        "`error(w + delta)` and `error(w - delta)` are the errors on both sides.",
        "Their difference is the change over a distance of 2 · delta: divide by that.",
    ],
    crashes={"'function'": "`error` is a function: call it, `error(w + delta)`."},
    takeaway="Below the optimum the slope is negative, at it 0, above it positive. Downhill is "
    "against its sign.",
)
def slope_by_nudge(error, w, delta):
    """Return the slope of the function `error` at w."""
    return (error(w + delta) - error(w - delta)) / (2 * delta)


@slope_by_nudge.mistake(
    "You nudged up only. That works nearly, but nudging up and down is far more exact."
)
def nudge_up_only(error, w, delta):
    return (error(w + delta) - error(w)) / delta


@slope_by_nudge.mistake(
    "You nudged down only. That works nearly, but nudging up and down is far more exact."
)
def nudge_down_only(error, w, delta):
    return (error(w) - error(w - delta)) / delta


@slope_by_nudge.mistake("Both nudges together are 2 · delta long. You divided by delta.")
def nudge_half_the_distance(error, w, delta):
    return (error(w + delta) - error(w - delta)) / delta


@slope_by_nudge.mistake("This is the change of the error. Divide it by the change of the weight.")
def nudge_not_divided(error, w, delta):
    return error(w + delta) - error(w - delta)


@slope_by_nudge.mistake("The sign is turned round: the error after minus the error before.")
def nudge_reversed(error, w, delta):
    return (error(w - delta) - error(w + delta)) / (2 * delta)


@slope_by_nudge.mistake("You divided the error by the weight. The slope compares *changes*.")
def nudge_ratio(error, w, delta):
    return error(w) / w


@slope_by_nudge.mistake(
    "You nudged by a small number of your own. Nudge by the `delta` that is given."
)
def nudge_of_its_own(error, w, delta):
    return (error(w + 1e-4) - error(w - 1e-4)) / 2e-4


@slope_by_nudge.mistake(
    "Brackets: the whole difference is divided, `(error(w + delta) - error(w - delta)) / (2 * "
    "delta)`."
)
def nudge_half_divided(error, w, delta):
    return error(w + delta) - error(w - delta) / (2 * delta)


@slope_by_nudge.mistake("Brackets: `/ 2 * delta` divides by 2 and *multiplies* by delta.")
def nudge_divided_and_multiplied(error, w, delta):
    return (error(w + delta) - error(w - delta)) / 2 * delta


@slope_by_nudge.mistake("You nudged once and divided by two nudges.")
def nudge_once_of_two(error, w, delta):
    return (error(w + delta) - error(w)) / (2 * delta)


@slope_by_nudge.mistake("You left out the sign. It says which way to go.")
def nudge_without_sign(error, w, delta):
    return abs(error(w + delta) - error(w - delta)) / (2 * delta)


@slope_by_nudge.mistake("This is the error. How fast does it change?")
def nudge_is_error(error, w, delta):
    return error(w)


@slope_by_nudge.mistake("You nudged the error. Nudge the *weight*: `error(w + delta)`.")
def nudge_the_error(error, w, delta):
    return ((error(w) + delta) - (error(w) - delta)) / (2 * delta)


@slope_by_nudge.mistake("You stretched the weight by a share of itself. Add delta to it.")
def nudge_by_a_share(error, w, delta):
    return (error(w * (1 + delta)) - error(w * (1 - delta))) / (2 * delta)


@slope_by_nudge.mistake(
    "This is the change of the error for one nudge up. Nudge up and down, and divide by 2 · delta."
)
def nudge_up_not_divided(error, w, delta):
    return error(w + delta) - error(w)


@slope_by_nudge.mistake(
    "This is the change of the error for one nudge down. Nudge up and down, and divide by 2 · "
    "delta."
)
def nudge_down_not_divided(error, w, delta):
    return error(w) - error(w - delta)


@slope_by_nudge.mistake(
    "You took the error below minus the error at w: the sign is turned round. Besides, up *and* "
    "down is far more exact."
)
def nudge_down_reversed(error, w, delta):
    return (error(w - delta) - error(w)) / delta


@slope_by_nudge.mistake(
    "You took the error at w minus the error above: the sign is turned round. Besides, up *and* "
    "down is far more exact."
)
def nudge_up_reversed(error, w, delta):
    return (error(w) - error(w + delta)) / delta


@slope_by_nudge.mistake(
    "You divided by 2. From w - delta to w + delta it is 2 · delta: divide by `(2 * delta)`."
)
def nudge_halved(error, w, delta):
    return (error(w + delta) - error(w - delta)) / 2


@slope_by_nudge.mistake(
    "Brackets are missing twice: `(error(w + delta) - error(w - delta)) / (2 * delta)`."
)
def nudge_without_brackets(error, w, delta):
    return error(w + delta) - error(w - delta) / 2 * delta


@slope_by_nudge.mistake("Brackets: only `error(w - delta)` is divided. The whole difference is.")
def nudge_half_over_delta(error, w, delta):
    return error(w + delta) - error(w - delta) / delta


@slope_by_nudge.mistake(
    "You multiplied by 2 · delta. A change *for one unit* of weight is a division."
)
def nudge_multiplied(error, w, delta):
    return (error(w + delta) - error(w - delta)) * 2 * delta


@slope_by_nudge.mistake("You multiplied by delta. Divide by 2 · delta.")
def nudge_times_delta(error, w, delta):
    return (error(w + delta) - error(w - delta)) * delta


@slope_by_nudge.mistake("You added the two errors. A change is their difference.")
def nudge_added(error, w, delta):
    return (error(w + delta) + error(w - delta)) / (2 * delta)


@slope_by_nudge.mistake(
    "This is the mean of the two errors. Their *difference* is needed, divided by 2 · delta."
)
def nudge_mean_error(error, w, delta):
    return (error(w + delta) + error(w - delta)) / 2


@slope_by_nudge.mistake("You divided by the weight. Divide by how far it was nudged: 2 · delta.")
def nudge_over_weight(error, w, delta):
    return (error(w + delta) - error(w - delta)) / w


@slope_by_nudge.mistake("You divided by 2 · w. Divide by how far the weight was nudged: 2 · delta.")
def nudge_over_two_weights(error, w, delta):
    return (error(w + delta) - error(w - delta)) / (2 * w)


@slope_by_nudge.mistake(
    "You nudged by half of delta each way. Nudge by the whole delta; then the distance is 2 · "
    "delta."
)
def nudge_by_half(error, w, delta):
    return (error(w + delta / 2) - error(w - delta / 2)) / delta


@slope_by_nudge.mistake(
    "This is the error after the nudge. Compare it with the error at w - delta."
)
def nudge_is_error_above(error, w, delta):
    return error(w + delta)


@slope_by_nudge.mistake("You divided by the error as well. Divide by 2 · delta only.")
def nudge_relative(error, w, delta):
    return (error(w + delta) - error(w - delta)) / (2 * delta * error(w)) if error(w) else 0.0


@slope_by_nudge.mistake("You divided by delta twice. Divide by 2 · delta.")
def nudge_square(error, w, delta):
    return (error(w + delta) - error(w - delta)) / (2 * delta**2)


@slope_by_nudge.mistake("That is a step downhill. Only the slope is asked for.")
def nudge_is_step(error, w, delta):
    return w - (error(w + delta) - error(w - delta)) / (2 * delta)


@slope_by_nudge.mistake(
    "This is how the *slope* changes, the bend. The slope is (error(w + delta) - error(w - "
    "delta)) / (2 · delta)."
)
def nudge_bend(error, w, delta):
    return (error(w + delta) - 2 * error(w) + error(w - delta)) / delta**2


@slope_by_nudge.mistake("You returned the sign only. How steep it is counts, too.")
def nudge_sign(error, w, delta):
    return np.sign(error(w + delta) - error(w - delta))


@slope_by_nudge.mistake(
    "These are the two errors. Subtract the second from the first and divide by 2 · delta."
)
def nudge_both_errors(error, w, delta):
    return (error(w + delta), error(w - delta))


def _add_own_deltas():
    for own in (1.0, 0.5, 0.1, 0.01):

        def nudge(error, w, delta, own=own):
            return (error(w + own) - error(w - own)) / (2 * own)

        nudge.__name__ = f"nudge_of_{own}"
        slope_by_nudge.mistake(
            f"Your slope does not depend on `delta`: you nudged by {own:g}. Nudge by the `delta` "
            "that is given."
        )(nudge)


_add_own_deltas()


@slope_by_nudge.mistake("You divided by delta². From w - delta to w + delta it is 2 · delta.")
def nudge_over_delta_squared(error, w, delta):
    return (error(w + delta) - error(w - delta)) / delta**2


@slope_by_nudge.mistake("You nudged 0. Nudge the weight: `error(w + delta)`.")
def nudge_of_zero(error, w, delta):
    return (error(delta) - error(-delta)) / (2 * delta)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Walk downhill",
    task="Take `steps` steps of gradient descent and return all weights, the first one included.",
    cases=[
        (_valley_slope, 0.0, 0.25, 4),
        (_valley_slope, 5.0, 0.9, 3),
        (_steep_slope, 2.0, 0.5, 2),
        (_steep_slope, -4.0, 1.5, 1),
    ],
    hints=[
        "Begin with `path = [w]`.",
        "In each step the slope is taken where you *are*: `w = w - learning_rate * slope(w)`, then "
        "`path.append(w)`.",
    ],
    crashes={
        "'function'": "`slope` is a function: call it, `slope(w)`.",
        "'int' object is not iterable": "`steps` is a number: `for _ in range(steps):`.",
    },
    takeaway="The steps get shorter by themselves, because the slope does. A rate that is too "
    "large "
    "overshoots.",
)
def descend(slope, w, learning_rate, steps):
    """Return a list of steps + 1 weights; `slope` is a function of the weight."""
    path = [w]
    for _ in range(steps):
        w = w - learning_rate * slope(w)
        path.append(w)
    return path


def _walk(slope, w, rate, steps, sign=-1.0):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] + sign * rate * slope(path[-1]))
    return path


@descend.mistake("You walk uphill. Subtract the slope.")
def descend_uphill(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps, sign=1.0)


@descend.mistake("The starting weight is missing at the beginning of the path.")
def descend_without_the_start(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[1:]


@descend.mistake("The last step is missing: there are steps + 1 weights, the start included.")
def descend_one_step_less(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[:-1]


@descend.mistake("You use the slope of the start in every step. It changes where you go.")
def descend_with_the_first_slope(slope, w, learning_rate, steps):
    return [w - k * learning_rate * slope(w) for k in range(steps + 1)]


@descend.mistake("This is the last weight only. Return the whole path.")
def descend_end_only(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[-1]


@descend.mistake("All your steps are equally long: you used the slope's sign only.")
def descend_by_sign(slope, w, learning_rate, steps):
    return _walk(lambda v: np.sign(slope(v)), w, learning_rate, steps)


@descend.mistake("The learning rate is missing.")
def descend_without_rate(slope, w, learning_rate, steps):
    return _walk(slope, w, 1.0, steps)


@descend.mistake(
    "You note the weight *before* each step, and the start twice. First step, then append."
)
def descend_noted_too_early(slope, w, learning_rate, steps):
    path = _walk(slope, w, learning_rate, steps)
    return [path[0], *path[:-1]]


@descend.mistake("`return` is inside the loop: the walk ends after its first step.")
def descend_returned_too_early(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, 1)


@descend.mistake("You collect slopes. The path is made of weights.")
def descend_slopes(slope, w, learning_rate, steps):
    path = _walk(slope, w, learning_rate, steps)
    return [path[0], *(slope(place) for place in path[1:])]


@descend.mistake("You took one step too many.")
def descend_one_step_more(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps + 1)


@descend.mistake("You divided by the learning rate. Multiply: a small rate makes small steps.")
def descend_divided_by_rate(slope, w, learning_rate, steps):
    return _walk(slope, w, 1 / learning_rate, steps)


@descend.mistake("Every step begins at the start again. Keep the new weight: `w = ...`.")
def descend_from_the_start(slope, w, learning_rate, steps):
    return [w] + [w - learning_rate * slope(w)] * steps


@descend.mistake("The new weight is the step alone. Add it to where you are: `w - ...`.")
def descend_step_alone(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(-learning_rate * slope(path[-1]))
    return path


@descend.mistake("Your weights are whole numbers: an array of integers cuts the decimals off.")
def descend_whole_numbers(slope, w, learning_rate, steps):
    path = np.zeros(steps + 1, dtype=int)
    path[0] = w
    for k in range(steps):
        path[k + 1] = path[k] - learning_rate * slope(path[k])
    return path


@descend.mistake(
    "The new weight is the step alone. Subtract it from where you are: `w - learning_rate * "
    "slope(w)`."
)
def descend_positive_step_alone(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(learning_rate * slope(path[-1]))
    return path


@descend.mistake(
    "The last weight is still 0: the loop ends one step too early. It takes `steps` steps."
)
def descend_last_left_zero(slope, w, learning_rate, steps):
    return [*_walk(slope, w, learning_rate, steps)[:-1], 0.0]


@descend.mistake("These are the slopes on the way. The path is made of weights.")
def descend_all_slopes(slope, w, learning_rate, steps):
    return [slope(place) for place in _walk(slope, w, learning_rate, steps)]


@descend.mistake(
    "Your `path` is made inside the loop, so it is reset in every turn, and only the last two "
    "weights are left. Put `path = [w]` above the loop."
)
def descend_path_in_the_loop(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[-2:]


@descend.mistake(
    "You subtracted the rate. *Multiply* the slope by it: `w - learning_rate * slope(w)`."
)
def descend_rate_subtracted(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - slope(path[-1]) - learning_rate)
    return path


@descend.mistake("You multiplied the rate by the weight. The step is learning_rate · *slope*.")
def descend_by_the_weight(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * path[-1])
    return path


@descend.mistake("You subtracted the weight from the step. It is `w - learning_rate * slope(w)`.")
def descend_exchanged(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(learning_rate * slope(path[-1]) - path[-1])
    return path


@descend.mistake(
    "Brackets: first rate times slope, then subtract it from w, without brackets around `w - "
    "learning_rate`."
)
def descend_brackets(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append((path[-1] - learning_rate) * slope(path[-1]))
    return path


@descend.mistake("You multiplied the weight into the step. The step is learning_rate · slope.")
def descend_weight_times_slope(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * slope(path[-1]) * path[-1])
    return path


@descend.mistake("Your path runs backwards: the first weight is the start.")
def descend_backwards(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[::-1]


@descend.mistake("You started at 0. Start at the `w` that is given.")
def descend_from_zero(slope, w, learning_rate, steps):
    return _walk(slope, 0.0, learning_rate, steps)


@descend.mistake("Your steps are twice as long as learning_rate · slope. Leave the 2 out.")
def descend_twice_as_far(slope, w, learning_rate, steps):
    return _walk(slope, w, 2 * learning_rate, steps)


@descend.mistake("Your steps are half as long as learning_rate · slope. Halve nothing.")
def descend_half_as_far(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate / 2, steps)


@descend.mistake(
    "You made the rate smaller in each step. Here it stays; the steps shrink with the slope."
)
def descend_shrinking_rate(slope, w, learning_rate, steps):
    path, rate = [w], learning_rate
    for _ in range(steps):
        path.append(path[-1] - rate * slope(path[-1]))
        rate /= 2
    return path


@descend.mistake(
    "These are the steps between the weights. The path is made of the weights themselves."
)
def descend_only_steps(slope, w, learning_rate, steps):
    return np.diff(_walk(slope, w, learning_rate, steps))


@descend.mistake(
    "You walk uphill, and the start is missing. Subtract the slope; begin with `path = [w]`."
)
def descend_left_out_the_start_uphill(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps, sign=1.0)[1:]


@descend.mistake("This is the weight after one step. Repeat it, and note every weight.")
def descend_first_step_only(slope, w, learning_rate, steps):
    return w - learning_rate * slope(w)


@descend.mistake(
    "All your weights are the start. Store the new one: `w = w - learning_rate * slope(w)`."
)
def descend_never_moved(slope, w, learning_rate, steps):
    return [w] * (steps + 1)


@descend.mistake("You noted pairs of weight and slope. Note the weight only.")
def descend_with_slopes_beside(slope, w, learning_rate, steps):
    return [(v, slope(v)) for v in _walk(slope, w, learning_rate, steps)]


@descend.mistake(
    "The start and the last weight are missing: begin with `path = [w]`, and append *after* each "
    "step."
)
def descend_without_ends(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps)[1:-1]


@descend.mistake("The start stands there twice: append only what a step has made.")
def descend_start_twice(slope, w, learning_rate, steps):
    return [w, *_walk(slope, w, learning_rate, steps)]


@descend.mistake("You note the steps. Note where each leads: the weight *after* it.")
def descend_notes_the_steps(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        step = learning_rate * slope(w)
        w = w - step
        path.append(step)
    return path


@descend.mistake(
    "You took a step before noting the start. Begin with `path = [w]`, then `steps` steps."
)
def descend_all_but_the_start(slope, w, learning_rate, steps):
    return _walk(slope, w, learning_rate, steps + 1)[1:]


@descend.mistake(
    "Each step leads away from the *start*. Subtract it from where you are: `w = w - …`."
)
def descend_steps_from_the_start(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(w - learning_rate * slope(path[-1]))
    return path


@descend.mistake("You multiplied the rate by the number of the step. It stays the same.")
def descend_growing_rate(slope, w, learning_rate, steps):
    path = [w]
    for k in range(steps):
        path.append(path[-1] - k * learning_rate * slope(path[-1]))
    return path


@descend.mistake(
    "You walk uphill, by the slope of the start in every step. Subtract the slope of where you are."
)
def descend_uphill_by_the_first_slope(slope, w, learning_rate, steps):
    return [w + k * learning_rate * slope(w) for k in range(steps + 1)]


@descend.mistake("You squared the slope. Its sign says which way to go: leave it as it is.")
def descend_by_the_square(slope, w, learning_rate, steps):
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * slope(path[-1]) ** 2)
    return path


@descend.mistake(
    "These are the first and the last weight only. Append the new weight *inside* the loop, after "
    "each step."
)
def descend_first_and_last(slope, w, learning_rate, steps):
    first = w
    for _ in range(steps):
        w = w - learning_rate * slope(w)
    return [first, w]


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="The gradient of a batch",
    task="Fit y = w · x. The loss is the mean of (w · x - y)² over the batch. Its slope in w?",
    cases=[
        (np.array([1.0, 2.0]), np.array([2.0, 3.0]), 0.5),
        (lesson.numbers(4), lesson.numbers(4), 1.5),
        (lesson.numbers(3), lesson.numbers(3), -1.0),
        (lesson.numbers(5), lesson.numbers(5), 0.25),
    ],
    hints=[
        "error = w · x - y, one for each example.",
        "The derivative of error² in w is 2 · error · x. Then the mean.",
    ],
    takeaway="A batch asks all its examples and follows their mean; a small batch asks few, and "
    "wobbles.",
)
def batch_gradient(x, y, w):
    """Return the slope of the mean squared error in w; x and y are (N,)."""
    return np.mean(2 * (w * x - y) * x)


@batch_gradient.mistake("You summed over the batch. The loss is a mean, and so is its slope.")
def batch_summed(x, y, w):
    return np.sum(2 * (w * x - y) * x)


@batch_gradient.mistake("A 2 is missing: (…)² has the derivative 2 · (…).")
def batch_without_two(x, y, w):
    return np.mean((w * x - y) * x)


@batch_gradient.mistake("You took y - w · x: the slope has the wrong sign.")
def batch_reversed(x, y, w):
    return np.mean(2 * (y - w * x) * x)


@batch_gradient.mistake("The inner derivative is missing: w · x grows by x when w grows by 1.")
def batch_without_x(x, y, w):
    return np.mean(2 * (w * x - y))


@batch_gradient.mistake("This is the loss. Its slope is asked for.")
def batch_loss(x, y, w):
    return np.mean((w * x - y) ** 2)


@batch_gradient.mistake("This is the slope for the first example alone.")
def batch_first_only(x, y, w):
    return 2 * (w * x[0] - y[0]) * x[0]


@batch_gradient.mistake("You multiplied the means. The mean is taken of the products.")
def batch_product_of_means(x, y, w):
    return 2 * np.mean(w * x - y) * np.mean(x)


@batch_gradient.mistake("These are the slopes of each example. Take their mean.")
def batch_not_averaged(x, y, w):
    return 2 * (w * x - y) * x


@batch_gradient.mistake("The inner derivative is x, not y: the output grows by x when w does by 1.")
def batch_times_y(x, y, w):
    return np.mean(2 * (w * x - y) * y)


@batch_gradient.mistake("The inner derivative is x, not w: you asked for the slope in x.")
def batch_times_w(x, y, w):
    return np.mean(2 * (w * x - y) * w)


@batch_gradient.mistake("The errors lost their signs. An output too small wants more weight.")
def batch_without_sign(x, y, w):
    return np.mean(2 * np.abs(w * x - y) * x)


@batch_gradient.mistake("This is the slope for the last example alone. Add up in the loop: `+=`.")
def batch_last_only(x, y, w):
    return 2 * (w * x[-1] - y[-1]) * x[-1]


@batch_gradient.mistake("The `return` is inside the loop: the first example alone, divided by N.")
def batch_returned_too_early(x, y, w):
    return 2 * (w * x[0] - y[0]) * x[0] / len(x)


@batch_gradient.mistake("You halved: the 2 of the square is a factor, not a divisor.")
def batch_halved(x, y, w):
    return np.mean((w * x - y) * x) / 2


@batch_gradient.mistake(
    "That is a nudge to one side, which bends away. The formula is exact; or nudge up *and* down."
)
def batch_nudged_up(x, y, w):
    def loss(v):
        return np.mean((v * x - y) ** 2)

    return (loss(w + 1e-4) - loss(w)) / 1e-4


@batch_gradient.mistake(
    "A 2 is missing, and you summed: the loss is a *mean*, and (…)² has the derivative 2 · (…)."
)
def batch_summed_without_two(x, y, w):
    return np.sum((w * x - y) * x)


@batch_gradient.mistake("This is the mean error. Each counts 2 · error · x.")
def batch_mean_error(x, y, w):
    return np.mean(w * x - y)


@batch_gradient.mistake("This is the mean of y - w · x. Each counts 2 · (w · x - y) · x.")
def batch_mean_error_reversed(x, y, w):
    return np.mean(y - w * x)


@batch_gradient.mistake(
    "The inner derivative x is missing, and you summed: the mean of 2 · error · x is asked for."
)
def batch_summed_without_x(x, y, w):
    return np.sum(2 * (w * x - y))


@batch_gradient.mistake(
    "This is the sum of the squared errors. Their mean is the loss, and its slope is asked for."
)
def batch_loss_summed(x, y, w):
    return np.sum((w * x - y) ** 2)


@batch_gradient.mistake("This is the root of the loss. Its *slope* is asked for.")
def batch_root(x, y, w):
    return np.sqrt(np.mean((w * x - y) ** 2))


@batch_gradient.mistake(
    "Only the last example is in your sum: the loop overwrites it. Add up with `+=`."
)
def batch_overwritten(x, y, w):
    return 2 * (w * x[-1] - y[-1]) * x[-1] / len(x)


@batch_gradient.mistake("Brackets: the error is `(w * x - y)`, and 2 and x multiply all of it.")
def batch_brackets(x, y, w):
    return np.mean(2 * w * x - y * x)


@batch_gradient.mistake(
    "Brackets: `2 * w * x - y` doubles w · x only. Write `2 * (w * x - y) * x`."
)
def batch_brackets_at_the_end(x, y, w):
    return np.mean((2 * w * x - y) * x)


@batch_gradient.mistake("Brackets: x multiplies y only. Write `2 * (w * x - y) * x`.")
def batch_y_outside(x, y, w):
    return np.mean(2 * (w * x - y * x))


@batch_gradient.mistake("That is a step: w minus the slope. Only the slope is asked for.")
def batch_step(x, y, w):
    return w - np.mean(2 * (w * x - y) * x)


@batch_gradient.mistake("You left out the sign of the slope. It says which way to go.")
def batch_size(x, y, w):
    return abs(np.mean(2 * (w * x - y) * x))


@batch_gradient.mistake(
    "The error counts once in the slope: (…)² has the derivative 2 · (…), without the square."
)
def batch_squared_error(x, y, w):
    return np.mean(2 * (w * x - y) ** 2 * x)


@batch_gradient.mistake("x counts once: w · x grows by x when w grows by 1.")
def batch_squared_input(x, y, w):
    return np.mean(2 * (w * x - y) * x**2)


@batch_gradient.mistake("You took y - w · x, and a 2 is missing: 2 · (w · x - y) · x.")
def batch_reversed_without_two(x, y, w):
    return np.mean((y - w * x) * x)


@batch_gradient.mistake("You took y - w · x, and summed: the mean of 2 · (w · x - y) · x.")
def batch_reversed_summed(x, y, w):
    return np.sum(2 * (y - w * x) * x)


@batch_gradient.mistake("You took y - w · x, and the inner derivative x is missing.")
def batch_reversed_without_x(x, y, w):
    return np.mean(2 * (y - w * x))


@batch_gradient.mistake("The weight is missing: the output is w · x, not x.")
def batch_without_weight(x, y, w):
    return np.mean(2 * (x - y) * x)


@batch_gradient.mistake("You added the weight. The output is w *times* x.")
def batch_weight_added(x, y, w):
    return np.mean(2 * (w + x - y) * x)


@batch_gradient.mistake("You divided by N twice. `np.mean` does it once.")
def batch_divided_twice(x, y, w):
    return np.mean(2 * (w * x - y) * x) / len(x)


@batch_gradient.mistake(
    "You multiplied the sums. Multiply each error by its own x, then take the mean."
)
def batch_sums_multiplied(x, y, w):
    return 2 * np.sum(w * x - y) * np.sum(x)


@batch_gradient.mistake(
    "You multiplied the mean error by the sum of x. Multiply each error by its own x first."
)
def batch_sum_of_inputs(x, y, w):
    return np.mean(2 * (w * x - y)) * np.sum(x)


@batch_gradient.mistake(
    "You averaged the errors first. Multiply each by its own x, then take the mean: one number."
)
def batch_mean_error_times_x(x, y, w):
    return 2 * np.mean(w * x - y) * x


@batch_gradient.mistake("You divided by N - 1. The mean divides by N.")
def batch_one_less(x, y, w):
    return np.sum(2 * (w * x - y) * x) / (len(x) - 1)


@batch_gradient.mistake("There is a 2 too many: (…)² gives one.")
def batch_doubled(x, y, w):
    return np.mean(4 * (w * x - y) * x)


@batch_gradient.mistake("These are the errors. Each counts 2 · error · x; then the mean.")
def batch_errors(x, y, w):
    return w * x - y


@batch_gradient.mistake("These are error · x of each example. A 2 is missing, and the mean.")
def batch_each_without_two(x, y, w):
    return (w * x - y) * x


@batch_gradient.mistake(
    "This is the *best* weight, where the slope is 0. The slope at the w that is given is asked "
    "for."
)
def batch_best_weight(x, y, w):
    return np.sum(x * y) / np.sum(x * x)


@batch_gradient.mistake("You took the median. The loss is a mean, and so is its slope.")
def batch_median(x, y, w):
    return np.median(2 * (w * x - y) * x)


@batch_gradient.mistake("This is only the sign of the slope. Return the slope itself.")
def batch_sign_only(x, y, w):
    return np.sign(np.mean(2 * (w * x - y) * x))


@batch_gradient.mistake(
    "That is a nudge to one side, down. The formula is exact; or nudge up *and* down."
)
def batch_nudged_down(x, y, w):
    return (np.mean((w * x - y) ** 2) - np.mean(((w - 1e-4) * x - y) ** 2)) / 1e-4


@batch_gradient.mistake(
    "This is the square of the mean error. The slope of the loss is the mean of 2 · error · x."
)
def batch_square_of_the_mean(x, y, w):
    return np.mean(w * x - y) ** 2


@batch_gradient.mistake(
    "This is twice the loss. Its slope has the error once, times x: 2 · error · x."
)
def batch_twice_the_loss(x, y, w):
    return 2 * np.mean((w * x - y) ** 2)


@batch_gradient.mistake("The truth y is missing in the error: w · x - y.")
def batch_without_truth(x, y, w):
    return np.mean(2 * w * x * x)


@batch_gradient.mistake(
    "This is twice the mean output. The slope of the loss is the mean of 2 · (w · x - y) · x."
)
def batch_slope_of_outputs(x, y, w):
    return np.mean(2 * w * x)


@batch_gradient.mistake("Brackets: the output is w · x, and y is subtracted from it: `w * x - y`.")
def batch_brackets_of_weight(x, y, w):
    return np.mean(2 * w * (x - y) * x)


@batch_gradient.mistake("You divided by the sum of x. The mean divides by N.")
def batch_over_sum_of_inputs(x, y, w):
    return np.sum(2 * (w * x - y) * x) / np.sum(x)


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Momentum",
    task="One step as PyTorch takes it: the velocity is momentum · velocity + gradient, and the "
    "weights go against it.",
    cases=[
        (np.array([1.0, -2.0]), np.array([0.5, 0.5]), np.array([2.0, 4.0]), 0.1, 0.9),
        (lesson.numbers(3), lesson.numbers(3), lesson.numbers(3), 0.25, 0.5),
        (lesson.numbers(2, 2), lesson.numbers(2, 2), lesson.numbers(2, 2), 0.5, 0.75),
    ],
    returns=("w", "velocity"),
    hints=[
        "First the new velocity: `momentum * velocity + gradient`.",
        "Then the new weights, with the *new* velocity: `w - learning_rate * velocity`.",
    ],
    takeaway="Steps in the same direction add up, steps to and fro cancel: through a narrow valley "
    "it rolls along the bottom.",
)
def momentum_step(w, velocity, gradient, learning_rate, momentum):
    """Return the new (w, velocity)."""
    velocity = momentum * velocity + gradient
    return w - learning_rate * velocity, velocity


@momentum_step.mistake("The weights go by the gradient alone. Let them go by the new velocity.")
def momentum_unused(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * gradient, momentum * velocity + gradient


@momentum_step.mistake("The weights used the old velocity. First renew it.")
def momentum_old_velocity(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * velocity, momentum * velocity + gradient


@momentum_step.mistake(
    "You weighted the gradient with 1 - momentum. That is a running mean; PyTorch adds the whole "
    "gradient."
)
def momentum_running_mean(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + (1 - momentum) * gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "You put the learning rate into the velocity. The weights are right; PyTorch keeps the "
    "velocity "
    "without it."
)
def momentum_rate_inside(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * (momentum * velocity + gradient), learning_rate * (
        momentum * velocity + gradient
    )


@momentum_step.mistake("The old velocity is not slowed down: multiply it by the momentum.")
def momentum_without_friction(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * (velocity + gradient), velocity + gradient


@momentum_step.mistake("You went uphill: subtract the step.")
def momentum_uphill(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w + learning_rate * new, new


@momentum_step.mistake(
    "You looked ahead: that is Nesterov's variant. Here the weights go by the velocity."
)
def momentum_nesterov(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w - learning_rate * (gradient + momentum * new), new


@momentum_step.mistake("The two results are exchanged: first the weights, then the velocity.")
def momentum_exchanged(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return new, w - learning_rate * new


@momentum_step.mistake(
    "You multiplied the gradient by the rate on its way into the velocity. PyTorch keeps the rate "
    "for the step of the weights."
)
def momentum_rate_at_the_gradient(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + learning_rate * gradient
    return w - new, new


@momentum_step.mistake(
    "Your velocity points downhill and holds the rate, as in Keras. PyTorch's points uphill, "
    "without the rate, and the weights go against it."
)
def momentum_keras(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity - learning_rate * gradient
    return w + new, new


@momentum_step.mistake("The gradient is subtracted in your velocity. It is added.")
def momentum_gradient_subtracted(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity - gradient
    return w - learning_rate * new, new


@momentum_step.mistake("The learning rate is missing in the step of the weights.")
def momentum_without_rate(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w - new, new


@momentum_step.mistake("The weights are right, but you return the *old* velocity.")
def momentum_old_velocity_returned(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * (momentum * velocity + gradient), velocity


@momentum_step.mistake("The momentum slows the old velocity, not the gradient.")
def momentum_on_the_gradient(w, velocity, gradient, learning_rate, momentum):
    new = velocity + momentum * gradient
    return w - learning_rate * new, new


@momentum_step.mistake("The momentum belongs to the old velocity only: the gradient counts whole.")
def momentum_on_both(w, velocity, gradient, learning_rate, momentum):
    new = momentum * (velocity + gradient)
    return w - learning_rate * new, new


@momentum_step.mistake(
    "The gradient is subtracted in your velocity, and the weights go with it. The weights are "
    "right; PyTorch adds the gradient and subtracts the step."
)
def momentum_downhill_velocity(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity - gradient
    return w + learning_rate * new, new


@momentum_step.mistake(
    "The learning rate counts twice: once in the velocity, once in the step. PyTorch keeps it "
    "for the step."
)
def momentum_rate_twice(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + learning_rate * gradient
    return w - learning_rate * new, new


@momentum_step.mistake("This is the step, not the new weights: `w - learning_rate * velocity`.")
def momentum_step_alone(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return -learning_rate * new, new


@momentum_step.mistake("This is learning_rate · velocity alone. Subtract it from w.")
def momentum_positive_step_alone(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return learning_rate * new, new


@momentum_step.mistake(
    "The momentum is missing: this is plain descent, and the velocity stays as it was."
)
def momentum_missing(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * gradient, velocity


@momentum_step.mistake(
    "Your velocity is the gradient alone. The old one counts, too: `momentum * velocity + "
    "gradient`."
)
def momentum_velocity_is_gradient(w, velocity, gradient, learning_rate, momentum):
    new = 1.0 * gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "Rate and momentum are exchanged: the momentum slows the old velocity, the rate scales the "
    "step."
)
def momentum_settings_exchanged(w, velocity, gradient, learning_rate, momentum):
    new = learning_rate * velocity + gradient
    return w - momentum * new, new


@momentum_step.mistake("You multiplied by the gradient. It is *added* to momentum · velocity.")
def momentum_multiplied(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity * gradient
    return w - learning_rate * new, new


@momentum_step.mistake("You added the momentum. It *multiplies* the old velocity.")
def momentum_added(w, velocity, gradient, learning_rate, momentum):
    new = momentum + velocity + gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "The velocity is not slowed down, and it holds the rate. PyTorch: `momentum * velocity + "
    "gradient`, and the weights go against it."
)
def momentum_keras_without_friction(w, velocity, gradient, learning_rate, momentum):
    new = velocity - learning_rate * gradient
    return w + new, new


@momentum_step.mistake("You multiplied the momentum by the weights. It slows the old *velocity*.")
def momentum_of_the_weights(w, velocity, gradient, learning_rate, momentum):
    new = momentum * w + gradient
    return w - learning_rate * new, new


@momentum_step.mistake("The gradient is missing in the velocity: `momentum * velocity + gradient`.")
def momentum_gradient_forgotten(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity
    return w - learning_rate * new, new


@momentum_step.mistake("You slowed the velocity by 1 - momentum. It keeps the share `momentum`.")
def momentum_complement(w, velocity, gradient, learning_rate, momentum):
    new = (1 - momentum) * velocity + gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "You weighted the gradient with the momentum and the velocity with the rest. PyTorch: "
    "`momentum * velocity + gradient`."
)
def momentum_running_mean_exchanged(w, velocity, gradient, learning_rate, momentum):
    new = (1 - momentum) * velocity + momentum * gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "The step holds velocity *and* gradient. The new velocity has the gradient in it already."
)
def momentum_step_added_to_gradient(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w - learning_rate * (new + gradient), new


@momentum_step.mistake("You went uphill, by the gradient alone. Subtract learning_rate · velocity.")
def momentum_uphill_alone(w, velocity, gradient, learning_rate, momentum):
    return w + learning_rate * gradient, momentum * velocity + gradient


@momentum_step.mistake(
    "You used the old velocity for the weights, and returned it: it is not renewed. First "
    "`velocity = momentum * velocity + gradient`."
)
def momentum_old_both(w, velocity, gradient, learning_rate, momentum):
    return w - learning_rate * velocity, velocity


@momentum_step.mistake("You took sizes. The velocity has a direction: leave its signs.")
def momentum_sizes(w, velocity, gradient, learning_rate, momentum):
    new = abs(momentum * velocity + gradient)
    return w - learning_rate * new, new


@momentum_step.mistake(
    "Your velocity holds the rate, and the weights went by the old one. PyTorch: `velocity = "
    "momentum * velocity + gradient`, then `w - learning_rate * velocity`."
)
def momentum_keras_old_velocity(w, velocity, gradient, learning_rate, momentum):
    return w + velocity, momentum * velocity - learning_rate * gradient


@momentum_step.mistake(
    "You added the whole velocity to the weights. The step is `-learning_rate * velocity`."
)
def momentum_adds_the_velocity(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w + new, new


@momentum_step.mistake(
    "The momentum counts again in the step. It is in the velocity already: `w - learning_rate * "
    "velocity`."
)
def momentum_in_the_step(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return w - learning_rate * momentum * new, new


@momentum_step.mistake("The weights have not moved. Return `w - learning_rate * velocity`.")
def momentum_weights_unchanged(w, velocity, gradient, learning_rate, momentum):
    return 1.0 * w, momentum * velocity + gradient


@momentum_step.mistake(
    "The weights are right, but you return the step. Return the velocity, without the rate and "
    "the minus."
)
def momentum_nothing_but_rate_inside(w, velocity, gradient, learning_rate, momentum):
    new = -learning_rate * (momentum * velocity + gradient)
    return w + new, new


@momentum_step.mistake("The two results are exchanged, and the momentum is missing.")
def momentum_exchanged_plain(w, velocity, gradient, learning_rate, momentum):
    return 1.0 * gradient, w - learning_rate * gradient


@momentum_step.mistake(
    "The learning rate slows the old velocity, too. Only the momentum does; the rate scales the "
    "step."
)
def momentum_scaled_by_rate(w, velocity, gradient, learning_rate, momentum):
    new = learning_rate * momentum * velocity + gradient
    return w - learning_rate * new, new


@momentum_step.mistake(
    "The weights go by the whole old velocity. Renew it first, then `w - learning_rate * velocity`."
)
def momentum_old_velocity_whole(w, velocity, gradient, learning_rate, momentum):
    return w - velocity, momentum * velocity + gradient


@momentum_step.mistake("You return the weights twice. The second thing is the new velocity.")
def momentum_weights_twice(w, velocity, gradient, learning_rate, momentum):
    new = w - learning_rate * (momentum * velocity + gradient)
    return new, new


@momentum_step.mistake(
    "You subtracted the old velocity. It is *added* to the gradient: `momentum * velocity + "
    "gradient`."
)
def momentum_gradient_less_velocity(w, velocity, gradient, learning_rate, momentum):
    new = gradient - momentum * velocity
    return w - learning_rate * new, new


@momentum_step.mistake(
    "You slowed the weights as well. Only the old velocity is multiplied by the momentum."
)
def momentum_on_the_weights(w, velocity, gradient, learning_rate, momentum):
    new = momentum * velocity + gradient
    return momentum * w - learning_rate * new, new


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="How fast is too fast?",
    task="The error is a · (w - b)². Above which learning rate does gradient descent run away?",
    cases=[(1.0, 3.0), (4.0, -1.0), (0.25, 0.5), (10.0, 2.0)],
    hints=[
        "The slope is 2 · a · (w - b). What does one step make of the distance w - b?",
        "It multiplies it by 1 - 2 · a · learning_rate. When is that as large as 1, in size?",
        "At 1 - 2 · a · rate = -1 the walk jumps to and fro for ever.",
    ],
    takeaway="Up to 1/(2a) it comes from one side, at 1/(2a) it lands in one step, up to 1/a it "
    "jumps "
    "over, beyond it runs away. The steeper the valley, the smaller the rate.",
)
def largest_rate(a, b):
    """Return the learning rate at which the distance stops shrinking; a > 0."""
    return 1 / a


@largest_rate.mistake("That rate lands in one step. Up to twice that it still comes nearer.")
def rate_of_one_step(a, b):
    return 1 / (2 * a)


@largest_rate.mistake("You forgot the 2 of the slope, 2 · a · (w - b).")
def rate_without_two(a, b):
    return 2 / a


@largest_rate.mistake("The other way round: a steeper valley wants a *smaller* rate.")
def rate_inverted(a, b):
    return a


@largest_rate.mistake("b says where the valley is, not how steep: it has no influence.")
def rate_with_the_place(a, b):
    return 1 / (a * abs(b))


@largest_rate.mistake("1 is the limit of a valley with a = 1. Yours depends on a.")
def rate_always_one(a, b):
    return 1.0


@largest_rate.mistake("The distance shrinks linearly in the rate: no root is needed.")
def rate_with_a_root(a, b):
    return 1 / np.sqrt(a)


@largest_rate.mistake("b is the place of the valley. Its steepness is a.")
def rate_of_the_place(a, b):
    return 1 / b


@largest_rate.mistake(
    "2 · a is how fast the slope grows. The rate's limit is what makes up for it."
)
def rate_is_bend(a, b):
    return 2 * a


@largest_rate.mistake("a counts once: the slope is 2 · a · (w - b), without a square of a.")
def rate_with_a_square(a, b):
    return 1 / a**2


@largest_rate.mistake("0.5 lands in one step where a = 1. The question is another, for any a.")
def rate_always_half(a, b):
    return 0.5


@largest_rate.mistake(
    "You tried rates in steps and took the first that runs away. The limit itself can be computed."
)
def rate_searched(a, b):
    rates = np.arange(0.01, 10, 0.01)
    return rates[np.argmax(np.abs(1 - 2 * a * rates) > 1)]


@largest_rate.mistake(
    "You divided by b, too. b says where the valley is, not how steep: leave it out."
)
def rate_with_signed_place(a, b):
    return 1 / (a * b)


@largest_rate.mistake(
    "You divided by 2 · b, too. b is only the place of the valley; and 1/(2a) lands in one step: "
    "twice that is the limit."
)
def rate_of_one_step_with_place(a, b):
    return 1 / (2 * a * b)


@largest_rate.mistake("b is only the place of the valley: it has no influence on the limit.")
def rate_place_over_steepness(a, b):
    return b / a


@largest_rate.mistake("This is the place of the valley. The limit depends on its steepness a.")
def rate_is_place(a, b):
    return b


@largest_rate.mistake(
    "This is how far the valley lies from 0. The limit depends on its steepness a."
)
def rate_size_of_place(a, b):
    return abs(b)


@largest_rate.mistake(
    "Yours grows with a (`1 / 2 * a` is a / 2). A steeper valley wants a *smaller* rate."
)
def rate_half_of_a(a, b):
    return 1 / 2 * a


@largest_rate.mistake("2 is the limit for a slope of w - b. Here the slope is 2 · a · (w - b).")
def rate_always_two(a, b):
    return 2.0


@largest_rate.mistake(
    "This is the factor of one step at rate 1. At *which* rate does the factor reach -1?"
)
def rate_is_factor(a, b):
    return 1 - 2 * a


@largest_rate.mistake("a and b do not add: b is a place, and has no influence.")
def rate_with_sum(a, b):
    return 1 / (a + b)


@largest_rate.mistake("b is a place: it does not change the steepness a.")
def rate_with_difference(a, b):
    return 1 / (a - b)


@largest_rate.mistake("This is the slope at w = 0. The limit does not depend on where you are.")
def rate_slope_at_zero(a, b):
    return -2 * a * b


@largest_rate.mistake(
    "This is 2 · a · b. The steeper the valley, the *smaller* the limit; b has no influence."
)
def rate_curvature_with_place(a, b):
    return 2 * a * b


@largest_rate.mistake(
    "This is a · b. A steeper valley wants a *smaller* rate, and b has no influence."
)
def rate_with_both(a, b):
    return a * b


@largest_rate.mistake("You divided by 2 too often. At 1 - 2 · a · rate = -1 the rate is 1/a.")
def rate_quarter(a, b):
    return 1 / (4 * a)


@largest_rate.mistake("This is the error at w = 0. A rate is asked for.")
def rate_error_at_zero(a, b):
    return a * b**2


@largest_rate.mistake("A rate is positive: at 1 - 2 · a · rate = -1 it is 1/a.")
def rate_negative(a, b):
    return -1 / a


@largest_rate.mistake(
    "b is only the place of the valley. Solve 1 - 2 · a · rate = -1: it does not occur there."
)
def rate_where_factor_is_zero(a, b):
    return b / (2 * a)


@largest_rate.mistake("Neither the 2 nor b counts: the factor 1 - 2 · a · rate reaches -1 at 1/a.")
def rate_twice_over_place(a, b):
    return 2 / (a * b)


@largest_rate.mistake(
    "b is the place, and the slope grows by 2 · a: at 1 - 2 · a · rate = -1 the rate is 1/a."
)
def rate_double_place(a, b):
    return 2 * b / a


@largest_rate.mistake(
    "Beyond some rate every step lands further away than it began: there is a limit."
)
def rate_infinite(a, b):
    return np.inf


@largest_rate.mistake(
    "0.1 is a rate that often works. The question is where it stops working, for any a."
)
def rate_tenth(a, b):
    return 0.1


@largest_rate.mistake(
    "0.01 is a rate that often works. The question is where it stops working, for any a."
)
def rate_hundredth(a, b):
    return 0.01


@largest_rate.mistake("The distance shrinks by a factor linear in the rate: no root, and no 2.")
def rate_root_of_two(a, b):
    return 2 / np.sqrt(a)


@largest_rate.mistake("`//` drops the decimals. Divide with `/`.")
def rate_whole_division(a, b):
    return 1 // a


@largest_rate.mistake(
    "Return one number: the limit. 1/(2a), where it lands in one step, is not asked for."
)
def rate_of_both_ends(a, b):
    return (1 / a, 1 / (2 * a))


@largest_rate.mistake(
    "The factor of one step is 1 - 2 · a · rate, a straight line: no exponential is needed."
)
def rate_exponential(a, b):
    return np.exp(-a)
