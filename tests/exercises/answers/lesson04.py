"""What students answer to the exercises of lesson 04."""
# ruff: noqa: RET503

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def count(side, size, stride):
    return (side - size) // stride + 1


def pool(a, size, stride, value, rows=count, columns=None, start=lambda i, s: i * s, dtype=float):
    """Walk as the hints say, with one thing done otherwise."""
    columns = columns or rows
    out = np.zeros((rows(a.shape[0], size, stride), columns(a.shape[1], size, stride)), dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            r, c = start(i, stride), start(j, stride)
            out[i, j] = value(a[r : r + size, c : c + size])
    return out


def squared(w):
    return np.sqrt(np.sum(w**2))


def partial(a, size, stride, value):
    return [
        [value(a[i : i + size, j : j + size]) for j in range(0, a.shape[1], stride)]
        for i in range(0, a.shape[0], stride)
    ]


def return_in_loop(a, size, stride, value):
    out = pool(a, size, stride, value) * 0
    for i in range(len(out)):
        for j in range(out.shape[1]):
            r, c = i * stride, j * stride
            out[i, j] = value(a[r : r + size, c : c + size])
        return out


def flat_list(a, size, stride, value):
    out = []
    for i in range(0, a.shape[0] - size + 1, stride):
        for j in range(0, a.shape[1] - size + 1, stride):
            out.append(value(a[i : i + size, j : j + size]))
    return out


def square_map(a, size, stride, value):
    n = (len(a) - size) // stride + 1
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = value(a[i * stride : i * stride + size, j * stride : j * stride + size])
    return out


def wrong_place(a, size, stride, value):
    out = np.zeros((count(a.shape[0], size, stride), count(a.shape[1], size, stride)))
    for i in range(0, a.shape[0] - size + 1, stride):
        for j in range(0, a.shape[1] - size + 1, stride):
            out[i, j] = value(a[i : i + size, j : j + size])
    return out


def blocks(a, size, stride, value):
    H, W = a.shape
    return value(a.reshape(H // size, size, W // size, size), axis=(1, 3))


def slice_to_size(a, size, stride, value):
    return pool(a, size, stride, lambda w: w[0, 0]) * 0 + value(a[:size, :size])


def walks(value, whole):
    """The classic mistakes of the walk, which all three poolings share."""
    return {
        "partial windows kept": lambda a, k, s: partial(a, k, s, value),
        "stride is the size": lambda a, k, s: pool(a, k, k, value),
        "2 and 2": lambda a, k, s: pool(a, 2, 2, value),
        "stride forgotten": lambda a, k, s: pool(a, k, 1, value),
        "window at (i, j)": lambda a, k, s: pool(a, k, s, value, start=lambda i, s: i),
        "side // stride": lambda a, k, s: pool(a, k, s, value, rows=lambda n, k, s: n // s),
        "side // size": lambda a, k, s: pool(a, k, s, value, rows=lambda n, k, s: n // k),
        "no + 1": lambda a, k, s: pool(a, k, s, value, rows=lambda n, k, s: (n - k) // s),
        "square": lambda a, k, s: square_map(a, k, s, value),
        "counted with /": lambda a, k, s: pool(
            a, k, s, value, rows=lambda n, k, s: (n - k) / s + 1
        ),
        "return in the loop": lambda a, k, s: return_in_loop(a, k, s, value),
        "flat list": lambda a, k, s: flat_list(a, k, s, value),
        "whole map": lambda a, k, s: whole(a),
        "put at (i, j) of the map": lambda a, k, s: wrong_place(a, k, s, value),
        "size 2": lambda a, k, s: pool(a, 2, s, value),
    }


def odd_walks(value):
    """Mistakes of the walk that come now and then."""
    return {
        "stride in rows only": lambda a, k, s: pool(
            a, k, s, value, columns=lambda n, k, s: n - k + 1
        ),
        "rounded up": lambda a, k, s: pool(
            a, k, s, value, rows=lambda n, k, s: math.ceil((n - k) / s) + 1
        ),
        "exchanged": lambda a, k, s: pool(a, s, k, value),
        "first window for all": lambda a, k, s: slice_to_size(a, k, s, value),
        "int map": lambda a, k, s: pool(a, k, s, value, dtype=int),
        "rows and columns exchanged": lambda a, k, s: pool(a.T, k, s, value),
    }


def loops_with_best(a, size, stride, best=-np.inf):
    def value(w):
        top = best
        for v in w.flat:
            if v > top:
                top = v
        return top

    return pool(a, size, stride, value)


def windows(a, size, stride):
    return sliding_window_view(a, (size, size))[::stride, ::stride]


def shifted_maximum(a, size, stride):
    rows, columns = (count(n, size, stride) for n in a.shape)
    parts = [
        a[r : r + stride * (rows - 1) + 1 : stride, c : c + stride * (columns - 1) + 1 : stride]
        for r in range(size)
        for c in range(size)
    ]
    return np.maximum.reduce(parts)


def from_integral(a, size, stride):
    s = np.pad(np.cumsum(np.cumsum(a, axis=0), axis=1), [(1, 0), (1, 0)])
    sums = s[size:, size:] - s[:-size, size:] - s[size:, :-size] + s[:-size, :-size]
    return sums[::stride, ::stride] / size**2


def max2(a):
    return pool(a, 2, 2, np.max)


def ceil_pool(a, value=np.max, rows=lambda n: -(-n // 2), start=lambda i: 2 * i):
    out = np.zeros((rows(a.shape[0]), rows(a.shape[1])))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            r, c = start(i), start(j)
            out[i, j] = value(a[r : r + 2, c : c + 2])
    return out


def ceil_square(a):
    n = (len(a) + 1) // 2
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return out


def ceil_four_values(a):
    out = np.zeros(((len(a) + 1) // 2, (a.shape[1] + 1) // 2))
    for i in range(len(out)):
        for j in range(out.shape[1]):
            r, c = 2 * i, 2 * j
            out[i, j] = max(a[r, c], a[r, c + 1], a[r + 1, c], a[r + 1, c + 1])
    return out


def ceil_return_in_loop(a):
    out = np.zeros(((len(a) + 1) // 2, (a.shape[1] + 1) // 2))
    for i in range(len(out)):
        for j in range(out.shape[1]):
            out[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
        return out


def ceil_left_empty(a):
    out = np.zeros(((len(a) + 1) // 2, (a.shape[1] + 1) // 2))
    for i in range(len(a) // 2):
        for j in range(a.shape[1] // 2):
            out[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return out


def ceil_padded(a, fill, always=False):
    r, c = (1, 1) if always else (a.shape[0] % 2, a.shape[1] % 2)
    return max2(np.pad(a, [(0, r), (0, c)], constant_values=fill))


def ceil_filled(a, mode):
    return max2(np.pad(a, [(0, a.shape[0] % 2), (0, a.shape[1] % 2)], mode=mode))


def share(a, b, pooled=max2, end=np.mean):
    return end(pooled(a) == pooled(b))


def share_loops(a, b):
    n = 0
    for i in range(0, len(a), 2):
        for j in range(0, a.shape[1], 2):
            n += a[i : i + 2, j : j + 2].max() == b[i : i + 2, j : j + 2].max()
    return n / (a.size / 4)


def share_if(a, b):
    if max2(a) == max2(b):
        return 1
    return 0


def share_lists(a, b):
    p, q = max2(a).tolist(), max2(b).tolist()
    return (p == q).mean()


def share_in_place(a, b):
    a[:] = np.sort(a)
    return share(a, b)


def across(a):
    return a.reshape(len(a) // 2, a.shape[1] // 2, 2, 2).max(axis=(2, 3))


def up(n):
    return (n + 1) // 2


ANSWERS = {
    "max_pool": {
        "core": {
            **walks(np.max, np.max),
            "mean": lambda a, k, s: pool(a, k, s, np.mean),
            "python's max": lambda a, k, s: pool(a, k, s, max),
            "starts at 0": lambda a, k, s: loops_with_best(a, k, s, 0),
            "argmax": lambda a, k, s: pool(a, k, s, np.argmax),
            "absolute": lambda a, k, s: pool(abs(a), k, s, np.max),
            "minimum": lambda a, k, s: pool(a, k, s, np.min),
            "each row": lambda a, k, s: a.max(axis=1),
            "reshaped": lambda a, k, s: blocks(a, k, s, np.max),
        },
        "plausible": {
            **odd_walks(np.max),
            "last value": lambda a, k, s: pool(a, k, s, lambda w: w[-1, -1]),
            "padded": lambda a, k, s: pool(np.pad(a, 1), k, s, np.max),
            "first row of the window": lambda a, k, s: pool(a, k, s, lambda w: w[0].max()),
        },
        "far": {
            "upper left": lambda a, k, s: a[::s, ::s],
            "sorted": lambda a, k, s: np.sort(pool(a, k, s, np.max)),
            "median": lambda a, k, s: pool(a, k, s, np.median),
            "nothing": lambda a, k, s: a,
        },
        "right": {
            "windows": lambda a, k, s: windows(a, k, s).max(axis=(2, 3)),
            "loops": loops_with_best,
            "shifted": shifted_maximum,
            "lists": lambda a, k, s: [
                [
                    max(map(max, a[i : i + k, j : j + k].tolist()))
                    for j in range(0, a.shape[1] - k + 1, s)
                ]
                for i in range(0, a.shape[0] - k + 1, s)
            ],
        },
    },
    "average_pool": {
        "core": {
            **walks(np.mean, np.mean),
            "sum": lambda a, k, s: pool(a, k, s, np.sum),
            "divided by size": lambda a, k, s: pool(a, k, s, lambda w: w.sum() / k),
            "divided by 4": lambda a, k, s: pool(a, k, s, lambda w: w.sum() / 4),
            "maximum": lambda a, k, s: pool(a, k, s, np.max),
            "divided by stride": lambda a, k, s: pool(a, k, s, lambda w: w.sum() / s**2),
            "each row of the map": lambda a, k, s: a.mean(axis=1),
            "with //": lambda a, k, s: pool(a, k, s, lambda w: w.sum() // w.size),
            "reshaped": lambda a, k, s: blocks(a, k, s, np.mean),
            "python's sum": lambda a, k, s: pool(a, k, s, lambda w: sum(w) / k**2),
        },
        "plausible": {
            **odd_walks(np.mean),
            "median": lambda a, k, s: pool(a, k, s, np.median),
            "zeros left out": lambda a, k, s: pool(
                a, k, s, lambda w: w.sum() / max(np.count_nonzero(w), 1)
            ),
            "absolute": lambda a, k, s: pool(abs(a), k, s, np.mean),
        },
        "far": {
            "extremes": lambda a, k, s: pool(a, k, s, lambda w: (w.max() + w.min()) / 2),
            "spread": lambda a, k, s: pool(a, k, s, np.std),
            "upper left": lambda a, k, s: a[::s, ::s],
            "zero": lambda a, k, s: 0,
        },
        "right": {
            "windows": lambda a, k, s: windows(a, k, s).mean(axis=(2, 3)),
            "integral image": from_integral,
            "mean of means": lambda a, k, s: windows(a, k, s).mean(axis=2).mean(axis=2),
            "float32": lambda a, k, s: pool(
                a.astype(np.float32), k, s, lambda w: np.float32(w.sum()) / np.float32(k * k)
            ),
        },
    },
    "l2_pool": {
        "core": {
            **walks(squared, squared),
            "no root": lambda a, k, s: pool(a, k, s, lambda w: (w**2).sum()),
            "mean of squares": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt((w**2).mean())),
            "sum, then squared": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(w.sum() ** 2)),
            "root of the sum": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(w.sum())),
            "math.sqrt of the sum": lambda a, k, s: pool(a, k, s, lambda w: math.sqrt(w.sum())),
            "sum of roots": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(abs(w)).sum()),
            "maximum": lambda a, k, s: pool(a, k, s, np.max),
            "root of each square": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(w**2).sum()),
            "mean": lambda a, k, s: pool(a, k, s, np.mean),
            "w * 2": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(np.sum(w * 2))),
            "w @ w": lambda a, k, s: pool(a, k, s, lambda w: np.sqrt(np.sum(w @ w))),
        },
        "plausible": {
            **odd_walks(squared),
            "norm with 2": lambda a, k, s: pool(a, k, s, lambda w: np.linalg.norm(w, 2)),
            "divided by size": lambda a, k, s: pool(a, k, s, lambda w: squared(w) / k),
            "norm of rows": lambda a, k, s: pool(
                a, k, s, lambda w: np.linalg.norm(w, axis=1).sum()
            ),
            "half": lambda a, k, s: pool(a, k, s, lambda w: (w**2).sum() / 2),
        },
        "far": {
            "cube root": lambda a, k, s: pool(a, k, s, lambda w: np.cbrt((w**3).sum())),
            "largest": lambda a, k, s: pool(abs(a), k, s, np.max),
            "log": lambda a, k, s: pool(a, k, s, lambda w: np.log1p((w**2).sum())),
            "variance": lambda a, k, s: pool(a, k, s, np.var),
        },
        "right": {
            "norm": lambda a, k, s: pool(a, k, s, np.linalg.norm),
            "power": lambda a, k, s: (windows(a, k, s) ** 2).sum(axis=(2, 3)) ** 0.5,
            "hypot": lambda a, k, s: pool(a, k, s, lambda w: math.hypot(*w.ravel())),
            "dot": lambda a, k, s: pool(a, k, s, lambda w: math.sqrt(w.ravel() @ w.ravel())),
        },
    },
    "max_pool_ceil": {
        "core": {
            "dropped": max2,
            "left empty": ceil_left_empty,
            "filled with zeros": lambda a: ceil_padded(a, 0),
            "padded always": lambda a: ceil_padded(a, 0, always=True),
            "H // 2 + 1": lambda a: ceil_pool(a, rows=lambda n: n // 2 + 1),
            "round": lambda a: ceil_pool(a, rows=lambda n: round(n / 2)),
            "H / 2": lambda a: ceil_pool(a, rows=lambda n: n / 2),
            "reshaped": lambda a: a.reshape(a.shape[0] // 2, 2, a.shape[1] // 2, 2).max((1, 3)),
            "square": ceil_square,
            "four values": ceil_four_values,
            "return in the loop": ceil_return_in_loop,
            "mean": lambda a: ceil_pool(a, np.mean),
            "window at (i, j)": lambda a: ceil_pool(a, start=lambda i: i),
            "python's max": lambda a: ceil_pool(a, max),
            "whole map": np.max,
            "argmax": lambda a: ceil_pool(a, np.argmax),
            "stride 1": lambda a: pool(a, 2, 1, np.max),
        },
        "plausible": {
            "minimum": lambda a: ceil_pool(a, np.min),
            "starts at 0": lambda a: np.maximum(ceil_pool(a), 0),
            "moved inside": lambda a: ceil_filled(a, "reflect"),
            "wrapped": lambda a: ceil_filled(a, "wrap"),
            "upper left": lambda a: a[::2, ::2],
            "padded around": lambda a: max2(np.pad(a, 1)),
            "absolute": lambda a: ceil_pool(abs(a)),
            "rows only": lambda a: ceil_pool(a)[:, : a.shape[1] // 2],
        },
        "far": {
            "transposed": lambda a: ceil_pool(a).T,
            "median": lambda a: ceil_pool(a, np.median),
            "as it is": lambda a: a,
            "size": lambda a: ((a.shape[0] + 1) // 2, (a.shape[1] + 1) // 2),
        },
        "right": {
            "ceil": lambda a: ceil_pool(a, rows=lambda n: math.ceil(n / 2)),
            "-inf": lambda a: ceil_padded(a, -np.inf),
            "edge": lambda a: ceil_filled(a, "edge"),
            "ranges": lambda a: partial(a, 2, 2, np.max),
            "reduceat": lambda a: np.maximum.reduceat(
                np.maximum.reduceat(a, range(0, a.shape[0], 2), axis=0),
                range(0, a.shape[1], 2),
                axis=1,
            ),
        },
    },
    "share_kept": {
        "core": {
            "not pooled": lambda a, b: np.mean(a == b),
            "counted": lambda a, b: share(a, b, end=np.sum),
            "changed": lambda a, b: np.mean(max2(a) != max2(b)),
            "values": lambda a, b: max2(a) == max2(b),
            "all": lambda a, b: share(a, b, end=np.all),
            "array_equal": lambda a, b: np.array_equal(max2(a), max2(b)),
            "if": share_if,
            "by all pixels": lambda a, b: share(a, b, end=np.sum) / a.size,
            "averages": lambda a, b: share(a, b, lambda m: pool(m, 2, 2, np.mean)),
            "reshaped across": lambda a, b: share(a, b, across),
            "by len": lambda a, b: share(a, b, end=np.sum) / len(max2(a)),
            "percent": lambda a, b: 100 * share(a, b),
            "stride 1": lambda a, b: share(a, b, lambda m: pool(m, 2, 1, np.max)),
            "difference pooled": lambda a, b: np.mean(max2(a - b) == 0),
            "lists": share_lists,
            "with //": lambda a, b: share(a, b, end=np.sum) // max2(a).size,
            "one pooled": lambda a, b: np.mean(max2(a) == b),
            "sums": lambda a, b: max2(b).sum() / max2(a).sum(),
        },
        "plausible": {
            "without zeros": lambda a, b: np.mean((max2(a) == max2(b))[max2(a) > 0]),
            "kept and not zero": lambda a, b: np.mean((max2(a) == max2(b)) & (max2(a) > 0)),
            "python's sum": lambda a, b: share(a, b, end=sum),
            "rows": lambda a, b: np.mean(max2(a) == max2(b), axis=1),
            "any": lambda a, b: share(a, b, end=np.any),
            "mean difference": lambda a, b: np.mean(abs(max2(a) - max2(b))),
            "1 - difference": lambda a, b: 1 - np.mean(abs(max2(a) - max2(b))),
            "every other pixel": lambda a, b: np.mean(a[::2, ::2] == b[::2, ::2]),
        },
        "far": {
            "correlation": lambda a, b: np.mean(max2(a) * max2(b)),
            "in place": share_in_place,
            "half": lambda a, b: 0.5,
            "pooled": lambda a, b: max2(b),
            "sets": lambda a, b: len(set(max2(a).flat) & set(max2(b).flat)) / max2(a).size,
        },
        "right": {
            "loops": share_loops,
            "isclose": lambda a, b: np.isclose(max2(a), max2(b)).mean(),
            "difference is 0": lambda a, b: 1 - np.count_nonzero(max2(a) - max2(b)) / max2(a).size,
            "blocks": lambda a, b: np.mean(
                np.equal(*(m.reshape(len(m) // 2, 2, -1, 2).max(axis=(1, 3)) for m in (a, b)))
            ),
        },
    },
    "weights_saved": {
        "core": {
            "left": lambda h, w, m, c: up(h) * up(w) * m * c,
            "before": lambda h, w, m, c: h * w * m * c,
            "rounded down": lambda h, w, m, c: (h * w - (h // 2) * (w // 2)) * m * c,
            "three quarters": lambda h, w, m, c: h * w * m * c * 3 / 4,
            "three quarters //": lambda h, w, m, c: h * w * m * c * 3 // 4,
            "one side": lambda h, w, m, c: (h * w - up(h) * w) * m * c,
            "without classes": lambda h, w, m, c: (h * w - up(h) * up(w)) * m,
            "without maps": lambda h, w, m, c: (h * w - up(h) * up(w)) * c,
            "with biases": lambda h, w, m, c: (h * w - up(h) * up(w)) * m * c + c,
            "biases taken off": lambda h, w, m, c: (h * w - up(h) * up(w)) * m * c - c,
            "quarter of the area": lambda h, w, m, c: (h * w - h * w // 4) * m * c,
            "after - before": lambda h, w, m, c: (up(h) * up(w) - h * w) * m * c,
            "// 2 + 1": lambda h, w, m, c: (h * w - (h // 2 + 1) * (w // 2 + 1)) * m * c,
            "brackets": lambda h, w, m, c: h * w - up(h) * up(w) * m * c,
            "a quarter": lambda h, w, m, c: h * w * m * c / 4,
            "half": lambda h, w, m, c: h * w * m * c / 2,
        },
        "plausible": {
            "maps pooled": lambda h, w, m, c: (h * w * m - up(h) * up(w) * up(m)) * c,
            "share": lambda h, w, m, c: 1 - up(h) * up(w) / (h * w),
            "square": lambda h, w, m, c: (h * h - up(h) ** 2) * m * c,
            "round": lambda h, w, m, c: (h * w - round(h / 2) * round(w / 2)) * m * c,
            "stride 1": lambda h, w, m, c: (h * w - (h - 1) * (w - 1)) * m * c,
            "values": lambda h, w, m, c: h * w - up(h) * up(w),
            "times fewer": lambda h, w, m, c: h * w / (up(h) * up(w)),
        },
        "far": {
            "198": lambda h, w, m, c: 198,
            "sum": lambda h, w, m, c: h + w + m + c,
            "4 a window": lambda h, w, m, c: 4 * up(h) * up(w) * m * c,
            "none": lambda h, w, m, c: 0,
        },
        "right": {
            "ceil": lambda h, w, m, c: m * c * (h * w - math.ceil(h / 2) * math.ceil(w / 2)),
            "range": lambda h, w, m, c: (h * w - len(range(0, h, 2)) * len(range(0, w, 2))) * m * c,
            "divmod": lambda h, w, m, c: (
                h * w * m * c - (h // 2 + h % 2) * (w // 2 + w % 2) * m * c
            ),
            "arrays": lambda h, w, m, c: (
                (np.zeros((m, h, w)).size - np.zeros((m, h, w))[:, ::2, ::2].size) * c
            ),
        },
    },
}

SAYS = {
    ("average_pool", "stride is the size"): "moves by its own size",
    ("l2_pool", "partial windows kept"): "whole",
    ("max_pool", "size 2"): "2×2 always",
    ("share_kept", "with //"): "`//`",
    ("share_kept", "averages"): "means",
    ("weights_saved", "with biases"): "bias",
}
