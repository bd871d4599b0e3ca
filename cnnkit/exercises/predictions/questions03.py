"""Predictions of lesson 03, rectify. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

centre = Question(
    "lesson03.centre",
    "At the crossing of the X, `\\` scores 0.56. Ink and paper are exchanged in the whole picture. "
    "What is the score there after ReLU?",
    choices={
        "0.56": "Every pixel of the picture changes its sign, so the score does, too.",
        "-0.56": "That is the score before ReLU. ReLU leaves nothing below 0.",
        "0": "",
        "1": "ReLU makes no score larger, unless it was negative: then it becomes 0.",
    },
    answer="0",
    explanation="With ink and paper exchanged every score changes its sign, as in lesson 01: 0.56 "
    "becomes -0.56, and max(0, -0.56) = 0. On the X itself the 0.56 is positive, and passes as it "
    "is.\n"
    "Of the four numbers on paper only -0.11 changes: it becomes 0. Further right in the row "
    "there is a second -0.11.",
)

twice = Question(
    "lesson03.twice",
    "ReLU is applied to a map, and then once more to the result. What does the second time change?",
    choices={
        "more zeros": "After the first time nothing is negative any more.",
        "nothing": "",
        "everything is halved": "ReLU does not scale what is positive.",
    },
    answer="nothing",
    explanation="After the first time no value is negative, and what is not negative passes.",
)

order = Question(
    "lesson03.order",
    "Two convolutions stand one after the other, with nothing between them: first `\\`, then the "
    "crossing on its map. Now they change places. What happens to the result?",
    choices={
        "the numbers at its edge change": "In both orders each number sees the same 5×5 pixels, at "
        "the edge as in the middle.",
        "nearly every number changes": "So it would be with a ReLU between them. Without one, the "
        "same products are added up in another order.",
        "nothing": "",
        "every number changes its sign": "The factors stay the same, and so do their signs.",
    },
    answer="nothing",
    explanation="Each number of the result is a sum of products: a number of one kernel, times a "
    "number of the other, times a pixel. The order of the factors does not matter.",
)

steepest = Question(
    "lesson03.steepest",
    "A change passes ten sigmoids, one after the other, each where it is steepest: its slope "
    "there is 0.25. About how much of the change is left?",
    choices={
        "a quarter": "That is what one sigmoid leaves. Each of the others multiplies again.",
        "a fortieth": "That is 0.25 / 10. But ten factors of 0.25 are 0.25 to the power of ten.",
        "a thousandth": "That would be ten factors of 0.5.",
        "a millionth": "",
    },
    answer="a millionth",
    explanation="0.25 · 0.25 · … · 0.25, ten times, is 0.00000095: about one millionth, in the "
    "table 1e-06. And that is the sigmoid at its best.",
)

far_out = Question(
    "lesson03.far_out",
    "A unit has the input z = -10. Which activation lets a change through best?",
    choices={
        "ReLU: all of it passes": "Below 0 its curve is flat: its slope is exactly 0.",
        "tanh: a little": "Its slope there is about 0.000000008. One of the others has more.",
        "the sigmoid: a little": "",
        "none: nothing passes": "That is so for ReLU. The other two never get quite flat.",
    },
    answer="the sigmoid: a little",
    explanation="It flattens more slowly than tanh: at -10 it still has a slope of 0.000045. "
    "That is next to nothing, but tanh has less, and ReLU has none.\n"
    "At z = 10 ReLU's slope is 1, as for every positive z, however large. The other two are as "
    "flat there as at -10: whether z is 9 or 10, their answers look the same.",
)

sparse = Question(
    "lesson03.sparse",
    "10,000 random numbers are spread around 0, alike on both sides. The mean of their squares is "
    "1. What is this mean after ReLU?",
    choices={
        "1": "The numbers below 0 become 0, and their squares with them.",
        "0.71": "That is the root of what is left.",
        "0.5": "",
        "0.25": "The numbers above 0 stay, and so do their squares.",
    },
    answer="0.5",
    explanation="The lower half becomes 0. With it goes half of the mean of the squares, and the "
    "next layer will have to make up for that.",
)

__getattr__ = asked_before(__name__, "saturated", "straight")
