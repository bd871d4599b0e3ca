"""Whether the arithmetic of a line is right, worked out with the numbers that it prints.

Written from what a student does, not from the code: everything before an equals sign is worked out
with the printed numbers, and has to be the number behind it, within the sum of half a unit of the
last digit of each. Whole numbers and fractions (1/9) are taken as they stand.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"\s*(?P<number>∞|\d+/\d+(?![\d.])|"
    r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[−+-]?\d+)?)"
    r"|\s*(?P<power>e\^)|\s*(?P<word>−?ln|tanh|max|√|[A-Za-z²]*[A-Za-z])"
    r"|\s*(?P<sign>[-+−·×*÷^²(),])"
)
FUNCTIONS = {"tanh": math.tanh, "ln": math.log, "−ln": lambda x: -math.log(x), "√": math.sqrt}


class NoArithmetic(Exception):
    """Words, or a cut sum: nothing that can be worked out."""


@dataclass
class Reader:
    """A recursive walk over one expression, which sums up what its digits may hide."""

    tokens: list[tuple[str, str]]
    known: dict[str, float]
    room: float = 0.0
    place: int = 0
    steps: int = 0  # operators and functions

    def look(self):
        return self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")

    def take(self, *texts):
        kind, text = self.look()
        if kind in ("sign", "word", "power") and text in texts:
            self.place += 1
            return text
        return None

    def whole(self):
        value = self.sum()
        if self.look()[0] != "end":
            raise NoArithmetic
        if not self.steps:
            raise NoArithmetic
        return value

    def sum(self):
        value = self.product()
        while sign := self.take("+", "−", "-"):
            self.steps += 1
            value = value + self.product() if sign == "+" else value - self.product()
        return value

    def product(self):
        value = self.signed()
        while sign := self.take("·", "×", "*", "÷"):
            self.steps += 1
            other = self.signed()
            if sign == "÷" and not other:
                raise NoArithmetic
            value = value / other if sign == "÷" else value * other
        return value

    def signed(self):
        if self.take("−", "-"):
            return -self.signed()
        value = self.atom()
        while sign := self.take("²", "^"):
            self.steps += 1
            value **= 2 if sign == "²" else self.atom()
        return value

    def atom(self):
        kind, text = self.look()
        self.place += 1
        if kind == "power":
            self.steps += 1
            return math.exp(self.signed())
        if kind == "number":
            value, room = number(text)
            self.room += room
            return value
        if text == "(":
            value = self.sum()
            if not self.take(")"):
                raise NoArithmetic
            return value
        if text == "max":
            self.steps += 1
            return self.largest()
        if text in FUNCTIONS:
            self.steps += 1
            return FUNCTIONS[text](self.signed())
        if text in self.known:
            value, room = self.known[text]
            self.room += room
            return value
        raise NoArithmetic

    def largest(self):
        if not self.take("("):
            raise NoArithmetic
        found = [self.sum()]
        while self.take(","):
            found.append(self.sum())
        if not self.take(")"):
            raise NoArithmetic
        return max(found)


def number(text: str) -> tuple[float, float]:
    """Return what a printed number says, and half a unit of its last digit."""
    if text == "∞":
        return math.inf, 0.0
    if "/" in text:
        above, below = text.split("/")
        return int(above) / int(below), 0.0
    mantissa, _, power = text.replace(",", "").partition("e")
    exponent = int((power or "0").replace("−", "-"))
    decimals = len(mantissa.partition(".")[2])
    exact = not power and not decimals
    return float(mantissa) * 10.0**exponent, 0.0 if exact else 0.5 * 10.0 ** (exponent - decimals)


def tokens(text: str, known) -> list[tuple[str, str]]:
    """Return numbers, signs and functions; words that only name a number are left out."""
    found, place, text = [], 0, text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise NoArithmetic
        place = match.end()
        kind = match.lastgroup
        value = match[kind]
        if kind == "word" and value not in FUNCTIONS and value != "max" and value not in known:
            if text[place : place + 1] in ("(", "^") or "²" in value:
                raise NoArithmetic  # a function that nobody knows
            continue
        found.append((kind, value))
    return found


LEADING = re.compile(r"\s*(?:[A-Za-z]+ )*\(?(?P<sign>[−-]?)(?P<number>∞|\d+/\d+(?![\d.])|"
                     r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[−+-]?\d+)?)")  # fmt: skip
DEFINED = re.compile(r"(?<![\w^])(p) = (\d+(?:\.\d+)?(?:e[−-]?\d+)?)")


def equations(line: str):
    """Yield (text before an equals sign, what it gives, the printed result, room, whole result)."""
    known = {name: number(text) for name, text in DEFINED.findall(line)}
    for sentence in re.split(r"; |\. (?=[A-Z])|\n", line):
        sentence = re.sub(r"map \d+: ", "", sentence)
        parts = sentence.split(" = ")
        for before, after in itertools.pairwise(parts):
            if "…" in before:
                continue
            expression = before.rpartition(": ")[2]
            expression = re.sub(r"^(\(?[−-]?[\d.,/]+\)?), ÷", r"\1 ÷", expression.strip())
            match = LEADING.match(after)
            if match is None:
                continue
            for candidate in dict.fromkeys((expression, expression.rpartition(", ")[2])):
                try:
                    reader = Reader(tokens(candidate, known), known)
                    value = reader.whole()
                except (NoArithmetic, OverflowError):
                    continue
                except ValueError:  # such as the logarithm of a 0.00
                    value = math.nan
                shown, room = number(match["number"])
                shown = -shown if match["sign"] else shown
                yield candidate, value, shown, reader.room + room, not room
                break


def check_line(line: str, *, rounded: bool = False) -> int:
    """Assert that all that can be worked out in a line is right; return how much that was.

    Parameters
    ----------
    line : str
    rounded : bool
        Whether a whole number may be a rounded result: it belongs to numbers above 100.
    """
    count = 0
    for text, value, shown, room, whole in equations(line):
        if math.isinf(value) or math.isinf(shown):
            continue
        # Within 5e-7 of a whole number, that number is written.
        slack = room + (0.5 if whole and rounded else 5e-7) + 1e-9 * max(1, abs(shown))
        assert abs(value - shown) <= slack, (
            f"{line!r}: {text!r} is {value:.7g} with these numbers, not {shown:.7g} ± {room:.2g}"
        )
        count += 1
    return count
