"""An edit sends what has changed: whoever has got all messages, or comes later, sees the scene.

Every explorer is walked through random edits, by hand and from a cell. What a page holds of it is
followed message by message; Python's and the browser's own code make the scene of it again.
"""

import base64
import copy
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path

import comm
import numpy as np
import pytest
from comm.base_comm import BaseComm
from ipywidgets.widgets.widget import _put_buffers

from cnnkit import widgets
from cnnkit.widgets.board.scene_changes import changes
from tests.helpers.boards import control, send
from tests.widgets.truth import random_edits

SCRIPT = Path(__file__).parents[1] / "js" / "scene_changes.mjs"
EDITS = 10
KEPT = ("scene", "changes", "cursor", "code_line")

every = pytest.mark.parametrize("name", random_edits.names())


class Page:
    """What a page holds of the widgets that were opened while it was there: their states."""

    def __init__(self):
        self.states, self.messages = {}, []

    def hear(self, model, kind, data, buffers):
        """Take a message of a widget, as ipywidgets' own front end does."""
        self.messages.append((model, kind, data))
        if kind == "comm_close":
            del self.states[model]
        elif "state" in data:
            state = json.loads(json.dumps(data["state"]))
            _put_buffers(state, data["buffer_paths"], [bytes(one) for one in buffers])
            self.states[model] = self.states.get(model, {}) | state


@pytest.fixture
def page(monkeypatch):
    found = Page()

    class Wire(BaseComm):
        def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **_):
            found.hear(self.comm_id, msg_type, data or {}, buffers or [])

    monkeypatch.setattr(comm, "create_comm", Wire)
    return found


def scene_of(state):
    """Make the scene of what a page holds."""
    scene, changes = copy.deepcopy(state["scene"]), state["changes"]
    assert not changes or changes["base"] == scene["seq"]
    for path, value in changes.get("parts", ()):
        *way, last = path
        inner = scene
        for step in way:
            inner = inner[step]
        inner[last] = value
    return scene


def text_of(value):
    """A text that is the same for the same value only: true is not 1."""
    return json.dumps(value, default=lambda data: base64.b64encode(data).decode(), sort_keys=True)


def walk(page, name):
    """Yield an explorer after each of some random edits, what a page holds, and their story."""
    rng = np.random.default_rng(5)
    explorer, done = random_edits.make(name, rng), ["opened"]
    yield explorer, page.states[explorer.model_id], done
    for number in range(EDITS):
        if number == EDITS // 2:  # its cell is run without it, and it is shown again
            explorer.close()
            explorer.hold()
        done.append(random_edits.edit(explorer, rng))
        yield explorer, page.states[explorer.model_id], done
    explorer.close()


@every
def test_a_page_that_heard_all_messages_has_the_whole_scene(name, page):
    for explorer, state, done in walk(page, name):
        assert text_of(scene_of(state)) == text_of(explorer.scene), done
        assert list(explorer.cursor) == list(state["cursor"]), done


@every
def test_a_page_that_comes_later_gets_what_the_others_have(name, page):
    for explorer, state, done in walk(page, name):
        later = {key: value for key, value in explorer.get_state().items() if key in KEPT}
        assert text_of(later) == text_of({key: state[key] for key in KEPT}), done


def test_the_browser_makes_the_same_scene_of_it(page, tmp_path):
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        if os.environ.get("CNNKIT_REQUIRE_ALL") == "1":
            pytest.fail("Node.js is not installed")
        pytest.skip("Node.js is not installed")
    states, count = tmp_path / "states.jsonl", 0
    with states.open("w", encoding="utf-8") as file:
        for name in random_edits.names():
            for explorer, state, done in walk(page, name):
                held = {"scene": state["scene"], "changes": state["changes"]}
                line = {"story": [name, *done], "held": held, "wanted": explorer.scene}
                file.write(text_of(line) + "\n")
                count += bool(state["changes"])
    assert count > 20  # so many of them were told by their changes
    done = subprocess.run([node, str(SCRIPT), str(states)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


# -- what is sent


@every
def test_an_edit_by_hand_is_answered_by_one_message_at_most(name, page):
    rng = np.random.default_rng(3)
    explorer = random_edits.make(name, rng)
    for _ in range(4):
        page.messages.clear()
        done = random_edits.hand(explorer, rng)
        if name == "TrainingLab":  # whose training tells of itself
            explorer.pause()
            continue
        assert [kind for _, kind, _ in page.messages] in ([], ["comm_msg"]), done
    explorer.close()


def test_what_an_edit_leaves_as_it_was_is_not_sent_again(page):
    explorer = widgets.FilterExplorer(np.eye(40))
    send(explorer, "stride", "2")
    state = page.states[explorer.model_id]
    paths = [path for path, _ in state["changes"]["parts"]]
    assert ["arrays", "map", "data"] in paths
    assert not [path for path in paths if path[:2] == ["arrays", "image"]]
    assert state["scene"]["seq"] == 1


def test_a_scene_of_which_most_has_changed_is_sent_whole(page):
    explorer = widgets.ChannelExplorer()
    pictures = [value for value, _ in control(explorer, "image")["options"]]
    for picture in pictures[1:3]:
        send(explorer, "image", picture)
        state = page.states[explorer.model_id]
        assert state["changes"] == {}
        assert text_of(state["scene"]) == text_of(explorer.scene)


def test_after_a_cell_the_stored_scene_is_whole(page):
    explorer = widgets.PoolingExplorer()
    send(explorer, "partial", "off")
    assert page.states[explorer.model_id]["changes"] != {}
    explorer.stride = 1
    state = page.states[explorer.model_id]
    assert (state["changes"], state["scene"]["seq"]) == ({}, 3)


def test_what_another_thread_sets_meanwhile_is_sent_at_once(page):
    explorer = widgets.VoteExplorer()
    other = threading.Thread(target=lambda: setattr(explorer.layout, "width", "9px"))
    cursor = threading.Thread(target=lambda: setattr(explorer, "cursor", ("votes", 0, 1, 1)))
    with explorer.one_message():
        explorer.code_line = {}
        for thread in (other, cursor):
            thread.start()
            thread.join()
        assert page.states[explorer.model_id]["cursor"] == ["votes", 0, 1, 1]
        assert page.states[explorer.model_id]["code_line"] != {}
    assert page.states[explorer.model_id]["code_line"] == {}


# -- the parts themselves


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, [[["a", "c"], 3]]),
        ({"a": {"b": 1}}, {"a": {"c": 1}}, [[["a"], {"c": 1}]]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}]}, [[["a"], [{"b": 1}]]]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}, [[["a", 1, "b"], 3]]),
        ({"a": list("wxyz")}, {"a": list("wxyy")}, [[["a", 3], "y"]]),
        ({"a": list("wxyz")}, {"a": list("abyz")}, [[["a"], list("abyz")]]),
        ({"a": []}, {"a": [1]}, [[["a"], [1]]]),
        ({"a": None}, {"a": {}}, [[["a"], {}]]),
    ],
)
def test_changes_name_the_smallest_parts_that_differ(before, after, found):
    assert changes(before, after) == found
