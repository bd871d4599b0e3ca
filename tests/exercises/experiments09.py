"""The answers to the predictions of lesson 09, computed again as the lesson does."""

import functools

import numpy as np

from cnnkit import load_digits
from cnnkit.data import draw_strokes, to_digits
from cnnkit.examples.digits import STROKES, untrained_network
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit, train_step

DIGITS = load_digits()
SEEN, NEW = DIGITS[:2], DIGITS[2:]


def start():
    return untrained_network(rng=np.random.default_rng(2))


def trained(x, y, epochs, **options):
    """A network after `epochs`, and its records."""
    model = start()
    optimizer = SGD(model, lr=0.05, momentum=0.9)
    options = {"loss": CrossEntropyLoss(), "optimizer": optimizer, "epochs": epochs} | options
    return model, list(fit(model, x, y, **options))


@functools.cache
def of_the_lesson():
    return trained(*SEEN, 15)[0]


def first_loss():
    return f"{evaluate(start(), *SEEN, loss=CrossEntropyLoss()).loss:.2f}"


def ten_images():
    model, loss = start(), CrossEntropyLoss()
    optimizer = SGD(model, lr=0.05, momentum=0.9)
    x, y = (array[:10] for array in SEEN)
    for _ in range(60):
        train_step(model, x, y, loss=loss, optimizer=optimizer)
    assert np.array_equal(model(x).argmax(axis=1), y)
    share = evaluate(model, *NEW, loss=loss).accuracy
    return "about 6 in 10" if 0.5 < share < 0.7 else f"{share}"


def what_changes():
    before, after = start().parameters(), of_the_lesson().parameters()
    first, last = before["0.weight"], after["0.weight"]
    alike = [np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(first, last, strict=True)]
    changed = np.mean(first != last)
    recognised = changed > 0.9 and np.median(alike) > 0.8
    return "changed, but easy to recognise" if recognised else f"{alike}"


def mistakes():
    count = np.sum(of_the_lesson()(NEW[0]).argmax(axis=1) != NEW[1])
    return "about 6" if 3 <= count <= 9 else f"{count}"


def fifty_pictures():
    few = (array[:50] for array in SEEN)
    losses = [record.validation_loss for record in trained(*few, 60, validation=NEW)[1]]
    best = int(np.argmin(losses))
    falls, rises = losses[best] < 0.7 * losses[0], losses[-1] > 1.1 * losses[best]
    return "it falls, then rises" if falls and rises and 0 < best < 59 else f"{losses}"


def prepared():
    aside = [
        draw_strokes([[(0.05 + 0.5 * r, 0.45 + 0.5 * c) for r, c in line] for line in lines])
        for lines in STROKES.values()
    ]
    blocks = np.stack([page.reshape(1, 8, 8, 8, 8).mean(axis=(2, 4)) for page in aside])
    count = np.sum(of_the_lesson()(blocks).argmax(axis=1) == range(10))
    ready = np.stack([to_digits(page) for page in aside])
    assert np.sum(of_the_lesson()(ready).argmax(axis=1) == range(10)) >= 9
    return "2 or fewer" if count <= 2 else f"{count}"


COMPUTED = {
    f"lesson09.{function.__name__}": function
    for function in (first_loss, ten_images, what_changes, mistakes, fifty_pictures, prepared)
}
