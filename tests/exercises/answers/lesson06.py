"""What students answer to the exercises of lesson 06."""
# ruff: noqa: RET503

import math

import numpy as np


def stable(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def keepdims_forgotten(z):
    e = np.exp(z - z.max(axis=1))
    return e / e.sum(axis=1)


def sum_without_keepdims(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)


def returned_in_loop(z):
    for row in z:
        e = np.exp(row - row.max())
        return e / e.sum()


def last_row(z):
    for row in z:
        e = np.exp(row - row.max())
        result = e / e.sum()
    return result


def whole_number_rows(z):
    out = np.zeros(z.shape, dtype=int)
    for n, row in enumerate(z):
        e = np.exp(row - row.max())
        out[n] = e / e.sum()
    return out


def in_place(z):
    z -= z.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def math_rows(z):
    return [[math.exp(v) / sum(math.exp(u) for u in row) for v in row] for row in z]


def max_below_only(z):
    return np.exp(z) / np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)


def max_above_only(z):
    return np.exp(z - z.max(axis=1, keepdims=True)) / np.exp(z).sum(axis=1, keepdims=True)


def max_added(z):
    e = np.exp(z + z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def mean_subtracted(z):
    e = np.exp(z - z.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def clipped(z):
    e = np.exp(np.clip(z, -500, 500))
    return e / e.sum(axis=1, keepdims=True)


def normalised_by_norm(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / np.linalg.norm(e, axis=1, keepdims=True)


def own_copy(z):
    z = z.copy()
    for row in z:
        row -= max(row)
        row[:] = np.exp(row)
        row /= row.sum()
    return z


def logs(z):
    z = z - z.max(1)[:, None]
    return np.exp(z - np.log(np.exp(z).sum(1))[:, None])


def flat(z, t, change=lambda e: e / e.sum()):
    return change(np.exp(z / t - (z / t).max()))


def temperature_returned_in_loop(z, t):
    s = 0
    for v in z:
        s += math.exp(v / t)
        return math.exp(z[0] / t) / s


def temperature_in_place(z, t):
    z /= t
    z -= z.max()
    e = np.exp(z)
    return e / e.sum()


def pt(p, t):
    return p[np.arange(len(p)), t]


def cost_overwritten(p, t):
    for n in range(len(t)):
        total = -np.log(p[n, t[n]])
    return total / len(t)


def cost_returned_in_loop(p, t):
    total = 0
    for n in range(len(t)):
        total -= np.log(p[n, t[n]])
        return total / len(t)


def cost_of_clipped(p, t):
    return -np.mean(np.log(np.clip(pt(p, t), 1e-12, 1)))


def cost_while(p, t):
    total, n = 0.0, 0
    while n < len(t):
        total, n = total - math.log(p[n][t[n]]), n + 1
    return total / n


def hot(z, t):
    return np.eye(len(z))[t]


def changed_gradient(z, target, change):
    g = stable(z)
    change(g, target)
    return g


def subtract_at(g, place):
    g[place] -= 1


def gradient_not_stable(z, t):
    return np.exp(z) / np.exp(z).sum() - hot(z, t)


def gradient_only_subtracted(z, t):
    z[t] -= 1
    return stable(z)


def gradient_of_log(z, t):
    return -np.log(stable(z)) * hot(z, t)


def gradient_by_nudging(z, t):
    def loss(v):
        return -np.log(stable(v)[t])

    h = 1e-5 * np.eye(len(z))
    return [(loss(z + s) - loss(z - s)) / 2e-5 for s in h]


def binary_if(p, y):
    if y == 1:
        return -np.log(p)
    return -np.log(1 - p)


def binary_returned_in_loop(p, y):
    total = 0
    for a, b in zip(p, y, strict=True):
        total += -math.log(a) if b == 1 else -math.log(1 - a)
        return total / len(p)


def binary_overwritten(p, y):
    for a, b in zip(p, y, strict=True):
        total = -math.log(a) if b == 1 else -math.log(1 - a)
    return total / len(p)


def binary_loop(p, y):
    costs = []
    for k in range(len(p)):
        costs.append(-math.log(p[k]) if y[k] else -math.log1p(-p[k]))
    return sum(costs) / len(costs)


def three(d, a, signed=None, absolute=None, squared=None):
    e = d - a
    return (
        e.sum() if signed is None else signed(e),
        np.abs(e).sum() if absolute is None else absolute(e),
        (e**2).sum() if squared is None else squared(e),
    )


def errors_returned_in_loop(d, a):
    s = t = q = 0
    for x, y in zip(d, a, strict=True):
        s, t, q = s + x - y, t + abs(x - y), q + (x - y) ** 2
        return s, t, q


def errors_overwritten(d, a):
    for x, y in zip(d, a, strict=True):
        s, t, q = x - y, abs(x - y), (x - y) ** 2
    return s, t, q


def errors_while(d, a):
    e = list(map(float, d - a))
    out = [0.0, 0.0, 0.0]
    while e:
        v = e.pop()
        out = [out[0] + v, out[1] + (v if v > 0 else -v), out[2] + v * v]
    return tuple(out)


ANSWERS = {
    "softmax": {
        "core": {
            "not stable": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
            "axis 0": lambda z: stable(z, axis=0),
            "all rows together": lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
            "all rows together, not stable": lambda z: np.exp(z) / np.exp(z).sum(),
            "keepdims forgotten": keepdims_forgotten,
            "sum without keepdims": sum_without_keepdims,
            "largest of all": lambda z: (
                np.exp(z - z.max()) / np.exp(z - z.max()).sum(1, keepdims=True)
            ),
            "shares of logits": lambda z: z / z.sum(axis=1, keepdims=True),
            "not divided": np.exp,
            "not divided, stable": lambda z: np.exp(z - z.max(axis=1, keepdims=True)),
            "math.exp": lambda z: math.exp(z) / math.exp(z).sum(),
            "math.exp in loops": math_rows,
            "return in loop": returned_in_loop,
            "only the last row": last_row,
            "largest subtracted below only": max_below_only,
            "divided by the largest": lambda z: stable(z / z.max(axis=1, keepdims=True)),
            "int array": whole_number_rows,
            "in place": in_place,
            "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
            "negative exponent": lambda z: stable(-z),
        },
        "plausible": {
            "largest subtracted above only": max_above_only,
            "largest added": max_added,
            "largest subtracted after exp": lambda z: (
                (np.exp(z) - np.exp(z).max(1, keepdims=True)) / np.exp(z).sum(1, keepdims=True)
            ),
            "hard": lambda z: (z == z.max(axis=1, keepdims=True)) * 1.0,
            "argmax": lambda z: z.argmax(axis=1),
            "mean instead of sum": lambda z: stable(z) * z.shape[1],
            "log softmax": lambda z: np.log(stable(z)),
            "mean subtracted": mean_subtracted,
            "power of 2": lambda z: stable(z * math.log(2)),
        },
        "far": {
            "clipped": clipped,
            "norm": normalised_by_norm,
            "rounded": lambda z: np.round(stable(z), 2),
            "percent": lambda z: 100 * stable(z),
            "relu shares": lambda z: np.maximum(z, 0) / np.maximum(z, 0).sum(1, keepdims=True),
            "transposed": lambda z: stable(z).T,
        },
        "right": {
            "own copy": own_copy,
            "logarithms": logs,
            "list of rows": lambda z: [stable(row) for row in z],
            "transposed and back": lambda z: stable(z.T, axis=0).T,
            "float64 from longdouble": lambda z: stable(np.asarray(z, dtype=np.longdouble)).astype(
                float
            ),
        },
    },
    "with_temperature": {
        "core": {
            "not stable": lambda z, t: np.exp(z / t) / np.exp(z / t).sum(),
            "multiplied": lambda z, t: stable(z * t),
            "after softmax": lambda z, t: stable(z) / t,
            "times, after softmax": lambda z, t: stable(z) * t,
            "missing": lambda z, t: stable(z),
            "no softmax": lambda z, t: z / t,
            "above only": lambda z, t: np.exp(z / t) / np.exp(z).sum(),
            "below only": lambda z, t: np.exp(z) / np.exp(z / t).sum(),
            "exp divided": lambda z, t: (np.exp(z) / t) / np.exp(z).sum(),
            "not normalised": lambda z, t: np.exp(z / t),
            "not normalised, stable": lambda z, t: flat(z, t, lambda e: e),
            "max not divided": lambda z, t: np.exp(z / t - z.max()) / np.exp(z / t - z.max()).sum(),
            "exp and sum both divided": lambda z, t: (np.exp(z) / t) / (np.exp(z) / t).sum(),
            "added": lambda z, t: stable(z + t),
            "subtracted": lambda z, t: stable(z - t),
            "power of probabilities, not normalised": lambda z, t: stable(z) ** (1 / t),
            "whole division": lambda z, t: stable(z // t),
            "math.exp": lambda z, t: math.exp(z / t) / math.exp(z / t).sum(),
            "axis 1": lambda z, t: np.exp(z / t) / np.exp(z / t).sum(axis=1),
            "in place": temperature_in_place,
            "brackets": lambda z, t: np.exp(z - z.max() / t) / np.exp(z - z.max() / t).sum(),
        },
        "plausible": {
            "power t": lambda z, t: stable(z) ** t / (stable(z) ** t).sum(),
            "energies": lambda z, t: stable(-z / t),
            "squared": lambda z, t: stable(z / t**2),
            "logs": lambda z, t: np.log(stable(z / t)),
            "sigmoid": lambda z, t: 1 / (1 + np.exp(-z / t)),
            "return in loop": temperature_returned_in_loop,
            "mean": lambda z, t: flat(z, t, lambda e: e / e.mean()),
        },
        "far": {
            "root": lambda z, t: stable(z / np.sqrt(t)),
            "hard": lambda z, t: (z == z.max()) * 1.0,
            "rounded": lambda z, t: np.round(stable(z / t), 2),
            "half": lambda z, t: stable(z / 2),
            "one row too much": lambda z, t: stable(z / t)[None],
        },
        "right": {
            "inverse temperature": lambda z, t: stable(z * (1 / t)),
            "power of probabilities": lambda z, t: (
                stable(z) ** (1 / t) / (stable(z) ** (1 / t)).sum()
            ),
            "largest taken first": lambda z, t: stable((z - max(z)) / t),
            "list": lambda z, t: [1 / sum(math.exp(min((u - v) / t, 700)) for u in z) for v in z],
            "float32": lambda z, t: stable((z / t).astype(np.longdouble)).astype(float),
        },
    },
    "cross_entropy": {
        "core": {
            "no log": lambda p, t: -pt(p, t).mean(),
            "no log, no sign": lambda p, t: pt(p, t).mean(),
            "summed": lambda p, t: -np.log(pt(p, t)).sum(),
            "no sign": lambda p, t: np.log(pt(p, t)).mean(),
            "no sign, summed": lambda p, t: np.log(pt(p, t)).sum(),
            "rows picked": lambda p, t: -np.log(p[t]).mean(),
            "columns picked": lambda p, t: -np.log(p[:, t]).mean(),
            "all classes": lambda p, t: -np.log(p).mean(),
            "all classes summed": lambda p, t: -np.log(p).sum(),
            "log2": lambda p, t: -np.log2(pt(p, t)).mean(),
            "log10": lambda p, t: -np.log10(pt(p, t)).mean(),
            "mean first": lambda p, t: -np.log(pt(p, t).mean()),
            "one minus p": lambda p, t: (1 - pt(p, t)).mean(),
            "not averaged": lambda p, t: -np.log(pt(p, t)),
            "softmax again": lambda p, t: -np.log(pt(stable(p), t)).mean(),
            "math.log": lambda p, t: -math.log(pt(p, t)) / len(t),
            "most probable": lambda p, t: -np.log(p.max(axis=1)).mean(),
            "overwritten": cost_overwritten,
            "return in loop": cost_returned_in_loop,
            "divided by all": lambda p, t: -np.log(pt(p, t)).sum() / p.size,
            "divided by classes": lambda p, t: -np.log(pt(p, t)).sum() / p.shape[1],
            "classes from 1": lambda p, t: -np.log(pt(p, t - 1)).mean(),
        },
        "plausible": {
            "targets times log": lambda p, t: -(t * np.log(p)).mean(),
            "one picture": lambda p, t: -np.log(p[0, t[0]]),
            "wrong classes too": lambda p, t: (
                -(np.log(pt(p, t)) + np.log(1 - p).sum(1) - np.log(1 - pt(p, t))).mean()
            ),
            "entropy": lambda p, t: -(p * np.log(p)).sum(axis=1).mean(),
            "weighted": lambda p, t: -(pt(p, t) * np.log(pt(p, t))).mean(),
            "hot mean": lambda p, t: -(np.eye(p.shape[1])[t] * np.log(p)).mean(),
            "squares": lambda p, t: ((p - np.eye(p.shape[1])[t]) ** 2).mean(),
        },
        "far": {
            "exp": lambda p, t: np.exp(-pt(p, t)).mean(),
            "rounded": lambda p, t: np.round(-np.log(pt(p, t)).mean(), 2),
            "inverse": lambda p, t: (1 / pt(p, t)).mean(),
            "accuracy": lambda p, t: (p.argmax(1) == t).mean(),
            "median": lambda p, t: np.median(-np.log(pt(p, t))) + 0.01,
        },
        "right": {
            "clipped": cost_of_clipped,
            "while": cost_while,
            "diagonal": lambda p, t: -np.log(np.diag(p[:, t])).mean(),
            "product": lambda p, t: -math.log(np.prod(pt(p, t))) / len(t),
            "choose": lambda p, t: -np.log(np.choose(t, p.T)).mean(),
        },
    },
    "logits_gradient": {
        "core": {
            "not stable": gradient_not_stable,
            "reversed": lambda z, t: hot(z, t) - stable(z),
            "probabilities": lambda z, t: stable(z),
            "raw logits": lambda z, t: z - hot(z, t),
            "number of the class": lambda z, t: stable(z) - t,
            "p(1-p)": lambda z, t: stable(z) * (1 - stable(z)),
            "p(1-p) at the true class": lambda z, t: (p := stable(z)) * (hot(z, t) - p[t]),
            "squared errors": lambda z, t: (stable(z) - hot(z, t)) * stable(z) * (1 - stable(z)),
            "twice": lambda z, t: 2 * (stable(z) - hot(z, t)),
            "true class only": lambda z, t: (stable(z) - 1) * hot(z, t),
            "one number": lambda z, t: stable(z)[t] - 1,
            "one over p": lambda z, t: -hot(z, t) / stable(z),
            "minus one over p, one number": lambda z, t: -1 / stable(z)[t],
            "averaged": lambda z, t: (stable(z) - hot(z, t)) / len(z),
            "1 everywhere": lambda z, t: stable(z) - 1,
            "loss": lambda z, t: -np.log(stable(z)[t]),
            "set to -1": lambda z, t: np.where(hot(z, t) == 1, -1, stable(z)),
            "added": lambda z, t: stable(z) + hot(z, t),
            "plus 1 at the target, reversed": lambda z, t: 1 - stable(z),
            "no softmax, no copy": gradient_only_subtracted,
            "place before": lambda z, t: changed_gradient(z, t, lambda g, t: subtract_at(g, t - 1)),
            "place after": lambda z, t: changed_gradient(
                z, t, lambda g, t: subtract_at(g, (t + 1) % len(g))
            ),
            "powers": lambda z, t: np.exp(z) - hot(z, t),
        },
        "plausible": {
            "sizes": lambda z, t: np.abs(stable(z) - hot(z, t)),
            "log p": lambda z, t: np.log(stable(z)) - hot(z, t),
            "log at the true class": gradient_of_log,
            "hot only": lambda z, t: -hot(z, t),
            "first class": lambda z, t: stable(z) - hot(z, 0),
            "axis": lambda z, t: np.exp(z) / np.exp(z).sum(axis=1) - hot(z, t),
            "sum": lambda z, t: (stable(z) - hot(z, t)).sum(),
        },
        "far": {
            "rounded": lambda z, t: np.round(stable(z) - hot(z, t), 2),
            "squared": lambda z, t: (stable(z) - hot(z, t)) ** 2,
            "as a column": lambda z, t: (stable(z) - hot(z, t))[:, None],
            "sigmoid": lambda z, t: 1 / (1 + np.exp(-z)) - hot(z, t),
        },
        "right": {
            "nudged": gradient_by_nudging,
            "two rules": lambda z, t: [p - 1 if k == t else p for k, p in enumerate(stable(z))],
            "in place on a copy": lambda z, t: changed_gradient(z, t, subtract_at),
            "loop": lambda z, t: np.array(
                [
                    1 / sum(math.exp(min(u - v, 700)) for u in z) - float(k == t)
                    for k, v in enumerate(z)
                ]
            ),
        },
    },
    "binary_cross_entropy": {
        "core": {
            "yes only": lambda p, y: -np.mean(y * np.log(p)),
            "no only": lambda p, y: -np.mean((1 - y) * np.log(1 - p)),
            "always log p": lambda p, y: -np.mean(np.log(p)),
            "always log(1-p)": lambda p, y: -np.mean(np.log(1 - p)),
            "exchanged": lambda p, y: -np.mean((1 - y) * np.log(p) + y * np.log(1 - p)),
            "summed": lambda p, y: -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
            "no sign": lambda p, y: np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)),
            "minus once": lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p)),
            "minus between": lambda p, y: -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p)),
            "not averaged": lambda p, y: -(y * np.log(p) + (1 - y) * np.log(1 - p)),
            "squares": lambda p, y: np.mean((p - y) ** 2),
            "distance": lambda p, y: np.mean(np.abs(p - y)),
            "log2": lambda p, y: -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p)),
            "log10": lambda p, y: -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p)),
            "arguments exchanged": lambda p, y: -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y)),
            "math.log": lambda p, y: -(y * math.log(p) + (1 - y) * math.log(1 - p)),
            "if y == 1": binary_if,
            "return in loop": binary_returned_in_loop,
            "overwritten": binary_overwritten,
            "no log": lambda p, y: -np.mean(y * p + (1 - y) * (1 - p)),
            "1 - log p": lambda p, y: -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p))),
            "minus log p for a no": lambda p, y: -np.mean(y * np.log(p) + (1 - y) * -np.log(p)),
            "both logs always": lambda p, y: -np.mean(np.log(p) + np.log(1 - p)),
            "halved": lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) / 2,
        },
        "plausible": {
            "mean first": lambda p, y: -np.log(np.mean(y * p + (1 - y) * (1 - p))),
            "accuracy": lambda p, y: np.mean((p > 0.5) == y),
            "sigmoid first": lambda p, y: (
                -np.mean(
                    y * np.log(1 / (1 + np.exp(-p))) + (1 - y) * np.log(1 - 1 / (1 + np.exp(-p)))
                )
            ),
            "yes pictures only": lambda p, y: -np.mean(np.log(p[y == 1])),
            "entropy": lambda p, y: -np.mean(p * np.log(p) + (1 - p) * np.log(1 - p)),
            "1 - p without log": lambda p, y: -np.mean(y * np.log(p) + (1 - y) * (1 - p)),
            "log of 1 minus y": lambda p, y: np.mean(1 - np.abs(p - y)),
        },
        "far": {
            "rounded": lambda p, y: round(
                float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))), 1
            ),
            "first": lambda p, y: -np.log(p[0]) if y[0] else -np.log(1 - p[0]),
            "product": lambda p, y: -np.prod(np.where(y == 1, p, 1 - p)),
            "hinge": lambda p, y: np.mean(np.maximum(0, 1 - p * (2 * y - 1))),
        },
        "right": {
            "loop": binary_loop,
            "masks": lambda p, y: -(np.log(p[y == 1]).sum() + np.log(1 - p[y == 0]).sum()) / len(p),
            "logit": lambda p, y: np.mean(np.log1p(np.exp(-(2 * y - 1) * np.log(p / (1 - p))))),
            "clipped": lambda p, y: (
                -np.log(np.clip(np.where(y > 0.5, p, 1 - p), 1e-15, None)).mean()
            ),
        },
    },
    "errors": {
        "core": {
            "actual - desired": lambda d, a: three(a, d),
            "sum first": lambda d, a: three(
                d, a, absolute=lambda e: abs(e.sum()), squared=lambda e: e.sum() ** 2
            ),
            "absolute of the sum": lambda d, a: three(d, a, absolute=lambda e: abs(e.sum())),
            "square of the sum": lambda d, a: three(d, a, squared=lambda e: e.sum() ** 2),
            "square of the absolute sum": lambda d, a: three(
                d, a, squared=lambda e: np.abs(e).sum() ** 2
            ),
            "means": lambda d, a: three(d, a, np.mean, lambda e: np.abs(e).mean(), np.var),
            "all means": lambda d, a: tuple(x / len(d) for x in three(d, a)),
            "mean of squares": lambda d, a: three(d, a, squared=lambda e: (e**2).mean()),
            "mean of absolute": lambda d, a: three(d, a, absolute=lambda e: np.abs(e).mean()),
            "not added": lambda d, a: (d - a, np.abs(d - a), (d - a) ** 2),
            "abs missing": lambda d, a: three(d, a, absolute=np.sum),
            "signed without sign": lambda d, a: three(d, a, signed=lambda e: np.abs(e).sum()),
            "halved": lambda d, a: three(d, a, squared=lambda e: (e**2).sum() / 2),
            "root": lambda d, a: three(d, a, squared=lambda e: np.sqrt((e**2).sum())),
            "other order": lambda d, a: three(d, a)[::-1],
            "absolute first": lambda d, a: (three(d, a)[1], three(d, a)[0], three(d, a)[2]),
            "squares second": lambda d, a: (three(d, a)[0], three(d, a)[2], three(d, a)[1]),
            "doubled": lambda d, a: three(d, a, squared=lambda e: (2 * e).sum()),
            "one number": lambda d, a: (d - a).sum(),
            "difference of squares": lambda d, a: three(
                d, a, squared=lambda e: (d**2 - a**2).sum()
            ),
            "difference of sizes": lambda d, a: three(
                d, a, absolute=lambda e: (np.abs(d) - np.abs(a)).sum()
            ),
            "xor": lambda d, a: three(d, a, squared=lambda e: (e ^ 2).sum()),
            "return in loop": errors_returned_in_loop,
            "overwritten": errors_overwritten,
            "first not added": lambda d, a: three(d, a, signed=lambda e: e),
        },
        "plausible": {
            "largest": lambda d, a: three(
                d, a, absolute=lambda e: np.abs(e).max(), squared=lambda e: (e**2).max()
            ),
            "cubed": lambda d, a: three(d, a, squared=lambda e: (e**3).sum()),
            "actual - desired, then abs of it": lambda d, a: three(d, a, signed=lambda e: -e.sum()),
            "plus": lambda d, a: three(d, -a),
            "only desired": lambda d, a: three(d, 0 * a),
            "squared twice": lambda d, a: three(d, a, squared=lambda e: (e**4).sum()),
            "dictionary": lambda d, a: {"signed": (d - a).sum()},
        },
        "far": {
            "rounded": lambda d, a: tuple(np.round(three(d, a), 1)),
            "relative": lambda d, a: three(d / 2, a / 2),
            "printed": lambda d, a: print(*three(d, a)),
            "whole numbers": lambda d, a: three(d.astype(int), a.astype(int)),
        },
        "right": {
            "while": errors_while,
            "array": lambda d, a: np.array(three(d, a)),
            "sum of builtins": lambda d, a: [
                sum(d) - sum(a),
                sum(map(abs, d - a)),
                sum(v * v for v in d - a),
            ],
            "difference of sums": lambda d, a: (
                d.sum() - a.sum(),
                np.maximum(d - a, a - d).sum(),
                (d - a) @ (d - a),
            ),
        },
    },
}
