"""What explorers show is true: after every edit, each number follows from the numbers beside it.

Every explorer is walked through random sequences of what a hand and a cell can do to it. After
each edit the scene is decoded as the browser gets it, and everything in it is recomputed: by the
rules that the panels themselves name, and from the settings alone. The browser's own code then
reads the same scenes and is asked for its lines, its products and what it paints.

``CNNKIT_TRUTH=20`` walks twenty times as far.
"""

import os
import shutil
import threading
from functools import cache

import numpy as np
import pytest

from cnnkit import widgets, xo
from cnnkit.data import draw_strokes
from cnnkit.examples import digits
from cnnkit.examples.digits import STROKES
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.model import Sequential
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.window_products import products_at
from cnnkit.widgets.filters.filter_settings import FilterSettings
from tests.helpers.boards import array, panel, send
from tests.helpers.networks import biased
from tests.widgets.truth import browser, facts, random_edits
from tests.widgets.truth.panel_rules import check_scene, filled, window_of
from tests.widgets.truth.seen import Seen, near

FAR = int(os.environ.get("CNNKIT_TRUTH", "1"))
WALKS, EDITS, CELLS = 2 * FAR, 12, 4
SHORT = 3 * FAR  # edits of each network, beside the walks

every = pytest.mark.parametrize("name", random_edits.names())


@cache
def walked(name):
    """Walk an explorer; return its states: (what was done, scene, cursor, cells to point at)."""
    states = []
    for seed in range(WALKS):
        rng = np.random.default_rng(seed)
        explorer = random_edits.make(name, rng)
        states += _walk(f"walk {seed}", explorer, rng, EDITS, draw=seed == 0)
    if name == "NetworkExplorer":  # two walks meet few of the kinds of layers
        rng = np.random.default_rng(0)
        for number, explorer in enumerate(random_edits.of_every_network(rng)):
            states += _walk(f"network {number}", explorer, rng, SHORT)
    return states


def _walk(walk, explorer, rng, edits, *, draw=False):
    """Edit an explorer again and again; yield its state after each edit, and close it."""
    done = []
    for number in range(edits):
        done.append(random_edits.edit(explorer, rng))
        seen = Seen(explorer.scene)
        story = f"{walk}: {', '.join(done)}"
        try:
            assert check_scene(seen) + facts.check(explorer, seen) > 0
            _check_still(explorer, seen, draw=draw and number == edits - 1)
            _check_fresh(explorer)
        except AssertionError as error:
            raise AssertionError(f"{story}: {error}") from error
        cells = [list(random_edits.cursor_in(explorer, rng)) for _ in range(CELLS)]
        yield story, explorer.scene, list(explorer.cursor), cells
    explorer.close()


def _check_fresh(explorer):
    """Assert that an explorer made with these settings shows the same."""
    fresh = random_edits.fresh(explorer)
    if fresh is None:
        return
    for name, packed in fresh.scene["arrays"].items():
        assert explorer.scene["arrays"][name] == packed, f"{name} of a fresh one is another"
    if type(explorer).__name__ not in random_edits.REMEMBER:
        for part in ("panels", "links", "columns", "label", "grids_of_values", "lead"):
            assert explorer.scene[part] == fresh.scene[part], f"{part} of a fresh one are others"
    fresh.close()


def _check_still(explorer, seen, *, draw):
    """Assert that the still picture has the numbers of the scene."""
    shown = explorer._shown
    for one in seen.panels.values():
        if one["products"]:
            rule = one["products"]
            _, rows, cols = seen.of(rule["reader"]).shape
            place = rows - 1, cols // 2
            cursor = (rule["reader"], rule.get("map", 0), *place)
            wanted = filled(seen, one, *place)
            found = np.nan_to_num(products_at(shown, shown.panel(one["name"]), cursor))
            near(found, np.nan_to_num(wanted), np.abs(np.nan_to_num(wanted)).max() + 1, one["name"])
    if not draw:
        return
    drawn = [image.get_array() for ax in explorer.figure().axes for image in ax.images]
    for one in seen.panels.values():
        plain = one["kind"] in ("grid", "film", "gallery") and one["colours"] != "rgb"
        if plain and not one["products"] and not one["map_limits"]:
            assert any(_holds(image, seen.of(one["name"])[0]) for image in drawn), one["name"]


def _holds(image, values):
    """Whether a drawn image begins with these numbers, perhaps inside of a border."""
    if image.ndim != 2:
        return False
    for border in range(3):
        part = image[border : border + values.shape[0], border : border + values.shape[1]]
        if part.shape == values.shape and np.allclose(part, values, atol=1e-5, rtol=1e-5):
            return True
    return False


@every
def test_after_every_edit_each_number_follows_from_those_beside_it(name):
    short = SHORT * len(random_edits.NETWORKS) if name == "NetworkExplorer" else 0
    assert len(walked(name)) == WALKS * EDITS + short


@every
def test_the_browser_spells_fills_in_and_paints_the_present_numbers(name, tmp_path):
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        if os.environ.get("CNNKIT_REQUIRE_ALL") == "1":
            pytest.fail("Node.js is not installed")
        pytest.skip("Node.js is not installed")
    states = walked(name)
    # Each walk is one board that goes from scene to scene.
    given = [(story.partition(":")[0], *rest) for story, *rest in states]
    found = browser.run(node, tmp_path, given)
    for (story, scene, cursor, _), one in zip(states, found, strict=True):
        try:
            assert browser.check(Seen(scene), one, cursor) > 0
        except AssertionError as error:
            raise AssertionError(f"{story}: {error}") from error


def test_every_explorer_has_a_recipe_and_is_recomputed():
    assert set(random_edits.RECIPES) == set(facts.FACTS) == set(random_edits.names())
    kinds = (getattr(widgets, name) for name in random_edits.names())
    assert all(issubclass(kind, Explorer) for kind in kinds)


# -- the lessons' own tasks


def _crossing(explorer, row, col):
    """Return products, bias and sum of the crossing's map at a place."""
    seen = Seen(explorer.scene)
    window = window_of(seen, "0", "input", row, col)
    products = window * seen.arrays["0.weight"][1]
    return products, seen.arrays.get("0.bias", np.zeros(3))[1], seen.of("0")[1, row, col]


def test_a_zeroed_kernel_has_products_of_zero():
    explorer = widgets.NetworkExplorer(image="X", layer="0", map=1)
    explorer.zero_kernel("0", 1)
    products, _, total = _crossing(explorer, 3, 3)
    assert not products.any()
    assert total == 0
    assert not array(explorer, "0.weight")[1].any()


def test_a_typed_weight_is_in_the_products_and_in_the_sum():
    explorer = widgets.NetworkExplorer(image="X", layer="0", map=1)
    send(explorer, "kernel[1,1]", "5")
    products, bias, total = _crossing(explorer, 3, 3)
    assert products[0, 1, 1] == 5
    assert products.sum() + bias == pytest.approx(total, abs=1e-5)


def test_zeroed_votes_leave_the_bias():
    explorer = widgets.NetworkExplorer(image="X", layer="4", map=0)
    send(explorer, "zero", "")
    seen = Seen(explorer.scene)
    assert not seen.arrays["4.weight"][0].any()
    assert seen.of("4")[0, 0, 0] == pytest.approx(seen.arrays["4.bias"][0])


def test_weights_set_to_what_they_were_are_not_called_changed():
    explorer = widgets.NetworkExplorer(image="X")
    explorer.set_weights(explorer.weights)
    assert "changed" not in explorer.scene["label"]
    assert panel(explorer, "softmax")["note"] == ""


# -- what is done to a network, a picture or an array elsewhere


def _own_network():
    rng = np.random.default_rng(0)
    return biased(Sequential(Conv2d(1, 2, 3, rng=rng), Flatten(), Linear(32, 2, rng=rng)))


def test_a_network_that_is_changed_later_changes_nothing_in_its_explorer():
    model = _own_network()
    explorer = widgets.NetworkExplorer(model, np.ones((6, 6)), layer="0")
    before = explorer.scene["arrays"]
    for parameter in model.parameters().values():
        parameter[:] = 7
    model[0].stride = 2
    explorer.publish()
    assert explorer.scene["arrays"] == before


class Capped(ReLU):
    """A layer of one's own with an array that is no parameter."""

    def __init__(self):
        super().__init__()
        self.cap = np.full(1, 2.0, np.float32)

    def _forward(self, x):
        return np.minimum(x, self.cap), None


def test_an_array_that_a_layer_of_ones_own_keeps_is_copied_too():
    model = Sequential(Capped())
    explorer = widgets.NetworkExplorer(model, np.full((3, 3), 5))
    model[0].cap[:] = 4
    explorer.set(image=np.full((3, 3), 6))
    assert (array(explorer, "0") == 2).all()


def test_two_explorers_of_one_network_have_weights_of_their_own():
    model = _own_network()
    first, second = (widgets.NetworkExplorer(model, np.ones((6, 6))) for _ in range(2))
    before = second.scene["arrays"]
    first.zero_kernel("0", 0)
    second.publish()
    assert second.scene["arrays"] == before
    assert model[0].weight[0].any()


def test_a_pad_shows_one_moment_of_a_network_that_goes_on_learning():
    model = digits.network()
    pad = widgets.DrawPad(model, drawing=draw_strokes(STROKES[7]))
    before = pad.scene["arrays"]
    model[0].weight[:] = 0
    pad.publish()  # nothing was drawn: the old answer, with the weights that gave it
    assert pad.scene["arrays"] == before
    send(pad, "pad[draw]", {"cells": []})
    assert not array(pad, "weight").any()
    assert check_scene(Seen(pad.scene))


def test_a_lab_shows_weights_that_take_the_place_of_others():
    lab = random_edits.make("TrainingLab", np.random.default_rng(0))
    lab.model[0].weight = 2 * lab.model[0].weight
    lab.publish()
    np.testing.assert_array_equal(array(lab, "kernels"), lab.model[0].weight[:, 0])


GIVEN = {
    "FilterExplorer.image": lambda a: widgets.FilterExplorer(a),
    "FilterExplorer.kernel": lambda a: widgets.FilterExplorer(kernel=a),
    "ChannelExplorer.image": lambda a: widgets.ChannelExplorer(a),
    "ChannelExplorer.kernel": lambda a: widgets.ChannelExplorer(kernel=a),
    "VoteExplorer.image": lambda a: widgets.VoteExplorer(a),
    "DrawPad.drawing": lambda a: widgets.DrawPad(drawing=a),
    "DrawPad.prepare": lambda a: widgets.DrawPad(prepare=lambda page: a, drawing=np.ones((9, 9))),
    "NetworkExplorer.image": lambda a: widgets.NetworkExplorer(image=a),
    "NetworkExplorer, a set": lambda a: widgets.NetworkExplorer(image=a),
    "NetworkExplorer, a pair": lambda a: widgets.NetworkExplorer(image=(a, np.zeros(2, int))),
}
SHAPES = {
    "FilterExplorer.kernel": (3, 3),
    "ChannelExplorer.image": (3, 9, 9),
    "ChannelExplorer.kernel": (3, 3, 3),
    "DrawPad.prepare": (1, 8, 8),
    "NetworkExplorer, a set": (2, 1, 9, 9),
    "NetworkExplorer, a pair": (2, 1, 9, 9),
}


@pytest.mark.parametrize("what", GIVEN)
def test_an_array_that_was_given_and_is_changed_later_changes_nothing(what):
    given = np.full(SHAPES.get(what, (9, 9)), 0.5, np.float32)
    explorer = GIVEN[what](given)
    before = explorer.scene["arrays"]
    given[...] = 0.25
    explorer.publish()
    assert explorer.scene["arrays"] == before
    if "Network" in what:  # away and back again
        name, away, back = ("index", 1, 0) if given.ndim == 4 else ("image", "blank", "own")
        setattr(explorer, name, away)
        assert explorer.scene["arrays"] != before or name == "index"
        setattr(explorer, name, back)
        assert explorer.scene["arrays"] == before


def _arrays_of(explorer):
    """Yield every array that an explorer hands out."""
    kinds = type(explorer).__mro__[: type(explorer).__mro__.index(Explorer)]
    own = {name for kind in kinds for name, one in vars(kind).items() if isinstance(one, property)}
    for name in {*own, *explorer.names}:
        if name.startswith("_"):
            continue
        value = getattr(explorer, name)
        for one in value.values() if isinstance(value, dict) else [value]:
            if isinstance(one, np.ndarray):
                yield one


@every
def test_writing_into_what_an_explorer_hands_out_changes_no_explorer(name):
    explorer, other = (random_edits.make(name, np.random.default_rng(0)) for _ in range(2))
    images = [c["options"] for c in explorer.scene["controls"] if c["name"] == "image"]
    for image, _ in images[0] if images else [(None, "")]:
        for one in (explorer, other):
            if image:
                one.image = image
        before = [one.scene["arrays"] for one in (explorer, other)]
        for one in _arrays_of(explorer):
            if one.flags.writeable:
                one[...] = 9
        assert not any(one.flags.writeable for one in explorer._shown.arrays.values())
        for one in (explorer, other):
            one.publish()
            if image:
                one.image = image
        assert [one.scene["arrays"] for one in (explorer, other)] == before


# -- all or nothing


@every
def test_an_edit_that_fails_half_way_leaves_the_old_state(name, monkeypatch):
    explorer = random_edits.make(name, np.random.default_rng(1))
    before = explorer.scene, explorer._settings, [getattr(explorer, n) for n in explorer.names]
    kind, compute = type(explorer), type(explorer).compute

    def broken(self):
        if self._settings is not before[1]:
            raise ValueError("no such scene")
        return compute(self)

    monkeypatch.setattr(kind, "compute", broken)
    rng = np.random.default_rng(2)
    choices = [c for c in explorer.scene["controls"] if c["kind"] == "choice" and c["value"]]
    control = next(c for c in choices if c["name"] != "play_epochs")
    value = next(v for v, _ in control["options"] if v != control["value"] and v not in ("", "own"))
    by_hand = send(explorer, control["name"], value)
    assert by_hand["message"] == ["error", "no such scene"]
    if control["name"] in explorer.names:
        with pytest.raises(ValueError, match="no such scene"):
            setattr(explorer, control["name"], value)
    assert by_hand["arrays"] == before[0]["arrays"]
    assert by_hand["controls"] == before[0]["controls"]
    assert explorer._settings is before[1]
    assert all(a is b for a, b in zip(
        [getattr(explorer, n) for n in explorer.names], before[2], strict=True))  # fmt: skip
    monkeypatch.undo()
    random_edits.edit(explorer, rng)
    assert check_scene(Seen(explorer.scene)) + facts.check(explorer, Seen(explorer.scene))


def test_several_settings_hold_together_or_not_at_all():
    explorer = widgets.PoolingExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match="stride 3 with a window of 2"):
        explorer.set(down=1, window=2, stride=3)
    assert explorer.scene is before
    assert (explorer.down, explorer.stride) == (0, 2)


def test_an_edit_that_is_refused_after_a_first_change_takes_it_back(monkeypatch):
    explorer = widgets.FilterExplorer()
    edit = type(explorer).edit

    def two(self, name, value):
        edit(self, "stride", "2")
        edit(self, name, value)

    monkeypatch.setattr(type(explorer), "edit", two)
    scene = send(explorer, "padding", "9")
    assert scene["message"][0] == "error"
    assert explorer.stride == 1
    assert array(explorer, "map").shape == (1, 7, 7)


# -- who else changes something


def test_settings_changed_while_notifications_are_held_are_all_checked_and_shown():
    explorer = widgets.FilterExplorer()
    with explorer.hold_trait_notifications():
        explorer.stride = 2
        explorer.padding = 1
        with pytest.raises(ValueError, match="stride 9"):
            explorer.stride = 9
    assert (explorer.stride, explorer.padding) == (2, 1)
    assert facts.check(explorer, Seen(explorer.scene))


def test_who_observes_a_setting_reads_what_follows_from_it():
    explorer, read = widgets.VoteExplorer(), []
    explorer.observe(lambda _: read.append(explorer.scores.copy()), "weights")
    explorer.weights = 0 * explorer.weights
    np.testing.assert_allclose(read[0], xo.network().state_dict()["4.bias"])
    assert facts.check(explorer, Seen(explorer.scene))


def test_who_observes_a_setting_may_set_another():
    explorer = widgets.FilterExplorer()
    explorer.observe(lambda _: setattr(explorer, "padding", 2), "stride")
    explorer.stride = 3
    assert (explorer.stride, explorer.padding) == (3, 2)
    assert explorer._settings.padding == 2
    assert facts.check(explorer, Seen(explorer.scene))


def test_settings_of_two_threads_end_in_one_state():
    explorer = widgets.FilterExplorer()

    def cell():
        for number in range(60):
            explorer.stride = 1 + number % 3

    def hand():
        for number in range(60):
            send(explorer, "padding", str(number % 3))
            send(explorer, "kernel[0,0]", str(number))

    def other_cell():
        for number in range(60):
            explorer.stride = 3 - number % 3

    threads = [threading.Thread(target=act) for act in (cell, hand, other_cell)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in explorer.names:
        assert getattr(explorer, name) is getattr(explorer._settings, name)
    assert explorer.padding == 59 % 3
    assert explorer.kernel[0, 0] == 59
    assert check_scene(Seen(explorer.scene)) + facts.check(explorer, Seen(explorer.scene))


def test_a_setting_is_checked_and_assigned_in_one_piece(monkeypatch):
    explorer = widgets.FilterExplorer()
    checked, done = threading.Event(), threading.Event()
    changed = FilterSettings.changed

    def slow(self, **changes):
        found = changed(self, **changes)
        if threading.current_thread() is first:
            checked.set()
            done.wait(0.3)  # time enough to come in between, if that were possible
        return found

    def later():
        checked.wait(5)
        explorer.stride = 3
        done.set()

    first = threading.Thread(target=lambda: setattr(explorer, "stride", 2))
    second = threading.Thread(target=later)
    monkeypatch.setattr(FilterSettings, "changed", slow)
    for thread in (first, second):
        thread.start()
    for thread in (first, second):
        thread.join()
    assert explorer.stride == explorer._settings.stride == 3


def test_a_walk_that_two_explorers_share_has_each_step_once():
    explorers = [widgets.LossExplorer(-6.5, 0.123) for _ in range(4)]
    threads = [
        threading.Thread(target=lambda one=one: setattr(one, "steps", 1500)) for one in explorers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert facts.check(explorers[0], Seen(explorers[0].scene))


# -- where the cursor rests


def _inside(explorer):
    name, *place = explorer.cursor
    shape = array(explorer, panel(explorer, name)["array"]).shape
    return all(0 <= at < size for at, size in zip(place, shape, strict=True))


@every
def test_a_cursor_off_the_board_rests_on_the_nearest_cell(name):
    explorer = random_edits.make(name, np.random.default_rng(0))
    for one in explorer.scene["panels"]:
        explorer.cursor = (one["name"], 99999, -5, 99999)
        assert _inside(explorer)
        explorer.cursor = ("nowhere", 3, 3, 3)
        assert _inside(explorer)
    assert explorer.figure().axes


@every
def test_the_cursor_rests_on_a_cell_whatever_is_changed(name):
    rng = np.random.default_rng(5)
    explorer = random_edits.make(name, rng)
    for _ in range(30):
        explorer.cursor = random_edits.cursor_in(explorer, rng)
        random_edits.edit(explorer, rng)
        assert _inside(explorer)
