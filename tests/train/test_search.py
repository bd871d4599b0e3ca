"""The search: same numbers whatever the processes, nothing lost, nobody left behind."""

import _thread
import concurrent.futures
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import warnings

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.layers import Layer
from cnnkit.model import Sequential
from cnnkit.train import _threads, design_search, search, worker_processes
from cnnkit.train.design_search import Trial, Trials
from tests.helpers.sentences import one_sentence

MADE = xo.make_dataset(64, rng=np.random.default_rng(0))
PICTURES = MADE.images, MADE.targets
NEW = xo.make_dataset(40, rng=np.random.default_rng(1))
OPTIONS = {
    "training": PICTURES,
    "validation": (NEW.images, NEW.targets),
    "lr": 0.3,
    "epochs": 2,
    "progress": False,
}


def build(seed=0, spread=1.0):
    model = xo.untrained_network()
    if spread < 0:
        raise ValueError("spread is negative; use 0 or more")
    votes = np.random.default_rng(seed).normal(size=model[-1].weight.shape)
    model[-1].weight[:] = spread * votes
    return model


class Deadly:
    """Ends the process that reads it, as a crash would."""

    def __reduce__(self):
        return os._exit, (3,)

    def parameters(self):
        return {}

    def replica(self):
        return self


class Local:
    """A network that no other process knows."""

    def parameters(self):
        return {}

    def replica(self):
        return self


def told_aloud():
    print("here I am")
    return build()


class Talkative:
    """A network that prints while it is unpacked."""

    def __reduce__(self):
        return told_aloud, ()

    def parameters(self):
        return {}

    def replica(self):
        return self


# Executors


@pytest.fixture(params=["threads", "processes", "loky"])
def executor(request):
    if request.param == "threads":
        made = concurrent.futures.ThreadPoolExecutor(2)
    elif request.param == "processes":
        import multiprocessing

        way = multiprocessing.get_context("spawn")
        made = concurrent.futures.ProcessPoolExecutor(2, mp_context=way)
    else:
        made = pytest.importorskip("loky").ProcessPoolExecutor(2)
    with made:
        yield made


@pytest.fixture(scope="module")
def alone():
    """What processes of the search's own find."""
    return without_times(search(build, VARIATIONS, **OPTIONS))


VARIATIONS = {"plain": {}, "wild": {"lr": 1e30}}


def without_times(trials):
    return [trial._replace(seconds=0.0) for trial in trials]


def test_the_number_of_processes_changes_nothing():
    variations = {"plain": {}, "loud": {"spread": 5.0}, "slow": {"lr": 0.001}}
    one = search(build, variations, processes=1, **OPTIONS)
    three = search(build, variations, processes=3, **OPTIONS)
    assert without_times(one) == without_times(three)
    assert [(t.name, t.seed) for t in one] == [(n, s) for n in variations for s in (0, 1, 2)]
    assert one.mistakes["plain"] != one.mistakes["slow"]
    assert one.parameters == dict.fromkeys(variations, 128)


@pytest.mark.filterwarnings("ignore:after epoch")
def test_it_trains_as_fit_does():
    from cnnkit.losses import CrossEntropyLoss
    from cnnkit.optim import SGD
    from cnnkit.train import evaluate, fit

    (trial,) = search(build, {"plain": {}}, seeds=[4], processes=1, **OPTIONS)
    model, loss = build(4), CrossEntropyLoss()
    optimizer = SGD(model, lr=0.3, momentum=0.9)
    rng = np.random.default_rng(4)
    list(fit(model, *PICTURES, loss=loss, optimizer=optimizer, epochs=2, rng=rng))
    assert trial.accuracy == pytest.approx(
        evaluate(model, *OPTIONS["validation"], loss=loss).accuracy
    )
    assert trial.mistakes == round((1 - trial.accuracy) * 40)
    assert trial.seconds > 0


def test_a_failure_is_told_with_its_settings_and_costs_no_other_trial():
    variations = {"bad": {"spread": -1.0}, "rate": {"lr": -1}, "plain": {}, "wild": {"lr": 1e30}}
    found = search(build, variations, seeds=[0], **OPTIONS)
    bad, rate, plain, wild = found
    assert bad.error == "spread is negative; use 0 or more"
    assert "lr is -1" in rate.error
    assert not plain.error
    assert "the loss became nan" in wild.error
    assert found.failed == [bad, rate, wild]
    assert "bad (spread=-1.0, seed=0) failed: spread is negative" in repr(found)
    assert found.best == "plain"
    assert found.table()[1] == ("bad", "", "1 failed", "")


def test_a_process_that_dies_costs_its_own_trial_only():
    def make(seed, deadly=False):
        return Deadly() if deadly else build(seed)

    found = search(make, {"deadly": {"deadly": True}, "plain": {}}, seeds=[0, 1], **OPTIONS)
    assert [bool(trial.error) for trial in found] == [True, True, False, False]
    assert found[0].error == "its process ended without a word, with exit code 3"


class Untold(Exception):
    """An error that cannot be told."""

    def __str__(self):
        raise RuntimeError("no word")


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def crash():
    import ctypes

    ctypes.string_at(0)


def be_silent():
    os.close(1), os.close(2)
    os.closerange(3, 100)


def throw(error):
    raise error


ENDS = {
    "an exit": (lambda: throw(SystemExit(3)), "SystemExit: 3"),
    "an interrupt": (lambda: throw(KeyboardInterrupt()), "KeyboardInterrupt"),
    "an untold error": (lambda: throw(Untold()), "Untold"),
    "memory": (lambda: throw(MemoryError()), "MemoryError"),
    "generator": (lambda: throw(GeneratorExit("no")), "GeneratorExit: no"),
    "two lines": (lambda: throw(KeyError("a\nb")), "KeyError: 'a\\nb'"),
    "killed": (kill, "by SIGKILL; was there not enough memory?"),
    "crashed": (crash, "by SIGSEGV"),
    "silent": (be_silent, "without a word"),
}


class Ending(Layer):
    """A layer that ends as it is told, where it is used."""

    def __init__(self, name):
        super().__init__()
        self.name = name

    def _forward(self, x):
        ENDS[self.name][0]()
        return x, None


def ending(seed, end=None):
    return Sequential(Ending(end), *build(seed)) if end else build(seed)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of Unix")
def test_every_end_of_a_training_is_told_as_what_it_is_and_costs_no_other():
    variations = {name: {"end": name} for name in ENDS} | {"plain": {}}
    found = search(ending, variations, seeds=[0], **OPTIONS)
    for trial in found:
        if trial.name == "plain":
            assert not trial.error
        else:
            assert ENDS[trial.name][1] in trial.error


class Endless(Layer):
    def _forward(self, x):
        time.sleep(1000)


def endless(seed, slow=False):
    return Sequential(Endless(), *build(seed)) if slow else build(seed)


def test_a_training_that_hangs_is_stopped_after_its_time_and_told():
    start = time.monotonic()
    variations = {"endless": {"slow": True}, "plain": {}}
    found = search(endless, variations, seeds=[0, 1], time_limit=1.5, **OPTIONS)
    assert time.monotonic() - start < 30
    assert [bool(trial.error) for trial in found] == [True, True, False, False]
    assert "stopped after 1.5 s, its time_limit" in found[0].error


def test_what_a_network_prints_disturbs_nothing(capfd):
    (trial,) = search(lambda seed: Talkative(), {"loud": {}}, seeds=[0], **OPTIONS)
    assert not trial.error
    assert capfd.readouterr() == ("", "here I am\n")


def test_a_layer_of_the_notebooks_own_is_explained(monkeypatch):
    monkeypatch.setitem(sys.modules, "cloudpickle", None)
    monkeypatch.setattr(Local, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "Local", Local, raising=False)
    (trial,) = search(lambda seed: Local(), {"own": {}}, seeds=[0], **OPTIONS)
    assert "another process cannot make this network" in trial.error
    assert ".py file" in trial.error
    assert "cloudpickle" in trial.error


def test_what_cannot_be_sent_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "cloudpickle", None)
    (trial,) = search(lambda seed: _with_lambda(), {"own": {}}, seeds=[0], **OPTIONS)
    assert "cannot be sent to another process" in trial.error
    assert "no lambda" in trial.error


def _with_lambda():
    model = Local()
    model.function = lambda: None
    return model


def test_of_equals_the_smaller_is_best():
    trials = Trials(
        [
            Trial("large", {}, 0, 3, 0.9, 500),
            Trial("small", {}, 0, 3, 0.9, 100),
            Trial("broken", {}, 0, error="no"),
        ]
    )
    assert trials.best == "small"
    assert len(trials) == 3
    assert trials[-1].error == "no"
    with pytest.raises(ValueError, match="every variation"):
        _ = Trials([Trial("broken", {}, 0, error="no")]).best


def test_the_bar_counts_and_tells_no_times_at_the_end(capfd):
    search(build, {"plain": {}}, seeds=[0, 1], **OPTIONS | {"progress": True})
    assert capfd.readouterr().err.rstrip().endswith("2 of 2 trainings")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"build": 3}, "build is 3; give a function"),
        ({"build": build()}, "build is a network; give a function that makes one"),
        ({"build": xo.network}, r"network takes no seed, .*define network\(seed, \.\.\.\)"),
        ({"variations": {}}, "give what to try by name"),
        ({"variations": [{"lr": 1}]}, "give a dict, with a name for each"),
        ({"variations": {"a": 3}}, "the variation 'a' is 3"),
        ({"variations": {"a": {"seed": 1}}}, "sets a seed"),
        ({"seeds": 3}, "seeds is 3; give whole numbers"),
        ({"seeds": ()}, "give different whole numbers"),
        ({"seeds": (1, 1)}, "give different whole numbers"),
        ({"seeds": (-1,)}, "too small"),
        ({"epochs": 0}, "epochs 0 is too small"),
        ({"lr": 0}, "lr is 0, which is out of range"),
        ({"processes": 0}, "processes 0 is too small"),
        ({"processes": 1.5}, "processes 1.5 is a float"),
        ({"time_limit": 0}, "time_limit is 0, which is out of range"),
        ({"time_limit": "1 h"}, "time_limit is '1 h'"),
        ({"executor": 4}, "executor is 4, which is not an executor; give one of concurrent"),
        ({"executor": concurrent.futures.ThreadPoolExecutor}, "ThreadPoolExecutor\\(\\)"),
        ({"training": MADE.images}, "give \\(pictures, targets\\)"),
        ({"validation": (NEW.images, NEW.targets[:3])}, "3"),
    ],
)
def test_what_does_not_fit_is_said_at_once(change, sentence):
    arguments = {"build": build, "variations": {"plain": {}}} | OPTIONS | change
    with pytest.raises((TypeError, ValueError), match=sentence):
        search(arguments.pop("build"), arguments.pop("variations"), **arguments)


SCRIPT = """
    import os, threading, time
    from pathlib import Path
    import numpy as np
    from cnnkit import xo
    from cnnkit.train import search

    def tell():
        while True:
            tasks = Path("/proc/self/task").glob("*/children")
            print(*(task.read_text() for task in tasks), flush=True)
            time.sleep(0.1)

    if __name__ == "__main__":
        threading.Thread(target=tell, daemon=True).start()
        made = xo.make_dataset(2000, rng=np.random.default_rng(0))
        pictures = made.images, made.targets
        search(lambda seed: xo.untrained_network(), {"long": {}}, training=pictures,
               validation=pictures, epochs=10**6, lr=1e-9, progress=False)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_nobody_is_left_behind(name, tmp_path):
    path = tmp_path / "long.py"
    path.write_text(textwrap.dedent(SCRIPT))
    child = subprocess.Popen(
        [sys.executable, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with child:
        for line in child.stdout:
            workers = [int(pid) for pid in line.split()]
            if len(workers) >= 2:
                break
        else:
            raise AssertionError(child.stderr.read())
        time.sleep(1.5)  # in the midst of training
        if name == "SIGINT":
            os.killpg(child.pid, signal.SIGINT)  # as a terminal or JupyterLab does: to all
        else:
            child.kill()
        _, errors = child.communicate(timeout=20)
    assert errors.count("Traceback") == (name == "SIGINT"), errors
    end = time.monotonic() + 10
    while any(map(_alive, workers)):
        assert time.monotonic() < end
        time.sleep(0.05)


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


CHILDREN = """
    import os
    from pathlib import Path
    import numpy as np
    from cnnkit import xo
    from cnnkit.train import search

    made = xo.make_dataset(40, rng=np.random.default_rng(0))
    pictures = made.images, made.targets
    search(lambda seed: xo.untrained_network(), {"short": {}}, training=pictures,
           validation=pictures, epochs=1, progress=False)
    tasks = Path("/proc/self/task").glob("*/children")
    print("".join(task.read_text() for task in tasks) or "none")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_script_needs_no_guard_and_no_process_stays(tmp_path):
    path = tmp_path / "short.py"
    path.write_text(textwrap.dedent(CHILDREN))
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "none"
    assert done.stderr == ""


def test_an_executor_finds_the_same_to_the_last_digit_and_stays_open(executor, alone):
    found = search(build, VARIATIONS, executor=executor, **OPTIONS)
    assert without_times(found) == alone
    assert executor.submit(abs, -1).result() == 1


SEEN = set()


class Watchful(Layer):
    """A layer that notes on how many threads products are computed."""

    def _forward(self, x):
        SEEN.update(_blas_threads())
        return x, None


def _blas_threads():
    # those of NumPy: PyTorch, which another test may have imported, has threads of its own
    return [one["num_threads"] for one in _threads._blas().info() if one["user_api"] == "blas"]


def test_threads_of_an_executor_compute_on_one_thread_each_and_set_the_number_back():
    before = _blas_threads()
    assert before  # threadpoolctl finds the library of the products

    def watched(seed):
        return Sequential(Watchful(), *build(seed))

    with concurrent.futures.ThreadPoolExecutor(4) as executor:
        search(watched, {"plain": {}}, seeds=range(8), executor=executor, **OPTIONS)
    assert sorted(SEEN) == [1]
    assert _blas_threads() == before


class Lazy(concurrent.futures.Executor):
    """Takes all work and does none."""

    def __init__(self):
        self.futures, self.shut = [], False

    def submit(self, function, *arguments):
        self.futures.append(concurrent.futures.Future())
        return self.futures[-1]

    def shutdown(self, *arguments, **options):
        self.shut = True


def signal_main():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


@pytest.mark.skipif(os.name != "posix", reason="signals are those of Unix")
@pytest.mark.parametrize("interrupt", [signal_main, _thread.interrupt_main])
def test_an_interrupt_cancels_what_waits_and_leaves_the_executor_open(interrupt):
    lazy = Lazy()
    threading.Timer(0.3, interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        search(build, {"plain": {}}, executor=lazy, **OPTIONS)
    assert [future.cancelled() for future in lazy.futures] == [True] * 3
    assert not lazy.shut


def test_pictures_that_wait_are_limited(monkeypatch):
    from cnnkit.train import search_executors

    monkeypatch.setattr(search_executors, "ON_THE_WAY", 1)
    most = []

    class Counting(concurrent.futures.ThreadPoolExecutor):
        def submit(self, *arguments):
            most.append(self._work_queue.qsize())
            return super().submit(*arguments)

    with Counting(1) as executor:
        found = search(build, {"plain": {}}, seeds=range(40), executor=executor, **OPTIONS)
    assert len(most) == 40
    assert max(most) <= 16
    assert not found.failed


def test_an_executor_that_takes_no_work_is_refused():
    executor = concurrent.futures.ThreadPoolExecutor(1)
    executor.shutdown()
    with one_sentence(ValueError, ["executor takes no work", "make a new one"]):
        search(build, {"plain": {}}, executor=executor, **OPTIONS)


def test_what_an_executor_loses_is_told():
    class Losing(Lazy):
        def submit(self, function, *arguments):
            future = super().submit(function)
            if len(self.futures) == 3:
                raise RuntimeError("no more")
            future.cancel() if len(self.futures) == 1 else future.set_exception(OSError("gone"))
            return future

    found = search(build, {"plain": {}}, executor=Losing(), **OPTIONS)
    assert [trial.error for trial in found] == [
        "it was cancelled before it began",
        "OSError: gone",
        "RuntimeError: no more",
    ]


def test_what_a_client_is_not_its_executor_is():
    class Client:
        def get_executor(self):
            """Return one, as a client of Dask does."""

    with one_sentence(TypeError, ["not an executor", "give its executor: client.get_executor()"]):
        search(build, {"plain": {}}, executor=Client(), **OPTIONS)


def test_a_time_limit_and_an_executor_are_refused_together():
    with one_sentence(ValueError, ["time_limit cannot stop", "leave one of them out"]):
        search(build, {"plain": {}}, executor=Lazy(), time_limit=3, **OPTIONS)


def test_a_dask_cluster_of_two_processes_finds_the_same_to_the_last_digit(alone):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other people's
        distributed = pytest.importorskip("distributed")
        with (
            distributed.LocalCluster(
                n_workers=2, processes=True, threads_per_worker=1, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            found = search(build, VARIATIONS, executor=client.get_executor(), **OPTIONS)
            workers = client.run(os.getpid)
    assert len(set(workers.values()) - {os.getpid()}) == 2
    assert without_times(found) == alone


NOTEBOOK = """
    import sys
    import numpy as np
    from cnnkit import Flatten, Linear, Sequential, xo
    from cnnkit.layers import Layer
    from cnnkit.train import search

    class Scaled(Layer):
        def __init__(self, function):
            super().__init__()
            self.function = function

        def _forward(self, x):
            return self.function(x), None

        def _backward(self, d, memory, input_gradient):
            return 2 * d

    def build(seed):
        rng = np.random.default_rng(seed)
        return Sequential(Scaled(lambda x: 2 * x), Flatten(), Linear(81, 2, rng=rng))

    made = xo.make_dataset(40, rng=np.random.default_rng(0))
    pictures = made.images, made.targets
    for trial in search(build, {"own": {}}, training=pictures, validation=pictures, epochs=9,
                        lr=0.1, seeds=[0], processes=1, progress=False):
        print(trial.error or trial.accuracy)
"""


def test_layers_of_a_notebook_travel_with_cloudpickle(tmp_path):
    pytest.importorskip("cloudpickle")
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(NOTEBOOK)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=tmp_path,
    )
    assert float(done.stdout) > 0.9, done.stdout + done.stderr


# Interrupts


class Fake:
    """A process that starts at once and answers nothing, or a word for each job."""

    alive, started = set(), 0

    def __init__(self, *arguments, **options):
        Fake.alive.add(self)
        Fake.started += 1
        self.stdin = self

    def write(self, content):
        return len(content)

    flush = close = lambda self: None

    def kill(self):
        Fake.alive.discard(self)

    def wait(self, *arguments):
        return 0

    poll = wait


def listen(process, answers):
    """Answer a job as soon as there is one, as a worker would."""
    answers.put((process, "ready"))
    for _ in range(3):
        time.sleep(0.01)  # so that an interrupt finds it at work
        answers.put((process, {"mistakes": 1, "accuracy": 0.5}))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_at_any_line_leaves_no_worker_behind(monkeypatch):
    monkeypatch.setattr(worker_processes.subprocess, "Popen", Fake)
    monkeypatch.setattr(worker_processes, "_listen", listen)
    monkeypatch.setattr(worker_processes, "POLL", 0.002)
    files = {design_search.__file__, worker_processes.__file__, contextlib.__file__}
    inputs = [build, {"plain": {}}]
    count, interrupted = 0, 0
    while True:
        left = count

        def trace(frame, event, argument):
            nonlocal left
            if frame.f_code.co_filename not in files:
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    raise KeyboardInterrupt
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            search(*inputs, **OPTIONS)
        except KeyboardInterrupt:
            interrupted += 1
        finally:
            sys.settrace(before)
        end = time.monotonic() + 5
        while Fake.alive and time.monotonic() < end:
            time.sleep(0.001)
        assert not Fake.alive, f"left behind after line {count}"
        if left > 0 and count:
            break
        count += 1
    assert interrupted > 100
    assert Fake.started > interrupted / 2


@pytest.mark.parametrize(
    ("make", "settings", "said"),
    [
        (lambda seed: None, {}, "what build returned is None"),
        (build, {"learning_rate": 0.1}, "build takes no learning_rate; use lr"),
        (build, {"width": 3}, "build takes no width; leave it out"),
    ],
)
def test_what_cannot_be_built_is_told_in_a_sentence(make, settings, said):
    (trial,) = search(make, {"plain": settings}, **OPTIONS | {"seeds": [0]})
    assert trial.error.partition(": ")[2].startswith(said) or trial.error.startswith(said)


def test_pictures_far_beyond_1_are_told_before_the_search():
    x, y = OPTIONS["training"]
    far = (np.abs(x) * 255, y)
    options = OPTIONS | {"training": far, "validation": far, "seeds": [0], "epochs": 1}
    with pytest.warns(RuntimeWarning, match=r"training holds values up to 255, .*; give x / 255"):
        search(build, {"plain": {}}, **options)
