"""A network as plain arrays: how its layers are made, as JSON, and its weights. No pickle."""

from __future__ import annotations

import inspect
import json

import numpy as np

from cnnkit import layers
from cnnkit.model import Residual, Sequential

PLAN = "plan"
_KINDS = {name: getattr(layers, name) for name in layers.__all__ if name != "Layer"}
_MODELS = {"Sequential": Sequential, "Residual": Residual}
# Arguments that only say how a layer starts, and those that another attribute answers.
_STARTS = {"rng", "initialiser", "inplace"}
_TOLD_BY = {"bias": "bias", "affine": "weight", "track_running_stats": "running_mean"}
_PLAIN = (int, float, str, tuple, type(None))


def arrays_of(model, draws=None) -> dict[str, np.ndarray] | None:
    """Return a network as arrays; None if it cannot be made again from them.

    Parameters
    ----------
    model : Sequential
    draws : dict, optional
        States of the random generators of its layers, by their id; by default the present ones.

    Examples
    --------
    >>> model = Sequential(layers.Linear(2, 1, rng=np.random.default_rng(0)))
    >>> sorted(arrays_of(model))
    ['0.bias', '0.weight', 'plan']
    >>> network_of(arrays_of(model))
    Sequential(
      (0): Linear(in_features=2, out_features=1)
    )
    """
    try:
        seen = {}
        plan = _plan(model, seen)
        states = [rng.bit_generator.state for rng in seen.values()]
        if draws is not None:
            states = [draws[key] for key in seen]
        text = json.dumps({"layers": plan, "draws": states})
        found = {PLAN: np.array(text), **model.state_dict()}
        return found if _same(network_of(found), model) else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


_known: dict[tuple, bool] = {}  # whether networks of such layers can be made again


def can_be_made(model) -> bool:
    """Return whether `arrays_of` can write a network; of each structure it is tried once.

    Examples
    --------
    >>> can_be_made(Sequential(layers.ReLU(), layers.Flatten()))
    True
    """
    kinds = tuple(type(layer) for layer in model.named_layers().values())
    dtypes = tuple(array.dtype.str for array in model.parameters().values())
    key = repr(model), kinds, dtypes
    if key not in _known:
        _known[key] = arrays_of(model) is not None
    return _known[key]


def network_of(arrays: dict[str, np.ndarray]) -> Sequential:
    """Return the network that `arrays_of` has written.

    Raises
    ------
    ValueError
        If these are no such arrays.
    """
    try:
        text = json.loads(str(arrays[PLAN]))
        model = _made(text["layers"], [_generator(state) for state in text["draws"]])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"its network cannot be made again ({error})") from None
    weights = {name: array for name, array in arrays.items() if name != PLAN}
    if any(array.dtype == np.float64 for array in weights.values()):
        model.to(np.float64)
    model.load_state_dict(weights)
    return model


def _plan(layer, seen: dict) -> dict:
    kind = type(layer).__name__
    if _MODELS.get(kind) is type(layer):
        plan = {"kind": kind, "layers": [_plan(one, seen) for one in layer.layers]}
        if kind == "Residual" and layer.shortcut is not None:
            plan["shortcut"] = _plan(layer.shortcut, seen)
        return plan
    if _KINDS.get(kind) is not type(layer):
        raise TypeError(f"{kind} is not a layer of cnnkit")
    plan = {"kind": kind, "options": {}}
    for name in list(inspect.signature(type(layer).__init__).parameters)[1:]:
        if name in _TOLD_BY:
            plan["options"][name] = getattr(layer, _TOLD_BY[name]) is not None
        elif name not in _STARTS and hasattr(layer, name):  # some are accepted and change nothing
            value = getattr(layer, name)
            if not isinstance(value, _PLAIN):
                raise TypeError(f"{name} of {kind} is {value}")
            plan["options"][name] = value
    rng = vars(layer).get("rng")
    if rng is not None:
        seen.setdefault(id(rng), rng)
        plan["rng"] = list(seen).index(id(rng))
    return plan


def _made(plan: dict, rngs: list):
    kind = plan["kind"]
    if kind in _MODELS:
        inside = [_made(one, rngs) for one in plan["layers"]]
        around = {"shortcut": _made(plan["shortcut"], rngs)} if "shortcut" in plan else {}
        return _MODELS[kind](*inside, **around)
    options = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in plan["options"].items()
    }
    known = inspect.signature(_KINDS[kind].__init__).parameters
    if "rng" in plan:
        options["rng"] = rngs[plan["rng"]]
    elif "initialiser" in known:  # its first weights are replaced
        options["rng"] = np.random.default_rng(0)
    return _KINDS[kind](**options)


def _generator(state: dict) -> np.random.Generator:
    kind = getattr(np.random, str(state["bit_generator"]))
    if not issubclass(kind, np.random.BitGenerator):
        raise ValueError(f"{state['bit_generator']} draws no numbers")
    rng = np.random.Generator(kind(0))
    rng.bit_generator.state = state
    return rng


def _same(made, model) -> bool:
    """Return whether two networks say, and hold, the same."""
    ours, theirs = made.state_dict(), model.state_dict()
    return repr(made) == repr(model) and all(
        array.dtype == theirs[name].dtype and np.array_equal(array, theirs[name])
        for name, array in ours.items()
    )
