"""Predictions of lesson 08, backpropagate. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

start = Question(
    "lesson08.start",
    "One picture, three classes: softmax gives 0.5, 0.3 and 0.2, and the second class is right. "
    "What is the gradient at the three logits?",
    choices={
        "(0.5, 0.3, 0.2)": "These are the probabilities. Subtract 1 at the true class.",
        "(0, -0.7, 0)": "The other logits have a slope as well: raise one of them, and the true "
        "class loses probability.",
        "(0.5, -0.7, 0.2)": "",
        "(-0.5, 0.7, -0.2)": "That is y − p. The logit of the true class must go up, so its "
        "gradient is negative.",
    },
    answer="(0.5, -0.7, 0.2)",
    explanation="p − y = (0.5, 0.3 − 1, 0.2). The logit of the true class should rise, the "
    "others should fall. Such slopes always add up to 0, because p and y each add up to 1.",
)

gate = Question(
    "lesson08.gate",
    "A score was 0.56 before ReLU. A gradient of -0.8 comes back to it. How much passes?",
    answer="-0.8",
    tolerance=0.001,
    explanation="ReLU passed the 0.56 on as it is, so a nudge of it is felt whole, and the whole "
    "gradient passes. Each score has such a gate. It is open where what went in was above 0, "
    "whatever comes back; where it is shut, nothing passes.",
    mistakes={
        "0.0": "The gate looks at what went in, 0.56, and is open. What comes back may be below 0.",
        "0.8": "The gate changes no signs. It is open or shut.",
        "-0.45": "What passes is the gradient or nothing; the score only decides which.",
        "0.56": "That is the score. What passes is the gradient, or nothing.",
    },
)

overlap = Question(
    "lesson08.overlap",
    "Two pooling windows overlap, and one score wins in both. A slope of 0.5 comes back from one "
    "of them and -0.2 from the other. What does the score get?",
    answer="0.3",
    tolerance=0.001,
    explanation="0.5 + (-0.2) = 0.3. A nudge of this score is felt in both windows, and where "
    "paths meet, slopes add up.",
    mistakes={
        "0.5": "A nudge of the score is felt in the other window as well.",
        "-0.2": "A nudge of the score is felt in the other window as well.",
        "0.15": "That is the mean. But a nudge is felt whole in both windows.",
        "0.7": "Signs count: one of the two slopes is negative.",
        "-0.1": "Slopes are multiplied along one path. These are two paths, side by side.",
    },
)

shared = Question(
    "lesson08.shared",
    "One number of a kernel is used at three places. It meets the pixels 1, -1 and 1 there, and "
    "the slopes of the three scores are 0.2, 0.5 and -0.1. What is the slope of the number?",
    answer="-0.4",
    tolerance=0.001,
    explanation="0.2 · 1 + 0.5 · (-1) + (-0.1) · 1 = -0.4. The number is shared: a nudge of it is "
    "felt at every place, times the pixel there, and the effects add up.",
    mistakes={
        "0.6": "Each slope counts times the pixel that the number met, and one pixel is -1.",
        "-0.13": "That is the mean. But a nudge is felt whole at every place.",
        "0.2": "That is one place. A nudge of the number is felt at all three.",
        "0.8": "Signs count, those of the pixels and those of the slopes.",
    },
)

passes = Question(
    "lesson08.passes",
    "One backward pass gives all 6,090 slopes. How much work is that, counted in forward passes?",
    answer="1.9",
    tolerance=0.25,
    unit="forward passes",
    explanation="Nearly two: each layer multiplies twice on the way back, for its weights and for "
    "its inputs. Only the first layer is spared the second half. With the pass forward that makes "
    "2.9 passes for all weights at once, where nudging takes two for each of them.",
    mistakes={
        "1": "That would be the same work as going forward. But each layer has two kinds of slopes "
        "to compute: of its weights and of its inputs.",
        "6090": "That would be one for each weight. One pass back gives the slopes of all weights.",
        "12180": "That is how many forward passes nudging takes.",
        "3": "That is the whole, forward and back. How much of it is the way back?",
    },
)

bias = Question(
    "lesson08.bias",
    "A linear layer with one output sees a batch of 4 pictures. Its d is 1, 1, -1 and 0.5, one "
    "number for each picture. What is the gradient of the bias?",
    answer="1.5",
    tolerance=0.001,
    explanation="1 + 1 − 1 + 0.5 = 1.5: every picture used the same bias, so its slopes add up. "
    "The batch mean is in d already.",
    mistakes={
        "0.375": "The mean is in d already, from the loss. Here they add up.",
        "3.5": "The third is -1: signs count.",
        "4": "That is the size of the batch. What counts is d.",
    },
)

__getattr__ = asked_before(__name__, "winner")
