"""Differently written correct solutions of lesson 07."""

import numpy as np


def nudge_two_halves(error, w, delta):
    up = (error(w + delta) - error(w)) / delta
    down = (error(w) - error(w - delta)) / delta
    return (up + down) / 2


def nudge_list(error, w, delta):
    before, after = (error(v) for v in (w - delta, w + delta))
    return 0.5 * (after - before) / delta


def nudge_array(error, w, delta):
    errors = error(np.array([w - delta, w + delta]))
    return np.diff(errors)[0] / (2 * delta)


def descend_while(slope, w, learning_rate, steps):
    path = np.zeros(steps + 1)
    path[0], k = w, 0
    while k < steps:
        path[k + 1] = path[k] - learning_rate * slope(path[k])
        k += 1
    return path


def descend_recursive(slope, w, learning_rate, steps):
    if steps == 0:
        return [w]
    return [w, *descend_recursive(slope, w - learning_rate * slope(w), learning_rate, steps - 1)]


def descend_tuple(slope, w, learning_rate, steps):
    path = (w,)
    for _ in range(steps):
        path += (path[-1] - learning_rate * slope(path[-1]),)
    return path


def batch_dot(x, y, w):
    return 2 * np.dot(w * x - y, x) / len(x)


def batch_loop(x, y, w):
    total = 0
    for a, b in zip(x, y, strict=True):
        total += 2 * (w * a - b) * a
    return total / len(x)


def batch_expanded(x, y, w):
    return 2 * w * np.mean(x * x) - 2 * np.mean(x * y)


def momentum_copy(w, velocity, gradient, learning_rate, momentum):
    v = velocity.copy()
    v *= momentum
    v += gradient
    return [w - learning_rate * v, v]


def momentum_expanded(w, velocity, gradient, learning_rate, momentum):
    new = gradient + momentum * velocity
    return w - learning_rate * gradient - learning_rate * momentum * velocity, new


def momentum_lists(w, velocity, gradient, learning_rate, momentum):
    v = [momentum * a + g for a, g in zip(velocity, gradient, strict=True)]
    return [a - learning_rate * b for a, b in zip(w, v, strict=True)], v


def rate_two_over_curvature(a, b):
    return 2 / (2 * a)


def rate_power(a, b):
    return a**-1


def rate_by_trying(a, b):
    low, high = 0.0, 1000.0
    for _ in range(60):
        rate = (low + high) / 2
        step = abs((b + 1) - rate * 2 * a * 1 - b)
        low, high = (rate, high) if step < 1 else (low, rate)
    return low


SOLUTIONS = {
    "slope_by_nudge": [nudge_two_halves, nudge_list, nudge_array],
    "descend": [descend_while, descend_recursive, descend_tuple],
    "batch_gradient": [batch_dot, batch_loop, batch_expanded],
    "momentum_step": [momentum_copy, momentum_expanded, momentum_lists],
    "largest_rate": [rate_two_over_curvature, rate_power, rate_by_trying],
}
