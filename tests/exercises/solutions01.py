"""Differently written correct solutions of lesson 01: loops, slices, einsum, float32, lists."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit.matching import match_map as library_map


def score_loops(patch, feature):
    total = 0
    for i in range(len(patch)):
        for j in range(len(patch[0])):
            total += patch[i][j] * feature[i][j]
    return total / (len(patch) * len(patch[0]))


def score_mean(patch, feature):
    return np.mean(patch * feature)


def score_dot(patch, feature):
    return np.dot(patch.ravel(), feature.ravel()) / patch.size


def score_float32(patch, feature):
    return np.float32(np.einsum("ij,ij->", patch, feature)) / np.float32(feature.size)


def map_list_of_lists(image, feature):
    h, w = feature.shape
    rows = []
    for i in range(len(image) - h + 1):
        row = []
        for j in range(len(image[0]) - w + 1):
            total = 0
            for r in range(h):
                for c in range(w):
                    total += image[i + r, j + c] * feature[r, c]
            row.append(total / (h * w))
        rows.append(row)
    return rows


def map_windows(image, feature):
    return (sliding_window_view(image, feature.shape) * feature).mean(axis=(2, 3))


def map_einsum(image, feature):
    windows = sliding_window_view(image, feature.shape)
    return np.einsum("ijrc,rc->ij", windows, feature) / feature.size


def map_shifted_sum(image, feature):
    (H, W), (h, w) = image.shape, feature.shape
    total = np.zeros((H - h + 1, W - w + 1), dtype=np.float32)
    for r in range(h):
        for c in range(w):
            total += (image[r : r + H - h + 1, c : c + W - w + 1] * feature[r, c]).astype("float32")
    return total / (h * w)


def position_divmod(image, feature):
    scores = library_map(image, feature)
    return divmod(int(scores.argmax()), scores.shape[1])


def position_loops(image, feature):
    scores = library_map(image, feature)
    best, where = -np.inf, None
    for i, row in enumerate(scores):
        for j, score in enumerate(row):
            if score > best:
                best, where = score, (i, j)
    return where


def position_where(image, feature):
    scores = library_map(image, feature)
    return np.argwhere(scores == scores.max())[0]


def position_list(image, feature):
    scores = library_map(image, feature)
    rows, columns = np.where(scores == scores.max())
    return [rows[0], columns[0]]


def picture_loop(pictures, feature):
    best, index = -(2.0**30), -1
    for i, picture in enumerate(pictures):
        score = np.max(library_map(picture, feature))
        if score > best:
            best, index = score, i
    return index


def picture_list_index(pictures, feature):
    scores = [float(library_map(picture, feature).max()) for picture in pictures]
    return scores.index(max(scores))


def picture_max_key(pictures, feature):
    return max(range(3), key=lambda i: library_map(pictures[i], feature).max())


def cost_loops(height, width, size, features):
    count = 0
    for _ in range(features):
        for _ in range(0, height - size + 1):
            for _ in range(0, width - size + 1):
                count += size**2
    return count


def cost_one_line(height, width, size, features):
    return features * size**2 * (1 + height - size) * (1 + width - size)


def cost_float(height, width, size, features):
    return float(np.prod([height - size + 1, width - size + 1, size, size, features]))


def ones_loops(patch, feature):
    count = 0
    for p, f in zip(np.ravel(patch), np.ravel(feature), strict=True):
        if p == 1 and f == 1:
            count += 1
    return count


def ones_logical(patch, feature):
    return np.count_nonzero(np.logical_and(patch == 1, feature == 1))


def ones_masked(patch, feature):
    return patch[feature > 0.5].sum()


SOLUTIONS = {
    "match_score": [score_loops, score_mean, score_dot, score_float32],
    "match_map": [map_list_of_lists, map_windows, map_einsum, map_shifted_sum],
    "best_position": [position_divmod, position_loops, position_where, position_list],
    "which_picture": [picture_loop, picture_list_index, picture_max_key],
    "multiplications": [cost_loops, cost_one_line, cost_float],
    "count_ones": [ones_loops, ones_logical, ones_masked],
}
