"""Exercises of lesson 09: the training loop, accuracy, batches, one update, confusion, cut out."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions09 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress


def _logits(count, classes):
    """Logits without ties."""
    values = np.arange(-1.0, classes - 1)
    return np.stack([lesson.rng.permutation(values) for _ in range(count)])


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="The training loop",
    task="A network of one weight answers `weight * x`; the gradient of its loss on a batch is the "
    "mean of `2 * (answer - y) * x`. Go through the data `epochs` times, in order, in batches of "
    "`size`, and move the weight after each batch. Return a list of the weight after each epoch.",
    cases=[
        (0.0, np.array([1, 2, -1, 1, 2.0]), np.array([2, 5, -2, 1, 4.0]), 0.1, 3, 2),
        (1.5, np.array([0.5, -1, 1, 2]), np.array([0, 1, -1.5, -1]), 0.05, 2, 1),
        (-1.0, np.array([2, 1, -0.5, 1, 0.5, -2]), np.arange(6) / 2, 0.125, 4, 3),
        (0.5, np.array([1, -1.5, 0.5]), np.array([3.0, -4, 2]), 0.2, 2, 8),
    ],
    hints=[
        "Two loops: `for _ in range(epochs):`, in it `for start in range(0, len(x), size):`. "
        "A batch is `x[start : start + size]`, and the same slice of `y`.",
        "In the inner loop: answer, gradient, `weight = weight - learning_rate * gradient`. "
        "Behind it, still in the outer one: `history.append(weight)`.",
    ],
    crashes={"broadcast": "`x` and `y` need the same slice, and the answer that of `x`."},
    takeaway="Millions of weights are trained by the same two loops.",
)
def training_loop(weight, x, y, learning_rate, epochs, size):
    """Return a list of the weight after each epoch; x and y are 1-D arrays."""
    history = []
    for _ in range(epochs):
        for start in range(0, len(x), size):
            batch = slice(start, start + size)
            answer = weight * x[batch]
            gradient = np.mean(2 * (answer - y[batch]) * x[batch])
            weight = weight - learning_rate * gradient
        history.append(weight)
    return history


def _gradient(weight, x, y):
    return np.mean(2 * (weight * x - y) * x)


def _batches(x, y, size):
    return [(x[k : k + size], y[k : k + size]) for k in range(0, len(x), size)]


def _loop(step, weight, x, y, epochs, size):
    """Return the weight after each epoch; `step` makes the next weight from a batch."""
    history = []
    for _ in range(epochs):
        for batch in _batches(x, y, size):
            weight = step(weight, *batch)
        history.append(weight)
    return history


@training_loop.mistake(
    "The weight goes the wrong way. The gradient says where the loss grows: subtract it, and in it "
    "`answer - y`, not `y - answer`."
)
def loop_climbs(weight, x, y, learning_rate, epochs, size):
    return _loop(lambda w, *b: w + learning_rate * _gradient(w, *b), weight, x, y, epochs, size)


@training_loop.mistake(
    "You made one step per epoch, from all the data at once. Each batch makes a step of its own."
)
def loop_without_batches(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, epochs, len(x))


@training_loop.mistake(
    "You made a step after every single example. A step takes the mean over a batch of `size`."
)
def loop_one_by_one(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, epochs, 1)


@training_loop.mistake(
    "Every epoch begins at the first weight again. Let it go on from where the last one ended."
)
def loop_starts_again(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, 1, size) * epochs


@training_loop.mistake(
    "You found all gradients with the weight that the epoch began with. After each batch the "
    "weight has moved: find the next answer with the new one."
)
def loop_with_old_answers(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        gradients = [_gradient(weight, *batch) for batch in _batches(x, y, size)]
        weight = weight - learning_rate * sum(gradients)
        history.append(weight)
    return history


@training_loop.mistake(
    "You found all answers with the very first weight. Compute them inside the inner loop, afresh "
    "for each batch."
)
def loop_with_first_answers(weight, x, y, learning_rate, epochs, size):
    first = weight
    return _loop(lambda w, *b: w - learning_rate * _gradient(first, *b), weight, x, y, epochs, size)


@training_loop.mistake(
    "Every step begins at the first weight, so only the last batch counts. Keep the new weight: "
    "`weight = weight - learning_rate * gradient`."
)
def loop_keeps_no_step(weight, x, y, learning_rate, epochs, size):
    last = _batches(x, y, size)[-1]
    return [weight - learning_rate * _gradient(weight, *last)] * epochs


@training_loop.mistake("You took the first batch again and again. Slice at `start`.")
def loop_same_batch(weight, x, y, learning_rate, epochs, size):
    def step(w, *batch):
        return w - learning_rate * _gradient(w, x[:size], y[:size])

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake(
    "The last batch is missing where it is smaller. Its examples count, too: "
    "`range(0, len(x), size)`."
)
def loop_last_dropped(weight, x, y, learning_rate, epochs, size):
    whole = len(x) // size * size
    if not whole:
        return [weight] * epochs
    return training_loop.reference(weight, x[:whole], y[:whole], learning_rate, epochs, size)


@training_loop.mistake(
    "You divided by `size`. The last batch may be smaller: take the mean over what it holds."
)
def loop_divided_by_size(weight, x, y, learning_rate, epochs, size):
    def step(w, *batch):
        return w - learning_rate * _gradient(w, *batch) * len(batch[0]) / size

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake(
    "You added the gradients of a batch. Take their mean, or the step grows with the batch."
)
def loop_summed(weight, x, y, learning_rate, epochs, size):
    def step(w, *batch):
        return w - learning_rate * _gradient(w, *batch) * len(batch[0])

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake(
    "You divided by the number of all examples. A step takes the mean over its own batch."
)
def loop_divided_by_all(weight, x, y, learning_rate, epochs, size):
    def step(w, *batch):
        return w - learning_rate * _gradient(w, *batch) * len(batch[0]) / len(x)

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake("The factor 2 of the gradient is missing: `2 * (answer - y) * x`.")
def loop_without_two(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate / 2, epochs, size)


@training_loop.mistake("The factor x of the gradient is missing: `2 * (answer - y) * x`.")
def loop_without_x(weight, x, y, learning_rate, epochs, size):
    def step(w, x, y):
        return w - learning_rate * np.mean(2 * (w * x - y))

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake("The learning rate is missing, so the steps are far too long.")
def loop_without_rate(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, 1.0, epochs, size)


@training_loop.mistake(
    "You kept the weight after every step. Append it behind the inner loop, once for each epoch."
)
def loop_history_of_steps(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for batch in _batches(x, y, size):
            weight = weight - learning_rate * _gradient(weight, *batch)
            history.append(weight)
    return history


@training_loop.mistake(
    "You kept the weight before each epoch. Append it behind the inner loop, when the epoch is "
    "over."
)
def loop_history_before(weight, x, y, learning_rate, epochs, size):
    return [weight, *training_loop.reference(weight, x, y, learning_rate, epochs, size)[:-1]]


@training_loop.mistake(
    "The first weight stands in the list as well. Keep those after the epochs only."
)
def loop_history_with_start(weight, x, y, learning_rate, epochs, size):
    return [weight, *training_loop.reference(weight, x, y, learning_rate, epochs, size)]


@training_loop.mistake(
    "You return the weight at the end only. Keep it after each epoch, in a list."
)
def loop_last_weight(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, epochs, size)[-1]


@training_loop.mistake(
    "There is one epoch only. Is the `return` inside the loop, or the outer loop missing? It ends "
    "behind both loops."
)
def loop_one_epoch(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, 1, size)


@training_loop.mistake(
    "There are as many epochs as batches should have examples: `epochs` and `size` have changed "
    "places."
)
def loop_exchanged(weight, x, y, learning_rate, epochs, size):
    return training_loop.reference(weight, x, y, learning_rate, size, epochs)


@training_loop.mistake(
    "The first batch alone is learned from, since the `return` (or the `append`) comes after one "
    "step. It belongs behind the inner loop."
)
def loop_one_step(weight, x, y, learning_rate, epochs, size):
    return [weight - learning_rate * _gradient(weight, x[:size], y[:size])]


@training_loop.mistake(
    "You stepped by the loss. The step is the *gradient*, `2 * (answer - y) * x`, times the rate."
)
def loop_steps_by_the_loss(weight, x, y, learning_rate, epochs, size):
    def step(w, x, y):
        return w - learning_rate * np.mean((w * x - y) ** 2)

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake(
    "The weight never moves. Keep the new one: `weight = weight - learning_rate * gradient`."
)
def loop_never_moves(weight, x, y, learning_rate, epochs, size):
    return [weight] * epochs


@training_loop.mistake(
    "The mean over the batch is missing, so one weight has become several. Its gradient is one "
    "number."
)
def loop_without_mean(weight, x, y, learning_rate, epochs, size):
    def step(w, x, y):
        return w - learning_rate * 2 * (w * x - y) * x

    return _loop(step, weight, x, y, epochs, size)


@training_loop.mistake(
    "A slice has a start and a *stop*: `x[start : start + size]`. Yours stops at `size`, and is "
    "empty from the second batch on."
)
def loop_stops_at_size(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for start in range(0, len(x), size):
            weight = weight - learning_rate * _gradient(weight, x[start:size], y[start:size])
        history.append(weight)
    return history


@training_loop.mistake(
    "Your batches begin at every example and overlap. The next one begins where the last one "
    "stopped: `range(0, len(x), size)`."
)
def loop_overlapping(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for k in range(len(x)):
            gradient = _gradient(weight, x[k : k + size], y[k : k + size])
            weight = weight - learning_rate * gradient
        history.append(weight)
    return history


@training_loop.mistake(
    "Each step takes the mean over all the data. Slice first, then find answer and gradient of the "
    "batch alone."
)
def loop_all_in_each_step(weight, x, y, learning_rate, epochs, size):
    return _loop(lambda w, *_: w - learning_rate * _gradient(w, x, y), weight, x, y, epochs, size)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Accuracy",
    task="The class with the largest logit is the network's answer. Which share of answers is "
    "right?",
    cases=[
        (np.array([[2.0, -1.0, 0.5], [0.0, 3.0, 1.0], [1.0, 0.0, -2.0]]), np.array([0, 1, 2])),
        (_logits(4, 4), np.array([0, 2, 0, 1])),
        (_logits(5, 3), np.array([2, 0, 1, 1, 0])),
        (np.array([[1.0, 3.0], [2.0, 0.5]]), np.array([1, 0])),
        (np.array([[1.0, 3.0], [0.5, 2.0], [0.0, 1.0]]), np.array([0, 0, 0])),
        (_logits(8, 2), np.array([0, 1, 1, 0, 1, 0, 0, 1])),
        (
            np.array([[-3.0, -1.0, -2.0], [-4.0, -2.0, -1.0], [-1.0, -3.0, -2.0]]),
            np.array([2, 2, 0]),
        ),
    ],
    hints=[
        "One row of logits a picture. `np.argmax(logits, axis=1)` gives the answer of each row.",
        "`answers == targets` is True where the answer is right.",
        "The mean of True and False is the share of True.",
    ],
    crashes={
        "shapes": "There is one answer for each picture, so the argmax goes along the classes: "
        "`axis=1`."
    },
    takeaway="Accuracy says how often, the loss says how sure. Training lowers the loss.",
)
def accuracy(logits, targets):
    """Return the share of right answers; logits (N, K), targets (N,)."""
    return np.mean(np.argmax(logits, axis=1) == targets)


@accuracy.mistake("This is the number of right answers. Divide it by the number of pictures.")
def accuracy_counted(logits, targets):
    return np.sum(np.argmax(logits, axis=1) == targets)


@accuracy.mistake("This is the share of mistakes.")
def accuracy_of_mistakes(logits, targets):
    return np.mean(np.argmax(logits, axis=1) != targets)


@accuracy.mistake(
    "You looked for the largest logit among the *pictures* of each class. Each picture wants its "
    "own "
    "answer: `axis=1`."
)
def accuracy_along_the_batch(logits, targets):
    return np.mean(np.argmax(logits, axis=0) == targets)


@accuracy.mistake("You took the smallest logit. The answer is the class with the largest.")
def accuracy_smallest(logits, targets):
    return np.mean(np.argmin(logits, axis=1) == targets)


@accuracy.mistake("This is a percentage. Return the share, between 0 and 1.")
def accuracy_in_percent(logits, targets):
    return 100 * np.mean(np.argmax(logits, axis=1) == targets)


@accuracy.mistake("You divided by the number of classes. There is one answer per picture.")
def accuracy_divided_by_classes(logits, targets):
    return np.sum(np.argmax(logits, axis=1) == targets) / logits.shape[1]


@accuracy.mistake(
    "This is the mean of the largest logits. Ask where the largest is, not how large: `argmax`."
)
def accuracy_mean_of_the_largest(logits, targets):
    return np.mean(np.max(logits, axis=1))


@accuracy.mistake(
    "You compared the largest logit's *value* with the target. The target is a class: `argmax`."
)
def accuracy_value_for_class(logits, targets):
    return np.mean(np.max(logits, axis=1) == targets)


def _right(logits, targets):
    return np.argmax(logits, axis=1) == targets


@accuracy.mistake(
    "`argmax` without `axis=1` finds one place in the whole array. Each picture, each row, has "
    "its own answer."
)
def accuracy_without_axis(logits, targets):
    return np.mean(np.argmax(logits) == targets)


@accuracy.mistake(
    "You divided by all numbers, N · K. There is one answer per picture: divide by N."
)
def accuracy_divided_by_all(logits, targets):
    return np.sum(_right(logits, targets)) / logits.size


@accuracy.mistake(
    "This says for each picture whether it is right. Take the mean: the share of True."
)
def accuracy_each(logits, targets):
    return _right(logits, targets)


@accuracy.mistake("The `return` is inside the loop: only the first picture is counted.")
def accuracy_returned_too_early(logits, targets):
    return float(_right(logits, targets)[0]) / len(targets)


@accuracy.mistake(
    "Only the last picture is in your count: each turn of the loop overwrites it. Add up with `+=`."
)
def accuracy_overwritten(logits, targets):
    return float(_right(logits, targets)[-1]) / len(targets)


@accuracy.mistake("Your count is never more than 1. Write `+= 1`, not `= 1`.")
def accuracy_counted_once(logits, targets):
    return float(_right(logits, targets).any()) / len(targets)


@accuracy.mistake("This tells of the first picture only. Take the mean over all.")
def accuracy_first_picture(logits, targets):
    return float(_right(logits, targets)[0])


@accuracy.mistake("This tells of the last picture only. Take the mean over all.")
def accuracy_last_picture(logits, targets):
    return float(_right(logits, targets)[-1])


@accuracy.mistake("These are the answers. Compare them with the targets, then take the mean.")
def accuracy_answers(logits, targets):
    return np.argmax(logits, axis=1)


@accuracy.mistake(
    "You get 1 only where *every* answer is right: `all` asks that, and `//` drops the decimals. "
    "The share of right ones is the mean."
)
def accuracy_all(logits, targets):
    return float(np.all(_right(logits, targets)))


@accuracy.mistake("`any` asks whether *some* answer is right. The share of right ones is the mean.")
def accuracy_any(logits, targets):
    return float(np.any(_right(logits, targets)))


@accuracy.mistake(
    "You compared the *logits* with the targets. First find the answer of each row: "
    "`np.argmax(logits, axis=1)`."
)
def accuracy_logits_compared(logits, targets):
    return np.mean(logits == targets[:, None])


@accuracy.mistake(
    "This is the mean logit of the true class. Ask how often it is the largest of its row."
)
def accuracy_true_logits(logits, targets):
    return np.mean(logits[np.arange(len(targets)), targets])


@accuracy.mistake(
    "You asked whether the true class has a logit above 0. Ask whether it is the *largest* of "
    "its row."
)
def accuracy_above_zero(logits, targets):
    return np.mean(logits[np.arange(len(targets)), targets] > 0)


@accuracy.mistake("You count the classes from 1. The first class is number 0, as in `argmax`.")
def accuracy_classes_from_one(logits, targets):
    return np.mean(np.argmax(logits, axis=1) + 1 == targets)


@accuracy.mistake("`len` counts all comparisons, the False ones as well. Add up the True ones.")
def accuracy_length(logits, targets):
    return len(targets) / len(targets)


@accuracy.mistake(
    "Your share is 0 everywhere. Compare two arrays with `==`: `np.argmax(logits, axis=1) == "
    "targets`."
)
def accuracy_always(logits, targets):
    return 0.0


@accuracy.mistake(
    "Your search for the largest begins at 0, and misses it where all logits are negative. Begin "
    "with `-np.inf`."
)
def accuracy_search_from_zero(logits, targets):
    return np.mean(np.argmax(np.maximum(logits, 0), axis=1) == targets)


@accuracy.mistake("You took the logit furthest from 0. The answer is the class with the *largest*.")
def accuracy_largest_size(logits, targets):
    return np.mean(np.argmax(np.abs(logits), axis=1) == targets)


@accuracy.mistake(
    "You compared rows of zeros and ones, where most zeros agree anyway. Compare the classes: "
    "`answers == targets`."
)
def accuracy_one_hot(logits, targets):
    return np.mean(
        np.eye(logits.shape[1])[np.argmax(logits, axis=1)] == np.eye(logits.shape[1])[targets]
    )


@accuracy.mistake(
    "You asked whether the answer occurs *anywhere* in the targets. Compare each picture with "
    "its own target."
)
def accuracy_anywhere(logits, targets):
    return np.mean(np.isin(np.argmax(logits, axis=1), targets))


@accuracy.mistake("You averaged differences of class numbers. Ask where they are equal: `==`.")
def accuracy_differences(logits, targets):
    return np.mean(np.argmax(logits, axis=1) - targets)


@accuracy.mistake(
    "You averaged how far the class numbers are apart. Ask where they are equal: `==`."
)
def accuracy_sizes_of_differences(logits, targets):
    return np.mean(np.abs(np.argmax(logits, axis=1) - targets))


@accuracy.mistake("You divided by N - 1. There are N answers.")
def accuracy_one_less(logits, targets):
    return np.sum(_right(logits, targets)) / (len(targets) - 1)


@accuracy.mistake(
    "You also counted where the true class comes second. Only the largest logit is the answer."
)
def accuracy_two_best(logits, targets):
    return np.mean((np.argsort(logits, axis=1)[:, -2:] == targets[:, None]).any(axis=1))


@accuracy.mistake(
    "This is the mean probability of the largest class. Ask how often the answer is right."
)
def accuracy_probability(logits, targets):
    return np.mean((np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)).max(axis=1))


@accuracy.mistake(
    "This is the mean probability of the true class. Ask how often it is the largest of its row."
)
def accuracy_true_probability(logits, targets):
    return np.mean(
        (np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True))[
            np.arange(len(targets)), targets
        ]
    )


@accuracy.mistake(
    "This is the number of mistakes. Count the right ones and divide by the number of pictures."
)
def accuracy_mistakes_counted(logits, targets):
    return np.sum(~_right(logits, targets))


@accuracy.mistake("You divided by 10. Divide by the number of pictures.")
def accuracy_over_ten(logits, targets):
    return np.sum(_right(logits, targets)) / 10


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Cut into batches",
    task="Return the (start, stop) of each batch, so that `images[start:stop]` over all of them "
    "goes through every picture once. The last batch may be smaller.",
    cases=[(10, 4), (8, 4), (1433, 64), (5, 1), (3, 7)],
    hints=[
        "The starts are 0, size, 2 · size, …: `range(0, count, size)`.",
        "A batch stops where the next one starts, or where the pictures end: "
        "`min(start + size, count)`.",
    ],
    takeaway="One pass over all batches is an epoch.",
)
def batches(count, size):
    """Return a list of (start, stop) pairs that cover 0 … count - 1."""
    return [(start, min(start + size, count)) for start in range(0, count, size)]


@batches.mistake("The last, smaller batch is missing: its pictures are never learned from.")
def batches_last_dropped(count, size):
    return [(start, start + size) for start in range(0, count - size + 1, size)]


@batches.mistake("The last batch stops past the end. Stop at `count`: `min(start + size, count)`.")
def batches_beyond_the_end(count, size):
    return [(start, start + size) for start in range(0, count, size)]


@batches.mistake(
    "Each batch lacks its last picture. A slice leaves its stop out, so stop at `start + size`."
)
def batches_one_missing(count, size):
    return [(start, min(start + size, count) - 1) for start in range(0, count, size)]


@batches.mistake("Neighbouring batches share a picture: the stop is left out by a slice already.")
def batches_overlapping(count, size):
    return [(start, min(start + size + 1, count)) for start in range(0, count, size)]


@batches.mistake("You count from 1, and so leave out the first picture.")
def batches_from_one(count, size):
    return [(start + 1, min(start + size, count)) for start in range(0, count, size)]


@batches.mistake("These are start and *length*. A slice wants start and stop.")
def batches_with_lengths(count, size):
    return [(start, min(size, count - start)) for start in range(0, count, size)]


@batches.mistake(
    "The very last picture is missing. A slice leaves its stop out, so the last stop is `count`."
)
def batches_stop_before_the_end(count, size):
    return [(start, min(start + size, count - 1)) for start in range(0, count, size)]


@batches.mistake(
    "Your stops are the last pictures. A slice leaves its stop out: stop at `start + size`."
)
def batches_inclusive(count, size):
    return [(start, min(start + size - 1, count)) for start in range(0, count, size)]


@batches.mistake(
    "There is an empty batch at the end where `size` divides `count`: `range(0, count, size)` "
    "gives the right starts."
)
def batches_empty_last(count, size):
    return [(k * size, min((k + 1) * size, count)) for k in range(count // size + 1)]


@batches.mistake(
    "The last stop lies past the end, and there may be an empty batch. `range(0, count, size)`, "
    "and stop at `min(start + size, count)`."
)
def batches_empty_last_beyond(count, size):
    return [(k * size, (k + 1) * size) for k in range(count // size + 1)]


@batches.mistake("A batch begins at every picture. Give `range` its step: `range(0, count, size)`.")
def batches_at_every_picture(count, size):
    return [(start, min(start + size, count)) for start in range(count)]


@batches.mistake(
    "A batch begins at every picture, and the last ones stop past the end. `range(0, count, "
    "size)`, and stop at `min(start + size, count)`."
)
def batches_at_every_picture_beyond(count, size):
    return [(start, start + size) for start in range(count)]


@batches.mistake(
    "A batch begins at every picture up to `count - size`. Give `range` its step: `range(0, "
    "count, size)`."
)
def batches_sliding(count, size):
    return [(start, start + size) for start in range(0, count - size)]


@batches.mistake(
    "A batch begins at every picture. Give `range` its step: `range(0, count, size)`; and the "
    "last batch may be smaller."
)
def batches_sliding_whole(count, size):
    return [(start, start + size) for start in range(count - size + 1)]


@batches.mistake(
    "The last pictures are in no batch: the starts go up to `count`, not `count - size`."
)
def batches_range_too_short(count, size):
    return [(start, start + size) for start in range(0, count - size, size)]


@batches.mistake("This is the first batch only. Is `return` inside the loop?")
def batches_first_only(count, size):
    return [(0, min(size, count))]


@batches.mistake(
    "This is the first batch only, and it may stop past the end. Go through all starts: "
    "`range(0, count, size)`."
)
def batches_first_only_beyond(count, size):
    return [(0, size)]


@batches.mistake(
    "This is the last batch only: each turn of the loop overwrites the list. Make it empty above "
    "the loop, and append."
)
def batches_last_only(count, size):
    return [((range(0, count, size))[-1], count)]


@batches.mistake("These are the starts only. Each batch is a pair: (start, stop).")
def batches_starts_only(count, size):
    return list(range(0, count, size))


@batches.mistake("These are the stops only. Each batch is a pair: (start, stop).")
def batches_stops_only(count, size):
    return [min(start + size, count) for start in range(0, count, size)]


@batches.mistake(
    "These are start and *size*. A slice wants start and stop: `start + size`, at most `count`."
)
def batches_with_size(count, size):
    return [(start, size) for start in range(0, count, size)]


@batches.mistake("This is how many batches there are. Return their (start, stop).")
def batches_counted(count, size):
    return -(-count // size)


@batches.mistake("This is how many whole batches there are. Return the (start, stop) of each.")
def batches_counted_whole(count, size):
    return count // size


@batches.mistake("`range(count, size)` begins at `count`. It is `range(0, count, size)`.")
def batches_of_a_wrong_range(count, size):
    return [(start, min(start + size, count)) for start in range(count, size)]


@batches.mistake(
    "You took the *larger* of `start + size` and `count`. The batch stops where the first of "
    "them comes: `min`."
)
def batches_larger_stop(count, size):
    return [(start, max(start + size, count)) for start in range(0, count, size)]


@batches.mistake(
    "Every batch goes on to the end. It stops at `start + size`, or at `count` if that comes first."
)
def batches_to_the_end(count, size):
    return [(start, count) for start in range(0, count, size)]


@batches.mistake("You made `size` batches. Each batch *holds* `size` pictures.")
def batches_as_many_as_size(count, size):
    return [(k * count // size, (k + 1) * count // size) for k in range(size)]


@batches.mistake(
    "You gave the rest to the last batch. No batch is larger than `size`: the rest is a batch of "
    "its own."
)
def batches_last_enlarged(count, size):
    pairs = [[k * size, (k + 1) * size] for k in range(max(count // size, 1))]
    pairs[-1][1] = count
    return pairs


@batches.mistake("Your batches come in reverse order. Begin with the first pictures.")
def batches_from_behind(count, size):
    return [(start, min(start + size, count)) for start in reversed(range(0, count, size))]


@batches.mistake(
    "`%` starts over at the end. The last batch stops at `count`: `min(start + size, count)`."
)
def batches_round_the_end(count, size):
    return [(start, (start + size) % count) for start in range(0, count, size)]


@batches.mistake("Start and stop are exchanged: (start, stop).")
def batches_exchanged(count, size):
    return [(min(start + size, count), start) for start in range(0, count, size)]


@batches.mistake("There is an empty batch too many at the end: the starts stay below `count`.")
def batches_empty_added(count, size):
    return [*((start, min(start + size, count)) for start in range(0, count, size)), (count, count)]


@batches.mistake("Return pairs: the start and the stop, without the length.")
def batches_with_length_too(count, size):
    return [
        (start, min(start + size, count), min(size, count - start))
        for start in range(0, count, size)
    ]


@batches.mistake("These are the number of the batch and its start. A slice wants start and stop.")
def batches_numbered(count, size):
    return [(k, start) for k, start in enumerate(range(0, count, size))]


@batches.mistake("This is one batch of all pictures. Cut it: a new batch every `size` pictures.")
def batches_whole(count, size):
    return [(0, count)]


@batches.mistake("Your list is empty. Does the loop run, and does it append?")
def batches_none(count, size):
    return []


@batches.mistake(
    "Your stops are the last pictures, and the last one may lie past the end. A slice leaves its "
    "stop out: `min(start + size, count)`."
)
def batches_inclusive_beyond(count, size):
    return [(start, start + size - 1) for start in range(0, count, size)]


@batches.mistake(
    "The rest stands at the beginning, as a small first batch. Begin with full batches: the *last* "
    "one may be smaller."
)
def batches_rest_first(count, size):
    rest = count % size
    first = [(0, rest)] if rest else []
    return first + [(start, start + size) for start in range(rest, count, size)]


@batches.mistake(
    "The last full batch has swallowed the rest, and is larger than `size`. Give the rest a batch "
    "of its own."
)
def batches_rest_joined(count, size):
    full = count // size
    return [(k * size, (k + 1) * size if k < full - 1 else count) for k in range(full)]


@batches.mistake(
    "You made `size` batches. `size` says how many pictures are in one: `range(0, count, size)`."
)
def batches_so_many(count, size):
    step = -(-count // size)
    return [(start, min(start + step, count)) for start in range(0, count, step)]


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="One update",
    task="Move the weights one step down the slope.",
    cases=[
        (lesson.numbers(2, 3), lesson.numbers(2, 3), 0.1),
        (lesson.numbers(3), lesson.numbers(3) / 4, 0.5),
        (lesson.numbers(2, 1, 2, 2), lesson.numbers(2, 1, 2, 2), 0.01),
    ],
    hints=[
        "The gradient says where the loss grows. Go the other way.",
        "The learning rate says how far: the step is `learning_rate * gradient`.",
    ],
    takeaway="The same line updates one weight or a million.",
)
def sgd_step(weight, gradient, learning_rate):
    """Return the new weights."""
    return weight - learning_rate * gradient


@sgd_step.mistake("You climb. The gradient points to a larger loss: subtract it from the weights.")
def sgd_climbs(weight, gradient, learning_rate):
    return weight + learning_rate * gradient


@sgd_step.mistake("The learning rate is missing, and the step is far too long.")
def sgd_without_rate(weight, gradient, learning_rate):
    return weight - gradient


@sgd_step.mistake("This is the step alone. Subtract it from the weights.")
def sgd_step_alone(weight, gradient, learning_rate):
    return learning_rate * gradient


@sgd_step.mistake("You scaled the weights instead of the gradient.")
def sgd_scales_the_weights(weight, gradient, learning_rate):
    return learning_rate * weight - gradient


@sgd_step.mistake(
    "You used the gradient's sign only. Its size counts, too: a flat slope makes a short step."
)
def sgd_sign_only(weight, gradient, learning_rate):
    return weight - learning_rate * np.sign(gradient)


@sgd_step.mistake("You multiplied weights and gradient. The step is subtracted from the weights.")
def sgd_multiplies(weight, gradient, learning_rate):
    return weight - learning_rate * gradient * weight


@sgd_step.mistake(
    "You climb, and the learning rate is missing: `weight - learning_rate * gradient`."
)
def sgd_climbs_without_rate(weight, gradient, learning_rate):
    return weight + gradient


@sgd_step.mistake(
    "This is the step alone. Add it to the weights: `weight - learning_rate * gradient`."
)
def sgd_negative_step_alone(weight, gradient, learning_rate):
    return -learning_rate * gradient


@sgd_step.mistake(
    "Brackets: the learning rate scales the gradient only: `weight - learning_rate * gradient`."
)
def sgd_all_scaled(weight, gradient, learning_rate):
    return learning_rate * (weight - gradient)


@sgd_step.mistake(
    "You subtracted the weights from the step. It is `weight - learning_rate * gradient`."
)
def sgd_reversed(weight, gradient, learning_rate):
    return learning_rate * gradient - weight


@sgd_step.mistake("You divided by the learning rate. Multiply: a small rate makes a small step.")
def sgd_divided(weight, gradient, learning_rate):
    return weight - gradient / learning_rate


@sgd_step.mistake(
    "You climb, and divide by the learning rate. Subtract the gradient, *times* the rate."
)
def sgd_climbs_divided(weight, gradient, learning_rate):
    return weight + gradient / learning_rate


@sgd_step.mistake(
    "You divided by the learning rate, and this is the step alone: `weight - learning_rate * "
    "gradient`."
)
def sgd_step_divided(weight, gradient, learning_rate):
    return -gradient / learning_rate


@sgd_step.mistake(
    "You multiplied all three. The step, rate · gradient, is *subtracted* from the weights."
)
def sgd_product(weight, gradient, learning_rate):
    return weight * learning_rate * gradient


@sgd_step.mistake("The gradient is missing: you shrink the weights by a share of themselves.")
def sgd_without_gradient(weight, gradient, learning_rate):
    return weight - learning_rate * weight


@sgd_step.mistake("You subtracted the rate. It *multiplies* the gradient.")
def sgd_rate_subtracted(weight, gradient, learning_rate):
    return weight - learning_rate - gradient


@sgd_step.mistake("You subtracted the rate alone. The step is rate · *gradient*.")
def sgd_rate_subtracted_alone(weight, gradient, learning_rate):
    return weight - learning_rate


@sgd_step.mistake(
    "Brackets: first rate times gradient, then subtract: `weight - learning_rate * gradient`."
)
def sgd_brackets(weight, gradient, learning_rate):
    return (weight - learning_rate) * gradient


@sgd_step.mistake("You took the mean of the gradient. Each weight goes by its own number.")
def sgd_mean_gradient(weight, gradient, learning_rate):
    return weight - learning_rate * np.mean(gradient)


@sgd_step.mistake("You added the gradient up. Each weight goes by its own number.")
def sgd_summed_gradient(weight, gradient, learning_rate):
    return weight - learning_rate * np.sum(gradient)


@sgd_step.mistake("The gradient lost its signs. They say which way each weight goes.")
def sgd_sizes(weight, gradient, learning_rate):
    return weight - learning_rate * np.abs(gradient)


@sgd_step.mistake("You squared the gradient. The step is rate · gradient.")
def sgd_squared(weight, gradient, learning_rate):
    return weight - learning_rate * gradient**2


@sgd_step.mistake("Return the new weights only.")
def sgd_pair(weight, gradient, learning_rate):
    return (weight - learning_rate * gradient, gradient)


@sgd_step.mistake("Return the new weights only, without the step.")
def sgd_pair_of_steps(weight, gradient, learning_rate):
    return (weight - learning_rate * gradient, learning_rate * gradient)


@sgd_step.mistake("This is the first part of the weights only: `return` is inside the loop.")
def sgd_first_only(weight, gradient, learning_rate):
    return weight[0] - learning_rate * gradient[0]


@sgd_step.mistake(
    "You also shrink the weights by a share of themselves. Leave them whole: `weight - "
    "learning_rate * gradient`."
)
def sgd_weights_shrink_too(weight, gradient, learning_rate):
    return (1 - learning_rate) * weight - learning_rate * gradient


@sgd_step.mistake(
    "That mixes weights and gradient, as a running mean does. Subtract the step: `weight - "
    "learning_rate * gradient`."
)
def sgd_running_mean(weight, gradient, learning_rate):
    return (1 - learning_rate) * weight + learning_rate * gradient


@sgd_step.mistake("Your step is twice as long: it is rate · gradient, once.")
def sgd_twice(weight, gradient, learning_rate):
    return weight - 2 * learning_rate * gradient


@sgd_step.mistake("Your step is half as long: it is rate · gradient, whole.")
def sgd_half(weight, gradient, learning_rate):
    return weight - learning_rate * gradient / 2


@sgd_step.mistake("Weights and gradient are exchanged: `weight - learning_rate * gradient`.")
def sgd_exchanged(weight, gradient, learning_rate):
    return gradient - learning_rate * weight


@sgd_step.mistake("The learning rate counts once.")
def sgd_rate_squared(weight, gradient, learning_rate):
    return weight - learning_rate**2 * gradient


@sgd_step.mistake("The weights have not moved: return `weight - learning_rate * gradient`.")
def sgd_unchanged(weight, gradient, learning_rate):
    return 1.0 * weight


@sgd_step.mistake(
    "You made the gradient one long. Its length counts, too: a flat slope makes a short step."
)
def sgd_unit_length(weight, gradient, learning_rate):
    return weight - learning_rate * gradient / np.linalg.norm(gradient)


@sgd_step.mistake("You cut the gradient at 1. It counts as it is.")
def sgd_clipped(weight, gradient, learning_rate):
    return weight - learning_rate * np.clip(gradient, -1, 1)


@sgd_step.mistake("You divided by the number of weights. Each goes by its own number.")
def sgd_averaged(weight, gradient, learning_rate):
    return weight - learning_rate * gradient / gradient.size


@sgd_step.mistake("You divided by the length. The batch's mean is in the gradient already.")
def sgd_averaged_over_rows(weight, gradient, learning_rate):
    return weight - learning_rate * gradient / len(gradient)


@sgd_step.mistake(
    "The new weights lost their decimals: an array of whole numbers cannot hold them."
)
def sgd_whole_numbers(weight, gradient, learning_rate):
    return (weight - learning_rate * gradient).astype(int)


@sgd_step.mistake("You added the new weights up. Return one number for each.")
def sgd_new_weights_summed(weight, gradient, learning_rate):
    return np.sum(weight - learning_rate * gradient)


@sgd_step.mistake("This is the gradient. Subtract it, times the rate, from the weights.")
def sgd_gradient_only(weight, gradient, learning_rate):
    return 1.0 * gradient


@sgd_step.mistake("Rate and gradient do not add. The step is rate *times* gradient, subtracted.")
def sgd_rate_subtracted_and_climbs(weight, gradient, learning_rate):
    return weight - learning_rate + gradient


@sgd_step.mistake(
    "You divided by the rate. It scales the gradient only: `weight - learning_rate * gradient`."
)
def sgd_difference_divided(weight, gradient, learning_rate):
    return (weight - gradient) / learning_rate


@sgd_step.mistake("You moved all weights by the largest gradient. Each goes by its own.")
def sgd_largest_gradient(weight, gradient, learning_rate):
    return weight - learning_rate * np.max(gradient)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="Who is taken for whom?",
    task="Count, for each true class (row) and each answer (column), how many pictures there are.",
    cases=[
        (np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 0]), 3),
        (np.array([1, 0, 1, 1]), np.array([0, 0, 1, 0]), 2),
        (np.array([3, 1, 1, 0, 3]), np.array([3, 3, 1, 0, 1]), 4),
        (np.array([0, 2, 0, 0]), np.array([2, 2, 0, 2]), 5),
    ],
    hints=[
        "Begin with `np.zeros((classes, classes), dtype=int)`.",
        "Go through the pictures, `zip(targets, predictions)`, and add 1 in row `target`, column "
        "`prediction`.",
    ],
    takeaway="Right answers stand on the diagonal; everything beside it is a mistake with a name.",
)
def confusion_matrix(targets, predictions, classes):
    """Return the counts, shape (classes, classes)."""
    counts = np.zeros((classes, classes), dtype=int)
    for target, prediction in zip(targets, predictions, strict=True):
        counts[target, prediction] += 1
    return counts


@confusion_matrix.mistake(
    "Rows and columns are exchanged: a row is a true class, a column is an answer."
)
def confusion_exchanged(targets, predictions, classes):
    return confusion_matrix.reference(predictions, targets, classes)


@confusion_matrix.mistake(
    "Every pair counts once at most. In a loop write `+= 1`, not `= 1`; without a loop, "
    "`counts[targets, predictions] += 1` forgets repetitions."
)
def confusion_repetitions_lost(targets, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    counts[targets, predictions] += 1
    return counts


@confusion_matrix.mistake("These are shares of all pictures. Return counts.")
def confusion_as_shares(targets, predictions, classes):
    return confusion_matrix.reference(targets, predictions, classes) / len(targets)


@confusion_matrix.mistake("The diagonal is empty: right answers are counted, too.")
def confusion_mistakes_only(targets, predictions, classes):
    counts = confusion_matrix.reference(targets, predictions, classes)
    return counts - np.diag(np.diag(counts))


@confusion_matrix.mistake(
    "Only right answers are counted. The mistakes belong beside the diagonal."
)
def confusion_right_only(targets, predictions, classes):
    return np.diag(np.diag(confusion_matrix.reference(targets, predictions, classes)))


def _counted(targets, predictions, classes):
    return confusion_matrix.reference(targets, predictions, classes)


@confusion_matrix.mistake("These are shares of each true class. Return counts.")
def confusion_row_shares(targets, predictions, classes):
    counts = _counted(targets, predictions, classes)
    with np.errstate(all="ignore"):
        return counts / counts.sum(axis=1, keepdims=True)


@confusion_matrix.mistake(
    "These are shares of each true class, 0 where it does not occur. Return counts."
)
def confusion_row_shares_safe(targets, predictions, classes):
    counts = _counted(targets, predictions, classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


@confusion_matrix.mistake("These are shares of each answer. Return counts.")
def confusion_column_shares(targets, predictions, classes):
    counts = _counted(targets, predictions, classes)
    with np.errstate(all="ignore"):
        return counts / counts.sum(axis=0)


@confusion_matrix.mistake(
    "These are shares of each answer, 0 where it is never given. Return counts."
)
def confusion_column_shares_safe(targets, predictions, classes):
    counts = _counted(targets, predictions, classes)
    return counts / np.maximum(counts.sum(axis=0), 1)


@confusion_matrix.mistake("These are per cents of all pictures. Return counts.")
def confusion_in_percent(targets, predictions, classes):
    return 100 * _counted(targets, predictions, classes) / len(targets)


@confusion_matrix.mistake(
    "Each picture is counted twice, in row and column and the other way round. Add 1 at [target, "
    "prediction] only."
)
def confusion_both_ways(targets, predictions, classes):
    return _counted(targets, predictions, classes) + _counted(predictions, targets, classes)


@confusion_matrix.mistake(
    "Your array is as large as the largest class that occurs. It has `classes` rows and columns, "
    "also for classes without a picture."
)
def confusion_of_what_occurs(targets, predictions, classes):
    return _counted(targets, predictions, max(max(targets), max(predictions)) + 1)


@confusion_matrix.mistake("You made ten rows and columns. How many there are is given: `classes`.")
def confusion_of_ten(targets, predictions, classes):
    return _counted(targets, predictions, 10)


@confusion_matrix.mistake(
    "There is a row and a column too many: classes count from 0 to `classes - 1`."
)
def confusion_one_larger(targets, predictions, classes):
    return _counted(targets, predictions, classes + 1)


@confusion_matrix.mistake("You count the classes from 1. Class 0 is row 0: no `- 1`.")
def confusion_from_one_down(targets, predictions, classes):
    return _counted((targets - 1) % classes, (predictions - 1) % classes, classes)


@confusion_matrix.mistake("The `return` is inside the loop: only the first picture is counted.")
def confusion_first_only(targets, predictions, classes):
    return _counted(targets[:1], predictions[:1], classes)


@confusion_matrix.mistake(
    "Only the last picture is counted: make the zeros once, *above* the loop."
)
def confusion_last_only(targets, predictions, classes):
    return _counted(targets[-1:], predictions[-1:], classes)


@confusion_matrix.mistake(
    "You paired every target with every prediction. Picture n has target n and prediction n: go "
    "through both at once, with `zip`."
)
def confusion_all_pairs(targets, predictions, classes):
    return np.outer(
        np.bincount(targets, minlength=classes), np.bincount(predictions, minlength=classes)
    )


@confusion_matrix.mistake(
    "You counted the pictures with this target *or* this answer. Both must hold: `&`."
)
def confusion_either(targets, predictions, classes):
    return np.array(
        [
            [np.sum((targets == a) | (predictions == b)) for b in range(classes)]
            for a in range(classes)
        ]
    )


@confusion_matrix.mistake(
    "All rows are the same: `[[0] * classes] * classes` is one row, several times. Use "
    "`np.zeros((classes, classes))`."
)
def confusion_rows_shared(targets, predictions, classes):
    return np.ones((classes, 1)) * np.bincount(predictions, minlength=classes)


@confusion_matrix.mistake(
    "All columns are the same: each counts the targets only. Add 1 at [target, prediction]."
)
def confusion_columns_shared(targets, predictions, classes):
    return np.ones(classes) * np.bincount(targets, minlength=classes)[:, None]


@confusion_matrix.mistake(
    "This is the share of right answers, one number. Count each pair of target and answer."
)
def confusion_is_accuracy(targets, predictions, classes):
    return np.mean(targets == predictions)


@confusion_matrix.mistake(
    "These are the right answers of each class. The mistakes belong beside them, in an array "
    "(classes, classes)."
)
def confusion_diagonal(targets, predictions, classes):
    return np.diag(_counted(targets, predictions, classes))


@confusion_matrix.mistake(
    "You counted the targets only. Count pairs: row target, column prediction."
)
def confusion_target_counts(targets, predictions, classes):
    return np.bincount(targets, minlength=classes)


@confusion_matrix.mistake(
    "You counted the answers only. Count pairs: row target, column prediction."
)
def confusion_prediction_counts(targets, predictions, classes):
    return np.bincount(predictions, minlength=classes)


@confusion_matrix.mistake("You added the *number* of the answer. Add 1 for each picture.")
def confusion_adds_the_answer(targets, predictions, classes):
    return _counted(targets, predictions, classes) * np.arange(classes)


@confusion_matrix.mistake("You added the *number* of the target. Add 1 for each picture.")
def confusion_adds_the_target(targets, predictions, classes):
    return _counted(targets, predictions, classes) * np.arange(classes)[:, None]


@confusion_matrix.mistake(
    "Your array begins with ones. Begin with `np.zeros((classes, classes), dtype=int)`."
)
def confusion_begins_with_ones(targets, predictions, classes):
    return _counted(targets, predictions, classes) + 1


@confusion_matrix.mistake("All counts are 0. Add 1 at [target, prediction] for each picture.")
def confusion_left_zero(targets, predictions, classes):
    return np.zeros((classes, classes))


@confusion_matrix.mistake("Your counts are negative: add 1, `+= 1`.")
def confusion_subtracted(targets, predictions, classes):
    return -_counted(targets, predictions, classes)


@confusion_matrix.mistake("The last picture is left out: go through all of them.")
def confusion_one_short(targets, predictions, classes):
    return _counted(targets[:-1], predictions[:-1], classes)


@confusion_matrix.mistake("The counts are right, but stand in one row: shape (classes, classes).")
def confusion_flat(targets, predictions, classes):
    return _counted(targets, predictions, classes).ravel()


@confusion_matrix.mistake("These are the places, not the counts. Add 1 at each of them.")
def confusion_places_only(targets, predictions, classes):
    return np.stack([targets, predictions], axis=1)


@confusion_matrix.mistake("These are ones on the diagonal. Count the pairs that occur.")
def confusion_identity(targets, predictions, classes):
    return np.eye(classes)


@confusion_matrix.mistake(
    "You used the targets for rows *and* columns. A column is an answer: `predictions`."
)
def confusion_targets_twice(targets, predictions, classes):
    return _counted(targets, targets, classes)


@confusion_matrix.mistake(
    "You used the predictions for rows *and* columns. A row is a true class: `targets`."
)
def confusion_predictions_twice(targets, predictions, classes):
    return _counted(predictions, predictions, classes)


@confusion_matrix.mistake("Your rows are upside down: class 0 is the first row.")
def confusion_upside_down(targets, predictions, classes):
    return _counted(targets, predictions, classes)[::-1]


@confusion_matrix.mistake(
    "This is a row for each *picture*. Add them up in the row of their true class: one row per "
    "class."
)
def confusion_one_hot(targets, predictions, classes):
    return np.eye(classes)[targets]


@confusion_matrix.mistake(
    "This is a row for each *picture*, its answer. Add it up in the row of its true class."
)
def confusion_one_hot_answers(targets, predictions, classes):
    return np.eye(classes)[predictions]


@confusion_matrix.mistake(
    "You compared every target with every prediction. Picture n has target n and prediction n: "
    "add 1 at [target, prediction]."
)
def confusion_compared(targets, predictions, classes):
    return (np.asarray(targets)[:, None] == np.asarray(predictions)).astype(int)


@confusion_matrix.mistake(
    "This is the share of mistakes, one number. Count each pair of target and answer."
)
def confusion_is_error_rate(targets, predictions, classes):
    return np.mean(np.asarray(targets) != np.asarray(predictions))


@confusion_matrix.mistake("This is the number of mistakes. Count each pair of target and answer.")
def confusion_mistakes_counted(targets, predictions, classes):
    return np.sum(np.asarray(targets) != np.asarray(predictions))


# --- 6 -------------------------------------------------------------------------------------------


def _page(rows, cols, top, left, ink, faint):
    """Paper with a block of ink on it and, elsewhere, a spot too faint to be ink."""
    page = np.zeros((rows, cols))
    ink = np.array(ink)
    page[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    page[faint] = 0.25
    return page


@exercise(
    title="Cut out the digit",
    task="Return the smallest rectangle of the page that holds all its ink: the pixels of 0.5 or "
    "more.",
    cases=[
        (_page(7, 6, 2, 1, [[1, 0, 0.5], [0.75, 1, 0]], (6, 5)),),
        (_page(5, 9, 0, 4, [[0.5, 1, 1, 0.75], [0, 0, 1, 0], [0, 1, 0.25, 0]], (4, 0)),),
        (_page(8, 8, 3, 5, [[0, 0, 1], [0, 0, 0.25], [0.75, 0, 0]], ([0, 0, 7], [0, 2, 2])),),
        (_page(6, 5, 2, 2, [[0, 0.5], [1, 1]], (5, 4)),),
    ],
    hints=[
        "`(page >= 0.5).any(axis=1)` is True for each row that holds ink.",
        "`np.flatnonzero` of that gives the numbers of these rows: you need the first and the "
        "last. Then the same for columns, with `axis=0`.",
        "A slice leaves its stop out: `page[first : last + 1]`.",
    ],
    takeaway="Place and size on the page are gone: what is left is the digit.",
)
def cut_out(page):
    """Return the part of the page, shape (H, W), that holds its ink."""
    rows = np.flatnonzero((page >= 0.5).any(axis=1))
    columns = np.flatnonzero((page >= 0.5).any(axis=0))
    return page[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@cut_out.mistake(
    "The last row and the last column of ink are missing. A slice leaves its stop out, so stop at "
    "`last + 1`."
)
def cut_out_one_short(page):
    return cut_out.reference(page)[:-1, :-1]


@cut_out.mistake(
    "You took every pixel above 0 for ink. A faint spot is not ink: ask for at least 0.5."
)
def cut_out_faint_spots_too(page):
    rows, columns = np.nonzero(page > 0)
    return page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@cut_out.mistake("A pixel of exactly 0.5 is ink too: `page >= 0.5`.")
def cut_out_half_is_no_ink(page):
    rows, columns = np.nonzero(page > 0.5)
    return page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@cut_out.mistake("Only the rows are cut. The columns without ink belong off as well.")
def cut_out_rows_only(page):
    rows = np.flatnonzero((page >= 0.5).any(axis=1))
    return page[rows[0] : rows[-1] + 1]


@cut_out.mistake("Only the columns are cut. The rows without ink belong off as well.")
def cut_out_columns_only(page):
    columns = np.flatnonzero((page >= 0.5).any(axis=0))
    return page[:, columns[0] : columns[-1] + 1]


@cut_out.mistake("There is a frame of paper around the ink. Begin at the first row that holds ink.")
def cut_out_with_a_frame(page):
    rows, columns = np.nonzero(page >= 0.5)
    top, left = max(rows.min() - 1, 0), max(columns.min() - 1, 0)
    return page[top : rows.max() + 2, left : columns.max() + 2]


@cut_out.mistake(
    "Rows and columns without ink *inside* the digit are gone as well. Keep all from the first "
    "that holds ink to the last."
)
def cut_out_holes_closed(page):
    ink = page >= 0.5
    return page[ink.any(axis=1)][:, ink.any(axis=0)]


@cut_out.mistake("This is where the ink is, True or False. Return the page's own values there.")
def cut_out_as_a_mask(page):
    return (cut_out.reference(page) >= 0.5).astype(float)


def _box(page, at_least=0.5):
    """First and last row, first and last column of ink."""
    rows, columns = np.nonzero(page >= at_least)
    return rows.min(), rows.max(), columns.min(), columns.max()


@cut_out.mistake("The last row of ink is missing. A slice leaves its stop out: `rows[-1] + 1`.")
def cut_out_last_row_missing(page):
    return cut_out.reference(page)[:-1]


@cut_out.mistake(
    "The last column of ink is missing. A slice leaves its stop out: `columns[-1] + 1`."
)
def cut_out_last_column_missing(page):
    return cut_out.reference(page)[:, :-1]


@cut_out.mistake("You took only full ink, 1, for ink. Everything from 0.5 on is: `page >= 0.5`.")
def cut_out_full_ink(page):
    rows, columns = np.nonzero(page >= 1)
    return page[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


@cut_out.mistake(
    "Rows and columns are exchanged. `any(axis=1)` looks along each row and tells which *rows* "
    "hold ink; `axis=0` tells the columns."
)
def cut_out_axes_exchanged(page):
    first, last, left, right = _box(page)
    return page[left : right + 1, first : last + 1]


@cut_out.mistake(
    "These are the ink pixels in one row: a mask loses where they stand. Slice a rectangle."
)
def cut_out_values(page):
    return page[page >= 0.5]


@cut_out.mistake("The numbers are right, but stand in one row. A slice keeps the rectangle.")
def cut_out_values_of_the_rectangle(page):
    return cut_out.reference(page).ravel()


@cut_out.mistake(
    "This says for the whole page where the ink is. Find its first and last row and column, and "
    "slice."
)
def cut_out_mask_of_the_page(page):
    return (page >= 0.5).astype(float)


@cut_out.mistake(
    "You cleared what is not ink, but the page is as large as before. Slice from the first to the "
    "last row and column of ink."
)
def cut_out_cleared_page(page):
    return np.where(page >= 0.5, page, 0)


@cut_out.mistake(
    "This is where the ink begins and ends. Slice the page there, and return that part."
)
def cut_out_box(page):
    rows = _box(page)
    return rows[0], rows[1] + 1, rows[2], rows[3] + 1


@cut_out.mistake(
    "These are the first and last rows and columns. Slice the page there: `page[first : last + "
    "1, …]`."
)
def cut_out_box_of_last(page):
    return _box(page)


@cut_out.mistake("This is the size of the part. Return the part itself.")
def cut_out_shape(page):
    return cut_out.reference(page).shape


@cut_out.mistake(
    "You cut from the first to the last ink *pixel*, in reading order. The leftmost ink may be "
    "in another row: look for the first and last column on its own."
)
def cut_out_by_pixels(page):
    rows = np.argwhere(page >= 0.5)
    return page[rows[0][0] : rows[-1][0] + 1, rows[0][1] : rows[-1][1] + 1]


@cut_out.mistake(
    "Above and to the left the paper is off. It belongs off below and to the right as well: stop "
    "at the last ink + 1."
)
def cut_out_above_and_left(page):
    first, _, left, _ = _box(page)
    return page[first:, left:]


@cut_out.mistake(
    "Below and to the right the paper is off. It belongs off above and to the left as well."
)
def cut_out_below_and_right(page):
    _, last, _, right = _box(page)
    return page[: last + 1, : right + 1]


@cut_out.mistake(
    "You cut at the first ink pixel that you met: what lies to its left may be ink, and the end "
    "is not cut. Find the first and last row and column of all ink."
)
def cut_out_from_the_first_pixel(page):
    rows = np.argwhere(page >= 0.5)
    return page[rows[0][0] :, rows[0][1] :]


@cut_out.mistake("There is a row and a column too many at the end: stop at `last + 1`.")
def cut_out_two_more(page):
    first, last, left, right = _box(page)
    return page[first : last + 2, left : right + 2]


@cut_out.mistake(
    "The rectangle is right, but you cleared the faint pixels in it. Return the page's own values."
)
def cut_out_faint_cleared(page):
    rows = cut_out.reference(page)
    return np.where(rows >= 0.5, rows, 0)


@cut_out.mistake(
    "These are the places of the ink. You need the first and last row and column of them, for a "
    "slice."
)
def cut_out_places(page):
    return np.argwhere(page >= 0.5)


@cut_out.mistake(
    "The first row and column of ink are missing: begin at `rows[0]`, not one further."
)
def cut_out_first_left_out(page):
    return cut_out.reference(page)[1:, 1:]


@cut_out.mistake(
    "There is a row and a column of paper too many at the beginning: begin at `rows[0]` and "
    "`columns[0]`."
)
def cut_out_one_too_early(page):
    first, last, left, right = _box(page)
    return page[max(first - 1, 0) : last + 1, max(left - 1, 0) : right + 1]


@cut_out.mistake("Your rectangle is one too early on all sides: from `rows[0]` to `rows[-1] + 1`.")
def cut_out_both_one_early(page):
    first, last, left, right = _box(page)
    return page[max(first - 1, 0) : last, max(left - 1, 0) : right]


@cut_out.mistake(
    "You cut a square. Height and width of the ink differ: look for rows and columns on their own."
)
def cut_out_square(page):
    first, last, left, right = _box(page)
    side = max(last - first, right - left) + 1
    return page[first : first + side, left : left + side]


@cut_out.mistake("You used the rows for both slices. The columns of ink need `any(axis=0)`.")
def cut_out_rows_for_both(page):
    first, last, _, _ = _box(page)
    return page[first : last + 1, first : last + 1]


@cut_out.mistake("You used the columns for both slices. The rows of ink need `any(axis=1)`.")
def cut_out_columns_for_both(page):
    _, _, left, right = _box(page)
    return page[left : right + 1, left : right + 1]


@cut_out.mistake(
    "`all` asks for rows that are ink from end to end. One ink pixel is enough: `any`."
)
def cut_out_full_rows(page):
    return page[(page >= 0.5).all(axis=1)]


@cut_out.mistake(
    "You kept the rows with ink, but whole, and without the empty ones between. Slice rows *and* "
    "columns, from the first to the last."
)
def cut_out_rows_with_ink(page):
    return page[(page >= 0.5).any(axis=1)]


@cut_out.mistake(
    "You kept the columns with ink, but whole, and without the empty ones between. Slice rows "
    "*and* columns, from the first to the last."
)
def cut_out_columns_with_ink(page):
    return page[:, (page >= 0.5).any(axis=0)]


@cut_out.mistake("The part lies on its side: rows first, then columns.")
def cut_out_transposed(page):
    return cut_out.reference(page).T


@cut_out.mistake(
    "This is the page as it was. Slice it from the first to the last row and column of ink."
)
def cut_out_nothing(page):
    return 1.0 * page


@cut_out.mistake("There is a frame of zeros around your part. Return it as it is.")
def cut_out_padded(page):
    return np.pad(cut_out.reference(page), 1)


@cut_out.mistake("The rectangle is right, but its values are rounded. Return the page's own.")
def cut_out_rounded(page):
    return np.round(cut_out.reference(page))


@cut_out.mistake(
    "You took single rows and columns. A slice takes all between: `page[first : last + 1, …]`."
)
def cut_out_corners(page):
    first, last, left, right = _box(page)
    return page[[first, last]][:, [left, right]]


@cut_out.mistake(
    "These are the corner pixels only. A slice takes all between: `page[first : last + 1, …]`."
)
def cut_out_edge_pixels(page):
    first, last, left, right = _box(page)
    return page[[first, last], [left, right]]


@cut_out.mistake("Your part is empty: does the slice stop before it begins?")
def cut_out_empty(page):
    return page[:0, :0]


@cut_out.mistake(
    "These are all pixels above 0 in one row. Ink begins at 0.5, and a slice keeps the rectangle."
)
def cut_out_values_above_zero(page):
    return page[page > 0]


@cut_out.mistake(
    "You added up rows and columns: two faint spots together are not ink. Ask whether *some* "
    "pixel is 0.5 or more: `(page >= 0.5).any(axis=1)`."
)
def cut_out_sums(page):
    rows = np.flatnonzero(page.sum(axis=1) >= 0.5)
    columns = np.flatnonzero(page.sum(axis=0) >= 0.5)
    return page[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@cut_out.mistake(
    "`any()` without an axis is one answer for the whole page. `axis=1` gives one for each row, "
    "`axis=0` for each column."
)
def cut_out_any_of_all(page):
    return page[(page >= 0.5).any()]
