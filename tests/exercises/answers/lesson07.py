"""What students answer to the exercises of lesson 07."""
# ruff: noqa: RET503

import numpy as np


def slope(e, w, d, far=1.0, near=1.0, by=2.0):
    return (e(w + far * d) - e(w - near * d)) / (by * d)


def rise_of_two_calls(e, w, d):
    up = e(w + d)
    down = e(w - d)
    return down - up / 2 * d


def nudge_of_both(e, w, d):
    w += d
    up = e(w)
    w -= d
    down = e(w)
    return (up - down) / (2 * d)


def walk(f, w, r, n, step=lambda w, g, r: w - r * g):
    path = [w]
    for _ in range(n):
        path.append(step(path[-1], f(path[-1]), r))
    return path


def overwritten_path(f, w, r, n):
    for _ in range(n):
        path = [w]
        w = w - r * f(w)
        path.append(w)
    return path


def start_not_noted(f, w, r, n):
    path = []
    for _ in range(n):
        w = w - r * f(w)
        path.append(w)
    return path


def noted_before(f, w, r, n):
    path = []
    for _ in range(n):
        path.append(w)
        w = w - r * f(w)
    return path


def noted_before_with_start(f, w, r, n):
    path = [w]
    for _ in range(n):
        path.append(w)
        w = w - r * f(w)
    return path


def returned_in_loop(f, w, r, n):
    path = [w]
    for _ in range(n):
        w = w - r * f(w)
        path.append(w)
        return path


def last_weight(f, w, r, n):
    for _ in range(n):
        w = w - r * f(w)
    return w


def w_never_renewed(f, w, r, n):
    path = [w]
    for _ in range(n):
        path.append(w - r * f(w))
    return path


def slope_once(f, w, r, n):
    g = f(w)
    return [w - k * r * g for k in range(n + 1)]


def endless(f, w, r, n):
    path = [w]
    k = 0
    while k < n:
        w = w - r * f(w)
        path.append(w)
    return path


def array_of_n(f, w, r, n):
    path = np.zeros(n)
    path[0] = w
    for k in range(n):
        path[k + 1] = path[k] - r * f(path[k])
    return path


def array_last_left(f, w, r, n):
    path = np.zeros(n + 1)
    path[0] = w
    for k in range(1, n):
        path[k] = path[k - 1] - r * f(path[k - 1])
    return path


def appended_to_nothing(f, w, r, n):
    path = [w]
    for _ in range(n):
        w = w - r * f(w)
        path = path.append(w)
    return path


def slope_times(f, w, r, n):
    return walk(f, w, r, n, lambda w, g, r: w - r * f * w)


def steps_as_list(f, w, r, n):
    path = [w]
    for _ in n:
        w = w - r * f(w)
        path.append(w)
    return path


def path_of_pairs(f, w, r, n):
    return [(w, f(w)) for w in walk(f, w, r, n)]


def whole_numbers(f, w, r, n):
    path = np.zeros(n + 1, dtype=int)
    path[0] = w
    for k in range(n):
        path[k + 1] = path[k] - r * f(path[k])
    return path


def filled(f, w, r, n):
    path = np.full(n + 1, float(w))
    for k in range(1, len(path)):
        path[k:] = path[k - 1] - r * f(path[k - 1])
    return path


def generator(f, w, r, n):
    def weights():
        here = w
        yield here
        for _ in range(n):
            here = here - r * f(here)
            yield here

    return list(weights())


def rate_shrinks(f, w, r, n):
    path = [w]
    for _ in range(n):
        w = w - r * f(w)
        r = r / 2
        path.append(w)
    return path


def batch_overwritten(x, y, w):
    for a, b in zip(x, y, strict=True):
        total = 2 * (w * a - b) * a
    return total


def batch_overwritten_divided(x, y, w):
    for a, b in zip(x, y, strict=True):
        total = 2 * (w * a - b) * a
    return total / len(x)


def batch_returned_in_loop(x, y, w):
    total = 0
    for a, b in zip(x, y, strict=True):
        total += 2 * (w * a - b) * a
        return total / len(x)


def batch_nudged(x, y, w, up=1e-4, down=1e-4):
    def loss(v):
        return np.mean((v * x - y) ** 2)

    return (loss(w + up) - loss(w - down)) / (up + down)


def batch_autograd(x, y, w):
    total = 0.0
    for n in range(len(x)):
        total += x[n] * (2 * w * x[n] - 2 * y[n])
    return total / x.shape[0]


def momentum(w, v, g, r, m, new=None, move=None):
    velocity = m * v + g if new is None else new(w, v, g, r, m)
    return (w - r * velocity if move is None else move(w, v, g, r, m, velocity)), velocity


def momentum_in_place(w, v, g, r, m):
    v *= m
    v += g
    w -= r * v
    return w, v


def momentum_copies(w, v, g, r, m):
    w, v = w.copy(), v.copy()
    v *= m
    v += g
    w -= r * v
    return w, v


def momentum_first_entry(w, v, g, r, m):
    for k in range(len(w)):
        new = m * v[k] + g[k]
        return w[k] - r * new, new


def limit_by_search(a, b):
    rates = np.arange(0, 10, 0.001)
    return rates[np.abs(1 - 2 * a * rates) < 1][-1]


def limit_by_halving(a, b):
    low, high = 0.0, 64.0
    while high - low > 1e-12:
        rate = (low + high) / 2
        low, high = (rate, high) if abs(1 - 2 * a * rate) < 1 else (low, rate)
    return (low + high) / 2


ANSWERS = {
    "slope_by_nudge": {
        "core": {
            "up only": lambda e, w, d: slope(e, w, d, near=0, by=1),
            "down only": lambda e, w, d: slope(e, w, d, far=0, by=1),
            "divided by delta": lambda e, w, d: slope(e, w, d, by=1),
            "not divided": lambda e, w, d: e(w + d) - e(w - d),
            "up only, not divided": lambda e, w, d: e(w + d) - e(w),
            "reversed": lambda e, w, d: -slope(e, w, d),
            "down minus middle": lambda e, w, d: (e(w - d) - e(w)) / d,
            "up only, divided by two": lambda e, w, d: slope(e, w, d, near=0),
            "divided by 2": lambda e, w, d: (e(w + d) - e(w - d)) / 2,
            "/ 2 * delta": lambda e, w, d: (e(w + d) - e(w - d)) / 2 * d,
            "brackets": lambda e, w, d: e(w + d) - e(w - d) / (2 * d),
            "no brackets at all": lambda e, w, d: e(w + d) - e(w - d) / 2 * d,
            "own delta 0.5": lambda e, w, d: slope(e, w, 0.5),
            "own delta 1": lambda e, w, d: slope(e, w, 1),
            "own delta 0.001": lambda e, w, d: slope(e, w, 0.001),
            "own delta 0.0001": lambda e, w, d: slope(e, w, 0.0001),
            "own delta 1e-6": lambda e, w, d: slope(e, w, 1e-6),
            "error": lambda e, w, d: e(w),
            "error not called": lambda e, w, d: (e + d - (e - d)) / (2 * d),
            "multiplied": lambda e, w, d: (e(w + d) - e(w - d)) * 2 * d,
            "product of function and number": lambda e, w, d: (e * (w + d) - e * (w - d)) / d,
            "error over weight": lambda e, w, d: e(w) / w,
            "sum of the errors": lambda e, w, d: (e(w + d) + e(w - d)) / (2 * d),
            "nudged the error": lambda e, w, d: ((e(w) + d) - (e(w) - d)) / (2 * d),
            "abs": lambda e, w, d: abs(slope(e, w, d)),
            "divided by w": lambda e, w, d: (e(w + d) - e(w - d)) / (2 * w),
        },
        "plausible": {
            "by a share": lambda e, w, d: (e(w * (1 + d)) - e(w * (1 - d))) / (2 * d),
            "w changed twice": nudge_of_both,
            "twice the nudge": lambda e, w, d: slope(e, w, d, 2, 2, 2),
            "precedence": rise_of_two_calls,
            "pair": lambda e, w, d: (e(w + d), e(w - d)),
            "both slopes": lambda e, w, d: [slope(e, w, d, near=0, by=1), slope(e, w, d)],
            "step": lambda e, w, d: w - slope(e, w, d),
        },
        "far": {
            "sign": lambda e, w, d: np.sign(slope(e, w, d)),
            "rounded": lambda e, w, d: round(slope(e, w, d)),
            "second derivative": lambda e, w, d: (e(w + d) - 2 * e(w) + e(w - d)) / d**2,
            "angle": lambda e, w, d: np.arctan(slope(e, w, d)),
            "for a known valley": lambda e, w, d: 2 * (w - 3),
        },
        "right": {
            "gradient of three": lambda e, w, d: np.gradient([e(w - d), e(w), e(w + d)], d)[1],
            "mean of both sides": lambda e, w, d: np.mean(
                [(e(w + s * d) - e(w)) / (s * d) for s in (-1, 1)]
            ),
            "distance as a difference": lambda e, w, d: (e(w - d) - e(w + d)) / ((w - d) - (w + d)),
            "sum with signs": lambda e, w, d: sum(s * e(w + s * d) for s in (1, -1)) / d / 2,
            "array": lambda e, w, d: np.array([slope(e, w, d)])[0],
        },
    },
    "descend": {
        "core": {
            "uphill": lambda f, w, r, n: walk(f, w, -r, n),
            "start not noted": start_not_noted,
            "noted before": noted_before,
            "noted before, with the start": noted_before_with_start,
            "return in loop": returned_in_loop,
            "last weight only": last_weight,
            "w never renewed": w_never_renewed,
            "slope taken once": slope_once,
            "no rate": lambda f, w, r, n: walk(f, w, 1, n),
            "divided by the rate": lambda f, w, r, n: walk(f, w, 1 / r, n),
            "step alone": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: -r * g),
            "positive step alone": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: r * g),
            "one step more": lambda f, w, r, n: walk(f, w, r, n + 1),
            "one step less": lambda f, w, r, n: walk(f, w, r, n - 1),
            "endless": endless,
            "array too short": array_of_n,
            "last entry left 0": array_last_left,
            "path = path.append": appended_to_nothing,
            "slope not called": slope_times,
            "steps not a range": steps_as_list,
            "slopes collected": lambda f, w, r, n: [f(v) for v in walk(f, w, r, n)],
            "sign only": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: w - r * np.sign(g)),
            "path overwritten": overwritten_path,
            "rate minus slope": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: w - g - r),
            "weight scaled": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: w - r * w),
            "int array": whole_numbers,
            "slope minus": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: r * g - w),
            "bracket": lambda f, w, r, n: walk(f, w, r, n, lambda w, g, r: (w - r) * g),
        },
        "plausible": {
            "pairs": path_of_pairs,
            "rate shrinks": rate_shrinks,
            "until flat": lambda f, w, r, n: [v for v in walk(f, w, r, n) if abs(f(v)) > 0.5],
            "backwards": lambda f, w, r, n: walk(f, w, r, n)[::-1],
            "zeros first": lambda f, w, r, n: walk(f, 0.0, r, n),
            "steps as differences": lambda f, w, r, n: np.diff(walk(f, w, r, n)),
            "two steps at once": lambda f, w, r, n: walk(f, w, 2 * r, n),
        },
        "far": {
            "random": lambda f, w, r, n: list(np.linspace(w, 0, n + 1)),
            "squared slope": lambda f, w, r, n: walk(
                f, w, r, n, lambda w, g, r: w - r * g * abs(g)
            ),
            "string": lambda f, w, r, n: str(walk(f, w, r, n)),
            "rounded": lambda f, w, r, n: list(np.round(walk(f, w, r, n))),
            "column": lambda f, w, r, n: np.array(walk(f, w, r, n))[:, None],
        },
        "right": {
            "filled": filled,
            "generator": generator,
            "nested": lambda f, w, r, n: [walk(f, w, r, k)[-1] for k in range(n + 1)],
            "divided by the inverse": lambda f, w, r, n: walk(
                f, w, r, n, lambda w, g, r: w - g / (1 / r)
            ),
        },
    },
    "batch_gradient": {
        "core": {
            "summed": lambda x, y, w: np.sum(2 * (w * x - y) * x),
            "no 2": lambda x, y, w: np.mean((w * x - y) * x),
            "no 2, summed": lambda x, y, w: np.sum((w * x - y) * x),
            "y - wx": lambda x, y, w: np.mean(2 * (y - w * x) * x),
            "no x": lambda x, y, w: np.mean(2 * (w * x - y)),
            "no x, no 2": lambda x, y, w: np.mean(w * x - y),
            "loss": lambda x, y, w: np.mean((w * x - y) ** 2),
            "loss summed": lambda x, y, w: np.sum((w * x - y) ** 2),
            "times y": lambda x, y, w: np.mean(2 * (w * x - y) * y),
            "times w": lambda x, y, w: np.mean(2 * (w * x - y) * w),
            "not averaged": lambda x, y, w: 2 * (w * x - y) * x,
            "first only": lambda x, y, w: 2 * (w * x[0] - y[0]) * x[0],
            "overwritten": batch_overwritten,
            "overwritten, divided": batch_overwritten_divided,
            "return in loop": batch_returned_in_loop,
            "product of means": lambda x, y, w: 2 * np.mean(w * x - y) * np.mean(x),
            "brackets": lambda x, y, w: np.mean(2 * (w * x) - y * x),
            "brackets 2": lambda x, y, w: np.mean(2 * w * x - y * x),
            "step": lambda x, y, w: w - np.mean(2 * (w * x - y) * x),
            "abs": lambda x, y, w: np.mean(2 * np.abs(w * x - y) * x),
            "abs of all": lambda x, y, w: np.abs(np.mean(2 * (w * x - y) * x)),
            "halved": lambda x, y, w: np.mean((w * x - y) * x) / 2,
            "up only": lambda x, y, w: batch_nudged(x, y, w, down=0),
            "squared": lambda x, y, w: np.mean(2 * (w * x - y) ** 2 * x),
            "minus 2": lambda x, y, w: -2 * np.mean(x * (w * x - y)),
            "x squared": lambda x, y, w: np.mean(2 * (w * x - y) * x**2),
        },
        "plausible": {
            "no w": lambda x, y, w: np.mean(2 * (x - y) * x),
            "w + x": lambda x, y, w: np.mean(2 * (w + x - y) * x),
            "divided by N twice": lambda x, y, w: np.mean(2 * (w * x - y) * x) / len(x),
            "of the sum squared": lambda x, y, w: 2 * np.sum(w * x - y) * np.sum(x),
            "sum of x": lambda x, y, w: np.mean(2 * (w * x - y)) * np.sum(x),
            "last": lambda x, y, w: 2 * (w * x[-1] - y[-1]) * x[-1],
            "N minus 1": lambda x, y, w: np.sum(2 * (w * x - y) * x) / (len(x) - 1),
        },
        "far": {
            "median": lambda x, y, w: np.median(2 * (w * x - y) * x),
            "sign": lambda x, y, w: np.sign(np.mean(2 * (w * x - y) * x)),
            "best w": lambda x, y, w: np.sum(x * y) / np.sum(x * x),
            "root": lambda x, y, w: np.sqrt(np.mean((w * x - y) ** 2)),
        },
        "right": {
            "nudged both ways": batch_nudged,
            "loop": batch_autograd,
            "matrix product": lambda x, y, w: 2 / len(x) * (w * x - y) @ x,
            "list": lambda x, y, w: (
                sum([2 * (w * a - b) * a for a, b in zip(x, y, strict=True)]) / len(y)
            ),
        },
    },
    "momentum_step": {
        "core": {
            "weights by the gradient": lambda w, v, g, r, m: (w - r * g, m * v + g),
            "old velocity used": lambda w, v, g, r, m: (w - r * v, m * v + g),
            "1 - m": lambda w, v, g, r, m: momentum(
                w, v, g, r, m, lambda w, v, g, r, m: m * v + (1 - m) * g
            ),
            "rate inside": lambda w, v, g, r, m: (w - (m * v + r * g), m * v + r * g),
            "no friction": lambda w, v, g, r, m: (w - r * (v + g), v + g),
            "uphill": lambda w, v, g, r, m: (w + r * (m * v + g), m * v + g),
            "old velocity returned": lambda w, v, g, r, m: (w - r * (m * v + g), v),
            "order": lambda w, v, g, r, m: (m * v + g, w - r * (m * v + g)),
            "only w": lambda w, v, g, r, m: w - r * (m * v + g),
            "keras": lambda w, v, g, r, m: (w + (m * v - r * g), m * v - r * g),
            "minus g": lambda w, v, g, r, m: momentum(w, v, -g, r, m),
            "minus g, plus": lambda w, v, g, r, m: (w + r * (m * v - g), m * v - g),
            "no rate": lambda w, v, g, r, m: (w - (m * v + g), m * v + g),
            "m on g": lambda w, v, g, r, m: (w - r * (v + m * g), v + m * g),
            "m on both": lambda w, v, g, r, m: (w - r * m * (v + g), m * (v + g)),
            "in place": momentum_in_place,
            "rate twice": lambda w, v, g, r, m: (w - r * (m * v + r * g), m * v + r * g),
            "nesterov": lambda w, v, g, r, m: (w - r * (g + m * (m * v + g)), m * v + g),
            "step alone": lambda w, v, g, r, m: (-r * (m * v + g), m * v + g),
            "positive step alone": lambda w, v, g, r, m: (r * (m * v + g), m * v + g),
            "no momentum": lambda w, v, g, r, m: (w - r * g, v),
            "velocity is the gradient": lambda w, v, g, r, m: (w - r * g, g),
            "rate and momentum exchanged": lambda w, v, g, r, m: (w - m * (r * v + g), r * v + g),
            "times velocity": lambda w, v, g, r, m: (w - r * (m * v * g), m * v * g),
            "m + v": lambda w, v, g, r, m: (w - r * (m + v + g), m + v + g),
            "v - r g": lambda w, v, g, r, m: (w + v - r * g, v - r * g),
        },
        "plausible": {
            "stacked": lambda w, v, g, r, m: np.stack([w - r * (m * v + g), r * (m * v + g)]),
            "first entry": momentum_first_entry,
            "velocity on the weights": lambda w, v, g, r, m: (w - r * (m * w + g), m * w + g),
            "abs": lambda w, v, g, r, m: (w - r * abs(m * v + g), abs(m * v + g)),
            "both renewed": lambda w, v, g, r, m: (w - r * (m * (m * v + g) + g), m * v + g),
            "gradient of the moved": lambda w, v, g, r, m: (w - r * m * v, m * v),
            "three": lambda w, v, g, r, m: (w - r * (m * v + g), m * v + g, g),
        },
        "far": {
            "adam": lambda w, v, g, r, m: (w - r * g / (np.abs(g) + 1e-8), m * v + g),
            "weight decay": lambda w, v, g, r, m: (0.9 * w - r * (m * v + g), m * v + g),
            "velocity zero": lambda w, v, g, r, m: (w - r * g, 0 * v),
            "sum": lambda w, v, g, r, m: ((w - r * (m * v + g)).sum(), (m * v + g).sum()),
        },
        "right": {
            "copies": momentum_copies,
            "list": lambda w, v, g, r, m: [w + -r * (g + m * v), np.add(m * v, g)],
            "divided out": lambda w, v, g, r, m: (
                w - (r * m * v + r * g),
                (r * m * v + r * g) / r,
            ),
            "matrix": lambda w, v, g, r, m: tuple(
                np.array([w - r * g, g]) + np.array([-r * m * v, m * v])
            ),
        },
    },
    "largest_rate": {
        "core": {
            "one step": lambda a, b: 1 / (2 * a),
            "2 / a": lambda a, b: 2 / a,
            "a": lambda a, b: a,
            "2 a": lambda a, b: 2 * a,
            "1": lambda a, b: 1.0,
            "0.5": lambda a, b: 0.5,
            "1 / (ab)": lambda a, b: 1 / (a * b),
            "1 / (a|b|)": lambda a, b: 1 / (a * abs(b)),
            "1 / (2ab)": lambda a, b: 1 / (2 * a * b),
            "1 / b": lambda a, b: 1 / b,
            "b / a": lambda a, b: b / a,
            "b": lambda a, b: b,
            "1 / a squared": lambda a, b: 1 / a**2,
            "root": lambda a, b: 1 / np.sqrt(a),
            "1 / (4a)": lambda a, b: 1 / (4 * a),
            "negative": lambda a, b: -1 / a,
            "brackets": lambda a, b: 1 / 2 * a,
            "whole division": lambda a, b: 1 // a,
            "just below": lambda a, b: 1 / a - 0.01,
            "just above": lambda a, b: 1 / a + 0.01,
            "searched": limit_by_search,
            "2": lambda a, b: 2.0,
            "1 - 2a": lambda a, b: 1 - 2 * a,
            "1 / (a + b)": lambda a, b: 1 / (a + b),
        },
        "plausible": {
            "1 / (a - b)": lambda a, b: 1 / (a - b),
            "slope at 0": lambda a, b: 2 * a * (0 - b),
            "loss": lambda a, b: a * b**2,
            "half of a": lambda a, b: a / 2,
            "a b": lambda a, b: a * b,
            "2b / a": lambda a, b: 2 * b / a,
            "0.1": lambda a, b: 0.1,
        },
        "far": {
            "infinite": lambda a, b: np.inf,
            "log": lambda a, b: -np.log(a),
            "pair": lambda a, b: (1 / a, 1 / (2 * a)),
            "exp": lambda a, b: np.exp(-a),
        },
        "right": {
            "by halving": limit_by_halving,
            "1 over abs": lambda a, b: 1 / abs(a),
            "times 2 over 2": lambda a, b: 2 * (1 / (2 * a)),
            "from the slope": lambda a, b: 2 / (2 * a * (b + 1) - 2 * a * b),
        },
    },
}

SAYS = {
    ("slope_by_nudge", "own delta 0.5"): "does not depend on `delta`",
    ("slope_by_nudge", "own delta 0.001"): "Nudge by the `delta` that is given",
    ("slope_by_nudge", "rounded"): "round",
}
