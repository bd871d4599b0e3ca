"""Hyperparameter search: several designs of a network, each from several starts.

One network that scores better than another has said little: another random start may turn the
order round. So every variation is trained from the same few seeds, in worker processes, and
evaluated on validation pictures, never on those of the test.
"""

import concurrent.futures
import contextlib
import inspect
import pickle
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from cnnkit.checks import (
    Array,
    Model,
    has_method,
    kind_of,
    no_attribute,
    real,
    shown,
    spoken,
    whole,
)
from cnnkit.files.tables import columns
from cnnkit.train._input_scale import scale_advice
from cnnkit.train.evaluation import check_examples
from cnnkit.train.progress_bar import ticks
from cnnkit.train.search_executors import executor_outcomes
from cnnkit.train.search_trial import sentence, train
from cnnkit.train.worker_processes import Lost, outcomes


class Trial(NamedTuple):
    """One training: its hyperparameters and its result."""

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
    """The results of a search, in the order of the variations and seeds; prints as a table.

    Attributes
    ----------
    mistakes : dict of str to list of int
        By variation: mistakes in validation, one number per seed, without failed trainings.
    parameters : dict of str to int
        By variation: how many numbers it learns.
    failed : list of Trial
        Trainings that did not end well; each says why.
    """

    def __init__(self, trials: Iterable[Trial]) -> None:
        self._trials = tuple(trials)
        names = dict.fromkeys(trial.name for trial in self)
        good = [trial for trial in self if not trial.error]
        self.mistakes = {n: [trial.mistakes for trial in good if trial.name == n] for n in names}
        self.parameters = {trial.name: trial.parameters for trial in good}
        self.failed = [trial for trial in self if trial.error]

    def __len__(self) -> int:
        return len(self._trials)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, str):
            raise TypeError(
                f"trials are counted, and {shown(index)} is none of their places; write "
                f"trials.mistakes[{index!r}] for those of a variation"
            )
        return self._trials[index]

    def __getattr__(self, name: str) -> None:
        advice = "" if name.startswith("_") else "write trials.best, trials.mistakes or trials[0]"
        raise no_attribute("Trials", name, advice)

    @property
    def best(self) -> str:
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

    def table(self) -> list[tuple[str, ...]]:
        """Return the findings as rows of text: a heading, then a line per variation."""
        rows = [("variation", "parameters", "mistakes", "mean")]
        for name, counts in self.mistakes.items():
            failures = sum(trial.name == name for trial in self.failed)
            told = [", ".join(map(str, counts))] * bool(counts)
            told += [f"{failures} failed"] * bool(failures)
            learned = f"{self.parameters[name]:,}" if counts else ""
            mean = f"{np.mean(counts):.1f}" if counts else ""
            rows.append((name, learned, " and ".join(told), mean))
        return rows

    def __repr__(self) -> str:
        reasons = {}
        for trial in self.failed:
            reasons.setdefault((trial.name, trial.error), []).append(trial)
        lines = [f"{_called(trials)} failed: {why}" for (_, why), trials in reasons.items()]
        return "\n".join([columns(self.table(), (False, True, False, True)), *lines])


@spoken
def search(
    build: Callable[..., Model],
    variations: Mapping[str, Mapping[str, Any]],
    *,
    training: tuple[Array, Array],
    validation: tuple[Array, Array],
    seeds: Iterable[int] = (0, 1, 2),
    epochs: int = 12,
    lr: float = 0.05,
    momentum: float = 0.9,
    batch_size: int = 64,
    processes: int = 2,
    progress: bool = True,
    executor: concurrent.futures.Executor | None = None,
    time_limit: float | None = None,
) -> Trials:
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
        Pictures and their classes, to train on and to evaluate on. Keep the test pictures out of
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
    executor : concurrent.futures.Executor, optional
        Where to train instead of in processes of this function's: on a cluster, Dask's
        ``client.get_executor()``; also those of loky and of `concurrent.futures`. It decides how
        many trainings run at a time, and stays open. Every training takes the pictures along.
    time_limit : float, optional
        Seconds after which a training is stopped and reported as failed. Only for this function's
        own processes: nobody can stop what an executor has begun.

    Returns
    -------
    Trials
        A `Trial` for each variation and seed, also for those that failed.

    Raises
    ------
    TypeError, ValueError
        At once, if something does not fit.

    Notes
    -----
    Every process computes on one thread and ends with this function, also when that is
    interrupted, or with the process that called it. One worker already is another process, so
    ``processes=1`` gives the same numbers to the last digit. So does an executor on processors of
    the same type; on an interrupt it keeps what has begun, and the rest is cancelled.

    Layers that are written in a notebook cell reach another process if cloudpickle is installed.

    Examples
    --------
    >>> from cnnkit.examples import xo
    >>> made = xo.make_dataset(60, rng=np.random.default_rng(0))
    >>> pictures = made.images, made.targets
    >>> found = search(lambda seed: xo.untrained_network(), {"slow": {"lr": 0.001}, "quick": {}},
    ...                training=pictures, validation=pictures, lr=0.5, momentum=0, epochs=8,
    ...                seeds=[0], processes=1, progress=False)
    >>> found.best, [trial.mistakes for trial in found]
    ('quick', [14, 0])
    """
    how = _training(epochs=epochs, lr=lr, momentum=momentum, batch_size=batch_size)
    pictures = _pictures(training, "training"), _pictures(validation, "validation")
    processes = whole(processes, "processes")
    seeds = _seeds(seeds)
    _check_executor(executor, time_limit)
    _check_build(build)
    if told := scale_advice(pictures[0][0], pictures[1]):
        warnings.warn(told.replace("x holds", "training holds", 1), RuntimeWarning, stacklevel=3)
    trials, jobs = [], {}
    for name, settings in _checked(variations).items():
        own = {key: value for key, value in settings.items() if key in how}
        rest = {key: value for key, value in settings.items() if key not in how}
        for seed in seeds:
            trial = Trial(name, settings, seed)
            try:
                this = _training(**how | own)
                model = _built(build, seed, rest)
                count = sum(array.size for array in model.parameters().values())
                trial = trial._replace(parameters=count)
                jobs[len(trials)] = _packed(model), seed, this
            except Exception as error:  # a design that cannot be built must not cost the others
                trial = trial._replace(error=sentence(error))
            trials.append(trial)
    over: list[bool] = []
    try:
        with (
            contextlib.closing(
                _outcomes(jobs, pictures, processes, executor, time_limit, over)
            ) as found,
            ticks(len(jobs) if progress else 0, "training") as tick,
        ):
            for index, outcome in found:
                lost = isinstance(outcome, Lost)
                trials[index] = trials[index]._replace(
                    **({"error": outcome.reason} if lost else outcome)
                )
                tick()
    finally:
        over.append(True)  # whatever interrupts whatever: who works for this sees it and ends
    return Trials(trials)


def _built(build, seed, settings):
    """Return the network of a variation; say what is not a network, and which option it lacks."""
    takes = _takes(build)
    unknown = [key for key in settings if takes is not None and key not in takes]
    if unknown:
        instead = {"learning_rate": "lr", "optimizer": "lr and momentum"}.get(unknown[0])
        raise ValueError(
            f"build takes no {unknown[0]}; "
            + (
                f"use {instead}"
                if instead
                else f"leave it out, or define build(seed, {unknown[0]}=...)"
            )
        )
    model = build(seed=seed, **settings)
    return has_method(model, "what build returned", "replica", "return a Sequential")


def _takes(build):
    """Return the names of what a function takes; None if it takes any, or does not tell."""
    try:
        parameters = inspect.signature(build).parameters
    except ValueError:  # some of C
        return None
    return None if any(p.kind is p.VAR_KEYWORD for p in parameters.values()) else parameters


def _check_build(build):
    """Reject what is not a function that makes a network from a seed."""
    if hasattr(build, "in_mode"):
        raise TypeError("build is a network; give a function that makes one: build(seed, ...)")
    if not callable(build):
        raise TypeError(f"build is {shown(build)}; give a function: build(seed, ...) → network")
    with contextlib.suppress(ValueError):  # some of C do not tell what they take
        takes = list(inspect.signature(build).parameters.values())
        if not any(p.name == "seed" or p.kind is p.VAR_KEYWORD for p in takes):
            name = getattr(build, "__name__", "build")
            raise TypeError(
                f"{name} takes no seed, but is called with one for every start; define "
                f"{name}(seed, ...) with rng=np.random.default_rng(seed) for its layers"
            )
        kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        first = next((p for p in takes if p.kind in kinds and p.default is p.empty), None)
        if first is not None and all(p.name != "seed" for p in takes):
            name = getattr(build, "__name__", "build")
            raise TypeError(
                f"{name} takes {first.name}, but is called with seed=0 for every start; define "
                f"{name}(seed, ...) with rng=np.random.default_rng(seed) for its layers"
            )


def _outcomes(jobs, pictures, processes, executor, time_limit, over) -> Iterator[tuple]:
    """Yield (index, outcome) of every job, wherever it is done."""
    if executor is not None:
        yield from executor_outcomes(executor, jobs, pictures, over)
    elif sys.platform in ("emscripten", "wasi"):  # a browser has no processes
        for index, job in jobs.items():
            yield index, train(*job, *pictures, caught=Exception)
    elif jobs:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            file = f"{folder}/pictures.npz"
            np.savez(file, *pictures[0], *pictures[1])
            with contextlib.closing(
                outcomes("cnnkit.train.search_trial", file, jobs, processes, over, time_limit)
            ) as found:
                yield from found


def _check_executor(executor, time_limit):
    if time_limit is not None:
        real(time_limit, "time_limit", above=0)
    if executor is None:
        return
    if not isinstance(executor, concurrent.futures.Executor):
        if isinstance(executor, type):
            hint = f"create it first: {executor.__name__}()"
        elif hasattr(executor, "get_executor"):
            hint = "give its executor: client.get_executor()"
        else:
            hint = "give one of concurrent.futures, of loky, or Dask's client.get_executor()"
        raise TypeError(f"executor is {shown(executor)}, which is not an executor; {hint}")
    if time_limit is not None:
        raise ValueError(
            "time_limit cannot stop what an executor has begun; leave one of them out: "
            "without executor=, processes of this function train"
        )


def _packed(model):
    try:  # classes of a notebook travel with it as code
        from cloudpickle import dumps
    except ImportError:
        from pickle import dumps
    try:
        return dumps(model)
    except (AttributeError, TypeError, pickle.PicklingError) as error:
        raise ValueError(
            f"this network cannot be sent to another process: {error}; let it hold arrays, numbers "
            "and functions that have a name of their own, no lambda, open file or generator"
        ) from None


def _training(*, epochs, lr, momentum, batch_size):
    return {
        "epochs": whole(epochs, "epochs"),
        "lr": real(lr, "lr", above=0),
        "momentum": real(momentum, "momentum", at_least=0, below=1),
        "batch_size": whole(batch_size, "batch_size"),
    }


def _pictures(pair, name):
    if not isinstance(pair, (tuple, list)) or len(pair) != 2:
        both = "(pictures, targets)"
        if "train_images" in getattr(pair, "_fields", ()):
            both = "two of its arrays: (data.train_images, data.train_targets)"
            if name == "validation":  # the test pictures are for the network that is chosen
                both = "(x_val, y_val) of x, y, x_val, y_val = cnnkit.data.split(x, y, rng=rng)"
        raise ValueError(f"{name} is {kind_of(pair)}; give {both}")
    return check_examples(*pair)


def _seeds(seeds):
    try:
        found = tuple(whole(seed, "seeds", 0) for seed in seeds)
    except TypeError:
        raise TypeError(f"seeds is {shown(seeds)}; give whole numbers such as (0, 1, 2)") from None
    if not found or len(set(found)) < len(found):
        raise ValueError(f"seeds is {shown(seeds)}; give different whole numbers, at least one")
    return found


def _checked(variations):
    if isinstance(variations, (list, tuple)) and variations:
        raise TypeError(
            f"variations is {kind_of(variations)}; give a dict, with a name for each: "
            "{str(one): one for one in variations}"
        )
    if not isinstance(variations, Mapping) or not variations:
        raise TypeError(
            f"variations is {shown(variations)}; give what to try by name, such as "
            '{"as it is": {}, "16 features": {"features": 16}}'
        )
    for name, settings in variations.items():
        if isinstance(settings, (list, tuple, range)) and len(settings) and isinstance(name, str):
            raise TypeError(
                f"the variation {name!r} is {shown(settings)}; give each of them a name: "
                f'{{f"{name}={{v}}": {{{name!r}: v}} for v in {shown(settings)}}}'
            )
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


def _called(trials):
    settings = {key: shown(value) for key, value in trials[0].settings.items()}
    seeds = {"seeds" if trials[1:] else "seed": ", ".join(str(trial.seed) for trial in trials)}
    changes = ", ".join(f"{key}={value}" for key, value in (settings | seeds).items())
    return f"{trials[0].name} ({changes})"
