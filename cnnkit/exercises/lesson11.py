"""Exercises of lesson 11, beyond images: sounds, sentences, volumes, and shuffled pictures."""

import numpy as np

from cnnkit.exercises import Lesson, exercise
from cnnkit.exercises.predictions import questions11 as questions

lesson = Lesson(__name__, questions, limit=5, order="shuffled")
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
        (lesson.numbers(17), np.hanning(12), 5),
    ],
    hints=[
        "The pieces begin at 0, step, 2·step, … as long as a whole piece fits: "
        "`range(0, len(wave) - len(taper) + 1, step)`.",
        "One piece gives one column: `np.abs(np.fft.rfft(piece * taper))`.",
        "Collect the columns in a list, make an array of it, and turn it with `.T`.",
    ],
    crashes={
        "broadcast": "A piece and the taper differ in length. A piece is "
        "`wave[start : start + len(taper)]`, and begins only where a whole one fits.",
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
    count = len(range(0, len(wave) - len(taper), step))
    return _columns(wave, taper, step)[:, :count]


@spectrogram.mistake(
    "You filled the last pieces up with zeros. Leave out a piece that does not fit whole."
)
def spectrogram_filled_up(wave, taper, step):
    padded = np.pad(wave, (0, len(taper)))
    starts = range(0, len(wave), step)
    pieces = [padded[start : start + len(taper)] * taper for start in starts]
    return np.abs(np.fft.rfft(pieces)).T


@spectrogram.mistake("The taper came too late: it multiplies the *piece*, before `np.fft.rfft`.")
def spectrogram_tapered_after(wave, taper, step):
    return _columns(
        wave,
        taper,
        step,
        lambda piece, taper: np.abs(np.fft.rfft(piece)) * taper[: len(piece) // 2 + 1],
    )


@spectrogram.mistake(
    "You kept the imaginary part. It depends on where the wave is cut; the size, `np.abs`, does "
    "not."
)
def spectrogram_imaginary_part(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.fft.rfft(piece * taper).imag)


@spectrogram.mistake(
    "You dropped the imaginary part before taking sizes. `np.abs` of the complex numbers takes "
    "both parts."
)
def spectrogram_size_of_real_part(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.abs(np.fft.rfft(piece * taper).real))


@spectrogram.mistake(
    "You added the sizes of both parts. The size is √(real² + imag²): `np.abs` of the complex "
    "numbers."
)
def spectrogram_parts_added(wave, taper, step):
    return _columns(
        wave,
        taper,
        step,
        lambda piece, taper: (
            np.abs(np.fft.rfft(piece * taper).real) + np.abs(np.fft.rfft(piece * taper).imag)
        ),
    )


@spectrogram.mistake("These are phases, `np.angle`. The sizes are asked for: `np.abs`.")
def spectrogram_phase(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.angle(np.fft.rfft(piece * taper)))


@spectrogram.mistake("You took the logarithm. Here the sizes are returned as they are.")
def spectrogram_logarithm(wave, taper, step):
    with np.errstate(all="ignore"):
        return np.log(_columns(wave, taper, step))


@spectrogram.mistake("You took the logarithm, `log1p`. Here the sizes are returned as they are.")
def spectrogram_logarithm_of_one_more(wave, taper, step):
    return np.log1p(_columns(wave, taper, step))


@spectrogram.mistake("You took the logarithm to base 10. Here the sizes are returned as they are.")
def spectrogram_base_ten(wave, taper, step):
    with np.errstate(all="ignore"):
        return np.log10(_columns(wave, taper, step))


@spectrogram.mistake("These are decibels. Here the sizes are returned as they are.")
def spectrogram_decibel(wave, taper, step):
    with np.errstate(all="ignore"):
        return 20 * np.log10(_columns(wave, taper, step))


@spectrogram.mistake(
    "These are decibels, with a little added against log 0. Return the sizes as they are."
)
def spectrogram_decibel_above_zero(wave, taper, step):
    return 20 * np.log10(_columns(wave, taper, step) + 1e-6)


@spectrogram.mistake("The last piece is missing: there are `(len(wave) - len(taper)) // step + 1`.")
def spectrogram_one_piece_less(wave, taper, step):
    return _columns(wave, taper, step)[:, :-1]


@spectrogram.mistake(
    "This is the last piece only: each turn of the loop overwrites it. Append the columns to a "
    "list."
)
def spectrogram_last_column(wave, taper, step):
    return _columns(wave, taper, step)[:, -1]


@spectrogram.mistake("Only the first piece is there: `return` is inside the loop.")
def spectrogram_first_column(wave, taper, step):
    return _columns(wave, taper, step)[:, :1]


@spectrogram.mistake(
    "This is the first piece only. Go through all starts, and append the columns to a list."
)
def spectrogram_first_column_alone(wave, taper, step):
    return _columns(wave, taper, step)[:, 0]


@spectrogram.mistake("Only the first piece is there, as a row: `return` is inside the loop.")
def spectrogram_first_column_turned(wave, taper, step):
    return _columns(wave, taper, step)[:, :1].T


@spectrogram.mistake(
    "All columns stand in one row: append each to a list, then make an array of it."
)
def spectrogram_in_one_row(wave, taper, step):
    return _columns(wave, taper, step).T.ravel()


@spectrogram.mistake(
    "You transformed the whole wave at once. Cut it into pieces first, as long as the taper."
)
def spectrogram_of_the_whole(wave, taper, step):
    return np.abs(np.fft.rfft(wave))


@spectrogram.mistake("You divided by the length of a piece. The sizes are returned as they are.")
def spectrogram_divided_by_length(wave, taper, step):
    return _columns(wave, taper, step) / len(taper)


@spectrogram.mistake("You multiplied by 2 / length. The sizes are returned as they are.")
def spectrogram_scaled(wave, taper, step):
    return _columns(wave, taper, step) * 2 / len(taper)


@spectrogram.mistake("You divided by the sum of the taper. The sizes are returned as they are.")
def spectrogram_divided_by_taper(wave, taper, step):
    return _columns(wave, taper, step) / taper.sum()


@spectrogram.mistake("These are the tapered pieces. Now transform each: `np.abs(np.fft.rfft(…))`.")
def spectrogram_of_pieces(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: piece * taper)


@spectrogram.mistake("You took sizes *before* the transform. First `np.fft.rfft`, then `np.abs`.")
def spectrogram_abs_too_early(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.fft.rfft(np.abs(piece * taper)).real)


@spectrogram.mistake(
    "You took sizes before the transform, too. `np.abs` comes after `np.fft.rfft` only."
)
def spectrogram_abs_twice(wave, taper, step):
    return _columns(
        wave, taper, step, lambda piece, taper: np.abs(np.fft.rfft(np.abs(piece * taper)))
    )


@spectrogram.mistake(
    "A new piece begins every half length in yours. It begins every `step` samples."
)
def spectrogram_half_steps(wave, taper, step):
    return _columns(wave, taper, max(len(taper) // 2, 1))


@spectrogram.mistake(
    "You used a Hanning window of your own. Multiply by the `taper` that is given."
)
def spectrogram_hanning(wave, taper, step):
    return _columns(wave, np.hanning(len(taper)), step)


@spectrogram.mistake(
    "You used a Hamming window of your own. Multiply by the `taper` that is given."
)
def spectrogram_hamming(wave, taper, step):
    return _columns(wave, np.hamming(len(taper)), step)


@spectrogram.mistake("You *added* the taper. Multiply each piece by it.")
def spectrogram_taper_added(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.abs(np.fft.rfft(piece + taper)))


@spectrogram.mistake("The taper counts twice. Multiply each piece by it once.")
def spectrogram_taper_twice(wave, taper, step):
    return _columns(wave, taper**2, step)


@spectrogram.mistake("You took the mean off each piece. Here it stays: it is frequency 0.")
def spectrogram_mean_removed(wave, taper, step):
    return _columns(
        wave, taper, step, lambda piece, taper: np.abs(np.fft.rfft((piece - piece.mean()) * taper))
    )


@spectrogram.mistake(
    "The highest frequency is missing: `rfft` gives `len(taper) // 2 + 1` of them, keep all."
)
def spectrogram_highest_missing(wave, taper, step):
    return _columns(wave, taper, step)[:-1]


@spectrogram.mistake("Frequency 0 is missing: keep all that `rfft` gives.")
def spectrogram_lowest_missing(wave, taper, step):
    return _columns(wave, taper, step)[1:]


@spectrogram.mistake("You divided by the largest. The sizes are returned as they are.")
def spectrogram_by_the_largest(wave, taper, step):
    return _columns(wave, taper, step) / _columns(wave, taper, step).max()


@spectrogram.mistake("You took the root of the sizes. They are returned as they are.")
def spectrogram_root(wave, taper, step):
    return np.sqrt(_columns(wave, taper, step))


@spectrogram.mistake("Your picture is upside down: low pitches may stay at the top here.")
def spectrogram_upside_down(wave, taper, step):
    return _columns(wave, taper, step)[::-1]


@spectrogram.mistake("Your time runs to the left. The first piece is the first column.")
def spectrogram_backwards(wave, taper, step):
    return _columns(wave, taper, step)[:, ::-1]


@spectrogram.mistake("You averaged over time. Keep a column for each piece.")
def spectrogram_mean_over_time(wave, taper, step):
    return _columns(wave, taper, step).mean(axis=1)


@spectrogram.mistake(
    "Rows and columns are exchanged, and these are squares: `.T`, and `np.abs` alone."
)
def spectrogram_power_turned(wave, taper, step):
    return _columns(wave, taper, step).T ** 2


@spectrogram.mistake(
    "Rows and columns are exchanged, and the taper is missing: multiply each piece by it, and "
    "turn the array with `.T`."
)
def spectrogram_untapered_turned(wave, taper, step):
    return _columns(wave, np.ones(len(taper)), step).T


@spectrogram.mistake(
    "The taper is missing, and these are squares: multiply each piece by it, and take `np.abs` "
    "alone."
)
def spectrogram_untapered_power(wave, taper, step):
    return _columns(wave, np.ones(len(taper)), step) ** 2


@spectrogram.mistake(
    "You transformed backwards, `irfft`. From samples to frequencies it is `np.fft.rfft`."
)
def spectrogram_backwards_transform(wave, taper, step):
    return _columns(wave, taper, step, lambda piece, taper: np.abs(np.fft.irfft(piece * taper)))


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


@sentence_picture.mistake(
    "You made a square, dictionary × dictionary. There is one column for each *position*: "
    "`(dictionary, len(words))`."
)
def sentence_square(words, dictionary):
    picture = np.zeros((dictionary, dictionary))
    picture[:, : len(words)] = sentence_picture.reference(words, dictionary)
    return picture


@sentence_picture.mistake(
    "Your array has a row for each position. A row is a word of the dictionary: "
    "`np.zeros((dictionary, len(words)))`."
)
def sentence_turned_zeros(words, dictionary):
    picture = np.zeros((len(words), dictionary))
    for position, word in enumerate(words):
        picture[word, position] = 1
    return picture


@sentence_picture.mistake("You wrote the number of the word, plus 1. Write 1.")
def sentence_numbers_from_one(words, dictionary):
    return (
        sentence_picture.reference(words, dictionary) * np.arange(1, dictionary + 1)[:, np.newaxis]
    )


@sentence_picture.mistake("You wrote the position. Write 1.")
def sentence_positions(words, dictionary):
    return sentence_picture.reference(words, dictionary) * np.arange(len(words))


@sentence_picture.mistake("You wrote the position, plus 1. Write 1.")
def sentence_positions_from_one(words, dictionary):
    return sentence_picture.reference(words, dictionary) * np.arange(1, len(words) + 1)


@sentence_picture.mistake("Only the first word is drawn: `return` is inside the loop.")
def sentence_first_word_only(words, dictionary):
    picture = np.zeros((dictionary, len(words)))
    picture[words[0], 0] = 1
    return picture


@sentence_picture.mistake("Only the last word is drawn: make the zeros once, *above* the loop.")
def sentence_last_word_only(words, dictionary):
    picture = np.zeros((dictionary, len(words)))
    picture[words[-1], -1] = 1
    return picture


@sentence_picture.mistake("Nothing is drawn: `picture[word, position] = 1` for each position.")
def sentence_left_zero(words, dictionary):
    return np.zeros((dictionary, len(words)))


@sentence_picture.mistake("All are 1. Begin with zeros, and write one 1 in each column.")
def sentence_all_ones(words, dictionary):
    return np.ones((dictionary, len(words)))


@sentence_picture.mistake(
    "Your picture is as tall as the largest word that occurs. It has a row for *each* word of "
    "the dictionary."
)
def sentence_of_largest_word(words, dictionary):
    return sentence_picture.reference(words, max(words) + 1)


@sentence_picture.mistake(
    "Your picture has a row for each word that occurs. It has one for *each* word of the "
    "dictionary."
)
def sentence_of_different_words(words, dictionary):
    return sentence_picture.reference(
        list(np.unique(words, return_inverse=True)[1]), len(set(words))
    )


@sentence_picture.mistake(
    "There is a row too many: the words are numbered from 0 to dictionary - 1."
)
def sentence_one_row_more(words, dictionary):
    return sentence_picture.reference(words, dictionary + 1)


@sentence_picture.mistake("There is a column too many: one for each position.")
def sentence_one_column_more(words, dictionary):
    return np.pad(sentence_picture.reference(words, dictionary), [(0, 0), (0, 1)])


@sentence_picture.mistake(
    "You drew a diagonal. In column p the 1 stands in the row of word p: `for position, word in "
    "enumerate(words)`."
)
def sentence_diagonal(words, dictionary):
    return np.eye(dictionary, len(words))


@sentence_picture.mistake("These are the words. Draw them: a 1 in the row of each.")
def sentence_words_themselves(words, dictionary):
    return words


@sentence_picture.mistake(
    "Each word stands one column too far to the right: position 0 is the first column."
)
def sentence_next_position(words, dictionary):
    return np.roll(sentence_picture.reference(words, dictionary), 1, axis=1)


@sentence_picture.mistake(
    "You filled each column from the top down to the word. Only the word's own row gets a 1."
)
def sentence_filled_down(words, dictionary):
    return (np.arange(dictionary)[:, np.newaxis] <= np.array(words)).astype(float)


@sentence_picture.mistake("Zeros and ones are exchanged: 1 where the word stands.")
def sentence_inverted(words, dictionary):
    return 1 - sentence_picture.reference(words, dictionary)


@sentence_picture.mistake("You wrote -1 where no word stands. Write 0.")
def sentence_minus_ones(words, dictionary):
    return 2 * sentence_picture.reference(words, dictionary) - 1


@sentence_picture.mistake(
    "The picture stands in one row. Give it the shape (dictionary, positions)."
)
def sentence_in_one_row(words, dictionary):
    return sentence_picture.reference(words, dictionary).ravel()


@sentence_picture.mistake("You divided by the number of words. Write 1.")
def sentence_shares(words, dictionary):
    return sentence_picture.reference(words, dictionary) / len(words)


@sentence_picture.mistake("You added up along the sentence. Each column holds its own word only.")
def sentence_cumulated(words, dictionary):
    return np.cumsum(sentence_picture.reference(words, dictionary), axis=1)


@sentence_picture.mistake(
    "This says which words occur, without their positions: one column for each position."
)
def sentence_bag_of_ones(words, dictionary):
    return sentence_picture.reference(words, dictionary).max(axis=1)


@sentence_picture.mistake("Your rows are upside down: row 0 is word 0.")
def sentence_upside_down(words, dictionary):
    return sentence_picture.reference(words, dictionary)[::-1]


@sentence_picture.mistake("You numbered the words from 1: word 0 belongs into row 0.")
def sentence_from_one_up(words, dictionary):
    return np.roll(sentence_picture.reference(words, dictionary), 1, axis=0)


@sentence_picture.mistake("The last word is missing: go through all positions.")
def sentence_one_word_short(words, dictionary):
    return sentence_picture.reference(words, dictionary) * (np.arange(len(words)) < len(words) - 1)


@sentence_picture.mistake("The first word is missing: position 0 is the first.")
def sentence_first_word_short(words, dictionary):
    return sentence_picture.reference(words, dictionary) * (np.arange(len(words)) > 0)


@sentence_picture.mistake(
    "You added 1 to whole rows. Give both indices: `picture[word, position] = 1`."
)
def sentence_counted_rows(words, dictionary):
    return np.repeat(np.bincount(words, minlength=dictionary)[:, None], len(words), axis=1)


@sentence_picture.mistake(
    "You filled each column with the word's number. Write one 1 in it, in the row of the word."
)
def sentence_columns_of_numbers(words, dictionary):
    return np.ones((dictionary, 1)) * np.array(words)


@sentence_picture.mistake(
    "Your picture has one column only: there is one for each position, `(dictionary, len(words))`."
)
def sentence_one_column(words, dictionary):
    return sentence_picture.reference(words, dictionary).max(axis=1, keepdims=True)


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
        (lesson.numbers(3, 7), lesson.numbers(3, 2) / 4),
        (_sentence(3, 1, 2), lesson.numbers(5, 3)),
    ],
    hints=[
        "How many places? positions - k + 1.",
        "At place p the kernel covers the columns p, …, p + k - 1: `sentence[:, p : p + k]`.",
        "`np.sum(sentence[:, p : p + k] * kernel)`",
    ],
    crashes={
        "broadcast": "What lies under the kernel has another shape than the kernel. Take the "
        "columns "
        "`p : p + k`, with k = kernel.shape[1], at positions - k + 1 places."
    },
    takeaway="In PyTorch: `conv1d`, with the dictionary as channels; here also `conv2d` with a "
    "kernel as tall as the picture.",
)
def phrase_scores(sentence, kernel):
    """Return one score per place; sentence is (dictionary, positions), kernel (dictionary, k)."""
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


def _scores(sentence, kernel, rule):
    k = kernel.shape[1]
    places = range(sentence.shape[1] - k + 1)
    return np.array([rule(sentence[:, p : p + k] * kernel) for p in places])


@phrase_scores.mistake(
    "Your kernel is turned by half a turn: rows are words, leave them in their order, and the "
    "columns as well."
)
def phrase_half_a_turn(sentence, kernel):
    return phrase_scores.reference(sentence, kernel[::-1, ::-1])


@phrase_scores.mistake(
    "Your kernel is upside down: row r of the kernel meets row r of the sentence."
)
def phrase_upside_down(sentence, kernel):
    return phrase_scores.reference(sentence, kernel[::-1])


@phrase_scores.mistake(
    "You added over the rows only, and kept the columns apart. Add all products of a place."
)
def phrase_columns_apart(sentence, kernel):
    return _scores(sentence, kernel, lambda products: products.sum(axis=0))


@phrase_scores.mistake(
    "You added over the columns only, and kept the rows apart. Add all products of a place."
)
def phrase_rows_kept(sentence, kernel):
    return _scores(sentence, kernel, lambda products: products.sum(axis=1))


@phrase_scores.mistake("You kept the products apart. Add all of a place: `np.sum(…)`.")
def phrase_not_added(sentence, kernel):
    return _scores(sentence, kernel, lambda products: products)


@phrase_scores.mistake("This is the *place* of the best score. Return the score of every place.")
def phrase_best_place(sentence, kernel):
    return int(phrase_scores.reference(sentence, kernel).argmax())


@phrase_scores.mistake("You added the scores of all places. Return one for each.")
def phrase_added_up(sentence, kernel):
    return phrase_scores.reference(sentence, kernel).sum()


@phrase_scores.mistake(
    "This is the score of the last place only: each turn of the loop overwrites it. Append it to "
    "a list."
)
def phrase_last_alone(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[-1]


@phrase_scores.mistake("This is the score of the first place only. Return one for each place.")
def phrase_first_alone(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[0]


@phrase_scores.mistake("Only the first place is there: `return` is inside the loop.")
def phrase_first_place_only(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[:1]


@phrase_scores.mistake("You took the largest product of a place. Add them all.")
def phrase_largest_product(sentence, kernel):
    return _scores(sentence, kernel, lambda products: products.max())


@phrase_scores.mistake("You *added* the kernel to the words. Multiply, then add up.")
def phrase_added_to_kernel(sentence, kernel):
    places = range(sentence.shape[1] - kernel.shape[1] + 1)
    return np.array([np.sum(sentence[:, p : p + kernel.shape[1]] + kernel) for p in places])


@phrase_scores.mistake("You counted where sentence and kernel are equal. Multiply, then add up.")
def phrase_agreement(sentence, kernel):
    places = range(sentence.shape[1] - kernel.shape[1] + 1)
    return np.array([np.mean(sentence[:, p : p + kernel.shape[1]] == kernel) for p in places])


@phrase_scores.mistake(
    "You have a score for every position: zeros were added on both sides. Take only places where "
    "the whole kernel fits."
)
def phrase_same_padding(sentence, kernel):
    k = kernel.shape[1]
    padded = np.pad(sentence, [(0, 0), ((k - 1) // 2, k - 1 - (k - 1) // 2)])
    return phrase_scores.reference(padded, kernel)


@phrase_scores.mistake(
    "You have a score for every position: zeros were added before the sentence. Take only places "
    "where the whole kernel fits."
)
def phrase_padded_before(sentence, kernel):
    k = kernel.shape[1]
    return phrase_scores.reference(np.pad(sentence, [(0, 0), (k - 1, 0)]), kernel)


@phrase_scores.mistake(
    "Zeros were added on both sides of the sentence. Take only places where the whole kernel fits."
)
def phrase_padded_both(sentence, kernel):
    k = kernel.shape[1]
    return phrase_scores.reference(np.pad(sentence, [(0, 0), (k // 2, k // 2)]), kernel)


@phrase_scores.mistake(
    'Your kernel also sticks out on both sides ("full"). Take only places where it fits whole: '
    "positions - k + 1."
)
def phrase_full(sentence, kernel):
    k = kernel.shape[1]
    return phrase_scores.reference(np.pad(sentence, [(0, 0), (k - 1, k - 1)]), kernel)


@phrase_scores.mistake("The scores lost their decimals: an array of whole numbers cuts them off.")
def phrase_whole_numbers(sentence, kernel):
    return np.trunc(phrase_scores.reference(sentence, kernel))


@phrase_scores.mistake("You rectified the scores. Negative ones count as well.")
def phrase_rectified(sentence, kernel):
    return np.maximum(phrase_scores.reference(sentence, kernel), 0)


@phrase_scores.mistake("The scores lost their signs.")
def phrase_sizes(sentence, kernel):
    return np.abs(phrase_scores.reference(sentence, kernel))


@phrase_scores.mistake("Your scores come in reverse order: place 0 first.")
def phrase_backwards(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[::-1]


@phrase_scores.mistake("There is an axis too many: a list of scores, one for each place.")
def phrase_a_row(sentence, kernel):
    return phrase_scores.reference(sentence, kernel)[np.newaxis]


@phrase_scores.mistake("Only the last word of the phrase counts. Let all columns count.")
def phrase_last_word(sentence, kernel):
    k = kernel.shape[1]
    return phrase_scores.reference(sentence[:, k - 1 :], kernel[:, -1:])


@phrase_scores.mistake(
    "`kernel.T @ sentence` pairs every column of the kernel with every position. Slide instead: "
    "at place p, columns p to p + k - 1."
)
def phrase_matrix_product(sentence, kernel):
    return kernel.T @ sentence


@phrase_scores.mistake("You took the mean of the rows' sums. Only add.")
def phrase_mean_of_columns(sentence, kernel):
    return _scores(sentence, kernel, lambda products: products.sum(axis=1).mean())


@phrase_scores.mistake("You took the softmax of the scores. Return them as they are.")
def phrase_softmaxed(sentence, kernel):
    return (
        np.exp(
            phrase_scores.reference(sentence, kernel)
            - phrase_scores.reference(sentence, kernel).max()
        )
        / np.exp(
            phrase_scores.reference(sentence, kernel)
            - phrase_scores.reference(sentence, kernel).max()
        ).sum()
    )


@phrase_scores.mistake("You carry the sum on from place to place. Begin each place with 0.")
def phrase_cumulated(sentence, kernel):
    return np.cumsum(phrase_scores.reference(sentence, kernel))


@phrase_scores.mistake("You squared the products. Only add them.")
def phrase_squared(sentence, kernel):
    return _scores(sentence, kernel, lambda products: (products**2).sum())


@phrase_scores.mistake(
    "You added up the words under the kernel, without its weights. Multiply first."
)
def phrase_window_only(sentence, kernel):
    return phrase_scores.reference(sentence, np.ones(kernel.shape))


@phrase_scores.mistake(
    "All scores are 0. Was nothing stored, or did you multiply the products instead of adding them?"
)
def phrase_left_zero(sentence, kernel):
    return np.zeros(len(phrase_scores.reference(sentence, kernel)))


@phrase_scores.mistake("You added up differences. A score is the sum of *products*.")
def phrase_distances(sentence, kernel):
    places = range(sentence.shape[1] - kernel.shape[1] + 1)
    return np.array([np.abs(sentence[:, p : p + kernel.shape[1]] - kernel).sum() for p in places])


@phrase_scores.mistake("You added up squared differences. A score is the sum of *products*.")
def phrase_squared_distances(sentence, kernel):
    places = range(sentence.shape[1] - kernel.shape[1] + 1)
    return np.array([((sentence[:, p : p + kernel.shape[1]] - kernel) ** 2).sum() for p in places])


@phrase_scores.mistake(
    "`@` pairs every row with every row. Multiply number by number: `sentence[:, p : p + k] * "
    "kernel`."
)
def phrase_matrix_products(sentence, kernel):
    places = range(sentence.shape[1] - kernel.shape[1] + 1)
    return np.array([(sentence[:, p : p + kernel.shape[1]] @ kernel.T).sum() for p in places])


# --- 4 -------------------------------------------------------------------------------------------


@exercise(
    title="Convolution in three dimensions",
    task="Slide a small block over a volume, in depth, down and across; at each place, the sum of "
    "all products. No padding.",
    cases=[
        (lesson.numbers(3, 3, 3), lesson.numbers(2, 2, 2)),
        (lesson.numbers(4, 5, 6), lesson.numbers(2, 3, 3)),
        (lesson.numbers(5, 4, 3), lesson.numbers(3, 2, 1) / 4),
        (lesson.numbers(3, 4, 4), lesson.numbers(3, 2, 2)),
        (lesson.numbers(4, 3, 5), lesson.numbers(1, 2, 3)),
    ],
    hints=[
        "The output-size rule of lesson 02, three times: volume - kernel + 1, in each direction.",
        "Three loops over the places, d, i and j; inside, one block of the volume.",
        "`np.sum(volume[d : d + D, i : i + H, j : j + W] * kernel)`, with D, H, W of the kernel.",
    ],
    crashes={
        "broadcast": "The block has another shape than the kernel. Slice it in all three "
        "directions, "
        "`d : d + D`, …; there are volume - kernel + 1 places in each.",
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


def _at_each_place(volume, kernel, rule):
    result = np.zeros(np.subtract(volume.shape, kernel.shape) + 1)
    D, H, W = kernel.shape
    for d, i, j in np.ndindex(*result.shape):
        result[d, i, j] = rule(volume[d : d + D, i : i + H, j : j + W])
    return result


@conv3d.mistake("The kernel's slices are turned by half a turn. Nothing is flipped here.")
def conv3d_flipped_in_the_plane(volume, kernel):
    return conv3d.reference(volume, kernel[:, ::-1, ::-1])


@conv3d.mistake("You took the largest product of the block. Add them all.")
def conv3d_largest_product(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: np.max(block * kernel))


@conv3d.mistake(
    "You added up the block, without the kernel. Multiply first: `np.sum(block * kernel)`."
)
def conv3d_block_alone(volume, kernel):
    return _at_each_place(volume, kernel, np.sum)


@conv3d.mistake("You *added* the kernel to the block. Multiply, then add up.")
def conv3d_added_to_block(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: np.sum(block + kernel))


@conv3d.mistake(
    "You multiplied one voxel by the kernel. The kernel covers a block: `volume[d : d + D, i : i "
    "+ H, j : j + W]`."
)
def conv3d_one_pixel(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: block[0, 0, 0] * kernel.sum())


@conv3d.mistake("Only the first product of each block counts. Add them all.")
def conv3d_first_product(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: block[0, 0, 0] * kernel[0, 0, 0])


@conv3d.mistake("`@` is a matrix product. Multiply number by number: `block * kernel`.")
def conv3d_matrix_product(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: np.sum(block @ kernel))


@conv3d.mistake(
    "Only the kernel's first slice slid over the volume. At place d, slice k of the kernel meets "
    "slice d + k of the volume: add over k."
)
def conv3d_first_slice_everywhere(volume, kernel):
    return conv3d.reference(volume, kernel[:1])


@conv3d.mistake("Only the kernel's middle slice counts. Add over all its slices.")
def conv3d_middle_slice(volume, kernel):
    depth = volume.shape[0] - kernel.shape[0] + 1
    return conv3d.reference(volume, kernel[len(kernel) // 2][np.newaxis])[:depth]


@conv3d.mistake("Only the kernel's last slice is left: add up over its slices, `+=`, not `=`.")
def conv3d_last_slice(volume, kernel):
    return conv3d.reference(volume[len(kernel) - 1 :], kernel[-1:])


@conv3d.mistake(
    "Slice d + k of the volume is to meet slice k of the kernel. Yours meets slice d for all k."
)
def conv3d_slices_paired_alike(volume, kernel):
    depth = volume.shape[0] - kernel.shape[0] + 1
    return conv3d.reference(volume, kernel.sum(axis=0, keepdims=True))[:depth]


@conv3d.mistake(
    "You took the volume's depth for its height and width, too. `volume.shape` has three numbers."
)
def conv3d_cubic_volume(volume, kernel):
    D, H, W = kernel.shape
    n = len(volume)
    result = np.zeros((n - D + 1, n - H + 1, n - W + 1))
    for d, i, j in np.ndindex(*result.shape):
        result[d, i, j] = np.sum(volume[d : d + D, i : i + H, j : j + W] * kernel)
    return result


@conv3d.mistake(
    "Your result is as large as the volume, with zeros at the end. There are volume - kernel + 1 "
    "places, in each direction."
)
def conv3d_rest_left_zero(volume, kernel):
    result = np.zeros(volume.shape)
    part = conv3d.reference(volume, kernel)
    result[: part.shape[0], : part.shape[1], : part.shape[2]] = part
    return result


@conv3d.mistake(
    "You padded the volume to keep its size. No padding: only places where the whole block fits."
)
def conv3d_same_padding(volume, kernel):
    sides = [((n - 1) // 2, n - 1 - (n - 1) // 2) for n in kernel.shape]
    return conv3d.reference(np.pad(volume, sides), kernel)


@conv3d.mistake(
    "You padded the volume on all sides. No padding: only places where the whole block fits."
)
def conv3d_padded(volume, kernel):
    return conv3d.reference(np.pad(volume, [(n // 2, n // 2) for n in kernel.shape]), kernel)


@conv3d.mistake(
    "Your block sticks out at the end, over zeros. Only places where it fits whole: volume - "
    "kernel + 1."
)
def conv3d_padded_at_the_end(volume, kernel):
    return conv3d.reference(np.pad(volume, [(0, n - 1) for n in kernel.shape]), kernel)


@conv3d.mistake(
    "Your block sticks out on all sides, over zeros. Only places where it fits whole: volume - "
    "kernel + 1."
)
def conv3d_full(volume, kernel):
    return conv3d.reference(np.pad(volume, [(n - 1, n - 1) for n in kernel.shape]), kernel)


@conv3d.mistake("Your block jumps by its own size. It moves on by one voxel, in each direction.")
def conv3d_jumps_everywhere(volume, kernel):
    D, H, W = kernel.shape
    return conv3d.reference(volume, kernel)[::D, ::H, ::W]


@conv3d.mistake("Your block jumps by 2. It moves on by one voxel, in each direction.")
def conv3d_jumps_by_two(volume, kernel):
    return conv3d.reference(volume, kernel)[::2, ::2, ::2]


@conv3d.mistake("The last place in depth is missing: there are depth - D + 1.")
def conv3d_last_depth_missing(volume, kernel):
    return conv3d.reference(volume, kernel)[:-1]


@conv3d.mistake("The last row and column of places are missing: there are volume - kernel + 1.")
def conv3d_last_row_and_column_missing(volume, kernel):
    return conv3d.reference(volume, kernel)[:, :-1, :-1]


@conv3d.mistake("Only the first depth is filled: `return` is inside the loop.")
def conv3d_first_depth_only(volume, kernel):
    result = np.zeros(np.subtract(volume.shape, kernel.shape) + 1)
    result[0] = conv3d.reference(volume, kernel)[0]
    return result


@conv3d.mistake("Only the first row of places is filled: `return` is inside the loops.")
def conv3d_first_row_only(volume, kernel):
    result = np.zeros(np.subtract(volume.shape, kernel.shape) + 1)
    result[0, 0] = conv3d.reference(volume, kernel)[0, 0]
    return result


@conv3d.mistake("Only the first place is filled: `return` is inside the loops.")
def conv3d_first_place_only(volume, kernel):
    result = np.zeros(np.subtract(volume.shape, kernel.shape) + 1)
    result[0, 0, 0] = conv3d.reference(volume, kernel)[0, 0, 0]
    return result


@conv3d.mistake("You added the whole map up. Return one number for each place.")
def conv3d_added_up(volume, kernel):
    return conv3d.reference(volume, kernel).sum()


@conv3d.mistake(
    "You added over rows and columns. Keep a number for each place, in all three directions."
)
def conv3d_a_number_a_depth(volume, kernel):
    return conv3d.reference(volume, kernel).sum(axis=(1, 2))


@conv3d.mistake("You averaged over the depths. Keep a map for each place in depth.")
def conv3d_mean_of_depths(volume, kernel):
    return conv3d.reference(volume, kernel).mean(axis=0)


@conv3d.mistake("You took the largest over the depths. Keep a map for each place in depth.")
def conv3d_largest_of_depths(volume, kernel):
    return conv3d.reference(volume, kernel).max(axis=0)


@conv3d.mistake("You divided by the kernel's depth. Only add.")
def conv3d_divided_by_depth(volume, kernel):
    return conv3d.reference(volume, kernel) / len(kernel)


@conv3d.mistake("You divided by the size of a slice. Only add.")
def conv3d_divided_by_slice(volume, kernel):
    return conv3d.reference(volume, kernel) / kernel[0].size


@conv3d.mistake("The sums lost their decimals: an array of whole numbers cuts them off.")
def conv3d_whole_numbers(volume, kernel):
    return np.trunc(conv3d.reference(volume, kernel))


@conv3d.mistake("You rectified the sums. Negative ones count as well.")
def conv3d_rectified(volume, kernel):
    return np.maximum(conv3d.reference(volume, kernel), 0)


@conv3d.mistake("The sums lost their signs.")
def conv3d_sizes(volume, kernel):
    return np.abs(conv3d.reference(volume, kernel))


@conv3d.mistake("Rows and columns of each map are exchanged: (depth, height, width).")
def conv3d_turned(volume, kernel):
    return conv3d.reference(volume, kernel).transpose(0, 2, 1)


@conv3d.mistake("Your depths come in reverse order: place 0 first.")
def conv3d_depth_backwards(volume, kernel):
    return conv3d.reference(volume, kernel)[::-1]


@conv3d.mistake("All numbers stand in one row: shape (depth, height, width).")
def conv3d_in_one_row(volume, kernel):
    return conv3d.reference(volume, kernel).ravel()


@conv3d.mistake("All sums are 0: nothing was stored.")
def conv3d_left_zero(volume, kernel):
    return 0 * conv3d.reference(volume, kernel)


@conv3d.mistake("You added up differences. At each place it is the sum of *products*.")
def conv3d_distances(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: np.abs(block - kernel).sum())


@conv3d.mistake("Only the middle slice of each block counts. Add all products.")
def conv3d_middle_products(volume, kernel):
    return _at_each_place(volume, kernel, lambda block: (block * kernel)[len(kernel) // 2].sum())


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


@shuffled.mistake(
    "You made *one* row of all pictures, and took the first picture's pixels only. Make one row "
    "for each picture: `images.reshape(len(images), -1)`."
)
def shuffled_all_in_one_row(images, order):
    return images.ravel()[order]


@shuffled.mistake(
    "Every picture has an order of its own: you apply `order` again to the order before. Use the "
    "same `order` for all."
)
def shuffled_each_upon_the_last(images, order):
    new, result = np.arange(len(order)), []
    for image in images:
        new = new[order]
        result.append(image.ravel()[new].reshape(image.shape))
    return np.array(result)


@shuffled.mistake(
    "Every picture has a random order of its own in yours. Use the `order` that is given, "
    "for all alike."
)
def shuffled_at_random_each(images, order):
    rng = np.random.default_rng(0)
    return np.stack([rng.permutation(image.ravel()).reshape(image.shape) for image in images])


@shuffled.mistake("You made a random order of your own. Use the `order` that is given.")
def shuffled_at_random(images, order):
    return shuffled.reference(images, np.random.default_rng(0).permutation(len(order)))


@shuffled.mistake("You shuffled the `order` itself. Use it as it is given.")
def shuffled_order_at_random(images, order):
    return shuffled.reference(images, np.random.default_rng(0).permutation(order))


@shuffled.mistake("You shuffled the *pictures*. Their order stays; the pixels of each move.")
def shuffled_pictures(images, order):
    result = images.copy()
    np.random.default_rng(0).shuffle(result)
    return result


@shuffled.mistake(
    "This is the last picture only: each turn of the loop overwrites it. Collect all pictures."
)
def shuffled_last_picture(images, order):
    return shuffled.reference(images, order)[-1]


@shuffled.mistake("This is the first picture only. Return all pictures.")
def shuffled_first_picture(images, order):
    return shuffled.reference(images, order)[0]


@shuffled.mistake("Only the last picture is shuffled. The order holds for all.")
def shuffled_last_only(images, order):
    result = images.copy()
    result[-1] = shuffled.reference(images, order)[-1]
    return result


@shuffled.mistake(
    "You read from the row that you are writing: what was overwritten is lost. Read from the old "
    "picture, write into a new one."
)
def shuffled_in_the_same_row(images, order):
    result = images.copy()
    for image in result:
        pixels = image.reshape(-1)
        for p, q in enumerate(order):
            pixels[p] = pixels[q]
    return result


@shuffled.mistake(
    "You write into the row that you are reading: what was overwritten is lost. Read from the "
    "old picture, write into a new one."
)
def shuffled_written_in_the_same_row(images, order):
    result = images.copy()
    for image in result:
        pixels = image.reshape(-1)
        for p, q in enumerate(order):
            pixels[q] = pixels[p]
    return result


@shuffled.mistake(
    "You swapped pixels one after the other, so later swaps move earlier ones again. Take all at "
    "once: `pixels[:, order]`."
)
def shuffled_by_swapping(images, order):
    result = images.copy()
    for image in result:
        pixels = image.reshape(-1)
        for p, q in enumerate(order):
            pixels[p], pixels[q] = pixels[q], pixels[p]
    return result


@shuffled.mistake("You count the pixels from 1. `order` counts them from 0: no `- 1`.")
def shuffled_from_one(images, order):
    return shuffled.reference(images, order - 1)


@shuffled.mistake(
    "The pixels are right, but rows and columns of each picture are exchanged: "
    "`.reshape(images.shape)` is enough."
)
def shuffled_turned_after(images, order):
    return shuffled.reference(images, order).transpose(0, 2, 1)


@shuffled.mistake(
    "You exchanged rows and columns before counting. Count the pixels row by row, as `reshape` "
    "does."
)
def shuffled_turned_before(images, order):
    return shuffled.reference(images.transpose(0, 2, 1), order)


@shuffled.mistake("You filled the new pictures column by column. Count row by row.")
def shuffled_filled_by_columns(images, order):
    return (
        shuffled.reference(images, order)
        .reshape(len(images), images.shape[2], images.shape[1])
        .transpose(0, 2, 1)
    )


@shuffled.mistake("The pictures come last in your array: (N, H, W).")
def shuffled_pictures_last(images, order):
    return shuffled.reference(images, order).transpose(1, 2, 0)


@shuffled.mistake(
    "`reshape(-1, len(images))` mixes the pictures. One row for each picture: "
    "`reshape(len(images), -1)`."
)
def shuffled_pixels_across_pictures(images, order):
    return images.reshape(-1, len(images))[order].reshape(images.shape)


@shuffled.mistake(
    "`reshape(-1, len(images))` mixes the pictures. One row for each picture: "
    "`reshape(len(images), -1)`, then `[:, order]`."
)
def shuffled_transposed_pixels(images, order):
    return images.reshape(-1, len(images))[order].T.reshape(images.shape)


@shuffled.mistake("You read the order backwards, or turned each picture by half a turn afterwards.")
def shuffled_order_backwards(images, order):
    return shuffled.reference(images, order[::-1])


@shuffled.mistake(
    "You divided by the height. A pixel's row is `p // width`, its column `p % width`."
)
def shuffled_by_the_height(images, order):
    rows, columns = np.divmod(order, images.shape[1])
    return images[:, rows % images.shape[1], columns % images.shape[2]].reshape(images.shape)


@shuffled.mistake("You shuffled whole rows. `order` counts *pixels*, row by row.")
def shuffled_rows_only(images, order):
    return images[:, order[order < images.shape[1]]]


@shuffled.mistake("You shuffled whole columns. `order` counts *pixels*, row by row.")
def shuffled_columns_only(images, order):
    return images[:, :, order[order < images.shape[2]]]


@shuffled.mistake("You used the order twice. Once is enough.")
def shuffled_twice(images, order):
    return shuffled.reference(shuffled.reference(images, order), order)


@shuffled.mistake("You multiplied the pixels by the order. It tells *places*: `pixels[:, order]`.")
def shuffled_multiplied(images, order):
    return (images.reshape(len(images), -1) * order).reshape(images.shape)


@shuffled.mistake(
    "This is the order, drawn as a picture. Take the pixels at these places: `pixels[:, order]`."
)
def shuffled_is_order(images, order):
    return np.stack([order.reshape(images.shape[1:])] * len(images))


@shuffled.mistake("Only every second picture is shuffled. The order holds for all.")
def shuffled_every_second(images, order):
    result = images.copy()
    result[::2] = shuffled.reference(images, order)[::2]
    return result


@shuffled.mistake("Your pictures have changed places. Only the pixels of each move.")
def shuffled_pictures_rolled(images, order):
    return np.roll(shuffled.reference(images, order), 1, axis=0)


@shuffled.mistake("Your pictures come in reverse order. Only the pixels of each move.")
def shuffled_pictures_reversed(images, order):
    return shuffled.reference(images, order)[::-1]


@shuffled.mistake(
    "`np.argsort` of the pixels sorts them by brightness. `order` tells the places: `pixels[:, "
    "order]`."
)
def shuffled_by_ranks(images, order):
    return np.sort(images.reshape(len(images), -1), axis=1).reshape(images.shape)


@shuffled.mistake("You averaged the pictures. Return each, shuffled.")
def shuffled_mean_picture(images, order):
    return shuffled.reference(images, order).mean(axis=0)


@shuffled.mistake(
    "Two things: here old pixel p lands at place `order[p]`, and the pictures have lost their "
    "shape. It is `pixels[:, order].reshape(images.shape)`."
)
def shuffled_inverse_flat(images, order):
    return shuffled.reference(images, np.argsort(order)).reshape(len(images), -1)


@shuffled.mistake(
    "The pixels are shuffled, but stand in columns: `.reshape(images.shape)` instead of `.T`."
)
def shuffled_flat_turned(images, order):
    return shuffled.reference(images, order).reshape(len(images), -1).T


@shuffled.mistake("You added the pictures up. Return each, shuffled.")
def shuffled_added_up(images, order):
    return shuffled.reference(images, order).sum(axis=0)
