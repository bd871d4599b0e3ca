"""Calls whose arguments do not fit a signature: one sentence that shows what to write.

Options of PyTorch that cnnkit does not have are accepted where they stand at PyTorch's default.
"""

import functools
import re
import sys
from collections.abc import Callable, Collection
from typing import Any

from cnnkit.checks.fitted_advice import fit_advice, is_array_like
from cnnkit.checks.habits import Unknown
from cnnkit.checks.values import shown

__all__ = ["Spoken", "drawn", "speak", "spoken"]

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
    "as_frame": ((False,), "leave it out"),
    "as_gray": ((), "write grey=True for pictures in grey, or leave it out"),
    "grayscale": ((), "write grey=True for pictures in grey, or leave it out"),
    "greyscale": ((), "write grey=True for pictures in grey, or leave it out"),
    "kernel_initializer": ((), "it is called initialiser here; use initialiser=he_normal"),
    "strides": ((), "it is called stride here"),
    "use_bias": ((), "it is called bias here"),
    "dynamic_axes": ((None,), "the number of pictures is open anyway; leave it out"),
    "opset_version": ((), "leave it out"),
    "confusion_matrix.labels": ((), "give their number, third: confusion_matrix(y, found, 10)"),
    "confusion_matrix.normalize": (
        (None,),
        "divide what comes back: matrix / matrix.sum(axis=1, keepdims=True)",
    ),
    "crop.padding": ((), "it is called margin here"),
    "evaluate.metrics": ((None,), "the loss and the accuracy come back; leave it out"),
    "fit.early_stopping": ((), "write patience=3 and validation=(x, y)"),
    "fit.initial_epoch": ((0,), "leave it out"),
    "fit.n_jobs": ((), "threads=2 computes two parts at a time; leave it out"),
    "fit.nb_epoch": ((), "it is called epochs here"),
    "fit.sample_weight": ((None,), "all rows count alike; leave it out"),
    "fit.steps_per_epoch": ((None,), "an epoch takes every row once; leave it out"),
    "fit.workers": ((), "threads=2 computes two parts at a time; leave it out"),
    "flip.p": ((), "it is called probability here"),
    "from_photo.invert": ((), "write ink='light' where the strokes are lighter than the paper"),
    "from_photo.size": ((), "give what comes back to data.to_mnist or data.to_digits"),
    "load_digits.return_X_y": ((), "write x, y, x_test, y_test = load_digits()"),
    "load_images.class_names": ((), "it is called classes here"),
    "load_images.image_size": ((), "it is called size here"),
    "load_images.labels": ((), "it is called targets here; folders name their classes themselves"),
    "load_images.shuffle": ((), "fit shuffles what it is given; leave it out"),
    "load_images.validation_split": (
        (),
        "split what comes back: data.split(images, targets, test=0.2, rng=rng)",
    ),
    "noise.std": ((), "it is called sd here"),
    "Residual.projection": ((), "it is called shortcut here"),
    "Residual.downsample": ((), "it is called shortcut here"),
    "search.n_jobs": ((), "it is called processes here"),
    "search.n_trials": ((), "each of the variations is trained from each of the seeds"),
    "search.param_grid": ((), 'they are called variations here: {"slow": {"lr": 0.01}}'),
    "search.seed": ((), "it is called seeds here: seeds=(0, 1, 2)"),
    "search.verbose": ((), "use progress=True for a bar, or leave it out"),
    "Sequential.save.overwrite": ((True,), "a file is replaced; leave it out"),
    "split.stratify": ((), "every class is split alike anyway; leave it out"),
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
        except TypeError as error:
            wrong, needed = _wrong(call, args, kwargs)
            if wrong is None and len(needed) == len(kwargs):  # they fit: it went wrong inside
                fit_advice(error, call, args, kwargs)
                raise
        except ValueError as error:
            if call.__name__ == "__init__" and args[1:] and is_array_like(args[1]):
                wrong, _ = _wrong(call, args, kwargs)
                raise TypeError(wrong or str(error)) from None
            fit_advice(error, call, args, kwargs)
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


def drawn(initialiser: Callable, shape: tuple[int, ...], rng: Any) -> Any:
    """Return what an initialiser draws, or say how it is called.

    Examples
    --------
    >>> drawn(lambda shape, rng: shape, (2, 3), None)
    (2, 3)
    """
    try:
        return initialiser(shape, rng)
    except TypeError as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise TypeError(
            f"initialiser {shown(initialiser)} cannot be called with a shape and a generator "
            f"({reason}); use he_normal, or a function of both: lambda shape, rng: ..., with a "
            "value behind it"
        ) from None


def _wrong(call, args, kwargs):
    """Return the sentence, or None and the keywords that are left without the harmless ones."""
    import inspect  # here: it takes 10 ms, and `import cnnkit` does not need it

    signature = inspect.signature(call)
    parameters = list(signature.parameters.values())
    kinds = {p.kind for p in parameters}
    name, first = call.__name__, parameters[0].name if parameters else ""
    if first == "self":
        home = call.__qualname__.split(".")[0]
        if not args or home not in {kind.__name__ for kind in type(args[0]).__mro__}:
            return _on_the_class(home, name), kwargs
        owner = type(args[0]).__name__
        plain = inspect.Parameter.VAR_POSITIONAL not in kinds
        if name == "__init__" and plain and args[1:] and _holds_numbers(args[1]):
            return _called_at_once(type(args[0])), kwargs
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
                close = _close(key, known)
                _, advice = _OPTIONS.get(f"{name}.{key}") or _OPTIONS.get(key, ((), close or line))
                renamed = re.fullmatch(r"it is called \w+ here", advice)
                advice += ": use that name" if renamed else ""
                return f"{name} has no option {key}; {advice}", needed
    if len(args) > len(by_place) and inspect.Parameter.VAR_POSITIONAL not in kinds:
        if [p.name for p in parameters] == ["input_shape"]:
            whole = args[0] if isinstance(args[0], (tuple, list)) else args
            line = f"give one tuple: write {name}({shown(whole)})"
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
        if missing[0] == "images" and "rng" in missing:  # what `fit` calls is a function
            options = _line(name, parameters[2:]).partition("(")[2]
            line = f"to prepare a change write functools.partial({name}, {options}"
        return f"{name} was not given {' and '.join(missing)}; {line}", needed
    return None, needed


def _holds_numbers(value):
    """Tell whether this is an array of at least one axis, as no constructor of ours takes first."""
    return is_array_like(value) and getattr(value, "ndim", 1) != 0


def _called_at_once(kind):
    """Say how an object that is called with arrays is made before."""
    import inspect

    call = inspect.signature(kind.__call__).parameters.values()
    takes = ", ".join(p.name for p in call if p.default is p.empty and p.kind < p.VAR_POSITIONAL)
    takes = takes.removeprefix("self, ") if takes != "self" else "x"
    made = inspect.signature(kind.__init__).parameters.values()
    needs = any(p.default is p.empty and p.name != "self" for p in made)
    return (
        f"{kind.__name__} is made without arrays, and then called with them; write "
        f"{kind.__name__}({'...' * needs})({takes})"
    )


def _on_the_class(home, name):
    """Say that a method needs an object."""
    kinds = {"State": "Sequential", "Transaction": "Sequential", "Update": "SGD"}
    kinds |= {"Loss": "CrossEntropyLoss", "Layer": "ReLU"}
    return (
        f"{name} was called on the class and not on an object of it; make one first, such as "
        f"it = {kinds.get(home, home)}(...), and write it.{name}(...)"
    )


def _close(key, known):
    """Return which option is probably meant; "" if none is like it."""
    import difflib  # here: of use only when something is wrong

    found = difflib.get_close_matches(key.lower(), known, 1, 0.75)
    return f"it is called {found[0]} here" if found else ""


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
