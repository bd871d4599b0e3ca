"""Exercises of lesson 06, score with softmax: probabilities, and what an error costs."""

import numpy as np

from cnnkit.exercises import progress as _progress
from cnnkit.exercises import questions06 as questions
from cnnkit.exercises.exercise import exercise

__all__ = [
    "binary_cross_entropy",
    "cross_entropy",
    "errors",
    "logits_gradient",
    "progress",
    "questions",
    "softmax",
    "with_temperature",
]

_rng = np.random.default_rng(6)


def progress():
    """Which exercises of this lesson are solved, and which predictions are made."""
    return _progress.progress("lesson06")


def _numbers(*shape):
    """Small whole numbers, some negative: easy to follow by hand."""
    return _rng.integers(-3, 4, shape).astype(float)


def _softmax(logits, axis=-1):
    e = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Softmax",
    task="Turn each row of logits into probabilities, also when the logits are very large.",
    cases=[
        (np.array([[0.0, 1.0, 2.0]]),),
        (_numbers(3, 3),),
        (_numbers(2, 4),),
        (np.array([[1000.0, 1001.0], [-5.0, 5.0]]),),
    ],
    hints=[
        "exp of each logit, divided by the sum of the exps *of the same row*.",
        "`sum(axis=1, keepdims=True)` keeps a column, so that each row is divided by its own sum.",
        "exp(1000) is too large for any float. Subtract each row's largest logit first: the result "
        "is the same.",
    ],
    crashes={
        "broadcast": "A sum over the rows has lost an axis: `keepdims=True` keeps it as a column."
    },
    takeaway="Positive, adding up to 1, and the order of the logits is kept. Adding the same "
    "number "
    "to all of them changes nothing.",
)
def softmax(logits):
    """Return the probabilities (N, K) of logits (N, K)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@softmax.mistake("Your columns add up to 1. Each *row* is one picture: sum over axis 1.")
def softmax_over_the_batch(logits):
    return _softmax(logits, axis=0)


@softmax.mistake("All rows together add up to 1. Each row wants its own sum.")
def softmax_over_everything(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()


@softmax.mistake(
    "Two things: all rows together add up to 1, and exp overflows for the large logits. Each row "
    "wants its own sum, and its largest logit subtracted first."
)
def softmax_over_everything_overflows(logits):
    with np.errstate(all="ignore"):
        return np.exp(logits) / np.exp(logits).sum()


@softmax.mistake(
    "You subtracted the largest logit of *all* rows. A row far below it has nothing left to share: "
    "subtract each row's own largest."
)
def softmax_one_maximum(logits):
    e = np.exp(logits - logits.max())
    with np.errstate(all="ignore"):
        return e / e.sum(axis=1, keepdims=True)


@softmax.mistake(
    "These are shares of the logits themselves. Take exp first: it makes them positive."
)
def softmax_plain_shares(logits):
    with np.errstate(all="ignore"):
        return logits / logits.sum(axis=1, keepdims=True)


@softmax.mistake(
    "exp overflowed for the large logits, and infinity over infinity is no number. Subtract each "
    "row's largest logit first."
)
def softmax_overflows(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        return e / e.sum(axis=1, keepdims=True)


@softmax.mistake("These are the exponentials. Divide each row by its sum.")
def softmax_not_normalised(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


@softmax.mistake("These are the *logarithms* of the probabilities.")
def softmax_logarithms(logits):
    return np.log(_softmax(logits))


@softmax.mistake("You used the sigmoid for each logit. The classes share one sum of 1.")
def softmax_sigmoids(logits):
    return 1 / (1 + np.exp(-logits))


@softmax.mistake("You gave all to the largest. Softmax is soft: the others keep a share.")
def softmax_hard(logits):
    return (logits == logits.max(axis=1, keepdims=True)).astype(float)


@softmax.mistake(
    "You divided the shifted logits by their sum, without exp. exp makes them positive."
)
def softmax_without_exp(logits):
    shifted = logits - logits.min(axis=1, keepdims=True)
    return shifted / np.maximum(shifted.sum(axis=1, keepdims=True), 1e-300)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Temperature",
    task="Divide the logits by a temperature, then softmax. High: undecided; low: decided.",
    cases=[
        (np.array([0.0, 1.0, 3.0]), 2.0),
        (np.array([0.0, 1.0, 3.0]), 0.5),
        (_numbers(4), 4.0),
        (_numbers(2), 0.25),
    ],
    hints=[
        "`logits / temperature` comes first, before exp.",
        "Then softmax as before; here it is one row, so no axis is needed.",
    ],
    takeaway="Temperature 1 is softmax itself. The order of the classes never changes.",
)
def with_temperature(logits, temperature):
    """Return the probabilities (K,) at this temperature; logits (K,)."""
    scaled = logits / temperature
    e = np.exp(scaled - scaled.max())
    return e / e.sum()


@with_temperature.mistake("You multiplied by the temperature. Divide: hot means undecided.")
def temperature_multiplied(logits, temperature):
    return _softmax(logits * temperature)


@with_temperature.mistake(
    "You divided the probabilities. Divide the logits, before exp; then the sum stays 1."
)
def temperature_after_softmax(logits, temperature):
    return _softmax(logits) / temperature


@with_temperature.mistake(
    "The temperature has no effect: it is missing, or it cancels where the exponentials are "
    "divided "
    "by their sum. Divide the logits."
)
def temperature_missing(logits, temperature):
    return _softmax(logits)


@with_temperature.mistake("You used exp(-logit / temperature), as physicists do with energies.")
def temperature_of_energies(logits, temperature):
    return _softmax(-logits / temperature)


@with_temperature.mistake(
    "Above the line the logits are divided, below it they are not: take the sum of the same "
    "exponentials."
)
def temperature_above_only(logits, temperature):
    return np.exp(logits / temperature) / np.exp(logits).sum()


@with_temperature.mistake("You divided by the temperature's square.")
def temperature_squared(logits, temperature):
    return _softmax(logits / temperature**2)


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Cross-entropy",
    task="The mean, over the pictures, of -log of the probability that the true class got.",
    cases=[
        (np.array([[0.5, 0.25, 0.25]]), np.array([1])),
        (_softmax(_numbers(3, 3)), np.array([2, 0, 0])),
        (_softmax(_numbers(2, 4)), np.array([3, 1])),
        (_softmax(_numbers(4, 2)), np.array([0, 1, 1, 0])),
    ],
    hints=[
        "Of each row only one number counts: the probability of the true class.",
        "`probabilities[np.arange(n), targets]` picks one number in each row.",
        "`-np.log(...)`, and the mean.",
    ],
    crashes={
        "out of bounds": "`probabilities[targets]` picks rows. You want one number *in* each row: "
        "`probabilities[np.arange(n), targets]`."
    },
    takeaway="Sure and right costs nothing, sure and wrong costs a lot: -log 0.01 = 4.6.",
)
def cross_entropy(probabilities, targets):
    """Return the mean cost; probabilities (N, K), targets (N,)."""
    picked = probabilities[np.arange(len(targets)), targets]
    return np.mean(-np.log(picked))


def _picked(probabilities, targets):
    return probabilities[np.arange(len(targets)), targets]


@cross_entropy.mistake("You summed over the pictures. The loss is their mean.")
def entropy_summed(probabilities, targets):
    return np.sum(-np.log(_picked(probabilities, targets)))


@cross_entropy.mistake("The sign is missing: the logarithm of a probability is negative.")
def entropy_without_sign(probabilities, targets):
    return np.mean(np.log(_picked(probabilities, targets)))


@cross_entropy.mistake("You averaged over all classes. Only the true class counts.")
def entropy_of_all_classes(probabilities, targets):
    return np.mean(-np.log(probabilities))


@cross_entropy.mistake("This is the entropy of the answers, without the targets.")
def entropy_of_the_answers(probabilities, targets):
    return np.mean(-np.sum(probabilities * np.log(probabilities), axis=1))


@cross_entropy.mistake("You used another logarithm. Here it is the natural one, `np.log`.")
def entropy_in_bits(probabilities, targets):
    return np.mean(-np.log2(_picked(probabilities, targets)))


@cross_entropy.mistake("You took the most probable class. What counts is the true one.")
def entropy_of_the_winner(probabilities, targets):
    return np.mean(-np.log(probabilities.max(axis=1)))


@cross_entropy.mistake("This is the mean of 1 - p. Take -log p: it grows without limit.")
def entropy_linear(probabilities, targets):
    return np.mean(1 - _picked(probabilities, targets))


@cross_entropy.mistake(
    "`probabilities[:, targets]` takes these columns of *every* row. One number a row: "
    "`probabilities[np.arange(n), targets]`."
)
def entropy_of_columns(probabilities, targets):
    return -np.log(probabilities[:, targets]).mean()


@cross_entropy.mistake("You took the mean first and the logarithm then. Each picture first.")
def entropy_of_the_mean(probabilities, targets):
    return -np.log(np.mean(_picked(probabilities, targets)))


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Where the backward pass starts",
    task="For one picture: the gradient of its cross-entropy with respect to its logits.",
    cases=[
        (np.array([0.0, 1.0, 2.0]), 0),
        (_numbers(4), 2),
        (np.array([3.0, -3.0]), 1),
        (_numbers(3), 2),
    ],
    hints=[
        "The gradient is p - y, with p the probabilities.",
        "y is 1 for the true class and 0 for the others: subtract 1 at `p[target]`, in a copy.",
    ],
    takeaway="p - y: as large as the error, also where the network is badly wrong. It never "
    "stalls.",
)
def logits_gradient(logits, target):
    """Return the gradient (K,); logits (K,), target a class."""
    e = np.exp(logits - logits.max())
    gradient = e / e.sum()
    gradient[target] -= 1
    return gradient


def _hot(logits, target):
    return np.eye(len(logits))[target]


@logits_gradient.mistake("The sign is turned round: p - y, not y - p.")
def gradient_reversed(logits, target):
    return _hot(logits, target) - _softmax(logits)


@logits_gradient.mistake("These are the probabilities. Subtract 1 at the true class.")
def gradient_probabilities(logits, target):
    return _softmax(logits)


@logits_gradient.mistake("You subtracted y from the logits. Make them probabilities first.")
def gradient_of_raw_logits(logits, target):
    return logits - _hot(logits, target)


@logits_gradient.mistake(
    "You subtracted the *number* of the class from every probability. y is 1 for the true class "
    "and 0 for the others."
)
def gradient_class_number(logits, target):
    return _softmax(logits) - target


@logits_gradient.mistake(
    "There is a factor p · (1 - p) too many. That comes with squared errors, and makes them stall."
)
def gradient_saturating(logits, target):
    p = _softmax(logits)
    return (p - _hot(logits, target)) * p * (1 - p)


@logits_gradient.mistake(
    "You kept the true class only. The other classes are pushed down: p - 0 each."
)
def gradient_true_class_only(logits, target):
    return (_softmax(logits) - _hot(logits, target)) * _hot(logits, target)


@logits_gradient.mistake(
    "This is -1/p at the true class, the step before softmax. Go on to the logits."
)
def gradient_of_probabilities(logits, target):
    return -_hot(logits, target) / _softmax(logits)


@logits_gradient.mistake(
    "You divided by the number of classes. There is one picture, so nothing is averaged."
)
def gradient_averaged(logits, target):
    return (_softmax(logits) - _hot(logits, target)) / len(logits)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="Yes or no",
    task="Binary cross-entropy: one probability p of a yes a picture, the truth y is 1 or 0. The "
    "mean cost.",
    cases=[
        (np.array([0.9]), np.array([1.0])),
        (np.array([0.9, 0.2, 0.4]), np.array([1.0, 0.0, 1.0])),
        (np.array([0.75, 0.125]), np.array([0.0, 0.0])),
        (np.array([0.5, 0.1, 0.8, 0.3]), np.array([1.0, 0.0, 0.0, 1.0])),
    ],
    hints=[
        "A true yes costs -log p; a true no costs -log(1 - p).",
        "Both in one line: -(y · log p + (1 - y) · log(1 - p)), then the mean.",
    ],
    takeaway="It is the cross-entropy of two classes, whose probabilities are p and 1 - p.",
)
def binary_cross_entropy(p, y):
    """Return the mean cost; p (N,) between 0 and 1, y (N,) of ones and zeros."""
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("You left out the noes: a true no costs -log(1 - p).")
def binary_yes_only(p, y):
    return -np.mean(y * np.log(p))


@binary_cross_entropy.mistake("Every picture costs -log p here, whether it is a yes or a no.")
def binary_all_yes(p, y):
    return -np.mean(np.log(p))


@binary_cross_entropy.mistake("Yes and no are exchanged: a true yes costs -log p.")
def binary_exchanged(p, y):
    return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


@binary_cross_entropy.mistake("You added up the costs. Their mean is asked for.")
def binary_summed(p, y):
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("A cost below 0? The minus before the logarithms is missing.")
def binary_negative(p, y):
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("This is the mean squared error. It is small where p is badly wrong.")
def binary_squared(p, y):
    return np.mean((p - y) ** 2)


@binary_cross_entropy.mistake("This is the mean distance |p - y|. Take logarithms of p and 1 - p.")
def binary_absolute(p, y):
    return np.mean(np.abs(p - y))


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Three ways to measure an error",
    task="Return the sum of desired - actual, the sum of the absolute errors, the sum of squares.",
    cases=[
        (np.array([1.0, 0.0]), np.array([0.54, 0.39])),
        (_numbers(3), _numbers(3) / 2),
        (np.array([1.0, 1.0, 0.0, 0.0]), np.array([0.0, 2.0, 0.5, -0.25])),
    ],
    hints=[
        "error = desired - actual, one for each output.",
        "`error.sum()`, `np.abs(error).sum()`, `(error**2).sum()`",
    ],
    takeaway="Signed errors cancel: their sum may be 0 when everything is wrong. Sizes and squares "
    "do not.",
)
def errors(desired, actual):
    """Return (signed, absolute, squared), three numbers."""
    error = desired - actual
    return error.sum(), np.abs(error).sum(), (error**2).sum()


@errors.mistake("You took actual - desired: the first number has the wrong sign.")
def errors_reversed(desired, actual):
    return errors.reference(actual, desired)


@errors.mistake("You added first, then took the size and the square. Each error first, then add.")
def errors_sum_first(desired, actual):
    total = np.sum(desired - actual)
    return total, abs(total), total**2


@errors.mistake("These are means. The sums are asked for.")
def errors_means(desired, actual):
    return tuple(np.array(errors.reference(desired, actual)) / len(desired))


@errors.mistake("You squared the numbers and subtracted then. Square the *difference*.")
def errors_difference_of_squares(desired, actual):
    signed, absolute, _ = errors.reference(desired, actual)
    return signed, absolute, np.sum(desired**2 - actual**2)


@errors.mistake("You took the root of the sum of squares. Leave the sum as it is.")
def errors_root(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return signed, absolute, np.sqrt(squared)


@errors.mistake(
    "You halved the squares. Some books do, for a shorter derivative; here they are whole."
)
def errors_halved(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return signed, absolute, squared / 2


@errors.mistake("The order is signed, absolute, squared: yours is another.")
def errors_other_order(desired, actual):
    return errors.reference(desired, actual)[::-1]
