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
    "You found all answers with the very first weight. Find them in the inner loop, anew for each "
    "batch."
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
        (_logits(8, 2), np.array([0, 1, 1, 0, 1, 0, 0, 1])),
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


@accuracy.mistake("You divided by the number of classes. There is one answer a picture.")
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
    pairs = [(start, start + size) for start in range(0, count - size + 1, size)]
    return np.array(pairs, dtype=int).reshape(-1, 2)


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


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="One update",
    task="Move the weights one step down the slope.",
    cases=[
        (lesson.numbers(2, 3), lesson.numbers(2, 3), 0.1),
        (lesson.numbers(3), lesson.numbers(3), 0.5),
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


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="Who is taken for whom?",
    task="Count, for each true class (row) and each answer (column), how many pictures there are.",
    cases=[
        (np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 0, 0]), 3),
        (np.array([1, 0, 1, 1]), np.array([0, 0, 1, 0]), 2),
        (np.array([3, 1, 1, 0, 3]), np.array([3, 3, 1, 0, 1]), 4),
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
    "Every pair counts once at most. `counts[targets, predictions] += 1` forgets repetitions: go "
    "through the pictures one by one, or use `np.add.at`."
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
        (_page(8, 8, 3, 5, [[0, 0, 1], [0, 0, 0.25], [0.75, 0, 0]], (0, 0)),),
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
