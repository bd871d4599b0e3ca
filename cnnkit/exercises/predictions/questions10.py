"""Predictions of lesson 10, design a network. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

two_layers = Question(
    "lesson10.two_layers",
    "A convolution 3×3, and on its map another one, 5×5, both with stride 1. How much of the "
    "picture does one number of the second map depend on?",
    choices={
        "5×5": "That is what it sees of the first map. But each of those numbers has seen its own "
        "window.",
        "7×7": "",
        "8×8": "The windows overlap: the second layer adds 4 pixels, not 5.",
        "15×15": "So it would be if the windows lay side by side. They overlap.",
    },
    answer="7×7",
    explanation="49 pixels. The 25 numbers of the first map that it reads have windows that lie "
    "one pixel apart and overlap: 3 + 4 = 7 across. So the second layer adds 4 pixels, not 5.",
)

with_pool = Question(
    "lesson10.with_pool",
    "Now a pooling 2×2 with stride 2 between them: conv 3×3, pool 2×2, conv 5×5. One number at the "
    "end sees a square of the picture. How long is its side, in pixels?",
    answer=12,
    tolerance=0,
    unit="pixels",
    explanation="1 + 2 = 3 after the first, + 1 = 4 after the pool. From there on, one cell "
    "further is two pixels further: + 4·2 = 12.",
    mistakes={
        "8": "After the pool the jump is 2: one cell further is two pixels further.",
        "14": "A kernel of 5 adds four jumps, not five: its first cell is seen already.",
        "11": "The jump is right. But the pool itself adds a pixel as well: 3 + 1 = 4 behind it.",
        "7": "The pool counts as well: it adds a pixel, and it doubles the jump.",
        "30": "So it would be if all windows lay side by side. Those of the convolutions overlap.",
    },
)

cost = Question(
    "lesson10.cost",
    "16 maps go in and 16 come out. Two layers 3×3 see as far as one layer 5×5. How many weights "
    "do the two have together, in per cent of the large layer's?",
    choices={
        "36 %": "That is one layer 3×3 against one 5×5. There are two of them.",
        "72 %": "",
        "100 %": "They see as far. They do not have as many weights: 9 + 9 against 25.",
        "144 %": "Two layers need not be more than one: 9 + 9 is less than 25.",
    },
    answer="72 %",
    explanation="2·9 = 18 weights for each pair of maps, against 25. With padding the work falls "
    "by as much. Three layers 3×3 in place of one 7×7: 27 against 49, that is 55 %.",
)

centre = Question(
    "lesson10.centre",
    "Two convolutions, 3×3 and then 5×5. The pixel in the corner of the field reaches the cell in "
    "one way only. In how many ways does the pixel in the centre reach it?",
    answer=9,
    tolerance=0,
    unit="ways",
    explanation="It lies in nine windows of the first layer, 3 down times 3 across, and the cell "
    "reads all nine of their numbers. The corner lies in one window that counts.",
    mistakes={
        "3": "3 ways down, and each of them with 3 ways across.",
        "6": "3 ways down and 3 ways across: they multiply.",
        "1": "That is the corner. The centre lies in more windows.",
        "25": "The cell reads 25 numbers of the first map. In how many of their windows is the "
        "centre?",
        "49": "That many pixels are in the field. Count the ways of the centre alone.",
    },
)

squeeze = Question(
    "lesson10.squeeze",
    "A convolution 3×3 from 64 maps to 64 learns 36,928 numbers. Instead: 1×1 down to 16 maps, 3×3 "
    "on those 16, 1×1 up to 64 again. How many do the three learn together?",
    choices={
        "about 4,400": "",
        "about 9,200": "A quarter of the maps in *and* a quarter out: a sixteenth for the 3×3.",
        "about 18,500": "Far less: the 3×3 now has a sixteenth of its weights.",
        "more than 36,928": "Three layers, but thin ones: count their weights.",
    },
    answer="about 4,400",
    explanation="1,040 + 2,320 + 1,088 = 4,448: about an eighth.",
)

which = Question(
    "lesson10.which",
    "The digits' network has 8 kernels of 3×3, a pool, 16 kernels of 3×3, a pool, then votes. "
    "Which of these changes leads to the most mistakes?",
    choices={
        "2 kernels in place of 8": "It costs, but two kernels still see edges.",
        "kernels of 1×1 in place of 3×3, in the first layer": "The second layer's 3×3 still sees "
        "neighbours. What if it were 1×1 as well?",
        "kernels of 1×1 in both layers": "",
        "32 hidden neurons between maps and votes": "That hardly changes anything here.",
    },
    answer="kernels of 1×1 in both layers",
    explanation="It hardly learns. No kernel ever compares a pixel with its neighbours, and the "
    "two pools forget where a pixel was: all that is left is how strong the ink gets in each "
    "quarter of the picture.",
)

best_of_forty = Question(
    "lesson10.best_of_forty",
    "Forty designs, all equally good: each misses 3 % of all digits in the world. You count "
    "their mistakes on 364 test pictures and publish the best of the forty. On "
    "these pictures it misses …",
    choices={
        "about 3 %": "A typical one does. You have taken the luckiest of forty.",
        "clearly less than 3 %": "",
        "clearly more than 3 %": "You have chosen the one with the *fewest* mistakes.",
    },
    answer="clearly less than 3 %",
    explanation="Some are lucky with these 364 pictures, and you have picked the luckiest. Nothing "
    "about it is better: on new pictures it misses 3 % like all others. The more designs you try, "
    "the more the best one is flattered.",
)

__getattr__ = asked_before(__name__, "cheaper", "flattered", "two_threes")
