"""A lesson of the site in Firefox, by its own remote protocol, Marionette: nothing to install.

with Site("_site") as site, Firefox() as firefox:
    lesson = FirefoxLesson(site, firefox, "01_match_features.ipynb")
    lesson.run_all(timeout=300)
    assert lesson.errors() == []
"""

import base64
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from . import lite
from .chromium import BrowserMissing

START = 60  # seconds, on a busy computer
# Only this computer is reached: every other request goes to a port at which nobody listens.
SETTINGS = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.proxy.type": 1,
    **dict.fromkeys(("network.proxy.http", "network.proxy.ssl"), "127.0.0.1"),
    **dict.fromkeys(("network.proxy.http_port", "network.proxy.ssl_port"), 9),
}
# What the page asked of other sites; that it got nothing is the proxy's doing.
FOREIGN = """() => performance.getEntriesByType('resource').map((one) => one.name)
  .filter((name) => !name.startsWith(location.origin) && !/^(blob|data):/.test(name))"""


class Firefox:
    """A headless Firefox: `firefox`, or the program whose path is in CNNKIT_FIREFOX."""

    def __init__(self, size=(1280, 800)):
        names = (os.environ.get("CNNKIT_FIREFOX"), "firefox", "firefox-esr")
        path = next((found for name in names if name and (found := shutil.which(name))), None)
        if path is None:
            raise BrowserMissing(
                "no Firefox was found: install it, or give its path in CNNKIT_FIREFOX"
            )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._profile = tempfile.mkdtemp(prefix="cnnkit-firefox-")
        settings = SETTINGS | {"marionette.port": port}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in settings.items()]
        pathlib.Path(self._profile, "user.js").write_text("\n".join(lines))
        command = [path, "--headless", "--marionette", "--no-remote", "--profile", self._profile]
        self._process = subprocess.Popen(
            [*command, "--width", str(size[0]), "--height", str(size[1])],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._calls = 0
        try:
            self._socket = self._connected(port)
            self._read()  # its greeting
            session = self.ask("WebDriver:NewSession")
        except BaseException:
            self.close()
            raise
        self.version = session["capabilities"]["browserVersion"]
        self.ask("WebDriver:SetTimeouts", script=120_000, pageLoad=120_000)

    def _connected(self, port):
        until = time.monotonic() + START
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=200)
            except OSError:
                if time.monotonic() > until:
                    raise TimeoutError(f"Firefox does not answer after {START} s") from None
                time.sleep(0.2)

    def _read(self):
        """Return the next message: its length in figures, a colon, JSON."""
        length = b""
        while not length.endswith(b":"):
            length += self._socket.recv(1)
        left, parts = int(length[:-1]), []
        while left:
            parts.append(self._socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))

    def ask(self, command, **parameters):
        """Send a command of WebDriver; return its answer."""
        self._calls += 1
        message = json.dumps([0, self._calls, command, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def evaluate(self, function, *arguments):
        """Return what a JavaScript function gives in the page."""
        script = f"return ({function})(...arguments)"
        answer = self.ask("WebDriver:ExecuteScript", script=script, args=arguments, sandbox=None)
        return answer["value"]

    def screenshot(self, path):
        """Put a picture of the window into a file."""
        picture = self.ask("WebDriver:TakeScreenshot", full=False)["value"]
        pathlib.Path(path).write_bytes(base64.b64decode(picture))

    def close(self):
        if hasattr(self, "_socket"):
            self._socket.close()
        self._process.terminate()
        self._process.wait(30)
        shutil.rmtree(self._profile, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class FirefoxLesson:
    """A notebook of the site in JupyterLite; see `LiteLesson`."""

    def __init__(self, site, firefox, name):
        self.firefox, self.began = firefox, time.monotonic()
        firefox.ask("WebDriver:Navigate", url=f"{site.url}run/lab/index.html?path={name}")
        self._until("() => Boolean(window.jupyterapp?.shell?.currentWidget?.context?.isReady)", 120)

    def _until(self, condition, timeout):
        until = time.monotonic() + timeout
        while not self.firefox.evaluate(condition):
            if time.monotonic() > until:
                raise TimeoutError(f"not so after {timeout} s: {condition}")
            time.sleep(0.5)

    @property
    def foreign(self):
        """What the page has asked of other sites."""
        return self.firefox.evaluate(FOREIGN)

    def wait_for_python(self, *, timeout=300):
        """Wait until Python answers; return the seconds since the page was opened."""
        self._until(lite.READY, timeout)
        return time.monotonic() - self.began

    def run_all(self, *, timeout):
        """Run every cell; return the seconds since the page was opened."""
        self.firefox.evaluate(lite.FORGET)
        self.firefox.evaluate(
            "() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }"
        )
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            time.sleep(0.5)
            state = self.firefox.evaluate(lite.STATE)
            if (state["failed"] or not state["left"]) and not state["busy"]:
                return time.monotonic() - self.began
        raise TimeoutError(f"after {timeout} s {state['left']} cells still wait")

    def errors(self):
        """What a cell said of an error, or on the error stream."""
        return lite.said_of_errors(self.firefox.evaluate(lite.CELLS))

    def close(self):
        self.firefox.ask("WebDriver:Navigate", url="about:blank")
