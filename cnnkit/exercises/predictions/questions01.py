"""Predictions of lesson 01, match features. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

agreement = Question(
    "lesson01.agreement",
    "The X, and the same X moved right by one pixel: of their 81 pixels, how many agree?",
    answer=55,
    tolerance=4,
    unit="pixels",
    explanation="55 agree, and most of them are background. The O agrees with the X in 60: by this "
    "count it is more of an X than the moved X is. Even an empty picture does better, with 68. "
    "Pixel by pixel is the wrong comparison.",
    mistakes={
        "81": "Then both pictures would be the same.",
        "72": "Eight of the nine columns are in both pictures, but each has moved by one.",
        "13": "The X has 13 pixels of ink. All 81 are compared, paper as well.",
    },
)

first_window = Question(
    "lesson01.first_window",
    "The feature `\\` lies on the upper left corner of the X, rows 0 to 2 and columns 0 to 2. "
    "Multiply nine times, add, divide by 9. Score?",
    answer="0.78",
    exact="7/9",
    tolerance=0.01,
    explanation="Eight products are 1, one is -1. The sum is 7, and 7 / 9 = 0.78. A pixel that "
    "disagrees counts against the match: it takes 1 away.",
    mistakes={
        "0.89": "Eight of nine agree, but the ninth does not count 0: its product is -1.",
        "1": "One pair is unequal: in the corner -1 meets 1.",
        "7": "That is the sum. Divide it by 9.",
        "8": "Eight pairs are equal. The unequal one counts -1, and the sum is divided by 9.",
    },
)

crossing = Question(
    "lesson01.crossing",
    "The feature `\\` sits at the crossing of the X. Score?",
    choices={
        "1": "For that all nine pixels would have to agree.",
        "0.56": "",
        "0.11": "For that four of nine would have to disagree. Count again: which ones do?",
        "-1": "That is the photographic negative: no pixel agrees.",
    },
    answer="0.56",
    explanation="The falling line is all there, so why not 1? The crossing has ink in two corners "
    "where the feature wants none. Seven pixels agree, two do not: (7 - 2) / 9 = 0.56.",
)

map_size = Question(
    "lesson01.map_size",
    "The picture has 9×9 pixels. A feature of 3×3 gives a map of 7×7. And a feature of 4×4?",
    choices={
        "9×9": "At the edge the feature would stick out of the picture.",
        "7×7": "A larger feature meets the edge sooner, so it has fewer places.",
        "6×6": "",
        "5×5": "9 - 4 = 5 steps, but there is a score before the first step, too.",
    },
    answer="6×6",
    explanation="The feature's upper left pixel can stand in rows 0 to 5: 9 - 4 + 1 = 6 places, "
    "and the same across. For 3×3 it is 9 - 3 + 1 = 7.",
)

negative = Question(
    "lesson01.negative",
    "Every pixel of the feature changes its sign: its photographic negative. What happens to the "
    "scores?",
    choices={
        "each changes its sign": "",
        "each becomes 0": "0 means no match of any sort; a negative matches the opposite.",
        "nothing changes": "Every product has the feature's pixel as a factor.",
        "each becomes -1": "Only a score that was 1 becomes -1.",
    },
    answer="each changes its sign",
    explanation="Every product changes its sign, so their sum does, and so does the mean. What was "
    "1 is now -1. So a score of -1 is a find, too: exactly this feature is there, with ink and "
    "paper exchanged.",
)

crossing_on_the_o = Question(
    "lesson01.crossing_on_the_o",
    "The feature of the crossing is laid on every place of the O. Its best score?",
    choices={
        "1": "That would be a crossing, and the O has none.",
        "0.56": "",
        "0": "The O's corners are diagonal strokes, and part of a crossing agrees with them.",
        "-0.56": "That is its lowest score there; the question is for the best.",
    },
    answer="0.56",
    explanation="The O's slanted corners look a little like a crossing, 0.56 and no more. The X "
    "has 1 at one place, also where it was moved. In every column the crossing fits the X better "
    "than the O below it.",
)

all_ones = Question(
    "lesson01.all_ones",
    "Now pixels are 0 or 1, and a score counts where ones meet ones. A perfect copy of `\\` counts "
    "3. What does a patch of nine ones count?",
    choices={
        "9": "Six of the feature's pixels are 0, and 1 · 0 is 0.",
        "3": "",
        "1": "Each of the feature's three ones meets a one.",
        "0": "The patch does hold the feature's three ones, and six more.",
    },
    answer="3",
    explanation="As many as the perfect copy, and so does the crossing. Counting asks "
    "whether the ink is there that is wanted, never whether there is ink that is not wanted. The "
    "mean of products of +1 and -1 asks both: it gives the white patch (3 - 6) / 9 = -0.33 and the "
    "crossing 0.56. A feature with four ones, a ring, is no wiser: 4 for itself, 4 for all white.",
)

cost = Question(
    "lesson01.cost",
    "A large picture becomes twice as wide and twice as high; the features stay the same. About "
    "how many times the multiplications?",
    choices={
        "2": "Twice in each of two directions.",
        "4": "",
        "8": "The places grow in two directions. What would be the third?",
        "16": "That would be right if the feature grew as well. Only the number of places does.",
    },
    answer="4",
    explanation="Each place costs as much as before, and there are about four times as many "
    "places. All three lines are very nearly straight: the cost grows in step with the picture's "
    "pixels, with the feature's, and with the number of features.",
)
