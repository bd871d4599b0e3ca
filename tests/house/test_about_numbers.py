"""A number after ≈ may differ as much as the lesson says, and nothing else may."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.helpers.about import without_drawing
from tools.about import reconciled

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("now", "stored", "tags"),
    [
        ("right: ≈ 97 %", "right: ≈ 98 %", ()),
        ("right: ≈ 96 %", "right: ≈ 98 %", ()),
        ("≈ 0.061 and ≈ 1.12", "≈ 0.060 and ≈ 1.14", ()),
        ("≈ −0.30", "≈ −0.32", ()),
        ("≈ −0.01", "≈ 0.01", ()),
        ("≈ 1,300 ms", "≈ 1,302 ms", ()),
        ("≈ 60 %", "≈ 70 %", ("about=10",)),
        ("≈ 1,050", "≈ 1,000", ("figure", "about=5%")),
    ],
)
def test_nearly_equal_numbers_after_the_sign_are_one(now, stored, tags):
    assert reconciled(now, stored, tags) == stored


@pytest.mark.parametrize(
    ("now", "stored", "tags"),
    [
        ("right: ≈ 91 %", "right: ≈ 98 %", ()),
        ("right: 97 %", "right: 98 %", ()),
        ("≈ 6 of 365", "≈ 6 of 364", ()),
        ("≈ 0.06", "≈ 0.060", ()),
        ("≈ 0.063", "≈ 0.060", ()),
        ("≈ 97 % left", "≈ 97 % right", ()),
        ("≈ −0.30", "≈ 0.30", ()),
        ("≈ 97", "≈ 97 and ≈ 3", ()),
        ("≈ 59 %", "≈ 70 %", ("about=10",)),
        ("≈ 1,060", "≈ 1,000", ("about=5%",)),
    ],
)
def test_everything_else_differs(now, stored, tags):
    assert reconciled(now, stored, tags) != stored


def figure(pixels, words, printed="98.4 % right"):
    page = (
        f'<pre>{printed}</pre><img src="data:image/png;base64,{pixels}" alt="{words}" '
        f'width="30{len(pixels)}">'
        f'<span style="clip-path:polygon(evenodd,0% {len(pixels)}%)"></span>'
        f"<details><summary>In words</summary><p>{words}</p></details>"
    )
    output = {"data": {"text/html": page, "image/png": "", "text/plain": f"Figure: {words}"}}
    without_drawing(output)
    output["data"].pop("image/png")
    return output


def test_figures_of_the_same_words_are_one_whatever_their_pixels_and_numbers():
    assert figure("AB+/==", "a map of 7×7") == figure("ABCD", "a map of 7×7")
    one = "loss over epoch 1 to 20: from 2.30 to 0.061, lowest 0.060 at 19"
    other = "loss over epoch 1 to 20: from 2.31 to 1e-05"
    assert figure("AB", one) == figure("CD", other)
    assert figure("A", "highest 1.00 at (3, 3)") == figure("A", "highest 0.98 at (3, 3), (4, 2)")


def test_figures_of_other_words_or_other_prints_differ():
    assert figure("A", "a map of 7×7") != figure("A", "a picture of 7×7")
    assert figure("A", "a map", "98.4 % right") != figure("A", "a map", "91.4 % right")


LESSONS = {  # what is printed, what is stored, the cell's tags
    "near": ("≈ 97 %", "≈ 98 %", []),
    "far": ("≈ 90 %", "≈ 98 %", []),
    "tagged": ("≈ 90 %", "≈ 98 %", ["about=8"]),
    "exact": ("97 %", "98 %", []),
}


def test_nbval_compares_so(tmp_path):
    for name, (prints, stored, tags) in LESSONS.items():
        output = nbformat.v4.new_output("stream", name="stdout", text=f"{stored}\n")
        cell = nbformat.v4.new_code_cell(
            f"print({prints!r})", execution_count=1, metadata={"tags": tags}, outputs=[output]
        )
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / f"{name}.ipynb")
    (tmp_path / "conftest.py").write_text(
        "from tests.helpers.about import teach_nbval\n\nteach_nbval()\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "--nbval-current-env",
            "-rA",
            "-p",
            "no:cacheprovider",
        ],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
    )
    passed = set(re.findall(r"^PASSED (\w+)\.ipynb", ran.stdout, re.MULTILINE))
    assert passed == {"near", "tagged"}, ran.stdout
    assert "2 failed" in ran.stdout
