"""Exercises of lesson 06, score with softmax: probabilities, and what an error costs."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises._softmax_mistakes import both_ways as _both_ways
from cnnkit.exercises._softmax_mistakes import overflowing as _overflowing
from cnnkit.exercises._softmax_mistakes import softmax as _softmax
from cnnkit.exercises.predictions import questions06 as questions

lesson = Lesson(__name__, questions, order="softmax cross_entropy logits_gradient")
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Softmax",
    task="Turn each row of logits into probabilities, also when the logits are very large.",
    cases=[
        (np.array([[0.0, 1.0, 2.0]]),),
        (lesson.numbers(3, 3),),
        (lesson.numbers(2, 4),),
        (np.array([[1000.0, 1001.0], [-5.0, 5.0]]),),
        (np.array([[-900.0, 0.0, 1.0], [-3000.0, 0.0, 1.0]]),),
        (np.array([[1.0, 3000.0, 0.0, 2.0]]),),
    ],
    hints=[
        "exp of each logit, divided by the sum of the exps *of the same row*.",
        "`sum(axis=1, keepdims=True)` keeps a column, so that each row is divided by its own sum.",
        "exp(1000) is too large for any float. Subtract each row's largest logit first: the result "
        "is the same.",
    ],
    crashes={
        "broadcast": "A sum over the rows has lost an axis: `keepdims=True` keeps it as a column.",
        "math range error": "exp of a large logit is too large for any float: subtract each row's "
        "largest logit first.",
    },
    takeaway="Positive, adding up to 1, and the order of the logits is kept. Adding the same "
    "number "
    "to all of them changes nothing.",
)
def softmax(logits):
    """Return the probabilities (N, K) of logits (N, K)."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


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
    "exp overflowed for the large logits, and infinity over infinity is not a number. *Subtract* "
    "each row's largest logit first."
)
def softmax_overflows(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits)
        return e / e.sum(axis=1, keepdims=True)


@softmax.mistake("These are the exponentials. Divide each row by its sum.")
def softmax_not_normalised(logits):
    return np.exp(logits - logits.max(axis=1, keepdims=True))


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


@softmax.mistake(
    "You subtracted the *smallest* logit of each row, or the first. The powers of a large lead "
    "overflow: subtract the largest."
)
def softmax_smallest_subtracted(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits.min(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


@softmax.mistake("You divided by the mean of the powers. Divide by their *sum*.")
def softmax_over_the_mean(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.mean(axis=1, keepdims=True)


@softmax.mistake("You raised 2 to the logits. Raise e: `np.exp`.")
def softmax_powers_of_two(logits):
    e = 2.0 ** (logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@softmax.mistake("You left out the signs of the logits. -3 is less than 1, and gets less.")
def softmax_of_sizes(logits):
    return _softmax(np.abs(logits))


@softmax.mistake("You *divided* by the largest logit. Subtract it; dividing is a temperature.")
def softmax_divided_by_largest(logits):
    with np.errstate(all="ignore"):
        return _softmax(logits / logits.max(axis=1, keepdims=True))


@softmax.mistake(
    "You subtracted the largest of each *column*. That changes the row's differences: use axis 1."
)
def softmax_largest_of_columns(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits.max(axis=0))
        return e / e.sum(axis=1, keepdims=True)


@_both_ways(
    softmax,
    "Your columns add up to 1. Each *row* is one picture: sum over axis 1.",
)
def softmax_over_the_batch(softmax, logits):
    return softmax(logits, axis=0)


@_both_ways(
    softmax,
    "These are the *logarithms* of the probabilities.",
)
def softmax_logarithms(softmax, logits):
    return np.log(softmax(logits))


@_both_ways(
    softmax,
    "The sign of the logits is turned round: the smallest gets the most.",
)
def softmax_of_negatives(softmax, logits):
    return softmax(-logits)


@_both_ways(
    softmax,
    "This is the softmax of the first row only. Return a row for each picture.",
)
def softmax_first_row(softmax, logits):
    return softmax(logits[0])


@softmax.mistake(
    "This is the softmax of the last row only: each turn of the loop overwrites the one before. "
    "Collect the rows.",
)
def softmax_last_row(logits):
    return _softmax(logits[-1])


@softmax.mistake(
    "These are the exponentials, and they overflow for large logits. Subtract each row's largest "
    "first; then divide each row by its sum."
)
def softmax_only_exponentials(logits):
    with np.errstate(all="ignore"):
        return np.exp(logits)


@softmax.mistake(
    "All numbers are 0. Either nothing was stored, or the array holds whole numbers "
    "(`dtype=int`), which cuts the decimals off."
)
def softmax_left_zero(logits):
    return np.zeros(logits.shape)


@softmax.mistake(
    "The largest logit is subtracted below the line only. Above and below must be the same powers."
)
def softmax_shifted_below(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.exp(logits) / e.sum(axis=1, keepdims=True)


@softmax.mistake(
    "The largest logit is subtracted above the line only. Above and below must be the same powers."
)
def softmax_shifted_above(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        return e / np.exp(logits).sum(axis=1, keepdims=True)


@softmax.mistake(
    "You subtracted the *mean* of each row. The largest may still lie far above it and overflow: "
    "subtract the largest."
)
def softmax_mean_subtracted(logits):
    return _overflowing(logits - logits.mean(axis=1, keepdims=True))


@softmax.mistake(
    "These are the numbers of the winning classes. Return the probability of *every* class."
)
def softmax_winners(logits):
    return logits.argmax(axis=1)


@_both_ways(softmax, "These are per cents. A probability lies between 0 and 1.")
def softmax_in_percent(softmax, logits):
    return 100 * softmax(logits)


@_both_ways(
    softmax, "These are only the probabilities of the winners. Return a row for each picture."
)
def softmax_largest_only(softmax, logits):
    return softmax(logits).max(axis=1)


@softmax.mistake(
    "You divided by the largest power, and exp overflows. Subtract each row's largest logit "
    "first, and divide by the row's *sum*."
)
def softmax_over_the_largest_power(logits):
    with np.errstate(all="ignore"):
        return np.exp(logits) / np.exp(logits).max(axis=1, keepdims=True)


@softmax.mistake(
    "These are the logits, less the largest of each row. Now take exp, and divide each row by "
    "its sum."
)
def softmax_shifted_only(logits):
    return logits - logits.max(axis=1, keepdims=True)


@softmax.mistake(
    "You took shares of the squares. Take exp: it keeps the order of negative logits, too."
)
def softmax_squares(logits):
    return logits**2 / (logits**2).sum(axis=1, keepdims=True)


@softmax.mistake(
    "You took shares of the sizes. Take exp: it keeps the order of negative logits, too."
)
def softmax_shares_of_sizes(logits):
    return np.abs(logits) / np.abs(logits).sum(axis=1, keepdims=True)


@softmax.mistake("Below the line you added the logits. Add their *powers*: the same ones as above.")
def softmax_over_the_logits(logits):
    with np.errstate(all="ignore"):
        return np.exp(logits) / logits.sum(axis=1, keepdims=True)


@softmax.mistake(
    "You cut the logits at a number of your own (`np.clip`). Rows of large logits then look all "
    "alike: subtract each row's largest instead."
)
def softmax_clipped(logits):
    e = np.exp(np.clip(logits, -500, 500))
    return e / e.sum(axis=1, keepdims=True)


@softmax.mistake(
    "You subtracted the *last* logit of each row, or another number far below the largest. exp "
    "overflows: subtract the largest."
)
def softmax_last_subtracted(logits):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits[:, -1:])
        return e / e.sum(axis=1, keepdims=True)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Temperature",
    task="Divide the logits by a temperature, then softmax, also when they are very large. "
    "High: undecided; low: decided.",
    cases=[
        (np.array([2.0, 1.0, 0.0]), 2.0),
        (np.array([0.0, 1.0, 3.0]), 2.0),
        (np.array([0.0, 1.0, 3.0]), 0.5),
        (lesson.numbers(4), 4.0),
        (lesson.numbers(2), 0.25),
        (np.array([2000.0, 2002.0, 1999.0]), 4.0),
        (np.array([2000.0, 2002.0, 1999.0]), 2.0),
        (np.array([1.0, 3000.0, 0.0, 2.0]), 2.0),
        (np.array([-6000.0, -6001.0, -5998.0]), 2.0),
    ],
    hints=[
        "`logits / temperature` comes first, before exp.",
        "Then softmax as before, in the form that never overflows; here it is one row, so no axis "
        "is needed.",
    ],
    crashes={
        "math range error": "exp of a large logit is too large for any float: divide by the "
        "temperature, then subtract the largest."
    },
    takeaway="Temperature 1 is softmax itself. The order of the classes never changes.",
)
def with_temperature(logits, temperature):
    """Return the probabilities (K,) at this temperature; logits (K,)."""
    scaled = logits / temperature
    e = np.exp(scaled - scaled.max())
    return e / e.sum()


@with_temperature.mistake(
    "Above the line the logits are divided, below it they are not: take the sum of the same "
    "exponentials."
)
def temperature_above_only(logits, temperature):
    return np.exp(logits / temperature) / np.exp(logits).sum()


@with_temperature.mistake("These are the powers. Divide them by their sum.")
def temperature_not_normalised(logits, temperature):
    return np.exp(logits / temperature)


@with_temperature.mistake(
    "Below the line the logits are divided, above it they are not: take the same powers."
)
def temperature_below_only(logits, temperature):
    return np.exp(logits) / np.exp(logits / temperature).sum()


@_both_ways(
    with_temperature,
    "You multiplied by the temperature, or took it as a power. Divide: hot means undecided.",
)
def temperature_multiplied(softmax, logits, temperature):
    return softmax(logits * temperature)


@_both_ways(
    with_temperature,
    "You divided the probabilities. Divide the logits, before exp; then the sum stays 1.",
)
def temperature_after_softmax(softmax, logits, temperature):
    return softmax(logits) / temperature


@_both_ways(
    with_temperature,
    "The temperature has no effect: it is missing, or it cancels where the exponentials are "
    "divided "
    "by their sum. Divide the logits.",
)
def temperature_missing(softmax, logits, temperature):
    return softmax(logits)


@_both_ways(
    with_temperature,
    "You used exp(-logit / temperature), as physicists do with energies.",
)
def temperature_of_energies(softmax, logits, temperature):
    return softmax(-logits / temperature)


@with_temperature.mistake(
    "You divided by the temperature's square.",
)
def temperature_squared(logits, temperature):
    return _softmax(logits / temperature**2)


@_both_ways(
    with_temperature,
    "You raised the probabilities to 1 / temperature, and left them so: now divide by their sum.",
)
def temperature_as_power(softmax, logits, temperature):
    return softmax(logits) ** (1 / temperature)


@_both_ways(
    with_temperature,
    "You divided with `//`, which drops the decimals. Use `/`.",
)
def temperature_whole_numbers(softmax, logits, temperature):
    return softmax(logits // temperature)


@with_temperature.mistake(
    "exp overflowed for the large logits, and infinity over infinity is not a number. Divide by "
    "the temperature, then subtract the largest, then exp."
)
def temperature_overflows(logits, temperature):
    return _overflowing(logits / temperature)


@with_temperature.mistake(
    "You subtracted the largest *undivided* logit. Divide first, then subtract the largest of the "
    "quotients: otherwise exp becomes infinite or 0 everywhere."
)
def temperature_largest_undivided(logits, temperature):
    with np.errstate(all="ignore"):
        e = np.exp(logits / temperature - logits.max())
        return e / e.sum()


@_both_ways(
    with_temperature,
    "You multiplied the probabilities by the temperature. Divide the *logits* by it, before exp.",
)
def temperature_times_probabilities(softmax, logits, temperature):
    return softmax(logits) * temperature


@with_temperature.mistake(
    "These are the divided logits. Now make them probabilities: exp, divided by the sum."
)
def temperature_without_softmax(logits, temperature):
    return logits / temperature


@with_temperature.mistake("These are the powers after the shift. Divide them by their sum.")
def temperature_shifted_not_normalised(logits, temperature):
    scaled = logits / temperature
    return np.exp(scaled - scaled.max())


@_both_ways(
    with_temperature,
    "You raised the probabilities to the temperature and left them so. Divide the logits instead.",
)
def temperature_as_power_up_alone(softmax, logits, temperature):
    return softmax(logits) ** temperature


@_both_ways(
    with_temperature, "These are the *logarithms* of the probabilities: leave out the `log`."
)
def temperature_logarithms(softmax, logits, temperature):
    return np.log(softmax(logits / temperature))


@with_temperature.mistake(
    "You put each divided logit through a sigmoid. Use softmax: the classes share a sum of 1."
)
def temperature_sigmoids(logits, temperature):
    return 1 / (1 + np.exp(-logits / temperature))


@_both_ways(with_temperature, "You divided by the *mean* of the powers. Divide by their sum.")
def temperature_over_the_mean(softmax, logits, temperature):
    return softmax(logits / temperature) * len(logits)


@_both_ways(with_temperature, "You took the root of the temperature. Divide by it as it is.")
def temperature_root(softmax, logits, temperature):
    return softmax(logits / np.sqrt(temperature))


@with_temperature.mistake(
    "The temperature divides the powers, not the logits. Divide before exp: "
    "`np.exp(logits / temperature)`."
)
def temperature_divides_powers(logits, temperature):
    with np.errstate(all="ignore"):
        return np.exp(logits) / temperature


@with_temperature.mistake(
    "These are shares of the divided logits. Take exp first: it makes them positive."
)
def temperature_plain_shares(logits, temperature):
    with np.errstate(all="ignore"):
        return logits / logits.sum()


@with_temperature.mistake(
    "You cut the quotients at a number of your own (`np.clip`). Large ones then look all alike: "
    "subtract the largest instead."
)
def temperature_clipped(logits, temperature):
    e = np.exp(np.clip(logits / temperature, -500, 500))
    return e / e.sum()


@with_temperature.mistake(
    "exp overflowed: you subtracted the mean, the first or the smallest. Another may lie far above "
    "it: subtract the *largest*."
)
def temperature_mean_subtracted(logits, temperature):
    scaled = logits / temperature
    with np.errstate(all="ignore"):
        e = np.exp(scaled - scaled.mean())
        return e / e.sum()


@with_temperature.mistake(
    "You subtracted the largest *size* (`abs`). Where all logits are far below 0, every power "
    "becomes 0: subtract the largest with its sign."
)
def temperature_largest_size_subtracted(logits, temperature):
    scaled = logits / temperature
    with np.errstate(all="ignore"):
        e = np.exp(scaled - np.abs(scaled).max())
        return e / e.sum()


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Cross-entropy",
    task="The mean, over the pictures, of -ln of the probability that the true class got.",
    cases=[
        (np.array([[0.5, 0.25, 0.25]]), np.array([1])),
        (_softmax(lesson.numbers(3, 3)), np.array([2, 0, 0])),
        (_softmax(lesson.numbers(2, 4)), np.array([3, 1])),
        (_softmax(lesson.numbers(4, 2)), np.array([0, 1, 1, 0])),
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
    takeaway="Sure and right costs nothing, sure and wrong costs a lot: -ln 0.01 = 4.6.",
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
    "`probabilities[:, targets]` takes these columns of *every* row. One number per row: "
    "`probabilities[np.arange(n), targets]`."
)
def entropy_of_columns(probabilities, targets):
    return -np.log(probabilities[:, targets]).mean()


@cross_entropy.mistake("You took the mean first and the logarithm then. Each picture first.")
def entropy_of_the_mean(probabilities, targets):
    return -np.log(np.mean(_picked(probabilities, targets)))


@cross_entropy.mistake(
    "You applied softmax to what are probabilities already. Take their logarithm as they are."
)
def entropy_softmax_twice(probabilities, targets):
    return np.mean(-np.log(_picked(_softmax(probabilities), targets)))


@cross_entropy.mistake("These are the costs, one per picture. Their mean is missing.")
def entropy_each_picture(probabilities, targets):
    return -np.log(_picked(probabilities, targets))


@cross_entropy.mistake("You used the logarithm to base 10. Here it is the natural one, `np.log`.")
def entropy_base_ten(probabilities, targets):
    return np.mean(-np.log10(_picked(probabilities, targets)))


@cross_entropy.mistake(
    "You divided by all numbers, N · K: the zeros of the wrong classes count in your mean. Divide "
    "by N."
)
def entropy_mean_of_all(probabilities, targets):
    return np.sum(-np.log(_picked(probabilities, targets))) / probabilities.size


@cross_entropy.mistake("You divided by the number of classes. Divide by the number of pictures.")
def entropy_over_classes(probabilities, targets):
    return np.sum(-np.log(_picked(probabilities, targets))) / probabilities.shape[1]


@cross_entropy.mistake("This is the mean probability of the true class. Its -log is the cost.")
def entropy_without_logarithm(probabilities, targets):
    return np.mean(_picked(probabilities, targets))


@cross_entropy.mistake(
    "You weighted -log p with p itself. The weight is the truth: 1 for the true class."
)
def entropy_weighted(probabilities, targets):
    p = _picked(probabilities, targets)
    return np.mean(-p * np.log(p))


@cross_entropy.mistake(
    "You charge the wrong classes as well, with -log(1 - p). That is the loss of separate "
    "yes-or-no outputs."
)
def entropy_of_yes_and_no(probabilities, targets):
    y = np.eye(probabilities.shape[1])[targets]
    costs = -np.log(np.where(y == 1, probabilities, 1 - probabilities))
    return costs.sum(axis=1).mean()


@cross_entropy.mistake("You count the classes from 1. The first class is number 0.")
def entropy_from_one(probabilities, targets):
    return np.mean(-np.log(_picked(probabilities, targets - 1)))


@cross_entropy.mistake("This is the cost of the first picture only. Take the mean over all.")
def entropy_first_picture(probabilities, targets):
    return -np.log(probabilities[0, targets[0]])


@cross_entropy.mistake("The `return` is inside the loop: only the first picture was added.")
def entropy_returned_too_early(probabilities, targets):
    return -np.log(probabilities[0, targets[0]]) / len(targets)


@cross_entropy.mistake(
    "You turned the sign of the probability round, but took no logarithm. The cost is -log p."
)
def entropy_minus_p(probabilities, targets):
    return -np.mean(_picked(probabilities, targets))


@cross_entropy.mistake(
    "Two things: the minus before the logarithm is missing, and you summed. The loss is a mean."
)
def entropy_summed_without_sign(probabilities, targets):
    return np.sum(np.log(_picked(probabilities, targets)))


@cross_entropy.mistake(
    "You summed -log p over all classes. Only the true class of each picture counts; then the mean."
)
def entropy_of_all_summed(probabilities, targets):
    return -np.sum(np.log(probabilities))


@cross_entropy.mistake(
    "You summed -log p over all classes of a picture. Only the true class counts."
)
def entropy_of_all_classes_a_picture(probabilities, targets):
    return -np.log(probabilities).sum(axis=1).mean()


@cross_entropy.mistake(
    "Only the last picture is in your sum: each turn of the loop overwrites it. Add up with `+=`."
)
def entropy_overwritten(probabilities, targets):
    return -np.log(probabilities[-1, targets[-1]]) / len(targets)


@cross_entropy.mistake("This is the cost of the last picture only. Add up all, divide by N.")
def entropy_last_picture(probabilities, targets):
    return -np.log(probabilities[-1, targets[-1]])


@cross_entropy.mistake("You took log(1 - p), the cost of a *no*. The true class costs -log p.")
def entropy_of_the_rest(probabilities, targets):
    return -np.mean(np.log(1 - _picked(probabilities, targets)))


@cross_entropy.mistake(
    "You multiplied by the *number* of the class. Pick the probability of the true class instead: "
    "`probabilities[np.arange(n), targets]`."
)
def entropy_times_class_number(probabilities, targets):
    return -np.mean(targets * np.log(_picked(probabilities, targets)))


@cross_entropy.mistake("These are squared errors. The cost of a picture is -log p.")
def entropy_squares(probabilities, targets):
    y = np.eye(probabilities.shape[1])[targets]
    return np.mean((probabilities - y) ** 2)


@cross_entropy.mistake(
    "These are squared errors, added for each picture. The cost of a picture is -log p."
)
def entropy_squares_a_picture(probabilities, targets):
    y = np.eye(probabilities.shape[1])[targets]
    return np.mean(((probabilities - y) ** 2).sum(axis=1))


@cross_entropy.mistake("You took 1 / p. It grows without limit, too; but the cost is -log p.")
def entropy_inverse(probabilities, targets):
    return np.mean(1 / _picked(probabilities, targets))


@cross_entropy.mistake("This is the share of right answers. The cost asks how sure they were.")
def entropy_is_accuracy(probabilities, targets):
    return np.mean(probabilities.argmax(axis=1) == targets)


@cross_entropy.mistake(
    "The true classes are picked, but the mean goes over the costs of all N · N pairs: "
    "`probabilities[np.arange(n), targets]` gives one number per picture."
)
def entropy_of_columns_summed(probabilities, targets):
    return -np.log(probabilities[:, targets]).sum() / len(targets)


@cross_entropy.mistake(
    "You took the logarithm of the *sum*. First -log of each picture's p, then the mean."
)
def entropy_logarithm_of_the_sum(probabilities, targets):
    return -np.log(np.sum(_picked(probabilities, targets)))


@cross_entropy.mistake(
    "You took class 0 in every row. What counts is the true class, `targets[n]`."
)
def entropy_of_the_first_class(probabilities, targets):
    return -np.mean(np.log(probabilities[:, 0]))


@cross_entropy.mistake(
    "These are distances between p and the truth. The cost of a picture is -log p of its true "
    "class."
)
def entropy_distances(probabilities, targets):
    return np.mean(np.abs(probabilities - np.eye(probabilities.shape[1])[targets]))


@cross_entropy.mistake(
    "You multiplied by the *number* of the class, and summed. Take -log p of the true class; "
    "then the mean."
)
def entropy_times_class_number_summed(probabilities, targets):
    return -np.sum(targets * np.log(_picked(probabilities, targets)))


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Where the backward pass starts",
    task="For one picture: the gradient of its cross-entropy with respect to its logits, also when "
    "they are very large.",
    cases=[
        (np.array([0.0, 1.0, 2.0]), 0),
        (lesson.numbers(4), 2),
        (np.array([3.0, -3.0]), 1),
        (lesson.numbers(3), 2),
        (np.array([1000.0, 998.0, 1001.0]), 1),
        (np.array([1.0, 3000.0, 0.0, 2.0]), 1),
        (np.array([-3000.0, -3001.0, -2999.0]), 1),
    ],
    hints=[
        "The gradient is p - y, with p the probabilities, in the form that never overflows.",
        "y is 1 for the true class and 0 for the others: subtract 1 at `p[target]`, in a copy.",
    ],
    crashes={
        "math range error": "exp of a large logit is too large for any float: subtract the largest "
        "logit first."
    },
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


@logits_gradient.mistake("You subtracted y from the logits. Make them probabilities first.")
def gradient_of_raw_logits(logits, target):
    return logits - _hot(logits, target)


@logits_gradient.mistake("These are the powers, not the probabilities: divide by their sum first.")
def gradient_of_powers(logits, target):
    return np.exp(logits) - _hot(logits, target)


@_both_ways(
    logits_gradient,
    "The sign is turned round: p - y, not y - p.",
)
def gradient_reversed(softmax, logits, target):
    return _hot(logits, target) - softmax(logits)


@_both_ways(
    logits_gradient,
    "These are the probabilities. Subtract 1 at the true class.",
)
def gradient_probabilities(softmax, logits, target):
    return softmax(logits)


@_both_ways(
    logits_gradient,
    "You subtracted the *number* of the class from every probability. y is 1 for the true class "
    "and 0 for the others.",
)
def gradient_class_number(softmax, logits, target):
    return softmax(logits) - target


@_both_ways(
    logits_gradient,
    "There is a factor p · (1 - p) too many. That comes with squared errors, and makes them stall.",
)
def gradient_saturating(softmax, logits, target):
    return (p := softmax(logits)) * (1 - p) * (p - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "You kept the true class only. The other classes are pushed down: p - 0 each.",
)
def gradient_true_class_only(softmax, logits, target):
    return (softmax(logits) - 1) * _hot(logits, target)


@_both_ways(
    logits_gradient,
    "This is -1/p at the true class, the step before softmax. Go on to the logits.",
)
def gradient_of_probabilities(softmax, logits, target):
    return -_hot(logits, target) / softmax(logits)


@_both_ways(
    logits_gradient,
    "You divided by the number of classes. There is one picture, so nothing is averaged.",
)
def gradient_averaged(softmax, logits, target):
    return (softmax(logits) - _hot(logits, target)) / len(logits)


@_both_ways(
    logits_gradient,
    "You subtracted 1 everywhere. Subtract it at the true class only.",
)
def gradient_one_everywhere(softmax, logits, target):
    return softmax(logits) - 1


@_both_ways(
    logits_gradient,
    "You count the classes from 1: the 1 is subtracted one place too early.",
)
def gradient_place_before(softmax, logits, target):
    return softmax(logits) - np.roll(_hot(logits, target), -1)


@_both_ways(
    logits_gradient,
    "You always take class 0 for the true one. It is `target`.",
)
def gradient_first_class(softmax, logits, target):
    return softmax(logits) - _hot(logits, 0)


@_both_ways(
    logits_gradient,
    "You *set* the true class to -1. Subtract 1 from what it has: `-=`.",
)
def gradient_set_to_minus_one(softmax, logits, target):
    return np.where(_hot(logits, target) == 1, -1.0, softmax(logits))


@_both_ways(
    logits_gradient,
    "You left out the sign. The true class is pushed the other way.",
)
def gradient_sizes(softmax, logits, target):
    return np.abs(softmax(logits) - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "This is the true class's entry only. Return one number for each logit.",
)
def gradient_one_entry(softmax, logits, target):
    return softmax(logits)[target] - 1


@_both_ways(
    logits_gradient,
    "This is the loss itself. Its gradient is asked for, one number a logit.",
)
def gradient_is_loss(softmax, logits, target):
    return -np.log(softmax(logits)[target])


@logits_gradient.mistake(
    "exp overflowed for the large logits, and infinity over infinity is not a number. Subtract the "
    "largest logit before exp."
)
def gradient_overflows(logits, target):
    return _overflowing(logits) - _hot(logits, target)


@_both_ways(
    logits_gradient,
    "You added y. The gradient is p - y: *subtract* 1 at the true class.",
)
def gradient_target_added(softmax, logits, target):
    return softmax(logits) + _hot(logits, target)


@_both_ways(
    logits_gradient,
    "This is p · (1 - p), the slope of a sigmoid. The gradient of the loss is p - y.",
)
def gradient_of_sigmoid(softmax, logits, target):
    p = softmax(logits)
    return p * (1 - p)


@_both_ways(
    logits_gradient,
    "These are the slopes of the true class's *probability*. Those of the loss -log p are these, "
    "divided by its -p: p - y.",
)
def gradient_of_true_probability(softmax, logits, target):
    p = softmax(logits)
    return p * (_hot(logits, target) - p[target])


@_both_ways(
    logits_gradient,
    "These are the slopes of the true class's probability, with the sign of a loss. Divide them by "
    "p: p - y is left.",
)
def gradient_of_minus_true_probability(softmax, logits, target):
    p = softmax(logits)
    return p * (p[target] - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "This is 1 - p everywhere. The gradient is p - y, with y 1 for the true class and 0 elsewhere.",
)
def gradient_one_minus_p(softmax, logits, target):
    return 1 - softmax(logits)


@_both_ways(
    logits_gradient,
    "You subtracted 1 from the *logit*, before softmax. Subtract it from the probability.",
)
def gradient_subtracted_before(softmax, logits, target):
    return softmax(logits - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "You count one place too far: the 1 belongs to class `target`, counted from 0.",
)
def gradient_place_behind(softmax, logits, target):
    return softmax(logits) - np.roll(_hot(logits, target), 1)


@_both_ways(
    logits_gradient,
    "This is -1/p, one number: the step before softmax. Go on to the logits, one number for each.",
)
def gradient_minus_one_over_p(softmax, logits, target):
    return -1 / softmax(logits)[target]


@_both_ways(logits_gradient, "You squared p - y. The gradient is p - y itself.")
def gradient_squared(softmax, logits, target):
    return (softmax(logits) - _hot(logits, target)) ** 2


@_both_ways(
    logits_gradient,
    "A factor 2 comes with squared errors. The gradient of cross-entropy is p - y.",
)
def gradient_doubled(softmax, logits, target):
    return 2 * (softmax(logits) - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "You took the logarithms of the probabilities. The logarithm is gone from the gradient: p - y.",
)
def gradient_of_logarithms(softmax, logits, target):
    return np.log(softmax(logits)) - _hot(logits, target)


@_both_ways(
    logits_gradient,
    "This is the loss, put at the true class. Its *gradient* is asked for: p - y.",
)
def gradient_loss_in_place(softmax, logits, target):
    return -np.log(softmax(logits)) * _hot(logits, target)


@logits_gradient.mistake(
    "You used the sigmoid for each logit. The classes share one sum: p is the softmax."
)
def gradient_with_sigmoid(logits, target):
    return 1 / (1 + np.exp(-logits)) - _hot(logits, target)


@logits_gradient.mistake("This is -y alone. The probabilities are missing: p - y.")
def gradient_of_the_truth(logits, target):
    return -_hot(logits, target)


@_both_ways(
    logits_gradient,
    "You added everything up, which gives 0. Return one number for each logit.",
)
def gradient_added_up(softmax, logits, target):
    return np.sum(softmax(logits) - _hot(logits, target))


@_both_ways(
    logits_gradient,
    "You subtracted 1 at the class with the largest logit. Subtract it at the *true* class, "
    "`target`.",
)
def gradient_at_the_winner(softmax, logits, target):
    return softmax(logits) - _hot(logits, int(np.argmax(logits)))


@_both_ways(
    logits_gradient,
    "These are -log p of each class. The gradient is p - y.",
)
def gradient_is_cost_of_each(softmax, logits, target):
    return -np.log(softmax(logits))


@_both_ways(
    logits_gradient,
    "You kept the true class only, as 1 - p. It is p - y, for *every* class.",
)
def gradient_true_class_reversed(softmax, logits, target):
    return (1 - softmax(logits)) * _hot(logits, target)


@logits_gradient.mistake(
    "You took 1 off the true class's logit, one number. Make the logits probabilities, and "
    "return p - y for each class."
)
def gradient_raw_entry(logits, target):
    return logits[target] - 1


@logits_gradient.mistake(
    "exp overflowed: you subtracted the mean, the first or the smallest. Another may lie far above "
    "it: subtract the *largest*."
)
def gradient_mean_subtracted(logits, target):
    with np.errstate(all="ignore"):
        e = np.exp(logits - logits.mean())
        p = e / e.sum()
    p[target] -= 1
    return p


@logits_gradient.mistake(
    "You cut the logits at a number of your own (`np.clip`). Large ones then look all alike: "
    "subtract the largest instead."
)
def gradient_clipped(logits, target):
    e = np.exp(np.clip(logits, -500, 500))
    p = e / e.sum()
    p[target] -= 1
    return p


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


@binary_cross_entropy.mistake("These are the costs, one per picture. Take their mean.")
def binary_each(p, y):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("You left out the yeses: a true yes costs -log p.")
def binary_no_only(p, y):
    return -np.mean((1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("You used another logarithm, base 2. Here it is the natural one.")
def binary_in_bits(p, y):
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


@binary_cross_entropy.mistake(
    "Brackets: the minus stands before the yeses only. Both logarithms are negative."
)
def binary_minus_once(p, y):
    return np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake(
    "Truth and answer are exchanged: the logarithm is taken of p, and y says which one counts."
)
def binary_logarithm_of_truth(p, y):
    with np.errstate(all="ignore"):
        return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


@binary_cross_entropy.mistake("Brackets: it is log(1 - p), not log(1) - p.")
def binary_brackets(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * (np.log(1) - p))


@binary_cross_entropy.mistake("This is the share that is right. The cost asks how sure it was.")
def binary_share_right(p, y):
    return np.mean((p > 0.5) == (y == 1))


@binary_cross_entropy.mistake(
    "Every picture costs -log(1 - p) here. That is the cost of a no; a true yes costs -log p."
)
def binary_all_no(p, y):
    return -np.mean(np.log(1 - p))


@binary_cross_entropy.mistake(
    "The `return` is inside the loop: only the first picture is in your sum."
)
def binary_returned_too_early(p, y):
    return -np.log(p[0] if y[0] else 1 - p[0]) / len(p)


@binary_cross_entropy.mistake("This is the cost of the first picture only. Take the mean of all.")
def binary_first_picture(p, y):
    return -np.log(p[0] if y[0] else 1 - p[0])


@binary_cross_entropy.mistake(
    "Only the cost of the last picture is in your sum: the loop overwrites it. Add up with `+=`."
)
def binary_overwritten(p, y):
    return -np.log(p[-1] if y[-1] else 1 - p[-1]) / len(p)


@binary_cross_entropy.mistake("This is the cost of the last picture only. Take the mean of all.")
def binary_last_picture(p, y):
    return -np.log(p[-1] if y[-1] else 1 - p[-1])


@binary_cross_entropy.mistake(
    "The logarithm is missing: this is the mean probability of what is true, with a minus."
)
def binary_minus_without_logarithm(p, y):
    return -np.mean(y * p + (1 - y) * (1 - p))


@binary_cross_entropy.mistake(
    "This is the mean probability of what is true. Take -log of each before the mean."
)
def binary_without_logarithm(p, y):
    return np.mean(y * p + (1 - y) * (1 - p))


@binary_cross_entropy.mistake(
    "You took the mean first and the logarithm then. Each picture first, the mean at the end."
)
def binary_logarithm_of_the_mean(p, y):
    return -np.log(np.mean(y * p + (1 - y) * (1 - p)))


@binary_cross_entropy.mistake("You wrote 1 - log p for a no. It costs -log(1 - p).")
def binary_one_minus_logarithm(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p)))


@binary_cross_entropy.mistake(
    "A no has +log p in your formula: the surer the yes, the less it costs. It costs -log(1 - p)."
)
def binary_minus_logarithm_for_no(p, y):
    return -np.mean(y * np.log(p) - (1 - y) * np.log(p))


@binary_cross_entropy.mistake("The logarithm of 1 - p is missing: a no costs -log(1 - p).")
def binary_no_without_logarithm(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * (1 - p))


@binary_cross_entropy.mistake(
    "You charge both costs for every picture. y chooses: -log p for a yes, -log(1 - p) for a no."
)
def binary_both_always(p, y):
    return -np.mean(np.log(p) + np.log(1 - p))


@binary_cross_entropy.mistake("You used the logarithm to base 10. Here it is `np.log`.")
def binary_base_ten(p, y):
    return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))


@binary_cross_entropy.mistake("You divided by 2 · N. There is one cost a picture: divide by N.")
def binary_halved(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) / 2


@binary_cross_entropy.mistake(
    "This is the entropy of the answers p, without the truth y. Weight the logarithms with y."
)
def binary_entropy_of_answers(p, y):
    return -np.mean(p * np.log(p) + (1 - p) * np.log(1 - p))


@binary_cross_entropy.mistake(
    "You put p through a sigmoid. It is a probability already: take its logarithm as it is."
)
def binary_sigmoid_first(p, y):
    q = 1 / (1 + np.exp(-p))
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))


@binary_cross_entropy.mistake(
    "You swapped the two, and no minus is left: a yes costs -log p, a no -log(1 - p)."
)
def binary_exchanged_without_sign(p, y):
    return np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


@binary_cross_entropy.mistake("You added up, and the minus is missing: the mean of -log is asked.")
def binary_summed_without_sign(p, y):
    return np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("You *multiplied* the two terms. One of them counts: add them.")
def binary_terms_multiplied(p, y):
    return -np.mean(y * np.log(p) * (1 - y) * np.log(1 - p))


@binary_cross_entropy.mistake("The weight 1 - y is missing: log(1 - p) counts for a no only.")
def binary_no_always(p, y):
    return -np.mean(y * np.log(p) + np.log(1 - p))


@binary_cross_entropy.mistake("The weight y is missing: log p counts for a yes only.")
def binary_yes_always(p, y):
    return -np.mean(np.log(p) + (1 - y) * np.log(1 - p))


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Three ways to measure an error",
    task="Return the sum of desired - actual, the sum of the absolute errors, the sum of squares.",
    cases=[
        (np.array([1.0, 0.0]), np.array([0.54, 0.39])),
        (lesson.numbers(3), lesson.numbers(3) / 2),
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


@errors.mistake("These are the errors of each output. Add them up: three numbers.")
def errors_not_added(desired, actual):
    error = desired - actual
    return error, np.abs(error), error**2


@errors.mistake("The third number is twice the error. A square is `error**2`.")
def errors_doubled(desired, actual):
    error = desired - actual
    return error.sum(), np.abs(error).sum(), (2 * error).sum()


@errors.mistake("The first number lost its signs. Signed errors may cancel, and that is the point.")
def errors_signs_lost(desired, actual):
    error = np.abs(desired - actual)
    return error.sum(), error.sum(), (error**2).sum()


@errors.mistake("You took the largest error. Add up all of them.")
def errors_largest(desired, actual):
    error = desired - actual
    return error.sum(), np.abs(error).max(), (error**2).max()


@errors.mistake("The third number is the *mean* of the squares. Their sum is asked for.")
def errors_mean_square(desired, actual):
    error = desired - actual
    return error.sum(), np.abs(error).sum(), (error**2).mean()


@errors.mistake("You took sizes first and subtracted then. Take the size of each *difference*.")
def errors_difference_of_sizes(desired, actual):
    signed, _, squared = errors.reference(desired, actual)
    return signed, np.sum(np.abs(desired) - np.abs(actual)), squared


@errors.mistake("These are the errors of the first output only. Add up all outputs.")
def errors_first_output(desired, actual):
    return errors.reference(desired[:1], actual[:1])


@errors.mistake(
    "The second number is the size of the *sum*. Take the size of each error, then add: "
    "`np.abs(error).sum()`."
)
def errors_size_of_sum(desired, actual):
    signed, _, squared = errors.reference(desired, actual)
    return signed, abs(signed), squared


@errors.mistake(
    "The third number is the square of the *sum*. Square each error, then add: `(error**2).sum()`."
)
def errors_square_of_sum(desired, actual):
    signed, absolute, _ = errors.reference(desired, actual)
    return signed, absolute, signed**2


@errors.mistake("The third number is the square of the sum of sizes. Square each error, then add.")
def errors_square_of_sizes(desired, actual):
    signed, absolute, _ = errors.reference(desired, actual)
    return signed, absolute, absolute**2


@errors.mistake("The second number is a mean. All three are sums.")
def errors_mean_size(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return signed, absolute / len(desired), squared


@errors.mistake("The first number is a mean. All three are sums.")
def errors_mean_signed(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return signed / len(desired), absolute, squared


@errors.mistake("Mean, mean and variance? The three *sums* are asked for, with no mean taken off.")
def errors_variance(desired, actual):
    e = desired - actual
    return e.mean(), np.abs(e).mean(), e.var()


@errors.mistake("The second number kept its signs: `np.abs(error).sum()`.")
def errors_without_size(desired, actual):
    signed, _, squared = errors.reference(desired, actual)
    return signed, signed, squared


@errors.mistake("The first two are exchanged: signed first, then absolute.")
def errors_first_two_exchanged(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return absolute, signed, squared


@errors.mistake("The last two are exchanged: absolute second, squared third.")
def errors_last_two_exchanged(desired, actual):
    signed, absolute, squared = errors.reference(desired, actual)
    return signed, squared, absolute


@errors.mistake(
    "This is the first of three numbers: return all of them, `signed, absolute, squared`."
)
def errors_signed_only(desired, actual):
    return np.sum(desired - actual)


@errors.mistake("This is one of three numbers: return all, `signed, absolute, squared`.")
def errors_squared_only(desired, actual):
    return np.sum((desired - actual) ** 2)


@errors.mistake(
    "These are the errors of the last output only: each turn of the loop overwrites them. Add up "
    "with `+=`."
)
def errors_overwritten(desired, actual):
    return errors.reference(desired[-1:], actual[-1:])


@errors.mistake("You added desired and actual. An error is their *difference*.")
def errors_of_sums(desired, actual):
    return errors.reference(desired, -actual)


@errors.mistake("You cubed the errors. A square is `error**2`.")
def errors_cubed(desired, actual):
    e = desired - actual
    return e.sum(), np.abs(e).sum(), (e**3).sum()


@errors.mistake("The third number is the largest square. Add all of them: `(error**2).sum()`.")
def errors_largest_square(desired, actual):
    e = desired - actual
    return e.sum(), np.abs(e).sum(), (e**2).max()


@errors.mistake("You took the *products* of desired and actual. An error is their difference.")
def errors_of_products(desired, actual):
    return errors.reference(desired * actual, np.zeros(len(actual)))


@errors.mistake("All signs are gone, and the root is taken: leave the sum of squares as it is.")
def errors_lengths(desired, actual):
    e = desired - actual
    return np.abs(e).sum(), np.abs(e).sum(), np.sqrt((e**2).sum())


@errors.mistake("The second number is a root of squares. Add the sizes: `np.abs(error).sum()`.")
def errors_length_second(desired, actual):
    e = desired - actual
    return e.sum(), np.sqrt((e**2).sum()), (e**2).sum()


@errors.mistake("The second number is the largest size. Add all of them.")
def errors_largest_size(desired, actual):
    e = desired - actual
    return e.sum(), np.abs(e).max(), (e**2).sum()


@errors.mistake(
    "You took actual - desired, and the root. It is desired - actual, and the sum of squares as "
    "it is."
)
def errors_reversed_products(desired, actual):
    e = actual - desired
    return e.sum(), np.abs(e).sum(), np.sqrt((e**2).sum())
