"""Try several designs of a network, each from several starts, in processes of their own.

One network that scores better than another has said little: another random start may turn the
order round. So every variation trains from the same few seeds, and is judged on pictures for
validation, never on those for the test.
"""

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cnnkit.evaluation import evaluate, matched
from cnnkit.limits import real, shown
from cnnkit.losses import CrossEntropyLoss
from cnnkit.optim import SGD
from cnnkit.shapes import whole
from cnnkit.train import fit

__all__ = ["Trial", "Trials", "search"]

# Matrix products that start threads of their own would fight for the cores with the other trials.
_ONE_THREAD = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
_GONE = "its process ended without a word; was there not enough memory?"


class Trial(NamedTuple):
    """One training: what was tried, and what came of it."""

    name: str
    """The variation's name."""
    settings: dict
    """What the variation changes."""
    seed: int
    """The random start."""
    mistakes: int | None = None
    """Validation pictures that it gets wrong; None if the training failed."""
    accuracy: float = float("nan")
    """The share of them that it gets right."""
    parameters: int | None = None
    """How many numbers the network learns."""
    seconds: float = float("nan")
    """How long the training took: differs from run to run."""
    error: str = ""
    """Why the training failed; empty if it did not."""


class Trials(Sequence):
    """What a search has found, in the order of the variations and seeds; shows as a table.

    Attributes
    ----------
    mistakes : dict of str to list of int
        By variation: mistakes in validation, a number a seed, without failed trainings.
    parameters : dict of str to int
        By variation: how many numbers it learns.
    failed : list of Trial
        Trainings that did not end well; each says why.
    """

    def __init__(self, trials):
        self._trials = tuple(trials)
        names = dict.fromkeys(trial.name for trial in self)
        good = [trial for trial in self if not trial.error]
        self.mistakes = {n: [trial.mistakes for trial in good if trial.name == n] for n in names}
        self.parameters = {trial.name: trial.parameters for trial in good}
        self.failed = [trial for trial in self if trial.error]

    def __len__(self):
        return len(self._trials)

    def __getitem__(self, index):
        return self._trials[index]

    @property
    def best(self):
        """The variation with the fewest mistakes on average; of equals the one that learns less.

        Raises
        ------
        ValueError
            If every variation has a training that failed.
        """
        lost = {trial.name for trial in self.failed}
        whole_ones = [name for name in self.mistakes if name not in lost]
        if not whole_ones:
            raise ValueError("every variation has a training that failed; see .failed for why")
        return min(whole_ones, key=lambda n: (np.mean(self.mistakes[n]), self.parameters[n]))

    def table(self):
        """Return the findings as rows of text: a heading, then a line a variation."""
        rows = [("variation", "parameters", "mistakes", "mean")]
        for name, counts in self.mistakes.items():
            failures = sum(trial.name == name for trial in self.failed)
            told = [", ".join(map(str, counts))] * bool(counts)
            told += [f"{failures} failed"] * bool(failures)
            rows.append(
                (
                    name,
                    f"{self.parameters[name]:,}" if name in self.parameters else "",
                    " and ".join(told),
                    f"{np.mean(counts):.1f}" if counts else "",
                )
            )
        return rows

    def __repr__(self):
        rows = self.table()
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(
                cell.rjust(width) if k % 2 else cell.ljust(width)
                for k, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        reasons = {}
        for trial in self.failed:
            reasons.setdefault((trial.name, trial.error), []).append(trial)
        lines += [f"{_called(trials)} failed: {why}" for (_, why), trials in reasons.items()]
        return "\n".join(lines)


def search(
    build,
    variations,
    *,
    training,
    validation,
    seeds=(0, 1, 2),
    epochs=12,
    lr=0.05,
    momentum=0.9,
    batch_size=64,
    processes=2,
    progress=True,
):
    """Train every variation from every seed, and count its mistakes in validation.

    Parameters
    ----------
    build : function
        ``build(seed=0, features=16)`` returns an untrained network; it is called with a seed and
        with what a variation changes. It may be written in a notebook cell: it runs here, and only
        the network that it made travels to another process.
    variations : mapping of str to dict
        By name, what each changes: ``{"as it is": {}, "16 features": {"features": 16}}``.
        ``epochs``, ``lr``, ``momentum`` and ``batch_size`` change the training, all others are
        given to `build`.
    training, validation : (array, array)
        Pictures and their classes, to train on and to judge by. Keep the test pictures out of
        both: they are for the one network that you choose.
    seeds : sequence of int
        Every variation starts from each of them.
    epochs, batch_size : int
    lr, momentum : float
        As for `cnnkit.train.fit` and `cnnkit.optim.SGD`.
    processes : int
        How many trainings run at the same time. The results do not depend on it.
    progress : bool
        Show a bar with tqdm.

    Returns
    -------
    Trials
        A `Trial` for each variation and seed, also for those that failed.

    Raises
    ------
    TypeError, ValueError
        At once, if something does not fit.
    RuntimeError
        If no other process can be started. A script must call `search` below
        ``if __name__ == "__main__":``, since the new processes read the script, too.

    Notes
    -----
    Every process computes on one thread and ends with this function, also when that is
    interrupted, or with the process that called it. One worker already is another process, so
    ``processes=1`` gives the same numbers to the last digit.

    Examples
    --------
    >>> from cnnkit import xo
    >>> made = xo.make_dataset(60, rng=np.random.default_rng(0))
    >>> pictures = made.images, made.targets
    >>> found = search(lambda seed: xo.untrained_network(), {"slow": {"lr": 0.001}, "quick": {}},
    ...                training=pictures, validation=pictures, lr=0.5, momentum=0, epochs=8,
    ...                seeds=[0], processes=1, progress=False)
    >>> found.best, [trial.mistakes for trial in found]
    ('quick', [14, 0])
    """
    how = _checked_training(
        {"epochs": epochs, "lr": lr, "momentum": momentum, "batch_size": batch_size}
    )
    pictures = _pictures(training, "training"), _pictures(validation, "validation")
    processes = whole(processes, "processes")
    seeds = _seeds(seeds)
    if not callable(build):
        raise TypeError(f"build is {shown(build)}; give a function: build(seed, ...) → network")
    trials, jobs = [], {}
    for name, settings in _checked(variations).items():
        own = {key: value for key, value in settings.items() if key in how}
        rest = {key: value for key, value in settings.items() if key not in how}
        for seed in seeds:
            trial = Trial(name, settings, seed)
            try:
                this = _checked_training(how | own)
                model = build(seed=seed, **rest)
                count = sum(array.size for array in model.parameters().values())
                trial = trial._replace(parameters=count)
                jobs[len(trials)] = pickle.dumps(model), seed, this
            except Exception as error:  # a design that cannot be built must not cost the others
                trial = trial._replace(error=_sentence(error))
            trials.append(trial)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # by file: a process that ends too early would leave us writing to it for ever
        file = str(Path(folder) / "pictures.npz")
        np.savez(file, *pictures[0], *pictures[1])
        with _no_tracker_left():
            for index, outcome in _outcomes(jobs, file, min(processes, len(jobs)), progress):
                trials[index] = trials[index]._replace(**outcome)
    return Trials(trials)


# -- what was asked for


def _checked_training(how):
    return {
        "epochs": whole(how["epochs"], "epochs"),
        "lr": real(how["lr"], "lr", above=0),
        "momentum": real(how["momentum"], "momentum", at_least=0, below=1),
        "batch_size": whole(how["batch_size"], "batch_size"),
    }


def _pictures(pair, name):
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        raise ValueError(f"{name} is {shown(pair)}; give (pictures, targets)")
    return matched(*pair)


def _seeds(seeds):
    try:
        found = tuple(whole(seed, "seeds", 0) for seed in seeds)
    except TypeError:
        raise TypeError(f"seeds is {shown(seeds)}; give whole numbers such as (0, 1, 2)") from None
    if not found or len(set(found)) < len(found):
        raise ValueError(f"seeds is {shown(seeds)}; give different whole numbers, at least one")
    return found


def _checked(variations):
    if not isinstance(variations, Mapping) or not variations:
        raise TypeError(
            f"variations is {shown(variations)}; give what to try by name, such as "
            '{"as it is": {}, "16 features": {"features": 16}}'
        )
    for name, settings in variations.items():
        if not isinstance(settings, Mapping) or not all(isinstance(key, str) for key in settings):
            raise TypeError(
                f"the variation {name!r} is {shown(settings)}; give what it changes by name, such "
                'as {"features": 16}'
            )
        if "seed" in settings:
            raise ValueError(
                f"the variation {name!r} sets a seed; leave it out, and give seeds=(0, 1, 2)"
            )
    return {str(name): dict(settings) for name, settings in variations.items()}


def _sentence(error):
    text = " ".join(str(error).split()) or type(error).__name__
    return text if isinstance(error, (ValueError, FloatingPointError)) else _named(error, text)


def _named(error, text):
    return f"{type(error).__name__}: {text}"


def _called(trials):
    settings = {key: shown(value) for key, value in trials[0].settings.items()}
    seeds = {"seeds" if trials[1:] else "seed": ", ".join(str(trial.seed) for trial in trials)}
    changes = ", ".join(f"{key}={value}" for key, value in (settings | seeds).items())
    return f"{trials[0].name} ({changes})"


# -- here: hand out the work, collect what comes back


def _outcomes(jobs, file, processes, progress):
    """Yield (index, outcome) of every job as it is done."""
    bar = _bar(len(jobs)) if progress else None
    try:
        waiting = dict(jobs)
        for index, outcome in _round(waiting, file, processes):
            del waiting[index]
            _advance(bar)
            yield index, outcome
        for index, job in waiting.items():  # a process died, nobody knows at which: one by one
            found = dict(_round({index: job}, file, 1))
            _advance(bar)
            yield index, found.get(index, {"error": _GONE})
    finally:
        if bar is not None:
            bar.bar_format = "{n_fmt} of {total_fmt} trainings"  # no times: they vary
            bar.close()


def _round(jobs, file, processes):
    """Yield the outcomes of the jobs, until all are done or a process has died."""
    if not jobs:
        return
    before = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(
        processes,
        mp_context=multiprocessing.get_context("spawn"),  # the same on every system
        initializer=_prepare,
        initargs=(file,),
    )
    try:
        with _for_workers():
            started = executor.submit(os.getpid)
            futures = {executor.submit(_train, *job): index for index, job in jobs.items()}
        try:
            started.result()
        except BrokenProcessPool:
            raise RuntimeError(
                "no other process can be started; in a script, call search below "
                'the line `if __name__ == "__main__":`'
            ) from None
        with contextlib.suppress(BrokenProcessPool):
            for future in as_completed(futures):
                yield futures[future], future.result()
    except BaseException:  # an interrupt: do not wait for trainings that nobody wants
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    finally:
        executor.shutdown()
        del executor  # its locks must be gone before their tracker, also after an error


@contextlib.contextmanager
def _no_tracker_left():
    """End the helper that Python starts beside its first worker, unless it ran before.

    It is deaf to signals and would stay until Python ends; a Jupyter kernel waits for all its
    children when it ends, and would wait for this one until it is killed.
    """
    tracker = getattr(resource_tracker, "_resource_tracker", None)
    ran = getattr(tracker, "_fd", None) is not None
    try:
        yield
    finally:
        if not ran and os.name == "posix" and hasattr(tracker, "_stop"):
            gc.collect()  # the pool's locks, which it would tell of as forgotten
            tracker._stop()


@contextlib.contextmanager
def _for_workers():
    """Processes started in this block compute on one thread and are deaf to Ctrl-C.

    Whoever interrupts means this process, which ends the others; but the keyboard tells all.
    """
    kept = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    handler = None
    with contextlib.suppress(ValueError):  # only the main thread may say who hears signals
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if handler is not None:
            signal.signal(signal.SIGINT, handler)
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _advance(bar):
    if bar is not None:
        bar.update()


def _bar(count):
    try:
        from tqdm import tqdm
    except ImportError:
        warnings.warn(
            "progress=True needs tqdm, which is not installed (pip install tqdm); "
            "the search goes on without a bar",
            stacklevel=4,
        )
        return None
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    file = _Line(count) if hasattr(shell, "kernel") else None
    return tqdm(total=count, unit="training", file=file, ncols=80 if file else None)


class _Line:
    """A line below a notebook's cell, where a bar is drawn; begins and ends without times.

    A stored notebook must not differ from run to run, and a bar of widgets looks broken in it.
    """

    def __init__(self, count):
        from IPython.display import display

        self.end = f"{count} of {count} trainings"
        self.shown = display({"text/plain": self.end}, raw=True, display_id=True)

    def write(self, text):
        """Show the text in place of what was there."""
        line = text.strip()
        if line:
            self.shown.update({"text/plain": line}, raw=True)

    def flush(self):
        """Do nothing: every text is shown at once."""


# -- there: in the other processes

_data = None


def _prepare(file):
    """Begin a worker: read the pictures, and leave when the process that started it is gone."""
    global _data
    with np.load(file, allow_pickle=False) as stored:
        x, y, new_x, new_y = (stored[f"arr_{k}"] for k in range(4))
    _data = (x, y), (new_x, new_y)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent():
    multiprocessing.parent_process().join()
    os._exit(1)


def _train(packed, seed, how):
    """Train one network; return what to write into its trial."""
    start = time.perf_counter()
    training, validation = _data
    loss = CrossEntropyLoss()
    try:
        model = _unpacked(packed)
        optimizer = SGD(model, lr=how["lr"], momentum=how["momentum"])
        options = {key: how[key] for key in ("epochs", "batch_size")}
        rng = np.random.default_rng(seed)
        list(fit(model, *training, loss=loss, optimizer=optimizer, rng=rng, **options))
        accuracy = evaluate(model, *validation, loss=loss).accuracy
    except Exception as error:
        return {"error": _sentence(error), "seconds": time.perf_counter() - start}
    return {
        "mistakes": round((1 - accuracy) * len(validation[1])),
        "accuracy": accuracy,
        "seconds": time.perf_counter() - start,
    }


def _unpacked(packed):
    try:
        return pickle.loads(packed)
    except AttributeError as error:
        raise ValueError(
            f"another process cannot make this network: {error}; a layer of your own must stand "
            "in a .py file that you import"
        ) from None
