"""What happens to a model happens whole or not at all, and one thread after the other.

`cnnkit.model.Sequential` says what a pass computes; what must hold around it is here.
"""

import contextlib
import functools
import re
from _thread import get_ident
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self, TypeVar

import numpy as np

from cnnkit.checks import flag
from cnnkit.layers import Layer
from cnnkit.model.thread_turns import Turn

__all__ = [
    "Transaction",
    "at_layer",
    "backward_pass",
    "finish",
    "forward_pass",
    "label",
    "training_step",
]


Method = TypeVar("Method", bound=Callable[..., Any])


def finish(write: Callable[[], object]) -> None:
    """Call ``write``; if an interrupt stops it half-way, finish it first.

    Parameters
    ----------
    write : function
        Doing it twice must be the same as doing it once.

    Examples
    --------
    >>> finish(lambda: print("written"))
    written
    """
    try:
        write()
    except BaseException:  # an interrupt half-way: finish first, then let it through
        write()
        raise


def forward_pass(run: Method) -> Method:
    """Make a method ``forward(self, x, *, remember)`` a pass that is remembered whole or not."""

    @functools.wraps(run)
    def forward(self, x, *, remember=True):
        remember = flag(remember, "remember")
        with self.turn.lock:
            if not remember:
                return run(self, x, remember=False)
            with self.all_or_nothing():
                y = run(self, x, remember=True)
            self._note_pass()
        return y

    return forward


def backward_pass(run: Method) -> Method:
    """Make a method ``backward(self, d, *, input_gradient)`` one that knows its forward pass."""

    @functools.wraps(run)
    def backward(self, d, *, input_gradient=True):
        with self.turn.lock:
            input_gradient = flag(input_gradient, "input_gradient")
            self.check_pass()
            self._check_memory()
            with self.all_or_nothing():
                return run(self, d, input_gradient=input_gradient)

    return backward


def training_step(step: Method) -> Method:
    """Make a function ``step(model, ...)`` one that other threads meet done or not begun.

    Every layer is in training mode during the step. A second training at the same time is refused.
    """

    @functools.wraps(step)
    def whole(model, *arguments):
        model.turn.check_training()
        with (
            model.turn.lock,
            model.all_or_nothing(),
            np.errstate(over="ignore", invalid="ignore"),  # the step checks and explains them
        ):
            modes = model.modes()
            try:
                model.turn.trainer = get_ident()
                if not all(modes.values()):
                    model.train()
                return step(model, *arguments)
            finally:
                model.turn.trainer = None
                try:  # not by `finish`: an interrupt as that begins would leave the modes
                    model.set_modes(modes)
                except BaseException:
                    model.set_modes(modes)
                    raise

    return whole


def at_layer(name: str, layer: Layer, error: Exception, before: Iterable[Layer] = ()) -> Exception:
    """Return the same error with the layer at which it happened.

    Of a layer for pictures behind one that gives rows, their order is told: ``before`` are those
    that have run.

    Examples
    --------
    >>> from cnnkit.layers import ReLU
    >>> at_layer("1", ReLU(), ValueError("x is empty"))
    ValueError('layer 1, ReLU(): x is empty')
    """
    kind = TypeError if isinstance(error, TypeError) else ValueError
    if before and (wrong := re.match(_COUNT, str(error))):
        what, shape, given, unit, reads = wrong.groups()
        size = ", or give pictures of the size that the network is made for" * (unit == "features")
        error = (
            f"{what} {shape} has {given} {unit}, but it reads {reads}; make it "
            f"{type(layer).__name__}({given}, ...){size}"
        )
    rows = re.match(_ROWS, str(error))
    leaves = [leaf for one in before for leaf in getattr(one, "_leaves", {"": one}).values()]
    behind = [label(leaf) for leaf in leaves if type(leaf).__name__ in ("Flatten", "Linear")]
    if rows and re.search("[1-9]", name):  # else it is the first one
        behind = behind or ["the layers"]
        error = (
            f"it reads pictures (N, C, H, W), but gets rows of numbers, {rows[1]} {rows[2]}, from "
            f"{behind[0]} before it; put the layers for pictures first, then Flatten() and Linear"
        )
    return kind(f"layer {name}, {label(layer)}: {error}")


# compiled when first used
_COUNT = (
    r"(x of shape|input_shape) (\([\d, ]+\)) has (\d+) (channels|features), but "
    r"(?:weight of shape \([\d, ]+\)|the layer) reads (\d+);"
)
_ROWS = r"(x has shape|input_shape) (\(\d+, \d+\)).* needs 4 axes \(N, C, H, W\)"


def label(layer: Layer) -> str:
    """Return a layer as a sentence shows it, in one line: its options, or its kind.

    Examples
    --------
    >>> from cnnkit.layers import ReLU
    >>> label(ReLU())
    'ReLU()'
    """
    text = str(layer)
    return type(layer).__name__ if "\n" in text else text


class Transaction:
    """What a network adds to a layer so that threads, errors and interrupts cannot spoil it.

    Attributes
    ----------
    turn : Turn
        Shared with replicas, as the weights are.
    """

    def __init__(self) -> None:
        self.turn = Turn()
        self._remember_nothing()

    def _remember_nothing(self):
        # the layers' memories, the thread whose pass that was, and those whose pass it replaced
        self._memory, self._passing, self._overtaken = None, None, set()

    def _note_pass(self):
        """Remember which thread's pass it is, and whose it has replaced."""
        thread = get_ident()
        if self._memory is not None and self._passing != thread:
            self._overtaken.add(self._passing)
        self._overtaken.discard(thread)
        self._passing = thread
        self._memory = [layer._memory for layer in self._leaves.values()]

    def check_pass(self) -> None:
        """Refuse to go on from a forward pass that another thread's has replaced.

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

    def _check_memory(self):
        if self._memory is None:
            raise RuntimeError(
                "backward has no forward pass to go back through; call model(x) first, "
                "and again after every update of the weights"
            )
        for (name, layer), memory in zip(self._leaves.items(), self._memory, strict=True):
            if layer._memory is not memory:
                raise RuntimeError(
                    f"layer {name}, {layer}, was called by itself after the model's forward pass "
                    "and remembers that instead; call model(x) again before model.backward(d)"
                )

    def all_or_nothing(self) -> "AllOrNothing":
        """Run a block; if it fails, the layers remember what they did before it.

        Buffers are put back too, unless an optimiser has moved the weights in the meantime.
        """
        return AllOrNothing(self)

    @contextlib.contextmanager
    def in_mode(self, training: bool) -> Iterator[Self]:
        """Run a block with every layer in one mode, then give each its own mode back."""
        before = self.modes()
        try:
            yield self.train(training)
        finally:
            try:  # not by `finish`: an interrupt as that begins would leave the modes
                self.set_modes(before)
            except BaseException:
                self.set_modes(before)
                raise

    def modes(self) -> dict[str, bool]:
        """Return by name which layers are in training mode."""
        return {name: layer.training for name, layer in self._leaves.items()}

    def set_modes(self, modes: dict[str, bool]) -> None:
        """Give every layer the mode that `modes` returned."""
        with self.turn.lock:
            for name, layer in self._leaves.items():
                if layer.training != modes[name]:
                    layer.train(modes[name])

    def replica(self) -> Self:
        """Return a model of the same weights (shared, not copied) with a memory of its own.

        It is of the same class, and its modes are its own too. Threads take turns at both.
        """
        return _twin(self, {})


class AllOrNothing:
    """What `Transaction.all_or_nothing` returns.

    A class, and no generator: Python ends one that an interrupt has left open when it is thrown
    away, and then it would put back what the block around it has put back further already.

    Examples
    --------
    >>> from cnnkit.layers import Flatten
    >>> from cnnkit.model import Sequential
    >>> with Sequential(Flatten()).all_or_nothing():
    ...     pass
    """

    def __init__(self, model: Any) -> None:
        self._model = model

    def __enter__(self) -> None:
        model = self._model
        self._before, self._updates = model._memory, model.turn.updates
        leaves = model._leaves.values()
        self._layers = [(layer, layer._memory, layer.gradients) for layer in leaves]
        self._buffers = [
            (array, array.copy())
            for layer in leaves
            if layer.buffer_names
            for array in layer.buffers().values()
        ]

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if kind is None:
            return
        model = self._model
        model._memory = self._before
        for layer, memory, gradients in self._layers:
            layer._memory, layer.gradients = memory, gradients
        if model.turn.updates == self._updates:
            for array, values in self._buffers:
                array[...] = values


_HOLDERS = Layer, list, tuple, dict


def _twin(value, twins):
    """Copy layers, also those inside lists and other layers; share everything else.

    ``twins`` holds by its id what stands for each layer.
    """
    import copy  # here: `import cnnkit` does not need it

    if isinstance(value, Layer):
        if id(value) not in twins:
            twins[id(value)] = twin = copy.copy(value)
            twin._remember_nothing()
            for name, inner in vars(value).items():
                if isinstance(inner, _HOLDERS) and vars(twin)[name] is inner:
                    vars(twin)[name] = _twin(inner, twins)
        return twins[id(value)]
    if type(value) in (list, tuple):
        return type(value)([_twin(inner, twins) for inner in value])
    if type(value) is dict:
        return {key: _twin(inner, twins) for key, inner in value.items()}
    return value
