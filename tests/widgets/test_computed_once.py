"""An edit computes each map once, and a cursor computes none: the package's calls are counted."""

import hashlib
import inspect
import sys
from collections import Counter

import numpy as np
import pytest

from cnnkit import functional, matching
from cnnkit.layers.base import Layer
from cnnkit.widgets import FilterExplorer, NetworkExplorer, PoolingExplorer
from tests.helpers.boards import send
from tests.widgets.truth import random_edits

WATCHED = {
    inspect.unwrap(function).__code__: name
    for name, function in [
        ("match_map", matching.match_map),
        ("forward", Layer.forward),
        *((name, getattr(functional, name)) for name in functional.__all__),
    ]
    if inspect.isfunction(function)
}
# Errors over weights and scores are no maps; a training is one forward pass after the other.
OTHERS = {"DescentExplorer", "LandscapeExplorer", "LossExplorer", "SoftmaxExplorer", "TrainingLab"}
EXPLORERS = sorted(set(random_edits.names()) - OTHERS)


def digest(value):
    """A short text that is the same for equal arguments."""
    if isinstance(value, np.ndarray):
        kept = np.ascontiguousarray(value)
        return f"{kept.dtype}{kept.shape}{hashlib.sha1(kept.tobytes()).hexdigest()}"
    if isinstance(value, Layer):
        return f"{value!r}{digest(value.parameters())}"
    if isinstance(value, dict):
        return digest(tuple(value.items()))
    if isinstance(value, (tuple, list)):
        return f"({', '.join(map(digest, value))})"
    return "rng" if isinstance(value, np.random.Generator) else repr(value)


class Calls(Counter):
    """What is called inside the ``with``: how often each function with the same maps.

    Maps have two axes at least. What a function of the package calls itself is its own affair.
    """

    def __enter__(self):
        self.inside = 0
        sys.setprofile(self.note)
        return self

    def __exit__(self, *_):
        sys.setprofile(None)

    def note(self, frame, event, _argument):
        name = WATCHED.get(frame.f_code)
        if name and event == "return":
            self.inside -= 1
        elif name and event == "call":
            self.inside += 1
            given = frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount
            values = [frame.f_locals[one] for one in frame.f_code.co_varnames[:given]]
            if self.inside == 1 and any(np.ndim(one) > 1 for one in values[:2]):
                self[name, digest(values)] += 1

    def of(self, name):
        """How often a function was called, with whatever arguments."""
        return sum(count for (called, _), count in self.items() if called == name)


def test_calls_are_counted_by_what_they_are_given():
    with Calls() as calls:
        for number in (1.0, 1.0, 2.0):
            functional.relu(np.full((3, 3), number))
    assert sorted(calls.values()) == [1, 2]
    assert calls.of("relu") == 3


@pytest.mark.parametrize("name", EXPLORERS)
def test_an_edit_computes_nothing_twice(name):
    rng = np.random.default_rng(3)
    explorer = random_edits.make(name, rng)
    computed = 0
    for _ in range(20):
        with Calls() as calls:
            said = random_edits.hand(explorer, rng)
        twice = [called for (called, _), count in calls.items() if count > 1]
        assert twice == [], said
        assert not (said.startswith("cursor") and calls), said
        computed += len(calls)
    assert computed, f"if {name} calls nothing that is watched, say so in OTHERS of this file"


@pytest.mark.parametrize("name", EXPLORERS)
def test_a_cursor_computes_nothing(name):
    rng = np.random.default_rng(4)
    explorer = random_edits.make(name, rng)
    with Calls() as calls:
        for panel in explorer.scene["panels"]:
            explorer.cursor = random_edits.cursor_in(explorer, rng, panel["name"])
    assert calls == {}


def test_an_edit_of_a_kernel_matches_once():
    explorer = FilterExplorer()
    with Calls() as calls:
        send(explorer, "kernel[0,0]", "0.5")
        read = explorer.map, explorer.position, explorer.scene, explorer.figure()
    assert calls.of("match_map") == 1
    assert read[0] is explorer.map


@pytest.mark.parametrize("scoring", ["mean", "count", "sum"])
def test_every_scoring_matches_once(scoring):
    explorer = FilterExplorer(kernel="crossing")
    with Calls() as calls:
        explorer.set(scoring=scoring, kernel="/")
    assert calls.of("match_map") == 1


def test_a_shift_matches_the_picture_there_and_in_its_place():
    explorer = PoolingExplorer()
    with Calls() as calls:
        explorer.down = 1
    assert (calls.of("match_map"), calls.of("max_pool2d")) == (2, 2)
    with Calls() as calls:
        explorer.down = 0
    assert (calls.of("match_map"), calls.of("max_pool2d")) == (1, 1)


def test_a_typed_weight_runs_the_network_once_and_an_opened_map_not_at_all():
    explorer = NetworkExplorer()
    layers = len(explorer._settings.layers)
    with Calls() as calls:
        send(explorer, "0[1]", "open")
    assert calls.of("forward") == 0
    with Calls() as calls:
        send(explorer, "kernel[0,0]", "0.5")
    assert calls.of("forward") == layers
    with Calls() as calls:
        send(explorer, "restore")
    assert calls.of("forward") == 0
