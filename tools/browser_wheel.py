"""The wheel for browsers: cnnkit without lessons and data, which the site serves itself.

    .venv/bin/python -m hatchling build -t custom

It is a build target of pyproject.toml, made by hatchling's own builder of wheels.
"""

from hatchling.builders.wheel import WheelBuilder


class BrowserWheel(WheelBuilder):
    """A wheel from the options of ``[tool.hatch.build.targets.custom]``."""

    PLUGIN_NAME = "custom"


def get_builder():
    return BrowserWheel
