"""`cnnkit class --watch`: numbers for the projector, never names, the answer when it is opened."""

import http.client
import json
import re
import threading

import pytest

from cnnkit.classroom.watch import Watch, page, serve, server
from tests.helpers import classes


@pytest.fixture
def watch(five, course):
    return Watch(five, course, every=0)


@pytest.fixture
def asked(watch):
    """A function that asks a running server; it returns the status, the headers and the body."""
    running = server(watch)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def ask(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", running.server_port, timeout=10)
        connection.request("GET", path, headers=headers)
        reply = connection.getresponse()
        return reply.status, reply.headers, reply.read().decode()

    yield ask
    running.shutdown()
    thread.join()
    running.server_close()


def counts(told):
    return {bar["answer"]: bar["students"] for bar in told["bars"]}


def test_how_many_have_predicted_what_is_told(watch):
    told = watch.question("lesson02.blur", opened=False)
    assert (told["predicted"], told["students"], told["shown"]) == (4, 5, 1)
    assert counts(told)["it moves"] == 3


@pytest.mark.parametrize("key", ["lesson02.blur", "lesson02.first_sum"])
def test_nothing_tells_the_answer_before_it_is_opened(watch, course, key):
    told = json.dumps(watch.question(key, opened=False))
    assert not re.search("right|remark|explanation", told)
    opened = watch.question(key, opened=True)
    assert [bar["answer"] for bar in opened["bars"] if bar["right"]] == [
        course.questions[key].right
    ]
    assert opened["explanation"]


def test_the_order_of_numbers_does_not_tell_which_is_right(five, watch):
    for k, answer in enumerate(["5", "3", "4", "20"]):
        classes.put(five / "submitted" / f"new{k}", {"predictions": {"lesson02.first_sum": answer}})
    told = watch.question("lesson02.first_sum", opened=False)
    assert list(counts(told)) == ["3", "4", "5", "20"]


def test_a_right_number_that_nobody_gave_has_no_bar_before_it_is_opened(five, watch, course):
    key = "lesson02.flat_area"
    classes.put(five / "submitted" / "new", {"predictions": {key: "0.8"}})
    assert list(counts(watch.question(key, opened=False))) == ["0.8"]
    assert list(counts(watch.question(key, opened=True))) == ["0", "0.8"]


def test_an_answer_given_meanwhile_is_counted(five, watch):
    before = counts(watch.question("lesson02.blur", opened=False))["it becomes black"]
    classes.put(five / "submitted" / "new", {"predictions": {"lesson02.blur": "it becomes black"}})
    after = counts(watch.question("lesson02.blur", opened=False))["it becomes black"]
    assert (before, after) == (0, 1)


def test_files_are_not_read_for_every_page_that_asks(five, course):
    watch = Watch(five, course, every=60)
    watch.question("lesson02.blur", opened=False)
    classes.put(five / "submitted" / "new", {"predictions": {"lesson02.blur": "it moves"}})
    assert watch.question("lesson02.blur", opened=False)["students"] == 5


def test_a_folder_that_is_away_for_a_while_loses_nothing(five, watch):
    watch.lessons()
    five.rename(five.with_name("away"))
    assert watch.lessons()["students"] == 5


def test_no_reply_holds_a_name(asked, course):
    for path in ["/", "/lessons", *(f"/question/{key}?open" for key in course.questions)]:
        status, _, text = asked(path)
        assert status == 200 and not re.search(rf"\b({'|'.join(classes.FIVE)})\b", text)


def test_every_question_can_be_chosen(asked, course):
    lessons = json.loads(asked("/lessons")[2])["lessons"]
    assert [one["key"] for it in lessons for one in it["questions"]] == list(course.questions)


@pytest.mark.parametrize("path", ["/x", "/question/x", "/question/", "/../etc/passwd"])
def test_there_is_nothing_else(asked, path):
    assert asked(path)[0] == 404


def test_a_foreign_page_that_calls_itself_this_computer_gets_nothing(asked):
    status, headers, text = asked("/lessons", Host="evil.example:80")
    assert (status, text) == (403, "") and "Access-Control-Allow-Origin" not in headers


def test_only_this_computer_is_served(watch):
    with server(watch) as running:
        assert running.server_address[0] == "127.0.0.1"


def test_the_page_asks_nobody_else():
    assert not re.search(r"https?://|url\(|@import", page())


def test_a_port_that_is_taken_is_told(watch, five):
    with server(watch) as running:
        said = serve(five, running.server_port)
    assert said.startswith("cannot listen on port") and "--port N" in said


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_told(five, port):
    assert serve(five, port).startswith(f"--port {port} is not a port")


def test_a_folder_that_is_not_there_is_told_before_anything_is_served(tmp_path):
    assert serve(tmp_path / "no").startswith("there is no folder")
