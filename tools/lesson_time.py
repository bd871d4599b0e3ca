"""How long a lesson takes, section by section: the formula behind "About 45 minutes".

    python tools/lesson_time.py            one line for each lesson
    python tools/lesson_time.py 04 05      the table of each of these
    python tools/lesson_time.py --write    put the minutes into all lessons, 00's map and README
    python tools/lesson_time.py --write 04    … into this one

`tools/lesson_sections.py` has the formula. A section whose heading begins with
"Deeper:" is folded and no part of the core; `--write` folds its heading cell, writes the minutes
into the heading, and both sums into the sentence `**About 45 minutes; with everything that is
folded, 80.**` of "What you will do".
"""

import argparse
import re
import sys

import nbformat

from tools import notebooks
from tools.lesson_sections import core, sections, whole
from tools.notebooks import FOLD, ROOT

README = ROOT / "README.md"

DEEPER = re.compile(r"^## Deeper: .*?(?: \((\d+) minutes?\))?$", re.MULTILINE)
CLAIM = re.compile(r"\*\*About (\d+) minutes(?:; with everything that is folded, (\d+))?\.\*\*")
IN_README = re.compile(
    r"A lesson takes [\d to]+ minutes,\sor [\d to]+\swith everything that is folded"
)
IN_THE_MAP = re.compile(r"^(\| (\d\d) \|.*\| )(\d+)( min \|)$", re.MULTILINE)


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


def claimed(notebook):
    """Return the minutes that the opening of a lesson says: the core's, and with everything."""
    for cell in notebook.cells:
        said = CLAIM.search(cell.source) if cell.cell_type == "markdown" else None
        if said:
            return int(said[1]), int(said[2] or said[1])
    raise ValueError("no text cell says how long the lesson takes: **About 45 minutes.**")


def said_in_readme(claims):
    """Return README's sentence about the minutes of lessons, from what `claimed` gave for each."""

    def span(minutes):
        low, high = min(minutes), max(minutes)
        return f"{low} to {high}" if low < high else f"{low}"

    cores, wholes = zip(*claims, strict=True)
    return f"A lesson takes {span(cores)} minutes, or {span(wholes)} with everything that is folded"


def in_the_map(text, claims):
    """Return the map of the course (lesson 00) with the minutes of each core.

    Parameters
    ----------
    text : str
    claims : dict of str to (int, int)
        By the number of the lesson, what `claimed` gave.
    """
    return IN_THE_MAP.sub(lambda row: f"{row[1]}{claims[row[2]][0]}{row[4]}", text)


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
    failed, claims = 0, {}
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        if options.write:
            try:
                renamed = write(notebook)
            except ValueError as error:
                print(f"{path.stem}: {error}", file=sys.stderr)
                failed = 1
                continue
            _store(notebook, path)
            claims[path.stem[:2]] = claimed(notebook)
            for old, new in renamed.items():
                print(f"{path.stem}: {old!r} is now {new!r}")
        found = sections(notebook)
        if options.names and not options.write:
            print(path.stem, *table(found), "", sep="\n")
        else:
            print(f"{path.stem:28}{in_one_line(found)}")
    if options.write and not options.names and not failed:
        said = IN_README.sub(said_in_readme(claims.values()), README.read_text(encoding="utf-8"))
        README.write_text(said, encoding="utf-8", newline="\n")
        notebook = nbformat.read(paths[0], as_version=4)
        for cell in notebook.cells:
            cell.source = in_the_map(cell.source, claims)
        _store(notebook, paths[0])
    return failed


def _store(notebook, path):
    text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    if text != path.read_text(encoding="utf-8"):
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
