"""Results of trainings that take long, as the code of a lesson gave them."""

import json
from typing import Any

from cnnkit.checks import choice
from cnnkit.files import data_path

__all__ = ["RESULTS", "load_results"]

RESULTS = ("04_poolings", "09_forms", "10_designs", "10_together", "11_shuffled")


def load_results(name: str) -> Any:
    """Load what many trainings gave, so that a lesson need not wait for them.

    The lesson holds the code that made them, and can run it again; `data/README.md` tells which.

    Parameters
    ----------
    name : str
        One of `cnnkit.data.stored_results.RESULTS`: the lesson's number, and what was tried.

    Returns
    -------
    dict or list
        ``"04_poolings"``: a dict of the mistakes from three seeds, by pooling and learning rate.
        ``"09_forms"``: how many percent of the digits on some forms a network gets right that was
        trained on the others.
        ``"10_designs"`` and ``"10_together"``: a dict for each training of a search, with the
        fields of `cnnkit.train.design_search.Trial`.
        ``"11_shuffled"``: by network and order of the pixels, how many percent of the test
        pictures three seeds get right.

    Raises
    ------
    ValueError
        If the name is unknown, or the file is damaged.
    FileNotFoundError
        If its file is missing.

    Examples
    --------
    >>> load_results("04_poolings")["max"]["0.1"]
    [5, 8, 13]
    """
    path = data_path(f"{choice(name, 'name', RESULTS)}.json")
    return json.loads(path.read_text(encoding="utf-8"))
