"""Differently written correct solutions of lesson 04."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit import functional


def _windows(a, size, stride):
    return sliding_window_view(a, (size, size))[::stride, ::stride]


def max_windows(a, size, stride):
    return _windows(a, size, stride).max(axis=(2, 3))


def max_lists(a, size, stride):
    rows = []
    for top in range(0, len(a) - size + 1, stride):
        row = []
        for left in range(0, len(a[0]) - size + 1, stride):
            best = a[top, left]
            for r in range(size):
                for c in range(size):
                    if a[top + r, left + c] > best:
                        best = a[top + r, left + c]
            row.append(best)
        rows.append(row)
    return rows


def max_cnnkit(a, size, stride):
    return functional.max_pool2d(a[None, None], size, stride=stride)[0, 0]


def average_windows(a, size, stride):
    return _windows(a, size, stride).sum((-2, -1)) / size**2


def average_shifted(a, size, stride):
    H, W = a.shape[0] - size + 1, a.shape[1] - size + 1
    total = sum(a[r : r + H, c : c + W] for r in range(size) for c in range(size))
    return (total / (size * size))[::stride, ::stride]


def average_cnnkit(a, size, stride):
    return functional.avg_pool2d(a[None, None], size, stride=stride)[0, 0]


def l2_norm(a, size, stride):
    return np.linalg.norm(_windows(a, size, stride), axis=(2, 3))


def l2_of_means(a, size, stride):
    return np.sqrt(average_shifted(a * a, size, stride)) * size


def l2_loop(a, size, stride):
    rows = range(0, a.shape[0] - size + 1, stride)
    columns = range(0, a.shape[1] - size + 1, stride)
    return [
        [sum(v * v for v in a[i : i + size, j : j + size].flat) ** 0.5 for j in columns]
        for i in rows
    ]


def ceil_padded(a):
    padded = np.pad(a, [(0, a.shape[0] % 2), (0, a.shape[1] % 2)], constant_values=-np.inf)
    return _windows(padded, 2, 2).max((2, 3))


def ceil_pairs(a):
    a = np.pad(a, [(0, a.shape[0] % 2), (0, a.shape[1] % 2)], mode="edge")
    a = np.maximum(a[::2], a[1::2])
    return np.maximum(a[:, ::2], a[:, 1::2])


def ceil_cnnkit(a):
    return functional.max_pool2d(a[None, None], 2, ceil_mode=True)[0, 0]


def ceil_reduceat(a):
    down = np.maximum.reduceat(a, range(0, len(a), 2), axis=0)
    return np.maximum.reduceat(down, range(0, a.shape[1], 2), axis=1)


def kept_windows(a, shifted):
    return (_windows(a, 2, 2).max((2, 3)) == _windows(shifted, 2, 2).max((2, 3))).mean()


def kept_count(a, shifted):
    p, q = max_cnnkit(a, 2, 2), max_cnnkit(shifted, 2, 2)
    return 1 - np.count_nonzero(p - q) / p.size


def kept_loop(a, shifted):
    same = total = 0
    for i in range(0, len(a), 2):
        for j in range(0, len(a[0]), 2):
            total += 1
            if a[i : i + 2, j : j + 2].max() == shifted[i : i + 2, j : j + 2].max():
                same += 1
    return same / total


def saved_by_difference(height, width, maps, classes):
    before = height * width * maps * classes
    after = ((height + 1) // 2) * ((width + 1) // 2) * maps * classes
    return before - after


def saved_by_pooling(height, width, maps, classes):
    pooled = np.zeros((height, width))[::2, ::2]
    return maps * classes * (height * width - pooled.size)


def saved_with_ceil(height, width, maps, classes):
    return maps * classes * (height * width - np.ceil(height / 2) * np.ceil(width / 2))


SOLUTIONS = {
    "max_pool": [max_windows, max_lists, max_cnnkit],
    "average_pool": [average_windows, average_shifted, average_cnnkit],
    "l2_pool": [l2_norm, l2_of_means, l2_loop],
    "max_pool_ceil": [ceil_padded, ceil_pairs, ceil_cnnkit, ceil_reduceat],
    "share_kept": [kept_windows, kept_count, kept_loop],
    "weights_saved": [saved_by_difference, saved_by_pooling, saved_with_ceil],
}
