"""What lessons show as stored results is what their own code gives."""

import hashlib
import json
import re

import nbformat
import numpy as np
import pytest

from cnnkit import files
from cnnkit.data import load_results, stored_results
from cnnkit.train import fit
from cnnkit.train._threads import blas_on_one_thread
from tools import make_results, notebooks

FEW = 2  # mistakes that another processor may make more or less, as after ≈


@pytest.fixture(autouse=True)
def one_thread():
    """On a busy computer the threads of two small products wait for each other."""
    with blas_on_one_thread():
        yield


def lesson_of(name):
    lesson, _ = make_results.STUDIES[name]
    return make_results.names_of(lesson, f'"{name}"')


def test_every_stored_result_has_its_study():
    assert tuple(make_results.STUDIES) == stored_results.RESULTS


@pytest.mark.parametrize("name", stored_results.RESULTS)
def test_stored_file_is_in_the_form_that_is_written(name, tmp_path, monkeypatch):
    (tmp_path / "SHA256SUMS").write_text("0  a.npz\n1  z.npz\n")
    monkeypatch.setattr(make_results, "DATA", tmp_path)
    make_results.store(name, load_results(name))
    written = (tmp_path / f"{name}.json").read_bytes()
    assert written == files.data_path(f"{name}.json").read_bytes()
    digest = hashlib.sha256(written).hexdigest()
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert sorted(lines, key=lambda line: line.split()[1]) == lines
    assert sorted(lines) == sorted(["0  a.npz", "1  z.npz", f"{digest}  {name}.json"])


def test_lesson_04_counts_the_stored_mistakes():
    given = lesson_of("04_poolings")
    stored = load_results("04_poolings")
    assert {pool: list(by_rate) for pool, by_rate in stored.items()} == {
        pool: [str(rate) for rate in given["rates"][1:]] for pool in given["layers"]
    }
    for pool, rate in (("max", 0.1), ("average", 0.4)):
        (found,) = given["try_rate"](pool, rate, seeds=[1])
        assert found == pytest.approx(stored[pool][str(rate)][1], abs=FEW)


def test_lesson_09_gets_the_stored_shares_of_strangers_digits_right():
    given = lesson_of("09_forms")
    stored = load_results("09_forms")
    assert list(stored) == ["0 to 4", "5 to 9", "10 to 13"]
    of_those = np.sum((given["form"] >= 0) & (given["form"] <= 4))
    assert given["try_without"](0, 4) == pytest.approx(stored["0 to 4"], abs=100 * FEW / of_those)


@pytest.mark.parametrize(
    ("name", "designs", "again"),
    [
        ("10_designs", "designs", "8 hidden neurons"),
        ("10_together", "together", "16 kernels of 5×5"),
    ],
)
def test_lesson_10_counts_the_stored_mistakes(name, designs, again):
    given = lesson_of(name)
    stored = load_results(name)
    tried = [(design, seed) for design in given[designs] for seed in range(3)]
    assert [(trial["name"], trial["seed"]) for trial in stored] == tried
    for trial in stored:
        assert trial["settings"] == json.loads(json.dumps(given[designs][trial["name"]]))
    (found,) = given["search"](
        given["build"],
        {again: given[designs][again]},
        training=given["train"],
        validation=given["validation"],
        seeds=[0],
        processes=1,
        progress=False,
    )
    (was,) = [trial for trial in stored if (trial["name"], trial["seed"]) == (again, 0)]
    assert found.parameters == was["parameters"]
    assert found.mistakes == pytest.approx(was["mistakes"], abs=FEW)


def test_a_design_of_lesson_10_that_cannot_be_built_says_why():
    failed = [trial for trial in load_results("10_designs") if "error" in trial]
    assert {trial["name"] for trial in failed} == {"pool 4×4, stride 4"}
    assert all("does not fit" in trial["error"] for trial in failed)


def test_lesson_11_gets_the_stored_shares_right():
    given = lesson_of("11_shuffled")
    stored = load_results("11_shuffled")
    assert list(stored) == [f"{network}, {way}" for network, way in given["six_ways"]]
    for network, way in (("CNN", "shuffled"), ("dense", "as written")):
        (found,) = given["try_way"](network, way, seeds=[0])
        assert found == pytest.approx(stored[f"{network}, {way}"][0], abs=100 * FEW / 364)


@pytest.mark.parametrize("name", stored_results.RESULTS)
def test_the_lesson_shows_the_function_that_made_the_results(name):
    lesson, expression = make_results.STUDIES[name]
    (made_by,) = re.findall(r"\btry_\w+", expression)
    (path,) = notebooks.find([lesson])
    cells = nbformat.read(path, as_version=4).cells
    (cell,) = [cell for cell in cells if f"def {made_by}(" in cell.source]
    assert not cell.metadata.get("jupyter", {}).get("source_hidden", False)


def test_cells_above_show_nothing_and_train_nothing(capsys):
    given = make_results.names_of("04", '"04_poolings"')
    assert capsys.readouterr().out == ""
    untrained = given["results"]["max", 0.05]
    assert min(untrained) > 150  # of 287
    assert given["fit"] is fit


def test_a_lesson_without_such_a_cell_is_told():
    with pytest.raises(ValueError, match="no cell of 04_pool holds '\"04_pools\"'"):
        make_results.names_of("04", '"04_pools"')
