"""Scenes as Python has them; those that cannot be shown stand in tests/rejections/scenes.py."""

import pytest

from cnnkit.widgets import FilterExplorer


def test_a_panel_that_is_not_there_is_told_with_those_that_are():
    scene = FilterExplorer()._shown
    assert scene.panel("map").name == "map"
    with pytest.raises(KeyError, match=r"there is no panel 'q'; there are 'image', .*'map'"):
        scene.panel("q")
