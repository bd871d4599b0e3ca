"""environment.yml and pyproject.toml ask for the same packages in the same versions."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
# conda-forge's matplotlib brings a Qt desktop along; the library alone is matplotlib-base.
CONDA_NAMES = {"matplotlib": "matplotlib-base"}


def split(requirement):
    name, bound = re.fullmatch(r"([\w-]+)\s*(\S*)", requirement).groups()
    return CONDA_NAMES.get(name, name), bound


LISTED = dict(split(line) for line in CONDA["dependencies"] if isinstance(line, str))
EXTRAS = PROJECT["optional-dependencies"]


@pytest.mark.parametrize("requirement", PROJECT["dependencies"] + EXTRAS["lab"])
def test_conda_installs_what_the_course_needs(requirement):
    name, bound = split(requirement)
    assert LISTED[name] == bound


def test_conda_lists_nothing_with_another_version_than_pip():
    known = dict(
        split(requirement)
        for requirement in PROJECT["dependencies"] + EXTRAS["lab"] + EXTRAS["test"]
        if "[" not in requirement
    )
    known |= {"python": PROJECT["requires-python"], "pip": ""}
    assert {name: known.get(name) for name in LISTED} == LISTED


def test_conda_installs_the_package_itself_from_conda_forge_and_the_repository():
    assert CONDA["channels"] == ["conda-forge"]
    assert CONDA["dependencies"][-1] == {"pip": ["-e ."]}


def test_every_requirement_has_a_lower_bound_and_no_upper_one():
    everything = PROJECT["dependencies"] + [line for lines in EXTRAS.values() for line in lines]
    bounds = [split(line)[1] for line in everything if not line.startswith("cnnkit[")]
    assert all(re.fullmatch(r">=[\d.]+", bound) for bound in bounds)
