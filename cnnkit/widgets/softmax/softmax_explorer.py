"""Softmax and cross-entropy: from scores to probabilities, every term with its number."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from cnnkit.functional import cross_entropy, cross_entropy_backward, softmax
from cnnkit.widgets.board.controls import choose, choose_number
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.numbers import minus, parse_number
from cnnkit.widgets.board.panels import Bars
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Link, Scene

FORMS = {"stable": "subtract the largest", "naive": "as the formula says"}
TEMPERATURES = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
SHIFTS = (-1000.0, -100.0, -10.0, 0.0, 10.0, 100.0, 1000.0)
REACH = 6.0  # scores can be dragged from −6 to 6


@dataclass(frozen=True, eq=False)
class SoftmaxSettings(Settings):
    """What a person can choose: see :class:`SoftmaxExplorer`."""

    logits: tuple[float, ...]
    true: str
    temperature: float
    shift: float
    form: str
    classes: tuple[str, ...]

    def __post_init__(self):
        classes = tuple(str(name) for name in self.classes)
        try:
            logits = tuple(float(value) for value in self.logits)
        except (TypeError, ValueError):
            raise ValueError(
                f"logits {self.logits!r} are not a list of numbers; give one score per class."
            ) from None
        if not 2 <= len(classes) <= 8 or len(logits) != len(classes):
            raise ValueError(
                f"there are {len(logits)} logits for {len(classes)} classes; give as many logits "
                "as classes, 2 to 8."
            )
        if len(set(classes)) < len(classes):
            raise ValueError("two classes have the same name; give each its own.")
        if not np.isfinite(logits).all() or max(map(abs, logits)) > 1000:
            raise ValueError("a logit is not between −1000 and 1000; use smaller numbers.")
        choice(self.true, "true", classes)
        choice(self.form, "form", FORMS)
        values = {"logits": logits, "classes": classes}
        for name, low, high in (("temperature", 0.01, 100.0), ("shift", -1e4, 1e4)):
            value = parse_number(getattr(self, name), name)
            if not low <= value <= high:
                raise ValueError(f"{name} {value:g} is not possible; use {low:g} to {high:g}.")
            values[name] = value
        self._take(**values)


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

    logits = Setting()
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
        classes = tuple(classes)
        true = classes[0] if true is None and classes else true
        super().__init__(SoftmaxSettings(logits, true, temperature, shift, form, classes))

    def __repr__(self):
        now = self._settings
        logits = tuple(round(value, 4) for value in now.logits)
        return (
            f"SoftmaxExplorer(logits={logits}, true={now.true!r}, "
            f"temperature={now.temperature:g}, shift={now.shift:g}, form={now.form!r})"
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self._settings.classes

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scores, by cnnkit (always the stable form)."""
        return softmax(self._scaled()[None])[0]

    @property
    def loss(self) -> float:
        """Cross-entropy of the true class."""
        return float(cross_entropy(self._scaled()[None], np.array([self._target()])))

    @property
    def gradient(self) -> np.ndarray:
        """Slope of the loss for each scaled score: probability minus target."""
        return cross_entropy_backward(1.0, self._scaled()[None], np.array([self._target()]))[0]

    def _target(self) -> int:
        return self._settings.classes.index(self._settings.true)

    def _scaled(self) -> np.ndarray:
        now = self._settings
        return ((np.array(now.logits) + now.shift) / now.temperature).astype(np.float32)

    def edit(self, name: str, value):
        """Return the settings after a control, or one score, called ``logits[row,0]``."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "logits" and place:
            row, logits = place[0], list(now.logits)
            logits[row] = parse_number(value, f"the score of {now.classes[row]}")
            return now.changed(logits=tuple(logits))
        return super().edit(name, value)

    # -- what the board shows

    def _steps(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What is exponentiated, the exponentials, and the shares, in the chosen form."""
        scaled = self._scaled()
        if self._settings.form == "stable":
            z = scaled - scaled.max()
            e = np.exp(z)
            return z, e, self.probabilities
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            e = np.exp(scaled)  # overflows on purpose: that is the lesson
            return scaled, e, e / e.sum()

    def compute(self) -> Scene:
        """Return scores, exponents, exponentials, probabilities and gradient as bars."""
        now = self._settings
        z, e, shares = self._steps()
        target = self._target()
        wish = np.eye(len(z), dtype=np.float32)[target]
        columns = {
            "logits": np.array(now.logits, np.float32),
            "exponents": z,
            "exponentials": e,
            "probabilities": shares,
            "gradient": shares - wish if now.form == "naive" else self.gradient,
        }
        tallest = float(np.nanmax(np.where(np.isfinite(e), e, 0), initial=1e-30))
        widest = max(float(np.abs(z).max()), 1.0)
        limits = {
            "logits": (-max(REACH, *map(abs, now.logits)), max(REACH, *map(abs, now.logits))),
            "exponents": (-widest, widest),
            "exponentials": (0.0, tallest),
            "probabilities": (0.0, 1.0),
            "gradient": (-1.0, 1.0),
        }
        titles = {
            "logits": "Scores: drag the bars",
            "exponents": "z: what is raised",
            "exponentials": "e to the power z",
            "probabilities": "Share = probability",
            "gradient": "Slope of the loss",
        }
        panels = tuple(
            Bars(
                name,
                titles[name],
                limits[name],
                labels=now.classes,
                extent=250,
                editable=name == "logits",
                rule=Text(texts),
                note=self._note(name, e, shares),
            )
            for name, texts in self._texts(z, e, shares, wish).items()
        )
        return Scene(
            label=self._describe(shares),
            arrays={name: array[None, :, None] for name, array in columns.items()},
            panels=panels,
            links=(
                Link("exponents", "logits"),
                Link("exponentials", "exponents"),
                Link("probabilities", "exponentials", "dense"),
                Link("gradient", "probabilities"),
            ),
            columns=(("logits", "exponents"), ("exponentials", "probabilities"), ("gradient",)),
            controls=self._controls(),
            lead="logits",
            message=self._warning(shares),
        )

    def _texts(self, z, e, shares, wish) -> dict[str, list[str]]:
        now = self._settings
        total = " + ".join(_text(value) for value in e)
        shift = f" + {_text(now.shift)}" if now.shift else ""
        scale = f" ÷ {now.temperature:g}" if now.temperature != 1 else ""
        largest = f" − {_text(self._scaled().max())}" if now.form == "stable" else ""
        rows = range(len(now.classes))
        return {
            "logits": [f"The score of {now.classes[i]} is {_text(now.logits[i])}" for i in rows],
            "exponents": [
                f"z = ({_text(now.logits[i])}{shift}){scale}{largest} = {_text(z[i])}" for i in rows
            ],
            "exponentials": [f"e^({_text(z[i])}) = {_text(e[i])}" for i in rows],
            "probabilities": [f"{_text(e[i])} ÷ ({total}) = {_text(shares[i])}" for i in rows],
            "gradient": [
                f"probability − wish = {_text(shares[i])} − {wish[i]:.0f} = "
                f"{_text(shares[i] - wish[i])}"
                for i in rows
            ],
        }

    def _note(self, name: str, e, shares) -> str:
        if name == "exponentials":
            return f"they add up to {_text(e.sum())}"
        if name == "probabilities" and not np.isfinite(shares).all():
            return "no probabilities, no loss"
        if name == "probabilities":
            return f"loss = −ln {_text(self.probabilities[self._target()])} = {_text(self.loss)}"
        return ""

    def _warning(self, shares) -> tuple[str, str]:
        if np.isfinite(shares).all():
            return "", ""
        return "notice", (
            "The exponentials are too large (or all too small) for the computer, and ∞ ÷ ∞ is no "
            "number. Choose Form: subtract the largest. It is the same formula, and it never fails."
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        return (
            choose("true", "True class", now.true, now.classes),
            choose_number("temperature", "Temperature", now.temperature, TEMPERATURES),
            choose_number("shift", "Add to all", now.shift, SHIFTS, words=minus),
            choose("form", "Form", now.form, FORMS),
        )

    def _describe(self, shares) -> str:
        now = self._settings
        parts = ", ".join(
            f"{name} {share:.2f}" for name, share in zip(now.classes, shares, strict=True)
        )
        return (
            f"Softmax explorer. The scores {', '.join(_text(v) for v in now.logits)} become the "
            f"probabilities {parts}. The true class is {now.true}; the loss is {self.loss:.2f}."
        )


def _text(value) -> str:
    value = float(value)
    if np.isnan(value):
        return "no number"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size >= 1e5 or 0 < size < 5e-4:
        return minus(f"{value:.1e}")
    return minus(f"{value:.3f}".rstrip("0").rstrip(".")) or "0"
