"""What holds for every operation: types, memory layouts, untouched inputs, gradients."""

import inspect

import numpy as np
import pytest

from cnnkit import functional
from tests.helpers.operations import OPERATIONS

operations = pytest.mark.parametrize("operation", OPERATIONS, ids=str)


def other_layouts(array):
    """Yield the same values lying differently in memory."""
    yield "Fortran order", np.asfortranarray(array)
    yield "byte-swapped", array.astype(array.dtype.newbyteorder())
    yield "every second value", np.repeat(array, 2, axis=-1)[..., ::2]
    yield "every third row", np.repeat(array, 3, axis=0)[::3]
    yield "reversed", np.ascontiguousarray(array[::-1])[::-1]
    if array.ndim == 4:
        inner = np.ascontiguousarray(array.transpose(2, 1, 3, 0))
        yield "batch innermost", inner.transpose(3, 1, 0, 2)
        yield (
            "channels last",
            np.ascontiguousarray(array.transpose(0, 2, 3, 1)).transpose(0, 3, 1, 2),
        )


def test_every_operation_with_a_gradient_is_tried():
    tried = {operation.name for operation in OPERATIONS}
    losses = {n for n in vars(functional) if n.startswith(("cross", "binary", "mse", "sum", "abs"))}
    public = {n for n in functional.__all__ if not n.endswith("_backward")} - losses
    assert public == tried
    assert {f"{name}_backward" for name in tried} <= set(functional.__all__)


@operations
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_of_the_input_is_the_type_of_output_and_gradients(operation, dtype):
    arrays = operation.arrays(dtype)
    assert operation.forward(*arrays).dtype == dtype
    for gradient in operation.backward(operation.d(dtype), *arrays):
        assert gradient.dtype == dtype


@operations
def test_gradients_have_the_shapes_of_the_inputs(operation):
    arrays = operation.arrays()
    gradients = operation.backward(operation.d(), *arrays)
    for array, gradient in zip(arrays, gradients[: len(arrays)], strict=True):
        assert gradient.shape == array.shape


@operations
def test_inputs_are_never_changed_and_may_be_read_only(operation):
    arrays, d = operation.arrays(), operation.d()
    before = [array.copy() for array in (*arrays, d)]
    for array in (*arrays, d):
        array.flags.writeable = False
    operation.forward(*arrays)
    operation.backward(d, *arrays)
    for array, copy in zip((*arrays, d), before, strict=True):
        np.testing.assert_array_equal(array, copy)


@operations
def test_the_output_can_be_changed_without_changing_the_input(operation):
    arrays = operation.arrays()
    before = [array.copy() for array in arrays]
    y = operation.forward(*arrays)
    if operation.name != "flatten":  # a view where that is possible, as in PyTorch
        y[...] = 99
    gradients = operation.backward(operation.d(), *arrays)
    for gradient in gradients:
        gradient[...] = 99
    for array, copy in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, copy)


@operations
def test_the_memory_layout_of_the_inputs_does_not_matter(operation):
    arrays, d = operation.arrays(), operation.d()
    y = operation.forward(*arrays)
    gradients = operation.backward(d, *arrays)
    for position in range(len(arrays)):
        for layout, other in other_layouts(arrays[position]):
            changed = (*arrays[:position], other, *arrays[position + 1 :])
            np.testing.assert_allclose(
                operation.forward(*changed), y, rtol=1e-13, atol=1e-13, err_msg=layout
            )
            for a, b in zip(operation.backward(d, *changed), gradients, strict=True):
                np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-13, err_msg=layout)
    for layout, other in other_layouts(d):
        for a, b in zip(operation.backward(other, *arrays), gradients, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-13, err_msg=layout)


@operations
def test_gradients_agree_with_central_differences(operation):
    arrays, d = operation.arrays(), operation.d()
    gradients = operation.backward(d, *arrays)[: len(arrays)]  # without that of a missing bias
    for array, gradient in zip(arrays, gradients, strict=True):
        expected = np.zeros_like(array)
        for index in np.ndindex(array.shape):
            value, outputs = array[index], []
            for step in (1e-4, -1e-4):
                array[index] = value + step
                outputs.append((operation.forward(*arrays) * d).sum())
            array[index] = value
            expected[index] = (outputs[0] - outputs[1]) / 2e-4
        np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6)


@operations
def test_pictures_of_a_batch_do_not_influence_each_other(operation):
    arrays = operation.arrays()
    if arrays[0].ndim < 2 or operation.options.get("training"):
        return  # one vector has no batch; a batch norm is made for nothing else
    y = operation.forward(*arrays)
    for n in range(len(arrays[0])):
        alone = operation.forward(arrays[0][n : n + 1], *arrays[1:])
        np.testing.assert_allclose(alone[0], y[n], rtol=1e-13, atol=1e-13)


@operations
def test_a_backward_takes_the_options_of_its_forward_in_the_same_way(operation):
    forward = inspect.signature(getattr(functional, operation.name)).parameters
    backward = inspect.signature(getattr(functional, f"{operation.name}_backward")).parameters
    assert next(iter(backward)) == "d"
    drawn = ("training", "inplace", "rng") if operation.name == "rrelu" else ("inplace",)
    shared = [name for name in forward if name not in drawn]
    assert [name for name in backward if name in forward] == shared
    for name in shared:
        assert backward[name] == forward[name]


@operations
def test_integers_are_rejected_wherever_an_array_is_taken(operation):
    arrays, d = operation.arrays(), operation.d()
    for position, array in enumerate(arrays):
        changed = (*arrays[:position], np.ones(array.shape, int), *arrays[position + 1 :])
        with pytest.raises(TypeError, match="holds int"):
            operation.forward(*changed)
        with pytest.raises(TypeError, match="holds int"):
            operation.backward(d, *changed)
    with pytest.raises(TypeError, match="d holds int"):
        operation.backward(np.ones(d.shape, int), *arrays)


@operations
def test_a_gradient_of_another_shape_is_rejected(operation):
    arrays, d = operation.arrays(), operation.d()
    for wrong in (d[None], d[:0], np.ones((3, *d.shape[1:], 2))):
        with pytest.raises(ValueError, match="d has shape"):
            operation.backward(wrong, *arrays)


def test_lists_of_floats_are_arrays_too():
    np.testing.assert_array_equal(functional.relu([-1.0, 2.0]), [0.0, 2.0])


def test_mixed_types_give_the_wider_one():
    x, weight = np.ones((1, 1, 3, 3), np.float32), np.ones((1, 1, 2, 2))
    assert functional.conv2d(x, weight).dtype == np.float64
    assert functional.linear(x[0, 0], weight[0, 0, :, :1].repeat(3, 1)).dtype == np.float64
