"""What students answer to the exercises of lesson 08."""
# ruff: noqa: RET503, RUF059, E741

import numpy as np


def gate_if(d, x):
    if x > 0:
        return d
    return 0


def gate_loop_1d(d, x):
    out = np.zeros(len(x))
    for k in range(len(x)):
        if x[k] > 0:
            out[k] = d[k]
    return out


def gate_in_place(d, x):
    d[x <= 0] = 0
    return d


def gate_returned_in_loop(d, x):
    for a, b in zip(d.ravel(), x.ravel(), strict=True):
        return a if b > 0 else 0.0


def gate_int(d, x):
    out = np.zeros(d.shape, dtype=int)
    out[x > 0] = d[x > 0]
    return out


def gate_flat(d, x):
    return [a if b > 0 else 0 for a, b in zip(d.ravel(), x.ravel(), strict=True)]


def gate_ndenumerate(d, x):
    out = np.array(d)
    for place, value in np.ndenumerate(x):
        if value <= 0:
            out[place] = 0
    return out


def linear(d, x, w, dx=None, dw=None, db=None):
    return (
        d @ w if dx is None else dx(d, x, w),
        d.T @ x if dw is None else dw(d, x, w),
        d.sum(axis=0) if db is None else db(d, x, w),
    )


def linear_overwritten(d, x, w):
    dw = np.zeros(w.shape)
    for n in range(len(d)):
        dw = np.outer(d[n], x[n])
        db = d[n]
    return d @ w, dw, db


def linear_returned_in_loop(d, x, w):
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(len(d)):
        dx[n] = d[n] @ w
        dw += np.outer(d[n], x[n])
        db += d[n]
        return dx, dw, db


def linear_loops(d, x, w):
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n in range(len(d)):
        dx[n] = d[n] @ w
        dw += np.outer(d[n], x[n])
        db += d[n]
    return dx, dw, db


def conv(d, x, w, add=True, dx=None, dw=None, db=None, stop=0):
    N, O, H, V = d.shape
    h, v = w.shape[2:]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(H - stop):
        for j in range(V - stop):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + h, j : j + v])
            g = np.einsum("no,ochw->nchw", d[:, :, i, j], w)
            if add:
                gx[:, :, i : i + h, j : j + v] += g
            else:
                gx[:, :, i : i + h, j : j + v] = g
    return (
        gx if dx is None else dx(gx, d, x, w),
        gw if dw is None else dw(gw, d, x, w),
        d.sum(axis=(0, 2, 3)) if db is None else db(d),
    )


def conv_dw_overwritten(d, x, w):
    h, v = w.shape[2:]
    H, V = d.shape[2:]
    for i in range(H):
        for j in range(V):
            gw = np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + h, j : j + v])
    return conv(d, x, w, dw=lambda *a: gw)


def conv_returned_in_loop(d, x, w):
    h, v = w.shape[2:]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + h, j : j + v])
            g = np.einsum("no,ochw->nchw", d[:, :, i, j], w)
            gx[:, :, i : i + h, j : j + v] += g
        return gx, gw, d.sum(axis=(0, 2, 3))


def conv_returned_in_inner_loop(d, x, w):
    h, v = w.shape[2:]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + h, j : j + v])
            g = np.einsum("no,ochw->nchw", d[:, :, i, j], w)
            gx[:, :, i : i + h, j : j + v] += g
            return gx, gw, d.sum(axis=(0, 2, 3))


def conv_window_not_moved(d, x, w):
    h, v = w.shape[2:]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, :h, :v])
            gx[:, :, :h, :v] += np.einsum("no,ochw->nchw", d[:, :, i, j], w)
    return gx, gw, d.sum(axis=(0, 2, 3))


def conv_square_kernel(d, x, w):
    k = w.shape[2]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + k, j : j + k])
            g = np.einsum("no,ochw->nchw", d[:, :, i, j], w)
            gx[:, :, i : i + k, j : j + k] += g
    return gx, gw, d.sum(axis=(0, 2, 3))


def conv_beyond(d, x, w):
    h, v = w.shape[2:]
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            gw += np.einsum("no,nchw->ochw", d[:, :, i, j], x[:, :, i : i + h, j : j + v])
            g = np.einsum("no,ochw->nchw", d[:, :, i, j], w)
            gx[:, :, i : i + h, j : j + v] += g
    return gx, gw, d.sum(axis=(0, 2, 3))


def conv_all_loops(d, x, w):
    gx, gw, gb = np.zeros(x.shape), np.zeros(w.shape), np.zeros(len(w))
    for n, o, i, j in np.ndindex(*d.shape):
        gb[o] += d[n, o, i, j]
        gx[n, :, i : i + w.shape[2], j : j + w.shape[3]] += d[n, o, i, j] * w[o]
        gw[o] += d[n, o, i, j] * x[n, :, i : i + w.shape[2], j : j + w.shape[3]]
    return gx, gw, gb


def conv_plain_product(d, x, w):
    gx, gw = np.zeros(x.shape), np.zeros(w.shape)
    h, v = w.shape[2:]
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            gw += d[:, :, i, j] * x[:, :, i : i + h, j : j + v]
            gx[:, :, i : i + h, j : j + v] += d[:, :, i, j] * w
    return gx, gw, d.sum(axis=(0, 2, 3))


def conv_tensordot(d, x, w):
    gx, gw, gb = conv(d, x, w)
    gw = np.zeros(w.shape)
    for r, s in np.ndindex(*w.shape[2:]):
        part = x[:, :, r : r + d.shape[2], s : s + d.shape[3]]
        gw[:, :, r, s] = np.einsum("noij,ncij->oc", d, part)
    return gx, gw, np.einsum("noij->o", d)


def pool(d, x, place=None, value=None, add=False):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), (2, 2))
            r, c = (2 * i + r, 2 * j + c) if place is None else place(i, j, window)
            dx[r, c] = d[i, j] if value is None else value(d[i, j], window)
    return dx


def pool_equal(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            dx[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] = (window == window.max()) * d[i, j]
    return dx


def pool_equal_anywhere(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            dx[x == x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()] = d[i, j]
    return dx


def pool_shared(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            won = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            won = won == won.max()
            dx[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] = won * d[i, j] / won.sum()
    return dx


def pool_stride_one(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            r, c = np.unravel_index(np.argmax(x[i : i + 2, j : j + 2]), (2, 2))
            dx[i + r, j + c] += d[i, j]
    return dx


def pool_argmax_flat(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            dx[np.argmax(x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])] = d[i, j]
    return dx


def pool_unravel_x(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), x.shape)
            dx[2 * i + r, 2 * j + c] = d[i, j]
    return dx


def pool_returned_in_loop(d, x):
    dx = np.zeros(x.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), (2, 2))
            dx[2 * i + r, 2 * j + c] = d[i, j]
            return dx


def pool_shape_of_d(d, x):
    dx = np.zeros(d.shape)
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), (2, 2))
            dx[2 * i + r, 2 * j + c] = d[i, j]
    return dx


def pool_square(d, x):
    dx = np.zeros(x.shape)
    for i in range(len(d)):
        for j in range(len(d)):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            r, c = np.unravel_index(np.argmax(window), (2, 2))
            dx[2 * i + r, 2 * j + c] = d[i, j]
    return dx


def pool_last_tie(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        best, place = -np.inf, None
        for r, c in np.ndindex(2, 2):
            if x[2 * i + r, 2 * j + c] >= best:
                best, place = x[2 * i + r, 2 * j + c], (2 * i + r, 2 * j + c)
        dx[place] = d[i, j]
    return dx


def pool_started_at_zero(d, x):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*d.shape):
        best, place = 0, (2 * i, 2 * j)
        for r, c in np.ndindex(2, 2):
            if x[2 * i + r, 2 * j + c] > best:
                best, place = x[2 * i + r, 2 * j + c], (2 * i + r, 2 * j + c)
        dx[place] = d[i, j]
    return dx


def pool_by_hand(d, x):
    dx = np.zeros_like(x)
    for i, j in np.ndindex(*d.shape):
        best = max(np.ndindex(2, 2), key=lambda p: x[2 * i + p[0], 2 * j + p[1]])
        dx[2 * i + best[0], 2 * j + best[1]] += d[i, j]
    return dx


def pool_one_array(d, x):
    return np.kron(d, np.ones((2, 2))) * (pool(np.ones(d.shape), x) == 1)


def soft(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def hot(z, t):
    return np.eye(z.shape[1])[t]


def loss_only_subtracted(z, t):
    g = soft(z)
    g[t] -= 1
    return g / len(t)


def loss_columns(z, t):
    g = soft(z)
    g[:, t] -= 1
    return g / len(t)


def loss_brackets(z, t):
    g = soft(z)
    g[np.arange(len(t)), t] -= 1 / len(t)
    return g


def loss_mean_first(z, t):
    return (soft(z) - hot(z, t)).mean(axis=0)


def loss_loop(z, t):
    g = np.zeros(z.shape)
    for n, (row, k) in enumerate(zip(z, t, strict=True)):
        g[n] = soft(row[None])[0]
        g[n, k] -= 1
    return g / len(g)


def loss_returned_in_loop(z, t):
    g = soft(z)
    for n in range(len(t)):
        g[n, t[n]] -= 1
        return g / len(t)


def nudge(loss, w, d, high=1.0, low=1.0, by=2.0):
    out = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += high * d
        down[place] -= low * d
        out[place] = (loss(up) - loss(down)) / (by * d)
    return out


def nudge_1d(loss, w, d):
    out = np.zeros(len(w))
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += d
        down[i] -= d
        out[i] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_rows(loss, w, d):
    out = np.zeros(w.shape)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += d
        down[i] -= d
        out[i] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_2d(loss, w, d):
    out = np.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            up, down = w.copy(), w.copy()
            up[i, j] += d
            down[i, j] -= d
            out[i, j] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_no_copy(loss, w, d):
    out = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w, w
        up[place] += d
        down[place] -= d
        out[place] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_left(loss, w, d):
    out = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        w[place] += d
        up = loss(w)
        w[place] -= 2 * d
        out[place] = (up - loss(w)) / (2 * d)
    return out


def nudge_kept_up(loss, w, d):
    out, up, down = np.zeros(w.shape), w.copy(), w.copy()
    for place in np.ndindex(*w.shape):
        up[place] += d
        down[place] -= d
        out[place] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_replaced(loss, w, d):
    out = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] = d
        down[place] = -d
        out[place] = (loss(up) - loss(down)) / (2 * d)
    return out


def nudge_int(loss, w, d):
    return nudge(loss, w, d).astype(int)


def nudge_returned_in_loop(loss, w, d):
    out = np.zeros(w.shape)
    for place in np.ndindex(*w.shape):
        up, down = w.copy(), w.copy()
        up[place] += d
        down[place] -= d
        out[place] = (loss(up) - loss(down)) / (2 * d)
        return out


def nudge_list(loss, w, d):
    slopes = []
    for k in range(w.size):
        s = np.zeros(w.size)
        s[k] = d
        s = s.reshape(w.shape)
        slopes.append((loss(w + s) - loss(w - s)) / (2 * d))
    return slopes


def nudge_one_by_one_values(loss, w, d):
    return np.array([(loss(v + d) - loss(v - d)) / (2 * d) for v in w])


def nudge_nditer(loss, w, d):
    out = np.empty_like(w)
    it = np.nditer(w, flags=["multi_index"])
    for value in it:
        up = np.array(w)
        up[it.multi_index] = value + d
        down = np.array(w)
        down[it.multi_index] = value - d
        out[it.multi_index] = (loss(up) - loss(down)) / d / 2
    return out


def nudge_mean_of_sides(loss, w, d):
    return (nudge(loss, w, d, low=0, by=1) + nudge(loss, w, d, high=0, by=1)) / 2


ANSWERS = {
    "relu_backward": {
        "core": {
            "gate on d": lambda d, x: d * (d > 0),
            "relu of d": lambda d, x: np.maximum(d, 0),
            "relu of x": lambda d, x: np.maximum(x, 0),
            "mask alone": lambda d, x: (x > 0) * 1.0,
            "mask as True and False": lambda d, x: x > 0,
            "open at 0": lambda d, x: d * (x >= 0),
            "inverted": lambda d, x: d * (x < 0),
            "times relu": lambda d, x: d * np.maximum(x, 0),
            "d unchanged": lambda d, x: d,
            "times x": lambda d, x: d * x,
            "x where d": lambda d, x: x * (d > 0),
            "kept only": lambda d, x: d[x > 0],
            "if x > 0": gate_if,
            "loop for one axis": gate_loop_1d,
            "in place": gate_in_place,
            "leaky": lambda d, x: np.where(x > 0, d, 0.01 * d),
            "sign": lambda d, x: d * np.sign(x),
            "flat list": gate_flat,
            "int array": gate_int,
            "both": lambda d, x: d * (x > 0) * (d > 0),
            "where without d": lambda d, x: np.where(x > 0, 1.0, 0.0),
            "relu of the product": lambda d, x: np.maximum(d * x, 0),
            "and": lambda d, x: d and x > 0,
        },
        "plausible": {
            "added": lambda d, x: d + (x > 0),
            "minimum": lambda d, x: np.minimum(d, x),
            "return in loop": gate_returned_in_loop,
            "where x": lambda d, x: np.where(x > 0, d, x),
            "sum": lambda d, x: np.sum(d * (x > 0)),
            "abs": lambda d, x: np.abs(d) * (x > 0),
            "slope 0.1": lambda d, x: np.where(x > 0, d, 0.1 * d),
        },
        "far": {
            "sigmoid": lambda d, x: d / (1 + np.exp(-x)),
            "x > 1": lambda d, x: d * (x > 1),
            "nan": lambda d, x: np.where(x > 0, d, np.nan),
            "pair": lambda d, x: (d, x > 0),
        },
        "right": {
            "places": gate_ndenumerate,
            "select": lambda d, x: np.select([x > 0], [d], 0.0),
            "masked": lambda d, x: np.ma.masked_array(d, mask=x <= 0).filled(0),
            "divided": lambda d, x: (
                d * np.divide(np.maximum(x, 0), x, out=np.zeros(x.shape), where=x != 0)
            ),
            "lists": lambda d, x: np.reshape(gate_flat(d, x), x.shape).tolist(),
        },
    },
    "linear_backward": {
        "core": {
            "dweight transposed": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: x.T @ d),
            "dx with weight.T": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: d @ w.T),
            "dx is x @ weight.T": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: x @ w.T),
            "dweight / N": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: d.T @ x / len(x)),
            "dbias mean": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: d.mean(axis=0)),
            "dweight and dbias means": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: d.T @ x / len(x), db=lambda d, x, w: d.mean(axis=0)
            ),
            "dbias axis 1": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: d.sum(axis=1)),
            "dbias one number": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: d.sum()),
            "dbias is d": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: d),
            "dbias ones": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: np.ones(len(w))),
            "dbias number 1": lambda d, x, w: linear(d, x, w, db=lambda d, x, w: 1.0),
            "first picture": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: np.outer(d[0], x[0])
            ),
            "first picture, bias too": lambda d, x, w: linear(
                d,
                x,
                w,
                dw=lambda d, x, w: np.outer(d[0], x[0]),
                db=lambda d, x, w: d[0],
            ),
            "overwritten": linear_overwritten,
            "return in loop": linear_returned_in_loop,
            "elementwise": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: d * x),
            "dx elementwise": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: d * w),
            "dweight is x": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: x),
            "dweight is the sum of x": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: x.sum(axis=0)
            ),
            "dx is weight": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: w),
            "order": lambda d, x, w: (d.T @ x, d @ w, d.sum(axis=0)),
            "two": lambda d, x, w: (d @ w, d.T @ x),
            "dx with transposed d": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: d.T @ w),
            "dweight d @ x": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: d @ x),
            "dbias keepdims": lambda d, x, w: linear(
                d, x, w, db=lambda d, x, w: d.sum(axis=0, keepdims=True)
            ),
            "reversed": lambda d, x, w: tuple(-p for p in linear(d, x, w)),
        },
        "plausible": {
            "dweight without x": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: np.outer(d.sum(axis=0), np.ones(x.shape[1]))
            ),
            "dx / N": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: d @ w / len(x)),
            "all / N": lambda d, x, w: tuple(p / len(x) for p in linear(d, x, w)),
            "step": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: w - d.T @ x),
            "dx summed": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: (d @ w).sum(axis=0)),
            "dweight not summed": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: d[:, :, None] * x[:, None, :]
            ),
            "means multiplied": lambda d, x, w: linear(
                d, x, w, dw=lambda d, x, w: np.outer(d.sum(axis=0), x.mean(axis=0))
            ),
        },
        "far": {
            "sign": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: np.sign(d.T @ x)),
            "relu": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: (d @ w) * (x > 0)),
            "dweight is weight": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: w),
            "whole": lambda d, x, w: linear(d, x, w, dx=lambda d, x, w: (d @ w).astype(int)),
        },
        "right": {
            "loops": linear_loops,
            "tensordot": lambda d, x, w: [
                np.tensordot(d, w, 1),
                np.tensordot(d, x, (0, 0)),
                sum(d),
            ],
            "transposed back": lambda d, x, w: linear(d, x, w, dw=lambda d, x, w: (x.T @ d).T),
            "outer products": lambda d, x, w: linear(
                d,
                x,
                w,
                dw=lambda d, x, w: sum(np.outer(a, b) for a, b in zip(d, x, strict=True)),
            ),
            "float32": lambda d, x, w: tuple(p.astype(np.float32) for p in linear(d, x, w)),
        },
    },
    "conv_backward": {
        "core": {
            "dx overwritten": lambda d, x, w: conv(d, x, w, add=False),
            "dweight overwritten": conv_dw_overwritten,
            "both overwritten": lambda d, x, w: (
                conv(d, x, w, add=False)[0],
                *conv_dw_overwritten(d, x, w)[1:],
            ),
            "dx with the turned kernel": lambda d, x, w: conv(
                d, x, w, dx=lambda g, d, x, w: conv(d, x, w[:, :, ::-1, ::-1])[0]
            ),
            "dweight turned": lambda d, x, w: conv(
                d, x, w, dw=lambda g, d, x, w: g[:, :, ::-1, ::-1]
            ),
            "dweight / N": lambda d, x, w: conv(d, x, w, dw=lambda g, d, x, w: g / len(x)),
            "dweight and dbias / N": lambda d, x, w: conv(
                d,
                x,
                w,
                dw=lambda g, d, x, w: g / len(x),
                db=lambda d: d.sum(axis=(0, 2, 3)) / len(d),
            ),
            "dbias / N": lambda d, x, w: conv(d, x, w, db=lambda d: d.sum((0, 2, 3)) / len(d)),
            "dbias mean": lambda d, x, w: conv(d, x, w, db=lambda d: d.mean(axis=(0, 2, 3))),
            "dbias batch only": lambda d, x, w: conv(d, x, w, db=lambda d: d.sum(axis=0)),
            "dbias places only": lambda d, x, w: conv(d, x, w, db=lambda d: d.sum(axis=(2, 3))),
            "dbias one number": lambda d, x, w: conv(d, x, w, db=np.sum),
            "dbias axis 1": lambda d, x, w: conv(d, x, w, db=lambda d: d.sum(axis=1)),
            "dbias per channel of axis 1, 2, 3": lambda d, x, w: conv(
                d, x, w, db=lambda d: d.sum(axis=(1, 2, 3))
            ),
            "dbias ones": lambda d, x, w: conv(d, x, w, db=lambda d: np.ones(d.shape[1])),
            "return in outer loop": conv_returned_in_loop,
            "return in inner loop": conv_returned_in_inner_loop,
            "window not moved": conv_window_not_moved,
            "first picture": lambda d, x, w: (
                np.concatenate([conv(d[:1], x[:1], w)[0], 0 * x[1:]]),
                *conv(d[:1], x[:1], w)[1:],
            ),
            "last place left out": lambda d, x, w: conv(d, x, w, stop=1),
            "square kernel": conv_square_kernel,
            "loops over the picture": conv_beyond,
            "order": lambda d, x, w: (conv(d, x, w)[1], conv(d, x, w)[0], conv(d, x, w)[2]),
            "dweight mean over places": lambda d, x, w: conv(
                d, x, w, dw=lambda g, d, x, w: g / (d.shape[2] * d.shape[3])
            ),
            "dx zero": lambda d, x, w: conv(d, x, w, dx=lambda g, d, x, w: np.zeros(x.shape)),
            "plain product": conv_plain_product,
        },
        "plausible": {
            "dx / N": lambda d, x, w: conv(d, x, w, dx=lambda g, d, x, w: g / len(x)),
            "reversed": lambda d, x, w: tuple(-p for p in conv(d, x, w)),
            "all / N": lambda d, x, w: tuple(p / len(x) for p in conv(d, x, w)),
            "dweight without d": lambda d, x, w: conv(np.ones(d.shape), x, w),
            "kernels exchanged": lambda d, x, w: conv(
                d, x, w, dw=lambda g, d, x, w: g.transpose(1, 0, 2, 3)
            ),
            "two": lambda d, x, w: conv(d, x, w)[:2],
            "dx cropped": lambda d, x, w: conv(
                d, x, w, dx=lambda g, d, x, w: g[:, :, : d.shape[2], : d.shape[3]]
            ),
        },
        "far": {
            "dx relu": lambda d, x, w: conv(d, x, w, dx=lambda g, d, x, w: g * (x > 0)),
            "step": lambda d, x, w: conv(d, x, w, dw=lambda g, d, x, w: w - g),
            "dweight rounded": lambda d, x, w: conv(d, x, w, dw=lambda g, d, x, w: np.round(g)),
            "mirrored": lambda d, x, w: conv(d, x, w, dx=lambda g, d, x, w: g[..., ::-1]),
        },
        "right": {
            "all loops": conv_all_loops,
            "by kernel pixel": conv_tensordot,
            "lists": lambda d, x, w: [p.tolist() for p in conv(d, x, w)],
            "per picture": lambda d, x, w: (
                np.concatenate([conv(d[n : n + 1], x[n : n + 1], w)[0] for n in range(len(d))]),
                sum(conv(d[n : n + 1], x[n : n + 1], w)[1] for n in range(len(d))),
                sum(d.sum(axis=3).sum(axis=2)),
            ),
        },
    },
    "max_pool_backward": {
        "core": {
            "ties twice": pool_equal,
            "ties shared": pool_shared,
            "to all": lambda d, x: np.kron(d, np.ones((2, 2))),
            "average": lambda d, x: np.kron(d, np.ones((2, 2))) / 4,
            "last of equals": pool_last_tie,
            "maximum started at 0": pool_started_at_zero,
            "upper left": lambda d, x: pool(d, x, lambda i, j, w: (2 * i, 2 * j)),
            "smallest": lambda d, x: pool(d, -x),
            "furthest from 0": lambda d, x: pool(d, np.abs(x)),
            "offset forgotten": lambda d, x: pool(
                d, x, lambda i, j, w: np.unravel_index(np.argmax(w), (2, 2))
            ),
            "offset i + r": lambda d, x: pool(
                d, x, lambda i, j, w: tuple(np.add((i, j), np.unravel_index(w.argmax(), (2, 2))))
            ),
            "stride one": pool_stride_one,
            "times value": lambda d, x: pool(d, x, value=lambda d, w: d * w.max()),
            "value": lambda d, x: pool(d, x, value=lambda d, w: w.max()),
            "one": lambda d, x: pool(d, x, value=lambda d, w: 1.0),
            "equal anywhere": pool_equal_anywhere,
            "argmax flat": pool_argmax_flat,
            "unravelled by x.shape": pool_unravel_x,
            "return in inner loop": pool_returned_in_loop,
            "shape of d": pool_shape_of_d,
            "loops over the length only": pool_square,
            "exchanged": lambda d, x: pool(
                d,
                x,
                lambda i, j, w: (
                    2 * i + np.argmax(w) % 2,
                    2 * j + np.argmax(w) // 2,
                ),
            ),
            "column and row of the map exchanged": lambda d, x: pool(
                d,
                x,
                lambda i, j, w: tuple(
                    np.add((2 * j, 2 * i), np.unravel_index(np.argmax(w), (2, 2)))
                ),
            ),
            "zeros": lambda d, x: np.zeros(x.shape),
            "losers keep x": lambda d, x: np.where(
                pool(np.ones(d.shape), x) == 1, np.kron(d, np.ones((2, 2))), x
            ),
            "times x": lambda d, x: np.kron(d, np.ones((2, 2))) * x,
            "gate": lambda d, x: np.kron(d, np.ones((2, 2))) * (x > 0),
        },
        "plausible": {
            "forward": lambda d, x: x.reshape(len(d), 2, -1, 2).max(axis=(1, 3)),
            "whole map's winner": lambda d, x: (x == x.max()) * d.sum(),
            "d": lambda d, x: d,
            "pool and gate": lambda d, x: pool(d, x) * (x > 0),
            "down the column": lambda d, x: pool(d.T, x.T).T,
            "int": lambda d, x: pool(d, x).astype(int),
            "winners only": lambda d, x: x * (pool(np.ones(d.shape), x) == 1),
        },
        "far": {
            "halved": lambda d, x: pool(d, x) / 2,
            "d plus value": lambda d, x: pool(d, x, value=lambda d, w: d + w.max()),
            "lower right": lambda d, x: pool(d, x, lambda i, j, w: (2 * i + 1, 2 * j + 1)),
            "losers minus": lambda d, x: 2 * pool(d, x) - np.kron(d, np.ones((2, 2))),
        },
        "right": {
            "by hand": pool_by_hand,
            "mask": pool_one_array,
            "list": lambda d, x: pool(d, x).tolist(),
            "kron": lambda d, x: sum(
                pool(np.where(np.arange(d.size).reshape(d.shape) == k, d, 0), x)
                for k in range(d.size)
            ),
        },
    },
    "loss_backward": {
        "core": {
            "no mean": lambda z, t: soft(z) - hot(z, t),
            "reversed": lambda z, t: (hot(z, t) - soft(z)) / len(t),
            "no target": lambda z, t: soft(z) / len(t),
            "probabilities": lambda z, t: soft(z),
            "divided by all": lambda z, t: (soft(z) - hot(z, t)) / z.size,
            "divided by classes": lambda z, t: (soft(z) - hot(z, t)) / z.shape[1],
            "axis 0": lambda z, t: (soft(z.T).T - hot(z, t)) / len(t),
            "not stable": lambda z, t: (
                (np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) - hot(z, t)) / len(t)
            ),
            "not stable, no mean": lambda z, t: (
                np.exp(z) / np.exp(z).sum(axis=1, keepdims=True) - hot(z, t)
            ),
            "one sum": lambda z, t: (
                (np.exp(z - z.max()) / np.exp(z - z.max()).sum() - hot(z, t)) / len(t)
            ),
            "keepdims forgotten": lambda z, t: (
                (np.exp(z) / np.exp(z).sum(axis=1) - hot(z, t)) / len(t)
            ),
            "rows": loss_only_subtracted,
            "columns": loss_columns,
            "raw logits": lambda z, t: (z - hot(z, t)) / len(t),
            "number of the class": lambda z, t: (soft(z) - t[:, None]) / len(t),
            "targets not a column": lambda z, t: (soft(z) - t) / len(t),
            "only the 1 divided": loss_brackets,
            "averaged": loss_mean_first,
            "loss": lambda z, t: -np.log(soft(z)[np.arange(len(t)), t]).mean(),
            "squares": lambda z, t: 2 * (soft(z) - hot(z, t)) / len(t),
            "p(1-p)": lambda z, t: (soft(z) - hot(z, t)) * soft(z) * (1 - soft(z)) / len(t),
            "times N": lambda z, t: (soft(z) - hot(z, t)) * len(t),
            "one over p": lambda z, t: -hot(z, t) / soft(z) / len(t),
            "true classes only": lambda z, t: (soft(z) - 1) * hot(z, t) / len(t),
            "picked only": lambda z, t: (soft(z)[np.arange(len(t)), t] - 1) / len(t),
            "return in loop": loss_returned_in_loop,
            "added": lambda z, t: (soft(z) + hot(z, t)) / len(t),
        },
        "plausible": {
            "1 everywhere": lambda z, t: (soft(z) - 1) / len(t),
            "first class": lambda z, t: (soft(z) - hot(z, 0 * t)) / len(t),
            "log p": lambda z, t: (np.log(soft(z)) - hot(z, t)) / len(t),
            "summed": lambda z, t: (soft(z) - hot(z, t)).sum(),
            "abs": lambda z, t: np.abs(soft(z) - hot(z, t)) / len(t),
            "classes from 1": lambda z, t: (soft(z) - hot(z, t - 1)) / len(t),
            "transposed": lambda z, t: ((soft(z) - hot(z, t)) / len(t)).T,
        },
        "far": {
            "rounded": lambda z, t: np.round((soft(z) - hot(z, t)) / len(t), 2),
            "root N": lambda z, t: (soft(z) - hot(z, t)) / np.sqrt(len(t)),
            "sigmoid": lambda z, t: (1 / (1 + np.exp(-z)) - hot(z, t)) / len(t),
            "N minus 1": lambda z, t: (soft(z) - hot(z, t)) / (len(t) - 0.5),
        },
        "right": {
            "loop": loss_loop,
            "comparison": lambda z, t: (soft(z) - (np.arange(z.shape[1]) == t[:, None])) / len(z),
            "add.at": lambda z, t: soft(z) / len(t) - hot(z, t) / len(t),
            "list": lambda z, t: ((soft(z) - hot(z, t)) * (1 / len(t))).tolist(),
        },
    },
    "numerical_gradient": {
        "core": {
            "all together": lambda f, w, d: (f(w + d) - f(w - d)) / (2 * d),
            "all together, filled": lambda f, w, d: np.full(
                w.shape, (f(w + d) - f(w - d)) / (2 * d)
            ),
            "all together, times ones": lambda f, w, d: np.ones(w.shape) * (f(w + d) - f(w)) / d,
            "up only": lambda f, w, d: nudge(f, w, d, low=0, by=1),
            "down only": lambda f, w, d: nudge(f, w, d, high=0, by=1),
            "divided by delta": lambda f, w, d: nudge(f, w, d, by=1),
            "up only, by 2 delta": lambda f, w, d: nudge(f, w, d, low=0, by=2),
            "not divided": lambda f, w, d: nudge(f, w, d, by=1 / d),
            "/ 2 * delta": lambda f, w, d: nudge(f, w, d, by=2 / d**2),
            "reversed": lambda f, w, d: -nudge(f, w, d),
            "no copy": nudge_no_copy,
            "nudges left": nudge_left,
            "one copy for all": nudge_kept_up,
            "one axis": nudge_1d,
            "rows": nudge_rows,
            "two axes": nudge_2d,
            "own delta 1e-4": lambda f, w, d: nudge(f, w, 1e-4),
            "own delta 1e-3": lambda f, w, d: nudge(f, w, 1e-3),
            "own delta 1e-5": lambda f, w, d: nudge(f, w, 1e-5),
            "own delta 0.1": lambda f, w, d: nudge(f, w, 0.1),
            "own delta 1": lambda f, w, d: nudge(f, w, 1.0),
            "replaced by delta": nudge_replaced,
            "each value alone": nudge_one_by_one_values,
            "flat list": nudge_list,
            "return in loop": nudge_returned_in_loop,
            "summed": lambda f, w, d: nudge(f, w, d).sum(),
            "int": nudge_int,
            "sum of both": lambda f, w, d: nudge(lambda v: f(v), w, d, low=-1, by=2),
        },
        "plausible": {
            "loss times slope": lambda f, w, d: nudge(f, w, d) * f(w),
            "for the bowl": lambda f, w, d: 2 * w,
            "step": lambda f, w, d: w - nudge(f, w, d),
            "np.gradient": lambda f, w, d: np.gradient(w, d) if w.ndim == 1 else w,
            "abs": lambda f, w, d: np.abs(nudge(f, w, d)),
            "not divided by 2": lambda f, w, d: nudge(f, w, d) / w.size,
            "first only": lambda f, w, d: (
                nudge(f, w, d) * (np.arange(w.size) == 0).reshape(w.shape)
            ),
        },
        "far": {
            "rounded": lambda f, w, d: np.round(nudge(f, w, d), 1),
            "loss of nudged": lambda f, w, d: np.full(w.shape, f(w + d)),
            "sign": lambda f, w, d: np.sign(nudge(f, w, d)),
            "transposed and long": lambda f, w, d: nudge(f, w, d)[None],
        },
        "right": {
            "nditer": nudge_nditer,
            "mean of sides": nudge_mean_of_sides,
            "reshaped": lambda f, w, d: np.array(nudge_list(f, w, d)).reshape(w.shape),
            "lists": lambda f, w, d: nudge(f, w, d).tolist(),
        },
    },
    "predicted_change": {
        "core": {
            "positive": lambda g, r: r * np.sum(g**2),
            "not squared": lambda g, r: -r * np.sum(g),
            "not squared, positive": lambda g, r: r * np.sum(g),
            "length": lambda g, r: -r * np.sqrt(np.sum(g**2)),
            "mean": lambda g, r: -r * np.mean(g**2),
            "rate squared": lambda g, r: -(r**2) * np.sum(g**2),
            "square of all": lambda g, r: -np.sum((r * g) ** 2),
            "squared steps, positive": lambda g, r: np.sum((r * g) ** 2),
            "square of the sum": lambda g, r: -r * np.sum(g) ** 2,
            "no rate": lambda g, r: -np.sum(g**2),
            "no rate, positive": lambda g, r: np.sum(g**2),
            "sizes": lambda g, r: -r * np.sum(np.abs(g)),
            "steepest": lambda g, r: -r * np.max(g**2),
            "halved": lambda g, r: -r * np.sum(g**2) / 2,
            "doubled": lambda g, r: -2 * r * np.sum(g**2),
            "not added": lambda g, r: -r * g**2,
            "step": lambda g, r: -r * g,
            "step, positive": lambda g, r: r * g,
            "axis 0": lambda g, r: -r * np.sum(g**2, axis=0),
            "divided by the rate": lambda g, r: -np.sum(g**2) / r,
            "times 2": lambda g, r: -r * np.sum(2 * g),
            "matrix product": lambda g, r: -r * (g @ g),
            "transposed product": lambda g, r: -r * (g.T @ g),
            "xor": lambda g, r: -r * np.sum(g ^ 2),
            "builtin sum": lambda g, r: -r * sum(g**2),
            "steepest size": lambda g, r: -r * np.max(np.abs(g)),
            "norm": lambda g, r: -r * np.linalg.norm(g),
        },
        "plausible": {
            "mean of the gradient": lambda g, r: -r * np.mean(g),
            "minus inside": lambda g, r: np.sum((-r * g) ** 2),
            "plus": lambda g, r: -r + np.sum(g**2),
            "product": lambda g, r: -r * np.prod(g**2),
            "cubed": lambda g, r: -r * np.sum(np.abs(g) ** 3),
            "root of the rate": lambda g, r: -np.sqrt(r) * np.sum(g**2),
            "1 - r": lambda g, r: -(1 - r) * np.sum(g**2),
        },
        "far": {
            "rounded": lambda g, r: np.round(-r * np.sum(g**2), 1),
            "variance": lambda g, r: -r * np.var(g) * g.size,
            "zero": lambda g, r: 0.0,
            "list": lambda g, r: [-r * np.sum(g**2)],
        },
        "right": {
            "loop": lambda g, r: -sum(r * v * v for v in g.ravel()),
            "einsum": lambda g, r: np.einsum("i,i->", -r * g.ravel(), g.ravel()),
            "inner": lambda g, r: -r * np.inner(g.flatten(), g.flatten()),
            "subtracted": lambda g, r: 0 - np.linalg.norm(np.sqrt(r) * g) ** 2,
        },
    },
}

SAYS = {
    ("numerical_gradient", "all together"): "all weights at once",
    ("numerical_gradient", "own delta 0.1"): "Nudge by the `delta` that is given",
    ("max_pool_backward", "pool and gate"): "a search that begins at 0",
    ("relu_backward", "if x > 0"): "decides once",
}
