"""What `cnnkit class` writes: a table, CSV, a page, xAPI; names only where asked for."""

import csv
import html.parser
import io
import json
import re
import uuid
from datetime import datetime

import pytest

from cnnkit.course import cli
from tests.helpers import classes

NAMES = re.compile(rf"\b({'|'.join(classes.FIVE)})\b")


@pytest.fixture
def written(five, tmp_path, capsys):
    """Run the command with options; return what it printed and wrote, by the kind of output."""

    def write(*options):
        paths = {kind: tmp_path / f"out.{kind}" for kind in ("html", "csv", "xapi")}
        outputs = [part for kind, path in paths.items() for part in (f"--{kind}", str(path))]
        assert cli.main(["class", str(five), *outputs, *options]) == 0
        told = {kind: path.read_text(encoding="utf-8") for kind, path in paths.items()}
        return {"terminal": capsys.readouterr().out, **told}

    return write


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("kind", ["terminal", "html", "csv", "xapi"])
def test_names_are_hidden_unless_asked_for(written, kind):
    assert not NAMES.search(written()[kind])
    assert set(NAMES.findall(written("--names")[kind])) == set(classes.FIVE)


def test_the_table_tells_counts_and_the_most_frequent_misconception(written):
    told = written()["terminal"]
    assert re.search(r"Score of one window +3 +5 +2 +3× This is the sum of the products", told)
    assert re.search(r"^blur +1 +4 +1 +3× it moves$", told, re.M)


def test_damaged_files_are_named(five, capsys):
    bad = five / "submitted" / "zoe" / "cnnkit_answers.json"
    bad.parent.mkdir()
    bad.write_text("{")
    cli.main(["class", str(five)])
    assert "Skipped: submitted/zoe/cnnkit_answers.json is damaged" in capsys.readouterr().out


def test_csv_has_a_line_for_each_result(written):
    table = rows(written("--names")["csv"])
    done = [len(it["exercises"]) + len(it["predictions"]) for it in classes.FIVE.values()]
    assert len(table) == sum(done) - 1  # one key, "lesson01.crossing_score", is no question
    (ada,) = [it for it in table if (it["student"], it["name"]) == ("ada", "match_score")]
    assert (ada["tries"], ada["mistakes"], ada["status"]) == (
        "3",
        "score_not_divided ×2",
        "correct",
    )
    (emmy,) = [it for it in table if (it["student"], it["name"]) == ("emmy", "first_sum")]
    assert (emmy["answer"], emmy["right"], emmy["status"]) == ("5", "4", "incorrect")


def test_no_cell_of_the_csv_is_a_formula(tmp_path):
    classes.put(tmp_path / "=cmd|1", {"predictions": {"lesson02.first_sum": "=2+2"}})
    cli.main(["class", str(tmp_path), "--names", "--csv", str(tmp_path / "out.csv")])
    (row,) = rows((tmp_path / "out.csv").read_text(encoding="utf-8"))
    assert (row["student"], row["answer"]) == ("'=cmd|1", "'=2+2")


class Reader(html.parser.HTMLParser):
    """Collects what a page asks for, and its elements."""

    def __init__(self, text):
        super().__init__()
        self.asked, self.tags = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.asked += [v for k, v in attributes if k in ("src", "href", "srcset") and v[0] != "#"]


def test_the_page_asks_for_nothing(written):
    page = written()["html"]
    assert Reader(page).asked == [] and "url(" not in page and "@import" not in page


def test_the_page_marks_the_right_answer_by_a_sign(written):
    (right,) = re.findall(r"<li class=right>.{0,160}it becomes a ramp of greys", written()["html"])
    assert "✓" in right


def test_the_page_tells_misconceptions_in_their_sentences(written):
    page = written()["html"]
    assert "This is the sum of the products. Divide it by the number of pixels" in page
    assert "3 of 5 made this mistake, 2 not past it yet." in page


def test_nothing_that_a_student_wrote_is_run_by_the_page_or_the_terminal(tmp_path, capsys):
    evil = "<script>alert(1)</script>\x1b[2J"
    made = {"rule.x": {"times": 1, "says": evil}}
    content = {
        "exercises": {"lesson01.match_score": {"status": "incorrect", "mistakes": made}},
        "predictions": {"lesson02.first_sum": evil},
    }
    classes.put(tmp_path / "<img src=x onerror=alert(1)>", content)
    cli.main(["class", str(tmp_path), "--names", "--html", str(tmp_path / "out.html")])
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert Reader(page).tags.count("script") == 2 and "img" not in Reader(page).tags
    assert "\x1b" not in capsys.readouterr().out


def test_half_a_character_in_an_answer_stops_nothing(tmp_path):
    path = tmp_path / "a" / "cnnkit_answers.json"
    path.parent.mkdir()
    made = '{"status": "error", "mistakes": {"\\ud800": {"says": "\\ud800"}}}'
    path.write_text('{"exercises": {"lesson01.match_score": ' + made + "}}")
    kinds = "html", "csv", "xapi"
    outputs = [part for it in kinds for part in (f"--{it}", str(tmp_path / f"out.{it}"))]
    assert cli.main(["class", str(tmp_path), *outputs]) == 0


# -- xAPI: rules of the specification 1.0.3, written down here


def check_statement(one):
    """Raise if a statement breaks a rule of the xAPI specification, part two, section 2.4."""
    assert set(one) <= {"id", "actor", "verb", "object", "result", "timestamp", "version"}
    assert str(uuid.UUID(one["id"])) == one["id"]
    actor = one["actor"]
    assert actor["objectType"] == "Agent"
    (identifier,) = {"mbox", "mbox_sha1sum", "openid", "account"} & set(actor)  # exactly one
    assert set(actor[identifier]) == {"homePage", "name"} and is_iri(actor["account"]["homePage"])
    assert is_iri(one["verb"]["id"]) and all(
        re.fullmatch("[a-z]{2}", language) for language in one["verb"]["display"]
    )
    target, definition = one["object"], one["object"]["definition"]
    assert target["objectType"] == "Activity" and is_iri(target["id"])
    assert is_iri(definition["type"])
    assert definition["interactionType"] in ("choice", "numeric", "performance")
    assert ("choices" in definition) == (definition["interactionType"] == "choice")
    ids = [choice["id"] for choice in definition.get("choices", [])]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"\S+", it) for it in ids)
    result = one.get("result", {})
    assert set(result) <= {"success", "completion", "response", "extensions"}
    assert all(isinstance(result[k], bool) for k in ("success", "completion") if k in result)
    assert isinstance(result.get("response", ""), str)
    assert all(map(is_iri, result.get("extensions", {})))
    if ids and "response" in result and "success" in result:
        assert result["success"] == (result["response"] in definition["correctResponsesPattern"])
    if "timestamp" in one:
        assert datetime.fromisoformat(one["timestamp"]).tzinfo is not None
    assert re.fullmatch(r"1\.0\.\d+", one["version"])
    no_nulls(one)


def no_nulls(value):
    assert value is not None
    for part in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        no_nulls(part)


def is_iri(text):
    return bool(re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text))


def test_every_statement_keeps_the_rules_of_xapi(written):
    for line in written()["xapi"].splitlines():
        check_statement(json.loads(line))


def test_statements_carry_the_misconceptions(written):
    told = [json.loads(line) for line in written("--names")["xapi"].splitlines()]
    (ada,) = [it for it in told if it["actor"]["name"] == "ada" and "match" in it["object"]["id"]]
    (made,) = ada["result"]["extensions"]["https://cnnkit.example/misconceptions"]
    assert (made["name"], made["count"], ada["result"]["success"]) == ("score_not_divided", 2, True)
    (blur,) = [it for it in told if it["actor"]["name"] == "emmy" and "blur" in it["object"]["id"]]
    assert blur["result"]["response"] == "choice2" and blur["result"]["success"] is False
    assert "nothing moves" in str(blur["result"]["extensions"])


def test_a_second_run_gives_the_same_statements_and_a_key_other_names(written):
    first, again, keyed = written()["xapi"], written()["xapi"], written("--key", "x")["xapi"]
    assert first == again
    ids = [{json.loads(line)["id"] for line in text.splitlines()} for text in (first, keyed)]
    assert not ids[0] & ids[1]
