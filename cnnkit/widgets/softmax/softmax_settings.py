"""Checked settings of the SoftmaxExplorer, and every step from the scores to the gradient."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.checks import shown
from cnnkit.functional import cross_entropy, cross_entropy_backward, softmax
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.number_words import counted
from cnnkit.widgets.board.settings import Settings, choice, names_of
from cnnkit.widgets.board.typed_values import parse_between

HIGHEST = 1000.0  # score of a class, up or down
FORMS = {"stable": "subtract the largest", "naive": "as the formula says"}


@dataclass(frozen=True, eq=False)
class SoftmaxSettings(Settings):
    """What a person can choose: see :class:`~cnnkit.widgets.SoftmaxExplorer`."""

    logits: tuple[float, ...]
    true: str
    temperature: float
    shift: float
    form: str
    classes: tuple[str, ...]

    def checked(self) -> Iterator[tuple[str, object]]:
        """Yield classes, logits and numbers; raise a sentence for what is impossible."""
        classes = names_of(self.classes)
        try:
            logits = tuple(float(value) for value in self.logits)
        except (TypeError, ValueError):
            raise ValueError(
                f"logits {shown(self.logits)} are not a list of numbers; give one score per class."
            ) from None
        if not 2 <= len(classes) <= 8 or len(logits) != len(classes):
            raise ValueError(
                f"there {'is' if len(logits) == 1 else 'are'} {counted(len(logits), 'logit')} for "
                f"{len(classes)} class{'' if len(classes) == 1 else 'es'}; give as many logits as "
                "classes, 2 to 8."
            )
        if len(set(classes)) < len(classes):
            raise ValueError("two classes have the same name; give each its own.")
        if not np.isfinite(logits).all() or max(map(abs, logits)) > HIGHEST:
            raise ValueError("a logit is not between −1000 and 1000; use smaller numbers.")
        choice(self.true, "true", classes)
        choice(self.form, "form", FORMS)
        yield "classes", classes
        yield "logits", logits
        yield "temperature", parse_between(self.temperature, 0.01, 100.0, "temperature")
        yield "shift", parse_between(self.shift, -1e4, 1e4, "shift")

    @property
    def target(self) -> int:
        """The row of the true class."""
        return self.classes.index(self.true)

    # -- by cnnkit, always in the stable form

    @cached_property
    def scaled(self) -> np.ndarray:
        """The scores, shifted and divided by the temperature."""
        scaled = (np.array(self.logits) + self.shift) / self.temperature
        return frozen(scaled, np.float32)

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scaled scores."""
        return frozen(softmax(self.scaled[None])[0])

    @cached_property
    def loss(self) -> float:
        """Cross-entropy of the true class."""
        return float(cross_entropy(self.scaled[None], np.array([self.target])))

    @cached_property
    def gradient(self) -> np.ndarray:
        """Slope of the loss for each scaled score: probability minus target."""
        target = np.array([self.target])
        return frozen(cross_entropy_backward(1.0, self.scaled[None], target)[0])

    # -- step by step, in the chosen form

    @cached_property
    def exponents(self) -> np.ndarray:
        """What is exponentiated."""
        scaled = self.scaled
        return frozen(scaled - scaled.max()) if self.form == "stable" else scaled

    @cached_property
    def exponentials(self) -> np.ndarray:
        """The number e to the power of each; the naive form overflows, and that is the lesson."""
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            return frozen(np.exp(self.exponents))

    @cached_property
    def shares(self) -> np.ndarray:
        """Each exponential divided by their sum: the probabilities, or no numbers."""
        if self.form == "stable":
            return self.probabilities
        with np.errstate(all="ignore"):
            return frozen(self.exponentials / self.exponentials.sum())

    @property
    def wish(self) -> np.ndarray:
        """1 for the true class, else 0."""
        return np.eye(len(self.classes), dtype=np.float32)[self.target]

    @property
    def slopes(self) -> np.ndarray:
        """The gradient, as the shares give it."""
        return self.shares - self.wish if self.form == "naive" else self.gradient
