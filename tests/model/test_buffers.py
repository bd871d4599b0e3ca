"""Arrays that belong to a layer's state but are not learned: batch norm's running statistics."""

import copy
import gc

import numpy as np
import pytest

from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, GlobalAvgPool2d, Layer, Linear
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit, predict, train_step
from cnnkit.widgets.training.training_run import TrainingRun
from tests.helpers.interrupts import InterruptedOnce
from tests.helpers.sentences import one_sentence

X = np.random.default_rng(1).normal(size=(12, 1, 6, 6)).astype(np.float32)
Y = np.arange(12) % 3
NAMES = ["running_mean", "running_var", "num_batches_tracked"]


def network(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(Conv2d(1, 4, 3, rng=rng), BatchNorm2d(4), Flatten(), Linear(64, 3, rng=rng))


def at_one_place(seed=0):
    """A network whose batch norm has one number a picture and channel."""
    rng = np.random.default_rng(seed)
    return Sequential(
        Conv2d(1, 4, 3, rng=rng), GlobalAvgPool2d(), BatchNorm2d(4), Flatten(),
        Linear(4, 3, rng=rng),
    )  # fmt: skip


def how(model, lr=0.1):
    return {"loss": CrossEntropyLoss(), "optimizer": SGD(model, lr=lr)}


class Loud(CrossEntropyLoss):
    """A loss whose gradient is so large that the weights would leave the numbers."""

    def backward(self):
        return 1e4 * super().backward()


def same(state, other):
    return state.keys() == other.keys() and all((state[k] == other[k]).all() for k in state)


def test_the_state_holds_them_and_the_optimiser_does_not_move_them():
    model = network()
    assert list(model.buffers()) == [f"1.{name}" for name in NAMES]
    assert list(model.state_dict())[2:7] == ["1.weight", "1.bias", *model.buffers()]
    assert not model.buffers().keys() & model.parameters().keys()
    before = model.state_dict()
    model(X)
    train_step(model, X, Y, **how(model))
    assert model.buffers()["1.num_batches_tracked"] == 2
    assert not same(before, model.state_dict())


def test_they_are_saved_loaded_and_converted(tmp_path):
    model, other = network(), network(1)
    model(X)
    model.save(tmp_path / "model.npz")
    other.load(tmp_path / "model.npz")
    assert same(model.state_dict(), other.state_dict())
    assert other.buffers()["1.num_batches_tracked"].dtype == np.int64
    other.to("float64")
    assert other[1].running_mean.dtype == other[1].running_var.dtype == np.float64
    assert other[1].num_batches_tracked.dtype == np.int64


def test_only_a_training_pass_that_is_remembered_moves_them():
    model = network()
    before = model.state_dict()
    model.activations(X)
    model(X, remember=False)
    model.eval()(X)
    predict(model.train(), X)
    evaluate(model, X, Y, loss=CrossEntropyLoss())
    model.summary((1, 6, 6))
    assert same(before, model.state_dict())


def test_a_replica_shares_them_and_a_copy_does_not():
    model = network()
    copied, twin = copy.deepcopy(model), model.replica()
    twin(X)
    assert same(model.buffers(), twin.buffers())
    assert model[1].num_batches_tracked == 1
    assert copied[1].num_batches_tracked == 0


def test_a_refused_step_puts_them_back():
    model = network()
    before = model.state_dict()
    bad = X.copy()
    bad[3, 0, 2, 2] = np.nan
    with pytest.raises(FloatingPointError, match="input holds nan"):
        train_step(model, bad, Y, **how(model))
    assert same(before, model.state_dict())
    with pytest.raises(FloatingPointError, match="would make"):
        train_step(model, X, Y, loss=Loud(), optimizer=SGD(model, lr=1e38))
    assert same(before, model.state_dict())
    with pytest.raises(ValueError, match="targets"):
        train_step(model, X, Y + 9, **how(model))
    assert same(before, model.state_dict())


def test_a_rejected_pass_puts_them_back():
    model = Sequential(BatchNorm2d(1), Flatten(), Linear(36, 3))
    before = model.state_dict()
    with pytest.raises(ValueError, match="layer 2, Linear"):
        model(X[:, :, :5])
    assert same(before, model.state_dict())


def test_an_interrupt_before_the_weights_move_puts_them_back_and_one_after_does_not(monkeypatch):
    class Stopped(CrossEntropyLoss):
        def backward(self):
            raise KeyboardInterrupt

    model = network()
    before = model.state_dict()
    with pytest.raises(KeyboardInterrupt):
        train_step(model, X, Y, loss=Stopped(), optimizer=SGD(model))
    assert same(before, model.state_dict())
    other = network()
    train_step(other, X, Y, **how(other))
    model[3].weight = model[3].weight.view(InterruptedOnce)
    options = how(model)
    monkeypatch.setattr(InterruptedOnce, "armed", True)
    with pytest.raises(KeyboardInterrupt):
        train_step(model, X, Y, **options)
    assert options["optimizer"].steps == 1
    assert same(other.state_dict(), {k: np.asarray(v) for k, v in model.state_dict().items()})


def test_early_stopping_returns_to_those_of_the_best_epoch():
    model, states = network(), []
    options = how(model, lr=0.5) | {"epochs": 8, "validation": (X[:6], Y[:6]), "patience": 8}
    records = []
    for record in fit(model, X, Y, **options):
        records.append(record.validation_loss)
        states.append(model.state_dict())
    assert same(model.state_dict(), states[int(np.argmin(records))])


def test_a_training_run_goes_back_to_them():
    run = TrainingRun(network(), (X, Y, X, Y), batch_size=4)
    run.epoch()
    first = run.model.state_dict()
    run.epoch()
    second = run.model.state_dict()
    run.restore(1)
    assert same(run.model.state_dict(), first)
    run.epoch()
    assert same(run.model.state_dict(), second)
    assert run.model[1].num_batches_tracked == 6


def test_a_last_batch_of_one_row_is_refused_before_the_epoch():
    model = at_one_place()
    before = model.state_dict()
    words = ["batch_size 4", "last batch of 9", "layer 2, BatchNorm2d(4)", "use batch_size=5"]
    with one_sentence(ValueError, words):
        fit(model, X[:9], Y[:9], **how(model), epochs=1, batch_size=4)
    run = TrainingRun(model, (X[:9], Y[:9], X, Y), batch_size=4)
    with one_sentence(ValueError, words):
        run.step()
    assert run.steps == 0
    run.batch_size = 5
    run.epoch()
    assert not same(before, model.state_dict())


def test_a_last_batch_of_one_row_is_fine_where_it_can_be_normalised():
    model = network()
    list(fit(model, X[:9], Y[:9], **how(model), epochs=1, batch_size=4))
    assert model[1].num_batches_tracked == 3


def test_a_layer_without_running_statistics_is_rehearsed_with_two_rows():
    model = at_one_place()
    model[2].running_mean = model[2].running_var = None
    before = {name: array.copy() for name, array in model.parameters().items()}
    list(fit(model, X[:8], Y[:8], **how(model), epochs=1, batch_size=4))
    assert not same(before, model.parameters())


class Counted(Layer):
    """A layer of a reader's own, with a state."""

    buffer_names = ("seen",)

    def __init__(self):
        super().__init__()
        self.seen = np.zeros(1)

    def _forward(self, x):
        self.seen += len(x)
        return x, None

    def _backward(self, d, memory, input_gradient):
        return d


def test_a_layer_of_your_own_may_have_some():
    model = Sequential(Counted(), Flatten(), Linear(36, 3))
    assert list(model.state_dict()) == ["0.seen", "2.weight", "2.bias"]
    model.load_state_dict(model.state_dict() | {"0.seen": np.array([5.0])})
    with pytest.raises(ValueError, match="targets"):
        train_step(model, X, Y + 9, **how(model))
    assert model[0].seen == 5


def test_a_block_that_an_interrupt_has_left_open_puts_nothing_back_when_it_is_thrown_away():
    model = Sequential(BatchNorm2d(1))
    block = model.all_or_nothing()
    block.__enter__()
    model[0].running_mean[...] = 5
    del block
    gc.collect()
    assert model[0].running_mean.tolist() == [5]
