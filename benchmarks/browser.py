"""Every lesson in JupyterLite, run to its last cell: errors and seconds.

    python tools/site.py build
    python benchmarks/browser.py               all lessons, about a quarter of an hour
    python benchmarks/browser.py 01 09         these, and nothing is stored
    python benchmarks/browser.py --site DIR    of another site

Run by hand and before a release. The seconds count from the opening of the page, Python's start
included. Results of all lessons go to benchmarks/results/browser.json.
"""

import argparse
import json
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.chromium import Chromium  # noqa: E402
from tests.browser.lite import LiteLesson, Site  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "browser.json"
LONGEST = 600  # seconds


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Run the lessons in JupyterLite.")
    parser.add_argument("lessons", nargs="*", help="numbers, such as 01 09 (default: all)")
    parser.add_argument("--site", type=Path, default=ROOT / "_site")
    options = parser.parse_args(arguments)
    files = sorted((options.site / "run" / "files").glob("[0-9]*.ipynb"))
    if not files:
        return f"there is no site in {options.site}; build it first: python tools/site.py build"
    chosen = [f for f in files if not options.lessons or f.name[:2] in options.lessons]
    found = {}
    with Site(options.site) as site:
        chromium = Chromium()
        try:
            version = chromium.browser.version
            for path in chosen:
                found[path.stem] = run(site, chromium, path.name)
                print(path.stem, found[path.stem], flush=True)
        finally:
            chromium.close()
    if not options.lessons:
        machine = f"{platform.system()} {platform.machine()}, Chromium {version}"
        RESULTS.write_text(json.dumps({"machine": machine, "lessons": found}, indent=1) + "\n")
    return int(any(one["errors"] or one["foreign"] for one in found.values()))


def run(site, chromium, name):
    lesson = LiteLesson(site, chromium, name)
    try:
        seconds = lesson.run_all(timeout=LONGEST)
        return {
            "seconds": round(seconds),
            "errors": [error[-300:] for error in lesson.errors()],
            "foreign": lesson.foreign,
        }
    except TimeoutError as error:
        return {"seconds": LONGEST, "errors": [str(error)[:300]], "foreign": lesson.foreign}
    finally:
        lesson.close()


if __name__ == "__main__":
    sys.exit(main())
