"""Batch norm: statistics of the batch in training, running ones in evaluation."""

import numpy as np
import pytest

from cnnkit.layers import BatchNorm2d
from tests.helpers.sentences import one_sentence

X = np.random.default_rng(0).normal(2, 3, size=(4, 3, 5, 6))


@pytest.mark.parametrize("momentum", [0.1, 0.4, None])
@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize("track", [True, False])
def test_it_is_pytorchs_in_training_and_evaluation(momentum, affine, track):
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    ours = BatchNorm2d(3, 1e-3, momentum, affine, track)
    theirs = torch.nn.BatchNorm2d(3, 1e-3, momentum, affine, track).double()
    rng = np.random.default_rng(1)
    for name in {**ours.parameters(), **ours.buffers()}:
        if name != "num_batches_tracked":
            setattr(ours, name, rng.uniform(0.5, 1.5, 3))
            getattr(theirs, name).data = torch.tensor(getattr(ours, name))
    for training in (True, True, False):
        ours.train(training), theirs.train(training)
        x, d = rng.normal(1, 2, X.shape), rng.normal(size=X.shape)
        tensor = torch.tensor(x, requires_grad=True)
        theirs.zero_grad()
        y = theirs(tensor)
        y.backward(torch.tensor(d))
        np.testing.assert_allclose(ours(x), y.detach().numpy(), rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(ours.backward(d), tensor.grad.numpy(), rtol=1e-10, atol=1e-12)
        for name, parameter in theirs.named_parameters():
            expected = parameter.grad.numpy()
            np.testing.assert_allclose(ours.gradients[name], expected, rtol=1e-12, atol=1e-12)
        assert list(ours.buffers()) == [name for name, _ in theirs.named_buffers()]
        for name, buffer in theirs.named_buffers():
            np.testing.assert_allclose(ours.buffers()[name], buffer.numpy(), rtol=1e-13)


def test_training_brings_every_channel_to_mean_0_and_variance_1():
    y = BatchNorm2d(3)(X)
    np.testing.assert_allclose(y.mean(axis=(0, 2, 3)), 0, atol=1e-12)
    np.testing.assert_allclose(y.var(axis=(0, 2, 3)), 1, rtol=1e-5)


def test_one_picture_is_normalised_by_its_own_places_but_a_single_number_is_not():
    assert BatchNorm2d(3)(X[:1]).shape == (1, 3, 5, 6)
    norm = BatchNorm2d(3)
    with one_sentence(ValueError, ["(1, 3, 1, 1)", "one number in each channel", "two pictures"]):
        norm(X[:1, :, :1, :1])
    assert norm.num_batches_tracked == 0
    assert norm.eval()(X[:1, :, :1, :1]).shape == (1, 3, 1, 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda norm: setattr(norm, "running_var", -np.ones(3)), ["running_var holds -1"]),
        (lambda norm: setattr(norm, "running_mean", None), ["running_mean is None", "give both"]),
    ],
)
def test_what_is_set_wrongly_later_is_refused_when_it_is_used(change, words):
    norm = BatchNorm2d(3).eval()
    change(norm)
    with one_sentence(ValueError, words):
        norm(X)


@pytest.mark.parametrize("name", ["weight", "bias", "running_mean", "running_var"])
def test_as_many_numbers_as_channels_are_taken_and_others_refused_at_once(name):
    norm, right = BatchNorm2d(3), np.full(3, 0.5)
    setattr(norm, name, right)
    with one_sentence(ValueError, [f"{name} has shape (2,)", "use shape (3,)"]):
        setattr(norm, name, np.ones(2))
    assert getattr(norm, name) is right


def test_the_number_of_batches_is_one_array_for_good():
    norm = BatchNorm2d(3)
    counter = norm.num_batches_tracked
    norm(X)
    assert norm.num_batches_tracked is counter and counter == 1
    norm.num_batches_tracked = 7
    norm(X)
    assert norm.num_batches_tracked == 8 and norm.num_batches_tracked.dtype == np.int64


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: BatchNorm2d(0), ValueError, ["num_features 0"]),
        (lambda: BatchNorm2d(3, 0), ValueError, ["eps is 0"]),
        (lambda: BatchNorm2d(3, 1e-5, 2), ValueError, ["momentum is 2", "at most 1"]),
        (lambda: BatchNorm2d(3, affine="no"), TypeError, ["affine 'no'"]),
        (lambda: BatchNorm2d(3, track_running_stats=0), TypeError, ["track_running_stats 0"]),
        (lambda: BatchNorm2d(2)(X), ValueError, ["(4, 3, 5, 6) has 3 channels", "reads 2"]),
        (lambda: BatchNorm2d(3)(X[0]), ValueError, ["(3, 5, 6)", "x[None]"]),
        (lambda: setattr(BatchNorm2d(3), "num_features", 4), AttributeError, ["make a new layer"]),
    ],
)
def test_what_is_wrong_is_said(make, error, words):
    with one_sentence(error, words):
        make()


def test_it_shows_the_options_that_are_not_at_their_default():
    assert repr(BatchNorm2d(3)) == "BatchNorm2d(3)"
    shown = repr(BatchNorm2d(3, 1e-3, None, False, False))
    assert (
        shown == "BatchNorm2d(3, eps=0.001, momentum=None, affine=False, track_running_stats=False)"
    )


def test_behind_a_linear_layer_it_is_told_where_to_stand():
    norm, words = BatchNorm2d(6), ["(8, 6)", "between convolutions", "leave it out"]
    with one_sentence(ValueError, words):
        norm(np.ones((8, 6)))
    with one_sentence(ValueError, words):
        norm.output_shape((8, 6))
    with one_sentence(ValueError, ["(28, 28)", "write x[None, None]"]):
        BatchNorm2d(1)(np.ones((28, 28)))
