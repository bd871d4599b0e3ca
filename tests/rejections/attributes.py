"""Options of what is already made set to something wrong."""

import re

import numpy as np

from cnnkit.checks import shown

from .given import NAN, A, T, V


def set_to(name, option, value):
    """Return a call that sets an attribute of something that is already made."""
    return lambda e: setattr(getattr(e, name), option, value)


# what is set after construction: the object, its attribute, the value, the error, words
LATER = [
    ("conv", "stride", [2], V, "stride [2] has 1 entries"),
    ("conv", "stride", np.array([1, 1]), T, "stride array([1, 1])"),
    ("conv", "stride", 0, V, "stride 0"),
    ("conv", "stride", None, T, "stride None"),
    ("conv", "padding", "full", V, "'full'"),
    ("conv", "padding", -1, V, "padding -1"),
    ("conv", "dilation", (1, 0), V, "dilation 0"),
    ("conv", "dilation", 1.5, T, "dilation 1.5"),
    ("conv", "kernel_size", 5, A, "kernel_size cannot be set to 5"),
    ("conv", "in_channels", 7, A, "replace weight and bias"),
    ("conv", "out_channels", 7, A, "make a new layer"),
    ("conv", "weight", None, T, "weight of type NoneType"),
    ("conv", "weight", "he_normal", T, "weight of type str"),
    ("conv", "weight", np.ones((3, 3)), V, "weight has shape (3, 3); it needs 4 axes"),
    ("conv", "weight", np.ones((4, 3, 3, 3), np.float16), T, "float16"),
    ("conv", "weight", np.ones((4, 3, 3, 3), int), T, "weight holds int64 values"),
    ("conv", "bias", 0.5, V, "bias has shape ()"),
    ("conv", "bias", True, T, "bias holds bool values; convert them first: np.array(bias"),
    ("conv", "bias", np.ones(9), V, "weight has 4 outputs; use shape (4,), or replace weight"),
    ("linear", "bias", [0.5], V, "bias has shape (1,), but weight has 3 outputs; use shape (3,)"),
    ("norm", "weight", np.ones(9), V, "shape (9,), but num_features is 3; use shape (3,)"),
    ("norm", "bias", [1.0, 2.0], V, "num_features is 3"),
    ("norm", "running_mean", np.ones(4), V, "running_mean has shape (4,)"),
    ("norm", "running_var", np.ones(1), V, "running_var has shape (1,)"),
    ("norm", "num_batches_tracked", -1, V, "num_batches_tracked -1"),
    ("norm", "num_batches_tracked", np.zeros(3, int), V, "is not a number of batches"),
    ("norm", "num_batches_tracked", 1.5, V, "num_batches_tracked 1.5"),
    ("linear", "weight", [[1.0], [1.0, 2.0]], V, "lengths"),
    ("linear", "in_features", 99, A, "in_features cannot be set to 99"),
    ("pool", "kernel_size", 2.5, T, "kernel_size 2.5"),
    ("pool", "kernel_size", (2.0, 2.0), T, "kernel_size 2.0"),
    ("pool", "stride", (2.0, 2.0), T, "stride 2.0"),
    ("pool", "stride", None, T, "stride None"),
    ("pool", "padding", "same", T, "padding 'same'"),
    ("pool", "ceil_mode", [], T, "ceil_mode []"),
    ("pool", "ceil_mode", 1, T, "ceil_mode 1"),
    ("average", "count_include_pad", 3, T, "count_include_pad 3"),
    ("lp", "p", "a", T, "p is 'a'"),
    ("lp", "p", 0.5, V, "p is 0.5"),
    ("lp", "p", NAN, V, "p is nan"),
    ("dropout", "p", 2, V, "p is 2"),
    ("dropout", "p", 1, V, "p is 1"),
    ("dropout", "p", -1, V, "p is -1"),
    ("dropout", "p", None, T, "p is None"),
    ("dropout", "rng", 3, T, "rng is 3"),
    ("dropout", "rng", np.random.RandomState(0), T, "RandomState"),
    ("dropout", "training", 3, T, "training 3"),
    ("dropout", "training", "eval", T, "training 'eval'"),
    ("rrelu", "lower", "a", T, "lower is 'a'"),
    ("rrelu", "upper", NAN, V, "upper is nan"),
    ("leaky", "negative_slope", np.ones(3), T, "negative_slope is array"),
    ("leaky", "negative_slope", NAN, V, "negative_slope is nan"),
    ("leaky", "negative_slope", 1e39, V, "1e+39"),
    ("model", "layers", (), A, "Sequential(*layers)"),
    ("optimizer", "lr", "a", T, "lr is 'a'"),
    ("optimizer", "momentum", 2, V, "momentum is 2"),
    ("optimizer", "momentum", None, T, "momentum is None"),
    ("optimizer", "weight_decay", -1, V, "weight_decay is -1"),
    ("optimizer", "weight_decay", NAN, V, "weight_decay is nan"),
    ("optimizer", "nesterov", "yes", T, "nesterov 'yes'"),
    ("optimizer", "steps", -1, V, "steps -1"),
    ("optimizer", "model", None, T, "model is None"),
    ("adam", "betas", 0.9, V, "betas is 0.9"),
    ("adam", "betas", (1, 1), V, "betas is 1"),
    ("adam", "betas", (0.1, 0.2, 0.3), V, "(0.1, 0.2, 0.3)"),
    ("adam", "eps", 0, V, "eps is 0"),
    ("schedule", "step_size", 0, V, "step_size 0"),
    ("schedule", "gamma", -1, V, "gamma is -1"),
    ("schedule", "epoch", "a", T, "epoch 'a'"),
    ("schedule", "base_lr", -1, V, "base_lr is -1"),
    ("schedule", "optimizer", None, T, "optimizer is None"),
    ("cosine", "T_max", 0, V, "T_max 0"),
    ("cosine", "eta_min", "a", T, "eta_min is 'a'"),
]


def label(value):
    """Return a value as a case's name shows it: without an address, which differs each time."""
    return re.sub(r" at 0x\w+", "", shown(value))


CASES = {
    f"{name}.{option} = {label(value)}": (set_to(name, option, value), error, [words])
    for name, option, value, error, words in LATER
}
