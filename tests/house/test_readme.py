"""README keeps its word: its code runs, its commands are those of CI, its links lead somewhere."""

import ast
import contextlib
import importlib.util
import io
import re
import tokenize
from pathlib import Path

import pytest

import cnnkit
from cnnkit import widgets

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = 'python3 -m venv .venv && .venv/bin/pip install -e ".[lab]" && .venv/bin/cnnkit lab'
TEST = 'python3 -m venv .venv && .venv/bin/pip install -e ".[test]" && .venv/bin/pytest'


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_code_is_ten_lines_that_train_a_network_to_97_percent():
    (code,) = blocks("python")
    assert len([line for line in code.splitlines() if line]) == 10
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "README.md", "exec"), {})
    accuracy = re.fullmatch(r"on new digits: (\d+\.\d)%", said.getvalue().splitlines()[-1])
    assert float(accuracy[1]) >= 97


def test_commands_stand_as_lines_to_copy():
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert RUN in lines
    assert TEST in lines


def test_ci_runs_the_test_command_as_written():
    assert TEST in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#:]+)\)", README))
def test_link_leads_to_a_file(link):
    assert (ROOT / link).is_file()


PICTURES = dict(re.findall(r'<img src="([^"]+)" width="\d+" alt="([^"]+)">', README))


@pytest.mark.parametrize("picture", PICTURES)
def test_picture_is_a_small_file_told_in_words(picture):
    content = (ROOT / picture).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) <= 50_000
    assert len(PICTURES[picture].split()) >= 12


def test_every_explorer_has_its_picture():
    names = set(widgets.__all__) - {"Board"}
    missing = {f"docs/explorers/{name}.png" for name in names} - set(PICTURES)
    assert missing == set(), "README shows each: see CONTRIBUTING.md, Add an explorer"
    assert README.count("<img ") == len(PICTURES)


def test_lists_every_lesson():
    listed = re.findall(r"\(notebooks/(\w+)\.ipynb\)", README)
    lessons = [path.stem for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert listed == lessons


def test_quotes_the_ratios_of_the_stored_run():
    where = ROOT / "benchmarks" / "report.py"
    spec = importlib.util.spec_from_file_location("report", where)
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    written = report.BEGIN + report.section(report.load()) + report.END
    assert written in README, "run: python benchmarks/speed.py --readme"


QUIET = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENDMARKER,
}  # fmt: skip
SAMPLE = '''"""A docstring
of two lines."""

# a comment
x = """a string that is
not a docstring"""


def f(a,
      b):
    """Another docstring."""
    return a  # counted once
'''


def lines_of_code(source):
    """How many lines are neither blank, nor comment, nor docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines = {n for t in tokens if t.type not in QUIET for n in range(t.start[0], t.end[0] + 1)}
    documented = ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, documented) and ast.get_docstring(node, clean=False) is not None:
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


def files_to_read():
    """The files that the package's own docstring names, in its order."""
    numbered = re.findall(r"^\d\. (.*?):", cnnkit.__doc__, re.MULTILINE)
    for name in re.findall(r"``(\S+?)``", " ".join(numbered)):
        place = ROOT / "cnnkit" / name
        yield from sorted(place.glob("*.py")) if name.endswith("/") else [place.with_suffix(".py")]


def test_lines_of_code_are_those_that_are_not_blank_comment_or_docstring():
    assert lines_of_code(SAMPLE) == 5


def test_the_package_says_what_to_read():
    listed = [path.relative_to(ROOT / "cnnkit").as_posix() for path in files_to_read()]
    rooms = ("shapes/", "functional/", "layers/")
    named = [name for name in listed if not name.startswith(rooms)]
    assert named == [
        "naive.py", "windows.py", "losses.py", "model/sequential.py", "optim.py", "train/step.py",
        "train/loop.py",
    ]  # fmt: skip
    assert listed[0].startswith("shapes/")
    assert {"functional/convolution.py", "layers/conv_and_linear.py"} <= set(listed)


def test_says_how_many_lines_there_are_to_read():
    sources = [path.read_text(encoding="utf-8") for path in files_to_read()]
    count = sum(map(lines_of_code, sources))
    assert count <= 2150, f"{count} lines of code to read; make room before you add"
    said = re.search(r"is about ([\d,]+) lines of code \(about ([\d,]+) with", README)
    code, everything = (int(number.replace(",", "")) for number in said.groups())
    assert abs(count - code) <= 50, f"README says about {code} lines, but they are {count}"
    total = sum(len(source.splitlines()) for source in sources)
    assert abs(total - everything) <= 100, f"README says {everything} in all, they are {total}"
