"""Exercises of lesson 05, flatten and vote: one list, votes for each class, all shapes counted."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions05 as questions

lesson = Lesson(__name__, questions, limit=5)
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="Flatten a batch",
    task="Turn each picture's maps into one list: map after map, row after row.",
    cases=[
        (np.arange(12.0).reshape(1, 3, 2, 2),),
        (lesson.numbers(2, 2, 3, 2),),
        (lesson.numbers(3, 1, 2, 4),),
        (lesson.numbers(2, 4, 1, 1),),
        (np.array([[[[0.5, -1.25]], [[2.75, 3.5]]]]),),
    ],
    hints=[
        "The batch axis stays: one row for each picture.",
        "`maps.reshape(n, -1)` lets NumPy count the rest, with `n = len(maps)`.",
    ],
    crashes={"cannot reshape": "Maps of another size come here: `-1` lets NumPy count."},
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


@flatten.mistake("You wrote the pictures as columns. A batch has one row a picture.")
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
    takeaway="Every element of the list has one place, and through it a window and pixels.",
)
def place_in_map(index, height, width):
    """Return (map, row, column), all counted from 0."""
    number, inside = divmod(index, height * width)
    row, column = divmod(inside, width)
    return number, row, column


@place_in_map.mistake("Row and column are exchanged: a map is read row after row.")
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


# --- 3 -------------------------------------------------------------------------------------------


@exercise(
    title="The vote",
    task="Each class adds up value · weight over the whole list, and its bias.",
    cases=[
        (lesson.numbers(1, 3), lesson.numbers(2, 3), lesson.numbers(2)),
        (lesson.numbers(3, 4), lesson.numbers(2, 4), lesson.numbers(2)),
        (lesson.numbers(2, 3), lesson.numbers(3, 3), lesson.numbers(3)),
        (lesson.numbers(4, 2), lesson.numbers(5, 2), lesson.numbers(5)),
        (np.array([[0.5, 2.0]]), np.array([[1.5, -0.25], [3.0, 1.0]]), np.array([0.75, -1.0])),
    ],
    hints=[
        "For one picture and one class: `np.sum(x[n] * weight[k]) + bias[k]`.",
        "All at once it is a matrix product; `weight` has a row for each class, so it must be "
        "turned: `x @ weight.T`.",
    ],
    crashes={
        "matmul": "Rows of x meet rows of weight, so one of them must be transposed: "
        "`x @ weight.T`."
    },
    takeaway="In PyTorch: `torch.nn.functional.linear(x, weight, bias)`. The class with the "
    "highest "
    "sum wins.",
)
def linear(x, weight, bias):
    """Return the sums of votes (N, K); x (N, D), weight (K, D), bias (K,)."""
    return x @ weight.T + bias


@linear.mistake("The bias is missing: every class starts with its own.")
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


@linear.mistake("The result has a row a class. It should have a row a picture: (N, K).")
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


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="The decisive value",
    task="Which element of the list speaks most for `winner` over `loser`? Its vote for the one "
    "minus its vote for the other is largest.",
    cases=[
        (np.array([0.5, 2.0, -1.0, 4.0]), np.array([[3.0, 0, 1, 1], [0, -1, 0, 1]]), 0, 1),
        (np.array([1.0, -2.0, 0.5]), np.array([[4.0, 1, 2], [1, 5, 2], [0, 0, 9]]), 1, 0),
        (np.array([1.0, -2.0, 0.5]), np.array([[4.0, 1, 2], [1, 5, 2], [0, 0, 9]]), 0, 2),
        (np.array([3.0, 1.0, 2.0, -4.0, 5.0]), lesson.numbers(3, 5), 2, 1),
        (np.array([-1.0, 6.0, 2.0, 3.0, -2.0]), lesson.numbers(2, 5), 0, 1),
    ],
    hints=[
        "The votes for a class are `x * weight[k]`, one for each element.",
        "The difference of two classes' votes is `x * (weight[winner] - weight[loser])`. "
        "`np.argmax` says where it is largest.",
    ],
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


@decisive_value.mistake("Winner and loser are exchanged: this element speaks most for the loser.")
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
    "You took the value without its sign. A negative value turns its vote round: multiply by x "
    "itself."
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


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="The ledger",
    task="Square pictures of one channel; convolution (kernel 3, stride 1, no padding) to `maps` "
    "maps; ReLU; max pooling 2×2, partial windows kept; flatten; one neuron a class. How many "
    "parameters?",
    cases=[(9, 3, 2), (8, 4, 10), (28, 8, 10), (12, 1, 3), (7, 16, 5)],
    hints=[
        "Convolution: 9 weights a map, and one bias. ReLU, pooling and flattening learn nothing.",
        "The side is side - 2 after the convolution, and half of that, rounded up, after pooling.",
        "Linear: a weight for each value of the list and each class, and one bias a class.",
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
    "Your convolution keeps the picture's size. Without padding it loses 2 pixels a side."
)
def ledger_same_size(side, maps, classes):
    return _ledger(maps, classes, -(-side // 2))


@network_parameters.mistake("You forgot the pooling: it halves both sides before flattening.")
def ledger_without_pooling(side, maps, classes):
    return _ledger(maps, classes, side - 2)


@network_parameters.mistake(
    "You gave every place of the map its own kernel. The kernel is shared: 9 weights a map."
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
    "A 3×3 kernel has 2 places fewer than the picture has pixels, along each side; you took off 1."
)
def ledger_one_less(side, maps, classes):
    return _ledger(maps, classes, -(-(side - 1) // 2))


@network_parameters.mistake("128 is the X/O network. Count with `side`, `maps` and `classes`.")
def ledger_always_128(side, maps, classes):
    return 128


# --- 6 -------------------------------------------------------------------------------------------


@exercise(
    title="Two neurons or one",
    task="Two neurons vote for class 0 and class 1. Find the weights and the bias of *one* neuron "
    "whose sum is above 0 exactly if class 1 wins, and as far above as class 1 leads.",
    cases=[
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


@binary_from_two.mistake("You added the two neurons. What decides is their difference.")
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
