"""Whatever a function does to Python: one clear sentence, and afterwards all is as before."""

import builtins
import gc
import math
import os
import random
import re
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from cnnkit.exercises import lesson01
from cnnkit.exercises.engine import sandbox
from tests.exercises import hostile

check = lesson01.match_score.check


def state():
    """What everybody in this process shares."""
    return {
        "names": [dict(vars(it)) for it in (builtins, np, math, os, threading, np.random, signal)],
        "own names": dict(vars(hostile)) | {"counter": 0, "__warningregistry__": {}},
        "sys": {name: it for name, it in vars(sys).items() if not name.startswith("last_")},
        "modules": {name: sys.modules.get(name) for name in ("numpy", "math", "sys", "json")},
        "numpy": (np.geterr(), np.get_printoptions(), np.random.get_state()[1].tolist()),  # noqa: NPY002
        "random": random.getstate(),
        "limits": (sys.getrecursionlimit(), sys.getswitchinterval(), signal.getitimer(0)),
        "warnings": (list(warnings.filters), warnings.showwarning),
        "collection": (gc.isenabled(), gc.get_threshold(), len(gc.callbacks)),
        "place": (os.getcwd(), dict(os.environ), list(sys.path), sorted(os.listdir())),
        "tracing": (sys.gettrace(), sys.getprofile(), threading.gettrace()),
        "handlers": [signal.getsignal(it) for it in (signal.SIGINT, signal.SIGTERM)],
        "turn": dict(sandbox._turn),
    }


@pytest.fixture(autouse=True)
def few_steps(monkeypatch, tmp_path):
    monkeypatch.setitem(sandbox.run_all.__kwdefaults__, "steps", 20_000)
    monkeypatch.chdir(tmp_path)
    (tmp_path / hostile.FILE).write_text("precious")


def name(function):
    return getattr(function, "__name__", type(function).__name__)


def test_there_are_more_than_64_hostile_functions():
    assert len(hostile.HOSTILE) > 64


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(("function", "part"), hostile.HOSTILE, ids=name)
def test_a_hostile_function_meets_a_clear_sentence_and_leaves_all_as_it_was(function, part):
    json = __import__("json")
    before, begin = state(), time.monotonic()
    outcome = check(function)
    assert time.monotonic() - begin < 3
    assert state() == before
    assert sys.modules["json"] is json
    assert (hostile.FILE).read_text() == "precious"
    if part:
        assert outcome.status != "correct"
        assert part in outcome.message
    else:
        assert outcome.status == "correct", outcome.message
    assert re.fullmatch(r"(?s)[A-Z`*].{10,400}[.?]", outcome.message)
    assert check(lambda patch, feature: (patch * feature).mean()).status == "correct"
    assert check(lambda patch, feature: (patch * feature).sum()).mistake == "score_not_divided"


def test_threads_of_hostile_functions_end():
    check(hostile.thread_left_running)
    check(hostile.raw_thread_left_running)
    check(hostile.pool_left_open)
    gc.collect()
    deadline = time.monotonic() + 3
    while any(hasattr(it, "cnnkit_watch") for it in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
