"""What a network holds: its arrays by name, copied, loaded, saved and converted, all or none.

`cnnkit.model.weights` does the work; and what a network is made of is checked here.
"""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from cnnkit.checks import Array, Spoken, flag, float_type, library, shown
from cnnkit.layers import Layer

if TYPE_CHECKING:
    from cnnkit.model.state_dict_matching import Matches

__all__ = ["State", "check_layer", "some"]


class State(Spoken):
    """What a network adds to a layer so that its arrays can be taken out and put in."""

    _leaves: dict[str, Layer]
    turn: Any

    def _state(self):
        """Return the parameters and buffers of each layer, in PyTorch's order."""
        return {
            f"{name}.{key}": array
            for name, layer in self._leaves.items()
            for key, array in (layer.parameters() | layer.buffers()).items()
        }

    def state_dict(self) -> dict[str, Array]:
        """Return a copy of every parameter and buffer, under PyTorch's keys.

        Examples
        --------
        >>> from cnnkit.layers import Linear
        >>> from cnnkit.model import Sequential
        >>> list(Sequential(Linear(3, 1)).state_dict())
        ['0.weight', '0.bias']
        """
        with self.turn.lock:
            return {key: array.copy() for key, array in self._state().items()}

    def load_state_dict(
        self,
        state: Mapping[str, Array],
        strict: bool = True,
        *,
        match: str | Mapping[str, str] = "name",
    ) -> "Matches | None":
        """Copy values into the parameters: all of them, or none if one does not fit.

        Parameters
        ----------
        state : dict of str to array
            Exactly the keys and shapes of `state_dict`, as arrays or PyTorch's tensors; values are
            rounded to the precision of the model.
        strict : bool
            False loads what both have, and keeps the rest.
        match : {"name", "order"} or dict
            "order" loads the same shapes in the same order, whatever their names (a list, too). A
            dict names layers of the state, ``{"0": "stem"}``; the others are found by their shapes.

        Returns
        -------
        Matches or None
            What went where, a table; None if every name was found.

        Raises
        ------
        TypeError, ValueError
            If keys are missing or unknown, a shape differs, or a value is NaN or infinite. An
            interrupt lets the copying finish first.

        Notes
        -----
        A kernel of Keras is known by its name or its shape. A square one under another name, such
        as (4, 4) or (3, 3, 3, 3) in a list, shows neither: it is taken as it is. `from_keras` turns
        those, too.
        """
        from cnnkit.model import weights  # here: `import cnnkit` does not need it

        with self.turn.lock:
            matches = weights.copy_into(self._state(), state, match, strict)
            self.forget()
        return None if match == "name" and strict else matches

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the parameters to a NumPy .npz or a safetensors file, whole or not at all.

        Parameters
        ----------
        path : str or path
            Ends in ".npz" or ".safetensors". A file of that name is replaced; its mode stays, and
            if it is a link, the file that it leads to is replaced.

        Raises
        ------
        TypeError, ValueError, OSError
            If ``path`` is not a path, ends in something else, or cannot be written; or if a value
            is NaN or infinite, which `load` would refuse.
        """
        from cnnkit.model import weights  # here: `import cnnkit` does not need it

        weights.save(self.state_dict(), path)  # not the arrays, which a training may change

    def load(
        self,
        path: str | os.PathLike[str],
        *,
        match: str | Mapping[str, str] = "name",
        strict: bool = True,
    ) -> "Matches | None":
        """Read the parameters from an .npz or safetensors file: all of them, or none.

        Nothing in the file is ever run as code (no pickle), and nothing is unpacked before names
        and shapes are known to fit. ``match`` and ``strict`` are those of `load_state_dict`, and so
        is what it says of square kernels of Keras.

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        TypeError, ValueError
            If the file is damaged, another library's, or holds other keys or shapes than this
            model; the sentence says which lines load it.
        """
        from cnnkit.model import weights  # here: `import cnnkit` does not need it

        state = weights.read(path, self._state(), match, strict)
        try:
            return self.load_state_dict(state, strict, match=match)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{path}: {error}") from None

    def to(self, dtype: str | type | np.dtype | None = None, *, device: Any = None) -> Self:
        """Convert every parameter and buffer to float32 or float64; return the model.

        ``to("cpu")`` changes nothing, and there is no other device. Optimisers made before remember
        arrays of the other precision: make a new one.
        """
        if device is not None:
            if str(device) != "cpu":
                raise ValueError(
                    f"device is {shown(device)}, but everything is computed on the processor; "
                    "leave it out"
                )
            dtype = "cpu" if dtype is None else dtype
        if (place := str(dtype).partition(":")[0]) in ("cpu", "cuda", "mps"):
            if place == "cpu":
                return self
            raise ValueError(
                f"model.to({str(dtype)!r}) is not possible: everything is computed on the "
                "processor; leave it out"
            )
        dtype = float_type(dtype)
        with self.turn.lock:
            for layer in self._leaves.values():
                for key, array in (layer.parameters() | layer.buffers()).items():
                    if array.dtype.kind == "f":  # not the number of a batch norm's batches
                        setattr(layer, key, array.astype(dtype))
                layer.gradients = {}
            self.forget()
        return self

    def train(self, mode: bool = True) -> Self:
        """Switch every layer to training (or, with False, to evaluation); return the model."""
        mode = flag(mode, "mode")
        with self.turn.lock:
            for layer in self._leaves.values():
                layer.train(mode)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients. No step needs it: every backward pass overwrites them."""
        flag(set_to_none, "set_to_none")
        with self.turn.lock:
            for layer in self._leaves.values():
                layer.gradients = {}

    def __setattr__(self, name: str, value: Any) -> None:
        if callable(getattr(type(self), name, None)) and type(self).__module__.startswith(
            "cnnkit."
        ):
            raise AttributeError(
                f"{name} is what a {type(self).__name__} does and no setting; call it: "
                f"model.{name}(...)"
            )
        if (
            isinstance(value, Layer)
            and "_named" in vars(self)  # its layers are known
            and all(value is not layer for layer in (*self.layers, *self._leaves.values()))
        ):
            self._refuse(name)
        super().__setattr__(name, value)

    def _refuse(self, name):
        made = type(self).__name__
        line = f"layers = list(model); layers[-1] = ...; model = {made}(*layers)"
        if name == "shortcut":
            line = f"model = {made}(*model, shortcut=...)"
        raise TypeError(
            f"{name} would take no part in the network, whose layers stay; make a new one: {line}"
        )

    def __setitem__(self, index: int, layer: Layer) -> None:
        raise TypeError(
            f"the layers of a network stay; make a new one: layers = list(model); "
            f"layers[{_written(index)}] = ...; model = {type(self).__name__}(*layers)"
        )

    def __delitem__(self, index: int) -> None:
        raise TypeError(
            f"the layers of a network stay; make a new one: layers = list(model); "
            f"del layers[{_written(index)}]; model = {type(self).__name__}(*layers)"
        )


def _written(index):
    """Return an index as it stands between brackets."""
    if not isinstance(index, slice):
        return shown(index)
    ends = ["" if end is None else shown(end) for end in (index.start, index.stop, index.step)]
    return ":".join(ends).removesuffix(":" * (index.step is None))


def check_layer(name, layer):
    """Reject what is not a layer, or not made ready; ``name`` says what it should be."""
    if not isinstance(layer, Layer):
        if isinstance(layer, type):
            hint = f"create it first: {layer.__name__}(...)"
        elif isinstance(layer, (list, tuple)):
            hint = "unpack a list with Sequential(*layers)"
        elif isinstance(layer, dict):
            hint = "layers are named by their places: give Sequential(*layers.values())"
        elif found := library(layer):
            hint = f"it is of {found}, so give cnnkit's: cnnkit.{type(layer).__name__}(...)"
        else:
            hint = "give one such as ReLU(), or derive your own from cnnkit.layers.Layer"
        raise TypeError(f"{name} is {shown(layer)}, which is not a layer; {hint}")
    if "_memory" not in vars(layer):
        raise TypeError(
            f"{name}, {type(layer).__name__}, was not made ready; "
            "call super().__init__() first in its __init__"
        )


def some(layers, places):
    """Return the layers that a slice has found, unless there are none."""
    if not layers:
        raise IndexError(f"{shown(places)} holds no layer; use places that the network has")
    return layers
