"""Exercises of lesson 01, match features: score, map, position, cost.

Each exercise is a reference solution; under it stand the mistakes that people make, as functions
that make them.
"""

import numpy as np

from cnnkit import matching
from cnnkit.examples.xo import features, picture
from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions01 as questions

lesson = Lesson(__name__, questions)
progress = lesson.progress

_X, _O = picture("X"), picture("O")
_DOWN, _CROSSING, _UP = features().values()
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
    ],
    hints=[
        "`patch * feature` multiplies pixel by pixel: the pixels at the same place meet.",
        "Add all products with `.sum()`. How many are there? `.size` tells.",
        "The sum divided by the number of pixels is the mean.",
    ],
    crashes={
        "matmul": "`@` is the matrix product, which mixes rows with columns; `*` multiplies the "
        "pixels at the same place."
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
    "You divided by the number of rows. There are rows × columns products: `feature.size`."
)
def score_divided_by_rows(patch, feature):
    return np.sum(patch * feature) / len(feature)


@match_score.mistake("These are the products, one a pixel. The score is one number: their mean.")
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


@match_score.mistake("You divided twice: `.mean()` divides by the number of pixels already.")
def score_divided_twice(patch, feature):
    return np.mean(patch * feature) / feature.size


@match_score.mistake(
    "This is the mean difference: 0 for equal pictures. Multiply the pixels instead of subtracting."
)
def score_mean_difference(patch, feature):
    return np.mean(np.abs(patch - feature))


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Map of a whole picture",
    task="Score the feature at every place where it fits whole into the picture.",
    cases=[
        (_X, _DOWN),
        (lesson.numbers(4, 6), lesson.numbers(3, 3)),
        (lesson.numbers(6, 5), lesson.numbers(2, 3)),
        (lesson.numbers(4, 4), lesson.numbers(3, 2)),
        (lesson.numbers(3, 3), lesson.numbers(3, 3)),
    ],
    hints=[
        "Two loops: `i` over the rows of the map, `j` over its columns. How many are there? In a "
        "row of 9 pixels a feature of 3 has 9 - 3 + 1 = 7 places.",
        "The window at (i, j) is `image[i : i + h, j : j + w]`, with `h, w = feature.shape`.",
        "Make `scores = np.zeros((H - h + 1, W - w + 1))` and fill `scores[i, j]` with the mean of "
        "window × feature.",
    ],
    crashes={
        "broadcast": "Near the edge the slice is cut off and smaller than the feature: the "
        "windows that fit start at 0 … H - h, so there are H - h + 1 of them."
    },
    takeaway="One score a place: a map of where the feature is. This is called convolution.",
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


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="Where is the feature?",
    task="Return row and column of the best score in the map, the first in reading order if there "
    "are several.",
    cases=[
        (_X, _CROSSING),
        (_X, _DOWN),
        (_O, _UP),
        (lesson.numbers(5, 8), lesson.numbers(2, 2)),
        (-_X[:, 2:], _UP),
        (lesson.numbers(7, 4), lesson.numbers(3, 2)),
    ],
    hints=[
        "Make the map first; `cnnkit.matching.match_map` does it in one call.",
        "`np.argmax` finds the largest value, but counts through the whole map, row by row.",
        "`np.unravel_index(np.argmax(scores), scores.shape)` turns that count into (row, column).",
    ],
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


@best_position.mistake("You count from 1. In Python the first row is row 0.")
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


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Which picture holds the feature?",
    task="Return the index (0, 1 or 2) of the picture that holds the best match anywhere.",
    cases=[
        ([_O, _X, -_X], _CROSSING),
        ([_X, -_O, np.ones((9, 9))], _DOWN),
        ([_O, -_X, _X], _CROSSING),
        _three_pictures((5, 6), lesson.numbers(2, 3), best=1),
        _three_pictures((6, 4), lesson.numbers(3, 3), best=2),
        _three_pictures((4, 5), lesson.numbers(2, 2), best=0),
        _three_pictures((5, 5), lesson.numbers(3, 2), best=2),
    ],
    hints=[
        "Make the map of each picture: `matching.match_map(picture, feature)`.",
        "A picture's best match is the `.max()` of its map: it may lie anywhere.",
        "Collect the three best scores in a list and return `np.argmax` of it.",
    ],
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
    "You compared the mean of each map. One perfect match is enough, and a mean hides it among "
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


# --- 6 -------------------------------------------------------------------------------------------

_BITS = np.array([[1, 0, 1], [0, 1, 0], [0, 1, 1]])


@exercise(
    title="Count the meeting ones",
    task="With pixels of 0 and 1: count the places where patch *and* feature are 1.",
    cases=[
        ((_X[3:6, 3:6] + 1) / 2, (_DOWN + 1) / 2),
        (_BITS, np.eye(3)),
        (np.ones((3, 3)), (_DOWN + 1) / 2),
        (np.zeros((2, 3)), np.array([[1, 0, 1], [1, 1, 0]])),
        (np.array([[1, 0, 0, 1], [0, 1, 1, 1]]), np.array([[1, 1, 0, 0], [0, 0, 0, 1]])),
    ],
    hints=[
        "Of 0·0, 0·1, 1·0 and 1·1, which is 1?",
        "Multiply pixel by pixel and add. This score is a count: nothing is divided.",
    ],
    takeaway="The third case is all ones, and it counts as many as a perfect match. Counting ones "
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
