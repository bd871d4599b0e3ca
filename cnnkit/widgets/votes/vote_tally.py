"""The tally of the votes: the strongest ones, the rest, the bias, and their sum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnkit.examples import xo
from cnnkit.plots import decimals_of
from cnnkit.widgets.board.agreeing_digits import enough
from cnnkit.widgets.board.number_words import writer
from cnnkit.widgets.votes.vote_settings import VoteSettings

SINGLE = 7  # votes with a bar of their own; the rest shares one
FEATURES = tuple(xo.features())


@dataclass(frozen=True)
class Tally:
    """Bars that add up to a class's score, each beginning where the one before it ends."""

    now: VoteSettings

    @cached_property
    def top(self) -> list[int]:
        """The votes with a bar of their own, in their order."""
        votes = self.now.votes[self.now.who]
        keys = {
            "strongest": -np.abs(votes),
            "for": -votes,
            "against": votes,
            "list": np.arange(48),
        }
        return np.argsort(keys[self.now.order], kind="stable")[:SINGLE].tolist()

    @cached_property
    def numbers(self) -> np.ndarray:
        """What each bar stands for, the sum last."""
        now, who = self.now, self.now.who
        single = now.votes[who][self.top]
        rest = now.votes[who].sum() - single.sum()
        return np.array([*single, rest, now.bias[who], now.scores[who]], np.float32)

    @property
    def labels(self) -> tuple[str, ...]:
        """A word for each bar."""
        return (*map(_name, self.top), f"{48 - SINGLE} more", "bias", "sum")

    @property
    def limits(self) -> tuple[float, float]:
        """What the stack reaches down and up to, with a little room."""
        heights = np.cumsum(self.numbers[:-1])
        low, high = float(min(heights.min(), 0.0)), float(max(heights.max(), 0.0))
        room = max(high - low, 1e-3) * 0.02
        return low - room, high + room

    @cached_property
    def spelled(self) -> list[str]:
        """A sentence for each of the 48 votes."""
        now = self.now
        weights, votes = now.weights[now.who], now.votes[now.who]
        decimals, write = (
            [decimals_of(np.float32(one)) for one in (now.pooled, weights)],
            writer(votes),
        )
        texts = []
        for i, (*given, vote) in enumerate(zip(now.pooled.flat, weights, votes, strict=True)):
            numbers = list(zip(map(float, given), decimals, strict=True))
            number, weight = enough(numbers, write(vote), float(vote), lambda n: n[0] * n[1])
            sign = f"({weight})" if weight.startswith("−") else weight
            texts.append(f"{_name(i)}: {number} × {sign} = {write(vote)} for {now.votes_for}")
        return texts

    @property
    def texts(self) -> list[str]:
        """A sentence for each bar."""
        *_, rest, bias, total = map(writer(self.numbers), self.numbers)
        return [self.spelled[i] for i in self.top] + [
            f"The other {48 - SINGLE} votes add up to {rest}",
            f"The bias of {self.now.votes_for} is {bias}",
            f"All 48 votes and the bias: {total} for {self.now.votes_for}",
        ]


def _name(index: int) -> str:
    """Return what a bar calls a number: its feature and its place."""
    channel, row, col = np.unravel_index(index, (3, 4, 4))
    return f"{FEATURES[channel]} ({row}, {col})"
