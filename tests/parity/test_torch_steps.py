"""Steps of the BackpropExplorer equal PyTorch's SGD on the same network, to the last digits."""

import numpy as np
import pytest

from cnnkit import xo
from cnnkit.widgets import BackpropExplorer

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install -e '.[bench]'")


def twin():
    """Return the X/O network in PyTorch, in float64."""
    model = torch.nn.Sequential(
        torch.nn.Conv2d(1, 3, 3),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2, ceil_mode=True),
        torch.nn.Flatten(),
        torch.nn.Linear(48, 2),
    ).double()
    state = xo.network().to(np.float64).state_dict()
    model.load_state_dict({key: torch.tensor(array) for key, array in state.items()})
    return model


@pytest.mark.parametrize("rate", [0.1, 1.0])
@pytest.mark.parametrize("true", xo.CLASSES)
def test_steps_gradients_and_losses_are_those_of_pytorch(true, rate):
    explorer = BackpropExplorer("X", true, rate=rate, flipped=((4, 4), (0, 8)))
    model = twin()
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    picture = xo.picture("X").astype(np.float64)
    picture[4, 4] *= -1
    picture[0, 8] *= -1
    x, target = torch.tensor(picture[None, None]), torch.tensor([xo.CLASSES.index(true)])
    for _ in range(3):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), target)
        loss.backward()
        assert explorer.loss == pytest.approx(loss.item(), rel=1e-9, abs=1e-12)
        for key, parameter in model.named_parameters():
            np.testing.assert_allclose(explorer.weights[key], parameter.detach(), atol=1e-12)
            slopes = explorer._settings.passes.slopes[key]
            np.testing.assert_allclose(slopes, parameter.grad, rtol=1e-9, atol=1e-12)
        explorer.step()
        optimizer.step()
