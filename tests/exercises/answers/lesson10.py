"""What students answer to the exercises of lesson 10."""
# ruff: noqa: RET503, RET504

import itertools
import math

import numpy as np


def field(layers, start=1, grow=lambda k: k - 1, before=False, jump=lambda j, s: j * s):
    size, j = start, 1
    for k, s in layers:
        if before:
            j = jump(j, s)
        size += grow(k) * j
        if not before:
            j = jump(j, s)
    return size


def field_returned_in_loop(layers):
    size, jump = 1, 1
    for k, s in layers:
        size += (k - 1) * jump
        jump *= s
        return size


def field_overwritten(layers):
    size, jump = 1, 1
    for k, s in layers:
        size = (k - 1) * jump
        jump *= s
    return size


def field_overwritten_plus_one(layers):
    size, jump = 1, 1
    for k, s in layers:
        size = 1 + (k - 1) * jump
        jump *= s
    return size


def field_jump_overwritten(layers):
    size, jump = 1, 1
    for k, s in layers:
        size += (k - 1) * jump
        jump = s
    return size


def field_own_stride(layers):
    return 1 + sum((k - 1) * s for k, s in layers)


def field_back(layers, order=reversed):
    size = 1
    for k, s in order(list(layers)):
        size = (size - 1) * s + k
    return size


def field_output_size(layers):
    size = 28
    for k, s in layers:
        size = (size - k) // s + 1
    return size


def field_pairs_exchanged(layers):
    return field([(s, k) for k, s in layers])


def field_whole_list(layers):
    k, s = layers
    return 1 + (k - 1) * s


def field_slices(layers):
    size = 1
    for n in range(len(layers)):
        size = size + (layers[n][0] - 1) * int(np.prod([s for _, s in layers[:n]]))
    return size


def field_recursive(layers):
    if not layers:
        return 1
    k, s = layers[0]
    return s * (field_recursive(layers[1:]) - 1) + k


def field_positions(layers):
    cells = {0}
    for k, s in reversed(layers):
        cells = {c * s + i for c in cells for i in range(k)}
    return max(cells) - min(cells) + 1


def stack(channels, kernels, rule):
    return sum(rule(i, o, k) for i, o, k in zip(channels[:-1], channels[1:], kernels, strict=True))


def stack_returned_in_loop(channels, kernels):
    total = 0
    for n in range(len(kernels)):
        total += channels[n + 1] * (channels[n] * kernels[n] ** 2 + 1)
        return total


def stack_overwritten(channels, kernels):
    for n in range(len(kernels)):
        total = channels[n + 1] * (channels[n] * kernels[n] ** 2 + 1)
    return total


def stack_next_to_last(channels, kernels):
    total = 0
    for n in range(len(kernels) - 1):
        total += channels[n + 1] * (channels[n] * kernels[n] ** 2 + 1)
    return total


def stack_all_channels(channels, kernels):
    total = 0
    for n in range(len(channels)):
        total += channels[n + 1] * (channels[n] * kernels[n] ** 2 + 1)
    return total


def stack_zip(channels, kernels):
    return sum(c * (k * k + 1) for c, k in zip(channels, kernels, strict=False))


def stack_while(channels, kernels):
    channels, kernels, total = list(channels), list(kernels), 0
    while kernels:
        k, o = kernels.pop(), channels.pop()
        total += sum(channels[-1] * k * k + 1 for _ in range(o))
    return total


def cost(size, i, o, k, s, p, side=None, rule=None):
    side = (size + 2 * p - k) // s + 1 if side is None else side(size, k, s, p)
    return side * side * o * i * k * k if rule is None else rule(side, i, o, k)


def cost_counted(size, i, o, k, s, p):
    total = 0
    for _ in range(0, size + 2 * p - k + 1, s):
        for _ in range(0, size + 2 * p - k + 1, s):
            total += o * i * k * k
    return total


def mixed(m, w):
    return np.einsum("oc,chw->ohw", w, m)


def led_back(m, w):
    return np.einsum("oc,ohw->chw", w, m)


def mix_overwritten_back(m, w):
    small, out = mixed(m, w), np.zeros(m.shape)
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] = w[o, c] * small[o]
    return out


def mix_overwritten_down(m, w):
    small, out = np.zeros((len(w), *m.shape[1:])), np.zeros(m.shape)
    for o in range(len(w)):
        for c in range(len(m)):
            small[o] = w[o, c] * m[c]
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] += w[o, c] * small[o]
    return out


def mix_returned_in_loop(m, w):
    small, out = mixed(m, w), np.zeros(m.shape)
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] += w[o, c] * small[o]
        return out


def mix_swapped_index(m, w):
    small, out = mixed(m, w), np.zeros(m.shape)
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] += w[c, o] * small[o]
    return out


def mix_shape_of_mixtures(m, w):
    small = mixed(m, w)
    out = np.zeros(small.shape)
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] += w[o, c] * small[o]
    return out


def mix_one_map(m, w):
    out = np.zeros(m.shape[1:])
    for c in range(len(m)):
        for o in range(len(w)):
            out += w[o, c] * mixed(m, w)[o]
    return out


def mix_int(m, w):
    out = np.zeros(m.shape, dtype=int)
    for c in range(len(m)):
        for o in range(len(w)):
            out[c] += (w[o, c] * mixed(m, w)[o]).astype(int)
    return out


def mix_pixels(m, w):
    out = np.zeros(m.shape)
    for i, j in np.ndindex(*m.shape[1:]):
        out[:, i, j] = (w @ m[:, i, j]) @ w
    return out


def mix_loops(m, w):
    out = np.zeros(m.shape)
    for o in range(len(w)):
        mixture = 0
        for c in range(len(m)):
            mixture = mixture + w[o][c] * m[c]
        for c in range(len(m)):
            out[c] += w[o][c] * mixture
    return out


def spread(kernels, start=(1.0,), kernel=np.ones):
    counts = np.array(start)
    for k in kernels:
        counts = np.convolve(counts, kernel(k))
    return counts


def ways_same(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="same")
    return counts


def ways_same_on_field(kernels):
    counts = np.ones(1 + sum(k - 1 for k in kernels))
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="same")
    return counts


def ways_threes(kernels):
    return spread([3] * len(kernels))


def ways_returned_in_loop(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.ones(k))
        return counts


def ways_overwritten(kernels):
    counts = np.ones(1)
    for k in kernels:
        wider = np.zeros(len(counts) + k - 1)
        for place, count in enumerate(counts):
            wider[place : place + k] = count
        counts = wider
    return counts


def ways_boxes_end_to_end(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.repeat(counts, k)
    return counts


def ways_started_with_first(kernels):
    counts = np.ones(kernels[0])
    for k in kernels:
        counts = np.convolve(counts, np.ones(k))
    return counts


def ways_valid(kernels):
    counts = np.ones(1)
    for k in kernels:
        counts = np.convolve(counts, np.ones(k), mode="valid")
    return counts


def ways_triangle(kernels):
    n = 1 + sum(k - 1 for k in kernels)
    return [min(i, n - 1 - i) + 1 for i in range(n)]


def ways_mean(kernels):
    return spread(kernels, kernel=lambda k: np.ones(k) / k)


def ways_no_growth(kernels):
    counts = np.ones(1)
    for k in kernels:
        wider = np.zeros(len(counts))
        for place, count in enumerate(counts):
            wider[place : place + k] += count
        counts = wider
    return counts


def ways_grow_by_k(kernels):
    counts = np.ones(1)
    for k in kernels:
        wider = np.zeros(len(counts) + k)
        for place, count in enumerate(counts):
            wider[place : place + k] += count
        counts = wider
    return counts


def ways_dictionary(kernels):
    counts = {0: 1}
    for k in kernels:
        new = {}
        for place, n in counts.items():
            for step in range(k):
                new[place + step] = new.get(place + step, 0) + n
        counts = new
    return [counts[place] for place in sorted(counts)]


def ways_fourier(kernels):
    n = 1 + sum(k - 1 for k in kernels)
    spectra = [np.fft.rfft(np.ones(k), n) for k in kernels]
    return np.fft.irfft(np.prod(spectra, axis=0), n)


def ways_cumulative(kernels):
    counts = np.ones(1)
    for k in kernels:
        padded = np.pad(counts, k - 1)
        counts = np.array([padded[i : i + k].sum() for i in range(len(counts) + k - 1)])
    return counts


def chosen(v, t, by=lambda v: v.mean(axis=1), pick=np.argmin):
    d = int(pick(by(v)))
    return d, t[d]


def choose_loop_zero(v, t):
    best, lowest = 0, 0
    for d, row in enumerate(v):
        if row.mean() < lowest:
            best, lowest = d, row.mean()
    return best, t[best]


def choose_returned_in_loop(v, t):
    best, lowest = 0, np.inf
    for d, row in enumerate(v):
        if row.mean() < lowest:
            best, lowest = d, row.mean()
        return best, t[best]


def choose_lowest_not_kept(v, t):
    best, lowest = 0, np.inf
    for d, row in enumerate(v):
        if row.mean() < lowest:
            best = d
    return best, t[best]


def choose_ties_by_test(v, t):
    means = v.mean(axis=1)
    best = np.flatnonzero(means == means.min())
    d = best[np.argmin(t[best])]
    return d, t[d]


def choose_last_of_ties(v, t):
    d = len(v) - 1 - int(np.argmin(v.mean(axis=1)[::-1]))
    return d, t[d]


def choose_close_by_test(v, t):
    means = v.mean(axis=1)
    close = np.flatnonzero(means < means.min() + 2)
    d = close[np.argmin(t[close])]
    return d, t[d]


ANSWERS = {
    "field_size": {
        "core": {
            "strides ignored": lambda ls: 1 + sum(k - 1 for k, _ in ls),
            "kernels added": lambda ls: sum(k for k, _ in ls),
            "kernels added, plus 1": lambda ls: 1 + sum(k for k, _ in ls),
            "k instead of k - 1": lambda ls: field(ls, grow=lambda k: k),
            "k, from 0": lambda ls: field(ls, start=0, grow=lambda k: k),
            "kernels multiplied": lambda ls: math.prod(k for k, _ in ls),
            "stride too early": lambda ls: field(ls, before=True),
            "own stride": field_own_stride,
            "last stride only": field_jump_overwritten,
            "strides added": lambda ls: field(ls, jump=lambda j, s: j + s),
            "from 0": lambda ls: field(ls, start=0),
            "jump": lambda ls: math.prod(s for _, s in ls),
            "from the other end": lambda ls: field(ls[::-1]),
            "back with the layers forward": lambda ls: field_back(ls, order=list),
            "largest": lambda ls: max(k for k, _ in ls),
            "first layer": lambda ls: ls[0][0],
            "last layer": lambda ls: ls[-1][0],
            "return in loop": field_returned_in_loop,
            "overwritten": field_overwritten,
            "overwritten plus 1": field_overwritten_plus_one,
            "area": lambda ls: field(ls) ** 2,
            "pairs exchanged": field_pairs_exchanged,
            "list unpacked": field_whole_list,
            "k + 1": lambda ls: field(ls, grow=lambda k: k + 1),
            "jump divided": lambda ls: field(ls, jump=lambda j, s: j / s),
            "k times all strides": lambda ls: sum(k * s for k, s in ls),
            "product of k s": lambda ls: math.prod(k * s for k, s in ls),
        },
        "plausible": {
            "half": lambda ls: field(ls, grow=lambda k: k // 2),
            "k squared": lambda ls: field(ls, grow=lambda k: k * k - 1),
            "jump starts at 0": lambda ls: 1,
            "jump times k": lambda ls: field(ls, jump=lambda j, s: j * s + 1),
            "size times stride": lambda ls: field_back([(k - 1, s) for k, s in ls]),
            "pair": lambda ls: (field(ls), field(ls)),
            "one layer less": lambda ls: field(ls[:-1]),
        },
        "far": {
            "count": len,
            "output size of 28": field_output_size,
            "5 fixed": lambda ls: 5,
            "power of 2": lambda ls: 2 ** len(ls) + 1,
            "sum of all": lambda ls: sum(map(sum, ls)),
        },
        "right": {
            "slices": field_slices,
            "recursive": field_recursive,
            "positions": field_positions,
            "back": field_back,
        },
    },
    "parameters": {
        "core": {
            "no biases": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * k * k),
            "inputs ignored": lambda c, ks: stack(c, ks, lambda i, o, k: o * (k * k + 1)),
            "one kernel": lambda c, ks: stack(c, ks, lambda i, o, k: i * k * k + 1),
            "k not squared": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * k + 1)),
            "one bias": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * k * k + 1),
            "one bias in all": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * k * k) + 1,
            "bias a pair": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * (k * k + 1)),
            "biases of the inputs": lambda c, ks: stack(c, ks, lambda i, o, k: (o * k * k + 1) * i),
            "overwritten": stack_overwritten,
            "return in loop": stack_returned_in_loop,
            "first layer": lambda c, ks: c[1] * (c[0] * ks[0] ** 2 + 1),
            "last layer missing": stack_next_to_last,
            "index beyond": stack_all_channels,
            "maps added": lambda c, ks: stack(c, ks, lambda i, o, k: (i + o) * k * k + o),
            "3 fixed": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * 9 + 1)),
            "2k": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * 2 * k + 1)),
            "bias of every weight": lambda c, ks: stack(c, ks, lambda i, o, k: 2 * o * i * k * k),
            "brackets": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * (k * k) + i),
            "bias from the picture on": lambda c, ks: (
                stack(c, ks, lambda i, o, k: o * i * k * k) + sum(c)
            ),
            "zip of channels and kernels": stack_zip,
            "input maps and no outputs": lambda c, ks: stack(c, ks, lambda i, o, k: i * k * k),
            "list of layers": lambda c, ks: [
                o * (i * k * k + 1) for i, o, k in zip(c[:-1], c[1:], ks, strict=True)
            ],
            "only the last channel": lambda c, ks: sum(
                c[-1] * (i * k * k + 1) for i, k in zip(c[:-1], ks, strict=True)
            ),
            "products": lambda c, ks: math.prod(c) * math.prod(k * k for k in ks),
            "lists multiplied": lambda c, ks: c[1:] * (c[:-1] * ks**2 + 1),
            "bias k": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * k * k + k)),
            "minus bias": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * k * k - 1)),
        },
        "plausible": {
            "biases only": lambda c, ks: sum(c[1:]),
            "k cubed": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * k**3 + 1)),
            "outputs squared": lambda c, ks: stack(c, ks, lambda i, o, k: o * (o * k * k + 1)),
            "i squared": lambda c, ks: stack(c, ks, lambda i, o, k: i * (i * k * k + 1)),
            "pair": lambda c, ks: (
                stack(c, ks, lambda i, o, k: o * i * k * k),
                stack(c, ks, lambda i, o, k: o),
            ),
            "k + 1 squared": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * (k + 1) ** 2),
            "two biases": lambda c, ks: stack(c, ks, lambda i, o, k: o * (i * k * k + 2)),
        },
        "far": {
            "float thousand": lambda c, ks: (
                stack(c, ks, lambda i, o, k: o * (i * k * k + 1)) / 1000
            ),
            "text": lambda c, ks: f"{stack(c, ks, lambda i, o, k: o * (i * k * k + 1)):,}",
            "number of kernels": lambda c, ks: len(ks),
            "picture's pixels": lambda c, ks: stack(c, ks, lambda i, o, k: o * i * 28 * 28),
        },
        "right": {
            "while": stack_while,
            "pairwise": lambda c, ks: sum(
                o * i * k**2 + o for (i, o), k in zip(itertools.pairwise(c), ks, strict=True)
            ),
            "shapes": lambda c, ks: sum(
                np.zeros((c[n + 1], c[n], k, k)).size + np.zeros(c[n + 1]).size
                for n, k in enumerate(ks)
            ),
            "float": lambda c, ks: float(
                np.dot(np.multiply(c[:-1], c[1:]), np.square(ks)) + np.sum(c[1:])
            ),
        },
    },
    "multiply_adds": {
        "core": {
            "at the input": lambda *a: cost(*a, side=lambda n, k, s, p: n),
            "no stride": lambda *a: cost(*a, side=lambda n, k, s, p: n + 2 * p - k + 1),
            "no padding": lambda *a: cost(*a, side=lambda n, k, s, p: (n - k) // s + 1),
            "padding once": lambda *a: cost(*a, side=lambda n, k, s, p: (n + p - k) // s + 1),
            "no stride, no padding": lambda *a: cost(*a, side=lambda n, k, s, p: n - k + 1),
            "one row": lambda *a: cost(*a, rule=lambda v, i, o, k: v * o * i * k * k),
            "no inputs": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * o * k * k),
            "no outputs": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * i * k * k),
            "k not squared": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * o * i * k),
            "weights": lambda n, i, o, k, s, p: o * i * k * k,
            "with biases": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * o * (i * k * k + 1)),
            "no + 1": lambda *a: cost(*a, side=lambda n, k, s, p: (n + 2 * p - k) // s),
            "additions": lambda *a: 2 * cost(*a),
            "additions less one": lambda *a: cost(
                *a, rule=lambda v, i, o, k: v * v * o * (2 * i * k * k - 1)
            ),
            "products minus one": lambda *a: cost(
                *a, rule=lambda v, i, o, k: v * v * o * (i * k * k - 1)
            ),
            "slash": lambda *a: cost(*a, side=lambda n, k, s, p: (n + 2 * p - k) / s + 1),
            "rounded up": lambda *a: cost(*a, side=lambda n, k, s, p: -(-(n + 2 * p - k) // s) + 1),
            "brackets": lambda *a: cost(*a, side=lambda n, k, s, p: n + 2 * p - k // s + 1),
            "+ 1 inside": lambda *a: cost(*a, side=lambda n, k, s, p: (n + 2 * p - k + 1) // s),
            "maps added": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * (i + o) * k * k),
            "output numbers": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * o),
            "size / stride": lambda *a: cost(*a, side=lambda n, k, s, p: n // s),
            "one kernel, one map": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * k * k),
            "minus 2 padding": lambda *a: cost(
                *a, side=lambda n, k, s, p: (n - 2 * p - k) // s + 1
            ),
            "side only": lambda *a: cost(*a, rule=lambda v, i, o, k: v),
            "plus k": lambda *a: cost(*a, side=lambda n, k, s, p: (n + 2 * p + k) // s + 1),
            "- 1": lambda *a: cost(*a, side=lambda n, k, s, p: (n + 2 * p - k) // s - 1),
        },
        "plausible": {
            "biases once": lambda n, i, o, k, s, p: cost(n, i, o, k, s, p) + o,
            "stride once": lambda n, i, o, k, s, p: cost(n, i, o, k, 1, p) // s,
            "stride on the padding": lambda *a: cost(
                *a, side=lambda n, k, s, p: (n - k) // s + 1 + 2 * p
            ),
            "halved": lambda *a: cost(*a) / 2,
            "same": lambda *a: cost(*a, side=lambda n, k, s, p: math.ceil(n / s)),
            "inputs squared": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * i * i * k * k),
            "pixels plus weights": lambda n, i, o, k, s, p: n * n + o * i * k * k,
        },
        "far": {
            "millions": lambda *a: cost(*a) / 1e6,
            "size cubed": lambda n, i, o, k, s, p: n**3,
            "k to the 4th": lambda *a: cost(*a, rule=lambda v, i, o, k: v * v * o * i * k**4),
            "side": lambda *a: cost(*a, rule=lambda v, i, o, k: (v, v)),
        },
        "right": {
            "counted": cost_counted,
            "output and window": lambda *a: cost(
                *a, rule=lambda v, i, o, k: math.prod((o, v, v)) * math.prod((i, k, k))
            ),
            "int of a float": lambda *a: cost(
                *a, side=lambda n, k, s, p: int((n + 2 * p - k) / s) + 1
            ),
            "ceil": lambda *a: cost(*a, side=lambda n, k, s, p: -(-(n + 2 * p - k + 1) // s)),
        },
    },
    "mix_maps": {
        "core": {
            "mixtures only": mixed,
            "relu between": lambda m, w: led_back(np.maximum(mixed(m, w), 0), w),
            "relu at the end": lambda m, w: np.maximum(led_back(mixed(m, w), w), 0),
            "overwritten on the way back": mix_overwritten_back,
            "overwritten on the way down": mix_overwritten_down,
            "return in loop": mix_returned_in_loop,
            "indices not turned round": mix_swapped_index,
            "weights not turned round": lambda m, w: np.tensordot(w, mixed(m, w), axes=1),
            "reshaped in place of turned": lambda m, w: np.tensordot(
                w.reshape(w.shape[::-1]), mixed(m, w), axes=1
            ),
            "inverse": lambda m, w: np.tensordot(np.linalg.pinv(w), mixed(m, w), axes=1),
            "np.linalg.inv": lambda m, w: np.tensordot(np.linalg.inv(w), mixed(m, w), axes=1),
            "weights @ maps": lambda m, w: w.T @ (w @ m),
            "np.dot": lambda m, w: np.dot(w.T, np.dot(w, m)),
            "the matrix of both on the maps": lambda m, w: (w.T @ w) @ m,
            "other order": lambda m, w: np.tensordot(w @ w.T, m, axes=1),
            "first turned round": lambda m, w: np.tensordot(
                w, np.tensordot(w.T, m, axes=1), axes=1
            ),
            "shape of the mixtures": mix_shape_of_mixtures,
            "one map": mix_one_map,
            "means": lambda m, w: led_back(mixed(m, w) / len(m), w) / len(w),
            "mean of mixtures": lambda m, w: led_back(mixed(m, w), w) / len(w),
            "weights squared": lambda m, w: (w**2).sum(axis=0)[:, None, None] * m,
            "maps last": lambda m, w: np.moveaxis(led_back(mixed(m, w), w), 0, -1),
            "flat": lambda m, w: w.T @ w @ m.reshape(len(m), -1),
            "reshaped wrongly": lambda m, w: (m.reshape(-1, len(m)) @ w.T @ w).reshape(m.shape),
            "not added": lambda m, w: w[:, :, None, None] * mixed(m, w)[:, None],
            "int": mix_int,
            "mixtures added without weights": lambda m, w: np.stack(
                [mixed(m, w).sum(axis=0)] * len(m)
            ),
        },
        "plausible": {
            "unchanged": lambda m, w: m,
            "difference": lambda m, w: m - led_back(mixed(m, w), w),
            "shortcut": lambda m, w: m + led_back(mixed(m, w), w),
            "both": lambda m, w: (mixed(m, w), led_back(mixed(m, w), w)),
            "unit rows": lambda m, w: led_back(
                mixed(m, w), w / np.linalg.norm(w, axis=1, keepdims=True) ** 2
            ),
            "weights shared out": lambda m, w: led_back(
                mixed(m, w / w.sum(axis=1, keepdims=True)), w
            ),
            "numbers": lambda m, w: led_back(mixed(m, w), w).sum(axis=(1, 2)),
            "one mixture": lambda m, w: led_back(mixed(m, w[:1]), w[:1]),
            "bias": lambda m, w: led_back(mixed(m, w) + 1, w),
        },
        "far": {
            "softmaxed": lambda m, w: led_back(mixed(m, np.exp(w)), np.exp(w)),
            "reversed": lambda m, w: led_back(mixed(m, w), w)[::-1],
            "rounded": lambda m, w: np.round(led_back(mixed(m, w), w) / 2) * 2,
            "rows mirrored": lambda m, w: led_back(mixed(m, w), w)[..., ::-1],
            "tanh between": lambda m, w: led_back(np.tanh(mixed(m, w)), w),
        },
        "right": {
            "pixels": mix_pixels,
            "loops": mix_loops,
            "moved axes": lambda m, w: np.moveaxis(np.moveaxis(m, 0, -1) @ w.T @ w, -1, 0),
            "transposed": lambda m, w: (m.T @ (w.T @ w)).T,
            "broadcast": lambda m, w: ((w.T @ w)[..., None, None] * m[None]).sum(1),
        },
    },
    "ways": {
        "core": {
            "ones": lambda ks: np.ones(1 + sum(k - 1 for k in ks)),
            "same mode": ways_same,
            "same mode on the field": ways_same_on_field,
            "valid mode": ways_valid,
            "threes": ways_threes,
            "return in loop": ways_returned_in_loop,
            "one layer missing": lambda ks: spread(ks[:-1]),
            "first layer missing": lambda ks: spread(ks[1:]),
            "first layer twice": ways_started_with_first,
            "first layer only": lambda ks: np.ones(ks[0]),
            "last layer only": lambda ks: np.ones(ks[-1]),
            "overwritten": ways_overwritten,
            "end to end": ways_boxes_end_to_end,
            "shares": lambda ks: spread(ks) / spread(ks).sum(),
            "means": ways_mean,
            "by the largest": lambda ks: spread(ks) / spread(ks).max(),
            "number in all": lambda ks: math.prod(ks),
            "the field's size": lambda ks: 1 + sum(k - 1 for k in ks),
            "square": lambda ks: np.outer(spread(ks), spread(ks)),
            "example": lambda ks: [1, 2, 3, 2, 1],
            "triangle": ways_triangle,
            "no growth": ways_no_growth,
            "grows by k": ways_grow_by_k,
            "kernel 1, 2, 1": lambda ks: spread(ks, kernel=lambda k: [1, 2, 1]),
            "starts with k": lambda ks: spread(ks, start=(len(ks),)),
            "largest": lambda ks: spread(ks).max(),
            "half": lambda ks: spread(ks)[: len(spread(ks)) // 2 + 1],
            "binomial": lambda ks: spread([2] * sum(k - 1 for k in ks)),
            "list not looped": lambda ks: np.convolve(ks, np.ones(len(ks))),
            "np.ones of the list": lambda ks: np.ones(ks),
        },
        "plausible": {
            "added kernels": lambda ks: np.ones(sum(ks)),
            "kernels convolved": lambda ks: np.convolve(ks, ks),
            "minus one": lambda ks: spread(ks) - 1,
            "cumulated": lambda ks: np.cumsum(spread(ks)),
            "from zeros": lambda ks: spread(ks, start=(0.0,)),
            "distance from the rim": lambda ks: np.arange(1, 2 + sum(k - 1 for k in ks)),
            "sorted": lambda ks: np.sort(spread(ks)),
        },
        "far": {
            "range": lambda ks: list(range(sum(ks))),
            "logarithms": lambda ks: np.log(spread(ks)),
            "squared": lambda ks: spread(ks) ** 2,
            "pairs": lambda ks: list(enumerate(spread(ks))),
        },
        "right": {
            "dictionary": ways_dictionary,
            "fourier": ways_fourier,
            "cumulative": ways_cumulative,
            "reversed": lambda ks: spread(ks[::-1])[::-1],
        },
    },
    "choose": {
        "core": {
            "by the test": lambda v, t: (int(np.argmin(t)), t.min()),
            "luckiest seed": lambda v, t: chosen(v, t, lambda v: v.min(axis=1)),
            "most mistakes": lambda v, t: chosen(v, t, pick=np.argmax),
            "worst seed": lambda v, t: chosen(v, t, lambda v: v.max(axis=1)),
            "median": lambda v, t: chosen(v, t, lambda v: np.median(v, axis=1)),
            "first seed": lambda v, t: chosen(v, t, lambda v: v[:, 0]),
            "last seed": lambda v, t: chosen(v, t, lambda v: v[:, -1]),
            "axis 0": lambda v, t: chosen(v, t, lambda v: v.mean(axis=0)),
            "axis 0, wrapped": lambda v, t: (
                int(np.argmin(v.mean(axis=0))),
                t[int(np.argmin(v.mean(axis=0))) % len(t)],
            ),
            "no axis": lambda v, t: chosen(v, t, lambda v: v),
            "mean of all": lambda v, t: chosen(v, t, lambda v: v.mean()),
            "validation reported": lambda v, t: (
                int(np.argmin(v.mean(axis=1))),
                v.mean(axis=1).min(),
            ),
            "best test reported": lambda v, t: (int(np.argmin(v.mean(axis=1))), t.min()),
            "both mixed": lambda v, t: chosen(v, t, lambda v: v.mean(axis=1) + t),
            "order": lambda v, t: chosen(v, t)[::-1],
            "mistakes only": lambda v, t: chosen(v, t)[1],
            "design only": lambda v, t: chosen(v, t)[0],
            "smallest mean instead of its place": lambda v, t: (
                v.mean(axis=1).min(),
                t[int(np.argmin(v.mean(axis=1)))],
            ),
            "min as index": lambda v, t: t[v.mean(axis=1).min()],
            "loop from 0": choose_loop_zero,
            "return in loop": choose_returned_in_loop,
            "lowest not kept": choose_lowest_not_kept,
            "ties by the test": choose_ties_by_test,
            "close ones by the test": choose_close_by_test,
            "design from 1": lambda v, t: (chosen(v, t)[0] + 1, chosen(v, t)[1]),
            "whole test": lambda v, t: (chosen(v, t)[0], t),
            "test mean": lambda v, t: (chosen(v, t)[0], t.mean()),
            "row reported": lambda v, t: (chosen(v, t)[0], v[chosen(v, t)[0]]),
            "spread": lambda v, t: chosen(v, t, lambda v: v.std(axis=1)),
            "mean plus spread": lambda v, t: chosen(v, t, lambda v: v.mean(1) + v.std(1)),
        },
        "plausible": {
            "last of ties": choose_last_of_ties,
            "difference to the test": lambda v, t: chosen(
                v, t, lambda v: np.abs(v.mean(axis=1) - t)
            ),
            "worst test": lambda v, t: (int(np.argmax(t)), t.max()),
            "second best": lambda v, t: chosen(
                v, t, pick=lambda m: np.argsort(m)[min(1, len(m) - 1)]
            ),
            "sorted by test": lambda v, t: chosen(v[np.argsort(t)], np.sort(t)),
            "sum with the test twice": lambda v, t: chosen(v, t, lambda v: v.sum(1) + 2 * t),
            "product of seeds": lambda v, t: chosen(v, t, lambda v: v.prod(axis=1)),
        },
        "far": {
            "always 0": lambda v, t: (0, t[0]),
            "random": lambda v, t: (len(v) // 2, t[len(v) // 2]),
            "first two seeds": lambda v, t: chosen(v, t, lambda v: v[:, :2].mean(axis=1)),
            "best seed's test": lambda v, t: (int(np.argmin(v)), t.min()),
        },
        "right": {
            "sorted": lambda v, t: (
                (d := sorted(range(len(v)), key=lambda d: sum(v[d]))[0]),
                t[d],
            ),
            "list of means": lambda v, t: (
                (m := [sum(row) / len(row) for row in v]).index(min(m)),
                t[m.index(min(m))],
            ),
            "where": lambda v, t: [
                np.where(v.mean(1) == v.mean(1).min())[0][0],
                t[np.where(v.mean(1) == v.mean(1).min())[0][0]],
            ],
            "weights": lambda v, t: chosen(v, t, lambda v: v @ np.full(v.shape[1], 1 / v.shape[1])),
        },
    },
}

SAYS = {
    ("field_size", "back with the layers forward"): "reverse order",
    ("ways", "same mode"): "k - 1 *longer*",
    ("ways", "overwritten"): "`+=`, not `=`",
    ("choose", "ties by the test"): "let the test decide",
    ("choose", "return in loop"): "inside the loop",
}
