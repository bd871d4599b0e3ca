"""cnnkit.train_step: the gradient of the whole batch, whatever its parts and threads."""

import contextlib
import copy
import math

import numpy as np
import pytest

from cnnkit.layers import Dropout, Flatten, Linear
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss, SumSquaredError
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import _threads, evaluate, fit, predict, train_step
from tests.helpers.letters import X, Y, has_weights, make_model, same_weights


@pytest.mark.parametrize("loss", [CrossEntropyLoss, BCEWithLogitsLoss, MSELoss, SumSquaredError])
@pytest.mark.parametrize("micro_batch", [1, 7, 16, 60, 1000])
def test_step_moves_by_the_gradient_of_the_whole_batch(loss, micro_batch):
    whole, parts = make_model(np.float64), make_model(np.float64)
    loss = loss()
    y = Y if isinstance(loss, CrossEntropyLoss) else np.eye(2, dtype=np.float32)[Y]
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
    value = train_step(model, X, Y, loss=loss, optimizer=SGD(model, lr=0.5), micro_batch=32)
    assert value == total
    for key, p in by_hand.parameters().items():
        np.testing.assert_array_equal(model.gradients()[key], gradients[key])
        np.testing.assert_array_equal(model.parameters()[key], p - 0.5 * gradients[key])


def spy_on(rows, mixes=False):
    """Return a Flatten that notes how many rows come at a time, also its copies in threads."""

    class Spy(Flatten):
        mixes_rows = mixes

        def _forward(self, x):
            rows.append(len(x))
            return super()._forward(x)

    return Spy()


@pytest.mark.parametrize(
    ("shape", "parts"),
    [((600, 1, 8, 8), [512, 88]), ((200, 1, 16, 16), [128, 72]), ((70, 1, 28, 28), [32, 32, 6]),
     ((40, 1, 104, 104), [32, 8]), ((3, 1, 105, 105), [1, 1, 1]), ((700, 40), [700])],
)  # fmt: skip
@pytest.mark.parametrize("threads", [1, 2])
def test_parts_of_a_batch_follow_the_size_of_the_pictures_and_not_the_threads(
    shape, parts, threads
):
    rows = []
    model = Sequential(spy_on(rows), Linear(math.prod(shape[1:]), 2))
    x, y = np.zeros(shape, np.float32), np.zeros(shape[0], int)
    train_step(model, x, y, loss=CrossEntropyLoss(), optimizer=SGD(model), threads=threads)
    assert sorted(rows, reverse=True) == parts


def test_large_pictures_are_judged_one_by_one_and_small_ones_in_their_batches():
    for side, parts in ((105, [1] * 5), (104, [4, 1]), (8, [4, 1])):
        rows = []
        model = Sequential(spy_on(rows), Linear(side * side, 2))
        predict(model, np.zeros((5, 1, side, side), np.float32), batch_size=4)
        assert rows == parts


def test_a_batch_is_never_cut_for_a_layer_that_mixes_its_rows():
    rows = []
    model = Sequential(spy_on(rows, mixes=True), Linear(105 * 105, 2))
    x, y = np.zeros((7, 1, 105, 105), np.float32), np.zeros(7, int)
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model)}
    train_step(model, x, y, **options)
    train_step(model, x, y, **options, micro_batch=7)
    assert rows == [7, 7]
    with pytest.raises(ValueError, match=r"micro_batch 3 .*layer 0, Spy.*leave micro_batch out"):
        train_step(model, x, y, **options, micro_batch=3)
    with pytest.raises(ValueError, match=r"micro_batch 3 would cut a batch of 5"):
        fit(model, x, y, **options, epochs=1, batch_size=5, micro_batch=3)
    with pytest.raises(ValueError, match=r"layer 0, Spy.*mixes the rows.*use threads=1"):
        train_step(model, x, y, **options, threads=2)
    assert options["optimizer"].steps == 2


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

    monkeypatch.setattr(_threads, "_blas", Controller)
    model = make_model()
    options = {"loss": Spy(), "optimizer": SGD(model), "micro_batch": 16}
    train_step(model, X, Y, threads=2, **options)
    assert limits == [[1]] * 4
    assert held == []
    train_step(model, X, Y, **options)
    assert limits[4:] == [[]] * 4


def test_threads_work_without_threadpoolctl(monkeypatch):
    monkeypatch.setattr(_threads, "_blas", lambda: None)
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
    assert has_weights(model, before)
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


def test_copies_of_a_model_train_independently():
    model = make_model()
    twin = copy.deepcopy(model)
    train_step(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model, lr=0.1))
    assert not same_weights(model, twin)
    train_step(twin, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(twin, lr=0.1))
    assert same_weights(model, twin)
