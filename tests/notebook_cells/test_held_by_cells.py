"""Which cell holds which widget, and when one is closed: with a notebook's shell played."""

from types import SimpleNamespace

import IPython
import pytest

from cnnkit.exercises import lesson01, predict
from cnnkit.widgets import FilterExplorer


class Shell:
    """As much of a kernel's shell as tells which cell runs."""

    def __init__(self):
        self.events = SimpleNamespace(register=self._register)
        self.after, self.parent, self.runs = [], {}, 0

    def _register(self, event, function):
        assert event == "post_run_cell"
        self.after.append(function)

    def get_parent(self):
        return self.parent

    def run(self, cell, function):
        """Run a function as a cell of this id; None is a front end that does not say."""
        self.runs += 1
        metadata = {} if cell is None else {"cellId": cell}
        self.parent = {"metadata": metadata, "header": {"msg_id": f"run {self.runs}"}}
        value = function()
        for end in self.after:
            end(None)
        return value


@pytest.fixture
def shell(monkeypatch):
    played = Shell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: played)
    return played


def show(widget):
    widget._repr_mimebundle_()
    return widget


def test_an_explorer_is_closed_when_its_cell_runs_again(shell):
    first = shell.run("a", lambda: show(FilterExplorer()))
    shell.run("b", lambda: None)
    assert first.comm is not None
    second = shell.run("a", lambda: show(FilterExplorer()))
    assert first.comm is None
    assert first.layout.comm is None
    assert second.comm is not None


def test_an_explorer_is_closed_when_its_cell_holds_something_else_now(shell):
    first = shell.run("a", FilterExplorer)
    shell.run("a", lambda: None)
    assert first.comm is None


def test_an_explorer_that_its_cell_shows_again_stays(shell):
    made = shell.run("a", FilterExplorer)
    for _ in range(3):
        shell.run("b", lambda: show(made))
    shell.run("a", lambda: None)
    assert made.comm is not None
    shell.run("b", lambda: None)
    assert made.comm is None


def test_a_closed_explorer_opens_when_it_is_shown_again(shell):
    first = shell.run("a", FilterExplorer)
    model = first.model_id
    shell.run("a", lambda: None)
    assert first.comm is None
    bundle = shell.run("b", lambda: first._repr_mimebundle_())[0]
    view = bundle["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == first.model_id == model
    assert first.comm is not None
    assert first.layout.comm is not None


def test_a_prediction_is_closed_with_its_cell_and_opens_again(shell):
    question = lesson01.questions.crossing
    asked = shell.run("a", lambda: show(predict(question)))
    view = asked._view
    shell.run("a", lambda: show(predict(question)))
    assert view.comm is None
    shell.run("b", lambda: show(asked))
    assert view.comm is not None


def test_without_the_id_of_a_cell_nothing_is_closed(shell):
    first = shell.run(None, lambda: show(FilterExplorer()))
    shell.run(None, lambda: show(FilterExplorer()))
    assert first.comm is not None


def test_an_explorer_outside_a_notebook_can_be_closed_twice():
    explorer = FilterExplorer()
    explorer.close()
    explorer.close()
    assert explorer.comm is None
