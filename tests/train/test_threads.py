"""Threads of a training step: as few as are needed, and new ones in a forked process."""

import os
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

from cnnkit.train._threads import _each

FORKED = """
    import os
    import numpy as np
    from cnnkit import SGD, CrossEntropyLoss, train_step, xo

    made = xo.make_dataset(60, rng=np.random.default_rng(0))
    model, loss = xo.untrained_network(), CrossEntropyLoss()

    def step():
        train_step(model, *made[:2], loss=loss, optimizer=SGD(model), threads=2, micro_batch=10)

    step()
    child = os.fork()
    step()
    if child == 0:
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
def test_a_forked_process_computes_in_threads_too():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(FORKED)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "7", done.stderr


def ours():
    return [one for one in threading.enumerate() if one.name.startswith("cnnkit_")]


def test_other_numbers_of_threads_share_their_threads():
    for threads in (*range(2, 9), *range(8, 1, -1)):
        assert _each(threads, np.square, range(20)) == [n * n for n in range(20)]
    assert len(ours()) <= 8


def test_no_more_compute_at_a_time_than_are_wanted():
    _each(8, np.square, range(9))
    lock, now, most = threading.Lock(), 0, 0

    def count(part):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.01)
        with lock:
            now -= 1

    _each(2, count, range(10))
    assert most == 2
