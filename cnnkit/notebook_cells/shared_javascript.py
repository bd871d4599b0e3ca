"""The JavaScript and CSS of widgets, once a notebook instead of once a widget.

An anywidget carries its code in itself: five explorers would be stored, and sent, as five copies of
56 KB. Here the code is a model of its own without a view, `Code`, one for each kind of widget and
kernel. A widget names it, as ipywidgets name their layouts, and carries ``static/loader.js`` alone,
which finds it, or asks the kernel for it where a front end has no such model.
"""

import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from ipywidgets import Widget

from cnnkit.notebook_cells.widget_lifetime import HeldByCells

STATIC = Path(__file__).parent / "static"

_made: dict[tuple[str, str], "Code"] = {}
_making = threading.Lock()


class Code(Widget):
    """What draws one kind of widget; it has no view.

    Attributes
    ----------
    javascript : str
        One module, as anywidget loads it.
    css : str
    """

    javascript = traitlets.Unicode().tag(sync=True)
    css = traitlets.Unicode().tag(sync=True)

    def __repr__(self) -> str:
        return f"Code({len(self.javascript)} characters of JavaScript)"


def _name(code: Code | None, _widget: Any) -> str:
    """Return how a widget names its code; also of one that is closed at the moment."""
    return f"IPY_MODEL_{code._model_id}" if code else ""


class SharesCode(HeldByCells, anywidget.AnyWidget):
    """A widget whose code stands once in a notebook.

    A subclass has its JavaScript and CSS as the class attributes ``javascript`` and ``css``.
    """

    javascript: ClassVar[str]
    css: ClassVar[str]

    _esm = STATIC.joinpath("loader.js").read_text(encoding="utf-8")

    _code = traitlets.Instance(Code, allow_none=True).tag(sync=True, to_json=_name)

    def __init__(self, **traits):
        if "google.colab" in sys.modules:
            # Each output is a page of its own there, which asks for each model by itself: nothing
            # would be shared, so nothing is risked.
            self._esm, self._css = self.javascript, self.css
            super().__init__(**traits)
            return
        super().__init__(_code=_shared(self.javascript, self.css), **traits)
        self.on_msg(self._give_code)

    def hold(self) -> None:
        """Note that the running cell holds the widget; it and its code are opened if closed."""
        if self._code is not None:
            self._code.open()
        super().hold()

    def _give_code(self, _widget, content, _buffers) -> None:
        """Answer a page that knows no model but this one."""
        if content.get("kind") == "javascript":
            self.send({"kind": "javascript", "javascript": self.javascript, "css": self.css})


def _shared(javascript: str, css: str) -> Code:
    """Return the one model of this kernel that holds this code."""
    with _making:
        if (javascript, css) not in _made:
            _made[javascript, css] = Code(javascript=javascript, css=css)
        code = _made[javascript, css]
        code.open()  # `Widget.close_all` may have closed it
        return code
