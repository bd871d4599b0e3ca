"""The harness itself, on notebooks without cnnkit: a test that cannot fail would prove nothing."""

import os
import subprocess
import sys

from .harness import REPOSITORY

SLIDER = "import ipywidgets\nslider = ipywidgets.IntSlider(description='width')\nslider"
FIGURE = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nplt.show()"


def test_runs_a_notebook_and_sees_its_widget_and_its_figure(open_lab, write_notebook):
    lab = open_lab(write_notebook(SLIDER, FIGURE))
    lab.run_all()
    handle = lab.page.locator(".widget-slider .noUi-handle")
    lab.show(handle)
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.wait_until(lambda: lab.run_code("print(slider.value)") == "1\n", "the slider is not at 1")
    assert lab.page.locator(".jp-RenderedImage img").count() == 1
    lab.set_theme("dark")
    lab.restart_kernel()
    lab.run_cell(0)
    assert lab.run_code("print(slider.value)") == "0\n"


def test_reports_an_error_wherever_it_happens(open_lab, write_notebook):
    callback = "slider.observe(lambda change: 1 / 0, 'value')"
    lab = open_lab(write_notebook(SLIDER, callback, "raise KeyError('in a cell')"))
    lab.expect_problems = True
    assert lab.problems() == []
    lab.run_all()
    handle = lab.page.locator(".widget-slider .noUi-handle")
    lab.show(handle)
    handle.focus()
    lab.page.keyboard.press("ArrowRight")
    lab.page.evaluate("() => { console.error('in the console'); }")
    lab.page.evaluate("() => { setTimeout(() => { throw new Error('uncaught here'); }); }")
    lab.page.evaluate("() => { fetch('http://127.0.0.1:9/elsewhere').catch(() => {}); }")
    expected = {"in a cell", "ZeroDivisionError", "in the console", "uncaught", "elsewhere"}

    def missing():
        reported = " ".join(lab.problems())
        return {words for words in expected if words not in reported}

    lab.wait_until(lambda: not missing(), f"not reported: {missing()}")


def test_screenshot_tool_takes_pictures(chromium, fonts, write_notebook, tmp_path):
    notebook = write_notebook(FIGURE)
    tool = REPOSITORY / "tools" / "screenshot.py"
    done = subprocess.run(
        [sys.executable, tool, notebook, "--run", "--full", "--cell", "0", "--out", tmp_path],
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == 2
    assert all((tmp_path / line).stat().st_size > 1000 for line in done.stdout.splitlines())
