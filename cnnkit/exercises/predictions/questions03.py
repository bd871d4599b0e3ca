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
    explanation="max(0, 0.56) = 0.56. What is positive passes as it is.",
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
    "Two convolutions stand one behind the other, with nothing between them. What can they do "
    "together that one convolution with a larger kernel cannot?",
    choices={
        "nothing": "",
        "bend a line": "Sums of products of sums of products are sums of products again.",
        "see edges at any angle": "One kernel of the right numbers does that, too.",
    },
    answer="nothing",
    explanation="Two linear steps are one linear step. The bend of ReLU between them is what makes "
    "a deep network more than one layer.",
)

steepest = Question(
    "lesson03.steepest",
    "How steep is the sigmoid at its steepest point?",
    answer=0.25,
    tolerance=0.01,
    explanation="At z = 0: s · (1 - s) = 0.5 · 0.5 = 0.25. Through ten such layers at best 0.25^10 "
    "of a gradient is left, about one millionth.",
)

saturated = Question(
    "lesson03.saturated",
    "A unit has the input z = 10. Where does the gradient pass best?",
    choices={
        "ReLU": "",
        "sigmoid": "At z = 10 its slope is 0.00005: it is saturated.",
        "tanh": "At z = 10 its slope is about 0.000000008: it is saturated.",
    },
    answer="ReLU",
    explanation="ReLU's slope is 1 for every positive z, however large.",
)

sparse = Question(
    "lesson03.sparse",
    "The values of a map are spread evenly around 0. Which share is 0 after ReLU?",
    choices={
        "about a quarter": "Half of the values lie below 0.",
        "about half": "",
        "almost all": "Everything above 0 stays.",
        "none": "Everything below 0 becomes 0.",
    },
    answer="about half",
    explanation="The lower half becomes 0. That is why He initialisation doubles the variance.",
)
