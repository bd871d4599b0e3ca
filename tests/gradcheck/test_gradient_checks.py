"""cnnkit.gradcheck: finds right gradients right, wrong ones wrong, and kinks for what they are."""

import copy

import numpy as np
import pytest

from cnnkit import functional, layers, xo
from cnnkit.gradcheck import (
    Comparison,
    GradientTable,
    check_function,
    check_layer,
    check_model,
    numerical_gradient,
)
from cnnkit.layers import Conv2d, Dropout, Linear, ReLU, RReLU
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from tests.helpers.networks import biased, small_cnn
from tests.helpers.sentences import one_sentence

RNG = np.random.default_rng(0)
X = RNG.normal(size=(2, 2, 5, 6))


def network():
    return biased(small_cnn((2, 5, 6), 3, 4, padding=1))


def test_derivative_of_a_polynomial():
    x = np.array([[0.5, -1.0], [2.0, 3.0]])
    found = numerical_gradient(lambda w: float((w**3).sum()), x)
    np.testing.assert_allclose(found, 3 * x**2, rtol=1e-7)
    assert found.dtype == np.float64


def test_central_difference_errs_with_the_square_of_delta():
    x = np.array([1.0])
    errors = [
        abs(numerical_gradient(lambda w: float(np.exp(w[0])), x, delta=d)[0] - np.e)
        for d in (1e-2, 1e-3)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)
    assert errors[0] == pytest.approx(np.e * 1e-4 / 6, rel=0.01)


def test_default_delta_is_one_ten_thousandth():
    seen = []
    numerical_gradient(lambda w: seen.append(w[0]) or 0.0, np.array([1.0]))
    np.testing.assert_allclose(sorted(seen), [0.9999, 1.0001], rtol=1e-12)


def test_array_is_put_back_even_though_it_was_nudged():
    x = np.array([1 / 3, 2 / 3])
    before = x.copy()
    numerical_gradient(lambda w: float(w.sum()), x)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize(
    "layer",
    [
        layers.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=1, dilation=(1, 2)),
        layers.Conv2d(2, 3, 2, bias=False),
        layers.MaxPool2d((2, 3), stride=2, ceil_mode=True),
        layers.AvgPool2d(2, stride=1, padding=1),
        layers.LPPool2d(2, 2),
        layers.GlobalAvgPool2d(),
        layers.ReLU(),
        layers.LeakyReLU(0.1),
        layers.RReLU().eval(),
        layers.Sigmoid(),
        layers.Tanh(),
        layers.Flatten(),
        layers.Dropout(0.3).eval(),
    ],
    ids=str,
)
def test_every_layer_agrees(layer):
    x = X + np.sign(X) * 0.05  # away from the kink at 0
    table = check_layer(layer, x)
    assert table.agree(1e-7), table
    assert table[0].checked == x.size
    assert [row.name for row in table] == ["input", *layer.parameters()]


def test_linear_layer_agrees():
    layer = Linear(5, 3)
    layer.bias[:] = 1
    assert check_layer(layer, RNG.normal(size=(4, 5))).agree(1e-9)


def test_model_agrees_and_stays_as_it_is():
    model, loss = network(), CrossEntropyLoss()
    before, y = model.state_dict(), np.array([0, 3])
    table = check_model(model, X, y, loss=loss)
    assert table.agree(1e-7), table
    assert [row.name for row in table] == list(before)
    assert [row.checked + row.kinks for row in table] == [a.size for a in before.values()]
    for key, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[key])
        assert array.dtype == np.float32
    with pytest.raises(RuntimeError):
        loss.backward()
    with pytest.raises(RuntimeError):
        model.gradients()


def test_some_entries_are_enough_for_large_models():
    table = check_model(network(), X, np.array([0, 3]), loss=CrossEntropyLoss(), entries=2)
    assert [row.checked + row.kinks for row in table] == [2] * 4
    options = {"loss": CrossEntropyLoss(), "entries": 2}
    again = check_model(network(), X, np.array([0, 3]), **options)
    other = check_model(network(), X, np.array([0, 3]), **options, rng=np.random.default_rng(8))
    assert again == table
    assert other != table


def test_equal_maxima_are_counted_as_kinks():
    table = check_model(xo.network(), xo.picture("X")[None, None], np.array([0]),
                        loss=CrossEntropyLoss())  # fmt: skip
    assert table.agree(1e-6), table
    assert {row.name: (row.checked, row.kinks) for row in table} == {
        "0.weight": (24, 3),
        "0.bias": (3, 0),
        "4.weight": (96, 0),
        "4.bias": (2, 0),
    }


def test_relu_at_zero_is_a_kink_and_near_zero_is_none():
    table = check_function(
        functional.relu, functional.relu_backward, np.array([0.0, 5e-5, -5e-5, 1.0])
    )
    assert (table[0].checked, table[0].kinks) == (3, 1)
    assert table.agree()


def test_steep_curve_is_no_kink():
    def function(x):
        return np.sin(300 * x)

    def backward(d, x):
        return d * 300 * np.cos(300 * x)

    table = check_function(function, backward, np.linspace(0, 1, 50))
    assert table[0].kinks == 0
    assert table.agree(1e-3)


WRONG = {
    "sign": lambda d, x: -d * np.cos(x),
    "factor": lambda d, x: 1.001 * d * np.cos(x),
    "transposed": lambda d, x: (d * np.cos(x)).T,
    "one number": lambda d, x: d * np.cos(x) + (np.arange(9).reshape(3, 3) == 4),
    "mean missing": lambda d, x: d * np.cos(x) / x.size,
    "zero": lambda d, x: 0 * x,
}


@pytest.mark.parametrize("mistake", WRONG)
def test_wrong_gradient_is_found(mistake):
    x = RNG.normal(size=(3, 3))
    assert check_function(np.sin, lambda d, x: d * np.cos(x), x).agree(1e-8)
    table = check_function(np.sin, WRONG[mistake], x)
    assert not table.agree(1e-4), table


def test_row_tells_where_the_largest_difference_is():
    x = RNG.normal(size=(3, 3))
    row = check_function(np.sin, WRONG["one number"], x)[0]
    assert row.index == (1, 1)
    assert row.exact - row.numerical == pytest.approx(1, rel=1e-6)
    largest = max(abs(row.exact), 1.5)
    assert 1 / largest / 2 < row.difference <= 1


@pytest.mark.parametrize("parameter", ["weight", "bias"])
def test_wrong_gradient_of_a_layers_parameter_is_found(parameter):
    class Wrong(Linear):
        def _backward(self, d, memory, input_gradient):
            dx = super()._backward(d, memory, input_gradient)
            self.gradients[parameter] = self.gradients[parameter] * 2
            return dx

    table = {row.name: row.difference for row in check_layer(Wrong(3, 2), np.ones((4, 3)))}
    assert table.pop(parameter) == pytest.approx(0.5)
    assert max(table.values()) < 1e-8


def test_several_arrays_have_a_row_each():
    arrays = X, RNG.normal(size=(3, 2, 3, 3)), RNG.normal(size=3)
    table = check_function(functional.conv2d, functional.conv2d_backward, *arrays, stride=2)
    assert [row.name for row in table] == ["array 0", "array 1", "array 2"]
    assert table.agree(1e-9)


def test_function_of_one_number_agrees():
    y = RNG.normal(size=(4, 3))
    table = check_function(
        lambda x: functional.mse(x, y), lambda d, x: functional.mse_backward(d, x, y), y + 1
    )
    assert table.agree(1e-9)


def test_constant_function_agrees_with_gradient_zero():
    table = check_function(lambda x: 0 * x + 2, lambda d, x: 0 * x, np.ones(3))
    assert table[0].difference == 0
    assert table.agree(0)


def test_table_prints_a_line_an_array_and_html():
    table = check_layer(Linear(3, 2), np.ones((4, 3)))
    lines = repr(table).splitlines()
    assert [line.split()[0] for line in lines] == ["array", "input", "weight", "bias"]
    assert len({len(line) for line in lines}) == 1
    assert table._repr_html_().count("<tr>") == 4


def test_agreement_is_within_the_tolerance_for_every_row():
    rows = [Comparison("a", 1, 0, (), 1.0, 1.0, 1e-6), Comparison("b", 1, 0, (), 1.0, 1.0, 1e-3)]
    assert GradientTable(rows[:1]).agree()
    assert not GradientTable(rows).agree()
    assert GradientTable(rows).agree(1e-3)
    assert not GradientTable([rows[0]._replace(difference=float("nan"))]).agree()


def test_layer_is_not_changed_by_its_check():
    layer = Conv2d(2, 3, 3)
    before = copy.deepcopy(layer.parameters())
    check_layer(layer, X)
    for key, array in layer.parameters().items():
        np.testing.assert_array_equal(array, before[key])
        assert array.dtype == np.float32
    assert layer.gradients == {}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: numerical_gradient(np.sum, [1, 2]), TypeError, ["x", "int64"]),
        (lambda: numerical_gradient(np.sum, [1.0, np.nan]), ValueError, ["x holds nan"]),
        (lambda: numerical_gradient(np.sin, [1.0, 2.0]), ValueError, ["(2,)", "one number"]),
        (lambda: numerical_gradient(lambda x: None, [1.0]), TypeError, ["returned", "None"]),
        (lambda: numerical_gradient(lambda x: np.nan, [1.0]), ValueError, ["returned", "nan"]),
        (lambda: numerical_gradient(np.sum, [1.0], delta=0), ValueError, ["delta is 0"]),
        (lambda: numerical_gradient(np.sum, [1.0], delta=-1e-4), ValueError, ["delta"]),
        (lambda: numerical_gradient(np.sum, [1.0], delta="small"), TypeError, ["delta"]),
        (lambda: check_function(np.sin, np.cos), ValueError, ["no array"]),
        (lambda: check_function(np.sin, np.cos, ["a"]), TypeError, ["array 0"]),
        (
            lambda: check_function(np.sin, lambda d, x: np.ones(3), [1.0, 2.0]),
            ValueError,
            ["input", "(3,)", "(2,)"],
        ),
        (lambda: check_layer(Linear, X), TypeError, ["layer is", "Conv2d(1, 3, 3)"]),
        (lambda: check_layer(ReLU(), [np.inf]), ValueError, ["x holds inf"]),
        (lambda: check_layer(Dropout(0.5), X), ValueError, ["random", ".eval()"]),
        (lambda: check_layer(RReLU(), X), ValueError, ["random", ".eval()"]),
        (lambda: check_layer(Linear(3, 2), X), ValueError, ["(2, 2, 5, 6)"]),
        (
            lambda: check_model(Linear(3, 2), X, [0, 1], loss=MSELoss()),
            TypeError,
            ["model is Linear", "Sequential"],
        ),
        (
            lambda: check_model(network(), X, [0, 4], loss=CrossEntropyLoss()),
            ValueError,
            ["targets[1]", "4"],
        ),
        (
            lambda: check_model(network(), X, [0, 1], loss=CrossEntropyLoss(), entries=0),
            ValueError,
            ["entries", "0"],
        ),
        (
            lambda: check_model(network(), X, [0, 1], loss=CrossEntropyLoss(), rng=1),
            TypeError,
            ["rng is 1"],
        ),
        (
            lambda: check_model(
                Sequential(Dropout(0.5), network()), X, [0, 1], loss=CrossEntropyLoss()
            ),
            ValueError,
            ["random", ".eval()"],
        ),
    ],
)
def test_bad_input_is_rejected_in_one_sentence(call, error, words):
    with one_sentence(error, words):
        call()
