"""cnnkit.losses and cnnkit.functional.loss_functions: values, gradients, and what they refuse."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnkit import functional, losses
from cnnkit.gradcheck import check_function
from tests.helpers.sentences import one_sentence

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(size=(7, 5)) * 3
CLASSES = RNG.integers(5, size=7)
CHANCES = RNG.uniform(size=(7, 5))
WISHES = RNG.normal(size=(7, 5))

# loss, its function, targets, and the same in torch.nn
LOSSES = {
    "CrossEntropyLoss": ("cross_entropy", CLASSES, ("CrossEntropyLoss", {})),
    "BCEWithLogitsLoss": (
        "binary_cross_entropy_with_logits",
        CHANCES,
        ("BCEWithLogitsLoss", {}),
    ),
    "MSELoss": ("mse", WISHES, ("MSELoss", {})),
    "SumSquaredError": ("sum_squared_error", WISHES, ("MSELoss", {"reduction": "sum"})),
    "L1Loss": ("absolute_error", WISHES, ("L1Loss", {})),
}
every_loss = pytest.mark.parametrize("name", LOSSES)


def value_and_gradient(name, outputs, targets):
    loss = getattr(losses, name)()
    return loss(outputs, targets), loss.backward()


@every_loss
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_value_and_gradient_equal_those_of_pytorch(name, scale):
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    _, targets, (theirs, options) = LOSSES[name]
    outputs = torch.tensor(LOGITS * scale, requires_grad=True)
    expected = getattr(torch.nn, theirs)(**options)(outputs, torch.tensor(targets))
    expected.backward()
    value, gradient = value_and_gradient(name, LOGITS * scale, targets)
    np.testing.assert_allclose(value, expected.item(), rtol=1e-12)
    np.testing.assert_allclose(gradient, outputs.grad.numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", [name for name in LOSSES if name != "SumSquaredError"])
def test_the_sum_over_a_batch_equals_that_of_pytorch(name):
    torch = pytest.importorskip("torch", reason="needs PyTorch: pip install torch")
    function, targets, (theirs, _) = LOSSES[name]
    outputs = torch.tensor(LOGITS, requires_grad=True)
    expected = getattr(torch.nn, theirs)(reduction="sum")(outputs, torch.tensor(targets))
    expected.backward()
    loss = getattr(losses, name)(reduction="sum")
    value = loss(LOGITS, targets)
    np.testing.assert_allclose(value, expected.item(), rtol=1e-12)
    np.testing.assert_allclose(loss.backward(), outputs.grad.numpy(), rtol=1e-12, atol=1e-15)
    assert repr(loss) == f"{name}(reduction='sum')"
    assert getattr(functional, function)(LOGITS, targets, reduction="sum") == value
    back = getattr(functional, f"{function}_backward")(1.0, LOGITS, targets, reduction="sum")
    np.testing.assert_array_equal(back, loss.backward())


def test_a_reduction_set_between_call_and_backward_changes_nothing():
    loss = losses.MSELoss()
    loss(LOGITS, WISHES)
    expected = loss.backward()
    loss.reduction = "sum"
    np.testing.assert_array_equal(loss.backward(), expected)


def test_a_loss_is_a_float_that_also_says_item():
    value = losses.MSELoss()(LOGITS, WISHES)
    assert isinstance(value, float)
    assert type(value.item()) is float
    assert repr(value) == repr(value.item()) == str(value)


@every_loss
def test_gradient_equals_the_numerical_one(name):
    function, targets, _ = LOSSES[name]

    def forward(outputs):
        return getattr(functional, function)(outputs, targets)

    def backward(d, outputs):
        return getattr(functional, f"{function}_backward")(d, outputs, targets)

    table = check_function(forward, backward, LOGITS)
    assert table.agree(1e-7), table
    assert table[0].checked == LOGITS.size


@every_loss
def test_object_gives_what_the_functions_give(name):
    function, targets, _ = LOSSES[name]
    value, gradient = value_and_gradient(name, LOGITS, targets)
    assert value == getattr(functional, function)(LOGITS, targets)
    backward = getattr(functional, f"{function}_backward")
    np.testing.assert_array_equal(gradient, backward(1.0, LOGITS, targets))
    np.testing.assert_allclose(backward(-2.5, LOGITS, targets), -2.5 * gradient, rtol=1e-14)


@every_loss
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_value_is_a_float_and_the_gradient_has_the_outputs_dtype(name, dtype):
    value, gradient = value_and_gradient(name, LOGITS.astype(dtype), LOSSES[name][1])
    assert isinstance(value, float)
    assert gradient.dtype == dtype
    assert gradient.shape == LOGITS.shape


@every_loss
def test_views_orders_and_byte_orders_give_the_same_and_stay_unchanged(name):
    targets = LOSSES[name][1]
    expected = value_and_gradient(name, LOGITS, targets)
    read_only = LOGITS.copy()
    read_only.flags.writeable = False
    for same in (
        np.asfortranarray(LOGITS),
        np.repeat(LOGITS, 2, axis=0)[::2],
        LOGITS.astype(">f8"),
        read_only,
    ):
        before, targets_before = same.copy(), targets.copy()
        value, gradient = value_and_gradient(
            name, same, targets.astype(targets.dtype.newbyteorder())
        )
        np.testing.assert_allclose(value, expected[0], rtol=1e-15)
        np.testing.assert_allclose(gradient, expected[1], rtol=1e-15)
        np.testing.assert_array_equal(same, before)
        np.testing.assert_array_equal(targets, targets_before)


@every_loss
def test_backward_before_the_loss_is_rejected(name):
    with pytest.raises(RuntimeError, match=rf"{name}.*call the loss first"):
        getattr(losses, name)().backward()


@every_loss
def test_a_rejected_call_keeps_what_was_remembered(name):
    loss, targets = getattr(losses, name)(), LOSSES[name][1]
    loss(LOGITS, targets)
    gradient = loss.backward()
    with pytest.raises(ValueError, match="targets"):
        loss(LOGITS, targets[:-1])
    np.testing.assert_array_equal(loss.backward(), gradient)


@every_loss
def test_targets_changed_after_the_call_do_not_change_the_gradient(name):
    loss, targets = getattr(losses, name)(), LOSSES[name][1].copy()
    loss(LOGITS, targets)
    gradient = loss.backward()
    targets[:] = 0
    np.testing.assert_array_equal(loss.backward(), gradient)


@every_loss
def test_repr_is_how_it_is_made(name):
    assert repr(getattr(losses, name)()) == f"{name}()"


def test_cross_entropy_of_equal_scores_is_the_logarithm_of_the_classes():
    assert functional.cross_entropy(np.zeros((3, 10)), np.array([0, 5, 9])) == pytest.approx(
        math.log(10), rel=1e-15
    )


def test_gradient_of_cross_entropy_is_p_minus_y_over_n():
    p = functional.softmax(LOGITS)
    expected = (p - np.eye(5)[CLASSES]) / 7
    np.testing.assert_allclose(
        functional.cross_entropy_backward(1.0, LOGITS, CLASSES), expected, atol=1e-16
    )


def test_cross_entropy_pulls_hard_where_squared_error_stalls():
    wrong = np.array([[20.0, -20.0]])  # badly wrong and sure of it
    p = functional.softmax(wrong)
    through_squares = functional.softmax_backward(
        functional.mse_backward(1.0, p, np.array([[0.0, 1.0]])), wrong
    )
    assert abs(through_squares).max() < 1e-15
    assert functional.cross_entropy_backward(1.0, wrong, np.array([1]))[0, 0] == pytest.approx(1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_ten_thousand_neither_overflow_nor_lose_the_loss(dtype):
    logits = np.array([[1e4, -1e4], [-1e4, 1e4]], dtype)
    assert functional.cross_entropy(logits, np.array([0, 1])) == 0
    assert functional.cross_entropy(logits, np.array([1, 0])) == 2e4
    assert functional.binary_cross_entropy_with_logits(logits, np.array([[1, 0], [0, 1]])) == 0
    assert functional.binary_cross_entropy_with_logits(logits, np.array([[0, 1], [1, 0]])) == 1e4
    gradient = functional.binary_cross_entropy_with_logits_backward(
        1.0, logits, np.array([[0, 1], [1, 0]])
    )
    np.testing.assert_array_equal(gradient, np.array([[0.25, -0.25], [-0.25, 0.25]], dtype))


@given(st.floats(-1e3, 1e3), st.integers(0, 4))
def test_cross_entropy_does_not_change_when_all_scores_shift(shift, row):
    moved = LOGITS.copy()
    moved[row] += shift
    assert functional.cross_entropy(moved, CLASSES) == pytest.approx(
        functional.cross_entropy(LOGITS, CLASSES), rel=1e-9
    )


def test_nan_scores_give_a_nan_loss_that_training_can_explain():
    logits = LOGITS.copy()
    logits[2, 1] = np.nan
    assert math.isnan(functional.cross_entropy(logits, CLASSES))
    assert math.isnan(functional.mse(logits, WISHES))


def test_sum_squared_error_doubles_with_the_rows_and_the_mean_does_not():
    twice, wishes = np.concatenate([LOGITS] * 2), np.concatenate([WISHES] * 2)
    assert functional.sum_squared_error(twice, wishes) == pytest.approx(
        2 * functional.sum_squared_error(LOGITS, WISHES)
    )
    assert functional.mse(twice, wishes) == pytest.approx(functional.mse(LOGITS, WISHES))
    assert losses.SumSquaredError().reduction == "sum"
    assert {getattr(losses, name)().reduction for name in LOSSES} == {"mean", "sum"}


def test_gradient_of_the_absolute_error_is_zero_where_both_are_equal():
    outputs = np.array([1.0, 2.0, 3.0, 4.0])
    np.testing.assert_array_equal(
        functional.absolute_error_backward(1.0, outputs, np.array([1.0, 3.0, 1.0, 4.0])),
        [0, -0.25, 0.25, 0],
    )


def test_means_of_many_float32_numbers_keep_their_digits():
    outputs = np.full((1000, 1000), 0.1, np.float32)
    assert functional.absolute_error(outputs, np.zeros((1000, 1000))) == pytest.approx(
        float(np.float32(0.1)), rel=1e-12
    )
    assert functional.sum_squared_error(outputs, np.zeros((1000, 1000))) == pytest.approx(
        1e6 * float(np.float32(0.1) ** 2), rel=1e-7
    )


def test_right_answers_are_counted_where_there_are_classes():
    logits = np.array([[2.0, 1.0], [0.0, 3.0], [1.0, 0.0]])
    found = losses.CrossEntropyLoss().correct(logits, np.array([0, 0, 0]))
    assert found.tolist() == [True, False, True]
    found = losses.BCEWithLogitsLoss().correct(np.array([0.5, -0.5, 3.0]), [1, 0, 0])
    assert found.tolist() == [True, True, False]
    one_hot = np.eye(2)[[0, 0, 1]]
    for loss in (losses.MSELoss(), losses.SumSquaredError(), losses.L1Loss()):
        assert loss.correct(logits, one_hot).tolist() == [True, False, False]
        assert loss.correct(logits, one_hot * 2) is None
        assert loss.correct(logits, np.ones((3, 2))) is None
        assert loss.correct(logits, np.zeros((3, 2))) is None
        assert loss.correct(logits, np.full((3, 2), 0.5)) is None
        assert loss.correct(logits[:, :1], np.ones((3, 1))) is None
        assert loss.correct(logits[:, 0], np.ones(3)) is None


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.int64])
def test_yes_or_no_targets_may_be_whole_numbers_and_booleans(dtype):
    targets = np.array([[1, 0, 1, 1, 0]] * 7, dtype)
    expected = functional.binary_cross_entropy_with_logits(LOGITS, targets.astype(float))
    assert functional.binary_cross_entropy_with_logits(LOGITS, targets) == expected


ROWS = np.zeros((3, 4))


@pytest.mark.parametrize(
    ("function", "outputs", "targets", "error", "words"),
    [
        ("cross_entropy", np.zeros(4), [0], ValueError, ["logits", "(4,)"]),
        ("cross_entropy", np.zeros((1, 2, 3)), [0], ValueError, ["logits", "(1, 2, 3)"]),
        ("cross_entropy", np.zeros((0, 4)), [], ValueError, ["logits", "(0, 4)"]),
        ("cross_entropy", np.zeros((3, 1)), [0, 0, 0], ValueError, ["(3, 1)", "one class"]),
        ("cross_entropy", [[1, 2]], [0], TypeError, ["logits", "int", "float32"]),
        ("cross_entropy", [["a", "b"]], [0], TypeError, ["logits"]),
        ("cross_entropy", ROWS.astype(complex), [0, 1, 2], TypeError, ["logits", "complex"]),
        ("cross_entropy", ROWS, np.eye(4)[:3], ValueError, ["one-hot", "argmax"]),
        (
            "cross_entropy",
            ROWS,
            [[0], [1], [2]],
            ValueError,
            ["(3, 1)", "use np.array(targets)[:, 0]"],
        ),
        ("cross_entropy", ROWS, np.eye(5)[:3], ValueError, ["(3, 5)", "3 rows", "one-hot"]),
        ("cross_entropy", ROWS, [0, 7, 9], ValueError, ["targets[1] is 7"]),
        ("binary_cross_entropy_with_logits", np.zeros(3), [0, 3, 9], ValueError, ["hold 3,"]),
        ("mse", np.zeros((3, 2)), [0, 1, 1], ValueError, ["np.eye(2)[targets]"]),
        ("mse", ROWS, np.zeros((4, 4)), ValueError, ["(4, 4)", "every output needs one target"]),
        ("cross_entropy", ROWS, 1, ValueError, ["targets", "()", "(3,)"]),
        ("cross_entropy", ROWS, [0, 1], ValueError, ["(2,)", "(3,)"]),
        ("cross_entropy", ROWS, [0.0, 1.0, 2.0], TypeError, ["float64", "astype(np.int64)"]),
        ("cross_entropy", ROWS, [True, False, True], TypeError, ["bool", "astype(np.int64)"]),
        ("cross_entropy", ROWS, ["a", "b", "c"], TypeError, ["targets"]),
        ("cross_entropy", ROWS, [0, 1, 4], ValueError, ["targets[2]", "4", "0 to 3", "from 0"]),
        ("cross_entropy", ROWS, [0, 1, 9], ValueError, ["targets[2]", "9", "0 to 3", "among"]),
        ("cross_entropy", ROWS, [0, -1, 2], ValueError, ["targets[1]", "-1", "0 to 3"]),
        ("cross_entropy", ROWS, [[0, 1], [2]], ValueError, ["targets", "different lengths"]),
        ("cross_entropy", ROWS, np.ma.array([0, 1, 2]), TypeError, ["targets", "masked"]),
        ("binary_cross_entropy_with_logits", ROWS, ROWS[:2], ValueError, ["(2, 4)", "(3, 4)"]),
        (
            "binary_cross_entropy_with_logits",
            np.zeros((3, 1)),
            [0, 1, 1],
            ValueError,
            ["(3,)", "(3, 1)", "np.array(targets).reshape(3, 1)"],
        ),
        (
            "binary_cross_entropy_with_logits",
            np.zeros(3),
            [0, 1, 2],
            ValueError,
            ["2", "between 0", "cross_entropy"],
        ),
        ("binary_cross_entropy_with_logits", np.zeros(2), [0, -0.5], ValueError, ["-0.5"]),
        ("binary_cross_entropy_with_logits", np.zeros(2), [0, np.nan], ValueError, ["nan"]),
        ("binary_cross_entropy_with_logits", np.zeros(0), np.zeros(0), ValueError, ["empty"]),
        ("mse", ROWS, [0, 1, 2], ValueError, ["(3,)", "(3, 4)", "np.eye(4)[targets]"]),
        ("mse", ROWS, np.zeros((3, 1)), ValueError, ["(3, 1)", "(3, 4)", "one target"]),
        ("mse", ROWS, 0.0, ValueError, ["()", "(3, 4)"]),
        ("mse", ROWS, ROWS.astype(str), TypeError, ["targets"]),
        ("mse", ROWS, ROWS + np.inf, ValueError, ["targets", "inf", "(0, 0)"]),
        ("mse", np.zeros((0, 4)), np.zeros((0, 4)), ValueError, ["outputs", "empty"]),
        ("mse", ROWS.astype(int), ROWS, TypeError, ["outputs", "int64"]),
        ("sum_squared_error", ROWS, ROWS.T, ValueError, ["(4, 3)", "(3, 4)", "reshape"]),
        ("absolute_error", ROWS, np.zeros((1, 4)), ValueError, ["(1, 4)", "(3, 4)"]),
        ("absolute_error", ROWS, ROWS * 1j, TypeError, ["targets", "complex"]),
    ],
)
def test_bad_input_is_rejected_in_one_sentence_forward_and_backward(
    function, outputs, targets, error, words
):
    for call in (
        lambda: getattr(functional, function)(outputs, targets),
        lambda: getattr(functional, f"{function}_backward")(1.0, outputs, targets),
    ):
        with one_sentence(error, words):
            call()


@pytest.mark.parametrize("d", ["1", None, np.nan, np.ones(2)])
def test_incoming_gradient_of_a_loss_must_be_one_finite_number(d):
    with pytest.raises((TypeError, ValueError), match="d is"):
        functional.mse_backward(d, ROWS, ROWS)


@pytest.mark.parametrize(
    ("loss", "outputs", "targets", "right"),
    [
        (losses.CrossEntropyLoss(), [[np.nan, 0.0], [1.0, 0.0]], [0, 0], [False, True]),
        (losses.BCEWithLogitsLoss(), [[np.nan], [-1.0]], [[0], [0]], [[False], [True]]),
        (losses.MSELoss(), [[np.nan, 0.0], [1.0, 0.0]], np.eye(2)[[0, 0]], [False, True]),
        (losses.CrossEntropyLoss(), [[np.inf, 0.0], [1.0, 0.0]], [0, 0], [True, True]),
    ],
)
def test_an_output_that_is_not_a_number_is_no_right_answer(loss, outputs, targets, right):
    np.testing.assert_array_equal(loss.correct(np.array(outputs), targets), right)
