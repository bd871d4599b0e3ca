"""Predictions and checks in a real JupyterLab: by mouse, by keyboard, saved, and restarted."""

import nbformat
from nbclient import NotebookClient

IMPORTS = "import os\nfrom cnnkit.exercises import keep_answers, lesson01, predict"
KEEP = "keep_answers(True, folder=os.getcwd())"
CHOICE = "p = predict(lesson01.questions.crossing)\np"
NUMBER = "n = predict(lesson01.questions.agreement)\nn"
ENDLESS = """def match_map(image, feature):
    i = 0
    while i < 7:
        scores = image
    return scores

lesson01.match_map.check(match_map)"""


def opened(open_lab, write_notebook, *cells, **options):
    lab = open_lab(write_notebook(IMPORTS, KEEP, *cells), **options)
    lab.run_all()
    return lab


def asked(lab, index=0):
    """The prediction in the page, in view."""
    box = lab.page.locator(".cnnkit-predict").nth(index)
    lab.show(box)
    return box


def saved(write_notebook, folder):
    """A notebook as it is in the repository: run once, with its outputs and the widgets' state."""
    notebook = nbformat.read(write_notebook(IMPORTS, "keep_answers(False)", CHOICE), as_version=4)
    NotebookClient(notebook, timeout=60, store_widget_state=True).execute()
    nbformat.write(notebook, folder / "saved.ipynb")
    return folder / "saved.ipynb"


def test_a_click_commits_and_opens_the_explanation(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE)
    box = asked(lab)
    assert "Seven pixels agree" not in box.inner_text()
    box.get_by_role("button", name="0.11").click()
    assert "Your answer: 0.11. The answer: 0.56." in box.locator(".cnnkit-verdict").inner_text()
    assert "Seven pixels agree" in box.locator(".cnnkit-explanation").inner_text()
    # Marked with signs, not by colour alone.
    assert box.get_by_role("button").all_inner_texts() == ["1", "✓ 0.56", "✗ 0.11", "−1"]
    box.get_by_role("button", name="0.56").click(force=True)  # marked as disabled: no more answers
    assert "Your answer: 0.11" in box.inner_text()
    lab.wait_until(lambda: lab.run_code("print(p.answer)") == "0.11\n", "the kernel has no answer")


def test_the_keyboard_alone_answers(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE, NUMBER)
    box = asked(lab)
    box.get_by_role("button", name="1", exact=True).focus()
    lab.page.keyboard.press("Tab")
    lab.page.keyboard.press("Enter")
    assert "Right: 0.56." in box.inner_text()
    # The focus stays, and Tab leads on and out.
    assert lab.page.evaluate("() => document.activeElement.textContent") == "✓ 0.56"
    box = asked(lab, 1)
    field = box.get_by_role("textbox", name="Your number")
    field.focus()
    lab.page.keyboard.type("many")
    lab.page.keyboard.press("Enter")
    assert "I can't read 'many' as a number of pixels" in box.get_by_role("alert").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    field.fill("")
    lab.page.keyboard.type("54")
    lab.page.keyboard.press("Enter")
    assert "54 pixels: close enough. The answer: 55 pixels." in box.inner_text()
    lab.wait_until(lambda: lab.run_code("print(n.answer)") == "54\n", "the kernel has no answer")
    assert len(lab.cell_sources()) == 4  # no key has become a command of the notebook


def test_an_answer_survives_a_restart_of_the_kernel(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE)
    asked(lab).get_by_role("button", name="−1").click()
    lab.wait_until(lambda: lab.run_code("print(p.answer)") == "-1\n", "the kernel has no answer")
    lab.restart_kernel()
    lab.run_all()
    said = asked(lab).locator(".cnnkit-verdict").inner_text()
    assert "Your answer: −1. The answer: 0.56." in said


def test_the_cell_answers_and_the_view_follows(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE)
    lab.run_code('p.answer = "0.56"')
    box = asked(lab)
    lab.wait_until(lambda: "Right: 0.56." in box.inner_text(), "the view does not follow")
    lab.run_code("p.clear()")
    lab.wait_until(lambda: "Right: 0.56." not in box.inner_text(), "the view does not forget")


def test_a_saved_notebook_asks_and_explains_before_any_cell_was_run(
    open_lab, write_notebook, tmp_path
):
    lab = open_lab(saved(write_notebook, tmp_path))
    box = asked(lab)
    assert not box.locator(".cnnkit-unkept").is_visible()
    box.get_by_role("button", name="0.56").click()
    assert "Right: 0.56." in box.inner_text()
    assert "not kept" in box.locator(".cnnkit-unkept").inner_text()
    broken_chain = box.evaluate(
        "(box) => getComputedStyle(box.closest('.jupyter-widgets-disconnected'), '::before')"
        ".display"
    )
    assert broken_chain == "none"


def test_an_untrusted_notebook_folds_the_answer_away(open_lab, write_notebook, tmp_path):
    lab = open_lab(saved(write_notebook, tmp_path), trusted=False)
    box = lab.page.locator("details")
    lab.show(box)
    assert "Seven pixels agree" not in box.inner_text()
    box.locator("summary").click()
    assert "Seven pixels agree" in box.inner_text()


def test_a_click_works_when_the_kernel_is_gone(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE)
    lab.expect_problems = True  # the widget manager complains that nobody hears the answer
    lab.shut_down_kernel()
    box = asked(lab)
    box.get_by_role("button", name="0.56").click()
    assert "Right: 0.56." in box.inner_text()


def test_an_endless_loop_ends_with_its_line(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, ENDLESS)
    box = lab.page.locator(".cnnkit-outcome")
    lab.show(box)
    text = box.inner_text()
    assert "did not come to an end and was stopped on line" in text
    assert "on line 3, while i < 7:" in text or "on line 4, scores = image" in text


def test_boxes_are_readable_in_dark_and_light(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, CHOICE, "lesson01.match_score.check(lambda p, f: 0)")
    for theme in ("light", "dark"):
        lab.set_theme(theme)
        asked(lab)
        for selector in (".cnnkit-predict legend", ".cnnkit-outcome p"):
            contrast = lab.page.evaluate(CONTRAST, selector)
            assert contrast >= 4.5, f"{selector} in {theme}: {contrast:.1f}"


CONTRAST = """(selector) => {
  const element = document.querySelector(selector);
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  let behind = element;
  while (behind && (numbers(getComputedStyle(behind).backgroundColor)[3] ?? 1) === 0) {
    behind = behind.parentElement;
  }
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pair = [light(getComputedStyle(element).color),
                light(behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)')];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


GATED = """import numpy as np
from IPython.display import display
from cnnkit import plots
from cnnkit.widgets import FilterExplorer
explorer = FilterExplorer(image="X")
with predict(lesson01.questions.crossing) as p:
    print(f"the score is {5 / 9:.4f}")
    figure, ax = plots.panels()
    plots.heatmap(np.eye(3), ax)
    plots.show(figure, alt="Ones on the diagonal of three.")
    display(explorer)"""


def told(box):
    return box.locator(".cnnkit-reveal").inner_text()


def test_what_a_block_shows_comes_after_the_answer_in_its_order(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, GATED)
    box = asked(lab)
    assert "0.5556" not in lab.page.locator("body").inner_text()
    assert lab.page.locator(".cnnkit-figure, .cnnkit-board").count() == 0
    box.get_by_role("button", name="0.11").click()
    box.locator(".cnnkit-board[data-ready]").wait_for()
    assert "the score is 0.5556" in told(box)
    picture = box.get_by_role("img", name="Ones on the diagonal of three.").first
    assert picture.bounding_box()["width"] > 100
    canvas = box.locator("canvas").first
    assert canvas.bounding_box()["width"] > 50
    before = canvas.evaluate("c => c.closest('.cnnkit-board').dataset.draws")
    canvas.click(position={"x": 120, "y": 120})
    lab.wait_until(
        lambda: canvas.evaluate("c => c.closest('.cnnkit-board').dataset.draws") != before,
        "the explorer does not answer",
    )


def test_show_me_opens_it_without_a_prediction(open_lab, write_notebook):
    lab = opened(open_lab, write_notebook, GATED)
    box = asked(lab)
    box.get_by_role("button", name="Show me").focus()
    lab.page.keyboard.press("Enter")
    assert box.locator(".cnnkit-verdict").inner_text() == "→ The answer: 0.56."
    assert "the score is 0.5556" in told(box)
    assert "Seven pixels agree" in box.inner_text()
    lab.wait_until(lambda: lab.run_code("print(p.answer)") == "(shown)\n", "the kernel missed it")


def test_a_stored_page_keeps_it_too_and_opens_without_a_kernel(open_lab, write_notebook):
    written = write_notebook(IMPORTS, "keep_answers(False)", GATED)
    notebook = nbformat.read(written, as_version=4)
    NotebookClient(notebook, timeout=60, store_widget_state=True).execute()
    nbformat.write(notebook, written)
    lab = open_lab(written)
    box = asked(lab)
    assert "0.5556" not in lab.page.locator("body").inner_text()
    box.get_by_role("button", name="Show me").click()
    box.locator(".cnnkit-board[data-ready]").wait_for()
    assert "the score is 0.5556" in told(box)
