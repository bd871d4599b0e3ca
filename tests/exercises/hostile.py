"""Functions that no teacher would write: what each does to the kernel, and a part of the answer.

``HOSTILE`` holds (function, what the check says of it). They answer lesson 01's first exercise,
whose right result is ``(patch * feature).mean()``.
"""

# ruff: noqa: NPY002, SIM105
import _thread
import asyncio
import atexit
import builtins
import contextlib
import ctypes
import functools
import gc
import importlib
import io
import itertools
import logging
import math
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
import types
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np

HOSTILE: list = []
RIGHT = "Two patterns alike"  # how the words after success begin
FILE = pathlib.Path("precious.txt")
counter = 0


def says(part):
    """Keep a function with a part of what the check says of it."""

    def keep(function):
        HOSTILE.append((function, part))
        return function

    return keep


def score(patch, feature):
    return (patch * feature).mean()


# names


@says("changes Python's own names (`builtins`)")
def builtins_cleared(patch, feature):
    vars(builtins).clear()
    return score(patch, feature)


@says("changes Python's own names (`builtins`)")
def builtins_cleared_and_used(patch, feature):
    vars(builtins).clear()
    return sum(len(row) for row in patch)


@says("did not come to an end")
def builtins_cleared_for_ever(patch, feature):
    vars(builtins).clear()
    while True:
        pass


@says("")
def builtins_all_none(patch, feature):
    result = score(patch, feature)
    for name in list(vars(builtins)):
        if name not in ("list", "vars", "setattr", "builtins"):
            setattr(builtins, name, None)
    return result


@says("")
def builtins_lie(patch, feature):
    result = score(patch, feature)
    builtins.len = lambda x: 7
    builtins.isinstance = lambda x, kinds: True
    builtins.all = builtins.any = lambda x: True
    builtins.type = builtins.callable = lambda x: np.ndarray
    return result


@says("whatever comes in")
def equal_to_everything(patch, feature):
    class Same(float):
        def __eq__(self, other):
            return True

        def __hash__(self):
            return 0

    return Same(3)


@says("")
def numpy_lies(patch, feature):
    result = score(patch, feature)
    np.array = np.asarray = np.isclose = np.allclose = np.all = None
    np.mean = np.sum = lambda *a, **k: 5.0
    return result


@says("5")
def mean_is_five(patch, feature):
    np.mean = lambda *a, **k: 5.0
    return np.mean(patch * feature)


@says("")
def numpy_emptied(patch, feature):
    result = score(patch, feature)
    vars(np).clear()
    return result


@says("")
def modules_forgotten(patch, feature):
    sys.modules["numpy"] = None
    del sys.modules["math"]
    return score(patch, feature)


@says("")
def all_modules_forgotten(patch, feature):
    result = score(patch, feature)
    sys.modules.clear()
    return result


@says("")
def own_globals_cleared(patch, feature):
    result = score(patch, feature)
    globals().clear()
    return result


@says("")
def math_and_clock_changed(patch, feature):
    math.sqrt = math.exp = None
    time.monotonic = time.perf_counter = lambda: 0.0
    return score(patch, feature)


@says("")
def thread_class_changed(patch, feature):
    threading.Thread.start = lambda self: None
    threading.current_thread = None
    return score(patch, feature)


@says("")
def print_changed(patch, feature):
    builtins.print = lambda *a: 1 / 0
    return score(patch, feature)


@says("asked to leave Python")
def dunder_import_changed(patch, feature):
    def leaves(*a, **k):
        raise SystemExit

    builtins.__import__ = leaves
    import json  # noqa: F401

    return score(patch, feature)


# the interpreter's state


@says("")
def tracing_off(patch, feature):
    sys.settrace(None)
    sys.setprofile(None)
    threading.settrace(lambda *a: None)
    return score(patch, feature)


@says("did not come to an end")
def tracing_off_for_ever(patch, feature):
    sys.settrace(None)
    while True:
        feature = feature + 0


@says("")
def recursion_small(patch, feature):
    sys.setrecursionlimit(60)
    return score(patch, feature)


@says("calls itself without end")
def recursion_large(patch, feature):
    sys.setrecursionlimit(4000)
    return recursion_large(patch, feature)


@says("")
def switches_rarely(patch, feature):
    sys.setswitchinterval(30)
    return score(patch, feature)


@says("")
def garbage_kept(patch, feature):
    gc.disable()
    gc.set_threshold(1, 1, 1)
    gc.callbacks.append(lambda *a: None)
    gc.callbacks.pop()
    return score(patch, feature)


@says("")
def numpy_errors_raise(patch, feature):
    np.seterr(all="raise")
    np.set_printoptions(precision=1, threshold=2)
    return score(patch, feature)


@says("")
def seeds(patch, feature):
    np.random.seed(0)
    random.seed(0)
    return score(patch, feature)


@says("Two calls with the same input")
def draws(patch, feature):
    return score(patch, feature) + np.random.normal()


@says("Two calls with the same input")
def counts_its_calls(patch, feature):
    global counter
    counter += 1
    return counter


@says("")
def warnings_off(patch, feature):
    warnings.filterwarnings("error")
    warnings.showwarning = None
    warnings.warn = None
    return score(patch, feature)


@says("UserWarning")
def warnings_are_errors(patch, feature):
    warnings.simplefilter("error")
    warnings.warn("first", stacklevel=1)


@says("")
def folder_left(patch, feature):
    os.chdir("/")
    return score(patch, feature)


@says("")
def environment_emptied(patch, feature):
    os.environ.clear()
    os.environ["OMP_NUM_THREADS"] = "1"
    sys.path[:] = []
    return score(patch, feature)


@says("")
def logging_off(patch, feature):
    logging.getLogger("student").critical("quiet")
    return score(patch, feature)


@says("")
def streams_gone(patch, feature):
    sys.stdout = sys.stderr = sys.stdin = None
    return score(patch, feature)


@says("")
def streams_closed(patch, feature):
    sys.stdout.close()
    sys.stderr.close()
    return score(patch, feature)


@says("only works in main thread")
def handler_set(patch, feature):
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@says("no alarm is set")
def alarm_set(patch, feature):
    signal.setitimer(signal.ITIMER_REAL, 0.001)


@says("no alarm is set, no signal is sent")
def signal_raised(patch, feature):
    signal.raise_signal(signal.SIGTERM)


# leaving, files, processes, threads


@says("asked to leave Python")
def leaves_at_once(patch, feature):
    os._exit(1)


@says("asked to leave Python")
def leaves_politely(patch, feature):
    raise SystemExit("bye")


@says("asked to leave Python")
def quits(patch, feature):
    builtins.quit()


@says("no process is started or ended")
def kills_itself(patch, feature):
    os.kill(os.getpid(), signal.SIGKILL)


@says("no process is started or ended")
def aborts(patch, feature):
    os.abort()


@says("no process is started or ended")
def forks(patch, feature):
    return os.fork()


@says("no process is started or ended")
def asks_a_shell(patch, feature):
    return os.system("true")


@says("no process is started or ended")
def runs_a_program(patch, feature):
    return subprocess.run(["true"], check=False).returncode


@says("no file is changed or removed")
def removes_a_file(patch, feature):
    os.remove(FILE)


@says("no file is changed or removed")
def unlinks_a_file(patch, feature):
    FILE.unlink()


@says("no file is changed or removed")
def overwrites_a_file(patch, feature):
    with open(FILE, "w") as file:
        file.write("gone")


@says("no file is changed or removed")
def overwrites_a_path(patch, feature):
    FILE.write_text("gone")


@says("no file is changed or removed")
def removes_a_folder(patch, feature):
    shutil.rmtree(".")


@says("")
def thread_left_running(patch, feature):
    def runs():
        while True:
            time.sleep(0.001)

    threading.Thread(target=runs, daemon=True).start()
    return score(patch, feature)


@says("")
def raw_thread_left_running(patch, feature):
    def runs():
        while True:
            time.sleep(0.001)

    _thread.start_new_thread(runs, ())
    return score(patch, feature)


@says("")
def pool_left_open(patch, feature):
    pool = ThreadPoolExecutor(2)
    return pool.submit(score, patch, feature).result()


@says("")
def at_exit(patch, feature):
    atexit.register(score, patch, feature)
    return score(patch, feature)


@says("waits for a person")
def asks(patch, feature):
    return float(input("the score? "))


# endless, large, loud


@says("did not come to an end")
def swallows_all(patch, feature):
    while True:
        try:
            time.monotonic()
        except BaseException:
            pass


@says("did not come to an end")
def ends_with_finally(patch, feature):
    try:
        for _ in itertools.count():
            pass
    finally:
        return 1  # noqa: B012


@says("far too large")
def fills_all_memory(patch, feature):
    return np.ones((10**6, 10**7))


@says("too large for an array")
def huge_number(patch, feature):
    return 7**9999


@says("nothing (`None`)")
def prints_much(patch, feature):
    print("x" * 10**6)
    for i in range(2000):
        print(i, file=sys.stderr)


@says("holds itself")
def list_in_itself(patch, feature):
    result = [1.0]
    result.append(result)
    return result


# what is no plain function, or no number


@says("returns a generator")
def generator(patch, feature):
    yield from (patch * feature).ravel()


@says("begins with `async def`")
async def asynchronous(patch, feature):
    return score(patch, feature)


@says("begins with `async def`")
async def asynchronous_generator(patch, feature):
    yield score(patch, feature)


@says("no current event loop")
def asks_for_a_loop(patch, feature):
    return asyncio.get_event_loop().run_until_complete(asynchronous(patch, feature))


class Score:
    """A class in place of a function."""

    def __init__(self, patch, feature):
        self.value = score(patch, feature)


class Callable:
    """An object that can be called."""

    def __call__(self, patch, feature):
        return score(patch, feature)


HOSTILE += [
    (Score, "an object of the type `Score`"),
    (Callable(), ""),
    (Callable().__call__, ""),
    (lambda *arguments: score(*arguments), ""),
    (lambda patch, feature=None, *, power=1, **named: score(patch, feature) ** power, ""),
    (lambda patch: patch.mean(), "give it these 2 parameters"),
    (lambda patch, feature, size: patch.mean(), "give it these 2 parameters"),
    (functools.partial(lambda weight, patch, feature: weight * score(patch, feature), 1), ""),
    (functools.partial(score, np.ones((3, 3))), "give it these 2 parameters"),
    (functools.lru_cache(score), "unhashable"),
    (functools.wraps(score)(lambda *a: score(*a)), ""),
    (contextlib.contextmanager(generator), "returns a function"),
    (np.vectorize(score), "single number there"),
    (np.multiply, "These are the products"),
    (types.MethodType(lambda self, patch, feature: score(patch, feature), 3), ""),
    (lambda patch, feature: score, "returns a function"),
    (lambda patch, feature: np.array([object()]), "an array of `object`"),
    (lambda patch, feature: "\ud800", "returns text"),
    (lambda patch, feature: {"score": score(patch, feature)}, "returns a dict"),
    (lambda patch, feature: patch.resize((1, 1), refcheck=False), "nothing (`None`)"),
    (lambda patch, feature: ctypes.c_double(1), "whatever comes in"),
    (lambda patch, feature: io.StringIO("1"), "an object of the type `StringIO`"),
    (lambda patch, feature: importlib, "an object of the type `module`"),
    (lambda patch, feature: exec("patch[:] = 0") or score(patch, feature), "is 0, whatever"),
    (score(np.ones(3), np.ones(3)), "needs your function itself"),
    (None, "needs your function itself"),
    ("score", "needs your function itself"),
]
