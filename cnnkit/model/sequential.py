"""Sequential: layers one after the other, forward and back, with names for every array in them."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from cnnkit import checks
from cnnkit.checks import Array, ReadOnly, shown
from cnnkit.layers import Layer
from cnnkit.model._state import State, check_layer, some
from cnnkit.model._transaction import Transaction, at_layer, backward_pass, forward_pass

if TYPE_CHECKING:
    from cnnkit.model.summary import Summary

__all__ = ["Sequential"]


class Sequential(State, Transaction, Layer):
    """A network: a layer that is made of layers, which run one after the other.

    Parameters
    ----------
    *layers : Layer
        In the order of the forward pass; each object at one place only.

    Raises
    ------
    TypeError, ValueError
        If something given is not a layer, a layer is given twice, or there is none.

    Notes
    -----
    Names are PyTorch's: the weights of the first layer are ``"0.weight"``, those of a Sequential
    inside this one ``"0.1.weight"``. Weights go both ways unchanged:
    ``model.load_state_dict({k: v.numpy() for k, v in torch_model.state_dict().items()})``.

    Several threads may use a model: each method waits until another thread's step, pass or
    prediction is over. Only two trainings at once are refused.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnkit.layers import Flatten, Linear
    >>> model = Sequential(Flatten(), Linear(81, 2, rng=np.random.default_rng(0)))
    >>> model(np.ones((5, 1, 9, 9), np.float32)).shape
    (5, 2)
    >>> [(key, array.shape) for key, array in model.parameters().items()]
    [('1.weight', (2, 81)), ('1.bias', (2,))]
    """

    layers = ReadOnly(lambda model: checks.Row(model._layers), "make a new Sequential(*layers)")
    training = ReadOnly(lambda model: any(model.modes().values()), "use model.train(False)")

    def __init__(self, *layers: Layer) -> None:
        if not layers:
            raise ValueError(
                "Sequential() got no layers; give them in order: Sequential(Flatten(), ...)"
            )
        for i, layer in enumerate(layers):
            check_layer(f"layer {i}", layer)
        self._layers = layers
        self._leaves = {}  # the layers that compute, by name: "0", inside a Sequential "1.0"
        for name, layer in self._inner():
            inner = layer._leaves if isinstance(layer, Sequential) else {"": layer}
            self._leaves |= {f"{name}.{key}".rstrip("."): leaf for key, leaf in inner.items()}
        seen: dict[int, str] = {}
        for name, layer in self._leaves.items():
            if id(layer) in seen:
                raise ValueError(
                    f"layers {seen[id(layer)]} and {name} are the same object ({layer}), which can "
                    "remember one forward pass only; create a second one"
                )
            seen[id(layer)] = name
        self._named = {name: layer for name, layer, _ in self._wires()}
        super().__init__()

    @forward_pass
    def forward(self, x: Array, *, remember: bool = True) -> Array:
        """Run the layers in order.

        Parameters
        ----------
        x : array
            What the first layer takes, a batch first: (N, C, H, W) or (N, features).
        remember : bool
            False keeps nothing for a backward pass: less memory when only the output matters.

        Returns
        -------
        array
            What the last layer returns.

        Raises
        ------
        TypeError, ValueError
            If a layer rejects what it is given; the sentence names the layer, and what the layers
            remember of the forward pass before stays as it was.
        """
        return self._run(x, remember)

    def _run(self, x, remember, prefix="", found=None):
        """Run the layers in order, each named with the prefix; put their outputs into ``found``."""
        try:
            for i, layer in enumerate(self._layers):
                if isinstance(layer, Sequential):
                    x = layer._run(x, remember, f"{prefix}{i}.", found)
                    continue
                x = layer.forward(x, remember=remember)
                if found is not None:
                    found[f"{prefix}{i}"] = x
        except (TypeError, ValueError) as error:
            if isinstance(layer, Sequential):  # it has been said which layer in it
                raise
            raise at_layer(f"{prefix}{i}", layer, error, self._layers[:i]) from None
        return x

    @backward_pass
    def backward(self, d: Array, *, input_gradient: bool = True) -> Array | None:
        """Go back through the layers of the last forward pass, last layer first.

        Parameters
        ----------
        d : array
            The gradient of the loss with respect to the output: ``loss.backward()``.
        input_gradient : bool
            False skips what only the gradient of the input needs.

        Returns
        -------
        array or None
            The gradient with respect to the input. Those of the weights are in `gradients`.

        Raises
        ------
        RuntimeError
            If there was no forward pass, or a layer has been used for something else since.
        TypeError, ValueError
            If ``d`` is not an array of the output's shape.
        """
        return self._back(d, input_gradient)

    def _back(self, d, input_gradient):
        layers = list(self._layers)
        if not input_gradient:  # before the first layer that learns there is nothing to do
            layers = list(itertools.dropwhile(lambda layer: not layer.parameters(), layers))
        for layer in reversed(layers):
            d = go_back(layer, d, input_gradient or layer is not layers[0])
        return d if input_gradient else None

    def activations(self, x: Array) -> dict[str, Array]:
        """Run the layers and return every array between them.

        Returns
        -------
        dict of str to array
            ``{"input": x, "0": ..., "1": ...}`` in order, read-only, named like the layers.
            What a backward pass would use is left alone.
        """
        found = {"input": checks.array(x, "x")}
        with self.turn.lock:
            self._run(found["input"], False, found=found)
        for name, array in found.items():
            found[name] = array.view()
            found[name].flags.writeable = False
        return found

    def parameters(self) -> dict[str, Array]:
        """Return every weight and bias by name: the arrays themselves, not copies."""
        return checks.ByName(
            (f"{name}.{key}", array)
            for name, layer in self._leaves.items()
            for key, array in layer.parameters().items()
        )

    def buffers(self) -> dict[str, Array]:
        """Return by name the buffers: arrays of the state that are not parameters.

        These are the running statistics of `cnnkit.layers.BatchNorm2d`: the arrays themselves.
        """
        return {
            f"{name}.{key}": array
            for name, layer in self._leaves.items()
            for key, array in layer.buffers().items()
        }

    def gradients(self) -> dict[str, Array]:
        """Return the gradient of every parameter, under the keys of `parameters`.

        Raises
        ------
        RuntimeError
            If there was no backward pass yet.
        """
        found = {name: layer.gradients.get(key) for name, (layer, key) in self._places().items()}
        for key, gradient in found.items():
            if gradient is None:
                raise RuntimeError(
                    f"{key} has no gradient yet; "
                    "call model(x), the loss, then model.backward(loss.backward())"
                )
        return found

    def set_gradients(self, gradients: Mapping[str, Array]) -> None:
        """Replace the layers' gradients, by name: by sums over the micro-batches of a batch.

        Raises
        ------
        TypeError, ValueError
            If ``gradients`` is not a dict with exactly the keys of `parameters`.
        """
        from cnnkit.model.state_dict_matching import check_names  # here: `import` does without it

        places = self._places()
        check_names(places, gradients, "gradients")
        for name, (layer, key) in places.items():
            layer.gradients[key] = gradients[name]

    def _places(self):
        """Return by its name the layer of every parameter, and what it is called there."""
        return {
            f"{name}.{key}": (layer, key)
            for name, layer in self._leaves.items()
            for key in layer.parameters()
        }

    def forget(self) -> None:
        """Drop what the last forward pass left in the layers' memory."""
        self._memory = None
        for layer in self._leaves.values():
            layer.forget()

    def named_layers(self) -> dict[str, Layer]:
        """Return the layers by name, in the order in which they run.

        A `Residual` has the place and the name of its sum.
        """
        return dict(self._named)

    def sources(self) -> dict[str, tuple[str, ...]]:
        """Return by the name of each layer the names of what it reads, "input" for the picture."""
        return {name: read for name, _, read in self._wires()}

    def _wires(self, source="input", prefix=""):
        """Yield name, layer and sources of each layer; return the name of the last."""
        for i, layer in enumerate(self._layers):
            source = yield from wires(f"{prefix}{i}", layer, source)
        return source

    def _inner(self):
        """Yield the layers right inside, by name."""
        yield from ((str(i), layer) for i, layer in enumerate(self._layers))

    def output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of the output for an input of ``input_shape``, without computing it."""
        return list(self.output_shapes(input_shape).values())[-1]

    def output_shapes(self, input_shape: Sequence[int]) -> dict[str, tuple[int, ...]]:
        """Return the shape of every layer's output, by name, without computing it."""
        found = {"input": input_shape}
        for name, layer, read in self._wires():
            try:
                shape_of = layer.output_shape if len(read) == 1 else layer.joined
                found[name] = shape_of(*(found[source] for source in read))
            except (TypeError, ValueError) as error:
                raise at_layer(name, layer, error, [*map(self._named.get, found)][1:]) from None
        del found["input"]
        return found

    def summary(self, input_shape: Sequence[int]) -> "Summary":
        """Return a ledger of the layers: shapes, parameters, work, and what each number sees.

        Parameters
        ----------
        input_shape : tuple of int
            One picture (C, H, W) or one row of numbers (features,), without the batch.

        Returns
        -------
        Summary
            Prints as text and shows as a table in a notebook.

        Examples
        --------
        >>> from cnnkit.layers import Flatten, Linear
        >>> Sequential(Flatten(), Linear(81, 2)).summary((1, 9, 9))
        layer                                      output      parameters  multiply-adds  sees
        input                                      1×9×9
        0  Flatten()                               81                   0              0  1×1
        1  Linear(in_features=81, out_features=2)  2       2·81 + 2 = 164            162  9×9
        total                                                         164            162
        """
        from cnnkit.model.summary import Summary  # here: `import cnnkit` does not need it

        return Summary(self, input_shape)

    def __getitem__(self, index: int | slice) -> Layer:
        try:
            found = self.layers[index]
        except (IndexError, TypeError) as error:
            raise type(error)(
                f"there is no layer {shown(index)}; use a whole number from 0 to {len(self) - 1}"
            ) from None
        return Sequential(*some(found, index)) if isinstance(index, slice) else found

    def __len__(self) -> int:
        return len(self.layers)

    def __iter__(self) -> Iterator[Layer]:
        return iter(self.layers)

    def __repr__(self) -> str:
        inner = "".join(f"({name}): {layer}\n" for name, layer in self._inner())
        name = type(self).__name__
        return f"{name}(\n" + "".join(f"  {line}\n" for line in inner.splitlines()) + ")"


def go_back(layer, d, input_gradient):
    """Return the gradient of what a layer, or the layers in it, have read."""
    back = layer._back if isinstance(layer, Sequential) else layer.backward
    return back(d, input_gradient=input_gradient)


def wires(name, layer, source):
    """Yield what `Sequential.sources` tells of a layer, or of the layers in it."""
    if isinstance(layer, Sequential):
        return (yield from layer._wires(source, f"{name}."))
    yield name, layer, (source,)
    return name
