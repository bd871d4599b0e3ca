"""The experiments behind the predictions of lesson 11, each as small as it can be."""

from collections import Counter

import numpy as np

from cnnkit import data
from cnnkit.examples.digits import untrained_network
from cnnkit.functional import conv2d
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit

LOSS = CrossEntropyLoss()
PRAISE = "the food is not very bad . the room is very good ."
TWIN = "the food is not very good . the room is very bad ."


def click():
    """How a single loud sample lies in a spectrogram of four pieces."""
    wave = np.zeros(32)
    wave[12] = 1
    found = np.abs(np.fft.rfft(wave.reshape(4, 8))).T
    columns = np.count_nonzero(found.max(axis=0) > 1e-9)
    return "a vertical line" if columns == 1 and found[:, 1].min() > 0.9 else "something else"


def forgets_order():
    """Which of two whistles is which, from the mean over time."""
    rising = np.eye(4)[::-1]  # low pitches are at the bottom
    falling = np.eye(4)
    same = np.array_equal(rising.mean(axis=1), falling.mean(axis=1))
    return "rising and falling" if same else "none: all stay apart"


def pieces(sentence, length):
    """The bag of all pieces of so many words."""
    words = sentence.split()
    return Counter(tuple(words[k : k + length]) for k in range(len(words) - length + 1))


def phrase():
    """The most words of a phrase that stand in their places somewhere in the sentence."""
    words, wanted = PRAISE.split(), ["not", "very", "good"]
    starts = range(len(words) - 2)
    return max(sum(words[k + n] == word for n, word in enumerate(wanted)) for k in starts)


def half_of_the_twins():
    """Two words cannot tell the twins apart, three can."""
    same = [pieces(PRAISE, length) == pieces(TWIN, length) for length in (1, 2, 3)]
    return "half" if same == [True, True, False] else "something else"


def rows_exchanged():
    """A kernel as tall as the picture, its rows exchanged as those of the picture."""
    rng = np.random.default_rng(0)
    x, w, order = rng.normal(size=(1, 1, 9, 7)), rng.normal(size=(2, 1, 9, 3)), rng.permutation(9)
    same = np.allclose(conv2d(x[:, :, order], w[:, :, order]), conv2d(x, w))
    return "just as good" if same else "something else"


def never_trained():
    """Weights of a channel that is always 0 get no gradient: the deep slices teach nothing."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(20, 4, 5, 5)).astype(np.float32), np.arange(20) % 2
    x[:, 2:] = 0
    model = Sequential(Conv2d(4, 3, 3, rng=rng), ReLU(), Flatten(), Linear(27, 2, rng=rng))
    before = model[0].weight[:, 2:].copy()
    list(fit(model, x, y, loss=LOSS, optimizer=SGD(model, lr=0.1), epochs=3))
    same = np.array_equal(before, model[0].weight[:, 2:])
    return "about half: it guesses" if same else "something else"


def _cnn(rng):
    *maps, _ = untrained_network(rng=rng)
    return Sequential(*maps, Linear(288, 10, rng=rng))  # 32 maps of 3×3


def _dense(rng):
    return Sequential(Flatten(), Linear(144, 50, rng=rng), ReLU(), Linear(50, 10, rng=rng))


def _placed(images, rng):
    frames = np.zeros((len(images), 1, 12, 12), np.float32)
    for frame, image in zip(frames, images, strict=True):
        top, left = rng.integers(0, 5, 2)
        frame[0, top : top + 8, left : left + 8] = image[0]
    return frames


def about(answer, kind, shuffled):
    """The answer, if one network trained to its end gets so many percent right, give or take 4."""
    share = 100 * right(kind, shuffled)
    return answer if abs(share - answer) <= 4 else share


def right(kind, shuffled):
    digits, rng = data.load_digits(), np.random.default_rng(0)
    train, test = _placed(digits.train_images, rng), _placed(digits.test_images, rng)
    if shuffled:
        order = rng.permutation(144)
        train, test = (x.reshape(-1, 144)[:, order].reshape(x.shape) for x in (train, test))
    model = {"cnn": _cnn, "dense": _dense}[kind](np.random.default_rng(0))
    rate = {"cnn": 0.05, "dense": 0.1}[kind]
    optimizer = SGD(model, lr=rate, momentum=0.9)
    for record in fit(
        model, train, digits.train_targets, loss=LOSS, optimizer=optimizer, epochs=60
    ):
        if record.accuracy > 0.998:
            break
    return evaluate(model, test, digits.test_targets, loss=LOSS).accuracy


def wines():
    """Who wins on the table, by networks that see half of the wines."""
    wine, shares = data.load_wine(), {}
    columns = np.random.default_rng(5).permutation(13)
    for kind in ("cnn", "dense"):
        for order in (np.arange(13), columns):
            for seed in range(5):
                rng = np.random.default_rng(seed)
                rows = rng.permutation(178)
                train, test = rows[:89], rows[89:]
                x = (wine.values - wine.values[train].mean(0)) / wine.values[train].std(0)
                x = x[:, None, None, order]
                first = Conv2d(1, 8, (1, 3), padding=(0, 1), rng=rng)
                second = Conv2d(8, 8, (1, 3), padding=(0, 1), rng=rng)
                wide = [Linear(13, 32, rng=rng), ReLU(), Linear(32, 3, rng=rng)]
                head = [first, ReLU(), second, ReLU(), Flatten(), Linear(104, 3, rng=rng)]
                model = Sequential(*(head if kind == "cnn" else [Flatten(), *wide]))
                optimizer = SGD(model, lr=0.05, momentum=0.9)
                run = fit(
                    model,
                    x[train],
                    wine.targets[train],
                    loss=LOSS,
                    optimizer=optimizer,
                    epochs=20,
                    batch_size=16,
                )
                list(run)
                accuracy = evaluate(model, x[test], wine.targets[test], loss=LOSS).accuracy
                shares.setdefault((kind, order[0] == 0), []).append(accuracy)
    means = [np.mean(each) for each in shares.values()]
    assert min(means) > 0.9
    if max(means) - min(means) < 0.03:
        return "nobody: all four are about equal"
    return "somebody"


COMPUTED = {
    "lesson11.wave_match": lambda: np.mean(np.array([1, 0, -1, 0, 1, 0, -1, 0]) ** 2),
    "lesson11.click": click,
    "lesson11.mean_over_time": forgets_order,
    "lesson11.phrase": phrase,
    "lesson11.bag": lambda: 50 * (pieces(PRAISE, 1) == pieces(TWIN, 1)),
    "lesson11.width": half_of_the_twins,
    "lesson11.rows": rows_exchanged,
    "lesson11.weights": lambda: Conv2d(12, 1, 3).weight.size,
    "lesson11.deeper": never_trained,
    "lesson11.cnn": lambda: about(95, "cnn", False),
    "lesson11.dense": lambda: about(80, "dense", False),
    "lesson11.cnn_shuffled": lambda: about(70, "cnn", True),
    "lesson11.dense_shuffled": lambda: about(80, "dense", True),
    "lesson11.table": wines,
}
