"""Every lesson in JupyterLite, run to its last cell: errors, seconds and megabytes.

    python tools/site.py build
    python benchmarks/browser.py               all lessons, about a quarter of an hour
    python benchmarks/browser.py 01 09         these; what is stored of the others stays
    python benchmarks/browser.py --site DIR    of another site
    python benchmarks/browser.py --firefox 01  in Firefox

Run by hand and before a release. `start` are the seconds from the opening of the page until Python
answers, `run` those from there to the last cell; `python` are the seconds that Python's thread was
computing meanwhile (Linux), which is what `run` comes to on a computer that does nothing else, and
`load` says whether it did. `megabytes` is what a first visit loads, of a server that compresses
nothing. Wanted are no error, no request that leaves the site, `python` at most 60 and `megabytes`
below 35. Results go to benchmarks/results/browser.json, those of Firefox to browser_firefox.json.
"""

import argparse
import contextlib
import json
import os
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Error as PlaywrightError  # noqa: E402

from tests.browser.chromium import Chromium  # noqa: E402
from tests.browser.firefox import Firefox, FirefoxLesson  # noqa: E402
from tests.browser.lite import LiteLesson, Site  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results"
LONGEST = 600  # seconds
WORKERS = ("DedicatedWorker", "DOM Worker")  # how Chromium and Firefox call Python's thread


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Run the lessons in JupyterLite.")
    parser.add_argument("lessons", nargs="*", help="numbers, such as 01 09 (default: all)")
    parser.add_argument("--site", type=Path, default=ROOT / "_site")
    parser.add_argument("--firefox", action="store_true", help="Firefox in place of Chromium")
    options = parser.parse_args(arguments)
    files = sorted((options.site / "run" / "files").glob("*.ipynb"))  # the glossary too
    if not files:
        return f"there is no site in {options.site}; build it first: python tools/site.py build"
    chosen = [f for f in files if not options.lessons or f.name[:2] in options.lessons]
    name, stored = ("Firefox", "browser_firefox") if options.firefox else ("Chromium", "browser")
    results = RESULTS / f"{stored}.json"
    failed = False
    with Site(options.site) as site:
        for path in chosen:
            with (Firefox if options.firefox else Chromium)() as browser:  # it has loaded nothing
                version = browser.version if options.firefox else browser.browser.version
                one = run(site, browser, path.name)
            failed |= missed(one)
            print(path.stem, one, flush=True)
            before = json.loads(results.read_text())["lessons"] if results.is_file() else {}
            machine = f"{platform.system()} {platform.machine()}, {name} {version}"
            told = {
                "machine": machine,
                "lessons": dict(sorted((before | {path.stem: one}).items())),
            }
            results.write_text(json.dumps(told, indent=1) + "\n")
    return int(failed)


def missed(one):
    """Tell whether something of a lesson is not as it should be."""
    late = one.get("python", 0) > 60 or one["megabytes"] >= 35
    return bool(one["errors"] or one["foreign"] or late)


def run(site, browser, name):
    site.sent.clear()
    lesson = (FirefoxLesson if isinstance(browser, Firefox) else LiteLesson)(site, browser, name)
    told = {"errors": [], "foreign": []}
    try:
        told["start"] = round(lesson.wait_for_python())
        before = computed()
        told["run"] = round(lesson.run_all(timeout=LONGEST) - told["start"])
        if before is not None:
            told["python"] = round(computed() - before)
        told["errors"] = [error[-300:] for error in lesson.errors()]
        told["foreign"] = list(lesson.foreign)
    except (TimeoutError, PlaywrightError) as error:
        told["errors"] = [str(error)[:300]]
    finally:
        lesson.close()
    told["megabytes"] = round(sum(site.sent.values()) / 1e6, 1)
    if hasattr(os, "getloadavg"):
        told["load"] = round(os.getloadavg()[0], 1)
    return told


def computed():
    """Return the seconds that Python's threads in our browsers have computed; None if untold."""
    processes = Path("/proc")
    if not processes.is_dir():
        return None
    parents = {}
    for path in processes.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[path.parent.name] = path.read_text().rpartition(")")[2].split()[1]
    ours = {str(os.getpid())}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    ticks = 0
    for process in ours:
        for task in (processes / process / "task").glob("*"):
            with contextlib.suppress(OSError):
                head, _, rest = (task / "stat").read_text().rpartition(")")
                if head.endswith(WORKERS):
                    ticks += sum(map(int, rest.split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
