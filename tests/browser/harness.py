"""Drive a real JupyterLab in a headless Chromium; used by the tests, the latency benchmark and the
screenshot tool.

    with LabServer() as server, Chromium() as chromium:
        with LabPage(server, chromium, "notebooks/01_match_features.ipynb") as lab:
            lab.run_all()
            lab.board().screenshot(path="board.png")
            assert lab.problems() == []

Each `LabPage` gets a folder of its own with a copy of the notebook, so its own kernel and its own
workspace: nothing that a page does is seen by the next one.
"""

import pathlib

from .chromium import BrowserMissing, Chromium
from .page import LabPage
from .server import LabServer

__all__ = ["NOTEBOOKS", "REPOSITORY", "BrowserMissing", "Chromium", "LabPage", "LabServer"]

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
NOTEBOOKS = REPOSITORY / "notebooks"
