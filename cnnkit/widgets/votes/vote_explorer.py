"""From pooled maps to a decision: each number times its weight is a vote for a class."""

from __future__ import annotations

import numpy as np

from cnnkit.examples import xo
from cnnkit.widgets.board.arithmetic_rules import Text
from cnnkit.widgets.board.controls import Control, button, choose
from cnnkit.widgets.board.edits import place_of, with_cell
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.board.panel_limits import around_zero
from cnnkit.widgets.board.panels import Bars, Details, Grid
from cnnkit.widgets.board.scene import Link, Scene
from cnnkit.widgets.votes.vote_settings import ORDERS, VoteSettings, learned_weights
from cnnkit.widgets.votes.vote_tally import FEATURES, Tally

WRAP = 3  # numbers of the list beside each other: one below the other, they could not be read
_BARS = {"extent": 212, "bar_height": 20}

NAMED = Details(map_names=FEATURES)


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
    walk = ("tally", "tally")

    def __init__(self, image="X", *, votes_for="X", order="strongest"):
        settings = VoteSettings(image, votes_for, order, learned_weights())
        super().__init__(settings, cursor=("pooled", 1, 1, 1))

    @property
    def pooled(self) -> np.ndarray:
        """The pooled maps, shape (3, 4, 4)."""
        return self._settings.pooled

    @property
    def votes(self) -> np.ndarray:
        """Each pooled number times its weight, shape (2 classes, 48)."""
        return self._settings.votes

    @property
    def scores(self) -> np.ndarray:
        """What the votes and the bias add up to, one number per class."""
        return self._settings.scores

    @property
    def probabilities(self) -> np.ndarray:
        """Softmax of the scores."""
        return self._settings.probabilities

    def edit(self, name: str, value):
        """Return the settings with a pixel flipped, a weight changed, or the learned weights."""
        now = self._settings
        panel, place = place_of(name)
        if panel == "image" and place:
            if len(place) != 2 or not all(0 <= at < 9 for at in place):
                raise ValueError(f"there is no pixel at {list(place)}; click one of 9×9.")
            pixels = now.pixels.copy()
            pixels[place] *= -1
            return now.changed(image=pixels)
        if panel == "weights" and place:
            place = now.who, np.ravel_multi_index(place, (3, 4, 4))
            return now.changed(weights=with_cell(now.weights, place, value, "a weight"))
        if name == "reset":
            return now.changed(weights=learned_weights())
        return super().edit(name, value)

    # -- what the board shows

    def compute(self) -> Scene:
        """Return picture, maps, list, weights, votes and tally, all linked."""
        now, tally = self._settings, Tally(self._settings)
        votes, spelled = now.votes[now.who], Text(tally.spelled)
        reach = max(float(np.abs(now.scores).max()), 1e-3)
        return Scene(
            label=self._describe(),
            arrays={
                "image": now.pixels[None],
                "rectified": now.layers["1"],
                "pooled": now.pooled,
                "list": now.pooled.reshape(1, -1, WRAP),
                "weights": now.weights[now.who].reshape(3, 4, 4),
                "votes": votes.reshape(3, 4, 4),
                "tally": tally.numbers[None, :, None],
                "scores": now.scores[None, :, None],
                "probabilities": now.probabilities[None, :, None],
            },
            panels=(
                Grid(
                    "image",
                    "Picture",
                    colours="gray",
                    editable="flip",
                    extent=150,
                    note="click a pixel to flip it",
                ),
                Bars("scores", "Sums", (-reach, reach), labels=xo.CLASSES, **_BARS),
                Bars(
                    "probabilities",
                    "Softmax",
                    (0.0, 1.0),
                    labels=xo.CLASSES,
                    headline=xo.CLASSES[int(now.scores.argmax())],
                    **_BARS,
                ),
                Grid("rectified", "Maps after ReLU", extent=150, tiles="row", details=NAMED),
                Grid("pooled", "Pooled", rule=spelled, details=NAMED),
                Grid("list", "List", extent=360, rule=spelled, note="row by row"),
                Grid(
                    "weights",
                    "Weights",
                    around_zero(now.weights),
                    editable=True,
                    rule=spelled,
                    details=NAMED,
                ),
                Grid("votes", "Votes", around_zero(votes), rule=spelled, details=NAMED),
                Bars(
                    "tally",
                    f"Tally for {now.votes_for}",
                    tally.limits,
                    labels=tally.labels,
                    stacked=True,
                    note="each begins where the last ended",
                    rule=Text(tally.texts),
                    **_BARS,
                ),
            ),
            links=(
                Link("rectified", "image", kernel_size=3),
                Link("pooled", "rectified", kernel_size=2, stride=2, channels="same"),
                Link("list", "pooled", "flatten", wrap=WRAP),
                Link("weights", "list", "unflatten", tiles=(3, 4, 4), wrap=WRAP),
                Link("votes", "weights", channels="same"),
                Link("tally", "votes", "flatten", order=(*tally.top, -1, -1, -1)),
            ),
            columns=(
                ("image", "rectified"),
                ("pooled",),
                ("list",),
                ("weights",),
                ("votes",),
                ("probabilities", "scores", "tally"),
            ),
            controls=self._controls(),
            lead="pooled",
            draws_links=True,
            leading=("weights", "votes"),
            tallest=380,
        )

    def _controls(self) -> tuple[Control, ...]:
        now = self._settings
        return (
            choose("image", "Picture", now.image, xo.CLASSES, own=now.image == "own"),
            choose("votes_for", "Votes for", now.votes_for, xo.CLASSES),
            choose("order", "Tally", now.order, ORDERS),
            button("reset", "Reset weights"),
        )

    def _describe(self) -> str:
        now, winner = self._settings, int(self.scores.argmax())
        write = writer(now.scores)
        share = writer(now.probabilities)(now.probabilities[winner])
        return (
            f"Vote explorer. 48 pooled numbers of picture {now.image}, each times its "
            f"weight, add up to {write(now.scores[0])} for X and {write(now.scores[1])} for O: the "
            f"network says {xo.CLASSES[winner]} with probability {share}."
        )
