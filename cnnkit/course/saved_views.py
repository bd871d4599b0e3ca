"""Jupyter server hook: a saved notebook keeps the widgets whose cells were not run again.

JupyterLab saves the state of those widgets that a kernel of this session has made, and drops all
others. A lesson that is opened, run half-way and saved would lose the explorers of its other half,
although they stand on the page; one that is only read and saved would lose all. So before a
notebook is written, the states that its outputs still show, and that JupyterLab left out, are taken
from the file that is there, or from another notebook of its folder when it is saved by a new name.

The server loads this module because the wheel brings ``share/jupyter_server.json``.
"""

import json
import re
from pathlib import Path

__all__ = ["keep_views"]

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
_REFERENCE = re.compile(r"IPY_MODEL_([0-9a-f]+)")


def keep_views(model, path, contents_manager, **_):
    """Put the state of shown widgets that a save would drop back into the notebook.

    Parameters
    ----------
    model : dict
        What is being saved, as Jupyter's contents service has it; changed in place.
    path : str
        Where, as the contents service names it.
    contents_manager : jupyter_server.services.contents.manager.ContentsManager
        Only one that keeps notebooks in files has something to take states from.
    """
    if model.get("type") != "notebook" or not hasattr(contents_manager, "_get_os_path"):
        return
    notebook = model["content"]
    missing = _shown(notebook) - set(_states(notebook))
    if not missing:
        return
    target = Path(contents_manager._get_os_path(path))
    others = sorted(other for other in target.parent.glob("*.ipynb") if other != target)
    found = {}
    for source in (target, *others):
        found |= _with_references(missing, _states(_read(source)))
        missing -= set(found)
        if not missing:
            break
    if found:
        widgets = notebook["metadata"].setdefault("widgets", {})
        kept = widgets.setdefault(STATE, {"version_major": 2, "version_minor": 0, "state": {}})
        kept["state"] = {**found, **kept["state"]}


def _shown(notebook):
    """Return the ids of the models whose views stand in the outputs."""
    return {
        output["data"][VIEW]["model_id"]
        for cell in notebook.get("cells", ())
        for output in cell.get("outputs", ())
        if VIEW in output.get("data", {})
    }


def _states(notebook):
    return notebook.get("metadata", {}).get("widgets", {}).get(STATE, {}).get("state", {})


def _with_references(wanted, states):
    """Return the wanted states, and those of the models that they name."""
    found, waiting = {}, [model for model in wanted if model in states]
    while waiting:
        model = waiting.pop()
        found[model] = states[model]
        named = _REFERENCE.findall(json.dumps(states[model]))
        waiting += [other for other in named if other in states and other not in found]
    return found


def _read(path):
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # does not exist yet, or is not a notebook
        return {}
    return notebook if isinstance(notebook, dict) else {}


def _jupyter_server_extension_points():
    return [{"module": "cnnkit.course.saved_views"}]


def _load_jupyter_server_extension(server):
    server.contents_manager.register_pre_save_hook(keep_views)
