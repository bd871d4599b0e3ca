"""A headless Chromium that is installed here, driven through Playwright."""

import os
import pathlib
import shutil

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The same text rendering everywhere, so that two screenshots of the same state are comparable.
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]


class BrowserMissing(RuntimeError):
    """Raised when the browser tests cannot run here; the message says how to change that."""


def find_chromium():
    """Return the path of a Chromium that is installed here, or None for Playwright's own."""
    named = os.environ.get("CNNKIT_CHROMIUM")
    if named:
        path = shutil.which(named)
        if path is None:
            raise BrowserMissing(f"CNNKIT_CHROMIUM is {named!r}, but there is no such program")
        return path
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name)
        if path:
            return path
    for path in (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ):
        if pathlib.Path(path).exists():
            return path
    return None


class Chromium:
    """A headless Chromium, driven through Playwright.

    Parameters
    ----------
    fonts : path of a fontconfig file that names all fonts to be had; None for the machine's own
    """

    def __init__(self, fonts=None):
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise BrowserMissing(
                "the browser tests need Playwright's Python package: pip install playwright"
            ) from error
        path = find_chromium()
        environment = dict(os.environ)
        if fonts is not None:
            environment["FONTCONFIG_FILE"] = str(fonts)
        self._playwright = sync_playwright().start()
        try:
            self.browser = self._playwright.chromium.launch(
                executable_path=path, headless=True, args=CHROMIUM_FLAGS, env=environment
            )
        except Exception as error:
            self._playwright.stop()
            raise BrowserMissing(
                "no Chromium could be started: install Chromium or Google Chrome (Debian: apt-get "
                "install chromium; anywhere: python -m playwright install chromium), or give the "
                f"path of one in CNNKIT_CHROMIUM. Tried {path or 'the one of Playwright'}: "
                f"{str(error).strip().splitlines()[0]}"
            ) from error

    def close(self):
        self.browser.close()
        self._playwright.stop()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
