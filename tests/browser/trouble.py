"""Hear of everything that goes wrong in a page: console, kernel, cells, text, network."""

import contextlib
import re
import time
from collections import Counter

# What a reader must never see in a page, wherever the words come from.
ERROR_TEXTS = (
    "Error displaying widget",
    "Error creating widget",
    "Error rendering",
    "model not found",
    "widget model not found",
    "Loading widget...",
    "Javascript Error",
    "JavaScript Error",
    "Traceback (most recent call last)",
    "[anywidget]",
)

# Of these, what a view says until it is drawn, and how long it may, in seconds.
PASSING = ("Error displaying widget", "model not found", "Loading widget...")
PATIENCE = 20.0

# Console messages of JupyterLab itself that say nothing about a notebook. Each has its reason.
HARMLESS_CONSOLE = (
    # Before Run All, saved outputs point to widgets of a kernel that is gone; drawing them from the
    # stored state is what the tests check by looking at the page.
    re.compile(r"widget model not found", re.IGNORECASE),
    # JupyterLab asks for its own optional files and takes a missing one in its stride.
    re.compile(r"Failed to load resource.*(40[34])"),
)


# The kernel's answers to the widget manager, which on opening a page asks for widgets before any
# cell has imported ipywidgets.
HARMLESS_KERNEL = (re.compile(r"^(\s*No such comm.*\s*)+$"),)


class Trouble:
    """The part of a `LabPage` that collects errors."""

    def console_errors(self):
        """Errors in the browser's console, without JupyterLab's own harmless ones."""
        return [
            text
            for text in self._console
            if not any(pattern.search(text) for pattern in HARMLESS_CONSOLE)
        ]

    def lost_widgets(self):
        """Whether JupyterLab looked for a stored widget and did not find it."""
        return any("widget model not found" in text for text in self._console)

    def kernel_errors(self):
        """Errors and warnings that the kernel sent or logged, whoever caused them."""
        sent = [
            text
            for text in self.page.evaluate("() => window.cnnkitTest.kernelErrors")
            if not any(pattern.match(text.removeprefix("stderr: ")) for pattern in HARMLESS_KERNEL)
        ]
        logged = re.findall(
            r"^.*(?:Traceback|Exception in|Error in|ERROR).*$",
            self.server.log()[self._log_start :],
            re.MULTILINE,
        )
        return sent + [f"log: {line}" for line in logged]

    def error_texts(self, patience=PATIENCE):
        """Which of the words that a reader must never see stand in the notebook's outputs.

        Those that stand there only until a view is drawn are given so many seconds to go.
        """
        until = time.monotonic() + patience
        while True:
            shown = self.page.evaluate(
                """() => [...document.querySelectorAll('.jp-OutputArea, .jp-MarkdownOutput')]
                    .map((element) => element.innerText).join('\\n')"""
            )
            found = [text for text in ERROR_TEXTS if text in shown]
            if not any(text in PASSING for text in found) or time.monotonic() > until:
                return found
            self.page.wait_for_timeout(100)

    def foreign_requests(self):
        """Addresses outside this machine that the page asked for: a lesson needs no network."""
        allowed = (self.server.url, "data:", "blob:", self.server.url.replace("http", "ws", 1))
        return sorted({url for url in self.requests if not url.startswith(allowed)})

    def problems(self):
        """Everything that went wrong since the page was opened, as a list of sentences."""
        return (
            [f"console: {text}" for text in self.console_errors()]
            + [f"kernel: {text}" for text in self.kernel_errors()]
            + [f"shown: {text}" for text in self.error_texts()]
            + [f"output: {text}" for text in self.cell_errors()]
            + [f"network: {url}" for url in self.foreign_requests()]
        )

    @contextlib.contextmanager
    def no_new_problems(self):
        """Fail at the end for what went wrong meanwhile, even where an older problem has gone."""
        before = Counter(self.problems())
        yield
        assert list((Counter(self.problems()) - before).elements()) == []
