"""The line of Python that recreates a view: pasted into a cell it gives the same scene."""

import contextlib
import dataclasses
import inspect
import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnkit import widgets
from cnnkit.data import draw_strokes, load_digits
from cnnkit.examples import digits, xo
from cnnkit.examples.digits import STROKES
from cnnkit.layers import Dropout, Flatten, Layer, Linear
from cnnkit.losses import CrossEntropyLoss
from cnnkit.model import Sequential
from cnnkit.widgets.board.explorer import Explorer, Setting
from cnnkit.widgets.board.network_plan import arrays_of, network_of
from cnnkit.widgets.board.panels import Grid
from cnnkit.widgets.board.scene import Scene
from cnnkit.widgets.board.settings import Settings
from tests.helpers.boards import send
from tests.widgets.truth import random_edits

NAMES = random_edits.names()
FOREIGN = "cell 4"  # of a lab: a cell puts weights into the network while it is trained


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Write files where nobody sees them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pasted(code, **names):
    """Run what was copied as a cell does, and return what its last line gives."""
    *before, line = code.split("\n")
    exec("\n".join(before), names)
    return eval(line, names)


def seen(explorer):
    """The scene as the page has it, without what belongs to the edits before."""
    scene = {key: one for key, one in explorer.scene.items() if key not in ("seq", "ack")}
    scene["controls"] = [
        {key: one for key, one in control.items() if (control["name"], key) != ("undo", "disabled")}
        for control in scene["controls"]
    ]
    return scene | ({"message": []} if scene["message"][0] == "error" else {})


def assert_recreated(explorer, **names):
    """What was copied gives the same scene, arrays, cursor and settings; return it."""
    code = explorer.code()
    other = pasted(code, **names)
    ours, theirs = seen(explorer), seen(other)
    if not ours["message"]:
        theirs["message"] = []
    assert ours.keys() == theirs.keys()
    assert not [key for key in ours if ours[key] != theirs[key]], code
    assert other.cursor == explorer.cursor, code
    assert all(np.array_equal(getattr(other, n), getattr(explorer, n)) for n in other.names)
    other.close()
    return code


def walk(name, seed, steps):
    """Yield an explorer after each of some random edits and moves."""
    rng = np.random.default_rng(seed)
    explorer = random_edits.make(name, rng)
    for _ in range(steps):
        with warnings.catch_warnings(), contextlib.suppress(FloatingPointError):
            warnings.simplefilter("ignore")
            if (name, random_edits.edit(explorer, rng)) == ("TrainingLab", FOREIGN):
                break
        if rng.random() < 0.4:
            explorer.cursor = random_edits.cursor_in(explorer, rng)
        yield explorer
    explorer.close()


# -- the same view


@pytest.mark.parametrize("name", NAMES)
def test_a_new_explorer_needs_no_arguments(name):
    explorer = getattr(widgets, name)()
    assert explorer.code() == f"from cnnkit.widgets import {name}\n{name}()"


@pytest.mark.parametrize("name", NAMES)
def test_after_edits_by_hand_and_from_cells_the_pasted_line_gives_the_same_view(name):
    for number, explorer in enumerate(walk(name, 1, 10)):
        if number in (4, 9):
            assert_recreated(explorer)


@pytest.mark.parametrize("name", NAMES)
def test_after_long_walks_the_pasted_line_gives_the_same_view(name):
    for seed in range(10, 16):
        for number, explorer in enumerate(walk(name, seed, 20)):
            if number % 4 == 0:
                assert_recreated(explorer)


OTHERS = {
    "ActivationExplorer": {"image": "cat", "kernel": "crossing", "activation": "rrelu", "gain": 2.5,
                           "mode": "training", "seed": 3},
    "BackpropExplorer": {"image": "O", "true": "X", "kernel": "/", "weight": (0, 2),
                         "rate": 0.5, "flipped": ((0, 1), (4, 4)), "steps": 3},
    "ChannelExplorer": {"image": "cat", "kernel": "blur"},
    "DescentExplorer": {"problem": "two valleys", "weight": 3.5, "rate": 0.01},
    "DrawPad": {"drawing": draw_strokes(STROKES[3]), "layer": "1", "classes": "abcdefghij"},
    "FilterExplorer": {"image": "digit", "kernel": [[1, 2], [3, 1 / 3]], "digit": 7, "stride": 2,
                       "padding": 1, "scoring": "sum", "position": (1, 4)},
    "LandscapeExplorer": {"problem": "bowl", "start": (1.5, 0.25), "rate": 0.3, "steps": 7,
                          "batch": "8"},
    "LossExplorer": {"start": -2.5, "rate": 0.5, "steps": 4},
    "NetworkExplorer": {"image": "O", "classes": ("a", "b"), "layer": "0", "map": 1,
                        "limits": "map", "order": "sorted", "pen": "erase"},
    "PoolingExplorer": {"image": "O", "kernel": "/", "window": 3, "stride": 1, "partial": "drop",
                        "down": 1, "right": -2},
    "ReceptiveFieldExplorer": {"layers": ("conv 5", "pool 2"), "size": 12, "padding": "half",
                               "channels": 3, "image": "cat", "layer": 0, "cell": (2, 3)},
    "SoftmaxExplorer": {"logits": (1.0, 0.1), "classes": ("a", 'b"'), "true": 'b"',
                        "temperature": 0.5, "shift": -3.0, "form": "naive"},
    "TrainingLab": {"optimizer": "Nesterov", "lr": 0.01, "momentum": 0.5, "batch_size": 100,
                    "images": 200, "seed": 5, "classes": "abcdefghij"},
    "VoteExplorer": {"image": "O", "votes_for": "O", "order": "list"},
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_every_argument_is_written(name):
    explorer = getattr(widgets, name)(**OTHERS[name])
    code = assert_recreated(explorer)
    assert [one for one in OTHERS[name] if f"{one}=" not in code] == []


# Given as objects that a line cannot hold: see the tests below.
OBJECTS = {"model", "dataset", "loss", "size", "prepare", "error", "slope"}


@pytest.mark.parametrize("name", NAMES)
def test_no_argument_of_a_constructor_and_no_setting_is_left_out(name):
    """A new argument has to be tried above, or to be found by the settings' own names."""
    explorer = getattr(widgets, name)()
    takes = {*inspect.signature(type(explorer)).parameters}
    known = {field.name for field in dataclasses.fields(explorer._settings)}
    assert takes - set(OTHERS.get(name, {})) - OBJECTS - known == set()
    assert set(explorer.names) <= known | {"index", "image"}


# -- what no line can hold


def test_a_picture_of_ones_own_lies_beside_the_notebook(folder):
    pixels = np.random.default_rng(0).normal(size=(30, 40)).astype(np.float32)
    code = assert_recreated(widgets.FilterExplorer(pixels, position=(2, 3)))
    assert code.split("\n")[0] == "from cnnkit.widgets import FilterExplorer, kept"
    assert 'image=kept("filter_explorer.npz", "image"), position=(2, 3)' in code
    assert [path.name for path in folder.iterdir()] == ["filter_explorer.npz"]
    with np.load("filter_explorer.npz", allow_pickle=False) as found:
        np.testing.assert_array_equal(found["image"], pixels)


def test_the_same_picture_is_written_once_and_another_one_beside_it(folder):
    explorer = widgets.FilterExplorer(np.eye(40))
    assert explorer.code() == explorer.code()
    first = (folder / "filter_explorer.npz").read_bytes()
    explorer.image = np.zeros((40, 40))
    assert 'kept("filter_explorer_2.npz", "image")' in assert_recreated(explorer)
    assert (folder / "filter_explorer.npz").read_bytes() == first


def test_an_uploaded_letter_is_still_a_picture_of_ones_own(folder):
    """Cut out and centred it may be one of the lessons' letters to the last pixel."""
    picture = io.BytesIO()
    page = np.full((180, 180), 235, np.uint8)
    page[20:160, 20:160][xo.picture("X")[1:8, 1:8].repeat(20, 0).repeat(20, 1) > 0] = 20
    Image.fromarray(page).save(picture, "PNG")
    explorer = widgets.NetworkExplorer()
    explorer.adopt(explorer.upload("file", "x.png", picture.getvalue()))
    np.testing.assert_array_equal(explorer.picture, xo.picture("X")[None])
    assert_recreated(explorer)


def test_a_file_of_somebody_else_stays_as_it_is(folder):
    (folder / "draw_pad.npz").write_text("mine")
    (folder / "draw_pad_2.npz").mkdir()
    pad = widgets.DrawPad(drawing=draw_strokes(STROKES[7]))
    assert 'drawing=kept("draw_pad_3.npz", "drawing")' in assert_recreated(pad)
    assert (folder / "draw_pad.npz").read_text() == "mine"


def test_where_nothing_can_be_written_the_line_is_shown_with_the_reason(monkeypatch):
    def refuse(path, content):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("cnnkit.widgets.board.kept_arrays.replace", refuse)
    code = widgets.FilterExplorer(np.eye(40), stride=2).code()
    reason, imports, line = code.split("\n")
    assert reason.startswith("# filter_explorer.npz, which this line reads, cannot be written here")
    assert "Permission denied" in reason
    assert (imports, line) == (
        "from cnnkit.widgets import FilterExplorer, kept",
        'FilterExplorer(image=kept("filter_explorer.npz", "image"), stride=2)',
    )


def test_a_network_of_ones_own_is_rebuilt_with_its_weights():
    model = Sequential(Flatten(), Linear(16, 3, rng=np.random.default_rng(0)))
    images, targets = np.random.default_rng(1).uniform(size=(5, 1, 4, 4)), np.arange(5) % 3
    explorer = widgets.NetworkExplorer(model, (images, targets), classes="abc")
    explorer.set(index=3, layer="1", map=2)
    explorer.zero_kernel("1", 1)
    assert_recreated(explorer)


def test_networks_data_and_functions_of_the_package_are_named():
    explorer = widgets.NetworkExplorer(digits.network(), load_digits())
    assert assert_recreated(explorer) == (
        "from cnnkit.widgets import NetworkExplorer\nfrom cnnkit.examples import digits\n"
        "from cnnkit.data import load_digits\n"
        "NetworkExplorer(model=digits.network(), image=load_digits())"
    )
    own = widgets.DescentExplorer(error=np.cos, weight=1.0)
    assert "import numpy as np\nDescentExplorer(weight=1.0, error=np.cos)" in assert_recreated(own)


def test_a_network_that_cannot_be_rebuilt_is_named_and_said():
    class Double(Layer):
        def _forward(self, x):
            return 2 * x, None

        def _backward(self, d, memory, input_gradient):
            return 2 * d

    model = Sequential(Double(), Flatten(), Linear(64, 10, rng=np.random.default_rng(0)))
    code = assert_recreated(widgets.DrawPad(model), model=model)
    assert "DrawPad(model=model)" in code
    assert code.endswith("# model: the network that you gave, whose layers cannot be written")


def test_a_function_of_ones_own_is_named_and_said():
    def prepare(page):
        return page[None, ::8, ::8]

    pad = widgets.DrawPad(prepare=prepare, drawing=np.eye(8))
    code = assert_recreated(pad, prepare=prepare)
    assert code.endswith("# prepare: the function that you gave")


def valley(w):
    """An error that a module, such as this one, has a name for."""
    return (w - 1) ** 2


HERE = 3.0


def test_functions_that_have_a_text_are_written_in_the_line():
    own = widgets.DescentExplorer(
        error=lambda w: (w**2 - 1) ** 2, slope=lambda w: 4 * w * (w**2 - 1), weight=2.0, rate=0.01
    )
    assert "error=lambda w: (w ** 2 - 1) ** 2, slope=" in assert_recreated(own)
    assert_recreated(widgets.DescentExplorer(error=valley, compare=0.2))
    assert_recreated(widgets.DescentExplorer(error=abs, weight=2.0))
    code = assert_recreated(widgets.DescentExplorer(error=lambda w: np.cos(w) + HERE), HERE=HERE)
    assert "import numpy as np\n" in code
    assert code.endswith("# HERE: as in this notebook")


def test_a_function_whose_text_says_not_all_is_named_and_said():
    height = 2.0
    for error in (lambda w: w**2 + height, lambda w, more=height: w**2 + more):
        code = assert_recreated(widgets.DescentExplorer(error=error), error=error)
        assert code.endswith("# error: the function that you gave")


def test_a_network_with_dropout_draws_what_it_drew():
    model = Sequential(Dropout(0.5, rng=np.random.default_rng(3)), Linear(9, 2))
    other = network_of(arrays_of(model))
    x = np.ones((4, 9), np.float32)
    np.testing.assert_array_equal(other(x), model(x))


@dataclasses.dataclass(frozen=True)
class OneSettings(Settings):
    factor: float


class OneExplorer(Explorer):
    """An explorer of one's own, made in a notebook."""

    factor = Setting()

    def __init__(self, factor=1.0, words=(), *, rows=2):
        self.rows = rows
        self._words = words
        super().__init__(OneSettings(factor))

    def compute(self):
        return Scene("one", {"a": np.full((1, self.rows, 2), self.factor)}, (Grid("a", "A"),),
                     (("a",),), "a")  # fmt: skip


def test_an_explorer_of_ones_own_is_written_without_an_import():
    explorer = OneExplorer(rows=3)
    explorer.factor = 0.5
    code = assert_recreated(explorer, OneExplorer=OneExplorer, words=())
    assert code.startswith("OneExplorer(factor=0.5, words=words, rows=3)")
    assert code.endswith("# words: the words that you gave")


# -- a training


def small_lab(**options):
    """A lab with a small network and few pictures."""
    model = Sequential(Flatten(), Dropout(0.2, rng=np.random.default_rng(2)),
                       Linear(64, 10, rng=np.random.default_rng(1)))  # fmt: skip
    x, y, vx, vy = load_digits()
    data = (x[:60], y[:60], vx[:30], vy[:30])
    return widgets.TrainingLab(model, data, batch_size=16, **options)


def test_a_training_is_repeated_with_what_was_changed_on_the_way():
    lab = small_lab(seed=4, loss=CrossEntropyLoss(reduction="sum"), lr=0.001)
    lab.run(2)
    lab.lr = 0.002
    lab.step(3)
    lab.set(optimizer="Adam", lr=0.01)
    lab.run(1)
    lab.keep()
    lab.continue_from(1)
    lab.run(1)
    lab.epoch = 1
    code = assert_recreated(lab)
    again = pasted(code)
    for name, array in lab.model.state_dict().items():
        np.testing.assert_array_equal(again.model.state_dict()[name], array)
    assert "seed=4" in code
    assert 'loss=CrossEntropyLoss(reduction="sum")' in code


def test_a_line_is_written_while_a_network_is_trained():
    lab = small_lab()
    lab.play(1000)
    code = lab.code()
    lab.pause()
    assert_recreated(lab)
    assert code.split("\n")[1].startswith("TrainingLab(model=kept(")
    pasted(code).close()


def test_a_training_of_the_package_needs_no_file(folder):
    lab = widgets.TrainingLab(lr=0.1)
    lab.run(1)
    assert lab.code().endswith("TrainingLab(lr=0.1).trained(epochs=1)")
    assert list(folder.iterdir()) == []


# -- how it is asked for


def test_the_page_has_the_line_before_and_after_each_edit():
    explorer = widgets.FilterExplorer()
    assert explorer.code_line["plain"].endswith("\nFilterExplorer()")
    send(explorer, "stride", "2")
    assert explorer.code_line["plain"].endswith("\nFilterExplorer(stride=2)")
    assert explorer.code_line["pointed"][1::2] == ["row", "col"]


def test_moving_the_cursor_leaves_the_stored_line_as_it_is():
    explorer = widgets.PoolingExplorer()
    before = explorer.code_line
    explorer.cursor = ("map", 0, 2, 2)
    assert explorer.code_line is before
    assert explorer.code().endswith('PoolingExplorer().showing(cursor=("map", 0, 2, 2))')


def test_the_answer_to_the_page_is_the_line(monkeypatch):
    explorer, sent = widgets.VoteExplorer("O"), []
    monkeypatch.setattr(explorer, "send", sent.append)
    explorer._on_message(explorer, {"kind": "code", "id": "v-1"}, [])
    assert sent == [
        {"kind": "answer", "id": "v-1", "text": explorer.code(), "trouble": ""},
    ]


SHARED = json.loads((Path(__file__).parents[1] / "shared" / "view_code.json").read_text("utf-8"))


@pytest.mark.parametrize("case", SHARED, ids=lambda case: case["text"].partition("\n")[2])
def test_the_page_gets_the_lines_that_its_own_tests_begin_with(case):
    explorer = getattr(widgets, case["explorer"])(**case["options"])
    explorer.cursor = case["cursor"]
    assert (explorer.code_line, explorer.code()) == (case["code_line"], case["text"])


def test_the_picture_that_the_page_asks_for_has_its_colours(monkeypatch):
    explorer, sent = widgets.LossExplorer(), []
    monkeypatch.setattr(explorer, "send", lambda answer: sent.append(answer["text"]))
    for dark in (False, True):
        explorer._on_message(explorer, {"kind": "picture", "id": "v-1", "dark": dark}, [])
    assert all("<svg" in text for text in sent)
    assert sent[0] != sent[1]


def test_what_goes_wrong_with_an_answer_is_said_in_it(monkeypatch):
    explorer, sent = widgets.LossExplorer(), []
    monkeypatch.setattr(explorer, "send", sent.append)
    monkeypatch.setattr(explorer, "picture_bytes", lambda *args, **options: 1 / 0)
    explorer._on_message(explorer, {"kind": "picture", "id": "v-1"}, [])
    assert sent[0]["trouble"] == "ZeroDivisionError: division by zero"


@pytest.mark.parametrize(
    ("cursor", "sentence"),
    [
        (("nothing", 0, 0, 0), "cursor is in 'nothing', which is not a panel; use one of"),
        (("map", 0, 99, 0), "is not in the panel 'map'"),
        (("map", 0), "is not a cell; give \\(panel, channel, row, column\\)"),
        (7, "is not a cell"),
    ],
)
def test_a_cell_that_is_not_there_is_refused(cursor, sentence):
    with pytest.raises(ValueError, match=sentence):
        widgets.PoolingExplorer().showing(cursor=cursor)


def test_what_only_the_board_sets_is_refused_in_a_sentence_too():
    explorer = widgets.DescentExplorer()
    before = explorer.scene
    for path in ("abc", 7, [[1, 2]], ({},)):
        with pytest.raises(ValueError, match=r"^path (cannot|is|holds)") as caught:
            explorer.showing(path=path)
        assert "\n" not in str(caught.value)
    assert explorer.scene["arrays"] == before["arrays"]


def test_a_setting_that_is_unknown_is_refused():
    with pytest.raises(ValueError, match="'colour' is not a setting; use one of image"):
        widgets.PoolingExplorer().showing(colour="red")


def test_an_xo_network_is_named_too():
    explorer = widgets.NetworkExplorer(xo.network(), "O")
    assert 'NetworkExplorer(model=xo.network(), image="O")' in assert_recreated(explorer)
