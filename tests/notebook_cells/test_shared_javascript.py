"""Widgets of one kind share one model with their code, whatever is closed in between."""

import sys
from types import ModuleType

import pytest
from ipywidgets import Widget

from cnnkit.exercises import lesson01, predict
from cnnkit.notebook_cells import shared_javascript
from cnnkit.widgets import FilterExplorer, PoolingExplorer


@pytest.fixture(autouse=True)
def nothing_made(monkeypatch):
    monkeypatch.setattr(shared_javascript, "_made", {})


def stored(widget):
    """What a notebook stores of a widget."""
    return widget.get_state()


def test_all_explorers_name_one_model_that_holds_their_code():
    first, second = FilterExplorer(), PoolingExplorer()
    assert stored(first)["_code"] == stored(second)["_code"]
    assert stored(first)["_code"] == f"IPY_MODEL_{first._code.model_id}"
    code = stored(first._code)
    assert (code["javascript"], code["css"]) == (FilterExplorer.javascript, FilterExplorer.css)


def test_a_widget_itself_holds_only_what_finds_its_code():
    for widget in (FilterExplorer(), predict(lesson01.questions.agreement)._live()):
        state = stored(widget)
        assert len(state["_esm"]) < 2000
        assert "_css" not in state


def test_predictions_share_another_code_than_explorers():
    view = predict(lesson01.questions.agreement)._live()
    assert view._code is not FilterExplorer()._code
    assert view._code.javascript == view.javascript


def test_the_code_needs_nothing_but_ipywidgets_own_model():
    state = stored(FilterExplorer()._code)
    assert (state["_model_module"], state["_model_name"]) == (
        "@jupyter-widgets/base",
        "WidgetModel",
    )
    assert state["_view_name"] is None


def test_after_all_widgets_were_closed_a_new_one_has_its_code():
    before = FilterExplorer()._code
    Widget.close_all()
    assert before.comm is None
    after = FilterExplorer()._code
    assert after is before
    assert after.comm is not None


def test_a_closed_explorer_that_is_shown_again_has_its_code():
    explorer = FilterExplorer()
    name = explorer.get_state("_code")
    Widget.close_all()
    assert explorer.get_state("_code") == name  # also while it is closed
    explorer._repr_mimebundle_()
    assert explorer._code.comm is not None
    assert explorer.get_state("_code") == name == {"_code": f"IPY_MODEL_{explorer._code.model_id}"}


def test_a_page_that_has_no_other_model_is_given_the_code(monkeypatch):
    explorer, sent = FilterExplorer(), []
    monkeypatch.setattr(explorer, "send", sent.append)
    explorer._handle_custom_msg({"kind": "javascript"}, [])
    explorer._handle_custom_msg({"kind": "something else"}, [])
    (answer,) = sent
    assert answer == {
        "kind": "javascript",
        "javascript": FilterExplorer.javascript,
        "css": FilterExplorer.css,
    }


def test_on_colab_each_widget_carries_its_own_code(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    monkeypatch.setattr("anywidget.widget.in_colab", lambda: False)  # it would call Colab
    state = stored(FilterExplorer())
    assert (state["_esm"], state["_css"]) == (FilterExplorer.javascript, FilterExplorer.css)
    assert state["_code"] == ""
    assert shared_javascript._made == {}


def test_the_code_is_not_printed():
    assert repr(FilterExplorer()._code).endswith("characters of JavaScript)")
