"""Re-execute and store the lessons, or tell which of them are stale.

    python tools/notebooks.py build              every notebook of notebooks/
    python tools/notebooks.py build 01 09_train_a_cnn
    python tools/notebooks.py build --stale      only those that `check` names
    python tools/notebooks.py refresh            new JavaScript and CSS, without running anything
    python tools/notebooks.py check              name the stale ones; exit code 1 if there are any
    python tools/notebooks.py check --verbose    with each file that changed, on a line of its own

`build` runs a notebook from its first cell in a fresh kernel and stores outputs and widget state so
that, on one machine, unchanged sources give unchanged bytes. It also stores what they came from:
hashes of the code cells, of the plotting code, widget code, exercises and data that the kernel
read, and of the JavaScript and CSS that the stored widgets hold. `check` compares those hashes.
Where JavaScript and CSS alone have changed, `refresh` stores the bytes that `build` would. Numbers
and texts are compared by nbval, pictures by nobody: their bytes differ between processors. A cell
with the tag "times" draws what it measured with a clock; its stored picture stays while its source
does, so that the bytes do too. So do numbers after ≈ that differ by what tools/about.py allows.
"""

import argparse
import base64
import copy
import hashlib
import importlib
import io
import json
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from cnnkit.files import atomic_writing
from tools.about import reconcile

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "notebooks"
CELL_TIMEOUT = 120  # seconds
CHANGE = 1.0  # of 255 levels, root mean square: what a picture may lose by a palette

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CODE = "javascript"  # the trait of the models that hold what many widgets are drawn by

# What stored pictures and views come from. The rest of the package makes numbers: nbval's part.
SOURCES = (
    "cnnkit/checks/typed_numbers.py",
    "cnnkit/exercises/",
    "cnnkit/notebook_cells/static/",
    "cnnkit/plots",
    "cnnkit/widgets/",
    "data/",
)
FRONTEND = {".js", ".css"}  # what the stored widgets hold a copy of

# Only these survive; timings, collapsed states and editors' own notes do not.
NOTEBOOK_METADATA = {"authors", "cnnkit", "title", "widgets"}
FOLD = "jp-MarkdownHeadingCollapsed"  # a heading whose section is folded, an author's choice
CELL_METADATA = {FOLD, "deletable", "editable", "jupyter", "slideshow", "tags"}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}

# A name that an author chose for a cell stays; one that a program drew at random does not.
RANDOM_ID = re.compile(r"[0-9a-f]{8}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
REFERENCE = re.compile(r"IPY_MODEL_([0-9a-f]+)")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
IN_HTML = re.compile(r"(?<=data:image/png;base64,)[A-Za-z0-9+/=]+")
TIMES = "times"  # the tag of a cell whose picture differs from run to run
UNCHECKED = re.compile(r"nbval[-_](ignore[-_]output|skip)", re.IGNORECASE)

# Runs in the kernel before the first cell, and tells at the end which files were read.
RECORDER = """
def _record(target):
    import atexit, json, sys

    opened = set()

    def note(event, arguments):
        if event == "open" and isinstance(arguments[0], str):
            opened.add(arguments[0])

    def write():
        modules = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        names = sorted(name for name in opened | modules if isinstance(name, str))
        with open(target, "w", encoding="utf-8") as file:
            json.dump(names, file)

    sys.addaudithook(note)
    atexit.register(write)


_record(%r)
del _record
"""


class NotebookError(Exception):
    """A notebook that cannot be stored, with the reason."""


def set_clean_environment(folder):
    """Make Jupyter programs started from here ignore this machine's own settings.

    Parameters
    ----------
    folder : pathlib.Path
        An empty folder for what Jupyter and IPython write. `os.environ` is changed.
    """
    for variable in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        os.environ[variable] = str(folder / variable.lower())
        Path(os.environ[variable]).mkdir(parents=True, exist_ok=True)
    for variable in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "MPLBACKEND", "ANYWIDGET_HMR"):
        os.environ.pop(variable, None)
    import matplotlib  # its default style, whatever matplotlibrc lies in the home folder

    os.environ["MATPLOTLIBRC"] = str(Path(matplotlib.get_data_path()) / "matplotlibrc")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # two threads may add in another order
    os.environ["CNNKIT_ANSWERS"] = "off"  # nobody's own answers
    # On a slow machine the debugger of a starting kernel prints a warning between the outputs.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"


def execute(notebook, folder):
    """Run all cells in a fresh kernel; outputs and widget state go into `notebook`.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    folder : pathlib.Path
        The working directory of the kernel.

    Returns
    -------
    list of pathlib.Path
        The files that the kernel imported or opened.

    Raises
    ------
    NotebookError
        If a cell fails or takes longer than `CELL_TIMEOUT` seconds.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    startup = Path(os.environ["IPYTHONDIR"]) / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    record = startup.parent / "files.json"
    record.unlink(missing_ok=True)
    (startup / "record.py").write_text(RECORDER % str(record), encoding="utf-8")
    notebook.metadata.pop("widgets", None)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(str(error)) from None
    return [Path(name) for name in json.loads(record.read_text(encoding="utf-8"))]


def normalise(notebook, name):
    """Take out of an executed notebook all that differs between two runs of the same sources.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As read or executed; not changed.
    name : str
        Name of the notebook; widget model ids are derived from it.

    Returns
    -------
    str
        The text to store.
    """
    import nbformat

    notebook = copy.deepcopy(notebook)
    kept = {key: value for key, value in notebook.metadata.items() if key in NOTEBOOK_METADATA}
    notebook.metadata = nbformat.from_dict(kept | {"kernelspec": KERNEL, "language_info": LANGUAGE})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken = set()
    for cell in notebook.cells:
        cell.id = _cell_id(cell, taken)
        cell.metadata = {key: cell.metadata[key] for key in cell.metadata if key in CELL_METADATA}
        if cell.cell_type == "code":
            cell.outputs = _joined_streams(cell.outputs)
    models = _displayed_models(notebook)
    text = nbformat.writes(notebook, version=4).rstrip("\n") + "\n"
    prefix = hashlib.sha256(name.encode()).hexdigest()[:24]
    for number, model in enumerate(models):
        text = text.replace(model, f"{prefix}{number:08x}")
    if not models:
        return text
    # Once more through the writer, which sorts the state by the new ids.
    return nbformat.writes(nbformat.reads(text, as_version=4), version=4).rstrip("\n") + "\n"


def _cell_id(cell, taken):
    cell_id = cell.get("id", "")
    if not cell_id or RANDOM_ID.fullmatch(cell_id) or cell_id in taken:
        number = 0
        while True:
            content = f"{cell.cell_type}\n{cell.source}\n{number}"
            cell_id = hashlib.sha256(content.encode()).hexdigest()[:8]
            if cell_id not in taken:
                break
            number += 1
    taken.add(cell_id)
    return cell_id


def _joined_streams(outputs):
    """Texts as one output a stream: where the kernel cut them depends on time."""
    joined, streams = [], {}
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        joined.append(output)
    return joined


def _displayed_models(notebook):
    """Drop the state of models that no stored view needs; give the others' ids by creation."""
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    named = {model: set(REFERENCE.findall(json.dumps(state[model]))) for model in state}
    shown = {
        output.data[WIDGET_VIEW]["model_id"]
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if WIDGET_VIEW in output.get("data", {})
    }
    needed, waiting = set(), shown & set(named)
    while waiting:
        model = waiting.pop()
        needed.add(model)
        near = named[model] & set(named)
        if CODE not in state[model].state:
            # In both directions: a link between two models is named by neither of them. Only code
            # that many share leads to no other.
            near |= {other for other in named if model in named[other]}
        waiting |= near - needed
    for model in set(named) - needed:
        del state[model]
    for model in state.values():
        for key in ("_model_module", "_view_module"):
            if model.state.get(key) == "anywidget":
                # Else a later anywidget would refuse to draw what an earlier one stored.
                model.state[f"{key}_version"] = "*"
        if model.model_module == "anywidget":
            model.model_module_version = "*"
    if not needed:
        notebook.metadata.pop("widgets", None)
    return list(state)


def cells_hash(notebook):
    """SHA-256 of the code cells' sources; prose may change without a new run.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    str
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def source_hashes(paths, root=ROOT):
    """SHA-256 of those files that stored pictures and views come from.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Any files; those outside `SOURCES` are left out.
    root : pathlib.Path
        The repository.

    Returns
    -------
    dict of str to str
        Path inside the repository, with slashes, to hash.
    """
    hashes = {}
    for path in paths:
        if not path.is_relative_to(root):
            continue
        inside = path.relative_to(root).as_posix()
        listed = inside.startswith(SOURCES) and inside != "data/SHA256SUMS"
        if listed and "__pycache__" not in inside and path.is_file():
            hashes[inside] = _file_hash(path)
    return dict(sorted(hashes.items()))


def _file_hash(path):
    content = path.read_bytes()
    if path.suffix in {".py", ".js", ".css"}:
        content = content.replace(b"\r\n", b"\n")  # some checkouts on Windows
    return hashlib.sha256(content).hexdigest()


def leaks(text):
    """What of this machine stands in the text: folders and memory addresses.

    Parameters
    ----------
    text : str
        JSON, as a notebook stores it.

    Returns
    -------
    list of str
    """
    folders = {str(ROOT), str(Path.home()), sys.prefix, tempfile.gettempdir()} - {"/"}
    written = {json.dumps(folder + os.sep, ensure_ascii=False)[1:-1] for folder in folders}
    return [folder for folder in sorted(written) if folder in text] + ADDRESS.findall(text)


def keep_times(notebook, stored):
    """Put back the stored pictures of measured times; their sources are the same.

    Parameters
    ----------
    notebook, stored : nbformat.NotebookNode
        Just executed, changed in place; and the same notebook as it was stored.
    """
    for cell, before in zip(notebook.cells, stored.cells, strict=True):
        if TIMES in cell.metadata.get("tags", []):
            for output, old in zip(cell.outputs, before.outputs, strict=False):
                if "image/png" in output.get("data", {}) and "image/png" in old.get("data", {}):
                    for drawn in {"image/png", "text/html"} & set(old.data):
                        output.data[drawn] = old.data[drawn]


def keep_about(notebook, stored):
    """Put back the stored numbers that may differ by as much (see tools/about.py).

    Parameters
    ----------
    notebook, stored : nbformat.NotebookNode
        Just executed, changed in place; and the same notebook as it was stored.
    """
    for cell, before in zip(notebook.cells, stored.cells, strict=True):
        for output, old in zip(cell.get("outputs", []), before.get("outputs", []), strict=False):
            reconcile(output, old, cell.metadata.get("tags", ()))


def fewer_colours(notebook):
    """Store pictures with a palette where nobody sees it: photographs keep their colours.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Just executed, changed in place.
    """
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            for key, found in data.items():
                if key == "image/png":
                    data[key] = _with_palette(found)
                elif key == "text/html":
                    data[key] = IN_HTML.sub(lambda png: _with_palette(png[0]), found)


def _with_palette(text):
    return base64.b64encode(with_palette(base64.b64decode(text))).decode()


def with_palette(png):
    """Return a picture with at most 256 colours, if it is smaller and looks the same.

    Parameters
    ----------
    png : bytes

    Returns
    -------
    bytes
        The very same, where the root mean square change of a level would be above `CHANGE`.
    """
    import numpy as np
    from PIL import Image

    image = Image.open(io.BytesIO(png))
    if image.mode == "P" or (image.mode == "RGBA" and image.getextrema()[3][0] < 255):
        return png  # it has a palette already, or lets the page through
    image = image.convert("RGB")
    few = image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    change = np.subtract(image, few.convert("RGB"), dtype=float)
    if np.sqrt((change**2).mean()) > CHANGE:
        return png
    buffer = io.BytesIO()
    few.save(buffer, "png", optimize=True)
    return min(png, buffer.getvalue(), key=len)


def build(path):
    """Execute one notebook and store it.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    bool
        Whether the stored bytes changed.

    Raises
    ------
    NotebookError
        If a cell fails, or an output holds what is true on this machine only.
    """
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    stored = copy.deepcopy(notebook)
    files = execute(notebook, path.parent)
    for number, cell in enumerate(notebook.cells):
        found = leaks(json.dumps(cell.get("outputs", []), ensure_ascii=False))
        if found:
            raise NotebookError(f"the output of cell {number} holds {', '.join(found)}")
    found = leaks(json.dumps(notebook.metadata.get("widgets", {}), ensure_ascii=False))
    if found:
        raise NotebookError(f"the widget state holds {', '.join(found)}")
    fewer_colours(notebook)
    sources, frontend = _parted(source_hashes(files))
    record = {"cells": cells_hash(notebook), "sources": sources, "frontend": frontend}
    notebook.metadata["cnnkit"] = record
    before = stored.metadata.get("cnnkit", {})
    if (record["cells"], sources) == (before.get("cells"), before.get("sources")):
        keep_times(notebook, stored)
        keep_about(notebook, stored)
    content = normalise(notebook, path.stem).encode()
    if content == path.read_bytes():
        return False
    atomic_writing.replace(path, content)
    return True


def _parted(hashes):
    """Hashes of what a kernel runs or reads, and of what a browser does."""
    ours, browsers = {}, {}
    for source, digest in hashes.items():
        (browsers if Path(source).suffix in FRONTEND else ours)[source] = digest
    return ours, browsers


def _stored_hashes(notebook):
    record = notebook.metadata.get("cnnkit", {})
    return record.get("sources", {}), record.get("frontend", {})


def refresh(path, root=ROOT):
    """Put the present JavaScript and CSS into a stored notebook, without running anything.

    Parameters
    ----------
    path : pathlib.Path
    root : pathlib.Path
        The repository.

    Returns
    -------
    bool
        Whether the stored bytes changed; they are those that `build` would store.

    Raises
    ------
    NotebookError
        If more has changed than JavaScript and CSS; nothing is stored then.
    """
    import nbformat

    text = path.read_bytes().decode().replace("\r\n", "\n")
    notebook = nbformat.reads(text, as_version=4)
    found = outdated(notebook, root)
    if not found and normalise(notebook, path.stem) != text:
        found = [FOREIGN]
    if found:
        raise NotebookError(f"{found[0]}: it has to run again (`build`)")
    stored = notebook.metadata["cnnkit"]
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for model in state.values():
        name = model.state.get("_anywidget_id", "")
        if name.startswith("cnnkit."):
            module, _, widget = name.rpartition(".")
            kind = getattr(importlib.import_module(module), widget)
            model.state["_esm"] = kind._esm
            (shared,) = REFERENCE.findall(model.state["_code"])
            state[shared].state.update(javascript=kind.javascript, css=kind.css)
    stored["frontend"] = source_hashes([root / source for source in stored["frontend"]], root)
    content = normalise(notebook, path.stem).encode()
    if content == path.read_bytes():
        return False
    atomic_writing.replace(path, content)
    return True


FOREIGN = "another program saved it: it is not in the form that `build` stores"


def problems(path, root=ROOT):
    """Tell why a stored notebook is stale.

    Parameters
    ----------
    path : pathlib.Path
    root : pathlib.Path
        The repository.

    Returns
    -------
    list of str
        Empty for a fresh one.
    """
    import nbformat

    text = path.read_bytes().decode()
    notebook = nbformat.reads(text, as_version=4)
    found = outdated(notebook, root)
    _, frontend = _stored_hashes(notebook)
    for source in _changed(frontend, root):
        found.append(f"{source}, of which its widgets hold a copy, changed: `refresh` puts it in")
    if not found and normalise(notebook, path.stem) != text.replace("\r\n", "\n"):
        found.append(FOREIGN)
    return found


def outdated(notebook, root=ROOT):
    """Tell why a notebook has to run again.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    root : pathlib.Path
        The repository.

    Returns
    -------
    list of str
        Empty if its outputs are what `build` would store, but for JavaScript and CSS.
    """
    stored = notebook.metadata.get("cnnkit")
    if stored is None:
        return ["it was never built"]
    found = []
    if stored["cells"] != cells_hash(notebook):
        found.append("its code cells changed since it was executed")
    sources, _ = _stored_hashes(notebook)
    for source in _changed(sources, root):
        gone = not (root / source).is_file()
        found.append(
            f"{source}, which its outputs come from, is gone"
            if gone
            else f"{source} changed since it was executed"
        )
    state = notebook.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        if cell.source.strip() and cell.execution_count is None:
            found.append(f"cell {number} was not executed")
        if UNCHECKED.search(cell.source + " ".join(cell.metadata.get("tags", []))):
            found.append(f"cell {number} is marked to escape nbval")
        for output in cell.outputs:
            view = output.get("data", {}).get(WIDGET_VIEW)
            if view and view["model_id"] not in state:
                found.append(f"cell {number} shows a widget whose state is not stored")
    return found


def _changed(hashes, root):
    """The files of a repository that have another hash now, or are gone."""
    for source, digest in hashes.items():
        if not (root / source).is_file() or _file_hash(root / source) != digest:
            yield source


def find(names):
    """Paths of the named notebooks, of all if none is named.

    Parameters
    ----------
    names : list of str
        Paths, or how the name of a lesson starts, such as `01`.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    NotebookError
        If a name fits no notebook, or there is none at all: nothing that is looked at is fresh.
    """
    lessons = sorted(FOLDER.glob("*.ipynb"))
    if not lessons and not names:
        raise NotebookError(f"there are no notebooks in {FOLDER.name}/; give their paths")
    chosen = []
    for name in names:
        path = Path(name)
        fitting = (
            [path.resolve()]
            if path.is_file()
            else [lesson for lesson in lessons if lesson.stem.startswith(path.stem)]
        )
        if not fitting:
            known = ", ".join(lesson.stem for lesson in lessons) or "none yet"
            raise NotebookError(f"there is no notebook {name!r}; there are: {known}")
        chosen += fitting
    return chosen or lessons


def main(arguments=None):
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        Without them, those of the process.

    Returns
    -------
    int
        The exit code.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["build", "refresh", "check"])
    parser.add_argument("names", nargs="*", metavar="NAME", help="lessons or paths; default: all")
    parser.add_argument("--stale", action="store_true", help="build only those that `check` names")
    parser.add_argument("--verbose", action="store_true", help="`check`: one line a reason")
    options = parser.parse_intermixed_args(arguments)
    try:
        paths = find(options.names)
    except NotebookError as error:
        parser.error(str(error))
    if options.stale:
        paths = [path for path in paths if problems(path)]
    if options.action == "check":
        return 1 if _check_all(paths, verbose=options.verbose) else 0
    action = {"build": _build_all, "refresh": _refresh_all}[options.action]
    return 1 if action(paths) else 0


def _build_all(paths):
    failed = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        set_clean_environment(Path(folder))
        os.environ["PYTHONHASHSEED"] = "0"  # sets are printed in one order
        import matplotlib.font_manager  # noqa: F401  builds its cache here, not in a cell's output

        for path in paths:
            start = time.perf_counter()
            try:
                result = "stored" if build(path) else "unchanged"
            except NotebookError as error:
                failed += 1
                result = f"FAILED, not stored\n{error}\n"
            print(f"{path.stem}: {result} ({time.perf_counter() - start:.1f} s)", flush=True)
    return failed


def _refresh_all(paths):
    failed = 0
    for path in paths:
        try:
            result = "stored" if refresh(path) else "unchanged"
        except NotebookError as error:
            failed += 1
            result = f"not stored: {error}"
        print(f"{path.stem}: {result}")
    return failed


# What many files or cells have in common is told once, with the first of them.
ALIKE = {
    r"(\S+/\S+) changed since it was executed": "{} files changed",
    r"(\S+/\S+), which its outputs come from, is gone": "{} files are gone",
    r"(\S+/\S+), of which its widgets hold a copy, changed": (
        "{} files that its widgets hold a copy of changed (`refresh`)"
    ),
    r"(cell \d+) was not executed": "{} cells were not executed",
    r"(cell \d+) is marked to escape nbval": "{} cells are marked to escape nbval",
    r"(cell \d+) shows a widget": "{} cells show a widget whose state is not stored",
}


def in_one_line(found):
    """Tell what is wrong with one notebook in one line.

    Parameters
    ----------
    found : list of str
        What `problems` returned, not empty.

    Returns
    -------
    str
    """
    rest, said = list(found), []
    for pattern, many in ALIKE.items():
        fitting = [one for one in rest if re.match(pattern, one)]
        if len(fitting) > 1:
            rest = [one for one in rest if one not in fitting]
            said.append(f"{many.format(len(fitting))}, such as {re.match(pattern, fitting[0])[1]}")
    return "; ".join(rest + said)


def _check_all(paths, *, verbose=False):
    stale, command = 0, "refresh"
    for path in paths:
        found = problems(path)
        stale += bool(found)
        for line in found if verbose or not found else [in_one_line(found)]:
            print(f"{path.stem}: {line}")
        if any("`refresh`" not in problem for problem in found):
            command = "build --stale"
    if stale:
        print(f"Bring them up to date with: python tools/notebooks.py {command}")
    else:
        print(f"{len(paths)} notebooks, all fresh")
    return stale


if __name__ == "__main__":
    sys.exit(main())
