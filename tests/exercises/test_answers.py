"""The answers file: it survives, it is never half written, and it is never in the way."""

import json
import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from cnnkit.exercises import answers, keep_answers, lesson01, predict

FILE = "cnnkit_answers.json"


def forget_memory(folder):
    """As after a restart of the kernel."""
    keep_answers(True, folder=folder)


def test_an_answer_survives_a_restart(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.11"
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.11"


def test_a_result_survives_and_correct_stays_correct(answers_folder):
    lesson01.match_score.check(lesson01.match_score.reference)
    lesson01.match_score.check(lambda patch, feature: 0)
    forget_memory(answers_folder)
    assert lesson01.progress().solved == 1
    assert lesson01.progress().exercises["Score of one window"] == "correct"


def test_a_stub_is_not_recorded(answers_folder):
    def stub(patch, feature):
        raise NotImplementedError

    lesson01.match_score.check(stub)
    assert not (answers_folder / FILE).exists()


def test_the_file_is_plain_json(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.56"
    assert json.loads((answers_folder / FILE).read_text("utf-8")) == {
        "version": 1,
        "predictions": {"lesson01.crossing": "0.56"},
        "exercises": {},
    }
    assert os.listdir(answers_folder) == [FILE]


def test_clear_forgets(answers_folder):
    p = predict(lesson01.questions.crossing)
    p.answer = "0.11"
    p.clear()
    p.answer = "0.56"
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.56"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"predictions": []}',
        b'{"exercises": {"a": 1}}',
        b"\xff\xfe\x00",
    ],
)
def test_a_damaged_file_is_set_aside_with_one_sentence(answers_folder, capsys, content):
    (answers_folder / FILE).write_bytes(content)
    p = predict(lesson01.questions.crossing)
    assert p.answer is None
    p.answer = "0.56"
    assert (answers_folder / "cnnkit_answers.damaged.json").read_bytes() == content
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "cnnkit_answers.damaged.json" in said
    forget_memory(answers_folder)
    assert predict(lesson01.questions.crossing).answer == "0.56"


def test_a_second_damaged_file_does_not_overwrite_the_first(answers_folder):
    for content in ("first", "second"):
        (answers_folder / FILE).write_text(content)
        forget_memory(answers_folder)
        lesson01.progress()
    assert (answers_folder / "cnnkit_answers.damaged.json").read_text() == "first"
    assert (answers_folder / "cnnkit_answers.damaged-2.json").read_text() == "second"


def test_an_answer_that_the_question_no_longer_offers_is_no_answer(answers_folder):
    content = {"predictions": {"lesson01.crossing": "42", "lesson99.other": "kept"}}
    (answers_folder / FILE).write_text(json.dumps(content))
    p = predict(lesson01.questions.crossing)
    assert p.answer is None
    assert lesson01.progress().predicted == 0
    p.answer = "0.56"
    assert (
        json.loads((answers_folder / FILE).read_text())["predictions"]["lesson99.other"] == "kept"
    )


def test_what_another_notebook_writes_meanwhile_is_kept(answers_folder):
    predict(lesson01.questions.crossing).answer = "0.56"
    kept = json.loads((answers_folder / FILE).read_text())
    kept["predictions"]["lesson02.elsewhere"] = "1"
    (answers_folder / FILE).write_text(json.dumps(kept))
    predict(lesson01.questions.map_size).answer = "7×7"
    predictions = json.loads((answers_folder / FILE).read_text("utf-8"))["predictions"]
    assert set(predictions) == {"lesson01.crossing", "lesson01.map_size", "lesson02.elsewhere"}


def test_threads_do_not_lose_each_others_answers(answers_folder):
    def write(i):
        answers.record("predictions", f"test.{i}", str(i))

    threads = [threading.Thread(target=write, args=(i,)) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads((answers_folder / FILE).read_text())["predictions"]) == 20


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, capsys):
    keep_answers(True, folder=tmp_path / "missing")
    p = predict(lesson01.questions.crossing)
    p.answer = "0.56"
    predict(lesson01.questions.map_size).answer = "7×7"
    assert p.answer == "0.56"
    assert capsys.readouterr().out.count("answers last until the kernel ends") == 1


def test_a_folder_in_place_of_the_file_is_no_error(answers_folder, capsys):
    (answers_folder / FILE).mkdir()
    predict(lesson01.questions.crossing).answer = "0.56"
    assert "could not be read" in capsys.readouterr().out


def test_switched_off_by_a_call(tmp_path):
    keep_answers(False, folder=tmp_path)
    predict(lesson01.questions.crossing).answer = "0.56"
    assert predict(lesson01.questions.crossing).answer == "0.56"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", "false"])
def test_switched_off_by_the_environment(tmp_path, value):
    (tmp_path / FILE).write_text('{"predictions": {"lesson01.crossing": "0.11"}}')
    code = (
        "from cnnkit.exercises import lesson01, predict\n"
        "p = predict(lesson01.questions.crossing)\n"
        "print(p.answer)\np.answer = '0.56'\nprint(p.answer)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "CNNKIT_ANSWERS": value},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert result.stdout.split() == ["None", "0.56"]
    assert (tmp_path / FILE).read_text() == '{"predictions": {"lesson01.crossing": "0.11"}}'


def test_by_default_the_file_lies_in_the_kernels_folder(tmp_path):
    code = (
        "import os\nfrom cnnkit.exercises import lesson01, predict\nos.chdir('..')\n"
        "predict(lesson01.questions.crossing).answer = '0.56'"
    )
    environment = {name: v for name, v in os.environ.items() if name != "CNNKIT_ANSWERS"}
    subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, timeout=60, check=True
    )
    assert (tmp_path / FILE).exists()


def test_progress_reads_well(answers_folder):
    lesson01.match_score.check(lesson01.match_score.reference)
    lesson01.match_map.check(lambda image, feature: np.zeros(1))
    predict(lesson01.questions.crossing).answer = "0.56"
    progress = lesson01.progress()
    lines = repr(progress).splitlines()
    assert lines[0].startswith("lesson01: 1 of 6 exercises solved, 1 of ")
    assert lines[1].split() == ["✓", "Score", "of", "one", "window", "correct"]
    assert "✗ Map of a whole picture" in repr(progress)
    assert "not attempted" in progress._repr_html_()
