"""What a TrainingLab writes on its canvases: no text covers another or is cut, in three fonts."""

import numpy as np
import pytest

from cnnkit import data
from cnnkit.layers import Conv2d, Flatten, Linear, ReLU
from cnnkit.model import Sequential
from cnnkit.widgets import TrainingLab

from .board_page import BoardPage, packed
from .fonts import WIDTHS

# Notes the box of every text on the canvas on which it was written last.
NOTE = """() => {
  const pen = CanvasRenderingContext2D.prototype, {fillText, clearRect} = pen;
  window.written = new Map();
  pen.clearRect = function (x, y, w, h) {
    window.written.set(this.canvas, []);
    return clearRect.call(this, x, y, w, h);
  };
  pen.fillText = function (text, x, y) {
    const {width} = this.measureText(text), size = parseFloat(this.font.match(/([\\d.]+)px/)[1]);
    const left = {left: x, center: x - width / 2, right: x - width}[this.textAlign];
    if (!window.written.has(this.canvas)) window.written.set(this.canvas, []);
    window.written.get(this.canvas).push([text, left, y - size / 2, left + width, y + size / 2]);
    return fillText.call(this, text, x, y);
  };
}"""
SET_FONT = """(font) => document.querySelectorAll('.host').forEach((host) =>
  host.style.setProperty('--jp-ui-font-family', `"${font}"`))"""
WRONG = """() => {
  const found = [];
  for (const [canvas, texts] of window.written) {
    const wide = parseFloat(canvas.style.width), high = parseFloat(canvas.style.height);
    texts.forEach(([text, left, top, right, bottom], i) => {
      if (left < -0.5 || right > wide + 0.5 || top < -1 || bottom > high + 1) {
        found.push(`${text} is cut: ${left}–${right} of ${wide}, ${top}–${bottom} of ${high}`);
      }
      for (const [other, l, t, r, b] of texts.slice(i + 1)) {
        if (left < r - 0.5 && l < right - 0.5 && top < b - 1 && t < bottom - 1) {
          found.push(`${text} covers ${other}`);
        }
      }
    });
  }
  return [found, [...window.written.values()].flat().map(([text]) => text)];
}"""


# Buttons and words of the pages that stick out of their panel.
OUTSIDE = """() => [...document.querySelectorAll('.cnnkit-pager:not([hidden]) > *')]
  .filter((node) => node.getBoundingClientRect().right
    > node.closest('.cnnkit-panel').getBoundingClientRect().right + 1)
  .map((node) => node.textContent)"""


def lab(classes):
    """A lab that is sure of its answers, with a kept run and many changes at its end."""
    rng = np.random.default_rng(0)
    model = Sequential(Conv2d(1, 20, 3, rng=rng), ReLU(), Flatten(), Linear(980, 2, rng=rng))
    found = TrainingLab(model, data.load_xo(), lr=0.1, classes=classes)
    found.run(4)
    found.set(momentum=0.99, lr=0.0001)
    found.run(1)
    found.keep()
    found.set(lr=0.0001, momentum=0.5, weight_decay=0.0001, dropout=0.25, augment="both")
    found.run(1)
    found.set(optimizer="Adam", batch_size=128)
    return found


@pytest.fixture(scope="module")
def boards():
    long = ("golden retriever", "a crossing of two long and thin strokes")
    return [packed(str(i), lab(classes)) for i, classes in enumerate([("X", "O"), long])]


def test_no_text_covers_another_or_is_cut_in_any_font(chromium, boards):
    with BoardPage(chromium, boards) as page:
        page.page.evaluate(NOTE)
        for font in [*WIDTHS, next(iter(WIDTHS))]:  # the first one again: it is painted anew
            page.page.evaluate(SET_FONT, font)
            page.settle(12)
            wrong, written = page.page.evaluate(WRONG)
            assert wrong == [], font
            assert page.page.evaluate(OUTSIDE) == [], font
        assert page.page.locator(".cnnkit-pager:visible").count() == 6
        assert any("✓ 100%" in text for text in written)
        assert "now X ✓ 100%" in written
        assert "batch 128" in written
        assert any(text.startswith("kept run") for text in written)
        assert any("…" in text and "✓" in text for text in written)
