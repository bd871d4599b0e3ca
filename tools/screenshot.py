"""Take screenshots of a notebook in a real JupyterLab.

    python tools/screenshot.py notebooks/01_match_features.ipynb --run
    python tools/screenshot.py notebooks/01_match_features.ipynb --theme dark --size 1280x720 --full
    python tools/screenshot.py my.ipynb --run --selector .cnnkit-board --scale 2
    python tools/screenshot.py my.ipynb --run --cell 7 --cell 9

A copy of the notebook is opened; the file itself stays as it is. Prints the path of each picture,
then what went wrong in the page (console, kernel, cells), and exits with 1 if anything did.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "tests"))
from browser.harness import BrowserMissing, Chromium, LabPage, LabServer


def parse(arguments=None):
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description="Take pictures of a notebook in a real JupyterLab.",
        epilog="Without --cell, --selector and --full: the window as it looks after opening.",
    )
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--theme", choices=("light", "dark", "both"), default="light")
    parser.add_argument("--size", default="1440x900", metavar="WxH", help="window, CSS pixels")
    parser.add_argument("--scale", type=float, default=1, help="device pixels per CSS pixel")
    parser.add_argument("--run", action="store_true", help="run all cells first")
    parser.add_argument("--untrusted", action="store_true", help="open it as a fresh clone does")
    parser.add_argument("--no-sidebar", action="store_true", help="close the file browser")
    parser.add_argument(
        "--cell",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="picture of the cell at this index (from 0; Markdown cells count)",
    )
    parser.add_argument(
        "--selector",
        action="append",
        default=[],
        metavar="CSS",
        help="picture of each element that matches",
    )
    parser.add_argument(
        "--full", action="store_true", help="the whole notebook, in pictures of 1600 pixels height"
    )
    parser.add_argument(
        "--js",
        metavar="CODE",
        help="JavaScript to run in the page beforehand; "
        "nb is the notebook panel, app is JupyterLab",
    )
    parser.add_argument(
        "--wait",
        type=float,
        default=0.5,
        metavar="S",
        help="seconds to wait before the first picture (%(default)s)",
    )
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("screenshots"))
    return parser.parse_args(arguments)


def take(lab, options, theme):
    """Take the pictures that the options ask for; return their paths."""
    name = f"{options.notebook.stem}-{theme}-{options.size}"
    paths = []
    for index in options.cell:
        paths.append(lab.screenshot(options.out / f"{name}-cell{index}.png", lab.cell(index)))
    for number, selector in enumerate(options.selector):
        found = lab.page.locator(selector)
        for index in range(found.count()):
            path = options.out / f"{name}-selector{number}-{index}.png"
            paths.append(lab.screenshot(path, found.nth(index)))
        if not found.count():
            print(f"nothing matches {selector!r}", file=sys.stderr)
    if options.full:
        paths += lab.full_screenshots(options.out, name)
    if not (options.cell or options.selector or options.full):
        paths.append(lab.screenshot(options.out / f"{name}.png"))
    return paths


def main(arguments=None):
    """Take the pictures; return the exit code."""
    options = parse(arguments)
    if not options.notebook.is_file():
        print(f"there is no notebook {options.notebook}", file=sys.stderr)
        return 2
    width, height = (int(number) for number in options.size.lower().split("x"))
    themes = ("light", "dark") if options.theme == "both" else (options.theme,)
    try:
        chromium = Chromium()
    except BrowserMissing as error:
        print(error, file=sys.stderr)
        return 2
    with (
        chromium,
        LabServer() as server,
        LabPage(
            server,
            chromium,
            options.notebook,
            trusted=not options.untrusted,
            size=(width, height),
            scale=options.scale,
            theme=themes[0],
            sidebar=not options.no_sidebar,
        ) as lab,
    ):
        if options.run:
            lab.run_all()
            lab.evaluate("() => nb.content.scrollToItem(0, 'start')")
        if options.js:
            lab.evaluate(f"async () => {{ {options.js} }}")
        for theme in themes:
            if theme != themes[0]:
                lab.set_theme(theme)
            lab.page.wait_for_timeout(1000 * options.wait)
            for path in take(lab, options, theme):
                print(path)
        problems = lab.problems()
    for problem in problems:
        print("PROBLEM", problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
