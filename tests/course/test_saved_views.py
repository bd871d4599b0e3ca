"""What the Jupyter server puts back into a notebook before it is written."""

import json
from types import SimpleNamespace

import pytest

from cnnkit.course.saved_views import STATE, VIEW, keep_views


def notebook(shown=(), **states):
    """A notebook whose one cell shows these models, and that holds these states."""
    outputs = [
        {"output_type": "display_data", "data": {VIEW: {"model_id": model}}} for model in shown
    ]
    metadata = {"widgets": {STATE: {"version_major": 2, "version_minor": 0, "state": states}}}
    cells = [{"cell_type": "markdown", "source": ""}, {"cell_type": "code", "outputs": outputs}]
    return {"cells": cells, "metadata": metadata if states else {}}


def states_of(content):
    return content["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


@pytest.fixture
def save(tmp_path):
    """Pass a notebook through the hook as the server does before it writes; return its states."""
    manager = SimpleNamespace(_get_os_path=lambda path: str(tmp_path / path))

    def save_one(content, path="a.ipynb"):
        keep_views({"type": "notebook", "content": content}, path, manager)
        (tmp_path / path).write_text(json.dumps(content), encoding="utf-8")
        return states_of(content)

    save_one.folder = tmp_path
    return save_one


def test_states_that_are_shown_and_missing_come_from_the_file(save):
    save(notebook(["a1", "b2"], a1={"n": 1}, b2={"n": 2}))
    assert save(notebook(["a1", "b2"], b2={"n": 3})) == {"a1": {"n": 1}, "b2": {"n": 3}}
    assert save(notebook(["a1", "b2"])) == {"a1": {"n": 1}, "b2": {"n": 3}}


def test_states_that_nothing_shows_any_more_are_not_kept(save):
    save(notebook(["a1", "b2"], a1={"n": 1}, b2={"n": 2}))
    assert save(notebook(["b2"])) == {"b2": {"n": 2}}


def test_models_that_a_kept_one_names_come_along(save):
    states = {
        "a1": {"state": {"layout": "IPY_MODEL_c3"}},
        "c3": {"state": {"inner": "IPY_MODEL_d4"}},
        "d4": {"state": {}},
        "e5": {"state": {}},
    }
    save(notebook(["a1", "e5"], **states))
    assert set(save(notebook(["a1"]))) == {"a1", "c3", "d4"}


def test_saved_by_another_name_the_states_come_from_the_folder(save):
    save(notebook(["a1"], a1={"n": 1}), "a.ipynb")
    assert save(notebook(["a1"]), "b.ipynb") == {"a1": {"n": 1}}


def test_files_that_are_no_notebooks_are_passed_over(save):
    (save.folder / "bad.ipynb").write_text("no JSON")
    (save.folder / "list.ipynb").write_text("[1]")
    save(notebook(["a1"], a1={"n": 1}), "other.ipynb")
    assert save(notebook(["a1"])) == {"a1": {"n": 1}}


def test_a_notebook_whose_views_all_have_states_is_left_as_it_is(save):
    content = notebook(["a1"], a1={"n": 1})
    before = json.dumps(content)
    save(content)
    assert json.dumps(content) == before


def test_what_is_no_notebook_or_lies_in_no_file_is_left_alone():
    text = {"type": "file", "content": "text"}
    keep_views(text, "a.txt", SimpleNamespace(_get_os_path=str))
    assert text == {"type": "file", "content": "text"}
    content = notebook(["a1"])
    keep_views({"type": "notebook", "content": content}, "a.ipynb", SimpleNamespace())
    assert states_of(content) == {}
