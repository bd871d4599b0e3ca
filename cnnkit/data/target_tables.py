"""Read the classes of pictures from a text: one per line, or in a column of a table."""

import numpy as np

from cnnkit.data.csv_files import table_lines
from cnnkit.data.table_words import LABELS, is_number, is_word

__all__ = ["looks_like_targets", "of_files", "read_targets"]


def looks_like_targets(head):
    r"""Tell whether a file's first bytes are lines of text.

    Examples
    --------
    >>> looks_like_targets(b"7\n2\n1\n"), looks_like_targets(b"\0\0\x08\x01")
    (True, False)
    """
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    text = head.decode("utf-8-sig", "ignore")
    return bool(text.strip()) and all(c.isprintable() or c.isspace() for c in text)


def read_targets(file, source):
    r"""Return the class of each picture, numbers or words, of an open binary text.

    Parameters
    ----------
    file : binary file
        Of one class per line; or of a table with a column ``label``, or with one that counts the
        rows and another one.
    source : str or path
        For the sentence that says what is wrong.

    Raises
    ------
    ValueError
        If no column can be told to be the classes, or a row has none.

    Examples
    --------
    >>> import io
    >>> read_targets(io.BytesIO(b"id,label\n1,cat\n2,dog\n"), "train.csv")
    array(['cat', 'dog'], dtype='<U3')
    >>> read_targets(io.BytesIO(b"7\n2\n"), "targets.txt")
    array([7, 2])
    """
    lines, separator = table_lines(file)
    lines = [line.strip("\r\n") for line in lines if line.strip()]
    if not lines:
        raise ValueError(f"{source} is empty; give one class per line")
    separator = next((mark for mark in ",;\t " if mark in lines[0].strip()), separator)
    if separator == " " and not all(line.strip().count(" ") == 1 for line in lines):
        separator = "\t"  # names of several words
    rows = [[field.strip() for field in line.split(separator)] for line in lines]
    names = [field.lower() for field in rows[0]]
    place = next((names.index(name) for name in LABELS if name in names), None)
    header = place is not None or (
        is_word(names[-1]) and len(rows) > 1 and all(is_number(row[-1]) for row in rows[1:])
    )
    if header:
        rows = rows[1:]
    width = max(map(len, rows), default=0)
    short = next((n for n, row in enumerate(rows) if len(row) < width), None)
    if short is not None or not rows:
        what = f"in its row {short + 1} {len(rows[short])} fields" if rows else "no rows"
        raise ValueError(f"{source} has {what}; give one class per line, or {width} fields in each")
    if width == 1 and len(rows[0][0].split()) > 2 and all(map(is_number, rows[0][0].split())):
        raise ValueError(
            f"{source} has {len(rows[0][0].split())} numbers in its first line; give one class per "
            "line, and one-hot rows as np.loadtxt(path).argmax(axis=1)"
        )
    if place is None:
        _refuse_order(rows, None, source, separator, header)
        place = _place(rows, width, source)
    found = [row[place] for row in rows]
    if "" in found:
        raise ValueError(f"{source} has no class in its row {found.index('') + 1}; fill it in")
    _refuse_order(rows, place, source, separator, header)
    if all(map(is_number, found)):
        numbers = np.array(found, float)
        return numbers.astype(np.int64) if np.all(numbers == np.rint(numbers)) else numbers
    return np.array(found)


def _place(rows, width, source):
    """Return which column is the classes: the only one, or the one beside what counts the rows."""
    if width == 1:
        return 0
    if width == 2:
        for place in (0, 1):
            counts, others = ([row[n] for row in rows] for n in (place, 1 - place))
            if _counts(counts) and not _counts(others):
                return 1 - place
    raise ValueError(
        f"{source} has {width} columns, and it cannot be told which one holds the classes; put a "
        "first line there that calls it label, or give one class per line"
    )


def _counts(column):
    """Tell whether a column is 0, 1, 2, ... or 1, 2, 3, ..."""
    count = len(column)
    return column in ([str(n) for n in range(count)], [str(n) for n in range(1, count + 1)])


def _refuse_order(rows, place, source, separator, header):
    """Refuse a table that names a picture in each row: their order cannot be known."""
    for other in range(len(rows[0])):
        column = [row[other] for row in rows]
        if other == place or _counts(column) or len({*column}) < len(column):
            continue
        if all(is_word(name) and "." in name for name in column):
            raise ValueError(of_files(source, len(rows[0]), separator, header))


def of_files(source, columns=2, separator=",", header=True):
    """Say how a table of the names of files and their classes is loaded.

    Examples
    --------
    >>> print(of_files("a.csv"))
    a.csv is a table of two columns and holds no pixels; read it with np.loadtxt('a.csv', str, delimiter=',', skiprows=1), and give lists of files and of their classes: load_images(files, classes)
    """  # noqa: E501
    count = "two" if columns == 2 else str(columns)
    return (
        f"{source} is a table of {count} columns and holds no pixels; read it with "
        f"np.loadtxt({str(source)!r}, str, delimiter={separator!r}{', skiprows=1' * header}), and "
        "give lists of files and of their classes: load_images(files, classes)"
    )
