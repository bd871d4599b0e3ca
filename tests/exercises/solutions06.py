"""Differently written correct solutions of lesson 06."""

import math

import numpy as np

from cnnkit import functional


def softmax_rows(logits):
    rows = []
    for row in logits:
        largest = max(row)
        e = [math.exp(v - largest) for v in row]
        rows.append([v / sum(e) for v in e])
    return rows


def softmax_of_differences(logits):
    return 1 / np.exp(logits[:, None, :] - logits[:, :, None]).sum(axis=2)


def softmax_logs(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))


def softmax_cnnkit(logits):
    return functional.softmax(logits, axis=1)


def temperature_powers(logits, temperature):
    p = np.exp(logits - logits.max()) ** (1 / temperature)
    return p / p.sum()


def temperature_of_probabilities(logits, temperature):
    p = functional.softmax(logits[None], axis=1)[0] ** (1 / temperature)
    return p / p.sum()


def temperature_list(logits, temperature):
    e = [math.exp((v - max(logits)) / temperature) for v in logits]
    return [v / math.fsum(e) for v in e]


def entropy_one_hot(probabilities, targets):
    hot = np.eye(probabilities.shape[1])[targets]
    return -(hot * np.log(probabilities)).sum() / len(targets)


def entropy_loop(probabilities, targets):
    total = 0
    for n in range(len(targets)):
        total -= math.log(probabilities[n][targets[n]])
    return total / len(targets)


def entropy_take_along(probabilities, targets):
    return np.log(1 / np.take_along_axis(probabilities, targets[:, None], axis=1)).mean()


def gradient_one_hot(logits, target):
    p = np.exp(logits - np.logaddexp.reduce(logits))
    return p - (np.arange(len(logits)) == target)


def gradient_list(logits, target):
    powers = [math.exp(v - max(logits)) for v in logits]
    return [v / sum(powers) - (k == target) for k, v in enumerate(powers)]


def gradient_cnnkit(logits, target):
    return functional.cross_entropy_backward(1.0, logits[None], np.array([target]))[0]


def binary_where(p, y):
    return np.where(y == 1, -np.log(p), -np.log(1 - p)).mean()


def binary_of_the_truth(p, y):
    return -np.log(np.abs(1 - y - p)).mean()


def binary_as_two_classes(p, y):
    both = np.stack([1 - p, p], axis=1)
    return entropy_loop(both, y.astype(int))


def errors_loops(desired, actual):
    signed = absolute = squared = 0.0
    for d, a in zip(desired, actual, strict=True):
        signed += d - a
        absolute += abs(d - a)
        squared += (d - a) ** 2
    return [signed, absolute, squared]


def errors_norms(desired, actual):
    e = desired - actual
    return np.sum(e), np.linalg.norm(e, 1), np.linalg.norm(e) ** 2


def errors_dot(desired, actual):
    e = np.subtract(desired, actual)
    return np.array([np.dot(e, np.ones(len(e))), np.dot(e, np.sign(e)), np.dot(e, e)])


SOLUTIONS = {
    "softmax": [softmax_rows, softmax_of_differences, softmax_logs, softmax_cnnkit],
    "with_temperature": [temperature_powers, temperature_of_probabilities, temperature_list],
    "cross_entropy": [entropy_one_hot, entropy_loop, entropy_take_along],
    "logits_gradient": [gradient_one_hot, gradient_list, gradient_cnnkit],
    "binary_cross_entropy": [binary_where, binary_of_the_truth, binary_as_two_classes],
    "errors": [errors_loops, errors_norms, errors_dot],
}
