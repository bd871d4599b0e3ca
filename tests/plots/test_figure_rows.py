"""A figure in one call: cells of one size, words from the arrays, bad parts refused."""

import numpy as np
import pytest

from cnnkit import plots
from cnnkit.examples import xo
from cnnkit.matching import match_map
from cnnkit.plots import Bars, Confusion, Landscape, Lines, Map, Picture
from cnnkit.plots.figure_rows import maps_of, row

X = xo.picture("X")
FALLING = match_map(X, xo.features()["\\"])


def cell_sizes(figure):
    """Inches of a cell of each grid."""
    width, height = figure.get_size_inches()
    found = []
    for ax in figure.axes:
        rows, columns = ax.images[0].get_array().shape[:2]
        place = ax.get_position()
        found.append((place.width * width / columns, place.height * height / rows))
    return np.array(found)


def test_grids_that_are_compared_have_cells_of_one_size():
    figure, _ = row((Picture(X, "the X"), Map(np.eye(3), "feature"), Map(FALLING)), None, "", None)
    np.testing.assert_allclose(cell_sizes(figure), cell_sizes(figure)[0, 0])


def test_a_kernel_beside_a_photograph_is_large_enough_for_its_numbers():
    figure, _ = row((Picture(np.zeros((200, 100))), Map(np.eye(3))), None, "", None)
    photo, kernel = cell_sizes(figure)
    assert photo[0] < 0.02
    assert kernel[0] > 0.3
    assert len(figure.axes[1].texts) == 9


def test_the_numbers_of_a_map_of_the_x_are_in_their_cells():
    figure, _ = row((Picture(X), Map(FALLING)), None, "", None)
    assert len(figure.axes[1].texts) == 49


def test_a_row_wider_than_the_page_goes_on_below():
    figure, _ = row(maps_of(np.ones((12, 7, 7))), None, "", None)
    assert figure.get_figwidth() <= 10.5
    starts = {round(ax.get_position().x0, 3) for ax in figure.axes}
    assert 1 < len(starts) < 12


def test_parts_do_not_overlap():
    parts = (
        Lines({"training": [3.0, 1.0], "validation": [3.0, 2.0]}, title="loss"),
        Bars([0.97, -0.5], ["X", "a long name"], "votes"),
        Confusion(np.eye(4, dtype=int), list("abcd")),
        Map(FALLING, "a title that is longer than its map is wide, by far", indices=True),
        Landscape(1 + np.add.outer(np.arange(5) ** 2, np.arange(5) ** 2), (range(5), range(5))),
    )
    figure, _ = row(parts, None, "", None)
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    boxes = [ax.get_tightbbox(renderer) for ax in figure.axes]
    for k, one in enumerate(boxes):
        for other in boxes[k + 1 :]:
            across = min(one.x1, other.x1) - max(one.x0, other.x0)
            down = min(one.y1, other.y1) - max(one.y0, other.y0)
            assert min(across, down) <= 2  # pixels of 100 an inch


def test_a_landscape_is_shown_from_the_side_beside_one_from_above():
    heights = 1 + np.add.outer(np.arange(5.0) ** 2, np.arange(5.0) ** 2)
    hill, flat = (Landscape(heights, (range(5), range(5)), side=side) for side in (True, False))
    figure, words = row((hill, flat), None, "", None)
    assert [ax.name for ax in figure.axes] == ["3d", "rectilinear"]
    assert words == (
        "The error is lowest at (0, 0), 1; as a hill, up to 33. The error is lowest at (0, 0), 1."
    )


def test_words_come_from_the_arrays():
    _, words = row((Picture(X, "the X", (3, 3, 3, 3)), Map(FALLING, "falling")), None, "Two.", None)
    assert words == (
        "Two. The X: a picture of 9×9 pixels; outlined rows 3 to 5, columns 3 to 5. Falling: a map "
        "of 7×7, highest 1 at (1, 1), (2, 2), (4, 4), (5, 5), lowest −0.33 at (2, 3), (3, 2), "
        "(3, 4), (4, 3)."
    )


def test_many_pictures_are_said_together():
    _, words = row([Picture(np.zeros((8, 8)), str(k)) for k in range(6)], None, "", None)
    assert words == "6 pictures of 8×8 pixels: 0, 1, 2, 3, 4, 5."


def test_a_curve_is_said_with_its_turning_point():
    part = Lines({"validation": [2.2, 1.2, 0.9, 1.1]}, xlabel="epoch", ylabel="loss")
    assert part.words() == (
        "loss over epoch 1 to 4: validation from 2.20 to 1.10, lowest 0.90 at 3"
    )


@pytest.mark.parametrize("log", ["x", "y", "xy"])
def test_axes_of_equal_ratios_take_whole_numbers(log):
    figure, _ = row((Lines({"error": [1.0, 0.1, 0.01]}, [1, 10, 100], log=log),), None, "", None)
    ax = figure.axes[0]
    assert (ax.get_xscale() == "log", ax.get_yscale() == "log") == ("x" in log, "y" in log)


def test_products_are_said_with_their_sum_and_mean(displayed):
    plots.show_products(X[3:6, 3:6], xo.features()["\\"])
    ((shown, _),) = displayed
    assert shown["text/plain"].endswith("Their sum is 5, divided by 9 that is 0.56.")


def test_maps_of_a_stack_share_colours_and_decimals():
    first, second = maps_of(np.stack([np.eye(3), 0.25 * np.eye(3)]), ["one", "quarter"])
    assert first.limit == second.limit == 1
    assert first.decimals == second.decimals == 2


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: plots.show_row(), ValueError, "no part to show"),
        (lambda: plots.show_row(np.eye(3)), TypeError, r"plots\.Map"),
        (lambda: plots.show_row(Map(np.eye(3)), say=3), TypeError, "say is 3; give a text"),
        (lambda: plots.show_row(Map(np.eye(3)), size=-1), ValueError, "size"),
        (lambda: plots.show_row(Map(np.eye(3)), columns=0), ValueError, "columns"),
        (lambda: plots.show_row(Map([1.0, 2.0])), ValueError, r"\(height, width\)"),
        (lambda: maps_of(np.eye(3)), ValueError, r"\(channels, height, width\)"),
        (lambda: maps_of(np.ones((2, 3, 3)), ["a"]), ValueError, "2 maps have 1 titles"),
        (lambda: plots.show_products(np.eye(3), np.eye(2)), ValueError, "same shape"),
    ],
)
def test_what_is_no_part_is_refused(call, error, words, displayed):
    with pytest.raises(error, match=words):
        call()
    assert not displayed
