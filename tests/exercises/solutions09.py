"""Differently written correct solutions of lesson 09."""

import numpy as np


def training_loop_while(weight, x, y, learning_rate, epochs, size):
    after, start = [], 0
    while len(after) < epochs:
        pairs = list(zip(x, y, strict=True))[start : start + size]
        weight -= learning_rate * sum(2 * (weight * a - b) * a for a, b in pairs) / len(pairs)
        start += size
        if start >= len(x):
            after, start = [*after, weight], 0
    return after


def training_loop_split(weight, x, y, learning_rate, epochs, size):
    cuts = range(size, len(x), size)
    weights = np.zeros(epochs)
    for epoch in range(epochs):
        for a, b in zip(np.split(x, cuts), np.split(y, cuts), strict=True):
            weight = weight - 2 * learning_rate * (weight * np.mean(a * a) - np.mean(a * b))
        weights[epoch] = weight
    return weights


def training_loop_again(weight, x, y, learning_rate, epochs, size):
    if epochs == 0:
        return []
    for start in range(0, len(x), size):
        a, b = x[start : start + size], y[start : start + size]
        weight = weight - learning_rate * (2 / len(a)) * ((weight * a - b) @ a)
    return [weight, *training_loop_again(weight, x, y, learning_rate, epochs - 1, size)]


def accuracy_loop(logits, targets):
    right = 0
    for row, target in zip(logits, targets, strict=True):
        if row[target] == max(row):
            right += 1
    return right / len(targets)


def accuracy_method(logits, targets):
    return (logits.argmax(-1) == targets).sum() / len(logits)


def accuracy_lists(logits, targets):
    answers = [list(row).index(max(row)) for row in logits]
    return sum(a == t for a, t in zip(answers, targets, strict=True)) / len(answers)


def batches_while(count, size):
    pairs, start = [], 0
    while start < count:
        stop = start + size if start + size < count else count
        pairs.append([start, stop])
        start = stop
    return pairs


def batches_array(count, size):
    starts = np.arange(0, count, size)
    return np.stack([starts, np.minimum(starts + size, count)], axis=1)


def batches_split(count, size):
    parts = np.split(np.arange(count), range(size, count, size))
    return [(part[0], part[-1] + 1) for part in parts]


def sgd_copy(weight, gradient, learning_rate):
    new = weight.copy()
    new -= learning_rate * gradient
    return new


def sgd_negative(weight, gradient, learning_rate):
    return -learning_rate * gradient + weight


def sgd_elementwise(weight, gradient, learning_rate):
    pairs = zip(weight.ravel(), gradient.ravel(), strict=True)
    return np.array([w - learning_rate * g for w, g in pairs]).reshape(weight.shape)


def confusion_add_at(targets, predictions, classes):
    counts = np.zeros((classes, classes))
    np.add.at(counts, (targets, predictions), 1)
    return counts


def confusion_comparisons(targets, predictions, classes):
    return [
        [int(np.sum((targets == t) & (predictions == p))) for p in range(classes)]
        for t in range(classes)
    ]


def confusion_bincount(targets, predictions, classes):
    flat = np.bincount(targets * classes + predictions, minlength=classes**2)
    return flat.reshape(classes, classes)


def cut_nonzero(page):
    rows, columns = np.nonzero(page >= 0.5)
    return page[min(rows) : max(rows) + 1, min(columns) : max(columns) + 1].copy()


def cut_loops(page):
    ink = [(i, j) for i, row in enumerate(page) for j, value in enumerate(row) if not value < 0.5]
    top, bottom = min(i for i, _ in ink), max(i for i, _ in ink)
    left, right = min(j for _, j in ink), max(j for _, j in ink)
    return [[page[i][j] for j in range(left, right + 1)] for i in range(top, bottom + 1)]


def cut_step_by_step(page):
    while page[0].max() < 0.5:
        page = page[1:]
    while page[-1].max() < 0.5:
        page = page[:-1]
    while page[:, 0].max() < 0.5:
        page = page[:, 1:]
    while page[:, -1].max() < 0.5:
        page = page[:, :-1]
    return page


SOLUTIONS = {
    "training_loop": [training_loop_while, training_loop_split, training_loop_again],
    "accuracy": [accuracy_loop, accuracy_method, accuracy_lists],
    "batches": [batches_while, batches_array, batches_split],
    "sgd_step": [sgd_copy, sgd_negative, sgd_elementwise],
    "cut_out": [cut_nonzero, cut_loops, cut_step_by_step],
    "confusion_matrix": [confusion_add_at, confusion_comparisons, confusion_bincount],
}
