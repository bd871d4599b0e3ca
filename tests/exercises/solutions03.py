"""Differently written correct solutions of lesson 03."""

import numpy as np

from cnnkit import functional


def relu_where(z):
    return np.where(z > 0, z, 0)


def relu_mask(z):
    return z * (z > 0)


def relu_copy(z):
    z = z.copy()
    z[z < 0] = 0
    return z


def relu_half(z):
    return (z + np.abs(z)) / 2


def leaky_maximum(z, negative_slope):
    return np.maximum(z, negative_slope * z)


def leaky_two_parts(z, negative_slope):
    return np.maximum(z, 0) + negative_slope * np.minimum(z, 0)


def leaky_loop(z, negative_slope):
    flat = [float(v) if v > 0 else negative_slope * float(v) for v in z.ravel()]
    return np.reshape(flat, z.shape)


def rrelu_mean(z, lower, upper):
    return np.where(z >= 0, z, z * np.mean([lower, upper]))


def rrelu_copy(z, lower, upper):
    result = np.array(z)
    result[result < 0] *= lower + (upper - lower) / 2
    return result


def rrelu_halves(z, lower, upper):
    return 0.5 * leaky_two_parts(z, lower) + 0.5 * leaky_two_parts(z, upper)


def slope_naive_but_safe(z):
    s = 1 / (1 + np.exp(-z))  # the overflow to infinity gives 0, as it should
    return s * (1 - s)


def slope_logaddexp(z):
    return np.exp(-np.logaddexp(0, z) - np.logaddexp(0, -z))


def slope_of_tanh_half(z):
    return (1 - np.tanh(z / 2) ** 2) / 4


def slope_cnnkit(z):
    s = functional.sigmoid(z)
    return s - s**2


def zeros_mean(maps):
    return np.mean(maps <= 0)


def zeros_count(maps):
    return 1 - np.count_nonzero(np.maximum(maps, 0)) / maps.size


def zeros_loop(maps):
    count = 0
    for value in maps.flat:
        if max(0, value) == 0:
            count += 1
    return count / maps.size


def he_power(weight_shape):
    _, channels, height, width = weight_shape
    return (2 / (channels * height * width)) ** 0.5


def he_prod(weight_shape):
    return np.sqrt(2.0) / np.sqrt(np.prod(weight_shape[1:]))


def he_of_an_array(weight_shape):
    weight = np.zeros(weight_shape)
    return np.float32(np.sqrt(2 * len(weight) / weight.size))


SOLUTIONS = {
    "relu": [relu_where, relu_mask, relu_copy, relu_half],
    "leaky_relu": [leaky_maximum, leaky_two_parts, leaky_loop],
    "rrelu_evaluation": [rrelu_mean, rrelu_copy, rrelu_halves],
    "sigmoid_slope": [slope_naive_but_safe, slope_logaddexp, slope_of_tanh_half, slope_cnnkit],
    "share_of_zeros": [zeros_mean, zeros_count, zeros_loop],
    "he_scale": [he_power, he_prod, he_of_an_array],
}
