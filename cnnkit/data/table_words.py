"""Columns of words in a table of pixels: classes such as A to Z, and the names of files."""

import re

import numpy as np

__all__ = [
    "LABELS",
    "NO_PIXELS",
    "in_one_field",
    "is_number",
    "is_word",
    "of_one_field",
    "without_words",
]

LABELS = ("label", "labels", "class", "target", "targets", "y", "digit", "letter", "character")
NO_PIXELS = (
    "unnamed: 0",
    "id",
    "imageid",
    "image_id",
    "index",
    "filename",
    "file",
    "path",
    "name",
    "",
)


def is_word(field: str) -> bool:
    """Tell whether a field holds letters that do not belong to a number.

    Examples
    --------
    >>> [field for field in ("A", "label", "1e-5", "nan", "0.5", "é") if is_word(field)]
    ['A', 'label', 'é']
    """
    rest = re.sub(r"\d[ed][+-]?\d|^[+-]?(nan|inf)$", "", field, flags=re.IGNORECASE)
    return bool(re.search(r"[^\W\d_]", rest))


def is_number(field: str) -> bool:
    """Tell whether a field is a number.

    Examples
    --------
    >>> [field for field in ("7", " 0.5", "1e3", "", "A") if is_number(field)]
    ['7', ' 0.5', '1e3']
    """
    try:
        float(field)
    except ValueError:
        return False
    return True


def in_one_field(line: str, separator: str) -> bool:
    """Tell whether all pixels of a picture are in one field of a line, between spaces.

    Examples
    --------
    >>> in_one_field("3,0 255 0 255,Training", ","), in_one_field("3,0,255,0,255", ",")
    (True, False)
    """
    fields = [field.split() for field in line.split(separator)]
    return separator != " " and any(len(f) > 3 and all(map(is_number, f)) for f in fields)


def of_one_field(source) -> str:
    """Say how to read a table with one field for each picture's pixels, such as FER2013.

    Examples
    --------
    >>> of_one_field("fer.csv").partition(";")[0]
    'fer.csv has all pixels of a picture in one field'
    """
    return (
        f"{source} has all pixels of a picture in one field; write table = "
        f"pandas.read_csv({str(source)!r}), and np.savez('pictures.npz', images=np.array([row.split"
        "() for row in table['pixels']], np.uint8), targets=table['emotion']), with the names of "
        "your columns"
    )


def without_words(rows, separator, names, source):
    """Take the columns of words out of the lines of a table.

    Parameters
    ----------
    rows : list of str
    separator : str
    names : list of str, or None
        Of the columns. Only those of classes and of files may hold words; without names, the first
        and the last.
    source : str or path
        For the sentence that says what is wrong.

    Returns
    -------
    rows : list of str
        The rest of each line.
    words : dict of int to array of str
        The columns that were taken out, by their place.

    Examples
    --------
    >>> without_words(["A,0,255", "b,7,0"], ",", None, "letters.csv")
    (['0,255', '7,0'], {0: array(['A', 'b'], dtype='<U1')})
    """
    width = rows[0].count(separator) + 1
    places = [0, width - 1]
    if names is not None:
        places = [n for n, name in enumerate(names[:width]) if name in LABELS + NO_PIXELS]
    table = [_fields(row, separator, places) for row in rows]
    if any(len(fields) != len(places) for fields in table):
        return rows, {}  # of a row that is too short others tell
    words = {}
    for place, column in zip(places, zip(*table, strict=True), strict=True):
        if all(map(is_number, column)):
            continue
        if "" in column and (names is None or names[place] in LABELS):
            raise ValueError(
                f"{source} has no class in its row {column.index('') + 1}; fill it in, or leave "
                "that row out"
            )
        words[place] = np.array(column)
    left = [
        separator.join(f for n, f in enumerate(row.strip().split(separator)) if n not in words)
        for row in rows
    ]
    return left, words


def _fields(row, separator, places):
    """Return the fields of a line at some places, as far as it has them."""
    fields = row.strip("\r\n").split(separator)
    return [fields[place].strip() for place in places if place < len(fields)]
