"""Predictions of lesson 02, filter images. The tests compute every answer here again."""

from cnnkit.exercises.predictions.asked_before import asked_before
from cnnkit.exercises.predictions.question import Question

first_sum = Question(
    "lesson02.first_sum",
    "Lay the kernel on the upper left window of the 5×5 picture, multiply nine times and add; "
    "nothing is divided. The sum?",
    answer=4,
    explanation="The kernel has five ones. Four of them lie on a 1 of the window, the one at the "
    "lower left on a 0: 1 + 1 + 1 + 1 = 4.",
    mistakes={
        "5": "The kernel has five ones, but the one at the lower left meets a 0.",
        "6": "The window has six ones. A 1 that meets a 0 of the kernel adds nothing.",
        "3": "That is agreeing minus disagreeing pixels, as with ±1. Here a product of 0 takes "
        "nothing away.",
        "0.44": "That is the sum divided by 9. This time nothing is divided.",
    },
)

blur = Question(
    "lesson02.blur",
    "A kernel whose nine weights are all 1/9 moves over a picture. What happens to a sharp edge "
    "between black (0) and white (1)?",
    choices={
        "it becomes a ramp of greys": "",
        "it stays as it is": "Near the edge the nine pixels are of both kinds, so their mean lies "
        "between.",
        "it moves": "The window lies evenly around its pixel, so nothing moves.",
        "it becomes black": "The weights add up to 1: no light is lost.",
    },
    answer="it becomes a ramp of greys",
    explanation="Each new pixel is the mean of its neighbourhood. Across the edge the means go 0, "
    "1/3, 2/3, 1: the jump has become a ramp. That is what blurring is.",
)

flat_area = Question(
    "lesson02.flat_area",
    "A kernel for edges: its nine weights add up to 0. Now every pixel of the picture becomes "
    "brighter by 0.2. By how much does each number of the map change?",
    answer=0,
    tolerance=0.001,
    explanation="Each weight adds 0.2 times itself, and the weights add up to 0: 0.2 · 0 = 0. For "
    "the same reason the map is 0 wherever a picture is flat, black or white alike. Such a kernel "
    "does not care how bright the picture is, only how it changes.",
    mistakes={
        "0.2": "So it is if the weights add up to 1. These add up to 0.",
        "1.8": "That is nine times 0.2, as if every weight were 1.",
        "0.8": "That is the positive side alone, 4 · 0.2. The negative side takes it away again.",
        "-0.8": "That is the negative side alone, -4 · 0.2. The positive side makes up for it.",
    },
)

size_with_stride = Question(
    "lesson02.size_with_stride",
    "A side of 8 pixels, a kernel of 3, padding 1, stride 2. How many outputs?",
    choices={
        "3": "That is the number without the padding: (8 − 3) // 2 + 1.",
        "4": "",
        "5": "That rounds up, and the last window would stick out.",
        "8": "That is the number with stride 1.",
    },
    answer="4",
    explanation="(8 + 2 · 1 − 3) // 2 + 1 = 7 // 2 + 1 = 4. The first window starts on the "
    "padding. After the fourth, one more step of 2 would push the window over the end, so the last "
    "zero is never used.",
)

stride_of_two = Question(
    "lesson02.stride_of_two",
    "With stride 1 the crossing scores 1.00 on the X, once, at row 3 and column 3 of the map. With "
    "stride 2, what is its best score?",
    choices={
        "1": "Steps of 2 from row 0: rows 0, 2, 4, 6. Is row 3 among them?",
        "0.56": "",
        "0.5": "Half the places do not mean half the score: the places left out are gone.",
        "-0.78": "That is the worst score of stride 1, beside the crossing on all four sides.",
    },
    answer="0.56",
    explanation="The window visits rows and columns 0, 2, 4 and 6, and so steps past the crossing. "
    "The best of what it sees is 0.56, as much as the O scores with a stride of 1. Move the X "
    "right and down by one pixel, and its 1.00 is back. What a kernel sees with a stride of 2 is a "
    "matter of luck.",
)

colour_maps = Question(
    "lesson02.colour_maps",
    "A colour picture has 3 channels. A layer has 4 kernels. How many maps come out?",
    choices={
        "3": "Every kernel looks at all channels at once.",
        "4": "",
        "7": "Channels and kernels are not added.",
        "12": "A kernel has 3 slices, but it adds up their shares to one map.",
    },
    answer="4",
    explanation="One map per kernel. Each kernel is 3 slices deep, reads all three channels and "
    "adds up what its slices give. In the map “red, not green” the saucer stands out.",
)

depth_cost = Question(
    "lesson02.depth_cost",
    "A 1×1 convolution turns 64 maps into 16. How many parameters, with one bias for each new map?",
    choices={
        "80": "Every new map has a weight for every old one: multiply.",
        "1024": "The biases are missing.",
        "1040": "",
        "9232": "That is a 3×3 convolution.",
    },
    answer="1040",
    explanation="64 · 16 weights and 16 biases: 1024 + 16 = 1040.",
)

point = Question(
    "lesson02.point",
    "A single white pixel in a black 5×5 picture, and the kernel 1 2 3 / 4 5 6 / 7 8 9. It slides "
    "as always, not turned. The first row of the map?",
    choices={
        "1 2 3": "At the map's upper left place the window has the white pixel at its lower right. "
        "Which weight lies there?",
        "9 8 7": "",
        "7 8 9": "The columns are turned round as well.",
        "3 2 1": "The rows are turned round as well.",
    },
    answer="9 8 7",
    explanation="The window's first place has the white pixel in its last corner, so it meets the "
    "last weight: the kernel appears turned by half a turn. Convolution turns the kernel "
    "beforehand, so the white pixel leaves a copy of it.",
)

flip = Question(
    "lesson02.flip",
    "The kernel for vertical edges, -1 0 1 / -2 0 2 / -1 0 1, is turned by half a turn. What "
    "happens to its map?",
    choices={
        "nothing": "Half a turn brings the right column to the left: 1 0 -1 / 2 0 -2 / 1 0 -1.",
        "it shows horizontal edges": "That is a quarter turn. After half a turn the columns are "
        "columns again.",
        "its signs change": "",
        "left and right are exchanged": "The picture is not turned, so every edge stays where it "
        "is.",
    },
    answer="its signs change",
    explanation="After half a turn the kernel is 1 0 -1 / 2 0 -2 / 1 0 -1: every weight has the "
    "other sign, so every sum has it, too. The edges are found all the same.\n"
    "The other three kernels look the same after half a turn, as many kernels do. For these, "
    "convolution and cross-correlation are one.",
)

flat_pair = Question(
    "lesson02.flat_pair",
    "You learn from a flat picture, every pixel 0.5, and what the secret filter makes of it. What "
    "can be found out about the nine weights?",
    choices={
        "all nine": "Every window is the same. Exchange two weights: would the result tell?",
        "their sum only": "",
        "the middle one only": "The middle weight meets the same pixels as all the others do.",
        "nothing": "The result is 0.5 times something that the weights decide.",
    },
    answer="their sum only",
    explanation="Every output is 0.5 times the sum of the weights. All kernels with this sum look "
    "the same from here. The loss is 0 and the kernel is wrong: all its weights are 0.11, or 1/9. "
    "It has learned the blur, because the weights of both add up to 1. What you do not show cannot "
    "be learned: a loss of 0 says that all is right on what was seen, no more.",
)

__getattr__ = asked_before(__name__, "steps_past")
