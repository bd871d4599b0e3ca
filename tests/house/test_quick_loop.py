"""The quick loop, `pytest -m "not slow"`, leaves out what is slow; processes may share a run."""

import ast
import os
import re
import subprocess
import sys
from types import SimpleNamespace

from tests.helpers.imports import import_nodes
from tests.helpers.side_by_side import WAITING, scheduler
from tests.helpers.slow import ROOT, SAMPLED, SLOW, is_slow
from tests.rejections import CASES, ROOMS

# What starts browsers, kernels, servers and builds, or takes seconds to import.
HEAVY = {"jupyter_client", "nbclient", "playwright", "sphinx", "tests.browser", "torch"}


def start(*options, **environment):
    """Start a process that only collects tests."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--collect-only"]
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def collected(process):
    """Return the ids of the tests that a process has collected, when it ends."""
    output, _ = process.communicate()
    assert process.returncode in (0, 5), output  # 5: there are none
    return [line for line in output.splitlines() if "::" in line]


def heavy_imports(path):
    """Return the heavy modules that a file imports, at its top or in a function."""
    found = set()
    for node in import_nodes(path):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif node.module:
            found.add(node.module)
    found |= set(re.findall(r'importorskip\(\s*"([\w.]+)"', path.read_text(encoding="utf-8")))
    return {part for part in HEAVY for name in found if f"{name}.".startswith(f"{part}.")}


def test_what_is_called_slow_is_there():
    for name in [*SLOW, *SAMPLED]:
        path, _, test = name.partition("::")
        assert (ROOT / path).exists(), name
        test = test.partition("[")[0]
        assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), name


def test_of_many_cases_the_first_and_every_nth_are_quick():
    name, every = next(iter(SAMPLED.items()))
    path = ROOT / name.partition("::")[0]
    quick = [k for k in range(4 * every) if not is_slow(path, f"{name}[{k}]", k)]
    assert quick == [0, every, 2 * every, 3 * every]


def test_bad_input_of_every_room_is_tried_in_the_quick_loop():
    (every,) = (n for name, n in SAMPLED.items() if name.startswith("tests/rejections/"))
    quick = set(list(CASES)[::every])
    assert [room.__name__ for room in ROOMS if quick.isdisjoint(room.CASES)] == []


def test_a_file_that_imports_something_heavy_is_slow_or_says_which_test_is():
    named = {ROOT / name.partition("::")[0] for name in SLOW}
    others = [
        path
        for path in sorted(ROOT.glob("tests/**/test_*.py"))
        if named.isdisjoint((path, *path.parents))
    ]
    found = {str(path): heavy_imports(path) for path in others}
    assert {path: heavy for path, heavy in found.items() if heavy} == {}
    assert len(others) > 80


def test_no_id_of_a_test_holds_an_address_or_a_folder_of_this_machine(request):
    ids = [item.nodeid for item in request.session.items]
    assert [i for i in ids if re.search(r"\b0x[0-9a-f]{6,}", i, re.I) or str(ROOT) in i] == []


def test_no_id_comes_twice(request):
    ids = [item.nodeid for item in request.session.items]
    assert len(ids) == len(set(ids))


def test_the_quick_loop_runs_no_notebook_and_no_browser():
    assert collected(start("-m", "not slow", "notebooks", "tests/browser")) == []


def test_of_two_processes_one_has_all_that_waits_for_a_browser_or_a_clock():
    assert [name for name in WAITING if not (ROOT / name).exists()] == []
    config = SimpleNamespace(
        getvalue={"dist": "loadfile", "tx": ["2*popen"]}.get, option=SimpleNamespace()
    )
    place = scheduler(config, None)._split_scope
    waiting = [f"{name}test_site.py" if name.endswith("/") else name for name in WAITING]
    assert len({place(f"{file}::test_a") for file in waiting}) == 1
    assert place("tests/test_optim.py::test_a[1::2]") == "tests/test_optim.py"


def test_other_ways_to_share_a_run_are_left_as_they_are():
    config = SimpleNamespace(getvalue={"dist": "load"}.get)
    assert scheduler(config, None) is None


def test_plain_pytest_leaves_nothing_out():
    ids = collected(start("notebooks/glossary.ipynb", "tests/house/test_wheel.py"))
    assert {i.partition("::")[0] for i in ids} == {
        "notebooks/glossary.ipynb",
        "tests/house/test_wheel.py",
    }


def test_every_process_gives_the_same_ids():
    first, second = map(collected, [start("tests", PYTHONHASHSEED=seed) for seed in "12"])
    assert len(first) > 8000
    assert first == second
