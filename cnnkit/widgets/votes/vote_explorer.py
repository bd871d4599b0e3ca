"""From pooled maps to a decision: each number times its weight is a vote for a class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cnnkit.examples import xo
from cnnkit.functional import softmax
from cnnkit.widgets.board.controls import button, choose
from cnnkit.widgets.board.edits import place_of
from cnnkit.widgets.board.explorer import Explorer, Setting, Settings, choice
from cnnkit.widgets.board.frozen_arrays import frozen
from cnnkit.widgets.board.numbers import largest, minus, parse_number
from cnnkit.widgets.board.panels import Bars, Grid
from cnnkit.widgets.board.rules import Text
from cnnkit.widgets.board.scene import Control, Link, Scene

MARKS = ("\\", "×", "/")  # the three features, short
ORDERS = {
    "strongest": "strongest first",
    "for": "largest for it first",
    "against": "largest against it first",
    "list": "as in the list",
}
SHOWN = 7  # single votes in the tally; the rest is one bar


@dataclass(frozen=True, eq=False)
class VoteSettings(Settings):
    """What a person can choose: see :class:`VoteExplorer`."""

    image: object
    votes_for: str
    order: str
    weights: np.ndarray
    pixels: np.ndarray | None = None

    def __post_init__(self):
        name, pixels = self.image, self.pixels
        if not isinstance(name, str):
            name, pixels = "own", frozen(name, np.float32)
            if pixels.shape != (9, 9) or not np.isfinite(pixels).all():
                raise ValueError(
                    f"image has shape {pixels.shape}; the X/O network reads 9×9 finite numbers."
                )
        elif name in xo.CLASSES:
            pixels = frozen(xo.picture(name))
        elif name != "own" or pixels is None:
            raise ValueError(f"image {name!r} is unknown; use 'X', 'O' or a 9×9 array.")
        choice(self.votes_for, "votes_for", xo.CLASSES)
        choice(self.order, "order", ORDERS)
        weights = frozen(self.weights, np.float32)
        if weights.shape != (2, 48) or not np.isfinite(weights).all():
            raise ValueError(f"weights has shape {weights.shape}; give (2, 48) finite numbers.")
        self._take(image=name, pixels=pixels, weights=weights)


class VoteExplorer(Explorer):
    """See how 48 pooled numbers vote: each number times its weight, added up.

    Hover a number of the list and its pooled cell, the window that it won, the pixels behind it,
    its weight, its vote and its place in the tally light up. Type another weight, or flip a pixel,
    and watch the decision.

    Parameters
    ----------
    image : {"X", "O"} or array of shape (9, 9)
        The picture that the X/O network looks at.
    votes_for : {"X", "O"}
        The class whose weights and votes are shown.
    order : {"strongest", "for", "against", "list"}
        How the tally is sorted.

    Raises
    ------
    ValueError
        If a setting is impossible; the message says what would work, and nothing has changed.

    Examples
    --------
    >>> explorer = VoteExplorer(image="X")
    >>> explorer.votes.shape, round(float(explorer.scores[0]), 2)
    ((2, 48), 1.82)
    """

    image = Setting()
    votes_for = Setting()
    order = Setting()
    weights = Setting()

    def __init__(self, image="X", *, votes_for="X", order="strongest"):
        self._known = None, {}
        learned = xo.network().state_dict()["4.weight"]
        super().__init__(VoteSettings(image, votes_for, order, learned), cursor=("pooled", 1, 1, 1))

    def __repr__(self):
        now = self._settings
        return (
            f"VoteExplorer(image={now.image!r}, votes_for={now.votes_for!r}, order={now.order!r})"
        )

    # -- the network's own numbers

    def _numbers(self) -> dict[str, np.ndarray]:
        """What each layer gives for the picture, computed once for the present settings."""
        now, (known, found) = self._settings, self._known
        if known is not now:
            model = xo.network()
            model.load_state_dict(model.state_dict() | {"4.weight": now.weights})
            found = {"4.bias": model[4].bias}
            found |= {name: a[0] for name, a in model.activations(now.pixels[None, None]).items()}
            self._known = now, found
        return found

    @property
    def pooled(self) -> np.ndarray:
        """The pooled maps, shape (3, 4, 4)."""
        return self._numbers()["2"]

    @property
    def votes(self) -> np.ndarray:
        """Each pooled number times its weight, shape (2 classes, 48)."""
        return self.pooled.reshape(48) * self._settings.weights

    @property
    def scores(self) -> np.ndarray:
        """What the votes and the bias add up to, one number a class."""
        return self._numbers()["4"]

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scores."""
        return softmax(self.scores[None])[0]

    # -- what a person does

    def edit(self, name: str, value):
        """Return the settings with a pixel flipped, a weight changed, or the learned weights."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "image" and place:
            pixels = now.pixels.copy()
            pixels[place] *= -1
            return now.changed(image=pixels)
        if panel == "weights" and place:
            weights = now.weights.copy()
            index = np.ravel_multi_index(place, (3, 4, 4))
            weights[xo.CLASSES.index(now.votes_for), index] = parse_number(value, "a weight")
            return now.changed(weights=weights)
        if name == "reset":
            return now.changed(weights=xo.network().state_dict()["4.weight"])
        return super().edit(name, value)

    # -- what the board shows

    def _sorted(self, votes: np.ndarray) -> np.ndarray:
        keys = {
            "strongest": -np.abs(votes),
            "for": -votes,
            "against": votes,
            "list": np.arange(48),
        }
        return np.argsort(keys[self._settings.order], kind="stable")

    def compute(self) -> Scene:
        """Return picture, maps, list, weights, votes and tally, all linked."""
        now = self._settings
        who = xo.CLASSES.index(now.votes_for)
        rectified, pooled = self._numbers()["1"], self.pooled
        votes, scores = self.votes[who], self.scores
        weights = now.weights[who].reshape(3, 4, 4)
        bias = float(self._numbers()["4.bias"][who])
        top = self._sorted(votes)[:SHOWN]
        rest = float(votes.sum() - votes[top].sum())
        tally = np.array([*votes[top], rest, bias, scores[who]], np.float32)
        labels = (*(_name(i) for i in top), f"{48 - SHOWN} more", "bias", "sum")
        spelled = [
            f"{_name(i)}: {_text(pooled.flat[i])} × {_text(weights.flat[i])} = "
            f"{_text(votes[i])} for {now.votes_for}"
            for i in range(48)
        ]
        tally_texts = [spelled[i] for i in top] + [
            f"The other {48 - SHOWN} votes add up to {_text(rest)}",
            f"The bias of {now.votes_for} is {_text(bias)}",
            f"All 48 votes and the bias: {_text(scores[who])} for {now.votes_for}",
        ]
        strongest, loudest = largest(now.weights), largest(votes)
        reach = max(float(np.abs(scores).max()), 1e-3)
        heights = np.cumsum(tally[:-1])  # how high the stack is after each bar
        low, high = float(min(heights.min(), 0.0)), float(max(heights.max(), 0.0))
        room = max(high - low, 1e-3) * 0.02
        spell = Text(spelled)
        tiles = {"kind": "unflatten", "tiles": (3, 4, 4)}
        return Scene(
            label=self._describe(scores),
            arrays={
                "image": now.pixels[None],
                "rectified": rectified,
                "pooled": pooled,
                "list": pooled.reshape(1, 48, 1),
                "weights": weights,
                "votes": votes.reshape(3, 4, 4),
                "tally": tally[None, :, None],
                "scores": scores[None, :, None],
                "probabilities": self.probabilities[None, :, None],
            },
            panels=(
                Grid(
                    "image",
                    "Picture",
                    (-1.0, 1.0),
                    colours="gray",
                    editable="flip",
                    extent=150,
                    note="click a pixel to flip it",
                ),
                Bars(
                    "scores",
                    "Sums",
                    (-reach, reach),
                    extent=212,
                    bar_height=24,
                    labels=xo.CLASSES,
                ),
                Bars(
                    "probabilities",
                    "Softmax",
                    (0.0, 1.0),
                    extent=212,
                    bar_height=24,
                    labels=xo.CLASSES,
                ),
                Grid("rectified", "Maps after ReLU", extent=167, tiles="row"),
                Grid("pooled", "Pooled", rule=spell),
                Grid("list", "List", extent=360, rule=spell),
                Grid(
                    "weights",
                    "Weights",
                    (-strongest, strongest),
                    editable=True,
                    rule=spell,
                ),
                Grid("votes", "Votes", (-loudest, loudest), rule=spell),
                Bars(
                    "tally",
                    f"Tally for {now.votes_for}",
                    (low - room, high + room),
                    extent=212,
                    labels=labels,
                    bar_height=24,
                    stacked=True,
                    note="each begins where the last ended",
                    rule=Text(tally_texts),
                ),
            ),
            links=(
                Link("rectified", "image", kernel_size=(3, 3)),
                Link("pooled", "rectified", kernel_size=(2, 2), stride=(2, 2), channels="same"),
                Link("list", "pooled", "flatten"),
                Link("weights", "list", **tiles),
                Link("votes", "weights", channels="same"),
                Link("tally", "votes", "flatten", order=(*(int(i) for i in top), -1, -1, -1)),
            ),
            columns=(
                ("image", "rectified"),
                ("pooled",),
                ("list",),
                ("weights",),
                ("votes",),
                ("tally", "scores", "probabilities"),
            ),
            controls=self._controls(),
            lead="pooled",
            tallest=380,
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        images = {name: name for name in xo.CLASSES}
        if now.image == "own":
            images["own"] = "your own"
        return (
            choose("image", "Picture", now.image, images),
            choose("votes_for", "Votes for", now.votes_for, xo.CLASSES),
            choose("order", "Tally", now.order, ORDERS),
            button("reset", "Reset weights"),
        )

    def _describe(self, scores: np.ndarray) -> str:
        winner = int(scores.argmax())
        return (
            f"Vote explorer. 48 pooled numbers of picture {self._settings.image}, each times its "
            f"weight, add up to {scores[0]:.2f} for X and {scores[1]:.2f} for O: the network "
            f"says {xo.CLASSES[winner]} with probability {self.probabilities[winner]:.2f}."
        )


def _name(index: int) -> str:
    """Return what a bar calls a number: its feature and its place."""
    channel, row, col = np.unravel_index(index, (3, 4, 4))
    return f"{MARKS[channel]} {row},{col}"


def _text(value: float) -> str:
    return minus(f"{value:.2f}")
