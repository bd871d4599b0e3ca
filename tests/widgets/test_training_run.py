"""A training taken apart: the numbers of `fit`, whatever is stepped, changed, undone and redone."""

from types import SimpleNamespace

import numpy as np
import pytest

from cnnkit import data, xo
from cnnkit.layers import Dropout, Flatten, Linear, ReLU
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from cnnkit.optim import SGD, Adam
from cnnkit.train import Record, evaluate, fit
from cnnkit.widgets.training.augmentation import AUGMENTS, change_of
from cnnkit.widgets.training.curve_words import read_curves
from cnnkit.widgets.training.snapshots import Snapshots
from cnnkit.widgets.training.training_run import TrainingRun
from tests.helpers.sentences import one_sentence

XO = data.load_xo()
OPTIMISERS = {
    "SGD": lambda model: SGD(model, lr=0.05, momentum=0.9),
    "Nesterov": lambda model: SGD(model, lr=0.05, momentum=0.9, nesterov=True),
    "Adam": lambda model: Adam(model, lr=0.05),
}


def network(seed=0):
    rng = np.random.default_rng(seed)
    return Sequential(
        Flatten(), Linear(81, 12, rng=rng), ReLU(), Dropout(0.3, rng=rng), Linear(12, 2, rng=rng)
    )


def make(**options):
    return TrainingRun(network(), XO, lr=options.pop("lr", 0.05), **options)


def weights(run):
    return np.concatenate([array.ravel() for array in run.model.parameters().values()])


def same(a, b):
    return np.array_equal(weights(a), weights(b)) and a.history == b.history


# -- the same as fit


@pytest.mark.parametrize("name", OPTIMISERS)
@pytest.mark.parametrize(("batch", "images"), [(64, "all"), (7, "all"), (64, 10), (500, 33)])
def test_equals_fit_bit_for_bit(name, batch, images):
    run = make(optimizer=name, batch_size=batch, images=images)
    records = [run.epoch() for _ in range(4)]
    model, count = network(), 400 if images == "all" else images
    expected = list(
        fit(
            model, XO.train_images[:count], XO.train_targets[:count], loss=CrossEntropyLoss(),
            optimizer=OPTIMISERS[name](model), epochs=4, batch_size=batch, validation=XO[2:],
        )
    )  # fmt: skip
    assert records == expected
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(run.model.parameters()[key], array)


def test_steps_and_ticks_lead_to_the_same_epoch():
    by_epoch, by_step, by_tick = make(), make(), make()
    by_epoch.epoch()
    while by_step.epochs < 1:
        by_step.step()
    while by_tick.epochs < 1:
        by_tick.tick()
    assert same(by_epoch, by_step)
    assert same(by_epoch, by_tick)
    assert by_step.steps == 7
    assert by_step.position == 1


def test_another_seed_gives_another_order():
    assert not same(*[_after(make(seed=seed), 1) for seed in (0, 1)])


def _after(run, epochs):
    for _ in range(epochs):
        run.epoch()
    return run


def test_the_model_that_was_given_is_the_one_that_is_trained():
    model = network()
    before = model.state_dict()
    run = TrainingRun(model, XO)
    run.step()
    assert run.model is model
    assert all((model.state_dict()[key] != array).any() for key, array in before.items())


def test_using_the_model_between_two_pieces_disturbs_nothing():
    run, alone = make(), make()
    loss = CrossEntropyLoss()
    for _ in range(9):
        run.tick()
        alone.tick()
        loss(run.model.eval()(XO.test_images), XO.test_targets)
        run.model.backward(loss.backward())
    assert same(run, alone)


def test_a_model_that_was_converted_meanwhile_is_trained_on():
    run = make()
    run.epoch()
    run.model.to(np.float64)
    before = weights(run)
    run.step()
    assert weights(run).dtype == np.float64
    assert (weights(run) != before).any()


def test_the_start_is_epoch_0():
    run = make()
    assert run.epochs == run.steps == run.position == 0
    assert run.history[0].epoch == 0
    assert 0.3 < run.history[0].loss < 2


def test_a_loss_without_classes_has_no_accuracy():
    record = straight(lr=0.001).epoch()
    assert np.isnan([record.accuracy, record.validation_accuracy]).all()
    assert np.isfinite([record.loss, record.validation_loss]).all()


# -- weight decay, dropout and changed pictures


def flat(*, p=None, seed=0):
    """A network without dropout; with ``p``, the same with the layer that the run puts in."""
    rng = np.random.default_rng(0)
    layers = [Flatten(), Linear(81, 12, rng=rng), ReLU(), Linear(12, 2, rng=rng)]
    if p is not None:
        layers.insert(3, Dropout(p, rng=np.random.default_rng((seed, 1))))
    return Sequential(*layers)


def by_fit(model, **options):
    decay, augment = options.get("weight_decay", 0.0), options.get("augment")
    optimizer = SGD(model, lr=0.05, momentum=0.9, weight_decay=decay)
    rng = np.random.default_rng(options.get("seed", 0))
    return list(
        fit(model, *XO[:2], loss=CrossEntropyLoss(), optimizer=optimizer, epochs=2, rng=rng,
            validation=XO[2:], augment=augment)
    )  # fmt: skip


def test_weight_decay_is_that_of_the_optimiser():
    run = _after(TrainingRun(flat(), XO, weight_decay=0.01), 2)
    assert run.history[1:] == by_fit(flat(), weight_decay=0.01)
    assert run.history != _after(TrainingRun(flat(), XO), 2).history


@pytest.mark.parametrize("seed", [0, 3])
def test_dropout_that_is_put_in_is_a_layer_before_the_last_weights(seed):
    run = _after(TrainingRun(flat(), XO, dropout=0.5, seed=seed), 2)
    assert run.history[1:] == by_fit(flat(p=0.5, seed=seed), seed=seed)
    assert len(run.model) == 4


@pytest.mark.parametrize("name", [name for name in AUGMENTS if name != "off"])
def test_changed_pictures_are_those_of_fit(name):
    run = _after(TrainingRun(flat(), XO, augment=name), 2)
    assert run.history[1:] == by_fit(flat(), augment=change_of(name, fill=-1.0))
    assert run.history != _after(TrainingRun(flat(), XO), 2).history


def test_a_networks_own_dropout_is_what_is_set():
    run = make()
    assert run.dropout == 0.3
    run.dropout = 0.0
    _after(run, 1)
    none = TrainingRun(Sequential(*(layer for layer in network() if type(layer) is not Dropout)),
                       XO, lr=0.05)  # fmt: skip
    np.testing.assert_array_equal(weights(run), weights(_after(none, 1)))


def test_dropout_layers_that_differ_stay_as_they_are_built():
    rng = np.random.default_rng(0)
    model = Sequential(Flatten(), Dropout(0.1, rng=rng), Linear(81, 2, rng=rng), Dropout(0.5))
    run = TrainingRun(model, XO)
    run.step()
    assert run.dropout is None
    assert [layer.p for layer in run.network if isinstance(layer, Dropout)] == [0.1, 0.5]
    run.dropout = 0.25
    run.step()
    run.dropout = None
    run.step()
    assert [layer.p for layer in run.network if isinstance(layer, Dropout)] == [0.1, 0.5]


REGULAR = {"weight_decay": 0.01, "dropout": 0.5, "augment": "both"}


def test_settings_seed_and_epoch_give_the_weights():
    one, other = (TrainingRun(flat(), XO, seed=5, **REGULAR) for _ in range(2))
    _after(one, 3)
    _after(other, 1)
    other.step()  # in the middle of the second epoch
    other.restore(1)
    _after(other, 2)
    assert same(one, other)
    assert one.curve == other.curve


def test_what_changes_while_it_runs_holds_from_the_next_step_on():
    for name, value in REGULAR.items():
        run, unchanged = TrainingRun(flat(), XO), TrainingRun(flat(), XO)
        run.step()
        unchanged.step()
        run.change(**{name: value})
        np.testing.assert_array_equal(weights(run), weights(unchanged))
        run.step()
        unchanged.step()
        assert (weights(run) != weights(unchanged)).any(), name


def test_only_pictures_can_be_changed():
    x, y, test_x, test_y = XO
    flatter = x.reshape(-1, 81), y, test_x.reshape(-1, 81), test_y
    model = Sequential(Linear(81, 2))
    with one_sentence(ValueError, ["augment", "(400, 81)", "'off'"]):
        TrainingRun(model, flatter, augment="shift")
    run = TrainingRun(model, flatter)
    with one_sentence(ValueError, ["augment", "(400, 81)", "'off'"]):
        run.augment = "shift"
    assert run.augment == "off"


def test_a_network_that_cannot_be_taken_apart_takes_no_dropout():
    class Own(Sequential):
        pass

    with one_sentence(ValueError, ["dropout is 0.5", "Own", "layers of its own"]):
        TrainingRun(Own(*flat()), XO, dropout=0.5)


# -- both curves are measured alike


def test_the_curve_judges_training_pictures_after_the_epoch():
    run = _after(make(), 2)
    sample = np.arange(100) * 400 // 100
    expected = evaluate(run.model, XO[0][sample], XO[1][sample], loss=CrossEntropyLoss())
    assert run.curve[-1][1:3] == pytest.approx(expected)
    assert run.curve[-1][3:] == run.history[-1][3:]
    assert run.history[-1].loss > run.curve[-1].loss  # with the weights of its time, and dropout


def test_few_training_pictures_are_all_judged():
    run = _after(make(images=10), 1)
    expected = evaluate(run.model, XO[0][:10], XO[1][:10], loss=CrossEntropyLoss())
    assert run.judged_sizes == (10, 100)
    assert run.curve[-1][1:3] == pytest.approx(expected)


# -- going back


def test_a_rate_that_was_set_later_is_noted_where_one_goes_back_to():
    run = _after(make(), 3)
    run.lr = 0.01
    _after(run, 1)
    run.restore(2)
    assert [(one.position, one.before, one.after) for one in run.changes] == [(2, 0.05, 0.01)]
    run.lr = 0.05
    assert run.changes == []
    run.lr = 0.01
    run.restore(0)
    assert run.changes == []


@pytest.mark.parametrize("name", OPTIMISERS)
def test_the_same_way_is_walked_again_from_any_epoch(name):
    run = _after(make(optimizer=name), 4)
    wanted, history = weights(run), list(run.history)
    for epoch in (3, 1, 0):
        run.restore(epoch)
        assert run.epochs == run.position == epoch
        assert run.kept == list(range(epoch + 1))
        _after(run, 4 - epoch)
        np.testing.assert_array_equal(weights(run), wanted)
        assert run.history == history


def test_going_back_in_the_middle_of_an_epoch():
    run = _after(make(), 2)
    wanted = weights(run)
    run.step()
    run.step()
    run.restore(2)
    np.testing.assert_array_equal(weights(run), wanted)
    assert run.steps == 14
    assert run.position == 2


def test_reset_gives_the_first_weights_back():
    run = make()
    first = weights(run)
    _after(run, 2).reset()
    np.testing.assert_array_equal(weights(run), first)
    assert [record.epoch for record in run.history] == [0]
    assert [record.epoch for record in run.earlier] == [0, 1, 2]


def test_models_of_past_epochs_are_separate():
    run = _after(make(), 1)
    past = run.model_at(0)
    np.testing.assert_array_equal(past[1].weight, network()[1].weight)
    past[1].weight[:] = 7
    assert not (run.weights_at(0)["1.weight"] == 7).any()
    assert not (run.model[1].weight == 7).any()


@pytest.mark.parametrize("epoch", [-1, 3, 1.5, "2", None])
def test_an_epoch_that_is_none_is_refused(epoch):
    run = _after(make(), 2)
    before = weights(run)
    with pytest.raises((TypeError, ValueError), match="epoch"):
        run.restore(epoch)
    assert run.epochs == 2
    np.testing.assert_array_equal(weights(run), before)


def test_snapshots_thin_out_when_memory_is_short():
    run = _after(make(memory=60_000), 12)
    assert run.kept[0] == 0
    assert run.kept[-1] == 12
    assert len(run.kept) < 8
    gone = next(epoch for epoch in range(13) if epoch not in run.kept)
    with pytest.raises(ValueError, match="dropped to save memory; use"):
        run.restore(gone)


def test_two_snapshots_are_kept_whatever_they_take():
    kept = Snapshots(1)
    for epoch in range(5):
        kept = kept.having(epoch, SimpleNamespace(bytes=100))
    assert kept.epochs[0] == 0
    assert kept.epochs[-1] == 4


# -- changing settings


@pytest.mark.parametrize(
    "changes",
    [
        {"lr": 0.5}, {"momentum": 0.0}, {"momentum": 0.5}, {"batch_size": 3}, {"optimizer": "Adam"},
        {"optimizer": "Nesterov"}, {"lr": 0.001, "optimizer": "Adam", "batch_size": 100},
    ],
)  # fmt: skip
def test_changes_hold_from_the_next_step_on_and_are_noted(changes):
    run, unchanged = make(), make()
    for one in (run, unchanged):
        one.step()
        one.step()
    np.testing.assert_array_equal(weights(run), weights(unchanged))
    run.change(**changes)
    np.testing.assert_array_equal(weights(run), weights(unchanged))
    assert {change.name: change.after for change in run.changes} == changes
    assert {change.position for change in run.changes} == {128 / 400}
    run.step()
    unchanged.step()
    assert (weights(run) != weights(unchanged)).any()


def test_momentum_can_be_switched_on_later():
    run, early = make(momentum=0.0), make(momentum=0.0)
    run.step()
    early.step()
    run.momentum = 0.9
    run.step()
    early.step()  # the first step with momentum is one without
    np.testing.assert_array_equal(weights(run), weights(early))
    run.step()
    early.step()
    assert (weights(run) != weights(early)).any()


def test_a_setting_that_stays_is_no_change():
    run = make()
    run.step()
    run.lr = run.lr
    assert run.changes == []


def test_another_number_of_pictures_starts_over():
    run = _after(make(), 2)
    run.images = 10
    assert run.epochs == 0
    np.testing.assert_array_equal(weights(run), weights(make()))
    assert same(_after(run, 3), _after(make(images=10), 3))
    assert len(run.earlier) == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lr": 0}, "lr"), ({"lr": -1}, "lr"), ({"lr": float("nan")}, "lr"), ({"lr": "0.1"}, "lr"),
        ({"lr": None}, "lr"), ({"lr": 1e9}, "lr"), ({"lr": True}, "lr"), ({"lr": [0.1]}, "lr"),
        ({"momentum": 1}, "momentum"), ({"momentum": -0.1}, "momentum"),
        ({"momentum": "big"}, "momentum"), ({"batch_size": 0}, "batch_size"),
        ({"batch_size": 2.5}, "batch_size"), ({"batch_size": "many"}, "batch_size"),
        ({"batch_size": None}, "batch_size"), ({"optimizer": "sgd"}, "'SGD', 'Nesterov' or 'Adam'"),
        ({"optimizer": SGD}, "optimizer"), ({"optimizer": None}, "optimizer"),
        ({"optimizer": "Nesterov", "momentum": 0}, "needs momentum above 0"),
        ({"images": 0}, "images"), ({"images": 401}, "1 to 400"), ({"images": "few"}, "'all'"),
        ({"images": -5}, "images"), ({"images": 1.5}, "images"), ({"epochs": 3}, "setting"),
        ({"available": 9}, "setting"), ({"lr": 0.2, "momentum": 2}, "momentum"),
        ({"images": 10, "batch_size": 0}, "batch_size"), ({"weight_decay": -0.1}, "weight_decay"),
        ({"weight_decay": 2}, "weight_decay"), ({"weight_decay": "x"}, "weight_decay"),
        ({"dropout": 1}, "dropout"), ({"dropout": -0.5}, "dropout"),
        ({"dropout": "half"}, "dropout"),
        ({"augment": "flip"}, "'off', 'shift', 'rotate', 'both' or 'bend'"),
        ({"augment": None}, "augment"), ({"augment": True}, "augment"),
    ],
)  # fmt: skip
def test_bad_settings_are_refused_whole(changes, words):
    run = make()
    run.step()
    before, settings = weights(run), run.settings
    with one_sentence((TypeError, ValueError), [words]):
        run.change(**changes)
    assert run.settings == settings
    assert run.steps == 1
    assert run.changes == []
    np.testing.assert_array_equal(weights(run), before)
    other = make()
    other.step()
    run.step()
    other.step()
    np.testing.assert_array_equal(weights(run), weights(other))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((None, XO), "give a Sequential"),
        ((Sequential, XO), "give a Sequential"),
        ((network(), None), "dataset"),
        ((network(), XO.train_images), "dataset"),
        ((network(), "digits"), "dataset"),
        ((network(), (XO.train_images, XO.train_targets[:5])), "targets"),
        ((network(), (*XO[:2], XO.test_images, XO.test_targets[:9])), "validation"),
        ((network(), (XO.train_images[:, :, :5], *XO[1:])), "Linear"),
        ((network(), (XO.train_images, XO.train_targets + 5, *XO[2:])), "targets"),
    ],
)
def test_what_does_not_fit_is_refused_at_once(arguments, words):
    with pytest.raises((TypeError, ValueError), match=words):
        TrainingRun(*arguments)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": -1}, "seed -1 is too small"),
        ({"seed": "now"}, "seed 'now' is a str"),
        ({"loss": CrossEntropyLoss}, r"use CrossEntropyLoss\(\)"),
        ({"memory": "x"}, "memory is 'x'"),
        ({"memory": -1}, "memory is -1"),
    ],
)
def test_options_that_are_impossible(options, words):
    with pytest.raises((TypeError, ValueError), match=words):
        TrainingRun(network(), XO, **options)


def test_settings_and_records_of_another_kind():
    run = straight(lr=0.1)
    before = run.settings
    with pytest.raises(TypeError, match="changed"):
        run.adopt(None)
    assert run.settings == before
    for records in (None, "ab", [1, 2], run):
        with pytest.raises(TypeError, match="records"):
            read_curves(records)


def test_a_pair_is_parted_for_validation():
    run = TrainingRun(network(), (XO.train_images, XO.train_targets))
    assert (len(run.x), len(run.validation[0])) == (320, 80)


# -- divergence, interrupts


def test_divergence_stops_with_a_sentence_and_the_last_finite_weights():
    run = straight(lr=50.0)
    with pytest.raises(FloatingPointError, match=r"epoch \d+, step \d+: .*smaller learning rate"):
        _after(run, 200)
    assert np.isfinite(weights(run)).all()
    before, steps = weights(run), run.steps
    with pytest.raises(FloatingPointError):
        run.step()
    np.testing.assert_array_equal(weights(run), before)
    assert run.steps == steps
    run.restore(0)
    run.lr = 0.001
    _after(run, 2)
    np.testing.assert_array_equal(weights(run), weights(_after(straight(lr=0.001), 2)))


def straight(lr):
    """A straight line fitted by least squares: it diverges where a ReLU would die."""
    values = [y.astype(np.float32)[:, None] for y in (XO.train_targets, XO.test_targets)]
    arrays = XO.train_images, values[0], XO.test_images, values[1]
    model = Sequential(Flatten(), Linear(81, 1, rng=np.random.default_rng(0)))
    return TrainingRun(model, arrays, loss=MSELoss(), lr=lr)


def test_an_interrupt_leaves_a_run_that_goes_on(monkeypatch):
    run = make()
    run.epoch()

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("cnnkit.widgets.training.training_run._step", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run.step()
    assert same(_after(run, 1), _after(make(), 2))


# -- what the curves say


def told(*losses):
    return read_curves([Record(e, a, 0.5, b, 0.5) for e, (a, b) in enumerate(losses)])


def test_curves_tell_what_happens():
    assert told((2.3, 2.3)) == ""
    assert told((2.3, 2.3), (9.1, 9.0)).startswith("Diverging: the loss is 9.10")
    assert told((2.3, 2.3), (1.0, 1.1)).startswith("Still learning")
    assert told((2.3, 2.3), (1, 1), (0.5, 1.1), (0.2, 1.3)).startswith("Overfitting")
    assert told((2.3, 2.3), (2.3, 2.3), (2.29, 2.3)).startswith("Nothing learned")
    assert told((2.3, 2.3), (0.2, 0.25), (0.19, 0.24), (0.19, 0.24)) == ""


def test_the_x_and_o_are_learned():
    run = TrainingRun(xo.untrained_network(), XO, lr=0.1)
    assert _after(run, 5).history[-1].validation_accuracy == 1
