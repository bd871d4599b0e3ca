"""The API reference: every public name of cnnkit, from its docstring.

    .venv/bin/sphinx-build -W -b html docs docs/_build

A name is described once, at the first place of FACES that hands it out.
"""

import importlib
import inspect

import cnnkit

project = "cnnkit"
author = "The cnnkit authors"
version = release = cnnkit.__version__
html_title = f"cnnkit {version}"
html_theme = "alabaster"
html_theme_options = {"description": "Touch every number of a convolutional network"}

extensions = ["sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
default_role = "py:obj"  # `cnnkit.functional.relu` in a docstring becomes a link
autodoc_default_options = {"members": True, "member-order": "bysource"}
napoleon_google_docstring = False
# "array (N, classes)" is a shape in words, and `map` the name of several attributes: no links.
napoleon_custom_sections = [("Attributes", "params_style")]
napoleon_use_param = False
napoleon_use_rtype = False
smartquotes = False  # "same" is a value to copy
html_show_sourcelink = False
html_copy_source = False

# What one imports from, in the order in which one reads.
FACES = (
    "cnnkit.shapes",
    "cnnkit.naive",
    "cnnkit.windows",
    "cnnkit.functional",
    "cnnkit.initialisers",
    "cnnkit.layers",
    "cnnkit.losses",
    "cnnkit.model",
    "cnnkit.interop",
    "cnnkit.optim",
    "cnnkit.train",
    "cnnkit.gradcheck",
    "cnnkit.matching",
    "cnnkit.data",
    "cnnkit.plots",
    "cnnkit.examples.xo",
    "cnnkit.examples.digits",
    "cnnkit.widgets",
    "cnnkit.exercises",
)


def home(name):
    """Return where `cnnkit.<name>` is described, as a link."""
    value = getattr(cnnkit, name)
    if not callable(value):
        return f":py:mod:`{name} <{value.__name__}>`"
    for face in FACES:
        if getattr(importlib.import_module(face), name, None) is value:
            return f":py:obj:`{name} <{face}.{name}>`"
    raise LookupError(f"cnnkit.{name} is handed out by none of FACES")


def list_names(app, docname, source):
    """Write the links to all names of `cnnkit` where the first page has |names|."""
    if docname == "index":
        names = sorted(cnnkit.__all__, key=str.lower)
        source[0] = source[0].replace("|names|", ",\n".join(home(name) for name in names))


def show_constructor(app, what, name, value, options, signature, returns):
    """Show what an explorer's `__init__` takes; the `__new__` of traitlets takes anything."""
    if what == "class" and signature.startswith("(*args"):
        parameters = list(inspect.signature(value.__init__).parameters.values())[1:]
        return str(inspect.Signature(parameters)), returns
    return None


kept = {}


def keep_words(app, what, name, value, options, lines):
    """Keep a property's docstring: napoleon takes "Slope: probability - target" for a type."""
    if what in {"attribute", "data", "property"}:
        kept[name] = list(lines)


def restore_words(app, what, name, value, options, lines):
    """Put it back."""
    lines[:] = kept.pop(name, lines)


def setup(app):
    """Connect the functions above with Sphinx; napoleon's priority is 500."""
    app.connect("source-read", list_names)
    app.connect("autodoc-process-signature", show_constructor)
    app.connect("autodoc-process-docstring", keep_words, priority=100)
    app.connect("autodoc-process-docstring", restore_words, priority=900)
