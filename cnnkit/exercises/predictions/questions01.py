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
    "The feature `\\` lies on the upper left corner of the moved X, rows 0 to 2 and columns 0 to "
    "2. Multiply nine times, add, divide by 9. Score?",
    answer="0.11",
    exact="1/9",
    tolerance=0.01,
    explanation="Five products are 1, four are -1. The sum is 1, and 1 / 9 = 0.11. A pixel that "
    "disagrees counts against the match: it takes 1 away.\n"
    "Before the X moved, only one pixel of this corner disagreed, and the score was 7 / 9 = 0.78. "
    "So the window will have to move as well.",
    mistakes={
        "0.78": "That is the corner before the X moved. Look at where its ink is now.",
        "0.56": "Five of nine agree, but the other four do not count 0: each product is -1.",
        "1": "That is the sum. Divide it by 9.",
        "5": "Five pairs are equal. The four unequal ones count -1 each, and the sum is divided by "
        "9.",
        "-0.11": "You have them the other way round: five pairs agree, four do not.",
    },
)

crossing = Question(
    "lesson01.crossing",
    "A falling line was drawn with a thicker pen. The feature `\\` lies on it. Score?",
    choices={
        "1": "For that all nine pixels would have to agree.",
        "0.56": "",
        "0.11": "For that four of nine would have to disagree. Count again: which ones do?",
        "-1": "That is the photographic negative: no pixel agrees.",
    },
    answer="0.56",
    explanation="The falling line is all there, so why not 1? There is ink in two places where the "
    "feature wants none. Seven pixels agree, two do not: (7 − 2) / 9 = 0.56.\n"
    "The crossing of the X has two such pixels as well, where the other line runs through it. So "
    "`\\` scores 0.56 there, too.",
)

map_size = Question(
    "lesson01.map_size",
    "The picture has 9×9 pixels. A feature of 3×3 gives a map of 7×7. And a feature of 4×4?",
    choices={
        "9×9": "At the edge the feature would stick out of the picture.",
        "7×7": "A larger feature meets the edge sooner, so it has fewer places.",
        "6×6": "",
        "5×5": "9 − 4 = 5 steps, but there is a score before the first step, too.",
    },
    answer="6×6",
    explanation="The feature's upper left pixel can stand in rows 0 to 5: 9 − 4 + 1 = 6 places, "
    "and the same across. For 3×3 it is 9 − 3 + 1 = 7.",
)

negative = Question(
    "lesson01.negative",
    "On the X the scores of `\\` run from -0.33 to 1.00. Now every pixel of the feature changes "
    "its sign: its photographic negative. From where to where do its scores run?",
    choices={
        "from -0.33 to 1.00": "Every product has the feature's pixel as a factor, so every score "
        "changes.",
        "from -1.00 to -0.33": "A score below 0 changes its sign, too: -0.33 becomes 0.33.",
        "from -1.00 to 0.33": "",
        "all are 0": "0 means no match of any sort; a negative matches the opposite.",
    },
    answer="from -1.00 to 0.33",
    explanation="Every product changes its sign, so their sum does, and so does the mean: each "
    "score changes its sign. What was 1 is now -1. So a score of -1 is a find, too: exactly this "
    "feature is there, with ink and paper exchanged.",
)

crossing_on_the_o = Question(
    "lesson01.crossing_on_the_o",
    "The feature of the crossing is laid on every place of the O. Its best score?",
    choices={
        "1": "That would be a crossing, and the O has none.",
        "0.56": "",
        "0": "The O's corners are diagonal strokes, and part of a crossing agrees with them.",
        "-0.56": "That is its lowest score there. The question asks for the best.",
    },
    answer="0.56",
    explanation="The O's slanted corners look a little like a crossing, 0.56 and no more. The X "
    "scores 1 in one place, and so does the shifted X. In every column the crossing fits the X "
    "better than the O below it.",
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
    explanation="As many as the perfect copy, and the crossing counts 3 as well. Counting asks "
    "whether the wanted ink is there, never whether there is unwanted ink. The mean of products "
    "of +1 and -1 asks both: it gives the white patch (3 − 6) / 9 = -0.33 and the crossing 0.56. "
    "A feature with four ones, a ring, fares no better: 4 for itself, 4 for all white.",
)

cost = Question(
    "lesson01.cost",
    "A large picture becomes twice as wide and twice as high; the features stay the same. About "
    "how many times as many multiplications does it take?",
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
