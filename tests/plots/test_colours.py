"""Colours: the same in Python and in the browser (tests/js/colours.test.mjs runs these cases)."""

import json
import pathlib
import re

import pytest

from cnnkit import plots
from cnnkit.exercises.engine import text_and_html
from cnnkit.plots.colours import ink_on

ROOT = pathlib.Path(__file__).parents[2]
SHARED = json.loads((ROOT / "tests" / "shared" / "colours.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SHARED["names"])
def test_a_colour_has_one_value(name):
    assert getattr(plots, name.upper()) == SHARED["names"][name]


def test_a_signed_number_has_the_colour_of_the_board():
    for value, limit, colour in SHARED["signed"]:
        red, green, blue, _ = plots.SIGNED((value + limit) / (2 * limit), bytes=True)
        steps = [abs(int(a) - b) for a, b in zip((red, green, blue), colour, strict=True)]
        assert max(steps) <= 1, (value, limit)  # the colormap has 257 steps


def test_the_ink_on_a_ground_is_the_boards():
    for ground, ink in SHARED["ink"]:
        assert ink_on([part / 255 for part in ground]) == ink, ground


def test_predictions_have_the_colours_of_the_checks():
    css = (ROOT / "js" / "prediction" / "predict.css").read_text(encoding="utf-8")
    for variable, tone in (("good", "success"), ("bad", "warn")):
        assert f"--cnnkit-{variable}: {text_and_html._TONES[tone]};" in css


def test_no_colour_is_written_a_second_time():
    """A colour by its digits is in plots/colours.py, or in a rule of CSS.

    The dark ones of a still picture are in themes.py, and are those of the board's CSS: a test of
    the stills, tests/widgets/test_themes.py, compares them.
    """
    allowed = {"plots/colours.py", "exercises/engine/text_and_html.py", "widgets/board/themes.py"}
    written = {
        path.relative_to(ROOT / "cnnkit").as_posix()
        for path in (ROOT / "cnnkit").rglob("*.py")
        if re.search(r"(?<!such as )['\"]#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))
    }
    assert written - allowed == set()
