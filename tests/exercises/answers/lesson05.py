"""What students answer to the exercises of lesson 05."""
# ruff: noqa: RET503

import math

import numpy as np


def flatten(m):
    return m.reshape(len(m), -1)


def flatten_append(m):
    out = []
    for picture in m:
        for one in picture:
            for row in one:
                for v in row:
                    out.append(v)
    return out


def flatten_return_in_loop(m):
    out = []
    for picture in m:
        out.append(picture.reshape(-1))
        return out


def flatten_each_map(m):
    return [one.ravel() for picture in m for one in picture]


def flatten_int(m):
    out = np.zeros((len(m), m[0].size), dtype=int)
    for n in range(len(m)):
        out[n] = m[n].ravel()
    return out


def flatten_last(m):
    for picture in m:
        out = picture.flatten()
    return out


def flatten_in_place(m):
    m.shape = (len(m), -1)
    return m


def flatten_loops(m):
    N, C, H, W = m.shape
    out = np.empty((N, C * H * W), np.float32)
    for n, c, i, j in np.ndindex(m.shape):
        out[n, (c * H + i) * W + j] = m[n, c, i, j]
    return out


def place(k, h, w):
    return k // (h * w), k % (h * w) // w, k % w


def place_subtracting(k, h, w):
    c = r = 0
    while k >= h * w:
        k -= h * w
        c += 1
    while k >= w:
        k -= w
        r += 1
    return [c, r, k]


def place_endless(k, h, w):
    c = 0
    while k >= h * w:
        c += 1
    return c, k // w, k % w


def linear_loops(x, w, b, add=True, bias=lambda b, k: b[k], dtype=float):
    out = np.zeros((len(x), len(w)), dtype=dtype)
    for n in range(len(x)):
        for k in range(len(w)):
            for d in range(x.shape[1]):
                out[n, k] = (out[n, k] if add else 0) + x[n, d] * w[k, d]
            out[n, k] += bias(b, k)
    return out


def linear_bias_inside(x, w, b):
    out = np.zeros((len(x), len(w)))
    for n in range(len(x)):
        for k in range(len(w)):
            for d in range(x.shape[1]):
                out[n, k] += x[n, d] * w[k, d] + b[k]
    return out


def linear_return_in_loop(x, w, b):
    out = np.zeros((len(x), len(w)))
    for n in range(len(x)):
        for k in range(len(w)):
            out[n, k] = np.sum(x[n] * w[k]) + b[k]
        return out


def linear_exchanged(x, w, b):
    out = np.zeros((len(w), len(x)))
    for n in range(len(x)):
        for k in range(len(w)):
            out[n, k] = np.sum(x[n] * w[k]) + b[k]
    return out


def linear_not_summed(x, w, b):
    out = np.zeros((len(x), len(w)))
    for n in range(len(x)):
        for k in range(len(w)):
            out[n, k] = x[n] * w[k] + b[k]
    return out


def linear_in_place(x, w, b):
    x *= 2
    return x @ w.T / 2 + b


def decisive_loop(x, w, a, b, best=-np.inf, at=None, size=lambda v: v):
    for i in range(len(x)):
        v = size(x[i] * w[a, i] - x[i] * w[b, i])
        if v > best:
            best, at = v, i
    return at


def decisive_return_in_loop(x, w, a, b):
    best = -np.inf
    for i in range(len(x)):
        if x[i] * (w[a, i] - w[b, i]) > best:
            return i


def decisive_not_kept(x, w, a, b):
    best, at = 0, 0
    for i in range(len(x)):
        if x[i] * (w[a, i] - w[b, i]) > best:
            at = i
    return at


def ledger(maps, classes, p, kernel=9, map_bias=None, class_bias=None):
    map_bias = maps if map_bias is None else map_bias
    class_bias = classes if class_bias is None else class_bias
    return maps * kernel + map_bias + maps * p * p * classes + class_bias


def up(side):
    return (side - 2 + 1) // 2


ANSWERS = {
    "flatten": {
        "core": {
            "batch too": lambda m: m.ravel(),
            "maps last": lambda m: m.transpose(0, 2, 3, 1).reshape(len(m), -1),
            "each map": flatten_each_map,
            "each map, three axes": lambda m: m.reshape(m.shape[0], m.shape[1], -1),
            "appended": flatten_append,
            "return in the loop": flatten_return_in_loop,
            "last picture": flatten_last,
            "first picture": lambda m: m[0].flatten(),
            "transposed": lambda m: m.reshape(len(m), -1).T,
            "columns": lambda m: m.reshape(-1, len(m)),
            "12 fixed": lambda m: m.reshape(len(m), 12),
            "48 fixed": lambda m: m.reshape(-1, 48),
            "order F": lambda m: m.reshape(len(m), -1, order="F"),
            "columns first": lambda m: m.transpose(0, 1, 3, 2).reshape(len(m), -1),
            "axis 1 as the batch": lambda m: m.reshape(m.shape[1], -1),
            "one row": lambda m: m.reshape(1, -1),
            "in place": flatten_in_place,
            "three axes only": lambda m: m.reshape(m.shape[0], m.shape[1] * m.shape[2]),
        },
        "plausible": {
            "int": flatten_int,
            "mean": lambda m: m.mean(axis=(2, 3)),
            "first map": lambda m: m[:, 0].reshape(len(m), -1),
            "summed": lambda m: m.sum(axis=1).reshape(len(m), -1),
            "rows": lambda m: m.reshape(-1, m.shape[-1]),
            "moved batch": lambda m: m.reshape(-1, len(m)).T,
            "rectified": lambda m: np.maximum(flatten(m), 0),
            "extra axis": lambda m: m.reshape(len(m), 1, -1),
        },
        "far": {
            "sorted": lambda m: np.sort(flatten(m)),
            "unchanged": lambda m: m,
            "size": lambda m: m.size,
            "text": str,
            "scaled": lambda m: flatten(m) / 255,
        },
        "right": {
            "loops, float32": flatten_loops,
            "list of lists": lambda m: [picture.ravel().tolist() for picture in m],
            "concatenate": lambda m: np.stack(
                [np.concatenate([r for a in p for r in a]) for p in m]
            ),
            "prod": lambda m: np.reshape(m, (m.shape[0], math.prod(m.shape[1:]))),
        },
    },
    "place_in_map": {
        "core": {
            "column first": lambda k, h, w: (k // (h * w), k % w, k % (h * w) // w),
            "by height": lambda k, h, w: (k // (h * w), k % (h * w) // h, k % h),
            "from 1": lambda k, h, w: [p + 1 for p in place(k, h, w)],
            "rows of all maps": lambda k, h, w: (k // (h * w), k // w, k % w),
            "4 by 4": lambda k, h, w: (k // 16, k % 16 // 4, k % 4),
            "divided with /": lambda k, h, w: (k / (h * w), k % (h * w) / w, k % w),
            "row and column": lambda k, h, w: place(k, h, w)[1:],
            "map": lambda k, h, w: k // (h * w),
            "brackets behind %": lambda k, h, w: (k // (h * w), k % h * w // w, k % w),
            "brackets behind //": lambda k, h, w: (k // h * w, k % (h * w) // w, k % w),
            "exchanged % and //": lambda k, h, w: (k % (h * w), k // (h * w) // w, k % w),
            "map last": lambda k, h, w: (*place(k, h, w)[1:], k // (h * w)),
            "not split": lambda k, h, w: divmod(k, h * w),
            "unravel_index of one map": lambda k, h, w: np.unravel_index(k, (h, w)),
            "column from the map": lambda k, h, w: (k // (h * w), k % (h * w) // w, k % (h * w)),
            "map by width": lambda k, h, w: (k // w, k % (h * w) // w, k % w),
            "first map": lambda k, h, w: (0, k // w, k % w),
            "column by height": lambda k, h, w: (k // (h * w), k % (h * w) // w, k % h),
        },
        "plausible": {
            "rounded": lambda k, h, w: (round(k / (h * w)), round(k % (h * w) / w), k % w),
            "down the columns": lambda k, h, w: (k // (h * w), k % (h * w) % h, k % (h * w) // h),
            "k - 1": lambda k, h, w: place(k - 1, h, w),
            "endless": place_endless,
            "square": lambda k, h, w: (k // h**2, k % h**2 // h, k % h),
            "order F": lambda k, h, w: np.unravel_index(k, (9, h, w), order="F"),
            "maps from 1": lambda k, h, w: (k // (h * w) + 1, *place(k, h, w)[1:]),
            "reversed": lambda k, h, w: place(k, h, w)[::-1],
        },
        "far": {
            "sum": lambda k, h, w: k + h + w,
            "sides": lambda k, h, w: (k, h, w),
            "zeros": lambda k, h, w: (0, 0, 0),
            "text": lambda k, h, w: f"map {k // (h * w)}",
        },
        "right": {
            "subtracting": place_subtracting,
            "unravel": lambda k, h, w: np.unravel_index(k, (k // (h * w) + 1, h, w)),
            "argwhere": lambda k, h, w: np.argwhere(
                np.arange((k // (h * w) + 1) * h * w).reshape(-1, h, w) == k
            )[0],
            "divmod": lambda k, h, w: (k // w // h, k // w % h, k % w),
            "int of /": lambda k, h, w: (int(k / (h * w)), int(k % (h * w) / w), k % w),
        },
    },
    "linear": {
        "core": {
            "no bias": lambda x, w, b: x @ w.T,
            "not turned": lambda x, w, b: x @ w + b,
            "np.dot": lambda x, w, b: np.dot(x, w) + b,
            "turned result": lambda x, w, b: (x @ w.T + b).T,
            "w @ x.T": lambda x, w, b: w @ x.T + b[:, None],
            "w @ x": lambda x, w, b: w @ x + b,
            "elementwise": lambda x, w, b: x * w + b,
            "sum of x * w": lambda x, w, b: np.sum(x * w) + b,
            "overwritten": lambda x, w, b: linear_loops(x, w, b, add=False),
            "bias inside": linear_bias_inside,
            "return in the loop": linear_return_in_loop,
            "[n, k] of a turned array": linear_exchanged,
            "not summed": linear_not_summed,
            "argmax": lambda x, w, b: (x @ w.T + b).argmax(axis=1),
            "relu": lambda x, w, b: np.maximum(x @ w.T + b, 0),
            "mean": lambda x, w, b: np.mean(x[:, None] * w, axis=2) + b,
            "first picture": lambda x, w, b: w @ x[0] + b,
            "all biases": lambda x, w, b: linear_loops(x, w, b, bias=lambda b, k: b.sum()),
            "whole bias": lambda x, w, b: linear_loops(x, w, b, bias=lambda b, k: b),
            "minus bias": lambda x, w, b: x @ w.T - b,
        },
        "plausible": {
            "int": lambda x, w, b: linear_loops(x, w, b, dtype=int),
            "softmax": lambda x, w, b: (
                np.exp(x @ w.T + b) / np.exp(x @ w.T + b).sum(axis=1, keepdims=True)
            ),
            "in place": linear_in_place,
            "times bias": lambda x, w, b: x @ w.T * b,
            "reshaped weights": lambda x, w, b: x @ w.reshape(w.shape[1], w.shape[0]) + b,
            "single votes": lambda x, w, b: x[:, None] * w + b[:, None],
            "bias twice": lambda x, w, b: x @ w.T + b + b,
            "largest": lambda x, w, b: (x @ w.T + b).max(axis=1),
            "sums multiplied": lambda x, w, b: np.outer(x.sum(axis=1), w.sum(axis=1)) + b,
        },
        "far": {
            "sigmoid": lambda x, w, b: 1 / (1 + np.exp(-(x @ w.T + b))),
            "one sum": lambda x, w, b: (x @ w.T + b).sum(),
            "bias": lambda x, w, b: b,
            "distance": lambda x, w, b: np.array([[np.linalg.norm(v - u) for u in w] for v in x]),
        },
        "right": {
            "loops": linear_loops,
            "einsum": lambda x, w, b: np.einsum("nd,kd->nk", x, w) + b[None],
            "a one more": lambda x, w, b: np.c_[x, np.ones(len(x))] @ np.c_[w, b].T,
            "lists": lambda x, w, b: [
                [math.fsum(v * u) + c for u, c in zip(w, b, strict=True)] for v in x
            ],
            "w @ x.T turned": lambda x, w, b: (w @ x.T + b[:, None]).T,
        },
    },
    "decisive_value": {
        "core": {
            "brackets": lambda x, w, a, b: np.argmax(x * w[a] - w[b]),
            "weights only": lambda x, w, a, b: np.argmax(w[a] - w[b]),
            "winner only": lambda x, w, a, b: np.argmax(x * w[a]),
            "winner's weight": lambda x, w, a, b: np.argmax(w[a]),
            "largest value": lambda x, w, a, b: np.argmax(x),
            "exchanged": lambda x, w, a, b: np.argmax(x * (w[b] - w[a])),
            "argmin": lambda x, w, a, b: np.argmin(x * (w[a] - w[b])),
            "absolute": lambda x, w, a, b: np.argmax(np.abs(x * (w[a] - w[b]))),
            "max": lambda x, w, a, b: np.max(x * (w[a] - w[b])),
            "differences": lambda x, w, a, b: x * (w[a] - w[b]),
            "value": lambda x, w, a, b: x[np.argmax(x * (w[a] - w[b]))],
            "from 1": lambda x, w, a, b: np.argmax(x * (w[a] - w[b])) + 1,
            "columns": lambda x, w, a, b: np.argmax(x * (w[:, a] - w[:, b])),
            "classes 0 and 1": lambda x, w, a, b: np.argmax(x * (w[0] - w[1])),
            "return in the loop": decisive_return_in_loop,
            "best not kept": decisive_not_kept,
            "added": lambda x, w, a, b: np.argmax(x * w[a] + x * w[b]),
            "sum": lambda x, w, a, b: np.sum(x * (w[a] - w[b])),
            "@": lambda x, w, a, b: np.argmax(x @ (w[a] - w[b])),
        },
        "plausible": {
            "all classes": lambda x, w, a, b: np.argmax(x * w),
            "places subtracted": lambda x, w, a, b: np.argmax(x * w[a]) - np.argmax(x * w[b]),
            "both places": lambda x, w, a, b: (np.argmax(x * w[a]), np.argmax(x * w[b])),
            "sorted": lambda x, w, a, b: np.argsort(x * (w[a] - w[b])),
            "ratio": lambda x, w, a, b: np.argmax(x * w[a] / (x * w[b] + 1e-9)),
            "|x|": lambda x, w, a, b: np.argmax(np.abs(x) * (w[a] - w[b])),
            "largest size": lambda x, w, a, b: decisive_loop(x, w, a, b, size=abs),
            "mask": lambda x, w, a, b: x * w[a] > x * w[b],
        },
        "far": {
            "winner": lambda x, w, a, b: a,
            "0": lambda x, w, a, b: 0,
            "mean": lambda x, w, a, b: np.mean(x),
            "where": lambda x, w, a, b: np.where(x * w[a] > x * w[b]),
        },
        "right": {
            "loop": decisive_loop,
            "two votes": lambda x, w, a, b: (x * w[a] - x * w[b]).argmax(),
            "key": lambda x, w, a, b: max(range(len(x)), key=lambda i: x[i] * (w[a][i] - w[b][i])),
            "list": lambda x, w, a, b: (x * (w[a] - w[b])).tolist().index(max(x * (w[a] - w[b]))),
        },
    },
    "network_parameters": {
        "core": {
            "no biases": lambda s, m, c: ledger(m, c, up(s), map_bias=0, class_bias=0),
            "no biases of the maps": lambda s, m, c: ledger(m, c, up(s), map_bias=0),
            "no biases of the classes": lambda s, m, c: ledger(m, c, up(s), class_bias=0),
            "one bias a layer": lambda s, m, c: ledger(m, c, up(s), map_bias=1, class_bias=1),
            "rounded down": lambda s, m, c: ledger(m, c, (s - 2) // 2),
            "divided with /": lambda s, m, c: ledger(m, c, (s - 2) / 2),
            "no pooling": lambda s, m, c: ledger(m, c, s - 2),
            "edge not lost": lambda s, m, c: ledger(m, c, (s + 1) // 2),
            "// 2 + 1": lambda s, m, c: ledger(m, c, (s - 2) // 2 + 1),
            "3 taken off": lambda s, m, c: ledger(m, c, math.ceil((s - 3) / 2)),
            "4 by 4": lambda s, m, c: ledger(m, c, 4),
            "not squared": lambda s, m, c: m * 10 + m * up(s) * c + c,
            "one map flattened": lambda s, m, c: m * 10 + up(s) ** 2 * c + c,
            "linear only": lambda s, m, c: m * up(s) ** 2 * c + c,
            "kernels only": lambda s, m, c: m * 10,
            "one kernel": lambda s, m, c: 10 + m * up(s) ** 2 * c + c,
            "3 weights": lambda s, m, c: ledger(m, c, up(s), kernel=3),
            "added classes": lambda s, m, c: m * 10 + m * up(s) ** 2 + c,
            "pixels vote": lambda s, m, c: m * 10 + s * s * c + c,
        },
        "plausible": {
            "128": lambda s, m, c: 128,
            "area halved": lambda s, m, c: m * 10 + m * ((s - 2) ** 2 // 2) * c + c,
            "1 taken off": lambda s, m, c: ledger(m, c, math.ceil((s - 1) / 2)),
            "bias a value": lambda s, m, c: ledger(m, c, up(s), class_bias=m * up(s) ** 2),
            "round": lambda s, m, c: ledger(m, c, round((s - 2) / 2)),
            "deep kernels": lambda s, m, c: ledger(m, c, up(s), kernel=9 * m),
            "pooling learns": lambda s, m, c: ledger(m, c, up(s)) + 4,
            "list": lambda s, m, c: m * up(s) ** 2,
        },
        "far": {
            "product": lambda s, m, c: s * m * c,
            "pixels": lambda s, m, c: s * s,
            "two layers": lambda s, m, c: 2,
            "square": lambda s, m, c: ledger(m, c, up(s)) ** 2,
        },
        "right": {
            "ceil": lambda s, m, c: ledger(m, c, math.ceil((s - 2) / 2)),
            "len of a range": lambda s, m, c: ledger(m, c, len(range(0, s - 2, 2))),
            "(s - 1) // 2": lambda s, m, c: m * 10 + c * (m * ((s - 1) // 2) ** 2 + 1),
            "arrays": lambda s, m, c: (
                np.zeros((m, 1, 3, 3)).size
                + m
                + np.zeros((c, m * np.zeros((s - 2, s - 2))[::2, ::2].size)).size
                + c
            ),
        },
    },
    "binary_from_two": {
        "core": {
            "class 0 minus class 1": lambda w, b: (w[0] - w[1], b[0] - b[1]),
            "class 1 only": lambda w, b: (w[1], b[1]),
            "added": lambda w, b: (w[0] + w[1], b[0] + b[1]),
            "halved": lambda w, b: ((w[1] - w[0]) / 2, (b[1] - b[0]) / 2),
            "bias of class 1": lambda w, b: (w[1] - w[0], b[1]),
            "no bias": lambda w, b: (w[1] - w[0], 0),
            "weights only": lambda w, b: w[1] - w[0],
            "bias first": lambda w, b: (b[1] - b[0], w[1] - w[0]),
            "bias reversed": lambda w, b: (w[1] - w[0], b[0] - b[1]),
            "weights reversed": lambda w, b: (w[0] - w[1], b[1] - b[0]),
            "averaged": lambda w, b: (w.mean(axis=0), b.mean()),
            "columns": lambda w, b: (w[:, 1] - w[:, 0], b[1] - b[0]),
            "rows kept": lambda w, b: (np.diff(w, axis=0), np.diff(b)),
            "np.diff": lambda w, b: (np.diff(w), np.diff(b)),
            "bias as an array": lambda w, b: (w[1] - w[0], b),
            "summed": lambda w, b: ((w[1] - w[0]).sum(), b[1] - b[0]),
            "biases added": lambda w, b: (w[1] - w[0], b[0] + b[1]),
            "joined": lambda w, b: np.append(w[1] - w[0], b[1] - b[0]),
            "absolute": lambda w, b: (abs(w[1] - w[0]), abs(b[1] - b[0])),
        },
        "plausible": {
            "ratio": lambda w, b: (w[1] / w[0], b[1] / b[0]),
            "unchanged": lambda w, b: (w, b),
            "larger": lambda w, b: (np.maximum(w[0], w[1]), max(b)),
            "class 0": lambda w, b: (w[0], b[0]),
            "weights of class 1": lambda w, b: (w[1], b[1] - b[0]),
            "mean bias": lambda w, b: (w[1] - w[0], b.mean()),
            "product": lambda w, b: (w[0] * w[1], b[0] * b[1]),
        },
        "far": {
            "zeros": lambda w, b: (0 * w[0], 0),
            "sign": lambda w, b: (np.sign(w[1] - w[0]), np.sign(b[1] - b[0])),
            "winner": lambda w, b: int(b[1] > b[0]),
            "scaled": lambda w, b: ((w[1] - w[0]) / 10, (b[1] - b[0]) / 10),
        },
        "right": {
            "diff": lambda w, b: (np.diff(w, axis=0)[0], np.diff(b)[0]),
            "matrix": lambda w, b: (np.array([-1, 1]) @ w, np.array([-1, 1]) @ b),
            "lists": lambda w, b: [[float(v - u) for u, v in zip(*w, strict=True)], b[1] - b[0]],
            "minus and plus": lambda w, b: (-w[0] + w[1], np.float32(-b[0] + b[1])),
        },
    },
}

SAYS = {
    ("decisive_value", "brackets"): "Brackets are missing",
    ("linear", "overwritten"): "`+=`",
    ("network_parameters", "// 2 + 1"): "one too large where side - 2 is even",
    ("place_in_map", "row and column"): "The map is missing",
    ("binary_from_two", "bias as an array"): "You return both",
}
