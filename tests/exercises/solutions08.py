"""Differently written correct solutions of lesson 08."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnnkit import functional


def gate_where(d, x):
    return np.where(x > 0, d, 0)


def gate_copy(d, x):
    dx = d.copy()
    dx[x <= 0] = 0
    return dx


def gate_sign(d, x):
    return d * np.heaviside(x, 0)


def gate_cnnkit(d, x):
    return functional.relu_backward(d, x)


def linear_einsum(d, x, weight):
    dx = np.einsum("nk,kd->nd", d, weight)
    return dx, np.einsum("nk,nd->kd", d, x), np.einsum("nk->k", d)


def linear_loops(d, x, weight):
    dx, dweight, dbias = np.zeros(x.shape), np.zeros(weight.shape), np.zeros(len(weight))
    for n in range(len(d)):
        for k in range(len(weight)):
            dbias[k] += d[n, k]
            for i in range(x.shape[1]):
                dx[n, i] += d[n, k] * weight[k, i]
                dweight[k, i] += d[n, k] * x[n, i]
    return [dx, dweight, dbias]


def linear_transposes(d, x, weight):
    return (weight.T @ d.T).T, (x.T @ d).T, np.ones(len(d)) @ d


def conv_flipped(d, x, weight):
    kH, kW = weight.shape[2:]
    padded = np.pad(d, [(0, 0), (0, 0), (kH - 1, kH - 1), (kW - 1, kW - 1)])
    windows = sliding_window_view(padded, (kH, kW), axis=(2, 3))
    dx = np.einsum("noijrs,ocrs->ncij", windows, weight[:, :, ::-1, ::-1])
    patches = sliding_window_view(x, d.shape[2:], axis=(2, 3))
    return dx, np.einsum("ncrsij,noij->ocrs", patches, d), d.sum((0, 2, 3))


def conv_by_kernel_pixel(d, x, weight):
    dx, dweight = np.zeros_like(x), np.zeros_like(weight)
    H, W = d.shape[2:]
    for r, s in np.ndindex(*weight.shape[2:]):
        part = x[:, :, r : r + H, s : s + W]
        dweight[:, :, r, s] = np.tensordot(d, part, axes=([0, 2, 3], [0, 2, 3]))
        dx[:, :, r : r + H, s : s + W] += np.einsum("noij,oc->ncij", d, weight[:, :, r, s])
    return dx, dweight, [d[:, o].sum() for o in range(len(weight))]


def conv_cnnkit(d, x, weight):
    return functional.conv2d_backward(d, x, weight)


def pool_argmax(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        window = list(x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].ravel())
        place = window.index(max(window))
        dx[2 * i + place // 2, 2 * j + place % 2] = d[i, j]
    return dx


def pool_blocks(d, x):
    H, W = x.shape
    blocks = x.reshape(H // 2, 2, W // 2, 2).transpose(0, 2, 1, 3).reshape(-1, 4)
    out = np.zeros_like(blocks)
    out[np.arange(len(out)), blocks.argmax(axis=1)] = d.ravel()
    return out.reshape(H // 2, W // 2, 2, 2).transpose(0, 2, 1, 3).reshape(H, W)


def pool_cnnkit(d, x):
    return functional.max_pool2d_backward(d[None, None], x[None, None], 2)[0, 0]


def loss_one_hot(logits, targets):
    p = functional.softmax(logits, axis=1)
    return (p - np.eye(logits.shape[1])[targets]) / len(logits)


def loss_rows(logits, targets):
    rows = []
    for row, target in zip(logits, targets, strict=True):
        e = np.exp(row - np.max(row))
        rows.append([v / e.sum() - (k == target) for k, v in enumerate(e)])
    return np.array(rows) / len(rows)


def loss_cnnkit(logits, targets):
    return functional.cross_entropy_backward(1.0, logits, targets)


def nudged_in_place_and_back(loss, w, delta):
    gradient = np.zeros_like(w)
    for i in range(w.size):
        old = w.flat[i]
        w.flat[i] = old + delta
        up = loss(w)
        w.flat[i] = old - delta
        gradient.flat[i] = (up - loss(w)) / (2 * delta)
        w.flat[i] = old
    return gradient


def nudged_by_steps(loss, w, delta):
    steps = delta * np.eye(w.size).reshape(-1, *w.shape)
    slopes = [(loss(w + step) - loss(w - step)) / 2 / delta for step in steps]
    return np.reshape(slopes, w.shape)


def nudged_with_crumbs(loss, w, delta):
    gradient = np.empty(w.shape)
    for place in np.ndindex(w.shape):
        w[place] += delta
        up = loss(w)
        w[place] -= 2 * delta
        down = loss(w)
        w[place] += delta
        gradient[place] = (up - down) / (2 * delta)
    return gradient


def change_dot(gradient, learning_rate):
    return -learning_rate * np.vdot(gradient, gradient)


def change_of_steps(gradient, learning_rate):
    steps = -learning_rate * gradient
    return (steps * gradient).sum()


def change_norm(gradient, learning_rate):
    return -learning_rate * np.linalg.norm(gradient) ** 2


SOLUTIONS = {
    "relu_backward": [gate_where, gate_copy, gate_sign, gate_cnnkit],
    "linear_backward": [linear_einsum, linear_loops, linear_transposes],
    "conv_backward": [conv_flipped, conv_by_kernel_pixel, conv_cnnkit],
    "max_pool_backward": [pool_argmax, pool_blocks, pool_cnnkit],
    "loss_backward": [loss_one_hot, loss_rows, loss_cnnkit],
    "numerical_gradient": [nudged_in_place_and_back, nudged_by_steps, nudged_with_crumbs],
    "predicted_change": [change_dot, change_of_steps, change_norm],
}
