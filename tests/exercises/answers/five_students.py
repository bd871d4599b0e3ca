"""Answers of five students to 22 exercises, written from the prompts alone.

One writes loops and has programmed for half a year, one knows NumPy well, one thinks in formulas,
one comes from another language, one is in a hurry. ``ANSWERS[exercise][tier][what was done]``.
"""

# ruff: noqa: NPY002, RET503, RET504, RET505, RUF007
import math

import numpy as np

from cnnkit import matching

ANSWERS: dict = {}


def answer(exercise, tier):
    """Keep the decorated function as an answer to an exercise."""

    def keep(function):
        tiers = ANSWERS.setdefault(exercise, {"core": {}, "plausible": {}, "far": {}, "right": {}})
        assert function.__name__ not in tiers[tier]
        tiers[tier][function.__name__] = function
        return function

    return keep


# lesson01.which_picture(pictures, feature): the index of the picture that holds the best match


@answer("lesson01.which_picture", "core")
def which_highest_score_itself(pictures, feature):
    best = -10
    for p in pictures:
        score = matching.match_map(p, feature).max()
        if score > best:
            best = score
    return best


@answer("lesson01.which_picture", "core")
def which_by_mean_of_map(pictures, feature):
    return int(np.argmax([matching.match_map(p, feature).mean() for p in pictures]))


@answer("lesson01.which_picture", "core")
def which_counted_from_one(pictures, feature):
    scores = [matching.match_map(p, feature).max() for p in pictures]
    return scores.index(max(scores)) + 1


@answer("lesson01.which_picture", "core")
def which_returns_the_picture(pictures, feature):
    return max(pictures, key=lambda p: matching.match_map(p, feature).max())


@answer("lesson01.which_picture", "core")
def which_first_perfect(pictures, feature):
    for i, p in enumerate(pictures):
        if matching.match_map(p, feature).max() == 1:
            return i


@answer("lesson01.which_picture", "core")
def which_starts_at_zero(pictures, feature):
    best, where = 0, 0
    for i in range(len(pictures)):
        s = np.max(matching.match_map(pictures[i], feature))
        if s > best:
            best, where = s, i
    return where


@answer("lesson01.which_picture", "right")  # which of equals is not said
def which_last_of_equals(pictures, feature):
    best, where = -100, 0
    for i in range(len(pictures)):
        s = matching.match_map(pictures[i], feature).max()
        if s >= best:
            best = s
            where = i
    return where


@answer("lesson01.which_picture", "plausible")
def which_argmax_of_each_map(pictures, feature):
    return [matching.match_map(p, feature).argmax() for p in pictures]


@answer("lesson01.which_picture", "plausible")
def which_upper_left_window_only(pictures, feature):
    h, w = feature.shape
    return np.argmax([np.mean(p[:h, :w] * feature) for p in pictures])


@answer("lesson01.which_picture", "far")
def which_largest_size_of_score(pictures, feature):
    return int(np.argmax([abs(matching.match_map(p, feature)).max() for p in pictures]))


@answer("lesson01.which_picture", "far")
def which_most_places_above_half(pictures, feature):
    return int(np.argmax([(matching.match_map(p, feature) > 0.5).sum() for p in pictures]))


@answer("lesson01.which_picture", "far")
def which_smallest_spread(pictures, feature):
    return int(np.argmin([matching.match_map(p, feature).std() for p in pictures]))


@answer("lesson01.which_picture", "right")
def which_all_windows(pictures, feature):
    h, w = feature.shape
    tops = []
    for p in pictures:
        windows = np.lib.stride_tricks.sliding_window_view(p, (h, w))
        tops.append(np.einsum("ijkl,kl->ij", windows, feature).max())
    return tops.index(max(tops))


# lesson01.multiplications(height, width, size, features)


@answer("lesson01.multiplications", "core")
def mult_whole_picture_places(height, width, size, features):
    return height * width * size * size * features


@answer("lesson01.multiplications", "core")
def mult_no_plus_one(height, width, size, features):
    return (height - size) * (width - size) * size**2 * features


@answer("lesson01.multiplications", "core")
def mult_places_only(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * features


@answer("lesson01.multiplications", "core")
def mult_one_side_of_the_feature(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size * features


@answer("lesson01.multiplications", "core")
def mult_one_feature(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size**2


@answer("lesson01.multiplications", "core")
def mult_fixed_nine(height, width, size, features):
    return (height - 2) * (width - 2) * 9 * features


@answer("lesson01.multiplications", "core")
def mult_square_picture(height, width, size, features):
    return (height - size + 1) ** 2 * size**2 * features


@answer("lesson01.multiplications", "plausible")
def mult_with_the_division(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (size**2 + 1) * features


@answer("lesson01.multiplications", "plausible")
def mult_tiles(height, width, size, features):
    return (height // size) * (width // size) * size * size * features


@answer("lesson01.multiplications", "plausible")
def mult_added(height, width, size, features):
    return ((height - size + 1) + (width - size + 1)) * size * size * features


@answer("lesson01.multiplications", "far")
def mult_features_squared(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size**2 * features**2


@answer("lesson01.multiplications", "far")
def mult_product_of_all(height, width, size, features):
    return height * width * size * features


@answer("lesson01.multiplications", "far")
def mult_and_additions(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (2 * size**2 - 1) * features


@answer("lesson01.multiplications", "right")
def mult_counted(height, width, size, features):
    n = 0
    for _ in range(features):
        for y in range(height):
            for x in range(width):
                if y + size <= height and x + size <= width:
                    n += size * size
    return float(n)


# lesson02.convolve(image, kernel): turn the kernel by half a turn, then filter


@answer("lesson02.convolve", "core")
def conv_not_turned(image, kernel):
    h, w = kernel.shape
    out = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + h, j : j + w] * kernel)
    return out


@answer("lesson02.convolve", "core")
def conv_flipped_rows_only(image, kernel):
    k = kernel[::-1]
    h, w = k.shape
    out = np.zeros((image.shape[0] - h + 1, image.shape[1] - w + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(image[i : i + h, j : j + w] * k)
    return out


@answer("lesson02.convolve", "core")
def conv_quarter_turn(image, kernel):
    return matching.match_map(image, np.rot90(kernel), scoring="sum")


@answer("lesson02.convolve", "core")
def conv_transposed(image, kernel):
    return matching.match_map(image, kernel.T, scoring="sum")


@answer("lesson02.convolve", "core")
def conv_image_turned(image, kernel):
    return matching.match_map(np.rot90(image, 2), kernel, scoring="sum")


@answer("lesson02.convolve", "core")
def conv_mean(image, kernel):
    return matching.match_map(image, kernel[::-1, ::-1])


@answer("lesson02.convolve", "core")
def conv_result_turned(image, kernel):
    return np.flip(matching.match_map(image, kernel, scoring="sum"))


@answer("lesson02.convolve", "plausible")
def conv_turned_twice(image, kernel):
    k = np.rot90(np.rot90(np.rot90(np.rot90(kernel))))
    return matching.match_map(image, k, scoring="sum")


@answer("lesson02.convolve", "plausible")
def conv_same_size(image, kernel):
    h, w = kernel.shape
    k = np.flip(kernel)
    big = np.pad(image, ((h // 2, h - 1 - h // 2), (w // 2, w - 1 - w // 2)))
    return matching.match_map(big, k, scoring="sum")


@answer("lesson02.convolve", "plausible")
def conv_negative_kernel(image, kernel):
    return matching.match_map(image, -kernel, scoring="sum")


@answer("lesson02.convolve", "far")
def conv_by_fft(image, kernel):
    f = np.fft.fft2(image) * np.fft.fft2(kernel, image.shape)
    return np.real(np.fft.ifft2(f))


@answer("lesson02.convolve", "far")
def conv_both_turned(image, kernel):
    return matching.match_map(image[::-1, ::-1], kernel[::-1, ::-1], scoring="sum")


@answer("lesson02.convolve", "far")
def conv_square_only(image, kernel):
    k = kernel[::-1, ::-1]
    n = len(k)
    m = len(image) - n + 1
    out = np.zeros((m, m))
    for i in range(m):
        for j in range(m):
            out[i, j] = (image[i : i + n, j : j + n] * k).sum()
    return out


@answer("lesson02.convolve", "right")
def conv_by_definition(image, kernel):
    h, w = kernel.shape
    H, W = image.shape
    out = [[0.0] * (W - w + 1) for _ in range(H - h + 1)]
    for y in range(h - 1, H):
        for x in range(w - 1, W):
            s = 0.0
            for u in range(h):
                for v in range(w):
                    s += kernel[u, v] * image[y - u, x - v]
            out[y - h + 1][x - w + 1] = s
    return out


# lesson02.parameters(in_channels, out_channels, kernel_size)


@answer("lesson02.parameters", "core")
def par_no_bias(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size**2


@answer("lesson02.parameters", "core")
def par_bias_per_input(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size * kernel_size + in_channels


@answer("lesson02.parameters", "core")
def par_one_bias(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size**2 + 1


@answer("lesson02.parameters", "core")
def par_side_not_squared(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size + out_channels


@answer("lesson02.parameters", "core")
def par_depth_forgotten(in_channels, out_channels, kernel_size):
    return out_channels * (kernel_size**2 + 1)


@answer("lesson02.parameters", "core")
def par_bias_per_slice(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * (kernel_size**2 + 1)


@answer("lesson02.parameters", "core")
def par_caret(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size ^ 2 + out_channels


@answer("lesson02.parameters", "plausible")
def par_bias_per_weight(in_channels, out_channels, kernel_size):
    return 2 * in_channels * out_channels * kernel_size**2


@answer("lesson02.parameters", "plausible")
def par_times_two(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size * 2 + out_channels


@answer("lesson02.parameters", "plausible")
def par_sum_of_channels(in_channels, out_channels, kernel_size):
    return (in_channels + out_channels) * kernel_size**2 + out_channels


@answer("lesson02.parameters", "far")
def par_cubic(in_channels, out_channels, kernel_size):
    return out_channels * kernel_size**3 + out_channels


@answer("lesson02.parameters", "far")
def par_bias_subtracted(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size**2 - out_channels


@answer("lesson02.parameters", "far")
def par_biases_of_both(in_channels, out_channels, kernel_size):
    return in_channels * out_channels * kernel_size**2 + in_channels + out_channels


@answer("lesson02.parameters", "right")
def par_counted_up(in_channels, out_channels, kernel_size):
    n = 0
    for _ in range(out_channels):
        n = n + 1
        for _ in range(in_channels):
            n = n + kernel_size * kernel_size
    return np.int32(n)


# lesson03.rrelu_evaluation(z, lower, upper)


@answer("lesson03.rrelu_evaluation", "core")
def rr_lower_slope(z, lower, upper):
    return np.where(z > 0, z, lower * z)


@answer("lesson03.rrelu_evaluation", "core")
def rr_upper_slope(z, lower, upper):
    return np.where(z > 0, z, upper * z)


@answer("lesson03.rrelu_evaluation", "core")
def rr_half_the_width(z, lower, upper):
    slope = (upper - lower) / 2
    return np.where(z > 0, z, slope * z)


@answer("lesson03.rrelu_evaluation", "core")
def rr_brackets_forgotten(z, lower, upper):
    a = lower + upper / 2
    return np.where(z >= 0, z, a * z)


@answer("lesson03.rrelu_evaluation", "core")
def rr_all_scaled(z, lower, upper):
    return z * (lower + upper) / 2


@answer("lesson03.rrelu_evaluation", "core")
def rr_slope_in_place_of_value(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) / 2)


@answer("lesson03.rrelu_evaluation", "core")
def rr_random(z, lower, upper):
    return np.where(z > 0, z, np.random.uniform(lower, upper) * z)


@answer("lesson03.rrelu_evaluation", "core")
def rr_if(z, lower, upper):
    if z > 0:
        return z
    return (lower + upper) / 2 * z


@answer("lesson03.rrelu_evaluation", "plausible")
def rr_not_halved(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) * z)


@answer("lesson03.rrelu_evaluation", "plausible")
def rr_slope_of_positives(z, lower, upper):
    m = (lower + upper) / 2
    return np.where(z > 0, m * z, z)


@answer("lesson03.rrelu_evaluation", "plausible")
def rr_maximum_with_slope(z, lower, upper):
    m = (lower + upper) / 2
    return np.maximum(z, m)


@answer("lesson03.rrelu_evaluation", "far")
def rr_geometric_mean(z, lower, upper):
    return np.where(z > 0, z, np.sqrt(lower * upper) * z)


@answer("lesson03.rrelu_evaluation", "far")
def rr_divided_by_slope(z, lower, upper):
    return np.where(z > 0, z, z / ((lower + upper) / 2))


@answer("lesson03.rrelu_evaluation", "far")
def rr_elu_like(z, lower, upper):
    return np.where(z > 0, z, (lower + upper) / 2 * (np.exp(z) - 1))


@answer("lesson03.rrelu_evaluation", "right")
def rr_two_parts(z, lower, upper):
    m = np.mean([lower, upper])
    return np.clip(z, 0, None) + m * np.clip(z, None, 0)


@answer("lesson03.rrelu_evaluation", "right")
def rr_loop(z, lower, upper):
    out = np.array(z, dtype=float)
    flat = out.reshape(-1)
    for i, v in enumerate(flat):
        if v < 0:
            flat[i] = v * (lower + upper) * 0.5
    return flat.reshape(z.shape)


# lesson03.share_of_zeros(maps)


@answer("lesson03.share_of_zeros", "core")
def share_count_only(maps):
    return np.sum(np.maximum(maps, 0) == 0)


@answer("lesson03.share_of_zeros", "core")
def share_without_relu(maps):
    return (maps == 0).mean()


@answer("lesson03.share_of_zeros", "core")
def share_negative_only(maps):
    return (maps < 0).sum() / maps.size


@answer("lesson03.share_of_zeros", "core")
def share_of_positives(maps):
    return np.mean(maps > 0)


@answer("lesson03.share_of_zeros", "core")
def share_percent(maps):
    return 100 * np.mean(maps <= 0)


@answer("lesson03.share_of_zeros", "core")
def share_over_len(maps):
    return np.sum(maps <= 0) / len(maps)


@answer("lesson03.share_of_zeros", "core")
def share_per_map(maps):
    return [np.mean(m <= 0) for m in maps]


@answer("lesson03.share_of_zeros", "plausible")
def share_first_map(maps):
    for m in maps:
        zeros = 0
        for row in m:
            for v in row:
                if v <= 0:
                    zeros += 1
        return zeros / m.size


@answer("lesson03.share_of_zeros", "plausible")
def share_of_pixels_of_one_map(maps):
    relu = np.maximum(0, maps)
    return np.count_nonzero(relu == 0) / (maps.shape[1] * maps.shape[2])


@answer("lesson03.share_of_zeros", "plausible")
def share_floor_division(maps):
    return np.sum(maps <= 0) // maps.size


@answer("lesson03.share_of_zeros", "far")
def share_count_nonzero(maps):
    return np.count_nonzero(np.maximum(maps, 0)) / maps.size


@answer("lesson03.share_of_zeros", "far")
def share_zeros_to_nonzeros(maps):
    r = np.maximum(maps, 0)
    return (r == 0).sum() / (r > 0).sum()


@answer("lesson03.share_of_zeros", "far")
def share_of_all_zero_places(maps):
    return (np.maximum(maps, 0).sum(axis=0) == 0).mean()


@answer("lesson03.share_of_zeros", "right")
def share_three_loops(maps):
    c, h, w = maps.shape
    n = 0
    for i in range(c):
        for j in range(h):
            for k in range(w):
                n += not maps[i, j, k] > 0
    return n / (c * h * w)


# lesson04.average_pool(a, size, stride)


@answer("lesson04.average_pool", "core")
def avg_max(a, size, stride):
    H = (a.shape[0] - size) // stride + 1
    W = (a.shape[1] - size) // stride + 1
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = a[i * stride : i * stride + size, j * stride : j * stride + size].max()
    return out


@answer("lesson04.average_pool", "core")
def avg_sum(a, size, stride):
    H = (a.shape[0] - size) // stride + 1
    W = (a.shape[1] - size) // stride + 1
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = a[i * stride : i * stride + size, j * stride : j * stride + size].sum()
    return out


@answer("lesson04.average_pool", "core")
def avg_stride_forgotten(a, size, stride):
    H = (a.shape[0] - size) // stride + 1
    W = (a.shape[1] - size) // stride + 1
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = a[i : i + size, j : j + size].mean()
    return out


@answer("lesson04.average_pool", "core")
def avg_window_as_wide_as_stride(a, size, stride):
    H = (a.shape[0] - size) // stride + 1
    W = (a.shape[1] - size) // stride + 1
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = np.mean(a[i * stride : (i + 1) * stride, j * stride : (j + 1) * stride])
    return out


@answer("lesson04.average_pool", "core")
def avg_partial_windows(a, size, stride):
    rows = []
    for i in range(0, a.shape[0], stride):
        rows.append([a[i : i + size, j : j + size].mean() for j in range(0, a.shape[1], stride)])
    return np.array(rows)


@answer("lesson04.average_pool", "core")
def avg_one_too_few(a, size, stride):
    rows = []
    for i in range(0, a.shape[0] - size, stride):
        row = []
        for j in range(0, a.shape[1] - size, stride):
            row.append(a[i : i + size, j : j + size].mean())
        rows.append(row)
    return rows


@answer("lesson04.average_pool", "core")
def avg_divided_by_size(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return w.sum(axis=(2, 3)) / size


@answer("lesson04.average_pool", "plausible")
def avg_divided_by_four(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return w.sum(axis=(2, 3)) / 4


@answer("lesson04.average_pool", "plausible")
def avg_mean_over_columns_only(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return w.mean(axis=3)


@answer("lesson04.average_pool", "plausible")
def avg_reshape_trick(a, size, stride):
    H, W = a.shape[0] // size, a.shape[1] // size
    return a[: H * size, : W * size].reshape(H, size, W, size).mean(axis=(1, 3))


@answer("lesson04.average_pool", "far")
def avg_median(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return np.median(w, axis=(2, 3))


@answer("lesson04.average_pool", "far")
def avg_middle_of_extremes(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return (w.max(axis=(2, 3)) + w.min(axis=(2, 3))) / 2


@answer("lesson04.average_pool", "far")
def avg_of_positives(a, size, stride):
    w = np.lib.stride_tricks.sliding_window_view(a, (size, size))[::stride, ::stride]
    return np.maximum(w, 0).mean(axis=(2, 3))


@answer("lesson04.average_pool", "right")
def avg_all_then_picked(a, size, stride):
    H, W = a.shape
    every = np.empty((H - size + 1, W - size + 1))
    for (i, j), _ in np.ndenumerate(every):
        every[i, j] = sum(a[i + u, j + v] for u in range(size) for v in range(size)) / size**2
    return every[::stride, ::stride]


# lesson04.max_pool_ceil(a)


@answer("lesson04.max_pool_ceil", "core")
def ceil_dropped(a):
    H, W = a.shape
    return a[: H // 2 * 2, : W // 2 * 2].reshape(H // 2, 2, W // 2, 2).max(axis=(1, 3))


@answer("lesson04.max_pool_ceil", "core")
def ceil_zeros_at_the_edge(a):
    H, W = a.shape
    p = np.pad(a, ((0, H % 2), (0, W % 2)))
    return p.reshape(p.shape[0] // 2, 2, p.shape[1] // 2, 2).max(axis=(1, 3))


@answer("lesson04.max_pool_ceil", "core")
def ceil_stride_one(a):
    out = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[i, j] = a[i : i + 2, j : j + 2].max()
    return out


@answer("lesson04.max_pool_ceil", "core")
def ceil_half_plus_one(a):
    H, W = a.shape[0] // 2 + 1, a.shape[1] // 2 + 1
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return out


@answer("lesson04.max_pool_ceil", "core")
def ceil_round(a):
    H, W = round(a.shape[0] / 2), round(a.shape[1] / 2)
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = np.max(a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])
    return out


@answer("lesson04.max_pool_ceil", "core")
def ceil_rows_only(a):
    H, W = math.ceil(a.shape[0] / 2), a.shape[1] // 2
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = np.max(a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2])
    return out


@answer("lesson04.max_pool_ceil", "core")
def ceil_without_max(a):
    return a[::2, ::2]


@answer("lesson04.max_pool_ceil", "plausible")
def ceil_padded_in_front(a):
    H, W = a.shape
    p = np.pad(a, ((H % 2, 0), (W % 2, 0)), constant_values=-np.inf)
    return p.reshape(p.shape[0] // 2, 2, p.shape[1] // 2, 2).max(axis=(1, 3))


@answer("lesson04.max_pool_ceil", "plausible")
def ceil_float_index(a):
    H, W = np.ceil(a.shape[0] / 2), np.ceil(a.shape[1] / 2)
    out = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            out[i, j] = a[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max()
    return out


@answer("lesson04.max_pool_ceil", "plausible")
def ceil_running_max_from_zero(a):
    H, W = (a.shape[0] + 1) // 2, (a.shape[1] + 1) // 2
    out = np.zeros((H, W))
    for y in range(a.shape[0]):
        for x in range(a.shape[1]):
            if a[y, x] > out[y // 2, x // 2]:
                out[y // 2, x // 2] = a[y, x]
    return out


@answer("lesson04.max_pool_ceil", "far")
def ceil_mean(a):
    return [
        [a[i : i + 2, j : j + 2].mean() for j in range(0, a.shape[1], 2)]
        for i in range(0, a.shape[0], 2)
    ]


@answer("lesson04.max_pool_ceil", "far")
def ceil_threes(a):
    return [
        [a[i : i + 3, j : j + 3].max() for j in range(0, a.shape[1], 2)]
        for i in range(0, a.shape[0], 2)
    ]


@answer("lesson04.max_pool_ceil", "far")
def ceil_diagonal_only(a):
    H, W = a.shape
    return [
        [max(a[i, j], a[min(i + 1, H - 1), min(j + 1, W - 1)]) for j in range(0, W, 2)]
        for i in range(0, H, 2)
    ]


@answer("lesson04.max_pool_ceil", "right")
def ceil_two_steps(a):
    up = np.array([a[i : i + 2].max(axis=0) for i in range(0, len(a), 2)]).T
    return np.array([up[j : j + 2].max(axis=0) for j in range(0, len(up), 2)]).T


@answer("lesson04.max_pool_ceil", "right")
def ceil_edge_repeated(a):
    p = np.pad(a, ((0, a.shape[0] % 2), (0, a.shape[1] % 2)), mode="edge")
    return np.maximum(
        np.maximum(p[::2, ::2], p[1::2, ::2]), np.maximum(p[::2, 1::2], p[1::2, 1::2])
    )


# lesson05.decisive_value(x, weight, winner, loser)


@answer("lesson05.decisive_value", "core")
def dec_winner_only(x, weight, winner, loser):
    return np.argmax(weight[winner] * x)


@answer("lesson05.decisive_value", "core")
def dec_weights_only(x, weight, winner, loser):
    return np.argmax(weight[winner] - weight[loser])


@answer("lesson05.decisive_value", "core")
def dec_loser_minus_winner(x, weight, winner, loser):
    return np.argmax(x * weight[loser] - x * weight[winner])


@answer("lesson05.decisive_value", "core")
def dec_max_not_argmax(x, weight, winner, loser):
    return np.max(x * (weight[winner] - weight[loser]))


@answer("lesson05.decisive_value", "core")
def dec_absolute(x, weight, winner, loser):
    return np.argmax(np.abs(x * (weight[winner] - weight[loser])))


@answer("lesson05.decisive_value", "core")
def dec_columns(x, weight, winner, loser):
    return np.argmax(x * (weight[:, winner] - weight[:, loser]))


@answer("lesson05.decisive_value", "core")
def dec_largest_value(x, weight, winner, loser):
    return x.argmax()


@answer("lesson05.decisive_value", "plausible")
def dec_starts_at_zero(x, weight, winner, loser):
    best, index = 0, 0
    for i in range(len(x)):
        d = x[i] * weight[winner, i] - x[i] * weight[loser, i]
        if d > best:
            best = d
            index = i
    return index


@answer("lesson05.decisive_value", "plausible")
def dec_sums(x, weight, winner, loser):
    return weight[winner] @ x - weight[loser] @ x


@answer("lesson05.decisive_value", "plausible")
def dec_ratio(x, weight, winner, loser):
    return np.argmax((x * weight[winner]) / (x * weight[loser] + 1e-9))


@answer("lesson05.decisive_value", "far")
def dec_added(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] + weight[loser]))


@answer("lesson05.decisive_value", "far")
def dec_over_all_classes(x, weight, winner, loser):
    return np.argmax(x * weight) % len(x)


@answer("lesson05.decisive_value", "far")
def dec_counted_from_one(x, weight, winner, loser):
    return int(np.argmax(x * (weight[winner] - weight[loser]))) + 1


@answer("lesson05.decisive_value", "right")
def dec_sorted(x, weight, winner, loser):
    votes = [
        (v * (a - b), -i)
        for i, (v, a, b) in enumerate(zip(x, weight[winner], weight[loser], strict=True))
    ]
    return -max(votes)[1]


# lesson05.place_in_map(index, height, width)


@answer("lesson05.place_in_map", "core")
def place_height_for_width(index, height, width):
    m = index // (height * width)
    rest = index % (height * width)
    return m, rest // height, rest % height


@answer("lesson05.place_in_map", "core")
def place_row_not_reduced(index, height, width):
    return index // (height * width), index // width, index % width


@answer("lesson05.place_in_map", "core")
def place_row_column_swapped(index, height, width):
    m, rest = divmod(index, height * width)
    row, col = divmod(rest, width)
    return m, col, row


@answer("lesson05.place_in_map", "core")
def place_counted_from_one(index, height, width):
    m, rest = divmod(index, height * width)
    row, col = divmod(rest, width)
    return m + 1, row + 1, col + 1


@answer("lesson05.place_in_map", "core")
def place_true_division(index, height, width):
    m = index / (height * width)
    rest = index % (height * width)
    return m, rest / width, rest % width


@answer("lesson05.place_in_map", "core")
def place_row_and_column_only(index, height, width):
    rest = index % (height * width)
    return rest // width, rest % width


@answer("lesson05.place_in_map", "core")
def place_column_major(index, height, width):
    m, rest = divmod(index, height * width)
    return m, rest % height, rest // height


@answer("lesson05.place_in_map", "plausible")
def place_map_last(index, height, width):
    m, rest = divmod(index, height * width)
    return rest // width, rest % width, m


@answer("lesson05.place_in_map", "plausible")
def place_index_minus_one(index, height, width):
    index = index - 1
    m, rest = divmod(index, height * width)
    return m, rest // width, rest % width


@answer("lesson05.place_in_map", "plausible")
def place_map_by_height_plus_width(index, height, width):
    m = index // (height + width)
    rest = index % (height + width)
    return m, rest // width, rest % width


@answer("lesson05.place_in_map", "far")
def place_channels_last(index, height, width):
    maps = 2
    row, rest = divmod(index, width * maps)
    return rest % maps, row, rest // maps


@answer("lesson05.place_in_map", "far")
def place_all_by_width(index, height, width):
    return index // width // width, index // width % width, index % width


@answer("lesson05.place_in_map", "right")
def place_counting(index, height, width):
    m = 0
    while index >= height * width:
        index -= height * width
        m += 1
    r = 0
    while index >= width:
        index -= width
        r += 1
    return [m, r, index]


@answer("lesson05.place_in_map", "right")
def place_unravel(index, height, width):
    return np.unravel_index(index, (index + 1, height, width))


# lesson06.with_temperature(logits, temperature)


@answer("lesson06.with_temperature", "core")
def temp_multiplied(logits, temperature):
    z = logits * temperature
    e = np.exp(z - z.max())
    return e / e.sum()


@answer("lesson06.with_temperature", "core")
def temp_after_softmax(logits, temperature):
    e = np.exp(logits - np.max(logits))
    return e / e.sum() / temperature


@answer("lesson06.with_temperature", "core")
def temp_ignored(logits, temperature):
    e = np.exp(logits - np.max(logits))
    return e / np.sum(e)


@answer("lesson06.with_temperature", "core")
def temp_overflows(logits, temperature):
    e = np.exp(logits / temperature)
    return e / np.sum(e)


@answer("lesson06.with_temperature", "core")
def temp_not_normalised(logits, temperature):
    z = logits / temperature
    return np.exp(z - z.max())


@answer("lesson06.with_temperature", "core")
def temp_no_exp(logits, temperature):
    z = logits / temperature
    return z / z.sum()


@answer("lesson06.with_temperature", "core")
def temp_max_before_division(logits, temperature):
    z = logits / temperature
    e = np.exp(z - logits.max())
    return e / e.sum()


@answer("lesson06.with_temperature", "plausible")
def temp_exp_divided(logits, temperature):
    e = np.exp(logits - logits.max()) / temperature
    return e / e.sum()


@answer("lesson06.with_temperature", "plausible")
def temp_math_exp(logits, temperature):
    total = 0
    out = []
    for v in logits:
        p = math.exp(v / temperature)
        out.append(p)
        total = total + p
    return [p / total for p in out]


@answer("lesson06.with_temperature", "plausible")
def temp_mean_subtracted(logits, temperature):
    z = logits / temperature
    e = np.exp(z - z.mean())
    return e / e.sum()


@answer("lesson06.with_temperature", "far")
def temp_divides_sum_only(logits, temperature):
    e = np.exp(logits - logits.max())
    return e / (e.sum() / temperature)


@answer("lesson06.with_temperature", "far")
def temp_root_of_temperature(logits, temperature):
    z = logits / np.sqrt(temperature)
    e = np.exp(z - z.max())
    return e / e.sum()


@answer("lesson06.with_temperature", "far")
def temp_clipped(logits, temperature):
    z = np.clip(logits / temperature, -500, 500)
    e = np.exp(z)
    return e / e.sum()


@answer("lesson06.with_temperature", "right")
def temp_as_power(logits, temperature):
    e = np.exp(logits - logits.max())
    p = e ** (1 / temperature)
    return p / p.sum()


@answer("lesson06.with_temperature", "right")
def temp_differences(logits, temperature):
    with np.errstate(over="ignore"):
        return [1 / sum(np.exp((b - a) / temperature) for b in logits) for a in logits]


# lesson06.binary_cross_entropy(p, y)


@answer("lesson06.binary_cross_entropy", "core")
def bce_yes_only(p, y):
    return -np.mean(y * np.log(p))


@answer("lesson06.binary_cross_entropy", "core")
def bce_sign_forgotten(p, y):
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@answer("lesson06.binary_cross_entropy", "core")
def bce_sum(p, y):
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


@answer("lesson06.binary_cross_entropy", "core")
def bce_each(p, y):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


@answer("lesson06.binary_cross_entropy", "core")
def bce_swapped(p, y):
    return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


@answer("lesson06.binary_cross_entropy", "core")
def bce_log_of_truth(p, y):
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


@answer("lesson06.binary_cross_entropy", "core")
def bce_log10(p, y):
    return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))


@answer("lesson06.binary_cross_entropy", "plausible")
def bce_half(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) / 2


@answer("lesson06.binary_cross_entropy", "plausible")
def bce_two_separate_means(p, y):
    return -np.log(p[y == 1]).mean() - np.log(1 - p[y == 0]).mean()


@answer("lesson06.binary_cross_entropy", "plausible")
def bce_return_in_loop(p, y):
    total = 0
    for i in range(len(p)):
        if y[i] == 1:
            total -= np.log(p[i])
        else:
            total -= np.log(1 - p[i])
        return total / len(p)


@answer("lesson06.binary_cross_entropy", "far")
def bce_one_minus_log(p, y):
    return -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p)))


@answer("lesson06.binary_cross_entropy", "far")
def bce_log_of_mean(p, y):
    return -np.log(np.mean(np.where(y == 1, p, 1 - p)))


@answer("lesson06.binary_cross_entropy", "far")
def bce_log2(p, y):
    return np.mean(-np.log2(np.abs(1 - y - p)))


@answer("lesson06.binary_cross_entropy", "far")
def bce_squared_error(p, y):
    return ((p - y) ** 2).mean()


@answer("lesson06.binary_cross_entropy", "right")
def bce_product(p, y):
    got = np.prod(np.where(y == 1, p, 1 - p))
    return -math.log(got) / len(p)


# lesson07.largest_rate(a, b): error a (w - b)^2, above which rate does descent run away


@answer("lesson07.largest_rate", "core")
def rate_half(a, b):
    return 1 / (2 * a)


@answer("lesson07.largest_rate", "core")
def rate_two_over(a, b):
    return 2 / a


@answer("lesson07.largest_rate", "core")
def rate_with_b(a, b):
    return 1 / (a * b)


@answer("lesson07.largest_rate", "core")
def rate_precedence(a, b):
    return 1 / 2 * a


@answer("lesson07.largest_rate", "core")
def rate_is_a(a, b):
    return a


@answer("lesson07.largest_rate", "core")
def rate_always_one(a, b):
    return 1


@answer("lesson07.largest_rate", "core")
def rate_the_minimum(a, b):
    return b


@answer("lesson07.largest_rate", "plausible")
def rate_floor(a, b):
    return 1 // a


@answer("lesson07.largest_rate", "plausible")
def rate_two_a(a, b):
    return 2 * a


@answer("lesson07.largest_rate", "plausible")
def rate_root(a, b):
    return 1 / np.sqrt(a)


@answer("lesson07.largest_rate", "far")
def rate_inverse_square(a, b):
    return 1 / a**2


@answer("lesson07.largest_rate", "far")
def rate_slope_at_zero(a, b):
    return -2 * a * b


@answer("lesson07.largest_rate", "far")
def rate_error_at_zero(a, b):
    return a * b**2


@answer("lesson07.largest_rate", "right")
def rate_tried(a, b):
    low, high = 0.0, 1000.0
    while high - low > 1e-11:
        middle = (low + high) / 2
        w = b + 1
        w2 = w - middle * 2 * a * (w - b)
        if abs(w2 - b) > abs(w - b):
            high = middle
        else:
            low = middle
    return high


# lesson07.slope_by_nudge(error, w, delta)


@answer("lesson07.slope_by_nudge", "core")
def nudge_up_only(error, w, delta):
    return (error(w + delta) - error(w)) / delta


@answer("lesson07.slope_by_nudge", "core")
def nudge_delta_not_doubled(error, w, delta):
    return (error(w + delta) - error(w - delta)) / delta


@answer("lesson07.slope_by_nudge", "core")
def nudge_not_divided(error, w, delta):
    return error(w + delta) - error(w - delta)


@answer("lesson07.slope_by_nudge", "core")
def nudge_precedence(error, w, delta):
    return (error(w + delta) - error(w - delta)) / 2 * delta


@answer("lesson07.slope_by_nudge", "core")
def nudge_down_minus_up(error, w, delta):
    return (error(w - delta) - error(w + delta)) / (2 * delta)


@answer("lesson07.slope_by_nudge", "core")
def nudge_own_delta(error, w, delta):
    delta = 1e-5
    return (error(w + delta) - error(w - delta)) / (2 * delta)


@answer("lesson07.slope_by_nudge", "core")
def nudge_brackets_missing(error, w, delta):
    return error(w + delta) - error(w - delta) / (2 * delta)


@answer("lesson07.slope_by_nudge", "plausible")
def nudge_wrong_middle(error, w, delta):
    return (error(w + delta / 2) - error(w - delta / 2)) / delta


@answer("lesson07.slope_by_nudge", "plausible")
def nudge_divided_by_w(error, w, delta):
    return (error(w + delta) - error(w - delta)) / (2 * w)


@answer("lesson07.slope_by_nudge", "plausible")
def nudge_scaled(error, w, delta):
    return (error(w * (1 + delta)) - error(w * (1 - delta))) / (2 * delta)


@answer("lesson07.slope_by_nudge", "far")
def nudge_absolute(error, w, delta):
    return abs(error(w + delta) - error(w - delta)) / (2 * delta)


@answer("lesson07.slope_by_nudge", "far")
def nudge_second_difference(error, w, delta):
    return (error(w + delta) - 2 * error(w) + error(w - delta)) / delta**2


@answer("lesson07.slope_by_nudge", "far")
def nudge_without_error(error, w, delta):
    return ((w + delta) - (w - delta)) / (2 * delta)


@answer("lesson07.slope_by_nudge", "right")
def nudge_two_sides(error, w, delta):
    right = (error(w + delta) - error(w)) / delta
    left = (error(w) - error(w - delta)) / delta
    return (right + left) / 2


# lesson08.relu_backward(d, x)


@answer("lesson08.relu_backward", "core")
def rb_relu_of_d(d, x):
    return np.maximum(d, 0)


@answer("lesson08.relu_backward", "core")
def rb_mask_only(d, x):
    return (x > 0).astype(float)


@answer("lesson08.relu_backward", "core")
def rb_times_x(d, x):
    return d * np.maximum(x, 0)


@answer("lesson08.relu_backward", "core")
def rb_mask_of_d(d, x):
    return d * (d > 0)


@answer("lesson08.relu_backward", "core")
def rb_zero_counts(d, x):
    return d * (x >= 0)


@answer("lesson08.relu_backward", "core")
def rb_exchanged(d, x):
    return np.where(d > 0, x, 0)


@answer("lesson08.relu_backward", "core")
def rb_unchanged(d, x):
    return d


@answer("lesson08.relu_backward", "core")
def rb_opposite_mask(d, x):
    return np.where(x > 0, 0, d)


@answer("lesson08.relu_backward", "core")
def rb_if(d, x):
    if x > 0:
        return d
    else:
        return 0


@answer("lesson08.relu_backward", "plausible")
def rb_in_place(d, x):
    d[x <= 0] = 0
    return d


@answer("lesson08.relu_backward", "plausible")
def rb_sign(d, x):
    return d * np.sign(x)


@answer("lesson08.relu_backward", "plausible")
def rb_both_positive(d, x):
    return np.where((x > 0) & (d > 0), d, 0)


@answer("lesson08.relu_backward", "far")
def rb_picked(d, x):
    return d[x > 0]


@answer("lesson08.relu_backward", "far")
def rb_minus_one(d, x):
    return np.where(x > 0, d, -1)


@answer("lesson08.relu_backward", "far")
def rb_leaky(d, x):
    return np.where(x > 0, d, 0.01 * d)


@answer("lesson08.relu_backward", "right")
def rb_loop(d, x):
    out = np.zeros_like(d)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = d[i]
    return out


# lesson08.numerical_gradient(loss, w, delta)


@answer("lesson08.numerical_gradient", "core")
def ng_all_at_once(loss, w, delta):
    return (loss(w + delta) - loss(w - delta)) / (2 * delta)


@answer("lesson08.numerical_gradient", "core")
def ng_up_only(loss, w, delta):
    g = np.zeros_like(w)
    for i in range(w.size):
        v = w.copy()
        v.flat[i] += delta
        g.flat[i] = (loss(v) - loss(w)) / delta
    return g


@answer("lesson08.numerical_gradient", "core")
def ng_not_put_back(loss, w, delta):
    w = w.copy()
    g = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        w[i] += delta
        up = loss(w)
        w[i] -= 2 * delta
        down = loss(w)
        g[i] = (up - down) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "core")
def ng_no_copy(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        up = w
        up[i] += delta
        down = w
        down[i] -= delta
        g[i] = (loss(up) - loss(down)) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "core")
def ng_divided_by_delta(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        up, down = w.copy(), w.copy()
        up[i] += delta
        down[i] -= delta
        g[i] = (loss(up) - loss(down)) / delta
    return g


@answer("lesson08.numerical_gradient", "core")
def ng_flat_index(loss, w, delta):
    g = np.zeros_like(w)
    for i in range(len(w)):
        up, down = w.copy(), w.copy()
        up[i] += delta
        down[i] -= delta
        g[i] = (loss(up) - loss(down)) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "core")
def ng_list_of_slopes(loss, w, delta):
    g = []
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = delta
        g.append((loss(w + e) - loss(w - e)) / (2 * delta))
    return np.array(g)


@answer("lesson08.numerical_gradient", "plausible")
def ng_summed(loss, w, delta):
    g = 0
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = delta
        g += (loss(w + e) - loss(w - e)) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "plausible")
def ng_own_delta(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = 1e-6
        g[i] = (loss(w + e) - loss(w - e)) / 2e-6
    return g


@answer("lesson08.numerical_gradient", "plausible")
def ng_return_in_loop(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = delta
        g[i] = (loss(w + e) - loss(w - e)) / (2 * delta)
        return g


@answer("lesson08.numerical_gradient", "far")
def ng_step_taken(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = delta
        g[i] = (loss(w + e) - loss(w - e)) / (2 * delta)
    return w - g


@answer("lesson08.numerical_gradient", "far")
def ng_nudge_accumulates(loss, w, delta):
    g, e = np.zeros_like(w), np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        e[i] = delta
        g[i] = (loss(w + e) - loss(w - e)) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "far")
def ng_only_one_set(loss, w, delta):
    g = np.zeros_like(w)
    for i in np.ndindex(w.shape):
        e = np.zeros(w.shape)
        e[i] = w[i]
        g[i] = (loss(e + delta) - loss(e - delta)) / (2 * delta)
    return g


@answer("lesson08.numerical_gradient", "right")
def ng_identity(loss, w, delta):
    steps = np.eye(w.size).reshape(-1, *w.shape) * delta
    return np.array([(loss(w + s) - loss(w - s)) / (2 * delta) for s in steps]).reshape(w.shape)


# lesson09.training_loop(weight, x, y, learning_rate, epochs, size)


@answer("lesson09.training_loop", "core")
def loop_uphill(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight += learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_whole_data(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        weight -= learning_rate * np.mean(2 * (weight * x - y) * x)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_append_each_batch(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight = weight - learning_rate * np.mean(2 * (weight * a - b) * a)
            history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_sum_not_mean(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight = weight - learning_rate * np.sum(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_last_weight_only(weight, x, y, learning_rate, epochs, size):
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight -= learning_rate * np.mean(2 * (weight * a - b) * a)
    return weight


@answer("lesson09.training_loop", "core")
def loop_rest_dropped(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for k in range(len(x) // size):
            a, b = x[k * size : (k + 1) * size], y[k * size : (k + 1) * size]
            weight -= learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_first_weight_included(weight, x, y, learning_rate, epochs, size):
    history = [weight]
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight = weight - learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "core")
def loop_return_inside(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight = weight - learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
        return history


@answer("lesson09.training_loop", "plausible")
def loop_starts_again(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        w = weight
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            w = w - learning_rate * np.mean(2 * (w * a - b) * a)
        history.append(w)
    return history


@answer("lesson09.training_loop", "plausible")
def loop_x_forgotten(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight -= learning_rate * np.mean(2 * (weight * a - b))
        history.append(weight)
    return history


@answer("lesson09.training_loop", "plausible")
def loop_one_at_a_time(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for a, b in zip(x, y, strict=True):
            weight -= learning_rate * 2 * (weight * a - b) * a
        history.append(weight)
    return history


@answer("lesson09.training_loop", "plausible")
def loop_gradients_of_old_weight(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        old = weight
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight = weight - learning_rate * np.mean(2 * (old * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "far")
def loop_divided_by_size(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), size):
            a, b = x[i : i + size], y[i : i + size]
            weight -= learning_rate * np.sum(2 * (weight * a - b) * a) / size
        history.append(weight)
    return history


@answer("lesson09.training_loop", "far")
def loop_epochs_and_size_swapped(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(size):
        for i in range(0, len(x), epochs):
            a, b = x[i : i + epochs], y[i : i + epochs]
            weight -= learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "far")
def loop_backwards(weight, x, y, learning_rate, epochs, size):
    history = []
    for _ in range(epochs):
        for i in reversed(range(0, len(x), size)):
            a, b = x[i : i + size], y[i : i + size]
            weight -= learning_rate * np.mean(2 * (weight * a - b) * a)
        history.append(weight)
    return history


@answer("lesson09.training_loop", "right")
def loop_while(weight, x, y, learning_rate, epochs, size):
    history = np.zeros(epochs)
    e = 0
    while e < epochs:
        i = 0
        while i < len(x):
            slope, n = 0.0, 0
            for a, b in zip(x[i : i + size], y[i : i + size], strict=True):
                slope += 2 * (weight * a - b) * a
                n += 1
            weight = weight - learning_rate * slope / n
            i += size
        history[e] = weight
        e += 1
    return history


# lesson09.batches(count, size)


@answer("lesson09.batches", "core")
def bat_stop_beyond(count, size):
    return [(i, i + size) for i in range(0, count, size)]


@answer("lesson09.batches", "core")
def bat_rest_dropped(count, size):
    return [(i * size, (i + 1) * size) for i in range(count // size)]


@answer("lesson09.batches", "core")
def bat_one_more(count, size):
    result = []
    for i in range(count // size + 1):
        result.append((i * size, min((i + 1) * size, count)))
    return result


@answer("lesson09.batches", "core")
def bat_stop_included(count, size):
    return [(i, min(i + size, count) - 1) for i in range(0, count, size)]


@answer("lesson09.batches", "core")
def bat_from_one(count, size):
    return [(i, min(i + size - 1, count)) for i in range(1, count + 1, size)]


@answer("lesson09.batches", "core")
def bat_starts_only(count, size):
    return list(range(0, count, size))


@answer("lesson09.batches", "core")
def bat_lengths(count, size):
    return [(i, min(size, count - i)) for i in range(0, count, size)]


@answer("lesson09.batches", "core")
def bat_overlap_by_one_step(count, size):
    return [(i, i + size) for i in range(count - size + 1)]


@answer("lesson09.batches", "plausible")
def bat_rest_first(count, size):
    rest = count % size
    result = [(0, rest)] if rest else []
    return result + [(i, i + size) for i in range(rest, count, size)]


@answer("lesson09.batches", "plausible")
def bat_rest_joins_the_last(count, size):
    n = count // size
    return [(i * size, (i + 1) * size if i < n - 1 else count) for i in range(n)]


@answer("lesson09.batches", "plausible")
def bat_size_is_number(count, size):
    step = math.ceil(count / size)
    return [(i, min(i + step, count)) for i in range(0, count, step)]


@answer("lesson09.batches", "plausible")
def bat_indices(count, size):
    return [list(range(i, min(i + size, count))) for i in range(0, count, size)]


@answer("lesson09.batches", "far")
def bat_first_only(count, size):
    for start in range(0, count, size):
        return [(start, min(start + size, count))]


@answer("lesson09.batches", "far")
def bat_fractions(count, size):
    return [(k * size, min((k + 1) * size, count)) for k in range(count / size)]


@answer("lesson09.batches", "far")
def bat_flat(count, size):
    result = []
    for i in range(0, count, size):
        result += [i, min(i + size, count)]
    return result


@answer("lesson09.batches", "right")
def bat_edges(count, size):
    edges = [*range(0, count, size), count]
    return list(zip(edges[:-1], edges[1:], strict=True))


@answer("lesson09.batches", "right")
def bat_array(count, size):
    start = np.arange(0, count, size)
    return np.stack([start, np.minimum(start + size, count)], axis=1)


# lesson10.ways(kernels)


@answer("lesson10.ways", "core")
def ways_last_missing(kernels):
    ways = np.ones(kernels[0])
    for k in kernels[1:-1]:
        ways = np.convolve(ways, np.ones(k))
    return ways


@answer("lesson10.ways", "core")
def ways_shape_same(kernels):
    ways = np.ones(1)
    for k in kernels:
        ways = np.convolve(ways, np.ones(k), mode="same")
    return ways


@answer("lesson10.ways", "core")
def ways_all_threes(kernels):
    ways = np.ones(1)
    for _ in kernels:
        ways = np.convolve(ways, np.ones(3))
    return ways


@answer("lesson10.ways", "core")
def ways_field_size(kernels):
    return 1 + sum(k - 1 for k in kernels)


@answer("lesson10.ways", "core")
def ways_all_ones(kernels):
    n = 1
    for k in kernels:
        n += k - 1
    return [1] * n


@answer("lesson10.ways", "core")
def ways_triangle_of_the_field(kernels):
    n = sum(kernels) - len(kernels) + 1
    return [min(i + 1, n - i) for i in range(n)]


@answer("lesson10.ways", "core")
def ways_returned_early(kernels):
    ways = np.ones(1)
    for k in kernels:
        ways = np.convolve(ways, np.ones(k))
        return ways


@answer("lesson10.ways", "core")
def ways_starts_with_three_ones(kernels):
    ways = np.ones(3)
    for k in kernels:
        ways = np.convolve(ways, np.ones(k))
    return ways


@answer("lesson10.ways", "plausible")
def ways_share(kernels):
    ways = np.ones(1)
    for k in kernels:
        ways = np.convolve(ways, np.ones(k) / k)
    return ways


@answer("lesson10.ways", "plausible")
def ways_left_half(kernels):
    ways = [1]
    for k in kernels:
        new = []
        for i in range(len(ways) + k - 1):
            new.append(sum(ways[max(0, i - k + 1) : i]))
        ways = new
    return ways


@answer("lesson10.ways", "plausible")
def ways_two_layers_only(kernels):
    return np.convolve(np.ones(kernels[0]), np.ones(kernels[1]))


@answer("lesson10.ways", "plausible")
def ways_kernel_itself(kernels):
    ways = np.ones(1)
    for k in kernels:
        ways = np.convolve(ways, np.arange(1, k + 1))
    return ways


@answer("lesson10.ways", "far")
def ways_multiplied_outer(kernels):
    ways = np.ones((1, 1))
    for k in kernels:
        ways = np.kron(ways, np.ones(k))
    return ways


@answer("lesson10.ways", "far")
def ways_binomial(kernels):
    n = sum(k - 1 for k in kernels)
    return [math.comb(n, i) for i in range(n + 1)]


@answer("lesson10.ways", "far")
def ways_sum_of_boxes(kernels):
    n = 1 + sum(k - 1 for k in kernels)
    out = np.zeros(n)
    for k in kernels:
        begin = (n - k) // 2
        out[begin : begin + k] += 1
    return out


@answer("lesson10.ways", "right")
def ways_by_counting(kernels):
    counts = {0: 1}
    for k in kernels:
        new = {}
        for place, n in counts.items():
            for step in range(k):
                new[place + step] = new.get(place + step, 0) + n
        counts = new
    return [counts[p] for p in sorted(counts)]


# lesson10.choose(validation, test)


@answer("lesson10.choose", "core")
def choose_by_test(validation, test):
    d = int(np.argmin(test))
    return d, test[d]


@answer("lesson10.choose", "core")
def choose_best_single(validation, test):
    d = np.argmin(validation.min(axis=1))
    return d, test[d]


@answer("lesson10.choose", "core")
def choose_flat_argmin(validation, test):
    d = np.argmin(validation)
    return d, test[d]


@answer("lesson10.choose", "core")
def choose_over_designs(validation, test):
    d = np.argmin(validation.mean(axis=0))
    return d, test[d]


@answer("lesson10.choose", "core")
def choose_validation_reported(validation, test):
    means = validation.mean(axis=1)
    d = np.argmin(means)
    return d, means[d]


@answer("lesson10.choose", "core")
def choose_worst(validation, test):
    d = np.argmax(validation.mean(axis=1))
    return d, test[d]


@answer("lesson10.choose", "core")
def choose_smallest_test(validation, test):
    d = np.argmin(validation.mean(axis=1))
    return d, test.min()


@answer("lesson10.choose", "plausible")
def choose_last_of_equals(validation, test):
    best = 0
    for d in range(len(validation)):
        if validation[d].mean() <= validation[best].mean():
            best = d
    return best, test[best]


@answer("lesson10.choose", "plausible")
def choose_number_only(validation, test):
    return int(np.argmin(validation.mean(axis=1)))


@answer("lesson10.choose", "plausible")
def choose_swapped_values(validation, test):
    d = np.argmin(validation.mean(axis=1))
    return test[d], d


@answer("lesson10.choose", "plausible")
def choose_both_averaged(validation, test):
    both = validation.mean(axis=1) + test
    d = np.argmin(both)
    return d, test[d]


@answer("lesson10.choose", "far")
def choose_median(validation, test):
    d = np.argmin(np.median(validation, axis=1))
    return d, test[d]


@answer("lesson10.choose", "far")
def choose_worst_seed(validation, test):
    d = np.argmin(validation.max(axis=1))
    return d, test[d]


@answer("lesson10.choose", "far")
def choose_first_seed(validation, test):
    d = np.argmin(validation[:, 0])
    return d, test[d]


@answer("lesson10.choose", "right")
def choose_by_sorting(validation, test):
    order = sorted(range(len(test)), key=lambda d: sum(validation[d]))
    return (order[0], test[order[0]])


# lesson11.sentence_picture(words, dictionary)


@answer("lesson11.sentence_picture", "core")
def sent_transposed(words, dictionary):
    out = np.zeros((len(words), dictionary))
    for p, w in enumerate(words):
        out[p, w] = 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_indices_exchanged(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for p, w in enumerate(words):
        out[p, w] = 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_counts(words, dictionary):
    out = np.zeros(dictionary)
    for w in words:
        out[w] += 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_word_numbers(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for p, w in enumerate(words):
        out[w, p] = w
    return out


@answer("lesson11.sentence_picture", "core")
def sent_from_one(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for p, w in enumerate(words):
        out[w - 1, p] = 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_rows_filled(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    out[words] = 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_square(words, dictionary):
    out = np.zeros((dictionary, dictionary))
    for p, w in enumerate(words):
        out[w, p] = 1
    return out


@answer("lesson11.sentence_picture", "core")
def sent_return_in_loop(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for p in range(len(words)):
        out[words[p], p] = 1
        return out


@answer("lesson11.sentence_picture", "plausible")
def sent_height_from_words(words, dictionary):
    out = np.zeros((max(words) + 1, len(words)))
    for p, w in enumerate(words):
        out[w, p] = 1
    return out


@answer("lesson11.sentence_picture", "plausible")
def sent_index_in_list(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for w in words:
        out[w, words.index(w)] = 1
    return out


@answer("lesson11.sentence_picture", "plausible")
def sent_begun_anew(words, dictionary):
    for p, w in enumerate(words):
        out = np.zeros((dictionary, len(words)))
        out[w, p] = 1
    return out


@answer("lesson11.sentence_picture", "far")
def sent_ones_and_zeros(words, dictionary):
    out = np.ones((dictionary, len(words)))
    for p, w in enumerate(words):
        out[w, p] = 0
    return out


@answer("lesson11.sentence_picture", "far")
def sent_upside_down(words, dictionary):
    out = np.zeros((dictionary, len(words)))
    for p, w in enumerate(words):
        out[-1 - w, p] = 1
    return out


@answer("lesson11.sentence_picture", "far")
def sent_no_zeros(words, dictionary):
    return [[1 for w in words if w == d] for d in range(dictionary)]


@answer("lesson11.sentence_picture", "right")
def sent_comparison(words, dictionary):
    return np.arange(dictionary).reshape(-1, 1) == np.array(words)


@answer("lesson11.sentence_picture", "right")
def sent_identity(words, dictionary):
    return np.eye(dictionary)[:, list(words)]


# lesson11.shuffled(images, order)


@answer("lesson11.shuffled", "core")
def shuf_inverse(images, order):
    out = np.zeros_like(images).reshape(len(images), -1)
    flat = images.reshape(len(images), -1)
    for p in range(len(order)):
        out[:, order[p]] = flat[:, p]
    return out.reshape(images.shape)


@answer("lesson11.shuffled", "core")
def shuf_not_reshaped(images, order):
    return images.reshape(len(images), -1)[:, order]


@answer("lesson11.shuffled", "core")
def shuf_order_on_pictures(images, order):
    return images[order]


@answer("lesson11.shuffled", "core")
def shuf_all_flat(images, order):
    return images.ravel()[order]


@answer("lesson11.shuffled", "core")
def shuf_random(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, np.random.permutation(flat.shape[1])].reshape(images.shape)


@answer("lesson11.shuffled", "core")
def shuf_first_picture(images, order):
    for image in images:
        return image.ravel()[order].reshape(image.shape)


@answer("lesson11.shuffled", "core")
def shuf_np_shuffle(images, order):
    np.random.shuffle(order)
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


@answer("lesson11.shuffled", "plausible")
def shuf_columns_first(images, order):
    out = []
    for image in images:
        out.append(image.T.ravel()[order].reshape(image.shape))
    return np.array(out)


@answer("lesson11.shuffled", "plausible")
def shuf_in_place(images, order):
    flat = images.reshape(len(images), -1)
    for p in range(len(order)):
        flat[:, p] = flat[:, order[p]]
    return flat.reshape(images.shape)


@answer("lesson11.shuffled", "plausible")
def shuf_order_of_the_next(images, order):
    out = []
    for k, image in enumerate(images):
        out.append(image.ravel()[np.roll(order, k)].reshape(image.shape))
    return out


@answer("lesson11.shuffled", "plausible")
def shuf_sorted_pixels(images, order):
    out = [np.sort(image.ravel())[order].reshape(image.shape) for image in images]
    return np.array(out)


@answer("lesson11.shuffled", "far")
def shuf_twice(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, order][:, order].reshape(images.shape)


@answer("lesson11.shuffled", "far")
def shuf_argsort(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, np.argsort(order)].reshape(images.shape)


@answer("lesson11.shuffled", "far")
def shuf_sides_exchanged(images, order):
    flat = images.reshape(len(images), -1)
    return flat[:, order].reshape(len(images), images.shape[2], images.shape[1])


@answer("lesson11.shuffled", "right")
def shuf_place_by_place(images, order):
    n, h, w = images.shape
    out = np.empty((n, h, w))
    for p, q in enumerate(order):
        out[:, p // w, p % w] = images[:, q // w, q % w]
    return out


@answer("lesson11.shuffled", "right")
def shuf_take(images, order):
    return np.take(images.reshape(images.shape[0], -1), order, axis=1).reshape(images.shape)
