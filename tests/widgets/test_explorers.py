"""What every explorer promises, and what is special to each."""

import json

import numpy as np
import pytest

from cnnkit import data, functional, matching, widgets, xo
from cnnkit.losses import CrossEntropyLoss
from cnnkit.widgets import (
    ActivationExplorer,
    BackpropExplorer,
    ChannelExplorer,
    DescentExplorer,
    FilterExplorer,
    LandscapeExplorer,
    LossExplorer,
    NetworkExplorer,
    PoolingExplorer,
    SoftmaxExplorer,
    VoteExplorer,
)
from cnnkit.widgets.channels.channel_explorer import KERNELS
from cnnkit.widgets.descent.error_functions import two_weights
from cnnkit.widgets.descent.loss_explorer import value_and_slope
from tests.helpers.boards import array, panel, send

EVERY = [getattr(widgets, name) for name in widgets.__all__ if name != "Board"]


@pytest.mark.parametrize("kind", EVERY)
def test_a_scene_holds_together(kind):
    scene = kind().scene
    plain = scene | {"arrays": {name: a["shape"] for name, a in scene["arrays"].items()}}
    assert json.loads(json.dumps(plain)) == plain
    panels = {panel["name"]: panel for panel in scene["panels"]}
    assert sorted(name for column in scene["columns"] for name in column) == sorted(panels)
    assert scene["lead"] in panels
    for one in panels.values():
        assert len(scene["arrays"][one["array"]]["shape"]) == 3
        low, high = one["limits"]
        assert low < high
        rule = one["rule"] or one["products"] or {}
        assert rule.get("source", one["name"]) in panels
        for key in ("weights", "sums", "bias"):
            assert rule.get(key) is None or rule[key] in scene["arrays"]
    for link in scene["links"]:
        assert {link["reader"], link["source"]} <= set(panels)
    words = scene["label"].split()
    assert len(words) > 8, "a screen reader says the label first: tell in it what the board shows"


@pytest.mark.parametrize("kind", EVERY)
def test_a_window_link_gives_the_readers_size(kind):
    explorer = kind()
    shapes = {
        panel.name: explorer._shown.arrays[panel.array].shape for panel in explorer._shown.panels
    }
    for link in explorer._shown.links:
        if link.kind != "window":
            continue
        for axis in (0, 1):
            span = link.dilation[axis] * (link.kernel_size[axis] - 1) + 1
            room = shapes[link.source][axis + 1] + 2 * link.padding[axis] - span
            steps = -(-room // link.stride[axis])  # the last window may hang over, as a pool's
            assert shapes[link.reader][axis + 1] == steps + 1


@pytest.mark.parametrize("kind", EVERY)
def test_the_output_has_a_view_a_text_and_a_picture_with_words(kind):
    bundle, metadata = kind()._repr_mimebundle_()
    assert bundle["text/plain"].startswith(kind.__name__)
    assert "0x" not in bundle["text/plain"]
    assert bundle["image/png"][:4] == b"\x89PNG"
    assert len(metadata["image/png"]["alt"].split()) > 8


@pytest.mark.parametrize("kind", EVERY)
def test_two_of_a_kind_are_shown_alike(kind):
    first, second = kind(), kind()
    assert first.scene == second.scene
    assert repr(first) == repr(second)


@pytest.mark.parametrize(
    "kind",
    [kind for kind in EVERY if kind is not FilterExplorer and kind is not NetworkExplorer],
)
def test_an_unknown_edit_is_refused_and_changes_nothing(kind):
    explorer = kind()
    before = explorer.scene["arrays"]
    scene = send(explorer, "colour", "red")
    assert scene["message"] == ["error", "there is nothing called 'colour' to change here"]
    assert scene["arrays"] == before


# -- activations


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "rrelu", "sigmoid", "tanh"])
def test_the_maps_are_the_packages_own(name):
    explorer = ActivationExplorer(activation=name, gain=2)
    z = 2 * matching.match_map(xo.picture("X"), xo.features()["\\"])
    np.testing.assert_allclose(explorer.before, z, rtol=1e-6)
    np.testing.assert_array_equal(explorer.after, getattr(functional, name)(explorer.before))
    np.testing.assert_array_equal(array(explorer, "after")[0], explorer.after)
    step = np.float32(1e-3)
    nudged = getattr(functional, name)(explorer.before + step) - explorer.after
    away = np.abs(explorer.before) > 2 * step
    np.testing.assert_allclose(explorer.slope[away], (nudged / step)[away], atol=2e-3)


def test_relu_zeroes_the_negatives_of_the_lesson():
    explorer = ActivationExplorer()
    assert int((explorer.before < 0).sum()) == int((explorer.after == 0).sum()) == 20


def test_randomised_slopes_are_drawn_in_training_and_fixed_in_evaluation():
    explorer = ActivationExplorer(activation="rrelu", mode="training")
    negative = explorer.before < 0
    first = explorer.slope[negative].copy()
    assert first.min() >= 1 / 8
    assert first.max() <= 1 / 3
    assert np.unique(first).size == first.size
    send(explorer, "draw", "")
    assert (explorer.slope[negative] != first).all()
    explorer.mode = "evaluation"
    np.testing.assert_allclose(explorer.slope[negative], 11 / 48, rtol=1e-6)


def test_the_point_on_the_curve_can_be_drawn_still():
    explorer = ActivationExplorer()
    explorer.cursor = ("curve", 0, 0, 72)
    _, curve = explorer.figure().axes
    (x,), (y,) = curve.lines[-1].get_data()
    assert (x, y) == pytest.approx((-0.1, 0.0))
    assert explorer._repr_mimebundle_()[0]["image/png"]


def test_the_curve_is_the_function():
    curve = array(ActivationExplorer(activation="tanh"), "curve")[:, 0]
    z = np.linspace(-1, 1, curve.shape[1], dtype=np.float32)
    np.testing.assert_array_equal(curve[0], functional.tanh(z))


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("activation", "swish", "activation 'swish' is unknown; use one of 'relu'"),
        ("gain", 0, "gain 0 is not possible; use a number from 0.1 to 20"),
        ("gain", "x", "gain 'x' is not possible"),
        ("mode", "test", "mode 'test' is unknown"),
        ("kernel", None, "kernel None is unknown"),
    ],
)
def test_impossible_activation_settings_are_refused(setting, value, sentence):
    explorer = ActivationExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert explorer.scene == before


# -- pooling


def test_the_pooled_maps_of_the_lesson():
    expected = [
        [1, 0.33, 0.56, 0.33],
        [0.33, 1, 0.33, 0.56],
        [0.56, 0.33, 1, 0.11],
        [0.33, 0.56, 0.11, 0.78],
    ]
    np.testing.assert_allclose(PoolingExplorer().pooled["max"], expected, atol=0.005)
    assert PoolingExplorer(partial="drop").pooled["max"].shape == (3, 3)


def test_pooling_follows_its_definitions():
    explorer = PoolingExplorer(window=3, stride=2, partial="drop")
    for row, col in np.ndindex(explorer.pooled["max"].shape):
        window = explorer.map[2 * row : 2 * row + 3, 2 * col : 2 * col + 3]
        assert explorer.pooled["max"][row, col] == window.max()
        assert explorer.pooled["average"][row, col] == pytest.approx(window.mean(), abs=1e-6)
        root = np.sqrt((window**2).sum())
        assert explorer.pooled["l2"][row, col] == pytest.approx(root, abs=1e-6)


def test_a_shift_moves_the_picture_and_counts_what_changed():
    explorer = PoolingExplorer(right=1)
    np.testing.assert_array_equal(explorer.picture[:, 1:], xo.picture("X")[:, :-1])
    notes = {panel["name"]: panel["note"] for panel in explorer.scene["panels"]}
    assert notes["image"] == "26 of 81 changed by the shift"  # 55 of 81 agree, says lesson 01
    still = PoolingExplorer()
    changed = int((np.abs(explorer.pooled["max"] - still.pooled["max"]) > 1e-6).sum())
    assert notes["max"] == f"{changed} of 16 changed by the shift"


def test_a_stride_that_skips_numbers_is_refused():
    explorer = PoolingExplorer()
    scene = send(explorer, "stride", "3")
    assert "stride 3 with a window of 2 would skip" in scene["message"][1]
    assert explorer.stride == 2
    explorer.set(window=3, stride=3)
    assert explorer.pooled["max"].shape == (3, 3)


# -- channels


@pytest.mark.parametrize("kernel", KERNELS)
def test_shares_add_up_to_the_map(kernel):
    explorer = ChannelExplorer("cat", kernel)
    np.testing.assert_allclose(explorer.shares.sum(0), explorer.map, atol=1e-5)
    for share, channel, weights in zip(
        explorer.shares, explorer.picture, explorer.kernel, strict=True
    ):
        expected = matching.match_map(channel, weights, scoring="sum")
        np.testing.assert_allclose(share, expected, atol=1e-6)


def test_a_weight_of_one_channel_is_edited():
    explorer = ChannelExplorer("coffee", "blur")
    send(explorer, "kernel[2,0,1]", "1/2")
    assert explorer.kernel[2, 0, 1] == 0.5
    assert explorer._settings.preset == "custom"


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("image", "moon", "image 'moon' is unknown; use one of 'coffee', 'cat'"),
        ("image", np.ones((9, 9)), r"image has shape \(9, 9\); give \(3, height, width\)"),
        ("image", np.ones((9, 9, 3)), r"try image.transpose\(2, 0, 1\)"),
        ("image", np.ones((3, 99, 9)), "shows up to 48×48"),
        ("image", np.full((3, 5, 5), np.nan), "not finite"),
        ("kernel", "none", "kernel 'none' is unknown"),
        ("kernel", np.ones((3, 9, 9)), "shows up to 7×7"),
        ("image", np.ones((3, 2, 2)), "a kernel of 3×3 does not fit a picture of 2×2"),
    ],
)
def test_impossible_channel_settings_are_refused(setting, value, sentence):
    explorer = ChannelExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert explorer.scene == before


def test_photographs_are_averaged_not_cut():
    small = ChannelExplorer("cat").picture
    full = data.load_photo("cat")
    np.testing.assert_allclose(small[:, 0, 0], full[:, :6, :6].mean((1, 2)), rtol=1e-5)


# -- votes


def test_the_votes_add_up_to_the_networks_scores():
    explorer = VoteExplorer("O")
    expected = xo.network()(xo.picture("O")[None, None])[0]
    bias = xo.network().state_dict()["4.bias"]
    np.testing.assert_allclose(explorer.scores, expected, rtol=1e-6)
    np.testing.assert_allclose(explorer.votes.sum(1) + bias, expected, rtol=1e-5)


@pytest.mark.parametrize("order", ["strongest", "for", "against", "list"])
def test_the_tally_is_sorted_and_complete(order):
    explorer = VoteExplorer(order=order)
    tally = array(explorer, "tally").ravel()
    *single, rest, bias, total = tally
    assert np.sum([*single, rest, bias]) == pytest.approx(total, abs=1e-5)
    assert total == pytest.approx(float(explorer.scores[0]), abs=1e-6)
    (link,) = (link for link in explorer._shown.links if link.reader == "tally")
    key = {
        "strongest": -np.abs(single),
        "for": -np.array(single),
        "against": np.array(single),
        "list": np.array(link.order[: len(single)]),
    }[order]
    assert (np.diff(key) >= 0).all()
    for row, index in enumerate(link.order[: len(single)]):
        assert explorer.votes[0].flat[index] == single[row]


def test_a_changed_weight_changes_the_decision_and_can_be_taken_back():
    explorer = VoteExplorer("X", votes_for="O")
    before = explorer.scores.copy()
    scene = send(explorer, "weights[1,1,1]", "5")
    vote = explorer.pooled[1, 1, 1] * 5
    assert explorer.votes[1, 16 + 5] == pytest.approx(float(vote))
    assert explorer.scores.argmax() == 1
    assert "says O" in scene["label"]
    send(explorer, "reset", "")
    np.testing.assert_array_equal(explorer.scores, before)


def test_a_pixel_votes_through_the_whole_network():
    explorer = VoteExplorer("X")
    send(explorer, "image[4,4]", "flip")
    pixels = xo.picture("X").copy()
    pixels[4, 4] *= -1
    np.testing.assert_array_equal(explorer.scores, xo.network()(pixels[None, None])[0])


# -- softmax


def test_every_step_of_softmax_is_shown():
    explorer = SoftmaxExplorer((2.0, 1.0, -1.0))
    e = np.exp([0.0, -1.0, -3.0])
    np.testing.assert_allclose(array(explorer, "exponentials").ravel(), e, rtol=1e-6)
    np.testing.assert_allclose(array(explorer, "probabilities").ravel(), e / e.sum(), rtol=1e-6)
    assert explorer.loss == pytest.approx(-np.log(1 / e.sum()), rel=1e-6)
    wish = [1, 0, 0]
    np.testing.assert_allclose(explorer.gradient, e / e.sum() - wish, atol=1e-6)


def test_a_shift_changes_nothing_and_a_temperature_does():
    explorer = SoftmaxExplorer()
    before = explorer.probabilities.copy()
    explorer.shift = 100
    np.testing.assert_allclose(explorer.probabilities, before, atol=1e-5)
    explorer.temperature = 0.1
    assert explorer.probabilities.max() > 0.99


def test_the_naive_form_overflows_and_says_so():
    explorer = SoftmaxExplorer(shift=1000, form="naive")
    assert np.isnan(array(explorer, "probabilities")).all()
    assert explorer.scene["message"][0] == "notice"
    explorer.form = "stable"
    assert explorer.scene["message"] == ["", ""]
    np.testing.assert_allclose(array(explorer, "probabilities").sum(), 1, rtol=1e-6)


def test_a_dragged_score_arrives():
    explorer = SoftmaxExplorer()
    send(explorer, "logits[2,0]", "3.5")
    assert explorer.logits == (2.0, 1.0, 3.5)
    assert explorer.probabilities.argmax() == 2


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("logits", (1, 2), "there are 2 logits for 3 classes"),
        ("logits", "abc", "are not a list of numbers"),
        ("logits", (1, 2, np.inf), "not between −1000 and 1000"),
        ("temperature", 0, "temperature 0 is not possible; use 0.01 to 100"),
        ("true", "Q", "true 'Q' is unknown"),
        ("form", "fast", "form 'fast' is unknown"),
        ("shift", "x", "'x' in shift is not a number"),
    ],
)
def test_impossible_softmax_settings_are_refused(setting, value, sentence):
    explorer = SoftmaxExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert explorer.scene == before


# -- descent


def test_a_step_is_minus_rate_times_slope():
    explorer = DescentExplorer("compromise", weight=0.0, rate=0.1)
    before, slope = explorer.weight, explorer.slope
    explorer.step()
    assert explorer.weight == pytest.approx(before - 0.1 * slope)
    assert explorer.error < 5
    explorer.step(200)
    assert explorer.weight == pytest.approx(2, abs=1e-6)
    assert explorer.error == pytest.approx(1)  # the examples contradict each other: 1 is the least
    assert explorer.slope == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("problem", ["perfect fit", "compromise", "two valleys", "X/O network"])
def test_slopes_are_what_a_nudge_says(problem):
    explorer = DescentExplorer(problem)
    curve = array(explorer, "curve")[:, 0]
    (low, high) = panel(explorer, "curve")["x"]
    w = np.linspace(low, high, curve.shape[1])
    middle = np.gradient(curve[0].astype(np.float64), w)
    np.testing.assert_allclose(curve[1][2:-2], middle[2:-2], atol=0.02, rtol=0.02)
    for slope, text in zip(curve[1], _texts(explorer, "curve"), strict=True):
        way = "flat: stay" if abs(slope) < 0.005 else "go left" if slope > 0 else "go right"
        assert text.endswith(way)


def _texts(explorer, name):
    return panel(explorer, name)["rule"]["texts"]


def test_a_rate_too_large_diverges_and_is_explained():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=1.1)
    send(explorer, "ten", "")
    send(explorer, "ten", "")
    assert explorer.scene["message"][0] == "notice"
    assert "divergence; use a smaller rate" in explorer.scene["message"][1]
    send(explorer, "again", "")
    assert explorer.weight == 0
    assert explorer.scene["message"] == ["", ""]


def test_dragging_the_point_moves_the_weight_and_starts_a_new_walk():
    explorer = DescentExplorer("perfect fit", weight=0.0)
    explorer.step(3)
    walked = explorer.weight
    explorer.cursor = ("curve", 0, 0, 240)  # the pointer passes over the curve: it only reads
    assert explorer.weight == walked
    assert array(explorer, "steps").shape == (1, 4, 3)
    send(explorer, "curve[0,240]", "choose")
    assert explorer.weight == 5
    assert array(explorer, "steps").shape == (1, 1, 3)


def test_the_line_speaks_of_the_weight_that_is_followed():
    explorer = BackpropExplorer(weight=(0, 2))
    assert explorer.cursor == ("dkernel1", 0, 0, 2)
    explorer.weight = (2, 1)
    assert explorer.cursor == ("dkernel1", 0, 2, 1)
    explorer.cursor = ("kernel1", 0, 1, 0)
    send(explorer, "kernel1[1,0]", "choose")
    assert explorer.cursor == ("kernel1", 0, 1, 0)
    explorer.cursor = ("dmap", 0, 3, 3)
    explorer.kernel = "/"
    assert explorer.cursor == ("dkernel2", 0, 1, 0)


def test_nudging_agrees_with_the_slope_by_the_slow_way():
    explorer = BackpropExplorer("O", kernel="/", weight=(2, 0))
    found = []
    for delta in (1e-4, -1e-4):
        model = xo.network().to(np.float64)
        model[0].weight[2, 0, 2, 0] += delta
        logits = model(xo.picture("O")[None, None].astype(np.float64))
        found.append(float(functional.cross_entropy(logits, np.array([1]))))
    assert explorer.nudged == pytest.approx((found[0] - found[1]) / 2e-4, rel=1e-9, abs=1e-12)


def test_two_classes_of_one_name_are_rejected():
    with pytest.raises(ValueError, match="two classes have the same name"):
        SoftmaxExplorer((1.0, 2.0), ("a", "a"))


def test_the_next_step_is_spelled_with_its_numbers():
    explorer = DescentExplorer("perfect fit", weight=0.0, rate=0.1)
    curve = panel(explorer, "curve")
    assert curve["note"] == "the next step: w = 0.00 − 0.1 · (−4.00) = 0.40"
    assert curve["point"] == 0


def test_both_losses_start_alike_and_one_stalls():
    explorer = LossExplorer(start=-7.0, rate=1.0)
    paths = explorer.paths()
    assert {name: list(path) for name, path in paths.items()} == {
        "cross-entropy": [-7.0],
        "squared": [-7.0],
    }
    send(explorer, "hundred", "")
    said = explorer.probabilities
    assert said["cross-entropy"] > 0.98
    assert said["squared"] < 0.002
    assert explorer.scene["message"][0] == "notice"
    assert "The squared error stalls" in explorer.scene["message"][1]
    for _ in range(6):
        send(explorer, "hundred", "")
    assert explorer.probabilities["squared"] > 0.5
    assert "since step 8 with cross-entropy, since step 563" in explorer.scene["message"][1]
    send(explorer, "again", "")
    assert explorer.steps == 0


@pytest.mark.parametrize("loss", ["cross-entropy", "squared"])
def test_the_slopes_of_both_losses_are_what_a_nudge_says(loss):
    for z in (-7.0, -1.0, 0.0, 2.5):
        above, below = (value_and_slope(loss, z + d)[0] for d in (1e-4, -1e-4))
        assert value_and_slope(loss, z)[1] == pytest.approx((above - below) / 2e-4, abs=1e-8)


def test_a_start_is_chosen_on_either_loss():
    explorer = LossExplorer(steps=5)
    send(explorer, "squared[0,0]", "choose")
    assert (explorer.start, explorer.steps) == (-8, 0)
    send(explorer, "cross-entropy[0,160]", "choose")
    assert (explorer.start, explorer.steps) == (8, 0)


def test_a_rate_that_throws_the_neuron_out_of_the_picture_is_explained():
    explorer = LossExplorer(start=-2.0, rate=500.0, steps=1)
    assert "far out of the picture (cross-entropy and squared)" in explorer.scene["message"][1]
    explorer.figure()


def test_the_walk_on_the_landscape_is_the_optimisers_own():
    explorer = LandscapeExplorer("ravine", start=(-2.0, 2.0), rate=0.05, steps=20)
    problem, _ = two_weights("ravine")
    w = np.array([-2.0, 2.0])
    velocity = np.zeros(2)
    for _ in range(20):
        velocity = 0.9 * velocity + problem.slope(w)
        w = w - 0.05 * velocity
    np.testing.assert_allclose(explorer.paths()["momentum"][-1], w, rtol=1e-10)


def test_a_start_is_chosen_on_the_map():
    explorer = LandscapeExplorer("bowl")
    send(explorer, "error[0,40]", "choose")
    assert explorer.start == (3.0, 3.0)
    send(explorer, "error[40,0]", "choose")
    assert explorer.start == (-3.0, -3.0)
    scene = send(explorer, "error[99,0]", "choose")
    assert "row 99, column 0 is not on the map" in scene["message"][1]


def test_another_landscape_has_the_cursor_on_its_start():
    explorer = LandscapeExplorer("ravine", start=(-2.4, 2.1))
    send(explorer, "problem", "bowl")
    _, _, row, col = explorer.cursor
    axis = np.linspace(-3, 3, 41)
    np.testing.assert_allclose((axis[col], axis[40 - row]), explorer.start, atol=0.08)
    explorer.figure()


def test_few_examples_make_another_walk_than_all():
    every = LandscapeExplorer("bowl", batch="all").paths()["plain"]
    one = LandscapeExplorer("bowl", batch="1").paths()["plain"]
    np.testing.assert_array_equal(every[0], one[0])
    assert not np.allclose(every[5], one[5])


@pytest.mark.parametrize(
    ("explorer", "setting", "value", "sentence"),
    [
        (DescentExplorer, "rate", -1, "rate −1 is not possible"),
        (DescentExplorer, "weight", "x", "'x' in weight is not a number"),
        (DescentExplorer, "problem", "hill", "problem 'hill' is unknown"),
        (LandscapeExplorer, "start", (99, 0), "is not on the map"),
        (LandscapeExplorer, "steps", 0, "steps 0 is not possible"),
        (LandscapeExplorer, "batch", "2", "batch '2' is unknown"),
        (BackpropExplorer, "weight", (3, 0), r"weight \(3, 0\) is not a position in a 3×3 kernel"),
        (BackpropExplorer, "true", "Z", "true 'Z' is unknown"),
    ],
)
def test_impossible_settings_of_learning_are_refused(explorer, setting, value, sentence):
    explorer = explorer()
    before = explorer.scene
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert explorer.scene == before


# -- backpropagation


@pytest.mark.parametrize("true", ["X", "O"])
@pytest.mark.parametrize("kernel", ["\\", "crossing", "/"])
def test_contributions_add_up_to_the_gradient(kernel, true):
    for place in np.ndindex(3, 3):
        explorer = BackpropExplorer("X", true, kernel, place)
        assert explorer.contributions.sum() == pytest.approx(explorer.gradient, abs=1e-12)


def test_the_gradients_of_all_kernels_are_the_models_times_100():
    model = xo.network()
    loss = CrossEntropyLoss()
    loss(model(xo.picture("O")[None, None]), np.array([0]))
    model.backward(loss.backward())
    explorer = BackpropExplorer("O", "X")
    for k, expected in enumerate(model.gradients()["0.weight"][:, 0]):
        shown = array(explorer, f"dkernel{k}")[0]
        np.testing.assert_allclose(shown, 100 * expected, rtol=1e-4, atol=1e-4)
        assert "× 100" in panel(explorer, f"dkernel{k}")["title"]


def test_a_nudge_agrees_where_the_loss_has_no_kink():
    explorer = BackpropExplorer("X", "O")
    texts = [text for k in range(3) for text in _texts(explorer, f"dkernel{k}")]
    kinks = [text for text in texts if "tie in a pooling window" in text]
    assert len(texts) == 27
    assert 0 < len(kinks) <= 3
    assert sum("they agree" in text for text in texts) == 27 - len(kinks)


def test_a_clicked_weight_of_any_kernel_is_followed():
    explorer = BackpropExplorer()
    send(explorer, "kernel0[0,2]", "choose")
    assert (explorer.kernel, explorer.weight) == ("\\", (0, 2))
    shown = array(explorer, "contributions").sum()
    np.testing.assert_allclose(shown, 100 * explorer.gradient, rtol=1e-4)


def test_a_step_lets_the_loss_fall_and_can_be_pressed_again():
    explorer = BackpropExplorer()
    losses = [explorer.loss]
    for number in (1, 2, 3):
        kind, said = send(explorer, "descend")["message"]
        assert kind == "notice"
        assert said.startswith(f"Step {number}, of rate 0.1: ")
        losses.append(explorer.loss)
        before, after = losses[-2:]
        assert after < before
        np.testing.assert_allclose(array(explorer, "loss").ravel(), [losses[0], before, after])
    kept = explorer.weights
    send(explorer, "true", "O")  # the weights stay, and so does the way
    for key, moved in explorer.weights.items():
        np.testing.assert_array_equal(moved, kept[key])
    send(explorer, "again")
    assert explorer.steps == ()
    np.testing.assert_array_equal(explorer.weights["4.weight"], xo.network()[4].weight)


def test_every_number_moves_by_the_rate_times_its_gradient():
    explorer = BackpropExplorer("O", "X", rate=0.5)
    before, slopes = explorer.weights, explorer._settings.passes.slopes
    explorer.step()
    for key, moved in explorer.weights.items():
        np.testing.assert_allclose(moved, before[key] - 0.5 * slopes[key], atol=1e-15)
        assert np.any(moved != before[key]), key


def test_a_flipped_pixel_goes_through_both_passes_and_flips_back():
    explorer = BackpropExplorer()
    loss = explorer.loss
    send(explorer, "image[4,4]", "flip")
    changed = xo.picture("X")
    changed[4, 4] = -1
    np.testing.assert_array_equal(array(explorer, "image")[0], changed)
    logits = xo.network()(changed[None, None])
    assert explorer.loss == pytest.approx(functional.cross_entropy(logits, np.array([0])), rel=1e-5)
    assert panel(explorer, "image")["title"] == "Picture: 1 flipped"
    send(explorer, "image[4,4]", "flip")
    assert explorer.loss == loss
    send(explorer, "image[0,0]", "flip")
    explorer.image = "O"  # another letter is as it is drawn
    assert explorer.flipped == ()


def test_steps_that_run_away_are_refused_and_nothing_changes():
    explorer = BackpropExplorer(rate=100)
    there_and_back = [f"X as {true}, rate 100.0, 1 times" for true in "OX" * 30]
    before = explorer.scene
    with pytest.raises(ValueError, match="is too long: the weights run away; start again with"):
        explorer.steps = there_and_back
    assert explorer.scene is before
    assert explorer.steps == ()


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("rate", 0, "rate 0 is not possible; use 0.001 to 100"),
        ("rate", "fast", "'fast' in rate is not a number"),
        ("flipped", 3, "flipped 3 is not a list of pixels"),
        ("flipped", [(9, 0)], r"flipped holds \(9, 0\), which is not a pixel of 9×9"),
        ("steps", 501, "steps 501 is not possible; use a whole number from 0 to 500"),
        ("steps", "two", "steps 'two' are not possible; give a whole number"),
        ("steps", ["a step"], "steps holds 'a step', which cannot be read; give"),
        ("steps", ["X as X, rate 0.1, 400 times"] * 2, "steps 800 is not possible"),
    ],
)
def test_impossible_steps_are_refused(setting, value, sentence):
    explorer = BackpropExplorer()
    before = explorer.scene
    with pytest.raises(ValueError, match=sentence):
        setattr(explorer, setting, value)
    assert explorer.scene is before
