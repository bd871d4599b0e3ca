"""Training pictures are changed anew in every batch; nothing else is."""

from functools import partial

import numpy as np
import pytest

from cnnkit import CrossEntropyLoss, Flatten, Linear, Sequential, fit
from cnnkit.data import augment
from cnnkit.optim import SGD

X = np.random.default_rng(0).random((10, 1, 4, 4)).astype(np.float32)
Y = np.arange(10) % 2


def trained(change, *, rng=None, **options):
    model = Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(1)))
    run = fit(
        model,
        X,
        Y,
        loss=CrossEntropyLoss(),
        optimizer=SGD(model, lr=0.1),
        epochs=2,
        batch_size=4,
        augment=change,
        rng=rng,
        **options,
    )
    list(run)
    return model[1].weight


def test_every_training_batch_is_changed_and_no_validation_picture():
    seen = []

    def change(batch, rng):
        seen.append(batch.shape)
        return batch

    trained(change, validation=(X, Y))
    assert seen[1:] == [(4, 1, 4, 4), (4, 1, 4, 4), (2, 1, 4, 4)] * 2  # the first is the trial


def test_the_same_seed_gives_the_same_weights_and_none_the_unchanged_ones():
    change = augment.compose(augment.shift, partial(augment.noise, sd=0.2))
    weights = [trained(change, rng=np.random.default_rng(seed)) for seed in (5, 5, 6)]
    assert np.array_equal(weights[0], weights[1])
    assert not np.array_equal(weights[0], weights[2])
    same = trained(lambda batch, rng: batch, rng=np.random.default_rng(5))
    assert np.array_equal(trained(None, rng=np.random.default_rng(5)), same)


def test_the_training_pictures_stay_though_a_batch_is_changed_in_place():
    before = X.copy()

    def change(batch, rng):
        batch += 1
        return batch

    trained(change)
    assert np.array_equal(X, before)


def test_a_change_to_float64_is_brought_back():
    assert trained(lambda batch, rng: batch.astype(float)).dtype == np.float32


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (0.1, TypeError, "augment is a float, which is not a function; give a function of"),
        (lambda batch, rng: batch[..., 1:], ValueError, r"shape \(2, 1, 4, 3\).*\(2, 1, 4, 4\)"),
        (lambda batch, rng: None, TypeError, "augment returned None"),
        (lambda batch, rng: 1 / 0, ZeroDivisionError, "division"),
    ],
)
def test_what_changes_no_batch_is_refused_before_any_training(change, error, said):
    model = Sequential(Flatten(), Linear(16, 2, rng=np.random.default_rng(1)))
    with pytest.raises(error, match=said):
        fit(
            model,
            X,
            Y,
            loss=CrossEntropyLoss(),
            optimizer=SGD(model, lr=0.1),
            epochs=1,
            augment=change,
        )


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        (lambda a, r: a * 255, ValueError, r"up to 2\d\d of values up to .*keep the scale"),
        (lambda a, r: a / 255, ValueError, "keep the scale"),
        (lambda a, r: None, TypeError, "augment returned None; end it with: return batch"),
        (lambda a: a, TypeError, r"takes \(a\), but is called with \(batch, rng\); give"),
        (lambda a, r, more: a, TypeError, r"takes \(a, r, more\), but is called"),
        (np.fliplr, TypeError, r"takes \(m\), but is called"),
    ],
)
def test_a_change_that_cannot_be_learned_from_is_refused_before_any_training(change, error, words):
    with pytest.raises(error, match=words):
        trained(change)
