"""Predictions of lesson 06, score with softmax. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

shares = Question(
    "lesson06.shares",
    "Each class gets its share of the total. The scores are 1.93 for X and −1.93 for O. What is "
    "the share of X?",
    choices={
        "100 %": "The total is 1.93 − 1.93, not 1.93.",
        "50 %": "Two equal shares would need two equal scores.",
        "0 %": "The score of X is not 0.",
        "there is none: the total is 0": "",
    },
    answer="there is none: the total is 0",
    explanation="1.93 + (−1.93) = 0, and nothing can be divided by 0. Shares need positive "
    "numbers.",
)

hot = Question(
    "lesson06.hot",
    "Ten logits between −9 and 9 are divided by a temperature of a million. About what probability "
    "does each class get?",
    answer="0.1",
    tolerance=0.001,
    explanation="Divided by a million, all ten are nearly 0, and so nearly equal: ten equal shares "
    "of 1. Hot makes all alike; cold, near 0, gives the leader nearly all.",
    mistakes={
        "0.5": "That would be right for two classes.",
        "1": "All ten probabilities together make 1.",
        "0": "They are all positive, and together they make 1.",
    },
)

shift = Question(
    "lesson06.shift",
    "You add 5 to every logit: 2, 1 and −1 become 7, 6 and 4. X had 0.71. What does it have now?",
    choices={
        "0.41, which is 7 / 17": "That is its share of the plain logits. Softmax takes the shares "
        "of the powers of e.",
        "0.54": "That is 7 / 13, a share of the plain logits of X and O. Softmax looks at the "
        "lead, and that is still 1.",
        "0.71, as before": "",
        "nearly 1": "Its power of e has grown, but so have the others, by the same factor.",
    },
    answer="0.71, as before",
    explanation="All three probabilities stay the same. Every exponential is multiplied by the "
    "same number, e⁵, and so is their sum: it cancels. Only differences of logits count.",
)

double = Question(
    "lesson06.double",
    "With the logits 2, 1 and −1, X gets 2.72 times as much as O. You double every logit: 4, 2 and "
    "−2. How many times as much as O does X get now?",
    choices={
        "2.72, as before": "That is so when you add. Doubling doubles the lead.",
        "5.44, twice 2.72": "The lead is doubled, from 1 to 2, and it is an exponent.",
        "7.39, the square of 2.72": "",
    },
    answer="7.39, the square of 2.72",
    explanation="X leads by 2 now, and e² = 7.39: its probability grows from 0.71 to 0.88. With "
    "the first logits times 4, X takes nearly everything, 0.98. Times 0.01, all three get about a "
    "third.",
)

cost = Question(
    "lesson06.cost",
    "The network gives the true class a probability of 0.01. How large is the cross-entropy?",
    choices={
        "0.99": "That is the distance from 1. The logarithm is much stricter.",
        "2.3": "That is the loss for a probability of 0.1.",
        "4.6": "",
        "100": "That is 1 / 0.01. Its logarithm is the loss.",
    },
    answer="4.6",
    explanation="−ln 0.01 = 4.6, and for 0.0001 it is twice as much, 9.2. The squared error hardly "
    "moves between the two, from 0.98 to 1.00. Each time the probability is halved, the loss grows "
    "by ln 2 = 0.69.",
)

push = Question(
    "lesson06.push",
    "A sigmoid neuron should say 1 and says 0.001: badly wrong. Its logit is pushed by minus the "
    "slope. How strong is the push of cross-entropy, compared with that of the squared error?",
    choices={
        "about half as strong": "The squared error has a factor 2, but also p · (1 − p).",
        "about as strong": "The slope of the squared error has a factor p · (1 − p), which is tiny "
        "here. That of cross-entropy has none.",
        "about 500 times as strong": "",
    },
    answer="about 500 times as strong",
    explanation="At the left end of the curve, p is near 0, as wrong as can be. Cross-entropy "
    "pushes with its full force, a slope of about −1. The squared error has hardly any, −0.002: "
    "its loss is high and flat. The sigmoid is saturated: a nudge of z hardly moves p. A squared "
    "error stalls where the neuron is saturated and badly wrong.",
)

race = Question(
    "lesson06.race",
    "Both neurons start at z = −7, with a learning rate of 1. From which step on is p above one "
    "half, for the faster and for the slower of the two?",
    choices={
        "step 8 and step 12": "The slower one starts with a push of about 0.002. Twelve of them do "
        "not even move it by 0.03.",
        "step 8 and step 80": "Eighty pushes of about 0.002 move it by 0.2, and it has 7 to go.",
        "step 8 and step 563": "",
        "step 8, the other not in 1,000": "A thousand pushes of 0.002 would move it by 2 only, but "
        "the push grows on the way.",
    },
    answer="step 8 and step 563",
    explanation="In most of these 563 steps nothing seems to happen. Anyone who watches a loss "
    "that does not move will give up at some point, and say that the neuron cannot learn.\n"
    "In cross-entropy, the logarithm cancels the factor p · (1 − p). In the squared error it is "
    "still there, and at the left end it is nearly 0. So cross-entropy pushes hardest at the "
    "beginning, where that is most needed, and rests when it has arrived. The squared error does "
    "its pushing in a few steps in the middle, once it has crept there.",
)

signed = Question(
    "lesson06.signed",
    "Two outputs should be 1 and 0, and are 0 and 1. What is the sum of desired − actual?",
    answer=0,
    tolerance=0,
    explanation="1 − 0 = 1 and 0 − 1 = −1: they cancel, though nothing is right. Errors of "
    "probabilities always do: desired and actual both add up to 1. The absolute errors add up to "
    "2. The sign is useful for a single output (too high or too low), and worthless in a sum.",
    mistakes={
        "2": "That is the sum of the absolute errors. With their signs, 1 and −1 are added.",
        "1": "That is the error of the first output. The second has −1.",
        "-1": "That is the error of the second output. The first has 1.",
    },
)

overflow = Question(
    "lesson06.overflow",
    "From about which logit on is its exponential too large for a float64?",
    choices={
        "89": "That is so for a float32. The largest float64 is much larger: 1.8 · 10³⁰⁸.",
        "308": "The largest float64 is 1.8 · 10³⁰⁸, but we take powers of e, not of 10.",
        "710": "",
        "1,024": "The largest float64 is nearly 2¹⁰²⁴, but we take powers of e, not of 2.",
    },
    answer="710",
    explanation="The largest float64 is 1.8 · 10³⁰⁸, and its logarithm is 709.8.",
)

blank = Question(
    "lesson06.blank",
    "A blank picture, nothing but paper. What does the X/O network say?",
    choices={
        "X 50 %, O 50 %": "X starts at −0.79, O at 0.79. The votes of the paper do not make up "
        "for that.",
        "rather X": "Paper matches the lines a little, and that votes for X. But X starts 0.79 "
        "below zero, and O as far above.",
        "rather O": "",
        "neither": "There is no such class: the shares of X and O add up to 1.",
    },
    answer="rather O",
    explanation="O with 68 %. Softmax shares out a whole 1 among the classes that it has. There is "
    'no "neither" on the ballot, so X and O get all of it.',
)

__getattr__ = asked_before(__name__, "cancel", "equal", "stall")
