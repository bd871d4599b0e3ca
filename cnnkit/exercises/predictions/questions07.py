"""Predictions of lesson 07, descend the gradient. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

below = Question(
    "lesson07.below",
    "The weight is below its optimum. Which sign does the slope of the error have there?",
    choices={
        "negative": "",
        "positive": "Going up in w, the error falls: that is a negative slope.",
        "zero": "Zero is the slope at the optimum.",
    },
    answer="negative",
    explanation="Towards the optimum the error falls. So w - rate · slope goes up: the right way.",
)

optimum = Question(
    "lesson07.optimum",
    "At the optimum, which of these is 0 in any case?",
    choices={
        "the slope": "",
        "the error": "Only for a perfect fit. The best possible error may be large.",
        "the weight": "The optimum may lie anywhere.",
    },
    answer="the slope",
    explanation="At the lowest point no nudge lowers the error: the slope is 0. What the error is "
    "there depends on the data.",
)

nudge = Question(
    "lesson07.nudge",
    "The error is (w - 2)². At w = 0 you nudge w up by 0.0001. By about how much does the error "
    "change?",
    choices={
        "-0.0004": "",
        "-0.0001": "The slope there is -4, so the change is four times the nudge.",
        "0.0004": "Towards the optimum at 2 the error falls.",
        "-4": "That is the slope: the change for a whole unit.",
    },
    answer="-0.0004",
    explanation="Slope 2 · (0 - 2) = -4, times 0.0001.",
)

one_step = Question(
    "lesson07.one_step",
    "The error is (w - 2)², and w = 0. With which learning rate does one step land at the optimum?",
    answer="0.5",
    tolerance=0.001,
    explanation="w - rate · slope = 0 + 4 · rate = 2, so the rate is 0.5.",
)

too_fast = Question(
    "lesson07.too_fast",
    "The same valley, learning rate 1.1. What happens?",
    choices={
        "it runs away": "",
        "it is there sooner": "Each step jumps over the optimum, to a place further away.",
        "it jumps to and fro for ever": "That is so at 1.0 exactly. Here every jump is longer.",
        "nothing": "The slope is not 0, so there is a step.",
    },
    answer="it runs away",
    explanation="Each step multiplies the distance by 1 - 2 · 1.1 = -1.2: the other side, and "
    "further away.",
)

brute = Question(
    "lesson07.brute",
    "128 weights, each nudged up and down. How many forward passes for one gradient?",
    answer=256,
    tolerance=0,
    explanation="Two for each weight. The next lesson gets all of them from one backward pass.",
)

stochastic = Question(
    "lesson07.stochastic",
    "64 examples, but each step takes its gradient from 8 of them, drawn at random. Does every "
    "step lower the error of all 64?",
    choices={
        "no, some steps raise it": "",
        "yes, if the rate is small": "The 8 examples of a step may want the opposite of what all "
        "64 want, however short the step is.",
        "no, hardly any step lowers it": "On average the gradient of 8 is that of all 64: most "
        "steps go down.",
    },
    answer="no, some steps raise it",
    explanation="Most steps go down. Some help their 8 examples at the cost of the other 56.",
)
