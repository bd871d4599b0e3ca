"""The package speaks its field's English: searchers find their words, no turn is translated."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "cnnkit"
FILES = sorted(ROOT.rglob("*.py"))
TURNS = {
    "is not a ...": r"(?<![Tt]here )\b(?:is|are) no (?!(?:longer|less|more|such|other|one)\b)",
    "this many": r"\bso many\b",
    "again": r"\banew\b",
    "... per layer": r"\b(?:one|(?:entry|float|line|number|record|row|value|winner)s?) "
    r"(?-i:an?) (?:axis|channel|class|epoch|example|kernel|layer|seed|window)\b",
    "connected": r"\bhang(?:s|ing)? together\b",
}


def texts(code):
    """Return docstrings, sentences of errors and comments, without the examples' code."""
    strings = [
        node.value
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    lines = [line.strip() for text in strings for line in text.splitlines() if ">>>" not in line]
    return " ".join(lines + re.findall(r"(?<=  # ).*|(?<=^# ).*", code, re.MULTILINE))


TEXTS = {str(path.relative_to(ROOT)): texts(path.read_text(encoding="utf-8")) for path in FILES}


@pytest.mark.parametrize("better", TURNS)
def test_no_translated_turn_is_left(better):
    found = {name: re.findall(TURNS[better], text, re.IGNORECASE) for name, text in TEXTS.items()}
    assert {name: turns for name, turns in found.items() if turns} == {}


@pytest.mark.parametrize(
    "term", ["checkpoint", "early stopping", "hyperparameter", "metrics", "serialized"]
)
def test_what_a_searcher_types_is_found(term):
    assert any(term in text.lower() for text in TEXTS.values())


def test_a_turn_is_found_in_a_docstring_a_sentence_and_a_comment():
    code = 'def f():\n    """So many."""\n    raise ValueError(f"{f} so many")  # so many\n'
    assert len(re.findall(TURNS["this many"], texts(code), re.IGNORECASE)) == 3
