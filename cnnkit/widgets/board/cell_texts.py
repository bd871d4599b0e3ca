"""The numbers in the cells of a still picture, as one artist: a Text each takes far longer."""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties

EDGE = 2  # pixels around the picture of a text


class Texts(Artist):
    """Many short texts of one size; each is (x, y, text, colour, share of it left of x)."""

    def __init__(self, size: float, items: list):
        super().__init__()
        self.size, self.items = size, items
        self.set_zorder(3)

    def draw(self, renderer) -> None:
        """Draw each as matplotlib's Text would, centred on its height, to the next whole pixel."""
        context, font = renderer.new_gc(), FontProperties(size=self.size)
        places = self.get_transform().transform([item[:2] for item in self.items])
        stamps = Stamps(renderer, font)
        top = renderer.get_canvas_width_height()[1] if renderer.flipy() else None
        for (x, y), (_, _, text, colour, before) in zip(places, self.items, strict=True):
            width, down = stamps.size(text)
            left, base = x - before * width, y + down
            if isinstance(renderer, RendererAgg):
                image, ahead, under = stamps.of(text, colour)
                renderer.draw_image(context, round(left) - ahead, round(base) - under, image)
                continue
            context.set_foreground(colour)
            renderer.draw_text(context, left, base if top is None else top - base, text, font, 0)
        context.restore()


class Stamps:
    """Pictures of texts: what stands in many cells is drawn once, and then copied."""

    def __init__(self, renderer, font: FontProperties):
        self._renderer, self._font = renderer, font
        self._sizes: dict[str, tuple[float, float, float]] = {}
        self._masks: dict[str, tuple] = {}
        self._made: dict[tuple[str, str], tuple] = {}
        _, self._tall, self._deep = self._measured("lp")

    def size(self, text: str) -> tuple[float, float]:
        """Return the width of a text, and how far its baseline lies above its middle."""
        width, high, deep = self._measured(text)
        return width, max(deep, self._deep) - max(high, self._tall) / 2

    def of(self, text: str, colour: str) -> tuple[np.ndarray, int, int]:
        """Return pixels from the lowest row up, and how far they begin before text and baseline."""
        if (text, colour) not in self._made:
            mask, ahead, under = self._mask(text)
            image = np.empty((*mask.shape, 4), np.uint8)
            image[..., :3] = np.rint(255 * np.array(to_rgb(colour)))
            image[..., 3] = mask
            self._made[text, colour] = image, ahead, under
        return self._made[text, colour]

    def _measured(self, text: str) -> tuple[float, float, float]:
        if text not in self._sizes:
            measure = self._renderer.get_text_width_height_descent
            self._sizes[text] = measure(text, self._font, False)
        return self._sizes[text]

    def _mask(self, text: str) -> tuple[np.ndarray, int, int]:
        if text not in self._masks:
            width, high, deep = self._measured(text)
            above = high - min(deep, 0)  # quotation marks end high above the baseline
            parts = width, above, max(deep, 0)
            width, high, deep = (int(np.ceil(part)) + EDGE for part in parts)
            sheet = RendererAgg(width + EDGE, high + deep, self._renderer.dpi)
            sheet.draw_text(sheet.new_gc(), EDGE, high, text, self._font, 0)
            self._masks[text] = np.asarray(sheet.buffer_rgba())[::-1, :, 3].copy(), EDGE, deep
        return self._masks[text]
