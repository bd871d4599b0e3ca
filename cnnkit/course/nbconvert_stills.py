"""For plain `jupyter nbconvert`: pictures in the place of explorers, which need scripts of the web.

The installation tells nbconvert of it (share/jupyter_nbconvert.json). Pages with live explorers are
made by `cnnkit export`.
"""

from nbconvert.preprocessors import Preprocessor

__all__ = ["ViewsAsPictures"]

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURES = ("text/html", "image/svg+xml", "image/png")


class ViewsAsPictures(Preprocessor):
    """Leave out the view of a widget where the same output has a picture of it."""

    def preprocess_cell(self, cell, resources, index):
        """Return the cell without such views."""
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VIEW in data and any(kind in data for kind in PICTURES):
                del data[VIEW]
        return cell, resources
