"""What a block of a cell shows, kept in its order until the reader has answered.

Prints, figures and explorers come as they would on the page; nothing is shown meanwhile. Each is a
dict that the page can read: ``{"kind": "text", "text": ...}``, ``{"kind": "html", "html": ...}`` or
``{"kind": "widget", "model": ..., "html": ...}``, whose HTML is for pages without widgets.
"""

import base64
import html
import sys
from typing import Any

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


class Held:
    """Holds back what a block shows, as a context manager.

    Attributes
    ----------
    items : list of dict
        What came so far, first to last.
    """

    def __init__(self) -> None:
        self.items: list[dict[str, str]] = []
        self._bundles: list[tuple[dict, dict] | str] = []
        self._shell: Any = None

    def __enter__(self) -> "Held":
        self._stdout, sys.stdout = sys.stdout, _Recorder(self)  # type: ignore[assignment]
        self._shell = _shell()
        if self._shell is not None:
            self._publisher = self._shell.display_pub
            self._shell.display_pub = _publisher(self)
        return self

    def __exit__(self, *_: object) -> None:
        sys.stdout = self._stdout
        if self._shell is not None:
            self._shell.display_pub = self._publisher

    def print(self, text: str) -> None:
        """Take a printed text."""
        self._bundles.append(text)
        self._add_text(text)

    def _add_text(self, text: str) -> None:
        if self.items and self.items[-1]["kind"] == "text":
            self.items[-1]["text"] += text
        else:
            self.items.append({"kind": "text", "text": text})

    def show(self, data: dict, metadata: dict) -> None:
        """Take a displayed output."""
        self._bundles.append((data, metadata))
        page = _page(data, metadata)
        if WIDGET_VIEW in data:
            model = f"IPY_MODEL_{data[WIDGET_VIEW]['model_id']}"  # as widgets name each other
            self.items.append({"kind": "widget", "model": model, "html": page})
        elif page:
            self.items.append({"kind": "html", "html": page})
        else:
            self._add_text(f"{data.get('text/plain', '')}\n")

    def release(self) -> None:
        """Show everything after all: the block has failed."""
        for one in self._bundles:
            if isinstance(one, str):
                sys.stdout.write(one)
            else:
                self._shell.display_pub.publish(data=one[0], metadata=one[1])


def as_html(items: list[dict[str, str]]) -> str:
    """Return what was held for a page without a kernel and without scripts."""
    return "".join(
        f"<pre>{html.escape(item['text'].rstrip())}</pre>"
        if item["kind"] == "text"
        else item["html"]
        for item in items
    )


def as_text(items: list[dict[str, str]]) -> str:
    """Return the printed part of what was held."""
    return "".join(item["text"] for item in items if item["kind"] == "text").rstrip()


def _page(data: dict, metadata: dict) -> str:
    """Return an output as HTML; empty where there is no picture or page in it."""
    if "text/html" in data:
        return data["text/html"]
    if "image/png" not in data:
        return ""
    png = data["image/png"]
    text = png if isinstance(png, str) else base64.b64encode(png).decode()
    alt = metadata.get("image/png", {}).get("alt") or data.get("text/plain", "")
    width = metadata.get("image/png", {}).get("width")
    size = f' width="{width}"' if width else ""
    return f'<img src="data:image/png;base64,{text}" alt="{html.escape(alt)}"{size}>'


class _Recorder:
    """A standard output that holds what is written."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, held: Held):
        self._held = held

    def write(self, text: str) -> int:
        if text:
            self._held.print(text)
        return len(text)

    def writelines(self, lines) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        """There is nothing to wait for."""

    def isatty(self) -> bool:
        return False


def _shell() -> Any:
    """Return the shell of a notebook; None in a plain script."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.interactiveshell import InteractiveShell

    return InteractiveShell.instance() if InteractiveShell.initialized() else None


def _publisher(held: Held) -> Any:
    from IPython.core.displaypub import DisplayPublisher

    class Publisher(DisplayPublisher):
        """Holds what is displayed. A displayed thing that changes itself later does so at once."""

        def publish(self, data, metadata=None, **options):
            if options.get("update"):
                held._publisher.publish(data=data, metadata=metadata, **options)
            else:
                held.show(data, metadata or {})

        def clear_output(self, wait=False):
            held.items.clear()
            held._bundles.clear()

    return Publisher()
