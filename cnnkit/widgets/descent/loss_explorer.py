"""Two sigmoid neurons: one learns by cross-entropy, the other by the squared error."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import button
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.panels import Bars, Curve
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.descent.learning_rate import choose_rate
from cnnkit.widgets.descent.loss_settings import LossSettings
from cnnkit.widgets.descent.loss_words import describe, here, outcome, step_texts
from cnnkit.widgets.descent.sigmoid_losses import LOGITS, LOSSES, loss_curve, value_and_slope

RATES = (0.1, 0.5, 1.0, 2.0, 10.0, 100.0, 500.0)
FILMED = 40  # steps of a film where none was taken
STEPS = {"step": 1, "ten": 10, "hundred": 100}
TITLES = ("Cross-entropy", "Squared error")
FORMULAS = ("−ln p", "(p − 1)²")


class LossExplorer(Explorer):
    """Let two losses train the same sigmoid neuron from the same badly wrong start.

    The truth is 1. The curves on the left are the two losses over the logit z, each with its own
    point, its slope there and the way that it has come. Drag in either to choose the start of
    both, then take steps: minus the slope, times the learning rate.

    Parameters
    ----------
    start : float, −8 to 8
        The logit that both start from; −7 is badly wrong, and sure of it.
    rate : float
        The learning rate of both, above 0.
    steps : int, 0 to 2000
        How many steps both have taken.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = LossExplorer(start=-7.0, steps=20)
    >>> {name: round(float(p), 3) for name, p in explorer.probabilities.items()}
    {'cross-entropy': 0.922, 'squared': 0.001}
    """

    start = Setting()
    rate = Setting()
    steps = Setting()

    def __init__(self, start=-7.0, rate=1.0, steps=0):
        settings = LossSettings(start, rate, steps)
        super().__init__(settings, cursor=(LOSSES[0], 0, 0, settings.cell(LOSSES[0])))

    def paths(self) -> dict[str, np.ndarray]:
        """Return the logits by loss, from the start to the last step."""
        return dict(self._settings.paths)

    @property
    def probabilities(self) -> dict[str, float]:
        """What each neuron says now; the truth is 1."""
        return {name: float(shares[-1]) for name, shares in self._settings.shares.items()}

    def edit(self, name: str, value):
        """Return the settings with a start chosen on a curve, with more steps, or with none."""
        now = self._settings
        panel, place = place_of(name)
        if panel in LOSSES and place:
            return now.changed(start=LOGITS.number(place[1]), steps=0)
        if name in STEPS:
            return now.walked(STEPS[name])
        if name == "again":
            return now.changed(steps=0)
        return super().edit(name, value)

    def cursor_after(self, before):
        """Follow the walk: on a loss to its point, on the curve of p to the last step."""
        now, (name, *_) = self._settings, self.cursor
        if name in LOSSES:
            return name, 0, 0, now.cell(name)
        return (name, 0, 0, len(now.axis) - 1) if name == "by_step" else self.cursor

    def moments(self):
        """Take the steps one by one; the next ones, where none was taken."""
        name = self.cursor[0]
        return self.through(
            [{"steps": count} for count in range((self.steps or FILMED) + 1)],
            lambda now: (name, 0, 0, now.cell(name)) if name in LOSSES else self.cursor,
            lambda now: f"after {counted(now.steps, 'step')}",
        )

    # -- what the board shows

    def compute(self) -> Scene:
        """Return both losses with their points, what they say and push now, and p by step."""
        now, axis = self._settings, self._settings.axis
        by_step = np.array([np.interp(axis, range(len(p)), p) for p in now.shares.values()])
        bars = {
            "p": [share[-1] for share in now.shares.values()],
            "loss": [loss for loss, _ in now.at.values()],
            "push": [-slope for _, slope in now.at.values()],
        }
        return Scene(
            label=describe(now),
            arrays={
                **{name: loss_curve(name)[0][:, None] for name in LOSSES},
                "by_step": by_step[:, None],
                **{name: np.array(values)[None, :, None] for name, values in bars.items()},
            },
            panels=(
                *map(self._curve, LOSSES, TITLES, FORMULAS),
                Curve(
                    "by_step",
                    "p, step by step",
                    (-0.05, 1.05),
                    x=(0.0, float(axis[-1])),
                    extent=340,
                    whole=True,
                    rule=Text(step_texts(now, axis)),
                    note=f"{counted(now.steps, 'step')}; solid: cross-entropy, dashed: squared",
                ),
                _bars("p", "p now; the truth is 1", 1.0),
                _bars("loss", "Loss now", max(1.0, *bars["loss"])),
                _bars("push", "Push: minus the slope", 1.0),
            ),
            columns=(LOSSES, ("p", "loss", "push"), ("by_step",)),
            controls=(
                choose_rate(now.rate, RATES),
                button("step", "Step"),
                button("ten", "10 steps"),
                button("hundred", "100 steps"),
                button("again", "Start again"),
            ),
            lead=LOSSES[0],
            leading=LOSSES,
            message=outcome(now),
        )

    def _curve(self, name: str, title: str, formula: str) -> Curve:
        now = self._settings
        path, (lines, texts) = now.paths[name], loss_curve(name)
        at = now.cell(name)
        top = float(lines[0].max())
        trail = tuple((z, value_and_slope(name, z)[0]) for z in now.seen(name))
        return Curve(
            name,
            title,
            (-0.05 * top, 1.05 * top),
            x=(LOGITS.low, LOGITS.high),
            extent=216,
            tangent=True,
            point=float(path[-1]),
            trail=trail if len(path) > 1 else (),
            editable="choose",
            rule=Text((*texts[:at], here(now, name), *texts[at + 1 :])),
            note=f"{formula} over z: drag the start",
        )


def _bars(name: str, title: str, high: float) -> Bars:
    # As many decimals as the sentences have: p = 0.0009 is not 0.
    return Bars(name, title, (0.0, high), extent=216, labels=LOSSES, decimals=4)
