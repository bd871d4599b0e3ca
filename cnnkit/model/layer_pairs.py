"""Which layer of a state is which of a model, where the names are not in the layers' order.

A safetensors file stores names by the alphabet. Layers of different shapes are known by these, and
numbered ones by their numbers; of layers with equal shapes and other words nobody can know it.
`state_dict_matching` asks for these pairs, and matches by order as well.
"""

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

__all__ = ["COUNTER", "by_alphabet", "by_layer", "in_pairs", "last_part", "natural", "shape_of"]

COUNTER = "num_batches_tracked"  # no output depends on it
# In what order a layer's arrays stand in a state: by their names in PyTorch and in Keras.
_RANKS = {
    name: rank
    for rank, names in enumerate(
        (
            ("weight", "kernel", "gamma"),
            ("bias", "beta"),
            ("running_mean", "moving_mean"),
            ("running_var", "moving_variance"),
            (COUNTER,),
        )
    )
    for name in names
}


def shape_of(value: Any) -> tuple[int, ...]:
    """Return the shape of an array, a tensor or a list of numbers; () of what has none.

    Examples
    --------
    >>> shape_of([[1.0, 2.0]])
    (1, 2)
    """
    try:
        return tuple(value.shape) if hasattr(value, "shape") else np.shape(value)
    except Exception:  # somebody else's object, or rows of different lengths: a reader will say so
        return ()


def by_layer(names: Iterable[Any]) -> dict[str, list[Any]]:
    """Return the names of each layer's arrays: weight, bias, statistics.

    Examples
    --------
    >>> by_layer(["conv1.bias", "conv1.weight", "fc.weight"])
    {'conv1': ['conv1.weight', 'conv1.bias'], 'fc': ['fc.weight']}
    """
    found: dict[str, list[Any]] = {}
    for name in names:
        found.setdefault(".".join(_split(name)[:-1]), []).append(name)
    return {layer: sorted(inside, key=_rank) for layer, inside in found.items()}


def last_part(name: Any) -> str:
    """Return what an array is called within its layer.

    Examples
    --------
    >>> last_part("dense/kernel:0")
    'kernel'
    """
    return _split(name)[-1]


def _split(name):
    return re.split(r"[./]", str(name).partition(":")[0])


def _rank(name):
    return _RANKS.get(last_part(name), -1)


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return what sorts names by their numbers: fc2 before fc10.

    Examples
    --------
    >>> sorted(["fc10", "fc2"], key=natural)
    ['fc2', 'fc10']
    """
    return [(0, int(part), "") if part.isdigit() else (1, 0, part)
            for part in re.split(r"(\d+)", text) if part]  # fmt: skip


def by_alphabet(state: Mapping[Any, Any]) -> bool:
    """Tell whether the names may have been sorted, within each type as safetensors does.

    Examples
    --------
    >>> by_alphabet({"fc.bias": np.ones(1), "fc.weight": np.ones((1, 2))})
    True
    >>> by_alphabet({"fc.weight": np.ones((1, 2)), "fc.bias": np.ones(1)})
    False
    """
    names: dict[str, list[str]] = {}
    for key, value in state.items():
        if not isinstance(key, str):
            return False
        names.setdefault(str(getattr(value, "dtype", "")), []).append(key)
    return all(inside == sorted(inside) for inside in names.values())


def in_pairs(
    own: Mapping[str, Any], state: Mapping[Any, Any], given: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return under each of a model's names that of ``state``; None if the shapes differ.

    Parameters
    ----------
    own, state : dict of str to array
        Or to anything that has the arrays' shapes.
    given : dict of str to str
        Layers (or single arrays) that are known: by the model's name, the state's.

    Raises
    ------
    TypeError, ValueError
        If ``given`` names what is not there, or it takes more names to tell equal layers apart.

    Examples
    --------
    >>> square = np.ones((2, 2))
    >>> in_pairs({"0.weight": square}, {"fc.weight": square}, {})
    {'0.weight': 'fc.weight'}
    >>> own = {"0.weight": square, "1.weight": square}
    >>> in_pairs(own, {"body.weight": square, "stem.weight": square}, {"0": "stem"})
    {'0.weight': 'stem.weight', '1.weight': 'body.weight'}
    """
    arrays = any(key in own for key in given)
    for level in (_by_array,) if arrays else (by_layer, _by_array):
        ours, theirs = level(own), level(state)
        _check_given(given, ours, theirs)
        pairs = [(ours.pop(key), theirs.pop(source)) for key, source in given.items()]
        for form in (tuple, lambda shape: tuple(sorted(shape))):  # Keras' kernels are transposed
            classes, others = (_classes(side, of, form, level is by_layer)
                               for side, of in ((ours, own), (theirs, state)))  # fmt: skip
            if {kind: len(names) for kind, names in classes.items()} == {
                kind: len(names) for kind, names in others.items()
            }:
                _check_known(classes, others, by_alphabet(state), given)
                for kind, names in classes.items():
                    sources = others[kind]
                    if by_alphabet(state):
                        sources = sorted(sources, key=natural)
                    pairs += [(ours[a], theirs[b]) for a, b in zip(names, sources, strict=True)]
                plan = dict(itertools.chain.from_iterable(map(_inside, pairs)))
                return {key: plan[key] for key in own if key in plan}
        if given:
            break
    return None


def _by_array(names):
    return {name: [name] for name in names if last_part(name) != COUNTER}


def _classes(layers, arrays, form, ranked):
    """Return the layers of each kind: those whose arrays have the same parts and shapes."""
    found: dict[Any, list[Any]] = {}
    for layer, names in layers.items():
        kind = tuple((ranked and _rank(name), form(shape_of(arrays[name])))
                     for name in names if last_part(name) != COUNTER)  # fmt: skip
        found.setdefault(kind, []).append(layer)
    return found


def _inside(pair):
    """Return the pairs of arrays of two layers; the number of batches, last, if both have one."""
    return zip(*pair, strict=False)


def _check_known(classes, others, sorted_names, given):
    """Reject layers of equal shapes whose names are neither in order nor numbered."""
    if not sorted_names:
        return
    unknown, sources = [], []
    for kind, names in others.items():
        if len({re.sub(r"\d+", "#", str(name)) for name in names}) > 1:
            unknown += classes[kind]
            sources += names
    if unknown:
        entries = [f"{key!r}: {source!r}" for key, source in given.items()]
        entries += [f"{key!r}: ..." for key in unknown[:6]]
        more = ", and so on" * (len(unknown) > 6)
        first = ", ".join(sources[:6]) + f" and {len(sources) - 6} more" * (len(sources) > 6)
        raise ValueError(
            f"the names are in alphabetical order, and {first} have equal shapes, so nothing "
            f"tells which runs first; write match={{{', '.join(entries)}{more}}} with their names "
            "in place of the dots"
        )


def _check_given(given, ours, theirs):
    """Reject a dict with names that are not there, or with one name twice."""
    for key, source in given.items():
        for whose, name, known in (("this model", key, ours), ("the state", source, theirs)):
            if not isinstance(name, str) or name not in known:
                listed = ", ".join(map(str, list(known)[:12]))
                raise ValueError(
                    f"match has {str(name)[:40]!r}, but {whose} has no such name; "
                    f"use some of {listed}" + ", ..." * (len(known) > 12)
                )
    if len(set(given.values())) < len(given):
        raise ValueError("match has a name of the state twice; give each to one layer")
