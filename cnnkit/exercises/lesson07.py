"""Exercises of lesson 07, descend the gradient: nudge, slope, step, and how far is too far."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions07 as questions

lesson = Lesson(__name__, questions)
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
        (_bend, 1.5, 1e-4),
        (_bend, -0.5, 1e-2),
    ],
    hints=[
        "`error(w + delta)` and `error(w - delta)` are the errors on both sides.",
        "Their difference is the change over a distance of 2 · delta: divide by that.",
    ],
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


@slope_by_nudge.mistake("You wrote 0.0001. Nudge by the `delta` that is given.")
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


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Walk downhill",
    task="Take so many steps of gradient descent and return all weights, the first one included.",
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


@descend.mistake("`return` stands inside the loop: the walk ends after its first step.")
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


@batch_gradient.mistake(
    "The `return` stands inside the loop: the first example alone, divided by N."
)
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
