"""Exercises of lesson 05, flatten and vote: one list, votes for each class, all shapes counted."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions05 as questions

lesson = Lesson(__name__, questions, limit=5, order="linear")
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Flatten a batch",
    task="Turn each picture's maps into one list: map after map, row after row.",
    cases=[
        (np.arange(12.0).reshape(1, 3, 2, 2),),
        (np.arange(24.0).reshape(2, 3, 2, 2),),
        (lesson.numbers(2, 2, 3, 2),),
        (lesson.numbers(3, 1, 2, 4),),
        (lesson.numbers(2, 4, 1, 1),),
        (np.array([[[[0.5, -1.25]], [[2.75, 3.5]]]]),),
    ],
    hints=[
        "The batch axis stays: one row for each picture.",
        "`maps.reshape(n, -1)` lets NumPy count the rest, with `n = len(maps)`.",
    ],
    crashes={
        "cannot reshape": "The maps are not always of this size: `maps.reshape(len(maps), -1)` "
        "lets NumPy count.",
        "unpack": "The batch has four axes: N, C, H, W = maps.shape.",
        "broadcast": "A row has C · H · W values: count them with this batch's own shape.",
        "out of bounds": "The shape is (N, C, H, W): a row has C · H · W values.",
        "setting an array element": "A row is one list: join the maps of a picture, "
        "`picture.reshape(-1)`.",
    },
    takeaway="No number changes; only the order in one list says from which map and place it came.",
)
def flatten(maps):
    """Return an array (N, C * H * W) from maps (N, C, H, W)."""
    return maps.reshape(len(maps), -1)


@flatten.mistake("The pictures of the batch are joined to one list. Keep a row for each picture.")
def flatten_the_batch_too(maps):
    return maps.reshape(-1)


@flatten.mistake("You go place after place, and through the maps at each. The maps come first.")
def flatten_channels_last(maps):
    return maps.transpose(0, 2, 3, 1).reshape(len(maps), -1)


@flatten.mistake("You go down the columns. A map is read row after row.")
def flatten_columns_first(maps):
    return maps.transpose(0, 1, 3, 2).reshape(len(maps), -1)


@flatten.mistake("The whole order is turned round: everything is read from the last axis outwards.")
def flatten_fortran(maps):
    return maps.reshape(len(maps), -1, order="F")


@flatten.mistake("You averaged each map to one number. Flattening keeps every value.")
def flatten_averaged(maps):
    return maps.mean(axis=(2, 3))


@flatten.mistake("Each map is a list of its own still: join the maps of a picture, too.")
def flatten_each_map(maps):
    return maps.reshape(*maps.shape[:2], -1)


@flatten.mistake("You wrote the pictures as columns. A batch has one row per picture.")
def flatten_transposed(maps):
    return maps.reshape(len(maps), -1).T


@flatten.mistake("Only the first map of each picture is there. All of its maps go into the list.")
def flatten_first_map(maps):
    return maps[:, 0].reshape(len(maps), -1)


@flatten.mistake("You added the maps up. Flattening keeps every value, map after map.")
def flatten_maps_added(maps):
    return maps.sum(axis=1).reshape(len(maps), -1)


@flatten.mistake("This is the list of the first picture only. Return a row for each picture.")
def flatten_first_picture(maps):
    return maps[0].reshape(-1)


@flatten.mistake(
    "The values lost their decimals. Flattening changes no number: no `int` is needed."
)
def flatten_to_whole_numbers(maps):
    return maps.reshape(len(maps), -1).astype(int)


@flatten.mistake(
    "You go row after row, and in each through the maps. All of a map comes first, then the next "
    "map."
)
def flatten_rows_before_maps(maps):
    return maps.transpose(0, 2, 1, 3).reshape(len(maps), -1)


@flatten.mistake(
    "You go column after column, and in each through the maps. The order is (map, row, column)."
)
def flatten_columns_before_maps(maps):
    return maps.transpose(0, 3, 1, 2).reshape(len(maps), -1)


@flatten.mistake("Each *map* has a row. Each picture has one: join the maps of a picture.")
def flatten_each_map_a_row(maps):
    return maps.reshape(maps.shape[0] * maps.shape[1], -1)


@flatten.mistake(
    "Only the last axes are as they were: each row of pixels still stands alone. "
    "`maps.reshape(len(maps), -1)` joins all of a picture."
)
def flatten_each_row_a_row(maps):
    return maps.reshape(-1, maps.shape[-1])


@flatten.mistake(
    "You put the maps of a picture below each other, and kept their rows. Join all to one list a "
    "picture."
)
def flatten_maps_joined_below(maps):
    return maps.reshape(len(maps), -1, maps.shape[-1])


@flatten.mistake(
    "You counted rows by the maps, axis 1. One row for each *picture*, axis 0: `len(maps)`."
)
def flatten_row_for_each_map(maps):
    return maps.reshape(maps.shape[1], -1)


@flatten.mistake(
    "This is the list of the last picture only. Keep each list, and return a row for each picture."
)
def flatten_last_picture(maps):
    return maps[-1].reshape(-1)


@flatten.mistake(
    "Only the first picture is there. Is `return` inside the loop? A row for each picture."
)
def flatten_first_picture_in_a_batch(maps):
    return maps[:1].reshape(1, -1)


@flatten.mistake("All pictures stand in one row. Keep a row for each picture.")
def flatten_one_row(maps):
    return maps.reshape(1, -1)


@flatten.mistake("You made a single column. Keep a row for each picture: `reshape(len(maps), -1)`.")
def flatten_one_column(maps):
    return maps.reshape(-1, 1)


@flatten.mistake("Each picture's list is a column of its own. It is a row: (N, C · H · W).")
def flatten_column_a_picture(maps):
    return maps.reshape(len(maps), -1, 1)


@flatten.mistake("Each picture's list has an axis too many. The shape is (N, C · H · W).")
def flatten_row_in_a_row(maps):
    return maps.reshape(len(maps), 1, -1)


@flatten.mistake(
    "You moved the batch to the end, or read the columns of a (C · H · W, N) table that was only "
    "reshaped. Keep the batch first."
)
def flatten_batch_last(maps):
    return maps.reshape(-1, len(maps)).T


@flatten.mistake(
    "The pictures stand in the columns, and mixed up. Keep the batch first: "
    "`maps.reshape(len(maps), -1)`."
)
def flatten_batch_last_kept(maps):
    return maps.reshape(-1, len(maps))


@flatten.mistake(
    "You put the maps first and the batch second, then reshaped: that mixes the pictures. Keep "
    "the batch first."
)
def flatten_batches_mixed(maps):
    return maps.transpose(1, 0, 2, 3).reshape(len(maps), -1)


@flatten.mistake("The maps stand in reverse order. Map 0 comes first.")
def flatten_maps_reversed(maps):
    return maps[:, ::-1].reshape(len(maps), -1)


@flatten.mistake("The list is back to front.")
def flatten_reversed(maps):
    return maps.reshape(len(maps), -1)[:, ::-1]


@flatten.mistake("The pictures stand in reverse order. Picture 0 is row 0.")
def flatten_pictures_reversed(maps):
    return maps.reshape(len(maps), -1)[::-1]


@flatten.mistake("You sorted the values. Their places say where they come from: keep the order.")
def flatten_sorted(maps):
    return np.sort(maps.reshape(len(maps), -1), axis=1)


@flatten.mistake("Negative values became 0. Flattening changes no number.")
def flatten_rectified(maps):
    return np.maximum(maps.reshape(len(maps), -1), 0)


@flatten.mistake("You added each picture's values up. Flattening keeps every value.")
def flatten_summed(maps):
    return maps.reshape(len(maps), -1).sum(axis=1)


@flatten.mistake("You added each map up to one number. Flattening keeps every value.")
def flatten_each_map_summed(maps):
    return maps.sum(axis=(2, 3))


@flatten.mistake("You kept the largest value of each map. Flattening keeps every value.")
def flatten_each_map_largest(maps):
    return maps.max(axis=(2, 3))


@flatten.mistake("You averaged the maps of a picture. Flattening keeps every value, map after map.")
def flatten_maps_averaged(maps):
    return maps.mean(axis=1).reshape(len(maps), -1)


@flatten.mistake(
    "Only the last map of each picture is there: each replaced the one before. All of them go "
    "into the list."
)
def flatten_last_map(maps):
    return maps[:, -1].reshape(len(maps), -1)


@flatten.mistake("Nothing has changed: the array still has four axes. Join the last three.")
def flatten_unchanged(maps):
    return maps.copy()


@flatten.mistake("Only the first row of each map is there. All rows go into the list.")
def flatten_first_row_of_each_map(maps):
    return maps[:, :, 0].reshape(len(maps), -1)


@flatten.mistake(
    "You joined the pictures' maps along the batch. Join the maps of *one* picture, to one list."
)
def flatten_maps_below(maps):
    return np.concatenate(list(maps))


@flatten.mistake("You put the maps beside each other. Join all of a picture's values to one list.")
def flatten_maps_beside(maps):
    return np.concatenate(list(maps), axis=-1)


@flatten.mistake("You divided the values. Flattening changes no number.")
def flatten_scaled(maps):
    return maps.reshape(len(maps), -1) / 255


@flatten.mistake("Every row is the list of the first picture. Use `maps[n]` for row n.")
def flatten_repeated(maps):
    return np.repeat(maps[:1].reshape(1, -1), len(maps), axis=0)


@flatten.mistake("Every row is the list of the last picture. Make a new list for each picture.")
def flatten_repeated_last(maps):
    return np.repeat(maps[-1:].reshape(1, -1), len(maps), axis=0)


@flatten.mistake("Only the first column of each map is there. All values go into the list.")
def flatten_first_column(maps):
    return maps[..., 0].reshape(len(maps), -1)


@flatten.mistake("Only the first value of each map is there. All values go into the list.")
def flatten_last_only_row(maps):
    return maps[:, :, 0, 0]


@flatten.mistake("You averaged over the pictures. Each picture keeps its own list.")
def flatten_pictures_averaged(maps):
    return maps.mean(axis=0).reshape(1, -1)


@flatten.mistake(
    "You put the pictures beside each other (`hstack`). Each picture has a row, with all of its "
    "values."
)
def flatten_beside_each_other(maps):
    return np.hstack(maps)


@flatten.mistake(
    "All pictures stand in one list, read from the last axis outwards. Keep a row for each "
    "picture: `maps.reshape(len(maps), -1)`."
)
def flatten_all_backwards(maps):
    return maps.flatten("F")


@flatten.mistake("You kept the largest over the maps. Flattening keeps every value, map after map.")
def flatten_largest_over_the_maps(maps):
    return maps.max(axis=1).reshape(len(maps), -1)


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="Where does this value come from?",
    task="Given the index of a value in the flattened list, find its map, row and column.",
    cases=[(0, 4, 4), (21, 4, 4), (47, 4, 4), (23, 3, 5), (17, 5, 2), (7, 2, 3)],
    hints=[
        "A map has height · width values: `index // (height * width)` says which map.",
        "What is left over, `%`, counts inside the map; the same again with the width.",
        "`divmod` gives both at once, or `np.unravel_index(index, (maps, height, width))`.",
    ],
    crashes={
        "out of bounds for array with size": "The list holds several maps: take `index % (height * "
        "width)` first, or tell `np.unravel_index` how many maps there may be.",
    },
    takeaway="Every element of the list has one place, and through it a window and pixels.",
)
def place_in_map(index, height, width):
    """Return (map, row, column), all counted from 0."""
    number, inside = divmod(index, height * width)
    row, column = divmod(inside, width)
    return number, row, column


@place_in_map.mistake(
    "Row and column are exchanged: a map is read row after row, so the row is `// width`, the "
    "column `% width`."
)
def place_column_first(index, height, width):
    number, inside = divmod(index, height * width)
    row, column = divmod(inside, width)
    return number, column, row


@place_in_map.mistake("You divided by the height. A row is as long as the map is *wide*.")
def place_divided_by_height(index, height, width):
    number, inside = divmod(index, height * width)
    row, column = divmod(inside, height)
    return number, row, column


@place_in_map.mistake("You count from 1. Maps, rows and columns are counted from 0.")
def place_counted_from_one(index, height, width):
    return tuple(part + 1 for part in place_in_map.reference(index, height, width))


@place_in_map.mistake(
    "Your row counts through all maps. Take away the maps before it first: `index % (height * "
    "width)`."
)
def place_rows_of_all_maps(index, height, width):
    return index // (height * width), index // width, index % width


@place_in_map.mistake("You wrote 16 and 4: maps of 4×4. Use `height` and `width`.")
def place_in_four_by_four(index, height, width):
    return index // 16, index % 16 // 4, index % 4


@place_in_map.mistake("Places are whole numbers: divide with `//`, which rounds down.")
def place_in_fractions(index, height, width):
    inside = index % (height * width)
    return index / (height * width), inside / width, index % width


@place_in_map.mistake("You return (row, column, map). The map comes first.")
def place_map_last(index, height, width):
    number, row, column = place_in_map.reference(index, height, width)
    return row, column, number


@place_in_map.mistake(
    "This is the place inside the map as one number. Split it into row and column."
)
def place_not_split(index, height, width):
    return divmod(index, height * width)


@place_in_map.mistake(
    "The column is what is left over after whole rows: `% width`, not `% height`."
)
def place_column_by_height(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // width, inside % height


@place_in_map.mistake(
    "You go down the columns: `// height` and `% height`. A map is read row after row, by its "
    "width."
)
def place_down_the_columns(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside % height, inside // height


@place_in_map.mistake("You rounded to the nearest. A row that has begun is not full yet: use `//`.")
def place_rounded(index, height, width):
    inside = index % (height * width)
    return round(index / (height * width)), round(inside / width), index % width


@place_in_map.mistake(
    "Your row is the whole place inside the map. Divide it by the width: `inside // width`."
)
def place_row_not_divided(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside, inside % width


@place_in_map.mistake("The map is missing: return three numbers, map, row, column.")
def place_row_and_column_only(index, height, width):
    inside = index % (height * width)
    return divmod(inside, width)


@place_in_map.mistake(
    "The map is missing, and your row counts through all maps: `index // (height * width)` is the "
    "map, `%` what is left over."
)
def place_row_and_column_through(index, height, width):
    return divmod(index, width)


@place_in_map.mistake("This is the map only. Return map, row and column.")
def place_map_only(index, height, width):
    return index // (height * width)


@place_in_map.mistake(
    "Brackets are missing: `index % height * width` multiplies the rest. Write `index % (height * "
    "width)`."
)
def place_brackets_missing(index, height, width):
    inside = index % height * width
    return index // (height * width), inside // width, inside % width


@place_in_map.mistake(
    "Brackets are missing: `index // height * width` multiplies by the width. Write `index // "
    "(height * width)`."
)
def place_brackets_missing_in_the_map(index, height, width):
    inside = index % (height * width)
    return index // height * width, inside // width, inside % width


@place_in_map.mistake(
    "Brackets are missing: a map has `(height * width)` values, in brackets behind `//` and `%`."
)
def place_brackets_missing_everywhere(index, height, width):
    inside = index % height * width
    return index // height * width, inside // width, inside % width


@place_in_map.mistake(
    "`//` and `%` are exchanged: the map is the quotient, and what is left over counts inside it."
)
def place_map_is_the_rest(index, height, width):
    number, inside = index % (height * width), index // (height * width)
    return number, inside // width, inside % width


@place_in_map.mistake("You divided by the height for the map. A map has height · width values.")
def place_map_by_height(index, height, width):
    inside = index % (height * width)
    return index // height, inside // width, inside % width


@place_in_map.mistake("You divided by the width for the map. A map has height · width values.")
def place_map_by_width(index, height, width):
    inside = index % (height * width)
    return index // width, inside // width, inside % width


@place_in_map.mistake(
    "A map has height · width values: `index // (height * width)`. Then row and column of what is "
    "left over."
)
def place_map_by_width_and_row(index, height, width):
    return index // width, index % width // height, index % height


@place_in_map.mistake("A map has height · width values, not height + width.")
def place_sides_added(index, height, width):
    size = height + width
    return index // size, index % size // width, index % size % width


@place_in_map.mistake("You return (column, row, map). The order is map, row, column.")
def place_column_first_reversed(index, height, width):
    inside = index % (height * width)
    return inside % width, inside // width, index // (height * width)


@place_in_map.mistake("You took 1 off the index first. The list is counted from 0 already.")
def place_index_counted_from_one(index, height, width):
    index = index - 1
    inside = index % (height * width)
    return index // (height * width), inside // width, inside % width


@place_in_map.mistake("You count the maps from 1. They are counted from 0.")
def place_maps_from_one(index, height, width):
    inside = index % (height * width)
    return index // (height * width) + 1, inside // width, inside % width


@place_in_map.mistake("You count rows and columns from 1. They are counted from 0.")
def place_rows_and_columns_from_one(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // width + 1, inside % width + 1


@place_in_map.mistake(
    "Your column is what is left over of the map, not of the row: `inside % width`."
)
def place_column_through(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // width, inside


@place_in_map.mistake(
    "Your row is what is left over by the height: brackets are missing, `index % (height * "
    "width)`, or `//` and `%` are exchanged. The row is `inside // width`."
)
def place_column_by_rest_of_height(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside % height, inside % width


@place_in_map.mistake("The column is the rest, `% width`, not the quotient again.")
def place_row_twice(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // width, inside // width


@place_in_map.mistake(
    "You took the map for a square of `height`. It has height rows of `width` values."
)
def place_square_by_the_height(index, height, width):
    size = height * height
    return index // size, index % size // height, index % height


@place_in_map.mistake("You took the map for a square of `width`. It has height · width values.")
def place_square_by_the_width(index, height, width):
    size = width * width
    return index // size, index % size // width, index % width


@place_in_map.mistake(
    "You say map 0 for all. `index // (height * width)` says how many whole maps lie before."
)
def place_first_map_always(index, height, width):
    inside = index % (height * width)
    return 0, inside // width, inside % width


@place_in_map.mistake(
    "You count on below the first map: the rows go beyond its height. Take `index // (height * "
    "width)` maps away first."
)
def place_first_map_and_far_rows(index, height, width):
    return 0, index // width, index % width


@place_in_map.mistake("This is the place as one number. Split it into map, row and column.")
def place_not_split_through(index, height, width):
    return index % (height * width)


@place_in_map.mistake("The map is a whole number: `index // (height * width)`.")
def place_map_in_fractions(index, height, width):
    inside = index % (height * width)
    return index / (height * width), inside // width, inside % width


@place_in_map.mistake("The row is a whole number: `inside // width`.")
def place_row_in_fractions(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside / width, inside % width


@place_in_map.mistake(
    "You rounded up. A row that has begun is the same row: use `//`, which rounds down."
)
def place_rounded_up(index, height, width):
    inside = index % (height * width)
    return -(-index // (height * width)), -(-inside // width), inside % width


@place_in_map.mistake("You wrote 4 for a row's length. It is `width`.")
def place_four_by_four_row_and_column(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // 4, inside % 4


@place_in_map.mistake("You wrote 16 for a map's values. It has height · width.")
def place_maps_of_sixteen(index, height, width):
    return index // 16, index % 16 // width, index % 16 % width


@place_in_map.mistake(
    "You subtracted only one map. Take all whole maps away: `index % (height * width)`."
)
def place_rows_without_rest(index, height, width):
    inside = index - height * width if index >= height * width else index
    return index // (height * width), inside // width, inside % width


@place_in_map.mistake(
    "`//` and `%` are exchanged for the map: it is `index // (height * width)`, and what is left "
    "over counts inside it."
)
def place_map_is_the_rest_only(index, height, width):
    return index % (height * width), index // (height * width) // width, index % width


@place_in_map.mistake("The map is the quotient, `index // (height * width)`, not the rest.")
def place_map_is_the_rest_and_right_inside(index, height, width):
    inside = index % (height * width)
    return inside, inside // width, inside % width


@place_in_map.mistake("You took 1 off the column. It is counted from 0 already.")
def place_one_off_column(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside // width, inside % width - 1


@place_in_map.mistake("A map has height · width values: do not take 1 off.")
def place_one_off_size(index, height, width):
    size = height * width - 1
    return index // size, index % size // width, index % size % width


@place_in_map.mistake("A map has height · width values: do not add 1.")
def place_one_more_size(index, height, width):
    size = height * width + 1
    return index // size, index % size // width, index % size % width


@place_in_map.mistake("The row is missing: return three numbers, map, row, column.")
def place_map_and_column(index, height, width):
    return index // (height * width), index % width


@place_in_map.mistake("The column is missing: return three numbers, map, row, column.")
def place_map_and_row(index, height, width):
    return index // (height * width), index % (height * width) // width


@place_in_map.mistake("You return the index as well. Return map, row and column.")
def place_with_the_index(index, height, width):
    inside = index % (height * width)
    return index, index // (height * width), inside // width, inside % width


@place_in_map.mistake(
    "You return the column second, and it counts through the whole map. The order is map, row, "
    "column."
)
def place_map_column_row_through(index, height, width):
    inside = index % (height * width)
    return index // (height * width), inside, inside // width


@place_in_map.mistake(
    "You took the maps for the last axis. The list goes map after map: (map, row, column)."
)
def place_maps_innermost(index, height, width):
    return np.unravel_index(index, (height, width, index // (height * width) + 1))


@place_in_map.mistake("This is the column only. Return map, row and column.")
def place_column_alone(index, height, width):
    return index % width


@place_in_map.mistake(
    "You divided by the height, and did not take the maps before away: the row is `index % "
    "(height * width) // width`."
)
def place_rows_by_height_through(index, height, width):
    return index // (height * width), index // height, index % width


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="The vote",
    task="Each class adds up value · weight over the whole list, and its bias.",
    cases=[
        (np.array([[1.0, 0, 2]]), np.array([[1.0, -1, 1], [-1, 1, 0]]), np.array([1.0, -2])),
        (lesson.numbers(1, 3), lesson.numbers(2, 3), lesson.numbers(2)),
        (lesson.numbers(3, 4), lesson.numbers(2, 4), lesson.numbers(2)),
        (lesson.numbers(2, 3), lesson.numbers(3, 3), lesson.numbers(3)),
        (lesson.numbers(4, 2), lesson.numbers(5, 2), lesson.numbers(5)),
        (np.array([[0.5, 2.0]]), np.array([[1.5, -0.25], [3.0, 1.0]]), np.array([0.75, -4.0])),
    ],
    hints=[
        "For one picture and one class: `np.sum(x[n] * weight[k]) + bias[k]`.",
        "All at once it is a matrix product; `weight` has a row for each class, so it must be "
        "turned: `x @ weight.T`.",
    ],
    crashes={
        "matmul": "Rows of x meet rows of weight, so one of them must be transposed: "
        "`x @ weight.T`.",
        "not aligned": "Rows of x meet rows of weight, so one of them must be transposed: "
        "`x @ weight.T`.",
        "broadcast": "x is (N, D), weight (K, D), bias (K,): every row of x meets every row of "
        "weight, which `x @ weight.T` does; the bias is added to each row of (N, K).",
        "dimension": "The axis that is added up is D, in both: `'nd,kd->nk'`.",
        "out of bounds": "`x[n]` is a picture, `weight[k]` a class: N rows and K columns.",
        "setting an array element": "`result[n, k]` is one number: the *sum* of x[n] * weight[k], "
        "and bias[k].",
        "shape-mismatch for sum": "The axis that is added up is the last one of both: "
        "`x @ weight.T`.",
        "only 0-dimensional": "`result[n, k]` is one number: the *sum* of x[n] * weight[k], "
        "and bias[k].",
    },
    takeaway="In PyTorch: `torch.nn.functional.linear(x, weight, bias)`. The class with the "
    "highest "
    "sum wins.",
)
def linear(x, weight, bias):
    """Return the sums of votes (N, K); x (N, D), weight (K, D), bias (K,)."""
    return x @ weight.T + bias


@linear.mistake("The bias is missing: each class adds its own, `bias[k]`.")
def linear_without_bias(x, weight, bias):
    return x @ weight.T


@linear.mistake("You averaged the votes. They are added.")
def linear_averaged(x, weight, bias):
    return x @ weight.T / x.shape[1] + bias


@linear.mistake("You subtracted the bias. It is added.")
def linear_bias_subtracted(x, weight, bias):
    return x @ weight.T - bias


@linear.mistake("You multiplied by the bias. It is added.")
def linear_bias_multiplied(x, weight, bias):
    return (x @ weight.T) * bias


@linear.mistake("You counted the bias once for each value of the list. It counts once a class.")
def linear_bias_at_each_value(x, weight, bias):
    return x @ weight.T + x.shape[1] * bias


@linear.mistake("The result has a row per class. It should have a row per picture: (N, K).")
def linear_transposed(x, weight, bias):
    return (x @ weight.T + bias).T


@linear.mistake("These are the single votes. Add them up over the list, the last axis.")
def linear_single_votes(x, weight, bias):
    return x[:, None, :] * weight + bias[:, None]


@linear.mistake("Negative sums became 0. That is ReLU; a vote may be negative.")
def linear_rectified(x, weight, bias):
    return np.maximum(x @ weight.T + bias, 0)


@linear.mistake("Only the last vote counts in each sum. Add all of them: `+=`.")
def linear_last_vote(x, weight, bias):
    return x[:, -1:] * weight[:, -1] + bias


@linear.mistake("Here stand the sums of the first picture only. Return a row for each picture.")
def linear_first_picture(x, weight, bias):
    return x[0] @ weight.T + bias


@linear.mistake("Every class got all biases. Each class has its own: `bias[k]`.")
def linear_all_biases(x, weight, bias):
    return x @ weight.T + bias.sum()


@linear.mistake("This says which class won. Return the sums themselves.")
def linear_winner(x, weight, bias):
    return (x @ weight.T + bias).argmax(axis=1)


@linear.mistake("The sums lost their decimals. Nothing is rounded here, and no `int` is needed.")
def linear_whole_numbers(x, weight, bias):
    return (x @ weight.T + bias).astype(int)


@linear.mistake("These are percentages already (softmax). Lesson 06 does that; return the sums.")
def linear_softmax(x, weight, bias):
    z = x @ weight.T + bias
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@linear.mistake(
    "You averaged the votes and left the bias out. The votes are added, and then the bias."
)
def linear_averaged_without_bias(x, weight, bias):
    return x @ weight.T / x.shape[1]


@linear.mistake("You averaged votes and bias. Add them all up.")
def linear_all_averaged(x, weight, bias):
    return (x @ weight.T + bias) / x.shape[1]


@linear.mistake("These are the single votes. Add them up over the list, and add the bias.")
def linear_single_votes_without_bias(x, weight, bias):
    return x[:, None, :] * weight


@linear.mistake("You added values and weights. A vote is value · weight: multiply, then add up.")
def linear_weights_and_values_added(x, weight, bias):
    return (x[:, None, :] + weight).sum(axis=2) + bias


@linear.mistake("You added the weights alone. A vote is value · weight.")
def linear_weights_only(x, weight, bias):
    return np.broadcast_to(weight.sum(axis=1) + bias, (len(x), len(weight))) + 0.0


@linear.mistake(
    "You added values and weights up first and multiplied then. Multiply each value by its "
    "weight, then add."
)
def linear_sums_multiplied(x, weight, bias):
    return np.outer(x.sum(axis=1), weight.sum(axis=1)) + bias


@linear.mistake("Only the last vote is there, and no bias. Add all votes, `+=`, and the bias.")
def linear_last_vote_without_bias(x, weight, bias):
    return x[:, -1:] * weight[:, -1]


@linear.mistake(
    "Only the first vote is there. Is `return` inside the loop? Add all of them, and the bias."
)
def linear_first_vote(x, weight, bias):
    return x[:, :1] * weight[:, 0] + bias


@linear.mistake("Here stand the sums of the last picture only. Return a row for each picture.")
def linear_last_picture(x, weight, bias):
    return x[-1] @ weight.T + bias


@linear.mistake(
    "Only the first picture is there. Is `return` inside the loop? Return a row for each."
)
def linear_first_picture_in_a_batch(x, weight, bias):
    return x[:1] @ weight.T + bias


@linear.mistake("These are the votes for the first class only. Return a column for each class.")
def linear_first_class(x, weight, bias):
    return x @ weight[0] + bias[0]


@linear.mistake("These are the votes for the last class only. Return a column for each class.")
def linear_last_class(x, weight, bias):
    return x @ weight[-1] + bias[-1]


@linear.mistake("This is one sum of all votes. Each picture and each class has its own: (N, K).")
def linear_one_number(x, weight, bias):
    return np.sum(x @ weight.T + bias)


@linear.mistake("You added over the pictures. Each has a row of its own.")
def linear_pictures_added(x, weight, bias):
    return (x @ weight.T + bias).sum(axis=0)


@linear.mistake("You added over the classes. Each has a column of its own.")
def linear_classes_added(x, weight, bias):
    return (x @ weight.T + bias).sum(axis=1)


@linear.mistake("This is the winner's sum. Return the sums of all classes.")
def linear_largest(x, weight, bias):
    z = x @ weight.T + bias
    return z.max(axis=1)


@linear.mistake("You looked for the largest down the pictures. Return the sums themselves.")
def linear_winning_picture(x, weight, bias):
    z = x @ weight.T + bias
    return z.argmax(axis=0)


@linear.mistake("This counts through all sums. Return the sums themselves, (N, K).")
def linear_one_winner(x, weight, bias):
    z = x @ weight.T + bias
    return z.argmax()


@linear.mistake("You squeezed the sums with the sigmoid. Return the sums themselves.")
def linear_sigmoid(x, weight, bias):
    z = x @ weight.T + bias
    return _squeezed(z)


@linear.mistake("You dropped the signs of the sums. A vote may be negative.")
def linear_sizes(x, weight, bias):
    z = x @ weight.T + bias
    return np.abs(z)


@linear.mistake("You kept the largest vote. Add all of them.")
def linear_largest_vote(x, weight, bias):
    return (x[:, None, :] * weight).max(axis=2) + bias


@linear.mistake(
    "The bias is missing, and the result has a row per class. It should have a row per picture: "
    "(N, K)."
)
def linear_transposed_without_bias(x, weight, bias):
    return weight @ x.T


@linear.mistake("You reshaped (K, N) to (N, K): that mixes pictures and classes. Transpose, `.T`.")
def linear_reshaped(x, weight, bias):
    return (weight @ x.T + bias[:, None]).reshape(len(x), len(weight))


@linear.mistake(
    "You reshaped the weights to (D, K): that mixes the classes. Transpose them: `weight.T`."
)
def linear_weight_reshaped(x, weight, bias):
    return x @ weight.reshape(weight.shape[1], -1) + bias


@linear.mistake("You rounded the sums down. Nothing is rounded here.")
def linear_rounded_down(x, weight, bias):
    z = x @ weight.T + bias
    return np.floor(z)


@linear.mistake("Every class got the first bias. Each has its own: `bias[k]`.")
def linear_first_bias(x, weight, bias):
    return x @ weight.T + bias[0]


@linear.mistake("Every class got the last bias. Each has its own: `bias[k]`.")
def linear_last_bias(x, weight, bias):
    return x @ weight.T + bias[-1]


@linear.mistake("Every class got the mean of the biases. Each has its own: `bias[k]`.")
def linear_mean_bias(x, weight, bias):
    return x @ weight.T + bias.mean()


@linear.mistake("The biases stand in reverse order: class k gets `bias[k]`.")
def linear_bias_reversed(x, weight, bias):
    return x @ weight.T + bias[::-1]


@linear.mistake("The classes stand in reverse order: class k is column k.")
def linear_classes_reversed(x, weight, bias):
    z = x @ weight.T + bias
    return z[:, ::-1]


@linear.mistake("You added the bias twice.")
def linear_bias_twice(x, weight, bias):
    return x @ weight.T + 2 * bias


@linear.mistake("You added 1 instead of the bias.")
def linear_plus_one(x, weight, bias):
    return x @ weight.T + 1


@linear.mistake("You added the bias to every weight. It counts once a class, not once a value.")
def linear_bias_multiplied_into_weights(x, weight, bias):
    return x @ (weight + bias[:, None]).T


@linear.mistake("You squared the weights. A vote is value · weight.")
def linear_squared(x, weight, bias):
    return x @ (weight**2).T + bias


@linear.mistake("You dropped the signs of the values or of the votes. They count with their signs.")
def linear_value_sign_dropped(x, weight, bias):
    return np.abs(x) @ weight.T + bias


@linear.mistake("You dropped the signs of the votes. A negative vote speaks against a class.")
def linear_votes_sizes(x, weight, bias):
    return np.abs(x) @ np.abs(weight).T + bias


@linear.mistake("You divided by the number of pictures. Each picture is summed for itself.")
def linear_batch_averaged(x, weight, bias):
    return x @ weight.T / len(x) + bias


@linear.mistake("The result has an axis too many: (N, K) is wanted.")
def linear_kept_axis(x, weight, bias):
    z = x @ weight.T + bias
    return z[:, None]


def _squeezed(z):
    return np.exp(-np.logaddexp(0, -z))


@linear.mistake("Your sum goes on from class to class. Start it at 0 for each picture and class.")
def linear_never_started_again(x, weight, bias):
    return np.cumsum(x @ weight.T, axis=1) + bias


@linear.mistake(
    "Your sum goes on from class to class, bias and all. Start it at 0 for each picture and class."
)
def linear_never_started_again_with_bias(x, weight, bias):
    return np.cumsum(x @ weight.T + bias, axis=1)


@linear.mistake(
    "Your sum goes on from picture to picture. Start it at 0 for each picture and class."
)
def linear_never_started_again_at_all(x, weight, bias):
    z = x @ weight.T + bias
    return np.cumsum(z).reshape(z.shape)


@linear.mistake("All rows are alike: you used x[0] for each. Row n takes x[n].")
def linear_first_picture_for_all(x, weight, bias):
    return np.repeat(x[:1] @ weight.T + bias, len(x), axis=0)


@linear.mistake("All columns are alike: you used weight[0] for each. Column k takes weight[k].")
def linear_first_class_for_all(x, weight, bias):
    return np.repeat(x @ weight[:1].T, len(weight), axis=1) + bias


@linear.mistake("The last value of the list is missing: `range(x.shape[1])` runs to the last one.")
def linear_without_the_last(x, weight, bias):
    return x[:, :-1] @ weight[:, :-1].T + bias


@linear.mistake("The first value of the list is missing: it has number 0.")
def linear_without_the_first(x, weight, bias):
    return x[:, 1:] @ weight[:, 1:].T + bias


@linear.mistake("The list meets the weights in reverse order: value d meets weight d.")
def linear_list_reversed(x, weight, bias):
    return x[:, ::-1] @ weight.T + bias


@linear.mistake("These are the biases. Add the votes, `x @ weight.T`.")
def linear_bias_only(x, weight, bias):
    return np.broadcast_to(bias, (len(x), len(bias))) + 0.0


@linear.mistake("You multiplied the votes with each other. Add them.")
def linear_products_multiplied(x, weight, bias):
    return (x[:, None, :] * weight).prod(axis=2) + bias


@linear.mistake("You divided by the number of classes. Votes are added, and nothing is divided.")
def linear_bias_before_averaging(x, weight, bias):
    return (x @ weight.T + bias) / len(weight)


@linear.mistake("This says which sums are above 0. Return the sums themselves.")
def linear_above_zero(x, weight, bias):
    return x @ weight.T + bias > 0


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="The decisive value",
    task="Which element of the list speaks most for `winner` over `loser`? Its vote for the one "
    "minus its vote for the other is largest.",
    cases=[
        (np.array([1.0, 2.0, 3.0]), np.array([[0.0, 1, 1], [0, -1, 1]]), 0, 1),
        (np.array([0.5, 2.0, -1.0, 4.0]), np.array([[3.0, 0, 1, 1], [0, -1, 0, 1]]), 0, 1),
        (np.array([1.0, -2.0, 0.5]), np.array([[4.0, 1, 2], [1, 5, 2], [0, 0, 9]]), 1, 0),
        (np.array([1.0, -2.0, 0.5]), np.array([[4.0, 1, 2], [1, 5, 2], [0, 0, 9]]), 0, 2),
        (np.array([3.0, 1.0, 2.0, -4.0, 5.0]), lesson.numbers(3, 5), 2, 1),
        (np.array([-1.0, 6.0, 2.0, 3.0, -2.0]), lesson.numbers(2, 5), 0, 1),
        (np.array([-3.5, 0.5, 2.5, -1.0, 1.0, 3.0, -2.0]), lesson.numbers(4, 7), 1, 3),
        (np.array([1.0, 3.0, 2.0, 1.0]), np.array([[1.0, 2, 1, 0.5], [0, 0, 0, 0]]), 0, 1),
        (np.array([1.0, 2.0, 3.0]), np.array([[0.0, 1, 0], [3, 2, 2]]), 0, 1),  # none above 0
        (np.array([1.0, 2.0, 1.5]), np.array([[0.25, 0.5, 0.875], [0.5, 0.125, 0.125]]), 0, 1),
    ],
    hints=[
        "The votes for a class are `x * weight[k]`, one for each element.",
        "The difference of two classes' votes is `x * (weight[winner] - weight[loser])`. "
        "`np.argmax` says where it is largest.",
    ],
    crashes={
        "broadcast": "x has D elements, and so has a *row* of weight: `weight[winner]`, "
        "`weight[loser]`.",
        "matmul": "`@` adds the votes up. Keep them apart, `x * weight[k]`, and look for the "
        "largest difference.",
        "not aligned": "`np.dot` adds the votes up. Keep them apart, `x * weight[k]`, and look for "
        "the largest difference.",
        "out of bounds": "A class is a *row* of weight: `weight[winner]`, not `weight[:, winner]`.",
        "truth value": "Compare one element at a time, or let `np.argmax` find the largest.",
    },
    takeaway="A decision can be read back: this value, and through it these pixels, made it.",
)
def decisive_value(x, weight, winner, loser):
    """Return the index of that element; x (D,), weight (K, D)."""
    return np.argmax(x * (weight[winner] - weight[loser]))


@decisive_value.mistake(
    "You looked at the weights only. A large weight on a small value has little to say: multiply."
)
def decisive_weight_only(x, weight, winner, loser):
    return np.argmax(weight[winner] - weight[loser])


@decisive_value.mistake(
    "You took the winner's largest weight. A vote is value times weight, and the loser gets votes "
    "as well."
)
def decisive_winners_weight(x, weight, winner, loser):
    return np.argmax(weight[winner])


@decisive_value.mistake("You took the largest value. Its weights decide for whom it votes.")
def decisive_largest_value(x, weight, winner, loser):
    return np.argmax(x)


@decisive_value.mistake(
    "This is the largest vote for the winner. It may vote as much for the loser: take the "
    "difference."
)
def decisive_winner_only(x, weight, winner, loser):
    return np.argmax(x * weight[winner])


@decisive_value.mistake(
    "Winner and loser are exchanged, or you took `argmin`: this element speaks most for the loser."
)
def decisive_exchanged(x, weight, winner, loser):
    return np.argmax(x * (weight[loser] - weight[winner]))


@decisive_value.mistake(
    "You left out the sign. The largest difference may speak *against* the winner."
)
def decisive_without_sign(x, weight, winner, loser):
    return np.argmax(np.abs(x * (weight[winner] - weight[loser])))


@decisive_value.mistake("This is how much it decides. The question is which element it is.")
def decisive_amount(x, weight, winner, loser):
    return np.max(x * (weight[winner] - weight[loser]))


@decisive_value.mistake("You count elements from 1. The first has index 0.")
def decisive_from_one(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] - weight[loser])) + 1


@decisive_value.mistake(
    "You dropped the sign of x, or squared it. A negative value turns its vote round: multiply by "
    "x itself."
)
def decisive_value_without_sign(x, weight, winner, loser):
    return np.argmax(np.abs(x) * (weight[winner] - weight[loser]))


@decisive_value.mistake("You compared classes 0 and 1. Use the rows `winner` and `loser`.")
def decisive_classes_fixed(x, weight, winner, loser):
    return np.argmax(x * (weight[0] - weight[1]))


@decisive_value.mistake("You added the two votes. What decides is their difference.")
def decisive_votes_added(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] + weight[loser]))


@decisive_value.mistake("You looked through all classes at once. Only winner and loser count.")
def decisive_all_classes(x, weight, winner, loser):
    return np.argmax(x * weight)


@decisive_value.mistake("This is the element with the smallest vote for the loser, nothing more.")
def decisive_least_for_the_loser(x, weight, winner, loser):
    return np.argmin(x * weight[loser])


@decisive_value.mistake("This is the *value* of that element. The question is where it stands.")
def decisive_its_value(x, weight, winner, loser):
    return x[np.argmax(x * (weight[winner] - weight[loser]))]


@decisive_value.mistake(
    "Brackets are missing, or the loser's weight is not multiplied: x * (weight[winner] - "
    "weight[loser])."
)
def decisive_brackets_missing(x, weight, winner, loser):
    return np.argmax(x * weight[winner] - weight[loser])


@decisive_value.mistake(
    "The winner's weight is not multiplied by x. Both votes are value · weight."
)
def decisive_brackets_missing_exchanged(x, weight, winner, loser):
    return np.argmax(weight[winner] - x * weight[loser])


@decisive_value.mistake(
    "These are the differences of all elements. Where is the largest: `np.argmax`?"
)
def decisive_differences(x, weight, winner, loser):
    return x * (weight[winner] - weight[loser])


@decisive_value.mistake(
    "These are all elements in order. Return the one with the largest difference."
)
def decisive_all_sorted(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argsort(votes)


@decisive_value.mistake("These are all elements in order. Return the first of them only.")
def decisive_all_sorted_downwards(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argsort(votes)[::-1]


@decisive_value.mistake("You took the second largest difference. The largest decides.")
def decisive_second(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argsort(votes)[-2]


@decisive_value.mistake(
    "This is the lead as a whole, the sum of the differences. Which single element adds most to it?"
)
def decisive_summed(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return votes.sum()


@decisive_value.mistake("You divided the two votes. What decides is their difference.")
def decisive_ratio(x, weight, winner, loser):
    with np.errstate(all="ignore"):
        return np.argmax(np.nan_to_num(x * weight[winner] / (x * weight[loser]), posinf=0))


@decisive_value.mistake("You multiplied the two votes. What decides is their difference.")
def decisive_votes_multiplied(x, weight, winner, loser):
    return np.argmax(x * weight[winner] * weight[loser])


@decisive_value.mistake("You added value and weight. A vote is their product.")
def decisive_values_added(x, weight, winner, loser):
    return np.argmax(x + weight[winner] - weight[loser])


@decisive_value.mistake(
    "You looked for the smallest difference without its sign. The largest decides."
)
def decisive_nearest_to_zero(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argmin(np.abs(votes))


@decisive_value.mistake(
    "You took the largest distance of the weights, without x and sign. A vote is value · weight."
)
def decisive_distance_of_weights(x, weight, winner, loser):
    return np.argmax(np.abs(weight[winner] - weight[loser]))


@decisive_value.mistake("You took the value furthest from 0. Its weights decide for whom it votes.")
def decisive_largest_size(x, weight, winner, loser):
    return np.argmax(np.abs(x))


@decisive_value.mistake("You took the smallest value. Its weights decide for whom it votes.")
def decisive_smallest_value(x, weight, winner, loser):
    return np.argmin(x)


@decisive_value.mistake("You took the winner's largest vote without its sign, and no loser.")
def decisive_winner_without_sign(x, weight, winner, loser):
    return np.argmax(np.abs(x * weight[winner]))


@decisive_value.mistake("This is the largest vote for the loser. Take winner minus loser.")
def decisive_loser_only(x, weight, winner, loser):
    return np.argmax(x * weight[loser])


@decisive_value.mistake(
    "You looked at the loser's weights only. Take the difference of the two votes, value · weight."
)
def decisive_losers_weight(x, weight, winner, loser):
    return np.argmax(weight[loser])


@decisive_value.mistake(
    "You took the loser's smallest weight. Take the difference of the two votes, value · weight."
)
def decisive_losers_smallest_weight(x, weight, winner, loser):
    return np.argmin(weight[loser])


@decisive_value.mistake(
    "You looked at the weights only, and for the loser. A vote is value · weight, winner minus "
    "loser."
)
def decisive_weights_exchanged(x, weight, winner, loser):
    return np.argmax(weight[loser] - weight[winner])


@decisive_value.mistake(
    "You added the weights of both. What decides is the difference of the votes."
)
def decisive_weights_added(x, weight, winner, loser):
    return np.argmax(weight[winner] + weight[loser])


@decisive_value.mistake(
    "You compared the winner with the mean of the classes. Only winner and loser count."
)
def decisive_against_the_mean(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] - weight.mean(axis=0)))


@decisive_value.mistake(
    "You compared the winner with all other classes. Only winner and loser count."
)
def decisive_against_all(x, weight, winner, loser):
    return np.argmax(x * (2 * weight[winner] - weight.sum(axis=0)))


@decisive_value.mistake("You compared classes 1 and 0. Use the rows `winner` and `loser`.")
def decisive_classes_fixed_reversed(x, weight, winner, loser):
    return np.argmax(x * (weight[1] - weight[0]))


@decisive_value.mistake(
    "You compared the first and the last class. Use the rows `winner` and `loser`."
)
def decisive_first_and_last(x, weight, winner, loser):
    return np.argmax(x * (weight[0] - weight[-1]))


@decisive_value.mistake("You subtracted x. A vote is value · weight.")
def decisive_x_subtracted(x, weight, winner, loser):
    return np.argmax(weight[winner] - weight[loser] - x)


@decisive_value.mistake(
    "This says for each element whether it speaks for the winner. Which one speaks *most*?"
)
def decisive_where_above_zero(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return votes > 0


@decisive_value.mistake(
    "You took the first element that speaks for the winner. Which one speaks *most*?"
)
def decisive_first_above_zero(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argmax(votes > 0)


@decisive_value.mistake(
    "You took the last element that speaks for the winner. Which one speaks *most*? Keep the "
    "largest so far."
)
def decisive_last_above_zero(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.flatnonzero(votes > 0)[-1] if np.any(votes > 0) else 0


@decisive_value.mistake("You counted how many speak for the winner. Which one speaks *most*?")
def decisive_counted(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.sum(votes > 0)


@decisive_value.mistake(
    "You took the best element of each class and subtracted the places. Subtract the votes, then "
    "look for the largest."
)
def decisive_best_of_each(x, weight, winner, loser):
    return np.argmax(x * weight[winner]) - np.argmax(x * weight[loser])


@decisive_value.mistake(
    "You return two places, one for each class. Subtract the votes, then look for the largest."
)
def decisive_both_places(x, weight, winner, loser):
    return np.argmax(x * weight[winner]), np.argmax(x * weight[loser])


@decisive_value.mistake("This is the difference of the weights there. Where is it?")
def decisive_weight_at_it(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    i = np.argmax(votes)
    return weight[winner, i] - weight[loser, i]


@decisive_value.mistake(
    "You return 0 for all. Is `return` inside the loop, or is the place never replaced?"
)
def decisive_always_the_first(x, weight, winner, loser):
    return 0


@decisive_value.mistake(
    "You return the last element for all. Is the place replaced only where the difference is "
    "larger than the best so far?"
)
def decisive_always_the_end(x, weight, winner, loser):
    return len(x) - 1


@decisive_value.mistake(
    "Where no difference is above 0 you find nothing: your largest so far begins at 0. Begin with "
    "`-np.inf`."
)
def decisive_started_at_zero(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argmax(votes) if votes.max() > 0 else 0


@decisive_value.mistake(
    "Where no difference is above 0 you find no element: your largest so far begins at 0, and its "
    "place at -1. Begin with `-np.inf`."
)
def decisive_started_at_zero_and_none(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    return np.argmax(votes) if votes.max() > 0 else -1


@decisive_value.mistake(
    "You looked for the largest value among those whose weight is larger for the winner. By how "
    "much it is larger counts as well: take the difference of the votes."
)
def decisive_most_for_the_winner_of_those(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] > weight[loser]))


@decisive_value.mistake("You divided by the sum. The largest difference itself decides.")
def decisive_largest_share(x, weight, winner, loser):
    votes = x * (weight[winner] - weight[loser])
    with np.errstate(all="ignore"):
        return np.argmax(votes / votes.sum())


@decisive_value.mistake("You took the class after the winner. The other row is `loser`.")
def decisive_second_class(x, weight, winner, loser):
    return np.argmax(x * (weight[winner] - weight[(winner + 1) % len(weight)]))


@decisive_value.mistake(
    "You added the votes for all classes. Only winner and loser count, and their difference."
)
def decisive_of_all_votes(x, weight, winner, loser):
    return np.argmax((x * weight).sum(axis=0))


@decisive_value.mistake(
    "You took the element with the largest vote for any class. Only winner and loser count, and "
    "their difference."
)
def decisive_of_any_class(x, weight, winner, loser):
    return np.argmax((x * weight).max(axis=0))


@decisive_value.mistake(
    "This is the class that wins. Which *element* of the list speaks most for it: keep the votes "
    "apart, `x * weight[k]`."
)
def decisive_winning_class(x, weight, winner, loser):
    return np.argmax(x @ weight.T)


@decisive_value.mistake(
    "You divided the vote for the winner by the one for the loser. What counts is their "
    "*difference*: votes are added up, not multiplied."
)
def decisive_quotient(x, weight, winner, loser):
    with np.errstate(all="ignore"):
        return np.argmax(x * weight[winner] / (x * weight[loser] + 1e-9))


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="The ledger",
    task="Square pictures of one channel; convolution (kernel 3, stride 1, no padding) to `maps` "
    "maps; ReLU; max pooling 2×2, partial windows kept; flatten; one neuron a class. How many "
    "parameters?",
    cases=[(9, 3, 2), (8, 4, 10), (28, 8, 10), (12, 1, 3), (7, 16, 5), (10, 2, 4)],
    hints=[
        "Convolution: 9 weights per map, and one bias. ReLU, pooling and flattening learn nothing.",
        "The side is side - 2 after the convolution, and half of that, rounded up, after pooling.",
        "Linear: a weight for each value of the list and each class, and one bias per class.",
    ],
    takeaway="3 · 9 + 3 + 48 · 2 + 2 = 128 for the X/O network. Most of them vote.",
)
def network_parameters(side, maps, classes):
    """Return the number of weights and biases of the whole network."""
    convolution = maps * 9 + maps
    pooled = -(-(side - 2) // 2)
    flat = maps * pooled * pooled
    return convolution + flat * classes + classes


def _ledger(maps, classes, pooled):
    return maps * 9 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake("The biases are missing: one for each map and one for each class.")
def ledger_without_biases(side, maps, classes):
    return maps * 9 + maps * (-(-(side - 2) // 2)) ** 2 * classes


@network_parameters.mistake(
    "You rounded down after pooling, where partial windows are kept; or you took 3 off the side "
    "for the kernel: it is 2."
)
def ledger_floor(side, maps, classes):
    return _ledger(maps, classes, (side - 2) // 2)


@network_parameters.mistake(
    "Your convolution keeps the picture's size. Without padding it loses 2 pixels in each "
    "direction."
)
def ledger_same_size(side, maps, classes):
    return _ledger(maps, classes, -(-side // 2))


@network_parameters.mistake("You forgot the pooling: it halves both sides before flattening.")
def ledger_without_pooling(side, maps, classes):
    return _ledger(maps, classes, side - 2)


@network_parameters.mistake(
    "You gave every place of the map its own kernel. The kernel is shared: 9 weights per map."
)
def ledger_unshared(side, maps, classes):
    extra = maps * 10 * ((side - 2) ** 2 - 1)
    return _ledger(maps, classes, -(-(side - 2) // 2)) + extra


@network_parameters.mistake("You counted the voting weights of one map. All maps are flattened.")
def ledger_one_map(side, maps, classes):
    return maps * 10 + (-(-(side - 2) // 2)) ** 2 * classes + classes


@network_parameters.mistake(
    "These are the linear layer's parameters. The kernels are learned, too."
)
def ledger_linear_only(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 2) // 2)) - maps * 10


@network_parameters.mistake("The biases of the convolution are missing: one for each map.")
def ledger_without_map_biases(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 2) // 2)) - maps


@network_parameters.mistake("The biases of the classes are missing: one for each class.")
def ledger_without_class_biases(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 2) // 2)) - classes


@network_parameters.mistake("Each layer has one bias here. There is one for each map, each class.")
def ledger_one_bias_a_layer(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 2) // 2)) - maps - classes + 2


@network_parameters.mistake("A pooled map is a square: side times side values, not one side.")
def ledger_not_squared(side, maps, classes):
    return maps * 10 + maps * (-(-(side - 2) // 2)) * classes + classes


@network_parameters.mistake("These are the kernels and their biases. The linear layer is missing.")
def ledger_convolution_only(side, maps, classes):
    return maps * 10


@network_parameters.mistake(
    "You did not round up: half a place does not exist, and partial windows are kept."
)
def ledger_half_places(side, maps, classes):
    return _ledger(maps, classes, (side - 2) / 2)


@network_parameters.mistake(
    "The pooled side is one too large where side - 2 is even. Take 2 off the side and halve, "
    "rounded up: (side - 1) // 2."
)
def ledger_one_less(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 1) // 2))


@network_parameters.mistake("128 is the X/O network. Count with `side`, `maps` and `classes`.")
def ledger_always_128(side, maps, classes):
    return 128


@network_parameters.mistake(
    "You wrote 16 values per map, those of the X/O network. The pooled side comes from `side`: "
    "(side - 2), halved and rounded up."
)
def ledger_four_by_four(side, maps, classes):
    return _ledger(maps, classes, 4)


@network_parameters.mistake("You wrote 3 maps. Use `maps`.")
def ledger_three_maps(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return _ledger(3, classes, pooled)


@network_parameters.mistake("You wrote 2 classes. Use `classes`.")
def ledger_two_classes(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return _ledger(maps, 2, pooled)


@network_parameters.mistake(
    "You counted one bias in all. There is one for each map and one for each class."
)
def ledger_one_bias_in_all(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 9 + 1 + maps * pooled**2 * classes


@network_parameters.mistake("You counted one bias for all kernels. There is one for each map.")
def ledger_one_bias_of_the_kernels(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 9 + 1 + maps * pooled**2 * classes + classes


@network_parameters.mistake("You counted one bias for all classes. There is one for each class.")
def ledger_one_bias_of_the_classes(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 + maps * pooled**2 * classes + 1


@network_parameters.mistake(
    "This is the linear layer without its biases. The kernels are learned, too, and there is a "
    "bias for each map and class."
)
def ledger_linear_without_bias(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * pooled**2 * classes


@network_parameters.mistake(
    "These are the kernels' weights only. Add their biases and the linear layer."
)
def ledger_kernels_without_bias(side, maps, classes):
    return maps * 9


@network_parameters.mistake("You counted a single kernel. There is one for each map, with a bias.")
def ledger_one_kernel(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return 10 + maps * pooled**2 * classes + classes


@network_parameters.mistake("You counted the weights of a single kernel. There are 9 for each map.")
def ledger_one_kernel_and_biases(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return 9 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake("A 3×3 kernel has 9 weights, not 3.")
def ledger_three_weights_a_kernel(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 3 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake("A 3×3 kernel has 3 · 3 = 9 weights, not 3 + 3.")
def ledger_six_weights_a_kernel(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 6 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake(
    "You added the classes to the values. Each value has a weight for each class: multiply."
)
def ledger_classes_added(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 + maps * pooled**2 + classes


@network_parameters.mistake(
    "You added the classes instead of multiplying. Each value has a weight for each class."
)
def ledger_classes_and_biases_added(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 + maps * pooled**2 + classes + classes


@network_parameters.mistake(
    "You counted a bias for each value of the list. There is one per class."
)
def ledger_bias_a_value(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 + maps * pooled**2 * classes + maps * pooled**2


@network_parameters.mistake(
    "You counted a bias for each weight of the vote. There is one per class."
)
def ledger_bias_a_weight(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 + 2 * maps * pooled**2 * classes


@network_parameters.mistake("You counted a bias for each weight of a kernel. There is one per map.")
def ledger_bias_a_kernel_weight(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 18 + maps * pooled**2 * classes + classes


@network_parameters.mistake("You counted weights for pooling. It has none.")
def ledger_pooling_weights(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return _ledger(maps, classes, pooled) + 4


@network_parameters.mistake("You counted 4 weights per map for pooling. It has none.")
def ledger_pooling_weights_a_map(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return _ledger(maps, classes, pooled) + 4 * maps


@network_parameters.mistake("You took the kernels to be `maps` deep. The picture has one channel.")
def ledger_deep_kernels(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * maps * 9 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake("You took the picture to have 3 channels. It has one.")
def ledger_colour_kernels(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 27 + maps + maps * pooled**2 * classes + classes


@network_parameters.mistake(
    "You let the pixels vote. The list is made of the pooled maps: maps · (pooled side)²."
)
def ledger_pixels_voting(side, maps, classes):
    return maps * 10 + side**2 * classes + classes


@network_parameters.mistake(
    "You forgot the convolution's lost edge, and pooling. The side is side - 2, halved and "
    "rounded up."
)
def ledger_unpooled_and_same_size(side, maps, classes):
    return _ledger(maps, classes, side)


@network_parameters.mistake(
    "Your convolution keeps the picture's size, and you did not round. Take 2 off the side first, "
    "halve, round up."
)
def ledger_same_size_floor(side, maps, classes):
    return _ledger(maps, classes, side / 2)


@network_parameters.mistake(
    "You pooled before the convolution, or took 4 (or 3, rounded down) off the side. A 3×3 kernel "
    "has side - 2 places: halve that, rounded up."
)
def ledger_lost_three_floor(side, maps, classes):
    return _ledger(maps, classes, (side - 3) // 2)


@network_parameters.mistake(
    "You took 1 off for the kernel, and did not round. The side is side - 2, halved and rounded up."
)
def ledger_lost_one_not_rounded(side, maps, classes):
    return _ledger(maps, classes, (side - 1) / 2)


@network_parameters.mistake("You halved the number of values. Pooling halves *both* sides.")
def ledger_area_halved(side, maps, classes):
    return maps * 10 + maps * ((side - 2) ** 2 // 2) * classes + classes


@network_parameters.mistake(
    "You halved the number of values. Pooling halves *both* sides, and rounds up."
)
def ledger_area_halved_exactly(side, maps, classes):
    return maps * 10 + maps * ((side - 2) ** 2 / 2) * classes + classes


@network_parameters.mistake(
    "You halved the number of values, rounded up. Pooling halves *both* sides."
)
def ledger_area_halved_up(side, maps, classes):
    return maps * 10 + maps * -(-((side - 2) ** 2) // 2) * classes + classes


@network_parameters.mistake(
    "You took a quarter of the area, rounded down. Round each *side* up, then square."
)
def ledger_area_quartered(side, maps, classes):
    return maps * 10 + maps * ((side - 2) ** 2 // 4) * classes + classes


@network_parameters.mistake(
    "You took a quarter of the area, rounded up. Round each *side* up, then square."
)
def ledger_area_quartered_up(side, maps, classes):
    return maps * 10 + maps * -(-((side - 2) ** 2) // 4) * classes + classes


@network_parameters.mistake(
    "`round` rounds a half to the even neighbour. Round up: (side - 1) // 2."
)
def ledger_rounded_to_the_nearest(side, maps, classes):
    return _ledger(maps, classes, round((side - 2) / 2))


@network_parameters.mistake("You pooled twice. The side is side - 2, halved once.")
def ledger_pooled_twice(side, maps, classes):
    return _ledger(maps, classes, -((2 - side) // 4))


@network_parameters.mistake("Your pooling window moves by one pixel. It halves the side.")
def ledger_stride_one_pooling(side, maps, classes):
    return _ledger(maps, classes, side - 3)


@network_parameters.mistake(
    "You counted the maps once too often: one bias per map, and ReLU has no parameters."
)
def ledger_with_relu(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return _ledger(maps, classes, pooled) + maps


@network_parameters.mistake(
    "This is the length of the list. Count the weights and biases of both layers."
)
def ledger_flat_only(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * pooled**2


@network_parameters.mistake("You multiplied the layers' parameters. Add them.")
def ledger_multiplied(side, maps, classes):
    pooled = -(-(side - 2) // 2)
    return maps * 10 * (maps * pooled**2 * classes + classes)


@network_parameters.mistake("You rounded down after pooling, and the biases are missing.")
def ledger_without_biases_floor(side, maps, classes):
    return maps * 9 + maps * ((side - 2) // 2) ** 2 * classes


@network_parameters.mistake("The biases are missing, and pooling, which halves both sides.")
def ledger_without_biases_and_pooling(side, maps, classes):
    return maps * 9 + maps * (side - 2) ** 2 * classes


@network_parameters.mistake("You counted one neuron less. There is one for each class.")
def ledger_classes_minus_one(side, maps, classes):
    return _ledger(maps, classes - 1, (side - 1) // 2)


@network_parameters.mistake("You left out the kernels' biases, and pooling.")
def ledger_no_kernel_biases_and_flat(side, maps, classes):
    return _ledger(maps, classes, side - 2) - maps


@network_parameters.mistake(
    "You left out the classes' biases, and pooling, which halves both sides."
)
def ledger_class_biases_missing_and_unpooled(side, maps, classes):
    return _ledger(maps, classes, side - 2) - classes


@network_parameters.mistake(
    "You rounded down after pooling, and the biases of the maps are missing."
)
def ledger_floor_without_map_biases(side, maps, classes):
    return _ledger(maps, classes, (side - 2) // 2) - maps


@network_parameters.mistake(
    "You rounded down after pooling, and the biases of the classes are missing."
)
def ledger_floor_without_class_biases(side, maps, classes):
    return _ledger(maps, classes, (side - 2) // 2) - classes


@network_parameters.mistake("You rounded down after pooling, and counted one bias per layer.")
def ledger_floor_one_bias(side, maps, classes):
    return _ledger(maps, classes, (side - 2) // 2) - maps - classes + 2


@network_parameters.mistake("You multiplied by 9 twice. A 3×3 kernel has 9 weights.")
def ledger_maps_in_the_bias(side, maps, classes):
    return maps * 9 * 9 + maps + maps * ((side - 1) // 2) ** 2 * classes + classes


@network_parameters.mistake("The kernels' weights are missing: 9 for each map.")
def ledger_list_without_maps_bias(side, maps, classes):
    return maps + maps * ((side - 1) // 2) ** 2 * classes + classes


@network_parameters.mistake("You counted a bias for every place of the maps. Each map has one.")
def ledger_places_of_the_convolution(side, maps, classes):
    return maps * 9 + maps * (side - 2) ** 2 + maps * ((side - 1) // 2) ** 2 * classes + classes


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Two neurons or one",
    task="Two neurons vote for class 0 and class 1. Find the weights and the bias of *one* neuron "
    "whose sum is above 0 exactly if class 1 wins, and as far above as class 1 leads.",
    cases=[
        (np.array([[1.0, -1, 2], [0, 2, 1]]), np.array([1.0, -2.0])),
        (lesson.numbers(2, 3), lesson.numbers(2)),
        (lesson.numbers(2, 4), lesson.numbers(2)),
        (lesson.numbers(2, 2), np.array([1.0, 1.0])),
        (np.array([[0.5, 2.0], [1.0, -0.25]]), np.array([0.75, -1.0])),
    ],
    returns=("weight", "bias"),
    hints=[
        "Class 1 leads by (x · w1 + b1) - (x · w0 + b0).",
        "Collect what stands at x: x · (w1 - w0) + (b1 - b0).",
    ],
    crashes={
        "out of bounds": "A *row* of weight belongs to a class: `weight[1]`, `weight[0]`.",
        "unpack": "`weight` has two rows, one per class: `w0, w1 = weight`.",
        "broadcast": "A row of weight has D numbers, and the bias is one: "
        "`weight[1] - weight[0]`, `bias[1] - bias[0]`.",
    },
    takeaway="For two classes one neuron is enough: only the difference decides.",
)
def binary_from_two(weight, bias):
    """Return (weight (D,), bias) of the one neuron; given weight (2, D), bias (2,)."""
    return weight[1] - weight[0], bias[1] - bias[0]


@binary_from_two.mistake("Your neuron is above 0 if class *0* wins. Take class 1 minus class 0.")
def binary_reversed(weight, bias):
    return weight[0] - weight[1], bias[0] - bias[1]


@binary_from_two.mistake("You kept class 1 alone. Whether it wins depends on class 0 as well.")
def binary_class_one_only(weight, bias):
    return weight[1], bias[1]


@binary_from_two.mistake(
    "You added the two neurons, with `+` or `sum(axis=0)`. What decides is their difference."
)
def binary_added(weight, bias):
    return weight[0] + weight[1], bias[0] + bias[1]


@binary_from_two.mistake("Your sum has the right sign, but half the lead: do not divide by 2.")
def binary_halved(weight, bias):
    return (weight[1] - weight[0]) / 2, (bias[1] - bias[0]) / 2


@binary_from_two.mistake("The weights are right. The bias is a difference, too.")
def binary_bias_of_class_one(weight, bias):
    return weight[1] - weight[0], bias[1]


@binary_from_two.mistake("The weights are right. The biases do not cancel: b1 - b0 stays.")
def binary_without_bias(weight, bias):
    return weight[1] - weight[0], 0.0


@binary_from_two.mistake("You return the bias first. The order is weight, bias.")
def binary_bias_first(weight, bias):
    return bias[1] - bias[0], weight[1] - weight[0]


@binary_from_two.mistake("The weights are right. The bias has the wrong sign: b1 - b0.")
def binary_bias_reversed(weight, bias):
    return weight[1] - weight[0], bias[0] - bias[1]


@binary_from_two.mistake("You averaged the two neurons. What decides is their difference.")
def binary_averaged(weight, bias):
    return weight.mean(axis=0), bias.mean()


@binary_from_two.mistake("The bias of one neuron is one number: b1 - b0. You return both.")
def binary_both_biases(weight, bias):
    return weight[1] - weight[0], bias


@binary_from_two.mistake("You subtracted columns. A *row* of weight belongs to a class.")
def binary_columns(weight, bias):
    return weight[:, 1] - weight[:, 0], bias[1] - bias[0]


@binary_from_two.mistake("You kept class 0 alone. Class 1 leads by its sum minus that of class 0.")
def binary_class_zero_only(weight, bias):
    return weight[0], bias[0]


@binary_from_two.mistake("The bias is right. The weights have the wrong sign: w1 - w0.")
def binary_weights_reversed(weight, bias):
    return weight[0] - weight[1], bias[1] - bias[0]


@binary_from_two.mistake("The bias is right. The weights are a difference, too: w1 - w0.")
def binary_weights_added(weight, bias):
    return weight[0] + weight[1], bias[1] - bias[0]


@binary_from_two.mistake("The weights are right. The bias is a difference, too: b1 - b0.")
def binary_biases_added(weight, bias):
    return weight[1] - weight[0], bias[0] + bias[1]


@binary_from_two.mistake("The weights are right. The bias is b1 - b0, not b0.")
def binary_bias_of_class_zero(weight, bias):
    return weight[1] - weight[0], bias[0]


@binary_from_two.mistake("The weights are right. The bias is b1 - b0: b1 is missing.")
def binary_bias_of_class_zero_negative(weight, bias):
    return weight[1] - weight[0], -bias[0]


@binary_from_two.mistake(
    "The bias is right. The weights are those of class 1 only: take those of class 0 away, w1 - w0."
)
def binary_weights_of_class_one(weight, bias):
    return weight[1], bias[1] - bias[0]


@binary_from_two.mistake("The bias is right. The weights are w1 - w0: you kept those of class 0.")
def binary_weights_of_class_zero(weight, bias):
    return weight[0], bias[1] - bias[0]


@binary_from_two.mistake(
    "You dropped the signs of the differences. They say which class a value speaks for."
)
def binary_sizes(weight, bias):
    return np.abs(weight[1] - weight[0]), np.abs(bias[1] - bias[0])


@binary_from_two.mistake("You dropped the signs of the weights' differences.")
def binary_weight_sizes(weight, bias):
    return np.abs(weight[1] - weight[0]), bias[1] - bias[0]


@binary_from_two.mistake(
    "Your weight is one number. The neuron has a weight for each of the D values: do not add them "
    "up."
)
def binary_weights_summed(weight, bias):
    return np.sum(weight[1] - weight[0]), bias[1] - bias[0]


@binary_from_two.mistake(
    "You added the weights of each class, `sum(axis=1)`. The neuron has D weights: subtract row "
    "from row."
)
def binary_weights_summed_by_axis(weight, bias):
    return weight.sum(axis=1), bias[1] - bias[0]


@binary_from_two.mistake("You divided class 1 by class 0. What decides is the difference.")
def binary_ratio(weight, bias):
    with np.errstate(all="ignore"):
        return weight[1] / weight[0], bias[1] / bias[0]


@binary_from_two.mistake("You multiplied the two neurons. What decides is the difference.")
def binary_product(weight, bias):
    return weight[0] * weight[1], bias[0] * bias[1]


@binary_from_two.mistake(
    "The bias is right. The weights are the whole difference: do not divide by 2."
)
def binary_halved_weights(weight, bias):
    return (weight[1] - weight[0]) / 2, bias[1] - bias[0]


@binary_from_two.mistake(
    "The weights are right. The bias is the whole difference: do not divide by 2."
)
def binary_halved_bias(weight, bias):
    return weight[1] - weight[0], (bias[1] - bias[0]) / 2


@binary_from_two.mistake("Your sum has the right sign, but twice the lead.")
def binary_doubled(weight, bias):
    return 2 * (weight[1] - weight[0]), 2 * (bias[1] - bias[0])


@binary_from_two.mistake("You averaged the weights. What decides is their difference, w1 - w0.")
def binary_averaged_weights(weight, bias):
    return weight.mean(axis=0), bias[1] - bias[0]


@binary_from_two.mistake("The weights are right. You averaged the biases: the bias is b1 - b0.")
def binary_averaged_bias(weight, bias):
    return weight[1] - weight[0], bias.mean()


@binary_from_two.mistake("You took the larger weight of both. What decides is their difference.")
def binary_largest(weight, bias):
    return weight.max(axis=0), bias.max()


@binary_from_two.mistake("You return both neurons as they are. One neuron: class 1 minus class 0.")
def binary_unchanged(weight, bias):
    return weight, bias


@binary_from_two.mistake("You return two neurons still. One is enough: weight (D,) and one bias.")
def binary_both_differences(weight, bias):
    return np.stack([weight[1] - weight[0], weight[1] - weight[0]]), bias[1] - bias[0]


@binary_from_two.mistake(
    "Your weight keeps the axis of the classes, (1, D), and so has the bias: D weights and one "
    "number are wanted."
)
def binary_row_kept(weight, bias):
    return weight[1:] - weight[:1], bias[1:] - bias[:1]


@binary_from_two.mistake(
    "Your weight keeps the axis of the classes, (1, D). The neuron has D weights: `weight[1] - "
    "weight[0]`."
)
def binary_weight_row_kept(weight, bias):
    return weight[1:] - weight[:1], bias[1] - bias[0]


@binary_from_two.mistake(
    "Your bias is a list of one number. Return the number itself: `bias[1] - bias[0]`."
)
def binary_bias_in_a_list(weight, bias):
    return weight[1] - weight[0], [bias[1] - bias[0]]


@binary_from_two.mistake(
    "`np.diff(weight)` goes along the rows. Subtract row from row: `axis=0`, or `weight[1] - "
    "weight[0]`."
)
def binary_neighbours(weight, bias):
    return np.diff(weight), np.diff(bias)


@binary_from_two.mistake(
    "Your neuron is above 0 if class *0* wins, and by half the lead. Take class 1 minus class 0."
)
def binary_reversed_halved(weight, bias):
    return (weight[0] - weight[1]) / 2, (bias[0] - bias[1]) / 2


@binary_from_two.mistake(
    "You scaled the weights. The sum is to be as far above 0 as class 1 leads."
)
def binary_normalised(weight, bias):
    n = np.linalg.norm(weight[1] - weight[0])
    return (weight[1] - weight[0]) / n, (bias[1] - bias[0]) / n


@binary_from_two.mistake(
    "You kept the signs of the differences only. Their size says how far class 1 leads."
)
def binary_signs(weight, bias):
    return np.sign(weight[1] - weight[0]), np.sign(bias[1] - bias[0])


@binary_from_two.mistake(
    "You kept the weights of class 1 and no bias. Take class 1 minus class 0, in both."
)
def binary_weights_whole_bias_zero(weight, bias):
    return weight[1], 0.0


@binary_from_two.mistake(
    "You subtracted columns, class 0 minus class 1. A *row* of weight belongs to a class."
)
def binary_columns_and_reversed(weight, bias):
    return weight[:, 0] - weight[:, 1], bias[0] - bias[1]


@binary_from_two.mistake(
    "The weights are right. Something is subtracted from the bias: it is b1 - b0."
)
def binary_bias_minus_one(weight, bias):
    return weight[1] - weight[0], bias[1] - bias[0] - 1


@binary_from_two.mistake(
    "You kept class 0 alone, with its signs changed. Take class 1 minus class 0."
)
def binary_class_zero_negative(weight, bias):
    return -weight[0], -bias[0]


@binary_from_two.mistake(
    "You added the weights and kept one bias. Both are differences: class 1 minus class 0."
)
def binary_bias_of_class_one_and_weights_added(weight, bias):
    return weight[0] + weight[1], bias[1]


@binary_from_two.mistake(
    "Your weight is one number, a mean. The neuron has a weight for each of the D values."
)
def binary_mean_of_difference(weight, bias):
    return np.mean(weight[1] - weight[0]), bias[1] - bias[0]


@binary_from_two.mistake("You joined both rows. One neuron has D weights: row 1 minus row 0.")
def binary_flat(weight, bias):
    return weight.reshape(-1), bias[1] - bias[0]


@binary_from_two.mistake(
    "You took the bias away from the weights. They stay apart: w1 - w0, and b1 - b0."
)
def binary_bias_in_the_weights(weight, bias):
    return weight[1] - weight[0] - (bias[1] - bias[0]), bias[1] - bias[0]


@binary_from_two.mistake("You return columns, not rows. A *row* of weight belongs to a class.")
def binary_rows_and_columns(weight, bias):
    return weight[:, 1], bias[1]


@binary_from_two.mistake(
    "The weights have the wrong sign, and the bias is missing. Class 1 minus class 0, in both."
)
def binary_zero_bias_reversed(weight, bias):
    return weight[0] - weight[1], 0.0


@binary_from_two.mistake(
    "You return the two sums' differences both ways. One neuron: class 1 minus class 0."
)
def binary_softmax_of_both(weight, bias):
    return np.stack([weight[0] - weight[1], weight[1] - weight[0]]), bias[1] - bias[0]
