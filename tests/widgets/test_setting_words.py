"""What is set in a toolbar stands in words below a saved picture."""

import numpy as np
import pytest

from cnnkit import widgets
from cnnkit.widgets import DrawPad, FilterExplorer, NetworkExplorer, TrainingLab
from cnnkit.widgets.board.still_png import drawn, inked
from cnnkit.widgets.board.still_words import SIZE, with_words
from cnnkit.widgets.board.themes import LIGHT


def below(figure):
    """Return the words that the figure has beside those on its axes."""
    return " ".join(text.get_text() for text in figure.texts).replace("\n", "; ")


@pytest.mark.parametrize("name", [name for name in widgets.__all__ if name != "Board"])
def test_every_picture_says_what_each_shown_control_says(name):
    explorer = getattr(widgets, name)()
    controls = [one for one in explorer._shown.controls if not (one.hidden or one.tool)]
    told = below(explorer.figure()).split("; ")
    chosen = [one for one in controls if one.kind not in ("button", "file") and one.value != ""]
    assert chosen or name == "DrawPad"
    for one in chosen:
        assert any(part.startswith(f"{one.label} ") for part in told), one.label
    assert explorer.scene["settings"] == "; ".join(told)
    explorer.close()


def test_a_setting_that_changes_is_said_anew():
    explorer = FilterExplorer(kernel="crossing", stride=2)
    assert "Kernel crossing; Size 3; Stride 2; Padding 0" in below(explorer.figure())
    explorer.stride = 1
    assert "Stride 1" in below(explorer.figure(dark=True))
    explorer.close()


def test_a_lab_says_its_epoch():
    lab = TrainingLab()
    lab.run(epochs=1)
    assert below(lab.figure()).startswith("Epoch 1 beside epoch 0; Learning rate 0.05; ")
    lab.close()


def test_tools_and_what_is_not_open_are_not_said():
    for explorer in (DrawPad(), NetworkExplorer()):
        words = below(explorer.figure())
        assert not {"Tool", "Pen", "Open"} & set(words.split())
        explorer.close()


def test_words_stand_below_what_is_drawn_and_nothing_else_moves():
    explorer = FilterExplorer()
    figures = explorer.draw(explorer._shown, explorer.cursor, LIGHT), explorer.figure()
    plain, told = (inked(drawn(figure, 60), figure)[0] for figure in figures)
    assert abs(told.start - plain.start) <= 1
    assert told.stop - plain.stop > SIZE * 60 / 72
    boxes = [[ax.get_window_extent().height / 60 for ax in figure.axes] for figure in figures]
    np.testing.assert_allclose(boxes[1], boxes[0])  # inches
    explorer.close()


def test_long_settings_are_broken_where_the_sheet_ends():
    lab = TrainingLab()
    figure = with_words(
        lab.draw(lab._shown, lab.cursor, LIGHT), "; ".join(["a setting"] * 60), LIGHT
    )
    (text,) = figure.texts
    box = text.get_window_extent()
    assert box.x0 >= 0
    assert box.x1 <= figure.bbox.width
    assert box.y0 >= 0
    assert text.get_text().count("\n") > 1
    assert text.get_fontsize() == SIZE
    lab.close()
