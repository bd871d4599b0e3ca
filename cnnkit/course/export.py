"""A lesson as one HTML file: explorers move, predictions work, nothing is asked of the web.

`cnnkit export 03` writes it, from nbconvert with a template of our own. The page carries the stored
states of the widgets and the little host of `js/page/` that draws them. Formulas become MathML.
"""

import copy
import importlib.util
import json
import re
from pathlib import Path

from cnnkit.files import atomic_writing

__all__ = ["MISSING", "page_of", "write"]

STATIC = Path(__file__).parent / "static"
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
FOLDED = "jp-MarkdownHeadingCollapsed"
PRIORITY = (VIEW, "text/html", "image/svg+xml", "image/png", "image/jpeg", "text/markdown")
NEEDS = ("nbconvert", "latex2mathml")
MISSING = 'cnnkit export needs nbconvert and latex2mathml; get them with: pip install "cnnkit[lab]"'

_HEADING = re.compile(r"\A\s*(#{1,6}) +(.+?)\s*#*\s*(?:\n|\Z)")
_LESSON_LINK = re.compile(r'href="((?:[\w.-]+/)*[\w-]+)\.ipynb(#[^"]*)?"')


def can_export() -> bool:
    """Tell whether what exporting needs is installed."""
    return all(importlib.util.find_spec(name) is not None for name in NEEDS)


def write(source: Path, folder: Path, *, slides: bool = False) -> Path:
    """Write a lesson's page into a folder; return its path.

    Parameters
    ----------
    source : pathlib.Path
        The notebook, stored with its outputs.
    folder : pathlib.Path
        Made if there is none.
    slides : bool
        Slides by section instead of a page that scrolls.

    Raises
    ------
    OSError
        If the notebook cannot be read, or the page not be written.
    ValueError
        If the file is not a notebook.
    """
    text = page_of(read(source), slides=slides)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{source.stem}{'.slides' if slides else ''}.html"
    atomic_writing.replace(target, text.encode())
    return target


def read(source: Path):
    """Return a notebook; what is not one is refused in a sentence.

    Raises
    ------
    OSError, ValueError
        As `write`.
    """
    import nbformat

    try:
        return nbformat.reads(source.read_text(encoding="utf-8"), as_version=4)
    except OSError:
        raise
    except Exception:
        raise ValueError(
            f"{source} is not a notebook; give a lesson's number, such as 03, or an .ipynb file"
        ) from None


def page_of(notebook, *, slides: bool = False) -> str:
    """Return the HTML of a notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    slides : bool

    Returns
    -------
    str
    """
    from nbconvert import HTMLExporter
    from traitlets.config import Config

    notebook = copy.deepcopy(notebook)
    title = _prepare(notebook)
    exporter = HTMLExporter(
        config=Config(NbConvertBase={"display_data_priority": [*PRIORITY, "text/plain"]}),
        template_name="template",
        extra_template_basedirs=[str(STATIC)],
    )
    exporter.register_filter("markdown2html", html_of)
    exporter.register_filter("script_json", script_json)
    exporter.register_filter("highlight_code", _highlighted)
    page = {
        "title": title,
        "slides": slides,
        "css": _style(),
        "script": (STATIC / ("slides.js" if slides else "page.js")).read_text(encoding="utf-8"),
        "widgets": widgets_of(notebook),
    }
    return exporter.from_notebook_node(notebook, resources={"page": page})[0]


def widgets_of(notebook) -> dict:
    """Return the states of the widgets that come with their code; the code stands once."""
    stored = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    code, state = [], {}
    for name, model in stored.items():
        if "_esm" not in model["state"]:
            continue
        traits = dict(model["state"])
        shared = stored.get(traits.pop("_code", "").removeprefix("IPY_MODEL_"))
        if shared:  # the page draws without the loader of `cnnkit.notebook_cells`
            traits |= {"_esm": shared["state"]["javascript"], "_css": shared["state"]["css"]}
        for key in ("_esm", "_css"):
            text = traits.get(key) or ""
            if text not in code:
                code.append(text)
            traits[key] = code.index(text)
        state[name] = {"state": traits, "buffers": model.get("buffers", [])}
    return {"state": state, "code": code}


def script_json(value) -> str:
    """Return JSON that cannot end the script that it stands in."""
    return json.dumps(value, separators=(",", ":")).replace("<", "\\u003c")


def html_of(source: str) -> str:
    """Return the HTML of Markdown; formulas become MathML, and lessons link to pages.

    Examples
    --------
    >>> html_of("See [03](03_rectify.ipynb#In-code).")
    '<p>See <a href="03_rectify.html#In-code">03</a>.</p>'
    """
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    html = MarkdownWithMath(renderer=_renderer()).render(source).strip()
    return _LESSON_LINK.sub(r'href="\1.html\2"', html)


def formula(text: str, *, block: bool = False) -> str:
    """Return a formula of TeX as MathML; as its text where that does not understand it.

    Examples
    --------
    >>> formula("p_i")[:35]
    '<math xmlns="http://www.w3.org/1998'
    """
    from html import escape

    from latex2mathml.converter import convert

    try:
        drawn = convert(text.strip(), display="block" if block else "inline")
    except Exception:
        drawn = f"<code>{escape(text)}</code>"
    return f'<span class="formula">{drawn}</span>' if block else drawn


def _renderer():
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Renderer(IPythonRenderer):
        def block_math(self, body):
            return formula(body, block=True)

        def inline_math(self, body):
            return formula(body)

    return Renderer(escape=False)


def _highlighted(source, metadata=None):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return highlight(source, PythonLexer(), HtmlFormatter(nowrap=False))


def _style():
    from pygments.formatters import HtmlFormatter

    def code(style):
        rules = HtmlFormatter(style=style).get_style_defs(".highlight").splitlines()
        return "\n".join(rule for rule in rules if rule.startswith(".highlight ."))

    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{code('github-dark')}\n}}"
    page = (STATIC / "page.css").read_text(encoding="utf-8")
    return "\n".join([page, code("default"), dark])


def _prepare(notebook) -> str:
    """Note with each cell what stands around it: sections, folds. Return the lesson's title."""
    title, folds = "", []
    open_section = False
    for cell in notebook.cells:
        source = cell.source
        found = _HEADING.match(source) if cell.cell_type == "markdown" else None
        before, text = "", source
        if found:
            level, words = len(found[1]), found[2]
            title = title or words
            while folds and folds[-1] >= level:
                folds.pop()
                before += "</details>"
            if level <= 2:
                before += "</section>" * open_section + "<section>"
                open_section = True
            if cell.metadata.get(FOLDED):
                folds.append(level)
                summary = re.sub(r"</?p>", "", html_of(words))
                anchor = re.sub(r"\s", "-", words)
                before += f'<details class="deeper" id="{_attribute(anchor)}">'
                before += f"<summary>{summary}</summary>"
                text = source[found.end() :]
        if not open_section:
            before, open_section = "<section>" + before, True
        cell.metadata["page"] = {
            "before": before,
            "text": text,
            "after": "",
            "folded": bool(cell.metadata.get("jupyter", {}).get("source_hidden")),
        }
    if notebook.cells:
        end = "</details>" * len(folds) + "</section>"
        notebook.cells[-1].metadata["page"]["after"] = end
    return title


def _attribute(text):
    return text.replace("&", "&amp;").replace('"', "&quot;")
