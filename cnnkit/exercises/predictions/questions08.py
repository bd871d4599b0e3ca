"""Predictions of lesson 08, backpropagate. The tests compute every answer here again."""

from cnnkit.exercises.predictions.question import Question

start = Question(
    "lesson08.start",
    "One picture, softmax gives 0.54 for X and 0.46 for O, and it is an X. What is the gradient at "
    "the logits (X, O)?",
    choices={
        "(-0.46, 0.46)": "",
        "(0.54, 0.46)": "These are the probabilities. Subtract 1 at the true class.",
        "(0.46, -0.46)": "That is y - p. The logit of X must go up, so its gradient is negative.",
        "(-0.54, 0.46)": "0.54 - 1 is -0.46.",
    },
    answer="(-0.46, 0.46)",
    explanation="p - y = (0.54 - 1, 0.46 - 0). The two always add up to 0.",
)

gate = Question(
    "lesson08.gate",
    "A score was -0.11 before ReLU. A gradient of 0.8 comes back to it. How much passes?",
    answer=0,
    tolerance=0,
    explanation="ReLU made it 0, whatever it was exactly: a nudge changes nothing, so the gradient "
    "is 0. Each score has such a gate, open where the score is above 0.",
    mistakes={
        "0.8": "That is what an open gate lets through. This score was below 0: its gate is shut.",
        "-0.8": "The gate changes no signs. It is open or shut.",
        "-0.09": "What passes is the gradient or nothing; the score only decides which.",
    },
)

winner = Question(
    "lesson08.winner",
    "A window 0.78, 0, 0, 1 was pooled to 1. A gradient of 0.5 comes back. What do the four get?",
    choices={
        "0, 0, 0, 0.5": "",
        "0.125 each": "That is average pooling. Here only the 1 was passed on.",
        "0.5 each": "Nudging the 0.78 does not change the maximum.",
        "0.39, 0, 0, 0.5": "The size of the loser does not matter: it was not passed on.",
    },
    answer="0, 0, 0, 0.5",
    explanation="Only the winner was passed on, so only its nudge would have been felt. Had you "
    "nudged a loser, the maximum would not have noticed.\n"
    "Each of the sixteen windows sends its slope to one place; the other 33 of the 49 places get "
    "nothing. (One of the sixteen slopes is itself 0: its pooled number has two votes of 0.00.)",
)

shared = Question(
    "lesson08.shared",
    "One kernel weight of the X/O network is used at 49 places. Its gradient is …",
    choices={
        "the sum over all places": "",
        "the mean over all places": "A nudge of the weight is felt at every place at once.",
        "that of the best place": "It was used everywhere, so every place counts.",
    },
    answer="the sum over all places",
    explanation="The weight is shared: a nudge is felt at every place, and the effects add up.",
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
        "6090": "That would be one for each weight. All paths share their ends.",
        "12180": "That is how many forward passes nudging takes.",
        "3": "That is the whole, forward and back. How much of it is the way back?",
    },
)

bias = Question(
    "lesson08.bias",
    "A linear layer sees a batch of 4 pictures. d for its one output is 1, 1, -1, 0.5. What is the "
    "gradient of the bias?",
    answer="1.5",
    tolerance=0.001,
    explanation="1 + 1 - 1 + 0.5: every picture used the same bias. The batch mean is in d "
    "already.",
    mistakes={
        "0.375": "The mean is in d already, from the loss. Here they add up.",
        "3.5": "The third is -1: signs count.",
        "4": "That is the size of the batch. What counts is d.",
    },
)
