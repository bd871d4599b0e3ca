"""Imports of what cnnkit does not have are answered with the line to write."""

import importlib.util
import re
import sys

import pytest

import cnnkit
from cnnkit import checks
from tests.helpers.sentences import one_sentence

LINES = {
    "import cnnkit.nn": "import cnnkit as nn",
    "import cnnkit.nn as nn": "import cnnkit as nn",
    "from cnnkit import nn": "import cnnkit as nn",
    "from cnnkit.nn import Conv2d": "import cnnkit as nn",
    "import cnnkit.nn.functional as F": "import cnnkit.functional as F",
    "from cnnkit.nn.functional import relu": "import cnnkit.functional as F",
    "from cnnkit.nn.init import kaiming_normal_": "from cnnkit.initialisers import he_normal",
    "from cnnkit.nn.modules.conv import Conv2d": "from cnnkit import Conv2d, Linear",
    "import cnnkit.optim.lr_scheduler": "from cnnkit import StepLR",
    "from cnnkit.optim.lr_scheduler import StepLR": "from cnnkit import StepLR",
    "from cnnkit.optim import lr_scheduler": "StepLR(optimizer",
    "from cnnkit.utils.data import DataLoader": "fit",
    "import cnnkit.datasets": "load_mnist()",
    "import cnnkit.layer": "import cnnkit.layers",
    "import cnnkit.exercise": "import cnnkit.exercises",
    "import cnnkit.zzz": "dir(cnnkit)",
}


@pytest.mark.parametrize("line", LINES)
def test_the_line_to_write_is_shown_and_works(line):
    said = []
    with one_sentence((ModuleNotFoundError, ImportError), [LINES[line]]):
        try:
            exec(line)
        except ImportError as error:
            said.append(str(error))
            raise
    if written := re.search(r"write ((?:from|import) [\w., ]+?)(?: if that|$)", said[0]):
        exec(written[1], {})


def test_who_asks_whether_a_room_is_there_is_told_no():
    assert importlib.util.find_spec("cnnkit.nn") is None
    assert importlib.util.find_spec("cnnkit.data") is not None


@pytest.mark.parametrize("line", ["import cnnkit_nn", "import cnnkit._files", "import zzz.nn"])
def test_other_imports_fail_as_ever(line):
    with pytest.raises(ModuleNotFoundError, match=r"^No module named"):
        exec(line)


def test_an_error_within_a_room_that_is_there_stays(tmp_path, monkeypatch):
    (tmp_path / "broken.py").write_text("import not_installed_anywhere\n")
    monkeypatch.setattr(cnnkit, "__path__", [*cnnkit.__path__, str(tmp_path)])
    with pytest.raises(ModuleNotFoundError, match="not_installed_anywhere"):
        exec("import cnnkit.broken")


def test_imports_are_answered_once_however_often_cnnkit_is_loaded():
    before = len(sys.meta_path)
    checks.answer_imports()
    assert len(sys.meta_path) == before
