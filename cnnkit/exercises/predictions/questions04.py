"""Predictions of lesson 04, pool. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

size = Question(
    "lesson04.size",
    "A map of 15×15, window 2×2, stride 2, partial windows kept. How large is the pooled map?",
    choices={
        "7×7": "That drops the partial windows, as PyTorch does unless it is told otherwise.",
        "8×8": "",
        "13×13": "The window moves by 2, so the sides are about halved.",
        "14×14": "That would be right for stride 1.",
    },
    answer="8×8",
    explanation="15 / 2 = 7.5: seven whole windows and one that sticks out, both ways. Our maps of "
    "7×7 become 4×4: from 49 numbers to 16.",
)

corner = Question(
    "lesson04.corner",
    "A window of a map that has not been rectified holds -0.78, 0.11, 0.11 and -1. Max pooling "
    "keeps …",
    answer="0.11",
    exact="1/9",
    tolerance=0.005,
    explanation="The largest of the four is 0.11. That -1 and -0.78 are further from 0 does not "
    "matter: max pooling looks for the best match, not for the strongest opinion.",
    mistakes={
        "-1.00": "That is the number furthest from 0, and the smallest of the four.",
        "1.00": "That is -1 without its sign. Signs count: it is the smallest of the four.",
        "-0.78": "That is the first of the four. Another is larger.",
        "0.00": "None of the four is 0. Max pooling keeps one of them.",
        "-0.39": "That is the mean of the four.",
        "-1.56": "That is the sum of the four.",
    },
)

mean_or_max = Question(
    "lesson04.mean_or_max",
    "Window A holds one perfect match: 1, 0, 0, 0. Window B holds four weak ones: 0.33 each. Which "
    "of the two gets the higher number from the maximum, and which from the average?",
    choices={
        "A from both maximum and average": "The average of A is 1 / 4 = 0.25, less than 0.33.",
        "B from both maximum and average": "The maximum of B is 0.33: it does not add them up.",
        "A from the maximum, B from the average": "",
        "B from the maximum, A from the average": "The maximum of B is 0.33, and the average of A "
        "is 0.25.",
    },
    answer="A from the maximum, B from the average",
    explanation="The maximum gives A 1 and B 0.33. The average gives A 0.25 and B 0.33: in it a "
    "single match counts a quarter, however perfect it is.\n"
    "L2 agrees with the maximum here: 1 for A, and 0.67 for B.",
)

shift = Question(
    "lesson04.shift",
    "A map of zeros holds a lone 1, which moves right by one place. Pooling is 2×2 with stride 2. "
    "How often does that change the pooled map?",
    choices={
        "never": "It does when the 1 crosses from one window into the next.",
        "in a quarter of the places": "A window is two columns wide. Only from one of the two does "
        "the 1 stay inside.",
        "in half of the places": "",
        "always": "If both places lie in one window, the maximum stays where it is.",
    },
    answer="in half of the places",
    explanation="From an even column (counted from 0) the 1 stays in its window, and nothing "
    "changes. From an odd one it steps over the border, and the pooled 1 moves by a whole place. "
    "So half of the time a shift by one does not matter. That is worth something, but it does not "
    "make pooling blind to position.",
)

parameters = Question(
    "lesson04.parameters",
    "In the X/O network 48 pooled numbers have two weights each, which makes 96 voting weights. "
    "Without the pooling layer, how many would there be?",
    answer=294,
    tolerance=0,
    explanation="3 · 7 · 7 = 147 numbers with two weights each: 294, about three times as many.\n"
    "The last line of a ledger counts all that is learned: 128 numbers with pooling, 326 without. "
    "The kernels cost the same, 30.",
    mistakes={
        "147": "That is how many numbers vote. Each has a weight for X and one for O.",
        "296": "That counts the two biases as well.",
        "96": "That is with pooling, which leaves 4×4 numbers of each map.",
        "98": "That is with pooling, and the two biases counted.",
        "384": "That is four times 96. But the maps before pooling are 7×7, not 8×8.",
        "162": "That is two for each pixel. It is not the pixels that vote.",
    },
)

twice = Question(
    "lesson04.twice",
    "Two poolings, each 2×2 with stride 2, one after the other, on a side of 28 pixels. How long "
    "is the side then?",
    choices={
        "14": "That is after the first one.",
        "7": "",
        "24": "A pooling halves the side; it does not take 2 away.",
        "4": "That would be right for three poolings that keep partial windows.",
    },
    answer="7",
    explanation="28 → 14 → 7. Layers stack: more filtered, and smaller.",
)
