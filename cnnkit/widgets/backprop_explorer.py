"""The backward pass of the X/O network on one screen: where every gradient comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import traitlets

from cnnkit import xo
from cnnkit.functional import cross_entropy, cross_entropy_backward, softmax
from cnnkit.widgets.explorer import Explorer, Setting, accept, choice
from cnnkit.widgets.scene import Control, Link, Panel, Scene

KERNELS = tuple(xo.features())
NUDGE = 1e-4


@dataclass(frozen=True)
class BackpropSettings:
    """What a person can choose: see :class:`BackpropExplorer`."""

    image: str
    true: str
    kernel: str
    weight: tuple[int, int]

    def __post_init__(self):
        choice(self.image, "image", xo.CLASSES)
        choice(self.true, "true", xo.CLASSES)
        choice(self.kernel, "kernel", KERNELS)
        try:
            weight = tuple(int(place) for place in self.weight)
        except (TypeError, ValueError):
            weight = ()
        if len(weight) != 2 or not all(0 <= place <= 2 for place in weight):
            raise ValueError(
                f"weight {self.weight!r} is no place in a 3×3 kernel; use (row, column), 0 to 2."
            )
        object.__setattr__(self, "weight", weight)

    def changed(self, **changes) -> BackpropSettings:
        """Return checked settings with `changes`."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Passes:
    """One picture through the X/O network, forward and back, in float64."""

    arrays: dict[str, np.ndarray]
    gradients: dict[str, np.ndarray]
    weight_gradient: np.ndarray
    probabilities: np.ndarray
    loss: float


def _network():
    return xo.network().to(np.float64)


def _loss(model, image: str, true: str) -> float:
    logits = model(xo.picture(image)[None, None].astype(np.float64))
    return float(cross_entropy(logits, np.array([xo.CLASSES.index(true)])))


@cache
def passes(image: str, true: str) -> Passes:
    """Return both passes for a picture and the class that it should be."""
    model = _network()
    x = xo.picture(image)[None, None].astype(np.float64)
    target = np.array([xo.CLASSES.index(true)])
    arrays = {"input": x}
    for name, layer in model.named_layers().items():
        arrays[name] = x = layer(x)
    d = cross_entropy_backward(1.0, x, target)
    gradients = {}
    for name, layer in reversed(model.named_layers().items()):
        gradients[name] = d
        d = layer.backward(d)
    gradients["input"] = d
    return Passes(
        arrays={name: array[0] for name, array in arrays.items()},
        gradients={name: array[0] for name, array in gradients.items()},
        weight_gradient=model[0].gradients["weight"][:, 0],
        probabilities=softmax(x)[0],
        loss=_loss(model, image, true),
    )


@cache
def nudged(image: str, true: str, kernel: str, weight: tuple[int, int]) -> tuple[float, float]:
    """Return the loss with one kernel weight raised and lowered by 0.0001."""
    found = []
    for delta in (NUDGE, -NUDGE):
        model = _network()
        model[0].weight[(KERNELS.index(kernel), 0, *weight)] += delta
        found.append(_loss(model, image, true))
    return tuple(found)


class BackpropExplorer(Explorer):
    r"""Follow the gradient of one kernel weight from the loss back to the pixels.

    Above stands what went forward, below it the gradient that comes back. Click a kernel weight:
    the lower left map shows what every window adds to that weight's gradient, and the line
    compares their sum with the number that nudging the weight gives.

    Parameters
    ----------
    image, true : {"X", "O"}
        The picture, and the class that it should be.
    kernel : {"\\", "crossing", "/"}
        The kernel and map that are shown.
    weight : (int, int)
        Row and column of the kernel weight to follow.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = BackpropExplorer(image="X", kernel="crossing", weight=(1, 1))
    >>> bool(np.isclose(explorer.contributions.sum(), explorer.gradient))
    True
    >>> bool(abs(explorer.gradient - explorer.nudged) < 1e-8)
    True
    """

    names = ("image", "true", "kernel", "weight")

    image = Setting()
    true = Setting()
    kernel = Setting()
    weight = Setting()
    _accept = traitlets.validate(*names)(accept)

    def __init__(self, image="X", true=None, kernel="crossing", weight=(1, 1)):
        true = image if true is None else true
        super().__init__(BackpropSettings(image, true, kernel, weight), cursor=("dkernel", 0, 1, 1))

    def __repr__(self):
        now = self._settings
        return (
            f"BackpropExplorer(image={now.image!r}, true={now.true!r}, kernel={now.kernel!r}, "
            f"weight={now.weight})"
        )

    @property
    def gradient(self) -> float:
        """The gradient of the weight, by backpropagation."""
        return float(self._passes().weight_gradient[self._which()][self._settings.weight])

    @property
    def nudged(self) -> float:
        """The same by nudging: (loss with +0.0001 − loss with −0.0001) / 0.0002."""
        now = self._settings
        up, down = nudged(now.image, now.true, now.kernel, now.weight)
        return (up - down) / (2 * NUDGE)

    @property
    def contributions(self) -> np.ndarray:
        """What every window adds to the weight's gradient, shape (7, 7)."""
        row, col = self._settings.weight
        pixels = self._passes().arrays["input"][0, row : row + 7, col : col + 7]
        return self._passes().gradients["0"][self._which()] * pixels

    def _passes(self) -> Passes:
        return passes(self._settings.image, self._settings.true)

    def _which(self) -> int:
        return KERNELS.index(self._settings.kernel)

    def edit(self, name: str, value) -> None:
        """Follow the kernel weight that was clicked, or apply a control."""
        if name.startswith(("kernel[", "dkernel[")):
            place = name[name.index("[") + 1 : -1].split(",")
            self.adopt(self._settings.changed(weight=tuple(int(part) for part in place)))
        else:
            super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return what went forward above what comes back, layer by layer."""
        now, both, which = self._settings, self._passes(), self._which()
        forward, back = both.arrays, both.gradients
        dkernel = both.weight_gradient[which]
        row, col = now.weight
        wish = np.eye(2)[xo.CLASSES.index(now.true)]
        arrays = {
            "image": forward["input"],
            "kernel": _network()[0].weight[which],
            "map": forward["0"][which][None],
            "pool": forward["2"][which][None],
            "scores": forward["4"][None, :, None],
            "contributions": self.contributions[None],
            "dkernel": dkernel[None],
            "dmap": back["0"][which][None],
            "dpool": back["2"][which][None],
            "dscores": back["4"][None, :, None],
        }

        def limit(name):
            return (-_largest(arrays[name]), _largest(arrays[name]))

        chosen = f"row {row + 1}, column {col + 1}"
        kernel_texts = [self._kernel_text(i, j) for i in range(3) for j in range(3)]
        panels = (
            Panel("image", "Picture", "image", (-1.0, 1.0), "gray"),
            Panel(
                "contributions",
                "Adds to the weight",
                "contributions",
                limit("contributions"),
                note=f"the weight in {chosen}; sum {_text(self.gradient)}",
                rule={"kind": "text", "texts": self._contribution_texts()},
            ),
            Panel(
                "kernel",
                "Kernel",
                "kernel",
                limit("kernel"),
                editable="choose",
                extent=132,
                rule={"kind": "text", "texts": kernel_texts},
                note="click a weight",
            ),
            Panel(
                "dkernel",
                "Its gradient",
                "dkernel",
                limit("dkernel"),
                editable="choose",
                extent=132,
                rule={"kind": "text", "texts": kernel_texts},
            ),
            Panel("map", "Map", "map", (-1.0, 1.0)),
            Panel(
                "dmap",
                "Its gradient",
                "dmap",
                limit("dmap"),
                rule={"kind": "text", "texts": self._map_texts()},
            ),
            Panel(
                "pool",
                "Pool",
                "pool",
                (-1.0, 1.0),
                rule={"kind": "text", "texts": self._winner_texts()},
            ),
            Panel(
                "dpool",
                "Its gradient",
                "dpool",
                limit("dpool"),
                rule={"kind": "text", "texts": self._pool_texts(wish)},
            ),
            Panel(
                "scores",
                "Scores",
                "scores",
                limit("scores"),
                kind="bars",
                extent=170,
                labels=xo.CLASSES,
                note=f"loss {_text(both.loss)}",
            ),
            Panel(
                "dscores",
                "Their gradient",
                "dscores",
                (-1.0, 1.0),
                kind="bars",
                extent=170,
                labels=xo.CLASSES,
                rule={
                    "kind": "text",
                    "texts": [
                        f"probability of {name} − wish = {_text(p)} − {w:.0f} = {_text(p - w)}"
                        for name, p, w in zip(xo.CLASSES, both.probabilities, wish, strict=True)
                    ],
                },
            ),
        )
        same = {"channels": "same"}
        return Scene(
            label=self._describe(),
            arrays=arrays,
            panels=panels,
            links=(
                Link("map", "image", kernel_size=(3, 3)),
                Link("dmap", "map", **same),
                Link("contributions", "dmap", **same),
                Link("pool", "map", kernel_size=(2, 2), stride=(2, 2), **same),
                Link("dpool", "pool", **same),
                Link("scores", "pool", "dense"),
                Link("dscores", "scores", **same),
                Link("dkernel", "kernel", **same),
            ),
            columns=(
                ("image", "contributions"),
                ("kernel", "dkernel"),
                ("map", "dmap"),
                ("pool", "dpool"),
                ("scores", "dscores"),
            ),
            controls=(
                Control("image", "Picture", now.image, options=_pairs(xo.CLASSES)),
                Control("true", "It should be", now.true, options=_pairs(xo.CLASSES)),
                Control("kernel", "Kernel", now.kernel, options=_pairs(KERNELS)),
            ),
            lead="dkernel",
            tallest=412,
        )

    def _kernel_text(self, row: int, col: int) -> str:
        now = self._settings
        exact = self._passes().weight_gradient[self._which(), row, col]
        up, down = nudged(now.image, now.true, now.kernel, (row, col))
        slope = (up - down) / (2 * NUDGE)
        text = (
            f"Weight in row {row + 1}, column {col + 1}: backpropagation says {_text(exact)}; "
            f"nudged by ±0.0001 the loss changes at {_text(slope)}; "
        )
        if abs(exact - slope) > 1e-6:
            return text + (
                "they differ, because two numbers tie in a pooling window: the loss has a kink "
                "there, and the nudge sees the middle of two slopes"
            )
        return text + "difference below 0.000001"

    def _contribution_texts(self) -> list[str]:
        row, col = self._settings.weight
        pixels = self._passes().arrays["input"][0]
        d = self._passes().gradients["0"][self._which()]
        texts = []
        for i, j in np.ndindex(7, 7):
            pixel = pixels[i + row, j + col]
            texts.append(
                f"Window {i + 1}, {j + 1}: gradient {_text(d[i, j])} × pixel {_text(pixel)} = "
                f"{_text(d[i, j] * pixel)}"
            )
        return texts

    def _map_texts(self) -> list[str]:
        both, which = self._passes(), self._which()
        scores, d = both.arrays["0"][which], both.gradients["0"][which]
        rectified = both.gradients["1"][which]
        texts = []
        for i, j in np.ndindex(7, 7):
            if scores[i, j] <= 0:
                why = (
                    f"{_text(scores[i, j])} is not above 0: the gate of ReLU is shut, 0 comes back"
                )
            elif rectified[i, j] == 0 and both.gradients["2"][which, i // 2, j // 2] != 0:
                why = f"{_text(scores[i, j])} did not win its pooling window: 0 comes back"
            else:
                why = (
                    f"{_text(scores[i, j])} won its window and the gate is open: "
                    f"{_text(d[i, j])} comes back"
                )
            texts.append(why)
        return texts

    def _winner_texts(self) -> list[str]:
        rectified = self._passes().arrays["1"][self._which()]
        texts = []
        for i, j in np.ndindex(4, 4):
            window = rectified[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].ravel()
            listed = ", ".join(f"{value:.2f}" for value in window)
            texts.append(f"the largest of the rectified {listed} is {window.max():.2f}")
        return texts

    def _pool_texts(self, wish) -> list[str]:
        both, which = self._passes(), self._which()
        votes = _network()[4].weight.reshape(2, 3, 4, 4)[:, which]
        x, o = both.probabilities - wish
        return [
            f"{_text(x)} × weight for X {_text(votes[0, i, j])} + {_text(o)} × weight for O "
            f"{_text(votes[1, i, j])} = {_text(both.gradients['2'][which, i, j])}"
            for i, j in np.ndindex(4, 4)
        ]

    def _describe(self) -> str:
        now = self._settings
        return (
            f"Backpropagation explorer. Picture {now.image}, which should be {now.true}: loss "
            f"{_text(self._passes().loss)}. The weight in row {now.weight[0] + 1}, column "
            f"{now.weight[1] + 1} of kernel {now.kernel} has the gradient {_text(self.gradient)}; "
            f"nudging it gives {_text(self.nudged)}."
        )


def _pairs(names) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


def _largest(array) -> float:
    return float(np.abs(array).max()) or 1.0


def _text(value: float) -> str:
    """Return a number with four digits that count."""
    if value == 0:
        return "0"
    digits = max(2, 3 - int(np.floor(np.log10(abs(value)))))
    return f"{value:.{min(digits, 7)}f}".replace("-", "−")
