"""cnnkit.fit: many epochs, what stops them, and what they leave behind."""

import builtins
import math
import sys
import types
import warnings

import numpy as np
import pytest

from cnnkit.data import load_digits
from cnnkit.examples.digits import untrained_network
from cnnkit.layers import Dropout, Flatten, Linear, Sigmoid
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, SumSquaredError
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import CosineAnnealingLR, Fit, StepLR, evaluate, fit, train_step
from tests.helpers.letters import X, Y, has_weights, make_model, same_weights


def test_fit_gives_one_record_an_epoch_and_learns():
    model = make_model()
    records = list(
        fit(
            model,
            X[:40],
            Y[:40],
            loss=CrossEntropyLoss(),
            optimizer=SGD(model, lr=0.1, momentum=0.9),
            epochs=30,
            batch_size=16,
            validation=(X[40:], Y[40:]),
        )
    )
    assert [r.epoch for r in records] == list(range(1, 31))
    assert records[-1].loss < 0.1 < records[0].loss
    assert records[-1].accuracy == 1
    assert 0 <= records[0].accuracy <= 1
    judged = evaluate(model, X[40:], Y[40:], loss=CrossEntropyLoss())
    assert (records[-1].validation_loss, records[-1].validation_accuracy) == judged


def test_record_is_the_mean_over_the_epochs_batches():
    model, by_hand, loss = make_model(), make_model(), CrossEntropyLoss()
    (record,) = fit(
        model,
        X,
        Y,
        loss=loss,
        optimizer=SGD(model, lr=0.1),
        epochs=1,
        batch_size=25,
        rng=np.random.default_rng(7),
    )
    order, optimizer = np.random.default_rng(7).permutation(60), SGD(by_hand, lr=0.1)
    total, right = 0.0, 0
    for part in (order[:25], order[25:50], order[50:]):
        right += (by_hand(X[part]).argmax(axis=1) == Y[part]).sum()
        total += len(part) * train_step(by_hand, X[part], Y[part], loss=loss, optimizer=optimizer)
    assert record.loss == pytest.approx(total / 60, rel=1e-12)
    assert record.accuracy == right / 60
    assert math.isnan(record.validation_loss)
    assert math.isnan(record.validation_accuracy)
    assert same_weights(model, by_hand)


def test_summed_loss_is_summed_over_the_epoch():
    model = make_model()
    y = np.eye(2)[Y]
    before = evaluate(model, X, y, loss=SumSquaredError())
    (record,) = fit(
        model, X, y, loss=SumSquaredError(), optimizer=SGD(model, lr=1e-12), epochs=1, batch_size=7
    )
    assert record.loss == pytest.approx(before.loss, rel=1e-5)
    assert record.accuracy == before.accuracy


@pytest.mark.parametrize("rng", [None, 5])
def test_same_rng_trains_the_same_weights(rng):
    models = [make_model(), make_model(), make_model()]
    seeds = [rng, rng, 6]
    for model, seed in zip(models, seeds, strict=True):
        run = fit(
            model,
            X,
            Y,
            loss=CrossEntropyLoss(),
            optimizer=SGD(model, lr=0.1),
            epochs=2,
            batch_size=8,
            rng=None if seed is None else np.random.default_rng(seed),
        )
        list(run)
    assert same_weights(models[0], models[1])
    assert not same_weights(models[0], models[2])


def test_every_epoch_meets_every_example_once_in_another_order():
    seen = []

    class Spy(Flatten):
        def _forward(self, x):
            if self.training:
                seen.extend(x[:, 0, 0, 0])
            return super()._forward(x)

    x = np.arange(10, dtype=np.float32)[:, None, None, None]
    model = Sequential(Spy(), Linear(1, 2))
    y = np.arange(10) % 2
    list(fit(model, x, y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=3, batch_size=4))
    epochs = np.array(seen).reshape(3, 10)
    np.testing.assert_array_equal(np.sort(epochs, axis=1), np.tile(np.arange(10), (3, 1)))
    assert (epochs[0] != epochs[1]).any()
    assert (epochs[1] != epochs[2]).any()


def test_leaving_the_loop_leaves_the_model_as_it_is_then():
    model = make_model()
    for record in fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=100):
        if record.epoch == 2:
            state = model.state_dict()
            break
    assert has_weights(model, state)


@pytest.mark.parametrize(("epochs", "done"), [(100, 5), (4, 4)])
def test_patience_brings_the_best_weights_back_whether_it_is_used_up_or_not(epochs, done):
    model, losses, states = make_model(), [], []
    misled = Y[40:].copy()
    misled[:4] = 1 - misled[:4]  # the surer of the others it becomes, the worse these
    run = fit(
        model,
        X[:40],
        Y[:40],
        loss=CrossEntropyLoss(),
        optimizer=SGD(model, lr=0.005, momentum=0.9),
        epochs=epochs,
        batch_size=16,
        validation=(X[40:], misled),
        patience=3,
    )
    for record in run:
        losses.append(record.validation_loss)
        states.append(model.state_dict())
    assert len(losses) == done
    assert np.argmin(losses) == 1  # neither the first nor the last: those could be kept by chance
    assert has_weights(model, states[1])


@pytest.mark.parametrize("schedule", [lambda o: StepLR(o, 2), lambda o: CosineAnnealingLR(o, 4)])
def test_schedule_is_stepped_after_every_epoch(schedule):
    model = make_model()
    optimizer = SGD(model, lr=0.1)
    schedule = schedule(optimizer)
    rates = [optimizer.lr]
    for _ in fit(
        model, X, Y, loss=CrossEntropyLoss(), optimizer=optimizer, epochs=4, schedule=schedule
    ):
        rates.append(optimizer.lr)
    assert rates == [schedule.rate(epoch) for epoch in range(5)]


def test_interrupted_fit_keeps_the_last_complete_step():
    whole, interrupted = make_model(), make_model()

    class Interrupt(CrossEntropyLoss):
        calls = 0

        def backward(self):
            Interrupt.calls += 1
            if Interrupt.calls == 12:  # the second part of the third step's four parts
                raise KeyboardInterrupt
            return super().backward()

    options = {"epochs": 1, "batch_size": 20, "micro_batch": 5}
    run = fit(interrupted, X, Y, loss=Interrupt(), optimizer=SGD(interrupted, lr=0.1), **options)
    with pytest.raises(KeyboardInterrupt):
        list(run)
    order, optimizer = np.random.default_rng(0).permutation(60), SGD(whole, lr=0.1)
    for part in (order[:20], order[20:40]):
        train_step(whole, X[part], Y[part], loss=CrossEntropyLoss(), optimizer=optimizer,
                   micro_batch=5)  # fmt: skip
    assert same_weights(whole, interrupted)
    for key, gradient in whole.gradients().items():
        np.testing.assert_array_equal(interrupted.gradients()[key], gradient)


def test_fit_that_is_never_iterated_warns():
    model = make_model()
    run = fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=3)
    assert repr(run) == "<fit: 0 of 3 epochs done; iterate over it to train>"
    with pytest.warns(RuntimeWarning, match="never iterated, so nothing was trained"):
        run.__del__()
    run.close()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run.__del__()


def test_fit_can_be_taken_epoch_by_epoch():
    model = make_model()
    run = fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=2)
    assert isinstance(run, Fit)
    assert iter(run) is run
    assert next(run).epoch == 1
    assert repr(run).startswith("<fit: 1 of 2")
    assert next(run).epoch == 2
    with pytest.raises(StopIteration):
        next(run)


def test_nothing_is_printed_by_default(capsys):
    model = make_model()
    list(fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=2))
    assert capsys.readouterr() == ("", "")


def test_progress_counts_the_steps(monkeypatch, capsys):
    seen = []

    class Bar:  # as tqdm.tqdm
        def __init__(self, total, unit, file, ncols):
            seen.append((total, unit))

        def update(self):
            seen.append("update")

        def close(self):
            seen.append("close")

    monkeypatch.setitem(sys.modules, "tqdm", types.SimpleNamespace(tqdm=Bar))
    model = make_model()
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model), "batch_size": 20}
    list(fit(model, X, Y, **options, epochs=2, progress=True))
    assert seen == [(6, "step"), *["update"] * 6, "close"]
    assert capsys.readouterr() == ("", "")


def test_progress_without_tqdm_says_so_and_trains(monkeypatch):
    real = builtins.__import__

    def without_tqdm(name, *args, **kwargs):
        if name.startswith("tqdm"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    model = make_model()
    before = model.state_dict()
    run = fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=1, progress=True)
    monkeypatch.setattr(builtins, "__import__", without_tqdm)
    with pytest.warns(UserWarning, match="needs tqdm, which is not installed"):
        list(run)
    assert (model[0].weight != before["0.weight"]).any()


def test_small_cnn_reads_the_digits():
    digits, rng = load_digits(), np.random.default_rng(0)
    *maps, votes = untrained_network(rng=rng)
    model = Sequential(*maps, Dropout(0.25, rng=rng), votes)
    optimizer, epochs = SGD(model, lr=0.05, momentum=0.9), 12
    run = fit(
        model,
        digits.train_images,
        digits.train_targets,
        loss=CrossEntropyLoss(),
        optimizer=optimizer,
        epochs=epochs,
        batch_size=32,
        schedule=CosineAnnealingLR(optimizer, epochs),
    )
    list(run)
    found = evaluate(model, digits.test_images, digits.test_targets, loss=CrossEntropyLoss())
    assert found.accuracy > 0.97


def test_sigmoid_network_learns_with_binary_cross_entropy():
    rng = np.random.default_rng(0)
    model = Sequential(Flatten(), Linear(81, 8, rng=rng), Sigmoid(), Linear(8, 1, rng=rng))
    run = fit(model, X, Y[:, None], loss=BCEWithLogitsLoss(), optimizer=Adam(model, lr=0.05),
              epochs=20)  # fmt: skip
    assert list(run)[-1].accuracy > 0.95


def test_a_loop_over_a_fit_that_has_ended_is_told_so():
    x, y = np.ones((2, 4), np.float32), np.array([0, 1])
    model = Sequential(Linear(4, 2))
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model, lr=0.1), "epochs": 2}
    run = fit(model, x, y, **options)
    next(run)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(list(run)) == 1  # going on half-way is fine
    with pytest.warns(RuntimeWarning, match="ended after its last epoch.*call fit"):
        assert list(run) == []
    run = fit(model, x, y, **options)
    run.close()
    with pytest.warns(RuntimeWarning, match=r"ended by close\(\)"):
        assert list(run) == []
    run = fit(model, x, y, **options)
    next(run)
    model[0].weight[:] = np.nan
    with pytest.raises(FloatingPointError):
        next(run)
    with pytest.warns(RuntimeWarning, match="ended by an error"):
        assert list(run) == []
