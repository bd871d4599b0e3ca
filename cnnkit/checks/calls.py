"""Calls whose arguments do not fit a signature: one sentence that shows what to write.

Options of PyTorch that cnnkit does not have are accepted where they stand at PyTorch's default.
"""

import functools
import sys
from collections.abc import Callable, Collection
from typing import Any

from cnnkit.checks.habits import Unknown
from cnnkit.checks.values import shown

__all__ = ["Spoken", "speak", "spoken"]

_RATE = "the rate is the optimiser's: optimizer=SGD(model, lr=0.1)"
_CHANGES = "change the arrays that come back; and training pictures with fit(augment=...)"
_BOTH = "both parts come back, as data.train_images and data.test_images; leave it out"
# what each of PyTorch's options may be, because it changes nothing; and what to write instead
_OPTIONS = {
    "activation": ((None,), "an activation is a layer of its own, such as ReLU(), after this one"),
    "alpha": ((), "it is called negative_slope here"),
    "angle": ((), "it is called degrees here"),
    "amsgrad": ((False,), "leave it out"),
    "batch_norm.momentum": ((), "it moves no running statistics; leave it out, or use BatchNorm2d"),
    "assign": ((False,), "values are copied into the model's own arrays; leave it out"),
    "callbacks": (
        (None,),
        "fit is a loop of yours: write for epoch in fit(...) and your lines in it",
    ),
    "capturable": ((False,), "leave it out"),
    "dampening": ((0,), "the velocity takes the whole gradient; leave it out"),
    "decoupled_weight_decay": ((False,), "leave it out"),
    "device": ((None, "cpu"), "everything is computed on the processor; leave it out"),
    "data_format": (("channels_first",), "pictures are (N, C, H, W); leave it out"),
    "differentiable": ((False,), "leave it out"),
    "dilation": ((1,), "the windows have no gaps; leave it out"),
    "divisor_override": ((None,), "leave it out and multiply the result"),
    "download": ((True,), "what is missing is downloaded; leave it out"),
    "dtype": ((None,), "weights are float32 first; write model.to('float64') afterwards"),
    "filters": ((), "it is called out_channels here, behind in_channels: Conv2d(1, 8, 3)"),
    "fit.class_weight": ((None,), "all classes count alike; leave it out"),
    "fit.learning_rate": ((), _RATE),
    "fit.lr": ((), _RATE),
    "fit.metrics": ((None,), "every record has the loss and the accuracy; leave it out"),
    "fit.num_workers": ((0,), "leave it out; threads=2 computes two parts at a time"),
    "foreach": ((None, False, True), "leave it out"),
    "from_logits": ((True,), "scores are taken as they are; leave it out"),
    "fused": ((None, False, True), "leave it out"),
    "gray": ((), "it is called grey here"),
    "ignore_index": ((-100,), "leave such rows out of what is given"),
    "inplace": ((False,), "nothing that is given is changed; use what is returned"),
    "input": ((), "call it by its place"),
    "input_shape": ((None,), "it follows from what comes in; leave it out"),
    "input_size": ((), "it is called input_shape here: (1, 28, 28)"),
    "keepdim": ((False,), "leave it out"),
    "kernel": ((), "it is called kernel_size here"),
    "label_smoothing": ((0,), "leave it out"),
    "learning_rate": ((), "it is called lr here"),
    "last_epoch": ((-1,), "a schedule begins with its optimiser's rate; leave it out"),
    "map_location": ((None, "cpu"), "everything is computed on the processor; leave it out"),
    "load_images.batch_size": ((None,), "fit makes the batches; leave it out"),
    "load_images.transform": ((None,), _CHANGES),
    "load_mnist.root": ((), "it is called folder here"),
    "load_mnist.train": ((), _BOTH),
    "load_mnist.transform": ((None,), _CHANGES),
    "load_fashion_mnist.root": ((), "it is called folder here"),
    "load_fashion_mnist.train": ((), _BOTH),
    "load_fashion_mnist.transform": ((None,), _CHANGES),
    "color_mode": (("rgb",), "write grey=True for pictures in grey, or leave it out"),
    "maximize": ((False,), "leave it out and turn the loss's sign"),
    "mode": (("RGB",), "write grey=True for pictures in grey, or leave it out"),
    "name": ((None,), "layers are named by their places; leave it out"),
    "norm_type": ((), "it is called p here"),
    "padding_mode": (("zeros",), "pictures are padded with zeros; leave it out"),
    "params": ((), "give the model itself, first"),
    "pool_size": ((), "it is called kernel_size here"),
    "pos_weight": ((None,), "leave it out"),
    "random_state": ((), "write rng=np.random.default_rng(0)"),
    "rate": ((), "it is called p here"),
    "recurse": ((True,), "leave it out"),
    "reduce": ((None,), "use reduction='mean' or reduction='sum'"),
    "retain_graph": ((None, False, True), "there is no graph; leave it out"),
    "return_indices": ((False,), "leave it out"),
    "set_to_none": ((False, True), "leave it out"),
    "size_average": ((None,), "use reduction='mean' or reduction='sum'"),
    "seed": ((), "write rng=np.random.default_rng(0)"),
    "shuffle": ((True,), "rows are shuffled anyway; leave it out"),
    "target_size": ((), "it is called size here"),
    "target": ((), "call it by its place"),
    "test_size": ((), "it is called test here; write test=0.2"),
    "training": ((False,), "write model.train() or model.eval() before the call"),
    "units": ((), "it is called out_features here, behind in_features: Linear(784, 10)"),
    "validation_data": ((None,), "it is called validation here; write validation=(x, y)"),
    "validation_split": (
        (),
        "split first: write x, y, x_val, y_val = cnnkit.data.split(x, y, rng=rng) and "
        "validation=(x_val, y_val)",
    ),
    "fit.verbose": ((), "use progress=True for a bar, or leave it out"),
    "verbose": ((False,), "leave it out"),
    "weight": ((None,), "all classes count alike; leave it out"),
}


def spoken(call: Callable) -> Callable:
    """Return the function or method with one sentence for arguments that it does not take.

    Examples
    --------
    >>> @spoken
    ... def shift(x, by=1):
    ...     return x + by
    >>> shift(1, 2, 3)
    Traceback (most recent call last):
        ...
    TypeError: shift takes 2 arguments by position, not 3; write shift(x, by=1)
    >>> shift(1, device="cpu")
    2
    """

    @functools.wraps(call)
    def said(*args, **kwargs):
        try:
            return call(*args, **kwargs)
        except TypeError:
            wrong, needed = _wrong(call, args, kwargs)
            if wrong is None and len(needed) == len(kwargs):  # they fit: it went wrong inside
                raise
        if wrong is not None:
            raise TypeError(wrong)
        return call(*args, **needed)

    return said


class Spoken:
    """A class of which what people call is `spoken`, as in whatever is derived from it.

    These are constructors, also of a reader's own classes; and of ours the public methods. It costs
    a fifth of a microsecond in each call.

    Examples
    --------
    >>> class Window(Spoken):
    ...     def __init__(self, size):
    ...         self.size = size
    >>> Window()
    Traceback (most recent call last):
        ...
    TypeError: Window was not given size; write Window(size)
    """

    requires_grad, trainable, learning_rate = Unknown(), Unknown(), Unknown()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        ours = cls.__module__.startswith("cnnkit.")
        for name, method in list(vars(cls).items()):
            people = ours and not name.startswith("_")
            if type(method) is type(spoken) and (people or name == "__init__"):
                setattr(cls, name, spoken(method))


def speak(room: dict[str, Any], names: Collection[str]) -> None:
    """Make functions `spoken`, in ``room``, the ``globals()`` of a package, and where they live.

    Examples
    --------
    >>> def half(x):
    ...     return x / 2
    >>> room = {"half": half}
    >>> speak(room, ["half"])
    >>> room["half"](2, 3)
    Traceback (most recent call last):
        ...
    TypeError: half takes 1 argument by position, not 2; write half(x)
    """
    for name in names:
        if type(room[name]) is type(speak):
            home = sys.modules[room[name].__module__]
            room[name] = spoken(room[name])
            if hasattr(home, name):  # there a pickle looks for it
                setattr(home, name, room[name])


def _wrong(call, args, kwargs):
    """Return the sentence, or None and the keywords that are left without the harmless ones."""
    import inspect  # here: it takes 10 ms, and `import cnnkit` does not need it

    signature = inspect.signature(call)
    parameters = list(signature.parameters.values())
    kinds = {p.kind for p in parameters}
    name, first = call.__name__, parameters[0].name if parameters else ""
    if first == "self":
        owner = type(args[0]).__name__ if args else call.__qualname__.split(".")[0]
        names = {"__init__": owner, "__call__": f"the call of a {owner}"}
        name = names.get(name, f"{owner}.{name}")
        parameters, args = parameters[1:], args[1:]
    known = {p.name for p in parameters if p.kind is not p.VAR_POSITIONAL}
    needed = {key: value for key, value in kwargs.items() if key in known or not _idle(key, value)}
    by_place = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    line = f"write {_line('it' if call.__name__ == '__call__' else name, parameters)}"
    if inspect.Parameter.VAR_KEYWORD not in kinds:
        for key in needed:
            if key not in known:
                _, advice = _OPTIONS.get(f"{name}.{key}") or _OPTIONS.get(key, ((), line))
                return f"{name} has no option {key}; {advice}", needed
    if len(args) > len(by_place) and inspect.Parameter.VAR_POSITIONAL not in kinds:
        if [p.name for p in parameters] == ["input_shape"]:
            line = f"give one tuple: write {name}({shown(args)})"
        by_name = "give the others by name: " * any(p.kind is p.KEYWORD_ONLY for p in parameters)
        takes = f"{len(by_place)} argument{'s' * (len(by_place) != 1)}" if by_place else "nothing"
        return f"{name} takes {takes} by position, not {len(args)}; {by_name}{line}", needed
    placed = [p.name for p in by_place[: len(args)]]
    if twice := [key for key in placed if key in needed]:
        return f"{name} was given {twice[0]} by position and by name; give it once", needed
    missing = [
        p.name
        for p in parameters
        if p.default is p.empty
        and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
        and p.name not in placed
        and p.name not in needed
    ]
    if missing:
        return f"{name} was not given {' and '.join(missing)}; {line}", needed
    return None, needed


def _idle(key, value):
    """Tell whether this is an option of PyTorch's that changes nothing."""
    harmless = _OPTIONS.get(key, ((), ""))[0]
    return any(type(value) in (type(one), int, float) and value == one for one in harmless)


_EXAMPLES = {
    "epochs": "5",
    "loss": "CrossEntropyLoss()",
    "optimizer": "SGD(model, lr=0.1)",
    "rng": "np.random.default_rng(0)",
}


def _line(name, parameters):
    written = []
    for p in parameters:
        if p.kind is p.VAR_POSITIONAL:
            written.append(f"*{p.name}")
        elif p.kind is p.VAR_KEYWORD:
            continue
        elif p.default is p.empty and p.kind is not p.KEYWORD_ONLY:
            written.append(p.name)
        else:
            missing = p.default is p.empty
            default = _EXAMPLES.get(p.name, "...") if missing else _default(p.default)
            written.append(f"{p.name}={default}")
    text = f"{name}({', '.join(written)})"
    return text if len(text) <= 300 else f"{name}({', '.join(written[:6])}, ...)"


def _default(value):
    return getattr(value, "__name__", None) or shown(value)
