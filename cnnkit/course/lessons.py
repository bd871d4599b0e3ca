"""The lessons that came with cnnkit, found by what a person calls them."""

from pathlib import Path

from cnnkit import files

__all__ = ["START", "named", "shipped"]

START = "00_start_here.ipynb"


def shipped() -> Path:
    """Return the folder of the lessons: that of the repository, or of the installed package."""
    return files.root() / "notebooks"


def named(name: str) -> list[Path]:
    """Return the notebooks that a person means: a lesson's number, all, or a file.

    Raises
    ------
    LookupError
        If there is no such lesson or file; the message says what there is.

    Examples
    --------
    >>> [path.name for path in named("3")]
    ['03_rectify.ipynb']
    """
    known = sorted(shipped().glob("*.ipynb"))
    if name == "all":
        return known
    if name.endswith(".ipynb") or Path(name).is_file():
        if not Path(name).is_file():
            raise LookupError(f"there is no file {Path(name).absolute()}")
        return [Path(name)]
    number = name.zfill(2)
    found = [path for path in known if number in (path.stem, path.stem.split("_")[0])]
    if not found:
        numbers = ", ".join(path.stem.split("_")[0] for path in known)
        raise LookupError(f"there is no lesson {name!r}; give one of {numbers}, or all")
    return found
