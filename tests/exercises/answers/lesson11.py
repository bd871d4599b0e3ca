"""What students answer to the exercises of lesson 11."""
# ruff: noqa: RET503, RUF059

import itertools

import numpy as np


def starts(wave, taper, step):
    return range(0, len(wave) - len(taper) + 1, step)


def columns(wave, taper, step, change=None, places=starts):
    n = len(taper)
    change = change or (lambda piece, taper: np.abs(np.fft.rfft(piece * taper)))
    return np.array([change(wave[s : s + n], taper) for s in places(wave, taper, step)]).T


def spectrum_overwritten(wave, taper, step):
    for s in starts(wave, taper, step):
        out = np.abs(np.fft.rfft(wave[s : s + len(taper)] * taper))
    return out


def spectrum_returned_in_loop(wave, taper, step):
    out = []
    for s in starts(wave, taper, step):
        out.append(np.abs(np.fft.rfft(wave[s : s + len(taper)] * taper)))
        return np.array(out).T


def all_starts(wave, taper, step):
    return range(0, len(wave), step)


def no_plus_one(wave, taper, step):
    return range(0, len(wave) - len(taper), step)


def filled_up(wave, taper, step):
    n = len(taper)
    padded = np.pad(wave, (0, n))
    return columns(padded, taper, step, places=lambda *a: range(0, len(wave), step))


def shortened(wave, taper, step):
    n = len(taper)
    out = [np.fft.rfft(wave[s : s + n] * taper[: len(wave[s : s + n])], n) for s in
           range(0, len(wave), step)]  # fmt: skip
    return np.abs(out).T


def step_of_one(wave, taper, step):
    return range(len(wave) - len(taper) + 1)


def half_steps(wave, taper, step):
    return range(0, len(wave) - len(taper) + 1, len(taper) // 2)


def count_without_step(wave, taper, step):
    return [k * step for k in range(len(wave) // step)]


def count_of_pieces(wave, taper, step):
    return [k * step for k in range((len(wave) - len(taper)) // step)]


def spectrum_filled(wave, taper, step):
    n, count = len(taper), (len(wave) - len(taper)) // step + 1
    out = np.empty((n // 2 + 1, count))
    for k in range(count):
        out[:, k] = abs(np.fft.rfft(taper * wave[k * step : k * step + n]))
    return out


def spectrum_of_halves(wave, taper, step):
    n = len(taper)
    return columns(wave, taper, step, lambda p, t: np.abs(np.fft.fft(p * t))[: n // 2 + 1])


def spectrum_matrix(wave, taper, step):
    pieces = np.array([wave[s : s + len(taper)] for s in starts(wave, taper, step)])
    return np.hypot(*(lambda f: (f.real, f.imag))(np.fft.rfft(pieces * taper, axis=1))).T


def drawn(words, n, change=None, shape=None):
    picture = np.zeros(shape or (n, len(words)))
    for position, word in enumerate(words):
        (change or draw)(picture, word, position)
    return picture


def draw(picture, word, position):
    picture[word, position] = 1


def drawn_returned_in_loop(words, n):
    picture = np.zeros((n, len(words)))
    for position, word in enumerate(words):
        picture[word, position] = 1
        return picture


def drawn_anew(words, n):
    for position, word in enumerate(words):
        picture = np.zeros((n, len(words)))
        picture[word, position] = 1
    return picture


def drawn_rows(words, n):
    picture = np.zeros((n, len(words)))
    picture[words] = 1
    return picture


def drawn_block(words, n):
    picture = np.zeros((n, len(words)))
    picture[words, :] = 1
    return picture


def drawn_index(words, n):
    picture = np.zeros((n, len(words)))
    for word in words:
        picture[word, words.index(word)] = 1
    return picture


def drawn_enumerate_exchanged(words, n):
    picture = np.zeros((n, len(words)))
    for word, position in enumerate(words):
        picture[word, position] = 1
    return picture


def drawn_words_only(words, n):
    picture = np.zeros((n, len(words)))
    for word in words:
        picture[word] = 1
    return picture


def drawn_two_loops(words, n):
    picture = np.zeros((n, len(words)))
    for word in range(n):
        for position in range(len(words)):
            if word in words:
                picture[word, position] = 1
    return picture


def drawn_compared(words, n):
    picture = np.zeros((n, len(words)))
    for i in range(n):
        for j in range(len(words)):
            if words[j] == i:
                picture[i, j] = 1
    return picture


def drawn_stack(words, n):
    return np.stack([np.eye(n, dtype=int)[w] for w in words], axis=1)


def places(sentence, kernel):
    return range(sentence.shape[1] - kernel.shape[1] + 1)


def score(sentence, kernel, rule=np.sum, where=places):
    k = kernel.shape[1]
    return np.array([rule(sentence[:, p : p + k] * kernel) for p in where(sentence, kernel)])


def score_overwritten(sentence, kernel):
    for p in places(sentence, kernel):
        result = np.sum(sentence[:, p : p + kernel.shape[1]] * kernel)
    return result


def score_returned_in_loop(sentence, kernel):
    out = []
    for p in places(sentence, kernel):
        out.append(np.sum(sentence[:, p : p + kernel.shape[1]] * kernel))
        return out


def score_added_up(sentence, kernel):
    total = 0
    for p in places(sentence, kernel):
        total += np.sum(sentence[:, p : p + kernel.shape[1]] * kernel)
    return total


def score_rows(sentence, kernel):
    k = kernel.shape[0]
    return np.array(
        [np.sum(sentence[p : p + k] * kernel) for p in range(sentence.shape[0] - k + 1)]
    )


def score_k_of_rows(sentence, kernel):
    k = kernel.shape[0]
    return np.array(
        [np.sum(sentence[:, p : p + k] * kernel) for p in range(sentence.shape[1] - k + 1)]
    )


def score_len(sentence, kernel):
    k = len(kernel)
    return np.array([np.sum(sentence[:, p : p + k] * kernel) for p in range(len(sentence) - k + 1)])


def score_padded(sentence, kernel, before=0):
    k = kernel.shape[1]
    return score(np.pad(sentence, [(0, 0), (before, k - 1 - before)]), kernel)


def score_every_place(sentence, kernel):
    k = kernel.shape[1]
    return np.array([np.sum(sentence[:, p : p + k] * kernel) for p in range(sentence.shape[1])])


def score_int(sentence, kernel):
    out = np.zeros(len(places(sentence, kernel)), dtype=int)
    for p in places(sentence, kernel):
        out[p] = np.sum(sentence[:, p : p + kernel.shape[1]] * kernel)
    return out


def score_full(sentence, kernel):
    return sum(np.correlate(s, k, "full") for s, k in zip(sentence, kernel, strict=True))


def score_convolved(sentence, kernel):
    return sum(np.convolve(s, k, "valid") for s, k in zip(sentence, kernel, strict=True))


def score_by_column(sentence, kernel):
    n = sentence.shape[1] - kernel.shape[1] + 1
    out = np.zeros(n)
    for c in range(kernel.shape[1]):
        out += kernel[:, c] @ sentence[:, c : c + n]
    return out


def score_matrix(sentence, kernel):
    n = sentence.shape[1] - kernel.shape[1] + 1
    return [np.vdot(kernel, sentence[:, p : p + kernel.shape[1]]) for p in range(n)]


def sizes(v, k):
    return tuple(a - b + 1 for a, b in zip(v.shape, k.shape, strict=True))


def solid(v, k, rule=None, jumps=(1, 1, 1), shape=None):
    D, H, W = k.shape
    shape = shape or sizes(v, k)
    out = np.zeros(tuple(-(-n // j) for n, j in zip(shape, jumps, strict=True)))
    for d, i, j in np.ndindex(*out.shape):
        a, b, c = (p * q for p, q in zip((d, i, j), jumps, strict=True))
        block = v[a : a + D, b : b + H, c : c + W]
        out[d, i, j] = np.sum(block * k) if rule is None else rule(block, k)
    return out


def corr(image, kernel):
    return solid(image[None], kernel[None])[0]


def solid_overwritten(v, k):
    out = np.zeros(sizes(v, k))
    for z in range(len(k)):
        for d in range(len(out)):
            out[d] = corr(v[d + z], k[z])
    return out


def solid_returned_in_loop(v, k):
    D, H, W = k.shape
    out = np.zeros(sizes(v, k))
    for d in range(out.shape[0]):
        for i in range(out.shape[1]):
            for j in range(out.shape[2]):
                out[d, i, j] = np.sum(v[d : d + D, i : i + H, j : j + W] * k)
        return out


def solid_cube(v, k):
    n = len(k)
    out = np.zeros(tuple(s - n + 1 for s in v.shape))
    for d, i, j in np.ndindex(*out.shape):
        out[d, i, j] = np.sum(v[d : d + n, i : i + n, j : j + n] * k)
    return out


def solid_cubic_volume(v, k):
    D, H, W = k.shape
    n = len(v)
    out = np.zeros((n - D + 1, n - H + 1, n - W + 1))
    for d, i, j in np.ndindex(*out.shape):
        out[d, i, j] = np.sum(v[d : d + D, i : i + H, j : j + W] * k)
    return out


def solid_two_loops(v, k):
    D, H, W = k.shape
    out = np.zeros(sizes(v, k)[1:])
    for i, j in np.ndindex(*out.shape):
        out[i, j] = np.sum(v[:, i : i + H, j : j + W] * k)
    return out


def solid_no_plus_one(v, k):
    return solid(v, k, shape=tuple(n - 1 for n in sizes(v, k)))


def solid_shape_of_volume(v, k):
    D, H, W = k.shape
    out = np.zeros(v.shape)
    for d, i, j in np.ndindex(*v.shape):
        out[d, i, j] = np.sum(v[d : d + D, i : i + H, j : j + W] * k)
    return out


def solid_left_zero(v, k):
    out = np.zeros(v.shape)
    part = solid(v, k)
    out[tuple(map(slice, part.shape))] = part
    return out


def solid_last_slice(v, k):
    return np.array([corr(v[d + len(k) - 1], k[-1]) for d in range(sizes(v, k)[0])])


def solid_one_pixel(v, k):
    out = np.zeros(sizes(v, k))
    for d, i, j in np.ndindex(*out.shape):
        out[d, i, j] = v[d, i, j] * k.sum()
    return out


def solid_place_at_kernel(v, k):
    D, H, W = k.shape
    out = np.zeros(sizes(v, k))
    for d, i, j in np.ndindex(*out.shape):
        out[d, i, j] = np.sum(v[d:D, i:H, j:W] * k)
    return out


def solid_int(v, k):
    out = np.zeros(sizes(v, k), dtype=int)
    for d, i, j in np.ndindex(*out.shape):
        block = v[d : d + k.shape[0], i : i + k.shape[1], j : j + k.shape[2]]
        out[d, i, j] = (block * k).sum()
    return out


def solid_of_slices(v, k):
    return np.array(
        [sum(corr(v[d + z], k[z]) for z in range(len(k))) for d in range(len(v) - len(k) + 1)]
    )


def solid_lists(v, k):
    return [
        [
            [
                sum(
                    v[d + a, i + b, j + c] * k[a, b, c]
                    for a, b, c in itertools.product(*map(range, k.shape))
                )
                for j in range(sizes(v, k)[2])
            ]
            for i in range(sizes(v, k)[1])
        ]
        for d in range(sizes(v, k)[0])
    ]


def flat(images):
    return images.reshape(len(images), -1)


def shuffle(images, order):
    return flat(images)[:, order].reshape(images.shape)


def shuffle_each(images, order, change):
    return np.stack([shuffle(x[None], change(order, n))[0] for n, x in enumerate(images)])


def shuffle_random(images, order):
    rng = np.random.default_rng(0)
    return np.stack([rng.permutation(x.ravel()).reshape(x.shape) for x in images])


def shuffle_random_alike(images, order):
    return shuffle(images, np.random.default_rng(0).permutation(len(order)))


def shuffle_returned_in_loop(images, order):
    out = images.copy()
    for n in range(len(images)):
        out[n] = images[n].ravel()[order].reshape(images.shape[1:])
        return out


def shuffle_in_place(images, order):
    images[:] = shuffle(images, order)
    return images


def shuffle_step_by_step(images, order):
    out = images.copy()
    for x in out:
        pixels = x.reshape(-1)
        for p, q in enumerate(order):
            pixels[p] = pixels[q]
    return out


def shuffle_swapping(images, order):
    out = images.copy()
    for x in out:
        pixels = x.reshape(-1)
        for p, q in enumerate(order):
            pixels[p], pixels[q] = pixels[q], pixels[p]
    return out


def shuffle_numpy(images, order):
    out = images.copy()
    np.random.default_rng(0).shuffle(out)
    return out


def shuffle_overwritten(images, order):
    for x in images:
        out = x.ravel()[order].reshape(x.shape)
    return out


def shuffle_cumulated(images, order):
    new, out = np.arange(len(order)), []
    for x in images:
        new = new[order]
        out.append(x.ravel()[new].reshape(x.shape))
    return np.array(out)


def shuffle_divmod_wrong(images, order):
    return images[:, order // images.shape[1], order % images.shape[1]].reshape(images.shape)


def shuffle_loop(images, order):
    out = np.zeros(images.shape)
    width = images.shape[2]
    for n in range(len(images)):
        for p in range(len(order)):
            out[n, p // width, p % width] = images[n, order[p] // width, order[p] % width]
    return out


def shuffle_inverse_place(images, order):
    out = np.empty_like(flat(images))
    out[:, np.argsort(order)] = flat(images)
    return out.reshape(images.shape)


def shuffle_matrix(images, order):
    return (flat(images) @ np.eye(len(order))[order].T).reshape(images.shape)


ANSWERS = {
    "spectrogram": {
        "core": {
            "turned": lambda w, t, s: columns(w, t, s).T,
            "no taper": lambda w, t, s: columns(w, np.ones(len(t)), s),
            "taper after": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.abs(np.fft.rfft(p)) * t[: len(p) // 2 + 1]
            ),
            "no abs": lambda w, t, s: columns(w, t, s, lambda p, t: np.fft.rfft(p * t)),
            "real part": lambda w, t, s: columns(w, t, s, lambda p, t: np.fft.rfft(p * t).real),
            "imaginary part": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.fft.rfft(p * t).imag
            ),
            "power": lambda w, t, s: columns(w, t, s) ** 2,
            "log": lambda w, t, s: np.log(columns(w, t, s)),
            "log1p": lambda w, t, s: np.log1p(columns(w, t, s)),
            "decibel": lambda w, t, s: 20 * np.log10(columns(w, t, s) + 1e-6),
            "fft": lambda w, t, s: columns(w, t, s, lambda p, t: np.abs(np.fft.fft(p * t))),
            "end to end": lambda w, t, s: columns(w, t, len(t)),
            "every sample": lambda w, t, s: columns(w, t, s, places=step_of_one),
            "no + 1": lambda w, t, s: columns(w, t, s, places=no_plus_one),
            "starts to the end": lambda w, t, s: columns(w, t, s, places=all_starts),
            "as many as steps": lambda w, t, s: columns(w, t, s, places=count_without_step),
            "one piece less": lambda w, t, s: columns(w, t, s, places=count_of_pieces),
            "filled up": filled_up,
            "shortened": shortened,
            "overwritten": spectrum_overwritten,
            "return in loop": spectrum_returned_in_loop,
            "list without turning": lambda w, t, s: list(columns(w, t, s).T),
            "whole wave": lambda w, t, s: np.abs(np.fft.rfft(w)),
            "upside down": lambda w, t, s: columns(w, t, s)[::-1],
            "divided by length": lambda w, t, s: columns(w, t, s) / len(t),
            "pieces of step": lambda w, t, s: (
                np.array(
                    [np.abs(np.fft.rfft(w[a : a + s] * t)) for a in range(0, len(w) - s + 1, s)]
                ).T
            ),
            "abs before": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.fft.rfft(abs(p * t)).real
            ),
            "pieces only": lambda w, t, s: columns(w, t, s, lambda p, t: p * t),
        },
        "plausible": {
            "half steps": lambda w, t, s: columns(w, t, s, places=half_steps),
            "hanning instead": lambda w, t, s: columns(w, np.hanning(len(t)), s),
            "taper added": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.abs(np.fft.rfft(p + t))
            ),
            "mean taken off": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.abs(np.fft.rfft((p - p.mean()) * t))
            ),
            "last frequency off": lambda w, t, s: columns(w, t, s)[:-1],
            "phase": lambda w, t, s: columns(w, t, s, lambda p, t: np.angle(np.fft.rfft(p * t))),
            "abs of real": lambda w, t, s: columns(
                w, t, s, lambda p, t: np.abs(np.fft.rfft(p * t).real)
            ),
            "first frequency off": lambda w, t, s: columns(w, t, s)[1:],
        },
        "far": {
            "by the largest": lambda w, t, s: columns(w, t, s) / columns(w, t, s).max(),
            "rounded": lambda w, t, s: np.round(columns(w, t, s), 1),
            "root": lambda w, t, s: np.sqrt(columns(w, t, s)),
            "taper twice": lambda w, t, s: columns(w, t * t, s),
        },
        "right": {
            "filled": spectrum_filled,
            "half of fft": spectrum_of_halves,
            "matrix": spectrum_matrix,
            "list": lambda w, t, s: columns(w, t, s).tolist(),
        },
    },
    "sentence_picture": {
        "core": {
            "turned": lambda ws, n: drawn(ws, n).T,
            "turned zeros": lambda ws, n: drawn(ws, n, shape=(len(ws), n)),
            "turned indices": lambda ws, n: drawn(ws, n, lambda a, w, p: a.__setitem__((p, w), 1)),
            "square": lambda ws, n: drawn(ws, n, shape=(n, n)),
            "square of words": lambda ws, n: drawn(ws, n, shape=(len(ws), len(ws))),
            "bag": lambda ws, n: drawn(ws, n).sum(axis=1),
            "bincount": lambda ws, n: np.bincount(ws, minlength=n),
            "numbers": lambda ws, n: drawn(ws, n, lambda a, w, p: a.__setitem__((w, p), w)),
            "word + 1": lambda ws, n: drawn(ws, n, lambda a, w, p: a.__setitem__((w, p), w + 1)),
            "from 1": lambda ws, n: drawn(ws, n, lambda a, w, p: a.__setitem__((w - 1, p), 1)),
            "whole rows": drawn_rows,
            "whole rows in a loop": drawn_words_only,
            "block": drawn_block,
            "index of the word": drawn_index,
            "enumerate exchanged": drawn_enumerate_exchanged,
            "return in loop": drawn_returned_in_loop,
            "zeros in the loop": drawn_anew,
            "eye[words]": lambda ws, n: np.eye(n)[ws],
            "in words": drawn_two_loops,
            "zeros": lambda ws, n: np.zeros((n, len(ws))),
            "ones": lambda ws, n: np.ones((n, len(ws))),
            "backwards": lambda ws, n: drawn(ws, n)[:, ::-1],
            "upside down": lambda ws, n: drawn(ws, n)[::-1],
            "sized by the largest word": lambda ws, n: drawn(ws, max(ws) + 1),
            "one too large": lambda ws, n: drawn(ws, n, shape=(n + 1, len(ws))),
            "zeros with two numbers": lambda ws, n: np.zeros(n, len(ws)),
            "position of the position": lambda ws, n: drawn(
                ws, n, lambda a, w, p: a.__setitem__((w, p), p)
            ),
            "position + 1": lambda ws, n: drawn(
                ws, n, lambda a, w, p: a.__setitem__((w, p), p + 1)
            ),
        },
        "plausible": {
            "diagonal": lambda ws, n: np.eye(n, len(ws)),
            "list of words": lambda ws, n: ws,
            "next column": lambda ws, n: np.roll(drawn(ws, n), 1, axis=1) * 1.0,
            "columns up to the word": lambda ws, n: drawn(
                ws, n, lambda a, w, p: a.__setitem__((slice(w + 1), p), 1)
            ),
            "zeros and ones exchanged": lambda ws, n: 1 - drawn(ws, n),
            "with a first axis": lambda ws, n: drawn(ws, n)[None],
            "minus ones": lambda ws, n: 2 * drawn(ws, n) - 1,
        },
        "far": {
            "flat": lambda ws, n: drawn(ws, n).ravel(),
            "shares": lambda ws, n: drawn(ws, n) / len(ws),
            "text": lambda ws, n: " ".join(map(str, ws)),
            "cumulated": lambda ws, n: np.cumsum(drawn(ws, n), axis=1),
        },
        "right": {
            "compared": drawn_compared,
            "stack": drawn_stack,
            "lists": lambda ws, n: [[int(w == r) for w in ws] for r in range(n)],
            "eye turned": lambda ws, n: np.eye(n)[ws].T,
            "True and False": lambda ws, n: drawn(ws, n).astype(bool),
        },
    },
    "phrase_scores": {
        "core": {
            "flipped": lambda s, k: score(s, k[:, ::-1]),
            "turned by half a turn": lambda s, k: score(s, k[::-1, ::-1]),
            "np.convolve": score_convolved,
            "mean": lambda s, k: score(s, k, np.mean),
            "divided by width": lambda s, k: score(s, k) / k.shape[1],
            "rows apart": lambda s, k: score(s, k, lambda b: b.sum(axis=1)).T,
            "columns apart": lambda s, k: score(s, k, lambda b: b.sum(axis=0)),
            "not added": lambda s, k: score(s, k, lambda b: b),
            "best": lambda s, k: score(s, k).max(),
            "place of the best": lambda s, k: int(score(s, k).argmax()),
            "jumping": lambda s, k: score(s, k)[:: k.shape[1]],
            "last missing": lambda s, k: score(s, k)[:-1],
            "last missing by hand": lambda s, k: score(
                s, k, where=lambda s, k: range(s.shape[1] - k.shape[1])
            ),
            "every place": score_every_place,
            "filled up": score_padded,
            "same padding": lambda s, k: score_padded(s, k, (k.shape[1] - 1) // 2),
            "full": score_full,
            "added up": score_added_up,
            "overwritten": score_overwritten,
            "return in loop": score_returned_in_loop,
            "down the rows": score_rows,
            "k is the height": score_k_of_rows,
            "len": score_len,
            "a row more": lambda s, k: score(s, k)[None],
            "max of the products": lambda s, k: score(s, k, np.max),
            "int": score_int,
            "whole sentence": lambda s, k: np.sum(s * k),
            "first word only": lambda s, k: score(s[:, : s.shape[1] - k.shape[1] + 1], k[:, :1]),
            "added instead of multiplied": lambda s, k: np.array(
                [np.sum(s[:, p : p + k.shape[1]] + k) for p in places(s, k)]
            ),
        },
        "plausible": {
            "matrix product": lambda s, k: k.T @ s,
            "relu": lambda s, k: np.maximum(score(s, k), 0),
            "product of the sums": lambda s, k: score(s, k, np.prod),
            "reversed": lambda s, k: score(s, k)[::-1],
            "upside down kernel": lambda s, k: score(s, k[::-1]),
            "equal cells": lambda s, k: np.array(
                [np.mean(s[:, p : p + k.shape[1]] == k) for p in places(s, k)]
            ),
            "first place": lambda s, k: score(s, k)[:1],
        },
        "far": {
            "softmax": lambda s, k: np.exp(score(s, k)) / np.exp(score(s, k)).sum(),
            "rounded": lambda s, k: np.round(score(s, k) / 2) * 2,
            "cumulated": lambda s, k: np.cumsum(score(s, k)),
            "last word only": lambda s, k: score(s[:, k.shape[1] - 1 :], k[:, -1:]),
        },
        "right": {
            "by column": score_by_column,
            "matrix": score_matrix,
            "trace": lambda s, k: [np.trace(k.T @ s[:, p : p + k.shape[1]]) for p in places(s, k)],
            "flat": lambda s, k: (
                np.array([s[:, p : p + k.shape[1]].ravel() for p in places(s, k)]) @ k.ravel()
            ),
        },
    },
    "conv3d": {
        "core": {
            "depth reversed": lambda v, k: solid(v, k[::-1]),
            "flipped": lambda v, k: solid(v, k[::-1, ::-1, ::-1]),
            "flipped in the plane": lambda v, k: solid(v, k[:, ::-1, ::-1]),
            "mean": lambda v, k: solid(v, k, lambda b, k: np.mean(b * k)),
            "max": lambda v, k: solid(v, k, lambda b, k: np.max(b * k)),
            "depth summed": lambda v, k: solid(v, k).sum(axis=0),
            "slices as channels": solid_two_loops,
            "first slice": lambda v, k: solid(v, k[:1])[: sizes(v, k)[0]],
            "first slice, all depths": lambda v, k: np.array([corr(s, k[0]) for s in v]),
            "last slice": solid_last_slice,
            "all slices alike": lambda v, k: solid(v, k.sum(axis=0, keepdims=True)),
            "overwritten": solid_overwritten,
            "return in loop": solid_returned_in_loop,
            "cube kernel": solid_cube,
            "cubic volume": solid_cubic_volume,
            "no + 1": solid_no_plus_one,
            "shape of the volume": solid_shape_of_volume,
            "rest left 0": solid_left_zero,
            "jumps in depth": lambda v, k: solid(v, k, jumps=(len(k), 1, 1)),
            "jumps everywhere": lambda v, k: solid(v, k, jumps=k.shape),
            "padded": lambda v, k: solid(np.pad(v, [(n // 2, n // 2) for n in k.shape]), k),
            "depth last": lambda v, k: solid(v, k).transpose(1, 2, 0),
            "one pixel": solid_one_pixel,
            "block d:D": solid_place_at_kernel,
            "block not multiplied": lambda v, k: solid(v, k, lambda b, k: b.sum()),
            "int": solid_int,
            "all added": lambda v, k: solid(v, k).sum(),
            "summed over the plane": lambda v, k: solid(v, k).sum(axis=(1, 2)),
            "added": lambda v, k: solid(v, k, lambda b, k: np.sum(b + k)),
            "matrix product": lambda v, k: solid(v, k, lambda b, k: np.sum(b @ k)),
        },
        "plausible": {
            "last place missing": lambda v, k: solid(v, k)[:-1, :-1, :-1],
            "depth + 1": lambda v, k: solid(np.pad(v, [(0, 1), (0, 0), (0, 0)]), k),
            "transposed": lambda v, k: solid(v, k).transpose(0, 2, 1),
            "relu": lambda v, k: np.maximum(solid(v, k), 0),
            "mean over depth": lambda v, k: solid(v, k).mean(axis=0),
            "divided by depth": lambda v, k: solid(v, k) / len(k),
            "kernel of the middle slice": lambda v, k: solid(v, k[len(k) // 2][None])[
                : sizes(v, k)[0]
            ],
        },
        "far": {
            "stride 2": lambda v, k: solid(v, k, jumps=(2, 2, 2)),
            "flat": lambda v, k: solid(v, k).ravel(),
            "abs": lambda v, k: np.abs(solid(v, k)),
            "depth backwards": lambda v, k: solid(v, k)[::-1],
        },
        "right": {
            "of slices": solid_of_slices,
            "lists": solid_lists,
            "float32": lambda v, k: solid(v.astype(np.float32), k).astype(np.float32),
            "vdot": lambda v, k: solid(v, k, np.vdot),
        },
    },
    "shuffled": {
        "core": {
            "inverse": lambda x, o: shuffle(x, np.argsort(o)),
            "flat": lambda x, o: flat(x)[:, o],
            "all pixels": lambda x, o: x.ravel()[o],
            "all pixels, reshaped": lambda x, o: x.ravel()[o].reshape(x.shape),
            "pictures chosen": lambda x, o: x[o],
            "rows chosen": lambda x, o: x[:, o],
            "columns chosen": lambda x, o: x[:, :, o],
            "by columns": lambda x, o: shuffle(x.transpose(0, 2, 1), o).transpose(0, 2, 1),
            "transposed": lambda x, o: shuffle(x, o).transpose(0, 2, 1),
            "transposed before": lambda x, o: shuffle(x.transpose(0, 2, 1), o),
            "first picture only": lambda x, o: np.concatenate([shuffle(x[:1], o), x[1:]]),
            "return in loop": shuffle_returned_in_loop,
            "overwritten": shuffle_overwritten,
            "an order each, rolled": lambda x, o: shuffle_each(x, o, np.roll),
            "an order each, random": shuffle_random,
            "own random order": shuffle_random_alike,
            "np.random.shuffle": shuffle_numpy,
            "order upon order": shuffle_cumulated,
            "unchanged": lambda x, o: x,
            "in place": shuffle_in_place,
            "step by step in place": shuffle_step_by_step,
            "swapping": shuffle_swapping,
            "sorted": lambda x, o: np.sort(flat(x), axis=1)[:, o].reshape(x.shape),
            "pixels of the order": lambda x, o: flat(x)[o].reshape(x.shape),
            "divmod by the height": shuffle_divmod_wrong,
            "order from 1": lambda x, o: shuffle(x, o - 1),
            "pictures last": lambda x, o: shuffle(x, o).transpose(1, 2, 0),
            "rows kept": lambda x, o: x[:, :, o[o < x.shape[2]]],
            "reshaped by the pixels": lambda x, o: x.reshape(-1, len(x))[o].reshape(x.shape),
            "order reversed": lambda x, o: shuffle(x, o[::-1]),
        },
        "plausible": {
            "one picture": lambda x, o: shuffle(x, o)[0],
            "twice": lambda x, o: shuffle(shuffle(x, o), o),
            "times": lambda x, o: (flat(x) * o).reshape(x.shape),
            "mirrored": lambda x, o: x[:, ::-1, ::-1],
            "order as picture": lambda x, o: np.stack([o.reshape(x.shape[1:])] * len(x)),
            "rows of all": lambda x, o: np.roll(shuffle(x, o), 1, axis=0),
            "every second picture": lambda x, o: np.where(
                (np.arange(len(x)) % 2 == 0)[:, None, None], shuffle(x, o), x
            ),
        },
        "far": {
            "int": lambda x, o: shuffle(x, o) + 0.5,
            "sorted order": lambda x, o: shuffle(x, np.sort(o)),
            "list of pixels": lambda x, o: list(o),
            "mean": lambda x, o: shuffle(x, o) - x.mean(),
        },
        "right": {
            "loop": shuffle_loop,
            "place of the inverse": shuffle_inverse_place,
            "matrix": shuffle_matrix,
            "list": lambda x, o: [y.ravel()[o].reshape(y.shape).tolist() for y in x],
        },
    },
}

SAYS = {
    ("spectrogram", "no abs"): "`np.abs`",
    ("spectrogram", "pieces of step"): "differ in length",
    ("phrase_scores", "k is the height"): "k = kernel.shape[1]",
    ("conv3d", "slices as channels"): "all three directions",
    ("shuffled", "order upon order"): "an order of its own",
}
