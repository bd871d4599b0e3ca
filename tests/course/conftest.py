import os

import pytest


@pytest.fixture
def started(monkeypatch, tmp_path):
    """What JupyterLab would be started with, without starting it; in an empty folder, at home."""
    from jupyterlab.labapp import LabApp

    calls, here = [], tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setitem(os.environ, variable, str(tmp_path / "home"))
    monkeypatch.setattr(LabApp, "launch_instance", lambda argv: calls.append(argv))
    return calls
