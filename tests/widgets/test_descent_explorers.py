"""What is special to the explorers of descent: of one weight, of two weights, of two losses."""

import math

import numpy as np
import pytest

from cnnkit import plots
from cnnkit.widgets import DescentExplorer, LandscapeExplorer, LossExplorer
from cnnkit.widgets.descent.error_functions import two_weights
from tests.helpers.boards import array, control, panel, send

# -- one weight


def test_axis_dot_and_tangent_follow_a_walk_that_runs_away():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=1.1)
    for _ in range(3):
        send(explorer, "ten")
    curve = panel(explorer, "curve")
    low, high = curve["x"]
    assert low <= min(w for w, _ in curve["trail"]) < -300
    assert low <= curve["point"] == explorer.weight <= high
    errors, slopes = array(explorer, "curve")[:, 0]
    w = np.linspace(low, high, errors.size)
    np.testing.assert_allclose(errors, (w - 2) ** 2, rtol=1e-5, atol=1e-3)
    np.testing.assert_allclose(slopes, 2 * (w - 2), rtol=1e-5, atol=1e-3)
    assert curve["limits"][1] >= explorer.error


def test_start_again_gives_the_first_picture_back():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=1.1)
    first = panel(explorer, "curve")["x"]
    explorer.step(20)
    assert panel(explorer, "curve")["x"] != first
    send(explorer, "again")
    assert panel(explorer, "curve")["x"] == first


def test_an_axis_holds_still_under_the_hand_that_drags_the_point():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=1.1)
    explorer.step(20)
    wide = panel(explorer, "curve")["x"]
    for sample in (100, 120, 140):
        send(explorer, f"curve[0,{sample}]", "choose")
        assert panel(explorer, "curve")["x"] == wide


@pytest.mark.parametrize(
    "error", [lambda w: (w - 1) ** 2, np.cos, np.polynomial.Polynomial([0, 0, 1])]
)
def test_an_error_of_ones_own_is_walked_down(error):
    explorer = DescentExplorer(error=error, weight=0.5, rate=0.1)
    for w in (-2.0, 0.3, 1.7):
        explorer.weight = w
        nudged = (error(w + 1e-5) - error(w - 1e-5)) / 2e-5
        assert explorer.error == pytest.approx(float(error(w)))
        assert explorer.slope == pytest.approx(float(nudged), abs=1e-4)
        explorer.step()
        assert explorer.weight == pytest.approx(w - 0.1 * float(nudged), abs=1e-5)


def test_an_error_of_ones_own_stays_in_the_list_of_problems():
    explorer = DescentExplorer(error=np.cos, weight=1.0)
    assert ["own", "your own"] in [list(one) for one in control(explorer, "problem")["options"]]
    send(explorer, "problem", "compromise")
    assert explorer.error == pytest.approx(2.0)
    send(explorer, "problem", "own")
    assert explorer.error == pytest.approx(np.cos(1))


def test_a_given_slope_decides_the_steps_and_is_told_where_a_nudge_disagrees():
    right = DescentExplorer(error=np.cos, slope=lambda w: -np.sin(w), weight=1.0)
    assert right.scene["message"] == ["", ""]
    wrong = DescentExplorer(error=np.cos, slope=np.sin, weight=1.0)
    wrong.step()
    assert wrong.weight == pytest.approx(1 - 0.1 * np.sin(1))
    assert "your slope says" in wrong.scene["message"][1]


def test_a_function_that_ends_somewhere_leaves_a_gap_and_stops_the_walk():
    explorer = DescentExplorer(error=lambda w: w - 3 * np.log(w), weight=0.5, rate=0.1)
    errors = array(explorer, "curve")[0, 0]
    assert np.isnan(errors[:120]).all()
    assert np.isfinite(errors[121:]).all()
    assert "no number" in panel(explorer, "curve")["rule"]["texts"][0]
    explorer.set(weight=4.0, rate=20.0)
    explorer.step(30)
    assert explorer.weight == 4.0  # the next one is −1
    explorer.set(weight=0.2, rate=0.01)
    explorer.step(3)
    assert explorer.weight > 0.2
    explorer.rate = 3.0
    explorer.step(30)
    assert np.isfinite(explorer.error)
    assert explorer.figure()


@pytest.mark.parametrize("error", [math.sqrt, math.log, np.sqrt, lambda w: 1e29 * w**3])
def test_a_walk_to_where_the_function_ends_stops_before_and_says_so(error):
    explorer = DescentExplorer(error=error, weight=1.0, rate=0.5)
    send(explorer, "ten")
    send(explorer, "ten")
    assert np.isfinite(explorer.error)
    kind, sentence = explorer.scene["message"]
    assert kind == "notice"
    assert "The walk ends here" in sentence or explorer.weight == 1.0


def test_the_line_that_recreates_a_view_says_that_it_cannot_hold_a_function():
    power = 2
    explorer = DescentExplorer(error=lambda w: w**power, weight=1.0)
    assert "# error: the function that you gave" in explorer.code()


def test_two_rates_walk_from_one_start_beside_each_other():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=0.1, compare=0.9)
    explorer.step(10)
    assert panel(explorer, "other")["point"] == pytest.approx(2 - 2 * (-0.8) ** 10)
    assert len(panel(explorer, "other")["trail"]) == len(panel(explorer, "curve")["trail"]) == 11
    send(explorer, "compare", "")
    assert explorer.compare is None
    assert [one["name"] for one in explorer.scene["panels"]] == ["curve", "steps"]


def test_a_second_rate_that_runs_away_does_not_squeeze_the_first():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=0.1, compare=3.0)
    explorer.step(8)
    assert panel(explorer, "curve")["x"] == [-1.0, 5.0]
    assert panel(explorer, "other")["x"][1] > 1000


def test_the_table_has_no_colours_but_the_numbers_of_the_steps():
    explorer = DescentExplorer()
    explorer.step(9)
    table = panel(explorer, "steps")
    assert table["colours"] == "plain"
    assert table["row_names"] == ["3", "4", "5", "6", "7", "8", "9"]
    assert table["column_names"] == ["w", "E", "slope"]


# -- two losses


def test_rows_are_called_by_their_loss():
    explorer = LossExplorer()
    for name in ("p", "loss", "push"):
        assert panel(explorer, name)["labels"] == ["cross-entropy", "squared"]


def test_the_line_follows_the_state_and_not_the_start():
    explorer = LossExplorer(start=-7.0, rate=1.0)
    send(explorer, "ten")
    name, _, _, sample = explorer.cursor
    text = panel(explorer, name)["rule"]["texts"][sample]
    z = explorer.paths()[name][-1]
    assert text.startswith(f"Now, after 10 steps, z = {z:.4f}".replace("-", "−"))
    assert explorer.cursor[3] == round((z + 8) * 10)


def test_one_step_is_one_step_on_an_axis_of_whole_steps():
    explorer = LossExplorer()
    send(explorer, "step")
    steps = panel(explorer, "by_step")
    assert steps["note"].startswith("1 step;")
    assert steps["whole"] is True
    assert "have taken 1 step at" in explorer.scene["label"]
    send(explorer, "ten")
    assert array(explorer, "by_step").shape[2] == 12  # a sample for every step


# -- two weights


def test_weight_1_runs_to_the_right_and_weight_2_up():
    explorer = LandscapeExplorer("ravine")
    problem, (low, high) = two_weights("ravine")
    shown = array(explorer, "error")[0]
    for (row, col), weights in {
        (0, 0): (low, high), (0, -1): (high, high), (-1, 0): (low, low), (-1, -1): (high, low),
    }.items():  # fmt: skip
        assert shown[row, col] == pytest.approx(problem.error(np.array(weights)), rel=1e-6)
    assert panel(explorer, "error")["column_names"][::10] == ["−3", "−1.5", "0", "1.5", "3"]
    assert panel(explorer, "error")["row_names"][::10] == ["3", "1.5", "0", "−1.5", "−3"]


def test_figure_and_explorer_give_the_ways_the_same_colours_and_corners():
    _, ax = plots.panels()
    path = np.array([[-2.0, 2.0], [1.0, -0.5]])
    ways = {"plain": path, "momentum": path, "Adam": path}
    heights = np.add.outer(np.arange(5.0), np.arange(5.0)) + 1
    plots.landscape(heights, ax, at=(np.linspace(-3, 3, 5),) * 2, paths=ways)
    colours = {line.get_label(): line.get_color() for line in ax.lines[::2]}
    roles = {"negative": plots.NEGATIVE, "ink": plots.INK, "frame": plots.CURSOR}
    lines = {one["name"]: one for one in panel(LandscapeExplorer(), "walks")["lines"]}
    for name, colour in colours.items():
        assert roles[lines[name]["colour"]] == colour
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), path)


def test_the_star_is_where_the_error_is_lowest():
    explorer = LandscapeExplorer("bowl")
    row, col = panel(explorer, "error")["star"]
    weights = np.array([-3 + col * 0.15, 3 - row * 0.15])
    problem, _ = two_weights("bowl")
    assert np.abs(problem.slope(weights)).max() < 5e-3
    floor = array(explorer, "walks")[3, 0, 0]
    assert floor == pytest.approx(problem.error(weights), rel=1e-4)
    assert (array(explorer, "walks")[:3] >= floor * (1 - 1e-6)).all()


def test_momentum_is_slid_from_0_to_099():
    explorer = LandscapeExplorer(steps=20)
    slider = control(explorer, "momentum")
    assert (slider["kind"], slider["low"], slider["high"]) == ("slider", 0, 0.99)
    send(explorer, "momentum", "0")
    paths = explorer.paths()
    np.testing.assert_allclose(paths["momentum"], paths["plain"])
    send(explorer, "momentum", "0.5")
    assert not np.allclose(explorer.paths()["momentum"], paths["plain"])


def test_the_ways_are_drawn_as_far_as_the_step_under_the_cursor():
    explorer = LandscapeExplorer(steps=40)
    assert explorer.scene["player"] == "steps"
    assert panel(explorer, "error")["follows"] == explorer.scene["lead"] == "walks"
    assert array(explorer, "walks").shape == (4, 1, 41)
    texts = panel(explorer, "walks")["rule"]["texts"]
    w1, w2 = explorer.paths()["plain"][17]
    assert texts[17].startswith(f"Step 17: plain at w1 {w1:.2f}, w2 {w2:.2f}".replace("-", "−"))


def test_a_way_that_is_lost_does_not_cover_the_others():
    explorer = LandscapeExplorer("ravine", rate=0.5, steps=60)
    ways = [path for path in panel(explorer, "error")["paths"] if not path.get("thin")]
    assert len(ways[0]["points"]) < 20 < len(ways[1]["points"]) == 61
    assert np.isnan(array(explorer, "walks")[0, 0, -1])
    assert "plain (lost after" in explorer.scene["message"][1]
