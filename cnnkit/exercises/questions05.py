"""Predictions of lesson 05, flatten and vote. The tests compute every answer here again."""

from cnnkit.exercises.question import Question

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
    "parameters has the linear layer?",
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
    explanation="9×9 maps are pooled to 5×5, which makes 75 values, but there are weights for 48.",
)
