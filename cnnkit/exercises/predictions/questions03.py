"""Predictions of lesson 03, rectify. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

centre = Question(
    "lesson03.centre",
    "The score of `\\` at the crossing of the X is 0.56. What is it after ReLU?",
    choices={
        "0.56": "",
        "0": "Only negative values become 0.",
        "1": "ReLU keeps the size of what is positive; a step would make it 1.",
        "-0.56": "ReLU never makes a value negative.",
    },
    answer="0.56",
    explanation="max(0, 0.56) = 0.56. What is positive passes as it is. Of the four numbers on "
    "paper only −0.11 changes: it becomes 0. The whole row has a second one.",
)

twice = Question(
    "lesson03.twice",
    "ReLU is applied to a map, and then once more to the result. What does the second time change?",
    choices={
        "nothing": "",
        "more zeros": "After the first time nothing is negative any more.",
        "everything is halved": "ReLU does not scale what is positive.",
    },
    answer="nothing",
    explanation="After the first time no value is negative, and what is not negative passes.",
)

straight = Question(
    "lesson03.straight",
    "Two convolutions stand one after the other, with nothing between them. What can they do "
    "together that one convolution with a larger kernel cannot?",
    choices={
        "nothing": "",
        "bend a line": "Sums of products of sums of products are sums of products again.",
        "see edges at any angle": "One kernel of the right numbers does that, too.",
    },
    answer="nothing",
    explanation="One step gives the same map. That holds for any two kernels: sums of multiples of "
    "sums of multiples are again sums of multiples. Two layers are one layer, unless something "
    "stands between them that is not a sum of multiples.",
)

steepest = Question(
    "lesson03.steepest",
    "How steep is the sigmoid at its steepest point?",
    answer=0.25,
    tolerance=0.01,
    explanation="The sigmoid s is steepest at z = 0. There s = 0.5, and the slope is "
    "s · (1 − s) = 0.5 · 0.5 = 0.25. At the same place tanh has a slope of 1.",
    mistakes={
        "1": "That is the slope of tanh at 0, and of ReLU above 0. The sigmoid rises by 1 in all, "
        "but slowly.",
        "0.5": "That is its value at 0, not its slope.",
        "0": "That is the slope far out, where it is flattest.",
    },
)

saturated = Question(
    "lesson03.saturated",
    "A unit has the input z = 10. Which activation lets a change through best?",
    choices={
        "ReLU": "",
        "sigmoid": "At z = 10 it is flat: its slope is 0.00005.",
        "tanh": "At z = 10 it is flat: its slope is about 0.000000008.",
    },
    answer="ReLU",
    explanation="ReLU's slope is 1 for every positive z, however large. The other two are flat "
    "there: whether z is 9 or 10, they answer the same to the eye.",
)

sparse = Question(
    "lesson03.sparse",
    "The values of a map are spread evenly around 0. What share of them is 0 after ReLU?",
    choices={
        "about a quarter": "Half of the values lie below 0.",
        "about half": "",
        "almost all": "Everything above 0 stays.",
        "none": "Everything below 0 becomes 0.",
    },
    answer="about half",
    explanation="The lower half becomes 0. With it goes half of the mean of the squares, and the "
    "next layer will have to make up for that.",
)
