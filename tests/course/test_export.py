"""`cnnkit export`: a lesson as one file that asks nothing of the web."""

import html.parser
import json
import re

import nbformat
import pytest

from cnnkit import files
from cnnkit.course import cli, export

LESSONS = sorted((files.root() / "notebooks").glob("*.ipynb"))
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
FORMULA = re.compile(r"\$\$?([^$]+)\$\$?")


class Reader(html.parser.HTMLParser):
    """What a page loads, and whether its elements are closed in turn."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.open, self.wrong = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if "src" in attrs or tag == "link":
            self.loads.append((attrs.get("src") or attrs.get("href") or "")[:40])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in {"section", "details", "main", "div"}:
            while self.open and self.open[-1] in {"p", "li", "td", "th", "tr"}:
                self.open.pop()
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


@pytest.fixture(scope="module", params=[LESSONS[8], LESSONS[-1]], ids=lambda path: path.stem[:2])
def page(request):
    return export.page_of(nbformat.read(request.param, as_version=4))


def test_a_page_loads_nothing(page):
    loads = [one for one in Reader(page).loads if not one.startswith("data:image/")]
    assert loads == []
    assert not re.search(
        r"@import|url\(['\"]?http", "".join(re.findall("<style>.*?</style>", page, re.S))
    )


def test_sections_and_folds_are_closed_in_turn(page):
    found = Reader(page)
    assert found.wrong == []
    assert found.open == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem[:2])
def test_every_formula_is_drawn(path):
    cells = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]
    text = re.sub(r"`[^`]*`", "", "\n".join(cell.source for cell in cells))
    for formula in FORMULA.findall(text):
        assert export.formula(formula).startswith("<math"), formula


def notebook(*cells, widgets=None):
    made = nbformat.v4.new_notebook(cells=list(cells))
    if widgets is not None:
        made.metadata["widgets"] = {export.STATE: {"state": widgets}}
    return made


def text(source, **metadata):
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def test_code_that_many_widgets_share_stands_once():
    model = {
        "model_name": "AnyModel",
        "state": {"_esm": "export default 1", "_css": "", "value": 1},
    }
    found = export.widgets_of(notebook(widgets={"a": model, "b": model, "layout": {"state": {}}}))
    assert found["code"] == ["export default 1", ""]
    assert {key: one["state"]["_esm"] for key, one in found["state"].items()} == {"a": 0, "b": 0}


def test_a_folded_heading_folds_what_it_heads_and_no_more():
    page = export.page_of(
        notebook(
            text("# T"),
            text("## Deeper: more (3 minutes)", **{export.FOLDED: True}),
            text("inside"),
            text("### Inner"),
            text("## After"),
        )
    )
    fold = re.search(r'<details class="deeper".*?</details>', page, re.DOTALL)[0]
    assert "inside" in fold
    assert "Inner" in fold
    assert "After" not in fold
    assert "<summary>Deeper: more (3 minutes)</summary>" in fold


def test_hidden_code_is_folded_and_other_code_is_not():
    hidden = nbformat.v4.new_code_cell(
        "import secret", metadata={"jupyter": {"source_hidden": True}}
    )
    page = export.page_of(notebook(hidden, nbformat.v4.new_code_cell("shown = 1")))
    fold = re.search(r'<details class="source">.*?</details>', page, re.DOTALL)[0]
    assert "secret" in fold
    assert "shown" not in fold


def test_what_a_widget_holds_cannot_end_its_script():
    assert "</script>" not in export.script_json({"a": "</script><script>alert(1)"})
    assert json.loads(export.script_json({"a": "</script>"})) == {"a": "</script>"}


def test_a_formula_that_nobody_can_draw_is_shown_as_it_is(monkeypatch):
    import latex2mathml.converter

    def fail(*arguments, **options):
        raise IndexError

    monkeypatch.setattr(latex2mathml.converter, "convert", fail)
    assert export.formula(r"\a<b") == r"<code>\a&lt;b</code>"


def test_lessons_are_named_by_their_numbers(tmp_path, capsys):
    assert cli.main(["export", "0", "glossary", "--to", str(tmp_path / "new")]) == 0
    printed = capsys.readouterr().out.split()
    assert [p.rsplit("/")[-1] for p in printed] == ["00_start_here.html", "glossary.html"]
    assert (
        (tmp_path / "new" / "00_start_here.html").read_text(encoding="utf-8").startswith("<!DOCT")
    )


def test_a_notebook_of_ones_own_is_exported(tmp_path):
    nbformat.write(notebook(text("# Mine")), tmp_path / "my notes.ipynb")
    assert cli.main(["export", str(tmp_path / "my notes.ipynb"), "--to", str(tmp_path)]) == 0
    assert "<title>Mine</title>" in (tmp_path / "my notes.html").read_text(encoding="utf-8")


def test_slides_are_named_apart(tmp_path):
    nbformat.write(notebook(text("# Mine")), tmp_path / "a.ipynb")
    cli.main(["export", str(tmp_path / "a.ipynb"), "--slides", "--to", str(tmp_path)])
    assert (tmp_path / "a.slides.html").is_file()


def test_what_cannot_be_exported_is_told_in_a_sentence(tmp_path):
    assert cli.main(["export", "77"]).startswith("there is no lesson '77'; give one of 00, 01,")
    missing = tmp_path / "missing.ipynb"
    assert cli.main(["export", str(missing)]) == f"there is no file {missing}"
    wrong = tmp_path / "wrong.ipynb"
    wrong.write_text("no notebook")
    assert cli.main(["export", str(wrong)]) == (
        f"{wrong} is not a notebook; give a lesson's number, such as 03, or an .ipynb file"
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    nbformat.write(notebook(text("# Mine")), tmp_path / "a.ipynb")
    (tmp_path / "file").write_text("")
    said = cli.main(["export", str(tmp_path / "a.ipynb"), "--to", str(tmp_path / "file")])
    assert said.startswith(f"cannot write the page of a.ipynb to {tmp_path / 'file'} (")
    assert said.endswith("choose another folder with --to DIR")


def test_without_what_it_needs_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(export, "NEEDS", ("nbconvert", "no_such_package"))
    assert cli.main(["export", "00"]) == export.MISSING


# -- plain nbconvert


@pytest.mark.parametrize("kind", ["html", "slides"])
def test_plain_nbconvert_shows_a_picture_in_the_place_of_an_explorer(kind):
    from nbconvert import get_exporter
    from traitlets.config import Config

    shared = json.loads((files.root() / "share" / "jupyter_nbconvert.json").read_text())
    data = {export.VIEW: {"model_id": "a"}, "image/png": "AAAA", "text/plain": "an explorer"}
    output = nbformat.v4.new_output("display_data", data, metadata={"image/png": {"alt": "a map"}})
    made = notebook(nbformat.v4.new_code_cell("explorer", outputs=[output]))
    body = get_exporter(kind)(config=Config(shared)).from_notebook_node(made)[0]
    assert "data:image/png;base64,AAAA" in body
    assert "widget-view+json" not in body.split("<body")[1].split("<script")[0]


def test_an_output_without_a_picture_keeps_its_view():
    from cnnkit.course.nbconvert_stills import ViewsAsPictures

    view = nbformat.v4.new_output("display_data", {export.VIEW: {}, "text/plain": "a slider"})
    cell = nbformat.v4.new_code_cell("slider", outputs=[view])
    kept, _ = ViewsAsPictures().preprocess_cell(cell, {}, 0)
    assert export.VIEW in kept.outputs[0].data
