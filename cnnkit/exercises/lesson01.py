"""Exercises of lesson 01, match features: score, map, position, cost.

Each exercise is a reference solution; under it stand the mistakes that people make, as functions
that make them.
"""

import numpy as np

from cnnkit import matching
from cnnkit.examples.xo import features, picture
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions01 as questions

lesson = Lesson(__name__, questions, order="match_score best_position")
progress = lesson.progress

_X, _O = picture("X"), picture("O")
_DOWN, _CROSSING, _UP = features().values()
_CORNER = np.array([[1.0, 1, -1], [1, -1, -1], [-1, -1, -1]])
_TURNED = _CORNER[::-1, ::-1]
_map = matching.match_map

# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Score of one window",
    task="Multiply patch and feature pixel by pixel, add the products, divide by their number.",
    cases=[
        (_X[3:6, 3:6], _DOWN),
        (_X[0:3, 0:3], _DOWN),
        (_O[1:4, 1:4], _UP),
        (lesson.numbers(3, 3), lesson.numbers(3, 3)),
        (lesson.numbers(2, 3), lesson.numbers(2, 3)),
        (np.array([[0.5, -1.5], [2.25, 1], [0, -0.75]]), np.array([[1, 2], [0.5, -1], [3, 0.25]])),
    ],
    hints=[
        "`patch * feature` multiplies pixel by pixel: the pixels at the same place meet.",
        "Add all products with `.sum()`. How many are there? `.size` tells.",
        "The sum divided by the number of pixels is the mean.",
    ],
    crashes={
        "matmul": "`@` is the matrix product, which mixes rows with columns; `*` multiplies the "
        "pixels at the same place.",
        "not aligned": "`np.dot` is the matrix product, which mixes rows with columns; `*` "
        "multiplies the pixels at the same place.",
    },
    takeaway="These are the four steps of filtering: line up, multiply, add, divide.",
)
def match_score(patch, feature):
    """Return the mean of the products of two arrays of one shape."""
    products = patch * feature
    return products.sum() / products.size


@match_score.mistake(
    "This is the sum of the products. Divide it by the number of pixels: then 1 means that all "
    "agree, whatever the feature's size."
)
def score_not_divided(patch, feature):
    return np.sum(patch * feature)


@match_score.mistake(
    "`@` is the matrix product: it multiplies rows by columns. Multiply the pixels at the same "
    "place "
    "with `*`."
)
def score_matrix_product(patch, feature):
    return np.mean(patch @ feature)


@match_score.mistake(
    "You divided by the number of rows, `len`. There are rows × columns products: `feature.size`."
)
def score_divided_by_rows(patch, feature):
    return np.sum(patch * feature) / len(feature)


@match_score.mistake("These are the products, one per pixel. The score is one number: their mean.")
def score_products_not_added(patch, feature):
    return patch * feature


@match_score.mistake(
    "You added patch and feature. Multiply them: only a product is +1 for two equal pixels, and -1 "
    "for two unequal ones."
)
def score_pixels_added(patch, feature):
    return np.mean(patch + feature)


@match_score.mistake(
    "This is the share of equal pixels, from 0 to 1. The mean product runs from -1 to 1, so that "
    "an unequal pixel counts *against* the match."
)
def score_share_of_equal_pixels(patch, feature):
    return np.mean(patch == feature)


@match_score.mistake(
    "You counted the pixels that agree, and divided by 9. A pixel that disagrees counts -1, not 0: "
    "multiply. And not every patch has nine pixels: divide by `feature.size`."
)
def score_agreeing_of_nine(patch, feature):
    return np.sum(patch == feature) / 9


@match_score.mistake("You divided twice: `.mean()` divides by the number of pixels already.")
def score_divided_twice(patch, feature):
    return np.mean(patch * feature) / feature.size


@match_score.mistake(
    "This is the mean difference: 0 for equal pictures. Multiply the pixels instead of subtracting."
)
def score_mean_difference(patch, feature):
    return np.mean(np.abs(patch - feature))


@match_score.mistake(
    "You divided by the number of columns. There are rows × columns products: `.size`."
)
def score_divided_by_columns(patch, feature):
    return np.sum(patch * feature) / feature.shape[1]


@match_score.mistake("You divided by rows + columns. There are rows × columns products.")
def score_divided_by_sides_added(patch, feature):
    return np.sum(patch * feature) / sum(feature.shape)


@match_score.mistake(
    "You divided by 9, the pixels of a 3×3 feature. Divide by those of this one: `feature.size`."
)
def score_divided_by_nine(patch, feature):
    return np.sum(patch * feature) / 9


@match_score.mistake("`//` throws away what is behind the decimal point. Divide with `/`.")
def score_divided_with_floor(patch, feature):
    return np.sum(patch * feature) // feature.size


@match_score.mistake(
    "You divided by one less than the number of pixels. Each pixel gives one product: "
    "`feature.size`."
)
def score_divided_by_one_less(patch, feature):
    return np.sum(patch * feature) / (feature.size - 1)


@match_score.mistake(
    "You divided by the sum of the feature's pixels. Divide by their number: `feature.size`."
)
def score_divided_by_the_ink(patch, feature):
    return np.sum(patch * feature) / np.sum(feature)


@match_score.mistake(
    "You divided by the number of the feature's bright pixels. The dark ones count as well: "
    "`feature.size`."
)
def score_divided_by_the_count_of_ink(patch, feature):
    return np.sum(patch * feature) / np.sum(feature > 0)


@match_score.mistake("You divided the products, but did not add them up. The score is one number.")
def score_each_product_divided(patch, feature):
    return patch * feature / feature.size


@match_score.mistake(
    "You added down the columns only (Python's own `sum`, or `axis=0`). Add all products: "
    "`.sum()`, then divide."
)
def score_added_in_columns(patch, feature):
    return (patch * feature).sum(axis=0)


@match_score.mistake(
    "You added down the columns only: Python's own `sum` goes over the rows. `.sum()` adds all "
    "products."
)
def score_added_in_columns_and_divided(patch, feature):
    return (patch * feature).sum(axis=0) / feature.size


@match_score.mistake(
    "You added along the rows only. Add all products of the window: `.sum()`, then divide."
)
def score_added_in_rows(patch, feature):
    return (patch * feature).sum(axis=1)


@match_score.mistake("This is one mean per column. The score is one number: leave `axis` out.")
def score_mean_of_columns(patch, feature):
    return (patch * feature).mean(axis=0)


@match_score.mistake("This is one mean per row. The score is one number: leave `axis` out.")
def score_mean_of_rows(patch, feature):
    return (patch * feature).mean(axis=1)


@match_score.mistake(
    "Only the first row was added. Is `return` inside the loop over the rows? Move it left."
)
def score_first_row(patch, feature):
    return np.sum(patch[0] * feature[0]) / feature.size


@match_score.mistake(
    "Only the first product was added. Is `return` inside the loops? Move it left."
)
def score_first_pixel(patch, feature):
    return patch[0, 0] * feature[0, 0] / feature.size


@match_score.mistake(
    "Only the last product is there: each one replaced the one before. Add them: `+=` instead of "
    "`=`."
)
def score_last_pixel(patch, feature):
    return patch[-1, -1] * feature[-1, -1] / feature.size


@match_score.mistake(
    "Only the last row is there: each row replaced the one before. Add to the same total for all "
    "rows, and start it at 0 before the loops."
)
def score_last_row(patch, feature):
    return np.sum(patch[-1] * feature[-1]) / feature.size


@match_score.mistake(
    "You went along the diagonal only. Every row meets every column: two loops, one inside the "
    "other."
)
def score_diagonal_only(patch, feature):
    return np.sum(np.diag(patch * feature)) / feature.size


@match_score.mistake(
    "You added patch and feature, and did not divide. Multiply them, add the products, then divide."
)
def score_sums_added(patch, feature):
    return np.sum(patch + feature)


@match_score.mistake(
    "You subtracted the feature from the patch. Multiply them: only a product is +1 for two equal "
    "pixels."
)
def score_subtracted(patch, feature):
    return np.mean(patch - feature)


@match_score.mistake(
    "This is the sum of the differences: 0 for equal pictures. Multiply the pixels instead."
)
def score_summed_difference(patch, feature):
    return np.sum(np.abs(patch - feature))


@match_score.mistake(
    "This is the mean squared difference: 0 for equal pictures. Multiply the pixels instead of "
    "subtracting."
)
def score_squared_difference(patch, feature):
    return np.mean((patch - feature) ** 2)


@match_score.mistake(
    "You counted the equal pixels. Multiply pixel by pixel, so that an unequal one counts "
    "*against* the match."
)
def score_equal_pixels_counted(patch, feature):
    return np.sum(patch == feature)


@match_score.mistake(
    "You counted equal minus unequal pixels. That is the same for ±1 only: multiply, so that it "
    "holds for any numbers."
)
def score_equal_minus_unequal(patch, feature):
    return np.mean(np.where(patch == feature, 1, -1))


@match_score.mistake(
    "You counted equal minus unequal pixels. Multiply the pixels, add, and divide by their number."
)
def score_equal_minus_unequal_counted(patch, feature):
    return np.sum(np.where(patch == feature, 1, -1))


@match_score.mistake(
    "You multiplied the two means. First multiply pixel by pixel, then take the mean of the "
    "products."
)
def score_means_multiplied(patch, feature):
    return patch.mean() * feature.mean()


@match_score.mistake(
    "You added first and multiplied then. First multiply pixel by pixel, then add the products."
)
def score_sums_multiplied(patch, feature):
    return np.sum(patch) * np.sum(feature) / feature.size


@match_score.mistake(
    "You dropped the minus sign of the score. -1 is the negative of the feature: keep the sign."
)
def score_absolute(patch, feature):
    return np.abs(np.mean(patch * feature))


@match_score.mistake(
    "You dropped the signs of the products. The minus of an unequal pixel has to count against "
    "the match."
)
def score_absolute_products(patch, feature):
    return np.mean(np.abs(patch * feature))


@match_score.mistake(
    "You added the positive products only. The negative ones count against the match."
)
def score_positive_products(patch, feature):
    return np.sum(np.maximum(patch * feature, 0)) / feature.size


@match_score.mistake("You multiplied the products with each other. Add them.")
def score_products_multiplied(patch, feature):
    return np.prod(patch * feature) / feature.size


@match_score.mistake("This is the largest product. Add all of them, and divide by their number.")
def score_largest_product(patch, feature):
    return np.max(patch * feature)


@match_score.mistake(
    "This is the middle product, the median. The score is the mean: sum by number."
)
def score_middle_product(patch, feature):
    return np.median(patch * feature)


@match_score.mistake("This is the score in percent. Leave the factor 100 out: 1 is a whole match.")
def score_in_percent(patch, feature):
    return 100 * np.mean(patch * feature)


@match_score.mistake(
    "You divided by the lengths of both. That is the cosine; here it is the number of pixels."
)
def score_cosine(patch, feature):
    return np.sum(patch * feature) / max(np.linalg.norm(patch) * np.linalg.norm(feature), 1e-9)


@match_score.mistake(
    "This is the sum of a matrix product, `@` or `np.dot`. Multiply the pixels at the same place "
    "with `*`, add, divide."
)
def score_matrix_product_summed(patch, feature):
    return np.sum(patch @ feature)


@match_score.mistake(
    "`@` and `np.dot` make the matrix product. Multiply the pixels at the same place with `*`, "
    "add, divide."
)
def score_matrix_product_kept(patch, feature):
    return patch @ feature


@match_score.mistake("You turned the feature round first. Lay it on the patch as it is.")
def score_feature_flipped(patch, feature):
    return np.mean(patch * feature[::-1, ::-1])


@match_score.mistake("You looked at the patch alone. Multiply it by the feature.")
def score_patch_only(patch, feature):
    return np.mean(patch)


@match_score.mistake("You looked at the feature alone. Multiply the patch by it.")
def score_feature_only(patch, feature):
    return np.mean(feature)


@match_score.mistake("You multiplied the patch by itself. Multiply it by the feature.")
def score_patch_squared(patch, feature):
    return np.mean(patch * patch)


@match_score.mistake(
    "You divided by `shape`, which is two numbers. The number of pixels is `.size`."
)
def score_divided_by_the_shape(patch, feature):
    return np.sum(patch * feature) / np.array(patch.shape)


@match_score.mistake(
    "You divided by 3, one side of a 3×3 feature. Divide by the number of pixels: `.size`."
)
def score_divided_by_three(patch, feature):
    return np.sum(patch * feature) / 3


@match_score.mistake(
    "The last row and column are left out. `range(len(patch))` runs to the last one: no - 1."
)
def score_last_row_and_column_left_out(patch, feature):
    return np.sum((patch * feature)[:-1, :-1]) / feature.size


@match_score.mistake(
    "The first row and column are left out. They have number 0: `range(len(patch))` begins there."
)
def score_first_row_and_column_left_out(patch, feature):
    return np.sum((patch * feature)[1:, 1:]) / feature.size


@match_score.mistake(
    "Only the patch was averaged. Multiply pixel by pixel first, then take the mean of the "
    "products."
)
def score_mean_times_feature(patch, feature):
    return np.mean(patch) * feature


@match_score.mistake(
    "Only the feature was averaged. Multiply pixel by pixel first, then take the mean of the "
    "products."
)
def score_patch_times_mean(patch, feature):
    return patch * np.mean(feature)


@match_score.mistake(
    "`np.inner`, or `@` with `.T`, multiplies every row by every row. Multiply the pixels at the "
    "same place with `*`."
)
def score_rows_with_rows(patch, feature):
    return np.mean(patch @ feature.T)


@match_score.mistake(
    "`np.inner`, or `@` with `.T`, gives a number for each two rows. Multiply the pixels at the "
    "same place with `*`, and take the mean."
)
def score_rows_with_rows_kept(patch, feature):
    return patch @ feature.T


@match_score.mistake(
    "`np.inner`, or `@` with `.T`, multiplies every row by every row. `*` multiplies the pixels "
    "at the same place."
)
def score_rows_with_rows_summed(patch, feature):
    return np.sum(patch @ feature.T) / feature.size


@match_score.mistake("The sign is wrong: two equal pixels give +1.")
def score_negative(patch, feature):
    return -np.mean(patch * feature)


@match_score.mistake("You took the score away from 1. Return the score itself: 1 is a whole match.")
def score_one_minus(patch, feature):
    return 1 - np.mean(patch * feature)


@match_score.mistake(
    "You turned the score into a share from 0 to 1. Return the mean product, from -1 to 1."
)
def score_halved_to_a_share(patch, feature):
    return (np.mean(patch * feature) + 1) / 2


@match_score.mistake("You multiplied by the number of pixels. Divide.")
def score_not_divided_and_nine_times(patch, feature):
    return np.sum(patch * feature) * feature.size


@match_score.mistake(
    "You added first and multiplied then. First multiply pixel by pixel, add the products, then "
    "divide."
)
def score_sums_multiplied_and_not_divided(patch, feature):
    return np.sum(patch) * np.sum(feature)


@match_score.mistake(
    "You divided by rows × rows: the feature need not be a square. Divide by `feature.size`."
)
def score_divided_by_rows_squared(patch, feature):
    return np.sum(patch * feature) / len(feature) ** 2


@match_score.mistake(
    "You counted the places where both are 1. Multiply the pixels: two dark ones match as well, "
    "and unequal ones count *against* it."
)
def score_meeting_ones(patch, feature):
    return np.mean((patch == 1) & (feature == 1))


@match_score.mistake(
    "You divided by the sum of the feature's absolute values. Divide by the number of its pixels: "
    "`feature.size`."
)
def score_divided_by_the_sizes(patch, feature):
    return np.sum(patch * feature) / np.sum(np.abs(feature))


@match_score.mistake("You divided the pixels. Multiply them: `patch * feature`.")
def score_pixels_divided(patch, feature):
    with np.errstate(all="ignore"):
        return np.mean(patch / feature)


@match_score.mistake(
    "You added patch and feature, and divided by 9. Multiply them, and divide by `feature.size`."
)
def score_pixels_added_by_nine(patch, feature):
    return np.sum(patch + feature) / 9


@match_score.mistake(
    "This is a distance, 0 for equal pictures. Multiply the pixels instead of subtracting."
)
def score_root_of_squared_difference(patch, feature):
    return np.sqrt(np.mean((patch - feature) ** 2))


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Map of a whole picture",
    task="Score the feature at every place where it fits whole into the picture.",
    cases=[
        (_X, _DOWN),
        (_X[1:6, 1:7], _CORNER),
        (lesson.numbers(6, 5), lesson.numbers(2, 3)),
        (lesson.numbers(4, 4), lesson.numbers(3, 2)),
        (lesson.numbers(3, 3), lesson.numbers(3, 3)),
        (np.arange(42.0).reshape(6, 7) % 11 / 4 - 1, np.arange(20.0).reshape(4, 5) % 3 / 2),
    ],
    hints=[
        "Two loops: `i` over the rows of the map, `j` over its columns. How many are there? In a "
        "row of 9 pixels a feature of 3 has 9 - 3 + 1 = 7 places.",
        "The window at (i, j) is `image[i : i + h, j : j + w]`, with `h, w = feature.shape`.",
        "Make `scores = np.zeros((H - h + 1, W - w + 1))` and fill `scores[i, j]` with the mean of "
        "window × feature.",
    ],
    crashes={
        "broadcast": "This window is not as large as the feature. A window is "
        "`image[i : i + h, j : j + w]` with `h, w = feature.shape`, and i runs from 0 to H - h, j "
        "from 0 to W - w: beyond that the slice is cut off at the edge.",
        "matmul": "`@` is the matrix product; `*` multiplies the pixels at the same place.",
        "not aligned": "`np.dot` is the matrix product; `*` multiplies the pixels at the same "
        "place.",
        "out of bounds": "The map has H - h + 1 rows and W - w + 1 columns: is it made as large, "
        "and does `scores[i, j]` have the row first?",
        "does not fit the padded image": "The picture comes first, then the feature.",
        "setting an array element": "`scores[i, j]` holds one number: the mean of window × "
        "feature, not the products themselves.",
    },
    takeaway="One score per place: a map of where the feature is. This is called convolution.",
)
def match_map(image, feature):
    """Return the map of scores, shape (H - h + 1, W - w + 1)."""
    (H, W), (h, w) = image.shape, feature.shape
    scores = np.zeros((H - h + 1, W - w + 1))
    for i in range(H - h + 1):
        for j in range(W - w + 1):
            scores[i, j] = np.mean(image[i : i + h, j : j + w] * feature)
    return scores


@match_map.mistake(
    "This is what you get when the feature is turned upside down and left to right first. Compare "
    "`feature[0, 0]` with the *upper left* pixel of the window."
)
def map_kernel_flipped(image, feature):
    return _map(image, feature[::-1, ::-1])


@match_map.mistake(
    "Your window jumps by its own size. Move it by one pixel: windows overlap, and a feature may "
    "sit anywhere."
)
def map_steps_by_kernel_size(image, feature):
    return _map(image, feature, stride=feature.shape)


@match_map.mistake(
    "Your map is as large as the picture: its windows stick out at the edges, filled up with "
    "zeros. Keep only the places where the feature fits whole: H - h + 1 rows."
)
def map_as_large_as_input(image, feature):
    (h, w), (H, W) = feature.shape, image.shape
    around = np.pad(image, [((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return _map(around, feature)[:H, :W]


@match_map.mistake(
    "Your map is as large as the picture, with zeros at its lower and right edge that no window "
    "has given. Make it (H - h + 1) × (W - w + 1)."
)
def map_with_empty_edge(image, feature):
    scores = np.zeros(image.shape)
    found = _map(image, feature)
    scores[: found.shape[0], : found.shape[1]] = found
    return scores


@match_map.mistake(
    "These are sums. Divide each by the number of the feature's pixels, so that 1 is a whole match."
)
def map_sum_not_divided(image, feature):
    return _map(image, feature, scoring="sum")


@match_map.mistake(
    "You divided by the number of the *picture's* pixels. A score compares one window: divide by "
    "`feature.size`."
)
def map_divided_by_picture(image, feature):
    return _map(image, feature, scoring="sum") / image.size


@match_map.mistake(
    "You divided by the feature's rows only. A window has h × w products: `feature.size`."
)
def map_divided_by_rows(image, feature):
    return _map(image, feature, scoring="sum") / len(feature)


@match_map.mistake(
    "Rows and columns are exchanged in your map: `scores[i, j]` belongs to the window whose upper "
    "left pixel is in row i and column j."
)
def map_rows_and_columns_exchanged(image, feature):
    return _map(image, feature).T


@match_map.mistake(
    "The last row and the last column are missing. From 0 to H - h there are H - h + 1 places: "
    "`range(H - h + 1)`."
)
def map_last_row_and_column_missing(image, feature):
    return _map(image, feature)[:-1, :-1]


@match_map.mistake(
    "You divided by the feature's columns only. A window has h × w products: `feature.size`."
)
def map_divided_by_columns(image, feature):
    return _map(image, feature, scoring="sum") / feature.shape[1]


@match_map.mistake("You divided by 9, which is right for 3×3 only. Divide by `feature.size`.")
def map_divided_by_nine(image, feature):
    return _map(image, feature, scoring="sum") / 9


@match_map.mistake(
    "You divided by the number of the *map's* places. A score compares one window: `feature.size`."
)
def map_divided_by_the_map(image, feature):
    found = _map(image, feature, scoring="sum")
    return found / found.size


@match_map.mistake(
    "You divided by the picture's side. A window has h × w products: `feature.size`."
)
def map_divided_by_the_side(image, feature):
    return _map(image, feature, scoring="sum") / len(image)


@match_map.mistake("`//` throws away what is behind the decimal point: divide with `/`.")
def map_divided_with_floor(image, feature):
    return _map(image, feature, scoring="sum") // feature.size


@match_map.mistake(
    "You divided by the sum of the feature's pixels. Divide by their number, `feature.size`."
)
def map_divided_by_the_ink(image, feature):
    return _map(image, feature, scoring="sum") / np.sum(feature)


@match_map.mistake(
    "You divided twice: the `.mean()` of a window divides by its number of pixels already."
)
def map_divided_twice(image, feature):
    return _map(image, feature) / feature.size


@match_map.mistake(
    "Your windows stick out on all sides (`full`): the map got larger than the picture. Keep only "
    "the places where the feature fits whole."
)
def map_larger_than_the_picture(image, feature):
    h, w = feature.shape
    return _map(np.pad(image, [(h - 1, h - 1), (w - 1, w - 1)]), feature)


@match_map.mistake(
    "You put zeros around the picture. Nothing is added here: keep the places where the feature "
    "fits whole."
)
def map_padded_by_one(image, feature):
    return _map(np.pad(image, 1), feature)


@match_map.mistake(
    "Your map is as large as the picture, and holds sums. Keep the places where the feature fits "
    "whole, and divide by `feature.size`."
)
def map_as_large_and_not_divided(image, feature):
    h, w = feature.shape
    H, W = image.shape
    around = np.pad(image, [((h - 1) // 2, h // 2), ((w - 1) // 2, w // 2)])
    return _map(around, feature, scoring="sum")[:H, :W]


@match_map.mistake(
    "The scores stand in the middle of a map as large as the picture. Make it (H - h + 1) × (W - "
    "w + 1), without an empty edge."
)
def map_begun_in_the_middle(image, feature):
    h, w = feature.shape
    found, scores = _map(image, feature), np.zeros(image.shape)
    top, left = h // 2, w // 2
    part = scores[top : top + len(found), left : left + found.shape[1]]
    part[:] = found[: part.shape[0], : part.shape[1]]
    return scores


@match_map.mistake("The last row is missing. From 0 to H - h there are H - h + 1 rows.")
def map_last_row_missing(image, feature):
    return _map(image, feature)[:-1]


@match_map.mistake("The last column is missing. From 0 to W - w there are W - w + 1 columns.")
def map_last_column_missing(image, feature):
    return _map(image, feature)[:, :-1]


@match_map.mistake(
    "The last row and column are 0: no window has given them. Let the loops run to H - h and W - "
    "w: `range(H - h + 1)`."
)
def map_last_left_empty(image, feature):
    scores = _map(image, feature).copy()
    scores[-1], scores[:, -1] = 0, 0
    return scores


@match_map.mistake(
    "You wrote 3 for the feature's sides: the map has H - 2 rows and W - 2 columns only for 3×3. "
    "Use `feature.shape`."
)
def map_sides_of_three(image, feature):
    H, W = image.shape
    scores = np.zeros((H - 2, W - 2))
    found = _map(image, feature)[: H - 2, : W - 2]
    scores[: found.shape[0], : found.shape[1]] = found
    return scores


@match_map.mistake("Your window jumps by 3 pixels. Move it by one: windows overlap.")
def map_steps_of_three(image, feature):
    return _map(image, feature, stride=3)


@match_map.mistake("Your window jumps by 2 pixels. Move it by one: windows overlap.")
def map_steps_of_two(image, feature):
    return _map(image, feature, stride=2)


@match_map.mistake(
    "You took the picture for a square: rows and columns have their own counts, H - h + 1 and W - "
    "w + 1."
)
def map_square_picture(image, feature):
    n = len(image) - len(feature) + 1
    wide = n + feature.shape[1] - 1
    if image.shape[1] < wide:
        raise ValueError
    return _map(image[:, :wide], feature)


@match_map.mistake(
    "This is the share of equal pixels. Multiply instead: an unequal pixel counts *against* the "
    "match."
)
def map_share_of_equal(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.mean(image[i : i + h, j : j + w] == feature) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake(
    "These are mean differences: 0 where all is equal. Multiply window and feature, then take the "
    "mean."
)
def map_differences(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.mean(np.abs(image[i : i + h, j : j + w] - feature)) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake(
    "You added window and feature. Multiply them pixel by pixel, then take the mean."
)
def map_added(image, feature):
    return _map(image, np.ones(feature.shape)) + feature.mean()


@match_map.mistake(
    "These are means of the windows: the feature has no say. Multiply each window by it first."
)
def map_window_only(image, feature):
    return _map(image, np.ones(feature.shape))


@match_map.mistake(
    "You kept the largest product of each window. The score is the mean of the products."
)
def map_largest_product(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.max(image[i : i + h, j : j + w] * feature) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake(
    "You dropped the minus signs. A negative score says: the opposite of the feature."
)
def map_signs_dropped(image, feature):
    return np.abs(_map(image, feature))


@match_map.mistake(
    "Your scores are never below 0. Keep the negative ones: they say that more pixels disagree "
    "than agree."
)
def map_rectified(image, feature):
    return np.maximum(_map(image, feature), 0)


@match_map.mistake("You exchanged the feature's rows and columns. Lay it on the window as it is.")
def map_transposed_feature(image, feature):
    return _map(image, feature.T)


@match_map.mistake("This is the best score. Return the whole map: a score for each place.")
def map_best_only(image, feature):
    return np.max(_map(image, feature))


@match_map.mistake(
    "This is the score of one window, the upper left one. Is `return` inside the loops? "
    "Move it left, and return the map."
)
def map_first_window_only(image, feature):
    return _map(image, feature)[0, 0]


@match_map.mistake(
    "This is the score of the last window. Put each score into the map: `scores[i, j] = …`, and "
    "return the map."
)
def map_last_window_only(image, feature):
    return _map(image, feature)[-1, -1]


@match_map.mistake(
    "This is the first row of the map. Is `return` inside the loop over the rows? Move it left."
)
def map_first_row_only(image, feature):
    return _map(image, feature)[0]


@match_map.mistake(
    "This is the last row of the map. Collect all rows: is the list emptied again for each of them?"
)
def map_last_row_only(image, feature):
    return _map(image, feature)[-1]


@match_map.mistake(
    "All scores are that of the upper left window. Use i and j in the slice: `image[i : i + h, j "
    ": j + w]`."
)
def map_same_window(image, feature):
    found = _map(image, feature)
    return np.full(found.shape, found[0, 0])


@match_map.mistake("You kept the perfect matches only. Every place gets its score.")
def map_perfect_only(image, feature):
    return (_map(image, feature) == 1).astype(float)


@match_map.mistake(
    "Your map is as large as the picture: zeros were put around it. Keep only the places where "
    "the feature fits whole: H - h + 1 rows, W - w + 1 columns."
)
def map_as_large_beginning_later(image, feature):
    h, w = feature.shape
    H, W = image.shape
    around = np.pad(image, [(h // 2, h // 2), (w // 2, w // 2)])
    return _map(around, feature)[:H, :W]


@match_map.mistake(
    "Your map is as large as the picture, with zeros put around it, and holds sums. Keep the "
    "places where the feature fits whole, and divide by `feature.size`."
)
def map_as_large_beginning_later_and_summed(image, feature):
    h, w = feature.shape
    H, W = image.shape
    around = np.pad(image, [(h // 2, h // 2), (w // 2, w // 2)])
    return _map(around, feature, scoring="sum")[:H, :W]


@match_map.mistake(
    "You put half a feature of zeros around the picture. Nothing is added here: keep the places "
    "where the feature fits whole."
)
def map_padded_by_half_a_feature(image, feature):
    h, w = feature.shape
    return _map(np.pad(image, [(h // 2, h // 2), (w // 2, w // 2)]), feature)


@match_map.mistake(
    "Your window jumps by the feature's rows. Move it by one pixel: windows overlap."
)
def map_steps_by_rows(image, feature):
    return _map(image, feature, stride=len(feature))


@match_map.mistake(
    "You scored windows that are cut off at the edge. Keep only the places where the feature fits "
    "whole."
)
def map_cut_off_windows(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.mean(image[i : i + h, j : j + w] * feature[: H - i, : W - j]) for j in range(W)]
            for i in range(H)
        ]
    )


@match_map.mistake(
    "Your window does not move across: j is missing in the slice, `image[i : i + h, j : j + w]`."
)
def map_column_stays(image, feature):
    found = _map(image, feature)
    return np.repeat(found[:, :1], found.shape[1], axis=1)


@match_map.mistake(
    "Your window does not move down: i is missing in the slice, `image[i : i + h, j : j + w]`."
)
def map_row_stays(image, feature):
    found = _map(image, feature)
    return np.repeat(found[:1], len(found), axis=0)


@match_map.mistake(
    "Every score of a row is that of its last window: write `scores[i, j] = …`, not `scores[i] = "
    "…`."
)
def map_rows_overwritten(image, feature):
    found = _map(image, feature)
    return np.repeat(found[:, -1:], found.shape[1], axis=1)


@match_map.mistake(
    "Your total goes on from window to window. Start it at 0 for each of them, inside the loops "
    "over i and j."
)
def map_never_started_again(image, feature):
    found = _map(image, feature)
    return np.cumsum(found).reshape(found.shape)


@match_map.mistake(
    "Your total goes on from window to window, and is not divided. Start it at 0 inside the loops "
    "over i and j, and divide by `feature.size`."
)
def map_sums_never_started_again(image, feature):
    found = _map(image, feature, scoring="sum")
    return np.cumsum(found).reshape(found.shape)


@match_map.mistake("You turned the feature upside down. Lay it on the window as it is.")
def map_feature_upside_down(image, feature):
    return _map(image, feature[::-1])


@match_map.mistake("You mirrored the feature, left for right. Lay it on the window as it is.")
def map_feature_mirrored(image, feature):
    return _map(image, feature[:, ::-1])


@match_map.mistake(
    "You turned the feature round, and the scores are sums. Lay it on as it is, and take the mean."
)
def map_flipped_and_summed(image, feature):
    return _map(image, feature[::-1, ::-1], scoring="sum")


@match_map.mistake(
    "The last row and column are missing, and the scores are sums: H - h + 1 places, and the mean."
)
def map_last_missing_and_summed(image, feature):
    return _map(image, feature, scoring="sum")[:-1, :-1]


@match_map.mistake(
    "You multiplied the upper left pixels only. A score takes all h × w pixels of the window."
)
def map_upper_left_products(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [[image[i, j] * feature[0, 0] for j in range(W - w + 1)] for i in range(H - h + 1)]
    )


@match_map.mistake("You counted equal pixels. Multiply window and feature, then take the mean.")
def map_equal_counted(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.sum(image[i : i + h, j : j + w] == feature) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake(
    "You took the mean of each row or column of the products. The score is one number per window: "
    "`.mean()` without `axis`."
)
def map_row_means(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [np.mean(image[i : i + h, j : j + w] * feature, axis=0) for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake("These are the windows. Multiply each by the feature, and take the mean.")
def map_windows_kept(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [[image[i : i + h, j : j + w] for j in range(W - w + 1)] for i in range(H - h + 1)]
    )


@match_map.mistake("These are all the products. Take the mean for each window.")
def map_products_kept(image, feature):
    h, w = feature.shape
    H, W = image.shape
    return np.array(
        [
            [image[i : i + h, j : j + w] * feature for j in range(W - w + 1)]
            for i in range(H - h + 1)
        ]
    )


@match_map.mistake(
    "You divided by the picture's width. A window has h × w products: `feature.size`."
)
def map_divided_by_the_width(image, feature):
    return _map(image, feature, scoring="sum") / image.shape[1]


@match_map.mistake("You divided by one less than the pixels. Divide by `feature.size`.")
def map_divided_by_one_less(image, feature):
    return _map(image, feature, scoring="sum") / max(feature.size - 1, 1)


@match_map.mistake("You divided by h + w. A window has h × w products: `feature.size`.")
def map_divided_by_sides_added(image, feature):
    return _map(image, feature, scoring="sum") / sum(feature.shape)


@match_map.mistake(
    "You counted the ones that meet. Multiply ±1 pixels, so that what should be absent counts, too."
)
def map_count_of_ink(image, feature):
    return _map(image, feature, scoring="count")


@match_map.mistake(
    "Only the first column is filled. Does something end the loop over the columns, a `break` or "
    "a `return`?"
)
def map_first_column_only(image, feature):
    found = _map(image, feature)
    scores = np.zeros(found.shape)
    scores[:, 0] = found[:, 0]
    return scores


@match_map.mistake(
    "Only the last product of each window is there: each replaced the one before. Add them, `+=`, "
    "and divide by `feature.size`."
)
def map_last_products(image, feature):
    h, w = feature.shape
    return image[h - 1 :, w - 1 :] * feature[-1, -1]


@match_map.mistake(
    "Only the last product of each window is there: each replaced the one before. Add them: `+=`."
)
def map_last_products_divided(image, feature):
    h, w = feature.shape
    return image[h - 1 :, w - 1 :] * feature[-1, -1] / feature.size


@match_map.mistake("Only the last row is there. Append each row inside the loop over the rows.")
def map_last_row_in_a_list(image, feature):
    return _map(image, feature)[-1:]


@match_map.mistake("This says where the score is above 0. Return the scores themselves.")
def map_above_zero(image, feature):
    return _map(image, feature) > 0


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Where is the feature?",
    task="Return row and column of the best score in the map, the first in reading order if there "
    "are several.",
    cases=[
        (_X, _CROSSING),
        (_X, _UP),
        (lesson.numbers(5, 8), lesson.numbers(2, 2)),
        (-_X[:, 2:], _UP),
        (lesson.numbers(7, 4), lesson.numbers(3, 2)),
        (_X[:6], _X[1:5, 3:8]),
        (-(np.arange(1.0, 21).reshape(4, 5) % 7) - 1, np.ones((2, 2))),  # no score above 0
        (np.arange(30.0).reshape(5, 6) * 7 % 13 / 16, np.ones((2, 2))),
    ],
    hints=[
        "Make the map first; `cnnkit.matching.match_map` does it in one call.",
        "`np.argmax` finds the largest value, but counts through the whole map, row by row.",
        "`np.unravel_index(np.argmax(scores), scores.shape)` turns that count into (row, column).",
    ],
    crashes={
        "is out of bounds for array with size": "`np.unravel_index` needs the shape of what was "
        "counted through: `scores.shape`.",
        "does not fit the padded image": "The picture comes first, then the feature: "
        "`matching.match_map(image, feature)`.",
        "only int indices": "`np.unravel_index` takes the *place* of the best score, "
        "`np.argmax(scores)`, not the score.",
        "with size 0": "Nothing was found there. Not every picture has a score of exactly 1: look "
        "for the largest, `scores.max()`.",
    },
    takeaway="Row and column of the largest value in the map say where the window's upper left "
    "pixel lies.",
)
def best_position(image, feature):
    """Return (row, column) of the highest score, the window's upper left pixel, counted from 0."""
    scores = matching.match_map(image, feature)
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "You return (column, row). The row comes first, as in `scores[row, column]`."
)
def position_column_first(image, feature):
    return best_position.reference(image, feature)[::-1]


@best_position.mistake(
    "You count from 1. In Python the first row is row 0, and the first column is column 0."
)
def position_counted_from_one(image, feature):
    row, column = best_position.reference(image, feature)
    return row + 1, column + 1


@best_position.mistake(
    "This is the place counted through the whole map, row by row. Turn it into a row and a column: "
    "`np.unravel_index` does."
)
def position_counted_through(image, feature):
    return np.argmax(_map(image, feature))


@best_position.mistake(
    "This is where the score is *lowest*: the negative of the feature, not the feature."
)
def position_of_the_worst(image, feature):
    scores = _map(image, feature)
    return np.unravel_index(np.argmin(scores), scores.shape)


@best_position.mistake(
    "You took the largest score without its sign. -1 is the photographic negative, the opposite of "
    "a match."
)
def position_sign_ignored(image, feature):
    scores = np.abs(_map(image, feature))
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "There are several best places, and this is the last. Return the first in reading order."
)
def position_last_of_several(image, feature):
    scores = _map(image, feature)
    return np.argwhere(scores == scores.max())[-1]


@best_position.mistake(
    "This is the best score itself. The question is where it is: its row and column."
)
def position_score_instead(image, feature):
    return _map(image, feature).max()


def _three_pictures(shape, feature, best):
    """Draw three pictures of which the one at `best` holds the feature clearly best."""
    while True:
        pictures = [lesson.numbers(*shape) for _ in range(3)]
        scores = [_map(picture, feature).max() for picture in pictures]
        if np.argmax(scores) == best and max(scores) - np.median(scores) > 0.5:
            return pictures, feature


@best_position.mistake(
    "This is the middle of the window. Return its upper left pixel: the place in the map as it is."
)
def position_of_the_middle(image, feature):
    row, column = best_position.reference(image, feature)
    h, w = feature.shape
    return row + h // 2, column + w // 2


@best_position.mistake(
    "This is the window's lower right pixel. Return its upper left one: the place in the map as "
    "it is."
)
def position_of_the_lower_right(image, feature):
    row, column = best_position.reference(image, feature)
    h, w = feature.shape
    return row + h - 1, column + w - 1


@best_position.mistake(
    "You added the feature's sides. The place in the map is the window's upper left pixel already."
)
def position_behind_the_window(image, feature):
    row, column = best_position.reference(image, feature)
    h, w = feature.shape
    return row + h, column + w


@best_position.mistake(
    "You counted with the *picture's* shape. The map is smaller, and it is the map that was "
    "counted through: `scores.shape`."
)
def position_by_the_pictures_shape(image, feature):
    return np.unravel_index(np.argmax(_map(image, feature)), image.shape)


@best_position.mistake(
    "You divided by the number of rows. A row of the map is as long as the map has *columns*: "
    "`scores.shape[1]`."
)
def position_by_the_rows(image, feature):
    return divmod(np.argmax(_map(image, feature)), len(_map(image, feature)))


@best_position.mistake(
    "You wrote 7 for the row's length. That is so for 9×9 and 3×3 only: `scores.shape[1]`."
)
def position_by_seven(image, feature):
    return divmod(np.argmax(_map(image, feature)), 7)


@best_position.mistake(
    "You wrote 9 for the row's length. Count with the map's own: `scores.shape[1]`."
)
def position_by_nine(image, feature):
    return divmod(np.argmax(_map(image, feature)), 9)


@best_position.mistake(
    "Row and column cannot both be the quotient. The column is what is left over: `%`."
)
def position_quotient_twice(image, feature):
    k, side = np.argmax(_map(image, feature)), _map(image, feature).shape[1]
    return k // side, k // side


@best_position.mistake(
    "The row is the quotient, `//`, and the column is the rest, `%`: you return them the other "
    "way round, or with the number of rows."
)
def position_exchanged_division(image, feature):
    k, side = np.argmax(_map(image, feature)), len(_map(image, feature))
    return k % side, k // side


@best_position.mistake(
    "Where no score is above 0 you find nothing: your best score so far begins at 0. Begin with "
    "`-np.inf`, or with the first score."
)
def position_started_at_zero(image, feature):
    scores = _map(image, feature)
    return np.unravel_index(np.argmax(scores), scores.shape) if scores.max() > 0 else (0, 0)


@best_position.mistake(
    "Where no score is above 0 you find nothing: your best score so far begins at 0, and the "
    "place at -1. Begin with a score of `-np.inf`."
)
def position_started_below_zero(image, feature):
    scores = _map(image, feature)
    return np.unravel_index(np.argmax(scores), scores.shape) if scores.max() > 0 else (-1, -1)


@best_position.mistake(
    "You looked for the row and for the column apart from each other. With several best places "
    "that can mix two of them: take the first of the whole map."
)
def position_rows_and_columns_apart(image, feature):
    scores = _map(image, feature)
    return scores.max(axis=1).argmax(), scores.max(axis=0).argmax()


@best_position.mistake(
    "You compared whole rows and whole columns, by their sums or means. Look for the one largest "
    "score."
)
def position_best_of_sums(image, feature):
    scores = _map(image, feature)
    return scores.sum(axis=1).argmax(), scores.sum(axis=0).argmax()


@best_position.mistake(
    "This is the best row of each column. `np.argmax` without `axis` looks through the whole map."
)
def position_one_for_each_column(image, feature):
    return np.argmax(_map(image, feature), axis=0)


@best_position.mistake(
    "This is the best column of each row. `np.argmax` without `axis` looks through the whole map."
)
def position_one_for_each_row(image, feature):
    return np.argmax(_map(image, feature), axis=1)


@best_position.mistake(
    "These are all the places with the best score. Return the first only: its row and its column."
)
def position_all_of_them(image, feature):
    scores = _map(image, feature)
    return np.argwhere(scores == scores.max())


@best_position.mistake(
    "`np.where` gives the rows and columns of *all* best places, as arrays. Return the first of "
    "each: `rows[0], columns[0]`."
)
def position_all_of_them_as_arrays(image, feature):
    scores = _map(image, feature)
    return np.array(np.where(scores == scores.max()))


@best_position.mistake(
    "You looked for the brightest pixel of the picture itself. Score the feature at every place "
    "first."
)
def position_of_the_brightest_pixel(image, feature):
    return np.unravel_index(np.argmax(image), image.shape)


@best_position.mistake("You return the score as well. Return two numbers: row and column.")
def position_with_its_score(image, feature):
    scores = _map(image, feature)
    row, column = np.unravel_index(np.argmax(scores), scores.shape)
    return scores.max(), row, column


@best_position.mistake(
    "You return three numbers, the last of which is the score. Return row and column only."
)
def position_with_its_score_last(image, feature):
    scores = _map(image, feature)
    row, column = np.unravel_index(np.argmax(scores), scores.shape)
    return row, column, scores.max()


@best_position.mistake("This is the row only. Return row *and* column: `return row, column`.")
def position_row_only(image, feature):
    return best_position.reference(image, feature)[0]


@best_position.mistake(
    "You return (0, 0) for every picture. Is `return` inside the loop, or is the place "
    "never replaced?"
)
def position_upper_left_always(image, feature):
    return 0, 0


@best_position.mistake(
    "This is the last place of the map, not the best one. Is the place replaced only where the "
    "score is larger than the best so far?"
)
def position_last_place_of_the_map(image, feature):
    scores = _map(image, feature)
    return scores.shape[0] - 1, scores.shape[1] - 1


@best_position.mistake("You turned the feature round first. Lay it on the picture as it is.")
def position_of_the_flipped_feature(image, feature):
    scores = _map(image, feature[::-1, ::-1])
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "Your windows do not overlap. Move the feature by one pixel at a time: `stride=1`."
)
def position_of_jumping_windows(image, feature):
    scores = _map(image, feature, stride=feature.shape)
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "You looked for a score of 1, or the nearest to it. The best score is the largest, whatever "
    "it is: `scores.max()`."
)
def position_nearest_to_a_whole_match(image, feature):
    scores = np.abs(_map(image, feature) - 1)
    return np.unravel_index(np.argmin(scores), scores.shape)


@best_position.mistake(
    "You put zeros around the picture, which moves every place. Score the picture as it is."
)
def position_of_the_padded_picture(image, feature):
    scores = _map(np.pad(image, 1), feature)
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "You looked for the brightest window: the feature has no say. Multiply each window by it."
)
def position_of_the_brightest_window(image, feature):
    scores = _map(image, np.ones(feature.shape))
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "These are the rows of all best places. Return row *and* column of the first."
)
def position_rows_of_all(image, feature):
    scores = _map(image, feature)
    return np.where(scores == scores.max())[0]


@best_position.mistake(
    "These are the columns of all best places. Return row *and* column of the first."
)
def position_columns_of_all(image, feature):
    scores = _map(image, feature)
    return np.where(scores == scores.max())[1]


@best_position.mistake("This is the column only. Return row *and* column: `return row, column`.")
def position_column_only(image, feature):
    return best_position.reference(image, feature)[1]


@best_position.mistake(
    "You multiplied by the feature's sides. The map's row is the picture's row: the feature moves "
    "by one pixel."
)
def position_times_the_feature(image, feature):
    row, column = best_position.reference(image, feature)
    return row * feature.shape[0], column * feature.shape[1]


@best_position.mistake("You count from 1, and you return the column first. Row and column, from 0.")
def position_from_one_column_first(image, feature):
    row, column = best_position.reference(image, feature)
    return column + 1, row + 1


@best_position.mistake(
    "You looked at the picture's darkest pixel. Score the feature at every place first."
)
def position_of_the_worst_product(image, feature):
    return np.unravel_index(np.argmin(image), image.shape)


@best_position.mistake(
    "This is the best window itself. The question is where it is: its row and column."
)
def position_window_and_all(image, feature):
    row, column = best_position.reference(image, feature)
    h, w = feature.shape
    return image[row : row + h, column : column + w]


@best_position.mistake("This is the whole map. Where is its largest value: row and column?")
def position_the_map(image, feature):
    return _map(image, feature)


@best_position.mistake(
    "This says for each place whether it is the best. Return its row and column."
)
def position_yes_or_no(image, feature):
    scores = _map(image, feature)
    return scores == scores.max()


@best_position.mistake(
    "These are the best scores of each row. Return the row and column of the best of all."
)
def position_largest_of_each_row(image, feature):
    return _map(image, feature).max(axis=1)


@best_position.mistake(
    "You counted the ones that meet. Use the mean of the products, `match_map(image, feature)`."
)
def position_counted_in_ones(image, feature):
    scores = _map(image, feature, scoring="count")
    return np.unravel_index(np.argmax(scores), scores.shape)


@best_position.mistake(
    "`np.where(scores == 1)` gives all perfect places, as arrays, and there may be none. Look for "
    "the largest score, and return the first place."
)
def position_of_ones_as_arrays(image, feature):
    return np.array(np.where(_map(image, feature) == 1))


@best_position.mistake(
    "These are the perfect places, and there may be none. Look for the largest score, and return "
    "the first place."
)
def position_of_ones(image, feature):
    return np.argwhere(_map(image, feature) == 1)


@best_position.mistake("This is a column only. Return row *and* column of the best score.")
def position_column_of_the_best_columns(image, feature):
    return _map(image, feature).max(axis=0).argmax()


@best_position.mistake("The row is a whole number: divide with `//`.")
def position_row_not_rounded(image, feature):
    k, side = np.argmax(_map(image, feature)), _map(image, feature).shape[1]
    return k / side, k % side


@best_position.mistake(
    "`argmax` along an axis finds one place for each row or column. Without `axis` it looks "
    "through the whole map."
)
def position_largest_places_of_the_axes(image, feature):
    scores = _map(image, feature)
    return np.argmax(scores, axis=0).max(), np.argmax(scores, axis=1).max()


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Which picture holds the feature?",
    task="Return the index (0, 1 or 2) of the picture that holds the best match anywhere.",
    cases=[
        ([_O, _X, -_X], _CROSSING),
        ([_X, -np.ones((9, 9)), _O], _CROSSING),
        (
            [np.pad(corner, 1, constant_values=-1) for corner in (_TURNED, _CORNER, -_CORNER)],
            _CORNER,
        ),
        ([_O, -_X, _X], _CROSSING),
        _three_pictures((5, 6), lesson.numbers(2, 3), best=1),
        _three_pictures((6, 4), lesson.numbers(3, 3), best=2),
        _three_pictures((4, 5), lesson.numbers(2, 2), best=0),
        _three_pictures((5, 5), lesson.numbers(3, 2), best=2),
        ([np.full((3, 3), v) for v in (-3.0, -1.0, -2.0)], np.ones((2, 2))),  # no score above 0
        ([np.full((3, 3), v) for v in (0.25, 0.75, 0.5)], np.ones((2, 2))),
    ],
    hints=[
        "Make the map of each picture: `matching.match_map(picture, feature)`.",
        "A picture's best match is the `.max()` of its map: it may lie anywhere.",
        "Collect the three best scores in a list and return `np.argmax` of it.",
    ],
    crashes={
        "broadcast": "A picture is larger than the feature. Score every window of it: "
        "`matching.match_map(picture, feature)`.",
        "truth value": "A map has many scores, and two maps cannot be compared by `>`: take each "
        "map's `.max()`.",
        "-D; give a 2-D array": "`pictures` is a list of three. Go through it, one picture at a "
        "time.",
        "does not fit the padded image": "The picture comes first, then the feature: "
        "`matching.match_map(picture, feature)`.",
        "inhomogeneous": "Take each map's largest score first: `.max()`.",
    },
    takeaway="The best score of a map says *whether* a feature is there, wherever it is. That is "
    "what a classifier needs.",
)
def which_picture(pictures, feature):
    """Return the index of the picture whose map has the highest score."""
    best = [matching.match_map(picture, feature).max() for picture in pictures]
    return np.argmax(best)


@which_picture.mistake("You count the pictures from 1. The first has index 0.")
def picture_counted_from_one(pictures, feature):
    return which_picture.reference(pictures, feature) + 1


@which_picture.mistake(
    "You compared the mean or the sum of each map. One perfect match is enough, and a mean hides "
    "it among "
    "many places that do not match: take the maximum."
)
def picture_mean_of_the_map(pictures, feature):
    return np.argmax([_map(picture, feature).mean() for picture in pictures])


@which_picture.mistake(
    "You took the score furthest from 0. A score near -1 is the photographic negative: no match."
)
def picture_sign_ignored(pictures, feature):
    return np.argmax([np.abs(_map(picture, feature)).max() for picture in pictures])


@which_picture.mistake("This is the picture with the *lowest* score of all.")
def picture_with_the_lowest_score(pictures, feature):
    return np.argmin([_map(picture, feature).min() for picture in pictures])


@which_picture.mistake(
    "You compared the pictures at their upper left window only. The feature may sit anywhere: "
    "score every place."
)
def picture_first_window_only(pictures, feature):
    return np.argmax([_map(picture, feature)[0, 0] for picture in pictures])


@which_picture.mistake("This is the best score. Return the index of the picture that has it.")
def picture_score_instead(pictures, feature):
    return max(_map(picture, feature).max() for picture in pictures)


@which_picture.mistake(
    "This counts through all scores of all three maps. Take each map's `.max()` first, then "
    "`np.argmax` of these three."
)
def picture_counted_through(pictures, feature):
    return np.argmax([_map(picture, feature) for picture in pictures])


@which_picture.mistake(
    "These are the three best scores. Which of them is the largest: `np.argmax`?"
)
def picture_best_scores(pictures, feature):
    return [_map(picture, feature).max() for picture in pictures]


@which_picture.mistake("This is a place in the map. The question is in *which picture*: 0, 1 or 2.")
def picture_its_place(pictures, feature):
    scores = max((_map(picture, feature) for picture in pictures), key=np.max)
    return np.unravel_index(np.argmax(scores), scores.shape)


@which_picture.mistake("This is the picture itself. Return its index: 0, 1 or 2.")
def picture_itself(pictures, feature):
    return pictures[which_picture.reference(pictures, feature)]


@which_picture.mistake(
    "You return 0 for all. Is `return` inside the loop, or has `np.argmax` got a single "
    "number, the best of all maps?"
)
def picture_always_the_first(pictures, feature):
    return 0


@which_picture.mistake(
    "You return 2 for all. Is the index replaced only where the score is larger than the best so "
    "far, and is that best score kept?"
)
def picture_always_the_last(pictures, feature):
    return 2


@which_picture.mistake("This is the picture whose best score is *lowest*. Take `np.argmax`.")
def picture_lowest_best(pictures, feature):
    return np.argmin([_map(picture, feature).max() for picture in pictures])


@which_picture.mistake("You compared the *worst* scores of the maps. Take each map's maximum.")
def picture_highest_worst(pictures, feature):
    return np.argmax([_map(picture, feature).min() for picture in pictures])


@which_picture.mistake(
    "Where no score is above 0 you find nothing: your best score so far begins at 0. Begin with "
    "`-np.inf`."
)
def picture_started_at_zero(pictures, feature):
    best = [_map(picture, feature).max() for picture in pictures]
    return np.argmax(best) if max(best) > 0 else 0


@which_picture.mistake(
    "Where no score is above 0 you find no picture: the best score so far has to begin with "
    "`-np.inf`, not with 0."
)
def picture_started_below_zero(pictures, feature):
    best = [_map(picture, feature).max() for picture in pictures]
    return np.argmax(best) if max(best) > 0 else -1


@which_picture.mistake(
    "You kept the last picture with a score above 0: replace the best score, too, when you "
    "replace the index."
)
def picture_last_above_zero(pictures, feature):
    best = [_map(picture, feature).max() for picture in pictures]
    return max((i for i in range(3) if best[i] > 0), default=0)


@which_picture.mistake(
    "You compared a score with an index: keep the best *score* so far beside the best index."
)
def picture_compared_with_an_index(pictures, feature):
    best = 0
    for i, each in enumerate(pictures):
        if _map(each, feature).max() > best:
            best = i
    return best


@which_picture.mistake(
    "You counted the perfect matches. One is enough, and there may be none: compare the best "
    "scores."
)
def picture_perfect_matches_counted(pictures, feature):
    return np.argmax([np.sum(np.isclose(_map(picture, feature), 1)) for picture in pictures])


@which_picture.mistake(
    "You counted the places with a score above 0. What counts is how good the best one is."
)
def picture_good_places_counted(pictures, feature):
    return np.argmax([np.sum(_map(picture, feature) > 0) for picture in pictures])


@which_picture.mistake(
    "You compared the pictures, not their maps: score the feature at every place first."
)
def picture_brightest(pictures, feature):
    return np.argmax([picture.mean() for picture in pictures])


@which_picture.mistake(
    "You compared the brightest pixels. The feature has no say in that: make the maps first."
)
def picture_brightest_pixel(pictures, feature):
    return np.argmax([picture.max() for picture in pictures])


@which_picture.mistake(
    "You compared the pictures in the middle of the maps only. The feature may sit anywhere."
)
def picture_middle_window_only(pictures, feature):
    maps = [_map(picture, feature) for picture in pictures]
    return np.argmax([m[m.shape[0] // 2, m.shape[1] // 2] for m in maps])


@which_picture.mistake(
    "You say yes or no for each picture. Return the index of the best: `np.argmax`."
)
def picture_yes_or_no(pictures, feature):
    best = [_map(picture, feature).max() for picture in pictures]
    return [score == max(best) for score in best]


@which_picture.mistake("These are all three in order. Return the best one's index only.")
def picture_sorted(pictures, feature):
    return np.argsort([_map(picture, feature).max() for picture in pictures])


@which_picture.mistake("These are all three, the best one first. Return the first of them only.")
def picture_sorted_downwards(pictures, feature):
    return np.argsort([_map(picture, feature).max() for picture in pictures])[::-1]


@which_picture.mistake("You turned the feature round. Lay it on the pictures as it is.")
def picture_of_the_flipped_feature(pictures, feature):
    return np.argmax([_map(picture, feature[::-1, ::-1]).max() for picture in pictures])


@which_picture.mistake("You compared the middle scores, the medians. Compare the best ones.")
def picture_middle_of_the_scores(pictures, feature):
    return np.argmax([np.median(_map(picture, feature)) for picture in pictures])


@which_picture.mistake(
    "You compared *where* the best scores are. Compare how good they are: `.max()`, not "
    "`.argmax()`."
)
def picture_places_of_the_best(pictures, feature):
    return np.argmax([_map(picture, feature).argmax() for picture in pictures])


@which_picture.mistake("You count from the end: -3, -2, -1. Count from 0.")
def picture_its_name_from_the_end(pictures, feature):
    return which_picture.reference(pictures, feature) - 3


@which_picture.mistake(
    "You counted the ones that meet. Use the mean of the products, `match_map(picture, feature)`."
)
def picture_counted_in_ones(pictures, feature):
    return np.argmax([_map(picture, feature, scoring="count").max() for picture in pictures])


@which_picture.mistake(
    "You compared the pictures place by place. Take each map's largest score, wherever it is."
)
def picture_best_of_each_place(pictures, feature):
    return np.argmax([_map(picture, feature) for picture in pictures], axis=0)


@which_picture.mistake("These are the three maps. Which of them has the largest score?")
def picture_the_maps(pictures, feature):
    return [_map(picture, feature) for picture in pictures]


@which_picture.mistake("You counted how often the best score occurs. It counts how good it is.")
def picture_most_places_at_the_best(pictures, feature):
    return np.argmax(
        [np.sum(_map(picture, feature) == _map(picture, feature).max()) for picture in pictures]
    )


@which_picture.mistake(
    "You compared the best rows or columns by their sums. Take each map's largest score."
)
def picture_best_rows(pictures, feature):
    return np.argmax([_map(picture, feature).sum(axis=1).max() for picture in pictures])


@which_picture.mistake(
    "You compared the pictures at their last window only: each score replaced the one before. "
    "Take the largest."
)
def picture_last_window_only(pictures, feature):
    return np.argmax([_map(picture, feature)[-1, -1] for picture in pictures])


@which_picture.mistake(
    "You compared each picture with the one before. Compare it with the best so far."
)
def picture_last_better_than_the_one_before(pictures, feature):
    best = [_map(picture, feature).max() for picture in pictures]
    return max(i for i in range(3) if i == 0 or best[i] > best[i - 1])


@which_picture.mistake(
    "This counts through the places, with the three maps laid on each other. Take each map's "
    "`.max()`, then `np.argmax` of these three."
)
def picture_place_of_the_best_of_all(pictures, feature):
    return np.argmax(np.max([_map(picture, feature) for picture in pictures], axis=0))


@which_picture.mistake(
    "This is *where* in its map each picture has its best score. Compare the scores themselves, "
    "and return the number of one picture."
)
def picture_places(pictures, feature):
    return [matching.match_map(picture, feature).argmax() for picture in pictures]


@which_picture.mistake(
    "You counted the places with a good score. One perfect match is enough: compare the best "
    "scores."
)
def picture_of_many_places(pictures, feature):
    maps = [matching.match_map(picture, feature) for picture in pictures]
    return int(np.argmax([(scores > 0.5).sum() for scores in maps]))


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="Count the multiplications",
    task="How many multiplications does it take to make the maps of `features` square features?",
    cases=[(9, 9, 3, 1), (9, 9, 3, 3), (28, 28, 5, 4), (20, 30, 3, 2), (7, 4, 2, 5), (5, 6, 1, 2)],
    hints=[
        "How many places does the feature have in a picture? (height - size + 1) rows of them.",
        "At one place, each of the feature's size × size pixels takes one multiplication.",
        "places × pixels of a feature × number of features",
    ],
    takeaway="The cost grows in step with the picture's pixels, the feature's pixels and the "
    "number of features.",
)
def multiplications(height, width, size, features):
    """Return the multiplications for size × size features on a height × width picture."""
    places = (height - size + 1) * (width - size + 1)
    return places * size * size * features


@multiplications.mistake("You counted one feature. Each of them takes as many again.")
def cost_of_one_feature(height, width, size, features):
    return multiplications.reference(height, width, size, 1)


@multiplications.mistake(
    "You counted a place for every pixel. At the edge the feature does not fit: there are only "
    "height - size + 1 rows of places."
)
def cost_of_every_pixel(height, width, size, features):
    return height * width * size * size * features


@multiplications.mistake(
    "You counted `size` multiplications a place. A feature has size × size pixels, each with one."
)
def cost_of_one_row(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size * features


@multiplications.mistake(
    "One place is missing in each direction: from 0 to height - size there are height - size + 1."
)
def cost_without_the_last(height, width, size, features):
    return (height - size) * (width - size) * size * size * features


@multiplications.mistake(
    "You counted windows side by side. They overlap: the feature moves by one pixel at a time."
)
def cost_of_separate_windows(height, width, size, features):
    return (height // size) * (width // size) * size * size * features


@multiplications.mistake("This is the number of scores. Each takes size × size multiplications.")
def cost_of_the_scores(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * features


@multiplications.mistake("You wrote 9 for the feature's pixels. It has size × size of them.")
def cost_of_nine(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * 9 * features


@multiplications.mistake(
    "You wrote the places of a 3×3 feature, height - 2. Write them with `size`: height - size + 1."
)
def cost_of_three(height, width, size, features):
    return (height - 2) * (width - 2) * size * size * features


@multiplications.mistake(
    "You counted 3×3 features. Here their side is `size`: (height - size + 1) rows of places, "
    "size × size pixels."
)
def cost_of_three_by_three(height, width, size, features):
    return (height - 2) * (width - 2) * 9 * features


@multiplications.mistake(
    "You wrote 49 places, those of a 9×9 picture. Count them: (height - size + 1) · (width - size "
    "+ 1)."
)
def cost_of_49_places(height, width, size, features):
    return 49 * size * size * features


@multiplications.mistake(
    "You took the picture for a square of `height`. Its other side is `width`: height - size + 1 "
    "times width - size + 1."
)
def cost_of_a_square_picture(height, width, size, features):
    return (height - size + 1) ** 2 * size * size * features


@multiplications.mistake(
    "You took the picture for a square of `width`. Its other side is `height`: height - size + 1 "
    "times width - size + 1."
)
def cost_of_a_square_by_width(height, width, size, features):
    return (width - size + 1) ** 2 * size * size * features


@multiplications.mistake(
    "You counted the additions, too. Only the multiplications are asked for: size × size a place."
)
def cost_with_additions(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (2 * size * size - 1) * features


@multiplications.mistake(
    "You counted everything twice. A place takes size × size multiplications; additions do not "
    "count."
)
def cost_twice(height, width, size, features):
    return 2 * (height - size + 1) * (width - size + 1) * size * size * features


@multiplications.mistake(
    "This is the number of additions: one less than the products. Count the multiplications, size "
    "× size a place."
)
def cost_of_the_additions(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (size * size - 1) * features


@multiplications.mistake(
    "You counted the division as one more. Only multiplications are asked for: size × size a place."
)
def cost_with_the_division(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (size * size + 1) * features


@multiplications.mistake(
    "You added the number of features. Each feature takes all multiplications again: multiply by "
    "it."
)
def cost_features_added(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size * size + features


@multiplications.mistake(
    "You added the number of features to the pixels of one. Multiply: every feature is scored at "
    "every place."
)
def cost_features_added_to_pixels(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * (size * size + features)


@multiplications.mistake("You counted the features twice. Multiply by their number once.")
def cost_features_squared(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size * size * features**2


@multiplications.mistake(
    "Brackets are missing: `height - size + 1 * width …` multiplies first. Write (height - size + "
    "1) * (width - size + 1)."
)
def cost_without_brackets(height, width, size, features):
    return height - size + 1 * width - size + 1 * size * size * features


@multiplications.mistake(
    "Brackets are missing: `*` comes before `+` and `-`. Write (height - size + 1) * (width - "
    "size + 1)."
)
def cost_half_without_brackets(height, width, size, features):
    return (height - size + 1) * width - size + 1 * size * size * features


@multiplications.mistake(
    "Brackets are missing: `*` comes before `-`. Write (height - size + 1) * (width - size + 1)."
)
def cost_without_plus_and_brackets(height, width, size, features):
    return height - size * width - size * size * size * features


@multiplications.mistake("You added rows and columns of places. There are rows × columns of them.")
def cost_sides_added(height, width, size, features):
    return ((height - size + 1) + (width - size + 1)) * size * size * features


@multiplications.mistake(
    "Your feature sticks out on all sides: height + size - 1. It has to fit whole: height - size "
    "+ 1."
)
def cost_padded(height, width, size, features):
    return (height + size - 1) * (width + size - 1) * size * size * features


@multiplications.mistake(
    "You took off one too many: from 0 to height - size there are height - size + 1 places."
)
def cost_one_less_again(height, width, size, features):
    return (height - size - 1) * (width - size - 1) * size * size * features


@multiplications.mistake("You added 2. From 0 to height - size there are height - size + 1 places.")
def cost_one_more(height, width, size, features):
    return (height - size + 2) * (width - size + 2) * size * size * features


@multiplications.mistake("One column of places is missing: + 1 in both directions.")
def cost_rows_without_the_last(height, width, size, features):
    return (height - size + 1) * (width - size) * size * size * features


@multiplications.mistake("One row of places is missing: + 1 in both directions.")
def cost_columns_without_the_last(height, width, size, features):
    return (height - size) * (width - size + 1) * size * size * features


@multiplications.mistake(
    "You counted as many windows as fit side by side, or one product per pixel. Windows overlap: "
    "height - size + 1 rows of places, each place with size × size multiplications."
)
def cost_of_the_pixels(height, width, size, features):
    return height * width * features


@multiplications.mistake(
    "You counted a place for every pixel, and `size` products at each. There are height - size + "
    "1 rows of places, and size × size products."
)
def cost_of_every_pixel_and_row(height, width, size, features):
    return height * width * size * features


@multiplications.mistake(
    "This is one place only. The feature is scored at (height - size + 1) · (width - size + 1) "
    "places."
)
def cost_of_one_place(height, width, size, features):
    return size * size * features


@multiplications.mistake(
    "You counted a place for every pixel, and one feature. The feature must fit whole, and each "
    "of them counts."
)
def cost_of_one_feature_everywhere(height, width, size, features):
    return height * width * size * size


@multiplications.mistake("size × size is `size**2`; you took 2 · size, or two rows.")
def cost_of_size_doubled(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * 2 * size * features


@multiplications.mistake(
    "The feature's pixels are size × size; you multiplied by `size` once more."
)
def cost_of_size_cubed(height, width, size, features):
    return (height - size + 1) * (width - size + 1) * size**3 * features


@multiplications.mistake(
    "You subtracted areas. Count places by rows and columns: (height - size + 1) · (width - size "
    "+ 1)."
)
def cost_of_areas(height, width, size, features):
    return (height * width - size * size + 1) * size * size * features


@multiplications.mistake(
    "You subtracted the feature's area from the picture's. Count places by rows and columns: "
    "(height - size + 1) · (width - size + 1)."
)
def cost_of_areas_without_one(height, width, size, features):
    return (height * width - size * size) * size * size * features


@multiplications.mistake(
    "You added places and pixels. Each place takes size × size multiplications: multiply."
)
def cost_of_places_and_pixels_added(height, width, size, features):
    return ((height - size + 1) * (width - size + 1) + size * size) * features


@multiplications.mistake(
    "This is the number of places. Each takes size × size multiplications, for each feature."
)
def cost_of_the_places_of_one(height, width, size, features):
    return (height - size + 1) * (width - size + 1)


@multiplications.mistake(
    "One place is missing in each direction, and the other features: (height - size + 1) · (width "
    "- size + 1) · size² · features."
)
def cost_without_the_last_and_features(height, width, size, features):
    return (height - size) * (width - size) * size * size


@multiplications.mistake(
    "You counted windows side by side, and one more. They overlap: height - size + 1 rows of "
    "places."
)
def cost_of_windows_and_one(height, width, size, features):
    return (height // size + 1) * (width // size + 1) * size * size * features


@multiplications.mistake(
    "You took off half a feature at each end. The feature has height - size + 1 rows of places."
)
def cost_of_half_windows(height, width, size, features):
    return (height - size // 2) * (width - size // 2) * size * size * features


@multiplications.mistake(
    "You counted one row of places. There are (height - size + 1) rows of (width - size + 1) "
    "places."
)
def cost_of_one_row_of_places(height, width, size, features):
    return (width - size + 1) * size * size * features


@multiplications.mistake(
    "You counted one column of places. There are (height - size + 1) rows of (width - size + 1) "
    "places."
)
def cost_of_one_column_of_places(height, width, size, features):
    return (height - size + 1) * size * size * features


@multiplications.mistake(
    "You added the 1 after multiplying. It belongs to each side: (height - size + 1) * (width - "
    "size + 1)."
)
def cost_of_one_more_each(height, width, size, features):
    return ((height - size) * (width - size) + 1) * size * size * features


@multiplications.mistake(
    "You wrote 9 for the feature's pixels, and counted a place for every pixel."
)
def cost_of_every_pixel_and_nine(height, width, size, features):
    return height * width * 9 * features


@multiplications.mistake(
    "You added the picture's and the feature's pixels. Each place takes size × size "
    "multiplications."
)
def cost_of_pixels_of_both(height, width, size, features):
    return (height * width + size * size) * features


@multiplications.mistake("You multiplied sizes and features only. How many *places* are there?")
def cost_of_size_and_features(height, width, size, features):
    return size * features


@multiplications.mistake(
    "You squared the places. (height - size + 1) · (width - size + 1) of them, once."
)
def cost_of_places_squared(height, width, size, features):
    return ((height - size + 1) * (width - size + 1)) ** 2 * features


@multiplications.mistake(
    "These are scores, with one place missing in each direction. (height - size + 1) · (width - "
    "size + 1) places, size × size multiplications at each."
)
def cost_of_scores_without_the_last(height, width, size, features):
    return (height - size) * (width - size) * features


@multiplications.mistake("Brackets are missing round height - size + 1: `*` comes before `+`.")
def cost_first_brackets_missing(height, width, size, features):
    return height - size + 1 * (width - size + 1) * size * size * features


@multiplications.mistake(
    "441 multiplications make one map of the 9×9 picture. Count with height, width and size."
)
def cost_of_the_x(height, width, size, features):
    return 441 * features


# --- 6 -------------------------------------------------------------------------------------------

_BITS = np.array([[1, 0, 1], [0, 1, 0], [0, 1, 1]])


@exercise(
    title="Count the meeting ones",
    task="With pixels of 0 and 1: count the places where patch *and* feature are 1.",
    cases=[
        ((_X[3:6, 3:6] + 1) / 2, (_DOWN + 1) / 2),
        ((_X[0:3, 0:3] + 1) / 2, (_CROSSING + 1) / 2),
        (np.ones((3, 3)), np.array([[1, 1, 0], [0, 1, 1], [1, 0, 1]])),
        (_BITS, np.array([[1, 1, 1], [0, 1, 0], [0, 0, 0]])),
        (np.ones((3, 3)), (_DOWN + 1) / 2),
        (np.zeros((2, 3)), np.array([[1, 0, 1], [1, 1, 0]])),
        (np.array([[1, 0, 0, 1], [0, 1, 1, 1]]), np.array([[1, 1, 0, 0], [0, 0, 0, 1]])),
    ],
    hints=[
        "Of 0·0, 0·1, 1·0 and 1·1, which is 1?",
        "Multiply pixel by pixel and add. This score is a count: nothing is divided.",
    ],
    crashes={
        "truth value": "Python's `and`, and a chain such as `patch == feature == 1`, need one yes "
        "or no. Multiply pixel by pixel: `patch * feature` is 1 where both are.",
        "bitwise_and": "`&` works on whole numbers and on True and False, and it binds closer than "
        "`==`: `(patch == 1) & (feature == 1)`, or simply multiply.",
        "bitwise_or": "`|` works on whole numbers and on True and False. Both pixels must be 1: "
        "multiply.",
        "unsupported operand": "Compare first, in brackets: `(patch == 1) & (feature == 1)`, or "
        "simply multiply.",
        "not supported for the input types": "Compare first, in brackets: `(patch == 1) & "
        "(feature == 1)`, or simply multiply.",
        "matmul": "`@` is the matrix product; `*` multiplies the pixels at the same place.",
        "not aligned": "`np.dot` is the matrix product; `*` multiplies the pixels at the same "
        "place.",
    },
    takeaway="A patch that is all ones counts as many as a perfect match. Counting ones "
    "cannot see what should be absent; pixels of +1 and -1 can.",
)
def count_ones(patch, feature):
    """Return how many ones meet ones."""
    return np.sum(patch * feature)


@count_ones.mistake("You counted all equal pixels, also 0 with 0. Count only where both are 1.")
def ones_and_zeros_counted(patch, feature):
    return np.sum(patch == feature)


@count_ones.mistake("This is a share. A count is not divided by the number of pixels.")
def ones_divided(patch, feature):
    return np.mean(patch * feature)


@count_ones.mistake("You counted the pixels where *either* is 1. Both must be 1.")
def ones_of_either(patch, feature):
    return np.sum((patch + feature) > 0)


@count_ones.mistake("You counted the patch's ones, and did not look at the feature.")
def ones_of_the_patch(patch, feature):
    return np.sum(patch)


@count_ones.mistake("You counted the feature's ones, and did not look at the patch.")
def ones_of_the_feature(patch, feature):
    return np.sum(feature)


@count_ones.mistake(
    "You took away one for each unequal pixel. That is a good idea, the one of ±1 pixels, but here "
    "only the meeting ones count."
)
def ones_minus_unequal(patch, feature):
    return np.sum(patch * feature) - np.sum(patch != feature)


@count_ones.mistake(
    "This says for each place whether ones meet, but how many is one number: add them up, `.sum()`."
)
def ones_not_added(patch, feature):
    return patch * feature


@count_ones.mistake(
    "You added patch and feature. Their *product* is 1 only where both are 1: multiply, then add."
)
def ones_added_pixels(patch, feature):
    return np.sum(patch + feature)


@count_ones.mistake(
    "You counted the ones of both and halved that. A one that meets a zero must not count: "
    "multiply."
)
def ones_added_and_halved(patch, feature):
    return np.sum(patch + feature) / 2


@count_ones.mistake(
    "You counted the ones of both, halved and rounded. A one that meets a zero must not count: "
    "multiply."
)
def ones_added_and_halved_down(patch, feature):
    return np.sum(patch + feature) // 2


@count_ones.mistake(
    "You added patch and feature pixel by pixel. Multiply them, and add the products up."
)
def ones_pixels_added_kept(patch, feature):
    return patch + feature


@count_ones.mistake(
    "This is the share of equal pixels, zeros with zeros as well. Count only where both are 1, "
    "and divide by nothing."
)
def ones_share_of_equal(patch, feature):
    return np.mean(patch == feature)


@count_ones.mistake(
    "This says where the pixels are equal. Say how many ones meet ones: multiply, then add."
)
def ones_equal_places(patch, feature):
    return patch == feature


@count_ones.mistake("You counted the places where they differ. Count those where both are 1.")
def ones_of_unequal(patch, feature):
    return np.sum(patch != feature)


@count_ones.mistake("You counted the places where both are 0. Count those where both are 1.")
def ones_of_neither(patch, feature):
    return np.sum((patch == 0) & (feature == 0))


@count_ones.mistake("You say where *either* is 1. Both must be 1, and the answer is one number.")
def ones_either_not_added(patch, feature):
    return (patch + feature) > 0


@count_ones.mistake(
    "You added down the columns only (Python's own `sum`, or `axis=0`). `.sum()` adds all places."
)
def ones_in_columns(patch, feature):
    return np.sum(patch * feature, axis=0)


@count_ones.mistake("You added along the rows only. Add all places: leave `axis` out.")
def ones_in_rows(patch, feature):
    return np.sum(patch * feature, axis=1)


@count_ones.mistake(
    "Only the first row was counted. Is `return` inside the loop over the rows? Move it left."
)
def ones_first_row(patch, feature):
    return np.sum(patch[0] * feature[0])


@count_ones.mistake("Only the last row was counted: start the count at 0 once, before the loops.")
def ones_last_row(patch, feature):
    return np.sum(patch[-1] * feature[-1])


@count_ones.mistake(
    "Only the first place was looked at. Is `return` inside the loops? Move it left."
)
def ones_first_place(patch, feature):
    return patch[0, 0] * feature[0, 0]


@count_ones.mistake("Only the last place counts: add to the count with `+=`.")
def ones_last_place(patch, feature):
    return patch[-1, -1] * feature[-1, -1]


@count_ones.mistake(
    "This is 1 as soon as any ones meet: `np.any`, `.max()`, or `= 1` where `+= 1` should stand. "
    "Say how many: `.sum()`."
)
def ones_any(patch, feature):
    return np.any(patch * feature)


@count_ones.mistake(
    "You multiplied all products with each other, or asked whether all are 1. Add them."
)
def ones_all_of_all(patch, feature):
    return np.prod(patch * feature)


@count_ones.mistake(
    "This is the share of the feature's ones that are met. Here the count itself is asked for: "
    "divide by nothing."
)
def ones_share_of_the_feature(patch, feature):
    return np.sum(patch * feature) / np.sum(feature)


@count_ones.mistake("You divided by 9. A count is not divided by anything.")
def ones_by_nine(patch, feature):
    return np.sum(patch * feature) / 9


@count_ones.mistake("You divided by the number of rows. A count is not divided by anything.")
def ones_by_rows(patch, feature):
    return np.sum(patch * feature) / len(feature)


@count_ones.mistake(
    "You took the length of what `np.where` gives: it is 2, one list for rows and one for "
    "columns. Add the products instead."
)
def ones_length_of_the_places(patch, feature):
    return 2


@count_ones.mistake(
    "This is the number of all pixels. Count those where both are 1: multiply, then add."
)
def ones_number_of_pixels(patch, feature):
    return patch.size


@count_ones.mistake(
    "This is the number of rows. Count the places where both are 1: multiply, then `.sum()`."
)
def ones_number_of_rows(patch, feature):
    return len(patch)


@count_ones.mistake("These are the places themselves. Count them.")
def ones_the_places(patch, feature):
    return np.argwhere(patch * feature)


@count_ones.mistake(
    "You counted the ones of each and multiplied the counts. Multiply pixel by pixel first, then "
    "add."
)
def ones_ink_multiplied(patch, feature):
    return np.sum(patch) * np.sum(feature)


@count_ones.mistake(
    "You subtracted the feature's ones from the patch's. Multiply pixel by pixel, then add."
)
def ones_difference(patch, feature):
    return np.sum(patch - feature)


@count_ones.mistake(
    "This is the sum of a matrix product, `@` or `np.dot`. `*` multiplies the pixels at the same "
    "place."
)
def ones_matrix_product(patch, feature):
    return np.sum(patch @ feature)


@count_ones.mistake(
    "`@` and `np.dot` make the matrix product. `*` multiplies the pixels at the same place; then "
    "add."
)
def ones_matrix_product_kept(patch, feature):
    return patch @ feature


@count_ones.mistake(
    "You compared the two counts and took the smaller. Ones must meet at the *same place*: "
    "multiply, then add."
)
def ones_fewer_of_both(patch, feature):
    return min(np.sum(patch), np.sum(feature))


@count_ones.mistake("You took away the ones that are not met. Only the meeting ones count here.")
def ones_minus_not_met(patch, feature):
    return np.sum(patch * feature) - np.sum(patch * (1 - feature))


@count_ones.mistake(
    "You turned 0 into -1 first, or scored equal against unequal. Here only the ones that meet "
    "count."
)
def ones_plus_minus(patch, feature):
    return np.sum((2 * patch - 1) * (2 * feature - 1))


@count_ones.mistake("You turned the feature round. Lay it on the patch as it is.")
def ones_turned(patch, feature):
    return np.sum(patch * feature[::-1, ::-1])


@count_ones.mistake("You counted the feature's ones that the patch lacks. Count those that meet.")
def ones_only_the_feature(patch, feature):
    return np.sum(feature * (1 - patch))


@count_ones.mistake("You counted the patch's ones that the feature lacks. Count those that meet.")
def ones_only_the_patch(patch, feature):
    return np.sum(patch * (1 - feature))


@count_ones.mistake("These are the patch's pixels under the feature's ones. Add them up.")
def ones_picked(patch, feature):
    return patch[feature == 1]


@count_ones.mistake("These are the feature's pixels under the patch's ones. Add them up.")
def ones_picked_from_the_feature(patch, feature):
    return feature[patch == 1]


@count_ones.mistake(
    "This is the share of the patch's ones. Here the count itself is asked for: divide by nothing."
)
def ones_share_of_the_patch(patch, feature):
    return np.sum(patch * feature) / np.sum(patch)


@count_ones.mistake(
    "`np.inner`, or `@` with `.T`, multiplies every row by every row. `*` multiplies the pixels "
    "at the same place; then add."
)
def ones_rows_with_rows(patch, feature):
    return np.sum(patch @ feature.T)


@count_ones.mistake(
    "`np.inner`, or `@` with `.T`, gives a number for each two rows. Multiply the pixels at the "
    "same place with `*`, then add."
)
def ones_rows_with_rows_kept(patch, feature):
    return patch @ feature.T


@count_ones.mistake("You counted rows in which ones meet. Count the places.")
def ones_rows_counted(patch, feature):
    return np.sum(np.any(patch * feature, axis=1))


@count_ones.mistake("You counted columns in which ones meet. Count the places.")
def ones_columns_counted(patch, feature):
    return np.sum(np.any(patch * feature, axis=0))


@count_ones.mistake("You counted different values, not places. Multiply, then add.")
def ones_three_values_counted(patch, feature):
    return len(np.unique(patch * feature))


@count_ones.mistake(
    "The last row and column are left out. `range(len(patch))` runs to the last one: no - 1."
)
def ones_last_row_and_column_left_out(patch, feature):
    return np.sum((patch * feature)[:-1, :-1])


@count_ones.mistake("You counted each meeting twice, once for each picture. Count the places.")
def ones_doubled(patch, feature):
    return 2 * np.sum(patch * feature)


@count_ones.mistake(
    "You multiplied the mean by 9. Not every picture has 9 pixels: add up, `.sum()`."
)
def ones_nine_times_the_mean(patch, feature):
    return 9 * np.mean(patch * feature)


@count_ones.mistake(
    "`np.where` gives the rows and columns of the places. How many are there? Add the products up."
)
def ones_the_places_as_arrays(patch, feature):
    return np.array(np.where(patch * feature == 1))
