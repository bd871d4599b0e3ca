"""Follow the backward pass of the X/O network: where every gradient comes from."""

from __future__ import annotations

from dataclasses import dataclass
from operator import index

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.backprop.gradient_explanations import (
    contribution_texts,
    gate_texts,
    pool_texts,
    route_texts,
    text,
    weight_text,
    winner_texts,
)
from cnnkit.widgets.backprop.passes import AGREE, KERNELS, Passes, network, nudged, passes
from cnnkit.widgets.board.controls import choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.numbers import largest
from cnnkit.widgets.board.panels import Bars, Grid
from cnnkit.widgets.board.rules import Relu, Text
from cnnkit.widgets.board.scene import Link, Scene

NINE = ("kernel", "dkernel", "nudged")  # the panels of the nine weights


@dataclass(frozen=True)
class BackpropSettings(Settings):
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
            weight = tuple(index(place) for place in self.weight)
        except (TypeError, ValueError):
            weight = ()
        if len(weight) != 2 or not all(0 <= place <= 2 for place in weight):
            raise ValueError(
                f"weight {self.weight!r} is not a position in a 3×3 kernel; "
                "use (row, column), 0 to 2."
            )
        self._take(weight=weight)


class BackpropExplorer(Explorer):
    r"""Follow the gradient of one kernel weight from the loss back to the pixels.

    Above stands what went forward, below it the gradient that comes back. Click a kernel weight:
    the lower left map shows what every window adds to that weight's gradient. Below the kernel's
    gradient stands the same by nudging, and the line says the difference.

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

    image = Setting()
    true = Setting()
    kernel = Setting()
    weight = Setting()

    def __init__(self, image="X", true=None, kernel="crossing", weight=(1, 1)):
        true = image if true is None else true
        settings = BackpropSettings(image, true, kernel, weight)
        super().__init__(settings, cursor=("dkernel", 0, *settings.weight))

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
        return float(self._nudged()[self._settings.weight])

    @property
    def contributions(self) -> np.ndarray:
        """What every window adds to the weight's gradient, shape (7, 7)."""
        row, col = self._settings.weight
        pixels = self._passes().arrays["input"][0, row : row + 7, col : col + 7]
        return self._passes().gradients["0"][self._which()] * pixels

    def _passes(self) -> Passes:
        return passes(self._settings.image, self._settings.true)

    def _nudged(self) -> np.ndarray:
        now = self._settings
        return nudged(now.image, now.true, now.kernel)

    def _which(self) -> int:
        return KERNELS.index(self._settings.kernel)

    def cursor_after(self, before):
        """Point at another weight where it stands, unless the cursor is there already."""
        weight, (panel, _, *place) = self._settings.weight, self.cursor
        if weight != before.weight and (panel not in NINE or tuple(place) != weight):
            return "dkernel", 0, *weight
        return self.cursor

    def edit(self, name: str, value):
        """Return the settings that follow the kernel weight that was clicked, or a control."""
        panel, place = place_of(name)
        if panel in NINE and place:
            return self._settings.changed(weight=place)
        return super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return what went forward above what comes back, layer by layer."""
        now, both, which = self._settings, self._passes(), self._which()
        forward, back = both.arrays, both.gradients
        dkernel = both.weight_gradient[which]
        row, col = now.weight
        target = np.eye(2)[xo.CLASSES.index(now.true)]
        arrays = {
            "image": forward["input"],
            "kernel": network()[0].weight[which],
            "map": forward["0"][which][None],
            "rectified": forward["1"][which][None],
            "pool": forward["2"][which][None],
            "scores": forward["4"][None, :, None],
            "contributions": self.contributions[None],
            "dkernel": dkernel[None],
            "nudged": self._nudged()[None],
            "dmap": back["0"][which][None],
            "drectified": back["1"][which][None],
            "dpool": back["2"][which][None],
            "dscores": back["4"][None, :, None],
        }

        def limit(name):
            return (-largest(arrays[name]), largest(arrays[name]))

        chosen = f"row {row + 1}, column {col + 1}"
        kernel_texts = [
            weight_text(place, dkernel[place], self._nudged()[place]) for place in np.ndindex(3, 3)
        ]
        panels = (
            Grid("image", "Picture", (-1.0, 1.0), colours="gray"),
            Grid(
                "contributions",
                "Adds to the weight",
                limit("contributions"),
                note=f"the weight in {chosen}; sum {text(self.gradient)}",
                rule=Text(contribution_texts(both, which, now.weight)),
            ),
            Grid(
                "kernel",
                "Kernel",
                limit("kernel"),
                editable="choose",
                extent=108,
                rule=Text(kernel_texts),
                note="click a weight",
            ),
            Grid(
                "dkernel",
                "Its gradient",
                limit("dkernel"),
                editable="choose",
                extent=108,
                rule=Text(kernel_texts),
            ),
            Grid(
                "nudged",
                "By nudging",
                limit("dkernel"),
                editable="choose",
                extent=108,
                rule=Text(kernel_texts),
                note=self._agreement(),
            ),
            Grid("map", "Map", (-1.0, 1.0)),
            Grid(
                "dmap",
                "Its gradient",
                limit("dmap"),
                rule=Text(gate_texts(both, which)),
            ),
            Grid(
                "rectified",
                "After ReLU",
                (-1.0, 1.0),
                rule=Relu("map"),
            ),
            Grid(
                "drectified",
                "Its gradient",
                limit("drectified"),
                rule=Text(route_texts(both, which)),
            ),
            Grid(
                "pool",
                "Pool",
                (-1.0, 1.0),
                rule=Text(winner_texts(both, which)),
            ),
            Grid(
                "dpool",
                "Its gradient",
                limit("dpool"),
                rule=Text(pool_texts(both, which, target)),
            ),
            Bars(
                "scores",
                "Scores",
                limit("scores"),
                extent=170,
                labels=xo.CLASSES,
                note=f"loss {text(both.loss)}",
            ),
            Bars(
                "dscores",
                "Their gradient",
                (-1.0, 1.0),
                extent=170,
                labels=xo.CLASSES,
                rule=Text(
                    [
                        f"probability of {name} − wish = {text(p)} − {w:.0f} = {text(p - w)}"
                        for name, p, w in zip(xo.CLASSES, both.probabilities, target, strict=True)
                    ]
                ),
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
                Link("rectified", "map", **same),
                Link("drectified", "rectified", **same),
                Link("pool", "rectified", kernel_size=(2, 2), stride=(2, 2), **same),
                Link("dpool", "pool", **same),
                Link("scores", "pool", "dense"),
                Link("dscores", "scores", **same),
                Link("dkernel", "kernel", **same),
                Link("nudged", "dkernel", **same),
            ),
            columns=(
                ("image", "contributions"),
                ("kernel", "dkernel", "nudged"),
                ("map", "dmap"),
                ("rectified", "drectified"),
                ("pool", "dpool"),
                ("scores", "dscores"),
            ),
            controls=(
                choose("image", "Picture", now.image, xo.CLASSES),
                choose("true", "It should be", now.true, xo.CLASSES),
                choose("kernel", "Kernel", now.kernel, KERNELS),
            ),
            lead="dkernel",
            tallest=412,
        )

    def _agreement(self) -> str:
        """Say in how many of the nine weights the two gradients differ."""
        exact = self._passes().weight_gradient[self._which()]
        differ = int((np.abs(exact - self._nudged()) > AGREE).sum())
        return f"{differ} of 9 differ: a tie" if differ else "all nine agree"

    def _describe(self) -> str:
        now = self._settings
        return (
            f"Backpropagation explorer. Picture {now.image}, which should be {now.true}: loss "
            f"{text(self._passes().loss)}. The weight in row {now.weight[0] + 1}, column "
            f"{now.weight[1] + 1} of kernel {now.kernel} has the gradient {text(self.gradient)}; "
            f"nudging it gives {text(self.nudged)}."
        )
