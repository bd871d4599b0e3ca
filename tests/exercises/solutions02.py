"""Differently written correct solutions of lesson 02."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit.matching import match_map


def size_by_counting(size, kernel_size, stride, padding):
    count, left = 0, -padding
    while left + kernel_size <= size + padding:
        count, left = count + 1, left + stride
    return count


def size_by_range(size, kernel_size, stride, padding):
    return len(range(0, size + 2 * padding - kernel_size + 1, stride))


def size_by_floor(size, kernel_size, stride, padding):
    return np.floor((size - kernel_size + 2 * padding) / stride + 1)


def filter_windows(image, kernel, stride, padding):
    windows = sliding_window_view(np.pad(image, padding), kernel.shape)[::stride, ::stride]
    return (windows * kernel).sum((-1, -2))


def filter_lists(image, kernel, stride, padding):
    H, W = image.shape
    rows = []
    for top in range(-padding, H + padding - len(kernel) + 1, stride):
        row = []
        for left in range(-padding, W + padding - len(kernel[0]) + 1, stride):
            total = 0.0
            for r, weights in enumerate(kernel):
                for c, weight in enumerate(weights):
                    if 0 <= top + r < H and 0 <= left + c < W:
                        total += image[top + r][left + c] * weight
            row.append(total)
        rows.append(row)
    return rows


def filter_then_skip(image, kernel, stride, padding):
    return match_map(image, kernel, padding=padding, scoring="sum")[::stride, ::stride]


def channels_loop(image, kernel):
    total = 0
    for c in range(image.shape[0]):
        total = total + match_map(image[c], kernel[c], scoring="sum")
    return total


def channels_einsum(image, kernel):
    windows = sliding_window_view(image, kernel.shape[1:], axis=(1, 2))
    return np.einsum("cijrs,crs->ij", windows, kernel)


def channels_sum_of_maps(image, kernel):
    maps = [match_map(a, b, scoring="sum") for a, b in zip(image, kernel, strict=True)]
    return np.sum(maps, axis=0)


def mix_einsum(maps, weights):
    return np.einsum("oc,chw->ohw", weights, maps)


def mix_matmul(maps, weights):
    C, H, W = maps.shape
    return (weights @ maps.reshape(C, H * W)).reshape(-1, H, W)


def mix_broadcast(maps, weights):
    return [(w[:, None, None] * maps).sum(0) for w in weights]


def convolve_rot90(image, kernel):
    return match_map(image, np.rot90(kernel, 2), scoring="sum")


def convolve_equation(image, kernel):
    (H, W), (h, w) = image.shape, kernel.shape
    out = np.zeros((H - h + 1, W - w + 1))
    for i, j in np.ndindex(*out.shape):
        for r, c in np.ndindex(h, w):
            out[i, j] += image[i + h - 1 - r, j + w - 1 - c] * kernel[r, c]
    return out


def convolve_both_flipped(image, kernel):
    return match_map(np.flip(image), kernel, scoring="sum")[::-1, ::-1]


def parameters_per_kernel(in_channels, out_channels, kernel_size):
    return sum(in_channels * kernel_size**2 + 1 for _ in range(out_channels))


def parameters_of_arrays(in_channels, out_channels, kernel_size):
    weight = np.zeros((out_channels, in_channels, kernel_size, kernel_size))
    return weight.size + np.zeros(out_channels).size


def parameters_of_layer(in_channels, out_channels, kernel_size):
    return float((in_channels * kernel_size * kernel_size + 1) * out_channels)


def step_correlated(image, target, kernel, learning_rate):
    error = match_map(image, kernel, scoring="sum") - target
    return kernel - learning_rate * 2 / error.size * match_map(image, error, scoring="sum")


def step_windows(image, target, kernel, learning_rate):
    windows = sliding_window_view(image, kernel.shape)
    error = (windows * kernel).sum((2, 3)) - target
    return kernel - learning_rate * 2 * np.mean(error[..., None, None] * windows, axis=(0, 1))


def step_per_window(image, target, kernel, learning_rate):
    gradient = np.zeros_like(kernel)
    h, w = kernel.shape
    for i, j in np.ndindex(*target.shape):
        window = image[i : i + h, j : j + w]
        gradient += 2 * (np.sum(window * kernel) - target[i, j]) * window
    new = kernel.copy()
    new -= learning_rate * gradient / target.size
    return new


SOLUTIONS = {
    "output_size": [size_by_counting, size_by_range, size_by_floor],
    "filter_image": [filter_windows, filter_lists, filter_then_skip],
    "filter_channels": [channels_loop, channels_einsum, channels_sum_of_maps],
    "mix_channels": [mix_einsum, mix_matmul, mix_broadcast],
    "convolve": [convolve_rot90, convolve_equation, convolve_both_flipped],
    "parameters": [parameters_per_kernel, parameters_of_arrays, parameters_of_layer],
    "learning_step": [step_correlated, step_windows, step_per_window],
}
