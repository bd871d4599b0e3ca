"""Sequential: layers one after the other, forward and back, with names for every array in them."""

import contextlib
import copy
from threading import get_ident

from cnnkit import checks
from cnnkit.checks import ReadOnly, flag, float_type, shown
from cnnkit.layers import Layer
from cnnkit.model import weights
from cnnkit.model.summary import Summary
from cnnkit.model.turns import Turn

__all__ = ["Sequential"]


class Sequential:
    """A network whose layers run one after the other.

    Parameters
    ----------
    *layers : Layer or Sequential
        In the order of the forward pass; each object at one place only.

    Raises
    ------
    TypeError, ValueError
        If something given is no layer, a layer is given twice, or there is none.

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

    layers = ReadOnly(lambda model: model._layers, "make a new model: Sequential(*layers)")

    def __init__(self, *layers):
        if not layers:
            raise ValueError(
                "Sequential() got no layers; give them in order: Sequential(Flatten(), ...)"
            )
        for i, layer in enumerate(layers):
            if not isinstance(layer, (Layer, Sequential)):
                if isinstance(layer, type):
                    hint = f"create it first: {layer.__name__}(...)"
                elif isinstance(layer, (list, tuple)):
                    hint = "unpack a list with Sequential(*layers)"
                else:
                    hint = "give one such as ReLU(), or derive your own from cnnkit.layers.Layer"
                raise TypeError(f"layer {i} is {shown(layer)}, which is no layer; {hint}")
        self._layers = layers
        self._leaves = dict(self._walk())
        seen = {}
        for name, layer in self._leaves.items():
            if id(layer) in seen:
                raise ValueError(
                    f"layers {seen[id(layer)]} and {name} are the same object ({layer}), which can "
                    "remember one forward pass only; create a second one"
                )
            seen[id(layer)] = name
            if "_memory" not in vars(layer):
                raise TypeError(
                    f"layer {name}, {type(layer).__name__}, was not made ready; "
                    "call super().__init__() first in its __init__"
                )
        self.turn = Turn()
        vars(self).update(_nothing_done(self))

    def _walk(self, prefix=""):
        for i, layer in enumerate(self.layers):
            if isinstance(layer, Sequential):
                yield from layer._walk(f"{prefix}{i}.")
            else:
                yield f"{prefix}{i}", layer

    def _each(self, value, step):
        """Yield each layer's name and what ``step(layer, value before it)`` makes of a value."""
        for name, layer in self._leaves.items():
            try:
                value = step(layer, value)
            except (TypeError, ValueError) as error:
                raise _at(name, layer, error) from None
            yield name, value

    def __call__(self, x, *, remember=True):
        """Return ``forward(x)``."""
        return self.forward(x, remember=remember)

    def forward(self, x, *, remember=True):
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
        remember = flag(remember, "remember")
        with self.turn.lock:
            if not remember:
                return self._run(x, remember)
            with self.all_or_nothing():
                y = self._run(x, remember)
            self._note_pass()
            self._memories = [layer._memory for layer in self._leaves.values()]
        return y

    def _note_pass(self):
        """Remember which thread's pass it is, and whose it has taken the place of."""
        thread = get_ident()
        if self._memories is not None and self._passing != thread:
            self._overtaken.add(self._passing)
        self._overtaken.discard(thread)
        self._passing = thread

    def check_pass(self):
        """Refuse to go on with a pass whose place another thread's has taken.

        Raises
        ------
        RuntimeError
            If this thread has called the model, and then another one did.
        """
        if self._overtaken and get_ident() in self._overtaken:
            raise RuntimeError(
                "another thread has called this model after this one did, so the gradients would "
                "be those of its input; let one thread train the model, or train a copy: "
                "copy.deepcopy(model)"
            )

    def _run(self, x, remember):
        for name, layer in self._leaves.items():
            try:
                x = layer.forward(x, remember=remember)
            except (TypeError, ValueError) as error:
                raise _at(name, layer, error) from None
        return x

    def backward(self, d, *, input_gradient=True):
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
            If ``d`` is no array of the output's shape.
        """
        with self.turn.lock:
            return self._go_back(d, flag(input_gradient, "input_gradient"))

    def _go_back(self, d, input_gradient):
        self.check_pass()
        if self._memories is None:
            raise RuntimeError(
                "backward has no forward pass to go back through; call model(x) first, "
                "and again after every update of the weights"
            )
        for (name, layer), memory in zip(self._leaves.items(), self._memories, strict=True):
            if layer._memory is not memory:
                raise RuntimeError(
                    f"layer {name}, {layer}, was called by itself after the model's forward pass "
                    "and remembers that instead; call model(x) again before model.backward(d)"
                )
        layers = list(self._leaves.values())
        first = 0
        if not input_gradient:
            learns = (i for i, layer in enumerate(layers) if layer.parameters())
            first = next(learns, len(layers))
        with self.all_or_nothing():
            for i in range(len(layers) - 1, first - 1, -1):
                d = layers[i].backward(d, input_gradient=input_gradient or i > first)
        return d if input_gradient else None

    def activations(self, x):
        """Run the layers and return every array between them.

        Returns
        -------
        dict of str to array
            ``{"input": x, "0": ..., "1": ...}`` in order, read-only, named like the layers.
            What a backward pass would use is left alone.
        """
        found = {"input": checks.array(x, "x")}
        with self.turn.lock:
            found |= self._each(x, lambda layer, x: layer(x, remember=False))
        for name, array in found.items():
            found[name] = array.view()
            found[name].flags.writeable = False
        return found

    def parameters(self):
        """Return every weight and bias by name: the arrays themselves, not copies."""
        return {
            f"{name}.{key}": array
            for name, layer in self._leaves.items()
            for key, array in layer.parameters().items()
        }

    def gradients(self):
        """Return the gradient of every parameter, under the keys of `parameters`.

        Raises
        ------
        RuntimeError
            If there was no backward pass yet.
        """
        found = {
            f"{name}.{key}": layer.gradients.get(key)
            for name, layer in self._leaves.items()
            for key in layer.parameters()
        }
        for key, gradient in found.items():
            if gradient is None:
                raise RuntimeError(
                    f"{key} has no gradient yet; "
                    "call model(x), the loss, then model.backward(loss.backward())"
                )
        return found

    def all_or_nothing(self):
        """Return a block after whose failure the layers remember what they did before it."""
        return self._keeping(errors_only=True)

    def set_gradients(self, gradients):
        """Put arrays in the place of the layers' gradients, by name: sums over parts of a batch.

        Raises
        ------
        TypeError, ValueError
            If ``gradients`` is no dict with exactly the keys of `parameters`.
        """
        weights.check_names(self.parameters(), gradients, "gradients")
        for name, layer in self._leaves.items():
            for key in layer.parameters():
                layer.gradients[key] = gradients[f"{name}.{key}"]

    @contextlib.contextmanager
    def _keeping(self, *, errors_only=False):
        """Put back, afterwards or after an error, what the layers remembered before."""
        memories = self._memories
        before = [(layer, layer._memory, layer.gradients) for layer in self._leaves.values()]
        done = False
        try:
            yield
            done = errors_only
        finally:
            if not done:
                self._memories = memories
                for layer, memory, gradients in before:
                    layer._memory, layer.gradients = memory, gradients

    @contextlib.contextmanager
    def in_mode(self, training):
        """Run a block with every layer in one mode, then give each its own mode back."""
        before = self.modes()
        try:
            yield self.train(training)
        finally:
            try:
                self.set_modes(before)
            except BaseException:  # an interrupt half-way: finish first, then let it through
                self.set_modes(before)
                raise

    def modes(self):
        """Return by name which layers are in training mode."""
        return {name: layer.training for name, layer in self._leaves.items()}

    def set_modes(self, modes):
        """Give every layer the mode that `modes` told."""
        with self.turn.lock:
            for name, layer in self._leaves.items():
                layer.train(modes[name])

    def replica(self):
        """Return a model of the same weights (shared, not copied) with a memory of its own.

        It is of the same class, and its modes are its own too. Threads take turns at both.
        """
        return _twin(self, {})

    def forget(self):
        """Drop what the last forward pass left in the layers' memory."""
        self._memories = None
        for layer in self._leaves.values():
            layer.forget()

    def state_dict(self):
        """Return a copy of every parameter, under PyTorch's keys.

        Examples
        --------
        >>> from cnnkit.layers import Linear
        >>> list(Sequential(Linear(3, 1)).state_dict())
        ['0.weight', '0.bias']
        """
        with self.turn.lock:
            return {key: array.copy() for key, array in self.parameters().items()}

    def load_state_dict(self, state):
        """Copy values into the parameters: all of them, or none if one does not fit.

        Parameters
        ----------
        state : dict of str to array
            Exactly the keys and shapes of `state_dict`; values are rounded to the precision of
            the model.

        Raises
        ------
        TypeError, ValueError
            If keys are missing or unknown, a shape differs, or a value is no finite number. An
            interrupt lets the copying finish first.
        """
        with self.turn.lock:
            weights.copy_into(self.parameters(), state)
            self.forget()

    def save(self, path):
        """Write the parameters to a NumPy .npz file, whole or not at all.

        Parameters
        ----------
        path : str or path
            Ends in ".npz". A file of that name is replaced; its mode stays, and if it is a link,
            the file that it leads to is replaced.

        Raises
        ------
        TypeError, ValueError, OSError
            If ``path`` is none, does not end in ".npz", or cannot be written.
        """
        weights.save(self.state_dict(), path)  # not the arrays, which a training may change

    def load(self, path):
        """Read the parameters from a file that `save` wrote: all of them, or none.

        Nothing in the file is ever run as code (no pickle).

        Raises
        ------
        FileNotFoundError
            If there is no such file.
        TypeError, ValueError
            If the file is damaged, or holds other keys or shapes than this model.
        """
        state = weights.read(path)
        try:
            self.load_state_dict(state)
        except (TypeError, ValueError) as error:
            raise type(error)(f"{path}: {error}") from None

    def to(self, dtype):
        """Convert every parameter to float32 or float64; return the model.

        Optimisers made before remember arrays of the other precision: make a new one.
        """
        dtype = float_type(dtype)
        with self.turn.lock:
            for layer in self._leaves.values():
                for key, array in layer.parameters().items():
                    setattr(layer, key, array.astype(dtype))
                layer.gradients = {}
            self.forget()
        return self

    def train(self, mode=True):
        """Switch every layer to training (or, with False, to evaluation); return the model."""
        mode = flag(mode, "mode")
        with self.turn.lock:
            for layer in self._leaves.values():
                layer.train(mode)
        return self

    def eval(self):
        """Switch every layer to evaluation, in which nothing is random; return the model."""
        return self.train(False)

    @property
    def training(self):
        """Whether any layer is in training mode."""
        return any(layer.training for layer in self._leaves.values())

    def named_layers(self):
        """Return the layers by name, in the order in which they run."""
        return dict(self._leaves)

    def output_shape(self, input_shape):
        """Return the shape of the output for an input of ``input_shape``, without computing it."""
        return list(self.output_shapes(input_shape).values())[-1]

    def output_shapes(self, input_shape):
        """Return the shape of every layer's output, by name, without computing it."""
        return dict(self._each(input_shape, lambda layer, shape: layer.output_shape(shape)))

    def summary(self, input_shape):
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
        return Summary(self, input_shape)

    def __getitem__(self, index):
        try:
            return self.layers[index]
        except (IndexError, TypeError) as error:
            raise type(error)(
                f"there is no layer {shown(index)}; use a whole number from 0 to {len(self) - 1}"
            ) from None

    def __len__(self):
        return len(self.layers)

    def __iter__(self):
        return iter(self.layers)

    def __repr__(self):
        inner = "".join(f"({i}): {layer}\n" for i, layer in enumerate(self.layers))
        return "Sequential(\n" + "".join(f"  {line}\n" for line in inner.splitlines()) + ")"


def _at(name, layer, error):
    """Return the same error with the layer that it comes from."""
    kind = TypeError if isinstance(error, TypeError) else ValueError
    return kind(f"layer {name}, {layer}: {error}")


def _twin(value, twins):
    """Copy layers, also those inside of lists and of other layers; share everything else.

    ``twins`` holds by its id what stands for each layer.
    """
    if isinstance(value, (Layer, Sequential)):
        if id(value) not in twins:
            twins[id(value)] = twin = copy.copy(value)
            vars(twin).update(_nothing_done(value))
            for name, inner in vars(value).items():
                if isinstance(inner, _HOLDERS) and vars(twin)[name] is inner:
                    vars(twin)[name] = _twin(inner, twins)
        return twins[id(value)]
    if type(value) in (list, tuple):
        return type(value)([_twin(inner, twins) for inner in value])
    if type(value) is dict:
        return {key: _twin(inner, twins) for key, inner in value.items()}
    return value


def _nothing_done(layer):
    """Return what a layer or a network remembers before its first pass, as attributes."""
    if isinstance(layer, Sequential):
        return {"_memories": None, "_passing": None, "_overtaken": set()}
    return {"_memory": None, "gradients": {}}


_HOLDERS = Layer, Sequential, list, tuple, dict
