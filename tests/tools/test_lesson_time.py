"""The formula behind a lesson's minutes, on a lesson that is small enough to count."""

import nbformat
import pytest

from tools import lesson_sections, lesson_time, notebooks

TEXT = nbformat.v4.new_markdown_cell
CODE = nbformat.v4.new_code_cell


def lesson(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def only(source, kind=CODE, **metadata):
    """The one section of a lesson of one cell."""
    (section,) = lesson_sections.sections(lesson(kind(source, metadata=metadata)))
    return section


def test_words_are_those_that_are_read():
    table = "| one | two |\n|---|---|\n| three | four |"
    picture = 'five <b style="color: red">six</b> [seven](far_away.ipynb)'
    assert only(f"{table}\n\n{picture}\n\n```python\nx = 1\n```", TEXT).words == 7


def test_words_of_a_folded_answer_count_half():
    answer = "<details><summary>Answers</summary>\n\none two three\n\n</details>"
    assert only(f"here {answer}", TEXT).words == 1 + 4 / 2


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\n\n# why\ny = x  # because", 2),
        ("import numpy as np\nfrom cnnkit import (\n    data,\n    plots,\n)", 0),
        ("plots.show_row(\n    plots.Map(x, 'x'),\n)", 0),
        ("shown = [plots.Map(m) for m in maps]\nprint(maps.shape)", 1),
        ("figure, ax = plots.panels()\nax.set_title('t')\nalt = 'words'", 0),
        ("for k in range(3):\n    print(k)", 2),
        ("for k in range(3):\n    plots.show_row(k)", 0),
        ("def f(\n    x,\n):\n    # square\n    return x * x", 4),
        ("if a:\n    b = 1\nelse:\n    b = 2", 3),
        ("with predict(lesson01.questions.cross):\n    print(x)", 1),
        ("def f(x):\n    raise NotImplementedError", 0),
    ],
)
def test_lines_are_those_that_teach(source, lines):
    assert only(source).code == lines


def test_code_that_is_folded_teaches_nothing_but_its_figure_counts():
    section = only("x = 1\nplots.show_row(x)", jupyter={"source_hidden": True})
    assert (section.code, section.figures) == (0, 1)


def test_a_prediction_is_one_and_a_models_is_none():
    source = "with predict(lesson01.questions.cross):\n    print(1)\npredict(model, images)"
    assert only(source).predictions == 1


def test_explorers_are_what_the_lesson_takes_from_the_widgets():
    first = CODE("from cnnkit.widgets import DrawPad, kept\nfrom cnnkit.data import load_xo")
    second = CODE("pad = DrawPad()\npad\nkept('photo')\nload_xo()\nlist()")
    (section,) = lesson_sections.sections(lesson(first, second))
    assert section.explorers == 1


def test_an_exercise_is_as_long_as_its_source():
    cells = CODE("lesson01.match_score.check(match_score)"), CODE("lesson01.match_score.hint()")
    (section,) = lesson_sections.sections(lesson(*cells))
    assert section.exercises == lesson_sections.exercise_minutes("lesson01", "match_score")
    assert 3 < section.exercises < 10


def test_an_exercise_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="lesson01 has no exercise 'match'"):
        only("lesson01.match.check(match)")


def test_minutes_are_the_weighted_sum():
    section = lesson_sections.Section("A", 300, 25, 1, 2, 5, exercises=3)
    assert section.minutes == pytest.approx(2 + 2 + 1 + 8 + 2 + 3)


CORE, MORE = " ".join(["word"] * 5900), " ".join(["word"] * 1800)


def made():
    return lesson(
        TEXT("# 01 · A lesson"),
        TEXT("## What you will do\n\nLearn. **About 5 minutes.** You need nothing."),
        TEXT(CORE),
        TEXT("## Deeper: the rest"),
        TEXT(f"### Inside\n\n{MORE}"),
        TEXT("## Recap\n\nThat was all.", metadata={notebooks.FOLD: True}),
    )


def test_what_goes_deeper_is_no_part_of_the_core():
    found = lesson_sections.sections(made())
    titles = ["(opening)", "What you will do", "Deeper: the rest", "Recap"]
    assert [section.title for section in found] == titles
    assert lesson_sections.core(found) == pytest.approx(5900 / 150, abs=0.2)
    assert lesson_sections.whole(found) == pytest.approx(7700 / 150, abs=0.2)


def test_written_minutes_are_those_of_the_formula():
    notebook = made()
    renamed = lesson_time.write(notebook)
    assert renamed == {"Deeper: the rest": "Deeper: the rest (12 minutes)"}
    opening, deeper, recap = notebook.cells[1], notebook.cells[3], notebook.cells[5]
    said = "**About 40 minutes; with everything that is folded, 50.**"
    assert opening.source == f"## What you will do\n\nLearn. {said} You need nothing."
    assert deeper.source == "## Deeper: the rest (12 minutes)"
    assert (deeper.metadata, recap.metadata) == ({notebooks.FOLD: True}, {})


def test_written_minutes_stay_when_they_are_written_again():
    notebook = made()
    lesson_time.write(notebook)
    before = nbformat.writes(notebook)
    assert lesson_time.write(notebook) == {}
    assert nbformat.writes(notebook) == before


def test_a_lesson_without_folds_says_one_number():
    notebook = made()
    del notebook.cells[3:5]
    lesson_time.write(notebook)
    assert "**About 40 minutes.**" in notebook.cells[1].source


def test_a_lesson_that_has_no_place_for_its_minutes_is_refused():
    notebook = made()
    notebook.cells[1].source = "## What you will do"
    with pytest.raises(ValueError, match=r"stands 0 times in it; write it once.*\*\*About 40"):
        lesson_time.write(notebook)


def test_readme_says_from_the_shortest_to_the_longest():
    said = "A lesson takes 45 to 50 minutes, or 45 to 80 with everything that is folded"
    assert lesson_time.said_in_readme([(45, 45), (50, 80)]) == said
    assert "takes 45 minutes, or 45 with" in lesson_time.said_in_readme([(45, 45)])
    for breaks in (said, said.replace(", or", ",\nor"), said.replace("80 with", "80\nwith")):
        assert lesson_time.IN_README.sub("", f"Before. {breaks}. After.") == "Before. . After."


def test_the_claim_of_a_lesson_is_read_again():
    notebook = made()
    lesson_time.write(notebook)
    assert lesson_time.claimed(notebook) == (40, 50)
    del notebook.cells[1]
    with pytest.raises(ValueError, match="no text cell says how long"):
        lesson_time.claimed(notebook)


def test_the_command_puts_minutes_into_all_lessons_and_readme(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    monkeypatch.setattr(lesson_time, "README", tmp_path / "README.md")
    path, readme = tmp_path / "01_made.ipynb", tmp_path / "README.md"
    notebook = made()
    notebook.cells[-1].source += "\n\n| 01 | [**A**](01_made.ipynb) | learn | 7 min |"
    nbformat.write(notebook, path)
    readme.write_text("A lesson takes 1 to 2 minutes, or 3 with everything that is folded: x.\n")
    assert lesson_time.main(["--write"]) == 0
    assert "'Deeper: the rest (12 minutes)'" in capsys.readouterr().out
    assert "## Deeper: the rest (12 minutes)" in path.read_text(encoding="utf-8")
    assert "| learn | 40 min |" in path.read_text(encoding="utf-8")
    said = "A lesson takes 40 minutes, or 50 with everything that is folded: x.\n"
    assert readme.read_text() == said


def test_the_command_tells_the_sums_of_a_lesson(capsys):
    assert lesson_time.main(["01"]) == 0
    said = capsys.readouterr().out
    assert "What you will do" in said
    assert said.splitlines()[-2].startswith("core ")


def test_a_fold_survives_storing():
    cell = TEXT("## Deeper: more", metadata={notebooks.FOLD: True, "collapsed": True})
    stored = nbformat.reads(notebooks.normalise(lesson(cell), "made"), as_version=4)
    assert stored.cells[0].metadata == {notebooks.FOLD: True}
