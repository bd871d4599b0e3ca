"""Predictions of lesson 04, pool. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

size = Question(
    "lesson04.size",
    "A 7×7 map, window 2×2, stride 2, partial windows kept. How large is the pooled map?",
    choices={
        "3×3": "That drops the partial windows, as PyTorch does unless it is told otherwise.",
        "4×4": "",
        "5×5": "The window moves by 2, so the sides are about halved.",
        "6×6": "That would be right for stride 1.",
    },
    answer="4×4",
    explanation="7 / 2 = 3.5: three whole windows and one that sticks out, both ways. "
    "From 49 numbers to 16.",
)

corner = Question(
    "lesson04.corner",
    "The upper left window of the rectified map of `\\` on the X holds 0.78, 0, 0, 1. Max pooling "
    "keeps …",
    answer=1,
    tolerance=0.001,
    explanation="The largest of the four, 1.00: the first whole match on the X's diagonal.",
    mistakes={
        "1.78": "That is the sum of the four.",
        "0.44": "That is the mean of the four.",
        "0.78": "That is the first of the four. Another is larger.",
    },
)

mean_or_max = Question(
    "lesson04.mean_or_max",
    "The same window, 0.78, 0, 0, 1, now with average pooling. It keeps …",
    choices={
        "0.44": "",
        "0.89": "The zeros count as well: divide by 4.",
        "1": "That is the largest.",
        "1.78": "That is the sum.",
    },
    answer="0.44",
    explanation="(0.78 + 0 + 0 + 1) / 4 = 0.44. Two strong matches look like a weak one.",
)

shift = Question(
    "lesson04.shift",
    "A lone 1 moves right by one pixel in a map of zeros. Pooling is 2×2 with stride 2. Does the "
    "pooled map change?",
    choices={
        "never": "It does when the 1 crosses from one window into the next.",
        "always": "If both places lie in one window, the maximum stays where it is.",
        "in half of the places": "",
    },
    answer="in half of the places",
    explanation="From an even column the 1 stays in its window, and nothing changes. From an odd "
    "one it steps over the border, and the pooled 1 moves by a whole place. So a shift by one does "
    "not matter half of the time. That is worth something, but it does not make pooling blind to "
    "position.",
)

parameters = Question(
    "lesson04.parameters",
    "How many parameters does a pooling layer learn?",
    answer=0,
    tolerance=0,
    explanation="None. Window and stride are chosen, not learned. In the ledger the line of the "
    "pooling layer counts nothing.",
    mistakes={
        "4": "A 2×2 window looks at four numbers, but it has no weights for them.",
        "2": "Window and stride are chosen before the training, and stay as they are.",
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
