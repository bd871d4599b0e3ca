"""cnnkit.train: one step, many epochs, what stops them, and how good the result is."""

import builtins
import contextlib
import copy
import math
import sys
import types
import warnings

import numpy as np
import pytest

from cnnkit import workers, xo
from cnnkit.data import load_digits
from cnnkit.layers import Conv2d, Dropout, Flatten, Linear, MaxPool2d, ReLU, Sigmoid
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, L1Loss, MSELoss, SumSquaredError
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.schedules import CosineAnnealingLR, StepLR
from cnnkit.train import Fit, confusion_matrix, evaluate, fit, predict, train_step
from tests.sentences import one_sentence

MADE = xo.make_dataset(60, rng=np.random.default_rng(0))
X, Y = MADE.images, MADE.targets


def make_model(dtype=np.float32, seed=0, classes=2):
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(1, 3, 3, rng=rng),
        ReLU(),
        MaxPool2d(2, ceil_mode=True),
        Flatten(),
        Linear(48, classes, rng=rng),
    ).to(dtype)


def targets_for(loss, outputs=2):
    if isinstance(loss, CrossEntropyLoss):
        return Y
    return np.eye(outputs)[Y].astype(np.float32)


def same_weights(a, b):
    return all(np.array_equal(a.parameters()[k], p) for k, p in b.parameters().items())


# One step


@pytest.mark.parametrize("loss", [CrossEntropyLoss, BCEWithLogitsLoss, MSELoss, SumSquaredError])
@pytest.mark.parametrize("micro_batch", [1, 7, 16, 60, 1000])
def test_step_moves_by_the_gradient_of_the_whole_batch(loss, micro_batch):
    whole, parts = make_model(np.float64), make_model(np.float64)
    loss, y = loss(), targets_for(loss())
    value = loss(whole(X.astype(np.float64)), y)
    whole.backward(loss.backward())
    gradients = whole.gradients()
    SGD(whole, lr=0.01).step()
    found = train_step(
        parts,
        X.astype(np.float64),
        y,
        loss=loss,
        optimizer=SGD(parts, lr=0.01),
        micro_batch=micro_batch,
    )
    assert found == pytest.approx(value, rel=1e-12)
    for key, gradient in parts.gradients().items():
        np.testing.assert_allclose(gradient, gradients[key], rtol=1e-10, atol=1e-12)
    for key, p in whole.parameters().items():
        np.testing.assert_allclose(parts.parameters()[key], p, rtol=1e-12, atol=1e-14)


def test_step_equals_pytorch_over_several_updates():
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    nn = torch.nn
    model = make_model(np.float64)
    theirs = nn.Sequential(
        nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True), nn.Flatten(),
        nn.Linear(48, 2),
    ).double()  # fmt: skip
    theirs.load_state_dict({k: torch.tensor(v) for k, v in model.state_dict().items()})
    ours, peer = (
        SGD(model, lr=0.1, momentum=0.9),
        torch.optim.SGD(theirs.parameters(), lr=0.1, momentum=0.9),
    )
    # noise, because PyTorch may break ties of maxima otherwise
    x = X + np.random.default_rng(1).normal(size=X.shape)
    for _ in range(5):
        value = train_step(model, x, Y, loss=CrossEntropyLoss(), optimizer=ours)
        peer.zero_grad()
        expected = nn.CrossEntropyLoss()(theirs(torch.tensor(x)), torch.tensor(Y))
        expected.backward()
        peer.step()
        assert value == pytest.approx(expected.item(), rel=1e-12)
    for key, tensor in theirs.state_dict().items():
        np.testing.assert_allclose(model.parameters()[key], tensor.numpy(), rtol=1e-11, atol=1e-13)


def test_step_is_the_documented_sum_bit_for_bit():
    model, by_hand, loss = make_model(), make_model(), CrossEntropyLoss()
    total, gradients = 0.0, {}
    for start in range(0, 60, 32):
        x, y = X[start : start + 32], Y[start : start + 32]
        total += loss(by_hand(x), y) * (len(x) / 60)
        by_hand.backward(loss.backward() * (len(x) / 60))
        for key, gradient in by_hand.gradients().items():
            gradients[key] = gradients[key] + gradient if key in gradients else gradient
    value = train_step(model, X, Y, loss=loss, optimizer=SGD(model, lr=0.5))
    assert value == total
    for key, p in by_hand.parameters().items():
        np.testing.assert_array_equal(model.gradients()[key], gradients[key])
        np.testing.assert_array_equal(model.parameters()[key], p - 0.5 * gradients[key])


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_no_bit(threads):
    one, several = make_model(), make_model()
    options = {"loss": CrossEntropyLoss(), "micro_batch": 8}
    for _ in range(3):
        a = train_step(one, X, Y, optimizer=SGD(one, lr=0.5), **options)
        b = train_step(several, X, Y, optimizer=SGD(several, lr=0.5), threads=threads, **options)
        assert a == b
    assert same_weights(one, several)
    for key, gradient in one.gradients().items():
        np.testing.assert_array_equal(several.gradients()[key], gradient)


def test_threads_hold_blas_to_one_thread_and_let_it_go_again(monkeypatch):
    limits = []

    class Controller:  # as threadpoolctl.ThreadpoolController
        @contextlib.contextmanager
        def limit(self, *, limits):
            held.append(limits)
            yield
            held.pop()

    held = []

    class Spy(CrossEntropyLoss):
        def backward(self):
            limits.append(list(held))
            return super().backward()

    monkeypatch.setattr(workers, "_blas", Controller)
    model = make_model()
    options = {"loss": Spy(), "optimizer": SGD(model), "micro_batch": 16}
    train_step(model, X, Y, threads=2, **options)
    assert limits == [[1]] * 4
    assert held == []
    train_step(model, X, Y, **options)
    assert limits[4:] == [[]] * 4


def test_threads_work_without_threadpoolctl(monkeypatch):
    monkeypatch.setattr(workers, "_blas", lambda: None)
    one, two = make_model(), make_model()
    for model, threads in ((one, 1), (two, 2)):
        train_step(
            model,
            X,
            Y,
            loss=CrossEntropyLoss(),
            optimizer=SGD(model),
            threads=threads,
            micro_batch=16,
        )
    assert same_weights(one, two)


def test_threads_refuse_layers_that_draw_random_numbers():
    model = Sequential(Flatten(), Dropout(0.5), Linear(81, 2))
    with pytest.raises(ValueError, match=r"layer 1, Dropout.*threads=1"):
        train_step(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), threads=2)


@pytest.mark.parametrize("threads", [1, 2])
def test_bad_target_in_the_last_part_changes_nothing(threads):
    model = make_model()
    optimizer = SGD(model, lr=0.1, momentum=0.9)
    train_step(model, X, Y, loss=CrossEntropyLoss(), optimizer=optimizer)
    before, gradients = model.state_dict(), model.gradients()
    y = Y.copy()
    y[-1] = 2
    with pytest.raises(ValueError, match="2"):
        train_step(
            model,
            X,
            y,
            loss=CrossEntropyLoss(),
            optimizer=optimizer,
            micro_batch=8,
            threads=threads,
        )
    assert all(np.array_equal(model.parameters()[k], p) for k, p in before.items())
    assert all(model.gradients()[k] is g for k, g in gradients.items())
    assert optimizer.steps == 1


def test_step_trains_in_training_mode_and_gives_the_modes_back():
    modes = []

    class Spy(Flatten):
        def _forward(self, x):
            modes.append(self.training)
            return super()._forward(x)

    model = Sequential(Spy(), Linear(81, 2)).eval()
    train_step(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1))
    assert set(modes) == {True}
    assert not model.training


def test_step_leaves_the_batch_alone():
    model, x, y = make_model(), X.copy(), Y.copy()
    x.flags.writeable = y.flags.writeable = False
    train_step(model, x, y, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1))
    np.testing.assert_array_equal(x, X)
    np.testing.assert_array_equal(y, Y)


def test_float32_stays_float32_through_a_step():
    model = make_model()
    optimizer = Adam(model)
    train_step(model, X, Y, loss=CrossEntropyLoss(), optimizer=optimizer)
    arrays = [*model.parameters().values(), *model.gradients().values()]
    arrays += [a for state in optimizer._state.values() for a in state]
    assert {a.dtype for a in arrays} == {np.dtype(np.float32)}


def test_your_own_loss_needs_only_call_and_backward():
    class Half:
        def __call__(self, outputs, targets):
            self.difference = outputs - targets
            return float((self.difference**2).mean() / 2)

        def backward(self):
            return self.difference / self.difference.size

    model, peer = make_model(np.float64), make_model(np.float64)
    x, y = X.astype(np.float64), np.eye(2)[Y]
    a = train_step(model, x, y, loss=Half(), optimizer=SGD(model, lr=0.2))
    b = train_step(peer, x, y, loss=MSELoss(), optimizer=SGD(peer, lr=0.1))
    assert 2 * a == pytest.approx(b)
    for key, p in peer.parameters().items():
        np.testing.assert_allclose(model.parameters()[key], p, rtol=1e-12)
    assert math.isnan(evaluate(model, x, y, loss=Half()).accuracy)
    (record,) = fit(model, x, y, loss=Half(), optimizer=SGD(model, lr=0.1), epochs=1)
    assert math.isnan(record.accuracy)


# NaN and infinity


def explained(call, words):
    with one_sentence(FloatingPointError, words):
        call()


def step_on(model, x=X, y=Y, loss=None, lr=0.1):
    return train_step(model, x, y, loss=loss or CrossEntropyLoss(), optimizer=SGD(model, lr=lr))


def test_nan_in_the_data_is_explained():
    x = X.copy()
    x[17, 0, 3, 4] = np.nan
    model = make_model()
    before = model.state_dict()
    explained(lambda: step_on(model, x), ["became nan", "input holds nan", "(17, 0, 3, 4)", "data"])
    assert all(np.array_equal(model.parameters()[k], p) for k, p in before.items())


def test_nan_in_a_weight_is_explained():
    model = make_model()
    model[4].weight[1, 7] = np.nan
    explained(lambda: step_on(model), ["4.weight holds nan at (1, 7)", "anew", "0.1"])


def test_overflow_in_a_layer_is_explained_by_the_first_such_layer():
    model = make_model()
    model[0].weight *= np.float32(1e30)
    model[4].weight *= np.float32(1e20)
    explained(
        lambda: step_on(model, lr=3),
        ["the loss became", "layer 4, Linear", "inf", "smaller learning rate (it is 3)"],
    )


def test_overflow_of_the_loss_alone_is_explained():
    model = make_model()
    model[4].weight *= np.float32(1e25)
    explained(
        lambda: step_on(model, y=np.eye(2)[Y], loss=MSELoss()),
        ["the loss became inf", "outputs are finite", "e+25"],
    )


def test_overflow_in_a_thread_is_explained_too():
    model = make_model()
    model[0].weight *= np.float32(1e30)
    model[4].weight *= np.float32(1e20)
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model), "micro_batch": 16}
    explained(lambda: train_step(model, X, Y, threads=2, **options), ["layer 4, Linear", "inf"])


def test_training_that_diverges_stops_with_the_last_good_weights_and_says_when():
    model = make_model()
    y = np.eye(2, dtype=np.float32)[Y]
    run = fit(
        model, X, y, loss=SumSquaredError(), optimizer=SGD(model, lr=50.0), epochs=50, batch_size=20
    )
    explained(lambda: list(run), ["epoch ", "step ", "smaller learning rate"])
    assert all(np.isfinite(p).all() for p in model.parameters().values())


# Many epochs


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
    assert all(np.array_equal(model.parameters()[k], p) for k, p in state.items())


def test_patience_stops_and_brings_the_best_weights_back():
    model, losses, states = make_model(), [], []
    optimizer = SGD(model, lr=0.05, momentum=0.9)
    wrong = 1 - Y[40:]  # what is learned makes this validation worse, sooner or later
    for record in fit(
        model,
        X[:40],
        Y[:40],
        loss=CrossEntropyLoss(),
        optimizer=optimizer,
        epochs=100,
        validation=(X[40:], wrong),
        patience=3,
    ):
        losses.append(record.validation_loss)
        states.append(model.state_dict())
    best = int(np.argmin(losses))
    assert len(losses) == best + 1 + 3 < 100
    assert all(np.array_equal(model.parameters()[k], p) for k, p in states[best].items())


def test_patience_that_is_never_used_up_also_ends_with_the_best_weights():
    model, losses, states = make_model(), [], []
    run = fit(
        model,
        X,
        Y,
        loss=CrossEntropyLoss(),
        optimizer=SGD(model, lr=1.0),
        epochs=6,
        validation=(X, 1 - Y),
        patience=6,
    )
    for record in run:
        losses.append(record.validation_loss)
        states.append(model.state_dict())
    best = int(np.argmin(losses))
    assert len(losses) == 6
    assert all(np.array_equal(model.parameters()[k], p) for k, p in states[best].items())


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
    model = Sequential(
        Conv2d(1, 16, 3, padding=1, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Conv2d(16, 32, 3, padding=1, rng=rng),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Dropout(0.25, rng=rng),
        Linear(128, 10, rng=rng),
    )
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


# How good


def test_evaluate_equals_the_loss_of_all_examples_at_once():
    model = make_model()
    loss = CrossEntropyLoss()
    found = evaluate(model, X, Y, loss=loss, batch_size=7)
    outputs = model(X)
    assert found.loss == pytest.approx(loss(outputs, Y), rel=1e-6)
    assert found.accuracy == (outputs.argmax(axis=1) == Y).mean()
    value, accuracy = found
    assert (value, accuracy) == (found.loss, found.accuracy)


@pytest.mark.parametrize("look", ["evaluate", "predict"])
def test_looking_leaves_model_and_loss_ready_for_backward(look):
    model, loss = make_model(), CrossEntropyLoss()
    loss(model(X[:5]), Y[:5])
    expected = loss.backward()
    dx = model.backward(expected)
    if look == "evaluate":
        evaluate(model, X, Y, loss=loss)
    else:
        predict(model, X)
    np.testing.assert_array_equal(loss.backward(), expected)
    np.testing.assert_array_equal(model.backward(expected), dx)


def test_evaluation_mode_during_evaluation_and_the_old_modes_after():
    model = Sequential(Flatten(), Dropout(0.9, rng=np.random.default_rng(0)), Linear(81, 2))
    first = evaluate(model, X, Y, loss=CrossEntropyLoss())
    assert first == evaluate(model, X, Y, loss=CrossEntropyLoss())
    np.testing.assert_array_equal(predict(model, X), model.eval()(X).argmax(axis=1))
    model.train()
    predict(model, X)
    assert model[1].training


def test_predict_gives_classes():
    model = make_model(classes=4)
    found = predict(model, X, batch_size=7)
    assert found.dtype == np.int64
    assert found.shape == (60,)
    np.testing.assert_array_equal(found, model(X).argmax(axis=1))


def test_predict_of_one_output_says_yes_above_zero():
    model = make_model(classes=1)
    np.testing.assert_array_equal(predict(model, X), (model(X)[:, 0] > 0).astype(int))


def test_accuracy_of_yes_or_no_questions():
    model = make_model(classes=1)
    found = evaluate(model, X, Y[:, None], loss=BCEWithLogitsLoss())
    assert found.accuracy == (predict(model, X) == Y).mean()


def test_accuracy_of_a_regression_is_nan():
    model = make_model(classes=1)
    assert math.isnan(evaluate(model, X, Y[:, None] * 0.5, loss=L1Loss()).accuracy)


def test_confusion_matrix_counts_pairs():
    rng = np.random.default_rng(3)
    targets, predictions = rng.integers(4, size=200), rng.integers(4, size=200)
    found = confusion_matrix(targets, predictions, 5)
    assert found.dtype == np.int64
    for i in range(5):
        for j in range(5):
            assert found[i, j] == ((targets == i) & (predictions == j)).sum()


# What is refused


def bad(call, error, words):
    with one_sentence(error, words):
        call()


STEPS = [
    ({"y": Y[:-1]}, ValueError, ["60 examples", "59 targets"]),
    ({"y": 1}, ValueError, ["60 examples", "single target"]),
    ({"x": X[:0], "y": Y[:0]}, ValueError, ["(0, 1, 9, 9)", "no example"]),
    ({"x": X.astype(int)}, TypeError, ["x", "int64", "float32"]),
    ({"x": X[:, 0]}, ValueError, ["layer 0, Conv2d", "9, 9)"]),
    ({"x": "X"}, TypeError, ["x of type str"]),
    ({"y": np.eye(2)[Y]}, ValueError, ["one-hot", "argmax"]),
    ({"y": Y + 1}, ValueError, ["targets", "2", "from 0"]),
    ({"y": Y.astype(float)}, TypeError, ["targets", "float64"]),
    ({"loss": CrossEntropyLoss}, TypeError, ["loss", "CrossEntropyLoss()"]),
    ({"loss": "cross_entropy"}, TypeError, ["loss is 'cross_entropy'"]),
    ({"loss": MSELoss()}, ValueError, ["np.eye(2)[targets]"]),
    ({"optimizer": None}, TypeError, ["optimizer is None", "SGD(model"]),
    ({"optimizer": SGD}, TypeError, ["optimizer is", "SGD(model"]),
    ({"optimizer": SGD(make_model())}, ValueError, ["another model"]),
    ({"micro_batch": 0}, ValueError, ["micro_batch", "0"]),
    ({"micro_batch": 16.0}, TypeError, ["micro_batch", "16.0"]),
    ({"threads": 0}, ValueError, ["threads", "0"]),
]
FITS = [
    ({"epochs": 0}, ValueError, ["epochs", "0"]),
    ({"epochs": 2.5}, TypeError, ["epochs", "2.5"]),
    ({"batch_size": 0}, ValueError, ["batch_size", "0"]),
    ({"batch_size": "64"}, TypeError, ["batch_size", "'64'"]),
    ({"rng": 0}, TypeError, ["rng is 0", "default_rng(0)"]),
    ({"validation": X}, ValueError, ["validation", "(pictures, targets)"]),
    ({"validation": (X, Y[:-1])}, ValueError, ["60 examples", "59 targets"]),
    ({"validation": (X, Y + 1)}, ValueError, ["validation: targets", "2"]),
    ({"validation": (X[:, :, :6], Y)}, ValueError, ["validation: layer 4"]),
    ({"patience": 3}, ValueError, ["patience", "validation="]),
    ({"patience": 0, "validation": (X, Y)}, ValueError, ["patience", "0"]),
    ({"schedule": 0.9}, ValueError, ["schedule is 0.9", "StepLR(optimizer"]),
    ({"schedule": StepLR(SGD(make_model()), 2)}, ValueError, ["schedule", "same optimiser"]),
]


@pytest.mark.parametrize(("change", "error", "words"), STEPS)
def test_bad_step_is_rejected_in_one_sentence_and_changes_nothing(change, error, words):
    model = make_model()
    before = model.state_dict()
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss(), "optimizer": SGD(model)} | change
    bad(lambda: train_step(model, **arguments), error, words)
    assert all(np.array_equal(model.parameters()[k], p) for k, p in before.items())


@pytest.mark.parametrize(("change", "error", "words"), STEPS + FITS)
def test_bad_fit_is_rejected_before_the_loop_starts(change, error, words):
    model = make_model()
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss(), "optimizer": SGD(model), "epochs": 2}
    bad(lambda: fit(model, **(arguments | change)), error, words)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [s for s in STEPS if not {"optimizer", "micro_batch", "threads"} & set(s[0])]
    + [({"batch_size": -1}, ValueError, ["batch_size", "-1"])],
)
def test_bad_evaluation_is_rejected_in_one_sentence(change, error, words):
    arguments = {"x": X, "y": Y, "loss": CrossEntropyLoss()} | change
    bad(lambda: evaluate(make_model(), **arguments), error, words)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: predict(make_model(), X[0]), ValueError, ["layer 0"]),
        (lambda: predict(make_model(), X[:0]), ValueError, ["no example"]),
        (lambda: predict(Sequential(ReLU()), X), ValueError, ["(60, 1, 9, 9)", "Flatten()"]),
        (lambda: confusion_matrix([0, 1], [0], 2), ValueError, ["(1,)", "2 rows"]),
        (lambda: confusion_matrix([0, 2], [0, 1], 2), ValueError, ["targets[1] is 2", "0 to 1"]),
        (lambda: confusion_matrix([0, 1], [0, -1], 2), ValueError, ["predictions[1] is -1"]),
        (lambda: confusion_matrix([0.0, 1], [0, 1], 2), TypeError, ["targets", "float64"]),
        (lambda: confusion_matrix([0, 1], np.eye(2), 2), ValueError, ["predictions", "argmax"]),
        (lambda: confusion_matrix([], [], 2), ValueError, ["targets", "(0,)"]),
        (lambda: confusion_matrix([0], [0], 1), ValueError, ["classes", "1"]),
        (lambda: confusion_matrix([0], [0], ["X", "O"]), TypeError, ["classes"]),
    ],
)
def test_bad_predictions_are_rejected_in_one_sentence(call, error, words):
    bad(call, error, words)


def test_copies_of_a_model_train_independently():
    model = make_model()
    twin = copy.deepcopy(model)
    step_on(model)
    assert not same_weights(model, twin)
    step_on(twin)
    assert same_weights(model, twin)


def test_sigmoid_network_learns_with_binary_cross_entropy():
    rng = np.random.default_rng(0)
    model = Sequential(Flatten(), Linear(81, 8, rng=rng), Sigmoid(), Linear(8, 1, rng=rng))
    run = fit(model, X, Y[:, None], loss=BCEWithLogitsLoss(), optimizer=Adam(model, lr=0.05),
              epochs=20)  # fmt: skip
    assert list(run)[-1].accuracy > 0.95
