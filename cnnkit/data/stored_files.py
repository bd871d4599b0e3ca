"""A file that must be there, its first bytes, and whether there is room for what it announces."""

from cnnkit.checks import amount, file_path, free_memory, full_name, not_found


def existing(path):
    """Return the path of a file that must be there."""
    path = file_path(path)
    if not path.is_file():
        raise FileNotFoundError(not_found(path, "file or folder"))
    return path


def first_bytes(path, count):
    """Return the first bytes of a file."""
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise ValueError(
            f"{full_name(path)} cannot be read ({error.strerror}); check its permissions"
        ) from None


def check_room(count, shape, path):
    """Refuse a file of this shape unless that many bytes are free."""
    if count > free_memory():
        raise MemoryError(
            f"{path} of shape {tuple(shape)} needs {amount(count)}, and {amount(free_memory())} "
            "are free; give a part of it"
        )
