"""The settings of an explorer: one frozen object, which traits read and a change replaces."""

import dataclasses
import threading
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
import traitlets

from cnnkit import widgets
from cnnkit.widgets.board.explorer import Explorer, Property, Setting
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.settings import Settings
from cnnkit.widgets.board.typed_values import parse_whole
from tests.helpers.boards import array, send

EVERY = [getattr(widgets, name) for name in widgets.__all__ if name != "Board"]


@dataclass(frozen=True)
class RangeSettings(Settings):
    low: object
    high: object
    computed: list

    def checked(self):
        yield "low", parse_whole(self.low, 0, 9, "low")
        yield "high", parse_whole(self.high, 0, 9, "high")
        if self.low > self.high:
            raise ValueError(f"low {self.low} is above high {self.high}; use less.")

    @cached_property
    def numbers(self):
        self.computed.append((self.low, self.high))
        return np.arange(self.low, self.high + 1)


class RangeExplorer(Explorer):
    """The whole numbers from `low` to `high`."""

    low = Setting()
    high = Setting()

    def __init__(self, low=0, high=3):
        self.breaks_at = None
        self.computed = []
        super().__init__(RangeSettings(low, high, self.computed))

    def edit(self, name, value):
        if name == "both":
            return self._settings.changed(low=value, high=value)
        return super().edit(name, value)

    def cursor_after(self, before):
        grew = self._settings.high > before.high
        return ("numbers", 0, 0, 99) if grew else self.cursor

    def compute(self):
        numbers = self._settings.numbers
        if self.breaks_at in numbers:
            raise ValueError(f"{self.breaks_at} cannot be shown")
        return Scene(
            label="Numbers.",
            arrays={"numbers": numbers[None, None]},
            panels=(Grid("numbers", "Numbers"),),
            columns=(("numbers",),),
            lead="numbers",
        )


def state(explorer):
    """Return all that a change can change."""
    return id(explorer._settings), explorer.cursor, explorer.scene["arrays"]


def told(explorer, *names):
    """Return a list that grows by (name, old, new) with each notification."""
    changes = []
    explorer.observe(lambda c: changes.append((c["name"], c["old"], c["new"])), names=names)
    return changes


# -- one pattern


@pytest.mark.parametrize("kind", EVERY)
def test_the_state_of_every_explorer_is_one_frozen_settings_object(kind):
    explorer = kind()
    settings = type(explorer._settings)
    assert issubclass(settings, Settings)
    assert settings.__dataclass_params__.frozen
    assert settings.__post_init__ is Settings.__post_init__  # it checks, and nothing else
    assert explorer.names
    for name in explorer.names:
        assert getattr(explorer, name) is getattr(explorer._settings, name)
        assert name not in explorer._trait_values  # no second copy that could differ


@pytest.mark.parametrize("kind", EVERY)
def test_the_same_settings_again_are_shown_alike_and_tell_nobody(kind):
    explorer = kind()
    changes = told(explorer, *explorer._properties)
    before, scene = state(explorer), explorer.scene
    explorer.adopt(explorer._settings)
    assert explorer.scene is not scene
    assert state(explorer) == before
    assert changes == []


def test_what_is_checked_first_holds_for_the_checks_that_follow():
    assert RangeSettings("2", 3.0, []) == RangeSettings(2, 3, [])
    with pytest.raises(dataclasses.FrozenInstanceError):
        RangeExplorer()._settings.low = 3


def test_the_repr_has_the_settings_by_name_and_no_arrays():
    assert repr(RangeExplorer(1, 5)) == "RangeExplorer(low=1, high=5)"
    assert repr(widgets.VoteExplorer()).endswith("order='strongest')")


# -- a change from a cell, and by hand


def test_a_cell_sets_one_setting_and_its_observers_are_told_once():
    explorer = RangeExplorer()
    changes = told(explorer, "low", "high")
    explorer.low = "2"
    assert explorer.low == 2
    assert changes == [("low", 0, 2)]
    assert array(explorer, "numbers").tolist() == [[[2, 3]]]


def test_an_edit_publishes_once_and_tells_once():
    explorer = RangeExplorer()
    order = told(explorer, "scene", "low", "high")
    scene = send(explorer, "both", "7", number=4)
    assert [name for name, _, _ in order] == ["scene", "low", "high"]
    assert scene["ack"]["number"] == 4
    assert order[1:] == [("low", 0, 7), ("high", 3, 7)]


def test_who_is_told_sees_the_new_scene_and_what_follows_from_the_settings():
    explorer, seen = RangeExplorer(), []
    explorer.observe(
        lambda _: seen.append(
            (array(explorer, "numbers")[0, 0, -1], explorer._settings.numbers[-1])
        ),
        "high",
    )
    explorer.high = 5
    send(explorer, "high", "6")
    assert seen == [(5, 5), (6, 6)]


def test_several_settings_change_at_once_and_nobody_sees_half_of_it():
    explorer, seen = RangeExplorer(), []
    explorer.observe(lambda _: seen.append((explorer.low, explorer.high)), ["low", "high"])
    scenes = told(explorer, "scene")
    explorer.set(low=5, high=7)  # neither order of one by one would be possible
    assert seen == [(5, 7), (5, 7)]
    assert len(scenes) == 1


def test_a_value_that_is_the_same_is_told_to_nobody():
    explorer, votes, softmax = RangeExplorer(), widgets.VoteExplorer(), widgets.SoftmaxExplorer()
    heard = [told(one, *one.names) for one in (explorer, votes, softmax)]
    explorer.set(low=0, high="3")
    votes.weights = votes.weights.copy()
    softmax.set(logits=[2, 1, -1], temperature="1,0")
    assert heard == [[], [], []]
    votes.set(order="for", image="O")
    assert [name for name, _, _ in heard[1]] == ["image", "order"]


def test_what_follows_from_the_settings_is_computed_once_for_each_of_them():
    explorer = RangeExplorer()
    explorer.low = 1
    send(explorer, "low", "2")
    explorer.publish()
    explorer.figure()
    assert explorer.computed == [(0, 3), (1, 3), (2, 3)]


def test_the_cursor_goes_where_the_explorer_says_as_far_as_there_are_cells():
    explorer = RangeExplorer()
    explorer.high = 6
    assert explorer.cursor == ("numbers", 0, 0, 6)
    explorer.high = 4
    assert explorer.cursor == ("numbers", 0, 0, 4)


# -- refused


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"low": 5}, "low 5 is above high 3"),
        ({"low": "x"}, "low x is not possible here"),
        ({"high": 7, "low": 8}, "low 8 is above high 7"),
        ({"high": 7, "middle": 3}, "'middle' is not a setting; use one of low, high"),
    ],
)
def test_a_refused_change_changes_nothing_and_tells_nobody(changes, sentence):
    explorer = RangeExplorer()
    before, scene = state(explorer), explorer.scene
    heard = told(explorer, "low", "high", "scene", "cursor")
    with pytest.raises(ValueError, match=sentence):
        explorer.set(**changes)
    if len(changes) == 1:
        with pytest.raises(ValueError, match=sentence):
            setattr(explorer, *next(iter(changes.items())))
    assert state(explorer) == before
    assert explorer.scene is scene
    assert heard == []


def test_what_cannot_be_shown_changes_nothing_and_tells_nobody():
    explorer = RangeExplorer(2, 3)
    explorer.breaks_at = 1
    before, heard = state(explorer), told(explorer, "low", "cursor")
    with pytest.raises(ValueError, match="1 cannot be shown"):
        explorer.low = 1
    assert send(explorer, "low", "1")["message"] == ["error", "1 cannot be shown"]
    assert state(explorer) == before
    assert heard == []


# -- observers that do more than to look


def test_an_observer_may_set_another_setting():
    explorer = RangeExplorer()
    explorer.observe(lambda change: setattr(explorer, "high", change["new"] + 1), "low")
    changes = told(explorer, "low", "high")
    explorer.low = 3
    assert (explorer.low, explorer.high) == (3, 4)
    assert sorted(changes) == [("high", 3, 4), ("low", 0, 3)]
    assert array(explorer, "numbers").tolist() == [[[3, 4]]]
    send(explorer, "low", "1")
    assert (explorer.low, explorer.high) == (1, 2)
    assert array(explorer, "numbers").tolist() == [[[1, 2]]]


def test_who_has_not_been_told_yet_is_told_of_the_last_state_only():
    explorer = RangeExplorer()
    explorer.observe(lambda _: explorer.set(high=9), "low")
    changes = told(explorer, "high")
    explorer.set(low=1, high=5)
    assert changes == [("high", 3, 9)]


@pytest.mark.parametrize("by_hand", [False, True])
def test_an_observer_that_raises_takes_the_change_back(by_hand):
    explorer = RangeExplorer()
    changes = told(explorer, "low", "high")
    before = state(explorer)

    def refuse(change):
        if change["new"] == 5:
            raise ValueError("not five")

    explorer.observe(refuse, "high")
    if by_hand:
        assert send(explorer, "both", "5")["message"] == ["error", "not five"]
    else:
        with pytest.raises(ValueError, match="not five"):
            explorer.set(low=5, high=5)
    assert state(explorer) == before
    assert changes == [("low", 0, 5), ("high", 3, 5), ("low", 5, 0), ("high", 5, 3)]
    explorer.set(low=4, high=4)
    assert changes[4:] == [("low", 0, 4), ("high", 3, 4)]


def test_an_observer_that_always_raises_leaves_the_old_state_and_the_first_error():
    explorer = RangeExplorer()
    before = state(explorer)
    errors = iter([KeyError("on the way there"), KeyError("on the way back")])

    def fail(_):
        raise next(errors)

    explorer.observe(fail, "high")
    with pytest.raises(KeyError, match="on the way there"):
        explorer.high = 5
    assert next(errors, None) is None
    assert state(explorer) == before


def test_two_linked_explorers_hold_one_value_and_refuse_together():
    one, other = RangeExplorer(), RangeExplorer(0, 5)
    traitlets.link((one, "low"), (other, "low"))
    one.low = 2
    assert other.low == 2
    other.low = 1
    assert one.low == 1
    with pytest.raises(ValueError, match="low 4 is above high 3"):
        other.low = 4
    assert (one.low, other.low) == (1, 1)


def test_held_notifications_come_once_and_the_settings_are_checked_at_once():
    explorer = RangeExplorer()
    changes = told(explorer, "low", "high")
    with explorer.hold_trait_notifications():
        explorer.high = 8
        explorer.low = 7
        with pytest.raises(ValueError, match="above high"):
            explorer.low = 9
        explorer.high = 7
        assert changes == []
    assert sorted(changes) == [("high", 3, 7), ("low", 0, 7)]
    assert array(explorer, "numbers").tolist() == [[[7]]]


def test_the_end_of_held_notifications_takes_no_walk_back():
    explorer = widgets.DescentExplorer()
    with explorer.hold_trait_notifications():
        explorer.step(3)
    assert array(explorer, "steps").shape == (1, 4, 3)


def test_two_threads_end_in_one_state_of_which_everybody_was_told():
    explorer = RangeExplorer()
    changes = told(explorer, "low", "high")

    def cell():
        for number in range(150):
            explorer.set(low=number % 4, high=4 + number % 5)

    def hand():
        for number in range(150):
            send(explorer, "low", str(number % 3))
            send(explorer, "high", str(9 - number % 4))

    threads = [threading.Thread(target=act) for act in (cell, hand, cell)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, first in (("low", 0), ("high", 3)):
        chain = [(old, new) for one, old, new in changes if one == name]
        assert [old for old, _ in chain] == [first, *(new for _, new in chain[:-1])]
        assert chain[-1][1] == getattr(explorer, name)
    assert array(explorer, "numbers").ravel().tolist() == explorer._settings.numbers.tolist()


# -- a trait that is no setting


def test_a_property_is_read_written_and_told_but_not_set_with_the_settings():
    class Doubled(RangeExplorer):
        twice = Property(lambda one: 2 * one.high, lambda one, value: one.set(high=value // 2))

    explorer = Doubled()
    changes = told(explorer, "twice")
    explorer.twice = 10
    assert (explorer.high, explorer.twice) == (5, 10)
    explorer.high = 6
    assert changes == [("twice", 6, 10), ("twice", 10, 12)]
    with pytest.raises(ValueError, match="'twice' is not a setting"):
        explorer.set(twice=4)
