"""Differently written correct solutions of lesson 11."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def spectrogram_windows(wave, taper, step):
    pieces = sliding_window_view(wave, len(taper))[::step]
    return np.abs(np.fft.rfft(pieces * taper)).T


def spectrogram_while(wave, taper, step):
    columns, start = [], 0
    while start + len(taper) <= len(wave):
        found = np.fft.rfft(taper * wave[start : start + len(taper)])
        columns.append(np.sqrt(found.real**2 + found.imag**2))
        start += step
    return np.stack(columns, axis=1)


def spectrogram_matches(wave, taper, step):
    """By its definition: products with cosines and sines."""
    n = len(taper)
    t = np.arange(n)
    count = (len(wave) - n) // step + 1
    result = np.zeros((n // 2 + 1, count))
    for f in range(n // 2 + 1):
        for c in range(count):
            piece = wave[c * step : c * step + n] * taper
            across = (piece * np.cos(2 * np.pi * f * t / n)).sum()
            up = (piece * np.sin(2 * np.pi * f * t / n)).sum()
            result[f, c] = np.hypot(across, up)
    return result


def sentence_eye(words, dictionary):
    return np.eye(dictionary)[:, words]


def sentence_comparison(words, dictionary):
    return np.arange(dictionary)[:, None] == np.asarray(words)


def sentence_indices(words, dictionary):
    picture = np.zeros((dictionary, len(words)), int)
    picture[words, range(len(words))] = 1
    return picture


def phrase_loops(sentence, kernel):
    rows, k = kernel.shape
    scores = []
    for p in range(sentence.shape[1] - k + 1):
        total = 0.0
        for r in range(rows):
            for c in range(k):
                total += sentence[r, p + c] * kernel[r, c]
        scores.append(total)
    return scores


def phrase_windows(sentence, kernel):
    windows = sliding_window_view(sentence, kernel.shape[1], axis=1)
    return np.einsum("rpk,rk->p", windows, kernel)


def phrase_correlate(sentence, kernel):
    pairs = zip(sentence, kernel, strict=True)
    return sum(np.correlate(row, weights, "valid") for row, weights in pairs)


def conv3d_windows(volume, kernel):
    windows = sliding_window_view(volume, kernel.shape)
    return np.einsum("dijabc,abc->dij", windows, kernel)


def conv3d_shifted(volume, kernel):
    shape = np.subtract(volume.shape, kernel.shape) + 1
    result = np.zeros(shape)
    for (a, b, c), weight in np.ndenumerate(kernel):
        result += weight * volume[a : a + shape[0], b : b + shape[1], c : c + shape[2]]
    return result


def conv3d_of_conv2d(volume, kernel):
    from cnnkit.functional import conv2d

    depth = len(volume) - len(kernel) + 1
    stacks = np.stack([volume[d : d + len(kernel)] for d in range(depth)])
    return conv2d(stacks, kernel[None])[:, 0]


def shuffled_take(images, order):
    return np.take(images.reshape(len(images), -1), order, axis=1).reshape(images.shape)


def shuffled_places(images, order):
    rows, columns = np.divmod(order, images.shape[2])
    return images[:, rows, columns].reshape(images.shape)


def shuffled_loop(images, order):
    result = np.empty_like(images)
    for new, old in zip(result, images, strict=True):
        new.flat[:] = old.ravel()[order]
    return result


SOLUTIONS = {
    "spectrogram": [spectrogram_windows, spectrogram_while, spectrogram_matches],
    "sentence_picture": [sentence_eye, sentence_comparison, sentence_indices],
    "phrase_scores": [phrase_loops, phrase_windows, phrase_correlate],
    "conv3d": [conv3d_windows, conv3d_shifted, conv3d_of_conv2d],
    "shuffled": [shuffled_take, shuffled_places, shuffled_loop],
}
