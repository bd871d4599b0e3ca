import pytest

from cnnkit.classroom.contents import contents
from cnnkit.classroom.student_answers import read_class
from cnnkit.classroom.tally import tally
from tests.helpers import classes


@pytest.fixture(scope="session")
def course():
    return contents()


@pytest.fixture
def five(tmp_path):
    """The folder of the made-up class of five, as nbgrader collects it."""
    return classes.write_five(tmp_path / "course")


@pytest.fixture
def counted(five, course):
    return tally(read_class(five), course)
