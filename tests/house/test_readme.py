"""README keeps its word: its code runs, its commands are those of CI, its links lead somewhere."""

import contextlib
import importlib.util
import io
import re
from pathlib import Path

import pytest

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
    assert len(content) <= 40_000
    assert len(PICTURES[picture].split()) >= 12


def test_every_explorer_has_its_picture():
    names = set(widgets.__all__) - {"Board"}
    assert {f"docs/explorers/{name}.png" for name in names} <= set(PICTURES)
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
