"""What students answer to the exercises of lesson 03."""
# ruff: noqa: RET503

import math

import numpy as np


def each(z, rule):
    """Go through an array of any shape, number by number."""
    z = np.asarray(z)
    return np.array([rule(v) for v in z.flat]).reshape(z.shape)


def relu_if(z):
    if z > 0:
        return z
    return 0


def relu_one_axis(z):
    out = np.zeros(len(z))
    for i in range(len(z)):
        if z[i] > 0:
            out[i] = z[i]
    return out


def relu_two_axes(z):
    out = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                out[i, j] = z[i, j]
    return out


def relu_in_place(z):
    z[z < 0] = 0
    return z


def relu_return_in_loop(z):
    out = np.zeros(z.shape)
    for i in range(len(z)):
        out[i] = np.maximum(z[i], 0)
        return out


def relu_appended(z):
    out = []
    for v in z.flat:
        if v > 0:
            out.append(v)
        else:
            out.append(0)
    return out


def relu_any(z):
    if z.any() > 0:
        return z
    return 0 * z


def relu_all(z):
    if (z > 0).all():
        return z
    return 0 * z


def relu_own_copy(z):
    y = z.copy()
    y[y < 0] = 0
    return y


def relu_no_return(z):
    np.maximum(z, 0)


def relu_int(z):
    out = np.zeros(z.shape, dtype=int)
    out[z > 0] = z[z > 0]
    return out


def relu_by_rows(z):
    return z if z.ndim == 0 else [relu_by_rows(r) if r.ndim else max(float(r), 0.0) for r in z]


def leaky(z, s):
    return np.where(z > 0, z, s * z)


def leaky_if(z, s):
    if z > 0:
        return z
    return s * z


def leaky_in_place(z, s):
    z[z < 0] *= s
    return z


def leaky_negatives_assigned(z, s):
    y = z.copy()
    y[y < 0] = s * z
    return y


def leaky_negatives_slope(z, s):
    y = z.copy()
    y[y < 0] = s
    return y


def leaky_one_axis(z, s):
    out = np.zeros(len(z))
    for i in range(len(z)):
        out[i] = z[i] if z[i] > 0 else s * z[i]
    return out


def leaky_any(z, s):
    if (z < 0).any():
        return s * z
    return z


def leaky_masks(z, s):
    y = np.array(z, dtype=np.float32)
    y[y < 0] *= np.float32(s)
    return y


def rrelu_if(z, a, b):
    if z > 0:
        return z
    return (a + b) / 2 * z


def rrelu_in_place(z, a, b):
    z[z < 0] *= (a + b) / 2
    return z


def rrelu_random(z, a, b):
    rng = np.random.default_rng()
    return np.where(z > 0, z, rng.uniform(a, b) * z)


def rrelu_random_each(z, a, b):
    rng = np.random.default_rng()
    return np.where(z > 0, z, rng.uniform(a, b, z.shape) * z)


def rrelu_one_axis(z, a, b):
    out = np.zeros(len(z))
    for i in range(len(z)):
        out[i] = z[i] if z[i] > 0 else (a + b) / 2 * z[i]
    return out


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def slope_math(z):
    s = 1 / (1 + math.exp(-z))
    return s * (1 - s)


def slope_math_each(z):
    return each(z, lambda v: math.exp(-v) / (1 + math.exp(-v)) ** 2)


def slope_two_cases(z):
    out = np.empty(z.shape)
    for place, v in np.ndenumerate(z):
        e = math.exp(-abs(v))
        out[place] = e / (1 + e) ** 2
    return out


def shares_in_place(m):
    m[m < 0] = 0
    return np.mean(m == 0)


def share_loops(m):
    n = 0
    for a in m:
        for row in a:
            for v in row:
                if v <= 0:
                    n += 1
    return n / m.size


def share_return_in_loop(m):
    n = 0
    for a in m:
        for row in a:
            for v in row:
                if v <= 0:
                    n += 1
        return n / m.size


def share_starts_again(m):
    for a in m:
        n = 0
        for row in a:
            for v in row:
                if v <= 0:
                    n += 1
    return n / m.size


def share_if(m):
    if m < 0:
        return 0


def fan(w):
    return w[1] * w[2] * w[3]


def he_loop(w):
    fan_in = 1
    for n in w[1:]:
        fan_in *= n
    return (2 / fan_in) ** 0.5


def he_loop_all(w):
    fan_in = 1
    for n in w:
        fan_in *= n
    return (2 / fan_in) ** 0.5


def he_weights(w):
    rng = np.random.default_rng(0)
    return rng.normal(0, np.sqrt(2 / fan(w)), w)


ANSWERS = {
    "relu": {
        "core": {
            "if": relu_if,
            "max": lambda z: max(z, 0),
            "np.max(z, 0)": lambda z: np.max(z, 0),
            "absolute": abs,
            "minimum": lambda z: np.minimum(z, 0),
            "step": lambda z: np.where(z > 0, 1, 0),
            "mask": lambda z: z > 0,
            "selected": lambda z: z[z > 0],
            "leaky": lambda z: np.where(z > 0, z, 0.01 * z),
            "one axis": relu_one_axis,
            "two axes": relu_two_axes,
            "in place": relu_in_place,
            "return in the loop": relu_return_in_loop,
            "flat": relu_appended,
            "any": relu_any,
            "all": relu_all,
            "no return": relu_no_return,
            "unchanged": lambda z: z,
            "other way round": lambda z: np.where(z < 0, z, 0),
            "np.max(0, z)": lambda z: np.max(0, z),
        },
        "plausible": {
            "int": relu_int,
            "clipped": lambda z: np.clip(z, 0, 1),
            "relu6": lambda z: np.clip(z, 0, 6),
            "-1 for negative": lambda z: np.where(z < 0, -1, z),
            "max of all": lambda z: max(0, z.max()),
            "sigmoid": sigmoid,
            "rectified -z": lambda z: np.maximum(-z, 0),
            "squared": lambda z: z**2,
            "sum": lambda z: np.maximum(z, 0).sum(),
        },
        "far": {
            "shifted": lambda z: z - z.min(),
            "tanh": np.tanh,
            "zeros": lambda z: z * 0,
            "half": lambda z: (z + abs(z)) / 4,
            "sorted": lambda z: np.sort(np.maximum(z, 0)),
        },
        "right": {
            "half of z + |z|": lambda z: (z + abs(z)) / 2,
            "mask times z": lambda z: (z > 0) * z,
            "own copy": relu_own_copy,
            "lists": relu_by_rows,
            "clip": lambda z: np.clip(z, 0, None),
            "float32": lambda z: np.fmax(z.astype(np.float32), 0),
        },
    },
    "leaky_relu": {
        "core": {
            "if": leaky_if,
            "relu": lambda z, s: np.maximum(z, 0),
            "slope on the positive": lambda z, s: np.where(z > 0, s * z, z),
            "slope itself": lambda z, s: np.where(z > 0, z, s),
            "upwards": lambda z, s: np.where(z > 0, z, -s * z),
            "everything": lambda z, s: s * z,
            "0.01": lambda z, s: np.where(z > 0, z, 0.01 * z),
            "added to all": lambda z, s: np.maximum(z, 0) + s * z,
            "positive lost": lambda z, s: np.where(z < 0, s * z, 0),
            "in place": leaky_in_place,
            "assigned to a mask": leaky_negatives_assigned,
            "slope to a mask": leaky_negatives_slope,
            "max": lambda z, s: max(z, s * z),
            "np.max": lambda z, s: np.max(z, s * z),
            "one axis": leaky_one_axis,
            "any": leaky_any,
            "divided": lambda z, s: np.where(z > 0, z, z / s),
            "plus": lambda z, s: np.where(z > 0, z, z + s),
            "slopes": lambda z, s: np.where(z > 0, 1, s),
        },
        "plausible": {
            "minus": lambda z, s: np.where(z > 0, z, z - s),
            "max(z, slope)": lambda z, s: np.maximum(z, s),
            "max(z, -slope)": lambda z, s: np.maximum(z, -s),
            "minimum": lambda z, s: np.minimum(z, s * z),
            "absolute": lambda z, s: abs(z),
            "1 - slope": lambda z, s: np.where(z > 0, z, (1 - s) * z),
            "elu": lambda z, s: np.where(z > 0, z, s * (np.exp(z) - 1)),
            "0.1": lambda z, s: np.where(z > 0, z, 0.1 * z),
            "compared with the slope": lambda z, s: np.where(z > s, z, s * z),
        },
        "far": {
            "power": lambda z, s: np.where(z > 0, z, s**2 * z),
            "sigmoid": lambda z, s: sigmoid(s * z),
            "mean": lambda z, s: leaky(z, s).mean(),
            "zero": lambda z, s: 0,
        },
        "right": {
            "maximum": lambda z, s: np.maximum(z, s * z),
            "sum of both": lambda z, s: np.maximum(z, 0) + s * np.minimum(z, 0),
            "masks, float32": leaky_masks,
            "each": lambda z, s: each(z, lambda v: v if v > 0 else s * v),
            "select": lambda z, s: np.select([z > 0, z <= 0], [z, z * s]),
        },
    },
    "rrelu_evaluation": {
        "core": {
            "if": rrelu_if,
            "lower": lambda z, a, b: leaky(z, a),
            "upper": lambda z, a, b: leaky(z, b),
            "sum": lambda z, a, b: leaky(z, a + b),
            "brackets": lambda z, a, b: leaky(z, a + b / 2),
            "half the difference": lambda z, a, b: leaky(z, (b - a) / 2),
            "difference": lambda z, a, b: leaky(z, b - a),
            "everything": lambda z, a, b: (a + b) / 2 * z,
            "slope itself": lambda z, a, b: np.where(z > 0, z, (a + b) / 2),
            "random": rrelu_random,
            "random for each": rrelu_random_each,
            "relu": lambda z, a, b: np.maximum(z, 0),
            "with //": lambda z, a, b: leaky(z, (a + b) // 2),
            "on the positive side": lambda z, a, b: np.where(z > 0, (a + b) / 2 * z, z),
            "in place": rrelu_in_place,
            "upwards": lambda z, a, b: np.where(z > 0, z, -(a + b) / 2 * z),
            "one axis": rrelu_one_axis,
            "np.mean(a, b)": lambda z, a, b: leaky(z, np.mean(a, b)),
        },
        "plausible": {
            "product": lambda z, a, b: leaky(z, a * b),
            "geometric": lambda z, a, b: leaky(z, math.sqrt(a * b)),
            "doubled": lambda z, a, b: leaky(z, (a + b) * 2),
            "0.01": lambda z, a, b: leaky(z, 0.01),
            "clipped": lambda z, a, b: np.where(z > 0, z, np.clip(z, a, b)),
            "positive lost": lambda z, a, b: np.where(z < 0, (a + b) / 2 * z, 0),
            "added to all": lambda z, a, b: np.maximum(z, 0) + (a + b) / 2 * z,
            "divided": lambda z, a, b: leaky(z, 2 / (a + b)),
        },
        "far": {
            "half": lambda z, a, b: leaky(z, 0.5),
            "upper minus": lambda z, a, b: leaky(z, 1 - (a + b) / 2),
            "spread": lambda z, a, b: np.where(
                z > 0, z, np.linspace(a, b, z.size).reshape(z.shape) * z
            ),
            "nothing": lambda z, a, b: z,
        },
        "right": {
            "mean": lambda z, a, b: leaky(z, np.mean([a, b])),
            "median": lambda z, a, b: leaky(z, np.median([a, b])),
            "lower and half": lambda z, a, b: leaky(z, a + (b - a) / 2),
            "mean of both results": lambda z, a, b: (leaky(z, a) + leaky(z, b)) / 2,
            "maximum": lambda z, a, b: np.maximum(z, np.float32((a + b) / 2) * z),
        },
    },
    "sigmoid_slope": {
        "core": {
            "sigmoid": sigmoid,
            "s (1 + s)": lambda z: sigmoid(z) * (1 + sigmoid(z)),
            "1 - s": lambda z: 1 - sigmoid(z),
            "z (1 - z)": lambda z: z * (1 - z),
            "tanh's": lambda z: 1 - np.tanh(z) ** 2,
            "1 - s squared": lambda z: 1 - sigmoid(z) ** 2,
            "math.exp": slope_math,
            "math.exp for each": slope_math_each,
            "overflow": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "overflow above": lambda z: np.exp(z) / (1 + np.exp(z)) ** 2,
            "square forgotten": lambda z: np.exp(-z) / (1 + np.exp(-z)),
            "minus": lambda z: -np.exp(-z) / (1 + np.exp(-z)) ** 2,
            "sign": lambda z: sigmoid(z) * (sigmoid(z) - 1),
            "s squared": lambda z: sigmoid(z) ** 2,
            "brackets": lambda z: sigmoid(z) * 1 - sigmoid(z),
            "grown by 1": lambda z: sigmoid(z + 1) - sigmoid(z),
            "grown by 0.01": lambda z: (sigmoid(z + 0.01) - sigmoid(z)) / 0.01,
            "z s": lambda z: z * sigmoid(z),
        },
        "plausible": {
            "grown by 0.1": lambda z: (sigmoid(z + 0.1) - sigmoid(z)) / 0.1,
            "grown by 0.001": lambda z: (sigmoid(z + 0.001) - sigmoid(z)) / 0.001,
            "s (1 - z)": lambda z: sigmoid(z) * (1 - z),
            "z (1 - s)": lambda z: z * (1 - sigmoid(z)),
            "step": lambda z: (z > 0) * 1.0,
            "exp": lambda z: np.exp(-z),
            "no numerator": lambda z: 1 / (1 + np.exp(-np.abs(z))) ** 2,
            "twice": lambda z: sigmoid(sigmoid(z)) * (1 - sigmoid(sigmoid(z))),
        },
        "far": {
            "quarter": lambda z: 0.25,
            "gauss": lambda z: np.exp(-np.minimum(z**2, 700)),
            "log": lambda z: np.log1p(np.exp(-abs(z))),
            "difference along the array": np.diff,
        },
        "right": {
            "s (1 - s)": lambda z: sigmoid(z) * (1 - sigmoid(z)),
            "s - s²": lambda z: sigmoid(z) - sigmoid(z) ** 2,
            "by tanh": lambda z: (1 - np.tanh(z / 2) ** 2) / 4,
            "by loops": slope_two_cases,
            "by cosh": lambda z: 0.25 / np.cosh(np.clip(z, -700, 700) / 2) ** 2,
        },
    },
    "share_of_zeros": {
        "core": {
            "counted": lambda m: np.sum(np.maximum(m, 0) == 0),
            "before": lambda m: np.mean(m == 0),
            "negatives only": lambda m: np.mean(m < 0),
            "not zero": lambda m: np.mean(np.maximum(m, 0) != 0),
            "positive counted": lambda m: np.count_nonzero(np.maximum(m, 0)) / m.size,
            "by maps": lambda m: np.sum(m <= 0) / len(m),
            "by one map": lambda m: np.sum(m <= 0) / (m.shape[1] * m.shape[2]),
            "each map": lambda m: (m <= 0).mean(axis=(1, 2)),
            "first map": lambda m: (m[0] <= 0).mean(),
            "mask": lambda m: np.maximum(m, 0) == 0,
            "mean of the rectified": lambda m: np.maximum(m, 0).mean(),
            "percent": lambda m: 100 * (m <= 0).mean(),
            "in place": shares_in_place,
            "return in the loop": share_return_in_loop,
            "starts again": share_starts_again,
            "if": share_if,
            "len": lambda m: len(m[np.maximum(m, 0) == 0]),
            "with //": lambda m: np.sum(m <= 0) // m.size,
            "by the others": lambda m: np.sum(m <= 0) / np.sum(m > 0),
        },
        "plausible": {
            "zeros summed": lambda m: np.maximum(m, 0)[np.maximum(m, 0) == 0].sum(),
            "rectified": lambda m: np.maximum(m, 0),
            "len of the mask": lambda m: len(m <= 0) / m.size,
            "any": lambda m: (m <= 0).any(),
            "positive and 0": lambda m: (m >= 0).mean(),
            "rows": lambda m: (m <= 0).mean(axis=-1),
            "negatives counted": lambda m: (m < 0).sum(),
            "python's sum": lambda m: sum(m <= 0),
        },
        "far": {
            "half": lambda m: 0.5,
            "median": lambda m: np.median(m),
            "more than half": lambda m: (m <= 0).mean() > 0.5,
            "standard deviation": lambda m: np.maximum(m, 0).std(),
        },
        "right": {
            "loops": share_loops,
            "1 - share": lambda m: 1 - np.count_nonzero(m > 0) / m.size,
            "mean of maps": lambda m: np.mean([np.mean(a <= 0) for a in m]),
            "list": lambda m: np.maximum(m, 0).ravel().tolist().count(0) / m.size,
        },
    },
    "he_scale": {
        "core": {
            "variance": lambda w: 2 / fan(w),
            "2 forgotten": lambda w: np.sqrt(1 / fan(w)),
            "fan out": lambda w: np.sqrt(2 / (w[0] * w[2] * w[3])),
            "channels only": lambda w: np.sqrt(2 / w[1]),
            "axis 0": lambda w: np.sqrt(2 / w[0]),
            "2 over root": lambda w: 2 / np.sqrt(fan(w)),
            "root of 2 only": lambda w: np.sqrt(2) / fan(w),
            "all weights": lambda w: np.sqrt(2 / np.prod(w)),
            "square kernel": lambda w: np.sqrt(2 / (w[1] * w[2] ** 2)),
            "upside down": lambda w: np.sqrt(fan(w) / 2),
            "glorot": lambda w: np.sqrt(2 / (fan(w) + w[0] * w[2] * w[3])),
            "uniform": lambda w: np.sqrt(6 / fan(w)),
            "brackets": lambda w: np.sqrt(2 / w[1] * w[2] * w[3]),
            "fan in": fan,
            ".shape": lambda w: np.sqrt(2 / w.shape[1]),
            "axes from 1": lambda w: np.sqrt(2 / (w[2] * w[3] * w[4])),
            "one side": lambda w: np.sqrt(2 / (w[1] * w[2])),
            "weights": he_weights,
            "kernel only": lambda w: np.sqrt(2 / (w[2] * w[3])),
            "sum": lambda w: np.sqrt(2 / sum(w[1:])),
        },
        "plausible": {
            "loop over all": he_loop_all,
            "with bias": lambda w: np.sqrt(2 / (fan(w) + 1)),
            "2 below": lambda w: np.sqrt(1 / (2 * fan(w))),
            "first three": lambda w: np.sqrt(2 / (w[0] * w[1] * w[2])),
            "1 over fan": lambda w: 1 / fan(w),
            "with //": lambda w: np.sqrt(2 // fan(w)),
            "tuple": lambda w: np.sqrt(2 / w),
            "squared": lambda w: (2 / fan(w)) ** 2,
        },
        "far": {
            "0.01": lambda w: 0.01,
            "1": lambda w: 1,
            "log": lambda w: np.log(fan(w)),
            "len": lambda w: np.sqrt(2 / len(w)),
        },
        "right": {
            "loop": he_loop,
            "prod": lambda w: math.sqrt(2 / math.prod(w[1:])),
            "power": lambda w: (fan(w) / 2) ** -0.5,
            "root over root": lambda w: np.float32(np.sqrt(2) / np.sqrt(fan(w))),
            "size of one": lambda w: (2 / np.zeros(w)[0].size) ** 0.5,
        },
    },
}

SAYS = {
    ("leaky_relu", "if"): "np.where",
    ("leaky_relu", "added to all"): "to the positive values, too",
    ("relu", "np.max(z, 0)"): "an axis",
    ("rrelu_evaluation", "with //"): "`//`",
    ("sigmoid_slope", "math.exp"): "np.exp",
    ("sigmoid_slope", "math.exp for each"): "too large for any float",
    ("he_scale", "2 over root"): "not 2 / sqrt(fan_in)",
}
