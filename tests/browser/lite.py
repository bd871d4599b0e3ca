"""The course in JupyterLite, as a person runs it: open a lesson, run all cells, read what comes.

with Site("_site") as site, Chromium() as chromium:
    lesson = LiteLesson(site, chromium, "01_match_features.ipynb")
    lesson.run_all(timeout=120)
    assert lesson.errors() == []
"""

import functools
import http.server
import threading
import time

PROMPTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-CodeCell')]
  .map((cell) => cell.querySelector('.jp-InputPrompt')?.textContent ?? '')"""
ERRORS = """() => [...document.querySelectorAll(
  '.jp-Notebook [data-mime-type="application/vnd.jupyter.error"],'
  + '.jp-Notebook [data-mime-type="application/vnd.jupyter.stderr"]')]
  .map((one) => one.textContent)"""
TEXTS = """() => [...document.querySelectorAll('.jp-Notebook .jp-OutputArea-output')]
  .map((one) => one.textContent)"""


class Site:
    """A plain file server for a built site, on this computer."""

    def __init__(self, folder):
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *arguments):
                pass

        handler = functools.partial(Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def only_here(context, site):
    """Block every request that leaves the site; return the list in which they are noted."""
    foreign = []

    def decide(route):
        if route.request.url.startswith((site.url, "blob:", "data:")):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    return foreign


class LiteLesson:
    """A notebook of the site in JupyterLite, with a storage of its own."""

    def __init__(self, site, chromium, name, *, timeout=120):
        self.context = chromium.browser.new_context(viewport={"width": 1280, "height": 720})
        self.foreign = only_here(self.context, site)
        self.page = self.context.new_page()
        self.began = time.monotonic()
        self.page.goto(f"{site.url}run/lab/index.html?path={name}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=1000 * timeout)

    def run_all(self, *, timeout):
        """Run every cell; return the seconds since the page was opened."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
        self.page.get_by_text("Run All Cells", exact=True).first.click()
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            prompts = self.page.evaluate(PROMPTS)
            if any("[1]" in one for one in prompts) and not any("*" in one for one in prompts):
                return time.monotonic() - self.began
            self.page.wait_for_timeout(500)
        raise TimeoutError(
            f"after {timeout} s some cells still wait: {self.page.evaluate(PROMPTS)}"
        )

    def errors(self):
        """What a cell said of an error, or on the error stream."""
        return self.page.evaluate(ERRORS)

    def texts(self):
        """What the cells show, as text."""
        return self.page.evaluate(TEXTS)

    def close(self):
        self.context.close()
