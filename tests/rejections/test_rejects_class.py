"""`cnnkit class` and `cnnkit questions`: one sentence for what cannot be done."""

import pytest

from cnnkit.course import cli
from tests.helpers import classes


def test_a_folder_that_is_not_there_is_told(tmp_path):
    assert cli.main(["class", str(tmp_path / "no")]) == f"there is no folder {tmp_path / 'no'}"


def test_a_file_that_is_no_zip_is_told(tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("no zip")
    said = cli.main(["class", str(path)])
    assert said.startswith(f"{path} is neither a folder nor a zip file") and "give the" in said


def test_a_folder_without_answers_tells_what_they_are_called(tmp_path):
    assert "cnnkit_answers.json" in cli.main(["class", str(tmp_path)])


def test_a_file_that_cannot_be_written_is_told_with_its_option(tmp_path):
    classes.write_five(tmp_path)
    said = cli.main(["class", str(tmp_path), "--html", str(tmp_path / "no" / "a.html")])
    assert said.startswith(f"cannot write {tmp_path / 'no' / 'a.html'}") and "--html FILE" in said


@pytest.mark.parametrize("mode", ["--watch", "--verify"])
def test_a_mode_of_its_own_writes_no_files(tmp_path, mode):
    said = cli.main(["class", str(tmp_path), mode, "--csv", str(tmp_path / "a.csv")])
    assert said.startswith(f"--csv is not written by {mode}")


def test_a_port_belongs_to_watching(tmp_path):
    assert cli.main(["class", str(tmp_path), "--port", "8000"]).startswith("--port belongs to")


def test_watching_and_verifying_exclude_each_other(tmp_path, capsys):
    with pytest.raises(SystemExit):
        cli.main(["class", str(tmp_path), "--watch", "--verify"])
    assert "not allowed with" in capsys.readouterr().err


def test_many_files_that_cannot_be_read_are_counted_and_some_named(tmp_path, capsys):
    for k in range(40):
        (tmp_path / f"s{k:02}").mkdir()
        (tmp_path / f"s{k:02}" / "cnnkit_answers.json").write_text("{")
    said = cli.main(["class", str(tmp_path)])
    assert said.startswith("no answers file below") and "stands above" in said
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 31 and told[-1] == "Skipped: 10 files more."


def test_a_notebook_that_cannot_be_read_is_told_when_verifying(tmp_path, capsys):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "work.rar").write_bytes(b"Rar!")
    (tmp_path / "ada" / "01.ipynb").symlink_to(tmp_path / "no")
    assert cli.main(["class", str(tmp_path), "--verify", "--names"]) == 0
    told = capsys.readouterr().out
    assert "ada: work.rar is an archive" in told and "ada: 01.ipynb is a link" in told
