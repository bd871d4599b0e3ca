"""Which array of a state goes into which of a model: by their names, or by their order."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from cnnkit.checks import choice, flag, kind_of, shown
from cnnkit.files.tables import Table
from cnnkit.model.layer_pairs import (
    COUNTER,
    by_alphabet,
    by_layer,
    in_pairs,
    last_part,
    natural,
    shape_of,
)

__all__ = ["Matches", "check_names", "in_order", "matched", "shape_of"]


class Matches(Table):
    """What went where: a row for each array of the model, with the name that it had in the state.

    Parameters
    ----------
    plan : dict of str to str
        By the model's name, the state's.
    shapes : dict of str to tuple of int
        The shape of each array of the model.

    Examples
    --------
    >>> Matches({"0.weight": "conv1.weight"}, {"0.weight": (6, 1, 5, 5), "0.bias": (6,)})
    this model  shape    loaded from
    0.weight    6×1×5×5  conv1.weight
    0.bias      6        (kept as it was)
    """

    numbers = (False, False, False)

    def __init__(self, plan: Mapping[str, Any], shapes: Mapping[str, tuple[int, ...]]) -> None:
        self.plan = dict(plan)
        self._shapes = dict(shapes)

    def table(self) -> list[tuple[str, ...]]:
        """Return the rows as text, a heading first."""
        rows = [("this model", "shape", "loaded from")]
        for key, shape in self._shapes.items():
            source = str(self.plan[key]) if key in self.plan else "(kept as it was)"
            rows.append((key, "×".join(map(str, shape)) or "1", source))
        return rows


def matched(
    own: Mapping[str, Any],
    state: Any,
    match: str | Mapping[str, str] = "name",
    strict: bool = True,
) -> dict[str, Any]:
    """Return under each name of a model's arrays the name of the array of ``state`` for it.

    Parameters
    ----------
    own : dict of str to array
        The model's arrays, or anything that has their shapes.
    state : dict of str to array
        With ``match="order"`` also a list of arrays.
    match : {"name", "order"} or dict
        A dict names layers of the state by the model's; the others are known by their shapes.
    strict : bool
        False takes those names that both have.

    Raises
    ------
    TypeError, ValueError
        If names are missing or unknown, or with "order" the shapes differ.

    Examples
    --------
    >>> import numpy as np
    >>> own = {"0.weight": np.ones((4, 3)), "0.bias": np.ones(4)}
    >>> matched(own, {"fc.bias": np.ones(4), "fc.weight": np.ones((4, 3))}, "order")
    {'0.weight': 'fc.weight', '0.bias': 'fc.bias'}
    """
    plan = _plan(own, state, match, strict)
    _refuse_square(own, state, plan)
    return plan


def _plan(own, state, match, strict):
    if isinstance(match, Mapping):
        flag(strict, "strict")
        _check_mapping(state, "state")
        return _in_pairs(own, state, match)
    order = choice(match, "match", ("name", "order")) == "order"
    if order and isinstance(state, (list, tuple)):
        state = dict(enumerate(state))
    if not flag(strict, "strict") and not order:
        _check_mapping(state, "state")
        plan = {key: key for key in own if key in state}
        if not plan and own:
            check_names(own, state, "state")
        return plan
    if order:
        _check_mapping(state, "state")
        return _in_order(own, state)
    check_names(own, state, "state")
    return {key: key for key in own}


def _refuse_square(own, state, plan):
    """Refuse a kernel with Keras' name whose shape does not tell in which order its axes are."""
    if not isinstance(state, Mapping):
        return
    for key, source in plan.items():
        shape = shape_of(state[source])
        if not _named_by_keras(key, source) or shape != shape_of(own[key]):
            continue
        if shape == {2: shape[::-1], 4: (*shape[3:1:-1], *shape[:2])}.get(len(shape)):
            axes = "(in, out)" if len(shape) == 2 else "(kH, kW, in, out)"
            raise ValueError(
                f"{_short(source)} of shape {shape} is called kernel, as in Keras, where the axes "
                f"are {axes}, and such a shape does not tell whether they still are; write "
                f"{_OF_KERAS}, or give it as {key} if it is turned already"
            )


def _named_by_keras(key, source):
    return last_part(source) == "kernel" != last_part(key)


_OF_KERAS = (
    "model.load_state_dict(cnnkit.from_keras(state, model, input_shape)), where input_shape is one "
    "picture's (C, H, W), or (features,)"
)


def _of_keras(own, state, plan):
    """Tell whether arrays that come in the right order have Keras' names or its order of axes."""
    for key, source in plan.items():
        axes = transposed(shape_of(state[source]), shape_of(own[key]))
        if axes in ((1, 0), (3, 2, 0, 1)) or _named_by_keras(key, source):
            return True
    return False


def in_order(own: Mapping[str, Any], state: Mapping[Any, Any]) -> dict[str, Any]:
    """Return under each of a model's names that of ``state``, by the order and the shapes alone.

    Examples
    --------
    >>> import numpy as np
    >>> in_order({"0.weight": np.ones((4, 3))}, {"dense/kernel:0": np.ones((3, 4))})
    {'0.weight': 'dense/kernel:0'}
    """
    return _in_order(own, state)


def check_names(own: Mapping[str, Any], state: Mapping[str, Any], name: str) -> None:
    """Reject a ``state`` that is not a dict, or has other keys than a model's arrays.

    Examples
    --------
    >>> check_names({"0.bias": 1}, {"a": 1, "b": 2}, "state")
    Traceback (most recent call last):
        ...
    ValueError: state lacks 0.bias and has unknown a, b; give exactly this model's keys: 0.bias
    """
    _check_mapping(state, name)
    if state.keys() == own.keys():
        return
    missing = [key for key in own if key not in state]
    unknown = [key for key in state if key not in own]
    advice = _way_on(own, state, unknown) if name == "state" else ""
    most = 4 if advice else 20
    parts = [f"lacks {_listed(missing, most)}"] if missing else []
    parts += [f"has unknown {_listed(unknown, most)}"] if unknown else []
    if not advice:
        advice = f"give exactly this model's keys: {_listed(own, most) or '(none)'}"
        if name == "state" and len(missing) < len(own):
            advice += "; or add strict=False to load those that both have"
    raise ValueError(f"{name} {' and '.join(parts)}; {advice}")


def _check_mapping(state, name):
    if isinstance(state, (list, tuple)) and name == "state":
        raise TypeError(
            f"state is {kind_of(state)}, but arrays by name are needed; give a dict as "
            'model.state_dict() returns it, or match="order" for arrays in this model\'s order'
        )
    if isinstance(state, (str, os.PathLike)) and name == "state":
        raise TypeError(
            f"state is {shown(os.fspath(state))}, the name of a file; write "
            f"model.load({os.fspath(state)!r:.80})"
        )
    if not isinstance(state, Mapping):
        has_one = callable(getattr(state, "state_dict", None)) and not isinstance(state, type)
        raise TypeError(
            f"{name} is {kind_of(state)}, but arrays by name are needed; "
            + (
                "give its state_dict()"
                if has_one
                else "give a dict as model.state_dict() returns it"
            )
        )
    if name == "state" and (nested := _nested(state)):
        raise ValueError(nested)
    for key, value in state.items():
        if isinstance(value, Mapping) and any(shape_of(one) for one in value.values()):
            raise ValueError(
                f"{name} is a whole checkpoint, with {_listed(state, 6)}; give the weights in it: "
                f"{name}[{key!r}]"
            )


def _nested(state):
    """Say how a dict of layers, each a dict of arrays, becomes one of arrays; "" of others."""
    place = "state"
    while len(state) == 1 and isinstance(inner := next(iter(state.values())), Mapping):
        if not all(isinstance(one, Mapping) for one in inner.values()):
            break
        place, state = f"{place}[{next(iter(state))!r}]", inner
    layers = [value for value in state.values() if isinstance(value, Mapping)]
    arrays = [shape_of(one) for layer in layers for one in layer.values()]
    if len(layers) < 2 or len(layers) < len(state) or not any(arrays):
        return ""
    flat = f'{{f"{{a}}.{{b}}": v for a, d in {place}.items() for b, v in d.items()}}'
    if any("kernel" in layer for layer in layers):
        flat = f"cnnkit.from_keras({flat}, model, input_shape)"
    return f"state is a dict for each layer; write model.load_state_dict({flat})"


def _behind_prefix(own, state):
    """Say how a state is loaded whose names all begin so, and which has others too."""
    first = next(iter(own), "")
    for key in state:
        prefix = str(key).removesuffix(first)
        if prefix not in (str(key), "") and all(prefix + name in state for name in own):
            return (
                f"all are there behind {prefix!r}: write model.load_state_dict("
                f"{{k.removeprefix({prefix!r}): v for k, v in state.items()}}, strict=False)"
            )
    return ""


def _way_on(own, state, unknown):
    """Say what would load a state whose names are others, or nothing if that is not known."""
    try:
        if by_alphabet(state) and not _without_prefix(own, state):
            plan = in_pairs(own, state, {})
            if plan and _of_keras(own, state, plan):
                return f"its arrays are Keras': write {_OF_KERAS}"
            if plan:
                return 'the shapes tell which layer is which: add match="order" to load them so'
    except ValueError as error:  # it says which dict to write
        return str(error)
    try:
        plan = _in_order(own, state)
    except (TypeError, ValueError):
        pass
    else:
        if _of_keras(own, state, plan):
            return f"its arrays are Keras': write {_OF_KERAS}"
        return 'the same shapes come in the same order: add match="order" to load them so'
    if own and len(state) > len(own) and (told := _behind_prefix(own, state)):
        return told
    has_own = any(str(key).endswith("running_mean") for key in own)
    if has_own or not any(str(key).endswith("running_mean") for key in unknown):
        return ""
    if by_alphabet(state):  # no order tells which convolution stands before a batch norm
        return (
            "this model has no such batch norm: load into one with BatchNorm2d behind its "
            "convolutions, then make model = cnnkit.fold_batch_norm(model)"
        )
    return (
        "this model has no such batch norm: fold each into its convolution, "
        'state = cnnkit.fold_batch_norm(state), and add match="order"'
    )


def _in_order(own, state):
    if plan := _without_prefix(own, state):
        return plan
    if by_alphabet(state) and (plan := in_pairs(own, state, {})):
        return plan
    ours, theirs = _sorted(own), _sorted(state)
    for one, other in ((ours, theirs), (theirs, ours)):
        if not any(last_part(key) == COUNTER for key in other):
            one[:] = [key for key in one if last_part(key) != COUNTER]
    for number, (key, source) in enumerate(zip(ours, theirs, strict=False)):
        shape, given = shape_of(own[key]), shape_of(state[source])
        if shape != given and not transposed(given, shape):
            raise ValueError(
                f"number {number} in order is {source} of shape {given}, but this model's {key} "
                f"has {shape}; give a state of the same layers, {len(ours)} arrays in this order: "
                f"{_listed(ours, 6)}"
            )
    if len(ours) != len(theirs):
        rest = theirs[len(ours) :] or ours[len(theirs) :]
        whose = "state" if len(theirs) > len(ours) else "this model"
        raise ValueError(
            f"state holds {len(theirs)} arrays, but this model has {len(ours)}: {whose} goes on "
            f"with {_listed(rest, 6)}; give a state of the same layers"
        )
    return dict(zip(ours, theirs, strict=True))


def _in_pairs(own, state, given):
    if (plan := in_pairs(own, state, given)) is not None:
        return plan
    ours, theirs = by_layer(own), by_layer(state)
    raise ValueError(
        f"apart from those in match, this model has {_listed([k for k in ours if k not in given])} "
        f"and the state {_listed([k for k in theirs if k not in given.values()])}, whose shapes "
        "differ; give a state of the same layers"
    )


def _without_prefix(own, state):
    """Match names that differ by what all of one side begin with, such as ``module.``."""
    if not own or not all(isinstance(key, str) for key in state) or len(own) != len(state):
        return None
    first = next(iter(state))
    for key in own:
        prefix = first.removesuffix(key)
        if prefix != first and {prefix + name for name in own} == state.keys():
            return {name: prefix + name for name in own}
    return None


def _sorted(names: Iterable[Any]) -> list[Any]:
    """Return names in the order of the layers, and within a layer weight, bias, statistics."""
    names = list(names)
    layers = by_layer(names)
    if len(layers) > 1 and names == sorted(names, key=str):  # by the alphabet: fc10 before fc2
        layers = dict(sorted(layers.items(), key=lambda item: natural(item[0])))
    return [name for inside in layers.values() for name in inside]


def transposed(given: tuple[int, ...], wanted: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the order of axes that makes an array of shape ``given`` one of ``wanted``.

    Keras' kernels (kH, kW, in, out) come first, then those of TensorFlow Lite and depthwise ones.

    Examples
    --------
    >>> transposed((5, 5, 1, 6), (6, 1, 5, 5))
    (3, 2, 0, 1)
    """
    orders = {2: [(1, 0)], 4: [(3, 2, 0, 1), (0, 3, 1, 2), (2, 3, 0, 1), (2, 3, 1, 0)]}
    if len(given) == len(wanted) and given != wanted:
        for axes in orders.get(len(given), []):
            if tuple(given[axis] for axis in axes) == wanted:
                return axes
    return None


def _listed(keys, most=20):
    keys = list(keys)
    first = ", ".join(_short(key) for key in keys[:most])
    return first + (f" and {len(keys) - most} more" if len(keys) > most else "")


def _short(key):
    text = str(key)
    return text if len(text) <= 60 and text.isprintable() else shown(text)
