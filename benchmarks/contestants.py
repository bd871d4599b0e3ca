"""The libraries that are compared: each trains and runs the same network.

A network is a list of rows such as ``("conv", 1, 8, 5)``; every contestant starts from the weights
of the cnnkit model, so that all of them compute the same numbers (`speed.py` checks it first).
"""

import numpy as np

from cnnkit import (
    SGD,
    Conv2d,
    CrossEntropyLoss,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sequential,
    predict,
    train_step,
)

RATE = 0.01

LENET = [
    ("conv", 1, 8, 5),
    ("relu",),
    ("pool",),
    ("conv", 8, 16, 5),
    ("relu",),
    ("pool",),
    ("flatten",),
    ("linear", 784, 10),
]
VGG = [
    ("conv", 1, 16, 3),
    ("relu",),
    ("conv", 16, 32, 3),
    ("relu",),
    ("pool",),
    ("conv", 32, 64, 3),
    ("relu",),
    ("pool",),
    ("flatten",),
    ("linear", 3136, 128),
    ("relu",),
    ("linear", 128, 10),
]
NETWORKS = {"LeNet-like": LENET, "VGG-like": VGG}
README = [("conv", 1, 16, 3), ("relu",), ("pool",), ("flatten",), ("linear", 256, 10)]
PHOTOS = [
    ("conv", 3, 16, 3),
    ("relu",),
    ("pool",),
    ("conv", 16, 32, 3),
    ("relu",),
    ("pool",),
    ("conv", 32, 64, 3),
    ("relu",),
    ("pool",),
    ("flatten",),
    ("linear", 64 * 28 * 28, 10),
]


class Cnnkit:
    """The package itself."""

    def __init__(self, network, x, y, *, threads=1):
        rng = np.random.default_rng(0)
        make = {
            "conv": lambda i, o, k: Conv2d(i, o, k, padding="same", rng=rng),
            "linear": lambda i, o: Linear(i, o, rng=rng),
            "relu": ReLU,
            "pool": lambda: MaxPool2d(2),
            "flatten": Flatten,
        }
        self.model = Sequential(*(make[kind](*sizes) for kind, *sizes in network))
        self.x, self.y, self.threads = x, y, threads
        self.loss, self.optimizer = CrossEntropyLoss(), SGD(self.model, lr=RATE)

    def step(self):
        """Train on the batch once."""
        return train_step(
            self.model,
            self.x,
            self.y,
            loss=self.loss,
            optimizer=self.optimizer,
            threads=self.threads,
        )

    def predict(self, x):
        """Return the scores, keeping nothing for a backward pass."""
        return self.model(x, remember=False)

    def classes(self, x):
        """Return the classes, as people ask for them."""
        return predict(self.model, x)

    def epoch(self, order):
        """Train on all examples once, in mini-batches of 64; `order` is ours to draw."""
        all_x, all_y = self.x, self.y
        try:
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                self.x, self.y = all_x[rows], all_y[rows]
                self.step()
        finally:
            self.x, self.y = all_x, all_y

    def gradients(self):
        """Return the gradients of the last step by name."""
        return self.model.gradients()


class Torch:
    """PyTorch in its eager mode, in its default memory order or in channels_last."""

    def __init__(self, network, x, y, weights, *, channels_last=False):
        import torch

        self.torch = torch
        nn = torch.nn
        make = {
            "conv": lambda i, o, k: nn.Conv2d(i, o, k, padding=k // 2),
            "linear": nn.Linear,
            "relu": nn.ReLU,
            "pool": lambda: nn.MaxPool2d(2),
            "flatten": nn.Flatten,
        }
        self.model = nn.Sequential(*(make[kind](*sizes) for kind, *sizes in network))
        self.model.load_state_dict({key: torch.tensor(array) for key, array in weights.items()})
        self.order = torch.channels_last if channels_last else torch.contiguous_format
        self.model = self.model.to(memory_format=self.order)
        self.x, self.y = self.tensor(x), torch.tensor(y)
        self.loss = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=RATE)

    def tensor(self, x):
        """Return pictures in this contestant's memory order."""
        return self.torch.tensor(x).to(memory_format=self.order)

    def step(self):
        """Train on the batch once."""
        self.optimizer.zero_grad()
        loss = self.loss(self.model(self.x), self.y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def predict(self, x):
        """Return the scores without recording for a backward pass."""
        with self.torch.inference_mode():
            return self.model(x)

    def classes(self, x):
        """Return the classes: a tensor, in one go."""
        return self.predict(x).argmax(dim=1)

    def epoch(self, order):
        """Train on all examples once, in mini-batches of 64."""
        all_x, all_y, order = self.x, self.y, self.torch.from_numpy(order)
        try:
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                self.x = all_x[rows].to(memory_format=self.order)
                self.y = all_y[rows]
                self.step()
        finally:
            self.x, self.y = all_x, all_y

    def gradients(self):
        """Return the gradients of the last step by name."""
        return {key: p.grad.numpy() for key, p in self.model.named_parameters()}


class Jax:
    """JAX, the step compiled as a whole."""

    def __init__(self, network, x, y, weights):
        import jax
        from jax import lax
        from jax import numpy as jnp

        self.jax = jax
        self.weights = {key: jnp.asarray(array) for key, array in weights.items()}
        self.x, self.y = jnp.asarray(x), jnp.asarray(y)

        def forward(weights, x):
            for i, (kind, *_) in enumerate(network):
                if kind == "conv":
                    x = lax.conv(x, weights[f"{i}.weight"], (1, 1), "SAME")
                    x = x + weights[f"{i}.bias"][:, None, None]
                elif kind == "relu":
                    x = jax.nn.relu(x)
                elif kind == "pool":
                    window = (1, 1, 2, 2)
                    x = lax.reduce_window(x, -jnp.inf, lax.max, window, window, "VALID")
                elif kind == "flatten":
                    x = x.reshape(len(x), -1)
                else:
                    x = x @ weights[f"{i}.weight"].T + weights[f"{i}.bias"]
            return x

        def loss(weights, x, y):
            scores = jax.nn.log_softmax(forward(weights, x))
            return -jnp.take_along_axis(scores, y[:, None], 1).mean()

        def step(weights, x, y):
            value, gradients = jax.value_and_grad(loss)(weights, x, y)
            new = {key: weights[key] - RATE * gradients[key] for key in weights}
            return value, gradients, new

        self._step, self._forward = jax.jit(step), jax.jit(forward)

    def step(self):
        """Train on the batch once."""
        value, self._gradients, self.weights = self._step(self.weights, self.x, self.y)
        self.jax.block_until_ready(self.weights)
        return float(value)

    def predict(self, x):
        """Return the scores."""
        return self.jax.block_until_ready(self._forward(self.weights, x))

    def gradients(self):
        """Return the gradients of the last step by name."""
        return {key: np.asarray(array) for key, array in self._gradients.items()}


class Im2col:
    """The well-known NumPy way, from its description in the CS231n course notes.

    Forward: three index arrays (channel, row, column) pick all windows of the padded pictures into
    one matrix with a column for each window; one matrix product. Backward: the transposed product,
    and `np.add.at` with the same index arrays adds the windows up again. Pooling reshapes to
    (..., 2, ..., 2) and takes the maximum of two axes; its gradient is a mask, shared among equals.
    """

    def __init__(self, network, x, y, weights):
        self.network, self.x, self.y = network, x, y
        self.weights = {key: array.copy() for key, array in weights.items()}

    @staticmethod
    def _indices(shape, k):
        _, channels, h, w = shape
        i = np.tile(np.repeat(np.arange(k), k), channels)[:, None] + np.repeat(np.arange(h), w)
        j = np.tile(np.arange(k), k * channels)[:, None] + np.tile(np.arange(w), h)
        return np.repeat(np.arange(channels), k * k)[:, None], i, j

    def _forward(self, x):
        memory = []
        for number, (kind, *sizes) in enumerate(self.network):
            weight, bias = (self.weights.get(f"{number}.{key}") for key in ("weight", "bias"))
            if kind == "conv":
                k = sizes[2]
                where = self._indices(x.shape, k)
                padded = np.pad(x, ((0, 0), (0, 0), (k // 2, k // 2), (k // 2, k // 2)))
                columns = padded[:, where[0], where[1], where[2]]  # (N, C k k, H W)
                columns = columns.transpose(1, 2, 0).reshape(len(where[0]), -1)
                memory.append((padded.shape, where, columns))
                y = weight.reshape(len(weight), -1) @ columns + bias[:, None]
                x = y.reshape(len(weight), *x.shape[2:], len(x)).transpose(3, 0, 1, 2)
            elif kind == "relu":
                memory.append(x)
                x = np.maximum(0, x)
            elif kind == "pool":
                n, c, h, w = x.shape
                split = x.reshape(n, c, h // 2, 2, w // 2, 2)
                y = split.max(axis=3).max(axis=4)
                memory.append((x.shape, split, y))
                x = y
            elif kind == "flatten":
                memory.append(x.shape)
                x = x.reshape(len(x), -1)
            else:
                memory.append(x)
                x = x @ weight.T + bias
        return x, memory

    def step(self):
        """Train on the batch once."""
        scores, memory = self._forward(self.x)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(p))
        value = -np.log(p[rows, self.y]).mean()
        p[rows, self.y] -= 1
        d, self._gradients = p / len(p), {}
        for number, (kind, *_) in reversed(list(enumerate(self.network))):
            weight = self.weights.get(f"{number}.weight")
            if kind == "conv":
                shape, where, columns = memory[number]
                self._gradients[f"{number}.bias"] = d.sum(axis=(0, 2, 3))
                flat = d.transpose(1, 2, 3, 0).reshape(len(weight), -1)
                self._gradients[f"{number}.weight"] = (flat @ columns.T).reshape(weight.shape)
                if number == 0:
                    break  # as everybody else: nobody needs the gradient of the pictures
                given = weight.reshape(len(weight), -1).T @ flat
                given = given.reshape(len(where[0]), -1, shape[0]).transpose(2, 0, 1)
                padded = np.zeros(shape, d.dtype)
                np.add.at(padded, (slice(None), *where), given)
                p = weight.shape[2] // 2
                d = padded[:, :, p:-p, p:-p]
            elif kind == "relu":
                d = d * (memory[number] > 0)
            elif kind == "pool":
                shape, split, y = memory[number]
                mask = split == y[:, :, :, None, :, None]
                share = mask / mask.sum(axis=(3, 5), keepdims=True, dtype=d.dtype)
                d = (share * d[:, :, :, None, :, None]).astype(d.dtype).reshape(shape)
            elif kind == "flatten":
                d = d.reshape(memory[number])
            else:
                self._gradients[f"{number}.bias"] = d.sum(axis=0)
                self._gradients[f"{number}.weight"] = d.T @ memory[number]
                d = d @ weight
        for key, gradient in self._gradients.items():
            self.weights[key] -= RATE * gradient
        return float(value)

    def predict(self, x):
        """Return the scores."""
        return self._forward(x)[0]

    def gradients(self):
        """Return the gradients of the last step by name."""
        return self._gradients
