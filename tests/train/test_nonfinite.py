"""cnnkit.train: numbers that become nan or infinite are explained in a sentence."""

import numpy as np

from cnnkit.losses import CrossEntropyLoss, MSELoss, SumSquaredError
from cnnkit.optim import SGD
from cnnkit.train import fit, train_step
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
