"""Predictions of lesson 11, beyond images."""

from cnnkit.exercises.predictions.question import Question

wave_match = Question(
    "lesson11.wave_match",
    "A piece of sound, 1 0 −1 0 1 0 −1 0, is compared with a wave that is exactly like it. The "
    "score, the mean of the eight products, is …",
    answer=0.5,
    explanation="Four products are 1, four are 0: 4 ÷ 8 = 0.5. The zeros of a wave cannot agree "
    "with anything, so even a perfect match stays below 1. Only its own wave answers: the "
    "others score 0.",
    mistakes={
        "1": "That was so for patches of 1 and −1. Here four of the products are 0 × 0.",
        "4": "That is the sum. Divide it by the number of places, 8.",
        "0.25": "−1 × −1 is 1, too: four products are 1, not two.",
        "0": "Its −1s meet −1s, and their products are 1. Nothing is cancelled.",
    },
)

click = Question(
    "lesson11.click",
    "A click: a single sample is large, all others are faint. What will it be in the spectrogram?",
    choices={
        "a horizontal line": "That is a tone: one pitch, for a long time.",
        "a vertical line": "",
        "a rising line": "That is a whistle whose pitch rises.",
        "a single point": "That would be one pitch, for one moment. A click has no pitch.",
    },
    answer="a vertical line",
    explanation="It lasts a moment: one column or two. In them it matches every wave a little, "
    "slow or fast, so all rows light up.",
)

mean_over_time = Question(
    "lesson11.mean_over_time",
    "Take the mean of each row of the spectrogram, so that 40 numbers are left: how much of each "
    "pitch was there in all. Which two sounds can no longer be told apart?",
    choices={
        "tone and click": "A tone has one strong pitch, a click a little of every pitch: the forty "
        "numbers differ.",
        "rising and falling": "",
        "tone and rising": "A tone has one strong pitch, a rising whistle a little of many.",
        "none: all stay apart": "Which pitch came first is nowhere in the forty numbers.",
    },
    answer="rising and falling",
    explanation="Both go through the same pitches, in opposite order. Tone and click survive, "
    "rising and falling become a guess: what tells the two apart is order, and the mean has thrown "
    "the order away. (Here a little more than half of these two may be right: that is luck. With "
    "ten times as many sounds it is half.)",
)

phrase = Question(
    "lesson11.phrase",
    "The kernel has a 1 for “not”, then for “very”, then for “good”. It slides over the sentence "
    "of praise, “the food is not very bad . the room is very good .”: what is its best score?",
    answer=2,
    tolerance=0,
    explanation="“not very bad” has two of its words in their places, “is very good” two others. "
    "So a sum alone does not insist on all three words. A bias of −2 and a ReLU do: of 3, 1 is "
    "left, and of 2, 0.",
    mistakes={
        "3": "All three words are in the sentence, but nowhere side by side in this order.",
        "1": "Look at “not very bad”: the window has more than one word where the kernel wants it.",
        "0": "A window need not hold the whole phrase to score.",
    },
)

bag = Question(
    "lesson11.bag",
    "A dense network is given the bag of words of each sentence and trained until it learns no "
    "more. Half of the sentences are praise. What percentage of the new ones does it get right?",
    answer=50,
    tolerance=3,
    unit="%",
    explanation="Each sentence has a twin with the same bag and the opposite meaning. Whatever the "
    "network answers to one, it answers to the other: one right, one wrong.",
    mistakes={
        "100": "Which is the bag of praise, and which of blame? Count their words.",
        "75": "Is there any sentence that the bag tells from its twin?",
        "0": "To answer all of them wrong, it would have to know the right answers.",
    },
)

width = Question(
    "lesson11.width",
    "Kernels two words wide, and sentences such as “not very good … very bad” and “not very bad … "
    "very good”. How many of these will they get right?",
    choices={
        "all": "Look for a pair of neighbouring words that only one of the two has.",
        "three quarters": "These sentences and their twins consist of the same pairs of words.",
        "half": "",
        "none": "None right would mean: it knows the answer and says the opposite.",
    },
    answer="half",
    explanation="Cut both into pairs of neighbours: not·very, very·good, very·bad, good·full stop, "
    "bad·full stop … The same pairs in both. Two words do not reach from “not” to “good”.\n"
    "One word is the bag in disguise: the maximum over positions forgets where. Two words see "
    "“not good” and “is bad”, which is enough until a “very” stands between. Three words reach "
    "from “not” to “good”.",
)

rows = Question(
    "lesson11.rows",
    "Sort the dictionary differently: the rows of all sentences change places, the same way "
    "everywhere. A network with kernels as tall as the dictionary, trained again, is …",
    choices={
        "worse: neighbouring rows belonged together": "What stood beside “good” in the dictionary? "
        "Nothing that means anything.",
        "just as good": "",
        "better": "The new order tells no more than the old one.",
    },
    answer="just as good",
    explanation="A kernel that covers all rows at once does not care in which order they stand: "
    "its weights change places with them. Only the direction in which it slides needs an order. "
    "So the kernel must cover all rows at once.",
)

weights = Question(
    "lesson11.weights",
    "Twelve slices become twelve channels. How many weights does one kernel of 3×3 have?",
    answer=108,
    explanation="12 channels × 9: a kernel has a 3×3 slice for every channel (lesson 02). A block "
    "of 3×3×3 has 27.",
    mistakes={
        "9": "That is one slice of the kernel. It has one for each of the twelve channels.",
        "27": "That is a block of 3×3×3. Here there are twelve channels.",
        "109": "The bias is one more number for each kernel, but it is not a weight.",
        "36": "The kernel is 3 wide and 3 high, in each of the twelve channels.",
    },
)

deeper = Question(
    "lesson11.deeper",
    "Both networks were trained on vessels that begin in slice 0 or 1. Those of the test begin in "
    "slice 5 or 6; nothing else is new. The network with slices as channels gets …",
    choices={
        "as many right as before": "Its weights for the last five slices met only noise "
        "in training.",
        "about half: it guesses": "",
        "none right": "It has no reason to say the opposite of what it sees.",
    },
    answer="about half: it guesses",
    explanation="Each slice is a channel with weights of its own. Those for the last five slices "
    "never saw a vessel. A kernel that slides in depth uses the same weights everywhere: with "
    "about a quarter of the numbers to learn it does not notice the difference.",
)

cnn = Question(
    "lesson11.cnn",
    "The CNN, on the pictures as they are: what percentage of the test digits does it get right?",
    answer=95,
    tolerance=5,
    unit="%",
    explanation="About 95 %. A stroke is the same wherever it stands, and it learns it once.",
    mistakes={
        "80": "It need not learn each digit again at each place: its kernels slide.",
        "50": "A digit at a new place is nothing new to kernels that slide.",
    },
)

dense = Question(
    "lesson11.dense",
    "The dense network, with about as many parameters, on the same pictures: what percentage "
    "does it get right?",
    answer=80,
    tolerance=5,
    unit="%",
    explanation="About 80 %. It has to learn each digit again at each place.",
    mistakes={
        "95": "It has as many numbers to learn, but uses none of them at two places.",
        "100": "It knows nearly all of its training pictures. These are new, at new places.",
        "10": "That is guessing. It does learn, but each place on its own.",
    },
)

cnn_shuffled = Question(
    "lesson11.cnn_shuffled",
    "The CNN, trained and tested on the shuffled pictures: what percentage does it get right?",
    answer=70,
    tolerance=5,
    unit="%",
    explanation="About 70 %. Guessing would be 10 %: it still learns, but its windows hold "
    "strangers now. What helped, harms.",
    mistakes={
        "95": "Its windows hold pixels now that were far apart. Near no longer means related.",
        "80": "Its windows hold strangers now. What it knew about neighbours is of no use.",
        "10": "That is guessing. No information is lost, and its last layer sees every place.",
    },
)

dense_shuffled = Question(
    "lesson11.dense_shuffled",
    "The dense network, trained and tested on the shuffled pictures: what percentage does it "
    "get right?",
    answer=80,
    tolerance=5,
    unit="%",
    explanation="About 80 %, as before, up to the dice of training. It never knew which pixels are "
    "neighbours, so it cannot lose by parting them.\n"
    "As written, the CNN is far ahead with as many numbers to learn: a stroke is the same stroke "
    "wherever it stands. Shuffled, its windows hold pixels that have nothing to do with each "
    "other, and it is worse than the dense network: what helped now harms.",
    mistakes={
        "70": "It has no windows: it never knew which pixels are neighbours.",
        "10": "That is guessing. The same order for every picture is only a new naming of inputs.",
        "50": "What does it know about neighbours that could get lost?",
    },
)

table = Question(
    "lesson11.table",
    "The wines: a CNN that slides along the columns, and a dense network; the columns as they are, "
    "and shuffled. Who wins?",
    choices={
        "the CNN, on the columns as they are": "Is alcohol nearer to malic acid than to hue?",
        "the dense network, on both": "The CNN sees every column in the end, too.",
        "nobody: all four are about equal": "",
    },
    answer="nobody: all four are about equal",
    explanation="No order of these columns is better than another, so a sliding kernel has nothing "
    "to gain. On so easy a table it has nothing to lose either. The small differences between the "
    "bars are the dice: over forty random halves in place of five, all four get about 96 %.",
)
