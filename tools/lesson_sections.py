"""The sections of a lesson, and how many minutes each takes.

Minutes are words / 150 + 0.08 for each line of code that teaches + 1 for each prediction + 4 for
each explorer + 0.4 for each figure, and for each exercise 1 + 0.2 for each line of its source,
decorator, cases and hints included: a task with more of them takes more thought. The weights were
fitted to estimates made while all lessons were read; nobody was timed.

Words are those of the text cells, formulas included, without fenced code, tags and the marks of
tables; in a folded answer (`<details>`) they count half. Lines that draw or import, blank lines,
comments and cells whose code is folded teach nothing.
"""

import ast
import re
from dataclasses import dataclass

from tools.notebooks import ROOT

CHECK = re.compile(r"\b(lesson\d\d)\.(\w+)\.check\(")
DRAWING = {"alt", "ax", "axes", "figure", "plots", "plt"}


@dataclass
class Section:
    """What stands under one heading of level 2, or above the first."""

    title: str
    words: float = 0
    code: int = 0  # lines
    predictions: int = 0
    explorers: int = 0
    figures: int = 0
    exercises: float = 0  # minutes

    @property
    def folded(self):
        """Whether it goes deeper and is no part of the core."""
        return self.title.startswith("Deeper:")

    @property
    def minutes(self):
        """What the formula gives for it."""
        reading = self.words / 150 + 0.08 * self.code + 0.4 * self.figures
        return reading + self.predictions + 4 * self.explorers + self.exercises


def sections(notebook):
    """Return the sections of a lesson in their order, the opening first."""
    found = [Section("(opening)")]
    explorers = set()
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            first, *others = re.split(r"^## (?=\S)", prose(cell.source), flags=re.MULTILINE)
            found[-1].words += words(first)
            for text in others:
                found.append(Section(text.splitlines()[0].strip()))
                found[-1].words += words(text)
        elif cell.cell_type == "code":
            hidden = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            _count_code(found[-1], cell.source, explorers, hidden)
    return found


def core(found):
    """Minutes of what is not folded."""
    return sum(section.minutes for section in found if not section.folded)


def whole(found):
    """Minutes of a lesson with everything that is folded."""
    return sum(section.minutes for section in found)


def prose(markdown):
    """Text without fenced code and tags; headings keep their lines."""
    return re.sub(r"^```.*?^```", "", markdown, flags=re.MULTILINE | re.DOTALL)


def words(text):
    """Count words; those between `<details>` and `</details>` half."""
    answers = re.findall(r"<details>.*?</details>", text, re.DOTALL)
    return _words(text) - sum(map(_words, answers)) / 2


def _words(text):
    text = re.sub(r"<[^>]*>|\]\([^)]*\)", " ", text)  # tags, and where links lead to
    return sum(bool(re.search(r"\w", word)) for word in text.split())


def _count_code(section, source, explorers, hidden):
    """Add what a code cell holds; `explorers` are the widgets' names imported so far."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "cnnkit.widgets":
            explorers.update(name.asname or name.name for name in node.names if name.name != "kept")
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            section.explorers += called in explorers
            section.figures += called.startswith("plots.show")
            asked = called == "predict" and node.args and ".questions." in ast.unparse(node.args[0])
            section.predictions += bool(asked)
    section.exercises += sum(exercise_minutes(*names) for names in CHECK.findall(source))
    if not hidden and "raise NotImplementedError" not in source and not CHECK.search(source):
        section.code += sum(_lines(statement, source.splitlines()) for statement in tree.body)


def _lines(statement, source):
    """Lines of a statement from which something is learned about networks."""
    bodies = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
    inner = [child for body in bodies for child in body]
    if not inner:
        names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if isinstance(statement, ast.Import | ast.ImportFrom) or names & DRAWING:
            return 0
        return _written(source[statement.lineno - 1 : statement.end_lineno])
    taught = sum(_lines(child, source) for child in inner)
    asks = isinstance(statement, ast.With) and "predict(" in ast.unparse(statement.items[0])
    head = max(1, _written(source[statement.lineno - 1 : inner[0].lineno - 1]))
    return taught + head if taught and not asks else taught


def _written(lines):
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


def exercise_minutes(lesson, name, folder=ROOT / "cnnkit" / "exercises"):
    """Minutes of the exercise `name` of the module `lesson`: from its length there."""
    tree = ast.parse((folder / f"{lesson}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return 1 + 0.2 * (node.end_lineno - node.decorator_list[0].lineno + 1)
    raise ValueError(f"{lesson} has no exercise {name!r}; the lesson checks one")
