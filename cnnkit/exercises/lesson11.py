"""Exercises of lesson 11, beyond images: sounds, sentences, volumes, and shuffled pictures."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions11 as questions

lesson = Lesson(__name__, questions, limit=5)
progress = lesson.progress


# --- 1 -------------------------------------------------------------------------------------------


@exercise(
    title="A spectrogram",
    task="Cut the wave into pieces as long as the taper, a new one every `step` samples; multiply "
    "each by the taper and take the sizes of `np.fft.rfft`. Frequencies down, time to the right.",
    cases=[
        (lesson.numbers(20), np.hanning(8), 4),
        (lesson.numbers(17), np.hanning(6), 2),
        (lesson.numbers(23), np.ones(7), 3),
        (lesson.numbers(12), np.hanning(12), 5),
    ],
    hints=[
        "The pieces begin at 0, step, 2·step, … as long as a whole piece fits: "
        "`range(0, len(wave) - len(taper) + 1, step)`.",
        "One piece gives one column: `np.abs(np.fft.rfft(piece * taper))`.",
        "Collect the columns in a list, make an array of it, and turn it with `.T`.",
    ],
    crashes={
        "broadcast": "The last piece is shorter than the taper. Begin only where a whole piece "
        "fits.",
        "inhomogeneous": "The last piece is shorter than the others. Leave it out.",
    },
    takeaway="A sound has become a picture: near in time is near across, near in pitch is near "
    "up and down.",
)
def spectrogram(wave, taper, step):
    """Return the intensities, shape (frequencies, time steps); wave and taper are 1-D."""
    size = len(taper)
    columns = []
    for start in range(0, len(wave) - size + 1, step):
        columns.append(np.abs(np.fft.rfft(wave[start : start + size] * taper)))
    return np.array(columns).T


def _columns(wave, taper, step, change=lambda piece, taper: np.abs(np.fft.rfft(piece * taper))):
    size = len(taper)
    starts = range(0, len(wave) - size + 1, step)
    return np.array([change(wave[start : start + size], taper) for start in starts]).T


@spectrogram.mistake(
    "Rows and columns are exchanged: time goes to the right. Turn the array with `.T`."
)
def spectrogram_turned(wave, taper, step):
    return _columns(wave, taper, step).T


@spectrogram.mistake("The taper is missing. Multiply each piece by it before the transform.")
def spectrogram_untapered(wave, taper, step):
    return _columns(wave, np.ones(len(taper)), step)


@spectrogram.mistake("These are the *squares* of the sizes, the power. Take `np.abs` alone.")
def spectrogram_power(wave, taper, step):
    return _columns(wave, taper, step) ** 2


@spectrogram.mistake(
    "You kept the real part. It depends on where in its period the wave is cut; the size, "
    "`np.abs`, does not."
)
def spectrogram_real_part(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.fft.rfft(piece * taper).real)


@spectrogram.mistake(
    "You used `np.fft.fft`: its second half mirrors the first. `np.fft.rfft` leaves it out."
)
def spectrogram_mirrored(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.abs(np.fft.fft(piece * taper)))


@spectrogram.mistake("Your pieces follow each other end to end. A new one begins every `step`.")
def spectrogram_end_to_end(wave, taper, step):
    return _columns(wave, taper, len(taper))


@spectrogram.mistake("A new piece begins at every sample. It begins every `step` samples.")
def spectrogram_every_sample(wave, taper, step):
    return _columns(wave, taper, 1)


@spectrogram.mistake(
    "The last whole piece is missing: `range` leaves its end out. Add 1: "
    "`range(0, len(wave) - len(taper) + 1, step)`."
)
def spectrogram_last_missing(wave, taper, step):
    count = max(len(range(0, len(wave) - len(taper), step)), 0)
    return _columns(wave, taper, step)[:, :count].reshape(len(taper) // 2 + 1, count)


@spectrogram.mistake(
    "You filled the last pieces up with zeros. Leave out a piece that does not fit whole."
)
def spectrogram_filled_up(wave, taper, step):
    padded = np.pad(wave, (0, len(taper)))
    starts = range(0, len(wave), step)
    pieces = [padded[start : start + len(taper)] * taper for start in starts]
    return np.abs(np.fft.rfft(pieces)).T


# --- 2 -------------------------------------------------------------------------------------------


@exercise(
    title="A sentence as a picture",
    task="`words` holds the number of each word of the sentence, in order. Draw it: one row for "
    "each word of the dictionary, one column for each position, 1 where that word stands.",
    cases=[
        ([2, 0, 1], 4),
        ([1, 1, 0, 3, 1], 5),
        ([0, 4, 2, 4], 6),
        ([3], 4),
    ],
    hints=[
        "Begin with `np.zeros((dictionary, len(words)))`.",
        "Go through the words with `enumerate`: position and number of the word.",
        "`picture[word, position] = 1`",
    ],
    crashes={
        "out of bounds": "A row is a word of the dictionary, a column is a position in the "
        "sentence."
    },
    takeaway="Exactly one 1 in each column. Nothing is lost: the sentence can be read off it.",
)
def sentence_picture(words, dictionary):
    """Return zeros and ones, shape (dictionary, positions); words is a list of row numbers."""
    picture = np.zeros((dictionary, len(words)))
    for position, word in enumerate(words):
        picture[word, position] = 1
    return picture


@sentence_picture.mistake("You exchanged the two: words go down, positions go to the right.")
def sentence_turned(words, dictionary):
    return sentence_picture.reference(words, dictionary).T


@sentence_picture.mistake("This is a bag of words: it counts them and forgets their positions.")
def sentence_bag(words, dictionary):
    return sentence_picture.reference(words, dictionary).sum(axis=1)


@sentence_picture.mistake("A word that occurs again is drawn only once. Every position has a word.")
def sentence_once(words, dictionary):
    picture = sentence_picture.reference(words, dictionary)
    first = picture.argmax(axis=1)
    kept = np.zeros_like(picture)
    kept[np.arange(dictionary), first] = picture.max(axis=1)
    return kept


@sentence_picture.mistake(
    "You wrote the *number* of the word into the cell. Write 1: a word with a higher number is not "
    "more of a word."
)
def sentence_numbers(words, dictionary):
    return sentence_picture.reference(words, dictionary) * np.arange(dictionary)[:, np.newaxis]


@sentence_picture.mistake("You numbered the words from 1. Row 0 is the first word's.")
def sentence_from_one(words, dictionary):
    return np.roll(sentence_picture.reference(words, dictionary), -1, axis=0)


@sentence_picture.mistake("Your sentence runs backwards: position 0 is the first column.")
def sentence_backwards(words, dictionary):
    return sentence_picture.reference(words, dictionary)[:, ::-1]


@sentence_picture.mistake(
    "`picture[words] = 1` fills whole rows. Give both indices: `picture[word, position]`."
)
def sentence_whole_rows(words, dictionary):
    return np.repeat(
        sentence_picture.reference(words, dictionary).max(axis=1, keepdims=True), len(words), axis=1
    )


# --- 3 -------------------------------------------------------------------------------------------


def _sentence(*words):
    return np.eye(5)[:, list(words)]


@exercise(
    title="Slide a phrase over a sentence",
    task="The kernel is as tall as the dictionary and k positions wide. Slide it over the "
    "positions: at each place, the sum of all products.",
    cases=[
        (_sentence(0, 2, 1, 3, 2, 1), lesson.numbers(5, 2)),
        (_sentence(4, 4, 0, 1, 2), lesson.numbers(5, 3)),
        (lesson.numbers(3, 7), lesson.numbers(3, 2)),
        (_sentence(3, 1, 2), lesson.numbers(5, 3)),
    ],
    hints=[
        "How many places? positions - k + 1.",
        "At place p the kernel covers the columns p, …, p + k - 1: `sentence[:, p : p + k]`.",
        "`np.sum(sentence[:, p : p + k] * kernel)`",
    ],
    crashes={"broadcast": "The kernel sticks out at the end. There are positions - k + 1 places."},
    takeaway="In PyTorch: `conv1d`, with the dictionary as channels; here also `conv2d` with a "
    "kernel as tall as the picture.",
)
def phrase_scores(sentence, kernel):
    """Return one score a place; sentence is (dictionary, positions), kernel (dictionary, k)."""
    k = kernel.shape[1]
    places = sentence.shape[1] - k + 1
    return np.array([np.sum(sentence[:, p : p + k] * kernel) for p in range(places)])


@phrase_scores.mistake("Your kernel is turned round: its first column belongs to the earlier word.")
def phrase_flipped(sentence, kernel):
    return phrase_scores.reference(sentence, kernel[:, ::-1])


@phrase_scores.mistake("You divided by the number of products. Only add them.")
def phrase_mean(sentence, kernel):
    return phrase_scores.reference(sentence, kernel) / kernel.size


@phrase_scores.mistake("You divided by the width. Only add the products.")
def phrase_divided_by_width(sentence, kernel):
    return phrase_scores.reference(sentence, kernel) / kernel.shape[1]


@phrase_scores.mistake("You kept the sums of the single words apart. Add over the rows, too.")
def phrase_rows_apart(sentence, kernel):
    k = kernel.shape[1]
    places = range(sentence.shape[1] - k + 1)
    return np.array([(sentence[:, p : p + k] * kernel).sum(axis=1) for p in places]).T


@phrase_scores.mistake("This is the best score alone. Return the score of every place.")
def phrase_best_only(sentence, kernel):
    return phrase_scores.reference(sentence, kernel).max()


@phrase_scores.mistake("Your kernel jumps by its own width. It moves on by one word.")
def phrase_jumping(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[:: kernel.shape[1]]


@phrase_scores.mistake("The last place is missing: there are positions - k + 1.")
def phrase_last_missing(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[:-1]


@phrase_scores.mistake(
    "You have a score for every position: the sentence was filled up with empty words. Take only "
    "places where the whole kernel fits."
)
def phrase_filled_up(sentence, kernel):
    padded = np.pad(sentence, [(0, 0), (0, kernel.shape[1] - 1)])
    return phrase_scores.reference(padded, kernel)


@phrase_scores.mistake("Only the first word of the phrase counts. Let all columns count.")
def phrase_first_word(sentence, kernel):
    places = sentence.shape[1] - kernel.shape[1] + 1
    return phrase_scores.reference(sentence, kernel[:, :1])[:places]


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Convolution in three dimensions",
    task="Slide a small block over a volume, in depth, down and across; at each place, the sum of "
    "all products. No padding.",
    cases=[
        (lesson.numbers(4, 5, 6), lesson.numbers(2, 3, 3)),
        (lesson.numbers(5, 4, 3), lesson.numbers(3, 2, 1)),
        (lesson.numbers(3, 4, 4), lesson.numbers(3, 2, 2)),
        (lesson.numbers(4, 3, 5), lesson.numbers(1, 2, 3)),
    ],
    hints=[
        "The output-size rule of lesson 02, three times: volume - kernel + 1, in each direction.",
        "Three loops over the places, d, i and j; inside, one block of the volume.",
        "`np.sum(volume[d : d + D, i : i + H, j : j + W] * kernel)`, with D, H, W of the kernel.",
    ],
    crashes={
        "broadcast": "The block sticks out. There are volume - kernel + 1 places, in each "
        "direction.",
        "must agree": "Slices are not channels here: the block slides in depth as well.",
    },
    takeaway="In PyTorch: `conv3d`. The same weights at every depth, as at every row and column.",
)
def conv3d(volume, kernel):
    """Return the map, shape (depth, height, width); volume and kernel are 3-D."""
    D, H, W = kernel.shape
    depth, height, width = (a - b + 1 for a, b in zip(volume.shape, kernel.shape, strict=True))
    result = np.zeros((depth, height, width))
    for d in range(depth):
        for i in range(height):
            for j in range(width):
                block = volume[d : d + D, i : i + H, j : j + W]
                result[d, i, j] = np.sum(block * kernel)
    return result


def _slice_maps(volume, kernel):
    """All 2-D maps of each slice of the kernel, [kernel slice, volume slice, row, column]."""
    return np.stack([conv3d.reference(volume, piece[np.newaxis]) for piece in kernel])


@conv3d.mistake("The kernel's slices are in reverse order: its slice 0 is the nearest.")
def conv3d_depth_reversed(volume, kernel):
    return conv3d.reference(volume, kernel[::-1])


@conv3d.mistake(
    "The kernel is turned round in all directions. Deep-learning libraries do not flip it."
)
def conv3d_flipped(volume, kernel):
    return conv3d.reference(volume, kernel[::-1, ::-1, ::-1])


@conv3d.mistake("This is the mean of the products in the block. The task wants their sum.")
def conv3d_mean(volume, kernel):
    return conv3d.reference(volume, kernel) / kernel.size


@conv3d.mistake(
    "You added over all depths. The block slides in depth as well: keep a map for each place."
)
def conv3d_depth_summed(volume, kernel):
    return conv3d.reference(volume, kernel).sum(axis=0)


@conv3d.mistake("You did not add over the kernel's slices: only its first one counts.")
def conv3d_first_slice(volume, kernel):
    depth = volume.shape[0] - kernel.shape[0] + 1
    return _slice_maps(volume, kernel)[0, :depth]


@conv3d.mistake(
    "Every slice of the volume went through *all* slices of the kernel. At place d, slice k of the "
    "kernel meets slice d + k of the volume."
)
def conv3d_all_slices_alike(volume, kernel):
    return conv3d.reference(volume, kernel.sum(axis=0, keepdims=True))


@conv3d.mistake("Your block jumps in depth by its own size. It moves on by one slice.")
def conv3d_jumps_in_depth(volume, kernel):
    return conv3d.reference(volume, kernel)[:: kernel.shape[0]]


@conv3d.mistake("The last place is missing in each direction: there are volume - kernel + 1.")
def conv3d_last_missing(volume, kernel):
    return conv3d.reference(volume, kernel)[:-1, :-1, :-1]


@conv3d.mistake("Depth comes first in the result: (depth, height, width), as in the volume.")
def conv3d_depth_last(volume, kernel):
    return conv3d.reference(volume, kernel).transpose(1, 2, 0)


# --- 5 -------------------------------------------------------------------------------------------


@exercise(
    title="Shuffle the pixels of all pictures alike",
    task="Pixel p of each new picture is pixel `order[p]` of the old one, counted row by row. The "
    "same order for all pictures.",
    cases=[
        (lesson.numbers(3, 2, 3), np.array([3, 0, 5, 1, 2, 4])),
        (lesson.numbers(2, 3, 3), np.array([8, 2, 5, 0, 1, 3, 7, 4, 6])),
        (lesson.numbers(4, 3, 2), np.array([1, 2, 3, 4, 5, 0])),
        (lesson.numbers(2, 2, 4), np.array([6, 0, 3, 7, 1, 5, 4, 2])),
    ],
    hints=[
        "Make each picture one row of pixels: `images.reshape(len(images), -1)`.",
        "Choose columns of it: `pixels[:, order]`.",
        "Give it back its shape: `.reshape(images.shape)`.",
    ],
    crashes={
        "out of bounds": "`order` counts pixels, row by row. Make each picture one long row first."
    },
    takeaway="No information is lost: the inverse order brings every picture back. What is lost is "
    "who stood beside whom.",
)
def shuffled(images, order):
    """Return the shuffled pictures; images is (N, H, W), order a permutation of H·W numbers."""
    pixels = images.reshape(len(images), -1)
    return pixels[:, order].reshape(images.shape)


@shuffled.mistake(
    "You went the other way: here old pixel p lands at place `order[p]`. Pixel p of the new "
    "picture *is* pixel `order[p]` of the old one."
)
def shuffled_inverse(images, order):
    return shuffled.reference(images, np.argsort(order))


@shuffled.mistake("The pixels are shuffled, but the pictures have lost their shape.")
def shuffled_flat(images, order):
    return shuffled.reference(images, order).reshape(len(images), -1)


@shuffled.mistake("You counted the pixels column by column. Count them row by row.")
def shuffled_by_columns(images, order):
    turned = images.transpose(0, 2, 1)
    return shuffled.reference(turned, order).transpose(0, 2, 1)


@shuffled.mistake("Only the first picture is shuffled. The order holds for all.")
def shuffled_first_only(images, order):
    result = images.copy()
    result[0] = shuffled.reference(images, order)[0]
    return result


@shuffled.mistake(
    "You shuffled the pictures' numbers by size: the order tells *places*, not ranks."
)
def shuffled_sorted(images, order):
    pixels = np.sort(images.reshape(len(images), -1), axis=1)
    return pixels[:, order].reshape(images.shape)


@shuffled.mistake(
    "Nothing has moved. Choose columns with `pixels[:, order]`, and return the result."
)
def shuffled_unchanged(images, order):
    return images


@shuffled.mistake(
    "Every picture has an order of its own: yours moves on from picture to picture. Use the same "
    "one for all, or nothing can be learned."
)
def shuffled_each_differently(images, order):
    return np.stack(
        [
            shuffled.reference(image[np.newaxis], np.roll(order, n))[0]
            for n, image in enumerate(images)
        ]
    )
