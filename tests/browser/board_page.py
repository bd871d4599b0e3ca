"""All boards on one plain page without a kernel: quick to open, at any width, zoom and theme.

JupyterLab adds nothing to how a board lays itself out but the width that it leaves; so what holds
for every explorer at every width is tried here, and a few of them in JupyterLab itself.
"""

import base64

HOST = """
async ({esm, css, boards, width}) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  document.head.appendChild(document.createElement('style')).textContent = css;
  const module = await import(URL.createObjectURL(new Blob([esm], {type: 'text/javascript'})));
  for (const {name, scene, cursor, code_line} of boards) {
    for (const array of Object.values(scene.arrays)) {
      array.data = new DataView(bytes(array.data).buffer);
    }
    const traits = {scene, cursor, code_line}, heard = {};
    const model = {
      get: (trait) => traits[trait],
      set: (trait, value) => { traits[trait] = value; },
      on: (event, act) => { heard[event] = act; },
      save_changes() {}, off() {}, send() {},
    };
    const el = document.body.appendChild(document.createElement('div'));
    el.className = 'host';
    el.dataset.name = name;
    el.style.width = `${width}px`;
    // Another scene, as Python would send one.
    el.show = (next) => { traits.scene = next; heard['change:scene'](); };
    el.scene = () => traits.scene;
    await module.default.render({model, el});
  }
}
"""


def packed(name, explorer):
    """An explorer's scene as JSON, the bytes of its arrays as text."""
    arrays = {
        key: {"shape": array["shape"], "data": base64.b64encode(array["data"]).decode()}
        for key, array in explorer.scene["arrays"].items()
    }
    scene = {**explorer.scene, "arrays": arrays}
    line = getattr(explorer, "code_line", {})
    return {"name": name, "scene": scene, "cursor": list(explorer.cursor), "code_line": line}


class BoardPage:
    """Boards of some explorers below each other in an empty page of a Chromium.

    Parameters
    ----------
    chromium : Chromium
    boards : list of what `packed` returns
    width, size, scale : see :meth:`resize`
    attributes : str
        Of the page's `html`.
    ratio : float
        Device pixels per CSS pixel.
    """

    def __init__(
        self,
        chromium,
        boards,
        width=848,
        *,
        size=(1280, 720),
        scale=1.0,
        attributes="",
        ratio=1.0,
    ):
        from cnnkit.widgets import FilterExplorer

        self.context = chromium.browser.new_context(
            viewport={"width": 1280, "height": 720}, device_scale_factor=ratio
        )
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.set_content(
            f"<!doctype html><html lang='en' {attributes}><title>boards</title><body></body></html>"
        )
        given = {"esm": FilterExplorer.javascript, "css": FilterExplorer.css}
        self.page.evaluate(HOST, {**given, "boards": boards, "width": round(width / scale)})
        self.page.wait_for_function(
            "(count) => document.querySelectorAll('.cnnkit-board[data-ready]').length === count",
            arg=len(boards),
        )
        self.resize(width, size=size, scale=scale)

    def resize(self, width=848, *, size=(1280, 720), scale=1.0):
        """Give each board so many pixels of a window of this size; return the page.

        By default the pixels are those of a notebook in JupyterLab at 1280×720 with its file
        browser. Zoomed, the page has so many fewer of them.
        """
        wide, high = (round(pixels / scale) for pixels in size)
        self.page.set_viewport_size({"width": wide, "height": high})
        self.page.evaluate(
            """(width) => {
              for (const host of document.querySelectorAll('.host')) host.style.width = width;
            }""",
            f"{round(width / scale)}px",
        )
        self.settle(6)
        return self

    def settle(self, frames=4):
        """Let the page draw some frames."""
        self.page.evaluate(
            """async (frames) => {
              for (let i = 0; i < frames; i += 1) await new Promise(requestAnimationFrame);
            }""",
            frames,
        )

    def measured(self, script, given=None):
        """What a function finds of each board, by the names of the explorers."""
        found = self.page.evaluate(
            """([script, given]) => [...document.querySelectorAll('.host')].map((host) =>
                 [host.dataset.name, eval(script)(host.querySelector('.cnnkit-board'), given)])""",
            [script, given],
        )
        return dict(found)

    def board(self, name):
        """The root of one board."""
        return self.page.locator(f".host[data-name='{name}'] .cnnkit-board")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.context.close()
        if exception[0] is None:
            assert self.wrong == []
