"""One of a thing is told in the singular, in the words of every explorer."""

import io

import numpy as np
import pytest
from PIL import Image

from cnnkit import widgets
from cnnkit.data import load_xo
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.model import Sequential
from tests.helpers.boards import send
from tests.widgets.truth.facts import ONE, texts_of


def trained():
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(1, 1, 9, rng=rng), ReLU(), Flatten(), Linear(1, 2, rng=rng))
    lab = widgets.TrainingLab(model, load_xo(), images=1)
    lab.run(1)
    lab.play_epochs = 1
    lab.keep()
    return lab


def stepped(explorer):
    """Take one step, by the button."""
    send(explorer, "step")
    return explorer


MADE = {
    "TrainingLab": trained,
    "DescentExplorer": lambda: stepped(widgets.DescentExplorer()),
    "LandscapeExplorer": lambda: widgets.LandscapeExplorer(steps=1),
    "LossExplorer": lambda: widgets.LossExplorer(steps=1),
    "ReceptiveFieldExplorer": lambda: widgets.ReceptiveFieldExplorer(("conv 1",)),
    "PoolingExplorer": lambda: widgets.PoolingExplorer(window=4, stride=3),
    "NetworkExplorer": lambda: widgets.NetworkExplorer(
        Sequential(Conv2d(1, 1, 9), ReLU(), Flatten(), Linear(1, 1)), image="X"
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_one_of_a_thing_is_told_in_the_singular(name):
    explorer = MADE[name]()
    texts = list(texts_of(explorer.scene))
    assert len(texts) > 20
    assert [text for text in texts if ONE.search(text)] == []
    explorer.close()


@pytest.mark.parametrize("text", ["after 1 epochs", "1 steps; solid", "classes has 1 names"])
def test_a_wrong_plural_is_found(text):
    assert ONE.search(text)


@pytest.mark.parametrize("text", ["11 epochs", "0.1 steps", "1 epoch", "3×1 pixels", "1 loss"])
def test_a_right_plural_is_none(text):
    assert not ONE.search(text)


def test_the_lab_speaks_of_one_epoch_and_one_picture():
    lab = trained()
    assert "after 1 epoch: loss" in lab.scene["label"]
    assert ", on 1 picture. Compared" in lab.scene["label"]
    lab.close()


@pytest.mark.parametrize(
    ("name", "rows"), [("FilterExplorer", "a picture of 1 row with"), ("ChannelExplorer", "1×48")]
)
def test_a_strip_of_a_picture_is_refused_with_its_name_and_size(name, rows):
    """Scaled down to what is shown it is too small for the kernel, which is no fault of its own."""
    picture = io.BytesIO()
    Image.new("L", (5000, 2), 200).save(picture, "PNG")
    explorer = getattr(widgets, name)()
    (control,) = (one for one in explorer.scene["controls"] if one["kind"] == "file")
    with pytest.raises(ValueError, match=r"^strip\.png cannot be used at 1×") as refused:
        explorer.upload(control["name"], "strip.png", picture.getvalue())
    assert rows in str(refused.value)
    assert not ONE.search(str(refused.value))
    explorer.close()
