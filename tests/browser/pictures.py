"""Take pictures of a page: the window, an element, a whole notebook."""

import pathlib


class Pictures:
    """The part of a `LabPage` that takes pictures."""

    def screenshot(self, path, locator=None):
        """Save a picture of the window, or of one element; return its path."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        if locator is None:
            self.page.screenshot(path=str(path))
        else:
            self.show(locator)
            locator.screenshot(path=str(path))
        return path

    def full_screenshots(self, folder, name, *, height=1600):
        """Save the whole notebook, however long, as pictures of at most this height."""
        size = self.page.viewport_size
        # The notebook scrolls inside its panel, so the window has to grow to the last cell's end;
        # a few rounds, since cells are laid out for real only once they are in sight.
        wanted = 0
        for _ in range(8):
            box = self.evaluate(
                """() => {
                  const outer = nb.content.node.querySelector('.jp-WindowedPanel-outer');
                  outer.scrollTop = 0;
                  const last = nb.content.widgets.at(-1).node.getBoundingClientRect();
                  const area = outer.getBoundingClientRect();
                  return {x: area.x, y: area.y, width: area.width, end: last.bottom + 24,
                          rest: window.innerHeight - area.bottom};
                }"""
            )
            if abs(box["end"] - wanted) < 2 and box["end"] > box["y"]:
                break
            wanted = box["end"]
            total = round(min(max(box["end"] + box["rest"], size["height"]), 30000))
            self.page.set_viewport_size({"width": size["width"], "height": total})
            self.page.wait_for_timeout(400)
        paths = []
        top = box["y"]
        while top < box["end"]:
            clip = {"x": box["x"], "y": top, "width": box["width"]}
            clip["height"] = min(height, box["end"] - top)
            path = pathlib.Path(folder) / f"{name}-{len(paths) + 1:02d}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(path), clip=clip)
            paths.append(path)
            top += height
        self.set_size(size["width"], size["height"])
        return paths
