"""A JupyterLab server of its own: nothing of the user's settings, nothing left behind."""

import atexit
import contextlib
import itertools
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from cnnkit.train.worker_processes import ONE_THREAD

# JupyterLab, started so that it ends when the process that wanted it is gone, however that went.
MAIN = """
import os, signal, threading, time

def watch(parent=os.getppid()):
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=watch, daemon=True).start()
from jupyterlab.labapp import main
main()
"""


class LabServer:
    """A JupyterLab of its own: nothing of the user's settings, nothing left behind."""

    def __init__(self, *, start_timeout=60.0, environment=None):
        self._more = environment or {}
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="cnnkit-lab-")).resolve()
        self.root = self.home / "root"
        self.root.mkdir()
        self.token = secrets.token_hex(16)
        self.log_path = self.home / "server.log"
        self._folders = itertools.count(1)
        self._write_settings()
        port = _free_port()
        command = [
            sys.executable,
            "-c",
            MAIN,
            "--no-browser",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",  # Notebook 7, where it is installed
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
        with self.log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.root,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.close)
        try:
            self.url = self._wait_until_up(start_timeout)
        except BaseException:
            self.close()
            raise

    def _environment(self):
        environment = ONE_THREAD | dict(os.environ) | self._more  # as `cnnkit lab` sets it
        # A backend for tests without a screen would keep figures out of the notebook.
        environment.pop("MPLBACKEND", None)
        # What the test runner says about itself is none of the kernel's business.
        for name in [name for name in environment if name.startswith(("PYTEST_", "COV_CORE"))]:
            del environment[name]
        # The debugger's remark about frozen modules after each restart is no error of a lesson's.
        environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
        environment.update(
            JUPYTER_CONFIG_DIR=str(self.home / "config"),
            JUPYTER_DATA_DIR=str(self.home / "data"),
            JUPYTER_RUNTIME_DIR=str(self.home / "runtime"),
            JUPYTERLAB_SETTINGS_DIR=str(self.home / "settings"),
            JUPYTERLAB_WORKSPACES_DIR=str(self.home / "workspaces"),
            IPYTHONDIR=str(self.home / "ipython"),
        )
        return environment

    def _write_settings(self):
        """Turn off what would lay a prompt over the page or ask a network for news."""
        self._setting("apputils-extension/notification", fetchNews="false", checkForUpdates=False)
        self._setting("extensionmanager-extension/plugin", enabled=False)

    def _setting(self, plugin, **values):
        path = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def _wait_until_up(self, timeout):
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            # The server writes down where it really listens, should the port have been taken.
            for path in (self.home / "runtime").glob("jpserver-*.json"):
                with contextlib.suppress(OSError, ValueError):
                    url = json.loads(path.read_text())["url"]
                    self.url = url
                    self.api("GET", "api/status")
                    return url
            time.sleep(0.1)
        raise RuntimeError(f"JupyterLab did not start; its log:\n{self.log()[-3000:]}")

    def api(self, method, path):
        """Call the server's REST interface; return the decoded answer."""
        request = urllib.request.Request(
            self.url + path, method=method, headers={"Authorization": f"token {self.token}"}
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            body = answer.read()
        return json.loads(body) if body else None

    def log(self):
        """What the server and its kernels have written so far."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def place(self, notebook, *, trusted):
        """Copy a notebook into a new folder below the server's root; return its path there."""
        import nbformat
        from nbformat.sign import NotebookNotary

        source = pathlib.Path(notebook)
        folder = self.root / f"{next(self._folders):03d}"
        folder.mkdir()
        shutil.copy(source, folder / source.name)
        # Trust belongs to the content: another copy of it may have been trusted before.
        content = nbformat.read(source, as_version=4)
        notary = NotebookNotary(data_dir=str(self.home / "data"))
        try:
            if trusted:
                notary.sign(content)
            else:
                notary.unsign(content)
        finally:
            notary.store.close()
        return f"{folder.name}/{source.name}"

    def end_sessions(self, folder):
        """Shut down the kernels of the notebooks in one folder."""
        for session in self.api("GET", "api/sessions"):
            if session["path"].startswith(f"{folder}/"):
                with contextlib.suppress(urllib.error.HTTPError):
                    self.api("DELETE", f"api/sessions/{session['id']}")

    def close(self):
        """End the kernels, then the server, then remove its files; safe to call twice."""
        atexit.unregister(self.close)
        if self._process.poll() is None:
            with contextlib.suppress(Exception):
                for kernel in self.api("GET", "api/kernels"):
                    self.api("DELETE", f"api/kernels/{kernel['id']}")
            self._process.terminate()
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                # Kernels watch their parent and leave when it is gone.
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()
                self._process.wait(15)
        shutil.rmtree(self.home, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
