"""Batch norms folded into the convolutions before them: the same answers from fewer layers."""

import copy
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np

from cnnkit.checks import Array, array, floats, kind_of, real
from cnnkit.layers import BatchNorm2d, Conv2d, Linear
from cnnkit.model import Residual, Sequential

__all__ = ["fold_batch_norm"]

Network = TypeVar("Network", Sequential, Mapping[str, Array])
_STATISTICS = ("running_mean", "running_var")


def fold_batch_norm(network: Network, eps: float = 1e-5) -> Network:
    """Fold every batch norm into the convolution directly before it, as in evaluation.

    Parameters
    ----------
    network : Sequential, or dict of str to array
        A network, or a state as PyTorch's ``state_dict()`` has it, in which every batch norm
        follows its convolution (or dense layer). What stands between them, such as a ReLU, a state
        does not tell.
    eps : float
        That of the batch norms of a state; those of a network have their own.

    Returns
    -------
    Sequential or dict of str to array
        A new network without batch norms, with weights of its own; or a state without their keys,
        in which every convolution has a bias. ``load_state_dict(state, match="order")`` loads it.

    Raises
    ------
    TypeError, ValueError
        If a batch norm does not follow a convolution, or their sizes differ.

    Notes
    -----
    In evaluation a batch norm computes ``γ (z - mean) / √(var + eps) + β`` of ``z = w * x + b``.
    With ``s = γ / √(var + eps)`` that is a convolution of weights ``s w`` and bias
    ``s (b - mean) + β``: Jacob et al., "Quantization and training of neural networks for efficient
    integer-arithmetic-only inference", CVPR 2018, section 3.2.

    Examples
    --------
    >>> model = Sequential(Conv2d(1, 2, 3, rng=np.random.default_rng(0)), BatchNorm2d(2)).eval()
    >>> fold_batch_norm(model)
    Sequential(
      (0): Conv2d(1, 2, kernel_size=(3, 3), stride=(1, 1))
    )
    >>> list(fold_batch_norm(model.state_dict()))
    ['0.weight', '0.bias']
    """
    if isinstance(network, Sequential):
        with network.turn.lock:
            return _network(network)
    if isinstance(network, Mapping):
        return _state(network, real(eps, "eps", at_least=0))
    raise TypeError(f"network is {kind_of(network)}; give a Sequential, or a state: arrays by name")


def _state(state, eps):
    folded: dict[str, Array] = {}
    before = None  # the name of the layer before, if nothing has been folded into it
    for name, values in _layers(state).items():
        if not all(key in values for key in _STATISTICS):
            folded |= {_key(name, key): value for key, value in values.items()}
            before = name if np.ndim(values.get("weight")) in (2, 4) else None
            continue
        if before is None:
            raise ValueError(
                f"batch norm {name or 'at the top'} does not follow a convolution of its own, so "
                "it cannot be folded; load it into a model with BatchNorm2d"
            )
        weight, bias = (_key(before, key) for key in ("weight", "bias"))
        folded[weight], folded[bias] = _folded(
            folded[weight], folded.get(bias), values, eps, name, before
        )
        before = None
    return _biases_behind_weights(folded)


def _layers(state: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the arrays of a state by layer: ``{"0": {"weight": ..., "bias": ...}}``."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in state.items():
        name, _, last = str(key).rpartition(".")
        found.setdefault(name, {})[last] = value
    return found


def _key(name, last):
    return f"{name}.{last}" if name else last


def _biases_behind_weights(state):
    """Return a state in which a new bias comes directly after its weight."""
    return {
        _key(name, key): value
        for name, values in _layers(state).items()
        for key, value in values.items()
    }


def _folded(weight, bias, norm, eps, name, before):
    """Return the weight and bias of a convolution into which a batch norm is folded."""
    weight = _plain(weight, _key(before, "weight"))
    mean, variance = (_plain(norm[key], _key(name, key)) for key in _STATISTICS)
    if mean.shape != (len(weight),):
        raise ValueError(
            f"batch norm {name} has {mean.size} channels, but {before} before it makes "
            f"{len(weight)}; give a state in which each follows its convolution"
        )
    count = len(weight)
    gamma = _plain(norm.get("weight", np.ones(count)), _key(name, "weight"))
    beta = _plain(norm.get("bias", np.zeros(count)), _key(name, "bias"))
    bias = np.zeros(count) if bias is None else _plain(bias, _key(before, "bias"))
    scale = gamma / np.sqrt(variance.astype(np.float64) + eps)
    tall = scale.reshape(-1, *[1] * (weight.ndim - 1))
    return (weight * tall).astype(weight.dtype), (scale * (bias - mean) + beta).astype(weight.dtype)


def _network(model):
    """Return a network like ``model`` without batch norms."""
    if type(model) not in (Sequential, Residual):
        raise TypeError(
            f"{type(model).__name__} is a network of your own; give its layers in a Sequential"
        )
    made: list[Any] = []
    for number, layer in enumerate(model):
        if isinstance(layer, Sequential):
            made.append(_network(layer))
        elif type(layer) is not BatchNorm2d:
            made.append(_copy(layer))
        elif number and type(model[number - 1]) in (Conv2d, Linear):
            conv, name, before = made[-1], f"layer {number}", f"layer {number - 1}"
            arrays = layer.parameters() | layer.buffers()
            if not all(key in arrays for key in _STATISTICS):
                raise ValueError(
                    f"{name}, {layer}, has no running statistics to fold; make it with "
                    "track_running_stats=True"
                )
            conv.weight, conv.bias = _folded(
                conv.weight, conv.bias, arrays, layer.eps, name, before
            )
        else:
            raise ValueError(
                f"layer {number}, {layer}, does not follow a convolution, so it cannot be folded; "
                "leave it, or put it directly behind one"
            )
    if type(model) is Sequential:
        return Sequential(*made)
    around = model.shortcut
    if around is not None:
        around = _network(around) if isinstance(around, Sequential) else _copy(around)
    return Residual(*made, shortcut=around)


def _copy(layer):
    """Return a copy with its own arrays and an empty memory."""
    twin = copy.copy(layer)
    twin.forget()
    twin.gradients = {}
    return copy.deepcopy(twin)


def _plain(value, name):
    """Return an array or a tensor of PyTorch as floats."""
    if type(value).__module__.partition(".")[0] == "torch":
        value = value.detach().cpu()
        value = value.float() if str(value.dtype) == "torch.bfloat16" else value
    found = array(value, name)
    return floats(found.astype(np.float32) if found.dtype == np.float16 else found, name)
