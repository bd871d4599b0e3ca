"""cnnkit.gradcheck at kinks: right gradients agree, wrong ones do not, nothing passes unseen."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnkit import data, functional, layers, xo
from cnnkit.gradcheck import (
    Comparison,
    GradientTable,
    check_function,
    check_layer,
    check_model,
)
from cnnkit.layers import (
    AvgPool2d,
    Conv2d,
    Dropout,
    Flatten,
    Layer,
    LeakyReLU,
    Linear,
    LPPool2d,
    MaxPool2d,
    ReLU,
    RReLU,
    Sigmoid,
    Tanh,
)
from cnnkit.losses import CrossEntropyLoss, MSELoss
from cnnkit.model import Sequential
from tests.helpers.networks import biased, small_cnn


def rng(seed=0):
    return np.random.default_rng(seed)


def digits_network(first=Conv2d, relu=ReLU, pool=MaxPool2d):
    """A small network for digits, of which the biases are 0 and the pictures partly blank."""
    r = rng()
    return Sequential(
        first(1, 3, 3, padding=1, rng=r), relu(), pool(2), Flatten(), Linear(48, 10, rng=r)
    )


DIGITS = data.load_digits()
FEW = DIGITS.train_images[:3], DIGITS.train_targets[:3]


def check(model, x=FEW[0], y=FEW[1], **options):
    return check_model(model, x, y, loss=CrossEntropyLoss(), **options)


# --- What is right agrees ---------------------------------------------------------------------


def leaky(x, a=0.25):
    return np.where(x > 0, x, a * x)


def leaky_slope(x, a=0.25):
    return np.where(x > 0, 1.0, a)


RIGHT_FUNCTIONS = {
    "relu": (functional.relu, functional.relu_backward),
    "the other side": (functional.relu, lambda d, x: d * (x >= 0)),
    "between": (functional.relu, lambda d, x: d * np.where(x == 0, 0.4, x > 0)),
    "abs": (np.abs, lambda d, x: d * np.sign(x)),
    "relu of relu": (
        lambda x: functional.relu(functional.relu(x)),
        lambda d, x: functional.relu_backward(d, x),
    ),
    "leaky": (leaky, lambda d, x: d * leaky_slope(x)),
    "leaky of -leaky": (
        lambda x: leaky(-leaky(x)),
        lambda d, x: -d * leaky_slope(-leaky(x)) * leaky_slope(x),
    ),
    "relu(x) - relu(-x)": (
        lambda x: functional.relu(x) - functional.relu(-x),
        lambda d, x: d * (x > 0) + d * (x < 0),
    ),
    "largest": (np.max, lambda d, x: d * (np.arange(x.size).reshape(x.shape) == x.argmax())),
    "sum of abs": (lambda x: np.abs(x).sum(), lambda d, x: d * np.sign(x)),
    "square": (np.square, lambda d, x: 2 * d * x),
    "constant": (np.zeros_like, lambda d, x: 0 * x),
    "identity": (lambda x: x, lambda d, x: d),
}


@pytest.mark.parametrize("x", [np.zeros(3), np.zeros((2, 2)), np.array([0.0, 1.0, -1.0, 0.0])],
                         ids=["zeros", "square", "mixed"])  # fmt: skip
@pytest.mark.parametrize("name", RIGHT_FUNCTIONS)
def test_right_slope_at_a_kink_agrees(name, x):
    table = check_function(*RIGHT_FUNCTIONS[name], x)
    assert table.agree(), table
    assert table[0].left_out == 0
    assert table[0].checked + table[0].kinks == x.size


class Residual(Layer):
    """x + v relu(w x), with as many units as numbers, and no bias: a block that skips a layer."""

    names = ("w", "v")

    def __init__(self, w, v):
        super().__init__()
        self.w, self.v = w, v

    def _forward(self, x):
        hidden = x @ self.w.T
        return x + (hidden * (hidden > 0)) @ self.v.T, (x, hidden)

    def _backward(self, d, memory, input_gradient):
        x, hidden = memory
        self.gradients = {"v": d.T @ (hidden * (hidden > 0))}
        inner = (d @ self.v) * (hidden > 0)
        self.gradients["w"] = inner.T @ x
        return d + inner @ self.w


def blank(layer):
    return layer, np.zeros((2, 2, 5, 6))


def paper(layer):
    return layer, np.full((2, 2, 5, 6), 0.5)


RIGHT_LAYERS = {
    "relu": blank(ReLU()),
    "leaky": blank(LeakyReLU(0.3)),
    "rectifier of random slope": blank(RReLU().eval()),
    "dropout": blank(Dropout(0.5).eval()),
    "pool of blank paper": blank(MaxPool2d(2)),
    "pool of grey paper": paper(MaxPool2d(2)),
    "overlapping pool": paper(MaxPool2d(3, stride=1)),
    "pool over the edge": paper(MaxPool2d((2, 3), stride=2, ceil_mode=True)),
    "pool with a border": blank(MaxPool2d(3, stride=2, padding=1)),
    "average of blank paper": blank(AvgPool2d(2, padding=1)),
    "power pool at 0": blank(LPPool2d(2, 2)),
    "power pool of grey paper": paper(LPPool2d(3, 2)),
    "global average": blank(layers.GlobalAvgPool2d()),
    "sigmoid": blank(Sigmoid()),
    "tanh": blank(Tanh()),
    "convolution": blank(Conv2d(2, 3, 3, padding=1)),
    "linear": (Linear(6, 3), np.zeros((2, 6))),
    "residual": (Residual(rng().normal(size=(6, 6)), rng(1).normal(size=(6, 6))), np.zeros((2, 6))),
    "residual of many units": (
        Residual(rng().normal(size=(40, 4)), abs(rng(1).normal(size=(4, 40)))),
        np.zeros((1, 4)),
    ),
    "residual of a single number": (
        Residual(np.array([[1.0], [-1.0]]), np.array([[2.0, -3.0]])),
        np.zeros((1, 1)),
    ),
    "residual whose sides lie above 1": (
        Residual(np.array([[1.0, 0.3], [-1.0, 0.3]]), np.array([[2.0, -3.0], [1.0, 1.0]])),
        np.zeros((1, 2)),
    ),
}


@pytest.mark.parametrize("name", RIGHT_LAYERS)
def test_right_layer_agrees_on_blank_paper(name):
    layer, x = RIGHT_LAYERS[name]
    table = check_layer(layer, x)
    assert table.agree(1e-6), table
    assert [row.name for row in table] == ["input", *layer.parameters()]
    assert [row.left_out for row in table] == [0] * len(table)


def votes(*front, features, classes=3, bias=True):
    return Sequential(*front, Linear(features, classes, bias=bias, rng=rng(5)))


def dense(*sizes, between):
    """Linear layers with something between them."""
    r, found = rng(3), []
    for into, out in itertools.pairwise(sizes):
        found += [Linear(into, out, rng=r), between()]
    return votes(*found, features=sizes[-1])


def pictures(value, shape=(2, 1, 6, 6)):
    return np.full(shape, value, np.float32)


RIGHT_MODELS = {
    "leaky after leaky": (dense(2, 1, 1, 1, between=lambda: LeakyReLU(0.1)), np.zeros((2, 2))),
    "relu after relu": (dense(2, 3, 3, 3, between=ReLU), np.zeros((2, 2))),
    "two in a row": (
        votes(Linear(2, 3), ReLU(), ReLU(), LeakyReLU(), features=3), np.zeros((2, 2))
    ),
    "blank paper": (small_cnn((1, 6, 6), 3, 3, padding=1), pictures(0)),
    "grey paper": (small_cnn((1, 6, 6), 3, 3, padding=1), pictures(0.5)),
    "grey paper, biases": (biased(small_cnn((1, 6, 6), 3, 3, padding=1)), pictures(0.5)),
    "no bias anywhere": (
        votes(Conv2d(1, 2, 3, bias=False, rng=rng()), ReLU(), MaxPool2d(2), Flatten(), features=8,
              bias=False),
        pictures(0.5),
    ),
    "pool before relu": (
        votes(Conv2d(1, 2, 3, padding=1, rng=rng()), MaxPool2d(2), ReLU(), Flatten(), features=18),
        pictures(0),
    ),
    "two blocks": (
        votes(Conv2d(1, 4, 3, padding=1, rng=rng()), ReLU(), MaxPool2d(2),
              Conv2d(4, 3, 3, padding=1, rng=rng(1)), LeakyReLU(), LPPool2d(2, 3), Flatten(),
              features=3),
        pictures(0),
    ),
    "dropout": (votes(Linear(3, 4), ReLU(), Dropout(), features=4).eval(), np.zeros((2, 3))),
    "a Sequential within": (
        Sequential(Sequential(Linear(2, 3, rng=rng()), ReLU()), Linear(3, 3, rng=rng(1))),
        np.zeros((2, 2)),
    ),
    "residual": (
        votes(Linear(2, 3), Residual(rng().normal(size=(5, 3)), rng(1).normal(size=(3, 5))),
              features=3),
        np.zeros((2, 2)),
    ),
    "kinks that cancel each other": (
        Sequential(Linear(1, 2, bias=False), ReLU(), Linear(2, 3, rng=rng())), np.zeros((2, 1))
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT_MODELS)
def test_right_model_agrees_though_units_stand_at_kinks(name):
    model, x = RIGHT_MODELS[name]
    table = check(model, x, np.array([0, 2]))
    assert table.agree(1e-6), table
    assert [row.name for row in table] == list(model.state_dict())
    assert [row.left_out for row in table] == [0] * len(table)
    assert [row.checked + row.kinks for row in table] == [
        a.size for a in model.parameters().values()
    ]


def test_biases_that_cancel_each_other_agree():
    """relu(b) - relu(-b) is b, of slope 1; backward says 0 at b = 0, and is right."""
    first, second, last = Linear(1, 1), Linear(1, 2, bias=False), Linear(2, 1, bias=False)
    second.weight[:] = [[1], [-1]]
    last.weight[:] = [[1, -1]]
    model = Sequential(first, second, ReLU(), last)
    table = check_model(model, np.zeros((1, 1)), np.ones((1, 1)), loss=MSELoss())
    assert table.agree(1e-6), table


def test_lesson_09_compares_every_number_of_its_biases():
    r = rng(2)
    model = Sequential(
        Conv2d(1, 16, 3, padding=1, rng=r), ReLU(), MaxPool2d(2),
        Conv2d(16, 32, 3, padding=1, rng=r), ReLU(), MaxPool2d(2), Flatten(),
        Linear(128, 10, rng=r),
    )  # fmt: skip
    model[-1].weight *= 0.1
    table = check(model, DIGITS.train_images[:4], DIGITS.train_targets[:4], entries=10)
    assert [(row.checked, row.kinks, row.left_out) for row in table] == [(10, 0, 0)] * 6
    assert {row.name: row.moved for row in table if row.moved} == {"0.bias": 10}
    assert table.agree(1e-6)
    assert "0.bias: 10 of the 10 numbers checked" in repr(table)
    assert "zero biases are moved off 0" in table._repr_html_()


# --- What is wrong does not ---------------------------------------------------------------------


@pytest.mark.parametrize("x", [np.zeros(3), np.zeros((2, 3)), np.array([0.0, 1.0, -2.0])], ids=str)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda d, x: 99 * d,
        lambda d, x: -functional.relu_backward(d, x) - 1e-3 * d,
        lambda d, x: d * np.where(x == 0, 99, x > 0),
        lambda d, x: d * np.where(x == 0, -0.01, x > 0),
        lambda d, x: d * np.where(x == 0, 1.01, x > 0),
        lambda d, x: d * (x > 0) * 1.001,
        lambda d, x: 0 * d,
        lambda d, x: d,
        lambda d, x: d * 0.5,
        lambda d, x: d * np.nan,
        lambda d, x: d * np.where(x == 0, np.nan, x > 0),
    ],
)
def test_nonsense_at_the_kink_of_relu_is_found(wrong, x):
    table = check_function(functional.relu, wrong, x)
    assert not table.agree(), table


def test_leaky_slope_that_is_0_at_the_kink_is_found():
    x = np.zeros(3)
    assert check_function(leaky, lambda d, x: d * leaky_slope(x), x).agree()
    assert not check_function(
        leaky, lambda d, x: d * np.where(x == 0, 0, leaky_slope(x)), x
    ).agree()


def spoiled(layer, how, parameter=None):
    """A kind of layer whose gradient, of its input or of a parameter, is changed by ``how``."""

    class Spoiled(layer):
        def backward(self, d, *, input_gradient=True):
            dx = super().backward(d, input_gradient=input_gradient)
            if parameter is not None:
                self.gradients[parameter] = how(self.gradients[parameter])
            return how(dx) if parameter is None and dx is not None else dx

    return Spoiled


def one_entry(g):
    g = g.copy()
    g.flat[-1] += 0.01
    return g


MISTAKES = {
    "scaled": lambda g: g * 1.01,
    "many times": lambda g: g * 50,
    "sign": lambda g: -g,
    "zero": lambda g: g * 0,
    "shifted": lambda g: g * 3 + 7,
    "one entry": one_entry,
    "rolled": lambda g: np.roll(g, 1),
    "turned round": lambda g: g[..., ::-1],
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("parameter", ["bias", "weight"])
def test_wrong_gradient_of_a_convolution_over_blank_regions_is_found(parameter, mistake):
    assert check(digits_network()).agree(1e-6)
    model = digits_network(first=spoiled(Conv2d, MISTAKES[mistake], parameter))
    table = check(model)
    assert not table.agree(), table
    assert [row.name for row in table if not row.difference <= 1e-5] == [f"0.{parameter}"]


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("layer", [ReLU, MaxPool2d], ids=lambda c: c.__name__)
def test_wrong_gradient_of_a_layer_within_is_found_in_the_model(layer, mistake):
    where = {ReLU: "relu", MaxPool2d: "pool"}[layer]
    table = check(digits_network(**{where: spoiled(layer, MISTAKES[mistake])}))
    assert not table.agree(), table


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("value", [0, 0.5])
def test_wrong_pool_is_found_on_blank_paper(value, mistake):
    x = np.full((1, 2, 4, 4), value, np.float64)
    assert check_layer(MaxPool2d(2), x).agree()
    table = check_layer(spoiled(MaxPool2d, MISTAKES[mistake])(2), x)
    assert not table.agree(), table


class ToAll(MaxPool2d):
    """A pool of 2 x 2 that passes its slope to each of several equal maxima: too much of it."""

    def _forward(self, x):
        self._seen = x
        return super()._forward(x)

    def _backward(self, d, memory, input_gradient):
        largest = super()._forward(self._seen)[0]
        wide = largest.repeat(2, 2).repeat(2, 3)
        return (self._seen == wide) * d.repeat(2, 2).repeat(2, 3)


class Loud(ReLU):
    """Right everywhere but at 0, where its slope is 99."""

    def _forward(self, x):
        y, memory = super()._forward(x)
        return y, (x, memory)

    def _backward(self, d, memory, input_gradient):
        return np.where(memory[0] == 0, 99 * d, super()._backward(d, memory[1], input_gradient))


@pytest.mark.parametrize("wrong", [Loud(), ToAll(2)], ids=lambda w: type(w).__name__)
@pytest.mark.parametrize("value", [0, 0.5])
def test_layer_that_is_wrong_at_ties_only_is_found(wrong, value):
    if value and isinstance(wrong, Loud):
        value = np.array([0, 1.0])
    x = np.zeros((1, 1, 4, 4)) + value if np.isscalar(value) else np.resize(value, (1, 1, 4, 4))
    table = check_layer(wrong, x)
    assert not table.agree(), table


@pytest.mark.parametrize(
    ("names", "row"),
    [({"relu": Loud}, "1 (Loud) at kinks"), ({"pool": ToAll}, "2 (ToAll) at kinks")],
    ids=["relu", "pool"],
)
def test_layer_that_is_wrong_at_ties_only_is_named_in_the_models_table(names, row):
    table = check(digits_network(**names))
    assert not table.agree(), table
    assert row in [r.name for r in table]


@pytest.mark.parametrize("mistake", ["scaled", "sign", "zero", "rolled", "turned round"])
@pytest.mark.parametrize("layer", ["first", "relu", "pool"])
def test_mistake_that_blank_paper_hides_is_found_beside_it(layer, mistake):
    """The slopes of weights that read nothing but 0 are 0, and so is any multiple of them."""
    kinds = {"first": (Conv2d, "weight"), "relu": (ReLU, None), "pool": (MaxPool2d, None)}
    cls, parameter = kinds[layer]
    x = 0 * FEW[0]
    assert check(digits_network(), x).agree()
    model = digits_network(**{layer: spoiled(cls, MISTAKES[mistake], parameter)})
    table = check(model, x)
    assert not table.agree(), table


def test_gradient_that_a_layer_forgets_is_told():
    class Forgetful(Linear):
        def backward(self, d, *, input_gradient=True):
            dx = super().backward(d, input_gradient=input_gradient)
            del self.gradients["bias"]
            return dx

    with pytest.raises(ValueError, match="no gradient of bias"):
        check_layer(Forgetful(3, 2), np.ones((1, 3)))


def test_gradient_of_an_earlier_pass_does_not_stand_in_for_one_forgotten():
    class Lazy(Linear):
        calls = 0

        def backward(self, d, *, input_gradient=True):
            before = dict(self.gradients)
            dx = super().backward(d, input_gradient=input_gradient)
            self.calls += 1
            if self.calls > 1:
                self.gradients.pop("bias")
                self.gradients |= before
            return dx

    model, loss = Sequential(Lazy(3, 3)), CrossEntropyLoss()
    loss(model(np.ones((1, 3))), [0])
    model.backward(loss.backward())
    with pytest.raises(RuntimeError, match=r"0\.bias has no gradient"):
        check_model(model, np.ones((1, 3)), [0], loss=loss)


# --- Nothing passes unseen ----------------------------------------------------------------------


def test_empty_table_does_not_agree_and_says_so():
    assert not GradientTable().agree(1e9)
    assert repr(GradientTable()).endswith("Nothing was compared, so nothing agrees.")


def test_negative_tolerance_is_rejected():
    with pytest.raises(ValueError, match="tolerance is -1"):
        GradientTable().agree(-1)


def test_row_of_which_nothing_was_compared_does_not_agree_and_says_so():
    row = Comparison("x", 0, 0, (0,), 0.0, 0.0, 0.0, left_out=3)
    good = Comparison("y", 3, 0, (0,), 0.0, 0.0, 0.0)
    table = GradientTable([good, row])
    assert not table.agree()
    assert "x: none of its numbers could be compared" in repr(table)
    assert GradientTable([good]).agree()


def test_numbers_left_out_are_counted_and_said():
    """1 / 100 of a step wide, up and down: no slope holds for as long as a nudge."""

    def function(x):
        rough = abs((x[0] * 1.234567e6) % 2 - 1)
        return np.array([rough, x[1] ** 2])

    table = check_function(function, lambda d, x: d * [3e6, 2 * x[1]], np.array([0.0, 1.0]))
    assert (table[0].checked, table[0].kinks, table[0].left_out) == (1, 0, 1), table
    assert "1 of 2 numbers could not be compared" in repr(table)
    assert "1 of 2 numbers could not be compared" in table._repr_html_()


def only_near_zero(x):
    """ReLU, for numbers that are nearly 0: it can be nudged, and cannot be moved."""
    if abs(x).max() > 5e-4:
        raise ValueError("x is too large")
    return functional.relu(x)


def test_function_that_cannot_be_moved_off_its_kink_is_compared_with_both_sides():
    table = check_function(only_near_zero, functional.relu_backward, np.zeros(2))
    assert (table[0].kinks, table[0].left_out) == (2, 0)
    assert table.agree()


def test_slope_at_a_kink_that_cannot_be_moved_away_from_is_judged_by_its_sides():
    row = check_function(only_near_zero, lambda d, x: 99 * d, np.zeros(2))[0]
    assert (row.checked, row.kinks, row.left_out) == (0, 2, 0)
    assert row.difference > 0.9


def test_row_without_a_single_number_compared_has_no_difference():
    """With weights, nobody knows how many units stand at the kink."""

    def function(x, w):
        return only_near_zero(x) * w

    row, weight = table = check_function(
        function, lambda d, x, w: (99 * d, d * functional.relu(x)), np.zeros(2), np.ones(2)
    )
    assert (row.checked, row.kinks, row.left_out) == (0, 0, 2)
    assert np.isnan(row.difference)
    assert weight.difference == 0
    assert not table.agree(1e9)
    assert "array 0: none of its numbers could be compared" in repr(table)


def test_what_is_moved_is_put_back():
    model = digits_network(first=spoiled(Conv2d, MISTAKES["sign"], "bias"))
    before, x = model.state_dict(), FEW[0].copy()
    check(model, x)
    for name, array in model.parameters().items():
        np.testing.assert_array_equal(array, before[name])
    np.testing.assert_array_equal(x, FEW[0])
    assert all("forward" not in vars(layer) for layer in model.named_layers().values())


def test_ties_of_the_x_are_compared_with_both_sides():
    x = xo.picture("X")[None, None]
    table = check_model(xo.network(), x, np.array([0]), loss=CrossEntropyLoss())
    assert (table[0].checked, table[0].kinks, table[0].left_out) == (24, 3, 0)
    assert repr(table).count("\n") == len(table)


# --- Properties -----------------------------------------------------------------------------------


@st.composite
def networks(draw):
    """A small network, pictures for it, and targets; biases 0 or not, pictures blank or not."""
    seed = draw(st.integers(0, 10**6))
    r, side, channels = rng(seed), draw(st.integers(4, 6)), draw(st.integers(1, 2))
    found, shape = [], (2, channels, side, side)
    for _ in range(draw(st.integers(1, 2))):
        maps = draw(st.integers(1, 3))
        bias = draw(st.booleans())
        found.append(Conv2d(shape[1], maps, 3, padding=draw(st.integers(0, 1)), bias=bias, rng=r))
        kind = draw(st.sampled_from([ReLU, LeakyReLU, Tanh, None]))
        found += [kind()] if kind else []
        found += draw(st.sampled_from([[], [Dropout(0.5)], [ReLU()]]))
        shape = Sequential(*found).output_shape((2, channels, side, side))
        if min(shape[2:]) >= 2:
            pools = [MaxPool2d(2), MaxPool2d(2, stride=1), AvgPool2d(2), LPPool2d(2, 2)]
            found.append(draw(st.sampled_from(pools)))
            shape = Sequential(*found).output_shape((2, channels, side, side))
        if min(shape[2:]) < 3:
            break
    found += [Flatten(), Linear(int(np.prod(shape[1:])), 3, rng=r)]
    model = Sequential(*found).eval()
    if draw(st.booleans()):
        biased(model, seed)
    paper = draw(st.sampled_from(["blank", "grey", "steps", "noise", "half blank"]))
    x = {
        "blank": np.zeros,
        "grey": lambda s: np.full(s, 0.5),
        "steps": lambda s: r.integers(-1, 2, s) / 1.0,
        "noise": lambda s: r.normal(size=s),
        "half blank": lambda s: r.normal(size=s) * (np.arange(s[-1]) > 2),
    }[paper]((2, channels, side, side))
    return model, x, r.integers(0, 3, 2)


@given(networks())
@settings(max_examples=60, deadline=None)
def test_right_networks_always_agree(case):
    model, x, y = case
    table = check(model, x, y, entries=6)
    assert table.agree(), (table, model)
    assert all(row.checked + row.kinks > 0 for row in table)


@given(networks(), st.integers(0, 100), st.sampled_from(["double", "add", "sign", "one"]))
@settings(max_examples=60, deadline=None)
def test_networks_with_a_corrupted_gradient_never_agree(case, which, how):
    model, x, y = case
    names = list(model.parameters())
    name = names[which % len(names)]
    layer, parameter = name.rsplit(".", 1)
    layer = model.named_layers()[layer]
    change = {
        "double": lambda g: 2 * g + 0.01,
        "add": lambda g: g + 0.1,
        "sign": lambda g: -g - 0.01,
        "one": one_entry,
    }[how]
    layer.__class__ = spoiled(type(layer), change, parameter)
    table = check(model, x, y)
    assert not table.agree(), (table, model)
    assert name in [row.name for row in table if not row.difference <= 1e-5]
