"""The figures: what they draw, what they refuse, and what reaches the notebook."""

import base64
import html
import io
import itertools
import json
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import image as mpl_image
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from cnnkit import plots
from cnnkit.plots import grids
from cnnkit.plots.figure import FILE_DPI, SCREEN_DPI
from cnnkit.plots.figure_rows import row
from cnnkit.widgets.board.themes import LIGHT
from cnnkit.widgets.descent.landscape_map import STROKES

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def texts(ax):
    return [text.get_text() for text in ax.texts]


def colors_of(ax):
    """The painted colour of every cell, as hex strings."""
    drawn = ax.images[0]
    rgba = drawn.cmap(drawn.norm(drawn.get_array()))
    return np.apply_along_axis(lambda c: to_hex(c), -1, rgba)


def test_number_has_a_true_minus_and_no_negative_zero():
    assert plots.number(-1.0) == "−1"
    assert plots.number(-0.777) == "−0.78"
    assert plots.number(-0.0001) == "0.000"
    assert plots.number(-0.0001, 2) == "0.00"
    assert plots.number(-0.0) == "0"
    assert plots.number(1, decimals=2) == "1.00"


def test_panels_gives_one_axes_a_row_or_a_grid():
    assert plots.panels()[1].figure is not None
    assert plots.panels(1, 3)[1].shape == (3,)
    assert plots.panels(2, 3)[1].shape == (2, 3)


def test_heatmap_paints_the_signed_colours_centred_on_zero():
    ax = plots.heatmap([[-2.0, 0.0, 2.0]], plots.panels()[1])
    assert colors_of(ax).tolist() == [[plots.NEGATIVE, plots.ZERO, plots.POSITIVE]]


def test_heatmap_stays_centred_when_all_values_are_positive():
    ax = plots.heatmap([[0.0, 5.0]], plots.panels()[1])
    assert colors_of(ax).tolist() == [[plots.ZERO, plots.POSITIVE]]


def test_heatmap_of_zeros_is_the_colour_of_zero():
    ax = plots.heatmap(np.zeros((2, 2)), plots.panels()[1])
    assert set(colors_of(ax).ravel()) == {plots.ZERO}


def test_heatmap_limit_is_kept_so_that_maps_compare():
    ax = plots.heatmap([[0.5]], plots.panels()[1], limit=1)
    assert colors_of(ax)[0, 0] not in (plots.POSITIVE, plots.ZERO)


def test_negative_is_darker_than_positive_so_the_sign_survives_grey():
    def luminance(rgba):
        return np.dot(np.asarray(rgba)[:3], [0.2126, 0.7152, 0.0722])

    for strength in np.linspace(0.05, 1, 20):
        below, above = plots.SIGNED(0.5 - strength / 2), plots.SIGNED(0.5 + strength / 2)
        assert luminance(below) < luminance(above)


@pytest.mark.parametrize("value", np.linspace(-1, 1, 21))
def test_numbers_contrast_with_their_cell(value):
    ax = plots.heatmap([[value]], plots.panels()[1], limit=1)

    def relative(color):
        rgb = np.array(matplotlib.colors.to_rgb(color))
        rgb = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return rgb @ [0.2126, 0.7152, 0.0722]

    light, dark = sorted([relative(colors_of(ax)[0, 0]), relative(ax.texts[0].get_color())])[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_numbers_are_written_where_they_fit_and_left_out_where_not():
    small = plots.heatmap(np.eye(3), plots.panels()[1])
    large = plots.heatmap(np.eye(40), plots.panels()[1])
    assert texts(small) == ["1", "0", "0", "0", "1", "0", "0", "0", "1"]
    assert texts(large) == []


def test_numbers_of_the_seven_by_seven_map_fit_a_lesson_figure():
    scores = np.full((7, 7), -0.1123)
    ax = plots.heatmap(scores, plots.panels(1, 3)[1][0])
    assert texts(ax) == ["−0.11"] * 49


def test_empty_cells_have_no_number():
    ax = plots.heatmap([[np.nan, 1.0]], plots.panels()[1])
    assert texts(ax) == ["1"]


def test_row_and_column_numbers_are_drawn_on_request():
    ax = plots.heatmap(np.eye(3), plots.panels()[1], indices=True)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["0", "1", "2"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["0", "1", "2"]


def test_window_outlines_its_cells():
    ax = plots.picture(np.eye(9), plots.panels()[1], window=(1, 2, 3, 4))
    (box,) = ax.patches
    assert box.get_xy() == (1.5, 0.5)
    assert (box.get_width(), box.get_height()) == (4, 3)


def test_several_windows_can_be_outlined():
    ax = plots.picture(np.eye(9), plots.panels()[1], window=[(0, 0, 3, 3), (5, 5, 3, 3)])
    assert len(ax.patches) == 2


@pytest.mark.parametrize(
    ("image", "black", "white"),
    [
        (np.array([[-1.0, 1.0]]), -1, 1),
        (np.array([[0.0, 0.5]]), 0, 1),
        (np.array([[0.0, 16.0]]), 0, 16),
    ],
)
def test_picture_is_black_at_its_low_and_white_at_its_high_end(image, black, white):
    ax = plots.picture(image, plots.panels()[1])
    assert ax.images[0].norm.vmin == black
    assert ax.images[0].norm.vmax == white


def test_picture_takes_channels_first():
    grey = plots.picture(np.zeros((1, 4, 5)), plots.panels()[1])
    colour = plots.picture(np.zeros((3, 4, 5)), plots.panels()[1])
    assert grey.images[0].get_array().shape == (4, 5)
    assert colour.images[0].get_array().shape == (4, 5, 3)


@pytest.mark.parametrize("draw", [plots.heatmap, plots.picture])
def test_a_grid_that_is_no_grid_is_refused_with_its_shape(draw):
    with pytest.raises(ValueError, match=r"shape \(2, 3, 4\)"):
        draw(np.zeros((2, 3, 4)), plots.panels()[1])


def test_products_show_the_nine_products_and_the_mean():
    x_centre = np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]])
    feature = 2 * np.eye(3) - 1
    axes = plots.products(x_centre, feature, plots.panels(1, 3)[1])
    assert texts(axes[2]) == ["1", "1", "−1", "1", "1", "1", "−1", "1", "1"]
    assert axes[2].get_xlabel() == "sum 5,  ÷ 9 = 0.56"


def test_products_refuse_shapes_that_do_not_line_up():
    with pytest.raises(ValueError, match="same shape"):
        plots.products(np.eye(3), np.eye(2), plots.panels(1, 3)[1])


def test_maps_share_one_limit():
    stack = np.stack([np.eye(3), -4 * np.eye(3)])
    axes = plots.maps(stack, plots.panels(1, 2)[1], titles=["a", "b"])
    assert {ax.images[0].norm.vmax for ax in axes} == {4}
    assert [ax.get_title() for ax in axes] == ["a", "b"]


def test_maps_refuse_one_map_alone_and_a_wrong_number_of_axes():
    with pytest.raises(ValueError, match="channels, height, width"):
        plots.maps(np.eye(3), plots.panels(1, 2)[1])
    with pytest.raises(ValueError, match="3 maps need 3 axes"):
        plots.maps(np.zeros((3, 2, 2)), plots.panels(1, 2)[1])


def test_lines_differ_without_colour_and_carry_their_names():
    ax = plots.lines({"training": [3, 2, 1], "test": [3, 2, 2]}, plots.panels()[1], ylabel="loss")
    one, other = ax.lines
    assert one.get_linestyle() != other.get_linestyle()
    assert one.get_marker() != other.get_marker()
    assert sorted(texts(ax)) == ["test", "training"]
    assert one.get_xdata().tolist() == [1, 2, 3]


def test_names_at_the_ends_of_lines_do_not_overlap():
    figure, ax = plots.panels(size=(5, 3))
    plots.lines({"one": [1, 0.5], "two": [1, 0.501], "three": [1, 0.502]}, ax)
    figure.draw_without_rendering()
    boxes = sorted((t.get_window_extent() for t in ax.texts), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in itertools.pairwise(boxes))


def test_bars_write_their_numbers_and_show_the_sign_by_side():
    ax = plots.bars([0.92, -0.51], ["X", "O"], plots.panels()[1])
    assert texts(ax) == ["0.92", "−0.51"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["X", "O"]
    assert [bar.get_width() for bar in ax.patches] == [0.92, -0.51]


def test_confusion_colours_mistakes_only_and_writes_every_count():
    ax = plots.confusion([[5, 1], [0, 7]], ["X", "O"], plots.panels()[1])
    assert colors_of(ax)[0, 0] == colors_of(ax)[1, 1] == colors_of(ax)[1, 0] == plots.ZERO
    assert colors_of(ax)[0, 1] == plots.POSITIVE
    assert sorted(texts(ax)) == ["1", "5", "7"]


def test_confusion_without_a_mistake_is_drawn_too():
    ax = plots.confusion(np.diag([3, 3]), ["X", "O"], plots.panels()[1])
    assert set(colors_of(ax).ravel()) == {plots.ZERO}


def test_gallery_leaves_spare_axes_empty_and_refuses_too_few():
    images = np.zeros((2, 1, 8, 8))
    axes = plots.gallery(images, ["a", "b"], plots.panels(1, 3)[1])
    assert [ax.axison for ax in axes] == [True, True, False]
    with pytest.raises(ValueError, match="need 2 axes"):
        plots.gallery(images, ["a", "b"], plots.panels()[1])


@pytest.mark.parametrize("titles", [["a"], ["a", "b", "c"], []])
def test_gallery_leaves_no_picture_out_for_want_of_a_title(titles):
    with pytest.raises(ValueError, match=f"2 images have {len(titles)} titles"):
        plots.gallery(np.zeros((2, 1, 8, 8)), titles, plots.panels(1, 3)[1])


def test_show_gives_the_figure_and_its_words(displayed):
    figure, ax = plots.panels()
    plots.heatmap(np.eye(3), ax)
    plots.show(figure, alt="Three ones on the <main> diagonal,\n  zeros elsewhere.")
    ((shown, metadata),) = displayed
    alt = "Three ones on the <main> diagonal, zeros elsewhere."
    assert shown["text/plain"] == f"Figure: {alt}"
    assert metadata["image/png"]["alt"] == alt
    assert shown["image/png"].startswith(b"\x89PNG")
    words = html.escape(alt)
    assert f'alt="{words}"' in shown["text/html"]
    assert f"In words</summary><p>{words}</p>" in shown["text/html"]
    assert base64.b64encode(shown["image/png"]).decode() in shown["text/html"]


def test_show_states_the_width_in_screen_pixels(displayed):
    figure, ax = plots.panels(size=(4, 4))
    plots.picture(np.eye(3), ax)
    plots.show(figure, alt="a picture of ones on the diagonal")
    ((image, metadata),) = displayed
    pixels = mpl_image.imread(io.BytesIO(image["image/png"])).shape[1]
    assert metadata["image/png"]["width"] == round(pixels * SCREEN_DPI / FILE_DPI)


@pytest.mark.parametrize("alt", ["", "figure", None])
def test_show_refuses_a_figure_without_words(alt, displayed):
    with pytest.raises(ValueError, match="alt"):
        plots.show(plots.panels()[0], alt=alt)
    assert not displayed


def test_the_same_figure_gives_the_same_bytes():
    def make():
        figure, ax = plots.panels()
        plots.heatmap(np.eye(3), ax, title="eye", indices=True, window=(0, 0, 1, 1))
        return plots.to_png(figure)

    assert make() == make()


def test_nothing_is_cut_off_at_the_edges():
    figure, ax = plots.panels()
    plots.heatmap(np.eye(3), ax, title="a title", indices=True)
    pixels = mpl_image.imread(io.BytesIO(plots.to_png(figure)))[..., :3]
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    assert np.all(border == 1)


def test_arrays_are_left_as_they_were():
    values = np.array([[1.0, -2.0], [np.nan, 0.5]])
    before = values.copy()
    plots.heatmap(values, plots.panels()[1])
    np.testing.assert_array_equal(values, before)


def test_drawing_leaves_no_pyplot_figure_and_no_changed_settings():
    before = dict(matplotlib.rcParams)
    plots.products(np.eye(3), np.eye(3), plots.panels(1, 3)[1])
    assert dict(matplotlib.rcParams) == before
    import matplotlib.pyplot as plt

    assert plt.get_fignums() == []


def test_epochs_are_counted_in_whole_numbers():
    figure, ax = plots.panels()
    plots.lines({"loss": [3, 2, 1, 1]}, ax)
    figure.draw_without_rendering()
    assert all(float(tick).is_integer() for tick in ax.get_xticks())


def test_bars_write_as_many_decimals_as_asked_for():
    ax = plots.bars([98.35, 64.01], ["a", "b"], plots.panels()[1], decimals=0)
    assert texts(ax) == ["98", "64"]


def test_bars_start_at_the_left_edge_when_none_is_negative():
    ax = plots.bars([0.97, 0.03], ["X", "O"], plots.panels()[1])
    assert ax.get_xlim()[0] == 0


def test_small_cells_have_no_lines_between_them():
    def count(size):
        ax = plots.picture(np.eye(8), plots.panels(size=size)[1])
        return sum(len(lines.get_segments()) for lines in ax.collections)

    assert count((3, 3)) == 2 * 9
    assert count((1, 1)) == 0


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_stored_picture_has_words(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                alt = output["metadata"].get("image/png", {}).get("alt", "")
                assert len(alt.split()) >= 5, f"the picture of cell {cell['id']} has no words"


def test_every_lesson_stores_something_that_was_drawn():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("[0-9]*.ipynb")}
    drawn = ('"image/png"', "application/vnd.jupyter.widget-view+json")
    assert [name for name, text in texts.items() if not any(mark in text for mark in drawn)] == []
    assert sum('"image/png"' in text for text in texts.values()) >= 6


HEIGHTS = np.add.outer((np.arange(5.0) - 1) ** 2, (np.arange(7.0) - 4) ** 2) + 0.5


def test_on_a_landscape_the_first_weight_runs_to_the_right_and_a_path_starts_at_its_dot():
    _, ax = plots.panels()
    path = np.array([[0.0, 6.0], [1.0, 4.0]])
    plots.landscape(HEIGHTS, ax, at=(range(5), range(7)), paths={"plain": path})
    way, dot = ax.lines
    np.testing.assert_array_equal(way.get_xdata(), path[:, 0])
    np.testing.assert_array_equal(way.get_ydata(), path[:, 1])
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (0.0, 6.0)
    assert not ax.yaxis_inverted()
    assert not ax.xaxis_inverted()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["plain"]


def test_paths_on_a_landscape_differ_without_colour():
    _, ax = plots.panels()
    way = np.ones((2, 2))
    plots.landscape(HEIGHTS, ax, at=(range(5), range(7)), paths={"a": way, "b": way})
    assert len({line.get_linestyle() for line in ax.lines[::2]}) == 2


def test_from_the_side_a_way_and_a_star_lie_on_the_surface():
    ax = Figure().add_subplot(projection="3d")
    path = [[0.0, 6.0], [1.5, 2.5], [2.0, 3.0]]
    star, at = (4.0, 0.5), (range(5), range(6, -1, -1))  # the second weight falls
    plots.landscape(HEIGHTS[:, ::-1], ax, at=at, paths={"a": path}, star=star, side=True)
    line, start, marked = ax.lines
    np.testing.assert_allclose(np.transpose(line.get_data_3d())[:, :2], path)
    half = HEIGHTS[1:3, 2:4].mean()
    np.testing.assert_allclose(line.get_data_3d()[2], [HEIGHTS[0, 6], half, HEIGHTS[2, 3]])
    np.testing.assert_allclose(np.ravel(start.get_data_3d()), [0, 6, HEIGHTS[0, 6]])
    np.testing.assert_allclose(np.ravel(marked.get_data_3d()), [*star, HEIGHTS[4, :2].mean()])


def test_a_landscape_from_the_side_asks_for_axes_with_depth():
    wanted = r'^ax is <Axes.*; give Axes with projection="3d" to see it from the side$'
    with pytest.raises(TypeError, match=wanted):
        plots.landscape(HEIGHTS, plots.panels()[1], at=(range(5), range(7)), side=True)


def test_a_star_marks_two_weights_on_a_landscape():
    _, ax = plots.panels()
    plots.landscape(HEIGHTS, ax, at=(range(5), range(7)), star=(1.0, 4.0))
    (star,) = ax.lines
    assert (star.get_marker(), star.get_xydata().tolist()) == ("*", [[1.0, 4.0]])


def test_ways_have_the_same_colours_on_a_landscape_in_a_chart_and_in_the_explorer():
    (_, ground), (_, chart) = plots.panels(), plots.panels()
    names = ("plain", "momentum", "Adam")
    at = (range(5), range(7))
    plots.landscape(HEIGHTS, ground, at=at, paths=dict.fromkeys(names, np.ones((2, 2))))
    plots.lines({name: [2.0, 1.0] for name in names}, chart, ways=True)
    roles = {"negative": LIGHT.negative, "ink": LIGHT.ink, "frame": LIGHT.cursor}
    explored = [roles[STROKES[name][0]] for name in names]
    assert [line.get_color() for line in ground.lines[::2]] == explored
    assert [line.get_color() for line in chart.lines] == explored


def test_a_landscape_refuses_places_that_do_not_fit_and_errors_that_are_not_above_0():
    _, ax = plots.panels()
    with pytest.raises(ValueError, match=r"\(5, 7\).*7 × 5"):
        plots.landscape(HEIGHTS, ax, at=(range(7), range(5)))
    with pytest.raises(ValueError, match="give errors above 0"):
        plots.landscape(HEIGHTS - 0.5, ax, at=(range(5), range(7)))


def test_steps_mark_every_place_and_ring_the_start():
    _, ax = plots.panels()
    plots.steps([0.0, 1.0, 1.5], [4.0, 1.0, 0.25], ax)
    places, ring = ax.lines
    assert places.get_xdata().tolist() == [0.0, 1.0, 1.5]
    assert ring.get_xydata().tolist() == [[0.0, 4.0]]
    assert ring.get_fillstyle() == "none"


def test_steps_refuse_a_weight_without_its_error():
    _, ax = plots.panels()
    with pytest.raises(ValueError, match="one error for each weight"):
        plots.steps([0.0, 1.0], [4.0], ax)


def test_a_walk_is_marked_on_the_line_of_its_chart():
    walk = ([0.0, 1.0, 1.5], [4.0, 1.0, 0.25])
    figure, words = row((plots.Lines({"": [4.0, 0.0]}, [0, 2], walk=walk),), None, "", None)
    assert [len(line.get_xdata()) for line in figure.axes[0].lines] == [2, 3, 1]
    assert words.endswith("a walk by 2 steps: (0, 4), (1, 1), (1.50, 0.25).")


@pytest.mark.parametrize("walk", [5, (1, 2, 3), "ab", np.ones((2, 2))])
def test_what_is_no_walk_is_refused(walk):
    with pytest.raises(ValueError, match="give the x and the y of its steps"):
        row((plots.Lines({"": [4.0, 0.0]}, walk=walk),), None, "", None)


def test_a_line_without_a_name_has_none_written():
    ax = plots.lines({None: [1.0, 2.0], "loss": [2.0, 1.0]}, plots.panels()[1])
    assert texts(ax) == ["loss"]
    assert len(ax.lines) == 2


@pytest.mark.parametrize(("numbers", "most"), [("auto", 1), (False, 1), (True, 1 + 40 * 40)])
def test_numbers_that_are_not_drawn_are_not_turned_into_text(monkeypatch, numbers, most):
    asked = []
    write = grids.number
    monkeypatch.setattr(grids, "number", lambda *of: asked.append(of) or write(*of))
    plots.heatmap(np.arange(1600.0).reshape(40, 40), plots.panels()[1], numbers=numbers)
    assert len(asked) <= most
    assert bool(len(asked) > 1) is (numbers is True)
