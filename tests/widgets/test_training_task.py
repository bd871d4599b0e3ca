"""Where there are no threads, a TrainingLab trains as a task of the event loop."""

import asyncio

import numpy as np
import pytest

from cnnkit import data
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import fit
from cnnkit.widgets import TrainingLab
from tests.helpers.boards import send
from tests.helpers.like_a_browser import without_threads

XO = data.load_xo()


def network():
    rng = np.random.default_rng(0)
    return Sequential(Conv2d(1, 4, 3, rng=rng), ReLU(), Flatten(), Linear(196, 2, rng=rng))


def weights(model):
    return np.concatenate([array.ravel() for array in model.parameters().values()])


@pytest.fixture
def lab(monkeypatch):
    without_threads(monkeypatch)
    lab = TrainingLab(network(), XO)
    yield lab
    lab.close()


async def ended(lab):
    async with asyncio.timeout(20):
        while lab.playing:
            await asyncio.sleep(0.005)


def test_a_task_computes_what_fit_computes(lab):
    async def play():
        lab.play(3)
        assert lab.playing
        await ended(lab)

    asyncio.run(play())
    model = network()
    list(
        fit(model, *XO[:2], loss=CrossEntropyLoss(), epochs=3,
            optimizer=SGD(model, lr=0.05, momentum=0.9), validation=XO[2:])
    )  # fmt: skip
    assert lab.training.epochs == 3
    np.testing.assert_array_equal(weights(lab.model), weights(model))


def test_the_board_can_be_used_while_a_task_trains(lab):
    async def play():
        lab.play(10_000)
        before = lab.scene["seq"]
        while lab.scene["seq"] < before + 3:
            await asyncio.sleep(0.005)
        send(lab, "playing")
        await ended(lab)

    asyncio.run(asyncio.wait_for(play(), 20))
    done = lab.training.steps
    assert done > 0
    assert lab.training.steps == done


def test_only_one_task_trains_at_a_time(lab):
    async def play():
        other = TrainingLab(network(), XO)
        lab.play(10_000)
        other.play(10_000)
        await asyncio.sleep(0.05)
        assert other.playing
        assert not lab._player.playing
        other.close()
        await asyncio.sleep(0.05)
        assert not other._player.playing

    asyncio.run(play())


def test_no_threads_and_no_event_loop_say_so(lab):
    with pytest.raises(RuntimeError, match="no thread can be started"):
        lab.play(1)
    assert not lab.playing
