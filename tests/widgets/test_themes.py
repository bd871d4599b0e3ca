"""A still picture has the colours of the board, in the light theme and in the dark one."""

import re
from pathlib import Path

import pytest

from cnnkit.widgets.board.themes import DARK, LIGHT

CSS = (Path(__file__).resolve().parents[2] / "js" / "board" / "board.css").read_text("utf-8")
ROLES = {
    "negative": "negative",
    "zero": "zero",
    "positive": "positive",
    "hidden": "hidden",
    "cursor": "frame",
}


@pytest.mark.parametrize(
    ("theme", "rule"), [(LIGHT, ".cnnkit-board {"), (DARK, ".cnnkit-board.cnnkit-dark {")]
)
def test_cells_and_frames_have_the_colours_of_the_pages_board(theme, rule):
    block = CSS.split(f"\n{rule}")[1].split("}")[0]
    on_the_page = dict(re.findall(r"--cnnkit-([\w-]+): (#[0-9a-f]{6});", block))
    assert {role: getattr(theme, role) for role in ROLES} == {
        role: on_the_page[variable] for role, variable in ROLES.items()
    }


def test_no_style_makes_a_browser_look_through_a_board_at_each_move_of_the_pointer():
    for sheet in (Path(__file__).resolve().parents[2] / "js").glob("*/*.css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        assert ":has(" not in rules, sheet.name
