"""The TrainingLab from Python: its settings, its thread, what it shows."""

import gc
import threading
import time
import weakref

import numpy as np
import pytest

from cnnkit import data, xo
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.losses import BCEWithLogitsLoss, CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit
from cnnkit.widgets import TrainingLab
from cnnkit.widgets.board.panel_limits import nice_above
from cnnkit.widgets.training.lab_panels import thinned
from cnnkit.widgets.training.training_run import TrainingRun
from cnnkit.widgets.training.training_thread import Gate, Trainer, stop_all
from tests.helpers.boards import array, control, panel, send
from tests.helpers.sentences import one_sentence

XO = data.load_xo()


def network(seed=0, channels=1):
    rng = np.random.default_rng(seed)
    return Sequential(Conv2d(channels, 4, 3, rng=rng), ReLU(), Flatten(), Linear(196, 2, rng=rng))


@pytest.fixture
def lab():
    lab = TrainingLab(network(), XO)
    yield lab
    lab.close()


def weights(model):
    return np.concatenate([array.ravel() for array in model.parameters().values()])


def fitted(epochs, model=None):
    model = network() if model is None else model
    list(
        fit(model, *XO[:2], loss=CrossEntropyLoss(), epochs=epochs,
            optimizer=SGD(model, lr=0.05, momentum=0.9), validation=XO[2:])
    )  # fmt: skip
    return weights(model)


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.005)


def trainers():
    return [thread for thread in threading.enumerate() if thread.name == "cnnkit-trainer"]


# -- training


def test_run_computes_what_fit_computes(lab):
    model = lab.model
    lab.run(epochs=3)
    assert lab.model is model
    np.testing.assert_array_equal(weights(model), fitted(3))
    assert len(lab.history) == 4


def test_playing_computes_what_fit_computes(lab):
    lab.play(4)
    until(lambda: not lab.playing)
    assert lab.training.epochs == 4
    np.testing.assert_array_equal(weights(lab.model), fitted(4))
    until(lambda: not trainers())


def test_pausing_and_going_on_changes_nothing(lab):
    lab.play(200)
    for _ in range(5):
        time.sleep(0.03)
        lab.pause()
        steps = lab.training.steps
        time.sleep(0.05)
        assert lab.training.steps == steps
        lab.play(200)
    lab.pause()
    epochs = lab.training.epochs
    lab.run(1)
    np.testing.assert_array_equal(weights(lab.model), fitted(epochs + 1))


def test_the_model_may_be_used_while_it_is_trained(lab):
    loss = CrossEntropyLoss()
    lab.play(30)
    while lab.playing:
        loss(lab.model(XO.test_images), XO.test_targets)
        lab.model.backward(loss.backward())
        lab.model_at(0)
        lab.figure()
    np.testing.assert_array_equal(weights(lab.model), fitted(30))


def test_playing_is_a_trait(lab):
    lab.playing = True
    assert lab.playing is True
    assert control(lab, "playing")["label"] == "Pause"
    lab.playing = False
    assert lab.playing is False
    assert control(lab, "playing")["label"] == "Play"
    with pytest.raises(TypeError, match="playing"):
        lab.playing = "yes"


def test_only_one_lab_plays_at_a_time(lab):
    other = TrainingLab(network(), XO)
    lab.play(10_000)
    other.play(10_000)
    until(lambda: len(trainers()) == 1)
    assert other.playing
    assert not lab._player.playing
    third = TrainingLab(network(), XO)
    until(lambda: not trainers())
    for one in (other, third):
        one.close()


def test_closing_stops(lab):
    lab.play(10_000)
    lab.close()
    until(lambda: not trainers())


def test_a_trainer_whose_owner_is_gone_stops():
    class Owner:
        def __init__(self):
            self.trainer = Trainer(self.work, self.show, self.ended)

        def work(self):
            return 0.001

        def show(self):
            pass

        def ended(self, error):
            pass

    owner = Owner()
    owner.trainer.start()
    assert trainers()
    ghost = weakref.ref(owner)
    del owner
    gc.collect()
    until(lambda: ghost() is None)
    until(lambda: not trainers())


def test_stop_all_stops(lab):
    lab.play(10_000)
    stop_all()
    until(lambda: not trainers())
    lab.pause()
    assert lab.playing is False


def test_the_gate_lets_people_in_between():
    gate, order = Gate(), []
    stop = threading.Event()

    def greedy():
        while not stop.is_set():
            with gate():
                order.append("trainer")
                time.sleep(0.002)

    thread = threading.Thread(target=greedy)
    thread.start()
    try:
        for turn in range(5):
            until(lambda turn=turn: len(order) > turn)  # the trainer comes back every time
            before = len(order)
            with gate(), gate():
                assert len(order) - before <= 2
    finally:
        stop.set()
        thread.join()


# -- hands on the board


def test_the_buttons(lab):
    send(lab, "one step")
    until(lambda: not lab.playing)
    assert lab.training.steps == 1
    send(lab, "one epoch")
    until(lambda: not lab.playing)
    assert lab.training.epochs == 1
    send(lab, "playing")
    assert lab.playing
    send(lab, "playing")
    assert not lab.playing
    steps = lab.training.steps
    time.sleep(0.05)
    assert lab.training.steps == steps
    send(lab, "reset")
    assert lab.training.steps == 0
    np.testing.assert_array_equal(weights(lab.model), weights(network()))
    assert lab.scene["message"][0] == "notice"


def test_controls_change_settings_while_it_plays(lab):
    lab.play(10_000)
    for name, value, wanted in (
        ("lr", "0.01", 0.01), ("momentum", "0.5", 0.5), ("batch_size", "32", 32),
        ("weight_decay", "0.001", 0.001), ("dropout", "0.25", 0.25), ("augment", "both", "both"),
        ("optimizer", "Adam", "Adam"),
    ):  # fmt: skip
        until(lambda: lab.training.steps)
        send(lab, name, value)
        assert lab.scene["message"][0] == "notice"
        assert getattr(lab, name) == getattr(lab.training, name) == wanted
    assert lab.playing
    lab.pause()
    assert [change.name for change in lab.training.changes][:3] == ["lr", "momentum", "batch_size"]
    assert any("rate 0.01" in text for _, text in panel(lab, "loss")["marks"])


def test_few_pictures_start_over(lab):
    lab.run(2)
    send(lab, "images", "10")
    assert lab.images == 10
    assert lab.training.epochs == 0
    assert array(lab, "loss before").shape == (2, 3)
    lab.images = "all"
    assert control(lab, "images")["value"] == "all"


BAD = [
    ("lr", 0), ("lr", "fast"), ("lr", None), ("momentum", 1), ("batch_size", 0),
    ("batch_size", 1.5), ("optimizer", "adam"), ("images", 0), ("images", 401), ("images", "few"),
    ("play_epochs", 0), ("speed", "slow"), ("layer", "9"), ("layer", 0), ("picture", 100),
    ("weight_decay", -1), ("weight_decay", "much"), ("dropout", 1), ("dropout", "half"),
    ("augment", "flip"), ("augment", None), ("kernel_page", 1), ("map_page", 1),
    ("picture_page", 17), ("picture_page", -1), ("picture_page", 0.5),
    ("epoch", -1), ("epoch", 3), ("epoch", "first"), ("epoch", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_what_is_impossible_is_refused_and_changes_nothing(lab, name, value):
    lab.run(2)
    before, scene, now = weights(lab.model), lab.scene, getattr(lab, name)
    with one_sentence((TypeError, ValueError), [name]):
        setattr(lab, name, value)
    assert getattr(lab, name) == now
    assert lab.scene is scene
    np.testing.assert_array_equal(weights(lab.model), before)


@pytest.mark.parametrize(("name", "value"), [("lr", "-1"), ("lr", "abc"), ("batch_size", "2.5"),
                                             ("images", "1000"), ("optimizer", "x")])  # fmt: skip
def test_a_hand_that_asks_the_impossible_reads_why(lab, name, value):
    before = getattr(lab, name)
    assert send(lab, name, value)["message"][0] == "error"
    assert getattr(lab, name) == before


def test_settings_are_changed_together_or_not_at_all(lab):
    with pytest.raises(ValueError, match="momentum"):
        lab.set(lr=0.5, momentum=7)
    assert lab.lr == lab.training.lr == 0.05
    lab.set(optimizer="Nesterov", momentum=0.5)
    assert (lab.training.optimizer, lab.training.momentum) == ("Nesterov", 0.5)
    with pytest.raises(ValueError, match="needs momentum above 0"):
        lab.momentum = 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((network(), None), "dataset is missing"),
        ((None, XO), "model is missing"),
        ((network(), "digits"), "dataset"),
        (("model", XO), "Sequential"),
    ],
)
def test_what_no_lab_can_be_made_of(arguments, words):
    with pytest.raises(TypeError, match=words):
        TrainingLab(*arguments)


def test_classes_need_a_name_each():
    with pytest.raises(ValueError, match="tells 2 classes apart"):
        TrainingLab(network(), XO, classes=("X",))
    assert "is X" in str(TrainingLab(network(), XO, classes=("X", "O")).scene["panels"])


# -- going back


def test_the_epoch_that_is_compared_with(lab):
    lab.run(3)
    lab.epoch = 2
    np.testing.assert_array_equal(array(lab, "kernels"), lab.model[0].weight[:, 0])
    np.testing.assert_array_equal(array(lab, "kernels then"), lab.model_at(2)[0].weight[:, 0])
    assert panel(lab, "kernels then")["title"] == "Kernels, epoch 2"
    assert control(lab, "continue")["label"] == "Continue from epoch 2"
    film = array(lab, panel(lab, "kernels then")["film"])
    assert film.shape == (4, 4, 3, 3)
    for epoch in range(4):
        np.testing.assert_array_equal(film[epoch], lab.model_at(epoch)[0].weight[:, 0])


def test_the_browser_moves_the_pin(lab):
    lab.run(3)
    lab.set_state({"pin": 2})
    assert lab.epoch == 2
    assert panel(lab, "loss")["pin"] == 2
    lab.set_state({"pin": 77})  # an epoch that has meanwhile gone
    assert lab.epoch == lab.pin == 3


def test_continuing_from_there(lab):
    lab.run(4)
    wanted = weights(lab.model)
    lab.epoch = 1
    send(lab, "continue")
    assert lab.training.epochs == lab.epoch == 1
    lab.run(3)
    np.testing.assert_array_equal(weights(lab.model), wanted)


def test_continuing_while_it_plays_pauses(lab):
    lab.play(10_000)
    until(lambda: lab.training.epochs > 2)
    lab.continue_from(1)
    assert not lab.playing
    assert lab.training.epochs == lab.training.position == 1


def test_frames_of_another_way_are_not_those_of_the_first(lab):
    lab.run(2)
    lab.epoch = 2
    first = array(lab, "kernels then").copy()
    lab.continue_from(1)
    lab.lr = 0.01
    lab.run(1)
    lab.epoch = 2
    assert (array(lab, "kernels then") != first).any()
    np.testing.assert_array_equal(array(lab, "kernels then"), lab.model[0].weight[:, 0])


# -- two runs side by side


def cells(lab):
    """The table of two runs by its headings: of the other run, and of this one."""
    heads, *rows = lab.scene["table"]
    return {head: [row[i] for row in rows] for i, head in enumerate(heads)}


def test_a_run_that_is_kept_is_drawn_and_told_beside_the_next_one(lab):
    assert lab.scene["table"] == []
    lab.run(2)
    first = array(lab, "loss")[:, 0]
    send(lab, "keep")
    lab.reset()
    lab.set(lr=0.2, augment="shift")
    lab.run(3)
    np.testing.assert_array_equal(array(lab, "loss before"), first)
    table = cells(lab)
    assert table[""] == ["kept run", "this run"]
    assert table["learning rate"] == ["0.05", "0.2"]
    assert table["pictures"] == ["as they are", "shifted"]
    assert table["epochs"] == ["2", "3"]
    assert "momentum" not in table
    assert panel(lab, "loss")["beside"] == "kept run"


def test_a_kept_run_stays_until_it_is_forgotten(lab):
    lab.run(1)
    lab.keep()
    lab.continue_from(0)
    lab.run(2)
    lab.continue_from(1)
    assert cells(lab)["epochs"] == ["1", "1"]
    lab.forget()
    assert cells(lab)[""] == ["run before", "this run"]
    assert cells(lab)["epochs"] == ["2", "1"]
    assert cells(lab)["settings"] == ["the same", "the same"]


def test_a_rate_that_changed_on_the_way_is_told_as_such(lab):
    lab.run(1)
    lab.lr = 0.01
    lab.run(1)
    lab.keep()
    assert cells(lab)["settings"] == ["the same", "the same"]
    lab.continue_from(1)
    lab.lr = 0.3
    assert cells(lab)["learning rate"] == ["0.05 → 0.01", "0.05 → 0.3"]


def test_there_is_no_run_to_keep_at_the_start(lab):
    assert control(lab, "keep")["disabled"]
    with one_sentence(ValueError, ["no run to keep", "use Epoch or Play first"]):
        lab.keep()
    assert send(lab, "keep")["message"][0] == "error"
    lab.run(1)
    lab.keep()
    assert lab.scene["table"]


# -- every map and picture can be reached


def test_all_maps_kernels_and_pictures_are_on_some_page():
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(1, 32, 3, rng=rng), ReLU(), Flatten(), Linear(1568, 2, rng=rng))
    lab = TrainingLab(model, XO)
    kernels, maps = [], []
    for page in range(2):
        send(lab, "kernel_page", str(page))
        kernels += list(array(lab, "kernels"))
    for page in range(4):
        send(lab, "map_page", str(page))
        maps += list(array(lab, "maps"))
    np.testing.assert_array_equal(kernels, model[0].weight[:, 0])
    picture = lab._frames.album.picture(0)
    np.testing.assert_allclose(maps, model.activations(picture)["0"][0], atol=1e-6)
    seen = []
    for page in range(17):
        send(lab, "picture_page", str(page))
        assert len(array(lab, "pictures")) == len(panel(lab, "pictures")["captions"])
        seen += list(array(lab, "pictures"))
    assert len(seen) == 100
    assert sorted(map(bytes, seen)) == sorted(map(bytes, XO.test_images[:, 0]))
    assert panel(lab, "pictures")["pager"]["total"] == 100
    assert send(lab, "map_page", "4")["message"][0] == "error"


def test_a_picture_of_another_page_is_chosen_with_a_click(lab):
    send(lab, "picture_page", "2")
    assert panel(lab, "pictures")["chosen"] == -1
    lab.cursor = ("pictures", 3, 2, 2)
    send(lab, "pictures[2,2]", "choose")
    assert lab.picture == 15
    assert panel(lab, "pictures")["chosen"] == 3


def test_another_layer_begins_with_its_first_maps():
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(1, 16, 3, rng=rng), ReLU(), Conv2d(16, 4, 3, rng=rng), Flatten(),
                       Linear(100, 2, rng=rng))  # fmt: skip
    lab = TrainingLab(model, XO)
    lab.map_page = 1
    lab.layer = "2"
    assert lab.map_page == 0
    assert array(lab, "maps").shape == (4, 5, 5)


# -- both curves are measured alike


def test_both_curves_are_those_of_the_weights_after_each_epoch(lab):
    lab.run(2)
    lab.augment = "rotate"
    lab.run(1)
    loss, right = array(lab, "loss")[:, 0], array(lab, "accuracy")[:, 0]
    sample = np.arange(100) * 400 // 100
    for epoch in range(4):
        model = lab.model_at(epoch)
        seen = evaluate(model, XO[0][sample], XO[1][sample], loss=CrossEntropyLoss())
        unseen = evaluate(model, *XO[2:], loss=CrossEntropyLoss())
        np.testing.assert_allclose(loss[:, epoch], [seen.loss, unseen.loss], rtol=1e-5)
        np.testing.assert_allclose(
            right[:, epoch], [100 * seen.accuracy, 100 * unseen.accuracy], rtol=1e-5
        )
    note = panel(lab, "loss")["note"]
    assert note == "both after each epoch, on 100 pictures each; thin: while training"
    lab.images = 10
    assert "on 10 training, 100 test pictures" in panel(lab, "loss")["note"]


@pytest.mark.parametrize(
    ("data", "name"), [(XO, "test"), (tuple(XO), "validation"), (tuple(XO)[:2], "validation")]
)
def test_pictures_that_are_held_out_are_called_as_they_were_given(data, name):
    lab = TrainingLab(network(), data)
    lab.run(1)
    assert list(panel(lab, "loss")["names"]) == ["training", name]
    assert f"on {name} pictures" in lab.scene["label"]
    assert "after 1 epoch: loss" in lab.scene["label"]
    lab.images = 7
    assert f"{name} pictures" in panel(lab, "loss")["note"]


# -- what it says


def test_divergence_is_explained_and_the_state_kept():
    lab = one_output(MSELoss(), lr=50)  # a straight line diverges, whatever the rounding
    lab.run(200)
    assert lab.message.startswith("epoch")
    assert "the loss became" in lab.message
    assert "smaller learning rate (it is 50)" in lab.message
    assert np.isfinite(weights(lab.model)).all()


def test_a_loss_that_is_not_finite_ends_playing_with_a_sentence(lab, monkeypatch):
    lab.run(1)
    before = weights(lab.model)

    def explode(*_):
        raise FloatingPointError("the loss became inf, so this step was not done: why; try less")

    monkeypatch.setattr("cnnkit.widgets.training.training_run._step", explode)
    lab.play(5)
    until(lambda: not lab.playing)
    assert lab.scene["message"][0] == "notice"
    assert "epoch 2, step 1: the loss became inf" in lab.scene["message"][1]
    np.testing.assert_array_equal(weights(lab.model), before)
    lab.run(2)
    assert "the loss became inf" in lab.message
    monkeypatch.undo()
    lab.run(1)
    assert "inf" not in lab.message


DIGITS = data.load_digits()
FEW = DIGITS.train_images[:320], DIGITS.train_targets[:320]


def reader():
    rng = np.random.default_rng(0)
    return Sequential(Conv2d(1, 8, 3, rng=rng), ReLU(), Flatten(), Linear(288, 10, rng=rng))


def stopped(model):
    """A network whose layer 0 gives 0 for whatever it sees."""
    model[0].bias[:] = -100
    return model


def voteless(model):
    model[0].weight[:] = 0
    return model


@pytest.mark.parametrize(
    ("make", "options", "images", "words"),
    [
        (reader, {"lr": 5, "momentum": 0}, FEW[0],
         ["above that of guessing", "layer 1, ReLU(), returns 0", "lr=5 is far too large",
          "press Reset and try the learning rate 0.1."]),
        (lambda: stopped(reader()), {}, FEW[0],
         ["at that of guessing", "layer 1, ReLU(), returns 0", "from the start"]),
        (lambda: voteless(reader()), {}, FEW[0],
         ["at that of guessing", "every weight of layer 0"]),
        (reader, {}, FEW[0] / 255, ["divided twice"]),
        (reader, {}, FEW[0] * 255, ["give x / 255"]),
    ],
)  # fmt: skip
def test_why_nothing_is_learned_stands_on_the_board(make, options, images, words):
    lab = TrainingLab(make(), (images.astype(np.float32), FEW[1]), batch_size=32, **options)
    lab.run(2)
    kind, said = lab.scene["message"]
    assert kind == "notice"
    assert [word for word in words if word not in said] == [], said
    assert said[0].isupper(), said
    assert said.endswith(".")
    assert len(said) < 300
    lab.close()


def test_a_loss_without_classes_has_no_share_of_right_answers():
    lab = one_output(MSELoss(), lr=0.001)
    lab.run(1)
    assert "nan" not in lab.scene["label"]
    assert "right" not in lab.scene["label"]
    lab.keep()
    assert cells(lab)["right, validation"] == ["–", "–"]
    lab.close()


def test_an_error_in_the_thread_is_shown(lab, monkeypatch):
    monkeypatch.setattr(TrainingRun, "tick", lambda run: 1 / 0)
    lab.play(1)
    until(lambda: not lab.playing)
    assert "ZeroDivisionError" in lab.scene["message"][1]


def test_the_label_tells_the_state_but_not_while_it_plays(lab):
    assert "after 0 epochs" in lab.scene["label"]
    lab.play(10_000)
    until(lambda: lab.training.epochs > 1)
    playing = lab.scene
    assert playing["quiet"]
    assert not any(word.isdigit() for word in playing["label"].split())
    lab.pause()
    assert not lab.scene["quiet"]
    assert f"after {lab.training.epochs} epochs: loss" in lab.scene["label"]


def test_answers_are_told_right_or_wrong_without_colour(lab):
    lab.run(2)
    captions = panel(lab, "pictures")["captions"]
    assert len(captions) == 6
    for truth, now, _ in captions:
        answer = now.split()[0]
        assert ("✓" in now) == (truth == f"is {answer}")
        assert "%" in now


def test_a_click_chooses_the_picture_whose_maps_are_shown(lab):
    before = array(lab, "maps").copy()
    lab.cursor = ("pictures", 4, 2, 2)
    send(lab, "pictures[2,2]", "choose")
    assert lab.picture == 4
    assert (array(lab, "maps") != before).any()


# -- other networks


def test_a_dense_network_shows_its_votes_and_no_maps():
    model = Sequential(Flatten(), Linear(81, 2, rng=np.random.default_rng(0)))
    lab = TrainingLab(model, XO)
    lab.run(1)
    assert array(lab, "kernels").shape == (2, 9, 9)
    assert "maps" not in [panel["name"] for panel in lab.scene["panels"]]
    lab.figure()


def one_output(loss, lr):
    model = Sequential(Flatten(), Linear(81, 1, rng=np.random.default_rng(0)))
    arrays = XO[0], XO[1].astype(np.float32)[:, None], XO[2], XO[3].astype(np.float32)[:, None]
    return TrainingLab(model, arrays, loss=loss, lr=lr)


def test_one_output_means_two_classes():
    lab = one_output(BCEWithLogitsLoss(), lr=0.1)
    lab.run(5)
    assert sum("✓" in now for _, now, _ in panel(lab, "pictures")["captions"]) >= 5


def test_colour_pictures():
    rng = np.random.default_rng(0)
    images = rng.random((60, 3, 9, 9), dtype=np.float32)
    lab = TrainingLab(network(channels=3), (images, np.arange(60) % 2))
    lab.run(1)
    assert array(lab, "kernels").shape == (12, 3, 3)
    lab.figure()


def test_the_default_is_the_network_of_the_lesson():
    lab = TrainingLab()
    assert len(lab.model) == 8
    assert abs(lab.history[0].loss - np.log(10)) < 0.05


def test_the_x_o_network():
    lab = TrainingLab(xo.untrained_network(), XO, lr=0.1, classes=xo.CLASSES)
    lab.run(5)
    assert lab.history[-1].validation_accuracy == 1
    assert repr(lab).startswith("TrainingLab(epochs=5, optimizer='SGD', lr=0.1")


# -- numbers of the curves


def test_round_limits():
    assert [nice_above(x) for x in (0.7, 1, 1.01, 4.5, 99)] == [1, 1, 2, 5, 100]
    assert nice_above(float("nan")) == nice_above(0) == nice_above(-1) == 1


@pytest.mark.parametrize("count", [0, 1, 5, 399, 400, 401, 10_000])
def test_a_long_line_is_thinned_to_means(count):
    points = [(i, 2 * i) for i in range(count)]
    found = thinned(points, 400)
    assert min(count, 200) <= found.shape[1] <= 400
    np.testing.assert_allclose(found[1], 2 * found[0], rtol=1e-5)
    assert (np.diff(found[0]) > 0).all()
    if count > 400:  # each is the mean of the neighbours that it stands for
        np.testing.assert_allclose(found[0].mean(), (count - 1) / 2, rtol=0.01)
    else:
        np.testing.assert_array_equal(found[0], range(count))
