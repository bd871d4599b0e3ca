"""Predictions of lesson 02, filter images. The tests compute every answer here again."""

from cnnkit.exercises.prediction import Question

blur = Question(
    "lesson02.blur",
    "A kernel of nine times 1/9 moves over a picture. What happens to a sharp edge between black "
    "(0) and white (1)?",
    choices={
        "it becomes a ramp of greys": "",
        "it stays as it is": "Near the edge the nine pixels are of both kinds, so their mean lies "
        "between.",
        "it moves": "The window lies evenly around its pixel, so nothing moves.",
        "it becomes black": "The weights add up to 1: no light is lost.",
    },
    answer="it becomes a ramp of greys",
    explanation="Each new pixel is the mean of its neighbourhood. Across the edge the means go 0, "
    "1/3, 2/3, 1.",
)

flat_area = Question(
    "lesson02.flat_area",
    "An edge kernel's nine weights add up to 0. What does it give in an area where all pixels are "
    "equal, say 0.8?",
    answer=0,
    tolerance=0.001,
    explanation="0.8 times each weight, added: 0.8 · 0 = 0. Such a kernel sees only changes.",
)

size_with_stride = Question(
    "lesson02.size_with_stride",
    "A side of 8 pixels, a kernel of 3, padding 1, stride 2. How many outputs?",
    choices={
        "3": "So it would be without the padding: (8 - 3) // 2 + 1.",
        "4": "",
        "5": "That rounds up, and the last window would stick out.",
        "8": "So it would be with stride 1.",
    },
    answer="4",
    explanation="(8 + 2 · 1 - 3) // 2 + 1 = 7 // 2 + 1 = 4. One column of the padding is never "
    "reached.",
)

colour_maps = Question(
    "lesson02.colour_maps",
    "A colour picture has 3 channels. A layer has 4 kernels. How many maps come out?",
    choices={
        "3": "Every kernel looks at all channels at once.",
        "4": "",
        "7": "Channels and kernels are not added.",
        "12": "A kernel has 3 layers, and adds their shares up to one map.",
    },
    answer="4",
    explanation="One map a kernel. Each kernel is 3 layers deep and adds up what they give.",
)

flip = Question(
    "lesson02.flip",
    "The blur kernel, nine times 1/9, is turned by half a turn. What changes in the result?",
    choices={
        "nothing": "",
        "it is mirrored": "Turn the kernel in your mind: which number stands in the middle now, "
        "and which in the corners?",
        "its sign": "No weight changes its sign by turning.",
    },
    answer="nothing",
    explanation="The kernel looks the same after half a turn. For such kernels convolution and "
    "cross-correlation are one.",
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
