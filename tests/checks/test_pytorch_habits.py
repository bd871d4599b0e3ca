"""Advice for names of other libraries: no name that is here is sent away, and none left out."""

import re

import cnnkit
from cnnkit import functional, layers
from cnnkit.checks import other_names
from cnnkit.layers import elementwise

MEND = "mend it in cnnkit/checks/other_names.py"


def test_no_name_that_is_here_is_answered_as_if_it_were_missing():
    here = {*cnnkit.__all__, *functional.__all__, *layers.__all__}
    sent_away = [
        name for name in here & set(other_names.ROOMS) if name not in other_names.ROOMS[name]
    ]
    assert sent_away == [], MEND


def test_who_asks_for_another_activation_is_told_all_that_are_here():
    told = other_names.ROOMS["Hardswish"], other_names.ROOMS["hardswish"]
    classes, functions = (set(re.findall(r"\w+", text)) - {"use", "or"} for text in told)
    assert classes == set(elementwise.__all__), MEND
    found = {name for name in functional.activations.__all__ if not name.endswith("_backward")}
    assert functions == found, MEND
