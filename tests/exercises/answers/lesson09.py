"""What students answer to the exercises of lesson 09."""
# ruff: noqa: RET503, RUF007, C420

import math

import numpy as np


def right(z, t):
    return z.argmax(axis=1) == t


def accuracy_returned_in_loop(z, t):
    count = 0
    for row, target in zip(z, t, strict=True):
        if row.argmax() == target:
            count += 1
        return count / len(t)


def accuracy_overwritten(z, t):
    for row, target in zip(z, t, strict=True):
        count = row.argmax() == target
    return count / len(t)


def accuracy_set_to_one(z, t):
    count = 0
    for row, target in zip(z, t, strict=True):
        if row.argmax() == target:
            count = 1
    return count / len(t)


def accuracy_if(z, t):
    if z.argmax(axis=1) == t:
        return 1.0
    return 0.0


def accuracy_whole(z, t):
    return np.sum(right(z, t)) // len(t)


def accuracy_loop(z, t):
    count = 0
    for n in range(len(t)):
        best = 0
        for k in range(z.shape[1]):
            if z[n, k] > z[n, best]:
                best = k
        count += best == t[n]
    return count / len(t)


def pairs(n, s, start=lambda a: a, stop=min, starts=None):
    return [
        (start(a), stop(a + s, n)) for a in (range(0, n, s) if starts is None else starts(n, s))
    ]


def no_min(n, s):
    return pairs(n, s, stop=lambda a, n: a)


def last_dropped(n, s):
    return [(i * s, (i + 1) * s) for i in range(n // s)]


def one_more_range(n, s):
    return [(i * s, min((i + 1) * s, n)) for i in range(n // s + 1)]


def one_more_not_cut(n, s):
    return [(i * s, (i + 1) * s) for i in range(n // s + 1)]


def slash(n, s):
    return [(i * s, min((i + 1) * s, n)) for i in range(n / s)]


def step_one(n, s):
    return [(i, min(i + s, n)) for i in range(n)]


def loop_without_step(n, s):
    return [(i, i + s) for i in range(0, n - s)]


def batch_returned_in_loop(n, s):
    out = []
    for a in range(0, n, s):
        out.append((a, min(a + s, n)))
        return out


def batch_overwritten(n, s):
    for a in range(0, n, s):
        out = [(a, min(a + s, n))]
    return out


def batch_lists(n, s):
    return [list(range(a, min(a + s, n))) for a in range(0, n, s)]


def batch_slices(n, s):
    return [slice(a, min(a + s, n)) for a in range(0, n, s)]


def batch_endless(n, s):
    out, a = [], 0
    while a < n:
        out.append((a, min(a + s, n)))
    return out


def batch_flat(n, s):
    out = []
    for a in range(0, n, s):
        out += [a, min(a + s, n)]
    return out


def batch_generator(n, s):
    for a in range(0, n, s):
        yield a, min(a + s, n)


def batch_edges(n, s):
    edges = [*range(0, n, s), n]
    return list(zip(edges, edges[1:], strict=False))


def batch_ceil(n, s):
    return [(k * s, min(n, k * s + s)) for k in range(math.ceil(n / s))]


def batch_pop(n, s):
    left, out = list(range(n)), []
    while left:
        out.append((left[0], left[:s][-1] + 1))
        left = left[s:]
    return out


def sgd_in_place(w, g, r):
    w -= r * g
    return w


def sgd_loop_1d(w, g, r):
    out = np.zeros(len(w))
    for k in range(len(w)):
        out[k] = w[k] - r * g[k]
    return out


def sgd_returned_in_loop(w, g, r):
    for k in range(len(w)):
        return w[k] - r * g[k]


def sgd_int(w, g, r):
    out = np.zeros(w.shape, dtype=int)
    out[...] = w - r * g
    return out


def sgd_nothing(w, g, r):
    w = w - r * g


def sgd_out(w, g, r):
    out = np.empty_like(w)
    np.multiply(g, -r, out=out)
    return np.add(out, w, out=out)


def counted(t, p, k, change=None, dtype=int):
    m = np.zeros((k, k), dtype=dtype)
    for a, b in zip(t, p, strict=True):
        (change or count)(m, a, b)
    return m


def count(m, a, b):
    m[a, b] += 1


def set_to_one(m, a, b):
    m[a, b] = 1


def count_swapped(m, a, b):
    m[b, a] += 1


def count_right(m, a, b):
    if a == b:
        m[a, b] += 1


def count_wrong(m, a, b):
    if a != b:
        m[a, b] += 1


def count_both(m, a, b):
    m[a, b] += 1
    m[b, a] += 1


def count_minus(m, a, b):
    m[a - 1, b - 1] += 1


def count_plus(m, a, b):
    m[a + 1, b + 1] += 1


def count_place(m, a, b):
    m[a][b] += b


def fancy(t, p, k):
    m = np.zeros((k, k), dtype=int)
    m[t, p] += 1
    return m


def returned_in_loop(t, p, k):
    m = np.zeros((k, k), dtype=int)
    for a, b in zip(t, p, strict=True):
        m[a, b] += 1
        return m


def zeros_in_loop(t, p, k):
    for a, b in zip(t, p, strict=True):
        m = np.zeros((k, k), dtype=int)
        m[a, b] += 1
    return m


def all_pairs(t, p, k):
    m = np.zeros((k, k), dtype=int)
    for a in t:
        for b in p:
            m[a, b] += 1
    return m


def by_classes(t, p, k):
    m = np.zeros((k, k))
    for a in range(k):
        for b in range(k):
            m[a, b] = (t == a).sum() * (p == b).sum()
    return m


def or_instead(t, p, k):
    return [[int(((t == a) | (p == b)).sum()) for b in range(k)] for a in range(k)]


def and_of_arrays(t, p, k):
    return [[sum(t == a and p == b) for b in range(k)] for a in range(k)]


def one_axis(t, p, k):
    m = np.zeros(k, dtype=int)
    for a, b in zip(t, p, strict=True):
        m[a, b] += 1
    return m


def shared_rows(t, p, k):
    m = [[0] * k] * k
    for a, b in zip(t, p, strict=True):
        m[a][b] += 1
    return m


def histogram(t, p, k):
    return np.histogram2d(t, p, bins=[np.arange(k + 1) - 0.5] * 2)[0]


def unique(t, p, k):
    m = np.zeros((k, k))
    places, counts = np.unique(np.stack([t, p]), axis=1, return_counts=True)
    m[places[0], places[1]] = counts
    return m


def edges(p, at_least=0.5):
    rows = np.flatnonzero((p >= at_least).any(axis=1))
    cols = np.flatnonzero((p >= at_least).any(axis=0))
    return rows, cols


def cut(p, top=0, bottom=1, left=0, right=1, **kw):
    r, c = edges(p, **kw)
    return p[r[0] + top : r[-1] + bottom, c[0] + left : c[-1] + right]


def cut_axes(p):
    c, r = edges(p)
    return p[r[0] : r[-1] + 1, c[0] : c[-1] + 1]


def cut_sliced_by_axis_names(p):
    r, c = edges(p)
    return p[c[0] : c[-1] + 1, r[0] : r[-1] + 1]


def cut_box(p):
    r, c = edges(p)
    return r[0], r[-1] + 1, c[0], c[-1] + 1


def cut_bool(p):
    ink = p >= 0.5
    return p[ink.any(axis=1)][:, ink.any(axis=0)]


def cut_values(p):
    return p[p >= 0.5]


def cut_square(p):
    r, c = edges(p)
    side = max(r[-1] - r[0], c[-1] - c[0]) + 1
    return p[r[0] : r[0] + side, c[0] : c[0] + side]


def cut_faint_cleared(p):
    q = p.copy()
    q[q < 0.5] = 0
    return cut(q)


def cut_first_to_last_pixel(p):
    places = np.argwhere(p >= 0.5)
    (a, b), (c, d) = places[0], places[-1]
    return p[a : c + 1, b : d + 1]


def cut_argmax(p):
    ink = p >= 0.5
    top, left = ink.any(axis=1).argmax(), ink.any(axis=0).argmax()
    return p[top:, left:]


def cut_loop_and(p):
    rows = [i for i in range(len(p)) if p[i] >= 0.5]
    return p[rows[0] : rows[-1] + 1]


def cut_row_any(p):
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            if p[i, j] >= 0.5:
                return p[i:, j:]


def cut_by_sums(p):
    r, c = np.flatnonzero(p.sum(axis=1) >= 0.5), np.flatnonzero(p.sum(axis=0) >= 0.5)
    return p[r[0] : r[-1] + 1, c[0] : c[-1] + 1]


def cut_flips(p):
    def off(q):
        return q[(q >= 0.5).any(axis=1).argmax() :]

    for _ in range(4):
        p = np.rot90(off(p))
    return p


def cut_ix(p):
    r, c = edges(p)
    return p[np.ix_(np.arange(r[0], r[-1] + 1), np.arange(c[0], c[-1] + 1))]


def cut_slices(p):
    return p[tuple(slice(a.min(), a.max() + 1) for a in np.nonzero(p >= 0.5))]


def cut_where(p):
    r, c = np.where(p > 0.4999)
    return np.array([row[c.min() : c.max() + 1] for row in p[r.min() : r.max() + 1]])


def loop_slope(w, x, y):
    return np.mean(2 * (w * x - y) * x)


def loop(change=None, slope=loop_slope, parts=None, keep="epoch", again=False, old=False):
    """A training loop with something done otherwise."""
    change = change or (lambda w, r, g: w - r * g)
    parts = parts or (lambda x, y, s: [(x[k : k + s], y[k : k + s]) for k in range(0, len(x), s)])

    def answer(weight, x, y, learning_rate, epochs, size):
        w, kept = weight, []
        for _ in range(epochs):
            w = weight if again else w
            before = w
            for batch in parts(x, y, size):
                w = change(w, learning_rate, slope(before if old else w, *batch))
                if keep == "step":
                    kept.append(w)
            if keep in ("epoch", "before"):
                kept.append(before if keep == "before" else w)
        return kept if keep != "last" else w

    return answer


def loop_returned_in_the_outer(weight, x, y, learning_rate, epochs, size):
    return loop()(weight, x, y, learning_rate, 1, size)


def loop_returned_in_the_inner(weight, x, y, learning_rate, epochs, size):
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        weight = weight - learning_rate * loop_slope(weight, x[part], y[part])
        return [weight]


def loop_y_not_sliced(weight, x, y, learning_rate, epochs, size):
    for start in range(0, len(x), size):
        batch = x[start : start + size]
        weight = weight - learning_rate * np.mean(2 * (weight * batch - y) * batch)
    return [weight] * epochs


def loop_without_epochs(weight, x, y, learning_rate, epochs, size):
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        weight = weight - learning_rate * loop_slope(weight, x[part], y[part])
    return [weight]


def loop_in_numbers(weight, x, y, learning_rate, epochs, size):
    kept = []
    for _ in range(epochs):
        start = 0
        while start < len(x):
            total, count = 0.0, 0
            for n in range(start, min(start + size, len(x))):
                total += 2 * (weight * x[n] - y[n]) * x[n]
                count += 1
            weight -= learning_rate * total / count
            start = start + size
        kept += [weight]
    return kept


def loop_counted(weight, x, y, learning_rate, epochs, size):
    count = math.ceil(len(x) / size)
    kept = np.empty(epochs)
    for step in range(epochs * count):
        k = step % count
        a, b = x[k * size : (k + 1) * size], y[k * size : (k + 1) * size]
        weight = weight - learning_rate * np.average(2 * a * (weight * a - b))
        kept[step // count] = weight
    return kept


def loop_single(weight, x, y, learning_rate, epochs, size):
    kept = [np.float32(weight)]
    for _ in range(epochs):
        kept.append(kept[-1])
        for rows in np.array_split(np.arange(len(x)), np.arange(size, len(x), size)):
            kept[-1] = kept[-1] - learning_rate * loop_slope(kept[-1], x[rows], y[rows])
    return tuple(kept[1:])


def loop_random(weight, x, y, learning_rate, epochs, size):
    order = np.random.default_rng(0).permutation(len(x))
    return loop()(weight, x[order], y[order], learning_rate, epochs, size)


ANSWERS = {
    "training_loop": {
        "core": {
            "climbs": loop(lambda w, r, g: w + r * g),
            "y - answer": loop(slope=lambda w, x, y: -loop_slope(w, x, y)),
            "no factor 2": loop(slope=lambda w, x, y: np.mean((w * x - y) * x)),
            "no factor x": loop(slope=lambda w, x, y: np.mean(2 * (w * x - y))),
            "no rate": loop(lambda w, r, g: w - g),
            "no mean": loop(slope=lambda w, x, y: 2 * (w * x - y) * x),
            "sum": loop(slope=lambda w, x, y: np.sum(2 * (w * x - y) * x)),
            "all at once": loop(parts=lambda x, y, s: [(x, y)]),
            "one by one": loop(parts=lambda x, y, s: zip(x, y, strict=True)),
            "last dropped": loop(
                parts=lambda x, y, s: [
                    (x[k * s : k * s + s], y[k * s : k * s + s]) for k in range(len(x) // s)
                ]
            ),
            "stops at size": loop(
                parts=lambda x, y, s: [(x[k:s], y[k:s]) for k in range(0, len(x), s)]
            ),
            "overlapping": loop(
                parts=lambda x, y, s: [(x[k : k + s], y[k : k + s]) for k in range(len(x))]
            ),
            "y not sliced": loop_y_not_sliced,
            "each step kept": loop(keep="step"),
            "kept before": loop(keep="before"),
            "last only": loop(keep="last"),
            "no step kept": loop(lambda w, r, g: w),
            "starts again": loop(again=True),
            "one epoch": loop_without_epochs,
            "returned in the outer loop": loop_returned_in_the_outer,
            "returned in the inner loop": loop_returned_in_the_inner,
        },
        "plausible": {
            "old answers": loop(old=True),
            "epochs and size exchanged": lambda w, x, y, r, e, s: loop()(w, x, y, r, s, e),
            "start in the list": lambda w, *rest: [w, *loop()(w, *rest)],
            "by the loss": loop(slope=lambda w, x, y: np.mean((w * x - y) ** 2)),
            "first batch always": loop(
                parts=lambda x, y, s: [(x[:s], y[:s]) for _ in range(0, len(x), s)]
            ),
            "all in each step": loop(parts=lambda x, y, s: [(x, y) for _ in range(0, len(x), s)]),
            "nothing returned": lambda *given: None,
        },
        "far": {
            "shuffled": loop_random,
            "sign": loop(lambda w, r, g: w - r * np.sign(g)),
            "the gradient alone": loop(lambda w, r, g: -r * g),
            "least squares": lambda w, x, y, r, e, s: [x @ y / (x @ x)] * e,
        },
        "right": {
            "numbers": loop_in_numbers,
            "counted": loop_counted,
            "single": loop_single,
            "parts": loop(
                parts=lambda x, y, s: list(
                    zip(
                        np.split(x, range(s, len(x), s)),
                        np.split(y, range(s, len(x), s)),
                        strict=True,
                    )
                )
            ),
        },
    },
    "accuracy": {
        "core": {
            "counted": lambda z, t: np.sum(right(z, t)),
            "mistakes": lambda z, t: np.mean(~right(z, t)),
            "axis 0": lambda z, t: np.mean(z.argmax(axis=0) == t),
            "no axis": lambda z, t: np.mean(z.argmax() == t),
            "argmin": lambda z, t: np.mean(z.argmin(axis=1) == t),
            "percent": lambda z, t: 100 * np.mean(right(z, t)),
            "divided by classes": lambda z, t: np.sum(right(z, t)) / z.shape[1],
            "divided by all": lambda z, t: np.sum(right(z, t)) / z.size,
            "max instead of argmax": lambda z, t: np.mean(z.max(axis=1) == t),
            "mean of the largest": lambda z, t: np.mean(z.max(axis=1)),
            "not averaged": lambda z, t: right(z, t),
            "return in loop": accuracy_returned_in_loop,
            "overwritten": accuracy_overwritten,
            "set to 1": accuracy_set_to_one,
            "if": accuracy_if,
            "whole division": accuracy_whole,
            "answers": lambda z, t: z.argmax(axis=1),
            "all": lambda z, t: np.all(right(z, t)),
            "==, logits with targets": lambda z, t: np.mean(z == t[:, None]),
            "mean of the true logits": lambda z, t: np.mean(z[np.arange(len(t)), t]),
            "positive logit": lambda z, t: np.mean(z[np.arange(len(t)), t] > 0),
            "classes from 1": lambda z, t: np.mean(z.argmax(axis=1) + 1 == t),
            "len of the comparison": lambda z, t: len(right(z, t)) / len(t),
        },
        "plausible": {
            "one hot mean": lambda z, t: np.mean(
                np.eye(z.shape[1])[z.argmax(1)] == np.eye(z.shape[1])[t]
            ),
            "sorted": lambda z, t: np.mean(z.argsort(axis=1)[:, 0] == t),
            "in any place": lambda z, t: np.mean(np.isin(z.argmax(axis=1), t)),
            "difference": lambda z, t: np.mean(z.argmax(axis=1) - t),
            "minus 1": lambda z, t: np.sum(right(z, t)) / (len(t) - 1),
            "is": lambda z, t: np.mean(z.argmax(axis=1) is t),
            "two best": lambda z, t: np.mean((z.argsort(axis=1)[:, -2:] == t[:, None]).any(1)),
        },
        "far": {
            "softmax": lambda z, t: np.mean((np.exp(z) / np.exp(z).sum(1)[:, None]).max(axis=1)),
            "text": lambda z, t: f"{np.mean(right(z, t)):.0%}",
            "first half": lambda z, t: np.mean(right(z, t)[:2]),
            "abs": lambda z, t: np.mean(np.abs(z).argmax(axis=1) == t),
        },
        "right": {
            "loop": accuracy_loop,
            "count_nonzero": lambda z, t: np.count_nonzero(z.argmax(1) == t) / t.size,
            "of zero differences": lambda z, t: 1 - np.mean((z.argmax(axis=1) - t) != 0),
            "largest equals": lambda z, t: np.mean(z[np.arange(len(t)), t] == z.max(axis=1)),
        },
    },
    "batches": {
        "core": {
            "last dropped": last_dropped,
            "no min": no_min,
            "one missing": lambda n, s: pairs(n, s, stop=lambda a, n: min(a, n) - 1),
            "one missing, last goes to count - 1": lambda n, s: pairs(
                n, s, stop=lambda a, n: min(a - 1, n - 1)
            ),
            "stops at count - 1": lambda n, s: pairs(n, s, stop=lambda a, n: min(a, n - 1)),
            "empty last": one_more_range,
            "empty last, not cut": one_more_not_cut,
            "slash": slash,
            "step one": step_one,
            "no step, count - size": loop_without_step,
            "return in loop": batch_returned_in_loop,
            "overwritten": batch_overwritten,
            "lists of numbers": batch_lists,
            "slices": batch_slices,
            "starts only": lambda n, s: list(range(0, n, s)),
            "stops only": lambda n, s: [min(a + s, n) for a in range(0, n, s)],
            "lengths": lambda n, s: [(a, min(s, n - a)) for a in range(0, n, s)],
            "start and size": lambda n, s: [(a, s) for a in range(0, n, s)],
            "from 1": lambda n, s: pairs(n, s, start=lambda a: a + 1),
            "from 1, all": lambda n, s: [(a, min(a + s - 1, n)) for a in range(1, n + 1, s)],
            "overlapping": lambda n, s: [(a, min(a + s + 1, n)) for a in range(0, n, s)],
            "endless": batch_endless,
            "flat": batch_flat,
            "generator": batch_generator,
            "number of batches": lambda n, s: math.ceil(n / s),
            "only one": lambda n, s: [(0, s)],
            "range(count, size)": lambda n, s: [(a, min(a + s, n)) for a in range(n, s)],
            "max": lambda n, s: pairs(n, s, stop=max),
            "range to count - size": lambda n, s: [(a, a + s) for a in range(0, n - s, s)],
            "size batches": lambda n, s: [(k * n // s, (k + 1) * n // s) for k in range(s)],
        },
        "plausible": {
            "last enlarged": lambda n, s: (lambda p: [*p[:-1], (p[-1][0], n)] if p else [(0, n)])(
                last_dropped(n, s)
            ),
            "from behind": lambda n, s: pairs(n, s)[::-1],
            "transposed": lambda n, s: np.array(pairs(n, s)).T,
            "modulo": lambda n, s: [(a, (a + s) % n) for a in range(0, n, s)],
            "rounded": lambda n, s: [(k * s, min((k + 1) * s, n)) for k in range(round(n / s))],
            "first last twice": lambda n, s: [*pairs(n, s), (n, n)],
            "nothing in the first": lambda n, s: [(0, 0), *pairs(n, s)],
        },
        "far": {
            "equal parts": lambda n, s: [(k * n // 3, (k + 1) * n // 3) for k in range(3)],
            "array of one": lambda n, s: np.array([0, n]),
            "text": lambda n, s: str(pairs(n, s)),
            "triples": lambda n, s: [(a, b, b - a) for a, b in pairs(n, s)],
        },
        "right": {
            "edges": batch_edges,
            "ceil": batch_ceil,
            "list of a generator": lambda n, s: list(batch_generator(n, s)),
            "pop": batch_pop,
            "lists in a tuple": lambda n, s: tuple([a, b] for a, b in pairs(n, s)),
        },
    },
    "sgd_step": {
        "core": {
            "climbs": lambda w, g, r: w + r * g,
            "no rate": lambda w, g, r: w - g,
            "climbs, no rate": lambda w, g, r: w + g,
            "step alone": lambda w, g, r: r * g,
            "negative step alone": lambda w, g, r: -r * g,
            "weights scaled": lambda w, g, r: r * w - g,
            "all scaled": lambda w, g, r: r * (w - g),
            "reversed": lambda w, g, r: r * g - w,
            "sign": lambda w, g, r: w - r * np.sign(g),
            "divided": lambda w, g, r: w - g / r,
            "multiplied": lambda w, g, r: w * r * g,
            "times weight": lambda w, g, r: w - r * g * w,
            "weight decay only": lambda w, g, r: w - r * w,
            "rate minus": lambda w, g, r: w - r - g,
            "bracket": lambda w, g, r: (w - r) * g,
            "in place": sgd_in_place,
            "nothing returned": sgd_nothing,
            "loop for one axis": sgd_loop_1d,
            "return in loop": sgd_returned_in_loop,
            "int array": sgd_int,
            "mean gradient": lambda w, g, r: w - r * g.mean(),
            "summed gradient": lambda w, g, r: w - r * g.sum(),
            "abs": lambda w, g, r: w - r * np.abs(g),
            "matrix product": lambda w, g, r: w - r @ g,
            "squared gradient": lambda w, g, r: w - r * g**2,
            "pair": lambda w, g, r: (w - r * g, g),
        },
        "plausible": {
            "1 - rate": lambda w, g, r: (1 - r) * w - r * g,
            "running mean": lambda w, g, r: (1 - r) * w + r * g,
            "twice": lambda w, g, r: w - 2 * r * g,
            "weights exchanged": lambda w, g, r: g - r * w,
            "whole division": lambda w, g, r: w - r * g // 1,
            "half": lambda w, g, r: w - 0.5 * r * g,
            "rate squared": lambda w, g, r: w - r**2 * g,
        },
        "far": {
            "unit length": lambda w, g, r: w - r * g / np.linalg.norm(g),
            "clipped": lambda w, g, r: w - r * np.clip(g, -1, 1),
            "rounded": lambda w, g, r: np.round(w - r * g, 1),
            "summed": lambda w, g, r: np.sum(w - r * g),
            "flattened": lambda w, g, r: (w - r * g).ravel()[None],
        },
        "right": {
            "out": sgd_out,
            "where": lambda w, g, r: np.where(g == 0, w, w - r * g),
            "divided by the inverse": lambda w, g, r: w - g / (1 / r),
            "list": lambda w, g, r: np.subtract(w, np.multiply(r, g)).tolist(),
        },
    },
    "confusion_matrix": {
        "core": {
            "exchanged": lambda t, p, k: counted(t, p, k, count_swapped),
            "fancy index": fancy,
            "set to 1": lambda t, p, k: counted(t, p, k, set_to_one),
            "shares": lambda t, p, k: counted(t, p, k) / len(t),
            "row shares": lambda t, p, k: (
                counted(t, p, k) / counted(t, p, k).sum(axis=1, keepdims=True)
            ),
            "percent": lambda t, p, k: 100 * counted(t, p, k) / len(t),
            "right only": lambda t, p, k: counted(t, p, k, count_right),
            "wrong only": lambda t, p, k: counted(t, p, k, count_wrong),
            "both ways": lambda t, p, k: counted(t, p, k, count_both),
            "sized by what occurs": lambda t, p, k: counted(t, p, max(t.max(), p.max()) + 1),
            "sized by targets": lambda t, p, k: counted(t, p, t.max() + 1),
            "sized by unique": lambda t, p, k: counted(t, p, len(np.unique(t))),
            "ten": lambda t, p, k: counted(t, p, 10),
            "return in loop": returned_in_loop,
            "zeros in the loop": zeros_in_loop,
            "all pairs": all_pairs,
            "independent counts": by_classes,
            "classes from 1": lambda t, p, k: counted(t, p, k, count_minus),
            "classes from 1, one up": lambda t, p, k: counted(t, p, k, count_plus),
            "one axis": one_axis,
            "or": or_instead,
            "and of arrays": and_of_arrays,
            "shared rows": shared_rows,
            "accuracy": lambda t, p, k: np.mean(t == p),
            "counts of right ones a class": lambda t, p, k: np.diag(counted(t, p, k)),
            "float zeros as index": lambda t, p, k: counted(t.astype(float), p.astype(float), k),
            "zeros with two numbers": lambda t, p, k: np.zeros(k, k),
        },
        "plausible": {
            "prediction added": lambda t, p, k: counted(t, p, k, count_place),
            "size too large": lambda t, p, k: counted(t, p, k + 1),
            "zeros": lambda t, p, k: np.zeros((k, k)),
            "starts at 1": lambda t, p, k: counted(t, p, k) + 1,
            "by columns shares": lambda t, p, k: (
                counted(t, p, k) / np.maximum(counted(t, p, k).sum(axis=0), 1)
            ),
            "list of pairs": lambda t, p, k: list(zip(t, p, strict=True)),
            "dictionary": lambda t, p, k: {(a, b): 1 for a, b in zip(t, p, strict=True)},
        },
        "far": {
            "reversed": lambda t, p, k: counted(t, p, k)[::-1],
            "True and False": lambda t, p, k: counted(t, p, k, dtype=bool),
            "bincount": lambda t, p, k: np.bincount(t * k + p),
            "outer": lambda t, p, k: np.outer(np.bincount(t), np.bincount(p)),
        },
        "right": {
            "histogram": histogram,
            "unique": unique,
            "one-hot product": lambda t, p, k: np.eye(k)[t].T @ np.eye(k)[p],
            "lists": lambda t, p, k: [
                [sum(1 for a, b in zip(t, p, strict=True) if (a, b) == (r, c)) for c in range(k)]
                for r in range(k)
            ],
        },
    },
    "cut_out": {
        "core": {
            "one short": lambda p: cut(p, bottom=0, right=0),
            "last row missing": lambda p: cut(p, bottom=0),
            "last column missing": lambda p: cut(p, right=0),
            "faint too": lambda p: cut(p, at_least=1e-9),
            "half is no ink": lambda p: cut(p, at_least=0.5000001),
            "only full ink": lambda p: cut(p, at_least=1),
            "rows only": lambda p: p[edges(p)[0][0] : edges(p)[0][-1] + 1],
            "columns only": lambda p: p[:, edges(p)[1][0] : edges(p)[1][-1] + 1],
            "axes exchanged": cut_axes,
            "slices exchanged": cut_sliced_by_axis_names,
            "frame": lambda p: p[
                max(edges(p)[0][0] - 1, 0) : edges(p)[0][-1] + 2,
                max(edges(p)[1][0] - 1, 0) : edges(p)[1][-1] + 2,
            ],
            "holes closed": cut_bool,
            "values": cut_values,
            "mask": lambda p: cut(p) >= 0.5,
            "mask of the page": lambda p: p >= 0.5,
            "rest set to 0": lambda p: np.where(p >= 0.5, p, 0),
            "box": cut_box,
            "box shape": lambda p: cut(p).shape,
            "first to last pixel": cut_first_to_last_pixel,
            "upper left only": cut_argmax,
            "returned at the first pixel": cut_row_any,
            "two too many": lambda p: cut(p, bottom=2, right=2),
            "faint cleared": cut_faint_cleared,
            "if p[i] >= 0.5": cut_loop_and,
            "places": lambda p: np.argwhere(p >= 0.5),
            "first row left out": lambda p: cut(p, top=1, left=1),
            "square": cut_square,
            "all instead of any": lambda p: p[(p >= 0.5).all(axis=1)],
        },
        "plausible": {
            "transposed": lambda p: cut(p).T,
            "page": lambda p: p,
            "paper at the end off only": lambda p: p[: edges(p)[0][-1] + 1, : edges(p)[1][-1] + 1],
            "frame of zeros": lambda p: np.pad(cut(p), 1),
            "at least 0.6": lambda p: cut(p, at_least=0.6),
            "sums of rows": cut_by_sums,
            "fixed": lambda p: p[2:4, 1:4],
            "rounded": lambda p: np.round(cut(p)),
        },
        "far": {
            "brightest": lambda p: p[p.argmax() // p.shape[1] :],
            "mean": lambda p: cut(p, at_least=p.mean()),
            "upside down": lambda p: cut(p)[::-1],
            "list of rows with ink": lambda p: [row.sum() for row in cut(p)],
        },
        "right": {
            "turned four times": cut_flips,
            "ix": cut_ix,
            "slices": cut_slices,
            "where": cut_where,
        },
    },
}

SAYS = {
    ("accuracy", "all"): "*every* answer",
    ("accuracy", "whole division"): "`//`",
    ("sgd_step", "clipped"): "cut the gradient at 1",
    ("confusion_matrix", "set to 1"): "write `+= 1`, not `= 1`",
    ("confusion_matrix", "sized by what occurs"): "classes without a picture",
}
