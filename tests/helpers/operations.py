"""Every operation of `cnnkit.functional` with arrays to try it on: what general tests loop over."""

from typing import NamedTuple

import numpy as np

from cnnkit import functional

PICTURES = (2, 3, 7, 6)


class Operation(NamedTuple):
    """One call: ``functional.<name>(*arrays of these shapes, **options)``."""

    name: str
    shapes: tuple
    options: dict

    def __str__(self):
        options = ",".join(f"{key}={value}" for key, value in self.options.items())
        return f"{self.name}({options})".replace(" ", "")

    def arrays(self, dtype=np.float64, seed=0):
        """Return the input arrays: no two values equal, none near 0, so no ties and no kinks."""
        rng = np.random.default_rng(seed)
        arrays = []
        for shape in self.shapes:
            size = int(np.prod(shape))
            values = (rng.permutation(size) + 1) / size * rng.choice([-1, 1], size)
            if self.name == "lp_pool2d" and self.options.get("p", 2) % 2:
                values = abs(values)
            arrays.append(values.reshape(shape).astype(dtype))
        return tuple(arrays)

    def forward(self, *arrays, room=functional):
        """Return the operation's output."""
        arrays, options = self.call(arrays)
        return getattr(room, self.name)(*arrays, **options)

    def backward(self, d, *arrays):
        """Return a tuple of gradients, one an input array."""
        arrays, options = self.call(arrays)
        gradients = getattr(functional, f"{self.name}_backward")(d, *arrays, **options)
        return gradients if isinstance(gradients, tuple) else (gradients,)

    def call(self, arrays):
        """Return what is given by position and by name."""
        if self.name != "batch_norm":
            return arrays, self.options
        x, *learned = arrays
        names = ("weight", "bias")[: len(learned)]
        return (x,), self.options | dict(zip(names, learned, strict=True))

    def d(self, dtype=np.float64):
        """Return an incoming gradient for the output of `arrays`."""
        shape = self.forward(*self.arrays()).shape
        return np.random.default_rng(7).standard_normal(shape).astype(dtype)


def _convolution(x, weight, **options):
    return Operation("conv2d", (x, weight, (weight[0],)), options)


BATCH = {"running_mean": None, "running_var": None}
RUNNING = {"running_mean": np.float32([0.1, 0, -1]), "running_var": np.float32([0.5, 1, 2])}
OPERATIONS = [
    _convolution(PICTURES, (4, 3, 3, 2)),
    _convolution(PICTURES, (4, 3, 3, 3), padding="same"),
    _convolution(PICTURES, (1, 3, 2, 4), padding="same", dilation=(1, 2)),
    _convolution(PICTURES, (4, 3, 3, 2), stride=(2, 3), padding=(1, 2)),
    _convolution(PICTURES, (2, 3, 2, 3), stride=(3, 2), padding=(2, 1), dilation=(2, 1)),
    _convolution(PICTURES, (2, 3, 1, 1), padding=1),
    _convolution((1, 1, 1, 1), (1, 1, 1, 1)),
    _convolution((3, 2, 5, 5), (3, 2, 5, 5), dilation=1),
    Operation("conv2d", (PICTURES, (4, 3, 3, 2)), {"stride": 2}),
    _convolution(PICTURES, (6, 1, 3, 2), groups=3, padding=1),
    _convolution((2, 4, 6, 5), (6, 2, 2, 3), groups=2, stride=(2, 1), dilation=(1, 2)),
    Operation("batch_norm", (PICTURES, (3,), (3,)), BATCH | {"training": True}),
    Operation("batch_norm", (PICTURES,), BATCH | {"training": True, "eps": 0.1}),
    Operation("batch_norm", (PICTURES, (3,), (3,)), RUNNING),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 2}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 2, "ceil_mode": True}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": (3, 2), "stride": 1, "padding": 1}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 1}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 1, "stride": 3}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 3, "stride": 2, "ceil_mode": True}),
    Operation("max_pool2d", (PICTURES,), {"kernel_size": 2, "stride": (4, 3)}),
    Operation("max_pool2d", ((2, 1, 4, 4),), {"kernel_size": 2}),
    Operation("avg_pool2d", (PICTURES,), {"kernel_size": 2}),
    Operation("avg_pool2d", (PICTURES,), {"kernel_size": 1}),
    Operation("avg_pool2d", (PICTURES,), {"kernel_size": (3, 2), "stride": 2, "padding": 1}),
    Operation(
        "avg_pool2d",
        (PICTURES,),
        {"kernel_size": 3, "padding": 1, "ceil_mode": True, "count_include_pad": False},
    ),
    Operation("avg_pool2d", (PICTURES,), {"kernel_size": 3, "padding": 1, "ceil_mode": True}),
    Operation("lp_pool2d", (PICTURES,), {"kernel_size": 2}),
    Operation("lp_pool2d", (PICTURES,), {"kernel_size": (2, 3), "p": 3, "ceil_mode": True}),
    Operation("lp_pool2d", (PICTURES,), {"kernel_size": 3, "p": 1, "stride": 1}),
    Operation("lp_pool2d", (PICTURES,), {"kernel_size": 2, "p": 1.5}),
    Operation("global_avg_pool2d", (PICTURES,), {}),
    Operation("relu", (PICTURES,), {}),
    Operation("relu", ((5,),), {}),
    Operation("leaky_relu", (PICTURES,), {}),
    Operation("leaky_relu", ((4, 3),), {"negative_slope": 1.5}),
    Operation("rrelu", (PICTURES,), {}),
    Operation("rrelu", ((4, 3),), {"lower": 0.1, "upper": 0.1}),
    Operation("sigmoid", ((4, 3),), {}),
    Operation("tanh", ((4, 3),), {}),
    Operation("softmax", ((4, 3),), {}),
    Operation("softmax", (PICTURES,), {"axis": 1}),
    Operation("log_softmax", ((4, 3),), {}),
    Operation("log_softmax", (PICTURES,), {"axis": -3}),
    Operation("linear", ((4, 5), (3, 5), (3,)), {}),
    Operation("linear", ((4, 5), (3, 5)), {}),
    Operation("flatten", (PICTURES,), {}),
    Operation("flatten", ((4, 5),), {}),
]
