"""Predictions of lesson 05, flatten and vote. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

which = Question(
    "lesson05.which",
    "One stack of maps comes from the X, the other from the O. Which is the X?",
    choices={
        "A": "Look at the crossing's map: nothing in it is above 0.56, and an X has a crossing.",
        "B": "",
    },
    answer="B",
    explanation="In B the crossing's map has a 1.00. An O has no crossing, wherever it is drawn.",
)

length = Question(
    "lesson05.length",
    "Five maps, each of 6 rows and 4 columns, are flattened. How long is the list?",
    answer=120,
    tolerance=0,
    explanation="5 · 6 · 4 = 120: nothing is lost, nothing is added. The three maps of our X/O "
    "network make 3 · 4 · 4 = 48. Their shape (1, 48) says: one picture, 48 numbers.",
    mistakes={
        "24": "That is how many are in one map. There are five maps.",
        "50": "Each of the five maps has 6 · 4 numbers, not 6 + 4.",
        "15": "The three sizes are multiplied, not added.",
        "48": "That is the list of our X/O network, with three maps of 4×4.",
    },
)

place = Question(
    "lesson05.place",
    "Element 40 of the list (counted from 0; three maps of 4×4): from which map, row and column "
    "does it come?",
    choices={
        "map 2, row 2, column 0": "",
        "map 2, row 1, column 3": "Count from 0: 32 is map 2, row 0, column 0.",
        "map 3, row 2, column 0": "Map 0 is the first: 40 = 2 · 16 + 8 is in the third map.",
        "map 1, row 6, column 0": "A map has only four rows.",
    },
    answer="map 2, row 2, column 0",
    explanation="40 = 2 · 16 + 8: map 2, the rising line. And 8 = 2 · 4 + 0: row 2, column 0. Its "
    "winner looks at rows 5 to 7 and columns 1 to 3 of the picture: the lower left arm of the X.",
)

parameters = Question(
    "lesson05.parameters",
    "A network for ten classes: each of its 48 values votes for all ten, and each class has a "
    "bias. How many parameters does the linear layer have?",
    choices={
        "58": "There are 48 weights for each of the ten classes.",
        "480": "The biases are missing.",
        "490": "",
        "528": "A bias belongs to a class, not to a value: there are ten.",
    },
    answer="490",
    explanation="48 · 10 + 10 = 490. With our two classes it is 48 · 2 + 2 = 98, of the 128 in the "
    "whole network. These 98 vote.",
)

shuffled = Question(
    "lesson05.shuffled",
    "All 48 values are shuffled, always in the same way, before the linear layer learns. Will it "
    "learn worse than from the list as it was?",
    choices={
        "yes": "The weights are not told where a value came from, and do not need to know.",
        "no": "",
        "it cannot learn at all": "Each value still has its own weight.",
    },
    answer="no",
    explanation="It learns the same weights, each moved along with its element. A fully connected "
    "layer does not know what is near to what, and has no need to: the convolution has already "
    "looked at neighbours, and what it found is in the values.",
)

vote = Question(
    "lesson05.vote",
    "A value is 0 after ReLU. Its weight for class X is 7.5. How much does it vote for X?",
    answer=0,
    tolerance=0,
    explanation="0 · 7.5 = 0. What ReLU has silenced has no vote.",
    mistakes={"7.5": "That is the weight. A vote is the value times the weight."},
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
    explanation="A kernel slides over a picture of any size, and so does a pooling window. But the "
    "maps are 9×9 now, and pooled to 5×5. That makes 3 · 5 · 5 = 75 values, and for 27 of them "
    "there is no weight. The message says how many numbers came and how many are read; the "
    "ledger says where they come from.",
)

perfect = Question(
    "lesson05.perfect",
    "Eight of the 48 values of the X are 1.00. All 48 votes for X are added up. How much of the "
    "sum comes from these eight?",
    choices={
        "about a sixth, as 8 is of 48": "That would be so if all 48 votes were equal.",
        "about half": "Of the other 40 votes some are for X and some against. What do "
        "they come to together?",
        "all of it, and more": "",
    },
    answer="all of it, and more",
    explanation="The eight make 2.84, all 48 make 2.61: the other 40, for and against, come to "
    "−0.23. The value of the eight is the same, and yet they vote from 0.14 to 0.69: the weight "
    "makes the difference.",
)

exactly_one = Question(
    "lesson05.exactly_one",
    "The sum should be above zero if exactly one of the two values is 1, and not otherwise. With "
    "the best two weights and bias, how many of the four cases are right?",
    choices={
        "all four": "Add up the two sums that should be above zero, then the two that should not.",
        "three": "",
        "two": "With weights 1, 1 and no bias only the last case is wrong.",
    },
    answer="three",
    explanation="Three of four, never all. The two yes-sums together are w1 + w2 + 2b, and so are "
    "the two no-sums. The first two would have to be above zero and the other two not: impossible.",
)

turned_round = Question(
    "lesson05.turned_round",
    "The sum for X is 1.82, that for O is −1.82. Then the loudest vote for X is turned round: its "
    "weight of 0.69 becomes −0.69. The value is 1.00. How large is the sum for X now?",
    answer="0.44",
    tolerance=0.01,
    explanation="1.82 − 0.69 − 0.69 = 0.44. O still has −1.82, so the network still says X: "
    "forty-seven others vote, too.",
    mistakes={
        "1.13": "That is the sum without this vote. Now it counts against X: once more 0.69 less.",
        "-1.82": "One vote is turned round, not the whole sum.",
        "2.51": "The vote is turned against X, so the sum becomes smaller.",
    },
)

__getattr__ = asked_before(__name__, "moved", "ones", "silenced")
