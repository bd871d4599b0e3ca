"""A widget lives as long as a cell of the notebook shows it, and is closed afterwards.

The kernel keeps every widget alive until somebody closes it, and JupyterLab saves all that are
alive. So a cell that is run 40 times would leave 39 widgets behind that nobody sees, in memory and
in the file. Here each widget knows the cells that made or showed it; once all of them have been run
again without it, it is closed. Whoever still has it in a variable can show it again.
"""

import sys
import weakref

__all__ = ["HeldByCells"]

# For each widget: the cells that hold it, and the run of the cell in which they last did.
_holders: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()
_listening: weakref.WeakSet = weakref.WeakSet()  # shells that tell when a cell has ended


class HeldByCells:
    """A widget that is closed when every cell that held it was run again without it.

    Stands before the widget's class among the bases. Outside a notebook, and in front ends that do
    not say which cell runs, such a widget lives until it is closed, as all others do.
    """

    def hold(self) -> None:
        """Note that the running cell made or shows the widget; open it again if it is closed."""
        if self.comm is None:
            self.layout.open()
            self.open()
        shell, cell, run = _running()
        if cell is None:
            return
        _holders.setdefault(self, {})[cell] = run
        if shell not in _listening:
            _listening.add(shell)
            shell.events.register("post_run_cell", _close_what_is_gone)

    def close(self) -> None:
        """Take the widget and its layout off every page."""
        if self.trait_has_value("layout"):  # to ask for one makes it, and tells every page
            self.layout.close()
        super().close()
        # In its place ipywidgets puts None, which would hide the method from a later display.
        self.__dict__.pop("_repr_mimebundle_", None)


def _close_what_is_gone(_result=None):
    """Close the widgets whose last cell has just been run without them."""
    _, cell, run = _running()
    for widget, cells in list(_holders.items()):
        if cells.get(cell, run) == run:
            continue
        del cells[cell]
        if not cells:
            del _holders[widget]
            widget.close()


def _running():
    """Return the shell, the id of the cell that it runs and that run's own id, or three Nones."""
    ipython = sys.modules.get("IPython")  # without it there is no notebook
    shell = ipython.get_ipython() if ipython else None
    parent = shell.get_parent() if hasattr(shell, "get_parent") else None
    cell = (parent or {}).get("metadata", {}).get("cellId")
    if cell is None:
        return None, None, None
    return shell, cell, parent["header"]["msg_id"]
