"""Train what the lessons show as stored results: `python tools/make_results.py`.

    python tools/make_results.py                 all of them, a minute or two
    python tools/make_results.py 04_poolings     these

The code is the lesson's own: of its cells, those above the one that loads the results run here,
with nothing shown and nothing trained; then `STUDIES` says which of its functions makes them. What
comes out goes to data/, with its hash. A test repeats a part.
"""

import argparse
import contextlib
import hashlib
import json
import os
import sys

# Before NumPy: two threads may add in another order.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


import nbformat

from cnnkit import exercises, plots, train
from tools import notebooks

DATA = notebooks.ROOT / "data"

# Lesson, and the expression that gives the results, in the names of that lesson.
STUDIES = {
    "04_poolings": (
        "04",
        "{name: {str(rate): try_rate(name, rate) for rate in rates[1:]} for name in layers}",
    ),
    "09_forms": (
        "09",
        "{f'{a} to {b}': try_without(a, b) for a, b in ((0, 4), (5, 9), (10, 13))}",
    ),
    "10_designs": ("10", "rows(try_all(designs))"),
    "10_together": ("10", "rows(try_all(together))"),
    "11_shuffled": ("11", "{f'{name}, {way}': try_way(name, way) for name, way in six_ways}"),
}


def _records(*_, epochs=1, **__):
    """Yield what `fit` does, of nothing."""
    for epoch in range(1, epochs + 1):
        yield train.Record(epoch, 1.0, 1.0, 1.0, 1.0)


NO_TRAINING = {
    "fit": _records,
    "search": lambda *_, **__: iter(()),
    "train_step": lambda *_, **__: 1.0,
}


def names_of(lesson, until):
    """Run the code cells of a lesson above the first that holds a text.

    They show nothing and train nothing; what they define does.

    Parameters
    ----------
    lesson : str
        Its number.
    until : str
        What the first cell that is not run holds.

    Returns
    -------
    dict
        The names that the cells have defined.

    Raises
    ------
    ValueError
        If no cell holds the text.
    """
    (path,) = notebooks.find([lesson])
    cells = [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    last = next((n for n, source in enumerate(cells) if until in source), None)
    if last is None:
        raise ValueError(f"no cell of {path.stem} holds {until!r}")
    defined = {"__name__": path.stem, "display": lambda *_: None}
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(None))
        for name in ("show", "show_row", "show_products"):
            stack.enter_context(_replaced(plots, name, lambda *_, **__: None))
        stack.enter_context(_replaced(exercises, "predict", lambda *_: contextlib.nullcontext()))
        training = {name: getattr(train, name) for name in NO_TRAINING}
        for name, nothing in NO_TRAINING.items():
            stack.enter_context(_replaced(train, name, nothing))
        for number, source in enumerate(cells[:last]):
            exec(compile(source, f"{path.stem}, code cell {number}", "exec"), defined)
    defined.update(training)  # in place: it is what the lesson's functions look names up in
    return defined


@contextlib.contextmanager
def _replaced(module, name, value):
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def rows(trials):
    """Trainings of a search as dicts, without their times and with what is not the default."""
    found = []
    for trial in trials:
        empty = type(trial)._field_defaults
        row = {key: value for key, value in trial._asdict().items() if key != "seconds"}
        found.append({k: v for k, v in row.items() if k not in empty or v not in (empty[k], None)})
    return found


def make(name):
    """Return the results of a study, by the code of its lesson."""
    lesson, expression = STUDIES[name]
    defined = names_of(lesson, f'"{name}"')
    return eval(expression, defined | {"rows": rows})


def store(name, results):
    """Write results to data/, and their hash to its list."""
    path = DATA / f"{name}.json"
    text = json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
    sums = DATA / "SHA256SUMS"
    others = [line for line in sums.read_text().splitlines() if not line.endswith(path.name)]
    line = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"
    lines = sorted([*others, line], key=lambda line: line.split()[1])
    sums.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", choices=[*STUDIES, []], metavar="NAME")
    for name in parser.parse_args(arguments).names or STUDIES:
        store(name, make(name))
        print(f"{name}: {(DATA / f'{name}.json').stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
