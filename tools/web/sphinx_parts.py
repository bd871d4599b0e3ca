"""What the site's Sphinx needs beside myst-nb: formulas, folds, the way to where lessons run."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from cnnkit.course import export

FOLD = "Deeper:"


def anchor(title: str) -> str:
    """Return a heading's anchor as JupyterLab makes it.

    Examples
    --------
    >>> anchor("In code, once")
    'In-code,-once'
    """
    return re.sub(r"\s", "-", title)


class Fold(SphinxPostTransform):
    """Put what goes deeper into a fold, as it is in the lesson."""

    default_priority = 900
    formats = ("html",)

    def run(self, **options):
        """Wrap the sections whose heading begins with "Deeper:"."""
        for section in list(self.document.findall(nodes.section)):
            title = section.next_node(nodes.title)
            if title is None or not title.astext().startswith(FOLD):
                continue
            rest = [child for child in section.children if child is not title]
            opened = nodes.raw(
                "", '<details class="deeper"><summary>Show this part</summary>', format="html"
            )
            closed = nodes.raw("", "</details>", format="html")
            section.children = [title, opened, *rest, closed]


def visit_inline(self, node):
    """Write a formula in the text."""
    self.body.append(export.formula(node.astext()))
    raise nodes.SkipNode


def visit_block(self, node):
    """Write a formula on a line of its own."""
    self.body.append(export.formula(node.astext(), block=True))
    raise nodes.SkipNode


def way_to_python(app, pagename, templatename, context, doctree):
    """Tell the page's script where its lesson can be run, and leave out scripts of other sites."""
    run = app.config.run
    lesson = pagename if re.match(r"\d\d_|glossary", pagename) else "00_start_here"
    if run:
        up = "../" * pagename.count("/")
        tag = f'<meta name="cnnkit-run" content="{up}{run}{lesson}.ipynb">'
        context["metatags"] = context.get("metatags", "") + tag


def setup(app):
    """Connect all of it with Sphinx."""
    app.add_config_value("run", "", "html")
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    app.add_post_transform(Fold)
    app.connect("html-page-context", way_to_python)
