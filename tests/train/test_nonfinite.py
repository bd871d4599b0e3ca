"""cnnkit.train: numbers that become nan or infinite are explained in a sentence."""

import numpy as np
import pytest

import cnnkit
from cnnkit.layers import BatchNorm2d, Conv2d, Flatten, GlobalAvgPool2d, Linear
from cnnkit.losses import CrossEntropyLoss, MSELoss, SumSquaredError
from cnnkit.model import Sequential
from cnnkit.optim import SGD
from cnnkit.train import evaluate, fit, predict, train_step
from tests.helpers.letters import X, Y, has_weights, make_model
from tests.helpers.sentences import one_sentence


def step_on(model, x=X, y=Y, loss=None, lr=0.1):
    return train_step(model, x, y, loss=loss or CrossEntropyLoss(), optimizer=SGD(model, lr=lr))


def test_nan_in_the_data_is_explained():
    x = X.copy()
    x[17, 0, 3, 4] = np.nan
    model = make_model()
    before = model.state_dict()
    words = ["became nan", "input holds nan at (17, 0, 3, 4)", "data"]
    with one_sentence(FloatingPointError, words):
        step_on(model, x)
    assert has_weights(model, before)


def test_nan_in_a_weight_is_explained():
    model = make_model()
    model[4].weight[1, 7] = np.nan
    with one_sentence(
        FloatingPointError, ["4.weight holds nan at (1, 7)", "draw the weights again", "0.1"]
    ):
        step_on(model)


def test_overflow_in_a_layer_is_explained_by_the_first_such_layer():
    model = make_model()
    model[0].weight *= np.float32(1e30)
    model[4].weight *= np.float32(1e20)
    words = ["the loss became", "layer 4, Linear", "inf", "smaller learning rate (it is 3)"]
    with one_sentence(FloatingPointError, words):
        step_on(model, lr=3)


def test_overflow_of_the_loss_alone_is_explained():
    model = make_model()
    model[4].weight *= np.float32(1e25)
    words = ["the loss became inf", "outputs are finite", "e+25"]
    with one_sentence(FloatingPointError, words):
        step_on(model, y=np.eye(2)[Y], loss=MSELoss())


def test_overflow_in_a_thread_is_explained_too():
    model = make_model()
    model[0].weight *= np.float32(1e30)
    model[4].weight *= np.float32(1e20)
    options = {"loss": CrossEntropyLoss(), "optimizer": SGD(model), "micro_batch": 16}
    with one_sentence(FloatingPointError, ["layer 4, Linear", "inf"]):
        train_step(model, X, Y, threads=2, **options)


def test_training_that_diverges_stops_with_the_last_good_weights_and_says_when():
    model = make_model()
    y = np.eye(2, dtype=np.float32)[Y]
    run = fit(
        model, X, y, loss=SumSquaredError(), optimizer=SGD(model, lr=50.0), epochs=50, batch_size=20
    )
    with one_sentence(FloatingPointError, ["epoch ", "step ", "smaller learning rate"]):
        list(run)
    assert all(np.isfinite(p).all() for p in model.parameters().values())


# Before any training, and where nothing is trained


PLACES = {"0.bias": -np.inf, "0.weight": np.nan, "1.running_mean": np.nan, "1.running_var": np.inf}
MADE_AGAIN = "load the weights again, or make a new model"


def damaged(key):
    """Return a network, one number of which is not finite."""
    rng = np.random.default_rng(0)
    model = Sequential(
        Conv2d(1, 2, 3, rng=rng),
        BatchNorm2d(2),
        GlobalAvgPool2d(),
        Flatten(),
        Linear(2, 2, rng=rng),
    )
    (model.parameters() | model.buffers())[key].flat[0] = PLACES[key]
    return model


@pytest.mark.parametrize("key", PLACES)
def test_fit_and_files_refuse_a_weight_that_is_not_finite(key, tmp_path):
    model = damaged(key)
    words = [f"{key} holds {PLACES[key]} at (0,", MADE_AGAIN]
    with one_sentence(ValueError, words):
        fit(model, X, Y, loss=CrossEntropyLoss(), optimizer=SGD(model), epochs=1)
    kept = tmp_path / "best.npz"
    kept.write_bytes(b"of yesterday")
    with one_sentence(ValueError, [*words, "nothing was written"]):
        model.save(kept)
    with one_sentence(ValueError, words):
        cnnkit.export_onnx(model, tmp_path / "net.onnx", (1, 9, 9))
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"of yesterday"]


@pytest.mark.parametrize("key", ["0.weight", "1.running_mean"])
def test_outputs_that_are_not_finite_are_explained(key):
    model = damaged(key).eval()
    words = ["the model's outputs hold nan at (0, 0)", f"{key} holds nan at (0", MADE_AGAIN]
    with one_sentence(ValueError, words):
        predict(model, X)
    with pytest.warns(RuntimeWarning) as told:
        evaluate(model, X, Y, loss=CrossEntropyLoss())
    assert len(told) == 1
    assert all(word in str(told[0].message) for word in words)


def test_an_overflow_in_prediction_is_explained_by_its_layer():
    model = make_model()
    model[0].weight *= np.float32(1e30)
    model[4].weight *= np.float32(1e20)
    with one_sentence(ValueError, ["layer 4, Linear", "is the first to return", "scaled to 0..1"]):
        predict(model, X)


def test_nan_among_the_examples_is_refused_before_any_step_with_its_row():
    x = X.copy()
    x[17, 0, 3, 4] = np.nan
    model, found = make_model(), {"np": np, "x": x, "y": Y}
    how = {"loss": CrossEntropyLoss(), "optimizer": SGD(model), "epochs": 1}
    with one_sentence(ValueError, ["x holds nan at (17, 0, 3, 4)", "leave such rows out"]):
        fit(model, x, Y, **how)
    with one_sentence(ValueError, ["every row has one"]):
        fit(model, np.full_like(X, np.inf), Y, **how)
    exec("keep = np.isfinite(x).all(axis=(1, 2, 3)); x, y = x[keep], y[keep]", found)
    assert len(list(fit(model, found["x"], found["y"], **how))) == 1
