"""Exercises of lesson 09, train a CNN: accuracy, batches, one update, who is taken for whom."""

import numpy as np

from cnnkit.exercises import progress as _progress
from cnnkit.exercises import questions09 as questions
from cnnkit.exercises.exercise import exercise

__all__ = [
    "accuracy",
    "batches",
    "confusion_matrix",
    "progress",
    "questions",
    "sgd_step",
]

_rng = np.random.default_rng(9)


def progress():
    """Which exercises of this lesson are solved, and which predictions are made."""
    return _progress.progress("lesson09")


def _numbers(*shape):
    """Small whole numbers, some negative: easy to follow by hand."""
    return _rng.integers(-3, 4, shape).astype(float)


def _logits(count, classes):
    """Logits without ties."""
    values = np.arange(-1.0, classes - 1)
    return np.stack([_rng.permutation(values) for _ in range(count)])


# --- 1 -------------------------------------------------------------------------------------------


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


# --- 2 -------------------------------------------------------------------------------------------


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


@batches.mistake(
    "The last batch stops behind the end. Stop at `count`: `min(start + size, count)`."
)
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


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="One update",
    task="Move the weights one step down the slope.",
    cases=[
        (_numbers(2, 3), _numbers(2, 3), 0.1),
        (_numbers(3), _numbers(3), 0.5),
        (_numbers(2, 1, 2, 2), _numbers(2, 1, 2, 2), 0.01),
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


# --- 4 -------------------------------------------------------------------------------------------


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
