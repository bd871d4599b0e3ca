"""Softmax and cross-entropy: from scores to probabilities, every term with its number."""

from __future__ import annotations

import numpy as np

from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import choose, choose_number
from cnnkit.widgets.board.cut_names import one_line
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.number_words import minus
from cnnkit.widgets.board.panels import Bars
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.board.settings import names_of
from cnnkit.widgets.board.typed_values import parse_between
from cnnkit.widgets.softmax.softmax_settings import FORMS, HIGHEST, SoftmaxSettings
from cnnkit.widgets.softmax.softmax_words import decimals, describe, notes, sentences, warning

TEMPERATURES = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
SHIFTS = (-1000.0, -100.0, -10.0, 0.0, 10.0, 100.0, 1000.0)
REACH = 6.0  # scores can be dragged from −6 to 6
DRAGGED, FOLLOWING = 360, 108  # pixels of the bars that are dragged, and of those that follow


class SoftmaxExplorer(Explorer):
    """Drag scores and see every step of softmax, the loss, and the gradient that it starts.

    Parameters
    ----------
    logits : sequence of float
        A score for each class (the sums of the votes).
    classes : sequence of str
        Their names, 2 to 8.
    true : str
        The class that is right: what the loss compares with.
    temperature : float
        Scores are divided by it first: below 1 sharpens, above 1 flattens.
    shift : float
        Added to every score: softmax does not change.
    form : {"stable", "naive"}
        Whether the largest score is subtracted before the exponentials.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = SoftmaxExplorer((2.0, 1.0, -1.0))
    >>> [round(float(p), 2) for p in explorer.probabilities]
    [0.71, 0.26, 0.04]
    >>> round(explorer.loss, 2)
    0.35
    """

    logits = Setting(lambda logits: str(tuple(round(value, 4) for value in logits)))
    true = Setting()
    temperature = Setting()
    shift = Setting()
    form = Setting()

    def __init__(
        self,
        logits=(2.0, 1.0, -1.0),
        classes=("X", "O", "neither"),
        *,
        true=None,
        temperature=1.0,
        shift=0.0,
        form="stable",
    ):
        classes = names_of(classes)
        true = classes[0] if true is None and classes else true
        super().__init__(SoftmaxSettings(logits, true, temperature, shift, form, classes))

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self._settings.classes

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scores, by cnnkit (always the stable form)."""
        return self._settings.probabilities

    @property
    def loss(self) -> float:
        """Cross-entropy of the true class."""
        return self._settings.loss

    @property
    def gradient(self) -> np.ndarray:
        """Slope of the loss for each scaled score: probability minus target."""
        return self._settings.gradient

    def edit(self, name: str, value):
        """Return the settings after a control, or one score, called ``logits[row,0]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "logits" and place:
            row, logits = place[0], list(now.logits)
            if place not in [(i, 0) for i in range(len(logits))]:
                raise ValueError(f"there is no score at {list(place)}; choose one of the bars.")
            logits[row] = parse_between(
                value, -HIGHEST, HIGHEST, f"the score of {now.classes[row]}"
            )
            return now.changed(logits=tuple(logits))
        return super().edit(name, value)

    def moments(self):
        """Go from a high temperature to a low one: even shares become a decision."""
        return self.through(
            [{"temperature": float(f"{t:.2g}")} for t in np.geomspace(10, 0.1, 41)],
            lambda now: self.cursor,
            lambda now: f"temperature {now.temperature:g}",
        )

    # -- what the board shows

    def compute(self) -> Scene:
        """Return scores, exponents, exponentials, probabilities and gradient as bars."""
        now = self._settings
        texts, note, finite = sentences(now), notes(now), np.isfinite(now.exponentials)
        places = decimals(now)
        reach = max(REACH, *map(abs, now.logits))
        widest = max(float(np.abs(now.exponents).max()), 1.0)
        tallest = float(now.exponentials.max(where=finite, initial=1e-30))
        # A row for each class: the first bars are as wide as a drag by 0.05 needs, and named.
        bars = {
            "logits": ("Score: drag", (-reach, reach), DRAGGED),
            "exponents": ("z", (-widest, widest), FOLLOWING),
            "exponentials": ("e^z", (0.0, tallest), FOLLOWING),
            "probabilities": ("Share", (0.0, 1.0), FOLLOWING),
            "gradient": ("Slope", (-1.0, 1.0), FOLLOWING),
        }
        columns = {
            "logits": np.array(now.logits, np.float32),
            "exponents": now.exponents,
            "exponentials": now.exponentials,
            "probabilities": now.shares,
            "gradient": now.slopes,
        }
        return Scene(
            label=describe(now),
            arrays={name: array[None, :, None] for name, array in columns.items()},
            panels=tuple(
                Bars(
                    name,
                    title,
                    limits,
                    labels=one_line(now.classes),
                    cuts_names=True,
                    named=name == "logits",
                    extent=width,
                    editable=name == "logits",
                    rule=Text(texts[name]),
                    note=note.get(name, ""),
                    decimals=places[name],
                )
                for name, (title, limits, width) in bars.items()
            ),
            links=(
                Link("exponents", "logits"),
                Link("exponentials", "exponents"),
                Link("probabilities", "exponentials", "dense"),
                Link("gradient", "probabilities"),
            ),
            columns=tuple((name,) for name in bars),
            controls=(
                choose("true", "True class", now.true, now.classes),
                choose_number("temperature", "Temperature", now.temperature, TEMPERATURES),
                choose_number("shift", "Add to all", now.shift, SHIFTS, words=minus),
                choose("form", "Form", now.form, FORMS),
            ),
            lead="logits",
            leading=("logits", "probabilities"),
            message=warning(now),
        )
