"""How long a lesson takes, section by section: the formula behind "About 45 minutes".

    python tools/lesson_time.py            one line for each lesson
    python tools/lesson_time.py 04 05      the table of each of these
    python tools/lesson_time.py --write    put the minutes into all lessons and README
    python tools/lesson_time.py --write 04    … into this one

Minutes are words / 150 + 0.08 for each line of code that teaches + 1 for each prediction + 4 for
each explorer + 0.4 for each figure, and for each exercise 1 + 0.2 for each line of its source,
decorator, cases and hints included: a task with more of them takes more thought. The weights were
fitted to estimates made while all lessons were read; nobody was timed.

Words are those of the text cells, formulas included, without fenced code, tags and the marks of
tables; in a folded answer (`<details>`) they count half. Lines that draw or import, blank lines,
comments and cells whose code is folded teach nothing. A section whose heading begins with
"Deeper:" is folded and no part of the core; `--write` folds its heading cell, writes the minutes
into the heading, and both sums into the sentence `**About 45 minutes; with everything that is
folded, 80.**` of "What you will do".
"""

import argparse
import ast
import re
import sys
from dataclasses import dataclass

import nbformat

from tools import notebooks
from tools.notebooks import FOLD, ROOT

README = ROOT / "README.md"

DEEPER = re.compile(r"^## Deeper: .*?(?: \((\d+) minutes?\))?$", re.MULTILINE)
CLAIM = re.compile(r"\*\*About (\d+) minutes(?:; with everything that is folded, (\d+))?\.\*\*")
IN_README = re.compile(
    r"A lesson takes [\d to]+ minutes,\sor [\d to]+\swith everything that is folded"
)
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


def to_five(minutes):
    """Round as the opening of a lesson does: to 5 minutes."""
    return 5 * round(minutes / 5)


def write(notebook):
    """Put the minutes into the headings and the opening, and fold what goes deeper.

    Returns
    -------
    dict of str to str
        Headings that changed, old to new, without their marks.

    Raises
    ------
    ValueError
        If no cell has the sentence with the minutes.
    """
    found = sections(notebook)
    minutes = {f"## {section.title}": round(section.minutes) for section in found}
    renamed = {}

    def headed(match):
        old = match[0].rstrip()
        bare = re.sub(r" \(\d+ minutes?\)$", "", old)
        new = f"{bare} ({minutes[old]} minute{'s' if minutes[old] != 1 else ''})"
        if new != old:
            renamed[old[3:]] = new[3:]
        return new

    claimed = f"About {to_five(core(found))} minutes"
    if any(section.folded for section in found):
        claimed += f"; with everything that is folded, {to_five(whole(found))}"
    claims = 0
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        cell.metadata.pop(FOLD, None)
        if DEEPER.search(cell.source):
            cell.source = DEEPER.sub(headed, cell.source)
            cell.metadata[FOLD] = True
        cell.source, changed = CLAIM.subn(f"**{claimed}.**", cell.source)
        claims += changed
    if claims != 1:
        raise ValueError(
            f"the sentence with its minutes stands {claims} times in it; write it once, under "
            f"'What you will do': **{claimed}.**"
        )
    return renamed


def said_in_readme(lessons):
    """Return README's sentence about the minutes of several lessons.

    Parameters
    ----------
    lessons : iterable of list of Section
    """

    def span(minutes):
        low, high = min(minutes), max(minutes)
        return f"{low} to {high}" if low < high else f"{low}"

    cores, wholes = zip(*((to_five(core(s)), to_five(whole(s))) for s in lessons), strict=True)
    return f"A lesson takes {span(cores)} minutes, or {span(wholes)} with everything that is folded"


def table(found):
    """Return the minutes of each section as lines of text."""
    head = f"{'':50}{'words':>7}{'code':>6}{'predict':>9}{'explore':>9}{'figures':>9}"
    lines = [f"{head}{'exercises':>11}{'minutes':>9}"]
    for s in found:
        name = ("· " if s.folded else "") + s.title
        counts = f"{s.words:7.0f}{s.code:6}{s.predictions:9}{s.explorers:9}{s.figures:9}"
        lines.append(f"{name[:49]:50}{counts}{s.exercises:11.1f}{s.minutes:9.1f}")
    return [*lines, in_one_line(found)]


def in_one_line(found):
    """Return the sums of a lesson in words."""
    exercises = [
        sum(s.exercises for s in found if s.folded is folded or folded is None)
        for folded in (False, None)
    ]
    return (
        f"core {core(found):.0f} minutes (exercises {exercises[0]:.0f}), "
        f"with everything {whole(found):.0f} (exercises {exercises[1]:.0f})"
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="lessons or paths; default: all")
    parser.add_argument("--write", action="store_true", help="put the minutes into the lessons")
    options = parser.parse_args(arguments)
    try:
        paths = [path for path in notebooks.find(options.names) if path.stem != "glossary"]
    except notebooks.NotebookError as error:
        parser.error(str(error))
    failed, counted = 0, []
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        if options.write:
            try:
                renamed = write(notebook)
            except ValueError as error:
                print(f"{path.stem}: {error}", file=sys.stderr)
                failed = 1
                continue
            text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
            if text != path.read_text(encoding="utf-8"):
                path.write_text(text, encoding="utf-8", newline="\n")
            for old, new in renamed.items():
                print(f"{path.stem}: {old!r} is now {new!r}")
        found = sections(notebook)
        counted.append(found)
        if options.names and not options.write:
            print(path.stem, *table(found), "", sep="\n")
        else:
            print(f"{path.stem:28}{in_one_line(found)}")
    if options.write and not options.names and not failed:
        said = IN_README.sub(said_in_readme(counted), README.read_text(encoding="utf-8"))
        README.write_text(said, encoding="utf-8", newline="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
