"""A headless Firefox that is installed here, driven through Playwright by WebDriver BiDi."""

import os
import shutil

from .chromium import BrowserMissing

# Firefox takes no orders for these by BiDi; "null" leaves each as it is.
PLAIN = dict.fromkeys(("color_scheme", "contrast", "forced_colors", "reduced_motion"), "null")


class Firefox:
    """A headless Firefox, to be used as `Chromium` is; ``browser`` opens contexts.

    The program is `firefox`, or the one whose path is in CNNKIT_FIREFOX.
    """

    def __init__(self):
        from playwright.sync_api import sync_playwright

        names = (os.environ.get("CNNKIT_FIREFOX"), "firefox", "firefox-esr")
        path = next((found for name in names if name and (found := shutil.which(name))), None)
        if path is None:
            raise BrowserMissing(
                "no Firefox was found: install it, or give its path in CNNKIT_FIREFOX"
            )
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.firefox.launch(
                channel="moz-firefox", executable_path=path, headless=True
            )
        except Exception:
            self._playwright.stop()
            raise

    @property
    def browser(self):
        return self

    @property
    def version(self):
        """Its number, such as 140.5."""
        return self._browser.version

    def new_context(self, **options):
        """Open a context, with a storage of its own."""
        return self._browser.new_context(**PLAIN | options)

    def close(self):
        self._browser.close()
        self._playwright.stop()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
