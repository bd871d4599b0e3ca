"""Pictures in another order of axes: the advice, followed to the letter, works."""

import re

import numpy as np
import pytest

import cnnkit
from cnnkit import (
    SGD,
    AvgPool2d,
    BatchNorm2d,
    Conv2d,
    CrossEntropyLoss,
    Flatten,
    GlobalAvgPool2d,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
)
from tests.helpers.sentences import one_sentence

RNG = np.random.default_rng(0)
WRONG = [
    *((1, shape) for shape in ((9, 28, 28), (9, 784), (9, 28, 28, 1), (28, 28, 1), (28, 28))),
    *((1, shape) for shape in ((28, 28, 3), (9, 28, 28, 3), (9, 3, 28, 28), (3, 28, 28))),
    *((3, shape) for shape in ((9, 28, 28, 3), (28, 28, 3), (3, 28, 28), (9, 2352), (28, 28))),
    *((3, shape) for shape in ((9, 1, 28, 28), (9, 28, 28), (28, 28, 3, 9), (9, 4, 28, 28))),
    *((3, shape) for shape in ((28, 28, 4), (9, 28, 28, 4), (9, 28, 28, 1), (28, 28, 1))),
    (16, (16, 8, 8)),
    (16, (5, 8, 8, 16)),
    (1, (600, 64)),
    (1, (1, 28, 28)),
]


def advised(error, x):
    """Do what a sentence says after "write"."""
    sentence = str(error.value)
    assert str(x.shape) in sentence
    return eval(re.search(r"write (x.*?)(?: for |, which|$)", sentence)[1], {"x": x})


@pytest.mark.parametrize(("reads", "shape"), WRONG)
def test_advice_of_a_convolution_works_when_it_is_followed(reads, shape):
    x = RNG.random(shape, np.float32)
    layer = Conv2d(reads, 4, 3, rng=RNG)
    with pytest.raises(ValueError, match="write x") as error:
        layer(x)
    assert layer(advised(error, x)).shape[1] == 4


@pytest.mark.parametrize("layer", [MaxPool2d(2), AvgPool2d(2), GlobalAvgPool2d()])
@pytest.mark.parametrize("shape", [(9, 28, 28), (9, 784), (28, 28, 3), (3, 28, 28), (28, 28)])
def test_advice_of_a_pool_works_when_it_is_followed(layer, shape):
    x = RNG.random(shape, np.float32)
    with pytest.raises(ValueError, match="write x") as error:
        layer(x)
    found = layer(advised(error, x))
    assert found.shape[:2] == {9: (9, 1), 3: (1, 3)}.get(
        shape[0], (1, shape[2] if len(shape) == 3 else 1)
    )


@pytest.mark.parametrize(
    ("reads", "shape"), [(784, (9, 1, 28, 28)), (784, (28, 28)), (6, (6,)), (1, (6,))]
)
def test_advice_of_a_linear_layer_works_when_it_is_followed(reads, shape):
    x = RNG.random(shape, np.float32)
    layer = Linear(reads, 2, rng=RNG)
    with pytest.raises(ValueError, match="write x") as error:
        layer(x)
    assert layer(advised(error, x)).shape[1] == 2


@pytest.mark.parametrize(
    ("first", "shape"),
    [
        *((Conv2d(1, 4, 3, rng=RNG), shape) for shape in [(9, 28, 28), (9, 784), (9, 28, 28, 1)]),
        *((MaxPool2d(2), shape) for shape in [(9, 28, 28), (9, 784)]),  # it takes any channels
    ],
)
def test_training_and_judging_speak_of_the_whole_array(first, shape):
    x, y = RNG.random(shape, np.float32), np.arange(9) % 2
    side = 26 if isinstance(first, Conv2d) else 14
    model = Sequential(
        first, Flatten(), Linear(first.out_channels * side**2 if side == 26 else 196, 2, rng=RNG)
    )
    loss = CrossEntropyLoss()
    optimizer = cnnkit.SGD(model, lr=0.01)
    calls = (
        lambda x: list(
            cnnkit.fit(model, x, y, loss=loss, optimizer=optimizer, epochs=1, batch_size=4)
        ),
        lambda x: cnnkit.evaluate(model, x, y, loss=loss, batch_size=4),
        lambda x: cnnkit.predict(model, x, batch_size=4),
    )
    for call in calls:
        with pytest.raises(ValueError, match="write x") as error:
            call(x)
        call(advised(error, x))


def in_another_order(x, order):
    """Return pictures (N, C, H, W) in an order that people have them in."""
    n, c = x.shape[:2]
    return {
        "rows with an axis": lambda: x.reshape(n, c, -1),
        "rows of all": lambda: x.reshape(n, 1, -1),
        "rows with pixels last": lambda: x.reshape(n, -1, 1),
        "rows": lambda: x.reshape(n, -1),
        "columns": lambda: x.reshape(n, -1).T,
        "one row": lambda: x[:1].reshape(-1),
        "HWN": lambda: x[:, 0].transpose(1, 2, 0),
        "NHCW": lambda: x.transpose(0, 2, 1, 3),
        "HWCN": lambda: x.transpose(2, 3, 1, 0),
        "CNHW": lambda: x.transpose(1, 0, 2, 3),
        "CHWN": lambda: x.transpose(1, 2, 3, 0),
        "NHWC": lambda: x.transpose(0, 2, 3, 1),
        "HWC": lambda: x[0].transpose(1, 2, 0),
    }[order]().copy()


ORDERS = [
    *((1, order) for order in ("rows with an axis", "rows", "rows with pixels last", "HWN")),
    *((1, order) for order in ("columns", "one row", "NHCW", "HWCN", "CNHW", "CHWN", "NHWC")),
    *((3, order) for order in ("rows with an axis", "rows of all", "rows", "columns", "HWC")),
    *((3, order) for order in ("one row", "NHCW", "HWCN", "CNHW", "CHWN", "NHWC")),
    *((4, order) for order in ("NHWC", "HWC")),
]


@pytest.mark.parametrize(
    ("channels", "order", "reads"),
    [
        (channels, order, reads)
        for channels, order in ORDERS
        for reads in (1, 3)
        # with another number of channels these could be feature maps
        if order not in ("CNHW", "CHWN") or channels == reads
    ],
)
def test_advice_for_pictures_in_any_order_returns_these_pictures(channels, order, reads):
    pictures = RNG.random((40, channels, 28, 28) if channels != 3 else (40, 3, 32, 32))
    x, wanted = in_another_order(pictures, order), pictures[:, :3] if channels == 4 else pictures
    if channels > 1 == reads:
        wanted = wanted.mean(axis=1, keepdims=True)
    elif channels == 1 < reads:
        wanted = wanted.repeat(3, axis=1)
    if order in ("HWC", "one row"):
        wanted = wanted[:1]
    with pytest.raises(ValueError, match="write x") as error:
        Conv2d(reads, 4, 3, rng=RNG)(x)
    np.testing.assert_allclose(advised(error, x), wanted)


@pytest.mark.parametrize(
    ("reads", "shape"),
    [(3, (28, 28, 3, 28)), (3, (3, 28, 28, 28)), (1, (100, 60)), (1, (1024, 768))],
)
def test_a_shape_of_two_meanings_gets_the_line_of_each(reads, shape):
    with pytest.raises(ValueError, match=r"write x.* for .*, or x.* for "):
        Conv2d(reads, 4, 3, rng=RNG)(np.zeros(shape))


def test_where_no_line_would_work_the_shape_is_said():
    with pytest.raises(ValueError, match=r"give pictures of shape \(N, 16, H, W\)"):
        Conv2d(16, 4, 3, rng=RNG)(np.ones((2, 3, 8, 8)))
    with pytest.raises(ValueError, match="give rows of 6 numbers"):
        Linear(6, 2, rng=RNG)(np.ones((2, 7)))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("shape", ["hw", "hwc", "nchw", "nhwc"])
def test_advice_of_a_summary_works_when_it_is_followed(channels, shape):
    model = Sequential(Conv2d(channels, 4, 3, rng=RNG), Flatten(), Linear(144, 2, rng=RNG))
    sizes = {"n": 16, "c": channels, "h": 8, "w": 8}
    with pytest.raises(ValueError, match="input_shape") as error:
        model.summary(tuple(sizes[letter] for letter in shape))
    advice = eval(str(error.value).rpartition(": ")[2])
    assert advice == (channels, 8, 8)
    model.summary(advice)


def test_advice_of_a_summary_of_rows_of_numbers_leaves_the_batch_out():
    with pytest.raises(ValueError, match=r"leave the batch out: \(8,\)"):
        Sequential(Linear(8, 2, rng=RNG)).summary((4, 8))


@pytest.mark.parametrize(
    ("layers", "shape", "advice"),
    [
        ([Flatten(), Linear(784, 2, rng=RNG)], (28, 28), (1, 28, 28)),
        ([Linear(784, 2, rng=RNG)], (28, 28), (784,)),
        ([Linear(784, 2, rng=RNG)], (1, 784), (784,)),
        ([MaxPool2d(2), Flatten(), Linear(196, 2, rng=RNG)], (28, 28), (1, 28, 28)),
        ([Conv2d(1, 2, 3, rng=RNG)], (28, 28), (1, 28, 28)),
        ([Conv2d(1, 2, 3, rng=RNG)], (28, 28, 1), (1, 28, 28)),
        ([Conv2d(1, 2, 3, rng=RNG)], (5, 28, 28, 1), (1, 28, 28)),
    ],
)
@pytest.mark.parametrize("way", ["summary", "export_onnx", "from_keras"])
def test_advice_for_the_shape_of_an_example_is_one_that_the_model_takes(
    way, layers, shape, advice, tmp_path
):
    model = Sequential(*layers)
    call = {
        "summary": model.summary,
        "export_onnx": lambda shape: cnnkit.export_onnx(model, tmp_path / "a.onnx", shape),
        "from_keras": lambda shape: cnnkit.from_keras([], model, shape),
    }[way]
    with pytest.raises(ValueError, match="input_shape") as error:
        call(shape)
    assert eval(str(error.value).rpartition(": ")[2]) == advice


@pytest.mark.parametrize("shape", [(40, 60, 3), (40, 60, 4), (40, 60, 1), (3, 40, 60)])
def test_advice_of_an_explorer_shows_the_whole_picture(shape):
    from cnnkit.widgets import FilterExplorer

    image = RNG.random(shape)
    with pytest.raises(ValueError, match="give a 2-D array; try image") as error:
        FilterExplorer(image=image)
    for advice in re.findall(r"image(?:\[[^\]]*\])?(?:\.mean\(\d\))?", str(error.value))[1:]:
        assert eval(advice, {"image": image}).shape == (40, 60)
        FilterExplorer(image=eval(advice, {"image": image}))


@pytest.mark.parametrize(
    "shape", [(8, 9, 3), (8, 9, 4), (8, 9, 1), (4, 8, 9), (1, 8, 9), (8, 9), (1, 3, 8, 9)]
)
def test_advice_for_three_channels_shows_the_whole_picture(shape):
    from cnnkit.widgets import ChannelExplorer

    image = RNG.random(shape)
    with pytest.raises(ValueError, match=r"give \(3, height, width\); try") as error:
        ChannelExplorer(image)
    line = re.search(r"try (.*)\.$", str(error.value))[1]
    assert ChannelExplorer(eval(line, {"image": image, "np": np})).picture.shape == (3, 8, 9)


@pytest.mark.parametrize("shape", [(8, 9, 3), (8, 9, 4), (8, 9, 1), (5, 8, 9, 1), (5, 8, 9, 3)])
def test_a_network_is_shown_pictures_with_the_channels_first(shape):
    from cnnkit.widgets import NetworkExplorer

    rows = Linear(72 * shape[-1], 2, rng=RNG)
    image = images = RNG.random(shape)
    with pytest.raises(ValueError, match="channels first: image") as error:
        NetworkExplorer(Sequential(Flatten(), rows), image=image)
    line = re.search(r"first: (.*)\.$", str(error.value))[1]
    found = eval(line, {"image": image, "images": images})
    assert NetworkExplorer(Sequential(Flatten(), rows), image=found).picture.shape[1:] == (8, 9)


@pytest.mark.parametrize(
    ("reads", "shape"),
    [(1, (30, 8, 8)), (1, (3, 8, 8)), (1, (4, 8, 8)), (3, (8, 8)), (3, (1, 8, 8)), (3, (4, 8, 8))],
)
def test_advice_for_the_channels_of_a_network_is_one_that_it_takes(reads, shape):
    from cnnkit.widgets import NetworkExplorer

    model = Sequential(Conv2d(reads, 2, 3, rng=RNG), Flatten(), Linear(72, 2, rng=RNG))
    image = RNG.random(shape)
    with pytest.raises(ValueError, match=r"the picture does not fit.*; give .*image") as error:
        NetworkExplorer(model, image=image)
    line = re.search(r"(?:give|: ) ?((?:np|image)\S*.*?)(?: for .*)?$", str(error.value))[1]
    found = eval(line.rstrip("."), {"image": image, "np": np})
    assert NetworkExplorer(model, image=found).picture.shape == (reads, 8, 8)


@pytest.mark.parametrize("white", [255, 65535])
@pytest.mark.parametrize("shape", [(8, 9, 3), (5, 8, 9, 1)])
def test_pixels_with_the_channels_last_get_one_line_for_both(white, shape):
    from cnnkit.widgets import NetworkExplorer

    image = images = np.full(shape, white, np.uint16)
    with pytest.raises(ValueError, match=rf"channels first: image.* / {white}") as error:
        NetworkExplorer(Sequential(Flatten(), Linear(72 * shape[-1], 2, rng=RNG)), image=image)
    line = re.search(r"first: (.*)\.$", str(error.value))[1]
    assert eval(line, {"image": image, "images": images}).max() == 1


@pytest.mark.parametrize("white", [255, 4095, 65535])
@pytest.mark.parametrize("shape", [(8, 9), (1, 8, 9), (5, 1, 8, 9)])
def test_a_network_is_shown_shares_and_not_pixels_of_any_kind(white, shape):
    from cnnkit.widgets import NetworkExplorer

    image = images = np.full(shape, white, np.uint16)
    with pytest.raises(ValueError, match=rf"from {white} to {white}; networks read") as error:
        NetworkExplorer(Sequential(Flatten(), Linear(72, 2, rng=RNG)), image=image)
    line = re.search(r"give (.*)\.$", str(error.value))[1]
    assert eval(line, {"image": image, "images": images}).max() == 1


@pytest.mark.parametrize(
    ("shape", "white"), [((8, 8, 3), 1), ((3, 8, 8), 255), ((8, 8), 255), ((5, 8, 8), 65535)]
)
def test_advice_of_a_pad_lays_the_drawing_on_it(shape, white):
    from cnnkit.widgets import DrawPad

    pad = DrawPad()
    drawing = np.full(shape, white, np.float32)
    with pytest.raises(ValueError, match=r"a drawing (has two axes|holds)") as error:
        pad.drawing = drawing
    line = re.search(r"(drawing(?:\[|\.| /).*?)(?:, and |\.$)", str(error.value))[1]
    pad.drawing = eval(line, {"drawing": drawing})
    assert pad.drawing.max() == 1


@pytest.mark.parametrize("shape", [(9, 28, 28), (9, 784)])
def test_advice_of_a_split_works_when_it_is_followed(shape):
    images, targets = RNG.random(shape), np.arange(9) % 3
    with pytest.raises(ValueError, match="write images") as error:
        cnnkit.split(images, targets, rng=RNG)
    line = re.search(r"write (images.*?) for ", str(error.value))[1]
    assert cnnkit.split(eval(line, {"images": images}), targets, rng=RNG)[0].shape[1:] == (
        1,
        28,
        28,
    )


@pytest.mark.parametrize("shape", [(9, 28, 28), (9, 784), (28, 28)])
def test_whole_numbers_in_another_order_get_both_lines_at_once(shape):
    x = RNG.integers(0, 256, shape, dtype=np.uint8)
    layer = Conv2d(1, 4, 3, rng=RNG)
    with pytest.raises(TypeError, match=r" from \d+ to 25\d; .* 255.*; then write") as error:
        layer(x)
    assert layer(advised(error, x.astype(np.float32) / 255)).shape[1] == 4


JUDGES = {
    "fit": lambda m, x: cnnkit.fit(m, x, [0] * len(x), **training(m), epochs=1),
    "train_step": lambda m, x: cnnkit.train_step(m, x, [0] * len(x), **training(m)),
    "evaluate": lambda m, x: cnnkit.evaluate(m, x, [0] * len(x), loss=CrossEntropyLoss()),
    "predict": lambda m, x: cnnkit.predict(m, x),
}


def training(model):
    return {"loss": CrossEntropyLoss(), "optimizer": SGD(model, lr=0.1)}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("shape", "line"),
    [
        ((9, 1, 8, 8), ""),
        ((9, 8, 8), "x[:, None]"),
        ((9, 8, 8, 1), "x.transpose(0, 3, 1, 2)"),
        ((9, 784), "x.reshape(-1, 1, 28, 28)"),
    ],
)
@pytest.mark.parametrize(("dtype", "white"), [("uint8", 255), ("uint16", 65535), ("int64", 16)])
def test_pixels_of_whole_numbers_get_their_range_and_all_lines_at_once(
    judge, shape, line, dtype, white
):
    votes = Linear(72 if len(shape) > 2 else 1352, 2, rng=RNG)
    model = Sequential(Conv2d(1, 2, 3, rng=RNG), Flatten(), votes)
    x = np.full(shape, white, dtype)
    x[0] = 0
    with pytest.raises(TypeError, match=rf"holds {dtype} values from 0 to {white}; conv") as error:
        JUDGES[judge](model, x)
    assert f"/ {white}" in str(error.value) or f"divide by {white} if" in str(error.value)
    scaled = x.astype(np.float32) / white
    assert cnnkit.predict(model, advised(error, scaled) if line else scaled).shape == (9,)
    assert line in str(error.value)


@pytest.mark.parametrize(
    ("layers", "line"),
    [
        ([Conv2d(1, 4, 3, rng=RNG), Conv2d(3, 2, 3, rng=RNG)], "make it Conv2d(4, ...)"),
        ([Conv2d(1, 4, 3, rng=RNG), BatchNorm2d(3)], "make it BatchNorm2d(4, ...)"),
        ([Flatten(), Linear(9, 2, rng=RNG)], "make it Linear(16, ...), or give pictures of the"),
    ],
)
def test_a_layer_that_does_not_fit_the_one_before_it_is_told_its_number(layers, line):
    model = Sequential(ReLU(), *layers)
    for call in (lambda: model(np.ones((2, 1, 4, 4))), lambda: model.summary((1, 4, 4))):
        with one_sentence(ValueError, ["but it reads", line]):
            call()


@pytest.mark.parametrize(
    "layer", [Conv2d(1, 2, 3, rng=RNG), MaxPool2d(2), GlobalAvgPool2d(), BatchNorm2d(16)]
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_layer_for_pictures_behind_flatten_is_told_the_order(layer, inside):
    first = Sequential(ReLU(), Flatten()) if inside else Flatten()
    model = Sequential(first, ReLU(), Sequential(layer) if inside else layer)
    for call in (lambda: model(np.ones((2, 1, 4, 4))), lambda: model.summary((1, 4, 4))):
        with one_sentence(ValueError, ["(N, C, H, W)", "16)", "put", "Flatten"]):
            call()
