"""Predictions of lesson 07, descend the gradient. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

below = Question(
    "lesson07.below",
    "The weight is above its optimum. Which sign does the slope of the error have there?",
    choices={
        "negative": "Going up in w, the error rises: that is a positive slope.",
        "positive": "",
        "zero": "Zero is the slope at the optimum.",
    },
    answer="positive",
    explanation="Below it, more weight is less error: a negative slope, go up.\n"
    "Above it, more weight is more error: a positive slope, go down.\n"
    "At it, a small nudge changes nothing either way: the slope is 0.",
)

optimum = Question(
    "lesson07.optimum",
    "The mean of (w − 1)² and (w − 3)²: how small can this error become?",
    answer=1,
    tolerance=0.001,
    explanation="At w = 2 both squares are 1, and so is their mean; every other weight is worse. "
    "No weight can please both examples. What is 0 at the lowest point in any case is the slope: "
    "no nudge lowers the error there. The error is 0 only for a perfect fit. The claim tempts "
    "because the first example that everybody draws fits perfectly. Real data contradict "
    "themselves, and even the best network has some loss left.",
    mistakes={
        "0": "For that, w would have to be 1 and 3 at the same time.",
        "2": "That is the best weight, or the error at w = 1 and at w = 3: (0 + 4) / 2. Between "
        "them it is smaller.",
        "4": "That is one of the two squares at w = 1. The mean at the best weight is smaller.",
    },
)

nudge = Question(
    "lesson07.nudge",
    "The error is (w − 2)². At w = 0 you nudge w up by 0.0001. By about how much does the error "
    "change?",
    choices={
        "-0.0004": "",
        "-0.0001": "The error need not change by as much as the weight: here it changes 4 times as "
        "much.",
        "0.0004": "Towards the optimum at 2 the error falls.",
        "-4": "That is the change divided by the nudge. The change itself is small.",
    },
    answer="-0.0004",
    explanation="The error goes from 4 to 3.9996: downwards, and four times as far as the weight "
    "went.",
)

one_step = Question(
    "lesson07.one_step",
    "The error is (w − 2)², and w = 0. With which learning rate does one step land at the optimum?",
    answer="0.5",
    tolerance=0.001,
    explanation="The slope at 0 is −4, so w − rate · slope = 0 + 4 · rate. That is 2 at rate 0.5.",
    mistakes={
        "2.0": "That is how far it has to go. The step is rate · slope, and the slope at 0 is −4.",
        "-0.5": "The minus stands in w − rate · slope already.",
        "1.0": "That step is 4 long, and lands at 4: as far from 2 as before.",
        "0.1": "That step is 0.4 long, and lands at 0.4.",
    },
)

larger_rate = Question(
    "lesson07.larger_rate",
    "The same valley, again from w = 0, learning rate 1.1. Where is the weight after eight steps?",
    choices={
        "close to 2": "Each step jumps over the optimum, to a place further away.",
        "at 0 again, to and fro": "That is so at rate 1.0 exactly. Here every jump is longer.",
        "about 9 away from 2": "",
        "thousands away from 2": "It runs away, but with each step the distance becomes only 1.2 "
        "times as large.",
    },
    answer="about 9 away from 2",
    explanation="It runs away. Each step multiplies the distance to 2 by −1.2: to the other side, "
    "and further away. After eight steps it is 1.2⁸ = 4.3 times as large as at the start, 8.6 "
    "instead of 2. Where the −1.2 comes from stands below.",
)

brute = Question(
    "lesson07.brute",
    "128 weights, each nudged up and down while all others stay. How many forward passes give "
    "all 128 slopes?",
    answer=256,
    tolerance=0,
    explanation="Two for each weight: one with it nudged up, one with it nudged down. The next "
    "lesson gets all slopes from one backward pass.",
    mistakes={
        "128": "One for each weight is half of it: each is nudged up and down.",
        "129": "That would do if each weight were only nudged up, and compared with one pass "
        "without a nudge.",
        "16384": "Slopes need no combinations: while one weight is nudged, all others stay.",
        "2": "With all weights nudged at once you would not know which of them did it.",
    },
)

stochastic = Question(
    "lesson07.stochastic",
    "Both walks look at 1,920 examples: one takes 30 steps with all 64, the other 240 steps with 8 "
    "drawn at random. Which one ends with the lower error, measured on all 64?",
    choices={
        "the 30 exact steps": "Each of them is better aimed. But the creeping along the bottom of "
        "the ravine takes many steps, and there are only 30.",
        "the 240 rough steps": "",
        "both about the same": "The gradient of 8 is nearly as good as that of all 64, and there "
        "are eight times as many steps.",
    },
    answer="the 240 rough steps",
    explanation="0.09 against 0.41. Not every rough step goes down: some help their 8 examples at "
    "the cost of the other 56. But on average they go the right way, and each costs an eighth. "
    "That is why networks learn in batches, of 8 to 512 pictures or so.",
)

adam = Question(
    "lesson07.adam",
    "At the start of the ravine the slopes of the two weights are −0.84 and 12.37. Adam has a rate "
    "of 0.1. How far does its first step move each of the two weights?",
    choices={
        "0.084 and 1.237": "That is rate · slope, plain descent. Adam also divides by the usual "
        "size of the slopes, for each weight its own.",
        "0.1 and 0.007": "The mean slope of the steeper weight is divided by a larger number, but "
        "is itself larger by the same factor.",
        "0.1 and 0.1": "",
        "0.1 and 1.473": "The step would be longer in the steeper weight if both were divided by "
        "the same number. Each is divided by the usual size of its own slopes.",
    },
    answer="0.1 and 0.1",
    explanation="So far there is one slope for each weight. Its mean is the slope itself, and its "
    "usual size is the slope without its sign. Divided, they give −1 and 1: each weight moves by "
    "the rate, against its slope. One slope is fifteen times the other, and only the signs count.\n"
    "It stays much the same as long as the slopes of a weight keep their sign and roughly their "
    "size: the step is about as long as the rate, be they all near 0.01 or all near 100.",
)

__getattr__ = asked_before(__name__, "too_fast")
