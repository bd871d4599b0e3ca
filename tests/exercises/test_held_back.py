"""`with predict(question):` keeps what a block shows until the question is answered."""

import sys

import numpy as np
import pytest
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML, display
from traitlets.config import Config

import cnnkit
from cnnkit import plots
from cnnkit.exercises import lesson01, predict
from cnnkit.exercises.predictions.held_back import WIDGET_VIEW
from cnnkit.layers import Flatten, Linear
from cnnkit.model import Sequential
from cnnkit.widgets import FilterExplorer


class Page(DisplayPublisher):
    """What a reader would see."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def publish(self, data, metadata=None, **_):
        self.shown.append(data)


@pytest.fixture(scope="module")
def shell():
    settings = Config()
    settings.HistoryManager.enabled = False
    yield InteractiveShell.instance(config=settings)
    InteractiveShell.clear_instance()


@pytest.fixture
def page(monkeypatch, shell):
    """What a notebook's shell displays."""
    found = Page()
    monkeypatch.setattr(shell, "display_pub", found)
    return found


@pytest.fixture
def crossing():
    p = predict(lesson01.questions.crossing)
    yield p
    p.clear()


def figure():
    made, ax = plots.panels()
    plots.heatmap(np.eye(3), ax)
    plots.show(made, alt="Ones on the diagonal of three.")


def test_nothing_of_the_block_is_shown_but_the_question(page, capsys, crossing):
    with crossing:
        print("the score is 0.5555")
        figure()
        display(HTML("<b>0.5555</b>"))
    assert len(page.shown) == 1
    assert "0.5555" not in page.shown[0]["text/plain"]
    assert "0.5555" not in capsys.readouterr().out
    folded = page.shown[0]["text/html"].partition("<details>")
    assert "0.5555" not in folded[0] and "0.5555" in folded[2]


def test_all_kinds_of_outputs_come_in_their_order(page, crossing):
    explorer = FilterExplorer(image="X")
    with crossing:
        print("first")
        figure()
        print("second", "third")
        display(explorer)
        display({"text/plain": "plain"}, raw=True)
        print("last")
    assert [(item["kind"], item.get("text")) for item in crossing.reveal] == [
        ("text", "first\n"),
        ("html", None),
        ("text", "second third\n"),
        ("widget", None),
        ("text", "plain\nlast\n"),
    ]
    assert 'alt="Ones on the diagonal of three."' in crossing.reveal[1]["html"]
    assert crossing.reveal[3]["model"] == f"IPY_MODEL_{explorer.model_id}"
    assert "data:image/png" in crossing.reveal[3]["html"]


def test_the_page_gets_what_was_held(page, crossing):
    with crossing:
        print("0.5555")
    assert WIDGET_VIEW in page.shown[0]
    assert crossing._view.reveal == crossing.reveal == [{"kind": "text", "text": "0.5555\n"}]


def test_names_of_the_block_live_on_and_the_page_is_given_back(page, crossing, capsys):
    out = sys.stdout
    with crossing:
        score = 5 / 9
    assert sys.stdout is out
    print(f"{score:.2f}")
    display({"text/plain": "after"}, raw=True)
    assert capsys.readouterr().out == "0.56\n"
    assert page.shown[-1] == {"text/plain": "after"}


def test_a_block_that_fails_shows_what_came_before_its_error_and_no_question(
    page, crossing, capsys
):
    def block():
        with crossing:
            print("so far")
            display({"text/plain": "a figure"}, raw=True)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        block()
    assert capsys.readouterr().out == "so far\n"
    assert page.shown == [{"text/plain": "a figure"}]
    print("and on")
    assert capsys.readouterr().out == "and on\n"


def test_after_the_answer_its_words_say_what_was_held(page, crossing):
    with crossing:
        print("the score is 0.5555")
    crossing.answer = "1"
    assert "the score is 0.5555" in repr(crossing)
    assert "<details open>" in crossing._repr_html_()


def test_show_me_is_no_prediction(page, crossing):
    before = lesson01.progress().predicted
    with crossing:
        print("the score is 0.5555")
    crossing.show()
    assert crossing.correct is None
    assert "→ The answer: 0.56." in repr(crossing)
    assert lesson01.progress().predicted == before
    assert predict(lesson01.questions.crossing).answer == "(shown)"


def test_without_a_notebook_the_question_is_printed(capsys, crossing, monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython")
    with crossing:
        print("the score is 0.5555")
    out = capsys.readouterr().out
    assert out.startswith(f"? Predict: {lesson01.questions.crossing.text[:20]}")
    assert "0.5555" not in out


def test_asked_for_a_models_answers_it_gives_them():
    model = Sequential(Flatten(), Linear(4, 2, rng=np.random.default_rng(0)))
    x = np.ones((3, 1, 2, 2), np.float32)
    np.testing.assert_array_equal(predict(model, x), cnnkit.predict(model, x))


def test_a_question_given_to_a_models_predict_says_where_it_belongs():
    with pytest.raises(TypeError, match=r"from cnnkit\.exercises import predict"):
        cnnkit.predict(lesson01.questions.crossing, np.ones((1, 1, 2, 2)))


def test_a_question_takes_no_pictures():
    with pytest.raises(TypeError, match="give the model first"):
        predict(lesson01.questions.crossing, np.ones((1, 1, 2, 2)))
