"""One model in several threads: what is computed is right, or refused in a sentence."""

import copy
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from cnnkit.layers import Conv2d, Dropout, Flatten, Layer, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit, predict, train_step
from cnnkit.train.evaluation import outputs
from cnnkit.widgets.training.training_run import TrainingRun

X = np.random.default_rng(1).random((16, 1, 8, 8)).astype(np.float32)
Y = np.random.default_rng(2).integers(0, 10, 16)


def dropping(p=0.5):
    """A network in which the wrong mode changes every output."""
    rng = np.random.default_rng(0)
    return Sequential(
        Conv2d(1, 4, 3, rng=rng), ReLU(), Flatten(), Dropout(p, rng=rng), Linear(144, 10, rng=rng)
    )


def step(model, optimizer, x=X, y=Y, **options):
    return train_step(model, x, y, loss=CrossEntropyLoss(), optimizer=optimizer, **options)


def still(model):
    """An optimiser that moves nothing, so that the right outputs are known."""
    optimizer = SGD(model, lr=1)
    optimizer.lr = 0.0
    return optimizer


class Training:
    """Something that another thread does again and again meanwhile."""

    def __init__(self, action):
        self.action, self.count, self.error = action, 0, None
        self._stop, self._begun = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            while not self._stop.is_set():
                self.action()
                self.count += 1
                self._begun.set()
        except BaseException as error:
            self.error = error
        self._begun.set()

    def __enter__(self):
        self._thread.start()
        self._begun.wait(30)
        return self

    def __exit__(self, *error):
        self._stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()


# Predictions during a training


@pytest.mark.parametrize("threads", [1, 2])
def test_predictions_during_training_are_right(threads):
    model = dropping()
    if threads > 1:  # which refuse layers that draw random numbers
        model = Sequential(*model[:3], ShowsItsMode(), model[4])
    right, optimizer = outputs(model, X, 64), still(model)
    wrong = 0
    with Training(lambda: step(model, optimizer, threads=threads, micro_batch=4)) as training:
        done, end = 0, time.monotonic() + 60
        while done < 1500 or (training.count <= 10 and time.monotonic() < end):
            wrong += not np.array_equal(outputs(model, X, 64), right)
            done += 1
    assert wrong == 0
    assert training.error is None
    assert training.count > 10
    assert all(model.modes().values())


class ShowsItsMode(Layer):
    """Adds 1 in training."""

    def _forward(self, x):
        return x + x.dtype.type(self.training), None

    def _backward(self, d, memory, input_gradient):
        return d


def test_training_during_predictions_is_in_training_mode():
    seen = []

    class Notes(ShowsItsMode):
        def _backward(self, d, memory, input_gradient):
            seen.append(self.training)
            return d

    model = dropping()
    model = Sequential(*model[:3], Notes(), model[4])
    optimizer = still(model)
    with Training(lambda: outputs(model, X, 64)) as predicting:
        for _ in range(300):
            step(model, optimizer)
    assert predicting.error is None
    assert seen == [True] * len(seen)


def test_calls_in_evaluation_mode_during_training_are_right():
    model = dropping().eval()
    right, optimizer, wrong = model(X, remember=False), still(model), 0
    with Training(lambda: step(model, optimizer)) as training:
        for _ in range(700):
            wrong += not np.array_equal(model(X, remember=False), right)
            wrong += not np.array_equal(model.activations(X)["4"], right)
            wrong += not np.array_equal(model(X), right)
    assert (wrong, training.error) == (0, None)
    assert not any(model.modes().values())


def test_a_network_of_some_of_the_layers_predicts_right_during_training():
    model = dropping()
    features = Sequential(*model[:4])
    right, optimizer, wrong = outputs(features, X, 64), still(model), 0
    with Training(lambda: step(model, optimizer)) as training:
        for _ in range(700):
            wrong += not np.array_equal(outputs(features, X, 64), right)
    assert (wrong, training.error) == (0, None)


class Slow(np.ndarray):
    """An array that takes its time to be written."""

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        time.sleep(0.0002)


class Rests(Layer):
    """Lets other threads go on."""

    def _forward(self, x):
        time.sleep(0.0002)
        return x, None


def test_predictions_and_copies_of_the_weights_never_meet_half_an_update(tmp_path):
    """All weights are equal, and stay so in every step: a mixture of two states would show."""
    model = Sequential(Linear(1, 1), Rests(), Linear(1, 1), Rests(), Linear(1, 1))
    for layer in model[::2]:
        layer.weight = np.full((1, 1), 0.5).view(Slow)
        layer.bias = np.full(1, 0.5).view(Slow)
    optimizer, one, bad = SGD(model, lr=1e-6), np.ones((8, 1)), 0

    def train():
        model.set_gradients({key: -np.ones_like(p) for key, p in model.parameters().items()})
        optimizer.step()

    with Training(train) as training:
        while training.count < 60 and training.error is None:
            bad += len({array.item() for array in model.state_dict().values()}) != 1
            model.save(tmp_path / "model.npz")
            with np.load(tmp_path / "model.npz") as saved:
                bad += len({saved[key].item() for key in saved}) != 1
            bad += len(np.unique(outputs(model, one, 2))) != 1  # all rows by the same weights
    assert (bad, training.error) == (0, None)
    assert model[0].weight.item() > 0.5


def test_a_training_run_may_train_while_its_model_predicts():
    model = dropping()
    run = TrainingRun(model, (X, Y, X, Y), lr=0.01, batch_size=4)
    run._optimizer.lr = 0.0
    right, wrong = outputs(model, X, 64), 0
    with Training(run.tick) as training:
        for _ in range(700):
            wrong += not np.array_equal(outputs(model, X, 64), right)
    assert (wrong, training.error) == (0, None)


# Two trainings


@pytest.mark.parametrize("other", ["the model", "a replica of it"])
def test_a_second_training_at_once_is_refused_in_a_sentence(other):
    model = dropping()
    second = model if other == "the model" else model.replica()
    first, optimizer = still(model), still(second)
    inside, go_on = threading.Event(), threading.Event()

    class Waits(CrossEntropyLoss):
        def backward(self):
            inside.set()
            go_on.wait(30)
            return super().backward()

    def train():
        train_step(model, X, Y, loss=Waits(), optimizer=first)

    thread = threading.Thread(target=train)
    thread.start()
    inside.wait(30)
    try:
        with pytest.raises(RuntimeError) as caught:
            step(second, optimizer)
        with pytest.raises(RuntimeError) as in_a_loop:
            fit(second, X, Y, loss=CrossEntropyLoss(), optimizer=optimizer, epochs=1)
    finally:
        go_on.set()
        thread.join(30)
    assert str(caught.value) == (
        "another thread is training this model; let one thread train it, or train a copy: "
        "copy.deepcopy(model)"
    )
    assert str(in_a_loop.value) == str(caught.value)
    step(second, optimizer)  # and afterwards it goes on


def test_two_trainings_at_once_never_fail_in_another_way():
    model = dropping()
    errors = []

    def train():
        optimizer = SGD(model, lr=0.001)
        for _ in range(200):
            try:
                step(model, optimizer)
            except RuntimeError as error:
                errors.append(str(error))

    threads = [threading.Thread(target=train) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {error.split(";")[0] for error in errors} <= {"another thread is training this model"}
    assert all(np.isfinite(array).all() for array in model.parameters().values())
    assert all(model.modes().values())


def in_a_thread(action):
    thread = threading.Thread(target=action)
    thread.start()
    thread.join(30)


def test_a_pass_whose_place_another_thread_took_is_refused_in_a_sentence():
    model = dropping()
    y = model(X)
    in_a_thread(lambda: model(2 * X))
    with pytest.raises(RuntimeError, match="another thread has called this model after this one"):
        model.backward(np.ones_like(y))
    y = model(X)
    model.backward(np.ones_like(y))


def test_a_step_with_the_gradients_of_another_thread_is_refused():
    model = dropping()
    optimizer = SGD(model, lr=0.1)
    model.backward(np.ones_like(model(X)))
    in_a_thread(lambda: model.backward(np.ones_like(model(2 * X))))
    before = model.state_dict()
    with pytest.raises(RuntimeError, match="another thread has called this model after this one"):
        optimizer.step()
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[key])


def test_one_thread_may_go_back_where_another_went_forward():
    model = dropping()
    y = model(X)
    found = []
    in_a_thread(lambda: found.append(model.backward(np.ones_like(y))))
    assert found[0].shape == X.shape


def test_threads_that_train_one_after_the_other_are_welcome():
    model, found = dropping(), []
    model(X)  # looked at, and never gone back through
    optimizer = SGD(model, lr=0.01)
    for _ in range(3):
        in_a_thread(lambda: found.append(step(model, optimizer)))
    found.append(step(model, optimizer))
    assert len(found) == 4


# The mode


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX's timers")
@pytest.mark.parametrize("what", ["train", "predict", "evaluate", "threads"])
def test_interrupts_at_any_moment_leave_the_modes_and_free_the_model(what):
    model = dropping()
    if what == "threads":
        model = Sequential(*model[:3], ShowsItsMode(), model[4])
    model.eval()
    model[0].train()
    modes, optimizer, rng = model.modes(), SGD(model, lr=1e-6), np.random.default_rng(0)
    action = {
        "train": lambda: step(model, optimizer),
        "threads": lambda: step(model, optimizer, threads=2, micro_batch=4),
        "predict": lambda: predict(model, X),
        "evaluate": lambda: evaluate(model, X, Y, loss=CrossEntropyLoss()),
    }[what]

    def interrupt(*_):
        raise KeyboardInterrupt

    before, met = signal.signal(signal.SIGALRM, interrupt), 0
    try:
        for _ in range(300):
            begin = time.perf_counter()
            action()
            usual = time.perf_counter() - begin
            try:
                try:
                    signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-6, usual))
                    action()
                finally:
                    signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                met += 1
            assert model.modes() == modes
        free = []
        in_a_thread(lambda: free.append(model.turn.check_training()))
        in_a_thread(lambda: free.append(predict(model, X)))
        assert len(free) == 2
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert met > 50


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, RuntimeError])
def test_an_error_in_a_layer_leaves_the_modes(error):
    class Fails(ShowsItsMode):
        def _forward(self, x):
            raise error("no")

    model = Sequential(Flatten(), Fails(), Linear(64, 10)).eval()
    model[1].train()
    modes, optimizer = model.modes(), SGD(model, lr=0.1)
    for action in (lambda: step(model, optimizer), lambda: predict(model, X)):
        with pytest.raises(error):
            action()
        assert model.modes() == modes


class Hesitates(ShowsItsMode):
    """Its next change of mode meets Ctrl+C."""

    armed = False

    def train(self, mode=True):
        if Hesitates.armed:
            Hesitates.armed = False
            raise KeyboardInterrupt
        return super().train(mode)


class Arming(SGD):
    """Ctrl+C comes right after its step."""

    def __init__(self, model):
        super().__init__(model, lr=0.1)

    def step(self):
        super().step()
        Hesitates.armed = True


def test_an_interrupt_while_the_modes_come_back_lets_that_finish_first():
    model = Sequential(Flatten(), Hesitates(), Dropout(0.5), Linear(64, 10)).eval()
    modes = model.modes()
    with pytest.raises(KeyboardInterrupt), model.in_mode(True):
        Hesitates.armed = True
    assert model.modes() == modes
    with pytest.raises(KeyboardInterrupt):
        step(model, Arming(model))
    assert model.modes() == modes


class Residual(Layer):
    """A layer of a reader's own with layers inside."""

    def __init__(self):
        super().__init__()
        self.inner = Sequential(ReLU(), Dropout(0.5))
        self.more = [Dropout(0.5), {"last": ShowsItsMode()}]

    def train(self, mode=True):
        for layer in (self.inner, self.more[0], self.more[1]["last"]):
            layer.train(mode)
        return super().train(mode)

    def _forward(self, x):
        y = self.more[1]["last"](self.more[0](self.inner(x)))
        return x + y, None

    def _backward(self, d, memory, input_gradient):
        return d


def test_predictions_leave_the_mode_of_layers_inside_of_layers():
    model = Sequential(Flatten(), Residual())
    right = outputs(model, X, 64)
    np.testing.assert_array_equal(outputs(model, X, 64), right)
    assert model[1].inner.training
    assert model[1].more[0].training
    assert model[1].more[1]["last"].training


FORK = """
import os, signal, sys, warnings
warnings.simplefilter("ignore")  # Python warns of forks beside threads
from tests.model.test_thread_turns import *
model = Sequential(*dropping()[:3], Linear(144, 10))
optimizer = SGD(model, lr=0.1)
step(model, optimizer, threads=2, micro_batch=4)
child = os.fork()
if child == 0:
    signal.alarm(60)
    step(model, optimizer, threads=2, micro_batch=4)
    os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_trains_with_threads_of_its_own():
    done = subprocess.run([sys.executable, "-c", FORK], capture_output=True, text=True, timeout=120)
    assert done.stdout == "7\n", done.stderr


def test_an_error_in_a_thread_is_the_steps_error_and_the_next_step_works():
    class FailsOnce(ShowsItsMode):
        left = 1

        def _forward(self, x):
            if FailsOnce.left:
                FailsOnce.left -= 1
                raise ValueError("not now")
            return super()._forward(x)

    model = Sequential(Flatten(), FailsOnce(), Linear(64, 10))
    optimizer = SGD(model, lr=0.1)
    with pytest.raises(ValueError, match="not now"):
        step(model, optimizer, threads=2, micro_batch=4)
    assert np.isfinite(step(model, optimizer, threads=2, micro_batch=4))


# Replicas and copies


def test_a_replica_is_of_the_same_class_and_uses_its_own_layers():
    class Doubled(Sequential):
        def __init__(self):
            self.first = Dropout(0.5)
            super().__init__(self.first, Sequential(Flatten()))

        def forward(self, x, *, remember=True):
            return 2 * super().forward(x, remember=remember)

    model = Doubled()
    twin = model.replica()
    assert type(twin) is Doubled
    assert twin.first is twin[0]
    assert twin[0] is not model[0]
    assert twin[1] is not model[1]
    assert list(twin.named_layers()) == list(model.named_layers())
    np.testing.assert_array_equal(outputs(model, X, 64), 2 * X.reshape(16, -1))
    assert model.training


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))])
def test_a_copy_of_a_model_takes_turns_of_its_own(copied):
    model = dropping()
    model(X)
    with model.turn.lock:
        twin = copied(model)
        found = []
        in_a_thread(lambda: found.append(predict(twin, X)))
        in_a_thread(lambda: found.append(step(twin, SGD(twin, lr=0.1))))
    assert len(found) == 2
