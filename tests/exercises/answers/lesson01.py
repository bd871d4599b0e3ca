"""What students answer to the exercises of lesson 01."""
# ruff: noqa: RET503

import numpy as np

from cnnkit.matching import match_map


def loops(p, f, add, end):
    """Go through two small pictures of one size, as two loops do."""
    total = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            total = add(total, p[i, j], f[i, j])
    return end(total, p)


def add_product(total, a, b):
    return total + a * b


def score_return_in_inner_loop(p, f):
    s = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            s += p[i, j] * f[i, j]
            return s / p.size


def score_return_in_outer_loop(p, f):
    s = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            s += p[i, j] * f[i, j]
        return s / p.size


def score_reset_in_loop(p, f):
    for i in range(p.shape[0]):
        s = 0
        for j in range(p.shape[1]):
            s += p[i, j] * f[i, j]
    return s / p.size


def score_overwritten(p, f):
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            s = p[i, j] * f[i, j]
    return s / p.size


def score_if_equal(p, f):
    s = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            s += 1 if p[i, j] == f[i, j] else -1
    return s / p.size


def score_three_by_three(p, f):
    s = 0
    for i in range(3):
        for j in range(3):
            s += p[i, j] * f[i, j]
    return s / 9


def score_without_return(p, f):
    (p * f).sum() / p.size


def score_zipped(p, f):
    pairs = list(zip(p.tolist(), f.tolist(), strict=True))
    products = [a * b for x, y in pairs for a, b in zip(x, y, strict=True)]
    return sum(products) / len(products)


def score_in_place(p, f):
    p *= f
    return p.mean()


def score_in_own_copy(p, f):
    q = p.astype(float).copy()
    q *= f
    return q.mean(dtype=np.float32)


def mapped(
    a,
    f,
    score=lambda w, f: (w * f).mean(),
    rows=lambda H, h: H - h + 1,
    columns=None,
    step=1,
    dtype=float,
):
    """Fill a map in two loops, as the hints say, with one thing done otherwise."""
    (H, W), (h, w) = a.shape, f.shape
    scores = np.zeros((rows(H, h), (columns or rows)(W, w)), dtype=dtype)
    for i in range(scores.shape[0]):
        for j in range(scores.shape[1]):
            scores[i, j] = score(a[i * step : i * step + h, j * step : j * step + w], f)
    return scores


def map_square(a, f):
    n = len(a) - len(f) + 1
    scores = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            scores[i, j] = np.mean(a[i : i + len(f), j : j + len(f)] * f)
    return scores


def map_seven_by_seven(a, f):
    scores = np.zeros((7, 7))
    for i in range(7):
        for j in range(7):
            scores[i, j] = np.mean(a[i : i + 3, j : j + 3] * f)
    return scores


def map_window_of_three(a, f):
    H, W = a.shape
    scores = np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            scores[i, j] = np.mean(a[i : i + 3, j : j + 3] * f)
    return scores


def map_slice_to_h(a, f):
    (H, W), (h, w) = a.shape, f.shape
    scores = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores[i, j] = np.mean(a[i:h, j:w] * f)
    return scores


def map_return_in_loop(a, f):
    (H, W), (h, w) = a.shape, f.shape
    scores = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores[i, j] = np.mean(a[i : i + h, j : j + w] * f)
        return scores


def map_exchanged(a, f):
    (H, W), (h, w) = a.shape, f.shape
    scores = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores[j, i] = np.mean(a[i : i + h, j : j + w] * f)
    return scores


def map_swapped_shape(a, f):
    (W, H), (w, h) = a.shape, f.shape
    scores = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores[i, j] = np.mean(a[i : i + h, j : j + w] * f)
    return scores


def map_ranges_to_the_end(a, f):
    (H, W), (h, w) = a.shape, f.shape
    scores = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            scores[i, j] = np.mean(a[i : i + h, j : j + w] * f)
    return scores


def map_appended(a, f):
    (H, W), (h, w) = a.shape, f.shape
    scores = []
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores.append(np.mean(a[i : i + h, j : j + w] * f))
    return scores


def map_last_score(a, f):
    (H, W), (h, w) = a.shape, f.shape
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            score = np.mean(a[i : i + h, j : j + w] * f)
    return score


def map_same(a, f):
    (h, w), (H, W) = f.shape, a.shape
    padded = np.pad(a, ((h // 2, h // 2), (w // 2, w // 2)))
    return mapped(padded, f)[:H, :W]


def map_products_kept(a, f):
    return mapped(a, f, lambda w, f: w * f)


def map_by_columns(a, f):
    (H, W), (h, w) = a.shape, f.shape
    return np.array(
        [[np.mean(a[i : i + h, j : j + w] * f) for i in range(H - h + 1)] for j in range(W - w + 1)]
    ).T


def map_by_fourier(a, f):
    (H, W), (h, w) = a.shape, f.shape
    spectrum = np.fft.rfft2(a) * np.conj(np.fft.rfft2(f, a.shape))
    return np.fft.irfft2(spectrum, a.shape)[: H - h + 1, : W - w + 1] / f.size


def map_by_rows_of_lists(a, f):
    h, w = f.shape
    return [
        [float((a[i : i + h, j : j + w] * f).mean()) for j in range(a.shape[1] - w + 1)]
        for i in range(a.shape[0] - h + 1)
    ]


def map_by_flat_products(a, f):
    scores = np.empty((len(a) - len(f) + 1, a.shape[1] - f.shape[1] + 1), dtype=np.float32)
    for place in np.ndindex(scores.shape):
        rows, columns = (slice(k, k + n) for k, n in zip(place, f.shape, strict=True))
        scores[place] = a[rows, columns].ravel() @ f.ravel() / f.size
    return scores


def best(a, f):
    m = match_map(a, f)
    return np.unravel_index(np.argmax(m), m.shape)


def best_loops(a, f, start=-np.inf, place=None, better=lambda s, b: s > b):
    m, top = match_map(a, f), start
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            if better(m[i, j], top):
                top, place = m[i, j], (i, j)
    return place


def best_return_in_loop(a, f):
    m, top = match_map(a, f), -np.inf
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            if m[i, j] > top:
                top, place = m[i, j], (i, j)
        return place


def best_never_replaced(a, f):
    m, top = match_map(a, f), -np.inf
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            if m[i, j] > top:
                place = (i, j)
    return place


def which(ps, f, value=np.max):
    return np.argmax([value(match_map(p, f)) for p in ps])


def which_loop(ps, f, start=-np.inf, index=0, better=lambda s, b: s > b, keep=True):
    top = start
    for i, p in enumerate(ps):
        s = match_map(p, f).max()
        if better(s, top):
            index = i
            if keep:
                top = s
    return index


def which_returns_at_once(ps, f):
    for i, p in enumerate(ps):
        if match_map(p, f).max() > -np.inf:
            return i


def which_perfect(ps, f):
    for i, p in enumerate(ps):
        if match_map(p, f).max() == 1:
            return i


def count(p, f, meets):
    n = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            if meets(p[i, j], f[i, j]):
                n += 1
    return n


def count_return_in_loop(p, f):
    n = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            if p[i, j] == 1 and f[i, j] == 1:
                n += 1
        return n


def count_started_again(p, f):
    for i in range(p.shape[0]):
        n = 0
        for j in range(p.shape[1]):
            if p[i, j] == 1 and f[i, j] == 1:
                n += 1
    return n


def count_set(p, f):
    n = 0
    for i in range(p.shape[0]):
        for j in range(p.shape[1]):
            if p[i, j] == 1 and f[i, j] == 1:
                n = 1
    return n


ANSWERS = {
    "match_score": {
        "core": {
            "not divided": lambda p, f: (p * f).sum(),
            "divided by 9": lambda p, f: np.sum(p * f) / 9,
            "divided by len": lambda p, f: np.sum(p * f) / len(p),
            "divided with //": lambda p, f: (p * f).sum() // p.size,
            "products only": lambda p, f: p * f,
            "matrix product": lambda p, f: np.mean(p @ f),
            "np.dot": lambda p, f: np.dot(p, f).sum() / p.size,
            "return in the inner loop": score_return_in_inner_loop,
            "return in the outer loop": score_return_in_outer_loop,
            "total starts again in each row": score_reset_in_loop,
            "overwritten instead of added": score_overwritten,
            "python's sum": lambda p, f: sum(p * f) / p.size,
            "no return": score_without_return,
            "added": lambda p, f: np.mean(p + f),
            "share of equal pixels": lambda p, f: (p == f).mean(),
            "equal pixels counted": lambda p, f: (p == f).sum(),
            "mean and divided": lambda p, f: np.mean(p * f) / p.size,
            "sides added": lambda p, f: np.sum(p * f) / (p.shape[0] + p.shape[1]),
            "always 3 by 3": score_three_by_three,
        },
        "plausible": {
            "rounded": lambda p, f: round((p * f).mean(), 2),
            "int": lambda p, f: int((p * f).mean()),
            "absolute": lambda p, f: abs((p * f).mean()),
            "subtracted": lambda p, f: np.mean(p - f),
            "equal against unequal": score_if_equal,
            "each column": lambda p, f: (p * f).mean(axis=0),
            "in place": score_in_place,
            "divided by the feature's sum": lambda p, f: np.sum(p * f) / np.sum(f),
            "columns only": lambda p, f: np.sum(p * f) / p.shape[1],
            "percent": lambda p, f: 100 * np.mean(p * f),
        },
        "far": {
            "variance": lambda p, f: np.var(p * f),
            "correlation": lambda p, f: np.corrcoef(p.ravel(), f.ravel())[0, 1],
            "maximum": lambda p, f: np.max(p * f),
            "constant": lambda p, f: 0.5,
            "mean of both": lambda p, f: (p.mean() + f.mean()) / 2,
            "text": lambda p, f: f"{(p * f).mean():.2f}",
        },
        "right": {
            "zipped lists": score_zipped,
            "own copy, float32": score_in_own_copy,
            "vdot": lambda p, f: np.vdot(p, f) / p.size,
            "trace": lambda p, f: np.trace(p @ f.T) / f.size,
            "average of one row after another": lambda p, f: (p * f).mean(axis=1).mean(),
        },
    },
    "match_map": {
        "core": {
            "turned": lambda a, f: mapped(a, f[::-1, ::-1]),
            "sums": lambda a, f: mapped(a, f, lambda w, f: (w * f).sum()),
            "divided by 9": lambda a, f: mapped(a, f, lambda w, f: (w * f).sum() / 9),
            "divided by len": lambda a, f: mapped(a, f, lambda w, f: (w * f).sum() / len(f)),
            "no + 1": lambda a, f: mapped(a, f, rows=lambda H, h: H - h),
            "same size": map_same,
            "square": map_square,
            "7 by 7": map_seven_by_seven,
            "windows of 3": map_window_of_three,
            "slice to h": map_slice_to_h,
            "return in the loop": map_return_in_loop,
            "scores[j, i]": map_exchanged,
            "shapes exchanged": map_swapped_shape,
            "ranges to the end": map_ranges_to_the_end,
            "flat list": map_appended,
            "last score": map_last_score,
            "steps by size": lambda a, f: mapped(
                a, f, rows=lambda H, h: (H - h) // len(f) + 1, step=len(f)
            ),
            "products kept": map_products_kept,
            "int map": lambda a, f: mapped(a, f, dtype=int),
            "matrix product": lambda a, f: mapped(a, f, lambda w, f: (w @ f).mean()),
            "whole picture": lambda a, f: np.mean(a * f),
        },
        "plausible": {
            "share of equal": lambda a, f: mapped(a, f, lambda w, f: (w == f).mean()),
            "transposed": lambda a, f: match_map(a, f).T,
            "absolute": lambda a, f: np.abs(match_map(a, f)),
            "rectified": lambda a, f: np.maximum(match_map(a, f), 0),
            "full": lambda a, f: match_map(
                np.pad(a, [(f.shape[0] - 1,) * 2, (f.shape[1] - 1,) * 2]), f
            ),
            "+ 2": lambda a, f: mapped(a, f, rows=lambda H, h: H - h + 2),
            "same window": lambda a, f: (
                match_map(a, f) * 0 + (a[: len(f), : f.shape[1]] * f).mean()
            ),
            "with //": lambda a, f: mapped(a, f, lambda w, f: (w * f).sum() // f.size),
            "best only": lambda a, f: match_map(a, f).max(),
        },
        "far": {
            "rounded": lambda a, f: np.round(match_map(a, f), 1),
            "scaled": lambda a, f: match_map(a, f) / match_map(a, f).max(),
            "variance": lambda a, f: mapped(a, f, lambda w, f: np.var(w * f)),
            "nothing": lambda a, f: None,
            "shifted by one": lambda a, f: np.roll(match_map(a, f), 1, axis=0),
        },
        "right": {
            "columns first": map_by_columns,
            "fourier": map_by_fourier,
            "lists": map_by_rows_of_lists,
            "ndindex, float32": map_by_flat_products,
        },
    },
    "best_position": {
        "core": {
            "column first": lambda a, f: best(a, f)[::-1],
            "argmax only": lambda a, f: np.argmax(match_map(a, f)),
            "picture's shape": lambda a, f: np.unravel_index(match_map(a, f).argmax(), a.shape),
            "feature's shape": lambda a, f: np.unravel_index(match_map(a, f).argmax(), f.shape),
            "from 1": lambda a, f: [k + 1 for k in best(a, f)],
            "middle": lambda a, f: (best(a, f)[0] + len(f) // 2, best(a, f)[1] + f.shape[1] // 2),
            "score": lambda a, f: match_map(a, f).max(),
            "starts at 0": lambda a, f: best_loops(a, f, 0, (0, 0)),
            "starts at 0, no place": lambda a, f: best_loops(a, f, 0),
            "last of several": lambda a, f: best_loops(a, f, better=lambda s, b: s >= b),
            "np.where": lambda a, f: np.where(match_map(a, f) == match_map(a, f).max()),
            "argwhere": lambda a, f: np.argwhere(match_map(a, f) == match_map(a, f).max()),
            "argmin": lambda a, f: np.unravel_index(
                match_map(a, f).argmin(), match_map(a, f).shape
            ),
            "axis": lambda a, f: match_map(a, f).argmax(axis=0),
            "divided by rows": lambda a, f: divmod(match_map(a, f).argmax(), len(match_map(a, f))),
            "exactly 1": lambda a, f: np.argwhere(match_map(a, f) == 1)[0],
            "return in the loop": best_return_in_loop,
            "best never replaced": best_never_replaced,
            "7 fixed": lambda a, f: divmod(match_map(a, f).argmax(), 7),
        },
        "plausible": {
            "absolute": lambda a, f: np.unravel_index(
                np.abs(match_map(a, f)).argmax(), match_map(a, f).shape
            ),
            "brightest pixel": lambda a, f: np.unravel_index(a.argmax(), a.shape),
            "apart": lambda a, f: (
                match_map(a, f).max(axis=1).argmax(),
                match_map(a, f).max(axis=0).argmax(),
            ),
            "with score": lambda a, f: (*best(a, f), match_map(a, f).max()),
            "lower right": lambda a, f: (
                best(a, f)[0] + len(f) - 1,
                best(a, f)[1] + f.shape[1] - 1,
            ),
            "row only": lambda a, f: best(a, f)[0],
            "started at -1": lambda a, f: best_loops(a, f, 0, (-1, -1)),
            "turned": lambda a, f: best(a, f[::-1, ::-1]),
        },
        "far": {
            "middle of the picture": lambda a, f: (a.shape[0] // 2, a.shape[1] // 2),
            "first": lambda a, f: (0, 0),
            "text": lambda a, f: str(best(a, f)),
            "distance": lambda a, f: np.hypot(*best(a, f)),
        },
        "right": {
            "loops": best_loops,
            "max of a list": lambda a, f: max(
                np.ndindex(match_map(a, f).shape),
                key=lambda k: (match_map(a, f)[k], [-n for n in k]),
            ),
            "float array": lambda a, f: np.array(best(a, f), dtype=np.float32),
            "index of a list": lambda a, f: divmod(
                match_map(a, f).ravel().tolist().index(match_map(a, f).max()),
                match_map(a, f).shape[1],
            ),
        },
    },
    "which_picture": {
        "core": {
            "flat": lambda ps, f: np.argmax([match_map(p, f) for p in ps]),
            "mean": lambda ps, f: which(ps, f, np.mean),
            "sum": lambda ps, f: which(ps, f, np.sum),
            "from 1": lambda ps, f: which(ps, f) + 1,
            "score": lambda ps, f: max(match_map(p, f).max() for p in ps),
            "scores": lambda ps, f: [match_map(p, f).max() for p in ps],
            "starts at 0": lambda ps, f: which_loop(ps, f, 0),
            "starts at 0, no index": lambda ps, f: which_loop(ps, f, 0, -1),
            "return in the loop": which_returns_at_once,
            "best not kept": lambda ps, f: which_loop(ps, f, keep=False),
            "exactly 1": which_perfect,
            "picture itself": lambda ps, f: ps[which(ps, f)],
            "argmax of argmax": lambda ps, f: which(ps, f, np.argmax),
            "absolute": lambda ps, f: which(ps, f, lambda m: abs(m).max()),
            "patch times feature": lambda ps, f: np.argmax([(p * f).mean() for p in ps]),
            "map of the list": lambda ps, f: match_map(ps, f).argmax(),
            "place": lambda ps, f: best(ps[which(ps, f)], f),
        },
        "plausible": {
            "perfect ones counted": lambda ps, f: which(ps, f, lambda m: (m == 1).sum()),
            "first window": lambda ps, f: which(ps, f, lambda m: m[0, 0]),
            "argmin": lambda ps, f: np.argmin([match_map(p, f).max() for p in ps]),
            "worst": lambda ps, f: which(ps, f, np.min),
            "brightest": lambda ps, f: np.argmax([p.sum() for p in ps]),
            "one-hot": lambda ps, f: [i == which(ps, f) for i in range(3)],
            "maps compared": lambda ps, f: max(ps, key=lambda p: match_map(p, f)),
        },
        "far": {
            "always 1": lambda ps, f: 1,
            "number of pictures": lambda ps, f: len(ps),
            "spread": lambda ps, f: which(ps, f, np.std),
            "name": lambda ps, f: "X",
        },
        "right": {
            "loop": which_loop,
            "sorted": lambda ps, f: sorted(range(3), key=lambda i: match_map(ps[i], f).max())[-1],
            "array of maxima": lambda ps, f: np.array(
                [np.amax(match_map(p, f)) for p in ps], dtype=np.float32
            ).argmax(),
            "float": lambda ps, f: float(which(ps, f)),
        },
    },
    "multiplications": {
        "core": {
            "9 fixed": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * 9 * n,
            "3 fixed": lambda h, w, s, n: (h - 2) * (w - 2) * 9 * n,
            "3 in the places": lambda h, w, s, n: (h - 2) * (w - 2) * s * s * n,
            "square": lambda h, w, s, n: (h - s + 1) ** 2 * s**2 * n,
            "every pixel": lambda h, w, s, n: h * w * s * s * n,
            "one feature": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * s * s,
            "no + 1": lambda h, w, s, n: (h - s) * (w - s) * s * s * n,
            "size once": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * s * n,
            "places": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * n,
            "with additions": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * (2 * s * s - 1) * n,
            "features added": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * s * s + n,
            "no brackets": lambda h, w, s, n: h - s + 1 * w - s + 1 * s * s * n,
            "windows side by side": lambda h, w, s, n: (h // s) * (w // s) * s * s * n,
            "pixels": lambda h, w, s, n: h * w * n,
            "2 size": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * 2 * s * n,
            "sides added": lambda h, w, s, n: (h - s + 1 + w - s + 1) * s * s * n,
        },
        "plausible": {
            "with the division": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * (s * s + 1) * n,
            "twice": lambda h, w, s, n: 2 * (h - s + 1) * (w - s + 1) * s * s * n,
            "one place": lambda h, w, s, n: s * s * n,
            "49": lambda h, w, s, n: 49 * s * s * n,
            "+ size": lambda h, w, s, n: (h + s - 1) * (w + s - 1) * s * s * n,
            "areas": lambda h, w, s, n: (h * w - s * s) * s * s * n,
        },
        "far": {
            "power": lambda h, w, s, n: ((h - s + 1) * (w - s + 1)) ** n,
            "441": lambda h, w, s, n: 441,
            "h w only": lambda h, w, s, n: h * w,
            "size cubed": lambda h, w, s, n: (h - s + 1) * (w - s + 1) * s**3 * n,
        },
        "right": {
            "sum over places": lambda h, w, s, n: sum(
                s * s * n for _ in range(h - s + 1) for _ in range(w - s + 1)
            ),
            "math": lambda h, w, s, n: n * pow(s, 2) * (w + 1 - s) * (h + 1 - s),
            "float": lambda h, w, s, n: 1.0 * n * (s * (h - s + 1)) * (s * (w - s + 1)),
            "map of zeros": lambda h, w, s, n: (
                match_map(np.zeros((h, w)), np.zeros((s, s))).size * s * s * n
            ),
        },
    },
    "count_ones": {
        "core": {
            "not added": lambda p, f: p * f,
            "mean": lambda p, f: (p * f).mean(),
            "equal": lambda p, f: (p == f).sum(),
            "added": lambda p, f: (p + f).sum(),
            "either": lambda p, f: ((p == 1) | (f == 1)).sum(),
            "mask": lambda p, f: (p == 1) & (f == 1),
            "python and": lambda p, f: (p == 1 and f == 1).sum(),
            "& without brackets": lambda p, f: (p == 1 & f == 1).sum(),
            "& of floats": lambda p, f: (p & f).sum(),
            "python's sum": lambda p, f: sum(p * f),
            "return in the loop": count_return_in_loop,
            "starts again": count_started_again,
            "= instead of +=": count_set,
            "patch": lambda p, f: p.sum(),
            "feature": lambda p, f: (f == 1).sum(),
            "matrix product": lambda p, f: (p @ f).sum(),
            "len of where": lambda p, f: len(np.where((p == 1) & (f == 1))),
            "places": lambda p, f: np.argwhere((p == 1) & (f == 1)),
            "chain": lambda p, f: (p == f == 1).sum(),
            "any": lambda p, f: np.any((p == 1) & (f == 1)),
        },
        "plausible": {
            "unequal": lambda p, f: (p != f).sum(),
            "share of the feature": lambda p, f: (p * f).sum() / f.sum(),
            "divided by 9": lambda p, f: (p * f).sum() / 9,
            "equal, by loops": lambda p, f: count(p, f, lambda a, b: a == b),
            "either, by loops": lambda p, f: count(p, f, lambda a, b: a == 1 or b == 1),
            "difference": lambda p, f: np.abs(p - f).sum(),
            "both 0": lambda p, f: count(p, f, lambda a, b: a == 0 and b == 0),
            "smaller count": lambda p, f: min(p.sum(), f.sum()),
        },
        "far": {
            "size": lambda p, f: p.size,
            "three": lambda p, f: 3,
            "text": lambda p, f: f"{(p * f).sum()} ones",
            "sum of squares": lambda p, f: ((p + f) ** 2).sum(),
            "row counts": lambda p, f: (p * f).sum(axis=1),
        },
        "right": {
            "loops": lambda p, f: count(p, f, lambda a, b: a == 1 and b == 1),
            "sum of 2": lambda p, f: (p + f == 2).sum(),
            "minimum": lambda p, f: np.minimum(p, f).sum(),
            "len of argwhere": lambda p, f: len(np.argwhere(p * f)),
            "list": lambda p, f: [a * b for a, b in zip(p.flat, f.flat, strict=True)].count(1),
        },
    },
}

SAYS = {
    ("best_position", "middle"): "This is the middle of the window.",
    ("best_position", "starts at 0"): "begins at 0",
    ("best_position", "last of several"): "this is the last",
    ("count_ones", "python's sum"): "down the columns",
    ("match_map", "square"): "took the picture for a square",
    ("match_score", "divided with //"): "`//`",
    ("which_picture", "starts at 0"): "begins at 0",
}
