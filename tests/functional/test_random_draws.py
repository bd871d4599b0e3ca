"""Random numbers of an array's shape."""

import numpy as np
import pytest

from cnnkit.functional.random_draws import draw
from cnnkit.windows import batch_innermost


@pytest.mark.parametrize("shape", [(4,), (3, 4), (2, 3, 4, 5)])
def test_random_draws_depend_on_the_shape_alone_and_not_on_the_memory_order(shape):
    x = np.zeros(shape, np.float32)
    y = draw(np.random.default_rng(1), x)
    z = draw(np.random.default_rng(1), np.asfortranarray(x))
    assert y.shape == shape
    assert y.dtype == np.float32
    np.testing.assert_array_equal(y, z)
    if len(shape) == 4:
        assert np.shares_memory(batch_innermost(y), y)
    else:
        assert y.T.flags.c_contiguous
