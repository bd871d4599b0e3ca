"""Predictions of lesson 05, flatten and vote. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

which = Question(
    "lesson05.which",
    "One stack of maps comes from the X, the other from the O. Which is the X?",
    choices={
        "A": "Look at the crossing's map: nothing in it is above 0.56, and an X has a crossing.",
        "B": "",
    },
    answer="B",
    explanation="In B the crossing's map has a 1.00 in the middle. No O has that.",
)

length = Question(
    "lesson05.length",
    "Three pooled maps of 4×4 are flattened. How long is the list?",
    answer=48,
    tolerance=0,
    explanation="3 · 4 · 4 = 48: nothing is lost, nothing is added.",
)

place = Question(
    "lesson05.place",
    "Element 21 of that list (counted from 0): from which map, row and column does it come?",
    choices={
        "map 1, row 1, column 1": "",
        "map 1, row 1, column 2": "Count from 0: 16 is map 1, row 0, column 0.",
        "map 0, row 5, column 1": "A map has only four rows.",
        "map 2, row 1, column 1": "The second map is map 1.",
    },
    answer="map 1, row 1, column 1",
    explanation="21 = 1 · 16 + 1 · 4 + 1.",
)

parameters = Question(
    "lesson05.parameters",
    "Every one of the 48 values votes for both classes, and each class has a bias. How many "
    "parameters does the linear layer have?",
    choices={
        "48": "Each value has one weight *for each class*.",
        "50": "48 weights for each of the two classes.",
        "96": "The two biases are missing.",
        "98": "",
    },
    answer="98",
    explanation="48 · 2 + 2 = 98, of the 128 in the whole network.",
)

moved = Question(
    "lesson05.moved",
    "All 48 values are shuffled, always in the same way, before the linear layer learns. Will it "
    "learn worse?",
    choices={
        "yes": "The weights are not told where a value came from, and do not need to know.",
        "no": "",
        "it cannot learn at all": "Each value still has its own weight.",
    },
    answer="no",
    explanation="Each weight belongs to one element, wherever it stands. Near and far mean nothing "
    "to a linear layer; they mean everything to a convolution.",
)

vote = Question(
    "lesson05.vote",
    "A value is 0 after ReLU. Its weight for class X is 7.5. How much does it vote for X?",
    answer=0,
    tolerance=0,
    explanation="0 · 7.5 = 0. What ReLU has silenced has no vote.",
)

bigger = Question(
    "lesson05.bigger",
    "The picture grows from 9×9 to 11×11; the network stays as it is. Which layer fails?",
    choices={
        "the convolution": "A kernel slides over a picture of any size.",
        "the pooling": "Its window slides over a map of any size.",
        "the linear layer": "",
        "none": "Count the length of the list: 3 · 5 · 5 = 75, and there are weights for 48.",
    },
    answer="the linear layer",
    explanation="The maps are 9×9 now, and pooled to 5×5. That makes 75 values, but there are "
    "weights for 48.",
)

ones = Question(
    "lesson05.ones",
    "Eight of the 48 values of the X are 1.00. How do these eight vote for X?",
    choices={
        "all alike: the value is the same": "The value is the same, but each has its own weight.",
        "each differently": "",
        "each with a vote of 1.00": "A vote is value times weight, and no weight here is 1.",
    },
    answer="each differently",
    explanation="From 0.14 to 0.69, though all eight are perfect matches. The weight makes the "
    "difference.",
)

exactly_one = Question(
    "lesson05.exactly_one",
    "Are there two weights and a bias that say yes if exactly one of the two values is 1, and no "
    "in the other two cases?",
    choices={
        "yes, many": "Both values must speak for yes, and together they must not: a sum cannot.",
        "yes, but they are hard to find": "Add up the two yes-sums, then the two no-sums: both are "
        "w1 + w2 + 2b, so they cannot lie on different sides of 0.",
        "no": "",
    },
    answer="no",
    explanation="The two yes-sums add up to w1 + w2 + 2b, and so do the two no-sums.",
)

silenced = Question(
    "lesson05.silenced",
    "The crossing in the middle loses its vote for X: its weight of 0.69 becomes 0. The scores are "
    "1.82 for X and −1.82 for O now. What does the network say?",
    choices={
        "X": "",
        "O": "X had 1.82, and 0.69 of it is gone: 1.13 is left, against −1.82.",
        "neither": "It says whichever sum is larger; they are not equal.",
    },
    answer="X",
    explanation="1.82 − 0.69 = 1.13, and O has −1.82. Forty-seven others still vote.",
)
