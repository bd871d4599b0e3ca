"""What a cell sees: held to cnnkit's own convolutions, gradients and ledgers."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnkit.functional import conv2d
from cnnkit.layers import Conv2d, MaxPool2d
from cnnkit.model import Sequential
from cnnkit.widgets import ReceptiveFieldExplorer
from cnnkit.widgets.receptive_field.field_settings import PRESETS
from cnnkit.widgets.receptive_field.window_stack import Window, field, sizes, ways
from tests.helpers.boards import array, send

WINDOWS = st.one_of(
    st.builds(Window, st.just("conv"), st.integers(1, 4), st.integers(1, 2), st.integers(1, 2)),
    st.builds(Window, st.just("pool"), st.integers(1, 3), st.integers(1, 2)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WINDOWS, min_size=1, max_size=4), st.sampled_from(["none", "half"]), st.data())
def test_ways_are_what_a_nudge_changes(layers, padding, data):
    size, layers = 14, tuple(layers)
    try:
        sides = sizes(layers, size, padding)
    except ValueError:
        return
    place = st.integers(0, sides[-1] - 1)
    cell = data.draw(place), data.draw(place)

    def value(pictures):
        for layer in layers:
            ones = np.ones((1, 1, layer.kernel, layer.kernel))
            options = {"stride": layer.stride, "dilation": layer.dilation}
            pictures = conv2d(pictures, ones, padding=layer.padded(padding), **options)
        return pictures[:, 0, cell[0], cell[1]]

    nudged = value(np.eye(size * size).reshape(-1, 1, size, size))
    found = ways(layers, sides, padding, cell)
    np.testing.assert_array_equal(found[0], nudged.reshape(size, size))
    reach, step, start = field(layers, padding)
    rows = np.flatnonzero(found[0].sum(axis=1))
    if rows.size:  # a small map may lie between the places that a dilated kernel reads
        assert rows.min() >= start + step * cell[0]
        assert rows.max() < start + step * cell[0] + reach


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("channels", [1, 16])
def test_the_ledger_is_that_of_summary(name, channels):
    explorer = ReceptiveFieldExplorer(name, channels=channels)
    layers = [
        Conv2d(channels, channels, w.kernel, stride=w.stride, dilation=w.dilation)
        if w.kind == "conv"
        else MaxPool2d(w.kernel, stride=w.stride)
        for w in map(Window.parse, explorer.layers)
    ]
    ledger = Sequential(*layers).summary((channels, explorer.size, explorer.size))
    assert explorer.parameters == ledger.parameters
    assert explorer.multiply_adds == ledger.multiply_adds
    assert ledger.rows[-1].sees == (explorer.field[0],) * 2
    assert array(explorer, f"map{len(layers) - 1}").shape == (1, *ledger.rows[-1].output_shape[1:])


def test_it_compares_with_one_layer_that_sees_as_far():
    explorer = ReceptiveFieldExplorer("three 3×3")
    text = explorer.scene["message"][1]
    assert "sees 7×7, jump 1; 30 parameters" in text
    assert "One convolution of 7×7 sees as far: 50 parameters" in text
    assert "One convolution" not in ReceptiveFieldExplorer("one 7×7").scene["message"][1]


def test_a_click_chooses_a_cell_and_its_layer():
    explorer = ReceptiveFieldExplorer("three 3×3")
    assert explorer.layer == 2
    send(explorer, "map0[0,8]", "choose")
    assert (explorer.layer, explorer.cell, explorer.cursor) == (0, (0, 8), ("map0", 0, 0, 8))
    assert np.argwhere(explorer.ways).min(axis=0).tolist() == [0, 8]
    assert explorer.ways.sum() == 9
    assert array(explorer, "map2").sum() == 0
    controls = {one["name"]: one["value"] for one in explorer.scene["controls"]}
    assert (controls["layer"], controls["kernel"]) == (0, 3)


def test_layers_are_added_changed_and_removed_by_hand():
    explorer = ReceptiveFieldExplorer(size=15)
    send(explorer, "layer", "0")
    send(explorer, "add", "")
    assert (explorer.layers, explorer.layer) == (("conv 3",) * 3, 1)
    send(explorer, "kind", "pool")
    assert explorer.layers == ("conv 3", "pool 2", "conv 3")
    send(explorer, "kernel", "3")
    assert explorer.layers[1] == "pool 3"
    send(explorer, "stride", "2")
    assert explorer.layers[1] == "pool 3 stride 2"
    send(explorer, "remove", "")
    send(explorer, "remove", "")
    assert explorer.layers == ("conv 3",)
    kind, sentence = send(explorer, "remove", "")["message"]
    assert kind == "error"
    assert sentence.startswith("this is the only layer")
    send(explorer, "preset", "dilated")
    assert explorer.layers == PRESETS["dilated"][0]
    assert explorer.size == PRESETS["dilated"][1]
    send(explorer, "layer", "1")
    send(explorer, "dilation", "3")
    assert explorer.layers[1] == "conv 3 dilation 3"


def test_a_cell_may_set_it_all():
    explorer = ReceptiveFieldExplorer()
    explorer.layers = ["CONV 5x5 stride 2", "pool 2×2"]
    assert explorer.layers == ("conv 5 stride 2", "pool 2")
    explorer.padding = "half"
    assert explorer._settings.sides == [9, 5, 2]
    explorer.set(size=16, cell=(0, 1))
    assert explorer.cell == (0, 1)
    explorer.image = "cat"
    assert explorer.cell == (0, 1)
    assert repr(explorer) == "ReceptiveFieldExplorer(layers=('conv 5 stride 2', 'pool 2'), size=16)"


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("layers", "four 3×3", "layers 'four 3×3' is unknown; use one of 'two 3×3'"),
        ("layers", [], "layers has 0 layers; give 1 to 6"),
        ("layers", ["conv 3"] * 7, "layers has 7 layers"),
        ("layers", None, "layers is not a list; give 1 to 6"),
        ("layers", ["conv3"], "the layer 'conv3' cannot be read; write it like"),
        ("layers", ["relu 3"], "a layer of kind 'relu' is unknown"),
        ("layers", ["conv 3x5"], "the layer 'conv 3x5' cannot be read"),
        ("layers", ["conv 12"], "kernel 12 is not possible here"),
        ("layers", ["pool 2 dilation 2"], "a pool looks at every place"),
        ("layers", ["conv 7", "conv 5"], "layer 1, conv 5, needs 5×5 numbers, but only 3×3"),
        ("size", 2, "size 2 is not possible here; use a whole number from 3 to 24"),
        ("size", 4, "layer 1, conv 3, needs 3×3 numbers, but only 2×2 are left"),
        ("padding", "same", "padding 'same' is unknown"),
        ("channels", 0, "channels 0 is not possible"),
        ("image", "dog", "image 'dog' is unknown"),
        ("layer", 2, "layer 2 is not possible here; use a whole number from 0 to 1"),
        ("cell", (5, 0), "cell 5 is not possible here; use a whole number from 0 to 4"),
        ("cell", 3, "cell 3 is not a position"),
    ],
)
def test_what_is_impossible_is_refused_and_nothing_changes(setting, value, sentence):
    explorer = ReceptiveFieldExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match="^" + sentence.replace("(", r"\(")):
        setattr(explorer, setting, value)
    assert explorer.scene is before
    assert explorer.layers == ("conv 3", "conv 3")


def test_every_cell_says_what_it_sees():
    explorer = ReceptiveFieldExplorer(("conv 3", "pool 2"), 8, padding="half")
    panels = {panel["name"]: panel for panel in explorer.scene["panels"]}
    texts = panels["map0"]["rule"]["texts"]
    assert texts[0].startswith("Layer 0, row 0, column 0 sees rows 0 to 1, columns 0 to 1 of the")
    assert "zeros around it" in texts[0]
    assert "zeros" not in texts[9]
    for panel in panels.values():
        if panel["rule"]:
            shape = explorer.scene["arrays"][panel["array"]]["shape"]
            assert len(panel["rule"]["texts"]) == np.prod(shape)


def test_a_number_offers_what_still_fits():
    explorer = ReceptiveFieldExplorer()
    limits = {one["name"]: (one["low"], one["high"]) for one in explorer.scene["controls"]}
    assert limits["kernel"] == (1, 7)
    assert limits["dilation"] == (1, 3)
    assert limits["size"] == (5, 24)
    send(explorer, "kernel", "7")
    assert explorer.layers == ("conv 3", "conv 7")
    assert send(explorer, "kernel", "8")["message"][0] == "error"


@pytest.mark.parametrize("padding", ["none", "half"])
def test_nothing_sees_more_than_the_picture(padding):
    for size in (9, 12):
        for depth in range(1, 7):
            try:
                explorer = ReceptiveFieldExplorer(("conv 3",) * depth, size, padding=padding)
            except ValueError:  # no cell is left
                assert padding == "none"
                continue
            words = [explorer.scene["label"], explorer.scene["message"][1]]
            words += [panel["note"] for panel in explorer.scene["panels"]]
            seen = [int(n) for text in words for n in re.findall(r"sees (?:up to )?(\d+)×", text)]
            assert len(seen) > depth
            assert max(seen) <= size
            layers = [panel["title"] for panel in explorer.scene["panels"]][2:]
            assert [title.removeprefix("▸ ")[0] for title in layers] == list("012345"[:depth])


def spoken(explorer):
    """Yield map, cell, and the first and last row, then column, that its sentence names."""
    for number, panel in enumerate(explorer.scene["panels"][2:]):
        side = explorer._settings.sides[number + 1]
        for place, text in zip(np.ndindex(side, side), panel["rule"]["texts"], strict=True):
            yield (
                number,
                place,
                [int(one) for one in re.findall(r"(?:rows|columns|to) (\d+)", text)],
            )


@pytest.mark.parametrize(
    ("layers", "size", "padding"),
    [
        (("conv 3", "conv 5"), 7, "half"),
        # The last column of the picture is read by no window, so padding stands in its place.
        (("conv 2 stride 2", "conv 3"), 9, "half"),
        (("conv 3 dilation 2", "conv 3 dilation 4"), 8, "half"),
    ],
)
def test_a_cell_says_the_rows_that_it_sees_and_no_others(layers, size, padding):
    explorer = ReceptiveFieldExplorer(layers, size, padding=padding)
    now = explorer._settings
    for number, place, said in spoken(explorer):
        depth = number + 1
        counts = ways(now.windows[:depth], now.sides[: depth + 1], padding, place)[0]
        rows, cols = np.nonzero(counts)
        expected = [rows.min(), rows.max(), cols.min(), cols.max()] if rows.size else []
        assert said == expected, (number, place)


def test_the_chosen_cell_at_the_rim_does_not_say_that_it_sees_all():
    explorer = ReceptiveFieldExplorer(("conv 3",) * 5, 9, padding="half", cell=(0, 8))
    assert "sees 6×6 of it" in explorer.scene["label"]
    assert explorer.scene["panels"][-1]["note"].startswith("9×9; sees up to 9×9, all,")
    assert explorer.field == (9, 1)
