"""Predictions of lesson 09, train a CNN."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

first_loss = Question(
    "lesson09.first_loss",
    "Ten digits, and a network that knows nothing. Its cross-entropy loss is about …",
    choices={
        "0.10": "That is the probability that each digit gets. The loss is −ln of it.",
        "0.69": "That is −ln 0.5. So it would be with two classes; here there are ten.",
        "2.30": "",
        "4.61": "That is −ln 0.01. So it would be with a hundred classes; here there are ten.",
    },
    answer="2.30",
    explanation="Each of ten digits gets a probability of about 0.1, the right one too, and "
    "−ln 0.1 = ln 10 = 2.30.",
)

ten_images = Question(
    "lesson09.ten_images",
    "The network trains on ten pictures only, one of each digit, until it gets all ten right. How "
    "many of the 364 test pictures, all new to it, does it get right?",
    choices={
        "about 1 in 10": "That is guessing. But a new 3 has something in common with the one 3 "
        "that it knows.",
        "about 6 in 10": "",
        "nearly all": "It knows one 3. People write it in many ways.",
    },
    answer="about 6 in 10",
    explanation="6,090 numbers are enough to learn ten pictures by heart. On new pictures the "
    "network does far worse: learning by heart is not understanding. But the check is passed: the "
    "parts of this network fit together. If yours cannot learn ten pictures, do not give it more: "
    "look for the mistake.",
)

fifty_pictures = Question(
    "lesson09.fifty_pictures",
    "The network trains for 60 epochs on 50 pictures only. Its training loss falls to 0. What does "
    "its loss on the test pictures do?",
    choices={
        "it falls to 0 too": "Then 50 pictures would hold all handwriting there is.",
        "it falls, then stays level": "So it would be if the network stopped learning. But it goes "
        "on, with these 50 pictures.",
        "it falls, then rises": "",
        "it rises from the start": "The first epochs teach what all digits have in common, and "
        "that helps on new pictures too.",
    },
    answer="it falls, then rises",
    explanation="At first both losses fall: the network learns what digits have in common. After "
    "that, all that is left to learn in 50 pictures is their accidents. The network becomes surer "
    "and surer, also of wrong answers, and a wrong answer that is sure costs more. It is "
    "overfitted.",
)

what_changes = Question(
    "lesson09.what_changes",
    "The kernels of the first layer were drawn at random. How do they look after fifteen epochs, "
    "compared with the start?",
    choices={
        "the same to the last number": "They get a gradient as well: backpropagation carries it on "
        "through pooling and ReLU.",
        "changed, but easy to recognise": "",
        "unlike before: clean lines and edges": "That was not needed: edges in many directions "
        "were among the random ones.",
    },
    answer="changed, but easy to recognise",
    explanation="Every number that takes part in the answer gets a gradient, kernels and votes "
    "alike, and every gradient moves its number. Still, each kernel looks much as it did: a random "
    "start has a bit of everything in it, edges in many directions, and training only had to "
    "sharpen them.",
)

mistakes = Question(
    "lesson09.mistakes",
    "The network has trained for fifteen epochs on 1,433 pictures. About how many of the 364 test "
    "pictures, none of them seen in training, does it get wrong?",
    choices={
        "none": "Some of these digits are hard to read for people, too.",
        "about 6": "",
        "about 36": "That would be 90 % right; it gets there after a few epochs.",
        "about 180": "That is half of them. Even after a single epoch it is only one in four.",
    },
    answer="about 6",
    explanation="About 98 of 100 are right. The interesting ones are the others: you will see "
    "them below.",
)

prepared = Question(
    "lesson09.prepared",
    "Ten digits, drawn neatly, but small and to one side. Each drawing is scaled to 8×8 pixels as "
    "it is. How many of the ten does the trained network read?",
    choices={
        "2 or fewer": "",
        "about 5": "It would have to know digits in the upper right. It has never seen one there.",
        "8 or more": "You read them all. But your eye looks for the digit first.",
    },
    answer="2 or fewer",
    explanation="All its training pictures fill their frame and stand in its middle. These are "
    "pale, small and to one side: another world. Prepared as the training pictures were, the same "
    "drawings are read. The network is the same, too.",
)

__getattr__ = asked_before(__name__, "overfit")
