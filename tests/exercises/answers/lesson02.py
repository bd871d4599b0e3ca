"""What students answer to the exercises of lesson 02."""
# ruff: noqa: RET503

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit.matching import match_map


def sums(a, k, stride=1, padding=0):
    return match_map(a, k, stride=stride, padding=padding, scoring="sum")


def filtered(
    a,
    k,
    s,
    p,
    pad=np.pad,
    count=lambda n, k, s, p: (n + 2 * p - k) // s + 1,
    start=lambda i, s: i * s,
    value=lambda w, k: (w * k).sum(),
    dtype=float,
):
    """Filter as the hints say, with one thing done otherwise."""
    padded = pad(a, p)
    (H, W), (h, w) = a.shape, k.shape
    out = np.zeros((count(H, h, s, p), count(W, w, s, p)), dtype=dtype)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            r, c = start(i, s), start(j, s)
            out[i, j] = value(padded[r : r + h, c : c + w], k)
    return out


def filter_slice_padded(a, k, s, p):
    padded = np.zeros((a.shape[0] + 2 * p, a.shape[1] + 2 * p))
    padded[p:-p, p:-p] = a
    return sums(padded, k, s)


def filter_square(a, k, s, p):
    padded = np.pad(a, p)
    n = (len(padded) - len(k)) // s + 1
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            out[i, j] = np.sum(padded[i * s : i * s + len(k), j * s : j * s + len(k)] * k)
    return out


def filter_range_with_step(a, k, s, p):
    padded = np.pad(a, p)
    (H, W), (h, w) = padded.shape, k.shape
    out = np.zeros((H - h + 1, W - w + 1))
    for i in range(0, H - h + 1, s):
        for j in range(0, W - w + 1, s):
            out[i, j] = np.sum(padded[i : i + h, j : j + w] * k)
    return out


def filter_range_with_step_overflowing(a, k, s, p):
    padded = np.pad(a, p)
    (H, W), (h, w) = padded.shape, k.shape
    out = np.zeros(((H - h) // s + 1, (W - w) // s + 1))
    for i in range(0, H - h + 1, s):
        for j in range(0, W - w + 1, s):
            out[i, j] = np.sum(padded[i : i + h, j : j + w] * k)
    return out


def filter_return_in_loop(a, k, s, p):
    padded = np.pad(a, p)
    (H, W), (h, w) = padded.shape, k.shape
    out = np.zeros(((H - h) // s + 1, (W - w) // s + 1))
    for i in range(len(out)):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(padded[i * s : i * s + h, j * s : j * s + w] * k)
        return out


def filter_lists(a, k, s, p):
    padded = np.pad(a, p).tolist()
    h, w = k.shape
    return [
        [
            sum(padded[i + r][j + c] * k[r, c] for r in range(h) for c in range(w))
            for j in range(0, len(padded[0]) - w + 1, s)
        ]
        for i in range(0, len(padded) - h + 1, s)
    ]


def channels(a, k, one=sums, join=lambda maps: sum(maps)):
    return join([one(x, y) for x, y in zip(a, k, strict=True)])


def channels_overwritten(a, k):
    for c in range(len(a)):
        out = sums(a[c], k[c])
    return out


def channels_return_in_loop(a, k):
    out = 0
    for c in range(len(a)):
        out += sums(a[c], k[c])
        return out


def channels_of_three(a, k):
    return sum(sums(a[c], k[c]) for c in range(3))


def channels_wrong_axes(a, k):
    H, W, _ = a.shape
    h, w, _ = k.shape
    out = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            out[i, j] = np.sum(a[i : i + h, j : j + w] * k)
    return out


def channels_first_axes_only(a, k):
    out = np.zeros((len(a) - len(k) + 1, a.shape[1] - k.shape[1] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(a[i : i + len(k), j : j + k.shape[1]] * k)
    return out


def channels_no_last(a, k):
    (_, H, W), (_, h, w) = a.shape, k.shape
    out = np.zeros((H - h, W - w))
    for i in range(H - h):
        for j in range(W - w):
            out[i, j] = np.sum(a[:, i : i + h, j : j + w] * k)
    return out


def channels_in_place(a, k):
    out = np.zeros(sums(a[0], k[0]).shape)
    for c in range(len(a)):
        a[c] *= 1.5
        out += sums(a[c], k[c]) / 1.5
    return out


def mix(m, w):
    return np.einsum("oc,chw->ohw", w, m)


def mix_overwritten(m, w):
    out = np.zeros((len(w), *m.shape[1:]))
    for o in range(len(w)):
        for c in range(len(m)):
            out[o] = w[o, c] * m[c]
    return out


def mix_exchanged(m, w):
    out = np.zeros((len(w), *m.shape[1:]))
    for o in range(len(w)):
        for c in range(len(m)):
            out[o] += w[c, o] * m[c]
    return out


def mix_return_in_loop(m, w):
    out = np.zeros((len(w), *m.shape[1:]))
    for o in range(len(w)):
        for c in range(len(m)):
            out[o] += w[o, c] * m[c]
        return out


def mix_same_size(m, w):
    out = np.zeros(m.shape)
    for o in range(len(w)):
        for c in range(len(m)):
            out[o] += w[o, c] * m[c]
    return out


def mix_int(m, w):
    out = np.zeros((len(w), *m.shape[1:]), dtype=int)
    for o in range(len(w)):
        out[o] = np.tensordot(w[o], m, axes=1)
    return out


def mix_matrix(m, w):
    C, H, W = m.shape
    return (w @ m.reshape(C, H * W)).reshape(-1, H, W)


def mix_pixels(m, w):
    out = np.zeros((w.shape[0], m.shape[1], m.shape[2]), np.float32)
    for i in range(m.shape[1]):
        for j in range(m.shape[2]):
            out[:, i, j] = w @ m[:, i, j]
    return out


def turn(k):
    return k[::-1, ::-1]


def gradient(a, t, k, error=None):
    e = sums(a, k) - t if error is None else error
    H, W = e.shape
    g = np.zeros(k.shape)
    for r in range(k.shape[0]):
        for c in range(k.shape[1]):
            g[r, c] = np.mean(2 * e * a[r : r + H, c : c + W])
    return g


def step_in_place(a, t, k, rate):
    k -= rate * gradient(a, t, k)
    return k


def step_return_in_loop(a, t, k, rate):
    e = sums(a, k) - t
    H, W = e.shape
    g = np.zeros(k.shape)
    for r in range(k.shape[0]):
        for c in range(k.shape[1]):
            g[r, c] = np.mean(2 * e * a[r : r + H, c : c + W])
        return k - rate * g


def step_kernel_windows(a, t, k, rate):
    e = sums(a, k) - t
    h, w = k.shape
    g = np.zeros(k.shape)
    for r in range(h):
        for c in range(w):
            g[r, c] = np.mean(2 * e * a[r : r + h, c : c + w])
    return k - rate * g


def step_while_changing(a, t, k, rate):
    k = k.copy()
    for r in range(k.shape[0]):
        for c in range(k.shape[1]):
            e = sums(a, k) - t
            H, W = e.shape
            k[r, c] -= rate * np.mean(2 * e * a[r : r + H, c : c + W])
    return k


def step_nudged(a, t, k, rate):
    g = np.zeros(k.shape)
    for place in np.ndindex(k.shape):
        up, down = k.copy(), k.copy()
        up[place] += 1e-4
        down[place] -= 1e-4
        g[place] = (np.mean((sums(a, up) - t) ** 2) - np.mean((sums(a, down) - t) ** 2)) / 2e-4
    return k - rate * g


def step_own_copy(a, t, k, rate):
    new = np.array(k)
    new -= rate * 2 * sums(a, sums(a, k) - t) / t.size
    return new


ANSWERS = {
    "output_size": {
        "core": {
            "no + 1": lambda n, k, s, p: (n + 2 * p - k) // s,
            "padding once": lambda n, k, s, p: (n + p - k) // s + 1,
            "padding forgotten": lambda n, k, s, p: (n - k) // s + 1,
            "stride forgotten": lambda n, k, s, p: n + 2 * p - k + 1,
            "divided with /": lambda n, k, s, p: (n + 2 * p - k) / s + 1,
            "rounded up": lambda n, k, s, p: math.ceil((n + 2 * p - k) / s) + 1,
            "brackets": lambda n, k, s, p: n + 2 * p - k // s + 1,
            "brackets, /": lambda n, k, s, p: n + 2 * p - k / s + 1,
            "1 divided as well": lambda n, k, s, p: (n + 2 * p - k + 1) // s,
            "round": lambda n, k, s, p: round((n + 2 * p - k) / s) + 1,
            "kernel forgotten": lambda n, k, s, p: (n + 2 * p) // s + 1,
            "side by stride": lambda n, k, s, p: n // s,
            "stride and padding forgotten": lambda n, k, s, p: n - k + 1,
            "padding added at the end": lambda n, k, s, p: (n - k) // s + 1 + 2 * p,
            "padding subtracted": lambda n, k, s, p: (n - 2 * p - k) // s + 1,
            "squared": lambda n, k, s, p: ((n + 2 * p - k) // s + 1) ** 2,
            "+ 1 in the divisor": lambda n, k, s, p: (n + 2 * p - k) // (s + 1),
        },
        "plausible": {
            "both sides": lambda n, k, s, p: ((n + 2 * p - k) // s + 1,) * 2,
            "+ 2": lambda n, k, s, p: (n + 2 * p - k) // s + 2,
            "times stride": lambda n, k, s, p: (n + 2 * p - k) * s + 1,
            "k - 1": lambda n, k, s, p: (n + 2 * p - (k - 1)) // s + 1,
            "plus kernel": lambda n, k, s, p: (n + 2 * p + k) // s + 1,
            "same padding": lambda n, k, s, p: math.ceil(n / s),
            "padding squared": lambda n, k, s, p: (n + p**2 - k) // s + 1,
            "by kernel": lambda n, k, s, p: (n + 2 * p - k) // k + 1,
        },
        "far": {
            "7": lambda n, k, s, p: 7,
            "padded side": lambda n, k, s, p: n + 2 * p,
            "remainder": lambda n, k, s, p: (n + 2 * p - k) % s + 1,
            "half": lambda n, k, s, p: n // 2,
        },
        "right": {
            "len of range": lambda n, k, s, p: len(range(0, n + 2 * p - k + 1, s)),
            "floor": lambda n, k, s, p: math.floor((n + 2 * p - k) / s) + 1,
            "int": lambda n, k, s, p: int((n - k + 2 * p) / s + 1),
            "by a map": lambda n, k, s, p: len(
                match_map(np.zeros((n, n)), np.zeros((k, k)), stride=s, padding=p)
            ),
        },
    },
    "filter_image": {
        "core": {
            "turned": lambda a, k, s, p: sums(a, turn(k), s, p),
            "padding forgotten": lambda a, k, s, p: sums(a, k, s),
            "stride forgotten": lambda a, k, s, p: sums(a, k, 1, p),
            "mean": lambda a, k, s, p: match_map(a, k, stride=s, padding=p),
            "window at (i, j)": lambda a, k, s, p: filtered(a, k, s, p, start=lambda i, s: i),
            "no + 1": lambda a, k, s, p: filtered(
                a, k, s, p, count=lambda n, k, s, p: (n + 2 * p - k) // s
            ),
            "size without padding": lambda a, k, s, p: filtered(
                a, k, s, p, count=lambda n, k, s, p: (n - k) // s + 1
            ),
            "size without stride": lambda a, k, s, p: filtered(
                a, k, s, p, count=lambda n, k, s, p: n + 2 * p - k + 1
            ),
            "size with /": lambda a, k, s, p: filtered(
                a, k, s, p, count=lambda n, k, s, p: (n + 2 * p - k) / s + 1
            ),
            "padded[p:-p]": filter_slice_padded,
            "square": filter_square,
            "range with step": filter_range_with_step,
            "range with step, small map": filter_range_with_step_overflowing,
            "return in the loop": filter_return_in_loop,
            "matrix product": lambda a, k, s, p: filtered(
                a, k, s, p, value=lambda w, k: (w @ k).sum()
            ),
            "edge": lambda a, k, s, p: filtered(
                a, k, s, p, pad=lambda a, p: np.pad(a, p, mode="edge")
            ),
            "int map": lambda a, k, s, p: filtered(a, k, s, p, dtype=int),
            "picture as int": lambda a, k, s, p: sums(a.astype(int), k, s, p),
            "divided by 9": lambda a, k, s, p: sums(a, k, s, p) / 9,
        },
        "plausible": {
            "steps by kernel": lambda a, k, s, p: sums(a, k, k.shape, p),
            "pad after": lambda a, k, s, p: np.pad(sums(a, k, s), p),
            "rectified": lambda a, k, s, p: np.maximum(sums(a, k, s, p), 0),
            "transposed kernel": lambda a, k, s, p: filtered(a, k.T, s, p),
            "stride in rows only": lambda a, k, s, p: sums(a, k, (s, 1), p),
            "pixels left out": lambda a, k, s, p: sums(np.pad(a, p)[::s, ::s], k),
            "padded rows only": lambda a, k, s, p: sums(a, k, s, (p, 0)),
            "padded with -1": lambda a, k, s, p: filtered(
                a, k, s, p, pad=lambda a, p: np.pad(a, p, constant_values=-1)
            ),
            "absolute": lambda a, k, s, p: np.abs(sums(a, k, s, p)),
        },
        "far": {
            "one sum": lambda a, k, s, p: sums(a, k, s, p).sum(),
            "largest product": lambda a, k, s, p: filtered(
                a, k, s, p, value=lambda w, k: (w * k).max()
            ),
            "the padded image": lambda a, k, s, p: np.pad(a, p),
            "divided by its largest": lambda a, k, s, p: sums(a, k, s, p) / 255,
        },
        "right": {
            "filter, then leave out": lambda a, k, s, p: sums(np.pad(a, p), k)[::s, ::s],
            "windows": lambda a, k, s, p: np.einsum(
                "ijrc,rc->ij", sliding_window_view(np.pad(a, p), k.shape)[::s, ::s], k
            ),
            "lists": filter_lists,
            "float32": lambda a, k, s, p: sums(
                np.pad(a, p).astype(np.float32), k.astype(np.float32), s
            ),
        },
    },
    "filter_channels": {
        "core": {
            "overwritten": channels_overwritten,
            "return in the loop": channels_return_in_loop,
            "kept apart": lambda a, k: channels(a, k, join=np.array),
            "mean over channels": lambda a, k: channels(a, k, join=lambda m: np.mean(m, axis=0)),
            "mean of products": lambda a, k: channels(a, k, one=match_map),
            "first channel": lambda a, k: sums(a[0], k[0]),
            "turned": lambda a, k: channels(a, k[:, ::-1, ::-1]),
            "grey first": lambda a, k: sums(a.mean(axis=0), k.mean(axis=0)),
            "added first": lambda a, k: sums(a.sum(axis=0), k.sum(axis=0)),
            "first layer for all": lambda a, k: sum(sums(x, k[0]) for x in a),
            "three channels": channels_of_three,
            "channels last": channels_wrong_axes,
            "first two axes": channels_first_axes_only,
            "match_map of all": lambda a, k: match_map(a, k, scoring="sum"),
            "no + 1": channels_no_last,
            "all summed": lambda a, k: channels(a, k, join=lambda m: np.sum(m)),
            "sum over the last axis": lambda a, k: channels(
                a, k, join=lambda m: np.sum(m, axis=-1)
            ),
            "every layer with every channel": lambda a, k: sum(sums(x, y) for x in a for y in k),
        },
        "plausible": {
            "largest": lambda a, k: channels(a, k, join=lambda m: np.max(m, axis=0)),
            "multiplied": lambda a, k: channels(a, k, join=lambda m: np.prod(m, axis=0)),
            "reversed": lambda a, k: channels(a, k[::-1]),
            "padded": lambda a, k: channels(np.pad(a, [(0, 0), (1, 1), (1, 1)]), k),
            "absolute": lambda a, k: channels(a, k, join=lambda m: np.abs(m).sum(axis=0)),
            "divided by the kernel's size": lambda a, k: channels(a, k) / k.size,
            "in place": channels_in_place,
        },
        "far": {
            "the picture": lambda a, k: a,
            "number of channels": lambda a, k: len(a),
            "last minus first": lambda a, k: sums(a[-1], k[-1]) - sums(a[0], k[0]),
            "grey by weights": lambda a, k: 0.3 * sums(a[0], k[0]),
        },
        "right": {
            "one window of all": lambda a, k: np.einsum(
                "cijrs,crs->ij", sliding_window_view(a, k.shape[1:], axis=(1, 2)), k
            ),
            "sum": lambda a, k: sum(map(sums, a, k)),
            "stack": lambda a, k: np.stack([sums(x, y) for x, y in zip(a, k, strict=True)]).sum(0),
            "window of three axes": lambda a, k: (sliding_window_view(a, k.shape)[0] * k).sum(
                axis=(-1, -2, -3)
            ),
        },
    },
    "mix_channels": {
        "core": {
            "overwritten": mix_overwritten,
            "weights[c, o]": mix_exchanged,
            "return in the loop": mix_return_in_loop,
            "@": lambda m, w: w @ m,
            "np.dot": lambda m, w: np.dot(w, m),
            "elementwise": lambda m, w: w * m,
            "averaged": lambda m, w: mix(m, w) / len(m),
            "not summed": lambda m, w: np.array(
                [[v * x for v, x in zip(r, m, strict=True)] for r in w]
            ),
            "one map": lambda m, w: mix(m, w).sum(axis=0),
            "channels last": lambda m, w: np.tensordot(m, w, axes=([0], [1])),
            "added first": lambda m, w: np.array([r.sum() * m.sum(axis=0) for r in w]),
            "first new map": lambda m, w: np.tensordot(w[0], m, axes=1),
            "same number of maps": mix_same_size,
            "reshaped": lambda m, w: (m.reshape(len(m), -1).T @ w.T).reshape(-1, *m.shape[1:]),
            "pixels cut across": lambda m, w: (m.reshape(-1, len(m)) @ w.T).reshape(
                len(w), *m.shape[1:]
            ),
            "flat": lambda m, w: w @ m.reshape(len(m), -1),
            "weights turned": lambda m, w: np.tensordot(w.T, m, axes=1),
        },
        "plausible": {
            "int maps": mix_int,
            "rectified": lambda m, w: np.maximum(mix(m, w), 0),
            "normalised": lambda m, w: mix(m, w / w.sum(axis=1, keepdims=True)),
            "largest": lambda m, w: np.array(
                [np.max([v * x for v, x in zip(r, m, strict=True)], axis=0) for r in w]
            ),
            "reversed": lambda m, w: mix(m, w[::-1]),
            "numbers": lambda m, w: mix(m, w).sum(axis=(1, 2)),
            "old maps reversed": lambda m, w: mix(m, w[:, ::-1]),
        },
        "far": {
            "maps": lambda m, w: m,
            "mean of maps": lambda m, w: m.mean(axis=0),
            "powers": lambda m, w: np.array(
                [sum(x**v for v, x in zip(r, m, strict=True)) for r in abs(w)]
            ),
            "weights": lambda m, w: w,
        },
        "right": {
            "matrix product": mix_matrix,
            "each pixel": mix_pixels,
            "moved axes": lambda m, w: np.moveaxis(np.moveaxis(m, 0, -1) @ w.T, -1, 0),
            "list of maps": lambda m, w: [sum(v * x for v, x in zip(r, m, strict=True)) for r in w],
        },
    },
    "convolve": {
        "core": {
            "not turned": lambda a, k: sums(a, k),
            "rows only": lambda a, k: sums(a, k[::-1]),
            "columns only": lambda a, k: sums(a, np.fliplr(k)),
            "quarter turn": lambda a, k: sums(a, np.rot90(k)),
            "transposed": lambda a, k: sums(a, k.T),
            "image turned": lambda a, k: sums(turn(a), k),
            "mean": lambda a, k: match_map(a, turn(k)),
            "result turned": lambda a, k: turn(sums(a, k)),
            "full": lambda a, k: sums(
                np.pad(a, [(k.shape[0] - 1,) * 2, (k.shape[1] - 1,) * 2]), turn(k)
            ),
            "same": lambda a, k: sums(
                np.pad(a, [(k.shape[0] // 2,) * 2, (k.shape[1] // 2,) * 2]), turn(k)
            ),
            "negative": lambda a, k: sums(a, -k),
            "twice turned": lambda a, k: sums(a, turn(turn(k))),
            "other quarter turn": lambda a, k: sums(a, np.rot90(k, 3)),
            "turned in the mean, not divided": lambda a, k: match_map(a, k),
            "no + 1": lambda a, k: sums(a, turn(k))[:-1, :-1],
            "kernel only": lambda a, k: turn(k),
            "image times kernel": lambda a, k: a * turn(k),
        },
        "plausible": {
            "both turned": lambda a, k: sums(turn(a), turn(k)),
            "rolled": lambda a, k: sums(a, np.roll(k, 1, axis=(0, 1))),
            "transposed and turned": lambda a, k: sums(a, turn(k).T),
            "negative and turned": lambda a, k: sums(a, -turn(k)),
            "rectified": lambda a, k: np.maximum(sums(a, turn(k)), 0),
            "padded": lambda a, k: sums(a, turn(k), padding=1),
            "rows reversed in a list": lambda a, k: sums(a, np.array(list(reversed(k)))),
        },
        "far": {
            "sorted": lambda a, k: sums(a, np.sort(k, axis=None).reshape(k.shape)),
            "inverse": lambda a, k: sums(a, 1 / (k + 10)),
            "one number": lambda a, k: sums(a, turn(k)).sum(),
            "shuffled": lambda a, k: sums(a, np.roll(k, 1)),
        },
        "right": {
            "rot90 twice": lambda a, k: sums(a, np.rot90(k, 2)),
            "flip": lambda a, k: sums(a, np.flip(k)),
            "list reversed": lambda a, k: sums(a, k.ravel()[::-1].reshape(k.shape)),
            "windows": lambda a, k: np.einsum(
                "ijrc,rc->ij", sliding_window_view(a, k.shape), np.flipud(np.fliplr(k))
            ),
        },
    },
    "parameters": {
        "core": {
            "no biases": lambda i, o, k: i * o * k * k,
            "one bias": lambda i, o, k: i * o * k * k + 1,
            "flat kernels": lambda i, o, k: o * k * k + o,
            "bias per slice": lambda i, o, k: i * o * (k * k + 1),
            "biases of the input": lambda i, o, k: i * o * k * k + i,
            "in + out": lambda i, o, k: (i + o) * k * k + o,
            "k once": lambda i, o, k: i * o * k + o,
            "2 k": lambda i, o, k: i * o * 2 * k + o,
            "one kernel": lambda i, o, k: i * k * k + 1,
            "biases of both": lambda i, o, k: i * o * k * k + i + o,
            "bias as a channel": lambda i, o, k: o * k * k * (i + 1),
            "flat without bias": lambda i, o, k: o * k * k,
            "9": lambda i, o, k: i * o * 9 + o,
            "bias multiplied": lambda i, o, k: i * o * k * k * o,
            "bias a weight": lambda i, o, k: 2 * i * o * k * k,
            "k cubed": lambda i, o, k: i * o * k**3 + o,
        },
        "plausible": {
            "one kernel, all biases": lambda i, o, k: i * k * k + o,
            "3 channels": lambda i, o, k: 3 * o * k * k + o,
            "bias k": lambda i, o, k: i * o * k * k + k,
            "input kernels": lambda i, o, k: i * (k * k + 1),
            "kernel's numbers added": lambda i, o, k: o * (i + k * k + 1),
            "two biases": lambda i, o, k: i * o * k * k + 2 * o,
            "in and out exchanged": lambda i, o, k: i * (o * k * k + 1),
        },
        "far": {
            "product": lambda i, o, k: i * o * k,
            "784": lambda i, o, k: 784 * o,
            "sum": lambda i, o, k: i + o + k,
            "power": lambda i, o, k: (i * o) ** k,
        },
        "right": {
            "factored": lambda i, o, k: o * (i * k**2 + 1),
            "size of an array": lambda i, o, k: np.zeros((o, i, k, k)).size + np.zeros(o).size,
            "sum": lambda i, o, k: sum(i * k * k + 1 for _ in range(o)),
            "float": lambda i, o, k: float(o) * i * k**2 + o,
        },
    },
    "learning_step": {
        "core": {
            "uphill": lambda a, t, k, r: k + r * gradient(a, t, k),
            "target - filtered": lambda a, t, k, r: k - r * gradient(a, t, k, t - sums(a, k)),
            "mean scoring": lambda a, t, k, r: k - r * gradient(a, t, k, match_map(a, k) - t),
            "no 2": lambda a, t, k, r: k - r * gradient(a, t, k) / 2,
            "summed": lambda a, t, k, r: k - r * gradient(a, t, k) * t.size,
            "summed, no 2": lambda a, t, k, r: k - r * sums(a, sums(a, k) - t),
            "gradient": lambda a, t, k, r: gradient(a, t, k),
            "step": lambda a, t, k, r: r * gradient(a, t, k),
            "minus step": lambda a, t, k, r: -r * gradient(a, t, k),
            "rate forgotten": lambda a, t, k, r: k - gradient(a, t, k),
            "rate divides": lambda a, t, k, r: k - gradient(a, t, k) / r,
            "one mean error": lambda a, t, k, r: k - r * 2 * (sums(a, k) - t).mean(),
            "mean error without 2": lambda a, t, k, r: k - r * (sums(a, k) - t).mean(),
            "loss subtracted": lambda a, t, k, r: k - r * ((sums(a, k) - t) ** 2).mean(),
            "return in the loop": step_return_in_loop,
            "kernel's windows": step_kernel_windows,
            "in place": step_in_place,
            "errors subtracted": lambda a, t, k, r: k - r * (sums(a, k) - t),
            "squared errors": lambda a, t, k, r: k - r * gradient(a, t, k, (sums(a, k) - t) ** 2),
        },
        "plausible": {
            "turned": lambda a, t, k, r: k - r * turn(gradient(a, t, k)),
            "same pixels": lambda a, t, k, r: (
                k - r * np.mean(2 * (sums(a, k) - t) * a[: t.shape[0], : t.shape[1]])
            ),
            "divided by the kernel": lambda a, t, k, r: k - r * gradient(a, t, k) * t.size / k.size,
            "target forgotten": lambda a, t, k, r: k - r * gradient(a, t, k, sums(a, k)),
            "absolute error": lambda a, t, k, r: k - r * gradient(a, t, k, abs(sums(a, k) - t)),
            "signs": lambda a, t, k, r: k - r * np.sign(gradient(a, t, k)),
            "while changing": step_while_changing,
            "times kernel": lambda a, t, k, r: k - r * gradient(a, t, k) * k,
        },
        "far": {
            "target": lambda a, t, k, r: t,
            "kernel": lambda a, t, k, r: k,
            "smaller kernel": lambda a, t, k, r: k * (1 - r),
            "mean gradient": lambda a, t, k, r: k - r * gradient(a, t, k).mean(),
        },
        "right": {
            "by a filter": lambda a, t, k, r: (
                k - r * 2 * sums(a, sums(a, k) - t) / (sums(a, k) - t).size
            ),
            "nudged": step_nudged,
            "own copy": step_own_copy,
            "windows": lambda a, t, k, r: (
                k
                - 2
                * r
                * np.einsum("ijrc,ij->rc", sliding_window_view(a, k.shape), sums(a, k) - t)
                / t.size
            ),
        },
    },
}

SAYS = {
    ("filter_image", "window at (i, j)"): "begins at row i * stride",
    ("filter_channels", "overwritten"): "`+=`",
    ("learning_step", "mean scoring"): 'scoring="sum"',
    ("output_size", "brackets"): "Brackets are missing",
    ("parameters", "bias per slice"): "each layer of a kernel",
}
