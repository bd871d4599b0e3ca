"""The search: same numbers whatever the processes, nothing lost, nobody left behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.train import search
from cnnkit.train.design_search import Trial, Trials

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


class Local:
    """A network that no other process knows."""

    def parameters(self):
        return {}


def told_aloud():
    print("here I am")
    return build()


class Talkative:
    """A network that prints while it is unpacked."""

    def __reduce__(self):
        return told_aloud, ()

    def parameters(self):
        return {}


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
    assert "ended without a word" in found[0].error


def test_what_a_network_prints_disturbs_nothing(capfd):
    (trial,) = search(lambda seed: Talkative(), {"loud": {}}, seeds=[0], **OPTIONS)
    assert not trial.error
    assert capfd.readouterr() == ("", "here I am\n")


def test_a_layer_of_the_notebooks_own_is_explained(monkeypatch):
    monkeypatch.setattr(Local, "__module__", "__main__")
    monkeypatch.setattr(sys.modules["__main__"], "Local", Local, raising=False)
    (trial,) = search(lambda seed: Local(), {"own": {}}, seeds=[0], **OPTIONS)
    assert "another process cannot make this network" in trial.error
    assert ".py file" in trial.error


def test_what_cannot_be_sent_is_told():
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
        ({"variations": {}}, "give what to try by name"),
        ({"variations": [{"lr": 1}]}, "give what to try by name"),
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
            print(Path(f"/proc/self/task/{os.getpid()}/children").read_text(), flush=True)
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
    print(Path(f"/proc/self/task/{os.getpid()}/children").read_text() or "none")
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
