"""What every test run needs, also `pytest notebooks/`: no local settings, no silent skips.

What the quick loop, `pytest -m "not slow"`, leaves out stands in tests/helpers/slow.py.
"""

import gc
import os
import tempfile
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

from tests.helpers.about import teach_nbval
from tests.helpers.side_by_side import scheduler
from tests.helpers.slow import is_slow
from tools.notebooks import set_clean_environment


def pytest_configure(config):
    os.environ.pop("PYTEST_ADDOPTS", None)  # of this run, not of those that tests start
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    config.add_cleanup(folder.cleanup)
    if config.option.markexpr.strip() == "not slow":  # laws are tried on fewer examples then
        hypothesis.settings.register_profile("quick", max_examples=20)
        hypothesis.settings.load_profile("quick")
    teach_nbval()
    set_clean_environment(Path(folder.name))
    import matplotlib.font_manager  # noqa: F401  builds its cache here, not in a lesson's output


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_make_scheduler(config, log):
    return scheduler(config, log)


def pytest_ignore_collect(collection_path, config):
    """Spare the quick loop the import of what it would leave out."""
    return (
        True if config.option.markexpr.strip() == "not slow" and is_slow(collection_path) else None
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Let no garbage collection walk through the thousands of tests, which all stay to the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        gc.set_threshold(5_000, 10, 50)  # what tests leave is small; looking through all takes long


def pytest_collection_modifyitems(items):
    cases = Counter()  # of each test so far
    for item in items:
        test = item.nodeid.partition("[")[0]
        if is_slow(item.path, item.nodeid, cases[test]):
            item.add_marker(pytest.mark.slow)
        cases[test] += 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    return _without_skip((yield))


def _without_skip(report):
    """Fail instead of skip under CNNKIT_REQUIRE_ALL=1, unless CNNKIT_MAY_SKIP names the reason."""
    if not report.skipped or hasattr(report, "wasxfail"):
        return report
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    allowed = os.environ.get("CNNKIT_MAY_SKIP", "").split()
    if os.environ.get("CNNKIT_REQUIRE_ALL") == "1" and not any(it in reason for it in allowed):
        report.outcome = "failed"
        report.longrepr = f"CNNKIT_REQUIRE_ALL=1 allows no skip: {reason}"
    return report
