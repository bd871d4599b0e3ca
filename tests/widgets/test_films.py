"""Films of boards: what they show, what they leave as it is, and what they refuse."""

import itertools
import pathlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageSequence

from cnnkit import data, widgets
from cnnkit.layers import Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets import (
    BackpropExplorer,
    DescentExplorer,
    DrawPad,
    FilterExplorer,
    LossExplorer,
    NetworkExplorer,
    TrainingLab,
)
from cnnkit.widgets.board.explorer import Explorer
from cnnkit.widgets.board.film import planned
from cnnkit.widgets.board.film_moments import Moment
from cnnkit.widgets.board.gif_format import Reel
from cnnkit.widgets.board.still_png import drawn
from cnnkit.widgets.board.still_words import with_words
from cnnkit.widgets.board.themes import DARK, LIGHT

QUICK = {"seconds": 0.3, "fps": 10, "width": 200}  # three pictures
NAMES = [name for name in widgets.__all__ if name not in ("Board", "DrawPad", "TrainingLab")]


def trained():
    """A lab of few weights after three epochs."""
    rng = np.random.default_rng(0)
    lab = TrainingLab(Sequential(Flatten(), Linear(81, 2, rng=rng)), data.load_xo())
    lab.run(3)
    return lab


def drawn_pad():
    """A pad with something on its paper."""
    return DrawPad(drawing=data.draw_strokes([[(0.1, 0.3), (0.1, 0.7), (0.9, 0.4)]]))


MAKERS = {name: getattr(widgets, name) for name in NAMES} | {
    "TrainingLab": trained,
    "DrawPad": drawn_pad,
}


def pictures(path):
    """The pictures of a film as a viewer sees them, (H, W, 3) each."""
    with Image.open(path) as film:
        return [np.asarray(one.convert("RGB"), int) for one in ImageSequence.Iterator(film)]


def inked(pixels):
    """The part of a picture that is not blank."""
    rows, cols = (np.flatnonzero((pixels != 255).any((axis, 2))) for axis in (1, 0))
    return pixels[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]


def delays(path):
    """How many milliseconds each picture stays."""
    with Image.open(path) as film:
        return [one.info["duration"] for one in ImageSequence.Iterator(film)]


# -- for every explorer in which something walks


@pytest.mark.parametrize("name", MAKERS)
def test_every_explorer_says_where_its_film_goes(name):
    kind = getattr(widgets, name)
    assert kind.walk or kind.moments is not Explorer.moments, (
        "give the class an attribute walk = (panel, panel that fills), or a method moments"
    )


@pytest.mark.parametrize("name", MAKERS)
def test_a_film_moves_and_leaves_the_explorer_as_it_is(name, tmp_path):
    explorer = MAKERS[name]()
    before, told = (explorer.scene, explorer.cursor, repr(explorer)), []
    explorer.observe(told.append)
    path = explorer.film(tmp_path / "walk.gif", **QUICK)
    assert path == tmp_path / "walk.gif"
    assert explorer.scene is before[0]
    assert (explorer.cursor, repr(explorer)) == before[1:]
    assert not told
    frames = pictures(path)
    assert len(frames) > 1
    assert {frame.shape[1] for frame in frames} == {200}
    assert all((one != other).any() for one, other in itertools.pairwise(frames))
    explorer.close()


# -- what a film shows


def test_each_picture_is_the_still_with_its_cursor_moved(tmp_path):
    explorer = FilterExplorer(stride=3)
    path = explorer.film(tmp_path / "walk.gif")
    frames = pictures(path)
    assert len(frames) == explorer.map.size
    explorer.position = explorer.map.shape[0] - 1, explorer.map.shape[1] - 1
    still = inked(drawn(explorer.figure(), 100)[..., :3].astype(int))
    last = inked(frames[-1])
    assert last.shape == still.shape
    assert np.abs(last - still).mean() < 0.5


def test_a_film_says_what_is_set_at_each_moment_as_a_still_does(tmp_path):
    """However long that is: here the second picture needs more lines than the ends."""
    explorer = DescentExplorer("compromise", rate=0.25)
    explorer.step(2)
    first, middle, last = (moment().scene for moment in explorer.moments())
    assert "Learning rate 0.25" in first.settings
    more = replace(middle, controls=(*middle.controls, *middle.controls))
    scenes = [first, more, last]
    cursor = explorer.cursor
    explorer.moments = lambda: [lambda scene=scene: Moment(scene, cursor) for scene in scenes]
    frames = pictures(explorer.film(tmp_path / "walk.gif", fps=10, seconds=0.3))
    for frame, scene in zip(frames, scenes, strict=True):
        figure = with_words(explorer.draw(scene, cursor, LIGHT), scene.settings, LIGHT)
        still = inked(drawn(figure, 100)[..., :3].astype(int))
        assert inked(frame).shape == still.shape
        assert np.abs(inked(frame) - still).mean() < 0.5


def test_the_map_fills_up_as_the_window_goes():
    moments = FilterExplorer(image="X").moments()
    assert [dict(moments[k]().known) for k in (0, 8, 48)] == [{"map": 1}, {"map": 9}, {"map": 49}]
    assert moments[8]().cursor == ("map", 0, 1, 1)


def test_a_descent_shows_its_steps_and_the_next_ones_where_it_took_none():
    explorer = DescentExplorer(rate=0.1)
    explorer.step(3)
    walk = [moment().scene.panel("curve").point for moment in explorer.moments()]
    assert walk == pytest.approx([0, 0.4, 0.72, 0.976])
    fresh = DescentExplorer(rate=0.1)
    assert fresh.moments()[3]().scene.panel("curve").point == pytest.approx(0.976)
    assert fresh.weight == 0


def test_a_loss_and_a_backward_pass_show_their_steps():
    loss = LossExplorer(steps=5)
    assert [moment().caption for moment in loss.moments()][-1] == "after 5 steps"
    backward = BackpropExplorer()
    backward.step(2)
    assert len(backward.moments()) == 3
    assert backward.moments()[2]().caption == f"after step 2: loss {backward.loss:.3f}"


def test_a_training_goes_through_its_epochs_with_colours_that_hold_still():
    model = Sequential(Flatten(), Linear(81, 2, rng=np.random.default_rng(0)))
    model[1].weight *= 50
    lab = TrainingLab(model, data.load_xo(), weight_decay=0.5, lr=0.5, momentum=0.0)
    lab.run(3)  # the weights shrink
    assert np.abs(lab.model_at(0)[1].weight).max() > 2 * np.abs(model[1].weight).max()
    scenes = [moment().scene for moment in lab.moments()]
    assert [scene.panel("loss").pin for scene in scenes] == [0, 1, 2, 3]
    for name in ("kernels", "kernels then"):
        assert len({scene.panel(name).limits for scene in scenes}) == 1
    np.testing.assert_array_equal(scenes[3].arrays["kernels then"], scenes[3].arrays["kernels"])
    assert lab.epoch == 0
    lab.close()


def test_the_open_map_of_a_network_fills_up():
    explorer = NetworkExplorer(layer="0", map=1)
    moment = explorer.moments()[10]()
    assert moment.cursor == ("0", 1, 1, 3)
    assert dict(moment.known) == {"map": 11}


# -- time, size and colours


def test_all_pictures_take_the_time_asked_for_and_the_last_one_more(tmp_path):
    path = FilterExplorer().film(tmp_path / "walk.gif", seconds=1, fps=7, width=150)
    stay = delays(path)
    assert len(stay) == 7
    assert sum(stay) == 1000 + 1500
    assert max(stay[:-1]) - min(stay[:-1]) <= 10


@pytest.mark.parametrize(
    ("count", "options", "pictures", "length"),
    [
        (49, {}, 49, 6.12),
        (676, {}, 96, 12),
        (49, {"seconds": 2}, 40, 2),
        (49, {"fps": 20}, 49, 2.45),
        (10, {"seconds": 20}, 10, 20),
    ],
)
def test_a_long_walk_leaves_out_places_evenly(count, options, pictures, length):
    numbers, stay = planned(count, **options)
    assert len(numbers) == len(stay) == pictures
    assert (numbers[0], numbers[-1]) == (0, count - 1)
    assert np.ptp(np.diff(numbers)) <= 1
    assert sum(stay) / 100 - 1.5 == pytest.approx(length, abs=0.01)


def test_a_dark_film_has_the_colours_of_a_dark_page(tmp_path):
    explorer = FilterExplorer()
    for dark, theme in ((True, DARK), (False, LIGHT)):
        frame = pictures(explorer.film(tmp_path / f"{dark}.gif", dark=dark, seconds=0.2))[0]
        assert tuple(frame[0, 0]) == theme.colours[0]
        assert (frame == theme.colours[4]).all(-1).any()  # the cursor's, exactly


def test_a_film_is_small_and_says_what_it_shows(tmp_path):
    explorer = FilterExplorer()
    path = explorer.film(tmp_path / "walk.gif", seconds=2, fps=4)
    assert path.stat().st_size < 120_000
    with Image.open(path) as film:
        assert film.info["comment"].decode() == explorer.scene["label"]
        assert film.info["loop"] == 0


def test_pictures_come_back_as_they_were_put_in(tmp_path):
    rng = np.random.default_rng(0)
    frames = [rng.choice([0, 90, 255], (9, 7, 3)).astype(np.uint8) for _ in range(4)]
    frames.insert(2, frames[1])  # one that changes nothing
    reel = Reel()
    for frame in frames:
        reel.add(frame)
    (path := tmp_path / "film.gif").write_bytes(reel.gif([10, 20, 30, 40, 50]))
    for one, other in zip(pictures(path), frames[:2] + frames[3:], strict=True):
        np.testing.assert_array_equal(one, other)
    assert delays(path) == [100, 500, 400, 500]


def test_many_colours_share_one_palette_and_those_of_the_theme_stay(tmp_path):
    rng = np.random.default_rng(0)
    frames = [rng.integers(0, 256, (40, 40, 3)).astype(np.uint8) for _ in range(3)]
    frames[1][3, 4] = 181, 23, 158
    reel = Reel([(181, 23, 158)])
    for frame in frames:
        reel.add(frame)
    (path := tmp_path / "film.gif").write_bytes(reel.gif([10, 10, 10]))
    found = pictures(path)
    assert tuple(found[1][3, 4]) == (181, 23, 158)
    for one, other in zip(found, frames, strict=True):
        assert np.abs(one - other.astype(int)).mean() < 30


# -- a file whole or not at all


def test_a_film_that_fails_leaves_the_old_file_and_the_explorer(tmp_path, monkeypatch):
    explorer = DescentExplorer()
    (path := tmp_path / "walk.gif").write_bytes(b"old")
    draw, calls = explorer.draw, itertools.count()

    def fails(*arguments, **options):
        if next(calls) == 4:
            raise RuntimeError("in the middle")
        return draw(*arguments, **options)

    monkeypatch.setattr(type(explorer), "draw", lambda self, *rest, **more: fails(*rest, **more))
    before = explorer.scene, explorer.cursor, repr(explorer)
    with pytest.raises(RuntimeError, match="in the middle"):
        explorer.film(path, **QUICK)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    assert (explorer.scene, explorer.cursor, repr(explorer)) == before
    explorer.step()  # and it is not locked


def test_the_home_folder_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert FilterExplorer().film("~/walk.gif", **QUICK) == tmp_path / "walk.gif"
    assert FilterExplorer().save_picture("~/board.svg").read_bytes()[:5] == b"<?xml"


# -- pictures


def test_a_picture_is_saved_in_both_themes_and_says_what_it_shows(tmp_path):
    explorer = FilterExplorer()
    for dark, theme in ((False, LIGHT), (True, DARK)):
        path = explorer.save_picture(tmp_path / "board.PNG", dark=dark)
        with Image.open(path) as picture:
            assert picture.getpixel((0, 0)) == theme.colours[0]
            assert picture.info["Description"] == explorer.scene["label"]


@pytest.mark.parametrize("name", ["NetworkExplorer", "LandscapeExplorer", "TrainingLab", "DrawPad"])
def test_a_picture_can_be_scaled(name):
    explorer = MAKERS[name]()
    scene, svg = explorer.scene, explorer.picture_bytes("svg", dark=True).decode()
    assert svg.startswith("<?xml")
    assert DARK.paper in svg
    assert LIGHT.ink not in svg
    assert explorer.scene is scene
    explorer.close()


def test_colours_of_the_themes_are_those_of_the_board():
    css = (pathlib.Path(__file__).parents[2] / "js" / "board" / "board.css").read_text("utf-8")
    roles = {"negative": "negative", "zero": "zero", "positive": "positive", "cursor": "frame",
             "hidden": "hidden"}  # fmt: skip
    for theme in (LIGHT, DARK):
        for role, name in roles.items():
            assert f"--cnnkit-{name}: {getattr(theme, role)};" in css
