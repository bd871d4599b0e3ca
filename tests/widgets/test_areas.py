"""Which cells hang together: Python and the browser say the same, and what is true."""

import base64
import json
import pathlib
import re
import subprocess

import numpy as np
import pytest

from cnnkit import plots, widgets, xo
from cnnkit.layers import Conv2d, Flatten, GlobalAvgPool2d, Linear, MaxPool2d
from cnnkit.model import Sequential
from cnnkit.widgets import FilterExplorer, NetworkExplorer, ReceptiveFieldExplorer, VoteExplorer
from cnnkit.widgets.board.cell_partners import clip, marks, partners, receptive_areas, value_point
from cnnkit.widgets.board.geometry import clipped, receptive, trace
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.board.panels import WindowGrid
from cnnkit.widgets.board.scene import Link
from cnnkit.widgets.board.window_products import products_at
from tests.helpers import arithmetic
from tests.helpers.scenes import every_scene
from tests.helpers.stills import frames

TESTS = pathlib.Path(__file__).parent.parent
CASES = json.loads((TESTS / "shared" / "areas.json").read_text(encoding="utf-8"))["cases"]


def listed(found):
    return {name: [list(area) for area in areas] for name, areas in found.items()}


def cells(scene):
    """Every cell of every panel."""
    for panel in scene.panels:
        for place in np.ndindex(scene.arrays[panel.array].shape):
            yield panel.name, *place


# -- one set of cases for both languages


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_worked_out_by_hand(case):
    links = [
        Link(**{key: tuple(v) if isinstance(v, list) else v for key, v in link.items()})
        for link in case["links"]
    ]
    assert listed(trace(links, case["shapes"], tuple(case["cell"]))) == case["areas"]


# -- both languages on every cursor of every explorer


@pytest.fixture(scope="module")
def browser(node, tmp_path_factory):
    """Every scene with all its cursors, and what the browser's JavaScript has for each."""
    folder = tmp_path_factory.mktemp("cursors")
    every = [(name, scene, list(cells(scene))) for name, scene in every_scene()]
    packed = []
    for _, scene, cursors in every:
        plain = scene.to_dict()
        plain["arrays"] = {
            name: {"shape": array["shape"], "data": base64.b64encode(array["data"]).decode()}
            for name, array in plain["arrays"].items()
        }
        wanted = ("arrays", "panels", "links", "lead", "weights", "grids_of_values")
        packed.append({key: plain[key] for key in wanted} | {"cursors": cursors})
    (folder / "scenes.json").write_text(json.dumps(packed), encoding="utf-8")
    script, result = TESTS / "js" / "every_cursor.mjs", folder / "results.json"
    command = [node, str(script), str(folder / "scenes.json"), str(result)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    results = json.loads(result.read_text(encoding="utf-8"))
    return [(*state, found) for state, found in zip(every, results, strict=True)]


def pairs(browser):
    """Every (words for a message, scene, cursor, what the browser has)."""
    for name, scene, cursors, found in browser:
        for cursor, answer in zip(cursors, found["cursors"], strict=True):
            yield f"{name} at {cursor}", scene, cursor, answer


def test_every_explorer_is_compared():
    compared = {name.partition("(")[0] for name, _ in every_scene()}
    assert compared == set(widgets.__all__) - {"Board"}


def test_every_cell_depends_on_the_same_cells_in_python_and_in_the_browser(browser):
    count = 0
    for where, scene, cursor, answer in pairs(browser):
        links = [link for link in scene.links if link.kind != "value"]
        shapes = {panel.name: scene.arrays[panel.array].shape for panel in scene.panels}
        found = receptive(links, shapes, cursor)
        assert listed(found) == answer["receptive"], where
        count += len(found)
    assert count > 80_000


def test_every_cursor_frames_the_same_cells_in_python_and_in_the_browser(browser):
    count = 0
    for where, scene, cursor, answer in pairs(browser):
        found = marks(scene, cursor)
        assert listed(found) == answer["marks"], where
        count += len(found)
    assert count > 150_000


def test_every_cursor_has_the_same_products_in_python_and_in_the_browser(browser):
    count = 0
    for where, scene, cursor, answer in pairs(browser):
        for panel in scene.panels:
            if isinstance(panel, WindowGrid):
                found = products_at(scene, panel, cursor)
                expected = np.array(answer["products"][panel.name], float).reshape(found.shape)
                np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5, err_msg=where)
                count += 1
    assert count > 5_000


def test_every_cursor_is_the_same_point_of_a_curve_in_python_and_in_the_browser(browser):
    count = 0
    for where, scene, cursor, answer in pairs(browser):
        if answer["point"] is not None:
            expected = [answer["point"][key] for key in ("z", "y", "slope", "step")]
            found = value_point(scene, cursor)
            np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-6, err_msg=where)
            count += 1
    assert count > 1_000


def test_every_array_is_written_alike_in_python_and_in_the_browser(browser):
    count = 0
    for name, scene, _, found in browser:
        for array, texts in found["numbers"].items():
            values = np.float32(scene.arrays[array]).ravel()
            write = writer(values)
            assert [write(value) for value in values[: len(texts)]] == texts, (name, array)
            count += len(texts)
    assert count > 20_000


def test_every_signed_cell_has_the_same_colour_in_python_and_in_the_browser(browser):
    count = 0
    for name, scene, _, found in browser:
        for panel, colours in found["colours"].items():
            values = np.float64(scene.arrays[scene.panel(panel).array]).ravel()[: len(colours)]
            low, high = (scene.panel(panel).details.map_limits or [scene.panel(panel).limits])[0]
            finite = ~np.isnan(values)
            ours = plots.SIGNED((values[finite] - low) / (high - low), bytes=True)[:, :3]
            theirs = np.array([colour for colour in colours if colour is not None])
            if finite.any():
                # The colormap has 257 steps, 1.8 of 255 apart, and rounds down.
                assert np.abs(ours.astype(int) - theirs).max() <= 3, (name, panel)
            count += int(finite.sum())
    assert count > 20_000


def test_every_line_of_arithmetic_can_be_worked_out_with_the_numbers_that_it_prints(browser):
    count = 0
    for name, scene, _, found in browser:
        whole = not any(_rounds_to_whole(array) for array in scene.arrays.values())
        for line in {answer["line"] for answer in found["cursors"]}:
            count += arithmetic.check_line(line, rounded=not whole)
        texts = {text for panel in scene.panels for text in getattr(panel.rule, "texts", ())}
        for text in texts:
            assert arithmetic.check_line(text, rounded=not whole) >= 0, name
    assert count > 4_000


def _rounds_to_whole(array):
    sizes = np.abs(array[np.isfinite(array)])
    return sizes.max(initial=0) >= 100 and not np.array_equal(sizes, np.rint(sizes))


def test_no_screen_reader_hears_of_a_row_a_column_or_a_map_beyond_its_panel(browser):
    count = 0
    first = set()
    for _, scene, _, found in browser:
        panels = [(panel.title, scene.arrays[panel.array].shape) for panel in scene.panels]
        for words, (title, shape) in {
            pair for answer in found["cursors"] for pair in zip(answer["said"], panels, strict=True)
        }:
            if not words.startswith(f"{title}, "):
                continue  # a bar or a curve: it names no cell
            places = PLACES.findall(words.removeprefix(title))
            for what, low, high in places:
                length = dict(zip(("map", "row", "column"), shape, strict=True))[what.lower()]
                assert int(high or low) < length, words
                first.add((what.lower(), int(low)))
            count += len(places)
    assert {("row", 0), ("column", 0), ("map", 0)} <= first  # they are counted from 0
    assert count > 50_000


PLACES = re.compile(r"\b([Rr]ow|[Cc]olumn|map)s? (\d+)(?: to (\d+))?(?=[,: ])")


# -- and it is true


def read_by(link, reader, source):
    """Which cells of the source each cell of the reader reads, one by one."""
    found = np.zeros((np.prod(reader), *source), bool)
    for k, (channel, row, col) in enumerate(np.ndindex(*reader)):
        if link.kind == "dense":
            found[k] = True
        elif link.kind == "unflatten":
            found[k].flat[k] = True
        elif link.kind == "flatten":
            place = row * link.wrap + col
            index = link.order[place] if link.order else place
            if index >= 0:
                found[k].flat[index] = True
        else:
            for tap in np.ndindex(*link.kernel_size):
                at = [
                    place * stride - padding + step * dilation
                    for place, stride, padding, step, dilation in zip(
                        (row, col), link.stride, link.padding, tap, link.dilation, strict=True
                    )
                ]
                if 0 <= at[0] < source[1] and 0 <= at[1] < source[2]:
                    found[k][slice(None) if link.channels == "all" else channel, at[0], at[1]] = (
                        True
                    )
    return found


def outer(mask):
    """The smallest rectangle around the cells of each map."""
    return [(where.min(0).tolist(), where.max(0).tolist()) if len(where) else None
            for where in map(np.argwhere, mask)]  # fmt: skip


def test_areas_hold_exactly_the_cells_that_are_read():
    """As rectangles around them, and around what dilated windows jump over."""
    count = 0
    for name, scene in every_scene():
        shapes = {panel.name: scene.arrays[panel.array].shape for panel in scene.panels}
        links = [link for link in scene.links if link.kind != "value"]
        if any(max(link.dilation) > 1 and max(link.padding) > 0 for link in links):
            continue  # the frame is the window's outline, whose first row may be on the padding
        read = [(link, read_by(link, shapes[link.reader], shapes[link.source])) for link in links]
        for panel in {link.reader for link in links}:
            for k, place in enumerate(np.ndindex(*shapes[panel])):
                true = {panel: np.zeros(np.prod(shapes[panel]), bool)}
                true[panel][k] = True
                waiting = [panel]
                while waiting:
                    reader = waiting.pop()
                    for link, masks in read:
                        if link.reader == reader:
                            true[link.source] = masks[true[reader].ravel()].any(0)
                            waiting.append(link.source)
                for source, areas in receptive(links, shapes, (panel, *place)).items():
                    seen = np.zeros(shapes[source], bool)
                    for area in areas:
                        for channel, row, col, height, width in clipped(area, shapes[source]):
                            maps = slice(None) if channel is None else channel
                            seen[maps, row : row + height, col : col + width] = True
                    expected = true.pop(source).reshape(shapes[source])
                    assert outer(seen) == outer(expected), (name, panel, place, source)
                    count += 1
                assert not any(mask.any() for mask in true.values()), (name, panel, place)
    assert count > 50_000


def test_a_bar_of_the_tally_is_the_cell_that_its_name_says():
    for order in ("strongest", "for", "against", "list"):
        explorer = VoteExplorer(order=order)
        labels = explorer._shown.panel("tally").labels
        for row, label in enumerate(labels):
            areas = receptive_areas(explorer._shown, ("tally", 0, row, 0))
            if label in (labels[-3], "bias", "sum"):
                assert areas == {"tally": [(0, row, 0, 1, 1)]}
                continue
            feature, place = label.split(" ", 1)
            i, j = map(int, place.strip("()").split(", "))
            cell = [(list(xo.features()).index(feature), i, j, 1, 1)]
            assert areas["votes"] == areas["weights"] == areas["pooled"] == cell


@pytest.mark.parametrize("order", ["named", "sorted"])
def test_a_bar_of_a_network_without_linear_layers_is_the_map_that_it_is_the_mean_of(order):
    rng = np.random.default_rng(3)
    model = Sequential(Conv2d(1, 5, 3, rng=rng), GlobalAvgPool2d(), Flatten())
    explorer = NetworkExplorer(model, rng.normal(size=(1, 6, 5)), order=order)
    scene = explorer._shown
    for row, label in enumerate(scene.panel("2").labels):
        (area,) = receptive_areas(scene, ("2", 0, row, 0))["0"]
        assert area == (int(label), 0, 0, 4, 3)
        np.testing.assert_allclose(scene.arrays["2"][0, row, 0],
                                   scene.arrays["0"][int(label)].mean(), rtol=1e-5)  # fmt: skip


def test_a_cell_of_a_list_has_its_place_in_the_open_map():
    model = Sequential(MaxPool2d(2), Flatten(), Linear(12, 2, rng=np.random.default_rng(0)))
    explorer = NetworkExplorer(model, np.ones((2, 4, 6)), layer="0", map=1)
    assert marks(explorer._shown, ("1", 0, 10, 0))["map"] == [(0, 1, 1, 1, 1)]
    assert marks(explorer._shown, ("1", 0, 4, 0))["map"] == [(0, 1, 1, 1, 1)]  # of the other map


def test_a_pixel_of_the_picture_in_colour_is_that_pixel_of_every_channel():
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(3, 2, 3, rng=rng), Flatten(), Linear(18, 2, rng=rng))
    scene = NetworkExplorer(model, np.ones((3, 5, 5)))._shown
    found = partners(scene, ("colour", 0, 1, 4))
    assert found["input"] == [(None, 1, 4, 1, 1)]
    assert found["0"] == [(None, 0, 2, 2, 1)]


# -- the still picture


def test_a_bar_of_the_tally_frames_its_own_cells_in_the_picture():
    explorer = VoteExplorer()
    explorer.cursor = ("tally", 0, 0, 0)  # "× 1,1"
    figure = explorer.figure()
    assert frames(figure, "image") == [[(2, 2, 4, 4)]]
    assert frames(figure, "rectified") == [[], [(2, 2, 2, 2)], []]
    for name in ("pooled", "weights", "votes"):
        assert frames(figure, name) == [[], [(1, 1, 1, 1)], []]
    assert frames(figure, "list") == [[(7, 0, 1, 1)]]  # number 21 of three a row
    assert frames(figure, "tally") == [[(0, 0, 1, 1)]]


def test_a_frame_ends_at_the_rim_of_its_map():
    explorer = ReceptiveFieldExplorer(size=5, padding="half")
    explorer.cursor = ("map1", 0, 0, 4)
    figure = explorer.figure()
    assert frames(figure, "map1") == [[(0, 4, 1, 1)]]
    assert frames(figure, "map0") == [[(0, 3, 2, 2)]]
    assert frames(figure, "image") == [[(0, 2, 3, 3)]]


def test_a_frame_may_lie_on_padding_that_is_drawn():
    explorer = FilterExplorer(padding=1)
    assert frames(explorer.figure(), "image") == [[(0, 0, 3, 3)]]  # counted with the padding


def test_the_chosen_share_and_the_picture_in_colour_are_framed():
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(3, 2, 3, rng=rng), Flatten(), Linear(18, 2, rng=rng))
    explorer = NetworkExplorer(model, np.ones((3, 5, 5)), layer="0", map=1, channel=2)
    explorer.cursor = ("0", 1, 1, 0)
    figure = explorer.figure()
    assert frames(figure, "colour") == [[(1, 0, 3, 3)]]
    assert frames(figure, "shares") == [[(0, 2, 1, 1)]]


def test_the_open_activation_has_its_point_on_the_curve():
    explorer = NetworkExplorer(layer="1", map=1)
    explorer.cursor = ("1", 1, 2, 3)
    _, curve = explorer.figure().axes
    (x,), (y,) = curve.lines[-1].get_data()
    assert x == pytest.approx(explorer.activations["0"][1, 2, 3])
    assert y == pytest.approx(explorer.activations["1"][1, 2, 3])


@pytest.mark.parametrize(
    "beside", [("no panel", 0, 0, 0), ("tally", 3, 99, -5), ("image", 9, -1, 9)]
)
def test_a_cursor_beside_the_panels_is_the_nearest_cell(beside):
    explorer = VoteExplorer()
    scene = explorer._shown
    name, channel, row, col = clip(scene, beside)
    assert scene.arrays[scene.panel(name).array][channel, row, col] is not None
    assert (row, col) == {"no panel": (0, 0), "tally": (9, 0), "image": (0, 8)}[beside[0]]
    assert marks(scene, beside) == marks(scene, (name, channel, row, col))
    explorer.cursor = beside
    assert explorer.figure().axes
