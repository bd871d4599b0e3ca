"""Differently written correct solutions of lesson 10."""

import functools
import itertools

import numpy as np

from cnnkit import functional
from cnnkit.layers import Conv2d
from cnnkit.model import Sequential
from cnnkit.shapes import conv_output_size, receptive_field


def field_from_shapes(layers):
    (side, _), _, _ = receptive_field(layers)
    return side


def field_from_behind(layers):
    side = 1
    for kernel, stride in reversed(layers):
        side = (side - 1) * stride + kernel
    return side


def field_by_products(layers):
    strides = [1, *itertools.accumulate((s for _, s in layers), lambda a, b: a * b)]
    return 1 + sum((k - 1) * jump for (k, _), jump in zip(layers, strides, strict=False))


def parameters_by_model(channels, kernels):
    layers = [
        Conv2d(i, o, k, rng=np.random.default_rng(0))
        for i, o, k in zip(channels[:-1], channels[1:], kernels, strict=True)
    ]
    return sum(array.size for array in Sequential(*layers).parameters().values())


def parameters_by_arrays(channels, kernels):
    ins, outs, k = np.array(channels[:-1]), np.array(channels[1:]), np.array(kernels)
    return (ins * outs * k**2 + outs).sum()


def parameters_by_index(channels, kernels):
    total = sum(channels[1:])
    for n, k in enumerate(kernels):
        total = total + channels[n] * channels[n + 1] * k * k
    return total


def work_by_shapes(size, inputs, outputs, k, stride, padding):
    side = conv_output_size(size, k, stride=stride, padding=padding)
    return side**2 * inputs * outputs * k**2


def work_by_counting(size, inputs, outputs, k, stride, padding):
    starts = range(-padding, size + padding - k + 1, stride)
    return sum(inputs * outputs * k * k for _ in starts for _ in starts)


def work_by_summary(size, inputs, outputs, k, stride, padding):
    layer = Conv2d(inputs, outputs, k, stride=stride, padding=padding, rng=np.random.default_rng(0))
    return Sequential(layer).summary((inputs, size, size)).multiply_adds


def mix_einsum(maps, weights):
    return np.einsum("oc,od,dhw->chw", weights, weights, maps)


def mix_matrix(maps, weights):
    return (weights.T @ weights @ maps.reshape(len(maps), -1)).reshape(maps.shape)


def mix_conv(maps, weights):
    kernels = weights[:, :, None, None]
    mixtures = functional.conv2d(maps[None], kernels)
    return functional.conv2d(mixtures, kernels.transpose(1, 0, 2, 3))[0]


def mix_lists(maps, weights):
    mixtures = [sum(w * m for w, m in zip(row, maps, strict=True)) for row in weights]
    return [sum(w * m for w, m in zip(column, mixtures, strict=True)) for column in weights.T]


def ways_convolve(kernels):
    return functools.reduce(np.convolve, [np.ones(k) for k in kernels])


def ways_polynomial(kernels):
    result = np.polynomial.Polynomial([1.0])
    for k in kernels:
        result = result * np.polynomial.Polynomial(np.ones(k))
    return result.coef


def ways_enumerated(kernels):
    counts = [0] * (1 + sum(k - 1 for k in kernels))
    for route in itertools.product(*map(range, kernels)):
        counts[sum(route)] += 1
    return counts


def choose_sums(validation, test):
    design = validation.sum(1).argmin()
    return design, test[design]


def choose_sorted(validation, test):
    design = min(range(len(validation)), key=lambda d: np.mean(validation[d]))
    return [design, test[design]]


def choose_loop(validation, test):
    best, lowest = 0, np.inf
    for d, row in enumerate(validation):
        if sum(row) / len(row) < lowest:
            best, lowest = d, sum(row) / len(row)
    return best, int(test[best])


SOLUTIONS = {
    "field_size": [field_from_shapes, field_from_behind, field_by_products],
    "parameters": [parameters_by_model, parameters_by_arrays, parameters_by_index],
    "multiply_adds": [work_by_shapes, work_by_counting, work_by_summary],
    "mix_maps": [mix_einsum, mix_matrix, mix_conv, mix_lists],
    "ways": [ways_convolve, ways_polynomial, ways_enumerated],
    "choose": [choose_sums, choose_sorted, choose_loop],
}
